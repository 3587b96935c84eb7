//! The last error of a thread: a code and a NUL-terminated sentence.
//!
//! The code lives in plain thread-local memory and so works at any time; the sentence needs a destructor. A call that
//! arrives after that destructor ran (from another destructor of the same thread) keeps its code and gets the general
//! sentence of the code instead of its own.

use std::{
    cell::{Cell, RefCell},
    ffi::CStr,
};

use crate::status::{CERVER_OK, CerverStatus, sentence};

thread_local! {
    static CODE: Cell<CerverStatus> = const { Cell::new(CERVER_OK) };
    /// The system's number, 0 for none.
    static OS_ERROR: Cell<i32> = const { Cell::new(0) };
    /// Empty or NUL-terminated. The memory is used again by the next error of the thread.
    static MESSAGE: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
}

/// Stores `code`, the system's number and the joined `parts`; a NUL inside them becomes a space.
pub(crate) fn set(code: CerverStatus, os_error: i32, parts: &[&str]) {
    CODE.set(code);
    OS_ERROR.set(os_error);
    // Fails only after the thread's destructors ran: then the code alone has to do.
    let _ = MESSAGE.try_with(|message| {
        let mut message = message.borrow_mut();
        message.clear();
        for part in parts {
            message.extend(part.bytes().map(|byte| if byte == 0 { b' ' } else { byte }));
        }
        message.push(0);
    });
}

pub(crate) fn clear() {
    CODE.set(CERVER_OK);
    OS_ERROR.set(0);
    let _ = MESSAGE.try_with(|message| message.borrow_mut().clear());
}

pub(crate) fn code() -> CerverStatus {
    CODE.get()
}

pub(crate) fn os_error() -> i32 {
    OS_ERROR.get()
}

/// The sentence of the last error, valid until the next [`set`] or [`clear`] on this thread.
pub(crate) fn message<'a>() -> &'a CStr {
    MESSAGE
        .try_with(|message| {
            let message = message.borrow();
            if message.is_empty() {
                return None;
            }
            // SAFETY: the bytes end with the only NUL and stay in place until the next call of this module on this
            // thread, which is the life the function documents.
            Some(unsafe { CStr::from_ptr(message.as_ptr().cast()) })
        })
        .ok()
        .flatten()
        .unwrap_or_else(|| if code() == CERVER_OK { c"" } else { sentence(code()) })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::{CERVER_ERROR_CLOSED, CERVER_ERROR_STATE};

    #[test]
    fn starts_without_an_error_and_can_be_cleared() {
        std::thread::spawn(|| {
            assert_eq!(code(), CERVER_OK);
            assert_eq!(message(), c"");
            set(CERVER_ERROR_STATE, 98, &["a\0b", "!"]);
            assert_eq!((message().to_bytes(), os_error()), (&b"a b!"[..], 98));
            clear();
            assert_eq!((code(), message(), os_error()), (CERVER_OK, c"", 0));
        })
        .join()
        .unwrap();
    }

    #[test]
    fn threads_do_not_see_each_other() {
        set(CERVER_ERROR_STATE, 0, &["mine"]);
        std::thread::spawn(|| set(CERVER_ERROR_CLOSED, 0, &["theirs"])).join().unwrap();
        assert_eq!((code(), message().to_bytes()), (CERVER_ERROR_STATE, b"mine".as_slice()));
    }

    #[test]
    fn works_while_the_thread_ends() {
        struct Late;
        impl Drop for Late {
            fn drop(&mut self) {
                set(CERVER_ERROR_CLOSED, 0, &["late"]);
                assert_eq!(code(), CERVER_ERROR_CLOSED);
                assert!(!message().is_empty());
            }
        }
        thread_local!(static LATE: Late = const { Late });
        std::thread::spawn(|| {
            LATE.with(|_| ()); // registered first, so its destructor runs after the one of the message
            set(CERVER_ERROR_STATE, 0, &["early"]);
        })
        .join()
        .unwrap();
    }
}
