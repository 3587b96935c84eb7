//! What the server sends: status lines, headers, framing.

use crate::case::{Answer, End, Table, get, post};

pub fn cases(t: &mut Table) {
    t.about(&["Date", "date sent", "no bad space sent", "grammar", "single lines", "no space sent"]);
    for status in [200, 201, 202, 206, 301, 302, 303, 307, 308, 400, 403, 404, 409, 410, 413, 415, 429, 451] {
        let case = t.status(&format!("an answer with {status}"), get(&format!("/status/{status}")), status);
        case.header("Date", "*").header("Content-Length", "4").with_body("text");
    }
    t.status("an answer with 500", get("/status/500"), 500).with_body("text");
    t.status("an answer with 503", get("/status/503"), 503).with_body("text");
    t.about(&["status line", "grammar"]);
    for status in [299, 399, 499, 599] {
        t.status(
            &format!("an answer with {status}, which has no reason phrase"),
            get(&format!("/status/{status}")),
            status,
        )
        .with_body("text");
    }
    t.about(&["coding where allowed", "no length"]);
    t.status("an answer with 204", get("/status/204"), 204).without("Content-Length").without("Transfer-Encoding");
    t.status("POST with 204", get("/status/204").replace("GET", "POST"), 204).without("Content-Length");
    t.status("204 to OPTIONS", get("/only").replace("GET", "OPTIONS"), 204).with_status(&[200, 204]);
    let expect = "POST /see HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    t.add("100 has no length", expect, vec![Answer::new(100)], End::Closed)
        .without("Content-Length")
        .without("Transfer-Encoding")
        .finished()
        .uncut();
    t.about(&["205"]);
    t.status("an answer with 205", get("/status/205"), 205).with_body("");
    t.about(&["semantics"]);
    t.status("304 from a handler has no body", get("/status/304"), 304);
    t.about(&["chunked once", "one framing sent", "grammar"]);
    t.status("a streamed answer", get("/stream"), 200)
        .with_body("one two three")
        .header("Transfer-Encoding", "chunked")
        .without("Content-Length");
    t.about(&["trailer sent", "chunked once"]);
    t.status(
        "a streamed answer to a client with TE: trailers",
        get("/stream").replace("Host: h", "Host: h\r\nTE: trailers"),
        200,
    )
    .with_body("one two three")
    .without("Trailer");
    t.about(&["coding for 1.1", "own version"]);
    let old = "GET /stream HTTP/1.0\r\n\r\n";
    t.add("a streamed answer to HTTP/1.0", old, vec![Answer::text("one two three")], End::Closed)
        .without("Transfer-Encoding");
    let old = "GET /stream HTTP/1.0\r\nConnection: keep-alive\r\n\r\n";
    t.add("a streamed answer to HTTP/1.0 that wants to stay", old, vec![Answer::text("one two three")], End::Closed)
        .without("Transfer-Encoding");
    t.about(&["one framing sent"]);
    t.status("a large answer", get("/big"), 200)
        .header("Content-Length", "100000")
        .without("Transfer-Encoding")
        .with_body(&"b".repeat(100_000));
    t.about(&["HEAD", "length of HEAD"]);
    let head = |path: &str| get(path).replace("GET", "HEAD");
    t.status("HEAD of a stream", head("/stream"), 200).for_head().without("Content-Length");
    t.status("HEAD of 404", head("/status/404"), 404).for_head().header("Content-Length", "4");
    t.status("HEAD of 204", head("/status/204"), 204).for_head().without("Content-Length");
    t.about(&["HEAD"]);
    let bad = "HEAD /see HTTP/1.1\r\nHost: h\r\nContent-Length: x\r\n\r\n";
    t.add("HEAD that is refused", bad, vec![Answer::new(400)], End::Closed).for_head();
    t.about(&["injection", "response splitting", "no CR sent", "no folding sent"]);
    t.status("line ends in a handler's headers", get("/inject"), 200)
        .with_body("6 refused")
        .without("X-Injected")
        .without("Set-Cookie");
    t.seen(
        "encoded line ends of the target are not sent",
        get("/see?%0d%0aX-Injected:%201"),
        "GET /see?%0d%0aX-Injected:%201 at h: ",
    )
    .without("X-Injected");
    t.about(&["no hop fields", "close option"]);
    t.status("no field about the connection when it stays", get("/see"), 200)
        .without("Connection")
        .without("Keep-Alive")
        .without("Upgrade");
    t.about(&["semantics"]);
    t.seen(
        "POST with all",
        post("Content-Type: text/plain\r\nContent-Length: 4\r\nX: y\r\n", "body"),
        "POST /see at h: body",
    );
}
