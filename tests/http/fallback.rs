//! What becomes of requests without a route or without an answer, where the application wants it otherwise.

use cerver_core::http::{Response, content_type::ContentType, status::Status};
use std::sync::Arc;
use support::server::{Setup, TestServer, each_placement, get, post};

fn server(setup: Setup) -> TestServer {
    setup
        .text("/a", "fine")
        .get("/nothing", |_| {})
        .app(|app| {
            app.set_catch_all(Some(Arc::new(|exchange| {
                let answer = Response::with_body(Status::OK, ContentType::Txt, "caught");
                exchange.respond(answer).expect("taken");
            })));
        })
        .limits(|limits| (limits.method_errors, limits.close_unanswered) = (false, true))
        .start()
}

#[test]
fn a_method_without_a_route_is_caught() {
    each_placement(|setup| {
        let server = server(setup);
        let mut client = server.client();
        for (request, text) in [(get("/a"), "fine"), (post("/a", "b"), "caught"), (get("/b"), "caught")] {
            client.send(request).expect("sent");
            let answer = client.response().expect("an answer");
            assert_eq!((answer.status, answer.text()), (200, text.to_owned()));
        }
    });
}

#[test]
fn a_connection_without_an_answer_is_closed() {
    each_placement(|setup| {
        let server = server(setup);
        let mut client = server.client();
        client.send([get("/a"), get("/nothing")].concat()).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "fine");
        assert_eq!(client.rest().expect("the end"), b"", "no byte of an answer");
        let mut next = server.client();
        next.send(get("/a")).expect("sent");
        assert_eq!(next.response().expect("an answer").status, 200);
    });
}
