//! Sixteen bytes compared at once: what a search over text is made of.

pub(crate) use imp::Block;

/// SSE2, which every x86-64 has.
#[cfg(target_arch = "x86_64")]
mod imp {
    use std::arch::x86_64::{
        __m128i, _mm_and_si128, _mm_cmpeq_epi8, _mm_cmpgt_epi8, _mm_loadu_si128, _mm_movemask_epi8, _mm_set1_epi8,
    };

    /// Sixteen bytes. What the comparisons return has bit 1 << place for each byte they hold for.
    #[derive(Clone, Copy)]
    pub(crate) struct Block(__m128i);

    impl Block {
        #[inline(always)]
        pub(crate) fn new(bytes: &[u8; 16]) -> Self {
            // SAFETY: sixteen bytes are readable there; SSE2 belongs to the architecture, here and below.
            Self(unsafe { _mm_loadu_si128(bytes.as_ptr().cast()) })
        }

        /// The bytes that are `byte`.
        #[inline(always)]
        pub(crate) fn equal(self, byte: u8) -> u32 {
            // SAFETY: as above.
            unsafe { _mm_movemask_epi8(_mm_cmpeq_epi8(self.0, _mm_set1_epi8(byte as i8))) as u32 }
        }

        /// The bytes from `low` to `high`, which must be from 1 to 0x7e.
        #[inline(always)]
        pub(crate) fn within(self, low: u8, high: u8) -> u32 {
            // SAFETY: as above. The comparison is signed: bytes from 0x80 on count as less than all others.
            unsafe {
                let above = _mm_cmpgt_epi8(self.0, _mm_set1_epi8(low as i8 - 1));
                let below = _mm_cmpgt_epi8(_mm_set1_epi8(high as i8 + 1), self.0);
                _mm_movemask_epi8(_mm_and_si128(above, below)) as u32
            }
        }
    }
}

#[cfg(not(target_arch = "x86_64"))]
mod imp {
    /// Sixteen bytes. What the comparisons return has bit 1 << place for each byte they hold for.
    #[derive(Clone, Copy)]
    pub(crate) struct Block([u8; 16]);

    impl Block {
        #[inline(always)]
        pub(crate) fn new(bytes: &[u8; 16]) -> Self {
            Self(*bytes)
        }

        /// The bytes that are `byte`.
        #[inline(always)]
        pub(crate) fn equal(self, byte: u8) -> u32 {
            self.bits(|other| other == byte)
        }

        /// The bytes from `low` to `high`, which must be from 1 to 0x7e.
        #[inline(always)]
        pub(crate) fn within(self, low: u8, high: u8) -> u32 {
            self.bits(|byte| (low..=high).contains(&byte))
        }

        fn bits(self, holds: impl Fn(u8) -> bool) -> u32 {
            self.0.iter().rev().fold(0, |bits, &byte| bits << 1 | u32::from(holds(byte)))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_stand_for_places() {
        for first in (0..=240).step_by(16) {
            let bytes: [u8; 16] = std::array::from_fn(|place| first + place as u8);
            let bits = |holds: &dyn Fn(u8) -> bool| {
                (0..16).fold(0, |bits, place| bits | u32::from(holds(bytes[place])) << place)
            };
            for byte in 0..=255 {
                assert_eq!(Block::new(&bytes).equal(byte), bits(&|other| other == byte));
            }
            for (low, high) in [(1, 0x7e), (b'!', b'~'), (b'a', b'z'), (b':', b':')] {
                assert_eq!(Block::new(&bytes).within(low, high), bits(&|byte| low <= byte && byte <= high));
            }
        }
    }
}
