//! The access log: one line for each request however it ends, and no request that waits for the log.

use cerver_core::{
    config::RequestIds,
    http::{AccessLog, App, Fields, LogFormat, Response, content_type::ContentType, status::Status},
};
use parking_lot::Mutex;
use socket2::SockRef;
use std::{
    fs::{self, File},
    io::{Read, Write},
    net::TcpStream,
    os::fd::AsRawFd,
    sync::{Arc, mpsc::channel},
    time::Duration,
};
use support::{
    server::{Setup, TestServer, each_placement, eventually, get, post},
    temp::TempDir,
};

/// A log that a function keeps.
#[derive(Clone, Default)]
struct Lines(Arc<Mutex<Vec<u8>>>);

impl Lines {
    fn log(&self, format: LogFormat) -> impl FnOnce(&App) {
        let lines = self.clone();
        let keep = move |batch: &[u8]| {
            assert!(batch.ends_with(b"\n"), "whole lines");
            lines.0.lock().extend_from_slice(batch);
        };
        let log = AccessLog::to_function(format, Arc::new(keep));
        move |app| app.set_access_log(Some(log))
    }

    fn text(&self) -> String {
        String::from_utf8(self.0.lock().clone()).expect("the log is UTF-8")
    }

    /// All lines when there are so many.
    #[track_caller]
    fn wait(&self, count: usize) -> Vec<String> {
        eventually("the lines", || self.text().lines().count() >= count);
        let lines: Vec<String> = self.text().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), count, "{lines:?}");
        lines
    }
}

#[test]
fn the_formats() {
    each_placement(|setup| {
        let lines = Lines::default();
        let server = setup.text("/a", "twelve bytes").app(lines.log(LogFormat::Combined)).start();
        let request = "GET /a?b=\"c\" HTTP/1.1\r\nHost: h\r\nReferer: http://x/\r\nUser-Agent: me \\ \"you\"\r\n\r\n";
        let mut client = server.client();
        client.send(request).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 200);
        let line = &lines.wait(1)[0];
        let (front, back) = line.split_once("] ").expect("a time");
        assert!(front.starts_with("127.0.0.1 - - [") && front.ends_with(" +0000"), "{line}");
        assert_eq!(back, r#""GET /a?b=\"c\" HTTP/1.1" 200 12 "http://x/" "me \\ \"you\"""#);
    });
}

/// An error page is made by the reactor: a client that has gone before that has got nothing.
#[test]
fn an_error_page_that_nobody_gets_has_no_status() {
    each_placement(|setup| {
        let lines = Lines::default();
        let (exchanges, requests) = channel();
        let (begun, begins) = channel();
        let (go, goes) = channel::<()>();
        let goes = Mutex::new(goes);
        let server = setup
            .text("/a", "yes")
            .app(lines.log(LogFormat::Common))
            .app(|app| {
                app.set_error_page(Some(Arc::new(move |page| {
                    if page.status == Status::NOT_FOUND {
                        begun.send(()).expect("the test goes on");
                        let _ = goes.lock().recv_timeout(Duration::from_secs(10));
                    }
                    None
                })));
            })
            .get("/late", move |exchange| {
                exchange.detach().expect("not answered yet");
                exchanges.send(exchange).expect("the test goes on");
            })
            .start();
        assert_eq!(server.get("/a").text(), "yes");
        let mut gone = TcpStream::connect(("127.0.0.1", server.port())).expect("the server accepts");
        gone.write_all(get("/late").as_bytes()).expect("sent");
        let exchange = requests.recv_timeout(Duration::from_secs(10)).expect("a request");
        let mut other = server.client();
        other.send(get("/none")).expect("sent");
        // While the reactor makes the page of the other one.
        begins.recv_timeout(Duration::from_secs(10)).expect("it has begun");
        exchange.respond(Response::error(Status::FORBIDDEN, "no")).expect("the first answer");
        SockRef::from(&gone).set_linger(Some(Duration::ZERO)).expect("set");
        drop(gone);
        go.send(()).expect("it waits");
        assert_eq!(other.response().expect("an answer").status, 404);
        let lines = lines.wait(3);
        let line = lines.iter().find(|line| line.contains("\"GET /late HTTP/1.1\" ")).expect("a line of its own");
        // Nearly always the reactor sees first that the client has gone.
        assert!(line.ends_with("\" 499 0") || line.contains("\" 403 "), "{line}");
    });
}

