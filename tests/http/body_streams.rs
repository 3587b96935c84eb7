//! Bodies that their handler reads as they come: by waiting, or piece by piece.

use cerver_core::{
    config::{HttpOptions, Placement},
    error::Code,
    http::{Exchange, Fields, Response, Route, method::Method, status::Status},
};
use parking_lot::Mutex;
use std::{
    io::ErrorKind,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
        mpsc::{self, Sender},
    },
    thread,
    time::Duration,
};
use support::{
    alone::alone,
    http::Client,
    server::{Setup, TestServer, answer, each_placement, eventually, get, post},
    usage::Usage,
};

const LIMIT: usize = 1 << 30;

fn route(path: &str, handler: impl Fn(Exchange) + Send + Sync + 'static, pieces: Option<fn(Exchange)>) -> Arc<Route> {
    let route = Route::new(path);
    let handler = Arc::new(handler);
    route.handle(Method::Post, handler.clone());
    route.handle(Method::Get, handler);
    route.stream_body(pieces.map(|pieces| Arc::new(pieces) as Arc<dyn Fn(Exchange) + Send + Sync>));
    route.set_body_limit(LIMIT);
    route
}

/// Reads to the end by waiting; the number of bytes.
fn read_all(exchange: Exchange) -> Result<usize, Code> {
    let mut buffer = vec![0; 20_000];
    let mut sum = 0;
    loop {
        match exchange.read_body(&mut buffer, Some(Duration::from_secs(10))).map_err(|error| error.code())? {
            0 => return Ok(sum),
            count => sum += count,
        }
    }
}

/// Counts by waiting, on a thread of its own where the handler must not wait.
fn count(exchange: Exchange) {
    let read = move || {
        // Nobody is there to be told when the client has gone.
        if let Ok(sum) = read_all(exchange) {
            answer(exchange, sum.to_string());
        } else {
            let _ = exchange.close();
        }
    };
    if exchange.read_body(&mut [], Some(Duration::from_millis(1))).is_err() {
        exchange.detach().expect("the handler");
        thread::spawn(read);
    } else {
        read();
    }
}

/// Streams back what comes, piece by piece.
fn echo_begin(exchange: Exchange) {
    exchange.stream(Status::OK, &Fields::default()).expect("the first answer");
}

fn echo_pieces(exchange: Exchange) {
    let mut buffer = [0; 5000];
    loop {
        match exchange.read_body(&mut buffer, Some(Duration::ZERO)) {
            Ok(0) => return exchange.stream_end().expect("begun"),
            Ok(count) => exchange.stream_write(&buffer[..count]).expect("small"),
            Err(error) => return assert_eq!(error.code(), Code::Again),
        }
    }
}

/// Collects beside the request, answers at its end.
fn collect_pieces(exchange: Exchange) {
    let mut buffer = [0; 5000];
    loop {
        match exchange.read_body(&mut buffer, Some(Duration::ZERO)) {
            Ok(0) => {
                let trailer = exchange.request(|request| {
                    let trailers = request.trailers();
                    trailers.and_then(|trailers| trailers.get(b"T")).map(<[u8]>::to_vec).unwrap_or_default()
                });
                return answer(exchange, trailer.expect("there"));
            }
            Ok(_) => {}
            Err(error) => return assert_eq!(error.code(), Code::Again),
        }
    }
}

fn streaming(setup: Setup, change: impl FnOnce(&mut HttpOptions)) -> TestServer {
    let pieces = route("/pieces", |_| {}, Some(collect_pieces));
    setup
        .limits(change)
        .echo()
        .route(&route("/count", count, None))
        .route(&route("/echo2", echo_begin, Some(echo_pieces)))
        .route(&pieces)
        .route(&route("/early", |exchange| answer(exchange, "early"), None))
        .route(&route("/forgets", |_| {}, None))
        .start()
}

fn head(path: &str, rest: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: h\r\n{rest}\r\n\r\n")
}

fn expect(client: &mut Client, request: impl AsRef<[u8]>, text: &str) {
    client.send(request).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!((response.status, response.text().as_str()), (200, text));
}

#[test]
fn by_waiting() {
    each_placement(|setup| {
        let server = streaming(setup, |_| {});
        let mut client = server.client();
        for length in [1, 3, 70_000, 1_000_000] {
            expect(&mut client, post("/count", &"x".repeat(length)), &length.to_string());
        }
        expect(&mut client, post("/count", ""), "0");
        expect(&mut client, get("/count"), "0");
        let request = head("/count", "Transfer-Encoding: chunked") + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
        for byte in request.as_bytes() {
            client.send([*byte]).expect("sent");
        }
        assert_eq!(client.response().expect("an answer").text(), "5");
        // The next requests are here already.
        expect(&mut client, (post("/count", "abc") + &post("/echo", "next")).repeat(3), "3");
        for text in ["next", "3", "next", "3", "next"] {
            assert_eq!(client.response().expect("an answer").text(), text);
        }
    });
}

