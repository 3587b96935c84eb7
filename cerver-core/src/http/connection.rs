//! HTTP/1.1 on one connection: heads and bodies in, answers out, in order, one exchange at a time.

mod body;
mod closing;
mod early;
mod refusing;

use self::body::{Body, Decoder};
use super::{
    app::millis,
    exchange::{Answer, Exchange, Gate, Guard, LIBRARY},
    head::{Framing, Parsed},
    local::{Desk, Local},
    target::{Target, find_target},
};
use crate::{
    events::CloseReason,
    protocol::{Context, Dispatch, Protocol},
    threads::{Job, Run},
};
pub(super) use refusing::refused;
use refusing::{OVERLOADED, asks_head};
use std::{any::Any, sync::Arc};

/// Where the connection stands.
enum Stage {
    /// Between requests, or in the middle of a head.
    Head,
    /// The gate of its route looks at a request, or it has its answer already; its body is still to come.
    Gate(Exchange),
    /// A body is being taken.
    Body(Box<Body>),
    /// The rest of a body that nobody wants is dropped.
    Skipping(Box<Decoder>),
    /// The handler has it, or its answer is under way.
    Handling(Exchange),
    /// This one takes the connection over.
    Upgraded(Box<dyn Protocol>),
    /// Nothing more is read or answered.
    Closing,
}

/// The protocol of an HTTP connection.
pub(super) struct HttpConnection {
    stage: Stage,
    /// Bytes of an unfinished head that need not be looked at again.
    scanned: usize,
    /// Input that the last call did not use up.
    left_over: usize,
    /// A part of a head has come, and its time runs.
    has_begun: bool,
    is_half_closed: bool,
    /// Requests so far, for the limit of a connection.
    requests: u32,
    /// The unfinished head begins like that of a HEAD request: a refusal of it has no body (RFC 9110 section 9.3.2).
    asks_head: bool,
}

impl HttpConnection {
    pub(super) const fn new() -> Self {
        Self {
            stage: Stage::Head,
            scanned: 0,
            left_over: 0,
            has_begun: false,
            is_half_closed: false,
            requests: 0,
            asks_head: false,
        }
    }

    /// Takes request after request until the input is used up, or something must be waited for; returns the bytes used.
    #[inline(always)]
    fn take_all(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, input: &[u8]) -> usize {
        let mut used = 0;
        // A congested connection is not given input: only what is written here can make it one.
        while used < input.len() && (used == 0 || !cx.is_congested()) {
            let rest = &input[used..];
            let taken = match self.stage {
                Stage::Head => self.take_head(cx, desk, rest),
                _ => self.go_on(cx, desk, rest),
            };
            let Some(taken) = taken else { break };
            used += taken;
        }
        used
    }

    /// Begins with a request; returns the bytes used, None when it needs more or must wait.
    #[inline]
    fn take_head(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, input: &[u8]) -> Option<usize> {
        let Some((exchange, mut state)) = desk.take(cx) else {
            cx.counters.overloaded.add(1);
            self.refuse(cx, desk, OVERLOADED, input);
            return Some(input.len());
        };
        let head = &mut state.request.head;
        match head.parse(input, &mut self.scanned, &desk.site.head_limits) {
            Parsed::Complete => {
                let length = head.length;
                self.has_begun = false;
                self.left_over = input.len() - length;
                self.requests = self.requests.wrapping_add(1);
                let stays = self.requests != desk.site.options.keep_alive_requests && !self.is_last(cx);
                state.begin(cx, &input[..length], stays);
                cx.counters.requests.add(1);
                desk.observer.begin(&mut state);
                if state.request.head.framing == Framing::None {
                    self.answer(cx, desk, exchange, state);
                } else {
                    self.begin_body(cx, desk, exchange, state);
                }
                Some(length)
            }
            Parsed::Partial => {
                desk.put_back(exchange, state);
                self.asks_head = asks_head(input);
                if !self.has_begun {
                    self.has_begun = true;
                    cx.set_deadline(millis(desk.site.options.head_timeout));
                }
                None
            }
            Parsed::Refused(refusal) => {
                desk.put_back(exchange, state);
                self.refuse(cx, desk, refusal, input);
                Some(input.len())
            }
        }
    }

