//! A folder whose files can be opened by relative paths that cannot leave it.

use super::{
    call::call,
    file::{Meta, READ_FLAGS, with_c_path},
};
use std::{
    ffi::CStr,
    fs::File,
    io,
    mem::MaybeUninit,
    os::fd::{AsRawFd, FromRawFd, OwnedFd, RawFd},
    path::Path,
    ptr::NonNull,
};

/// Tries to open a path again that something renamed at this moment.
const TRIES: usize = 16;

/// The folder, held open: it stays the same one when its name is given to another.
#[derive(Debug)]
pub(crate) struct Folder {
    fd: OwnedFd,
    way: Way,
}

/// How a path is kept inside.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Way {
    /// openat2(2): the kernel looks after each step, symbolic links included.
    Kernel,
    /// Step by step without any symbolic link, for kernels before 5.6 and sandboxes that do not know the call.
    Steps,
}

/// One name of a folder.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) name: Vec<u8>,
    pub(crate) kind: EntryKind,
}

/// What a name stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EntryKind {
    File,
    Folder,
    /// A symbolic link, or the file system does not say.
    Unclear,
    /// Pipes, sockets, devices.
    Other,
}

impl Folder {
    /// Opens the folder itself.
    pub(crate) fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        if !file.metadata()?.is_dir() {
            return Err(io::Error::new(io::ErrorKind::NotADirectory, "not a folder"));
        }
        let fd = OwnedFd::from(file);
        let probe = open_at_2(fd.as_raw_fd(), c".", libc::O_PATH | libc::O_CLOEXEC);
        let way = if probe.is_err_and(|error| is_call_missing(&error)) { Way::Steps } else { Way::Kernel };
        Ok(Self { fd, way })
    }

    /// Opens a file (or folder) for reading without waiting for anybody. `..`, absolute paths and symbolic links that
    /// lead out are refused.
    #[inline]
    pub(crate) fn open_beneath(&self, path: &[u8]) -> io::Result<File> {
        with_c_path(path, |text| match self.way {
            Way::Kernel => {
                let mut tries = TRIES;
                loop {
                    match open_at_2(self.fd.as_raw_fd(), text, READ_FLAGS) {
                        Err(error) if error.raw_os_error() == Some(libc::EAGAIN) && tries > 0 => tries -= 1,
                        result => return result,
                    }
                }
            }
            Way::Steps => self.walk(path),
        })
    }

    /// What is there now under a path that [`Folder::open_beneath`] has opened before. Symbolic links are followed wherever
    /// they lead: it tells whether what was opened is still there, not whether something may be opened.
    #[inline]
    pub(crate) fn look_again(&self, path: &[u8]) -> io::Result<Meta> {
        with_c_path(path, |path| {
            let mut stat = MaybeUninit::<libc::stat>::uninit();
            let place = stat.as_mut_ptr() as usize;
            let folder = self.fd.as_raw_fd() as usize;
            let flags = libc::AT_NO_AUTOMOUNT as usize;
            // SAFETY: the descriptor is open, the path is NUL-terminated, and `stat` is a valid place.
            unsafe { call(libc::SYS_newfstatat, [folder, path.as_ptr() as usize, place, flags, 0, 0]) }?;
            // SAFETY: a successful call has filled it.
            Ok(Meta::from(&unsafe { stat.assume_init() }))
        })
    }

    /// The names in a folder beneath this one ("." for itself) in no order, without `.` and `..`; at most `limit`, and
    /// whether there are more.
    pub(crate) fn list(&self, path: &[u8], limit: usize) -> io::Result<(Vec<Entry>, bool)> {
        let mut reader = Reader::new(self.open_beneath(path)?)?;
        let mut entries = Vec::new();
        while let Some(entry) = reader.next()? {
            if entry.name == b"." || entry.name == b".." {
                continue;
            }
            if entries.len() == limit {
                return Ok((entries, true));
            }
            entries.push(entry);
        }
        Ok((entries, false))
    }

    /// Opens one part of the path after the other; none may be a symbolic link.
    fn walk(&self, path: &[u8]) -> io::Result<File> {
        match path {
            [] => return Err(io::Error::from_raw_os_error(libc::ENOENT)),
            [b'/', ..] => return Err(io::Error::from_raw_os_error(libc::EXDEV)),
            _ => {}
        }
        let mut parts = path.split(|byte| *byte == b'/').filter(|part| !part.is_empty() && part != b".").peekable();
        let Some(mut part) = parts.next() else {
            return open_at(self.fd.as_raw_fd(), c".", READ_FLAGS).map(File::from);
        };
        let mut folder: Option<OwnedFd> = None;
        loop {
            if part == b".." {
                return Err(io::Error::from_raw_os_error(libc::EXDEV));
            }
            let at = folder.as_ref().map_or(self.fd.as_raw_fd(), AsRawFd::as_raw_fd);
            match parts.next() {
                None => {
                    return with_c_path(part, |name| open_at(at, name, READ_FLAGS | libc::O_NOFOLLOW)).map(File::from);
                }
                Some(next) => {
                    let flags = libc::O_PATH | libc::O_DIRECTORY | libc::O_NOFOLLOW | libc::O_CLOEXEC;
                    folder = Some(with_c_path(part, |name| open_at(at, name, flags))?);
                    part = next;
                }
            }
        }
    }
}

