//! An exchange whose connection changes its protocol.

use super::{Answer, Exchange, State};
use crate::{
    error::{Code, Error, Result},
    http::{upgrade::Upgraded, websocket::Link},
    sys, threads,
};
use std::{sync::atomic::Ordering, time::Duration};

impl State {
    /// The handshake is answered: from now on this is the exchange of a WebSocket connection.
    pub(in super::super) fn become_web_socket(&mut self, link: Link) {
        self.answer = Answer::Whole;
        self.is_returned = false;
        self.is_detached = false;
        self.web_socket = Some(Box::new(link));
    }

    /// The handshake that the handler, which has returned, has let pass.
    pub(in super::super) fn take_handshake(&mut self) -> Option<Box<Upgraded>> {
        if self.answer == Answer::None { self.handshake.take() } else { None }
    }

    /// Bytes that find room below the high mark.
    pub(in super::super) fn room(&self) -> u64 {
        self.high_mark.saturating_sub(self.output.pending() - self.lent)
    }
}

impl Exchange {
    /// Notes, under the lock, that a frame was written to the output in the exchange: a thread that collects others for the
    /// same connection learns of it without the lock. That thread sees it when it was told, by the program, what follows
    /// from the write; for what happens at the same time there is no order.
    pub(in super::super) fn note_write(self) {
        self.slot.was_written.store(true, Ordering::Relaxed);
    }

    /// Whether there was one since [`Exchange::forget_writes`].
    #[inline]
    pub(in super::super) fn was_written(self) -> bool {
        self.slot.was_written.load(Ordering::Relaxed)
    }

    /// A thread begins to collect; under the lock.
    #[inline]
    pub(in super::super) fn forget_writes(self) {
        self.slot.was_written.store(false, Ordering::Relaxed);
    }

    /// Waits until `look` has a result; not possible on a reactor's thread, which would wait for itself.
    pub(in super::super) fn wait_changed(
        self,
        timeout: Option<Duration>,
        mut look: impl FnMut(&mut State) -> Option<Result<()>>,
    ) -> Result<()> {
        if threads::is_on_reactor() {
            return Err(Error::new(
                Code::State,
                "a handler on the reactor cannot wait for it: detach and use a thread",
            ));
        }
        let deadline = sys::deadline(timeout);
        let mut guard = self.state()?;
        loop {
            if let Some(result) = look(&mut guard) {
                if result.is_err() {
                    self.release_when_over(guard);
                }
                return result;
            }
            match deadline {
                None => self.slot.changed.wait(&mut guard),
                Some(deadline) if self.slot.changed.wait_until(&mut guard, deadline).timed_out() => {
                    return Err(Code::Timeout.into());
                }
                Some(_) => {}
            }
            if !guard.is_live || guard.generation != self.generation {
                return Err(Code::Closed.into());
            }
        }
    }
}
