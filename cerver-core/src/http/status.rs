//! Status codes with their reason phrases and ready status lines (RFC 9110 section 15).

use std::ffi::CStr;

use super::text::Text;

/// A response status code. Any number can be held; see [`Status::is_valid`] for the ones that can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Status(pub u16);

macro_rules! statuses {
    ($($name:ident $code:literal $reason:literal;)*) => {
        impl Status {
            $(#[doc = concat!("`", stringify!($code), " ", $reason, "`")] pub const $name: Self = Self($code);)*

            /// Every code that has a reason phrase, ascending.
            pub const ALL: &[Self] = &[$(Self($code)),*];

            const fn text(self) -> Option<Text> {
                match self.0 {
                    $($code => const { Some(Text::new(concat!($reason, "\0"))) },)*
                    _ => None,
                }
            }

            /// The complete status line with its CRLF, or `None` for a code without a reason phrase (see [`Status::write_line`]).
            pub const fn line(self) -> Option<&'static [u8]> {
                match self.0 {
                    $($code => Some(concat!("HTTP/1.1 ", $code, " ", $reason, "\r\n").as_bytes()),)*
                    _ => None,
                }
            }
        }
    };
}

statuses! {
    CONTINUE 100 "Continue";
    SWITCHING_PROTOCOLS 101 "Switching Protocols";
    PROCESSING 102 "Processing";
    EARLY_HINTS 103 "Early Hints";
    OK 200 "OK";
    CREATED 201 "Created";
    ACCEPTED 202 "Accepted";
    NON_AUTHORITATIVE_INFORMATION 203 "Non-Authoritative Information";
    NO_CONTENT 204 "No Content";
    RESET_CONTENT 205 "Reset Content";
    PARTIAL_CONTENT 206 "Partial Content";
    MULTI_STATUS 207 "Multi-Status";
    ALREADY_REPORTED 208 "Already Reported";
    IM_USED 226 "IM Used";
    MULTIPLE_CHOICES 300 "Multiple Choices";
    MOVED_PERMANENTLY 301 "Moved Permanently";
    FOUND 302 "Found";
    SEE_OTHER 303 "See Other";
    NOT_MODIFIED 304 "Not Modified";
    USE_PROXY 305 "Use Proxy";
    TEMPORARY_REDIRECT 307 "Temporary Redirect";
    PERMANENT_REDIRECT 308 "Permanent Redirect";
    BAD_REQUEST 400 "Bad Request";
    UNAUTHORIZED 401 "Unauthorized";
    PAYMENT_REQUIRED 402 "Payment Required";
    FORBIDDEN 403 "Forbidden";
    NOT_FOUND 404 "Not Found";
    METHOD_NOT_ALLOWED 405 "Method Not Allowed";
    NOT_ACCEPTABLE 406 "Not Acceptable";
    PROXY_AUTHENTICATION_REQUIRED 407 "Proxy Authentication Required";
    REQUEST_TIMEOUT 408 "Request Timeout";
    CONFLICT 409 "Conflict";
    GONE 410 "Gone";
    LENGTH_REQUIRED 411 "Length Required";
    PRECONDITION_FAILED 412 "Precondition Failed";
    PAYLOAD_TOO_LARGE 413 "Payload Too Large";
    URI_TOO_LONG 414 "URI Too Long";
    UNSUPPORTED_MEDIA_TYPE 415 "Unsupported Media Type";
    RANGE_NOT_SATISFIABLE 416 "Range Not Satisfiable";
    EXPECTATION_FAILED 417 "Expectation Failed";
    MISDIRECTED_REQUEST 421 "Misdirected Request";
    UNPROCESSABLE_ENTITY 422 "Unprocessable Entity";
    LOCKED 423 "Locked";
    FAILED_DEPENDENCY 424 "Failed Dependency";
    TOO_EARLY 425 "Too Early";
    UPGRADE_REQUIRED 426 "Upgrade Required";
    PRECONDITION_REQUIRED 428 "Precondition Required";
    TOO_MANY_REQUESTS 429 "Too Many Requests";
    REQUEST_HEADER_FIELDS_TOO_LARGE 431 "Request Header Fields Too Large";
    UNAVAILABLE_FOR_LEGAL_REASONS 451 "Unavailable For Legal Reasons";
    INTERNAL_SERVER_ERROR 500 "Internal Server Error";
    NOT_IMPLEMENTED 501 "Not Implemented";
    BAD_GATEWAY 502 "Bad Gateway";
    SERVICE_UNAVAILABLE 503 "Service Unavailable";
    GATEWAY_TIMEOUT 504 "Gateway Timeout";
    HTTP_VERSION_NOT_SUPPORTED 505 "HTTP Version Not Supported";
    VARIANT_ALSO_NEGOTIATES 506 "Variant Also Negotiates";
    INSUFFICIENT_STORAGE 507 "Insufficient Storage";
    LOOP_DETECTED 508 "Loop Detected";
    NOT_EXTENDED 510 "Not Extended";
    NETWORK_AUTHENTICATION_REQUIRED 511 "Network Authentication Required";
}

