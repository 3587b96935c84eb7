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
            Self::Memory(most) => append(&mut request.body, data, *most)?,
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

/// Appends to a body that will have `most` bytes at most. A large one gets its memory in few steps, so that it is hardly
/// ever copied; what the system gives is not taken before it is written to.
fn append(body: &mut Vec<u8>, data: &[u8], most: usize) -> Result<(), Refusal> {
    let length = body.len() + data.len();
    if length > body.capacity() {
        let step = if length < LARGE { length } else { length.max(STEP) };
        let capacity = length.saturating_add(step).min(most.max(length));
        body.try_reserve_exact(capacity - body.len()).map_err(|_| NO_MEMORY)?;
    }
    body.extend_from_slice(data);
    Ok(())
}

const LARGE: usize = 1 << 20;
const STEP: usize = 64 << 20;
const NO_MEMORY: Refusal =
    Refusal::new(Status::SERVICE_UNAVAILABLE, "There is not enough memory for this request now.");

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_never_larger_than_its_limit() {
        let mut body = Vec::new();
        for _ in 0..3 {
            append(&mut body, &[b'x'; 10], 25 << 20).unwrap();
        }
        assert!(body.capacity() < 100);
        append(&mut body, &[b'x'; LARGE], 25 << 20).unwrap();
        assert_eq!((body.len(), body.capacity()), (LARGE + 30, 25 << 20));
        let mut small = Vec::new();
        append(&mut small, b"abc", 3).unwrap();
        assert_eq!(small.capacity(), 3);
        assert!(append(&mut Vec::new(), &[0; LARGE], usize::MAX).is_ok());
    }
}
