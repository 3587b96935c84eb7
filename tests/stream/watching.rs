//! Descriptors, times and signals of the program among the events of a server.

use crate::{Pulling, Seen, options};
use cerver_core::{
    config::Options,
    error::Code,
    events::{Interest, Occurrence, WatchId},
    sys::{Waited, wait_readable},
};
use parking_lot::Mutex;
use std::{
    fs::{self, File},
    io::{Read, Write},
    os::{fd::AsRawFd, unix::net::UnixStream},
    process::Command,
    sync::Arc,
    time::{Duration, Instant},
};

const NEVER: Duration = Duration::from_millis(50);

fn occurred(pulling: &Pulling) -> (u64, Occurrence) {
    match pulling.next() {
        (None, tag, Seen::Occurred(what)) => (tag, what),
        (_, tag, other) => panic!("{tag} {other:?}"),
    }
}

#[test]
fn a_descriptor_is_told_of_as_long_as_it_is_ready() {
    let pulling = Pulling::open(options());
    let (mut near, mut far) = UnixStream::pair().expect("a pair");
    let id = pulling.server.watch(near.as_raw_fd(), Interest::READABLE, 5).expect("watched");
    assert!(pulling.next_within(NEVER).is_none());
    far.write_all(b"ab").expect("sent");
    let fd = near.as_raw_fd();
    let ready = |failed| Occurrence::Ready { id, fd, interest: Interest::READABLE, failed };
    assert_eq!(occurred(&pulling), (5, ready(false)));
    assert_eq!(occurred(&pulling), (5, ready(false)), "nothing was read yet");
    near.read_exact(&mut [0; 2]).expect("there");
    assert!(pulling.next_within(NEVER).is_none());
    drop(far);
    assert_eq!(occurred(&pulling), (5, ready(true)));
    pulling.server.unwatch(id).expect("watched");
    assert!(pulling.next_within(NEVER).is_none());
    assert_eq!(pulling.server.unwatch(id).map_err(|error| error.code()), Err(Code::NotFound));
}

#[test]
fn writing_is_of_interest_too() {
    let pulling = Pulling::open(options());
    let (near, _far) = UnixStream::pair().expect("a pair");
    let both = Interest { readable: true, writable: true };
    pulling.server.watch(near.as_raw_fd(), both, 1).expect("watched");
    let (_, Occurrence::Ready { interest, .. }) = occurred(&pulling) else { panic!("not ready") };
    assert_eq!(interest, Interest { readable: false, writable: true });
}

#[test]
fn timers_come_once_or_again_and_again() {
    let pulling = Pulling::open(options());
    let start = Instant::now();
    let once = pulling.server.add_timer(Duration::from_millis(20), None, 1).expect("set");
    assert_eq!(occurred(&pulling), (1, Occurrence::Timer { id: once, count: 1 }));
    assert!(start.elapsed() >= Duration::from_millis(20));
    assert_eq!(pulling.server.unwatch(once).map_err(|error| error.code()), Err(Code::NotFound), "it is over");
    let again = pulling.server.add_timer(Duration::ZERO, Some(Duration::from_millis(5)), 2).expect("set");
    let mut times = 0;
    while times < 5 {
        let (2, Occurrence::Timer { id, count }) = occurred(&pulling) else { panic!("another event") };
        assert_eq!(id, again);
        times += count;
    }
    pulling.server.unwatch(again).expect("it goes on");
    assert!(pulling.next_within(NEVER).is_none());
}

/// The descriptor that a foreign loop waits for tells of timers.
#[test]
fn a_timer_makes_the_servers_descriptor_ready() {
    let pulling = Pulling::open(options());
    let poll = pulling.server.poll_descriptor().expect("open");
    while pulling.next_within(Duration::from_millis(1)).is_some() {}
    let start = Instant::now();
    pulling.server.add_timer(Duration::from_millis(30), None, 1).expect("set");
    assert_eq!(wait_readable(&[poll], Some(crate::WAIT)).expect("waited"), Waited::Ready(0));
    assert!(start.elapsed() >= Duration::from_millis(20), "{:?}", start.elapsed());
    assert!(matches!(occurred(&pulling), (1, Occurrence::Timer { .. })));
}

