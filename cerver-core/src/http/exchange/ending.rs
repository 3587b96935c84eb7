//! How exchanges end without an answer of their handler: by an error page, or because the connection is gone.

use super::{Answer, Exchange, Gate, Guard, State};
use crate::{
    error::Result,
    http::{error_page, observer::CLOSED, response::Response, status::Status},
};

impl Exchange {
    /// Leaves an error page to the reactor, where the application's own function for it runs.
    pub(super) fn respond_error(self, response: Response) -> Result<()> {
        let mut guard = self.state()?;
        if let Err(error) = guard.check_open() {
            self.release_when_over(guard);
            return Err(error);
        }
        let state = &mut *guard;
        state.failure = Some(Box::new(response));
        state.answer = Answer::Page;
        state.notify();
        Ok(())
    }

    /// The handler has failed: the client gets an error page, or, when an answer was begun, the connection closes.
    pub(super) fn fail(self) {
        if let Ok(mut state) = self.state() {
            state.has_panicked = true;
            state.hand_over(false);
        }
        // Too late when the handler had begun an answer: then the connection closes.
        let _ = self.respond_error(Response::error(Status::INTERNAL_SERVER_ERROR, error_page::INTERNAL_ERROR));
    }

    /// The handler has returned on a thread that is not the reactor's.
    pub(in super::super) fn returned(self) {
        let Some(mut guard) = self.slot_state() else { return };
        let state = &mut *guard;
        state.is_returned = true;
        if state.is_gone {
            self.release_when_over(guard);
        } else {
            state.notify();
        }
    }

    /// The connection is gone.
    pub(in super::super) fn abandon(self, mut guard: Guard) {
        guard.is_gone = true;
        guard.output.clear();
        guard.coder = None;
        guard.tls = guard.tls_session();
        self.wake_waiting();
        self.release_when_over(guard);
    }

    /// Frees the exchange of a connection that is gone when nobody holds it any more.
    pub(super) fn release_when_over(self, mut guard: Guard) {
        if !guard.is_gone || !guard.is_returned {
            return;
        }
        if let Some(form) = guard.form() {
            return self.fail_form(guard, *form);
        }
        if !guard.is_kept() {
            guard.failure = None;
            guard.output.shrink();
            self.retire(&mut guard).discard(guard);
        }
    }
}

#[cfg(feature = "testing")]
impl Exchange {
    /// Makes the present use of its entry the last one, and returns the handle of that.
    pub(crate) fn last_use(self) -> Self {
        let mut guard = self.lock();
        guard.generation = crate::table::Generation::LAST;
        Self { slot: self.slot, generation: guard.generation }
    }
}

impl State {
    /// The program has detached the request and has not answered it.
    pub(in super::super) fn is_kept(&self) -> bool {
        self.is_detached && !matches!(self.answer, Answer::Whole | Answer::Page) && self.gate != Gate::Passed
    }

    /// There is no answer, or none any more: the connection is closed.
    pub(in super::super) fn abort(&mut self) {
        if self.answer == Answer::None {
            self.record.note(CLOSED, 0);
        }
        self.answer = Answer::Whole;
        self.is_aborted = true;
        self.coder = None;
    }

    /// Nothing of an answer that came to nothing reaches the next request.
    #[inline(never)]
    pub(super) fn forget_answer(&mut self) {
        self.coder = None;
        self.handshake = None;
        self.output.shrink();
    }

    /// The error page that is to be made.
    pub(in super::super) fn take_failure(&mut self) -> Option<Response> {
        self.failure.take().map(|response| *response)
    }
}
