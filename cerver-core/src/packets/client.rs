//! A handle to one client, and what lies behind it: commands from any thread, taken over by the reactor.

use super::{
    app::Site,
    stats::ClientStats,
    wire::{HEADER_SIZE, Header},
};
use crate::{
    buffer::Output,
    error::{Code, Error, Result},
    events::{ConnectionId, Peer},
    protocol::{Context, Notifier},
    table::{Generation, Table},
};
use parking_lot::{Mutex, MutexGuard};
use std::{any::Any, mem, sync::Arc};

static CLIENTS: Table<Slot> = Table::new();

pub(super) type Guard = MutexGuard<'static, State>;

struct Slot {
    index: u32,
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

#[derive(Default)]
pub(super) struct State {
    generation: Generation,
    /// A handler runs on the reactor's thread at this moment: `output` is the connection's own.
    is_inline: bool,
    /// The reactor was told and has not looked yet.
    is_notified: bool,
    pub(super) wish: Wish,
    /// Packets with handlers on other threads.
    pub(super) held: u32,
    /// The reactor waits for `held` to fall, or for room in a queue.
    pub(super) wants_room: bool,
    /// The reactor waits for `held` to become 0.
    pub(super) wants_end: bool,
    /// There is room, and the reactor was told.
    pub(super) has_room: bool,
    /// The last packets that were given to a thread are handled.
    pub(super) is_batch_done: bool,
    /// Handlers that panicked and were not counted yet.
    pub(super) panics: u32,
    output: Box<Output>,
    /// Bytes that waited for the client when the reactor looked last.
    waiting: u64,
    stats: ClientStats,
    data: Option<Arc<dyn Any + Send + Sync>>,
    /// None after the end of the connection.
    life: Option<Life>,
}

/// What a live connection has.
struct Life {
    site: Arc<Site>,
    notifier: Notifier,
    connection: ConnectionId,
    peer: Peer,
}

/// One client of a packet server. Every use after its end is [`Code::Handle`], never another client. All methods may be
/// called from any thread, also inside a handler, and never block.
#[derive(Clone, Copy)]
pub struct Client {
    slot: &'static Slot,
    generation: Generation,
}

impl PartialEq for Client {
    fn eq(&self, other: &Self) -> bool {
        self.token() == other.token()
    }
}

impl Eq for Client {}

impl Client {
    /// The handle as a number below 2^48.
    pub const fn token(self) -> u64 {
        self.generation.token(self.slot.index)
    }

    /// The handle of such a number; None when no client was ever at its place.
    pub fn from_token(token: u64) -> Option<Self> {
        let (index, generation) = Generation::split(token);
        Some(Self { slot: CLIENTS.get(index)?, generation })
    }

    /// A handle for a new connection; None when there are too many.
    pub(super) fn make(cx: &Context<'_>, site: &Arc<Site>) -> Option<Self> {
        let make = |index| Slot { index, state: Mutex::new(State::default()) };
        let slot = CLIENTS.get(CLIENTS.take(make)?)?;
        let mut state = slot.state.lock();
        *state = State { generation: state.generation, output: mem::take(&mut state.output), ..State::default() };
        let origin = cx.origin();
        let (notifier, connection) = (origin.notifier.clone(), origin.id);
        state.life = Some(Life { site: Arc::clone(site), notifier, connection, peer: cx.peer() });
        Some(Self { slot, generation: state.generation })
    }

    /// The state of a client whose connection is known to live.
    #[inline]
    pub(super) fn lock(self) -> Guard {
        self.slot.state.lock()
    }

    /// Makes every handle stale and the entry free for another client.
    pub(super) fn retire(self) {
        let mut state = self.slot.state.lock();
        state.generation = state.generation.next();
        let generation = state.generation;
        state.output.shrink();
        let (life, data) = (state.life.take(), state.data.take());
        drop(state);
        CLIENTS.give_back(self.slot.index, generation);
        // What this frees may call the program.
        drop((life, data));
    }

    /// One of the packets with handlers is handled, or will not be.
    pub(super) fn release(self, packets: u32) {
        let Ok(mut state) = self.state() else { return };
        state.held -= packets;
        if mem::take(&mut state.wants_room) {
            state.has_room = true;
            state.notify();
        } else if state.wants_end && state.held == 0 {
            state.notify();
        }
    }

    /// The thread that had its packets has none left; the next ones can be given to one.
    pub(super) fn finish_batch(self, packets: u32) {
        let Ok(mut state) = self.state() else { return };
        state.held -= packets;
        state.is_batch_done = true;
        state.notify();
    }

    /// A handler has panicked.
    pub(super) fn fail(self) {
        let Ok(mut state) = self.state() else { return };
        state.panics += 1;
        state.wish = Wish::Abort;
        state.notify();
    }

