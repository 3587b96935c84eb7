//! Answers that come from other threads, before or after the handler has returned.

use cerver_core::{
    error::Code,
    http::{Exchange, Response, content_type::ContentType, status::Status},
};
use parking_lot::Mutex;
use std::{
    net::TcpStream,
    sync::{
        Arc,
        mpsc::{Receiver, channel},
    },
    thread,
    time::{Duration, Instant},
};
use support::{
    http::Client,
    server::{Setup, TestServer, answer, each_placement, eventually, get},
    slack,
};

const WAIT: Duration = Duration::from_secs(5);

/// `/late` detaches its exchange and gives it away.
fn detached(setup: Setup) -> (TestServer, Receiver<Exchange>) {
    let (sender, receiver) = channel();
    let server = setup
        .text("/a", "at once")
        .get("/late/:n", move |exchange| {
            exchange.detach().expect("not answered yet");
            sender.send(exchange).expect("the test goes on");
        })
        .start();
    (server, receiver)
}

/// The request of a client on its way to the application, and that client.
fn ask(server: &TestServer, exchanges: &Receiver<Exchange>) -> (Client, Exchange) {
    let mut client = server.client();
    client.send(get("/late/1")).expect("sent");
    (client, exchanges.recv_timeout(WAIT).expect("a request"))
}

fn param(exchange: Exchange) -> Vec<u8> {
    exchange.request(|request| request.param(0).map(<[u8]>::to_vec)).expect("it is there").expect("captured")
}

#[test]
fn after_the_handler_has_returned() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let (mut client, exchange) = ask(&server, &exchanges);
        // Others are served meanwhile, and a request behind this one waits for its turn.
        client.send(get("/a")).expect("sent");
        assert_eq!(server.get("/a").text(), "at once");
        assert!(exchange.is_connected());
        answer(exchange, "late");
        assert_eq!(client.response().expect("an answer").text(), "late");
        assert_eq!(client.response().expect("an answer").text(), "at once");
        // The exchange is over.
        assert_eq!(exchange.answer(Status::OK, ContentType::Txt, b"").expect_err("over").code(), Code::Handle);
        assert!(!exchange.is_connected());
    });
}

#[test]
fn before_the_handler_has_returned() {
    each_placement(|setup| {
        let server = setup
            .get("/early", |exchange| {
                exchange.detach().expect("not answered yet");
                thread::spawn(move || answer(exchange, "early")).join().expect("answered");
                assert_eq!(exchange.close().expect_err("answered").code(), Code::Answered);
            })
            .get("/without", |exchange| {
                thread::spawn(move || answer(exchange, "without detach")).join().expect("answered");
            })
            .start();
        let mut client = server.client();
        for _ in 0..20 {
            assert_eq!(client.get("/early").expect("an answer").text(), "early");
            assert_eq!(client.get("/without").expect("an answer").text(), "without detach");
        }
    });
}

#[test]
fn while_the_handler_returns() {
    each_placement(|setup| {
        let server = setup
            .get("/race", |exchange| {
                exchange.detach().expect("not answered yet");
                thread::spawn(move || answer(exchange, "raced"));
            })
            .start();
        let mut client = server.client();
        for _ in 0..300 {
            assert_eq!(client.get("/race").expect("an answer").text(), "raced");
        }
    });
}

#[test]
fn in_any_order() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let mut clients: Vec<_> = (0..100).map(|_| server.client()).collect();
        for (number, client) in clients.iter_mut().enumerate() {
            client.send(get(&format!("/late/{number}"))).expect("sent");
        }
        let mut waiting: Vec<_> = (0..100).map(|_| exchanges.recv_timeout(WAIT).expect("a request")).collect();
        waiting.reverse();
        let waiting = Mutex::new(waiting);
        thread::scope(|scope| {
            let work = || {
                loop {
                    let Some(exchange) = waiting.lock().pop() else { return };
                    answer(exchange, param(exchange));
                }
            };
            let threads: Vec<_> = (0..4).map(|_| scope.spawn(work)).collect();
            // Joined by name: ThreadSanitizer does not see how the end of a scope waits.
            threads.into_iter().for_each(|thread| thread.join().expect("it ends"));
        });
        for (number, client) in clients.iter_mut().enumerate() {
            assert_eq!(client.response().expect("an answer").text(), number.to_string());
        }
    });
}

