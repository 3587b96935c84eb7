//! Percent decoding (RFC 3986 section 2.1) and the plus sign of HTML forms.

/// What a plus sign stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Plus {
    /// Itself, as in a path.
    Literal,
    /// A space, as in queries and form bodies.
    Space,
}

/// Appends the decoded text to `out`. A `%` without two hexadecimal digits behind it is kept as it stands; the result is false if there was one.
/// The decoded bytes may be anything, NUL and `/` included: the caller has to check what they mean to it.
pub fn decode(text: &[u8], plus: Plus, out: &mut Vec<u8>) -> bool {
    out.reserve(text.len());
    let mut well_formed = true;
    let mut rest = text;
    while let [byte, next @ ..] = rest {
        rest = next;
        match (byte, next) {
            (b'%', [high, low, behind @ ..]) if high.is_ascii_hexdigit() && low.is_ascii_hexdigit() => {
                out.push(digit(*high) << 4 | digit(*low));
                rest = behind;
            }
            (b'%', _) => {
                well_formed = false;
                out.push(b'%');
            }
            (b'+', _) if plus == Plus::Space => out.push(b' '),
            (&other, _) => out.push(other),
        }
    }
    well_formed
}

/// The value of a hexadecimal digit.
const fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => (byte | 0x20) - b'a' + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(text: &str, plus: Plus) -> (Vec<u8>, bool) {
        let mut out = b">".to_vec();
        let well_formed = decode(text.as_bytes(), plus, &mut out);
        (out[1..].to_vec(), well_formed)
    }

    #[test]
    fn escapes_and_plus() {
        for (text, literal, space) in [
            ("", &b""[..], &b""[..]),
            ("plain/text", b"plain/text", b"plain/text"),
            ("a+b%2Bc%2f%00%fF", b"a+b+c/\0\xff", b"a b+c/\0\xff"),
            ("%25%32%35", b"%25", b"%25"),
        ] {
            assert_eq!(decoded(text, Plus::Literal), (literal.to_vec(), true), "{text}");
            assert_eq!(decoded(text, Plus::Space), (space.to_vec(), true), "{text}");
        }
    }

    #[test]
    fn malformed_escapes_are_kept() {
        for (text, out) in [
            ("%", "%"),
            ("%4", "%4"),
            ("a%zzb", "a%zzb"),
            ("%%41", "%A"),
            ("%4%41", "%4A"),
            ("%+1", "%+1"),
            ("%g1", "%g1"),
        ] {
            assert_eq!(decoded(text, Plus::Literal), (out.as_bytes().to_vec(), false), "{text}");
        }
    }

    #[test]
    fn every_byte_comes_back() {
        for byte in 0..=255u8 {
            for text in [format!("%{byte:02x}"), format!("%{byte:02X}")] {
                assert_eq!(decoded(&text, Plus::Space), (vec![byte], true));
            }
        }
    }
}
