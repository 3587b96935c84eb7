//! The answer with an open file: what of it, under which validators, and how it gets to the client.

use crate::{
    http::{
        date,
        header::KnownHeader,
        range::ByteRange,
        request::Request,
        response::{Body, Fields, FileParts, Response},
        status::Status,
        validators::{Conditions, Selection, Validators},
    },
    sys::{FileState, Meta, SourceFile},
};
use std::{
    fs::File,
    hash::{BuildHasher, RandomState},
    io,
    sync::Arc,
};

/// Bytes up to this many are read and leave in one write with their head; more are sent by the kernel. Measured: at 4 KiB
/// reading is cheaper by a twentieth, at 16 KiB sending is, and at 64 KiB reading costs half as much again.
pub(super) const READ_UP_TO: u64 = 8 * 1024;

/// Seconds after a change in which a file may change again without another time of modification: file systems count in
/// steps of up to two seconds. Validators made then are weak.
const FRESH_SECONDS: u64 = 2;

const ACCEPT_RANGES: &[u8] = b"Accept-Ranges: bytes\r\n";

/// An open file.
pub(super) struct Found {
    pub(super) content: Content,
    pub(super) meta: Meta,
}

impl Found {
    pub(super) fn of(file: File, meta: Meta) -> Self {
        Self { content: Content::File(Arc::new(SourceFile::new(file, meta.state))), meta }
    }

    /// It is a file, and a change of it would show. `now` is in seconds since 1970.
    pub(super) fn can_be_kept(&self, now: u64) -> bool {
        self.meta.is_file && self.meta.identity.is_settled(now)
    }
}

/// Where the bytes of an open file are.
pub(super) enum Content {
    File(Arc<SourceFile>),
    Memory(Arc<[u8]>),
}

/// What an answer depends on beside file and request.
pub(super) struct Terms<'a> {
    /// The header line of the type, with its CRLF.
    pub(super) type_line: &'static str,
    /// The content coding that the file is stored in.
    pub(super) coding: Option<&'static str>,
    /// Other clients may get the content in another coding.
    pub(super) varies: bool,
    pub(super) cache_control: Option<&'a [u8]>,
    /// 0: no ranges.
    pub(super) range_limit: u32,
}

/// What a request gets of a file.
pub(in super::super) struct Chosen {
    pub(super) selection: Selection,
    pub(super) is_head: bool,
}

impl Found {
    /// What a GET or HEAD request gets.
    pub(super) fn select(&self, request: &Request, terms: &Terms<'_>, now: u64) -> Selection {
        // Usual requests without conditions have no field that is looked for here.
        if !request.may_have_conditions() {
            return Selection::Whole;
        }
        let state = self.meta.state;
        let tag = Tag::of(state, terms.coding, now);
        let validators =
            Validators { tag: tag.as_bytes(), modified: modified(state, now), is_date_strong: !is_fresh(state, now) };
        let conditions = Conditions::of(request.headers().map(|(name, value, _)| (name, value)));
        let is_get = request.method() == crate::http::method::Method::Get;
        conditions.select(&validators, state.length, is_get, terms.range_limit as usize, now)
    }

    /// The answer with what was selected.
    pub(super) fn response(
        self,
        selection: Selection,
        is_head: bool,
        terms: &Terms<'_>,
        now: u64,
    ) -> io::Result<Response> {
        let length = self.meta.state.length;
        let response = |status, fields, body| Ok(Response { status, fields, body });
        let mut fields = Fields::with_capacity(8);
        match selection {
            Selection::Failed => {
                Ok(Response::error(Status::PRECONDITION_FAILED, "This is not the state that was asked for."))
            }
            Selection::Unsatisfiable => {
                let mut response = Response::error(Status::RANGE_NOT_SATISFIABLE, "This range does not exist.");
                response.fields.put_line(KnownHeader::AcceptRanges, ACCEPT_RANGES);
                set(&mut response.fields, KnownHeader::ContentRange, format!("bytes */{length}").as_bytes());
                Ok(response)
            }
            Selection::NotModified => {
                self.validate(&mut fields, terms, now);
                response(Status::NOT_MODIFIED, fields, Body::Empty)
            }
            Selection::Whole => {
                self.describe(&mut fields, terms, now);
                fields.put_line(KnownHeader::ContentType, terms.type_line.as_bytes());
                if is_head {
                    set(&mut fields, KnownHeader::ContentLength, length.to_string().as_bytes());
                    return response(Status::OK, fields, Body::Empty);
                }
                response(Status::OK, fields, self.whole()?)
            }
            Selection::One(range) => {
                self.describe(&mut fields, terms, now);
                fields.put_line(KnownHeader::ContentType, terms.type_line.as_bytes());
                set(&mut fields, KnownHeader::ContentRange, content_range(range, length).as_bytes());
                response(Status::PARTIAL_CONTENT, fields, self.body(vec![(Vec::new(), range)], Vec::new())?)
            }
            Selection::Many(ranges) => {
                self.describe(&mut fields, terms, now);
                let boundary = boundary();
                let kind = format!("multipart/byteranges; boundary={boundary}");
                set(&mut fields, KnownHeader::ContentType, kind.as_bytes());
                let mut line_end = "";
                let parts = ranges.into_iter().map(|range| {
                    let (type_line, place) = (terms.type_line, content_range(range, length));
                    let head = format!("{line_end}--{boundary}\r\n{type_line}Content-Range: {place}\r\n\r\n");
                    line_end = "\r\n";
                    (head.into_bytes(), range)
                });
                let parts = parts.collect();
                response(
                    Status::PARTIAL_CONTENT,
                    fields,
                    self.body(parts, format!("\r\n--{boundary}--\r\n").into_bytes())?,
                )
            }
        }
    }