#[test]
fn a_client_that_has_gone_needs_no_answer() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let socket = TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        // Its end is a reset, which says that nobody reads any more.
        socket2::SockRef::from(&socket).set_linger(Some(Duration::ZERO)).expect("set");
        let mut client = Client::over(socket);
        client.send(get("/late/1")).expect("sent");
        let exchange = exchanges.recv_timeout(WAIT).expect("a request");
        drop(client);
        eventually("the client has gone", || !exchange.is_connected());
        // The request is there until it is answered.
        assert_eq!(param(exchange), b"1");
        assert_eq!(exchange.descriptor().expect_err("gone").code(), Code::Closed);
        assert_eq!(exchange.answer(Status::OK, ContentType::Txt, b"").expect_err("gone").code(), Code::Closed);
        eventually("the exchange is over", || exchange.close().is_err_and(|error| error.code() == Code::Handle));
        assert_eq!(server.get("/a").text(), "at once");
    });
}

#[test]
fn closed_without_an_answer() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let (mut client, exchange) = ask(&server, &exchanges);
        exchange.close().expect("not answered");
        assert_eq!(client.rest().expect("the end"), b"");
        eventually("the connection is closed", || server.0.stats().connections == 0);
        assert_eq!(exchange.close().expect_err("over").code(), Code::Handle);
    });
}

#[test]
fn an_answer_that_takes_too_long() {
    each_placement(|setup| {
        let time_out = Duration::from_millis(200);
        let (server, exchanges) = detached(setup.limits(|limits| limits.answer_timeout = time_out));
        let start = Instant::now();
        let (mut client, exchange) = ask(&server, &exchanges);
        let response = client.response().expect("an answer");
        assert!(start.elapsed() >= time_out, "{:?}", start.elapsed());
        assert!(start.elapsed() < 10 * time_out * slack() + WAIT, "{:?}", start.elapsed());
        assert_eq!((response.status, response.header("Connection")), (503, Some("close")));
        assert_eq!(client.rest().expect("the end"), b"");
        assert_eq!(exchange.answer(Status::OK, ContentType::Txt, b"").expect_err("over").code(), Code::Closed);
        assert_eq!(exchange.close().expect_err("over").code(), Code::Handle);
        assert_eq!(server.0.stats().timeouts, 1);
    });
}

/// The program answers with an error page while the one is made that says that its time is over.
#[test]
fn an_error_page_that_comes_with_the_end_of_its_time() {
    each_placement(|setup| {
        let kept: Arc<Mutex<Option<Exchange>>> = Arc::default();
        let (late, answered) = (Arc::clone(&kept), channel());
        let server = setup
            .app(|app| {
                app.set_error_page(Some(Arc::new(move |page| {
                    if let Some(exchange) = late.lock().take_if(|_| page.status == Status::SERVICE_UNAVAILABLE) {
                        let own = Response::error(Status::NOT_FOUND, "too late");
                        answered.0.send(exchange.respond(own).is_ok()).expect("the test goes on");
                    }
                    None
                })));
            })
            .limits(|limits| limits.answer_timeout = Duration::from_millis(200))
            .get("/late", move |exchange| {
                exchange.detach().expect("not answered yet");
                *kept.lock() = Some(exchange);
            })
            .start();
        assert_eq!(server.get("/late").status, 503);
        assert!(answered.1.recv_timeout(WAIT).expect("the page was made"), "it was in time for that");
        eventually("all is over", || server.0.stats().in_flight() == 0 && server.0.stats().connections == 0);
    });
}

#[test]
fn a_handler_that_takes_too_long() {
    for placement in [support::server::PLACEMENTS[1], support::server::PLACEMENTS[2]] {
        let (sender, receiver) = channel();
        let (told, tell) = channel::<()>();
        let tell = Mutex::new(tell);
        let server = Setup::new(placement)
            .limits(|limits| limits.answer_timeout = Duration::from_millis(200))
            .get("/slow", move |exchange| {
                tell.lock().recv().expect("the test goes on");
                sender.send(exchange.answer(Status::OK, ContentType::Txt, b"")).expect("the test goes on");
            })
            .start();
        let mut client = server.client();
        assert_eq!(client.get("/slow").expect("an answer").status, 503);
        told.send(()).expect("the handler waits");
        let late = receiver.recv_timeout(WAIT).expect("the handler goes on");
        assert_eq!(late.expect_err("too late").code(), Code::Closed);
    }
}

#[test]
fn only_the_handler_may_detach() {
    each_placement(|setup| {
        let (server, exchanges) = detached(setup);
        let (mut client, exchange) = ask(&server, &exchanges);
        eventually("the handler has returned", || exchange.detach().is_err_and(|error| error.code() == Code::State));
        answer(exchange, "late");
        assert_eq!(client.response().expect("an answer").text(), "late");
    });
}
