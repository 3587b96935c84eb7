//! Changes of the protocol (RFC 9110 section 7.8): ignored unless a route takes them; then the rest of the connection
//! belongs to the other protocol.

use cerver_core::{
    events::CloseReason,
    http::{Fields, Request, Response, Route, content_type::ContentType, method::Method, status::Status},
    protocol::{Context, Protocol},
};
use std::{
    any::Any,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    time::Duration,
};
use support::server::{Setup, answer, each_placement, eventually, get};

/// Greets, and gives every line back with a prefix; after `bye` it closes.
struct Lines {
    prefix: String,
    closed: Arc<AtomicU32>,
}

impl Protocol for Lines {
    fn opened(&mut self, cx: &mut Context<'_>) {
        cx.output.write(b"hello\n");
        cx.set_deadline(if self.prefix == "late" { 500 } else { 600_000 });
    }

    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        let mut used = 0;
        for line in input.split_inclusive(|byte| *byte == b'\n').filter(|line| line.ends_with(b"\n")) {
            used += line.len();
            if line == b"bye\n" {
                cx.close();
            } else {
                cx.output.write(self.prefix.as_bytes());
                cx.output.write(line);
            }
        }
        used
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, left: usize) {
        cx.output.write(format!("{left} left\n").as_bytes());
        cx.close();
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        cx.output.write(b"too late\n");
        cx.close();
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        cx.output.write(b"the server stops\n");
        cx.close();
    }

    fn closed(&mut self, _reason: CloseReason, _local: &mut (dyn Any + Send)) {
        self.closed.fetch_add(1, Ordering::Relaxed);
    }
}

/// `/lines/:prefix` takes lines/1 and nothing else; `/both` has a page, too, and takes two protocols.
fn site(setup: Setup) -> (Setup, Arc<AtomicU32>) {
    let closed = Arc::new(AtomicU32::new(0));
    let count = Arc::clone(&closed);
    let upgrader = move |request: &mut Request, fields: &mut Fields| -> Result<Box<dyn Protocol>, Response> {
        let prefix = String::from_utf8_lossy(request.param(0).unwrap_or(b">")).into_owned();
        match prefix.as_str() {
            "wrong" => return Err(Response::with_body(Status::FORBIDDEN, ContentType::Txt, "not you")),
            "panic" => panic!("asked for by the test"),
            _ => {}
        }
        fields.add(b"X-Prefix", prefix.as_bytes()).expect("a valid value");
        Ok(Box::new(Lines { prefix, closed: Arc::clone(&count) }))
    };
    let upgrader: cerver_core::http::Upgrader = Arc::new(upgrader);
    let lines = Route::new("/lines/:prefix");
    lines.take_upgrade("lines/1", Arc::clone(&upgrader)).expect("a token");
    let both = Route::new("/both");
    both.handle(Method::Get, Arc::new(|exchange| answer(exchange, "a page")));
    both.take_upgrade("other", Arc::clone(&upgrader)).expect("a token");
    both.take_upgrade("lines/2", upgrader).expect("a token");
    (setup.text("/a", "plain").route(&lines).route(&both), closed)
}

fn ask(path: &str, protocols: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: h\r\nConnection: keep-alive, Upgrade\r\nUpgrade: {protocols}\r\n\r\n")
}

#[test]
fn the_connection_belongs_to_the_other_protocol() {
    each_placement(|setup| {
        let (setup, closed) = site(setup);
        let server = setup.start();
        let mut client = server.client();
        assert_eq!(client.get("/a").expect("an answer").text(), "plain");
        client.send(ask("/lines/x-", "LINES/1")).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.reason.as_str()), (101, "Switching Protocols"));
        assert_eq!((response.header("Upgrade"), response.header("Connection")), (Some("lines/1"), Some("upgrade")));
        assert_eq!((response.header("Content-Length"), response.header("Transfer-Encoding")), (None, None));
        assert_eq!(response.header("X-Prefix"), Some("x-"));
        assert_eq!(client.until(b"\n").expect("a line"), "hello\n");
        for line in ["GET / HTTP/1.1\r\n", "\r\n", "two\n"] {
            client.send(line).expect("sent");
            assert_eq!(client.until(b"\n").expect("a line"), format!("x-{line}"));
        }
        assert_eq!(closed.load(Ordering::Relaxed), 0);
        client.send("bye\n").expect("sent");
        assert_eq!(client.rest().expect("the end"), b"");
        eventually("the protocol is told", || closed.load(Ordering::Relaxed) == 1);
        assert_eq!((server.0.stats().requests, server.0.stats().responses), (2, 2));
    });
}

