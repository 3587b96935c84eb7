//! Certificates made by the openssl command, servers that use them, and a client that can stop at any place.

use cerver_core::config::{CertificateFiles, Listen, Options, TlsOptions};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore,
    client::Resumption,
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use std::{
    io::{self, Read, Write},
    net::{Ipv4Addr, Shutdown, TcpStream},
    path::PathBuf,
    process::Command,
    sync::Arc,
    time::Duration,
};
use support::{
    process,
    server::{Setup, TestServer},
    slack,
    temp::TempDir,
};

/// Longest time for anything here.
pub const WAIT: Duration = Duration::from_secs(20);

/// A folder of certificates.
pub struct Certificates(TempDir);

impl Certificates {
    pub fn new() -> Self {
        Self(TempDir::new("tls"))
    }

    /// One for "localhost".
    pub fn localhost() -> (Self, CertificateFiles) {
        let this = Self::new();
        let files = this.own("server", "localhost", "ec", 30);
        (this, files)
    }

    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Makes a certificate that vouches for itself, for some names with commas between them.
    pub fn own(&self, file: &str, names: &str, algorithm: &str, days: i32) -> CertificateFiles {
        let files = self.files(file);
        let names: Vec<_> = names.split(',').map(|name| format!("DNS:{name}")).collect();
        let mut command = self.request(&files, algorithm, days);
        command.args(["-subj", "/CN=server", "-addext", "basicConstraints=critical,CA:FALSE"]);
        command.args(["-addext", &format!("subjectAltName={}", names.join(","))]);
        run(&mut command);
        files
    }

    /// Moves the end of a certificate of [`Certificates::own`] to yesterday.
    pub fn end(&self, files: &CertificateFiles) {
        let mut command = Command::new("openssl");
        command.args(["x509", "-days", "-1"]).arg("-in").arg(&files.chain).arg("-signkey").arg(&files.key);
        run(command.arg("-out").arg(&files.chain));
    }

    /// Makes an authority.
    pub fn authority(&self, file: &str) -> CertificateFiles {
        let files = self.files(file);
        run(self.request(&files, "ec", 30).args(["-subj", &format!("/CN={file}")]));
        files
    }

    /// Makes a certificate that an authority vouches for; `subject` as in "/O=Example/CN=alice".
    pub fn issue(&self, authority: &CertificateFiles, file: &str, subject: &str) -> CertificateFiles {
        let files = self.files(file);
        let mut command = self.request(&files, "ec", 30);
        command.args(["-subj", subject, "-addext", "basicConstraints=critical,CA:FALSE"]);
        run(command.arg("-CA").arg(&authority.chain).arg("-CAkey").arg(&authority.key));
        files
    }

    fn files(&self, file: &str) -> CertificateFiles {
        CertificateFiles { chain: self.path(&format!("{file}.pem")), key: self.path(&format!("{file}.key")) }
    }

    fn request(&self, files: &CertificateFiles, algorithm: &str, days: i32) -> Command {
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-nodes", "-days", &days.to_string()]);
        match algorithm {
            "ec" => command.args(["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"]),
            algorithm => command.args(["-newkey", algorithm]),
        };
        command.arg("-keyout").arg(&files.key).arg("-out").arg(&files.chain);
        command
    }
}

#[track_caller]
fn run(command: &mut Command) {
    process::run(command, WAIT * slack()).expect_success("openssl");
}

/// Secures the listener of a server.
pub fn secure(options: &mut Options, files: &CertificateFiles) {
    for listen in &mut options.listen {
        *listen = Listen::Tls(Box::new(listen.clone()));
    }
    options.tls.certificates.push(files.clone());
}

/// A server whose listener is secured.
pub trait SecuredSetup {
    fn secured(self, files: &CertificateFiles) -> Self;
    fn tls(self, change: impl FnOnce(&mut TlsOptions)) -> Self;
}

impl SecuredSetup for Setup {
    fn secured(self, files: &CertificateFiles) -> Self {
        self.options(|options| secure(options, files))
    }

    fn tls(self, change: impl FnOnce(&mut TlsOptions)) -> Self {
        self.options(|options| change(&mut options.tls))
    }
}

/// What a client trusts and shows.
#[derive(Clone)]
pub struct Trust {
    pub roots: Arc<RootCertStore>,
    pub versions: &'static [&'static rustls::SupportedProtocolVersion],
    pub own: Option<CertificateFiles>,
    pub alpn: Vec<Vec<u8>>,
}

pub const BOTH: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS13, &rustls::version::TLS12];
pub const ONLY_12: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS12];
pub const ONLY_13: &[&rustls::SupportedProtocolVersion] = &[&rustls::version::TLS13];

impl Trust {
    /// In these certificates.
    pub fn of(files: &[&CertificateFiles]) -> Self {
        let mut roots = RootCertStore::empty();
        for files in files {
            roots.add(CertificateDer::from_pem_file(&files.chain).expect("a certificate")).expect("a good one");
        }
        Self { roots: Arc::new(roots), versions: BOTH, own: None, alpn: Vec::new() }
    }

