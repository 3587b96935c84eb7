//! A listener in a reactor: accepts until the queue is empty, and takes errors as a state with a back-off.

use crate::sys::{Accepted, Listener, is_about_one_connection};
use std::io;

/// Pause after an accept failed for want of descriptors or memory, in milliseconds: short enough to be back at once
/// when they return, long enough to cost nothing.
const BACK_OFF_MILLIS: u64 = 100;

/// What one try gave.
pub(crate) enum Accept {
    /// A connection.
    Socket(Accepted),
    /// None is waiting.
    Empty,
    /// One was lost; others may wait.
    Lost,
    /// The system has no room: accepting pauses.
    Pause,
}

/// A listener and its state.
pub(crate) struct Acceptor {
    listener: Listener,
    /// The kernel may have connections for us.
    pub(crate) is_ready: bool,
    /// Its connections are spread over all reactors.
    pub(crate) is_shared: bool,
    paused_until: u64,
}

impl Acceptor {
    pub(crate) fn new(listener: Listener, is_shared: bool) -> Self {
        Self { listener, is_ready: true, is_shared, paused_until: 0 }
    }

    pub(crate) const fn listener(&self) -> &Listener {
        &self.listener
    }

    /// When a pause ends, in milliseconds of the monotonic clock; 0 = there is none.
    pub(crate) const fn paused_until(&self) -> u64 {
        self.paused_until
    }

    /// Takes one connection off the queue. `now` in milliseconds of the monotonic clock.
    pub(crate) fn accept(&mut self, now: u64) -> Accept {
        if !self.is_ready || now < self.paused_until {
            return Accept::Empty;
        }
        self.paused_until = 0;
        match self.listener.accept() {
            Ok(accepted) => Accept::Socket(accepted),
            Err(error) => match error.raw_os_error() {
                _ if error.kind() == io::ErrorKind::WouldBlock => {
                    self.is_ready = false;
                    Accept::Empty
                }
                Some(code) if is_about_one_connection(code) => Accept::Lost,
                // Descriptors or memory are exhausted, or the listener itself is of no use any more.
                _ => {
                    self.paused_until = now + BACK_OFF_MILLIS;
                    log::warn!("cannot accept connections: {error}; trying again in {BACK_OFF_MILLIS} ms");
                    Accept::Pause
                }
            },
        }
    }
}
