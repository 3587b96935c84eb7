//! Limits: what waits, what is refused, and that it goes on when there is room again.

use cerver_core::{
    config::Placement,
    error::Code,
    http::{Exchange, Fields, Route, method::Method, status::Status},
};
use parking_lot::{Condvar, Mutex};
use std::{
    io::ErrorKind,
    net::TcpStream,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};
use support::{
    http::Client,
    server::{Setup, TestServer, answer, each_placement, eventually, get},
};

/// Handlers stop at it until it is opened.
#[derive(Default)]
struct Gate {
    is_open: Mutex<bool>,
    opened: Condvar,
    came: AtomicU64,
}

impl Gate {
    fn pass(&self) {
        self.came.fetch_add(1, Ordering::Relaxed);
        let mut is_open = self.is_open.lock();
        while !*is_open {
            self.opened.wait(&mut is_open);
        }
    }

    fn open(&self) {
        *self.is_open.lock() = true;
        self.opened.notify_all();
    }
}

/// Opens the gate also when the test fails: the handlers must end.
struct Opened(Arc<Gate>);

impl Drop for Opened {
    fn drop(&mut self) {
        self.0.open();
    }
}

fn gated(setup: Setup) -> (Setup, Opened) {
    let gate = Arc::new(Gate::default());
    let held = Arc::clone(&gate);
    let setup = setup.text("/a", "here").get("/held", move |exchange| {
        held.pass();
        answer(exchange, "held");
    });
    (setup, Opened(gate))
}

/// A connection whose reads give up soon.
fn impatient(port: u16) -> (Client, TcpStream) {
    let socket = TcpStream::connect(("127.0.0.1", port)).expect("the system takes it");
    socket.set_read_timeout(Some(Duration::from_millis(150))).expect("set");
    (Client::over(socket.try_clone().expect("cloned")), socket)
}

#[track_caller]
fn expect_nothing_yet(client: &mut Client) {
    let error = client.response().expect_err("it must wait");
    assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
}

fn one_more_waits(setup: Setup, limit: usize) {
    let server = setup.text("/a", "here").start();
    let mut clients: Vec<_> = (0..limit).map(|_| server.client()).collect();
    for client in &mut clients {
        assert_eq!(client.get("/a").expect("an answer").text(), "here");
    }
    let (mut late, socket) = impatient(server.port());
    late.send(get("/a")).expect("sent");
    expect_nothing_yet(&mut late);
    assert_eq!(server.0.stats().connections, limit as u64);
    for client in &mut clients {
        assert_eq!(client.get("/a").expect("those inside are served").text(), "here");
    }
    clients.pop();
    socket.set_read_timeout(Some(Duration::from_secs(5))).expect("set");
    assert_eq!(late.response().expect("an answer").text(), "here");
}

#[test]
fn connections_above_the_limit_wait() {
    each_placement(|setup| {
        for reactors in [1, 3] {
            let setup = Setup::new(setup.placement());
            let options = |options: &mut cerver_core::config::Options| {
                options.max_connections = 3;
                options.reactors = reactors;
            };
            one_more_waits(setup.options(options), 3);
        }
    });
}

#[test]
fn connections_above_the_limit_of_threads_wait() {
    let setup = Setup::new(Placement::OwnThread);
    one_more_waits(setup.options(|options| options.max_handler_threads = 2), 2);
}

#[test]
fn connections_come_and_go_at_the_limit() {
    each_placement(|setup| {
        let server = setup.text("/a", "here").options(|options| options.max_connections = 2).start();
        let port = server.port();
        let clients: Vec<_> = (0..4)
            .map(|_| {
                std::thread::spawn(move || {
                    for _ in 0..30 {
                        let mut client = Client::tcp(port).expect("the system takes it");
                        assert_eq!(client.get("/a").expect("an answer").text(), "here");
                    }
                })
            })
            .collect();
        clients.into_iter().for_each(|client| client.join().expect("all answered"));
        assert_eq!(server.0.stats().accepted, 120);
    });
}

/// A request that keeps the one thread of a pool busy, and one that takes the one place of its queue.
fn fill(server: &TestServer, gate: &Gate) -> (Client, Client) {
    let before = server.0.stats().requests;
    let mut running = server.client();
    running.send(get("/held")).expect("sent");
    // The queue has one place: a second request gets it only when the worker has taken the first.
    eventually("one runs", || gate.came.load(Ordering::Relaxed) == 1);
    let mut queued = server.client();
    queued.send(get("/held")).expect("sent");
    eventually("the other one was read", || server.0.stats().requests == before + 2);
    (running, queued)
}

