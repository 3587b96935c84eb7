//! Bodies of requests: their framing, their limit, `Expect` (RFC 9112 sections 6 and 7, RFC 9110 section 10.1.1).

use cerver_core::http::{Exchange, Route, method::Method, status::Status};
use std::{
    io::ErrorKind,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};
use support::{
    alone::alone,
    http::Client,
    server::{Setup, answer, each_placement, eventually, post},
    usage::Usage,
};

const LIMIT: usize = 1000;

fn limited(setup: Setup) -> Setup {
    setup.echo().limits(|limits| limits.body_limit = LIMIT)
}

fn chunked(chunks: &str) -> String {
    format!("POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{chunks}")
}

fn expect_echo(client: &mut Client, request: &str, body: &str) {
    client.send(request).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!((response.status, response.text().as_str()), (200, body), "{request:?}");
}

fn expect_refused(mut client: Client, request: &str, status: u16) {
    client.send(request).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!(response.status, status, "{request:?}");
    assert_eq!(response.header("Connection"), Some("close"), "{request:?}");
    assert_eq!(client.rest().expect("the end"), b"", "{request:?}");
}

#[test]
fn lengths() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        for length in [0, 1, 2, LIMIT - 1, LIMIT] {
            let body = "b".repeat(length);
            expect_echo(&mut client, &post("/echo", &body), &body);
        }
        expect_echo(&mut client, "POST /echo HTTP/1.1\r\nHost: h\r\n\r\n", "");
        expect_echo(&mut client, "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 0003\r\n\r\nabc", "abc");
        expect_refused(client, &post("/echo", &"b".repeat(LIMIT + 1)), 413);
        let huge = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 18446744073709551615\r\n\r\n";
        expect_refused(server.client(), huge, 413);
    });
}

#[test]
fn chunks() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        let good = [
            ("0\r\n\r\n", ""),
            ("3\r\nabc\r\n0\r\n\r\n", "abc"),
            ("1\r\na\r\n02\r\nbc\r\nA\r\n0123456789\r\n000\r\n\r\n", "abc0123456789"),
            ("3;name=value;x=\"a;b\"\r\nabc\r\n0;last\r\n\r\n", "abc"),
            ("3\r\nabc\r\n0\r\nX-Trailer: dropped\r\nContent-Length: 9\r\n\r\n", "abc"),
            ("3\r\n\r\n0\r\n0\r\n\r\n", "\r\n0"),
        ];
        for (chunks, body) in good {
            expect_echo(&mut client, &chunked(chunks), body);
        }
        let full = "c".repeat(LIMIT);
        expect_echo(&mut client, &chunked(&format!("{LIMIT:x}\r\n{full}\r\n0\r\n\r\n")), &full);
        let halves = format!("{:x}\r\n{}\r\n", LIMIT / 2, "c".repeat(LIMIT / 2)).repeat(2);
        expect_echo(&mut client, &chunked(&format!("{halves}0\r\n\r\n")), &full);
        expect_refused(client, &chunked(&format!("{halves}1\r\nc\r\n0\r\n\r\n")), 413);
    });
}

#[test]
fn bad_chunks() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let bad = [
            (413, "3e9\r\n"),
            (413, "ffffffffffffffff\r\n"),
            (400, "10000000000000000\r\n"),
            (400, "x\r\n"),
            (400, "\r\n"),
            (400, "-1\r\n"),
            (400, "0x3\r\nabc\r\n"),
            (400, " 3\r\nabc\r\n"),
            (400, "3\nabc\r\n"),
            (400, "3\r\nabcd\r\n"),
            (400, "3\r\nabc\n"),
            (400, "3\r\nabc\r\n0\r\n folded\r\n\r\n"),
            (400, "3\r\nabc\r\n0\r\nNo colon\r\n\r\n"),
        ];
        for (status, chunks) in bad {
            expect_refused(server.client(), &chunked(chunks), status);
        }
        let flood = format!("1;{}\r\n", "e".repeat(5000));
        expect_refused(server.client(), &chunked(&flood), 400);
        assert_eq!(server.0.stats().responses, 0, "no handler saw any of them");
    });
}

#[test]
fn chunks_cut_at_any_byte() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        let request = chunked("3;x=\"y\"\r\nabc\r\n000a\r\n0123456789\r\n0\r\nT: v\r\n\r\n");
        for cut in 1..request.len() {
            client.send(&request[..cut]).expect("sent");
            client.send(&request[cut..]).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!(response.text(), "abc0123456789", "cut at {cut}");
        }
    });
}

