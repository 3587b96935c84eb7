//! Status codes (RFC 9110 section 15).

use std::ffi::c_char;

use cerver_core::http::status::Status;

use crate::{
    boundary::{guard::guard, strings::c_str},
    status::{Code, Error},
};

/// Status code of a response: one of the `HTTP_STATUS_` constants, or any other number; an answer has 200 to 599.
pub type CerverHttpStatus = i32;

/// No status.
pub const HTTP_STATUS_NONE: CerverHttpStatus = 0;
/// 100 Continue.
pub const HTTP_STATUS_CONTINUE: CerverHttpStatus = 100;
/// 101 Switching Protocols.
pub const HTTP_STATUS_SWITCHING_PROTOCOLS: CerverHttpStatus = 101;
/// 102 Processing.
pub const HTTP_STATUS_PROCESSING: CerverHttpStatus = 102;
/// 200 OK.
pub const HTTP_STATUS_OK: CerverHttpStatus = 200;
/// 201 Created.
pub const HTTP_STATUS_CREATED: CerverHttpStatus = 201;
/// 202 Accepted.
pub const HTTP_STATUS_ACCEPTED: CerverHttpStatus = 202;
/// 203 Non-Authoritative Information.
pub const HTTP_STATUS_NON_AUTHORITATIVE_INFORMATION: CerverHttpStatus = 203;
/// 204 No Content.
pub const HTTP_STATUS_NO_CONTENT: CerverHttpStatus = 204;
/// 205 Reset Content.
pub const HTTP_STATUS_RESET_CONTENT: CerverHttpStatus = 205;
/// 206 Partial Content.
pub const HTTP_STATUS_PARTIAL_CONTENT: CerverHttpStatus = 206;
/// 207 Multi-Status.
pub const HTTP_STATUS_MULTI_STATUS: CerverHttpStatus = 207;
/// 208 Already Reported.
pub const HTTP_STATUS_ALREADY_REPORTED: CerverHttpStatus = 208;
/// 226 IM Used.
pub const HTTP_STATUS_IM_USED: CerverHttpStatus = 226;
/// 300 Multiple Choices.
pub const HTTP_STATUS_MULTIPLE_CHOICES: CerverHttpStatus = 300;
/// 301 Moved Permanently.
pub const HTTP_STATUS_MOVED_PERMANENTLY: CerverHttpStatus = 301;
/// 302 Found.
pub const HTTP_STATUS_FOUND: CerverHttpStatus = 302;
/// 303 See Other.
pub const HTTP_STATUS_SEE_OTHER: CerverHttpStatus = 303;
/// 304 Not Modified.
pub const HTTP_STATUS_NOT_MODIFIED: CerverHttpStatus = 304;
/// 305 Use Proxy.
pub const HTTP_STATUS_USE_PROXY: CerverHttpStatus = 305;
/// 307 Temporary Redirect.
pub const HTTP_STATUS_TEMPORARY_REDIRECT: CerverHttpStatus = 307;
/// 308 Permanent Redirect.
pub const HTTP_STATUS_PERMANENT_REDIRECT: CerverHttpStatus = 308;
/// 400 Bad Request.
pub const HTTP_STATUS_BAD_REQUEST: CerverHttpStatus = 400;
/// 401 Unauthorized.
pub const HTTP_STATUS_UNAUTHORIZED: CerverHttpStatus = 401;
/// 402 Payment Required.
pub const HTTP_STATUS_PAYMENT_REQUIRED: CerverHttpStatus = 402;
/// 403 Forbidden.
pub const HTTP_STATUS_FORBIDDEN: CerverHttpStatus = 403;
/// 404 Not Found.
pub const HTTP_STATUS_NOT_FOUND: CerverHttpStatus = 404;
/// 405 Method Not Allowed.
pub const HTTP_STATUS_METHOD_NOT_ALLOWED: CerverHttpStatus = 405;
/// 406 Not Acceptable.
pub const HTTP_STATUS_NOT_ACCEPTABLE: CerverHttpStatus = 406;
/// 407 Proxy Authentication Required.
pub const HTTP_STATUS_PROXY_AUTHENTICATION_REQUIRED: CerverHttpStatus = 407;
/// 408 Request Timeout.
pub const HTTP_STATUS_REQUEST_TIMEOUT: CerverHttpStatus = 408;
/// 409 Conflict.
pub const HTTP_STATUS_CONFLICT: CerverHttpStatus = 409;
/// 410 Gone.
pub const HTTP_STATUS_GONE: CerverHttpStatus = 410;
/// 411 Length Required.
pub const HTTP_STATUS_LENGTH_REQUIRED: CerverHttpStatus = 411;
/// 412 Precondition Failed.
pub const HTTP_STATUS_PRECONDITION_FAILED: CerverHttpStatus = 412;
/// 413 Payload Too Large.
pub const HTTP_STATUS_PAYLOAD_TOO_LARGE: CerverHttpStatus = 413;
/// 414 URI Too Long.
pub const HTTP_STATUS_URI_TOO_LONG: CerverHttpStatus = 414;
/// 415 Unsupported Media Type.
pub const HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE: CerverHttpStatus = 415;
/// 416 Range Not Satisfiable.
pub const HTTP_STATUS_RANGE_NOT_SATISFIABLE: CerverHttpStatus = 416;
/// 417 Expectation Failed.
pub const HTTP_STATUS_EXPECTATION_FAILED: CerverHttpStatus = 417;
/// 421 Misdirected Request.
pub const HTTP_STATUS_MISDIRECTED_REQUEST: CerverHttpStatus = 421;
/// 422 Unprocessable Entity.
pub const HTTP_STATUS_UNPROCESSABLE_ENTITY: CerverHttpStatus = 422;
/// 423 Locked.
pub const HTTP_STATUS_LOCKED: CerverHttpStatus = 423;
/// 424 Failed Dependency.
pub const HTTP_STATUS_FAILED_DEPENDENCY: CerverHttpStatus = 424;
/// 426 Upgrade Required.
pub const HTTP_STATUS_UPGRADE_REQUIRED: CerverHttpStatus = 426;
/// 428 Precondition Required.
pub const HTTP_STATUS_PRECONDITION_REQUIRED: CerverHttpStatus = 428;
/// 429 Too Many Requests.
pub const HTTP_STATUS_TOO_MANY_REQUESTS: CerverHttpStatus = 429;
/// 431 Request Header Fields Too Large.
pub const HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE: CerverHttpStatus = 431;
/// 451 Unavailable For Legal Reasons.
pub const HTTP_STATUS_UNAVAILABLE_FOR_LEGAL_REASONS: CerverHttpStatus = 451;
/// 500 Internal Server Error.
pub const HTTP_STATUS_INTERNAL_SERVER_ERROR: CerverHttpStatus = 500;
/// 501 Not Implemented.
pub const HTTP_STATUS_NOT_IMPLEMENTED: CerverHttpStatus = 501;
/// 502 Bad Gateway.
pub const HTTP_STATUS_BAD_GATEWAY: CerverHttpStatus = 502;
/// 503 Service Unavailable.
pub const HTTP_STATUS_SERVICE_UNAVAILABLE: CerverHttpStatus = 503;
/// 504 Gateway Timeout.
pub const HTTP_STATUS_GATEWAY_TIMEOUT: CerverHttpStatus = 504;
/// 505 HTTP Version Not Supported.
pub const HTTP_STATUS_HTTP_VERSION_NOT_SUPPORTED: CerverHttpStatus = 505;
/// 506 Variant Also Negotiates.
pub const HTTP_STATUS_VARIANT_ALSO_NEGOTIATES: CerverHttpStatus = 506;
/// 507 Insufficient Storage.
pub const HTTP_STATUS_INSUFFICIENT_STORAGE: CerverHttpStatus = 507;
/// 508 Loop Detected.
pub const HTTP_STATUS_LOOP_DETECTED: CerverHttpStatus = 508;
/// 510 Not Extended.
pub const HTTP_STATUS_NOT_EXTENDED: CerverHttpStatus = 510;
/// 511 Network Authentication Required.
pub const HTTP_STATUS_NETWORK_AUTHENTICATION_REQUIRED: CerverHttpStatus = 511;

