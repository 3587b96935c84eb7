//! Files that are made: in a folder that is open, under names that lead nowhere else.

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

/// A folder in which files are made, found by names without slashes only.
#[derive(Debug)]
pub(crate) struct Directory(OwnedFd);

impl Directory {
    /// Opens the folder itself.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let flags = libc::O_DIRECTORY;
        Ok(Self(OpenOptions::new().read(true).custom_flags(flags).open(path)?.into()))
    }

    /// Makes a file that does not exist yet and opens it for writing. `mode` has its permission bits.
    pub(crate) fn create(&self, name: &str, mode: u32) -> io::Result<File> {
        let name = single(name)?;
        let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_EXCL | libc::O_NOFOLLOW | libc::O_CLOEXEC;
        // SAFETY: the name is NUL-terminated; the descriptor is open while borrowed here.
        let fd = unsafe { libc::openat(self.0.as_raw_fd(), name.as_ptr(), flags, mode as libc::c_uint) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and is ours alone.
        Ok(unsafe { File::from_raw_fd(fd) })
    }

    /// Makes a folder in this one and opens it.
    pub(crate) fn create_folder(&self, name: &str, mode: u32) -> io::Result<Self> {
        let name = single(name)?;
        // SAFETY: the name is NUL-terminated; the descriptor is open while borrowed here.
        if unsafe { libc::mkdirat(self.0.as_raw_fd(), name.as_ptr(), mode as libc::mode_t) } != 0 {
            return Err(io::Error::last_os_error());
        }
        self.open_single(&name).inspect_err(|_| {
            // SAFETY: as above. It was just made, and nobody would remove it later.
            unsafe { libc::unlinkat(self.0.as_raw_fd(), name.as_ptr(), libc::AT_REMOVEDIR) };
        })
    }

    /// Opens a folder in this one; a link is refused.
    pub(crate) fn open_folder(&self, name: &str) -> io::Result<Self> {
        self.open_single(&single(name)?)
    }

    fn open_single(&self, name: &CString) -> io::Result<Self> {
        let flags = libc::O_RDONLY | libc::O_DIRECTORY | libc::O_NOFOLLOW | libc::O_CLOEXEC;
        // SAFETY: the name is NUL-terminated; the descriptor is open while borrowed here.
        let fd = unsafe { libc::openat(self.0.as_raw_fd(), name.as_ptr(), flags) };
        if fd < 0 {
            return Err(io::Error::last_os_error());
        }
        // SAFETY: the descriptor was just made and is ours alone.
        Ok(Self(unsafe { OwnedFd::from_raw_fd(fd) }))
    }

    /// Removes a file.
    pub(crate) fn remove(&self, name: &str) -> io::Result<()> {
        self.unlink(name, 0)
    }

    /// Removes a folder that is empty.
    pub(crate) fn remove_folder(&self, name: &str) -> io::Result<()> {
        self.unlink(name, libc::AT_REMOVEDIR)
    }

    fn unlink(&self, name: &str, flags: i32) -> io::Result<()> {
        let name = single(name)?;
        // SAFETY: the name is NUL-terminated; the descriptor is open while borrowed here.
        match unsafe { libc::unlinkat(self.0.as_raw_fd(), name.as_ptr(), flags) } {
            0 => Ok(()),
            _ => Err(io::Error::last_os_error()),
        }
    }
}

/// A name in a folder: not the way to another one.
fn single(name: &str) -> io::Result<CString> {
    if matches!(name, "" | "." | "..") || name.contains('/') {
        return Err(io::Error::from_raw_os_error(libc::EINVAL));
    }
    CString::new(name).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))
}

/// Which of the system's limits stopped a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shortage {
    /// No room on the disk, for this user, or in one file.
    Space,
    /// No descriptor.
    Descriptors,
}

/// The limit behind an error, if it is one.
pub(crate) fn shortage(error: &io::Error) -> Option<Shortage> {
    match error.raw_os_error() {
        Some(libc::ENOSPC | libc::EDQUOT | libc::EFBIG) => Some(Shortage::Space),
        Some(libc::EMFILE | libc::ENFILE) => Some(Shortage::Descriptors),
        _ => None,
    }
}

/// Random bytes that nobody can guess.
pub(crate) fn random_bytes<const N: usize>() -> io::Result<[u8; N]> {
    const { assert!(N <= 256, "so many come in one call, always") };
    let mut bytes = [0; N];
    // SAFETY: `bytes` is a place for N bytes.
    let n = unsafe { libc::getrandom(bytes.as_mut_ptr().cast(), N, 0) };
    if n == N as isize { Ok(bytes) } else { Err(io::Error::last_os_error()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        fs,
        os::unix::fs::{PermissionsExt, symlink},
    };

    #[test]
    fn files_are_made_in_the_directory_and_nowhere_else() {
        let root = std::env::temp_dir().join(format!("cerver-directory-{}", std::process::id()));
        fs::create_dir_all(root.join("in")).unwrap();
        let directory = Directory::open(&root.join("in")).unwrap();
        drop(directory.create("a", 0o600).unwrap());
        let mode = fs::metadata(root.join("in/a")).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
        assert_eq!(directory.create("a", 0o600).unwrap_err().kind(), io::ErrorKind::AlreadyExists);
        symlink("../b", root.join("in/link")).unwrap();
        assert!(directory.create("link", 0o600).is_err());
        for bad in ["", ".", "..", "../b", "/tmp/b", "a/b", "a\0"] {
            assert!(directory.create(bad, 0o600).is_err() && directory.remove(bad).is_err(), "{bad:?}");
        }
        let inner = directory.create_folder("sub", 0o700).unwrap();
        drop(inner.create("c", 0o600).unwrap());
        assert!(directory.create_folder("sub", 0o700).is_err() && directory.remove_folder("sub").is_err());
        assert!(directory.open_folder("sub").unwrap().create("c", 0o600).is_err(), "it is there already");
        symlink("..", root.join("in/up")).unwrap();
        for bad in ["up", "a", "none", "../in"] {
            assert!(directory.open_folder(bad).is_err(), "{bad}");
        }
        inner.remove("c").unwrap();
        directory.remove_folder("sub").unwrap();
        directory.remove("a").unwrap();
        assert!(!root.join("b").exists());
        assert_ne!(random_bytes::<16>().unwrap(), random_bytes::<16>().unwrap());
        fs::remove_dir_all(root).unwrap();
    }
}
