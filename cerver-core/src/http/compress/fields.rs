//! What compression says in header fields.

use super::{Coding, Draft};
use crate::http::{header::KnownHeader, request::Request, response::Fields};
use std::borrow::Cow;

const ACCEPT_ENCODING: &[u8] = b"Accept-Encoding";
/// Checksums of the bytes as the handler made them.
const DIGESTS: [&[u8]; 4] = [b"content-digest", b"repr-digest", b"digest", b"content-md5"];

/// The fields of an answer whose body is coded.
pub(super) fn coded(draft: Draft<'_>, coding: Coding) -> Fields {
    const GOOD: &str = "constant texts are valid values";
    let mut fields = draft.fields.clone();
    fields.set(KnownHeader::ContentEncoding, coding.name().as_bytes()).expect(GOOD);
    fields.weaken_etag();
    if draft.value(KnownHeader::AcceptRanges).is_some() {
        // The ranges that the handler means are those of the body without a coding.
        fields.set(KnownHeader::AcceptRanges, b"none").expect(GOOD);
    }
    if !varies(draft.common) {
        vary(&mut fields);
    }
    fields
}

/// The fields of an answer that another client could have got coded.
pub(super) fn varying(draft: Draft<'_>) -> Cow<'_, Fields> {
    if varies(draft.fields) || varies(draft.common) {
        return Cow::Borrowed(draft.fields);
    }
    let mut fields = draft.fields.clone();
    vary(&mut fields);
    Cow::Owned(fields)
}

/// The fields of an answer 304: those of the answer that the client has. It may have it coded, and then with a weak tag.
pub(super) fn not_modified<'a>(draft: Draft<'a>, request: &Request) -> Cow<'a, Fields> {
    let mut fields = varying(draft);
    let has_weak = |tag: &[u8]| {
        let weak = [b"W/", tag].concat();
        request.values_by_name(b"If-None-Match").any(|value| memchr::memmem::find(value, &weak).is_some())
    };
    if draft.fields.named(b"etag").any(|tag| tag.starts_with(b"\"") && has_weak(tag)) {
        fields.to_mut().weaken_etag();
    }
    fields
}

/// Whether a value of Cache-Control has `no-transform` (RFC 9111 section 5.2.2.6).
pub(super) fn forbids_transforming(cache_control: &[u8]) -> bool {
    has_element(cache_control, b"no-transform")
}

pub(super) fn has_digest(draft: Draft<'_>) -> bool {
    let has = |fields: &Fields| DIGESTS.iter().any(|name| fields.named(name).next().is_some());
    has(draft.fields) || has(draft.common)
}

fn vary(fields: &mut Fields) {
    if !varies(fields) {
        fields.add(b"Vary", ACCEPT_ENCODING).expect("constant texts are valid");
    }
}

fn varies(fields: &Fields) -> bool {
    fields.named(b"vary").any(|value| has_element(value, ACCEPT_ENCODING) || has_element(value, b"*"))
}

fn has_element(list: &[u8], element: &[u8]) -> bool {
    list.split(|byte| *byte == b',').any(|each| each.trim_ascii().eq_ignore_ascii_case(element))
}
