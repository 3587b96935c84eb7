//! A folder on disk, asked for by any path with any fields: nothing outside it is ever sent, hidden files neither, and
//! every answer says truly which part of which file it is.
//!
//! Input: the path in the first line, fields in the others.

use cerver_core::{
    http::App,
    testing::{Driver, Placing},
};
use std::{cell::RefCell, env, fs, os::unix::fs::symlink, path::PathBuf, process};

const SECRET: &[u8] = b"SECRET";
/// `/file.txt`: every position can be told from its bytes.
const FILE: &[u8] = b"0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

const INDEX: &[u8] = b"<p>index";
const BELOW: &[u8] = b"below";

struct Stand {
    driver: Driver,
    place: PathBuf,
}

thread_local! {
    static STAND: RefCell<Stand> = RefCell::new(Stand::new());
}

/// See the module.
pub fn check(text: &[u8]) {
    let line = text.iter().position(|&byte| byte == b'\n').unwrap_or(text.len());
    let (path, fields) = text.split_at(line);
    let mut request = [b"GET /", path, b" HTTP/1.1\r\nHost: h\r\n"].concat();
    for field in fields.split(|&byte| byte == b'\n').filter(|field| !field.is_empty()) {
        request.extend_from_slice(field);
        request.extend_from_slice(b"\r\n");
    }
    request.extend_from_slice(b"\r\n");
    let answer = STAND.with_borrow_mut(|stand| stand.ask(&request));
    assert!(!has(&answer, SECRET), "{}", String::from_utf8_lossy(&answer));
    for answer in crate::answers::read(&answer, &[]).all {
        let value = |name: &str| answer.fields.iter().find(|(other, _)| other == name).map(|(_, value)| &value[..]);
        let is_file = has(&answer.body, b"0123") || answer.status == 206;
        match (answer.status, value("content-range")) {
            (200, None) if is_file => assert_eq!(answer.body, FILE),
            (206, Some(range)) => assert_eq!(answer.body, part(range)),
            (206, None) => check_parts(value("content-type").expect("a type"), &answer.body),
            (416, range) => assert_eq!(range.map(|range| range.starts_with(b"bytes */")), Some(true)),
            (200 | 204 | 301 | 304 | 404 | 412, None) => {}
            (400 | 405 | 413 | 414 | 417 | 421 | 431 | 501 | 505, None) => {}
            (status, range) => panic!("{status} with {range:?}"),
        }
    }
}

fn has(text: &[u8], part: &[u8]) -> bool {
    text.windows(part.len()).any(|window| window == part)
}

/// The bytes that `bytes 1-2/62` stands for: the files are told apart by their lengths.
fn part(range: &[u8]) -> &'static [u8] {
    let range = str::from_utf8(range).ok().and_then(|range| range.strip_prefix("bytes ")).expect("a range");
    let (range, length) = range.split_once('/').expect("a length");
    let (first, last) = range.split_once('-').expect("two places");
    let file = [FILE, INDEX, BELOW].into_iter().find(|file| length.parse() == Ok(file.len())).expect("a file");
    &file[first.parse().expect("a number")..=last.parse::<usize>().expect("a number")]
}

fn check_parts(kind: &[u8], body: &[u8]) {
    let kind = str::from_utf8(kind).expect("a type is ASCII");
    let boundary = kind.strip_prefix("multipart/byteranges; boundary=").expect("several parts");
    let body = str::from_utf8(body).expect("the file is ASCII");
    let body = body.strip_suffix(&format!("\r\n--{boundary}--\r\n")).expect("the end of the last part");
    let parts: Vec<_> = body.split(&format!("--{boundary}\r\n")).collect();
    assert!(parts.len() > 2 && parts[0].is_empty());
    for (place, piece) in parts.iter().enumerate().skip(1) {
        let (head, content) = piece.split_once("\r\n\r\n").expect("the head of a part");
        let range = head.lines().find_map(|line| line.strip_prefix("Content-Range: ")).expect("its range");
        let content = if place + 1 == parts.len() { Some(content) } else { content.strip_suffix("\r\n") };
        assert_eq!(content.map(str::as_bytes), Some(part(range.as_bytes())));
    }
}

impl Stand {
    fn new() -> Self {
        let place = env::temp_dir().join(format!("cerver-fuzz-files-{}", process::id()));
        let folder = place.join("folder");
        fs::create_dir_all(folder.join("sub")).expect("a folder");
        for (name, content) in [
            ("secret.txt", SECRET),
            ("folder/file.txt", FILE),
            ("folder/index.html", INDEX),
            ("folder/sub/a b%.txt", BELOW),
            ("folder/.hidden", SECRET),
            ("folder/sub/.hidden", SECRET),
        ] {
            fs::write(place.join(name), content).expect("a file");
        }
        let links = [("../secret.txt", "out.txt"), ("/", "root"), ("..", "up"), ("sub", "down")];
        for (target, name) in links {
            // A crash may have left it.
            let _ = symlink(target, folder.join(name));
        }
        let app = App::new();
        app.add_folder(&folder).expect("the folder is there");
        Self { driver: Driver::new(app, Placing::Here).expect("it starts"), place }
    }

    fn ask(&mut self, request: &[u8]) -> Vec<u8> {
        let mut answer = Vec::new();
        self.driver.connect();
        self.driver.send(request);
        self.driver.finish();
        self.driver.take(usize::MAX, &mut answer);
        assert!(!self.driver.is_open());
        answer
    }
}

impl Drop for Stand {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.place);
    }
}
