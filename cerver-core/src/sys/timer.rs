//! A descriptor that becomes readable when a time has passed.

use std::{
    io,
    os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
    ptr,
    time::Duration,
};

/// A timer of the kernel, close-on-exec and non-blocking.
pub(crate) struct TimerFd(OwnedFd);

impl TimerFd {
    pub(crate) fn new() -> io::Result<Self> {
        // SAFETY: a plain system call; the result is checked and, when good, owned by nobody else.
        let fd = unsafe { libc::timerfd_create(libc::CLOCK_MONOTONIC, libc::TFD_CLOEXEC | libc::TFD_NONBLOCK) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: `fd` was just made and is ours alone.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// Readable after `time`; None = not at all.
    pub(crate) fn set(&self, time: Option<Duration>) -> io::Result<()> {
        self.set_repeated(time.unwrap_or_default(), Duration::ZERO)
    }

    /// Readable after `first`, and again after each `every`; zero = not at all, and only once.
    pub(crate) fn set_repeated(&self, first: Duration, every: Duration) -> io::Result<()> {
        let setting = libc::itimerspec { it_interval: timespec(every), it_value: timespec(first) };
        // SAFETY: `setting` is valid for the call; the old value is not asked for.
        let result = unsafe { libc::timerfd_settime(self.0.as_raw_fd(), 0, &raw const setting, ptr::null_mut()) };
        if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
    }

    /// Makes it unreadable again; returns how often its time has come.
    pub(crate) fn take(&self) -> u64 {
        let mut count = 0u64;
        // SAFETY: `count` is 8 writable bytes; EAGAIN means that it was not readable.
        unsafe { libc::read(self.0.as_raw_fd(), (&raw mut count).cast(), 8) };
        count
    }
}

fn timespec(time: Duration) -> libc::timespec {
    let seconds = libc::time_t::try_from(time.as_secs()).unwrap_or(libc::time_t::MAX);
    libc::timespec { tv_sec: seconds, tv_nsec: libc::c_long::from(time.subsec_nanos()) }
}

impl AsRawFd for TimerFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}
