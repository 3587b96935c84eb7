//! Answers that have no body whatever the application gives: to HEAD, and with 204, 205 and 304 (RFC 9110 sections 9.3.2
//! and 15, RFC 9112 section 6.3). One byte too many would be the start of the next answer.

use cerver_core::{
    error::Code,
    http::{
        Exchange, Fields, Response, content_type::ContentType, header::KnownHeader, method::Method, status::Status,
    },
};
use support::server::{Setup, answer, each_placement, get};

const WAYS: [&str; 4] = ["answer", "respond", "parts", "stream"];

/// `/:way/:status` tries to send a body in one of the ways there are.
fn site(setup: Setup) -> Setup {
    let handler = |exchange: Exchange| {
        let param = |index| {
            let text = exchange.request(|request| request.param(index).map(<[u8]>::to_vec));
            String::from_utf8(text.expect("the request is there").expect("captured")).expect("text")
        };
        let status = Status(param(1).parse().expect("a number"));
        let mut fields = Fields::default();
        fields.set(KnownHeader::ContentLength, b"4").expect("a valid value");
        let result = match param(0).as_str() {
            "answer" => exchange.answer(status, ContentType::Txt, b"body"),
            "respond" => exchange.respond(Response::with_body(status, ContentType::Txt, "body")),
            "parts" => exchange.respond_parts(status, &fields, b"body"),
            _ => exchange.stream(status, &fields).map(|()| {
                exchange.stream_write(b"body").expect("taken");
                exchange.stream_end().expect("ended");
            }),
        };
        if let Err(error) = result {
            assert_eq!(error.code(), Code::Argument, "{error}");
            answer(exchange, "refused");
        }
    };
    setup.get("/:way/:status", handler).handle(Method::Head, "/:way/:status", handler).text("/a", "next")
}

#[test]
fn statuses_without_a_body() {
    each_placement(|setup| {
        let server = site(setup).start();
        for status in [204, 205, 304] {
            for way in WAYS {
                for version in [1, 0] {
                    let mut client = server.client();
                    let wish = if version == 0 { "Connection: keep-alive\r\n" } else { "" };
                    client
                        .send(format!("GET /{way}/{status} HTTP/1.{version}\r\nHost: h\r\n{wish}\r\n"))
                        .expect("sent");
                    let head = client.until(b"\r\n\r\n").expect("a head");
                    assert!(head.starts_with(&format!("HTTP/1.1 {status} ")), "{head}");
                    assert!(!head.contains("Transfer-Encoding"), "{way}: {head}");
                    let length = head.lines().find(|line| line.starts_with("Content-Length:"));
                    assert_eq!(length, (status == 205).then_some("Content-Length: 0"), "{way}: {head}");
                    assert_eq!(client.get("/a").expect("an answer").text(), "next", "{way} {status}");
                }
            }
        }
    });
}

#[test]
fn head_has_the_headers_of_get() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        for way in WAYS {
            for status in [200, 404] {
                client.send(get(&format!("/{way}/{status}"))).expect("sent");
                let get = client.response().expect("an answer");
                client.send(format!("HEAD /{way}/{status} HTTP/1.1\r\nHost: h\r\n\r\n")).expect("sent");
                let head = client.head_response().expect("an answer");
                let told = |response: &support::http::Response| {
                    response.headers.iter().filter(|(name, _)| name != "Date").cloned().collect::<Vec<_>>()
                };
                assert_eq!((get.text().as_str(), told(&get)), ("body", told(&head)), "{way}");
            }
        }
        assert_eq!(client.get("/a").expect("an answer").text(), "next");
    });
}

#[test]
fn interim_statuses_are_no_answers() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        for status in [100, 101, 103, 199] {
            for way in WAYS {
                let response = client.get(&format!("/{way}/{status}")).expect("an answer");
                assert_eq!((response.status, response.text().as_str()), (200, "refused"), "{way} {status}");
            }
        }
    });
}
