//! Compression as a program in C switches it.

use super::Fixture;
use crate::{
    constants::REQUEST_METHOD_POST,
    http::{
        cerver::http_cerver_route_register,
        compress::*,
        receive::CerverHttpReceive,
        request::CerverHttpRequest,
        response::http_response_render_text,
        route::{http_route_create, http_route_delete},
    },
    library::cerver_clear_last_error,
    status::{CERVER_ERROR_ARGUMENT, CERVER_ERROR_HANDLE, CERVER_OK},
};

unsafe extern "C" fn handler(receive: *const CerverHttpReceive, _: *const CerverHttpRequest) {
    let page = [b'a'; 3000];
    // SAFETY: a handle and the bytes of the page.
    unsafe { http_response_render_text(receive, 200, page.as_ptr().cast(), page.len()) };
}

#[test]
fn options_and_the_switch_of_a_route() {
    let fixture = Fixture::new();
    let http = fixture.http();
    // SAFETY: handles and a C string.
    let statuses = unsafe {
        let secret = http_route_create(REQUEST_METHOD_POST, c"secret".as_ptr(), Some(handler));
        let switched = http_route_set_compression(secret, false);
        http_cerver_route_register(http, secret);
        [
            switched,
            http_cerver_set_compression(http, true),
            http_cerver_set_compression_level(http, 9),
            http_cerver_set_compression_sizes(http, 3000, 3000),
            http_cerver_set_compression_streams(http, 0),
        ]
    };
    assert_eq!(statuses, [CERVER_OK; 5]);
    // SAFETY: handles, one of them stale.
    let refused = unsafe {
        let gone = http_route_create(REQUEST_METHOD_POST, c"gone".as_ptr(), None);
        http_route_delete(gone);
        [
            http_cerver_set_compression_level(http, 0),
            http_cerver_set_compression_level(http, 10),
            http_cerver_set_compression_sizes(http, 2, 1),
            http_route_set_compression(gone, true),
        ]
    };
    assert_eq!(refused[..3], [CERVER_ERROR_ARGUMENT; 3]);
    assert_eq!(refused[3], CERVER_ERROR_HANDLE);
    cerver_clear_last_error();
    fixture.route(c"page", Some(handler));
    fixture.start();
    let coded = fixture.post_bytes("/page", "Accept-Encoding: gzip\r\n", "");
    let text = String::from_utf8_lossy(&coded);
    assert!(
        text.contains("\r\nContent-Encoding: gzip\r\n") && text.contains("\r\nVary: Accept-Encoding\r\n"),
        "{text}"
    );
    assert!(coded.len() < 1000 && coded.windows(4).any(|part| part == b"\r\n\x1f\x8b"), "{text}");
    let plain = fixture.post("/page", "", "");
    assert!(plain.ends_with(&"a".repeat(3000)) && plain.contains("\r\nVary: Accept-Encoding\r\n"), "{plain}");
    let secret = fixture.post("/secret", "Accept-Encoding: gzip\r\n", "");
    assert!(secret.ends_with(&"a".repeat(3000)) && !secret.contains("Vary"), "{secret}");
}
