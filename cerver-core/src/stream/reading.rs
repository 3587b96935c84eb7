//! How the bytes of a connection are cut: into frames one after the other, or by single reads that the program asks for.

use crate::error::{Code, Error, Result};
use std::{fmt, sync::Arc};

/// How bytes that come become [`Event::Data`](super::Event::Data).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Framing {
    /// In the pieces in which the system gives them.
    #[default]
    Pieces,
    /// Lines, without their LF or CR LF; what stands behind the last one is a line too.
    Lines,
    /// A number in 1, 2, 4 or 8 bytes, and then as many bytes, which are the frame.
    Prefixed {
        /// Bytes of the number.
        width: u8,
        /// The least significant byte comes first.
        is_little: bool,
    },
    /// Frames of so many bytes, at least 1.
    Fixed(usize),
    /// Only what the program asks for with [`Stream::read`](super::Stream::read).
    OnDemand,
}

/// One read. Its bytes come as one [`Event::Data`](super::Event::Data), those of a stream in several.
#[derive(Clone)]
pub enum Read {
    /// Everything up to this text, which has at least one byte, and with it.
    Until(Arc<[u8]>),
    /// Everything up to one of these bytes, and with it.
    UntilAny(ByteSet),
    /// Everything up to the place that the function returns; it sees all bytes that are there and is asked again with
    /// more of them while it returns None.
    UntilMatch(Matcher),
    /// So many bytes. As a stream they come in pieces as they arrive.
    Exactly {
        /// Bytes, at least 1.
        count: usize,
        /// In pieces, without waiting for all.
        is_stream: bool,
    },
    /// Everything until the peer ends its side. As a stream it comes in pieces as it arrives.
    ToEnd {
        /// In pieces, without waiting for the end.
        is_stream: bool,
    },
}

impl Framing {
    pub(super) fn check(self) -> Result<()> {
        match self {
            Self::Fixed(0) => Err(Error::new(Code::Argument, "a frame has at least one byte")),
            Self::Prefixed { width, .. } if !matches!(width, 1 | 2 | 4 | 8) => {
                Err(Error::new(Code::Argument, "the number of bytes is in 1, 2, 4 or 8 bytes"))
            }
            _ => Ok(()),
        }
    }
}

impl Read {
    pub(super) fn check(&self) -> Result<()> {
        let is_empty = match self {
            Self::Until(text) => text.is_empty(),
            Self::UntilAny(set) => *set == ByteSet::default(),
            Self::Exactly { count, .. } => *count == 0,
            Self::UntilMatch(_) | Self::ToEnd { .. } => false,
        };
        if is_empty { Err(Error::new(Code::Argument, "at least one byte is to be read")) } else { Ok(()) }
    }
}

/// Finds the end of what is to be read: the number of bytes up to it, at least 1. Runs on the reactor's thread.
pub type Matcher = Arc<dyn Fn(&[u8]) -> Option<usize> + Send + Sync>;

impl fmt::Debug for Read {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Until(_) => "Until",
            Self::UntilAny(_) => "UntilAny",
            Self::UntilMatch(_) => "UntilMatch",
            Self::Exactly { .. } => "Exactly",
            Self::ToEnd { .. } => "ToEnd",
        })
    }
}

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ByteSet([u64; 4]);

impl FromIterator<u8> for ByteSet {
    fn from_iter<I: IntoIterator<Item = u8>>(bytes: I) -> Self {
        let mut set = Self::default();
        bytes.into_iter().for_each(|byte| set.0[usize::from(byte >> 6)] |= 1 << (byte & 63));
        set
    }
}

impl ByteSet {
    const fn has(&self, byte: u8) -> bool {
        self.0[(byte >> 6) as usize] >> (byte & 63) & 1 == 1
    }
}

/// What stands at the beginning of the input.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// A frame, from `start` to `end`; `used` bytes are over with it.
    Frame { start: usize, end: usize, used: usize },
    /// As many of these bytes as there is room for.
    Pieces(usize),
    /// Nothing yet.
    More,
    /// The program wants nothing.
    Idle,
    /// Longer than the limit.
    TooLong,
}

/// Cuts the input of one connection. The same bytes give the same frames, however they come.
#[derive(Debug)]
pub(super) struct Reader {
    framing: Framing,
    read: Option<Read>,
    /// Bytes at the beginning of the input that were searched already.
    searched: usize,
    limit: usize,
}

impl Reader {
    pub(super) const fn new(framing: Framing, limit: usize) -> Self {
        Self { framing, read: None, searched: 0, limit }
    }

    pub(super) const fn limit(&self) -> usize {
        self.limit
    }

    pub(super) fn set_limit(&mut self, limit: usize) {
        self.limit = limit;
    }

    /// Whether the program has asked for a read that is not done.
    pub(super) const fn has_read(&self) -> bool {
        self.read.is_some()
    }

