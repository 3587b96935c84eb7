//! What an answer consists of: status, headers of every kind, bodies of every kind.

use cerver_core::{
    error::Code,
    http::{Body, Fields, Response, content_type::ContentType, header::KnownHeader, json, status::Status},
};
use std::{
    path::Path,
    time::{Duration, SystemTime},
};
use support::{
    server::{Setup, answer, each_placement},
    temp::TempDir,
};

#[test]
fn every_answer_has_date_and_server() {
    each_placement(|setup| {
        let server = setup
            .text("/ok", "ok")
            .get("/created", |exchange| {
                exchange.answer(Status::CREATED, ContentType::Json, b"{}").expect("the first answer");
            })
            .get("/stream", |exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                exchange.stream_end().expect("ended");
            })
            .get("/panic", |_| panic!("as asked"))
            .start();
        let ask = [
            ("GET /ok HTTP/1.1\r\nHost: h\r\n\r\n", 200),
            ("GET /created HTTP/1.0\r\n\r\n", 201),
            ("GET /stream HTTP/1.1\r\nHost: h\r\n\r\n", 200),
            ("GET /panic HTTP/1.1\r\nHost: h\r\n\r\n", 500),
            ("GET /nothing HTTP/1.1\r\nHost: h\r\n\r\n", 404),
            ("OPTIONS /ok HTTP/1.1\r\nHost: h\r\n\r\n", 204),
            ("POST /ok HTTP/1.1\r\nHost: h\r\n\r\n", 405),
            ("bad\r\n\r\n", 400),
        ];
        for (request, status) in ask {
            let mut client = server.client();
            client.send(request).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!(response.status, status, "{request}");
            assert_eq!(response.header("Server"), Some("Cerver/0.1.0"), "{request}");
            let dates: Vec<_> = response.headers.iter().filter(|(name, _)| name == "Date").collect();
            assert_eq!(dates.len(), 1, "{request}");
            assert_recent(&dates[0].1);
        }
    });
}

/// An IMF-fixdate (RFC 9110 section 5.6.7) of the last few seconds.
fn assert_recent(date: &str) {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    let near = (0..5).map(|ago| now - Duration::from_secs(ago));
    let texts: Vec<_> = near.map(|time| cerver_core::http::date::line(time.as_secs())).collect();
    let line = format!("Date: {date}\r\n");
    assert!(texts.iter().any(|text| text[..] == *line.as_bytes()), "{date}");
    assert!(date.len() == 29 && date.ends_with(" GMT"), "{date}");
}

fn fields(list: &[(&str, &str)]) -> Fields {
    let mut fields = Fields::default();
    list.iter().for_each(|(name, value)| fields.add(name.as_bytes(), value.as_bytes()).expect("a valid field"));
    fields
}

#[test]
fn fields_of_the_table_and_others() {
    each_placement(|setup| {
        let server = setup
            .app(|app| {
                app.add_field(b"Cache-Control", b"no-store").expect("a valid field");
                app.add_field(b"X-Common", b"always").expect("a valid field");
                for name in ["Connection", "content-length", "Transfer-Encoding", "Upgrade", "trailer", "a b", "A\r\nB"]
                {
                    assert_eq!(app.add_field(name.as_bytes(), b"7").expect_err(name).code(), Code::Argument);
                }
                for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b"] {
                    assert_eq!(app.add_field(b"Via", value.as_bytes()).expect_err(value).code(), Code::Argument);
                }
            })
            .get("/own", |exchange| {
                let mut own = fields(&[("X-One", "1"), ("x-two", "\u{e9}\t2"), ("cache-control", "private")]);
                own.set(KnownHeader::SetCookie, b"a=1").expect("a valid field");
                own.set(KnownHeader::SetCookie, b"b=2").expect("a valid field");
                own.set(KnownHeader::Location, b"/first").expect("a valid field");
                own.set(KnownHeader::Location, b"/second").expect("a valid field");
                exchange.respond_parts(Status(299), &own, b"body").expect("the first answer");
            })
            .text("/plain", "plain")
            .start();
        let response = server.get("/own");
        assert_eq!((response.status, response.text().as_str()), (299, "body"));
        let all = |name: &str| -> Vec<_> {
            let same = response.headers.iter().filter(|(other, _)| other.eq_ignore_ascii_case(name));
            same.map(|(_, value)| value.as_str()).collect()
        };
        assert_eq!(all("Set-Cookie"), ["a=1", "b=2"]);
        assert_eq!(all("Location"), ["/second"]);
        assert_eq!(all("Cache-Control"), ["private"]);
        assert_eq!((all("X-One"), all("X-Two"), all("X-Common")), (vec!["1"], vec!["\u{e9}\t2"], vec!["always"]));
        assert_eq!(all("Content-Length"), ["4"]);
        let plain = server.get("/plain");
        assert_eq!((plain.header("Cache-Control"), plain.header("X-Common")), (Some("no-store"), Some("always")));
        assert_eq!(server.get("/nothing").header("X-Common"), Some("always"));
        assert_eq!(
            server.get("/plain").headers.iter().filter(|(name, _)| name == "Server" || name == "Date").count(),
            2
        );
    });
}

#[test]
fn server_and_date_of_the_application_stand_alone() {
    each_placement(|setup| {
        let server = setup
            .app(|app| app.add_field(b"Server", b"site").expect("a valid field"))
            .text("/plain", "plain")
            .get("/own", |exchange| {
                let own = fields(&[("Server", "own"), ("Date", "then")]);
                exchange.respond_parts(Status::OK, &own, b"body").expect("the first answer");
            })
            .start();
        let of = |path: &str, name: &str| -> Vec<String> {
            let response = server.get(path);
            response.headers.iter().filter(|(other, _)| other == name).map(|(_, value)| value.clone()).collect()
        };
        for path in ["/plain", "/missing"] {
            assert_eq!(of(path, "Server"), ["site"]);
            assert_eq!(of(path, "Date").len(), 1);
        }
        assert_eq!((of("/own", "Server"), of("/own", "Date")), (vec!["own".to_owned()], vec!["then".to_owned()]));
    });
}

