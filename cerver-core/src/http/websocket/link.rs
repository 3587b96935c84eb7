//! What an exchange keeps for the WebSocket connection that it has become.

use super::{
    deflate::Deflater,
    event::{Event, Failure, OnEvent},
    frame::{self, Opcode},
    violation::CloseCode,
};
use crate::http::exchange::State;
use parking_lot::Mutex;
use std::{
    collections::VecDeque,
    mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// The part that is looked at under the lock of the exchange.
pub(in crate::http) struct Link {
    pub(super) shared: Arc<Shared>,
    pub(super) mailbox: Mailbox,
    /// A send was refused: the program waits for [`Event::Drained`].
    pub(super) wants_room: bool,
    /// The program wants the connection cut off.
    pub(super) is_aborted: bool,
    /// The connection is gone: what the client's close frame said.
    pub(super) close_code: Option<CloseCode>,
}

/// The part that is looked at without it.
pub(super) struct Shared {
    pub(super) on_event: OnEvent,
    /// A close frame was sent: no other frame may follow.
    pub(super) is_closing: AtomicBool,
    /// None: messages are not compressed. (A lock of its own: compression takes its time.)
    pub(super) coder: Option<Mutex<Deflater>>,
    pub(super) min_size: usize,
    /// What the route captures.
    pub(super) names: Arc<[Box<str>]>,
}

impl Shared {
    #[inline]
    pub(super) fn is_closing(&self) -> bool {
        self.is_closing.load(Ordering::Relaxed)
    }
}

impl Link {
    pub(super) fn new(shared: Arc<Shared>) -> Self {
        Self { shared, mailbox: Mailbox::default(), wants_room: false, is_aborted: false, close_code: None }
    }

    /// The names of what the route captures.
    pub(in crate::http) fn names(&self) -> &[Box<str>] {
        &self.shared.names
    }
}

/// Writes a close frame, unless there was one.
pub(super) fn write_close(state: &mut State, code: CloseCode, reason: &[u8]) {
    let Some(link) = &state.web_socket else { return };
    if link.shared.is_closing.swap(true, Ordering::Relaxed) {
        return;
    }
    let out = state.output.buffer();
    if code == CloseCode::NONE {
        return frame::write_head(out, Opcode::Close, false, 0);
    }
    frame::write_head(out, Opcode::Close, false, 2 + reason.len());
    out.extend_from_slice(&code.0.to_be_bytes());
    out.extend_from_slice(reason);
}

/// Writes a frame that is no close frame.
#[inline(always)]
pub(super) fn write_frame(state: &mut State, opcode: Opcode, is_compressed: bool, payload: &[u8]) {
    let out = state.output.buffer();
    frame::write_head(out, opcode, is_compressed, payload.len());
    out.extend_from_slice(payload);
}

/// Events on their way to another thread, in their order. Two batches: one is worked on, the other one filled.
#[derive(Default)]
pub(super) struct Mailbox {
    /// What a job was given and has not finished, because the client takes too little.
    pub(super) rest: Option<Batch>,
    pub(super) waiting: Batch,
    spare: Batch,
    /// A job is on its way or at work.
    pub(super) is_busy: bool,
    /// The connection is not read because too much waits.
    pub(super) is_stalled: bool,
    /// The last event; the reason has its NUL.
    pub(super) closed: Option<(CloseCode, Box<[u8]>)>,
}

/// Memory of batches above this is given back.
const KEPT: usize = 64 * 1024;
/// Events that may wait, so that many empty messages have a limit, too.
const MOST_EVENTS: usize = 4096;

impl Mailbox {
    /// True when no more should be read for now.
    pub(super) fn is_full(&self, limit: usize) -> bool {
        self.waiting.bytes.len() >= limit || self.waiting.entries.len() >= MOST_EVENTS
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rest.is_none() && self.waiting.entries.is_empty() && self.closed.is_none()
    }

    /// What is to be done next.
    pub(super) fn take(&mut self) -> Option<Batch> {
        if let Some(rest) = self.rest.take() {
            return Some(rest);
        }
        let spare = mem::take(&mut self.spare);
        (!self.waiting.entries.is_empty()).then(|| mem::replace(&mut self.waiting, spare))
    }

    /// Takes the memory of a finished batch back.
    pub(super) fn give_back(&mut self, mut batch: Batch) {
        batch.bytes.clear();
        batch.at = 0;
        if batch.bytes.capacity() <= KEPT {
            self.spare = batch;
        }
    }
}

/// Events with their bytes one behind the other.
#[derive(Default)]
pub(super) struct Batch {
    entries: VecDeque<(Kind, usize)>,
    bytes: Vec<u8>,
    at: usize,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Opened,
    Text,
    Binary,
    Ping,
    Pong,
    Drained,
    Failed(Failure),
}

impl Batch {
    pub(super) fn push(&mut self, event: Event<'_>) {
        let (kind, bytes) = match event {
            Event::Opened => (Kind::Opened, &[][..]),
            Event::Text(bytes) => (Kind::Text, bytes),
            Event::Binary(bytes) => (Kind::Binary, bytes),
            Event::Ping(bytes) => (Kind::Ping, bytes),
            Event::Pong(bytes) => (Kind::Pong, bytes),
            Event::Drained => (Kind::Drained, &[][..]),
            Event::Failed(failure) => (Kind::Failed(failure), &[][..]),
            Event::Closed(..) => return,
        };
        self.bytes.extend_from_slice(bytes);
        self.bytes.push(0);
        self.entries.push_back((kind, bytes.len()));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes the next event out.
    pub(super) fn next(&mut self) -> Option<Event<'_>> {
        let (kind, length) = self.entries.pop_front()?;
        let bytes = &self.bytes[self.at..self.at + length];
        self.at += length + 1;
        Some(match kind {
            Kind::Opened => Event::Opened,
            Kind::Text => Event::Text(bytes),
            Kind::Binary => Event::Binary(bytes),
            Kind::Ping => Event::Ping(bytes),
            Kind::Pong => Event::Pong(bytes),
            Kind::Drained => Event::Drained,
            Kind::Failed(failure) => Event::Failed(failure),
        })
    }
}
