//! What tests of kept files stand on: a folder with a file, and all that may happen to it.

use super::reply::Found;
use crate::sys::{Folder, Meta};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    path::PathBuf,
};

/// A folder with one file, and a time at which it is settled.
pub(super) struct Place {
    pub(super) path: PathBuf,
    pub(super) folder: Folder,
    pub(super) settled: u64,
}

impl Place {
    pub(super) fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("cerver-kept-{name}-{}", std::process::id()));
        fs::create_dir_all(path.join("public")).unwrap();
        let folder = Folder::open(&path.join("public")).unwrap();
        fs::write(path.join("public/a"), "first").unwrap();
        Self { path, folder, settled: crate::sys::unix_seconds() + 10 }
    }

    pub(super) fn file(&self) -> PathBuf {
        self.path.join("public/a")
    }

    pub(super) fn open(&self, name: &[u8]) -> Found {
        let file = self.folder.open_beneath(name).unwrap();
        let meta = Meta::of(&file).unwrap();
        Found::of(file, meta)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.path).unwrap();
    }
}

type Change = (&'static str, fn(&Place));

/// After any of these the path does not stand for the file that it stood for.
pub(super) const CHANGES: [Change; 6] = [
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
