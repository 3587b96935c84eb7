//! What a protocol has written and is not ciphered yet, because the peer has not taken what came before.

use crate::buffer::{Output, Segment};
use std::{collections::VecDeque, io};

/// Plain bytes that are ciphered in one go: four full records.
const PIECE: usize = 64 * 1024;

/// See the module.
#[derive(Default)]
pub(super) struct Waiting {
    segments: VecDeque<Segment>,
    bytes: u64,
    /// Time has passed since something of it was written.
    has_waited: bool,
}

impl Waiting {
    /// Takes over all of `output`, leaving it empty with its buffer.
    pub(super) fn take(&mut self, output: &mut Output) {
        if !output.cork.is_empty() {
            self.push(Segment::Bytes { data: output.cork.as_slice().to_vec(), sent: 0 });
        }
        for segment in output.rest.drain(..) {
            self.push(segment);
        }
        output.clear();
    }

    fn push(&mut self, segment: Segment) {
        self.bytes += segment.left();
        self.segments.push_back(segment);
    }

    /// Bytes that wait, those of files included.
    pub(super) const fn bytes(&self) -> u64 {
        self.bytes
    }

    /// The rest has to wait for another turn.
    pub(super) const fn pause(&mut self) {
        self.has_waited = true;
    }

    /// Puts the next bytes into `piece` in place of what is there; an error when a file has changed since it was promised.
    pub(super) fn next_piece(&mut self, piece: &mut Vec<u8>) -> io::Result<()> {
        piece.clear();
        while piece.len() < PIECE
            && let Some(front) = self.segments.front_mut()
        {
            let room = (PIECE - piece.len()) as u64;
            let step = room.min(front.left());
            if let Segment::File { file, offset, .. } = front {
                if self.has_waited {
                    file.check()?;
                }
                file.read(*offset, step as usize, piece)?;
            }
            piece.extend_from_slice(front.bytes().map_or(&[], |bytes| &bytes[..step as usize]));
            front.skip(step);
            self.bytes -= step;
            if front.left() == 0 {
                self.segments.pop_front();
            }
        }
        Ok(())
    }
}
