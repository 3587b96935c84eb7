//! Files that stay open for as long as they are asked for in each turn of their reactor: clients share them.

use super::reply::{Content, Found};
use crate::sys::{Folder, Meta, SourceFile};
use parking_lot::Mutex;
use std::{
    mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// See the module.
pub(super) struct OpenFiles {
    files: Mutex<Vec<Open>>,
    has_some: AtomicBool,
    count: usize,
}

struct Open {
    path: Vec<u8>,
    meta: Meta,
    file: Arc<SourceFile>,
    /// It was asked for in this turn.
    was_used: bool,
}

impl OpenFiles {
    /// At most `count` files; 0 where turns have no end.
    pub(super) const fn new(count: usize) -> Self {
        Self { files: Mutex::new(Vec::new()), has_some: AtomicBool::new(false), count }
    }

    /// The file under the path, if it is open and still the one that is there.
    #[inline]
    pub(super) fn find(&self, path: &[u8], folder: &Folder) -> Option<Found> {
        if !self.has_some.load(Ordering::Relaxed) {
            return None;
        }
        let mut files = self.files.lock();
        let place = files.iter().position(|open| open.path == path)?;
        match folder.look_again(path) {
            Ok(meta) if meta.identity == files[place].meta.identity => {
                let open = &mut files[place];
                open.was_used = true;
                Some(Found { meta: open.meta, content: Content::File(Arc::clone(&open.file)) })
            }
            // What is there now is found out in the usual way.
            _ => {
                files.swap_remove(place);
                None
            }
        }
    }

    /// Keeps a file open that can be kept.
    pub(super) fn keep(&self, path: &[u8], found: &Found) {
        let Content::File(file) = &found.content else { return };
        let mut files = self.files.lock();
        if files.len() < self.count {
            files.push(Open { path: path.to_vec(), meta: found.meta, file: Arc::clone(file), was_used: true });
            self.has_some.store(true, Ordering::Relaxed);
        }
    }

    /// The turn is over: closes those that nobody has asked for in it.
    #[inline]
    pub(super) fn end_turn(&self) {
        if self.has_some.load(Ordering::Relaxed) {
            let mut files = self.files.lock();
            files.retain_mut(|open| mem::take(&mut open.was_used));
            self.has_some.store(!files.is_empty(), Ordering::Relaxed);
        }
    }
}

impl Clone for OpenFiles {
    /// Each reactor has its own.
    fn clone(&self) -> Self {
        Self::new(self.count)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::static_files::place::{CHANGES, Place};

    fn find(place: &Place, files: &OpenFiles) -> Option<Arc<SourceFile>> {
        files.find(b"a", &place.folder).map(|found| match found.content {
            Content::File(file) => file,
            Content::Memory(_) => panic!("what is open is no memory"),
        })
    }

    #[test]
    fn what_is_not_the_same_file_any_more_is_not_found() {
        for (what, change) in CHANGES {
            let (place, files) = (Place::new("open"), OpenFiles::new(4));
            files.keep(b"a", &place.open(b"a"));
            assert!(find(&place, &files).is_some(), "{what}");
            change(&place);
            assert!(find(&place, &files).is_none(), "{what}");
            assert!(find(&place, &files).is_none(), "{what}");
        }
    }

    #[test]
    fn a_file_is_closed_after_a_turn_without_it() {
        let (place, files) = (Place::new("turns"), OpenFiles::new(4));
        files.keep(b"a", &place.open(b"a"));
        let file = Arc::downgrade(&find(&place, &files).unwrap());
        for _ in 0..3 {
            files.end_turn();
            assert!(Arc::ptr_eq(&find(&place, &files).unwrap(), &file.upgrade().unwrap()), "asked for in each turn");
        }
        files.end_turn();
        assert!(file.upgrade().is_some(), "it was, again");
        files.end_turn();
        assert!(file.upgrade().is_none(), "now it was not");
        assert!(find(&place, &files).is_none());
    }

    #[test]
    fn they_are_few_and_of_one_reactor() {
        let (place, files) = (Place::new("few"), OpenFiles::new(4));
        for number in 0..8 {
            files.keep(format!("{number}").as_bytes(), &place.open(b"a"));
        }
        assert_eq!(files.files.lock().len(), 4);
        assert!(find(&place, &files.clone()).is_none());
        let none = OpenFiles::new(0);
        none.keep(b"a", &place.open(b"a"));
        assert!(find(&place, &none).is_none() && find(&place, &none.clone()).is_none());
    }
}
