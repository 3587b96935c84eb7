//! An answer: status, headers and body, and how they are written (RFC 9112 section 4 to 7).

use super::{
    content_type::ContentType,
    cookie::Cookie,
    date,
    header::{self, KnownHeader},
    status::Status,
};
use crate::error::{Code, Error, Result};
use std::borrow::Cow;

pub use super::body::{Body, FileParts};

const SERVER: &[u8] = concat!("Server: Cerver/", env!("CARGO_PKG_VERSION"), "\r\n").as_bytes();

/// One header field of an answer.
#[derive(Clone, Debug)]
pub(super) struct Line {
    known: Option<KnownHeader>,
    /// `Name: value` with the closing CRLF.
    text: Cow<'static, [u8]>,
}

impl Line {
    fn name(&self) -> &[u8] {
        let end = memchr::memchr(b':', &self.text).unwrap_or(self.text.len());
        &self.text[..end]
    }
}

/// Header fields: those of the table first, by ascending number, then the others in the order of their addition.
#[derive(Clone, Debug, Default)]
pub struct Fields(Vec<Line>);

impl Fields {
    /// No fields; allocates nothing.
    pub(super) const fn new() -> Self {
        Self(Vec::new())
    }

    /// Sets a header of the table; it replaces an earlier one, except Set-Cookie, of which there may be several.
    ///
    /// Refused: values with CR, LF, NUL or other control bytes, and Transfer-Encoding, which is the library's.
    pub fn set(&mut self, known: KnownHeader, value: &[u8]) -> Result<()> {
        check_value(value)?;
        if known != KnownHeader::SetCookie {
            self.0.retain(|line| line.known != Some(known));
        }
        let place = self.0.partition_point(|line| line.known.is_some_and(|other| other <= known));
        self.0.insert(place, Line { known: Some(known), text: line(known.name().as_bytes(), value).into() });
        Ok(())
    }

    /// Adds a header by name; one of the table is set as by [`Fields::set`].
    pub fn add(&mut self, name: &[u8], value: &[u8]) -> Result<()> {
        if let Some(known) = KnownHeader::lookup(name) {
            return self.set(known, value);
        }
        if !header::is_token(name) {
            return Err(Error::new(Code::Argument, "the header name is not a token (RFC 9110 section 5.1)"));
        }
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            return Err(Error::new(Code::Argument, "Transfer-Encoding is chosen by the library: stream the answer"));
        }
        check_value(value)?;
        self.0.push(Line { known: None, text: line(name, value).into() });
        Ok(())
    }

    /// Adds a field that may come behind the body; see [`Exchange::stream_trailer`](super::Exchange::stream_trailer).
    pub(super) fn add_trailer(&mut self, name: &[u8], value: &[u8]) -> Result<()> {
        if !header::may_trail(name) {
            return Err(Error::new(Code::Argument, "this header must come before the body (RFC 9110 section 6.5.1)"));
        }
        self.add(name, value)
    }

    /// Takes all fields out.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// Whether there is a field of this name, which is none of the table's, in any case.
    pub(super) fn has_name(&self, name: &[u8]) -> bool {
        let is_it = |line: &Line| {
            line.text.get(name.len()) == Some(&b':') && line.text[..name.len()].eq_ignore_ascii_case(name)
        };
        self.0.iter().any(|line| line.known.is_none() && is_it(line))
    }

    /// Adds a header that is not in the table, with a name and a value that are known to be good.
    pub(super) fn push(&mut self, name: &'static str, value: &[u8]) {
        self.0.push(Line { known: None, text: line(name.as_bytes(), value).into() });
    }

    /// Adds a complete line of the library's own, with its CRLF, for a header of the table that is not there yet.
    pub(super) fn put_line(&mut self, known: KnownHeader, text: impl Into<Cow<'static, [u8]>>) {
        let place = self.0.partition_point(|line| line.known.is_some_and(|other| other <= known));
        self.0.insert(place, Line { known: Some(known), text: text.into() });
    }

    /// No fields, with room for so many.
    pub(super) fn with_capacity(count: usize) -> Self {
        Self(Vec::with_capacity(count))
    }

    /// Adds a Set-Cookie line; [`Code::Argument`] as [`Cookie::field_value`] says, and then nothing is added.
    pub fn set_cookie(&mut self, cookie: &Cookie) -> Result<()> {
        self.set(KnownHeader::SetCookie, &cookie.field_value()?)
    }

    /// The length that a Content-Length header tells.
    pub(super) fn content_length(&self) -> Option<u64> {
        std::str::from_utf8(self.value(KnownHeader::ContentLength)?).ok()?.parse().ok()
    }

    /// The values of a header that is not in the table, by its name in any case.
    pub(super) fn named<'a>(&'a self, name: &[u8]) -> impl Iterator<Item = &'a [u8]> {
        let has_name = move |line: &&'a Line| {
            line.known.is_none()
                && line.text.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name))
                && line.text[name.len()] == b':'
        };
        self.0.iter().filter(has_name).map(move |line| &line.text[name.len() + 2..line.text.len() - 2])
    }

    /// Makes a strong entity tag weak (RFC 9110 section 8.8.3): the bytes are not those that it was made for.
    pub(super) fn weaken_etag(&mut self) {
        const START: &[u8] = b"ETag: ";
        for line in &mut self.0 {
            let is_tag = line.text.get(..START.len()).is_some_and(|start| start.eq_ignore_ascii_case(START));
            if is_tag && line.text[START.len()] == b'"' {
                line.text.to_mut().splice(START.len()..START.len(), *b"W/");
            }
        }
    }

    fn has(&self, known: KnownHeader) -> bool {
        self.0.iter().any(|line| line.known == Some(known))
    }

    fn line(&self, known: KnownHeader) -> Option<&[u8]> {
        self.0.iter().find(|line| line.known == Some(known)).map(|line| &*line.text)
    }

    /// The value of a header of the table.
    pub(super) fn value(&self, known: KnownHeader) -> Option<&[u8]> {
        let line = self.line(known)?;
        Some(&line[known.name().len() + 2..line.len() - 2])
    }

    /// Takes over the fields whose names are not here yet.
    pub(super) fn take_missing(&mut self, others: Self) {
        let mut missing = others.0;
        missing.retain(|line| match line.known {
            Some(KnownHeader::SetCookie) => true,
            Some(known) => !self.has(known),
            None => !self.has_name(line.name()),
        });
        self.0.append(&mut missing);
        // Those of the table stand first; the order within each name stays.
        self.0.sort_by_key(|line| line.known.map_or(u8::MAX, |known| known as u8));
    }

    /// The fields as they are sent.
    pub fn write(&self, out: &mut Vec<u8>) {
        self.0.iter().for_each(|line| out.extend_from_slice(&line.text));
    }
}

