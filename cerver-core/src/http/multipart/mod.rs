//! The parser of `multipart/form-data` bodies (RFC 7578, RFC 2046 section 5.1): bytes in, events out. It knows no
//! sockets and no files, and keeps nothing but the headers of the part in hand.

mod disposition;
mod name;
mod part_head;

pub(super) use name::safe_name_of;
pub use name::{MAX_SAFE_NAME, safe_name};
pub use part_head::PartHead;

use super::{header, refusal::Refusal, status::Status};
use memchr::{memchr, memmem};

/// How much of a body is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Parts of one body; more are answered with 413.
    pub parts: u32,
    /// Bytes of the headers of one part; more are answered with 413. Also of the preamble, which is dropped: more are
    /// answered with 400, because a body that has no boundary so far is no form.
    pub part_head: usize,
    /// Bytes of a part's name, decoded; more are answered with 413.
    pub name: usize,
}

/// What has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A part begins.
    Begin(PartHead),
    /// Bytes of its content; never empty.
    Data(&'a [u8]),
    /// Its content is complete.
    End,
}

/// The state of one body: what came so far, whatever the pieces were.
#[derive(Clone, Debug)]
pub struct Multipart {
    state: State,
    /// `CR LF - - boundary`.
    delimiter: Box<[u8]>,
    /// Bytes of the delimiter that the last piece ended with.
    matched: usize,
    /// The headers of the part so far.
    head: Vec<u8>,
    /// Bytes before the first delimiter, and the line end that is thought before the body.
    preamble: usize,
    parts: u32,
    limits: Limits,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Preamble,
    /// Behind a delimiter.
    Delimited,
    /// Behind a delimiter and one hyphen.
    Hyphen,
    /// White space behind a delimiter.
    Padding,
    PaddingCr,
    Head,
    Content,
    /// Behind the closing delimiter: what follows is dropped.
    Epilogue,
}

impl Multipart {
    /// A body of which nothing came yet. `boundary` is one of [`boundary`].
    pub fn new(boundary: &[u8], limits: Limits) -> Self {
        Self {
            state: State::Preamble,
            delimiter: [b"\r\n--", boundary].concat().into(),
            matched: THOUGHT,
            head: Vec::new(),
            preamble: 0,
            parts: 0,
            limits,
        }
    }

    /// Parts that began so far.
    pub const fn parts(&self) -> u32 {
        self.parts
    }

    /// Takes the next bytes of the body and tells `take` what they are. An error of `take` ends the call. After an error
    /// the value must not be used any more.
    pub fn feed<E: From<Refusal>>(
        &mut self,
        input: &[u8],
        take: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut rest = input;
        while let [byte, next @ ..] = rest {
            rest = match self.state {
                State::Epilogue => &[],
                State::Preamble | State::Content => self.content(rest, take)?,
                State::Head => self.head(rest, take)?,
                _ => {
                    self.state = self.behind_delimiter(*byte)?;
                    next
                }
            };
        }
        Ok(())
    }

    /// The body has ended; an error when its last delimiter is missing.
    pub fn finish(&self) -> Result<(), Refusal> {
        if self.state == State::Epilogue { Ok(()) } else { Err(NO_END) }
    }

