//! The protocol of a WebSocket connection: what comes becomes events, on the reactor or on another thread.

use super::{
    event::{self, Event, Failure},
    frame::Opcode,
    here, job,
    link::{self, Link, Shared},
    reader::{Incoming, Reader},
    socket::WebSocket,
    violation::CloseCode,
};
use crate::{
    events::CloseReason,
    http::{
        exchange::{Exchange, Guard},
        local::Local,
    },
    protocol::{Context, Dispatch, Protocol},
    threads::Job,
};
use std::{any::Any, mem, sync::Arc};

/// When a full pool is asked again, in milliseconds.
const RETRY: u64 = 20;

/// The time-outs of a connection and its queue.
#[derive(Clone, Copy, Debug)]
pub(super) struct Times {
    /// Milliseconds, 0 = no pings.
    pub(super) ping_interval: u64,
    pub(super) pong_timeout: u64,
    pub(super) close_timeout: u64,
    /// Bytes that may wait for a handler.
    pub(super) queue: usize,
}

/// How far the closing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Open,
    /// We have sent a close frame and wait for the client's.
    Closing,
    /// Nothing that comes counts any more.
    Over,
}

/// See the module.
pub(super) struct WebSocketProtocol {
    exchange: Exchange,
    shared: Arc<Shared>,
    reader: Reader,
    times: Times,
    stage: Stage,
    /// A ping was sent, and nothing has come since.
    has_asked: bool,
    /// The pool was full.
    is_retrying: bool,
    /// Closes with this when the program is done with all that has come: the server stops, or the client closes.
    ends_with: Option<CloseCode>,
    /// Handlers run on this thread.
    runs_here: bool,
    /// Of the client's close frame.
    told: Option<(CloseCode, Box<[u8]>)>,
    last_job: Option<Job>,
}

impl WebSocketProtocol {
    pub(super) const fn new(exchange: Exchange, shared: Arc<Shared>, reader: Reader, times: Times) -> Self {
        Self {
            exchange,
            shared,
            reader,
            times,
            stage: Stage::Open,
            has_asked: false,
            is_retrying: false,
            ends_with: None,
            runs_here: false,
            told: None,
            last_job: None,
        }
    }

    /// Takes message after message; returns the bytes used.
    fn take_all(&mut self, cx: &mut Context<'_>, input: &[u8], buffer: &mut Vec<u8>) -> usize {
        let mut used = 0;
        // Messages are taken while answers of their length would find room.
        let mut room = cx.high_mark;
        while used < input.len() {
            let taken = match self.reader.take(&input[used..], buffer) {
                Ok(taken) => taken,
                Err(violation) => {
                    self.fail(cx, Failure::Violation(violation), violation.close_code());
                    return input.len();
                }
            };
            used += taken.used;
            let Some(incoming) = taken.event else { break };
            // Programs in C may take them for strings.
            buffer.push(0);
            self.act(cx, incoming, &buffer[..buffer.len() - 1]);
            if self.stage == Stage::Over {
                return input.len();
            }
            if !self.runs_here {
                if self.is_stalled(cx) {
                    break;
                }
                continue;
            }
            room = room.saturating_sub(buffer.len() as u64 + 16);
            if room == 0 {
                let state = self.state();
                if state.is_full() {
                    break;
                }
                room = state.room().max(1);
            }
        }
        used
    }

    /// One message or control frame.
    #[inline(always)]
    fn act(&mut self, cx: &mut Context<'_>, incoming: Incoming, bytes: &[u8]) {
        match incoming {
            Incoming::Text => self.tell(cx, Event::Text(bytes)),
            Incoming::Binary => self.tell(cx, Event::Binary(bytes)),
            Incoming::Ping => self.take_ping(cx, bytes),
            Incoming::Pong => self.take_pong(cx, bytes),
            Incoming::Close(code) => self.take_close(cx, code, bytes),
        }
    }

    #[inline(never)]
    fn take_ping(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        let mut state = self.state();
        if !self.shared.is_closing() {
            link::write_frame(&mut state, Opcode::Pong, false, bytes);
        }
        drop(state);
        self.tell(cx, Event::Ping(bytes));
    }

    #[inline(never)]
    fn take_pong(&mut self, cx: &mut Context<'_>, bytes: &[u8]) {
        self.tell(cx, Event::Pong(bytes));
    }

    #[inline(never)]
    fn take_close(&mut self, cx: &mut Context<'_>, code: CloseCode, bytes: &[u8]) {
        self.told = Some((code, [bytes, &[0]].concat().into()));
        self.stage = Stage::Over;
        self.ends_with = Some(code);
        cx.set_deadline(self.times.close_timeout.max(1));
    }

