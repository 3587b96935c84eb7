//! permessage-deflate: what is agreed upon, and both directions of it (RFC 7692).

use super::{reader::grow, violation::Violation};
use flate2::{Compress, Compression, Decompress, FlushCompress, FlushDecompress, Status};
use std::{cell::RefCell, fmt};

/// What a sync flush ends with; it is left out on the wire (section 7.2.1).
const TAIL: [u8; 4] = [0, 0, 0xff, 0xff];
/// Bytes that are made room for in one step.
const ROOM: usize = 16 * 1024;
/// The largest window, and that of a peer that says nothing.
pub const MAX_WINDOW_BITS: u8 = 15;
/// The smallest window that we can compress with.
pub const MIN_WINDOW_BITS: u8 = 9;

/// How one direction is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Direction {
    /// A window of 2 to this power of bytes.
    pub window_bits: u8,
    /// Messages may refer to those before them: both ends keep the window between messages.
    pub keeps_context: bool,
}

thread_local! {
    /// A coder that no connection keeps, for the next message of this thread.
    static SPARES: RefCell<Spares> = const { RefCell::new(Spares { inflate: None, deflate: None }) };
}

struct Spares {
    inflate: Option<(u8, Decompress)>,
    deflate: Option<((u8, u32), Compress)>,
}

/// Undoes the compression of what a client sends.
pub struct Inflater {
    direction: Direction,
    /// None between messages when no context is kept.
    stream: Option<Decompress>,
}

impl Inflater {
    /// For a connection with this agreement. Memory is taken with the first message.
    pub const fn new(direction: Direction) -> Self {
        Self { direction, stream: None }
    }

    /// Takes a piece of a message; `bytes` is the message so far and gets no longer than `limit`.
    pub(super) fn take(&mut self, mut piece: &[u8], bytes: &mut Vec<u8>, limit: usize) -> Result<(), Violation> {
        let stream = self.stream.get_or_insert_with(|| inflate_stream(self.direction.window_bits));
        // One byte above the limit shows that there is more.
        let most = limit.saturating_add(1);
        loop {
            if bytes.len() == bytes.capacity() {
                grow(bytes, ROOM.min(most - bytes.len()), most);
            }
            let (taken, made) = (stream.total_in(), bytes.len());
            let status = stream.decompress_vec(piece, bytes, FlushDecompress::Sync);
            let status = status.map_err(|_| Violation::Compression)?;
            let used = (stream.total_in() - taken) as usize;
            piece = &piece[used..];
            if bytes.len() > limit {
                return Err(Violation::TooBig);
            }
            let has_room = bytes.len() < bytes.capacity();
            if status == Status::StreamEnd {
                // A block with BFINAL (section 7.2.3.5): what follows begins anew.
                stream.reset(false);
            } else if used == 0 && bytes.len() == made && has_room && !piece.is_empty() {
                return Err(Violation::Compression);
            }
            if piece.is_empty() && has_room {
                return Ok(());
            }
        }
    }

    /// The message is over.
    pub(super) fn finish(&mut self, bytes: &mut Vec<u8>, limit: usize) -> Result<(), Violation> {
        self.take(&TAIL, bytes, limit)?;
        if !self.direction.keeps_context
            && let Some(mut stream) = self.stream.take()
        {
            stream.reset(false);
            SPARES.with_borrow_mut(|spares| spares.inflate = Some((self.direction.window_bits, stream)));
        }
        Ok(())
    }
}

fn inflate_stream(window_bits: u8) -> Decompress {
    let spare = SPARES.with_borrow_mut(|spares| spares.inflate.take_if(|(bits, _)| *bits == window_bits));
    spare.map_or_else(|| Decompress::new_with_window_bits(false, window_bits), |(_, stream)| stream)
}

/// Compresses what a server sends.
pub struct Deflater {
    direction: Direction,
    level: u32,
    stream: Option<Compress>,
}

impl Deflater {
    /// For a connection with this agreement; `level` is 1 (fast) to 9 (small). Memory is taken with the first message.
    pub fn new(direction: Direction, level: u8) -> Self {
        Self { direction, level: u32::from(level.clamp(1, 9)), stream: None }
    }

    /// Appends the compressed form of a message, which must not be empty, to `out`.
    pub fn compress(&mut self, mut message: &[u8], out: &mut Vec<u8>) {
        let key = (self.direction.window_bits, self.level);
        let stream = self.stream.get_or_insert_with(|| deflate_stream(key));
        loop {
            out.reserve((message.len() / 4).max(64));
            let taken = stream.total_in();
            let coded = stream.compress_vec(message, out, FlushCompress::Sync);
            debug_assert!(coded.is_ok(), "nothing can be wrong with the input of a compressor");
            message = &message[(stream.total_in() - taken) as usize..];
            if coded.is_err() || message.is_empty() && out.len() < out.capacity() {
                break;
            }
        }
        debug_assert!(out.ends_with(&TAIL));
        out.truncate(out.len() - TAIL.len());
        if !self.direction.keeps_context
            && let Some(mut stream) = self.stream.take()
        {
            stream.reset();
            SPARES.with_borrow_mut(|spares| spares.deflate = Some((key, stream)));
        }
    }
}

fn deflate_stream((window_bits, level): (u8, u32)) -> Compress {
    let spare = SPARES.with_borrow_mut(|spares| spares.deflate.take_if(|(key, _)| *key == (window_bits, level)));
    spare.map_or_else(
        || Compress::new_with_window_bits(Compression::new(level), false, window_bits),
        |(_, stream)| stream,
    )
}

impl fmt::Debug for Inflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Inflater").field("direction", &self.direction).finish_non_exhaustive()
    }
}

impl fmt::Debug for Deflater {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Deflater").field("direction", &self.direction).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
