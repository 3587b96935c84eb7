//! Key-value pairs of queries and of `application/x-www-form-urlencoded` bodies.

use std::ops::Range;

use super::percent::{Plus, decode};

/// How many pairs are kept unless the caller says otherwise.
pub const DEFAULT_PAIRS: usize = 1024;

/// Decoded pairs in the order of arrival. They stand in a plain list with a limit, so no choice of keys makes a lookup slower than its length.
#[derive(Clone, Debug, Default)]
pub struct Pairs {
    /// All keys and values, a zero byte behind each.
    text: Vec<u8>,
    pairs: Vec<(Range<usize>, Range<usize>)>,
    truncated: bool,
}

impl Pairs {
    /// No pairs; allocates nothing.
    pub const fn new() -> Self {
        Self { text: Vec::new(), pairs: Vec::new(), truncated: false }
    }

    /// Replaces the pairs by those of `raw`, at most `limit` of them; further ones are dropped (see [`Pairs::is_truncated`]).
    ///
    /// The text is split at `&`, each part at its first `=`, and then key and value are decoded, `+` as a space. Parts without `=` are dropped.
    /// A text without any `=` is decoded as a whole first, because some clients escape it as a whole.
    pub fn parse(&mut self, raw: &[u8], limit: usize) {
        self.text.clear();
        self.pairs.clear();
        self.truncated = false;
        if raw.contains(&b'=') {
            self.split(raw, limit, |part, out| {
                decode(part, Plus::Space, out);
            });
        } else if raw.contains(&b'%') {
            let mut decoded = Vec::new();
            decode(raw, Plus::Space, &mut decoded);
            self.split(&decoded, limit, |part, out| out.extend_from_slice(part));
        }
    }

    /// The value of the first pair with this key. In memory a zero byte follows it.
    pub fn get(&self, key: &[u8]) -> Option<&[u8]> {
        self.iter().find(|(each, _)| *each == key).map(|(_, value)| value)
    }

    /// All pairs, the repeated ones too. In memory a zero byte follows each key and each value.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&[u8], &[u8])> {
        self.pairs.iter().map(|(key, value)| (&self.text[key.clone()], &self.text[value.clone()]))
    }

    /// How many pairs there are.
    pub fn len(&self) -> usize {
        self.pairs.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.pairs.is_empty()
    }

    /// Whether pairs were dropped because of the limit.
    pub fn is_truncated(&self) -> bool {
        self.truncated
    }

    /// Bytes of memory that texts may take before more is needed.
    pub(super) const fn capacity(&self) -> usize {
        self.text.capacity()
    }

    fn split(&mut self, text: &[u8], limit: usize, take: impl Fn(&[u8], &mut Vec<u8>)) {
        for part in text.split(|&byte| byte == b'&') {
            let Some(equals) = memchr::memchr(b'=', part) else { continue };
            if self.pairs.len() == limit {
                self.truncated = true;
                return;
            }
            let [key, value] = [&part[..equals], &part[equals + 1..]].map(|part| {
                let start = self.text.len();
                take(part, &mut self.text);
                let end = self.text.len();
                self.text.push(0);
                start..end
            });
            self.pairs.push((key, value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(raw: &str) -> Vec<(String, String)> {
        let mut pairs = Pairs::new();
        pairs.parse(raw.as_bytes(), DEFAULT_PAIRS);
        assert!(!pairs.is_truncated());
        assert_eq!(pairs.iter().len(), pairs.len());
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
        pairs.iter().map(|(key, value)| (text(key), text(value))).collect()
    }

    fn check(raw: &str, expected: &[(&str, &str)]) {
        let expected: Vec<(String, String)> =
            expected.iter().map(|(key, value)| (key.to_string(), value.to_string())).collect();
        assert_eq!(pairs(raw), expected, "{raw:?}");
    }

    #[test]
    fn splitting_comes_before_decoding() {
        check("", &[]);
        check("a=1&b=2", &[("a", "1"), ("b", "2")]);
        check("a=x%26y%3Dz+q&%3d=%20", &[("a", "x&y=z q"), ("=", " ")]);
        check("a=&b&&=c&d==1&e=%zz", &[("a", ""), ("", "c"), ("d", "=1"), ("e", "%zz")]);
        check("flag", &[]);
        check("a+b", &[]);
    }

    #[test]
    fn a_text_escaped_as_a_whole() {
        check("name%3Dann+b%26pw%3D%2541", &[("name", "ann b"), ("pw", "%41")]);
        check("name%3Da&x=1", &[("x", "1")]);
        check("a%26b", &[]);
    }

    #[test]
    fn the_first_of_a_key_is_found() {
        let mut pairs = Pairs::new();
        pairs.parse(b"a=1&b=&a=2", DEFAULT_PAIRS);
        assert_eq!(pairs.get(b"a"), Some(&b"1"[..]));
        assert_eq!(pairs.get(b"b"), Some(&b""[..]));
        assert_eq!(pairs.get(b"c"), None);
        assert_eq!(pairs.get(b"A"), None);
        pairs.parse(b"c=3", DEFAULT_PAIRS);
        assert_eq!((pairs.get(b"a"), pairs.get(b"c"), pairs.len()), (None, Some(&b"3"[..]), 1));
        pairs.parse(b"", DEFAULT_PAIRS);
        assert!(pairs.is_empty());
    }

    #[test]
    fn the_limit_drops_the_rest() {
        let mut pairs = Pairs::new();
        pairs.parse(b"a=1&b=2&c&", 2);
        assert_eq!((pairs.len(), pairs.is_truncated()), (2, false));
        pairs.parse(b"a=1&b=2&c=3", 2);
        assert_eq!((pairs.len(), pairs.is_truncated()), (2, true));
        pairs.parse("k=v&".repeat(100_000).as_bytes(), DEFAULT_PAIRS);
        assert_eq!((pairs.len(), pairs.is_truncated()), (DEFAULT_PAIRS, true));
    }

    #[test]
    fn a_zero_byte_follows_each_text() {
        let mut pairs = Pairs::new();
        pairs.parse(b"ab=cd&e=", DEFAULT_PAIRS);
        assert_eq!(pairs.text, b"ab\0cd\0e\0\0");
    }
}
