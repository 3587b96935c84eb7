//! The access log: a line for each request, written by each reactor in batches, never at the cost of the requests.

mod line;
mod time;
mod writer;

pub(super) use line::Line;
pub(super) use writer::{LogCounts, LogWriter};

use std::{
    fmt,
    os::fd::RawFd,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
};

use crate::{
    error::{Code, Error, Result},
    sys::LogFile,
};
use parking_lot::Mutex;

/// The form of the lines. Each ends with a line feed and has at most [`MAX_LINE`] bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogFormat {
    /// `address - - [time] "request line" status bytes`
    Common,
    /// The same with `"referer" "user agent"` behind it.
    Combined,
    /// An object of JSON (RFC 8259) with all that is known.
    Json,
    /// `address -> [METHOD] path - bytes received -> seconds -> status - bytes of the body`
    Brief,
}

/// Longest line in bytes with its line feed: what a pipe takes whole or not at all. Longer fields of a request are cut
/// and end with three dots.
pub const MAX_LINE: usize = 4096;

/// Takes some whole lines. Called on the threads of the reactors, perhaps on several at once, so it must be quick.
pub type LogFunction = Arc<dyn Fn(&[u8]) + Send + Sync>;

/// Where the lines go, and in which form.
#[derive(Clone, Debug)]
pub struct AccessLog {
    format: LogFormat,
    target: Arc<Target>,
}

enum Target {
    File {
        /// None for a descriptor, which cannot be opened anew.
        path: Option<PathBuf>,
        file: Mutex<Arc<LogFile>>,
        /// Goes up when the file is another one.
        generation: AtomicU64,
    },
    Function(LogFunction),
}

impl AccessLog {
    /// To the end of a file, which is made with the permissions 0640 when it is not there. A named pipe needs a reader.
    pub fn to_path(format: LogFormat, path: &Path) -> Result<Self> {
        let file = open(path)?;
        Ok(Self::to_file(format, Some(path.to_owned()), file))
    }

    /// To what a descriptor refers to: a file (always at its end), a pipe, a socket or a terminal. The caller's
    /// descriptor is not used any more afterwards and may be closed.
    pub fn to_descriptor(format: LogFormat, fd: RawFd) -> Result<Self> {
        let file = LogFile::duplicate(fd)
            .map_err(|error| Error::new(Code::Argument, format!("descriptor {fd} cannot take a log: {error}")))?;
        Ok(Self::to_file(format, None, file))
    }

    /// To a function.
    pub fn to_function(format: LogFormat, function: LogFunction) -> Self {
        Self { format, target: Arc::new(Target::Function(function)) }
    }

    fn to_file(format: LogFormat, path: Option<PathBuf>, file: LogFile) -> Self {
        let target = Target::File { path, file: Mutex::new(Arc::new(file)), generation: AtomicU64::new(0) };
        Self { format, target: Arc::new(target) }
    }

    /// Opens the file by its path again, for a rotation that has moved it away: each reactor goes on in the new one with
    /// its next batch. On an error the old one stays. [`Code::Unsupported`] without a path.
    pub fn reopen(&self) -> Result<()> {
        let Target::File { path: Some(path), file, generation } = &*self.target else {
            return Err(Error::new(Code::Unsupported, "only a log that was opened by a path can be opened again"));
        };
        *file.lock() = Arc::new(open(path)?);
        generation.fetch_add(1, Ordering::Release);
        Ok(())
    }
}

fn open(path: &Path) -> Result<LogFile> {
    LogFile::open(path).map_err(|error| Error::system(&format!("the log file {}", path.display()), &error))
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, .. } => f.debug_struct("File").field("path", path).finish_non_exhaustive(),
            Self::Function(_) => f.write_str("Function"),
        }
    }
}