#[test]
fn a_large_body_in_many_pieces() {
    each_placement(|setup| {
        let server = setup.echo().start();
        let mut client = server.client();
        let body = "0123456789abcdef".repeat(256 * 1024);
        client.send(format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n", body.len())).expect("sent");
        for piece in body.as_bytes().chunks(100_003) {
            client.send(piece).expect("sent");
        }
        assert!(client.response().expect("an answer").body == body.as_bytes());
    });
}

#[test]
fn continue_is_sent_when_it_is_expected() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        for framing in ["Content-Length: 3", "Transfer-Encoding: chunked"] {
            let body = if framing.starts_with('C') { "abc" } else { "3\r\nabc\r\n0\r\n\r\n" };
            let head = format!("POST /echo HTTP/1.1\r\nHost: h\r\n{framing}\r\nExpect: 100-Continue\r\n\r\n");
            client.send(&head).expect("sent");
            assert_eq!(client.response().expect("an interim answer").status, 100);
            client.send(body).expect("sent");
            assert_eq!(client.response().expect("an answer").text(), "abc");
            // With the body at hand there is nothing to ask for.
            client.send(format!("{head}{body}")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, 200);
        }
        // Without a body, and from HTTP/1.0, nothing is asked for either.
        let none = "POST /echo HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\n\r\n";
        expect_echo(&mut client, none, "");
        let too_large = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1001\r\nExpect: 100-continue\r\n\r\n";
        expect_refused(client, too_large, 413);
        let mut old = server.client();
        old.send("POST /echo HTTP/1.0\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n").expect("sent");
        old.send("abc").expect("sent");
        assert_eq!(old.response().expect("an answer").status, 200);
        let other = "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: other\r\n\r\nabc";
        expect_refused(server.client(), other, 417);
    });
}

/// The announced length alone must not take memory, nor an answer.
#[test]
fn nothing_is_answered_before_the_body_is_whole() {
    each_placement(|setup| {
        let server = setup.echo().start();
        let socket = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        socket.set_read_timeout(Some(Duration::from_millis(50))).expect("set");
        let watched = socket.try_clone().expect("another handle");
        let mut client = Client::over(socket);
        client.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nabc").expect("sent");
        let error = client.response().expect_err("too early");
        assert!(matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{error}");
        watched.set_read_timeout(Some(Duration::from_secs(10))).expect("set");
        client.send("d").expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "abcd");
    });
}

fn head(path: &str, rest: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: h\r\n{rest}\r\n\r\n")
}

/// Who cannot be answered with the body is answered without it.
#[test]
fn the_route_is_found_before_the_body() {
    each_placement(|setup| {
        let server = limited(setup).text("/get", "got").start();
        for (path, status) in [("/none", 404), ("/get", 405)] {
            // Large, or not certain to come: the connection closes.
            let mut client = server.client();
            client.send(head(path, "Content-Length: 100000")).expect("sent");
            let response = client.response().expect("an answer at once");
            assert_eq!((response.status, response.header("Connection")), (status, Some("close")));
            assert_eq!(client.rest().expect("the end"), b"");
            let mut client = server.client();
            client.send(head(path, "Content-Length: 3\r\nExpect: 100-continue")).expect("sent");
            let response = client.response().expect("no interim answer");
            assert_eq!((response.status, response.header("Connection")), (status, Some("close")));
            // Small: it is dropped, and the next request is found behind it.
            let mut client = server.client();
            client.send(head(path, "Content-Length: 10")).expect("sent");
            let response = client.response().expect("an answer at once");
            assert_eq!((response.status, response.header("Connection")), (status, None));
            client.send("GET /none ").expect("sent");
            expect_echo(&mut client, &post("/echo", "abc"), "abc");
            let chunks = head(path, "Transfer-Encoding: chunked");
            client.send(format!("{chunks}3\r\nabc\r\n0\r\nT: v\r\n\r\n")).expect("sent");
            assert_eq!(client.response().expect("an answer at once").status, status);
            expect_echo(&mut client, &post("/echo", "abc"), "abc");
            // More than is worth dropping, or no chunks at all: the connection closes behind the answer.
            for bad in ["10001\r\n", "x"] {
                let mut client = server.client();
                client.send(chunks.clone() + bad).expect("sent");
                assert_eq!(client.response().expect("an answer at once").status, status);
                assert_eq!(client.rest().expect("the end"), b"");
            }
        }
        let stats = server.0.stats();
        assert_eq!((stats.requests, stats.responses), (16, 16));
    });
}

#[test]
fn encoded_bodies_are_not_taken() {
    each_placement(|setup| {
        let server = limited(setup).start();
        let mut client = server.client();
        for coding in ["gzip", "identity\r\nContent-Encoding: br"] {
            client.send(head("/echo", &format!("Content-Length: 3\r\nContent-Encoding: {coding}"))).expect("sent");
            let response = client.response().expect("an answer at once");
            assert_eq!((response.status, response.header("Accept-Encoding")), (415, Some("identity")));
            client.send("abc").expect("sent");
        }
        let plain = head("/echo", "Content-Length: 3\r\nContent-Encoding: Identity") + "abc";
        expect_echo(&mut client, &plain, "abc");
    });
}

