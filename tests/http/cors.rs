//! Pages of other sites (the Fetch standard's CORS protocol), wherever handlers run.

use cerver_core::{
    config::{HttpOptions, Placement},
    error::Code,
    http::{
        App, Body, Exchange, Fields, Response, Route, auth::AuthType, header::KnownHeader, method::Method,
        status::Status,
    },
};
use std::sync::Arc;
use support::{
    http::Response as Reply,
    server::{Setup, TestServer, answer, each_placement},
};

const PAGE: &str = "https://page.example";

fn running(setup: Setup, change: impl FnOnce(&mut HttpOptions)) -> TestServer {
    let own = Route::new("/own");
    own.handle(
        Method::Get,
        Arc::new(|exchange: Exchange| {
            let mut fields = Fields::default();
            fields.set(KnownHeader::AccessControlAllowOrigin, b"https://own.example").expect("a value");
            let _ = exchange.respond(Response { fields, body: Body::Bytes(b"own".to_vec()), ..Response::default() });
        }),
    );
    own.handle(Method::Options, Arc::new(|exchange: Exchange| answer(exchange, "asked")));
    let guarded = Route::new("/guarded");
    guarded.handle(Method::Put, Arc::new(|exchange: Exchange| answer(exchange, "in")));
    guarded.set_auth(AuthType::Custom);
    guarded.set_authenticator(Some(Arc::new(|_: Exchange| false)));
    let stream = |exchange: Exchange| {
        exchange.stream(Status::OK, &Fields::default()).expect("begun");
        exchange.stream_write(b"piece").expect("sent");
        exchange.stream_end().expect("ended");
    };
    setup
        .text("/a", "fine")
        .handle(Method::Post, "/a", |exchange| answer(exchange, "posted"))
        .get("/stream", stream)
        .route(&own)
        .route(&guarded)
        .app(|app: &App| {
            for origin in ["HTTPS://Page.example:443", "http://localhost:3000", PAGE] {
                app.whitelist_origin(origin).expect("an origin");
            }
            assert_eq!(app.whitelist_origin("page.example").unwrap_err().code(), Code::Argument);
        })
        .limits(|options| {
            options.cors.is_on = true;
            change(options);
        })
        .start()
}

/// The answer to a request with further lines.
fn ask(server: &TestServer, line: &str, lines: &[(&str, &str)]) -> Reply {
    let lines: String = lines.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    let mut client = server.client();
    client.send(format!("{line} HTTP/1.1\r\nHost: h\r\n{lines}\r\n")).expect("sent");
    client.response().expect("an answer")
}

/// What an answer says to pages: origin, credentials, exposed names, and whether it depends on the Origin.
fn said(reply: &Reply) -> [Option<&str>; 4] {
    let varies = reply.headers.iter().any(|(name, value)| name.eq_ignore_ascii_case("vary") && value == "Origin");
    [
        reply.header("Access-Control-Allow-Origin"),
        reply.header("Access-Control-Allow-Credentials"),
        reply.header("Access-Control-Expose-Headers"),
        varies.then_some("Origin"),
    ]
}

#[test]
fn answers_say_which_pages_may_read_them() {
    each_placement(|setup| {
        let server = running(setup, |options| {
            options.cors.credentials = true;
            options.cors.exposed = "ETag, X-Request-Id".to_owned();
        });
        let open = [Some(PAGE), Some("true"), Some("ETag, X-Request-Id"), Some("Origin")];
        let shut = [None, None, None, Some("Origin")];
        for (line, origin, status, expected) in [
            ("GET /a", PAGE, 200, open),
            ("GET /stream", PAGE, 200, open),
            ("GET /nothing", PAGE, 404, open),
            ("DELETE /a", PAGE, 405, open),
            ("PUT /guarded", PAGE, 401, open),
            ("GET /a", "https://page.example:8443", 200, shut),
            ("GET /a", "http://page.example", 200, shut),
            ("GET /a", "https://page.example.net", 200, shut),
            ("GET /a", "https://PAGE.example", 200, shut),
            ("GET /a", "null", 200, shut),
            ("GET /own", PAGE, 200, [Some("https://own.example"), None, None, None]),
        ] {
            let reply = ask(&server, line, &[("Origin", origin)]);
            assert_eq!((reply.status, said(&reply)), (status, expected), "{line} from {origin}");
        }
        let reply = ask(&server, "GET /a", &[]);
        assert_eq!((said(&reply), reply.text()), (shut, "fine".to_owned()), "a cache may give it to any page");
        assert_eq!(
            said(&ask(&server, "GET /a", &[("Origin", "http://localhost:3000")]))[0],
            Some("http://localhost:3000")
        );
    });
}

