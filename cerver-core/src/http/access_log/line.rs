//! How a line of the log is written. What came from the client is escaped, so that it can neither begin another line nor
//! reach a terminal as a control sequence.

use super::{LogFormat, time::Parts};
use crate::{
    events::Peer,
    http::{response::write_decimal, trace_context::TraceParent},
};
use std::{io::Write, net::SocketAddr};

/// Most bytes of a request line in the log, escaped.
const MAX_REQUEST_LINE: usize = 2048;
/// The same of other fields of a request.
const MAX_FIELD: usize = 640;
/// Behind what was cut.
const CUT: &[u8] = b"...";

/// What is known of a request at its end. Texts are as the client sent them.
#[derive(Debug)]
pub(in crate::http) struct Line<'a> {
    pub(in crate::http) peer: Peer,
    pub(in crate::http) connection: u64,
    /// When it ended, in seconds since 1970.
    pub(in crate::http) unix_seconds: u64,
    /// The first line that the client sent; empty when none came.
    pub(in crate::http) request_line: &'a [u8],
    /// Bytes of the head and of the body as far as it was kept: of one that was taken apart, the contents of its parts.
    pub(in crate::http) received: u64,
    pub(in crate::http) status: u16,
    pub(in crate::http) body_bytes: u64,
    /// The whole answer was handed to the connection.
    pub(in crate::http) is_complete: bool,
    pub(in crate::http) duration_micros: u64,
    pub(in crate::http) referer: Option<&'a [u8]>,
    pub(in crate::http) user_agent: Option<&'a [u8]>,
    pub(in crate::http) request_id: Option<&'a [u8]>,
    pub(in crate::http) trace: Option<TraceParent<'a>>,
}

impl Line<'_> {
    /// Appends the line.
    pub(super) fn write(&self, format: LogFormat, out: &mut Vec<u8>) {
        match format {
            LogFormat::Common => self.common(out),
            LogFormat::Combined => {
                self.common(out);
                for field in [self.referer, self.user_agent] {
                    out.push(b' ');
                    quoted(field.unwrap_or(b"-"), MAX_FIELD, out);
                }
            }
            LogFormat::Json => self.json(out),
            LogFormat::Brief => self.brief(out),
        }
        out.push(b'\n');
    }

    fn common(&self, out: &mut Vec<u8>) {
        self.address(out);
        out.extend_from_slice(b" - - [");
        Parts::of(self.unix_seconds).common(out);
        out.extend_from_slice(b"] ");
        let line = if self.request_line.is_empty() { b"-" } else { self.request_line };
        quoted(line, MAX_REQUEST_LINE, out);
        out.push(b' ');
        number(out, self.status.into(), b" ");
        write_decimal(out, self.body_bytes, b"");
    }

    fn json(&self, out: &mut Vec<u8>) {
        out.extend_from_slice(b"{\"time\": \"");
        Parts::of(self.unix_seconds).iso(out);
        out.extend_from_slice(b"\", \"address\": \"");
        self.address(out);
        let port = match self.peer {
            Peer::Inet(address) => address.port(),
            Peer::Unix => 0,
        };
        out.extend_from_slice(b"\", \"port\": ");
        number(out, port.into(), b", \"connection\": \"");
        let digits = |place: u32| b"0123456789abcdef"[(self.connection >> (60 - 4 * place)) as usize & 15];
        out.extend((0..16).map(digits));
        out.push(b'"');
        member(b"request", Some(self.request_line).filter(|line| !line.is_empty()), MAX_REQUEST_LINE, out);
        out.extend_from_slice(b", \"status\": ");
        number(out, self.status.into(), b", \"body_bytes\": ");
        number(out, self.body_bytes, b", \"complete\": ");
        out.extend_from_slice(if self.is_complete { b"true" } else { b"false" });
        out.extend_from_slice(b", \"duration_us\": ");
        write_decimal(out, self.duration_micros, b"");
        member(b"referer", self.referer, MAX_FIELD, out);
        member(b"user_agent", self.user_agent, MAX_FIELD, out);
        member(b"request_id", self.request_id, MAX_FIELD, out);
        member(b"trace_id", self.trace.map(|trace| trace.trace_id.as_bytes()), MAX_FIELD, out);
        member(b"parent_id", self.trace.map(|trace| trace.parent_id.as_bytes()), MAX_FIELD, out);
        out.push(b'}');
    }

    fn brief(&self, out: &mut Vec<u8>) {
        self.address(out);
        let mut words = self.request_line.splitn(3, |&byte| byte == b' ');
        if let (Some(method), Some(target), Some(_version)) = (words.next(), words.next(), words.next()) {
            out.extend_from_slice(b" -> [");
            escaped(method, MAX_FIELD, out);
            out.extend_from_slice(b"] ");
            let path = target.split(|&byte| byte == b'?').next().unwrap_or_default();
            escaped(path, MAX_REQUEST_LINE, out);
            out.extend_from_slice(b" - ");
            write_decimal(out, self.received, b"");
            let (seconds, micros) = (self.duration_micros / 1_000_000, self.duration_micros % 1_000_000);
            print(out, format_args!(" -> {seconds}.{micros:06}s -> "));
        } else {
            out.extend_from_slice(b" -> Bad request -> ");
        }
        number(out, self.status.into(), b" - ");
        write_decimal(out, self.body_bytes, b"");
    }

    fn address(&self, out: &mut Vec<u8>) {
        match self.peer {
            Peer::Inet(SocketAddr::V4(address)) => {
                let [a, b, c, d] = address.ip().octets();
                [a, b, c].into_iter().for_each(|part| number(out, part.into(), b"."));
                write_decimal(out, d.into(), b"");
            }
            Peer::Inet(SocketAddr::V6(address)) => print(out, format_args!("{}", address.ip())),
            Peer::Unix => out.extend_from_slice(b"unix:"),
        }
    }
}

