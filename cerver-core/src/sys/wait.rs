//! Waiting that a signal may end, and the descriptor that wakes.

use std::{
    io,
    os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
    time::{Duration, Instant},
};

/// A descriptor that stays readable from [`EventFd::signal`] to [`EventFd::clear`].
#[derive(Debug)]
pub struct EventFd(OwnedFd);

impl EventFd {
    /// A new descriptor, close-on-exec and non-blocking.
    pub fn new() -> io::Result<Self> {
        // SAFETY: a plain system call; the result is checked and, when good, owned by nobody else.
        let fd = unsafe { libc::eventfd(0, libc::EFD_CLOEXEC | libc::EFD_NONBLOCK) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: `fd` was just made and is ours alone.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// Makes the descriptor readable. Safe to call in a signal handler and from any thread.
    pub fn signal(&self) {
        let one = 1u64;
        // SAFETY: `one` is 8 readable bytes. A full counter (EAGAIN) means that it is readable already.
        unsafe { libc::write(self.0.as_raw_fd(), (&raw const one).cast(), 8) };
    }

    /// Makes it unreadable again.
    pub fn clear(&self) {
        self.take();
    }

    /// The same; returns how often it was signalled.
    pub(crate) fn take(&self) -> u64 {
        let mut count = 0u64;
        // SAFETY: `count` is 8 writable bytes; EAGAIN means that it was not readable.
        unsafe { libc::read(self.0.as_raw_fd(), (&raw mut count).cast(), 8) };
        count
    }
}

impl AsRawFd for EventFd {
    fn as_raw_fd(&self) -> RawFd {
        self.0.as_raw_fd()
    }
}

/// How a wait ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Waited {
    /// The descriptor at this place of the list is readable (or writable, where that was waited for), or has failed.
    Ready(usize),
    /// The time is over.
    Timeout,
    /// A signal handler ran on this thread.
    Interrupted,
}

/// Waits on the calling thread until one of `fds` is readable (at most 4; negative ones are passed over), a signal
/// handler has run, or `timeout` is over. The wait is `ppoll`: a stop and continue of the process does not end it.
pub fn wait_readable(fds: &[RawFd], timeout: Option<Duration>) -> io::Result<Waited> {
    assert!(fds.len() <= 4, "a wait takes at most four descriptors");
    let mut polled = [libc::pollfd { fd: -1, events: libc::POLLIN, revents: 0 }; 4];
    for (entry, fd) in polled.iter_mut().zip(fds) {
        entry.fd = *fd;
    }
    wait(&mut polled, timeout)
}

/// Waits in the same way until `fd` is writable.
pub(crate) fn wait_writable(fd: RawFd, timeout: Duration) -> io::Result<Waited> {
    wait(&mut [libc::pollfd { fd, events: libc::POLLOUT, revents: 0 }], Some(timeout))
}

fn wait(polled: &mut [libc::pollfd], timeout: Option<Duration>) -> io::Result<Waited> {
    let deadline = super::deadline(timeout);
    loop {
        let left = deadline.map(|deadline| deadline.saturating_duration_since(Instant::now()));
        let time = left.map(|left| libc::timespec {
            tv_sec: left.as_secs().min(i32::MAX as u64) as libc::time_t,
            tv_nsec: libc::c_long::from(left.subsec_nanos()),
        });
        let time_pointer = time.as_ref().map_or(std::ptr::null(), std::ptr::from_ref);
        // SAFETY: `polled` holds as many entries as its length says; `time_pointer` is NULL or points to a live value.
        let n = unsafe { libc::ppoll(polled.as_mut_ptr(), polled.len() as _, time_pointer, std::ptr::null()) };
        if n > 0 {
            if let Some(place) = polled.iter().position(|entry| entry.revents != 0) {
                return Ok(Waited::Ready(place));
            }
        } else if n == 0 {
            return Ok(Waited::Timeout);
        } else {
            let error = io::Error::last_os_error();
            return if error.kind() == io::ErrorKind::Interrupted { Ok(Waited::Interrupted) } else { Err(error) };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_event_wakes_until_it_is_cleared() {
        let event = EventFd::new().unwrap();
        let short = Some(Duration::from_millis(5));
        assert_eq!(wait_readable(&[-1, event.as_raw_fd()], short).unwrap(), Waited::Timeout);
        event.signal();
        assert_eq!(wait_readable(&[-1, event.as_raw_fd()], None).unwrap(), Waited::Ready(1));
        assert_eq!(wait_readable(&[event.as_raw_fd()], Some(Duration::MAX)).unwrap(), Waited::Ready(0));
        event.clear();
        assert_eq!(wait_readable(&[event.as_raw_fd()], short).unwrap(), Waited::Timeout);
    }
}
