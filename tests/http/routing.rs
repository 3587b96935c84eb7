//! Which handler a request comes to, and what is answered when there is none.

use cerver_core::http::{Exchange, Route, method::Method};
use std::sync::Arc;
use support::{
    http::{Client, Response},
    server::{Setup, answer, each_placement},
};

/// Answers with the route's name and all that it captured.
fn named(name: &'static str) -> impl Fn(Exchange) + Send + Sync {
    move |exchange| {
        let text = exchange.request(|request| {
            let captured = (0..request.params_count()).map(|index| request.param(index).expect("counted"));
            captured.fold(name.to_owned(), |text, part| text + "|" + &String::from_utf8_lossy(part))
        });
        answer(exchange, text.expect("the request is there"));
    }
}

fn site(setup: Setup) -> Setup {
    let things = Route::new("/things");
    things.handle(Method::Get, Arc::new(named("list")));
    things.handle(Method::Post, Arc::new(named("add")));
    let thing = Route::new(":id");
    thing.handle(Method::Get, Arc::new(named("show")));
    thing.handle(Method::Delete, Arc::new(named("remove")));
    thing.handle(Method::Patch, Arc::new(named("change")));
    let part = Route::new("parts/:part");
    part.handle(Method::Put, Arc::new(named("part")));
    things.add_child(&thing).expect("a new child");
    thing.add_child(&part).expect("a new child");
    setup
        .get("/", named("root"))
        .get("/things/special", named("too late"))
        .route(&things)
        .get("/files/*", named("rest"))
        .get("/any/*/end", named("any"))
        .get("first", named("no slash"))
        .get("/first/", named("second registered"))
        .get("/both", named("get"))
        .handle(Method::Head, "/both", named("head"))
        .handle(Method::Options, "/own", named("options"))
}

fn ask(client: &mut Client, method: &str, path: &str) -> Response {
    client.send(format!("{method} {path} HTTP/1.1\r\nHost: h\r\n\r\n")).expect("sent");
    if method == "HEAD" { client.head_response() } else { client.response() }.expect("an answer")
}

#[test]
fn paths_and_methods_lead_to_handlers() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        for (method, path, expected) in [
            ("GET", "/", "root"),
            ("GET", "//", "root"),
            ("GET", "/?x=/things", "root"),
            ("GET", "/things", "list"),
            ("GET", "/things/", "list"),
            ("GET", "//things", "list"),
            ("POST", "/things", "add"),
            ("GET", "/things/7", "show|7"),
            ("GET", "/things/7/", "show|7"),
            ("GET", "/things//7", "show|7"),
            ("GET", "/things/%2F", "show|%2F"),
            ("GET", "/things/a%20b", "show|a%20b"),
            ("GET", "/%74hings/%74", "show|%74"),
            ("GET", "/%66irst", "no slash"),
            ("GET", "/things/special", "too late"),
            ("DELETE", "/things/special", "remove|special"),
            ("DELETE", "/things/7", "remove|7"),
            ("PATCH", "/things/7", "change|7"),
            ("PUT", "/things/7/parts/8", "part|7|8"),
            ("GET", "/files", "rest|"),
            ("GET", "/files/", "rest|"),
            ("GET", "/files/a/b/c.txt", "rest|a/b/c.txt"),
            ("GET", "/any/thing/end", "any|thing"),
            ("GET", "/first", "no slash"),
            ("GET", "/first/", "no slash"),
            ("GET", "http://h/things/9?q", "show|9"),
            ("OPTIONS", "/own", "options"),
        ] {
            let response = ask(&mut client, method, path);
            assert_eq!((response.status, response.text().as_str()), (200, expected), "{method} {path}");
        }
    });
}

#[test]
fn head_is_answered_like_get_without_the_body() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        let full = ask(&mut client, "GET", "/things");
        let head = ask(&mut client, "HEAD", "/things");
        assert_eq!((head.status, head.header("Content-Length")), (200, Some("4")));
        let names = |response: &Response| response.headers.iter().map(|(name, _)| name.clone()).collect::<Vec<_>>();
        assert_eq!(names(&head), names(&full));
        // A handler of its own comes first; nothing of a body is left on the wire for the next answer.
        assert_eq!(ask(&mut client, "HEAD", "/both").header("Content-Length"), Some("4"));
        assert_eq!(ask(&mut client, "GET", "/both").text(), "get");
        assert_eq!(ask(&mut client, "HEAD", "/nothing").status, 404);
        assert_eq!(ask(&mut client, "GET", "/").text(), "root");
    });
}

