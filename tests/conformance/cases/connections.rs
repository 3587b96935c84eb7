//! What becomes of the connection: persistence, pipelining, closing, expectations.

use crate::case::{Answer, End, SMUGGLED, Table, get, post, with};

pub fn cases(t: &mut Table) {
    persistence(t);
    pipelining(t);
    closing(t);
    expectations(t);
}

fn persistence(t: &mut Table) {
    t.about(&["persistence"]);
    t.seen("HTTP/1.1 stays", get("/see"), "GET /see at h: ").without("Connection");
    let old = |fields: &str| format!("GET /see HTTP/1.0\r\nHost: h\r\n{fields}\r\n");
    let answer = Answer::text("GET /see at h: ");
    t.add("HTTP/1.0 closes", old(""), vec![answer.clone()], End::Closed);
    for value in ["keep-alive", "Keep-Alive", "a, keep-alive", ", KEEP-ALIVE ,"] {
        t.add(
            &format!("HTTP/1.0 with Connection: {value} stays"),
            old(&format!("Connection: {value}\r\n")),
            vec![answer.clone()],
            End::Open,
        )
        .header("Connection", "keep-alive")
        .also("connection options");
    }
    t.add(
        "HTTP/1.0 with both options closes",
        old("Connection: keep-alive, close\r\n"),
        vec![answer.clone()],
        End::Closed,
    );
    t.add("HTTP/1.0 with Keep-Alive alone closes", old("Keep-Alive: timeout=5\r\n"), vec![answer.clone()], End::Closed);
    let pair = format!("{}{}", old("Connection: keep-alive\r\n"), old(""));
    t.add("HTTP/1.0 stays, then closes", pair, vec![answer.clone(), answer.clone()], End::Closed);
    let pair = format!("{}{}", old("Connection: keep-alive\r\n"), get("/see"));
    t.add("HTTP/1.0, then HTTP/1.1", pair, vec![answer.clone(), answer.clone()], End::Open);
    for (name, path, status) in [
        ("404", "/none", 404),
        ("405", "/hits/x", 405),
        ("500", "/status/500", 500),
        ("204", "/status/204", 204),
        ("304", "/status/304", 304),
    ] {
        let method = if status == 405 { "POST" } else { "GET" };
        t.status(&format!("{name} stays"), get(path).replace("GET", method), status);
    }
    t.about(&["no Host", "persistence"]);
    t.add(
        "a length in HTTP/1.0",
        "POST /see HTTP/1.0\r\nContent-Length: 3\r\n\r\nabc",
        vec![Answer::text("POST /see at : abc")],
        End::Closed,
    );
}

fn pipelining(t: &mut Table) {
    t.about(&["order"]);
    let numbered = |count: usize| (0..count).map(|number| get(&format!("/see?{number}"))).collect::<String>();
    let answers =
        |count: usize| (0..count).map(|number| Answer::text(&format!("GET /see?{number} at h: "))).collect::<Vec<_>>();
    t.add("two requests at once", numbered(2), answers(2), End::Open).cut_everywhere();
    t.add("16 requests at once", numbered(16), answers(16), End::Open);
    t.add("1,000 requests at once", numbered(1000), answers(1000), End::Open);
    let mixed = [
        get("/see"),
        post("Content-Length: 1\r\n", "a"),
        get("/none"),
        get("/stream"),
        get("/see").replace("GET", "HEAD"),
        get("/status/204"),
        get("/big"),
        get("/later"),
    ];
    let mut expected = vec![
        Answer::text("GET /see at h: "),
        Answer::text("POST /see at h: a"),
        Answer::new(404),
        Answer::text("one two three"),
    ];
    expected.push(Answer { is_head: true, ..Answer::new(200) });
    expected.extend([Answer::new(204), Answer::new(200), Answer::text("later")]);
    t.add("all kinds of requests at once", mixed.concat(), expected, End::Open).cut_everywhere();
    t.about(&["owed answers", "order"]);
    for (name, bad, status) in [
        ("a bad line", "BAD\r\n\r\n", 400),
        ("a request without Host", "GET /see HTTP/1.1\r\n\r\n", 400),
        (
            "two framings",
            "POST /see HTTP/1.1\r\nHost: h\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
            400,
        ),
        ("a bad chunk", "POST /see HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n", 400),
        ("a body above the limit", "POST /see HTTP/1.1\r\nHost: h\r\nContent-Length: 99999999\r\n\r\n", 413),
        ("a version that is not known", "GET /see HTTP/3.0\r\nHost: h\r\n\r\n", 505),
    ] {
        let mut all = answers(3);
        all.push(Answer::new(status));
        t.add(
            &format!("three good requests before {name}"),
            format!("{}{bad}{SMUGGLED}", numbered(3)),
            all,
            End::Closed,
        );
    }
    let streams = format!("{}BAD\r\n\r\n", get("/stream").repeat(2));
    t.add(
        "streamed answers before a bad line",
        streams,
        vec![Answer::text("one two three"), Answer::text("one two three"), Answer::new(400)],
        End::Closed,
    );
    t.about(&["data with the end"]);
    t.add("a request and the end at once", get("/see"), vec![Answer::text("GET /see at h: ")], End::Closed)
        .finished()
        .uncut();
    t.add(
        "a body and the end at once",
        post("Content-Length: 3\r\n", "abc"),
        vec![Answer::text("POST /see at h: abc")],
        End::Closed,
    )
    .finished();
    t.add(
        "chunks and the end at once",
        post("Transfer-Encoding: chunked\r\n", "1\r\nx\r\n0\r\n\r\n"),
        vec![Answer::text("POST /see at h: x")],
        End::Closed,
    )
    .finished();
    t.add("ten requests and the end at once", numbered(10), answers(10), End::Closed).finished();
    t.add("a large answer after the end", get("/big"), vec![Answer::new(200)], End::Closed).finished();
    t.add("a streamed answer after the end", get("/stream"), vec![Answer::text("one two three")], End::Closed)
        .finished();
    t.add("a bad line and the end at once", "BAD\r\n\r\n", vec![Answer::new(400)], End::Closed).finished();
    t.add("two requests, half a third and the end", format!("{}GET /se", numbered(2)), answers(2), End::Closed)
        .finished()
        .also("owed answers");
}