fn check_value(value: &[u8]) -> Result<()> {
    if header::valid_value(value) {
        return Ok(());
    }
    Err(Error::new(Code::Argument, "the header value has CR, LF, NUL or another control byte"))
}

fn line(name: &[u8], value: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(name.len() + value.len() + 4);
    text.extend_from_slice(name);
    text.extend_from_slice(b": ");
    text.extend_from_slice(value);
    text.extend_from_slice(b"\r\n");
    text
}

/// An answer that a handler builds.
#[derive(Debug)]
pub struct Response {
    /// The status; 200 at first.
    pub status: Status,
    /// The header fields.
    pub fields: Fields,
    /// The body.
    pub body: Body,
}

impl Default for Response {
    fn default() -> Self {
        Self { status: Status::OK, fields: Fields::default(), body: Body::Empty }
    }
}

impl Response {
    /// An answer with a body of one of the table's types.
    pub fn with_body(status: Status, content_type: ContentType, body: impl Into<Vec<u8>>) -> Self {
        let mut fields = Fields::default();
        fields.set(KnownHeader::ContentType, content_type.mime().as_bytes()).expect("the table has no control bytes");
        Self { status, fields, body: Body::Bytes(body.into()) }
    }

    /// The answer of the library itself for an error: a page as JSON, HTML or text after the request's Accept field, or
    /// what the application puts in its place (see [`ErrorPage`](super::error_page::ErrorPage)). `text` is one sentence.
    pub fn error(status: Status, text: impl Into<Cow<'static, str>>) -> Self {
        Self { status, fields: Fields::default(), body: Body::ErrorPage(text.into()) }
    }
}

/// What the head of an answer depends on beside the answer itself.
pub(super) struct Terms<'a> {
    /// Headers of every answer of the server.
    pub(super) common: &'a Fields,
    pub(super) minor_version: u8,
    pub(super) keep_alive: bool,
    pub(super) unix_seconds: u64,
    /// Told to the client when it is not empty.
    pub(super) request_id: &'a [u8],
    pub(super) start: &'a mut Start,
}

