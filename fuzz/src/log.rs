//! The lines of the access log: read strictly, and compared with what was asked and answered.

use crate::{answers::Answers, model::Course};
use cerver_core::http::{LogFormat, MAX_LINE};
use serde_json::Value;
use std::collections::BTreeSet;

/// One line.
#[derive(Debug)]
pub struct Line {
    /// In place of a status: 444 for a handler that closes without an answer, 499 for a client that has gone.
    pub status: u16,
    body_bytes: usize,
    /// The first line of the request; None when none came.
    request: Option<Text>,
    /// Referer and User-Agent.
    fields: [Option<Text>; 2],
    /// The request's name.
    id: Option<String>,
}

/// A text of the client's.
#[derive(Debug)]
enum Text {
    /// Every byte of it.
    Exact(Vec<u8>),
    /// With another letter for bytes that are no UTF-8.
    Lossy(String),
}

/// Reads all lines.
pub fn read(bytes: &[u8], format: LogFormat) -> Vec<Line> {
    let text = str::from_utf8(bytes).expect("lines are UTF-8");
    assert!(text.is_empty() || text.ends_with('\n'));
    let lines = text.split_terminator('\n');
    lines.map(|line| read_line(line, format).unwrap_or_else(|| panic!("not a line of the log: {line:?}"))).collect()
}

/// Compares the lines with the answers that came, and those with what was expected.
pub fn check(course: &Course, answers: &Answers, requests: usize, lines: &[Line]) {
    check_statuses(answers, requests, lines);
    for (line, expected) in answered(lines).zip(&course.answers) {
        let whole = &expected.told.line;
        match &line.request {
            // What is no request may be refused in the middle of its line.
            Some(Text::Exact(text)) if !expected.told.is_read => {
                assert!(text == b"-" || whole.starts_with(uncut(text)), "{line:?} {course:#?}");
            }
            Some(Text::Lossy(_)) | None if !expected.told.is_read => {}
            request => assert!(is_same(request.as_ref(), Some(whole)), "{line:?} {course:#?}"),
        }
        for (field, expected) in line.fields.iter().zip(&expected.told.fields) {
            assert!(is_same(field.as_ref(), expected.as_deref()), "{line:?} {course:#?}");
        }
    }
}

/// There is one line for each request, and those of answered ones say what was answered, in order.
pub fn check_statuses(answers: &Answers, requests: usize, lines: &[Line]) {
    // What cannot be read is no request, but has a line.
    assert!((requests..=requests + 1).contains(&lines.len()), "{requests} requests, {lines:#?}");
    assert!(lines.iter().rev().skip(1).all(|line| line.status < 444 || line.status > 499), "{lines:#?}");
    let mut lines = answered(lines);
    for answer in &answers.all {
        let line = lines.next().expect("every answer has a line");
        assert_eq!(line.status, answer.status, "{line:?} {answer:?}");
        // A head that never ends may be refused with a body before anybody can know that it asks with HEAD.
        let is_certain = !answer.is_open_ended && answer.status != 408;
        assert!(line.body_bytes == answer.coded_length || !is_certain, "{line:?} {answer:?}");
        if let Some(id) = &line.id {
            let mut ids = answer.fields.iter().filter(|(name, _)| name == "x-request-id").map(|(_, id)| &id[..]);
            assert!(ids.any(|other| other == id.as_bytes()), "{line:?} {answer:?}");
        }
    }
}

fn answered(lines: &[Line]) -> impl Iterator<Item = &Line> {
    lines.iter().filter(|line| !matches!(line.status, 444 | 499))
}

/// A text without the dots of one that was cut because it is long.
fn uncut(text: &[u8]) -> &[u8] {
    text.strip_suffix(b"...").filter(|text| text.len() > SURELY_WHOLE).unwrap_or(text)
}

/// Nothing of this length is cut, however it is escaped.
const SURELY_WHOLE: usize = 100;

