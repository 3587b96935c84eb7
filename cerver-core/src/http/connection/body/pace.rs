//! How long a body may take: a limit for the whole, and a least rate.

use crate::{config::HttpOptions, http::app::millis};
use std::time::{Duration, Instant};

/// Time that a body has earned: a grace at first, then what its bytes are worth at the least rate. It can save up no
/// more than some times the grace, so that a quick start does not pay for a long silence.
pub(super) struct Pace {
    /// When this was looked at last.
    last: Instant,
    end: Option<Instant>,
    credit: Duration,
    most: Duration,
    /// Bytes since then.
    bytes: u64,
    rate: u32,
    paused: Option<Instant>,
}

/// Graces that can be saved up.
const MOST_GRACES: u32 = 6;

impl Pace {
    pub(super) fn new(now: Instant, options: &HttpOptions, timeout_millis: u64) -> Self {
        let grace = options.body_grace.max(Duration::from_millis(1));
        Self {
            last: now,
            end: (timeout_millis > 0).then(|| now.checked_add(Duration::from_millis(timeout_millis))).flatten(),
            credit: grace,
            most: grace.saturating_mul(MOST_GRACES),
            bytes: 0,
            rate: options.body_rate,
            paused: None,
        }
    }

    /// Bytes have come.
    pub(super) fn count(&mut self, bytes: usize) {
        self.bytes += bytes as u64;
    }

    /// The server does not read: that is not the client's time.
    pub(super) fn pause(&mut self, now: Instant) {
        self.paused = Some(now);
    }

    /// It reads again.
    pub(super) fn resume(&mut self, now: Instant) {
        if let Some(since) = self.paused.take() {
            let lost = now.saturating_duration_since(since);
            self.last += lost;
            self.end = self.end.and_then(|end| end.checked_add(lost));
        }
    }

    /// Milliseconds after which to look again, 0 for never; None when the body has taken too long.
    pub(super) fn look(&mut self, now: Instant) -> Option<u64> {
        let mut wait = None;
        if let Some(end) = self.end {
            let left = end.saturating_duration_since(now);
            if left.is_zero() {
                return None;
            }
            wait = Some(left);
        }
        if self.rate > 0 {
            let spent = now.saturating_duration_since(self.last);
            let earned =
                Duration::from_millis(std::mem::take(&mut self.bytes).saturating_mul(1000) / u64::from(self.rate));
            self.last = now;
            self.credit = self.credit.saturating_add(earned).min(self.most.saturating_add(spent)).saturating_sub(spent);
            if self.credit.is_zero() {
                return None;
            }
            wait = Some(wait.map_or(self.credit, |wait| wait.min(self.credit)));
        }
        // Never 0, which would be no deadline.
        Some(wait.map_or(0, |wait| millis(wait).max(1)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn pace(start: Instant, timeout: u64) -> Pace {
        let options = HttpOptions { body_rate: 100, body_grace: SECOND * 5, ..HttpOptions::default() };
        Pace::new(start, &options, timeout)
    }

    #[test]
    fn a_silent_body_has_its_grace() {
        let start = Instant::now();
        let mut pace = pace(start, 0);
        assert_eq!(pace.look(start), Some(5000));
        assert_eq!(pace.look(start + SECOND * 4), Some(1000));
        assert_eq!(pace.look(start + SECOND * 5), None);
    }

    #[test]
    fn bytes_buy_time_but_not_for_ever() {
        let start = Instant::now();
        let mut pace = pace(start, 0);
        pace.count(500);
        assert_eq!(pace.look(start + SECOND * 5), Some(5000));
        assert_eq!(pace.look(start + SECOND * 10), None);
        let mut rich = self::pace(start, 0);
        rich.count(1 << 40);
        assert_eq!(rich.look(start + SECOND), Some(30_000));
        assert_eq!(rich.look(start + SECOND * 31), None);
    }

    #[test]
    fn the_whole_has_its_limit() {
        let start = Instant::now();
        let mut pace = pace(start, 8000);
        pace.count(1 << 20);
        assert_eq!(pace.look(start), Some(8000));
        assert_eq!(pace.look(start + SECOND * 8), None);
        let options = HttpOptions { body_rate: 0, ..HttpOptions::default() };
        assert_eq!(Pace::new(start, &options, 0).look(start + SECOND * 1000), Some(0));
    }

    #[test]
    fn a_pause_is_not_the_clients_time() {
        let start = Instant::now();
        let mut pace = pace(start, 8000);
        pace.pause(start + SECOND);
        pace.resume(start + SECOND * 101);
        assert_eq!(pace.look(start + SECOND * 104), Some(1000));
        assert_eq!(pace.look(start + SECOND * 105), None);
    }
}
