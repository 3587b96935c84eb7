//! Files, pipes and sockets that a log goes to: always at the end, and without waiting for who reads a pipe.

use super::SigpipeGuard;
use std::{
    fs::{File, OpenOptions},
    io,
    os::{
        fd::{AsRawFd, BorrowedFd, OwnedFd, RawFd},
        unix::fs::{FileTypeExt, OpenOptionsExt},
    },
    path::Path,
};

/// What a write to a pipe takes as a whole or not at all (pipe(7)).
pub(crate) const PIPE_BUF: usize = libc::PIPE_BUF;

/// Permission bits of a log file that is made.
const MODE: u32 = 0o640;

/// Where a log goes.
#[derive(Debug)]
pub(crate) struct LogFile {
    fd: OwnedFd,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// A write takes everything, and waits for a slow disk at most.
    Regular,
    Socket,
    /// A pipe or a terminal.
    Stream,
}

impl LogFile {
    /// Opens a file for appending, making it when it is not there; a pipe without a reader is refused.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = appending().create(true).mode(MODE).open(path)?;
        let kind = kind_of(&file)?;
        Ok(Self { fd: file.into(), kind })
    }

    /// A descriptor of its own for what `fd` refers to; the caller's is neither changed nor kept.
    pub(crate) fn duplicate(fd: RawFd) -> io::Result<Self> {
        if fd < 0 {
            return Err(io::Error::from_raw_os_error(libc::EBADF));
        }
        // SAFETY: only used for the call; a number that is no descriptor makes it fail.
        let copy = unsafe { BorrowedFd::borrow_raw(fd) }.try_clone_to_owned()?;
        let kind = kind_of(&File::from(copy.try_clone()?))?;
        if kind == Kind::Socket {
            return Ok(Self { fd: copy, kind });
        }
        // Opened anew, so that flags set here are not those of the caller's descriptor too.
        match appending().open(format!("/proc/self/fd/{}", copy.as_raw_fd())) {
            Ok(file) => Ok(Self { fd: file.into(), kind }),
            // Not this user's to open, as a pipe made by another one: writes are then preceded by a look.
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => Ok(Self { fd: copy, kind }),
            Err(error) => Err(error),
        }
    }

    /// A write takes any number of bytes as a whole, and other writers come before or after it.
    pub(crate) fn is_regular(&self) -> bool {
        self.kind == Kind::Regular
    }

    /// Writes without waiting for a reader; [`io::ErrorKind::WouldBlock`] when there is no room now.
    pub(crate) fn write(&self, data: &[u8]) -> io::Result<usize> {
        let fd = self.fd.as_raw_fd();
        if self.kind == Kind::Stream && !has_room(fd) {
            return Err(io::ErrorKind::WouldBlock.into());
        }
        let guard = (self.kind == Kind::Stream).then(SigpipeGuard::new);
        // SAFETY: the descriptor is open, and `data` has as many bytes.
        let n = unsafe {
            match self.kind {
                Kind::Socket => {
                    libc::send(fd, data.as_ptr().cast(), data.len(), libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
                }
                Kind::Regular | Kind::Stream => libc::write(fd, data.as_ptr().cast(), data.len()),
            }
        };
        usize::try_from(n).map_err(|_| {
            let error = io::Error::last_os_error();
            if let Some(guard) = guard.filter(|_| error.kind() == io::ErrorKind::BrokenPipe) {
                guard.consume();
            }
            error
        })
    }
}

fn appending() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.append(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY);
    options
}

fn kind_of(file: &File) -> io::Result<Kind> {
    let kind = file.metadata()?.file_type();
    match () {
        () if kind.is_file() => Ok(Kind::Regular),
        () if kind.is_socket() => Ok(Kind::Socket),
        () if kind.is_dir() => Err(io::ErrorKind::IsADirectory.into()),
        () => Ok(Kind::Stream),
    }
}

/// Whether a write of [`PIPE_BUF`] bytes would not wait.
fn has_room(fd: RawFd) -> bool {
    let mut poll = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one valid pollfd; a time of 0 does not wait.
    unsafe { libc::poll(&raw mut poll, 1, 0) == 1 }
}