    pub(super) fn set_framing(&mut self, framing: Framing) {
        self.framing = framing;
        self.searched = 0;
    }

    pub(super) fn set_read(&mut self, read: Read) {
        self.read = Some(read);
        self.searched = 0;
    }

    /// Whatever comes is a piece.
    #[inline(always)]
    pub(super) const fn is_plain(&self) -> bool {
        self.read.is_none() && matches!(self.framing, Framing::Pieces)
    }

    /// Looks at input that has not been taken yet, which begins where the last [`Reader::took`] ended. `is_end`: nothing
    /// will follow.
    #[inline(always)]
    pub(super) fn step(&mut self, input: &[u8], is_end: bool) -> Step {
        match (&self.read, self.framing) {
            (None, Framing::Pieces) => pieces(input.len()),
            (None, Framing::OnDemand) => Step::Idle,
            (None, framing) => self.frame(framing, input, is_end),
            (Some(_), _) => self.read_once(input, is_end),
        }
    }

    /// A step was carried out: `count` bytes are over. True = what was asked for is there.
    #[inline(always)]
    pub(super) fn took(&mut self, count: usize) {
        self.searched = 0;
        if self.read.is_some() {
            self.took_of_read(count);
        }
    }

    fn took_of_read(&mut self, count: usize) {
        match &mut self.read {
            None => {}
            Some(Read::Exactly { count: left, is_stream: true }) if *left > count => *left -= count,
            Some(Read::ToEnd { is_stream: true }) => {}
            Some(_) => self.read = None,
        }
    }

    fn frame(&mut self, framing: Framing, input: &[u8], is_end: bool) -> Step {
        match framing {
            Framing::Lines => match memchr::memchr(b'\n', &input[self.searched..]) {
                Some(place) => {
                    let line_feed = self.searched + place;
                    let end = line_feed - usize::from(input[..line_feed].ends_with(b"\r"));
                    self.whole(0, end, line_feed + 1)
                }
                None if is_end && !input.is_empty() => self.whole(0, input.len(), input.len()),
                None => self.wait_for_more(input),
            },
            Framing::Prefixed { width, is_little } => {
                let width = usize::from(width);
                let Some(prefix) = input.get(..width) else { return Step::More };
                let push = |number: u64, byte: &u8| number << 8 | u64::from(*byte);
                let length = if is_little { prefix.iter().rev().fold(0, push) } else { prefix.iter().fold(0, push) };
                match usize::try_from(length).ok().filter(|length| *length <= self.limit) {
                    None => Step::TooLong,
                    Some(length) if input.len() - width < length => Step::More,
                    Some(length) => Step::Frame { start: width, end: width + length, used: width + length },
                }
            }
            Framing::Fixed(size) => self.exactly(size, input),
            Framing::Pieces | Framing::OnDemand => unreachable!("not frames"),
        }
    }

    fn read_once(&mut self, input: &[u8], is_end: bool) -> Step {
        let from = self.searched;
        let found = match self.read.as_ref() {
            Some(Read::Until(text)) => {
                // Its beginning may have been at the end of what was searched.
                let from = from.saturating_sub(text.len() - 1);
                memchr::memmem::find(&input[from..], text).map(|place| from + place + text.len())
            }
            Some(Read::UntilAny(set)) => {
                input[from..].iter().position(|byte| set.has(*byte)).map(|place| from + place + 1)
            }
            Some(Read::UntilMatch(find)) if !input.is_empty() => find(input).map(|end| end.clamp(1, input.len())),
            Some(Read::UntilMatch(_)) => None,
            Some(Read::Exactly { count, is_stream: true }) => return pieces(input.len().min(*count)),
            Some(Read::Exactly { count, .. }) => return self.exactly(*count, input),
            Some(Read::ToEnd { is_stream: true }) => return pieces(input.len()),
            Some(Read::ToEnd { .. }) => (is_end && !input.is_empty()).then_some(input.len()),
            None => return Step::Idle,
        };
        match found {
            Some(end) => self.whole(0, end, end),
            None => self.wait_for_more(input),
        }
    }

    fn exactly(&mut self, count: usize, input: &[u8]) -> Step {
        if input.len() < count { self.wait_for_more(input) } else { self.whole(0, count, count) }
    }

    fn wait_for_more(&mut self, input: &[u8]) -> Step {
        self.searched = input.len();
        // (CR LF does not count for a line.)
        if input.len() > self.limit.saturating_add(1) { Step::TooLong } else { Step::More }
    }

    const fn whole(&self, start: usize, end: usize, used: usize) -> Step {
        if end - start > self.limit { Step::TooLong } else { Step::Frame { start, end, used } }
    }
}

#[inline(always)]
const fn pieces(count: usize) -> Step {
    if count == 0 { Step::More } else { Step::Pieces(count) }
}