#[test]
fn piece_by_piece() {
    each_placement(|setup| {
        let server = streaming(setup, |_| {});
        let mut client = server.client();
        client.send(head("/echo2", "Content-Length: 6")).expect("sent");
        assert!(client.until(b"\r\n\r\n").expect("the answer has begun").contains("200 OK"));
        for piece in ["ab", "cd", "ef"] {
            client.send(piece).expect("sent");
            // It comes back before the next one is sent.
            assert_eq!(client.until(b"\r\n").expect("a chunk"), "2\r\n");
            assert_eq!(client.until(b"\r\n").expect("a chunk"), format!("{piece}\r\n"));
        }
        client.until(b"0\r\n\r\n").expect("the end");
        let chunked = head("/pieces", "Transfer-Encoding: chunked");
        expect(&mut client, format!("{chunked}1\r\na\r\n0\r\nT: late\r\n\r\n"), "late");
        expect(&mut client, post("/pieces", ""), "");
        expect(&mut client, get("/pieces"), "");
        expect(&mut client, get("/echo2"), "");
        expect(&mut client, post("/echo", "abc"), "abc");
        expect(&mut client, post("/echo2", &"x".repeat(200_000)), &"x".repeat(200_000));
    });
}

#[test]
fn continue_is_asked_for_by_reading() {
    each_placement(|setup| {
        let server = streaming(setup, |_| {});
        let mut client = server.client();
        client.send(head("/count", "Content-Length: 3\r\nExpect: 100-continue")).expect("sent");
        assert_eq!(client.response().expect("an interim answer").status, 100);
        expect(&mut client, "abc", "3");
        client.send(head("/early", "Content-Length: 3\r\nExpect: 100-continue")).expect("sent");
        let response = client.response().expect("no interim answer");
        assert_eq!((response.status, response.header("Connection")), (200, Some("close")));
    });
}

#[test]
fn answers_before_the_end() {
    each_placement(|setup| {
        let server = streaming(setup, |_| {});
        let mut client = server.client();
        client.send(head("/early", "Content-Length: 10")).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "early");
        client.send("0123456789").expect("sent");
        expect(&mut client, post("/echo", "abc"), "abc");
        client.send(head("/early", "Content-Length: 1000000")).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.text().as_str(), response.header("Connection")), ("early", Some("close")));
        let mut client = server.client();
        client.send(head("/forgets", "Content-Length: 10")).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 500);
    });
}

/// The handler may answer while the last bytes of the body are being taken: the answer is neither lost nor somebody
/// else's.
#[test]
fn the_longest_time_is_no_limit() {
    let handler = |exchange: Exchange| {
        let mut buffer = [0; 10];
        let count = exchange.read_body(&mut buffer, Some(Duration::MAX)).expect("bytes come");
        exchange.stream(Status::OK, &Fields::default()).expect("the first answer");
        exchange.stream_wait(Some(Duration::MAX)).expect("there is room");
        exchange.stream_write(&buffer[..count]).expect("taken");
        exchange.stream_end().expect("begun");
    };
    let server = Setup::new(Placement::Pool { threads: 1 }).route(&route("/longest", handler, None)).start();
    expect(&mut server.client(), post("/longest", "abc"), "abc");
}

/// An error page is an answer like any other: what the handler kept for the pieces may be gone.
#[test]
fn behind_an_error_page_no_piece_is_given() {
    static CALLS: AtomicU32 = AtomicU32::new(0);
    each_placement(|setup| {
        CALLS.store(0, Ordering::Relaxed);
        let refuse = |exchange: Exchange| {
            exchange.respond(Response::error(Status::FORBIDDEN, "no")).expect("the first answer");
        };
        let pieces = |_: Exchange| {
            CALLS.fetch_add(1, Ordering::Relaxed);
        };
        let server = setup.route(&route("/no", refuse, Some(pieces))).start();
        for request in [get("/no"), head("/no", "Content-Length: 10") + "12345", post("/no", "1234567890")] {
            for _ in 0..20 {
                let mut client = server.client();
                client.send(&request).expect("sent");
                assert_eq!(client.response().expect("an answer").status, 403);
            }
        }
        server.0.stop().expect("stopped");
        assert_eq!(CALLS.load(Ordering::Relaxed), 0);
    });
}

