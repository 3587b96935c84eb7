//! Each option of a folder, where it bites.

use super::conditional::ask;
use cerver_core::{
    config::{FolderOptions, Placement},
    http::StaticFolder,
};
use std::{
    fs,
    os::unix::fs::{PermissionsExt, symlink},
    time::Duration,
};
use support::{
    alone::alone,
    http::Client,
    server::{PLACEMENTS, Setup, TestServer, each_placement},
    temp::TempDir,
};

fn start(setup: Setup, folder: &TempDir, change: impl FnOnce(&mut FolderOptions)) -> TestServer {
    let folder = StaticFolder::open(folder.path()).expect("the folder is there");
    folder.configure(change);
    setup.app(|app| app.add_static_folder(&folder)).start()
}

fn cache_control(client: &mut Client, lines: &str) -> (u16, Option<String>) {
    let response = ask(client, "GET", "/old.txt", lines);
    (response.status, response.header("Cache-Control").map(str::to_owned))
}

#[test]
fn how_long_a_file_may_be_kept() {
    each_placement(|setup| {
        let folder = TempDir::new("max-age");
        folder.old_file("old.txt", "text");
        let server = start(setup, &folder, |options| options.max_age = Some(3600));
        let mut client = server.client();
        let value = Some("max-age=3600".to_owned());
        assert_eq!(cache_control(&mut client, ""), (200, value.clone()));
        assert_eq!(cache_control(&mut client, "If-None-Match: *\r\n"), (304, value.clone()));
        assert_eq!(cache_control(&mut client, "Range: bytes=0-0\r\n"), (206, value));
        assert_eq!(cache_control(&mut client, "If-Match: \"x\"\r\n"), (412, None), "not for errors");
        assert_eq!(ask(&mut client, "GET", "/none", "").header("Cache-Control"), None);
    });
}

#[test]
fn a_file_that_never_changes() {
    each_placement(|setup| {
        let folder = TempDir::new("immutable");
        folder.old_file("old.txt", "text");
        let server = start(setup, &folder, |options| (options.max_age, options.immutable) = (Some(1), true));
        let value = Some("max-age=1, immutable".to_owned());
        assert_eq!(cache_control(&mut server.client(), ""), (200, value));
    });
}

#[test]
fn dot_files() {
    each_placement(|setup| {
        let folder = TempDir::new("dots");
        fs::create_dir(folder.path().join(".well-known")).expect("made");
        folder.file(".well-known/security.txt", "contact");
        folder.file(".env", "secret");
        let server = start(setup, &folder, |options| options.dot_files = true);
        let mut client = server.client();
        for path in ["/.well-known/security.txt", "/%2ewell-known/security.txt", "/.env"] {
            assert_eq!(client.get(path).expect("an answer").status, 200, "{path}");
        }
        for path in ["/./.env", "/.well-known/../.env", "/..", "/../", "/."] {
            assert_eq!(client.get(path).expect("an answer").status, 404, "{path}");
        }
    });
}

#[test]
fn the_number_of_ranges() {
    each_placement(|setup| {
        let folder = TempDir::new("limit");
        folder.old_file("old.txt", [b'x'; 1000]);
        let server = start(setup, &folder, |options| options.range_limit = 2);
        let mut client = server.client();
        for (ranges, status) in [("0-0", 206), ("0-0,500-500", 206), ("0-0,500-500,900-900", 200)] {
            let lines = format!("Range: bytes={ranges}\r\n");
            assert_eq!(ask(&mut client, "GET", "/old.txt", &lines).status, status, "{ranges}");
        }
    });
    let folder = TempDir::new("no-ranges");
    folder.old_file("old.txt", "text");
    let server = start(Setup::new(PLACEMENTS[0]), &folder, |options| options.range_limit = 0);
    let response = ask(&mut server.client(), "GET", "/old.txt", "Range: bytes=0-0\r\n");
    assert_eq!((response.status, response.header("Accept-Ranges")), (200, None));
}