#[test]
fn every_end_of_a_request_has_a_line() {
    each_placement(|setup| {
        let lines = Lines::default();
        let server = setup
            .text("/a", "yes")
            .echo()
            .get("/panic", |_| panic!("as asked"))
            .get("/close", |exchange| exchange.close().expect("not answered yet"))
            .get("/late", |exchange| exchange.detach().expect("not answered yet"))
            .get("/stream", |exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                exchange.stream_write(b"piece").expect("taken");
                exchange.stream_end().expect("ended");
            })
            .get("/cut", |exchange| {
                exchange.stream(Status::OK, &Fields::default()).expect("begun");
                exchange.stream_write(b"piece").expect("taken");
            })
            .limits(|limits| {
                limits.body_limit = 10;
                limits.answer_timeout = Duration::from_millis(700);
            })
            .app(lines.log(LogFormat::Json))
            .start();
        let bodiless = |path: &str| get(path).replace("GET", "HEAD");
        let cases = [
            (get("/a"), "GET /a HTTP/1.1", 200, 3, true),
            (bodiless("/a"), "HEAD /a HTTP/1.1", 200, 0, true),
            (post("/echo", "body"), "POST /echo HTTP/1.1", 200, 4, true),
            (get("/none"), "GET /none HTTP/1.1", 404, 23, true),
            (get("/panic"), "GET /panic HTTP/1.1", 500, 28, true),
            (get("/stream"), "GET /stream HTTP/1.1", 200, 5, true),
            (get("/cut"), "GET /cut HTTP/1.1", 200, 5, false),
            (get("/close"), "GET /close HTTP/1.1", 444, 0, false),
            (get("/late"), "GET /late HTTP/1.1", 503, 38, true),
            (post("/echo", "much too long"), "POST /echo HTTP/1.1", 413, 55, true),
            ("GARBAGE\r\n\r\n".to_owned(), "GARBAGE", 400, 0, true),
        ];
        for (count, (request, line, status, bytes, is_complete)) in cases.into_iter().enumerate() {
            let mut client = server.client();
            client.send(request).expect("sent");
            client.finish().expect("closed");
            client.rest().expect("the end");
            let lines = lines.wait(count + 1);
            let last = &lines[count];
            assert!(last.contains(&format!("\"request\": \"{line}\", \"status\": {status}, ")), "{last}");
            assert!(last.contains(&format!("\"complete\": {is_complete}, ")), "{last}");
            if status != 400 {
                assert!(last.contains(&format!("\"body_bytes\": {bytes}, ")), "{last}");
            }
        }
    });
}

#[test]
fn clients_that_go_have_a_line() {
    each_placement(|setup| {
        let lines = Lines::default();
        let (tell, is_detached) = channel();
        let server = setup
            .echo()
            .get("/late", move |exchange| {
                exchange.detach().expect("not answered yet");
                tell.send(()).expect("the test waits");
            })
            .app(lines.log(LogFormat::Common))
            .start();
        let mut half_body = server.client();
        half_body.send("POST /echo HTTP/1.1\r\nHost: h\r\nContent-Length: 9\r\n\r\nhalf").expect("sent");
        eventually("the request", || server.0.stats().requests == 1);
        drop(half_body);
        assert!(lines.wait(1)[0].ends_with("\"POST /echo HTTP/1.1\" 499 0"));
        let mut waiting = server.client();
        waiting.send(get("/late")).expect("sent");
        is_detached.recv_timeout(Duration::from_secs(10)).expect("the handler is called");
        server.0.shutdown().expect("it runs");
        assert!(lines.wait(2)[1].ends_with("\"GET /late HTTP/1.1\" 499 0"));
    });
}

#[test]
fn nothing_is_injected() {
    each_placement(|setup| {
        let lines = Lines::default();
        let server = setup.text("/a", "yes").app(lines.log(LogFormat::Common)).start();
        let mut count = 0;
        for line in ["GET /a\x1b[2J HTTP/1.1", "GET /a\" 200 HTTP/1.1", "\u{e9}\\\x7f", "G\0\rX", "\"\""] {
            let mut client = server.client();
            client.send(format!("{line}\r\nHost: h\r\n\r\n")).expect("sent");
            client.rest().ok();
            count += 1;
            let last = lines.wait(count).pop().expect("a line");
            assert!(last.bytes().all(|byte| matches!(byte, b' '..=b'~')), "{last:?}");
        }
    });
}

#[test]
fn request_ids_stand_in_the_log() {
    each_placement(|setup| {
        let lines = Lines::default();
        let setup = setup.text("/a", "yes").limits(|limits| limits.request_ids = RequestIds::Generate);
        let server = setup.app(lines.log(LogFormat::Json)).start();
        let response = server.get("/a");
        let id = response.header("X-Request-Id").expect("a name");
        assert!(lines.wait(1)[0].contains(&format!("\"request_id\": \"{id}\"")));
    });
}

fn to_file(setup: Setup, log: AccessLog) -> TestServer {
    setup.text("/a", "yes").app(|app| app.set_access_log(Some(log))).start()
}

