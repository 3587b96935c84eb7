//! Texts and memory that cross the boundary. Everything that comes in is copied or used before the call returns, except
//! where a function's documentation says that it keeps a reference.

use std::{
    ffi::{CStr, c_char, c_void},
    ptr, slice,
};

use crate::status::{Code, Error};

/// Longest text taken from C where no smaller limit is named, in bytes without the NUL.
pub(crate) const MAX_TEXT: usize = 64 * 1024;

/// A NUL-terminated UTF-8 text of at most [`MAX_TEXT`] bytes; `what` names the argument in the error.
///
/// # Safety
/// `pointer` is NULL or points to readable memory up to its first NUL or [`MAX_TEXT`] + 1 bytes, unchanged for `'a`.
#[inline]
pub(crate) unsafe fn text<'a>(pointer: *const c_char, what: &str) -> Result<&'a str, Error> {
    // SAFETY: the caller's promise.
    unsafe { text_up_to(pointer, MAX_TEXT, what) }
}

/// Like [`text`] with its own limit in bytes.
///
/// # Safety
/// As for [`text`], with `max` in place of [`MAX_TEXT`].
pub(crate) unsafe fn text_up_to<'a>(pointer: *const c_char, max: usize, what: &str) -> Result<&'a str, Error> {
    if pointer.is_null() {
        return Err(null(what));
    }
    // SAFETY: reads up to the first NUL, at most `max + 1` bytes, all readable by the caller's promise.
    let len = unsafe { libc::strnlen(pointer, max + 1) };
    if len > max {
        return Err(Error::new(Code::Argument, format!("{what} is longer than {max} bytes")));
    }
    // SAFETY: `len` bytes were just read.
    let bytes = unsafe { slice::from_raw_parts(pointer.cast::<u8>(), len) };
    std::str::from_utf8(bytes).map_err(|_| Error::new(Code::Argument, format!("{what} is not UTF-8")))
}

/// A NUL-terminated UTF-8 text, of which at most `max` bytes are taken: a longer one is cut between two characters.
///
/// # Safety
/// As for [`text`], with `max` in place of [`MAX_TEXT`].
pub(crate) unsafe fn text_cut<'a>(pointer: *const c_char, max: usize, what: &str) -> Result<&'a str, Error> {
    if pointer.is_null() {
        return Err(null(what));
    }
    // SAFETY: reads up to the first NUL, at most `max + 1` bytes, all readable by the caller's promise.
    let len = unsafe { libc::strnlen(pointer, max + 1) };
    // SAFETY: `len` bytes were just read.
    let bytes = unsafe { slice::from_raw_parts(pointer.cast::<u8>(), len.min(max)) };
    match std::str::from_utf8(bytes) {
        // What is missing at the end was cut off.
        Err(error) if len > max && error.error_len().is_none() => {
            Ok(std::str::from_utf8(&bytes[..error.valid_up_to()]).unwrap_or_default())
        }
        result => result.map_err(|_| Error::new(Code::Argument, format!("{what} is not UTF-8"))),
    }
}

/// `len` bytes at `data`; NULL is allowed when `len` is 0.
///
/// # Safety
/// `data` points to `len` readable bytes, unchanged for `'a`, or `len` is 0.
#[inline]
pub(crate) unsafe fn bytes<'a>(data: *const c_void, len: usize, what: &str) -> Result<&'a [u8], Error> {
    if len == 0 {
        return Ok(&[]);
    }
    if data.is_null() {
        return Err(null(what));
    }
    if len > isize::MAX as usize {
        return Err(Error::new(Code::Argument, format!("the length of {what} is out of range")));
    }
    // SAFETY: not NULL, and `len` bytes are readable by the caller's promise.
    Ok(unsafe { slice::from_raw_parts(data.cast::<u8>(), len) })
}

/// Checks an out-parameter before any work is done for it.
pub(crate) fn out<T>(pointer: *mut T, what: &str) -> Result<Out<T>, Error> {
    if pointer.is_null() { Err(null(what)) } else { Ok(Out(pointer)) }
}

/// An out-parameter that is not NULL.
pub(crate) struct Out<T>(*mut T);

impl<T> Out<T> {
    /// The place itself.
    pub(crate) const fn as_ptr(&self) -> *mut T {
        self.0
    }

