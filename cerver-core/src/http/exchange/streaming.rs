//! Answers in pieces.

use super::{Answer, Exchange, State};
use crate::{
    error::{Code, Error, Result},
    http::{
        response::{self, Fields, Length},
        status::Status,
    },
    threads,
};
use std::{
    borrow::Cow,
    time::{Duration, Instant},
};

impl Exchange {
    /// Begins an answer whose body comes in pieces: chunked, or for HTTP/1.0 up to the end of the connection. A handler that
    /// returns before the last piece must have detached the request; otherwise the connection closes.
    pub fn stream(self, status: Status, fields: &Fields) -> Result<()> {
        let mut guard = self.state()?;
        if let Err(error) = guard.check_open() {
            self.release_when_over(guard);
            return Err(error);
        }
        let state = &mut *guard;
        let fields = if state.may_compress { state.begin_coding(status, fields) } else { Cow::Borrowed(fields) };
        state.is_chunked = state.request.minor_version() == 1;
        state.keep_alive &= state.is_chunked;
        let length = if state.is_chunked { Length::Chunked } else { Length::Untold };
        state.write_head(status, &fields, length);
        state.hides_body = state.is_head_only() || status.is_bodiless();
        state.answer = Answer::Streaming;
        state.notify();
        Ok(())
    }

    /// Sends a piece of a streamed answer; it is copied whole or not at all.
    ///
    /// [`Code::Again`] while more waits for the client than the high mark of the send queue allows.
    pub fn stream_write(self, data: &[u8]) -> Result<()> {
        let mut guard = self.state()?;
        if let Err(error) = guard.check_streaming() {
            self.release_when_over(guard);
            return Err(error);
        }
        let state = &mut *guard;
        if state.is_full() {
            return Err(Error::new(Code::Again, "the client takes the answer more slowly than it is made: wait"));
        }
        if data.is_empty() || state.hides_body {
            return Ok(());
        }
        match &mut state.coder {
            None => state.put_piece(data),
            Some(coder) => {
                let coded = coder.flush(data);
                state.put_piece(&coded);
            }
        }
        state.notify();
        Ok(())
    }

    /// Waits until a streamed answer may go on; not possible on a reactor's thread, which would wait for itself.
    pub fn stream_wait(self, timeout: Option<Duration>) -> Result<()> {
        if threads::is_on_reactor() {
            return Err(Error::new(
                Code::State,
                "a handler on the reactor cannot wait for it: detach and use a thread",
            ));
        }
        let deadline = timeout.map(|timeout| Instant::now() + timeout);
        let mut guard = self.state()?;
        loop {
            if let Err(error) = guard.check_streaming() {
                self.release_when_over(guard);
                return Err(error);
            }
            if !guard.is_full() {
                return Ok(());
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

    /// Ends a streamed answer; needed also when the client has gone.
    pub fn stream_end(self) -> Result<()> {
        let mut guard = self.state()?;
        let state = &mut *guard;
        if state.answer != Answer::Streaming {
            return Err(Error::new(Code::State, "no streamed answer was begun"));
        }
        if let Some(coder) = state.coder.take() {
            let coded = coder.finish();
            state.put_piece(&coded);
        }
        if state.is_chunked && !state.hides_body {
            state.output.write(response::LAST_CHUNK);
        }
        state.answer = Answer::Whole;
        if state.is_gone {
            self.release_when_over(guard);
            return Err(Code::Closed.into());
        }
        state.notify();
        Ok(())
    }
}

impl State {
    /// Writes a piece of a streamed answer, which must not be empty.
    fn put_piece(&mut self, piece: &[u8]) {
        if self.is_chunked {
            response::write_chunk(self.output.buffer(), piece);
        } else {
            self.output.write(piece);
        }
    }
}
