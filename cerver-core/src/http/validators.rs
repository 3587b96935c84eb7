//! Conditional requests and ranges (RFC 9110 sections 13 and 14): what to send of a representation that is there.

use super::{
    date,
    range::{self, ByteRange, Ranges},
};

/// What tells one state of a representation from another (RFC 9110 section 8.8).
#[derive(Clone, Copy, Debug)]
pub struct Validators<'a> {
    /// The entity tag as it is sent, with its quotes and perhaps `W/`.
    pub tag: &'a [u8],
    /// `Last-Modified`, in seconds since 1970.
    pub modified: Option<u64>,
    /// The second of the last modification is so long ago that no other state can share it.
    pub is_date_strong: bool,
}

/// What a GET or HEAD request gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Selection {
    /// 200 with everything.
    Whole,
    /// 304: the client has it.
    NotModified,
    /// 412: the client wanted another state of it.
    Failed,
    /// 416.
    Unsatisfiable,
    /// 206 with one part.
    One(ByteRange),
    /// 206 with several parts.
    Many(Vec<ByteRange>),
}

/// The values of the fields that conditions and ranges are made of; a field may come several times.
#[derive(Clone, Debug, Default)]
pub struct Conditions<'a> {
    if_match: Vec<&'a [u8]>,
    if_none_match: Vec<&'a [u8]>,
    if_modified_since: Vec<&'a [u8]>,
    if_unmodified_since: Vec<&'a [u8]>,
    if_range: Vec<&'a [u8]>,
    range: Vec<&'a [u8]>,
}

impl<'a> Conditions<'a> {
    /// Takes what matters out of the fields of a request: name and value each.
    pub fn of(fields: impl IntoIterator<Item = (&'a [u8], &'a [u8])>) -> Self {
        let mut conditions = Self::default();
        for (name, value) in fields {
            conditions.add(name, value);
        }
        conditions
    }

    #[inline]
    fn add(&mut self, name: &[u8], value: &'a [u8]) {
        let values = match name.len() {
            5 if name.eq_ignore_ascii_case(b"range") => &mut self.range,
            8 if name.eq_ignore_ascii_case(b"if-match") => &mut self.if_match,
            8 if name.eq_ignore_ascii_case(b"if-range") => &mut self.if_range,
            13 if name.eq_ignore_ascii_case(b"if-none-match") => &mut self.if_none_match,
            17 if name.eq_ignore_ascii_case(b"if-modified-since") => &mut self.if_modified_since,
            19 if name.eq_ignore_ascii_case(b"if-unmodified-since") => &mut self.if_unmodified_since,
            _ => return,
        };
        values.push(value);
    }

    /// What a GET (or a HEAD, for which ranges do not exist) gets of a representation of `length` bytes: the conditions
    /// in the order of RFC 9110 section 13.2.2, then the ranges, of which at most `range_limit` are looked at. `now` is
    /// in seconds since 1970.
    pub fn select(
        &self,
        validators: &Validators<'_>,
        length: u64,
        is_get: bool,
        range_limit: usize,
        now: u64,
    ) -> Selection {
        if !self.holds(validators, now) {
            return Selection::Failed;
        }
        if self.is_known(validators, now) {
            return Selection::NotModified;
        }
        // Several Range fields are no valid field, and are ignored like one (RFC 9110 section 14.2).
        let &[value] = self.range.as_slice() else { return Selection::Whole };
        if !is_get || !self.is_range_wanted(validators, now) {
            return Selection::Whole;
        }
        match range::parse(value, length, range_limit) {
            Ranges::Whole => Selection::Whole,
            Ranges::Unsatisfiable => Selection::Unsatisfiable,
            Ranges::One(range) => Selection::One(range),
            Ranges::Many(ranges) => Selection::Many(ranges),
        }
    }

    /// If-Match, or else If-Unmodified-Since.
    fn holds(&self, validators: &Validators<'_>, now: u64) -> bool {
        if !self.if_match.is_empty() {
            return self.if_match.iter().any(|list| matches(list, validators.tag, is_same_strongly));
        }
        match (single_date(&self.if_unmodified_since, now), validators.modified) {
            (Some(date), Some(modified)) => is_at_most(modified, date),
            _ => true,
        }
    }

    /// If-None-Match, or else If-Modified-Since: true when the client has the present state.
    fn is_known(&self, validators: &Validators<'_>, now: u64) -> bool {
        if !self.if_none_match.is_empty() {
            return self.if_none_match.iter().any(|list| matches(list, validators.tag, is_same_weakly));
        }
        match (single_date(&self.if_modified_since, now), validators.modified) {
            (Some(date), Some(modified)) => is_at_most(modified, date),
            _ => false,
        }
    }

    /// If-Range: parts are wanted of exactly this state (RFC 9110 section 13.1.5).
    fn is_range_wanted(&self, validators: &Validators<'_>, now: u64) -> bool {
        match self.if_range.as_slice() {
            [] => true,
            [value] if value.starts_with(b"\"") => is_same_strongly(value, validators.tag) && is_tag(value),
            [value] if value.starts_with(b"W/") => false,
            [value] => {
                let date = date::parse(value, now);
                validators.is_date_strong
                    && date
                        .is_some_and(|date| validators.modified.is_some_and(|modified| Ok(modified) == date.try_into()))
            }
            _ => false,
        }
    }
}

