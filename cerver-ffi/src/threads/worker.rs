//! Workers: threads with a queue of jobs, a state, and pauses.

use std::{
    ffi::{CStr, c_char, c_void},
    sync::Arc,
};

use super::{CerverWork, Pointer, worker_thread::WorkerObject};
use crate::{
    boundary::{
        guard::{guard, guard_or, outcome, status},
        handle::{Kind, Table},
        strings::{c_str, null, text_cut},
    },
    host::attach,
    status::{CerverOutcome, CerverStatus, Error},
};

static WORKERS: Table<Arc<WorkerObject>> = Table::new(Kind::Worker);

/// Longest name of a worker, in bytes; the system shows the first 15 as the thread's.
const MAX_NAME: usize = 63;

/// Names of the states, by number.
const STATES: [&CStr; 5] = [c"None", c"Available", c"Working", c"Stopped", c"Ended"];

/// A thread with a queue of jobs, first in, first out. A handle, valid from worker_create() until worker_delete().
pub struct CerverWorker {
    _private: (),
}

/// What a worker does: one of the `WORKER_STATE_` constants.
pub type CerverWorkerState = i32;

/// It was not started.
pub const WORKER_STATE_NONE: CerverWorkerState = 0;
/// It waits for jobs.
pub const WORKER_STATE_AVAILABLE: CerverWorkerState = 1;
/// It does a job.
pub const WORKER_STATE_WORKING: CerverWorkerState = 2;
/// It pauses: jobs wait.
pub const WORKER_STATE_STOPPED: CerverWorkerState = 3;
/// Its thread has ended.
pub const WORKER_STATE_ENDED: CerverWorkerState = 4;

/// Called after each job with the reference of worker_set_reference().
pub type CerverRemoveReference = Option<unsafe extern "C" fn(reference: *const c_void)>;

/// Name of a state, for example "Available"; "None" for a number outside the list. Static, never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn worker_state_to_string(state: CerverWorkerState) -> *const c_char {
    guard("worker_state_to_string", || {
        let name = usize::try_from(state).ok().and_then(|state| STATES.get(state));
        Ok(c_str(name.copied().unwrap_or(c"None")))
    })
}

/// Frees a worker. One that runs is ended first: worker_end(). Jobs that were never begun are given up: their data is
/// deleted by the function of worker_set_delete_data(). On the worker's own thread nothing is waited for, and the thread
/// ends after its present job.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_delete(worker_ptr: *mut c_void) {
    guard("worker_delete", || {
        let worker = WORKERS.remove(worker_ptr)?;
        // Fails for one that does not run.
        let _ = worker.end();
        Ok(())
    });
}

/// Makes a worker with the name "worker-0" in WORKER_STATE_NONE. NULL on error. The caller's, to be given to
/// worker_delete().
///
/// At most CERVER_DEFAULT_JOB_QUEUE_LIMIT jobs wait; see worker_set_queue_limit().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn worker_create() -> *mut CerverWorker {
    guard("worker_create", || create(0))
}

/// Makes a worker with the name `worker-<id>`: worker_create().
///
/// Thread: any.
/// Errors: those of worker_create().
#[unsafe(no_mangle)]
pub extern "C" fn worker_create_with_id(id: u32) -> *mut CerverWorker {
    guard("worker_create_with_id", || create(id))
}

/// Names a worker and, when it is started later, its thread. At most 63 bytes are copied.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn worker_set_name(worker: *mut CerverWorker, name: *const c_char) {
    guard("worker_set_name", || {
        let worker = WORKERS.get(worker)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        worker.set_name(unsafe { text_cut(name, MAX_NAME, "name") }?);
        Ok(())
    });
}

/// What a worker does now; WORKER_STATE_NONE on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_get_state(worker: *mut CerverWorker) -> CerverWorkerState {
    guard_or("worker_get_state", WORKER_STATE_NONE, || Ok(WORKERS.get(worker)?.now()))
}

/// Sets the work of jobs that were pushed without one of their own; NULL for none.
///
/// Thread: any; counts from the next job on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_set_work(worker: *mut CerverWorker, work: CerverWork) {
    guard("worker_set_work", || {
        WORKERS.get(worker)?.set_calls(|calls| calls.work = work);
        Ok(())
    });
}

/// Sets a function that is called once with the data of each job: after its work on the worker's thread, or when the job
/// is given up. NULL for none.
///
/// Thread: any; counts from the next job on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_set_delete_data(worker: *mut CerverWorker, delete_data: CerverWork) {
    guard("worker_set_delete_data", || {
        WORKERS.get(worker)?.set_calls(|calls| calls.delete_data = delete_data);
        Ok(())
    });
}

/// Sets what the function of worker_set_remove_reference() is called with. It stays the caller's.
///
/// Thread: any; counts from the next job on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_set_reference(worker: *mut CerverWorker, reference: *const c_void) {
    guard("worker_set_reference", || {
        WORKERS.get(worker)?.set_calls(|calls| calls.reference = Pointer(reference.cast_mut()));
        Ok(())
    });
}

