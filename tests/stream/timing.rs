//! Times: of silence, of one frame or read, and of what waits for a peer; of the server and of one connection.

use crate::{Pulling, Pushing, Seen, connect, options, rest};
use cerver_core::{
    config::Options,
    events::CloseReason,
    server::Server,
    stream::{App, Event, Framing, Read, Stream},
};
use std::{
    io::{Read as _, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::{Duration, Instant},
};

const SHORT: Duration = Duration::from_millis(250);
const LONG: Duration = Duration::from_secs(30);

/// A pulled server with a time for reads.
fn server(options: Options, framing: Framing, read_timeout: Duration) -> Pulling {
    let app = App::new();
    app.set_framing(framing).expect("good");
    app.set_read_timeout(read_timeout);
    let server = Server::new("timing", options, Arc::clone(&app) as Arc<_>);
    server.open().expect("opened");
    Pulling { app, server }
}

fn opened(server: &Pulling) -> Stream {
    let (stream, _, seen) = server.next();
    assert_eq!(seen, Seen::Opened);
    stream.expect("a connection")
}

#[test]
fn silence_ends_a_connection() {
    let mut by_server = options();
    by_server.idle_timeout = 4 * SHORT;
    let server = Pulling::open(by_server);
    let _client = connect(&server.server);
    let other = connect(&server.server);
    let (first, second) = (opened(&server), opened(&server));
    let by_other =
        |stream: Stream| stream.peer().expect("there").to_string() == other.local_addr().unwrap().to_string();
    let patient = if by_other(first) { first } else { second };
    patient.set_idle_timeout(Duration::ZERO).expect("open");
    let start = Instant::now();
    let (stream, _, seen) = server.next();
    assert_eq!(seen, Seen::Closed(CloseReason::Timeout));
    assert_ne!(stream.map(Stream::token), Some(patient.token()), "which has another time");
    assert!(start.elapsed() < LONG);
    patient.set_idle_timeout(SHORT).expect("open");
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Timeout));
}

/// A peer that sends a byte now and then is not silent, but its line must have an end.
#[test]
fn a_frame_that_drips_is_cut_off() {
    for own in [false, true] {
        let mut options = options();
        options.idle_timeout = LONG;
        let server = server(options, Framing::Lines, if own { LONG } else { SHORT });
        let mut client = connect(&server.server);
        let stream = opened(&server);
        if own {
            stream.set_read_timeout(SHORT).expect("open");
        }
        let is_over = Arc::new(AtomicBool::new(false));
        let sender = thread::spawn({
            let is_over = Arc::clone(&is_over);
            move || {
                // A frame that comes in time begins a new time.
                client.write_all(b"in time\n").expect("sent");
                while !is_over.load(Ordering::Acquire) && client.write_all(b"x").is_ok() {
                    thread::sleep(Duration::from_millis(10));
                }
            }
        });
        assert_eq!(server.next().2, Seen::Data(b"in time".to_vec()));
        assert_eq!(server.next().2, Seen::Closed(CloseReason::Timeout));
        is_over.store(true, Ordering::Release);
        sender.join().expect("sent");
    }
}

/// Between frames only silence counts; a read that was asked for counts from then on.
#[test]
fn a_read_that_nobody_answers_is_cut_off() {
    let server = server(options(), Framing::Lines, SHORT);
    let mut client = connect(&server.server);
    let stream = opened(&server);
    assert!(server.next_within(3 * SHORT).is_none(), "no frame has begun");
    client.write_all(b"half a line").expect("sent");
    stream.set_framing(Framing::OnDemand).expect("good");
    assert!(server.next_within(3 * SHORT).is_none(), "nothing was asked for");
    stream.read(Read::Exactly { count: 4, is_stream: false }).expect("good");
    assert_eq!(server.next().2, Seen::Data(b"half".to_vec()));
    assert!(server.next_within(3 * SHORT).is_none(), "the read is done");
    stream.read(Read::Until(b"\r\n".as_slice().into())).expect("good");
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Timeout));
    assert_eq!(rest(&client), b"");
}

