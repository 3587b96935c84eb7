//! The path of a request as a path below a folder.

use crate::http::{
    header::KnownHeader,
    percent::{self, Plus},
    response::Response,
    status::Status,
};

const INDEX: &[u8] = b"index.html";

/// A decoded path below a folder: no part is empty, `.` or `..`, and none has a slash or NUL that was escaped.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct FilePath {
    /// Without the slashes at both ends.
    bytes: Vec<u8>,
    is_folder: bool,
}

impl FilePath {
    /// None when no file can have the path, or when a part begins with a dot and that is not wanted. Decoded once: what
    /// then looks like an escape is a part of a name.
    pub(super) fn parse(path: &[u8], with_dot_files: bool) -> Option<Self> {
        let relative = path.strip_prefix(b"/")?;
        let (relative, is_folder) = match relative.strip_suffix(b"/") {
            Some(folder) => (folder, true),
            None => (relative, relative.is_empty()),
        };
        // Behind an escaped slash is another file than the one that proxies and routes see.
        let is_in_disguise = |(raw, clear): (&[u8], &[u8])| count(raw, b'/') != count(clear, b'/');
        let mut bytes = Vec::with_capacity(relative.len() + INDEX.len() + 1);
        if relative.contains(&b'%') {
            let is_well_formed = percent::decode(relative, Plus::Literal, &mut bytes);
            if !is_well_formed || is_in_disguise((relative, &bytes)) {
                return None;
            }
        } else {
            bytes.extend_from_slice(relative);
        }
        if relative.is_empty() && path.len() > 1 {
            return None; // "//"
        }
        let is_part_good = |part: &[u8]| match part {
            [] | b"." | b".." => false,
            [b'.', ..] => with_dot_files,
            _ => true,
        };
        let is_good = bytes.is_empty() || bytes.split(|byte| *byte == b'/').all(is_part_good);
        (is_good && !bytes.contains(&0)).then_some(Self { bytes, is_folder })
    }

    /// It ends with a slash.
    pub(super) const fn is_folder(&self) -> bool {
        self.is_folder
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The path as the name of a folder.
    pub(super) fn folder(&self) -> &[u8] {
        if self.bytes.is_empty() { b"." } else { &self.bytes }
    }

    /// The path of a name in this folder.
    pub(super) fn below(&self, name: &[u8]) -> Vec<u8> {
        if self.bytes.is_empty() { name.to_vec() } else { [&self.bytes, &b"/"[..], name].concat() }
    }

    pub(super) fn index(&self) -> Vec<u8> {
        self.below(INDEX)
    }

    /// Sends the client to the same path with a slash behind it, where the links of the page are right.
    ///
    /// The target begins with one slash and a part of a name and has nothing but unreserved characters and escapes, so
    /// no client can take it for another host.
    pub(super) fn redirection(&self, query: Option<&[u8]>) -> Response {
        let mut target = b"/".to_vec();
        escape(&self.bytes, &mut target);
        target.push(b'/');
        if let Some(query) = query {
            target.push(b'?');
            target.extend_from_slice(query);
        }
        let mut response = Response::error(Status::MOVED_PERMANENTLY, "This is a folder: its path ends with a slash.");
        // A query that came in a head has no control bytes.
        let _ = response.fields.set(KnownHeader::Location, &target);
        response
    }
}

/// Appends a path as it stands in a URL: all but unreserved characters and slashes as escapes (RFC 3986 section 2).
pub(super) fn escape(path: &[u8], out: &mut Vec<u8>) {
    for &byte in path {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'/') {
            out.push(byte);
        } else {
            out.extend_from_slice(format!("%{byte:02X}").as_bytes());
        }
    }
}

fn count(text: &[u8], byte: u8) -> usize {
    text.iter().filter(|other| **other == byte).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(path: &str) -> Option<(String, bool)> {
        let path = FilePath::parse(path.as_bytes(), false)?;
        Some((String::from_utf8_lossy(path.as_bytes()).into_owned(), path.is_folder()))
    }

    #[test]
    fn good_paths_are_decoded_once() {
        for (path, expected, is_folder) in [
            ("/", "", true),
            ("/a", "a", false),
            ("/a/", "a", true),
            ("/a/b.c", "a/b.c", false),
            ("/a%20b/%C3%A9", "a b/\u{e9}", false),
            ("/%2541", "%41", false),
            ("/a+b", "a+b", false),
            ("/a..b/c.", "a..b/c.", false),
            ("/a%5cb", "a\\b", false),
        ] {
            assert_eq!(parsed(path), Some((expected.to_owned(), is_folder)), "{path}");
        }
    }

    #[test]
    fn other_paths_are_none() {
        for path in [
            "",
            "a",
            "*",
            "//",
            "//a",
            "/a//b",
            "/a//",
            "/.",
            "/..",
            "/../a",
            "/a/../b",
            "/a/.",
            "/a/./b",
            "/.a",
            "/a/.b/c",
            "/%2e",
            "/%2e%2e/a",
            "/.%2e/a",
            "/a%2fb",
            "/%2f",
            "/%2Fa",
            "/a%00",
            "/%00",
            "/a%",
            "/a%4",
            "/a%zz",
            "/%252e/%2e",
        ] {
            assert_eq!(parsed(path), None, "{path}");
        }
        assert_eq!(parsed("/%252e%252e/a"), Some(("%2e%2e/a".to_owned(), false)), "the name of a folder");
    }

    #[test]
    fn dot_files_where_they_are_wanted() {
        for (path, is_some) in
            [("/.a", true), ("/a/.b/c", true), ("/%2eenv", true), ("/..a", true), ("/.", false), ("/a/..", false)]
        {
            assert_eq!(FilePath::parse(path.as_bytes(), true).is_some(), is_some, "{path}");
        }
    }

    #[test]
    fn names_below() {
        for (path, index) in [("/", "index.html"), ("/a/b/", "a/b/index.html")] {
            let path = FilePath::parse(path.as_bytes(), false).expect("a good path");
            assert_eq!(path.index(), index.as_bytes());
        }
    }

    #[test]
    fn a_redirection_stays_on_the_host() {
        for (path, query, expected) in [
            ("/a", None, "Location: /a/\r\n"),
            ("/a/b", Some("x=1&y=//h"), "Location: /a/b/?x=1&y=//h\r\n"),
            ("/%5Chost.example", None, "Location: /%5Chost.example/\r\n"),
            ("/\\host.example", None, "Location: /%5Chost.example/\r\n"),
            ("/a%0d%0aX:1", None, "Location: /a%0D%0AX%3A1/\r\n"),
            ("/%3Fa%23", None, "Location: /%3Fa%23/\r\n"),
        ] {
            let path = FilePath::parse(path.as_bytes(), false).expect("a good path");
            let mut head = Vec::new();
            path.redirection(query.map(str::as_bytes)).fields.write(&mut head);
            let head = String::from_utf8(head).expect("text");
            assert!(head.contains(expected), "{head}");
        }
    }
}
