//! Parts of files (RFC 9110 section 14).

use super::conditional::{MODIFIED, ask, site};
use std::fs::File;
use support::{http::Response, server::each_placement, temp::TempDir};

/// So much that the kernel sends it, in no pattern that repeats soon.
fn content(length: usize) -> Vec<u8> {
    (0..length).map(|place| (place ^ place >> 8 ^ place >> 16) as u8).collect()
}

/// The parts of a multipart answer: their ranges and bytes.
fn parts(response: &Response) -> Vec<(String, Vec<u8>)> {
    let kind = response.header("Content-Type").expect("a type");
    let boundary = kind.strip_prefix("multipart/byteranges; boundary=").expect("a multipart answer");
    let mut rest = response.body.as_slice();
    let mut parts = Vec::new();
    let find = |text: &[u8], mark: &[u8]| text.windows(mark.len()).position(|part| part == mark);
    let first = format!("--{boundary}\r\n");
    assert!(rest.starts_with(first.as_bytes()), "the first part has no empty line before it");
    rest = &rest[first.len()..];
    loop {
        let head_end = find(rest, b"\r\n\r\n").expect("the head of a part") + 4;
        let head = String::from_utf8_lossy(&rest[..head_end]).into_owned();
        let lines: Vec<_> = head.trim_end().split("\r\n").collect();
        assert_eq!(lines[0], "Content-Type: text/plain");
        let range = lines[1].strip_prefix("Content-Range: ").expect("a range").to_owned();
        assert_eq!(lines.len(), 2, "{head}");
        rest = &rest[head_end..];
        let mark = format!("\r\n--{boundary}");
        let end = find(rest, mark.as_bytes()).expect("the part ends");
        parts.push((range, rest[..end].to_vec()));
        rest = &rest[end + mark.len()..];
        if rest == b"--\r\n" {
            return parts;
        }
        rest = rest.strip_prefix(b"\r\n").expect("another part");
    }
}

#[test]
fn one_range() {
    for length in [1000, 300_000] {
        each_placement(|setup| {
            let folder = TempDir::new("one");
            let content = content(length);
            let server = site(setup, &folder, &content).start();
            let mut client = server.client();
            for path in ["/old.txt", "/handler"] {
                for (value, first, last) in [
                    ("bytes=0-0", 0, 0),
                    ("bytes=0-", 0, length - 1),
                    ("bytes=10-19", 10, 19),
                    ("bytes=-7", length - 7, length - 1),
                    ("bytes=990-99999999", 990, length - 1),
                    ("bytes=-99999999", 0, length - 1),
                    ("bytes=5-9,7-100", 5, 100),
                    ("bytes=999-999,9999999-", 999, 999),
                ] {
                    let response = ask(&mut client, "GET", path, &format!("Range: {value}\r\n"));
                    assert_eq!(response.status, 206, "{value}");
                    let range = format!("bytes {first}-{last}/{length}");
                    assert_eq!(response.header("Content-Range"), Some(range.as_str()), "{value}");
                    assert_eq!(response.header("Content-Type"), Some("text/plain"), "{value}");
                    assert_eq!(response.header("Last-Modified"), Some(MODIFIED), "{value}");
                    assert!(response.header("ETag").is_some() && response.header("Accept-Ranges") == Some("bytes"));
                    assert!(response.body == content[first..=last], "{value}");
                }
            }
        });
    }
}

#[test]
fn several_ranges() {
    for length in [1000, 300_000] {
        each_placement(|setup| {
            let folder = TempDir::new("several");
            let content = content(length);
            let server = site(setup, &folder, &content).start();
            let mut client = server.client();
            let response = ask(&mut client, "GET", "/old.txt", "Range: bytes=500-, 0-9,200-210\r\n");
            assert_eq!((response.status, response.header("Content-Range")), (206, None));
            let expected = [(500, length - 1), (0, 9), (200, 210)]
                .map(|(first, last)| (format!("bytes {first}-{last}/{length}"), content[first..=last].to_vec()));
            assert!(parts(&response) == expected);
            // The connection is still in step.
            let response = ask(&mut client, "GET", "/old.txt", "");
            assert!(response.status == 200 && response.body == content);
        });
    }
}

