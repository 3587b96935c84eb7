//! What a process holds, read from /proc.

use std::fs::{self, DirEntry};

/// Descriptors, threads and memory of a process at one moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Usage {
    /// Open file descriptors.
    pub descriptors: usize,
    /// Threads, the main thread included.
    pub threads: usize,
    /// Resident memory, in bytes.
    pub resident: u64,
}

impl Usage {
    /// Of this process. The descriptor that reads the list is not counted.
    pub fn now() -> Self {
        let mut usage = Self::of(std::process::id()).expect("/proc is there");
        usage.descriptors -= 1;
        usage
    }

    /// The most resident memory of this process since [`Usage::forget_peak`], in bytes.
    pub fn peak() -> u64 {
        status_bytes(&fs::read_to_string("/proc/self/status").expect("/proc is there"), "VmHWM:").expect("it is told")
    }

    /// [`Usage::peak`] begins anew.
    pub fn forget_peak() {
        fs::write("/proc/self/clear_refs", "5").expect("/proc is there");
    }

    /// Of another process; `None` when it is gone.
    pub fn of(process: u32) -> Option<Self> {
        let folder = format!("/proc/{process}");
        let status = fs::read_to_string(format!("{folder}/status")).ok()?;
        Some(Self {
            descriptors: fs::read_dir(format!("{folder}/fd")).ok()?.count(),
            threads: fs::read_dir(format!("{folder}/task"))
                .ok()?
                .filter(|task| task.as_ref().is_ok_and(is_going_on))
                .count(),
            resident: status_bytes(&status, "VmRSS:")?,
        })
    }
}

/// A thread that was joined is listed for another moment, while it ends (proc_pid_stat(5), PF_EXITING).
fn is_going_on(task: &DirEntry) -> bool {
    let text = fs::read_to_string(task.path().join("stat")).unwrap_or_default();
    // The name stands in parentheses and may have spaces.
    let fields = text.rsplit_once(") ").map_or("", |(_, fields)| fields).split(' ');
    fields.skip(6).find_map(|flags| flags.parse::<u32>().ok()).is_some_and(|flags| flags & 4 == 0)
}

fn status_bytes(status: &str, name: &str) -> Option<u64> {
    let kibibytes = status.lines().find_map(|line| line.strip_prefix(name))?;
    kibibytes.trim().trim_end_matches(" kB").parse().ok().map(|kibibytes: u64| kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_open_file_is_seen() {
        // Other tests of this binary open descriptors too: a child of its own stands still.
        let child =
            crate::process::Running::start(std::process::Command::new("sh").args(["-c", "sleep 60 9</dev/null"]));
        let usage = Usage::of(child.id()).expect("the child runs");
        assert!(usage.descriptors >= 3 && usage.threads == 1 && usage.resident > 0, "{usage:?}");
        assert!(Usage::now().threads >= 1);
    }
}
