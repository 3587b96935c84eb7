//! Hostile clients: others are served meanwhile, and their memory comes back.

use socket2::SockRef;
use std::{
    io::Write,
    net::TcpStream,
    sync::atomic::{AtomicBool, Ordering},
    thread,
    time::{Duration, Instant},
};
use support::{
    alone::alone,
    server::{Setup, TestServer, each_placement, eventually, get},
    slack,
    usage::Usage,
};

/// Asks a few times on a connection of its own; each answer has to come soon.
fn expect_served(server: &TestServer) {
    for _ in 0..5 {
        let start = Instant::now();
        assert_eq!(server.get("/a").text(), "here");
        assert!(start.elapsed() < Duration::from_secs(2) * slack(), "{:?}", start.elapsed());
    }
}

fn connect(server: &TestServer) -> TcpStream {
    TcpStream::connect(("127.0.0.1", server.port())).expect("accepted")
}

fn site(setup: Setup) -> Setup {
    setup.text("/a", "here").echo()
}

#[test]
fn five_hundred_slow_heads() {
    alone("abuse::five_hundred_slow_heads", None, || {
        each_placement(|setup| {
            let server = site(setup).limits(|limits| limits.head_timeout = Duration::from_millis(1500)).start();
            let mut slow: Vec<_> = (0..500).map(|_| connect(&server)).collect();
            for bytes in ["GET /", "a HT", "TP/1.1\r\nHost: ", "h\r\nX: "] {
                slow.iter_mut().for_each(|socket| socket.write_all(bytes.as_bytes()).expect("sent"));
                expect_served(&server);
            }
            assert!(server.0.stats().connections >= 500);
            // Their time is over, however slowly they go on.
            eventually("the slow ones are cut off", || {
                slow.iter_mut().for_each(|socket| {
                    let _ = socket.write_all(b"x");
                });
                server.0.stats().timeouts == 500
            });
            drop(slow);
            eventually("all are gone", || server.0.stats().connections == 0);
        });
    });
}

#[test]
fn a_storm_of_resets() {
    alone("abuse::a_storm_of_resets", None, || {
        each_placement(|setup| {
            let server = site(setup).start();
            let before = Usage::now();
            let is_over = AtomicBool::new(false);
            thread::scope(|scope| {
                let storms: Vec<_> = (0..3)
                    .map(|number| {
                        let (server, is_over) = (&server, &is_over);
                        scope.spawn(move || {
                            let mut count = 0;
                            while !is_over.load(Ordering::Relaxed) {
                                let mut socket = connect(server);
                                SockRef::from(&socket).set_linger(Some(Duration::ZERO)).expect("set");
                                let bytes = match (count + number) % 4 {
                                    0 => String::new(),
                                    1 => get("/a").repeat(20),
                                    2 => "POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nabc".to_owned(),
                                    _ => "GET /a HTTP".to_owned(),
                                };
                                // The server may have seen enough already.
                                let _ = socket.write_all(bytes.as_bytes());
                                count += 1;
                            }
                            count
                        })
                    })
                    .collect();
                let start = Instant::now();
                while start.elapsed() < Duration::from_secs(1) {
                    expect_served(&server);
                }
                is_over.store(true, Ordering::Relaxed);
                let count: usize = storms.into_iter().map(|storm| storm.join().expect("it ends")).sum();
                assert!(count > 100, "{count} resets");
            });
            eventually("all are gone", || server.0.stats().connections == 0);
            eventually("their threads are gone", || Usage::now().threads <= before.threads);
            // What was reset while it waited to be accepted is still accepted, and closed at once.
            eventually("their descriptors are gone", || Usage::now().descriptors == before.descriptors);
        });
    });
}

#[test]
fn ten_thousand_requests_whose_answers_nobody_reads() {
    alone("abuse::ten_thousand_requests_whose_answers_nobody_reads", None, || {
        each_placement(|setup| {
            let server = site(setup)
                .get("/big", |exchange| {
                    let none = cerver_core::http::Fields::default();
                    let body = [b'x'; 10_000];
                    // The client may be gone by now.
                    let _ = exchange.respond_parts(cerver_core::http::status::Status::OK, &none, &body);
                })
                .start();
            expect_served(&server);
            eventually("all are gone", || server.0.stats().connections == 0);
            let before = Usage::now();
            let sockets: Vec<_> = (0..4).map(|_| connect(&server)).collect();
            thread::scope(|scope| {
                for mut socket in &sockets {
                    scope.spawn(move || {
                        // Ends when all is sent, or with the socket: the server takes no more than it can answer.
                        let _ = socket.write_all(get("/big").repeat(10_000).as_bytes());
                    });
                }
                let start = Instant::now();
                let mut last = 0;
                eventually("the server has stopped answering", || {
                    thread::sleep(Duration::from_millis(50));
                    let before = std::mem::replace(&mut last, server.0.stats().responses);
                    last == before && before > 100
                });
                while start.elapsed() < Duration::from_secs(1) {
                    expect_served(&server);
                }
                let during = Usage::now();
                println!("figure: {before:?} before, {during:?} with 4 clients that do not read");
                assert!(during.resident < before.resident + u64::from(slack()) * (64 << 20), "{before:?} {during:?}");
                let answered = server.0.stats().responses;
                assert!(answered < 40_000, "{answered} answers are somewhere");
                for socket in &sockets {
                    let _ = socket.shutdown(std::net::Shutdown::Both);
                }
            });
            drop(sockets);
            expect_served(&server);
            eventually("all are gone", || server.0.stats().connections == 0);
            let after = Usage::now();
            assert!(after.resident < before.resident + u64::from(slack()) * (16 << 20), "{before:?} {after:?}");
            assert_eq!(after.descriptors, before.descriptors);
        });
    });
}
