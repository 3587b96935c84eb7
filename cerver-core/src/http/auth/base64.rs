//! Base64 (RFC 4648): with the alphabet for URLs and without padding, as tokens have it, and the standard one.

const URL: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const STANDARD: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Appends `bytes` with the alphabet for URLs, without padding.
pub(super) fn encode_url(bytes: &[u8], out: &mut Vec<u8>) {
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().enumerate().fold(0, |bits, (place, &byte)| bits | u32::from(byte) << (16 - 8 * place));
        for place in 0..=chunk.len() {
            out.push(URL[(bits >> (18 - 6 * place)) as usize & 63]);
        }
    }
}

/// The bytes of a text without padding in the alphabet for URLs; None when it is not exactly what they are encoded as.
pub(super) fn decode_url(text: &[u8]) -> Option<Vec<u8>> {
    decode(text, URL)
}

/// The bytes of a padded text in the standard alphabet; None when it is not exactly what they are encoded as.
pub(super) fn decode_standard(text: &[u8]) -> Option<Vec<u8>> {
    if !text.len().is_multiple_of(4) {
        return None;
    }
    let padding = text.iter().rev().take(2).take_while(|byte| **byte == b'=').count();
    decode(&text[..text.len() - padding], STANDARD)
}

fn decode(text: &[u8], alphabet: &[u8; 64]) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3 + 2);
    for chunk in text.chunks(4) {
        let mut bits = 0;
        for (place, byte) in chunk.iter().enumerate() {
            bits |= digit(*byte, alphabet)? << (18 - 6 * place);
        }
        let count = match chunk.len() {
            1 => return None,
            length => length - 1,
        };
        let [_, decoded @ ..] = u32::to_be_bytes(bits);
        if decoded[count..].iter().any(|byte| *byte != 0) {
            // Bits behind the last byte: another text would mean the same.
            return None;
        }
        bytes.extend_from_slice(&decoded[..count]);
    }
    Some(bytes)
}

fn digit(byte: u8, alphabet: &[u8; 64]) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        _ if byte == alphabet[62] => 62,
        _ if byte == alphabet[63] => 63,
        _ => return None,
    };
    Some(u32::from(value))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encoded(bytes: &[u8]) -> String {
        let mut out = Vec::new();
        encode_url(bytes, &mut out);
        String::from_utf8(out).expect("ASCII")
    }

    /// RFC 4648 section 10, and RFC 7515 appendix C.
    #[test]
    fn known_texts() {
        for (bytes, text) in [
            ("", ""),
            ("f", "Zg=="),
            ("fo", "Zm8="),
            ("foo", "Zm9v"),
            ("foob", "Zm9vYg=="),
            ("fooba", "Zm9vYmE="),
            ("foobar", "Zm9vYmFy"),
        ] {
            assert_eq!(encoded(bytes.as_bytes()), text.trim_end_matches('='));
            assert_eq!(decode_standard(text.as_bytes()).as_deref(), Some(bytes.as_bytes()));
            assert_eq!(decode_url(text.trim_end_matches('=').as_bytes()).as_deref(), Some(bytes.as_bytes()));
        }
        assert_eq!(encoded(&[3, 236, 255, 224, 193]), "A-z_4ME");
        assert_eq!(decode_standard(b"A+z/4ME=").as_deref(), Some(&[3, 236, 255, 224, 193][..]));
    }

    #[test]
    fn a_text_that_is_not_the_one_encoding_is_refused() {
        for text in ["A", "Zg==", "Zh", "Zm9", "Zm9vYmE=", "A+z/4ME", "Zg\n", "Zg ", "Z\u{e9}"] {
            assert_eq!(decode_url(text.as_bytes()), None, "{text}");
        }
        for text in ["Zg", "Zg=", "Zg===", "Zh==", "=", "====", "A-z_4ME=", "Zm9v====", "Z=g="] {
            assert_eq!(decode_standard(text.as_bytes()), None, "{text}");
        }
    }

    #[test]
    fn every_length_comes_back() {
        let bytes: Vec<u8> = (0..=255).collect();
        for end in 0..bytes.len() {
            assert_eq!(decode_url(encoded(&bytes[..end]).as_bytes()).as_deref(), Some(&bytes[..end]));
        }
    }
}
