//! Waiting for many descriptors.

use super::call::call;
use std::{io, os::fd::RawFd, ptr};

/// What `epoll_wait` reported, kept from wait to wait.
pub(crate) struct PollEvents {
    events: Box<[libc::epoll_event]>,
    count: usize,
}

/// One descriptor that is ready.
#[derive(Clone, Copy)]
pub(crate) struct PollEvent {
    /// What it was registered under.
    pub(crate) token: u64,
    pub(crate) readiness: Readiness,
}

/// What the kernel said of a descriptor.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Readiness(u32);

impl PollEvents {
    /// Room for so many events of one wait.
    pub(crate) fn new(capacity: usize) -> Self {
        Self { events: vec![libc::epoll_event { events: 0, u64: 0 }; capacity.max(1)].into(), count: 0 }
    }

    /// Waits on an epoll descriptor until something is ready or `millis` are over (negative = no limit). A signal ends the wait without events.
    pub(crate) fn wait(&mut self, epoll: RawFd, millis: i32) -> io::Result<()> {
        self.count = 0;
        let (events, room) = (self.events.as_mut_ptr() as usize, self.events.len());
        // SAFETY: `events` and `room` are those of a live, writable slice; there is no signal mask.
        let result = unsafe { call(libc::SYS_epoll_pwait, [epoll as usize, events, room, millis as usize, 0, 8]) };
        match result {
            Ok(count) => self.count = count.min(room),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Whether the last wait filled the room and that is less than `most`.
    pub(crate) fn is_full(&self, most: usize) -> bool {
        self.count == self.events.len() && self.count < most
    }

    /// Makes twice the room; forgets what the last wait brought.
    pub(crate) fn double(&mut self) {
        *self = Self::new(self.events.len() * 2);
    }

    /// What the last wait brought.
    pub(crate) fn iter(&self) -> impl Iterator<Item = PollEvent> {
        self.events[..self.count].iter().map(|event| PollEvent { token: event.u64, readiness: Readiness(event.events) })
    }
}

impl Readiness {
    #[inline(always)]
    const fn has(self, flags: i32) -> bool {
        self.0 & flags as u32 != 0
    }

    /// There may be something to read: bytes, the end, or an error.
    #[inline(always)]
    pub(crate) const fn is_readable(self) -> bool {
        self.has(libc::EPOLLIN | libc::EPOLLPRI | libc::EPOLLRDHUP | libc::EPOLLHUP | libc::EPOLLERR)
    }

    /// There may be room to write.
    #[inline(always)]
    pub(crate) const fn is_writable(self) -> bool {
        self.has(libc::EPOLLOUT)
    }

    /// The peer has ended its side, or it is gone.
    #[inline(always)]
    pub(crate) const fn is_read_closed(self) -> bool {
        self.has(libc::EPOLLRDHUP | libc::EPOLLHUP | libc::EPOLLERR)
    }

    /// One read may bring less than there is, and there is no second event: because the peer has ended its side or is gone,
    /// or because there is urgent data, at which a read stops (tcp(7)).
    #[inline(always)]
    pub(crate) const fn needs_many_reads(self) -> bool {
        self.is_read_closed() || self.has(libc::EPOLLPRI)
    }

    /// The socket has an error, as a reset is one. When both sides are closed without one, what came is there to be read.
    #[inline(always)]
    pub(crate) const fn has_failed(self) -> bool {
        self.has(libc::EPOLLERR)
    }

    /// Both sides are closed, or the socket has an error.
    #[inline(always)]
    pub(crate) const fn is_gone(self) -> bool {
        self.has(libc::EPOLLHUP | libc::EPOLLERR)
    }
}

/// Watches a descriptor for reading, for writing, or both, whenever it is ready (level-triggered), under a token; with None
/// it is no longer watched.
pub(crate) fn control_poll(epoll: RawFd, fd: RawFd, watch: Option<((bool, bool), u64)>) -> io::Result<()> {
    let (operation, mut event) = match watch {
        None => (libc::EPOLL_CTL_DEL, None),
        Some(((readable, writable), token)) => {
            let events = if readable { libc::EPOLLIN | libc::EPOLLRDHUP } else { 0 };
            let events = events | if writable { libc::EPOLLOUT } else { 0 };
            (libc::EPOLL_CTL_ADD, Some(libc::epoll_event { events: events as u32, u64: token }))
        }
    };
    let event = event.as_mut().map_or(ptr::null_mut(), ptr::from_mut);
    // SAFETY: the event is NULL, which a removal allows, or valid for the call.
    let result = unsafe { libc::epoll_ctl(epoll, operation, fd, event) };
    if result < 0 { Err(io::Error::last_os_error()) } else { Ok(()) }
}
