//! Connections that the program makes.

use crate::{Pulling, Seen, WAIT, options};
use cerver_core::{
    config::Options,
    error::Code,
    events::{CloseReason, Peer},
    server::Server,
    stream::{App, Event, Stream, Target},
};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    os::unix::net::{UnixListener, UnixStream},
    sync::{Arc, mpsc},
    thread,
    time::Duration,
};

const SHORT: Duration = Duration::from_secs(5);

fn host(port: u16) -> Target {
    Target::Host("127.0.0.1".to_owned(), port)
}

/// A listener that answers one connection with what it was sent, in capitals.
fn shout() -> (u16, thread::JoinHandle<()>) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let port = listener.local_addr().expect("bound").port();
    let thread = thread::spawn(move || {
        let (mut peer, _) = listener.accept().expect("a client");
        peer.set_read_timeout(Some(WAIT)).expect("set");
        let mut text = String::new();
        peer.read_to_string(&mut text).expect("a text");
        peer.write_all(text.to_uppercase().as_bytes()).expect("sent");
    });
    (port, thread)
}

#[test]
fn what_is_sent_before_the_connection_is_open_arrives() {
    let (port, peer) = shout();
    let pulling = Pulling::open(options());
    let stream = pulling.app.connect(&pulling.server, host(port), Duration::MAX).expect("asked");
    assert_eq!(stream.peer().map_err(|error| error.code()), Err(Code::State));
    stream.set_tag(7).expect("live");
    stream.send(b"hello ").expect("room");
    let (first, tag, connected) = pulling.next();
    assert!(first.is_some_and(|first| first.token() == stream.token()));
    assert_eq!((tag, connected), (7, Seen::Connected));
    assert!(matches!(stream.peer(), Ok(Peer::Inet(address)) if address.port() == port));
    stream.send(b"there").expect("room");
    stream.shutdown().expect("open");
    let mut events = vec![pulling.next().2, pulling.next().2];
    assert_eq!(events.remove(0), Seen::Sent);
    assert_eq!(events.remove(0), Seen::Data(b"HELLO THERE".to_vec()));
    assert_eq!(pulling.next().2, Seen::HalfClosed);
    assert!(matches!(pulling.next().2, Seen::Closed(_)));
    assert_eq!(stream.send(b"late").map_err(|error| error.code()), Err(Code::Handle));
    peer.join().expect("ended");
}

#[test]
fn failures_are_told_and_are_the_last_event() {
    let pulling = Pulling::open(options());
    // A port that is taken, so that no other test is given it, and where nobody listens.
    let taken = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    taken.bind(&std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("bound");
    let port = taken.local_addr().expect("bound").as_socket().expect("TCP").port();
    let targets = [
        (host(port), libc::ECONNREFUSED),
        (Target::Unix("/nowhere/at/all".into()), libc::ENOENT),
        (Target::Host("no such name.invalid".to_owned(), 1), 0),
    ];
    for (target, os_error) in targets {
        let stream = pulling.app.connect(&pulling.server, target.clone(), SHORT).expect("asked");
        let (told, _, event) = pulling.next();
        assert_eq!(event, Seen::ConnectFailed(os_error), "{target:?}");
        assert!(told.is_some_and(|told| told.token() == stream.token()));
        assert_eq!(stream.close().map_err(|error| error.code()), Err(Code::Handle));
    }
}

/// A server that listens nowhere has its own connections, and takes sockets over.
#[test]
fn sockets_of_the_program() {
    let pulling = Pulling::open(Options { listen: Vec::new(), listens: false, ..options() });
    assert_eq!(pulling.server.port(0), None);
    let (near, mut far) = UnixStream::pair().expect("a pair");
    let stream = pulling.app.adopt(&pulling.server, near.into()).expect("taken");
    stream.send(b"hi").expect("room");
    assert_eq!(pulling.next().2, Seen::Connected);
    far.write_all(b"there").expect("sent");
    assert_eq!(pulling.next().2, Seen::Data(b"there".to_vec()));
    let mut text = [0; 2];
    far.read_exact(&mut text).expect("sent");
    assert_eq!(&text, b"hi");
    let file = std::fs::File::open("/dev/null").expect("there");
    let refused = pulling.app.adopt(&pulling.server, file.into());
    assert_eq!(refused.map(Stream::token).map_err(|(error, _)| error.code()), Err(Code::System));
}

#[test]
fn a_unix_socket() {
    let path = std::env::temp_dir().join(format!("cerver-dial-{}", std::process::id()));
    let listener = UnixListener::bind(&path).expect("bound");
    let pulling = Pulling::open(options());
    pulling.app.connect(&pulling.server, Target::Unix(path.clone()), SHORT).expect("asked");
    let (mut peer, _) = listener.accept().expect("a client");
    peer.write_all(b"hi").expect("sent");
    assert_eq!(pulling.next().2, Seen::Connected);
    assert_eq!(pulling.next().2, Seen::Data(b"hi".to_vec()));
    std::fs::remove_file(path).expect("ours");
}

/// Nobody is there to answer, and the program thinks better of it.
#[test]
fn giving_up() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let port = listener.local_addr().expect("bound").port();
    let pulling = Pulling::open(options());
    let stream = pulling.app.connect(&pulling.server, host(port), SHORT).expect("asked");
    stream.abort().expect("live");
    let first = pulling.next().2;
    let last = if first == Seen::Connected { pulling.next().2 } else { first };
    assert_eq!(last, Seen::Closed(CloseReason::Local));
}

