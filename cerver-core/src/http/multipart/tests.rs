use super::*;
use crate::http::random::Random;

const LIMITS: Limits = Limits { parts: 8, part_head: 400, name: 40 };

/// A part as it came: name, file name, type, content.
type Seen = (String, Option<String>, Option<String>, Vec<u8>);

/// Parses in pieces that end at the given places; the status of a refusal.
fn parse_cut(boundary: &str, input: &[u8], cuts: &[usize]) -> Result<Vec<Seen>, u16> {
    let mut multipart = Multipart::new(boundary.as_bytes(), LIMITS);
    let mut seen: Vec<Seen> = Vec::new();
    let mut is_open = false;
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    let mut take = |event: Event<'_>| {
        match event {
            Event::Begin(head) => {
                assert!(!std::mem::replace(&mut is_open, true));
                seen.push((text(head.name), head.file_name.map(text), head.content_type.map(text), Vec::new()));
            }
            Event::Data(data) => {
                assert!(is_open && !data.is_empty());
                seen.last_mut().expect("a part is open").3.extend_from_slice(data);
            }
            Event::End => assert!(std::mem::replace(&mut is_open, false)),
        }
        Ok::<(), Refusal>(())
    };
    let mut start = 0;
    for end in cuts.iter().copied().chain([input.len()]) {
        multipart.feed(&input[start..end], &mut take).map_err(|refusal| refusal.status.0)?;
        start = end;
    }
    multipart.finish().map_err(|refusal| refusal.status.0)?;
    assert!(!is_open);
    Ok(seen)
}

fn parse(input: &str) -> Result<Vec<Seen>, u16> {
    parse_cut("b", input.as_bytes(), &[])
}

fn field(name: &str, value: &str) -> Seen {
    (name.to_owned(), None, None, value.as_bytes().to_vec())
}

const FIRST: &str = "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n";

const GOOD: &[(&str, &[(&str, &str)])] = &[
    ("--b--", &[]),
    ("--b--\r\n", &[]),
    ("--b--anything at all\r\n--b\r\n", &[]),
    ("\r\n--b--\r\n", &[]),
    ("a preamble\r\n--b--\r\nan epilogue", &[]),
    ("--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b--\r\n", &[("a", "one")]),
    ("--b \t\r\ncontent-disposition:form-data;name=a\r\n\r\none\r\n--b--", &[("a", "one")]),
    ("--b\r\nX-Other: y\r\nContent-Disposition: form-data; name=\"a\"; z=\"z\"\r\n\r\n\r\n--b--", &[("a", "")]),
    (
        "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--b\r\nContent-Disposition: form-data; \
         name=a\r\n\r\n2\r\n--b--",
        &[("a", "1"), ("a", "2")],
    ),
    (
        "--b\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n\r\r\n-\r\n--\r\r\n--a\r\n--b--",
        &[("a", "\r\n\r\r\n-\r\n--\r\r\n--a")],
    ),
    ("--b\r\nContent-Disposition: form-data; name=\"a%22%0d%0Ab%41\"\r\n\r\n\r\n--b--", &[("a\"\r\nb%41", "")]),
];

