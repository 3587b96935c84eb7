//! Which certificate a client gets, what is said of bad files, and new ones without an interruption.

use crate::support::{Certificates, ONLY_13, SecuredSetup, TlsClient, Trust};
use cerver_core::{
    config::{CertificateFiles, Listen, Options, Placement, TlsOptions},
    error::Code,
    http::App,
    server::Server,
    tls::check_files,
};
use std::{
    fs,
    net::Ipv4Addr,
    os::unix::fs::PermissionsExt,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
};
use support::server::Setup;

/// The certificate that the server shows to a client who asks for `name`, as DER.
fn shown(port: u16, trust: &Trust, name: &str) -> Vec<u8> {
    let mut client = TlsClient::connect(port, &trust.config(), name);
    client.shake().unwrap_or_else(|error| panic!("{name}: {error}"));
    client.tls.peer_certificates().unwrap()[0].to_vec()
}

fn der(files: &CertificateFiles) -> Vec<u8> {
    use rustls::pki_types::{CertificateDer, pem::PemObject};
    CertificateDer::from_pem_file(&files.chain).unwrap().to_vec()
}

#[test]
fn a_client_gets_the_certificate_of_the_name_it_asks_for() {
    let folder = Certificates::new();
    let first = folder.own("first", "first.example", "ec", 30);
    let second = folder.own("second", "second.example,*.many.example", "ec", 30);
    let rsa = folder.own("rsa", "second.example", "rsa:2048", 30);
    let server = Setup::new(Placement::Reactor)
        .secured(&first)
        .tls(|tls| tls.certificates.extend([second.clone(), rsa.clone()]))
        .text("/", "hello")
        .start();
    let trust = Trust::of(&[&first, &second, &rsa]);
    let port = server.port();
    assert_eq!(shown(port, &trust, "first.example"), der(&first));
    assert_eq!(shown(port, &trust, "SECOND.example"), der(&second));
    assert_eq!(shown(port, &trust, "a.many.example"), der(&second));
    for name in ["other.example", "many.example", "a.b.many.example"] {
        // The first one, which a client that looks at names does not take.
        let mut client = TlsClient::connect(port, &trust.config(), name);
        let error = client.shake().expect_err("another's certificate").to_string();
        assert!(error.contains("certificate"), "{name}: {error}");
    }
}

#[test]
fn bad_files_are_named_with_what_must_be_done() {
    let folder = Certificates::new();
    let good = folder.own("good", "localhost", "ec", 30);
    let other = folder.own("other", "localhost", "ec", 30);
    let text = folder.path("text.pem");
    fs::write(&text, "no PEM\n").unwrap();
    let broken = folder.path("broken.pem");
    fs::write(&broken, "-----BEGIN CERTIFICATE-----\nMAA=\n-----END CERTIFICATE-----\n").unwrap();
    let encrypted = folder.path("encrypted.key");
    fs::write(&encrypted, "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMAA=\n-----END ENCRYPTED PRIVATE KEY-----\n")
        .unwrap();
    let large = folder.path("large.pem");
    fs::write(&large, vec![b'\n'; 2 << 20]).unwrap();
    let missing = folder.path("missing.pem");
    let here = folder.path("");
    let pipe = folder.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    for (chain, key, expected) in [
        (&missing, &good.key, "does not exist"),
        (&good.chain, &missing, "does not exist"),
        (&text, &good.key, "has no -----BEGIN CERTIFICATE-----"),
        (&good.chain, &text, "has no -----BEGIN PRIVATE KEY-----"),
        (&good.chain, &good.chain, "has no -----BEGIN PRIVATE KEY-----"),
        (&broken, &good.key, "malformed"),
        (&good.chain, &encrypted, "is encrypted"),
        (&good.chain, &other.key, "does not belong to"),
        (&large, &good.key, "longer than 1 MiB"),
        (&here, &good.key, "it is no file"),
        (&pipe, &good.key, "it is no file"),
        (&good.chain, &pipe, "it is no file"),
    ] {
        let error = check_files(chain, key).expect_err(expected);
        assert_eq!(error.code(), Code::Tls, "{error}");
        assert!(error.message().contains(expected), "{error}");
        assert!(error.message().contains(folder.path("").to_str().unwrap()), "which file: {error}");
    }
    check_files(&good.chain, &good.key).expect("good ones");
    let listen = || vec![Listen::Tls(Box::new(Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())))];
    let tls = TlsOptions {
        certificates: vec![CertificateFiles { chain: missing.clone(), key: good.key.clone() }],
        ..TlsOptions::default()
    };
    let server = Server::new("bad", Options { listen: listen(), tls, ..Options::default() }, App::new());
    assert_eq!(server.start().expect_err("refused").code(), Code::Tls);
    let server = Server::new("none", Options { listen: listen(), ..Options::default() }, App::new());
    assert_eq!(server.start().expect_err("refused").code(), Code::State);
    assert_eq!(server.reload_tls().expect_err("refused").code(), Code::State);
}

