//! Byte ranges (RFC 9110 section 14): which parts of a representation a `Range` field asks for.

/// A part of a representation; it has at least one byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ByteRange {
    /// Offset of the first byte.
    pub first: u64,
    /// Offset of the last byte.
    pub last: u64,
}

impl ByteRange {
    /// Number of bytes.
    #[allow(clippy::len_without_is_empty, reason = "a range is never empty")]
    pub const fn len(self) -> u64 {
        self.last - self.first + 1
    }
}

/// What a `Range` field comes to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ranges {
    /// The whole representation: the field is not valid, of another unit, or asks for more pieces than is decent.
    Whole,
    /// Nothing of what is asked for exists: 416.
    Unsatisfiable,
    /// One part.
    One(ByteRange),
    /// Several parts that neither overlap nor touch, in the order in which they were asked for.
    Many(Vec<ByteRange>),
}

/// Parts that are nearer to each other than this are sent as one: the head of a part costs about as much.
const GAP: u64 = 80;

/// Reads the value of a `Range` field for a representation of `length` bytes.
///
/// More than `limit` ranges, and a field that is not valid, give the whole (RFC 9110 section 14.2 leaves that to the
/// server). Ranges that overlap or nearly touch become one, so that an answer is never longer than the representation
/// and the heads of its parts.
pub fn parse(value: &[u8], length: u64, limit: usize) -> Ranges {
    let Some(set) = strip_unit(value) else { return Ranges::Whole };
    let mut found = Vec::new();
    let mut asked = 0;
    for spec in set.split(|byte| *byte == b',').map(trim) {
        if spec.is_empty() {
            continue; // an empty list element counts for nothing (RFC 9110 section 5.6.1)
        }
        asked += 1;
        if asked > limit {
            return Ranges::Whole;
        }
        match resolve(spec, length) {
            Resolved::Invalid => return Ranges::Whole,
            Resolved::Outside => {}
            Resolved::Inside(range) => merge(&mut found, range),
        }
    }
    match (asked, found.as_slice()) {
        (0, _) => Ranges::Whole,
        // The last bytes of nothing are all of it, but a 206 cannot say so.
        (_, []) if length == 0 && has_suffix(set) => Ranges::Whole,
        (_, []) => Ranges::Unsatisfiable,
        (_, [one]) => Ranges::One(*one),
        _ => Ranges::Many(found),
    }
}

fn strip_unit(value: &[u8]) -> Option<&[u8]> {
    const UNIT: &[u8] = b"bytes=";
    let (unit, set) = value.split_at_checked(UNIT.len())?;
    unit.eq_ignore_ascii_case(UNIT).then_some(set)
}

enum Resolved {
    Invalid,
    /// Valid, but nothing of it exists.
    Outside,
    Inside(ByteRange),
}

/// One element of the list: `first-last`, `first-` or `-suffix`.
fn resolve(spec: &[u8], length: u64) -> Resolved {
    let Some(dash) = spec.iter().position(|byte| *byte == b'-') else { return Resolved::Invalid };
    let (first, last) = (&spec[..dash], &spec[dash + 1..]);
    if first.is_empty() {
        return match number(last) {
            None => Resolved::Invalid,
            Some(suffix) if suffix == 0 || length == 0 => Resolved::Outside,
            Some(suffix) => Resolved::Inside(ByteRange { first: length.saturating_sub(suffix), last: length - 1 }),
        };
    }
    let Some(first) = number(first) else { return Resolved::Invalid };
    let last = match last {
        [] => u64::MAX,
        digits => match number(digits) {
            Some(last) if last >= first => last,
            _ => return Resolved::Invalid,
        },
    };
    if first >= length {
        return Resolved::Outside;
    }
    Resolved::Inside(ByteRange { first, last: last.min(length - 1) })
}

/// Digits and nothing else; a number that is too large for any file counts as the largest.
fn number(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    Some(digits.iter().fold(0u64, |number, digit| number.saturating_mul(10).saturating_add(u64::from(digit - b'0'))))
}

/// Adds a range; those that it meets become one with it, at the place of the first of them.
fn merge(ranges: &mut Vec<ByteRange>, mut new: ByteRange) {
    let meets =
        |a: ByteRange, b: ByteRange| a.first <= b.last.saturating_add(GAP) && b.first <= a.last.saturating_add(GAP);
    let mut place = ranges.len();
    while let Some(met) = ranges.iter().position(|range| meets(*range, new)) {
        let old = ranges.remove(met);
        new = ByteRange { first: old.first.min(new.first), last: old.last.max(new.last) };
        place = place.min(met);
    }
    ranges.insert(place.min(ranges.len()), new);
}

fn has_suffix(set: &[u8]) -> bool {
    set.split(|byte| *byte == b',')
        .map(trim)
        .any(|spec| spec.strip_prefix(b"-").and_then(number).is_some_and(|n| n > 0))
}