    /// The same for some versions only.
    pub fn with_versions(self, versions: &'static [&'static rustls::SupportedProtocolVersion]) -> Self {
        Self { versions, ..self }
    }

    /// A configuration that keeps its sessions.
    pub fn config(&self) -> Arc<ClientConfig> {
        let builder = ClientConfig::builder_with_provider(Arc::new(aws_lc_rs::default_provider()));
        let builder = builder.with_protocol_versions(self.versions).expect("versions");
        let builder = builder.with_root_certificates(Arc::clone(&self.roots));
        let mut config = match &self.own {
            Some(own) => {
                let chain = vec![CertificateDer::from_pem_file(&own.chain).expect("a certificate")];
                builder.with_client_auth_cert(chain, PrivateKeyDer::from_pem_file(&own.key).expect("a key"))
            }
            None => Ok(builder.with_no_client_auth()),
        }
        .expect("a good key");
        config.alpn_protocols = self.alpn.clone();
        config.resumption = Resumption::in_memory_sessions(8);
        Arc::new(config)
    }
}

/// A TLS client on a socket of its own.
#[derive(Debug)]
pub struct TlsClient {
    pub tls: ClientConnection,
    pub socket: TcpStream,
}

impl TlsClient {
    /// Connects; the handshake comes with the first use.
    pub fn connect(port: u16, config: &Arc<ClientConfig>, name: &str) -> Self {
        let name = ServerName::try_from(name.to_owned()).expect("a name");
        let tls = ClientConnection::new(Arc::clone(config), name).expect("a client");
        Self { tls, socket: socket(port) }
    }

    /// Does the whole handshake.
    pub fn shake(&mut self) -> io::Result<()> {
        while self.tls.is_handshaking() {
            self.tls.complete_io(&mut self.socket)?;
        }
        // With TLS 1.3 the server's verdict on a client's certificate comes later.
        Ok(())
    }

    pub fn send(&mut self, data: &[u8]) -> io::Result<()> {
        self.write_all(data)
    }

    /// Reads to the end; an error when that comes without a farewell.
    pub fn rest(&mut self) -> io::Result<Vec<u8>> {
        let mut all = Vec::new();
        self.read_to_end(&mut all).map(|_| all)
    }

    /// Says that nothing more comes, but goes on reading.
    pub fn say_farewell(&mut self) -> io::Result<()> {
        self.tls.send_close_notify();
        while self.tls.wants_write() {
            self.tls.write_tls(&mut self.socket)?;
        }
        self.socket.shutdown(Shutdown::Write)
    }

    /// One request that keeps the connection; the body of the answer.
    pub fn get(&mut self, path: &str) -> String {
        let answer = self.ask(&format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n\r\n"));
        String::from_utf8(answer.1).expect("text")
    }

    /// Sends a request and reads one answer with a length: its head and its body.
    pub fn ask(&mut self, request: &str) -> (String, Vec<u8>) {
        self.send(request.as_bytes()).expect("sent");
        self.answer()
    }

    pub fn answer(&mut self) -> (String, Vec<u8>) {
        let mut head = Vec::new();
        while !head.ends_with(b"\r\n\r\n") {
            let mut byte = [0];
            assert_eq!(self.read(&mut byte).expect("an answer"), 1, "an answer, not the end");
            head.push(byte[0]);
        }
        let head = String::from_utf8(head).expect("text");
        let length = head.lines().find_map(|line| line.strip_prefix("Content-Length: "));
        let mut body = vec![0; length.map_or(0, |length| length.parse().expect("a number"))];
        self.read_exact(&mut body).expect("the body");
        (head, body)
    }
}

impl Read for TlsClient {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        rustls::Stream::new(&mut self.tls, &mut self.socket).read(buffer)
    }
}

impl Write for TlsClient {
    fn write(&mut self, data: &[u8]) -> io::Result<usize> {
        rustls::Stream::new(&mut self.tls, &mut self.socket).write(data)
    }

    fn flush(&mut self) -> io::Result<()> {
        rustls::Stream::new(&mut self.tls, &mut self.socket).flush()
    }
}

/// Bytes of a file or body, of which no part looks like another.
pub fn content(length: usize) -> Vec<u8> {
    (0..length as u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 24) as u8).collect()
}

/// A socket without TLS.
pub fn socket(port: u16) -> TcpStream {
    let socket = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
    socket.set_read_timeout(Some(WAIT * slack())).expect("set");
    socket.set_write_timeout(Some(WAIT * slack())).expect("set");
    socket.set_nodelay(true).expect("set");
    socket
}

/// Waits until all connections are gone.
#[track_caller]
pub fn expect_empty(server: &TestServer) {
    support::server::eventually("no connection is left", || server.0.stats().connections == 0);
}
