//! Parameters of Content-Disposition and Content-Type as browsers and tools write them.

use super::super::{header, percent, refusal::Refusal};

/// Calls `take` with each parameter of `; name=value; name="value"`, quotes and escapes undone.
///
/// In a quoted value a backslash escapes a quote and a backslash only: a Windows path in a file name keeps its others.
pub(super) fn parameters(
    mut text: &[u8],
    take: &mut impl FnMut(&[u8], Vec<u8>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    loop {
        text = text.trim_ascii_start();
        let [b';', rest @ ..] = text else {
            return if text.is_empty() { Ok(()) } else { Err(BAD_PARAMETER) };
        };
        let rest = rest.trim_ascii_start();
        if rest.is_empty() {
            // A semicolon at the end: harmless, and some clients write it.
            return Ok(());
        }
        let equals = rest.iter().position(|&byte| byte == b'=').ok_or(BAD_PARAMETER)?;
        let (name, value) = (&rest[..equals], &rest[equals + 1..]);
        if !header::is_token(name) {
            return Err(BAD_PARAMETER);
        }
        let (value, behind) = match value {
            [b'"', quoted @ ..] => unquote(quoted)?,
            _ => {
                let end = value.iter().position(|byte| b"; \t".contains(byte)).unwrap_or(value.len());
                (value[..end].to_vec(), &value[end..])
            }
        };
        take(name, value)?;
        text = behind;
    }
}

/// The value of a quoted string and what is behind its closing quote.
fn unquote(text: &[u8]) -> Result<(Vec<u8>, &[u8]), Refusal> {
    let mut value = Vec::new();
    let mut rest = text;
    loop {
        match rest {
            [] => return Err(BAD_PARAMETER),
            [b'"', behind @ ..] => return Ok((value, behind)),
            [b'\\', escaped @ (b'"' | b'\\'), behind @ ..] => {
                value.push(*escaped);
                rest = behind;
            }
            [byte, behind @ ..] => {
                value.push(*byte);
                rest = behind;
            }
        }
    }
}

/// Undoes what browsers escape in names (HTML, multipart/form-data encoding algorithm): `%22`, `%0D` and `%0A`. Other
/// escapes are part of the name.
pub(super) fn unescape(value: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(value.len());
    let mut rest = value;
    while let [byte, behind @ ..] = rest {
        let escaped = match rest {
            [b'%', b'2', b'2', ..] => Some(b'"'),
            [b'%', b'0', b'D' | b'd', ..] => Some(b'\r'),
            [b'%', b'0', b'A' | b'a', ..] => Some(b'\n'),
            _ => None,
        };
        out.push(escaped.unwrap_or(*byte));
        rest = if escaped.is_some() { &rest[3..] } else { behind };
    }
    out
}

/// The value of an extended parameter (RFC 8187 section 3.2): `charset'language'percent-encoded`, in UTF-8.
pub(super) fn extended(value: &[u8]) -> Result<Vec<u8>, Refusal> {
    let mut parts = value.splitn(3, |&byte| byte == b'\'');
    let (Some(charset), Some(_language), Some(text)) = (parts.next(), parts.next(), parts.next()) else {
        return Err(BAD_EXTENDED);
    };
    let mut decoded = Vec::new();
    if !percent::decode(text, percent::Plus::Literal, &mut decoded) {
        return Err(BAD_EXTENDED);
    }
    if charset.eq_ignore_ascii_case(b"UTF-8") && std::str::from_utf8(&decoded).is_ok() {
        Ok(decoded)
    } else if charset.eq_ignore_ascii_case(b"ISO-8859-1") {
        Ok(decoded.iter().map(|&byte| char::from(byte)).collect::<String>().into_bytes())
    } else {
        Err(BAD_EXTENDED)
    }
}

pub(super) const BAD_PARAMETER: Refusal =
    Refusal::bad_request("a header parameter must be a name, an equals sign and a token or a quoted string");
const BAD_EXTENDED: Refusal =
    Refusal::bad_request("filename* must be UTF-8'' and the name in percent-encoding (RFC 8187)");

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Result<Vec<(String, String)>, Refusal> {
        let mut found = Vec::new();
        let text_of = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        parameters(text.as_bytes(), &mut |name, value| {
            found.push((text_of(name), text_of(&value)));
            Ok(())
        })?;
        Ok(found)
    }

    #[test]
    fn parameters_are_taken_apart() {
        let good: &[(&str, &[(&str, &str)])] = &[
            ("", &[]),
            ("; name=a", &[("name", "a")]),
            (";name=\"a b\" ; filename=\"\"", &[("name", "a b"), ("filename", "")]),
            ("; a=\"x;y=z\";b=c", &[("a", "x;y=z"), ("b", "c")]),
            (r#"; a="q\"uote \\ C:\dir\file""#, &[("a", r#"q"uote \ C:\dir\file"#)]),
            ("; a=b;", &[("a", "b")]),
            ("; a=", &[("a", "")]),
        ];
        for (text, expected) in good {
            let expected: Vec<_> = expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            assert_eq!(all(text), Ok(expected), "{text}");
        }
        for text in ["x", "; a", "; =b", "; a=\"b", "; a=\"b\\\"", "; a b=c", "; a=\"b\"c", "; a=b c"] {
            assert_eq!(all(text), Err(BAD_PARAMETER), "{text}");
        }
    }

    #[test]
    fn only_the_escapes_of_browsers_are_undone() {
        assert_eq!(unescape(b"a%22b%0D%0a%41%2%"), b"a\"b\r\n%41%2%");
        assert_eq!(unescape(b""), b"");
    }

    #[test]
    fn extended_values() {
        assert_eq!(extended(b"UTF-8''%e2%82%ac%20rates").unwrap(), "\u{20ac} rates".as_bytes());
        assert_eq!(extended(b"utf-8'en'a%2Fb").unwrap(), b"a/b");
        assert_eq!(extended(b"iso-8859-1''%e9").unwrap(), "\u{e9}".as_bytes());
        for bad in ["", "UTF-8", "UTF-8'", "UTF-8''%e2%82", "UTF-8''%zz", "UTF-16''a", "''a"] {
            assert!(extended(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
