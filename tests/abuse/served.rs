//! The server under attack: in a process of its own, so that what it holds can be measured.

use cerver_core::{
    config::Placement,
    http::{Fields, status::Status},
};
use std::{env, fs, os::unix::process::parent_id, process::Command, thread, time::Duration};
use support::{
    process::Running,
    server::{PLACEMENTS, Setup},
    usage::Usage,
};

/// Set in the process of the server: the number of the placement.
const MARK: &str = "ABUSE_SERVER";

/// Heads and bodies that take longer are cut off.
pub const SLOW_LIMIT: Duration = Duration::from_secs(2);

/// Descriptors that the server of the usual attack may have: enough for 10,000 connections.
pub const MANY: u32 = 12_000;

/// A server in a child process; killed when dropped.
pub struct Served {
    process: Running,
    pub port: u16,
}

impl Served {
    /// Starts one that may have so many descriptors, or as many as the system allows.
    pub fn start(placement: Placement, descriptors: u32) -> Self {
        let number = PLACEMENTS.iter().position(|other| *other == placement).expect("it is in the list");
        let program = env::current_exe().expect("a test knows its program");
        let mut command = Command::new("sh");
        let script = "ulimit -n $0 2>/dev/null || ulimit -n $(ulimit -Hn); exec \"$@\"";
        command.args(["-c", script, &descriptors.to_string()]).arg(program);
        command.args(["served::serve", "--exact", "--nocapture", "--test-threads=1"]).env(MARK, number.to_string());
        let mut process = Running::start(&mut command);
        let port = process.line("port ", Duration::from_secs(20)).expect("the server starts");
        Self { process, port: port.parse().expect("a port") }
    }

    /// What it holds.
    pub fn usage(&self) -> Usage {
        Usage::of(self.process.id()).expect("the server lives")
    }

    /// The most memory that it held since the start or the last [`Served::forget_peak`], in bytes.
    pub fn peak(&self) -> u64 {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process.id())).expect("the server lives");
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).expect("Linux tells it");
        line.trim().trim_end_matches(" kB").parse::<u64>().expect("a number") * 1024
    }

    /// Begins to look for the most memory anew (proc(5), clear_refs).
    pub fn forget_peak(&self) {
        // Where that is not allowed, the peak is that since the start.
        let _ = fs::write(format!("/proc/{}/clear_refs", self.process.id()), "5");
    }

    /// Processor time that its threads have spent; of threads that have ended it knows nothing.
    pub fn processor_time(&self) -> Duration {
        let tasks = fs::read_dir(format!("/proc/{}/task", self.process.id())).expect("the server lives");
        let spent = tasks.flatten().filter_map(|task| fs::read_to_string(task.path().join("schedstat")).ok());
        let nanoseconds = spent.filter_map(|text| text.split(' ').next()?.parse::<u64>().ok());
        Duration::from_nanos(nanoseconds.sum())
    }
}

/// No test: the program of the child process.
#[test]
fn serve() {
    let Some(number) = env::var(MARK).ok().and_then(|number| number.parse::<usize>().ok()) else { return };
    let parent = parent_id();
    let server = Setup::new(PLACEMENTS[number])
        .text("/a", "here")
        .echo()
        .get("/big", |exchange| {
            // The client may be gone.
            let _ = exchange.respond_parts(Status::OK, &Fields::default(), &[b'x'; 10_000]);
        })
        .limits(|limits| (limits.head_timeout, limits.body_timeout) = (SLOW_LIMIT, SLOW_LIMIT))
        .options(|options| options.max_connections = 16_384)
        .start();
    // The line begins behind what the test harness has written.
    println!("\nport {}", server.port());
    while parent_id() == parent {
        thread::sleep(Duration::from_millis(200));
    }
}
