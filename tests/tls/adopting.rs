//! Sockets that the program hands over, secured with settings of their own.

use crate::support::{Certificates, WAIT};
use cerver_core::{
    config::{CertificateFiles, ClientAuth, Options, TlsOptions},
    error::Code,
    events::CloseReason,
    server::Server,
    stream::{App, Event, Stream, Target},
    tls::Prepared,
};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{Arc, mpsc},
    time::Duration,
};
use support::slack;

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Connected,
    ConnectFailed(String),
    Data(Vec<u8>),
    HalfClosed,
    Closed(CloseReason),
}

/// A server that runs without any settings of TLS.
struct Running {
    app: Arc<App>,
    server: Server,
    seen: mpsc::Receiver<(u64, Seen)>,
}

impl Running {
    fn start() -> Self {
        let app = App::new();
        let (sender, seen) = mpsc::channel();
        app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event| {
            let Some(stream) = stream else { return };
            let seen = match event {
                Event::Connected => Seen::Connected,
                Event::ConnectFailed { text, .. } => Seen::ConnectFailed(text.to_owned()),
                Event::Data(data) => Seen::Data(data.to_vec()),
                Event::HalfClosed => Seen::HalfClosed,
                Event::Closed(reason) => Seen::Closed(reason),
                _ => return,
            };
            // Nobody looks any more when a test ends.
            let _ = sender.send((stream.token(), seen));
        })));
        let options = Options { listen: Vec::new(), listens: false, ..Options::default() };
        let server = Server::new("adopting", options, Arc::clone(&app) as Arc<_>);
        server.start().expect("started");
        Self { app, server, seen }
    }

    fn adopt(&self, socket: TcpStream, tls: &Prepared, name: Option<&str>) -> Stream {
        self.app.adopt_tls(&self.server, socket.into(), tls, name).expect("taken over")
    }

    /// The next event of a connection; those of others are dropped.
    #[track_caller]
    fn next(&self, stream: Stream) -> Seen {
        loop {
            let (token, seen) = self.seen.recv_timeout(WAIT * slack()).expect("an event");
            if token == stream.token() {
                return seen;
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        let _ = self.server.stop();
    }
}

fn pair() -> (TcpStream, TcpStream) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let client = TcpStream::connect(listener.local_addr().expect("bound")).expect("connected");
    client.set_read_timeout(Some(WAIT * slack())).expect("set");
    (client, listener.accept().expect("accepted").0)
}

fn server_side(files: &CertificateFiles) -> Prepared {
    let options = TlsOptions { certificates: vec![files.clone()], ..TlsOptions::default() };
    Prepared::server(&options).expect("good files")
}

fn client_side(files: &CertificateFiles) -> Prepared {
    let options = TlsOptions { connect_ca: Some(files.chain.clone()), ..TlsOptions::default() };
    Prepared::client(&options).expect("a good file")
}

