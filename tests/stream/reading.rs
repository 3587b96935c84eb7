//! Frames and single reads: the same bytes give the same events, however they come.

use crate::Seen;
use cerver_core::{
    error::Code,
    events::CloseReason,
    stream::{App, ByteSet, Event, Framing, Read, Stream},
    testing::{Driver, Placing},
};
use parking_lot::Mutex;
use std::sync::Arc;

type Events = Arc<Mutex<Vec<Seen>>>;

/// A connection without a socket, and what it has told.
fn driver(
    framing: Framing,
    limit: usize,
    on_event: impl Fn(Stream, Event<'_>) + Send + Sync + 'static,
) -> (Driver, Events) {
    let (app, events) = (App::new(), Events::default());
    app.set_framing(framing).expect("good");
    app.set_frame_limit(limit).expect("good");
    let seen = Arc::clone(&events);
    app.set_on_event(Some(Arc::new(move |stream: Option<Stream>, _, event: Event<'_>| {
        let Some(stream) = stream else { return };
        seen.lock().push(event.into());
        on_event(stream, event);
    })));
    let mut driver = Driver::new(app, Placing::Here).expect("ready");
    driver.connect();
    (driver, events)
}

/// What the events are when the input comes in pieces that end at these places.
fn events(
    framing: Framing,
    limit: usize,
    pieces: &[&[u8]],
    read: impl Fn(Stream) + Send + Sync + Clone + 'static,
) -> Vec<Seen> {
    let (mut driver, events) = driver(framing, limit, move |stream, event| {
        if matches!(event, Event::Opened | Event::Data(_)) {
            read(stream);
        }
    });
    pieces.iter().for_each(|piece| driver.send(piece));
    driver.finish();
    driver.deliver();
    drop(driver);
    let mut seen = events.lock().clone();
    assert_eq!(seen.remove(0), Seen::Opened);
    seen
}

/// The same whole, byte by byte, and cut at every place; returns the texts of the frames.
fn frames(
    framing: Framing,
    limit: usize,
    input: &[u8],
    read: impl Fn(Stream) + Send + Sync + Clone + 'static,
) -> Vec<String> {
    let whole = events(framing, limit, &[input], read.clone());
    for cut in 1..input.len() {
        let (a, b) = input.split_at(cut);
        assert_eq!(events(framing, limit, &[a, b], read.clone()), whole, "cut at {cut}");
    }
    let single: Vec<_> = input.chunks(1).collect();
    assert_eq!(events(framing, limit, &single, read), whole, "byte by byte");
    let mut texts = Vec::new();
    for event in whole {
        match event {
            Seen::Data(data) => texts.push(String::from_utf8_lossy(&data).into_owned()),
            Seen::HalfClosed => texts.push("END".to_owned()),
            Seen::Closed(CloseReason::TooLong) => texts.push("TOO LONG".to_owned()),
            Seen::Closed(_) => {}
            other => panic!("{other:?}"),
        }
    }
    texts
}

const fn nothing(_: Stream) {}

#[test]
fn lines() {
    let of = |input: &str| frames(Framing::Lines, 4, input.as_bytes(), nothing);
    assert_eq!(of("a\nbc\r\n\n\r\nlast"), ["a", "bc", "", "", "last", "END"]);
    assert_eq!(of("a\rb\n"), ["a\rb", "END"], "CR alone ends nothing");
    assert_eq!(of("1234\r\n1234\n"), ["1234", "1234", "END"]);
    assert_eq!(of("ab\n12345\nno"), ["ab", "TOO LONG"]);
    assert_eq!(of("123456"), ["TOO LONG"]);
}

