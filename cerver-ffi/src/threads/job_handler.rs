//! Job handlers: data for the handler of a queue, and the end of its handling.

use std::{ffi::c_void, sync::Arc};

use parking_lot::{Condvar, Mutex};

use super::{
    Pointer,
    job_queue::{CerverJobQueue, queue_of},
    queue::Queue,
};
use crate::{
    boundary::{
        guard::guard,
        handle::{Kind, Table},
    },
    callback::CustomData,
    http::cerver::CerverDelete,
    status::{Code, Error},
};

static HANDLERS: Table<Arc<Handling>> = Table::new(Kind::JobHandler);

/// Data for the handler of a queue. A handle, valid from job_handler_new(), job_handler_create(), job_handler_get() or
/// job_queue_pull() until it is given to job_handler_delete(), job_handler_return() or job_queue_push().
pub struct CerverJobHandler {
    _private: (),
}

/// Makes a job handler without data: job_handler_create().
///
/// Thread: any.
/// Errors: those of job_handler_create().
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_new() -> *mut c_void {
    guard("job_handler_new", || HANDLERS.insert(Handling::new(Pointer(std::ptr::null_mut()), None)))
}

/// Frees a job handler of the program's, and its data when that has a delete function.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_delete(job_handler_ptr: *mut c_void) {
    guard("job_handler_delete", || {
        let handling = HANDLERS.remove(job_handler_ptr)?;
        handling.abandon();
        handling.data.delete();
        Ok(())
    });
}

/// Makes a job handler without data. NULL on error. The caller's, to be given to job_handler_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_create() -> *mut c_void {
    guard("job_handler_create", || HANDLERS.insert(Handling::new(Pointer(std::ptr::null_mut()), None)))
}

/// Makes a job handler without data for a queue. NULL on error. The caller's, to be given to job_queue_push() or
/// job_handler_return().
///
/// Thread: any.
/// Errors: handle errors, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_get(job_queue: *mut CerverJobQueue) -> *mut CerverJobHandler {
    guard("job_handler_get", || {
        queue_of(job_queue)?;
        HANDLERS.insert(Handling::new(Pointer(std::ptr::null_mut()), None))
    })
}

/// Deletes the data of a job handler of the program's when it has a delete function, and forgets both; it counts as not
/// done.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_reset(job_handler: *mut CerverJobHandler) {
    guard("job_handler_reset", || {
        let handling = HANDLERS.get(job_handler)?;
        handling.data.delete();
        handling.data.set_delete(None);
        *handling.end.lock() = End::Open;
        Ok(())
    });
}

/// Marks a job handler that was pulled from a queue as done: who waits for it in job_handler_wait() goes on.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_signal(handler: *mut CerverJobHandler) {
    guard("job_handler_signal", || {
        HANDLERS.get(handler)?.finish(End::Done);
        Ok(())
    });
}

/// Gives a job handler of the program's back: job_handler_delete().
///
/// Thread: any.
/// Errors: handle errors for both.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_return(job_queue: *mut CerverJobQueue, job_handler: *mut CerverJobHandler) {
    guard("job_handler_return", || {
        queue_of(job_queue)?;
        let handling = HANDLERS.remove(job_handler)?;
        handling.abandon();
        handling.data.delete();
        Ok(())
    });
}

/// Lets the handler of a queue of JOB_QUEUE_TYPE_HANDLERS work on `data`, and waits until it has: job_queue_start() must
/// have been called, or be called by another thread. `data_delete`, if not NULL, is then called with `data` on this
/// thread.
///
/// Thread: any but the queue's own; in a handler of a server it keeps the handler's thread from other work. Signals do not
/// end the wait.
/// Errors: handle errors; CERVER_ERROR_STATE for a queue of another type, and on the queue's own thread; CERVER_ERROR_AGAIN
/// when the queue is at its limit; `data` is not deleted then. CERVER_ERROR_CLOSED when the queue was cleared or deleted
/// before the handler had its turn; `data` is deleted.
#[unsafe(no_mangle)]
pub extern "C" fn job_handler_wait(job_queue: *mut CerverJobQueue, data: *mut c_void, data_delete: CerverDelete) {
    guard("job_handler_wait", || {
        let queue = queue_of(job_queue)?;
        if queue.is_own_thread() {
            return Err(Error::new(Code::State, "the queue's own thread would wait for itself"));
        }
        let handling = Handling::new(Pointer(data), data_delete);
        if let Err(error) = queue.push_handling(Arc::clone(&handling)) {
            handling.data.set_delete(None);
            return Err(error);
        }
        let mut end = handling.end.lock();
        while *end == End::Open {
            handling.changed.wait(&mut end);
        }
        let is_done = *end == End::Done;
        drop(end);
        handling.data.delete();
        if is_done { Ok(()) } else { Err(Error::new(Code::Closed, "the queue was cleared or deleted")) }
    });
}

/// Takes a job handler from the program and puts it into a queue, which only one of several threads can do; it stays the
/// program's when the queue does not take it.
pub(super) fn move_to(queue: &Queue, handler: *mut c_void) -> Result<(), Error> {
    HANDLERS.remove_when(handler, |handling| queue.push_handling(Arc::clone(handling))).map(drop)
}

/// Gives a job handler to the program.
pub(super) fn hand_over(handling: Arc<Handling>) -> Result<*mut c_void, Error> {
    HANDLERS.insert(handling)
}

/// Behind a CerverJobHandler, and in a queue of handlers.
pub(super) struct Handling {
    pub(super) data: CustomData,
    end: Mutex<End>,
    changed: Condvar,
}

/// How far the handling is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Open,
    Done,
    GivenUp,
}

impl Handling {
    pub(super) fn new(data: Pointer, delete: CerverDelete) -> Arc<Self> {
        let handling = Self { data: CustomData::new(), end: Mutex::new(End::Open), changed: Condvar::new() };
        handling.data.set(data.0);
        handling.data.set_delete(delete);
        Arc::new(handling)
    }

    pub(super) fn done(&self) {
        self.finish(End::Done);
    }

    pub(super) fn give_up(&self) {
        self.finish(End::GivenUp);
    }

    fn finish(&self, how: End) {
        *self.end.lock() = how;
        self.changed.notify_all();
    }

    /// Ends the wait for one that will not be signalled any more.
    fn abandon(&self) {
        let mut end = self.end.lock();
        if *end == End::Open {
            *end = End::GivenUp;
            self.changed.notify_all();
        }
    }
}
