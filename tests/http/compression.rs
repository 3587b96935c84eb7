//! Compressed answers: which are, what their headers say, and that every client gets its bytes back.

use cerver_core::{
    config::Placement,
    http::{Coding, Exchange, Fields, Route, content_type::ContentType, method::Method, status::Status},
};
use parking_lot::Mutex;
use std::{fs, io::Read, sync::Arc};
use support::{
    http::{Client, Response},
    server::{Setup, TestServer, each_placement},
    temp::TempDir,
};

/// A text that is worth compressing.
fn page() -> String {
    (0..400).map(|number| format!("<li>number {number}</li>\n")).collect()
}

fn fields(list: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    list.iter().for_each(|(name, value)| fields.add(name.as_bytes(), value.as_bytes()).expect("a valid field"));
    fields
}

/// Header fields.
type List = &'static [(&'static str, &'static str)];

const HTML: (&str, &str) = ("Content-Type", "text/html; charset=UTF-8");

/// Compression is on, and `/page` gives one for GET and HEAD.
fn compressing(setup: Setup) -> Setup {
    both(setup.limits(|options| options.compression = true), "/page", |exchange| {
        exchange.answer(Status::OK, ContentType::Html, page().as_bytes()).expect("the first answer");
    })
}

fn both(setup: Setup, path: &str, handler: impl Fn(Exchange) + Send + Sync + Copy + 'static) -> Setup {
    let route = Route::new(path);
    route.handle(Method::Get, Arc::new(handler));
    route.handle(Method::Head, Arc::new(handler));
    setup.route(&route)
}

fn ask(server: &TestServer, method: &str, path: &str, lines: &str) -> Response {
    let mut client = server.client();
    client.send(format!("{method} {path} HTTP/1.1\r\nHost: h\r\n{lines}\r\n")).expect("sent");
    if method == "HEAD" { client.head_response() } else { client.response() }.expect("an answer")
}

fn accepting(server: &TestServer, path: &str, codings: &str) -> Response {
    ask(server, "GET", path, &format!("Accept-Encoding: {codings}\r\n"))
}

/// The body without its coding.
fn plain(response: &Response) -> Vec<u8> {
    let mut body = Vec::new();
    let coded = response.body.as_slice();
    match response.header("Content-Encoding") {
        None => return response.body.clone(),
        Some("gzip") => flate2::read::GzDecoder::new(coded).read_to_end(&mut body).expect("gzip"),
        Some("br") => brotli::Decompressor::new(coded, 4096).read_to_end(&mut body).expect("brotli"),
        Some("zstd") => {
            body.reserve(4 << 20);
            zstd_safe::decompress(&mut body, coded).expect("zstd")
        }
        Some(other) => panic!("{other}"),
    };
    body
}

#[test]
fn each_coding_gives_the_same_page() {
    assert_eq!(Coding::ALL.len(), 3, "the tests are built with all codings");
    each_placement(|setup| {
        let server = compressing(setup).start();
        for (codings, expected) in [
            ("gzip", Some("gzip")),
            ("deflate, x-gzip;q=0.1", Some("gzip")),
            ("br", Some("br")),
            ("zstd", Some("zstd")),
            ("gzip, deflate, br, zstd", Some("zstd")),
            ("gzip, br;q=0.9", Some("gzip")),
            ("*", Some("zstd")),
            ("identity, gzip;q=0.5", None),
            ("gzip;q=0", None),
            ("deflate", None),
            ("", None),
            // Nothing that the client takes: the answer comes as it is (RFC 9110 section 12.5.3).
            ("identity;q=0", None),
            ("*;q=0", None),
            ("gzip;q=2, \"", None),
        ] {
            let response = accepting(&server, "/page", codings);
            assert_eq!(response.header("Content-Encoding"), expected, "{codings}");
            assert_eq!(response.header("Vary"), Some("Accept-Encoding"), "{codings}");
            assert_eq!(response.header("Content-Length"), Some(response.body.len().to_string().as_str()));
            assert_eq!(response.header("Content-Type"), Some(HTML.1));
            assert_eq!(plain(&response), page().as_bytes(), "{codings}");
            assert!(expected.is_none() || response.body.len() < page().len() / 4, "{codings}");
        }
        let without = ask(&server, "GET", "/page", "");
        assert_eq!((without.header("Content-Encoding"), without.text()), (None, page()));
        let two_lines = ask(&server, "GET", "/page", "Accept-Encoding: deflate\r\nAccept-Encoding: gzip\r\n");
        assert_eq!(two_lines.header("Content-Encoding"), Some("gzip"));
    });
}

