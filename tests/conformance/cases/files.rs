//! Files: validators, conditions, ranges.

use crate::case::{Answer, DATES, EARLIER, End, LATER, LETTERS, MANY, SAME, TAG, Table, get};

pub fn cases(t: &mut Table) {
    validators(t);
    tags(t);
    dates(t);
    precedence(t);
    ranges(t);
    odd_ranges(t);
    several_ranges(t);
    if_range(t);
}

/// A GET of the letters with more fields.
fn letters(fields: &str) -> String {
    get("/letters.txt").replace("Host: h\r\n", &format!("Host: h\r\n{fields}"))
}

fn head(request: &str) -> String {
    request.replacen("GET", "HEAD", 1)
}

fn validators(t: &mut Table) {
    t.about(&["both methods", "date sent"]);
    t.status("a file", letters(""), 200).with_body(LETTERS).header("ETag", "\"*").header("Last-Modified", SAME);
    t.status("HEAD of a file", head(&letters("")), 200)
        .for_head()
        .header("Content-Length", "26")
        .header("ETag", TAG)
        .also("length of HEAD");
    t.about(&["future date", "weak tag"]);
    t.status("a file of the future", get("/future.txt"), 200).header("Last-Modified", "<=Date").header("ETag", "W/\"*");
}

fn tags(t: &mut Table) {
    t.about(&["If-None-Match", "304 fields"]);
    for (name, value) in [
        ("the tag", TAG.to_owned()),
        ("the tag in a list", format!("\"x\", {TAG}, \"y\"")),
        ("the tag with empty elements", format!(", ,{TAG},,")),
        ("any tag", "*".to_owned()),
        ("the tag behind one with a comma", format!("\"x,y\", {TAG}")),
    ] {
        t.status(&format!("If-None-Match with {name}"), letters(&format!("If-None-Match: {value}\r\n")), 304)
            .header("ETag", TAG);
    }
    t.about(&["If-None-Match", "weak comparison"]);
    t.status("If-None-Match with the weak tag", letters(&format!("If-None-Match: W/{TAG}\r\n")), 304);
    t.about(&["If-None-Match"]);
    t.status("If-None-Match in two fields", letters(&format!("If-None-Match: \"x\"\r\nIf-None-Match: {TAG}\r\n")), 304);
    t.status("HEAD with If-None-Match", head(&letters(&format!("If-None-Match: {TAG}\r\n"))), 304).for_head();
    for (name, value) in [("another tag", "\"x\""), ("another weak tag", "W/\"x\""), ("no tag", ""), ("no quotes", "x")]
    {
        t.status(&format!("If-None-Match with {name}"), letters(&format!("If-None-Match: {value}\r\n")), 200)
            .with_body(LETTERS);
    }
    t.about(&["length of 304"]);
    t.status("the length of 304", letters(&format!("If-None-Match: {TAG}\r\n")), 304).header("Content-Length", "?26");
    t.about(&["If-Match"]);
    for (name, value) in
        [("the tag", TAG.to_owned()), ("any tag", "*".to_owned()), ("the tag in a list", format!("\"x\",{TAG}"))]
    {
        t.status(&format!("If-Match with {name}"), letters(&format!("If-Match: {value}\r\n")), 200).with_body(LETTERS);
    }
    t.status("If-Match with another tag", letters("If-Match: \"x\"\r\n"), 412);
    t.status("HEAD with If-Match of another tag", head(&letters("If-Match: \"x\"\r\n")), 412).for_head();
    t.about(&["If-Match", "strong comparison"]);
    t.status("If-Match with the weak tag", letters(&format!("If-Match: W/{TAG}\r\n")), 412);
}

