//! Listeners of the program, from which a running server accepts.

use crate::{Pulling, Seen, WAIT, options};
use cerver_core::{
    config::Options,
    error::Code,
    server::Server,
    stream::{App, Event, Stream},
};
use std::{
    collections::HashSet,
    fs::File,
    io::{ErrorKind, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    os::fd::AsRawFd,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let address = listener.local_addr().expect("bound");
    (listener, address)
}

fn silent() -> Options {
    Options { listens: false, ..options() }
}

fn opened(pulling: &Pulling) -> (Stream, u64) {
    match pulling.next() {
        (Some(stream), tag, Seen::Opened) => (stream, tag),
        (_, tag, other) => panic!("{tag} {other:?}"),
    }
}

#[test]
fn connections_have_the_tag_of_their_listener() {
    let pulling = Pulling::open(silent());
    let ((first, to_first), (second, to_second)) = (listener(), listener());
    // One client is there already, the others come later.
    let mut early = TcpStream::connect(to_second).expect("in the queue");
    pulling.app.watch_listener(&pulling.server, first.as_raw_fd(), 11).expect("watched");
    pulling.app.watch_listener(&pulling.server, second.as_raw_fd(), 22).expect("watched");
    // The library has descriptors of its own.
    drop((first, second));
    let (stream, tag) = opened(&pulling);
    assert_eq!(tag, 22);
    assert_eq!(stream.tag().expect("open"), 22);
    assert_eq!(stream.peer().expect("open").to_string(), early.local_addr().expect("open").to_string());
    assert!(stream.descriptor() >= 0);
    let _others = [to_first, to_second, to_first].map(|address| {
        let client = TcpStream::connect(address).expect("connected");
        let (_, tag) = opened(&pulling);
        assert_eq!(tag, if address == to_first { 11 } else { 22 });
        client
    });
    stream.set_tag(5).expect("open");
    early.write_all(b"x").expect("sent");
    let (_, tag, seen) = pulling.next();
    assert_eq!((tag, seen), (5, Seen::Data(b"x".to_vec())));
    drop(early);
    while !matches!(pulling.next(), (_, 5, Seen::Closed(_))) {
        stream.close().expect("open");
    }
    assert_eq!(stream.descriptor(), -1);
}

#[test]
fn nobody_can_connect_after_the_end_of_a_watch() {
    let pulling = Pulling::open(silent());
    let (socket, address) = listener();
    let id = pulling.app.watch_listener(&pulling.server, socket.as_raw_fd(), 1).expect("watched");
    let mut client = TcpStream::connect(address).expect("connected");
    let (stream, _) = opened(&pulling);
    drop(socket);
    pulling.server.unwatch(id).expect("watched");
    let refused = TcpStream::connect(address).expect_err("nobody listens");
    assert_eq!(refused.kind(), ErrorKind::ConnectionRefused);
    assert_eq!(pulling.server.unwatch(id).map_err(|error| error.code()), Err(Code::NotFound));
    // Who has come before stays.
    stream.send(b"still").expect("open");
    assert!(pulling.next_within(Duration::from_millis(20)).is_none());
    client.set_read_timeout(Some(WAIT)).expect("set");
    let mut text = [0; 5];
    client.read_exact(&mut text).expect("there");
    assert_eq!(&text, b"still");
}

/// The socket may be watched again, and be that of another server, too.
#[test]
fn a_listener_goes_from_hand_to_hand() {
    let (socket, address) = listener();
    let (first, second) = (Pulling::open(silent()), Pulling::open(silent()));
    let mut kept = Vec::new();
    for turn in 1..4 {
        let pulling = if turn % 2 == 0 { &first } else { &second };
        let id = pulling.app.watch_listener(&pulling.server, socket.as_raw_fd(), turn).expect("watched");
        kept.push(TcpStream::connect(address).expect("connected"));
        assert_eq!(opened(pulling).1, turn);
        pulling.server.unwatch(id).expect("watched");
        kept.push(TcpStream::connect(address).expect("in the queue"));
        assert!(pulling.next_within(Duration::from_millis(20)).is_none());
        socket.set_nonblocking(true).expect("set");
        while socket.accept().is_ok() {}
    }
}

#[test]
fn what_is_no_listener_is_refused() {
    let pulling = Pulling::open(Options { watch_limit: 1, ..silent() });
    let code = |fd| pulling.app.watch_listener(&pulling.server, fd, 0).map_err(|error| error.code());
    let (socket, address) = listener();
    let client = TcpStream::connect(address).expect("connected");
    let file = File::open("/proc/self/exe").expect("there");
    for fd in [-1, client.as_raw_fd(), file.as_raw_fd()] {
        assert_eq!(code(fd), Err(Code::System));
    }
    let id = code(socket.as_raw_fd()).expect("the limit was not touched");
    assert_eq!(code(socket.as_raw_fd()), Err(Code::Again));
    pulling.server.unwatch(id).expect("watched");
    code(socket.as_raw_fd()).expect("room again");
    pulling.server.shutdown().expect("open");
    assert_eq!(code(socket.as_raw_fd()), Err(Code::State));
}

/// A server with threads spreads the connections over its reactors, and a graceful stop closes the listener.
#[test]
fn reactors_share_a_listener() {
    let app = App::new();
    let (sender, events) = mpsc::channel();
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, tag, event: Event<'_>| {
        if let (Some(_), Event::Opened) = (stream, event) {
            let _ = sender.send((thread::current().name().map(str::to_owned), tag));
        }
    })));
    let server = Server::new("shared", Options { reactors: 2, ..silent() }, Arc::clone(&app) as Arc<_>);
    assert_eq!(app.watch_listener(&server, 0, 7).map_err(|error| error.code()), Err(Code::State));
    server.start().expect("started");
    let (socket, address) = listener();
    app.watch_listener(&server, socket.as_raw_fd(), 7).expect("watched");
    drop(socket);
    let mut threads = HashSet::new();
    let clients = [(); 4].map(|()| TcpStream::connect(address).expect("connected"));
    for _ in &clients {
        let (thread, tag) = events.recv_timeout(WAIT).expect("accepted");
        assert_eq!(tag, 7);
        threads.insert(thread);
    }
    assert_eq!(threads.len(), 2, "{threads:?}");
    drop(clients);
    let _ = server.drain(Duration::from_millis(100));
    let end = Instant::now() + WAIT;
    while TcpStream::connect(address).is_ok() && Instant::now() < end {}
    assert!(TcpStream::connect(address).is_err(), "the listener is closed");
    let _ = server.stop();
}
