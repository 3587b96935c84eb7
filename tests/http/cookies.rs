//! Cookies on the wire: several Set-Cookie lines, what a handler reads, and what never leaves.

use cerver_core::{
    config::Placement,
    error::Code,
    http::{Cookie, Exchange, Fields, SameSite, content_type::ContentType, cookie::MAX_COOKIES, status::Status},
};
use support::server::{Setup, TestServer, each_placement};

fn cookie(attributes: &str) -> Cookie {
    let mut cookie = Cookie::new("id", "1");
    cookie.set_attributes(attributes).expect("good attributes");
    cookie
}

/// `/read` answers with all cookies, `/first` with the first one named `a`.
fn reading(setup: Setup) -> Setup {
    let all = |exchange: Exchange| {
        let text = exchange
            .request(|request| {
                let pairs = request.cookies().map(|(name, value)| [name, b"=", value].concat());
                pairs.collect::<Vec<_>>().join(&b'|')
            })
            .expect("the request is there");
        exchange.answer(Status::OK, ContentType::Txt, &text).expect("the first answer");
    };
    let first = |exchange: Exchange| {
        let value = exchange.request(|request| request.cookie(b"a").map(<[u8]>::to_vec)).expect("the request is there");
        exchange.answer(Status::OK, ContentType::Txt, value.as_deref().unwrap_or(b"none")).expect("the first answer");
    };
    setup.get("/read", all).get("/first", first)
}

fn ask(server: &TestServer, path: &str, lines: &str) -> String {
    let mut client = server.client();
    client.send(format!("GET {path} HTTP/1.1\r\nHost: h\r\n{lines}\r\n")).expect("sent");
    client.response().expect("an answer").text()
}

#[test]
fn cookies_of_a_request() {
    each_placement(|setup| {
        let server = reading(setup).start();
        assert_eq!(
            ask(&server, "/read", "Cookie: a=1; b=\"x y\"; flag; c=\r\ncookie:d = 4;a=2\r\n"),
            "a=1|b=\"x y\"|c=|d=4|a=2"
        );
        assert_eq!(ask(&server, "/read", ""), "");
        assert_eq!(ask(&server, "/first", "Cookie: b=1; a=first; a=second\r\n"), "first");
        assert_eq!(ask(&server, "/first", "Cookie: A=1; aa=2; =a; a\r\n"), "none");
    });
}

#[test]
fn cookies_have_a_limit() {
    let server = reading(Setup::new(Placement::Reactor)).start();
    let many: String = (0..MAX_COOKIES + 10).map(|number| format!("c{number}=v;")).collect();
    assert_eq!(ask(&server, "/read", &format!("Cookie: {many}\r\n")).split('|').count(), MAX_COOKIES);
    assert_eq!(ask(&server, "/first", &format!("Cookie: {many}a=late\r\n")), "none");
    // A head full of separators is no work.
    assert_eq!(ask(&server, "/first", &format!("Cookie: {}a=1\r\n", ";".repeat(60_000))), "1");
}

#[test]
fn several_lines_are_set_and_bad_ones_refused() {
    each_placement(|setup| {
        let server = setup
            .get("/set", |exchange| {
                let mut fields = Fields::default();
                fields.set_cookie(&cookie("Path=/; Secure; HttpOnly; SameSite=Lax")).expect("a good cookie");
                let second = Cookie { same_site: Some(SameSite::Strict), ..Cookie::new("b", "") };
                fields.set_cookie(&second).expect("a good cookie");
                fields.set_cookie(&cookie("Path=/").removal()).expect("a good cookie");
                for bad in [Cookie::new("a b", "1"), Cookie::new("a", "1\r\nX-Own: 1"), Cookie::new("__Host-a", "1")] {
                    assert_eq!(fields.set_cookie(&bad).expect_err("refused").code(), Code::Argument);
                }
                exchange.respond_parts(Status::OK, &fields, b"set").expect("the first answer");
            })
            .start();
        let response = server.get("/set");
        let lines: Vec<_> = response.headers.iter().filter(|(name, _)| name == "Set-Cookie").collect();
        let values: Vec<_> = lines.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(
            values,
            [
                "id=1; Path=/; Secure; HttpOnly; SameSite=Lax",
                "b=; SameSite=Strict",
                "id=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
            ]
        );
        assert_eq!((response.header("X-Own"), response.text().as_str()), (None, "set"));
    });
}
