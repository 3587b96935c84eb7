//! The flag that tells a forked child from the process that made the handles.
//!
//! A fork copies the memory of the servers but not their threads, and a lock may be held by a thread that does not
//! exist in the child. So the child must not touch any of it: it may only exec, or use functions without handles.

use std::sync::{
    Once,
    atomic::{AtomicBool, Ordering},
};

use crate::status::{Code, Error};

static FORKED: AtomicBool = AtomicBool::new(false);
static WATCH: Once = Once::new();

/// From now on a forked child knows that it is one. Called before the first handle exists, not at load time, so that
/// a process which only loaded the library may fork workers that each make their own servers.
pub(crate) fn watch() {
    WATCH.call_once(|| {
        // SAFETY: the handler only stores into an atomic, which is allowed between fork and exec.
        unsafe { libc::pthread_atfork(None, None, Some(in_child)) };
    });
}

/// Whether this process is a forked child of the one that made the handles.
#[inline]
pub(crate) fn is_child() -> bool {
    FORKED.load(Ordering::Relaxed)
}

/// Refuses the use of a handle in a forked child.
#[inline]
pub(crate) fn check() -> Result<(), Error> {
    if is_child() { Err(refused()) } else { Ok(()) }
}

#[cold]
fn refused() -> Error {
    Error::new(Code::Forked, "the servers of this process belong to its parent; a forked child may only exec")
}

unsafe extern "C" fn in_child() {
    FORKED.store(true, Ordering::Relaxed);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_child_is_marked() {
        watch();
        // SAFETY: the child only reads an atomic and exits without running any other code of the test process.
        let child = unsafe { libc::fork() };
        if child == 0 {
            let code = if is_child() { 7 } else { 8 };
            // SAFETY: ends the child at once.
            unsafe { libc::_exit(code) };
        }
        let mut state = 0;
        // SAFETY: waits for the child made above; `state` is a valid out-parameter.
        unsafe { libc::waitpid(child, &raw mut state, 0) };
        assert_eq!(libc::WEXITSTATUS(state), 7);
        assert!(check().is_ok());
    }
}
