//! The connections of one reactor, found by identities that are never used twice.

use super::{
    admission::Admission,
    connection_state::{Connection, Fate},
};
use crate::{
    buffer::Output,
    config::DEFAULT_SOCKETS_INIT,
    events::{CloseReason, ConnectionId, TlsSession, WatchId},
    protocol::{Factory, Maker, Notifier, Post, Protocol},
    reactor::{Accept, Acceptor, Entry, Io, Message, Remote, Tenant, Watches},
    stats::Counters,
    sys::{self, Accepted, Listener, Readiness},
    threads::Threads,
    tls,
};
use std::{
    any::Any,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

/// Connections taken from the listeners in one turn, so that those that are open get their share.
const ACCEPTS_PER_TURN: usize = 64;

/// The limits of a connection.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    pub(crate) read_size: usize,
    pub(crate) send_high: u64,
    pub(crate) send_low: u64,
    pub(crate) write_timeout_millis: u64,
    pub(crate) min_send_rate: u32,
    pub(crate) idle_timeout_millis: u64,
    pub(crate) handshakes_per_turn: u32,
}

/// What the reactors of a server share.
pub(crate) struct Shared {
    pub(crate) factory: Arc<dyn Factory>,
    pub(crate) threads: Threads,
    pub(crate) limits: Limits,
    pub(crate) admission: Admission,
    /// Where there is a listener with TLS.
    pub(crate) tls: Option<Arc<tls::Setup>>,
    /// Connections that a stop closed while they were in use.
    pub(crate) cut_off: AtomicU32,
    /// The program has stopped it at once; the reactors learn of that by a message.
    pub(crate) is_shut_down: AtomicBool,
    /// All reactors, set once before the first turn.
    pub(crate) remotes: std::sync::OnceLock<Vec<Remote>>,
    /// What the first reactor waits for beside its connections, set once before its first turn.
    pub(crate) watches: std::sync::OnceLock<Watches>,
}

impl Shared {
    /// Takes a place for a connection; false = none is free. A thread counts like the connection that it outlives.
    fn take_place(&self) -> bool {
        self.admission.take_place(self.threads.leaving())
    }

    fn give_place_back(&self) {
        if self.admission.give_place_back(self.threads.leaving()) {
            // A listener in another reactor may be waiting for this.
            self.remotes.get().into_iter().flatten().for_each(Remote::wake);
        }
    }
}

/// What a connection needs of its reactor during a call.
pub(crate) struct Work {
    pub(crate) shared: Arc<Shared>,
    pub(crate) counters: Arc<Counters>,
    pub(crate) notifier: Notifier,
    pub(crate) local: Box<dyn Any + Send>,
    pub(crate) receive_buffer: Box<[u8]>,
    pub(crate) output: Box<Output>,
    pub(crate) unix_seconds: u64,
    pub(crate) is_draining: bool,
}

struct Slot {
    generation: u32,
    connection: Option<Connection>,
}

/// What comes with a connection that the program has made.
pub(crate) struct Newcomer {
    pub(crate) protocol: Box<dyn Protocol>,
    /// Where it is to be secured.
    pub(crate) secure: Option<tls::Secure>,
}

/// The tenant of a reactor.
pub(crate) struct Connections {
    slots: Vec<Slot>,
    free: Vec<u32>,
    work: Work,
    number: u8,
    next_sibling: usize,
    is_stopped: bool,
    /// Somebody wants to know of the end of each turn.
    ends_turns: bool,
    /// For the handshakes of secured connections.
    gate: Arc<tls::Gate>,
    /// The listener that is asked first in the next turn.
    first_listener: usize,
}

/// The way to the connections of a reactor from elsewhere.
struct Desks {
    remote: Remote,
    sessions: tls::Sessions,
}

impl Post for Desks {
    fn notify(&self, id: ConnectionId) {
        // A reactor that has ended has no connections.
        let _ = self.remote.post(Message::Notify(id));
    }

    fn tls(&self, id: ConnectionId) -> Option<Arc<TlsSession>> {
        self.sessions.get(id)
    }

    fn note_tls(&self, id: ConnectionId, session: Option<TlsSession>) {
        self.sessions.note(id, session);
    }
}

