//! Conditional requests for files of a folder and for files that handlers send (RFC 9110 section 13).

use cerver_core::http::{method::Method, status::Status};
use std::{
    fs,
    time::{Duration, SystemTime},
};
use support::{
    http::{Client, Response},
    server::{Setup, each_placement},
    temp::TempDir,
};

pub const MODIFIED: &str = "Sun, 09 Sep 2001 01:46:40 GMT";

/// `/old.txt` of a folder, and the same file sent by handlers: `/handler` with 200, `/accepted` with 202.
pub fn site(setup: Setup, folder: &TempDir, content: &[u8]) -> Setup {
    let path = folder.old_file("old.txt", content);
    let send = |status: Status| {
        let path = path.clone();
        move |exchange: cerver_core::http::Exchange| exchange.respond_file(status, &path).expect("the first answer")
    };
    setup
        .app(|app| app.add_folder(folder.path()).expect("the folder is there"))
        .handle(Method::Post, "/handler", send(Status::OK))
        .get("/handler", send(Status::OK))
        .get("/accepted", send(Status::ACCEPTED))
}

/// Sends a request with header lines, each with its CRLF.
pub fn ask(client: &mut Client, method: &str, path: &str, lines: &str) -> Response {
    client.send(format!("{method} {path} HTTP/1.1\r\nHost: h\r\n{lines}\r\n")).expect("sent");
    if method == "HEAD" { client.head_response().expect("an answer") } else { client.response().expect("an answer") }
}

fn tag(response: &Response) -> String {
    response.header("ETag").expect("a tag").to_owned()
}

#[test]
fn an_answer_has_validators() {
    each_placement(|setup| {
        let folder = TempDir::new("validators");
        let server = site(setup, &folder, b"content").start();
        let mut client = server.client();
        for path in ["/old.txt", "/handler"] {
            for method in ["GET", "HEAD"] {
                let response = ask(&mut client, method, path, "");
                assert_eq!(response.status, 200, "{path}");
                assert_eq!(response.header("Last-Modified"), Some(MODIFIED), "{path}");
                assert_eq!(response.header("Accept-Ranges"), Some("bytes"), "{path}");
                assert_eq!(response.header("Content-Length"), Some("7"), "{path}");
                assert_eq!(response.header("Cache-Control"), None, "{path}");
                assert_eq!(response.header("Vary"), None, "{path}");
                let tag = tag(&response);
                assert!(tag.starts_with('"') && tag.ends_with('"') && tag.len() > 4, "a strong tag: {tag}");
            }
        }
        // It is not the representation of the path.
        let other = ask(&mut client, "GET", "/accepted", "");
        assert_eq!((other.status, other.header("ETag"), other.header("Last-Modified")), (202, None, None));
    });
}

#[test]
fn a_client_that_has_it_gets_nothing() {
    each_placement(|setup| {
        let folder = TempDir::new("known");
        let server = site(setup, &folder, b"content").start();
        let mut client = server.client();
        for path in ["/old.txt", "/handler"] {
            let tag = tag(&ask(&mut client, "GET", path, ""));
            for method in ["GET", "HEAD"] {
                for lines in [
                    format!("If-None-Match: {tag}\r\n"),
                    format!("if-none-match: \"x\"\r\nIF-NONE-MATCH: W/{tag}\r\n"),
                    "If-None-Match: *\r\n".to_owned(),
                    format!("If-Modified-Since: {MODIFIED}\r\n"),
                    "If-Modified-Since: Sunday, 09-Sep-01 01:46:40 GMT\r\n".to_owned(),
                    "If-Modified-Since: Sun Sep  9 01:46:40 2001\r\n".to_owned(),
                ] {
                    let response = ask(&mut client, method, path, &lines);
                    assert_eq!(response.status, 304, "{method} {path} {lines}");
                    assert_eq!(response.header("ETag"), Some(tag.as_str()), "{lines}");
                    assert_eq!(response.header("Content-Length"), None, "{lines}");
                    assert_eq!(response.header("Content-Type"), None, "{lines}");
                }
                for lines in [
                    "If-None-Match: \"x\"\r\n".to_owned(),
                    format!("If-None-Match: \"x\"\r\nIf-Modified-Since: {MODIFIED}\r\n"),
                    "If-Modified-Since: Sun, 09 Sep 2001 01:46:39 GMT\r\n".to_owned(),
                    "If-Modified-Since: never\r\n".to_owned(),
                    format!("If-Match: {tag}\r\n"),
                    "If-Match: *\r\n".to_owned(),
                    format!("If-Unmodified-Since: {MODIFIED}\r\n"),
                ] {
                    let response = ask(&mut client, method, path, &lines);
                    assert_eq!((response.status, response.header("Content-Length")), (200, Some("7")), "{lines}");
                }
                for lines in [
                    "If-Match: \"x\"\r\n".to_owned(),
                    format!("If-Match: W/{tag}\r\n"),
                    "If-Unmodified-Since: Sun, 09 Sep 2001 01:46:39 GMT\r\n".to_owned(),
                    format!("If-Match: \"x\"\r\nIf-None-Match: {tag}\r\n"),
                ] {
                    assert_eq!(ask(&mut client, method, path, &lines).status, 412, "{method} {path} {lines}");
                }
            }
        }
    });
}

#[test]
fn conditions_are_for_200_to_get_and_head() {
    each_placement(|setup| {
        let folder = TempDir::new("methods");
        let server = site(setup, &folder, b"content").start();
        let mut client = server.client();
        for (method, path, status) in [("GET", "/accepted", 202), ("POST", "/handler", 200)] {
            for lines in ["If-None-Match: *\r\n", "If-Match: \"x\"\r\n", "Range: bytes=0-1\r\n"] {
                let response = ask(&mut client, method, path, lines);
                assert_eq!((response.status, response.text().as_str()), (status, "content"), "{method} {path} {lines}");
            }
        }
    });
}

#[test]
fn another_state_has_another_tag() {
    each_placement(|setup| {
        let folder = TempDir::new("states");
        let server = site(setup, &folder, b"content").start();
        let mut client = server.client();
        let first = tag(&ask(&mut client, "GET", "/old.txt", ""));
        folder.old_file("old.txt", "content is longer");
        let second = tag(&ask(&mut client, "GET", "/old.txt", ""));
        assert_ne!(first, second, "the length counts");
        fs::write(folder.path().join("old.txt"), "content was longer").expect("written");
        // It was written just now for as long as this test takes, however busy the machine is.
        let file = fs::File::options().write(true).open(folder.path().join("old.txt")).expect("it was just made");
        file.set_modified(SystemTime::now() + Duration::from_secs(60)).expect("it is ours");
        let changed = ask(&mut client, "GET", "/old.txt", &format!("If-None-Match: {second}\r\n"));
        assert_eq!((changed.status, changed.text().as_str()), (200, "content was longer"));
        let third = tag(&changed);
        // A change in the same moment could not be told: the tag promises no more than it can.
        assert!(third.starts_with("W/") && third[2..] != second, "{third}");
        assert_eq!(ask(&mut client, "GET", "/old.txt", &format!("If-None-Match: {third}\r\n")).status, 304);
        assert_eq!(ask(&mut client, "GET", "/old.txt", &format!("If-Match: {third}\r\n")).status, 412);
        let part = ask(&mut client, "GET", "/old.txt", &format!("If-Range: {third}\r\nRange: bytes=0-1\r\n"));
        assert_eq!(part.status, 200);
    });
}
