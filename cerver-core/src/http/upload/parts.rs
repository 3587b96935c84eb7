//! The parts of a multipart request as its handler sees them.

use super::{
    super::multipart::{PartHead, safe_name},
    store::Place,
};
use crate::error::{Code, Error, Result};
use std::{
    fs,
    io::{self, ErrorKind},
    mem,
    path::{Path, PathBuf},
    sync::Arc,
};

/// All parts of a request, in the order in which they came.
///
/// The files on the disk go with this value, unless a handler has got them and they are not to be deleted then.
#[derive(Debug)]
pub struct Parts {
    parts: Vec<Part>,
    /// Where the files are; made for the first one.
    place: Option<Arc<Place>>,
    /// The folder that the application wants for the files.
    wanted_folder: Option<String>,
    /// Place of the part that is coming.
    current: Option<usize>,
    /// All parts have come.
    is_complete: bool,
    is_handed_over: bool,
    delete_when_done: bool,
    is_kept: bool,
}

/// One part: a field of the form or a file.
#[derive(Debug, Default)]
pub struct Part {
    head: PartHead,
    safe_name: String,
    value: Vec<u8>,
    size: u64,
    pieces: u32,
    /// What the application wants the file to be called.
    wanted_name: Option<String>,
    stored_name: Option<String>,
    path: PathBuf,
    /// Where it was before it was moved: foreign languages may still look at these texts.
    former: Vec<PathBuf>,
    is_moved: bool,
}

impl Parts {
    pub(super) const fn new(delete_when_done: bool) -> Self {
        Self {
            parts: Vec::new(),
            place: None,
            wanted_folder: None,
            current: None,
            is_complete: false,
            is_handed_over: false,
            delete_when_done,
            is_kept: false,
        }
    }

    pub(super) fn begin(&mut self, head: PartHead) -> &mut Part {
        let safe_name = head.file_name.as_deref().map(safe_name).unwrap_or_default();
        self.current = Some(self.parts.len());
        self.parts.push(Part { head, safe_name, ..Part::default() });
        self.last()
    }

    pub(super) fn end(&mut self) {
        self.current = None;
    }

    /// All parts have come.
    pub(super) fn complete(&mut self) {
        self.is_complete = true;
    }

    /// Where the files are, and which folder the application wants for them.
    pub(super) fn place(&self) -> (Option<Arc<Place>>, Option<String>) {
        (self.place.clone(), self.wanted_folder.clone())
    }

    /// Its functions are called for a part.
    pub(super) fn come_to(&mut self, index: Option<usize>) {
        self.current = index;
    }

    /// What the file of a part is to be called: as the application wants, and as the client says.
    pub(super) fn names(&mut self, index: usize) -> (Option<String>, String) {
        let part = &mut self.parts[index];
        (part.wanted_name.take(), part.safe_name.clone())
    }

    /// The content of a part that was kept in memory.
    pub(super) fn take_value(&mut self, index: usize) -> Vec<u8> {
        mem::take(&mut self.parts[index].value)
    }

    /// The file of a part is made.
    pub(super) fn stored(&mut self, index: usize, place: Arc<Place>, name: String, path: PathBuf) {
        self.place = Some(place);
        let part = &mut self.parts[index];
        (part.stored_name, part.path) = (Some(name), path);
    }

    pub(super) fn last(&mut self) -> &mut Part {
        self.parts.last_mut().expect("a part has begun")
    }

    /// A handler gets the request: from now on the files are its own. False takes that back: it has failed.
    pub(in super::super) fn hand_over(&mut self, is_handed_over: bool) {
        self.is_handed_over = is_handed_over;
    }

    /// Calls the folder of this request's files as the application wants, from the first file on.
    pub(in super::super) fn want_folder(&mut self, name: String) -> Result<()> {
        if self.is_complete || self.place.is_some() {
            return Err(Error::new(Code::State, "the files of this request have their folder already"));
        }
        self.wanted_folder = Some(name);
        Ok(())
    }

    /// Calls the file of a part that is coming as the application wants.
    pub(in super::super) fn want_name(&mut self, index: usize, name: String) -> Result<()> {
        let part = self.parts.get_mut(index).filter(|part| part.is_file() && part.stored_name.is_none());
        match part.filter(|_| self.current == Some(index)) {
            Some(part) => part.wanted_name = Some(name),
            None => return Err(Error::new(Code::State, "only a file that is about to be made can be given a name")),
        }
        Ok(())
    }