#[test]
fn prefixed() {
    for (width, is_little, head) in [
        (1, false, &[3][..]),
        (2, false, &[0, 3]),
        (2, true, &[3, 0]),
        (4, false, &[0, 0, 0, 3]),
        (4, true, &[3, 0, 0, 0]),
        (8, false, &[0, 0, 0, 0, 0, 0, 0, 3]),
        (8, true, &[3, 0, 0, 0, 0, 0, 0, 0]),
    ] {
        let framing = Framing::Prefixed { width, is_little };
        let empty = vec![0; width.into()];
        let input = [head, b"abc", &empty, head, b"def", head, b"ab"].concat();
        assert_eq!(frames(framing, 3, &input, nothing), ["abc", "", "def", "END"], "an end inside a frame drops it");
        assert_eq!(frames(framing, 2, &input, nothing), ["TOO LONG"]);
        let most = vec![0xff; width.into()];
        assert_eq!(frames(framing, 200, &most, nothing), ["TOO LONG"]);
    }
}

#[test]
fn fixed() {
    assert_eq!(frames(Framing::Fixed(3), 8, b"abcdefgh", nothing), ["abc", "def", "END"]);
    assert_eq!(frames(Framing::Fixed(9), 4, b"abcdefgh", nothing), ["TOO LONG"], "no more is kept than the limit says");
    assert_eq!(frames(Framing::Fixed(usize::MAX), 9, b"abcdefgh", nothing), ["END"]);
}

#[test]
fn one_read_after_the_other() {
    let until = |stream: Stream| stream.read(Read::Until(b"\r\n"[..].into())).expect("open");
    assert_eq!(frames(Framing::OnDemand, 9, b"a\r\n\r\n\r\r\nrest", until), ["a\r\n", "\r\n", "\r\r\n", "END"]);
    assert_eq!(frames(Framing::OnDemand, 9, b"aaaaaaaaab\r\n", until), ["TOO LONG"]);
    let any = |stream: Stream| stream.read(Read::UntilAny(ByteSet::from_iter(*b";,\xff"))).expect("open");
    assert_eq!(frames(Framing::OnDemand, 9, b"a;b,;c\xffd", any), ["a;", "b,", ";", "c\u{fffd}", "END"]);
    let matching = |stream: Stream| {
        let digits =
            |text: &[u8]| text.windows(2).position(|pair| pair.iter().all(u8::is_ascii_digit)).map(|place| place + 2);
        stream.read(Read::UntilMatch(Arc::new(digits))).expect("open");
    };
    assert_eq!(frames(Framing::OnDemand, 9, b"a1b22c333", matching), ["a1b22", "c33", "END"]);
    let exactly = |stream: Stream| stream.read(Read::Exactly { count: 4, is_stream: false }).expect("open");
    assert_eq!(frames(Framing::OnDemand, 9, b"abcdefghij", exactly), ["abcd", "efgh", "END"]);
    let more = |stream: Stream| stream.read(Read::Exactly { count: usize::MAX, is_stream: false }).expect("open");
    assert_eq!(frames(Framing::OnDemand, 9, b"abcdefghijkl", more), ["TOO LONG"], "though more is to come");
    let to_end = |stream: Stream| stream.read(Read::ToEnd { is_stream: false }).expect("open");
    assert_eq!(frames(Framing::OnDemand, 20, b"a lot of text", to_end), ["a lot of text", "END"]);
    assert_eq!(frames(Framing::OnDemand, 11, b"a lot of text", to_end), ["TOO LONG"]);
}

#[test]
fn reads_in_pieces() {
    let both = |stream: Stream| {
        let _ = stream.read(Read::Exactly { count: 5, is_stream: true });
    };
    let (mut driver, seen) = driver(Framing::OnDemand, 8, move |stream, event| {
        if event == Event::Opened {
            both(stream);
        }
    });
    driver.send(b"ab");
    driver.send(b"cd");
    driver.send(b"ef");
    let texts = |seen: &Events| {
        let data = |event: &Seen| {
            if let Seen::Data(data) = event { Some(String::from_utf8(data.clone()).unwrap()) } else { None }
        };
        seen.lock().iter().filter_map(data).collect::<Vec<_>>()
    };
    assert_eq!(texts(&seen), ["ab", "cd", "e"]);
    assert_eq!(driver.unused(), 1, "what was not asked for stays");
}

