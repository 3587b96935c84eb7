//! A handle to one connection, and what lies behind it: commands from any thread, taken over by the reactor.

mod lending;

use super::{
    app::Site,
    reading::{Framing, Read},
};
use crate::{
    buffer::Output,
    error::{Code, Error, Result},
    events::{ConnectionId, Peer, TlsSession},
    protocol::{Notifier, Origin},
    sys,
    table::Table,
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

/// Ages of an entry: 24 bits, so that a handle has 48.
const AGE_MASK: u32 = 0x00ff_ffff;

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

/// What happens when everything is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum AtSent {
    #[default]
    Nothing,
    /// The program is told.
    Tell,
    /// And the peer is told that nothing more comes.
    EndOutput,
}

/// Times of one connection in milliseconds, 0 = without an end; None while those of its server hold.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Times {
    pub(super) idle: Option<u32>,
    pub(super) read: Option<u32>,
    pub(super) write: Option<u32>,
}

/// A change of how the connection is read.
#[derive(Default)]
pub(super) struct Change {
    pub(super) framing: Option<Framing>,
    pub(super) read: Option<Read>,
    pub(super) limit: Option<usize>,
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
    /// Nothing more may be sent.
    is_shut: bool,
    /// What is to be done when everything is sent, told to the connection once.
    pub(super) at_sent: AtSent,
    framing: Framing,
    /// How to read from now on, not taken over yet.
    pub(super) change: Option<Box<Change>>,
    pub(super) times: Times,
    /// They were set and do not count yet.
    pub(super) is_retimed: bool,
    lent_limit: u32,
    pub(super) output: Box<Output>,
    /// Bytes in `output` that were there before the event function.
    lent: u64,
    high_mark: u64,
    peer: Peer,
    connection: ConnectionId,
    /// Open as long as this is a live connection with a notifier.
    descriptor: RawFd,
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
    pub(super) fn make(origin: Origin<'_>, peer: Peer, site: &Site) -> Option<Self> {
        let stream = Self::make_dialed(origin.high_mark, site)?;
        stream.attach(origin, peer);
        Some(stream)
    }

    /// A handle for a connection that the program is about to make; None when there are too many.
    pub(super) fn make_dialed(high_mark: u64, site: &Site) -> Option<Self> {
        let slot = STREAMS.get(STREAMS.take(Slot::new)?)?;
        let mut state = slot.state.lock();
        *state = State { age: state.age, output: mem::take(&mut state.output), ..State::new() };
        (state.is_live, state.high_mark, state.framing) = (true, high_mark, site.framing);
        state.lent_limit = site.lent_limit;
        slot.tag.store(0, Ordering::Relaxed);
        Some(Self { slot, age: state.age })
    }

    /// The connection is there.
    pub(super) fn attach(self, origin: Origin<'_>, peer: Peer) {
        let mut state = self.lock();
        (state.connection, state.peer, state.high_mark) = (origin.id, peer, origin.high_mark);
        state.descriptor = origin.descriptor;
        state.notifier = Some(origin.notifier.clone());
        state.is_notified = false;
    }

    /// Whether the program still wants the connection, be it to send something and close.
    pub(super) fn is_wanted(self) -> bool {
        self.lock().wish != Wish::Abort
    }

    /// The connection is there, and is being secured. False = the program has nothing to wait for.
    pub(super) fn is_wanted_while_securing(self, origin: Origin<'_>, peer: Peer) -> bool {
        self.attach(origin, peer);
        let state = self.lock();
        match state.wish {
            Wish::Open => true,
            Wish::Close => state.output.pending() > 0,
            Wish::Abort => false,
        }
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
        let left = mem::take(&mut state.output.rest);
        state.output.shrink();
        state.notifier = None;
        drop(state);
        drop(left);
        self.forget_loans();
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
    /// [`Event::Drained`](super::Event::Drained) tells when to try again. [`Code::Closed`] after a close or shutdown.
    pub fn send(self, data: &[u8]) -> Result<()> {
        self.send_parts([data, b"", b""])
    }

    /// Sends a frame, as the framing of the connection has them: a line gets its LF, others their number of bytes.
    ///
    /// Errors as [`Stream::send`]; [`Code::Argument`] for a line with LF inside, for more bytes than the number can tell,
    /// for another length than that of fixed frames, and where frames are not known.
    pub fn send_frame(self, data: &[u8]) -> Result<()> {
        let framing = self.state()?.framing;
        match framing {
            Framing::Lines if data.contains(&b'\n') => Err(Error::new(Code::Argument, "a line has no LF inside")),
            Framing::Lines => self.send_parts([data, b"\n", b""]),
            Framing::Prefixed { width, is_little } => {
                let width = usize::from(width);
                let length = data.len() as u64;
                if width < 8 && length >> (width * 8) != 0 {
                    return Err(Error::new(Code::Argument, "the frame has more bytes than its number can tell"));
                }
                let (little, big) = (length.to_le_bytes(), length.to_be_bytes());
                self.send_parts([if is_little { &little[..width] } else { &big[8 - width..] }, data, b""])
            }
            Framing::Fixed(size) if size == data.len() => self.send(data),
            Framing::Fixed(_) => Err(Error::new(Code::Argument, "the frames of this connection have another length")),
            Framing::Pieces | Framing::OnDemand => {
                Err(Error::new(Code::Argument, "this connection has no frames: send bytes, or set its framing"))
            }
        }
    }

    fn send_parts(self, parts: [&[u8]; 3]) -> Result<()> {
        let mut state = self.sendable()?;
        for part in parts {
            state.output.write(part);
        }
        state.notify();
        Ok(())
    }

    /// The state of a connection that takes something to send now.
    #[inline]
    fn sendable(self) -> Result<Guard> {
        let mut state = self.state()?;
        if state.wish != Wish::Open || state.is_shut {
            return Err(Code::Closed.into());
        }
        if state.is_full() {
            state.wants_room = true;
            return Err(Error::new(Code::Again, "the peer takes less than is sent: wait until it is drained"));
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
        self.change(|_, change| change.read = Some(read))
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

impl Slot {
    fn new(index: u32) -> Self {
        Self { index, tag: AtomicU64::new(0), state: Mutex::new(State::new()), loans: Mutex::default() }
    }
}

/// A time-out in milliseconds, at most 49 days.
pub(super) fn millis(time: Duration) -> u32 {
    u32::try_from(time.as_millis()).unwrap_or(u32::MAX)
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