/// `app.js` with both siblings, `only.css` with one, `plain.txt` with none, `late.js` with one that is older.
fn compressed() -> TempDir {
    let folder = TempDir::new("compressed");
    for (name, content) in [
        ("app.js", "identity"),
        ("app.js.br", "brotli"),
        ("app.js.gz", "gzip"),
        ("only.css", "identity"),
        ("only.css.gz", "gzip"),
        ("plain.txt", "identity"),
        ("late.js.gz", "gzip"),
        ("index.html", "identity"),
        ("index.html.gz", "gzip"),
    ] {
        folder.old_file(name, content);
    }
    folder.file("late.js", "identity");
    fs::create_dir(folder.path().join("plain.txt.br")).expect("made");
    folder
}

#[test]
fn files_that_are_compressed_already() {
    each_placement(|setup| {
        let folder = compressed();
        let server = start(setup, &folder, |options| options.precompressed = true);
        let mut client = server.client();
        for (path, accepted, coding) in [
            ("/app.js", "gzip, deflate, br, zstd", Some("br")),
            ("/app.js", "gzip", Some("gzip")),
            ("/app.js", "gzip;q=1, br;q=0.5", Some("gzip")),
            ("/app.js", "br;q=0, gzip;q=0.1", Some("gzip")),
            ("/app.js", "*", Some("br")),
            ("/app.js", "identity, gzip;q=0.5", None),
            ("/app.js", "", None),
            ("/app.js", "gzip;q=0, br;q=0", None),
            ("/app.js", "zstd", None),
            ("/only.css", "br, gzip", Some("gzip")),
            ("/only.css", "br", None),
            ("/plain.txt", "br, gzip", None),
            ("/late.js", "gzip", None),
            ("/", "gzip", Some("gzip")),
        ] {
            let response = ask(&mut client, "GET", path, &format!("Accept-Encoding: {accepted}\r\n"));
            assert_eq!((response.status, response.header("Content-Encoding")), (200, coding), "{path} {accepted}");
            let text = match coding {
                Some("br") => "brotli",
                Some(_) => "gzip",
                None => "identity",
            };
            assert_eq!(response.text(), text, "{path} {accepted}");
            assert_eq!(response.header("Vary"), Some("Accept-Encoding"), "{path} {accepted}");
        }
        let kinds = ["gzip", "br", "identity"].map(|coding| {
            let response = ask(&mut client, "GET", "/app.js", &format!("Accept-Encoding: {coding}\r\n"));
            assert_eq!(response.header("Content-Type"), Some("application/javascript"));
            response.header("ETag").expect("a tag").to_owned()
        });
        assert!(kinds[0] != kinds[1] && kinds[1] != kinds[2] && kinds[0] != kinds[2], "{kinds:?}");
        let known = format!("Accept-Encoding: br\r\nIf-None-Match: {}\r\n", kinds[1]);
        let response = ask(&mut client, "GET", "/app.js", &known);
        assert_eq!((response.status, response.header("Vary")), (304, Some("Accept-Encoding")));
        let part = ask(&mut client, "GET", "/app.js", "Accept-Encoding: gzip\r\nRange: bytes=1-2\r\n");
        assert_eq!((part.status, part.text().as_str()), (206, "zi"));
        assert_eq!(client.get("/app.js.gz").expect("an answer").header("Content-Encoding"), None, "a file of its own");
    });
}

#[test]
fn compressed_files_are_not_looked_for_by_default() {
    each_placement(|setup| {
        let folder = compressed();
        let server = start(setup, &folder, |_| ());
        let response = ask(&mut server.client(), "GET", "/app.js", "Accept-Encoding: gzip, br\r\n");
        assert_eq!((response.text().as_str(), response.header("Vary")), ("identity", None));
    });
}

fn with_names() -> TempDir {
    let folder = TempDir::new("listing");
    for below in ["sub", "page", ".git"] {
        fs::create_dir(folder.path().join(below)).expect("made");
    }
    for name in ["a&b.txt", "<b>.txt", "page/index.html", ".env", "sub/deep.txt"] {
        folder.file(name, "text");
    }
    symlink("a&b.txt", folder.path().join("link.txt")).expect("linked");
    symlink("/etc/passwd", folder.path().join("outside.txt")).expect("linked");
    symlink("/etc", folder.path().join("outside")).expect("linked");
    folder
}

