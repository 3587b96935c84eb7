//! What lies behind a handle: what the program wishes, and what it has sent.

use crate::{
    buffer::Output,
    events::{ConnectionId, Peer},
    protocol::{Notifier, Origin},
    stream::{
        app::Site,
        reading::{Framing, Read},
        underway::Waiting,
    },
    table::Generation,
};
use std::{mem, os::fd::RawFd};

/// How the program wants the connection to end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::stream) enum Wish {
    #[default]
    Open,
    /// When everything is sent.
    Close,
    /// At once.
    Abort,
}

/// What happens when everything is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::stream) enum AtSent {
    #[default]
    Nothing,
    /// The program is told.
    Tell,
    /// And the peer is told that nothing more comes.
    EndOutput,
}

/// Times of one connection in milliseconds, 0 = without an end; None while those of its server hold.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::stream) struct Times {
    pub(in crate::stream) idle: Option<u32>,
    pub(in crate::stream) read: Option<u32>,
    pub(in crate::stream) write: Option<u32>,
}

/// A change of how the connection is read.
#[derive(Default)]
pub(in crate::stream) struct Change {
    pub(in crate::stream) framing: Option<Framing>,
    pub(in crate::stream) read: Option<Read>,
    pub(in crate::stream) limit: Option<usize>,
}

pub(in crate::stream) struct State {
    pub(super) generation: Generation,
    pub(super) is_live: bool,
    /// The event function runs on the reactor's thread at this moment: `output` is the connection's own.
    pub(super) is_inline: bool,
    /// The reactor was told and has not looked yet.
    pub(in crate::stream) is_notified: bool,
    /// More waits for the peer than the high mark allows; the reactor tells when that is over.
    pub(in crate::stream) is_congested: bool,
    /// A send was refused: the program waits for [`Event::Drained`](super::Event::Drained).
    pub(in crate::stream) wants_room: bool,
    pub(in crate::stream) is_paused: bool,
    /// The program has asked for a read that is not done.
    pub(in crate::stream) is_reading: bool,
    pub(in crate::stream) wish: Wish,
    /// Nothing more may be sent.
    pub(super) is_shut: bool,
    /// What is to be done when everything is sent, told to the connection once.
    pub(in crate::stream) at_sent: AtSent,
    pub(super) framing: Framing,
    /// How to read from now on, not taken over yet.
    pub(in crate::stream) change: Option<Box<Change>>,
    pub(in crate::stream) times: Times,
    /// They were set and do not count yet.
    pub(in crate::stream) is_retimed: bool,
    pub(super) lent_limit: u32,
    pub(in crate::stream) output: Box<Output>,
    /// Bytes in `output` that were there before the event function.
    pub(super) lent: u64,
    pub(super) high_mark: u64,
    pub(super) peer: Peer,
    pub(super) connection: ConnectionId,
    /// Open as long as this is a live connection with a notifier.
    pub(super) descriptor: RawFd,
    pub(super) notifier: Option<Notifier>,
    /// The system did not take all that was sent.
    pub(in crate::stream) waits_for_peer: bool,
    /// While no reactor has it yet.
    pub(super) waiting: Option<Box<Waiting>>,
}

impl State {
    pub(super) fn new() -> Self {
        Self {
            generation: Generation::FIRST,
            is_live: false,
            is_inline: false,
            is_notified: false,
            is_congested: false,
            wants_room: false,
            is_paused: false,
            is_reading: false,
            wish: Wish::Open,
            is_shut: false,
            at_sent: AtSent::Nothing,
            framing: Framing::Pieces,
            change: None,
            times: Times::default(),
            is_retimed: false,
            lent_limit: 0,
            output: Box::default(),
            lent: 0,
            high_mark: 0,
            peer: Peer::Unix,
            connection: ConnectionId(0),
            descriptor: -1,
            notifier: None,
            waits_for_peer: false,
            waiting: None,
        }
    }

    /// A connection begins: everything as in a new entry, except for its age and its buffer, which is empty.
    pub(super) fn begin(&mut self, high_mark: u64, site: &Site) {
        (self.is_live, self.is_inline, self.is_notified) = (true, false, false);
        (self.is_congested, self.wants_room, self.is_paused) = (false, false, false);
        self.is_reading = false;
        (self.wish, self.is_shut, self.at_sent) = (Wish::Open, false, AtSent::Nothing);
        (self.framing, self.change) = (site.framing, None);
        (self.times, self.is_retimed, self.lent_limit) = (Times::default(), false, site.lent_limit);
        (self.lent, self.high_mark, self.waits_for_peer) = (0, high_mark, false);
        (self.peer, self.connection, self.descriptor, self.notifier) = (Peer::Unix, ConnectionId(0), -1, None);
    }

    /// The connection is there.
    pub(super) fn attach(&mut self, origin: Origin<'_>, peer: Peer) {
        (self.connection, self.peer, self.high_mark) = (origin.id, peer, origin.high_mark);
        self.descriptor = origin.descriptor;
        self.notifier = Some(origin.notifier.clone());
        self.is_notified = false;
    }

    /// Before it is there: whether the program wants it, be it to send something and close.
    pub(super) fn is_wanted(&self) -> bool {
        match self.wish {
            Wish::Open => true,
            Wish::Close => self.output.pending() > 0,
            Wish::Abort => false,
        }
    }

    /// There is something to carry out for the reactor beside sending.
    #[inline(always)]
    pub(in crate::stream) fn has_wishes(&self) -> bool {
        self.is_paused
            | self.is_retimed
            | self.change.is_some()
            | (self.wish != Wish::Open)
            | (self.at_sent != AtSent::Nothing)
    }

    #[inline(always)]
    pub(super) fn is_full(&self) -> bool {
        self.is_congested || self.output.pending() - self.lent > self.high_mark
    }

    #[inline(always)]
    pub(super) fn notify(&mut self) {
        if !self.is_inline {
            self.tell_reactor();
        }
    }

    #[inline(never)]
    fn tell_reactor(&mut self) {
        if !mem::replace(&mut self.is_notified, true)
            && let Some(notifier) = &self.notifier
        {
            notifier.notify(self.connection);
        }
    }

    /// The event function runs now and writes straight behind what its connection has to send already.
    #[inline]
    pub(in crate::stream) fn lend_output(&mut self, output: &mut Box<Output>) {
        output.append(&mut self.output);
        self.is_inline = true;
        mem::swap(&mut self.output, output);
        self.lent = self.output.pending();
    }

    /// The end of that: the connection has its output back.
    #[inline]
    pub(in crate::stream) fn take_output(&mut self, output: &mut Box<Output>) {
        self.is_inline = false;
        mem::swap(&mut self.output, output);
        self.lent = 0;
    }
}
