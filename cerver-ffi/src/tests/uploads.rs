//! Gates, streamed bodies and uploads as a program in C uses them.

use std::ffi::{CStr, CString, c_char};

use super::{Fixture, read};
use crate::{
    constants::{
        HTTP_ROUTE_MODIFIER_MULTI_PART, HTTP_ROUTE_MODIFIER_WEB_SOCKET, MULTI_PART_TYPE_FILE, MULTI_PART_TYPE_VALUE,
        REQUEST_METHOD_POST,
    },
    http::{
        body::*,
        cerver::{CerverHttpHandler, http_cerver_route_register},
        multipart::*,
        receive::CerverHttpReceive,
        request::{CerverHttpRequest, http_request_get_body, http_request_get_custom_header},
        request_parts::*,
        response_json::http_response_json_msg_send,
        route::{CerverHttpRoute, http_route_create},
        uploads::*,
    },
    library::cerver_last_error,
    status::{CERVER_ERROR_AGAIN, CERVER_ERROR_ARGUMENT, CERVER_ERROR_NOT_FOUND, CERVER_ERROR_STATE, CERVER_OK},
};

fn route(fixture: &Fixture, text: &CStr, handler: CerverHttpHandler) -> *mut CerverHttpRoute {
    // SAFETY: handles and a C string; the handler has the type that is called.
    unsafe {
        let route = http_route_create(REQUEST_METHOD_POST, text.as_ptr(), handler);
        http_cerver_route_register(fixture.http(), route);
        route
    }
}

fn tell(receive: *const CerverHttpReceive, text: &str) {
    let text = CString::new(text).expect("no NUL");
    // SAFETY: a handle and a C string.
    unsafe { http_response_json_msg_send(receive, 200, text.as_ptr()) };
}

fn text(pointer: *const c_char) -> String {
    read(pointer).into_string().expect("UTF-8")
}

#[test]
fn parts_and_their_files() {
    unsafe extern "C" fn handler(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        // SAFETY: handles and C strings.
        unsafe {
            assert!(http_request_get_body(request).is_null());
            assert_eq!((http_request_get_n_files(request), http_request_get_n_values(request)), (1, 1));
            assert!(http_request_multi_parts_iter_start(request));
            let field = http_request_multi_parts_iter_get_next(request);
            let file = http_request_multi_parts_iter_get_next(request).cast_mut();
            assert!(http_request_multi_parts_iter_get_next(request).is_null());
            assert_eq!(http_request_multi_parts_get(request, c"f".as_ptr()), file.cast_const(), "the same handle");
            assert!(http_request_multi_parts_get(request, c"x".as_ptr()).is_null());
            assert_eq!(http_multi_part_get_type(field), MULTI_PART_TYPE_VALUE);
            assert_eq!(http_multi_part_get_type(file), MULTI_PART_TYPE_FILE);
            assert_eq!(
                (text(http_multi_part_get_value(field)), http_multi_part_get_value_len(field)),
                ("one".into(), 3)
            );
            assert_eq!(text(http_multi_part_get_filename(field)), "");
            assert_eq!(text(http_multi_part_get_filename(file)), "b.txt");
            assert_eq!(text(http_request_multi_parts_get_value(request, c"a".as_ptr())), "one");
            assert_eq!((http_multi_part_get_size(file), http_multi_part_get_total_wrote(file)), (7, 7));
            let saved = text(http_multi_part_get_saved_filename(file));
            assert_eq!(std::fs::read_to_string(&saved).expect("it is there"), "content");
            assert!(text(http_request_get_dirname(request)).starts_with(char::is_numeric));
            let to = CString::new(saved + "-moved").expect("no NUL");
            assert_eq!(http_multi_part_move_file(file, to.as_ptr()), 0);
            assert!(http_multi_part_get_moved_file(file));
            assert_eq!(read(http_multi_part_get_saved_filename(file)), to);
            assert_eq!(http_multi_part_move_file(field.cast_mut(), to.as_ptr()), 1);
            assert_eq!(cerver_last_error(), CERVER_ERROR_NOT_FOUND);
            http_request_multi_part_discard_files(request);
            assert!(std::fs::exists(to.to_str().expect("UTF-8")).expect("it can be looked at"), "moved files stay");
        }
        tell(receive, "good");
    }
    let folder = std::env::temp_dir().join(format!("cerver-ffi-uploads-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the temporary folder is writable");
    let path = CString::new(folder.to_str().expect("UTF-8")).expect("no NUL");
    let fixture = Fixture::new();
    // SAFETY: handles and C strings.
    unsafe {
        http_cerver_set_uploads_path(fixture.http(), c"/no/such/folder".as_ptr());
        assert_eq!(cerver_last_error(), CERVER_ERROR_NOT_FOUND);
        http_cerver_set_uploads_file_mode(fixture.http(), 0o10000);
        assert_eq!(cerver_last_error(), CERVER_ERROR_ARGUMENT);
        http_cerver_set_uploads_path(fixture.http(), path.as_ptr());
        http_cerver_set_default_uploads_filename_generator(fixture.http());
        http_cerver_set_default_uploads_dirname_generator(fixture.http());
        assert_eq!(http_cerver_set_part_limit(fixture.http(), 2), CERVER_OK);
        let route = route(&fixture, c"form", Some(handler));
        http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_WEB_SOCKET + 1);
        assert_eq!(cerver_last_error(), CERVER_ERROR_ARGUMENT);
        http_route_set_modifier(route, HTTP_ROUTE_MODIFIER_MULTI_PART);
    }
    fixture.start();
    let part = |name: &str, rest: &str, content: &str| {
        format!("--x\r\nContent-Disposition: form-data; name={name}{rest}\r\n\r\n{content}\r\n")
    };
    let kind = "Content-Type: multipart/form-data; boundary=x\r\n";
    let good = part("a", "", "one") + &part("f", "; filename=\"../b.txt\"", "content");
    let answer = fixture.post("/form", kind, &(good.clone() + "--x--"));
    assert!(answer.starts_with("HTTP/1.1 200 ") && answer.contains("good"), "{answer}");
    let answer = fixture.post("/form", kind, &(good + &part("b", "", "") + "--x--"));
    assert!(answer.starts_with("HTTP/1.1 413 "), "{answer}");
    drop(fixture);
    std::fs::remove_dir_all(folder).expect("it was there");
}

