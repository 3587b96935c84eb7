//! Files of a folder, opened beneath it and nowhere else, and files that handlers send.

mod listing;
mod open;
mod path;
#[cfg(test)]
mod place;
mod reply;
mod small;

use super::{
    app::Handler,
    auth::{AuthRule, AuthType, Authenticator},
    content_type,
    exchange::{Exchange, FOLDER},
    header::KnownHeader,
    method::Method,
    negotiate,
    request::Request,
    response::Response,
    route::Compiled,
    status::Status,
};
use crate::{
    config::{DEFAULT_RANGE_LIMIT, FolderOptions},
    error::{Code, Error, Result},
    sys::{EntryKind, Folder, Meta, is_absence, is_out_of_resources, open_for_reading},
};
use open::OpenFiles;
use parking_lot::Mutex;
use path::FilePath;
use reply::{Found, Terms};
use small::SmallFiles;
use std::{
    io::{self, ErrorKind},
    path::{Path, PathBuf},
    sync::Arc,
};

/// A folder whose files are served. It is held open: it stays the same one when its name is given to another.
pub struct StaticFolder {
    path: PathBuf,
    folder: Arc<Folder>,
    options: Mutex<FolderOptions>,
    auth: Mutex<AuthRule>,
}

impl StaticFolder {
    /// Opens the folder; [`Code::NotFound`] when there is none.
    pub fn open(path: &Path) -> Result<Arc<Self>> {
        let folder = Folder::open(path)
            .map_err(|error| Error::new(Code::NotFound, format!("the folder {}: {error}", path.display())))?;
        Ok(Arc::new(Self {
            path: path.to_owned(),
            folder: Arc::new(folder),
            options: Mutex::default(),
            auth: Mutex::default(),
        }))
    }

    /// Changes options; they count from the next start of the server on.
    pub fn configure<R>(&self, change: impl FnOnce(&mut FolderOptions) -> R) -> R {
        change(&mut self.options.lock())
    }

    /// How clients show who they are before they see a file: see [`Route::set_auth`](super::Route::set_auth). Where a
    /// folder is guarded, a path without a file is 401, too, for who has not shown it.
    pub fn set_auth(&self, kind: AuthType) {
        self.auth.lock().kind = kind;
    }

    /// The function for [`AuthType::Custom`].
    pub fn set_authenticator(&self, authenticator: Option<Authenticator>) {
        let _old = std::mem::replace(&mut self.auth.lock().authenticator, authenticator);
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }
}

/// A folder as a running server serves it.
#[derive(Clone)]
pub(super) struct ServedFolder {
    folder: Arc<Folder>,
    options: FolderOptions,
    cache_control: Option<Box<[u8]>>,
    small: SmallFiles,
    open: OpenFiles,
    /// The handler that answers for it, when not everybody may see its files.
    pub(super) guard: Option<u32>,
}

/// Files that a reactor has open of one folder, at most.
const OPEN_FILES: usize = 8;

/// A time at which no file counts as settled: for those who only look.
const NEVER_SETTLED: u64 = 0;

/// What a folder is known to have under a path.
enum There {
    File(Found),
    /// A folder, without the slash behind its name.
    Unslashed,
    /// A folder to be listed.
    Listing,
}

impl ServedFolder {
    pub(super) fn of(folder: &Arc<StaticFolder>, parts: &mut Compiled<'_>) -> Self {
        let options = folder.options.lock().clone();
        let cache_control = options.max_age.map(|seconds| {
            let end = if options.immutable { ", immutable" } else { "" };
            format!("max-age={seconds}{end}").into_bytes().into()
        });
        let small = SmallFiles::new(options.kept_files);
        let open = OpenFiles::new(OPEN_FILES);
        let mut served = Self { folder: Arc::clone(&folder.folder), options, cache_control, small, open, guard: None };
        let rule = folder.auth.lock().clone();
        if rule.kind != AuthType::None {
            let place = format!("the folder {}", folder.path.display());
            served.guard = Some(parts.add_folder(&rule, &place, &served.handler()));
        }
        served
    }

    /// The reactor is done with what has come.
    pub(super) fn end_turn(&self) {
        self.open.end_turn();
    }