#[test]
fn signals_are_events_until_the_watch_ends() {
    let pulling = Pulling::open(options());
    let id = pulling.server.watch_signal(libc::SIGWINCH, 9).expect("watched");
    assert_eq!(pulling.server.watch_signal(libc::SIGWINCH, 9).map_err(|error| error.code()), Err(Code::Busy));
    assert_eq!(pulling.server.watch_signal(libc::SIGKILL, 9).map_err(|error| error.code()), Err(Code::Argument));
    assert_eq!(pulling.server.watch_signal(libc::SIGSEGV, 9).map_err(|error| error.code()), Err(Code::Argument));
    // To this thread, which is awake: ThreadSanitizer tells one that sleeps only when it wakes.
    let thread = fs::read_link("/proc/thread-self").expect("/proc is there");
    let number = thread.file_name().expect("the number of the thread");
    assert!(Command::new("kill").arg("-WINCH").arg(number).status().expect("run").success());
    assert_eq!(occurred(&pulling), (9, Occurrence::Signal { id, number: libc::SIGWINCH, count: 1 }));
    drop(pulling);
    let other = Pulling::open(options());
    other.server.watch_signal(libc::SIGWINCH, 1).expect("a stop gives signals back");
}

#[test]
fn watches_have_a_limit_and_bad_ones_are_refused() {
    let pulling = Pulling::open(Options { watch_limit: 2, ..options() });
    let file = File::open("/proc/self/exe").expect("there");
    let code = |result: cerver_core::error::Result<WatchId>| result.map_err(|error| error.code());
    assert_eq!(code(pulling.server.watch(file.as_raw_fd(), Interest::READABLE, 0)), Err(Code::System));
    assert_eq!(code(pulling.server.watch(-1, Interest::READABLE, 0)), Err(Code::System));
    let hour = Duration::from_secs(3600);
    let first = pulling.server.add_timer(hour, None, 0).expect("room");
    pulling.server.add_timer(hour, None, 0).expect("room");
    assert_eq!(code(pulling.server.add_timer(hour, None, 0)), Err(Code::Again));
    pulling.server.unwatch(first).expect("set");
    pulling.server.add_timer(hour, None, 0).expect("room again");
    pulling.server.shutdown().expect("open");
    assert_eq!(code(pulling.server.add_timer(hour, None, 0)), Err(Code::State));
}

#[test]
fn pushed_events_run_on_the_reactor() {
    let count = Arc::new(Mutex::new(0));
    let (near, mut far) = UnixStream::pair().expect("a pair");
    near.set_nonblocking(true).expect("set");
    let app = cerver_core::stream::App::new();
    let theirs = Arc::clone(&count);
    let reader = near.try_clone().expect("a copy");
    app.set_on_event(Some(Arc::new(move |stream, tag, event| {
        if let (None, 4, cerver_core::stream::Event::Occurred(Occurrence::Ready { .. })) = (stream, tag, event) {
            *theirs.lock() += (&reader).read(&mut [0; 16]).unwrap_or(0);
        }
    })));
    let server = cerver_core::server::Server::new("pushed", options(), app);
    server.start().expect("started");
    server.watch(near.as_raw_fd(), Interest::READABLE, 4).expect("watched");
    far.write_all(b"hello").expect("sent");
    let end = Instant::now() + crate::WAIT;
    while *count.lock() < 5 && Instant::now() < end {
        std::thread::sleep(Duration::from_millis(1));
    }
    assert_eq!(*count.lock(), 5);
    let _ = server.shutdown();
    let _ = server.stop();
}
