//! The operating system: the only room of this crate with `unsafe` and with `libc`.

mod block;
mod call;
mod directory;
mod file;
mod file_system;
mod folder;
#[cfg(feature = "testing")]
mod guarded;
mod log_file;
mod pages;
mod poll;
mod signal;
mod signal_watch;
mod socket;
mod stopwatch;
mod timer;
mod wait;

pub(crate) use block::Block;
pub(crate) use directory::{Directory, Shortage, random_bytes, shortage};
pub use file::SourceFile;
pub(crate) use file::{FileState, Identity, Meta, is_absence, is_out_of_resources, open_for_reading};
pub(crate) use file_system::{FileSystem, file_system};
pub(crate) use folder::{Entry, EntryKind, Folder};
#[cfg(feature = "testing")]
pub use guarded::Guarded;
pub(crate) use log_file::{LogFile, PIPE_BUF};
pub(crate) use pages::Pages;
pub(crate) use poll::{PollEvents, Readiness, control_poll};
pub(crate) use signal::{SigpipeGuard, mask_library_thread, note_masked_thread};
pub(crate) use signal_watch::SignalWatch;
pub(crate) use socket::{Accepted, Listener, Socket, duplicate, is_about_one_connection, local_port};
pub(crate) use stopwatch::Stopwatch;
pub(crate) use timer::TimerFd;
pub use wait::{EventFd, Waited, wait_readable};

use std::time::{Duration, Instant};

/// Seconds since 1970 by the coarse clock: a few nanoseconds, no system call.
#[inline]
pub(crate) fn unix_seconds() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: `time` is a valid place for one timespec; the clock id is a constant the kernel knows.
    unsafe { libc::clock_gettime(libc::CLOCK_REALTIME_COARSE, &raw mut time) };
    time.tv_sec.max(0) as u64
}

/// A moment in the future, however far: a year is for ever here.
pub(crate) fn later(time: Duration) -> Instant {
    Instant::now() + time.min(Duration::from_secs(365 * 24 * 3600))
}

/// When a wait ends; None = never, also where the clock cannot tell.
pub(crate) fn deadline(timeout: Option<Duration>) -> Option<Instant> {
    timeout.and_then(|timeout| Instant::now().checked_add(timeout))
}

/// Milliseconds of a clock that never goes back, precise to a few milliseconds; no system call.
#[inline]
pub(crate) fn monotonic_millis() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: as above.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC_COARSE, &raw mut time) };
    time.tv_sec as u64 * 1000 + time.tv_nsec as u64 / 1_000_000
}

/// Nanoseconds of the same kind of clock, precise; about 25 ns, no system call.
pub(crate) fn monotonic_nanos() -> u64 {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: as above.
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &raw mut time) };
    time.tv_sec as u64 * 1_000_000_000 + time.tv_nsec as u64
}
