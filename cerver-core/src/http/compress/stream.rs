//! The coder of an answer that comes in pieces, and the limit of their number.

use super::{Coder, Coding, Settings};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering},
};

/// See the module.
pub(in crate::http) struct StreamCoder {
    coder: Coder,
    /// Dropped when the coder has gone.
    _place: Place,
}

impl StreamCoder {
    /// None when as many streams as the site allows are being compressed.
    pub(in crate::http) fn new(settings: &Settings, coding: Coding) -> Option<Self> {
        let limit = settings.streams_limit;
        let add = |count| (count < limit).then_some(count + 1);
        settings.streams.fetch_update(Ordering::Relaxed, Ordering::Relaxed, add).ok()?;
        let place = Place(Arc::clone(&settings.streams));
        Some(Self { coder: Coder::new(coding, settings.level, None), _place: place })
    }

    /// The coded form of a piece; a client can read all of it.
    pub(in crate::http) fn flush(&mut self, piece: &[u8]) -> Vec<u8> {
        let mut coded = Vec::new();
        self.coder.flush(piece, &mut coded);
        coded
    }

    /// What ends the body.
    pub(in crate::http) fn finish(self) -> Vec<u8> {
        let mut coded = Vec::new();
        self.coder.finish(b"", &mut coded);
        coded
    }
}

/// One of the streams that are being compressed.
struct Place(Arc<AtomicU32>);

impl Drop for Place {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}
