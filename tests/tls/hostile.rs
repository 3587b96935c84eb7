//! Clients that are slow, broken or many.

use crate::support::{Certificates, ONLY_13, SecuredSetup, TlsClient, Trust, expect_empty, socket};
use cerver_core::{
    config::{CertificateFiles, Placement},
    http::{App, Exchange},
};
use socket2::SockRef;
use std::{
    io::{Read, Write},
    net::Shutdown,
    sync::Arc,
    thread,
    time::Duration,
};
use support::server::{Setup, TestServer, answer, each_placement, eventually};

fn server(files: &CertificateFiles, change: impl FnOnce(Setup) -> Setup) -> TestServer {
    change(Setup::new(Placement::Reactor).secured(files).text("/", "hello").echo()).start()
}

/// The first message of a client.
fn hello(files: &CertificateFiles) -> Vec<u8> {
    let config = Trust::of(&[files]).with_versions(ONLY_13).config();
    let name = "localhost".try_into().unwrap();
    let mut tls = rustls::ClientConnection::new(config, name).unwrap();
    let mut bytes = Vec::new();
    tls.write_tls(&mut bytes).unwrap();
    bytes
}

fn rest(mut socket: &std::net::TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    // A reset is an end, too.
    let _ = socket.read_to_end(&mut all);
    all
}

#[test]
fn http_without_tls_is_told_so() {
    let (_folder, files) = Certificates::localhost();
    let server = server(&files, |setup| setup);
    for request in
        ["GET / HTTP/1.1\r\nHost: h\r\n\r\n", "G", "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n123"]
    {
        let client = socket(server.port());
        (&client).write_all(request.as_bytes()).unwrap();
        let answer = String::from_utf8(rest(&client)).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\nDate: "), "{answer}");
        assert!(
            answer.ends_with("\r\n\r\n{\"error\": \"This port speaks HTTPS: ask for an https address.\"}"),
            "{answer}"
        );
    }
    let client = socket(server.port());
    (&client).write_all(b"HEAD / HTTP/1.1\r\n").unwrap();
    assert!(rest(&client).ends_with(b"\r\n\r\n"), "no body");
    expect_empty(&server);
    assert_eq!((server.0.stats().tls_failed, server.0.stats().requests), (4, 0));
}

#[test]
fn garbage_gets_an_alert_and_an_end() {
    let (_folder, files) = Certificates::localhost();
    let server = server(&files, |setup| setup);
    let mut bent = hello(&files);
    bent[5] = 0x63;
    for garbage in [
        &b"\x00\x01\x02\x03\x04\x05\x06\x07"[..],
        b"\x16\x03\x01\xff\xff....",
        b"\x80\x2e\x01\x03\x01\x00",
        b"ssh-2.0\r\n",
        &bent,
    ] {
        let client = socket(server.port());
        (&client).write_all(garbage).unwrap();
        let end = rest(&client);
        // A fatal alert: type 21, version, length 2, level 2.
        assert!(end.len() == 7 && end[0] == 21 && end[5] == 2, "{garbage:x?}: {end:x?}");
    }
    expect_empty(&server);
    assert_eq!(server.0.stats().tls_failed, 5);
    let config = Trust::of(&[&files]).config();
    assert_eq!(TlsClient::connect(server.port(), &config, "localhost").get("/"), "hello");
}

#[test]
fn a_slow_handshake_is_cut_off() {
    let (_folder, files) = Certificates::localhost();
    let (limit, hello) = (Duration::from_millis(500), hello(&files));
    let server = server(&files, |setup| setup.tls(|tls| tls.handshake_timeout = limit));
    let silent = socket(server.port());
    let slow = socket(server.port());
    (&slow).write_all(&hello[..20]).unwrap();
    let half = socket(server.port());
    (&half).write_all(&hello).unwrap();
    assert_eq!(rest(&silent), b"");
    assert_eq!(rest(&slow), b"");
    assert!(!rest(&half).is_empty(), "the server's part");
    expect_empty(&server);
    assert_eq!((server.0.stats().timeouts, server.0.stats().tls_failed), (3, 3));
}

#[test]
fn a_handshake_has_a_limit_of_bytes() {
    let (_folder, files) = Certificates::localhost();
    let server = server(&files, |setup| setup.tls(|tls| tls.handshake_bytes = 4096));
    let client = socket(server.port());
    // The beginning of one long message in many records.
    let mut record = vec![22, 3, 1, 4, 0];
    record.resize(5 + 1024, 0);
    record[5..9].copy_from_slice(&[1, 0, 0xf0, 0]);
    for _ in 0..300 {
        if (&client).write_all(&record).is_err() {
            break;
        }
        record[5..9].fill(0);
    }
    rest(&client);
    expect_empty(&server);
    assert!(server.0.stats().bytes_received < 200 * 1024, "{:?}", server.0.stats());
    assert_eq!(server.0.stats().tls_failed, 1);
}

