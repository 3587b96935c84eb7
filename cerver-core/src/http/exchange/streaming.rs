//! Answers in pieces.

use super::{Answer, Exchange, State, no_body};
use crate::{
    error::{Code, Error, Result},
    http::{
        request::Request,
        response::{self, Fields, Length},
        status::Status,
    },
};
use std::{borrow::Cow, time::Duration};

static NO_FIELDS: Fields = Fields::new();

/// Whether the client takes fields behind the body: `trailers` in TE (RFC 9110 section 10.1.4).
fn wants_trailers(request: &Request) -> bool {
    let mut lines = request.headers().filter(|(name, _, _)| name.eq_ignore_ascii_case(b"te"));
    lines.any(|(_, value, _)| {
        value.split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(b"trailers"))
    })
}

impl Exchange {
    /// Begins an answer whose body comes in pieces: chunked, or for HTTP/1.0 up to the end of the connection. A handler that
    /// returns before the last piece must have detached the request; otherwise the connection closes.
    pub fn stream(self, status: Status, fields: &Fields) -> Result<()> {
        let mut guard = self.state()?;
        if let Err(error) = guard.check_open() {
            self.release_when_over(guard);
            return Err(error);
        }
        if status.forbids_body() {
            no_body(status)?;
        }
        let state = &mut *guard;
        let fields = if state.changes_answers { state.begin_coding(status, fields) } else { Cow::Borrowed(fields) };
        state.is_chunked = state.request.minor_version() == 1;
        state.hides_body = state.is_head_only() || status.forbids_body();
        state.takes_trailers = wants_trailers(&state.request) || fields.has_name(b"trailer");
        state.trailers.clear();
        let length = match state.is_chunked {
            _ if status.forbids_body() => Length::Known(0),
            true => Length::Chunked,
            false => Length::Untold,
        };
        // Without chunks only the end of the connection tells that of the body.
        state.keep_alive &= length != Length::Untold || state.hides_body;
        state.write_head(status, &fields, length);
        state.record.body_bytes = 0;
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
        self.wait_changed(timeout, |state| match state.check_streaming() {
            Err(error) => Some(Err(error)),
            Ok(()) => (!state.is_full()).then_some(Ok(())),
        })
    }

    /// Adds a field to those that [`Exchange::stream_end`] sends behind the body (RFC 9110 section 6.5).
    ///
    /// They are sent only in chunks, so not to HTTP/1.0, and only when the client has said `TE: trailers` or the answer has
    /// a Trailer header that announces them; else they are dropped. Refused with [`Code::Argument`]: what
    /// [`Fields::add`] refuses, and fields that decide about framing, routing, authentication, caching or the content,
    /// which is too late behind it (section 6.5.1).
    pub fn stream_trailer(self, name: &[u8], value: &[u8]) -> Result<()> {
        let mut guard = self.state()?;
        if let Err(error) = guard.check_streaming() {
            self.release_when_over(guard);
            return Err(error);
        }
        guard.trailers.add_trailer(name, value)
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
            let trailers = if state.takes_trailers { &state.trailers } else { &NO_FIELDS };
            response::write_end(state.output.buffer(), trailers);
        }
        state.trailers.clear();
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
        self.record.body_bytes += piece.len() as u64;
        if self.is_chunked {
            response::write_chunk(self.output.buffer(), piece);
        } else {
            self.output.write(piece);
        }
    }
}
