//! The masking of a client's bytes (RFC 6455 section 5.3).

/// The key of a frame, turned to the byte that comes next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key([u8; 4]);

/// Bytes that are unmasked in one step; the compiler makes vector instructions of it.
const STEP: usize = 64;

impl Key {
    pub(super) const fn new(key: [u8; 4]) -> Self {
        Self(key)
    }

    /// Appends the plain form of `masked`, and turns the key to what follows it.
    #[inline]
    pub(super) fn unmask(&mut self, masked: &[u8], out: &mut Vec<u8>) {
        let start = out.len();
        out.extend_from_slice(masked);
        let [a, b, c, d] = self.0;
        let word = u64::from_ne_bytes([a, b, c, d, a, b, c, d]);
        let mut steps = out[start..].chunks_exact_mut(STEP);
        for step in &mut steps {
            for bytes in step.chunks_exact_mut(8) {
                xor(bytes, word);
            }
        }
        let mut words = steps.into_remainder().chunks_exact_mut(8);
        for bytes in &mut words {
            xor(bytes, word);
        }
        for (byte, key) in words.into_remainder().iter_mut().zip([a, b, c, d, a, b, c, d]) {
            *byte ^= key;
        }
        self.0.rotate_left(masked.len() % 4);
    }
}

#[inline(always)]
fn xor(bytes: &mut [u8], word: u64) {
    let mut plain = [0; 8];
    plain.copy_from_slice(bytes);
    bytes.copy_from_slice(&(u64::from_ne_bytes(plain) ^ word).to_ne_bytes());
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
