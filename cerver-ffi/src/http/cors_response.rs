//! Responses that pages of other sites may read.

use std::ffi::c_char;

use cerver_core::http::cors;

use super::{
    cors::{MAX_ORIGIN, is_whitelisted},
    draft::ResponseObject,
    origin::{CerverHttpOrigin, origin_text},
    receive::CerverHttpReceive,
    response::CerverHttpResponse,
};
use crate::{
    boundary::{
        guard::outcome,
        handle::{Kind, exchange},
        strings::{text, text_up_to},
    },
    status::{Code, Error},
};

/// Lets pages of an origin read the response: Access-Control-Allow-Origin, and Vary: Origin unless it is "*" for every page.
/// `origin` as in http_cerver_add_origin_to_whitelist(), or "null"; copied. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for what is no origin, and for "*" with credentials.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_cors_header(response: *mut CerverHttpResponse, origin: *const c_char) -> u8 {
    outcome("http_response_add_cors_header", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        allow(response, unsafe { text_up_to(origin, MAX_ORIGIN, "origin") }?)
    })
}

/// The same with the text of an origin.
///
/// Thread: any.
/// Errors: those of http_response_add_cors_header().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_cors_header_from_origin(
    response: *mut CerverHttpResponse,
    origin: *const CerverHttpOrigin,
) -> u8 {
    outcome("http_response_add_cors_header_from_origin", || {
        // SAFETY: the fields of the origin fit together.
        allow(response, unsafe { origin_text(origin) }?)
    })
}

/// The same for an origin that is on the whitelist of a server of this process; 1 for another one, and nothing is added.
/// In a program with several servers http_response_add_whitelist_cors_header_from_request() is right: it looks only at the
/// whitelist of the server that the request came to.
///
/// Thread: any.
/// Errors: those of http_response_add_cors_header(); CERVER_ERROR_NOT_FOUND when it is not on the whitelist.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_whitelist_cors_header(
    response: *mut CerverHttpResponse,
    domain: *const c_char,
) -> u8 {
    outcome("http_response_add_whitelist_cors_header", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        allow_whitelisted(response, unsafe { text_up_to(domain, MAX_ORIGIN, "domain") }?)
    })
}

/// The same as http_response_add_whitelist_cors_header() with the text of an origin.
///
/// Thread: any.
/// Errors: those of http_response_add_whitelist_cors_header().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_whitelist_cors_header_from_origin(
    response: *mut CerverHttpResponse,
    origin: *const CerverHttpOrigin,
) -> u8 {
    outcome("http_response_add_whitelist_cors_header_from_origin", || {
        // SAFETY: the fields of the origin fit together.
        allow_whitelisted(response, unsafe { origin_text(origin) }?)
    })
}

/// Lets the page that a request came from read the response, when its Origin is on the whitelist of the server. Else, or
/// without an Origin, it returns 1 and adds only Vary: Origin, so that no cache gives this answer to that page.
///
/// Thread: any.
/// Errors: handle errors for both; CERVER_ERROR_NOT_FOUND when there is no such Origin.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_whitelist_cors_header_from_request(
    receive: *const CerverHttpReceive,
    response: *mut CerverHttpResponse,
) -> u8 {
    outcome("http_response_add_whitelist_cors_header_from_request", || {
        let response = ResponseObject::of(response)?;
        let origin = exchange(Kind::Receive, receive)?.whitelisted_origin()?;
        let fields = &mut response.draft.lock().fields;
        match origin {
            Some(origin) => cors::allow_origin(fields, &origin),
            None => {
                cors::vary_by_origin(fields);
                Err(not_whitelisted())
            }
        }
    })
}

/// Lets pages read the response to a request with cookies: Access-Control-Allow-Credentials with "true". 0 on success, 1 on
/// error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT when the response is for "*": browsers would refuse it.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_cors_allow_credentials_header(response: *mut CerverHttpResponse) -> u8 {
    outcome("http_response_add_cors_allow_credentials_header", || {
        cors::allow_credentials(&mut ResponseObject::of(response)?.draft.lock().fields)
    })
}

/// Names the methods that pages may use, in the answer to a preflight: Access-Control-Allow-Methods with `methods`, for
/// example "GET, POST"; copied. 0 on success, 1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for what is no list of methods.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_add_cors_allow_methods_header(
    response: *mut CerverHttpResponse,
    methods: *const c_char,
) -> u8 {
    outcome("http_response_add_cors_allow_methods_header", || {
        let response = ResponseObject::of(response)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let methods = unsafe { text(methods, "methods") }?;
        cors::allow_methods(&mut response.draft.lock().fields, methods)
    })
}

fn allow(response: *mut CerverHttpResponse, origin: &str) -> Result<(), Error> {
    cors::allow_origin(&mut ResponseObject::of(response)?.draft.lock().fields, origin)
}

fn allow_whitelisted(response: *mut CerverHttpResponse, origin: &str) -> Result<(), Error> {
    let response = ResponseObject::of(response)?;
    if !is_whitelisted(origin)? {
        return Err(not_whitelisted());
    }
    cors::allow_origin(&mut response.draft.lock().fields, origin)
}

fn not_whitelisted() -> Error {
    Error::new(Code::NotFound, "the origin is not on the whitelist")
}
