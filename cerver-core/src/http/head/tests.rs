//! Whole heads: what is accepted and how, what is refused and why.

mod cases;

use self::cases::{GOOD_HEADS, bad_heads};
use super::*;
use crate::http::random::Random;

fn parse(input: &[u8]) -> (Head, Parsed) {
    parse_with(input, &Limits::default())
}

fn parse_with(input: &[u8], limits: &Limits) -> (Head, Parsed) {
    let mut head = Head::new();
    let parsed = head.parse(input, &mut 0, limits);
    (head, parsed)
}

/// Gives the input byte by byte, as the slowest sender would.
fn parse_slowly(input: &[u8]) -> (Head, Parsed) {
    let mut head = Head::new();
    let mut scanned = 0;
    for end in 1..=input.len() {
        let parsed = head.parse(&input[..end], &mut scanned, &Limits::default());
        if parsed != Parsed::Partial {
            return (head, parsed);
        }
    }
    (head, Parsed::Partial)
}

fn status(input: &[u8]) -> u16 {
    match parse(input).1 {
        Parsed::Complete => 200,
        Parsed::Partial => 0,
        Parsed::Refused(refusal) => refusal.status.0,
    }
}

fn accepted(input: &str) -> Head {
    let (head, parsed) = parse(input.as_bytes());
    assert_eq!(parsed, Parsed::Complete, "{input:?}");
    head
}

#[test]
fn parts_of_a_head() {
    let input =
        b"POST /a/b?x=1&y=? HTTP/1.1\r\nHost: h:80\r\nContent-Length:5\r\nX-Empty:\r\nx-own: \t a b\t \r\n\r\nbody";
    let (head, parsed) = parse(input);
    assert_eq!(parsed, Parsed::Complete);
    assert_eq!(head.method, Method::Post);
    assert_eq!(head.method_text.of(input), b"POST");
    assert_eq!(head.target.of(input), b"/a/b?x=1&y=?");
    assert_eq!(head.path.of(input), b"/a/b");
    assert_eq!(head.query.expect("there is one").of(input), b"x=1&y=?");
    assert_eq!(head.host.expect("there is one").of(input), b"h:80");
    assert_eq!(head.minor_version, 1);
    assert_eq!(head.framing, Framing::Length(5));
    assert_eq!(head.length, input.len() - 4);
    assert!(head.keep_alive && !head.expect_continue && !head.upgrade);
    let fields: Vec<(&[u8], &[u8], Option<KnownHeader>)> =
        head.fields.iter().map(|field| (field.name.of(input), field.value.of(input), field.known)).collect();
    assert_eq!(
        fields,
        [
            (&b"Host"[..], &b"h:80"[..], Some(KnownHeader::Host)),
            (b"Content-Length", b"5", Some(KnownHeader::ContentLength)),
            (b"X-Empty", b"", None),
            (b"x-own", b"a b", None),
        ]
    );
    assert_eq!(head.value_of(b"X-OWN", input).expect("there is one").of(input), b"a b");
    assert_eq!(head.value_of(b"host", input).expect("there is one").of(input), b"h:80");
    assert_eq!(head.value_of(b"other", input), None);
    assert!(head.has(KnownHeader::Host) && !head.has(KnownHeader::Cookie));
}

#[test]
fn the_first_of_equal_fields_is_the_value() {
    let input = "GET / HTTP/1.1\r\nHost: h\r\nAccept: a\r\nx: 1\r\naccept: b\r\nX: 2\r\n\r\n";
    let head = accepted(input);
    assert_eq!(head.value(KnownHeader::Accept).expect("there").of(input.as_bytes()), b"a");
    assert_eq!(head.value_of(b"x", input.as_bytes()).expect("there").of(input.as_bytes()), b"1");
}

