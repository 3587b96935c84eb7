//! Line ends, the request line, versions and methods.

use crate::case::{Answer, Cuts, End, Table, get, with};

pub fn cases(t: &mut Table) {
    line_ends(t);
    start(t);
    request_line(t);
    versions(t);
    methods(t);
}

fn line_ends(t: &mut Table) {
    t.about(&["bare LF", "line ends", "smuggling"]);
    t.refused("LF alone ends every line", "GET /see HTTP/1.1\nHost: h\n\n").cut_everywhere().strict();
    t.refused("LF alone ends the request line", "GET /see HTTP/1.1\nHost: h\r\n\r\n").cut_everywhere().strict();
    t.refused("LF alone ends a field line", "GET /see HTTP/1.1\r\nHost: h\nA: b\r\n\r\n").strict();
    t.refused("LF alone ends the last field line", "GET /see HTTP/1.1\r\nHost: h\n\r\n").strict();
    t.refused("LF alone is the empty line", "GET /see HTTP/1.1\r\nHost: h\r\n\n").strict();
    t.refused("LF LF ends the head", "GET /see HTTP/1.1\r\nHost: h\r\nA: b\n\n").strict();
    t.refused("LF inside a value", with("A: b\nc\r\n")).also("value bytes");
    t.refused("LF and a whole field inside a value", with("A: b\nContent-Length: 5\r\n")).also("value bytes");
    t.refused("LF before a Transfer-Encoding", with("A: b\nTransfer-Encoding: chunked\r\n")).also("TE.TE");
    t.about(&["bare CR", "line ends", "smuggling"]);
    t.refused("CR alone ends the request line", "GET /see HTTP/1.1\rHost: h\r\n\r\n").cut_everywhere();
    t.refused("CR alone ends a field line", "GET /see HTTP/1.1\r\nHost: h\rA: b\r\n\r\n").also("value bytes");
    t.refused("CR alone is the empty line", "GET /see HTTP/1.1\r\nHost: h\r\n\rA: b\r\n\r\n");
    t.refused("CR inside a value", with("A: b\rc\r\n")).also("value bytes").cut_everywhere();
    t.refused("CR CR LF ends a field line", with("A: b\r\r\n")).also("value bytes");
    t.refused("CR CR LF ends the request line", "GET /see HTTP/1.1\r\r\nHost: h\r\n\r\n");
    t.refused("CR inside a field name", with("A\rB: c\r\n"));
    t.refused("CR inside the target", "GET /se\re HTTP/1.1\r\nHost: h\r\n\r\n").also("request line");
    t.refused("CR inside the method", "GE\rT /see HTTP/1.1\r\nHost: h\r\n\r\n").also("request line");
    t.refused("CR inside the version", "GET /see HTTP/1\r.1\r\nHost: h\r\n\r\n").also("version form");
    t.refused("CR before a Transfer-Encoding", with("A: b\rTransfer-Encoding: chunked\r\n")).also("TE.TE");
    t.refused("LF CR ends a line", "GET /see HTTP/1.1\n\rHost: h\r\n\r\n");
    t.about(&["octets"]);
    t.seen(
        "octets whose low bits are CR LF",
        b"POST /see HTTP/1.1\r\nHost: h\r\nA: \x8d\x8a\r\n\r\n",
        "POST /see at h: ",
    );
    t.seen("U+560A U+560D in a value", with("A: \u{560a}\u{560d}B: c\r\n"), "GET /see at h: ").also("opaque bytes");
    t.seen("UTF-8 in a value", with("A: \u{e4}\u{20ac}\u{1f600}\r\n"), "GET /see at h: ").also("opaque bytes");
    t.seen("NEL and LS are no line ends", with("A: b\u{85}\u{2028}c\r\n"), "GET /see at h: ").also("line ends");
}

