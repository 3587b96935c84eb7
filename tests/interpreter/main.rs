//! The library inside a Python process, through plain ctypes: the end of the interpreter, signals, forks, the GIL. One
//! script goes through the package, whose short calls keep the GIL.

use std::{
    path::Path,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    thread,
    time::Duration,
};
use support::{
    http::Client,
    library::{Kind, library},
    process::{self, Running},
    root,
};

fn script(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(python());
    command.arg("-X").arg("faulthandler").arg(root().join("tests/interpreter").join(name)).args(arguments);
    command.env("CERVER_LIBRARY_FILE", library(Kind::Plain)).env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

fn python() -> &'static str {
    let works = |python: &&&str| {
        let mut command = Command::new(**python);
        process::run(command.args(["-c", "import ctypes"]), Duration::from_secs(30)).success()
    };
    // A shim of a version manager may lead nowhere.
    let known = |python: &&&str| !python.starts_with('/') || Path::new(python).exists();
    ["python3", "/usr/bin/python3"].iter().filter(known).find(works).expect("python3 with ctypes")
}

fn run(name: &str) -> process::Finished {
    process::run(&mut script(name, &[]), Duration::from_secs(120))
}

/// Ends an interpreter whose server is under load, `rounds` times.
fn end(way: &str, pool: &str, rounds: u32) {
    for round in 0..rounds {
        let mut child = Running::start(&mut script("exit_while_running.py", &[way, pool]));
        let port = child.line("port", Duration::from_secs(20)).expect("the script starts its server");
        let port: u16 = port.parse().expect("a port is a number");
        let over = Arc::new(AtomicBool::new(false));
        let clients: Vec<_> = (0..2).map(|_| spawn_client(port, over.clone())).collect();
        let status = child.wait(Duration::from_secs(30));
        over.store(true, Ordering::Relaxed);
        clients.into_iter().for_each(|client| client.join().expect("the client ends"));
        let ended = status.is_some_and(|status| status.success());
        assert!(ended, "round {round}: {status:?} (None: it hangs)\n{}", child.errors());
    }
}

fn spawn_client(port: u16, over: Arc<AtomicBool>) -> thread::JoinHandle<()> {
    thread::spawn(move || {
        while !over.load(Ordering::Relaxed) {
            let Ok(mut client) = Client::tcp(port) else { return };
            while client.get("/").is_ok() {}
        }
    })
}

#[test]
fn the_interpreter_ends_under_load() {
    end("the end", "0", 10);
    end("the end", "2", 10);
}

#[test]
fn sys_exit_ends_under_load() {
    end("sys.exit", "0", 10);
    end("sys.exit", "2", 10);
}

#[test]
fn teardown_ends_under_load() {
    end("teardown", "0", 5);
    end("teardown", "2", 5);
}

#[test]
fn a_raising_handler_costs_its_request_only() {
    run("raising.py").expect_success("raising.py");
}

#[test]
fn collecting_garbage_hurts_nobody() {
    run("collecting.py").expect_success("collecting.py");
}

#[test]
fn forks_are_refused_and_hang_nobody() {
    run("forking.py").expect_success("forking.py");
}

#[test]
fn signals_reach_the_interpreter() {
    let finished = run("interrupted.py");
    assert_eq!(finished.status.and_then(|status| status.code()), Some(42), "{finished}");
}

#[test]
fn calls_that_keep_the_gil_cross_without_a_deadlock() {
    run("package.py").expect_success("package.py");
}

#[test]
fn calls_in_and_out_cross_without_a_deadlock() {
    run("crossing.py").expect_success("crossing.py");
}
