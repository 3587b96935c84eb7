//! Queues of jobs.

use std::{ffi::c_void, ptr, sync::Arc};

use super::{
    CerverWork, Pointer,
    job::CerverJob,
    job_handler::{self, Handling},
    job_memory::OwnedJob,
    queue::{Holds, Item, Queue},
};
use crate::{
    boundary::{
        guard::{guard, outcome, status},
        handle::{Kind, Table},
        strings::null,
    },
    host::attach,
    http::cerver::CerverDelete,
    objects::ServerObject,
    server::CerverServer,
    status::{CerverOutcome, CerverStatus, Code, Error},
};

static QUEUES: Table<Arc<Queue>> = Table::new(Kind::JobQueue);

/// A queue of jobs or handlers, first in, first out. A handle, valid from job_queue_new() or job_queue_create() until
/// job_queue_delete().
pub struct CerverJobQueue {
    _private: (),
}

/// What a queue holds: one of the `JOB_QUEUE_TYPE_` constants.
pub type CerverJobQueueType = i32;

/// Nothing.
pub const JOB_QUEUE_TYPE_NONE: CerverJobQueueType = 0;
/// Jobs, each with its own function.
pub const JOB_QUEUE_TYPE_JOBS: CerverJobQueueType = 1;
/// Data for the one handler of the queue.
pub const JOB_QUEUE_TYPE_HANDLERS: CerverJobQueueType = 2;

/// Makes a queue of JOB_QUEUE_TYPE_NONE, which takes nothing. NULL on error. The caller's, to be given to
/// job_queue_delete().
///
/// Thread: any.
/// Errors: those of job_queue_create().
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_new() -> *mut c_void {
    guard("job_queue_new", || QUEUES.insert(Queue::new(Holds::Nothing)))
}

/// Stops and frees a queue. Its thread is waited for, unless this is that thread; jobs that wait are freed, the data of
/// handlers that wait is deleted, and threads that wait for something of this queue go on with an error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_delete(job_queue_ptr: *mut c_void) {
    guard("job_queue_delete", || {
        QUEUES.remove(job_queue_ptr)?.end();
        Ok(())
    });
}

/// Makes a queue. NULL on error. The caller's, to be given to job_queue_delete().
///
/// `type` is one of the `JOB_QUEUE_TYPE_` constants. At most CERVER_DEFAULT_JOB_QUEUE_LIMIT jobs wait; see
/// job_queue_set_limit().
///
/// Thread: any.
/// Errors: CERVER_ERROR_ARGUMENT for the type, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_create(r#type: CerverJobQueueType) -> *mut CerverJobQueue {
    guard("job_queue_create", || {
        attach();
        QUEUES.insert(Queue::new(match r#type {
            JOB_QUEUE_TYPE_NONE => Holds::Nothing,
            JOB_QUEUE_TYPE_JOBS => Holds::Jobs,
            JOB_QUEUE_TYPE_HANDLERS => Holds::Handlers,
            _ => return Err(Error::new(Code::Argument, "the type is one of the JOB_QUEUE_TYPE_ constants")),
        }))
    })
}

/// Sets the function that a queue of JOB_QUEUE_TYPE_HANDLERS calls with the data of each handler; NULL for none.
///
/// A queue of another type keeps it without using it.
///
/// Thread: any; counts from the next handler on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_set_handler(queue: *mut CerverJobQueue, handler: CerverWork) {
    guard("job_queue_set_handler", || {
        queue_of(queue)?.set_handler(handler);
        Ok(())
    });
}

/// Sets how many jobs may wait in a queue; 0 for none at all. Default CERVER_DEFAULT_JOB_QUEUE_LIMIT. What waits already
/// stays.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_set_limit(queue: *mut CerverJobQueue, limit: u32) -> CerverStatus {
    status("job_queue_set_limit", || {
        queue_of(queue)?.set_limit(limit as usize);
        Ok(())
    })
}

/// Adds a job, or in a queue of JOB_QUEUE_TYPE_HANDLERS a job handler, of the program's. 0 on success: it belongs to the
/// queue from then on, which frees it after its work. 1 on error.
///
/// Thread: any.
/// Errors: handle errors for both; CERVER_ERROR_STATE for a queue without a type; CERVER_ERROR_AGAIN when the queue is at
/// its limit.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_push(job_queue: *mut CerverJobQueue, job_ptr: *mut c_void) -> CerverOutcome {
    outcome("job_queue_push", || {
        let queue = queue_of(job_queue)?;
        if queue.needs(Holds::Handlers).is_ok() {
            return job_handler::move_to(&queue, job_ptr);
        }
        let job = OwnedJob::take_over(job_ptr.cast())?;
        let is_named = job.get().id != 0;
        queue.push_job(job, is_named).map_err(|(error, job)| {
            job.hand_over();
            error
        })
    })
}

/// Adds a job that calls `work(args)`. 0 on success, 1 on error. `args` stays the caller's.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `work`; CERVER_ERROR_STATE for a queue of another type than
/// JOB_QUEUE_TYPE_JOBS; CERVER_ERROR_AGAIN when the queue is at its limit.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_push_job(
    job_queue: *mut CerverJobQueue,
    work: CerverWork,
    args: *mut c_void,
) -> CerverOutcome {
    outcome("job_queue_push_job", || push(job_queue, 0, work, args))
}

