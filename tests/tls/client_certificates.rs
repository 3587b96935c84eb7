//! Certificates that clients show.

use crate::support::{Certificates, ONLY_12, ONLY_13, SecuredSetup, TlsClient, Trust};
use cerver_core::{
    config::{CertificateFiles, ClientAuth},
    error::Code,
    http::Exchange,
};
use rustls::pki_types::{CertificateDer, pem::PemObject};
use support::server::{Setup, answer, each_placement};

struct Names {
    folder: Certificates,
    server: CertificateFiles,
    authority: CertificateFiles,
    alice: CertificateFiles,
    stranger: CertificateFiles,
}

impl Names {
    fn make() -> Self {
        let folder = Certificates::new();
        let (server, authority) = (folder.own("server", "localhost", "ec", 30), folder.authority("clients"));
        let alice = folder.issue(&authority, "alice", "/O=Example, Inc./CN=alice");
        let other = folder.authority("others");
        let stranger = folder.issue(&other, "mallory", "/CN=mallory");
        Self { folder, server, authority, alice, stranger }
    }

    fn setup(&self, setup: Setup, auth: ClientAuth) -> Setup {
        let handler = |exchange: Exchange| {
            let tls = exchange.tls().unwrap().expect("a secured connection");
            let peer = tls.peer.as_ref().map(|peer| format!("{} {}", peer.subject, peer.certificate.len()));
            answer(exchange, peer.unwrap_or_else(|| "nobody".to_owned()));
        };
        setup.secured(&self.server).get("/", handler).tls(|tls| {
            tls.client_auth = auth;
            tls.client_ca = Some(self.authority.chain.clone());
        })
    }

    fn trust(&self, own: Option<&CertificateFiles>) -> Trust {
        Trust { own: own.cloned(), ..Trust::of(&[&self.server]) }
    }
}

/// What comes of a request.
fn ask(port: u16, trust: &Trust) -> Result<String, String> {
    let mut client = TlsClient::connect(port, &trust.config(), "localhost");
    client.send(b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n").map_err(|error| error.to_string())?;
    let answer = client.rest().map_err(|error| error.to_string())?;
    let answer = String::from_utf8(answer).unwrap();
    Ok(answer.split("\r\n\r\n").nth(1).unwrap_or_default().to_owned())
}

#[test]
fn who_has_come_is_known_to_the_handler() {
    let names = Names::make();
    let length = CertificateDer::from_pem_file(&names.alice.chain).unwrap().len();
    let alice = format!("CN=alice,O=Example\\, Inc. {length}");
    each_placement(|setup| {
        let server = names.setup(setup, ClientAuth::Optional).start();
        for versions in [ONLY_12, ONLY_13] {
            let port = server.port();
            let own = names.trust(Some(&names.alice)).with_versions(versions);
            assert_eq!(ask(port, &own), Ok(alice.clone()));
            assert_eq!(ask(port, &names.trust(None).with_versions(versions)), Ok("nobody".to_owned()));
            ask(port, &names.trust(Some(&names.stranger)).with_versions(versions)).expect_err("a bad one");
        }
        assert_eq!(server.0.stats().tls_failed, 2);
    });
}

#[test]
fn without_a_good_certificate_nobody_comes_in() {
    let names = Names::make();
    let server = names.setup(Setup::new(cerver_core::config::Placement::Reactor), ClientAuth::Required).start();
    for versions in [ONLY_12, ONLY_13] {
        for own in [None, Some(&names.stranger)] {
            let error = ask(server.port(), &names.trust(own).with_versions(versions)).expect_err("refused");
            assert!(error.contains("alert"), "{error}");
        }
        ask(server.port(), &names.trust(Some(&names.alice)).with_versions(versions)).expect("a good one");
    }
    assert_eq!(server.0.stats().requests, 2);
}

#[test]
fn a_ticket_brings_the_certificate_along_until_a_reload() {
    let names = Names::make();
    let server = names.setup(Setup::new(cerver_core::config::Placement::Reactor), ClientAuth::Required).start();
    let config = names.trust(Some(&names.alice)).config();
    let kinds: Vec<_> = (0..3)
        .map(|round| {
            if round == 2 {
                server.0.reload_tls().unwrap();
            }
            let mut client = TlsClient::connect(server.port(), &config, "localhost");
            assert!(client.get("/").starts_with("CN=alice"));
            client.tls.handshake_kind().unwrap()
        })
        .collect();
    assert_eq!(kinds, [rustls::HandshakeKind::Full, rustls::HandshakeKind::Resumed, rustls::HandshakeKind::Full]);
}

#[test]
fn the_authority_must_be_there() {
    let names = Names::make();
    for (file, code) in [(None, Code::State), (Some(names.folder.path("missing.pem")), Code::Tls)] {
        let setup = names.setup(Setup::new(cerver_core::config::Placement::Reactor), ClientAuth::Optional);
        let server = setup.tls(|tls| tls.client_ca = file).build();
        assert_eq!(server.0.start().expect_err("refused").code(), code);
    }
}
