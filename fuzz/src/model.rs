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
    /// After so many answers the connection may close, when nothing had come behind the head: a client that waits for
    /// `100 Continue` and gets its answer instead may send the body or not.
    may_end: Vec<usize>,
}

/// What should come of these bytes.
pub fn course(input: &[u8]) -> Course {
    let mut course = Course { answers: Vec::new(), end: End::More, expectations: 0, may_end: Vec::new() };
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
        let behind = &rest[head.length..];
        let (mut early, stays) = answer_without_handler(&head, rest);
        if !matches!(head.framing, Framing::None | Framing::Length(0))
            && let Some(answer) = &mut early
        {
            // It comes before the body, which is dropped if it is not large.
            let is_large = matches!(head.framing, Framing::Length(length) if length > SKIPPED);
            answer.closes |= is_large || head.expect_continue && behind.is_empty();
            let closes = answer.closes;
            course.answers.extend(early);
            if closes {
                course.end = End::Closed;
                return course;
            }
            if head.expect_continue {
                course.may_end.push(course.answers.len());
            }
            match body(&head, behind, SKIPPED) {
                Ok(Some((_, taken))) => at += head.length + taken,
                Ok(None) => return course,
                Err(_) => {
                    course.end = End::Closed;
                    return course;
                }
            }
            continue;
        }
        let body = match body(&head, behind, BODY_LIMIT as u64) {
            Ok(Some(body)) => body,
            Ok(None) => return course,
            Err(status) => return refused(course, status, head.method == Method::Head, End::RefusedBody),
        };
        at += head.length + body.1;
        let (answer, stays) = if early.is_some() { (early, stays) } else { answer(&head, rest, &body.0) };
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
fn body(head: &Head, rest: &[u8], limit: u64) -> Result<Option<(Vec<u8>, usize)>, u16> {
    match head.framing {
        Framing::None => Ok(Some((Vec::new(), 0))),
        Framing::Length(length) if length > limit => Err(413),
        Framing::Length(length) => Ok(rest.get(..length as usize).map(|body| (body.to_vec(), body.len()))),
        Framing::Chunked => {
            let limits = ChunkLimits { body: limit, extension: EXTRA_LIMIT, trailer: EXTRA_LIMIT };
            let mut body = Vec::new();
            let progress = Chunked::new().decode(rest, &mut body, &limits).map_err(|refusal| refusal.status.0)?;
            Ok(progress.done.then_some((body, progress.consumed)))
        }
    }
}

/// Bytes of a body that are dropped when nobody wants it.
const SKIPPED: u64 = 64 * 1024;

fn parts<'a>(head: &Head, text: &'a [u8]) -> Vec<&'a [u8]> {
    head.path.of(text).split(|&byte| byte == b'/').filter(|part| !part.is_empty()).collect()
}

fn expected(head: &Head, status: u16, body: Option<&[u8]>, stays: bool) -> Expected {
    let (is_head, is_old) = (head.method == Method::Head, head.minor_version == 0);
    Expected { status, body: body.map(<[u8]>::to_vec), is_head, is_old, closes: !stays }
}

/// The answer to a request that no handler sees, and whether the connection stays.
fn answer_without_handler(head: &Head, text: &[u8]) -> (Option<Expected>, bool) {
    let path = head.path.of(text);
    let is_get = matches!(head.method, Method::Get | Method::Head);
    let status = match (parts(head, text).as_slice(), head.method) {
        _ if !path.starts_with(b"/") => {
            if (head.method, path) == (Method::Options, b"*") {
                204
            } else {
                501
            }
        }
        // PUT is taken everywhere.
        (_, Method::Put) | ([], Method::Post) => 0,
        ([] | [b"large" | b"field" | b"stream" | b"silent" | b"later" | b"close"] | [b"param", _], _) if is_get => 0,
        (_, Method::Options) => 204,
        (_, Method::Undefined) => 501,
        _ => 405,
    };
    let is_encoded = |name: &[u8], value: &[u8]| {
        name.eq_ignore_ascii_case(b"content-encoding") && !value.is_empty() && !value.eq_ignore_ascii_case(b"identity")
    };
    let has_body = !matches!(head.framing, Framing::None | Framing::Length(0));
    let encoded = head.fields.iter().any(|field| is_encoded(field.name.of(text), field.value.of(text)));
    let status = if status == 0 && has_body && encoded { 415 } else { status };
    let answer = (status != 0).then(|| expected(head, status, (status == 204).then_some(&b""[..]), head.keep_alive));
    (answer, head.keep_alive)
}

/// The answer of a handler, if it gives one, and whether the connection stays.
fn answer(head: &Head, text: &[u8], body: &[u8]) -> (Option<Expected>, bool) {
    let (status, body): (u16, Option<&[u8]>) = match (parts(head, text).as_slice(), head.method) {
        (_, Method::Put | Method::Post) => (200, Some(body)),
        ([b"large"], _) => (200, Some(LARGE)),
        ([b"field"], _) => (200, None),
        ([b"param", name], _) => (200, Some(name)),
        // A stream to an HTTP/1.0 client has no other end than that of the connection.
        ([b"stream"], _) => {
            let stays = head.keep_alive && head.minor_version == 1;
            return (Some(expected(head, 200, Some(b"onethree"), stays)), stays);
        }
        ([b"silent"], _) => (500, None),
        ([b"later"], _) => (200, Some(b"later")),
        ([b"close"], _) => return (None, false),
        _ => (200, Some(b"hello")),
    };
    (Some(expected(head, status, body, head.keep_alive)), head.keep_alive)
}

impl Course {
    /// The same for bytes that come in pieces, given how many answers came.
    pub fn in_pieces(mut self, answered: usize) -> Self {
        if self.may_end.contains(&answered) {
            self.answers.truncate(answered);
            return self;
        }
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
