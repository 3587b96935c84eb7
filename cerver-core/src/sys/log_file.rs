//! Files, pipes and sockets that a log goes to: always at the end, and without waiting for who reads a pipe where that can be had.

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
    /// A pipe or a terminal, opened so that a write does not wait.
    Stream,
    /// The same, shared with others who want it to wait.
    Waiting,
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
            // Not this user's to open, as a pipe made by another one, or the way to it is not there.
            Err(error) if matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::NotFound) => {
                Ok(if kind == Kind::Regular { Self { fd: copy, kind } } else { Self { fd: copy, kind: Kind::Waiting } })
            }
            Err(error) => Err(error),
        }
    }

    /// A write takes any number of bytes as a whole, and other writers come before or after it.
    pub(crate) fn is_regular(&self) -> bool {
        self.kind == Kind::Regular
    }

    /// A write may wait for who reads: only [`LogFile::write_waiting`] must be used, on a thread that can wait.
    pub(crate) fn may_wait(&self) -> bool {
        self.kind == Kind::Waiting
    }

    /// Writes without waiting for a reader; [`io::ErrorKind::WouldBlock`] when there is no room now.
    pub(crate) fn write(&self, data: &[u8]) -> io::Result<usize> {
        let fd = self.fd.as_raw_fd();
        let guard = (self.kind == Kind::Stream).then(SigpipeGuard::new);
        // SAFETY: the descriptor is open, and `data` has as many bytes.
        let n = unsafe {
            match self.kind {
                Kind::Socket => {
                    libc::send(fd, data.as_ptr().cast(), data.len(), libc::MSG_DONTWAIT | libc::MSG_NOSIGNAL)
                }
                Kind::Regular | Kind::Stream => libc::write(fd, data.as_ptr().cast(), data.len()),
                Kind::Waiting => return Err(io::ErrorKind::WouldBlock.into()),
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

    /// Writes, and waits for a reader; on a thread of the library, which takes no signals. Fewer bytes, also none, when
    /// that takes long.
    pub(crate) fn write_waiting(&self, data: &[u8]) -> io::Result<usize> {
        let fd = self.fd.as_raw_fd();
        // SAFETY: as above.
        let n = unsafe { libc::write(fd, data.as_ptr().cast(), data.len()) };
        let Err(error) = usize::try_from(n).map_err(|_| io::Error::last_os_error()) else { return Ok(n as usize) };
        match error.kind() {
            io::ErrorKind::WouldBlock => wait_for_room(fd),
            io::ErrorKind::Interrupted => {}
            _ => return Err(error),
        }
        Ok(0)
    }

    /// One that may wait, for tests.
    #[cfg(test)]
    pub(crate) const fn that_waits(fd: OwnedFd) -> Self {
        Self { fd, kind: Kind::Waiting }
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

/// Waits, for a second at most, until something can be written: others who have the descriptor may have made it one that
/// does not wait.
fn wait_for_room(fd: RawFd) {
    let mut poll = libc::pollfd { fd, events: libc::POLLOUT, revents: 0 };
    // SAFETY: one valid pollfd.
    unsafe { libc::poll(&raw mut poll, 1, 1000) };
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{ffi::CString, os::unix::ffi::OsStrExt};

    /// What this user may not open again is written by somebody who can wait.
    #[test]
    fn a_pipe_of_somebody_else_may_wait() {
        let path = std::env::temp_dir().join(format!("cerver-log-{}", std::process::id()));
        let name = CString::new(path.as_os_str().as_bytes()).unwrap();
        // SAFETY: the name ends with NUL.
        assert_eq!(unsafe { libc::mkfifo(name.as_ptr(), 0o600) }, 0);
        let pipe = File::options().read(true).write(true).open(&path).unwrap();
        std::fs::remove_file(&path).unwrap();
        assert!(!LogFile::duplicate(pipe.as_raw_fd()).unwrap().may_wait());
        pipe.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o000)).unwrap();
        // SAFETY: has no conditions; for this thread only, so that root has no more rights here than others.
        let own = unsafe { libc::setfsuid(65_534) };
        let foreign = LogFile::duplicate(pipe.as_raw_fd());
        // SAFETY: as above.
        unsafe { libc::setfsuid(own as libc::uid_t) };
        assert!(foreign.unwrap().may_wait());
    }
}
