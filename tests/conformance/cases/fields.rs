//! Field lines: names, white space, values, limits.

use crate::case::{Answer, Cuts, End, Table, get, post, with};

pub fn cases(t: &mut Table) {
    names(t);
    space(t);
    values(t);
    lists(t);
    limits(t);
}

/// A GET that shows the fields which the application sees.
fn shown(fields: &str) -> String {
    format!("GET /fields HTTP/1.1\r\nHost: h\r\n{fields}\r\n")
}

fn names(t: &mut Table) {
    t.about(&["field syntax", "tokens"]);
    for byte in ["(", ")", "<", ">", "@", ",", ";", "\\", "\"", "/", "[", "]", "?", "=", "{", "}", "\x7f", "\u{e9}"] {
        t.refused(&format!("{} in a field name", byte.escape_default()), with(&format!("A{byte}B: c\r\n")));
    }
    t.refused("a field without colon", with("No colon here\r\n"));
    t.refused("a name without colon", with("Name\r\n"));
    t.refused("a field without colon before Host", "GET /see HTTP/1.1\r\nName\r\nHost: h\r\n\r\n");
    t.seen(
        "every byte of a token in a name",
        shown("!#$%&'*+-.^_`|~09azAZ: v\r\n"),
        "Host=h;!#$%&\\'*+-.^_`|~09azAZ=v;",
    );
    t.about(&["control bytes", "field syntax", "space in names"]);
    t.refused("NUL in a field name", with("A\0B: c\r\n"));
    t.refused("NUL behind a field name", with("Content-Length\0: 5\r\n"));
    t.refused("a vertical tab before a field name", with("\x0bContent-Length: 5\r\n"));
    t.refused("a backspace in a field name", with("A\x08: c\r\n"));
    t.refused("a byte above ASCII in a field name", b"GET /see HTTP/1.1\r\nHost: h\r\nA\xa0B: c\r\n\r\n");
    t.about(&["empty name", "field syntax"]);
    t.refused("an empty field name", with(": b\r\n"));
    t.refused("a colon alone", with(":\r\n"));
    t.refused("a colon alone as the first field", "GET /see HTTP/1.1\r\n:\r\nHost: h\r\n\r\n");
    t.refused("two colons in front", with(":: b\r\n"));
    t.about(&["blank before colon", "space in names"]);
    for (what, blank) in [
        ("a space", " "),
        ("a tab", "\t"),
        ("two spaces", "  "),
        ("a no-break space", "\u{a0}"),
        ("a vertical tab", "\x0b"),
    ] {
        for name in ["A", "Host", "Content-Length", "Transfer-Encoding"] {
            let value = if name == "Transfer-Encoding" { "chunked" } else { "5" };
            let request = format!("POST /see HTTP/1.1\r\nHost: h\r\n{name}{blank}: {value}\r\n\r\n0\r\n\r\n");
            t.refused(&format!("{what} between {name} and its colon"), request);
        }
    }
    t.about(&["space in names", "field syntax"]);
    t.refused("a space inside a field name", with("Content Length: 5\r\n"));
    t.refused("a tab inside a field name", with("Content\tLength: 5\r\n"));
    t.about(&["space in names", "unknown fields"]);
    t.seen("an underscore is no hyphen", post("Content_Length: 5\r\n", ""), "POST /see at h: ");
    t.seen(
        "a plural is another name",
        post("Content-Lengths: 5\r\nTransfer-Encodings: chunked\r\n", ""),
        "POST /see at h: ",
    );
    t.about(&["folding", "line ends"]);
    for (what, fields) in [
        ("a space", "A: b\r\n c\r\n"),
        ("a tab", "A: b\r\n\tc\r\n"),
        ("many spaces", "A: b\r\n      c\r\n"),
        ("a space and nothing", "A: b\r\n \r\n"),
        ("a field", "A: b\r\n Content-Length: 5\r\n"),
    ] {
        t.refused(&format!("a folded line with {what}"), with(fields)).cut_everywhere();
    }
    t.refused("a folded Transfer-Encoding", post("Transfer-Encoding:\r\n chunked\r\n", "0\r\n\r\n")).also("TE.TE");
    t.refused("a folded Content-Length", post("Content-Length:\r\n 5\r\n", "hello")).also("CL.CL");
    t.about(&["field name case", "field syntax"]);
    t.seen("Content-Length in capitals", post("CONTENT-LENGTH: 2\r\n", "ab"), "POST /see at h: ab");
    t.seen("content-length in small letters", post("content-length: 2\r\n", "ab"), "POST /see at h: ab");
    t.seen("Transfer-Encoding in odd case", post("tRANSFER-eNCODING: chunked\r\n", "0\r\n\r\n"), "POST /see at h: ");
    t.about(&["unknown fields"]);
    t.seen("fields that nobody knows", shown("X-Any: 1\r\nZ: 2\r\n"), "Host=h;X-Any=1;Z=2;");
    t.seen("one name several times", shown("A: 1\r\nA: 2\r\na: 3\r\n"), "Host=h;A=1;A=2;a=3;").also("semantics");
}

