//! HTTP spoken without TLS to a listener that wants TLS: told so, since a browser shows nothing of an alert.

use super::date;

const BODY: &str = r#"{"error": "This port speaks HTTPS: ask for an https address."}"#;

/// The answer to a client whose first bytes begin like a request; None for anything else.
pub(super) fn reply(input: &[u8], unix_seconds: u64) -> Option<Vec<u8>> {
    if !input.first()?.is_ascii_uppercase() {
        return None;
    }
    let date = date::text(unix_seconds);
    let date = str::from_utf8(&date).unwrap_or_default();
    let length = BODY.len();
    let head = format!(
        "HTTP/1.1 400 Bad Request\r\nDate: {date}\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
    );
    let body = if input.starts_with(b"HEAD ") { "" } else { BODY };
    Some((head + body).into_bytes())
}
