//! Brotli (RFC 7932) with a window of 256 KiB.

use super::Step;
use brotli::CompressorWriter;
use std::io::Write;

const WINDOW_BITS: u32 = 18;
/// Brotli's quality for each level. Above 5 it takes 8 to 32 MiB for each body and a tenth of a second for a mebibyte.
const QUALITIES: [u32; 9] = [1, 1, 2, 2, 3, 3, 4, 4, 5];
/// Bytes that pass from the encoder to the output at once.
const BUFFER: usize = 4096;

pub(in crate::http) struct Brotli {
    /// None at the very end only.
    writer: Option<CompressorWriter<Vec<u8>>>,
}

impl Brotli {
    pub(super) fn new(level: u8) -> Self {
        let quality = QUALITIES[usize::from(level.clamp(1, 9)) - 1];
        Self { writer: Some(CompressorWriter::new(Vec::new(), BUFFER, quality, WINDOW_BITS)) }
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
