//! What clients see of errors: pages after their Accept field, the application's own pages, names of requests.

use cerver_core::{
    config::{Placement, RequestIds},
    http::{ErrorPage, Exchange, Fields, PageKind, Response, content_type::ContentType, status::Status},
};
use parking_lot::Mutex;
use std::{sync::Arc, thread, time::Duration};
use support::{
    http::Response as Answer,
    server::{Setup, TestServer, answer, each_placement, get},
};

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";
/// Long enough for every answer that does not have to wait for it.
const SHORT: Duration = Duration::from_millis(700);

/// The answer to a request with a line more.
fn ask(server: &TestServer, path: &str, line: &str) -> Answer {
    let mut client = server.client();
    client.send(get(path).replace("\r\n\r\n", &format!("\r\n{line}\r\n\r\n"))).expect("sent");
    client.response().expect("an answer")
}

fn expect_page(response: &Answer, status: u16, kind: &str) {
    assert_eq!((response.status, response.header("Content-Type")), (status, Some(kind)), "{}", response.text());
    assert_eq!(response.header("X-Content-Type-Options"), Some("nosniff"));
    assert_eq!(response.header("Vary"), Some("Accept"));
}

/// A server on which everything goes wrong.
fn broken(setup: Setup) -> TestServer {
    setup
        .get("/panic", |_| panic!("as asked"))
        .get("/nothing", |_| {})
        .get("/asked", |exchange| exchange.respond(Response::error(Status::FORBIDDEN, "Not for you.")).expect("taken"))
        .get("/slow", |exchange| exchange.detach().expect("not answered yet"))
        .text("/a", "fine")
        .limits(|limits| {
            limits.answer_timeout = SHORT;
            limits.body_limit = 10;
        })
        .start()
}

#[test]
fn pages_have_the_form_that_the_client_accepts() {
    each_placement(|setup| {
        let server = broken(setup);
        for (path, status, text) in [
            ("/none", 404, "Not found!"),
            ("/panic", 500, "Internal error!"),
            ("/nothing", 500, "Internal error!"),
            ("/asked", 403, "Not for you."),
            ("/slow", 503, "The answer took too long."),
        ] {
            let json = ask(&server, path, "X: y");
            expect_page(&json, status, "application/json");
            assert_eq!(json.text(), format!("{{\"error\": \"{text}\"}}"));
            let html = ask(&server, path, &format!("Accept: {BROWSER}"));
            expect_page(&html, status, "text/html; charset=UTF-8");
            assert!(html.text().starts_with("<!DOCTYPE html>"), "{}", html.text());
            assert!(html.text().contains(&format!("<p>{text}</p>")), "{}", html.text());
            let plain = ask(&server, path, "Accept: text/plain");
            expect_page(&plain, status, "text/plain");
            assert_eq!(plain.text(), format!("{text}\n"));
        }
    });
}

#[test]
fn refusals_have_pages_too() {
    each_placement(|setup| {
        let server = broken(setup);
        let post = format!("GET /a HTTP/1.1\r\nHost: h\r\nAccept: {BROWSER}\r\nContent-Length: 11\r\n\r\n");
        let mut client = server.client();
        client.send(post).expect("sent");
        let response = client.response().expect("an answer");
        expect_page(&response, 413, "text/html; charset=UTF-8");
        assert_eq!(client.rest().expect("the end"), b"");

        let response = ask(&server, "/a", &format!("Accept: {BROWSER}\r\nHost: again"));
        expect_page(&response, 400, "application/json");

        let mut client = server.client();
        client.send(format!("DELETE /a HTTP/1.1\r\nHost: h\r\nAccept: {BROWSER}\r\n\r\n")).expect("sent");
        let response = client.response().expect("an answer");
        expect_page(&response, 405, "text/html; charset=UTF-8");
        assert!(response.header("Allow").is_some_and(|allow| allow.contains("GET")));
    });
}

#[test]
fn nothing_of_the_request_comes_back() {
    each_placement(|setup| {
        let server = broken(setup);
        for accept in ["text/html", "application/json", "text/plain"] {
            let response = ask(&server, "/%3Cscript%3E'\"<script>?<i>", &format!("Accept: {accept}\r\nX-Mark: <i>"));
            assert_eq!(response.status, 404);
            for mark in ["script", "X-Mark", "<i>"] {
                assert!(!response.text().contains(mark), "{}", response.text());
            }
        }
    });
}

