//! Host and port, in the target and in the `Host` field (RFC 3986 section 3.2, RFC 9110 section 4.2.4: no user information).

use std::net::Ipv6Addr;

use super::super::refusal::Refusal;
use super::scan;

/// What must be there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum HostRule {
    /// Nothing: an empty text is right too.
    MayBeEmpty,
    /// A host; the port may be missing.
    Host,
    /// Host and port.
    HostAndPort,
}

/// Where a host ends that is surely right: small letters, digits, hyphens and dots, and perhaps a port of at most four digits. None when there is
/// no such host at `start`; that says nothing about others.
#[inline]
pub(super) fn usual_end(input: &[u8], start: usize) -> Option<usize> {
    let end = scan::host_end(input, start);
    if end == start {
        return None;
    }
    let [b':', rest @ ..] = &input[end..] else { return Some(end) };
    let digits = rest.iter().take(5).take_while(|byte| byte.is_ascii_digit()).count();
    (digits < 5).then_some(end + 1 + digits)
}

/// Checks `host [":" port]`, where the host is a name, an IPv4 address or an IPv6 address in brackets.
#[inline(never)]
pub(super) fn check(text: &[u8], rule: HostRule) -> Result<(), &'static Refusal> {
    // The usual case in one short loop.
    if !text.is_empty()
        && rule != HostRule::HostAndPort
        && text.iter().fold(true, |name, &byte| name & NAME[usize::from(byte)])
    {
        return Ok(());
    }
    let host_end = match text.first() {
        Some(b'[') => bracketed_end(text).ok_or(&BAD_HOST)?,
        _ => name_end(text)?,
    };
    if host_end == 0 && (rule != HostRule::MayBeEmpty || !text.is_empty()) {
        return Err(&NO_HOST);
    }
    match &text[host_end..] {
        [] if rule == HostRule::HostAndPort => Err(&NO_PORT),
        [] => Ok(()),
        [b':', port @ ..] => check_port(port, rule),
        [..] => Err(&BAD_HOST),
    }
}

/// Where the name ends: at the end of the text or at a byte that is not part of a name.
fn name_end(text: &[u8]) -> Result<usize, &'static Refusal> {
    let mut end = 0;
    loop {
        let rest = &text[end..];
        end += rest.iter().position(|&byte| !NAME[usize::from(byte)]).unwrap_or(rest.len());
        match &text[end..] {
            [b'%', first, second, ..] if first.is_ascii_hexdigit() && second.is_ascii_hexdigit() => end += 3,
            [b'%', ..] => return Err(&BAD_HOST),
            _ => return Ok(end),
        }
    }
}

/// Where `[address]` ends.
#[cold]
fn bracketed_end(text: &[u8]) -> Option<usize> {
    let close = text.iter().position(|&byte| byte == b']')?;
    str::from_utf8(&text[1..close]).ok()?.parse::<Ipv6Addr>().ok()?;
    Some(close + 1)
}

fn check_port(port: &[u8], rule: HostRule) -> Result<(), &'static Refusal> {
    if port.is_empty() && rule == HostRule::HostAndPort {
        return Err(&NO_PORT);
    }
    let mut number = 0u32;
    for &byte in port {
        if !byte.is_ascii_digit() {
            return Err(&BAD_PORT);
        }
        number = number.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
    }
    if number > 65535 { Err(&BAD_PORT) } else { Ok(()) }
}

/// Bytes of a registered name (RFC 3986 section 3.2.2), without `%`.
static NAME: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut marks = b"-._~!$&'()*+,;=".as_slice();
    while let [mark, rest @ ..] = marks {
        table[*mark as usize] = true;
        marks = rest;
    }
    table
};

const BAD_HOST: Refusal =
    Refusal::bad_request("name the host as a name, an IPv4 address or an IPv6 address in brackets");
const NO_HOST: Refusal = Refusal::bad_request("name the host before the port");
const BAD_PORT: Refusal = Refusal::bad_request("the port of the host must be a number up to 65535");
const NO_PORT: Refusal = Refusal::bad_request("the target of CONNECT must be host:port");

#[cfg(test)]
mod tests {
    use super::*;

    fn accepts(text: &str, rule: HostRule) -> bool {
        check(text.as_bytes(), rule).is_ok()
    }

    #[test]
    fn hosts() {
        for text in [
            "a",
            "127.0.0.1",
            "example.org:80",
            "example.org:",
            "[::1]",
            "[::1]:8080",
            "a_b-c~",
            "%41b",
            "h:65535",
            "h:0",
            "h:00080",
        ] {
            assert!(accepts(text, HostRule::Host), "{text}");
        }
        for text in [
            ":80",
            "a:65536",
            "a:99999999999999999999",
            "a:+1",
            "a:8a",
            "a:-1",
            "a: 1",
            "u@h",
            "u:p@h",
            "a b",
            "a/b",
            "a?b",
            "a\\b",
            "[::1",
            "::1",
            "[::1]x",
            "[::1%25eth0]",
            "[1.2.3.4]",
            "[]",
            "a[::1]",
            "%4",
            "%zz",
            "\u{e9}",
            "a:80:80",
            "[v1.a]",
        ] {
            assert!(!accepts(text, HostRule::Host), "{text}");
        }
        assert!(accepts("", HostRule::MayBeEmpty) && !accepts("", HostRule::Host));
        assert!(!accepts(":80", HostRule::MayBeEmpty));
        assert!(accepts("a:443", HostRule::HostAndPort));
        assert!(!accepts("a", HostRule::HostAndPort) && !accepts("a:", HostRule::HostAndPort));
    }

    #[test]
    fn usual_hosts_end_where_they_should() {
        for (text, end) in [
            ("a", Some(1)),
            ("127.0.0.1\r\n", Some(9)),
            ("example-1.org:8080\r\n", Some(18)),
            ("a:\r\n", Some(2)),
            ("a_b\r\n", Some(1)),
            ("a:12345\r\n", None),
            (":80\r\n", None),
            ("A\r\n", None),
            ("\r\n", None),
        ] {
            assert_eq!(usual_end(text.as_bytes(), 0), end, "{text}");
            let end = end.map(|end| end + 6);
            assert_eq!(usual_end(format!("Host: {text}").as_bytes(), 6), end, "{text}");
        }
    }
}
