//! Bodies of forms: the same parts however they are cut, the contents that splitting at the boundaries gives, and what is
//! written as a form comes back. File names become harmless.

use crate::choices::Choices;
use cerver_core::http::{
    multipart::{Event, Limits, MAX_SAFE_NAME, Multipart, PartHead, boundary, safe_name},
    refusal::Refusal,
};

const BOUNDARIES: [&str; 4] = ["b", "----WebKitFormBoundary0123456789abcdef", "--", "a'b c"];

/// See the module.
pub fn check(data: &[u8]) {
    let (text, mut choices) = Choices::split(data);
    let boundary = BOUNDARIES[choices.below(4)].as_bytes();
    let limits = match choices.below(3) {
        0 => Limits { parts: 2, part_head: 80, name: 4 },
        _ => Limits { parts: 1000, part_head: 1 << 16, name: 1 << 16 },
    };
    let at_once = read(boundary, &[text], limits);
    assert_eq!(at_once, read(boundary, &choices.cut(text), limits), "the pieces matter");
    if let Ok(parts) = &at_once {
        assert!(parts.len() <= limits.parts as usize);
        assert!(parts.iter().all(|(head, _)| head.name.len() <= limits.name));
        let contents = split(boundary, text).expect("accepted, so it has the form of a multipart body");
        assert!(
            parts.iter().map(|(_, content)| &content[..]).eq(contents),
            "split at the boundaries it is something else"
        );
    }
    check_round_trip(boundary, text, &mut choices);
    check_names(text);
}

type Part = (PartHead, Vec<u8>);

fn read(boundary: &[u8], pieces: &[&[u8]], limits: Limits) -> Result<Vec<Part>, u16> {
    let mut multipart = Multipart::new(boundary, limits);
    let mut parts: Vec<Part> = Vec::new();
    let mut is_open = false;
    let mut take = |event: Event<'_>| {
        match event {
            Event::Begin(head) => {
                assert!(!std::mem::replace(&mut is_open, true));
                parts.push((head, Vec::new()));
            }
            Event::Data(data) => {
                assert!(is_open && !data.is_empty());
                parts.last_mut().expect("a part is open").1.extend_from_slice(data);
            }
            Event::End => assert!(std::mem::replace(&mut is_open, false)),
        }
        Ok::<(), Refusal>(())
    };
    for piece in pieces {
        multipart.feed(piece, &mut take).map_err(|refusal| refusal.status.0)?;
    }
    multipart.finish().map_err(|refusal| refusal.status.0)?;
    assert!(!is_open && multipart.parts() as usize == parts.len());
    Ok(parts)
}

/// The contents between the boundaries; None when the text has not the form.
fn split<'a>(boundary: &[u8], text: &'a [u8]) -> Option<Vec<&'a [u8]>> {
    let delimiter = [b"\r\n--", boundary].concat();
    let mut rest = match text.strip_prefix(&delimiter[2..]) {
        Some(rest) => rest,
        None => &text[find(text, &delimiter)? + delimiter.len()..],
    };
    let mut contents = Vec::new();
    while !rest.starts_with(b"--") {
        let end = find(rest, &delimiter)?;
        let part = &rest[..end];
        let padding = part.iter().take_while(|byte| b" \t".contains(byte)).count();
        let part = part[padding..].strip_prefix(b"\r\n")?;
        let content = find(part, b"\r\n\r\n")? + 4;
        contents.push(&part[content..]);
        rest = &rest[end + delimiter.len()..];
    }
    Some(contents)
}

fn find(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn check_round_trip(boundary: &[u8], text: &[u8], choices: &mut Choices) {
    let contents = choices.cut(text);
    let delimiter = [b"\r\n--", boundary].concat();
    if contents.iter().any(|content| find(&[b"\r\n", *content].concat(), &delimiter).is_some()) {
        return;
    }
    let mut body = Vec::new();
    for content in &contents {
        body.extend_from_slice(&[b"--", boundary, b"\r\nContent-Disposition: form-data; name=\"n\"\r\n\r\n"].concat());
        body.extend_from_slice(content);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(&[b"--", boundary, b"--\r\n"].concat());
    let limits = Limits { parts: u32::MAX, part_head: 100, name: 1 };
    let parts = read(boundary, &choices.cut(&body), limits).expect("a form");
    assert!(parts.iter().map(|(_, content)| &content[..]).eq(contents));
}

fn check_names(text: &[u8]) {
    let name = safe_name(text);
    assert!(name.len() <= MAX_SAFE_NAME && !name.starts_with('.'));
    assert!(name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte)));
    assert_eq!(safe_name(name.as_bytes()), name);
    for kind in [text.to_vec(), [b"multipart/form-data; boundary=", text].concat()] {
        if let Some(Ok(found)) = boundary(&kind) {
            assert!((1..=70).contains(&found.len()) && !found.contains(&b'\r') && !found.contains(&b'\n'));
        }
    }
}
