//! The C example of the README compiles without a warning and does what it says.

use std::{
    fs,
    net::TcpListener,
    process::Command,
    time::{Duration, Instant},
};
use support::{c, http::Client, process::Running, root, temp::TempDir};

const LIMIT: Duration = Duration::from_secs(10);

/// The code block that follows the marker of that name.
fn example(name: &str) -> String {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, rest) = readme.split_once(&format!("<!-- example: {name} -->\n```{name}\n")).expect("the README has it");
    rest.split_once("```").expect("the block ends").0.to_owned()
}

#[test]
fn the_c_example_serves() {
    let port = TcpListener::bind("0.0.0.0:0").unwrap().local_addr().unwrap().port();
    let folder = TempDir::new("readme");
    let source = folder.file("readme_example.c", &example("c").replace("8080", &port.to_string()));
    let program = c::compile("gcc", &source, &[], c::Mode::Plain);
    let _server = Running::start(&mut Command::new(program));
    let begun = Instant::now();
    let mut client = loop {
        match Client::tcp(port) {
            Ok(client) => break client,
            Err(error) => assert!(begun.elapsed() < LIMIT, "{error}"),
        }
    };
    let answer = client.get("/hello/World").unwrap();
    assert_eq!(answer.text(), r#"{"hello": "World"}"#);
    assert_eq!(answer.header("Content-Type"), Some("application/json"));
}
