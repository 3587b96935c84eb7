//! How an answer gets into the output of its exchange.

use super::{Answer, State};
use crate::{
    buffer::Output,
    http::{
        response::{self, Fields, Length, Response, Terms},
        status::Status,
    },
    sys,
};

static NO_FIELDS: Fields = Fields::new();

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

    /// Writes a head with what this exchange knows.
    pub(super) fn write_head(&mut self, status: Status, fields: &Fields, length: Length) {
        self.record.status = status.0;
        let (terms, output) = self.writing();
        self.keep_alive = response::write_head(output.buffer(), terms, status, fields, length);
    }

    /// Writes a complete answer.
    pub(super) fn put(&mut self, status: Status, fields: &Fields, length: u64, write_body: impl FnOnce(&mut Output)) {
        let is_head_only = self.is_head_only();
        let length = if status.forbids_body() { 0 } else { length };
        // The answer to HEAD may tell a length without having the body at hand.
        let told = fields.content_length().filter(|_| is_head_only && length == 0);
        self.write_head(status, fields, Length::Known(told.unwrap_or(length)));
        self.record.body_bytes = 0;
        if !is_head_only && !status.forbids_body() {
            self.record.body_bytes = length;
            write_body(&mut self.output);
        }
        self.answer = Answer::Whole;
    }

    /// Writes the library's own answer.
    pub(in super::super) fn put_response(&mut self, response: Response) {
        let Response { status, fields, body } = response;
        self.put(status, &fields, body.length(), |output| body.write(output));
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
