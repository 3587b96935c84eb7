//! The Lua binding, run by LuaJIT as its users run it: the module path and the library are all that is set.

mod tls;

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, Shutdown, TcpListener, TcpStream},
    path::Path,
    process::Command,
    thread,
    time::{Duration, Instant},
};
use support::{
    library::{Kind, library},
    process::{self, Running},
    root,
    temp::TempDir,
};

const LIMIT: Duration = Duration::from_secs(60);

/// A script of the project, or one named by its whole path.
fn luajit(script: impl AsRef<Path>, arguments: &[&str]) -> Command {
    let mut command = Command::new("luajit");
    command.arg(root().join(script)).args(arguments);
    let root = root().to_string_lossy();
    command
        .env("LUA_PATH", format!("{root}/bindings/lua/?.lua;{root}/bindings/lua/?/init.lua;{root}/tests/lua/?.lua;;"));
    command.env("CERVER_LIBRARY", library(Kind::Plain));
    command
}

fn passes(script: &str) {
    let finished = process::run(&mut luajit(script, &[]), LIMIT).expect_success(script);
    assert!(finished.stdout.contains(" passed, 0 failed"), "{}", finished.stdout);
}

#[test]
fn loops() {
    passes("tests/lua/loop.lua");
}

#[test]
fn streams() {
    passes("tests/lua/iostream.lua");
}

/// An example on a free port, and where it listens.
struct Example {
    port: u16,
    running: Running,
}

impl Example {
    fn start(name: &str, more: &[&str]) -> Self {
        let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a port").port();
        let text = port.to_string();
        let arguments = [&[text.as_str()], more].concat();
        Self::run(name, luajit(format!("examples/lua/{name}.lua"), &arguments), port)
    }

    /// A program that will listen on the port.
    fn run(name: &str, mut command: Command, port: u16) -> Self {
        let running = Running::start(&mut command);
        let begun = Instant::now();
        while TcpStream::connect((Ipv4Addr::LOCALHOST, port)).is_err() {
            assert!(begun.elapsed() < LIMIT, "{name} does not listen");
            thread::sleep(Duration::from_millis(5));
        }
        Self { port, running }
    }

    fn client(&self) -> TcpStream {
        let client = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port)).expect("connected");
        client.set_read_timeout(Some(LIMIT)).expect("set");
        client.set_nodelay(true).expect("set");
        client
    }
}

fn say(client: &mut TcpStream, text: impl AsRef<[u8]>) {
    client.write_all(text.as_ref()).expect("sent");
}

fn hear(client: &mut TcpStream, length: usize) -> String {
    let mut text = vec![0; length];
    client.read_exact(&mut text).expect("an answer");
    String::from_utf8_lossy(&text).into_owned()
}

/// Reads until a text has come.
fn hear_of(client: &mut TcpStream, text: &str) {
    let mut heard = String::new();
    while !heard.ends_with(text) {
        heard.push_str(&hear(client, 1));
    }
}

fn rest(client: &mut TcpStream) -> Vec<u8> {
    let mut all = Vec::new();
    let _ = client.read_to_end(&mut all);
    all
}

#[test]
fn echo() {
    let example = Example::start("echo", &[]);
    let mut client = example.client();
    say(&mut client, "hello");
    assert_eq!(hear(&mut client, 5), "hello");
    let much = vec![b'x'; 1 << 20];
    let mut writer = client.try_clone().expect("a copy");
    let sender = thread::spawn(move || {
        writer.write_all(&much).expect("sent");
    });
    assert_eq!(hear(&mut client, 1 << 20).len(), 1 << 20);
    sender.join().expect("sent");
}

#[test]
fn the_example_of_the_page() {
    let page = fs::read_to_string(root().join("docs/lua.md")).expect("there");
    let (_, rest) = page.split_once("```lua\n").expect("the page has one");
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).and_then(|l| l.local_addr()).expect("a port").port();
    let program = rest.split_once("```").expect("it ends").0.replace("8888", &port.to_string());
    let folder = TempDir::new("lua-page");
    let file = folder.file("page.lua", &program);
    let example = Example::run("the page", luajit(file, &[]), port);
    let mut client = example.client();
    say(&mut client, "hello");
    assert_eq!(hear(&mut client, 5), "hello");
}

