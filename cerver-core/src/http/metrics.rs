//! What a server has done so far, as Prometheus reads it and as JSON. Each reactor counts for itself; who asks adds up.

mod histogram;
mod report;

pub use histogram::BUCKETS;
pub(super) use histogram::RouteMeter;

use super::{
    access_log::LogCounts,
    app::App,
    content_type::ContentType,
    exchange::{self, Exchange},
    header::KnownHeader,
    method::Method,
    negotiate,
    response::{Body, Response},
    status::Status,
};
use crate::stats::{Counter, Counters};
use std::{sync::Arc, time::Instant};

/// The statuses of refusals: 400 to 511.
const FIRST_REFUSAL: u16 = 400;
const REFUSALS: usize = 112;

/// The name of a route in the statistics. A path would be no good name: a client chooses how many there are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RouteLabel {
    /// The method of the handler, which also answers HEAD for GET; empty for what has no route.
    pub(super) method: &'static str,
    /// The text of the route, with a slash before each part.
    pub(super) route: Box<str>,
}

/// The routes of a run, and which handler belongs to which of them.
#[derive(Clone, Debug, Default)]
pub(super) struct RouteLabels {
    labels: Vec<RouteLabel>,
    /// For each handler the place of its label.
    places: Vec<u32>,
}

impl RouteLabels {
    /// Adds the next handler. Two for the same method and text are one: only the first is ever called.
    pub(super) fn add(&mut self, method: Method, text: &str) {
        self.push(RouteLabel { method: method.as_str(), route: Self::text(text).into_boxed_str() });
    }

    /// The text of a route with a slash before each part.
    pub(super) fn text(text: &str) -> String {
        let parts = text.split('/').filter(|part| !part.is_empty());
        let route = parts.fold(String::new(), |route, part| route + "/" + part);
        if route.is_empty() { "/".to_owned() } else { route }
    }

    /// The place of a route among the labels.
    pub(super) fn place(&self, method: Method, text: &str) -> Option<usize> {
        self.labels.iter().position(|label| label.method == method.as_str() && *label.route == *text)
    }

    /// The place of what a handler belongs to.
    pub(super) fn place_of(&self, handler: u32) -> Option<usize> {
        self.places.get(handler as usize).map(|&place| place as usize)
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.labels.len()
    }

    /// Adds the handler of requests without a route.
    pub(super) fn add_fallback(&mut self) {
        self.push(RouteLabel { method: "", route: NO_ROUTE.into() });
    }

    fn push(&mut self, label: RouteLabel) {
        let place = self.labels.iter().position(|other| *other == label).unwrap_or_else(|| {
            self.labels.push(label);
            self.labels.len() - 1
        });
        self.places.push(place as u32);
    }
}

/// Who answered a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Answerer {
    /// The handler with this number.
    Handler(u32),
    /// A static folder.
    Folder,
    /// The library itself.
    Library,
}

impl Answerer {
    /// Who stands in an exchange in the place of the handler.
    pub(super) const fn of(handler: u32) -> Self {
        match handler {
            exchange::FOLDER => Self::Folder,
            exchange::LIBRARY => Self::Library,
            number => Self::Handler(number),
        }
    }
}

const FOLDER: &str = "(folder)";
const NO_ROUTE: &str = "(none)";

/// What one reactor counts beside [`Counters`].
#[derive(Debug)]
#[repr(align(128))]
pub(super) struct HttpMeter {
    /// Refusals by status.
    refusals: [Counter; REFUSALS],
    pub(super) log: LogCounts,
    /// Empty unless the routes are measured: one for each label, then the folders and what no route answered.
    routes: Box<[RouteMeter]>,
    labels: Arc<RouteLabels>,
}

impl HttpMeter {
    pub(super) fn new(labels: &Arc<RouteLabels>, measures_routes: bool) -> Self {
        let count = if measures_routes { labels.labels.len() + 2 } else { 0 };
        Self {
            refusals: [const { Counter::new() }; REFUSALS],
            log: LogCounts::default(),
            routes: (0..count).map(|_| RouteMeter::default()).collect(),
            labels: Arc::clone(labels),
        }
    }

    /// A request was refused.
    pub(super) fn refused(&self, status: Status) {
        let place = usize::from(status.0.saturating_sub(FIRST_REFUSAL)).min(REFUSALS - 1);
        self.refusals[place].add(1);
    }

    pub(super) fn measures_routes(&self) -> bool {
        !self.routes.is_empty()
    }

    /// A request has ended.
    pub(super) fn ended(&self, answerer: Answerer, status: u16, micros: u64) {
        let labels = self.labels.labels.len();
        let place = match answerer {
            Answerer::Handler(number) => {
                self.labels.places.get(number as usize).map_or(labels + 1, |&place| place as usize)
            }
            Answerer::Folder => labels,
            Answerer::Library => labels + 1,
        };
        if let Some(route) = self.routes.get(place) {
            route.add(status, micros);
        }
    }
}

/// The meters of a run of a server; kept until the next start.
#[derive(Debug, Default)]
pub(super) struct Meters {
    started: Option<Instant>,
    labels: Arc<RouteLabels>,
    reactors: Vec<(Arc<Counters>, Arc<HttpMeter>)>,
}

impl Meters {
    /// The meters of a run that starts now.
    pub(super) fn begin(labels: RouteLabels) -> Self {
        Self { started: Some(Instant::now()), labels: Arc::new(labels), reactors: Vec::new() }
    }

    /// A meter for the next reactor of the run.
    pub(super) fn add_reactor(&mut self, counters: &Arc<Counters>, measures_routes: bool) -> Arc<HttpMeter> {
        let meter = Arc::new(HttpMeter::new(&self.labels, measures_routes));
        self.reactors.push((Arc::clone(counters), Arc::clone(&meter)));
        meter
    }
}

/// Answers a request for the metrics.
pub(super) fn answer(exchange: Exchange, app: Option<&App>) {
    let Some(app) = app else { return };
    let is_json = exchange.request(|request| {
        let accept = request.headers().filter(|(_, _, known)| *known == Some(KnownHeader::Accept));
        let values: Vec<&[u8]> = accept.map(|(_, value, _)| value).collect();
        negotiate::media_type(values, &["text/plain", ContentType::Json.mime()]) == Some(1)
    });
    let (kind, body) = match is_json {
        Ok(true) => (ContentType::Json.mime(), app.metrics_json()),
        _ => (report::TEXT_TYPE, app.metrics_text()),
    };
    let mut response = Response { body: Body::Bytes(body.into_bytes()), ..Response::default() };
    for (name, value) in [("Content-Type", kind), ("Cache-Control", "no-store"), ("Vary", "Accept")] {
        response.fields.add(name.as_bytes(), value.as_bytes()).expect("constants of the right form");
    }
    // The client may have gone.
    let _ = exchange.respond(response);
}
