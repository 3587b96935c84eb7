//! What a request's body leaves beside its bytes in memory: pieces that wait for a streaming handler, trailers, parts.

use super::{
    trailers::Trailers,
    upload::{FormStream, Parts},
};

/// See the module. Made for requests that need it.
#[derive(Default)]
pub(super) struct Intake {
    /// The handler reads the body as it comes.
    pub(super) is_streamed: bool,
    /// Bytes that wait for the handler, behind those that it has read.
    waiting: Vec<u8>,
    read: usize,
    /// Nothing more comes.
    pub(super) is_ended: bool,
    /// More waits than the window allows: the connection is not read on.
    pub(super) is_full: bool,
    /// Something has come since the handler for pieces was called.
    pub(super) has_news: bool,
    /// The client waits for `100 Continue`, and nobody has asked for the body yet.
    pub(super) wants_continue: bool,
    /// Bytes that may wait.
    pub(super) window: usize,
    pub(super) trailers: Trailers,
    pub(super) parts: Option<Parts>,
    /// A form whose parts go to the application as they come.
    pub(super) form: Option<Box<FormStream>>,
}

impl Intake {
    pub(super) fn streamed(window: usize) -> Self {
        Self { is_streamed: true, window, ..Self::default() }
    }

    /// Bytes that wait.
    pub(super) fn len(&self) -> usize {
        self.waiting.len() - self.read
    }

    /// Appends what has come.
    pub(super) fn push(&mut self, data: &[u8]) {
        if self.read == self.waiting.len() {
            self.waiting.clear();
            self.read = 0;
        } else if self.read > self.waiting.len() / 2 {
            // Each byte moves at most once for each time that as many were read.
            self.waiting.drain(..self.read);
            self.read = 0;
        }
        self.waiting.extend_from_slice(data);
        self.has_news = true;
        self.is_full = self.len() >= self.window;
    }

    /// Nothing more comes.
    pub(super) fn end(&mut self) {
        self.is_ended = true;
        self.has_news = true;
    }

    /// Moves waiting bytes into `buffer`; returns how many, and whether the connection may be read on now.
    pub(super) fn take(&mut self, buffer: &mut [u8]) -> (usize, bool) {
        let count = self.copy_from(buffer, None);
        let makes_room = self.is_full && self.len() <= self.window / 2;
        if makes_room {
            self.is_full = false;
        }
        (count, makes_room)
    }

    /// The same out of a body that is in memory as a whole.
    pub(super) fn take_whole(&mut self, body: &[u8], buffer: &mut [u8]) -> usize {
        self.copy_from(buffer, Some(body))
    }

    fn copy_from(&mut self, buffer: &mut [u8], body: Option<&[u8]>) -> usize {
        let waiting = &body.unwrap_or(&self.waiting)[self.read..];
        let count = waiting.len().min(buffer.len());
        buffer[..count].copy_from_slice(&waiting[..count]);
        self.read += count;
        count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_pushed_is_read_once_and_in_order() {
        let mut intake = Intake::streamed(10);
        let mut buffer = [0; 4];
        assert_eq!(intake.take(&mut buffer), (0, false));
        intake.push(b"abcdef");
        assert_eq!((intake.len(), intake.is_full), (6, false));
        assert_eq!((intake.take(&mut buffer), &buffer), ((4, false), b"abcd"));
        intake.push(b"ghijklmnop");
        assert_eq!((intake.len(), intake.is_full), (12, true));
        assert_eq!((intake.take(&mut buffer), &buffer), ((4, false), b"efgh"));
        assert_eq!((intake.take(&mut buffer), &buffer), ((4, true), b"ijkl"));
        assert_eq!((intake.take(&mut buffer), intake.take(&mut buffer)), ((4, false), (0, false)));
    }

    #[test]
    fn a_whole_body_is_read_from_its_start() {
        let mut intake = Intake::default();
        let mut buffer = [0; 4];
        assert_eq!((intake.take_whole(b"abcde", &mut buffer), &buffer), (4, b"abcd"));
        assert_eq!(intake.take_whole(b"abcde", &mut buffer), 1);
        assert_eq!(intake.take_whole(b"abcde", &mut buffer), 0);
    }
}
