//! However the bytes of a connection are cut, the answers are the same: every single cut, byte by byte, and in one piece,
//! without sockets so that all cuts can be tried.

use cerver_core::{
    config::Placement,
    http::{Fields, Route, method::Method, status::Status},
    testing::{Driver, Placing},
};
use std::sync::Arc;
use support::server::{Setup, answer};

/// The conversations, and how many answers each gets.
const CONVERSATIONS: [(&str, usize); 9] = [
    ("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\nGET /nix HTTP/1.1\r\nHost: h\r\n\r\n", 3),
    ("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: h\r\n\r\n", 2),
    (
        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n\
         5;a=\"b\"\r\nhello\r\n6\r\n world\r\n0\r\nTrailer: t\r\n\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
        2,
    ),
    ("GET /stream HTTP/1.1\r\nHost: h\r\n\r\nHEAD / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.0\r\n\r\n", 3),
    ("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\nGET / HTTP/1.1\r\n", 2),
    ("GET / HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost : h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n", 2),
    ("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello!\r\n0\r\n\r\n", 1),
    ("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 1),
    ("GET / HTTP/1.1\r\nHost: h\r\n\r\nPOST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf", 1),
];

fn driver(placing: Placing) -> Driver {
    let setup = Setup::new(Placement::Reactor).text("/", "here").echo().get("/stream", |exchange| {
        exchange.stream(Status::OK, &Fields::default()).expect("the first answer");
        exchange.stream_write(b"some").expect("begun");
        exchange.stream_end().expect("begun");
    });
    Driver::new(setup.application(), placing).expect("it starts")
}

/// Sends the pieces, then the end; returns everything that was answered.
fn converse(driver: &mut Driver, pieces: &[&[u8]]) -> String {
    let mut answered = Vec::new();
    driver.connect();
    for piece in pieces {
        driver.send(piece);
        while driver.work() | driver.deliver() {}
        driver.take(usize::MAX, &mut answered);
    }
    driver.finish();
    while driver.work() | driver.deliver() {}
    driver.take(usize::MAX, &mut answered);
    assert!(!driver.is_open(), "the connection is left over");
    String::from_utf8(answered).expect("text")
}

#[test]
fn every_cut_gives_the_same_answers() {
    for placing in [Placing::Here, Placing::Queue(1)] {
        let mut driver = driver(placing);
        for (text, count) in CONVERSATIONS {
            let bytes = text.as_bytes();
            let expected = converse(&mut driver, &[bytes]);
            assert_eq!(expected.matches("HTTP/1.1 ").count(), count, "{placing:?} {text:?}: {expected}");
            for cut in 0..bytes.len() {
                let cut_once = converse(&mut driver, &[&bytes[..cut], &bytes[cut..]]);
                assert_eq!(cut_once, expected, "{placing:?} {text:?} cut at {cut}");
            }
            let single: Vec<_> = bytes.chunks(1).collect();
            assert_eq!(converse(&mut driver, &single), expected, "{placing:?} {text:?} byte by byte");
        }
    }
}

/// A refusal of HEAD has no body (RFC 9110 section 9.3.2), also when its first bytes did not tell the method yet.
#[test]
fn a_head_request_that_comes_too_late_gets_no_body() {
    for pieces in [&["HEAD / HTTP/1.1\r\n"][..], &["\r\nHE", "AD / HTTP/1.1\r\nHost: h"], &["H", "EAD ", "/"]] {
        let mut driver = driver(Placing::Here);
        let mut answered = Vec::new();
        driver.connect();
        pieces.iter().for_each(|piece| driver.send(piece.as_bytes()));
        assert!(driver.expire());
        driver.take(usize::MAX, &mut answered);
        let answered = String::from_utf8(answered).expect("text");
        assert!(answered.starts_with("HTTP/1.1 408 ") && answered.ends_with("\r\n\r\n"), "{pieces:?}: {answered}");
    }
}

/// The time of an answer ends between the answer, which is an error page, and the notice of it: the connection goes on.
#[test]
fn an_error_page_in_the_last_moment_leaves_the_connection_open() {
    let guarded = Route::new("/guarded");
    guarded.handle(Method::Get, Arc::new(|exchange| answer(exchange, "inside")));
    guarded.set_gate(Some(Arc::new(|_| {})));
    let setup = Setup::new(Placement::Reactor).text("/", "here").route(&guarded);
    let mut driver = Driver::new(setup.application(), Placing::Queue(1)).expect("it starts");
    let mut answered = Vec::new();
    driver.connect();
    driver.send(b"GET /guarded HTTP/1.1\r\nHost: h\r\n\r\n");
    assert!(driver.work() && driver.expire());
    driver.send(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    while driver.work() | driver.deliver() {}
    driver.finish();
    driver.take(usize::MAX, &mut answered);
    let answered = String::from_utf8(answered).expect("text");
    assert!(answered.starts_with("HTTP/1.1 403 ") && answered.ends_with("\r\n\r\nhere"), "{answered}");
    assert!(!driver.is_open(), "the connection is left over");
}