fn trim(text: &[u8]) -> &[u8] {
    let start = text.iter().position(|byte| !matches!(byte, b' ' | b'\t')).unwrap_or(text.len());
    let end = text.iter().rposition(|byte| !matches!(byte, b' ' | b'\t')).map_or(start, |last| last + 1);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(value: &str, length: u64) -> Ranges {
        parse(value.as_bytes(), length, 8)
    }

    fn one(first: u64, last: u64) -> Ranges {
        Ranges::One(ByteRange { first, last })
    }

    fn many(ranges: &[(u64, u64)]) -> Ranges {
        Ranges::Many(ranges.iter().map(|&(first, last)| ByteRange { first, last }).collect())
    }

    #[test]
    fn one_range() {
        for (value, length, expected) in [
            ("bytes=0-499", 10_000, one(0, 499)),
            ("bytes=500-999", 10_000, one(500, 999)),
            ("bytes=-500", 10_000, one(9500, 9999)),
            ("bytes=9500-", 10_000, one(9500, 9999)),
            ("bytes=0-0", 10_000, one(0, 0)),
            ("bytes=0-", 1, one(0, 0)),
            ("Bytes=5-5", 6, one(5, 5)),
            ("bytes= 1-2 ", 6, one(1, 2)),
            ("bytes=,1-2,,", 6, one(1, 2)),
            ("bytes=2-99999999999999999999999999", 6, one(2, 5)),
            ("bytes=-99999999999999999999999999", 6, one(0, 5)),
            ("bytes=18446744073709551614-18446744073709551615", u64::MAX, one(u64::MAX - 1, u64::MAX - 1)),
        ] {
            assert_eq!(parsed(value, length), expected, "{value} of {length}");
        }
    }

    #[test]
    fn several_ranges() {
        for (value, expected) in [
            ("bytes=0-0,-1", many(&[(0, 0), (9999, 9999)])),
            ("bytes=500-600,800-999", many(&[(500, 600), (800, 999)])),
            ("bytes=800-999, 500-600", many(&[(800, 999), (500, 600)])),
            ("bytes=500-700,601-999", one(500, 999)),
            ("bytes=0-9,20-29", one(0, 29)),
            ("bytes=0-,0-,0-,0-", one(0, 9999)),
            ("bytes=5000-5009,0-9,100-4990", many(&[(100, 5009), (0, 9)])),
            ("bytes=0-9,5000-5009,200-4990", many(&[(0, 9), (200, 5009)])),
            ("bytes=0-9,90000-", one(0, 9)),
        ] {
            assert_eq!(parsed(value, 10_000), expected, "{value}");
        }
    }

    #[test]
    fn nothing_of_it_exists() {
        for (value, length) in
            [("bytes=10-", 10), ("bytes=10-20, 30-", 10), ("bytes=-0", 10), ("bytes=0-", 0), ("bytes=0-0,-0", 0)]
        {
            assert_eq!(parsed(value, length), Ranges::Unsatisfiable, "{value} of {length}");
        }
    }

    #[test]
    fn the_whole() {
        for value in [
            "",
            "bytes",
            "bytes=",
            "bytes=,",
            "bytes 0-5",
            "items=0-5",
            "bytes=a-b",
            "bytes=5",
            "bytes=-",
            "bytes=--5",
            "bytes=5-4",
            "bytes=0-5,7-6",
            "bytes=+1-2",
            "bytes=1 -2",
            "bytes=0x1-2",
            "bytes=1-2;3",
            "bytes =1-2",
        ] {
            assert_eq!(parsed(value, 10), Ranges::Whole, "{value}");
        }
        assert_eq!(parsed("bytes=-5", 0), Ranges::Whole);
        assert_eq!(parse(b"bytes=0-\xff", 10, 8), Ranges::Whole);
    }

    #[test]
    fn too_many_are_the_whole() {
        let wanted =
            |count: u64| (0..count).map(|n| format!("{}-{}", n * 1000, n * 1000)).collect::<Vec<_>>().join(",");
        assert!(matches!(parsed(&format!("bytes={}", wanted(8)), 1 << 20), Ranges::Many(ranges) if ranges.len() == 8));
        assert_eq!(parsed(&format!("bytes={}", wanted(9)), 1 << 20), Ranges::Whole);
        assert_eq!(parse(b"bytes=0-1", 10, 0), Ranges::Whole);
        // Those that come to nothing count as well.
        assert_eq!(parsed("bytes=50-,50-,50-,50-,50-,50-,50-,50-,50-", 10), Ranges::Whole);
    }

    #[test]
    fn parts_never_overlap_and_stay_inside() {
        let mut random = crate::http::random::Random::new(7);
        for _ in 0..20_000 {
            let length = random.below(2000) as u64;
            let specs: Vec<_> = (0..=random.below(8))
                .map(|_| match random.below(3) {
                    0 => format!("-{}", random.below(2500)),
                    1 => format!("{}-", random.below(2500)),
                    _ => {
                        let first = random.below(2500);
                        format!("{first}-{}", first + random.below(300))
                    }
                })
                .collect();
            let value = format!("bytes={}", specs.join(","));
            let ranges = match parsed(&value, length) {
                Ranges::Many(ranges) => ranges,
                Ranges::One(range) => vec![range],
                _ => continue,
            };
            assert!(ranges.iter().all(|range| range.first <= range.last && range.last < length), "{value} of {length}");
            let mut sorted = ranges.clone();
            sorted.sort_by_key(|range| range.first);
            assert!(
                sorted.windows(2).all(|pair| pair[0].last + GAP < pair[1].first),
                "{value} of {length}: {ranges:?}"
            );
        }
    }
}
