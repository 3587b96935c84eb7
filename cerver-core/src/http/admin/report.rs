//! Statistics as JSON (RFC 8259), with the names that cerver's C framework published, and as text.

use super::{
    super::json,
    Admin, Book,
    ledger::{RouteLedger, Spread, Summary},
    plan::RoutePlan,
};
use crate::sys::{self, FileSystem};
use std::fmt::Write;

const WRITES: &str = "a string takes all";
const GIB: f64 = (1_u64 << 30) as f64;

impl Admin {
    /// The routes with their handlers, and requests of other kinds.
    pub(in super::super) fn stats_json(&self) -> String {
        let book = self.book();
        let plan = &book.plan;
        let mut text = format!(
            "{{\"main_routes\": {}, \"children_routes\": {}, \"total_handlers\": {}, \"routes\": [",
            plan.routes.len(),
            plan.children(),
            plan.handlers()
        );
        list(&mut text, &plan.routes, |text, route| {
            book.route_json(route, text);
            text.push_str(", \"children\": [");
            list(text, &route.children, |text, child| {
                book.route_json(child, text);
                text.push('}');
            });
            text.push_str("]}");
        });
        text.push(']');
        for (name, count) in book.others() {
            write!(text, ", \"{name}\": {count}").expect(WRITES);
        }
        text.push('}');
        text
    }

    /// The file systems; one that cannot be looked at now has no numbers.
    pub(super) fn file_systems_json(&self) -> String {
        let paths = self.inner.lock().file_systems.clone();
        let mut text = "{\"filesystems\": [".to_owned();
        list(&mut text, &paths, |text, path| {
            text.push_str("{\"path\": ");
            string(path.as_os_str().as_encoded_bytes(), text);
            if let Ok(FileSystem { total, available, used }) = sys::file_system(path) {
                let part = if total == 0 { 0.0 } else { used as f64 / total as f64 * 100.0 };
                for (name, number) in [("total", total), ("available", available), ("used", used)] {
                    write!(text, ", \"{name}\": {:.6}", number as f64 / GIB).expect(WRITES);
                }
                write!(text, ", \"used_percentage\": {part:.6}").expect(WRITES);
            }
            text.push('}');
        });
        text.push_str("]}");
        text
    }

    pub(super) fn info_json(&self) -> String {
        self.source(|inner| &inner.info)
    }

    pub(super) fn workers_json(&self) -> String {
        self.source(|inner| &inner.workers)
    }

    /// The same as [`Admin::stats_json`] for people to read.
    pub(in super::super) fn stats_text(&self) -> String {
        let book = self.book();
        let plan = &book.plan;
        let (routes, children, handlers) = (plan.routes.len(), plan.children(), plan.handlers());
        let mut text = format!("Routes: {routes}, below them: {children}, handlers: {handlers}\n");
        if book.ledgers.is_empty() {
            text.push_str("Nothing is collected of them: http_cerver_set_route_statistics() switches it on.\n");
            return text;
        }
        for route in &plan.routes {
            for route in [route].into_iter().chain(&route.children) {
                book.route_text(route, &mut text);
            }
        }
        for (name, count) in book.others() {
            writeln!(text, "{name}: {count}").expect(WRITES);
        }
        text
    }
}

impl Book {
    fn summary(&self, place: usize, choose: impl Fn(&RouteLedger) -> &Spread) -> Summary {
        Summary::of(self.ledgers.iter().filter_map(|ledger| ledger.routes.get(place)).map(choose))
    }

    fn others(&self) -> [(&'static str, u64); 4] {
        let sum = |choose: fn(&super::ledger::Others) -> &crate::stats::Counter| {
            self.ledgers.iter().map(|ledger| choose(&ledger.others).get()).sum()
        };
        [
            ("n_incompleted_requests", sum(|others| &others.incomplete)),
            ("n_unhandled_requests", sum(|others| &others.unhandled)),
            ("n_catch_all_requests", sum(|others| &others.catch_all)),
            ("n_failed_auth_requests", sum(|others| &others.failed_auth)),
        ]
    }

    /// A route with its handlers, as an object that is not closed.
    fn route_json(&self, route: &RoutePlan, text: &mut String) {
        text.push_str("{\"route\": ");
        string(route.text.as_bytes(), text);
        if route.takes_parts {
            text.push_str(", \"modifier\": \"MultiPart\"");
        }
        text.push_str(", \"handlers\": [");
        list(text, &route.handlers, |text, (method, place)| {
            let times = self.summary(*place, |route| &route.micros);
            write!(text, "{{\"method\": \"{}\", \"requests\": {}", method.as_str(), times.count).expect(WRITES);
            let seconds = [times.least as f64, times.most as f64, times.mean()].map(|micros| micros / 1e6);
            for (name, seconds) in ["min", "max", "mean"].into_iter().zip(seconds) {
                write!(text, ", \"{name}_process_time\": {seconds:.6}").expect(WRITES);
            }
            spread(text, "request_size", &self.summary(*place, |route| &route.request_bytes));
            spread(text, "response_size", &self.summary(*place, |route| &route.response_bytes));
            if route.takes_parts {
                let files = self.summary(*place, |route| &route.files);
                write!(text, ", \"files\": {{\"n_uploaded_files\": {}", files.sum).expect(WRITES);
                spread(text, "n_files", &files);
                spread(text, "file_size", &self.summary(*place, |route| &route.file_bytes));
                text.push('}');
            }
            text.push('}');
        });
        text.push(']');
    }

    fn route_text(&self, route: &RoutePlan, text: &mut String) {
        for (method, place) in &route.handlers {
            let times = self.summary(*place, |route| &route.micros);
            let (requests, answers) = (
                self.summary(*place, |route| &route.request_bytes),
                self.summary(*place, |route| &route.response_bytes),
            );
            let seconds = [times.least as f64, times.most as f64, times.mean()].map(|micros| micros / 1e6);
            writeln!(text, "{} {}: {} requests", method.as_str(), route.text, times.count).expect(WRITES);
            writeln!(text, "  seconds: {:.6} to {:.6}, mean {:.6}", seconds[0], seconds[1], seconds[2]).expect(WRITES);
            for (name, bytes) in [("a request", requests), ("an answer", answers)] {
                let (least, most, mean) = (bytes.least, bytes.most, bytes.mean() as u64);
                writeln!(text, "  bytes of {name}: {least} to {most}, mean {mean}").expect(WRITES);
            }
            if route.takes_parts {
                let files = self.summary(*place, |route| &route.files);
                let bytes = self.summary(*place, |route| &route.file_bytes);
                let (least, most, mean) = (bytes.least, bytes.most, bytes.mean() as u64);
                writeln!(text, "  files: {}, bytes of one: {least} to {most}, mean {mean}", files.sum).expect(WRITES);
            }
        }
    }
}

/// Items with commas between them.
fn list<T>(text: &mut String, items: &[T], write: impl Fn(&mut String, &T)) {
    for (place, item) in items.iter().enumerate() {
        text.push_str(if place == 0 { "" } else { ", " });
        write(text, item);
    }
}

fn spread(text: &mut String, name: &str, numbers: &Summary) {
    let (least, most, mean) = (numbers.least, numbers.most, numbers.mean() as u64);
    write!(text, ", \"min_{name}\": {least}, \"max_{name}\": {most}, \"mean_{name}\": {mean}").expect(WRITES);
}

fn string(value: &[u8], text: &mut String) {
    let mut escaped = Vec::new();
    json::string(value, &mut escaped);
    text.push_str(&String::from_utf8_lossy(&escaped));
}
