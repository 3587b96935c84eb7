//! Connections with TLS that the program makes.

use crate::support::{Certificates, WAIT, secure};
use cerver_core::{
    config::{CertificateFiles, ClientAuth, Listen, Options, TlsOptions, TlsVersion},
    error::Code,
    events::{CloseReason, TlsSession},
    server::Server,
    stream::{App, Event, Stream, Target},
};
use std::{
    net::{Ipv4Addr, TcpListener},
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};
use support::slack;

const SHORT: Duration = Duration::from_secs(20);

#[derive(Debug, PartialEq, Eq)]
enum Seen {
    Connected(TlsSession),
    ConnectFailed(String),
    Data(Vec<u8>),
    HalfClosed,
    Closed(CloseReason),
}

struct Running {
    app: Arc<App>,
    server: Server,
    seen: mpsc::Receiver<(Stream, Seen)>,
}

impl Running {
    fn start(options: Options, on_event: impl Fn(Stream, &Event<'_>) + Send + Sync + 'static) -> Self {
        let app = App::new();
        let (sender, seen) = mpsc::channel();
        app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event| {
            let Some(stream) = stream else { return };
            on_event(stream, &event);
            let seen = match event {
                Event::Connected => Seen::Connected((*stream.tls().expect("live").expect("secured")).clone()),
                Event::ConnectFailed { os_error: 0, text } => Seen::ConnectFailed(text.to_owned()),
                Event::Data(data) => Seen::Data(data.to_vec()),
                Event::HalfClosed => Seen::HalfClosed,
                Event::Closed(reason) => Seen::Closed(reason),
                _ => return,
            };
            // Nobody looks any more when a test ends.
            let _ = sender.send((stream, seen));
        })));
        let server = Server::new("dialing", options, Arc::clone(&app) as Arc<_>);
        server.start().expect("started");
        Self { app, server, seen }
    }

    /// A server that sends back what it gets.
    fn echo(files: &CertificateFiles, change: impl FnOnce(&mut TlsOptions)) -> Self {
        let listen = vec![Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())];
        let mut options = Options { listen, drain_timeout: WAIT, ..Options::default() };
        secure(&mut options, files);
        change(&mut options.tls);
        Self::start(options, |stream, event| match event {
            Event::Data(data) => stream.send(data).expect("room"),
            Event::HalfClosed => stream.close().expect("open"),
            _ => {}
        })
    }

    /// One that only connects.
    fn client(change: impl FnOnce(&mut TlsOptions)) -> Self {
        let mut options = Options { listen: Vec::new(), listens: false, ..Options::default() };
        change(&mut options.tls);
        Self::start(options, |_, _| {})
    }

    fn connect(&self, port: u16, name: Option<&str>) -> Stream {
        let target = Target::Host("localhost".to_owned(), port);
        self.app.connect_tls(&self.server, target, SHORT, name).expect("asked")
    }

    fn port(&self) -> u16 {
        self.server.port(0).expect("a port")
    }

    #[track_caller]
    fn next(&self) -> Seen {
        self.seen.recv_timeout(WAIT * slack()).expect("an event").1
    }

    #[track_caller]
    fn refusal(&self) -> String {
        match self.next() {
            Seen::ConnectFailed(text) => text,
            other => panic!("{other:?}"),
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.server.shutdown();
        let _ = self.server.stop();
    }
}

/// The handle goes stale when the function has returned from the last event.
#[track_caller]
fn gone(stream: Stream) {
    let end = Instant::now() + WAIT;
    while stream.tag().is_ok() {
        assert!(Instant::now() < end, "it was no last event");
        thread::yield_now();
    }
    assert_eq!(stream.send(b"late").map_err(|error| error.code()), Err(Code::Handle));
}

#[test]
fn a_server_that_is_verified_is_spoken_to() {
    let (_folder, files) = Certificates::localhost();
    for (version, text) in [(TlsVersion::Tls12, "TLSv1.2"), (TlsVersion::Tls13, "TLSv1.3")] {
        let echo = Running::echo(&files, |tls| tls.alpn = Some(vec![b"mine".to_vec()]));
        let client = Running::client(|tls| {
            tls.connect_ca = Some(files.chain.clone());
            tls.connect_alpn = vec![b"other".to_vec(), b"mine".to_vec()];
            tls.min_version = version;
        });
        let data: Vec<u8> = (0..100_000u32).map(|n| n as u8).collect();
        for is_resumed in [false, true] {
            let stream = client.connect(echo.port(), None);
            stream.send(&data).expect("it waits for the connection");
            stream.shutdown().expect("open");
            let Seen::Connected(session) = client.next() else { panic!("not connected") };
            assert!(session.version >= text, "{session:?}");
            assert_eq!(session.server_name.as_deref(), Some("localhost"));
            assert_eq!(session.alpn.as_deref(), Some(&b"mine"[..]));
            assert_eq!(session.peer.as_ref().map(|peer| &*peer.subject), Some("CN=server"));
            assert_eq!(session.is_resumed, is_resumed);
            let mut back = Vec::new();
            loop {
                match client.next() {
                    Seen::Data(piece) => back.extend(piece),
                    Seen::HalfClosed => {}
                    Seen::Closed(reason) => {
                        assert!(matches!(reason, CloseReason::Peer | CloseReason::Local), "{reason:?}");
                        break;
                    }
                    other => panic!("{other:?}"),
                }
            }
            assert!(back == data);
            gone(stream);
        }
    }
}

