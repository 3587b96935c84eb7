//! One run of a server, from a start to the end of its last thread.

use super::{listen, ticker::Ticker};
use crate::{
    config::{DEFAULT_POLL_FDS, DEFAULT_POLL_TIMEOUT, Listen, MAX_REACTORS, Options, Placement},
    connection::{Admission, Connections, Limits, Shared},
    error::{Code, Error, Result},
    events::WatchId,
    protocol::{Factory, Maker},
    reactor::{Entry, Message, Reactor, Remote, Watches},
    stats::{Counters, Snapshot},
    sys::{self, EventFd, Listener},
    threads::{Attendant, Crew, Lanes, Pool, Threads, Turning},
    tls,
};
use parking_lot::{Condvar, MappedMutexGuard, Mutex, MutexGuard};
use std::{
    num::NonZero,
    os::fd::RawFd,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicUsize, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

/// A reactor looks up at least this often.
const LONGEST_WAIT: u64 = DEFAULT_POLL_TIMEOUT as u64;

/// A run.
pub(super) struct Run {
    pub(super) ports: Vec<Option<u16>>,
    /// Readable when the last reactor has ended.
    pub(super) stopped: EventFd,
    shared: Arc<Shared>,
    crew: Arc<Crew>,
    remotes: Vec<Remote>,
    /// Counts messages for any reactor.
    next: AtomicUsize,
    counters: Vec<Arc<Counters>>,
    reactors_left: Mutex<usize>,
    reactor_ended: Condvar,
    attendants: Vec<Arc<dyn Attendant>>,
    /// The reactor of a run without threads, until it is finished.
    lent: Option<Mutex<Option<Reactor<Connections>>>>,
}

impl Run {
    /// Binds, makes the reactors and, unless `is_manual`, the threads.
    pub(super) fn begin(
        name: &str,
        options: Options,
        factory: &Arc<dyn Factory>,
        is_manual: bool,
    ) -> Result<Arc<Self>> {
        options.check()?;
        // Before anything is bound: what is missing is said by name.
        let (tls, warnings) = secure(&options, &**factory)?.unzip();
        let mut attendants = factory.attendants();
        attendants.extend(options.updates.iter().map(|update| Ticker::new(update) as Arc<dyn Attendant>));
        let number = reactor_count(&options, is_manual);
        let bound = listen::bind(&options, number)?;
        let crew = Crew::new();
        let shared = Arc::new(Shared {
            factory: Arc::clone(factory),
            threads: make_threads(&crew, name, &options)?,
            limits: limits(&options, &**factory),
            admission: admission(&options),
            tls: tls.map(Arc::new),
            cut_off: AtomicU32::new(0),
            is_shut_down: AtomicBool::new(false),
            remotes: OnceLock::new(),
            watches: OnceLock::new(),
        });
        let counters: Vec<_> = (0..number).map(|_| Arc::new(Counters::default())).collect();
        let failed = |error| Error::system("a reactor cannot be made", &error);
        let mut reactors = Vec::with_capacity(number);
        for (place, counters) in counters.iter().enumerate() {
            let make = |remote: &Remote| {
                Connections::new(place as u8, Arc::clone(&shared), Arc::clone(counters), remote.clone())
            };
            reactors.push(Reactor::new(DEFAULT_POLL_FDS, make).map_err(failed)?);
        }
        let watches = reactors[0].watches(options.watch_limit as usize).map_err(failed)?;
        shared.watches.get_or_init(|| watches);
        let ports = bound.iter().map(|bound| bound.port).collect();
        for bound in bound {
            let is_shared = bound.listeners.len() < number;
            for (reactor, listener) in reactors.iter_mut().zip(bound.listeners) {
                let entry = if bound.is_tls { Entry::Tls } else { Entry::Plain };
                reactor.listen(listener, is_shared, entry).map_err(failed)?;
            }
        }
        let remotes: Vec<_> = reactors.iter().map(|reactor| reactor.remote().clone()).collect();
        shared.remotes.get_or_init(|| remotes.clone());
        if let Threads::Lanes(lanes) = &shared.threads {
            // A listener may be waiting for this.
            let remotes = remotes.clone();
            lanes.on_end(move || remotes.iter().for_each(Remote::wake));
        }
        let run = Arc::new(Self {
            ports,
            stopped: EventFd::new().map_err(failed)?,
            shared,
            crew,
            remotes,
            next: AtomicUsize::new(0),
            counters,
            reactors_left: Mutex::new(number),
            reactor_ended: Condvar::new(),
            attendants,
            lent: is_manual.then(|| Mutex::new(reactors.pop())),
        });
        run.warn(warnings.unwrap_or_default());
        for attendant in &run.attendants {
            let this = Arc::clone(attendant);
            if let Err(error) = run.crew.spawn(format!("{name}-{}", this.name()), move || this.attend()) {
                *run.reactors_left.lock() = 0;
                run.shutdown();
                return Err(Error::system("a thread of the server cannot be made", &error));
            }
        }
        for (place, reactor) in reactors.into_iter().enumerate() {
            let this = Arc::clone(&run);
            let spawned = run.crew.spawn(format!("{name}-r{place}"), move || this.turn_to_the_end(reactor));
            if let Err(error) = spawned {
                *run.reactors_left.lock() -= number - place;
                run.shutdown();
                return Err(Error::system("the thread of a reactor cannot be made", &error));
            }
        }
        Ok(run)
    }

    fn turn_to_the_end(&self, mut reactor: Reactor<Connections>) {
        struct End<'a>(&'a Run);
        impl Drop for End<'_> {
            fn drop(&mut self) {
                self.0.end_reactor();
            }
        }
        // Dropped last, and also when something below panics.
        let _end = End(self);
        let turning = Turning::new(&self.crew);
        loop {
            match turn_once(&mut reactor, LONGEST_WAIT) {
                Ok(false) => {}
                Ok(true) => break,
                Err(error) => {
                    log::error!("{error}");
                    break;
                }
            }
        }
        drop(turning);
        reactor.end();
    }

    fn end_reactor(&self) {
        let mut left = self.reactors_left.lock();
        *left -= 1;
        if *left == 0 {
            let at_once = self.shared.is_shut_down.load(Ordering::Acquire);
            if let Some(watches) = self.shared.watches.get() {
                watches.clear();
            }
            if let Threads::Pool(pool) = &self.shared.threads {
                pool.close(at_once);
            }
            self.attendants.iter().for_each(|attendant| attendant.dismiss(at_once));
            self.stopped.signal();
        }
        self.reactor_ended.notify_all();
    }

    /// True when the last reactor has ended, or a stop at once was asked for.
    pub(super) fn is_stopped(&self) -> bool {
        self.shared.is_shut_down.load(Ordering::Acquire) || *self.reactors_left.lock() == 0
    }

    /// True on a thread of this run, also a lent one inside a turn: it must not wait for itself.
    pub(super) fn is_own_thread(&self) -> bool {
        self.crew.is_mine()
    }

    pub(super) fn turn(&self, max_wait: Option<Duration>) -> Result<()> {
        let mut place = self.lent()?.try_lock().ok_or(Code::Busy)?;
        let Some(reactor) = &mut *place else {
            return Err(Error::new(Code::State, "the server has stopped"));
        };
        let turning = Turning::new(&self.crew);
        reactor.begin_caller_turn();
        let turned = turn_once(reactor, max_wait.map_or(u64::MAX, millis));
        reactor.end_caller_turn();
        let is_finished = turned?;
        drop(turning);
        if is_finished || self.shared.is_shut_down.load(Ordering::Acquire) {
            self.end_lent(&mut place);
        } else {
            drop(place);
            if self.shared.is_shut_down.load(Ordering::Acquire) {
                // The stop came after the look above and found the reactor still locked.
                self.try_end_lent();
            }
        }
        Ok(())
    }

    fn lent(&self) -> Result<&Mutex<Option<Reactor<Connections>>>> {
        self.lent.as_ref().ok_or_else(|| {
            Error::new(Code::State, "the server turns on threads of its own: open it instead of starting it")
        })
    }

    fn end_lent(&self, place: &mut Option<Reactor<Connections>>) {
        if let Some(mut reactor) = place.take() {
            reactor.end();
            drop(reactor);
            self.end_reactor();
        }
    }

    fn try_end_lent(&self) {
        if let Some(mut place) = self.lent.as_ref().and_then(Mutex::try_lock) {
            self.end_lent(&mut place);
        }
    }

    pub(super) fn poll_descriptor(&self) -> Result<RawFd> {
        let mut place = self.lent()?.try_lock().ok_or(Code::Busy)?;
        let Some(reactor) = &mut *place else { return Err(Error::new(Code::State, "the server has stopped")) };
        reactor.make_pollable().map_err(|error| Error::system("no descriptor to poll", &error))
    }

    pub(super) fn wake(&self) {
        self.remotes.iter().for_each(Remote::wake);
    }

    pub(super) fn wake_watcher(&self) {
        self.remotes.iter().for_each(Remote::wake_watcher);
    }

    /// Leaves a message with one reactor after the other.
    pub(super) fn post(&self, message: Message) -> Result<()> {
        let next = self.next.fetch_add(1, Ordering::Relaxed) % self.remotes.len();
        let posted = self.remotes[next].post(message);
        posted.map_err(|_| Error::new(Code::State, "the server has stopped"))
    }

    /// What the first reactor waits for beside its connections.
    pub(super) fn watches(&self) -> Result<&Watches> {
        self.shared.watches.get().ok_or_else(|| Code::State.into())
    }

    /// Closes the listeners: now where the caller turns and is not inside a turn, otherwise in the next one.
    pub(super) fn stop_listening(&self) {
        if let Some(mut reactor) = self.idle_reactor() {
            return reactor.close_listeners();
        }
        for remote in &self.remotes {
            // One that has ended listens no more.
            let _ = remote.post(Message::StopListening);
        }
    }

    /// Has the first reactor accept from a listener of the program.
    pub(super) fn listen(&self, listener: Listener, make: Maker) -> Result<WatchId> {
        let watches = self.watches()?;
        let id = watches.listener()?;
        let entry = Entry::Own(Arc::new(make));
        if let Some(mut reactor) = self.idle_reactor() {
            reactor.listen_now(listener, id, entry);
            return Ok(id);
        }
        match self.remotes[0].post(Message::Listen(listener, id, entry)) {
            Ok(()) => Ok(id),
            Err(_) => {
                watches.remove(id)?;
                Err(Error::new(Code::State, "the server has stopped"))
            }
        }
    }

    pub(super) fn unwatch(&self, id: WatchId) -> Result<()> {
        if self.watches()?.remove(id)? {
            // At once where that is possible, so that nobody can connect any more.
            let is_gone = self.idle_reactor().is_some_and(|mut reactor| reactor.unlisten_now(id));
            if !is_gone {
                // One that has ended has no listeners.
                let _ = self.remotes[0].post(Message::Unlisten(id));
            }
        }
        Ok(())
    }

    /// The reactor of a run without threads, when nobody turns it at this moment.
    fn idle_reactor(&self) -> Option<MappedMutexGuard<'_, Reactor<Connections>>> {
        MutexGuard::try_map(self.lent.as_ref()?.try_lock()?, Option::as_mut).ok()
    }

    pub(super) fn drain(&self, timeout: Duration) -> Result<()> {
        let until = sys::monotonic_millis().saturating_add(millis(timeout));
        for remote in &self.remotes {
            // One that has ended needs no telling.
            let _ = remote.post(Message::Drain(until));
        }
        if self.is_own_thread() {
            return Ok(());
        }
        // The reactors keep the time themselves; a handler on one may hold it up for longer.
        let grace = sys::later(timeout.saturating_add(Duration::from_millis(500)));
        while !self.is_stopped() && Instant::now() < grace {
            match self.lent.as_ref().map(|_| self.turn(Some(grace.saturating_duration_since(Instant::now())))) {
                // The turn of another thread may just have been the last one.
                Some(Err(error)) if error.code() == Code::State => {}
                Some(Err(error)) if error.code() != Code::Busy => return Err(error),
                Some(Ok(())) => {}
                // Threads of the library turn, or another one of the caller's.
                None | Some(Err(_)) => self.wait_reactors(grace),
            }
        }
        if *self.reactors_left.lock() > 0 {
            return Err(Error::new(Code::Timeout, "handlers on the reactors were still running after the time"));
        }
        match self.shared.cut_off.load(Ordering::Acquire) {
            0 => Ok(()),
            n => Err(Error::new(Code::Timeout, format!("{n} connections were cut off after the time"))),
        }
    }

    fn wait_reactors(&self, deadline: Instant) {
        let mut left = self.reactors_left.lock();
        while *left > 0 && !self.reactor_ended.wait_until(&mut left, deadline).timed_out() {}
    }

    pub(super) fn shutdown(&self) {
        if self.shared.is_shut_down.swap(true, Ordering::AcqRel) {
            return;
        }
        match &self.shared.threads {
            Threads::None => {}
            Threads::Pool(pool) => pool.close(true),
            Threads::Lanes(lanes) => lanes.discard(),
        }
        self.attendants.iter().for_each(|attendant| attendant.dismiss(true));
        for remote in &self.remotes {
            // One that has ended needs no telling.
            let _ = remote.post(Message::Stop);
        }
        self.stopped.signal();
        if !self.is_own_thread() {
            self.try_end_lent();
        }
    }

    /// Reads the files of certificates again.
    pub(super) fn reload_tls(&self) -> Result<()> {
        match &self.shared.tls {
            Some(setup) => {
                self.warn(setup.reload()?);
                Ok(())
            }
            None => Err(Error::new(Code::State, "the server has no TLS listener")),
        }
    }

    /// Has the first reactor tell of what is not as it should be.
    fn warn(&self, texts: Vec<String>) {
        for text in texts {
            let factory = Arc::clone(&self.shared.factory);
            // One that has ended tells nobody.
            let _ = self.remotes[0].post(Message::Run(Box::new(move || factory.warned(&text))));
        }
    }

    /// Waits until all threads have ended; returns the number of those that have not.
    pub(super) fn wait_ended(&self, deadline: Instant) -> u32 {
        if self.is_own_thread() { 0 } else { self.crew.wait_ended(deadline) }
    }

    pub(super) fn stats(&self) -> Snapshot {
        let mut sum = Snapshot::default();
        self.counters.iter().for_each(|counters| sum.add(counters));
        sum
    }
}

