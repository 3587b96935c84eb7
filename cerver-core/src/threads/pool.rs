//! A pool of worker threads behind one bounded queue.

use super::{Crew, Job};
use crate::error::{Error, Result};
use crossbeam_channel::{Receiver, Sender, TrySendError, bounded};
use parking_lot::Mutex;
use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

/// Workers; they end when the pool is closed and the queue is empty.
pub(crate) struct Pool {
    sender: Mutex<Option<Sender<Job>>>,
    discards: Arc<AtomicBool>,
}

impl Pool {
    /// Starts `threads` workers with room for `queue` waiting jobs.
    pub(crate) fn start(crew: &Arc<Crew>, name: &str, threads: u16, queue: u32) -> Result<Self> {
        let (sender, receiver) = bounded(queue.max(1) as usize);
        let pool = Self { sender: Mutex::new(Some(sender)), discards: Arc::new(AtomicBool::new(false)) };
        for number in 0..threads.max(1) {
            let (receiver, discards) = (receiver.clone(), Arc::clone(&pool.discards));
            crew.spawn(format!("{name}-w{number}"), move || work(&receiver, &discards))
                .map_err(|error| Error::system("a worker thread cannot be made", &error))?;
        }
        Ok(pool)
    }

    /// Queues a job; gives it back when the queue is full or closed.
    pub(crate) fn submit(&self, job: Job) -> std::result::Result<(), Job> {
        match &*self.sender.lock() {
            Some(sender) => sender.try_send(job).map_err(|error| match error {
                TrySendError::Full(job) | TrySendError::Disconnected(job) => job,
            }),
            None => Err(job),
        }
    }

    /// No more jobs; those waiting are run, or with `discard` given up.
    pub(crate) fn close(&self, discard: bool) {
        if discard {
            self.discards.store(true, Ordering::Release);
        }
        self.sender.lock().take();
    }
}

impl Drop for Pool {
    fn drop(&mut self) {
        self.close(true);
    }
}

fn work(jobs: &Receiver<Job>, discards: &AtomicBool) {
    while let Ok(job) = jobs.recv() {
        if discards.load(Ordering::Acquire) {
            job.runner.discard(job.ticket);
        } else {
            job.run();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threads::Run;
    use std::{
        sync::atomic::AtomicU64,
        time::{Duration, Instant},
    };

    #[derive(Default)]
    struct Sum {
        ran: AtomicU64,
        given_up: AtomicU64,
        gate: Mutex<()>,
    }

    impl Run for Sum {
        fn run(&self, ticket: u64) {
            let _gate = self.gate.lock();
            assert_ne!(ticket, 13, "a panic does not end the worker");
            self.ran.fetch_add(ticket, Ordering::Relaxed);
        }
        fn discard(&self, ticket: u64) {
            self.given_up.fetch_add(ticket, Ordering::Relaxed);
        }
    }

    fn job(sum: &Arc<Sum>, ticket: u64) -> Job {
        Job { runner: Arc::clone(sum) as Arc<dyn Run>, ticket }
    }

    #[test]
    fn jobs_run_and_a_full_queue_says_so() {
        let (sum, crew) = (Arc::new(Sum::default()), Crew::new());
        let pool = Pool::start(&crew, "test", 1, 2).unwrap();
        let closed = sum.gate.lock();
        let mut accepted = 0;
        while pool.submit(job(&sum, 1)).is_ok() {
            accepted += 1;
            assert!(accepted <= 3, "two wait and one is being run");
            std::thread::yield_now();
        }
        drop(closed);
        while pool.submit(job(&sum, 13)).is_err() {
            std::thread::yield_now();
        }
        pool.close(false);
        assert!(pool.submit(job(&sum, 1)).is_err());
        assert_eq!(crew.wait_ended(Instant::now() + Duration::from_secs(10)), 0);
        assert_eq!(sum.ran.load(Ordering::Relaxed), accepted);
    }

    #[test]
    fn a_stop_at_once_gives_waiting_jobs_up() {
        let (sum, crew) = (Arc::new(Sum::default()), Crew::new());
        let pool = Pool::start(&crew, "test", 1, 8).unwrap();
        let closed = sum.gate.lock();
        for _ in 0..8 {
            assert!(pool.submit(job(&sum, 1)).is_ok());
        }
        pool.close(true);
        drop(closed);
        assert_eq!(crew.wait_ended(Instant::now() + Duration::from_secs(10)), 0);
        let (ran, given_up) = (sum.ran.load(Ordering::Relaxed), sum.given_up.load(Ordering::Relaxed));
        assert_eq!(ran + given_up, 8);
        assert!(ran <= 1);
    }
}
