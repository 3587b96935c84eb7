//! Uploads: `multipart/form-data` in its parts, files on the disk, and who removes them (RFC 7578).

use cerver_core::{
    config::{FileNames, HttpOptions},
    http::{Exchange, Part, Route, method::Method},
};
use std::{fs, process::Command, sync::Arc};
use support::{
    alone::alone,
    http::Client,
    server::{Setup, TestServer, answer, each_placement, eventually},
    temp::TempDir,
    usage::Usage,
};

/// Names of the files in a folder and in those below it.
fn names(folder: &TempDir) -> Vec<String> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder.path()).expect("a folder") {
        let name = entry.expect("an entry").file_name().into_string().expect("UTF-8");
        names.push(name);
    }
    names.sort();
    names
}

fn describe(part: &Part) -> String {
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    match part.file_name() {
        None => format!("{}={}", text(part.name()), text(part.value())),
        Some(name) => {
            let stored = part.path().map_or_else(|| part.value().to_vec(), |path| fs::read(path).expect("it is there"));
            format!("{}:{}:{}:{}:{}", text(part.name()), text(name), part.safe_name(), part.size(), text(&stored))
        }
    }
}

/// Tells all parts of a request, one in a line.
fn tell(exchange: Exchange) {
    let text = exchange.request(|request| {
        let parts = request.parts().map(|parts| parts.all().iter().map(describe).collect::<Vec<_>>());
        parts.map_or_else(|| format!("whole {}", request.body().len()), |parts| parts.join("\n"))
    });
    answer(exchange, text.expect("the request is there"));
}

fn route(handler: impl Fn(Exchange) + Send + Sync + 'static) -> Arc<Route> {
    let route = Route::new("/upload");
    route.handle(Method::Post, Arc::new(handler));
    route.set_multipart(true);
    route
}

/// A server that stores uploads in `folder` and tells what has come.
fn storing(setup: Setup, folder: &TempDir, change: impl FnOnce(&mut HttpOptions)) -> TestServer {
    let gated = Route::new("/gated");
    gated.handle(Method::Post, Arc::new(tell));
    gated.set_multipart(true);
    gated.set_gate(Some(Arc::new(|_: Exchange| {})));
    let panics = Route::new("/panics");
    panics.handle(Method::Post, Arc::new(|_: Exchange| panic!("by the test")));
    panics.set_multipart(true);
    let setup = setup.app(|app| app.set_uploads_folder(Some(folder.path())).expect("it is there"));
    setup.limits(change).route(&route(tell)).route(&gated).route(&panics).start()
}

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"")).unwrap_or_default();
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

