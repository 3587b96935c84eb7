//! Graceful stops: what was asked is answered, nobody new comes in, and what takes too long is cut off.

use cerver_core::{
    config::{Listen, Placement},
    error::Code,
    http::{Exchange, Fields, status::Status},
};
use parking_lot::Mutex;
use std::{
    net::TcpStream,
    sync::{
        atomic::{AtomicU32, Ordering},
        mpsc::{Receiver, Sender, channel},
    },
    thread,
    time::{Duration, Instant},
};
use support::{
    alone::alone,
    http::Client,
    server::{Setup, answer, each_placement, eventually, expect_closed, get, post},
    slack,
};

/// Longest time for anything here.
const WAIT: Duration = Duration::from_secs(20);

/// From 50 to 200 milliseconds, another time at every call.
fn while_it_takes() -> Duration {
    static NEXT: AtomicU32 = AtomicU32::new(0);
    Duration::from_millis(50 + u64::from(NEXT.fetch_add(37, Ordering::Relaxed) % 151))
}

/// Answers the exchanges it is sent, each when its time has come.
fn answer_later(exchanges: &Receiver<(Instant, Exchange)>) {
    let mut waiting: Vec<(Instant, Exchange)> = Vec::new();
    loop {
        match exchanges.recv_timeout(Duration::from_millis(2)) {
            Ok(next) => waiting.push(next),
            Err(std::sync::mpsc::RecvTimeoutError::Disconnected) if waiting.is_empty() => return,
            Err(_) => {}
        }
        let now = Instant::now();
        waiting.retain(|(due, exchange)| {
            if *due <= now {
                answer(*exchange, "slow");
            }
            *due > now
        });
    }
}

/// `/slow` takes its time: detached on a reactor, blocking anywhere else; every third one detached there too.
fn slow(setup: Setup) -> Setup {
    let placement = setup.placement();
    let (sender, receiver): (Sender<(Instant, Exchange)>, _) = channel();
    thread::spawn(move || answer_later(&receiver));
    let sender = Mutex::new(sender);
    let count = AtomicU32::new(0);
    setup.get("/slow", move |exchange| {
        let time = while_it_takes();
        if placement == Placement::Reactor || count.fetch_add(1, Ordering::Relaxed).is_multiple_of(3) {
            exchange.detach().expect("not answered yet");
            sender.lock().send((Instant::now() + time, exchange)).expect("it waits for more");
        } else {
            thread::sleep(time);
            answer(exchange, "slow");
        }
    })
}

fn drain_under_load(is_read: bool) {
    each_placement(|setup| {
        for reactors in [1, 3] {
            let placement = match setup.placement() {
                Placement::Pool { .. } => Placement::Pool { threads: 100 },
                other => other,
            };
            let server = slow(Setup::new(placement)).options(|options| options.reactors = reactors).start();
            let mut clients: Vec<_> = (0..1000).map(|_| server.client()).collect();
            clients.iter_mut().for_each(|client| client.send(get("/slow")).expect("sent"));
            if is_read {
                eventually("every request was read", || server.0.stats().requests == 1000);
            }
            server.0.drain(Duration::from_secs(20) * slack()).expect("all are answered in time");
            for (number, client) in clients.iter_mut().enumerate() {
                let response = client.response().unwrap_or_else(|error| panic!("request {number} is lost: {error}"));
                assert_eq!(response.text(), "slow");
                assert_eq!(client.rest().expect("the end"), b"");
            }
            assert_eq!(server.0.stats().responses, 1000);
        }
    });
}

#[test]
fn a_thousand_requests_in_flight() {
    alone("draining::a_thousand_requests_in_flight", None, || drain_under_load(true));
}

/// Some connections are not accepted yet and some requests not read when the stop comes.
#[test]
fn a_thousand_requests_just_sent() {
    alone("draining::a_thousand_requests_just_sent", None, || drain_under_load(false));
}

