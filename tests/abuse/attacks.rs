//! What hostile clients do. Each attack ends with all its connections closed.

use crate::{
    probe::{ask, connect},
    served::{SLOW_LIMIT, Served},
};
use socket2::SockRef;
use std::{
    io::{ErrorKind, Read, Write},
    net::{Shutdown, TcpStream},
    thread,
    time::{Duration, Instant},
};

/// How long an attack without an end of its own goes on.
const TIME: Duration = Duration::from_secs(1);

const GET: &[u8] = b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
const POST: &[u8] = b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 10000\r\n\r\n";
const CHUNKED: &str = "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n";

fn connections(served: &Served, count: usize) -> Vec<TcpStream> {
    (0..count).map(|_| connect(served.port)).collect()
}

/// Sends something of a request now and then, until the server has had enough of all.
fn trickle(mut slow: Vec<TcpStream>) {
    let begun = Instant::now();
    while !slow.is_empty() {
        assert!(begun.elapsed() < SLOW_LIMIT + Duration::from_secs(8), "{} are not cut off", slow.len());
        slow.retain_mut(|stream| stream.write_all(b"x").is_ok());
        thread::sleep(Duration::from_millis(100));
    }
}

pub fn slow_heads(served: &Served) {
    let mut slow = connections(served, 500);
    slow.iter_mut().for_each(|stream| stream.write_all(b"GET /a HTTP/1.1\r\nHost: h\r\nX: ").expect("sent"));
    trickle(slow);
}

pub fn slow_bodies(served: &Served) {
    let mut slow = connections(served, 500);
    slow.iter_mut().for_each(|stream| stream.write_all(POST).expect("sent"));
    trickle(slow);
}

/// Asks for more than the kernel takes, and takes a byte now and then.
pub fn slow_readers(served: &Served) {
    let mut slow = connections(served, 100);
    let requests = b"GET /big HTTP/1.1\r\nHost: h\r\n\r\n".repeat(100);
    for stream in &mut slow {
        SockRef::from(&*stream).set_recv_buffer_size(4096).expect("set");
        stream.write_all(&requests).expect("sent");
    }
    let begun = Instant::now();
    while begun.elapsed() < TIME {
        slow.iter_mut().for_each(|stream| stream.read_exact(&mut [0]).expect("an answer is there"));
        thread::sleep(Duration::from_millis(50));
    }
}

fn reset(stream: TcpStream) {
    SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("set");
}

pub fn resets(served: &Served) {
    let parts: [&[u8]; 5] =
        [b"", b"GET /a HT", &GET.repeat(20), POST, b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nab"];
    let storm = || {
        let begun = Instant::now();
        let mut count = 0;
        while begun.elapsed() < TIME || count < 100 {
            let mut stream = connect(served.port);
            // The server may have seen enough.
            let _ = stream.write_all(parts[count % parts.len()]);
            reset(stream);
            count += 1;
        }
    };
    thread::scope(|scope| (0..3).for_each(|_| drop(scope.spawn(storm))));
}

/// Behind every byte of a request, and behind every byte of an answer.
pub fn resets_everywhere(served: &Served) {
    let requests = [
        GET.to_vec(),
        b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\n\r\nhello".to_vec(),
        format!("{CHUNKED}5\r\nhello\r\n0\r\nA: b\r\n\r\n").into_bytes(),
    ];
    for request in &requests {
        for end in 0..=request.len() {
            let mut stream = connect(served.port);
            stream.write_all(&request[..end]).expect("sent");
            reset(stream);
        }
        let answer = {
            let mut stream = connect(served.port);
            stream.write_all(request).expect("sent");
            stream.shutdown(Shutdown::Write).expect("open");
            let mut answer = Vec::new();
            stream.read_to_end(&mut answer).expect("an answer");
            answer
        };
        for end in 1..answer.len() {
            let mut stream = connect(served.port);
            stream.write_all(request).expect("sent");
            stream.read_exact(&mut vec![0; end]).expect("an answer");
            reset(stream);
        }
    }
}

/// Four clients with 10,000 requests each, who read nothing.
pub fn unread_answers(served: &Served) {
    let requests = b"GET /big HTTP/1.1\r\nHost: h\r\n\r\n".repeat(10_000);
    let streams = connections(served, 4);
    thread::scope(|scope| {
        for mut stream in &streams {
            stream.set_write_timeout(Some(TIME)).expect("set");
            let requests = &requests;
            // The kernel may take them all, or the server no more.
            scope.spawn(move || drop(stream.write_all(requests)));
        }
    });
    thread::sleep(TIME);
}

/// Clients that end their side at once: those who asked are answered, and all are closed.
pub fn half_closed(served: &Served) {
    let mut streams = connections(served, 500);
    for (number, stream) in streams.iter_mut().enumerate() {
        let part: &[u8] = [GET, b"", b"GET /a", &POST[..30]][number % 4];
        stream.write_all(part).expect("sent");
        stream.shutdown(Shutdown::Write).expect("open");
    }
    for (number, stream) in streams.iter_mut().enumerate() {
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the end");
        assert_eq!(answer.ends_with(b"here"), number % 4 == 0, "{}", String::from_utf8_lossy(&answer));
    }
}

/// Bytes that are nothing, the same in every run.
pub fn garbage(served: &Served) {
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    for number in 0..2000 {
        let mut bytes = vec![0; number % 300 + 1];
        for byte in &mut bytes {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            *byte = (state >> 56) as u8;
        }
        let mut stream = connect(served.port);
        let _ = stream.write_all(&bytes);
        let _ = stream.shutdown(Shutdown::Write);
        // A status or nothing: but an end.
        let mut answer = Vec::new();
        match stream.read_to_end(&mut answer) {
            Err(error) if error.kind() != ErrorKind::ConnectionReset => panic!("no end: {error}"),
            _ => assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 "), "{answer:?}"),
        }
    }
}

/// Each of them would let a careless server go backwards, and read the same request for ever.
pub fn negative_lengths(served: &Served) {
    for length in 1..=4096 {
        let mut stream = connect(served.port);
        let request = format!("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: -{length}\r\n\r\n");
        stream.write_all(request.as_bytes()).expect("sent");
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).expect("the end");
        assert!(answer.starts_with(b"HTTP/1.1 400 "), "-{length}: {}", String::from_utf8_lossy(&answer));
    }
}

