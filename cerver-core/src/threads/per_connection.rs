//! A thread of its own for each connection that has work: a handler that blocks delays nobody else.

use super::{Crew, Job};
use crossbeam_channel::{Sender, TrySendError, bounded};
use parking_lot::Mutex;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// All lanes of a server.
pub(crate) struct Lanes {
    name: String,
    limit: u32,
    live: Mutex<u32>,
    crew: Arc<Crew>,
    discards: AtomicBool,
}

impl Lanes {
    pub(crate) fn new(crew: &Arc<Crew>, name: &str, limit: u32) -> Arc<Self> {
        Arc::new(Self {
            name: name.to_owned(),
            limit,
            live: Mutex::new(0),
            crew: Arc::clone(crew),
            discards: AtomicBool::new(false),
        })
    }

    /// Waiting jobs are given up from now on.
    pub(crate) fn discard(&self) {
        self.discards.store(true, Ordering::Release);
    }

    /// A new lane; None at the limit.
    pub(crate) fn open(self: &Arc<Self>) -> io::Result<Option<Lane>> {
        {
            let mut live = self.live.lock();
            if *live >= self.limit {
                return Ok(None);
            }
            *live += 1;
        }
        let (sender, receiver) = bounded::<Job>(1);
        let live = Live(Arc::clone(self));
        self.crew.spawn(format!("{}-c", self.name), move || {
            // Owned by the closure: counted down also when the thread cannot be made.
            let live = live;
            while let Ok(job) = receiver.recv() {
                if live.0.discards.load(Ordering::Acquire) {
                    job.runner.discard(job.ticket);
                } else {
                    job.run();
                }
            }
        })?;
        Ok(Some(Lane(sender)))
    }
}

struct Live(Arc<Lanes>);

impl Drop for Live {
    fn drop(&mut self) {
        *self.0.live.lock() -= 1;
    }
}

/// The thread of one connection; it ends after its last job when this is dropped.
pub(crate) struct Lane(Sender<Job>);

impl Lane {
    /// Hands a job over; gives it back while another one waits.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Job> {
        self.0.try_send(job).map_err(|error| match error {
            TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::Run;
    use std::{
        sync::mpsc,
        time::{Duration, Instant},
    };

    struct Tell(Mutex<mpsc::Sender<u64>>);

    impl Run for Tell {
        fn run(&self, ticket: u64) {
            self.0.lock().send(ticket).unwrap();
        }
        fn discard(&self, _: u64) {}
    }

    #[test]
    fn lanes_are_counted_and_end() {
        let crew = Crew::new();
        let lanes = Lanes::new(&crew, "test", 2);
        let (sender, receiver) = mpsc::channel();
        let tell: Arc<dyn Run> = Arc::new(Tell(Mutex::new(sender)));
        let first = lanes.open().unwrap().unwrap();
        let second = lanes.open().unwrap().unwrap();
        assert!(lanes.open().unwrap().is_none(), "the limit holds");
        assert!(first.submit(Job { runner: Arc::clone(&tell), ticket: 1 }).is_ok());
        assert!(second.submit(Job { runner: tell, ticket: 2 }).is_ok());
        let mut got = [receiver.recv().unwrap(), receiver.recv().unwrap()];
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
        drop((first, second));
        assert_eq!(crew.wait_ended(Instant::now() + Duration::from_secs(5)), 0);
        assert!(lanes.open().unwrap().is_some());
    }
}
