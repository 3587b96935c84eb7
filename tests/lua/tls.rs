//! Streams with TLS: the Lua tests, and the examples with openssl, Python and Lua on the other side.

use crate::{Example, LIMIT, luajit, rest, say};
use std::{
    collections::BTreeSet,
    fs,
    io::Write,
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    thread,
    time::{Duration, Instant},
};
use support::{
    process::{self, Running},
    temp::TempDir,
};

/// A certificate for localhost that vouches for itself, and its key.
struct Files {
    certificate: String,
    key: String,
}

impl Files {
    fn make(folder: &TempDir, name: &str) -> Self {
        let path = |kind: &str| -> PathBuf { folder.path().join(format!("{name}.{kind}")) };
        let (certificate, key) = (path("pem"), path("key"));
        let mut command = Command::new("openssl");
        command.args(["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]);
        command.args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]);
        command.args(["-addext", "basicConstraints=critical,CA:FALSE"]);
        command.arg("-keyout").arg(&key).arg("-out").arg(&certificate);
        process::run(&mut command, LIMIT).expect_success("openssl");
        let text = |path: &Path| path.to_str().expect("UTF-8").to_owned();
        Self { certificate: text(&certificate), key: text(&key) }
    }
}

#[test]
fn streams() {
    let folder = TempDir::new("lua-tls");
    let (first, second) = (Files::make(&folder, "first"), Files::make(&folder, "second"));
    let arguments = [&*first.certificate, &first.key, &second.certificate, &second.key];
    let finished = process::run(&mut luajit("tests/lua/tls.lua", &arguments), LIMIT).expect_success("tls.lua");
    assert!(finished.stdout.contains(" passed, 0 failed"), "{}", finished.stdout);
}

/// What openssl's client hears after it has said something.
fn openssl(port: u16, certificate: &str, text: &str, length: usize) -> String {
    let mut command = Command::new("openssl");
    command.args([
        "s_client",
        "-quiet",
        "-verify_return_error",
        "-verify_hostname",
        "localhost",
        "-CAfile",
        certificate,
    ]);
    command.args(["-connect", &format!("127.0.0.1:{port}")]);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut client = command.spawn().expect("started");
    client.stdin.as_mut().expect("piped").write_all(text.as_bytes()).expect("sent");
    let heard = hear_from(client.stdout.as_mut().expect("piped"), length);
    // It reads on until its input ends.
    drop(client.stdin.take());
    client.kill().expect("there");
    client.wait().expect("there");
    heard
}

fn hear_from(reader: &mut impl std::io::Read, length: usize) -> String {
    let mut text = vec![0; length];
    reader.read_exact(&mut text).expect("an answer");
    String::from_utf8_lossy(&text).into_owned()
}

const PYTHON: &str = "
import socket, ssl, sys
port, certificate = int(sys.argv[1]), sys.argv[2]
data = bytes(range(256)) * 4096
for version in (ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3):
    context = ssl.create_default_context(cafile=certificate)
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(('127.0.0.1', port), 60) as plain:
        with context.wrap_socket(plain, server_hostname='localhost') as client:
            back = b''
            for at in range(0, len(data), 65536):
                client.sendall(data[at:at + 65536])
                while len(back) < at + 65536:
                    back += client.recv(65536)
            assert back == data
            print(client.version())
";

