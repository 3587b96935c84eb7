//! What becomes of a request when its handler does not do what it should.

use cerver_core::{
    error::Code,
    http::{Exchange, Fields, Response, content_type::ContentType, status::Status},
};
use parking_lot::Mutex;
use std::sync::Arc;
use support::server::{answer, each_placement, get};

#[test]
fn without_an_answer_the_client_gets_a_500() {
    each_placement(|setup| {
        let server = setup.get("/nothing", |_| {}).text("/a", "alive").start();
        let mut client = server.client();
        assert_eq!(client.get("/a").expect("an answer").text(), "alive");
        client.send(get("/nothing") + &get("/a")).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!((response.status, response.text().as_str()), (500, "{\"error\": \"Internal error!\"}"));
        assert_eq!(client.response().expect("the next one").text(), "alive");
        assert_eq!(server.0.stats().unanswered, 1);
    });
}

#[test]
fn a_panic_is_answered_500() {
    each_placement(|setup| {
        let server = setup.get("/panic", |_| panic!("as asked")).text("/a", "alive").start();
        for round in 1..20 {
            let mut client = server.client();
            let response = client.get("/panic").expect("an answer");
            assert_eq!((response.status, response.text().as_str()), (500, "{\"error\": \"Internal error!\"}"));
            assert_eq!(server.get("/a").text(), "alive");
            assert_eq!(server.0.stats().handler_panics, round);
        }
    });
}

#[test]
fn a_panic_after_the_answer_changes_nothing() {
    each_placement(|setup| {
        let server = setup
            .get("/answered", |exchange| {
                answer(exchange, "before");
                panic!("as asked");
            })
            .get("/begun", |exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                exchange.stream_write(b"piece").expect("taken");
                panic!("as asked");
            })
            .start();
        assert_eq!(server.get("/answered").text(), "before");
        let mut client = server.client();
        client.send(get("/begun")).expect("sent");
        assert!(client.rest().expect("the end").ends_with(b"piece\r\n"), "the end of the body must not be told");
    });
}

#[test]
fn a_panic_of_a_detached_handler() {
    each_placement(|setup| {
        let server = setup
            .get("/panic", |exchange| {
                exchange.detach().expect("not answered yet");
                panic!("as asked");
            })
            .start();
        assert_eq!(server.get("/panic").status, 500);
    });
}

#[test]
fn the_second_answer_is_refused() {
    each_placement(|setup| {
        let server = setup
            .get("/two", |exchange| {
                answer(exchange, "first");
                let codes = [
                    exchange.answer(Status::OK, ContentType::Txt, b"second"),
                    exchange.respond(Response::error(Status::CONFLICT, "third")),
                    exchange.respond_parts(Status::OK, &Fields::default(), b"fourth"),
                    exchange.stream(Status::OK, &Fields::default()),
                    exchange.close(),
                ];
                for result in codes {
                    assert_eq!(result.expect_err("refused").code(), Code::Answered);
                }
            })
            .text("/a", "next")
            .start();
        let mut client = server.client();
        assert_eq!(client.get("/two").expect("an answer").text(), "first");
        assert_eq!(client.get("/a").expect("an answer").text(), "next");
    });
}

#[test]
fn a_handler_may_close() {
    each_placement(|setup| {
        let server = setup.get("/close", |exchange| exchange.close().expect("not answered")).start();
        let mut client = server.client();
        client.send(get("/close")).expect("sent");
        assert_eq!(client.rest().expect("the end"), b"");
    });
}

#[test]
fn an_exchange_ends_with_its_handler() {
    each_placement(|setup| {
        let kept = Arc::new(Mutex::new(Vec::<Exchange>::new()));
        let list = Arc::clone(&kept);
        let server = setup
            .get("/keep", move |exchange| {
                list.lock().push(exchange);
                answer(exchange, "kept");
            })
            .start();
        let mut client = server.client();
        for _ in 0..10 {
            assert_eq!(client.get("/keep").expect("an answer").text(), "kept");
        }
        let kept = kept.lock();
        for exchange in &kept[..9] {
            assert_eq!(exchange.request(|_| ()).expect_err("over").code(), Code::Handle);
            assert_eq!(exchange.detach().expect_err("over").code(), Code::Handle);
            assert_eq!(exchange.answer(Status::OK, ContentType::Txt, b"").expect_err("over").code(), Code::Handle);
            let again = Exchange::from_token(exchange.token()).expect("its place is there");
            assert_eq!(again.close().expect_err("over").code(), Code::Handle);
        }
    });
}
