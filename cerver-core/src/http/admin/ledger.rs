//! Times and sizes of the requests of each route, as one reactor counts them.

use super::{
    super::{
        exchange::{FOLDER, LIBRARY, State},
        metrics::RouteLabels,
        status::Status,
    },
    Plan,
};
use crate::stats::Counter;
use std::sync::atomic::{AtomicU64, Ordering};

/// What one reactor knows of the requests that have ended.
pub(in super::super) struct Ledger {
    labels: RouteLabels,
    fallback: Option<u32>,
    /// One for each label.
    pub(super) routes: Box<[RouteLedger]>,
    pub(super) others: Others,
}

/// Requests that are told apart from the others of all routes.
#[derive(Default)]
pub(super) struct Others {
    /// Without a whole answer, or what could not be read as a request.
    pub(super) incomplete: Counter,
    /// No route and no handler for those without one.
    pub(super) unhandled: Counter,
    /// For the handler of requests without a route.
    pub(super) catch_all: Counter,
    /// Answered with 401.
    pub(super) failed_auth: Counter,
}

/// One route and method.
#[derive(Default)]
pub(super) struct RouteLedger {
    /// Microseconds from the head of a request to the end of its answer.
    pub(super) micros: Spread,
    /// Bytes of head and body, as far as the body was kept or stored.
    pub(super) request_bytes: Spread,
    /// Bytes of the body of the answer.
    pub(super) response_bytes: Spread,
    /// Files of a multipart request.
    pub(super) files: Spread,
    pub(super) file_bytes: Spread,
}

/// Least, most and sum of numbers; one thread adds, any may look.
pub(super) struct Spread {
    pub(super) count: Counter,
    least: AtomicU64,
    most: AtomicU64,
    sum: Counter,
}

impl Default for Spread {
    fn default() -> Self {
        Self { count: Counter::new(), least: AtomicU64::new(u64::MAX), most: AtomicU64::new(0), sum: Counter::new() }
    }
}

impl Spread {
    fn add(&self, number: u64) {
        self.count.add(1);
        self.sum.add(number);
        if number < self.least.load(Ordering::Relaxed) {
            self.least.store(number, Ordering::Relaxed);
        }
        if number > self.most.load(Ordering::Relaxed) {
            self.most.store(number, Ordering::Relaxed);
        }
    }
}

/// The same over several reactors.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) count: u64,
    /// 0 when there is no number.
    pub(super) least: u64,
    pub(super) most: u64,
    pub(super) sum: u64,
}

impl Summary {
    pub(super) fn of<'a>(spreads: impl Iterator<Item = &'a Spread>) -> Self {
        let mut all = Self { least: u64::MAX, ..Self::default() };
        for spread in spreads {
            all.count += spread.count.get();
            all.sum += spread.sum.get();
            all.least = all.least.min(spread.least.load(Ordering::Relaxed));
            all.most = all.most.max(spread.most.load(Ordering::Relaxed));
        }
        if all.count == 0 { Self::default() } else { all }
    }

    /// 0 when there is no number.
    pub(super) fn mean(&self) -> f64 {
        if self.count == 0 { 0.0 } else { self.sum as f64 / self.count as f64 }
    }
}

impl Ledger {
    pub(super) fn new(plan: &Plan) -> Self {
        Self {
            labels: plan.labels.clone(),
            fallback: plan.fallback,
            routes: (0..plan.labels.count()).map(|_| RouteLedger::default()).collect(),
            others: Others::default(),
        }
    }

    /// A request has ended. Only the reactor's thread may call this.
    pub(in super::super) fn add(&self, state: &State, status: u16, body_bytes: u64, micros: u64, is_complete: bool) {
        self.others.incomplete.add(u64::from(!is_complete));
        self.others.failed_auth.add(u64::from(status == Status::UNAUTHORIZED.0));
        let handler = match state.handler {
            FOLDER => return,
            LIBRARY => return self.others.unhandled.add(1),
            handler => handler,
        };
        self.others.catch_all.add(u64::from(self.fallback == Some(handler)));
        let Some(route) = self.labels.place_of(handler).and_then(|place| self.routes.get(place)) else { return };
        let request = &state.request;
        route.micros.add(micros);
        route.response_bytes.add(body_bytes);
        route.request_bytes.add(request.kept_bytes());
        if let Some(parts) = request.parts() {
            let mut files = 0;
            for part in parts.all() {
                if part.is_file() {
                    files += 1;
                    route.file_bytes.add(part.size());
                }
            }
            route.files.add(files);
        }
    }

    /// What came could not be read as a request.
    pub(in super::super) fn add_unread(&self) {
        self.others.incomplete.add(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reactors_are_summed() {
        let (one, two) = (Spread::default(), Spread::default());
        assert_eq!(Summary::of([&one, &two].into_iter()), Summary::default());
        for number in [5, 3, 9] {
            one.add(number);
        }
        assert_eq!(
            Summary::of([&one, &two].into_iter()),
            Summary { count: 3, least: 3, most: 9, sum: 17 },
            "one that has nothing changes nothing"
        );
        two.add(0);
        let all = Summary::of([&one, &two].into_iter());
        assert_eq!((all.count, all.least, all.most), (4, 0, 9));
        assert!((all.mean() - 4.25).abs() < 1e-9);
    }
}
