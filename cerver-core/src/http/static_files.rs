//! Files of a folder: opened beneath it and nowhere else.

use super::{
    content_type,
    header::KnownHeader,
    percent::{self, Plus},
    response::{Body, Response},
    status::Status,
};
use crate::{
    error::{Code, Error, Result},
    sys::{Folder, open_for_reading},
};
use std::{
    fs::File,
    io::{self, ErrorKind, Read},
    path::{Path, PathBuf},
};

/// Files up to this size are read and leave in one write with their head; larger ones are sent by the kernel.
const READ_UP_TO: u64 = 64 * 1024;

/// A folder whose files are served.
pub struct StaticFolder {
    path: PathBuf,
    folder: Folder,
}

impl StaticFolder {
    /// Opens the folder; it stays the same one when its name is given to another.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let folder = Folder::open(path)
            .map_err(|error| Error::new(Code::NotFound, format!("the folder {}: {error}", path.display())))?;
        Ok(Self { path: path.to_owned(), folder })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// The answer for a request path; None when there is no such file. A path that names a folder means its index.html.
    pub(super) fn answer(&self, path: &[u8]) -> Option<Response> {
        let mut decoded = Vec::new();
        percent::decode(path, Plus::Literal, &mut decoded);
        let relative = decoded.strip_prefix(b"/")?;
        if relative.split(|byte| *byte == b'/').any(|part| part.starts_with(b".")) {
            // Dot files are nobody's business, and neither is the way up.
            return None;
        }
        let with_index = |folder: &[u8]| [folder, b"index.html"].concat();
        let relative = match relative {
            b"" => with_index(b""),
            folder if folder.ends_with(b"/") => with_index(folder),
            file => file.to_vec(),
        };
        let file = self.folder.open_beneath(&relative).ok()?;
        let meta = file.metadata().ok()?;
        if !meta.is_file() {
            return None;
        }
        let body = body(file, meta.len()).ok()?;
        let mut response = Response { status: Status::OK, body, ..Response::default() };
        let mime = content_type::mime_for_path(&relative);
        response.fields.set(KnownHeader::ContentType, mime.as_bytes()).ok()?;
        Some(response)
    }
}

/// A file as a body: read when it is small.
pub(super) fn body(mut file: File, length: u64) -> io::Result<Body> {
    if length > READ_UP_TO {
        return Ok(Body::File { file, offset: 0, length });
    }
    let mut data = Vec::with_capacity(length as usize);
    file.by_ref().take(READ_UP_TO).read_to_end(&mut data)?;
    Ok(Body::Bytes(data))
}

/// An answer with the file at `path`, wherever it is; for handlers that know what they send.
pub(super) fn file_answer(status: Status, path: &Path) -> Result<Response> {
    let failed = |error: io::Error| {
        let code = match error.kind() {
            ErrorKind::NotFound | ErrorKind::NotADirectory => Code::NotFound,
            _ => Code::System,
        };
        Error::new(code, format!("the file {}: {error}", path.display()))
    };
    let file = open_for_reading(path).map_err(failed)?;
    let meta = file.metadata().map_err(failed)?;
    if !meta.is_file() {
        return Err(Error::new(Code::NotFound, format!("{} is not a file", path.display())));
    }
    let mut response = Response { status, body: body(file, meta.len()).map_err(failed)?, ..Response::default() };
    let mime = content_type::mime_for_path(path.as_os_str().as_encoded_bytes());
    response.fields.set(KnownHeader::ContentType, mime.as_bytes())?;
    Ok(response)
}
