//! Python's signals during a wait on its main thread.
//!
//! Python's own handler only sets a flag, so a signal that arrives between two system calls of the main thread would
//! not end the next one. `signal.set_wakeup_fd` makes the handler write to a descriptor as well, and the wait watches
//! that. The C function behind it is not exported by every version, hence the Python one.

use std::{
    ffi::c_int,
    os::fd::{AsFd, AsRawFd, BorrowedFd, FromRawFd, OwnedFd},
};

use super::{api::Api, gate};

/// Python's wake-up descriptor while this exists; dropping it gives the descriptor up.
pub(crate) struct Wakeup {
    readable: OwnedFd,
    writable: OwnedFd,
    api: &'static Api,
}

/// Makes signals readable for a wait that follows on this thread. `None` without Python, on another than its main
/// thread, or when the program has a wake-up descriptor already; the wait then relies on being interrupted.
pub(crate) fn wakeup() -> Option<Wakeup> {
    if !gate::is_open() {
        return None;
    }
    let api = Api::find().filter(|api| api.called_by_ctypes())?;
    let (readable, writable) = pipe()?;
    let before = set_wakeup_fd(api, writable.as_raw_fd())?;
    if before >= 0 {
        set_wakeup_fd(api, before);
        return None;
    }
    Some(Wakeup { readable, writable, api })
}

impl Wakeup {
    /// Readable once a signal has arrived.
    pub(crate) fn fd(&self) -> BorrowedFd<'_> {
        self.readable.as_fd()
    }
}

impl Drop for Wakeup {
    fn drop(&mut self) {
        // The gate cannot be closed: that happens on Python's main thread, which is this one.
        let before = set_wakeup_fd(self.api, -1);
        if let Some(other) = before.filter(|before| *before >= 0 && *before != self.writable.as_raw_fd()) {
            set_wakeup_fd(self.api, other);
        }
    }
}

/// Calls `signal.set_wakeup_fd` and gives the descriptor of before, -1 for none; `None` when Python refuses.
fn set_wakeup_fd(api: &'static Api, fd: c_int) -> Option<c_int> {
    // SAFETY: the thread has a state; it holds the lock between the two calls, and what they make is dropped before the
    // second one.
    unsafe {
        let token = (api.ensure)();
        let before = (|| {
            let before = api.import(c"signal", c"set_wakeup_fd")?.call(&api.number(fd)?)?;
            c_int::try_from(before.value()).ok()
        })();
        (api.release)(token);
        before
    }
}

/// Both ends do not block, as Python demands, and are closed by exec.
fn pipe() -> Option<(OwnedFd, OwnedFd)> {
    let mut ends = [0; 2];
    // SAFETY: the array has room for two descriptors, which are new and owned by nobody else.
    unsafe {
        if libc::pipe2(ends.as_mut_ptr(), libc::O_NONBLOCK | libc::O_CLOEXEC) != 0 {
            return None;
        }
        Some((OwnedFd::from_raw_fd(ends[0]), OwnedFd::from_raw_fd(ends[1])))
    }
}
