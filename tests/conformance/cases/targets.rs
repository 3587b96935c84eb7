//! The four forms of a target, and the host it is about.

use crate::case::{Answer, End, Table, get};

pub fn cases(t: &mut Table) {
    forms(t);
    hosts(t);
    bad_hosts(t);
}

fn forms(t: &mut Table) {
    t.about(&["origin form", "effective URI"]);
    t.seen("the path /", get("/"), "GET / at h: ");
    t.seen("a query", get("/see?a=1&b=2"), "GET /see?a=1&b=2 at h: ");
    t.seen("an empty query", get("/see?"), "GET /see? at h: ");
    t.seen("a second question mark", get("/see?a?b"), "GET /see?a?b at h: ");
    t.seen("a percent-encoded byte", get("/see/%41%2f"), "GET /see/%41%2f at h: ");
    t.seen("all marks of a path", get("/see/-._~!$&'()*+,;=:@"), "GET /see/-._~!$&'()*+,;=:@ at h: ");
    t.seen("slashes and a query of paths", get("/see?/a//b"), "GET /see?/a//b at h: ");
    t.seen("an address in the query", get("/see?u=http://x/y"), "GET /see?u=http://x/y at h: ");
    t.about(&["target form", "request line"]);
    for target in ["see", "see/it", "?a", "../see", "\\see", "h:80/see", ".", "-", "%2fsee"] {
        t.refused(&format!("the target {target}"), get(target)).should();
    }
    t.about(&["absolute form"]);
    t.seen("an absolute target", get("http://h/see"), "GET /see at h: ").cut_everywhere();
    t.seen(
        "an absolute target with a port",
        get("http://h:8080/see").replace("t: h", "t: h:8080"),
        "GET /see at h:8080: ",
    );
    t.seen("an absolute target without path", get("http://h"), "GET / at h: ");
    t.seen("an absolute target with a query only", get("http://h?a=1"), "GET /?a=1 at h: ");
    t.seen("an absolute target with capitals", get("HTTP://h/see"), "GET /see at h: ");
    t.seen("an absolute target with path and query", get("http://h/see?a=b"), "GET /see?a=b at h: ");
    t.seen("POST to an absolute target", get("http://h/see").replace("GET", "POST"), "POST /see at h: ");
    t.refused("an absolute target without Host", "GET http://h/see HTTP/1.1\r\n\r\n").also("no Host");
    t.add("an absolute target in HTTP/1.0", "GET http://h/see HTTP/1.0\r\n\r\n", vec![Answer::new(200)], End::Closed);
    t.about(&["target host", "host confusion", "absolute form"]);
    t.seen("Host beside an absolute target is ignored", get("http://target/see"), "GET /see at target: ")
        .cut_everywhere();
    t.seen("a port beside an absolute target is ignored", get("http://h:80/see"), "GET /see at h:80: ");
    t.seen(
        "Host behind other fields is ignored",
        "GET http://target/see HTTP/1.1\r\nA: b\r\nhost: other:8080\r\n\r\n",
        "GET /see at target: ",
    );
    t.seen("a literal address in the target", get("http://[::1]:80/see"), "GET /see at [::1]:80: ");
    t.about(&["empty http host", "host confusion"]);
    t.refused("http without host", get("http:///see"));
    t.refused("http with a port alone", get("http://:80/see"));
    t.refused("http without slashes", get("http:/see"));
    t.refused("http and nothing", get("http://"));
    t.about(&["empty https host"]);
    t.refused("https without host", get("https:///see")).with_status(&[400, 421]);
    t.about(&["https target"]);
    t.refused("https over plain TCP", get("https://h/see")).with_status(&[400, 421]);
    t.refused("https with a port over plain TCP", get("https://h:443/see")).with_status(&[400, 421]);
    t.about(&["userinfo", "host confusion"]);
    t.refused("a user in the target", get("http://user@h/see")).should();
    t.refused("user and password in the target", get("http://user:word@h/see")).should();
    t.refused("an empty user in the target", get("http://@h/see")).should();
    t.refused("a user that looks like a host", get("http://h:80@other/see")).should();
    t.about(&["target form", "absolute form"]);
    for target in
        ["ftp://h/see", "file:///etc/passwd", "javascript:see", "urn:see", "ws://h/see", "://h/see", "1http://h/see"]
    {
        t.refused(&format!("the target {target}"), get(target)).with_status(&[400, 421]).should();
    }
    t.refused("a bad port in the target", get("http://h:8a/see"));
    t.refused("a port above 65535 in the target", get("http://h:65536/see"));
    t.about(&["authority form", "CONNECT port"]);
    for target in [
        "h",
        "h:",
        ":443",
        "h:port",
        "h:65536",
        "h:-1",
        "h:+1",
        "h: ",
        "u@h:443",
        "/see",
        "http://h/",
        "*",
        "h:443/see",
    ] {
        t.refused(&format!("CONNECT {target}"), format!("CONNECT {target} HTTP/1.1\r\nHost: h\r\n\r\n"));
    }
    t.status("CONNECT h:443 is not served", "CONNECT h:443 HTTP/1.1\r\nHost: h:443\r\n\r\n", 501)
        .with_status(&[405, 501]);
    t.about(&["forms and methods"]);
    for method in ["GET", "HEAD", "POST", "DELETE", "BREW"] {
        let case = t.refused(&format!("{method} of *"), format!("{method} * HTTP/1.1\r\nHost: h\r\n\r\n"));
        case.answers[0].is_head = method == "HEAD";
    }
    t.refused("GET of host and port", get("h:80"));
    t.refused("OPTIONS of host and port", get("h:80").replace("GET", "OPTIONS"));
    t.refused("OPTIONS of * with a query", get("*?a").replace("GET", "OPTIONS")).should();
    t.about(&["traversal"]);
    for path in [
        "/../secret.txt",
        "/files/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e%2fsecret.txt",
        "/.%2e/secret.txt",
        "/..%5csecret.txt",
        "/..\\secret.txt",
        "/%252e%252e/secret.txt",
        "/%c0%ae%c0%ae/secret.txt",
        "/note.txt%00.html",
        "/./../secret.txt",
        "//../secret.txt",
        "/..;/secret.txt",
        "/.hidden",
        "/%2ehidden",
        "/up/secret.txt",
        "/note.txt/",
        "/note.txt/.",
        "/%2e/.hidden",
    ] {
        t.status(&format!("the path {path}"), get(path), 404).with_status(&[400, 403, 404]);
    }
    t.status("a file of the folder", get("/note.txt"), 200).with_body("a note").also("semantics");
}

