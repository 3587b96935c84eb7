//! The server under test: its answers tell what the application saw.

use crate::case::PAGE;
use cerver_core::http::{
    Exchange, Fields, Request, Route,
    content_type::ContentType,
    header::KnownHeader,
    method::Method,
    status::Status,
    websocket::{Event, WebSocket, WebSocketRoute},
};
use parking_lot::Mutex;
use std::{collections::HashMap, fmt::Write, sync::Arc};
use support::server::{Setup, answer};

/// Methods that the usual paths know.
const METHODS: [Method; 6] = [Method::Get, Method::Head, Method::Post, Method::Put, Method::Delete, Method::Patch];

/// Adds all paths that the cases ask for.
pub fn site(setup: Setup) -> Setup {
    let hits = Arc::new(Mutex::new(HashMap::<Vec<u8>, usize>::new()));
    let counted = Arc::clone(&hits);
    let setup = setup
        .text("/later", "later")
        .text("/smuggled", "smuggled")
        .text("/only", "only for GET")
        .limits(|limits| limits.compression = true)
        .get("/big", |exchange| answer(exchange, vec![b'b'; 100_000]))
        .get("/close", |exchange| {
            let mut fields = Fields::default();
            fields.set(KnownHeader::Connection, b"close").expect("a valid value");
            exchange.respond_parts(Status::OK, &fields, b"closing").expect("the first answer");
        })
        .get("/inject", inject)
        .get("/hits/:name", move |exchange| {
            let name = first_param(exchange);
            let count = hits.lock().get(&name).copied().unwrap_or_default();
            answer(exchange, count.to_string());
        });
    let setup = any(setup, "/hit/:name", move |exchange| {
        *counted.lock().entry(first_param(exchange)).or_default() += 1;
        answer(exchange, "hit");
    });
    let setup = any(setup, "/page", |exchange| answer(exchange, PAGE.repeat(1000)));
    let setup = setup.route(&web_socket());
    let setup = any(setup, "/", see);
    let setup = any(setup, "/see", see);
    let setup = any(setup, "/see/*", see);
    let setup = any(setup, "/fields", fields);
    let setup = any(setup, "/status/:code", status);
    any(setup, "/stream", stream)
}

fn any(setup: Setup, path: &str, handler: impl Fn(Exchange) + Send + Sync + 'static) -> Setup {
    let route = Route::new(path);
    let handler = Arc::new(handler);
    METHODS.iter().for_each(|method| route.handle(*method, handler.clone()));
    setup.route(&route)
}

/// `/ws` gives each message back.
fn web_socket() -> Arc<Route> {
    let route = Route::new("/ws");
    route.serve_web_socket(Some(WebSocketRoute::new(Arc::new(|socket: WebSocket, event: Event<'_>| {
        // The client may be gone.
        let _ = match event {
            Event::Text(text) => socket.send_text(text),
            Event::Binary(data) => socket.send_binary(data),
            _ => Ok(()),
        };
    }))));
    route
}

/// Method, target, host and body of the request.
fn see(exchange: Exchange) {
    let look = |request: &mut Request| {
        let lossy = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        let query = request.query_text().map(|query| format!("?{}", lossy(query))).unwrap_or_default();
        let (method, path) = (lossy(request.method_text()), lossy(request.path()));
        let host = lossy(request.header(KnownHeader::Host).unwrap_or_default());
        format!("{method} {path}{query} at {host}: {}", lossy(request.body()))
    };
    answer(exchange, exchange.request(look).expect("the request is there"));
}

/// All fields, as `name=value;`.
fn fields(exchange: Exchange) {
    let look = |request: &mut Request| {
        request.headers().fold(String::new(), |mut text, (name, value, _)| {
            let _ = write!(text, "{}={};", name.escape_ascii(), value.escape_ascii());
            text
        })
    };
    answer(exchange, exchange.request(look).expect("the request is there"));
}

fn status(exchange: Exchange) {
    let code = String::from_utf8(first_param(exchange)).expect("digits");
    let status = Status(code.parse().expect("a number"));
    exchange.answer(status, ContentType::Txt, b"text").expect("the first answer");
}

fn stream(exchange: Exchange) {
    exchange.stream(Status::OK, &Fields::default()).expect("begun");
    ["one ", "two ", "three"].iter().for_each(|piece| {
        // The client may be gone.
        let _ = exchange.stream_write(piece.as_bytes());
    });
    let _ = exchange.stream_end();
}

/// Tries to send line ends inside of names and values.
fn inject(exchange: Exchange) {
    let mut fields = Fields::default();
    let tries: [(&[u8], &[u8]); 6] = [
        (b"X-A", b"a\r\nX-Injected: 1"),
        (b"X-A", b"a\nX-Injected: 1"),
        (b"X-A", b"a\rX-Injected: 1"),
        (b"X-A", b"a\0b"),
        (b"X-A: a\r\nX-Injected", b"1"),
        (b"Location", b"/\r\n\r\nHTTP/1.1 200 OK"),
    ];
    let refused = tries.iter().filter(|(name, value)| fields.add(name, value).is_err()).count();
    exchange.respond_parts(Status::OK, &fields, format!("{refused} refused").as_bytes()).expect("the first answer");
}

fn first_param(exchange: Exchange) -> Vec<u8> {
    let look = |request: &mut Request| request.param(0).unwrap_or_default().to_vec();
    exchange.request(look).expect("the request is there")
}
