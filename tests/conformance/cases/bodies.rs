//! Where a body ends: Content-Length and Transfer-Encoding.

use crate::case::{Answer, Cuts, End, SMUGGLED, Table, chunked, get, post};

pub fn cases(t: &mut Table) {
    lengths(t);
    codings(t);
    both(t);
    cut(t);
    whole(t);
}

fn lengths(t: &mut Table) {
    t.about(&["length digits", "semantics"]);
    t.seen("a body of 5 bytes", post("Content-Length: 5\r\n", "hello"), "POST /see at h: hello").cut_everywhere();
    t.seen("a length of 0", post("Content-Length: 0\r\n", ""), "POST /see at h: ");
    t.seen("a length with zeros in front", post("Content-Length: 00005\r\n", "hello"), "POST /see at h: hello");
    t.seen(
        "a length with 40 zeros in front",
        post(&format!("Content-Length: {}5\r\n", "0".repeat(40)), "hello"),
        "POST /see at h: hello",
    );
    t.seen("a GET with a body", post("Content-Length: 2\r\n", "ab").replace("POST", "GET"), "GET /see at h: ab")
        .also("whole body");
    t.seen(
        "a DELETE with a body",
        post("Content-Length: 2\r\n", "ab").replace("POST", "DELETE"),
        "DELETE /see at h: ab",
    )
    .also("whole body");
    t.seen("a body of line ends", post("Content-Length: 6\r\n", "\r\n\r\n\r\n"), "POST /see at h: \r\n\r\n\r\n");
    t.seen("a body of zero bytes", post("Content-Length: 3\r\n", "\0\0\0"), "POST /see at h: \0\0\0").also("octets");
    t.seen(
        "a body that is a request",
        post(&format!("Content-Length: {}\r\n", SMUGGLED.len()), SMUGGLED),
        &format!("POST /see at h: {SMUGGLED}"),
    )
    .also("smuggling");
    t.seen(
        "a body of 100,000 bytes",
        post("Content-Length: 100000\r\n", &"b".repeat(100_000)),
        &format!("POST /see at h: {}", "b".repeat(100_000)),
    );
    t.about(&["no framing"]);
    t.seen("POST without framing has no body", post("", ""), "POST /see at h: ").also("whole body");
    t.seen("what follows POST without framing is the next request", post("", &get("/see")), "POST /see at h: ")
        .and(Answer::text("GET /see at h: "));
    t.about(&["bad length", "length grammar", "number spelling", "smuggling"]);
    for value in [
        "", "+5", "-0", "0x5", "0X5", "5_0", "5,0", "5.0", "5e0", "5 0", "5a", "a5", "five", "\"5\"", "5;", "5;a",
        "0b1", "0o5", "5L", "\u{665}", "\u{ff15}", "5\u{a0}", "5\t5", "NaN", "Infinity", "null", "true", "0,5", "#5",
        "*",
    ] {
        t.refused(&format!("Content-Length: {value}"), post(&format!("Content-Length: {value}\r\n"), "hello"));
    }
    t.refused("a length behind a vertical tab", post("Content-Length: \x0b5\r\n", "hello"));
    t.refused("a length before NUL", post("Content-Length: 5\0\r\n", "hello")).also("control bytes");
    t.about(&["bad length", "length digits", "overflow", "smuggling"]);
    for value in [
        "18446744073709551616",
        "18446744073709551621",
        "36893488147419103237",
        "99999999999999999999999999999999",
        "340282366920938463463374607431768211461",
    ] {
        t.refused(&format!("Content-Length: {value}"), post(&format!("Content-Length: {value}\r\n"), "hello"))
            .with_status(&[400, 413]);
    }
    t.refused("a length of 1,000 digits", post(&format!("Content-Length: {}\r\n", "9".repeat(1000)), "hello"))
        .with_status(&[400, 413]);
    t.about(&["length digits", "huge body", "overflow", "smuggling"]);
    for value in [
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "4294967296",
        "4294967301",
        "1000000000000",
    ] {
        t.refused(&format!("Content-Length: {value}"), post(&format!("Content-Length: {value}\r\n"), "hello"))
            .with_status(&[400, 413]);
    }
    t.about(&["negative length", "bad length", "length grammar", "smuggling"]);
    for value in [-1i64, -2, -5, -35, -64, -99, -128, -256, -1000, -4096, -65536, i64::from(i32::MIN), i64::MIN] {
        t.refused(&format!("Content-Length: {value}"), post(&format!("Content-Length: {value}\r\n"), "hello"));
    }
    // Minus the length of the request itself: it would be read for ever.
    let own = post("Content-Length: -999\r\n", "");
    t.refused("a negative length of the request itself", own.replace("-999", &format!("-{}", own.len() - 1)));
    t.about(&["CL.CL", "bad length", "length grammar", "smuggling"]);
    for (name, fields) in [
        ("two equal lengths", "Content-Length: 5\r\nContent-Length: 5\r\n"),
        ("two different lengths", "Content-Length: 5\r\nContent-Length: 0\r\n"),
        ("two different lengths, the small one first", "Content-Length: 0\r\nContent-Length: 5\r\n"),
        ("two lengths in other case", "Content-Length: 5\r\ncontent-length: 6\r\n"),
        ("two lengths far from each other", "Content-Length: 5\r\nA: b\r\nC: d\r\nContent-Length: 6\r\n"),
        ("a good and an empty length", "Content-Length: 5\r\nContent-Length:\r\n"),
        ("a bad and a good length", "Content-Length: x\r\nContent-Length: 5\r\n"),
        ("three lengths", "Content-Length: 5\r\nContent-Length: 5\r\nContent-Length: 5\r\n"),
        ("a list of different lengths", "Content-Length: 5, 6\r\n"),
        ("a list of equal lengths", "Content-Length: 5, 5\r\n"),
        ("a list with an empty element", "Content-Length: 5,\r\n"),
        ("a list that begins empty", "Content-Length: ,5\r\n"),
    ] {
        let case = t.refused(name, post(fields, "hello"));
        if name.contains("equal") || name.contains("three") {
            case.strict();
        }
    }
    t.about(&["huge body"]);
    t.refused("a body above the limit", post("Content-Length: 16777217\r\n", "hello")).with_status(&[413]);
    let case = t.add(
        "HEAD with a body above the limit",
        "HEAD /see HTTP/1.1\r\nHost: h\r\nContent-Length: 16777217\r\n\r\n",
        vec![Answer::new(413)],
        End::Closed,
    );
    case.for_head().also("HEAD");
}

