//! What a server should do with all the bytes of a connection, said without any state machine: the parsers of single
//! messages, one after the other, over the whole input.

use crate::{
    form::Form,
    head::has_end,
    routes::{self, Page, Plan, Work},
    site::{EXTRA_LIMIT, FIELD_LIMIT, HEAD_LIMIT, LINE_LIMIT},
};
use cerver_core::http::{
    chunked::{ChunkLimits, Chunked},
    head::{Framing, Head, Limits, Parsed},
    method::Method,
    refusal::Refusal,
};

/// One answer that must come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The status.
    pub status: u16,
    /// The body, if it is known.
    pub body: Option<Vec<u8>>,
    /// The form of an error page of the library.
    pub page: Option<Page>,
    /// No body comes, whatever the head says.
    pub is_head: bool,
    /// HTTP/1.0: a stream ends with the connection.
    pub is_old: bool,
    /// The connection must say that it closes.
    pub closes: bool,
    /// It may, though nothing asks for it: a client that waits for `100 Continue` may send its body or not.
    pub may_close: bool,
    /// How the body may be coded.
    pub coding: Coding,
    /// What the log says of the request.
    pub told: Told,
}

/// How the body of an answer may be coded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// The handler says whatever it likes.
    Any,
    /// In this one, or not at all.
    Maybe(Option<&'static str>),
    /// In this one, when there is one.
    Sure(Option<&'static str>),
}

/// What is known of a request beside its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Told {
    /// The first line.
    pub line: Vec<u8>,
    /// Referer and User-Agent.
    pub fields: [Option<Vec<u8>>; 2],
    /// It could be read.
    pub is_read: bool,
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
            Parsed::Partial => break,
            Parsed::Refused(refusal) => {
                course.answers.push(unread(rest, refusal.status.0));
                course.end = End::RefusedHead { has_end: has_end(rest) };
                break;
            }
            Parsed::Complete => {}
        }
        course.expectations += usize::from(head.expect_continue);
        match course.take(&Request { head: &head, text: rest, behind: &rest[head.length..] }) {
            Some(body) => at += head.length + body,
            None => break,
        }
    }
    course
}

/// A request and all that follows it.
struct Request<'a> {
    head: &'a Head,
    text: &'a [u8],
    behind: &'a [u8],
}

/// How far a body comes.
enum Body {
    /// What the handler gets, and the bytes of the connection that it took.
    Whole(Vec<u8>, usize),
    /// Its end is missing.
    More,
}

impl Course {
    /// What comes of one request; the length of its body, None when nothing behind it counts.
    fn take(&mut self, request: &Request<'_>) -> Option<usize> {
        let head = request.head;
        let has_body = !matches!(head.framing, Framing::None | Framing::Length(0));
        let work = match routes::find(head, request.text, head.keep_alive) {
            Plan::Library(status) if has_body => return self.early(request, request.page(status)),
            Plan::Library(status) => return self.answer(request.page(status), 0),
            Plan::Upgrade => {
                self.answers.push(Expected { closes: false, ..request.expected(101, Some(request.behind.to_vec())) });
                self.end = End::Closed;
                return None;
            }
            Plan::Handler(work) => work,
        };
        let refusal = work.refusal(head, request.text).map(|(status, text)| match text {
            Some(text) => request.expected(status, Some(text.to_vec())),
            None => request.page(status),
        });
        if !has_body {
            return match refusal {
                Some(answer) => self.answer(answer, 0),
                None => self.work(request, work, work.whole(&[]), 0),
            };
        }
        if routes::is_encoded(head, request.text) {
            return self.early(request, request.page(415));
        }
        if matches!(head.framing, Framing::Length(length) if length > work.body_limit()) {
            return self.refuse(request, 413);
        }
        let form = match work.form(head, request.text) {
            Ok(form) => form,
            Err(status) => return self.refuse(request, status),
        };
        if let Some(answer) = refusal {
            return self.early(request, answer);
        }
        let is_form = form.is_some();
        match body(head, request.behind, work.body_limit(), form) {
            Ok(Body::Whole(body, length)) => {
                let body = if is_form { body } else { work.whole(&body) };
                self.work(request, work, body, length)
            }
            Ok(Body::More) => None,
            Err(refusal) => self.refuse(request, refusal.status.0),
        }
    }

    /// An answer behind the body.
    fn answer(&mut self, answer: Expected, length: usize) -> Option<usize> {
        let closes = answer.closes;
        self.answers.push(answer);
        if closes {
            self.end = End::Closed;
            return None;
        }
        Some(length)
    }

