//! Sessions that are resumed, versions, and application protocols.

use crate::support::{BOTH, Certificates, ONLY_12, ONLY_13, SecuredSetup, TlsClient, Trust};
use cerver_core::config::{Placement, TlsVersion};
use rustls::HandshakeKind::{Full, Resumed};
use support::server::Setup;

fn kinds(tickets: bool, versions: &'static [&'static rustls::SupportedProtocolVersion]) -> Vec<rustls::HandshakeKind> {
    let (_folder, files) = Certificates::localhost();
    let setup = Setup::new(Placement::Reactor).secured(&files).tls(|tls| tls.tickets = tickets);
    let server = setup.text("/", "hello").start();
    let config = Trust::of(&[&files]).with_versions(versions).config();
    let kinds = (0..3).map(|_| {
        let mut client = TlsClient::connect(server.port(), &config, "localhost");
        assert_eq!(client.get("/"), "hello");
        client.tls.handshake_kind().unwrap()
    });
    let kinds: Vec<_> = kinds.collect();
    let resumed = kinds.iter().filter(|kind| **kind == Resumed).count() as u64;
    assert_eq!((server.0.stats().tls_handshakes, server.0.stats().tls_resumed), (3, resumed));
    kinds
}

#[test]
fn sessions_are_resumed_by_tickets() {
    for versions in [ONLY_12, ONLY_13] {
        assert_eq!(kinds(true, versions), [Full, Resumed, Resumed]);
    }
}

#[test]
fn without_tickets_every_handshake_is_a_full_one() {
    for versions in [ONLY_12, ONLY_13] {
        assert_eq!(kinds(false, versions), [Full, Full, Full]);
    }
}

#[test]
fn the_oldest_version_is_an_option() {
    let (_folder, files) = Certificates::localhost();
    let setup = Setup::new(Placement::Reactor).secured(&files).tls(|tls| tls.min_version = TlsVersion::Tls13);
    let server = setup.text("/", "hello").start();
    let trust = Trust::of(&[&files]);
    for versions in [ONLY_13, BOTH] {
        let mut client =
            TlsClient::connect(server.port(), &trust.clone().with_versions(versions).config(), "localhost");
        assert_eq!(client.get("/"), "hello");
    }
    let mut old = TlsClient::connect(server.port(), &trust.with_versions(ONLY_12).config(), "localhost");
    assert!(old.shake().expect_err("refused").to_string().contains("ProtocolVersion"));
}

/// What is agreed on when the client offers these.
fn agreed(own: Option<&[&str]>, offered: &[&str]) -> Result<Option<Vec<u8>>, String> {
    let (_folder, files) = Certificates::localhost();
    let bytes = |names: &[&str]| names.iter().map(|name| name.as_bytes().to_vec()).collect::<Vec<_>>();
    let setup = Setup::new(Placement::Reactor).secured(&files).tls(|tls| tls.alpn = own.map(bytes));
    let server = setup.text("/", "hello").start();
    let trust = Trust { alpn: bytes(offered), ..Trust::of(&[&files]) };
    let mut client = TlsClient::connect(server.port(), &trust.config(), "localhost");
    client.shake().map_err(|error| error.to_string())?;
    Ok(client.tls.alpn_protocol().map(<[u8]>::to_vec))
}

#[test]
fn application_protocols_are_agreed_on() {
    let http = || Ok(Some(b"http/1.1".to_vec()));
    assert_eq!(agreed(None, &["h2", "http/1.1"]), http());
    assert_eq!(agreed(None, &["http/1.0", "http/1.1"]), http());
    assert_eq!(agreed(None, &[]), Ok(None));
    assert!(agreed(None, &["h2"]).expect_err("refused").contains("NoApplicationProtocol"));
    assert_eq!(agreed(Some(&["mine/2", "mine/1"]), &["mine/1", "mine/2"]), Ok(Some(b"mine/2".to_vec())));
    assert!(agreed(Some(&["mine"]), &["http/1.1"]).is_err());
    assert_eq!(agreed(Some(&[]), &["anything"]), Ok(None));
}