#[test]
fn a_server_that_is_not_who_it_should_be_is_refused() {
    let (folder, files) = Certificates::localhost();
    let other = folder.own("other", "localhost", "ec", 30);
    let echo = Running::echo(&files, |_| {});
    let trusting = Running::client(|tls| tls.connect_ca = Some(files.chain.clone()));
    let stream = trusting.connect(echo.port(), Some("example.org"));
    let text = trusting.refusal();
    assert!(text.contains("not valid for name"), "{text}");
    gone(stream);
    trusting.connect(echo.port(), Some("127.0.0.1"));
    assert!(trusting.refusal().contains("not valid for name"));
    let strange = Running::client(|tls| tls.connect_ca = Some(other.chain.clone()));
    strange.connect(echo.port(), None);
    let text = strange.refusal();
    assert!(text.contains("invalid peer certificate"), "{text}");
    let unverified = Running::client(|tls| tls.connect_unverified = true);
    unverified.connect(echo.port(), Some("example.org"));
    let Seen::Connected(session) = unverified.next() else { panic!("not connected") };
    assert_eq!(session.peer, None, "nobody has looked at it");
}

#[test]
fn a_certificate_is_shown_to_a_server_that_asks() {
    let (folder, files) = Certificates::localhost();
    let authority = folder.authority("clients");
    let alice = folder.issue(&authority, "alice", "/CN=alice");
    let echo = Running::echo(&files, |tls| {
        tls.client_auth = ClientAuth::Required;
        tls.client_ca = Some(authority.chain.clone());
        tls.min_version = TlsVersion::Tls12;
    });
    let client = Running::client(|tls| {
        tls.connect_ca = Some(files.chain.clone());
        tls.connect_certificate = Some(alice.clone());
    });
    let stream = client.connect(echo.port(), None);
    stream.send(b"hello").expect("room");
    assert!(matches!(client.next(), Seen::Connected(_)));
    assert_eq!(client.next(), Seen::Data(b"hello".to_vec()));
    let nobody = Running::client(|tls| tls.connect_ca = Some(files.chain.clone()));
    nobody.connect(echo.port(), None);
    // With TLS 1.3 the client is ready before the server has looked.
    assert!(matches!(nobody.next(), Seen::Connected(_)));
    assert_eq!(nobody.next(), Seen::Closed(CloseReason::Tls));
}

#[test]
fn what_is_wrong_is_said() {
    let (folder, files) = Certificates::localhost();
    let client = Running::client(|tls| tls.connect_ca = Some(folder.path("missing.pem")));
    client.connect(1, None);
    let text = client.refusal();
    assert!(text.contains("missing.pem does not exist"), "{text}");
    let client = Running::client(|tls| {
        tls.connect_ca = Some(files.chain.clone());
        tls.handshake_timeout = Duration::from_millis(900);
    });
    let silent = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let port = silent.local_addr().expect("bound").port();
    client.connect(port, None);
    let text = client.refusal();
    assert!(text.ends_with("the server has not finished the handshake in time"), "{text}");
    let (peer, _) = silent.accept().expect("the one of before");
    drop(peer);
    client.connect(port, None);
    drop(silent.accept().expect("another"));
    let text = client.refusal();
    assert!(text.ends_with("the server has gone during the handshake") || text.ends_with("was secured"), "{text}");
    for name in ["", "no name", "-.-"] {
        let target = Target::Host("localhost".to_owned(), port);
        let refused = client.app.connect_tls(&client.server, target, SHORT, Some(name));
        assert_eq!(refused.err().map(|error| error.code()), Some(Code::Argument), "{name:?}");
    }
    let unnamed = client.app.connect_tls(&client.server, Target::Unix("/nowhere".into()), SHORT, None);
    assert_eq!(unnamed.err().map(|error| error.code()), Some(Code::Argument));
}

#[test]
fn without_a_file_the_system_s_authorities_count() {
    let (_folder, files) = Certificates::localhost();
    let client = Running::client(|_| {});
    let echo = Running::echo(&files, |_| {});
    client.connect(echo.port(), None);
    let text = client.refusal();
    assert!(text.contains("invalid peer certificate") || text.contains("install ca-certificates"), "{text}");
}