    /// Goes on with what is begun; returns the bytes used, None when it must wait.
    #[inline(never)]
    fn go_on(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, input: &[u8]) -> Option<usize> {
        let used = match &self.stage {
            Stage::Body(_) => self.take_body(cx, desk, input),
            Stage::Skipping(_) => self.skip(cx, desk, input),
            Stage::Head | Stage::Gate(_) | Stage::Handling(_) | Stage::Upgraded(_) => None,
            Stage::Closing => Some(input.len()),
        };
        let is_cut_off = self.is_half_closed && self.left_over == 0;
        if is_cut_off && matches!(self.stage, Stage::Body(_) | Stage::Skipping(_)) {
            self.drop_body(cx, desk);
        }
        used
    }

    /// A request is complete.
    #[inline(always)]
    fn answer(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, mut state: Guard) {
        match find_target(desk.site, &mut state) {
            Target::Handler(handler) if cx.runs_here() => {
                state.handler = handler;
                state.lend_output(cx.output);
                drop(state);
                exchange.run(desk.site, handler);
                state = exchange.lock();
                state.take_output(cx.output);
            }
            Target::Handler(handler) => {
                state.handler = handler;
                return self.dispatch(cx, desk, exchange, state);
            }
            Target::Ready(response) => {
                state = self.answer_ready(cx, desk, exchange, state, *response);
            }
            Target::Upgrade(upgraded) => return self.upgrade(cx, desk, exchange, state, *upgraded),
        }
        state.is_returned = true;
        self.collect(cx, desk, exchange, state);
    }

    /// Hands a request to the thread that runs its handler.
    fn dispatch(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, state: Guard) {
        drop(state);
        self.stage = Stage::Handling(exchange);
        cx.pause();
        cx.set_deadline(millis(desk.site.options.answer_timeout));
        let runner = Arc::clone(desk.site) as Arc<dyn Run>;
        if let Dispatch::Full = cx.dispatch(Job { runner, ticket: exchange.token() }) {
            cx.resume();
            cx.counters.overloaded.add(1);
            let Some(state) = exchange.slot_state() else { return };
            self.refuse_request(cx, desk, exchange, state, OVERLOADED);
        }
    }

    /// Goes on with an exchange whose output was taken over: with the next one when it is complete.
    #[inline(always)]
    fn collect(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, mut guard: Guard) {
        let state = &mut *guard;
        if state.has_panicked {
            state.has_panicked = false;
            cx.counters.handler_panics.add(1);
        }
        if !state.is_complete() {
            return self.wait(cx, desk, exchange, guard);
        }
        cx.counters.responses.add(1);
        desk.observer.end(state, !state.is_aborted);
        if state.keep_alive && !state.is_aborted {
            self.stage = Stage::Head;
        } else {
            self.stage = Stage::Closing;
            self.close(cx);
        }
        desk.end(exchange, guard);
    }

    /// The answer is not complete: more comes from elsewhere, or nothing any more.
    #[inline(never)]
    fn wait(&mut self, cx: &mut Context<'_>, desk: &mut Desk<'_>, exchange: Exchange, mut guard: Guard) {
        if guard.is_returned && guard.gate == Gate::Passed && guard.answer == Answer::None {
            // Somebody else has let it pass, before the gate itself had come back.
            return self.take_step(cx, desk, exchange, guard);
        }
        let state = &mut *guard;
        if state.answer == Answer::Page {
            return self.answer_failure(cx, desk, exchange, guard);
        }
        if state.is_forsaken() {
            cx.counters.unanswered.add(1);
            state.hand_over(false);
            if state.answer == Answer::None && !desk.site.options.close_unanswered {
                // Said to the client, who could not tell an empty answer from a broken network.
                return self.answer_failure(cx, desk, exchange, guard);
            }
            state.abort();
            desk.observer.end_early(state, false);
            self.stage = Stage::Closing;
            desk.end(exchange, guard);
            self.close(cx);
            return;
        }
        self.stage = Stage::Handling(exchange);
        cx.pause();
        if state.answer == Answer::Streaming {
            // From here on the write time-out watches the client.
            cx.set_deadline(0);
            state.is_congested = cx.is_congested();
        } else {
            cx.set_deadline(millis(desk.site.options.answer_timeout));
        }
    }

    /// An exchange that was waited for has ended: the next request may be read.
    fn read_on(&self, cx: &mut Context<'_>) {
        if let Stage::Head = self.stage {
            cx.resume();
            if self.left_over == 0 {
                cx.set_deadline(cx.idle_timeout_millis());
            }
        }
    }

