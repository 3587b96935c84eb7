//! Signals: library threads leave them to the program; no write of ours ever raises SIGPIPE.

use std::{io, mem::MaybeUninit, ptr};

/// Signals that a thread raises itself by a fault, and the profiler's: never masked.
const KEPT: [libc::c_int; 8] = [
    libc::SIGSEGV,
    libc::SIGBUS,
    libc::SIGFPE,
    libc::SIGILL,
    libc::SIGTRAP,
    libc::SIGSYS,
    libc::SIGABRT,
    libc::SIGPROF,
];

/// Masks all signals but those on the calling thread, so that the program's own threads get them.
///
/// Called by the parent just before a thread is made (the mask is inherited) with the returned value dropped after.
pub(crate) fn mask_library_thread() -> MaskGuard {
    let mut set = MaybeUninit::<libc::sigset_t>::uninit();
    let mut old = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: sigfillset initialises `set`; sigdelset takes valid numbers; pthread_sigmask reads `set` and writes `old`.
    unsafe {
        libc::sigfillset(set.as_mut_ptr());
        for signal in KEPT {
            libc::sigdelset(set.as_mut_ptr(), signal);
        }
        libc::pthread_sigmask(libc::SIG_SETMASK, set.as_ptr(), old.as_mut_ptr());
        MaskGuard(old.assume_init())
    }
}

/// Restores the signal mask of the thread that made it.
pub(crate) struct MaskGuard(libc::sigset_t);

impl Drop for MaskGuard {
    fn drop(&mut self) {
        // SAFETY: the set was written by pthread_sigmask.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.0, ptr::null_mut()) };
    }
}

/// Keeps SIGPIPE from the process while a call without MSG_NOSIGNAL (sendfile) runs.
pub(crate) struct SigpipeGuard {
    old: libc::sigset_t,
    was_pending: bool,
}

impl SigpipeGuard {
    pub(crate) fn new() -> Self {
        let mut set = MaybeUninit::<libc::sigset_t>::uninit();
        let mut old = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: the sets are initialised by the calls before they are read.
        unsafe {
            libc::sigpending(set.as_mut_ptr());
            let was_pending = libc::sigismember(set.as_ptr(), libc::SIGPIPE) == 1;
            libc::sigemptyset(set.as_mut_ptr());
            libc::sigaddset(set.as_mut_ptr(), libc::SIGPIPE);
            libc::pthread_sigmask(libc::SIG_BLOCK, set.as_ptr(), old.as_mut_ptr());
            Self { old: old.assume_init(), was_pending }
        }
    }

    /// The call failed with EPIPE: takes the signal that it raised.
    pub(crate) fn consume(&self) {
        if self.was_pending {
            return;
        }
        let mut set = MaybeUninit::<libc::sigset_t>::uninit();
        let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: `set` is initialised by sigemptyset before it is read; `now` is valid.
        unsafe {
            libc::sigemptyset(set.as_mut_ptr());
            libc::sigaddset(set.as_mut_ptr(), libc::SIGPIPE);
            while libc::sigtimedwait(set.as_ptr(), ptr::null_mut(), &raw const now) < 0
                && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
            {}
        }
    }
}

impl Drop for SigpipeGuard {
    fn drop(&mut self) {
        // SAFETY: `old` was written by pthread_sigmask.
        unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const self.old, ptr::null_mut()) };
    }
}
