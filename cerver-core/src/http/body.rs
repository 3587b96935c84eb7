//! Bodies of answers: bytes, files, parts of files.

use super::range::ByteRange;
use crate::{buffer::Output, sys::SourceFile};
use std::{borrow::Cow, fs::File, io, os::unix::fs::FileExt, sync::Arc};

/// The body of an answer.
#[derive(Debug, Default)]
pub enum Body {
    /// None: Content-Length 0 where the status allows a body.
    #[default]
    Empty,
    /// Bytes.
    Bytes(Vec<u8>),
    /// A part of a file.
    File {
        /// The file; its own position is not used.
        file: File,
        /// First byte.
        offset: u64,
        /// Number of bytes.
        length: u64,
    },
    /// Parts of a file, with texts between them.
    Parts(FileParts),
    /// The error page for this text, in the form that the client accepts or as the application wants it.
    ErrorPage(Cow<'static, str>),
}

/// Parts of one file, each behind a text of its own.
#[derive(Debug)]
pub struct FileParts {
    pub(super) file: Arc<SourceFile>,
    pub(super) parts: Vec<(Vec<u8>, ByteRange)>,
    /// What follows the last part.
    pub(super) end: Vec<u8>,
}

impl FileParts {
    fn length(&self) -> u64 {
        self.end.len() as u64 + self.parts.iter().map(|(text, range)| text.len() as u64 + range.len()).sum::<u64>()
    }

    /// All of it read into memory.
    fn bytes(&self) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::with_capacity(self.length() as usize);
        for (text, range) in &self.parts {
            bytes.extend_from_slice(text);
            self.file.read(range.first, range.len() as usize, &mut bytes)?;
        }
        bytes.extend_from_slice(&self.end);
        self.file.check()?;
        Ok(bytes)
    }

    fn write(self, output: &mut Output) {
        for (text, range) in &self.parts {
            output.write(text);
            output.write_file(Arc::clone(&self.file), range.first, range.len());
        }
        if !self.end.is_empty() {
            output.write(&self.end);
        }
    }
}

impl Body {
    pub(super) fn write(self, output: &mut Output) {
        match self {
            Self::Empty | Self::ErrorPage(_) => {}
            Self::Bytes(data) => output.write_owned(data),
            Self::File { file, offset, length } => {
                output.write_file(Arc::new(SourceFile::from(file)), offset, length);
            }
            Self::Parts(parts) => parts.write(output),
        }
    }

    /// The bytes themselves, those of a file read into memory; None when there are none or they cannot be read.
    pub(super) fn bytes(&self) -> Option<Cow<'_, [u8]>> {
        match self {
            Self::Empty | Self::ErrorPage(_) => None,
            Self::Bytes(bytes) => Some(Cow::Borrowed(bytes)),
            Self::File { file, offset, length } => {
                let mut bytes = vec![0; usize::try_from(*length).ok()?];
                file.read_exact_at(&mut bytes, *offset).ok()?;
                Some(Cow::Owned(bytes))
            }
            Self::Parts(parts) => Some(Cow::Owned(parts.bytes().ok()?)),
        }
    }

    /// Length in bytes.
    pub fn length(&self) -> u64 {
        match self {
            Self::Empty | Self::ErrorPage(_) => 0,
            Self::Bytes(data) => data.len() as u64,
            Self::File { length, .. } => *length,
            Self::Parts(parts) => parts.length(),
        }
    }
}