#[test]
fn the_short_way_says_the_same_as_the_long_one() {
    let server = compressing(Setup::new(Placement::Reactor))
        .get("/long", |exchange| {
            exchange.respond_parts(Status::OK, &fields(&[HTML]), page().as_bytes()).expect("the first answer");
        })
        .start();
    for codings in ["gzip", "br", "deflate"] {
        let [mut short, mut long] = ["/page", "/long"].map(|path| accepting(&server, path, codings));
        for response in [&mut short, &mut long] {
            response.headers.retain(|(name, _)| name != "Date");
            response.headers.sort();
        }
        assert_eq!(short, long, "{codings}");
    }
}

#[test]
fn head_says_what_get_says() {
    each_placement(|setup| {
        let setup = both(compressing(setup), "/stream", |exchange| {
            exchange.stream(Status::OK, &fields(&[HTML])).expect("begun");
            exchange.stream_write(page().as_bytes()).expect("taken");
            exchange.stream_end().expect("ended");
        });
        let server = setup.start();
        for path in ["/page", "/stream"] {
            for lines in ["Accept-Encoding: gzip\r\n", ""] {
                let [get, head] = ["GET", "HEAD"].map(|method| ask(&server, method, path, lines));
                let names = |response: &Response| -> Vec<_> {
                    response.headers.iter().filter(|(name, _)| name != "Date").cloned().collect()
                };
                assert_eq!(names(&get), names(&head), "{path} {lines}");
                assert_eq!(get.header("Content-Encoding").is_some(), !lines.is_empty());
            }
        }
    });
}

#[test]
fn head_without_the_body_at_hand_tells_no_length() {
    let setup = both(compressing(Setup::new(Placement::Reactor)), "/told", |exchange| {
        let own = fields(&[HTML, ("Content-Length", "5000")]);
        exchange.respond_parts(Status::OK, &own, b"").expect("the first answer");
    });
    let server = setup.start();
    let mut client = server.client();
    client.send("HEAD /told HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n").expect("sent");
    let coded = client.head_response().expect("an answer");
    assert_eq!((coded.header("Content-Encoding"), coded.header("Content-Length")), (Some("gzip"), None));
    client.send("HEAD /told HTTP/1.1\r\nHost: h\r\n\r\n").expect("sent");
    let plain = client.head_response().expect("an answer");
    assert_eq!((plain.header("Content-Encoding"), plain.header("Content-Length")), (None, Some("5000")));
}

/// An empty body has nothing to compress, and a length.
#[test]
fn an_empty_body_has_a_length_whatever_the_least_size_is() {
    let setup = compressing(Setup::new(Placement::Reactor)).limits(|options| options.compression_min_size = 0);
    let server = setup
        .get("/empty", |exchange| exchange.respond_parts(Status::OK, &fields(&[HTML]), b"").expect("the first answer"))
        .start();
    let mut client = server.client();
    for _ in 0..2 {
        client.send("GET /empty HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n").expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.header("Content-Length"), response.header("Content-Encoding")), (Some("0"), None));
    }
}

#[test]
fn what_is_not_compressed_says_nothing_of_it() {
    let cases: [(_, _, List); 10] = [
        ("/type", Status::OK, &[("Content-Type", "image/png")]),
        ("/no-type", Status::OK, &[]),
        ("/coded", Status::OK, &[HTML, ("Content-Encoding", "x-own")]),
        ("/partial", Status::PARTIAL_CONTENT, &[HTML, ("Content-Range", "bytes 0-9/20")]),
        ("/range", Status(416), &[HTML, ("Content-Range", "bytes */20")]),
        ("/fixed", Status::OK, &[HTML, ("Cache-Control", "max-age=5, No-Transform")]),
        ("/digest", Status::OK, &[HTML, ("Content-Digest", "sha-256=:AA==:")]),
        ("/empty", Status::NO_CONTENT, &[HTML]),
        ("/short", Status::OK, &[HTML]),
        ("/huge", Status::OK, &[HTML]),
    ];
    let mut setup = compressing(Setup::new(Placement::Reactor)).limits(|options| {
        (options.compression_min_size, options.compression_max_size) = (5000, 10_000);
    });
    for (path, status, list) in cases {
        setup = setup.get(path, move |exchange| {
            let body = match path {
                "/short" => vec![b'a'; 4999],
                "/huge" => vec![b'a'; 10_001],
                _ => vec![b'a'; 5000],
            };
            exchange.respond_parts(status, &fields(list), &body).expect("the first answer");
        });
    }
    for (path, length) in [("/least", 5000), ("/most", 10_000)] {
        setup = setup.get(path, move |exchange| {
            exchange.respond_parts(Status::OK, &fields(&[HTML]), &vec![b'a'; length]).expect("the first answer");
        });
    }
    let server = setup.start();
    for (path, status, list) in cases {
        let response = accepting(&server, path, "gzip");
        let own = list.iter().find(|(name, _)| *name == "Content-Encoding").map(|(_, value)| *value);
        assert_eq!((response.status, response.header("Content-Encoding")), (status.0, own), "{path}");
        assert_eq!(response.header("Vary"), None, "{path}");
        assert!(response.body.iter().all(|byte| *byte == b'a'), "{path}");
    }
    for path in ["/least", "/most"] {
        assert_eq!(accepting(&server, path, "gzip").header("Content-Encoding"), Some("gzip"), "{path}");
    }
}

