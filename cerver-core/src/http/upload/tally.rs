//! The limits that count over a whole form.

use super::{super::status::Status, Part, Refusal};
use crate::config::UploadOptions;

/// What has come of a form so far.
#[derive(Debug, Default)]
pub(super) struct Tally {
    field_bytes: usize,
    files: u32,
    file_bytes: u64,
}

impl Tally {
    /// A part begins.
    pub(super) fn begin(&mut self, options: &UploadOptions, part: &Part) -> Result<(), Refusal> {
        self.files += u32::from(part.is_file());
        if self.files > options.file_count_limit { Err(TOO_MANY_FILES) } else { Ok(()) }
    }

    /// Bytes of all files.
    pub(super) const fn file_bytes(&self) -> u64 {
        self.file_bytes
    }

    /// So many bytes of it have come; they are not counted in the part yet.
    pub(super) fn add(&mut self, options: &UploadOptions, part: &Part, bytes: usize) -> Result<(), Refusal> {
        if part.is_file() {
            self.file_bytes += bytes as u64;
            if part.size() + bytes as u64 > options.file_limit || self.file_bytes > options.files_limit {
                return Err(FILE_TOO_LARGE);
            }
        } else {
            self.field_bytes += bytes;
            if self.field_bytes > options.field_bytes_limit {
                return Err(FIELDS_TOO_LARGE);
            }
        }
        Ok(())
    }
}

const TOO_MANY_FILES: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send fewer files");
const FILE_TOO_LARGE: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send smaller files");
const FIELDS_TOO_LARGE: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send less in the fields of the form");
