//! The page that shows what a folder has.

use super::path::{FilePath, escape};
use crate::{
    http::{content_type::ContentType, header::KnownHeader, response::Response, status::Status},
    sys::{Entry, EntryKind},
};

/// Folders first, by name. Nothing in it comes from the client, and names of files are escaped.
pub(super) fn response(path: &FilePath, mut entries: Vec<Entry>, is_cut: bool) -> Response {
    entries.sort_by(|one, other| {
        let key = |entry: &Entry| entry.kind != EntryKind::Folder;
        (key(one), &one.name).cmp(&(key(other), &other.name))
    });
    let mut page = Vec::new();
    let title = if path.as_bytes().is_empty() { "/".to_owned() } else { format!("/{}/", lossy(path.as_bytes())) };
    push(&mut page, "<!doctype html>\n<meta charset=\"utf-8\">\n<title>");
    escape_html(&title, &mut page);
    push(&mut page, "</title>\n<h1>");
    escape_html(&title, &mut page);
    push(&mut page, "</h1>\n<ul>\n");
    if !path.as_bytes().is_empty() {
        push(&mut page, "<li><a href=\"../\">../</a>\n");
    }
    for entry in &entries {
        let slash = if entry.kind == EntryKind::Folder { "/" } else { "" };
        // The dot keeps a name with a colon from being a scheme.
        push(&mut page, "<li><a href=\"./");
        escape(&entry.name, &mut page);
        push(&mut page, slash);
        push(&mut page, "\">");
        escape_html(&lossy(&entry.name), &mut page);
        push(&mut page, slash);
        push(&mut page, "</a>\n");
    }
    push(&mut page, "</ul>\n");
    if is_cut {
        push(&mut page, "<p>There is more than is shown here.\n");
    }
    let mut response = Response::with_body(Status::OK, ContentType::Html, page);
    for (name, value) in
        [("Content-Security-Policy", &b"default-src 'none'"[..]), ("X-Content-Type-Options", b"nosniff")]
    {
        response.fields.push(name, value);
    }
    // A fixed text is a valid value.
    let _ = response.fields.set(KnownHeader::CacheControl, b"no-cache");
    response
}

fn lossy(name: &[u8]) -> String {
    String::from_utf8_lossy(name).into_owned()
}

fn push(page: &mut Vec<u8>, text: &str) {
    page.extend_from_slice(text.as_bytes());
}

fn escape_html(text: &str, page: &mut Vec<u8>) {
    for letter in text.chars() {
        match letter {
            '&' => push(page, "&amp;"),
            '<' => push(page, "&lt;"),
            '>' => push(page, "&gt;"),
            '"' => push(page, "&quot;"),
            '\'' => push(page, "&#39;"),
            // Control characters, and those that turn the direction of the text behind them.
            control if control.is_control() || matches!(control, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                push(page, "\u{fffd}");
            }
            other => push(page, other.encode_utf8(&mut [0; 4])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::response::Body;

    fn page(path: &str, names: &[(&str, EntryKind)], is_cut: bool) -> String {
        let path = FilePath::parse(path.as_bytes(), false).expect("a good path");
        let entry = |&(name, kind): &(&str, EntryKind)| Entry { name: name.as_bytes().to_vec(), kind };
        match response(&path, names.iter().map(entry).collect(), is_cut).body {
            Body::Bytes(page) => String::from_utf8(page).expect("text"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn names_cannot_leave_their_place() {
        let name = "<script>alert('\"&\n\u{202e}</script>";
        let page = page("/a%3Cb/", &[(name, EntryKind::File), ("javascript:x", EntryKind::File)], false);
        assert!(page.contains("<h1>/a&lt;b/</h1>"), "{page}");
        assert!(page.contains(">&lt;script&gt;alert(&#39;&quot;&amp;\u{fffd}\u{fffd}&lt;/script&gt;</a>"), "{page}");
        assert!(page.contains("href=\"./%3Cscript%3Ealert%28%27%22%26%0A%E2%80%AE%3C"), "{page}");
        assert!(page.contains("href=\"./javascript%3Ax\""), "{page}");
        assert!(!page.contains("<script"), "{page}");
    }

    #[test]
    fn folders_come_first_and_a_cut_is_told() {
        let names = [("b.txt", EntryKind::File), ("z", EntryKind::Folder), ("a.txt", EntryKind::File)];
        let whole = page("/", &names, false);
        let places = ["./z/\"", "./a.txt\"", "./b.txt\""].map(|text| whole.find(text).expect("it is listed"));
        assert!(places.is_sorted(), "{whole}");
        assert!(!whole.contains("../") && !whole.contains("more than is shown"));
        let cut = page("/sub/", &names, true);
        assert!(cut.contains("href=\"../\"") && cut.contains("more than is shown"), "{cut}");
    }
}