fn lines_of(path: &std::path::Path) -> usize {
    fs::read_to_string(path).map_or(0, |text| text.lines().filter(|line| line.contains("GET /a")).count())
}

#[test]
fn a_rotated_file_is_left() {
    let folder = TempDir::new("log");
    let (path, old) = (folder.path().join("access.log"), folder.path().join("access.log.1"));
    let log = AccessLog::to_path(LogFormat::Common, &path).expect("made");
    let server = to_file(Setup::new(cerver_core::config::Placement::Reactor), log.clone());
    server.get("/a");
    eventually("the first line", || lines_of(&path) == 1);
    fs::rename(&path, &old).expect("renamed");
    server.get("/a");
    eventually("the old file goes on", || lines_of(&old) == 2);
    log.reopen().expect("made anew");
    server.get("/a");
    eventually("the new file", || lines_of(&path) == 1);
    assert_eq!(lines_of(&old), 2);
    let descriptor = AccessLog::to_descriptor(LogFormat::Common, File::open("/dev/null").unwrap().as_raw_fd());
    assert!(descriptor.expect("a device").reopen().is_err(), "without a path");
    assert!(AccessLog::to_path(LogFormat::Common, folder.path()).is_err(), "a folder");
    assert!(AccessLog::to_descriptor(LogFormat::Common, -1).is_err());
}

/// Several reactors share one file, and what was there stays.
#[test]
fn lines_of_several_reactors_stay_whole() {
    let folder = TempDir::new("log");
    let path = folder.file("access.log", "before\n");
    let log = AccessLog::to_path(LogFormat::Combined, &path).expect("opened");
    let setup = Setup::new(cerver_core::config::Placement::Reactor).options(|options| options.reactors = 4);
    let server = to_file(setup, log);
    let mut clients: Vec<_> = (0..8).map(|_| server.client()).collect();
    for _ in 0..20 {
        for client in &mut clients {
            client.send(get("/a").repeat(5)).expect("sent");
        }
        for client in &mut clients {
            (0..5).for_each(|_| assert_eq!(client.response().expect("an answer").text(), "yes"));
        }
    }
    eventually("all lines", || lines_of(&path) == 800);
    let text = fs::read_to_string(&path).expect("UTF-8");
    assert!(text.starts_with("before\n"));
    assert!(text.lines().skip(1).all(|line| line.ends_with("\"GET /a HTTP/1.1\" 200 3 \"-\" \"-\"")), "{text}");
}

/// A pipe that nobody reads takes 64 KiB; the buffer holds some more, then lines are lost, and the server goes on.
#[test]
fn a_full_pipe_costs_lines_only() {
    each_placement(|setup| {
        let (mut reader, writer) = std::io::pipe().expect("a pipe");
        let log = AccessLog::to_descriptor(LogFormat::Combined, writer.as_raw_fd()).expect("a pipe");
        drop(writer);
        let app = Arc::new(Mutex::new(None));
        let agent = "a".repeat(500);
        let request = get("/a").replace("\r\n\r\n", &format!("\r\nUser-Agent: {agent}\r\n\r\n"));
        let dropped = Arc::clone(&app);
        let server = setup
            .text("/a", "yes")
            .get("/lost", move |exchange| {
                let app: Option<Arc<App>> = dropped.lock().clone();
                let body = app.map(|app| app.metrics_text()).unwrap_or_default();
                exchange.respond(Response::with_body(Status::OK, ContentType::Txt, body)).expect("the first answer");
            })
            .shared_app(|shared| *app.lock() = Some(shared))
            .app(|app| app.set_access_log(Some(log)))
            .start();
        let mut client = server.client();
        let asked = 400;
        for _ in 0..asked {
            client.send(&request).expect("sent");
            assert_eq!(client.response().expect("not held up").text(), "yes");
        }
        let text = client.get("/lost").expect("an answer").text();
        let count = |name: &str| -> u64 {
            let line = text.lines().find_map(|line| line.strip_prefix(name)).expect("a counter");
            line.trim().parse().expect("a number")
        };
        let (written, lost) =
            (count("cerver_access_log_lines_total "), count("cerver_access_log_dropped_lines_total "));
        // A pipe has two pages at least, and room for some of these lines.
        assert!(written > 5 && lost > 50, "{written} written, {lost} lost");
        *app.lock() = None;
        // Read on, the pipe takes what was kept; then the server ends, and with it the pipe.
        let reading = std::thread::spawn(move || {
            let mut text = String::new();
            reader.read_to_string(&mut text).map(|_| text)
        });
        drop(server);
        let text = reading.join().expect("no panic").expect("UTF-8");
        assert!(text.lines().all(|line| line.starts_with("127.0.0.1 - - [") && line.ends_with('"')), "whole lines");
    });
}
