//! Programs that other people made: openssl, curl, sslscan.

use crate::support::{Certificates, SecuredSetup, WAIT, expect_empty};
use cerver_core::config::Placement;
use std::process::Command;
use support::{
    process::{self, Finished},
    server::{Setup, TestServer},
    slack,
};

fn run(program: &str, arguments: &[&str]) -> Finished {
    process::run(Command::new(program).args(arguments), WAIT * slack())
}

fn server(folder: &Certificates) -> TestServer {
    let files = folder.own("server", "localhost", "ec", 30);
    let rsa = folder.own("rsa", "localhost", "rsa:2048", 30);
    let setup = Setup::new(Placement::Reactor).secured(&files).tls(|tls| tls.certificates.push(rsa));
    setup.text("/", "hello").echo().start()
}

#[test]
fn curl_speaks_with_it() {
    let folder = Certificates::new();
    let server = server(&folder);
    let authority = folder.path("server.pem");
    let url = format!("https://localhost:{}/", server.port());
    for version in [&["--tls-max", "1.2"][..], &["--tlsv1.3"]] {
        let mut arguments = vec!["--silent", "--show-error", "--cacert", authority.to_str().unwrap()];
        arguments.extend(version);
        arguments.extend([url.as_str(), url.as_str()]);
        assert_eq!(run("curl", &arguments).expect_success("curl").stdout, "hellohello");
    }
    // Without the certificate curl must not trust it.
    assert!(!run("curl", &["--silent", &url]).success());
    expect_empty(&server);
}

#[test]
fn openssl_sees_a_good_end_and_a_session_that_is_resumed() {
    let folder = Certificates::new();
    let server = server(&folder);
    let (address, session) = (format!("localhost:{}", server.port()), folder.path("session"));
    let authority = folder.path("server.pem");
    for version in ["-tls1_2", "-tls1_3"] {
        let mut arguments = vec!["s_client", "-connect", &address, version, "-CAfile", authority.to_str().unwrap()];
        arguments.extend(["-verify_return_error", "-alpn", "http/1.1", "-servername", "localhost", "-sess_out"]);
        arguments.push(session.to_str().unwrap());
        let first = run("openssl", &arguments);
        assert!(first.stdout.contains("ALPN protocol: http/1.1"), "{first}");
        assert!(first.stdout.contains("Verify return code: 0 (ok)"), "{first}");
        assert!(first.stdout.contains("New, TLSv1."), "{first}");
    }
    for old in ["-tls1", "-tls1_1"] {
        let refused = run("openssl", &["s_client", "-connect", &address, old, "-cipher", "DEFAULT:@SECLEVEL=0"]);
        assert!(refused.stdout.contains("(NONE)"), "{refused}");
    }
    for cipher in
        ["AES128-GCM-SHA256", "ECDHE-ECDSA-AES128-SHA", "ECDHE-RSA-AES256-SHA384", "DHE-RSA-AES128-GCM-SHA256"]
    {
        let refused = run("openssl", &["s_client", "-connect", &address, "-tls1_2", "-cipher", cipher]);
        assert!(refused.stdout.contains("(NONE)"), "{cipher}: {refused}");
    }
}

#[test]
fn sslscan_finds_nothing_old() {
    let folder = Certificates::new();
    let server = server(&folder);
    let address = format!("127.0.0.1:{}", server.port());
    let scan = run("sslscan", &["--no-colour", &address]).expect_success("sslscan").stdout;
    for version in ["SSLv2", "SSLv3", "TLSv1.0", "TLSv1.1"] {
        let line = scan.lines().find(|line| line.starts_with(version)).unwrap_or_else(|| panic!("{version}: {scan}"));
        assert!(line.ends_with("disabled"), "{scan}");
    }
    for version in ["TLSv1.2", "TLSv1.3"] {
        assert!(scan.lines().any(|line| line.starts_with(version) && line.ends_with("enabled")), "{version}: {scan}");
    }
    let ciphers: Vec<_> =
        scan.lines().filter(|line| line.starts_with("Preferred") || line.starts_with("Accepted")).collect();
    assert!(ciphers.len() >= 6, "{scan}");
    for line in ciphers {
        let is_good = ["GCM", "POLY1305"].iter().any(|kind| line.contains(kind))
            && ["ECDHE-", " TLS_AES", " TLS_CHACHA20"].iter().any(|kind| line.contains(kind));
        assert!(is_good, "{line}");
    }
    for sign in ["Server supports compression", "vulnerable to heartbleed"] {
        let found = scan.lines().find(|line| line.contains(sign) && !line.contains("not"));
        assert_eq!(found, None, "{scan}");
    }
    // Scanners leave in the middle of handshakes.
    expect_empty(&server);
}
