//! The order of what a program sends on a WebSocket connection, from the thread of an event and from others.

use cerver_core::{
    error::Code,
    http::{
        Route,
        websocket::{CloseCode, Event, WebSocket as Socket, WebSocketRoute},
    },
};
use parking_lot::Mutex;
use std::{sync::Arc, thread};
use support::{
    server::{PLACEMENTS, Setup, TestServer, each_placement},
    websocket::{WebSocket, closing, frame},
};

fn serve(setup: Setup, on_event: impl Fn(Socket, Event<'_>) + Send + Sync + 'static) -> TestServer {
    let route = Route::new("/ws");
    route.serve_web_socket(Some(WebSocketRoute::new(Arc::new(on_event))));
    setup.route(&route).start()
}

fn open(server: &TestServer) -> WebSocket {
    WebSocket::open(server.client(), "/ws", "")
}

#[track_caller]
fn expect(socket: &mut WebSocket, frames: &[(u8, &[u8])]) {
    for (first, payload) in frames {
        assert_eq!(socket.receive().expect("a frame"), (*first, payload.to_vec()));
    }
}

/// Sends from a thread of its own, and waits until that is done.
fn elsewhere(socket: Socket, text: &'static [u8]) {
    thread::spawn(move || socket.send_text(text).expect("open")).join().expect("no panic");
}

#[test]
fn what_follows_another_thread_comes_behind_it() {
    each_placement(|setup| {
        let server = serve(setup, |socket, event| {
            if let Event::Text(_) = event {
                socket.send_text(b"1").expect("open");
                elsewhere(socket, b"2");
                socket.send_text(b"3").expect("open");
                elsewhere(socket, b"4");
                socket.ping(b"5").expect("open");
                socket.send_binary(b"6").expect("open");
                socket.close(CloseCode(4000), b"7").expect("open");
                assert_eq!(socket.send_text(b"8").unwrap_err().code(), Code::Closed);
            }
        });
        let mut socket = open(&server);
        socket.send(0x81, "go").expect("sent");
        let texts: [(u8, &[u8]); 6] =
            [(0x81, b"1"), (0x81, b"2"), (0x81, b"3"), (0x81, b"4"), (0x89, b"5"), (0x82, b"6")];
        expect(&mut socket, &texts);
        expect(&mut socket, &[(0x88, &closing(4000, "7"))]);
    });
}

#[test]
fn pongs_come_between_the_messages_where_pings_did() {
    let server = serve(Setup::new(PLACEMENTS[0]), |socket, event| {
        if let Event::Text(text) = event {
            socket.send_text(text).expect("open");
        }
    });
    let mut socket = open(&server);
    let all = [frame(0x81, b"a"), frame(0x81, b"b"), frame(0x89, b"p"), frame(0x81, b"c")].concat();
    socket.client.send(&all).expect("sent");
    expect(&mut socket, &[(0x81, b"a"), (0x81, b"b"), (0x8a, b"p"), (0x81, b"c")]);
}

#[test]
fn a_panic_loses_nothing_that_was_sent_before() {
    each_placement(|setup| {
        let server = serve(setup, |socket, event| match event {
            Event::Text(b"panic") => {
                socket.send_text(b"before").expect("open");
                panic!("asked for by the test");
            }
            Event::Text(text) => socket.send_text(text).expect("open"),
            _ => {}
        });
        let mut socket = open(&server);
        socket.client.send([frame(0x81, b"one"), frame(0x81, b"panic")].concat()).expect("sent");
        expect(&mut socket, &[(0x81, b"one"), (0x81, b"before"), (0x88, &closing(1011, ""))]);
        let mut other = open(&server);
        other.send(0x81, "alive").expect("sent");
        expect(&mut other, &[(0x81, b"alive")]);
    });
}

/// Each message goes to all connections: what an event sends elsewhere takes another way than what it sends back.
#[test]
fn messages_for_all_keep_their_order() {
    each_placement(|setup| {
        let all: Arc<Mutex<Vec<Socket>>> = Arc::default();
        let server = serve(setup, move |socket, event| match event {
            Event::Opened => {
                all.lock().push(socket);
                socket.send_text(b"welcome").expect("open");
            }
            Event::Text(text) => {
                let members = all.lock().clone();
                members.iter().for_each(|member| member.send_text(text).expect("open"));
            }
            _ => {}
        });
        let mut sockets = [open(&server), open(&server), open(&server)];
        for socket in &mut sockets {
            expect(socket, &[(0x81, b"welcome")]);
        }
        let words: Vec<String> = (0..200).map(|number| format!("word {number}")).collect();
        let frames: Vec<u8> = words.iter().flat_map(|word| frame(0x81, word.as_bytes())).collect();
        sockets[1].client.send(frames).expect("sent");
        for socket in &mut sockets {
            words.iter().for_each(|word| expect(socket, &[(0x81, word.as_bytes())]));
        }
    });
}

#[test]
fn above_the_high_mark_sends_are_refused_and_go_on_later() {
    each_placement(|setup| {
        const SIZE: usize = 1000;
        const MESSAGES: usize = 20_000;
        let sent: Arc<Mutex<usize>> = Arc::default();
        let send = move |socket: Socket| {
            let mut sent = sent.lock();
            while *sent < MESSAGES {
                let mut message = [0; SIZE];
                message[..8].copy_from_slice(&(*sent as u64).to_le_bytes());
                match socket.send_binary(&message) {
                    Ok(()) => *sent += 1,
                    Err(error) => return assert_eq!(error.code(), Code::Again),
                }
            }
        };
        let server = serve(setup, move |socket, event| {
            if let Event::Text(_) | Event::Drained = event {
                send(socket);
            }
        });
        let mut socket = open(&server);
        socket.send(0x81, "go").expect("sent");
        for number in 0..MESSAGES {
            let (first, message) = socket.receive().expect("a frame");
            let expected = (number as u64).to_le_bytes();
            assert_eq!((first, message.len(), &message[..8]), (0x82, SIZE, &expected[..]));
        }
    });
}