const BAD: &[(u16, &str)] = &[
    (400, ""),
    (400, "--"),
    (400, "--b"),
    (400, "--b-"),
    (400, "--b\r\n"),
    (400, "no boundary at all"),
    (400, "--bx\r\n"),
    (400, "--b\n"),
    (400, "--b-\r\n"),
    (400, "--b\r\n--b: x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n--bc: x\r\n\r\none\r\n--b--"),
    (400, "--b\rx"),
    (400, "--b \r\n\r\nx\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none"),
    (400, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b"),
    (400, "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n--b\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: attachment; name=a\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a; name=b\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a; filename=x; filename=y\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a; filename*=x\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=\"a\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Type: text/plain\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a\r\n folded: x\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition : form-data; name=a\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a\n\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a\0\r\n\r\none\r\n--b--"),
    (400, "--b\r\nContent-Disposition: form-data; name=a\r\nContent-Transfer-Encoding: base64\r\n\r\n\r\n--b--"),
];

#[test]
fn good_bodies() {
    for (input, expected) in GOOD {
        let expected: Vec<Seen> = expected.iter().map(|(name, value)| field(name, value)).collect();
        assert_eq!(parse(input), Ok(expected), "{input:?}");
    }
    let file = "--b\r\nContent-Disposition: form-data; name=\"f\"; filename=\"..\\\\a \\\"b\\\".txt\"\r\nContent-Type: \
                text/plain; charset=utf-8\r\n\r\ncontent\r\n--b--\r\n";
    let (name, kind) = (Some("..\\a \"b\".txt".to_owned()), Some("text/plain; charset=utf-8".to_owned()));
    assert_eq!(parse(file), Ok(vec![("f".to_owned(), name, kind, b"content".to_vec())]));
    let both = "--b\r\nContent-Disposition: form-data; name=f; filename=\"no\"; \
                filename*=UTF-8''%c3%a9.txt\r\n\r\n\r\n--b--";
    assert_eq!(parse(both).unwrap()[0].1.as_deref(), Some("\u{e9}.txt"));
}

#[test]
fn bad_bodies() {
    for (status, input) in BAD {
        assert_eq!(parse(input), Err(*status), "{input:?}");
    }
}

#[test]
fn limits_are_exact() {
    let one = format!("{}x\r\n", FIRST);
    let with = |count: usize| format!("{}--b--", one.repeat(count));
    assert_eq!(parse(&with(8)).map(|parts| parts.len()), Ok(8));
    assert_eq!(parse(&with(9)), Err(413));
    let named = |length: usize| FIRST.replace("\"a\"", &"n".repeat(length)) + "\r\n--b--";
    assert!(parse(&named(40)).is_ok());
    assert_eq!(parse(&named(41)), Err(413));
    let padded = |length: usize| {
        let head = "Content-Disposition: form-data; name=a\r\nX: ";
        format!("--b\r\n{head}{}\r\n\r\n\r\n--b--", "x".repeat(length - head.len() - 4))
    };
    assert!(parse(&padded(400)).is_ok());
    assert_eq!(parse(&padded(401)), Err(413));
    assert_eq!(parse(&"p".repeat(100_000)), Err(400));
    for (end, most) in [("\r\n--b--", 400), ("\r\n--\r\n--b--", 396), ("\r\r\n--b--", 399)] {
        assert_eq!(parse(&("p".repeat(most) + end)), Ok(vec![]), "{end:?}");
        assert_eq!(parse(&("p".repeat(most + 1) + end)), Err(400), "{end:?}");
    }
    let endless = format!("--b\r\nContent-Disposition: form-data; name=a; filename*=UTF-8''{}", "a".repeat(1 << 20));
    assert_eq!(parse(&endless), Err(413));
}

#[test]
fn every_split_gives_the_same() {
    for input in GOOD.iter().map(|(input, _)| input).chain(BAD.iter().map(|(_, input)| input)) {
        let bytes = input.as_bytes();
        let expected = parse(input);
        for cut in 0..=bytes.len() {
            assert_eq!(parse_cut("b", bytes, &[cut]), expected, "{input:?} cut at {cut}");
        }
        let single: Vec<usize> = (0..bytes.len()).collect();
        assert_eq!(parse_cut("b", bytes, &single), expected, "{input:?} byte by byte");
    }
}

/// What looks like a delimiter and is none counts as preamble, whole or in pieces.
#[test]
fn every_split_of_a_long_preamble_gives_the_same() {
    for start in ["", "-", "--", "--x", "\r\n", "\r\n--", "\r\r\n--\r\n-"] {
        for length in 398 - start.len()..=402 - start.len() {
            for end in ["\r\n--b--", "\r\n-\r\n--b--", "\r\n--"] {
                let body = [start, &"p".repeat(length), end].concat();
                let expected = parse(&body);
                for cut in (0..=10).chain(body.len() - 12..=body.len()) {
                    assert_eq!(parse_cut("b", body.as_bytes(), &[cut]), expected, "{body:?} cut at {cut}");
                }
                let single: Vec<usize> = (0..body.len()).collect();
                assert_eq!(parse_cut("b", body.as_bytes(), &single), expected, "{body:?} byte by byte");
            }
        }
    }
}

#[test]
fn random_contents_and_splits() {
    let rounds = if cfg!(debug_assertions) { 2_000 } else { 50_000 };
    let mut random = Random::new(0x6d75_6c74);
    for _ in 0..rounds {
        let boundary = "-".repeat(random.below(3)) + "x";
        let pieces = ["\r", "\n", "\r\n", "\r\n-", "\r\n--", "\r\n--\r\n", "-", "a", "--x", "\r\r\n--"];
        let mut content = String::new();
        for _ in 0..random.below(12) {
            content.push_str(pieces[random.below(pieces.len())]);
        }
        if content.contains(&format!("\r\n--{boundary}")) {
            continue;
        }
        let input =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=a\r\n\r\n{content}\r\n--{boundary}--\r\n");
        let mut cuts: Vec<usize> = (0..random.below(8)).map(|_| random.below(input.len() + 1)).collect();
        cuts.sort_unstable();
        assert_eq!(parse_cut(&boundary, input.as_bytes(), &cuts), Ok(vec![field("a", &content)]), "{input:?}");
    }
}

#[test]
fn boundaries() {
    let of = |value: &str| boundary(value.as_bytes()).map(|found| found.map_err(|refusal| refusal.status.0));
    let is = |text: &str| Some(Ok(text.as_bytes().to_vec()));
    assert_eq!(of("multipart/form-data; boundary=abc"), is("abc"));
    assert_eq!(of("Multipart/Form-Data;charset=x; Boundary=\"a b:c\""), is("a b:c"));
    assert_eq!(of(&format!("multipart/form-data; boundary={}", "x".repeat(70))), is(&"x".repeat(70)));
    for other in ["", "text/plain", "multipart/mixed; boundary=a", "multipart/form-datax; boundary=a"] {
        assert_eq!(of(other), None, "{other}");
    }
    for length in [0, 71, 4096] {
        assert_eq!(of(&format!("multipart/form-data; boundary={}", "x".repeat(length))), Some(Err(400)), "{length}");
    }
    for bad in ["", "; boundary", "; boundary=\"a", "; boundary=a; boundary=b", "; boundary=\"a \"", "; boundary=a\"b"]
    {
        assert_eq!(of(&format!("multipart/form-data{bad}")), Some(Err(400)), "{bad}");
    }
}
