//! The strict parser of request heads (RFC 9112 sections 2, 3 and 5).
//!
//! A head is parsed in place: nothing is copied, the parts are [`Span`]s into the bytes given. What two servers could read in two ways (bare line
//! ends, folded lines, repeated lengths, white space before a colon) is refused and never repaired.

mod authority;
mod framing;
mod line;
mod scan;
#[cfg(test)]
mod tests;

pub(super) use self::line::NOT_SECURED;

use self::framing::Connection;
use super::header::{self, KnownHeader};
use super::method::Method;
use super::refusal::Refusal;
use super::status::Status;

/// A part of the head: offsets into the bytes given to [`Head::parse`], counted from the first of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// Where the part begins.
    pub start: u32,
    /// Where it ends: the offset of the first byte behind it.
    pub end: u32,
}

impl Span {
    /// The bytes of the part, out of the bytes that were parsed.
    ///
    /// # Panics
    /// When `head` is shorter than the bytes that were parsed.
    pub fn of(self, head: &[u8]) -> &[u8] {
        &head[self.start as usize..self.end as usize]
    }

    /// How many bytes the part has.
    pub const fn len(self) -> usize {
        (self.end - self.start) as usize
    }

    /// Whether the part has no bytes.
    pub const fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Offsets fit: a head is cut at [`Limits::head`], which is below 4 GiB.
    pub(super) const fn new(start: usize, end: usize) -> Self {
        Self { start: start as u32, end: end as u32 }
    }
}

/// One header field in the order of arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Field {
    /// The name as the client wrote it.
    pub name: Span,
    /// The value without white space around it; bytes from 0x80 on are possible, control bytes but the tab are not.
    pub value: Span,
    /// Which published header it is.
    pub known: Option<KnownHeader>,
}

/// How much of a head is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the request line without its CRLF; more is answered with 414. Default 8 KiB.
    pub request_line: usize,
    /// Bytes of the whole head; more is answered with 431. Default 64 KiB, at most 4 GiB are used.
    pub head: usize,
    /// Header fields; more is answered with 431. Default 128.
    pub fields: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { request_line: 8 << 10, head: 64 << 10, fields: 128 }
    }
}

/// How the end of the body is known (RFC 9112 section 6).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Framing {
    /// There is no body.
    None,
    /// This many bytes follow, 0 when the client said so.
    Length(u64),
    /// Chunks follow.
    Chunked,
}

/// What became of one call of [`Head::parse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parsed {
    /// The head is complete and its parts are set; the body starts at [`Head::length`].
    Complete,
    /// No error so far, and no end: call again with more bytes behind the same ones.
    Partial,
    /// The head is not accepted; the parts must not be used.
    Refused(Refusal),
}

/// A parsed request head. One value can parse any number of heads, one after the other, and then allocates nothing any more.
#[derive(Clone, Debug)]
pub struct Head {
    /// The method.
    pub method: Method,
    /// The method as the client wrote it.
    pub method_text: Span,
    /// The whole request target.
    pub target: Span,
    /// The path of the target, not decoded: "/" at least, `*` for that target, empty for CONNECT.
    pub path: Span,
    /// The text after the target's first `?`, not decoded.
    pub query: Option<Span>,
    /// Host and port that are meant: the authority of the target if it has one, else the `Host` field (possibly empty).
    pub host: Option<Span>,
    /// 0 for HTTP/1.0, 1 for HTTP/1.1 and what else begins with HTTP/1 (RFC 9110 section 2.5).
    pub minor_version: u8,
    /// The fields in the order of arrival.
    pub fields: Vec<Field>,
    /// Bytes of the head with its closing CRLF and an empty line before it, if there was one.
    pub length: usize,
    /// How the end of the body is known.
    pub framing: Framing,
    /// Whether the client wants the connection to stay open.
    pub keep_alive: bool,
    /// Whether the client waits for `100 Continue` before it sends the body.
    pub expect_continue: bool,
    /// Whether the client asks to change the protocol: `Connection: upgrade` with an `Upgrade` field, HTTP/1.1 only.
    pub upgrade: bool,
    /// Which published headers came: bit 1 << number. Bit 63: some field without a number.
    seen: u64,
    connection: Connection,
    /// The connection is secured, so that the next target may be an https address. Looked at, and forgotten, where the target
    /// is one.
    pub(super) may_be_https: bool,
}

/// Why parsing stops before the end of the head.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stop {
    Partial,
    Refuse(&'static Refusal),
}

