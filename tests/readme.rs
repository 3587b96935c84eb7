//! The C examples of the README and of docs/ compile without a warning and do what they say.

use std::{
    fs,
    io::{Read, Write},
    net::{Shutdown, TcpListener, TcpStream},
    process::Command,
    time::{Duration, Instant},
};
use support::{
    c,
    http::Client,
    process::{self, Running},
    root,
    temp::TempDir,
};

const LIMIT: Duration = Duration::from_secs(60);

/// The C example of a page.
fn example(page: &str) -> String {
    let text = fs::read_to_string(root().join(page)).unwrap();
    let (_, rest) = text.split_once("<!-- example: c -->\n```c\n").expect("the page has one");
    rest.split_once("```").expect("the block ends").0.to_owned()
}

/// Compiles and starts the example of a page; `port` stands for the one it names.
fn start(page: &str, named: &str, port: u16) -> Running {
    let folder = TempDir::new("readme");
    // Each program has a name of its own: they are built side by side.
    let name = page.replace(['/', '.'], "_") + ".c";
    let source = folder.file(&name, &example(page).replace(named, &port.to_string()));
    Running::start(&mut Command::new(c::compile("gcc", &source, &[], c::Mode::Plain)))
}

fn free_port() -> u16 {
    TcpListener::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port()
}

/// Connects as soon as somebody listens.
fn patiently<T>(connect: impl Fn() -> Result<T, std::io::Error>) -> T {
    let begun = Instant::now();
    loop {
        match connect() {
            Ok(client) => return client,
            Err(error) => assert!(begun.elapsed() < LIMIT, "{error}"),
        }
    }
}

#[test]
fn the_example_of_the_readme_serves() {
    let port = free_port();
    let _server = start("README.md", "8080", port);
    let answer = patiently(|| Client::tcp(port)).get("/hello/World").unwrap();
    assert_eq!(answer.text(), r#"{"hello": "World"}"#);
    assert_eq!(answer.header("Content-Type"), Some("application/json"));
}

#[test]
fn the_example_of_uploads_counts() {
    let port = free_port();
    let _server = start("docs/uploads.md", "8080", port);
    let mut client = patiently(|| Client::tcp(port));
    let form = "--b\r\nContent-Disposition: form-data; name=f; filename=a\r\n\r\ncontent\r\n--b--";
    let kind = "Content-Type: multipart/form-data; boundary=b";
    let length = form.len();
    client
        .send(format!("POST /upload HTTP/1.1\r\nHost: h\r\n{kind}\r\nContent-Length: {length}\r\n\r\n{form}"))
        .unwrap();
    assert_eq!(client.response().unwrap().text(), r#"{"bytes": 7}"#);
}

#[test]
fn the_example_of_utilities_squares() {
    let folder = TempDir::new("readme");
    let source = folder.file("docs_utilities.c", &example("docs/utilities.md"));
    let program = c::compile("gcc", &source, &[], c::Mode::Plain);
    let finished = process::run(&mut Command::new(program), LIMIT).expect_success("docs/utilities.md");
    assert_eq!(finished.stdout, "[SUCCESS]: 144\n");
}

#[test]
fn the_example_of_tls_is_secured() {
    let (folder, port) = (TempDir::new("readme"), free_port());
    let request = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 30 -subj /CN=localhost \
        -addext subjectAltName=DNS:localhost -keyout server.key -out server.pem";
    let mut openssl = Command::new("openssl");
    openssl.args(request.split_whitespace()).current_dir(folder.path());
    process::run(&mut openssl, LIMIT).expect_success("openssl");
    let source = folder.file("docs_tls.c", &example("docs/tls.md").replace("8443", &port.to_string()));
    let program = c::compile("gcc", &source, &[], c::Mode::Plain);
    let _server = Running::start(Command::new(program).current_dir(folder.path()));
    patiently(|| TcpStream::connect(("127.0.0.1", port)));
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--cacert", "server.pem", &format!("https://localhost:{port}/")]);
    let answer = process::run(curl.current_dir(folder.path()), LIMIT).expect_success("curl");
    assert_eq!(answer.stdout, "{\"tls\": \"TLSv1.3\"}");
}

#[test]
fn the_example_of_streams_echoes() {
    let port = free_port();
    let _server = start("docs/streams.md", "7000", port);
    let mut client = patiently(|| TcpStream::connect(("127.0.0.1", port)));
    client.set_read_timeout(Some(LIMIT)).unwrap();
    client.write_all(b"hello").unwrap();
    client.shutdown(Shutdown::Write).unwrap();
    let mut answer = String::new();
    client.read_to_string(&mut answer).unwrap();
    assert_eq!(answer, "hello");
}

#[test]
fn the_example_of_packets_answers() {
    let port = free_port();
    let _server = start("docs/packets.md", "7000", port);
    let mut client = patiently(|| TcpStream::connect(("127.0.0.1", port)));
    client.set_read_timeout(Some(LIMIT)).unwrap();
    let mut info = [0; 688];
    client.read_exact(&mut info).unwrap();
    assert!(info[164..].starts_with(b"Welcome!\0"));
    let mut packet = [0; 37];
    (packet[0], packet[8], packet[20]) = (7, 37, 5);
    packet[32..].copy_from_slice(b"World");
    client.write_all(&packet).unwrap();
    let mut answer = [0; 44];
    client.read_exact(&mut answer).unwrap();
    assert_eq!((answer[0], answer[8], answer[20], &answer[32..]), (7, 44, 5, &b"Hello, World"[..]));
}
