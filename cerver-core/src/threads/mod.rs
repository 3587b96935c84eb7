//! Where user code runs when it does not run on the reactor: a pool, or a thread for each connection.
//!
//! A job is a number with somebody who knows what it means: handing it over allocates nothing.

mod errands;
mod per_connection;
mod pool;

pub(crate) use errands::Errands;
pub(crate) use per_connection::{Lane, Lanes};
pub(crate) use pool::Pool;

use crate::{host, sys};
use parking_lot::{Condvar, Mutex};
use std::{
    cell::Cell,
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    thread::{Builder, JoinHandle},
    time::Instant,
};

/// Runs jobs.
pub trait Run: Send + Sync {
    /// Does the work that `ticket` stands for.
    fn run(&self, ticket: u64);
    /// The job will not be run: the server stops at once.
    fn discard(&self, ticket: u64);
}

/// Work for another thread.
pub struct Job {
    /// Who does it.
    pub runner: Arc<dyn Run>,
    /// What it is.
    pub ticket: u64,
}

impl Job {
    fn run(self) {
        // A panic in a handler is the runner's to report; this one only keeps the thread.
        if catch_unwind(AssertUnwindSafe(|| self.runner.run(self.ticket))).is_err() {
            log::error!("a job panicked");
        }
    }
}

/// Where the jobs of a server go.
pub(crate) enum Threads {
    /// Nowhere: they run where they arise.
    None,
    Pool(Pool),
    Lanes(Arc<Lanes>),
}

impl Threads {
    /// Threads of connections that are gone which have not ended yet.
    pub(crate) fn leaving(&self) -> u32 {
        match self {
            Self::None | Self::Pool(_) => 0,
            Self::Lanes(lanes) => lanes.leaving(),
        }
    }
}

/// The threads of one run of a server.
#[derive(Default)]
pub(crate) struct Crew {
    id: u64,
    live: Mutex<u32>,
    ended: Condvar,
    handles: Mutex<Vec<JoinHandle<()>>>,
}

thread_local! {
    /// The crew that the thread belongs to; 0 = it is none of ours.
    static CREW: Cell<u64> = const { Cell::new(0) };
}

thread_local! {
    /// A reactor is being turned on the thread.
    static TURNS: Cell<bool> = const { Cell::new(false) };
}

/// Notes that this thread turns a reactor of a crew until the value is dropped.
pub(crate) struct Turning {
    turned: bool,
    crew: u64,
}

impl Turning {
    pub(crate) fn new(crew: &Crew) -> Self {
        Self { turned: TURNS.replace(true), crew: CREW.replace(crew.id) }
    }
}

impl Drop for Turning {
    fn drop(&mut self) {
        TURNS.set(self.turned);
        CREW.set(self.crew);
    }
}

/// True on a thread of any crew, and on a lent one inside a turn.
pub(crate) fn is_library_thread() -> bool {
    CREW.try_with(Cell::get).is_ok_and(|crew| crew != 0)
}

/// True while the calling thread turns a reactor: it must not wait for one.
pub(crate) fn is_on_reactor() -> bool {
    TURNS.try_with(Cell::get).unwrap_or(false)
}

impl Crew {
    pub(crate) fn new() -> Arc<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Arc::new(Self { id: NEXT.fetch_add(1, Ordering::Relaxed), ..Self::default() })
    }

    /// True on a thread of this crew.
    pub(crate) fn is_mine(&self) -> bool {
        CREW.try_with(|crew| crew.get() == self.id).unwrap_or(false)
    }

    /// Makes a thread: named, with the signals left to the program, and its end told to the host.
    pub(crate) fn spawn(self: &Arc<Self>, name: String, body: impl FnOnce() + Send + 'static) -> io::Result<()> {
        *self.live.lock() += 1;
        let live = Live(Arc::clone(self));
        let _mask = sys::mask_library_thread();
        let handle = Builder::new().name(name).spawn(move || {
            // Dropped last, so that who waits for the crew finds everything of this thread done.
            let live = live;
            CREW.set(live.0.id);
            sys::note_masked_thread();
            let _host = HostEnd;
            body();
        })?;
        let mut handles = self.handles.lock();
        handles.retain(|handle| !handle.is_finished());
        handles.push(handle);
        Ok(())
    }

    /// Waits until no thread is left, and returns the number of those that are.
    pub(crate) fn wait_ended(&self, deadline: Instant) -> u32 {
        let mut live = self.live.lock();
        while *live > 0 {
            if self.ended.wait_until(&mut live, deadline).timed_out() {
                return *live;
            }
        }
        drop(live);
        for handle in std::mem::take(&mut *self.handles.lock()) {
            // Over but for its last steps; a panic was reported when it happened.
            let _ = handle.join();
        }
        0
    }
}

struct Live(Arc<Crew>);

impl Drop for Live {
    fn drop(&mut self) {
        *self.0.live.lock() -= 1;
        self.0.ended.notify_all();
    }
}

struct HostEnd;

impl Drop for HostEnd {
    fn drop(&mut self) {
        host::thread_end();
    }
}
