//! Events that the program asks for, on its own thread.

use crate::{Seen, WAIT, connect, options, rest, say};
use cerver_core::{
    error::Code,
    events::CloseReason,
    server::Server,
    stream::{App, Event, Framing, Stream},
    sys::{Waited, wait_readable},
};
use std::{
    io::{Read, Write},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

struct Pulling {
    app: Arc<App>,
    server: Server,
}

impl Pulling {
    fn open() -> Self {
        let app = App::new();
        let server = Server::new("pull", options(), app.clone());
        server.open().expect("opened");
        Self { app, server }
    }

    /// One call, which takes at most `most` events.
    fn pull(&self, most: usize) -> Vec<(Stream, Seen)> {
        let mut seen = Vec::new();
        let take = |stream: Option<Stream>, _, event: Event<'_>| {
            seen.push((stream.expect("of a connection"), event.into()));
        };
        let count = self.app.next_events(&self.server, most, Some(Duration::from_millis(100)), take).expect("events");
        assert_eq!(count, seen.len());
        seen
    }

    /// Pulls until `enough`.
    fn pull_until(&self, mut enough: impl FnMut(Stream, &Seen) -> bool) {
        let start = Instant::now();
        while start.elapsed() < WAIT {
            if self.pull(64).iter().any(|(stream, seen)| enough(*stream, seen)) {
                return;
            }
        }
        panic!("it never came");
    }
}

#[test]
fn what_comes_goes_back() {
    let pulling = Pulling::open();
    let client = connect(&pulling.server);
    say(&client, b"hello");
    pulling.pull_until(|stream, seen| {
        match seen {
            Seen::Data(data) => stream.send(data).expect("room"),
            Seen::HalfClosed => stream.close().expect("open"),
            _ => {}
        }
        matches!(seen, Seen::Closed(CloseReason::Peer))
    });
    assert_eq!(rest(&client), b"hello");
}

/// What a client has sent by the time it is accepted waits for the tag of its connection, unless the program wants it early.
#[test]
fn what_comes_with_a_connection_waits_for_its_tag() {
    for is_early in [false, true] {
        let app = App::new();
        app.set_early_events(is_early);
        let server = Server::new("pull", options(), app.clone());
        server.open().expect("opened");
        let client = connect(&server);
        say(&client, b"hello");
        let mut calls: Vec<Vec<(u64, Seen)>> = Vec::new();
        let start = Instant::now();
        while !calls.concat().iter().any(|(_, seen)| matches!(seen, Seen::Data(_))) && start.elapsed() < WAIT {
            let mut seen = Vec::new();
            let take = |stream: Option<Stream>, tag, event: Event<'_>| {
                seen.push((stream.expect("of a connection"), tag, event.into()));
            };
            app.next_events(&server, 64, Some(Duration::from_millis(100)), take).expect("events");
            for (stream, ..) in seen.iter().filter(|(.., seen)| *seen == Seen::Opened) {
                stream.set_tag(7).expect("open");
            }
            calls.push(seen.into_iter().map(|(_, tag, seen)| (tag, seen)).collect());
        }
        calls.retain(|call| !call.is_empty());
        let data = Seen::Data(b"hello".to_vec());
        if is_early {
            assert_eq!(calls[0][..2], [(0, Seen::Opened), (0, data)]);
        } else {
            assert_eq!(calls[0], [(0, Seen::Opened)]);
            assert_eq!(calls[1][0], (7, data));
        }
    }
}

#[test]
fn a_call_ends_behind_so_many_bytes() {
    let app = App::new();
    app.set_framing(Framing::Lines).expect("known");
    let server = Server::new("pull", options(), app.clone());
    server.open().expect("opened");
    let pulling = Pulling { app, server };
    let client = connect(&pulling.server);
    say(&client, b"one\ntwo\nthree\n");
    let mut calls: Vec<Vec<Seen>> = Vec::new();
    let start = Instant::now();
    while calls.concat().last() != Some(&Seen::HalfClosed) && start.elapsed() < WAIT {
        let mut seen = Vec::new();
        let take = |_, _, event: Event<'_>| seen.push(event.into());
        let wait = Some(Duration::from_millis(100));
        let count = pulling.app.next_events_of(&pulling.server, 64, 4, wait, take).expect("events");
        assert_eq!(count, seen.len());
        calls.push(seen);
    }
    let lines: Vec<Seen> = calls.concat().into_iter().filter(|seen| matches!(seen, Seen::Data(_))).collect();
    assert_eq!(lines.len(), 3, "{calls:?}");
    // "one" and "two" are six bytes, and with them the limit is passed.
    let last = |line: &[u8]| calls.iter().any(|call| call.last() == Some(&Seen::Data(line.to_vec())));
    assert!(last(b"two") && last(b"three") && !last(b"one"), "{calls:?}");
}

#[test]
fn events_come_one_by_one_in_their_order() {
    let pulling = Pulling::open();
    let client = connect(&pulling.server);
    say(&client, b"x");
    let mut seen = Vec::new();
    let start = Instant::now();
    while seen.len() < 3 && start.elapsed() < WAIT {
        let one = pulling.pull(1);
        assert!(one.len() <= 1);
        seen.extend(one.into_iter().map(|(_, seen)| seen));
    }
    assert_eq!(seen, [Seen::Opened, Seen::Data(b"x".to_vec()), Seen::HalfClosed]);
}

