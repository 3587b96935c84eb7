//! Routes that insist on a length (RFC 9110 section 15.5.12).

use cerver_core::http::{Route, method::Method};
use std::sync::Arc;
use support::server::{answer, each_placement, post};

#[test]
fn chunks_are_refused_before_they_are_read() {
    each_placement(|setup| {
        let route = Route::new("/sized");
        route.require_length(true);
        route.handle(
            Method::Post,
            Arc::new(|exchange| {
                let length = exchange.request(|request| request.body().len()).expect("the request is there");
                answer(exchange, length.to_string());
            }),
        );
        let server = setup.echo().route(&route).start();
        let chunked = |path: &str, more: &str| {
            format!("POST {path} HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n{more}\r\n")
        };
        for more in ["", "Expect: 100-continue\r\n"] {
            let mut client = server.client();
            // Good ones before are answered, and one with a length of nothing is good.
            client.send(post("/sized", "abc") + &post("/sized", "") + &chunked("/sized", more)).expect("sent");
            assert_eq!(client.response().expect("an answer").text(), "3");
            assert_eq!(client.response().expect("an answer").text(), "0");
            let response = client.response().expect("an answer, though no chunk was sent");
            assert_eq!((response.status, response.header("Connection")), (411, Some("close")), "{more}");
            assert_eq!(response.text(), "{\"error\": \"Send a Content-Length in place of chunks.\"}");
            assert_eq!(client.rest().expect("the end"), b"");
        }
        let mut client = server.client();
        client.send(chunked("/echo", "") + "3\r\nabc\r\n0\r\n\r\n").expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "abc", "other routes take them");
    });
}
