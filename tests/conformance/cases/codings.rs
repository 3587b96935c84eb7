//! Content codings: what the client takes, what the answer says.

use crate::case::{Answer, PAGE, Table, get};

pub fn cases(t: &mut Table) {
    let page = |fields: &str| get("/page").replace("Host: h\r\n", &format!("Host: h\r\n{fields}"));
    let whole = PAGE.repeat(1000);
    t.about(&["Content-Encoding", "Accept-Encoding", "Vary"]);
    for value in [
        "gzip",
        "GZIP",
        "gzip;q=0.5",
        "deflate, gzip",
        "gzip , identity;q=0.5",
        ", gzip,,",
        "gzip;q=1.000",
        "identity;q=0, gzip",
    ] {
        t.status(&format!("Accept-Encoding: {value}"), page(&format!("Accept-Encoding: {value}\r\n")), 200)
            .header("Content-Encoding", "gzip")
            .header("Vary", "Accept-Encoding")
            .header("Content-Type", "text/plain*")
            .should();
    }
    t.status("Accept-Encoding in two fields", page("Accept-Encoding: x\r\nAccept-Encoding: gzip\r\n"), 200)
        .header("Content-Encoding", "gzip")
        .should();
    let request = page("Accept-Encoding: gzip\r\n").replace("GET", "HEAD");
    t.status("HEAD with Accept-Encoding", request, 200).for_head().header("Content-Encoding", "gzip").also("HEAD");
    t.about(&["Accept-Encoding", "Vary"]);
    for value in ["gzip;q=0", "gzip;q=0.000", "identity", "identity, gzip;q=0.5", "x", "", "gzips", "*;q=0, identity"] {
        t.status(&format!("Accept-Encoding: {value} gets none"), page(&format!("Accept-Encoding: {value}\r\n")), 200)
            .without("Content-Encoding")
            .header("Vary", "Accept-Encoding")
            .with_body(&whole);
    }
    t.status("no Accept-Encoding", page(""), 200).without("Content-Encoding").with_body(&whole);
    t.about(&["Accept-Encoding", "semantics"]);
    let pair = format!("{}{}", page("Accept-Encoding: gzip\r\n"), page(""));
    t.status("a second request without Accept-Encoding", pair, 200)
        .header("Content-Encoding", "gzip")
        .and(Answer::text(&whole))
        .without("Content-Encoding")
        .also("no state");
}
