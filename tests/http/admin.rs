//! What a server tells who runs it: its own routes, and statistics of all routes.

use cerver_core::{
    config::{AdminOptions, HttpOptions, Placement},
    http::{App, Exchange, Route, method::Method},
};
use std::sync::Arc;
use support::{
    http::{Client, Response},
    server::{Setup, TestServer, answer, each_placement, eventually, get, post},
};

fn running(setup: Setup, change: impl FnOnce(&mut AdminOptions)) -> TestServer {
    let main = Route::new("/main");
    main.handle(Method::Get, Arc::new(|exchange: Exchange| answer(exchange, "main")));
    let form = Route::new("form/:id");
    form.set_multipart(true);
    form.handle(Method::Post, Arc::new(|exchange: Exchange| answer(exchange, "form")));
    main.add_child(&form).expect("a new child");
    let hiding = Route::new("*");
    hiding.handle(Method::Get, Arc::new(|exchange: Exchange| answer(exchange, "hidden")));
    let options = |options: &mut HttpOptions| {
        options.admin.routes = true;
        change(&mut options.admin);
    };
    setup
        .text("/first", "first")
        .route(&main)
        .route(&hiding)
        .app(|app: &App| {
            app.set_main_route(&main);
            app.set_admin_info(Arc::new(|| "{\"name\": \"a \\\"b\\\"\"}".to_owned()));
            app.add_admin_file_system("/".as_ref()).expect("there is a root");
            assert!(app.add_admin_file_system("/no/such/path".as_ref()).is_err());
        })
        .limits(options)
        .start()
}

fn json(client: &mut Client, path: &str) -> String {
    let response = client.get(path).expect("an answer");
    assert_eq!((response.status, response.header("Content-Type")), (200, Some("application/json")), "{path}");
    response.text()
}

/// The object of a handler in the statistics.
fn handler<'j>(stats: &'j str, route: &str, method: &str) -> &'j str {
    let start = format!("{{\"route\": \"{route}\"");
    let route = &stats[stats.find(&start).unwrap_or_else(|| panic!("{route} in {stats}"))..];
    let start = format!("{{\"method\": \"{method}\"");
    let handler = &route[route.find(&start).unwrap_or_else(|| panic!("{method} in {route}"))..];
    &handler[..handler.find('}').expect("its end")]
}

fn number(object: &str, name: &str) -> f64 {
    let name = format!("\"{name}\": ");
    let value = &object[object.find(&name).unwrap_or_else(|| panic!("{name} in {object}")) + name.len()..];
    let end = value.find([',', '}']).unwrap_or(value.len());
    value[..end].parse().expect("a number")
}

#[test]
fn routes_are_counted_and_measured() {
    each_placement(|setup| {
        let server = running(setup, |_| {});
        let mut client = server.client();
        for _ in 0..3 {
            client.send(get("/main")).expect("sent");
            client.response().expect("an answer");
        }
        let parts = "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\n12345\r\n\
                     --b\r\nContent-Disposition: form-data; name=g; filename=b\r\n\r\n123456789\r\n--b--";
        let form =
            post("/main/form/7", parts).replacen("Host", "Content-Type: multipart/form-data; boundary=b\r\nHost", 1);
        client.send(form).expect("sent");
        assert_eq!(client.response().expect("an answer").text(), "form");
        server.client().send("garbage\r\n\r\n").expect("sent");
        eventually("the refusal", || server.0.stats().refused == 1);
        client.send(post("/nothing", "")).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 405);
        let stats = json(&mut client, "/main/cerver/stats");
        for (name, value) in [
            ("main_routes", 3.0),
            ("children_routes", 5.0),
            ("total_handlers", 8.0),
            ("n_incompleted_requests", 1.0),
            ("n_unhandled_requests", 1.0),
            ("n_catch_all_requests", 0.0),
            ("n_failed_auth_requests", 0.0),
        ] {
            assert!((number(&stats, name) - value).abs() < 1e-9, "{name}: {stats}");
        }
        let main = handler(&stats, "/main", "GET");
        assert!((number(main, "requests") - 3.0).abs() < 1e-9, "{main}");
        let size = get("/main").len() as f64;
        for (name, value) in [("request_size", size), ("response_size", 4.0)] {
            for kind in ["min", "max", "mean"] {
                assert!((number(main, &format!("{kind}_{name}")) - value).abs() < 1e-9, "{name} {main}");
            }
        }
        let times = ["min", "mean", "max"].map(|kind| number(main, &format!("{kind}_process_time")));
        assert!(times[0] <= times[1] && times[1] <= times[2] && times[2] < 60.0, "{main}");
        let form = handler(&stats, "/main/form/:id", "POST");
        for (name, value) in [
            ("n_uploaded_files", 2.0),
            ("min_n_files", 2.0),
            ("max_n_files", 2.0),
            ("min_file_size", 5.0),
            ("max_file_size", 9.0),
            ("mean_file_size", 7.0),
        ] {
            assert!((number(form, name) - value).abs() < 1e-9, "{name}: {form}");
        }
        assert!(stats.contains("\"route\": \"/main/form/:id\", \"modifier\": \"MultiPart\""), "{stats}");
        assert!((number(handler(&stats, "/first", "GET"), "requests")).abs() < 1e-9);
    });
}

