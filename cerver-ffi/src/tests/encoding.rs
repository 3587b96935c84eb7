//! Cookies and negotiation as a program in C uses them.

use std::ptr;

use super::{
    Fixture,
    request::{is, judge},
};
use crate::{
    http::{cookie::*, negotiate::*, receive::CerverHttpReceive, request::CerverHttpRequest, response::*},
    library::{cerver_clear_last_error, cerver_last_error},
    status::{CERVER_ERROR_ARGUMENT, CERVER_ERROR_NULL, CERVER_OK},
};

#[test]
fn cookies_of_a_request_are_read() {
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        // SAFETY: handles and C strings.
        unsafe {
            judge(
                receive,
                &[
                    (c"count", http_request_get_cookies_count(request) == 3),
                    (c"value", is(http_request_get_cookie(request, c"b".as_ptr()), b"\"x\"")),
                    (c"case", http_request_get_cookie(request, c"B".as_ptr()).is_null()),
                    (c"name of 2", is(http_request_get_cookie_name_at_idx(request, 2), b"c")),
                    (c"value of 2", is(http_request_get_cookie_value_at_idx(request, 2), b"")),
                    (c"name of 3", http_request_get_cookie_name_at_idx(request, 3).is_null()),
                    (c"value of 3", http_request_get_cookie_value_at_idx(request, u32::MAX).is_null()),
                    (c"no error so far", cerver_last_error() == CERVER_OK),
                    (c"no name", http_request_get_cookie(request, ptr::null()).is_null()),
                    (c"its error", cerver_last_error() == CERVER_ERROR_NULL),
                ],
            );
        }
    }
    let fixture = Fixture::new();
    fixture.route(c"/", Some(handler));
    fixture.start();
    let answer = fixture.post("/", "Cookie: a=1; b=\"x\"; flag; c=\r\n", "");
    assert!(answer.ends_with("{\"msg\": \"good\"}"), "{answer}");
}

#[test]
fn cookies_are_set_and_removed() {
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, _: *const CerverHttpRequest) {
        // SAFETY: handles, C strings and NULL.
        unsafe {
            let response = http_response_get();
            let set = |name: *const _, value: *const _, attributes| {
                http_response_set_cookie(response, name, value, attributes)
            };
            assert_eq!(set(c"a".as_ptr(), c"1".as_ptr(), ptr::null()), CERVER_OK);
            assert_eq!(set(c"b".as_ptr(), c"2".as_ptr(), c"Path=/; HttpOnly".as_ptr()), CERVER_OK);
            assert_eq!(http_response_remove_cookie(response, c"c".as_ptr(), c"Path=/c".as_ptr()), CERVER_OK);
            assert_eq!(set(c"a".as_ptr(), c"1\r\nX: 1".as_ptr(), ptr::null()), CERVER_ERROR_ARGUMENT);
            assert_eq!(set(c"__Host-a".as_ptr(), c"1".as_ptr(), c"Path=/".as_ptr()), CERVER_ERROR_ARGUMENT);
            assert_eq!(set(c"a".as_ptr(), c"1".as_ptr(), c"Colour=red".as_ptr()), CERVER_ERROR_ARGUMENT);
            assert_eq!(set(c"a".as_ptr(), ptr::null(), ptr::null()), CERVER_ERROR_NULL);
            assert_eq!(http_response_remove_cookie(response, ptr::null(), ptr::null()), CERVER_ERROR_NULL);
            assert_eq!(http_response_send(response, receive), 0);
            http_response_delete(response.cast());
        }
    }
    let fixture = Fixture::new();
    fixture.route(c"/", Some(handler));
    fixture.start();
    let answer = fixture.post("/", "", "");
    let lines: Vec<_> = answer.lines().filter(|line| line.starts_with("Set-Cookie: ")).collect();
    let gone = "Set-Cookie: c=; Path=/c; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT";
    assert_eq!(lines, ["Set-Cookie: a=1", "Set-Cookie: b=2; Path=/; HttpOnly", gone], "{answer}");
}

#[test]
fn offers_are_chosen() {
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        let too_many = c"a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,\
                         a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,\
                         a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b,a/b";
        // SAFETY: handles and C strings.
        unsafe {
            cerver_clear_last_error();
            judge(
                receive,
                &[
                    (c"type", http_request_choose_type(request, c"image/png, text/html".as_ptr()) == 1),
                    (c"no type", http_request_choose_type(request, c"image/png".as_ptr()) == -1),
                    (c"encoding", http_request_choose_encoding(request, c"br,gzip,identity".as_ptr()) == 1),
                    (c"language", http_request_choose_language(request, c"en,fr,de".as_ptr()) == 2),
                    (c"no error so far", cerver_last_error() == CERVER_OK),
                    (c"no offers", http_request_choose_type(request, c" , ".as_ptr()) == -1),
                    (c"its error", cerver_last_error() == CERVER_ERROR_ARGUMENT),
                    (c"NULL", http_request_choose_language(request, ptr::null()) == -1),
                    (c"its error, too", cerver_last_error() == CERVER_ERROR_NULL),
                    (c"too many", http_request_choose_type(request, too_many.as_ptr()) == -1),
                    (c"and its error", cerver_last_error() == CERVER_ERROR_ARGUMENT),
                ],
            );
        }
    }
    let fixture = Fixture::new();
    fixture.route(c"/", Some(handler));
    fixture.start();
    let headers = "Accept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: de-CH\r\n";
    let answer = fixture.post("/", headers, "");
    assert!(answer.ends_with("{\"msg\": \"good\"}"), "{answer}");
}
