//! Frames: how their heads are read and written (RFC 6455 section 5.2).

use super::{mask::Key, violation::Violation};

/// Most bytes that the head of a frame of a client takes.
pub const MAX_HEAD: usize = 14;
/// Most bytes in a control frame (section 5.5).
pub const MAX_CONTROL: usize = 125;

/// The kinds of frames that there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opcode {
    /// Another part of a message.
    Continuation,
    /// The beginning of a text message.
    Text,
    /// The beginning of a binary message.
    Binary,
    /// The beginning of the end.
    Close,
    /// A question whether the other end is still there.
    Ping,
    /// The answer to it.
    Pong,
}

impl Opcode {
    const fn of(nibble: u8) -> Option<Self> {
        Some(match nibble {
            0 => Self::Continuation,
            1 => Self::Text,
            2 => Self::Binary,
            8 => Self::Close,
            9 => Self::Ping,
            10 => Self::Pong,
            _ => return None,
        })
    }

    const fn bits(self) -> u8 {
        match self {
            Self::Continuation => 0,
            Self::Text => 1,
            Self::Binary => 2,
            Self::Close => 8,
            Self::Ping => 9,
            Self::Pong => 10,
        }
    }

    /// Close, ping and pong, which may come between the frames of a message.
    pub const fn is_control(self) -> bool {
        self.bits() & 8 != 0
    }
}

/// The head of a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct FrameHead {
    pub(super) opcode: Opcode,
    /// The last frame of its message.
    pub(super) is_final: bool,
    /// RSV1: the message is compressed.
    pub(super) is_compressed: bool,
    pub(super) key: Key,
    pub(super) length: u64,
}

const FINAL: u8 = 0x80;
const RSV1: u8 = 0x40;
const RSV23: u8 = 0x30;
const MASKED: u8 = 0x80;
const TEXT: u8 = FINAL | Opcode::Text.bits();
const BINARY: u8 = FINAL | Opcode::Binary.bits();
/// Bytes of the head of a client's frame whose length fits into seven bits.
pub(super) const USUAL_HEAD: usize = 6;

/// The usual frame, a short message of its own that nobody has compressed: its opcode, key and length behind a head of
/// [`USUAL_HEAD`] bytes. None for what must be looked at closely.
#[inline(always)]
pub(super) fn read_usual(input: &[u8]) -> Option<(Opcode, Key, usize)> {
    let &[first, second, a, b, c, d] = input.first_chunk()?;
    let opcode = match first {
        TEXT => Opcode::Text,
        BINARY => Opcode::Binary,
        _ => return None,
    };
    // Without its mask it is a large number here.
    let length = usize::from(second ^ MASKED);
    (length <= MAX_CONTROL).then_some((opcode, Key::new([a, b, c, d]), length))
}

impl FrameHead {
    /// Reads the head that `input` begins with; returns it with its own length, None when bytes are missing. What is wrong
    /// with the first two bytes is told as soon as they are there. `may_compress`: RSV1 has the meaning of RFC 7692.
    #[inline]
    pub(super) fn read(input: &[u8], may_compress: bool) -> Result<Option<(Self, usize)>, Violation> {
        let &[first, second, ref rest @ ..] = input else { return Ok(None) };
        let short = u64::from(second & !MASKED);
        let opcode = Opcode::of(first & 0x0f).ok_or(Violation::Opcode)?;
        let may_compress = may_compress && matches!(opcode, Opcode::Text | Opcode::Binary);
        if first & RSV23 != 0 || first & RSV1 != 0 && !may_compress {
            return Err(Violation::ReservedBits);
        }
        if second & MASKED == 0 {
            return Err(Violation::Unmasked);
        }
        if opcode.is_control() && (short > MAX_CONTROL as u64 || first & FINAL == 0) {
            return Err(Violation::ControlFrame);
        }
        let (length, rest) = match (short, rest) {
            (126, &[a, b, ref rest @ ..]) => (u64::from(u16::from_be_bytes([a, b])), rest),
            (127, &[a, b, c, d, e, f, g, h, ref rest @ ..]) => (u64::from_be_bytes([a, b, c, d, e, f, g, h]), rest),
            (126 | 127, _) => return Ok(None),
            _ => (short, rest),
        };
        if short == 126 && length < 126 || short == 127 && length <= u64::from(u16::MAX) || length >> 63 != 0 {
            return Err(Violation::Length);
        }
        let &[a, b, c, d, ..] = rest else { return Ok(None) };
        let head = Self {
            opcode,
            is_final: first & FINAL != 0,
            is_compressed: first & RSV1 != 0,
            key: Key::new([a, b, c, d]),
            length,
        };
        Ok(Some((head, input.len() - rest.len() + 4)))
    }
}

/// Appends the head of a frame of the server: a message of its own, not masked.
#[inline(always)]
pub(super) fn write_head(out: &mut Vec<u8>, opcode: Opcode, is_compressed: bool, length: usize) {
    let first = FINAL | if is_compressed { RSV1 } else { 0 } | opcode.bits();
    match length {
        0..=125 => out.extend_from_slice(&[first, length as u8]),
        _ => write_long_head(out, first, length),
    }
}

#[inline(never)]
fn write_long_head(out: &mut Vec<u8>, first: u8, length: usize) {
    match length {
        ..=0xffff => {
            let [a, b] = (length as u16).to_be_bytes();
            out.extend_from_slice(&[first, 126, a, b]);
        }
        _ => {
            out.extend_from_slice(&[first, 127]);
            out.extend_from_slice(&(length as u64).to_be_bytes());
        }
    }
}
