//! Frames that are sent, being told when they have gone, and ending this side.

use crate::{Pushing, Seen, options, rest};
use cerver_core::{
    config::Options,
    error::Code,
    events::CloseReason,
    server::Server,
    stream::{App, Event, Framing, Stream},
};
use std::{
    io::{Read, Write},
    net::Shutdown,
    sync::{Arc, mpsc},
};

/// Bytes that a send buffer does not take at once.
const MUCH: usize = 8 << 20;

#[test]
fn frames_are_sent_as_they_are_read() {
    let framings = [
        (Framing::Lines, &b"abc\n"[..]),
        (Framing::Prefixed { width: 1, is_little: false }, &[3, b'a', b'b', b'c']),
        (Framing::Prefixed { width: 2, is_little: true }, &[3, 0, b'a', b'b', b'c']),
        (Framing::Prefixed { width: 4, is_little: false }, &[0, 0, 0, 3, b'a', b'b', b'c']),
        (Framing::Fixed(3), b"abc"),
    ];
    for (framing, expected) in framings {
        let server = Pushing::start(options(), move |stream, event| match event {
            Event::Opened => stream.set_framing(framing).expect("good"),
            Event::Data(data) => {
                stream.send_frame(data).expect("room");
                stream.close().expect("open");
            }
            _ => {}
        });
        let mut client = server.client();
        client.write_all(expected).expect("sent");
        assert_eq!(rest(&client), expected, "{framing:?}");
    }
}

#[test]
fn what_is_no_frame_is_not_sent() {
    let (sender, codes) = mpsc::channel();
    let server = Pushing::start(options(), move |stream: Stream, event| {
        if event == Event::Opened {
            let tries = [
                (Framing::Lines, &b"a\nb"[..]),
                (Framing::Prefixed { width: 1, is_little: false }, &[0; 256]),
                (Framing::Fixed(3), b"ab"),
                (Framing::Pieces, b"ab"),
                (Framing::OnDemand, b"ab"),
            ];
            for (framing, data) in tries {
                stream.set_framing(framing).expect("good");
                sender.send(stream.send_frame(data).map_err(|error| error.code())).expect("heard");
            }
            stream.close().expect("open");
        }
    });
    assert!(rest(&server.client()).is_empty());
    for _ in 0..5 {
        assert_eq!(codes.recv().expect("tried"), Err(Code::Argument));
    }
}

#[test]
fn it_is_told_when_everything_has_gone() {
    let server = Pushing::start(options(), |stream, event| match event {
        Event::Opened => {
            stream.send(&vec![b'x'; MUCH]).expect("room");
            stream.tell_when_sent().expect("open");
        }
        Event::Sent => stream.close().expect("open"),
        _ => {}
    });
    let mut client = server.client();
    assert_eq!(server.next().2, Seen::Opened);
    let mut start = vec![0; MUCH / 2];
    client.read_exact(&mut start).expect("half of it");
    assert_eq!(rest(&client).len(), MUCH / 2);
    assert_eq!(server.next().2, Seen::Sent);
    assert_eq!(server.next().2, Seen::Closed(CloseReason::Local));
}

/// It is true at once when nothing waits, as often as one asks.
#[test]
fn nothing_to_send_is_sent() {
    let server = Pushing::start(options(), {
        let count = std::sync::atomic::AtomicU32::new(0);
        move |stream, event| match event {
            Event::Opened => stream.tell_when_sent().expect("open"),
            Event::Sent if count.fetch_add(1, std::sync::atomic::Ordering::Relaxed) < 2000 => {
                stream.tell_when_sent().expect("open");
            }
            Event::Sent => stream.close().expect("open"),
            _ => {}
        }
    });
    assert!(rest(&server.client()).is_empty());
}