impl Default for Head {
    fn default() -> Self {
        Self::new()
    }
}

impl Head {
    /// An empty head; allocates nothing.
    pub const fn new() -> Self {
        const EMPTY: Span = Span::new(0, 0);
        Self {
            method: Method::Undefined,
            method_text: EMPTY,
            target: EMPTY,
            path: EMPTY,
            query: None,
            host: None,
            minor_version: 1,
            fields: Vec::new(),
            length: 0,
            framing: Framing::None,
            keep_alive: true,
            expect_continue: false,
            upgrade: false,
            seen: 0,
            connection: Connection::NONE,
            may_be_https: false,
        }
    }

    /// Parses a head at the start of `input`; bytes behind it are not looked at.
    ///
    /// `scanned` belongs to the connection: 0 before the first call for a head, then left alone until the head is complete, which sets it to 0
    /// again. With it a head that comes in many pieces costs no more than two passes: a later call only looks for the end in what is new.
    // Kept apart from the connection's code: each of the two needs all registers.
    #[inline(never)]
    pub fn parse(&mut self, input: &[u8], scanned: &mut usize, limits: &Limits) -> Parsed {
        let limit = limits.head.min(u32::MAX as usize);
        let view = input.get(..limit).unwrap_or(input);
        if *scanned == 0 || scan::end_in_sight(view, *scanned) {
            self.restart();
            match self.read(view, limits) {
                Ok(()) => {
                    *scanned = 0;
                    return Parsed::Complete;
                }
                Err(Stop::Partial) => {}
                Err(Stop::Refuse(refusal)) => return Parsed::Refused(*refusal),
            }
        }
        *scanned = view.len();
        if line::is_too_long(view, limits) {
            Parsed::Refused(line::TOO_LONG)
        } else if view.len() == limit {
            Parsed::Refused(HEAD_TOO_LONG)
        } else {
            Parsed::Partial
        }
    }

    /// Forgets the parts that a head may leave out; the others are set by every complete one.
    #[inline]
    fn restart(&mut self) {
        self.fields.clear();
        self.query = None;
        self.host = None;
        self.minor_version = 1;
        self.framing = Framing::None;
        self.keep_alive = true;
        self.expect_continue = false;
        self.upgrade = false;
        self.seen = 0;
        self.connection = Connection::NONE;
    }

    /// Whether nothing follows the head.
    pub(super) const fn is_bodiless(&self) -> bool {
        matches!(self.framing, Framing::None | Framing::Length(0))
    }

    /// Whether a field of this name came; costs one instruction or two.
    pub const fn has(&self, header: KnownHeader) -> bool {
        self.seen >> header as u8 & 1 != 0
    }

    /// Whether some field without a published number came.
    pub(super) const fn has_unknown(&self) -> bool {
        self.seen >> header::UNKNOWN & 1 != 0
    }

    /// The value of a published header; the first one when it came several times. For `Host` it is [`Head::host`]: beside a target with an authority
    /// the field is to be ignored (RFC 9112 section 3.2.2).
    pub fn value(&self, header: KnownHeader) -> Option<Span> {
        if header == KnownHeader::Host {
            return self.host;
        }
        if !self.has(header) {
            return None;
        }
        self.fields.iter().find(|field| field.known == Some(header)).map(|field| field.value)
    }

    /// The value of any header by its name in any case, out of the bytes that were parsed; the first one when it came several times.
    pub fn value_of(&self, name: &[u8], head: &[u8]) -> Option<Span> {
        match KnownHeader::lookup(name) {
            Some(known) => self.value(known),
            None => {
                let mut unknown = self.fields.iter().filter(|field| field.known.is_none());
                unknown.find(|field| field.name.of(head).eq_ignore_ascii_case(name)).map(|field| field.value)
            }
        }
    }

    fn read(&mut self, input: &[u8], limits: &Limits) -> Result<(), Stop> {
        let fields = self.read_line(input, limits)?;
        let fields = self.read_usual_host(input, fields, limits).unwrap_or(fields);
        self.length = self.read_fields(input, fields, limits)?;
        self.finish()
    }

    /// Takes a first field that is the host as nearly all clients write it, and returns where the next one starts. Everything else is left to
    /// [`Head::read_fields`], which would come to the same after three times the work.
    #[inline]
    fn read_usual_host(&mut self, input: &[u8], at: usize, limits: &Limits) -> Option<usize> {
        const START: &[u8; 6] = b"Host: ";
        if !input[at..].starts_with(START) || limits.fields == 0 {
            return None;
        }
        let start = at + START.len();
        let end = authority::usual_end(input, start)?;
        if !input[end..].starts_with(b"\r\n") {
            return None;
        }
        let value = Span::new(start, end);
        self.fields.push(Field { name: Span::new(at, at + 4), value, known: Some(KnownHeader::Host) });
        self.seen |= 1 << KnownHeader::Host as u8;
        self.host.get_or_insert(value);
        Some(end + 2)
    }