#[test]
fn validators_and_ranges_are_those_of_the_coded_body() {
    let tagged = |exchange: Exchange| {
        let own = [HTML, ("ETag", "\"v1\""), ("Accept-Ranges", "bytes"), ("Vary", "Cookie")];
        exchange.respond_parts(Status::OK, &fields(&own), page().as_bytes()).expect("the first answer");
    };
    let server = compressing(Setup::new(Placement::Reactor))
        .get("/tagged", tagged)
        .get("/weak", |exchange| {
            let own = [HTML, ("etag", "W/\"v1\""), ("Vary", "cookie, accept-encoding")];
            exchange.respond_parts(Status::OK, &fields(&own), page().as_bytes()).expect("the first answer");
        })
        .get("/same", |exchange| {
            let own = fields(&[("ETag", "\"v1\"")]);
            exchange.respond_parts(Status::NOT_MODIFIED, &own, b"").expect("the first answer");
        })
        .start();
    let of = |response: &Response, name: &str| -> Vec<String> {
        let same = response.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
        same.map(|(_, value)| value.clone()).collect()
    };
    let coded = accepting(&server, "/tagged", "gzip");
    assert_eq!(of(&coded, "ETag"), ["W/\"v1\""]);
    assert_eq!(of(&coded, "Accept-Ranges"), ["none"]);
    assert_eq!(of(&coded, "Vary"), ["Cookie", "Accept-Encoding"]);
    let plain = accepting(&server, "/tagged", "deflate");
    assert_eq!(of(&plain, "ETag"), ["\"v1\""]);
    assert_eq!(of(&plain, "Accept-Ranges"), ["bytes"]);
    assert_eq!(of(&plain, "Vary"), ["Cookie", "Accept-Encoding"]);
    let weak = accepting(&server, "/weak", "gzip");
    assert_eq!((of(&weak, "ETag"), of(&weak, "Vary").len()), (vec!["W/\"v1\"".to_owned()], 1));
    // A cache that has the coded body has a weak tag, and must find it in the answer that it is still good.
    for (known, expected) in [("\"v0\", W/\"v1\"", "W/\"v1\""), ("\"v1\"", "\"v1\"")] {
        let same = ask(&server, "GET", "/same", &format!("Accept-Encoding: gzip\r\nIf-None-Match: {known}\r\n"));
        assert_eq!((same.status, of(&same, "ETag")), (304, vec![expected.to_owned()]));
        assert_eq!(of(&same, "Vary"), ["Accept-Encoding"]);
    }
}

#[test]
fn bytes_that_do_not_get_shorter_stay_as_they_are() {
    let mut seed = 7u64;
    let noise: Vec<u8> = std::iter::repeat_with(|| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (seed >> 56) as u8
    })
    .take(4000)
    .collect();
    let sent = noise.clone();
    let server = compressing(Setup::new(Placement::Reactor))
        .get("/noise", move |exchange| {
            exchange.answer(Status::OK, ContentType::Txt, &sent).expect("the first answer");
        })
        .start();
    let response = accepting(&server, "/noise", "gzip");
    assert_eq!((response.header("Content-Encoding"), &response.body), (None, &noise));
    assert_eq!(response.headers.iter().filter(|(name, _)| name == "Vary").count(), 1, "another body may get shorter");
}

