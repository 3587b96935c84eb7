//! WebSocket connections (RFC 6455) end to end, with handlers in every place where they can run.

use cerver_core::{
    error::Code,
    http::{
        Route,
        content_type::ContentType,
        method::Method,
        status::Status,
        websocket::{CloseCode, Event, Failure, Violation, WebSocket as Socket, WebSocketRoute},
    },
};
use parking_lot::Mutex;
use std::{sync::Arc, thread, time::Duration};
use support::{
    server::{Setup, TestServer, answer, each_placement, eventually},
    websocket::{ACCEPT, WebSocket, closing, frame, handshake},
};

/// What the program was told.
type Seen = Arc<Mutex<Vec<String>>>;

/// `/echo/:name` answers each message with itself; `go: ...` are orders.
fn echo(seen: &Seen) -> WebSocketRoute {
    let seen = Arc::clone(seen);
    WebSocketRoute::new(Arc::new(move |socket: Socket, event: Event<'_>| {
        let note = match event {
            Event::Text(b"go: close") => {
                socket.close(CloseCode(4001), b"as you wish").expect("open");
                assert_eq!(socket.send_text(b"late").unwrap_err().code(), Code::Closed);
                assert_eq!(socket.close_code().unwrap_err().code(), Code::State);
                return;
            }
            Event::Text(b"go: abort") => return socket.abort().expect("open"),
            Event::Text(b"go: panic") => panic!("asked for by the test"),
            Event::Text(b"go: ping") => return socket.ping(b"there?").expect("open"),
            Event::Text(text) => return socket.send_text(text).expect("room for it"),
            Event::Binary(data) => return socket.send_binary(data).expect("room for it"),
            Event::Opened => {
                let name = socket.exchange().named_param(b"name", |request, place| {
                    String::from_utf8_lossy(request.param(place).expect("captured")).into_owned()
                });
                format!("opened {}", name.expect("open").unwrap_or_default())
            }
            Event::Closed(code, reason) => {
                assert_eq!(socket.close_code().expect("closed now"), code);
                assert_eq!(socket.send_text(b"late").unwrap_err().code(), Code::Closed);
                format!("closed {code} {}", String::from_utf8_lossy(reason))
            }
            other => format!("{other:?}"),
        };
        seen.lock().push(note);
    }))
}

fn server(setup: Setup, change: impl FnOnce(&mut WebSocketRoute)) -> (TestServer, Seen) {
    let seen = Seen::default();
    let mut served = echo(&seen);
    change(&mut served);
    let route = Route::new("/echo/:name");
    route.handle(Method::Get, Arc::new(|exchange| answer(exchange, "a page")));
    route.serve_web_socket(Some(served.clone()));
    let bare = Route::new("/bare");
    bare.serve_web_socket(Some(served));
    (setup.route(&route).route(&bare).start(), seen)
}

#[track_caller]
fn expect(seen: &Seen, notes: &[&str]) {
    eventually(&format!("{notes:?}"), || seen.lock().len() >= notes.len());
    assert_eq!(*seen.lock(), notes);
}

#[test]
fn messages_come_and_go() {
    each_placement(|setup| {
        let (server, seen) = server(setup, |_| {});
        let mut socket = WebSocket::open(server.client(), "/echo/me", "");
        assert_eq!(socket.answer.reason, "Switching Protocols");
        assert_eq!(socket.answer.header("Upgrade"), Some("websocket"));
        assert_eq!(socket.answer.header("Connection"), Some("upgrade"));
        assert_eq!(socket.answer.header("Sec-WebSocket-Extensions"), None);
        for size in [0, 1, 125, 126, 65535, 65536, 1 << 20] {
            let data = vec![b'x'; size];
            for first in [0x81, 0x82] {
                socket.send(first, &data).expect("sent");
                let (got, payload) = socket.receive().expect("a frame");
                assert!(got == first && payload == data, "{size} bytes");
            }
        }
        socket.send(0x01, "κό").expect("sent");
        socket.send(0x89, "p").expect("sent");
        socket.send(0x80, "σμε").expect("sent");
        assert_eq!(socket.receive().expect("a frame"), (0x8a, b"p".to_vec()));
        assert_eq!(socket.text(), "κόσμε");
        socket.send(0x8a, "").expect("sent");
        socket.send(0x81, "go: ping").expect("sent");
        assert_eq!(socket.receive().expect("a frame"), (0x89, b"there?".to_vec()));
        socket.close();
        expect(&seen, &["opened me", "Ping([112])", "Pong([])", "closed 1000 "]);
        eventually("the connection is gone", || server.0.stats().connections == 0);
    });
}