fn hosts(t: &mut Table) {
    t.about(&["effective URI"]);
    for host in [
        "h",
        "example.org",
        "EXAMPLE.org",
        "example.org:80",
        "example.org:",
        "h:0",
        "h:65535",
        "h:00080",
        "127.0.0.1",
        "127.0.0.1:80",
        "[::1]",
        "[::1]:8080",
        "[2001:db8::1]",
        "[::ffff:127.0.0.1]",
        "a-b.c_d",
        "xn--bcher-kva.example",
        "h.",
        "%41b",
        "a~b!c$d&e'f(g)h*i+j",
    ] {
        let request = format!("GET /see HTTP/1.1\r\nHost: {host}\r\n\r\n");
        t.seen(&format!("Host: {host}"), request, &format!("GET /see at {host}: "));
    }
    t.seen("an empty Host", "GET /see HTTP/1.1\r\nHost:\r\n\r\n", "GET /see at : ");
    t.seen("a Host of spaces", "GET /see HTTP/1.1\r\nHost:  \r\n\r\n", "GET /see at : ").also("value space");
    t.seen("Host without space", "GET /see HTTP/1.1\r\nHost:h\r\n\r\n", "GET /see at h: ").also("field space");
    t.seen("Host behind a tab", "GET /see HTTP/1.1\r\nHost:\th\t\r\n\r\n", "GET /see at h: ").also("field space");
    t.seen("Host as the last of many", with_many(100), "GET /see at h: ");
    t.about(&["field name case"]);
    for name in ["host", "HOST", "hOsT"] {
        t.seen(&format!("the name {name}"), format!("GET /see HTTP/1.1\r\n{name}: h\r\n\r\n"), "GET /see at h: ");
    }
    t.about(&["no Host", "persistence"]);
    t.add("HTTP/1.0 without Host", "GET /see HTTP/1.0\r\n\r\n", vec![Answer::text("GET /see at : ")], End::Closed);
}

