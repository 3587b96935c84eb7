//! The protocol of a stream connection: what comes becomes events, what the program wishes becomes decisions.

use super::{
    Event,
    app::{Sink, Site},
    handle::{AtSent, Change, Guard, State, Stream, Times, Wish},
    reading::{Reader, Step},
};
use crate::{
    events::CloseReason,
    protocol::{Context, Protocol},
};
use std::{
    any::Any,
    mem,
    sync::Arc,
    time::{Duration, Instant},
};

/// See the module.
pub(super) struct StreamProtocol {
    /// None before the connection is open.
    stream: Option<Stream>,
    /// What its tag is at first.
    tag: u64,
    site: Arc<Site>,
    reader: Reader,
    times: Times,
    /// When what is read must be complete; None where nothing is, or no time is set.
    read_due: Option<Instant>,
    /// The deadline that was set is that one.
    awaits_read: bool,
    /// Why this side ended it, where the connection itself cannot know.
    reason: Option<CloseReason>,
    /// The peer has ended its side.
    is_ended: bool,
    /// That was not told yet, because bytes before it were left over.
    owes_end: bool,
    /// Some of those bytes are still left over.
    has_left: bool,
    output: OutputSide,
    /// The peer's side has ended without a farewell.
    is_truncated: bool,
    /// Its handle is its own: that of a connection that the program makes is not, until a reactor has it.
    has_arrived: bool,
    /// The program was told that the connection is there.
    is_open: bool,
    /// It was told that the server stops.
    is_draining: bool,
}

/// What is known of this side.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OutputSide {
    Open,
    /// It is to end when everything is sent.
    Ending,
    Ended,
}

impl StreamProtocol {
    pub(super) fn new(site: Arc<Site>) -> Self {
        let reader = Reader::new(site.framing, site.frame_limit);
        Self {
            stream: None,
            tag: 0,
            site,
            reader,
            times: Times::default(),
            read_due: None,
            awaits_read: false,
            reason: None,
            is_ended: false,
            owes_end: false,
            has_left: false,
            output: OutputSide::Open,
            is_truncated: false,
            has_arrived: false,
            is_open: false,
            is_draining: false,
        }
    }

    /// For a connection of a listener of the program.
    pub(super) fn tagged(site: Arc<Site>, tag: u64) -> Self {
        Self { tag, ..Self::new(site) }
    }

    /// For a connection that the program has made.
    pub(super) fn dialed(site: Arc<Site>, stream: Stream) -> Self {
        Self { stream: Some(stream), ..Self::new(site) }
    }

    /// A connection that the program has made is there, or is being secured: false = nobody wants it.
    fn arrive(&mut self, cx: &Context<'_>, stream: Stream) -> bool {
        if !self.has_arrived && !self.site.underway.take(stream) {
            self.stream = None;
            return false;
        }
        self.has_arrived = true;
        stream.arrive(cx.origin(), cx.peer())
    }

    /// Tells of an event; bytes must have room.
    #[inline(always)]
    fn tell(&mut self, cx: &mut Context<'_>, stream: Stream, event: Event<'_>) {
        match &self.site.sink {
            Sink::Push(_) => {
                stream.lock().lend_output(cx.output);
                let ran = self.site.push(Some(stream), stream.tag_now(), event);
                let mut state = stream.lock();
                state.take_output(cx.output);
                if !ran {
                    cx.counters.handler_panics.add(1);
                    state.wish = Wish::Abort;
                }
                self.obey(cx, &mut state);
            }
            Sink::Pull(batch) => batch.lock().add(Some(stream), stream.tag_now(), event),
        }
    }

    fn tell_end(&mut self, cx: &mut Context<'_>, stream: Stream) {
        self.owes_end = false;
        if self.reader.has_read() {
            stream.lock().is_reading = false;
        }
        if self.is_truncated {
            // The program has what came, which may not be all: no end in good order.
            self.reason = Some(CloseReason::Truncated);
            return cx.close();
        }
        self.tell(cx, stream, Event::HalfClosed);
        self.close_when_both_ended(cx);
    }

    /// Tells of what was lent and is not needed any more.
    fn tell_released(&mut self, cx: &mut Context<'_>, stream: Stream) {
        for id in stream.take_returned() {
            self.tell(cx, stream, Event::Released(id));
        }
    }

    fn close_when_both_ended(&self, cx: &mut Context<'_>) {
        if self.is_ended && !self.owes_end && self.output == OutputSide::Ended {
            cx.close();
        }
    }

    /// Takes over what the program has sent and wished from elsewhere.
    fn take_over(&mut self, cx: &mut Context<'_>, stream: Stream, mut state: Guard) {
        cx.output.append(&mut state.output);
        self.obey(cx, &mut state);
        if state.wants_room && !state.is_congested {
            state.wants_room = false;
            drop(state);
            self.tell(cx, stream, Event::Drained);
        } else {
            drop(state);
        }
        self.tell_released(cx, stream);
        // The program has paused, or too much waited for the peer, at the last bytes.
        if self.owes_end && !self.has_left && !cx.is_paused && cx.is_open() && !cx.is_congested() {
            self.tell_end(cx, stream);
        }
    }