    /// There is room in a queue that was full.
    pub(super) fn make_room(self) {
        let Ok(mut state) = self.state() else { return };
        if mem::take(&mut state.wants_room) {
            state.has_room = true;
            state.notify();
        }
    }

    fn state(self) -> Result<Guard> {
        let state = self.slot.state.lock();
        if state.life.is_some() && state.generation == self.generation {
            return Ok(state);
        }
        Err(Error::new(Code::Handle, "the client has gone: its handle is no longer valid"))
    }

    /// Sends a copy of a packet, whole or not at all; the size in the header is set to that of header and data.
    ///
    /// [`Code::Again`] while too much waits for the client, see
    /// [`PacketOptions::client_send_limit`](crate::config::PacketOptions::client_send_limit); [`Code::Closed`] after a
    /// close.
    pub fn send(self, header: Header, data: &[u8]) -> Result<()> {
        let header = Header { packet_size: (HEADER_SIZE + data.len()) as u64, ..header };
        self.write(&header.write(), data, Some(header.packet_type))
    }

    /// Sends a copy of bytes that are no packet by themselves, for example a packet's data behind its header. Errors as
    /// of [`Client::send`].
    pub fn send_raw(self, bytes: &[u8]) -> Result<()> {
        self.write(&[], bytes, None)
    }

    fn write(self, front: &[u8], back: &[u8], packet_type: Option<u32>) -> Result<()> {
        let mut state = self.state()?;
        if state.wish != Wish::Open {
            return Err(Code::Closed.into());
        }
        let size = (front.len() + back.len()) as u64;
        let limit = state.life.as_ref().map_or(0, |life| life.site.options.client_send_limit as u64);
        let waiting = state.waiting_bytes();
        if waiting > 0 && waiting + size > limit {
            // So that the reactor looks how much still waits.
            state.notify();
            return Err(Error::new(Code::Again, "the client takes less than is sent: try again later"));
        }
        state.output.write(front);
        state.output.write(back);
        state.note_sent(packet_type, size);
        state.notify();
        Ok(())
    }

    /// Closes when everything is sent; packets that still come are dropped.
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

    /// Whether the connection lives.
    pub fn check(self) -> Result<()> {
        self.state().map(drop)
    }

    /// The other end.
    pub fn peer(self) -> Result<Peer> {
        let state = self.state()?;
        state.life.as_ref().map(|life| life.peer).ok_or_else(|| Code::Handle.into())
    }

    /// Keeps something of the program's until the connection ends, in place of what was kept before, which comes back.
    pub fn set_data(self, data: Option<Arc<dyn Any + Send + Sync>>) -> Result<Option<Arc<dyn Any + Send + Sync>>> {
        Ok(mem::replace(&mut self.state()?.data, data))
    }

    /// What is kept.
    pub fn data(self) -> Result<Option<Arc<dyn Any + Send + Sync>>> {
        Ok(self.state()?.data.clone())
    }

    /// Packets and bytes so far.
    pub fn stats(self) -> Result<ClientStats> {
        Ok(self.state()?.stats)
    }
}

impl State {
    fn waiting_bytes(&self) -> u64 {
        if self.is_inline { self.output.pending() } else { self.waiting + self.output.pending() }
    }

    fn notify(&mut self) {
        if !self.is_inline
            && !mem::replace(&mut self.is_notified, true)
            && let Some(life) = &self.life
        {
            life.notifier.notify(life.connection);
        }
    }

    /// Counts a packet, or bytes that are none.
    fn note_sent(&mut self, packet_type: Option<u32>, bytes: u64) {
        self.stats.packets_sent += u64::from(packet_type.is_some());
        self.stats.bytes_sent += bytes;
        if let (Some(packet_type), Some(life)) = (packet_type, &self.life) {
            life.site.stats.sent(packet_type);
        }
    }

    /// Adds what the reactor has counted.
    #[inline]
    pub(super) const fn note(&mut self, more: ClientStats) {
        self.stats.packets_received += more.packets_received;
        self.stats.bytes_received += more.bytes_received;
        self.stats.packets_sent += more.packets_sent;
        self.stats.bytes_sent += more.bytes_sent;
    }

    /// The handler runs now and writes straight behind what its connection has to send already.
    #[inline]
    pub(super) fn lend_output(&mut self, output: &mut Box<Output>) {
        output.append(&mut self.output);
        self.is_inline = true;
        mem::swap(&mut self.output, output);
    }

    /// The end of that: the connection has its output back.
    #[inline]
    pub(super) fn return_output(&mut self, output: &mut Box<Output>) {
        self.is_inline = false;
        mem::swap(&mut self.output, output);
    }

    /// The reactor looks: what was sent from elsewhere goes behind what its connection has to send.
    #[inline]
    pub(super) fn take_over(&mut self, output: &mut Box<Output>) {
        self.is_notified = false;
        output.append(&mut self.output);
        self.waiting = output.pending();
    }
}
