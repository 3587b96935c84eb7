//! How long answers took, by route and status.

use crate::{http::status::Status, stats::Counter, sys::Stopwatch};
use std::sync::atomic::{AtomicU16, Ordering};

/// Upper bounds of the buckets of a latency histogram, in microseconds: 100 us to 10 s. A last one takes what is longer.
pub const BUCKETS: [u64; 16] = [
    100, 250, 500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000, 2_500_000,
    5_000_000, 10_000_000,
];

/// Classes of status codes: 1xx to 5xx.
pub(super) const CLASSES: usize = 5;
/// Different status codes that are told apart on one route.
const STATUSES: usize = 16;

/// What one reactor knows of one route.
#[derive(Debug, Default)]
pub(in crate::http) struct RouteMeter {
    stopwatch: Stopwatch,
    quick: Quick,
    classes: [Histogram; CLASSES],
    statuses: [(AtomicU16, Counter); STATUSES],
    /// Answers with further status codes.
    others: Counter,
}

/// Quick answers with the first status of the route, which are nearly all: kept apart, so that they cost least.
#[derive(Debug, Default)]
struct Quick {
    /// 0 = none yet.
    status: AtomicU16,
    count: Counter,
    /// The sum of their times.
    ticks: Counter,
}

/// The times of one class.
#[derive(Debug, Default)]
struct Histogram {
    buckets: [Counter; BUCKETS.len() + 1],
    sum_nanos: Counter,
}

impl RouteMeter {
    /// One whose quick answers are timed with `stopwatch`.
    pub(super) fn new(stopwatch: Stopwatch) -> Self {
        Self { stopwatch, ..Self::default() }
    }

    /// An answer was given within the time of the first bucket, `most` ticks, and is counted; false when it is not one of
    /// these, and not counted. Only the thread that owns the meter may call this, as all that counts.
    #[inline(always)]
    pub(super) fn add_quick(&self, status: u16, ticks: u64, most: u64) -> bool {
        let is_quick = self.quick.status.load(Ordering::Relaxed) == status && ticks <= most;
        if is_quick {
            self.quick.count.add(1);
            self.quick.ticks.add(ticks);
        }
        is_quick
    }

    /// An answer was given.
    pub(super) fn add(&self, status: u16, nanos: u64) {
        let histogram = &self.classes[class_of(status)];
        histogram.buckets[BUCKETS.partition_point(|&bound| bound * 1000 < nanos)].add(1);
        histogram.sum_nanos.add(nanos);
        self.counter_of(status).add(1);
        self.quick.status.store(self.statuses[0].0.load(Ordering::Relaxed), Ordering::Relaxed);
    }

    /// How many answers a bucket of a class has.
    pub(super) fn bucket(&self, class: usize, place: usize) -> u64 {
        let has_quick = place == 0 && class == class_of(self.quick.status.load(Ordering::Relaxed));
        self.classes[class].buckets[place].get() + if has_quick { self.quick.count.get() } else { 0 }
    }

    /// The times of a class together.
    pub(super) fn sum_nanos(&self, class: usize) -> u64 {
        let has_quick = class == class_of(self.quick.status.load(Ordering::Relaxed));
        let quick = if has_quick { self.stopwatch.nanos(self.quick.ticks.get()) } else { 0 };
        self.classes[class].sum_nanos.get() + quick
    }

    /// The counter of a status; the first answer with it takes a free one.
    fn counter_of(&self, status: u16) -> &Counter {
        for (code, counter) in &self.statuses {
            match code.load(Ordering::Relaxed) {
                0 => code.store(status, Ordering::Relaxed),
                taken if taken == status => {}
                _ => continue,
            }
            return counter;
        }
        &self.others
    }

    /// Status codes and how often each was given; code 0 stands for all that had no counter of their own.
    pub(super) fn by_status(&self) -> impl Iterator<Item = (Status, u64)> {
        let named = self.statuses.iter().enumerate().map(|(place, (code, counter))| {
            let quick = if place == 0 { self.quick.count.get() } else { 0 };
            (Status(code.load(Ordering::Relaxed)), counter.get() + quick)
        });
        named.chain([(Status(0), self.others.get())]).filter(|(_, count)| *count > 0)
    }
}

fn class_of(status: u16) -> usize {
    usize::from(status / 100).clamp(1, CLASSES) - 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_counts_in_the_bucket_that_it_does_not_exceed() {
        let meter = RouteMeter::default();
        for nanos in [0, 100_000, 100_001, 250_000, 10_000_000_000, 10_000_000_001, u64::MAX / 2] {
            meter.add(200, nanos);
        }
        let counts: Vec<u64> = meter.classes[1].buckets.iter().map(Counter::get).collect();
        assert_eq!(counts, [2, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2]);
        assert!(meter.classes[0].buckets.iter().all(|count| count.get() == 0));
    }

    #[test]
    fn quick_answers_are_added_up_with_the_others() {
        let stopwatch = Stopwatch::new();
        let meter = RouteMeter::new(stopwatch);
        let most = stopwatch.ticks_within(100_000);
        assert!(!meter.add_quick(404, most, most), "no status yet");
        meter.add(404, 50_000);
        assert!(meter.add_quick(404, most, most) && !meter.add_quick(404, most + 1, most));
        assert!(!meter.add_quick(200, 0, most));
        meter.add(200, 1);
        assert_eq!(
            meter.by_status().map(|(status, count)| (status.0, count)).collect::<Vec<_>>(),
            [(404, 2), (200, 1)]
        );
        assert_eq!((meter.bucket(3, 0), meter.bucket(1, 0), meter.bucket(3, 1)), (2, 1, 0));
        assert!((149_990..=150_000).contains(&meter.sum_nanos(3)));
        assert_eq!(meter.sum_nanos(1), 1);
    }

    #[test]
    fn status_codes_have_a_limit() {
        let meter = RouteMeter::default();
        for status in (200..230).chain([200, 999, 0]) {
            meter.add(status, 1);
        }
        let counts: Vec<_> = meter.by_status().map(|(status, count)| (status.0, count)).collect();
        assert_eq!(counts[0], (200, 2));
        assert_eq!((counts.len(), counts[STATUSES]), (STATUSES + 1, (0, 16)));
    }
}