/// Without a read the connection keeps what comes, up to the limit; then the peer has to wait.
#[test]
fn what_nobody_asks_for_waits() {
    let kept = Arc::new(Mutex::new(None));
    let place = Arc::clone(&kept);
    let (mut driver, seen) = driver(Framing::OnDemand, 4, move |stream, event| {
        if event == Event::Opened {
            *place.lock() = Some(stream);
        }
    });
    for _ in 0..10 {
        driver.send(b"abc");
    }
    assert_eq!(seen.lock().len(), 1, "opened");
    let stream = kept.lock().expect("opened");
    stream.read(Read::Exactly { count: 3, is_stream: false }).expect("open");
    driver.deliver();
    assert_eq!(seen.lock().last(), Some(&Seen::Data(b"abc".to_vec())));
    stream.set_framing(Framing::Pieces).expect("open");
    driver.deliver();
    let data: usize = seen.lock().iter().map(|event| if let Seen::Data(data) = event { data.len() } else { 0 }).sum();
    assert_eq!(data, 30, "nothing is lost");
}

/// What is there when the peer ends its side can still be read.
#[test]
fn reads_after_the_end() {
    let kept = Arc::new(Mutex::new(None));
    let place = Arc::clone(&kept);
    let (mut driver, seen) = driver(Framing::OnDemand, 100, move |stream, event| {
        if event == Event::Opened {
            *place.lock() = Some(stream);
        }
    });
    driver.send(b"head\nbody");
    driver.finish();
    let stream = kept.lock().expect("opened");
    for read in [Read::Until(b"\n"[..].into()), Read::ToEnd { is_stream: false }] {
        stream.read(read).expect("open");
        driver.deliver();
    }
    let expected = [Seen::Opened, Seen::HalfClosed, Seen::Data(b"head\n".to_vec()), Seen::Data(b"body".to_vec())];
    assert_eq!(*seen.lock(), expected);
}

/// A program that pauses at the last bytes learns of the end when it goes on.
#[test]
fn a_pause_at_the_last_bytes_keeps_the_end() {
    let kept = Arc::new(Mutex::new(None));
    let place = Arc::clone(&kept);
    let (mut driver, seen) = driver(Framing::Lines, 100, move |stream, event| {
        if matches!(event, Event::Data(_)) {
            stream.set_paused(true).expect("open");
            *place.lock() = Some(stream);
        }
    });
    driver.send(b"no line feed");
    driver.finish();
    let expected = [Seen::Opened, Seen::Data(b"no line feed".to_vec())];
    assert_eq!(*seen.lock(), expected);
    kept.lock().expect("told").set_paused(false).expect("open");
    driver.deliver();
    assert_eq!(seen.lock().last(), Some(&Seen::HalfClosed));
}

#[test]
fn senseless_wishes_are_refused() {
    let app = App::new();
    let is_refused = |result: cerver_core::error::Result<()>| result.is_err_and(|error| error.code() == Code::Argument);
    assert!(is_refused(app.set_framing(Framing::Fixed(0))));
    assert!(is_refused(app.set_framing(Framing::Prefixed { width: 3, is_little: true })));
    assert!(is_refused(app.set_frame_limit(0)));
    let (_driver, _) = driver(Framing::OnDemand, 4, move |stream, event| {
        if event == Event::Opened {
            assert!(is_refused(stream.read(Read::Until(b""[..].into()))));
            assert!(is_refused(stream.read(Read::UntilAny(ByteSet::default()))));
            assert!(is_refused(stream.read(Read::Exactly { count: 0, is_stream: true })));
            assert!(is_refused(stream.set_framing(Framing::Fixed(0))));
            assert!(is_refused(stream.set_frame_limit(0)));
        }
    });
}
