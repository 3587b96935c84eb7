use super::*;
use crate::http::random::Random;

fn read(lines: &[&str]) -> Vec<(String, String)> {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    cookies(lines.iter().map(|line| line.as_bytes())).map(|(name, value)| (text(name), text(value))).collect()
}

#[test]
fn cookies_are_read_as_they_are_sent() {
    for (line, expected) in [
        ("", &[][..]),
        ("a=1", &[("a", "1")]),
        ("a=1; b=2", &[("a", "1"), ("b", "2")]),
        ("a=1;b=2;", &[("a", "1"), ("b", "2")]),
        (" a = 1 ;\tb\t=\t2 ", &[("a", "1"), ("b", "2")]),
        ("a=; b=\"\"; c=\"x y\"", &[("a", ""), ("b", "\"\""), ("c", "\"x y\"")]),
        ("a=1=2==", &[("a", "1=2==")]),
        ("flag; =nameless; ; ;;a=1", &[("a", "1")]),
        ("a=1, b=2", &[("a", "1, b=2")]),
        ("a=1; a=2; A=3", &[("a", "1"), ("a", "2"), ("A", "3")]),
        ("größe=ü", &[("größe", "ü")]),
        ("$Version=1; a=\"1\"; $Path=\"/\"", &[("$Version", "1"), ("a", "\"1\""), ("$Path", "\"/\"")]),
    ] {
        let expected: Vec<_> =
            expected.iter().map(|(name, value)| (String::from(*name), String::from(*value))).collect();
        assert_eq!(read(&[line]), expected, "{line:?}");
    }
    assert_eq!(read(&["a=1", "b=2; c=3"]).len(), 3, "several lines");
    let many: String = (0..1000).map(|number| format!("c{number}=v;")).collect();
    assert_eq!(read(&[&many]).len(), MAX_COOKIES);
}

#[test]
fn any_bytes_are_read() {
    let mut random = Random::new(11);
    for _ in 0..3000 {
        let mut line = b"a=1; bc=\"2\"; d".to_vec();
        for _ in 0..random.below(12) {
            random.change(&mut line, b"=; \"\t,\0");
        }
        for (name, value) in cookies([line.as_slice()].into_iter()) {
            assert!(!name.is_empty() && !name.contains(&b';') && !name.contains(&b'='), "{line:?}");
            assert!(!value.contains(&b';') && value.trim_ascii() == value, "{line:?}");
        }
    }
}

fn written(cookie: &Cookie) -> String {
    String::from_utf8(cookie.field_value().expect("a good cookie")).expect("ASCII")
}

#[test]
fn every_attribute_is_written() {
    assert_eq!(written(&Cookie::new("a", "")), "a=");
    let all = Cookie {
        path: Some("/a b".into()),
        domain: Some("example.org".into()),
        max_age: Some(3600),
        expires: Some(784_111_777),
        secure: true,
        http_only: true,
        same_site: Some(SameSite::None),
        partitioned: true,
        ..Cookie::new("id", "\"x=y\"")
    };
    let text = "id=\"x=y\"; Path=/a b; Domain=example.org; Max-Age=3600; Expires=Sun, 06 Nov 1994 08:49:37 GMT; Secure; \
                HttpOnly; Partitioned; SameSite=None";
    assert_eq!(written(&all), text);
    let mut read = Cookie::new("id", "\"x=y\"");
    read.set_attributes(&text["id=\"x=y\"; ".len()..]).expect("its own attributes");
    assert_eq!(read, all, "what is written can be read");
    let gone = Cookie { path: Some("/".into()), ..Cookie::new("a", "secret") }.removal();
    assert_eq!(written(&gone), "a=; Path=/; Max-Age=0; Expires=Thu, 01 Jan 1970 00:00:00 GMT");
}

