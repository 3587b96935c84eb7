//! Random numbers for tests: the same in every run.

/// A small generator (xorshift).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        assert_ne!(seed, 0);
        Self(seed)
    }

    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A number below `bound`, which must not be 0.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    /// Replaces, removes, inserts or doubles one byte; new ones mostly come from `favoured`.
    pub fn change(&mut self, bytes: &mut Vec<u8>, favoured: &[u8]) {
        let place = self.below(bytes.len() + 1);
        let byte = if self.below(8) == 0 { self.next() as u8 } else { favoured[self.below(favoured.len())] };
        match self.below(4) {
            0 => bytes.insert(place, byte),
            1 if place < bytes.len() => bytes[place] = byte,
            2 if place < bytes.len() => drop(bytes.remove(place)),
            _ if place < bytes.len() => bytes.insert(place, bytes[place]),
            _ => {}
        }
    }
}
