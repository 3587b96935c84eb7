//! How full a file system is.

use std::{ffi::CString, io, mem::MaybeUninit, os::unix::ffi::OsStrExt, path::Path};

/// Bytes of a file system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileSystem {
    pub(crate) total: u64,
    /// That programs without privileges may still take.
    pub(crate) available: u64,
    pub(crate) used: u64,
}

/// The file system that a path is in.
pub(crate) fn file_system(path: &Path) -> io::Result<FileSystem> {
    let path = CString::new(path.as_os_str().as_bytes()).map_err(|_| io::Error::from_raw_os_error(libc::EINVAL))?;
    let mut found = MaybeUninit::<libc::statvfs>::zeroed();
    // SAFETY: the path is NUL-terminated, and `found` is a place for one struct.
    if unsafe { libc::statvfs(path.as_ptr(), found.as_mut_ptr()) } != 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: filled by the call; zeroed before.
    let found = unsafe { found.assume_init() };
    let unit = found.f_frsize;
    let bytes = |blocks: u64| blocks.saturating_mul(unit);
    Ok(FileSystem {
        total: bytes(found.f_blocks),
        available: bytes(found.f_bavail),
        used: bytes(found.f_blocks.saturating_sub(found.f_bfree)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_root_has_room() {
        let root = file_system(Path::new("/")).unwrap();
        assert!(root.total > 0 && root.used <= root.total && root.available <= root.total, "{root:?}");
        assert!(file_system(Path::new("/no/such/path")).is_err());
    }
}
