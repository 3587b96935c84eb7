//! The object of JSON in a token (RFC 8259): checked strictly, its members by name, everything else as text.

use crate::http::request::Request;
use std::{fmt::Write, ops::Range};

/// Levels of arrays and objects in each other.
const DEPTH: usize = 32;

/// The claims of a token that was found good (RFC 7519 section 4).
#[derive(Clone, Debug, PartialEq)]
pub struct Claims {
    text: String,
    members: Vec<Member>,
}

#[derive(Clone, Debug, PartialEq)]
struct Member {
    name: String,
    value: Range<usize>,
}

impl Claims {
    /// The object that is the whole of `text`; None when it is none, when a name appears twice (RFC 7519 section 4), or
    /// when it is nested too deep.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let mut reader = Reader { rest: std::str::from_utf8(text).ok()?, text: String::with_capacity(text.len() + 16) };
        reader.skip_space();
        let members = reader.object(0)?;
        let is_twice =
            |(place, member): (usize, &Member)| members[..place].iter().any(|other| other.name == member.name);
        if !reader.rest.is_empty() || members.iter().enumerate().any(is_twice) {
            return None;
        }
        Some(Self { text: reader.text, members })
    }

    /// The object as text: members in their order, separated by `, ` and `: `, nothing else between them. It has no NUL.
    pub fn as_json(&self) -> &str {
        &self.text
    }

    /// The value of a member as JSON.
    pub fn get(&self, name: &str) -> Option<&str> {
        let member = self.members.iter().find(|member| member.name == name)?;
        Some(&self.text[member.value.clone()])
    }

    /// The value of a member that is a string.
    pub fn string(&self, name: &str) -> Option<String> {
        unescape(self.get(name)?)
    }

    /// The value of a member that is a number.
    pub fn number(&self, name: &str) -> Option<f64> {
        let text = self.get(name)?;
        text.starts_with(|first: char| first == '-' || first.is_ascii_digit()).then(|| text.parse().ok())?
    }

    /// Whether a member is this string, or an array with this string in it.
    pub(super) fn has_string(&self, name: &str, wanted: &str) -> bool {
        let Some(value) = self.get(name) else { return false };
        let is_it = |text: &str| unescape(text).is_some_and(|value| value == wanted);
        let Some(mut items) = value.strip_prefix('[') else { return is_it(value) };
        while let Some(length) = string_length(items) {
            let (item, rest) = items.split_at(length);
            if is_it(item) {
                return true;
            }
            items = rest.strip_prefix(", ").unwrap_or_default();
        }
        false
    }
}

impl Request {
    /// What the token of the request says, on a route that asks for one.
    pub fn claims(&self) -> Option<&Claims> {
        self.intake.as_ref()?.claims.as_ref()
    }

    pub(super) fn set_claims(&mut self, claims: Claims) {
        self.intake.get_or_insert_default().claims = Some(claims);
    }
}

