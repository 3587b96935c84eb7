//! Texts of one request as C reads them, in memory that is used again by the next request.

use std::{ptr, slice};

use super::pairs::CerverString;

/// Words of a block; longer texts get a block of their own.
const BLOCK_WORDS: usize = 512;

/// Texts that were handed out. Each stays at its place until [`Arena::clear`].
#[derive(Default)]
pub(crate) struct Arena {
    /// Only their capacity is used: the memory never moves, and no reference to it is made.
    blocks: Vec<Vec<u64>>,
    /// Words used of the last block.
    used: usize,
    given: Vec<Given>,
}

/// Where a text came from, so that asking twice gives the same memory.
struct Given {
    /// NULL for one that was made.
    source: *const u8,
    len: usize,
    text: *const CerverString,
}

// SAFETY: the pointers lead into the arena's own memory, or are only compared.
unsafe impl Send for Arena {}

impl Arena {
    /// The text as C reads it. `text` must not change until [`Arena::clear`]: it is known again by its address.
    pub(crate) fn store(&mut self, text: &[u8]) -> *const CerverString {
        let same = |given: &&Given| ptr::eq(given.source, text.as_ptr()) && given.len == text.len();
        if let Some(given) = self.given.iter().find(same) {
            return given.text;
        }
        let stored = self.copy(text);
        self.given.push(Given { source: text.as_ptr(), len: text.len(), text: stored });
        stored
    }

    /// The same for a text that is made anew each time, or does not stay: it is known again by its content.
    pub(crate) fn store_made(&mut self, text: &[u8]) -> *const CerverString {
        let same = |given: &&Given| {
            // SAFETY: stored by this arena and not cleared yet.
            given.source.is_null() && text == unsafe { slice::from_raw_parts((*given.text).str.cast(), given.len) }
        };
        if let Some(given) = self.given.iter().find(same) {
            return given.text;
        }
        let stored = self.copy(text);
        self.given.push(Given { source: ptr::null(), len: text.len(), text: stored });
        stored
    }

    /// Forgets all texts and keeps one block for the next ones.
    pub(crate) fn clear(&mut self) {
        self.given.clear();
        self.used = 0;
        self.blocks.retain(|block| block.capacity() == BLOCK_WORDS);
        self.blocks.truncate(1);
    }

    fn copy(&mut self, text: &[u8]) -> *const CerverString {
        let words = (size_of::<CerverString>() + text.len() + 1).div_ceil(size_of::<u64>());
        let block = self.block_with(words);
        // SAFETY: the block has room for `words` words from `used` on, which hold the struct, the text and its NUL; a word
        // is aligned as the struct needs it.
        unsafe {
            let place = block.add(self.used);
            self.used += words;
            let string = place.cast::<CerverString>();
            let start = string.add(1).cast::<u8>();
            ptr::copy_nonoverlapping(text.as_ptr(), start, text.len());
            start.add(text.len()).write(0);
            string.write(CerverString { max_len: text.len() + 1, len: text.len(), str: start.cast() });
            string
        }
    }

    /// The start of the last block, which has room for that many words behind those in use.
    fn block_with(&mut self, words: usize) -> *mut u64 {
        if self.blocks.last().is_none_or(|last| last.capacity() - self.used < words) {
            self.blocks.push(Vec::with_capacity(words.max(BLOCK_WORDS)));
            self.used = 0;
        }
        let last = self.blocks.len() - 1;
        self.blocks[last].as_mut_ptr()
    }
}

const _: () = assert!(align_of::<CerverString>() <= align_of::<u64>());

#[cfg(test)]
mod tests {
    use super::*;

    fn read<'a>(text: *const CerverString) -> &'a [u8] {
        // SAFETY: stored by the arena and not cleared yet.
        let text = unsafe { &*text };
        assert_eq!(text.max_len, text.len + 1);
        // SAFETY: the text and its NUL.
        let bytes = unsafe { slice::from_raw_parts(text.str.cast::<u8>(), text.len + 1) };
        assert_eq!(bytes[text.len], 0);
        &bytes[..text.len]
    }

    #[test]
    fn texts_stay_while_others_come() {
        let texts: Vec<Vec<u8>> = (0..600).map(|n| vec![n as u8; n * 7 % 300]).collect();
        let long = vec![b'l'; 100_000];
        let mut arena = Arena::default();
        for _ in 0..3 {
            let stored: Vec<_> = texts.iter().map(|text| arena.store(text)).collect();
            let stored_long = arena.store(&long);
            let after = arena.store(b"after");
            for (text, stored) in texts.iter().zip(&stored) {
                assert_eq!(read(*stored), text);
                assert_eq!(arena.store(text), *stored, "asked twice, the same memory");
            }
            let made = arena.store_made(b"made");
            assert_eq!(arena.store_made(b"made"), made);
            assert_eq!((read(made), read(arena.store_made(b"other"))), (&b"made"[..], &b"other"[..]));
            assert_eq!(read(stored_long), long);
            assert_eq!(read(after), b"after");
            arena.clear();
            assert_eq!(arena.blocks.len(), 1);
        }
    }
}