fn open_at_2(folder: RawFd, path: &CStr, flags: i32) -> io::Result<File> {
    // SAFETY: an all-zero open_how is a valid value.
    let mut how: libc::open_how = unsafe { std::mem::zeroed() };
    how.flags = flags as u64;
    how.resolve = libc::RESOLVE_BENEATH | libc::RESOLVE_NO_MAGICLINKS;
    let size = size_of::<libc::open_how>();
    let arguments = [folder as usize, path.as_ptr() as usize, &raw const how as usize, size, 0, 0];
    // SAFETY: the path is NUL-terminated and `how` is as large as the size says.
    let fd = unsafe { call(libc::SYS_openat2, arguments) }?;
    // SAFETY: the descriptor was just made and is ours alone.
    Ok(unsafe { File::from_raw_fd(fd as i32) })
}

fn open_at(folder: RawFd, path: &CStr, flags: i32) -> io::Result<OwnedFd> {
    // SAFETY: the path is NUL-terminated.
    let fd = unsafe { libc::openat(folder, path.as_ptr(), flags) };
    if fd < 0 {
        return Err(io::Error::last_os_error());
    }
    // SAFETY: the descriptor was just made and is ours alone.
    Ok(unsafe { OwnedFd::from_raw_fd(fd) })
}

/// The kernel does not know the call, or a sandbox that does not know it forbids it.
fn is_call_missing(error: &io::Error) -> bool {
    matches!(error.raw_os_error(), Some(libc::ENOSYS | libc::EPERM))
}

/// Reads the names of a folder.
struct Reader(NonNull<libc::DIR>);

impl Reader {
    fn new(folder: File) -> io::Result<Self> {
        let fd = OwnedFd::from(folder);
        // SAFETY: the descriptor is open; on success the stream owns it, otherwise it stays ours.
        let stream = NonNull::new(unsafe { libc::fdopendir(fd.as_raw_fd()) }).ok_or_else(io::Error::last_os_error)?;
        std::mem::forget(fd);
        Ok(Self(stream))
    }