fn codings(t: &mut Table) {
    t.about(&["chunked known", "chunks"]);
    t.seen("one chunk", chunked("5\r\nhello\r\n0\r\n\r\n"), "POST /see at h: hello").cut_everywhere();
    t.seen("chunked in capitals", post("Transfer-Encoding: CHUNKED\r\n", "1\r\nx\r\n0\r\n\r\n"), "POST /see at h: x")
        .also("semantics");
    t.seen("Chunked in odd case", post("Transfer-Encoding: cHuNkEd\r\n", "1\r\nx\r\n0\r\n\r\n"), "POST /see at h: x");
    t.seen("a chunked GET", chunked("1\r\nx\r\n0\r\n\r\n").replace("POST", "GET"), "GET /see at h: x")
        .also("whole body");
    t.about(&["chunked last", "TE.TE", "smuggling"]);
    for value in [
        "identity",
        "gzip",
        "chunked, gzip",
        "chunked, identity",
        "deflate",
        "x",
        "chunked, x",
        "identity, identity",
        "chunkedx",
        "xchunked",
        "chunke",
        "chunked-",
        "chunk",
        "compress",
        "br",
    ] {
        t.refused(
            &format!("Transfer-Encoding: {value}"),
            post(&format!("Transfer-Encoding: {value}\r\n"), "1\r\nx\r\n0\r\n\r\n"),
        );
    }
    t.about(&["chunked last", "chunked once", "TE.TE", "smuggling"]);
    for value in ["chunked, chunked", "chunked,chunked", "chunked, identity, chunked", "chunked, gzip, chunked"] {
        t.refused(
            &format!("Transfer-Encoding: {value}"),
            post(&format!("Transfer-Encoding: {value}\r\n"), "1\r\nx\r\n0\r\n\r\n"),
        );
    }
    t.about(&["TE.TE", "smuggling"]);
    for value in [
        "\"chunked\"",
        "'chunked'",
        "chunked;q=1",
        "chunked; a=b",
        "chunked;",
        ";chunked",
        "chunked chunked",
        "chunked\tx",
        "x chunked",
        "",
        ",",
        "(chunked)",
        "[chunked]",
        "{chunked}",
        "chunked:",
        ":chunked",
        "=chunked",
        "chunked\u{a0}",
        "\u{17f}chunked",
        "chun\u{212a}ed",
        "ch\\unked",
    ] {
        let request = post(&format!("Transfer-Encoding: {value}\r\n"), "1\r\nx\r\n0\r\n\r\n");
        t.refused(&format!("Transfer-Encoding: {value}"), request).with_status(&[400, 501]);
    }
    for value in [", chunked", "chunked,", ",,chunked"] {
        let request = post(&format!("Transfer-Encoding: {value}\r\n"), "1\r\nx\r\n0\r\n\r\n");
        t.refused(&format!("Transfer-Encoding: {value}"), request).strict();
    }
    for (name, byte) in [
        ("a vertical tab", 0x0b_u8),
        ("a form feed", 0x0c),
        ("NUL", 0),
        ("DEL", 0x7f),
        ("a byte 0xa0", 0xa0),
        ("a byte 0xff", 0xff),
    ] {
        for (place, before) in [("before", true), ("behind", false)] {
            let (front, back) = if before { (vec![byte], vec![]) } else { (vec![], vec![byte]) };
            let request = [
                b"POST /see HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: ",
                &front[..],
                b"chunked",
                &back,
                b"\r\n\r\n1\r\nx\r\n0\r\n\r\n",
            ]
            .concat();
            t.refused(&format!("{name} {place} chunked"), request).with_status(&[400, 501]);
        }
    }
    for fields in [
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
        "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: x\r\ntransfer-encoding: chunked\r\n",
        "Transfer-Encoding:\r\nTransfer-Encoding: chunked\r\n",
        "Transfer-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n",
    ] {
        t.refused(
            &format!("two fields: {}", fields.trim_end().replace("\r\n", ", ")),
            post(fields, "1\r\nx\r\n0\r\n\r\n"),
        )
        .with_status(&[400, 501]);
    }
    t.about(&["unknown coding"]);
    for value in ["gzip, chunked", "x, chunked", "identity, chunked", "deflate, gzip, chunked"] {
        t.refused(
            &format!("Transfer-Encoding: {value}"),
            post(&format!("Transfer-Encoding: {value}\r\n"), "1\r\nx\r\n0\r\n\r\n"),
        )
        .with_status(&[400, 501])
        .should();
    }
    t.about(&["coding in 1.0", "smuggling"]);
    let old = |fields: &str| format!("POST /see HTTP/1.0\r\nHost: h\r\n{fields}\r\n1\r\nx\r\n0\r\n\r\n");
    t.refused("chunked in HTTP/1.0", old("Transfer-Encoding: chunked\r\n"));
    t.refused(
        "chunked in HTTP/1.0 that wants to stay",
        old("Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n"),
    );
    t.refused("chunked and a length in HTTP/1.0", old("Content-Length: 11\r\nTransfer-Encoding: chunked\r\n"));
}

