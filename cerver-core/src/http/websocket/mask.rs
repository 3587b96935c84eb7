//! The masking of a client's bytes (RFC 6455 section 5.3).

/// The key of a frame, turned to the byte that comes next, which is the lowest one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(u32);

/// Bytes that are unmasked in one step; the compiler makes vector instructions of it.
const BLOCK: usize = 64;

impl Key {
    #[inline(always)]
    pub(super) const fn new(key: [u8; 4]) -> Self {
        Self(u32::from_le_bytes(key))
    }

    /// Appends the plain form of `masked`, and turns the key to what follows it.
    #[inline]
    pub(super) fn unmask(&mut self, masked: &[u8], out: &mut Vec<u8>) {
        let word = u64::from(self.0) << 32 | u64::from(self.0);
        out.reserve(masked.len());
        let (blocks, rest) = masked.as_chunks::<BLOCK>();
        for block in blocks {
            let mut plain = *block;
            plain.as_chunks_mut().0.iter_mut().for_each(|bytes| *bytes = xor(*bytes, word));
            out.extend_from_slice(&plain);
        }
        let (words, rest) = rest.as_chunks();
        for bytes in words {
            out.extend_from_slice(&xor(*bytes, word));
        }
        out.extend(rest.iter().zip(word.to_le_bytes()).map(|(byte, key)| byte ^ key));
        self.0 = self.0.rotate_right(masked.len() as u32 % 4 * 8);
    }
}

#[inline(always)]
fn xor(bytes: [u8; 8], word: u64) -> [u8; 8] {
    (u64::from_le_bytes(bytes) ^ word).to_le_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_pieces_are_unmasked_alike() {
        let key = [0x37, 0xfa, 0x21, 0x3d];
        let plain: Vec<u8> = (0..300u16).map(|number| number as u8).collect();
        let masked: Vec<u8> = plain.iter().enumerate().map(|(place, byte)| byte ^ key[place % 4]).collect();
        for first in 0..=masked.len() {
            for second in [first, (first + 1).min(masked.len()), (first + 70).min(masked.len())] {
                let (mut key, mut out) = (Key::new(key), Vec::new());
                for piece in [&masked[..first], &masked[first..second], &masked[second..]] {
                    key.unmask(piece, &mut out);
                }
                assert_eq!(out, plain, "cut at {first} and {second}");
            }
        }
    }
}
