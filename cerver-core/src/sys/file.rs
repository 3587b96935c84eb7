//! Files: opened beneath a folder and nowhere else, sent without passing through memory.

use super::{SigpipeGuard, call::call};
use std::{
    ffi::CStr,
    fs::{File, OpenOptions},
    io,
    mem::MaybeUninit,
    os::{
        fd::AsRawFd,
        unix::fs::{FileExt, OpenOptionsExt},
    },
    path::Path,
};

/// Bytes of one call of the kernel: the client of another connection waits no longer than these take.
const PIECE: u64 = 1 << 20;

/// Seconds after a change in which another change may not show: it may come in the same step of the file system's clock.
const SETTLED_SECONDS: i64 = 2;

/// What the kernel says of an open file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Meta {
    pub(crate) is_file: bool,
    pub(crate) is_folder: bool,
    pub(crate) state: FileState,
    pub(crate) identity: Identity,
}

/// Which file it is, and when anything of it (rights included) last changed: device, number, seconds since 1970 and
/// nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    file: (u64, u64),
    changed: (i64, i64),
}

impl Identity {
    /// The last change is so long ago that another one could be told from it. `now` is in seconds since 1970.
    pub(crate) fn is_settled(&self, now: u64) -> bool {
        self.changed.0.saturating_add(SETTLED_SECONDS) < i64::try_from(now).unwrap_or(0)
    }
}

/// What changes when the content of a file changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileState {
    /// Bytes.
    pub(crate) length: u64,
    /// Last modification: seconds since 1970, and nanoseconds.
    pub(crate) modified: (i64, u32),
}

impl Meta {
    #[inline]
    pub(crate) fn of(file: &File) -> io::Result<Self> {
        let mut stat = MaybeUninit::<libc::stat>::uninit();
        let arguments = [file.as_raw_fd() as usize, stat.as_mut_ptr() as usize, 0, 0, 0, 0];
        // SAFETY: the descriptor is open, and `stat` is a valid place.
        unsafe { call(libc::SYS_fstat, arguments) }?;
        // SAFETY: a successful call has filled it.
        Ok(Self::from(&unsafe { stat.assume_init() }))
    }
}

impl From<&libc::stat> for Meta {
    fn from(stat: &libc::stat) -> Self {
        let kind = stat.st_mode & libc::S_IFMT;
        let state = FileState {
            length: u64::try_from(stat.st_size).unwrap_or(0),
            modified: (stat.st_mtime, u32::try_from(stat.st_mtime_nsec).unwrap_or(0)),
        };
        let identity = Identity { file: (stat.st_dev, stat.st_ino), changed: (stat.st_ctime, stat.st_ctime_nsec) };
        Self { is_file: kind == libc::S_IFREG, is_folder: kind == libc::S_IFDIR, state, identity }
    }
}

/// A file that is sent, and how it was when that was decided.
#[derive(Debug)]
pub struct SourceFile {
    file: File,
    state: FileState,
}

impl SourceFile {
    /// `state` is what the client was told of the file.
    pub(crate) const fn new(file: File, state: FileState) -> Self {
        Self { file, state }
    }

    /// An error when the file has changed since: what is left of it does not belong to what was sent.
    pub(crate) fn check(&self) -> io::Result<()> {
        if Meta::of(&self.file)?.state == self.state { Ok(()) } else { Err(changed()) }
    }

    /// Appends a part to `out`; an error, and a part of unknown content behind `out`, when the file has become shorter.
    pub(crate) fn read(&self, offset: u64, length: usize, out: &mut Vec<u8>) -> io::Result<()> {
        let start = out.len();
        out.resize(start + length, 0);
        self.file.read_exact_at(&mut out[start..], offset)
    }

    /// Sends up to a mebibyte of the `length` bytes from `offset` on; the file's own position is not used.
    pub(crate) fn send(&self, socket: &impl AsRawFd, offset: u64, length: u64) -> io::Result<usize> {
        let mut offset = libc::off_t::try_from(offset).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
        let (to, from) = (socket.as_raw_fd() as usize, self.file.as_raw_fd() as usize);
        let guard = SigpipeGuard::new();
        let arguments = [to, from, &raw mut offset as usize, length.min(PIECE) as usize, 0, 0];
        // SAFETY: both descriptors are open while borrowed here; `offset` is a valid place.
        match unsafe { call(libc::SYS_sendfile, arguments) } {
            Ok(0) => Err(changed()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                guard.consume();
                Err(error)
            }
            result => result,
        }
    }
}

impl From<File> for SourceFile {
    /// The file as it is now; where that is not known, it counts as changed later.
    fn from(file: File) -> Self {
        let state = Meta::of(&file).map_or(FileState { length: 0, modified: (0, 0) }, |meta| meta.state);
        Self { file, state }
    }
}

