//! The published defaults are those of live options; docs/constants.md says which.

use cerver_core::{
    config::{self, Listen, Options},
    error::Result,
    events::Peer,
    protocol::{Context, Factory, Protocol},
    server::Server,
    stats::Counters,
};
use std::{
    any::Any,
    fs,
    io::{Read, Write},
    net::{SocketAddr, TcpStream},
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

const TIMEOUT: Duration = Duration::from_secs(5);

/// Answers each piece of input with its length and a space.
struct Lengths;

impl Protocol for Lengths {
    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        cx.output.write(format!("{} ", input.len()).as_bytes());
        input.len()
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, _left: usize) {
        cx.close();
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        cx.close();
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        cx.close();
    }
}

impl Factory for Lengths {
    fn prepare(&self) -> Result<()> {
        Ok(())
    }

    fn local(&self, _counters: &Arc<Counters>) -> Box<dyn Any + Send> {
        Box::new(())
    }

    fn connect(&self, _peer: Peer) -> Box<dyn Protocol> {
        Box::new(Self)
    }
}

fn local_server(change: impl FnOnce(&mut Options)) -> Server {
    let mut options =
        Options { listen: vec![Listen::Tcp(SocketAddr::from(([127, 0, 0, 1], 0)))], ..Options::default() };
    change(&mut options);
    Server::new("constants", options, Arc::new(Lengths))
}

/// The lengths of the chunks in which `count` bytes arrive.
fn chunks(server: &Server, count: usize) -> Vec<usize> {
    server.start().unwrap();
    let mut client = TcpStream::connect(("127.0.0.1", server.port(0).unwrap())).unwrap();
    client.set_read_timeout(Some(TIMEOUT)).unwrap();
    client.write_all(&vec![b'x'; count]).unwrap();
    client.shutdown(std::net::Shutdown::Write).unwrap();
    let mut text = String::new();
    client.read_to_string(&mut text).unwrap();
    server.stop().unwrap();
    text.split_whitespace().map(|number| number.parse().unwrap()).collect()
}

#[test]
fn receive_buffer_size_is_the_largest_chunk() {
    let server = local_server(|_| ());
    let lengths = chunks(&server, 50_000);
    assert_eq!(lengths.iter().sum::<usize>(), 50_000);
    assert_eq!(lengths.iter().max(), Some(&config::DEFAULT_RECEIVE_BUFFER_SIZE));
    server.configure(|options| options.receive_buffer_size = 100).unwrap();
    assert_eq!(chunks(&server, 250).into_iter().max(), Some(100));
}

#[test]
fn connection_queue_is_the_backlog() {
    // Nobody turns this server, so nobody accepts: the kernel's queue takes one more than its length.
    let server = local_server(|_| ());
    server.open().unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], server.port(0).unwrap()));
    let connect = || TcpStream::connect_timeout(&address, Duration::from_millis(300));
    let waiting: Vec<_> = (0..=config::DEFAULT_CONNECTION_QUEUE).map(|_| connect().unwrap()).collect();
    assert!(connect().is_err(), "{} connections fill the queue", waiting.len());
    server.shutdown().unwrap();
}

#[test]
fn without_reusable_flags_a_port_has_one_server() {
    let first = local_server(|_| ());
    first.start().unwrap();
    let port = first.port(0).unwrap();
    let take = |reuse: bool| {
        local_server(|options| {
            options.listen = vec![Listen::Tcp(SocketAddr::from(([127, 0, 0, 1], port)))];
            options.reuse_address = reuse;
        })
    };
    const { assert!(!config::DEFAULT_REUSABLE_FLAGS) };
    assert!(take(config::DEFAULT_REUSABLE_FLAGS).start().is_err());
    assert!(take(true).start().is_err(), "both have to allow it");
    first.stop().unwrap();
    let (one, other) = (take(true), take(true));
    one.start().unwrap();
    other.start().unwrap();
    one.stop().unwrap();
    other.stop().unwrap();
}

#[test]
fn poll_fds_is_what_one_turn_takes() {
    let server = local_server(|options| options.backlog = 256);
    server.open().unwrap();
    let address = SocketAddr::from(([127, 0, 0, 1], server.port(0).unwrap()));
    let turn = || server.turn(Some(Duration::ZERO)).unwrap();
    let mut clients: Vec<_> = (0..200).map(|_| TcpStream::connect(address).unwrap()).collect();
    let start = Instant::now();
    while server.stats().connections < 200 && start.elapsed() < TIMEOUT {
        turn();
    }
    clients.iter_mut().for_each(|client| client.write_all(b"x").unwrap());
    let start = Instant::now();
    while unread(address.port()) < 200 && start.elapsed() < TIMEOUT {
        thread::sleep(Duration::from_millis(1));
    }
    turn();
    assert_eq!(server.stats().bytes_received, config::DEFAULT_POLL_FDS as u64);
    turn();
    assert_eq!(server.stats().bytes_received, 200, "a full turn doubles the next");
    server.shutdown().unwrap();
}

/// At how many connections of a port the system has a byte that was not read (proc_pid_net(5)).
fn unread(port: u16) -> usize {
    let (local, one) = (format!("0100007F:{port:04X}"), "00000000:00000001");
    let table = fs::read_to_string("/proc/self/net/tcp").unwrap();
    let fields = table.lines().map(|line| line.split_whitespace().collect::<Vec<_>>());
    fields.filter(|fields| fields[1] == local && fields[4] == one).count()
}