    /// Carries out what the program wished.
    #[inline(always)]
    fn obey(&mut self, cx: &mut Context<'_>, state: &mut State) {
        state.is_congested = cx.is_congested();
        if state.has_wishes() || cx.is_paused || self.reader.has_read() {
            self.carry_out(cx, state);
        }
    }

    #[inline(never)]
    fn carry_out(&mut self, cx: &mut Context<'_>, state: &mut State) {
        if mem::take(&mut state.is_retimed) {
            self.times = state.times;
            self.read_due = None;
            self.await_peer(cx);
            if self.has_left {
                // A frame has begun.
                cx.resume();
            }
        }
        if let Some(change) = state.change.take() {
            self.watch_no_longer(cx);
            self.read_otherwise(*change);
            state.is_reading = self.reader.has_read() && (self.has_left || !self.is_ended);
            cx.resume();
        }
        if self.reader.has_read() && !state.is_paused {
            self.watch_reading(cx);
        }
        match mem::take(&mut state.at_sent) {
            AtSent::Nothing => {}
            AtSent::Tell => cx.tell_when_sent(),
            AtSent::EndOutput => {
                self.output = OutputSide::Ending;
                cx.end_output();
            }
        }
        match state.wish {
            Wish::Open if state.is_paused => cx.pause(),
            Wish::Open if cx.is_paused => cx.resume(),
            Wish::Open => {}
            Wish::Close => cx.close(),
            Wish::Abort => cx.abort(),
        }
    }

    /// From now on the idle time-out counts anew; what is being read has its own.
    #[inline]
    fn await_peer(&mut self, cx: &mut Context<'_>) {
        let idle = self.times.idle.map_or(cx.idle_timeout_millis(), u64::from);
        let left = self.read_due.map(millis_until);
        self.awaits_read = left.is_some_and(|left| idle == 0 || left < idle);
        cx.set_deadline(left.filter(|_| self.awaits_read).unwrap_or(idle));
    }

    /// What is being read has to be complete in time, which counts from now on unless it does already.
    #[inline]
    fn watch_reading(&mut self, cx: &mut Context<'_>) {
        let millis = self.times.read.unwrap_or(self.site.read_timeout);
        if millis > 0 && self.read_due.is_none() {
            self.read_due = Some(Instant::now() + Duration::from_millis(millis.into()));
            self.await_peer(cx);
        }
    }

    #[inline]
    fn watch_no_longer(&mut self, cx: &mut Context<'_>) {
        if self.read_due.take().is_some() {
            self.await_peer(cx);
        }
    }

    /// The program may ask whether a read is done.
    #[cold]
    fn note_reading(&self, stream: Stream) {
        let mut state = stream.lock();
        let is_asked = state.change.as_ref().is_some_and(|change| change.read.is_some());
        state.is_reading = is_asked || self.reader.has_read();
    }

    #[cold]
    fn read_otherwise(&mut self, change: Change) {
        if let Some(framing) = change.framing {
            self.reader.set_framing(framing);
        }
        if let Some(read) = change.read {
            self.reader.set_read(read);
        }
        if let Some(limit) = change.limit {
            self.reader.set_limit(limit);
        }
    }

    /// Gives out what the input has; returns how many bytes of it are used up.
    #[inline(never)]
    fn read(&mut self, cx: &mut Context<'_>, stream: Stream, input: &[u8]) -> usize {
        let mut used = 0;
        loop {
            let left = &input[used..];
            let (start, end, taken) = match self.reader.step(left, self.is_ended) {
                Step::Pieces(count) => {
                    let count = self.site.room(count);
                    (0, count, count)
                }
                Step::Frame { start, end, used } if self.site.has_room(end - start) => (start, end, used),
                Step::Frame { .. } => (0, 0, 0),
                step => return used + self.leave(cx, stream, &step, left.len()),
            };
            if taken == 0 {
                // No room until the program pulls: the rest comes again in the next turn.
                self.watch_no_longer(cx);
                cx.resume();
                return used;
            }
            used += taken;
            // Before the program may ask for another read.
            if self.reader.has_read() {
                self.reader.took(taken);
                self.note_reading(stream);
            } else {
                self.reader.took(taken);
            }
            self.watch_no_longer(cx);
            self.tell(cx, stream, Event::Data(&left[start..end]));
            if cx.is_paused || !cx.is_open() || cx.is_congested() {
                return used;
            }
        }
    }