#[test]
fn each_has_settings_of_its_own() {
    let (folder, first) = Certificates::localhost();
    let second = folder.own("second", "localhost", "ec", 30);
    let running = Running::start();
    for files in [&first, &second] {
        let (tls, trusting) = (server_side(files), client_side(files));
        for _ in 0..2 {
            let (near, far) = pair();
            let client = running.adopt(near, &trusting, Some("localhost"));
            let server = running.adopt(far, &tls, None);
            server.send(b"hello").expect("it waits");
            assert_eq!(running.next(client), Seen::Connected);
            let session = client.tls().expect("live").expect("secured");
            assert_eq!(session.server_name.as_deref(), Some("localhost"));
            assert!(session.peer.is_some(), "it was verified");
            assert_eq!(running.next(client), Seen::Data(b"hello".to_vec()));
            server.close().expect("open");
            assert_eq!(running.next(client), Seen::HalfClosed);
            client.close().expect("open");
            assert!(matches!(running.next(client), Seen::Closed(CloseReason::Local | CloseReason::Peer)));
        }
    }
    // Whoever trusts the one does not trust the other.
    let (near, far) = pair();
    let client = running.adopt(near, &client_side(&first), Some("localhost"));
    running.adopt(far, &server_side(&second), None);
    match running.next(client) {
        Seen::ConnectFailed(text) => assert!(text.contains("invalid peer certificate"), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_client_must_show_what_the_settings_ask_for() {
    let (folder, files) = Certificates::localhost();
    let authority = folder.authority("clients");
    let options = TlsOptions {
        certificates: vec![files.clone()],
        client_auth: ClientAuth::Required,
        client_ca: Some(authority.chain.clone()),
        ..TlsOptions::default()
    };
    let running = Running::start();
    let (near, far) = pair();
    let server = running.adopt(far, &Prepared::server(&options).expect("good files"), None);
    running.adopt(near, &client_side(&files), Some("localhost"));
    match running.next(server) {
        Seen::ConnectFailed(text) => assert!(text.contains("certificate"), "{text}"),
        other => panic!("{other:?}"),
    }
}

#[test]
fn settings_go_with_a_connection_to_a_name() {
    let (_folder, files) = Certificates::localhost();
    let running = Running::start();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let target = Target::Host("localhost".to_owned(), listener.local_addr().expect("bound").port());
    let (trusting, time) = (client_side(&files), WAIT * slack());
    let client = running.app.connect_tls_with(&running.server, target.clone(), time, &trusting, None).expect("asked");
    running.adopt(listener.accept().expect("a client").0, &server_side(&files), None);
    assert_eq!(running.next(client), Seen::Connected);
    let refused = running.app.connect_tls_with(&running.server, target, time, &server_side(&files), None);
    assert_eq!(refused.err().map(|error| error.code()), Some(Code::Argument));
}

#[test]
fn a_side_and_a_name_must_suit() {
    let (_folder, files) = Certificates::localhost();
    let running = Running::start();
    let (mut near, far) = pair();
    let mut far = Some(far);
    for (tls, name) in
        [(client_side(&files), None), (client_side(&files), Some("no name")), (server_side(&files), Some("a"))]
    {
        let socket = far.take().expect("it comes back").into();
        let (error, socket) = running.app.adopt_tls(&running.server, socket, &tls, name).err().expect("refused");
        assert_eq!(error.code(), Code::Argument);
        far = Some(socket.into());
    }
    far.expect("it came back").write_all(b"still open").expect("sent");
    let mut text = [0; 10];
    near.read_exact(&mut text).expect("there");
}

#[test]
fn a_handshake_ends_when_the_program_wants_it() {
    let (_folder, files) = Certificates::localhost();
    let running = Running::start();
    for has_sent in [false, true] {
        let (near, mut far) = pair();
        let client = running.adopt(near, &client_side(&files), Some("localhost"));
        let mut greeting = [0; 1];
        far.read_exact(&mut greeting).expect("the handshake has begun");
        if has_sent {
            client.send(b"never seen").expect("it waits");
        } else {
            client.close().expect("open");
            assert_eq!(running.next(client), Seen::Closed(CloseReason::Local), "nothing waits to be sent");
            continue;
        }
        client.abort().expect("open");
        assert_eq!(running.next(client), Seen::Closed(CloseReason::Local));
        let mut rest = Vec::new();
        // Reset, or ended: it is over.
        let _ = far.read_to_end(&mut rest);
        assert_eq!(client.send(b"late").map_err(|error| error.code()), Err(Code::Handle));
    }
    // The server's side, before anything has come.
    let (near, far) = pair();
    let server = running.adopt(far, &server_side(&files), None);
    server.abort().expect("open");
    assert_eq!(running.next(server), Seen::Closed(CloseReason::Local));
    drop(near);
}

#[test]
fn a_client_that_has_not_finished_in_time() {
    let (_folder, files) = Certificates::localhost();
    let options = TlsOptions {
        certificates: vec![files],
        handshake_timeout: Duration::from_millis(100),
        ..TlsOptions::default()
    };
    let running = Running::start();
    let (_near, far) = pair();
    let server = running.adopt(far, &Prepared::server(&options).expect("good files"), None);
    match running.next(server) {
        Seen::ConnectFailed(text) => {
            assert!(text.ends_with("the client has not finished the handshake in time"), "{text}")
        }
        other => panic!("{other:?}"),
    }
}

/// Whoever has made a connection: no more handshakes begin in a turn than the server that takes it over allows.
#[test]
fn handshakes_of_either_side_wait_for_their_turn() {
    const PER_TURN: usize = 2;
    let (_folder, files) = Certificates::localhost();
    let sides =
        [(client_side(&files), Some("localhost"), &b""[..]), (server_side(&files), None, b"\x16no hello at all")];
    for (tls, name, first_bytes) in sides {
        let app = App::new();
        let options = Options { listen: Vec::new(), listens: false, ..Options::default() };
        let tls_options = TlsOptions { handshakes_per_turn: PER_TURN as u32, ..TlsOptions::default() };
        let server = Server::new("turns", Options { tls: tls_options, ..options }, Arc::clone(&app) as Arc<_>);
        server.open().expect("opened");
        let peers: Vec<_> = (0..7)
            .map(|_| {
                let (mut near, far) = pair();
                near.write_all(first_bytes).expect("sent");
                near.set_nonblocking(true).expect("set");
                app.adopt_tls(&server, far.into(), &tls, name).expect("taken over");
                near
            })
            .collect();
        // A first message, or an alert: whose handshake has begun has said something.
        let begun = || peers.iter().filter(|peer| peer.peek(&mut [0]).is_ok()).count();
        let (mut before, mut turns) = (0, 0);
        while before < peers.len() {
            server.turn(Some(Duration::from_millis(10))).expect("open");
            let now = begun();
            assert!(now - before <= PER_TURN, "{before} and then {now}");
            (before, turns) = (now, turns + 1);
            assert!(turns < 1000, "all have their turn");
        }
        server.shutdown().expect("open");
        let _ = server.stop();
    }
}
