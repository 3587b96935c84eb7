//! Tokens and functions before routes, folders, uploads and upgrades, wherever handlers run.

use cerver_core::{
    error::Code,
    http::{
        App, Exchange, Response, Route, StaticFolder,
        auth::{AuthType, Authenticator, Claims, Keep},
        content_type::ContentType,
        method::Method,
        status::Status,
    },
};
use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicU32, Ordering},
    },
};
use support::{
    server::{Setup, TestServer, answer, each_placement},
    temp::TempDir,
};

/// With a secret in a file.
fn with_secret(setup: Setup, folder: &TempDir) -> Setup {
    let secret = folder.file("secret", "0123456789abcdef0123456789abcdef");
    setup.limits(|options| options.jwt.private_key = Some(secret))
}

fn token(app: &App, claims: &str) -> String {
    let token = app.tokens().unwrap().make(claims.as_bytes()).unwrap();
    format!("Authorization: Bearer {}\r\n", String::from_utf8(token).unwrap())
}

fn guarded(
    path: &str,
    method: Method,
    kind: AuthType,
    handler: impl Fn(Exchange) + Send + Sync + 'static,
) -> Arc<Route> {
    let route = Route::new(path);
    route.handle(method, Arc::new(handler));
    route.set_auth(kind);
    route
}

fn tell_claims(exchange: Exchange) {
    let text = exchange.request(|request| request.claims().map(|claims| claims.as_json().to_owned()));
    answer(exchange, text.unwrap().unwrap_or_default());
}

/// The status, WWW-Authenticate and body of an answer to a request on a connection of its own.
fn ask(server: &TestServer, request: &str) -> (u16, Option<String>, String) {
    let mut client = server.client();
    // The answer may come before all is sent.
    let _ = client.send(request);
    let response = client.response().expect("an answer");
    (response.status, response.header("WWW-Authenticate").map(str::to_owned), response.text())
}

fn get(path: &str, lines: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: h\r\n{lines}\r\n")
}

const REFUSED: &str = r#"{"error": "Failed to authenticate!"}"#;

/// Accepts who has the right key in a header, or in the body.
fn with_key() -> Authenticator {
    Arc::new(|exchange: Exchange| {
        let is_good = exchange.request(|request| {
            let field = request.form().and_then(|form| form.get(b"key")).is_some_and(|key| key == b"open");
            field || request.header_by_name(b"X-Key") == Some(b"open")
        });
        is_good.unwrap()
    })
}