#[test]
fn this_side_ends_and_the_other_goes_on() {
    let server = Pushing::start(options(), |stream, event| {
        if event == Event::Opened {
            stream.send(b"all I have").expect("room");
            stream.shutdown().expect("open");
            assert_eq!(stream.send(b"more").map_err(|error| error.code()), Err(Code::Closed));
        }
    });
    let mut client = server.client();
    assert_eq!(rest(&client), b"all I have");
    assert_eq!(server.next().2, Seen::Opened);
    assert_eq!(server.next().2, Seen::Sent);
    client.write_all(b"mine").expect("the other side is open");
    assert_eq!(server.next().2, Seen::Data(b"mine".to_vec()));
    client.shutdown(Shutdown::Write).expect("open");
    assert_eq!(server.next().2, Seen::HalfClosed);
    assert!(matches!(server.next().2, Seen::Closed(_)), "both sides have ended");
}

/// The end comes behind much that waits, and what the other side has sent is read.
#[test]
fn an_end_that_waits_loses_nothing() {
    let server = Pushing::start(options(), |stream, event| {
        if event == Event::Opened {
            stream.send(&vec![b'x'; MUCH]).expect("room");
            stream.shutdown().expect("open");
        }
    });
    let client = server.client();
    (&client).write_all(b"hello").expect("sent");
    assert_eq!(rest(&client).len(), MUCH);
    let mut seen = vec![server.next().2, server.next().2, server.next().2];
    seen.sort_by_key(|event| format!("{event:?}"));
    assert_eq!(seen, [Seen::Data(b"hello".to_vec()), Seen::Opened, Seen::Sent]);
}

/// The last byte that waited has left, which makes room: who then ends its side or asks to be told of that is heard, though
/// nothing more is sent.
#[test]
fn an_end_when_there_is_room_again_is_seen() {
    let options = Options { send_high: 1000, send_low: 100, ..options() };
    let server = Pushing::start(options, |stream, event| match event {
        Event::Opened => {
            stream.send(&[b'x'; 2000]).expect("room");
            assert_eq!(stream.send(b"more").map_err(|error| error.code()), Err(Code::Again));
        }
        Event::Drained => stream.tell_when_sent().expect("open"),
        Event::Data(_) => stream.send(&[b'x'; 2000]).expect("room"),
        Event::HalfClosed => stream.shutdown().expect("open"),
        _ => {}
    });
    let mut client = server.client();
    assert_eq!(server.next().2, Seen::Opened);
    assert_eq!(server.next().2, Seen::Drained);
    assert_eq!(server.next().2, Seen::Sent);
    client.write_all(b"hello").expect("sent");
    client.shutdown(Shutdown::Write).expect("open");
    assert_eq!(rest(&client).len(), 4000);
    assert!(matches!(server.closed(), CloseReason::Peer | CloseReason::Local));
}

/// Frames wait in the batch as a whole, a large one alone.
#[test]
fn pulled_frames_are_whole() {
    let app = App::new();
    app.set_framing(Framing::Lines).expect("good");
    app.set_event_bytes(6).expect("good");
    let server = Server::new("frames", options(), Arc::clone(&app) as Arc<_>);
    server.open().expect("open");
    let mut client = crate::connect(&server);
    client.write_all(b"abc\ndefg\nlonger than the room\n\nh\n").expect("sent");
    client.shutdown(Shutdown::Write).expect("open");
    let mut lines = Vec::new();
    let mut is_ended = false;
    while !is_ended {
        let take = |stream: Option<Stream>, _, event: Event<'_>| match event {
            Event::Data(data) => lines.push(String::from_utf8(data.to_vec()).expect("text")),
            Event::HalfClosed => stream.expect("a connection").close().expect("open"),
            Event::Closed(_) => is_ended = true,
            _ => {}
        };
        app.next_events(&server, 64, Some(crate::WAIT), take).expect("events");
    }
    assert_eq!(lines, ["abc", "defg", "longer than the room", "", "h"]);
    server.shutdown().expect("running");
    let _ = server.stop();
}
