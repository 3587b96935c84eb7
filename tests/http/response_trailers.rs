//! Fields behind a streamed body (RFC 9110 section 6.5, RFC 9112 section 7.1.2).

use cerver_core::{
    error::Code,
    http::{Exchange, Fields, method::Method, status::Status},
};
use support::server::{Setup, each_placement, get};

/// Streams two pieces and says afterwards how long they were; `/announced` tells so before.
fn site(setup: Setup) -> Setup {
    let stream = |exchange: Exchange| {
        let is_announced = exchange.request(|request| request.path() == b"/announced").expect("the request is there");
        let mut fields = Fields::default();
        if is_announced {
            fields.add(b"Trailer", b"X-Length, ETag").expect("a valid field");
        }
        exchange.stream(Status::OK, &fields).expect("begun");
        for piece in ["one", "two"] {
            exchange.stream_write(piece.as_bytes()).expect("taken");
        }
        exchange.stream_trailer(b"X-Length", b"6").expect("may trail");
        exchange.stream_trailer(b"ETag", b"\"onetwo\"").expect("may trail");
        exchange.stream_end().expect("ended");
        assert_eq!(exchange.stream_trailer(b"X-Late", b"1").expect_err("ended").code(), Code::State);
    };
    setup.get("/s", stream).get("/announced", stream).handle(Method::Head, "/announced", stream).text("/a", "next")
}

const CHUNKS: &str = "3\r\none\r\n3\r\ntwo\r\n0\r\n";
const TRAILERS: &str = "X-Length: 6\r\nETag: \"onetwo\"\r\n";

fn with(request: &str, field: &str) -> String {
    request.replace("\r\n\r\n", &format!("\r\n{field}\r\nConnection: close\r\n\r\n"))
}

#[test]
fn they_are_sent_to_those_who_want_them() {
    each_placement(|setup| {
        let server = site(setup).start();
        for (request, trailers) in [
            (with(&get("/s"), "A: b"), ""),
            (with(&get("/s"), "TE: gzip"), ""),
            (with(&get("/s"), "TE: trailers"), TRAILERS),
            (with(&get("/s"), "te: deflate;q=0.5 ,\tTrailers"), TRAILERS),
            (with(&get("/s"), "TE: deflate\r\nTE: trailers"), TRAILERS),
            (with(&get("/announced"), "A: b"), TRAILERS),
        ] {
            let mut client = server.client();
            client.send(&request).expect("sent");
            let all = String::from_utf8(client.rest().expect("the end")).expect("text");
            let (head, body) = all.split_once("\r\n\r\n").expect("a head");
            assert_eq!(body, format!("{CHUNKS}{trailers}\r\n"), "{request}");
            assert_eq!(head.contains("Trailer: X-Length, ETag"), request.contains("/announced"), "{head}");
        }
        let mut client = server.client();
        for _ in 0..2 {
            assert_eq!(client.get("/announced").expect("an answer").text(), "onetwo");
            assert_eq!(client.get("/a").expect("an answer").text(), "next");
        }
    });
}

#[test]
fn without_chunks_there_are_none() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        client.send("GET /announced HTTP/1.0\r\nTE: trailers\r\n\r\n").expect("sent");
        assert!(client.rest().expect("the end").ends_with(b"\r\n\r\nonetwo"));
        let mut client = server.client();
        client.send(with("HEAD /announced HTTP/1.1\r\nHost: h\r\n\r\n", "TE: trailers")).expect("sent");
        assert!(client.rest().expect("the end").ends_with(b"\r\n\r\n"));
    });
}

#[test]
fn what_must_come_before_the_body_is_refused() {
    const FORBIDDEN: [&str; 26] = [
        "Transfer-Encoding",
        "content-length",
        "Trailer",
        "Connection",
        "Keep-Alive",
        "TE",
        "Upgrade",
        "Host",
        "Cache-Control",
        "Expect",
        "Max-Forwards",
        "Pragma",
        "Range",
        "If-Match",
        "Authorization",
        "WWW-Authenticate",
        "Set-Cookie",
        "Age",
        "Expires",
        "Date",
        "Location",
        "Retry-After",
        "Vary",
        "Content-Encoding",
        "Content-Type",
        "Content-Range",
    ];
    each_placement(|setup| {
        let server = setup
            .get("/s", |exchange| {
                assert_eq!(exchange.stream_trailer(b"X", b"1").expect_err("not begun").code(), Code::State);
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                for name in FORBIDDEN {
                    let refused = exchange.stream_trailer(name.as_bytes(), b"1");
                    assert_eq!(refused.expect_err(name).code(), Code::Argument);
                }
                for (name, value) in [("", "1"), ("a b", "1"), ("a:", "1"), ("A", "1\r\n"), ("A", "\0"), ("A\n", "1")] {
                    let refused = exchange.stream_trailer(name.as_bytes(), value.as_bytes());
                    assert_eq!(refused.expect_err(name).code(), Code::Argument);
                }
                exchange.stream_trailer(b"Accept-Ranges", b"bytes").expect("RFC 9110 section 14.3 allows it");
                exchange.stream_end().expect("ended");
            })
            .start();
        let mut client = server.client();
        client.send(with(&get("/s"), "TE: trailers")).expect("sent");
        assert!(client.rest().expect("the end").ends_with(b"\r\n\r\n0\r\nAccept-Ranges: bytes\r\n\r\n"));
    });
}
