//! Where lines leave the process. What may make a writer wait, and cannot be told not to, has a thread that waits.

use super::{
    LogCounts,
    writer::{count_lines, whole_lines},
};
use crate::{host, sys::LogFile};
use parking_lot::{Condvar, Mutex, MutexGuard};
use std::{
    io,
    os::fd::RawFd,
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

/// Bytes of lines that wait for the thread: what a pipe holds.
const ROOM: usize = 64 * 1024;
/// How long the lines that are left may take at the end of a server.
const PATIENCE: Duration = Duration::from_secs(1);

/// See the module.
#[derive(Debug)]
pub(super) enum Outlet {
    /// Takes what it can at once.
    Direct(LogFile),
    Waiting(Arc<Waiting>),
}

/// A file with the thread that writes to it, which is made for the first line.
#[derive(Debug)]
pub(super) struct Waiting {
    file: LogFile,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Debug, Default)]
struct State {
    /// Whole lines, but for what the first one has in the file already.
    lines: Vec<u8>,
    has_thread: bool,
    /// The outlet is gone.
    is_closed: bool,
    /// Goes up when all that waits is given up.
    round: u64,
    written: u64,
    lost: u64,
    error: Option<io::Error>,
}

impl Outlet {
    /// See [`LogFile::open`].
    pub(super) fn open(path: &Path) -> io::Result<Self> {
        LogFile::open(path).map(Self::of)
    }

    /// See [`LogFile::duplicate`].
    pub(super) fn duplicate(fd: RawFd) -> io::Result<Self> {
        LogFile::duplicate(fd).map(Self::of)
    }

    fn of(file: LogFile) -> Self {
        if !file.may_wait() {
            return Self::Direct(file);
        }
        Self::Waiting(Arc::new(Waiting { file, state: Mutex::default(), changed: Condvar::new() }))
    }

    /// Any number of bytes is written as a whole.
    pub(super) fn is_regular(&self) -> bool {
        matches!(self, Self::Direct(file) if file.is_regular())
    }

    /// Writes without waiting; [`io::ErrorKind::WouldBlock`] when there is no room now.
    pub(super) fn write(&self, lines: &[u8]) -> io::Result<usize> {
        match self {
            Self::Direct(file) => file.write(lines),
            Self::Waiting(waiting) => waiting.write(lines),
        }
    }

    /// Counts what became of lines: of those that were just written, or of what the thread has done since the last call.
    pub(super) fn count(&self, written: &[u8], counts: &LogCounts) {
        match self {
            Self::Direct(_) => counts.written.add(count_lines(written)),
            Self::Waiting(waiting) => waiting.state.lock().count(counts),
        }
    }

    /// Gives the lines that a thread still has a moment, then counts them as lost.
    pub(super) fn finish(&self, counts: &LogCounts) {
        if let Self::Waiting(waiting) = self {
            waiting.finish(counts);
        }
    }
}

impl Drop for Outlet {
    fn drop(&mut self) {
        if let Self::Waiting(waiting) = self {
            waiting.state.lock().is_closed = true;
            waiting.changed.notify_all();
        }
    }
}

impl Waiting {
    fn write(self: &Arc<Self>, lines: &[u8]) -> io::Result<usize> {
        let mut state = self.state.lock();
        if let Some(error) = state.error.take() {
            return Err(error);
        }
        if !state.has_thread {
            let own = Arc::clone(self);
            host::spawn("cerver-log".to_owned(), move || own.work())?;
            state.has_thread = true;
        }
        if state.lines.len() + lines.len() > ROOM {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        state.lines.extend_from_slice(lines);
        self.changed.notify_all();
        Ok(lines.len())
    }

    fn finish(&self, counts: &LogCounts) {
        let end = Instant::now() + PATIENCE;
        let mut state = self.state.lock();
        while !state.lines.is_empty() && !self.changed.wait_until(&mut state, end).timed_out() {}
        let left = count_lines(&state.lines);
        if left > 0 {
            log::warn!("{left} lines of the access log are lost: nobody takes them");
        }
        state.give_up();
        state.count(counts);
    }

    /// What the thread does.
    fn work(&self) {
        let mut state = self.state.lock();
        while !state.is_closed {
            let piece = whole_lines(&state.lines).to_vec();
            if piece.is_empty() {
                self.changed.wait(&mut state);
                continue;
            }
            let round = state.round;
            let result = MutexGuard::unlocked(&mut state, || self.file.write_waiting(&piece));
            if state.round != round {
                continue;
            }
            match result {
                Ok(n) => {
                    state.written += count_lines(&piece[..n]);
                    state.lines.drain(..n);
                }
                Err(error) => {
                    state.give_up();
                    state.error = Some(error);
                }
            }
            self.changed.notify_all();
        }
    }
}

impl State {
    fn give_up(&mut self) {
        self.lost += count_lines(&self.lines);
        self.lines.clear();
        self.round += 1;
    }

    fn count(&mut self, counts: &LogCounts) {
        counts.written.add(std::mem::take(&mut self.written));
        counts.dropped.add(std::mem::take(&mut self.lost));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{io::Read, os::fd::OwnedFd};

    fn pipe() -> (io::PipeReader, Outlet) {
        let (reader, writer) = io::pipe().unwrap();
        (reader, Outlet::of(LogFile::that_waits(OwnedFd::from(writer))))
    }

    /// More than the pipe and the queue take: who writes is told at once, and the rest is counted at the end.
    #[test]
    fn a_pipe_that_nobody_reads_holds_up_a_thread_only() {
        let (mut reader, outlet) = pipe();
        let (line, counts) = ([b"x".repeat(999), b"\n".to_vec()].concat(), LogCounts::default());
        let begun = Instant::now();
        let mut taken = 0;
        while begun.elapsed() < PATIENCE * 10 {
            match outlet.write(&line) {
                Ok(n) => taken += n / line.len(),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock && taken >= 120 => break,
                // The thread has not begun yet.
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => std::thread::yield_now(),
                Err(error) => panic!("{error}"),
            }
        }
        outlet.count(&[], &counts);
        assert_eq!(counts.dropped.get(), 0);
        outlet.finish(&counts);
        assert_eq!(counts.written.get() + counts.dropped.get(), taken as u64);
        // What is left of at least 120 when the pipe has its 65.
        assert!(counts.written.get() >= 60 && counts.dropped.get() >= 50, "{counts:?}");
        // The server starts again, and now somebody reads.
        let reading = std::thread::spawn(move || {
            let mut text = String::new();
            reader.read_to_string(&mut text).map(|_| text)
        });
        assert_eq!(outlet.write(b"last\n").unwrap(), 5);
        outlet.finish(&counts);
        drop(outlet);
        let text = reading.join().unwrap().unwrap();
        assert!(text.ends_with("\nlast\n") && text.lines().all(|line| matches!(line.len(), 999 | 4)), "whole lines");
    }

    #[test]
    fn a_reader_that_goes_is_an_error() {
        let (reader, outlet) = pipe();
        let counts = LogCounts::default();
        drop(reader);
        outlet.write(b"one\ntwo\n").unwrap();
        outlet.finish(&counts);
        assert_eq!((counts.written.get(), counts.dropped.get()), (0, 2));
        assert_eq!(outlet.write(b"three\n").unwrap_err().kind(), io::ErrorKind::BrokenPipe);
    }
}
