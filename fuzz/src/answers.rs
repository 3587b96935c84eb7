//! Reads all that a connection answered, strictly: anything that is no HTTP answer is an error.

use crate::model::{Coding, Expected};
use cerver_core::http::header;
use std::{fmt, io::Read};

/// One answer.
#[derive(Clone, PartialEq, Eq)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// Names and values.
    pub fields: Vec<(String, Vec<u8>)>,
    /// The body without its framing and its coding.
    pub body: Vec<u8>,
    /// Bytes of the body as it came, without its framing.
    pub coded_length: usize,
    /// It says that the connection closes.
    pub closes: bool,
    /// The body ends with the connection: nobody knows whether all of it is there.
    pub is_open_ended: bool,
}

impl Answer {
    /// Whether one of the lines of a field names this.
    pub fn names(&self, field: &str, name: &str) -> bool {
        let values = self.fields.iter().filter(|(other, _)| other == field);
        let mut names = values.flat_map(|(_, value)| value.split(|&byte| byte == b','));
        names.any(|other| other.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
    }

    /// The value of a field, which must not come twice.
    pub fn value(&self, name: &str) -> Option<&[u8]> {
        let mut values = self.fields.iter().filter(|(other, _)| other == name).map(|(_, value)| &value[..]);
        let value = values.next();
        assert!(values.next().is_none(), "{name} comes twice");
        value
    }
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
    assert!(status == 101 || (200..600).contains(&status));
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
    let is_open_ended = !is_bodiless && status != 101 && lengths.is_empty() && codings.is_empty();
    let (body, taken) = if is_bodiless {
        (Vec::new(), 0)
    } else if status == 101 {
        // The rest is another protocol's.
        assert!(lengths.is_empty() && codings.is_empty());
        (rest.to_vec(), rest.len())
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
    let coded_length = if status == 101 { 0 } else { body.len() };
    let mut answer = Answer { status, fields, body, coded_length, closes, is_open_ended };
    if !is_bodiless && hint.is_some_and(|hint| hint.coding != Coding::Any) {
        if let Some(coding) = answer.value("content-encoding") {
            let decoded = decode(coding, &answer.body);
            assert!(decoded.is_some() || answer.is_open_ended, "a body that cannot be decoded: {answer:?}");
            answer.body = decoded?;
        }
    }
    Some((answer, length + taken))
}

/// Undoes a content coding; None when the body is not there to its end, or something is behind that.
fn decode(coding: &[u8], mut body: &[u8]) -> Option<Vec<u8>> {
    let mut text = Vec::new();
    match coding {
        b"gzip" => drop(flate2::bufread::GzDecoder::new(&mut body).read_to_end(&mut text).ok()?),
        b"br" => brotli::BrotliDecompress(&mut body, &mut text).ok()?,
        b"zstd" => {
            text.reserve(1 << 16);
            zstd_safe::decompress(&mut text, body).ok()?;
            body = &[];
        }
        _ => return None,
    }
    body.is_empty().then_some(text)
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
