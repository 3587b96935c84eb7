//! An exchange whose connection changes its protocol.

use super::{Answer, Exchange, State};
use crate::{
    error::{Code, Error, Result},
    http::{upgrade::Upgraded, websocket::Link},
    threads,
};
use std::time::Instant;

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
    /// Waits until `look` has a result; not possible on a reactor's thread, which would wait for itself.
    pub(in super::super) fn wait_changed(
        self,
        deadline: Option<Instant>,
        mut look: impl FnMut(&mut State) -> Option<Result<()>>,
    ) -> Result<()> {
        if threads::is_on_reactor() {
            return Err(Error::new(
                Code::State,
                "a handler on the reactor cannot wait for it: detach and use a thread",
            ));
        }
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
            if !guard.is_live || guard.epoch != self.epoch {
                return Err(Code::Closed.into());
            }
        }
    }
}
