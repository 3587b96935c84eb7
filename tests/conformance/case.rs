//! What a case is, and the words in which the tables write it down.

use crate::rules::{RULES, Rule};

/// How binding a case is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// The RFC says MUST, or the opposite can be used for request smuggling.
    Must,
    /// The RFC says SHOULD.
    Should,
    /// Stricter than the RFC asks, where it leaves the choice.
    Strict,
}

/// What becomes of the connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// A later request on it is answered.
    Open,
    /// The server closes it, and answers nothing more.
    Closed,
}

/// How the bytes are cut into writes beside all at once, which every case gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cuts {
    /// Byte by byte.
    Single,
    /// Byte by byte, and in two writes with the cut at each place.
    Everywhere,
    /// Not at all: the bytes are too many, or have to come together.
    Never,
}

/// One answer that has to come.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The statuses that are right.
    pub statuses: Vec<u16>,
    /// The whole body, when it matters.
    pub body: Option<Vec<u8>>,
    /// The parts of a `multipart/byteranges` body: the range, LF, the bytes.
    pub parts: Vec<String>,
    /// Header names with the value they must have; None: the header must not be there. `*` at the end stands for any
    /// text, `?` in front for "or not there", `<` for a number below, `<=Date` for a date that is not later.
    pub headers: Vec<(String, Option<String>)>,
    /// It answers HEAD, so no body follows whatever its headers say.
    pub is_head: bool,
}

/// Bytes, and what has to come back.
#[derive(Clone, Debug)]
pub struct Case {
    pub name: String,
    pub level: Level,
    /// The rules it shows, by name.
    pub rules: Vec<&'static str>,
    pub bytes: Vec<u8>,
    pub answers: Vec<Answer>,
    /// The frames of a WebSocket that come behind the last answer: `text hello; close 1000`.
    pub frames: Option<String>,
    pub end: End,
    pub cuts: Cuts,
    /// The client ends its side behind the bytes.
    pub is_finished: bool,
    /// A path that is asked on a connection of its own afterwards, and the text it must give.
    pub then: Option<(String, String)>,
}

/// All cases, as they are written down.
pub struct Table {
    pub cases: Vec<Case>,
    rules: Vec<&'static str>,
}

/// A GET of a path.
pub fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n")
}

/// A GET of `/see` with more fields, each with its line end.
pub fn with(fields: &str) -> String {
    format!("GET /see HTTP/1.1\r\nHost: h\r\n{fields}\r\n")
}

/// A POST to `/see` with more fields, each with its line end, and what follows the head.
pub fn post(fields: &str, rest: &str) -> String {
    format!("POST /see HTTP/1.1\r\nHost: h\r\n{fields}\r\n{rest}")
}

/// A chunked POST to `/see`.
pub fn chunked(rest: &str) -> String {
    post("Transfer-Encoding: chunked\r\n", rest)
}

/// The content of `/letters.txt`, which was last changed at [`SAME`].
pub const LETTERS: &str = "abcdefghijklmnopqrstuvwxyz";

/// How often `/many.txt` has the letters: ranges of it can be too far from each other to be joined.
pub const MANY: usize = 200;

/// `/page` has this a thousand times: it is worth a content coding.
pub const PAGE: &str = "page ";

/// Stands for the entity tag that the server gives the letters.
pub const TAG: &str = "@tag@";

pub const EARLIER: &str = "Sun, 09 Sep 2001 01:46:39 GMT";
pub const SAME: &str = "Sun, 09 Sep 2001 01:46:40 GMT";
pub const LATER: &str = "Sun, 09 Sep 2001 01:46:41 GMT";

/// Dates in all formats, and where they stand to the last change.
pub const DATES: &[(&str, i32)] = &[
    (EARLIER, -1),
    (SAME, 0),
    (LATER, 1),
    ("Sunday, 09-Sep-01 01:46:39 GMT", -1),
    ("Sunday, 09-Sep-01 01:46:40 GMT", 0),
    ("Sun Sep  9 01:46:39 2001", -1),
    ("Sun Sep  9 01:46:40 2001", 0),
    ("Thu, 01 Jan 1970 00:00:00 GMT", -1),
    ("Tue, 01 Jan 2019 00:00:00 GMT", 1),
    // 2080 is too far away: the most recent year with these digits is meant.
    ("Tuesday, 01-Jan-80 00:00:00 GMT", -1),
];

/// Stands behind whatever is refused: a server that answers it has been smuggled a request.
pub const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

impl Answer {
    pub fn new(status: u16) -> Self {
        Self { statuses: vec![status], body: None, parts: Vec::new(), headers: Vec::new(), is_head: false }
    }

    /// 200 with this body.
    pub fn text(body: &str) -> Self {
        Self { body: Some(body.into()), ..Self::new(200) }
    }
}

impl Table {
    pub const fn new() -> Self {
        Self { cases: Vec::new(), rules: Vec::new() }
    }

