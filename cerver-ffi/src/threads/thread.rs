//! Threads that run once.

use std::{ffi::c_void, os::unix::thread::JoinHandleExt};

use cerver_core::host;

use super::Pointer;
use crate::{
    boundary::{guard::guard, strings::null},
    host::{attach, call},
    status::Error,
};

/// What a thread does; the result is ignored.
pub type CerverThreadWork = Option<unsafe extern "C" fn(args: *mut c_void) -> *mut c_void>;

/// Starts a thread that calls `work(args)` once and ends; nobody waits for it. The thread leaves signals to the others.
///
/// Returns its number (pthread_t), 0 on error. The number is good for as long as the thread runs. `args` stays the
/// caller's.
///
/// Thread: any. The process may end while the thread runs.
/// Errors: CERVER_ERROR_NULL for `work`; CERVER_ERROR_SYSTEM when the system has no thread left.
#[unsafe(no_mangle)]
pub extern "C" fn thread_create_detached(work: CerverThreadWork, args: *mut c_void) -> usize {
    guard("thread_create_detached", || {
        attach();
        let work = work.ok_or_else(|| null("work"))?;
        let args = Pointer(args);
        let body = move || {
            let args = args;
            // SAFETY: the program gave the function for this pointer.
            host::enter(|| unsafe { call(work, (args.0,)) });
        };
        let thread = host::spawn("cerver-thread".to_owned(), body);
        let thread = thread.map_err(|error| Error::system("no thread", &error))?;
        Ok(thread.as_pthread_t() as usize)
    })
}
