//! How an answer gets into the output of its exchange.

use super::{Answer, State};
use crate::{
    buffer::Output,
    http::{
        content_type::ContentType,
        response::{self, Body, Fields, Length, Response, Terms},
        status::Status,
    },
    sys,
};
use std::borrow::Cow;

static NO_FIELDS: Fields = Fields::new();

/// The body of a complete answer.
pub(super) enum Content<'a> {
    /// To be copied.
    Borrowed(&'a [u8]),
    Owned(Body),
}

impl Content<'_> {
    pub(super) fn length(&self) -> u64 {
        match self {
            Self::Borrowed(bytes) => bytes.len() as u64,
            Self::Owned(body) => body.length(),
        }
    }

    /// See [`Body::bytes`].
    pub(super) fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Borrowed(bytes) => Some(Cow::Borrowed(bytes)),
            Self::Owned(body) => body.bytes(),
        }
    }

    fn write(self, output: &mut Output) {
        match self {
            Self::Borrowed(bytes) => output.write(bytes),
            Self::Owned(body) => body.write(output),
        }
    }
}

impl State {
    /// The handler runs on the reactor now and writes straight behind what its connection has to send already.
    #[inline]
    pub(in super::super) fn lend_output(&mut self, output: &mut Box<Output>) {
        self.is_inline = true;
        std::mem::swap(&mut self.output, output);
        self.lent = self.output.pending();
    }

    /// The end of that: the connection has its output back.
    #[inline]
    pub(in super::super) fn take_output(&mut self, output: &mut Box<Output>) {
        self.is_inline = false;
        std::mem::swap(&mut self.output, output);
        self.lent = 0;
    }

    /// What the head of the answer depends on, and where it goes.
    #[inline]
    pub(super) fn writing(&mut self) -> (Terms<'_>, &mut Output) {
        let terms = Terms {
            common: self.site.as_ref().map_or(&NO_FIELDS, |site| &site.common),
            minor_version: self.request.minor_version(),
            keep_alive: self.keep_alive,
            // Reading the clock costs more than the rest of this.
            unix_seconds: if self.is_inline { self.unix_seconds } else { sys::unix_seconds() },
            request_id: &self.request.id,
            start: &mut self.start,
        };
        (terms, &mut self.output)
    }

    /// Writes the usual answer: 200 to a request that is not answered yet, with a body of one type and no header of its
    /// own, by a handler on the reactor, on a connection that stays open. False, and nothing is done, for another one.
    #[inline(always)]
    pub(super) fn put_usual(&mut self, status: Status, kind: ContentType, body: &[u8]) -> bool {
        let is_usual = status == Status::OK && self.answer == Answer::None && self.keep_alive && self.is_inline;
        let is_plain = self.request.minor_version() == 1 && !self.is_head_only() && self.request.id.is_empty();
        if !is_usual || !is_plain || self.changes_answers {
            return false;
        }
        let Some(site) = &self.site else { return false };
        let out = self.output.buffer();
        response::write_usual_head(out, &mut self.start, self.unix_seconds, kind, &site.common, body.len() as u64);
        out.extend_from_slice(body);
        self.record.note(status, body.len());
        self.answer = Answer::Whole;
        self.is_usual = true;
        true
    }

    /// Writes an answer with a body of one type and no header of its own.
    pub(super) fn put_short(&mut self, status: Status, kind: ContentType, body: &[u8]) {
        let has_body = !self.is_head_only();
        let (terms, output) = self.writing();
        let out = output.buffer();
        response::write_short_head(out, terms, status, kind, body.len() as u64);
        if has_body {
            out.extend_from_slice(body);
        }
        self.record.note(status, if has_body { body.len() } else { 0 });
        self.answer = Answer::Whole;
    }

    /// Writes a head with what this exchange knows.
    pub(super) fn write_head(&mut self, status: Status, fields: &Fields, length: Length) {
        self.record.status = status.0;
        let fields = &*if self.changes_answers { self.with_cors(fields) } else { Cow::Borrowed(fields) };
        let (terms, output) = self.writing();
        self.keep_alive = response::write_head(output.buffer(), terms, status, fields, length);
    }

    /// Writes a complete answer as it is.
    pub(super) fn put(&mut self, status: Status, fields: &Fields, content: Content<'_>) {
        let length = if status.forbids_body() { 0 } else { content.length() };
        self.write_head(status, fields, Length::Known(self.told_length(fields, length)));
        self.record.body_bytes = 0;
        if !self.is_head_only() && !status.forbids_body() {
            self.record.body_bytes = length;
            content.write(&mut self.output);
        }
        self.answer = Answer::Whole;
    }

    /// The length to be told: the answer to HEAD may tell one without having the body at hand.
    pub(super) fn told_length(&self, fields: &Fields, length: u64) -> u64 {
        if length == 0 && self.is_head_only() { fields.content_length().unwrap_or(0) } else { length }
    }

    /// Writes the library's own answer.
    pub(in super::super) fn put_response(&mut self, response: Response) {
        let Response { status, fields, body } = response;
        let content = Content::Owned(body);
        if self.changes_answers { self.put_coded(status, &fields, content) } else { self.put(status, &fields, content) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_the_connection_do_not_fill_an_exchange() {
        let mut state = State::new();
        state.high_mark = 4;
        let mut output = Box::<Output>::default();
        output.write(b"before");
        state.lend_output(&mut output);
        assert!(!state.is_full());
        state.output.write(b"12345");
        assert!(state.is_full());
        state.take_output(&mut output);
        assert_eq!(output.pending(), 11);
        assert!(state.output.is_empty() && !state.is_full());
    }
}