#[test]
fn names_are_looked_up() {
    let pulling = Pulling::open(options());
    pulling.app.resolve(&pulling.server, "localhost".to_owned(), 5).expect("asked");
    let (stream, tag, event) = pulling.next();
    assert!(stream.is_none());
    assert_eq!(tag, 5);
    let Seen::Resolved(None, text) = event else { panic!("{event:?}") };
    assert!(
        text.lines().all(|line| line.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback())),
        "{text}"
    );
    pulling.app.resolve(&pulling.server, "no such name.invalid".to_owned(), 6).expect("asked");
    let (_, tag, event) = pulling.next();
    assert_eq!(tag, 6);
    assert!(matches!(event, Seen::Resolved(Some(0), _)), "{event:?}");
}

#[test]
fn a_stopped_server_connects_to_nobody() {
    let app = App::new();
    let server = Server::new("stopped", options(), Arc::clone(&app) as Arc<_>);
    assert_eq!(app.connect(&server, host(1), SHORT).map_err(|error| error.code()).err(), Some(Code::State));
    assert_eq!(app.set_errands(0, 1).map_err(|error| error.code()), Err(Code::Argument));
}

/// A listener that answers nobody, because its queue is full, and what fills that.
fn deaf() -> (u16, socket2::Socket, Vec<TcpStream>) {
    let listener = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    listener.bind(&std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("bound");
    listener.listen(0).expect("listens");
    let address = listener.local_addr().expect("bound").as_socket().expect("TCP");
    let fill = (0..8).map_while(|_| TcpStream::connect_timeout(&address, Duration::from_millis(50)).ok()).collect();
    (address.port(), listener, fill)
}

/// Those that are given up make room for others at once, whatever time they had left.
#[test]
fn what_is_given_up_holds_nobody_up() {
    let (deaf_port, _listener, _fill) = deaf();
    let (port, peer) = shout();
    let pulling = Pulling::open(options());
    let ask = |port| pulling.app.connect(&pulling.server, host(port), 20 * WAIT).expect("asked");
    // More than there are threads.
    let deaf: Vec<_> = (0..32).map(|_| ask(deaf_port)).collect();
    let wanted = ask(port);
    thread::sleep(Duration::from_millis(50));
    for stream in deaf {
        stream.abort().expect("live");
    }
    let mut ended = 0;
    loop {
        match pulling.next() {
            (_, _, Seen::Closed(CloseReason::Local)) => ended += 1,
            (Some(stream), _, Seen::Connected) if stream.token() == wanted.token() => break,
            (_, _, other) => panic!("{other:?}"),
        }
    }
    assert_eq!(ended, 32);
    wanted.shutdown().expect("live");
    assert_eq!(pulling.next().2, Seen::Sent);
    assert_eq!(pulling.next().2, Seen::HalfClosed);
    peer.join().expect("ended");
}

/// With one thread and room for one more, the third has to wait for later.
#[test]
fn connections_under_way_have_a_limit() {
    let app = App::new();
    app.set_errands(1, 1).expect("good");
    let server = Server::new("limit", options(), Arc::clone(&app) as Arc<_>);
    server.open().expect("open");
    let (port, _listener, _fill) = deaf();
    let ask = || app.connect(&server, host(port), SHORT).map(Stream::token).map_err(|error| error.code());
    let answers: Vec<_> = (0..4).map(|_| ask()).collect();
    assert!(answers[0].is_ok());
    // When the thread takes the first one up is its own affair: until then there is no room for the second.
    let refused = answers.iter().filter(|answer| **answer == Err(Code::Again)).count();
    let taken = answers.iter().filter(|answer| answer.is_ok()).count();
    assert!(taken <= 2 && taken + refused == 4, "{answers:?}");
    server.shutdown().expect("running");
    let _ = server.stop();
}

/// A proxy on the reactor's thread: each client gets a connection of its own to the other server.
#[test]
fn connections_made_inside_an_event() {
    let (port, peer) = shout();
    let app = App::new();
    let (sender, texts) = mpsc::channel();
    let server = Arc::new(Server::new("proxy", options(), Arc::clone(&app) as Arc<_>));
    let (weak_app, weak_server) = (Arc::downgrade(&app), Arc::downgrade(&server));
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, tag, event: Event<'_>| {
        let Some(stream) = stream else { return };
        match event {
            Event::Opened => {
                let (Some(app), Some(server)) = (weak_app.upgrade(), weak_server.upgrade()) else { return };
                let far = app.connect(&server, host(port), SHORT).expect("asked");
                far.set_tag(stream.token()).expect("live");
                stream.set_tag(far.token()).expect("live");
            }
            Event::Data(data) => {
                let other = Stream::from_token(tag).expect("a handle");
                other.send(data).expect("room");
                sender.send(data.to_vec()).expect("heard");
            }
            Event::HalfClosed => {
                let other = Stream::from_token(tag).expect("a handle");
                let _ = other.shutdown();
            }
            _ => {}
        }
    })));
    server.start().expect("started");
    let client = crate::connect(&server);
    crate::say(&client, b"through the middle");
    assert_eq!(crate::rest(&client), b"THROUGH THE MIDDLE");
    assert_eq!(texts.recv_timeout(WAIT).expect("there"), b"through the middle");
    peer.join().expect("ended");
    server.shutdown().expect("running");
    let _ = server.stop();
}