    /// All of it with any status, without validators: it is not the representation that the path stands for.
    pub(super) fn plain(self, status: Status, terms: &Terms<'_>) -> io::Result<Response> {
        let mut fields = Fields::new();
        fields.put_line(KnownHeader::ContentType, terms.type_line.as_bytes());
        Ok(Response { status, fields, body: self.whole()? })
    }

    fn whole(self) -> io::Result<Body> {
        match self.meta.state.length {
            0 => Ok(Body::Empty),
            length => self.body(vec![(Vec::new(), ByteRange { first: 0, last: length - 1 })], Vec::new()),
        }
    }

    /// Parts of the file, each behind its text. An error with the kind UnexpectedEof when it has become shorter.
    fn body(self, parts: Vec<(Vec<u8>, ByteRange)>, end: Vec<u8>) -> io::Result<Body> {
        let length: u64 = parts.iter().map(|(_, range)| range.len()).sum();
        let file = match self.content {
            Content::File(file) => file,
            Content::Memory(content) => return Ok(Body::Bytes(cut(&content, parts, &end))),
        };
        if length > READ_UP_TO {
            return Ok(Body::Parts(FileParts { file, parts, end }));
        }
        let mut data = Vec::new();
        for (text, range) in parts {
            data.extend_from_slice(&text);
            file.read(range.first, range.len() as usize, &mut data)?;
        }
        data.extend_from_slice(&end);
        Ok(Body::Bytes(data))
    }

    /// The fields of an answer that has content of the file.
    fn describe(&self, fields: &mut Fields, terms: &Terms<'_>, now: u64) {
        if terms.range_limit > 0 {
            fields.put_line(KnownHeader::AcceptRanges, ACCEPT_RANGES);
        }
        if let Some(coding) = terms.coding {
            set(fields, KnownHeader::ContentEncoding, coding.as_bytes());
        }
        self.validate(fields, terms, now);
    }

    /// The fields that an answer without content has, too (RFC 9110 section 15.4.5).
    fn validate(&self, fields: &mut Fields, terms: &Terms<'_>, now: u64) {
        if let Some(value) = terms.cache_control {
            set(fields, KnownHeader::CacheControl, value);
        }
        let state = self.meta.state;
        fields.push("ETag", Tag::of(state, terms.coding, now).as_bytes());
        if let Some(modified) = modified(state, now) {
            fields.push("Last-Modified", &date::text(modified));
        }
        if terms.varies {
            fields.push("Vary", b"Accept-Encoding");
        }
    }
}

/// Parts of the content, each behind its text.
fn cut(content: &[u8], parts: Vec<(Vec<u8>, ByteRange)>, end: &[u8]) -> Vec<u8> {
    let length: usize = parts.iter().map(|(text, range)| text.len() + range.len() as usize).sum();
    let mut data = Vec::with_capacity(length + end.len());
    for (text, range) in parts {
        data.extend_from_slice(&text);
        data.extend_from_slice(&content[range.first as usize..=range.last as usize]);
    }
    data.extend_from_slice(end);
    data
}

/// Sets a header to a value that the library made: it has no control bytes.
fn set(fields: &mut Fields, header: KnownHeader, value: &[u8]) {
    fields.set(header, value).expect("the value has no control bytes");
}