#[test]
fn a_route_has_its_own_limit() {
    each_placement(|setup| {
        let small = Route::new("/small");
        small.handle(Method::Post, Arc::new(|exchange| answer(exchange, "taken")));
        small.set_body_limit(2);
        let large = Route::new("/large");
        large.handle(Method::Post, Arc::new(|exchange| answer(exchange, "taken")));
        large.set_body_limit(LIMIT + 1);
        let server = limited(setup).route(&small).route(&large).start();
        expect_echo(&mut server.client(), &post("/small", "ab"), "taken");
        expect_refused(server.client(), &post("/small", "abc"), 413);
        expect_refused(server.client(), &chunked("1\r\na\r\n2\r\nbc\r\n").replace("/echo", "/small"), 413);
        expect_echo(&mut server.client(), &post("/large", &"b".repeat(LIMIT + 1)), "taken");
        expect_refused(server.client(), &post("/large", &"b".repeat(LIMIT + 2)), 413);
    });
}

#[test]
fn a_form_has_limits() {
    each_placement(|setup| {
        let server = setup.echo().limits(|limits| (limits.form_limit, limits.form_pairs_limit) = (20, 3)).start();
        let form = |body: &str| {
            post("/echo", body).replace("\r\n\r\n", "\r\nContent-Type: application/x-www-form-urlencoded\r\n\r\n")
        };
        expect_echo(&mut server.client(), &form("a=1&b=2&c=3"), "a=1&b=2&c=3");
        expect_refused(server.client(), &form("a=1&b=2&c=3&d"), 413);
        expect_echo(&mut server.client(), &form(&"x".repeat(20)), &"x".repeat(20));
        expect_refused(server.client(), &form(&"x".repeat(21)), 413);
        expect_echo(&mut server.client(), &post("/echo", &"x".repeat(21)), &"x".repeat(21));
    });
}

#[test]
fn trailers_are_read_behind_the_body() {
    each_placement(|setup| {
        let server = setup
            .handle(Method::Post, "/trailers", |exchange| {
                let text = exchange.request(|request| {
                    let mut text = String::from_utf8_lossy(request.body()).into_owned();
                    let trailers = request.trailers().map(|trailers| trailers.iter().collect::<Vec<_>>());
                    for (name, value) in trailers.unwrap_or_default() {
                        text += &format!("|{}={}", String::from_utf8_lossy(name), String::from_utf8_lossy(value));
                    }
                    assert!(request.header_by_name(b"Checksum").is_none(), "never among the headers");
                    text
                });
                answer(exchange, text.expect("the request is there"));
            })
            .start();
        let mut client = server.client();
        let of = |body: &str| chunked(body).replace("/echo", "/trailers");
        expect_echo(
            &mut client,
            &of("1\r\na\r\n0\r\nChecksum: 7\r\nHost: evil\r\nContent-Length: 3\r\n\r\n"),
            "a|Checksum=7",
        );
        expect_echo(&mut client, &of("1\r\na\r\n0\r\n\r\n"), "a");
        expect_echo(&mut client, &of("0\r\nA: 1\r\nA: 2\r\n\r\n"), "|A=1|A=2");
    });
}

/// What a gate lets pass is decided by a header.
fn gate(exchange: Exchange) {
    let word = exchange.request(|request| request.header_by_name(b"X-Gate").map(<[u8]>::to_vec)).expect("there");
    match word.as_deref() {
        Some(b"pass") => exchange.pass().expect("asked"),
        Some(b"later") => {
            exchange.detach().expect("the gate");
            std::thread::spawn(move || exchange.pass().expect("still asked"));
        }
        Some(b"401") => exchange
            .answer(Status::UNAUTHORIZED, cerver_core::http::content_type::ContentType::Txt, b"who?")
            .expect("the first answer"),
        Some(b"panic") => panic!("by the test"),
        _ => {}
    }
}