/// Sets a function that is called on the worker's thread after each job that was done, behind that of
/// worker_set_delete_data(): once for each job, in the order in which they were pushed. NULL for none.
///
/// Thread: any; counts from the next job on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_set_remove_reference(worker: *mut CerverWorker, remove_reference: CerverRemoveReference) {
    guard("worker_set_remove_reference", || {
        WORKERS.get(worker)?.set_calls(|calls| calls.remove_reference = remove_reference);
        Ok(())
    });
}

/// Sets how many jobs may wait at a worker; 0 for none at all. Default CERVER_DEFAULT_JOB_QUEUE_LIMIT. What waits already
/// stays.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn worker_set_queue_limit(worker: *mut CerverWorker, limit: u32) -> CerverStatus {
    status("worker_set_queue_limit", || {
        WORKERS.get(worker)?.set_limit(limit as usize);
        Ok(())
    })
}

/// Starts a worker with WORKER_STATE_AVAILABLE, or with WORKER_STATE_STOPPED: then jobs wait for worker_resume(). 0 on
/// success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another state; CERVER_ERROR_STATE when it was started before, also when
/// it has ended; CERVER_ERROR_SYSTEM when the system has no thread left.
#[unsafe(no_mangle)]
pub extern "C" fn worker_start_with_state(worker: *mut CerverWorker, worker_state: CerverWorkerState) -> CerverOutcome {
    outcome("worker_start_with_state", || start(worker, worker_state))
}

/// Starts a worker with WORKER_STATE_AVAILABLE. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: those of worker_start_with_state().
#[unsafe(no_mangle)]
pub extern "C" fn worker_start(worker: *mut CerverWorker) -> CerverOutcome {
    outcome("worker_start", || start(worker, WORKER_STATE_AVAILABLE))
}

/// Lets a worker in WORKER_STATE_STOPPED go on. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE in any other state.
#[unsafe(no_mangle)]
pub extern "C" fn worker_resume(worker: *mut CerverWorker) -> CerverOutcome {
    outcome("worker_resume", || WORKERS.get(worker)?.resume())
}

/// Lets a worker pause after its present job, and waits until it does; on its own thread it does not wait. 0 on success,
/// 1 on error.
///
/// Thread: any. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_STATE when the worker is not in WORKER_STATE_AVAILABLE or WORKER_STATE_WORKING.
#[unsafe(no_mangle)]
pub extern "C" fn worker_stop(worker: *mut CerverWorker) -> CerverOutcome {
    outcome("worker_stop", || WORKERS.get(worker)?.stop())
}

/// Ends the thread of a worker after its present job, and waits for it; on its own thread it does not wait. Jobs that were
/// not begun are given up: see worker_delete(). 0 on success, 1 on error.
///
/// Thread: any. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_STATE when the worker was not started, or has ended.
#[unsafe(no_mangle)]
pub extern "C" fn worker_end(worker: *mut CerverWorker) -> CerverOutcome {
    outcome("worker_end", || WORKERS.get(worker)?.end())
}

/// Adds a job: the work of worker_set_work(), called with `args`, which stays the caller's unless there is a delete
/// function. A worker that was not started or is stopped keeps it for later. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the worker has ended; CERVER_ERROR_AGAIN when it is at its limit.
#[unsafe(no_mangle)]
pub extern "C" fn worker_push_job(worker: *mut CerverWorker, args: *mut c_void) -> CerverOutcome {
    outcome("worker_push_job", || WORKERS.get(worker)?.push(None, Pointer(args)))
}

/// Adds a job with work of its own. See worker_push_job().
///
/// Thread: any.
/// Errors: those of worker_push_job(); CERVER_ERROR_NULL for `work`.
#[unsafe(no_mangle)]
pub extern "C" fn worker_push_job_with_work(
    worker: *mut CerverWorker,
    work: CerverWork,
    args: *mut c_void,
) -> CerverOutcome {
    outcome("worker_push_job_with_work", || {
        let worker = WORKERS.get(worker)?;
        if work.is_none() {
            return Err(null("work"));
        }
        worker.push(work, Pointer(args))
    })
}

/// Id, name and the name of the state of a worker.
pub(crate) fn describe(worker: *const CerverWorker) -> Result<(u32, String, &'static str), Error> {
    let (id, name, state) = WORKERS.get(worker)?.describe();
    let state = usize::try_from(state).ok().and_then(|state| STATES.get(state)).unwrap_or(&c"None");
    Ok((id, name, state.to_str().unwrap_or_default()))
}

fn create(id: u32) -> Result<*mut CerverWorker, Error> {
    attach();
    WORKERS.insert(WorkerObject::new(id))
}

fn start(worker: *mut CerverWorker, first: CerverWorkerState) -> Result<(), Error> {
    attach();
    WORKERS.get(worker)?.start(first)
}
