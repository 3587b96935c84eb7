//! What a protocol writes during one event: small pieces are corked together, large ones are moved, files are named.

use crate::sys::SourceFile;
use std::{fmt, sync::Arc};

/// One piece that is not copied into the cork.
#[derive(Debug)]
pub(crate) enum Segment {
    /// Bytes; those before `sent` are gone.
    Bytes { data: Vec<u8>, sent: usize },
    /// The same of bytes that are somebody else's.
    Lent { data: Loan, sent: usize },
    /// A part of a file.
    File { file: Arc<SourceFile>, offset: u64, left: u64 },
}

impl Segment {
    pub(crate) fn left(&self) -> u64 {
        match self {
            Self::Bytes { .. } | Self::Lent { .. } => self.bytes().map_or(0, <[u8]>::len) as u64,
            Self::File { left, .. } => *left,
        }
    }

    /// Bytes that are left; None of a file.
    pub(crate) fn bytes(&self) -> Option<&[u8]> {
        match self {
            Self::Bytes { data, sent } => Some(&data[*sent..]),
            Self::Lent { data, sent } => Some(&data.bytes()[*sent..]),
            Self::File { .. } => None,
        }
    }

    /// The first `count` bytes are gone.
    pub(crate) fn skip(&mut self, count: u64) {
        match self {
            Self::Bytes { sent, .. } | Self::Lent { sent, .. } => *sent += count as usize,
            Self::File { offset, left, .. } => {
                *offset += count;
                *left -= count;
            }
        }
    }

    pub(crate) const fn is_file(&self) -> bool {
        matches!(self, Self::File { .. })
    }
}

/// Bytes that are sent from where they are, and given back by being dropped.
pub(crate) struct Loan(Box<dyn AsRef<[u8]> + Send>);

impl Loan {
    pub(crate) fn new(data: impl AsRef<[u8]> + Send + 'static) -> Self {
        Self(Box::new(data))
    }

    fn bytes(&self) -> &[u8] {
        (*self.0).as_ref()
    }
}

impl fmt::Debug for Loan {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} bytes", self.bytes().len())
    }
}

/// Where a protocol puts its answer; one per reactor, emptied after each event.
#[derive(Debug, Default)]
pub struct Output {
    pub(crate) cork: Vec<u8>,
    pub(crate) rest: Vec<Segment>,
    /// Bytes that the connection still has from before.
    pub(crate) queued: u64,
}

/// Pieces from this size on are moved, not copied.
const MOVE_FROM: usize = 32 * 1024;
/// A cork that grew beyond this is given back.
const CORK_KEPT: usize = 1024 * 1024;
/// The same for one of many.
const SMALL_KEPT: usize = 16 * 1024;

impl Output {
    /// The buffer that the next bytes can be appended to.
    #[inline]
    pub fn buffer(&mut self) -> &mut Vec<u8> {
        if self.rest.is_empty() {
            return &mut self.cork;
        }
        if !matches!(self.rest.last(), Some(Segment::Bytes { .. })) {
            self.rest.push(Segment::Bytes { data: Vec::new(), sent: 0 });
        }
        match self.rest.last_mut() {
            Some(Segment::Bytes { data, .. }) => data,
            _ => unreachable!("a piece of bytes was pushed above"),
        }
    }

    /// Appends a copy of `data`.
    #[inline]
    pub fn write(&mut self, data: &[u8]) {
        self.buffer().extend_from_slice(data);
    }

    /// Appends `data`, without copying when it is large.
    pub fn write_owned(&mut self, data: Vec<u8>) {
        if data.len() < MOVE_FROM {
            self.write(&data);
        } else {
            self.rest.push(Segment::Bytes { data, sent: 0 });
        }
    }

    /// Appends bytes that stay where they are, at least one.
    pub(crate) fn write_lent(&mut self, data: Loan) {
        self.rest.push(Segment::Lent { data, sent: 0 });
    }

    /// Appends `length` bytes of `file` from `offset` on.
    pub(crate) fn write_file(&mut self, file: Arc<SourceFile>, offset: u64, length: u64) {
        if length > 0 {
            self.rest.push(Segment::File { file, offset, left: length });
        }
    }

    /// Appends all of `other`, leaving it empty.
    #[inline]
    pub fn append(&mut self, other: &mut Self) {
        if !other.is_empty() {
            self.take_all(other);
        }
    }

    fn take_all(&mut self, other: &mut Self) {
        if self.is_empty() {
            std::mem::swap(&mut self.cork, &mut other.cork);
        } else if !other.cork.is_empty() {
            self.write(&other.cork);
        }
        self.rest.append(&mut other.rest);
        other.shrink();
    }

    /// Bytes that wait for the peer, those from earlier events included.
    #[inline]
    pub fn pending(&self) -> u64 {
        let mut bytes = self.queued + self.cork.len() as u64;
        if !self.rest.is_empty() {
            bytes += self.rest_left();
        }
        bytes
    }

    /// True when more waits than `mark` allows: so many bytes, or files. A file of which nothing is read yet holds a
    /// descriptor, so no second one is opened behind it.
    #[inline]
    pub(crate) fn is_above(&self, mark: u64) -> bool {
        if self.rest.is_empty() { self.queued + self.cork.len() as u64 > mark } else { self.rest_is_above(mark) }
    }

    #[cold]
    fn rest_is_above(&self, mark: u64) -> bool {
        self.pending() > mark || self.rest.iter().any(Segment::is_file)
    }

    #[cold]
    fn rest_left(&self) -> u64 {
        self.rest.iter().map(Segment::left).sum()
    }

    /// Forgets everything, keeping a buffer of ordinary size.
    #[inline]
    pub(crate) fn clear(&mut self) {
        self.rest.clear();
        self.clear_cork();
    }

    /// The same where only the cork has anything.
    #[inline]
    pub(crate) fn clear_cork(&mut self) {
        self.cork.clear();
        if self.cork.capacity() > CORK_KEPT {
            self.cork = Vec::new();
        }
    }

    /// Forgets everything, keeping no more than a small buffer.
    #[inline]
    pub(crate) fn shrink(&mut self) {
        self.cork.clear();
        self.rest.clear();
        if self.cork.capacity() > SMALL_KEPT {
            self.cork = Vec::new();
        }
    }

    /// Moves everything to where a test collects it, files as their bytes.
    #[cfg(feature = "testing")]
    pub(crate) fn drain_into(&mut self, place: &mut impl Extend<u8>) {
        place.extend(self.cork.drain(..));
        for segment in self.rest.drain(..) {
            if let Segment::File { file, offset, left } = &segment {
                let mut bytes = Vec::new();
                file.read(*offset, *left as usize, &mut bytes).expect("the file is as long as it was");
                place.extend(bytes);
            }
            place.extend(segment.bytes().unwrap_or_default().iter().copied());
        }
    }

    #[inline]
    pub(crate) fn is_empty(&self) -> bool {
        self.cork.is_empty() && self.rest.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_is_kept_across_pieces() {
        let mut output = Output { queued: 5, ..Output::default() };
        output.write(b"a");
        output.write_owned(vec![b'b'; MOVE_FROM]);
        output.write(b"c");
        output.write_owned(b"d".to_vec());
        assert_eq!(output.cork, b"a");
        assert_eq!(output.rest.len(), 1, "bytes after a moved piece join it");
        assert_eq!(output.pending(), 5 + 1 + MOVE_FROM as u64 + 2);
    }
}
