//! Headers with a published number (RFC 9110 and others).

use std::ffi::c_char;

use cerver_core::http::header::KnownHeader;

use crate::{
    boundary::{
        guard::{guard, guard_or},
        strings::{c_str, text},
    },
    status::{Code, Error},
};

/// A header of the table: one of the `HTTP_HEADER_` constants.
pub type CerverHttpHeader = i32;

/// WWW-Authenticate.
pub const HTTP_HEADER_AUTHENTICATE: CerverHttpHeader = 0;
/// Authorization.
pub const HTTP_HEADER_AUTHORIZATION: CerverHttpHeader = 1;
/// Proxy-Authenticate.
pub const HTTP_HEADER_PROXY_AUTHENTICATE: CerverHttpHeader = 2;
/// Proxy-Authorization.
pub const HTTP_HEADER_PROXY_AUTHORIZATION: CerverHttpHeader = 3;
/// Age.
pub const HTTP_HEADER_AGE: CerverHttpHeader = 4;
/// Cache-Control.
pub const HTTP_HEADER_CACHE_CONTROL: CerverHttpHeader = 5;
/// Clear-Site-Data.
pub const HTTP_HEADER_CLEAR_SITE_DATA: CerverHttpHeader = 6;
/// Expires.
pub const HTTP_HEADER_EXPIRES: CerverHttpHeader = 7;
/// Warning.
pub const HTTP_HEADER_WARNING: CerverHttpHeader = 8;
/// Connection.
pub const HTTP_HEADER_CONNECTION: CerverHttpHeader = 9;
/// Keep-Alive.
pub const HTTP_HEADER_KEEP_ALIVE: CerverHttpHeader = 10;
/// Accept.
pub const HTTP_HEADER_ACCEPT: CerverHttpHeader = 11;
/// Accept-Charset.
pub const HTTP_HEADER_ACCEPT_CHARSET: CerverHttpHeader = 12;
/// Accept-Encoding.
pub const HTTP_HEADER_ACCEPT_ENCODING: CerverHttpHeader = 13;
/// Accept-Language.
pub const HTTP_HEADER_ACCEPT_LANGUAGE: CerverHttpHeader = 14;
/// Expect.
pub const HTTP_HEADER_EXPECT: CerverHttpHeader = 15;
/// Cookie.
pub const HTTP_HEADER_COOKIE: CerverHttpHeader = 16;
/// Set-Cookie.
pub const HTTP_HEADER_SET_COOKIE: CerverHttpHeader = 17;
/// Access-Control-Allow-Origin.
pub const HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN: CerverHttpHeader = 18;
/// Access-Control-Allow-Credentials.
pub const HTTP_HEADER_ACCESS_CONTROL_ALLOW_CREDENTIALS: CerverHttpHeader = 19;
/// Access-Control-Allow-Headers.
pub const HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS: CerverHttpHeader = 20;
/// Access-Control-Allow-Methods.
pub const HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS: CerverHttpHeader = 21;
/// Access-Control-Expose-Headers.
pub const HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADER: CerverHttpHeader = 22;
/// Access-Control-Max-Age.
pub const HTTP_HEADER_ACCESS_CONTROL_MAX_AGE: CerverHttpHeader = 23;
/// Access-Control-Request-Headers.
pub const HTTP_HEADER_ACCESS_CONTROL_REQUEST_HEADERS: CerverHttpHeader = 24;
/// Access-Control-Request-Method.
pub const HTTP_HEADER_ACCESS_CONTROL_REQUEST_METHOD: CerverHttpHeader = 25;
/// Origin.
pub const HTTP_HEADER_ORIGIN: CerverHttpHeader = 26;
/// Timing-Allow-Origin.
pub const HTTP_HEADER_TIMING_ALLOW_ORIGIN: CerverHttpHeader = 27;
/// Content-Disposition.
pub const HTTP_HEADER_CONTENT_DISPOSITION: CerverHttpHeader = 28;
/// Content-Length.
pub const HTTP_HEADER_CONTENT_LENGTH: CerverHttpHeader = 29;
/// Content-Type.
pub const HTTP_HEADER_CONTENT_TYPE: CerverHttpHeader = 30;
/// Content-Encoding.
pub const HTTP_HEADER_CONTENT_ENCODING: CerverHttpHeader = 31;
/// Content-Language.
pub const HTTP_HEADER_CONTENT_LANGUAGE: CerverHttpHeader = 32;
/// Content-Location.
pub const HTTP_HEADER_CONTENT_LOCATION: CerverHttpHeader = 33;
/// Forwarded.
pub const HTTP_HEADER_FORWARDED: CerverHttpHeader = 34;
/// Via.
pub const HTTP_HEADER_VIA: CerverHttpHeader = 35;
/// Location.
pub const HTTP_HEADER_LOCATION: CerverHttpHeader = 36;
/// From.
pub const HTTP_HEADER_FROM: CerverHttpHeader = 37;
/// Host.
pub const HTTP_HEADER_HOST: CerverHttpHeader = 38;
/// Referer.
pub const HTTP_HEADER_REFERER: CerverHttpHeader = 39;
/// Referrer-Policy.
pub const HTTP_HEADER_REFERRER_POLICY: CerverHttpHeader = 40;
/// User-Agent.
pub const HTTP_HEADER_USER_AGENT: CerverHttpHeader = 41;
/// Allow.
pub const HTTP_HEADER_ALLOW: CerverHttpHeader = 42;
/// Server.
pub const HTTP_HEADER_SERVER: CerverHttpHeader = 43;
/// Accept-Ranges.
pub const HTTP_HEADER_ACCEPT_RANGES: CerverHttpHeader = 44;
/// Range.
pub const HTTP_HEADER_RANGE: CerverHttpHeader = 45;
/// If-Range.
pub const HTTP_HEADER_IF_RANGE: CerverHttpHeader = 46;
/// Content-Range.
pub const HTTP_HEADER_CONTENT_RANGE: CerverHttpHeader = 47;
/// Sec-WebSocket-Key.
pub const HTTP_HEADER_SEC_WEBSOCKET_KEY: CerverHttpHeader = 48;
/// Sec-WebSocket-Extensions.
pub const HTTP_HEADER_SEC_WEBSOCKET_EXTENSIONS: CerverHttpHeader = 49;
/// Sec-WebSocket-Accept.
pub const HTTP_HEADER_SEC_WEBSOCKET_ACCEPT: CerverHttpHeader = 50;
/// Sec-WebSocket-Protocol.
pub const HTTP_HEADER_SEC_WEBSOCKET_PROTOCOL: CerverHttpHeader = 51;
/// Sec-WebSocket-Version.
pub const HTTP_HEADER_SEC_WEBSOCKET_VERSION: CerverHttpHeader = 52;
/// Date.
pub const HTTP_HEADER_DATE: CerverHttpHeader = 53;
/// Upgrade.
pub const HTTP_HEADER_UPGRADE: CerverHttpHeader = 54;
/// A name outside the table.
pub const HTTP_HEADER_UNDEFINED: CerverHttpHeader = 63;