/// Appends a number and what follows it.
fn number(out: &mut Vec<u8>, number: u64, end: &[u8]) {
    write_decimal(out, number, b"");
    out.extend_from_slice(end);
}

fn print(out: &mut Vec<u8>, text: std::fmt::Arguments<'_>) {
    out.write_fmt(text).expect("a vector takes all");
}

/// Nothing has to be escaped or cut, as nearly always.
fn is_plain(text: &[u8], limit: usize) -> bool {
    let is_usual = |&byte: &u8| matches!(byte, b' '..=b'~') & (byte != b'"') & (byte != b'\\');
    text.len() <= limit - 8 && text.iter().fold(true, |all, byte| all & is_usual(byte))
}

fn plain(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(text);
    out.push(b'"');
}

/// Appends `"text"`, escaped.
fn quoted(text: &[u8], limit: usize, out: &mut Vec<u8>) {
    if is_plain(text, limit) {
        return plain(text, out);
    }
    out.push(b'"');
    escaped(text, limit, out);
    out.push(b'"');
}

/// Appends a text: quotes and backslashes get a backslash, all but printable ASCII becomes `\xhh`.
fn escaped(text: &[u8], limit: usize, out: &mut Vec<u8>) {
    let end = out.len() + limit;
    for &byte in text {
        match byte {
            _ if out.len() + 4 > end => {
                out.extend_from_slice(CUT);
                break;
            }
            b'"' | b'\\' => out.extend_from_slice(&[b'\\', byte]),
            b' '..=b'~' => out.push(byte),
            _ => print(out, format_args!("\\x{byte:02x}")),
        }
    }
}

/// Appends `, "name": "text"`, or null for no text.
fn member(name: &[u8], text: Option<&[u8]>, limit: usize, out: &mut Vec<u8>) {
    out.extend_from_slice(b", \"");
    out.extend_from_slice(name);
    out.extend_from_slice(b"\": ");
    match text {
        None => out.extend_from_slice(b"null"),
        Some(text) => json_string(text, limit, out),
    }
}