#[test]
fn echo() {
    let folder = TempDir::new("lua-tls-echo");
    let files = Files::make(&folder, "server");
    let example = Example::start("tls_echo", &[&files.certificate, &files.key]);
    let port = example.port;
    assert_eq!(openssl(port, &files.certificate, "hello\n", 6), "hello\n");
    let number = port.to_string();
    let mut python = Command::new("python3");
    python.args(["-c", PYTHON, &number, &files.certificate]);
    assert_eq!(process::run(&mut python, LIMIT).expect_success("python").stdout, "TLSv1.2\nTLSv1.3\n");

    let client = |arguments: &[&str]| luajit("examples/lua/tls_client.lua", arguments);
    let told = |command: &mut Command| process::run(command, LIMIT).expect_success("the client").stdout;
    assert_eq!(told(&mut client(&["localhost", &number, "from Lua", &files.certificate])), "from Lua\n");
    let refused = told(&mut client(&["localhost", &number, "nobody hears"]));
    assert!(refused.starts_with("not connected: ") && refused.contains("certificate"), "{refused}");
    // The system's authorities are those that the environment names.
    let mut named = client(&["localhost", &number, "by the environment"]);
    assert_eq!(told(named.env("SSL_CERT_FILE", &files.certificate)), "by the environment\n");
    let refused = told(client(&["127.0.0.1", &number, "nobody hears", &files.certificate]).env_remove("SSL_CERT_FILE"));
    assert!(refused.contains("not valid for name"), "{refused}");
    // What is no TLS ends its own connection.
    let mut plain = example.client();
    say(&mut plain, "GET / HTTP/1.1\r\n\r\n");
    rest(&mut plain);
    assert_eq!(openssl(port, &files.certificate, "still there\n", 12), "still there\n");
}

#[test]
fn failed_handshakes_leave_nothing() {
    let folder = TempDir::new("lua-tls-failed");
    let files = Files::make(&folder, "server");
    let example = Example::start("tls_echo", &[&files.certificate, &files.key]);
    let descriptors = || fs::read_dir(format!("/proc/{}/fd", example.running.id())).expect("it runs").count();
    assert_eq!(openssl(example.port, &files.certificate, "hello\n", 6), "hello\n");
    let most = descriptors();
    for greeting in [&b"GET / HTTP/1.1\r\n\r\n"[..], b"\x16\x03\x01", b""].repeat(20) {
        let mut client = example.client();
        say(&mut client, greeting);
        if greeting.len() > 3 {
            rest(&mut client);
        } else {
            socket2::SockRef::from(&client).set_linger(Some(Duration::ZERO)).expect("set");
        }
    }
    let begun = Instant::now();
    while descriptors() > most {
        assert!(begun.elapsed() < LIMIT, "{} in place of {most}", descriptors());
        thread::sleep(Duration::from_millis(5));
    }
}

#[test]
fn several_processes() {
    let folder = TempDir::new("lua-tls-processes");
    let files = Files::make(&folder, "server");
    let mut first = Running::start(&mut luajit("tests/lua/processes.lua", &[&files.certificate, &files.key]));
    let port: u16 = first.line("port ", LIMIT).expect("it says").trim().parse().expect("a number");
    let mut processes = BTreeSet::new();
    let begun = Instant::now();
    while processes.len() < 3 && begun.elapsed() < LIMIT {
        let mut command = Command::new("python3");
        command.args(["-c", READ_ALL, &port.to_string(), &files.certificate]);
        processes.insert(process::run(&mut command, LIMIT).expect_success("python").stdout.trim().to_owned());
    }
    assert_eq!(processes.len(), 3, "{processes:?}");
    for process in &processes {
        assert!(Command::new("kill").arg(process).status().expect("run").success());
    }
    assert!(first.wait(LIMIT).is_some_and(|status| status.success()));
    // The others have their signal, too, and end beside it.
    let begun = Instant::now();
    while TcpStream::connect(("127.0.0.1", port)).is_ok() {
        assert!(begun.elapsed() < LIMIT, "not all have ended");
        thread::sleep(Duration::from_millis(5));
    }
}

const READ_ALL: &str = "
import socket, ssl, sys
context = ssl.create_default_context(cafile=sys.argv[2])
with socket.create_connection(('127.0.0.1', int(sys.argv[1])), 60) as plain:
    with context.wrap_socket(plain, server_hostname='localhost') as client:
        while data := client.recv(100):
            print(data.decode(), end='')
";
