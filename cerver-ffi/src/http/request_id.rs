//! Names of requests, and their place in a trace.

use std::ptr;

use cerver_core::config::RequestIds;

use super::{
    cerver::CerverHttp,
    companion::{store_made, text_of},
    pairs::CerverString,
    request::CerverHttpRequest,
};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, exchange},
    },
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Whether requests get ids: one of the `HTTP_REQUEST_IDS_` constants.
pub type CerverHttpRequestIds = i32;

/// They have none, and X-Request-Id is a header like any other. The default.
pub const HTTP_REQUEST_IDS_OFF: CerverHttpRequestIds = 0;
/// Each gets a new one, whatever the client says.
pub const HTTP_REQUEST_IDS_GENERATE: CerverHttpRequestIds = 1;
/// The client's X-Request-Id is taken when it has 1 to 128 letters, digits and `-_.~+/=:@`; otherwise a new one is made.
/// For clients that can be trusted not to use the id of another's request, such as a proxy of one's own.
pub const HTTP_REQUEST_IDS_TRUST: CerverHttpRequestIds = 2;

/// Gives each request an id, which the client finds in X-Request-Id of its answer, the handler with
/// http_request_get_id(), and the access log of the format HTTP_ACCESS_LOG_JSON has. A new one has 32 hexadecimal digits
/// that cannot be guessed from others.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_request_ids(
    http: *mut CerverHttp,
    mode: CerverHttpRequestIds,
) -> CerverStatus {
    status("http_cerver_set_request_ids", || {
        let http = HttpObject::of(http)?;
        let mode = match mode {
            HTTP_REQUEST_IDS_OFF => RequestIds::Off,
            HTTP_REQUEST_IDS_GENERATE => RequestIds::Generate,
            HTTP_REQUEST_IDS_TRUST => RequestIds::Trust,
            _ => return Err(Error::new(Code::Argument, format!("{mode} is no mode of request ids"))),
        };
        http.app.configure(|options| options.request_ids = mode);
        Ok(())
    })
}

/// Id of the request; NULL without http_cerver_set_request_ids() and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_id(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_id", || text_of(exchange(Kind::Request, request)?, |request| request.id()))
}

/// The `traceparent` of the request as the client sent it (W3C Trace Context); NULL when there is none, more than one or
/// a malformed one, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_trace_parent(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_trace_parent", || {
        text_of(exchange(Kind::Request, request)?, |request| Some(request.trace_parent()?.text.as_bytes()))
    })
}

/// The trace id in the `traceparent` of the request: 32 hexadecimal digits; NULL as above. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_trace_id(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_trace_id", || {
        text_of(exchange(Kind::Request, request)?, |request| Some(request.trace_parent()?.trace_id.as_bytes()))
    })
}

/// The `tracestate` of the request, of several fields joined by commas; NULL when there is none, a malformed one or no
/// good `traceparent`, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_trace_state(request: *const CerverHttpRequest) -> *const CerverString {
    guard("http_request_get_trace_state", || {
        exchange(Kind::Request, request)?.request(|request| match request.trace_state() {
            Some(state) => store_made(request, state.as_bytes()),
            None => ptr::null(),
        })
    })
}