#[test]
fn forms_of_the_target() {
    for (line, path, query, host) in [
        ("GET / HTTP/1.1", "/", None, "h"),
        ("GET //x/../%2e HTTP/1.1", "//x/../%2e", None, "h"),
        ("GET /? HTTP/1.1", "/", Some(""), "h"),
        ("GET http://a.b:81/p?q HTTP/1.1", "/p", Some("q"), "a.b:81"),
        ("GET HTTP://a HTTP/1.1", "/", None, "a"),
        ("GET http://[::1]?q/r HTTP/1.1", "/", Some("q/r"), "[::1]"),
        ("OPTIONS * HTTP/1.1", "*", None, "h"),
        ("OPTIONS /x HTTP/1.1", "/x", None, "h"),
        ("CONNECT a.b:443 HTTP/1.1", "", None, "a.b:443"),
        ("PROPFIND /x HTTP/1.1", "/x", None, "h"),
    ] {
        let input = format!("{line}\r\nHost: h\r\n\r\n");
        let head = accepted(&input);
        let text = |span: Span| str::from_utf8(span.of(input.as_bytes())).expect("ASCII").to_string();
        assert_eq!(text(head.path), path, "{line}");
        assert_eq!(head.query.map(text).as_deref(), query, "{line}");
        assert_eq!(head.host.map(text).as_deref(), Some(host), "{line}");
        assert_eq!(head.value(KnownHeader::Host).map(text).as_deref(), Some(host), "{line}");
        assert_eq!(text(head.target), line.split(' ').nth(1).expect("three parts"));
    }
}

#[test]
fn connection_and_expectation() {
    for (version, fields, keep_alive, expect, upgrade) in [
        ("1.1", "", true, false, false),
        ("1.1", "Connection: close\r\n", false, false, false),
        ("1.1", "Connection: keep-alive, CLOSE\r\n", false, false, false),
        ("1.1", "Connection: close\r\nConnection: keep-alive\r\n", false, false, false),
        ("1.1", "Connection: closed, x-close\r\n", true, false, false),
        ("1.0", "", false, false, false),
        ("1.0", "Connection: Keep-Alive\r\n", true, false, false),
        ("1.0", "Connection: foo ,\tkeep-alive\r\n", true, false, false),
        ("1.0", "Connection: keep-alive, close\r\n", false, false, false),
        ("1.1", "Expect: 100-Continue\r\nContent-Length: 1\r\n", true, true, false),
        ("1.0", "Expect: 100-continue\r\nContent-Length: 1\r\n", false, false, false),
        ("1.1", "Connection: Upgrade\r\nUpgrade: websocket\r\n", true, false, true),
        ("1.1", "Upgrade: websocket\r\n", true, false, false),
        ("1.1", "Connection: upgrade\r\n", true, false, false),
        ("1.0", "Connection: upgrade\r\nUpgrade: websocket\r\n", false, false, false),
    ] {
        let head = accepted(&format!("GET / HTTP/{version}\r\nHost: h\r\n{fields}\r\n"));
        assert_eq!(
            (head.keep_alive, head.expect_continue, head.upgrade),
            (keep_alive, expect, upgrade),
            "{version} {fields:?}"
        );
    }
}

#[test]
fn framing_fields() {
    for (fields, framing) in [
        ("", Framing::None),
        ("Content-Length: 0\r\n", Framing::Length(0)),
        ("Content-Length: 007\r\n", Framing::Length(7)),
        ("Content-Length: 18446744073709551615\r\n", Framing::Length(u64::MAX)),
        ("Transfer-Encoding: chunked\r\n", Framing::Chunked),
        ("transfer-encoding:\tCHUNKED \r\n", Framing::Chunked),
    ] {
        let head = accepted(&format!("POST / HTTP/1.1\r\nHost: h\r\n{fields}\r\n"));
        assert_eq!(head.framing, framing, "{fields:?}");
    }
}

#[test]
fn bad_heads_are_refused() {
    for (expected, head) in bad_heads() {
        assert_eq!(status(&head), expected, "{:?}", String::from_utf8_lossy(&head));
    }
}