#[test]
fn messages_behind_the_handshake_and_behind_each_other() {
    each_placement(|setup| {
        let (server, seen) = server(setup, |_| {});
        let mut client = server.client();
        let mut bytes = handshake("/echo/x", "").into_bytes();
        for number in 0..500 {
            bytes.extend_from_slice(&frame(0x81, number.to_string().as_bytes()));
        }
        bytes.extend_from_slice(&frame(0x88, &closing(3000, "done")));
        client.send(bytes).expect("sent");
        let answer = client.response().expect("an answer");
        assert_eq!((answer.status, answer.header("Sec-WebSocket-Accept")), (101, Some(ACCEPT)));
        let mut socket = WebSocket { client, answer };
        let mut got = 0;
        loop {
            match socket.receive().expect("a frame") {
                (0x81, text) => assert_eq!(text, got.to_string().as_bytes()),
                last => break assert_eq!(last, (0x88, closing(3000, ""))),
            }
            got += 1;
        }
        assert_eq!(got, 500, "all were answered before the end");
        assert_eq!(socket.client.rest().expect("the end"), b"");
        expect(&seen, &["opened x", "closed 3000 done"]);
    });
}

#[test]
fn handshakes_that_are_refused() {
    let (server, seen) = server(Setup::new(support::server::PLACEMENTS[0]), |route| {
        route.origins = vec!["https://a.example".into(), "http://b.example:8080".into()];
        route.protocols = vec!["chat.v1".into(), "chat.v2".into()];
    });
    let whole = handshake("/bare", "");
    let key = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    for (request, status) in [
        (whole.replace("Version: 13", "Version: 8"), 426),
        (whole.replace("Version: 13", "Version: 13, 8"), 426),
        (whole.replace("Sec-WebSocket-Version: 13\r\n", ""), 426),
        (whole.replace(key, ""), 400),
        (whole.replace(key, &key.repeat(2)), 400),
        (whole.replace("bXB", "b*B"), 400),
        (whole.replace("ZQ==", "Z==="), 400),
        (whole.replace("Upgrade: websocket", "Upgrade: other"), 426),
        (whole.replace("keep-alive, Upgrade", "keep-alive"), 426),
        (whole.replace("HTTP/1.1", "HTTP/1.0"), 426),
        (handshake("/bare", "Origin: https://c.example\r\n"), 403),
        (handshake("/bare", "Origin: null\r\n"), 403),
        (whole.replace("GET", "POST"), 405),
        (handshake("/nothing", ""), 404),
    ] {
        let mut client = server.client();
        client.send(&request).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!(response.status, status, "{request}");
        if status == 426 {
            assert_eq!(response.header("Upgrade"), Some("websocket"), "{request}");
            let is_version = !request.contains("Version: 13\r\n");
            assert_eq!(response.header("Sec-WebSocket-Version"), is_version.then_some("13"), "{request}");
        }
    }
    assert_eq!(server.get("/echo/page").text(), "a page");
    for (more, protocol) in [
        ("Origin: https://a.example\r\nSec-WebSocket-Protocol: none, chat.v2, chat.v1\r\n", Some("chat.v2")),
        ("Origin: HTTP://b.example:8080\r\nSec-WebSocket-Protocol: CHAT.V1\r\n", None),
        ("Sec-WebSocket-Protocol: x\r\nSec-WebSocket-Protocol: chat.v1\r\n", Some("chat.v1")),
    ] {
        let socket = WebSocket::open(server.client(), "/bare", more);
        assert_eq!(socket.answer.header("Sec-WebSocket-Protocol"), protocol, "{more}");
    }
    eventually("only the good ones were opened", || seen.lock().len() == 6);
}