/// Reason phrase of a status code, for example "Not Found"; "Undefined" for a code without one. Static, never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn http_status_string(status: CerverHttpStatus) -> *const c_char {
    guard("http_status_string", || Ok(c_str(of_number(status).reason_c())))
}

/// The status of an answer, or the error to give back: an interim status is none.
#[inline]
pub(crate) fn needed(status: CerverHttpStatus) -> Result<Status, Error> {
    match status {
        200..=599 => Ok(of_number(status)),
        _ => Err(Error::new(Code::Argument, format!("{status} is no status of an answer: 200 to 599 are"))),
    }
}

/// The status of a number of C; one that does not fit is as unknown as 0.
fn of_number(status: CerverHttpStatus) -> Status {
    Status(u16::try_from(status).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use std::ffi::CStr;

    use super::*;

    #[test]
    fn reasons_are_found_and_others_undefined() {
        // SAFETY: static texts.
        let reason = |status| unsafe { CStr::from_ptr(http_status_string(status)) };
        assert_eq!(reason(HTTP_STATUS_NOT_FOUND), c"Not Found");
        assert_eq!(reason(HTTP_STATUS_CONTINUE), c"Continue");
        for unknown in [HTTP_STATUS_NONE, 999, -1, i32::MAX, 65536 + 200] {
            assert_eq!(reason(unknown), c"Undefined");
        }
    }
}
