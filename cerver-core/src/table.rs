//! Type-stable tables: an entry, once made, stays at its place for the life of the process and is reused.
//!
//! An index into such a table can therefore be looked up at any time, also a stale one; the entry's own generation
//! tells whether it still means the same thing.

use parking_lot::Mutex;
use std::sync::{
    OnceLock,
    atomic::{AtomicU32, Ordering},
};

const FIRST_BITS: u32 = 5;
const CHUNKS: usize = 20;

/// A growing table whose entries never move and are never freed.
pub struct Table<T> {
    chunks: [OnceLock<Box<[T]>>; CHUNKS],
    made: AtomicU32,
    free: Mutex<Vec<u32>>,
}

impl<T> Table<T> {
    /// Entries that fit into a table: indices need 24 bits.
    pub const LIMIT: u32 = 1 << 24;

    /// An empty table.
    pub const fn new() -> Self {
        Self { chunks: [const { OnceLock::new() }; CHUNKS], made: AtomicU32::new(0), free: Mutex::new(Vec::new()) }
    }

    /// The entry at `index`, if one was ever made there.
    #[inline]
    pub fn get(&self, index: u32) -> Option<&T> {
        let (chunk, offset) = place(index);
        self.chunks.get(chunk)?.get()?.get(offset)
    }

    /// Takes a free index, making entries with `make` where none is left; None when the table is full.
    pub fn take(&self, make: impl Fn(u32) -> T) -> Option<u32> {
        let mut free = self.free.lock();
        if let Some(index) = free.pop() {
            return Some(index);
        }
        let index = self.made.load(Ordering::Relaxed);
        if index >= Self::LIMIT {
            return None;
        }
        let (chunk, offset) = place(index);
        let length = 1u32 << (chunk as u32 + FIRST_BITS);
        let first = index - offset as u32;
        self.chunks[chunk].get_or_init(|| (first..first + length).map(make).collect());
        self.made.store(index + 1, Ordering::Relaxed);
        Some(index)
    }

    /// Gives an index back that [`Table::take`] returned.
    pub fn give_back(&self, index: u32) {
        self.free.lock().push(index);
    }
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self::new()
    }
}

/// Chunk number and offset of an index: chunks hold 32, 64, 128 ... entries.
#[inline]
const fn place(index: u32) -> (usize, usize) {
    let shifted = index as u64 + (1 << FIRST_BITS);
    let bits = 63 - shifted.leading_zeros();
    ((bits - FIRST_BITS) as usize, (shifted - (1 << bits)) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_are_dense_and_entries_stay() {
        let table = Table::new();
        let first: Vec<u32> = (0..1000).map(|_| table.take(|index| index).unwrap()).collect();
        assert_eq!(first, (0..1000).collect::<Vec<_>>());
        let addresses: Vec<_> = first.iter().map(|index| std::ptr::from_ref(table.get(*index).unwrap())).collect();
        table.give_back(7);
        assert_eq!(table.take(|_| unreachable!()), Some(7));
        for (index, address) in first.iter().zip(addresses) {
            assert_eq!(table.get(*index), Some(index));
            assert_eq!(std::ptr::from_ref(table.get(*index).unwrap()), address);
        }
        assert_eq!(table.get(5000), None);
        assert_eq!(table.get(u32::MAX), None);
    }
}
