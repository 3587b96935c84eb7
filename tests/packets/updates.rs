//! Functions that are called again and again while a server runs.

use crate::{Running, WAIT, echoing, options};
use cerver_core::{
    config::{Options, Update},
    server::Server,
};
use parking_lot::Mutex;
use std::{
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

fn update(interval: Duration, call: impl Fn() + Send + Sync + 'static) -> Update {
    Update { interval, call: Arc::new(call) }
}

#[test]
fn they_are_called_from_start_to_stop_and_a_panic_ends_nothing() {
    let (sender, ticks) = mpsc::channel();
    let (seconds, other) = mpsc::channel();
    let updates = vec![
        update(Duration::from_millis(10), move || {
            let _ = sender.send(thread::current().name().map(str::to_owned));
            panic!("contained");
        }),
        update(Duration::from_secs(3600), move || {
            let _ = seconds.send(());
        }),
    ];
    let began = Instant::now();
    let server = Running::start(&echoing(true), Options { updates, ..options() });
    for _ in 0..5 {
        assert_eq!(ticks.recv_timeout(WAIT).expect("a tick").as_deref(), Some("packets-u"));
    }
    assert!(began.elapsed() >= Duration::from_millis(50), "not before their time");
    server.0.stop().expect("stopped");
    while ticks.try_recv().is_ok() {}
    assert!(other.try_recv().is_err(), "its time has not come");
    thread::sleep(Duration::from_millis(50));
    assert!(ticks.try_recv().is_err(), "not after the stop");
}

#[test]
fn one_that_takes_long_is_not_made_up_for() {
    let (sender, ticks) = mpsc::channel();
    let slow = update(Duration::from_millis(1), move || {
        thread::sleep(Duration::from_millis(100));
        let _ = sender.send(Instant::now());
    });
    let _server = Running::start(&echoing(true), Options { updates: vec![slow], ..options() });
    let times: Vec<_> = (0..3).map(|_| ticks.recv_timeout(WAIT).expect("a tick")).collect();
    for pair in times.windows(2) {
        assert!(pair[1] - pair[0] >= Duration::from_millis(95), "{pair:?}");
    }
}

#[test]
fn one_may_stop_its_own_server() {
    let place: Arc<Mutex<Option<Arc<Server>>>> = Arc::default();
    let (sender, stopped) = mpsc::channel();
    let server = Arc::clone(&place);
    let stop = update(Duration::from_millis(5), move || {
        if let Some(server) = server.lock().take() {
            let _ = sender.send(server.stop().is_ok());
        }
    });
    let server = Arc::new(Server::new("own", Options { updates: vec![stop], ..options() }, echoing(true)));
    server.start().expect("started");
    *place.lock() = Some(Arc::clone(&server));
    assert_eq!(stopped.recv_timeout(WAIT), Ok(true));
    assert_eq!(server.wait(Some(WAIT), &[]).expect("waited"), cerver_core::server::WaitEnd::Stopped);
}