impl Connections {
    /// The table of reactor `number` (0..=255).
    pub(crate) fn new(number: u8, shared: Arc<Shared>, counters: Arc<Counters>, remote: Remote) -> Self {
        let gate = tls::Gate::new(shared.limits.handshakes_per_turn);
        let ends_turns = shared.factory.has_end_of_turn() || shared.tls.is_some();
        let work = Work {
            local: shared.factory.local(&counters),
            receive_buffer: vec![0; shared.limits.read_size].into(),
            shared,
            counters,
            notifier: Notifier { post: Arc::new(Desks { remote, sessions: tls::Sessions::default() }) },
            output: Box::default(),
            unix_seconds: sys::unix_seconds(),
            is_draining: false,
        };
        Self {
            slots: Vec::with_capacity(DEFAULT_SOCKETS_INIT),
            free: Vec::new(),
            work,
            number,
            next_sibling: 0,
            is_stopped: false,
            ends_turns,
            gate,
            first_listener: 0,
        }
    }

    /// True when the reactor was stopped at once.
    pub(crate) fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// True when it was drained and has no connection any more: nothing is left to do but what somebody has posted.
    pub(crate) fn is_drained(&self) -> bool {
        self.work.is_draining && self.slots.len() == self.free.len()
    }

    /// Takes a connection in; returns its place.
    fn add(&mut self, io: &mut Io, accepted: Accepted, protocol: Box<dyn Protocol>) -> u32 {
        let place = self.free.pop().unwrap_or_else(|| {
            self.slots.push(Slot { generation: 0, connection: None });
            self.slots.len() as u32 - 1
        });
        let slot = &mut self.slots[place as usize];
        slot.generation = slot.generation.wrapping_add(1);
        let id = ConnectionId::new(self.number, place, slot.generation);
        self.work.counters.connections.add(1);
        slot.connection = Some(Connection::new(id, accepted, protocol));
        self.with(io, place, Connection::open);
        place
    }

    /// Puts TLS below the protocol of a new connection.
    fn secure(&self, protocol: Box<dyn Protocol>) -> Box<dyn Protocol> {
        let Shared { tls, factory, .. } = &*self.work.shared;
        let setup = tls.as_ref().expect("a listener with TLS brings a setup along");
        Box::new(tls::Layer::new(&self.gate, setup, factory, protocol))
    }

    /// Takes a connection that is gone out of the table.
    fn settle(&mut self, io: &mut Io, place: u32, fate: Fate) {
        let Fate::Gone(reason) = fate else { return };
        let Some(mut connection) = self.slots[place as usize].connection.take() else { return };
        let peer = connection.peer();
        self.free.push(place);
        io.clear_deadline(place);
        // Before anybody can see the end, so that whoever does finds its reason counted.
        if reason == CloseReason::Timeout {
            self.work.counters.timeouts.add(1);
        }
        let Work { local, shared, .. } = &mut self.work;
        let ended = catch_unwind(AssertUnwindSafe(|| connection.end(reason, &mut **local, &shared.threads)));
        if ended.is_err() {
            log::error!("a protocol panicked at the end of its connection");
        }
        drop(connection);
        if io.is_paused {
            // Its descriptor may be the one that was missing.
            io.acceptors.iter_mut().for_each(Acceptor::end_pause);
        }
        let Work { shared, counters, .. } = &self.work;
        shared.admission.leave(peer);
        shared.give_place_back();
        // After all of it: of a connection that is not counted any more nothing is left.
        counters.connections.sub(1);
    }

    fn find(&mut self, id: ConnectionId) -> Option<u32> {
        let place = id.index();
        let slot = self.slots.get(place as usize)?;
        (slot.generation == id.generation() && slot.connection.is_some()).then_some(place)
    }

    /// Does something with a connection and takes it away when that ended it.
    fn with(&mut self, io: &mut Io, place: u32, call: impl FnOnce(&mut Connection, &mut Work, &mut Io) -> Fate) {
        let Some(slot) = self.slots.get_mut(place as usize) else { return };
        let Some(connection) = &mut slot.connection else { return };
        let work = &mut self.work;
        let fate = catch_unwind(AssertUnwindSafe(|| call(connection, work, io))).unwrap_or_else(|_| {
            log::error!("a protocol panicked: its connection is closed");
            *work.output = Output::default();
            work.receive_buffer = vec![0; work.shared.limits.read_size].into();
            Fate::Gone(CloseReason::Local)
        });
        if fate != Fate::Stays {
            self.settle(io, place, fate);
        }
    }

    fn end_turn(&mut self, io: &mut Io) -> bool {
        let has_more = io.can_accept && self.accept_from_all(io);
        if self.ends_turns {
            self.work.shared.factory.end_turn(&mut *self.work.local);
            self.gate.end_turn(&self.work.notifier);
        }
        has_more
    }

