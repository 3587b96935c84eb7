//! What an answer is like beside its status and its body: how that is coded, and error pages.

use crate::{
    answers::Answer,
    model::{Coding, Expected},
    routes::Page,
};

/// Checks one answer.
pub fn check(answer: &Answer, expected: &Expected) {
    check_coding(answer, expected.coding);
    if let Some(page) = expected.page {
        assert!(answer.names("vary", "accept"), "{answer:?}");
        assert_eq!(answer.value("x-content-type-options"), Some(&b"nosniff"[..]));
        check_page(answer, page, expected.is_head);
    }
}

fn check_coding(answer: &Answer, expected: Coding) {
    let (wanted, must) = match expected {
        Coding::Any => return,
        Coding::Maybe(coding) => (coding, false),
        Coding::Sure(coding) => (coding, true),
    };
    let coding = answer.value("content-encoding");
    assert!(coding.is_none() || coding == wanted.map(str::as_bytes), "{wanted:?} {answer:?}");
    assert!(!must || coding == wanted.map(str::as_bytes), "{wanted:?} {answer:?}");
    assert!(answer.names("vary", "accept-encoding") || coding.is_none() && !must, "{answer:?}");
}

/// The page has the form that the client asks for, and is well-formed.
fn check_page(answer: &Answer, page: Page, is_head: bool) {
    let kind = match page {
        Page::Json => "application/json",
        Page::Html => "text/html; charset=UTF-8",
        Page::Text => "text/plain",
    };
    assert_eq!(answer.value("content-type"), Some(kind.as_bytes()), "{answer:?}");
    if is_head {
        return;
    }
    let text = str::from_utf8(&answer.body).expect("pages are UTF-8");
    let sentence = match page {
        Page::Json => {
            let object: serde_json::Value = serde_json::from_str(text).expect("an object");
            let members = object.as_object().filter(|members| members.len() == 1).expect("one member");
            members.get("error").and_then(|error| error.as_str()).expect("a sentence").to_owned()
        }
        Page::Html => {
            assert!(text.starts_with("<!DOCTYPE html>\n") && text.ends_with("</html>\n"));
            assert!(text.contains(&format!("<title>{} ", answer.status)), "{text}");
            let (_, rest) = text.split_once("<p>").expect("a sentence");
            rest.split_once("</p>").expect("its end").0.to_owned()
        }
        Page::Text => text.strip_suffix('\n').expect("a line").to_owned(),
    };
    // Nothing that the client has sent, which may be anything.
    let is_plain = |letter: char| letter.is_ascii_graphic() && !"<>\"".contains(letter) || letter == ' ';
    assert!(!sentence.is_empty() && sentence.chars().all(is_plain), "{sentence}");
}
