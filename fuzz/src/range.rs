//! Range fields against a plain reading: nothing that was asked for is missing, nothing but small gaps is added, and
//! nothing is sent twice.

use crate::choices::Choices;
use cerver_core::http::range::{ByteRange, Ranges, parse};

/// What may lie between two ranges that are sent as one.
const GAP: u64 = 80;
/// Ranges that are looked at.
const LIMIT: usize = 6;

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let length = [0, 1, 10, 200, 5000, u64::MAX][choices.below(6)];
    let asked = read(text, length);
    match (parse(text, length, LIMIT), &asked) {
        (Ranges::Whole, None) => {}
        (Ranges::Whole, Some(asked)) => assert!(length == 0 && asked.is_empty(), "valid, but ignored"),
        (Ranges::Unsatisfiable, Some(asked)) => assert!(asked.is_empty()),
        (Ranges::One(range), Some(asked)) => compare(asked, &[range], length),
        (Ranges::Many(ranges), Some(asked)) => {
            assert!(ranges.len() > 1);
            compare(asked, &ranges, length);
        }
        (given, None) => panic!("not valid, but taken: {given:?}"),
    }
}

/// The satisfiable ranges of a field; None when it is not valid or asks for too many.
fn read(text: &[u8], length: u64) -> Option<Vec<ByteRange>> {
    let text = str::from_utf8(text).ok()?;
    if !text.get(..6)?.eq_ignore_ascii_case("bytes=") {
        return None;
    }
    let blank = |letter| letter == ' ' || letter == '\t';
    let specs: Vec<_> =
        text[6..].split(',').map(|spec| spec.trim_matches(blank)).filter(|spec| !spec.is_empty()).collect();
    if specs.is_empty() || specs.len() > LIMIT {
        return None;
    }
    let mut ranges = Vec::new();
    for spec in specs {
        let (first, last) = spec.split_once('-')?;
        let (first, last) = match (number(first)?, number(last)?) {
            (None, None) => return None,
            (None, Some(suffix)) => (length.saturating_sub(suffix), if suffix == 0 { 0 } else { u64::MAX }),
            (Some(first), None) => (first, u64::MAX),
            (Some(first), Some(last)) if first <= last => (first, last),
            _ => return None,
        };
        let is_suffix = spec.starts_with('-');
        if first < length && !(is_suffix && last == 0) {
            ranges.push(ByteRange { first, last: last.min(length - 1) });
        }
    }
    Some(ranges)
}

/// A number, or Some(None) for no text; None for anything else.
fn number(text: &str) -> Option<Option<u64>> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let digits = text.trim_start_matches('0');
    let number =
        if digits.len() > 20 { u64::MAX } else { digits.parse::<u128>().unwrap_or(0).try_into().unwrap_or(u64::MAX) };
    Some((!text.is_empty()).then_some(number))
}

fn compare(asked: &[ByteRange], given: &[ByteRange], length: u64) {
    assert!(given.iter().all(|range| range.first <= range.last && range.last < length));
    for (place, range) in given.iter().enumerate() {
        let apart = |other: &ByteRange| {
            other.first > range.last.saturating_add(GAP) || range.first > other.last.saturating_add(GAP)
        };
        assert!(given[place + 1..].iter().all(apart), "they overlap or nearly touch");
        // Its ends were asked for, and what was not is a small gap between two that were.
        let mut inside: Vec<_> =
            asked.iter().filter(|one| range.first <= one.first && one.last <= range.last).collect();
        inside.sort_by_key(|one| one.first);
        let mut end = inside.first().expect("somebody asked for it").last;
        assert_eq!(inside[0].first, range.first);
        for one in inside {
            assert!(one.first <= end.saturating_add(GAP), "more is sent than was asked for");
            end = end.max(one.last);
        }
        assert_eq!(end, range.last);
    }
    assert!(asked.iter().all(|one| given.iter().any(|range| range.first <= one.first && one.last <= range.last)));
}