    /// Tells the program: at once, or by way of its mailbox. After a close of ours nothing more is told.
    #[inline(always)]
    fn tell(&mut self, cx: &mut Context<'_>, event: Event<'_>) {
        if self.shared.is_closing() {
            return;
        }
        self.tell_always(cx, event);
    }

    #[inline(always)]
    fn tell_always(&mut self, cx: &mut Context<'_>, event: Event<'_>) {
        if !self.runs_here {
            if let Some(link) = &mut self.exchange.lock().web_socket {
                link.mailbox.waiting.push(event);
            }
        } else if !event::tell(&self.shared.on_event, WebSocket(self.exchange), event) {
            cx.counters.handler_panics.add(1);
            self.fail(cx, Failure::Panic, CloseCode::INTERNAL_ERROR);
        }
    }

    /// Ends the connection by our own decision.
    #[cold]
    fn fail(&mut self, cx: &mut Context<'_>, failure: Failure, code: CloseCode) {
        if mem::replace(&mut self.stage, Stage::Over) == Stage::Over {
            return;
        }
        let text = match failure {
            Failure::Violation(violation) => violation.text(),
            Failure::Silence | Failure::Panic => "",
        };
        link::write_close(&mut self.state(), code, text.as_bytes());
        self.tell_always(cx, Event::Failed(failure));
        cx.close_lingering();
    }

    /// Whether so much waits for the program that nothing more is to be read.
    fn is_stalled(&self, cx: &mut Context<'_>) -> bool {
        let mut state = self.exchange.lock();
        let Some(link) = &mut state.web_socket else { return false };
        link.mailbox.is_stalled = link.mailbox.is_full(self.times.queue);
        if link.mailbox.is_stalled {
            cx.pause();
        }
        link.mailbox.is_stalled
    }

    /// The exchange, with all that the program has sent in the event at hand.
    #[inline]
    fn state(&self) -> Guard {
        let mut state = self.exchange.lock();
        here::end(self.exchange, &mut state);
        state
    }

    /// Works with the output of the connection in the exchange, where the program writes.
    #[inline]
    fn lend<R>(&mut self, cx: &mut Context<'_>, work: impl FnOnce(&mut Self, &mut Context<'_>) -> R) -> R {
        let mut state = self.exchange.lock();
        cx.output.append(&mut state.output);
        state.lend_output(cx.output);
        if self.runs_here {
            here::begin(self.exchange, &mut state);
        }
        drop(state);
        let result = work(self, cx);
        let mut state = self.state();
        state.take_output(cx.output);
        self.settle(cx, state);
        result
    }

    /// Carries out what the program wished, with the output of the connection in its place.
    #[inline]
    fn settle(&mut self, cx: &mut Context<'_>, mut state: Guard) {
        state.is_congested = cx.is_congested();
        let is_closing = self.stage == Stage::Open && self.shared.is_closing();
        let Some(link) = &mut state.web_socket else { return };
        if is_closing | link.is_aborted | self.ends_with.is_some() | !self.runs_here {
            self.settle_more(cx, state);
        }
    }

    #[inline(never)]
    fn settle_more(&mut self, cx: &mut Context<'_>, mut state: Guard) {
        let (is_congested, has_panicked) = (state.is_congested, mem::take(&mut state.has_panicked));
        let Some(link) = &mut state.web_socket else { return };
        if link.is_aborted {
            self.stage = Stage::Over;
            return cx.abort();
        }
        if has_panicked {
            cx.counters.handler_panics.add(1);
        }
        let mailbox = &mut link.mailbox;
        if mailbox.is_stalled && !mailbox.is_full(self.times.queue) {
            mailbox.is_stalled = false;
            cx.resume();
        }
        let is_due = !mailbox.is_busy && !mailbox.is_empty() && !is_congested && !self.is_retrying;
        mailbox.is_busy |= is_due;
        if let Some(code) = self.ends_with
            && !mailbox.is_busy
            && mailbox.is_empty()
        {
            link::write_close(&mut state, code, b"");
            cx.output.append(&mut state.output);
            if self.stage == Stage::Over {
                cx.close();
            }
        }
        drop(state);
        if self.stage == Stage::Open && self.shared.is_closing() {
            self.stage = Stage::Closing;
            cx.set_deadline(self.times.close_timeout.max(1));
        }
        if is_due {
            self.dispatch(cx);
        }
    }

    /// Hands the mailbox to the thread that runs its handlers; it is marked as busy.
    fn dispatch(&mut self, cx: &mut Context<'_>) {
        if let Dispatch::Full = cx.dispatch(job::of(self.exchange, &self.shared)) {
            if let Some(link) = &mut self.exchange.lock().web_socket {
                link.mailbox.is_busy = false;
            }
            cx.counters.overloaded.add(1);
            self.is_retrying = true;
            cx.set_deadline(RETRY);
        }
    }

    /// From now on the silence of the client is counted anew.
    #[inline]
    fn rest(&mut self, cx: &mut Context<'_>) {
        self.has_asked = false;
        match self.stage {
            _ if self.is_retrying => {}
            Stage::Open if self.times.ping_interval == 0 => cx.set_deadline(cx.idle_timeout_millis()),
            Stage::Open => cx.set_deadline(self.times.ping_interval),
            // The time that the client has is not begun again.
            Stage::Closing | Stage::Over => {}
        }
    }

    /// Nothing has come for a while.
    fn ask(&mut self, cx: &mut Context<'_>) {
        if self.has_asked {
            cx.counters.timeouts.add(1);
            self.fail(cx, Failure::Silence, CloseCode::GOING_AWAY);
            return cx.abort();
        }
        if self.times.ping_interval == 0 {
            cx.counters.timeouts.add(1);
            link::write_close(&mut self.state(), CloseCode::GOING_AWAY, b"silence");
            return;
        }
        link::write_frame(&mut self.state(), Opcode::Ping, false, b"");
        self.has_asked = true;
        cx.set_deadline(self.times.pong_timeout.max(1));
    }
}