#[test]
fn a_gate_comes_before_the_body() {
    each_placement(|setup| {
        let route = Route::new("/echo");
        let calls = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&calls);
        let echo = Arc::new(move |exchange: Exchange| {
            count.fetch_add(1, Ordering::Relaxed);
            let body = exchange.request(|request| request.body().to_vec()).expect("the request is there");
            answer(exchange, body);
        });
        route.handle(Method::Post, echo.clone());
        route.handle(Method::Get, echo);
        route.set_gate(Some(Arc::new(gate)));
        let server = setup.route(&route).start();
        let mut client = server.client();
        for word in ["pass", "later"] {
            let request = head("/echo", &format!("X-Gate: {word}\r\nContent-Length: 3"));
            expect_echo(&mut client, &(request.clone() + "abc"), "abc");
            // The interim answer comes behind the gate.
            client.send(request.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")).expect("sent");
            assert_eq!(client.response().expect("an interim answer").status, 100);
            client.send("abc").expect("sent");
            assert_eq!(client.response().expect("an answer").text(), "abc");
            let get = format!("GET /echo HTTP/1.1\r\nHost: h\r\nX-Gate: {word}\r\n\r\n");
            expect_echo(&mut client, &get, "");
        }
        let passed = calls.load(Ordering::Relaxed);
        assert_eq!(passed, 6);
        for (word, status) in [("401", 401), ("no", 403), ("panic", 500)] {
            let head = head("/echo", &format!("X-Gate: {word}\r\nContent-Length: 3"));
            client.send(&head).expect("sent");
            assert_eq!(client.response().expect("an answer before the body").status, status, "{word}");
            client.send("abc").expect("sent");
            client.send(format!("GET /echo HTTP/1.1\r\nHost: h\r\nX-Gate: {word}\r\n\r\n")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, status, "{word}");
            let mut other = server.client();
            other.send(head.replace("\r\n\r\n", "\r\nExpect: 100-continue\r\n\r\n")).expect("sent");
            let response = other.response().expect("an answer");
            assert_eq!((response.status, response.header("Connection")), (status, Some("close")));
        }
        assert_eq!(calls.load(Ordering::Relaxed), passed, "the handler has seen none of them");
    });
}

#[test]
fn a_slow_body_is_given_up() {
    each_placement(|setup| {
        let server = setup
            .echo()
            .limits(|limits| (limits.body_rate, limits.body_grace) = (1000, Duration::from_millis(150)))
            .start();
        let start = Instant::now();
        let mut client = server.client();
        client.send(head("/echo", "Content-Length: 100000")).expect("sent");
        // A byte now and then is no excuse.
        client.send("a").expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.header("Connection")), (408, Some("close")));
        assert!(start.elapsed() < Duration::from_secs(5));
        assert_eq!(server.0.stats().timeouts, 1);
        expect_echo(&mut server.client(), &post("/echo", "abc"), "abc");
    });
}

/// The limit that is the default.
const DEFAULT_LIMIT: u64 = 16 << 20;
/// Pieces of 64 KiB that are less than that.
const PIECES: usize = 255;

/// One GiB is announced or sent against a limit of 16 MiB.
#[test]
fn a_body_above_the_limit_takes_no_memory() {
    alone("bodies::a_body_above_the_limit_takes_no_memory", None, || {
        let chunk = |length: usize| [format!("{length:x}\r\n").as_bytes(), &vec![b'x'; length], b"\r\n"].concat();
        let (large, small) = (chunk(64 * 1024), chunk(64).repeat(1024));
        each_placement(|setup| {
            let server = setup.echo().start();
            expect_echo(&mut server.client(), &post("/echo", "first"), "first");
            let at_rest = Usage::now().resident;
            let most = |framing: &str, piece: &[u8], pieces: usize| {
                let mut client = server.client();
                let (before, received) = (Usage::now().resident, server.0.stats().bytes_received);
                Usage::forget_peak();
                client.send(head("/echo", framing)).expect("sent");
                let sent = (0..pieces).take_while(|_| client.send(piece).is_ok()).count();
                if pieces > PIECES {
                    assert!(sent < pieces, "all was taken");
                } else {
                    let all = received + (sent * piece.len()) as u64;
                    eventually("all that was sent is taken", || server.0.stats().bytes_received >= all);
                }
                let most = Usage::peak() - before;
                println!("figure: {framing}: {most} bytes at most");
                most
            };
            let announced = most("Content-Length: 1073741824", &large, 1024);
            assert!(announced < 1 << 20, "{announced} bytes for what will not be taken");
            // Nobody knows that the chunks will be too many: what fits is kept until then, and nothing beside it. Each has
            // what the one before has given back.
            for piece in [&large, &large, &small] {
                let chunks = most("Transfer-Encoding: chunked", piece, 2048);
                assert!(chunks < DEFAULT_LIMIT + (1 << 20), "{chunks} bytes");
            }
            // The same for one that is not finished.
            let whole = most(&format!("Content-Length: {DEFAULT_LIMIT}"), &large[7..64 * 1024 + 7], PIECES);
            assert!(whole < DEFAULT_LIMIT + (1 << 20), "{whole} bytes");
            eventually("it is given back", || Usage::now().resident < at_rest + (8 << 20));
        });
    });
}
