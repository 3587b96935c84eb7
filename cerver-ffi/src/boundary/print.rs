//! Standard output and standard error as C programs see them: whole texts, whichever thread they come from.

use std::{
    io, process,
    sync::atomic::{AtomicU32, Ordering},
};

use parking_lot::Mutex;

/// How long a text waits for a standard stream that takes nothing and is not blocking, in milliseconds.
const PATIENCE_MS: i32 = 1000;

static WRITING: Mutex<()> = Mutex::new(());

/// Where a text goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(i32)]
pub(crate) enum Stream {
    Output = 1,
    Error = 2,
}

impl Stream {
    /// Whether it is a terminal.
    pub(crate) fn is_terminal(self) -> bool {
        // SAFETY: looks at a descriptor, which may also be closed.
        unsafe { libc::isatty(self as i32) == 1 }
    }
}

/// Writes a text to standard output at once. A closed or full output is not the library's business: errors are dropped.
pub(crate) fn print(text: &[u8]) {
    print_to(Stream::Output, text);
}

/// The same for any standard stream.
pub(crate) fn print_to(stream: Stream, text: &[u8]) {
    // In a forked child the lock may belong to a thread that does not exist there.
    let _whole = is_first_process().then(|| WRITING.lock());
    let _ = write_all(stream as i32, text);
}

/// Writes all of a text to a descriptor.
pub(crate) fn write_all(descriptor: i32, mut text: &[u8]) -> io::Result<()> {
    while !text.is_empty() {
        // SAFETY: reads the text; the descriptor may be any number.
        let count = unsafe { libc::write(descriptor, text.as_ptr().cast(), text.len()) };
        match usize::try_from(count) {
            Ok(count) => text = &text[count..],
            Err(_) => match io::Error::last_os_error() {
                error if error.kind() == io::ErrorKind::Interrupted => {}
                error if error.kind() == io::ErrorKind::WouldBlock => wait_writable(descriptor)?,
                error => return Err(error),
            },
        }
    }
    Ok(())
}

/// Whether this is the process that first asked, and no forked child of it.
pub(crate) fn is_first_process() -> bool {
    static FIRST: AtomicU32 = AtomicU32::new(0);
    let own = process::id();
    match FIRST.compare_exchange(0, own, Ordering::Relaxed, Ordering::Relaxed) {
        Ok(_) => true,
        Err(first) => first == own,
    }
}

fn wait_writable(descriptor: i32) -> io::Result<()> {
    let mut wanted = libc::pollfd { fd: descriptor, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one valid entry.
    match unsafe { libc::poll(&raw mut wanted, 1, PATIENCE_MS) } {
        0 => Err(io::ErrorKind::TimedOut.into()),
        _ => Ok(()),
    }
}