#[test]
fn what_came_with_the_request_is_for_the_other_protocol() {
    each_placement(|setup| {
        let (setup, _closed) = site(setup);
        let server = setup.start();
        let all = [get("/a"), ask("/lines/y", "lines/1"), "one\ntwo\nthr".to_owned()].concat();
        for cut in 0..=all.len() {
            let mut client = server.client();
            client.send(&all[..cut]).expect("sent");
            if cut == get("/a").len() {
                assert_eq!(client.response().expect("an answer").text(), "plain");
            }
            client.send(&all[cut..]).expect("sent");
            if cut != get("/a").len() {
                assert_eq!(client.response().expect("an answer").text(), "plain");
            }
            assert_eq!(client.response().expect("an answer").status, 101);
            assert_eq!(client.until(b"ytwo\n").expect("lines"), "hello\nyone\nytwo\n");
            client.finish().expect("sent");
            assert_eq!(client.rest().expect("the end"), b"3 left\n");
        }
    });
}

#[test]
fn a_route_may_have_a_page_and_several_protocols() {
    each_placement(|setup| {
        let (setup, _closed) = site(setup);
        let server = setup.start();
        for (wish, protocol) in [("lines/2", "lines/2"), ("x, lines/2 ,other", "lines/2"), ("other,lines/2", "other")] {
            let mut client = server.client();
            client.send(ask("/both", wish)).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.header("Upgrade")), (101, Some(protocol)), "{wish}");
        }
        let mut client = server.client();
        for request in [
            get("/both"),
            ask("/both", "h2c"),
            ask("/both", "lines/3"),
            ask("/both", "lines"),
            ask("/both", "lines/2").replace("Connection: keep-alive, Upgrade\r\n", ""),
            ask("/both", "lines/2").replace("HTTP/1.1", "HTTP/1.0"),
        ] {
            client.send(&request).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.text().as_str()), (200, "a page"), "{request}");
            assert_eq!(response.header("Upgrade"), None);
        }
        client.send(ask("/a", "lines/1")).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "plain", "a route that takes none ignores it");
    });
}

#[test]
fn a_request_that_is_the_last_one_cannot_change_the_protocol() {
    each_placement(|setup| {
        let (setup, _closed) = site(setup);
        let server = setup.limits(|limits| limits.keep_alive_requests = 2).start();
        let mut client = server.client();
        client.send(ask("/both", "lines/2").replace("keep-alive", "close")).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "a page");
        assert_eq!(client.rest().expect("the end"), b"");
        let mut client = server.client();
        client.send([get("/a"), ask("/both", "lines/2")].concat()).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "plain");
        assert_eq!(client.response().expect("an answer").text(), "a page");
        assert_eq!(client.rest().expect("the end"), b"");
        let mut client = server.client();
        let body = ask("/both", "lines/2").replace("\r\n\r\n", "\r\nContent-Length: 3\r\n\r\nabc");
        client.send(body).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "a page");
    });
}

#[test]
fn a_plain_request_for_another_protocol_is_told_which() {
    each_placement(|setup| {
        let (setup, _closed) = site(setup);
        let server = setup.start();
        let mut client = server.client();
        for request in [get("/lines/x"), ask("/lines/x", "lines/2")] {
            client.send(request).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.header("Upgrade")), (426, Some("lines/1")));
            assert_eq!(response.header("Connection"), Some("upgrade"));
        }
        client.send("POST /lines/x HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.header("Allow")), (405, Some("GET, OPTIONS")));
        assert_eq!(client.get("/lines").expect("an answer").status, 404);
        client.send(get("/lines/x").replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n")).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.header("Connection")), (426, Some("close, upgrade")));
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

#[test]
fn an_upgrade_may_be_refused() {
    each_placement(|setup| {
        let (setup, _closed) = site(setup);
        let server = setup.start();
        let mut client = server.client();
        client.send(ask("/lines/wrong", "lines/1")).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.text().as_str()), (403, "not you"));
        client.send(ask("/lines/panic", "lines/1")).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 500);
        assert_eq!(client.get("/a").expect("an answer").text(), "plain");
        assert_eq!(server.0.stats().handler_panics, 1);
    });
}

#[test]
fn time_and_stops_are_told_to_the_other_protocol() {
    each_placement(|setup| {
        let (setup, closed) = site(setup);
        let server = setup.options(|options| options.idle_timeout = Duration::from_millis(100)).start();
        let start = |path| {
            let mut client = server.client();
            client.send(ask(path, "lines/1")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, 101);
            assert_eq!(client.until(b"\n").expect("a line"), "hello\n");
            client
        };
        assert_eq!(start("/lines/late").rest().expect("the end"), b"too late\n");
        eventually("the protocol is told", || closed.load(Ordering::Relaxed) == 1);
        let mut client = start("/lines/b");
        server.0.drain(Duration::from_secs(5)).expect("it ends");
        assert_eq!(client.rest().expect("the end"), b"the server stops\n");
        assert_eq!(closed.load(Ordering::Relaxed), 2);
    });
}

#[test]
fn the_name_of_a_protocol_is_a_token() {
    let route = Route::new("/a");
    for name in ["", "a b", "a,b", "a/", "/1", "a/1/2", "a\r\nb"] {
        let upgrader: cerver_core::http::Upgrader = Arc::new(|_, _| Err(Response::default()));
        assert!(route.take_upgrade(name, upgrader).is_err(), "{name:?}");
    }
}
