//! Content negotiation: codings against a plain reading; lists may be cut into several lines; what wins is acceptable.
//!
//! Input: the values of one field, one in each line.

use cerver_core::http::{
    header,
    negotiate::{FULL_QUALITY, Quality, encoding, encoding_quality, language, media_type, parse_quality},
};

const CODINGS: [&str; 5] = ["gzip", "br", "zstd", "identity", "deflate"];
const TYPES: [&str; 4] = ["text/html", "text/html; charset=UTF-8", "application/json", "image/png"];
const LANGUAGES: [&str; 4] = ["en", "en-GB", "de-CH", "fr"];

/// See the module.
pub fn check(text: &[u8]) {
    let lines: Vec<&[u8]> = text.split(|&byte| byte == b'\n').collect();
    let given = || lines.iter().copied();
    let qualities = CODINGS.map(|coding| encoding_quality(given(), coding));
    assert!(qualities.iter().all(|quality| *quality <= FULL_QUALITY));
    match encoding(given(), &CODINGS) {
        Some(best) => assert!(qualities[best] > 0 && qualities[best] == *qualities.iter().max().expect("five")),
        None => assert!(qualities.iter().all(|quality| *quality == 0)),
    }
    let (kind, tag) = (media_type(given(), &TYPES), language(given(), &LANGUAGES));
    assert!(kind.is_none_or(|kind| kind < TYPES.len()) && tag.is_none_or(|tag| tag < LANGUAGES.len()));
    for offer in TYPES {
        // The best of all is acceptable alone; where none is, none is.
        let alone = media_type(given(), &[offer]);
        assert!(alone.is_none() || kind.is_some());
    }
    assert!(kind.is_none_or(|kind| media_type(given(), &[TYPES[kind]]).is_some()));
    assert!(tag.is_none_or(|tag| language(given(), &[LANGUAGES[tag]]).is_some()));

    if !text.contains(&b'"') {
        // Without quotes a comma is as good as another line.
        let cut: Vec<&[u8]> = text.split(|&byte| byte == b'\n' || byte == b',').collect();
        let pieces = || cut.iter().copied();
        assert_eq!(encoding(pieces(), &CODINGS), encoding(given(), &CODINGS));
        assert_eq!((media_type(pieces(), &TYPES), language(pieces(), &LANGUAGES)), (kind, tag));
        assert_eq!(qualities, CODINGS.map(|coding| plain_quality(&cut, coding)));
    }
    for word in text.split(|byte| b",;= \n".contains(byte)) {
        assert_eq!(parse_quality(word), plain_weight(word));
    }
}

fn plain_quality(elements: &[&[u8]], coding: &str) -> Quality {
    let named = |name: &[u8]| {
        let name = name.to_ascii_lowercase();
        let old = matches!(&name[..], b"x-gzip" | b"x-compress");
        &name[if old { 2 } else { 0 }..] == coding.as_bytes()
    };
    let (mut own, mut star) = (None::<Quality>, None::<Quality>);
    for element in elements {
        let mut parts = element.split(|&byte| byte == b';').map(<[u8]>::trim_ascii);
        let name = parts.next().unwrap_or_default();
        let mut quality = Some(FULL_QUALITY);
        let mut weights = 0;
        for part in parts.filter(|part| !part.is_empty()) {
            let is_weight = part.get(..2).is_some_and(|start| start.eq_ignore_ascii_case(b"q="));
            weights += usize::from(is_weight);
            quality = if is_weight && weights == 1 { plain_weight(&part[2..]) } else { None };
            if quality.is_none() {
                break;
            }
        }
        let (true, Some(quality)) = (header::is_token(name), quality) else { continue };
        if name == b"*" {
            star = star.max(Some(quality));
        } else if named(name) {
            own = own.max(Some(quality));
        }
    }
    own.or(star).unwrap_or(Quality::from(coding == "identity"))
}

fn plain_weight(text: &[u8]) -> Option<Quality> {
    let text = str::from_utf8(text).ok()?;
    let shape_is_right = match text.split_once('.') {
        Some((whole, digits)) => {
            matches!(whole, "0" | "1") && digits.len() <= 3 && digits.bytes().all(|byte| byte.is_ascii_digit())
        }
        None => matches!(text, "0" | "1"),
    };
    let quality = (text.parse::<f64>().ok()? * 1000.0).round() as Quality;
    (shape_is_right && quality <= FULL_QUALITY).then_some(quality)
}
