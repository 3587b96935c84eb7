//! A thread of its own for each connection that has work: a handler that blocks delays nobody else.

use super::{Crew, Job};
use crossbeam_channel::{Sender, TrySendError, bounded};
use parking_lot::Mutex;
use std::{
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicU32, Ordering},
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
        let place =
            Arc::new(Place { lanes: Arc::clone(self), jobs: AtomicU32::new(0), is_taken: AtomicBool::new(true) });
        let lane = Lane { sender, place: Arc::clone(&place) };
        self.crew.spawn(format!("{}-c", self.name), move || {
            // Owned by the closure: given back also when the thread cannot be made.
            let working = Working(place);
            while let Ok(job) = receiver.recv() {
                if working.0.lanes.discards.load(Ordering::Acquire) {
                    job.runner.discard(job.ticket);
                } else {
                    job.run();
                }
                working.0.jobs.fetch_sub(1, Ordering::AcqRel);
            }
        })?;
        Ok(Some(lane))
    }
}

/// One of the lanes that the limit allows. A thread without a job gives it back together with its connection, so that
/// the next connection need not wait for the end of the thread; a busy one keeps it until it ends.
struct Place {
    lanes: Arc<Lanes>,
    jobs: AtomicU32,
    is_taken: AtomicBool,
}

impl Place {
    fn give_back(&self) {
        if self.is_taken.swap(false, Ordering::AcqRel) {
            *self.lanes.live.lock() -= 1;
        }
    }
}

/// The thread's hold on its place.
struct Working(Arc<Place>);

impl Drop for Working {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

/// The thread of one connection; it ends after its last job when this is dropped.
pub(crate) struct Lane {
    sender: Sender<Job>,
    place: Arc<Place>,
}

impl Lane {
    /// Hands a job over; gives it back while another one waits.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Job> {
        self.place.jobs.fetch_add(1, Ordering::AcqRel);
        self.sender.try_send(job).map_err(|error| {
            self.place.jobs.fetch_sub(1, Ordering::AcqRel);
            match error {
                TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
            }
        })
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        if self.place.jobs.load(Ordering::Acquire) == 0 {
            self.place.give_back();
        }
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
