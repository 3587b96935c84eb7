//! Tests that look at the whole process, and so need one of their own.

use crate::{process, slack};
use std::{env, fs::File, os::unix::fs::FileExt, process::Command, time::Duration};

/// Set in the process that such a test gets.
const MARK: &str = "TEST_ALONE";

/// Runs `test` in a process of its own: this test binary again, told to run the test called `name` alone. With
/// `descriptors` as the limit of open ones.
///
/// # Panics
/// With the output of that process when the test fails there or takes longer than two minutes (times [`slack`]).
#[track_caller]
pub fn alone(name: &str, descriptors: Option<u32>, test: impl FnOnce()) {
    if env::var_os(MARK).is_some() {
        return test();
    }
    let program = env::current_exe().expect("a test knows its program");
    let limit = descriptors.map_or(String::new(), |limit| format!("ulimit -n {limit}; "));
    let mut command = Command::new("sh");
    // A file that may not grow is an error then, as a full disk is, and not the end of the process.
    command.arg("-c").arg("trap '' XFSZ; ".to_owned() + &limit + "exec \"$0\" \"$@\"").arg(program);
    command.args([name, "--exact", "--nocapture", "--test-threads=1"]).env(MARK, "1");
    let finished = process::run(&mut command, Duration::from_secs(120) * slack()).expect_success(name);
    assert!(finished.stdout.contains("1 passed"), "no test is called {name}: {}", finished.stdout);
    // The figures of a test, for those who want to see them.
    let figures = finished.stdout.lines().filter_map(|line| line.find("figure: ").map(|at| &line[at..]));
    figures.for_each(|line| println!("{line}"));
}

/// Tells the processor time of this process; it needs no further descriptor for it.
#[derive(Debug)]
pub struct ProcessorClock(File);

impl ProcessorClock {
    /// A clock of this process.
    pub fn new() -> Self {
        Self(File::open("/proc/self/stat").expect("/proc is there"))
    }

    /// What all threads together have spent so far, the ended ones included, in steps of 10 ms.
    pub fn spent(&self) -> Duration {
        let mut text = [0; 1024];
        let length = self.0.read_at(&mut text, 0).expect("it can be read again");
        let text = String::from_utf8_lossy(&text[..length]).into_owned();
        // The name of the program stands in parentheses and may have spaces (proc_pid_stat(5)).
        let fields = text.rsplit_once(')').map_or("", |(_, fields)| fields).split_whitespace();
        let ticks: u64 = fields.skip(11).take(2).map(|field| field.parse::<u64>().expect("a number")).sum();
        Duration::from_millis(ticks * 10)
    }
}

impl Default for ProcessorClock {
    fn default() -> Self {
        Self::new()
    }
}
