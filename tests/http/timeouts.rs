//! Clients that are too slow to send or to take (the limits are precise to about a tenth of a second).

use cerver_core::http::{Fields, Response, content_type::ContentType, status::Status};
use socket2::{Domain, Socket, Type};
use std::{
    io::{Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpStream},
    thread,
    time::{Duration, Instant},
};
use support::{
    server::{Setup, answer, each_placement, eventually, get},
    slack,
};

/// Long enough that a client who is not slow is never taken for one, however busy the machine is.
const SHORT: Duration = Duration::from_millis(400);

#[track_caller]
fn assert_about(time: Duration) {
    assert!(time >= SHORT && time < 15 * SHORT * slack(), "{time:?} instead of {SHORT:?}");
}

#[test]
fn a_head_that_does_not_come() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").limits(|limits| limits.head_timeout = SHORT).start();
        for before in [0, 1] {
            let mut client = server.client();
            let start = Instant::now();
            for _ in 0..before {
                assert_eq!(client.get("/a").expect("an answer").text(), "yes");
            }
            client.send("GET /a HTTP/1.1\r\nHo").expect("sent");
            let response = client.response().expect("an answer");
            assert_about(start.elapsed());
            assert_eq!((response.status, response.header("Connection")), (408, Some("close")));
            assert_eq!(client.rest().expect("the end"), b"");
        }
        assert_eq!(server.0.stats().timeouts, 2);
    });
}

#[test]
fn a_head_that_drips() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").limits(|limits| limits.head_timeout = SHORT).start();
        let mut client = server.client();
        let start = Instant::now();
        for byte in
            "GET /a HTTP/1.1\r\nHost: h\r\nX: yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy".bytes()
        {
            // Each byte is progress, but the whole head has to be there in time.
            if client.send([byte]).is_err() || start.elapsed() > 5 * SHORT {
                break;
            }
            thread::sleep(Duration::from_millis(20));
        }
        assert_eq!(client.response().expect("an answer").status, 408);
        assert_about(start.elapsed());
    });
}

#[test]
fn a_connection_that_says_nothing() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").limits(|limits| limits.head_timeout = SHORT).start();
        let start = Instant::now();
        assert_eq!(server.client().rest().expect("the end"), b"");
        assert_about(start.elapsed());
    });
}

#[test]
fn a_connection_without_requests() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").options(|options| options.idle_timeout = 3 * SHORT).start();
        let mut client = server.client();
        // Longer than the limit in sum.
        for _ in 0..8 {
            assert_eq!(client.get("/a").expect("an answer").text(), "yes");
            thread::sleep(SHORT / 2);
        }
        let start = Instant::now();
        assert_eq!(client.get("/a").expect("an answer").text(), "yes");
        assert_eq!(client.rest().expect("the end"), b"");
        assert_about(start.elapsed());
    });
}

#[test]
fn a_body_that_does_not_come() {
    each_placement(|setup| {
        let server = setup.echo().limits(|limits| limits.body_timeout = SHORT).start();
        for framing in ["Content-Length: 5\r\n\r\n", "Transfer-Encoding: chunked\r\n\r\n5\r\n"] {
            let mut client = server.client();
            let start = Instant::now();
            client.send(format!("POST /echo HTTP/1.1\r\nHost: h\r\n{framing}abc")).expect("sent");
            let response = client.response().expect("an answer");
            assert_about(start.elapsed());
            assert_eq!((response.status, response.header("Connection")), (408, Some("close")));
            assert_eq!(client.rest().expect("the end"), b"");
        }
    });
}

#[test]
fn a_client_that_takes_nothing() {
    each_placement(|setup| {
        let server = setup
            .options(|options| options.write_timeout = SHORT)
            .get("/big", |exchange| {
                let body = vec![b'x'; 32 << 20];
                exchange.respond(Response::with_body(Status::OK, ContentType::Bin, body)).expect("the first answer");
            })
            .start();
        let mut client = server.client();
        let start = Instant::now();
        client.send(get("/big")).expect("sent");
        eventually("the connection was open", || server.0.stats().accepted == 1);
        eventually("the connection is cut off", || server.0.stats().connections == 0);
        assert_about(start.elapsed());
        assert_eq!(server.0.stats().timeouts, 1);
    });
}

#[test]
fn a_client_that_takes_slowly() {
    each_placement(|setup| {
        let server = setup
            .options(|options| (options.write_timeout, options.idle_timeout) = (2 * SHORT, SHORT))
            .get("/big", |exchange| {
                let body = vec![b'x'; 32 << 20];
                exchange.respond(Response::with_body(Status::OK, ContentType::Bin, body)).expect("the first answer");
            })
            .start();
        let mut client = TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        client.set_read_timeout(Some(Duration::from_secs(5))).expect("set");
        client.write_all(get("/big").as_bytes()).expect("sent");
        let mut block = vec![0; 2 << 20];
        let mut taken = 0;
        while taken < 32 << 20 {
            // Longer than either time-out in sum.
            thread::sleep(SHORT / 4);
            match client.read(&mut block).expect("the answer goes on") {
                0 => panic!("cut off after {taken} bytes"),
                count => taken += count,
            }
        }
    });
}

