//! Cookies: reading against a plain reading, and setting: what is accepted is read as it was meant.

use cerver_core::http::{
    Cookie,
    cookie::{MAX_COOKIES, cookies},
    header::{is_token, valid_value},
};

/// See the module. The input is the value of a Cookie field, and then one of a Set-Cookie field.
pub fn check(data: &[u8]) {
    read(data);
    if let Ok(text) = str::from_utf8(data) {
        set(text);
    }
}

fn read(line: &[u8]) {
    let found: Vec<_> = cookies([line].into_iter()).collect();
    let mut plain = Vec::new();
    for piece in line.split(|byte| *byte == b';') {
        let mut halves = piece.splitn(2, |byte| *byte == b'=');
        if let (Some(name), Some(value)) = (halves.next(), halves.next())
            && !name.trim_ascii().is_empty()
        {
            plain.push((name.trim_ascii(), value.trim_ascii()));
        }
    }
    plain.truncate(MAX_COOKIES);
    assert_eq!(found, plain);
    // A semicolon is as good as another line.
    let lines = line.split(|byte| *byte == b';');
    assert!(cookies(lines).eq(found));
}

fn set(text: &str) {
    let (pair, attributes) = text.split_once(';').unwrap_or((text, ""));
    let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
    let mut cookie = Cookie::new(name, value);
    if cookie.set_attributes(attributes).is_err() {
        return;
    }
    let Ok(field) = cookie.field_value() else { return };
    assert!(is_token(name.as_bytes()) && valid_value(&field) && field.is_ascii());
    // A client splits it at semicolons.
    let field = String::from_utf8(field).expect("ASCII, as was asserted above");
    let (pair, attributes) = field.split_once("; ").unwrap_or((&field, ""));
    assert_eq!(pair, format!("{name}={value}"));
    let mut again = Cookie::new(name, value);
    again.set_attributes(attributes).expect("what was written is well formed");
    assert_eq!(again, cookie);
    // And sends it back.
    assert!(cookies([pair.as_bytes()].into_iter()).eq([(name.as_bytes(), value.as_bytes())]));
    let lower = name.to_ascii_lowercase();
    let is_for_host = cookie.secure && cookie.path.as_deref() == Some("/") && cookie.domain.is_none();
    assert!(!lower.starts_with("__secure-") || cookie.secure);
    assert!(!lower.starts_with("__host-") || is_for_host);
    assert!(cookie.clone().removal().field_value().is_ok());
}