/// Name of a header as it is written, for example "Content-Type"; "Undefined" for a number outside the table. Static,
/// never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn http_header_string(header: CerverHttpHeader) -> *const c_char {
    guard("http_header_string", || Ok(c_str(known(header).map_or(c"Undefined", KnownHeader::name_c))))
}

/// One sentence about a header, in parentheses; "(Undefined Header)" for a number outside the table. Static, never NULL.
///
/// Thread: any.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn http_header_description(header: CerverHttpHeader) -> *const c_char {
    guard("http_header_description", || {
        Ok(c_str(known(header).map_or(c"(Undefined Header)", KnownHeader::description_c)))
    })
}

/// Number of a header by its name, upper and lower case alike; HTTP_HEADER_UNDEFINED for another name and on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_header_type_by_string(name: *const c_char) -> CerverHttpHeader {
    guard_or("http_header_type_by_string", HTTP_HEADER_UNDEFINED, || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        Ok(KnownHeader::lookup(name.as_bytes()).map_or(HTTP_HEADER_UNDEFINED, |header| header as CerverHttpHeader))
    })
}

/// The header of a number of C.
fn known(header: CerverHttpHeader) -> Option<KnownHeader> {
    KnownHeader::from_number(u8::try_from(header).ok()?)
}

/// The header of a number of C, or the error to give back.
pub(crate) fn needed(header: CerverHttpHeader) -> Result<KnownHeader, Error> {
    known(header).ok_or_else(|| Error::new(Code::Argument, format!("{header} is no header of the table")))
}

#[cfg(test)]
mod tests {
    use std::{ffi::CStr, ptr};

    use super::*;
    use crate::{boundary::last_error, status::CERVER_ERROR_NULL};

    fn read(text: *const c_char) -> &'static CStr {
        // SAFETY: static texts.
        unsafe { CStr::from_ptr(text) }
    }

    fn number(name: *const c_char) -> CerverHttpHeader {
        // SAFETY: NULL or a C string.
        unsafe { http_header_type_by_string(name) }
    }

    #[test]
    fn names_and_numbers_lead_to_each_other() {
        for header in HTTP_HEADER_AUTHENTICATE..=HTTP_HEADER_UPGRADE {
            assert_eq!(number(http_header_string(header)), header);
        }
        assert_eq!(read(http_header_string(HTTP_HEADER_UPGRADE)), c"Upgrade");
    }

    #[test]
    fn others_are_undefined() {
        for header in [-1, 55, HTTP_HEADER_UNDEFINED, 256, i32::MIN] {
            assert_eq!(read(http_header_string(header)), c"Undefined");
            assert_eq!(read(http_header_description(header)), c"(Undefined Header)");
        }
        assert_eq!(number(c"X-Own".as_ptr()), HTTP_HEADER_UNDEFINED);
        assert_eq!(number(ptr::null()), HTTP_HEADER_UNDEFINED);
        assert_eq!(last_error::code(), CERVER_ERROR_NULL);
    }
}
