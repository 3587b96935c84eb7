//! Answers whose body comes in pieces: chunks, or up to the end of the connection (RFC 9112 sections 6.3 and 7.1).

use cerver_core::{
    config::Placement,
    error::Code,
    http::{Exchange, Fields, header::KnownHeader, method::Method, status::Status},
};
use std::{
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::{Duration, Instant},
};
use support::{
    http::Client,
    server::{Setup, TestServer, answer, each_placement, eventually, get},
};

const WAIT: Duration = Duration::from_secs(5);

/// `/three` streams three pieces; the pieces are gathered from the wire as they are.
fn three(setup: Setup) -> Setup {
    let stream = |exchange: Exchange| {
        let mut fields = Fields::default();
        fields.set(KnownHeader::ContentType, b"text/plain").expect("a valid field");
        let status = exchange.request(|request| request.query_text() == Some(b"204")).expect("the request is there");
        exchange.stream(if status { Status::NO_CONTENT } else { Status::OK }, &fields).expect("begun");
        for piece in ["one", "", "and two", "\r\n0\r\n\r\n"] {
            exchange.stream_write(piece.as_bytes()).expect("taken");
        }
        exchange.stream_end().expect("ended");
        assert_eq!(exchange.stream_write(b"more").expect_err("ended").code(), Code::State);
    };
    setup.get("/three", stream).handle(Method::Head, "/three", stream).text("/a", "next")
}

#[test]
fn pieces_become_chunks() {
    each_placement(|setup| {
        let server = three(setup).start();
        let mut client = server.client();
        for _ in 0..3 {
            let response = client.get("/three").expect("an answer");
            assert_eq!((response.status, response.text().as_str()), (200, "oneand two\r\n0\r\n\r\n"));
            assert_eq!(response.header("Transfer-Encoding"), Some("chunked"));
            assert_eq!((response.header("Content-Length"), response.header("Connection")), (None, None));
            assert_eq!(response.header("Content-Type"), Some("text/plain"));
        }
        client.send(get("/three").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).expect("sent");
        let all = String::from_utf8(client.rest().expect("the end")).expect("text");
        let (head, body) = all.split_once("\r\n\r\n").expect("a head");
        assert!(head.contains("\r\nConnection: close"), "{head}");
        assert_eq!(body, "3\r\none\r\n7\r\nand two\r\n7\r\n\r\n0\r\n\r\n\r\n0\r\n\r\n");
    });
}

#[test]
fn http_1_0_gets_no_chunks() {
    each_placement(|setup| {
        let server = three(setup).start();
        for field in ["", "Connection: keep-alive\r\n"] {
            let mut client = server.client();
            client.send(format!("GET /three HTTP/1.0\r\n{field}\r\n")).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!(response.text(), "oneand two\r\n0\r\n\r\n");
            assert_eq!((response.header("Transfer-Encoding"), response.header("Content-Length")), (None, None));
            assert_eq!(response.header("Connection"), Some("close"));
        }
    });
}

#[test]
fn head_and_204_have_no_body() {
    each_placement(|setup| {
        let server = three(setup).start();
        let mut client = server.client();
        client.send("HEAD /three HTTP/1.1\r\nHost: h\r\n\r\n").expect("sent");
        let head = client.head_response().expect("an answer");
        assert_eq!((head.status, head.header("Transfer-Encoding")), (200, Some("chunked")));
        let empty = client.get("/three?204").expect("an answer");
        assert_eq!((empty.status, empty.header("Transfer-Encoding")), (204, None));
        assert_eq!(client.get("/a").expect("an answer").text(), "next");
    });
}

#[test]
fn a_piece_arrives_before_the_next_is_made() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        let mut raw = String::new();
        for piece in ["first", "second", "third"] {
            exchange.stream_write(piece.as_bytes()).expect("taken");
            raw += &client.until(piece.as_bytes()).expect("the piece");
        }
        exchange.stream_end().expect("ended");
        client.until(b"0\r\n\r\n").expect("the end of the body");
        assert!(raw.contains("5\r\nfirst\r\n6\r\nsecond\r\n5\r\nthird"), "{raw}");
        assert_eq!(client.get("/a").expect("an answer").text(), "next");
    });
}

/// `/s` detaches its exchange and gives it away.
fn detached(setup: Setup) -> (TestServer, Receiver<Exchange>) {
    let (sender, receiver): (Sender<Exchange>, _) = channel();
    let server = setup
        .options(|options| (options.send_high, options.send_low) = (64 * 1024, 16 * 1024))
        .text("/a", "next")
        .get("/s", move |exchange| {
            exchange.detach().expect("not answered yet");
            sender.send(exchange).expect("the test goes on");
        })
        .start();
    (server, receiver)
}

