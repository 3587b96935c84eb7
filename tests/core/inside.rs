//! The server is told to end by its own handlers.

use cerver_core::{
    error::{Code, Result},
    server::{Server, WaitEnd},
};
use parking_lot::Mutex;
use std::{
    sync::{Arc, OnceLock, Weak, mpsc::channel},
    time::Duration,
};
use support::server::{Setup, TestServer, answer, each_placement, get};

const WAIT: Duration = Duration::from_secs(5);

/// A server whose `/call` makes `call` on it, tells the result and answers.
fn site(setup: Setup, call: fn(&Server) -> Result<()>) -> (TestServer, impl Fn() -> Result<()>) {
    let place: Arc<OnceLock<Weak<Server>>> = Arc::default();
    let (sender, receiver) = channel();
    let sender = Mutex::new(sender);
    let inner = Arc::clone(&place);
    let server = setup
        .text("/a", "here")
        .get("/call", move |exchange| {
            let server = inner.get().and_then(Weak::upgrade).expect("it is set before the start");
            sender.lock().send(call(&server)).expect("the test goes on");
            // After a shutdown there may be nobody to take it.
            let _ = exchange.answer(
                cerver_core::http::status::Status::OK,
                cerver_core::http::content_type::ContentType::Txt,
                b"called",
            );
        })
        .build();
    place.set(Arc::downgrade(&server.0)).expect("set once");
    server.0.start().expect("started");
    (server, move || receiver.recv_timeout(WAIT).expect("the handler was called"))
}

fn expect_end(server: &TestServer) {
    let ended = server.0.wait(Some(WAIT), &[]).expect("it can be waited for");
    assert_eq!(ended, WaitEnd::Stopped);
    assert!(!server.0.is_running());
    server.0.stop().expect("nothing is left");
    server.0.start().expect("and it starts again");
    assert_eq!(server.get("/a").text(), "here");
}

fn graceful(call: fn(&Server) -> Result<()>) {
    each_placement(|setup| {
        for reactors in [1, 3] {
            let setup = Setup::new(setup.placement()).options(|options| options.reactors = reactors);
            let (server, result) = site(setup, call);
            let mut idle = server.client();
            assert_eq!(idle.get("/a").expect("an answer").text(), "here");
            let mut client = server.client();
            client.send(get("/call")).expect("sent");
            assert_eq!(result(), Ok(()));
            assert_eq!(client.response().expect("the answer is not lost").text(), "called");
            assert_eq!(client.rest().expect("the end"), b"");
            assert_eq!(idle.rest().expect("the end"), b"");
            expect_end(&server);
        }
    });
}

#[test]
fn drain() {
    graceful(|server| server.drain(WAIT));
}

#[test]
fn stop() {
    graceful(Server::stop);
}

#[test]
fn shutdown() {
    each_placement(|setup| {
        let (server, result) = site(setup, Server::shutdown);
        let mut idle = server.client();
        assert_eq!(idle.get("/a").expect("an answer").text(), "here");
        let mut client = server.client();
        client.send(get("/call")).expect("sent");
        assert_eq!(result(), Ok(()));
        // The answer may be lost, but the connection ends.
        client.rest().expect("the end");
        assert_eq!(idle.rest().expect("the end"), b"");
        expect_end(&server);
    });
}

#[test]
fn what_would_wait_for_itself_is_refused() {
    each_placement(|setup| {
        let (server, result) = site(setup, |server| {
            assert_eq!(server.start().expect_err("running").code(), Code::State);
            server.wait(None, &[]).map(|_| ())
        });
        let mut client = server.client();
        assert_eq!(client.get("/call").expect("an answer").text(), "called");
        assert_eq!(result().expect_err("refused").code(), Code::Busy);
        assert_eq!(client.get("/a").expect("an answer").text(), "here");
    });
}

#[test]
fn a_second_server_made_and_ended_by_a_handler() {
    each_placement(|setup| {
        let placement = setup.placement();
        let server = setup
            .get("/inner", move |exchange| {
                let inner = Setup::new(placement).text("/a", "inner").start();
                let text = inner.get("/a").text();
                inner.0.stop().expect("stopped");
                answer(exchange, text);
            })
            .start();
        assert_eq!(server.get("/inner").text(), "inner");
    });
}
