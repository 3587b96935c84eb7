//! Small files that a reactor keeps in memory, each as long as the file under its path is still the same one.

use super::reply::{Content, Found, READ_UP_TO};
use crate::sys::{Folder, Identity, Meta, SourceFile};
use parking_lot::Mutex;
use std::{
    fs::File,
    hash::{BuildHasher, RandomState},
    io,
    sync::Arc,
};

/// Longer paths are not kept.
const LONGEST_PATH: usize = 256;

/// Seconds after a change in which a file is not kept: another change in the same step of the file system's clock could
/// not be told from it.
const SETTLED_SECONDS: i64 = 2;

/// Places for files, each the only one for its path: a file that comes to a place that is taken drives the other out.
#[derive(Default)]
pub(super) struct SmallFiles {
    places: Mutex<Vec<Option<Box<Kept>>>>,
    hasher: RandomState,
    count: usize,
}

struct Kept {
    path: Vec<u8>,
    identity: Identity,
    content: Arc<[u8]>,
}

impl SmallFiles {
    /// At most `count` files of at most 8 KiB.
    pub(super) fn new(count: u32) -> Self {
        Self { count: count as usize, ..Self::default() }
    }

    /// The file under the path, if it is kept and still the one that is there.
    #[inline]
    pub(super) fn find(&self, path: &[u8], folder: &Folder) -> Option<Found> {
        if self.count == 0 {
            return None;
        }
        let mut places = self.places.try_lock()?;
        let place = places.get_mut(self.place_of(path))?;
        let kept = place.as_ref().filter(|kept| kept.path == path)?;
        match folder.look_again(path) {
            Ok(meta) if meta.identity == kept.identity => {
                Some(Found { meta, content: Content::Memory(Arc::clone(&kept.content)) })
            }
            // What is there now is found out in the usual way.
            _ => {
                *place = None;
                None
            }
        }
    }

    /// The open file; one that is small and not just changed is read and kept. `now` is in seconds since 1970. An error
    /// with the kind UnexpectedEof when it is becoming shorter.
    pub(super) fn keep(&self, path: &[u8], file: File, meta: Meta, now: u64) -> io::Result<Found> {
        let is_settled = meta.identity.changed().saturating_add(SETTLED_SECONDS) < i64::try_from(now).unwrap_or(0);
        let is_small = meta.is_file && meta.state.length <= READ_UP_TO && path.len() <= LONGEST_PATH;
        if self.count == 0 || !is_settled || !is_small {
            return Ok(Found { meta, content: Content::File(file) });
        }
        let mut bytes = Vec::new();
        SourceFile::new(file, meta.state).read(0, meta.state.length as usize, &mut bytes)?;
        let content = Arc::<[u8]>::from(bytes);
        if let Some(mut places) = self.places.try_lock() {
            if places.is_empty() {
                places.resize_with(self.count, || None);
            }
            let kept = Kept { path: path.to_vec(), identity: meta.identity, content: Arc::clone(&content) };
            places[self.place_of(path)] = Some(Box::new(kept));
        }
        Ok(Found { meta, content: Content::Memory(content) })
    }

    fn place_of(&self, path: &[u8]) -> usize {
        (self.hasher.hash_one(path) % self.count as u64) as usize
    }
}

