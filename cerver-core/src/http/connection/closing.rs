//! The ends of an HTTP connection: the last answer, a refusal, or another protocol.

use super::{HttpConnection, Stage};
use crate::{
    http::{
        app::Site,
        exchange::{Exchange, Guard},
        local::Desk,
        method::Method,
        refusal::Refusal,
        response::{self, Response, Start, Terms},
        status::Status,
        upgrade::Upgraded,
    },
    protocol::Context,
};

pub(super) const OVERLOADED: Refusal =
    Refusal { status: Status::SERVICE_UNAVAILABLE, reason: "The server is busy: try again later." };

impl HttpConnection {
    /// Closes after the last answer. Where the client has sent more than that, even more may be on its way.
    pub(super) fn close(&self, cx: &mut Context<'_>) {
        if self.left_over > 0 { cx.close_lingering() } else { cx.close() }
    }

    /// Answers what is not a request, or one that cannot be served, and closes.
    #[cold]
    pub(super) fn refuse(&mut self, cx: &mut Context<'_>, site: &Site, refusal: Refusal) {
        cx.counters.refused.add(1);
        let mut response = Response::error(refusal.status, refusal.reason);
        let seconds = site.options.retry_after.as_millis().div_ceil(1000);
        if refusal.status == Status::SERVICE_UNAVAILABLE && seconds > 0 {
            let after = seconds.to_string();
            response.fields.add(b"Retry-After", after.as_bytes()).expect("digits are a valid value");
        }
        let terms = Terms {
            common: &site.common,
            minor_version: 1,
            keep_alive: false,
            unix_seconds: cx.unix_seconds(),
            start: &mut Start::new(),
        };
        let length = response::Length::Known(response.body.length());
        response::write_head(cx.output.buffer(), terms, response.status, &response.fields, length);
        if let response::Body::Bytes(body) = &response.body
            && !self.asks_head
        {
            cx.output.write(body);
        }
        self.stage = Stage::Closing;
        cx.close_lingering();
    }

    /// Ends what has taken too long.
    pub(super) fn end_overdue(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>) {
        match self.stage {
            Stage::Head if !self.has_begun && cx.output.pending() > 0 => {
                // Not idle: the client is taking an answer, and the write time-out watches it.
                cx.set_deadline(cx.idle_timeout_millis());
            }
            Stage::Head if !self.has_begun => {
                cx.counters.timeouts.add(1);
                self.stage = Stage::Closing;
                cx.close();
            }
            Stage::Handling(exchange) | Stage::Gate(exchange) => {
                cx.counters.timeouts.add(1);
                let looked = exchange.request(|request| request.method() == Method::Head);
                self.asks_head = looked.unwrap_or_default();
                let is_answered = exchange.abandon();
                cx.resume();
                if is_answered {
                    // The client has its answer; what goes on too long is the handler.
                    self.stage = Stage::Closing;
                    return cx.close();
                }
                let reason = "The answer took too long.";
                self.refuse(cx, desk.site, Refusal { status: Status::SERVICE_UNAVAILABLE, reason });
            }
            Stage::Upgraded(_) | Stage::Closing => cx.abort(),
            Stage::Body(_) => self.check_pace(cx, desk),
            Stage::Skipping(_) => {
                cx.counters.timeouts.add(1);
                self.stage = Stage::Closing;
                cx.close();
            }
            Stage::Head => {
                cx.counters.timeouts.add(1);
                let reason = "The request took too long to arrive.";
                self.refuse(cx, desk.site, Refusal { status: Status::REQUEST_TIMEOUT, reason });
            }
        }
    }

    /// Answers 101 and gives the connection away.
    #[cold]
    pub(super) fn upgrade(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        upgraded: Upgraded,
    ) {
        state.put_response(upgraded.answer);
        cx.output.append(&mut state.output);
        cx.counters.responses.add(1);
        desk.end(exchange, state);
        self.stage = Stage::Upgraded(upgraded.successor);
        cx.switch();
    }
}
