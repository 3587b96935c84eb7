//! Limits, time-outs and compression of WebSocket connections, each where it bites.

use cerver_core::{
    config::WebSocketOptions,
    error::Code,
    http::{
        Route,
        websocket::{CloseCode, Deflater, Direction, Event, Incoming, Inflater, Reader, Rules, WebSocketRoute},
    },
};
use parking_lot::Mutex;
use std::{
    io::Write,
    net::{Ipv4Addr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
    thread,
    time::{Duration, Instant},
};
use support::{
    http::Client,
    server::{Setup, TestServer, each_placement, eventually},
    websocket::{WebSocket, closing, frame},
};

fn echo() -> WebSocketRoute {
    WebSocketRoute::new(Arc::new(|socket, event| match event {
        Event::Text(text) => socket.send_text(text).expect("room for it"),
        Event::Binary(data) => socket.send_binary(data).expect("room for it"),
        _ => {}
    }))
}

fn serve(setup: Setup, served: WebSocketRoute, change: impl FnOnce(&mut WebSocketOptions)) -> TestServer {
    let route = Route::new("/ws");
    route.serve_web_socket(Some(served));
    setup.route(&route).limits(|options| change(&mut options.web_socket)).start()
}

#[test]
fn messages_and_frames_have_limits() {
    each_placement(|setup| {
        let server = serve(setup, echo(), |options| (options.message_limit, options.frame_limit) = (1000, 600));
        let mut socket = WebSocket::open(server.client(), "/ws", "");
        socket.send(0x02, [1; 600]).expect("sent");
        socket.send(0x80, [1; 400]).expect("sent");
        assert_eq!(socket.receive().expect("a frame"), (0x82, vec![1; 1000]));
        for too_big in [frame(0x82, &[1; 601]), [frame(0x02, &[1; 600]), frame(0x80, &[1; 401])].concat()] {
            let mut socket = WebSocket::open(server.client(), "/ws", "");
            socket.client.send(&too_big).expect("sent");
            assert_eq!(socket.receive().expect("a frame"), (0x88, closing(1009, "message too big")));
        }
        drop(server);
    });
    let mut served = echo();
    served.message_limit = Some(10);
    let server = serve(Setup::new(support::server::PLACEMENTS[0]), served, |_| {});
    let mut socket = WebSocket::open(server.client(), "/ws", "");
    socket.send(0x82, [1; 11]).expect("sent");
    assert_eq!(socket.receive().expect("a frame").0, 0x88, "the route's own limit");
}

#[test]
fn silence_is_asked_and_then_cut_off() {
    each_placement(|setup| {
        let failures = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&failures);
        let served = WebSocketRoute::new(Arc::new(move |_, event| {
            if let Event::Failed(_) = event {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }));
        let server = serve(setup, served, |options| {
            options.ping_interval = Duration::from_millis(100);
            options.pong_timeout = Duration::from_millis(800);
        });
        let mut socket = WebSocket::open(server.client(), "/ws", "");
        // Before the server hears of it, and so before it asks again.
        let mut answered = Instant::now();
        for _ in 0..3 {
            assert_eq!(socket.receive().expect("a ping"), (0x89, vec![]));
            answered = Instant::now();
            socket.send(0x8a, "").expect("sent");
        }
        assert_eq!(socket.receive().expect("a ping"), (0x89, vec![]));
        assert!(socket.receive().is_err(), "no pong, no connection");
        assert!(answered.elapsed() > Duration::from_millis(800), "it had its time");
        eventually("the program knows", || failures.load(Ordering::Relaxed) == 1);
        assert_eq!(server.0.stats().timeouts, 1);
    });
}

#[test]
fn without_pings_the_idle_timeout_counts() {
    each_placement(|setup| {
        let setup = setup.options(|options| options.idle_timeout = Duration::from_millis(200));
        let server = serve(setup, echo(), |options| options.ping_interval = Duration::ZERO);
        let mut socket = WebSocket::open(server.client(), "/ws", "");
        assert_eq!(socket.receive().expect("a frame"), (0x88, closing(1001, "silence")));
        socket.send(0x88, closing(1001, "")).expect("sent");
        assert_eq!(socket.client.rest().expect("the end"), b"");
    });
}

#[test]
fn a_close_that_is_not_answered_is_cut_off() {
    each_placement(|setup| {
        let codes: Arc<Mutex<Vec<u16>>> = Arc::default();
        let noted = Arc::clone(&codes);
        let served = WebSocketRoute::new(Arc::new(move |socket, event| match event {
            Event::Opened => socket.close(CloseCode::POLICY, b"no").expect("open"),
            Event::Closed(code, _) => noted.lock().push(code.0),
            _ => panic!("after a close nothing is told"),
        }));
        let server = serve(setup, served, |options| options.close_timeout = Duration::from_millis(200));
        let mut socket = WebSocket::open(server.client(), "/ws", "");
        assert_eq!(socket.receive().expect("a frame"), (0x88, closing(1008, "no")));
        let told = Instant::now();
        // What it says instead does not give it more time.
        while socket.send(0x81, "still here").is_ok() {
            assert!(told.elapsed() < Duration::from_secs(5) * support::slack(), "still open");
            thread::sleep(Duration::from_millis(10));
        }
        eventually("the end is told", || *codes.lock() == [1006]);
        assert_eq!(server.0.stats().handler_panics, 0);
    });
}

#[test]
fn a_client_that_takes_nothing_holds_the_sender() {
    each_placement(|setup| {
        let drained = Arc::new(AtomicU32::new(0));
        let count = Arc::clone(&drained);
        let served = WebSocketRoute::new(Arc::new(move |socket, event| match event {
            Event::Text(_) => {
                let piece = vec![b'x'; 100_000];
                let refused = (0..2000).find_map(|_| socket.send_binary(&piece).err());
                assert_eq!(refused.expect("a limit").code(), Code::Again);
            }
            Event::Drained => {
                count.fetch_add(1, Ordering::Relaxed);
                socket.send_text(b"drained").expect("room for it");
            }
            _ => {}
        }));
        let server = serve(setup, served, |_| {});
        let mut socket = WebSocket::open(server.client(), "/ws", "");
        socket.send(0x81, "fill").expect("sent");
        let mut bytes = 0;
        loop {
            match socket.receive().expect("a frame") {
                (0x82, payload) => bytes += payload.len(),
                (first, payload) => {
                    assert_eq!((first, &payload[..]), (0x81, &b"drained"[..]));
                    break;
                }
            }
        }
        assert!(bytes >= 100_000 && drained.load(Ordering::Relaxed) == 1);
        assert_eq!(server.0.stats().handler_panics, 0);
    });
}

#[test]
fn an_echo_loses_nothing_when_the_client_reads_late() {
    each_placement(|setup| {
        let server = serve(setup, echo(), |options| options.queue = 10_000);
        let mut sender = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).expect("the server accepts");
        let client = Client::over(sender.try_clone().expect("another descriptor"));
        let mut socket = WebSocket::open(client, "/ws", "");
        let message = |number: u32| [&number.to_be_bytes()[..], &[7; 3000]].concat();
        let sending = thread::spawn(move || {
            for number in 0..4000 {
                sender.write_all(&frame(0x82, &message(number))).expect("sent");
            }
        });
        thread::sleep(Duration::from_millis(100));
        for number in 0..4000 {
            let (first, payload) = socket.receive().expect("a frame");
            assert!(first == 0x82 && payload == message(number), "message {number}");
        }
        sending.join().expect("all was sent");
    });
}