#[test]
fn a_gate_and_a_body_in_pieces() {
    unsafe extern "C" fn gate(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        // SAFETY: handles and a C string.
        unsafe {
            if !http_request_get_custom_header(request, c"X-Pass".as_ptr()).is_null() {
                assert_eq!(http_receive_pass(receive), CERVER_OK);
                assert_eq!(http_receive_pass(receive), CERVER_ERROR_STATE);
            }
        }
    }
    unsafe extern "C" fn begin(_: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        let (mut buffer, mut count) = ([0; 4], usize::MAX);
        // SAFETY: a handle and places of their sizes.
        let read = unsafe { http_request_read_body(request, buffer.as_mut_ptr(), 4, 0, &raw mut count) };
        assert_eq!((read, count), (CERVER_ERROR_AGAIN, usize::MAX), "the head alone is here");
    }
    unsafe extern "C" fn pieces(receive: *const CerverHttpReceive, request: *const CerverHttpRequest) {
        let (mut buffer, mut count, mut sum) = ([0; 4], 0, 0);
        loop {
            // SAFETY: a handle and places of their sizes.
            match unsafe { http_request_read_body(request, buffer.as_mut_ptr(), 4, 0, &raw mut count) } {
                CERVER_OK if count == 0 => return tell(receive, &format!("{sum} bytes")),
                CERVER_OK => sum += count,
                other => return assert_eq!(other, CERVER_ERROR_AGAIN),
            }
        }
    }
    let fixture = Fixture::new();
    let route = route(&fixture, c"stream", Some(begin));
    // SAFETY: handles; the functions have the type that is called.
    unsafe {
        assert_eq!(http_route_set_gate(route, Some(gate)), CERVER_OK);
        assert_eq!(http_route_stream_body(route, Some(pieces)), CERVER_OK);
        assert_eq!(http_route_set_body_limit(route, 11), CERVER_OK);
        assert_eq!(http_route_set_body_timeout(route, 5000), CERVER_OK);
        assert_eq!(http_cerver_set_body_rate(fixture.http(), 1, 1000), CERVER_OK);
        assert_eq!(http_cerver_set_body_window(fixture.http(), 1), CERVER_OK);
    }
    fixture.start();
    let answer = fixture.post("/stream", "X-Pass: 1\r\n", "hello world");
    assert!(answer.contains("11 bytes"), "{answer}");
    assert!(fixture.post("/stream", "", "hello world").starts_with("HTTP/1.1 403 "));
    assert!(fixture.post("/stream", "X-Pass: 1\r\n", "hello world!").starts_with("HTTP/1.1 413 "));
}
