//! Start and stop, in every order and as often as one likes.

use cerver_core::{config::Placement, error::Code, server::Server};
use parking_lot::Mutex;
use std::{
    sync::{
        atomic::{AtomicBool, AtomicU32, Ordering},
        mpsc::channel,
    },
    thread,
    time::{Duration, Instant},
};
use support::{
    alone::alone,
    http::Client,
    server::{PLACEMENTS, Setup, each_placement, eventually, get},
    slack,
    usage::Usage,
};

#[test]
fn calls_in_the_wrong_order() {
    each_placement(|setup| {
        let server = setup.text("/a", "here").build();
        server.0.stop().expect("harmless");
        assert!(!server.0.is_running());
        let turn = |server: &Server| server.turn(None);
        for call in [|server: &Server| server.drain(Duration::ZERO), Server::shutdown, turn] {
            assert_eq!(call(&server.0).expect_err("not running").code(), Code::State);
        }
        assert_eq!(server.0.uptime(), None);
        server.0.start().expect("started");
        assert!(server.0.is_running() && server.0.uptime().is_some());
        assert_eq!(server.0.start().expect_err("running").code(), Code::State);
        assert_eq!(server.0.open().expect_err("running").code(), Code::State);
        assert_eq!(server.0.turn(Some(Duration::ZERO)).expect_err("it turns by itself").code(), Code::State);
        assert_eq!(server.0.poll_descriptor().expect_err("it turns by itself").code(), Code::State);
        assert_eq!(server.0.configure(|_| ()).expect_err("running").code(), Code::State);
        assert_eq!(server.get("/a").text(), "here");
        server.0.stop().expect("stopped");
        server.0.stop().expect("harmless");
        assert!(!server.0.is_running());
        server.0.configure(|options| options.backlog = 100).expect("stopped");
        assert_eq!(server.0.options().backlog, 100);
    });
}

#[test]
fn a_server_can_be_started_again() {
    each_placement(|setup| {
        let server = setup.text("/a", "here").start();
        for round in 0..10 {
            assert_eq!(server.get("/a").text(), "here");
            assert_eq!(server.0.stats().requests, 1, "counted from the start");
            match round % 3 {
                0 => server.0.stop().expect("stopped"),
                1 => server.0.drain(Duration::from_secs(5)).expect("drained"),
                _ => server.0.shutdown().expect("shut down"),
            }
            assert!(!server.0.is_running());
            server.0.start().expect("started again");
        }
    });
}

#[test]
fn two_servers_know_nothing_of_each_other() {
    let first = Setup::new(Placement::Reactor).text("/a", "first").start();
    each_placement(|setup| {
        let second = setup.text("/a", "second").start();
        assert_eq!(first.get("/a").text(), "first");
        assert_eq!(second.get("/a").text(), "second");
        second.0.stop().expect("stopped");
        assert_eq!(first.get("/a").text(), "first");
    });
    assert_eq!(first.0.stats().requests, 6);
}

#[test]
fn a_shutdown_closes_at_once() {
    each_placement(|setup| {
        let (sender, exchanges) = channel();
        let sender = Mutex::new(sender);
        let server = setup
            .text("/a", "here")
            .get("/never", move |exchange| {
                exchange.detach().expect("not answered yet");
                sender.lock().send(exchange).expect("the test goes on");
            })
            .start();
        let mut idle = server.client();
        assert_eq!(idle.get("/a").expect("an answer").text(), "here");
        let mut waiting = server.client();
        waiting.send(get("/never")).expect("sent");
        let exchange = exchanges.recv_timeout(Duration::from_secs(5)).expect("a request");
        let start = Instant::now();
        server.0.shutdown().expect("running");
        assert_eq!(server.0.shutdown().expect_err("stopped").code(), Code::State);
        assert_eq!(idle.rest().expect("the end"), b"");
        assert_eq!(waiting.rest().expect("the end"), b"");
        server.0.stop().expect("stopped");
        assert!(start.elapsed() < Duration::from_secs(6) * slack(), "{:?}", start.elapsed());
        assert!(!exchange.is_connected());
        assert_eq!(exchange.close(), Ok(()), "a request without a client still has to be let go");
    });
}