fn both(t: &mut Table) {
    t.about(&["length and coding", "CL.TE", "smuggling"]);
    let rest = "0\r\n\r\n";
    for (name, fields) in [
        ("a length, then chunked", "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
        ("chunked, then a length", "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n"),
        ("a length of 0, then chunked", "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n"),
        ("a short length, then chunked", "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n"),
        ("a long length, then chunked", "Content-Length: 50\r\nTransfer-Encoding: chunked\r\n"),
        ("both in odd case", "content-LengtH: 5\r\ntransfer-encodinG: chunkeD\r\n"),
        ("both, far from each other", "Content-Length: 5\r\nA: b\r\nC: d\r\nTransfer-Encoding: chunked\r\n"),
        ("a bad length and chunked", "Content-Length: x\r\nTransfer-Encoding: chunked\r\n"),
        ("an empty length and chunked", "Content-Length:\r\nTransfer-Encoding: chunked\r\n"),
        ("a length and identity", "Content-Length: 5\r\nTransfer-Encoding: identity\r\n"),
        ("a length and an unknown coding", "Content-Length: 5\r\nTransfer-Encoding: x\r\n"),
        ("a length and an empty coding", "Content-Length: 5\r\nTransfer-Encoding:\r\n"),
        ("two lengths and chunked", "Content-Length: 5\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n"),
    ] {
        t.refused(name, post(fields, rest)).with_status(&[400, 501]);
    }
    t.refused(
        "both on a GET",
        post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", rest).replace("POST", "GET"),
    );
    t.about(&["CL.TE", "smuggling", "chunk line"]);
    t.refused(
        "a request hidden behind the last chunk",
        post("Content-Length: 6\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\nG"),
    );
}

fn cut(t: &mut Table) {
    t.about(&["cut body", "retry", "incomplete"]);
    for (name, request) in [
        ("no byte of a body", post("Content-Length: 3\r\n", "")),
        ("one byte of three", post("Content-Length: 3\r\n", "a")),
        ("no chunk", chunked("")),
        ("half a chunk size", chunked("1")),
        ("a chunk size", chunked("5\r\n")),
        ("half a chunk", chunked("5\r\nhe")),
        ("a chunk without its line end", chunked("5\r\nhello")),
        ("a chunk without the last one", chunked("5\r\nhello\r\n")),
        ("half of the last chunk", chunked("5\r\nhello\r\n0\r\n")),
        ("a trailer without end", chunked("5\r\nhello\r\n0\r\nA: b\r\n")),
    ] {
        let key = name.replace(' ', "-");
        t.unanswered(&format!("{name}, then the end"), request.replace("/see", &format!("/hit/{key}")))
            .then(&format!("/hits/{key}"), "0");
    }
    let before = format!("{}{}", get("/see"), post("Content-Length: 3\r\n", "a"));
    let case = t.add(
        "a good request, then half a body and the end",
        before,
        vec![Answer::text("GET /see at h: ")],
        End::Closed,
    );
    case.finished().also("owed answers");
}

fn whole(t: &mut Table) {
    t.about(&["whole body"]);
    let answers = |statuses: [u16; 2]| statuses.map(Answer::new).to_vec();
    for (name, path, status) in [("is not there", "/none", 404), ("does not take the method", "/only", 405)] {
        let request = post("Content-Length: 5\r\n", "hello").replace("/see", path);
        t.add(
            &format!("a body for a path that {name}"),
            format!("{request}{}", get("/see")),
            answers([status, 200]),
            End::Open,
        );
        let request = chunked("5\r\nhello\r\n0\r\n\r\n").replace("/see", path);
        t.add(
            &format!("a chunked body for a path that {name}"),
            format!("{request}{}", get("/see")),
            answers([status, 200]),
            End::Open,
        );
    }
    let request = post("Content-Length: 5\r\n", "hello").replace("POST", "BREW");
    t.add("a body of an unknown method", format!("{request}{}", get("/see")), answers([501, 200]), End::Open);
    let request = post("Content-Length: 40\r\n", &"x".repeat(40));
    t.seen("a body that looks like nothing", request, &format!("POST /see at h: {}", "x".repeat(40)));
    let many = post("Content-Length: 5\r\n", "hello").repeat(20);
    let case = t.add("twenty bodies in a row", many, vec![Answer::text("POST /see at h: hello"); 20], End::Open);
    case.cuts = Cuts::Everywhere;
}