/// How the end of the body is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Length {
    /// Content-Length.
    Known(u64),
    /// By chunks.
    Chunked,
    /// By the end of the connection, or there is no body at all.
    Untold,
}

/// Writes the head of the usual answer: 200, whose only header of its own is its type, and the connection stays open.
#[inline(always)]
pub(super) fn write_usual_head(
    out: &mut Vec<u8>,
    start: &mut Start,
    unix_seconds: u64,
    kind: ContentType,
    common: &Fields,
    length: u64,
) {
    out.extend_from_slice(start.typed(unix_seconds, kind, common));
    write_decimal(out, length, b"\r\n\r\n");
}

/// Writes the head of another answer whose only header of its own is its type.
pub(super) fn write_short_head(out: &mut Vec<u8>, terms: Terms<'_>, status: Status, kind: ContentType, length: u64) {
    let Terms { common, minor_version, keep_alive, unix_seconds, request_id, start: _ } = terms;
    write_start(out, unix_seconds, status, &NONE, common);
    write_connection(out, minor_version, keep_alive);
    write_type(out, kind, common);
    write_request_id(out, request_id);
    if !status.is_bodiless() {
        write_content_length(out, length);
    }
    out.extend_from_slice(b"\r\n");
}

/// Writes the head of an answer. Returns false when the connection must close after it, by the application's wish.
pub(super) fn write_head(out: &mut Vec<u8>, terms: Terms<'_>, status: Status, fields: &Fields, length: Length) -> bool {
    let wants_close = fields.value(KnownHeader::Connection).is_some_and(|value| {
        value.split(|byte| *byte == b',').any(|part| part.trim_ascii().eq_ignore_ascii_case(b"close"))
    });
    let keep_alive = terms.keep_alive && !wants_close;
    if status == Status::OK && !fields.has(KnownHeader::Server) && !fields.has(KnownHeader::Date) {
        out.extend_from_slice(terms.start.lines(terms.unix_seconds, terms.common));
    } else {
        write_start(out, terms.unix_seconds, status, fields, terms.common);
    }
    if fields.has(KnownHeader::Upgrade) {
        // RFC 9110 section 7.8: it always goes together with this option.
        out.extend_from_slice(if keep_alive { b"Connection: upgrade\r\n" } else { b"Connection: close, upgrade\r\n" });
    } else {
        write_connection(out, terms.minor_version, keep_alive);
    }
    match length {
        _ if status.is_bodiless() => {}
        Length::Known(length) => write_content_length(out, length),
        Length::Chunked => out.extend_from_slice(b"Transfer-Encoding: chunked\r\n"),
        Length::Untold => {}
    }
    let is_ours = |known| matches!(known, Some(KnownHeader::ContentLength | KnownHeader::Connection));
    for line in &fields.0 {
        if !is_ours(line.known) {
            out.extend_from_slice(&line.text);
        }
    }
    for line in &terms.common.0 {
        if !is_ours(line.known) && !is_at_start(line.known) && line.known.is_none_or(|known| !fields.has(known)) {
            out.extend_from_slice(&line.text);
        }
    }
    if !terms.request_id.is_empty() && !fields.has_name(REQUEST_ID) {
        write_request_id(out, terms.request_id);
    }
    out.extend_from_slice(b"\r\n");
    keep_alive
}

const REQUEST_ID: &[u8] = b"X-Request-Id";

fn write_request_id(out: &mut Vec<u8>, id: &[u8]) {
    if !id.is_empty() {
        [REQUEST_ID, b": ", id, b"\r\n"].iter().for_each(|part| out.extend_from_slice(part));
    }
}

fn write_start(out: &mut Vec<u8>, unix_seconds: u64, status: Status, own: &Fields, common: &Fields) {
    status.write_line(out);
    for (known, line) in [(KnownHeader::Server, SERVER), (KnownHeader::Date, &date::line(unix_seconds))] {
        if !own.has(known) {
            out.extend_from_slice(common.line(known).unwrap_or(line));
        }
    }
}

/// The lines that [`write_start`] writes.
const fn is_at_start(known: Option<KnownHeader>) -> bool {
    matches!(known, Some(KnownHeader::Server | KnownHeader::Date))
}

static NONE: Fields = Fields(Vec::new());