#[test]
fn idle_connections_are_closed_and_new_ones_refused() {
    each_placement(|setup| {
        let (sender, exchanges) = channel();
        let sender = Mutex::new(sender);
        let server = setup
            .text("/a", "here")
            .get("/held", move |exchange| {
                exchange.detach().expect("not answered yet");
                sender.lock().send(exchange).expect("the test goes on");
            })
            .start();
        let port = server.port();
        let mut idle = server.client();
        assert_eq!(idle.get("/a").expect("an answer").text(), "here");
        let mut silent = server.client();
        let mut busy = server.client();
        busy.send(get("/held")).expect("sent");
        let held = exchanges.recv_timeout(WAIT).expect("a request");
        eventually("all are there", || server.0.stats().connections == 3);
        let start = Instant::now();
        let drained = thread::spawn({
            let server = std::sync::Arc::clone(&server.0);
            move || server.drain(WAIT * slack())
        });
        assert_eq!(idle.rest().expect("the end"), b"");
        assert_eq!(silent.rest().expect("the end"), b"");
        expect_closed(|| TcpStream::connect(("127.0.0.1", port)).map(drop));
        answer(held, "held");
        let response = busy.response().expect("an answer");
        assert_eq!((response.text().as_str(), response.header("Connection")), ("held", Some("close")));
        drained.join().expect("it ends").expect("nothing was cut off");
        assert!(start.elapsed() < WAIT * slack() / 2, "{:?}", start.elapsed());
        assert!(!server.0.is_running());
    });
}

#[test]
fn pipelined_requests_and_bodies_under_way_are_finished() {
    each_placement(|setup| {
        let server = slow(setup).echo().start();
        let mut pipelined = server.client();
        pipelined.send(get("/slow").repeat(3)).expect("sent");
        let mut sending = server.client();
        let request = post("/echo", "whole");
        sending.send(&request[..request.len() - 2]).expect("sent");
        let mut heading = server.client();
        heading.send(&request[..10]).expect("sent");
        let received = 3 * get("/slow").len() + request.len() - 2 + 10;
        eventually("all has been read", || server.0.stats().bytes_received == received as u64);
        let drained = thread::spawn({
            let server = std::sync::Arc::clone(&server.0);
            move || server.drain(WAIT * slack())
        });
        for _ in 0..3 {
            assert_eq!(pipelined.response().expect("an answer").text(), "slow");
        }
        assert_eq!(pipelined.rest().expect("the end"), b"");
        sending.send(&request[request.len() - 2..]).expect("sent");
        assert_eq!(sending.response().expect("an answer").text(), "whole");
        heading.send(&request[10..]).expect("sent");
        assert_eq!(heading.response().expect("an answer").text(), "whole");
        drained.join().expect("it ends").expect("nothing was cut off");
    });
}

#[test]
fn a_large_answer_is_finished() {
    each_placement(|setup| {
        let server = setup
            .get("/big", |exchange| {
                exchange
                    .respond_parts(Status::OK, &Fields::default(), &vec![b'x'; 20 << 20])
                    .expect("the first answer");
            })
            .start();
        let mut client = server.client();
        client.send(get("/big")).expect("sent");
        eventually("the answer is under way", || server.0.stats().bytes_sent > 0);
        let reader = thread::spawn(move || client.response().map(|response| response.body.len()));
        server.0.drain(WAIT * slack()).expect("nothing was cut off");
        assert_eq!(reader.join().expect("it ends").expect("an answer"), 20 << 20);
    });
}

