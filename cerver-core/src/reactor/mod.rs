//! A reactor: a value that one thread at a time can turn.
//!
//! It knows sockets only as descriptors with a token; what lives behind a token is the business of its [`Tenant`].

mod accept;
mod inbox;
mod timer;
mod watch;

pub(crate) use accept::{Accept, Acceptor, Entry};
pub(crate) use inbox::{Message, Remote};
pub(crate) use watch::Watches;

use crate::{
    events::WatchId,
    sys::{self, PollEvents, Readiness, TimerFd},
};
use mio::{Interest, Poll, Registry, Token, unix::SourceFd};
use std::{
    io,
    os::fd::{AsRawFd, RawFd},
    time::Duration,
};
use timer::{LAST_TICK, TICK_MILLIS, Wheel};

/// Most events taken in one turn.
const MAX_BATCH: usize = 1024;
/// Messages, deadlines, and connections with work left over that are looked at in one turn: when thousands come at once,
/// the requests of others wait for no more than these.
const LOT: usize = 256;
const WAKE: Token = Token(usize::MAX);
const TIMER: Token = Token(usize::MAX - 1);
/// Tokens of listeners count down from here.
const LISTENERS: usize = usize::MAX - 2;

/// What tells of input: urgent data, too, since a read stops there.
const INPUT: Interest = Interest::READABLE.add(Interest::PRIORITY);

/// What lives in a reactor. All calls come from the turning thread.
pub(crate) trait Tenant {
    /// The listeners may have connections; true = some are left for the next turn.
    fn accept(&mut self, io: &mut Io) -> bool;
    /// The clock has moved on since the last turn; the calls of this turn follow.
    fn clock_moved(&mut self);
    /// A descriptor registered under this token is ready.
    fn ready(&mut self, io: &mut Io, token: u64, readiness: Readiness);
    /// Somebody left a message.
    fn message(&mut self, io: &mut Io, message: Message);
    /// Ends everything at once.
    fn stop(&mut self, io: &mut Io);
    /// The reactor has ended: nothing else is called.
    fn ended(&mut self);
    /// The deadline of a place has come.
    fn expired(&mut self, io: &mut Io, place: u32);
    /// A place put itself on the list of those with work left.
    fn resume(&mut self, io: &mut Io, place: u32);
}

/// What a tenant may use of its reactor.
pub(crate) struct Io {
    registry: Registry,
    wheel: Wheel,
    pub(crate) remote: Remote,
    /// Taken away by [`Io::close_listeners`].
    pub(crate) acceptors: Vec<Acceptor>,
    /// Listeners there ever were: each has a token of its own.
    listeners_made: usize,
    /// Some acceptor is ready, perhaps one that pauses.
    pub(crate) can_accept: bool,
    /// Places with work left over for the next turn.
    pub(crate) runnable: Vec<u32>,
    /// A listener has paused at some time: its end must be looked for.
    pub(crate) is_paused: bool,
    /// When a graceful stop becomes one at once, in milliseconds of the monotonic clock.
    pub(crate) drain_until: Option<u64>,
    /// Milliseconds of the monotonic clock at the start of this turn.
    pub(crate) now: u64,
    epoch: u64,
}

impl Io {
    /// Watches a socket for input, edge-triggered, for as long as it is open. A new socket always has room for output: it
    /// is watched for that too only from when it had none.
    pub(crate) fn watch(&self, fd: &impl AsRawFd, token: u64) -> io::Result<()> {
        self.registry.register(&mut SourceFd(&fd.as_raw_fd()), Token(token as usize), INPUT)
    }

    /// Watches the same for room, too.
    pub(crate) fn watch_room(&self, fd: &impl AsRawFd, token: u64) -> io::Result<()> {
        let interest = INPUT.add(Interest::WRITABLE);
        self.registry.reregister(&mut SourceFd(&fd.as_raw_fd()), Token(token as usize), interest)
    }