#[test]
fn other_methods_of_a_path() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        for (method, path, status, allow) in [
            ("POST", "/", 405, "GET, HEAD, OPTIONS"),
            ("DELETE", "/things", 405, "GET, HEAD, POST, OPTIONS"),
            ("POST", "/things/7", 405, "GET, HEAD, PATCH, DELETE, OPTIONS"),
            ("GET", "/things/7/parts/8", 405, "PUT, OPTIONS"),
            ("TRACE", "/", 405, "GET, HEAD, OPTIONS"),
            ("OPTIONS", "/things", 204, "GET, HEAD, POST, OPTIONS"),
            ("OPTIONS", "*", 204, "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT"),
            ("BREW", "/things", 501, "GET, HEAD, POST, OPTIONS"),
            ("get", "/things", 501, "GET, HEAD, POST, OPTIONS"),
        ] {
            let response = ask(&mut client, method, path);
            assert_eq!((response.status, response.header("Allow")), (status, Some(allow)), "{method} {path}");
        }
        for (method, path) in [("BREW", "/nothing"), ("CONNECT", "h:80")] {
            assert_eq!(ask(&mut client, method, path).status, 501, "{method} {path}");
        }
    });
}

#[test]
fn nothing_there() {
    each_placement(|setup| {
        let server = site(setup).start();
        let mut client = server.client();
        for path in
            ["/nothing", "/thing", "/thingss", "/Things", "/any/end", "/any/a/b/end", "/things/1/parts", "/%66irst%2f"]
        {
            for method in ["GET", "POST", "DELETE"] {
                let response = ask(&mut client, method, path);
                assert_eq!((response.status, response.text().as_str()), (404, "{\"error\": \"Not found!\"}"), "{path}");
                assert_eq!(response.header("Content-Type"), Some("application/json"));
            }
        }
    });
}

#[test]
fn a_handler_for_everything_else() {
    each_placement(|setup| {
        let server = site(setup).app(|app| app.set_catch_all(Some(Arc::new(named("caught"))))).start();
        let mut client = server.client();
        for (method, path) in [("GET", "/nothing"), ("POST", "/x/y"), ("BREW", "/nothing"), ("HEAD", "/nothing")] {
            let response = ask(&mut client, method, path);
            assert_eq!(response.status, 200, "{method} {path}");
            assert_eq!(response.text(), if method == "HEAD" { "" } else { "caught" }, "{method} {path}");
        }
        assert_eq!(ask(&mut client, "GET", "/things").text(), "list");
        assert_eq!(ask(&mut client, "POST", "/").status, 405);
        assert_eq!(ask(&mut client, "CONNECT", "h:80").status, 501, "200 would mean a tunnel");
    });
}

#[test]
fn the_not_found_handler_comes_before_the_one_for_everything() {
    each_placement(|setup| {
        let change = |app: &cerver_core::http::App| {
            app.set_catch_all(Some(Arc::new(named("caught"))));
            app.set_not_found(Some(Arc::new(named("missing"))));
        };
        let server = site(setup).app(change).start();
        assert_eq!(server.get("/nothing").text(), "missing");
    });
}

#[test]
fn a_site_without_routes() {
    each_placement(|setup| {
        let server = setup.start();
        assert_eq!(server.get("/").status, 404);
    });
}

#[test]
fn changes_count_from_the_next_start() {
    each_placement(|setup| {
        let route = Route::new("/a");
        route.handle(Method::Get, Arc::new(named("old")));
        let server = setup.route(&route).start();
        route.handle(Method::Get, Arc::new(named("new")));
        assert_eq!(server.get("/a").text(), "old");
        server.0.stop().expect("stopped");
        server.0.start().expect("started again");
        assert_eq!(server.get("/a").text(), "new");
    });
}
