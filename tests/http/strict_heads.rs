//! Heads that break the rules are refused, and the connection closes: where the next request starts is not certain.

use support::server::{Setup, each_placement, get};

/// Requests and the status of the answer (RFC 9112 sections 2, 3, 5 and 6).
const BAD: [(u16, &str); 48] = [
    (400, "GET / HTTP/1.1\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: a\r\nHost: a\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: u@h\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h:port\r\n\r\n"),
    (400, "GET / HTTP/1.1\nHost: h\n\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\n\n"),
    (400, "GET / HTTP/1.1\rHost: h\r\n\r\n"),
    (400, " GET / HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET /  HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET\t/\tHTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET / HTTP/1.1 \r\nHost: h\r\n\r\n"),
    (400, "GET /\r\n\r\n"),
    (400, "GET\r\n\r\n"),
    (400, "\r\n\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET / http/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET / HTTP/1\r\nHost: h\r\n\r\n"),
    (400, "GET / HTTP/11.1\r\nHost: h\r\n\r\n"),
    (421, "GET https://h/ HTTP/1.1\r\nHost: h\r\n\r\n"),
    (505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"),
    (505, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    (400, "GET /a#b HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET /\0 HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET /\u{e9} HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET a HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET * HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET ftp://h/ HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "CONNECT / HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "G(T / HTTP/1.1\r\nHost: h\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\nA : b\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\n A: b\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\nA: b\r\n folded\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\n: b\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\nNo colon\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\nA: b\0c\r\n\r\n"),
    (400, "GET / HTTP/1.1\r\nHost: h\r\nA: b\rc\r\n\r\n"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1, 1\r\n\r\na"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: +1\r\n\r\na"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999999999999999\r\n\r\na"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked, chunked\r\n\r\n0\r\n\r\n"),
    (400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
    (501, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n"),
    (400, "POST / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: identity\r\n\r\n"),
    (400, "\x16\x03\x01\x02\0\x01\0\x01\r\n\r\n"),
];

fn expect_refused(server: &support::server::TestServer, before: usize, request: &str, status: u16) {
    let mut client = server.client();
    client.send(format!("{}{request}{}", get("/good").repeat(before), get("/good"))).expect("sent");
    for _ in 0..before {
        assert_eq!(client.response().expect("an answer").text(), "good", "before {request:?}");
    }
    let response = client.response().unwrap_or_else(|error| panic!("{request:?}: {error}"));
    assert_eq!(response.status, status, "{request:?}: {}", response.text());
    assert_eq!(response.header("Connection"), Some("close"), "{request:?}");
    assert_eq!(response.header("Content-Type"), Some("application/json"), "{request:?}");
    assert!(response.text().starts_with("{\"error\": \""), "{}", response.text());
    assert_eq!(client.rest().expect("the end"), b"", "{request:?}");
}

fn site(setup: Setup) -> Setup {
    setup.text("/good", "good").text("/", "root").echo()
}

#[test]
fn bad_heads_are_refused_and_close() {
    each_placement(|setup| {
        let server = site(setup).start();
        for (status, request) in BAD {
            expect_refused(&server, 0, request, status);
        }
        assert_eq!(server.0.stats().refused, BAD.len() as u64);
        assert_eq!(server.0.stats().requests, 0);
    });
}

#[test]
fn good_requests_before_are_answered() {
    each_placement(|setup| {
        let server = site(setup).start();
        for (status, request) in BAD {
            expect_refused(&server, 2, request, status);
        }
    });
}

#[test]
fn limits_of_a_head() {
    each_placement(|setup| {
        let server = site(setup)
            .limits(|limits| (limits.request_line_limit, limits.head_limit, limits.header_count_limit) = (100, 500, 5))
            .start();
        let fits = "GET /good HTTP/1.1\r\nHost: h\r\nA: 1\r\nB: 2\r\nC: 3\r\nD: 4\r\n\r\n";
        let mut client = server.client();
        client.send(fits).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 200);
        let line = |length: usize| format!("GET /good?{}", "q".repeat(length - "GET /good? HTTP/1.1".len()));
        client.send(format!("{} HTTP/1.1\r\nHost: h\r\n\r\n", line(100))).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 200);
        expect_refused(&server, 1, &format!("{} HTTP/1.1\r\nHost: h\r\n\r\n", line(101)), 414);
        expect_refused(&server, 1, &fits.replace("D: 4", "D: 4\r\nE: 5"), 431);
        expect_refused(&server, 1, &format!("GET /good HTTP/1.1\r\nHost: h\r\nA: {}\r\n\r\n", "a".repeat(500)), 431);
        // Refused when the limit is passed, not when the end comes.
        for (status, start) in [(414, format!("GET /{}", "a".repeat(600))), (431, get("/x") + &"A: b\r\n".repeat(6))] {
            let start = start.replace("\r\n\r\n", "\r\n");
            let mut client = server.client();
            client.send(start).expect("sent");
            assert_eq!(client.response().expect("an answer").status, status);
            assert_eq!(client.rest().expect("the end"), b"");
        }
    });
}

#[test]
fn unusual_heads_are_accepted() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        for good in [
            "\r\nGET / HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET / HTTP/1.1\r\nHost:\r\n\r\n",
            "GET / HTTP/1.1\r\nhOST:h\r\nX!#$%&'*+-.^_`|~: \t v\u{e9} \t\r\nEmpty:\r\n\r\n",
            "GET http://h/ HTTP/1.1\r\nHost: other\r\n\r\n",
            "GET http://h HTTP/1.1\r\nHost: h\r\n\r\n",
            "GET / HTTP/1.1\r\nHost: [::1]:80\r\n\r\n",
            "GET //?a=%zz&&= HTTP/1.1\r\nHost: h\r\n\r\n",
        ] {
            client.send(good).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.text().as_str()), (200, "root"), "{good:?}");
        }
    });
}