#[test]
fn head_gets_the_head_of_the_page() {
    each_placement(|setup| {
        let server = broken(setup);
        let mut client = server.client();
        for path in ["/none", "/panic"] {
            client.send(get(path).replace("GET", "HEAD")).expect("sent");
            let response = client.head_response().expect("an answer");
            assert!(response.header("Content-Length").is_some_and(|length| length != "0"));
        }
        assert_eq!(client.get("/a").expect("no body in between").text(), "fine");
    });
}

/// What a hook saw: status, text, method, path, name and form.
type Seen = (u16, String, Option<String>, Option<String>, bool, PageKind);

fn seen(page: &ErrorPage) -> Seen {
    let text = |bytes: &Option<Vec<u8>>| bytes.as_ref().map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    let (method, path) = (text(&page.method), text(&page.path));
    (page.status.0, page.text.to_string(), method, path, page.request_id.is_some(), page.kind)
}

#[test]
fn the_application_makes_its_own_pages() {
    each_placement(|setup| {
        let calls = Arc::new(Mutex::new(Vec::new()));
        let (notes, placement) = (Arc::clone(&calls), setup.placement());
        let hook = move |page: &ErrorPage| {
            let name = thread::current().name().unwrap_or_default().to_owned();
            notes.lock().push((name, seen(page)));
            match page.status {
                Status::NOT_FOUND => {
                    let mut own = Response::with_body(Status::OK, ContentType::Html, "<b>gone</b>");
                    own.fields.add(b"X-Own", b"yes").expect("valid");
                    own.fields.add(b"Vary", b"Accept-Language").expect("valid");
                    Some(own)
                }
                Status::INTERNAL_SERVER_ERROR => panic!("the hook fails"),
                Status::FORBIDDEN => Some(Response::error(Status::FORBIDDEN, "again")),
                _ => None,
            }
        };
        let setup = setup
            .app(|app| app.set_error_page(Some(Arc::new(hook))))
            .limits(|limits| limits.request_ids = RequestIds::Generate);
        let server = broken(setup);
        let response = ask(&server, "/none?q", &format!("Accept: {BROWSER}"));
        assert_eq!((response.status, response.text().as_str()), (404, "<b>gone</b>"));
        assert_eq!((response.header("X-Own"), response.header("Vary")), (Some("yes"), Some("Accept-Language")));
        assert_eq!(response.header("X-Content-Type-Options"), Some("nosniff"));
        assert_eq!(ask(&server, "/panic", "A: b").text(), "{\"error\": \"Internal error!\"}");
        assert_eq!(ask(&server, "/asked", "A: b").text(), "{\"error\": \"Not for you.\"}");
        assert_eq!(ask(&server, "/a", "Host: again").status, 400);
        let owned = |text: &str| Some(text.to_owned());
        let (method, json) = (owned("GET"), PageKind::Json);
        let expected = [
            (404, "Not found!".to_owned(), method.clone(), owned("/none"), true, PageKind::Html),
            (500, "Internal error!".to_owned(), method.clone(), owned("/panic"), true, json),
            (403, "Not for you.".to_owned(), method, owned("/asked"), true, json),
        ];
        let calls = calls.lock();
        let pages: Vec<Seen> = calls.iter().map(|(_, page)| page.clone()).collect();
        assert_eq!(pages[..3], expected);
        assert_eq!((pages[3].0, &pages[3].2, &pages[3].3), (400, &None, &None));
        assert!(calls.iter().all(|(name, _)| name == "test-r0"), "on the reactor: {placement:?} {calls:?}");
    });
}

