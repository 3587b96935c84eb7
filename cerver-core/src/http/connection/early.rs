//! What is decided before a byte of the body is taken: who answers, whether the body is wanted, and whether the gate of
//! the route lets the request pass.

use super::{
    HttpConnection, Stage,
    body::{Decoder, SKIPPED, check_head, chunk_limits},
    refusing::OVERLOADED,
};
use crate::{
    http::{
        app::millis,
        exchange::{Answer, Exchange, Gate, Guard, State, forbidden},
        head::Framing,
        header::KnownHeader,
        local::Desk,
        response::Response,
        status::Status,
        target::{Target, find_target},
    },
    protocol::{Context, Dispatch},
    threads::{Job, Run},
};
use std::sync::Arc;

impl HttpConnection {
    /// A head is complete, and a body follows.
    #[inline(never)]
    pub(super) fn begin_body(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
    ) {
        if state.request.head.framing == Framing::Length(0) {
            return self.answer(cx, desk, exchange, state);
        }
        state.request.head.keep_alive = state.keep_alive;
        // An answer that comes before the body: can the connection be used again?
        state.keep_alive &= self.may_skip(&state);
        let handler = match find_target(desk.site, &mut state) {
            Target::Handler(handler) => handler,
            Target::Ready(response) => return self.answer_early(cx, desk, exchange, state, *response),
            Target::Upgrade(upgraded) => return self.upgrade(cx, desk, exchange, state, *upgraded),
        };
        state.handler = handler;
        let Some(rule) = desk.rule(&state) else { return };
        if is_encoded(&state) {
            return self.answer_early(cx, desk, exchange, state, unknown_encoding());
        }
        if let Err(refusal) = check_head(&rule, &state, desk.site.options.form_limit) {
            return self.refuse_request(cx, desk, exchange, state, refusal);
        }
        match rule.gate {
            None => self.start_body(cx, desk, exchange, state),
            Some(gate) => {
                state.gate = Gate::Asked;
                self.stage = Stage::Gate(exchange);
                self.call_handler(cx, desk, exchange, state, gate);
            }
        }
    }

    /// The gate has decided, or not yet.
    pub(super) fn leave_gate(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
    ) {
        if state.is_returned && state.gate == Gate::Passed && state.answer == Answer::None {
            state.open_gate();
            if cx.is_paused {
                cx.resume();
            }
            return self.start_body(cx, desk, exchange, state);
        }
        if state.is_stuck_in_gate() {
            state = self.answer_ready(cx, desk, exchange, state, forbidden());
        }
        self.collect_early(cx, desk, exchange, state);
    }

    /// Runs a handler while the body is still to come: the gate, or one that reads it.
    pub(super) fn call_handler(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        handler: u32,
    ) {
        state.is_returned = false;
        if cx.runs_here() {
            state = self.run_here(cx, desk, exchange, state, handler);
            return self.go_on_with(cx, desk, exchange, state);
        }
        state.handler = handler;
        if let Stage::Gate(_) = self.stage {
            cx.pause();
            cx.set_deadline(desk.answer_timeout());
        } else {
            self.watch_window(cx, desk, &state);
        }
        self.send_job(cx, desk, exchange, state);
    }

    /// Something has happened to a request whose body is still to come.
    pub(super) fn go_on_with(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
    ) {
        if let Stage::Gate(_) = self.stage {
            return self.leave_gate(cx, desk, exchange, state);
        }
        if let Some(pieces) = self.due_pieces(desk, &mut state) {
            return self.call_handler(cx, desk, exchange, state, pieces);
        }
        self.watch_window(cx, desk, &state);
        self.collect_early(cx, desk, exchange, state);
    }

    /// Something has happened to a request without a body or with a complete one, and another handler follows.
    pub(super) fn take_step(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
    ) {
        if state.gate == Gate::Passed {
            let Some(rule) = desk.rule(&state) else { return };
            state.open_gate();
            if rule.pieces.is_some() {
                // It is called behind the handler, to find the end of a body that there is not.
                state.stream_body(0, false);
                state.end_body();
            }
            return self.answer_with(cx, desk, exchange, state, rule.handler);
        }
        match self.due_pieces(desk, &mut state) {
            Some(pieces) => self.answer_with(cx, desk, exchange, state, pieces),
            None => self.collect(cx, desk, exchange, state),
        }
    }

    /// Runs a handler on this thread.
    pub(super) fn run_here(
        &mut self,
        cx: &mut Context<'_>,
        desk: &Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        handler: u32,
    ) -> Guard {
        state.handler = handler;
        state.hand_over(true);
        // What others have answered for it stands first.
        cx.output.append(&mut state.output);
        state.lend_output(cx.output);
        drop(state);
        exchange.run(desk.site, handler);
        state = exchange.lock();
        state.take_output(cx.output);
        state.is_returned = true;
        state
    }

    /// Answers a request whose body is complete with this handler.
    pub(super) fn answer_with(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        handler: u32,
    ) {
        if cx.runs_here() {
            state = self.run_here(cx, desk, exchange, state, handler);
            if let Some(pieces) = self.due_pieces(desk, &mut state) {
                state = self.run_here(cx, desk, exchange, state, pieces);
            }
            return self.collect(cx, desk, exchange, state);
        }
        state.handler = handler;
        state.is_returned = false;
        self.stage = Stage::Handling(exchange);
        cx.pause();
        cx.set_deadline(desk.answer_timeout());
        self.send_job(cx, desk, exchange, state);
    }

