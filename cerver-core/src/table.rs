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
const INDEX_BITS: u32 = 24;

/// Which use of an entry: an entry begins with the first one, and has the next one when what it stood for is gone. With
/// the index of the entry it makes up a handle of 48 bits, 24 for each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Generation(u32);

impl Generation {
    /// That of an entry that was never used.
    pub const FIRST: Self = Self(1);
    const MASK: u32 = 0x00ff_ffff;
    /// The last one.
    pub const LAST: Self = Self(Self::MASK);
    /// After it.
    const USED_UP: Self = Self(0);

    /// The one that follows; an entry that has it is no longer what earlier handles stand for.
    #[inline(always)]
    #[must_use]
    pub const fn next(self) -> Self {
        Self(self.0.wrapping_add(1) & Self::MASK)
    }

    /// There is no use left: nothing may be put into the entry any more.
    #[inline(always)]
    pub const fn is_used_up(self) -> bool {
        self.0 == Self::USED_UP.0
    }

    /// The handle: a number below 2^48.
    #[inline(always)]
    pub const fn token(self, index: u32) -> u64 {
        (self.0 as u64) << INDEX_BITS | index as u64
    }

    /// The index and the generation that a handle consists of.
    #[inline(always)]
    pub const fn split(token: u64) -> (u32, Self) {
        (token as u32 & Self::MASK, Self((token >> INDEX_BITS) as u32 & Self::MASK))
    }
}

impl Default for Generation {
    fn default() -> Self {
        Self::FIRST
    }
}

/// A growing table whose entries never move and are never freed.
pub struct Table<T> {
    chunks: [OnceLock<Box<[T]>>; CHUNKS],
    made: AtomicU32,
    free: Mutex<Vec<u32>>,
}

impl<T> Table<T> {
    /// Entries that fit into a table: indices need 24 bits.
    pub const LIMIT: u32 = 1 << INDEX_BITS;

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

    /// Gives an index back that [`Table::take`] returned; `generation` is the one that its next use would have. An entry
    /// that has had all of them is left behind, so that no handle ever stands for another thing.
    #[inline]
    pub fn give_back(&self, index: u32, generation: Generation) {
        if !generation.is_used_up() {
            self.free.lock().push(index);
        }
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
        table.give_back(7, Generation::FIRST);
        assert_eq!(table.take(|_| unreachable!()), Some(7));
        for (index, address) in first.iter().zip(addresses) {
            assert_eq!(table.get(*index), Some(index));
            assert_eq!(std::ptr::from_ref(table.get(*index).unwrap()), address);
        }
        assert_eq!(table.get(5000), None);
        assert_eq!(table.get(u32::MAX), None);
    }

    #[test]
    fn a_handle_never_comes_again() {
        let (table, first) = (Table::new(), Generation::FIRST);
        let index = table.take(|index| index).unwrap();
        let mut generation = first;
        for _ in 1..Generation::MASK {
            generation = generation.next();
            assert_ne!(generation, first);
        }
        assert_eq!(Generation::split(generation.token(index)), (index, generation));
        assert_eq!(Generation::split(u64::MAX), (Generation::MASK, Generation(Generation::MASK)));
        table.give_back(index, generation);
        assert_eq!(table.take(|_| unreachable!()), Some(index), "its last use");
        table.give_back(index, generation.next());
        assert_ne!(table.take(|index| index), Some(index), "it is left behind");
    }
}
