//! A handle to one connection, and what lies behind it: commands from any thread, taken over by the reactor.

mod lending;
mod state;

use super::{
    app::Site,
    reading::{Framing, Read},
    underway::Waiting,
};
use crate::{
    error::{Code, Error, Result},
    events::{Peer, TlsSession},
    protocol::Origin,
    sys,
    table::{Generation, Table},
};
use parking_lot::{Mutex, MutexGuard};
use std::{
    mem,
    os::fd::{OwnedFd, RawFd},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use lending::Loans;
pub(super) use state::{AtSent, Change, State, Times, Wish};

static STREAMS: Table<Slot> = Table::new();

pub(super) type Guard = MutexGuard<'static, State>;

struct Slot {
    index: u32,
    /// Written under the lock; read without it where the connection is known to live.
    tag: AtomicU64,
    state: Mutex<State>,
    /// What the program has lent; None before that. Locked last.
    loans: Mutex<Option<Box<Loans>>>,
}

/// One connection of a stream server. Every use after its end is [`Code::Handle`], never another connection. All methods
/// may be called from any thread, also inside an event, and never block.
#[derive(Clone, Copy)]
pub struct Stream {
    slot: &'static Slot,
    generation: Generation,
}

impl Stream {
    /// The handle as a number below 2^48.
    pub const fn token(self) -> u64 {
        self.generation.token(self.slot.index)
    }

    /// The handle of such a number; None when no connection was ever at its place.
    #[inline(always)]
    pub fn from_token(token: u64) -> Option<Self> {
        let (index, generation) = Generation::split(token);
        Some(Self { slot: STREAMS.get(index)?, generation })
    }

    /// A handle for a new connection; None when there are too many.
    pub(super) fn make(origin: Origin<'_>, peer: Peer, site: &Site) -> Option<Self> {
        let (slot, mut state) = Self::take_slot(origin.high_mark, site)?;
        state.attach(origin, peer);
        Some(Self { slot, generation: state.generation })
    }

    /// A handle for a connection that the program is about to make; None when there are too many.
    pub(super) fn make_dialed(high_mark: u64, waiting: Waiting) -> Option<Self> {
        let (slot, mut state) = Self::take_slot(high_mark, &waiting.site)?;
        state.waiting = Some(Box::new(waiting));
        Some(Self { slot, generation: state.generation })
    }

    fn take_slot(high_mark: u64, site: &Site) -> Option<(&'static Slot, Guard)> {
        let slot = STREAMS.get(STREAMS.take(Slot::new)?)?;
        let mut state = slot.state.lock();
        state.begin(high_mark, site);
        slot.tag.store(0, Ordering::Relaxed);
        Some((slot, state))
    }

    /// The connection that the program has made is there, or is being secured. False = the program has nothing to wait for.
    pub(super) fn arrive(self, origin: Origin<'_>, peer: Peer) -> bool {
        let mut state = self.lock();
        state.attach(origin, peer);
        let (is_wanted, waiting) = (state.is_wanted(), state.waiting.take());
        drop(state);
        drop(waiting);
        is_wanted
    }

    /// The state of a connection that is known to live.
    #[inline]
    pub(super) fn lock(self) -> Guard {
        self.slot.state.lock()
    }

    /// Sets the tag of a connection that nobody knows yet.
    pub(super) fn begin_with_tag(self, tag: u64) {
        self.slot.tag.store(tag, Ordering::Relaxed);
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
        state.generation = state.generation.next();
        let generation = state.generation;
        let left = mem::take(&mut state.output.rest);
        state.output.shrink();
        state.notifier = None;
        let waiting = state.waiting.take();
        drop(state);
        drop((left, waiting));
        self.forget_loans();
        STREAMS.give_back(self.slot.index, generation);
    }

    #[inline(always)]
    fn state(self) -> Result<Guard> {
        let state = self.slot.state.lock();
        if state.is_live && state.generation == self.generation {
            return Ok(state);
        }
        Err(stale(state))
    }

    /// Sends a copy of `data`, whole or not at all.
    ///
    /// [`Code::Again`] while more waits for the peer than the high mark of the send queue allows: nothing is taken, and
    /// [`Event::Drained`](super::Event::Drained) tells when to try again. [`Code::Closed`] after a close or shutdown.
    #[inline(always)]
    pub fn send(self, data: &[u8]) -> Result<()> {
        let mut state = self.sendable()?;
        state.output.write(data);
        state.notify();
        Ok(())
    }

    /// Sends a frame, as the framing of the connection has them: a line gets its LF, others their number of bytes.
    ///
    /// Errors as [`Stream::send`]; [`Code::Argument`] for a line with LF inside, for more bytes than the number can tell,
    /// for another length than that of fixed frames, and where frames are not known.
    pub fn send_frame(self, data: &[u8]) -> Result<()> {
        let framing = self.state()?.framing;
        match framing {
            Framing::Lines if data.contains(&b'\n') => Err(Error::new(Code::Argument, "a line has no LF inside")),
            Framing::Lines => self.send_parts(data, b"\n"),
            Framing::Prefixed { width, is_little } => {
                let width = usize::from(width);
                let length = data.len() as u64;
                if width < 8 && length >> (width * 8) != 0 {
                    return Err(Error::new(Code::Argument, "the frame has more bytes than its number can tell"));
                }
                let (little, big) = (length.to_le_bytes(), length.to_be_bytes());
                self.send_parts(if is_little { &little[..width] } else { &big[8 - width..] }, data)
            }
            Framing::Fixed(size) if size == data.len() => self.send(data),
            Framing::Fixed(_) => Err(Error::new(Code::Argument, "the frames of this connection have another length")),
            Framing::Pieces | Framing::OnDemand => {
                Err(Error::new(Code::Argument, "this connection has no frames: send bytes, or set its framing"))
            }
        }
    }

    fn send_parts(self, first: &[u8], second: &[u8]) -> Result<()> {
        let mut state = self.sendable()?;
        state.output.write(first);
        state.output.write(second);
        state.notify();
        Ok(())
    }

    /// The state of a connection to which something may be sent now.
    #[inline(always)]
    fn sendable(self) -> Result<Guard> {
        let state = self.state()?;
        if state.wish != Wish::Open || state.is_shut || state.is_full() {
            return Err(unsendable(state));
        }
        Ok(state)
    }

    /// Has [`Event::Sent`](super::Event::Sent) come when everything sent so far has gone to the system.
    pub fn tell_when_sent(self) -> Result<()> {
        let mut state = self.state()?;
        if state.at_sent == AtSent::Nothing {
            state.at_sent = AtSent::Tell;
            state.notify();
        }
        Ok(())
    }

    /// Ends this side when everything is sent, which [`Event::Sent`](super::Event::Sent) tells: the peer learns that
    /// nothing more comes, and may still send. When both sides have ended the connection closes.
    pub fn shutdown(self) -> Result<()> {
        let mut state = self.state()?;
        if !mem::replace(&mut state.is_shut, true) {
            state.at_sent = AtSent::EndOutput;
            state.notify();
        }
        Ok(())
    }

    /// Cuts what comes from now on in another way; bytes that are there and were not given out count as coming.
    /// [`Code::Argument`] for frames of no bytes and for numbers of another width than 1, 2, 4 and 8 bytes.
    pub fn set_framing(self, framing: Framing) -> Result<()> {
        framing.check()?;
        self.change(|state, change| {
            state.framing = framing;
            change.framing = Some(framing);
        })
    }

    /// Asks for one read; its bytes come as [`Event::Data`](super::Event::Data), and then the framing counts again. A
    /// read that is not done yet is given up. [`Code::Argument`] for a text or a set or a number that is empty.
    pub fn read(self, read: Read) -> Result<()> {
        read.check()?;
        self.change(|state, change| {
            state.is_reading = true;
            change.read = Some(read);
        })
    }

    /// Whether a read was asked for that is not done, and can be: the peer has not ended its side, or left something.
    pub fn is_reading(self) -> Result<bool> {
        Ok(self.state()?.is_reading)
    }

    /// Whether something that was sent waits: for the reactor's next round, or for the peer to take some of it.
    pub fn is_writing(self) -> Result<bool> {
        let state = self.state()?;
        Ok(state.waits_for_peer || !state.output.is_empty())
    }

    /// Whether it was not told to end by [`Stream::close`] or [`Stream::abort`].
    pub fn is_open(self) -> Result<bool> {
        Ok(self.state()?.wish == Wish::Open)
    }

    /// Most bytes of a frame or a read, at least 1; replaces the server's limit. A peer that sends more without an end is
    /// cut off ([`CloseReason::TooLong`](crate::events::CloseReason::TooLong)).
    pub fn set_frame_limit(self, limit: usize) -> Result<()> {
        if limit == 0 {
            return Err(Error::new(Code::Argument, "a frame has at least one byte"));
        }
        self.change(|_, change| change.limit = Some(limit))
    }

    fn change(self, make: impl FnOnce(&mut State, &mut Change)) -> Result<()> {
        let mut state = self.state()?;
        let mut change = state.change.take().unwrap_or_default();
        make(&mut state, &mut change);
        state.change = Some(change);
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
        if !state.is_wanted()
            && let Some(waiting) = state.waiting.take()
        {
            drop(state);
            waiting.give_up(self);
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
        self.retime(|times| times.idle = Some(millis(timeout)))
    }

    /// Closes the connection when a frame that has begun, or a read that was asked for, is not complete after so long; of a
    /// read in pieces, the next piece. Zero = never. Replaces [`App::set_read_timeout`](super::App::set_read_timeout).
    pub fn set_read_timeout(self, timeout: Duration) -> Result<()> {
        self.retime(|times| times.read = Some(millis(timeout)))
    }

    /// Closes the connection when its peer takes too little of what waits for it in so long; zero = never. Replaces the
    /// server's write time-out; how little that is stays the server's.
    pub fn set_write_timeout(self, timeout: Duration) -> Result<()> {
        self.retime(|times| times.write = Some(millis(timeout)))
    }

    fn retime(self, change: impl FnOnce(&mut Times)) -> Result<()> {
        let mut state = self.state()?;
        change(&mut state.times);
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

    /// Another descriptor of the same socket, the caller's: for options of the system, or to keep the number of the
    /// descriptor from being given to another connection. The peer learns of the end only when that is closed, too.
    /// [`Code::State`] before it is connected.
    pub fn duplicate(self) -> Result<OwnedFd> {
        let state = self.connected()?;
        // A connection that ends is told so, under this lock, before its socket is closed.
        sys::duplicate(state.descriptor).map_err(|error| Error::system("the descriptor cannot be duplicated", &error))
    }

    /// The number of its descriptor, which stays the library's; -1 before it is connected and after its end.
    pub fn descriptor(self) -> RawFd {
        self.connected().map_or(-1, |state| state.descriptor)
    }

    fn connected(self) -> Result<Guard> {
        let state = self.state()?;
        if state.notifier.is_none() {
            return Err(Error::new(Code::State, "the connection is not made yet"));
        }
        Ok(state)
    }

    /// The other end; [`Code::State`] before it is connected.
    pub fn peer(self) -> Result<Peer> {
        Ok(self.connected()?.peer)
    }
}

#[cold]
fn stale(_state: Guard) -> Error {
    Error::new(Code::Handle, "the connection has ended: its handle is no longer valid")
}

/// Why nothing can be sent now.
#[cold]
fn unsendable(mut state: Guard) -> Error {
    if state.wish != Wish::Open || state.is_shut {
        return Code::Closed.into();
    }
    state.wants_room = true;
    Error::new(Code::Again, "the peer takes less than is sent: wait until it is drained")
}

impl Slot {
    fn new(index: u32) -> Self {
        Self { index, tag: AtomicU64::new(0), state: Mutex::new(State::new()), loans: Mutex::default() }
    }
}

/// A time-out in milliseconds, at most 49 days.
pub(super) fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn take() -> &'static Slot {
        STREAMS.get(STREAMS.take(Slot::new).expect("room")).expect("made")
    }

    #[test]
    fn a_handle_never_comes_again() {
        let slot = take();
        let mut state = slot.state.lock();
        (state.generation, state.is_live) = (Generation::LAST, true);
        drop(state);
        let last = Stream { slot, generation: Generation::LAST };
        assert!(last.tag().is_ok());
        last.retire();
        for stale in
            [last, Stream { slot, generation: Generation::LAST.next() }, Stream { slot, generation: Generation::FIRST }]
        {
            assert_eq!(stale.tag().map_err(|error| error.code()), Err(Code::Handle));
        }
        let taken: Vec<_> = (0..1000).map(|_| take().index).collect();
        assert!(!taken.contains(&slot.index), "its first handle may still be known to somebody");
        taken.into_iter().for_each(|index| STREAMS.give_back(index, Generation::FIRST));
    }
}