#[test]
fn an_error_page_is_an_answer() {
    each_placement(|setup| {
        let server = setup
            .get("/twice", |exchange| {
                exchange.respond(Response::error(Status::CONFLICT, "No.")).expect("the first");
                assert!(exchange.respond(Response::error(Status::CONFLICT, "No.")).is_err());
                assert!(exchange.stream(Status::OK, &Fields::default()).is_err());
                assert!(exchange.close().is_err());
            })
            .get("/later", |exchange| {
                exchange.detach().expect("not answered yet");
                thread::spawn(move || exchange.respond(Response::error(Status::CONFLICT, "Later.")));
            })
            .text("/a", "fine")
            .start();
        let mut client = server.client();
        client.send(get("/twice") + &get("/later") + &get("/a")).expect("sent");
        for text in ["{\"error\": \"No.\"}", "{\"error\": \"Later.\"}", "fine"] {
            assert_eq!(client.response().expect("an answer").text(), text);
        }
    });
}

fn with_ids(ids: RequestIds) -> impl Fn(Setup) -> TestServer {
    move |setup| {
        setup
            .get("/id", |exchange: Exchange| {
                let id = exchange.request(|request| request.id().map(<[u8]>::to_vec)).expect("there");
                answer(exchange, id.unwrap_or_else(|| b"none".to_vec()));
            })
            .get("/trace", |exchange: Exchange| {
                let text = exchange.request(|request| {
                    let parent =
                        request.trace_parent().map(|parent| format!("{} {}", parent.trace_id, parent.parent_id));
                    format!("{parent:?} {:?}", request.trace_state())
                });
                answer(exchange, text.expect("there"));
            })
            .limits(|limits| limits.request_ids = ids)
            .start()
    }
}

#[test]
fn requests_have_names_when_asked_for() {
    each_placement(|setup| {
        let server = with_ids(RequestIds::Off)(setup);
        let response = ask(&server, "/id", "X-Request-Id: mine");
        assert_eq!((response.text().as_str(), response.header("X-Request-Id")), ("none", None));
    });
    each_placement(|setup| {
        let server = with_ids(RequestIds::Generate)(setup);
        let mut client = server.client();
        let ids: Vec<String> = (0..3)
            .map(|_| {
                client.send(get("/id").replace("\r\n\r\n", "\r\nX-Request-Id: mine\r\n\r\n")).expect("sent");
                let response = client.response().expect("an answer");
                assert_eq!(response.header("X-Request-Id"), Some(response.text().as_str()));
                response.text()
            })
            .collect();
        assert!(ids.iter().all(|id| id.len() == 32 && id != "mine"), "{ids:?}");
        assert!(ids[0] != ids[1] && ids[1] != ids[2]);
        let refused = ask(&server, "/id", "Host: again");
        assert!(refused.header("X-Request-Id").is_some_and(|id| id.len() == 32), "{refused:?}");
    });
    each_placement(|setup| {
        let server = with_ids(RequestIds::Trust)(setup);
        assert_eq!(ask(&server, "/id", "X-Request-Id: mine-1.2").header("X-Request-Id"), Some("mine-1.2"));
        let long = "x".repeat(129);
        for bad in ["a b", "<a>", "\u{e9}", "a\"", &long, "", "a\r\nX-Request-Id: b"] {
            let response = ask(&server, "/id", &format!("X-Request-Id: {bad}"));
            let id = response.header("X-Request-Id").expect("a new one");
            assert!(id.len() == 32 && response.text() == id, "{bad}: {id}");
        }
    });
}

#[test]
fn the_trace_of_a_request() {
    const PARENT: &str = "traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    let server = with_ids(RequestIds::Off)(Setup::new(Placement::Reactor));
    let good = "Some(\"0af7651916cd43dd8448eb211c80319c b7ad6b7169203331\")";
    for (lines, expected) in [
        ("X: y".to_owned(), "None None".to_owned()),
        (PARENT.to_owned(), format!("{good} None")),
        (format!("{PARENT}\r\ntracestate: a=1\r\nTraceState: b=2"), format!("{good} Some(\"a=1,b=2\")")),
        (format!("{PARENT}\r\ntracestate: a=1,a=2"), format!("{good} None")),
        (format!("{PARENT}\r\n{PARENT}"), "None None".to_owned()),
        ("traceparent: 00-0-0-01\r\ntracestate: a=1".to_owned(), "None None".to_owned()),
    ] {
        assert_eq!(ask(&server, "/trace", &lines).text(), expected, "{lines}");
    }
}