#[test]
fn echo_with_hostile_peers() {
    let example = Example::start("echo", &[]);
    // Writes nothing until the end.
    let mut silent = example.client();
    // Never reads: what waits for it is limited, here and in the system.
    let mut greedy = example.client();
    greedy.set_write_timeout(Some(Duration::from_millis(300))).expect("set");
    let piece = vec![b'x'; 1 << 20];
    let sent = (0..256).take_while(|_| greedy.write_all(&piece).is_ok()).count();
    assert!(sent < 250, "{sent} MiB were taken");
    // Resets in the middle.
    for _ in 0..50 {
        let mut rude = example.client();
        say(&mut rude, "abc");
        let socket = socket2::SockRef::from(&rude);
        socket.set_linger(Some(Duration::ZERO)).expect("set");
    }
    // Single bytes.
    let mut slow = example.client();
    for byte in b"one by one" {
        say(&mut slow, [*byte]);
    }
    assert_eq!(hear(&mut slow, 10), "one by one");
    say(&mut silent, "at last");
    assert_eq!(hear(&mut silent, 7), "at last");
}

#[test]
fn lines() {
    let example = Example::start("lines", &[]);
    let mut client = example.client();
    for byte in b"ADD 20 22\r\nADD x\r\n" {
        say(&mut client, [*byte]);
    }
    assert_eq!(hear(&mut client, 11), "42\r\nERROR\r\n");
    say(&mut client, "QUIT\r\n");
    assert_eq!(rest(&mut client), b"BYE\r\n");
}

#[test]
fn prefix() {
    let example = Example::start("prefix", &[]);
    let mut client = example.client();
    say(&mut client, b"\0\0\0\x03abc\0\0\0\x02de\0\0");
    assert_eq!(hear(&mut client, 13), "\0\0\0\x03cba\0\0\0\x02ed");
    say(&mut client, b"\0\0");
    assert_eq!(hear(&mut client, 4), "\0\0\0\0");
    say(&mut client, b"\xff\xff\xff\xff");
    assert!(rest(&mut client).is_empty(), "too long");
}

#[test]
fn chat() {
    let example = Example::start("chat", &[]);
    let mut anna = example.client();
    say(&mut anna, "nobody hears\n");
    let mut bert = example.client();
    hear_of(&mut anna, "+ 127.0.0.1\n");
    say(&mut bert, "hello anna\n");
    hear_of(&mut anna, "hello anna\n");
    say(&mut anna, "hello ");
    say(&mut anna, "bert\n");
    hear_of(&mut bert, "hello bert\n");
    drop(bert);
    hear_of(&mut anna, "- 127.0.0.1\n");
}

#[test]
fn proxy() {
    let far = Example::start("echo", &[]);
    let near = Example::start("proxy", &["127.0.0.1", &far.port.to_string()]);
    let mut client = near.client();
    say(&mut client, "through");
    assert_eq!(hear(&mut client, 7), "through");
    client.shutdown(Shutdown::Write).expect("open");
    assert!(rest(&mut client).is_empty());
}

#[test]
fn several_listeners() {
    let example = Example::start("listeners", &[]);
    for host in ["127.0.0.1", "::1"] {
        let mut client = TcpStream::connect((host, example.port)).expect("connected");
        client.set_read_timeout(Some(LIMIT)).expect("set");
        assert_eq!(rest(&mut client), format!("{host}\n").into_bytes());
    }
}

#[test]
fn a_proxy_to_nowhere() {
    let near = Example::start("proxy", &["127.0.0.1", "1"]);
    assert!(rest(&mut near.client()).is_empty());
}

#[test]
fn several_processes() {
    let mut first = Running::start(&mut luajit("tests/lua/processes.lua", &[]));
    let port: u16 = first.line("port ", LIMIT).expect("it says").trim().parse().expect("a number");
    let mut processes = BTreeSet::new();
    let begun = Instant::now();
    while processes.len() < 3 && begun.elapsed() < LIMIT {
        let mut client = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).expect("connected");
        client.set_read_timeout(Some(LIMIT)).expect("set");
        let text = String::from_utf8(rest(&mut client)).expect("a number");
        processes.insert(text.trim().to_owned());
    }
    assert_eq!(processes.len(), 3, "{processes:?}");
    for process in &processes {
        assert!(Command::new("kill").arg(process).status().expect("run").success());
    }
    assert!(first.wait(LIMIT).is_some_and(|status| status.success()));
}
