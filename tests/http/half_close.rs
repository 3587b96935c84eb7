//! Clients that end their side before the answer: what they asked for whole is answered.

use parking_lot::Mutex;
use std::sync::mpsc::channel;
use support::server::{answer, each_placement, eventually, get, post};

#[test]
fn a_request_and_the_end_in_one_go() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").echo().start();
        for round in 0..50 {
            let mut client = server.client();
            client.send(if round % 2 == 0 { get("/a") } else { post("/echo", "yes") }).expect("sent");
            client.finish().expect("sent");
            assert_eq!(client.response().expect("an answer").text(), "yes");
            assert_eq!(client.rest().expect("the end"), b"");
        }
    });
}

#[test]
fn many_requests_and_the_end_in_one_go() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").start();
        for count in [2, 16, 1000] {
            let mut client = server.client();
            client.send(get("/a").repeat(count)).expect("sent");
            client.finish().expect("sent");
            for number in 0..count {
                let response = client.response().unwrap_or_else(|error| panic!("{number} of {count}: {error}"));
                assert_eq!(response.text(), "yes");
            }
            assert_eq!(client.rest().expect("the end"), b"");
        }
    });
}

#[test]
fn the_end_comes_while_the_handler_works() {
    each_placement(|setup| {
        let (sender, exchanges) = channel();
        let sender = Mutex::new(sender);
        let server = setup
            .get("/late", move |exchange| {
                exchange.detach().expect("not answered yet");
                sender.lock().send(exchange).expect("the test goes on");
            })
            .start();
        let mut client = server.client();
        client.send(get("/late")).expect("sent");
        let exchange = exchanges.recv().expect("a request");
        client.finish().expect("sent");
        // A request on another connection has made the round through the reactor.
        let mut other = server.client();
        assert_eq!(other.get("/nothing").expect("an answer").status, 404);
        answer(exchange, "late");
        assert_eq!(client.response().expect("an answer").text(), "late");
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

#[test]
fn half_a_request_is_not_answered() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").echo().start();
        for half in [
            "",
            "GET",
            "GET /a HTTP/1.1\r\nHost: h\r\n",
            "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nab",
        ] {
            for before in [0, 2] {
                let mut client = server.client();
                client.send(get("/a").repeat(before) + half).expect("sent");
                client.finish().expect("sent");
                for _ in 0..before {
                    assert_eq!(client.response().expect("an answer").text(), "yes");
                }
                assert_eq!(client.rest().expect("the end"), b"", "{half:?}");
            }
        }
        let chunked = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n0\r\n";
        let mut client = server.client();
        client.send(chunked).expect("sent");
        client.finish().expect("sent");
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

/// The client takes the answers only after its end has been seen, and the server may not keep many.
#[test]
fn many_large_answers_after_the_end() {
    each_placement(|setup| {
        let server = setup
            .options(|options| (options.send_high, options.send_low) = (50_000, 10_000))
            .get("/big", |exchange| answer(exchange, [b'x'; 20_000]))
            .start();
        let mut client = server.client();
        client.send(get("/big").repeat(1000)).expect("sent");
        client.finish().expect("sent");
        eventually("the first answers are under way", || server.0.stats().responses > 10);
        for number in 0..1000 {
            let response = client.response().unwrap_or_else(|error| panic!("answer {number}: {error}"));
            assert_eq!(response.body.len(), 20_000);
        }
        assert_eq!(client.rest().expect("the end"), b"");
    });
}
