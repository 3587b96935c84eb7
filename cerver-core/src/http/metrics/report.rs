//! The counters as text: for Prometheus (exposition format 0.0.4) and as JSON. Both are sums over the reactors, which go
//! on meanwhile: each number is exact, but they are of no single moment.

use std::fmt::{self, Write};

use super::{BUCKETS, FIRST_REFUSAL, FOLDER, HttpMeter, Meters, NO_ROUTE, RouteLabel, RouteMeter, histogram::CLASSES};
use crate::{http::json, stats::Snapshot};

/// The content type of [`Meters::text`].
pub(in crate::http) const TEXT_TYPE: &str = "text/plain; version=0.0.4; charset=utf-8";

const WRITES: &str = "a string takes all";

impl Meters {
    /// All metrics for Prometheus.
    pub(in crate::http) fn text(&self) -> String {
        let mut page = Page::default();
        let sum = self.sum();
        let uptime = self.uptime_millis();
        page.family("uptime_seconds", "gauge", "Time since the last start.");
        page.sample("uptime_seconds", "", format_args!("{}.{:03}", uptime / 1000, uptime % 1000));
        for (name, help, value) in sum.described() {
            match name {
                "connections" => page.gauge("connections", help, value),
                "accepted" => page.counter("connections_accepted", help, value),
                "bytes_received" => page.counter("received_bytes", help, value),
                "bytes_sent" => page.counter("sent_bytes", help, value),
                name => page.counter(name, help, value),
            }
        }
        page.gauge("requests_in_flight", "Requests that have no complete answer yet.", sum.in_flight());
        page.family("refusals_total", "counter", "Requests refused, by the status of the answer.");
        for (status, count) in self.refusals() {
            page.sample("refusals_total", &format!("status=\"{status}\""), count);
        }
        let (written, dropped) = self.log_lines();
        page.counter("access_log_lines", "Lines given to the access log.", written);
        page.counter("access_log_dropped_lines", "Lines that the access log lost: its target was too slow.", dropped);
        self.routes_text(&mut page);
        page.0
    }

    fn routes_text(&self, page: &mut Page) {
        let routes = self.routes();
        if routes.is_empty() {
            return;
        }
        page.family("route_requests_total", "counter", "Requests that have ended, by route and status.");
        for (label, meters) in &routes {
            for (status, count) in statuses(meters) {
                let labels = format!("{},status=\"{}\"", route_labels(label), status_name(status));
                page.sample("route_requests_total", &labels, count);
            }
        }
        let name = "request_duration_seconds";
        page.family(name, "histogram", "Time from the head of a request to the end of its answer.");
        for (label, meters) in &routes {
            for class in 0..CLASSES {
                let buckets = buckets(meters, class);
                if buckets.iter().any(|&count| count > 0) {
                    let labels = format!("{},class=\"{}xx\"", route_labels(label), class + 1);
                    page.histogram(name, &labels, &buckets, sum_micros(meters, class));
                }
            }
        }
    }

    /// The same numbers as an object of JSON.
    pub(in crate::http) fn json(&self) -> String {
        let sum = self.sum();
        let mut text = format!("{{\"uptime_ms\": {}", self.uptime_millis());
        for (name, value) in sum.fields() {
            write!(text, ", \"{name}\": {value}").expect(WRITES);
        }
        let (written, dropped) = self.log_lines();
        write!(
            text,
            ", \"in_flight\": {}, \"refusals\": {}, \"access_log\": {{\"lines\": {written}, \"dropped\": {dropped}}}",
            sum.in_flight(),
            object(self.refusals().map(|(status, count)| (status.to_string(), count)))
        )
        .expect(WRITES);
        write!(text, ", \"buckets_us\": {BUCKETS:?}, \"routes\": [").expect(WRITES);
        for (place, (label, meters)) in self.routes().iter().enumerate() {
            text.push_str(if place == 0 { "" } else { ", " });
            route_json(label, meters, &mut text);
        }
        text.push_str("]}");
        text
    }

