//! The part of the log that each reactor has for itself: lines are collected and written together.
//!
//! A target that is slow costs lines, not requests. A pipe or socket without room is left alone until the next turn; a
//! write that took long (a disk) is followed by a pause of nine times as long, so that the log takes at most a tenth of a
//! reactor's time. What does not fit into the buffer meanwhile is dropped and counted.

use super::{AccessLog, Line, LogFormat, MAX_LINE, Target};
use crate::{
    host,
    stats::Counter,
    sys::{self, LogFile, PIPE_BUF},
};
use std::{
    io,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, atomic::Ordering},
};

const _: () = assert!(MAX_LINE <= PIPE_BUF, "a line must be one write to a pipe");

/// A write from this time on, in nanoseconds, is a long one.
const LONG_WRITE: u64 = 1_000_000;
/// Pause after a long write, in times of it.
const PAUSE: u64 = 9;
/// Longest pause, in nanoseconds.
const LONGEST_PAUSE: u64 = 10_000_000_000;

/// What became of the lines of one reactor.
#[derive(Debug, Default)]
pub(in crate::http) struct LogCounts {
    /// Given to the target.
    pub(in crate::http) written: Counter,
    /// Dropped: the target was too slow or failed.
    pub(in crate::http) dropped: Counter,
}

/// The log of one reactor.
#[derive(Debug)]
pub(in crate::http) struct LogWriter {
    format: LogFormat,
    target: Arc<Target>,
    /// The file in use; None for a function.
    file: Option<Arc<LogFile>>,
    generation: u64,
    /// Whole lines, but for what the first one has in the file already.
    buffer: Vec<u8>,
    /// Most bytes of the buffer.
    limit: usize,
    /// When the next write may begin, in nanoseconds of the monotonic clock.
    not_before: u64,
    /// The last write failed, and that was reported.
    has_failed: bool,
}

/// How many times the limit of the buffer the lines of one turn may take that go to a function.
const FUNCTION_ROOM: usize = 16;

impl LogWriter {
    /// `limit` is the size of the buffer in bytes, at least [`MAX_LINE`].
    pub(in crate::http) fn new(log: &AccessLog, limit: usize) -> Self {
        let mut writer = Self {
            format: log.format,
            target: Arc::clone(&log.target),
            file: None,
            generation: 0,
            buffer: Vec::new(),
            limit: limit.max(MAX_LINE),
            not_before: 0,
            has_failed: false,
        };
        writer.follow();
        writer
    }

    /// Adds a line.
    pub(in crate::http) fn add(&mut self, line: &Line<'_>, counts: &LogCounts) {
        let length = self.buffer.len();
        line.write(self.format, &mut self.buffer);
        if self.buffer.len() <= self.limit {
            return;
        }
        if let Target::Function(_) = *self.target {
            // The exchange of the line is locked: the function is called at the end of the turn.
            if self.buffer.len() > self.limit.saturating_mul(FUNCTION_ROOM) {
                self.buffer.truncate(length);
                counts.dropped.add(1);
            }
            return;
        }
        let line = self.buffer.split_off(length);
        self.flush(counts);
        if self.buffer.len() + line.len() <= self.limit {
            self.buffer.extend_from_slice(&line);
        } else {
            counts.dropped.add(1);
        }
    }

    /// Writes what there is, as far as the target takes it.
    pub(in crate::http) fn flush(&mut self, counts: &LogCounts) {
        if self.buffer.is_empty() {
            return;
        }
        self.follow();
        match &*self.target {
            Target::Function(function) => {
                let lines = count_lines(&self.buffer);
                let called = host::enter(|| catch_unwind(AssertUnwindSafe(|| function(&self.buffer))));
                let taken = if let Some(Ok(())) = called { &counts.written } else { &counts.dropped };
                taken.add(lines);
                self.buffer.clear();
            }
            Target::File { .. } => self.write(counts),
        }
        if self.buffer.is_empty() && self.buffer.capacity() > self.limit {
            self.buffer = Vec::new();
        }
    }

    /// Takes the file that the log goes to now.
    fn follow(&mut self) {
        let Target::File { file, generation, .. } = &*self.target else { return };
        let current = generation.load(Ordering::Acquire);
        if self.file.is_none() || self.generation != current {
            self.generation = current;
            self.file = Some(Arc::clone(&file.lock()));
        }
    }