    /// The rules that the next cases show.
    pub fn about(&mut self, rules: &[&'static str]) {
        self.rules = rules.to_vec();
    }

    /// Bytes that are refused with 400; the connection closes, and what follows is not answered.
    pub fn refused(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> &mut Case {
        let bytes = [bytes.as_ref(), SMUGGLED.as_bytes()].concat();
        self.add(name, bytes, vec![Answer::new(400)], End::Closed)
    }

    /// Bytes to which the application's answer shows what it saw; the connection stays.
    pub fn seen(&mut self, name: &str, bytes: impl AsRef<[u8]>, seen: &str) -> &mut Case {
        self.add(name, bytes, vec![Answer::text(seen)], End::Open)
    }

    /// Bytes with one answer of that status after which the connection stays.
    pub fn status(&mut self, name: &str, bytes: impl AsRef<[u8]>, status: u16) -> &mut Case {
        self.add(name, bytes, vec![Answer::new(status)], End::Open)
    }

    /// Bytes that are no whole request, and then the client's end: nothing comes back.
    pub fn unanswered(&mut self, name: &str, bytes: impl AsRef<[u8]>) -> &mut Case {
        let case = self.add(name, bytes, Vec::new(), End::Closed);
        case.is_finished = true;
        case
    }

    pub fn add(&mut self, name: &str, bytes: impl AsRef<[u8]>, answers: Vec<Answer>, end: End) -> &mut Case {
        let bytes = bytes.as_ref().to_vec();
        let cuts = if bytes.len() > 2000 { Cuts::Never } else { Cuts::Single };
        self.cases.push(Case {
            name: name.to_owned(),
            level: Level::Must,
            rules: self.rules.clone(),
            bytes,
            answers,
            frames: None,
            end,
            cuts,
            is_finished: false,
            then: None,
        });
        self.cases.last_mut().expect("just added")
    }
}

impl Case {
    pub fn should(&mut self) -> &mut Self {
        self.level = Level::Should;
        self
    }

    pub fn strict(&mut self) -> &mut Self {
        self.level = Level::Strict;
        self
    }

    /// One more rule that it shows.
    pub fn also(&mut self, rule: &'static str) -> &mut Self {
        self.rules.push(rule);
        self
    }

    /// The statuses that the last answer may have.
    pub fn with_status(&mut self, statuses: &[u16]) -> &mut Self {
        self.last().statuses = statuses.to_vec();
        self
    }

    /// The body of the last answer.
    pub fn with_body(&mut self, body: &str) -> &mut Self {
        self.last().body = Some(body.into());
        self
    }

    /// The parts of the body of the last answer.
    pub fn with_parts(&mut self, parts: &[String]) -> &mut Self {
        self.last().parts = parts.to_vec();
        self
    }

    /// A header of the last answer.
    pub fn header(&mut self, name: &str, value: &str) -> &mut Self {
        self.last().headers.push((name.to_owned(), Some(value.to_owned())));
        self
    }

    /// A header that the last answer does not have.
    pub fn without(&mut self, name: &str) -> &mut Self {
        self.last().headers.push((name.to_owned(), None));
        self
    }

    /// The last answer is one to HEAD.
    pub fn for_head(&mut self) -> &mut Self {
        self.last().is_head = true;
        self
    }

    /// One more answer.
    pub fn and(&mut self, answer: Answer) -> &mut Self {
        self.answers.push(answer);
        self
    }

    pub fn closes(&mut self) -> &mut Self {
        self.end = End::Closed;
        self
    }

    /// What comes behind the last answer.
    pub fn frames(&mut self, frames: &str) -> &mut Self {
        self.frames = Some(frames.to_owned());
        self
    }

    pub fn finished(&mut self) -> &mut Self {
        self.is_finished = true;
        self
    }

    pub fn cut_everywhere(&mut self) -> &mut Self {
        self.cuts = Cuts::Everywhere;
        self
    }

    pub fn uncut(&mut self) -> &mut Self {
        self.cuts = Cuts::Never;
        self
    }

    pub fn then(&mut self, path: &str, text: &str) -> &mut Self {
        self.then = Some((path.to_owned(), text.to_owned()));
        self
    }

    /// The same with an entity tag in place of [`TAG`].
    pub fn with_tag(&self, tag: &str) -> Self {
        let mut case = self.clone();
        if case.bytes.windows(TAG.len()).any(|part| part == TAG.as_bytes()) {
            case.bytes = String::from_utf8_lossy(&case.bytes).replace(TAG, tag).into_bytes();
        }
        for (_, value) in case.answers.iter_mut().flat_map(|answer| &mut answer.headers) {
            *value = value.take().map(|value| value.replace(TAG, tag));
        }
        case
    }

    /// The rules of the table that it shows.
    pub fn shown(&self) -> impl Iterator<Item = &'static Rule> {
        self.rules.iter().map(|name| {
            let rule = RULES.iter().find(|rule| rule.name == *name);
            rule.unwrap_or_else(|| panic!("{}: no rule is called {name}", self.name))
        })
    }

    fn last(&mut self) -> &mut Answer {
        self.answers.last_mut().expect("it has an answer")
    }
}
