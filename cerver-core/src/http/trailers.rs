//! The fields behind a chunked body (RFC 9110 section 6.5, RFC 9112 section 7.1.2). They are never merged into the
//! headers, and those that decide about routing, framing, access or content are dropped.

/// One field: name and value.
type Field = (Box<[u8]>, Box<[u8]>);

/// Trailer fields in the order in which they came.
#[derive(Clone, Debug, Default)]
pub struct Trailers(Vec<Field>);

impl Trailers {
    /// Out of lines that the decoder has checked, each with its CR LF.
    pub(super) fn parse(lines: &[u8]) -> Self {
        let fields = lines.split_inclusive(|&byte| byte == b'\n').filter_map(|line| {
            let colon = line.iter().position(|&byte| byte == b':')?;
            let (name, value) = (&line[..colon], line[colon + 1..].trim_ascii());
            is_allowed(name).then(|| (name.into(), value.into()))
        });
        Self(fields.collect())
    }

    /// The value of the first field of that name in any case.
    pub fn get(&self, name: &[u8]) -> Option<&[u8]> {
        self.iter().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// All fields: name and value.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], &[u8])> {
        self.0.iter().map(|(name, value)| (&**name, &**value))
    }
}

/// Whether a field may come so late: what is decided when the head is complete must not change any more (RFC 9110
/// section 6.5.1).
fn is_allowed(name: &[u8]) -> bool {
    let starts = |prefix: &str| name.get(..prefix.len()).is_some_and(|s| s.eq_ignore_ascii_case(prefix.as_bytes()));
    name.eq_ignore_ascii_case(b"Content-Digest")
        || !FORBIDDEN.iter().any(|forbidden| name.eq_ignore_ascii_case(forbidden.as_bytes()))
            && !FORBIDDEN_PREFIXES.iter().any(|prefix| starts(prefix))
}

const FORBIDDEN: &[&str] = &[
    "Authorization",
    "Cache-Control",
    "Connection",
    "Cookie",
    "Date",
    "Expect",
    "Forwarded",
    "From",
    "Host",
    "HTTP2-Settings",
    "Keep-Alive",
    "Max-Forwards",
    "Origin",
    "Pragma",
    "Range",
    "Referer",
    "Set-Cookie",
    "TE",
    "Trailer",
    "Transfer-Encoding",
    "Upgrade",
    "User-Agent",
    "Via",
    "WWW-Authenticate",
];
const FORBIDDEN_PREFIXES: &[&str] =
    &["Content-", "If-", "Proxy-", "Sec-", "X-Forwarded-", "X-Real-", "Accept", "Access-"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_late_fields_are_kept() {
        let trailers = Trailers::parse(
            b"Checksum: 1 \r\ncontent-length: 3\r\nHOST: h\r\nauthorization: a\r\nx-forwarded-for: b\r\nchecksum: \
              2\r\nEmpty:\r\ncontent-digest: e\r\nIf-Match: c\r\nCookie: d\r\n",
        );
        let all: Vec<_> = trailers.iter().collect();
        assert_eq!(
            all,
            [(&b"Checksum"[..], &b"1"[..]), (b"checksum", b"2"), (b"Empty", b""), (b"content-digest", b"e")]
        );
        assert_eq!(trailers.get(b"CHECKSUM"), Some(&b"1"[..]));
        assert_eq!((trailers.get(b"Host"), trailers.get(b"empty")), (None, Some(&b""[..])));
        assert_eq!(Trailers::parse(b"").iter().len(), 0);
    }
}
