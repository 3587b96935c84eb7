//! How long answers took, by route and status.

use crate::{http::status::Status, stats::Counter};
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
    pub(super) classes: [Histogram; CLASSES],
    statuses: [(AtomicU16, Counter); STATUSES],
    /// Answers with further status codes.
    others: Counter,
}

/// The times of one class.
#[derive(Debug, Default)]
pub(super) struct Histogram {
    pub(super) buckets: [Counter; BUCKETS.len() + 1],
    pub(super) sum_nanos: Counter,
}

impl RouteMeter {
    /// An answer was given; only the thread that owns the meter may call this.
    #[inline]
    pub(super) fn add(&self, status: u16, nanos: u64) {
        let class = usize::from(status / 100).clamp(1, CLASSES) - 1;
        let histogram = &self.classes[class];
        let bucket = if nanos <= BUCKETS[0] * 1000 { 0 } else { bucket_of(nanos) };
        histogram.buckets[bucket].add(1);
        histogram.sum_nanos.add(nanos);
        // Most routes give one status nearly always.
        let (usual, counter) = &self.statuses[0];
        if usual.load(Ordering::Relaxed) == status { counter.add(1) } else { self.counter_of(status).add(1) }
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
        let named = self.statuses.iter().map(|(code, counter)| (Status(code.load(Ordering::Relaxed)), counter.get()));
        named.chain([(Status(0), self.others.get())]).filter(|(_, count)| *count > 0)
    }
}

fn bucket_of(nanos: u64) -> usize {
    BUCKETS.partition_point(|&bound| bound * 1000 < nanos)
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
