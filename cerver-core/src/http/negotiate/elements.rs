//! The elements of a list field with weights: `value; name=text; q=0.5, ...` (RFC 9110 section 5.6 and 12.4.2).

use super::{FULL_QUALITY, Quality};
use crate::http::header::is_token;

/// A weight: 0 or 1 with up to three digits behind the point, not above 1.
///
/// None for everything else: signs, exponents, a fourth digit, `.5`.
pub fn parse_quality(text: &[u8]) -> Option<Quality> {
    let (whole, digits) = match text {
        [whole @ (b'0' | b'1')] => (whole, &[][..]),
        [whole @ (b'0' | b'1'), b'.', digits @ ..] if digits.len() <= 3 => (whole, digits),
        _ => return None,
    };
    let mut quality = Quality::from(whole - b'0');
    for place in 0..3 {
        let digit = digits.get(place).copied().unwrap_or(b'0');
        if !digit.is_ascii_digit() {
            return None;
        }
        quality = quality * 10 + Quality::from(digit - b'0');
    }
    (quality <= FULL_QUALITY).then_some(quality)
}

/// One element of a list.
pub(super) struct Element<'a> {
    /// What stands before the first semicolon.
    pub(super) value: &'a [u8],
    pub(super) quality: Quality,
    /// All parameters but the weight; well formed.
    pub(super) parameters: Parameters<'a>,
}

/// The elements of all lines that are well formed.
pub(super) fn elements<'a>(lines: impl Iterator<Item = &'a [u8]>) -> impl Iterator<Item = Element<'a>> {
    lines.flat_map(|line| Pieces { rest: Some(line), separator: b',' }).filter_map(Element::parse)
}

/// The pieces of a text between commas.
pub(super) fn texts(text: &str) -> impl Iterator<Item = &str> {
    // A comma is never a part of another character.
    Pieces { rest: Some(text.as_bytes()), separator: b',' }.filter_map(|piece| std::str::from_utf8(piece).ok())
}

impl<'a> Element<'a> {
    /// None for what is not well formed.
    pub(super) fn parse(text: &'a [u8]) -> Option<Self> {
        let mut pieces = Pieces { rest: Some(text), separator: b';' };
        let value = pieces.next()?.trim_ascii();
        let parameters = Parameters(pieces);
        let mut weight = None;
        for piece in parameters.0.clone() {
            match Parameter::parse(piece) {
                Some(parameter) if !parameter.is_named(b"q") => {}
                Some(parameter) if weight.is_none() => weight = Some(parse_quality(parameter.value)?),
                None if piece.trim_ascii().is_empty() => {}
                _ => return None,
            }
        }
        (!value.is_empty()).then_some(Self { value, quality: weight.unwrap_or(FULL_QUALITY), parameters })
    }
}

/// The parameters of an element without its weight.
#[derive(Clone)]
pub(super) struct Parameters<'a>(Pieces<'a>);

impl Parameters<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.clone().next().is_none()
    }
}

impl<'a> Iterator for Parameters<'a> {
    type Item = Parameter<'a>;

    fn next(&mut self) -> Option<Parameter<'a>> {
        self.0.by_ref().filter_map(Parameter::parse).find(|parameter| !parameter.is_named(b"q"))
    }
}

/// `name=value`, where the value may be a quoted string.
pub(super) struct Parameter<'a> {
    name: &'a [u8],
    value: &'a [u8],
}

impl<'a> Parameter<'a> {
    fn parse(text: &'a [u8]) -> Option<Self> {
        let text = text.trim_ascii();
        let equals = memchr::memchr(b'=', text)?;
        let (name, value) = (&text[..equals], &text[equals + 1..]);
        (is_token(name) && (is_token(value) || is_quoted(value))).then_some(Self { name, value })
    }

    pub(super) fn is_named(&self, name: &[u8]) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    pub(super) fn has_name_of(&self, other: &Parameter<'_>) -> bool {
        self.is_named(other.name)
    }

    /// Whether the values say the same, quoted or not, in any case.
    pub(super) fn has_value_of(&self, other: &Parameter<'_>) -> bool {
        plain_bytes(self.value).eq(plain_bytes(other.value))
    }
}

/// A whole quoted string (RFC 9110 section 5.6.4), and nothing behind it.
fn is_quoted(text: &[u8]) -> bool {
    let [b'"', inner @ .., b'"'] = text else { return false };
    let mut is_escaped = false;
    for byte in inner {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return false,
            _ => {}
        }
    }
    !is_escaped
}

/// The bytes that a token or quoted string stands for, in small letters.
fn plain_bytes(text: &[u8]) -> impl Iterator<Item = u8> {
    let inner = match text {
        [b'"', inner @ .., b'"'] => inner,
        token => token,
    };
    let mut is_escaped = false;
    inner.iter().filter_map(move |byte| {
        is_escaped = *byte == b'\\' && !is_escaped;
        (!is_escaped).then(|| byte.to_ascii_lowercase())
    })
}

/// The pieces of a text between separators that stand in no quoted string. A string that does not end takes the rest.
#[derive(Clone)]
struct Pieces<'a> {
    rest: Option<&'a [u8]>,
    separator: u8,
}

impl<'a> Iterator for Pieces<'a> {
    type Item = &'a [u8];

    fn next(&mut self) -> Option<&'a [u8]> {
        let text = self.rest?;
        let (mut is_quoted, mut is_escaped) = (false, false);
        let end = text.iter().position(|byte| {
            match byte {
                _ if is_escaped => is_escaped = false,
                b'\\' if is_quoted => is_escaped = true,
                b'"' => is_quoted = !is_quoted,
                byte => return *byte == self.separator && !is_quoted,
            }
            false
        });
        self.rest = end.map(|end| &text[end + 1..]);
        Some(&text[..end.unwrap_or(text.len())])
    }
}