    fn uptime_millis(&self) -> u64 {
        self.started.map_or(0, |started| u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX))
    }

    fn sum(&self) -> Snapshot {
        let mut sum = Snapshot::default();
        self.reactors.iter().for_each(|(counters, _)| sum.add(counters));
        sum
    }

    /// Status codes and how many requests were refused with each.
    fn refusals(&self) -> impl Iterator<Item = (u16, u64)> {
        let count = |place: usize| self.meters().map(|meter| meter.refusals[place].get()).sum::<u64>();
        (0..super::REFUSALS)
            .map(move |place| (FIRST_REFUSAL + place as u16, count(place)))
            .filter(|(_, count)| *count > 0)
    }

    fn log_lines(&self) -> (u64, u64) {
        self.meters().fold((0, 0), |(written, dropped), meter| {
            (written + meter.log.written.get(), dropped + meter.log.dropped.get())
        })
    }

    fn meters(&self) -> impl Iterator<Item = &HttpMeter> {
        self.reactors.iter().map(|(_, meter)| &**meter)
    }

    /// The routes with what each reactor knows of them; none unless they are measured.
    fn routes(&self) -> Vec<(RouteLabel, Vec<&RouteMeter>)> {
        if !self.meters().any(HttpMeter::measures_routes) {
            return Vec::new();
        }
        let special = [FOLDER, NO_ROUTE].map(|route| RouteLabel { method: "", route: route.into() });
        let mut routes: Vec<(RouteLabel, Vec<&RouteMeter>)> = Vec::new();
        for (place, label) in self.labels.labels.iter().chain(&special).enumerate() {
            let meters = self.meters().filter_map(|meter| meter.routes.get(place));
            match routes.iter_mut().find(|(other, _)| other == label) {
                // The handler of requests without a route stands among the handlers and has the same name.
                Some((_, known)) => known.extend(meters),
                None => routes.push((label.clone(), meters.collect())),
            }
        }
        routes
    }
}

/// A page of the exposition format.
#[derive(Default)]
struct Page(String);

impl Page {
    fn family(&mut self, name: &str, kind: &str, help: &str) {
        let help = help.replace('\\', "\\\\").replace('\n', " ");
        write!(self.0, "# HELP cerver_{name} {help}\n# TYPE cerver_{name} {kind}\n").expect(WRITES);
    }

    fn sample(&mut self, name: &str, labels: &str, value: impl fmt::Display) {
        let (open, close) = if labels.is_empty() { ("", "") } else { ("{", "}") };
        writeln!(self.0, "cerver_{name}{open}{labels}{close} {value}").expect(WRITES);
    }

    fn counter(&mut self, name: &str, help: &str, value: u64) {
        let name = format!("{name}_total");
        self.family(&name, "counter", help);
        self.sample(&name, "", value);
    }

    fn gauge(&mut self, name: &str, help: &str, value: u64) {
        self.family(name, "gauge", help);
        self.sample(name, "", value);
    }

    fn histogram(&mut self, name: &str, labels: &str, buckets: &[u64], sum_micros: u64) {
        let mut total = 0;
        for (place, count) in buckets.iter().enumerate() {
            total += count;
            let bound = BUCKETS.get(place).map_or("+Inf".to_owned(), |micros| seconds(*micros));
            self.sample(&format!("{name}_bucket"), &format!("{labels},le=\"{bound}\""), total);
        }
        self.sample(&format!("{name}_sum"), labels, seconds(sum_micros));
        self.sample(&format!("{name}_count"), labels, total);
    }
}

fn route_labels(label: &RouteLabel) -> String {
    let route = label.route.replace('\\', "\\\\").replace('"', "\\\"").replace('\n', "\\n");
    format!("method=\"{}\",route=\"{route}\"", label.method)
}

fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

fn status_name(status: u16) -> String {
    if status == 0 { "other".to_owned() } else { status.to_string() }
}

fn statuses(meters: &[&RouteMeter]) -> Vec<(u16, u64)> {
    let mut sum: Vec<(u16, u64)> = Vec::new();
    for (status, count) in meters.iter().flat_map(|meter| meter.by_status()) {
        match sum.iter_mut().find(|(other, _)| *other == status.0) {
            Some((_, known)) => *known += count,
            None => sum.push((status.0, count)),
        }
    }
    sum.sort_unstable();
    sum
}

fn buckets(meters: &[&RouteMeter], class: usize) -> Vec<u64> {
    let count = |place: usize| meters.iter().map(|meter| meter.bucket(class, place)).sum();
    (0..=BUCKETS.len()).map(count).collect()
}

fn sum_micros(meters: &[&RouteMeter], class: usize) -> u64 {
    meters.iter().map(|meter| meter.sum_nanos(class)).sum::<u64>() / 1000
}

fn route_json(label: &RouteLabel, meters: &[&RouteMeter], text: &mut String) {
    let mut route = Vec::new();
    json::string(label.route.as_bytes(), &mut route);
    let route = String::from_utf8_lossy(&route);
    let counts = object(statuses(meters).into_iter().map(|(status, count)| (status_name(status), count)));
    write!(text, "{{\"method\": \"{}\", \"route\": {route}, \"statuses\": {counts}, \"latency\": {{", label.method)
        .expect(WRITES);
    let mut comma = "";
    for class in 0..CLASSES {
        let buckets = buckets(meters, class);
        let count: u64 = buckets.iter().sum();
        if count > 0 {
            let (class, sum) = (class + 1, sum_micros(meters, class));
            write!(text, "{comma}\"{class}xx\": {{\"count\": {count}, \"sum_us\": {sum}, \"buckets\": {buckets:?}}}")
                .expect(WRITES);
            comma = ", ";
        }
    }
    text.push_str("}}");
}