#[test]
fn ranges_that_do_not_exist() {
    each_placement(|setup| {
        let folder = TempDir::new("outside");
        let server = site(setup, &folder, b"0123456789").start();
        let mut client = server.client();
        for value in ["bytes=10-", "bytes=10-20,99-", "bytes=-0", "bytes=99999999999999999999999-"] {
            let response = ask(&mut client, "GET", "/old.txt", &format!("Range: {value}\r\n"));
            assert_eq!((response.status, response.header("Content-Range")), (416, Some("bytes */10")), "{value}");
            let head = ask(&mut client, "HEAD", "/old.txt", &format!("Range: {value}\r\n"));
            assert_eq!(head.status, 200, "HEAD has no ranges");
        }
        File::create(folder.path().join("empty.txt")).expect("made");
        assert_eq!(ask(&mut client, "GET", "/empty.txt", "Range: bytes=0-\r\n").status, 416);
        assert_eq!(ask(&mut client, "GET", "/empty.txt", "Range: bytes=-5\r\n").status, 200);
        assert_eq!(ask(&mut client, "GET", "/empty.txt", "").header("Content-Length"), Some("0"));
    });
}

#[test]
fn what_is_no_range_is_ignored() {
    each_placement(|setup| {
        let folder = TempDir::new("ignored");
        let server = site(setup, &folder, b"0123456789").start();
        let mut client = server.client();
        for lines in [
            "Range: bytes=5-4\r\n",
            "Range: lines=0-1\r\n",
            "Range: bytes\r\n",
            "Range: bytes=a-b\r\n",
            "Range: bytes=0-0\r\nRange: bytes=2-2\r\n",
        ] {
            let response = ask(&mut client, "GET", "/old.txt", lines);
            assert_eq!((response.status, response.text().as_str()), (200, "0123456789"), "{lines}");
        }
    });
}

#[test]
fn many_ranges_cost_no_more_than_the_whole() {
    each_placement(|setup| {
        let folder = TempDir::new("many");
        let content = content(300_000);
        let server = site(setup, &folder, &content).start();
        let mut client = server.client();
        let lines = |count: usize, step: usize| {
            let specs: Vec<_> = (0..count).map(|place| format!("{}-{}", place * step, place * step)).collect();
            format!("Range: bytes={}\r\n", specs.join(","))
        };
        assert_eq!(parts(&ask(&mut client, "GET", "/old.txt", &lines(16, 1000))).len(), 16);
        for lines in [lines(17, 1000), lines(1300, 200), format!("Range: bytes={}0-\r\n", "0-,".repeat(1300))] {
            let response = ask(&mut client, "GET", "/old.txt", &lines);
            assert!(response.status == 200 && response.body == content);
        }
        let overlapping = ask(&mut client, "GET", "/old.txt", &format!("Range: bytes={}0-\r\n", "0-,".repeat(15)));
        assert!(overlapping.status == 206 && overlapping.body == content);
    });
}

#[test]
fn if_range() {
    each_placement(|setup| {
        let folder = TempDir::new("if-range");
        let server = site(setup, &folder, b"0123456789").start();
        let mut client = server.client();
        for path in ["/old.txt", "/handler"] {
            let tag = ask(&mut client, "GET", path, "").header("ETag").expect("a tag").to_owned();
            for (condition, status) in [
                (tag.as_str(), 206),
                (MODIFIED, 206),
                ("\"other\"", 200),
                ("Sun, 09 Sep 2001 01:46:41 GMT", 200),
                ("nonsense", 200),
            ] {
                let lines = format!("Range: bytes=2-3\r\nIf-Range: {condition}\r\n");
                let response = ask(&mut client, "GET", path, &lines);
                assert_eq!(response.status, status, "{condition}");
                assert_eq!(response.text(), if status == 206 { "23" } else { "0123456789" }, "{condition}");
            }
            let known = ask(&mut client, "GET", path, &format!("Range: bytes=2-3\r\nIf-None-Match: {tag}\r\n"));
            assert_eq!(known.status, 304);
        }
    });
}