    /// Adds a listener; what a shared one accepts is spread over all reactors. With an `id` it can be taken away again.
    pub(crate) fn listen(
        &mut self,
        listener: sys::Listener,
        id: Option<WatchId>,
        is_shared: bool,
        entry: Entry,
    ) -> io::Result<()> {
        let token = LISTENERS - self.listeners_made;
        self.registry.register(&mut SourceFd(&listener.as_raw_fd()), Token(token), Interest::READABLE)?;
        self.listeners_made += 1;
        self.acceptors.push(Acceptor::new(listener, token, id, is_shared, entry));
        self.can_accept = true;
        Ok(())
    }

    /// Takes a listener away; false = it is not here.
    pub(crate) fn unlisten(&mut self, id: WatchId) -> bool {
        let place = self.acceptors.iter().position(|acceptor| acceptor.id == Some(id));
        if let Some(place) = place {
            let acceptor = self.acceptors.remove(place);
            self.forget(&acceptor);
        }
        place.is_some()
    }

    /// Listens no more.
    pub(crate) fn close_listeners(&mut self) {
        for acceptor in std::mem::take(&mut self.acceptors) {
            self.forget(&acceptor);
        }
    }

    fn forget(&self, acceptor: &Acceptor) {
        // An inherited one lives on elsewhere and would go on waking this reactor.
        let _ = self.registry.deregister(&mut SourceFd(&acceptor.listener().as_raw_fd()));
    }

    /// The tick at which `millis` from now have passed.
    #[inline]
    pub(crate) fn due(&self, millis: u64) -> u32 {
        // One more than the tick of that moment, so that nothing ends early.
        let due = (self.now - self.epoch).saturating_add(millis) / TICK_MILLIS + 2;
        due.min(u64::from(LAST_TICK)) as u32
    }

    /// Sets the deadline of a place.
    #[inline]
    pub(crate) fn set_due(&mut self, place: u32, due: u32) {
        self.wheel.set(place, due);
    }

    /// Forgets the deadline of a place.
    pub(crate) fn clear_deadline(&mut self, place: u32) {
        self.wheel.clear(place);
    }

    /// The present tick.
    #[inline]
    pub(crate) fn tick(&self) -> u32 {
        ((self.now - self.epoch) / TICK_MILLIS) as u32 + 1
    }

    /// Reads the clock; false = it still shows what it showed in the last turn.
    #[inline(always)]
    fn read_clock(&mut self) -> bool {
        let now = sys::monotonic_millis().max(self.epoch);
        std::mem::replace(&mut self.now, now) != now
    }
}

/// A reactor and its tenant.
pub(crate) struct Reactor<T> {
    poll: Poll,
    /// Waited for by [`PollEvents::wait`] instead of mio, which is the same system call with fewer conversions.
    events: PollEvents,
    io: Io,
    tenant: T,
    messages: Vec<Message>,
    /// Those of them that are too many for this turn of a caller.
    later: Vec<Message>,
    expired: Vec<u32>,
    resumed: Vec<u32>,
    /// The last turn left something to do.
    has_more: bool,
    /// Set when a foreign loop watches the descriptor: then the next deadline must be one too.
    timer: Option<TimerFd>,
}

impl<T: Tenant> Reactor<T> {
    /// A reactor that takes at most `batch` events from the kernel in a turn, and twice as many after a turn that was
    /// full.
    pub(crate) fn new(batch: usize, make_tenant: impl FnOnce(&Remote) -> T) -> io::Result<Self> {
        let poll = Poll::new()?;
        let registry = poll.registry().try_clone()?;
        let remote = Remote::new(&registry, WAKE)?;
        let tenant = make_tenant(&remote);
        let now = sys::monotonic_millis();
        let io = Io {
            registry,
            wheel: Wheel::new(0),
            remote,
            acceptors: Vec::new(),
            listeners_made: 0,
            can_accept: false,
            runnable: Vec::new(),
            is_paused: false,
            drain_until: None,
            now,
            epoch: now,
        };
        Ok(Self {
            poll,
            events: PollEvents::new(batch),
            io,
            tenant,
            messages: Vec::new(),
            later: Vec::new(),
            expired: Vec::new(),
            resumed: Vec::new(),
            has_more: false,
            timer: None,
        })
    }