impl Clone for SmallFiles {
    /// Each reactor keeps its own.
    fn clone(&self) -> Self {
        Self { count: self.count, ..Self::default() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        fs,
        os::unix::fs::{PermissionsExt, symlink},
        path::PathBuf,
    };

    type Change = (&'static str, fn(&Place));

    /// A folder with one file, and a time at which it is settled.
    struct Place {
        path: PathBuf,
        folder: Folder,
        settled: u64,
    }

    impl Place {
        fn new(name: &str) -> Self {
            let path = std::env::temp_dir().join(format!("cerver-small-{name}-{}", std::process::id()));
            fs::create_dir_all(path.join("public")).unwrap();
            let folder = Folder::open(&path.join("public")).unwrap();
            fs::write(path.join("public/a"), "first").unwrap();
            Self { path, folder, settled: crate::sys::unix_seconds() + 10 }
        }

        fn file(&self) -> PathBuf {
            self.path.join("public/a")
        }

        fn keep(&self, files: &SmallFiles, name: &[u8], now: u64) -> io::Result<bool> {
            let file = self.folder.open_beneath(name)?;
            let meta = Meta::of(&file)?;
            files.keep(name, file, meta, now)?;
            Ok(self.find(files, name).is_some())
        }

        fn find(&self, files: &SmallFiles, name: &[u8]) -> Option<Vec<u8>> {
            files.find(name, &self.folder).map(|found| match found.content {
                Content::Memory(bytes) => bytes.to_vec(),
                Content::File(_) => panic!("what is kept is in memory"),
            })
        }
    }

    impl Drop for Place {
        fn drop(&mut self) {
            fs::remove_dir_all(&self.path).unwrap();
        }
    }

    #[test]
    fn what_is_not_the_same_file_any_more_is_not_found() {
        let changes: [Change; 6] = [
            ("written in place", |place| fs::write(place.file(), "other").unwrap()),
            ("replaced", |place| {
                fs::write(place.path.join("new"), "first").unwrap();
                fs::rename(place.path.join("new"), place.file()).unwrap();
            }),
            ("removed", |place| fs::remove_file(place.file()).unwrap()),
            ("forbidden", |place| fs::set_permissions(place.file(), fs::Permissions::from_mode(0o000)).unwrap()),
            ("a link that leads out", |place| {
                fs::write(place.path.join("secret"), "secret").unwrap();
                fs::remove_file(place.file()).unwrap();
                symlink("../secret", place.file()).unwrap();
            }),
            ("moved", |place| fs::rename(place.file(), place.path.join("public/b")).unwrap()),
        ];
        for (what, change) in changes {
            let (place, files) = (Place::new("same"), SmallFiles::new(4));
            assert!(place.keep(&files, b"a", place.settled).unwrap());
            assert_eq!(place.find(&files, b"a").unwrap(), b"first", "{what}");
            change(&place);
            assert_eq!(place.find(&files, b"a"), None, "{what}");
            assert_eq!(place.find(&files, b"a"), None, "{what}");
        }
    }

    #[test]
    fn only_what_is_small_and_settled_is_kept() {
        let (place, files) = (Place::new("settled"), SmallFiles::new(4));
        let just_now = crate::sys::unix_seconds();
        assert!(!place.keep(&files, b"a", just_now).unwrap(), "it may change again unseen");
        assert!(!place.keep(&files, b".", place.settled).unwrap(), "a folder");
        fs::write(place.file(), vec![b'x'; READ_UP_TO as usize + 1]).unwrap();
        assert!(!place.keep(&files, b"a", place.settled).unwrap(), "large");
        fs::write(place.file(), vec![b'x'; READ_UP_TO as usize]).unwrap();
        assert!(place.keep(&files, b"a", place.settled).unwrap());
        assert_eq!(place.find(&files, b"a").unwrap().len(), READ_UP_TO as usize);
    }

    #[test]
    fn the_count_is_a_limit() {
        let place = Place::new("count");
        fs::write(place.path.join("public/b"), "second").unwrap();
        assert!(!place.keep(&SmallFiles::new(0), b"a", place.settled).unwrap());
        let files = SmallFiles::new(1);
        assert!(place.keep(&files, b"a", place.settled).unwrap());
        assert!(place.keep(&files, b"b", place.settled).unwrap());
        assert_eq!(place.find(&files, b"a"), None);
        assert_eq!(place.find(&files, b"b").unwrap(), b"second");
        assert!(place.find(&files.clone(), b"b").is_none(), "each reactor has its own");
    }
}