    /// # Safety
    /// The pointer given to [`out`] is aligned and points to writable memory of one `T`.
    pub(crate) unsafe fn write(self, value: T) {
        // SAFETY: the caller's promise.
        unsafe { self.0.write(value) };
    }
}

/// Copies `text` and a NUL into `buffer` of `size` bytes; nothing is written when they do not fit.
///
/// # Safety
/// `buffer` is NULL or points to `size` writable bytes.
pub(crate) unsafe fn fill(buffer: *mut c_char, size: usize, text: &[u8]) -> Result<(), Error> {
    if buffer.is_null() && size > 0 {
        return Err(null("buffer"));
    }
    if size <= text.len() {
        return Err(Error::new(Code::Argument, format!("the buffer needs {} bytes", text.len() + 1)));
    }
    // SAFETY: `text.len() + 1 <= size` bytes are writable by the caller's promise; the areas cannot overlap.
    unsafe {
        ptr::copy_nonoverlapping(text.as_ptr(), buffer.cast(), text.len());
        buffer.add(text.len()).write(0);
    }
    Ok(())
}

/// A static text as C sees it.
pub(crate) fn c_str(text: &'static CStr) -> *const c_char {
    text.as_ptr()
}

#[cold]
pub(crate) fn null(what: &str) -> Error {
    Error::new(Code::Null, format!("{what} is NULL"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_checked() {
        // SAFETY: C strings.
        let read = |text: &CStr| unsafe { text_up_to(text.as_ptr(), 4, "name").map(str::to_owned) };
        assert_eq!(read(c"").unwrap(), "");
        assert_eq!(read(c"abcd").unwrap(), "abcd");
        assert_eq!(read(c"abcde").unwrap_err().code(), Code::Argument);
        assert_eq!(read(c"\xff").unwrap_err().code(), Code::Argument);
        // SAFETY: NULL is allowed.
        let missing = unsafe { text(ptr::null(), "name") };
        assert_eq!(missing.unwrap_err().message(), "name is NULL");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        // SAFETY: C strings.
        let read = |text: &CStr| unsafe { text_cut(text.as_ptr(), 4, "name").map(str::to_owned) };
        for (text, cut) in
            [(c"", ""), (c"abcd", "abcd"), (c"abcde", "abcd"), (c"abc\u{e9}", "abc"), (c"ab\u{e9}", "ab\u{e9}")]
        {
            assert_eq!(read(text).unwrap(), cut, "{text:?}");
        }
        for text in [c"\xff", c"abc\xc3", c"\xffabcdefgh"] {
            assert_eq!(read(text).unwrap_err().code(), Code::Argument, "{text:?}");
        }
        // SAFETY: NULL is allowed.
        let missing = unsafe { text_cut(ptr::null(), 4, "name") };
        assert_eq!(missing.unwrap_err().code(), Code::Null);
    }

    #[test]
    fn a_length_of_zero_needs_no_memory() {
        // SAFETY: NULL is never read.
        let of_null = |len| unsafe { bytes(ptr::null(), len, "data") };
        assert!(of_null(0).unwrap().is_empty());
        assert_eq!(of_null(1).unwrap_err().code(), Code::Null);
        let one = 1u8;
        // SAFETY: a length out of range is refused before anything is read.
        let too_long = unsafe { bytes((&raw const one).cast(), usize::MAX, "data") };
        assert_eq!(too_long.unwrap_err().code(), Code::Argument);
    }

    #[test]
    fn a_buffer_holds_the_text_and_its_nul_or_nothing() {
        let mut buffer = [b'x'; 4];
        // SAFETY: at most the four bytes of the buffer.
        let mut filled = |size, text: &[u8]| unsafe { fill(buffer.as_mut_ptr().cast(), size, text) }.map(|()| buffer);
        assert_eq!(filled(4, b"abc").unwrap(), *b"abc\0");
        assert_eq!(filled(3, b"xyz").unwrap_err().code(), Code::Argument);
        assert_eq!(buffer, *b"abc\0");
        // SAFETY: NULL is allowed.
        let nowhere = unsafe { fill(ptr::null_mut(), 4, b"a") };
        assert_eq!(nowhere.unwrap_err().code(), Code::Null);
    }
}
