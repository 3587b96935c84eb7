//! Where the bytes of a body come from, and where they go.

use crate::http::{
    chunked::{ChunkLimits, Chunked},
    refusal::Refusal,
    request::Request,
    upload::Upload,
};

/// How the body is framed.
pub(super) enum Decoder {
    /// So many bytes are left.
    Length(u64),
    Chunked(Box<Chunked>),
}

/// Who gets it.
pub(super) enum Sink {
    /// The request, as a whole.
    Memory,
    /// Its parts go into memory and onto the disk.
    Upload(Box<Upload>),
    /// The handler, while it comes.
    Handler,
}

/// How far one call came.
pub(super) struct Taken {
    pub(super) used: usize,
    pub(super) is_done: bool,
}

impl Decoder {
    pub(super) fn left(&self) -> Option<u64> {
        match self {
            Self::Length(left) => Some(*left),
            Self::Chunked(_) => None,
        }
    }

    /// Takes the next bytes of the connection.
    pub(super) fn take(
        &mut self,
        input: &[u8],
        sink: &mut Sink,
        request: &mut Request,
        limits: &ChunkLimits,
    ) -> Result<Taken, Refusal> {
        let mut give = |data: &[u8]| sink.give(data, request);
        match self {
            Self::Length(left) => {
                let take = usize::try_from(*left).map_or(input.len(), |left| left.min(input.len()));
                give(&input[..take])?;
                *left -= take as u64;
                Ok(Taken { used: take, is_done: *left == 0 })
            }
            Self::Chunked(chunked) => {
                let progress = chunked.decode_with(input, limits, &mut give)?;
                Ok(Taken { used: progress.consumed, is_done: progress.done })
            }
        }
    }
}

impl Sink {
    fn give(&mut self, data: &[u8], request: &mut Request) -> Result<(), Refusal> {
        match self {
            Self::Memory => request.body.extend_from_slice(data),
            Self::Upload(upload) => upload.take(data)?,
            Self::Handler => {
                if let Some(intake) = &mut request.intake {
                    intake.push(data);
                }
            }
        }
        Ok(())
    }
}