/// Writes numbered lines, from number `from` on, until one is refused; returns the number of that one.
fn fill(exchange: Exchange, from: usize) -> usize {
    for number in from..10_000_000 {
        match exchange.stream_write(format!("{number:0>9999}\n").as_bytes()) {
            Ok(()) => {}
            Err(error) if error.code() == Code::Again => return number,
            Err(error) => panic!("piece {number}: {error}"),
        }
    }
    panic!("the queue has no limit");
}

/// The same until it is the client that takes no more, not just the reactor that is behind.
fn fill_up(exchange: Exchange) -> usize {
    let mut next = 0;
    loop {
        next = fill(exchange, next);
        match exchange.stream_wait(Some(Duration::from_millis(100))) {
            Ok(()) => {}
            Err(error) if error.code() == Code::Timeout => return next,
            Err(error) => panic!("piece {next}: {error}"),
        }
    }
}

#[test]
fn a_slow_client_slows_the_stream() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        let first = fill_up(exchange);
        // What waits for the client, chunks with their frames, is near the mark; all else has gone to the kernel.
        let waiting = first as u64 * 10_008 - server.0.stats().bytes_sent;
        assert!((10 << 10..256 << 10).contains(&waiting), "{waiting} bytes wait");
        let reader = thread::spawn(move || client.response().map(|response| response.body));
        let mut next = first;
        for _ in 0..20 {
            exchange.stream_wait(Some(WAIT)).expect("the client reads");
            next = fill(exchange, next);
        }
        exchange.stream_end().expect("ended");
        let body = reader.join().expect("the reader ends").expect("an answer");
        assert_eq!(body.len(), next * 10_000);
        for (number, line) in body.chunks(10_000).enumerate() {
            assert!(line == format!("{number:0>9999}\n").as_bytes(), "line {number}");
        }
    });
}

#[test]
fn a_handler_may_wait_for_the_client() {
    each_placement(|setup| {
        let placement = setup.placement();
        let server = setup
            .options(|options| (options.send_high, options.send_low) = (64 * 1024, 16 * 1024))
            .get("/s", move |exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                if placement == Placement::Reactor {
                    // It would wait for itself.
                    assert_eq!(exchange.stream_wait(Some(WAIT)).expect_err("refused").code(), Code::State);
                    fill(exchange, 0);
                } else {
                    for _ in 0..50 {
                        fill(exchange, 0);
                        exchange.stream_wait(Some(WAIT)).expect("the client reads");
                    }
                }
                exchange.stream_end().expect("ended");
            })
            .start();
        let mut client = server.client();
        for _ in 0..2 {
            let response = client.get("/s").expect("an answer");
            assert!(response.body.len() > 60_000 && response.body.len() % 10_000 == 0);
        }
    });
}

#[test]
fn a_client_that_goes_ends_the_stream() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        fill_up(exchange);
        let waiting = thread::spawn(move || exchange.stream_wait(Some(WAIT)));
        drop(client);
        assert_eq!(waiting.join().expect("it ends").expect_err("the client has gone").code(), Code::Closed);
        // It was told: nothing more is owed, and the handle is of no use.
        assert_eq!(exchange.stream_end().expect_err("over").code(), Code::Handle);
        assert_eq!(server.get("/a").text(), "next");
    });
}

/// A stream that is quiet, as server-sent events mostly are, with the client at its other end.
fn quiet(server: &TestServer, exchanges: &Receiver<Exchange>) -> (Client, Exchange) {
    let mut client = server.client();
    client.send(get("/s")).expect("sent");
    let exchange = exchanges.recv_timeout(WAIT).expect("a request");
    exchange.stream(Status::OK, &Fields::default()).expect("begun");
    exchange.stream_write(b"event").expect("taken");
    client.until(b"event").expect("the piece");
    (client, exchange)
}

fn half_closed(setup: Setup, timeout: Duration) -> (TestServer, Receiver<Exchange>) {
    detached(setup.limits(|limits| limits.half_closed_timeout = timeout))
}

#[test]
fn a_quiet_stream_notices_a_reset_at_once() {
    each_placement(|setup| {
        let (server, exchanges) = half_closed(setup, Duration::ZERO);
        let (mut client, exchange) = quiet(&server, &exchanges);
        exchange.stream_write(b"more").expect("taken");
        eventually("it waits for the client", || server.0.stats().bytes_sent > 0 && exchange.is_connected());
        // Closing with input unread resets the connection.
        let wait = exchange.stream_write(&[b'x'; 1000]);
        assert!(wait.is_ok());
        client.exactly(1).expect("some of it");
        drop(client);
        eventually("the client is seen to go", || !exchange.is_connected());
        assert_eq!(exchange.stream_write(b"late").expect_err("it has gone").code(), Code::Closed);
        eventually("the connection is gone", || server.0.stats().connections == 0);
    });
}

