//! Choosing between offers in a handler.

use cerver_core::{
    config::Placement,
    http::{content_type::ContentType, header::KnownHeader, negotiate, status::Status},
};
use std::time::{Duration, Instant};
use support::server::{Setup, TestServer, each_placement};

/// `/` answers with what was chosen of types, codings and languages.
fn choosing(setup: Setup) -> TestServer {
    let handler = |exchange: cerver_core::http::Exchange| {
        let choice = exchange.request(|request| {
            let index = [
                negotiate::media_type(request.header_values(KnownHeader::Accept), &["application/json", "text/html"]),
                negotiate::encoding(request.header_values(KnownHeader::AcceptEncoding), &["br", "gzip", "identity"]),
                negotiate::language(request.header_values(KnownHeader::AcceptLanguage), &["en", "de"]),
            ];
            index.map(|index| index.map_or("-".to_owned(), |index| index.to_string())).join(" ")
        });
        let choice = choice.expect("the request is there");
        exchange.answer(Status::OK, ContentType::Txt, choice.as_bytes()).expect("the first answer");
    };
    setup.get("/", handler).start()
}

fn ask(server: &TestServer, lines: &str) -> String {
    let mut client = server.client();
    client.send(format!("GET / HTTP/1.1\r\nHost: h\r\n{lines}\r\n")).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!(response.status, 200, "no list is an error");
    response.text()
}

#[test]
fn offers_are_chosen_by_the_headers() {
    each_placement(|setup| {
        let server = choosing(setup);
        assert_eq!(ask(&server, ""), "0 2 0");
        assert_eq!(ask(&server, "Accept: text/html\r\nAccept-Encoding: gzip\r\nAccept-Language: de-AT\r\n"), "1 1 1");
        let two = "Accept: image/png\r\nAccept: text/*\r\nAccept-Language: fr\r\nAccept-Language: de;q=0.1\r\n";
        assert_eq!(ask(&server, two), "1 2 1");
        assert_eq!(ask(&server, "Accept: image/*\r\nAccept-Encoding: *;q=0\r\nAccept-Language: fr\r\n"), "- - -");
        let bad = "Accept: \"\r\nAccept-Encoding: gzip;q=1.0000\r\nAccept-Language: de;q=two\r\n";
        assert_eq!(ask(&server, bad), "0 2 0");
    });
}

#[test]
fn a_full_head_costs_linear_time() {
    let server = choosing(Setup::new(Placement::Reactor));
    for pattern in [",", ";", "\"\\", "a/b;q=0.1,", "*/*;a=\"x\","] {
        let list = pattern.repeat(60_000 / pattern.len());
        let start = Instant::now();
        ask(&server, &format!("Accept: {list}\r\n"));
        // A square of 60,000 would take minutes.
        assert!(start.elapsed() < Duration::from_secs(20), "{pattern:?}: {:?}", start.elapsed());
    }
}
