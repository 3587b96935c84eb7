//! The codings, each behind the same three steps: take, flush, finish.

#[cfg(feature = "brotli")]
mod brotli;
mod gzip;
#[cfg(feature = "zstd")]
mod zstd;

/// A content coding that this build can make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// `zstd`, RFC 8878; with the feature of that name.
    #[cfg(feature = "zstd")]
    Zstd,
    /// `br`, RFC 7932; with the feature `brotli`.
    #[cfg(feature = "brotli")]
    Brotli,
    /// `gzip`, RFC 1952.
    Gzip,
}

impl Coding {
    /// The codings in the order of preference among those that a client likes equally.
    pub const ALL: &[Self] = &[
        #[cfg(feature = "zstd")]
        Self::Zstd,
        #[cfg(feature = "brotli")]
        Self::Brotli,
        Self::Gzip,
    ];
    /// The name of no coding.
    pub(super) const IDENTITY: &str = "identity";

    /// The name in header fields.
    pub const fn name(self) -> &'static str {
        match self {
            #[cfg(feature = "zstd")]
            Self::Zstd => "zstd",
            #[cfg(feature = "brotli")]
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// What a coder shall have done when it returns.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Step {
    /// Written so much that a client can read all that was taken.
    Flush,
    /// Written all, and the end.
    Finish,
}

/// One body on its way into a coding.
pub(in crate::http) enum Coder {
    Gzip(gzip::Gzip),
    #[cfg(feature = "brotli")]
    Brotli(Box<brotli::Brotli>),
    #[cfg(feature = "zstd")]
    Zstd(zstd::Zstd),
}

impl Coder {
    /// A coder for a body; its length helps some codings to save memory. `level` is 1 (fast) to 9 (small).
    #[cfg_attr(not(feature = "zstd"), allow(unused_variables, reason = "the others do not ask for the length"))]
    pub(in crate::http) fn new(coding: Coding, level: u8, length: Option<u64>) -> Self {
        match coding {
            Coding::Gzip => Self::Gzip(gzip::Gzip::new(level)),
            #[cfg(feature = "brotli")]
            Coding::Brotli => Self::Brotli(Box::new(brotli::Brotli::new(level))),
            #[cfg(feature = "zstd")]
            Coding::Zstd => Self::Zstd(zstd::Zstd::new(level, length)),
        }
    }

    /// Appends the coded form of a piece, flushed: a client can read all of it.
    pub(in crate::http) fn flush(&mut self, piece: &[u8], out: &mut Vec<u8>) {
        self.run(piece, Step::Flush, out);
    }

    /// Appends the coded form of the last piece and the end.
    pub(in crate::http) fn finish(mut self, piece: &[u8], out: &mut Vec<u8>) {
        self.run(piece, Step::Finish, out);
    }

    fn run(&mut self, piece: &[u8], step: Step, out: &mut Vec<u8>) {
        match self {
            Self::Gzip(coder) => coder.run(piece, step, out),
            #[cfg(feature = "brotli")]
            Self::Brotli(coder) => coder.run(piece, step, out),
            #[cfg(feature = "zstd")]
            Self::Zstd(coder) => coder.run(piece, step, out),
        }
    }
}

#[cfg(test)]
mod tests;
