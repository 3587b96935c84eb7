//! Functions of the program that a running server calls again and again.

use std::{fmt, sync::Arc, time::Duration};

/// Calls of an update function per second.
pub const DEFAULT_UPDATE_TICKS: u32 = 30;
/// Seconds between two calls of an interval function.
pub const DEFAULT_UPDATE_INTERVAL_SECS: u32 = 1;

/// A function and how often it is called.
#[derive(Clone)]
pub struct Update {
    /// From one call to the next; above 0. A call that takes longer delays the next one, and what was missed is not made
    /// up for. The first call comes so long after the start.
    pub interval: Duration,
    /// Called on a thread that only does this, without any lock of the library held.
    pub call: Arc<dyn Fn() + Send + Sync>,
}

impl fmt::Debug for Update {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Update").field("interval", &self.interval).finish_non_exhaustive()
    }
}