#[test]
fn nothing_is_injected() {
    let mut fields = Fields::default();
    for value in ["a\r\nX-Evil: 1", "a\nb", "a\rb", "a\0b", "\x7f", "\x1b[0m"] {
        let set = fields.set(KnownHeader::Location, value.as_bytes()).expect_err("refused");
        let added = fields.add(b"X-Own", value.as_bytes()).expect_err("refused");
        assert_eq!((set.code(), added.code()), (Code::Argument, Code::Argument), "{value:?}");
    }
    for name in ["", "a b", "a:", "a\r\nX-Evil", "Transfer-Encoding", "transfer-ENCODING", "caf\u{e9}"] {
        assert_eq!(fields.add(name.as_bytes(), b"v").expect_err("refused").code(), Code::Argument, "{name:?}");
    }
    let mut out = Vec::new();
    fields.write(&mut out);
    assert_eq!(out, b"");
}

#[test]
fn the_library_keeps_the_framing() {
    each_placement(|setup| {
        let server = setup
            .get("/wrong", |exchange| {
                let own = fields(&[("Content-Length", "999"), ("Connection", "keep-alive")]);
                exchange.respond_parts(Status::OK, &own, b"right").expect("the first answer");
            })
            .get("/close", |exchange| {
                exchange.respond_parts(Status::OK, &fields(&[("Connection", "x, Close")]), b"last").expect("answered");
            })
            .get("/empty/:status", |exchange| {
                let status = exchange.request(|request| String::from_utf8_lossy(request.param(0).unwrap()).parse());
                let status = Status(status.expect("the request is there").expect("a number"));
                exchange.respond_parts(status, &Fields::default(), b"hidden").expect("the first answer");
            })
            .start();
        let mut client = server.client();
        let wrong = client.get("/wrong").expect("an answer");
        assert_eq!((wrong.header("Content-Length"), wrong.text().as_str()), (Some("5"), "right"));
        assert_eq!(wrong.header("Connection"), None);
        for status in [204, 304] {
            let empty = client.get(&format!("/empty/{status}")).expect("an answer");
            assert_eq!((empty.status, empty.header("Content-Length")), (status, None));
        }
        let last = client.get("/close").expect("an answer");
        assert_eq!((last.header("Connection"), last.text().as_str()), (Some("close"), "last"));
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

fn bodies(setup: Setup, folder: &TempDir) -> Setup {
    let (page, missing) = (folder.file("page.html", "<p>page</p>"), folder.path().join("missing"));
    let (part, inside) = (folder.file("part.txt", "0123456789"), folder.path().to_owned());
    setup
        .get("/json", |exchange| {
            let mut body = Vec::new();
            json::msg(b"say \"hi\"", &mut body);
            exchange.answer(Status::OK, ContentType::Json, &body).expect("the first answer");
        })
        .get("/text", |exchange| answer(exchange, "text"))
        .get("/error", |exchange| {
            exchange.respond(Response::error(Status::CONFLICT, "no")).expect("the first answer");
        })
        .get("/none", |exchange| exchange.respond(Response::default()).expect("the first answer"))
        .get("/big", |exchange| {
            let body = vec![b'x'; 3_000_000];
            exchange.respond(Response::with_body(Status::OK, ContentType::Bin, body)).expect("the first answer");
        })
        .get("/page", move |exchange| exchange.respond_file(Status::ACCEPTED, &page).expect("the first answer"))
        .get("/part", move |exchange| {
            let file = std::fs::File::open(&part).expect("it is there");
            let body = Body::File { file, offset: 3, length: 4 };
            exchange.respond(Response { body, ..Response::default() }).expect("the first answer");
        })
        .get("/missing", move |exchange| {
            for path in [missing.as_path(), inside.as_path(), Path::new("")] {
                let error = exchange.respond_file(Status::OK, path).expect_err("no file");
                assert_eq!(error.code(), Code::NotFound, "{}", path.display());
            }
            answer(exchange, "none of them");
        })
}

#[test]
fn bodies_of_every_kind() {
    each_placement(|setup| {
        let folder = TempDir::new("answers");
        let server = bodies(setup, &folder).start();
        let mut client = server.client();
        for (path, status, kind, body) in [
            ("/json", 200, Some("application/json"), "{\"msg\": \"say \\\"hi\\\"\"}"),
            ("/text", 200, Some("text/plain"), "text"),
            ("/error", 409, Some("application/json"), "{\"error\": \"no\"}"),
            ("/none", 200, None, ""),
            ("/page", 202, Some("text/html; charset=UTF-8"), "<p>page</p>"),
            ("/part", 200, None, "3456"),
            ("/missing", 200, Some("text/plain"), "none of them"),
        ] {
            let response = client.get(path).expect("an answer");
            assert_eq!((response.status, response.text().as_str()), (status, body), "{path}");
            assert_eq!(response.header("Content-Type"), kind, "{path}");
            assert_eq!(response.header("Content-Length"), Some(body.len().to_string().as_str()), "{path}");
        }
        let big = client.get("/big").expect("an answer");
        assert!(big.body.len() == 3_000_000 && big.body.iter().all(|byte| *byte == b'x'));
        assert_eq!(client.get("/text").expect("an answer").text(), "text");
    });
}
