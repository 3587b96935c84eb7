//! Threads for programs: semaphores, mutexes, conditions, jobs and their queues, workers.
//!
//! No lock is held while code of the program runs; every wait is on a condition of the object itself, whose deletion
//! ends it.

pub mod bsem;
pub mod job;
pub mod job_handler;
mod job_memory;
pub mod job_queue;
pub mod lock;
mod queue;
pub mod thread;
pub mod worker;
mod worker_thread;

use std::ffi::c_void;

use cerver_core::host;

/// A piece of work: called with the pointer it was handed over with, on a thread of the library.
pub type CerverWork = Option<unsafe extern "C" fn(args: *mut c_void)>;

/// Jobs that may wait in a queue or at a worker.
pub const CERVER_DEFAULT_JOB_QUEUE_LIMIT: u32 = 1_048_576;

/// A pointer of the program's that is kept and handed back.
#[derive(Clone, Copy)]
struct Pointer(*mut c_void);

// SAFETY: the library never looks behind it; the program gave it for work on another thread.
unsafe impl Send for Pointer {}

/// Calls a function of the program, if there is one.
fn call(work: CerverWork, args: Pointer) {
    if let Some(work) = work {
        // SAFETY: the program gave the function for this pointer.
        host::enter(|| unsafe { crate::host::call(work, (args.0,)) });
    }
}
