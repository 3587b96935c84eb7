//! The exported functions as a program uses them.

mod compress;
mod encoding;
mod lifecycle;
mod request;
mod uploads;

use std::{
    ffi::{CStr, CString, c_char},
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};

use crate::{
    constants::REQUEST_METHOD_POST,
    http::cerver::{CerverHttp, CerverHttpHandler, http_cerver_get, http_cerver_route_register},
    http::route::http_route_create,
    library::{cerver_last_error, cerver_last_error_message},
    server::{CerverServer, cerver_create_web, cerver_get_port, cerver_start_background, cerver_teardown},
    server_options::cerver_set_bind_address,
    status::CERVER_OK,
};

/// A server on 127.0.0.1 and a free port, torn down at the end.
struct Fixture {
    server: *mut CerverServer,
}

impl Fixture {
    fn new() -> Self {
        // SAFETY: C strings.
        let server = unsafe {
            let server = cerver_create_web(c"test".as_ptr(), 0, 0);
            assert_eq!(cerver_set_bind_address(server, c"127.0.0.1".as_ptr()), CERVER_OK);
            server
        };
        Self { server }
    }

    fn http(&self) -> *mut CerverHttp {
        // SAFETY: a handle.
        unsafe { http_cerver_get(self.server) }
    }

    /// Adds a route for POST.
    fn route(&self, text: &CStr, handler: CerverHttpHandler) {
        // SAFETY: handles and a C string; the handler has the type that is called.
        unsafe {
            http_cerver_route_register(self.http(), http_route_create(REQUEST_METHOD_POST, text.as_ptr(), handler))
        };
        assert_eq!(cerver_last_error(), CERVER_OK, "{:?}", error_message());
    }

    fn start(&self) {
        // SAFETY: a handle.
        let started = unsafe { cerver_start_background(self.server) };
        assert_eq!(started, CERVER_OK, "{:?}", error_message());
    }

    /// Sends a request with a body and gives the whole answer.
    fn post(&self, target: &str, headers: &str, body: &str) -> String {
        String::from_utf8(self.post_bytes(target, headers, body)).expect("an answer of text")
    }

    /// The same for an answer of any bytes.
    fn post_bytes(&self, target: &str, headers: &str, body: &str) -> Vec<u8> {
        // SAFETY: a handle.
        let port = unsafe { cerver_get_port(self.server) };
        let mut stream = TcpStream::connect(("127.0.0.1", port)).expect("the server listens");
        stream.set_read_timeout(Some(Duration::from_secs(10))).expect("a time is set");
        let length = body.len();
        let head = format!("POST {target} HTTP/1.1\r\nHost: test\r\nConnection: close\r\nContent-Length: {length}\r\n");
        stream.write_all(format!("{head}{headers}\r\n{body}").as_bytes()).expect("the server reads");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the server answers and closes");
        answer
    }
}

impl Drop for Fixture {
    fn drop(&mut self) {
        // SAFETY: a handle, also when the test has torn it down.
        unsafe { cerver_teardown(self.server) };
    }
}

fn error_message() -> CString {
    read(cerver_last_error_message())
}

fn read(text: *const c_char) -> CString {
    assert!(!text.is_null());
    // SAFETY: a text of the library.
    unsafe { CStr::from_ptr(text) }.to_owned()
}
