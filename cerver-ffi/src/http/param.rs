//! Captured parts of a path as they were meant.

use std::{ffi::c_char, ptr};

use cerver_core::http::percent::{self, Plus};

use super::{
    companion::{self, store_made},
    pairs::CerverString,
    request::CerverHttpRequest,
};
use crate::boundary::{
    guard::guard,
    handle::{Kind, exchange},
    strings::text,
};

/// The part of the path that the route captured as ":name", percent-decoded (RFC 3986 section 2.1); NULL when the route has
/// no such name, and on error. Valid until the request ends.
///
/// A "%" without two hexadecimal digits behind it stays as it is. The text may hold any bytes, NUL and "/" included: use
/// its length.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_param_decoded(
    request: *const CerverHttpRequest,
    name: *const c_char,
) -> *const CerverString {
    guard("http_request_get_param_decoded", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        let found = exchange.named_param(name.as_bytes(), |request, index| {
            let Some(part) = request.param(index) else { return ptr::null() };
            if !part.contains(&b'%') {
                return companion::store(request, |request| request.param(index));
            }
            let mut decoded = Vec::new();
            // What is not well formed stays.
            percent::decode(part, Plus::Literal, &mut decoded);
            store_made(request, &decoded)
        })?;
        Ok(found.unwrap_or(ptr::null()))
    })
}
