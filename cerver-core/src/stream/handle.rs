//! A handle to one connection, and what lies behind it: commands from any thread, taken over by the reactor.

use crate::{
    buffer::Output,
    error::{Code, Error, Result},
    events::{ConnectionId, Peer, TlsSession},
    protocol::{Notifier, Origin},
    table::Table,
};
use parking_lot::{Mutex, MutexGuard};
use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

/// Ages of an entry: 24 bits, so that a handle has 48.
const AGE_MASK: u32 = 0x00ff_ffff;

static STREAMS: Table<Slot> = Table::new();

pub(super) type Guard = MutexGuard<'static, State>;

struct Slot {
    index: u32,
    /// Written under the lock; read without it where the connection is known to live.
    tag: AtomicU64,
    state: Mutex<State>,
}

/// How the program wants the connection to end.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Wish {
    #[default]
    Open,
    /// When everything is sent.
    Close,
    /// At once.
    Abort,
}

pub(super) struct State {
    age: u32,
    is_live: bool,
    /// The event function runs on the reactor's thread at this moment: `output` is the connection's own.
    is_inline: bool,
    /// The reactor was told and has not looked yet.
    pub(super) is_notified: bool,
    /// More waits for the peer than the high mark allows; the reactor tells when that is over.
    pub(super) is_congested: bool,
    /// A send was refused: the program waits for [`Event::Drained`](super::Event::Drained).
    pub(super) wants_room: bool,
    pub(super) is_paused: bool,
    pub(super) wish: Wish,
    /// In milliseconds, 0 = none; None while the server's own limit holds.
    pub(super) idle_timeout: Option<u64>,
    /// That was set and does not count yet.
    pub(super) is_retimed: bool,
    pub(super) output: Box<Output>,
    /// Bytes in `output` that were there before the event function.
    lent: u64,
    high_mark: u64,
    peer: Peer,
    connection: ConnectionId,
    notifier: Option<Notifier>,
}

/// One connection of a stream server. Every use after its end is [`Code::Handle`], never another connection. All methods
/// may be called from any thread, also inside an event, and never block.
#[derive(Clone, Copy)]
pub struct Stream {
    slot: &'static Slot,
    age: u32,
}

impl Stream {
    /// The handle as a number below 2^48.
    pub const fn token(self) -> u64 {
        (self.age as u64) << 24 | self.slot.index as u64
    }

    /// The handle of such a number; None when no connection was ever at its place.
    pub fn from_token(token: u64) -> Option<Self> {
        let slot = STREAMS.get(token as u32 & AGE_MASK)?;
        Some(Self { slot, age: (token >> 24) as u32 & AGE_MASK })
    }

    /// A handle for a new connection; None when there are too many.
    pub(super) fn make(origin: Origin<'_>, peer: Peer) -> Option<Self> {
        let slot = STREAMS.get(STREAMS.take(Slot::new)?)?;
        let mut state = slot.state.lock();
        *state = State { age: state.age, output: mem::take(&mut state.output), ..State::new() };
        state.is_live = true;
        (state.connection, state.peer, state.high_mark) = (origin.id, peer, origin.high_mark);
        state.notifier = Some(origin.notifier.clone());
        slot.tag.store(0, Ordering::Relaxed);
        Some(Self { slot, age: state.age })
    }

    /// The state of a connection that is known to live.
    #[inline]
    pub(super) fn lock(self) -> Guard {
        self.slot.state.lock()
    }

    /// The tag, for the reactor's own use.
    #[inline]
    pub(super) fn tag_now(self) -> u64 {
        self.slot.tag.load(Ordering::Relaxed)
    }

    /// Makes every handle stale and the entry free for another connection.
    pub(super) fn retire(self) {
        let mut state = self.slot.state.lock();
        state.is_live = false;
        state.age = state.age.wrapping_add(1) & AGE_MASK;
        state.output.shrink();
        state.notifier = None;
        drop(state);
        STREAMS.give_back(self.slot.index);
    }

    fn state(self) -> Result<Guard> {
        let state = self.slot.state.lock();
        if state.is_live && state.age == self.age {
            return Ok(state);
        }
        Err(Error::new(Code::Handle, "the connection has ended: its handle is no longer valid"))
    }

