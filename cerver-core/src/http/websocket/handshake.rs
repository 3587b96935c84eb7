//! The opening handshake (RFC 6455 section 4.2): what is asked, and the fields of the answer 101.

use super::extension::{self, Agreement, Wanted};
use crate::http::{
    header::KnownHeader,
    request::Request,
    response::{Fields, Response},
    status::Status,
};
use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};

/// The one version that there is.
const VERSION: &[u8] = b"13";
/// Proves that the server knows the protocol (section 1.3).
const GUID: &[u8] = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

/// What a route accepts.
#[derive(Clone, Debug, Default)]
pub(super) struct Terms {
    /// Subprotocols that the server speaks.
    pub(super) protocols: Vec<String>,
    /// Origins whose pages may connect; empty = all.
    pub(super) origins: Vec<String>,
    /// None: messages are not compressed.
    pub(super) compression: Option<Wanted>,
}

/// Adds the fields of the answer; returns what was agreed upon about compression. The answer in place of 101 is 400, 403
/// or 426.
pub(super) fn accept(request: &Request, terms: &Terms, fields: &mut Fields) -> Result<Option<Agreement>, Response> {
    let is_version = only(request, KnownHeader::SecWebSocketVersion).map(|version| version == VERSION);
    if is_version != Some(true) {
        return Err(other_version());
    }
    let key = only(request, KnownHeader::SecWebSocketKey).filter(|key| is_key(key));
    let Some(key) = key else {
        let text = "Sec-WebSocket-Key must be 16 bytes in base64.";
        return Err(Response::error(Status::BAD_REQUEST, text));
    };
    if !is_allowed(request, &terms.origins) {
        return Err(Response::error(Status::FORBIDDEN, "Pages of this origin may not connect."));
    }
    let agreement = terms
        .compression
        .and_then(|wanted| extension::accept(request.header_values(KnownHeader::SecWebSocketExtensions), wanted));
    let protocol = choose(request, &terms.protocols);
    let answer = agreement.as_ref().map(|agreement| agreement.answer.as_bytes());
    let lines = [
        (KnownHeader::SecWebSocketAccept, Some(&answer_key(key)[..])),
        (KnownHeader::SecWebSocketProtocol, protocol.map(str::as_bytes)),
        (KnownHeader::SecWebSocketExtensions, answer),
    ];
    for (header, value) in lines {
        if let Some(value) = value {
            // All are made of tokens that were checked.
            let _ = fields.set(header, value);
        }
    }
    Ok(agreement)
}

/// The value of a header that is there once.
fn only(request: &Request, header: KnownHeader) -> Option<&[u8]> {
    let mut values = request.header_values(header);
    values.next().filter(|_| values.next().is_none())
}

/// RFC 6455 section 4.4: tells the version that would do.
fn other_version() -> Response {
    let mut response = Response::error(Status::UPGRADE_REQUIRED, "Only version 13 of WebSocket is spoken here.");
    // Both are valid values.
    let _ = response.fields.set(KnownHeader::SecWebSocketVersion, VERSION);
    let _ = response.fields.set(KnownHeader::Upgrade, b"websocket");
    response
}

/// 16 bytes in base64: the last of the 22 digits has four bits that mean nothing.
fn is_key(key: &[u8]) -> bool {
    let is_digit = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    key.len() == 24 && key.ends_with(b"==") && key[..22].iter().all(is_digit)
}

/// Only browsers tell an origin; what does not is no page that misuses the cookies of somebody else (section 10.2).
fn is_allowed(request: &Request, origins: &[String]) -> bool {
    let mut told = request.header_values(KnownHeader::Origin);
    origins.is_empty() || told.all(|told| origins.iter().any(|origin| origin.as_bytes().eq_ignore_ascii_case(told)))
}

/// The first of the client's subprotocols that is spoken here; case counts (section 4.2.2).
fn choose<'a>(request: &Request, spoken: &'a [String]) -> Option<&'a str> {
    let values = request.header_values(KnownHeader::SecWebSocketProtocol);
    let mut names = values.flat_map(|value| value.split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    names.find_map(|name| spoken.iter().find(|known| known.as_bytes() == name).map(String::as_str))
}

/// Sec-WebSocket-Accept: base64 of the SHA-1 of key and GUID.
fn answer_key(key: &[u8]) -> [u8; 28] {
    let hash = digest(&SHA1_FOR_LEGACY_USE_ONLY, &[key, GUID].concat());
    base64(hash.as_ref().try_into().expect("SHA-1 has 20 bytes"))
}

fn base64(bytes: &[u8; 20]) -> [u8; 28] {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = [b'='; 28];
    for (group, four) in bytes.chunks(3).zip(text.chunks_exact_mut(4)) {
        let word = group.iter().fold(0, |word, byte| word << 8 | u32::from(*byte)) << (8 * (3 - group.len()));
        for (place, digit) in four.iter_mut().enumerate().take(group.len() + 1) {
            *digit = DIGITS[(word >> (18 - 6 * place)) as usize & 63];
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_example_of_the_rfc() {
        assert_eq!(&answer_key(b"dGhlIHNhbXBsZSBub25jZQ=="), b"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=");
    }

    #[test]
    fn keys_are_sixteen_bytes() {
        for (key, good) in [
            (&b"dGhlIHNhbXBsZSBub25jZQ=="[..], true),
            (b"AAAAAAAAAAAAAAAAAAAAAA==", true),
            (b"dGhlIHNhbXBsZSBub25jZQ=", false),
            (b"dGhlIHNhbXBsZSBub25jZQAA", false),
            (b"dGhlIHNhbXBsZSBub25jZ===", false),
            (b"dGhlIHNhbXBsZS_ub25jZQ==", false),
            (b"", false),
        ] {
            assert_eq!(is_key(key), good, "{key:?}");
        }
    }
}