fn space(t: &mut Table) {
    t.about(&["field space", "value space"]);
    for (what, fields, seen) in [
        ("no space", "A:b\r\n", "b"),
        ("a space", "A: b\r\n", "b"),
        ("a tab", "A:\tb\r\n", "b"),
        ("much of both", "A: \t \t b \t \r\n", "b"),
        ("a space behind", "A:b \r\n", "b"),
        ("a tab behind", "A:b\t\r\n", "b"),
        ("space inside", "A: b \t c \r\n", "b \\t c"),
        ("nothing at all", "A:\r\n", ""),
        ("nothing but space", "A: \t \r\n", ""),
    ] {
        t.seen(&format!("{what} around a value"), shown(fields), &format!("Host=h;A={seen};")).cut_everywhere();
    }
    t.seen("space around Content-Length", post("Content-Length: \t2 \t\r\n", "ab"), "POST /see at h: ab");
    t.seen(
        "space around chunked",
        post("Transfer-Encoding: \tchunked \r\n", "1\r\nx\r\n0\r\n\r\n"),
        "POST /see at h: x",
    );
    t.seen("an empty value as the last field", shown("A: b\r\nEmpty:\r\n"), "Host=h;A=b;Empty=;");
}

fn values(t: &mut Table) {
    t.about(&["value bytes", "control bytes"]);
    for (name, byte) in [
        ("NUL", 0u8),
        ("SOH", 1),
        ("BEL", 7),
        ("backspace", 8),
        ("vertical tab", 11),
        ("form feed", 12),
        ("SUB", 26),
        ("ESC", 27),
        ("US", 31),
        ("DEL", 127),
    ] {
        let request = [b"GET /see HTTP/1.1\r\nHost: h\r\nA: b".as_slice(), &[byte], b"c\r\n\r\n"].concat();
        let case = t.refused(&format!("{name} in a value"), request);
        if byte != 0 {
            case.strict();
        }
    }
    t.refused("NUL as a whole value", with("A: \0\r\n"));
    t.refused("NUL at the end of a value", with("A: b\0\r\n"));
    t.about(&["opaque bytes", "octets"]);
    let all: Vec<u8> = (0x80..=0xff).collect();
    let request = [b"GET /fields HTTP/1.1\r\nHost: h\r\nA: ".as_slice(), &all, b"\r\n\r\n"].concat();
    t.seen("all bytes from 0x80 on in a value", request, &format!("Host=h;A={};", all.escape_ascii())).should();
    t.about(&["semantics"]);
    let visible: Vec<u8> = (0x21..=0x7e).collect();
    let request = [b"GET /fields HTTP/1.1\r\nHost: h\r\nA: ".as_slice(), &visible, b"\r\n\r\n"].concat();
    t.seen("all visible bytes in a value", request, &format!("Host=h;A={};", visible.escape_ascii()));
    t.seen("colons in a value", shown("A: b: c: d\r\n"), "Host=h;A=b: c: d;");
}