    fn accept_from_all(&mut self, io: &mut Io) -> bool {
        let mut budget = ACCEPTS_PER_TURN;
        let count = io.acceptors.len();
        for step in 0..count {
            let listener = (self.first_listener + step) % count;
            if io.acceptors[listener].is_ready {
                self.accept_from(io, listener, &mut budget);
            }
        }
        if budget == 0 {
            self.first_listener = (self.first_listener + 1) % count;
        }
        io.can_accept = io.acceptors.iter().any(|acceptor| acceptor.is_ready);
        budget == 0
    }

    fn accept_from(&mut self, io: &mut Io, listener: usize, budget: &mut usize) {
        while *budget > 0 {
            let (shared, now) = (&self.work.shared, io.now);
            if !io.acceptors[listener].may_have(now) {
                return;
            }
            // What was accepted by the kernel before a stop is served whatever the limit says.
            if self.work.is_draining {
                shared.admission.force_place();
            } else if !shared.take_place() {
                return;
            }
            match io.acceptors[listener].accept(now) {
                // Who connects after the stop is not served, though this turn began before it.
                Accept::Socket(_) if shared.is_shut_down.load(Ordering::Acquire) => return shared.give_place_back(),
                Accept::Socket(accepted) if shared.admission.enter(accepted.peer.into()) => {
                    *budget -= 1;
                    self.work.counters.accepted.add(1);
                    self.place(io, accepted, listener);
                }
                other => {
                    shared.give_place_back();
                    let counters = &self.work.counters;
                    match other {
                        Accept::Empty => return,
                        Accept::Pause { os_error, is_news } => {
                            io.is_paused = true;
                            counters.accept_errors.add(1);
                            if is_news {
                                shared.factory.listener_failed(listener, os_error);
                            }
                            return;
                        }
                        Accept::Lost => counters.accept_errors.add(1),
                        // Its address has enough connections: closed before anything of it is read.
                        Accept::Socket(_) => counters.rejected.add(1),
                    }
                    *budget -= 1;
                }
            }
        }
    }

    /// Keeps a new connection or hands it to the next reactor, in turn.
    fn place(&mut self, io: &mut Io, mut accepted: Accepted, listener: usize) {
        let acceptor = &io.acceptors[listener];
        let (is_shared, mut entry) = (acceptor.is_shared, acceptor.entry.clone());
        let shared = Arc::clone(&self.work.shared);
        let remotes = shared.remotes.get().map_or(&[][..], Vec::as_slice);
        if is_shared && remotes.len() > 1 && !self.work.is_draining {
            self.next_sibling = (self.next_sibling + 1) % remotes.len();
            let sibling = &remotes[self.next_sibling];
            if !sibling.is_same(&io.remote) {
                match sibling.post(Message::Adopt(accepted, entry)) {
                    Ok(()) => return,
                    // It has ended already, in a stop that will come here too.
                    Err(Message::Adopt(returned, its)) => (accepted, entry) = (returned, its),
                    Err(_) => unreachable!("a refused message comes back as it was"),
                }
            }
        }
        self.adopt(io, accepted, &entry);
    }

    fn adopt(&mut self, io: &mut Io, accepted: Accepted, entry: &Entry) -> u32 {
        let connect = || self.work.shared.factory.connect(accepted.peer.into());
        let protocol = match entry {
            Entry::Plain => connect(),
            Entry::Tls => self.secure(connect()),
            Entry::Own(maker) => maker.downcast_ref::<Maker>().map_or_else(connect, |make| make()),
        };
        self.add(io, accepted, protocol)
    }

    /// Takes in a listener of the program.
    fn listen(&self, io: &mut Io, listener: Listener, id: WatchId, entry: Entry) {
        if self.work.is_draining {
            return;
        }
        let is_shared = self.work.shared.remotes.get().is_some_and(|remotes| remotes.len() > 1);
        if let Err(error) = io.listen(listener, Some(id), is_shared, entry) {
            let place = io.acceptors.len();
            self.work.shared.factory.listener_failed(place, error.raw_os_error().unwrap_or(0));
        }
    }

    /// Takes in a connection that the program has made; it counts like the others, whatever the limits say.
    fn join(&mut self, io: &mut Io, accepted: Accepted, newcomer: Box<dyn Any + Send>) {
        let Ok(newcomer) = newcomer.downcast::<Newcomer>() else { return };
        let Newcomer { mut protocol, secure } = *newcomer;
        if self.is_stopped {
            return protocol.closed(CloseReason::Shutdown, &mut *self.work.local);
        }
        if let Some(secure) = secure {
            protocol = secure(&self.gate, protocol);
            self.ends_turns = true;
        }
        self.work.shared.admission.force(accepted.peer.into());
        let place = self.add(io, accepted, protocol);
        if self.work.is_draining {
            self.with(io, place, Connection::drain);
        }
    }