#[test]
fn a_quiet_stream_ends_when_its_client_closes() {
    each_placement(|setup| {
        let (server, exchanges) = half_closed(setup, Duration::from_millis(50));
        let (client, exchange) = quiet(&server, &exchanges);
        drop(client);
        eventually("the client is seen to go", || !exchange.is_connected());
        assert_eq!(exchange.stream_write(b"late").expect_err("it has gone").code(), Code::Closed);
        eventually("the connection is gone", || server.0.stats().connections == 0);
        // The same when the end comes with the request, before the stream begins.
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        client.finish().expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        eventually("the client counts as gone", || !exchange.is_connected());
        assert_eq!(exchange.stream_end().expect_err("it has gone").code(), Code::Closed);
    });
}

#[test]
fn a_client_that_only_ends_its_side_may_go_on_reading() {
    each_placement(|setup| {
        let (server, exchanges) = half_closed(setup, Duration::ZERO);
        let (mut client, exchange) = quiet(&server, &exchanges);
        client.finish().expect("sent");
        for piece in ["one", "two"] {
            // The end was seen: another request has made the round through the reactor.
            assert_eq!(server.get("/a").text(), "next");
            exchange.stream_write(piece.as_bytes()).expect("it is still there");
            client.until(piece.as_bytes()).expect("the piece");
        }
        exchange.stream_end().expect("ended");
        assert_eq!(client.rest().expect("the end"), b"\r\n0\r\n\r\n");
    });
}

#[test]
fn a_stream_that_says_something_goes_on_after_the_end_of_its_client() {
    let limit = Duration::from_millis(300);
    each_placement(|setup| {
        let (server, exchanges) = half_closed(setup, limit);
        let (mut client, exchange) = quiet(&server, &exchanges);
        client.finish().expect("sent");
        let begun = Instant::now();
        let mut said = begun;
        while begun.elapsed() < 4 * limit {
            let is_told = exchange.stream_write(b"piece").is_ok() && client.until(b"piece").is_ok();
            if !is_told || said.elapsed() > limit {
                // A machine that is busy may be silent for longer than the limit.
                assert!(said.elapsed() >= limit, "cut off {:?} after the last piece", said.elapsed());
                return;
            }
            said = Instant::now();
            thread::sleep(Duration::from_millis(20));
        }
        // As before, when the machine was silent for long just now.
        assert!(exchange.stream_end().is_ok() || said.elapsed() >= limit, "cut off {:?}", said.elapsed());
    });
}

#[test]
fn writing_to_a_client_that_has_gone() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        exchange.stream_write(b"piece").expect("taken");
        client.until(b"piece").expect("the piece");
        drop(client);
        let error = loop {
            match exchange.stream_write(b"more") {
                Err(error) if error.code() != Code::Again => break error,
                _ => thread::sleep(Duration::from_millis(1)),
            }
        };
        assert_eq!(error.code(), Code::Closed);
        assert!(!exchange.is_connected());
    });
}

#[test]
fn a_stream_that_is_closed_is_cut() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        exchange.stream_write(b"piece").expect("taken");
        exchange.close().expect("open until now");
        let all = client.rest().expect("the end");
        assert!(all.ends_with(b"5\r\npiece\r\n"), "the end of the body must not be told");
    });
}

#[test]
fn a_handler_that_forgets_the_end_closes() {
    each_placement(|setup| {
        let server = setup
            .get("/s", |exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                exchange.stream_write(b"piece").expect("taken");
            })
            .start();
        let mut client = server.client();
        client.send(get("/s")).expect("sent");
        assert!(client.rest().expect("the end").ends_with(b"5\r\npiece\r\n"));
    });
}

#[test]
fn only_one_answer() {
    each_placement(|setup| {
        let server = setup
            .get("/s", |exchange| {
                assert_eq!(exchange.stream_write(b"early").expect_err("not begun").code(), Code::State);
                assert_eq!(exchange.stream_end().expect_err("not begun").code(), Code::State);
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                let again = exchange.stream(Status::OK, &Fields::default());
                assert_eq!(again.expect_err("begun already").code(), Code::Answered);
                let other = exchange.respond_parts(Status::OK, &Fields::default(), b"");
                assert_eq!(other.expect_err("begun already").code(), Code::Answered);
                exchange.stream_write(b"one answer").expect("taken");
                exchange.stream_end().expect("ended");
            })
            .get("/a", |exchange| {
                answer(exchange, "whole");
                let late = exchange.stream(Status::OK, &Fields::default());
                assert_eq!(late.expect_err("answered").code(), Code::Answered);
            })
            .start();
        let mut client = server.client();
        assert_eq!(client.get("/s").expect("an answer").text(), "one answer");
        assert_eq!(client.get("/a").expect("an answer").text(), "whole");
    });
}
