use super::*;
use std::time::{Duration, Instant};

fn media<'o>(accept: &str, offers: &[&'o str]) -> Option<&'o str> {
    media_type([accept.as_bytes()], offers).map(|index| offers[index])
}

#[test]
fn qualities_are_strict() {
    for (text, quality) in [
        ("0", 0),
        ("0.", 0),
        ("0.0", 0),
        ("0.001", 1),
        ("0.5", 500),
        ("0.25", 250),
        ("0.999", 999),
        ("1", 1000),
        ("1.", 1000),
        ("1.000", 1000),
    ] {
        assert_eq!(parse_quality(text.as_bytes()), Some(quality), "{text}");
    }
    for text in ["", "2", "1.1", "1.001", "0.0000", "0.1234", ".5", "-0", "+1", "0,5", "0.5 ", "1e0", "00", "0.x", "q"]
    {
        assert_eq!(parse_quality(text.as_bytes()), None, "{text}");
    }
}

#[test]
fn the_most_specific_range_tells_the_quality_of_a_media_type() {
    // The example of RFC 9110 section 12.5.1.
    let accept = "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, text/plain;format=fixed;q=0.4, */*;q=0.5";
    let quality = |offer: &str| {
        (0..=1000).rev().find(|&quality| {
            let rival = format!("{accept}, x/rival;q=0.{quality:03}");
            quality == 1000 || media(&rival, &["x/rival", offer]) == Some(offer)
        })
    };
    assert_eq!(quality("text/plain;format=flowed"), Some(1000));
    for (offer, below) in [
        ("text/plain", 700),
        ("text/html", 300),
        ("image/jpeg", 500),
        ("text/plain;format=fixed", 400),
        ("text/html;level=3", 300),
    ] {
        let tie = format!("{accept}, x/rival;q=0.{:03}", below + 1);
        assert_eq!(media(&tie, &[offer, "x/rival"]), Some("x/rival"), "{offer} is not above {below}");
        let less = format!("{accept}, x/rival;q=0.{:03}", below - 1);
        assert_eq!(media(&less, &["x/rival", offer]), Some(offer), "{offer} is not below {below}");
    }
}

#[test]
fn media_types() {
    let both = ["application/json", "text/html; charset=UTF-8"];
    let (json, html) = (Some(both[0]), Some(both[1]));
    for (accept, expected) in [
        ("", json),
        ("*/*", json),
        ("text/html", html),
        ("TEXT/HTML", html),
        ("text/*", html),
        ("text/html;charset=utf-8", html),
        ("text/html;charset=\"UTF-8\"", html),
        ("text/html;charset=\"U\\TF-8\"", html),
        ("text/html;charset=latin1", None),
        ("text/html;level=1", None),
        ("application/json;charset=utf-8", json),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,image/webp,*/*;q=0.8", html),
        ("application/json, text/plain, */*", json),
        ("text/html, */*", html),
        ("text/html;q=0.5, */*;q=0.4", html),
        ("text/html;q=0.4, */*;q=0.5", json),
        ("text/html;q=0, */*", json),
        ("*/*, application/json;q=0, text/*;q=0", None),
        ("image/png", None),
        ("image/png, */*;q=0", None),
        // What is not well formed is ignored.
        ("text/html;q=2", json),
        ("text/html;q=2, application/json;q=0.1", json),
        ("text/html;q=0.5;q=0.6, */*;q=0.1", json),
        (";;;,,, =,text, /, */html, text/html/x, te xt/html", json),
        (",, text/html ;; q=0.1 ,", html),
        ("\"text/html", json),
        ("text/html;a=\"x,y\";q=0.3, application/json;q=0.1", json),
        ("text/html;charset=\"unterminated, application/json", json),
    ] {
        assert_eq!(media(accept, &both), expected, "{accept:?}");
    }
    assert_eq!(media_type(None, &both), Some(0), "not sent");
    assert_eq!(media_type([&b"image/png"[..], b"text/html"], &both), Some(1), "two lines");
    assert_eq!(media("*/*", &[]), None);
    assert_eq!(media("*/*", &["html", "text/html"]), Some("text/html"), "an offer must be a media type");
    let quoted = ["text/x;a=\"b,c;d\"", "text/y"];
    assert_eq!(media("text/x;a=\"b,c;d\", text/y;q=0.5", &quoted), Some(quoted[0]));
}