fn lists(t: &mut Table) {
    t.about(&["empty elements", "connection options", "close asked"]);
    for value in [
        ", close",
        "close,",
        ", ,close, ,",
        "\t,\tclose\t,",
        "keep-alive, close",
        "close, keep-alive",
        "a, b ,close,c",
        "CLOSE",
        "Close",
    ] {
        let request = with(&format!("Connection: {value}\r\n"));
        t.add(&format!("Connection: {value}"), request, vec![Answer::text("GET /see at h: ")], End::Closed);
    }
    let request = with("Connection: a\r\nConnection: close\r\n");
    t.add("close in a second Connection", request, vec![Answer::text("GET /see at h: ")], End::Closed);
    t.about(&["connection options", "persistence"]);
    for value in ["closed", "not-close", "close-me", "keep-alive", "", "x", "\"close\"", "clo se"] {
        t.seen(
            &format!("Connection: {value} does not close"),
            with(&format!("Connection: {value}\r\n")),
            "GET /see at h: ",
        );
    }
    t.seen(
        "Connection with many empty elements",
        with(&format!("Connection: {}x\r\n", ", ".repeat(50))),
        "GET /see at h: ",
    )
    .also("empty elements");
    t.about(&["TE", "empty elements"]);
    for value in ["trailers", "trailers, deflate;q=0.5", "gzip", "chunked", "", ", trailers", "gzip;q=0, trailers"] {
        t.seen(&format!("TE: {value}"), with(&format!("TE: {value}\r\nConnection: TE\r\n")), "GET /see at h: ");
    }
    t.status("TE: gzip gives chunks", get("/stream").replace("Host: h", "Host: h\r\nTE: gzip\r\nConnection: TE"), 200)
        .with_body("one two three")
        .header("Transfer-Encoding", "chunked");
}

fn limits(t: &mut Table) {
    let refused = &[400, 431];
    t.about(&["field limits", "endless"]);
    t.refused("a value of 100,000 bytes", with(&format!("A: {}\r\n", "a".repeat(100_000))))
        .with_status(refused)
        .uncut();
    t.refused("a name of 100,000 bytes", with(&format!("{}: b\r\n", "a".repeat(100_000)))).with_status(refused).uncut();
    t.refused("1,000 fields", with(&"A: b\r\n".repeat(1000))).with_status(refused).uncut();
    t.refused("10,000 fields of one byte", with(&"A:\r\n".repeat(10_000))).with_status(refused).uncut();
    for (name, part) in
        [("a value", "a".repeat(200_000)), ("fields", "A: b\r\n".repeat(30_000)), ("a name", "a".repeat(0))]
    {
        let start = if name == "a name" {
            format!("GET /see HTTP/1.1\r\n{}", "n".repeat(200_000))
        } else {
            format!("GET /see HTTP/1.1\r\nHost: h\r\nA: {part}")
        };
        let case = t.add(&format!("{name} without end"), start, vec![Answer::new(431)], End::Closed);
        case.with_status(refused).cuts = Cuts::Never;
    }
    t.about(&["semantics"]);
    t.seen(
        "a value of 8,000 bytes",
        shown(&format!("A: {}\r\n", "a".repeat(8000))),
        &format!("Host=h;A={};", "a".repeat(8000)),
    );
    let many: String = (0..100).map(|number| format!("X-{number}: {number}\r\n")).collect();
    t.seen("100 fields", with(&many), "GET /see at h: ");
    t.about(&["no state"]);
    let second = format!("{}{}", shown("Authorization: a\r\nCookie: b\r\n"), shown(""));
    t.seen("a second request has no fields of the first", second, "Host=h;Authorization=a;Cookie=b;")
        .and(Answer::text("Host=h;"));
    let hosts = format!("{}{}", get("/see").replace(": h", ": one"), get("/see").replace(": h", ": two"));
    t.seen("a second request has a host of its own", hosts, "GET /see at one: ").and(Answer::text("GET /see at two: "));
    let body = format!("{}{}", post("Content-Length: 3\r\n", "abc"), post("", ""));
    t.seen("a second request has no body of the first", body, "POST /see at h: abc")
        .and(Answer::text("POST /see at h: "));
}
