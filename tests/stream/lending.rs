//! Bytes that are sent from where they are, and come back once, however the connection ends.

use crate::{Pulling, Pushing, Seen, WAIT, connect, options, rest};
use cerver_core::{
    error::Code,
    events::CloseReason,
    server::Server,
    stream::{App, Event, Stream, Target},
};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpListener, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

/// More than a send buffer takes at once.
const MUCH: usize = 8 << 20;

/// Counts how often it is given back.
struct Memory(Arc<[u8]>, Arc<AtomicUsize>);

impl AsRef<[u8]> for Memory {
    fn as_ref(&self) -> &[u8] {
        &self.0
    }
}

impl Drop for Memory {
    fn drop(&mut self) {
        self.1.fetch_add(1, Ordering::AcqRel);
    }
}

/// Bytes that differ, and the count of their returns.
fn memory(size: usize) -> (Arc<[u8]>, Arc<AtomicUsize>) {
    ((0..size).map(|at| (at % 251) as u8).collect(), Arc::default())
}

fn lend(stream: Stream, bytes: &Arc<[u8]>, returns: &Arc<AtomicUsize>, id: u64) -> cerver_core::error::Result<()> {
    stream.send_lent(Memory(Arc::clone(bytes), Arc::clone(returns)), id)
}

#[test]
fn lent_bytes_arrive_between_others_and_come_back() {
    let (bytes, returns) = memory(MUCH);
    let server = Pushing::start(options(), {
        let (bytes, returns) = (Arc::clone(&bytes), Arc::clone(&returns));
        move |stream, event| match event {
            Event::Opened => {
                stream.send(b"before").expect("room");
                lend(stream, &bytes, &returns, 7).expect("room");
            }
            Event::Released(7) => {
                assert_eq!(returns.load(Ordering::Acquire), 1, "it is free when that is told");
                stream.send(b"after").expect("room");
                stream.send_lent(*b"more", 8).expect("room");
                stream.send_lent(*b"", 9).expect("room");
                stream.tell_when_sent().expect("open");
            }
            Event::Sent => stream.close().expect("open"),
            _ => {}
        }
    });
    let client = server.client();
    let got = rest(&client);
    assert_eq!(got.len(), 6 + MUCH + 9);
    assert!(got.starts_with(b"before") && got.ends_with(b"aftermore") && got[6..][..MUCH] == bytes[..]);
    assert_eq!(server.next().2, Seen::Opened);
    assert_eq!(server.next().2, Seen::Released(7));
    let mut ids = [server.next().2, server.next().2].map(|seen| format!("{seen:?}"));
    ids.sort();
    assert_eq!(ids, ["Released(8)", "Released(9)"], "before it is told that everything is sent");
    assert_eq!(server.next().2, Seen::Sent);
    assert!(matches!(server.next().2, Seen::Closed(_)));
}

/// What ends a connection, and its client.
type End = fn(Stream, TcpStream);

/// Nothing is copied: what waits is the program's memory, and all of it comes back before the last event.
#[test]
fn each_end_gives_everything_back_once() {
    const PIECES: u64 = 20;
    let ends: [(&str, End); 4] = [
        ("abort", |stream, client| {
            stream.abort().expect("open");
            drop(client);
        }),
        ("reset", |_, client| {
            socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).expect("set");
            drop(client);
        }),
        ("close and read", |stream, client| {
            stream.close().expect("open");
            assert_eq!(rest(&client).len() as u64, PIECES * (1 << 20));
        }),
        ("time-out", |stream, client| {
            stream.set_write_timeout(Duration::from_millis(100)).expect("open");
            std::mem::forget(client);
        }),
    ];
    for (name, end) in ends {
        let (bytes, returns) = memory(1 << 20);
        let mut options = options();
        options.send_high = 64 << 20;
        let server = Pushing::start(options, |_, _| {});
        let client = server.client();
        let (stream, _, _) = server.next();
        for id in 0..PIECES {
            lend(stream, &bytes, &returns, id).expect("room");
        }
        end(stream, client);
        let mut released = Vec::new();
        loop {
            match server.next().2 {
                Seen::Released(id) => released.push(id),
                Seen::Closed(_) => break,
                _ => {}
            }
        }
        assert_eq!(returns.load(Ordering::Acquire), PIECES as usize, "{name}");
        assert_eq!(released, (0..PIECES).collect::<Vec<_>>(), "{name}");
        assert_eq!(Arc::strong_count(&bytes), 1);
    }
}