#[test]
fn bytes_that_are_not_pulled_stay_with_their_connection() {
    const SIZE: usize = 3 << 20;
    let pulling = Pulling::open();
    pulling.app.set_event_bytes(0).expect_err("nothing would ever be pulled");
    pulling.server.shutdown().expect("stopped");
    pulling.app.set_event_bytes(10_000).expect("a good limit");
    pulling.server.open().expect("opened again");
    let mut client = connect(&pulling.server);
    let sender = thread::spawn(move || {
        for block in 0..SIZE / 4096 {
            client.write_all(&[block as u8; 4096]).expect("sent");
        }
        client
    });
    let mut received = 0usize;
    let start = Instant::now();
    while received < SIZE && start.elapsed() < WAIT {
        let mut in_batch = 0;
        for (_, seen) in pulling.pull(1024) {
            if let Seen::Data(data) = seen {
                for byte in &data {
                    assert_eq!(*byte, (received / 4096) as u8);
                    received += 1;
                }
                in_batch += data.len();
            }
        }
        assert!(in_batch <= 10_000, "{in_batch} bytes at once");
    }
    assert_eq!(received, SIZE);
    drop(sender.join().expect("the client is done"));
}

#[test]
fn a_refused_send_is_told_when_there_is_room() {
    let pulling = Pulling::open();
    let mut client = connect(&pulling.server);
    let mut stream = None;
    pulling.pull_until(|opened, _| stream.replace(opened).is_none());
    let stream = stream.expect("opened");
    let mut sent = 0;
    // Between two refusals the reactor hands over to the kernel; at last that takes no more either.
    loop {
        while stream.send(&[b'z'; 16384]).is_ok() {
            sent += 16384;
        }
        if pulling.pull(16).is_empty() {
            match stream.send(b"z") {
                Ok(()) => sent += 1,
                Err(_) => break,
            }
        }
    }
    assert_eq!(stream.send(b"z").expect_err("full").code(), Code::Again);
    let reader = thread::spawn(move || {
        let mut left = sent;
        let mut buffer = vec![0; 65536];
        while left > 0 {
            left -= client.read(&mut buffer).expect("read");
        }
    });
    pulling.pull_until(|_, seen| *seen == Seen::Drained);
    while !reader.is_finished() {
        pulling.pull(16);
    }
    reader.join().expect("everything came");
}

#[test]
fn commands_from_another_thread_end_the_wait() {
    let pulling = Pulling::open();
    let mut client = connect(&pulling.server);
    let mut stream = None;
    pulling.pull_until(|opened, _| stream.replace(opened).is_none());
    let stream = stream.expect("opened");
    let other = thread::spawn(move || {
        stream.send(b"from afar").expect("room");
        let mut answer = [0; 9];
        client.read_exact(&mut answer).expect("an answer");
        answer
    });
    while !other.is_finished() {
        pulling.pull(16);
    }
    assert_eq!(&other.join().expect("no failure"), b"from afar");
}

#[test]
fn what_is_left_between_two_calls_is_done_before_the_next_wait() {
    let pulling = Pulling::open();
    let client = connect(&pulling.server);
    let mut opened = None;
    pulling.pull_until(|stream, seen| {
        opened = Some(stream);
        *seen == Seen::Opened
    });
    let stream = opened.expect("there is one");
    for text in [b"own", b"two"] {
        stream.send(text).expect("open");
        let begun = Instant::now();
        pulling.app.next_events(&pulling.server, 8, Some(WAIT), |_, _, _| {}).expect("a turn");
        assert!(begun.elapsed() < WAIT / 2, "it has waited");
        let mut received = [0; 3];
        (&client).read_exact(&mut received).expect("sent already");
        assert_eq!(received, *text);
    }
    stream.send(b"end").expect("open");
    let descriptor = pulling.server.poll_descriptor().expect("one");
    assert_eq!(wait_readable(&[descriptor], Some(WAIT)).expect("waited"), Waited::Ready(0), "left before, and shown");
    pulling.pull(8);
    stream.close().expect("open");
    assert_eq!(wait_readable(&[descriptor], Some(WAIT)).expect("waited"), Waited::Ready(0), "left while it is watched");
    pulling.pull(8);
    assert_eq!(rest(&client), b"end");
}

#[test]
fn one_at_a_time_and_only_while_open() {
    let pulling = Pulling::open();
    let _client = connect(&pulling.server);
    let mut inner = None;
    let start = Instant::now();
    while inner.is_none() && start.elapsed() < WAIT {
        let take = |_, _, _: Event<'_>| {
            inner = pulling.app.next_events(&pulling.server, 1, None, |_, _, _| {}).err();
        };
        pulling.app.next_events(&pulling.server, 8, Some(Duration::from_millis(100)), take).expect("events");
    }
    assert_eq!(inner.expect("an event").code(), Code::Busy);
    pulling.server.shutdown().expect("stopped");
    // What had happened before the end is still told.
    assert!(pulling.pull(8).iter().any(|(_, seen)| *seen == Seen::Closed(CloseReason::Shutdown)));
    let error = pulling.app.next_events(&pulling.server, 8, None, |_, _, _| {}).expect_err("it is not open");
    assert_eq!(error.code(), Code::State);
}
