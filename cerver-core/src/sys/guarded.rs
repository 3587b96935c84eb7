//! Memory between two pages that nobody can touch, so that a read past either end of a text traps.

use std::{io, ptr::NonNull};

/// A place for texts with an unreadable page right before its first byte and right behind its last one.
#[derive(Debug)]
pub struct Guarded {
    /// The first unreadable page.
    base: NonNull<u8>,
    /// Bytes of one page.
    page: usize,
    /// Bytes between the two unreadable pages.
    room: usize,
}

impl Guarded {
    /// Room for texts of at least `capacity` bytes.
    ///
    /// # Errors
    /// When the system has no memory.
    pub fn new(capacity: usize) -> io::Result<Self> {
        // SAFETY: a plain question to the C library.
        let page = usize::try_from(unsafe { libc::sysconf(libc::_SC_PAGESIZE) }).map_err(io::Error::other)?;
        let room = capacity.max(1).next_multiple_of(page);
        let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS;
        // SAFETY: a new mapping at a place of the system's choice, not readable yet.
        let base = unsafe { libc::mmap(std::ptr::null_mut(), room + 2 * page, libc::PROT_NONE, flags, -1, 0) };
        let base = match NonNull::new(base.cast::<u8>()) {
            Some(base) if base.as_ptr().cast() != libc::MAP_FAILED => base,
            _ => return Err(io::Error::last_os_error()),
        };
        let guarded = Self { base, page, room };
        // SAFETY: the pages between the first and the last one belong to the mapping made above.
        match unsafe { libc::mprotect(guarded.inside(0).cast(), room, libc::PROT_READ | libc::PROT_WRITE) } {
            0 => Ok(guarded),
            _ => Err(io::Error::last_os_error()),
        }
    }

    /// A copy of `text` whose last byte is the last one that can be read.
    ///
    /// # Panics
    /// When the text is longer than the capacity.
    pub fn at_end(&mut self, text: &[u8]) -> &[u8] {
        let start = self.room.checked_sub(text.len()).expect("the text fits");
        self.put(start, text)
    }

    /// A copy of `text` whose first byte is the first one that can be read.
    ///
    /// # Panics
    /// When the text is longer than the capacity.
    pub fn at_start(&mut self, text: &[u8]) -> &[u8] {
        assert!(text.len() <= self.room, "the text fits");
        self.put(0, text)
    }

    fn put(&mut self, start: usize, text: &[u8]) -> &[u8] {
        let place = self.inside(start);
        // SAFETY: the callers have seen that the text fits in behind `start`; nobody else has a reference into the mapping while
        // this value is borrowed, and mapped memory is initialised.
        unsafe {
            std::ptr::copy_nonoverlapping(text.as_ptr(), place, text.len());
            std::slice::from_raw_parts(place, text.len())
        }
    }

    /// The place of a byte between the two unreadable pages, or right behind the last one.
    const fn inside(&self, offset: usize) -> *mut u8 {
        // SAFETY: callers stay within the room, and so inside the mapping.
        unsafe { self.base.as_ptr().add(self.page + offset) }
    }
}

impl Drop for Guarded {
    fn drop(&mut self) {
        // SAFETY: the mapping is this value's own, and no reference into it is left.
        unsafe { libc::munmap(self.base.as_ptr().cast(), self.room + 2 * self.page) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs::File, os::fd::AsRawFd};

    /// Whether the kernel can read a byte there: for what it cannot, a write gives an error instead of a signal.
    fn is_readable(sink: &File, place: *const u8) -> bool {
        // SAFETY: the kernel looks whether the byte can be read.
        unsafe { libc::write(sink.as_raw_fd(), place.cast(), 1) == 1 }
    }

    #[test]
    fn both_ends_are_fenced() {
        // A pipe copies what is written to it, so it has to look.
        let (_reader, writer) = io::pipe().expect("a pipe");
        let sink = File::from(std::os::fd::OwnedFd::from(writer));
        let mut guarded = Guarded::new(5000).expect("memory");
        for text in [&b"a"[..], b"four", &[b'x'; 5000]] {
            let end = guarded.at_end(text).as_ptr_range().end;
            assert_eq!(guarded.at_end(text), text);
            assert!(is_readable(&sink, end.wrapping_sub(1)) && !is_readable(&sink, end), "{} bytes", text.len());
            let start = guarded.at_start(text).as_ptr();
            assert_eq!(guarded.at_start(text), text);
            assert!(is_readable(&sink, start) && !is_readable(&sink, start.wrapping_sub(1)), "{} bytes", text.len());
        }
        assert_eq!(guarded.at_end(b"").len(), 0);
    }
}
