//! Reads all that a connection answered, strictly: anything that is no HTTP answer is an error.

use crate::model::Expected;
use cerver_core::http::header;
use std::fmt;

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names and values.
    pub fields: Vec<(String, Vec<u8>)>,
    /// The body without its framing.
    pub body: Vec<u8>,
    /// It says that the connection closes.
    pub closes: bool,
}

impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}closes)", self.status, if self.closes { "" } else { "not " })?;
        let fields = self.fields.iter().map(|(name, value)| (name, String::from_utf8_lossy(value)));
        f.debug_list().entries(fields).entry(&String::from_utf8_lossy(&self.body)).finish()
    }
}

/// Everything that was read.
#[derive(Clone, Debug, Default)]
pub struct Answers {
    /// Final answers.
    pub all: Vec<Answer>,
    /// How many times `100 Continue` came.
    pub interim: usize,
    /// The last answer was cut off.
    pub is_cut: bool,
}

/// Reads `bytes`, with the end of the connection behind them. `expected` tells which of the answers have no body.
///
/// # Panics
/// When they are no answers.
pub fn read(bytes: &[u8], expected: &[Expected]) -> Answers {
    let mut answers = Answers::default();
    let mut rest = bytes;
    while !rest.is_empty() {
        if let Some(behind) = rest.strip_prefix(b"HTTP/1.1 100 Continue\r\n\r\n") {
            answers.interim += 1;
            rest = behind;
            continue;
        }
        let hint = expected.get(answers.all.len());
        match read_one(rest, hint) {
            Some((answer, length)) => {
                answers.all.push(answer);
                rest = &rest[length..];
            }
            None => {
                answers.is_cut = true;
                return answers;
            }
        }
    }
    answers
}

/// One answer and its length; None when it is cut off.
fn read_one(bytes: &[u8], hint: Option<&Expected>) -> Option<(Answer, usize)> {
    let length = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let mut lines =
        bytes[..length - 4].split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let line = str::from_utf8(lines.next().expect("split gives something")).expect("a status line is ASCII");
    let status = line.strip_prefix("HTTP/1.1 ").and_then(|line| line.get(..4)).expect("a status line");
    let status: u16 = status.strip_suffix(' ').and_then(|status| status.parse().ok()).expect("a status");
    assert!((200..600).contains(&status));
    let mut fields = Vec::new();
    for line in lines {
        let colon = line.iter().position(|&byte| byte == b':').expect("a field has a colon");
        let value = line[colon + 1..].strip_prefix(b" ").unwrap_or(&line[colon + 1..]);
        assert!(header::is_token(&line[..colon]) && header::valid_value(value), "{:?}", String::from_utf8_lossy(line));
        fields.push((String::from_utf8_lossy(&line[..colon]).to_ascii_lowercase(), value.to_vec()));
    }
    let values =
        |name: &str| fields.iter().filter(|(other, _)| other == name).map(|(_, value)| &value[..]).collect::<Vec<_>>();
    let (lengths, codings) = (values("content-length"), values("transfer-encoding"));
    assert!(lengths.len() + codings.len() <= 1, "the end of a body is told twice");
    assert_eq!(values("date").len(), 1);
    let closes = values("connection").contains(&&b"close"[..]);
    let is_bodiless = status == 204 || status == 304 || hint.is_some_and(|hint| hint.is_head);
    let rest = &bytes[length..];
    let (body, taken) = if is_bodiless {
        (Vec::new(), 0)
    } else if let [length] = lengths[..] {
        let length: usize = str::from_utf8(length).ok().and_then(|length| length.parse().ok()).expect("a length");
        (rest.get(..length)?.to_vec(), length)
    } else if let [coding] = codings[..] {
        assert!(coding == b"chunked" && hint.is_none_or(|hint| !hint.is_old));
        read_chunks(rest)?
    } else {
        assert!(closes, "a body without end");
        (rest.to_vec(), rest.len())
    };
    Some((Answer { status, fields, body, closes }, length + taken))
}

fn read_chunks(bytes: &[u8]) -> Option<(Vec<u8>, usize)> {
    let (mut body, mut at) = (Vec::new(), 0);
    loop {
        let end = at + bytes[at..].windows(2).position(|end| end == b"\r\n")?;
        let size = str::from_utf8(&bytes[at..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let size = size.expect("a chunk size");
        at = end + 2;
        body.extend_from_slice(bytes.get(at..at + size)?);
        assert_eq!(bytes.get(at + size..at + size + 2)?, b"\r\n");
        at += size + 2;
        if size == 0 {
            return Some((body, at));
        }
    }
}
