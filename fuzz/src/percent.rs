//! Percent decoding against one that is written in another way, and what is encoded comes back.

use cerver_core::http::percent::{Plus, decode};

/// See the module.
pub fn check(text: &[u8]) {
    for plus in [Plus::Literal, Plus::Space] {
        let mut decoded = b"before".to_vec();
        let well_formed = decode(text, plus, &mut decoded);
        assert_eq!((decoded[6..].to_vec(), well_formed), plain(text, plus));
        assert!(decoded.starts_with(b"before"));

        let encoded: String = text.iter().map(|byte| format!("%{byte:02x}")).collect();
        let mut back = Vec::new();
        assert!(decode(encoded.as_bytes(), plus, &mut back));
        assert_eq!(back, text);
    }
}

/// The decoded text, and whether each `%` had two digits behind it.
pub fn plain(text: &[u8], plus: Plus) -> (Vec<u8>, bool) {
    let (mut decoded, mut well_formed, mut at) = (Vec::new(), true, 0);
    while at < text.len() {
        let digits = text.get(at + 1..at + 3).and_then(|digits| str::from_utf8(digits).ok());
        let number =
            digits.filter(|digits| !digits.contains('+')).and_then(|digits| u8::from_str_radix(digits, 16).ok());
        match (text[at], number) {
            (b'%', Some(number)) => {
                decoded.push(number);
                at += 2;
            }
            (b'+', _) if plus == Plus::Space => decoded.push(b' '),
            (byte, _) => {
                well_formed &= byte != b'%';
                decoded.push(byte);
            }
        }
        at += 1;
    }
    (decoded, well_formed)
}
