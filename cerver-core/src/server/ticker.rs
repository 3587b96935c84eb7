//! The thread of an update function.

use crate::{config::Update, host, threads::Attendant};
use parking_lot::{Condvar, Mutex};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    time::{Duration, Instant},
};

/// Calls an update function until the run of the server ends.
pub(super) struct Ticker {
    update: Update,
    is_over: Mutex<bool>,
    ended: Condvar,
}

impl Ticker {
    pub(super) fn new(update: &Update) -> Arc<Self> {
        Arc::new(Self { update: update.clone(), is_over: Mutex::new(false), ended: Condvar::new() })
    }

    /// Waits for the next call; false when there is none.
    fn wait(&self, until: Instant) -> bool {
        let mut is_over = self.is_over.lock();
        while !*is_over {
            if self.ended.wait_until(&mut is_over, until).timed_out() {
                return !*is_over;
            }
        }
        false
    }
}

impl Attendant for Ticker {
    fn name(&self) -> &'static str {
        "u"
    }

    fn attend(&self) {
        let interval = self.update.interval.max(Duration::from_millis(1));
        let mut next = Instant::now() + interval;
        while self.wait(next) {
            match host::enter(|| catch_unwind(AssertUnwindSafe(|| (self.update.call)()))) {
                Some(Ok(())) => {}
                Some(Err(_)) => log::error!("an update function panicked"),
                // The runtime that it belongs to is gone.
                None => return,
            }
            next = (next + interval).max(Instant::now());
        }
    }

    fn dismiss(&self, _at_once: bool) {
        *self.is_over.lock() = true;
        self.ended.notify_all();
    }
}
