//! A server that closes while the client is still sending must not destroy its own last answer by a reset.

use support::server::{each_placement, get, post};

#[test]
fn a_body_above_the_limit() {
    each_placement(|setup| {
        let server = setup.echo().limits(|limits| limits.body_limit = 1000).start();
        for length in [1001, 100_000, 900_000] {
            for _ in 0..5 {
                let mut client = server.client();
                client.send(post("/echo", &"b".repeat(length))).expect("sent");
                let response = client.response().unwrap_or_else(|error| panic!("{length} bytes: {error}"));
                assert_eq!(response.status, 413);
                assert!(response.text().starts_with("{\"error\": "), "{}", response.text());
                assert_eq!(client.rest().expect("the end"), b"");
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
        let server = setup.text("/a", "yes").start();
        let last = get("/a").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n");
        for first in [last.as_str(), "bad\r\n\r\n"] {
            for _ in 0..5 {
                let mut client = server.client();
                client.send(first.to_owned() + &get("/a").repeat(10_000)).expect("sent");
                let response = client.response().unwrap_or_else(|error| panic!("{first:?}: {error}"));
                assert!(matches!(response.status, 200 | 400));
                assert_eq!(client.rest().expect("the end"), b"");
            }
        }
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
        support::server::eventually("the connection is gone", || server.0.stats().connections == 0);
    });
}
