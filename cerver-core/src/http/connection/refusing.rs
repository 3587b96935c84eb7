//! The answers that the library gives itself because something went wrong, and the requests that end without one.

use super::{HttpConnection, Stage};
use crate::{
    http::{
        app::Site,
        error_page::{self, ErrorPage},
        exchange::{Answer, Exchange, Guard, LIBRARY},
        head::NOT_SECURED,
        local::Desk,
        refusal::Refusal,
        response::{self, Body, Response, Start, Terms},
        status::Status,
    },
    protocol::Context,
};
use std::mem;

pub(super) const OVERLOADED: Refusal =
    Refusal { status: Status::SERVICE_UNAVAILABLE, reason: "The server is busy: try again later." };

impl HttpConnection {
    /// Answers a head that was refused, and closes; returns the bytes used. An https address is looked at once more where the
    /// connection is secured.
    #[cold]
    pub(super) fn refuse_head(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        refusal: Refusal,
        input: &[u8],
    ) -> usize {
        if refusal == NOT_SECURED && cx.tls().is_some() {
            desk.expect_https();
            return 0;
        }
        self.refuse(cx, desk, refusal, input);
        input.len()
    }

    /// Answers what is not a request, and closes. `input` is what the client sent, as far as it is at hand.
    #[cold]
    pub(super) fn refuse(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, refusal: Refusal, input: &[u8]) {
        desk.release();
        desk.observer.refuse(refusal.status);
        let mut response = refused(desk.site, refusal);
        ErrorPage::new(refusal.status, refusal.reason.into(), None).fill(&mut response, desk.site.error_page.as_ref());
        let id = desk.observer.name_unread();
        let terms = Terms {
            common: &desk.site.common,
            minor_version: 1,
            keep_alive: false,
            unix_seconds: cx.unix_seconds(),
            request_id: &id,
            start: &mut Start::new(),
        };
        let mut length = response.body.length();
        let known = response::Length::Known(length);
        response::write_head(cx.output.buffer(), terms, response.status, &response.fields, known);
        let asks_head = if input.is_empty() { self.asks_head } else { asks_head(input) };
        if asks_head {
            length = 0;
        } else {
            response.body.write(cx.output);
        }
        desk.observer.end_unread(cx, input, refusal.status, length, &id);
        self.stage = Stage::Closing;
        cx.close_lingering();
    }

    /// Answers a request that cannot be served, and closes. Nobody else has the exchange.
    #[cold]
    pub(super) fn refuse_request(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        refusal: Refusal,
    ) {
        desk.observer.refuse(refusal.status);
        state.keep_alive = false;
        state = answer_with_page(cx, desk, exchange, state, refused(desk.site, refusal));
        desk.observer.end_early(&state, true);
        desk.end(exchange, state);
        self.stage = Stage::Closing;
        cx.close_lingering();
    }

    /// Ends a request whose handler has not answered in time, and closes.
    #[cold]
    pub(super) fn give_up(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, refusal: Refusal) {
        let Some(mut state) = exchange.slot_state() else { return };
        if state.answer == Answer::Page {
            // It has its answer, and the notice of that is still on its way.
            self.answer_failure(cx, desk, exchange, state);
            return self.read_on(cx);
        }
        cx.resume();
        self.stage = Stage::Closing;
        let mut response = refused(desk.site, refusal);
        if state.answer == Answer::None {
            // The handler may answer meanwhile: then its answer counts.
            state = fill_page(desk, exchange, state, &mut response);
        }
        if let before @ (Answer::None | Answer::Page) = state.answer {
            // Its own error page, asked for meanwhile, comes too late.
            desk.observer.refuse(refusal.status);
            state.keep_alive = false;
            state.put_response(response);
            cx.output.append(&mut state.output);
            desk.observer.end_early(&state, true);
            state.answer = before;
            cx.close_lingering();
        } else {
            // The client has its answer, or the begin of it; what goes on too long is the handler.
            cx.output.append(&mut state.output);
            desk.observer.end_early(&state, state.answer == Answer::Whole);
            cx.close();
        }
        exchange.abandon(state);
    }

    /// Gives the library's own answer to the request.
    #[cold]
    pub(super) fn answer_ready(
        &self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        response: Response,
    ) -> Guard {
        if let Body::ErrorPage(_) = response.body {
            return answer_with_page(cx, desk, exchange, state, response);
        }
        state.put_response(response);
        cx.output.append(&mut state.output);
        state
    }

    /// Gives the error page that the handler asked for, or that of a handler without an answer.
    #[cold]
    pub(super) fn answer_failure(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
    ) {
        let internal = || Response::error(Status::INTERNAL_SERVER_ERROR, error_page::INTERNAL_ERROR);
        let response = state.take_failure().unwrap_or_else(internal);
        state = answer_with_page(cx, desk, exchange, state, response);
        match self.stage {
            Stage::Gate(_) | Stage::Body(_) => self.collect_early(cx, desk, exchange, state),
            _ => self.collect(cx, desk, exchange, state),
        }
    }

    /// Forgets a request that no handler has seen, and whose client has gone.
    pub(super) fn drop_request(&self, desk: &mut Desk<'_>) {
        if let Some(exchange) = self.exchange()
            && let Some(mut state) = exchange.slot_state()
        {
            state.handler = LIBRARY;
            desk.observer.end_early(&state, false);
            desk.end(exchange, state);
        }
    }
}

/// Whether a head that is not complete or not right begins like that of a HEAD request.
pub(super) fn asks_head(input: &[u8]) -> bool {
    input.strip_prefix(b"\r\n").unwrap_or(input).starts_with(b"HEAD ")
}

/// The answer to what is refused.
pub(in super::super) fn refused(site: &Site, refusal: Refusal) -> Response {
    let mut response = Response::error(refusal.status, refusal.reason);
    let seconds = site.options.retry_after.as_millis().div_ceil(1000);
    if refusal.status == Status::SERVICE_UNAVAILABLE && seconds > 0 {
        let after = seconds.to_string();
        response.fields.add(b"Retry-After", after.as_bytes()).expect("digits are a valid value");
    }
    response
}

/// Puts an error page into the output of the connection.
fn answer_with_page(
    cx: &mut Context<'_>,
    desk: &mut Desk<'_>,
    exchange: Exchange,
    mut state: Guard,
    mut response: Response,
) -> Guard {
    // Nobody else answers from here on.
    state.answer = Answer::Page;
    state = fill_page(desk, exchange, state, &mut response);
    state.put_response(response);
    cx.output.append(&mut state.output);
    state
}

/// Makes the body of an error page; the application's function is called without the lock.
fn fill_page(desk: &Desk<'_>, exchange: Exchange, state: Guard, response: &mut Response) -> Guard {
    if let Body::ErrorPage(text) = mem::take(&mut response.body) {
        let page = ErrorPage::new(response.status, text, Some(&state.request));
        drop(state);
        // A redirection has a page, but is no error.
        let hook = desk.site.error_page.as_ref().filter(|_| response.status.0 >= 400);
        page.fill(response, hook);
        return exchange.lock();
    }
    state
}
