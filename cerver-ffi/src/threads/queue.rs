//! A queue of jobs or handlers, and the one thread that may work on it.

use std::{
    collections::VecDeque,
    mem,
    sync::Arc,
    thread::{self, JoinHandle, ThreadId},
};

use cerver_core::host;
use parking_lot::{Condvar, Mutex};

use super::{CERVER_DEFAULT_JOB_QUEUE_LIMIT, CerverWork, Pointer, call, job_handler::Handling, job_memory::OwnedJob};
use crate::status::{Code, Error};

/// What a queue holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Holds {
    Nothing,
    Jobs,
    Handlers,
}

/// What waits in a queue.
pub(super) enum Item {
    Job(OwnedJob),
    Handling(Arc<Handling>),
}

/// Behind a CerverJobQueue.
pub(super) struct Queue {
    holds: Holds,
    state: Mutex<State>,
    changed: Condvar,
}

struct State {
    items: VecDeque<Item>,
    limit: usize,
    handler: CerverWork,
    /// What job_queue_wait() waits for.
    is_signalled: bool,
    is_deleted: bool,
    is_running: bool,
    /// From the making of the thread to its end.
    is_alive: bool,
    thread: Option<JoinHandle<()>>,
    own: Option<ThreadId>,
}

impl Queue {
    pub(super) fn new(holds: Holds) -> Arc<Self> {
        let state = State {
            items: VecDeque::new(),
            limit: CERVER_DEFAULT_JOB_QUEUE_LIMIT as usize,
            handler: None,
            is_signalled: false,
            is_deleted: false,
            is_running: false,
            is_alive: false,
            thread: None,
            own: None,
        };
        Arc::new(Self { holds, state: Mutex::new(state), changed: Condvar::new() })
    }

    pub(super) fn set_handler(&self, handler: CerverWork) {
        self.state.lock().handler = handler;
    }

    pub(super) fn set_limit(&self, limit: usize) {
        self.state.lock().limit = limit;
    }

    pub(super) fn needs(&self, holds: Holds) -> Result<(), Error> {
        if self.holds == holds {
            return Ok(());
        }
        Err(Error::new(Code::State, format!("the queue holds {:?}, not {holds:?}", self.holds)))
    }

    /// Whether this is the thread that works on the queue.
    pub(super) fn is_own_thread(&self) -> bool {
        self.state.lock().own == Some(thread::current().id())
    }

    /// Adds a job; gives it back when it cannot. `quiet`: only who asks for it by its id is told.
    pub(super) fn push_job(&self, job: OwnedJob, quiet: bool) -> Result<(), (Error, OwnedJob)> {
        match self.push(Holds::Jobs, Item::Job(job), quiet) {
            Err((error, Item::Job(job))) => Err((error, job)),
            _ => Ok(()),
        }
    }

    pub(super) fn push_handling(&self, handling: Arc<Handling>) -> Result<(), Error> {
        self.push(Holds::Handlers, Item::Handling(handling), false).map_err(|(error, _)| error)
    }

    /// The first item, without waiting.
    pub(super) fn pull(&self) -> Option<Item> {
        self.state.lock().items.pop_front()
    }

    /// The first job of that id; waits for it.
    pub(super) fn request(&self, id: u64) -> Result<OwnedJob, Error> {
        self.needs(Holds::Jobs)?;
        let mut state = self.state.lock();
        loop {
            let found = state.items.iter().position(|item| matches!(item, Item::Job(job) if job.get().id == id));
            if let Some(Item::Job(job)) = found.and_then(|place| state.items.remove(place)) {
                return Ok(job);
            }
            self.wait(&mut state)?;
        }
    }

    /// Waits until something was pushed, or the queue was signalled, since the last such wait.
    pub(super) fn wait_signalled(&self) -> Result<(), Error> {
        let mut state = self.state.lock();
        while !state.is_signalled {
            self.wait(&mut state)?;
        }
        state.is_signalled = false;
        Ok(())
    }

    pub(super) fn signal(&self) {
        self.state.lock().is_signalled = true;
        self.changed.notify_all();
    }

    /// Drops all items. Jobs are freed, data of handlers is deleted, and who waits for a handler goes on.
    pub(super) fn clear(&self) {
        let items = mem::take(&mut self.state.lock().items);
        for item in items {
            if let Item::Handling(handling) = item {
                handling.give_up();
            }
        }
    }