fn dates(t: &mut Table) {
    t.about(&["If-Modified-Since", "date formats"]);
    for (date, offset) in DATES {
        let request = letters(&format!("If-Modified-Since: {date}\r\n"));
        t.status(&format!("If-Modified-Since {date}"), request, if *offset >= 0 { 304 } else { 200 });
        let request = letters(&format!("If-Unmodified-Since: {date}\r\n"));
        let case = t.status(&format!("If-Unmodified-Since {date}"), request, if *offset >= 0 { 200 } else { 412 });
        case.also("If-Unmodified-Since");
        if date.ends_with("-80 00:00:00 GMT") {
            case.also("two-digit year");
        }
    }
    t.status("HEAD with If-Modified-Since", head(&letters(&format!("If-Modified-Since: {SAME}\r\n"))), 304).for_head();
    t.about(&["dates elsewhere"]);
    for name in ["If-Modified-Since", "If-Unmodified-Since"] {
        let date = if name == "If-Modified-Since" { LATER } else { EARLIER };
        let request = get("/see").replace("Host: h", &format!("Host: h\r\n{name}: {date}"));
        t.seen(&format!("{name} where a handler answers"), &request, "GET /see at h: ");
        t.seen(&format!("POST with {name}"), request.replace("GET", "POST"), "POST /see at h: ");
    }
    t.about(&["bad date"]);
    for date in [
        "",
        "x",
        "0",
        "1000000000",
        "2001-09-09T01:46:40Z",
        "Sun, 09 Sep 2001",
        "Sun, 09 Sep 2001 25:46:40 GMT",
        "Sun, 39 Sep 2001 01:46:40 GMT",
        "Sun, 09 Xep 2001 01:46:40 GMT",
        "Sun, 09 Sep 2001 01:46:40 +0000",
        "Sun, 09 Sep 99999 01:46:40 GMT",
    ] {
        t.status(
            &format!("If-Modified-Since with the bad date {date:?}"),
            letters(&format!("If-Modified-Since: {date}\r\n")),
            200,
        );
        t.status(
            &format!("If-Unmodified-Since with the bad date {date:?}"),
            letters(&format!("If-Unmodified-Since: {date}\r\n")),
            200,
        );
    }
    for name in ["If-Modified-Since", "If-Unmodified-Since"] {
        let date = if name == "If-Modified-Since" { LATER } else { EARLIER };
        t.status(&format!("{name} with a list of dates"), letters(&format!("{name}: {date}, {date}\r\n")), 200);
        t.status(&format!("{name} twice"), letters(&format!("{name}: {date}\r\n{name}: {date}\r\n")), 200);
    }
}

fn precedence(t: &mut Table) {
    t.about(&["precedence", "If-Modified-Since"]);
    t.status(
        "If-None-Match beats If-Modified-Since",
        letters(&format!("If-None-Match: \"x\"\r\nIf-Modified-Since: {LATER}\r\n")),
        200,
    );
    t.status(
        "and the other way round",
        letters(&format!("If-Modified-Since: {EARLIER}\r\nIf-None-Match: {TAG}\r\n")),
        304,
    );
    t.about(&["precedence", "If-Unmodified-Since"]);
    t.status(
        "If-Match beats If-Unmodified-Since",
        letters(&format!("If-Match: {TAG}\r\nIf-Unmodified-Since: {EARLIER}\r\n")),
        200,
    );
    t.status(
        "If-Match fails in spite of If-Unmodified-Since",
        letters(&format!("If-Unmodified-Since: {LATER}\r\nIf-Match: \"x\"\r\n")),
        412,
    );
    t.about(&["precedence"]);
    t.status(
        "If-Match comes before If-None-Match",
        letters(&format!("If-None-Match: {TAG}\r\nIf-Match: \"x\"\r\n")),
        412,
    );
    t.status(
        "If-Unmodified-Since comes before If-None-Match",
        letters(&format!("If-None-Match: {TAG}\r\nIf-Unmodified-Since: {EARLIER}\r\n")),
        412,
    );
    t.status("conditions come before ranges", letters(&format!("If-None-Match: {TAG}\r\nRange: bytes=0-4\r\n")), 304);
    t.status("If-Match comes before ranges", letters("If-Match: \"x\"\r\nRange: bytes=99-\r\n"), 412);
    t.about(&["conditions of errors"]);
    t.status("If-Match where nothing is", get("/none").replace("Host: h", "Host: h\r\nIf-Match: \"x\""), 404);
    t.status("If-None-Match where nothing is", get("/none").replace("Host: h", "Host: h\r\nIf-None-Match: *"), 404);
    t.status("If-Match where POST is not", letters("If-Match: \"x\"\r\n").replace("GET", "POST"), 405);
    t.about(&["conditions of OPTIONS"]);
    t.status("OPTIONS with If-Match", letters("If-Match: \"x\"\r\n").replace("GET", "OPTIONS"), 204)
        .with_status(&[200, 204]);
    t.status("OPTIONS with If-None-Match", letters("If-None-Match: *\r\n").replace("GET", "OPTIONS"), 204)
        .with_status(&[200, 204]);
}