#[cold]
fn changed() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "the file was changed while it was sent")
}

/// There is nothing to serve under a name: it is missing, leads out of the folder, or is none at all.
pub(crate) fn is_absence(error: &io::Error) -> bool {
    matches!(
        error.raw_os_error(),
        Some(
            libc::ENOENT | libc::ENOTDIR | libc::EXDEV | libc::ELOOP | libc::ENAMETOOLONG | libc::ENXIO | libc::ENODEV
        )
    )
}

/// The system lacks something that it may have again later.
pub(crate) fn is_out_of_resources(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::EMFILE | libc::ENFILE | libc::ENOMEM | libc::EAGAIN | libc::EINTR))
}

/// Opens a file for reading without waiting, whatever it is: a pipe without a writer must not hold up a reactor.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

/// The flags of a file that is opened for reading: without waiting for anybody, and without becoming a terminal's owner.
pub(super) const READ_FLAGS: i32 = libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY;

/// A path without a NUL inside, on the stack where it is short.
pub(crate) fn with_c_path<R>(path: &[u8], run: impl FnOnce(&CStr) -> io::Result<R>) -> io::Result<R> {
    const SHORT: usize = 256;
    let no_such = || io::Error::from_raw_os_error(libc::ENOENT);
    if path.len() < SHORT {
        let mut bytes = [0; SHORT];
        bytes[..path.len()].copy_from_slice(path);
        let text = CStr::from_bytes_with_nul(&bytes[..=path.len()]).map_err(|_| no_such())?;
        return run(text);
    }
    run(&std::ffi::CString::new(path).map_err(|_| no_such())?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sys::{mask_library_thread, note_masked_thread};
    use std::{os::unix::net::UnixStream, ptr, thread};

    fn is_in(set: &libc::sigset_t) -> bool {
        // SAFETY: the set is initialised.
        unsafe { libc::sigismember(&raw const *set, libc::SIGPIPE) == 1 }
    }

    /// Whether SIGPIPE is blocked on this thread, and whether one waits.
    fn sigpipe() -> (bool, bool) {
        let (mut mask, mut pending) = (MaybeUninit::uninit(), MaybeUninit::uninit());
        // SAFETY: both calls fill what they are given.
        unsafe {
            libc::pthread_sigmask(libc::SIG_BLOCK, ptr::null(), mask.as_mut_ptr());
            libc::sigpending(pending.as_mut_ptr());
            (is_in(&mask.assume_init()), is_in(&pending.assume_init()))
        }
    }

    #[test]
    fn a_client_that_is_gone_raises_no_signal() {
        let path = std::env::temp_dir().join(format!("cerver-sigpipe-{}", std::process::id()));
        std::fs::write(&path, "content").unwrap();
        // SAFETY: no handler is set. With the default action the signal would end this process.
        let old = unsafe { libc::signal(libc::SIGPIPE, libc::SIG_DFL) };
        let send_to_nobody = || {
            let (near, far) = UnixStream::pair().unwrap();
            drop(far);
            let error = SourceFile::from(File::open(&path).unwrap()).send(&near, 0, 7).unwrap_err();
            assert_eq!(error.kind(), io::ErrorKind::BrokenPipe);
            sigpipe()
        };
        thread::scope(|scope| {
            assert_eq!(scope.spawn(send_to_nobody).join().unwrap(), (false, false), "a thread of the program");
            let _mask = mask_library_thread();
            let masked = scope.spawn(|| {
                note_masked_thread();
                send_to_nobody()
            });
            assert_eq!(masked.join().unwrap(), (true, false), "a thread of the library");
            assert_eq!(scope.spawn(send_to_nobody).join().unwrap(), (true, false), "one that has it blocked itself");
        });
        // SAFETY: as above.
        unsafe { libc::signal(libc::SIGPIPE, old) };
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn a_changed_file_is_noticed() {
        let path = std::env::temp_dir().join(format!("cerver-changed-{}", std::process::id()));
        std::fs::write(&path, "content").unwrap();
        let file = SourceFile::from(File::open(&path).unwrap());
        assert!(file.check().is_ok());
        std::fs::write(&path, "cont").unwrap();
        assert!(file.check().is_err());
        assert_eq!(file.read(0, 7, &mut Vec::new()).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        let (near, _far) = UnixStream::pair().unwrap();
        assert_eq!(file.send(&near, 0, 7).unwrap(), 4);
        assert_eq!(file.send(&near, 4, 3).unwrap_err().kind(), io::ErrorKind::UnexpectedEof);
        std::fs::remove_file(path).unwrap();
    }
}