const OFFER: &str = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";

#[test]
fn messages_are_compressed_where_both_want_it() {
    each_placement(|setup| {
        let server = serve(setup, echo(), |options| {
            (options.compression, options.compression_context) = (true, true);
            (options.compression_window_bits, options.compression_level) = (12, 9);
        });
        let plain = WebSocket::open(server.client(), "/ws", "");
        assert_eq!(plain.answer.header("Sec-WebSocket-Extensions"), None, "not offered");
        let mut socket = WebSocket::open(server.client(), "/ws", OFFER);
        let agreed = "permessage-deflate; server_max_window_bits=12; client_max_window_bits=12";
        assert_eq!(socket.answer.header("Sec-WebSocket-Extensions"), Some(agreed));
        let direction = Direction { window_bits: 12, keeps_context: true };
        let mut deflater = Deflater::new(direction, 6);
        // The server's frames, masked by nothing, so that the reader of clients' frames can read them.
        let inflater = Some(Inflater::new(direction));
        let mut reader = Reader::new(Rules { frame_limit: 1 << 20, message_limit: 1 << 20, inflater });
        let text = "a text that says what it says again and again, ".repeat(30);
        let mut sizes = Vec::new();
        for _ in 0..3 {
            let mut coded = Vec::new();
            deflater.compress(text.as_bytes(), &mut coded);
            socket.send(0xc1, &coded).expect("sent");
            let (first, payload) = socket.receive().expect("a frame");
            assert_eq!(first, 0xc1);
            sizes.push(payload.len());
            let mut buffer = Vec::new();
            let taken = reader.take(&frame(first, &payload), &mut buffer).expect("good");
            assert_eq!((taken.event, &buffer[..]), (Some(Incoming::Text), text.as_bytes()));
        }
        assert!(sizes[0] < 100 && sizes[2] < sizes[0], "{sizes:?} bytes");
        socket.send(0x81, "short").expect("sent");
        assert_eq!(socket.text(), "short", "below the smallest size");
        socket.close();
    });
}