/// Adds a job for a thread that asks for it with job_queue_request(). 0 on success, 1 on error.
///
/// The queue's own thread leaves jobs with an id alone; job_queue_pull() gives them in their turn. The id 0 stands for
/// none: job_queue_push_job().
///
/// Thread: any.
/// Errors: those of job_queue_push_job().
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_push_job_with_id(
    job_queue: *mut CerverJobQueue,
    job_id: u64,
    work: CerverWork,
    args: *mut c_void,
) -> CerverOutcome {
    outcome("job_queue_push_job_with_id", || push(job_queue, job_id, work, args))
}

/// Adds data for the handler of a queue of JOB_QUEUE_TYPE_HANDLERS without waiting for it. 0 on success: `data_delete`, if
/// not NULL, is then called once with `data`, on the queue's thread after the handler, or when the queue is cleared or
/// deleted. 1 on error.
///
/// `cerver` is NULL or a server; `connection` is not looked at.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE for a queue of another type; CERVER_ERROR_AGAIN when the queue is at its
/// limit.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_push_handler(
    job_queue: *mut CerverJobQueue,
    cerver: *const CerverServer,
    connection: *mut c_void,
    data: *mut c_void,
    data_delete: CerverDelete,
) -> CerverOutcome {
    outcome("job_queue_push_handler", || {
        let _ = connection;
        let queue = queue_of(job_queue)?;
        if !cerver.is_null() {
            ServerObject::of(cerver)?;
        }
        let handling = Handling::new(Pointer(data), data_delete);
        queue.push_handling(Arc::clone(&handling)).inspect_err(|_| handling.data.set_delete(None))
    })
}

/// Takes the first job, or in a queue of JOB_QUEUE_TYPE_HANDLERS the first job handler, out of a queue without waiting;
/// NULL when the queue is empty. It belongs to the program from then on: give a job to job_return() or job_delete(), a
/// job handler to job_handler_signal() and job_handler_return().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_MEMORY. None for an empty queue.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_pull(job_queue: *mut CerverJobQueue) -> *mut c_void {
    guard("job_queue_pull", || match queue_of(job_queue)?.pull() {
        None => Ok(ptr::null_mut()),
        Some(Item::Job(job)) => Ok(job.hand_over().cast()),
        Some(Item::Handling(handling)) => {
            job_handler::hand_over(Arc::clone(&handling)).inspect_err(|_| handling.give_up())
        }
    })
}

/// Takes the first job with that id out of a queue and waits for one when there is none. NULL on error. The job belongs
/// to the program: give it to job_return() or job_delete().
///
/// Thread: any; in a handler of a server it keeps the handler's thread from other work. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_STATE for a queue of another type than JOB_QUEUE_TYPE_JOBS; CERVER_ERROR_CLOSED when
/// the queue was deleted meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_request(job_queue: *mut CerverJobQueue, job_id: u64) -> *mut c_void {
    guard("job_queue_request", || Ok(queue_of(job_queue)?.request(job_id)?.hand_over().cast()))
}

/// Starts the one thread of a queue: it does the jobs, or calls the handler, one after the other. 0 on success, 1 on
/// error. After job_queue_stop() this waits until the thread before has ended.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the queue is running, has no type, or no handler for its handlers;
/// CERVER_ERROR_SYSTEM when the system has no thread left.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_start(job_queue: *mut CerverJobQueue) -> CerverOutcome {
    outcome("job_queue_start", || {
        attach();
        queue_of(job_queue)?.start()
    })
}

/// Waits until something was added to a queue (jobs with an id do not count), or job_queue_signal() was called, since the
/// last such wait: for programs that work on a queue themselves.
///
/// Thread: any; in a handler of a server it keeps the handler's thread from other work. Signals do not end the wait.
/// Errors: handle errors; CERVER_ERROR_CLOSED when the queue was deleted meanwhile.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_wait(job_queue: *mut CerverJobQueue) {
    guard("job_queue_wait", || queue_of(job_queue)?.wait_signalled());
}

/// Lets one job_queue_wait() go on.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_signal(job_queue: *mut CerverJobQueue) {
    guard("job_queue_signal", || {
        queue_of(job_queue)?.signal();
        Ok(())
    });
}

/// Tells the thread of a queue to end after its present job, and does not wait for it. What waits in the queue stays. 0 on
/// success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the queue is not running.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_stop(job_queue: *mut CerverJobQueue) -> CerverOutcome {
    outcome("job_queue_stop", || queue_of(job_queue)?.stop())
}

/// Drops all that waits in a queue: jobs are freed, the data of handlers is deleted, and who waits in job_handler_wait()
/// goes on with an error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_queue_clear(job_queue: *mut CerverJobQueue) {
    guard("job_queue_clear", || {
        queue_of(job_queue)?.clear();
        Ok(())
    });
}

/// The queue behind a handle.
pub(super) fn queue_of(handle: *const CerverJobQueue) -> Result<Arc<Queue>, Error> {
    QUEUES.get(handle)
}

fn push(queue: *mut CerverJobQueue, id: u64, work: CerverWork, args: *mut c_void) -> Result<(), Error> {
    let queue = queue_of(queue)?;
    if work.is_none() {
        return Err(null("work"));
    }
    let job = OwnedJob::new(CerverJob { work, args, id });
    queue.push_job(job, id != 0).map_err(|(error, _)| error)
}
