//! Conditional requests, entity tags and dates: each condition alone does what RFC 9110 section 13 says of it, and dates
//! are those that another library reads.
//!
//! Input: one field in each line.

use cerver_core::http::{
    date,
    validators::{Conditions, Selection, Validators},
};
use std::time::{Duration, UNIX_EPOCH};

const MODIFIED: u64 = 784_111_777;
const NOW: u64 = 1_795_000_000;
const LENGTH: u64 = 1000;

/// See the module.
pub fn check(text: &[u8]) {
    let fields: Vec<(&[u8], &[u8])> = text.split(|&byte| byte == b'\n').filter_map(split_field).collect();
    let has = |name: &str| fields.iter().any(|(other, _)| other.eq_ignore_ascii_case(name.as_bytes()));
    for (tag, modified) in [(&b"\"a\""[..], Some(MODIFIED)), (b"W/\"a\"", Some(MODIFIED)), (b"\"b\"", None)] {
        let validators = Validators { tag, modified, is_date_strong: tag.starts_with(b"\"") };
        let select = |fields: &[(&[u8], &[u8])], is_get| {
            Conditions::of(fields.iter().copied()).select(&validators, LENGTH, is_get, 8, NOW)
        };
        let selection = select(&fields, true);
        let head = select(&fields, false);
        match &selection {
            Selection::Whole => assert_eq!(head, Selection::Whole),
            Selection::Failed => assert!(head == Selection::Failed && (has("if-match") || has("if-unmodified-since"))),
            Selection::NotModified => {
                assert!(head == Selection::NotModified && (has("if-none-match") || has("if-modified-since")))
            }
            Selection::Unsatisfiable => assert!(head == Selection::Whole && has("range")),
            Selection::One(range) => assert!(head == Selection::Whole && has("range") && range.last < LENGTH),
            Selection::Many(ranges) => {
                assert!(head == Selection::Whole && has("range") && ranges.len() > 1);
                assert!(ranges.iter().all(|range| range.last < LENGTH));
            }
        }
        check_precedence(&fields, &selection, &select);
        if tag.starts_with(b"W/") && has("if-range") {
            assert!(matches!(selection, Selection::Whole | Selection::Failed | Selection::NotModified), "a weak part");
        }
    }
    check_dates(text, &fields);
}

/// What counts less changes nothing (RFC 9110 section 13.2.2).
fn check_precedence<'a>(
    fields: &[(&'a [u8], &'a [u8])],
    selection: &Selection,
    select: &dyn Fn(&[(&'a [u8], &'a [u8])], bool) -> Selection,
) {
    let has = |name: &str| fields.iter().any(|(other, _)| other.eq_ignore_ascii_case(name.as_bytes()));
    let without = |name: &str| {
        let rest = fields.iter().filter(|(other, _)| !other.eq_ignore_ascii_case(name.as_bytes()));
        rest.copied().collect::<Vec<_>>()
    };
    for (strong, weak) in [("if-match", "if-unmodified-since"), ("if-none-match", "if-modified-since")] {
        if has(strong) {
            assert_eq!(*selection, select(&without(weak), true), "{weak} counts beside {strong}");
        }
    }
    let with = |field: (&'a [u8], &'a [u8])| [fields, &[field]].concat();
    let known = select(&with((b"If-None-Match", b"*")), true);
    assert!(matches!(known, Selection::NotModified | Selection::Failed));
    assert_ne!(select(&with((b"If-Match", b"*")), true), Selection::Failed);
}

fn check_dates(text: &[u8], fields: &[(&[u8], &[u8])]) {
    let values = fields.iter().map(|(_, value)| *value);
    for value in values.chain([text]) {
        let Some(seconds) = date::parse(value, NOW) else { continue };
        if let Ok(seconds) = u64::try_from(seconds) {
            assert_eq!(date::parse(&date::text(seconds), NOW), Some(seconds as i64));
            let theirs = str::from_utf8(value).ok().and_then(|text| httpdate::parse_http_date(text).ok());
            // Two digits of a year mean another century to each, and leap seconds are known only here.
            if let Some(theirs) = theirs.filter(|_| !value.contains(&b'-')) {
                assert_eq!(theirs, UNIX_EPOCH + Duration::from_secs(seconds));
            }
        }
    }
    let number = text.iter().take(5).fold(0, |number, &byte| number << 8 | u64::from(byte));
    let written = date::text(number);
    assert_eq!(date::parse(&written, NOW), Some(number.min(253_402_300_799) as i64));
}

fn split_field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|&byte| byte == b':')?;
    Some((&line[..colon], line[colon + 1..].trim_ascii()))
}
