//! Cookies that clients send against a plain reading; a cookie that is set is one field of one line, which a client reads
//! as what it was.
//!
//! Input: the lines of `Cookie` fields; the first two are also the name and the value of a cookie to set.

use cerver_core::http::{
    Fields,
    cookie::{Cookie, MAX_COOKIES, cookies},
};

/// See the module.
pub fn check(text: &[u8]) {
    let lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    let found: Vec<_> = cookies(lines.iter().copied()).collect();
    let mut expected = Vec::new();
    for piece in text.split(|&byte| byte == b'\n' || byte == b';') {
        if let Some(equals) = piece.iter().position(|&byte| byte == b'=') {
            let (name, value) = (piece[..equals].trim_ascii(), piece[equals + 1..].trim_ascii());
            if !name.is_empty() {
                expected.push((name, value));
            }
        }
    }
    expected.truncate(MAX_COOKIES);
    assert_eq!(found, expected);

    let part = |place: usize| lines.get(place).map(|line| String::from_utf8_lossy(line).into_owned());
    let mut cookie = Cookie::new(part(0).unwrap_or_default(), part(1).unwrap_or_default());
    (cookie.path, cookie.domain, cookie.secure) = (part(2), part(3), text.len() % 2 == 0);
    if let Ok(field) = cookie.field_value() {
        assert!(field.iter().all(|byte| (b' '..=b'~').contains(byte)), "bytes that no field of a cookie has");
        let mut attributes = field.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
        let pair = attributes.next().expect("split gives something");
        let read: Vec<_> = cookies([pair].into_iter()).collect();
        assert_eq!(read, [(cookie.name.as_bytes(), cookie.value.as_bytes())]);
        let all: Vec<_> = attributes.collect();
        let has = |start: &str| all.iter().filter(|text| text.starts_with(start.as_bytes())).count();
        assert_eq!((has("Path="), has("Domain="), has("Secure")), {
            (usize::from(cookie.path.is_some()), usize::from(cookie.domain.is_some()), usize::from(cookie.secure))
        });
        assert_eq!(all.len(), has("Path=") + has("Domain=") + has("Secure"));
        Fields::default().add(b"Set-Cookie", &field).expect("it is a field value");
    }
}