#[test]
fn good_heads_are_accepted() {
    for head in GOOD_HEADS {
        accepted(head);
    }
}

#[test]
fn pieces_lead_to_the_same() {
    let all =
        bad_heads().into_iter().map(|(_, head)| head).chain(GOOD_HEADS.iter().map(|head| head.as_bytes().to_vec()));
    for input in all {
        let shown = String::from_utf8_lossy(&input);
        let (head, parsed) = parse(&input);
        let (slow_head, slow) = parse_slowly(&input);
        match (parsed, slow) {
            (Parsed::Refused(fast), Parsed::Refused(slow)) => assert_eq!(fast.status, slow.status, "{shown:?}"),
            _ => assert_eq!(parsed, slow, "{shown:?}"),
        }
        if parsed == Parsed::Complete {
            assert_eq!(format!("{head:?}"), format!("{slow_head:?}"));
            for end in 0..input.len() {
                assert_eq!(parse(&input[..end]).1, Parsed::Partial, "{end} of {shown:?}");
                let mut head = Head::new();
                let mut scanned = 0;
                head.parse(&input[..end], &mut scanned, &Limits::default());
                assert_eq!(
                    head.parse(&input, &mut scanned, &Limits::default()),
                    Parsed::Complete,
                    "{end} of {shown:?}"
                );
                assert_eq!(scanned, 0);
            }
            let with_body = [&input[..], b"GET \x00\xff\r\n\r\n"].concat();
            let (with_body, parsed) = parse(&with_body);
            assert_eq!(parsed, Parsed::Complete);
            assert_eq!(format!("{head:?}"), format!("{with_body:?}"), "bytes behind the head matter");
        }
    }
}

#[test]
fn a_head_is_used_again() {
    let mut head = Head::new();
    let first = b"POST /x?y HTTP/1.0\r\nHost: a\r\nContent-Length: 3\r\nConnection: keep-alive\r\n\r\n";
    assert_eq!(head.parse(first, &mut 0, &Limits::default()), Parsed::Complete);
    let second = b"GET / HTTP/1.1\r\nHost: b\r\n\r\n";
    assert_eq!(head.parse(second, &mut 0, &Limits::default()), Parsed::Complete);
    assert_eq!(format!("{head:?}"), format!("{:?}", parse(second).0));
}

#[test]
fn limits_are_exact() {
    let limits = Limits { request_line: 40, head: 100, fields: 3 };
    let status = |input: &str| match parse_with(input.as_bytes(), &limits).1 {
        Parsed::Complete => 200,
        Parsed::Partial => 0,
        Parsed::Refused(refusal) => refusal.status.0,
    };
    let line = |length: usize| format!("GET /{} HTTP/1.1", "a".repeat(length - 14));
    assert_eq!(status(&format!("{}\r\nHost: h\r\n\r\n", line(40))), 200);
    assert_eq!(status(&format!("{}\r\nHost: h\r\n\r\n", line(41))), 414);
    assert_eq!(status(&format!("GET /{}", "a".repeat(35))), 0);
    assert_eq!(status(&format!("GET /{}", "a".repeat(37))), 414);
    assert_eq!(status(&format!("\r\nGET /{}", "a".repeat(36))), 0);

    let head = |length: usize| format!("GET / HTTP/1.1\r\nHost: h\r\nA: {}\r\n\r\n", "b".repeat(length - 32));
    assert_eq!(status(&head(100)), 200);
    assert_eq!(status(&head(101)), 431);
    assert_eq!(status(&head(100)[..99]), 0);
    assert_eq!(status(&head(200)[..99]), 0);
    assert_eq!(status(&head(200)[..100]), 431);

    assert_eq!(status("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nA: b\r\n\r\n"), 200);
    assert_eq!(status("GET / HTTP/1.1\r\nHost: h\r\nA: b\r\nA: b\r\nA: b\r\n\r\n"), 431);
}