fn bad_hosts(t: &mut Table) {
    t.about(&["no Host"]);
    t.refused("no field at all", "GET /see HTTP/1.1\r\n\r\n").cut_everywhere();
    t.refused("no Host among fields", "GET /see HTTP/1.1\r\nA: b\r\nHosts: h\r\nX-Host: h\r\n\r\n");
    t.refused("POST without Host", "POST /see HTTP/1.1\r\nContent-Length: 1\r\n\r\nx");
    t.refused("OPTIONS * without Host", "OPTIONS * HTTP/1.1\r\n\r\n");
    t.refused("a path that is not there, without Host", "GET /none HTTP/1.1\r\n\r\n");
    t.refused("an unknown method without Host", "BREW /see HTTP/1.1\r\n\r\n");
    t.about(&["two Hosts", "host confusion"]);
    t.refused("two equal Hosts", "GET /see HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n").cut_everywhere();
    t.refused("two different Hosts", "GET /see HTTP/1.1\r\nHost: h\r\nHost: other\r\n\r\n");
    t.refused("two Hosts in other case", "GET /see HTTP/1.1\r\nHost: h\r\nhOST: other\r\n\r\n");
    t.refused("two Hosts, the first one empty", "GET /see HTTP/1.1\r\nHost:\r\nHost: h\r\n\r\n");
    t.refused("two Hosts far from each other", "GET /see HTTP/1.1\r\nHost: h\r\nA: b\r\nC: d\r\nHost: h\r\n\r\n");
    t.refused("two Hosts in HTTP/1.0", "GET /see HTTP/1.0\r\nHost: h\r\nHost: other\r\n\r\n");
    t.refused("two Hosts beside an absolute target", "GET http://h/see HTTP/1.1\r\nHost: h\r\nHost: h\r\n\r\n");
    t.about(&["bad Host", "host confusion"]);
    for host in [
        "a b",
        "u@h",
        "u:p@h",
        "h/path",
        "h?q",
        "h#f",
        "http://h",
        "h:port",
        "h:8a",
        "h:-1",
        "h:+80",
        "h:65536",
        "h:99999999999999999999",
        "h:80:80",
        ":80",
        "[::1",
        "::1",
        "[::1]x",
        "[::g]",
        "[]",
        "[1.2.3.4]",
        "h\\x",
        "<h>",
        "h\"",
        "h|x",
        "h^x",
        "{h}",
        "%",
        "%4",
        "%zz",
        "h, a b",
        "a[::1]",
        "\u{e9}",
        "h\t:80",
        "h :80",
        "h: 80",
        "@",
        "@h",
    ] {
        t.refused(&format!("Host: {host}"), format!("GET /see HTTP/1.1\r\nHost: {host}\r\n\r\n"));
    }
    t.refused("NUL in Host", b"GET /see HTTP/1.1\r\nHost: h\0x\r\n\r\n").also("control bytes");
    t.refused("a bad Host beside an absolute target", "GET http://h/see HTTP/1.1\r\nHost: a b\r\n\r\n");
    t.refused("a bad Host in HTTP/1.0", "GET /see HTTP/1.0\r\nHost: a b\r\n\r\n");
    t.refused("a folded Host", "GET /see HTTP/1.1\r\nHost:\r\n h\r\n\r\n").also("folding");
}

fn with_many(count: usize) -> String {
    let fields: String = (0..count).map(|number| format!("X-{number}: v\r\n")).collect();
    format!("GET /see HTTP/1.1\r\n{fields}Host: h\r\n\r\n")
}
