//! Compression of answers: what is coded, with what, and which header fields say so (RFC 9110 section 8.4, 12.5.3).
//!
//! See docs/compression.md for the decisions and their reasons.

mod coder;
mod fields;
mod media;
mod stream;

pub(super) use coder::Coder;
pub use coder::Coding;
pub(super) use stream::StreamCoder;

use super::{header::KnownHeader, negotiate, request::Request, response::Fields, status::Status};
use crate::config::HttpOptions;
use std::{
    borrow::Cow,
    sync::{Arc, atomic::AtomicU32},
};

/// What a site wants of compression.
#[derive(Clone)]
pub(super) struct Settings {
    /// For what has no route with a switch of its own: folders, handlers of requests without a route, routes.
    pub(super) is_on: bool,
    level: u8,
    sizes: std::ops::RangeInclusive<u64>,
    streams_limit: u32,
    /// Streams that are being compressed at this moment.
    streams: Arc<AtomicU32>,
}

impl Settings {
    pub(super) fn new(options: &HttpOptions) -> Self {
        Self {
            is_on: options.compression,
            level: options.compression_level.clamp(1, 9),
            sizes: options.compression_min_size as u64..=options.compression_max_size as u64,
            streams_limit: options.compression_streams,
            streams: Arc::default(),
        }
    }

    /// Whether some client could get a complete answer of this length coded.
    pub(super) fn suits(&self, length: u64) -> bool {
        length > 0 && self.sizes.contains(&length)
    }
}

/// An answer as its handler made it.
#[derive(Clone, Copy)]
pub(super) struct Draft<'a> {
    pub(super) status: Status,
    pub(super) fields: &'a Fields,
    /// Fields of every answer of the site.
    pub(super) common: &'a Fields,
}

/// The header fields that an answer gets, and the coding of its body.
pub(super) struct Plan<'a> {
    pub(super) fields: Cow<'a, Fields>,
    pub(super) coding: Option<Coding>,
}

impl<'a> Draft<'a> {
    /// Decides about an answer by a length that is told (None: a stream). The body counts as coded if there is a coding; when
    /// it turns out not to get shorter, [`Draft::uncoded`] is right.
    pub(super) fn plan(self, settings: &Settings, request: &Request, length: Option<u64>) -> Plan<'a> {
        if self.status == Status::NOT_MODIFIED {
            return Plan { fields: fields::not_modified(self, request), coding: None };
        }
        if length.is_some_and(|length| !settings.suits(length)) || !self.is_codable() {
            return Plan { fields: Cow::Borrowed(self.fields), coding: None };
        }
        match choose(request) {
            Some(coding) => Plan { fields: Cow::Owned(fields::coded(self, coding)), coding: Some(coding) },
            None => self.uncoded(),
        }
    }

    /// The answer as a client gets it that takes no coding.
    pub(super) fn uncoded(self) -> Plan<'a> {
        Plan { fields: fields::varying(self), coding: None }
    }

    /// Whether this kind of answer may be coded, whatever its length.
    fn is_codable(self) -> bool {
        !self.status.forbids_body()
            && self.status != Status::PARTIAL_CONTENT
            && self.value(KnownHeader::ContentType).is_some_and(media::is_compressible)
            && self.value(KnownHeader::ContentEncoding).is_none()
            && self.value(KnownHeader::ContentRange).is_none()
            && !self.value(KnownHeader::CacheControl).is_some_and(fields::forbids_transforming)
            && !fields::has_digest(self)
    }

    /// The value of a header of the answer.
    fn value(self, header: KnownHeader) -> Option<&'a [u8]> {
        self.fields.value(header).or_else(|| self.common.value(header))
    }
}

/// A complete body in a coding; None when it is not shorter or cannot be read.
pub(super) fn code(settings: &Settings, coding: Coding, body: &[u8]) -> Option<Vec<u8>> {
    let mut coded = Vec::with_capacity(body.len() / 4 + 64);
    Coder::new(coding, settings.level, Some(body.len() as u64)).finish(body, &mut coded);
    (coded.len() < body.len()).then_some(coded)
}

/// The coding that a client likes best; None for no coding, also when it takes none that there is and not even that.
fn choose(request: &Request) -> Option<Coding> {
    let mut offers = [Coding::IDENTITY; Coding::ALL.len() + 1];
    for (offer, coding) in offers.iter_mut().zip(Coding::ALL) {
        *offer = coding.name();
    }
    let best = negotiate::encoding(request.header_values(KnownHeader::AcceptEncoding), &offers)?;
    Coding::ALL.get(best).copied()
}