#[test]
fn a_slow_sender_meets_the_limits_too() {
    let mut input = b"GET / HTTP/1.1\r\nHost: h\r\nA: ".to_vec();
    input.resize(70_000, b'b');
    let Parsed::Refused(refusal) = parse_slowly(&input).1 else { panic!("a head without end") };
    assert_eq!(refusal.status, Status::REQUEST_HEADER_FIELDS_TOO_LARGE);
    let Parsed::Refused(refusal) = parse_slowly(&[b"GET /".to_vec(), vec![b'a'; 9000]].concat()).1 else {
        panic!("a line without end")
    };
    assert_eq!(refusal.status, Status::URI_TOO_LONG);
}

#[test]
fn random_changes_do_no_harm() {
    let rounds = if cfg!(debug_assertions) { 20_000 } else { 200_000 };
    let mut random = Random::new(0x6865_6164);
    let seeds: Vec<Vec<u8>> = bad_heads()
        .into_iter()
        .map(|(_, head)| head)
        .chain(GOOD_HEADS.iter().map(|head| head.as_bytes().to_vec()))
        .collect();
    let mut head = Head::new();
    let (mut complete, mut refused) = (0, 0);
    for _ in 0..rounds {
        let mut input = seeds[random.below(seeds.len())].clone();
        for _ in 0..random.below(4) {
            random.change(&mut input, b"\r\n :\t,;=?#/%\0\x7f\xff0aZ");
        }
        let mut scanned = 0;
        let cut = random.below(input.len() + 1);
        head.parse(&input[..cut], &mut scanned, &Limits::default());
        match parse(&input).1 {
            Parsed::Complete => {
                complete += 1;
                assert_eq!(head.parse(&input, &mut scanned, &Limits::default()), Parsed::Complete);
                check_parts(&head, &input);
            }
            Parsed::Refused(refusal) => {
                refused += 1;
                assert!(refusal.status.0 >= 400 && !refusal.reason.is_empty());
            }
            Parsed::Partial => {
                assert!(!input[2.min(input.len())..].windows(4).any(|end| end == b"\r\n\r\n"), "{input:?}")
            }
        }
    }
    assert!(complete > rounds / 50 && refused > rounds / 5, "{complete} complete, {refused} refused");
}

/// What holds for every accepted head.
fn check_parts(head: &Head, input: &[u8]) {
    assert!(head.length <= input.len() && input[..head.length].ends_with(b"\r\n\r\n"));
    assert!(header::is_token(head.method_text.of(input)));
    assert!(head.target.of(input).iter().all(u8::is_ascii_graphic));
    for field in &head.fields {
        assert!(header::is_token(field.name.of(input)));
        let value = field.value.of(input);
        assert!(header::valid_value(value) && value.trim_ascii() == value);
        assert_eq!(field.known, KnownHeader::lookup(field.name.of(input)));
    }
    check_against_httparse(head, input);
}

/// A laxer parser must read every accepted head in the same way.
fn check_against_httparse(head: &Head, input: &[u8]) {
    let mut fields = [httparse::EMPTY_HEADER; 128];
    let mut request = httparse::Request::new(&mut fields);
    assert_eq!(
        request.parse(input),
        Ok(httparse::Status::Complete(head.length)),
        "{:?}",
        String::from_utf8_lossy(input)
    );
    assert_eq!(request.method.map(str::as_bytes), Some(head.method_text.of(input)));
    assert_eq!(request.path.map(str::as_bytes), Some(head.target.of(input)));
    assert_eq!(request.version, Some(head.minor_version));
    let theirs: Vec<(&[u8], &[u8])> =
        request.headers.iter().map(|field| (field.name.as_bytes(), field.value)).collect();
    let ours: Vec<(&[u8], &[u8])> =
        head.fields.iter().map(|field| (field.name.of(input), field.value.of(input))).collect();
    assert_eq!(ours, theirs);
}
