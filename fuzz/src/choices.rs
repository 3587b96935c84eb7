//! Decisions that the fuzzer steers.

/// A sequence of numbers that follows from the last four bytes of an input.
#[derive(Clone, Debug)]
pub struct Choices(u64);

impl Choices {
    /// Takes the choices off the end of an input.
    pub fn split(data: &[u8]) -> (&[u8], Self) {
        let (text, seed) = data.split_at(data.len().saturating_sub(4));
        let seed = seed.iter().fold(0, |seed, &byte| seed << 8 | u64::from(byte));
        // Never 0, which xorshift would not leave again.
        (text, Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1 << 63))
    }

    /// The next number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) % bound as u64) as usize
    }

    /// True in one of `times` cases.
    pub fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    /// Cuts a text: into single bytes, in two, into small pieces, or into some of any size; none of them empty.
    pub fn cut<'a>(&mut self, mut text: &'a [u8]) -> Vec<&'a [u8]> {
        let most = [1, text.len(), 16, 256][self.below(4)];
        let halves = most == text.len();
        let mut pieces = Vec::new();
        while !text.is_empty() {
            let length = if halves && !pieces.is_empty() { text.len() } else { 1 + self.below(most.max(1)) };
            let (piece, rest) = text.split_at(length.min(text.len()));
            pieces.push(piece);
            text = rest;
        }
        pieces
    }
}