    /// Hands a request to the thread that runs its handler.
    fn send_job(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, state: Guard) {
        drop(state);
        let runner = Arc::clone(desk.site) as Arc<dyn Run>;
        let Dispatch::Full = cx.dispatch(Job { runner, ticket: exchange.token() }) else { return };
        cx.counters.overloaded.add(1);
        let Some(mut state) = exchange.slot_state() else { return };
        cx.output.append(&mut state.output);
        if state.is_kept() {
            // The program holds it, and goes on holding it until it has answered.
            state.is_returned = true;
            drop(state);
            return self.give_up(cx, desk, exchange, OVERLOADED);
        }
        if state.answer == Answer::None {
            return self.refuse_request(cx, desk, exchange, state, OVERLOADED);
        }
        desk.observer.end_early(&state, false);
        desk.end(exchange, state);
        self.stage = Stage::Closing;
        cx.close_lingering();
    }

    /// Answers before the body has come.
    fn answer_early(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut state: Guard,
        response: Response,
    ) {
        self.stage = Stage::Gate(exchange);
        state = self.answer_ready(cx, desk, exchange, state, response);
        state.is_returned = true;
        self.collect_early(cx, desk, exchange, state);
    }

    /// Goes on with an exchange whose body is still to come: with the next one, behind that body, when it is complete.
    pub(super) fn collect_early(
        &mut self,
        cx: &mut Context<'_>,
        desk: &mut Desk<'_>,
        exchange: Exchange,
        mut guard: Guard,
    ) {
        let state = &mut *guard;
        if std::mem::take(&mut state.has_panicked) {
            cx.counters.handler_panics.add(1);
        }
        if !state.is_complete() {
            return self.wait_early(cx, desk, exchange, guard);
        }
        cx.counters.responses.add(1);
        desk.observer.end(state, !state.is_aborted);
        let stage = std::mem::replace(&mut self.stage, Stage::Closing);
        if state.keep_alive && !state.is_aborted {
            self.stage = Stage::Skipping(Box::new(match stage {
                Stage::Body(body) => body.into_rest(),
                _ => Decoder::of(state.request.head.framing),
            }));
            cx.set_deadline(millis(desk.site.options.head_timeout));
            if cx.is_paused {
                cx.resume();
            }
        } else {
            cx.close_lingering();
        }
        desk.end(exchange, guard);
    }

    fn wait_early(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, mut guard: Guard) {
        let state = &mut *guard;
        if state.answer == Answer::Page {
            return self.answer_failure(cx, desk, exchange, guard);
        }
        let is_read = desk.rule(state).is_some_and(|rule| rule.pieces.is_some());
        let is_gate = matches!(self.stage, Stage::Gate(_));
        if (is_gate || !is_read) && state.is_forsaken() {
            cx.counters.unanswered.add(1);
            // A gate that neither answers nor passes always refuses aloud.
            if state.answer == Answer::None && (is_gate || !desk.site.options.close_unanswered) {
                return self.answer_failure(cx, desk, exchange, guard);
            }
            state.abort();
            desk.observer.end_early(state, false);
            self.stage = Stage::Closing;
            desk.end(exchange, guard);
            return cx.close_lingering();
        }
        if is_gate {
            cx.pause();
            cx.set_deadline(desk.answer_timeout());
        } else if is_read && state.is_returned && state.answer == Answer::None {
            // The body is wanted: its pieces go to a handler of their own.
            state.ask_for_body(cx.output);
        }
        if state.answer == Answer::Streaming {
            state.is_congested = cx.is_congested();
        }
    }

    /// Drops what was sent of a body that nobody wants.
    pub(super) fn skip(&mut self, cx: &mut Context<'_>, desk: &Desk<'_>, input: &[u8]) -> Option<usize> {
        let Stage::Skipping(rest) = &mut self.stage else { return None };
        match rest.skip(input, &chunk_limits(&desk.site.options, SKIPPED)) {
            Ok(taken) => {
                self.left_over = input.len() - taken.used;
                if taken.is_done {
                    self.stage = Stage::Head;
                }
                Some(taken.used)
            }
            Err(_) => {
                // The answer is given already: there is nobody to tell it.
                self.stage = Stage::Closing;
                cx.close_lingering();
                Some(input.len())
            }
        }
    }

    /// Whether the connection can be used again after an answer that comes before the body: that is not known to be large,
    /// and certain to come. (A client that waits for `100 Continue` may send it or not.)
    fn may_skip(&self, state: &State) -> bool {
        let head = &state.request.head;
        let is_short = !matches!(head.framing, Framing::Length(length) if length > SKIPPED);
        is_short && !(head.expect_continue && self.left_over == 0)
    }
}

/// The body has a content coding. None is undone here, and a handler would take it for the content.
fn is_encoded(state: &State) -> bool {
    let mut codings = state.request.headers().filter(|(.., known)| *known == Some(KnownHeader::ContentEncoding));
    codings.any(|(_, value, _)| !value.is_empty() && !value.eq_ignore_ascii_case(b"identity"))
}

/// RFC 9110 section 15.5.16: the answer tells what would be accepted.
fn unknown_encoding() -> Response {
    let mut response = Response::error(Status::UNSUPPORTED_MEDIA_TYPE, "Send the body without a content coding.");
    // The text is a valid value.
    let _ = response.fields.set(KnownHeader::AcceptEncoding, b"identity");
    response
}