/// One turn; true = the reactor has nothing left to do.
fn turn_once(reactor: &mut Reactor<Connections>, max_wait: u64) -> Result<bool> {
    reactor.turn(max_wait).map_err(|error| Error::system("a reactor failed", &error))?;
    let tenant = reactor.tenant();
    // A connection that another reactor has accepted, and handed over before it knew of the end, is still served.
    Ok(tenant.is_stopped() || tenant.is_drained() && reactor.close_inbox())
}

fn reactor_count(options: &Options, is_manual: bool) -> usize {
    match options.reactors {
        // The caller turns one, whatever a start with threads would have.
        _ if is_manual => 1,
        0 => thread::available_parallelism().map_or(1, NonZero::get).min(MAX_REACTORS.into()),
        n => n.into(),
    }
}

fn make_threads(crew: &Arc<Crew>, name: &str, options: &Options) -> Result<Threads> {
    Ok(match options.placement {
        Placement::Reactor => Threads::None,
        Placement::Pool { threads } => Threads::Pool(Pool::start(crew, name, threads, options.pool_queue)?),
        Placement::OwnThread => Threads::Lanes(Lanes::new(crew, name)),
    })
}

/// Milliseconds, rounded up so that a short wait is one.
fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_nanos().div_ceil(1_000_000)).unwrap_or(u64::MAX)
}

fn limits(options: &Options, factory: &dyn Factory) -> Limits {
    let chunk = if factory.takes_chunks() { options.receive_buffer_size } else { usize::MAX };
    Limits {
        read_size: options.read_size.min(chunk),
        send_high: options.send_high as u64,
        send_low: options.send_low as u64,
        write_timeout_millis: millis(options.write_timeout),
        min_send_rate: options.min_send_rate,
        idle_timeout_millis: millis(options.idle_timeout),
        handshakes_per_turn: options.tls.handshakes_per_turn,
    }
}

/// What TLS listeners need, where there is one.
fn secure(options: &Options, factory: &dyn Factory) -> Result<Option<(tls::Setup, Vec<String>)>> {
    let has_tls = options.listen.iter().any(|listen| matches!(listen, Listen::Tls(_)));
    let setup = has_tls.then(|| tls::Setup::new(&options.tls, factory.application_protocols()));
    setup.transpose()
}

fn admission(options: &Options) -> Admission {
    let most = match options.placement {
        Placement::OwnThread => options.max_connections.min(options.max_handler_threads),
        _ => options.max_connections,
    };
    Admission::new(most, options.max_connections_per_address)
}
