//! A request: what the client sent.

use std::{
    ffi::{c_char, c_uint, c_void},
    ptr,
};

use cerver_core::http::{Exchange, header::KnownHeader};

use super::{
    cerver::CerverDelete,
    companion::{self, text_of},
    content::{self, CerverContentType, HTTP_CONTENT_TYPE_NONE},
    header::{self, CerverHttpHeader},
    pairs::{CerverPairs, CerverString, Source, pairs, print_pairs, value},
};
use crate::{
    boundary::{
        guard::{guard, guard_or},
        handle::{Kind, exchange},
        print::print,
        strings::text,
    },
    callback::{self, CustomData},
    constants::{CerverRequestMethod, REQUEST_METHOD_UNDEFINED},
    status::Error,
};

/// A request. A handle, valid until its handler returns or, after http_receive_detach(), until it has its answer.
pub struct CerverHttpRequest {
    _private: (),
}

/// Method: one of the `REQUEST_METHOD_` constants, REQUEST_METHOD_UNDEFINED for another token and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_method(request: *const CerverHttpRequest) -> CerverRequestMethod {
    guard_or("http_request_get_method", REQUEST_METHOD_UNDEFINED, || {
        exchange(Kind::Request, request)?.request(|request| request.method() as CerverRequestMethod)
    })
}

/// Method as the client wrote it, for example "GET"; NULL on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_method_string(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_method_string", || {
        text_of(exchange(Kind::Request, request)?, |request| Some(request.method_text()))
    })
}

/// Path of the request without its query, not percent-decoded; NULL on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_url(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_url", || text_of(exchange(Kind::Request, request)?, |request| Some(request.path())))
}

/// Text after the first question mark, not decoded; NULL without one and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_query(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_query", || text_of(exchange(Kind::Request, request)?, |request| request.query_text()))
}

/// Decoded pairs of the query; NULL without a question mark and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_query_params(request: *const CerverHttpRequest) -> *const CerverPairs {
    guard("http_request_get_query_params", || pairs(exchange(Kind::Request, request)?, Source::Query))
}

/// Number of parts of the path that the route captured; 0 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_n_params(request: *const CerverHttpRequest) -> c_uint {
    guard("http_request_get_n_params", || {
        exchange(Kind::Request, request)?.request(|request| request.params_count() as c_uint)
    })
}

/// A part of the path that the route captured, not percent-decoded; `idx` counts from 0. NULL when there are not so
/// many, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_param_at_idx(
    request: *const CerverHttpRequest,
    idx: c_uint,
) -> *const CerverString {
    guard("http_request_get_param_at_idx", || {
        text_of(exchange(Kind::Request, request)?, |request| request.param(idx as usize))
    })
}

/// The part of the path that the route captured as ":name", not percent-decoded; NULL when the route has no such name,
/// and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_param(
    request: *const CerverHttpRequest,
    name: *const c_char,
) -> *const CerverString {
    guard("http_request_get_param", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        let found = exchange
            .named_param(name.as_bytes(), |request, index| companion::store(request, |request| request.param(index)))?;
        Ok(found.unwrap_or(ptr::null()))
    })
}

/// Value of a header of the table; NULL when the request has none, and on error. Valid until the request ends.
///
/// Of a header that appears more than once the first value counts.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a number outside the table.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_header(
    request: *const CerverHttpRequest,
    header: CerverHttpHeader,
) -> *const CerverString {
    guard("http_request_get_header", || {
        let exchange = exchange(Kind::Request, request)?;
        let header = header::needed(header)?;
        text_of(exchange, |request| request.header(header))
    })
}

/// Number of headers of the request that are not in the table; 0 on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_custom_headers_count(request: *const CerverHttpRequest) -> usize {
    guard("http_request_get_custom_headers_count", || {
        exchange(Kind::Request, request)?
            .request(|request| request.headers().filter(|(_, _, known)| known.is_none()).count())
    })
}

/// Value of a header by its name, upper and lower case alike (RFC 9110 section 5.1); NULL when the request has none,
/// and on error. NUL-terminated, valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_custom_header(
    request: *const CerverHttpRequest,
    header: *const c_char,
) -> *const c_char {
    guard("http_request_get_custom_header", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(header, "header") }?;
        let found = text_of(exchange, |request| request.header_by_name(name.as_bytes()))?;
        // SAFETY: NULL, or a text that lives as long as the request.
        Ok(unsafe { found.as_ref() }.map_or(ptr::null(), |found| found.str.cast_const()))
    })
}