#[test]
fn a_stop_gives_everything_back() {
    let (bytes, returns) = memory(MUCH);
    let server = Pulling::open(options());
    let client = connect(&server.server);
    let (stream, _, seen) = server.next();
    assert_eq!(seen, Seen::Opened);
    lend(stream.expect("a connection"), &bytes, &returns, 1).expect("room");
    assert!(server.next_within(Duration::from_millis(50)).is_none(), "nobody reads");
    assert_eq!(returns.load(Ordering::Acquire), 0);
    server.server.shutdown().expect("running");
    let _ = server.server.stop();
    assert_eq!(returns.load(Ordering::Acquire), 1);
    drop(client);
}

#[test]
fn loans_and_bytes_have_limits() {
    let app = App::new();
    app.set_lent_limit(2);
    let server = Server::new("lending", options(), Arc::clone(&app) as Arc<_>);
    server.open().expect("opened");
    let server = Pulling { app, server };
    let client = connect(&server.server);
    let stream = server.next().0.expect("a connection");
    let (bytes, returns) = memory(MUCH);
    let code = |id| lend(stream, &bytes, &returns, id).map_err(|error| error.code());
    assert_eq!((code(1), code(2)), (Ok(()), Err(Code::Again)), "above the high mark");
    assert_eq!(returns.load(Ordering::Acquire), 1, "what is refused comes back at once, without an event");
    let reader = std::thread::spawn(move || {
        let mut got = vec![0; MUCH + 2];
        (&client).read_exact(&mut got).expect("everything");
        client
    });
    let mut seen = vec![server.next().2, server.next().2];
    seen.sort_by_key(|seen| format!("{seen:?}"));
    assert_eq!(seen, [Seen::Drained, Seen::Released(1)]);
    let code = |id| stream.send_lent(*b"x", id).map_err(|error| error.code());
    assert_eq!((code(3), code(4), code(5)), (Ok(()), Ok(()), Err(Code::Again)), "two at a time");
    assert_eq!((server.next().2, server.next().2), (Seen::Released(3), Seen::Released(4)));
    assert_eq!(code(6), Ok(()));
    let client = reader.join().expect("read");
    drop(client);
}

/// A connection that never comes to be gives back what was sent on it.
#[test]
fn what_is_lent_before_the_connection_comes_back_without_it() {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("bound");
    let port = listener.local_addr().expect("an address").port();
    let (bytes, returns) = memory(100_000);
    for is_there in [true, false] {
        let server = Pulling::open(options());
        let listener = is_there.then(|| listener.try_clone().expect("cloned"));
        let target = if is_there { port } else { 1 };
        let target = Target::Host("127.0.0.1".to_owned(), target);
        let stream = server.app.connect(&server.server, target, WAIT).expect("it tries");
        lend(stream, &bytes, &returns, 5).expect("room");
        let first = server.next().2;
        if let Some(listener) = listener {
            assert_eq!(first, Seen::Connected);
            let (mut peer, _) = listener.accept().expect("accepted");
            let mut got = vec![0; bytes.len()];
            peer.read_exact(&mut got).expect("everything");
            assert_eq!(got, bytes[..]);
            assert_eq!(server.next().2, Seen::Released(5));
            peer.write_all(b"x").expect("sent");
            assert_eq!(server.next().2, Seen::Data(b"x".to_vec()));
        } else {
            assert_eq!(first, Seen::Released(5));
            assert!(matches!(server.next().2, Seen::ConnectFailed(_)));
        }
    }
    assert_eq!(returns.load(Ordering::Acquire), 2);
}

