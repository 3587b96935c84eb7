//! Bodies of requests: their framing, their limit, `Expect` (RFC 9112 sections 6 and 7, RFC 9110 section 10.1.1).

use std::{io::ErrorKind, time::Duration};
use support::{
    http::Client,
    server::{Setup, each_placement, post},
};

const LIMIT: usize = 1000;

fn limited(setup: Setup) -> Setup {
    setup.echo().limits(|limits| limits.body_limit = LIMIT)
}

fn chunked(chunks: &str) -> String {
    format!("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}")
}

fn expect_echo(client: &mut Client, request: &str, body: &str) {
    client.send(request).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!((response.status, response.text().as_str()), (200, body), "{request:?}");
}

fn expect_refused(mut client: Client, request: &str, status: u16) {
    client.send(request).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!(response.status, status, "{request:?}");
    assert_eq!(response.header("Connection"), Some("close"), "{request:?}");
    assert_eq!(client.rest().expect("the end"), b"", "{request:?}");
}

#[test]
fn lengths() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        for length in [0, 1, 2, LIMIT - 1, LIMIT] {
            let body = "b".repeat(length);
            expect_echo(&mut client, &post("/echo", &body), &body);
        }
        expect_echo(&mut client, "POST /echo HTTP/1.1\r\nHost: h\r\n\r\n", "");
        expect_echo(&mut client, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0003\r\n\r\nabc", "abc");
        expect_refused(client, &post("/echo", &"b".repeat(LIMIT + 1)), 413);
        let huge = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551615\r\n\r\n";
        expect_refused(server.client(), huge, 413);
    });
}

#[test]
fn chunks() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        let good = [
            ("0\r\n\r\n", ""),
            ("3\r\nabc\r\n0\r\n\r\n", "abc"),
            ("1\r\na\r\n02\r\nbc\r\nA\r\n0123456789\r\n000\r\n\r\n", "abc0123456789"),
            ("3;name=value;x=\"a;b\"\r\nabc\r\n0;last\r\n\r\n", "abc"),
            ("3\r\nabc\r\n0\r\nX-Trailer: dropped\r\nContent-Length: 9\r\n\r\n", "abc"),
            ("3\r\n\r\n0\r\n0\r\n\r\n", "\r\n0"),
        ];
        for (chunks, body) in good {
            expect_echo(&mut client, &chunked(chunks), body);
        }
        let full = "c".repeat(LIMIT);
        expect_echo(&mut client, &chunked(&format!("{LIMIT:x}\r\n{full}\r\n0\r\n\r\n")), &full);
        let halves = format!("{:x}\r\n{}\r\n", LIMIT / 2, "c".repeat(LIMIT / 2)).repeat(2);
        expect_echo(&mut client, &chunked(&format!("{halves}0\r\n\r\n")), &full);
        expect_refused(client, &chunked(&format!("{halves}1\r\nc\r\n0\r\n\r\n")), 413);
    });
}

#[test]
fn bad_chunks() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let bad = [
            (413, "3e9\r\n"),
            (413, "ffffffffffffffff\r\n"),
            (400, "10000000000000000\r\n"),
            (400, "x\r\n"),
            (400, "\r\n"),
            (400, "-1\r\n"),
            (400, "0x3\r\nabc\r\n"),
            (400, " 3\r\nabc\r\n"),
            (400, "3\nabc\r\n"),
            (400, "3\r\nabcd\r\n"),
            (400, "3\r\nabc\n"),
            (400, "3\r\nabc\r\n0\r\n folded\r\n\r\n"),
            (400, "3\r\nabc\r\n0\r\nNo colon\r\n\r\n"),
        ];
        for (status, chunks) in bad {
            expect_refused(server.client(), &chunked(chunks), status);
        }
        let flood = format!("1;{}\r\n", "e".repeat(5000));
        expect_refused(server.client(), &chunked(&flood), 400);
        assert_eq!(server.0.stats().responses, 0, "no handler saw any of them");
    });
}

#[test]
fn chunks_cut_at_any_byte() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        let request = chunked("3;x=\"y\"\r\nabc\r\n000a\r\n0123456789\r\n0\r\nT: v\r\n\r\n");
        for cut in 1..request.len() {
            client.send(&request[..cut]).expect("sent");
            client.send(&request[cut..]).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!(response.text(), "abc0123456789", "cut at {cut}");
        }
    });
}

#[test]
fn a_large_body_in_many_pieces() {
    each_placement(|setup| {
        let server = setup.echo().start();
        let mut client = server.client();
        let body = "0123456789abcdef".repeat(256 * 1024);
        client.send(format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.len())).expect("sent");
        for piece in body.as_bytes().chunks(100_003) {
            client.send(piece).expect("sent");
        }
        assert!(client.response().expect("an answer").body == body.as_bytes());
    });
}

#[test]
fn continue_is_sent_when_it_is_expected() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        for framing in ["Content-Length: 3", "Transfer-Encoding: chunked"] {
            let body = if framing.starts_with('C') { "abc" } else { "3\r\nabc\r\n0\r\n\r\n" };
            let head = format!("POST /echo HTTP/1.1\r\nHost: h\r\n{framing}\r\nExpect: 100-Continue\r\n\r\n");
            client.send(&head).expect("sent");
            assert_eq!(client.response().expect("an interim answer").status, 100);
            client.send(body).expect("sent");
            assert_eq!(client.response().expect("an answer").text(), "abc");
            // With the body at hand there is nothing to ask for.
            client.send(format!("{head}{body}")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, 200);
        }
        // Without a body, and from HTTP/1.0, nothing is asked for either.
        let none = "POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n";
        expect_echo(&mut client, none, "");
        let too_large = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n";
        expect_refused(client, too_large, 413);
        let mut old = server.client();
        old.send("POST /echo HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n").expect("sent");
        old.send("abc").expect("sent");
        assert_eq!(old.response().expect("an answer").status, 200);
        let other = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: other\r\n\r\nabc";
        expect_refused(server.client(), other, 417);
    });
}

/// The announced length alone must not take memory, nor an answer.
#[test]
fn nothing_is_answered_before_the_body_is_whole() {
    each_placement(|setup| {
        let server = setup.echo().start();
        let socket = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        socket.set_read_timeout(Some(Duration::from_millis(50))).expect("set");
        let mut client = Client::over(socket);
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabc").expect("sent");
        let error = client.response().expect_err("too early");
        assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
        client.send("d").expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "abcd");
    });
}
