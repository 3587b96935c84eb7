//! Memory for one large thing that grows: pages that come from the system and go back to it at once, whatever the
//! allocator of the process would keep. Growing moves no bytes, and what is not written to takes no memory.

use std::{
    fmt, io,
    ops::Deref,
    ptr::{self, NonNull},
    slice,
};

/// Bytes in pages of their own.
pub(crate) struct Pages {
    base: NonNull<u8>,
    length: usize,
    capacity: usize,
}

// SAFETY: the mapping is this value's alone, and only changed through it.
unsafe impl Send for Pages {}
// SAFETY: as above.
unsafe impl Sync for Pages {}

impl Pages {
    /// Room for `capacity` bytes, at least one.
    pub(crate) fn new(capacity: usize) -> io::Result<Self> {
        let capacity = capacity.max(1);
        let (protection, flags) = (libc::PROT_READ | libc::PROT_WRITE, libc::MAP_PRIVATE | libc::MAP_ANONYMOUS);
        // SAFETY: a new mapping at a place of the system's choice.
        let base = unsafe { libc::mmap(ptr::null_mut(), capacity, protection, flags, -1, 0) };
        Ok(Self { base: mapped(base)?, length: 0, capacity })
    }

    /// Appends; takes twice the room when there is not enough, but no more than `most` bytes where that suffices.
    pub(crate) fn append(&mut self, data: &[u8], most: usize) -> io::Result<()> {
        let length = self.length + data.len();
        if length > self.capacity {
            self.grow(self.capacity.saturating_mul(2).min(most).max(length))?;
        }
        // SAFETY: there is room for `data` behind the bytes so far, and nobody has a reference to that room.
        unsafe { ptr::copy_nonoverlapping(data.as_ptr(), self.base.as_ptr().add(self.length), data.len()) };
        self.length = length;
        Ok(())
    }

    fn grow(&mut self, capacity: usize) -> io::Result<()> {
        // SAFETY: the mapping is as long as `capacity` says, and moving it leaves no reference behind: this one is unique.
        let base = unsafe { libc::mremap(self.base.as_ptr().cast(), self.capacity, capacity, libc::MREMAP_MAYMOVE) };
        (self.base, self.capacity) = (mapped(base)?, capacity);
        Ok(())
    }
}

impl Deref for Pages {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        // SAFETY: so many bytes were written, and they stay while this value is borrowed.
        unsafe { slice::from_raw_parts(self.base.as_ptr(), self.length) }
    }
}

impl Drop for Pages {
    fn drop(&mut self) {
        // SAFETY: the mapping is this value's own, and no reference into it is left.
        unsafe { libc::munmap(self.base.as_ptr().cast(), self.capacity) };
    }
}

impl fmt::Debug for Pages {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pages").field("length", &self.length).field("capacity", &self.capacity).finish()
    }
}

fn mapped(base: *mut libc::c_void) -> io::Result<NonNull<u8>> {
    match NonNull::new(base.cast::<u8>()) {
        Some(base) if base.as_ptr().cast() != libc::MAP_FAILED => Ok(base),
        _ => Err(io::Error::last_os_error()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_appended_stays_and_the_room_has_its_limit() {
        let mut pages = Pages::new(10_000).unwrap();
        let mut expected = Vec::new();
        for number in 0..100_u8 {
            let piece = vec![number; 1000 + usize::from(number)];
            pages.append(&piece, 100_000).unwrap();
            expected.extend_from_slice(&piece);
            assert!(pages.capacity <= 100_000.max(expected.len()));
        }
        assert!(*pages == *expected);
        assert!(pages.append(b"more than the limit", 0).is_ok(), "who says the limit keeps to it");
        assert_eq!(pages.capacity, expected.len() + 19);
    }

    #[test]
    fn too_much_is_an_error_and_nothing_is_lost() {
        assert!(Pages::new(usize::MAX / 2).is_err());
        let mut pages = Pages::new(1).unwrap();
        pages.append(b"x", 1).unwrap();
        assert!(pages.grow(usize::MAX / 2).is_err());
        assert_eq!(*pages, *b"x");
    }
}
