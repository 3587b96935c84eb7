//! Cookies: those of a request, and those that a response sets.

use std::ffi::{c_char, c_uint};

use cerver_core::http::Cookie;

use super::{
    companion::text_of, draft::ResponseObject, pairs::CerverString, request::CerverHttpRequest,
    response::CerverHttpResponse,
};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, exchange},
        strings::text,
    },
    status::{CerverStatus, Error},
};

/// Value of the first cookie of exactly this name (of several that of the longest path comes first); NULL when the
/// request has none, and on error. As the client sent it: not decoded, with its quotes if it has any. Valid until the
/// request ends.
///
/// At most 256 cookies of a request are looked at.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_cookie(
    request: *const CerverHttpRequest,
    name: *const c_char,
) -> *const CerverString {
    guard("http_request_get_cookie", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        text_of(exchange, |request| request.cookie(name.as_bytes()))
    })
}

/// Number of cookies of a request, at most 256; 0 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_cookies_count(request: *const CerverHttpRequest) -> c_uint {
    guard("http_request_get_cookies_count", || {
        exchange(Kind::Request, request)?.request(|request| request.cookies().count() as c_uint)
    })
}

/// Name of a cookie, in the order in which they came; `idx` counts from 0. NULL when there are not so many, and on error.
/// Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_cookie_name_at_idx(
    request: *const CerverHttpRequest,
    idx: c_uint,
) -> *const CerverString {
    guard("http_request_get_cookie_name_at_idx", || {
        text_of(exchange(Kind::Request, request)?, |request| request.cookies().nth(idx as usize).map(|(name, _)| name))
    })
}

/// Value of a cookie, as http_request_get_cookie_name_at_idx() counts them. NULL when there are not so many, and on error.
/// Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_cookie_value_at_idx(
    request: *const CerverHttpRequest,
    idx: c_uint,
) -> *const CerverString {
    guard("http_request_get_cookie_value_at_idx", || {
        text_of(exchange(Kind::Request, request)?, |request| {
            request.cookies().nth(idx as usize).map(|(_, value)| value)
        })
    })
}

/// Adds a Set-Cookie header (RFC 6265); a response may have several. All texts are copied.
///
/// `attributes` is a text as it stands in the header, for example "Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax",
/// or NULL for none. Known are Path, Domain, Max-Age (seconds), Expires (a date of HTTP), Secure, HttpOnly,
/// SameSite=Strict, Lax or None, and Partitioned, in any case and order.
///
/// What a client would not take is refused: a name that is no token, a value with spaces, control characters, commas,
/// semicolons, quotes, backslashes or other than ASCII, more than 4096 bytes of both; attributes that are unknown, twice
/// there or not well formed; SameSite=None or Partitioned without Secure; names that begin with __Secure- without Secure,
/// or with __Host- without Secure and Path=/ or with Domain.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_NULL for name and value.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_set_cookie(
    response: *mut CerverHttpResponse,
    name: *const c_char,
    value: *const c_char,
    attributes: *const c_char,
) -> CerverStatus {
    status("http_response_set_cookie", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (name, value) = unsafe { (text(name, "name")?, text(value, "value")?) };
        // SAFETY: the same.
        let cookie = unsafe { with_attributes(Cookie::new(name, value), attributes) }?;
        response.draft.lock().fields.set_cookie(&cookie)
    })
}

/// Makes the client forget a cookie: adds a Set-Cookie header with an empty value and an end in the past. Path and Domain
/// in `attributes` must be those the cookie was set with, and a prefix of the name wants its attributes here, too; NULL
/// for none.
///
/// Thread: any.
/// Errors: those of http_response_set_cookie().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_remove_cookie(
    response: *mut CerverHttpResponse,
    name: *const c_char,
    attributes: *const c_char,
) -> CerverStatus {
    status("http_response_remove_cookie", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        // SAFETY: the same.
        let cookie = unsafe { with_attributes(Cookie::new(name, ""), attributes) }?;
        response.draft.lock().fields.set_cookie(&cookie.removal())
    })
}

/// The cookie with attributes of a text, if there is one.
///
/// # Safety
/// As for [`text`].
unsafe fn with_attributes(mut cookie: Cookie, attributes: *const c_char) -> Result<Cookie, Error> {
    if !attributes.is_null() {
        // SAFETY: the caller's promise.
        cookie.set_attributes(unsafe { text(attributes, "attributes") }?)?;
    }
    Ok(cookie)
}