#[test]
fn a_handler_is_asked_about_each_handshake() {
    each_placement(|setup| {
        let seen = Seen::default();
        let route = Route::new("/room/:name");
        let mut served = echo(&seen);
        served.asks_handler = true;
        route.serve_web_socket(Some(served));
        route.handle(
            Method::Get,
            Arc::new(|exchange| {
                let name = exchange.named_param(b"name", |request, place| request.param(place).map(<[u8]>::to_vec));
                match name.expect("open").flatten().as_deref() {
                    Some(b"closed") => {
                        exchange.answer(Status::FORBIDDEN, ContentType::Txt, b"not you").expect("the first answer");
                    }
                    Some(b"broken") => panic!("asked for by the test"),
                    _ => {}
                }
            }),
        );
        let server = setup.route(&route).start();
        for (path, status) in [("/room/closed", 403), ("/room/broken", 500)] {
            let mut client = server.client();
            client.send(handshake(path, "")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, status);
            assert_eq!(client.rest().expect("a refusal closes"), b"");
        }
        let mut socket = WebSocket::open(server.client(), "/room/open", "");
        socket.send(0x81, "hello").expect("sent");
        assert_eq!(socket.text(), "hello");
        socket.close();
        expect(&seen, &["opened open", "closed 1000 "]);
    });
}

#[test]
fn violations_end_the_connection_with_their_code() {
    each_placement(|setup| {
        let (server, seen) = server(setup, |_| {});
        for (bytes, code, violation) in [
            (vec![0x81, 0x01, b'x'], 1002, Violation::Unmasked),
            (frame(0xf1, b"x"), 1002, Violation::ReservedBits),
            (frame(0x81, b"\xff"), 1007, Violation::Text),
            (frame(0x80, b"x"), 1002, Violation::Continuation),
        ] {
            seen.lock().clear();
            let mut socket = WebSocket::open(server.client(), "/bare", "");
            socket.send(0x81, "good").expect("sent");
            assert_eq!(socket.text(), "good");
            // What follows does not count any more, and does not reset the close frame.
            socket.client.send([&bytes[..], &frame(0x81, b"late")].concat()).expect("sent");
            assert_eq!(socket.receive().expect("a frame"), (0x88, closing(code, violation.text())));
            assert_eq!(socket.client.rest().expect("the end"), b"");
            drop(socket);
            let failed = format!("{:?}", Event::Failed(Failure::Violation(violation)));
            expect(&seen, &["opened ", &failed, "closed 1006 "]);
        }
    });
}

#[test]
fn the_program_ends_connections() {
    each_placement(|setup| {
        let (server, seen) = server(setup, |_| {});
        let mut socket = WebSocket::open(server.client(), "/bare", "");
        socket.send(0x81, "go: close").expect("sent");
        assert_eq!(socket.receive().expect("a frame"), (0x88, closing(4001, "as you wish")));
        // Messages that were under way are dropped.
        socket.send(0x81, "late").expect("sent");
        socket.send(0x88, closing(4001, "bye")).expect("sent");
        assert_eq!(socket.client.rest().expect("the end"), b"");
        expect(&seen, &["opened ", "closed 4001 bye"]);
        seen.lock().clear();
        let mut socket = WebSocket::open(server.client(), "/bare", "");
        socket.send(0x81, "go: abort").expect("sent");
        assert!(socket.receive().is_err());
        expect(&seen, &["opened ", "closed 1006 "]);
        seen.lock().clear();
        let mut socket = WebSocket::open(server.client(), "/bare", "");
        socket.send(0x81, "go: panic").expect("sent");
        assert_eq!(socket.receive().expect("a frame"), (0x88, closing(1011, "")));
        drop(socket);
        expect(&seen, &["opened ", "Failed(Panic)", "closed 1006 "]);
        assert_eq!(server.0.stats().handler_panics, 1);
    });
}

