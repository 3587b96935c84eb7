//! Files: opened beneath a folder and nowhere else, sent without passing through memory.

use super::SigpipeGuard;
use std::{
    ffi::CString,
    fs::{File, OpenOptions},
    io,
    os::{
        fd::{AsRawFd, FromRawFd, OwnedFd},
        unix::fs::OpenOptionsExt,
    },
    path::Path,
};

/// A folder whose files can be opened by relative paths that cannot leave it.
#[derive(Debug)]
pub(crate) struct Folder(OwnedFd);

impl Folder {
    /// Opens the folder itself.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if !file.metadata()?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a folder"));
        }
        Ok(Self(file.into()))
    }

    /// Opens a file for reading; `..`, absolute paths and symbolic links that lead out are refused by the kernel.
    pub(crate) fn open_beneath(&self, path: &[u8]) -> io::Result<File> {
        let path = CString::new(path).map_err(|_| io::Error::from_raw_os_error(libc::ENOENT))?;
        // SAFETY: an all-zero open_how is a valid value.
        let mut how: libc::open_how = unsafe { std::mem::zeroed() };
        how.flags = (libc::O_RDONLY | libc::O_CLOEXEC | libc::O_NONBLOCK | libc::O_NOCTTY) as u64;
        how.resolve = libc::RESOLVE_BENEATH | libc::RESOLVE_NO_MAGICLINKS;
        // SAFETY: the path is NUL-terminated and `how` is as large as the size says.
        let fd = unsafe {
            libc::syscall(
                libc::SYS_openat2,
                self.0.as_raw_fd(),
                path.as_ptr(),
                &raw const how,
                size_of::<libc::open_how>(),
            )
        };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and is ours alone.
        Ok(unsafe { File::from_raw_fd(fd as i32) })
    }
}

/// Opens a file for reading without waiting, whatever it is: a pipe without a writer must not hold up a reactor.
pub(crate) fn open_for_reading(path: &Path) -> io::Result<File> {
    OpenOptions::new().read(true).custom_flags(libc::O_NONBLOCK | libc::O_NOCTTY).open(path)
}

/// Sends up to `length` bytes of `file` from `offset` on; the file's own position is not used.
pub(crate) fn sendfile(socket: &impl AsRawFd, file: &File, offset: u64, length: u64) -> io::Result<usize> {
    let mut offset = libc::off_t::try_from(offset).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    let count = usize::try_from(length).unwrap_or(usize::MAX).min(1 << 20);
    let guard = SigpipeGuard::new();
    // SAFETY: both descriptors are open while borrowed here; `offset` is a valid place.
    let n = unsafe { libc::sendfile(socket.as_raw_fd(), file.as_raw_fd(), &raw mut offset, count) };
    usize::try_from(n).map_err(|_| {
        let error = io::Error::last_os_error();
        if error.kind() == io::ErrorKind::BrokenPipe {
            guard.consume();
        }
        error
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::symlink};

    #[test]
    fn nothing_outside_the_folder_opens() {
        let root = std::env::temp_dir().join(format!("cerver-folder-{}", std::process::id()));
        let public = root.join("public");
        fs::create_dir_all(public.join("sub")).unwrap();
        fs::write(root.join("secret"), "s").unwrap();
        fs::write(public.join("sub/page"), "p").unwrap();
        symlink("../secret", public.join("out")).unwrap();
        symlink("sub/page", public.join("in")).unwrap();
        let folder = Folder::open(&public).unwrap();
        for good in ["sub/page", "in", "sub/../sub/page"] {
            assert!(folder.open_beneath(good.as_bytes()).is_ok(), "{good}");
        }
        for bad in ["../secret", "out", "/etc/passwd", "sub/../../secret", "a\0b"] {
            assert!(folder.open_beneath(bad.as_bytes()).is_err(), "{bad}");
        }
        assert!(Folder::open(&public.join("sub/page")).is_err());
        fs::remove_dir_all(root).unwrap();
    }
}
