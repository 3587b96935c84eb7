//! A worker: a thread of its own that does one job after the other, and can be told to pause.

use std::{
    collections::VecDeque,
    mem,
    sync::Arc,
    thread::{self, JoinHandle, ThreadId},
};

use cerver_core::host;
use parking_lot::{Condvar, Mutex, MutexGuard};

use super::{
    CERVER_DEFAULT_JOB_QUEUE_LIMIT, CerverWork, Pointer, call,
    worker::{
        CerverRemoveReference, CerverWorkerState, WORKER_STATE_AVAILABLE, WORKER_STATE_ENDED, WORKER_STATE_NONE,
        WORKER_STATE_STOPPED, WORKER_STATE_WORKING,
    },
};
use crate::status::{Code, Error};

/// Behind a CerverWorker.
pub(super) struct WorkerObject {
    state: Mutex<State>,
    changed: Condvar,
}

/// What the program calls for each job.
#[derive(Clone, Copy)]
pub(super) struct Calls {
    pub(super) work: CerverWork,
    pub(super) delete_data: CerverWork,
    pub(super) reference: Pointer,
    pub(super) remove_reference: CerverRemoveReference,
}

struct State {
    id: u32,
    name: String,
    calls: Calls,
    /// What is called (`None`: the work that all jobs share) and with what.
    jobs: VecDeque<(CerverWork, Pointer)>,
    limit: usize,
    now: CerverWorkerState,
    wanted: Wanted,
    thread: Option<JoinHandle<()>>,
    own: Option<ThreadId>,
}

/// What the thread shall do next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Wanted {
    Work,
    Pause,
    End,
}

impl WorkerObject {
    pub(super) fn new(id: u32) -> Arc<Self> {
        let none = Pointer(std::ptr::null_mut());
        let state = State {
            id,
            name: format!("worker-{id}"),
            calls: Calls { work: None, delete_data: None, reference: none, remove_reference: None },
            jobs: VecDeque::new(),
            limit: CERVER_DEFAULT_JOB_QUEUE_LIMIT as usize,
            now: WORKER_STATE_NONE,
            wanted: Wanted::Work,
            thread: None,
            own: None,
        };
        Arc::new(Self { state: Mutex::new(state), changed: Condvar::new() })
    }

    pub(super) fn set_name(&self, name: &str) {
        self.state.lock().name = name.to_owned();
    }

    pub(super) fn set_limit(&self, limit: usize) {
        self.state.lock().limit = limit;
    }

    pub(super) fn set_calls(&self, change: impl FnOnce(&mut Calls)) {
        change(&mut self.state.lock().calls);
    }

    /// Id, name and state.
    pub(super) fn describe(&self) -> (u32, String, CerverWorkerState) {
        let state = self.state.lock();
        (state.id, state.name.clone(), state.now)
    }

    pub(super) fn now(&self) -> CerverWorkerState {
        self.state.lock().now
    }

    /// Starts the thread, working or paused.
    pub(super) fn start(self: &Arc<Self>, first: CerverWorkerState) -> Result<(), Error> {
        let wanted = match first {
            WORKER_STATE_AVAILABLE => Wanted::Work,
            WORKER_STATE_STOPPED => Wanted::Pause,
            _ => {
                let text = "a worker starts with WORKER_STATE_AVAILABLE or WORKER_STATE_STOPPED";
                return Err(Error::new(Code::Argument, text));
            }
        };
        let mut state = self.state.lock();
        if state.now != WORKER_STATE_NONE {
            return Err(Error::new(Code::State, "the worker was started before"));
        }
        let worker = Arc::clone(self);
        let thread = host::spawn(state.name.clone(), move || worker.run());
        state.thread = Some(thread.map_err(|error| Error::system("no thread for the worker", &error))?);
        state.now = first;
        state.wanted = wanted;
        Ok(())
    }