    /// Content up to the next delimiter; returns what is behind it.
    fn content<'a, E: From<Refusal>>(
        &mut self,
        input: &'a [u8],
        take: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<&'a [u8], E> {
        let mut rest = input;
        if self.matched > 0 {
            let wanted = &self.delimiter[self.matched..];
            let same = common(wanted, rest);
            if same == rest.len() && same < wanted.len() {
                self.matched += same;
                return Ok(&[]);
            }
            if same == wanted.len() {
                self.delimited(take)?;
                return Ok(&rest[same..]);
            }
            // What looked like a delimiter is content. It has only one CR, at its start, so no other can begin in it.
            let matched = std::mem::take(&mut self.matched);
            self.give_matched(matched, take)?;
            self.give(&rest[..same], take)?;
            rest = &rest[same..];
        }
        if let Some(at) = memmem::find(rest, &self.delimiter) {
            self.give(&rest[..at], take)?;
            self.delimited(take)?;
            return Ok(&rest[at + self.delimiter.len()..]);
        }
        let at = partial(rest, &self.delimiter);
        self.matched = rest.len() - at;
        self.give(&rest[..at], take)?;
        Ok(&[])
    }

    fn give_matched<E: From<Refusal>>(
        &mut self,
        matched: usize,
        take: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.state == State::Preamble {
            return Ok(self.drop_preamble(matched)?);
        }
        take(Event::Data(&self.delimiter[..matched]))
    }

    fn give<E: From<Refusal>>(
        &mut self,
        data: &[u8],
        take: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        if self.state == State::Preamble {
            return Ok(self.drop_preamble(data.len())?);
        }
        if data.is_empty() { Ok(()) } else { take(Event::Data(data)) }
    }

    /// Bytes are not the first delimiter. All of them count, or the limit would depend on where the pieces end.
    fn drop_preamble(&mut self, count: usize) -> Result<(), Refusal> {
        self.preamble += count;
        let most = self.limits.part_head.saturating_add(THOUGHT);
        if self.preamble > most { Err(NO_START) } else { Ok(()) }
    }

    /// A delimiter is complete.
    fn delimited<E>(&mut self, take: &mut impl FnMut(Event<'_>) -> Result<(), E>) -> Result<(), E> {
        self.matched = 0;
        let before = std::mem::replace(&mut self.state, State::Delimited);
        if before == State::Content { take(Event::End) } else { Ok(()) }
    }

    fn behind_delimiter(&mut self, byte: u8) -> Result<State, Refusal> {
        match (self.state, byte) {
            (State::Delimited, b'-') => Ok(State::Hyphen),
            (State::Hyphen, b'-') => Ok(State::Epilogue),
            (State::Delimited | State::Padding, b' ' | b'\t') => Ok(State::Padding),
            (State::Delimited | State::Padding, b'\r') => Ok(State::PaddingCr),
            (State::PaddingCr, b'\n') => {
                self.head.clear();
                Ok(State::Head)
            }
            _ => Err(BAD_DELIMITER),
        }
    }

    /// Headers of a part up to their end; returns what is behind it.
    fn head<'a, E: From<Refusal>>(
        &mut self,
        input: &'a [u8],
        take: &mut impl FnMut(Event<'_>) -> Result<(), E>,
    ) -> Result<&'a [u8], E> {
        let mut rest = input;
        loop {
            let end = memchr(b'\n', rest).map_or(rest.len(), |at| at + 1);
            let (line, behind) = rest.split_at(end);
            if self.head.len() + line.len() > self.limits.part_head {
                return Err(HEAD_TOO_LONG.into());
            }
            self.head.extend_from_slice(line);
            rest = behind;
            if self.head.ends_with(b"\r\n\r\n") || *self.head == *b"\r\n" {
                break;
            }
            if rest.is_empty() {
                return Ok(rest);
            }
        }
        // A program that splits at the boundaries first would see another part here.
        if self.head.starts_with(&self.delimiter[2..]) || memmem::find(&self.head, &self.delimiter).is_some() {
            return Err(BOUNDARY_IN_HEAD.into());
        }
        if self.parts == self.limits.parts {
            return Err(TOO_MANY_PARTS.into());
        }
        self.parts += 1;
        let head = PartHead::parse(&self.head[..self.head.len() - 2], self.limits.name)?;
        self.head = Vec::new();
        self.state = State::Content;
        take(Event::Begin(head))?;
        Ok(rest)
    }
}

/// Bytes of a delimiter that are thought before the body: the first one needs no line end before it.
const THOUGHT: usize = 2;

/// The boundary of a Content-Type header: None when that is not `multipart/form-data`, a refusal when the boundary is
/// missing or breaks RFC 2046 section 5.1.1 (1 to 70 characters of a set).
pub fn boundary(content_type: &[u8]) -> Option<Result<Vec<u8>, Refusal>> {
    const TYPE: &[u8] = b"multipart/form-data";
    let (kind, parameters) = content_type.split_at_checked(TYPE.len())?;
    let parameters = parameters.trim_ascii_start();
    if !kind.eq_ignore_ascii_case(TYPE) || !matches!(parameters.first(), None | Some(b';')) {
        return None;
    }
    let mut found = None;
    let read = disposition::parameters(parameters, &mut |name, value| {
        if name.eq_ignore_ascii_case(b"boundary") && found.replace(value).is_some() {
            return Err(BAD_BOUNDARY);
        }
        Ok(())
    });
    let is_good = |boundary: &Vec<u8>| {
        (1..=70).contains(&boundary.len())
            && !boundary.ends_with(b" ")
            && boundary.iter().all(|byte| byte.is_ascii_alphanumeric() || b"'()+_,-./:=? ".contains(byte))
    };
    Some(read.and_then(|()| found.filter(is_good).ok_or(BAD_BOUNDARY)))
}

/// How many bytes two texts have in common at their start.
fn common(one: &[u8], other: &[u8]) -> usize {
    one.iter().zip(other).take_while(|(one, other)| one == other).count()
}

/// Where in `data`, which has no whole delimiter, one begins that the next piece may complete; the end when none does.
fn partial(data: &[u8], delimiter: &[u8]) -> usize {
    let from = data.len().saturating_sub(delimiter.len() - 1);
    let at = data[from..].iter().rposition(|&byte| byte == b'\r').map(|at| from + at);
    at.filter(|&at| delimiter.starts_with(&data[at..])).unwrap_or(data.len())
}

/// Whether a header value is made of what may stand in one.
fn is_value(value: &[u8]) -> bool {
    header::valid_value(value)
}

const BAD_BOUNDARY: Refusal =
    Refusal::bad_request("multipart/form-data needs one boundary of 1 to 70 letters, digits and '()+_,-./:=?");
const NO_START: Refusal = Refusal::bad_request("a multipart body must begin with its boundary");
const NO_END: Refusal = Refusal::bad_request("the multipart body ends before its closing boundary");
const BAD_DELIMITER: Refusal = Refusal::bad_request("a boundary must be followed by CR LF or by two hyphens");
const BOUNDARY_IN_HEAD: Refusal = Refusal::bad_request("the boundary must not stand in the headers of a part");
const HEAD_TOO_LONG: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send shorter headers of the parts");
const TOO_MANY_PARTS: Refusal = Refusal::new(Status::PAYLOAD_TOO_LARGE, "send fewer parts");

#[cfg(test)]
mod tests;