    /// Nothing more can come after the request in hand.
    const fn is_last(&self, cx: &Context<'_>) -> bool {
        self.left_over == 0 && (self.is_half_closed || cx.is_draining())
    }

    /// The exchange that this connection is about, if there is one.
    fn exchange(&self) -> Option<Exchange> {
        match &self.stage {
            Stage::Body(body) => Some(body.exchange),
            Stage::Gate(exchange) | Stage::Handling(exchange) => Some(*exchange),
            Stage::Head | Stage::Skipping(_) | Stage::Upgraded(_) | Stage::Closing => None,
        }
    }
}

impl Protocol for HttpConnection {
    fn opened(&mut self, cx: &mut Context<'_>) {
        let local: &mut Local = cx.take_local();
        let timeout = millis(local.site.options.head_timeout);
        cx.set_deadline(timeout);
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        let used = Desk::with(cx.take_local(), |desk| self.take_all(cx, desk, input));
        self.left_over = input.len() - used;
        if let Stage::Head = self.stage {
            if self.left_over == 0 {
                if self.is_half_closed || cx.is_draining() {
                    self.stage = Stage::Closing;
                    cx.close();
                } else {
                    cx.set_deadline(cx.idle_timeout_millis());
                }
            } else if self.is_half_closed && self.has_begun {
                self.stage = Stage::Closing;
                cx.close();
            }
        }
        used
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, left: usize) {
        self.is_half_closed = true;
        self.left_over = left;
        match &self.stage {
            // What is asked already is answered; with input left over, that is seen first.
            Stage::Handling(_) | Stage::Gate(_) => {}
            Stage::Head if left > 0 && !self.has_begun => {}
            Stage::Body(_) if left > 0 => {}
            Stage::Upgraded(_) | Stage::Closing => {}
            Stage::Head | Stage::Body(_) | Stage::Skipping(_) => {
                Desk::with(cx.take_local(), |desk| self.drop_body(cx, desk));
            }
        }
    }

    fn notified(&mut self, cx: &mut Context<'_>) {
        let Some(exchange) = self.exchange() else { return };
        let Some(mut state) = exchange.slot_state() else { return };
        state.is_notified = false;
        state.keep_alive &= !self.is_last(cx);
        cx.output.append(&mut state.output);
        Desk::with(cx.take_local(), |desk| match self.stage {
            Stage::Handling(_) if state.has_more_steps() => self.take_step(cx, desk, exchange, state),
            Stage::Handling(_) => self.collect(cx, desk, exchange, state),
            _ => self.go_on_with(cx, desk, exchange, state),
        });
        self.read_on(cx);
    }

    fn drained(&mut self, cx: &mut Context<'_>) {
        if let Some(exchange) = self.exchange()
            && let Some(mut state) = exchange.slot_state()
        {
            state.is_congested = false;
            cx.output.append(&mut state.output);
            exchange.wake_waiting();
        }
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        Desk::with(cx.take_local(), |desk| self.end_overdue(cx, desk));
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        match self.stage {
            Stage::Head if self.left_over == 0 => {
                self.stage = Stage::Closing;
                cx.close();
            }
            Stage::Handling(exchange) if self.left_over == 0 => {
                if let Some(mut state) = exchange.slot_state() {
                    state.keep_alive = false;
                }
            }
            _ => {}
        }
    }

    fn closed(&mut self, _reason: CloseReason, local: &mut (dyn Any + Send)) {
        let Some(exchange) = self.exchange() else { return };
        let Some(mut state) = exchange.slot_state() else { return };
        let is_handled = match &self.stage {
            Stage::Body(body) => body.is_streamed(),
            _ => true,
        };
        if !is_handled {
            // No handler knows of it yet.
            (state.is_returned, state.handler) = (true, LIBRARY);
        }
        if let Some(local) = local.downcast_mut::<Local>() {
            local.observer.end_early(&state, state.answer == Answer::Whole && !state.is_aborted);
        }
        exchange.abandon(state);
    }

    fn successor(&mut self) -> Option<Box<dyn Protocol>> {
        match std::mem::replace(&mut self.stage, Stage::Closing) {
            Stage::Upgraded(successor) => Some(successor),
            _ => None,
        }
    }
}