#[test]
fn clients_may_come_byte_by_byte_and_leave_at_any_place() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let server = setup.secured(&files).text("/", "hello").start();
        let hello = hello(&files);
        for end in [1, 4, 5, 6, 60, hello.len() - 1, hello.len()] {
            for resets in [false, true] {
                let client = socket(server.port());
                for byte in hello[..end].iter().take(30) {
                    (&client).write_all(&[*byte]).unwrap();
                }
                (&client).write_all(&hello[end.min(30)..end]).unwrap();
                if resets {
                    SockRef::from(&client).set_linger(Some(Duration::ZERO)).unwrap();
                } else {
                    client.shutdown(Shutdown::Write).unwrap();
                    rest(&client);
                }
            }
        }
        let config = Trust::of(&[&files]).config();
        assert_eq!(TlsClient::connect(server.port(), &config, "localhost").get("/"), "hello");
        expect_empty(&server);
    });
}

#[test]
fn records_that_were_changed_end_the_connection() {
    let (_folder, files) = Certificates::localhost();
    let server = server(&files, |setup| setup);
    let config = Trust::of(&[&files]).config();
    let mut client = TlsClient::connect(server.port(), &config, "localhost");
    assert_eq!(client.get("/"), "hello");
    client.tls.writer().write_all(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let mut bytes = Vec::new();
    client.tls.write_tls(&mut bytes).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    client.socket.write_all(&bytes).unwrap();
    let error = client.rest().expect_err("an alert").to_string();
    assert!(error.contains("BadRecordMac"), "{error}");
    expect_empty(&server);
    assert_eq!(server.0.stats().requests, 1);
}

#[test]
fn many_handshakes_at_once_wait_for_their_turn() {
    let (_folder, files) = Certificates::localhost();
    for per_turn in [1, 3] {
        let server = server(&files, |setup| setup.tls(|tls| tls.handshakes_per_turn = per_turn));
        let config = Trust::of(&[&files]).config();
        let mut there = TlsClient::connect(server.port(), &config, "localhost");
        assert_eq!(there.get("/"), "hello");
        let mut clients: Vec<_> = (0..40)
            .map(|_| {
                let mut client = TlsClient::connect(server.port(), &config, "localhost");
                client.tls.write_tls(&mut client.socket).unwrap();
                client
            })
            .collect();
        assert_eq!(there.get("/"), "hello");
        for client in &mut clients {
            assert_eq!(client.get("/"), "hello");
        }
        // Half of them leave while they wait.
        for _ in 0..20 {
            let client = socket(server.port());
            (&client).write_all(&hello(&files)).unwrap();
        }
        assert_eq!(TlsClient::connect(server.port(), &config, "localhost").get("/"), "hello");
        drop((clients, there));
        expect_empty(&server);
        assert_eq!(server.0.stats().tls_handshakes, 42);
    }
}

#[test]
fn a_request_body_that_breaks_off_reaches_no_handler() {
    let (_folder, files) = Certificates::localhost();
    each_placement(|setup| {
        let server = setup.secured(&files).echo().start();
        let config = Trust::of(&[&files]).config();
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        client.send(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\n\r\n12345").unwrap();
        client.socket.shutdown(Shutdown::Write).unwrap();
        let _ = client.rest();
        expect_empty(&server);
        assert_eq!(server.0.stats().responses, 0);
    });
}

#[test]
fn answers_of_others_are_waited_for_while_a_client_pauses() {
    let (_folder, files) = Certificates::localhost();
    let body: Arc<Vec<u8>> = Arc::new(vec![7; 8 << 20]);
    each_placement(|setup| {
        let body = Arc::clone(&body);
        let handler = move |exchange: Exchange| answer(exchange, body.as_slice());
        let server = setup.secured(&files).get("/large", handler).text("/", "hello").start();
        let config = Trust::of(&[&files]).config();
        let mut clients: Vec<_> = (0..4)
            .map(|_| {
                let mut client = TlsClient::connect(server.port(), &config, "localhost");
                client.send(b"GET /large HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
                client
            })
            .collect();
        assert_eq!(TlsClient::connect(server.port(), &config, "localhost").get("/"), "hello");
        for client in &mut clients {
            assert!(client.answer().1.iter().all(|byte| *byte == 7));
            assert_eq!(client.answer().1, b"hello");
        }
    });
}

#[test]
fn an_application_that_serves_nothing_is_secured_too() {
    let (_folder, files) = Certificates::localhost();
    let _ = App::new();
    let server = server(&files, |setup| setup.options(|options| options.reactors = 3));
    let config = Trust::of(&[&files]).config();
    let loads: Vec<_> = (0..6)
        .map(|_| {
            let (config, port) = (Arc::clone(&config), server.port());
            thread::spawn(move || {
                for _ in 0..10 {
                    assert_eq!(TlsClient::connect(port, &config, "localhost").get("/"), "hello");
                }
            })
        })
        .collect();
    loads.into_iter().for_each(|load| load.join().unwrap());
    eventually("all were counted", || server.0.stats().tls_handshakes == 60);
}