/// A program that does not want to read has time, and each piece of a stream has its own.
#[test]
fn a_pause_and_a_stream_of_pieces_are_not_cut_off() {
    let server = server(options(), Framing::OnDemand, 6 * SHORT);
    let mut client = connect(&server.server);
    let stream = opened(&server);
    stream.read(Read::ToEnd { is_stream: true }).expect("good");
    let sender = thread::spawn(move || {
        for _ in 0..20 {
            client.write_all(b"x").expect("sent");
            thread::sleep(SHORT / 4);
        }
        client
    });
    let mut got = 0;
    while got < 20 {
        match server.next().2 {
            Seen::Data(data) => got += data.len(),
            other => panic!("{other:?} after {got} pieces"),
        }
    }
    stream.set_paused(true).expect("open");
    let client = sender.join().expect("sent");
    assert!(server.next_within(8 * SHORT).is_none(), "paused");
    stream.set_paused(false).expect("open");
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Timeout));
    drop(client);
}

/// The time of a read begins when it does, however long the program has kept the reactor before that.
#[test]
fn time_that_the_program_takes_is_not_the_peers() {
    let app = App::new();
    app.set_framing(Framing::Lines).expect("good");
    app.set_read_timeout(2 * SHORT);
    app.set_on_event(Some(Arc::new(|stream: Option<Stream>, _, event: Event<'_>| {
        if let (Some(stream), Event::Data(data)) = (stream, event) {
            if data == b"slow" {
                thread::sleep(4 * SHORT);
            }
            stream.send_frame(data).expect("room");
        }
    })));
    let server = Server::new("timing", Options { idle_timeout: Duration::ZERO, ..options() }, app);
    server.start().expect("started");
    let (client, other) = (connect(&server), connect(&server));
    for _ in 0..2 {
        let mut answer = [0; 5];
        (&client).write_all(b"slow\nquic").expect("sent");
        (&client).read_exact(&mut answer).expect("an answer");
        // The reactor looks at its clock.
        (&other).write_all(b"tick\n").expect("sent");
        (&other).read_exact(&mut answer).expect("an answer");
        (&client).write_all(b"k\n").expect("sent");
        (&client).read_exact(&mut answer).expect("another one");
    }
    drop((client, other));
    server.shutdown().expect("running");
    server.stop().expect("stopped");
}

/// The time for what waits, of the server and of a connection, shorter and longer, also when it waits already.
#[test]
fn a_peer_that_takes_nothing_is_cut_off() {
    for (own, is_set_later) in [(false, false), (true, false), (true, true)] {
        let mut options = options();
        options.write_timeout = if own { LONG } else { SHORT };
        let server = Pushing::start(options, move |stream, event| {
            if event == Event::Opened {
                if own && !is_set_later {
                    stream.set_write_timeout(SHORT).expect("open");
                }
                stream.send(&vec![0; 8 << 20]).expect("room");
            }
        });
        let client = server.client();
        let (stream, _, _) = server.next();
        if is_set_later {
            thread::sleep(SHORT);
            stream.set_write_timeout(SHORT).expect("open");
        }
        let start = Instant::now();
        assert_eq!(server.closed(), CloseReason::Timeout, "{own} {is_set_later}");
        assert!(start.elapsed() < LONG / 2);
        drop(client);
    }
}

#[test]
fn a_connection_may_have_no_time_to_take() {
    let mut options = options();
    options.write_timeout = SHORT;
    let server = Pushing::start(options, |stream, event| {
        if event == Event::Opened {
            stream.set_write_timeout(Duration::ZERO).expect("open");
            stream.send(&vec![0; 8 << 20]).expect("room");
            stream.close().expect("open");
        }
    });
    let mut client = server.client();
    thread::sleep(4 * SHORT);
    let mut first = [1];
    client.read_exact(&mut first).expect("still there");
    assert_eq!(rest(&client).len(), (8 << 20) - 1);
    assert_eq!(server.closed(), CloseReason::Local);
}