fn ranges(t: &mut Table) {
    t.about(&["single part", "206 fields"]);
    for (range, first, last) in [
        ("0-4", 0, 4),
        ("5-9", 5, 9),
        ("0-0", 0, 0),
        ("25-25", 25, 25),
        ("20-", 20, 25),
        ("0-", 0, 25),
        ("-5", 21, 25),
        ("-1", 25, 25),
        ("20-100", 20, 25),
        ("-100", 0, 25),
        ("0-25", 0, 25),
        ("00-04", 0, 4),
    ] {
        t.status(&format!("Range: bytes={range}"), letters(&format!("Range: bytes={range}\r\n")), 206)
            .with_body(&LETTERS[first..=last])
            .header("Content-Range", &format!("bytes {first}-{last}/26"))
            .header("Content-Type", "text/plain*")
            .header("ETag", TAG)
            .header("Last-Modified", SAME);
    }
    t.about(&["large ranges", "overflow"]);
    for (range, first) in [
        ("0-18446744073709551615", 0),
        ("20-18446744073709551616", 20),
        ("0-99999999999999999999999999", 0),
        ("-18446744073709551616", 0),
        ("0-9223372036854775808", 0),
        ("1-4294967296", 1),
    ] {
        t.status(&format!("Range: bytes={range}"), letters(&format!("Range: bytes={range}\r\n")), 206)
            .with_body(&LETTERS[first..])
            .header("Content-Range", &format!("bytes {first}-25/26"));
    }
    for range in
        ["18446744073709551616-", "99999999999999999999999999-99999999999999999999999999", "4294967296-4294967300"]
    {
        t.status(&format!("Range: bytes={range}"), letters(&format!("Range: bytes={range}\r\n")), 416)
            .header("Content-Range", "bytes */26");
    }
    t.about(&["no such range"]);
    for range in ["26-", "26-30", "100-", "-0", "99-,98-"] {
        t.status(&format!("Range: bytes={range}"), letters(&format!("Range: bytes={range}\r\n")), 416)
            .header("Content-Range", "bytes */26")
            .should();
    }
}

fn odd_ranges(t: &mut Table) {
    t.about(&["unknown unit"]);
    for range in ["lines=0-4", "x=0-4", "bits=0-4", "byte=0-4", "bytes-=0-4"] {
        t.status(&format!("Range: {range}"), letters(&format!("Range: {range}\r\n")), 200).with_body(LETTERS);
    }
    t.about(&["bad range"]);
    for range in [
        "bytes=5-4",
        "bytes=a-b",
        "bytes=",
        "bytes=-",
        "bytes=--5",
        "bytes 0-4",
        "bytes=0-4x",
        "bytes=0x0-4",
        "bytes=+0-4",
        "bytes=0-4-8",
        "0-4",
        "=0-4",
        "bytes=1 0-12",
    ] {
        t.status(&format!("Range: {range}"), letters(&format!("Range: {range}\r\n")), 200)
            .with_status(&[200, 416])
            .should();
    }
    t.status("Range twice", letters("Range: bytes=0-4\r\nRange: bytes=5-9\r\n"), 200)
        .with_status(&[200, 206, 416])
        .should();
    t.about(&["range of other methods"]);
    t.status("HEAD with Range", head(&letters("Range: bytes=0-4\r\n")), 200).for_head().header("Content-Length", "26");
    t.status("HEAD with a range that is not there", head(&letters("Range: bytes=99-\r\n")), 200).for_head();
    t.status("POST with Range", letters("Range: bytes=0-4\r\n").replace("GET", "POST"), 405);
    t.status("OPTIONS with Range", letters("Range: bytes=99-\r\n").replace("GET", "OPTIONS"), 204)
        .with_status(&[200, 204]);
    t.about(&["range of other resources"]);
    t.seen(
        "Range where a handler answers",
        get("/see").replace("Host: h", "Host: h\r\nRange: bytes=0-1"),
        "GET /see at h: ",
    );
}