#[test]
fn any_thread_sends_and_late_handles_are_refused() {
    each_placement(|setup| {
        let kept: Arc<Mutex<Option<Socket>>> = Arc::default();
        let keep = Arc::clone(&kept);
        let route = Route::new("/feed");
        route.serve_web_socket(Some(WebSocketRoute::new(Arc::new(move |socket, event| {
            if event == Event::Opened {
                *keep.lock() = Some(socket);
            }
        }))));
        let server = setup.route(&route).start();
        let mut client = WebSocket::open(server.client(), "/feed", "");
        eventually("the connection is open", || kept.lock().is_some());
        let socket = kept.lock().expect("open");
        assert_eq!(socket.send_text(b"\xff").unwrap_err().code(), Code::Argument);
        assert_eq!(socket.ping(&[0; 126]).unwrap_err().code(), Code::Argument);
        assert_eq!(socket.close(CloseCode::ABNORMAL, b"").unwrap_err().code(), Code::Argument);
        assert_eq!(socket.close(CloseCode::NORMAL, &[b'x'; 124]).unwrap_err().code(), Code::Argument);
        thread::scope(|scope| {
            for sender in 0..4 {
                scope.spawn(move || {
                    for number in 0..100 {
                        socket.send_text(format!("{sender} {number}").as_bytes()).expect("room for it");
                    }
                });
            }
        });
        let mut next = [0; 4];
        for _ in 0..400 {
            let text = client.text();
            let (sender, number) = text.split_once(' ').expect("whole");
            let sender: usize = sender.parse().expect("a number");
            assert_eq!(number, next[sender].to_string(), "each sender's are in order");
            next[sender] += 1;
        }
        client.close();
        eventually("the handle is stale", || socket.send_text(b"").is_err_and(|error| error.code() == Code::Handle));
        assert_eq!(socket.close(CloseCode::NORMAL, b"").unwrap_err().code(), Code::Handle);
        assert!(!socket.exchange().is_connected());
        // Its place is used again, and the old handle is not the new connection's.
        let mut second = WebSocket::open(server.client(), "/feed", "");
        eventually("the next one is open", || kept.lock().is_some_and(|now| now.send_text(b"hi").is_ok()));
        assert_eq!(second.text(), "hi");
        assert_eq!(socket.send_text(b"").unwrap_err().code(), Code::Handle);
    });
}

#[test]
fn a_graceful_stop_says_going_away() {
    each_placement(|setup| {
        let (server, seen) = server(setup, |_| {});
        let mut socket = WebSocket::open(server.client(), "/bare", "");
        socket.send(0x81, "accepted").expect("sent");
        assert_eq!(socket.text(), "accepted");
        thread::scope(|scope| {
            let draining = scope.spawn(|| server.0.drain(Duration::from_secs(5)));
            assert_eq!(socket.receive().expect("a frame"), (0x88, closing(1001, "")));
            socket.send(0x88, closing(1001, "")).expect("sent");
            assert_eq!(socket.client.rest().expect("the end"), b"");
            draining.join().expect("no panic").expect("nothing was cut off");
        });
        expect(&seen, &["opened ", "closed 1001 "]);
    });
}

#[test]
fn a_stop_at_once_tells_the_program() {
    each_placement(|setup| {
        let (server, seen) = server(setup, |_| {});
        let mut socket = WebSocket::open(server.client(), "/bare", "");
        socket.send(0x81, "x").expect("sent");
        assert_eq!(socket.text(), "x");
        server.0.shutdown().expect("running");
        expect(&seen, &["opened ", "closed 1006 "]);
    });
}