    /// Adds a listener, for good; what a shared one accepts is spread over all reactors.
    pub(crate) fn listen(&mut self, listener: sys::Listener, is_shared: bool, entry: Entry) -> io::Result<()> {
        self.io.listen(listener, None, is_shared, entry)
    }

    /// Takes a listener of the program in at once, between two turns.
    pub(crate) fn listen_now(&mut self, listener: sys::Listener, id: WatchId, entry: Entry) {
        self.tenant.message(&mut self.io, Message::Listen(listener, id, entry));
    }

    /// Takes it away; false = it is not here, or not yet.
    pub(crate) fn unlisten_now(&mut self, id: WatchId) -> bool {
        self.io.unlisten(id)
    }

    /// A table of what it waits for beside its connections, at most so many.
    pub(crate) fn watches(&self, most: usize) -> io::Result<Watches> {
        Watches::new(&self.io.registry, most)
    }

    /// The way in from other threads.
    pub(crate) fn remote(&self) -> &Remote {
        &self.io.remote
    }

    /// Listens no more.
    pub(crate) fn close_listeners(&mut self) {
        self.io.close_listeners();
    }

    /// The tenant.
    pub(crate) fn tenant(&self) -> &T {
        &self.tenant
    }

    /// Takes no more messages; false = some are left, and it does.
    #[cold]
    #[inline(never)]
    pub(crate) fn close_inbox(&self) -> bool {
        self.messages.is_empty() && self.io.remote.close_when_empty()
    }

    /// Ends everything at once; messages that come later find nobody.
    pub(crate) fn end(&mut self) {
        self.tenant.stop(&mut self.io);
        for message in self.messages.drain(..).chain(self.io.remote.close()) {
            self.tenant.message(&mut self.io, message);
        }
        self.tenant.ended();
    }

    /// A descriptor that is readable whenever a turn has something to do.
    pub(crate) fn make_pollable(&mut self) -> io::Result<RawFd> {
        if self.timer.is_none() {
            let timer = TimerFd::new()?;
            self.io.registry.register(&mut SourceFd(&timer.as_raw_fd()), TIMER, Interest::READABLE)?;
            self.timer = Some(timer);
            self.io.remote.come_back();
            self.io.remote.wake_surely();
        }
        Ok(self.poll.as_raw_fd())
    }

    /// One round: wait at most `max_wait` milliseconds ([`u64::MAX`] = as long as it takes), read, handle, write.
    pub(crate) fn turn(&mut self, max_wait: u64) -> io::Result<()> {
        let wait = self.wait_millis(max_wait);
        self.events.wait(self.poll.as_raw_fd(), wait)?;
        if self.io.read_clock() {
            self.tenant.clock_moved();
        }
        if !self.io.runnable.is_empty() {
            std::mem::swap(&mut self.io.runnable, &mut self.resumed);
        }
        self.dispatch();
        if !self.resumed.is_empty() {
            self.resume();
        }
        self.receive_messages();
        self.expire();
        if self.io.drain_until.is_some_and(|until| until <= self.io.now) {
            self.tenant.stop(&mut self.io);
        }
        self.has_more = self.tenant.accept(&mut self.io) || !self.io.runnable.is_empty();
        if self.timer.is_some() {
            self.keep_promise()?;
        }
        Ok(())
    }

    fn dispatch(&mut self) {
        for event in self.events.iter() {
            match Token(event.token as usize) {
                WAKE => {}
                TIMER => {
                    if let Some(timer) = &self.timer {
                        timer.take();
                    }
                }
                Token(token) if token > LISTENERS - self.io.listeners_made => {
                    if let Some(acceptor) = self.io.acceptors.iter_mut().find(|acceptor| acceptor.token == token) {
                        acceptor.is_ready = true;
                        self.io.can_accept = true;
                    }
                }
                Token(token) => {
                    self.tenant.ready(&mut self.io, token as u64, event.readiness);
                }
            }
        }
        if self.events.is_full(MAX_BATCH) {
            self.events.double();
        }
    }