fn several_ranges(t: &mut Table) {
    t.about(&["several parts", "multipart lines", "206 fields"]);
    for (range, parts) in [
        ("0-1,2600-2602", vec![(0, 1), (2600, 2602)]),
        ("0-1, 2600-2602,-2", vec![(0, 1), (2600, 2602), (5198, 5199)]),
        ("0-1,9999-,2600-2602", vec![(0, 1), (2600, 2602)]),
        (",0-1,,2600-2602,", vec![(0, 1), (2600, 2602)]),
        ("2600-2602,0-1", vec![(2600, 2602), (0, 1)]),
    ] {
        let text = LETTERS.repeat(MANY);
        let parts: Vec<_> = parts
            .iter()
            .map(|(first, last)| format!("bytes {first}-{last}/{}\n{}", text.len(), &text[*first..=*last]))
            .collect();
        let request = letters(&format!("Range: bytes={range}\r\n")).replace("letters", "many");
        t.status(&format!("Range: bytes={range}"), request, 206)
            .header("Content-Type", "multipart/byteranges; boundary=*")
            .header("ETag", "\"*")
            .without("Content-Range")
            .with_parts(&parts);
    }
    t.about(&["one range, one part"]);
    t.status("one range is not sent in parts", letters("Range: bytes=3-4\r\n"), 206)
        .header("Content-Type", "text/plain*")
        .with_body("de");
    t.about(&["many ranges"]);
    for (name, range) in [
        ("1,000 ranges of everything", "0-,".repeat(1000)),
        ("1,000 small ranges", "0-0,2-2,".repeat(500)),
        ("ranges inside of each other", "0-20,1-19,2-18,3-17,4-16,5-15,6-14".to_owned()),
    ] {
        t.status(name, letters(&format!("Range: bytes={range}\r\n")), 200)
            .with_status(&[200, 206, 416])
            .header("Content-Length", "<2000")
            .should();
    }
}

fn if_range(t: &mut Table) {
    let part = |fields: &str| letters(&format!("Range: bytes=0-4\r\n{fields}"));
    t.about(&["If-Range"]);
    t.status("If-Range with the tag", part(&format!("If-Range: {TAG}\r\n")), 206).with_body("abcde");
    t.status("If-Range before Range", letters(&format!("If-Range: {TAG}\r\nRange: bytes=0-4\r\n")), 206)
        .with_body("abcde");
    t.status("If-Range with the date", part(&format!("If-Range: {SAME}\r\n")), 206).with_body("abcde");
    t.about(&["If-Range fails", "If-Range"]);
    for (name, value) in
        [("another tag", "\"x\""), ("an earlier date", EARLIER), ("a later date", LATER), ("a bad date", "yesterday")]
    {
        t.status(&format!("If-Range with {name}"), part(&format!("If-Range: {value}\r\n")), 200).with_body(LETTERS);
    }
    t.status("If-Range with the weak tag", part(&format!("If-Range: W/{TAG}\r\n")), 200).with_body(LETTERS);
    t.status(
        "If-Range that fails, with a range that is not there",
        letters("Range: bytes=99-\r\nIf-Range: \"x\"\r\n"),
        200,
    )
    .with_body(LETTERS);
    t.about(&["If-Range without Range"]);
    t.status("If-Range alone", letters("If-Range: \"x\"\r\n"), 200).with_body(LETTERS);
    t.status("If-Range alone with the tag", letters(&format!("If-Range: {TAG}\r\n")), 200).with_body(LETTERS);
    t.about(&["If-Range of other resources"]);
    let request = get("/see").replace("Host: h", "Host: h\r\nIf-Range: \"x\"\r\nRange: bytes=0-1");
    t.add("If-Range where a handler answers", request, vec![Answer::text("GET /see at h: ")], End::Open);
}