#[test]
fn what_takes_too_long_is_cut_off() {
    each_placement(|setup| {
        let (sender, exchanges) = channel();
        let sender = Mutex::new(sender);
        let server = setup
            .get("/never", move |exchange| {
                exchange.detach().expect("not answered yet");
                sender.lock().send(exchange).expect("the test goes on");
            })
            .start();
        let mut clients: Vec<_> = (0..3).map(|_| server.client()).collect();
        clients.iter_mut().for_each(|client| client.send(get("/never")).expect("sent"));
        let exchanges: Vec<_> = (0..3).map(|_| exchanges.recv().expect("a request")).collect();
        let start = Instant::now();
        let error = server.0.drain(Duration::from_millis(300)).expect_err("they take too long");
        let time = start.elapsed();
        assert_eq!(error.code(), Code::Timeout);
        assert!(error.message().starts_with("3 connections"), "{error}");
        assert!(time >= Duration::from_millis(290) && time < Duration::from_secs(5) * slack(), "{time:?}");
        for client in &mut clients {
            assert_eq!(client.rest().expect("the end"), b"");
        }
        for exchange in exchanges {
            assert_eq!(
                exchange
                    .answer(Status::OK, cerver_core::http::content_type::ContentType::Txt, b"")
                    .map_err(|error| error.code()),
                Err(Code::Closed)
            );
        }
        assert!(!server.0.is_running());
    });
}

/// A handler that blocks its reactor beyond the time.
#[test]
fn a_blocked_reactor_is_told() {
    let (told, tell) = channel::<()>();
    let tell = Mutex::new(tell);
    let server = Setup::new(Placement::Reactor)
        .get("/blocked", move |exchange| {
            tell.lock().recv().expect("the test goes on");
            answer(exchange, "late");
        })
        .start();
    let mut client = server.client();
    client.send(get("/blocked")).expect("sent");
    eventually("the handler runs", || server.0.stats().requests == 1);
    let error = server.0.drain(Duration::from_millis(100)).expect_err("it is blocked");
    assert_eq!(error.code(), Code::Timeout);
    told.send(()).expect("the handler waits");
    eventually("the reactor has ended", || !server.0.is_running());
}

#[test]
fn every_kind_of_listener_is_closed() {
    each_placement(|setup| {
        let folder = support::temp::TempDir::new("drain");
        let path = folder.path().join("socket");
        let unix = Listen::Unix { path: path.clone(), mode: 0o600 };
        let server = slow(setup).options(|options| options.listen.push(unix)).start();
        let mut client = Client::unix(&path).expect("accepted");
        client.send(get("/slow")).expect("sent");
        server.0.drain(WAIT * slack()).expect("nothing was cut off");
        assert_eq!(client.response().expect("an answer").text(), "slow");
        assert!(!path.exists());
    });
}

/// The client takes nothing until the stop has begun; some of its requests are still in the system then.
#[test]
fn requests_behind_answers_that_are_not_taken() {
    each_placement(|setup| {
        let server = setup
            .options(|options| {
                (options.read_size, options.send_high, options.send_low) = (1024, 50_000, 10_000);
            })
            .get("/big", |exchange| answer(exchange, [b'x'; 40_000]))
            .start();
        let mut client = server.client();
        // Each fills a read, so that nothing is left over of one: only the system knows of the next.
        let request = get("/big").replace("\r\n\r\n", &format!("\r\nX: {:a>989}\r\n\r\n", "a"));
        assert_eq!(request.len(), 1024);
        client.send(request.repeat(600)).expect("sent");
        let mut seen = 0;
        eventually("the server waits for the client", || {
            thread::sleep(Duration::from_millis(30));
            let before = std::mem::replace(&mut seen, server.0.stats().responses);
            seen > 0 && seen == before
        });
        assert!(seen < 600, "{seen} answers were given without a client who takes them");
        let core = std::sync::Arc::clone(&server.0);
        let stop = thread::spawn(move || core.drain(WAIT * slack()));
        expect_closed(|| TcpStream::connect(("127.0.0.1", server.port())).map(drop));
        for number in 1..=600 {
            let response = client.response().unwrap_or_else(|error| panic!("answer {number}: {error}"));
            assert_eq!(response.header("Connection"), (number == 600).then_some("close"), "answer {number}");
        }
        assert_eq!(client.rest().expect("the end"), b"");
        stop.join().expect("it ends").expect("nobody was cut off");
    });
}
