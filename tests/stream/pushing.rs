//! Events on the reactor's thread.

use crate::{Pushing, Seen, options, rest, say};
use cerver_core::{
    config::Options,
    error::Code,
    events::CloseReason,
    stream::{Event, Stream},
};
use parking_lot::Mutex;
use std::{
    io::{Read, Write},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    thread,
    time::Duration,
};

fn echo(stream: Stream, event: Event<'_>) {
    match event {
        Event::Data(data) => stream.send(data).expect("room"),
        Event::HalfClosed => stream.close().expect("open"),
        _ => {}
    }
}

#[test]
fn what_comes_goes_back_and_the_events_are_in_order() {
    let server = Pushing::start(options(), echo);
    let client = server.client();
    say(&client, b"hello");
    assert_eq!(rest(&client), b"hello");
    assert_eq!(server.next().2, Seen::Opened);
    assert_eq!(server.next().2, Seen::Data(b"hello".to_vec()));
    assert_eq!(server.next().2, Seen::HalfClosed);
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Peer));
}

#[test]
fn a_late_command_reaches_nobody() {
    let server = Pushing::start(options(), echo);
    let old = server.client();
    let (stream, ..) = server.next();
    drop(old);
    server.closed();
    let mut new = server.client();
    let (other, ..) = server.next();
    assert_ne!(stream.token(), other.token());
    let error = stream.send(b"late").expect_err("nobody is there");
    assert_eq!(error.code(), Code::Handle);
    assert_eq!(stream.close().expect_err("nobody is there").code(), Code::Handle);
    assert_eq!(stream.set_tag(1).expect_err("nobody is there").code(), Code::Handle);
    new.write_all(b"mine").expect("sent");
    let mut answer = [0; 4];
    new.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"mine");
}

#[test]
fn messages_of_eight_threads_stay_whole() {
    const MESSAGE: usize = 1000;
    const EACH: usize = 200;
    let server = Pushing::start(options(), |_, _| {});
    let mut client = server.client();
    let (stream, ..) = server.next();
    let senders: Vec<_> = (0..8u8)
        .map(|sender| {
            thread::spawn(move || {
                for _ in 0..EACH {
                    while let Err(error) = stream.send(&[b'a' + sender; MESSAGE]) {
                        assert_eq!(error.code(), Code::Again);
                        thread::yield_now();
                    }
                }
            })
        })
        .collect();
    let mut counts = [0; 8];
    for _ in 0..8 * EACH {
        let mut message = [0; MESSAGE];
        client.read_exact(&mut message).expect("a message");
        assert!(message.iter().all(|byte| *byte == message[0]), "mixed");
        counts[usize::from(message[0] - b'a')] += 1;
    }
    assert_eq!(counts, [EACH; 8]);
    senders.into_iter().for_each(|sender| sender.join().expect("no sender failed"));
}

#[test]
fn a_copy_of_the_descriptor_outlives_the_connection() {
    let server = Pushing::start(options(), |stream, event| {
        if event == Event::Opened {
            let copy = stream.duplicate().expect("live");
            let socket = std::net::TcpStream::from(copy);
            assert!(socket.nodelay().expect("asked"));
            stream.abort().expect("open");
            (&socket).write_all(b"still here").expect("sent");
        }
    });
    let client = server.client();
    assert_eq!(rest(&client), b"still here");
    let (stream, _, _) = server.next();
    assert!(matches!(server.next().2, Seen::Closed(_)));
    assert_eq!(stream.duplicate().map(drop).map_err(|error| error.code()), Err(Code::Handle));
}

#[test]
fn a_tag_stands_in_later_events() {
    let server = Pushing::start(options(), |stream, event| {
        if let Event::Data(data) = event {
            stream.set_tag(u64::from(data[0])).expect("open");
            stream.send(b"+").expect("room");
        }
    });
    let mut client = server.client();
    assert_eq!(server.next().1, 0);
    for tag in [7u8, 200] {
        client.write_all(&[tag]).expect("sent");
        client.read_exact(&mut [0]).expect("an answer");
    }
    assert_eq!((server.next().1, server.next().1), (0, 7));
    drop(client);
    let (_, tag, seen) = server.next();
    assert_eq!((tag, seen), (200, Seen::HalfClosed));
}