#[test]
fn the_own_routes_are_below_the_main_one() {
    each_placement(|setup| {
        let server = running(setup, |_| {});
        let mut client = server.client();
        assert_eq!(json(&mut client, "/main/cerver/info"), "{\"name\": \"a \\\"b\\\"\"}");
        assert_eq!(json(&mut client, "/main/cerver/stats/workers"), "{}", "nobody has said anything");
        let systems = json(&mut client, "/main/cerver/stats/filesystems");
        assert!(systems.starts_with("{\"filesystems\": [{\"path\": \"/\", \"total\": "), "{systems}");
        assert!(number(&systems, "total") > 0.0 && number(&systems, "used_percentage") <= 100.0, "{systems}");
        assert_eq!(client.get("/cerver/info").expect("an answer").text(), "hidden");
        client.send("HEAD /main/cerver/info HTTP/1.1\r\nHost: h\r\n\r\n").expect("sent");
        let head = client.head_response().expect("an answer");
        assert_eq!((head.status, head.header("Access-Control-Allow-Origin")), (200, None));
        let server = running(Setup::new(Placement::Reactor), |options| options.info = false);
        assert_eq!(server.get("/main/cerver/info").text(), "hidden");
        assert_eq!(server.get("/main/cerver/stats").header("Cache-Control"), Some("no-store"));
    });
}

fn preflight(client: &mut Client) -> Response {
    client.send("OPTIONS /main/cerver/stats HTTP/1.1\r\nHost: h\r\nOrigin: https://a.example\r\nAccess-Control-Request-Method: GET\r\n\r\n").expect("sent");
    client.response().expect("an answer")
}

#[test]
fn pages_of_another_origin_may_read_when_they_are_let() {
    each_placement(|setup| {
        let server = running(setup, |options| {
            options.cors = true;
            options.options = true;
            options.head = true;
            options.origin = Some("https://a.example".to_owned());
        });
        let mut client = server.client();
        let read = client.get("/main/cerver/stats").expect("an answer");
        for response in [read, preflight(&mut client)] {
            assert_eq!(response.header("Access-Control-Allow-Origin"), Some("https://a.example"));
            assert_eq!(response.header("Access-Control-Allow-Methods"), Some("GET, HEAD, OPTIONS"));
            assert_eq!(response.header("Access-Control-Allow-Credentials"), None);
        }
        let asked = preflight(&mut client);
        assert_eq!(asked.status, 204);
        assert_eq!(asked.header("Access-Control-Allow-Headers"), Some("Authorization, Content-Type"));
        assert_eq!(asked.header("Access-Control-Max-Age"), Some("600"));
        let whitelist = |options: &mut HttpOptions| {
            options.admin = AdminOptions { routes: true, cors: true, ..AdminOptions::default() };
        };
        let known = Setup::new(Placement::Reactor).text("/main", "main").limits(whitelist);
        let server = known.app(|app| app.whitelist_origin("https://b.example").expect("an origin")).start();
        let ask = |origin: &str| {
            let mut client = server.client();
            client
                .send(format!("GET /main/cerver/stats HTTP/1.1\r\nHost: h\r\nOrigin: {origin}\r\n\r\n"))
                .expect("sent");
            let answer = client.response().expect("an answer");
            let allowed = answer.header("Access-Control-Allow-Origin").map(str::to_owned);
            (allowed, answer.header("Vary").map(str::to_owned))
        };
        assert_eq!(ask("https://b.example"), (Some("https://b.example".to_owned()), Some("Origin".to_owned())));
        assert_eq!(ask("https://a.example"), (None, Some("Origin".to_owned())));
        let server = running(Setup::new(Placement::Reactor), |options| options.options = true);
        let response = preflight(&mut server.client());
        assert_eq!((response.status, response.header("Access-Control-Allow-Origin")), (204, None));
    });
}

#[test]
fn without_them_nothing_is_collected() {
    let server = running(Setup::new(Placement::Reactor), |options| options.routes = false);
    assert_eq!(server.get("/main/cerver/stats").text(), "hidden");
    assert!(App::new().route_statistics_text().contains("Nothing is collected"));
    let mut app = None;
    let setup = Setup::new(Placement::Reactor).text("/a", "a").shared_app(|own| app = Some(own));
    let server = setup.limits(|limits| limits.admin.route_statistics = true).start();
    server.get("/a");
    let text = app.expect("given").route_statistics_text();
    assert!(text.contains("GET /a: 1 requests\n"), "{text}");
}