    /// Reads all fields from `at` on; returns where the body starts.
    #[inline]
    fn read_fields(&mut self, input: &[u8], mut at: usize, limits: &Limits) -> Result<usize, Stop> {
        loop {
            let line = &input[at..];
            if line.first() == Some(&b'\r') {
                return if line.starts_with(b"\r\n") { Ok(at + 2) } else { Err(line_stop(line)) };
            }
            let name = Span::new(at, scan::name_end(input, at));
            let [b':', rest @ ..] = &input[name.end as usize..] else {
                return Err(name_stop(line));
            };
            let number = header::lookup_number(line, name.len());
            if number == header::UNKNOWN && !header::is_token(name.of(input)) {
                return Err(name_stop(line));
            }
            let text = match rest {
                [b' ', text @ ..] if text.first() > Some(&b' ') => text,
                _ => skip_blanks(rest),
            };
            let start = input.len() - text.len();
            let line_end = scan::value_end(input, start);
            let rest = &input[line_end..];
            if !rest.starts_with(b"\r\n") {
                return Err(line_stop(rest));
            }
            let mut text = &input[start..line_end];
            while let [before @ .., b' ' | b'\t'] = text {
                text = before;
            }
            if self.fields.len() >= limits.fields {
                return Err(Stop::Refuse(&TOO_MANY_FIELDS));
            }
            let value = Span::new(start, start + text.len());
            self.fields.push(Field { name, value, known: KnownHeader::from_number(number) });
            self.note(number, value, input)?;
            at = line_end + 2;
        }
    }
}

/// Without the spaces and tabs at the start.
fn skip_blanks(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\t', rest @ ..] = text {
        text = rest;
    }
    text
}

/// Why a line cannot end here: `rest` starts with a control byte, but not with CR LF.
#[cold]
fn line_stop(rest: &[u8]) -> Stop {
    match rest {
        [] | [b'\r'] => Stop::Partial,
        [b'\r', ..] => Stop::Refuse(&BARE_CR),
        [b'\n', ..] => Stop::Refuse(&BARE_LF),
        [..] => Stop::Refuse(&CONTROL_BYTE),
    }
}

/// Why a line has no right field name: it ends too early, or breaks a rule.
#[cold]
fn name_stop(line: &[u8]) -> Stop {
    let bad = line.iter().position(|&byte| !header::TOKEN[usize::from(byte)]);
    match bad.map(|index| (index, line[index])) {
        None => Stop::Partial,
        Some((0, b':')) => Stop::Refuse(&EMPTY_NAME),
        Some((0, b' ' | b'\t')) => Stop::Refuse(&FOLDED_LINE),
        Some((_, b' ' | b'\t')) => Stop::Refuse(&BLANK_BEFORE_COLON),
        Some((_, b'\r' | b'\n')) => Stop::Refuse(&NO_COLON),
        Some(_) => Stop::Refuse(&NAME_NOT_TOKEN),
    }
}

const BARE_LF: Refusal = Refusal::bad_request("end every line of the head with CR LF, not with LF alone");
const BARE_CR: Refusal = Refusal::bad_request("a CR in the head must be followed by LF");
const CONTROL_BYTE: Refusal = Refusal::bad_request("remove the control byte from the head");
const EMPTY_NAME: Refusal = Refusal::bad_request("a header line must start with a name");
const FOLDED_LINE: Refusal = Refusal::bad_request("put each header on one line: folded lines are not accepted");
const BLANK_BEFORE_COLON: Refusal = Refusal::bad_request("remove the white space between header name and colon");
const NO_COLON: Refusal = Refusal::bad_request("a header line needs a colon");
const NAME_NOT_TOKEN: Refusal = Refusal::bad_request("a header name may only have letters, digits and !#$%&'*+-.^_`|~");
const TOO_MANY_FIELDS: Refusal = Refusal::new(Status::REQUEST_HEADER_FIELDS_TOO_LARGE, "send fewer headers");
const HEAD_TOO_LONG: Refusal = Refusal::new(Status::REQUEST_HEADER_FIELDS_TOO_LARGE, "send a shorter request head");