#[test]
fn a_full_pool_says_so() {
    let setup = Setup::new(Placement::Pool { threads: 1 }).options(|options| options.pool_queue = 1);
    let (setup, gate) = gated(setup);
    let server = setup.start();
    let (mut running, mut queued) = fill(&server, &gate.0);
    for _ in 0..3 {
        let mut refused = server.client();
        refused.send(get("/a")).expect("sent");
        let response = refused.response().expect("an answer");
        assert_eq!((response.status, response.header("Retry-After")), (503, Some("1")));
        assert_eq!(response.header("Connection"), Some("close"));
        assert_eq!(refused.rest().expect("the end"), b"");
    }
    assert_eq!(server.0.stats().overloaded, 3);
    gate.0.open();
    assert_eq!(running.response().expect("an answer").text(), "held");
    assert_eq!(queued.response().expect("an answer").text(), "held");
    eventually("there is room again", || server.get("/a").status == 200);
}

/// The program holds a request whose next piece finds no room: the client is told or cut off, the program learns of it, and
/// nothing is left over.
#[test]
fn a_full_pool_ends_a_request_that_is_held() {
    for is_begun in [false, true] {
        let setup = Setup::new(Placement::Pool { threads: 1 }).options(|options| options.pool_queue = 1);
        let (sender, exchanges) = std::sync::mpsc::channel();
        let route = Route::new("/pieces");
        route.handle(
            Method::Post,
            Arc::new(move |exchange: Exchange| {
                exchange.detach().expect("the handler");
                if is_begun {
                    exchange.stream(Status::OK, &Fields::default()).expect("the first answer");
                }
                sender.send(exchange).expect("the test goes on");
            }),
        );
        route.stream_body(Some(Arc::new(|_| {})));
        let (setup, gate) = gated(setup.route(&route));
        let server = setup.start();
        let mut held = server.client();
        held.send("POST /pieces HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\n").expect("sent");
        let exchange = exchanges.recv_timeout(Duration::from_secs(5)).expect("a request");
        eventually("its handler has returned", || exchange.detach().is_err_and(|error| error.code() == Code::State));
        let (mut running, mut queued) = fill(&server, &gate.0);
        held.send("abc").expect("sent");
        let rest = String::from_utf8(held.rest().expect("the end")).expect("text");
        if is_begun {
            assert!(rest.starts_with("HTTP/1.1 200") && !rest.ends_with("0\r\n\r\n"), "it is cut: {rest}");
        } else {
            assert!(rest.starts_with("HTTP/1.1 503") && rest.contains("\r\nRetry-After: 1\r\n"), "{rest}");
        }
        eventually("the program is told", || !exchange.is_connected());
        assert_eq!(exchange.read_body(&mut [0; 9], None).map_err(|error| error.code()), Ok(3), "what had come");
        assert_eq!(exchange.read_body(&mut [0; 9], None).expect_err("nobody is there").code(), Code::Closed);
        assert!(exchange.close().is_ok(), "it has to be given up");
        assert_eq!(exchange.close().expect_err("nothing is left of it").code(), Code::Handle);
        gate.0.open();
        assert_eq!(running.response().expect("an answer").text(), "held");
        assert_eq!(queued.response().expect("an answer").text(), "held");
    }
}

#[test]
fn when_to_come_again() {
    let none = Duration::ZERO;
    for (after, header) in
        [(none, None), (Duration::from_millis(1200), Some("2")), (Duration::from_secs(90), Some("90"))]
    {
        each_placement(|setup| {
            let server = setup
                .limits(|limits| (limits.retry_after, limits.answer_timeout) = (after, Duration::from_millis(100)))
                .get("/never", |exchange| exchange.detach().expect("not answered yet"))
                .start();
            let mut client = server.client();
            client.send(get("/never")).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.header("Retry-After")), (503, header));
            assert_eq!((response.header("Connection"), client.rest().expect("the end")), (Some("close"), Vec::new()));
        });
    }
}

#[test]
fn a_blocked_handler_delays_nobody_else() {
    for placement in [Placement::Pool { threads: 2 }, Placement::OwnThread] {
        let (setup, gate) = gated(Setup::new(placement));
        let server = setup.start();
        let mut held = server.client();
        held.send(get("/held")).expect("sent");
        eventually("the handler runs", || server.0.stats().requests == 1);
        let mut other = server.client();
        for _ in 0..50 {
            assert_eq!(other.get("/a").expect("an answer").text(), "here");
            assert_eq!(server.get("/a").text(), "here");
        }
        gate.0.open();
        assert_eq!(held.response().expect("an answer").text(), "held");
    }
}

#[test]
fn many_blocked_handlers_on_threads_of_their_own() {
    let (setup, gate) = gated(Setup::new(Placement::OwnThread));
    let server = setup.start();
    let mut held: Vec<_> = (0..100).map(|_| server.client()).collect();
    held.iter_mut().for_each(|client| client.send(get("/held")).expect("sent"));
    eventually("the handlers run", || server.0.stats().requests == 100);
    assert_eq!(server.get("/a").text(), "here");
    gate.0.open();
    for client in &mut held {
        assert_eq!(client.response().expect("an answer").text(), "held");
    }
}