#[test]
fn a_route_has_its_own_switch() {
    let route = |path: &str, switch: Option<bool>| {
        let route = Route::new(path);
        route.handle(
            Method::Get,
            Arc::new(|exchange: Exchange| {
                exchange.answer(Status::OK, ContentType::Html, page().as_bytes()).expect("the first answer");
            }),
        );
        if let Some(is_on) = switch {
            route.set_compression(is_on);
        }
        route
    };
    for is_on in [false, true] {
        let parent = route("/other", Some(!is_on));
        parent.add_child(&route("child", None)).expect("a child");
        parent.add_child(&route("back", Some(is_on))).expect("a child");
        let server = Setup::new(Placement::Reactor)
            .limits(|options| options.compression = is_on)
            .route(&route("/default", None))
            .route(&parent)
            .app(|app| {
                app.set_catch_all(Some(Arc::new(|exchange: Exchange| {
                    exchange.answer(Status::OK, ContentType::Html, page().as_bytes()).expect("the first answer");
                })));
            })
            .start();
        for (path, expected) in [
            ("/default", is_on),
            ("/other", !is_on),
            ("/other/child", !is_on),
            ("/other/back", is_on),
            ("/without/route", is_on),
        ] {
            let response = accepting(&server, path, "gzip");
            assert_eq!(response.header("Content-Encoding").is_some(), expected, "{path}, on {is_on}");
            assert_eq!(response.header("Vary").is_some(), expected, "{path}, on {is_on}");
            assert_eq!(plain(&response), page().as_bytes());
        }
    }
}

#[test]
fn files_are_compressed_too() {
    let folder = TempDir::new("compression");
    fs::write(folder.path().join("small.css"), page()).expect("written");
    let large: String = page().repeat(20);
    assert!(large.len() > 64 * 1024, "more than is read at once");
    fs::write(folder.path().join("large.js"), &large).expect("written");
    fs::write(folder.path().join("picture.png"), page()).expect("written");
    let server = compressing(Setup::new(Placement::Reactor))
        .app(|app| app.add_folder(folder.path()).expect("the folder is there"))
        .start();
    for (path, content) in [("/small.css", &page()), ("/large.js", &large)] {
        let response = accepting(&server, path, "gzip");
        assert_eq!(response.header("Content-Encoding"), Some("gzip"), "{path}");
        assert_eq!(plain(&response), content.as_bytes(), "{path}");
        let head = ask(&server, "HEAD", path, "Accept-Encoding: gzip\r\n");
        assert_eq!(head.header("Content-Encoding"), Some("gzip"), "{path}");
        assert_eq!(head.header("Content-Length"), None, "the body is not read for HEAD");
        // The weak tag is good for If-None-Match, and no part is ever put together with a coded one.
        let tag = response.header("ETag").expect("a file has one");
        assert!(tag.starts_with("W/\""), "{tag}");
        let conditions = format!("Accept-Encoding: gzip\r\nIf-None-Match: {tag}\r\n");
        let same = ask(&server, "GET", path, &conditions);
        assert_eq!((same.status, same.header("ETag")), (304, Some(tag)), "{path}");
        let range = format!("Accept-Encoding: gzip\r\nRange: bytes=0-9\r\nIf-Range: {tag}\r\n");
        assert_eq!(ask(&server, "GET", path, &range).status, 200, "{path}");
        let part = ask(&server, "GET", path, "Accept-Encoding: gzip\r\nRange: bytes=0-9\r\n");
        assert_eq!((part.status, part.header("Content-Encoding"), part.body.len()), (206, None, 10), "{path}");
    }
    let picture = accepting(&server, "/picture.png", "gzip");
    assert_eq!((picture.header("Content-Encoding"), picture.header("Vary")), (None, None));
}

#[test]
fn a_level_costs_or_saves_bytes() {
    let length = |level| {
        let server = compressing(Setup::new(Placement::Reactor)).limits(|options| options.compression_level = level);
        accepting(&server.start(), "/page", "gzip").body.len()
    };
    assert!(length(9) < length(1));
}

/// `/stream` sends what the test says, piece by piece.
fn streaming(setup: Setup) -> (Setup, std::sync::mpsc::Sender<Option<Vec<u8>>>) {
    let (sender, receiver) = std::sync::mpsc::channel::<Option<Vec<u8>>>();
    let receiver = Arc::new(Mutex::new(receiver));
    let setup = compressing(setup).get("/stream", move |exchange| {
        exchange.detach().expect("inside the handler");
        exchange.stream(Status::OK, &fields(&[HTML])).expect("begun");
        let receiver = Arc::clone(&receiver);
        std::thread::spawn(move || {
            let receiver = receiver.lock();
            while let Ok(Some(piece)) = receiver.recv() {
                exchange.stream_write(&piece).expect("taken");
            }
            // Refused when the client has gone.
            let _ = exchange.stream_end();
        });
    });
    (setup, sender)
}

/// The next chunk of a chunked body.
fn chunk(client: &mut Client) -> Vec<u8> {
    let size = client.until(b"\r\n").expect("a size");
    let size = usize::from_str_radix(size.trim_end(), 16).expect("hexadecimal digits");
    client.exactly(size + 2).expect("a chunk")[..size].to_vec()
}

