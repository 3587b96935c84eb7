//! Where the parts of a multipart body go: fields into memory, files onto the disk.

mod parts;
mod store;

pub(super) use parts::move_file;
pub use parts::{Part, Parts};
pub(super) use store::UploadFolder;

use self::store::Writer;
use super::{
    multipart::{Event, Limits, Multipart, PartHead},
    refusal::Refusal,
    status::Status,
};
use crate::config::UploadOptions;
use std::sync::Arc;

/// What a server's uploads go by.
#[derive(Clone, Debug, Default)]
pub(super) struct UploadSite {
    pub(super) options: UploadOptions,
    /// None: the content of files stays in memory.
    pub(super) folder: Option<Arc<UploadFolder>>,
}

/// Which request files belong to, for their names.
#[derive(Clone, Copy, Debug)]
pub(super) struct Owner {
    pub(super) descriptor: i32,
    pub(super) unix_seconds: u64,
}

/// A multipart body that is being taken. What it has stored is removed when it is dropped unfinished.
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
    field_bytes: usize,
    files: u32,
    file_bytes: u64,
}

impl Upload {
    pub(super) fn new(boundary: &[u8], site: &Arc<UploadSite>, owner: Owner) -> Self {
        let options = &site.options;
        let limits =
            Limits { parts: options.part_limit, part_head: options.part_head_limit, name: options.part_name_limit };
        let sink = Sink {
            site: Arc::clone(site),
            owner,
            parts: Parts::new(options.delete_when_done),
            writer: None,
            field_bytes: 0,
            files: 0,
            file_bytes: 0,
        };
        Self { parser: Multipart::new(boundary, limits), sink }
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
    pub(super) fn finish(self) -> Result<Parts, Refusal> {
        self.parser.finish()?;
        Ok(self.sink.parts)
    }
}

impl Sink {
    fn begin(&mut self, head: PartHead) -> Result<(), Refusal> {
        let part = self.parts.begin(head);
        if part.is_file() {
            self.files += 1;
            if self.files > self.site.options.file_count_limit {
                return Err(TOO_MANY_FILES);
            }
            if let Some(folder) = &self.site.folder {
                let writer = Writer::create(folder, &self.site.options, self.owner, &mut self.parts)?;
                self.writer = Some(writer);
            }
        }
        Ok(())
    }

    fn write(&mut self, data: &[u8]) -> Result<(), Refusal> {
        let options = &self.site.options;
        let part = self.parts.last();
        if part.is_file() {
            self.file_bytes += data.len() as u64;
            if part.size() + data.len() as u64 > options.file_limit || self.file_bytes > options.files_limit {
                return Err(FILE_TOO_LARGE);
            }
        } else {
            self.field_bytes += data.len();
            if self.field_bytes > options.field_bytes_limit {
                return Err(FIELDS_TOO_LARGE);
            }
        }
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
        self.writer.take().map_or(Ok(()), Writer::finish)
    }
}

const TOO_MANY_FILES: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send fewer files");
const FILE_TOO_LARGE: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send smaller files");
const FIELDS_TOO_LARGE: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send less in the fields of the form");

#[cfg(test)]
mod tests;
