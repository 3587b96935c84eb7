//! A server: its options, its listeners, its threads, and its life from start to stop, as often as one likes.

mod door;
mod listen;
mod run;
mod ticker;

use crate::{
    config::Options,
    error::{Code, Error, Result},
    events::{Interest, WatchId},
    protocol::{Factory, Maker},
    stats::Snapshot,
    sys::{self, EventFd, Listener, Waited},
    threads,
};
pub use door::Door;
use parking_lot::Mutex;
use run::Run;
use std::{
    os::fd::{AsRawFd, RawFd},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

/// How a [`Server::wait`] ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WaitEnd {
    /// The server has stopped.
    Stopped,
    /// A signal handler ran on the calling thread, or [`interrupt`] was called.
    Interrupted,
    /// The time is over.
    Timeout,
}

/// A server. Every method may be called from any thread, also from inside a handler.
pub struct Server {
    name: String,
    options: Mutex<Options>,
    factory: Arc<dyn Factory>,
    run: Mutex<Option<Arc<Run>>>,
    /// One start at a time.
    starting: Mutex<()>,
    started: Mutex<Option<Instant>>,
}

impl Server {
    /// A server that does not listen yet. `name` stands in the names of its threads and in the log.
    pub fn new(name: impl Into<String>, options: Options, factory: Arc<dyn Factory>) -> Self {
        // Made here so that a signal handler finds it; without descriptors the wait reports it.
        let _ = interrupt_event();
        Self {
            name: name.into(),
            options: Mutex::new(options),
            factory,
            run: Mutex::new(None),
            starting: Mutex::new(()),
            started: Mutex::new(None),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Changes the options; refused with [`Code::State`] while the server runs.
    pub fn configure<R>(&self, change: impl FnOnce(&mut Options) -> R) -> Result<R> {
        if self.is_running() {
            return Err(Error::new(Code::State, "options can only be changed while the server is stopped"));
        }
        Ok(change(&mut self.options.lock()))
    }

    /// The options as they are.
    pub fn options(&self) -> Options {
        self.options.lock().clone()
    }

    /// Listens and serves on threads of the library; returns when every listener accepts connections.
    pub fn start(&self) -> Result<()> {
        self.begin(false)
    }

    /// Listens without any thread: the caller serves by [`Server::turn`]. One reactor.
    pub fn open(&self) -> Result<()> {
        self.begin(true)
    }

    fn begin(&self, is_manual: bool) -> Result<()> {
        let _starting = self.starting.lock();
        if self.is_running() {
            return Err(Error::new(Code::State, "the server is running already"));
        }
        if let Some(run) = self.current() {
            // A stop from inside a handler may have left its threads about to end.
            run.wait_ended(sys::later(self.options().drain_timeout));
        }
        self.factory.prepare()?;
        let run = Run::begin(&self.name, self.options(), &self.factory, is_manual)?;
        *self.run.lock() = Some(run);
        *self.started.lock() = Some(Instant::now());
        Ok(())
    }

    fn current(&self) -> Option<Arc<Run>> {
        self.run.lock().clone()
    }

    fn running(&self) -> Result<Arc<Run>> {
        self.current()
            .filter(|run| !run.is_stopped())
            .ok_or_else(|| Error::new(Code::State, "the server is not running"))
    }

    /// True from the start until a stop is complete.
    pub fn is_running(&self) -> bool {
        self.current().is_some_and(|run| !run.is_stopped())
    }

    /// Time since the last start.
    pub fn uptime(&self) -> Option<Duration> {
        self.started.lock().map(|started| started.elapsed())
    }

    /// The real port of a listener, in the order in which they were added; None for a Unix socket and while stopped.
    pub fn port(&self, listener: usize) -> Option<u16> {
        self.running().ok()?.ports.get(listener).copied().flatten()
    }

    /// Waits on the calling thread until the server has stopped, a signal handler has run here, [`interrupt`] was
    /// called, one of `others` is readable (at most 2), or the time is over. [`Code::Busy`] inside a handler.
    pub fn wait(&self, timeout: Option<Duration>, others: &[RawFd]) -> Result<WaitEnd> {
        let run = match self.current() {
            Some(run) if !run.is_stopped() => run,
            _ => return Ok(WaitEnd::Stopped),
        };
        check_may_wait()?;
        let interrupt = interrupt_event()?;
        let mut fds = [-1; 4];
        fds[0] = run.stopped.as_raw_fd();
        fds[1] = interrupt.event.as_raw_fd();
        for (place, other) in fds[2..].iter_mut().zip(others) {
            *place = *other;
        }
        interrupt.waiters.fetch_add(1, Ordering::AcqRel);
        let waited = sys::wait_readable(&fds, timeout);
        let was_last = interrupt.waiters.fetch_sub(1, Ordering::AcqRel) == 1;
        if was_last && matches!(waited, Ok(Waited::Ready(1))) {
            interrupt.event.clear();
        }
        match waited.map_err(|error| Error::system("the wait for the server failed", &error))? {
            Waited::Ready(0) => Ok(WaitEnd::Stopped),
            Waited::Ready(_) | Waited::Interrupted => Ok(WaitEnd::Interrupted),
            Waited::Timeout => Ok(WaitEnd::Timeout),
        }
    }

    /// One round of a server that was begun with [`Server::open`], on the calling thread.
    ///
    /// [`Code::Busy`] inside itself and while another thread turns; [`Code::State`] when there is nothing to turn.
    pub fn turn(&self, max_wait: Option<Duration>) -> Result<()> {
        self.running()?.turn(max_wait)
    }

    /// A descriptor that is readable when [`Server::turn`] has something to do; it stays the library's.
    pub fn poll_descriptor(&self) -> Result<RawFd> {
        self.running()?.poll_descriptor()
    }

    /// The way into the present run for those who do not keep the server; [`Code::State`] while it is stopped.
    pub fn door(&self) -> Result<Door> {
        Ok(Door::new(&self.running()?))
    }

    /// Tells the factory ([`Factory::occurred`], with `tag`) in each turn in which a descriptor of the program is ready
    /// for what is of interest, until [`Server::unwatch`]; it must be open until then.
    ///
    /// [`Code::State`] when the server does not run, [`Code::Again`] at the limit ([`Options::watch_limit`]),
    /// [`Code::System`] for what cannot be waited for.
    pub fn watch(&self, descriptor: RawFd, interest: Interest, tag: u64) -> Result<WatchId> {
        self.running()?.watches()?.descriptor(descriptor, interest, tag)
    }

    /// The same after `first`, and then after each `every`. One that does not repeat needs no [`Server::unwatch`].
    pub fn add_timer(&self, first: Duration, every: Option<Duration>, tag: u64) -> Result<WatchId> {
        self.running()?.watches()?.timer(first, every, tag)
    }

    /// The same when the process gets a signal, in place of what was to happen then. [`Code::Busy`] when it is watched
    /// already, [`Code::Argument`] for one that cannot be caught or tells of a fault.
    pub fn watch_signal(&self, number: i32, tag: u64) -> Result<WatchId> {
        self.running()?.watches()?.signal(number, tag)
    }

    /// Accepts from a listening stream socket of the program, whose descriptor is duplicated, until [`Server::unwatch`];
    /// `make` makes the protocol of each connection.
    pub(crate) fn accept_from(&self, descriptor: RawFd, make: Maker) -> Result<WatchId> {
        let run = self.running()?;
        let listener = Listener::inherited(descriptor)
            .map_err(|error| Error::system("nothing can be accepted from the descriptor", &error))?;
        run.listen(listener, make)
    }

    /// Ends a watch or a timer; [`Code::NotFound`] when it is over.
    pub fn unwatch(&self, id: WatchId) -> Result<()> {
        self.running()?.unwatch(id)
    }

    /// Makes the descriptor of [`Server::poll_descriptor`] readable, and the next turn come back at once.
    pub fn wake(&self) -> Result<()> {
        self.running()?.wake();
        Ok(())
    }

    /// Makes that descriptor readable where a foreign loop watches it.
    pub(crate) fn wake_watcher(&self) {
        // A server that has stopped has no descriptor.
        if let Ok(run) = self.running() {
            run.wake_watcher();
        }
    }

    /// Closes the listeners and serves on what is connected; the next start listens again. A listener that another process
    /// has, too, goes on there. Who turns the server and is not inside a turn finds them closed on return, others soon.
    pub fn stop_listening(&self) -> Result<()> {
        self.running()?.stop_listening();
        Ok(())
    }

    /// Stops gracefully: takes what has been accepted, closes the listeners, finishes what is under way, and cuts off
    /// what is left after `timeout` ([`Code::Timeout`]).
    ///
    /// From inside a handler it returns at once and the rest happens behind it.
    pub fn drain(&self, timeout: Duration) -> Result<()> {
        self.running()?.drain(timeout)
    }

    /// Stops at once: listeners and connections are closed, waiting jobs given up; handlers that run are not waited
    /// for.
    pub fn shutdown(&self) -> Result<()> {
        self.running()?.shutdown();
        Ok(())
    }

    /// Drains with the configured time, shuts down and waits for the threads; [`Code::Handlers`] when some are still in
    /// a handler after the time. Harmless when the server is stopped.
    pub fn stop(&self) -> Result<()> {
        let Some(run) = self.current() else { return Ok(()) };
        let timeout = self.options().drain_timeout;
        if !run.is_stopped() {
            // Cut-off connections are in the statistics; handlers left over are reported below.
            let _ = run.drain(timeout);
        }
        if run.is_own_thread() {
            // The reactors end by themselves when their time is over.
            return Ok(());
        }
        run.shutdown();
        let left = run.wait_ended(sys::later(timeout));
        if left > 0 {
            return Err(Error::new(Code::Handlers, format!("{left} handlers are still running")));
        }
        Ok(())
    }

    /// Reads the certificates and keys of TLS again, from the same files: connections that come later get them, those that
    /// are open go on as they are. On an error everything stays as it was.
    ///
    /// [`Code::Tls`] when a file is of no use, [`Code::State`] when the server does not run or has no TLS listener.
    pub fn reload_tls(&self) -> Result<()> {
        self.running()?.reload_tls()
    }

    /// The counters, summed over the reactors since the last start.
    pub fn stats(&self) -> Snapshot {
        self.current().map(|run| run.stats()).unwrap_or_default()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(run) = self.run.get_mut() {
            run.shutdown();
        }
    }
}

/// Whether the calling thread may wait for a server: not inside a handler, which would hold up its own one
/// ([`Code::Busy`]).
pub fn check_may_wait() -> Result<()> {
    if threads::is_library_thread() {
        return Err(Error::new(Code::Busy, "a handler must not wait for a server"));
    }
    Ok(())
}

/// Ends every [`Server::wait`] in progress, or, when there is none, the next one. Async-signal-safe.
pub fn interrupt() {
    if let Some(interrupt) = INTERRUPT.get() {
        interrupt.event.signal();
    }
}

struct Interrupt {
    event: EventFd,
    waiters: AtomicUsize,
}

static INTERRUPT: OnceLock<Interrupt> = OnceLock::new();

fn interrupt_event() -> Result<&'static Interrupt> {
    if let Some(interrupt) = INTERRUPT.get() {
        return Ok(interrupt);
    }
    let event = EventFd::new().map_err(|error| Error::system("no descriptor for interrupts", &error))?;
    Ok(INTERRUPT.get_or_init(|| Interrupt { event, waiters: AtomicUsize::new(0) }))
}