#[test]
fn preflights_are_answered_for_routes() {
    each_placement(|setup| {
        let server = running(setup, |options| options.cors.max_age = 60);
        let preflight = |path: &str, origin: &str| {
            let lines = [
                ("Origin", origin),
                ("Access-Control-Request-Method", "PUT"),
                ("Access-Control-Request-Headers", "authorization"),
            ];
            ask(&server, &format!("OPTIONS {path}"), &lines)
        };
        let told = |reply: &Reply| {
            ["Methods", "Headers"].map(|name| reply.header(&format!("Access-Control-Allow-{name}")).map(str::to_owned))
        };
        let methods = |text: &str| [Some(text.to_owned()), Some("Authorization, Content-Type".to_owned())];
        let reply = preflight("/a", PAGE);
        assert_eq!((reply.status, told(&reply)), (204, methods("GET, HEAD, POST, OPTIONS")));
        assert_eq!(said(&reply), [Some(PAGE), None, None, Some("Origin")]);
        assert_eq!(reply.header("Access-Control-Max-Age"), Some("60"));
        let reply = preflight("/guarded", PAGE);
        assert_eq!((reply.status, told(&reply)), (204, methods("PUT, OPTIONS")), "who asks has not shown who it is");
        let reply = preflight("/a", "https://other.example");
        assert_eq!((reply.status, told(&reply), said(&reply)[0]), (204, [None, None], None));
        assert_eq!(preflight("/nothing", PAGE).status, 404);
        let reply = preflight("/own", PAGE);
        assert_eq!((reply.text(), told(&reply)), ("asked".to_owned(), [None, None]), "the application answers itself");
        let reply = ask(&server, "OPTIONS /a", &[("Origin", PAGE)]);
        assert_eq!((reply.status, told(&reply)), (204, [None, None]), "no preflight");
        let server = running(Setup::new(Placement::Reactor), |options| {
            options.method_errors = false;
            options.cors.headers = String::new();
        });
        let lines = [("Origin", PAGE), ("Access-Control-Request-Method", "GET")];
        let reply = ask(&server, "OPTIONS /a", &lines);
        assert_eq!((reply.status, told(&reply)[1].as_deref()), (204, None), "also where other methods are no error");
    });
}

#[test]
fn every_page_but_not_with_credentials() {
    let every = |options: &mut HttpOptions| options.cors.origins = vec!["*".to_owned()];
    let server = running(Setup::new(Placement::Reactor), every);
    for lines in [&[("Origin", PAGE)][..], &[]] {
        assert_eq!(said(&ask(&server, "GET /a", lines)), [Some("*"), None, None, None]);
    }
    for change in [
        |options: &mut HttpOptions| (options.cors.credentials, options.cors.origins) = (true, vec!["*".to_owned()]),
        |options: &mut HttpOptions| options.cors.origins = vec!["page".to_owned()],
        |options: &mut HttpOptions| options.cors.headers = "a b".to_owned(),
    ] {
        let server = Setup::new(Placement::Reactor)
            .limits(|options| {
                options.cors.is_on = true;
                change(options);
            })
            .server();
        assert_eq!(server.start().unwrap_err().code(), Code::Argument);
    }
}

#[test]
fn without_it_nothing_is_added() {
    let server = running(Setup::new(Placement::Reactor), |options| options.cors.is_on = false);
    let lines = [("Origin", PAGE), ("Access-Control-Request-Method", "GET")];
    for line in ["GET /a", "OPTIONS /a"] {
        let reply = ask(&server, line, &lines);
        assert_eq!(said(&reply), [None; 4], "{line}");
        assert_eq!(reply.header("Access-Control-Allow-Methods"), None, "{line}");
    }
}