#[test]
fn a_route_decides_about_compression_and_a_bomb_is_refused() {
    let mut served = echo();
    served.compression = Some(true);
    let server = serve(Setup::new(support::server::PLACEMENTS[0]), served, |options| {
        (options.message_limit, options.compression_min_size) = (100_000, 10);
    });
    let mut socket = WebSocket::open(server.client(), "/ws", OFFER);
    let agreed = "permessage-deflate; server_no_context_takeover; client_no_context_takeover";
    assert_eq!(socket.answer.header("Sec-WebSocket-Extensions"), Some(agreed));
    let mut deflater = Deflater::new(Direction { window_bits: 15, keeps_context: false }, 9);
    for (size, good) in [(100_000, true), (10_000_000, false)] {
        let mut coded = Vec::new();
        deflater.compress(&vec![0; size], &mut coded);
        socket.send(0xc2, &coded).expect("sent");
        let (first, payload) = socket.receive().expect("a frame");
        assert_eq!(first, if good { 0xc2 } else { 0x88 });
        assert!(good || payload == closing(1009, "message too big"));
    }
    let mut served = echo();
    served.compression = Some(false);
    let server = serve(Setup::new(support::server::PLACEMENTS[0]), served, |options| options.compression = true);
    assert_eq!(WebSocket::open(server.client(), "/ws", OFFER).answer.header("Sec-WebSocket-Extensions"), None);
}

