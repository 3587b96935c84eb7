//! The protocol of a stream connection: what comes becomes events, what the program wishes becomes decisions.

use super::{
    Event,
    app::{Sink, Site},
    handle::{Guard, State, Stream, Wish},
};
use crate::{
    events::CloseReason,
    host,
    protocol::{Context, Protocol},
};
use std::{
    any::Any,
    mem,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// See the module.
pub(super) struct StreamProtocol {
    /// None before the connection is open.
    stream: Option<Stream>,
    site: Arc<Site>,
    /// Why this side ended it, where the connection itself cannot know.
    reason: Option<CloseReason>,
    /// The end of the peer's side has come and was not told yet, because bytes before it were left over.
    owes_end: bool,
    /// That end came without a farewell.
    is_truncated: bool,
}

impl StreamProtocol {
    pub(super) const fn new(site: Arc<Site>) -> Self {
        Self { stream: None, site, reason: None, owes_end: false, is_truncated: false }
    }

    /// Tells of an event; returns how many of its bytes were taken.
    #[inline]
    fn tell(&self, cx: &mut Context<'_>, stream: Stream, event: Event<'_>) -> usize {
        match &self.site.sink {
            Sink::Push(_) => {
                stream.lock().lend_output(cx.output);
                let ran = self.site.push(stream, event);
                let mut state = stream.lock();
                state.take_output(cx.output);
                if !ran {
                    cx.counters.handler_panics.add(1);
                    state.wish = Wish::Abort;
                }
                obey(cx, &mut state);
                if let Event::Data(data) = event { data.len() } else { 0 }
            }
            Sink::Pull(batch) => batch.lock().add(stream, stream.tag_now(), event, self.site.batch_limit),
        }
    }

    /// The program has all that the peer has sent.
    fn end(&mut self, cx: &mut Context<'_>, stream: Stream) {
        if self.is_truncated {
            // Perhaps not all: no end in good order.
            self.reason = Some(CloseReason::Truncated);
            cx.close();
        } else {
            self.tell(cx, stream, Event::HalfClosed);
        }
    }

    /// Takes over what the program has sent and wished from elsewhere.
    fn take_over(&self, cx: &mut Context<'_>, stream: Stream, mut state: Guard) {
        cx.output.append(&mut state.output);
        obey(cx, &mut state);
        if state.wants_room && !state.is_congested {
            state.wants_room = false;
            drop(state);
            self.tell(cx, stream, Event::Drained);
        }
    }
}

impl Site {
    /// Calls the program's function; false when that panicked.
    #[inline]
    fn push(&self, stream: Stream, event: Event<'_>) -> bool {
        let Sink::Push(on_event) = &self.sink else { return true };
        let call = || on_event(stream, stream.tag_now(), event);
        !matches!(host::enter(|| catch_unwind(AssertUnwindSafe(call))), Some(Err(_)))
    }
}

/// Carries out what the program wished.
#[inline]
fn obey(cx: &mut Context<'_>, state: &mut State) {
    state.is_congested = cx.is_congested();
    if mem::take(&mut state.is_retimed) {
        rest(cx, state.idle_timeout);
    }
    match state.wish {
        Wish::Open if state.is_paused => cx.pause(),
        Wish::Open if cx.is_paused => cx.resume(),
        Wish::Open => {}
        Wish::Close => cx.close(),
        Wish::Abort => cx.abort(),
    }
}

/// From now on the idle time-out counts anew.
fn rest(cx: &mut Context<'_>, own_timeout: Option<u64>) {
    cx.set_deadline(own_timeout.unwrap_or(cx.idle_timeout_millis()));
}

impl Protocol for StreamProtocol {
    fn opened(&mut self, cx: &mut Context<'_>) {
        let Some(stream) = Stream::make(cx.origin(), cx.peer()) else {
            cx.counters.overloaded.add(1);
            return cx.abort();
        };
        self.stream = Some(stream);
        rest(cx, None);
        self.tell(cx, stream, Event::Opened);
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        let Some(stream) = self.stream else { return input.len() };
        let own_timeout = stream.lock().idle_timeout;
        rest(cx, own_timeout);
        let taken = self.tell(cx, stream, Event::Data(input));
        if taken < input.len() {
            // No room until the program pulls: the rest comes again in the next turn.
            cx.resume();
        } else if self.owes_end {
            self.owes_end = false;
            self.end(cx, stream);
        }
        taken
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, left: usize) {
        let Some(stream) = self.stream else { return };
        if left > 0 {
            self.owes_end = true;
        } else {
            self.end(cx, stream);
        }
    }

    fn truncated(&mut self, cx: &mut Context<'_>, left: usize) {
        self.is_truncated = true;
        self.half_closed(cx, left);
    }

    fn not_secured(&mut self, cx: &mut Context<'_>, reason: &str) {
        let Some(stream) = Stream::make(cx.origin(), cx.peer()) else { return };
        self.stream = Some(stream);
        stream.lock().wish = Wish::Abort;
        self.tell(cx, stream, Event::TlsFailed(&format!("{}: {reason}", cx.peer())));
    }

    fn notified(&mut self, cx: &mut Context<'_>) {
        let Some(stream) = self.stream else { return };
        let mut state = stream.lock();
        state.is_notified = false;
        self.take_over(cx, stream, state);
    }

    fn drained(&mut self, cx: &mut Context<'_>) {
        let Some(stream) = self.stream else { return };
        self.take_over(cx, stream, stream.lock());
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        if cx.output.pending() > 0 {
            // Not idle: the write time-out watches the peer.
            return rest(cx, self.stream.and_then(|stream| stream.lock().idle_timeout));
        }
        cx.counters.timeouts.add(1);
        self.reason = Some(CloseReason::Timeout);
        cx.close();
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        if let Some(stream) = self.stream {
            self.tell(cx, stream, Event::Draining);
        }
    }

    fn closed(&mut self, reason: CloseReason, _local: &mut (dyn Any + Send)) {
        let Some(stream) = self.stream.take() else { return };
        // From here on every command is refused.
        stream.lock().wish = Wish::Abort;
        let event = Event::Closed(self.reason.unwrap_or(reason));
        match &self.site.sink {
            Sink::Push(_) => {
                self.site.push(stream, event);
            }
            Sink::Pull(batch) => {
                batch.lock().add(stream, stream.tag_now(), event, self.site.batch_limit);
            }
        }
        stream.retire();
    }
}