/// Appends a string of JSON. Bytes that are not UTF-8 become U+FFFD; control characters, also those above ASCII, and the
/// two line ends of Unicode are escaped.
fn json_string(text: &[u8], limit: usize, out: &mut Vec<u8>) {
    if is_plain(text, limit) {
        return plain(text, out);
    }
    out.push(b'"');
    let end = out.len() + limit;
    let letters = text.utf8_chunks().flat_map(|chunk| {
        let invalid = (!chunk.invalid().is_empty()).then_some(char::REPLACEMENT_CHARACTER);
        chunk.valid().chars().chain(invalid)
    });
    for letter in letters {
        match letter {
            _ if out.len() + 6 > end => {
                out.extend_from_slice(CUT);
                break;
            }
            '"' | '\\' => out.extend_from_slice(&[b'\\', letter as u8]),
            _ if letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}') => {
                print(out, format_args!("\\u{:04x}", letter as u32));
            }
            _ => out.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes()),
        }
    }
    out.push(b'"');
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::access_log::MAX_LINE;
    use std::net::Ipv6Addr;

    fn line<'a>(request_line: &'a [u8], agent: &'a [u8]) -> Line<'a> {
        Line {
            peer: Peer::Inet(([127, 0, 0, 1], 4000).into()),
            connection: 0x0100_0002_0000_0003,
            unix_seconds: 784_111_777,
            request_line,
            received: 57,
            status: 200,
            body_bytes: 12,
            is_complete: true,
            duration_micros: 345,
            referer: None,
            user_agent: Some(agent),
            request_id: None,
            trace: None,
        }
    }

    fn written(line: &Line<'_>, format: LogFormat) -> String {
        let mut out = Vec::new();
        line.write(format, &mut out);
        assert!(out.len() <= MAX_LINE, "{} bytes", out.len());
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn the_formats() {
        let line = line(b"GET /a?b HTTP/1.1", b"curl/8 \"x\"");
        let common = "127.0.0.1 - - [06/Nov/1994:08:49:37 +0000] \"GET /a?b HTTP/1.1\" 200 12";
        assert_eq!(written(&line, LogFormat::Common), format!("{common}\n"));
        assert_eq!(written(&line, LogFormat::Combined), format!("{common} \"-\" \"curl/8 \\\"x\\\"\"\n"));
        assert_eq!(
            written(&line, LogFormat::Json),
            "{\"time\": \"1994-11-06T08:49:37Z\", \"address\": \"127.0.0.1\", \"port\": 4000, \
             \"connection\": \"0100000200000003\", \"request\": \"GET /a?b HTTP/1.1\", \"status\": 200, \
             \"body_bytes\": 12, \"complete\": true, \"duration_us\": 345, \"referer\": null, \
             \"user_agent\": \"curl/8 \\\"x\\\"\", \"request_id\": null, \"trace_id\": null, \"parent_id\": null}\n"
        );
    }

    #[test]
    fn the_brief_format() {
        let brief = |text: &[u8]| written(&line(text, b""), LogFormat::Brief);
        assert_eq!(brief(b"GET /a?b HTTP/1.1"), "127.0.0.1 -> [GET] /a - 57 -> 0.000345s -> 200 - 12\n");
        assert_eq!(
            brief(b"GET /\x1b[2J\\ HTTP/1.1"),
            "127.0.0.1 -> [GET] /\\x1b[2J\\\\ - 57 -> 0.000345s -> 200 - 12\n"
        );
        assert_eq!(brief(b"nonsense"), "127.0.0.1 -> Bad request -> 200 - 12\n");
        assert_eq!(brief(b""), "127.0.0.1 -> Bad request -> 200 - 12\n");
    }

    #[test]
    fn nothing_of_the_client_breaks_a_line() {
        let hostile = b"a\nb\r\0\x1b[2J\"\\\x7f\xff\xc2\x9b\xe2\x80\xa8\xc3\xa9";
        let line = line(hostile, b"");
        let common = written(&line, LogFormat::Common);
        assert!(common.contains(r#""a\x0ab\x0d\x00\x1b[2J\"\\\x7f\xff\xc2\x9b\xe2\x80\xa8\xc3\xa9" 200"#), "{common}");
        let json = written(&line, LogFormat::Json);
        let escaped = "\"a\\u000ab\\u000d\\u0000\\u001b[2J\\\"\\\\\\u007f\u{fffd}\\u009b\\u2028\u{e9}\"";
        assert!(json.contains(escaped), "{json}");
        for text in [common, json] {
            assert_eq!(text.matches('\n').count(), 1);
        }
    }

    #[test]
    fn the_longest_line_fits() {
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        for filling in [&b"a"[..], b"\x01", b"\xff", b"\"", "\u{1f980}".as_bytes(), "\u{9b}".as_bytes()] {
            let long = filling.repeat(10_000);
            let id = [b'i'; crate::http::request_id::MAX_REQUEST_ID];
            let line = Line {
                peer: Peer::Inet((Ipv6Addr::from(u128::MAX), 65535).into()),
                connection: u64::MAX,
                unix_seconds: u64::MAX,
                body_bytes: u64::MAX,
                duration_micros: u64::MAX,
                referer: Some(&long),
                request_id: Some(&id),
                trace: TraceParent::parse(parent.as_bytes()),
                ..line(&long, &long)
            };
            for format in [LogFormat::Common, LogFormat::Combined, LogFormat::Json, LogFormat::Brief] {
                let text = written(&line, format);
                // The brief form has nothing that a client could make long.
                assert_eq!(text.contains("..."), format != LogFormat::Brief, "{text}");
            }
        }
    }
}