#[test]
fn encodings() {
    let offers = ["br", "gzip", "identity"];
    for (field, expected) in [
        ("", Some("identity")),
        ("gzip", Some("gzip")),
        ("X-gZip", Some("gzip")),
        ("x-br", Some("identity")),
        ("GZip", Some("gzip")),
        ("gzip, deflate, br", Some("br")),
        ("gzip, deflate, br;q=0.9", Some("gzip")),
        ("*", Some("br")),
        ("br;q=0, *", Some("gzip")),
        ("deflate", Some("identity")),
        ("gzip;q=0.001", Some("gzip")),
        ("gzip;q=0.5, identity", Some("identity")),
        ("identity;q=0", None),
        ("identity;q=0, gzip;q=0.1", Some("gzip")),
        ("*;q=0", None),
        ("*;q=0, identity;q=0.1", Some("identity")),
        ("*;q=0, gzip", Some("gzip")),
        ("gzip;q=0, *;q=0.5, br;q=0", Some("identity")),
        ("gzip;q=1.5", Some("identity")),
        ("gzip;x=1, b r, ;q=1", Some("identity")),
        ("gzip ; Q=0.3 , br;q=0.2", Some("gzip")),
    ] {
        let found = encoding([field.as_bytes()], &offers).map(|index| offers[index]);
        assert_eq!(found, expected, "{field:?}");
    }
    assert_eq!(encoding(None, &offers), Some(2), "not sent");
    assert_eq!(encoding(None, &["gzip"]), Some(0), "not sent: every coding is acceptable");
    assert_eq!(encoding_quality([&b"br;q=0.25, gzip"[..]], "br"), 250);
    assert_eq!(encoding_quality([&b"br;q=0.25"[..]], "gzip"), 0);
    assert_eq!(encoding_quality([&b"br"[..], b"gzip;q=0.5"], "gzip"), 500);
}

#[test]
fn languages() {
    let offers = ["en-GB", "de", "de-CH-1996", "zh-Hant", "fr"];
    for (field, expected) in [
        ("de", Some("de")),
        ("DE", Some("de")),
        ("en", Some("en-GB")),
        ("en-US", None),
        ("en-US, en", Some("en-GB")),
        ("de-CH", Some("de-CH-1996")),
        ("de-AT", Some("de")),
        ("de-AT, en;q=0.5", Some("de")),
        ("fr;q=0.8, de-AT;q=0.9", Some("de")),
        ("zh-Hant-CN-x-private", Some("zh-Hant")),
        ("zh", Some("zh-Hant")),
        ("zh-Han", None),
        ("d", None),
        ("de-AT, en", Some("de")),
        ("fr, de", Some("fr")),
        ("de, fr", Some("de")),
        ("*", Some("en-GB")),
        ("*, fr", Some("fr")),
        ("*;q=0.5, de;q=0.4", Some("en-GB")),
        ("en;q=0, *", Some("de")),
        ("de;q=0, de-AT, fr;q=0.1", Some("fr")),
        ("*;q=0, fr;q=0.1", Some("fr")),
        ("*;q=0", None),
        ("", Some("en-GB")),
        ("12, toolonglanguage, -, de-, de;q=5", Some("en-GB")),
        ("12, fr;q=0.1", Some("fr")),
    ] {
        let found = language([field.as_bytes()], &offers).map(|index| offers[index]);
        assert_eq!(found, expected, "{field:?}");
    }
    assert_eq!(language(None, &offers), Some(0), "not sent");
    assert_eq!(language([&b"fr"[..]], &["*", "fr"]), Some(1), "a star is no tag");
}

#[test]
fn offers_in_a_text() {
    let offers = |text| offers_of(text).collect::<Vec<_>>();
    assert_eq!(offers(" text/html ,, application/json;a=\"b,c\","), ["text/html", "application/json;a=\"b,c\""]);
    assert_eq!(offers(" , "), [""; 0]);
}

#[test]
fn the_work_grows_with_the_length_only() {
    let costs = |pattern: &str, length: usize| {
        let field = pattern.repeat(length / pattern.len());
        let start = Instant::now();
        media_type([field.as_bytes()], &["text/html;a=b", "application/json"]);
        encoding([field.as_bytes()], &["gzip", "identity"]);
        language([field.as_bytes()], &["en", "de-CH"]);
        start.elapsed()
    };
    for pattern in
        [",", ";", "\"", "\\", "a", "*/*,", "a/b;q=0.001,", "text/html;a=\"", ";a=b", "en-", "gzip,", "\"\\\","]
    {
        let cost = costs(pattern, 64 * 1024);
        // A square would take minutes.
        assert!(cost < Duration::from_secs(15), "{pattern:?}: {cost:?}");
    }
}