/// Reads a text and writes it again with the usual spaces.
struct Reader<'t> {
    rest: &'t str,
    text: String,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Option<()> {
        match self.rest.as_bytes().first()? {
            b'{' => self.object(depth).map(|_| ()),
            b'[' => self.array(depth),
            b'"' => self.string().map(|_| ()),
            b'-' | b'0'..=b'9' => self.take(number_length(self.rest)?),
            _ => {
                let word = ["true", "false", "null"].into_iter().find(|word| self.rest.starts_with(word))?;
                self.take(word.len())
            }
        }
    }

    fn object(&mut self, depth: usize) -> Option<Vec<Member>> {
        let mut members = Vec::new();
        self.list(depth, b'{', b'}', &mut |reader| {
            let name = reader.string()?;
            reader.skip_space();
            reader.rest = reader.rest.strip_prefix(':')?;
            reader.text.push_str(": ");
            reader.skip_space();
            let start = reader.text.len();
            reader.value(depth + 1)?;
            members.push(Member { name, value: start..reader.text.len() });
            Some(())
        })?;
        Some(members)
    }

    fn array(&mut self, depth: usize) -> Option<()> {
        self.list(depth, b'[', b']', &mut |reader| reader.value(depth + 1))
    }

    fn string(&mut self) -> Option<String> {
        let length = string_length(self.rest)?;
        let value = unescape(&self.rest[..length])?;
        self.take(length)?;
        Some(value)
    }

    /// Items between brackets.
    fn list(&mut self, depth: usize, open: u8, close: u8, item: &mut dyn FnMut(&mut Self) -> Option<()>) -> Option<()> {
        if depth >= DEPTH || self.next() != Some(open) {
            return None;
        }
        self.take(1)?;
        self.skip_space();
        if self.next() != Some(close) {
            loop {
                item(self)?;
                self.skip_space();
                match self.next()? {
                    b',' => self.rest = &self.rest[1..],
                    other if other == close => break,
                    _ => return None,
                }
                self.text.push_str(", ");
                self.skip_space();
            }
        }
        self.take(1)?;
        if depth == 0 {
            self.skip_space();
        }
        Some(())
    }

    fn next(&self) -> Option<u8> {
        self.rest.as_bytes().first().copied()
    }

    fn take(&mut self, length: usize) -> Option<()> {
        let (taken, rest) = self.rest.split_at_checked(length)?;
        self.text.push_str(taken);
        self.rest = rest;
        Some(())
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start_matches([' ', '\t', '\n', '\r']);
    }
}

/// The bytes of the string with its quotes at the start of a text; None when there is no good one.
fn string_length(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    if bytes.first() != Some(&b'"') {
        return None;
    }
    let mut place = 1;
    loop {
        match bytes.get(place)? {
            b'"' => return Some(place + 1),
            b'\\' => place += 2,
            0..0x20 => return None,
            _ => place += 1,
        }
    }
}

/// The bytes of the number at the start of a text; None when there is no good one.
fn number_length(text: &str) -> Option<usize> {
    let digits = |text: &str| text.len() - text.trim_start_matches(|digit: char| digit.is_ascii_digit()).len();
    let mut rest = text.strip_prefix('-').unwrap_or(text);
    let whole = digits(rest);
    if whole == 0 || whole > 1 && rest.starts_with('0') {
        return None;
    }
    rest = &rest[whole..];
    if let Some(fraction) = rest.strip_prefix('.') {
        rest = &fraction[Some(digits(fraction)).filter(|count| *count > 0)?..];
    }
    if let Some(exponent) = rest.strip_prefix(['e', 'E']) {
        let exponent = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        rest = &exponent[Some(digits(exponent)).filter(|count| *count > 0)?..];
    }
    Some(text.len() - rest.len())
}

/// What a string with its quotes means; None when it has a bad escape.
fn unescape(text: &str) -> Option<String> {
    let mut rest = text.strip_prefix('"')?.strip_suffix('"')?;
    let mut value = String::with_capacity(rest.len());
    while let Some((before, behind)) = rest.split_once('\\') {
        value.push_str(before);
        let kind = behind.chars().next()?;
        rest = behind.get(kind.len_utf8()..)?;
        let character = match kind {
            '"' | '\\' | '/' => kind,
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            'u' => {
                let first = unit(rest)?;
                rest = &rest[4..];
                let second = (0xd800..0xdc00).contains(&first).then(|| unit(rest.strip_prefix("\\u")?)).flatten();
                if second.is_some() {
                    rest = &rest[6..];
                }
                let units = [Some(first), second].into_iter().flatten();
                // A half of a pair means no character.
                char::decode_utf16(units).next()?.ok()?
            }
            _ => return None,
        };
        value.write_char(character).ok()?;
    }
    value.push_str(rest);
    Some(value)
}