/// The date of a field that came once and is valid; otherwise it is ignored.
fn single_date(values: &[&[u8]], now: u64) -> Option<i64> {
    match values {
        [value] => date::parse(value, now),
        _ => None,
    }
}

fn is_at_most(modified: u64, date: i64) -> bool {
    u64::try_from(date).is_ok_and(|date| modified <= date)
}

/// Whether a list of entity tags, or `*`, has the tag. What stands behind the first thing that is no tag does not count.
fn matches(list: &[u8], tag: &[u8], is_same: fn(&[u8], &[u8]) -> bool) -> bool {
    let mut rest = list.trim_ascii();
    if rest == b"*" {
        return true;
    }
    loop {
        while let [b' ' | b'\t' | b',', behind @ ..] = rest {
            rest = behind;
        }
        let Some(length) = tag_length(rest) else { return false };
        let (one, behind) = rest.split_at(length);
        if is_same(one, tag) {
            return true;
        }
        rest = behind.trim_ascii_start();
        if !rest.starts_with(b",") {
            return false;
        }
    }
}

/// Length of the entity tag that the text begins with; a tag may have commas inside.
fn tag_length(text: &[u8]) -> Option<usize> {
    let start = if text.starts_with(b"W/") { 2 } else { 0 };
    let inside = text[start..].strip_prefix(b"\"")?;
    let end = inside.iter().position(|byte| !matches!(byte, b'!' | b'#'..=b'~' | 0x80..))?;
    (inside[end] == b'"').then_some(start + end + 2)
}

fn is_tag(text: &[u8]) -> bool {
    tag_length(text) == Some(text.len())
}

/// RFC 9110 section 8.8.3.2: equal, and neither is weak.
fn is_same_strongly(one: &[u8], other: &[u8]) -> bool {
    one == other && !one.starts_with(b"W/")
}