fn closing(t: &mut Table) {
    t.about(&["close asked", "close option"]);
    let close = with("Connection: close\r\n");
    t.add("close", &close, vec![Answer::text("GET /see at h: ")], End::Closed)
        .header("Connection", "close")
        .cut_everywhere();
    t.add(
        "close with a body",
        post("Connection: close\r\nContent-Length: 2\r\n", "ab"),
        vec![Answer::text("POST /see at h: ab")],
        End::Closed,
    );
    for (name, path, status) in [
        ("404", "/none", 404),
        ("500", "/status/500", 500),
        ("a stream", "/stream", 200),
        ("a large answer", "/big", 200),
        ("204", "/status/204", 204),
    ] {
        let request = get(path).replace("Host: h", "Host: h\r\nConnection: close");
        t.add(&format!("close with {name}"), request, vec![Answer::new(status)], End::Closed)
            .header("Connection", "close");
    }
    let request = get("/see").replace("GET", "HEAD").replace("Host: h", "Host: h\r\nConnection: close");
    t.add("close with HEAD", request, vec![Answer::new(200)], End::Closed).for_head();
    t.about(&["nothing after close"]);
    let hit = get("/hit/after-close").replace("GET", "POST");
    t.add("a request behind close", format!("{close}{hit}"), vec![Answer::new(200)], End::Closed)
        .then("/hits/after-close", "0");
    t.add("many requests behind close", format!("{close}{}", hit.repeat(50)), vec![Answer::new(200)], End::Closed)
        .then("/hits/after-close", "0");
    t.add("garbage behind close", format!("{close}\0\0\0garbage"), vec![Answer::new(200)], End::Closed);
    let old = format!("GET /see HTTP/1.0\r\nHost: h\r\n\r\n{hit}");
    t.add("a request behind one of HTTP/1.0", old, vec![Answer::new(200)], End::Closed).then("/hits/after-close", "0");
    t.about(&["close said", "close option"]);
    t.add("a handler that says close", get("/close"), vec![Answer::text("closing")], End::Closed)
        .header("Connection", "close");
    t.about(&["nothing after saying close"]);
    let hit = get("/hit/after-said").replace("GET", "POST");
    t.add(
        "a request behind an answer with close",
        format!("{}{hit}", get("/close")),
        vec![Answer::new(200)],
        End::Closed,
    )
    .then("/hits/after-said", "0");
    let hit = get("/hit/after-bad").replace("GET", "POST");
    t.add("a request behind a refused one", format!("BAD\r\n\r\n{hit}"), vec![Answer::new(400)], End::Closed)
        .header("Connection", "close")
        .then("/hits/after-bad", "0");
}

fn expectations(t: &mut Table) {
    t.about(&["Expect answered", "no waiting", "final after 100"]);
    let head = "POST /see HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
    // The body stands behind the interim answer in time, but may be sent before it.
    let case = t.add(
        "a body behind the expectation",
        format!("{head}abc"),
        vec![Answer::text("POST /see at h: abc")],
        End::Open,
    );
    case.uncut();
    let case = t.add("100 before the body", head, vec![Answer::new(100)], End::Closed);
    case.finished().uncut();
    let chunked = "POST /see HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n";
    t.add("100 before chunks", chunked, vec![Answer::new(100)], End::Closed).finished().uncut();
    t.add("100-Continue in odd case", head.replace("100-c", "100-C"), vec![Answer::new(100)], End::Closed)
        .finished()
        .uncut()
        .also("expectations");
    let large = head.replace("Length: 3", "Length: 99999999");
    t.add("a final status instead of 100", large, vec![Answer::new(413)], End::Closed).uncut();
    t.about(&["Expect answered"]);
    let none = head.replace("Content-Length: 3\r\n", "");
    t.seen("an expectation without body", none, "POST /see at h: ");
    t.seen("an expectation with a length of 0", head.replace("Length: 3", "Length: 0"), "POST /see at h: ");
    t.seen("GET with an expectation", with("Expect: 100-continue\r\n"), "GET /see at h: ");
    t.about(&["Expect in 1.0", "no 1xx for 1.0"]);
    let old = format!("{}abc", head.replace("HTTP/1.1", "HTTP/1.0"));
    t.add("an expectation in HTTP/1.0", old, vec![Answer::text("POST /see at h: abc")], End::Closed);
    t.about(&["expectations"]);
    for value in ["200-ok", "100-continue, x", "100", "continue", "x=y", "100-continues"] {
        t.status(&format!("Expect: {value}"), with(&format!("Expect: {value}\r\n")), 417)
            .with_status(&[200, 417])
            .closes();
    }
}
