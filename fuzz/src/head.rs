//! Request heads: the same verdict however the bytes come, and the rules that every accepted head keeps.

use crate::choices::Choices;
use cerver_core::http::{
    head::{Framing, Head, Limits, Parsed},
    header::{self, KnownHeader},
    method::Method,
};

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let limits = match choices.below(3) {
        0 => Limits { request_line: 40, head: 200, fields: 4 },
        _ => Limits::default(),
    };
    let (head, verdict) = parse(text, &limits);
    check_pieces(text, &limits, &head, verdict, &mut choices);
    match verdict {
        Parsed::Complete => check_complete(text, &limits, &head, &mut choices),
        Parsed::Partial => assert!(!has_end(text), "a head with an end is complete or refused"),
        Parsed::Refused(refusal) => {
            assert!((400..=505).contains(&refusal.status.0) && !refusal.reason.is_empty());
            // No further byte makes it right.
            let longer = [text, b"\r\nHost: h\r\n\r\n"].concat();
            assert!(matches!(parse(&longer, &limits).1, Parsed::Refused(_)), "a refused head was repaired");
        }
    }
}

/// Parses a text at once.
pub fn parse(text: &[u8], limits: &Limits) -> (Head, Parsed) {
    let mut head = Head::new();
    let verdict = head.parse(text, &mut 0, limits);
    (head, verdict)
}

/// Whether something ends a head, rightly or wrongly: an empty line, or an LF that stands alone.
pub fn has_end(text: &[u8]) -> bool {
    let start = if text.starts_with(b"\r\n") { 2 } else { 0 };
    let text = &text[start..];
    text.windows(4).any(|end| end == b"\r\n\r\n")
        || text.iter().enumerate().any(|(at, &byte)| byte == b'\n' && !text[..at].ends_with(b"\r"))
}

fn check_pieces(text: &[u8], limits: &Limits, whole: &Head, verdict: Parsed, choices: &mut Choices) {
    let mut head = Head::new();
    let (mut scanned, mut length, mut last) = (0, 0, Parsed::Partial);
    for piece in choices.cut(text) {
        length += piece.len();
        last = head.parse(&text[..length], &mut scanned, limits);
        if last != Parsed::Partial {
            break;
        }
    }
    match (verdict, last) {
        (Parsed::Complete, Parsed::Complete) => assert_eq!(format!("{whole:?}"), format!("{head:?}")),
        // Pieces are only looked at again when the end of the head may be in sight.
        (Parsed::Refused(_), Parsed::Partial) => assert!(!has_end(text), "refused at once, not refused in pieces"),
        // Which of several errors is named may depend on how much is there.
        (Parsed::Refused(_), Parsed::Refused(_)) | (Parsed::Partial, Parsed::Partial) => {}
        (verdict, last) => panic!("at once {verdict:?}, in pieces {last:?}"),
    }
}

fn check_complete(text: &[u8], limits: &Limits, head: &Head, choices: &mut Choices) {
    assert!(head.length <= text.len().min(limits.head) && text[..head.length].ends_with(b"\r\n\r\n"));
    // What is behind the head does not count, and without its last byte it is no head.
    let (alone, verdict) = parse(&text[..head.length], limits);
    assert_eq!(verdict, Parsed::Complete);
    assert_eq!(format!("{head:?}"), format!("{alone:?}"));
    assert_eq!(parse(&text[..choices.below(head.length)], limits).1, Parsed::Partial, "a part of a good head");

    let lines = text[..head.length].strip_prefix(b"\r\n").unwrap_or(&text[..head.length]);
    assert!(lines.iter().enumerate().all(|(at, &byte)| (byte == b'\n') == lines[..at].ends_with(b"\r")));
    assert!(!lines.contains(&0));
    let line = lines.split(|&byte| byte == b'\r').next().unwrap_or_default();
    assert!(line.len() <= limits.request_line);
    check_line(text, head, line);
    check_fields(text, head, limits);
    check_framing(text, head);
}

fn check_line(text: &[u8], head: &Head, line: &[u8]) {
    let (method, target) = (head.method_text.of(text), head.target.of(text));
    assert!(header::is_token(method) && !target.is_empty() && target.iter().all(u8::is_ascii_graphic));
    assert_eq!(head.method, Method::parse(method));
    let version = line.strip_prefix(&[method, b" ", target, b" HTTP/1."].concat()[..]).expect("the parts of the line");
    // A later version counts as HTTP/1.1.
    assert!(matches!((head.minor_version, version), (0, b"0") | (1, [b'1'..=b'9'])));
    assert!(!target.contains(&b'#'));
    let path = head.path.of(text);
    match head.method {
        Method::Connect => assert!(path.is_empty()),
        Method::Options if target == b"*" => assert_eq!(path, b"*"),
        _ => assert!(path.starts_with(b"/") && !path.contains(&b'?')),
    }
    if let Some(query) = head.query {
        assert!(target.ends_with(&[b"?", query.of(text)].concat()));
    }
}

fn check_fields(text: &[u8], head: &Head, limits: &Limits) {
    assert!(head.fields.len() <= limits.fields);
    for field in &head.fields {
        let (name, value) = (field.name.of(text), field.value.of(text));
        assert!(header::is_token(name) && header::valid_value(value));
        assert!(
            !value.starts_with(b" ") && !value.starts_with(b"\t") && !value.ends_with(b" ") && !value.ends_with(b"\t")
        );
        assert_eq!(field.known, KnownHeader::lookup(name));
        assert_eq!(text[field.name.end as usize], b':');
        let first = head.fields.iter().find(|other| other.name.of(text).eq_ignore_ascii_case(name));
        // The host of a target comes before the field.
        let expected = if field.known == Some(KnownHeader::Host) { head.host } else { first.map(|first| first.value) };
        assert_eq!(head.value_of(&name.to_ascii_uppercase(), text), expected);
    }
}

fn check_framing(text: &[u8], head: &Head) {
    let values = |name: &str| {
        let same = head.fields.iter().filter(move |field| field.name.of(text).eq_ignore_ascii_case(name.as_bytes()));
        same.map(|field| field.value.of(text)).collect::<Vec<_>>()
    };
    let (lengths, codings) = (values("content-length"), values("transfer-encoding"));
    match (lengths.as_slice(), codings.as_slice()) {
        ([], []) => assert_eq!(head.framing, Framing::None),
        ([length], []) => {
            let number = str::from_utf8(length).ok().and_then(|length| length.parse().ok()).expect("a number");
            assert_eq!(head.framing, Framing::Length(number));
            assert!(length.iter().all(u8::is_ascii_digit));
        }
        ([], [coding]) => {
            assert!(coding.eq_ignore_ascii_case(b"chunked") && head.minor_version == 1);
            assert_eq!(head.framing, Framing::Chunked);
        }
        other => panic!("two ways to tell the end of the body were accepted: {other:?}"),
    }
    let hosts = values("host");
    assert!(hosts.len() <= 1 && (hosts.len() == 1 || head.minor_version == 0));
    if let Some(host) = head.host {
        assert!(!host.of(text).contains(&b'@') && !host.of(text).contains(&b'/'));
    }
    let options = values("connection").join(&b","[..]);
    let has = |name: &str| {
        options.split(|&byte| byte == b',').any(|text| text.trim_ascii().eq_ignore_ascii_case(name.as_bytes()))
    };
    assert_eq!(head.keep_alive, !has("close") && (head.minor_version == 1 || has("keep-alive")));
}