/// Four hexadecimal digits at the start of a text.
fn unit(text: &str) -> Option<u16> {
    let digits = text.get(..4).filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))?;
    u16::from_str_radix(digits, 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Option<Claims> {
        Claims::parse(text.as_bytes())
    }

    #[test]
    fn members_and_text() {
        let claims =
            parse("\r\n{\"adm\":true,\"id\":7 , \"na\\u006de\":\"x \\\"y\\\"\",\"l\":[1,\"a\",{}],\"o\":{\"p\":[ ]}} ")
                .unwrap();
        assert_eq!(
            claims.as_json(),
            r#"{"adm": true, "id": 7, "na\u006de": "x \"y\"", "l": [1, "a", {}], "o": {"p": []}}"#
        );
        assert_eq!(claims.get("adm"), Some("true"));
        assert_eq!((claims.number("id"), claims.number("adm"), claims.number("none")), (Some(7.0), None, None));
        assert_eq!(claims.string("name").as_deref(), Some("x \"y\""));
        assert_eq!(claims.string("id"), None);
        assert_eq!(claims.get("o"), Some(r#"{"p": []}"#));
        assert_eq!(parse("{}").unwrap().as_json(), "{}");
    }

    #[test]
    fn strings_and_numbers() {
        for (text, value) in [
            (r#""\u00e9\ud83e\udd80\/\b\f\n\r\t""#, Some("\u{e9}\u{1f980}/\u{8}\u{c}\n\r\t")),
            ("\"\u{e9}\"", Some("\u{e9}")),
            (r#""\u0000""#, Some("\0")),
            (r#""\ud83e""#, None),
            (r#""\udd80\ud83e""#, None),
            (r#""\ud83ex""#, None),
            (r#""\u00g0""#, None),
            (r#""\u+0e9""#, None),
            (r#""\x""#, None),
        ] {
            assert_eq!(unescape(text).as_deref(), value, "{text}");
        }
        for number in ["0", "-0", "10", "1.5", "1e3", "1E+3", "-12.50e-1", "1794950400"] {
            assert_eq!(number_length(number), Some(number.len()), "{number}");
            let claims = parse(&format!("{{\"n\":{number}}}")).unwrap();
            assert_eq!(claims.number("n"), number.parse().ok());
        }
    }

    #[test]
    fn what_is_no_object_is_refused() {
        let deep = |levels| format!("{{\"a\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
        assert!(parse(&deep(DEPTH - 1)).is_some());
        assert!(parse(&deep(DEPTH)).is_none());
        assert!(parse(&deep(100_000)).is_none());
        for text in [
            "",
            "[]",
            "1",
            "\"a\"",
            "{",
            "}",
            "{}x",
            "{}{}",
            "{\"a\"}",
            "{\"a\":}",
            "{\"a\":1,}",
            "{,}",
            "{a:1}",
            "{\"a\":1 \"b\":2}",
            "{\"a\":1,\"a\":2}",
            "{\"a\":1,\"\\u0061\":2}",
            "{\"a\":01}",
            "{\"a\":1.}",
            "{\"a\":.1}",
            "{\"a\":+1}",
            "{\"a\":-}",
            "{\"a\":1e}",
            "{\"a\":tru}",
            "{\"a\":nulls}",
            "{\"a\":NaN}",
            "{\"a\":\"\n\"}",
            "{\"a\":\"b}",
            "{\"a\":\"\\\"}",
            "{\"a\":[1,]}",
            "{\"a\":[1 2]}",
            "{\"a\":[}",
            "{\"\\x\":1}",
            "{\"a\":\"\\x\"}",
            "\u{feff}{}",
            "{\"a\":\u{a0}1}",
            "{\"a\":1]",
        ] {
            assert!(parse(text).is_none(), "{text}");
        }
        assert!(Claims::parse(b"{\"a\":\"\xff\"}").is_none());
    }

    #[test]
    fn a_string_or_one_of_an_array() {
        let claims = parse(r#"{"one":"a","some":["b","c\u0064","e\"f"],"number":1,"mixed":["a",["b"]]}"#).unwrap();
        for (name, wanted, has) in [
            ("one", "a", true),
            ("one", "b", false),
            ("some", "b", true),
            ("some", "cd", true),
            ("some", "e\"f", true),
            ("some", "f", false),
            ("mixed", "a", true),
            ("mixed", "b", false),
            ("number", "1", false),
            ("none", "", false),
        ] {
            assert_eq!(claims.has_string(name, wanted), has, "{name} {wanted}");
        }
    }
}