    /// Answers where handlers run, whose turns never end.
    fn handler(&self) -> Handler {
        let folder = Self { open: OpenFiles::new(0), ..self.clone() };
        Arc::new(move |exchange: Exchange| {
            let Some(mut state) = exchange.slot_state() else { return };
            state.handler = FOLDER;
            let answer = folder.answer(&state.request, state.unix_seconds);
            drop(state);
            // The client may have gone.
            let _ = exchange.respond(answer.unwrap_or_else(|| Response::error(Status::NOT_FOUND, "Not found!")));
        })
    }

    /// Whether there is something for GET under a path that is not decoded.
    pub(super) fn has(&self, path: &[u8]) -> bool {
        let path = FilePath::parse(path, self.options.dot_files);
        path.is_some_and(|path| matches!(self.look(&path, NEVER_SETTLED), Ok(Some(_))))
    }

    /// The answer to a GET or HEAD; None when there is no such file. `now` is in seconds since 1970.
    pub(super) fn answer(&self, request: &Request, now: u64) -> Option<Response> {
        let path = FilePath::parse(request.path(), self.options.dot_files)?;
        let answer = self.look(&path, now).and_then(|there| match there {
            None => Ok(None),
            Some(There::Unslashed) => Ok(Some(path.redirection(request.query_text()))),
            Some(There::Listing) => self.list(&path).map(Some),
            Some(There::File(found)) => self.file(found, &path, request, now).map(Some),
        });
        answer.unwrap_or_else(|error| Some(trouble(&error)))
    }

    /// Opens what the path names: a file, the index.html of a folder, or a folder.
    fn look(&self, path: &FilePath, now: u64) -> io::Result<Option<There>> {
        if path.is_folder() {
            return match self.open(&path.index(), now)? {
                Some(found) if found.meta.is_file => Ok(Some(There::File(found))),
                _ if self.options.listing
                    && self.open(path.folder(), now)?.is_some_and(|found| found.meta.is_folder) =>
                {
                    Ok(Some(There::Listing))
                }
                _ => Ok(None),
            };
        }
        match self.open(path.as_bytes(), now)? {
            Some(found) if found.meta.is_file => Ok(Some(There::File(found))),
            // That a folder is there is told only where it can be looked at.
            Some(found) if found.meta.is_folder => {
                let is_served =
                    self.options.listing || self.open(&path.index(), now)?.is_some_and(|found| found.meta.is_file);
                Ok(is_served.then_some(There::Unslashed))
            }
            _ => Ok(None),
        }
    }

    /// None when there is nothing of that name that may be served.
    #[inline]
    fn open(&self, path: &[u8], now: u64) -> io::Result<Option<Found>> {
        if let Some(found) = self.small.find(path, &self.folder).or_else(|| self.open.find(path, &self.folder)) {
            return Ok(Some(found));
        }
        match self.folder.open_beneath(path) {
            Ok(file) => {
                let meta = Meta::of(&file)?;
                let found = Found::of(file, meta);
                if !found.can_be_kept(now) {
                    return Ok(Some(found));
                }
                let found = self.small.keep(path, found)?;
                self.open.keep(path, &found);
                Ok(Some(found))
            }
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(error),
        }
    }

    fn file(&self, found: Found, path: &FilePath, request: &Request, now: u64) -> io::Result<Response> {
        let index;
        let name = if path.is_folder() {
            index = path.index();
            index.as_slice()
        } else {
            path.as_bytes()
        };
        let type_line = content_type::line_for_path(name);
        let (found, coding) = self.compressed(found, name, request, now)?;
        let terms = Terms {
            type_line,
            coding,
            varies: self.options.precompressed,
            cache_control: self.cache_control.as_deref(),
            range_limit: self.options.range_limit,
        };
        let selection = found.select(request, &terms, now);
        found.response(selection, request.method() == Method::Head, &terms, now)
    }

