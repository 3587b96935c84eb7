//! Child processes that cannot outlive the test, nor hang it.

use std::{
    fmt,
    io::{BufRead, BufReader, Read},
    process::{Child, Command, ExitStatus, Stdio},
    sync::mpsc::{Receiver, RecvTimeoutError, channel},
    thread,
    time::{Duration, Instant},
};

/// How a child ended, and all it wrote.
#[derive(Debug)]
pub struct Finished {
    /// `None` when it was killed because its time was over.
    pub status: Option<ExitStatus>,
    /// What it wrote to standard output, invalid UTF-8 replaced.
    pub stdout: String,
    /// What it wrote to standard error, invalid UTF-8 replaced.
    pub stderr: String,
    /// From start to end.
    pub time: Duration,
}

impl Finished {
    /// True when the child ended by itself with exit code 0.
    pub fn success(&self) -> bool {
        self.status.is_some_and(|status| status.success())
    }

    /// Returns itself when the child succeeded.
    ///
    /// # Panics
    /// With everything the child wrote when it failed or was killed.
    #[track_caller]
    pub fn expect_success(self, what: &str) -> Self {
        assert!(self.success(), "{what}: {self}");
        self
    }
}

impl fmt::Display for Finished {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.status {
            Some(status) => write!(formatter, "{status}")?,
            None => write!(formatter, "killed after {:?}", self.time)?,
        }
        write!(formatter, "\n--- stdout\n{}\n--- stderr\n{}", self.stdout, self.stderr)
    }
}

/// Runs `command` to its end without standard input; kills it after `limit`.
///
/// # Panics
/// When the program cannot be started.
#[track_caller]
pub fn run(command: &mut Command, limit: Duration) -> Finished {
    let start = Instant::now();
    let mut child = Running::start(command);
    let (sender, ended) = channel();
    let stdout = drain(child.0.stdout.take(), sender.clone());
    let stderr = drain(child.0.stderr.take(), sender);
    // Both pipes at their end: the child is gone, or about to go.
    while let Some(left) = limit.checked_sub(start.elapsed()) {
        match ended.recv_timeout(left) {
            Ok(()) => {}
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    let status = child.wait(limit.saturating_sub(start.elapsed()).max(Duration::from_millis(100)));
    drop(child);
    Finished { status, stdout: text(&stdout), stderr: text(&stderr), time: start.elapsed() }
}

/// A child that runs beside the test; killed when dropped.
#[derive(Debug)]
pub struct Running(Child);

impl Running {
    /// Starts `command` with its outputs piped and without standard input.
    ///
    /// # Panics
    /// When the program cannot be started.
    #[track_caller]
    pub fn start(command: &mut Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
        match command.spawn() {
            Ok(child) => Self(child),
            Err(error) => panic!("{:?} cannot be started: {error}", command.get_program()),
        }
    }

    /// The process number.
    pub fn id(&self) -> u32 {
        self.0.id()
    }

    /// Waits at most `limit` for a line of standard output that starts with `prefix`, and returns the rest of that line.
    /// Call it once: the output after that line is read and forgotten.
    pub fn line(&mut self, prefix: &str, limit: Duration) -> Option<String> {
        let lines = lines(self.0.stdout.take()?);
        let start = Instant::now();
        while let Some(left) = limit.checked_sub(start.elapsed()) {
            let line = lines.recv_timeout(left).ok()?;
            if let Some(rest) = line.strip_prefix(prefix) {
                return Some(rest.trim().to_owned());
            }
        }
        None
    }

    /// What the child wrote to standard error; call it after its end.
    pub fn errors(&mut self) -> String {
        let mut text = String::new();
        if let Some(mut pipe) = self.0.stderr.take() {
            let _ = self.0.kill();
            let _ = pipe.read_to_string(&mut text);
        }
        text
    }

    /// Waits at most `limit` for the end of the child.
    pub fn wait(&mut self, limit: Duration) -> Option<ExitStatus> {
        let start = Instant::now();
        loop {
            match self.0.try_wait() {
                Ok(Some(status)) => return Some(status),
                // std has no wait with a limit, and a child's end is no event that another thread could wait for.
                Ok(None) if start.elapsed() < limit => thread::sleep(Duration::from_millis(5)),
                _ => return None,
            }
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn drain(pipe: Option<impl Read + Send + 'static>, ended: std::sync::mpsc::Sender<()>) -> Receiver<Vec<u8>> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        let mut pipe = pipe.expect("the outputs are piped");
        let mut buffer = [0; 4096];
        while let Ok(count @ 1..) = pipe.read(&mut buffer) {
            if sender.send(buffer[..count].to_vec()).is_err() {
                break;
            }
        }
        drop(ended);
    });
    receiver
}

fn text(pipe: &Receiver<Vec<u8>>) -> String {
    // A grandchild may hold the pipe for ever: take what comes while the reader still delivers.
    let mut bytes = Vec::new();
    while let Ok(part) = pipe.recv_timeout(Duration::from_millis(50)) {
        bytes.extend(part);
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn lines(pipe: impl Read + Send + 'static) -> Receiver<String> {
    let (sender, receiver) = channel();
    thread::spawn(move || {
        for line in BufReader::new(pipe).lines().map_while(Result::ok) {
            // Nobody listens any more: go on reading, or the child gets stuck on a full pipe.
            let _ = sender.send(line);
        }
    });
    receiver
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    #[test]
    fn both_outputs_and_the_exit_code_are_kept() {
        let finished = run(&mut shell("echo out; echo err >&2; exit 3"), Duration::from_secs(10));
        assert_eq!(finished.status.and_then(|status| status.code()), Some(3));
        assert_eq!((finished.stdout.as_str(), finished.stderr.as_str()), ("out\n", "err\n"));
        assert!(!finished.success());
    }

    #[test]
    fn a_child_that_hangs_is_killed() {
        let finished = run(&mut shell("echo started; exec sleep 60"), Duration::from_secs(2));
        assert!(finished.status.is_none() && finished.time < Duration::from_secs(10), "{finished}");
        assert_eq!(finished.stdout, "started\n");
    }

    #[test]
    fn a_line_of_a_running_child_can_be_waited_for() {
        let mut child = Running::start(&mut shell("echo noise; echo port 42; exec sleep 60"));
        assert_eq!(child.line("port", Duration::from_secs(10)).as_deref(), Some("42"));
        assert_eq!(child.wait(Duration::from_millis(10)), None);
    }
}