fn request(path: &str, parts: &str) -> String {
    let body = format!("{parts}--b--\r\n");
    format!(
        "POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn expect(client: &mut Client, request: &str, status: u16, text: &str) {
    client.send(request).expect("sent");
    let response = client.response().expect("an answer");
    assert_eq!((response.status, response.text().as_str()), (status, text), "{request:?}");
}

fn expect_refused(server: &TestServer, request: &str, status: u16) {
    let mut client = server.client();
    // The answer may come, and the connection be closed, before all is sent.
    let _ = client.send(request);
    let response = client.response().expect("an answer");
    assert_eq!(response.status, status, "{}", &request[..request.len().min(500)]);
}

#[test]
fn parts_come_to_their_handler() {
    each_placement(|setup| {
        let folder = TempDir::new("uploads");
        let server = storing(setup, &folder, |_| {});
        let parts = part("a", None, "one") + &part("f", Some("../x y.txt"), "content") + &part("a", None, "");
        let request = request("/upload", &parts);
        let text = "a=one\nf:../x y.txt:xy.txt:7:content\na=";
        let mut client = server.client();
        expect(&mut client, &request, 200, text);
        for byte in request.as_bytes() {
            client.send([*byte]).expect("sent");
        }
        assert_eq!(client.response().expect("an answer").text(), text);
        let (head, body) = request.split_once("\r\n\r\n").expect("a head");
        let head = head.replace(&format!("Content-Length: {}", body.len()), "Transfer-Encoding: chunked");
        let chunks: String = body.bytes().map(|byte| format!("1\r\n{}\r\n", char::from(byte))).collect();
        expect(&mut client, &format!("{head}\r\n\r\n{chunks}0\r\n\r\n"), 200, text);
        assert_eq!(names(&folder).len(), 3, "they are the handler's");
        let other = "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        expect(&mut client, other, 200, "whole 3");
    });
}

#[test]
fn curl_uploads() {
    each_placement(|setup| {
        let folder = TempDir::new("uploads");
        let sources = TempDir::new("sources");
        let name = "we\"ird; n\u{e9}w.txt";
        fs::write(sources.path().join(name), "of curl").expect("written");
        let server = storing(setup, &folder, |_| {});
        let file = format!("file=@\"{}\"", sources.path().join(name).display().to_string().replace('"', "\\\""));
        let output = Command::new("curl")
            .args(["-sS", "--max-time", "10", "-F", "field=a b", "-F", &file])
            .arg(format!("http://127.0.0.1:{}/upload", server.port()))
            .output()
            .expect("curl is there");
        assert!(output.status.success(), "{output:?}");
        assert_eq!(String::from_utf8_lossy(&output.stdout), format!("field=a b\nfile:{name}:weirdnw.txt:7:of curl"));
    });
}

#[test]
fn nothing_is_stored_before_route_and_gate() {
    each_placement(|setup| {
        let folder = TempDir::new("uploads");
        let server = storing(setup, &folder, |_| {});
        let file = part("f", Some("a"), &"x".repeat(1000));
        for (path, status) in [("/none", 404), ("/gated", 403)] {
            let mut client = server.client();
            client.send(request(path, &file)).expect("sent");
            assert_eq!(client.response().expect("an answer").status, status);
            expect(&mut client, &request("/upload", &part("a", None, "1")), 200, "a=1");
        }
        expect_refused(&server, &request("/upload", &file).replace("POST", "PUT"), 405);
        assert!(names(&folder).is_empty());
    });
}

#[test]
fn files_of_requests_that_fail_are_removed() {
    each_placement(|setup| {
        let folder = TempDir::new("uploads");
        let server = storing(setup, &folder, |limits| {
            limits.uploads.own_folder = true;
            limits.uploads.names = FileNames::Described;
            limits.uploads.file_count_limit = 3;
            limits.uploads.file_limit = 5000;
            limits.uploads.field_bytes_limit = 100;
        });
        let file = part("f", Some("a.txt"), &"x".repeat(4000));
        let stored = || eventually("a file is being written", || !names(&folder).is_empty());
        let removed = |what: &str| eventually(what, || names(&folder).is_empty());
        // The client goes away.
        let whole = request("/upload", &file.repeat(2));
        for way in ["reset", "half-close"] {
            let mut client = server.client();
            client.send(&whole[..whole.len() - 2000]).expect("sent");
            stored();
            if way == "half-close" {
                client.finish().expect("closed");
            } else {
                drop(client);
            }
            removed(way);
        }
        // A limit or a rule is broken behind a file.
        expect_refused(&server, &request("/upload", &file.repeat(4)), 413);
        expect_refused(&server, &request("/upload", &(file.clone() + &part("f", Some("b"), &"x".repeat(5001)))), 413);
        expect_refused(&server, &request("/upload", &(file.clone() + &part("a", None, &"x".repeat(101)))), 413);
        expect_refused(&server, &request("/upload", &(file.clone() + "--bad")), 400);
        expect_refused(&server, &request("/upload", &file).replace("--b--", "--b\r\n"), 400);
        removed("refused");
        // The handler fails.
        expect_refused(&server, &request("/panics", &file), 500);
        removed("the handler panicked");
        expect(&mut server.client(), &request("/upload", &part("f", Some("a.txt"), "1")), 200, "f:a.txt:a.txt:1:1");
        assert_eq!(names(&folder).len(), 1);
    });
}

#[test]
fn files_go_when_the_request_is_done() {
    each_placement(|setup| {
        let folder = TempDir::new("uploads");
        let keeping = Route::new("/keep");
        keeping.set_multipart(true);
        keeping.handle(
            Method::Post,
            Arc::new(|exchange: Exchange| {
                exchange.request(|request| request.parts_mut().expect("parts").keep()).expect("there");
                tell(exchange);
            }),
        );
        let moving = Route::new("/move");
        moving.set_multipart(true);
        let target = folder.path().join("moved");
        moving.handle(
            Method::Post,
            Arc::new(move |exchange: Exchange| {
                exchange.move_upload(0, &target).expect("moved");
                assert!(exchange.move_upload(9, &target).is_err());
                tell(exchange);
            }),
        );
        let setup = setup.route(&keeping).route(&moving);
        let server = storing(setup, &folder, |limits| limits.uploads.delete_when_done = true);
        let file = part("f", Some("a"), "1");
        let mut client = server.client();
        expect(&mut client, &request("/upload", &file), 200, "f:a:a:1:1");
        eventually("it is removed", || names(&folder).is_empty());
        expect(&mut client, &request("/move", &file), 200, "f:a:a:1:1");
        expect(&mut client, &request("/upload", &file), 200, "f:a:a:1:1");
        eventually("only the moved one is there", || names(&folder) == ["moved"]);
        expect(&mut client, &request("/keep", &file), 200, "f:a:a:1:1");
        expect(&mut client, &request("/upload", &file), 200, "f:a:a:1:1");
        eventually("only what was moved and kept is there", || names(&folder).len() == 2);
    });
}

#[test]
fn limits_and_boundaries() {
    each_placement(|setup| {
        let folder = TempDir::new("uploads");
        let server = storing(setup, &folder, |_| {});
        let with = |boundary: &str| request("/upload", "").replace("boundary=b", &format!("boundary={boundary}"));
        for length in [0, 71, 4096] {
            expect_refused(&server, &with(&"x".repeat(length)), 400);
        }
        expect_refused(&server, &with("").replace("; boundary=", ""), 400);
        let most = "x".repeat(70);
        let body = format!("--{most}\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--{most}--");
        let good = with(&most).replace("Content-Length: 7", &format!("Content-Length: {}", body.len()));
        expect(
            &mut server.client(),
            &(good.split_once("\r\n\r\n").unwrap().0.to_owned() + "\r\n\r\n" + &body),
            200,
            "a=1",
        );
        expect_refused(&server, &request("/upload", &part("a", None, "").repeat(10_000)), 413);
        let named = format!(
            "--b\r\nContent-Disposition: form-data; name=f; filename*=UTF-8''{}\r\n\r\n",
            "%41".repeat(350_000)
        );
        expect_refused(&server, &request("/upload", &named), 413);
        expect_refused(&server, &request("/upload", &part(&"n".repeat(257), None, "")), 413);
        assert!(names(&folder).is_empty());
    });
}

/// The largest file that this process may write: what a full disk looks like.
fn set_file_limit(bytes: &str) {
    let process = std::process::id().to_string();
    let limit = format!("--fsize={bytes}:unlimited");
    let done = Command::new("prlimit").args(["--pid", &process, &limit]).status().expect("prlimit is there");
    assert!(done.success());
}

#[test]
fn a_full_disk() {
    alone("uploads::a_full_disk", None, || {
        each_placement(|setup| {
            let folder = TempDir::new("uploads");
            let server = storing(setup, &folder, |_| {});
            set_file_limit("100000");
            expect_refused(&server, &request("/upload", &part("f", Some("a"), &"x".repeat(300_000))), 507);
            eventually("nothing is left", || names(&folder).is_empty());
            expect(&mut server.client(), &request("/upload", &part("f", Some("a"), "1")), 200, "f:a:a:1:1");
            set_file_limit("unlimited");
        });
    });
}

#[test]
fn a_large_upload_takes_no_memory() {
    alone("uploads::a_large_upload_takes_no_memory", None, || {
        const SIZE: usize = 64 << 20;
        let piece = vec![b'x'; 64 * 1024];
        let head = "--b\r\nContent-Disposition: form-data; name=f; filename=f\r\n\r\n";
        let end = "\r\n--b--";
        each_placement(|setup| {
            let folder = TempDir::new("uploads");
            let upload = route(|exchange| {
                let size = exchange.request(|request| request.parts().expect("parts").all()[0].size());
                answer(exchange, size.expect("there").to_string());
            });
            upload.set_body_limit(SIZE * 2);
            let setup = setup.app(|app| app.set_uploads_folder(Some(folder.path())).expect("it is there"));
            let server = setup.limits(|limits| limits.uploads.delete_when_done = true).route(&upload).start();
            let start = request("/upload", "").split_once("Content-Length").unwrap().0.to_owned();
            let send = |size: usize| {
                let mut client = server.client();
                let length = head.len() + size + end.len();
                client.send(format!("{start}Content-Length: {length}\r\n\r\n{head}")).expect("sent");
                let mut most = 0;
                for _ in 0..size / piece.len() {
                    client.send(&piece).expect("sent");
                    most = most.max(Usage::now().resident);
                }
                client.send(end).expect("sent");
                assert_eq!(client.response().expect("an answer").text(), size.to_string());
                most
            };
            send(1 << 20);
            let before = Usage::now().resident;
            let most = send(SIZE);
            assert!(most < before + (1 << 20), "{} bytes more", most - before);
            eventually("the file is removed", || names(&folder).is_empty());
        });
    });
}
