//! Files of uploads on the disk: made under names of our own, relative to an open folder, and removed again.

use super::{
    super::{refusal::Refusal, status::Status},
    Owner,
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
    own: Option<OwnFolder>,
}

/// A folder of the request's own.
#[derive(Debug)]
struct OwnFolder {
    name: String,
    directory: Directory,
    /// It was there before.
    is_shared: bool,
}

impl Place {
    /// For the first file of a request. `wanted` is the folder that the application wants for its files: it may be there
    /// already.
    pub(super) fn make(
        folder: &Arc<UploadFolder>,
        options: &UploadOptions,
        owner: Owner,
        wanted: Option<&str>,
    ) -> std::result::Result<Arc<Self>, Refusal> {
        let create = |name: &str| folder.directory.create_folder(name, options.dir_mode);
        let own = match wanted {
            Some(name) => {
                let made = match create(name) {
                    Err(error) if error.kind() == ErrorKind::AlreadyExists => {
                        folder.directory.open_folder(name).map(|directory| (directory, true))
                    }
                    made => made.map(|directory| (directory, false)),
                };
                made.map(|(directory, is_shared)| Some((name.to_owned(), directory, is_shared)))
            }
            None if options.own_folder => {
                first_free(&owner.to_string(), "", create).map(|(name, directory)| Some((name, directory, false)))
            }
            None => Ok(None),
        };
        let own = own.map_err(|error| refusal(&error))?;
        let own = own.map(|(name, directory, is_shared)| OwnFolder { name, directory, is_shared });
        Ok(Arc::new(Self { folder: Arc::clone(folder), own }))
    }

    pub(super) fn own_name(&self) -> Option<&str> {
        self.own.as_ref().map(|own| own.name.as_str())
    }

    fn directory(&self) -> &Directory {
        self.own.as_ref().map_or(&self.folder.directory, |own| &own.directory)
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
        if let Some(own) = self.own.as_ref().filter(|own| !own.is_shared) {
            // It stays when something of the application's is in it.
            let _ = self.folder.directory.remove_folder(&own.name);
        }
    }
}

/// A file that is being written.
pub(super) struct Writer(BufWriter<File>);

/// What a file may be called.
pub(super) struct Name<'a> {
    /// By the application; with a number when that is taken.
    pub(super) wanted: Option<&'a str>,
    /// What is harmless of the client's.
    pub(super) safe: &'a str,
}

impl Writer {
    /// Makes a file; its name and its path.
    pub(super) fn create(
        place: &Place,
        options: &UploadOptions,
        owner: Owner,
        name: &Name<'_>,
    ) -> std::result::Result<(Self, String, PathBuf), Refusal> {
        let create = |name: &str| place.directory().create(name, options.file_mode);
        let made = match (name.wanted, options.names) {
            (Some(wanted), _) => {
                let dot = wanted.rfind('.').unwrap_or(wanted.len());
                first_free(&wanted[..dot], &wanted[dot..], create)
            }
            (None, FileNames::Random) => random_name().and_then(|name| create(&name).map(|file| (name, file))),
            (None, FileNames::Described) => {
                let end = if name.safe.is_empty() { String::new() } else { format!("-{}", name.safe) };
                first_free(&owner.to_string(), &end, create)
            }
        };
        let (name, file) = made.map_err(|error| refusal(&error))?;
        let path = place.path_of(&name);
        Ok((Self(BufWriter::with_capacity(BUFFER, file)), name, path))
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