#[test]
fn an_answer_that_crosses_the_end_of_the_body() {
    each_placement(|setup| {
        let server = streaming(setup, |_| {});
        let mut clients: Vec<_> = (0..4).map(|_| server.client()).collect();
        let body = "b".repeat(3000);
        for round in 0..100 {
            for client in &mut clients {
                client.send(head("/early", &format!("Content-Length: {}", body.len()))).expect("sent");
                client.send(&body).expect("sent");
            }
            for client in &mut clients {
                assert_eq!(client.response().expect("an answer").text(), "early", "round {round}");
            }
        }
    });
}

#[test]
fn a_client_that_goes_ends_the_reading() {
    each_placement(|setup| {
        let (sender, ends) = mpsc::channel::<Option<Code>>();
        let sender: Arc<Mutex<Sender<Option<Code>>>> = Arc::new(Mutex::new(sender));
        let handler = move |exchange: Exchange| {
            let sender = Arc::clone(&sender);
            exchange.detach().expect("the handler");
            sender.lock().send(None).expect("somebody waits");
            thread::spawn(move || {
                let code = read_all(exchange).expect_err("it does not come");
                let _ = exchange.close();
                sender.lock().send(Some(code)).expect("somebody waits");
            });
        };
        let limits = |limits: &mut HttpOptions| limits.body_timeout = Duration::from_millis(900);
        let server = setup.limits(limits).route(&route("/read", handler, None)).start();
        for way in ["reset", "half-close", "bad chunk", "time-out"] {
            let mut client = server.client();
            client.send(head("/read", "Transfer-Encoding: chunked") + "3\r\nabc\r\n").expect("sent");
            assert_eq!(ends.recv_timeout(Duration::from_secs(5)), Ok(None), "the handler runs");
            match way {
                "reset" => drop(client),
                "half-close" => client.finish().expect("closed"),
                "bad chunk" => {
                    client.send("x").expect("sent");
                    assert_eq!(client.response().expect("an answer").status, 400);
                }
                _ => assert_eq!(client.response().expect("an answer").status, 408),
            }
            assert_eq!(ends.recv_timeout(Duration::from_secs(5)), Ok(Some(Code::Closed)), "{way}");
        }
    });
}

#[test]
fn a_reactor_cannot_wait() {
    let server = streaming(Setup::new(Placement::Reactor), |_| {});
    let handler = |exchange: Exchange| {
        let error = exchange.read_body(&mut [0; 8], None).expect_err("it would wait for itself");
        assert_eq!(error.code(), Code::State);
        let error = exchange.read_body(&mut [0; 8], Some(Duration::ZERO)).expect_err("nothing came");
        assert_eq!(error.code(), Code::Again);
        answer(exchange, "told");
    };
    drop(server);
    let server = Setup::new(Placement::Reactor).route(&route("/", handler, None)).start();
    expect(&mut server.client(), head("/", "Content-Length: 8"), "told");
}

/// A handler that does not read stops the client, and no memory goes into it.
#[test]
fn a_slow_reader_slows_the_client() {
    alone("body_streams::a_slow_reader_slows_the_client", None, || {
        each_placement(|setup| {
            let (go, wait) = mpsc::channel::<()>();
            let wait = Arc::new(Mutex::new(wait));
            let handler = move |exchange: Exchange| {
                let wait = Arc::clone(&wait);
                exchange.detach().expect("the handler");
                thread::spawn(move || {
                    wait.lock().recv().expect("told to go on");
                    let sum = read_all(exchange).expect("it comes");
                    answer(exchange, sum.to_string());
                });
            };
            let server = setup.route(&route("/slow", handler, None)).start();
            // What the first request of a process costs does not count.
            go.send(()).expect("the handler waits");
            expect(&mut server.client(), post("/slow", "abc"), "3");
            let socket = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
            socket.set_write_timeout(Some(Duration::from_millis(300))).expect("set");
            let watched = socket.try_clone().expect("another handle");
            let mut client = Client::over(socket);
            let before = Usage::now().resident;
            client.send(head("/slow", &format!("Content-Length: {}", 64 << 20))).expect("sent");
            let piece = vec![b'x'; 64 * 1024];
            let mut sent = 0;
            let stopped = loop {
                match std::io::Write::write(&mut &watched, &piece) {
                    Ok(count) => sent += count,
                    Err(error) => break error,
                }
            };
            assert!(matches!(stopped.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{stopped}");
            assert!(sent < 32 << 20, "{sent} bytes were taken");
            go.send(()).expect("the handler waits");
            watched.set_write_timeout(Some(Duration::from_secs(10))).expect("set");
            while sent < 64 << 20 {
                let left = ((64 << 20) - sent).min(piece.len());
                sent += std::io::Write::write(&mut &watched, &piece[..left]).expect("taken now");
            }
            assert_eq!(client.response().expect("an answer").text(), (64 << 20).to_string());
            let kept = || Usage::now().resident < before + (1 << 20);
            eventually("nothing of it is kept", kept);
        });
    });
}