/// The same without regard to weakness.
fn is_same_weakly(one: &[u8], other: &[u8]) -> bool {
    let opaque = |tag: &'_ [u8]| if tag.starts_with(b"W/") { 2 } else { 0 };
    one[opaque(one)..] == other[opaque(other)..]
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Sun, 06 Nov 1994 08:49:37 GMT
    const MODIFIED: u64 = 784_111_777;
    const SAME: &str = "Sun, 06 Nov 1994 08:49:37 GMT";
    const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const AFTER: &str = "Sun, 06 Nov 1994 08:49:38 GMT";
    const NOW: u64 = MODIFIED + 1_000_000;
    const STRONG: Validators<'_> = Validators { tag: b"\"a\"", modified: Some(MODIFIED), is_date_strong: true };
    const WEAK: Validators<'_> = Validators { tag: b"W/\"a\"", modified: Some(MODIFIED), is_date_strong: false };
    const UNDATED: Validators<'_> = Validators { tag: b"\"a\"", modified: None, is_date_strong: false };

    fn select(validators: Validators<'_>, fields: &[(&str, &str)]) -> Selection {
        let conditions = Conditions::of(fields.iter().map(|(name, value)| (name.as_bytes(), value.as_bytes())));
        conditions.select(&validators, 1000, true, 4, NOW)
    }

    fn one(first: u64, last: u64) -> Selection {
        Selection::One(ByteRange { first, last })
    }

    #[test]
    fn tags_that_the_client_has() {
        use Selection::{NotModified, Whole};
        for (list, strong, weak) in [
            ("\"a\"", NotModified, NotModified),
            ("W/\"a\"", NotModified, NotModified),
            ("*", NotModified, NotModified),
            (" * ", NotModified, NotModified),
            ("\"b\"", Whole, Whole),
            ("\"b\", W/\"c\" ,\t\"a\"", NotModified, NotModified),
            (",, \"b\",,\"a\",", NotModified, NotModified),
            ("\"b,\", \"a\"", NotModified, NotModified),
            ("\"b, \"a\"", Whole, Whole),
            ("\"b\" \"a\"", Whole, Whole),
            ("a", Whole, Whole),
            ("w/\"a\"", Whole, Whole),
            ("\"a", Whole, Whole),
            ("\"A\"", Whole, Whole),
            ("*, \"b\"", Whole, Whole),
            ("", Whole, Whole),
        ] {
            assert_eq!(select(STRONG, &[("If-None-Match", list)]), strong, "{list}");
            assert_eq!(select(WEAK, &[("if-none-match", list)]), weak, "{list}");
        }
        let twice = [("If-None-Match", "\"x\""), ("If-None-Match", "\"a\"")];
        assert_eq!(select(STRONG, &twice), NotModified, "two fields are one list");
    }

    #[test]
    fn tags_that_must_match() {
        use Selection::{Failed, Whole};
        for (list, strong, weak) in [
            ("\"a\"", Whole, Failed),
            ("W/\"a\"", Failed, Failed),
            ("*", Whole, Whole),
            ("\"b\"", Failed, Failed),
            ("\"b\", \"a\"", Whole, Failed),
            ("", Failed, Failed),
            ("nonsense", Failed, Failed),
        ] {
            assert_eq!(select(STRONG, &[("If-Match", list)]), strong, "{list}");
            assert_eq!(select(WEAK, &[("IF-MATCH", list)]), weak, "{list}");
        }
    }

    #[test]
    fn dates() {
        use Selection::{Failed, NotModified, Whole};
        let since = |value| select(STRONG, &[("If-Modified-Since", value)]);
        let unmodified = |value| select(STRONG, &[("If-Unmodified-Since", value)]);
        for (date, since_then, unmodified_then) in [
            (SAME, NotModified, Whole),
            (AFTER, NotModified, Whole),
            (BEFORE, Whole, Failed),
            ("Sunday, 06-Nov-94 08:49:37 GMT", NotModified, Whole),
            ("Sun Nov  6 08:49:36 1994", Whole, Failed),
            ("Wed, 31 Dec 1969 23:59:59 GMT", Whole, Failed),
            ("yesterday", Whole, Whole),
            ("", Whole, Whole),
        ] {
            assert_eq!(since(date), since_then, "{date}");
            assert_eq!(unmodified(date), unmodified_then, "{date}");
        }
        let twice = [("If-Modified-Since", SAME), ("If-Modified-Since", SAME)];
        assert_eq!(select(STRONG, &twice), Whole, "a list of dates is no date");
        assert_eq!(select(UNDATED, &[("If-Modified-Since", SAME)]), Whole);
        assert_eq!(select(UNDATED, &[("If-Unmodified-Since", BEFORE)]), Whole);
    }

    #[test]
    fn tags_come_before_dates() {
        use Selection::{Failed, NotModified, Whole};
        for (fields, expected) in [
            ([("If-None-Match", "\"b\""), ("If-Modified-Since", AFTER)], Whole),
            ([("If-None-Match", "\"a\""), ("If-Modified-Since", BEFORE)], NotModified),
            ([("If-Match", "\"a\""), ("If-Unmodified-Since", BEFORE)], Whole),
            ([("If-Match", "\"b\""), ("If-Unmodified-Since", AFTER)], Failed),
            ([("If-Match", "\"b\""), ("If-None-Match", "\"a\"")], Failed),
            ([("If-Match", "\"a\""), ("If-None-Match", "\"a\"")], NotModified),
            ([("If-Unmodified-Since", BEFORE), ("If-Modified-Since", AFTER)], Failed),
            ([("Range", "bytes=0-1"), ("If-None-Match", "\"a\"")], NotModified),
            ([("Range", "bytes=9999-"), ("If-Match", "\"b\"")], Failed),
        ] {
            assert_eq!(select(STRONG, &fields), expected, "{fields:?}");
        }
    }

    #[test]
    fn ranges_only_of_the_state_that_the_client_has() {
        use Selection::Whole;
        for (condition, strong, weak) in [
            ("\"a\"", one(0, 9), Whole),
            ("W/\"a\"", Whole, Whole),
            ("\"b\"", Whole, Whole),
            ("\"a\", \"b\"", Whole, Whole),
            ("*", Whole, Whole),
            (SAME, one(0, 9), Whole),
            (AFTER, Whole, Whole),
            (BEFORE, Whole, Whole),
            ("", Whole, Whole),
        ] {
            assert_eq!(select(STRONG, &[("Range", "bytes=0-9"), ("If-Range", condition)]), strong, "{condition}");
            assert_eq!(select(WEAK, &[("Range", "bytes=0-9"), ("If-Range", condition)]), weak, "{condition}");
        }
        // A condition that fails makes the whole of it, also where the range could not be satisfied.
        assert_eq!(select(STRONG, &[("Range", "bytes=5000-"), ("If-Range", "\"b\"")]), Whole);
        assert_eq!(select(STRONG, &[("If-Range", "\"a\"")]), Whole, "nothing without Range");
        let twice = [("Range", "bytes=0-9"), ("If-Range", "\"a\""), ("If-Range", "\"a\"")];
        assert_eq!(select(STRONG, &twice), Whole);
    }

    #[test]
    fn ranges() {
        assert_eq!(select(STRONG, &[("Range", "bytes=-1")]), one(999, 999));
        assert_eq!(select(STRONG, &[("Range", "bytes=1000-")]), Selection::Unsatisfiable);
        assert!(
            matches!(select(STRONG, &[("Range", "bytes=0-0,500-,-1")]), Selection::Many(parts) if parts.len() == 2)
        );
        assert_eq!(select(STRONG, &[("Range", "bytes=0-0"), ("Range", "bytes=1-1")]), Selection::Whole);
        let fields = [(&b"Range"[..], &b"bytes=1-2"[..])];
        let head = Conditions::of(fields).select(&STRONG, 1000, false, 4, NOW);
        assert_eq!(head, Selection::Whole, "HEAD has no ranges");
    }
}