    /// Sends a copy of `data`, whole or not at all.
    ///
    /// [`Code::Again`] while more waits for the peer than the high mark of the send queue allows: nothing is taken, and
    /// [`Event::Drained`](super::Event::Drained) tells when to try again. [`Code::Closed`] after a close.
    pub fn send(self, data: &[u8]) -> Result<()> {
        let mut state = self.state()?;
        if state.wish != Wish::Open {
            return Err(Code::Closed.into());
        }
        if state.is_full() {
            state.wants_room = true;
            return Err(Error::new(Code::Again, "the peer takes less than is sent: wait until it is drained"));
        }
        state.output.write(data);
        state.notify();
        Ok(())
    }

    /// Closes when everything is sent; input that still comes is dropped.
    pub fn close(self) -> Result<()> {
        self.end(Wish::Close)
    }

    /// Closes at once; what is not sent is lost.
    pub fn abort(self) -> Result<()> {
        self.end(Wish::Abort)
    }

    fn end(self, wish: Wish) -> Result<()> {
        let mut state = self.state()?;
        if state.wish != Wish::Abort {
            state.wish = wish;
            state.notify();
        }
        Ok(())
    }

    /// Stops reading from the peer, or goes on. What was read already may still come.
    pub fn set_paused(self, is_paused: bool) -> Result<()> {
        let mut state = self.state()?;
        if mem::replace(&mut state.is_paused, is_paused) != is_paused {
            state.notify();
        }
        Ok(())
    }

    /// Closes the connection when nothing has come for so long; zero = never. Replaces the server's idle time-out.
    pub fn set_idle_timeout(self, timeout: Duration) -> Result<()> {
        let mut state = self.state()?;
        state.idle_timeout = Some(u64::try_from(timeout.as_millis()).unwrap_or(u64::MAX));
        state.is_retimed = true;
        state.notify();
        Ok(())
    }

    /// A number of the program's, 0 at first, which stands in every event that comes after it was set.
    pub fn set_tag(self, tag: u64) -> Result<()> {
        let _state = self.state()?;
        self.slot.tag.store(tag, Ordering::Relaxed);
        Ok(())
    }

    /// The number of the program's.
    pub fn tag(self) -> Result<u64> {
        let _state = self.state()?;
        Ok(self.tag_now())
    }

    /// How the connection is secured by TLS; None for one that is not.
    pub fn tls(self) -> Result<Option<Arc<TlsSession>>> {
        let state = self.state()?;
        Ok(state.notifier.as_ref().and_then(|notifier| notifier.tls(state.connection)))
    }

    /// The other end.
    pub fn peer(self) -> Result<Peer> {
        Ok(self.state()?.peer)
    }
}

impl Slot {
    fn new(index: u32) -> Self {
        Self { index, tag: AtomicU64::new(0), state: Mutex::new(State::new()) }
    }
}

impl State {
    fn new() -> Self {
        Self {
            age: 0,
            is_live: false,
            is_inline: false,
            is_notified: false,
            is_congested: false,
            wants_room: false,
            is_paused: false,
            wish: Wish::Open,
            idle_timeout: None,
            is_retimed: false,
            output: Box::default(),
            lent: 0,
            high_mark: 0,
            peer: Peer::Unix,
            connection: ConnectionId(0),
            notifier: None,
        }
    }

    fn is_full(&self) -> bool {
        self.is_congested || self.output.pending() - self.lent > self.high_mark
    }

    fn notify(&mut self) {
        if !self.is_inline
            && !mem::replace(&mut self.is_notified, true)
            && let Some(notifier) = &self.notifier
        {
            notifier.notify(self.connection);
        }
    }

    /// The event function runs now and writes straight behind what its connection has to send already.
    #[inline]
    pub(super) fn lend_output(&mut self, output: &mut Box<Output>) {
        output.append(&mut self.output);
        self.is_inline = true;
        mem::swap(&mut self.output, output);
        self.lent = self.output.pending();
    }

    /// The end of that: the connection has its output back.
    #[inline]
    pub(super) fn take_output(&mut self, output: &mut Box<Output>) {
        self.is_inline = false;
        mem::swap(&mut self.output, output);
        self.lent = 0;
    }
}