impl Protocol for WebSocketProtocol {
    fn opened(&mut self, cx: &mut Context<'_>) {
        self.runs_here = cx.runs_here();
        self.rest(cx);
        self.lend(cx, |this, cx| this.tell_always(cx, Event::Opened));
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        if self.stage == Stage::Over {
            return input.len();
        }
        self.rest(cx);
        let local: &mut Local = cx.take_local();
        let mut buffer = local.take_buffer();
        let used = self.lend(cx, |this, cx| this.take_all(cx, input, &mut buffer));
        local.give_buffer_back(buffer);
        used
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, _left: usize) {
        // After its close frame it may have done so: it gets ours when the program is done.
        if self.told.is_none() {
            self.stage = Stage::Over;
            cx.close();
        }
    }

    fn notified(&mut self, cx: &mut Context<'_>) {
        let mut state = self.exchange.lock();
        state.is_notified = false;
        cx.output.append(&mut state.output);
        self.settle(cx, state);
    }

    fn drained(&mut self, cx: &mut Context<'_>) {
        let mut state = self.exchange.lock();
        cx.output.append(&mut state.output);
        state.is_congested = cx.is_congested();
        let wants_room = !state.is_congested
            && state.web_socket.as_deref_mut().is_some_and(|link: &mut Link| mem::take(&mut link.wants_room));
        self.exchange.wake_waiting();
        if !wants_room {
            return self.settle(cx, state);
        }
        drop(state);
        self.lend(cx, |this, cx| this.tell(cx, Event::Drained));
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        let is_taking = cx.output.pending() > 0;
        self.lend(cx, |this, cx| {
            if mem::take(&mut this.is_retrying) {
                if this.stage != Stage::Open {
                    cx.set_deadline(this.times.close_timeout.max(1));
                }
                return this.rest(cx);
            }
            match this.stage {
                // It is we who do not read, or the write time-out watches the client.
                Stage::Open if is_taking || cx.is_paused => this.rest(cx),
                Stage::Open => this.ask(cx),
                Stage::Closing | Stage::Over => {
                    this.stage = Stage::Over;
                    cx.abort();
                }
            }
        });
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        self.ends_with = self.ends_with.or(Some(CloseCode::GOING_AWAY));
        self.lend(cx, |_, _| ());
    }

    fn closed(&mut self, _reason: CloseReason, _local: &mut (dyn Any + Send)) {
        let (code, reason) = self.told.take().unwrap_or_else(|| (CloseCode::ABNORMAL, Box::new([0])));
        let mut state = self.exchange.lock();
        state.is_gone = true;
        state.output.clear();
        self.exchange.wake_waiting();
        let Some(link) = &mut state.web_socket else { return };
        link.close_code = Some(code);
        link.mailbox.closed = Some((code, reason));
        if mem::replace(&mut link.mailbox.is_busy, true) {
            return;
        }
        drop(state);
        let job = job::of(self.exchange, &self.shared);
        if self.runs_here {
            job.runner.run(job.ticket);
        } else {
            self.last_job = Some(job);
        }
    }

    fn last_job(&mut self) -> Option<Job> {
        self.last_job.take()
    }
}