    /// What becomes of bytes that are no frame, or not yet; returns how many are used up.
    #[inline(never)]
    fn leave(&mut self, cx: &mut Context<'_>, stream: Stream, step: &Step, left: usize) -> usize {
        match step {
            Step::TooLong => {
                self.reason = Some(CloseReason::TooLong);
                cx.close();
                return left;
            }
            Step::Idle if left >= self.reader.limit() && !self.is_ended => cx.pause(),
            Step::More if (left > 0 || self.reader.has_read()) && !self.is_ended => self.watch_reading(cx),
            _ => {}
        }
        if self.owes_end {
            self.tell_end(cx, stream);
        }
        // What can never become a frame is dropped; a program that reads when it likes may still ask for it.
        if self.is_ended && *step == Step::More {
            stream.lock().is_reading = false;
            return left;
        }
        0
    }
}

/// Milliseconds from now on, at least 1.
#[cold]
fn millis_until(due: Instant) -> u64 {
    due.saturating_duration_since(Instant::now()).as_millis() as u64 + 1
}

impl Protocol for StreamProtocol {
    fn opened(&mut self, cx: &mut Context<'_>) {
        if let Some(stream) = self.stream {
            if !self.arrive(cx, stream) {
                return cx.abort();
            }
            self.is_open = true;
            self.await_peer(cx);
            self.tell(cx, stream, Event::Connected);
            return self.take_over(cx, stream, stream.lock());
        }
        let Some(stream) = Stream::make(cx.origin(), cx.peer(), &self.site) else {
            cx.counters.overloaded.add(1);
            return cx.abort();
        };
        stream.begin_with_tag(self.tag);
        self.stream = Some(stream);
        (self.has_arrived, self.is_open) = (true, true);
        self.await_peer(cx);
        self.tell(cx, stream, Event::Opened);
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        let Some(stream) = self.stream else { return input.len() };
        self.await_peer(cx);
        if self.reader.is_plain() && matches!(self.site.sink, Sink::Push(_)) && !self.is_ended {
            self.has_left = false;
            self.tell(cx, stream, Event::Data(input));
            return input.len();
        }
        let used = self.read(cx, stream, input);
        self.has_left = used < input.len();
        used
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, left: usize) {
        let Some(stream) = self.stream else { return };
        self.is_ended = true;
        if left > 0 {
            (self.owes_end, self.has_left) = (true, true);
            cx.resume();
        } else {
            self.tell_end(cx, stream);
        }
    }

    fn truncated(&mut self, cx: &mut Context<'_>, left: usize) {
        self.is_truncated = true;
        self.half_closed(cx, left);
    }

    fn securing(&mut self, cx: &mut Context<'_>) -> bool {
        // One that a listener has accepted is nobody's before it is open.
        self.stream.is_none_or(|stream| self.arrive(cx, stream))
    }

    fn not_secured(&mut self, cx: &mut Context<'_>, reason: &str) {
        let text = format!("{}: {reason}", cx.peer());
        let Some(stream) = self.stream.take() else { return self.site.announce(None, 0, Event::TlsFailed(&text)) };
        // The program has made it, and was not told yet that it is there.
        self.site.announce_end(stream, Event::ConnectFailed { os_error: 0, text: &text });
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

    fn sent(&mut self, cx: &mut Context<'_>) {
        let Some(stream) = self.stream else { return };
        if self.output == OutputSide::Ending {
            self.output = OutputSide::Ended;
        }
        self.tell_released(cx, stream);
        self.tell(cx, stream, Event::Sent);
        self.close_when_both_ended(cx);
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        let is_late = self.read_due.is_some_and(|due| due <= Instant::now());
        if is_late && (cx.is_paused || cx.is_congested()) {
            // It is not the peer that takes its time.
            self.read_due = None;
            return self.await_peer(cx);
        }
        if self.awaits_read && !is_late {
            // The reactor counts from the beginning of its turn, and the program may have taken some time since.
            return self.await_peer(cx);
        }
        if !is_late && cx.output.pending() > 0 {
            // Not idle: the write time-out watches the peer.
            return self.await_peer(cx);
        }
        cx.counters.timeouts.add(1);
        self.reason = Some(CloseReason::Timeout);
        cx.close();
    }

    fn reads_at_once(&self) -> bool {
        self.site.early_events || !matches!(self.site.sink, Sink::Pull(_))
    }

    fn waits_for_peer(&mut self, waits: bool) {
        if let Some(stream) = self.stream {
            stream.lock().waits_for_peer = waits;
        }
    }

    fn write_timeout_millis(&self) -> Option<u64> {
        self.times.write.map(u64::from)
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        if let Some(stream) = self.stream.filter(|_| !mem::replace(&mut self.is_draining, true)) {
            self.tell(cx, stream, Event::Draining);
        }
    }

    fn closed(&mut self, reason: CloseReason, _local: &mut (dyn Any + Send)) {
        let Some(stream) = self.stream.take() else { return };
        if !self.has_arrived && !self.site.underway.take(stream) {
            return;
        }
        let event = match self.reason.unwrap_or(reason) {
            reason @ (CloseReason::Local | CloseReason::Shutdown) => Event::Closed(reason),
            reason if self.is_open => Event::Closed(reason),
            _ => Event::ConnectFailed { os_error: 0, text: "the connection was lost before it was secured" },
        };
        self.site.announce_end(stream, event);
    }
}