    pub(super) fn resume(&self) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.now != WORKER_STATE_STOPPED || state.wanted != Wanted::Pause {
            return Err(Error::new(Code::State, "the worker is not stopped"));
        }
        state.wanted = Wanted::Work;
        state.now = WORKER_STATE_AVAILABLE;
        self.changed.notify_all();
        Ok(())
    }

    /// Pauses after the present job, and waits for that.
    pub(super) fn stop(&self) -> Result<(), Error> {
        let mut state = self.state.lock();
        if !matches!(state.now, WORKER_STATE_AVAILABLE | WORKER_STATE_WORKING) || state.wanted == Wanted::End {
            return Err(Error::new(Code::State, "the worker is not at work"));
        }
        state.wanted = Wanted::Pause;
        self.changed.notify_all();
        if state.own == Some(thread::current().id()) {
            return Ok(()); // a wait for oneself would never end
        }
        while state.wanted == Wanted::Pause && state.now != WORKER_STATE_STOPPED {
            self.changed.wait(&mut state);
        }
        Ok(())
    }

    /// Ends after the present job, and waits for that.
    pub(super) fn end(&self) -> Result<(), Error> {
        let mut state = self.state.lock();
        if matches!(state.now, WORKER_STATE_NONE | WORKER_STATE_ENDED) {
            return Err(Error::new(Code::State, "the worker does not run"));
        }
        state.wanted = Wanted::End;
        self.changed.notify_all();
        if state.own == Some(thread::current().id()) {
            return Ok(());
        }
        while state.now != WORKER_STATE_ENDED {
            self.changed.wait(&mut state);
        }
        if let Some(thread) = state.thread.take() {
            drop(state);
            // A panic was reported when it happened.
            let _ = thread.join();
        }
        Ok(())
    }

    pub(super) fn push(&self, work: CerverWork, args: Pointer) -> Result<(), Error> {
        let mut state = self.state.lock();
        if state.now == WORKER_STATE_ENDED || state.wanted == Wanted::End {
            return Err(Error::new(Code::State, "the worker has ended"));
        }
        if state.jobs.len() >= state.limit {
            return Err(Error::new(Code::Again, "the worker has as many jobs as worker_set_queue_limit() allows"));
        }
        state.jobs.push_back((work, args));
        self.changed.notify_all();
        Ok(())
    }

    /// What the thread does.
    fn run(&self) {
        let mut state = self.state.lock();
        state.own = Some(thread::current().id());
        while state.wanted != Wanted::End {
            let job = if state.wanted == Wanted::Work { state.jobs.pop_front() } else { None };
            let Some(job) = job else {
                let idle = if state.wanted == Wanted::Work { WORKER_STATE_AVAILABLE } else { WORKER_STATE_STOPPED };
                self.enter(&mut state, idle);
                self.changed.wait(&mut state);
                continue;
            };
            self.enter(&mut state, WORKER_STATE_WORKING);
            let calls = state.calls;
            MutexGuard::unlocked(&mut state, || calls.run(job));
        }
        let (jobs, calls) = (mem::take(&mut state.jobs), state.calls);
        MutexGuard::unlocked(&mut state, || calls.give_up(jobs));
        state.own = None;
        self.enter(&mut state, WORKER_STATE_ENDED);
    }

    fn enter(&self, state: &mut State, now: CerverWorkerState) {
        if state.now != now {
            state.now = now;
            self.changed.notify_all();
        }
    }
}

impl Calls {
    fn run(self, (work, args): (CerverWork, Pointer)) {
        call(work.or(self.work), args);
        call(self.delete_data, args);
        if let Some(remove) = self.remove_reference {
            // SAFETY: the program gave the function for this pointer.
            host::enter(|| unsafe { remove(self.reference.0) });
        }
    }

    /// Deletes the data of jobs that will not be done.
    fn give_up(self, jobs: VecDeque<(CerverWork, Pointer)>) {
        for (_, args) in jobs {
            call(self.delete_data, args);
        }
    }
}

impl Drop for WorkerObject {
    fn drop(&mut self) {
        let state = self.state.get_mut();
        state.calls.give_up(mem::take(&mut state.jobs));
    }
}