/// A listener whose queue is full: who connects to it waits for ever.
fn nobody_answers() -> (Target, Vec<TcpStream>, socket2::Socket) {
    let listener = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    listener.bind(&std::net::SocketAddr::from((Ipv4Addr::LOCALHOST, 0)).into()).expect("bound");
    listener.listen(0).expect("listens");
    let address = listener.local_addr().expect("bound").as_socket().expect("TCP");
    let full = (0..8).map_while(|_| TcpStream::connect_timeout(&address, Duration::from_millis(50)).ok()).collect();
    (Target::Host(address.ip().to_string(), address.port()), full, listener)
}

/// Some are being connected and some wait for a thread: all come back, and are told the end of, when the server stops.
#[test]
fn a_stop_gives_back_what_waits_for_a_connection() {
    const CONNECTIONS: u64 = 5;
    let (target, _full, _listener) = nobody_answers();
    let (bytes, returns) = memory(100_000);
    let ask = |app: &App, server: &Server| {
        for id in 0..CONNECTIONS {
            let stream = app.connect(server, target.clone(), WAIT * 10).expect("it tries");
            lend(stream, &bytes, &returns, 2 * id).expect("room");
            lend(stream, &bytes, &returns, 2 * id + 1).expect("room");
            stream.set_tag(id).expect("live");
        }
    };
    let told = |mut events: Vec<(u64, Seen)>| {
        events.sort_by_key(|(tag, _)| *tag);
        let closed = Seen::Closed(CloseReason::Shutdown);
        let each = |id| [Seen::Released(2 * id), Seen::Released(2 * id + 1), closed.clone()].map(|seen| (id, seen));
        assert_eq!(events, (0..CONNECTIONS).flat_map(each).collect::<Vec<_>>());
        assert_eq!(Arc::strong_count(&bytes), 1);
    };

    let app = App::new();
    app.set_errands(2, 100).expect("good");
    let server = Server::new("pulled", options(), Arc::clone(&app) as Arc<_>);
    server.open().expect("opened");
    ask(&app, &server);
    server.shutdown().expect("running");
    assert_eq!(returns.load(Ordering::Acquire), 2 * CONNECTIONS as usize);
    let mut events = Vec::new();
    let take = |_: Option<Stream>, tag, event: Event<'_>| events.push((tag, event.into()));
    app.next_events(&server, 100, None, take).expect("what happened is there to be pulled");
    told(events);
    let end = app.next_events(&server, 100, None, |_, _, _| {});
    assert_eq!(end.map_err(|error| error.code()), Err(Code::State), "that was all");

    let pushing = Pushing::start(options(), |_, _| {});
    let app = Arc::clone(&pushing.app);
    ask(&app, &pushing.server);
    pushing.server.shutdown().expect("running");
    told((0..3 * CONNECTIONS).map(|_| pushing.next()).map(|(_, tag, seen)| (tag, seen)).collect());
}

/// Nobody waits for the time of a connection that is given up.
#[test]
fn what_waits_for_a_connection_that_is_given_up_comes_back_at_once() {
    let (target, _full, _listener) = nobody_answers();
    let (bytes, returns) = memory(1000);
    let server = Pulling::open(options());
    let stream = server.app.connect(&server.server, target.clone(), WAIT * 10).expect("it tries");
    lend(stream, &bytes, &returns, 3).expect("room");
    stream.close().expect("live");
    assert!(server.next_within(Duration::from_millis(50)).is_none(), "it is to be sent before the close");
    stream.abort().expect("live");
    assert_eq!((server.next().2, server.next().2), (Seen::Released(3), Seen::Closed(CloseReason::Local)));
    assert_eq!(stream.abort().map_err(|error| error.code()), Err(Code::Handle));
    let stream = server.app.connect(&server.server, target, WAIT * 10).expect("it tries");
    stream.close().expect("live");
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Local), "nothing is to be sent");
    assert_eq!(returns.load(Ordering::Acquire), 1);
}
