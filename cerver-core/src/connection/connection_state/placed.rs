//! Where the jobs of a connection run.

use crate::{
    protocol::{Dispatch, Dispatcher},
    threads::{Job, Lane, Threads},
};

/// Finds the thread for a job.
pub(super) struct Placed<'a> {
    pub(super) threads: &'a Threads,
    pub(super) lane: &'a mut Option<Lane>,
}

impl Dispatcher for Placed<'_> {
    fn dispatch(&mut self, job: Job) -> Dispatch {
        let result = match self.threads {
            Threads::None => Err(job),
            Threads::Pool(pool) => pool.submit(job),
            Threads::Lanes(lanes) => {
                if self.lane.is_none() {
                    let tell = |error| log::error!("a thread for a connection cannot be made: {error}");
                    *self.lane = lanes.open().map_err(tell).ok();
                }
                match &*self.lane {
                    Some(lane) => lane.submit(job),
                    None => Err(job),
                }
            }
        };
        match result {
            Ok(()) => Dispatch::Sent,
            Err(_) => Dispatch::Full,
        }
    }
}
