//! Files through TLS: read and ciphered piece by piece as the client takes them.

use crate::support::{Certificates, ONLY_12, ONLY_13, SecuredSetup, TlsClient, Trust, expect_empty};
use std::{
    fs::{self, File},
    io::Read,
};
use support::{
    server::{each_placement, eventually},
    temp::TempDir,
};

const LENGTH: usize = 5_000_000;

fn content() -> Vec<u8> {
    crate::support::content(LENGTH)
}

#[test]
fn a_file_and_its_parts_come_whole() {
    let (_folder, files) = Certificates::localhost();
    let folder = TempDir::new("tls-files");
    fs::write(folder.path().join("large"), content()).unwrap();
    each_placement(|setup| {
        let server = setup.secured(&files).app(|app| app.add_folder(folder.path()).unwrap()).text("/", "hello").start();
        for versions in [ONLY_12, ONLY_13] {
            let config = Trust::of(&[&files]).with_versions(versions).config();
            let mut client = TlsClient::connect(server.port(), &config, "localhost");
            let (head, body) = client.ask("GET /large HTTP/1.1\r\nHost: h\r\n\r\n");
            assert!(body == content(), "{head}");
            let (head, body) = client.ask("GET /large HTTP/1.1\r\nHost: h\r\nRange: bytes=1000-3000000\r\n\r\n");
            assert!(head.contains("206") && body == content()[1000..=3_000_000], "{head}");
            let both = "GET /large HTTP/1.1\r\nHost: h\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
            assert!(client.ask(both).1 == content());
            assert_eq!(client.answer().1, b"hello");
            assert_eq!(client.rest().expect("a farewell"), b"");
        }
    });
}

/// A file of which nothing is left to be ciphered when it was asked for holds nobody up: the requests behind it are answered,
/// those that came with it and those that come later.
#[test]
fn requests_behind_a_file_of_any_size_are_answered() {
    let (_folder, files) = Certificates::localhost();
    let folder = TempDir::new("tls-files");
    let lengths = [1, 8 * 1024, 8 * 1024 + 1, 20_000, 64 * 1024, 100_000, 200_000, 300_000];
    for length in lengths {
        fs::write(folder.path().join(length.to_string()), &content()[..length]).unwrap();
    }
    each_placement(|setup| {
        let server = setup.secured(&files).app(|app| app.add_folder(folder.path()).unwrap()).text("/", "hello").start();
        let config = Trust::of(&[&files]).config();
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        for length in lengths {
            let file = format!("GET /{length} HTTP/1.1\r\nHost: h\r\n\r\n");
            let (head, body) = client.ask(&file);
            assert!(body == content()[..length], "{head}");
            assert_eq!(client.get("/"), "hello", "behind {length} bytes");
            assert_eq!(client.ask(&file.repeat(5)).1.len(), length);
            for _ in 1..5 {
                assert_eq!(client.answer().1.len(), length);
            }
        }
    });
}

#[test]
fn a_client_that_reads_nothing_gets_no_more_than_the_marks_allow() {
    let (_folder, files) = Certificates::localhost();
    let folder = TempDir::new("tls-files");
    let file = File::create(folder.path().join("huge")).unwrap();
    file.set_len(1 << 32).unwrap();
    each_placement(|setup| {
        let server = setup.secured(&files).app(|app| app.add_folder(folder.path()).unwrap()).text("/", "hello").start();
        let config = Trust::of(&[&files]).config();
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        client.send(b"GET /huge HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
        let mut first = [0; 1000];
        assert!(client.read(&mut first).unwrap() > 0);
        let mut other = TlsClient::connect(server.port(), &config, "localhost");
        assert_eq!(other.get("/"), "hello");
        let sent = server.0.stats().bytes_sent;
        assert!(sent < 64 << 20, "{sent} bytes for a client that reads nothing");
        drop((client, other));
        expect_empty(&server);
    });
}

#[test]
fn a_file_that_becomes_shorter_is_seen_as_cut_off() {
    let (_folder, files) = Certificates::localhost();
    let folder = TempDir::new("tls-files");
    let path = folder.path().join("shrinking");
    let server = support::server::Setup::new(cerver_core::config::Placement::Reactor)
        .secured(&files)
        .app(|app| app.add_folder(folder.path()).unwrap())
        .start();
    File::create(&path).unwrap().set_len(256 << 20).unwrap();
    let config = Trust::of(&[&files]).config();
    let mut client = TlsClient::connect(server.port(), &config, "localhost");
    client.send(b"GET /shrinking HTTP/1.1\r\nHost: h\r\n\r\n").unwrap();
    let mut first = [0; 1000];
    assert!(client.read(&mut first).unwrap() > 0);
    eventually("the server waits for the client", || {
        let before = server.0.stats().bytes_sent;
        std::thread::yield_now();
        before > 0 && before == server.0.stats().bytes_sent
    });
    File::options().write(true).open(&path).unwrap().set_len(1000).unwrap();
    client.rest().expect_err("no farewell behind a part of a file");
}
