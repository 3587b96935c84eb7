//! A server that closes while the client is still sending: it takes what comes for a while, because closing with unread
//! input would reset the connection, and with many systems the answer would be lost with it.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::Duration,
};
use support::server::{TestServer, each_placement, eventually, get, post};

/// All that comes in return for `bytes`, up to an end that is no reset.
fn exchange(server: &TestServer, bytes: &str) -> String {
    let mut socket = TcpStream::connect(("127.0.0.1", server.port())).expect("accepted");
    socket.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
    socket.write_all(bytes.as_bytes()).expect("the server takes it");
    let mut all = String::new();
    socket.read_to_string(&mut all).expect("no reset");
    all
}

fn expect_one(all: &str, status: &str) {
    let (head, body) = all.split_once("\r\n\r\n").expect("a head");
    assert!(head.starts_with(status), "{all}");
    let length = format!("Content-Length: {}", body.len());
    assert!(head.contains(&length), "cut, or more than one answer: {all}");
}

#[test]
fn a_body_above_the_limit() {
    each_placement(|setup| {
        let server = setup.echo().limits(|limits| limits.body_limit = 1000).start();
        for length in [1001, 100_000, 900_000] {
            for _ in 0..5 {
                expect_one(&exchange(&server, &post("/echo", &"b".repeat(length))), "HTTP/1.1 413 ");
            }
        }
    });
}

/// What the server drops is limited; the answer that is there already can be read all the same.
#[test]
fn a_body_without_end() {
    each_placement(|setup| {
        let server = setup.echo().limits(|limits| limits.body_limit = 1000).start();
        let mut client = server.client();
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nffffff\r\n").expect("sent");
        let block = vec![b'b'; 64 * 1024];
        let refused = (0..1000).find(|_| client.send(&block).is_err());
        assert!(refused.is_some_and(|blocks| blocks < 500), "{refused:?}");
        assert_eq!(client.response().expect("an answer").status, 413);
    });
}

#[test]
fn requests_behind_the_last_one() {
    each_placement(|setup| {
        let server =
            setup.text("/a", "yes").get("/none", |exchange| exchange.close().expect("not answered yet")).start();
        let last = get("/a").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        let behind = get("/a").repeat(10_000);
        for _ in 0..5 {
            expect_one(&exchange(&server, &(last.clone() + &behind)), "HTTP/1.1 200 ");
            expect_one(&exchange(&server, &("bad\r\n\r\n".to_owned() + &behind)), "HTTP/1.1 400 ");
            assert_eq!(exchange(&server, &(get("/none") + &behind)), "");
        }
    });
}

/// Only what is on its way is waited for.
#[test]
fn a_client_that_sends_nothing_more_is_left_at_once() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").start();
        let times = (0..5).map(|_| {
            let mut client = server.client();
            client.send(get("/a").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, 200);
            assert_eq!(client.rest().expect("the end"), b"");
            let start = std::time::Instant::now();
            eventually("the connection is gone", || server.0.stats().connections == 0);
            start.elapsed()
        });
        // One that is waited for takes two seconds.
        let fastest = times.min().expect("five");
        assert!(fastest < Duration::from_secs(1), "{fastest:?}");
    });
}

#[test]
fn a_client_that_stays_is_left_after_a_while() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").start();
        let mut client = server.client();
        client.send("bad\r\n\r\n").expect("sent");
        assert_eq!(client.response().expect("an answer").status, 400);
        assert_eq!(client.rest().expect("the end"), b"");
        // The client keeps its side open; the server does not wait for it for long.
        eventually("the connection is gone", || server.0.stats().connections == 0);
    });
}