    /// Something that is no connection is ready.
    #[cold]
    fn occurred(&self, token: u64, readiness: Readiness) {
        let shared = &self.work.shared;
        if let Some((tag, occurrence)) = shared.watches.get().and_then(|watches| watches.occurred(token, readiness)) {
            let call = || shared.factory.occurred(tag, occurrence);
            if catch_unwind(AssertUnwindSafe(call)).is_err() {
                log::error!("a protocol panicked at what was watched");
            }
        }
    }

    fn drain(&mut self, io: &mut Io, until: u64) {
        io.drain_until = Some(io.drain_until.map_or(until, |earlier| earlier.min(until)));
        if self.work.is_draining {
            return;
        }
        // Connections learn of the end before it can be seen from outside: from then on no answer promises a next one.
        self.work.is_draining = true;
        self.drain_all(io);
        // What the kernel has accepted for us is served; then nobody new can come.
        for listener in 0..io.acceptors.len() {
            io.acceptors[listener].is_ready = true;
            let mut budget = usize::MAX;
            self.accept_from(io, listener, &mut budget);
        }
        io.close_listeners();
        self.drain_all(io);
    }

    fn drain_all(&mut self, io: &mut Io) {
        for place in 0..self.slots.len() as u32 {
            self.with(io, place, Connection::drain);
        }
    }
}

impl Tenant for Connections {
    #[inline]
    fn accept(&mut self, io: &mut Io) -> bool {
        (io.can_accept | self.ends_turns) && self.end_turn(io)
    }

    fn clock_moved(&mut self) {
        self.work.unix_seconds = sys::unix_seconds();
    }

    #[inline]
    fn ready(&mut self, io: &mut Io, token: u64, readiness: Readiness) {
        let (place, generation) = ((token >> 32) as u32, token as u32);
        match self.slots.get(place as usize) {
            Some(slot) if slot.generation == generation => {
                self.with(io, place, |connection, work, io| connection.ready(work, io, readiness));
            }
            Some(_) => {}
            None => self.occurred(token, readiness),
        }
    }

    fn message(&mut self, io: &mut Io, message: Message) {
        match message {
            Message::Notify(id) => {
                if let Some(place) = self.find(id) {
                    self.with(io, place, Connection::notified);
                }
            }
            Message::Adopt(accepted, _) if self.is_stopped => {
                self.work.shared.admission.leave(accepted.peer.into());
                self.work.shared.give_place_back();
            }
            Message::Adopt(accepted, entry) => {
                let place = self.adopt(io, accepted, &entry);
                if self.work.is_draining {
                    self.with(io, place, Connection::drain);
                }
            }
            Message::Join(accepted, protocol) => self.join(io, accepted, protocol),
            Message::Listen(listener, id, entry) => self.listen(io, listener, id, entry),
            Message::Unlisten(id) => {
                io.unlisten(id);
            }
            Message::Run(task) => {
                if catch_unwind(AssertUnwindSafe(task)).is_err() {
                    log::error!("a task on a reactor panicked");
                }
            }
            Message::StopListening => io.close_listeners(),
            Message::Drain(until) => self.drain(io, until),
            Message::Stop => self.stop(io),
        }
    }

    fn stop(&mut self, io: &mut Io) {
        if self.is_stopped {
            return;
        }
        io.close_listeners();
        self.work.is_draining = true;
        self.is_stopped = true;
        let open = (self.slots.len() - self.free.len()) as u32;
        self.work.shared.cut_off.fetch_add(open, Ordering::AcqRel);
        for place in 0..self.slots.len() as u32 {
            self.settle(io, place, Fate::Gone(CloseReason::Shutdown));
        }
    }

    fn ended(&mut self) {
        let Work { shared, local, .. } = &mut self.work;
        if catch_unwind(AssertUnwindSafe(|| shared.factory.reactor_ended(&mut **local))).is_err() {
            log::error!("a protocol panicked at the end of its reactor");
        }
    }

    fn expired(&mut self, io: &mut Io, place: u32) {
        self.with(io, place, Connection::expired);
    }

    fn resume(&mut self, io: &mut Io, place: u32) {
        self.with(io, place, Connection::resume);
    }
}