#[test]
fn a_panic_ends_its_connection_alone() {
    let server = Pushing::start(options(), |stream, event| match event {
        Event::Data(b"panic") => panic!("asked for"),
        other => echo(stream, other),
    });
    let mut good = server.client();
    let mut bad = server.client();
    bad.write_all(b"panic").expect("sent");
    assert_eq!(rest(&bad), b"");
    good.write_all(b"ping").expect("sent");
    let mut answer = [0; 4];
    good.read_exact(&mut answer).expect("an answer");
    assert_eq!(server.server.stats().handler_panics, 1);
}

#[test]
fn idle_time_is_the_connections_own() {
    let server = Pushing::start(options(), |stream, event| {
        if event == Event::Opened {
            stream.set_idle_timeout(Duration::from_millis(150)).expect("open");
        }
    });
    let client = server.client();
    assert_eq!(rest(&client), b"");
    assert_eq!(server.closed(), CloseReason::Timeout);
}

#[test]
fn reading_pauses_and_goes_on() {
    let server = Pushing::start(options(), |stream, event| match event {
        Event::Opened => stream.set_paused(true).expect("open"),
        other => echo(stream, other),
    });
    let mut client = server.client();
    let (stream, ..) = server.next();
    client.write_all(b"wait").expect("sent");
    assert!(server.events.recv_timeout(Duration::from_millis(200)).is_err(), "nothing is read");
    stream.set_paused(false).expect("open");
    let mut answer = [0; 4];
    client.read_exact(&mut answer).expect("an answer");
    assert_eq!(&answer, b"wait");
}

#[test]
fn an_abort_does_not_wait_for_the_peer() {
    let server = Pushing::start(options(), |stream, event| {
        if event == Event::Opened {
            while stream.send(&[b'x'; 65536]).is_ok() {}
            stream.abort().expect("open");
            assert_eq!(stream.send(b"y").expect_err("ending").code(), Code::Closed);
        }
    });
    let client = server.client();
    assert_eq!(server.closed(), CloseReason::Local);
    assert!(!rest(&client).contains(&b'y'));
}

#[test]
fn a_graceful_stop_is_told_and_lets_a_connection_finish() {
    let server = Pushing::start(options(), |stream, event| {
        if event == Event::Draining {
            stream.send(b"bye").expect("room");
            stream.close().expect("open");
        }
    });
    let client = server.client();
    server.next();
    server.server.stop().expect("nobody had to be cut off");
    assert_eq!(rest(&client), b"bye");
}

/// A peer that takes everything at once, and a program that always has more: each goes in a turn of its own, not inside the
/// one before.
#[test]
fn events_about_room_are_not_nested() {
    const EVENTS: usize = 2000;
    let places = Arc::new(Mutex::new(Vec::new()));
    let (seen, options) = (Arc::clone(&places), options());
    let server = Pushing::start(Options { send_high: 2000, send_low: 1000, ..options }, move |stream, event| {
        if let Event::Data(_) | Event::Drained = event {
            // Where the stack of this thread is.
            let mark = 0_u8;
            let mut places = seen.lock();
            places.push(std::ptr::from_ref(&mark).addr());
            if places.len() > EVENTS {
                return stream.close().expect("open");
            }
            while stream.send(&[b'x'; 500]).is_ok() {}
        }
    });
    let mut client = server.client();
    client.write_all(b"go").expect("sent");
    let bytes = rest(&client).len();
    let places = places.lock();
    assert!(places.len() > EVENTS && bytes > EVENTS * 1000, "{bytes} bytes");
    let depth = places.iter().max().unwrap() - places.iter().min().unwrap();
    assert!(depth < 64 * 1024, "{depth} bytes of stack");
}

/// The same of a program that sends a little whenever what it has sent is gone: the stack of the thread would not hold so many
/// events inside each other.
#[test]
fn events_about_what_is_sent_are_not_nested() {
    const EVENTS: usize = 20_000;
    let count = Arc::new(AtomicUsize::new(0));
    let seen = Arc::clone(&count);
    let server = Pushing::start(options(), move |stream, event| {
        if let Event::Data(_) | Event::Sent = event {
            if seen.fetch_add(1, Ordering::AcqRel) == EVENTS {
                return stream.close().expect("open");
            }
            stream.send(b"x").expect("open");
            stream.tell_when_sent().expect("open");
        }
    });
    let mut client = server.client();
    client.write_all(b"go").expect("sent");
    assert_eq!(rest(&client).len(), EVENTS);
    assert_eq!(count.load(Ordering::Acquire), EVENTS + 1);
}
