//! gzip (RFC 1952) with a window of 32 KiB: about 270 KiB of memory for each coder, whatever its level.

use super::Step;
use flate2::{Compress, Compression, FlushCompress, Status};
use parking_lot::Mutex;

const WINDOW_BITS: u8 = 15;
/// Room made for output at least; more than the marks that flushing an empty stream again would write.
const ROOM: usize = 1024;

/// Coders that are done and wait for a next body, with their levels: making one costs as much as compressing some KiB.
static IDLE: Mutex<Vec<(u8, Compress)>> = Mutex::new(Vec::new());
/// How many wait at most.
const IDLE_LIMIT: usize = 4;

pub(in crate::http) struct Gzip {
    level: u8,
    /// None at the very end only.
    stream: Option<Compress>,
}

impl Gzip {
    pub(super) fn new(level: u8) -> Self {
        let mut idle = IDLE.lock();
        let place = idle.iter().position(|(other, _)| *other == level);
        let kept = place.map(|place| idle.swap_remove(place).1);
        drop(idle);
        let stream = kept.unwrap_or_else(|| Compress::new_gzip(Compression::new(u32::from(level)), WINDOW_BITS));
        Self { level, stream: Some(stream) }
    }

    pub(super) fn run(&mut self, mut piece: &[u8], step: Step, out: &mut Vec<u8>) {
        let Some(stream) = &mut self.stream else { return };
        let flush = if step == Step::Finish { FlushCompress::Finish } else { FlushCompress::Sync };
        loop {
            out.reserve(ROOM.max(piece.len() / 4));
            let taken_before = stream.total_in();
            let status = stream.compress_vec(piece, out, flush).expect("a deflate stream in order takes any bytes");
            piece = &piece[(stream.total_in() - taken_before) as usize..];
            let is_done = match step {
                Step::Finish => status == Status::StreamEnd,
                Step::Flush => piece.is_empty() && out.len() < out.capacity(),
            };
            if is_done {
                return;
            }
        }
    }
}

impl Drop for Gzip {
    fn drop(&mut self) {
        let Some(mut stream) = self.stream.take() else { return };
        let mut idle = IDLE.lock();
        if idle.len() < IDLE_LIMIT {
            stream.reset();
            idle.push((self.level, stream));
        }
    }
}