#[test]
fn bad_texts_are_refused() {
    let long = "x".repeat(MAX_COOKIE_BYTES);
    for (name, value) in [
        ("", "v"),
        ("a b", "v"),
        ("a=b", "v"),
        ("a;b", "v"),
        ("größe", "v"),
        ("a\r\n", "v"),
        ("a", "x y"),
        ("a", "x;y"),
        ("a", "x,y"),
        ("a", "x\\y"),
        ("a", "x\"y"),
        ("a", "\""),
        ("a", "\"\"\""),
        ("a", "x\r\ny"),
        ("a", "x\0y"),
        ("a", "x\x7fy"),
        ("a", "ü"),
        ("a", &long),
    ] {
        let error = Cookie::new(name, value).field_value().expect_err("refused");
        assert_eq!(error.code(), Code::Argument, "{name:?}={value:?}");
    }
    assert!(Cookie::new("a", &long[1..]).field_value().is_ok());
    for (seconds, is_good) in [(253_402_300_799, true), (253_402_300_800, false), (u64::MAX, false)] {
        let cookie = Cookie { expires: Some(seconds), ..Cookie::new("a", "v") };
        assert_eq!(cookie.field_value().is_ok(), is_good, "{seconds}");
    }
    for path in ["", "a", "a/", "/;", "/\r\n", "/\0", "/ü", &format!("/{long}")] {
        assert!(Cookie { path: Some(path.into()), ..Cookie::new("a", "v") }.field_value().is_err(), "{path:?}");
    }
    for domain in ["", ".", "a..b", "a b", "a;b", "-a", "a-", "a_b", "a/b", "\u{fc}.org", &long] {
        assert!(Cookie { domain: Some(domain.into()), ..Cookie::new("a", "v") }.field_value().is_err(), "{domain:?}");
    }
    for domain in ["localhost", "example.org", ".example.org", "a-b.1.example", "127.0.0.1"] {
        assert!(Cookie { domain: Some(domain.into()), ..Cookie::new("a", "v") }.field_value().is_ok(), "{domain:?}");
    }
}

#[test]
fn prefixes_and_attributes_that_need_others() {
    for (name, attributes, is_good) in [
        ("__Secure-a", "", false),
        ("__Secure-a", "Secure", true),
        ("__SECURE-a", "Path=/", false),
        ("__Secure-a", "Secure; Domain=example.org", true),
        ("__Host-a", "Secure", false),
        ("__Host-a", "Path=/", false),
        ("__Host-a", "Secure; Path=/", true),
        ("__hOST-a", "Secure; Path=/a", false),
        ("__Host-a", "Secure; Path=/; Domain=example.org", false),
        ("__Hosta", "", true),
        ("a", "SameSite=None", false),
        ("a", "SameSite=None; Secure", true),
        ("a", "SameSite=Lax", true),
        ("a", "Partitioned", false),
        ("a", "Partitioned; Secure", true),
    ] {
        let mut cookie = Cookie::new(name, "v");
        cookie.set_attributes(attributes).expect("good attributes");
        assert_eq!(cookie.field_value().is_ok(), is_good, "{name} with {attributes}");
        assert_eq!(cookie.removal().field_value().is_ok(), is_good, "{name} with {attributes}");
    }
}

#[test]
fn attributes_as_a_text() {
    let read = |text: &str| {
        let mut cookie = Cookie::new("a", "v");
        cookie.set_attributes(text).map(|()| cookie)
    };
    assert_eq!(read("").expect("none"), Cookie::new("a", "v"));
    assert_eq!(read(" ; path = /x ;HTTPONLY; ").expect("some").path.as_deref(), Some("/x"));
    assert_eq!(read("max-age=0").expect("a number").max_age, Some(0));
    assert_eq!(read("Max-Age=99999999999999999999").expect("a large number").max_age, Some(u32::MAX));
    assert_eq!(read("samesite=STRICT").expect("a word").same_site, Some(SameSite::Strict));
    assert_eq!(read("Expires=Thu, 01 Jan 1970 00:00:00 GMT").expect("a date").expires, Some(0));
    for text in [
        "Path",
        "Max-Age",
        "Max-Age=",
        "Max-Age=-1",
        "Max-Age=1.5",
        "Max-Age=+1",
        "Expires=tomorrow",
        "Expires=",
        "SameSite",
        "SameSite=maybe",
        "Secure=1",
        "HttpOnly=",
        "Unknown",
        "Version=1",
        "=x",
        "Secure; Secure",
        "Path=/; path=/",
        "Secure, HttpOnly",
    ] {
        assert_eq!(read(text).expect_err(text).code(), Code::Argument, "{text}");
    }
}
