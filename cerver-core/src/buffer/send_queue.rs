//! What the kernel did not take yet.

use super::output::{Output, Segment};
use crate::sys::Socket;
use std::{
    collections::VecDeque,
    io::{self, IoSlice},
};

/// Bytes that one connection may send before the others get their turn.
const SHARE: u64 = 2 << 20;

/// What the kernel puts into one packet at most. Files that are longer are worth two calls more.
const PACKET: u64 = 64 << 10;

/// How far [`SendQueue::flush`] came.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Flushed {
    /// Nothing is left.
    All,
    /// The kernel takes no more for now.
    Blocked,
    /// The share of this turn is used.
    Share,
}

/// The bytes and files that wait for one connection to become writable.
#[derive(Debug, Default)]
pub(crate) struct SendQueue {
    segments: VecDeque<Segment>,
    bytes: u64,
    /// Pieces of files among the segments.
    files: u32,
    /// Bytes that the kernel had not got rid of when the present period began, and what it was given since.
    in_kernel: u64,
    given: u64,
    period: u64,
    /// Something was left over by an earlier [`SendQueue::flush`].
    has_waited: bool,
}

impl SendQueue {
    /// Begins a period of so many milliseconds in which is counted what the peer takes. `in_kernel` are the bytes that it
    /// has not acknowledged.
    pub(crate) const fn begin_period(&mut self, in_kernel: u64, millis: u64) {
        (self.in_kernel, self.given, self.period) = (in_kernel, 0, millis);
    }

    /// The milliseconds of this period; 0 = without an end.
    pub(crate) const fn period(&self) -> u64 {
        self.period
    }

    /// What the peer has acknowledged in this period; `in_kernel` as above.
    pub(crate) const fn taken(&self, in_kernel: u64) -> u64 {
        (self.in_kernel + self.given).saturating_sub(in_kernel)
    }

    /// Takes over all of `output`, leaving it empty with its buffer.
    pub(crate) fn take(&mut self, output: &mut Output) {
        if !output.cork.is_empty() {
            self.push(Segment::Bytes { data: output.cork.as_slice().to_vec(), sent: 0 });
            output.cork.clear();
        }
        for segment in output.rest.drain(..) {
            self.push(segment);
        }
    }

    fn push(&mut self, segment: Segment) {
        self.bytes += segment.left();
        self.files += u32::from(segment.is_file());
        self.segments.push_back(segment);
    }

    /// Bytes that wait, those of files included.
    pub(crate) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// What waits is so little that more can be made: no more than `mark` bytes, and no file behind the one that is sent.
    pub(crate) const fn has_room(&self, mark: u64) -> bool {
        self.bytes <= mark && self.files <= 1
    }

    /// Writes as much as goes; adds what was written to `sent`.
    pub(crate) fn flush(&mut self, socket: &Socket, sent: &mut u64) -> io::Result<Flushed> {
        // Between the pieces in which the kernel takes a file, acknowledgements would send packets that are not full.
        let is_corked = self.segments.iter().take(2).any(|segment| segment.is_file() && segment.left() > PACKET);
        if is_corked {
            socket.set_corked(true);
        }
        let result = self.send(socket, sent);
        if is_corked {
            socket.set_corked(false);
        }
        self.has_waited = true;
        result
    }

    fn send(&mut self, socket: &Socket, sent: &mut u64) -> io::Result<Flushed> {
        while let Some(front) = self.segments.front() {
            if *sent >= SHARE {
                return Ok(Flushed::Share);
            }
            let result = match front {
                Segment::Bytes { .. } | Segment::Lent { .. } => self.send_bytes(socket),
                Segment::File { file, offset, left } => {
                    // Time has passed since the file was opened: what comes now must belong to what was promised then.
                    let checked = if self.has_waited { file.check() } else { Ok(()) };
                    checked.and_then(|()| file.send(socket, *offset, *left))
                }
            };
            match result {
                Ok(n) => {
                    *sent += n as u64;
                    self.given += n as u64;
                    self.advance(n as u64);
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(Flushed::Blocked),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        Ok(Flushed::All)
    }

    fn send_bytes(&self, socket: &Socket) -> io::Result<usize> {
        let mut slices = [IoSlice::new(&[]); 16];
        let mut count = 0;
        for segment in self.segments.iter().take(slices.len()) {
            let Some(bytes) = segment.bytes() else { break };
            slices[count] = IoSlice::new(bytes);
            count += 1;
        }
        // The head of a file leaves in one packet with its first bytes.
        socket.send_slices(&slices[..count], matches!(self.segments.get(count), Some(Segment::File { .. })))
    }

    fn advance(&mut self, mut n: u64) {
        self.bytes -= n;
        while n > 0 {
            let Some(front) = self.segments.front_mut() else { return };
            let step = n.min(front.left());
            n -= step;
            front.skip(step);
            if front.left() == 0 {
                self.drop_front();
            }
        }
        // An empty piece would otherwise stop the queue for ever.
        while self.segments.front().is_some_and(|front| front.left() == 0) {
            self.drop_front();
        }
    }

    fn drop_front(&mut self) {
        let is_file = self.segments.pop_front().is_some_and(|front| front.is_file());
        self.files -= u32::from(is_file);
    }
}
