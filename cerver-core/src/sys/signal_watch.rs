//! Signals as something to wait for: a handler that counts them in a descriptor.

use super::EventFd;
use std::{
    io,
    mem::MaybeUninit,
    os::fd::{AsRawFd, RawFd},
    ptr,
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicI32, Ordering},
    },
};

const COUNT: usize = 65;

/// Where the handler counts; -1 = nowhere. The descriptors live as long as the process: a handler may be running.
static PLACES: [AtomicI32; COUNT] = [const { AtomicI32::new(-1) }; COUNT];
static EVENTS: [OnceLock<EventFd>; COUNT] = [const { OnceLock::new() }; COUNT];
static TAKEN: [AtomicBool; COUNT] = [const { AtomicBool::new(false) }; COUNT];

/// Catches one signal of the process until it is dropped, in place of what was to happen with it before.
pub(crate) struct SignalWatch {
    number: usize,
    old: libc::sigaction,
}

impl SignalWatch {
    /// An error with the kind InvalidInput for numbers that cannot be caught or that tell of a fault of the program,
    /// ResourceBusy when it is caught so already.
    pub(crate) fn new(number: i32) -> io::Result<Self> {
        let is_fault = matches!(
            number,
            libc::SIGSEGV | libc::SIGBUS | libc::SIGFPE | libc::SIGILL | libc::SIGTRAP | libc::SIGSYS | libc::SIGABRT
        );
        let place = usize::try_from(number).ok().filter(|place| (1..COUNT).contains(place) && !is_fault);
        let place = place.ok_or(io::ErrorKind::InvalidInput)?;
        if EVENTS[place].get().is_none() {
            // Another thread may have made one meanwhile: this one is closed again.
            let _ = EVENTS[place].set(EventFd::new()?);
        }
        if TAKEN[place].swap(true, Ordering::AcqRel) {
            return Err(io::ErrorKind::ResourceBusy.into());
        }
        let event = EVENTS[place].get().expect("made above");
        event.take();
        PLACES[place].store(event.as_raw_fd(), Ordering::Release);
        let mut old = MaybeUninit::<libc::sigaction>::uninit();
        // SAFETY: an all-zero sigaction is a valid value; the handler has the form that no SA_SIGINFO means.
        let result = unsafe {
            let mut action: libc::sigaction = std::mem::zeroed();
            action.sa_sigaction = count as *const () as libc::sighandler_t;
            action.sa_flags = libc::SA_RESTART;
            libc::sigemptyset(&raw mut action.sa_mask);
            libc::sigaction(number, &raw const action, old.as_mut_ptr())
        };
        if result < 0 {
            let error = io::Error::last_os_error();
            PLACES[place].store(-1, Ordering::Release);
            TAKEN[place].store(false, Ordering::Release);
            return Err(error);
        }
        // SAFETY: a successful call has filled it.
        Ok(Self { number: place, old: unsafe { old.assume_init() } })
    }

    /// How often the signal has come since the last call.
    pub(crate) fn take(&self) -> u64 {
        EVENTS[self.number].get().map_or(0, EventFd::take)
    }

    pub(crate) const fn number(&self) -> i32 {
        self.number as i32
    }
}

impl AsRawFd for SignalWatch {
    fn as_raw_fd(&self) -> RawFd {
        EVENTS[self.number].get().map_or(-1, AsRawFd::as_raw_fd)
    }
}

impl Drop for SignalWatch {
    fn drop(&mut self) {
        // SAFETY: the action is what an earlier call of the same function gave.
        unsafe { libc::sigaction(self.number(), &raw const self.old, ptr::null_mut()) };
        PLACES[self.number].store(-1, Ordering::Release);
        TAKEN[self.number].store(false, Ordering::Release);
    }
}

/// Runs as a signal handler: only what is safe there.
extern "C" fn count(number: libc::c_int) {
    let Some(place) = usize::try_from(number).ok().and_then(|number| PLACES.get(number)) else { return };
    let fd = place.load(Ordering::Acquire);
    if fd >= 0 {
        let one = 1u64;
        // SAFETY: errno is the thread's own, and what was interrupted may be about to look at it; `one` is 8 readable
        // bytes, and a full counter loses nothing but the exact number.
        unsafe {
            let errno = libc::__errno_location();
            let saved = *errno;
            libc::write(fd, (&raw const one).cast(), 8);
            *errno = saved;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signals_are_counted_and_given_back() {
        let watch = SignalWatch::new(libc::SIGURG).unwrap();
        assert_eq!(SignalWatch::new(libc::SIGURG).err().unwrap().kind(), io::ErrorKind::ResourceBusy);
        assert_eq!(watch.take(), 0);
        // SAFETY: the signal is caught.
        unsafe {
            libc::raise(libc::SIGURG);
            libc::raise(libc::SIGURG);
        }
        assert_eq!((watch.take(), watch.take(), watch.number()), (2, 0, libc::SIGURG));
        drop(watch);
        // SAFETY: by default it is ignored.
        unsafe { libc::raise(libc::SIGURG) };
        let again = SignalWatch::new(libc::SIGURG).unwrap();
        assert_eq!(again.take(), 0);
        for number in [0, -1, 65, 1000, libc::SIGSEGV, libc::SIGKILL] {
            assert!(SignalWatch::new(number).is_err(), "{number}");
        }
    }
}
