//! Large files, and folders whose files are served.

use cerver_core::{config::Placement, error::Code, http::status::Status};
use std::{
    fs,
    io::Read,
    net::TcpStream,
    os::unix::{
        fs::{FileExt, symlink},
        net::UnixListener,
    },
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};
use support::{
    http::Client,
    server::{Setup, answer, each_placement, eventually, get},
    slack,
    temp::TempDir,
};

const LARGE: u64 = 64 << 20;

/// A file with a mark at every MiB, so that a wrong order shows; the rest is a hole.
fn large_file(folder: &TempDir) -> PathBuf {
    let path = folder.path().join("large.bin");
    let file = fs::File::create(&path).expect("the folder is writable");
    file.set_len(LARGE).expect("there is room");
    for mark in 0..LARGE >> 20 {
        file.write_all_at(&mark.to_be_bytes(), mark << 20).expect("there is room");
    }
    path
}

fn site(setup: Setup, folder: &TempDir) -> Setup {
    let path = large_file(folder);
    setup.text("/a", "alive").app(|app| app.add_folder(folder.path()).expect("the folder is there")).get(
        "/large",
        move |exchange| {
            exchange.respond_file(Status::OK, &path).expect("the first answer");
        },
    )
}

fn read_large(port: u16, pause: impl Fn(u64)) {
    let mut client = TcpStream::connect(("127.0.0.1", port)).expect("connected");
    client.set_read_timeout(Some(Duration::from_secs(10) * slack())).expect("set");
    std::io::Write::write_all(&mut client, get("/large").as_bytes()).expect("sent");
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        client.read_exact(&mut byte).expect("a head");
        head.push(byte[0]);
    }
    let head = String::from_utf8(head).expect("a head is text");
    assert!(head.contains(&format!("Content-Length: {LARGE}\r\n")), "{head}");
    let mut block = vec![0; 1 << 20];
    for mark in 0..LARGE >> 20 {
        client.read_exact(&mut block).expect("the file goes on");
        assert_eq!(block[..8], mark.to_be_bytes());
        assert!(block[8..].iter().all(|byte| *byte == 0), "block {mark}");
        pause(mark);
    }
    // The connection is still in step.
    let mut client = Client::over(client);
    assert_eq!(client.get("/a").expect("an answer").text(), "alive");
}

#[test]
fn a_large_file_arrives_whole() {
    each_placement(|setup| {
        let folder = TempDir::new("large");
        let server = site(setup, &folder).start();
        read_large(server.port(), |_| {});
        assert!(server.0.stats().bytes_sent > LARGE);
    });
}

#[test]
fn files_that_end_a_little_after_the_share_of_a_turn() {
    each_placement(|setup| {
        let folder = TempDir::new("share");
        let lengths = [(2 << 20) - 1, 2 << 20, (2 << 20) + 1000, (2 << 20) + 64_000, (4 << 20) + 1000];
        for length in lengths {
            let file = fs::File::create(folder.path().join(format!("{length}.bin"))).expect("made");
            file.set_len(length).expect("there is room");
        }
        let server = setup.app(|app| app.add_folder(folder.path()).expect("the folder is there")).start();
        for length in lengths {
            let response = server.get(&format!("/{length}.bin"));
            assert_eq!((response.status, response.body.len() as u64), (200, length));
        }
    });
}

#[test]
fn a_file_that_cannot_be_sent_says_why() {
    let folder = TempDir::new("why");
    folder.file("plain", "text");
    symlink("loop", folder.path().join("loop")).expect("the folder is writable");
    let path = folder.path().to_owned();
    let server = Setup::new(Placement::Reactor).get("/", move |exchange| {
        let codes = ["none", "plain/none", ".", "loop"].map(|name| {
            // Nothing is sent on an error, so that another answer can be given.
            exchange.respond_file(Status::OK, &path.join(name)).err().map(|error| error.code())
        });
        answer(exchange, format!("{codes:?}"));
    });
    let expected = [Code::NotFound, Code::NotFound, Code::NotFound, Code::System].map(Some);
    assert_eq!(server.start().get("/").text(), format!("{expected:?}"));
}

#[test]
fn a_slow_reader_delays_nobody_and_gets_everything() {
    each_placement(|setup| {
        let folder = TempDir::new("slow");
        let server = site(setup, &folder).start();
        let port = server.port();
        let mut other = server.client();
        thread::scope(|scope| {
            let reader = scope.spawn(move || {
                read_large(port, |_| thread::sleep(Duration::from_millis(3)));
            });
            while !reader.is_finished() {
                assert_eq!(other.get("/a").expect("an answer").text(), "alive");
            }
        });
    });
}

