//! Where the bytes of a body come from, and where they go.

use crate::http::{
    chunked::{ChunkLimits, Chunked},
    head::Framing,
    refusal::Refusal,
    request::Request,
    status::Status,
    upload::Upload,
};

/// How the body is framed.
pub(in super::super) enum Decoder {
    /// So many bytes are left.
    Length(u64),
    Chunked(Box<Chunked>),
}

/// Who gets it.
pub(super) enum Sink {
    /// The request, as a whole; so many bytes at most.
    Memory(usize),
    /// Its parts go into memory and onto the disk.
    Upload(Box<Upload>),
    /// The handler, while it comes.
    Handler,
}

/// How far one call came.
pub(in super::super) struct Taken {
    pub(in super::super) used: usize,
    pub(in super::super) is_done: bool,
}

impl Decoder {
    /// For a body that begins.
    pub(in super::super) fn of(framing: Framing) -> Self {
        match framing {
            Framing::None => Self::Length(0),
            Framing::Length(length) => Self::Length(length),
            Framing::Chunked => Self::Chunked(Box::default()),
        }
    }

    /// It is known that no more than so many bytes are to come.
    pub(super) fn is_short(&self, most: u64) -> bool {
        match self {
            Self::Length(left) => *left <= most,
            Self::Chunked(_) => false,
        }
    }

    /// Drops the next bytes of the connection; how many were the body's.
    pub(in super::super) fn skip(&mut self, input: &[u8], limits: &ChunkLimits) -> Result<Taken, Refusal> {
        self.decode(input, limits, &mut |_| Ok(()))
    }

    /// Takes the next bytes of the connection.
    pub(super) fn take(
        &mut self,
        input: &[u8],
        sink: &mut Sink,
        request: &mut Request,
        limits: &ChunkLimits,
    ) -> Result<Taken, Refusal> {
        self.decode(input, limits, &mut |data| sink.give(data, request))
    }

    fn decode(
        &mut self,
        input: &[u8],
        limits: &ChunkLimits,
        give: &mut impl FnMut(&[u8]) -> Result<(), Refusal>,
    ) -> Result<Taken, Refusal> {
        match self {
            Self::Length(left) => {
                let take = usize::try_from(*left).map_or(input.len(), |left| left.min(input.len()));
                give(&input[..take])?;
                *left -= take as u64;
                Ok(Taken { used: take, is_done: *left == 0 })
            }
            Self::Chunked(chunked) => {
                let progress = chunked.decode_with(input, limits, give)?;
                Ok(Taken { used: progress.consumed, is_done: progress.done })
            }
        }
    }
}

impl Sink {
    fn give(&mut self, data: &[u8], request: &mut Request) -> Result<(), Refusal> {
        match self {
            Self::Memory(most) => request.body.append(data, *most).map_err(|_| NO_MEMORY)?,
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

const NO_MEMORY: Refusal =
    Refusal::new(Status::SERVICE_UNAVAILABLE, "There is not enough memory for this request now.");
