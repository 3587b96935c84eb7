//! A thread of its own for each connection that has work: a handler that blocks delays nobody else.

use super::{Crew, Job};
use crossbeam_channel::{Sender, TrySendError, bounded};
use std::{
    io,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, Ordering},
    },
};

/// All lanes of a server. Their number is limited by that of the connections and of those whose thread outlives them.
pub(crate) struct Lanes {
    name: String,
    crew: Arc<Crew>,
    discards: AtomicBool,
    /// Threads that have not ended although their connection has.
    leaving: AtomicU32,
    /// Told when one of them has.
    ended: OnceLock<Box<dyn Fn() + Send + Sync>>,
}

impl Lanes {
    pub(crate) fn new(crew: &Arc<Crew>, name: &str) -> Arc<Self> {
        Arc::new(Self {
            name: name.to_owned(),
            crew: Arc::clone(crew),
            discards: AtomicBool::new(false),
            leaving: AtomicU32::new(0),
            ended: OnceLock::new(),
        })
    }

    /// What is called when the thread of a connection that is gone has ended; only the first one given counts.
    pub(crate) fn on_end(&self, call: impl Fn() + Send + Sync + 'static) {
        self.ended.get_or_init(|| Box::new(call));
    }

    /// The number of threads that have not ended although their connection has.
    pub(crate) fn leaving(&self) -> u32 {
        self.leaving.load(Ordering::Acquire)
    }

    /// Waiting jobs are given up from now on.
    pub(crate) fn discard(&self) {
        self.discards.store(true, Ordering::Release);
    }

    /// A new lane.
    pub(crate) fn open(self: &Arc<Self>) -> io::Result<Lane> {
        let (sender, receiver) = bounded::<Job>(1);
        let lanes = Arc::clone(self);
        self.crew.spawn(format!("{}-c", self.name), move || {
            let left = Left(lanes);
            while let Ok(job) = receiver.recv() {
                if left.0.discards.load(Ordering::Acquire) {
                    job.runner.discard(job.ticket);
                } else {
                    job.run();
                }
            }
        })?;
        Ok(Lane { sender, lanes: Arc::clone(self) })
    }
}

/// Counts the thread out at its end.
struct Left(Arc<Lanes>);

impl Drop for Left {
    fn drop(&mut self) {
        self.0.leaving.fetch_sub(1, Ordering::AcqRel);
        if let Some(ended) = self.0.ended.get() {
            ended();
        }
    }
}

/// The thread of one connection; it ends after its last job when this is dropped.
pub(crate) struct Lane {
    sender: Sender<Job>,
    lanes: Arc<Lanes>,
}

impl Lane {
    /// Hands a job over; gives it back while another one waits.
    pub(crate) fn submit(&self, job: Job) -> Result<(), Job> {
        self.sender.try_send(job).map_err(|error| match error {
            TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
        })
    }
}

impl Drop for Lane {
    fn drop(&mut self) {
        // Before the sender goes, and with it the thread.
        self.lanes.leaving.fetch_add(1, Ordering::AcqRel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::Run;
    use parking_lot::Mutex;
    use std::{
        sync::mpsc,
        time::{Duration, Instant},
    };

    struct Tell(Mutex<mpsc::SyncSender<u64>>);

    impl Run for Tell {
        fn run(&self, ticket: u64) {
            self.0.lock().send(ticket).unwrap();
        }
        fn discard(&self, _: u64) {}
    }

    #[test]
    fn a_thread_outlives_its_connection_by_its_job() {
        let crew = Crew::new();
        let lanes = Lanes::new(&crew, "test");
        let (ended, end) = mpsc::channel();
        let ended = Mutex::new(ended);
        lanes.on_end(move || ended.lock().send(()).unwrap());
        let (sender, receiver) = mpsc::sync_channel(0);
        let tell: Arc<dyn Run> = Arc::new(Tell(Mutex::new(sender)));
        let first = lanes.open().unwrap();
        let second = lanes.open().unwrap();
        assert!(first.submit(Job { runner: Arc::clone(&tell), ticket: 1 }).is_ok());
        assert!(second.submit(Job { runner: tell, ticket: 2 }).is_ok());
        assert_eq!(lanes.leaving(), 0);
        drop((first, second));
        assert_eq!(lanes.leaving(), 2, "both still have their job");
        let mut got = [receiver.recv().unwrap(), receiver.recv().unwrap()];
        got.sort_unstable();
        assert_eq!(got, [1, 2]);
        assert_eq!(crew.wait_ended(Instant::now() + Duration::from_secs(5)), 0);
        assert_eq!((end.recv(), end.recv(), lanes.leaving()), (Ok(()), Ok(()), 0));
    }
}