#[test]
fn each_side_keeps_its_own_window_or_none() {
    // What the client asks for, what is agreed upon, and both directions: the client's and the server's.
    let (kept, single) = (true, false);
    for (offer, agreed, client, server) in [
        ("", "", (15, kept), (15, kept)),
        ("; client_no_context_takeover", "; client_no_context_takeover", (15, single), (15, kept)),
        ("; server_no_context_takeover", "; server_no_context_takeover", (15, kept), (15, single)),
        ("; server_max_window_bits=10", "; server_max_window_bits=10", (15, kept), (10, kept)),
    ] {
        let site = Setup::new(support::server::PLACEMENTS[0]);
        let server_side = serve(site, echo(), |options| {
            (options.compression, options.compression_context) = (true, true);
        });
        let line = format!("Sec-WebSocket-Extensions: permessage-deflate{offer}\r\n");
        let mut socket = WebSocket::open(server_side.client(), "/ws", &line);
        let answer = format!("permessage-deflate{agreed}");
        assert_eq!(socket.answer.header("Sec-WebSocket-Extensions"), Some(&answer[..]), "{offer}");
        let direction = |(window_bits, keeps_context)| Direction { window_bits, keeps_context };
        let mut deflater = Deflater::new(direction(client), 6);
        let inflater = Some(Inflater::new(direction(server)));
        let mut reader = Reader::new(Rules { frame_limit: 1 << 20, message_limit: 1 << 20, inflater });
        // The second message refers to the first one, 3000 bytes before, where that is allowed.
        let message: Vec<u8> = (0..3000u32).map(|place| ((place * place) >> 5) as u8).collect();
        let mut sizes = Vec::new();
        for _ in 0..2 {
            let mut coded = Vec::new();
            deflater.compress(&message, &mut coded);
            socket.send(0xc2, &coded).expect("sent");
            let (first, payload) = socket.receive().expect("a frame");
            sizes.push(payload.len());
            let mut buffer = Vec::new();
            let taken = reader.take(&frame(first, &payload), &mut buffer).expect("good");
            assert!(taken.event == Some(Incoming::Binary) && buffer == message, "{offer}");
        }
        assert_eq!(sizes[1] < sizes[0] / 2, server == (15, kept), "{offer}: {sizes:?}");
    }
}

#[test]
fn compressed_data_that_is_none_ends_its_connection_alone() {
    let mut bomb = Vec::new();
    Deflater::new(Direction { window_bits: 15, keeps_context: false }, 9).compress(&vec![0; 50_000_000], &mut bomb);
    each_placement(|setup| {
        let server = serve(setup, echo(), |options| {
            (options.compression, options.message_limit) = (true, 100_000);
            // On a busy machine the other one is quiet for longer than pings are apart.
            options.ping_interval = Duration::ZERO;
        });
        let mut other = WebSocket::open(server.client(), "/ws", OFFER);
        let pieces =
            bomb.chunks(100).enumerate().map(|(number, piece)| frame(if number == 0 { 0x42 } else { 0 }, piece));
        for (bytes, answer) in [
            // A block of a type that does not exist.
            (frame(0xc2, b"\x07\xff\xff"), 1007),
            // A distance that leads to before the beginning.
            (frame(0xc2, b"\x4a\x04\x12\x00"), 1007),
            // A stored block whose two lengths disagree.
            (frame(0xc1, b"\x00\x02\x00\xfe\xff"), 1007),
            // A bomb that comes in many small frames is refused in the middle.
            (pieces.flatten().collect(), 1009),
            // RSV1 belongs to the first frame of a message (RFC 7692 section 6).
            ([frame(0x02, b"a"), frame(0xc0, b"b")].concat(), 1002),
        ] {
            let mut socket = WebSocket::open(server.client(), "/ws", OFFER);
            // It may be refused before all of it is sent.
            let _ = socket.client.send(&bytes);
            let (first, payload) = socket.receive().expect("a frame");
            assert_eq!((first, u16::from_be_bytes([payload[0], payload[1]])), (0x88, answer), "{:x?}", &bytes[..8]);
        }
        other.send(0x81, "still here").expect("sent");
        assert_eq!(other.text(), "still here");
    });
}

#[test]
fn a_message_of_many_frames_is_whole() {
    each_placement(|setup| {
        let server = serve(setup, echo(), |_| {});
        let mut socket = WebSocket::open(server.client(), "/ws", "");
        let data: Vec<u8> = (0..4_000_000u32).map(|place| (place % 251) as u8).collect();
        for size in [1000, 70_000, 1 << 20] {
            let pieces = data.chunks(size).count();
            for (number, piece) in data.chunks(size).enumerate() {
                let opcode = if number == 0 { 0x02 } else { 0x00 };
                let last = if number + 1 == pieces { 0x80 } else { 0x00 };
                socket.send(opcode | last, piece).expect("sent");
            }
            let (first, payload) = socket.receive().expect("a frame");
            assert!(first == 0x82 && payload == data, "frames of {size} bytes");
        }
        socket.close();
    });
}