#[test]
fn listings() {
    each_placement(|setup| {
        let folder = with_names();
        let server = start(setup, &folder, |options| options.listing = true);
        let mut client = server.client();
        let page = client.get("/").expect("an answer");
        assert_eq!((page.status, page.header("Content-Type")), (200, Some("text/html; charset=UTF-8")));
        let text = page.text();
        for link in [
            "<a href=\"./page/\">page/</a>",
            "<a href=\"./sub/\">sub/</a>",
            "<a href=\"./a%26b.txt\">a&amp;b.txt</a>",
            "<a href=\"./%3Cb%3E.txt\">&lt;b&gt;.txt</a>",
            "<a href=\"./link.txt\">link.txt</a>",
        ] {
            assert!(text.contains(link), "{link} in {text}");
        }
        for hidden in [".env", ".git", "outside", "passwd", "more than is shown"] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
        assert!(client.get("/sub/").expect("an answer").text().contains("./deep.txt"));
        assert_eq!(client.get("/sub").expect("an answer").header("Location"), Some("/sub/"));
        assert_eq!(client.get("/page/").expect("an answer").text(), "text", "a page comes before a listing");
        for path in ["/none/", "/.git/", "/outside/", "/a&b.txt/"] {
            assert_eq!(client.get(path).expect("an answer").status, 404, "{path}");
        }
        assert_eq!(ask(&mut client, "POST", "/sub/", "").status, 405);
    });
}

#[test]
fn a_listing_has_a_limit() {
    each_placement(|setup| {
        let folder = TempDir::new("cut");
        for number in 0..5 {
            folder.file(&format!("{number}.txt"), "text");
        }
        let server = start(setup, &folder, |options| (options.listing, options.listing_limit) = (true, 3));
        let text = server.get("/").text();
        assert_eq!(text.matches("<li>").count(), 3, "{text}");
        assert!(text.contains("more than is shown"), "{text}");
    });
}

#[test]
fn a_file_that_may_not_be_read() {
    each_placement(|setup| {
        let folder = TempDir::new("forbidden");
        let path = folder.file("a.txt", "text");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("it is ours");
        let is_root = fs::File::open(&path).is_ok();
        let server = start(setup, &folder, |_| ());
        assert_eq!(server.get("/a.txt").status, if is_root { 200 } else { 403 });
    });
}

#[test]
fn no_descriptor_is_left() {
    alone("folder_options::no_descriptor_is_left", Some(64), || {
        let folder = TempDir::new("emfile");
        folder.old_file("a.txt", "text");
        let server = start(Setup::new(PLACEMENTS[0]), &folder, |_| ());
        let mut client = server.client();
        assert_eq!(client.get("/a.txt").expect("an answer").status, 200);
        let all: Vec<_> = std::iter::from_fn(|| fs::File::open("/dev/null").ok()).collect();
        let busy = client.get("/a.txt").expect("an answer");
        // Not 404: that would be kept by caches, and is not true.
        assert_eq!((busy.status, busy.header("Retry-After")), (503, Some("1")));
        drop(all);
        assert_eq!(client.get("/a.txt").expect("an answer").text(), "text");
    });
}

/// A large file stays open while it is asked for, and is the reactor's no longer than that.
#[test]
fn a_large_file_is_let_go() {
    let folder = TempDir::new("let-go");
    let (large, next) =
        (folder.old_file("large.bin", vec![b'x'; 100_000]), folder.old_file("next.bin", vec![b'y'; 90_000]));
    folder.old_file("small.txt", "text");
    // A file that was just changed is opened each time.
    std::thread::sleep(Duration::from_secs(4));
    let server = start(Setup::new(Placement::Reactor), &folder, |_| ());
    let mut client = server.client();
    let open = || {
        let links = fs::read_dir("/proc/self/fd").expect("Linux").flatten();
        let is_large = |to: std::path::PathBuf| to.to_string_lossy().starts_with(&*large.to_string_lossy());
        links.filter(|link| fs::read_link(link.path()).is_ok_and(is_large)).count()
    };
    for _ in 0..20 {
        assert_eq!(client.get("/large.bin").expect("an answer").body.len(), 100_000);
    }
    assert!(open() <= 1);
    fs::rename(&next, &large).expect("ours");
    assert_eq!(client.get("/large.bin").expect("an answer").body, vec![b'y'; 90_000], "at once");
    fs::remove_file(&large).expect("ours");
    assert_eq!(client.get("/large.bin").expect("an answer").status, 404, "at once");
    for _ in 0..3 {
        assert_eq!(client.get("/small.txt").expect("an answer").text(), "text");
    }
    assert_eq!(open(), 0);
}