    /// Starts the thread.
    pub(super) fn start(self: &Arc<Self>) -> Result<(), Error> {
        let mut state = self.state.lock();
        if self.holds == Holds::Nothing {
            return Err(Error::new(Code::State, "the queue has no type: make it with job_queue_create()"));
        }
        if self.holds == Holds::Handlers && state.handler.is_none() {
            return Err(Error::new(Code::State, "the queue has no handler: call job_queue_set_handler()"));
        }
        loop {
            if state.is_running || state.is_deleted {
                return Err(Error::new(Code::State, "the queue is running already"));
            }
            if state.own == Some(thread::current().id()) {
                state.is_running = true; // its thread was told to stop, and does not
                return Ok(());
            }
            match state.thread.take() {
                Some(thread) => join(&mut state, thread),
                // Another start waits for it.
                None if state.is_alive => self.changed.wait(&mut state),
                None => break,
            }
        }
        let queue = Arc::clone(self);
        let thread = host::spawn("cerver-jobs".to_owned(), move || queue.work());
        state.thread = Some(thread.map_err(|error| Error::system("no thread for the queue", &error))?);
        state.is_running = true;
        state.is_alive = true;
        Ok(())
    }

    /// Tells the thread to end after the present item.
    pub(super) fn stop(&self) -> Result<(), Error> {
        let was_running = mem::take(&mut self.state.lock().is_running);
        self.changed.notify_all();
        if was_running { Ok(()) } else { Err(Error::new(Code::State, "the queue is not running")) }
    }

    /// Ends everything: the thread, which is waited for, and all waits.
    pub(super) fn end(&self) {
        let mut state = self.state.lock();
        state.is_deleted = true;
        state.is_running = false;
        self.changed.notify_all();
        if state.own != Some(thread::current().id())
            && let Some(thread) = state.thread.take()
        {
            join(&mut state, thread);
        }
        drop(state);
        self.clear();
    }

    fn push(&self, holds: Holds, item: Item, quiet: bool) -> Result<(), (Error, Item)> {
        if let Err(error) = self.needs(holds) {
            return Err((error, item));
        }
        let mut state = self.state.lock();
        if state.is_deleted {
            return Err((Error::new(Code::Closed, "the queue was deleted"), item));
        }
        if state.items.len() >= state.limit {
            return Err((Error::new(Code::Again, "the queue is at its limit: see job_queue_set_limit()"), item));
        }
        state.items.push_back(item);
        if !quiet {
            state.is_signalled = true;
        }
        self.changed.notify_all();
        Ok(())
    }

    fn wait(&self, state: &mut parking_lot::MutexGuard<'_, State>) -> Result<(), Error> {
        if state.is_deleted {
            return Err(Error::new(Code::Closed, "the queue was deleted"));
        }
        self.changed.wait(state);
        Ok(())
    }

    /// What the thread does.
    fn work(&self) {
        let mut state = self.state.lock();
        state.own = Some(thread::current().id());
        while state.is_running {
            // Jobs with an id are for those who ask for them.
            let next = state.items.iter().position(|item| !matches!(item, Item::Job(job) if job.get().id != 0));
            let Some(item) = next.and_then(|place| state.items.remove(place)) else {
                self.changed.wait(&mut state);
                continue;
            };
            let handler = state.handler;
            parking_lot::MutexGuard::unlocked(&mut state, || run(item, handler));
        }
        state.own = None;
        state.is_alive = false;
        self.changed.notify_all();
    }
}

fn run(item: Item, handler: CerverWork) {
    match item {
        Item::Job(job) => {
            let parts = job.get();
            call(parts.work, Pointer(parts.args));
        }
        Item::Handling(handling) => {
            call(handler, Pointer(handling.data.get().cast_mut()));
            handling.done();
        }
    }
}

/// Waits for a thread that was told to end, with the lock given up.
fn join(state: &mut parking_lot::MutexGuard<'_, State>, thread: JoinHandle<()>) {
    parking_lot::MutexGuard::unlocked(state, || {
        // A panic was reported when it happened.
        let _ = thread.join();
    });
}

impl Drop for Queue {
    fn drop(&mut self) {
        self.clear();
    }
}