#[test]
fn each_piece_of_a_stream_can_be_read_at_once() {
    each_placement(|setup| {
        let (setup, pieces) = streaming(setup);
        let server = setup.start();
        let mut client = server.client();
        client.send("GET /stream HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n").expect("sent");
        let head = client.until(b"\r\n\r\n").expect("a head");
        assert!(head.contains("\r\nContent-Encoding: gzip\r\n") && head.contains("\r\nVary: Accept-Encoding\r\n"));
        let mut decoder = flate2::Decompress::new_gzip(15);
        for piece in ["one".to_owned(), "and two".to_owned(), page()] {
            pieces.send(Some(piece.clone().into_bytes())).expect("the handler listens");
            let mut text = Vec::with_capacity(piece.len() + 1);
            let coded = chunk(&mut client);
            decoder.decompress_vec(&coded, &mut text, flate2::FlushDecompress::Sync).expect("gzip");
            assert_eq!(text, piece.as_bytes(), "all of the piece, before the next one is sent");
        }
        pieces.send(None).expect("the handler listens");
        let mut text = Vec::with_capacity(1);
        let coded = chunk(&mut client);
        let end = decoder.decompress_vec(&coded, &mut text, flate2::FlushDecompress::Finish).expect("gzip");
        assert_eq!((end, text.len()), (flate2::Status::StreamEnd, 0));
        assert_eq!(chunk(&mut client), b"");
        assert_eq!(client.get("/page").expect("the connection goes on").status, 200);
    });
}

#[test]
fn streams_in_every_coding_and_version() {
    each_placement(|setup| {
        let server = compressing(setup)
            .get("/stream", |exchange| {
                exchange.stream(Status::OK, &fields(&[HTML, ("ETag", "\"s\"")])).expect("begun");
                for piece in page().as_bytes().chunks(1000) {
                    exchange.stream_write(piece).expect("taken");
                }
                exchange.stream_end().expect("ended");
            })
            .start();
        for coding in ["gzip", "br", "zstd", "deflate"] {
            for version in ["1.0", "1.1"] {
                let mut client = server.client();
                let request = format!("GET /stream HTTP/{version}\r\nHost: h\r\nAccept-Encoding: {coding}\r\n\r\n");
                client.send(request).expect("sent");
                let response = client.response().expect("an answer");
                let expected = Some(coding).filter(|coding| *coding != "deflate");
                assert_eq!(response.header("Content-Encoding"), expected);
                assert_eq!(response.header("Vary"), Some("Accept-Encoding"));
                assert_eq!(response.header("ETag"), Some(if expected.is_some() { "W/\"s\"" } else { "\"s\"" }));
                assert_eq!(plain(&response), page().as_bytes(), "{coding} for HTTP/{version}");
            }
        }
    });
}

#[test]
fn beyond_their_limit_streams_are_sent_as_they_are() {
    let (setup, pieces) = streaming(Setup::new(Placement::Reactor));
    let server = setup.limits(|options| options.compression_streams = 1).start();
    let open = || {
        let stream = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("the server accepts");
        stream.set_read_timeout(Some(support::http::LIMIT)).expect("a time is set");
        // A client that only closes might still be reading; one that resets has gone.
        socket2::SockRef::from(&stream).set_linger(Some(std::time::Duration::ZERO)).expect("lingering is set");
        let mut client = Client::over(stream);
        client.send("GET /stream HTTP/1.1\r\nHost: h\r\nAccept-Encoding: gzip\r\n\r\n").expect("sent");
        let head = client.until(b"\r\n\r\n").expect("a head");
        assert!(head.contains("\r\nVary: Accept-Encoding\r\n"), "{head}");
        (client, head.contains("Content-Encoding: gzip"))
    };
    let (first, is_coded) = open();
    assert!(is_coded);
    let (second, is_coded) = open();
    assert!(!is_coded, "one at a time");
    drop((first, second));
    pieces.send(None).expect("the handlers listen");
    pieces.send(None).expect("the handlers listen");
    support::server::eventually("the place is free again", || {
        let (_client, is_coded) = open();
        pieces.send(None).expect("the handler listens");
        is_coded
    });
    // A client that goes frees its place, whatever the handler does.
    let handlers = std::cell::Cell::new(0);
    support::server::eventually("the place is free though nothing has ended", || {
        let (_client, is_coded) = open();
        handlers.set(handlers.get() + 1);
        is_coded && handlers.get() > 1
    });
    (0..handlers.get()).for_each(|_| pieces.send(None).expect("the handlers listen"));
}
