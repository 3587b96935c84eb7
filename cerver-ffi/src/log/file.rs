//! The log file: lines gather in memory and are written by a thread of its own, at the latest after the interval.

use std::{
    fs::{DirBuilder, File, OpenOptions},
    io,
    os::{
        fd::AsRawFd,
        unix::fs::{DirBuilderExt, OpenOptionsExt},
    },
    path::{Path, PathBuf},
    sync::{
        Once,
        atomic::{AtomicI32, AtomicU32, Ordering},
    },
    thread::JoinHandle,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use cerver_core::host;
use parking_lot::{Condvar, Mutex};

use super::CERVER_DEFAULT_LOG_UPDATE_INTERVAL;
use crate::{
    boundary::print::{is_first_process, write_all},
    status::{Code, Error},
};

/// Lines of this many bytes together are written at once.
const MOST_WAITING: usize = 64 * 1024;
/// How long the end of the process waits for a thread that is just writing.
const PATIENCE: Duration = Duration::from_millis(200);

static STATE: Mutex<State> = Mutex::new(State { folder: None, open: None, openings: 0, thread: None });
static CHANGED: Condvar = Condvar::new();
static INTERVAL: AtomicU32 = AtomicU32::new(CERVER_DEFAULT_LOG_UPDATE_INTERVAL);
/// The descriptor of the open file for a forked child, which must not touch the lock; -1 for none.
static DESCRIPTOR: AtomicI32 = AtomicI32::new(-1);

struct State {
    /// `None`: the default.
    folder: Option<PathBuf>,
    open: Option<Open>,
    /// Tells the thread of a closed file from that of the next.
    openings: u64,
    thread: Option<JoinHandle<()>>,
}

struct Open {
    file: File,
    waiting: Vec<u8>,
}

impl Open {
    fn flush(&mut self) {
        // A full disk is not the caller's business; the lines are lost.
        let _ = write_all(self.file.as_raw_fd(), &self.waiting);
        self.waiting.clear();
    }
}

/// Sets the folder of the files, makes it when it is missing, and closes the file that is open.
pub(super) fn set_folder(folder: &Path) -> Result<(), Error> {
    if !folder.is_dir() {
        DirBuilder::new().mode(0o755).create(folder).map_err(|error| failed("cannot make", folder, &error))?;
    }
    close();
    STATE.lock().folder = Some(folder.to_owned());
    Ok(())
}

/// Seconds that a line waits at most; 0 for none at all.
pub(super) fn set_interval(seconds: u32) {
    INTERVAL.store(seconds, Ordering::Relaxed);
    CHANGED.notify_all();
}

/// Adds a line, and opens the file for the first one.
pub(super) fn add(line: &[u8]) -> Result<(), Error> {
    if !is_first_process() {
        return write_in_child(line).map_err(|error| Error::system("the log file of the parent", &error));
    }
    let mut state = STATE.lock();
    let open = opened(&mut state)?;
    open.waiting.extend(line);
    if INTERVAL.load(Ordering::Relaxed) == 0 || open.waiting.len() >= MOST_WAITING {
        open.flush();
    } else {
        CHANGED.notify_all();
    }
    Ok(())
}

/// Opens the file now, if it is not open.
pub(super) fn open() -> Result<(), Error> {
    if is_first_process() {
        opened(&mut STATE.lock())?;
    }
    Ok(())
}

/// Whether a file is open.
pub(super) fn is_open() -> bool {
    DESCRIPTOR.load(Ordering::Acquire) >= 0
}

/// Writes what waits, closes the file and waits for its thread.
pub(super) fn close() {
    if !is_first_process() {
        return;
    }
    let mut state = STATE.lock();
    DESCRIPTOR.store(-1, Ordering::Release);
    if let Some(mut open) = state.open.take() {
        open.flush();
    }
    state.openings += 1;
    let thread = state.thread.take();
    drop(state);
    CHANGED.notify_all();
    if let Some(thread) = thread {
        // It ends without an error: what it calls does not panic.
        let _ = thread.join();
    }
}

fn opened(state: &mut State) -> Result<&mut Open, Error> {
    if state.open.is_none() {
        flush_at_exit();
        let folder = state.folder.as_deref().unwrap_or(Path::new(super::DEFAULT_FOLDER));
        let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_secs());
        let path = folder.join(format!("{seconds}.log"));
        let mut options = OpenOptions::new();
        let file = options.create(true).append(true).mode(0o644).open(&path);
        let file = file.map_err(|error| failed("cannot open", &path, &error))?;
        state.openings += 1;
        let own = state.openings;
        let thread = host::spawn("cerver-log".to_owned(), move || write_now_and_then(own));
        state.thread = Some(thread.map_err(|error| Error::system("no thread for the log file", &error))?);
        DESCRIPTOR.store(file.as_raw_fd(), Ordering::Release);
        state.open = Some(Open { file, waiting: Vec::new() });
    }
    // Just made when it was not there.
    state.open.as_mut().ok_or_else(|| Code::State.into())
}

fn failed(what: &str, path: &Path, error: &io::Error) -> Error {
    Error::system(&format!("{what} {}", path.display()), error)
}

/// What the thread of one opening does.
fn write_now_and_then(own: u64) {
    let mut state = STATE.lock();
    while state.openings == own {
        let is_waiting = state.open.as_ref().is_some_and(|open| !open.waiting.is_empty());
        if !is_waiting {
            CHANGED.wait(&mut state);
            continue;
        }
        let interval = Duration::from_secs(INTERVAL.load(Ordering::Relaxed).into());
        // Lines that come meanwhile wake it up, too, and must not put the writing off.
        let end = Instant::now() + interval;
        while state.openings == own && !CHANGED.wait_until(&mut state, end).timed_out() {}
        if state.openings == own
            && let Some(open) = &mut state.open
        {
            open.flush();
        }
    }
}

fn write_in_child(line: &[u8]) -> io::Result<()> {
    match DESCRIPTOR.load(Ordering::Acquire) {
        descriptor if descriptor >= 0 => write_all(descriptor, line),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

fn flush_at_exit() {
    static REGISTERED: Once = Once::new();
    extern "C" fn flush() {
        if !is_first_process() {
            return;
        }
        if let Some(mut state) = STATE.try_lock_for(PATIENCE)
            && let Some(open) = &mut state.open
        {
            open.flush();
        }
    }
    REGISTERED.call_once(|| {
        // SAFETY: the function may run at any time; it gives up when it cannot have the lock.
        unsafe { libc::atexit(flush) };
    });
}