#[test]
fn handlers_that_outlive_the_stop_are_told() {
    for placement in &PLACEMENTS[1..] {
        let (told, tell) = channel::<()>();
        let tell = Mutex::new(tell);
        let server = Setup::new(*placement)
            .options(|options| options.drain_timeout = Duration::from_millis(500))
            .get("/slow", move |exchange| {
                tell.lock().recv().expect("the test goes on");
                // Nobody is there to take it.
                let _ = exchange.close();
            })
            .start();
        let mut client = server.client();
        client.send(get("/slow")).expect("sent");
        eventually("the handler runs", || server.0.stats().requests == 1);
        let start = Instant::now();
        let error = server.0.stop().expect_err("a handler runs");
        assert_eq!(error.code(), Code::Handlers);
        assert!(error.message().contains('1'), "{error}");
        assert!(start.elapsed() < Duration::from_secs(6) * slack(), "{:?}", start.elapsed());
        assert_eq!(client.rest().expect("the end"), b"");
        told.send(()).expect("the handler waits");
        server.0.stop().expect("now it has stopped");
        server.0.start().expect("and starts again");
    }
}

#[test]
fn a_dropped_server_ends() {
    alone("lifecycle::a_dropped_server_ends", None, || {
        drop(Setup::new(Placement::Reactor).server());
        let before = Usage::now();
        each_placement(|setup| {
            let server = setup.text("/a", "here").server();
            server.start().expect("started");
            let mut client = Client::tcp(server.port(0).expect("it listens")).expect("accepted");
            assert_eq!(client.get("/a").expect("an answer").text(), "here");
            drop(server);
            assert_eq!(client.rest().expect("the end"), b"");
        });
        eventually("the threads have ended", || Usage::now().threads == before.threads);
        assert_eq!(Usage::now().descriptors, before.descriptors);
    });
}

#[test]
fn a_thousand_starts_leave_nothing() {
    alone("lifecycle::a_thousand_starts_leave_nothing", None, || {
        let servers = PLACEMENTS.map(|placement| Setup::new(placement).text("/a", "here").build());
        let round = |number: usize| {
            let server = &servers[number % 3];
            server.0.start().expect("started");
            assert_eq!(server.get("/a").text(), "here");
            server.0.stop().expect("stopped");
        };
        (0..99).for_each(round);
        let before = Usage::now();
        (0..1000).for_each(round);
        let after = Usage::now();
        println!("figure: {before:?} before a thousand starts, {after:?} after");
        assert_eq!((after.descriptors, after.threads), (before.descriptors, before.threads));
        assert!(after.resident < before.resident + u64::from(slack()) * (2 << 20), "{before:?} {after:?}");
    });
}

/// Starts, stops and requests from many threads at a time: whatever each of them gets, nothing hangs or breaks.
#[test]
fn calls_from_many_threads() {
    each_placement(|setup| {
        let server = setup.text("/a", "here").build();
        let is_over = AtomicBool::new(false);
        let answered = AtomicU32::new(0);
        thread::scope(|scope| {
            let start = |number| {
                let (server, is_over, answered) = (&server.0, &is_over, &answered);
                scope.spawn(move || {
                    for round in number.. {
                        if is_over.load(Ordering::Relaxed) {
                            return;
                        }
                        let result = match round % 6 {
                            0 | 1 => server.start(),
                            2 => server.stop(),
                            3 => server.drain(Duration::from_millis(100)),
                            4 => server.shutdown(),
                            _ => server.wait(Some(Duration::from_millis(1)), &[]).map(drop),
                        };
                        if let Err(error) = result {
                            assert!(matches!(error.code(), Code::State | Code::Timeout), "{error}");
                        }
                        // Between the look and the request the server may have gone.
                        let client = server.port(0).and_then(|port| Client::tcp(port).ok());
                        let response = client.and_then(|mut client| client.get("/a").ok());
                        if response.is_some_and(|response| response.text() == "here") {
                            answered.fetch_add(1, Ordering::Relaxed);
                        }
                    }
                })
            };
            let threads: Vec<_> = (0..6).map(start).collect();
            thread::sleep(Duration::from_secs(1));
            is_over.store(true, Ordering::Relaxed);
            // Joined by name: ThreadSanitizer does not see how the end of a scope waits.
            threads.into_iter().for_each(|thread| thread.join().expect("it ends"));
        });
        assert!(answered.load(Ordering::Relaxed) > 0);
        server.0.stop().expect("stopped");
        server.0.start().expect("started");
        assert_eq!(server.get("/a").text(), "here");
    });
}
