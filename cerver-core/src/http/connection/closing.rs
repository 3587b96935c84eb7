//! The ends of an HTTP connection: the last answer, a time-out, or another protocol.

use super::{HttpConnection, Stage};
use crate::{
    http::{
        app::millis,
        exchange::{Answer, Exchange, Guard},
        local::Desk,
        refusal::Refusal,
        status::Status,
        upgrade::{Successor, Upgraded},
    },
    protocol::Context,
};

impl HttpConnection {
    /// Closes after the last answer. Where the client has sent more than that, even more may be on its way.
    pub(super) fn close(&self, cx: &mut Context<'_>) {
        if self.left_over > 0 { cx.close_lingering() } else { cx.close() }
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
            Stage::Handling(_) if self.is_streaming() => {
                let limit = self.quiet_limit(desk);
                if limit > 0 && cx.output.pending() == 0 {
                    cx.abort();
                } else {
                    // It has just begun, or the write time-out watches the client.
                    cx.set_deadline(limit);
                }
            }
            Stage::Handling(exchange) | Stage::Gate(exchange) => {
                cx.counters.timeouts.add(1);
                let reason = "The answer took too long.";
                self.give_up(cx, desk, exchange, Refusal { status: Status::SERVICE_UNAVAILABLE, reason });
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
                self.refuse(cx, desk, Refusal { status: Status::REQUEST_TIMEOUT, reason }, &[]);
            }
        }
    }

    /// A streamed answer is under way.
    pub(super) fn is_streaming(&self) -> bool {
        let Stage::Handling(exchange) = &self.stage else { return false };
        exchange.slot_state().is_some_and(|state| state.answer == Answer::Streaming)
    }

    /// How long, in milliseconds, a streamed answer may have nothing to send; 0 = for ever. Only one whose client has ended
    /// its side has such a limit: it may have gone, and there is nothing to send that would tell.
    pub(super) fn quiet_limit(&self, desk: &Desk<'_>) -> u64 {
        let is_ended = self.input_ends || self.is_half_closed;
        if is_ended { millis(desk.site.options.half_closed_timeout) } else { 0 }
    }

    /// Answers 101 and gives the connection away; where a handler is asked first, when that has let it pass.
    #[cold]
    pub(super) fn upgrade(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        mut upgraded: Upgraded,
    ) {
        if let Some(handler) = upgraded.asks.take() {
            state.handshake = Some(Box::new(upgraded));
            // A refusal closes the connection.
            state.keep_alive = false;
            return self.answer_with(cx, desk, exchange, state, handler);
        }
        state.keep_alive = true;
        state.put_response(upgraded.answer);
        cx.output.append(&mut state.output);
        cx.counters.responses.add(1);
        desk.observer.end(&state, true);
        let successor = match upgraded.successor {
            Successor::Protocol(successor) => {
                desk.end(exchange, state);
                successor
            }
            Successor::WebSocket(accepted) => accepted.begin(exchange, &mut state),
        };
        self.stage = Stage::Upgraded(successor);
        cx.switch();
    }
}