    /// The answer of a handler.
    fn work(&mut self, request: &Request<'_>, work: Work, body: Vec<u8>, length: usize) -> Option<usize> {
        let (head, text) = (request.head, request.text);
        let coding = routes::coding(head, text);
        let answer = request.expected(200, work.answer(head, text, body));
        let answer = match work {
            Work::Close => {
                self.end = End::Closed;
                return None;
            }
            Work::Silent => request.page(500),
            Work::Field => Expected { coding: Coding::Any, may_close: true, ..answer },
            Work::Coded(_) => Expected { coding: Coding::Sure(coding), ..answer },
            // A stream to an HTTP/1.0 client has no other end than that of the connection.
            Work::Stream => Expected { closes: answer.closes || answer.is_old, ..answer },
            Work::Flow => Expected { closes: answer.closes || answer.is_old, coding: Coding::Sure(coding), ..answer },
            _ => answer,
        };
        self.answer(answer, length)
    }

    /// An answer that comes before the body, which is dropped if it is not large.
    fn early(&mut self, request: &Request<'_>, mut answer: Expected) -> Option<usize> {
        let head = request.head;
        let is_large = matches!(head.framing, Framing::Length(length) if length > SKIPPED);
        answer.closes |= is_large || head.expect_continue && request.behind.is_empty();
        self.answer(answer, 0)?;
        if head.expect_continue {
            self.may_end.push(self.answers.len());
        }
        match body(head, request.behind, SKIPPED, None) {
            Ok(Body::Whole(_, length)) => Some(length),
            Ok(Body::More) => None,
            Err(_) => {
                self.end = End::Closed;
                None
            }
        }
    }

    /// A request that is refused for its body.
    fn refuse(&mut self, request: &Request<'_>, status: u16) -> Option<usize> {
        self.answers.push(Expected { closes: true, ..request.page(status) });
        self.end = End::RefusedBody;
        None
    }
}

/// The answer to what is no request.
fn unread(text: &[u8], status: u16) -> Expected {
    Expected {
        status,
        body: None,
        page: Some(Page::Json),
        is_head: text.strip_prefix(b"\r\n").unwrap_or(text).starts_with(b"HEAD "),
        is_old: false,
        closes: true,
        may_close: true,
        coding: Coding::Maybe(None),
        told: Told { line: first_line(text).to_vec(), fields: [None, None], is_read: false },
    }
}

/// The first line that is not empty.
fn first_line(text: &[u8]) -> &[u8] {
    let mut lines = text.split(|byte| b"\r\n".contains(byte));
    lines.find(|line| !line.is_empty()).unwrap_or_default()
}

impl Request<'_> {
    fn expected(&self, status: u16, body: Option<Vec<u8>>) -> Expected {
        let (head, text) = (self.head, self.text);
        let first = |name: &[u8]| routes::values(head, text, name).next().map(<[u8]>::to_vec);
        Expected {
            status,
            body,
            page: None,
            is_head: head.method == Method::Head,
            is_old: head.minor_version == 0,
            closes: !head.keep_alive,
            may_close: head.expect_continue,
            coding: Coding::Maybe(routes::coding(head, text)),
            told: Told {
                line: first_line(text).to_vec(),
                fields: [first(b"referer"), first(b"user-agent")],
                is_read: true,
            },
        }
    }

    /// An answer of the library's.
    fn page(&self, status: u16) -> Expected {
        let is_empty = status == 204;
        let page = (!is_empty).then(|| routes::page(self.head, self.text));
        Expected { page, ..self.expected(status, is_empty.then(Vec::new)) }
    }
}

/// Takes a body, as a form or as it is.
fn body(head: &Head, rest: &[u8], limit: u64, mut form: Option<Form>) -> Result<Body, Refusal> {
    let mut body = Vec::new();
    let mut give = |data: &[u8]| match &mut form {
        Some(form) => form.take(data),
        None => {
            body.extend_from_slice(data);
            Ok(())
        }
    };
    let (used, is_done) = match head.framing {
        Framing::None => (0, true),
        Framing::Length(length) => {
            let used = rest.len().min(length as usize);
            give(&rest[..used])?;
            (used, used as u64 == length)
        }
        Framing::Chunked => {
            let limits = ChunkLimits { body: limit, extension: EXTRA_LIMIT, trailer: EXTRA_LIMIT };
            let progress = Chunked::new().decode_with(rest, &limits, &mut give)?;
            (progress.consumed, progress.done)
        }
    };
    if !is_done {
        return Ok(Body::More);
    }
    Ok(Body::Whole(form.map_or(Ok(body), Form::finish)?, used))
}

/// Bytes of a body that are dropped when nobody wants it.
const SKIPPED: u64 = 64 * 1024;

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