#[test]
fn a_reader_that_goes_leaves_nothing() {
    each_placement(|setup| {
        let folder = TempDir::new("gone");
        let server = site(setup, &folder).start();
        for _ in 0..3 {
            let mut client = TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
            std::io::Write::write_all(&mut client, get("/large").as_bytes()).expect("sent");
            client.read_exact(&mut vec![0; 1 << 20]).expect("the file begins");
        }
        eventually("the connections are closed", || server.0.stats().connections == 0);
        assert_eq!(server.get("/a").text(), "alive");
    });
}

/// A folder `public` with pages, dot files and links, beside a file that must stay secret.
fn folders() -> TempDir {
    let folder = TempDir::new("static");
    for below in ["public/sub/deep", "public/.git", "public/empty"] {
        fs::create_dir_all(folder.path().join(below)).expect("the folder is writable");
    }
    for (name, text) in [
        ("secret.txt", "secret"),
        ("public/index.html", "index"),
        ("public/a.txt", "a"),
        ("public/with space.json", "{}"),
        ("public/back\\slash.txt", "odd name"),
        ("public/sub/index.html", "sub index"),
        ("public/sub/deep/page.css", "css"),
        ("public/.env", "secret"),
        ("public/.git/config", "secret"),
        ("public/unknown.zzz", "?"),
    ] {
        folder.file(name, text);
    }
    symlink("../secret.txt", folder.path().join("public/out.txt")).expect("linked");
    symlink("/etc", folder.path().join("public/etc")).expect("linked");
    symlink("a.txt", folder.path().join("public/in.txt")).expect("linked");
    folder
}

fn public(setup: Setup, folder: &Path) -> Setup {
    setup.text("/route", "route").text("/a.txt/:x", "below").app(|app| {
        app.add_folder(&folder.join("public")).expect("the folder is there");
    })
}

#[test]
fn files_of_a_folder() {
    each_placement(|setup| {
        let folder = folders();
        let server = public(setup, folder.path()).start();
        let mut client = server.client();
        for (path, kind, text) in [
            ("/", "text/html; charset=UTF-8", "index"),
            ("/index.html", "text/html; charset=UTF-8", "index"),
            ("/a.txt", "text/plain", "a"),
            ("/a.txt?version=2", "text/plain", "a"),
            ("/%61.txt", "text/plain", "a"),
            ("/with%20space.json", "application/json", "{}"),
            ("/back%5cslash.txt", "text/plain", "odd name"),
            ("/sub/", "text/html; charset=UTF-8", "sub index"),
            ("/sub/deep/page.css", "text/css", "css"),
            ("/in.txt", "text/plain", "a"),
            ("/unknown.zzz", "application/octet-stream", "?"),
            ("/route", "text/plain", "route"),
        ] {
            let response = client.get(path).expect("an answer");
            assert_eq!((response.status, response.text().as_str()), (200, text), "{path}");
            assert_eq!(response.header("Content-Type"), Some(kind), "{path}");
        }
        client.send("HEAD /a.txt HTTP/1.1\r\nHost: h\r\n\r\n").expect("sent");
        let head = client.head_response().expect("an answer");
        assert_eq!((head.status, head.header("Content-Length")), (200, Some("1")));
        assert_eq!(client.get("/a.txt").expect("an answer").text(), "a");
    });
}

#[test]
fn nothing_outside_a_folder_is_served() {
    each_placement(|setup| {
        let folder = folders();
        let server = public(setup, folder.path()).start();
        for path in [
            "/../secret.txt",
            "/sub/../../secret.txt",
            "/./../secret.txt",
            "/%2e%2e/secret.txt",
            "/%2E%2E%2Fsecret.txt",
            "/..%2fsecret.txt",
            "/sub/%2e%2e/%2e%2e/secret.txt",
            "/%252e%252e/secret.txt",
            "/%252e%252e%252fsecret.txt",
            "/..%252fsecret.txt",
            "/..\\secret.txt",
            "/..%5csecret.txt",
            "/sub\\..\\..\\secret.txt",
            "/%c0%ae%c0%ae/secret.txt",
            "/a.txt%00",
            "/a.txt%00.html",
            "/%00",
            "//../secret.txt",
            "//etc/passwd",
            "///etc/passwd",
            "/%2fetc/passwd",
            "/out.txt",
            "/etc/passwd",
            "/.env",
            "/%2eenv",
            "/.git/config",
            "/sub/../.env",
            "/sub%2findex.html",
            "/sub//index.html",
            "/sub/%2e/index.html",
            "/%zz",
            "/empty/",
            "/empty",
            "/empty//",
            "/a.txt/",
            "/A.txt",
            "/missing",
        ] {
            let mut client = server.client();
            client.send(get(path)).expect("sent");
            let response = client.response().expect("an answer");
            assert!(matches!(response.status, 404 | 400), "{path}: {} {}", response.status, response.text());
            assert!(!response.text().contains("secret") && !response.text().contains("root:"), "{path}");
        }
    });
}

