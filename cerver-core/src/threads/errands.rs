//! Work that may block and concerns no connection yet, such as finding the address of a name: on threads that come when
//! they are needed and go when nothing is left to do.

use crate::{
    error::{Code, Error, Result},
    sys,
};
use parking_lot::{Condvar, Mutex};
use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread::Builder,
    time::Duration,
};

/// How long a thread waits for more before it ends.
const IDLE: Duration = Duration::from_secs(5);

type Errand = Box<dyn FnOnce() + Send>;

/// A queue and its threads. Nobody waits for these: what runs when a program ends is left behind.
pub(crate) struct Errands {
    shared: Arc<Shared>,
}

struct Shared {
    state: Mutex<State>,
    arrived: Condvar,
    most_threads: u32,
    most_waiting: usize,
}

#[derive(Default)]
struct State {
    waiting: VecDeque<Errand>,
    threads: u32,
    idle: u32,
}

impl Errands {
    /// At most so many threads, at least 1, and so many errands that wait for one.
    pub(crate) fn new(most_threads: u32, most_waiting: usize) -> Self {
        let (state, arrived) = (Mutex::default(), Condvar::new());
        Self { shared: Arc::new(Shared { state, arrived, most_threads: most_threads.max(1), most_waiting }) }
    }

    /// Has an errand done soon; [`Code::Again`] when too many wait.
    pub(crate) fn run(&self, errand: impl FnOnce() + Send + 'static) -> Result<()> {
        let shared = &self.shared;
        let mut state = shared.state.lock();
        let mut is_taken = state.waiting.len() < state.idle as usize;
        if !is_taken && state.threads < shared.most_threads {
            let _mask = sys::mask_library_thread();
            let theirs = Arc::clone(shared);
            let spawned = Builder::new().name("cerver-errand".to_owned()).spawn(move || theirs.work());
            match spawned {
                Ok(_) => (state.threads, is_taken) = (state.threads + 1, true),
                Err(error) if state.threads == 0 => return Err(Error::system("no thread for an errand", &error)),
                Err(_) => {}
            }
        }
        if !is_taken && state.waiting.len() >= shared.most_waiting {
            return Err(Error::new(Code::Again, "too much waits for an address or a connection: try again later"));
        }
        state.waiting.push_back(Box::new(errand));
        shared.arrived.notify_one();
        Ok(())
    }
}

impl Shared {
    fn work(&self) {
        sys::note_masked_thread();
        let mut state = self.state.lock();
        loop {
            if let Some(errand) = state.waiting.pop_front() {
                drop(state);
                if catch_unwind(AssertUnwindSafe(errand)).is_err() {
                    log::error!("an errand panicked");
                }
                state = self.state.lock();
                continue;
            }
            state.idle += 1;
            let is_over = self.arrived.wait_for(&mut state, IDLE).timed_out();
            state.idle -= 1;
            if is_over && state.waiting.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::mpsc;

    #[test]
    fn errands_run_side_by_side_up_to_the_limits() {
        let errands = Errands::new(2, 1);
        let (go, gate) = mpsc::channel::<()>();
        let gate = Arc::new(Mutex::new(gate));
        let (done, finished) = mpsc::channel();
        let run = |number: u32| {
            let (gate, done) = (Arc::clone(&gate), done.clone());
            errands.run(move || {
                if number < 3 {
                    let _ = gate.lock().recv();
                }
                done.send(number).expect("heard");
            })
        };
        assert!(run(1).is_ok() && run(2).is_ok());
        // Threads take what waits by and by.
        while !errands.shared.state.lock().waiting.is_empty() {
            std::thread::yield_now();
        }
        assert!(run(3).is_ok(), "one may wait");
        assert_eq!(run(4).unwrap_err().code(), Code::Again);
        drop(go);
        let mut numbers: Vec<_> = (0..3).map(|_| finished.recv_timeout(Duration::from_secs(10)).unwrap()).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, [1, 2, 3]);
        // A thread may still be about to look for more.
        while errands.run(|| panic!("on purpose")).is_err() {}
        while run(5).is_err() {}
        assert_eq!(finished.recv_timeout(Duration::from_secs(10)), Ok(5), "a panic ends no thread for good");
    }
}