/// Name, how it starts, what is repeated for ever.
pub const ENDLESS: [(&str, &str, &str); 8] = [
    ("an endless target", "GET /", "a"),
    ("an endless field", "GET /a HTTP/1.1\r\nHost: h\r\nX: ", "a"),
    ("endless fields", "GET /a HTTP/1.1\r\nHost: h\r\n", "A: b\r\n"),
    ("endless empty lines", "\r\n", "\r\n"),
    ("an endless chunk size", "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n", "0"),
    ("an endless chunk extension", "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n1;", "a"),
    (
        "endless chunk extensions",
        "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n",
        "1;aaaaaaaa\r\nx\r\n",
    ),
    ("endless trailers", "POST /echo HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n", "A: b\r\n"),
];

/// Sends without end: the server has to close soon.
pub fn endless(served: &Served, start: &str, part: &str) {
    let mut stream = connect(served.port);
    stream.write_all(start.as_bytes()).expect("sent");
    let block = part.repeat(64 * 1024 / part.len());
    // What fits into the buffers of the kernel is taken although nobody reads it.
    let most = 32 << 20;
    let taken = send_until_closed(&mut stream, block.as_bytes(), most);
    assert!(taken < most, "{taken} bytes were taken");
}

/// Sends blocks until the server closes; returns how many bytes it took.
fn send_until_closed(stream: &mut TcpStream, block: &[u8], most: usize) -> usize {
    let mut taken = 0;
    while taken < most && stream.write_all(block).is_ok() {
        taken += block.len();
    }
    taken
}

/// 1 GiB is announced, and sent as far as the server takes it.
pub fn huge_length(served: &Served) {
    let mut stream = connect(served.port);
    stream.write_all(b"POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 1073741824\r\n\r\n").expect("sent");
    let taken = send_until_closed(&mut stream, &[b'x'; 64 * 1024], 1 << 30);
    assert!(taken < 1 << 30, "all of it was taken");
}

/// 1 GiB without a length: the limit is reached on the way.
pub fn huge_chunks(served: &Served) {
    let mut stream = connect(served.port);
    stream.write_all(CHUNKED.as_bytes()).expect("sent");
    let block = [b"10000\r\n".as_slice(), &[b'x'; 0x10000], b"\r\n"].concat();
    let taken = send_until_closed(&mut stream, &block, 1 << 30);
    assert!(taken < 1 << 30, "all of it was taken");
}

pub fn single_byte_chunks(served: &Served) {
    const COUNT: usize = 1 << 20;
    let mut stream = connect(served.port);
    let reader = stream.try_clone().expect("a second handle");
    stream.write_all(CHUNKED.as_bytes()).expect("sent");
    let block = b"1\r\nx\r\n".repeat(4096);
    (0..COUNT / 4096).for_each(|_| stream.write_all(&block).expect("taken"));
    stream.write_all(b"0\r\n\r\n").expect("taken");
    stream.shutdown(Shutdown::Write).expect("open");
    let mut answer = Vec::new();
    { reader }.read_to_end(&mut answer).expect("an answer");
    assert!(answer.len() > COUNT && answer.ends_with(b"xxx"), "{} bytes", answer.len());
}

/// Connections that had an answer each.
pub fn idle(served: &Served, count: usize) -> Vec<TcpStream> {
    let answered = || {
        let mut stream = connect(served.port);
        ask(&mut stream);
        stream
    };
    (0..count).map(|_| answered()).collect()
}

/// What part of a processor the server takes while nobody here does anything.
pub fn load(served: &Served) -> f64 {
    let (start, spent) = (Instant::now(), served.processor_time());
    thread::sleep(TIME);
    (served.processor_time() - spent).as_secs_f64() / start.elapsed().as_secs_f64()
}

/// Takes all descriptors that the server has; returns what part of a processor it takes then, and how long it takes to
/// serve a new connection when there are descriptors again.
pub fn no_descriptors(served: &Served) -> (f64, Duration) {
    let streams = connections(served, 200);
    let load = load(served);
    drop(streams);
    let freed = Instant::now();
    ask(&mut connect(served.port));
    (load, freed.elapsed())
}