#[test]
fn a_folder_without_its_slash_is_elsewhere() {
    each_placement(|setup| {
        let folder = folders();
        fs::create_dir(folder.path().join("public/\\host.example")).expect("made");
        folder.file("public/\\host.example/index.html", "here");
        let server = public(setup, folder.path()).start();
        let mut client = server.client();
        for (path, target) in [
            ("/sub", "/sub/"),
            ("/sub?a=1&b=//c", "/sub/?a=1&b=//c"),
            ("/s%75b?", "/sub/?"),
            ("/\\host.example", "/%5Chost.example/"),
            ("/%5chost.example", "/%5Chost.example/"),
            ("http://other/sub", "/sub/"),
        ] {
            let response = client.get(path).expect("an answer");
            assert_eq!((response.status, response.header("Location")), (301, Some(target)), "{path}");
        }
        for path in ["//sub", "///sub", "//host.example/", "/%2fsub", "/empty"] {
            assert_eq!(client.get(path).expect("an answer").status, 404, "{path}");
        }
    });
}

#[test]
fn what_is_no_file_is_not_served() {
    each_placement(|setup| {
        let folder = folders();
        let made = Command::new("mkfifo").arg(folder.path().join("public/pipe")).status().expect("mkfifo is there");
        assert!(made.success());
        let _socket = UnixListener::bind(folder.path().join("public/socket")).expect("bound");
        let server = public(setup, folder.path()).start();
        let mut client = server.client();
        for path in ["/pipe", "/socket", "/pipe/", "/sub/deep/"] {
            assert_eq!(client.get(path).expect("an answer at once").status, 404, "{path}");
        }
        assert_eq!(client.get("/a.txt").expect("an answer").text(), "a");
    });
}

#[test]
fn other_methods_get_no_files() {
    each_placement(|setup| {
        let folder = folders();
        let server = public(setup, folder.path()).start();
        for method in ["POST", "PUT", "DELETE"] {
            let mut client = server.client();
            client.send(format!("{method} /a.txt HTTP/1.1\r\nHost: h\r\n\r\n")).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.header("Allow")), (405, Some("GET, HEAD, OPTIONS")), "{method}");
            client.send(format!("{method} /missing HTTP/1.1\r\nHost: h\r\n\r\n")).expect("sent");
            assert_eq!(client.response().expect("an answer").status, 404, "{method}");
        }
    });
}

#[test]
fn folders_come_and_go_with_starts() {
    each_placement(|setup| {
        let folder = folders();
        let path = folder.path().join("public");
        let app = cerver_core::http::App::new();
        let missing = app.add_folder(&folder.path().join("nothing")).expect_err("no such folder");
        assert_eq!(missing.code(), Code::NotFound);
        let server = public(setup, folder.path()).app(|app| app.remove_folder(&path).expect("it was added")).start();
        assert_eq!(server.get("/index.html").status, 404);
    });
}

#[test]
fn a_file_that_shrinks_while_it_is_sent() {
    each_placement(|setup| {
        let folder = TempDir::new("shrinks");
        let path = folder.path().join("large.bin");
        let server = site(setup, &folder).start();
        let mut client = server.client();
        client.send(get("/large")).expect("sent");
        eventually("the file is under way", || server.0.stats().bytes_sent > 0);
        fs::File::options().write(true).open(&path).and_then(|file| file.set_len(0)).expect("cut");
        // The promised length cannot be kept: only the end of the connection says so.
        assert!((client.rest().expect("the end").len() as u64) < LARGE);
        assert_eq!(server.get("/a").text(), "alive");
    });
}

#[test]
fn a_file_that_changes_while_it_is_sent() {
    each_placement(|setup| {
        let folder = TempDir::new("changes");
        let path = folder.path().join("large.bin");
        let server = site(setup, &folder).start();
        for target in ["/large", "/large.bin"] {
            let mut client = server.client();
            let before = server.0.stats().bytes_sent;
            client.send(get(target)).expect("sent");
            eventually("the file is under way", || server.0.stats().bytes_sent > before);
            // Of the same length, so that only the time of the change tells.
            fs::File::options().write(true).open(&path).and_then(|file| file.write_all_at(b"x", 7)).expect("written");
            assert!((client.rest().expect("the end").len() as u64) < LARGE, "{target}");
            assert_eq!(server.get("/a").text(), "alive");
        }
    });
}
