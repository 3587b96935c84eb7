//! Brotli (RFC 7932) with a window of 256 KiB at most.

use super::Step;
use brotli::CompressorWriter;
use std::io::Write;

const WINDOW_BITS: u32 = 18;
/// The smallest window there is.
const MIN_WINDOW_BITS: u32 = 10;
/// Bytes that pass from the encoder to the output at once.
const BUFFER: usize = 4096;

pub(in crate::http) struct Brotli {
    /// None at the very end only.
    writer: Option<CompressorWriter<Vec<u8>>>,
}

impl Brotli {
    pub(super) fn new(level: u8, length: Option<u64>) -> Self {
        let needed = length.map_or(WINDOW_BITS, |length| u64::BITS - length.leading_zeros());
        let window_bits = needed.clamp(MIN_WINDOW_BITS, WINDOW_BITS);
        Self { writer: Some(CompressorWriter::new(Vec::new(), BUFFER, u32::from(level), window_bits)) }
    }

    pub(super) fn run(&mut self, piece: &[u8], step: Step, out: &mut Vec<u8>) {
        const TAKES_ALL: &str = "a vector takes any bytes";
        let Some(writer) = &mut self.writer else { return };
        writer.write_all(piece).expect(TAKES_ALL);
        if step == Step::Flush {
            writer.flush().expect(TAKES_ALL);
            out.append(writer.get_mut());
        } else if let Some(writer) = self.writer.take() {
            out.append(&mut writer.into_inner());
        }
    }
}
