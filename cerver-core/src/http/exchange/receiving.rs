//! Bodies that are read in pieces, gates, and the parts of uploads.

use super::{Answer, Exchange, Guard, State};
use crate::{
    buffer::Output,
    error::{Code, Error, Result},
    http::{
        app::Handler,
        intake::Intake,
        response::{CONTINUE, Response},
        status::Status,
        upload,
    },
    sys, threads,
};
use std::{
    path::Path,
    time::{Duration, Instant},
};

/// What has come of the gate of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in super::super) enum Gate {
    /// There is none, or it is behind.
    Open,
    /// It has not decided.
    Asked,
    /// It lets the request pass.
    Passed,
}

impl Exchange {
    /// Reads the next bytes of the body into `buffer`; 0 is its end.
    ///
    /// On a route with [`Route::stream_body`](crate::http::Route::stream_body) they come from the client as they are read:
    /// more than the window of bytes never waits here. [`Code::Again`] when none has come within `timeout` (None = wait for
    /// ever), [`Code::Closed`] when the client has gone before the end. On other routes the whole body is there already.
    ///
    /// A handler on the reactor cannot wait: there only a `timeout` of 0 is possible ([`Code::State`]).
    pub fn read_body(self, buffer: &mut [u8], timeout: Option<Duration>) -> Result<usize> {
        let may_wait = timeout != Some(Duration::ZERO);
        if may_wait && threads::is_on_reactor() {
            let text = "a handler on the reactor cannot wait for the body: read without a time-out, in pieces";
            return Err(Error::new(Code::State, text));
        }
        let deadline = sys::deadline(timeout);
        let mut guard = self.state()?;
        loop {
            if let Some(count) = guard.read_waiting(buffer)? {
                return Ok(count);
            }
            if !may_wait || self.wait_until(&mut guard, deadline) {
                return Err(Error::new(Code::Again, "no byte of the body has come in time"));
            }
            if !guard.is_live || guard.generation != self.generation {
                return Err(Code::Closed.into());
            }
        }
    }

    /// Waits for a change; true when the time is over.
    fn wait_until(self, guard: &mut Guard, deadline: Option<Instant>) -> bool {
        match deadline {
            None => {
                self.slot.changed.wait(guard);
                false
            }
            Some(deadline) => self.slot.changed.wait_until(guard, deadline).timed_out(),
        }
    }

    /// Lets the request through the gate of its route. Only the gate itself may call this, or, after
    /// [`Exchange::detach`], whoever decides in its place.
    pub fn pass(self) -> Result<()> {
        let mut state = self.state()?;
        if state.answer != Answer::None {
            return Err(Code::Answered.into());
        }
        if state.gate != Gate::Asked {
            return Err(Error::new(Code::State, "no gate has to decide about this request"));
        }
        state.gate = Gate::Passed;
        if state.is_gone {
            self.release_when_over(state);
            return Err(Code::Closed.into());
        }
        if state.is_returned {
            state.notify();
        }
        Ok(())
    }

    /// Asks a gate; true when the request may go on at once.
    pub(in super::super) fn passes(self, gate: &Handler) -> bool {
        if let Ok(mut state) = self.state() {
            state.gate = Gate::Asked;
        }
        gate(self);
        let Ok(mut state) = self.state() else { return false };
        if state.gate == Gate::Passed {
            state.gate = Gate::Open;
            return true;
        }
        let is_undecided = state.answer == Answer::None && !state.is_detached;
        drop(state);
        if is_undecided {
            // Refused by saying nothing. Too late only when the client has gone.
            let _ = self.respond(forbidden());
        }
        false
    }

    /// Moves an uploaded file, `index` counted among all parts, to a path. An existing file there is replaced, as by
    /// `mv`. The request's copy is no longer removed with it.
    pub fn move_upload(self, index: usize, to: &Path) -> Result<()> {
        // Copying may take long: the exchange is not locked meanwhile.
        let from = self.request(|request| {
            let part = request.parts().and_then(|parts| parts.all().get(index));
            part.and_then(|part| part.path()).map(Path::to_owned)
        })?;
        let from = from.ok_or_else(|| Error::new(Code::NotFound, "the part has no file on the disk"))?;
        upload::move_file(&from, to)?;
        self.request(|request| {
            if let Some(parts) = request.parts_mut() {
                parts.moved(index, to);
            }
        })
    }
}

impl State {
    /// Reads without waiting; None when nothing has come and more may come.
    fn read_waiting(&mut self, buffer: &mut [u8]) -> Result<Option<usize>> {
        let intake = self.request.intake.get_or_insert_default();
        if !intake.is_streamed {
            return Ok(Some(intake.take_whole(self.request.body.bytes(), buffer)));
        }
        let (count, makes_room) = intake.take(buffer);
        if count > 0 || intake.is_ended {
            if makes_room {
                self.notify();
            }
            return Ok(Some(count));
        }
        if buffer.is_empty() {
            return Ok(Some(0));
        }
        if self.is_gone {
            return Err(Code::Closed.into());
        }
        if std::mem::take(&mut intake.wants_continue) && self.answer == Answer::None {
            self.output.write(CONTINUE);
            self.notify();
        }
        Ok(None)
    }

    /// The handler will read the body as it comes.
    pub(in super::super) fn stream_body(&mut self, window: usize, wants_continue: bool) {
        let mut intake = Intake::streamed(window);
        intake.wants_continue = wants_continue;
        intake.claims = self.request.intake.take().and_then(|before| before.claims);
        self.request.intake = Some(Box::new(intake));
    }

    /// Sends the interim answer that the client waits for, once.
    pub(in super::super) fn ask_for_body(&mut self, output: &mut Output) {
        let intake = self.request.intake.as_mut();
        if intake.is_some_and(|intake| std::mem::take(&mut intake.wants_continue)) {
            output.write(CONTINUE);
        }
    }

    /// Nothing more comes of the body.
    pub(in super::super) fn end_body(&mut self) {
        if let Some(intake) = &mut self.request.intake {
            intake.end();
        }
    }

    /// Another handler may have to run: behind the gate, or for what has come of a body.
    pub(in super::super) fn has_more_steps(&self) -> bool {
        let is_through = self.gate == Gate::Passed && self.answer == Answer::None;
        self.is_returned && (is_through || self.request.intake.as_ref().is_some_and(|intake| intake.has_news))
    }

    /// Opens the gate for good after it has let the request pass.
    pub(in super::super) fn open_gate(&mut self) {
        self.gate = Gate::Open;
        self.is_returned = false;
        self.is_detached = false;
    }

    /// The gate has decided nothing and nobody else will.
    pub(in super::super) fn is_stuck_in_gate(&self) -> bool {
        self.is_returned && !self.is_detached && self.answer == Answer::None
    }

    /// The request has failed or nobody has it: uploaded files are not its handler's.
    pub(in super::super) fn hand_over(&mut self, is_handed_over: bool) {
        if let Some(parts) = self.request.parts_mut() {
            parts.hand_over(is_handed_over);
        }
    }
}

/// The answer of a gate that gives none.
pub(in super::super) fn forbidden() -> Response {
    Response::error(Status::FORBIDDEN, "Forbidden!")
}
