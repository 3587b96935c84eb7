//! Signals: library threads leave them to the program; no write of ours ever raises SIGPIPE.

use std::{cell::Cell, io, mem::MaybeUninit, ptr};

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

thread_local! {
    /// The thread's mask has SIGPIPE, and nobody takes it out.
    static IS_MASKED: Cell<bool> = const { Cell::new(false) };
}

/// Called by a thread that was made under [`mask_library_thread`]: it need not guard its writes.
pub(crate) fn note_masked_thread() {
    IS_MASKED.set(true);
}

/// Keeps SIGPIPE from the process while a call without MSG_NOSIGNAL (sendfile) runs. Costs nothing on a thread of the
/// library, whose mask has it anyway, and two system calls on any other.
pub(crate) struct SigpipeGuard {
    /// The mask to go back to.
    old: Option<libc::sigset_t>,
    was_pending: bool,
}

impl SigpipeGuard {
    #[inline]
    pub(crate) fn new() -> Self {
        if IS_MASKED.get() { Self { old: None, was_pending: false } } else { Self::block() }
    }

    fn block() -> Self {
        let set = sigpipe();
        let mut old = MaybeUninit::<libc::sigset_t>::uninit();
        let mut pending = MaybeUninit::<libc::sigset_t>::uninit();
        // SAFETY: pthread_sigmask reads `set` and writes `old`; sigpending writes `pending`.
        unsafe {
            libc::pthread_sigmask(libc::SIG_BLOCK, &raw const set, old.as_mut_ptr());
            let old = old.assume_init();
            // It can only wait already where it was blocked already.
            let was_pending = libc::sigismember(&raw const old, libc::SIGPIPE) == 1
                && libc::sigpending(pending.as_mut_ptr()) == 0
                && libc::sigismember(pending.as_ptr(), libc::SIGPIPE) == 1;
            Self { old: Some(old), was_pending }
        }
    }

    /// The call failed with EPIPE: takes the signal that it raised.
    pub(crate) fn consume(&self) {
        if self.was_pending {
            return;
        }
        let set = sigpipe();
        let now = libc::timespec { tv_sec: 0, tv_nsec: 0 };
        // SAFETY: both are valid; nothing is written.
        unsafe {
            while libc::sigtimedwait(&raw const set, ptr::null_mut(), &raw const now) < 0
                && io::Error::last_os_error().kind() == io::ErrorKind::Interrupted
            {}
        }
    }
}

impl Drop for SigpipeGuard {
    fn drop(&mut self) {
        if let Some(old) = &self.old {
            // SAFETY: the set was written by pthread_sigmask.
            unsafe { libc::pthread_sigmask(libc::SIG_SETMASK, &raw const *old, ptr::null_mut()) };
        }
    }
}

fn sigpipe() -> libc::sigset_t {
    let mut set = MaybeUninit::<libc::sigset_t>::uninit();
    // SAFETY: sigemptyset initialises the set; SIGPIPE is a valid number.
    unsafe {
        libc::sigemptyset(set.as_mut_ptr());
        libc::sigaddset(set.as_mut_ptr(), libc::SIGPIPE);
        set.assume_init()
    }
}