/// The thread of an idle server sleeps, and each time it looks up its count of waits grows.
#[test]
fn poll_timeout_is_the_longest_wait() {
    let options = Options { listen: vec![Listen::Tcp(SocketAddr::from(([127, 0, 0, 1], 0)))], ..Options::default() };
    let server = Server::new("idle", options, Arc::new(Lengths));
    server.start().unwrap();
    let next = |before: u64| {
        let start = Instant::now();
        while waits_of("idle-r0") == before {
            assert!(start.elapsed() < TIMEOUT, "{before} waits and no more");
            thread::sleep(Duration::from_millis(5));
        }
    };
    next(0);
    next(waits_of("idle-r0"));
    let expected = Duration::from_millis(config::DEFAULT_POLL_TIMEOUT.into());
    let mut waits = Vec::new();
    // Other work on the machine may make one or the other longer or, by a wait for memory, shorter.
    while !waits.last().is_some_and(|waited| (expected * 3 / 4..expected * 3 / 2).contains(waited)) {
        assert!(waits.len() < 5, "{waits:?} instead of {expected:?}");
        let start = Instant::now();
        next(waits_of("idle-r0"));
        waits.push(start.elapsed());
    }
    server.stop().unwrap();
}

/// How often a thread of this process went to sleep (proc_pid_status(5)); 0 before it has its name.
fn waits_of(name: &str) -> u64 {
    let tasks = fs::read_dir("/proc/self/task").unwrap().map(|task| task.unwrap().path());
    // Threads of other tests end at any time.
    let mut texts = tasks.filter_map(|task| fs::read_to_string(task.join("status")).ok());
    let Some(text) = texts.find(|text| text.starts_with(&format!("Name:\t{name}\n"))) else { return 0 };
    let line = text.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
    line.unwrap().trim().parse().unwrap()
}

#[test]
fn options_begin_with_the_published_values() {
    let options = Options::default();
    assert_eq!(options.backlog, u32::from(config::DEFAULT_CONNECTION_QUEUE));
    assert_eq!(options.receive_buffer_size, config::DEFAULT_RECEIVE_BUFFER_SIZE);
    assert_eq!(options.reuse_address, config::DEFAULT_REUSABLE_FLAGS);
    assert_eq!(options.idle_timeout, Duration::from_secs(u64::from(config::DEFAULT_MAX_INACTIVE_TIME)));
    assert_eq!(Listen::default(), Listen::Tcp(SocketAddr::from(([0, 0, 0, 0], config::DEFAULT_PORT))));
}

#[test]
fn the_header_has_the_values_of_the_core() {
    let header = include_str!("../include/cerver.h");
    let defined = |name: &str| {
        let line = header.lines().find(|line| line.starts_with(&format!("#define CERVER_DEFAULT_{name} ")));
        line.unwrap_or_else(|| panic!("{name} is in the header")).split_whitespace().nth(2).unwrap().to_owned()
    };
    for (name, value) in [
        ("PORT", config::DEFAULT_PORT.to_string()),
        ("USE_IPV6", config::DEFAULT_USE_IPV6.to_string()),
        ("CONNECTION_QUEUE", config::DEFAULT_CONNECTION_QUEUE.to_string()),
        ("RECEIVE_BUFFER_SIZE", config::DEFAULT_RECEIVE_BUFFER_SIZE.to_string()),
        ("MAX_RECEIVED_PACKET_SIZE", config::DEFAULT_MAX_RECEIVED_PACKET_SIZE.to_string()),
        ("REUSABLE_FLAGS", config::DEFAULT_REUSABLE_FLAGS.to_string()),
        ("POOL_THREADS", config::DEFAULT_POOL_THREADS.to_string()),
        ("SOCKETS_INIT", config::DEFAULT_SOCKETS_INIT.to_string()),
        ("POLL_FDS", config::DEFAULT_POLL_FDS.to_string()),
        ("POLL_TIMEOUT", config::DEFAULT_POLL_TIMEOUT.to_string()),
        ("MAX_INACTIVE_TIME", config::DEFAULT_MAX_INACTIVE_TIME.to_string()),
        ("CHECK_PACKETS", config::DEFAULT_CHECK_PACKETS.to_string()),
        ("UPDATE_TICKS", config::DEFAULT_UPDATE_TICKS.to_string()),
        ("UPDATE_INTERVAL_SECS", config::DEFAULT_UPDATE_INTERVAL_SECS.to_string()),
        ("HANDLER_QUEUE", config::DEFAULT_HANDLER_QUEUE.to_string()),
        ("CLIENT_PACKETS", config::DEFAULT_CLIENT_PACKETS.to_string()),
        ("CLIENT_SEND_LIMIT", config::DEFAULT_CLIENT_SEND_LIMIT.to_string()),
        ("PACKET_TIMEOUT", config::DEFAULT_PACKET_TIMEOUT.as_millis().to_string()),
    ] {
        assert_eq!(defined(name), value, "{name}");
    }
    assert_eq!(defined("PROTOCOL"), "PROTOCOL_TCP");
    assert!(header.contains("#define PROTOCOL_TCP 6"));
}