fn write_connection(out: &mut Vec<u8>, minor_version: u8, keep_alive: bool) {
    if !keep_alive {
        out.extend_from_slice(b"Connection: close\r\n");
    } else if minor_version == 0 {
        out.extend_from_slice(b"Connection: keep-alive\r\n");
    }
}

fn write_type(out: &mut Vec<u8>, kind: ContentType, common: &Fields) {
    out.extend_from_slice(kind.field_line());
    for line in &common.0 {
        if !is_at_start(line.known) && line.known != Some(KnownHeader::ContentType) {
            out.extend_from_slice(&line.text);
        }
    }
}

/// The lines that answers of status 200 start with, kept for a second: status line, Server and Date, and behind them the
/// type and the headers of the site.
pub(super) struct Start {
    unix_seconds: u64,
    /// None when nothing stands behind `start`.
    kind: Option<ContentType>,
    lines: Vec<u8>,
    /// Length of the lines up to Date.
    start: usize,
}

impl Start {
    /// Nothing made yet; allocates nothing.
    pub(super) const fn new() -> Self {
        Self { unix_seconds: u64::MAX, kind: None, lines: Vec::new(), start: 0 }
    }

    /// The lines up to Date.
    fn lines(&mut self, unix_seconds: u64, common: &Fields) -> &[u8] {
        if self.unix_seconds != unix_seconds {
            (self.unix_seconds, self.kind) = (unix_seconds, None);
            self.lines.clear();
            write_start(&mut self.lines, unix_seconds, Status::OK, &NONE, common);
            self.start = self.lines.len();
        }
        &self.lines[..self.start]
    }

    /// The lines of a whole answer up to the number of its Content-Length; `common` must be the same in all calls.
    #[inline]
    fn typed(&mut self, unix_seconds: u64, kind: ContentType, common: &Fields) -> &[u8] {
        if self.unix_seconds != unix_seconds || self.kind != Some(kind) {
            self.make(unix_seconds, kind, common);
        }
        &self.lines
    }

    #[inline(never)]
    fn make(&mut self, unix_seconds: u64, kind: ContentType, common: &Fields) {
        self.lines(unix_seconds, common);
        self.lines.truncate(self.start);
        write_type(&mut self.lines, kind, common);
        self.lines.extend_from_slice(CONTENT_LENGTH);
        self.kind = Some(kind);
    }
}

const CONTENT_LENGTH: &[u8] = b"Content-Length: ";

#[inline]
fn write_content_length(out: &mut Vec<u8>, length: u64) {
    out.extend_from_slice(CONTENT_LENGTH);
    write_decimal(out, length, b"\r\n");
}

/// Appends a number in decimal digits and what follows it, in one piece.
#[inline]
pub(super) fn write_decimal<const N: usize>(out: &mut Vec<u8>, mut number: u64, end: &[u8; N]) {
    const DIGITS: usize = 20;
    if let 10..100 = number {
        let mut text = [0; 6];
        text[..2].copy_from_slice(&[b'0' + (number / 10) as u8, b'0' + (number % 10) as u8]);
        text[2..2 + N].copy_from_slice(end);
        return out.extend_from_slice(&text[..2 + N]);
    }
    let mut text = [0; DIGITS + 4];
    text[DIGITS..DIGITS + N].copy_from_slice(end);
    let mut start = DIGITS;
    loop {
        start -= 1;
        text[start] = b'0' + (number % 10) as u8;
        number /= 10;
        if number == 0 {
            break;
        }
    }
    out.extend_from_slice(&text[start..DIGITS + N]);
}

/// Appends one chunk (RFC 9112 section 7.1); `data` must not be empty, that would end the body.
pub(super) fn write_chunk(out: &mut Vec<u8>, data: &[u8]) {
    out.extend_from_slice(format!("{:x}\r\n", data.len()).as_bytes());
    out.extend_from_slice(data);
    out.extend_from_slice(b"\r\n");
}

/// Writes the end of a chunked body.
pub(super) fn write_end(out: &mut Vec<u8>, trailers: &Fields) {
    out.extend_from_slice(b"0\r\n");
    trailers.write(out);
    out.extend_from_slice(b"\r\n");
}

/// The interim answer that asks for the body (RFC 9110 section 15.2.1).
pub(super) const CONTINUE: &[u8] = b"HTTP/1.1 100 Continue\r\n\r\n";
