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
    /// Header names with the value they must have; None: the header must not be there.
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

/// Stands behind whatever is refused: a server that answers it has been smuggled a request.
pub const SMUGGLED: &str = "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n";

impl Answer {
    pub fn new(status: u16) -> Self {
        Self { statuses: vec![status], body: None, headers: Vec::new(), is_head: false }
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