#[test]
fn tokens_open_a_route() {
    each_placement(|setup| {
        let folder = TempDir::new("auth");
        let route = guarded("/claims", Method::Get, AuthType::Bearer, tell_claims);
        let mut app = None;
        let setup = with_secret(setup, &folder).shared_app(|shared| app = Some(shared));
        let server = setup.route(&route).text("/open", "open").start();
        let app = app.unwrap();
        let refused = |challenge: &str| (401, Some(challenge.to_owned()), REFUSED.to_owned());
        let invalid = refused("Bearer error=\"invalid_token\", error_description=\"The token is not valid\"");
        let good = token(&app, r#"{"id":7}"#);
        for (lines, expected) in [
            (String::new(), refused("Bearer")),
            ("Authorization: Basic dXNlcjpw\r\n".to_owned(), refused("Bearer")),
            ("Authorization: Bearer\r\n".to_owned(), refused("Bearer")),
            (good.replace("Bearer ", ""), refused("Bearer")),
            ("Authorization: Bearer \r\n".to_owned(), refused("Bearer")),
            ("Authorization: Bearer x\r\n".to_owned(), invalid.clone()),
            (good.replace("\r\n", "x\r\n"), invalid),
            (good.clone(), (200, None, r#"{"id": 7}"#.to_owned())),
            (good.replace("Bearer ", "bearer   "), (200, None, r#"{"id": 7}"#.to_owned())),
            (
                token(&app, r#"{"exp":1}"#),
                refused("Bearer error=\"invalid_token\", error_description=\"The token has expired\""),
            ),
            (
                token(&app, r#"{"nbf":99999999999}"#),
                refused("Bearer error=\"invalid_token\", error_description=\"The token is not valid yet\""),
            ),
        ] {
            assert_eq!(ask(&server, &get("/claims", &lines)), expected, "{lines}");
        }
        assert_eq!(ask(&server, &get("/open", "")).0, 200);
        // One after the other on one connection: a claim of one request is never seen by another.
        let mut client = server.client();
        let text = [get("/claims", &good), get("/claims", ""), get("/open", ""), get("/claims", &good)].concat();
        client.send(text).unwrap();
        for status in [200, 401, 200, 200] {
            assert_eq!(client.response().unwrap().status, status);
        }
    });
}

#[test]
fn who_has_no_token_uploads_nothing() {
    each_placement(|setup| {
        let (keys, uploads) = (TempDir::new("auth"), TempDir::new("auth-uploads"));
        let calls = Arc::new(AtomicU32::new(0));
        let counted = Arc::clone(&calls);
        let route = guarded("/upload", Method::Post, AuthType::Bearer, move |exchange| {
            counted.fetch_add(1, Ordering::Relaxed);
            tell_claims(exchange);
        });
        route.set_multipart(true);
        let mut app = None;
        let setup = with_secret(setup, &keys).shared_app(|shared| app = Some(shared)).route(&route);
        let server = setup.app(|app| app.set_uploads_folder(Some(uploads.path())).unwrap()).start();
        let body = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\ncontent\r\n--b--\r\n";
        let request = |lines: &str, rest: &str| {
            format!(
                "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\n\
                 {lines}\r\n{rest}",
                body.len()
            )
        };
        assert_eq!(ask(&server, &request("", body)).0, 401);
        assert_eq!(ask(&server, &request("Expect: 100-continue\r\n", "")).0, 401, "no interim answer");
        assert_eq!((calls.load(Ordering::Relaxed), fs::read_dir(uploads.path()).unwrap().count()), (0, 0));
        let good = token(&app.unwrap(), r#"{"id":7}"#);
        assert_eq!(ask(&server, &request(&good, body)), (200, None, r#"{"id": 7}"#.to_owned()));
        assert_eq!((calls.load(Ordering::Relaxed), fs::read_dir(uploads.path()).unwrap().count()), (1, 1));
    });
}

#[test]
fn tokens_come_before_gates_and_hooks_may_refuse() {
    each_placement(|setup| {
        let folder = TempDir::new("auth");
        let route = guarded("/gated", Method::Post, AuthType::Bearer, tell_claims);
        route.set_gate(Some(Arc::new(|exchange: Exchange| {
            let is_admin =
                exchange.request(|request| request.claims().and_then(|claims| claims.get("adm")) == Some("true"));
            if is_admin.unwrap() {
                exchange.pass().unwrap();
            }
        })));
        route.set_claims_hook(Some(Arc::new(|claims: &Claims| -> Option<Keep> {
            claims.get("no").is_none().then(|| Box::new(|_: &mut _| {}) as Keep)
        })));
        route.stream_body(None);
        let mut app = None;
        let setup = with_secret(setup, &folder).shared_app(|shared| app = Some(shared));
        let server = setup.route(&route).start();
        let app = app.unwrap();
        let post = |lines: &str| format!("POST /gated HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n{lines}\r\nx");
        assert_eq!(ask(&server, &post("")).0, 401);
        assert_eq!(ask(&server, &post(&token(&app, r#"{"id":7}"#))).0, 403, "the gate");
        assert_eq!(ask(&server, &post(&token(&app, r#"{"adm":true,"no":1}"#))).0, 401, "the hook");
        let good = token(&app, r#"{"adm":true}"#);
        assert_eq!(
            ask(&server, &post(&good)),
            (200, None, r#"{"adm": true}"#.to_owned()),
            "kept while the body streams"
        );
    });
}

#[test]
fn functions_open_a_route() {
    each_placement(|setup| {
        let route = guarded("/custom", Method::Post, AuthType::Custom, |exchange| answer(exchange, "in"));
        route.set_authenticator(Some(with_key()));
        let named = guarded("/named", Method::Get, AuthType::Custom, |exchange| answer(exchange, "in"));
        named.set_authenticator(Some(with_key()));
        named.set_challenge("Basic realm=\"office\"").unwrap();
        assert_eq!(named.set_challenge("a\nb").unwrap_err().code(), Code::Argument);
        let answers = guarded("/answers", Method::Get, AuthType::Custom, |exchange| answer(exchange, "in"));
        answers.set_authenticator(Some(Arc::new(|exchange: Exchange| {
            exchange.answer(Status(418), ContentType::Txt, b"teapot").unwrap();
            true
        })));
        let panics = guarded("/panics", Method::Get, AuthType::Custom, |exchange| answer(exchange, "in"));
        panics.set_authenticator(Some(Arc::new(|_: Exchange| panic!("by the test"))));
        let server = setup.route(&route).route(&named).route(&answers).route(&panics).start();
        let post = |lines: &str, body: &str| {
            let kind = "Content-Type: application/x-www-form-urlencoded";
            let length = body.len();
            format!("POST /custom HTTP/1.1\r\nHost: h\r\n{kind}\r\nContent-Length: {length}\r\n{lines}\r\n{body}")
        };
        let refused = (401, Some("Custom".to_owned()), REFUSED.to_owned());
        assert_eq!(ask(&server, &post("", "key=shut")), refused);
        assert_eq!(ask(&server, &post("", "key=open")), (200, None, "in".to_owned()));
        assert_eq!(ask(&server, &post("X-Key: open\r\n", "")), (200, None, "in".to_owned()));
        assert_eq!(ask(&server, &get("/named", "")).1.as_deref(), Some("Basic realm=\"office\""));
        assert_eq!(ask(&server, &get("/named", "X-Key: open\r\n")).0, 200);
        assert_eq!(ask(&server, &get("/answers", "")), (418, None, "teapot".to_owned()));
        assert_eq!(ask(&server, &get("/panics", "")).0, 500);
    });
}

#[test]
fn what_is_refused_leaves_no_file() {
    each_placement(|setup| {
        let uploads = TempDir::new("auth-uploads");
        let route = guarded("/upload", Method::Post, AuthType::Custom, |exchange| answer(exchange, "in"));
        route.set_multipart(true);
        let (folder, seen) = (uploads.path().to_owned(), Arc::new(AtomicU32::new(0)));
        let at_check = Arc::clone(&seen);
        route.set_authenticator(Some(Arc::new(move |exchange: Exchange| {
            at_check.store(fs::read_dir(&folder).unwrap().count() as u32, Ordering::Relaxed);
            let key = exchange
                .request(|request| request.parts().and_then(|parts| parts.get(b"key")?.value().first().copied()));
            key.unwrap() == Some(b'o')
        })));
        let server = setup
            .route(&route)
            .app(|app| app.set_uploads_folder(Some(uploads.path())).unwrap())
            .limits(|options| options.uploads.waiting_files_limit = 10)
            .start();
        let file = |content: &str| {
            format!("--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"f\"\r\n\r\n{content}\r\n")
        };
        let key = |key: &str| format!("--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\n{key}\r\n");
        let mut files = 0;
        for (what, parts, status, makes) in [
            ("a key behind the files", file("12345") + &file("67890") + &key("shut"), 401, 0),
            ("a good one", file("12345") + &file("67890") + &key("open"), 200, 2),
            ("one too far behind", file("12345") + &file("678901") + &key("open"), 401, 0),
            ("one in front", key("open") + &file("12345") + &file("678901") + &file("x"), 200, 3),
            ("a wrong one in front", key("shut") + &file("12345678901"), 401, 0),
            ("none", file(""), 401, 0),
        ] {
            let body = parts + "--b--\r\n";
            let head = "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b";
            let request = format!("{head}\r\nContent-Length: {}\r\n\r\n{body}", body.len());
            assert_eq!(ask(&server, &request).0, status, "{what}");
            assert_eq!(seen.load(Ordering::Relaxed), files, "{what}: nothing is made before the function has agreed");
            files += makes;
            assert_eq!(fs::read_dir(uploads.path()).unwrap().count() as u32, files, "{what}");
        }
        let mut sizes: Vec<_> =
            fs::read_dir(uploads.path()).unwrap().map(|entry| entry.unwrap().metadata().unwrap().len()).collect();
        sizes.sort_unstable();
        assert_eq!(sizes, [1, 5, 5, 5, 6], "all that has waited is written");
    });
}

#[test]
fn folders_can_be_guarded() {
    each_placement(|setup| {
        let (keys, private, public) = (TempDir::new("auth"), TempDir::new("auth-private"), TempDir::new("auth-public"));
        private.file("secret.txt", "secret");
        private.file("both.txt", "private");
        public.file("both.txt", "public");
        public.file("open.txt", "open");
        let folder = StaticFolder::open(private.path()).unwrap();
        folder.set_auth(AuthType::Bearer);
        let mut shared = None;
        let setup = with_secret(setup, &keys).shared_app(|app| shared = Some(app)).app(|app| {
            app.add_static_folder(&folder);
            app.add_folder(public.path()).unwrap();
        });
        let server = setup.text("/route", "route").start();
        let good = token(&shared.unwrap(), "{}");
        for (path, without, with) in [
            ("/secret.txt", (401, REFUSED), (200, "secret")),
            ("/both.txt", (401, REFUSED), (200, "private")),
            ("/open.txt", (200, "open"), (200, "open")),
            ("/route", (200, "route"), (200, "route")),
            ("/none.txt", (401, REFUSED), (404, r#"{"error": "Not found!"}"#)),
        ] {
            let answer = ask(&server, &get(path, ""));
            assert_eq!((answer.0, answer.2.as_str()), without, "{path}");
            let answer = ask(&server, &get(path, &good));
            assert_eq!((answer.0, answer.2.as_str()), with, "{path}");
        }
        let part = ask(&server, &get("/secret.txt", &format!("{good}Range: bytes=1-2\r\n")));
        assert_eq!((part.0, part.2.as_str()), (206, "ec"));
        assert_eq!(ask(&server, "POST /secret.txt HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n").0, 404);
        let mut client = server.client();
        client.send(format!("HEAD /secret.txt HTTP/1.1\r\nHost: h\r\n{good}\r\n")).unwrap();
        let head = client.head_response().unwrap();
        assert_eq!((head.status, head.header("Content-Length")), (200, Some("6")));
    });
}

#[test]
fn upgrades_ask_for_the_token_too() {
    each_placement(|setup| {
        let folder = TempDir::new("auth");
        let route = guarded("/up", Method::Get, AuthType::Bearer, tell_claims);
        let upgrader = |request: &mut cerver_core::http::Request, _: &mut _| {
            let claims = request.claims().map(|claims| claims.as_json().to_owned());
            Err(Response::with_body(Status::CONFLICT, ContentType::Txt, claims.unwrap_or_default()))
        };
        route.take_upgrade("test", Arc::new(upgrader)).unwrap();
        let mut app = None;
        let setup = with_secret(setup, &folder).shared_app(|shared| app = Some(shared));
        let server = setup.route(&route).start();
        let lines = "Connection: upgrade\r\nUpgrade: test\r\n";
        assert_eq!(ask(&server, &get("/up", lines)), (401, Some("Bearer".to_owned()), REFUSED.to_owned()));
        let good = token(&app.unwrap(), r#"{"id":7}"#);
        let answer = ask(&server, &get("/up", &format!("{lines}{good}")));
        assert_eq!(answer, (409, None, r#"{"id": 7}"#.to_owned()));
    });
}

/// Rules that nobody could keep fail the start and say which.
#[test]
fn what_cannot_be_guarded_does_not_start() {
    let folder = TempDir::new("auth");
    let setup = || Setup::new(support::server::PLACEMENTS[0]);
    let fails = |setup: Setup, code: Code, part: &str| {
        let error = setup.server().start().expect_err("it must not start");
        assert!(error.code() == code && error.message().contains(part), "{error:?}");
    };
    let route = |kind| guarded("/x", Method::Get, kind, tell_claims);
    fails(setup().route(&route(AuthType::Bearer)), Code::State, "the route /x wants tokens, and no key checks them");
    fails(setup().route(&route(AuthType::Custom)), Code::State, "the route /x wants a function");
    let upgrading = route(AuthType::Custom);
    upgrading.set_authenticator(Some(with_key()));
    let upgrader = |_: &mut _, _: &mut _| Err(Response::default());
    upgrading.take_upgrade("test", Arc::new(upgrader)).unwrap();
    fails(setup().route(&upgrading), Code::State, "changes the protocol");
    let files = StaticFolder::open(folder.path()).unwrap();
    files.set_auth(AuthType::Bearer);
    fails(setup().app(|app| app.add_static_folder(&files)), Code::State, "the folder ");
    let missing = folder.path().join("missing");
    fails(
        setup().limits(|options| options.jwt.public_key = Some(missing)),
        Code::Argument,
        "missing for HS256 cannot be read",
    );
    let setup = with_secret(setup(), &folder).limits(|options| options.jwt.algorithm = None);
    fails(setup.route(&route(AuthType::Bearer)), Code::State, "no key checks them");
}