fn is_same(text: Option<&Text>, expected: Option<&[u8]>) -> bool {
    let fits =
        |text: &[u8], whole: &[u8]| if uncut(text) == text { text == whole } else { whole.starts_with(uncut(text)) };
    match (text, expected) {
        (None, expected) => expected.is_none(),
        // Without a value it stands for nothing.
        (Some(Text::Exact(text)), None) => text == b"-",
        (Some(Text::Exact(text)), Some(expected)) => fits(text, expected) || text == expected,
        (Some(Text::Lossy(text)), expected) => expected.is_some_and(|expected| {
            let expected = String::from_utf8_lossy(expected);
            fits(text.as_bytes(), expected.as_bytes()) || *text == expected
        }),
    }
}

fn read_line(line: &str, format: LogFormat) -> Option<Line> {
    assert!(line.len() < MAX_LINE, "{} bytes", line.len());
    match format {
        LogFormat::Json => read_json(line),
        _ => read_common(line, format == LogFormat::Combined),
    }
}

/// `unix: - - [09/Sep/2001:01:46:40 +0000] "GET / HTTP/1.1" 200 5`, perhaps with two texts in quotes behind it.
fn read_common(line: &str, is_combined: bool) -> Option<Line> {
    assert!(line.bytes().all(|byte| (b' '..=b'~').contains(&byte)), "{line}");
    let (time, rest) = line.strip_prefix("unix: - - [")?.split_once("] ")?;
    check_time(time, "00/AAA/0000:00:00:00 +0000");
    let (request, rest) = read_quoted(rest)?;
    let mut numbers = rest.strip_prefix(' ')?.splitn(3, ' ');
    let (status, body_bytes) = (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?);
    let mut fields = [None, None];
    match numbers.next() {
        Some(rest) if is_combined => {
            let (referer, rest) = read_quoted(rest)?;
            let (agent, rest) = read_quoted(rest.strip_prefix(' ')?)?;
            assert!(rest.is_empty());
            fields = [Some(Text::Exact(referer)), Some(Text::Exact(agent))];
        }
        rest => assert!(rest.is_none() && !is_combined, "{line}"),
    }
    Some(Line { status, body_bytes, request: Some(Text::Exact(request)), fields, id: None })
}

/// Digits stand where the pattern has a 0, letters where it has an A.
fn check_time(text: &str, pattern: &str) {
    let fits = |(byte, expected): (u8, u8)| match expected {
        b'0' => byte.is_ascii_digit(),
        b'A' => byte.is_ascii_alphabetic(),
        other => byte == other,
    };
    assert!(text.len() == pattern.len() && text.bytes().zip(pattern.bytes()).all(fits), "{text}");
}

/// A text in quotes, escapes undone, and what is behind it.
fn read_quoted(text: &str) -> Option<(Vec<u8>, &str)> {
    let mut rest = text.strip_prefix('"')?;
    let mut bytes = Vec::new();
    loop {
        let letter = rest.chars().next()?;
        rest = &rest[1..];
        match letter {
            '"' => return Some((bytes, rest)),
            '\\' => {
                let escaped = rest.chars().next()?;
                rest = &rest[1..];
                match escaped {
                    'x' => {
                        bytes.push(u8::from_str_radix(rest.get(..2)?, 16).ok()?);
                        rest = &rest[2..];
                    }
                    '"' | '\\' => bytes.push(escaped as u8),
                    _ => return None,
                }
            }
            other => bytes.push(other as u8),
        }
    }
}

fn read_json(line: &str) -> Option<Line> {
    const NAMES: &str = "time address port connection request status body_bytes complete duration_us referer user_agent \
                         request_id trace_id parent_id";
    assert!(!line.chars().any(|letter| letter.is_control() || "\u{2028}\u{2029}".contains(letter)), "{line}");
    let object: Value = serde_json::from_str(line).ok()?;
    let members = object.as_object()?;
    assert!(members.keys().map(String::as_str).collect::<BTreeSet<_>>() == NAMES.split(' ').collect(), "{line}");
    check_time(members["time"].as_str()?, "0000-00-00T00:00:00Z");
    let text = |name: &str| members[name].as_str().map(str::to_owned);
    let number = |name: &str| members[name].as_u64();
    assert!(members["complete"].is_boolean() && members["duration_us"].is_u64());
    Some(Line {
        status: number("status")?.try_into().ok()?,
        body_bytes: number("body_bytes")?.try_into().ok()?,
        request: text("request").map(Text::Lossy),
        fields: [text("referer").map(Text::Lossy), text("user_agent").map(Text::Lossy)],
        id: text("request_id"),
    })
}