    /// Place of the part that is coming, while its functions are called; None at other times.
    pub const fn current(&self) -> Option<usize> {
        self.current
    }

    /// The parts.
    pub fn all(&self) -> &[Part] {
        &self.parts
    }

    /// The first part of that name.
    pub fn get(&self, name: &[u8]) -> Option<&Part> {
        self.parts.iter().find(|part| part.name() == name)
    }

    /// Name of the folder that the request has of its own in the uploads folder.
    pub fn folder_name(&self) -> Option<&str> {
        self.place.as_ref()?.own_name()
    }

    /// The files stay when the request ends, whatever the options say.
    pub fn keep(&mut self) {
        self.is_kept = true;
    }

    /// Removes all stored files that were not moved.
    pub fn discard(&mut self) {
        let Some(place) = &self.place else { return };
        for part in &mut self.parts {
            if let Some(name) = part.stored_name.take().filter(|_| !part.is_moved) {
                place.remove(&name);
            }
        }
        place.remove_own_folder();
        self.place = None;
    }

    /// Notes that a file has a new place.
    pub(in super::super) fn moved(&mut self, index: usize, path: &Path) {
        if let Some(part) = self.parts.get_mut(index) {
            part.is_moved = true;
            part.former.push(mem::replace(&mut part.path, path.to_owned()));
        }
    }
}

impl Drop for Parts {
    fn drop(&mut self) {
        let is_handed_over = self.is_complete && self.is_handed_over;
        if !is_handed_over || self.delete_when_done && !self.is_kept {
            self.discard();
        }
    }
}

impl Part {
    /// Name of the form's field.
    pub fn name(&self) -> &[u8] {
        &self.head.name
    }

    /// The part has a file name: it is a file, even an empty one.
    pub const fn is_file(&self) -> bool {
        self.head.file_name.is_some()
    }

    /// The file name as the client wrote it. It may be anything: never part of a path.
    pub fn file_name(&self) -> Option<&[u8]> {
        self.head.file_name.as_deref()
    }

    /// What is harmless of the file name, see [`safe_name`]; empty when nothing is.
    pub fn safe_name(&self) -> &str {
        &self.safe_name
    }

    /// Content-Type of the part, as the client says.
    pub fn content_type(&self) -> Option<&[u8]> {
        self.head.content_type.as_deref()
    }

    /// The content; empty for a file that is stored on the disk.
    pub fn value(&self) -> &[u8] {
        &self.value
    }

    /// Bytes of the content.
    pub const fn size(&self) -> u64 {
        self.size
    }

    /// In how many pieces the content came.
    pub const fn pieces(&self) -> u32 {
        self.pieces
    }

    /// Name under which the file was stored; None for other parts, and when it was removed.
    pub fn stored_name(&self) -> Option<&str> {
        self.stored_name.as_deref()
    }

    /// Where the file is: in the uploads folder, or where it was moved to.
    pub fn path(&self) -> Option<&Path> {
        self.stored_name.as_ref().map(|_| self.path.as_path())
    }

    /// The file was moved by its handler.
    pub const fn is_moved(&self) -> bool {
        self.is_moved
    }

    pub(super) fn append(&mut self, data: &[u8]) {
        self.value.extend_from_slice(data);
        self.count(data.len());
    }

    pub(super) fn count(&mut self, bytes: usize) {
        self.size += bytes as u64;
        self.pieces = self.pieces.saturating_add(1);
    }
}

/// Moves a file: by name where that is possible, otherwise by a copy that is complete before it has its name.
pub(in super::super) fn move_file(from: &Path, to: &Path) -> Result<()> {
    let failed = |error: io::Error| {
        let code = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Code::NotFound,
            _ => Code::System,
        };
        Error::new(code, format!("{} cannot be moved to {}: {error}", from.display(), to.display()))
    };
    match fs::rename(from, to) {
        Err(error) if error.kind() == ErrorKind::CrossesDevices => {}
        result => return result.map_err(failed),
    }
    let mut partial = to.as_os_str().to_owned();
    partial.push(".part");
    let partial = PathBuf::from(partial);
    let copied = fs::copy(from, &partial).and_then(|_| fs::rename(&partial, to)).and_then(|()| fs::remove_file(from));
    copied.map_err(|error| {
        // What is incomplete must not stay.
        let _ = fs::remove_file(&partial);
        failed(error)
    })
}