fn start(t: &mut Table) {
    t.about(&["empty line"]);
    t.seen("an empty line before the request", format!("\r\n{}", get("/see")), "GET /see at h: ")
        .should()
        .cut_everywhere();
    let twice = format!("{}\r\n{}", get("/see"), get("/see"));
    t.seen("an empty line between requests", twice, "GET /see at h: ").should().and(Answer::text("GET /see at h: "));
    let body = "POST /see HTTP/1.1\r\nHost: h\r\nContent-Length: 1\r\n\r\nx\r\n";
    t.seen("an empty line behind a body", format!("{body}{}", get("/see")), "POST /see at h: x")
        .should()
        .and(Answer::text("GET /see at h: "));
    t.about(&["bare LF", "line ends"]);
    t.refused("LF before the request", format!("\n{}", get("/see"))).strict();
    t.refused("CR before the request", format!("\r{}", get("/see")));
    t.about(&["blank line start", "space in names"]);
    t.refused("a space before the first field", "GET /see HTTP/1.1\r\n Host: h\r\n\r\n");
    t.refused("a tab before the first field", "GET /see HTTP/1.1\r\n\tHost: h\r\n\r\n");
    t.refused("a blank line of a space before the first field", "GET /see HTTP/1.1\r\n \r\nHost: h\r\n\r\n");
    t.refused("a spaced field before Host", "GET /see HTTP/1.1\r\n A: b\r\nHost: h\r\n\r\n");
    t.refused(
        "a spaced Transfer-Encoding first",
        "POST /see HTTP/1.1\r\n Transfer-Encoding: chunked\r\nHost: h\r\n\r\n0\r\n\r\n",
    )
    .also("TE.TE");
    t.about(&["garbage", "other protocols"]);
    t.refused("a TLS greeting", b"\x16\x03\x01\x00\xa5\x01\x00\x00\xa1\x03\x03\r\n\r\n").should();
    t.refused("an SSH greeting", "SSH-2.0-OpenSSH_9.2\r\n\r\n").should();
    t.refused("a proxy header", "PROXY TCP4 10.0.0.1 10.0.0.2 5 6\r\nGET /see HTTP/1.1\r\nHost: h\r\n\r\n").should();
    t.refused("a binary proxy header", b"\r\n\r\n\x00\r\nQUIT\n\x21\x11\x00\x0c").should();
    t.refused("an SMTP greeting", "EHLO example.org\r\n\r\n").should();
    t.refused("a line of text", "hello\r\n\r\n").should();
    t.refused("a response", "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n").should();
    t.refused("zero bytes", b"\0\0\0\0\0\0\r\n\r\n").should().also("control bytes");
    t.refused("the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
        .with_status(&[400, 505])
        .also("other major version");
    t.refused("an old request of HTTP/0.9", "GET /see\r\n").also("version form");
    t.about(&["incomplete"]);
    t.unanswered("nothing but the end", "");
    t.unanswered("the end inside the method", "GE");
    t.unanswered("the end inside the target", "GET /se");
    t.unanswered("the end inside the version", "GET /see HTTP/1.");
    t.unanswered("the end inside a field", "GET /see HTTP/1.1\r\nHost: ");
    t.unanswered("the end before the empty line", "GET /see HTTP/1.1\r\nHost: h\r\n");
    t.unanswered("the end inside the empty line", "GET /see HTTP/1.1\r\nHost: h\r\n\r");
    t.unanswered("the end behind an empty line", "\r\n");
    t.about(&["whole head first", "incomplete", "retry"]);
    t.unanswered(
        "a request without its empty line has no effect",
        "POST /hit/head HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n",
    )
    .then("/hits/head", "0");
    t.unanswered(
        "a request without its last LF has no effect",
        "POST /hit/lf HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r",
    )
    .then("/hits/lf", "0");
}

fn request_line(t: &mut Table) {
    t.about(&["request line"]);
    for (name, line) in [
        ("two spaces before the target", "GET  /see HTTP/1.1"),
        ("two spaces before the version", "GET /see  HTTP/1.1"),
        ("a space behind the version", "GET /see HTTP/1.1 "),
        ("a space before the method", " GET /see HTTP/1.1"),
        ("a tab between method and target", "GET\t/see HTTP/1.1"),
        ("a tab between target and version", "GET /see\tHTTP/1.1"),
        ("a vertical tab as a space", "GET\x0b/see HTTP/1.1"),
        ("a form feed as a space", "GET /see\x0cHTTP/1.1"),
        ("a space inside the target", "GET /see it HTTP/1.1"),
        ("no target", "GET HTTP/1.1"),
        ("an empty target", "GET  HTTP/1.1"),
        ("no method", "/see HTTP/1.1"),
        ("a second version", "GET /see HTTP/1.1 HTTP/1.1"),
        ("a request in the target", "GET /see HTTP/1.1 GET /smuggled HTTP/1.1"),
    ] {
        t.refused(name, format!("{line}\r\nHost: h\r\n\r\n")).should();
    }
    t.about(&["request line", "control bytes"]);
    t.refused("NUL in the target", b"GET /s\0ee HTTP/1.1\r\nHost: h\r\n\r\n");
    t.refused("NUL behind the method", b"GET\0 /see HTTP/1.1\r\nHost: h\r\n\r\n");
    t.refused("DEL in the target", b"GET /se\x7fe HTTP/1.1\r\nHost: h\r\n\r\n").should();
    t.refused("ESC in the target", b"GET /s\x1bee HTTP/1.1\r\nHost: h\r\n\r\n").should();
    t.refused("a byte above ASCII in the target", b"GET /s\xe9e HTTP/1.1\r\nHost: h\r\n\r\n").strict();
    t.refused("a fragment in the target", "GET /see#part HTTP/1.1\r\nHost: h\r\n\r\n").strict().also("target form");
    t.about(&["tokens", "request line"]);
    for byte in ["(", ")", "<", "@", ",", ";", ":", "\\", "\"", "/", "[", "?", "=", "{"] {
        t.refused(&format!("{byte} in the method"), format!("G{byte}ET /see HTTP/1.1\r\nHost: h\r\n\r\n")).should();
    }
    t.about(&["long line"]);
    let long = format!("/see?{}", "q".repeat(8000 - "GET /see? HTTP/1.1".len()));
    t.seen("a request line of 8000 bytes", get(&long), &format!("GET {long} at h: ")).should();
    t.about(&["long target"]);
    let longer = get(&format!("/see?{}", "q".repeat(100_000)));
    t.refused("a request line of 100,000 bytes", longer).with_status(&[414]).uncut();
    t.add("a target without end", format!("GET /{}", "a".repeat(100_000)), vec![Answer::new(414)], End::Closed)
        .also("endless")
        .cuts = Cuts::Never;
}

fn versions(t: &mut Table) {
    t.about(&["version form", "request line"]);
    for version in [
        "http/1.1",
        "Http/1.1",
        "HTTP/1",
        "HTTP/1.",
        "HTTP/.1",
        "HTTP/1.1.1",
        "HTTP/11.1",
        "HTTP/1.10",
        "HTTP/01.1",
        "HTTP/1.01",
        "HTTP /1.1",
        "HTTP/ 1.1",
        "HTTP/1,1",
        "HTTP/+1.1",
        "HTTP/-1.1",
        "HTTP/a.b",
        "HTTP/1.x",
        "HTTP-1.1",
        "HTTPS/1.1",
        "HTTP1.1",
        "HTTP//1.1",
        "ICY/1.1",
        "XTTP/1.1",
        "RTSP/1.0",
        "HTTP/",
    ] {
        t.refused(&format!("the version {version}"), format!("GET /see {version}\r\nHost: h\r\n\r\n")).should();
    }
    t.about(&["other major version"]);
    for version in ["HTTP/0.9", "HTTP/2.0", "HTTP/3.0", "HTTP/9.9"] {
        t.refused(&format!("the version {version}"), format!("GET /see {version}\r\nHost: h\r\n\r\n"))
            .with_status(&[505])
            .should();
    }
    t.about(&["later minor version", "own version"]);
    for version in ["HTTP/1.2", "HTTP/1.9"] {
        let request = format!("GET /see {version}\r\nHost: h\r\n\r\n");
        t.seen(&format!("the version {version}"), request, "GET /see at h: ").should();
    }
    t.refused("HTTP/1.2 without Host", "GET /see HTTP/1.2\r\n\r\n").also("no Host").should();
    t.about(&["own version", "persistence"]);
    t.add("an answer to HTTP/1.0", "GET /see HTTP/1.0\r\n\r\n", vec![Answer::text("GET /see at : ")], End::Closed);
}

fn methods(t: &mut Table) {
    t.about(&["both methods"]);
    t.seen("GET", get("/see"), "GET /see at h: ");
    t.status("HEAD", get("/see").replace("GET", "HEAD"), 200).for_head();
    for method in ["POST", "PUT", "DELETE", "PATCH"] {
        t.about(&["semantics"]);
        t.seen(method, get("/see").replace("GET", method), &format!("{method} /see at h: "));
    }
    t.about(&["method case", "unknown method"]);
    for method in ["get", "Get", "gET", "head", "post"] {
        t.status(&format!("the method {method}"), get("/see").replace("GET", method), 501).with_status(&[405, 501]);
    }
    t.about(&["unknown method"]);
    for method in ["BREW", "GETS", "GE", "A", "!#$%&'*+-.^_`|~", "PROPFIND", "QUERY"] {
        t.status(&format!("the method {method}"), get("/see").replace("GET", method), 501).should();
    }
    let long = get("/see").replace("GET", &"M".repeat(200));
    t.status("a method of 200 letters", long, 501).with_status(&[400, 501]).should();
    t.about(&["405", "Allow", "no empty elements sent"]);
    t.status("POST where only GET is", get("/only").replace("GET", "POST"), 405).header("Allow", "GET, HEAD, OPTIONS");
    t.status("DELETE where only GET is", get("/only").replace("GET", "DELETE"), 405).header("Allow", "*");
    t.status("PUT with a body where only GET is", "PUT /only HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc", 405)
        .header("Allow", "*");
    t.about(&["TRACE"]);
    t.status("TRACE", get("/see").replace("GET", "TRACE").replace("Host: h", "Host: h\r\nCookie: secret"), 405)
        .with_status(&[405, 501])
        .should();
    t.about(&["OPTIONS"]);
    t.status("OPTIONS of a path", get("/only").replace("GET", "OPTIONS"), 204).header("Allow", "*").should();
    t.about(&["OPTIONS", "asterisk form"]);
    t.status("OPTIONS of the server", get("*").replace("GET", "OPTIONS"), 204)
        .with_status(&[200, 204])
        .header("Allow", "*");
    t.about(&["HEAD"]);
    for (path, status) in
        [("/see", 200), ("/big", 200), ("/stream", 200), ("/none", 404), ("/status/404", 404), ("/status/500", 500)]
    {
        let request = get(path).replace("GET", "HEAD");
        t.status(&format!("HEAD of {path}"), request, status).for_head();
    }
    t.status("HEAD where only another method is", get("/hit/x").replace("GET", "HEAD"), 200).for_head();
    let twice = get("/big").replace("GET", "HEAD").repeat(2);
    t.status("HEAD twice", twice, 200).for_head().and(Answer { is_head: true, ..Answer::new(200) });
    t.about(&["length of HEAD"]);
    t.status("the length of an answer to HEAD", get("/big").replace("GET", "HEAD"), 200)
        .for_head()
        .header("Content-Length", "100000");
}