/// Content type of the body: the one whose media type is the whole Content-Type header, otherwise
/// HTTP_CONTENT_TYPE_NONE, also on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_content_type(request: *const CerverHttpRequest) -> CerverContentType {
    guard_or("http_request_get_content_type", HTTP_CONTENT_TYPE_NONE, || {
        exchange(Kind::Request, request)?.request(|request| content::number(request.content_type()))
    })
}

/// The Content-Type header; NULL without one and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_content_type_string(
    request: *const CerverHttpRequest,
) -> *const CerverString {
    guard("http_request_get_content_type_string", || {
        text_of(exchange(Kind::Request, request)?, |request| request.header(KnownHeader::ContentType))
    })
}

/// The whole body, unchanged, whatever its content type; NULL when it is empty, and on error. Valid until the request
/// ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_body(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_body", || {
        text_of(exchange(Kind::Request, request)?, |request| Some(request.body()).filter(|body| !body.is_empty()))
    })
}

/// Decoded pairs of a body of the type application/x-www-form-urlencoded (WHATWG URL section 5); NULL for other types
/// and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_body_values(request: *const CerverHttpRequest) -> *const CerverPairs {
    guard("http_request_get_body_values", || pairs(exchange(Kind::Request, request)?, Source::Body))
}

/// The pointer of http_request_set_custom_data(), NULL before it and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_custom_data(request: *const CerverHttpRequest) -> *const c_void {
    guard("http_request_get_custom_data", || with_custom_data(request, |data| data.get()))
}

/// Keeps a pointer of the caller's with the request. The library never looks behind it; it stays the caller's unless a
/// delete function is set. A pointer set before is dropped without deleting it.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_custom_data(request: *mut CerverHttpRequest, custom_data: *mut c_void) {
    guard("http_request_set_custom_data", || with_custom_data(request, |data| data.set(custom_data)))
}

/// Function called once with the custom data when the request ends; NULL for none.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_delete_custom_data(
    request: *mut CerverHttpRequest,
    delete_custom_data: CerverDelete,
) {
    guard("http_request_set_delete_custom_data", || {
        with_custom_data(request, |data| data.set_delete(delete_custom_data))
    })
}

/// Frees the custom data with free(3) when the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_set_default_delete_custom_data(request: *mut CerverHttpRequest) {
    guard("http_request_set_default_delete_custom_data", || {
        with_custom_data(request, |data| data.set_delete(Some(callback::free)))
    })
}

/// Value of the first pair of the query with exactly this key, decoded; NULL when there is none, and on error. Valid
/// until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_query_params_get_value(
    request: *const CerverHttpRequest,
    key: *const c_char,
) -> *const CerverString {
    guard("http_request_query_params_get_value", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        value(exchange, Source::Query, unsafe { text(key, "key") }?)
    })
}

/// Value of the first pair of the form with exactly this key, decoded; NULL when there is none, and on error. Valid
/// until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_body_get_value(
    request: *const CerverHttpRequest,
    key: *const c_char,
) -> *const CerverString {
    guard("http_request_body_get_value", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        value(exchange, Source::Body, unsafe { text(key, "key") }?)
    })
}

/// Prints the request's headers of the table to standard output, one line each: `Name: value`.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_headers_print(request: *const CerverHttpRequest) {
    guard("http_request_headers_print", || print_headers(exchange(Kind::Request, request)?, false))
}

/// Prints every header of the table to standard output, those the request does not have as `Name: None`.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_headers_print_full(request: *const CerverHttpRequest) {
    guard("http_request_headers_print_full", || print_headers(exchange(Kind::Request, request)?, true))
}

/// Prints the pairs of the query to standard output, one line each: `[index] - key = value`.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_query_params_print(request: *const CerverHttpRequest) {
    guard("http_request_query_params_print", || print_pairs(exchange(Kind::Request, request)?, Source::Query))
}

fn with_custom_data<R>(request: *const CerverHttpRequest, look: impl FnOnce(&mut CustomData) -> R) -> Result<R, Error> {
    let exchange = exchange(Kind::Request, request)?;
    exchange.request(|request| look(&mut companion::companion(request).custom_data))
}

fn print_headers(exchange: Exchange, all: bool) -> Result<(), Error> {
    let mut lines = Vec::new();
    exchange.request(|request| {
        for header in KnownHeader::ALL {
            let value = match request.header(*header) {
                Some(value) => value,
                None if all => b"None",
                None => continue,
            };
            lines.extend_from_slice(header.name().as_bytes());
            lines.extend_from_slice(b": ");
            lines.extend_from_slice(value);
            lines.push(b'\n');
        }
    })?;
    print(&lines);
    Ok(())
}
