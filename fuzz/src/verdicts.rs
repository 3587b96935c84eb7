//! Our parser of heads against httparse, which accepts more. Whatever both accept they must read alike; what only
//! httparse accepts must break a rule of the list below, and is looked at again here whether it really does.

use crate::head;
use cerver_core::http::head::{Head, Limits, Parsed};

/// Fields of one head.
const FIELDS: usize = 128;

/// See the module.
pub fn check(text: &[u8]) {
    let limits = Limits { request_line: 1 << 20, head: 1 << 20, fields: FIELDS };
    let mut fields = [httparse::EMPTY_HEADER; FIELDS];
    let mut request = httparse::Request::new(&mut fields);
    let theirs = request.parse(text);
    let (head, ours) = head::parse(text, &limits);
    match (ours, theirs) {
        (Parsed::Complete, Ok(httparse::Status::Complete(length))) => {
            assert_eq!(head.length, length);
            compare(&head, &request, text);
        }
        (Parsed::Partial, Ok(httparse::Status::Partial)) | (Parsed::Refused(_), Err(_)) => {}
        // A later version than HTTP/1.1 counts as HTTP/1.1 here, as RFC 9110 section 2.5 has it.
        (Parsed::Complete | Parsed::Partial, Err(httparse::Error::Version)) if is_later_version(text) => {}
        // httparse looks at a version before it is complete. Whatever follows, it is refused here too.
        (Parsed::Partial, Err(_)) => {
            let longer = [text, b"\r\nHost: h\r\n\r\n"].concat();
            assert!(matches!(head::parse(&longer, &limits).1, Parsed::Refused(_)));
        }
        (Parsed::Refused(refusal), Ok(verdict)) => {
            let complete = if let httparse::Status::Complete(length) = verdict { Some(length) } else { None };
            let broken = broken_rule(text, complete, &request);
            assert!(broken.is_some(), "refused ({}), but no rule of the list is broken", refusal.reason);
        }
        (ours, theirs) => panic!("ours: {ours:?}, httparse: {theirs:?}"),
    }
}

fn is_later_version(text: &[u8]) -> bool {
    let line = text.trim_ascii_start().split(|&byte| byte == b'\r').next().unwrap_or_default();
    let version = line.rsplit(|&byte| byte == b' ').next().unwrap_or_default();
    matches!(version, [b'H', b'T', b'T', b'P', b'/', b'1', b'.', b'2'..=b'9'])
}

fn compare(head: &Head, request: &httparse::Request<'_, '_>, text: &[u8]) {
    assert_eq!(request.method.map(str::as_bytes), Some(head.method_text.of(text)));
    assert_eq!(request.path.map(str::as_bytes), Some(head.target.of(text)));
    assert_eq!(request.version, Some(head.minor_version));
    let theirs = request.headers.iter().map(|field| (field.name.as_bytes(), field.value));
    assert!(theirs.eq(head.fields.iter().map(|field| (field.name.of(text), field.value.of(text)))));
}

/// The first rule that a head breaks which httparse takes, whole (with its length) or as far as it has come.
fn broken_rule(text: &[u8], complete: Option<usize>, request: &httparse::Request<'_, '_>) -> Option<&'static str> {
    let head = &text[..complete.unwrap_or(text.len())];
    let lines = || head.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    let line = lines().find(|line| !line.is_empty()).unwrap_or_default();
    let fields: Vec<(Vec<u8>, &[u8])> = lines()
        .skip_while(|line| line.is_empty())
        .skip(1)
        .filter_map(|line| {
            let colon = line.iter().position(|&byte| byte == b':')?;
            Some((line[..colon].to_ascii_lowercase(), line[colon + 1..].trim_ascii()))
        })
        .collect();
    let values = |name: &str| {
        fields.iter().filter(|(other, _)| other == name.as_bytes()).map(|(_, value)| *value).collect::<Vec<_>>()
    };
    let (lengths, codings, hosts) = (values("content-length"), values("transfer-encoding"), values("host"));
    let method = line.split(|&byte| byte == b' ').next().unwrap_or_default();
    let target = line.split(|&byte| byte == b' ').nth(1).unwrap_or_default();
    let is_path = target.starts_with(b"/") && method != b"CONNECT";
    let is_old = request.version == Some(0);
    let rules = [
        (
            "an LF without CR ends a line",
            head.iter().enumerate().any(|(at, &byte)| byte == b'\n' && !head[..at].ends_with(b"\r")),
        ),
        ("more than one empty line comes first", text.starts_with(b"\r\n\r")),
        ("the target has a byte that is not visible ASCII", !target.iter().all(u8::is_ascii_graphic)),
        ("the target has a fragment", target.contains(&b'#')),
        ("the target is in none of the four forms, or asks for https", !is_path && !is_other_form(method, target)),
        (
            "a Host or authority is not host and port",
            hosts.iter().any(|host| !is_authority(host)) || !is_path && hosts.contains(&&b""[..]),
        ),
        ("Host is missing", complete.is_some() && !is_old && hosts.is_empty()),
        ("Host comes twice", hosts.len() > 1),
        ("Content-Length comes twice", lengths.len() > 1),
        ("Content-Length is no number", lengths.iter().any(|length| !is_number(length))),
        ("Content-Length comes with Transfer-Encoding", !lengths.is_empty() && !codings.is_empty()),
        (
            "Transfer-Encoding is not chunked alone",
            codings.len() > 1 || codings.iter().any(|coding| !coding.eq_ignore_ascii_case(b"chunked")),
        ),
        ("HTTP/1.0 with Transfer-Encoding", is_old && !codings.is_empty()),
        (
            "Expect is not 100-continue",
            values("expect").iter().any(|value| !value.eq_ignore_ascii_case(b"100-continue")),
        ),
    ];
    rules.into_iter().find(|(_, broken)| *broken).map(|(rule, _)| rule)
}

fn is_number(text: &[u8]) -> bool {
    text.iter().all(u8::is_ascii_digit) && str::from_utf8(text).is_ok_and(|text| text.parse::<u64>().is_ok())
}

/// `*` of OPTIONS, an authority of CONNECT, or an http address.
fn is_other_form(method: &[u8], target: &[u8]) -> bool {
    if method == b"CONNECT" {
        let colon = target.iter().rposition(|&byte| byte == b':');
        return is_authority(target) && colon.is_some_and(|colon| target[colon + 1..].iter().any(u8::is_ascii_digit));
    }
    let lower = target.to_ascii_lowercase();
    let authority = lower.strip_prefix(b"http://").and_then(|rest| rest.split(|byte| b"/?".contains(byte)).next());
    target == b"*" && method == b"OPTIONS" || authority.is_some_and(|text| !text.is_empty() && is_authority(text))
}

/// `host [":" port]`, or nothing.
fn is_authority(text: &[u8]) -> bool {
    let Ok(text) = str::from_utf8(text) else { return false };
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (text, ""),
    };
    let is_port = port.bytes().all(|byte| byte.is_ascii_digit())
        && (port.is_empty()
            || port.trim_start_matches('0').len() <= 5 && port.parse::<u64>().is_ok_and(|port| port <= 65535));
    let address = host.strip_prefix('[').and_then(|host| host.strip_suffix(']'));
    let is_host = match address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => is_name(host.as_bytes()) && (!host.is_empty() || text.is_empty()),
    };
    is_host && is_port
}

fn is_name(mut text: &[u8]) -> bool {
    while let [byte, rest @ ..] = text {
        text = match (byte, rest) {
            (b'%', [high, low, rest @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => rest,
            (byte, _) if byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=".contains(byte) => rest,
            _ => return false,
        };
    }
    true
}