const UNDEFINED: Text = Text::new("Undefined\0");

impl Status {
    /// The reason phrase, "Undefined" for a code that has none.
    pub fn reason(self) -> &'static str {
        self.text().unwrap_or(UNDEFINED).as_str()
    }

    /// [`Status::reason`] as a C string.
    pub fn reason_c(self) -> &'static CStr {
        self.text().unwrap_or(UNDEFINED).as_c_str()
    }

    /// Whether the code can stand in a status line: 100 to 599 (RFC 9110 section 15).
    pub const fn is_valid(self) -> bool {
        matches!(self.0, 100..=599)
    }

    /// Whether a response with this code never has a body: 1xx, 204 and 304 (RFC 9112 section 6.3).
    pub const fn is_bodiless(self) -> bool {
        matches!(self.0, 100..=199 | 204 | 304)
    }

    /// Whether a final answer with this code never has a body: as above, and 205 (RFC 9110 section 15.3.6), which has a
    /// Content-Length of 0.
    pub const fn forbids_body(self) -> bool {
        matches!(self.0, 100..=199 | 204 | 205 | 304)
    }

    /// Whether the code is that of an interim answer, 1xx, which another one follows (RFC 9110 section 15.2).
    pub const fn is_interim(self) -> bool {
        matches!(self.0, 100..=199)
    }

    /// Appends the status line with its CRLF. A valid code without a reason phrase gets "Undefined"; an invalid one is sent as 500, because no
    /// client could read it.
    pub fn write_line(self, out: &mut Vec<u8>) {
        if let Some(line) = self.line() {
            out.extend_from_slice(line);
        } else if self.is_valid() {
            out.extend_from_slice(b"HTTP/1.1 ");
            out.extend([self.0 / 100, self.0 / 10 % 10, self.0 % 10].map(|digit| b'0' + digit as u8));
            out.extend_from_slice(b" Undefined\r\n");
        } else {
            Self::INTERNAL_SERVER_ERROR.write_line(out);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(code: u16) -> String {
        let mut out = Vec::new();
        Status(code).write_line(&mut out);
        String::from_utf8(out).expect("ASCII")
    }

    #[test]
    fn known_codes_have_reason_and_line() {
        assert_eq!(Status::NOT_FOUND.reason(), "Not Found");
        assert_eq!(Status(103).reason_c(), c"Early Hints");
        assert_eq!(Status::OK.line(), Some(&b"HTTP/1.1 200 OK\r\n"[..]));
        for status in Status::ALL {
            assert_eq!(line(status.0), format!("HTTP/1.1 {} {}\r\n", status.0, status.reason()));
        }
        assert!(Status::ALL.windows(2).all(|pair| pair[0] < pair[1]));
    }

    #[test]
    fn other_codes_are_undefined() {
        for code in [0, 99, 306, 418, 600, 65535] {
            assert_eq!(Status(code).reason(), "Undefined");
            assert_eq!(Status(code).reason_c(), c"Undefined");
            assert_eq!(Status(code).line(), None);
        }
        assert_eq!(line(299), "HTTP/1.1 299 Undefined\r\n");
        for code in [0, 99, 600, 1000, 65535] {
            assert_eq!(line(code), "HTTP/1.1 500 Internal Server Error\r\n");
        }
    }

    #[test]
    fn bodiless_codes() {
        for code in [100, 101, 103, 199, 204, 304] {
            assert!(Status(code).is_bodiless(), "{code}");
        }
        for code in [99, 200, 205, 206, 303, 404, 500] {
            assert!(!Status(code).is_bodiless(), "{code}");
        }
        for code in 0..700 {
            assert_eq!(Status(code).forbids_body(), Status(code).is_bodiless() || code == 205, "{code}");
        }
    }
}
