//! The statistics as clients of the server read them.

use cerver_core::http::{App, Exchange};
use std::{collections::HashMap, sync::Arc, time::Duration};
use support::{
    http::Client,
    server::{Setup, TestServer, each_placement, eventually, get},
};

fn measured(setup: Setup) -> TestServer {
    setup
        .text("/a", "yes")
        .text("/user/:id", "somebody")
        .get("/late", |exchange: Exchange| exchange.detach().expect("not answered yet"))
        .limits(|limits| limits.route_metrics = true)
        .shared_app(|app: Arc<App>| app.add_metrics_route("/metrics").expect("a new route"))
        .start()
}

/// The samples by their names with labels.
fn samples(client: &mut Client) -> HashMap<String, f64> {
    let response = client.get("/metrics").expect("an answer");
    assert_eq!(response.header("Content-Type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let text = response.text();
    let sample = |line: &str| {
        let (name, value) = line.rsplit_once(' ').expect("a sample");
        (name.to_owned(), value.parse().expect("a number"))
    };
    text.lines().filter(|line| !line.starts_with('#')).map(sample).collect()
}

#[test]
fn requests_are_counted_by_route_and_status() {
    each_placement(|setup| {
        let server = measured(setup);
        let mut client = server.client();
        for path in ["/a", "/a", "/user/1", "/user/2", "/user/3", "/none", "/other"] {
            client.get(path).expect("an answer");
        }
        server.client().send("garbage\r\n\r\n").expect("sent");
        eventually("the refusal", || server.0.stats().refused == 1);
        let samples = samples(&mut client);
        for (name, value) in [
            ("cerver_route_requests_total{method=\"GET\",route=\"/a\",status=\"200\"}", 2.0),
            ("cerver_route_requests_total{method=\"GET\",route=\"/user/:id\",status=\"200\"}", 3.0),
            ("cerver_route_requests_total{method=\"\",route=\"(none)\",status=\"404\"}", 2.0),
            ("cerver_route_requests_total{method=\"\",route=\"(none)\",status=\"400\"}", 1.0),
            ("cerver_request_duration_seconds_count{method=\"GET\",route=\"/user/:id\",class=\"2xx\"}", 3.0),
            ("cerver_refusals_total{status=\"400\"}", 1.0),
            ("cerver_requests_total", 8.0),
            ("cerver_requests_in_flight", 1.0),
        ] {
            assert_eq!(samples.get(name), Some(&value), "{name}: {samples:?}");
        }
        assert!(!samples.keys().any(|name| name.contains("user/1") || name.contains("other")), "no path is a label");
    });
}

#[test]
fn requests_in_flight_come_and_go() {
    each_placement(|setup| {
        let server = measured(setup.limits(|limits| {
            limits.body_limit = 4;
            // Three requests are there at once, also on a busy machine.
            limits.answer_timeout = Duration::from_millis(2500);
        }));
        let mut clients: Vec<Client> = (0..3).map(|_| server.client()).collect();
        for client in &mut clients {
            client.send(get("/late")).expect("sent");
        }
        eventually("three requests", || server.0.stats().in_flight() == 3);
        for client in &mut clients {
            assert_eq!(client.response().expect("the time is over").status, 503);
        }
        assert_eq!(server.0.stats().in_flight(), 0);
        let mut refused = server.client();
        refused.send("GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\n").expect("sent");
        assert_eq!(refused.response().expect("an answer").status, 413);
        let mut gone = server.client();
        gone.send("GET /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\n").expect("sent");
        eventually("a request", || server.0.stats().in_flight() == 1);
        drop(gone);
        eventually("none", || server.0.stats().in_flight() == 0);
        assert_eq!(server.0.stats().ended_early, 5);
    });
}

#[test]
fn answers_that_take_long_are_in_higher_buckets() {
    each_placement(|setup| {
        let slow = |exchange| {
            std::thread::sleep(Duration::from_millis(30));
            support::server::answer(exchange, "late");
        };
        let server = measured(setup.get("/slow", slow));
        let mut client = server.client();
        client.get("/slow").expect("an answer");
        let samples = samples(&mut client);
        let bucket = |bound: &str| {
            let labels = format!("method=\"GET\",route=\"/slow\",class=\"2xx\",le=\"{bound}\"");
            samples[&format!("cerver_request_duration_seconds_bucket{{{labels}}}")]
        };
        assert_eq!((bucket("0.025"), bucket("10"), bucket("+Inf")), (0.0, 1.0, 1.0));
    });
}

#[test]
fn json_when_the_client_likes_it_better() {
    each_placement(|setup| {
        let server = measured(setup);
        let mut client = server.client();
        client.send(get("/metrics").replace("\r\n\r\n", "\r\nAccept: application/json\r\n\r\n")).expect("sent");
        let response = client.response().expect("an answer");
        assert_eq!(response.header("Content-Type"), Some("application/json"));
        assert!(response.text().starts_with("{\"uptime_ms\": "), "{}", response.text());
    });
}

#[test]
fn routes_are_not_measured_by_default() {
    let setup = Setup::new(cerver_core::config::Placement::Reactor);
    let server = setup.shared_app(|app| app.add_metrics_route("/metrics").expect("a new route")).start();
    let text = server.get("/metrics").text();
    assert!(text.contains("# TYPE cerver_requests_total counter\ncerver_requests_total 1\n"), "{text}");
    assert!(!text.contains("route="), "{text}");
}