fn object(members: impl Iterator<Item = (String, u64)>) -> String {
    let members: Vec<String> = members.map(|(name, value)| format!("\"{name}\": {value}")).collect();
    format!("{{{}}}", members.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        http::{exchange::LIBRARY, method::Method, metrics::RouteLabels, status::Status},
        stats::Counters,
    };
    use std::sync::Arc;

    fn meters(measures_routes: bool) -> Meters {
        let mut labels = RouteLabels::default();
        for (method, text) in
            [(Method::Get, "a/:id"), (Method::Post, "/a/:id"), (Method::Get, "//a/:id/"), (Method::Get, "\"\\")]
        {
            labels.add(method, text);
        }
        labels.add_fallback();
        let labels = Arc::new(labels);
        let reactor = || (Arc::new(Counters::default()), Arc::new(HttpMeter::new(&labels, measures_routes)));
        Meters { reactors: vec![reactor(), reactor()], labels: Arc::clone(&labels), started: None }
    }

    #[test]
    fn reactors_are_added_up() {
        let meters = meters(true);
        for (counters, meter) in &meters.reactors {
            counters.requests.add(5);
            counters.responses.add(2);
            counters.ended_early.add(1);
            meter.refused(Status::BAD_REQUEST);
            meter.ended(0, 200, 90_000);
            meter.ended(2, 404, 1_500_000_000);
            meter.ended(4, 200, 1000);
            meter.ended(LIBRARY, 404, 1000);
        }
        let text = meters.text();
        for line in [
            "cerver_requests_total 10",
            "cerver_requests_in_flight 4",
            "cerver_refusals_total{status=\"400\"} 2",
            "cerver_route_requests_total{method=\"GET\",route=\"/a/:id\",status=\"200\"} 2",
            "cerver_route_requests_total{method=\"GET\",route=\"/a/:id\",status=\"404\"} 2",
            "cerver_route_requests_total{method=\"\",route=\"(none)\",status=\"404\"} 2",
            "cerver_request_duration_seconds_bucket{method=\"GET\",route=\"/a/:id\",class=\"4xx\",le=\"1\"} 0",
            "cerver_request_duration_seconds_bucket{method=\"GET\",route=\"/a/:id\",class=\"4xx\",le=\"2.5\"} 2",
            "cerver_request_duration_seconds_bucket{method=\"GET\",route=\"/a/:id\",class=\"4xx\",le=\"+Inf\"} 2",
            "cerver_request_duration_seconds_sum{method=\"GET\",route=\"/a/:id\",class=\"4xx\"} 3",
            "cerver_request_duration_seconds_sum{method=\"GET\",route=\"/a/:id\",class=\"2xx\"} 0.00018",
        ] {
            assert!(text.lines().any(|other| other == line), "{line}\n{text}");
        }
        let json = meters.json();
        assert!(json.contains("\"refusals\": {\"400\": 2}"), "{json}");
        assert!(
            json.contains("{\"method\": \"GET\", \"route\": \"/a/:id\", \"statuses\": {\"200\": 2, \"404\": 2}"),
            "{json}"
        );
    }

    #[test]
    fn labels_are_escaped_and_stand_once() {
        let meters = meters(true);
        let (_, meter) = &meters.reactors[0];
        for handler in 0..5 {
            meter.ended(handler, 200, 1);
        }
        meter.ended(LIBRARY, 200, 1);
        let text = meters.text();
        assert!(text.contains(r#"{method="GET",route="/\"\\",status="200"} 1"#), "{text}");
        let mut samples: Vec<&str> =
            text.lines().filter_map(|line| line.rsplit_once(' ')).map(|(name, _)| name).collect();
        samples.retain(|name| !name.starts_with('#'));
        let all = samples.len();
        samples.sort_unstable();
        samples.dedup();
        assert_eq!(samples.len(), all, "{text}");
    }

    #[test]
    fn without_routes_there_is_no_histogram() {
        let meters = meters(false);
        meters.reactors[0].1.ended(0, 200, 1);
        assert!(!meters.text().contains("duration"), "{}", meters.text());
        assert!(meters.json().ends_with("\"routes\": []}"));
        assert!(Meters::default().text().contains("cerver_connections 0\n"));
    }
}
