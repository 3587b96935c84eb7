//! Texts and pairs that belong to a request.

use std::ffi::c_char;

use crate::{boundary::guard::guard, status::pending};

/// A text of a request: real memory of the library's, valid until the request ends. `str` has a NUL after `len` bytes and
/// may have others before it.
#[repr(C)]
#[derive(Debug)]
pub struct CerverString {
    /// Bytes of memory at `str`, the NUL included.
    pub max_len: usize,
    /// Length in bytes without the NUL.
    pub len: usize,
    /// The bytes; not to be changed.
    pub str: *mut c_char,
}

/// The decoded pairs of a query or of a form. A handle, valid until the request ends.
pub struct CerverPairs {
    _private: (),
}

/// Value of the first pair with exactly this key, decoded; NULL when there is none (CERVER_ERROR_NOT_FOUND is not set for
/// that) and on error.
///
/// Owned by the request and valid until it ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_query_pairs_get_value(
    pairs: *const CerverPairs,
    key: *const c_char,
) -> *const CerverString {
    guard("http_query_pairs_get_value", || pending((pairs, key)))
}

/// Prints the pairs to standard output, one line each: `[index] - key = value`.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_query_pairs_print(pairs: *const CerverPairs) {
    guard("http_query_pairs_print", || pending(pairs))
}