#[test]
fn a_file_without_the_right_to_read_it_is_told_from_a_missing_one() {
    let folder = Certificates::new();
    let files = folder.own("hidden", "localhost", "ec", 30);
    fs::set_permissions(&files.key, fs::Permissions::from_mode(0o000)).unwrap();
    match check_files(&files.chain, &files.key) {
        Err(error) => assert!(error.message().contains("give the server's user the right to"), "{error}"),
        Ok(()) => assert!(fs::read(&files.key).is_ok(), "only a user who may read everything can read it"),
    }
}

#[test]
fn new_certificates_are_taken_while_requests_go_on() {
    let folder = Certificates::new();
    let files = folder.own("server", "localhost", "ec", 30);
    let (old, trust) = (der(&files), Trust::of(&[&files]));
    let server = Setup::new(Placement::Pool { threads: 2 }).secured(&files).text("/", "hello").start();
    let port = server.port();
    let mut open = TlsClient::connect(port, &trust.config(), "localhost");
    assert_eq!(open.get("/"), "hello");
    // A file that is of no use changes nothing.
    fs::write(&files.key, "nothing").unwrap();
    assert_eq!(server.0.reload_tls().expect_err("refused").code(), Code::Tls);
    assert_eq!(shown(port, &trust, "localhost"), old);

    folder.own("server", "localhost", "ec", 30);
    let both = {
        let mut roots = (*trust.roots).clone();
        roots.extend(Trust::of(&[&files]).roots.roots.iter().cloned());
        Trust { roots: Arc::new(roots), ..trust }
    };
    let stop = Arc::new(AtomicBool::new(false));
    let load: Vec<_> = (0..3)
        .map(|_| {
            let (stop, trust) = (Arc::clone(&stop), both.clone());
            thread::spawn(move || {
                let mut count = 0;
                while !stop.load(Ordering::Relaxed) {
                    let mut client = TlsClient::connect(port, &trust.config(), "localhost");
                    assert_eq!(client.get("/"), "hello");
                    count += 1;
                }
                count
            })
        })
        .collect();
    for _ in 0..20 {
        server.0.reload_tls().expect("good files");
    }
    assert_eq!(shown(port, &both, "localhost"), der(&files), "the new one");
    assert_eq!(open.get("/"), "hello", "an open connection goes on");
    stop.store(true, Ordering::Relaxed);
    let count: i32 = load.into_iter().map(|load| load.join().expect("no request failed")).sum();
    assert!(count > 0);
}

#[test]
fn tickets_survive_a_reload() {
    let (_folder, files) = Certificates::localhost();
    let server = Setup::new(Placement::Reactor).secured(&files).text("/", "hello").start();
    let config = Trust::of(&[&files]).with_versions(ONLY_13).config();
    assert_eq!(TlsClient::connect(server.port(), &config, "localhost").get("/"), "hello");
    server.0.reload_tls().unwrap();
    let mut again = TlsClient::connect(server.port(), &config, "localhost");
    assert_eq!(again.get("/"), "hello");
    assert_eq!(again.tls.handshake_kind(), Some(rustls::HandshakeKind::Resumed));
}
