//! Gates, streamed bodies and uploads as a program in C uses them.

use std::{
    ffi::{CStr, CString, c_char, c_void},
    io::{Read, Write},
    net::TcpStream,
    sync::mpsc::{Receiver, Sender, channel},
    time::Duration,
};

use parking_lot::Mutex;

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
        part_reader::http_route_stream_parts,
        receive::CerverHttpReceive,
        request::{CerverHttpRequest, http_request_get_body, http_request_get_custom_header},
        request_parts::*,
        response_json::http_response_json_msg_send,
        route::{CerverHttpRoute, http_route_create},
        status::CerverHttpStatus,
        uploads::*,
    },
    library::cerver_last_error,
    server::cerver_get_port,
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

/// The value of a part moves as it grows, and that of the next part may come to where it was.
#[test]
fn the_value_of_a_part_that_is_coming_is_its_own() {
    const FIRST: usize = 1000;
    static PIECES: Mutex<Option<Sender<String>>> = Mutex::new(None);
    unsafe extern "C" fn handler(_: *const CerverHttpReceive, _: *const CerverHttpRequest) {}
    unsafe extern "C" fn bytes(
        _: *const CerverHttpReceive,
        _: *const CerverHttpRequest,
        part: *const CerverMultiPart,
        _: *const c_void,
        _: usize,
    ) {
        // SAFETY: a handle.
        let value = text(unsafe { http_multi_part_get_value(part) });
        PIECES.lock().as_ref().expect("the test waits").send(value).expect("the test waits");
    }
    unsafe extern "C" fn form_ends(
        receive: *const CerverHttpReceive,
        request: *const CerverHttpRequest,
        _: CerverHttpStatus,
    ) {
        // SAFETY: a handle and C strings.
        let values =
            unsafe { [c"b", c"c", c"d"].map(|name| text(http_request_multi_parts_get_value(request, name.as_ptr()))) };
        let is_own =
            |(value, letter): (&String, char)| value.len() == FIRST && value.chars().all(|each| each == letter);
        tell(receive, if values.iter().zip('b'..).all(is_own) { "their own" } else { "mixed up" });
    }
    let fixture = Fixture::new();
    let route = route(&fixture, c"form", Some(handler));
    // SAFETY: handles; the functions have the types that are called.
    unsafe {
        assert_eq!(http_route_stream_parts(route, None, Some(bytes), None, Some(form_ends)), CERVER_OK);
    }
    let pieces: Receiver<String> = {
        let (sender, receiver) = channel();
        *PIECES.lock() = Some(sender);
        receiver
    };
    fixture.start();
    let begin = |name: char| format!("--x\r\nContent-Disposition: form-data; name={name}\r\n\r\n");
    let value = |name: char, length: usize| name.to_string().repeat(length);
    let first = begin('a') + &value('a', FIRST);
    let more = value('a', 10 * FIRST);
    let rest: String = ('b'..='d').map(|name| format!("\r\n{}{}", begin(name), value(name, FIRST))).collect();
    let rest = rest + "\r\n--x--\r\n";
    // SAFETY: a handle.
    let mut stream = TcpStream::connect(("127.0.0.1", unsafe { cerver_get_port(fixture.server) })).expect("it listens");
    stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time is set");
    let head = format!(
        "POST /form HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Type: multipart/form-data; boundary=x\r\n\
         Content-Length: {}\r\n\r\n",
        first.len() + more.len() + rest.len()
    );
    let wait = || pieces.recv_timeout(Duration::from_secs(10)).expect("a piece has come");
    stream.write_all((head + &first).as_bytes()).expect("the server reads");
    while wait().len() < FIRST {}
    stream.write_all(more.as_bytes()).expect("the server reads");
    while wait().len() < 11 * FIRST {}
    stream.write_all(rest.as_bytes()).expect("the server reads");
    let mut answer = String::new();
    stream.read_to_string(&mut answer).expect("the server answers and closes");
    assert!(answer.contains("their own"), "{answer}");
    drop(fixture);
}
