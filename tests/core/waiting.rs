//! Waiting for a server.

use cerver_core::{
    config::Placement,
    server::{WaitEnd, interrupt},
    sys::EventFd,
};
use std::{
    os::fd::AsRawFd,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use support::{
    alone::alone,
    server::{Setup, each_placement},
};

const WAIT: Duration = Duration::from_secs(5);
const SHORT: Duration = Duration::from_millis(50);

/// In a process of its own: an interrupt ends the waits of all servers.
#[test]
fn how_a_wait_ends() {
    alone("waiting::how_a_wait_ends", None, || {
        each_placement(|setup| {
            let server = setup.build();
            assert_eq!(server.0.wait(None, &[]).expect("not started"), WaitEnd::Stopped);
            server.0.start().expect("started");
            let start = Instant::now();
            assert_eq!(server.0.wait(Some(SHORT), &[]).expect("waited"), WaitEnd::Timeout);
            assert!(start.elapsed() >= SHORT);
            let (quiet, loud) = (EventFd::new().expect("made"), EventFd::new().expect("made"));
            loud.signal();
            let others = [quiet.as_raw_fd(), loud.as_raw_fd()];
            assert_eq!(server.0.wait(None, &others).expect("waited"), WaitEnd::Interrupted);
            loud.clear();
            assert_eq!(server.0.wait(Some(SHORT), &others).expect("waited"), WaitEnd::Timeout);
            for stop in [true, false] {
                let waiting = thread::spawn({
                    let server = Arc::clone(&server.0);
                    move || server.wait(Some(WAIT), &[]).expect("waited")
                });
                assert_eq!(server.0.wait(Some(SHORT), &[]).expect("waited"), WaitEnd::Timeout);
                if stop { server.0.stop() } else { server.0.shutdown() }.expect("ended");
                assert_eq!(waiting.join().expect("it ends"), WaitEnd::Stopped);
                assert_eq!(server.0.wait(None, &[]).expect("stopped"), WaitEnd::Stopped);
                server.0.start().expect("started");
            }
        });
    });
}

#[test]
fn an_interrupt_ends_all_waits() {
    alone("waiting::an_interrupt_ends_all_waits", None, || {
        let servers = [(); 2].map(|()| Setup::new(Placement::Reactor).start());
        for _ in 0..50 {
            let waiting: Vec<_> = servers
                .iter()
                .map(|server| {
                    let server = Arc::clone(&server.0);
                    thread::spawn(move || server.wait(Some(WAIT), &[]).expect("waited"))
                })
                .collect();
            // Also when one of them begins to wait only after the call.
            while waiting.iter().any(|waiting| !waiting.is_finished()) {
                interrupt();
                thread::sleep(Duration::from_millis(1));
            }
            for wait in waiting {
                assert_eq!(wait.join().expect("it ends"), WaitEnd::Interrupted);
            }
        }
        // One that nobody waited for ends the next wait, and only that.
        while servers[0].0.wait(Some(SHORT), &[]).expect("waited") != WaitEnd::Timeout {}
        interrupt();
        assert_eq!(servers[0].0.wait(Some(WAIT), &[]).expect("waited"), WaitEnd::Interrupted);
        assert_eq!(servers[0].0.wait(Some(SHORT), &[]).expect("waited"), WaitEnd::Timeout);
        assert!(servers.iter().all(|server| server.0.is_running()));
    });
}