    /// Before a turn of a caller who does other things between them: does what was posted since
    /// [`Reactor::end_caller_turn`], which wakes nobody. The turn then does not wait.
    #[inline(never)]
    pub(crate) fn begin_caller_turn(&mut self) {
        if self.timer.is_some() || !self.io.remote.come_back() {
            return;
        }
        if self.io.read_clock() {
            self.tenant.clock_moved();
        }
        self.io.remote.take(&mut self.messages);
        self.later = self.messages.split_off(self.messages.len().min(LOT));
        for message in self.messages.drain(..) {
            self.tenant.message(&mut self.io, message);
        }
        self.has_more = true;
    }

    /// After it: until the next one the reactor need not be woken, unless a foreign loop watches its descriptor.
    #[inline(never)]
    pub(crate) fn end_caller_turn(&mut self) {
        if !self.later.is_empty() {
            self.later.append(&mut self.messages);
            std::mem::swap(&mut self.later, &mut self.messages);
            self.io.remote.wake();
        }
        if self.timer.is_none() {
            self.io.remote.go_away();
        }
    }

    fn receive_messages(&mut self) {
        self.io.remote.take(&mut self.messages);
        if self.messages.is_empty() {
            return;
        }
        let count = self.messages.len().min(LOT);
        for message in self.messages.drain(..count) {
            self.tenant.message(&mut self.io, message);
        }
        if !self.messages.is_empty() {
            self.io.remote.wake();
        }
    }

    fn expire(&mut self) {
        let now = self.io.tick();
        self.io.wheel.expire(now, &mut self.expired);
        if self.expired.is_empty() {
            return;
        }
        let rest = self.expired.len().saturating_sub(LOT);
        for place in self.expired.drain(rest..) {
            // It may have another deadline by now, or belong to somebody else: the tenant looks.
            self.tenant.expired(&mut self.io, place);
        }
        if rest > 0 {
            self.io.remote.wake();
        }
    }

    /// Those that put themselves on the list in the last turn.
    fn resume(&mut self) {
        let mut rest = self.resumed.split_off(self.resumed.len().min(LOT));
        for place in self.resumed.drain(..) {
            self.tenant.resume(&mut self.io, place);
        }
        if !rest.is_empty() {
            rest.append(&mut self.io.runnable);
            self.io.runnable = rest;
        }
    }

    /// How long to wait for events, in milliseconds rounded up; -1 = without limit.
    #[inline]
    fn wait_millis(&self, max_wait: u64) -> i32 {
        if self.has_more {
            return 0;
        }
        match max_wait.min(self.next_deadline()) {
            u64::MAX => -1,
            millis => millis.min(i32::MAX as u64) as i32,
        }
    }

    /// Milliseconds to the next deadline, at least 1; [`u64::MAX`] when there is none.
    #[inline]
    fn next_deadline(&self) -> u64 {
        let wheel = self.io.wheel.next().map_or(u64::MAX, |tick| self.io.epoch + u64::from(tick - 1) * TICK_MILLIS);
        let next = self.rare_deadline().map_or(wheel, |rare| rare.min(wheel));
        if next == u64::MAX { next } else { next.saturating_sub(self.io.now).max(1) }
    }

    /// The end of a pause of a listener, or that of a graceful stop.
    #[inline]
    fn rare_deadline(&self) -> Option<u64> {
        if !self.io.is_paused && self.io.drain_until.is_none() {
            return None;
        }
        let paused = self.io.acceptors.iter().map(Acceptor::paused_until);
        paused.chain(self.io.drain_until).filter(|until| *until > self.io.now).min()
    }

    /// What this turn leaves must show on the descriptor that a foreign loop watches.
    fn keep_promise(&mut self) -> io::Result<()> {
        if self.has_more {
            self.io.remote.wake();
        }
        let next = Some(self.next_deadline()).filter(|millis| *millis != u64::MAX).map(Duration::from_millis);
        match &self.timer {
            Some(timer) => timer.set(next),
            None => Ok(()),
        }
    }
}