    fn next(&mut self) -> io::Result<Option<Entry>> {
        // SAFETY: errno is the thread's own.
        unsafe { *libc::__errno_location() = 0 };
        // SAFETY: the stream is open and used by this thread alone.
        let entry = unsafe { libc::readdir64(self.0.as_ptr()) };
        if entry.is_null() {
            let error = io::Error::last_os_error();
            return if error.raw_os_error() == Some(0) { Ok(None) } else { Err(error) };
        }
        // SAFETY: the entry is valid until the next call, and its name has a NUL. The fields are read through the
        // pointer: the entry may be shorter than its type.
        let (name, kind) = unsafe { (CStr::from_ptr((&raw const (*entry).d_name).cast()), (*entry).d_type) };
        let kind = match kind {
            libc::DT_REG => EntryKind::File,
            libc::DT_DIR => EntryKind::Folder,
            libc::DT_LNK | libc::DT_UNKNOWN => EntryKind::Unclear,
            _ => EntryKind::Other,
        };
        Ok(Some(Entry { name: name.to_bytes().to_vec(), kind }))
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // SAFETY: the stream is open, and nobody uses it any more.
        unsafe { libc::closedir(self.0.as_ptr()) };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{fs, os::unix::fs::symlink, path::PathBuf};

    /// A folder `public` beside a secret, removed at the end.
    struct Tree(PathBuf);

    impl Tree {
        fn new(name: &str) -> Self {
            let root = std::env::temp_dir().join(format!("cerver-folder-{name}-{}", std::process::id()));
            let public = root.join("public");
            fs::create_dir_all(public.join("sub")).unwrap();
            fs::write(root.join("secret"), "s").unwrap();
            fs::write(public.join("sub/page"), "p").unwrap();
            symlink("../secret", public.join("out")).unwrap();
            symlink("/etc", public.join("etc")).unwrap();
            symlink("sub", public.join("folder")).unwrap();
            symlink("sub/page", public.join("in")).unwrap();
            Self(root)
        }

        fn folder(&self, way: Way) -> Folder {
            Folder { way, ..Folder::open(&self.0.join("public")).unwrap() }
        }
    }

    impl Drop for Tree {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.0).unwrap();
        }
    }

    #[test]
    fn nothing_outside_the_folder_opens() {
        let tree = Tree::new("outside");
        for way in [Way::Kernel, Way::Steps] {
            let folder = tree.folder(way);
            for good in ["sub/page", ".", "sub", "sub//page"] {
                assert!(folder.open_beneath(good.as_bytes()).is_ok(), "{way:?} {good}");
            }
            let long = format!("{}/page", "sub/../".repeat(60));
            for bad in
                ["../secret", "out", "etc", "etc/passwd", "/etc/passwd", "sub/../../secret", "a\0b", "..", "", &long]
            {
                assert!(folder.open_beneath(bad.as_bytes()).is_err(), "{way:?} {bad}");
            }
        }
        // Links that stay inside are followed where the kernel looks after them.
        for link in ["in", "folder/page"] {
            assert!(tree.folder(Way::Kernel).open_beneath(link.as_bytes()).is_ok(), "{link}");
            assert!(tree.folder(Way::Steps).open_beneath(link.as_bytes()).is_err(), "{link}");
        }
        assert!(Folder::open(&tree.0.join("public/sub/page")).is_err());
    }

    #[test]
    fn only_a_missing_call_makes_steps() {
        let is_missing = |code| is_call_missing(&io::Error::from_raw_os_error(code));
        assert!(is_missing(libc::ENOSYS) && is_missing(libc::EPERM));
        assert!(!is_missing(libc::ENOENT) && !is_missing(libc::EXDEV) && !is_missing(libc::EACCES));
    }

    #[test]
    fn names_are_listed_up_to_a_limit() {
        let tree = Tree::new("names");
        for way in [Way::Kernel, Way::Steps] {
            let folder = tree.folder(way);
            let (mut entries, more) = folder.list(b".", 9).unwrap();
            entries.sort_by(|one, other| one.name.cmp(&other.name));
            let names: Vec<_> = entries.iter().map(|entry| String::from_utf8_lossy(&entry.name)).collect();
            assert_eq!((names.join(" "), more), ("etc folder in out sub".to_owned(), false));
            assert_eq!(entries[4].kind, EntryKind::Folder);
            assert_eq!(entries[0].kind, EntryKind::Unclear);
            assert!(!folder.list(b".", 5).unwrap().1);
            let (some, more) = folder.list(b".", 2).unwrap();
            assert_eq!((some.len(), more), (2, true));
            assert!(folder.list(b"sub/page", 2).is_err());
        }
    }
}