    /// The file beside it that has it compressed as the client likes it best. One that is older than the file is not used.
    fn compressed(
        &self,
        found: Found,
        name: &[u8],
        request: &Request,
        now: u64,
    ) -> io::Result<(Found, Option<&'static str>)> {
        if !self.options.precompressed || request.header(KnownHeader::AcceptEncoding).is_none() {
            return Ok((found, None));
        }
        let lines = || {
            let accepts = |known| known == Some(KnownHeader::AcceptEncoding);
            request.headers().filter(move |(_, _, known)| accepts(*known)).map(|(_, value, _)| value)
        };
        let identity = negotiate::encoding_quality(lines(), "identity");
        let mut codings = [("br", ".br"), ("gzip", ".gz")]
            .map(|(coding, extension)| (negotiate::encoding_quality(lines(), coding), coding, extension));
        if codings[1].0 > codings[0].0 {
            codings.swap(0, 1);
        }
        for (quality, coding, extension) in codings {
            if quality == 0 || quality < identity {
                continue;
            }
            if let Some(other) = self.open(&[name, extension.as_bytes()].concat(), now)?
                && other.meta.is_file
                && other.meta.state.modified >= found.meta.state.modified
            {
                return Ok((other, Some(coding)));
            }
        }
        Ok((found, None))
    }

    fn list(&self, path: &FilePath) -> io::Result<Response> {
        let (mut entries, is_cut) = self.folder.list(path.folder(), self.options.listing_limit as usize)?;
        entries.retain_mut(|entry| {
            if entry.name.starts_with(b".") && !self.options.dot_files {
                return false;
            }
            if entry.kind == EntryKind::Unclear {
                let meta = self.open(&path.below(&entry.name), NEVER_SETTLED).ok().flatten().map(|found| found.meta);
                entry.kind = match meta {
                    Some(meta) if meta.is_file => EntryKind::File,
                    Some(meta) if meta.is_folder => EntryKind::Folder,
                    _ => EntryKind::Other,
                };
            }
            entry.kind != EntryKind::Other
        });
        Ok(listing::response(path, entries, is_cut))
    }
}

/// The answer when the system does not give the file.
#[cold]
fn trouble(error: &io::Error) -> Response {
    let (status, text) = match error.kind() {
        ErrorKind::PermissionDenied => (Status::FORBIDDEN, "This file may not be read."),
        ErrorKind::UnexpectedEof => (Status::SERVICE_UNAVAILABLE, "The file is being changed: try again."),
        _ if is_out_of_resources(error) => (Status::SERVICE_UNAVAILABLE, "The server is busy: try again later."),
        _ => (Status::INTERNAL_SERVER_ERROR, "The file cannot be read."),
    };
    let mut response = Response::error(status, text);
    if status == Status::SERVICE_UNAVAILABLE {
        response.fields.push("Retry-After", b"1");
    }
    response
}

/// The file at a path, wherever it is; for handlers that know what they send.
pub(super) struct HandlersFile {
    found: Found,
    type_line: &'static str,
}

impl HandlersFile {
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = open_for_reading(path).map_err(|error| failed(path, &error))?;
        let meta = Meta::of(&file).map_err(|error| failed(path, &error))?;
        if !meta.is_file {
            return Err(Error::new(Code::NotFound, format!("{} is not a file", path.display())));
        }
        let type_line = content_type::line_for_path(path.as_os_str().as_encoded_bytes());
        Ok(Self { found: Found::of(file, meta), type_line })
    }

    const fn terms(&self) -> Terms<'static> {
        Terms {
            type_line: self.type_line,
            coding: None,
            varies: false,
            cache_control: None,
            range_limit: DEFAULT_RANGE_LIMIT,
        }
    }

    /// What of it the request gets. Only a 200 to GET or HEAD knows conditions and ranges.
    pub(super) fn select(&self, request: &Request, status: Status, now: u64) -> Option<reply::Chosen> {
        let is_head = request.method() == Method::Head;
        if status != Status::OK || !(is_head || request.method() == Method::Get) {
            return None;
        }
        Some(reply::Chosen { selection: self.found.select(request, &self.terms(), now), is_head })
    }

    /// The answer with what was selected, or with all of it.
    pub(super) fn response(
        self,
        path: &Path,
        status: Status,
        chosen: Option<reply::Chosen>,
        now: u64,
    ) -> Result<Response> {
        let terms = self.terms();
        let response = match chosen {
            Some(chosen) => self.found.response(chosen.selection, chosen.is_head, &terms, now),
            None => self.found.plain(status, &terms),
        };
        response.map_err(|error| failed(path, &error))
    }
}

fn failed(path: &Path, error: &io::Error) -> Error {
    let code = match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => Code::NotFound,
        _ => Code::System,
    };
    Error::new(code, format!("the file {}: {error}", path.display()))
}
