//! Requests as a handler in C sees and answers them.

use std::{
    ffi::{CStr, c_void},
    ptr, slice,
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{Fixture, read};
use crate::{
    http::{
        header::{HTTP_HEADER_HOST, HTTP_HEADER_LOCATION},
        pairs::{CerverString, http_query_pairs_get_value},
        receive::{
            CerverHttpReceive, http_receive_get_cerver, http_receive_get_remote_address, http_receive_get_sock_fd,
        },
        request::*,
        response::*,
        response_json::http_response_json_msg_send,
    },
    library::cerver_last_error,
    status::{CERVER_ERROR_ANSWERED, CERVER_ERROR_ARGUMENT, CERVER_ERROR_HANDLE, CERVER_ERROR_TYPE, CERVER_OK},
};

/// Answers 200 when every check of the handler holds, 500 with the text of the first that does not.
pub(super) fn judge(receive: *const CerverHttpReceive, checks: &[(&CStr, bool)]) {
    let failed = checks.iter().find(|(_, holds)| !holds);
    let (status, text) = failed.map_or((200, c"good"), |(text, _)| (500, *text));
    // SAFETY: a handle and a C string.
    unsafe { http_response_json_msg_send(receive, status, text.as_ptr()) };
}

/// Whether a text of a request is this one, and whole.
pub(super) fn is(text: *const CerverString, expected: &[u8]) -> bool {
    // SAFETY: NULL or a text of the request, which lives.
    let Some(text) = (unsafe { text.as_ref() }) else { return false };
    // SAFETY: the text and its NUL.
    let bytes = unsafe { slice::from_raw_parts(text.str.cast::<u8>(), text.len + 1) };
    text.max_len == text.len + 1 && bytes[..text.len] == *expected && bytes[text.len] == 0
}

#[test]
fn every_part_of_a_request_can_be_read() {
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        let mut address = [0; 64];
        // SAFETY: handles, C strings and a buffer of its size.
        unsafe {
            let query = http_request_get_query_params(request);
            let form = http_request_get_body_values(request);
            let remote = http_receive_get_remote_address(receive, address.as_mut_ptr(), address.len());
            judge(
                receive,
                &[
                    (c"method", http_request_get_method(request) == 3),
                    (c"method text", is(http_request_get_method_string(request), b"POST")),
                    (c"url", is(http_request_get_url(request), b"/users/b%20b")),
                    (c"query", is(http_request_get_query(request), b"a=1&a=2&c=%26")),
                    (c"first of two", is(http_query_pairs_get_value(query, c"a".as_ptr()), b"1")),
                    (c"decoded", is(http_request_query_params_get_value(request, c"c".as_ptr()), b"&")),
                    (c"missing", http_request_query_params_get_value(request, c"x".as_ptr()).is_null()),
                    (c"form", is(http_query_pairs_get_value(form, c"f".as_ptr()), b"a b")),
                    (c"form value", is(http_request_body_get_value(request, c"f".as_ptr()), b"a b")),
                    (c"params", http_request_get_n_params(request) == 1),
                    (c"param", is(http_request_get_param_at_idx(request, 0), b"b%20b")),
                    (c"no param", http_request_get_param_at_idx(request, 1).is_null()),
                    (c"named", is(http_request_get_param(request, c"name".as_ptr()), b"b%20b")),
                    (c"header", is(http_request_get_header(request, HTTP_HEADER_HOST), b"test")),
                    (c"no header", http_request_get_header(request, HTTP_HEADER_LOCATION).is_null()),
                    (c"own headers", http_request_get_custom_headers_count(request) == 1),
                    (c"own", read(http_request_get_custom_header(request, c"x-own".as_ptr())).as_c_str() == c"v"),
                    (c"body", is(http_request_get_body(request), b"f=a+b")),
                    (c"same memory", ptr::eq(http_request_get_body(request), http_request_get_body(request))),
                    (c"no error so far", cerver_last_error() == CERVER_OK),
                    (
                        c"address",
                        remote == CERVER_OK && CStr::from_ptr(address.as_ptr()).to_bytes().starts_with(b"127."),
                    ),
                    (c"descriptor", http_receive_get_sock_fd(receive) > 2),
                    (c"server", !http_receive_get_cerver(receive).is_null()),
                    (c"wrong kind", http_request_get_url(receive.cast()).is_null()),
                    (c"its error", cerver_last_error() == CERVER_ERROR_TYPE),
                    (c"no such header", http_request_get_header(request, 63).is_null()),
                    (c"its error, too", cerver_last_error() == CERVER_ERROR_ARGUMENT),
                ],
            );
        }
    }
    let fixture = Fixture::new();
    fixture.route(c"users/:name", Some(handler));
    fixture.start();
    let headers = "X-Own: v\r\nContent-Type: application/x-www-form-urlencoded\r\n";
    let answer = fixture.post("/users/b%20b?a=1&a=2&c=%26", headers, "f=a+b");
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.ends_with("{\"msg\": \"good\"}"), "{answer}");
}

