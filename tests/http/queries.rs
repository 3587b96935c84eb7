//! What a handler sees of a request: query, form, headers, captured parts, address.

use cerver_core::http::{header::KnownHeader, method::Method, query::Pairs};
use parking_lot::Mutex;
use std::sync::Arc;
use support::server::{answer, each_placement};

fn text(pairs: Option<&Pairs>) -> String {
    let Some(pairs) = pairs else { return "none".to_owned() };
    let pair =
        |(key, value): (&[u8], &[u8])| format!("[{}={}]", String::from_utf8_lossy(key), String::from_utf8_lossy(value));
    pairs.iter().map(pair).collect()
}

#[test]
fn the_query_is_decoded() {
    each_placement(|setup| {
        let server = setup
            .get("/q", |exchange| {
                let text = exchange.request(|request| text(request.query())).expect("the request is there");
                answer(exchange, text);
            })
            .start();
        let mut client = server.client();
        for (query, expected) in [
            ("", "none"),
            ("?", ""),
            ("?a=1&b=2", "[a=1][b=2]"),
            ("?a=1&a=2", "[a=1][a=2]"),
            ("?a=x+y%20z%26&b=%C3%A9", "[a=x y z&][b=\u{e9}]"),
            ("?a=&=b&flag&c=d=e", "[a=][=b][c=d=e]"),
            ("?a=%zz&b=%", "[a=%zz][b=%]"),
            ("?a=?x/y", "[a=?x/y]"),
        ] {
            assert_eq!(client.get(&format!("/q{query}")).expect("an answer").text(), expected, "{query:?}");
        }
    });
}

#[test]
fn forms_are_decoded_by_their_type() {
    each_placement(|setup| {
        let server = setup
            .handle(Method::Post, "/f", |exchange| {
                let text = exchange.request(|request| text(request.form())).expect("the request is there");
                answer(exchange, text);
            })
            .start();
        let mut client = server.client();
        const FORM: &str = "application/x-www-form-urlencoded";
        for (kind, body, expected) in [
            (FORM, "a=1&b=x+y", "[a=1][b=x y]"),
            ("Application/X-WWW-Form-Urlencoded; charset=utf-8", "a=%31", "[a=1]"),
            (FORM, "", "none"),
            ("text/plain", "a=1", "none"),
            (FORM, "again=2", "[again=2]"),
        ] {
            let length = body.len();
            let head =
                format!("POST /f HTTP/1.1\r\nHost: h\r\nContent-Type: {kind}\r\nContent-Length: {length}\r\n\r\n");
            client.send(head + body).expect("sent");
            assert_eq!(client.response().expect("an answer").text(), expected, "{kind} {body}");
        }
    });
}

#[test]
fn the_parts_of_a_request() {
    each_placement(|setup| {
        let seen = Arc::new(Mutex::new(Vec::new()));
        let list = Arc::clone(&seen);
        let server = setup
            .handle(Method::Undefined, "/p/:first/:second", move |exchange| {
                let second = exchange.named_param(b"second", |request, index| request.param(index).map(<[u8]>::to_vec));
                let third = exchange.named_param(b"third", |_, index| index);
                let second = second.expect("the request is there").flatten().expect("captured");
                assert_eq!((second.as_slice(), third.expect("the request is there")), (&b"y"[..], None));
                let look = exchange.request(|request| {
                    let own = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
                    let headers: Vec<_> =
                        request.headers().map(|(name, value, _)| own(name) + "=" + &own(value)).collect();
                    vec![
                        own(request.method_text()),
                        own(request.path()),
                        own(request.query_text().unwrap_or_default()),
                        headers.join(","),
                        own(request.header(KnownHeader::Cookie).unwrap_or_default()),
                        own(request.header_by_name(b"x-OWN").unwrap_or_default()),
                        own(request.body()),
                        format!("1.{}", request.minor_version()),
                        request.peer().to_string(),
                    ]
                });
                list.lock().push(look.expect("the request is there"));
                answer(exchange, "seen");
            })
            .start();
        let socket = std::net::TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        let address = socket.local_addr().expect("it has one").to_string();
        let mut client = support::http::Client::over(socket);
        client
            .send("BREW /p/x/y?z HTTP/1.1\r\nHost: h\r\nCookie: c=1\r\nX-Own:  v \r\nContent-Length: 2\r\n\r\nab")
            .expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "seen");
        let expected =
            ["BREW", "/p/x/y", "z", "Host=h,Cookie=c=1,X-Own=v,Content-Length=2", "c=1", "v", "ab", "1.1", &address];
        assert_eq!(seen.lock()[0], expected);
    });
}