fn content_range(range: ByteRange, length: u64) -> String {
    format!("bytes {}-{}/{length}", range.first, range.last)
}

/// A text that no file has by chance.
fn boundary() -> String {
    let random = || RandomState::new().hash_one(0);
    format!("{:016x}{:016x}", random(), random())
}

/// The entity tag of a state: the time of its last change and its length, so that servers with equal copies agree; the
/// coding, because other bytes need another tag; weak while another state might still get the same.
struct Tag {
    bytes: [u8; Self::LONGEST],
    length: usize,
}

impl Tag {
    /// Quotes, `W/`, three numbers, three separators and a coding.
    const LONGEST: usize = 64;

    fn of(state: FileState, coding: Option<&str>, now: u64) -> Self {
        let mut tag = Self { bytes: [0; Self::LONGEST], length: 0 };
        if is_fresh(state, now) {
            tag.push(b"W/");
        }
        let FileState { length, modified: (seconds, nanoseconds) } = state;
        tag.push(b"\"");
        tag.push_hex(seconds as u64);
        tag.push(b".");
        tag.push_hex(nanoseconds.into());
        tag.push(b"-");
        tag.push_hex(length);
        if let Some(coding) = coding {
            tag.push(b"-");
            tag.push(coding.as_bytes());
        }
        tag.push(b"\"");
        tag
    }

    fn push(&mut self, text: &[u8]) {
        self.bytes[self.length..self.length + text.len()].copy_from_slice(text);
        self.length += text.len();
    }

    fn push_hex(&mut self, number: u64) {
        let digits = (16 - number.leading_zeros() / 4).max(1);
        for place in (0..digits).rev() {
            self.bytes[self.length] = b"0123456789abcdef"[(number >> (place * 4) & 15) as usize];
            self.length += 1;
        }
    }

    fn as_bytes(&self) -> &[u8] {
        &self.bytes[..self.length]
    }
}

/// A change in the same step of the clock may follow.
fn is_fresh(state: FileState, now: u64) -> bool {
    u64::try_from(state.modified.0).is_ok_and(|seconds| seconds + FRESH_SECONDS > now)
}

/// `Last-Modified`: never later than the answer itself (RFC 9110 section 8.8.2.1), and none for times before 1970.
fn modified(state: FileState, now: u64) -> Option<u64> {
    u64::try_from(state.modified.0).ok().map(|seconds| seconds.min(now))
}

#[cfg(test)]
mod tests {
    use super::*;

    const STATE: FileState = FileState { length: 1024, modified: (1_000_000_000, 5) };

    fn tag(state: FileState, coding: Option<&str>, now: u64) -> String {
        String::from_utf8(Tag::of(state, coding, now).as_bytes().to_vec()).expect("text")
    }

    #[test]
    fn every_change_changes_the_tag() {
        let now = 2_000_000_000;
        let state = |length, modified| FileState { length, modified };
        let mut tags = vec![
            tag(STATE, None, now),
            tag(STATE, Some("br"), now),
            tag(STATE, Some("gzip"), now),
            tag(state(1025, STATE.modified), None, now),
            tag(state(1024, (1_000_000_000, 6)), None, now),
            tag(state(1024, (1_000_000_001, 5)), None, now),
            tag(state(1024, (-1_000_000_000, 5)), None, now),
        ];
        assert_eq!(tags[0], "\"3b9aca00.5-400\"");
        tags.sort();
        tags.dedup();
        assert_eq!(tags.len(), 7);
        let longest = tag(state(u64::MAX, (i64::MIN, u32::MAX)), Some("identity"), 0);
        assert!(longest.ends_with("-identity\""), "{longest}");
    }

    #[test]
    fn what_may_still_change_unseen_is_weak() {
        let seconds = STATE.modified.0 as u64;
        for (now, is_weak) in [(seconds - 10, true), (seconds, true), (seconds + 1, true), (seconds + 2, false)] {
            assert_eq!(tag(STATE, None, now).starts_with("W/"), is_weak, "{now}");
            assert_eq!(is_fresh(STATE, now), is_weak);
        }
        assert_eq!(modified(STATE, seconds - 10), Some(seconds - 10), "not in the future");
        assert_eq!(modified(STATE, seconds + 10), Some(seconds));
        assert_eq!(modified(FileState { modified: (-1, 0), ..STATE }, seconds), None);
    }

    #[test]
    fn boundaries_differ() {
        assert_ne!(boundary(), boundary());
        assert_eq!(boundary().len(), 32);
    }
}