#[test]
fn custom_data_is_deleted_when_the_request_ends() {
    static DELETED: AtomicUsize = AtomicUsize::new(0);
    static REQUEST: AtomicUsize = AtomicUsize::new(0);

    unsafe extern "C" fn delete(data: *mut c_void) {
        let request: *const CerverHttpRequest = ptr::without_provenance(REQUEST.load(Ordering::SeqCst));
        // SAFETY: a handle, though of a request that ends.
        let url = unsafe { http_request_get_url(request) };
        assert!(url.is_null() && cerver_last_error() == CERVER_ERROR_HANDLE, "the request ends");
        DELETED.fetch_add(data.addr(), Ordering::SeqCst);
    }
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        REQUEST.store(request.addr(), Ordering::SeqCst);
        // SAFETY: handles; the data is only a number.
        unsafe {
            http_request_set_custom_data(request.cast_mut(), ptr::without_provenance_mut(7));
            http_request_set_delete_custom_data(request.cast_mut(), Some(delete));
            judge(receive, &[(c"data", http_request_get_custom_data(request).addr() == 7)]);
        }
    }
    let fixture = Fixture::new();
    fixture.route(c"a", Some(handler));
    fixture.start();
    let answers = [fixture.post("/a", "", ""), fixture.post("/a", "", "")];
    assert!(answers.iter().all(|answer| answer.ends_with("good\"}")), "{answers:?}");
    drop(fixture); // waits for the reactor, and so for the end of the requests
    assert_eq!(DELETED.load(Ordering::SeqCst), 14);
}

#[test]
fn a_response_is_built_and_sent_once() {
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, _: *const CerverHttpRequest) {
        let block = b"HTTP/1.1 201 Created\r\nX-A: 1\r\nContent-Length: 99\r\nDate: never\r\n\r\n";
        // SAFETY: handles, C strings and memory of malloc(3) that is given up.
        unsafe {
            let copy = libc::malloc(block.len());
            ptr::copy_nonoverlapping(block.as_ptr(), copy.cast(), block.len());
            let response = http_response_get();
            http_response_set_header(response, copy, block.len());
            let block = b"HTTP/1.1 201 Created\r\nX-A: 1\r\n\r\n";
            assert_eq!(http_response_copy_header(response, block.as_ptr().cast(), block.len()), CERVER_OK);
            assert_eq!(http_response_copy_header(response, c"X-A".as_ptr().cast(), 3), CERVER_ERROR_ARGUMENT);
            assert_eq!(http_response_add_custom_header(response, c"X-B".as_ptr(), c"2".as_ptr()), CERVER_OK);
            assert_eq!(http_response_add_header(response, HTTP_HEADER_LOCATION, c"/a\r\nX-C: 3".as_ptr()), 1);
            let refused = http_response_add_custom_header(response, c"X C".as_ptr(), c"2".as_ptr());
            assert_eq!(refused, CERVER_ERROR_ARGUMENT);
            assert_eq!(http_response_send_split(response, receive), 1, "no body yet");
            assert_eq!(http_response_set_data_ref(response, c"body".as_ptr().cast(), 4), 0);
            assert_eq!(http_response_send(response, receive), 0);
            assert_eq!(http_response_send(response, receive), 1);
            assert_eq!(cerver_last_error(), CERVER_ERROR_ANSWERED);
            http_response_delete(response.cast());
            http_response_return(response);
            assert_eq!(cerver_last_error(), CERVER_ERROR_HANDLE);
        }
    }
    let fixture = Fixture::new();
    fixture.route(c"/", Some(handler));
    fixture.start();
    let answer = fixture.post("/", "", "");
    assert!(answer.starts_with("HTTP/1.1 201 Created\r\n"), "{answer}");
    assert!(answer.contains("\r\nX-A: 1\r\nX-B: 2\r\n") && answer.ends_with("\r\n\r\nbody"), "{answer}");
    assert!(!answer.contains("99") && !answer.contains("never") && !answer.contains("X-C"), "{answer}");
}