    fn write(&mut self, counts: &LogCounts) {
        let Some(file) = &self.file else { return };
        let begun = sys::monotonic_nanos();
        if begun < self.not_before {
            return;
        }
        let mut sent = 0;
        let result = loop {
            let rest = &self.buffer[sent..];
            if rest.is_empty() {
                break Ok(());
            }
            let piece = if file.is_regular() { rest } else { whole_lines(rest) };
            match file.write(piece) {
                Ok(n) => sent += n,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => break Err(error),
            }
        };
        counts.written.add(count_lines(&self.buffer[..sent]));
        self.buffer.drain(..sent);
        let ended = sys::monotonic_nanos();
        self.not_before = ended + pause_after(ended - begun);
        match result {
            Err(error) if error.kind() != io::ErrorKind::WouldBlock => {
                counts.dropped.add(count_lines(&self.buffer));
                self.buffer.clear();
                if !std::mem::replace(&mut self.has_failed, true) {
                    log::error!("the access log cannot be written: {error}");
                }
            }
            _ => self.has_failed = false,
        }
    }

    /// The last chance of the lines that are left.
    pub(in crate::http) fn finish(&mut self, counts: &LogCounts) {
        self.not_before = 0;
        self.flush(counts);
        counts.dropped.add(count_lines(&self.buffer));
        self.buffer.clear();
    }
}

/// How long nothing is written after a write that took so long.
fn pause_after(took: u64) -> u64 {
    if took < LONG_WRITE { 0 } else { took.saturating_mul(PAUSE).min(LONGEST_PAUSE) }
}

/// The lines that a pipe takes at once.
fn whole_lines(lines: &[u8]) -> &[u8] {
    let most = &lines[..lines.len().min(PIPE_BUF)];
    let end = most.iter().rposition(|&byte| byte == b'\n').map_or(most.len(), |place| place + 1);
    &most[..end]
}

fn count_lines(lines: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', lines).count() as u64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{events::Peer, http::access_log::AccessLog};
    use std::{io::Read, os::fd::AsRawFd};

    fn line(request_line: &[u8]) -> Line<'_> {
        Line {
            peer: Peer::Unix,
            connection: 1,
            unix_seconds: 0,
            request_line,
            received: 0,
            status: 200,
            body_bytes: 0,
            is_complete: true,
            duration_micros: 0,
            referer: None,
            user_agent: None,
            request_id: None,
            trace: None,
        }
    }

    #[test]
    fn a_long_write_is_followed_by_a_longer_pause() {
        assert_eq!((pause_after(0), pause_after(LONG_WRITE - 1)), (0, 0));
        assert_eq!(pause_after(2 * LONG_WRITE), 18 * LONG_WRITE);
        assert_eq!(pause_after(u64::MAX), LONGEST_PAUSE);
    }

    #[test]
    fn a_pipe_is_given_whole_lines() {
        let long = [b'x'; 3000];
        let lines = [&long[..], b"\n", &long, b"\n"].concat();
        assert_eq!(whole_lines(&lines).len(), 3001);
        assert_eq!(whole_lines(b"one\ntwo\n"), b"one\ntwo\n");
        assert_eq!(whole_lines(&[b'x'; 9000]).len(), PIPE_BUF, "the rest of a line that was begun");
    }

    /// What the pipe and the buffer hold comes out; every other line is counted as dropped.
    #[test]
    fn no_line_is_lost_without_being_counted() {
        let (mut reader, writer) = io::pipe().unwrap();
        let log = AccessLog::to_descriptor(LogFormat::Common, writer.as_raw_fd()).unwrap();
        drop(writer);
        let (mut writer, counts) = (LogWriter::new(&log, MAX_LINE), LogCounts::default());
        for number in 0..2000 {
            writer.add(&line(format!("GET /{number} HTTP/1.1").as_bytes()), &counts);
            writer.not_before = 0;
            writer.flush(&counts);
        }
        assert!(counts.written.get() > 500 && counts.dropped.get() > 100, "{counts:?}");
        writer.finish(&counts);
        assert_eq!(counts.written.get() + counts.dropped.get(), 2000);
        drop((writer, log));
        let mut text = String::new();
        reader.read_to_string(&mut text).unwrap();
        assert_eq!(text.lines().count() as u64, counts.written.get());
        assert!(text.lines().all(|line| line.starts_with("unix: - - [") && line.ends_with(" 200 0")));
    }
}
