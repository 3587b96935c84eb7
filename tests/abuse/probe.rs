//! A client like others, who asks all the time while the server is under attack.

use std::{
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

/// An answer that takes longer is none.
const LIMIT: Duration = Duration::from_secs(10);

/// Threads that ask.
pub struct Probe {
    is_over: Arc<AtomicBool>,
    threads: Vec<JoinHandle<Seen>>,
}

/// What became of the questions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Seen {
    pub answers: usize,
    pub worst: Duration,
}

impl Probe {
    /// Begins to ask: on a connection that stays and, if wanted, on a new one each time. Returns when each has had an
    /// answer.
    pub fn start(port: u16, with_new: bool) -> Self {
        let is_over = Arc::new(AtomicBool::new(false));
        let mut kept = connect(port);
        ask(&mut kept);
        let over = Arc::clone(&is_over);
        let mut threads = vec![thread::spawn(move || ask_until(&over, || ask(&mut kept)))];
        if with_new {
            ask(&mut connect(port));
            let over = Arc::clone(&is_over);
            threads.push(thread::spawn(move || ask_until(&over, || ask(&mut connect(port)))));
        }
        Self { is_over, threads }
    }

    /// Ends the asking.
    ///
    /// # Panics
    /// When a question was not answered.
    pub fn stop(self) -> Seen {
        self.is_over.store(true, Ordering::Relaxed);
        self.threads.into_iter().fold(Seen::default(), |all, thread| {
            let seen = thread.join().expect("every question is answered");
            Seen { answers: all.answers + seen.answers, worst: all.worst.max(seen.worst) }
        })
    }
}

fn ask_until(is_over: &AtomicBool, mut ask: impl FnMut()) -> Seen {
    let mut seen = Seen::default();
    // A short attack may have left behind what others feel.
    while !is_over.load(Ordering::Relaxed) || seen.answers < 10 {
        let start = Instant::now();
        ask();
        seen = Seen { answers: seen.answers + 1, worst: seen.worst.max(start.elapsed()) };
        thread::sleep(Duration::from_millis(5));
    }
    seen
}

/// A connection with limits for reading and writing.
pub fn connect(port: u16) -> TcpStream {
    let stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("accepted");
    stream.set_read_timeout(Some(LIMIT)).expect("set");
    stream.set_write_timeout(Some(LIMIT)).expect("set");
    stream.set_nodelay(true).expect("set");
    stream
}

/// A GET of `/a`, answered as it should.
pub fn ask(stream: &mut TcpStream) {
    stream.write_all(b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n").expect("sent");
    let mut received = Vec::new();
    let mut buffer = [0; 1024];
    while !received.ends_with(b"\r\n\r\nhere") {
        let count = stream.read(&mut buffer).expect("an answer in time");
        assert!(count > 0, "the connection ended: {}", String::from_utf8_lossy(&received));
        received.extend_from_slice(&buffer[..count]);
    }
    assert!(received.starts_with(b"HTTP/1.1 200 "), "{}", String::from_utf8_lossy(&received));
}
