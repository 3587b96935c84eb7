//! Header names and the rules for names and values (RFC 9110 section 5).

use std::ffi::CStr;

pub use super::header_table::KnownHeader;
use super::text::Text;

/// Makes the enum and its texts out of the rows of the table.
macro_rules! known_headers {
    ($($variant:ident = $number:literal, $name:literal, $description:literal;)*) => {
        /// A header with a published number, 0 to 54.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum KnownHeader {
            $(#[doc = concat!("`", $name, "`: ", $description)] $variant = $number,)*
        }

        impl KnownHeader {
            /// The headers by number.
            pub const ALL: &[Self] = &[$(Self::$variant),*];
            /// Name, and the description in the parentheses in which C receives it.
            pub(super) const TEXTS: &[(super::text::Text, super::text::Text)] = &[$((
                super::text::Text::new(concat!($name, "\0")),
                super::text::Text::new(concat!("(", $description, ")\0")),
            )),*];
        }
    };
}
pub(super) use known_headers;

impl KnownHeader {
    /// The header of a published number.
    #[inline]
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// The header of a name in any case. Costs a hash of the name's last eight bytes and one comparison.
    pub fn lookup(name: &[u8]) -> Option<Self> {
        Self::from_number(lookup_number(name, name.len()))
    }

    /// The name as it is written, e.g. `Content-Type`.
    pub fn name(self) -> &'static str {
        Self::TEXTS[self as usize].0.as_str()
    }

    /// [`KnownHeader::name`] as a C string.
    pub fn name_c(self) -> &'static CStr {
        Self::TEXTS[self as usize].0.as_c_str()
    }

    /// One sentence about the header, without parentheses.
    pub fn description(self) -> &'static str {
        let text = Self::TEXTS[self as usize].1.as_str();
        &text[1..text.len() - 1]
    }

    /// [`KnownHeader::description`] in parentheses as a C string.
    pub fn description_c(self) -> &'static CStr {
        Self::TEXTS[self as usize].1.as_c_str()
    }
}

/// Whether the bytes form a token (RFC 9110 section 5.6.2): the form of methods and header names. The empty text is none.
pub fn is_token(text: &[u8]) -> bool {
    !text.is_empty() && text.iter().fold(true, |token, &byte| token & TOKEN[usize::from(byte)])
}

/// Whether a field of this name may come behind a body: nothing that decides about framing, routing, the request,
/// authentication, caching or the content (RFC 9110 section 6.5.1).
pub(super) fn may_trail(name: &[u8]) -> bool {
    const FORBIDDEN: [&[u8]; 15] = [
        b"if-match",
        b"if-modified-since",
        b"if-none-match",
        b"if-unmodified-since",
        b"last-modified",
        b"max-forwards",
        b"pragma",
        b"proxy-authentication-info",
        b"proxy-connection",
        b"retry-after",
        b"strict-transport-security",
        b"te",
        b"trailer",
        b"transfer-encoding",
        b"vary",
    ];
    match KnownHeader::lookup(name) {
        // Of the table, only this one's definition allows it (section 14.3).
        Some(known) => known == KnownHeader::AcceptRanges,
        None => !FORBIDDEN.iter().any(|other| name.eq_ignore_ascii_case(other)),
    }
}

/// Whether the bytes may stand in a header value: no control byte but the tab, so no CR, LF or NUL (RFC 9110 section 5.5).
pub fn valid_value(value: &[u8]) -> bool {
    value.iter().all(|&byte| is_value_byte(byte))
}

/// Whether one byte may stand in a header value.
pub(super) const fn is_value_byte(byte: u8) -> bool {
    byte == b'\t' || byte >= b' ' && byte != 0x7f
}

/// Which bytes are token characters.
pub(super) static TOKEN: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0u8;
    while byte < 128 {
        table[byte as usize] = byte.is_ascii_alphanumeric();
        byte += 1;
    }
    let mut marks = b"!#$%&'*+-.^_`|~".as_slice();
    while let [mark, rest @ ..] = marks {
        table[*mark as usize] = true;
        marks = rest;
    }
    table
};

/// The number under which [`lookup_number`] knows `Transfer-Encoding`, a framing field without a published number.
pub(super) const TRANSFER_ENCODING: u8 = 55;
/// What [`lookup_number`] says of every other name: the number that the published interface has for it.
pub(super) const UNKNOWN: u8 = 63;

/// The number of the name that is the first `length` bytes of `text`, in any case. Bytes behind the name only make the lookup faster. A name that
/// is found is a valid token.
#[inline]
pub(super) fn lookup_number(text: &[u8], length: usize) -> u8 {
    let Some(name) = text.get(..length) else { return UNKNOWN };
    let last = fold(match name.last_chunk() {
        Some(chunk) => u64::from_le_bytes(*chunk),
        None if name.is_empty() => return UNKNOWN,
        None => match text.first_chunk() {
            Some(chunk) => u64::from_le_bytes(*chunk) & u64::MAX >> (64 - length * 8),
            None => name.iter().rev().fold(0, |word, &byte| word << 8 | u64::from(byte)),
        },
    });
    let number = SLOTS[slot(last, length)];
    let entry = &ENTRIES[usize::from(number) % ENTRIES.len()];
    if entry.last != last || entry.length != length {
        return UNKNOWN;
    }
    if length <= 8 {
        return number;
    }
    // What is before the last eight bytes, and perhaps some of these again.
    let (chunks, _) = name.as_chunks();
    for (chunk, &word) in chunks.iter().zip(&entry.words) {
        if fold(u64::from_le_bytes(*chunk)) != word {
            return UNKNOWN;
        }
    }
    number
}

