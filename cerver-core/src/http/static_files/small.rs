//! Small files that a reactor keeps in memory, each as long as the file under its path is still the same one.

use super::reply::{Content, Found, READ_UP_TO};
use crate::sys::{Folder, Identity};
use parking_lot::Mutex;
use std::{
    hash::{BuildHasher, RandomState},
    io,
    sync::Arc,
};

/// Longer paths are not kept.
const LONGEST_PATH: usize = 256;

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

    /// A file that can be kept, and is when it is small: its content, then. An error with the kind UnexpectedEof when it is
    /// becoming shorter.
    pub(super) fn keep(&self, path: &[u8], found: Found) -> io::Result<Found> {
        let Found { content: Content::File(file), meta } = &found else { return Ok(found) };
        if self.count == 0 || meta.state.length > READ_UP_TO || path.len() > LONGEST_PATH {
            return Ok(found);
        }
        let meta = *meta;
        let mut bytes = Vec::new();
        file.read(0, meta.state.length as usize, &mut bytes)?;
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
    use crate::http::static_files::place::{CHANGES, Place};
    use std::fs;

    fn keep(place: &Place, files: &SmallFiles, name: &[u8], now: u64) -> bool {
        let found = place.open(name);
        if found.can_be_kept(now) {
            files.keep(name, found).unwrap();
        }
        find(place, files, name).is_some()
    }

    fn find(place: &Place, files: &SmallFiles, name: &[u8]) -> Option<Vec<u8>> {
        files.find(name, &place.folder).map(|found| match found.content {
            Content::Memory(bytes) => bytes.to_vec(),
            Content::File(_) => panic!("what is kept is in memory"),
        })
    }

    #[test]
    fn what_is_not_the_same_file_any_more_is_not_found() {
        for (what, change) in CHANGES {
            let (place, files) = (Place::new("same"), SmallFiles::new(4));
            assert!(keep(&place, &files, b"a", place.settled));
            assert_eq!(find(&place, &files, b"a").unwrap(), b"first", "{what}");
            change(&place);
            assert_eq!(find(&place, &files, b"a"), None, "{what}");
            assert_eq!(find(&place, &files, b"a"), None, "{what}");
        }
    }

    #[test]
    fn only_what_is_small_and_settled_is_kept() {
        let (place, files) = (Place::new("settled"), SmallFiles::new(4));
        let just_now = crate::sys::unix_seconds();
        assert!(!keep(&place, &files, b"a", just_now), "it may change again unseen");
        assert!(!keep(&place, &files, b".", place.settled), "a folder");
        fs::write(place.file(), vec![b'x'; READ_UP_TO as usize + 1]).unwrap();
        assert!(!keep(&place, &files, b"a", place.settled), "large");
        fs::write(place.file(), vec![b'x'; READ_UP_TO as usize]).unwrap();
        assert!(keep(&place, &files, b"a", place.settled));
        assert_eq!(find(&place, &files, b"a").unwrap().len(), READ_UP_TO as usize);
    }

    #[test]
    fn the_count_is_a_limit() {
        let place = Place::new("count");
        fs::write(place.path.join("public/b"), "second").unwrap();
        assert!(!keep(&place, &SmallFiles::new(0), b"a", place.settled));
        let files = SmallFiles::new(1);
        assert!(keep(&place, &files, b"a", place.settled));
        assert!(keep(&place, &files, b"b", place.settled));
        assert_eq!(find(&place, &files, b"a"), None);
        assert_eq!(find(&place, &files, b"b").unwrap(), b"second");
        assert!(find(&place, &files.clone(), b"b").is_none(), "each reactor has its own");
    }
}
