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
        let took = sys::monotonic_nanos() - begun;
        if took >= LONG_WRITE {
            self.not_before = begun + took + (took * PAUSE).min(LONGEST_PAUSE);
        }
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

/// The lines that a pipe takes at once.
fn whole_lines(lines: &[u8]) -> &[u8] {
    let most = &lines[..lines.len().min(PIPE_BUF)];
    let end = most.iter().rposition(|&byte| byte == b'\n').map_or(most.len(), |place| place + 1);
    &most[..end]
}

fn count_lines(lines: &[u8]) -> u64 {
    memchr::memchr_iter(b'\n', lines).count() as u64
}
