//! HTTP through TLS: everything that works without it.

use crate::support::{Certificates, ONLY_12, ONLY_13, SecuredSetup, TlsClient, Trust, WAIT, expect_empty};
use cerver_core::{
    config::Listen,
    http::{Exchange, Fields, status::Status},
};
use std::{net::Ipv4Addr, thread};
use support::server::{answer, each_placement};

fn large() -> Vec<u8> {
    (0..3_000_000u32).map(|n| (n * 7 % 251) as u8).collect()
}

#[test]
fn requests_are_answered_in_both_versions() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let server = setup.secured(&files).text("/", "hello").echo().start();
        for (versions, version) in [(ONLY_12, "TLSv1_2"), (ONLY_13, "TLSv1_3")] {
            let config = Trust::of(&[&files]).with_versions(versions).config();
            let mut client = TlsClient::connect(server.port(), &config, "localhost");
            for _ in 0..3 {
                assert_eq!(client.get("/"), "hello");
            }
            assert_eq!(format!("{:?}", client.tls.protocol_version().unwrap()), version);
            // Answers of one write come in order.
            client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(20).as_bytes()).unwrap();
            for _ in 0..20 {
                assert_eq!(client.answer().1, b"hello");
            }
            let (head, body) =
                client.ask("POST /echo HTTP/1.1\r\nHost: h\r\nConnection: close\r\nContent-Length: 4\r\n\r\nbody");
            assert!(head.contains("200 OK") && body == b"body", "{head}");
            assert_eq!(client.rest().expect("a farewell"), b"");
        }
        expect_empty(&server);
        let stats = server.0.stats();
        assert_eq!((stats.tls_handshakes, stats.tls_failed), (2, 0));
    });
}

#[test]
fn large_bodies_go_both_ways() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let server = setup.secured(&files).echo().start();
        let body = large();
        for versions in [ONLY_12, ONLY_13] {
            let config = Trust::of(&[&files]).with_versions(versions).config();
            let mut client = TlsClient::connect(server.port(), &config, "localhost");
            for _ in 0..2 {
                let head = format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.len());
                client.send(head.as_bytes()).unwrap();
                client.send(&body).unwrap();
                let (head, echoed) = client.answer();
                assert!(head.contains("200 OK"), "{head}");
                assert!(echoed == body, "{} bytes came back", echoed.len());
            }
        }
    });
}

#[test]
fn streamed_answers_come_whole_and_end_with_a_farewell() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let handler = move |exchange: Exchange| {
            exchange.detach().unwrap();
            thread::spawn(move || {
                exchange.stream(Status::OK, &Fields::default()).unwrap();
                for piece in large().chunks(50_000) {
                    exchange.stream_wait(Some(WAIT)).unwrap();
                    exchange.stream_write(piece).unwrap();
                }
                exchange.stream_end().unwrap();
            });
        };
        let server = setup.secured(&files).get("/", handler).start();
        let config = Trust::of(&[&files]).config();
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        client.send(b"GET / HTTP/1.0\r\n\r\n").unwrap();
        let answer = client.rest().expect("a farewell");
        assert!(answer.ends_with(&large()), "{} bytes", answer.len());
    });
}

#[test]
fn a_request_knows_how_it_came() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let handler = |exchange: Exchange| {
            let text = match exchange.tls().unwrap() {
                Some(tls) => format!("{} {} {:?}", tls.version, tls.cipher, tls.server_name),
                None => "plain".to_owned(),
            };
            answer(exchange, text);
        };
        let plain = Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into());
        let server = setup.secured(&files).options(|options| options.listen.push(plain)).get("/", handler).start();
        let config = Trust::of(&[&files]).with_versions(ONLY_13).config();
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        let text = client.get("/");
        assert!(text.starts_with("TLSv1.3 TLS13_"), "{text}");
        assert!(text.ends_with(" Some(\"localhost\")"), "{text}");
        // A complete https address is for a secured connection only.
        let request = "GET https://localhost/ HTTP/1.1\r\nHost: localhost\r\n\r\n";
        assert_eq!(client.ask(request).1, text.as_bytes());
        assert_eq!(client.get("/"), text);
        let mut plain = support::http::Client::tcp(server.0.port(1).unwrap()).unwrap();
        assert_eq!(plain.get("/").unwrap().text(), "plain");
        plain.send(request.as_bytes()).unwrap();
        assert_eq!(plain.response().unwrap().status, 421);
    });
}

#[test]
fn a_client_may_end_its_side_and_still_get_its_answers() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let server = setup.secured(&files).text("/", "hello").start();
        let config = Trust::of(&[&files]).config();
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(3).as_bytes()).unwrap();
        client.say_farewell().unwrap();
        let answers = String::from_utf8(client.rest().expect("a farewell")).unwrap();
        assert_eq!(answers.matches("hello").count(), 3, "{answers}");
        expect_empty(&server);
    });
}

#[test]
fn a_graceful_stop_answers_what_was_asked() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let server = setup.secured(&files).text("/", "hello").start();
        let config = Trust::of(&[&files]).config();
        let mut idle = TlsClient::connect(server.port(), &config, "localhost");
        assert_eq!(idle.get("/"), "hello");
        let mut busy = TlsClient::connect(server.port(), &config, "localhost");
        busy.shake().unwrap();
        busy.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n".repeat(2).as_bytes()).unwrap();
        server.0.stop().unwrap();
        assert_eq!(idle.rest().expect("a farewell"), b"");
        let answers = String::from_utf8(busy.rest().expect("a farewell")).unwrap();
        assert_eq!(answers.matches("hello").count(), 2, "{answers}");
    });
}
