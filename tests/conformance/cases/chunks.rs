//! The chunked coding: sizes, extensions, data, trailers.

use crate::case::{Answer, Cuts, End, Table, chunked, get};

pub fn cases(t: &mut Table) {
    good(t);
    sizes(t);
    data(t);
    extensions(t);
    trailers(t);
}

fn good(t: &mut Table) {
    t.about(&["chunks"]);
    for (name, rest, seen) in [
        ("no data", "0\r\n\r\n", ""),
        ("two chunks", "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n", "hello world"),
        ("a size in capitals", "A\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("a size in small letters", "a\r\n0123456789\r\n0\r\n\r\n", "0123456789"),
        ("a size with zeros in front", "0005\r\nhello\r\n0\r\n\r\n", "hello"),
        ("a last chunk of many zeros", "5\r\nhello\r\n0000\r\n\r\n", "hello"),
        ("line ends as data", "4\r\n\r\n\r\n\r\n0\r\n\r\n", "\r\n\r\n"),
        ("a last chunk as data", "5\r\n0\r\n\r\n\r\n0\r\n\r\n", "0\r\n\r\n"),
        (
            "a request as data",
            "23\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n\r\n0\r\n\r\n",
            "GET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n",
        ),
    ] {
        t.seen(&format!("chunks: {name}"), chunked(rest), &format!("POST /see at h: {seen}")).cut_everywhere();
    }
    let single: String = (0..200).map(|_| "1\r\nx\r\n").collect();
    t.seen(
        "200 chunks of one byte",
        chunked(&format!("{single}0\r\n\r\n")),
        &format!("POST /see at h: {}", "x".repeat(200)),
    );
    t.seen(
        "a chunk of 70,000 bytes",
        chunked(&format!("11170\r\n{}\r\n0\r\n\r\n", "x".repeat(70_000))),
        &format!("POST /see at h: {}", "x".repeat(70_000)),
    );
    let twice = format!("{}{}", chunked("1\r\nx\r\n0\r\n\r\n"), get("/see"));
    t.seen("a request behind the last chunk", twice, "POST /see at h: x")
        .and(Answer::text("GET /see at h: "))
        .also("smuggling")
        .cut_everywhere();
}

fn sizes(t: &mut Table) {
    t.about(&["chunk line", "number spelling", "smuggling"]);
    for size in [
        "0x5", "0X5", "+5", "-5", " 5", "\t5", "5 ", "5\t", "5_0", "5,", "5.0", "x", "5g", "g5", "\"5\"", "5h", "(5)",
        "\u{665}", "5:", "#5", "0x0", "-0", "+0", "-1", "--5",
    ] {
        t.refused(&format!("the chunk size {size}"), chunked(&format!("{size}\r\nhello\r\n0\r\n\r\n")));
    }
    t.refused("an empty chunk size", chunked("\r\nhello\r\n0\r\n\r\n"));
    t.refused("an empty chunk size with extension", chunked(";a=b\r\nhello\r\n0\r\n\r\n"));
    t.refused("NUL behind a chunk size", chunked("5\0\r\nhello\r\n0\r\n\r\n")).also("control bytes");
    t.refused("a vertical tab before a chunk size", chunked("\x0b5\r\nhello\r\n0\r\n\r\n")).also("control bytes");
    t.about(&["chunk size", "overflow", "smuggling"]);
    for size in [
        "10000000000000005",
        "fffffffffffffffff",
        "100000000000000000000000000000005",
        "ffffffffffffffff",
        "8000000000000000",
        "7fffffffffffffff",
        "fffffffffffffffb",
        "80000000",
        "ffffffff",
        "100000005",
        "100000000",
    ] {
        t.refused(&format!("the chunk size {size}"), chunked(&format!("{size}\r\nhello\r\n0\r\n\r\n")))
            .with_status(&[400, 413]);
    }
    t.refused("a chunk size of 1,000 digits", chunked(&format!("{}5\r\nhello\r\n0\r\n\r\n", "0".repeat(1000))))
        .strict();
    t.about(&["huge body"]);
    t.refused("a chunk above the body limit", chunked("1000001\r\nhello")).with_status(&[413]);
    t.refused("a second chunk above the body limit", chunked("5\r\nhello\r\nfffffc\r\nhello")).with_status(&[413]);
    t.about(&["endless", "chunk line"]);
    let case = t.add("a chunk size without end", chunked(&"0".repeat(100_000)), vec![Answer::new(400)], End::Closed);
    case.cuts = Cuts::Never;
}

fn data(t: &mut Table) {
    t.about(&["chunk line", "chunk tricks", "smuggling"]);
    for (name, rest) in [
        ("longer than its size", "5\r\nhello!\r\n0\r\n\r\n"),
        ("shorter than its size", "5\r\nhell\r\n0\r\n\r\n"),
        ("without a line end", "5\r\nhello0\r\n\r\n"),
        ("with two bytes instead of a line end", "5\r\nhelloXY0\r\n\r\n"),
        ("with a space before its line end", "5\r\nhello \r\n0\r\n\r\n"),
        ("with two line ends", "5\r\nhello\r\n\r\n0\r\n\r\n"),
        ("followed by an empty line", "5\r\nhello\r\n\r\n\r\n"),
        ("and a request instead of the next size", "5\r\nhello\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"),
    ] {
        t.refused(&format!("a chunk {name}"), chunked(rest)).cut_everywhere();
    }
    t.about(&["chunk line", "line ends", "bare LF", "smuggling"]);
    for (name, rest) in [
        ("behind a chunk size", "5\nhello\r\n0\r\n\r\n"),
        ("behind chunk data", "5\r\nhello\n0\r\n\r\n"),
        ("behind the last size", "5\r\nhello\r\n0\n\r\n"),
        ("as the end of the trailers", "5\r\nhello\r\n0\r\n\n"),
        ("everywhere", "5\nhello\n0\n\n"),
    ] {
        t.refused(&format!("LF alone {name}"), chunked(rest)).cut_everywhere();
    }
    t.about(&["chunk line", "line ends", "bare CR", "smuggling"]);
    for (name, rest) in [
        ("behind a chunk size", "5\rhello\r\n0\r\n\r\n"),
        ("twice behind a chunk size", "5\r\r\nhello\r\n0\r\n\r\n"),
        ("behind chunk data", "5\r\nhello\r0\r\n\r\n"),
        ("and another byte behind chunk data", "5\r\nhello\rX0\r\n\r\n"),
        ("as the end of the trailers", "5\r\nhello\r\n0\r\n\rX"),
        ("behind the last size", "5\r\nhello\r\n0\rX\r\n"),
    ] {
        t.refused(&format!("CR alone {name}"), chunked(rest)).cut_everywhere();
    }
}

fn extensions(t: &mut Table) {
    t.about(&["chunk extensions"]);
    for (name, extension) in [
        ("a name", ";a"),
        ("a name and a value", ";a=b"),
        ("several", ";a=b;c;d=e"),
        ("a quoted value", ";a=\"b c\""),
        ("a quoted line end in letters", ";a=\"\\r\\n\""),
        ("a quoted semicolon", ";a=\";\""),
    ] {
        t.seen(
            &format!("a chunk extension: {name}"),
            chunked(&format!("5{extension}\r\nhello\r\n0{extension}\r\n\r\n")),
            "POST /see at h: hello",
        )
        .cut_everywhere();
    }
    t.about(&["bad space", "chunk extensions"]);
    t.seen("space before a chunk extension", chunked("5 ;a=b\r\nhello\r\n0\r\n\r\n"), "POST /see at h: hello");
    t.seen("space around a chunk extension", chunked("5\t ; a\t=\tb\r\nhello\r\n0\r\n\r\n"), "POST /see at h: hello");
    t.about(&["quoted pairs", "chunk extensions"]);
    t.seen(
        "a quoted quote in a chunk extension",
        chunked("5;a=\"b\\\"c;\"\r\nhello\r\n0\r\n\r\n"),
        "POST /see at h: hello",
    );
    t.seen(
        "a quoted backslash in a chunk extension",
        chunked("5;a=\"b\\\\\"\r\nhello\r\n0\r\n\r\n"),
        "POST /see at h: hello",
    );
    t.about(&["chunk tricks", "line ends", "chunk line", "smuggling"]);
    t.refused("LF in a chunk extension", chunked("5;a\nhello\r\n0\r\n\r\n")).cut_everywhere();
    t.refused("LF in a chunk extension that hides a chunk", chunked("2;\nxx\r\n4c\r\n0\r\n\r\n"));
    t.refused("CR in a chunk extension", chunked("5;a\rb\r\nhello\r\n0\r\n\r\n")).also("bare CR");
    t.refused("LF in a quoted chunk extension", chunked("5;a=\"b\nc\"\r\nhello\r\n0\r\n\r\n"));
    t.refused("a line end in a quoted chunk extension", chunked("5;a=\"b\r\nc\"\r\nhello\r\n0\r\n\r\n")).strict();
    t.refused("NUL in a chunk extension", chunked("5;a\0b\r\nhello\r\n0\r\n\r\n")).also("control bytes");
    t.refused("an extension without semicolon", chunked("5 a=b\r\nhello\r\n0\r\n\r\n"));
    for (name, extension) in [
        ("nothing", ";"),
        ("nothing but space", "; "),
        ("nothing between two semicolons", ";;a"),
        ("nothing behind the last semicolon", ";a;"),
        ("no name", ";=b"),
        ("no value", ";a="),
        ("space behind it", ";a "),
        ("two words", ";a b"),
        ("text behind a quoted value", ";a=\"b\"c"),
        ("a comma", ";a,b"),
        ("a letter beyond ASCII", ";\u{e9}"),
    ] {
        t.refused(&format!("a chunk extension of {name}"), chunked(&format!("5{extension}\r\nhello\r\n0\r\n\r\n")))
            .strict();
    }
    t.about(&["extension limit", "endless"]);
    let many: String = (0..2000).map(|_| "1;a=b\r\nx\r\n").collect();
    t.refused("8,000 bytes of extensions in sum", chunked(&format!("{many}0\r\n\r\n")))
        .with_status(&[400, 413, 431])
        .should()
        .uncut();
    let case = t.add(
        "a chunk extension without end",
        chunked(&format!("5;{}", "a".repeat(100_000))),
        vec![Answer::new(400)],
        End::Closed,
    );
    case.with_status(&[400, 413, 431]).cuts = Cuts::Never;
}

fn trailers(t: &mut Table) {
    t.about(&["trailers"]);
    let fields = |rest: &str| chunked(rest).replace("/see", "/fields");
    t.seen("a trailer is no header", fields("1\r\nx\r\n0\r\nA: b\r\n\r\n"), "Host=h;Transfer-Encoding=chunked;")
        .cut_everywhere();
    t.seen(
        "trailers of framing change nothing",
        fields("1\r\nx\r\n0\r\nContent-Length: 50\r\nTransfer-Encoding: x\r\n\r\n"),
        "Host=h;Transfer-Encoding=chunked;",
    )
    .with_status(&[200])
    .also("smuggling");
    t.seen("a trailer is no Host", fields("0\r\nHost: other\r\n\r\n"), "Host=h;Transfer-Encoding=chunked;")
        .also("host confusion");
    let close = chunked("0\r\nConnection: close\r\n\r\n");
    t.seen("a trailer does not close", close, "POST /see at h: ").also("persistence");
    t.seen(
        "an authorization in a trailer is none",
        fields("0\r\nAuthorization: a\r\nCookie: b\r\n\r\n"),
        "Host=h;Transfer-Encoding=chunked;",
    );
    t.about(&["trailer syntax", "chunk line", "smuggling"]);
    for (name, rest) in [
        ("without colon", "0\r\nA\r\n\r\n"),
        ("with an empty name", "0\r\n: b\r\n\r\n"),
        ("with a space before its colon", "0\r\nA : b\r\n\r\n"),
        ("with a space before its name", "0\r\n A: b\r\n\r\n"),
        ("that is folded", "0\r\nA: b\r\n c\r\n\r\n"),
        ("with NUL", "0\r\nA: b\0\r\n\r\n"),
        ("with LF inside", "0\r\nA: b\nC: d\r\n\r\n"),
        ("with CR inside", "0\r\nA: b\rC: d\r\n\r\n"),
        ("that is a request", "0\r\nGET /smuggled HTTP/1.1\r\nHost: h\r\n\r\n"),
        ("with a comma in its name", "0\r\nA,B: c\r\n\r\n"),
    ] {
        t.refused(&format!("a trailer {name}"), chunked(rest)).cut_everywhere();
    }
    t.about(&["endless", "field limits"]);
    let statuses = &[400, 413, 431];
    t.refused("trailers of 100,000 bytes", chunked(&format!("0\r\n{}\r\n", "A: b\r\n".repeat(20_000))))
        .with_status(statuses)
        .uncut();
    let case = t.add(
        "a trailer without end",
        chunked(&format!("0\r\nA: {}", "a".repeat(100_000))),
        vec![Answer::new(431)],
        End::Closed,
    );
    case.with_status(statuses).cuts = Cuts::Never;
}
