//! Zstandard (RFC 8878) with a window of 256 KiB at most, far below the 8 MiB that RFC 9659 allows.

use super::Step;
use zstd_safe::{CCtx, CParameter, InBuffer, OutBuffer, zstd_sys::ZSTD_EndDirective};

const WINDOW_BITS: u32 = 18;
/// Entries of the tables, which would be four times as many at high levels.
const TABLE_BITS: u32 = 17;
/// Room made for output at least.
const ROOM: usize = 1024;

pub(in crate::http) struct Zstd(CCtx<'static>);

impl Zstd {
    pub(super) fn new(level: u8, length: Option<u64>) -> Self {
        const IN_RANGE: &str = "levels from 1 to 9 and small windows exist";
        let mut context = CCtx::create();
        context.set_parameter(CParameter::CompressionLevel(i32::from(level))).expect(IN_RANGE);
        context.set_parameter(CParameter::WindowLog(WINDOW_BITS)).expect(IN_RANGE);
        context.set_parameter(CParameter::HashLog(TABLE_BITS)).expect(IN_RANGE);
        context.set_parameter(CParameter::ChainLog(TABLE_BITS)).expect(IN_RANGE);
        if length.is_some() {
            context.set_pledged_src_size(length).expect("nothing was coded yet");
        }
        Self(context)
    }

    pub(super) fn run(&mut self, piece: &[u8], step: Step, out: &mut Vec<u8>) {
        let end = match step {
            Step::Flush => ZSTD_EndDirective::ZSTD_e_flush,
            Step::Finish => ZSTD_EndDirective::ZSTD_e_end,
        };
        let mut input = InBuffer::around(piece);
        loop {
            out.reserve(ROOM.max((piece.len() - input.pos()) / 4));
            let start = out.len();
            let mut output = OutBuffer::around_pos(out, start);
            let left = self.0.compress_stream2(&mut output, &mut input, end);
            if left.expect("a stream in order takes any bytes") == 0 {
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_bounded_at_every_level() {
        for level in 1..=9 {
            let mut coder = Zstd::new(level, None);
            for _ in 0..4 {
                coder.run(&[b'x'; 500_000], Step::Flush, &mut Vec::new());
            }
            let size = coder.0.sizeof();
            assert!(size < 3 << 20, "{size} bytes at level {level}");
        }
    }
}
