//! Files of uploads on the disk: made under names of our own, relative to an open folder, and removed again.

use super::{
    super::{refusal::Refusal, status::Status},
    Owner, Parts,
};
use crate::{
    config::{FileNames, UploadOptions},
    error::{Code, Error, Result},
    sys::{self, Directory, Shortage},
};
use std::{
    fs::File,
    io::{self, BufWriter, ErrorKind, Write},
    path::{Path, PathBuf},
    sync::Arc,
};

/// The folder below which uploaded files are stored.
#[derive(Debug)]
pub(in super::super) struct UploadFolder {
    path: PathBuf,
    directory: Directory,
}

impl UploadFolder {
    /// Opens the folder; it stays the same one when its name is given to another.
    pub(in super::super) fn open(path: &Path) -> Result<Self> {
        let failed = |error: io::Error| {
            let code = match error.kind() {
                ErrorKind::NotFound | ErrorKind::NotADirectory => Code::NotFound,
                _ => Code::System,
            };
            Error::new(code, format!("the folder for uploads {}: {error}", path.display()))
        };
        Ok(Self { path: path.to_owned(), directory: Directory::open(path).map_err(failed)? })
    }
}

/// Where the files of one request are.
#[derive(Debug)]
pub(super) struct Place {
    folder: Arc<UploadFolder>,
    own: Option<(String, Directory)>,
}

impl Place {
    fn make(folder: &Arc<UploadFolder>, options: &UploadOptions, owner: Owner) -> io::Result<Self> {
        let own = match options.own_folder {
            true => {
                let base = format!("{}-{}", owner.descriptor, owner.unix_seconds);
                Some(first_free(&base, "", |name| folder.directory.create_folder(name, options.dir_mode))?)
            }
            false => None,
        };
        Ok(Self { folder: Arc::clone(folder), own })
    }

    pub(super) fn own_name(&self) -> Option<&str> {
        self.own.as_ref().map(|(name, _)| name.as_str())
    }

    fn directory(&self) -> &Directory {
        self.own.as_ref().map_or(&self.folder.directory, |(_, directory)| directory)
    }

    fn path_of(&self, name: &str) -> PathBuf {
        let mut path = self.folder.path.clone();
        path.extend(self.own_name());
        path.push(name);
        path
    }

    pub(super) fn remove(&self, name: &str) {
        // Somebody else may have been faster.
        if let Err(error) = self.directory().remove(name)
            && error.kind() != ErrorKind::NotFound
        {
            log::warn!("the uploaded file {name} cannot be removed: {error}");
        }
    }

    pub(super) fn remove_own_folder(&self) {
        if let Some((name, _)) = &self.own {
            // It stays when something of the application's is in it.
            let _ = self.folder.directory.remove_folder(name);
        }
    }
}

/// A file that is being written.
pub(super) struct Writer(BufWriter<File>);

impl Writer {
    /// Makes the file of the last part.
    pub(super) fn create(
        folder: &Arc<UploadFolder>,
        options: &UploadOptions,
        owner: Owner,
        parts: &mut Parts,
    ) -> std::result::Result<Self, Refusal> {
        if parts.place.is_none() {
            parts.place = Some(Place::make(folder, options, owner).map_err(|error| refusal(&error))?);
        }
        let place = parts.place.as_ref().expect("made above when it was missing");
        let create = |name: &str| place.directory().create(name, options.file_mode);
        let safe_name = parts.all().last().map_or("", |part| part.safe_name());
        let made = match options.names {
            FileNames::Random => random_name().and_then(|name| create(&name).map(|file| (name, file))),
            FileNames::Described => {
                let end = if safe_name.is_empty() { String::new() } else { format!("-{safe_name}") };
                first_free(&format!("{}-{}", owner.descriptor, owner.unix_seconds), &end, create)
            }
        };
        let (name, file) = made.map_err(|error| refusal(&error))?;
        let path = place.path_of(&name);
        parts.last().stored(name, path);
        Ok(Self(BufWriter::with_capacity(BUFFER, file)))
    }

    pub(super) fn write(&mut self, data: &[u8]) -> std::result::Result<(), Refusal> {
        self.0.write_all(data).map_err(|error| refusal(&error))
    }

    pub(super) fn finish(mut self) -> std::result::Result<(), Refusal> {
        self.0.flush().map_err(|error| refusal(&error))
    }
}

/// Makes something under `base` + `end`, with a number between them when that is taken.
fn first_free<T>(base: &str, end: &str, make: impl Fn(&str) -> io::Result<T>) -> io::Result<(String, T)> {
    let mut name = format!("{base}{end}");
    for number in 2..=MOST_ATTEMPTS {
        match make(&name) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => name = format!("{base}-{number}{end}"),
            made => return made.map(|made| (name, made)),
        }
    }
    Err(ErrorKind::AlreadyExists.into())
}

fn random_name() -> io::Result<String> {
    Ok(format!("{:032x}", u128::from_ne_bytes(sys::random_bytes()?)))
}

/// What the client is told when its file cannot be stored; why, is for the log.
#[cold]
fn refusal(error: &io::Error) -> Refusal {
    log::error!("an uploaded file cannot be stored: {error}");
    match sys::shortage(error) {
        Some(Shortage::Space) => NO_SPACE,
        Some(Shortage::Descriptors) => BUSY,
        None => FAILED,
    }
}

/// Bytes that are collected before a write: a body of tiny chunks costs no more writes than another one.
const BUFFER: usize = 16 * 1024;
/// Names tried for one file: more files of one socket and second than a request may have.
const MOST_ATTEMPTS: u32 = 10_000;

const NO_SPACE: Refusal = Refusal::new(Status::INSUFFICIENT_STORAGE, "There is no room for this file.");
const BUSY: Refusal = Refusal::new(Status::SERVICE_UNAVAILABLE, "The server is busy: try again later.");
const FAILED: Refusal = Refusal::new(Status::INTERNAL_SERVER_ERROR, "The file could not be stored.");
