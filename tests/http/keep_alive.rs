//! When a connection stays open after an answer, and when not (RFC 9112 section 9.3).

use support::server::{each_placement, get};

/// Version, Connection field of the request, whether the connection stays, Connection field of the answer.
const CASES: [(&str, &str, bool, Option<&str>); 10] = [
    ("1.1", "", true, None),
    ("1.1", "Connection: keep-alive\r\n", true, None),
    ("1.1", "Connection: close\r\n", false, Some("close")),
    ("1.1", "Connection: Close\r\n", false, Some("close")),
    ("1.1", "Connection: x, CLOSE ,y\r\n", false, Some("close")),
    ("1.1", "Connection: keep-alive\r\nConnection: close\r\n", false, Some("close")),
    ("1.0", "", false, Some("close")),
    ("1.0", "Connection: keep-alive\r\n", true, Some("keep-alive")),
    ("1.0", "Connection: Keep-Alive\r\n", true, Some("keep-alive")),
    ("1.0", "Connection: keep-alive, close\r\n", false, Some("close")),
];

#[test]
fn version_and_connection_field_decide() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").start();
        for (version, field, stays, expected) in CASES {
            let mut client = server.client();
            let request = format!("GET /a HTTP/{version}\r\nHost: h\r\n{field}\r\n");
            for round in 0..3 {
                client.send(&request).expect("sent");
                let response = client.response().expect("an answer");
                assert_eq!((response.status, response.text().as_str()), (200, "yes"), "{request:?}");
                assert_eq!(response.header("Connection"), expected, "{request:?}, round {round}");
                if !stays {
                    assert_eq!(client.rest().expect("the end"), b"", "{request:?}");
                    break;
                }
            }
        }
    });
}

#[test]
fn what_follows_a_last_request_is_not_answered() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").start();
        let mut client = server.client();
        let last = "GET /a HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
        client.send(format!("{last}{last}")).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 200);
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

#[test]
fn one_connection_serves_many_requests() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").echo().start();
        let mut client = server.client();
        for round in 0..200 {
            if round % 3 == 0 {
                client.send(support::server::post("/echo", &"x".repeat(round))).expect("sent");
                assert_eq!(client.response().expect("an answer").body.len(), round);
            } else {
                assert_eq!(client.get("/a").expect("an answer").text(), "yes");
            }
        }
        assert_eq!(server.0.stats().accepted, 1);
        assert_eq!(server.0.stats().requests, 200);
    });
}

#[test]
fn http_1_0_needs_no_host_and_gets_a_length() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").start();
        let mut client = server.client();
        client.send("GET /a HTTP/1.0\r\n\r\n").expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.header("Content-Length")), (200, Some("3")));
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

#[test]
fn a_limit_of_requests() {
    each_placement(|setup| {
        let server = setup
            .text("/a", "yes")
            .echo()
            .limits(|limits| (limits.keep_alive_requests, limits.body_limit) = (3, 5))
            .start();
        // One by one, and all at once with more behind them than are answered.
        for is_pipelined in [false, true] {
            let requests = [get("/a"), support::server::post("/echo", "yes"), get("/a"), get("/a")];
            let mut client = server.client();
            if is_pipelined {
                client.send(requests.concat()).expect("sent");
            }
            for (number, request) in requests[..3].iter().enumerate() {
                if !is_pipelined {
                    client.send(request).expect("sent");
                }
                let response = client.response().expect("an answer");
                assert_eq!((response.status, response.text().as_str()), (200, "yes"));
                assert_eq!(response.header("Connection"), (number == 2).then_some("close"));
            }
            assert_eq!(client.rest().expect("the end"), b"");
        }
        assert_eq!(server.0.stats().requests, 6);
    });
}