/// A slow reader: it takes a little again and again, so that no single wait is long.
#[test]
fn a_client_that_takes_too_little() {
    each_placement(|setup| {
        for (rate, timeout, is_cut_off) in [(10_000_000, SHORT, true), (10_000, 2 * SHORT, false)] {
            let setup = Setup::new(setup.placement());
            let server = setup
                .options(|options| (options.write_timeout, options.min_send_rate) = (timeout, rate))
                .get("/big", |exchange| answer(exchange, vec![b'x'; 32 << 20]))
                .start();
            let socket = Socket::new(Domain::IPV4, Type::STREAM, None).expect("a socket");
            socket.set_recv_buffer_size(64 << 10).expect("set");
            let address = SocketAddr::from((Ipv4Addr::LOCALHOST, server.port()));
            socket.connect(&address.into()).expect("the system takes it");
            let mut client = TcpStream::from(socket);
            let start = Instant::now();
            client.write_all(get("/big").as_bytes()).expect("sent");
            let mut taken = 0;
            // Half a megabyte a second at most.
            let patience = if is_cut_off { 25 * timeout } else { timeout * 5 / 2 };
            while start.elapsed() < patience && (server.0.stats().connections == 1 || taken == 0) {
                match client.read(&mut [0; 10_000]) {
                    Ok(count) => taken += count,
                    // Between the look and the read.
                    Err(error) => {
                        assert!(is_cut_off, "the answer goes on: {error}");
                        break;
                    }
                }
                thread::sleep(Duration::from_millis(20));
            }
            assert_eq!(server.0.stats().timeouts, u64::from(is_cut_off), "{rate} bytes a second");
        }
    });
}

/// No write time-out at all: 0 does not mean at once.
#[test]
fn a_client_that_may_take_nothing() {
    each_placement(|setup| {
        let server = setup
            .options(|options| options.write_timeout = Duration::ZERO)
            .get("/big", |exchange| answer(exchange, vec![b'x'; 32 << 20]))
            .start();
        let mut client = server.client();
        client.send(get("/big")).expect("sent");
        thread::sleep(2 * SHORT);
        assert_eq!(client.response().expect("an answer").body.len(), 32 << 20);
        assert_eq!(server.0.stats().timeouts, 0);
    });
}

#[test]
fn half_a_head_behind_a_request() {
    each_placement(|setup| {
        let server = setup.text("/a", "yes").limits(|limits| limits.head_timeout = SHORT).start();
        let mut client = server.client();
        let start = Instant::now();
        client.send(get("/a") + "GET /a HTTP/1.1\r\nHo").expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "yes");
        assert_eq!(client.response().expect("an answer").status, 408);
        assert_about(start.elapsed());
    });
}

/// While the server is at work the client cannot be idle, and a stream that has nothing to send is not stuck.
#[test]
fn slow_handlers_and_streams_are_no_fault_of_the_client() {
    each_placement(|setup| {
        let server = setup
            .options(|options| (options.idle_timeout, options.write_timeout) = (SHORT, SHORT))
            .limits(|limits| (limits.head_timeout, limits.body_timeout) = (SHORT, SHORT))
            .get("/slow", |exchange| {
                exchange.detach().expect("not answered yet");
                thread::spawn(move || {
                    thread::sleep(3 * SHORT);
                    answer(exchange, "slow");
                });
            })
            .start();
        assert_eq!(server.get("/slow").text(), "slow");
        server.0.stop().expect("stopped");
    });
    each_placement(|setup| {
        let server = setup
            .options(|options| (options.idle_timeout, options.write_timeout) = (SHORT, SHORT))
            .limits(|limits| limits.answer_timeout = SHORT)
            .get("/stream", |exchange| {
                exchange.detach().expect("not answered yet");
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                thread::spawn(move || {
                    for _ in 0..3 {
                        thread::sleep(SHORT * 3 / 2);
                        exchange.stream_write(b"piece").expect("taken");
                    }
                    exchange.stream_end().expect("ended");
                });
            })
            .start();
        assert_eq!(server.get("/stream").text(), "piecepiecepiece");
    });
}

#[test]
fn zero_is_no_limit() {
    each_placement(|setup| {
        let none = Duration::ZERO;
        let server = setup
            .text("/a", "yes")
            .echo()
            .options(|options| (options.idle_timeout, options.write_timeout) = (none, none))
            .limits(|limits| {
                (limits.head_timeout, limits.body_timeout, limits.answer_timeout) = (none, none, none);
            })
            .start();
        let mut client = server.client();
        for part in ["", "POST /echo HTTP/1.1\r\nHost: h\r\n", "Content-Length: 3\r\n\r\na", "bc"] {
            thread::sleep(Duration::from_millis(150));
            client.send(part).expect("sent");
        }
        assert_eq!(client.response().expect("an answer").text(), "abc");
        thread::sleep(Duration::from_millis(150));
        assert_eq!(client.get("/a").expect("an answer").text(), "yes");
    });
}
