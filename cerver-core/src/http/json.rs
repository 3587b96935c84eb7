//! Small JSON texts (RFC 8259): strings, and objects of one pair as the published helpers write them, `{"key": value}`.

/// Appends the text as the inside of a JSON string, without quotes. Quotes, backslashes and control characters are escaped; bytes that are not
/// UTF-8 become U+FFFD, because JSON knows no other text.
pub fn escape(text: &[u8], out: &mut Vec<u8>) {
    out.reserve(text.len());
    for chunk in text.utf8_chunks() {
        for &byte in chunk.valid().as_bytes() {
            escape_byte(byte, out);
        }
        if !chunk.invalid().is_empty() {
            out.extend_from_slice("\u{fffd}".as_bytes());
        }
    }
}

/// Appends `"text"`.
pub fn string(text: &[u8], out: &mut Vec<u8>) {
    out.push(b'"');
    escape(text, out);
    out.push(b'"');
}

/// Appends `{"msg": "text"}`.
pub fn msg(text: &[u8], out: &mut Vec<u8>) {
    key_value(b"msg", text, out);
}

/// Appends `{"error": "text"}`.
pub fn error(text: &[u8], out: &mut Vec<u8>) {
    key_value(b"error", text, out);
}

/// Appends `{"key": "value"}`.
pub fn key_value(key: &[u8], value: &[u8], out: &mut Vec<u8>) {
    object(key, out, |out| string(value, out));
}

/// Appends `{"key": value}`.
pub fn int_value(key: &[u8], value: i64, out: &mut Vec<u8>) {
    object(key, out, |out| out.extend_from_slice(value.to_string().as_bytes()));
}

/// Appends `{"key": value}` with six decimals, as `%f` of C prints them; `null` for what is no finite number, which JSON cannot express.
pub fn real_value(key: &[u8], value: f64, out: &mut Vec<u8>) {
    object(key, out, |out| {
        let text = if value.is_finite() { format!("{value:.6}") } else { "null".to_string() };
        out.extend_from_slice(text.as_bytes());
    });
}

/// Appends `{"key": true}` or `{"key": false}`.
pub fn bool_value(key: &[u8], value: bool, out: &mut Vec<u8>) {
    object(key, out, |out| out.extend_from_slice(if value { b"true" } else { b"false" }));
}

fn object(key: &[u8], out: &mut Vec<u8>, value: impl FnOnce(&mut Vec<u8>)) {
    out.push(b'{');
    string(key, out);
    out.extend_from_slice(b": ");
    value(out);
    out.push(b'}');
}

fn escape_byte(byte: u8, out: &mut Vec<u8>) {
    let short = match byte {
        b'"' | b'\\' => byte,
        b'\n' => b'n',
        b'\r' => b'r',
        b'\t' => b't',
        0x08 => b'b',
        0x0c => b'f',
        0..0x20 => {
            out.extend_from_slice(format!("\\u{byte:04x}").as_bytes());
            return;
        }
        _ => {
            out.push(byte);
            return;
        }
    };
    out.extend_from_slice(&[b'\\', short]);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = b"> ".to_vec();
        write(&mut out);
        String::from_utf8(out).expect("UTF-8")[2..].to_string()
    }

    #[test]
    fn published_texts() {
        assert_eq!(written(|out| msg(b"HTTP Cerver!", out)), r#"{"msg": "HTTP Cerver!"}"#);
        assert_eq!(written(|out| error(b"Not found!", out)), r#"{"error": "Not found!"}"#);
        assert_eq!(written(|out| key_value(b"k", b"v", out)), r#"{"k": "v"}"#);
        assert_eq!(written(|out| int_value(b"n", -5, out)), r#"{"n": -5}"#);
        assert_eq!(written(|out| int_value(b"n", 1 << 40, out)), r#"{"n": 1099511627776}"#);
        assert_eq!(written(|out| int_value(b"n", i64::MIN, out)), r#"{"n": -9223372036854775808}"#);
        assert_eq!(written(|out| bool_value(b"b", true, out)), r#"{"b": true}"#);
        assert_eq!(written(|out| bool_value(b"b", false, out)), r#"{"b": false}"#);
    }

    #[test]
    fn reals() {
        let real = |value| written(|out| real_value(b"x", value, out));
        assert_eq!(real(3.25), r#"{"x": 3.250000}"#);
        assert_eq!(real(-0.0000005), r#"{"x": -0.000000}"#);
        assert_eq!(real(1e15), r#"{"x": 1000000000000000.000000}"#);
        for value in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert_eq!(real(value), r#"{"x": null}"#);
        }
    }

    #[test]
    fn strings_are_escaped() {
        let text = |bytes: &[u8]| written(|out| string(bytes, out));
        assert_eq!(text(b"a\"b\\c/d"), r#""a\"b\\c/d""#);
        assert_eq!(text(b"\n\r\t\x08\x0c\0\x1f\x7f"), "\"\\n\\r\\t\\b\\f\\u0000\\u001f\x7f\"");
        assert_eq!(text("\u{e9}\u{1f980}".as_bytes()), "\"\u{e9}\u{1f980}\"");
        assert_eq!(text(b"a\xffb\xe2\x82"), "\"a\u{fffd}b\u{fffd}\"");
        assert_eq!(written(|out| key_value(b"\"", b"\"", out)), r#"{"\"": "\""}"#);
    }
}
