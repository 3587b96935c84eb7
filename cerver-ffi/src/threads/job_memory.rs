//! The memory of jobs: the only struct of this room that programs read and write themselves.
//!
//! Every job is listed by its address with its owner, so a pointer from C is looked up before it is followed. Freed jobs
//! are kept aside for a while: a second deletion soon after the first one is always noticed.

use std::{
    collections::{BTreeMap, VecDeque},
    ptr,
};

use parking_lot::Mutex;

use super::job::CerverJob;
use crate::{
    boundary::{fork, handle::not_memory},
    status::Error,
};

/// Freed jobs that are kept before their memory is given back.
const KEPT: usize = 1024;

static JOBS: Mutex<Jobs> = Mutex::new(Jobs { owners: BTreeMap::new(), freed: VecDeque::new() });

struct Jobs {
    owners: BTreeMap<usize, Owner>,
    freed: VecDeque<Box<CerverJob>>,
}

// SAFETY: what freed jobs pointed to is not looked at.
unsafe impl Send for Jobs {}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Owner {
    Program,
    Library,
}

/// A job that the library owns. Dropping it frees the memory.
pub(super) struct OwnedJob(*mut CerverJob);

// SAFETY: the memory belongs to this value alone.
unsafe impl Send for OwnedJob {}

impl OwnedJob {
    pub(super) fn new(job: CerverJob) -> Self {
        let job = Box::into_raw(Box::new(job));
        JOBS.lock().owners.insert(job.addr(), Owner::Library);
        Self(job)
    }

    /// Takes a job over from the program.
    pub(super) fn take_over(pointer: *mut CerverJob) -> Result<Self, Error> {
        fork::check()?;
        match JOBS.lock().owners.get_mut(&pointer.addr()) {
            Some(owner) if *owner == Owner::Program => {
                *owner = Owner::Library;
                Ok(Self(pointer))
            }
            _ => Err(not_memory(pointer, "a job of the program")),
        }
    }

    /// Gives the job to the program.
    pub(super) fn hand_over(self) -> *mut CerverJob {
        JOBS.lock().owners.insert(self.0.addr(), Owner::Program);
        let job = self.0;
        std::mem::forget(self);
        job
    }

    pub(super) fn get(&self) -> CerverJob {
        // SAFETY: the memory is this value's.
        unsafe { self.0.read() }
    }
}

impl Drop for OwnedJob {
    fn drop(&mut self) {
        let mut jobs = JOBS.lock();
        jobs.owners.remove(&self.0.addr());
        // SAFETY: made by `Box::into_raw`, and not listed any more: nobody else follows the pointer.
        jobs.freed.push_back(unsafe { Box::from_raw(self.0) });
        let oldest = if jobs.freed.len() > KEPT { jobs.freed.pop_front() } else { None };
        drop(jobs);
        drop(oldest);
    }
}

/// Looks at jobs of the program, or changes one; they cannot be deleted meanwhile.
pub(super) fn with<R>(pointer: *mut CerverJob, look: impl FnOnce(&mut CerverJob) -> R) -> Result<R, Error> {
    fork::check()?;
    let jobs = JOBS.lock();
    if jobs.owners.get(&pointer.addr()) != Some(&Owner::Program) {
        return Err(not_memory(pointer, "a job of the program"));
    }
    // SAFETY: the list says that there is a job, and it is locked; the program does not use the job during the call.
    Ok(look(unsafe { &mut *pointer }))
}

impl CerverJob {
    pub(super) const EMPTY: Self = Self { work: None, args: ptr::null_mut(), id: 0 };
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::Code;

    #[test]
    fn jobs_have_one_owner() {
        let job = OwnedJob::new(CerverJob { id: 7, ..CerverJob::EMPTY }).hand_over();
        assert_eq!(with(job, |job| job.id).unwrap(), 7);
        let owned = OwnedJob::take_over(job).unwrap();
        assert!(with(job, |_| ()).is_err() && OwnedJob::take_over(job).is_err(), "it is the library's now");
        assert_eq!(owned.get().id, 7);
        let job = owned.hand_over();
        drop(OwnedJob::take_over(job).unwrap());
        for _ in 0..KEPT - 1 {
            assert_eq!(OwnedJob::take_over(job).err().map(|error| error.code()), Some(Code::Handle));
            drop(OwnedJob::new(CerverJob::EMPTY));
        }
    }

    #[test]
    fn foreign_memory_is_refused() {
        let mut own = CerverJob::EMPTY;
        assert_eq!(with(&raw mut own, |_| ()).unwrap_err().code(), Code::Handle);
        assert_eq!(with(ptr::null_mut(), |_| ()).unwrap_err().code(), Code::Null);
    }
}
