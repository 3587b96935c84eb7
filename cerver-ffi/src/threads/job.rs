//! Jobs: a function and what it is called with.

use std::{
    cmp::Ordering,
    ffi::{c_int, c_void},
};

use super::{
    CerverWork,
    job_memory::{OwnedJob, with},
    job_queue::{CerverJobQueue, queue_of},
};
use crate::{
    boundary::{
        fork,
        guard::{guard, guard_or},
    },
    status::Error,
};

/// A function and what it is called with: memory that the program may read and write while it owns the job.
///
/// A job comes from job_new(), job_create() or job_get(), and belongs to the program until it is given to job_delete(),
/// job_return() or job_queue_push(). A queue's job becomes the program's with job_queue_pull() and job_queue_request().
/// Handed to a function, the pointer is looked up before it is followed: one that is not the program's is an error. Two
/// threads must not use one job at the same time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct CerverJob {
    /// What is called; NULL for nothing.
    pub work: CerverWork,
    /// Its argument. The library never looks behind it.
    pub args: *mut c_void,
    /// By which job_queue_request() finds the job; 0 for none.
    pub id: u64,
}

/// Makes a job without work. NULL on error. The caller's, to be given to job_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn job_new() -> *mut c_void {
    guard("job_new", || {
        fork::check()?;
        Ok(OwnedJob::new(CerverJob::EMPTY).hand_over().cast())
    })
}

/// Frees a job of the program's. What `args` points to stays.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a pointer that is no job of the program's (any more),
/// CERVER_ERROR_TYPE for a handle.
#[unsafe(no_mangle)]
pub extern "C" fn job_delete(job_ptr: *mut c_void) {
    guard("job_delete", || {
        drop(OwnedJob::take_over(job_ptr.cast())?);
        Ok(())
    });
}

/// Compares two jobs of the program's by their ids: -1, 0 or 1. -1 too when the second one is none, 1 when the first one
/// is none; the last error tells such a result from a real one.
///
/// Thread: any.
/// Errors: those of job_delete().
#[unsafe(no_mangle)]
pub extern "C" fn job_comparator(a: *const c_void, b: *const c_void) -> c_int {
    guard_or("job_comparator", if id(a).is_ok() { -1 } else { 1 }, || {
        Ok(match id(a)?.cmp(&id(b)?) {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        })
    })
}

/// Makes a job that calls `work(args)`. NULL on error. The caller's, to be given to job_delete().
///
/// Thread: any.
/// Errors: CERVER_ERROR_FORKED.
#[unsafe(no_mangle)]
pub extern "C" fn job_create(work: CerverWork, args: *mut c_void) -> *mut CerverJob {
    guard("job_create", || {
        fork::check()?;
        Ok(OwnedJob::new(CerverJob { work, args, id: 0 }).hand_over())
    })
}

/// Makes a job without work for a queue. NULL on error. The caller's, to be given to job_queue_push() or job_return().
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn job_get(job_queue: *mut CerverJobQueue) -> *mut CerverJob {
    guard("job_get", || {
        queue_of(job_queue)?;
        Ok(OwnedJob::new(CerverJob::EMPTY).hand_over())
    })
}

/// Takes work and argument from a job of the program's; the id stays.
///
/// Thread: any.
/// Errors: those of job_delete().
#[unsafe(no_mangle)]
pub extern "C" fn job_reset(job: *mut CerverJob) {
    guard("job_reset", || with(job, |job| *job = CerverJob { id: job.id, ..CerverJob::EMPTY }));
}

/// Gives a job of the program's back. What `args` points to stays.
///
/// Thread: any.
/// Errors: handle errors for the queue; those of job_delete() for the job.
#[unsafe(no_mangle)]
pub extern "C" fn job_return(job_queue: *mut CerverJobQueue, job: *mut CerverJob) {
    guard("job_return", || {
        queue_of(job_queue)?;
        drop(OwnedJob::take_over(job)?);
        Ok(())
    });
}

fn id(job: *const c_void) -> Result<u64, Error> {
    with(job.cast_mut().cast(), |job| job.id)
}
