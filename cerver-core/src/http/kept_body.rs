//! A body that is kept as a whole: a small one in memory that the next request uses again, a large one in pages of its
//! own, which go back to the system with the request.

use crate::sys::Pages;
use std::io;

/// Bytes from which on a body has pages of its own.
const LARGE: usize = 256 * 1024;

/// See the module.
#[derive(Debug)]
pub(super) struct KeptBody {
    /// All bytes, unless there is a large one: then it has none, and more room than a request keeps, which makes
    /// [`KeptBody::clear`] ask no question of its own.
    small: Vec<u8>,
    large: Option<Pages>,
}

impl KeptBody {
    pub(super) const fn new() -> Self {
        Self { small: Vec::new(), large: None }
    }

    #[inline]
    pub(super) fn bytes(&self) -> &[u8] {
        match &self.large {
            None => &self.small,
            Some(pages) => pages,
        }
    }

    /// Makes room before the first byte.
    pub(super) fn reserve(&mut self, bytes: usize) {
        self.small.reserve(bytes);
    }

    /// Appends to a body that will have `most` bytes at most.
    pub(super) fn append(&mut self, data: &[u8], most: usize) -> io::Result<()> {
        let length = self.small.len() + data.len();
        if self.large.is_none() && length < LARGE {
            if length > self.small.capacity() {
                let capacity = length.saturating_mul(2).min(most.max(length));
                self.small.try_reserve_exact(capacity - self.small.len())?;
            }
            self.small.extend_from_slice(data);
            return Ok(());
        }
        self.append_large(data, most)
    }

    #[cold]
    fn append_large(&mut self, data: &[u8], most: usize) -> io::Result<()> {
        if self.large.is_none() {
            let mut pages = Pages::new(LARGE.saturating_mul(2).min(most.max(LARGE)))?;
            pages.append(&self.small, most)?;
            self.small = Vec::with_capacity(super::request::KEPT_CAPACITY + 1);
            self.large = Some(pages);
        }
        match &mut self.large {
            Some(pages) => pages.append(data, most),
            None => Ok(()),
        }
    }

    /// Forgets the bytes. [`KeptBody::give_back`] must follow when the capacity is more than a request keeps.
    #[inline]
    pub(super) fn clear(&mut self) {
        self.small.clear();
    }

    /// Room that is kept for the next request; more than [`KEPT_CAPACITY`](super::request::KEPT_CAPACITY) for a large body.
    #[inline]
    pub(super) const fn capacity(&self) -> usize {
        self.small.capacity()
    }

    /// Gives all memory back.
    pub(super) fn give_back(&mut self) {
        *self = Self::new();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_the_same_in_any_pieces() {
        for piece in [1, 700, 64 * 1024, LARGE, LARGE + 1] {
            let whole: Vec<u8> = (0..3 * LARGE).map(|n| (n % 251) as u8).collect();
            let mut body = KeptBody::new();
            for (number, piece) in whole.chunks(piece).enumerate() {
                body.append(piece, whole.len()).unwrap();
                assert!(number > 0 || body.bytes() == piece);
            }
            assert!(body.bytes() == whole, "pieces of {piece}");
            assert!(body.capacity() > super::super::request::KEPT_CAPACITY, "it is known to be large");
            body.clear();
            body.give_back();
            assert!(body.bytes().is_empty() && body.capacity() == 0);
        }
    }

    #[test]
    fn a_small_body_is_never_larger_than_its_limit() {
        let mut body = KeptBody::new();
        body.append(b"abc", 3).unwrap();
        assert_eq!(body.capacity(), 3);
        let mut body = KeptBody::new();
        for _ in 0..3 {
            body.append(&[b'x'; 10], 25 << 20).unwrap();
        }
        assert!(body.capacity() < 100);
    }
}
