//! Where the parts of a multipart body go: fields into memory, files onto the disk, or all of it to the application while
//! it comes.

mod form;
mod naming;
mod parts;
mod reader;
mod store;
mod tally;

pub(super) use form::{FormStream, Outlet, Turn, no_form};
pub(super) use naming::wanted_name;
pub(super) use parts::move_file;
pub use parts::{Part, Parts};
pub use reader::{FormEnd, PartReader};
pub(super) use store::UploadFolder;

use self::{
    store::{Name, Place, Writer},
    tally::Tally,
};
use super::{
    app::Handler,
    multipart::{Event, Limits, Multipart, PartHead},
    refusal::Refusal,
};
use crate::config::UploadOptions;
use std::{fmt, sync::Arc};

/// What a server's uploads go by.
#[derive(Clone, Default)]
pub(super) struct UploadSite {
    pub(super) options: UploadOptions,
    /// None: the content of files stays in memory.
    pub(super) folder: Option<Arc<UploadFolder>>,
    /// Names the file of a part that has begun.
    pub(super) file_namer: Option<Handler>,
    /// Names the folder of a request's files.
    pub(super) folder_namer: Option<Handler>,
}

impl UploadSite {
    /// The application says who may store files, or names them or their folders: its functions run where handlers run, so
    /// files are written there, too.
    pub(super) const fn asks_application(&self, has_check: bool) -> bool {
        self.folder.is_some() && (has_check || self.file_namer.is_some() || self.folder_namer.is_some())
    }

    fn limits(&self) -> Limits {
        let options = &self.options;
        Limits { parts: options.part_limit, part_head: options.part_head_limit, name: options.part_name_limit }
    }
}

/// Which request files belong to, for their names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) descriptor: i32,
    pub(super) unix_seconds: u64,
}

impl fmt::Display for Owner {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{}", self.descriptor, self.unix_seconds)
    }
}

/// A multipart body that is being taken on the reactor. What it has stored is removed when it is dropped unfinished.
pub(super) struct Upload {
    parser: Multipart,
    sink: Sink,
}

struct Sink {
    site: Arc<UploadSite>,
    owner: Owner,
    parts: Parts,
    /// The file of the part in hand.
    writer: Option<Writer>,
    tally: Tally,
}

impl Upload {
    pub(super) fn new(boundary: &[u8], site: &Arc<UploadSite>, owner: Owner) -> Self {
        let sink = Sink {
            site: Arc::clone(site),
            owner,
            parts: Parts::new(site.options.delete_when_done),
            writer: None,
            tally: Tally::default(),
        };
        Self { parser: Multipart::new(boundary, site.limits()), sink }
    }

    /// Takes the next bytes of the body.
    pub(super) fn take(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let sink = &mut self.sink;
        self.parser.feed(data, &mut |event| match event {
            Event::Begin(head) => sink.begin(head),
            Event::Data(data) => sink.write(data),
            Event::End => sink.end(),
        })
    }

    /// The body is complete.
    pub(super) fn finish(mut self) -> Result<Parts, Refusal> {
        self.parser.finish()?;
        self.sink.parts.complete();
        Ok(self.sink.parts)
    }
}

impl Sink {
    fn begin(&mut self, head: PartHead) -> Result<(), Refusal> {
        let part = self.parts.begin(head);
        self.tally.begin(&self.site.options, part)?;
        if part.is_file()
            && let Some(folder) = &self.site.folder
        {
            let options = &self.site.options;
            let place = match self.parts.place() {
                (Some(place), _) => place,
                (None, _) => Place::make(folder, options, self.owner, None)?,
            };
            let name = Name { wanted: None, safe: self.parts.last().safe_name() };
            let (writer, name, path) = Writer::create(&place, options, self.owner, &name)?;
            self.parts.stored(self.parts.all().len() - 1, place, name, path);
            self.writer = Some(writer);
        }
        Ok(())
    }

    fn write(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let part = self.parts.last();
        self.tally.add(&self.site.options, part, data.len())?;
        match &mut self.writer {
            Some(writer) => {
                writer.write(data)?;
                part.count(data.len());
            }
            None => part.append(data),
        }
        Ok(())
    }

    fn end(&mut self) -> Result<(), Refusal> {
        self.parts.end();
        self.writer.take().map_or(Ok(()), Writer::finish)
    }
}

#[cfg(test)]
mod tests;
