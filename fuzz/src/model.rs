//! What a server should do with all the bytes of a connection, said without any state machine: the parsers of single
//! messages, one after the other, over the whole input.

use crate::{
    head::has_end,
    site::{BODY_LIMIT, EXTRA_LIMIT, FIELD_LIMIT, HEAD_LIMIT, LARGE, LINE_LIMIT},
};
use cerver_core::http::{
    chunked::{ChunkLimits, Chunked},
    head::{Framing, Head, Limits, Parsed},
    method::Method,
};

/// One answer that must come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The status.
    pub status: u16,
    /// The body, if it is known.
    pub body: Option<Vec<u8>>,
    /// No body comes, whatever the head says.
    pub is_head: bool,
    /// HTTP/1.0: a stream ends with the connection.
    pub is_old: bool,
    /// The connection must say that it closes.
    pub closes: bool,
}

/// How the requests of a connection end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// In the middle of a request, or after a whole one.
    More,
    /// Nothing behind the last answer counts.
    Closed,
    /// The last answer refuses a body.
    RefusedBody,
    /// The last answer refuses a head. Bytes of a head that come in pieces are only looked at again when its end may be
    /// in sight, or a limit is reached: so another error may be named, and without an end none at all.
    RefusedHead {
        /// An end of the head is in sight.
        has_end: bool,
    },
}

/// All that must happen.
#[derive(Clone, Debug)]
pub struct Course {
    /// The answers, in their order.
    pub answers: Vec<Expected>,
    /// What comes behind them.
    pub end: End,
    /// How many requests wait for `100 Continue`.
    pub expectations: usize,
}

/// What should come of these bytes.
pub fn course(input: &[u8]) -> Course {
    let mut course = Course { answers: Vec::new(), end: End::More, expectations: 0 };
    let mut at = 0;
    let limits = Limits { request_line: LINE_LIMIT, head: HEAD_LIMIT, fields: FIELD_LIMIT as usize };
    while at < input.len() {
        let mut head = Head::new();
        let rest = &input[at..];
        match head.parse(rest, &mut 0, &limits) {
            Parsed::Partial => return course,
            Parsed::Refused(refusal) => {
                let is_head = rest.strip_prefix(b"\r\n").unwrap_or(rest).starts_with(b"HEAD ");
                return refused(course, refusal.status.0, is_head, End::RefusedHead { has_end: has_end(rest) });
            }
            Parsed::Complete => {}
        }
        course.expectations += usize::from(head.expect_continue);
        let body = match body(&head, &rest[head.length..]) {
            Ok(Some(body)) => body,
            Ok(None) => return course,
            Err(status) => return refused(course, status, head.method == Method::Head, End::RefusedBody),
        };
        at += head.length + body.1;
        let (answer, stays) = answer(&head, rest, &body.0);
        course.answers.extend(answer);
        if !stays {
            course.end = End::Closed;
            return course;
        }
    }
    course
}

fn refused(mut course: Course, status: u16, is_head: bool, end: End) -> Course {
    course.answers.push(Expected { status, body: None, is_head, is_old: false, closes: true });
    course.end = end;
    course
}

/// The body and how many bytes it took; None when more must come; the status when it is refused.
fn body(head: &Head, rest: &[u8]) -> Result<Option<(Vec<u8>, usize)>, u16> {
    match head.framing {
        Framing::None => Ok(Some((Vec::new(), 0))),
        Framing::Length(length) if length > BODY_LIMIT as u64 => Err(413),
        Framing::Length(length) => Ok(rest.get(..length as usize).map(|body| (body.to_vec(), body.len()))),
        Framing::Chunked => {
            let limits = ChunkLimits { body: BODY_LIMIT as u64, extension: EXTRA_LIMIT, trailer: EXTRA_LIMIT };
            let mut body = Vec::new();
            let progress = Chunked::new().decode(rest, &mut body, &limits).map_err(|refusal| refusal.status.0)?;
            Ok(progress.done.then_some((body, progress.consumed)))
        }
    }
}

/// The answer of the site, if there is one, and whether the connection stays.
fn answer(head: &Head, text: &[u8], body: &[u8]) -> (Option<Expected>, bool) {
    let path: Vec<&[u8]> = head.path.of(text).split(|&byte| byte == b'/').filter(|part| !part.is_empty()).collect();
    let is_path = head.path.of(text).starts_with(b"/");
    let is_get = matches!(head.method, Method::Get | Method::Head);
    let (status, body): (u16, Option<&[u8]>) = match (path.as_slice(), head.method) {
        _ if !is_path && (head.method, head.path.of(text)) == (Method::Options, b"*") => (204, Some(b"")),
        _ if !is_path => (501, None),
        (_, Method::Put) => (200, Some(body)),
        ([], Method::Post) => (200, Some(body)),
        ([], _) if is_get => (200, Some(b"hello")),
        ([b"large"], _) if is_get => (200, Some(LARGE)),
        ([b"field"], _) if is_get => (200, None),
        ([b"param", name], _) if is_get => (200, Some(name)),
        ([b"stream"], _) if is_get => (200, Some(b"onethree")),
        ([b"silent"], _) if is_get => (500, None),
        ([b"later"], _) if is_get => (200, Some(b"later")),
        ([b"close"], _) if is_get => return (None, false),
        // PUT is taken everywhere.
        (_, Method::Options) => (204, Some(b"")),
        (_, Method::Undefined) => (501, None),
        _ => (405, None),
    };
    let (is_head, is_old) = (head.method == Method::Head, head.minor_version == 0);
    // A stream to an HTTP/1.0 client has no other end than that of the connection.
    let stays = head.keep_alive && !(is_old && path == [b"stream"] && is_get);
    let expected = Expected { status, body: body.map(<[u8]>::to_vec), is_head, is_old, closes: !stays };
    (Some(expected), stays)
}

impl Course {
    /// The same for bytes that come in pieces, given how many answers came.
    pub fn in_pieces(mut self, answered: usize) -> Self {
        let End::RefusedHead { has_end } = self.end else { return self };
        if !has_end && answered + 1 == self.answers.len() {
            self.answers.pop();
        } else if let Some(last) = self.answers.last_mut() {
            last.status = ANY_REFUSAL;
        }
        self
    }
}

/// Stands for every status that refuses a head.
const ANY_REFUSAL: u16 = 0;

impl Expected {
    /// Whether a status is the expected one.
    pub fn allows(&self, status: u16) -> bool {
        status == self.status || self.status == ANY_REFUSAL && matches!(status, 400 | 414 | 417 | 421 | 431 | 501 | 505)
    }
}