/// A name prepared for comparison eight bytes at a time, in small letters.
struct Entry {
    last: u64,
    words: [u64; LONGEST / 8],
    length: usize,
}

const LONGEST: usize = 32;
const ENTRY_COUNT: usize = KnownHeader::ALL.len() + 1;

/// The names by number. Places without a name have length 0, which no name has.
static ENTRIES: [Entry; 64] = {
    let mut entries = [const { Entry { last: 0, words: [0; LONGEST / 8], length: 0 } }; 64];
    let mut number = 0;
    while number < ENTRY_COUNT {
        let text = if number == TRANSFER_ENCODING as usize {
            Text::new("Transfer-Encoding\0")
        } else {
            KnownHeader::TEXTS[number].0
        };
        let name = text.as_str().as_bytes();
        let mut index = 0;
        while index < name.len() {
            let byte = name[index].to_ascii_lowercase() as u64;
            entries[number].words[index / 8] |= byte << (index % 8 * 8);
            if name.len() - index <= 8 {
                let place = if name.len() < 8 { index } else { index + 8 - name.len() };
                entries[number].last |= byte << (place * 8);
            }
            index += 1;
        }
        entries[number].length = name.len();
        number += 1;
    }
    entries
};

/// Hash slot to number. Building it fails to compile when two names share a slot.
static SLOTS: [u8; 256] = {
    let mut slots = [UNKNOWN; 256];
    let mut number = 0;
    while number < ENTRY_COUNT {
        let place = slot(ENTRIES[number].last, ENTRIES[number].length);
        assert!(slots[place] == UNKNOWN, "two names share a slot: choose another multiplier");
        slots[place] = number as u8;
        number += 1;
    }
    slots
};

/// Found by trying odd numbers until all names had a slot of their own.
const MULTIPLIER: u64 = 0x0cb1_e29c_658c_da15;

const fn slot(last: u64, length: usize) -> usize {
    ((last.wrapping_add(length as u64)).wrapping_mul(MULTIPLIER) >> 56) as usize
}

/// Capital letters to small ones, eight at a time. Bytes that are no letters may change too, but never into a letter or `-`.
const fn fold(word: u64) -> u64 {
    word | (word & 0x4040_4040_4040_4040) >> 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_is_found_in_any_case_and_place() {
        assert_eq!(KnownHeader::ALL.len(), 55);
        for (number, &header) in KnownHeader::ALL.iter().enumerate() {
            assert_eq!(header as usize, number);
            let name = header.name();
            for text in [name.to_string(), name.to_lowercase(), name.to_uppercase()] {
                assert_eq!(KnownHeader::lookup(text.as_bytes()), Some(header), "{text}");
                let line = format!("{text}: value of it");
                assert_eq!(lookup_number(line.as_bytes(), text.len()), number as u8, "{text}");
            }
        }
        assert_eq!(lookup_number(b"TRANSFER-encoding", 17), TRANSFER_ENCODING);
        assert_eq!(KnownHeader::lookup(b"Transfer-Encoding"), None);
    }

    #[test]
    fn a_changed_byte_is_never_found() {
        for header in KnownHeader::ALL {
            let name = header.name().as_bytes();
            for index in 0..name.len() {
                for byte in 0..=255 {
                    let mut other = name.to_vec();
                    other[index] = byte;
                    let same = other.eq_ignore_ascii_case(name);
                    let found = KnownHeader::lookup(&other);
                    assert!(
                        found.is_none_or(|found| found.name().as_bytes().eq_ignore_ascii_case(&other)),
                        "{other:?}"
                    );
                    assert_eq!(found == Some(*header), same, "{other:?}");
                }
            }
            assert_ne!(KnownHeader::lookup(&name[..name.len() - 1]), Some(*header));
            assert_ne!(KnownHeader::lookup(&name[1..]), Some(*header));
            assert_eq!(KnownHeader::lookup(&[name, b"x"].concat()), None);
        }
        for name in ["", "X", "X-Forwarded-For", "Access-Control-Allow-Credentials-More-And-More"] {
            assert_eq!(KnownHeader::lookup(name.as_bytes()), None, "{name}");
        }
    }

    #[test]
    fn texts() {
        assert_eq!(KnownHeader::SecWebSocketKey.name(), "Sec-WebSocket-Key");
        assert_eq!(KnownHeader::Host.name_c(), c"Host");
        assert_eq!(KnownHeader::Allow.description(), "The methods that the resource supports.");
        assert_eq!(KnownHeader::Allow.description_c(), c"(The methods that the resource supports.)");
        assert_eq!(KnownHeader::from_number(54), Some(KnownHeader::Upgrade));
        assert_eq!(KnownHeader::from_number(55), None);
        assert_eq!(KnownHeader::from_number(63), None);
    }

    #[test]
    fn tokens_and_values() {
        assert!(is_token(b"X-Own_Name.1!#$%&'*+^`|~"));
        for name in [&b""[..], b"a b", b"a:", b"a\r", b"a\"", b"(a)", b"a/b", b"a=b", b"caf\xe9", b"\x7f", b"a\0"] {
            assert!(!is_token(name), "{name:?}");
        }
        assert!(valid_value(b"") && valid_value(b"a\tb \xff\x80~"));
        for value in [&b"a\r\nb"[..], b"\n", b"\0", b"\x1f", b"\x7f", b"a\rb"] {
            assert!(!valid_value(value), "{value:?}");
        }
    }
}
