//! Parts of a form that the application has while they come, and files that it names.

use cerver_core::{
    config::{HttpOptions, Placement},
    error::Code,
    http::{App, Exchange, FormEnd, PartReader, Response, Route, method::Method, status::Status},
};
use parking_lot::Mutex;
use std::{
    collections::HashMap,
    fs,
    io::{ErrorKind, Write},
    net::TcpStream,
    sync::{Arc, mpsc},
    time::Duration,
};
use support::{
    alone::alone,
    http::Client,
    server::{Setup, TestServer, answer, each_placement, eventually},
    temp::TempDir,
    usage::Usage,
};

/// Notes what it is told, as one text for each form.
#[derive(Default)]
struct Notes {
    /// Of forms that are coming, by the token of their exchange.
    open: Mutex<HashMap<u64, String>>,
    ended: Mutex<Vec<String>>,
    /// Answers in the middle of a part of this name.
    stops_at: &'static [u8],
}

impl Notes {
    fn add(&self, exchange: Exchange, text: &str) {
        self.open.lock().entry(exchange.token()).or_default().push_str(text);
    }

    fn last(&self) -> Option<String> {
        self.ended.lock().last().cloned()
    }

    fn count(&self) -> usize {
        self.ended.lock().len()
    }
}

impl PartReader for Notes {
    fn part_begins(&self, exchange: Exchange, part: usize) {
        let head = exchange.request(|request| {
            let parts = request.parts().expect("there are parts");
            assert_eq!((parts.current(), parts.all().len()), (Some(part), part + 1));
            let part = &parts.all()[part];
            let text = |bytes: Option<&[u8]>| String::from_utf8_lossy(bytes.unwrap_or(b"-")).into_owned();
            format!("[{} {} {}: ", text(Some(part.name())), text(part.file_name()), text(part.content_type()))
        });
        self.add(exchange, &head.expect("the request is there"));
    }

    fn part_bytes(&self, exchange: Exchange, part: usize, data: &[u8]) {
        assert!(!data.is_empty());
        self.add(exchange, &String::from_utf8_lossy(data));
        let name = exchange.request(|request| request.parts().expect("parts").all()[part].name().to_vec());
        if name.expect("there") == self.stops_at {
            let mut response = Response::error(Status::FORBIDDEN, "enough");
            response.fields.add(b"X-Own", b"1").expect("a good field");
            exchange.respond(response).expect("the first answer");
            self.ended.lock().push("stopped".to_owned());
        }
    }

    fn part_ends(&self, exchange: Exchange, part: usize) {
        let told = exchange.request(|request| {
            let part = &request.parts().expect("there are parts").all()[part];
            format!(" {} {}]", part.size(), part.value().len())
        });
        self.add(exchange, &told.expect("the request is there"));
    }

    fn form_ends(&self, exchange: Exchange, end: FormEnd) {
        let notes = self.open.lock().remove(&exchange.token()).unwrap_or_default();
        let text = format!("{notes}{end:?}");
        assert!(exchange.request(|_| ()).is_ok(), "the handles are good");
        if end == FormEnd::Complete {
            answer(exchange, text.clone());
        } else if end == FormEnd::Gone {
            let answered = exchange.respond(Response::error(Status::OK, "nobody"));
            assert_eq!(answered.map_err(|error| error.code()), Err(Code::Closed));
            assert!(exchange.request(|_| ()).is_ok(), "and stay so");
        }
        self.ended.lock().push(text);
    }
}

fn serve(setup: Setup, notes: &Arc<Notes>, change: impl FnOnce(&mut HttpOptions)) -> TestServer {
    let route = Route::new("/form");
    route.handle(Method::Post, Arc::new(|exchange: Exchange| assert!(exchange.is_connected())));
    route.handle(Method::Get, Arc::new(|exchange: Exchange| answer(exchange, "got")));
    route.stream_parts(Arc::clone(notes) as Arc<dyn PartReader>);
    let gated = Route::new("/gated");
    gated.handle(Method::Post, Arc::new(|_: Exchange| {}));
    gated.stream_parts(Arc::clone(notes) as Arc<dyn PartReader>);
    gated.set_gate(Some(Arc::new(|exchange: Exchange| {
        if exchange.request(|request| request.header_by_name(b"X-Pass").is_some()).expect("there") {
            exchange.pass().expect("the gate has to decide");
        }
    })));
    setup.limits(change).route(&route).route(&gated).start()
}

fn part(name: &str, file: Option<&str>, content: &str) -> String {
    let file = file.map(|file| format!("; filename=\"{file}\"\r\nContent-Type: text/x")).unwrap_or_default();
    format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n{content}\r\n")
}

fn post(path: &str, parts: &str) -> String {
    let body = format!("{parts}--b--\r\n");
    format!(
        "POST {path} HTTP/1.1\r\nHost: h\r\nContent-Type: multipart/form-data; boundary=b\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
}

fn ask(client: &mut Client, request: &str) -> (u16, String) {
    // The answer may come, and the connection be closed, before all is sent.
    let _ = client.send(request);
    let response = client.response().expect("an answer");
    (response.status, response.text())
}

#[test]
fn parts_come_one_after_the_other() {
    each_placement(|setup| {
        let notes = Arc::<Notes>::default();
        let server = serve(setup, &notes, |_| {});
        let parts = part("a", None, "one") + &part("f", Some("../x"), "content") + &part("e", Some(""), "");
        let text = "[a - -: one 3 3][f ../x text/x: content 7 0][e  text/x:  0 0]Complete";
        let mut client = server.client();
        for path in ["/form", "/gated"] {
            let request = post(path, &parts).replacen("Host", "X-Pass: 1\r\nHost", 1);
            assert_eq!(ask(&mut client, &request), (200, text.to_owned()));
            for byte in request.as_bytes() {
                client.send([*byte]).expect("sent");
            }
            assert_eq!(client.response().expect("an answer").text(), text);
            let (head, body) = request.split_once("\r\n\r\n").expect("a head");
            let head = head.replace(&format!("Content-Length: {}", body.len()), "Transfer-Encoding: chunked");
            let chunks: String = body.bytes().map(|byte| format!("1\r\n{}\r\n", char::from(byte))).collect();
            assert_eq!(ask(&mut client, &format!("{head}\r\n\r\n{chunks}0\r\n\r\n")).1, text);
        }
        // Requests without a body.
        assert_eq!(ask(&mut client, "GET /form HTTP/1.1\r\nHost: h\r\n\r\n"), (200, "got".to_owned()));
        let none = "POST /form HTTP/1.1\r\nHost: h\r\nContent-Length: 0\r\n\r\n";
        assert_eq!(ask(&mut client, none), (200, "Complete".to_owned()));
        let none = none.replace("/form", "/gated").replace("Host", "X-Pass: 1\r\nHost");
        assert_eq!(ask(&mut client, &none), (200, "Complete".to_owned()));
    });
}

#[test]
fn nothing_is_called_before_route_and_gate() {
    each_placement(|setup| {
        let notes = Arc::<Notes>::default();
        let server = serve(setup, &notes, |_| {});
        let parts = part("a", None, "one");
        for (request, status) in [
            (post("/gated", &parts), 403),
            (post("/none", &parts), 404),
            (post("/form", &parts).replace("POST", "PUT"), 405),
            (post("/form", &parts).replace("multipart/form-data", "text/plain"), 415),
            (post("/form", &parts).replace("boundary=b", "boundary"), 400),
            (post("/form", &parts).replace("Host: h", "Host: h\r\nContent-Encoding: gzip"), 415),
        ] {
            assert_eq!(ask(&mut server.client(), &request).0, status);
        }
        assert!(notes.open.lock().is_empty() && notes.count() == 0);
    });
}

#[test]
fn rules_and_limits_bite_on_the_way() {
    each_placement(|setup| {
        let notes = Arc::<Notes>::default();
        let server = serve(setup, &notes, |options| {
            options.uploads.part_limit = 4;
            options.uploads.part_name_limit = 5;
            options.uploads.part_head_limit = 100;
            options.uploads.file_count_limit = 2;
            options.uploads.file_limit = 5;
            options.uploads.files_limit = 8;
            options.uploads.field_bytes_limit = 10;
        });
        let (field, file) = (part("a", None, "12"), part("f", Some("x"), "123"));
        for (parts, status) in [
            (field.repeat(5), 413),
            (file.repeat(3), 413),
            (part("toolong", None, ""), 413),
            (part("a", Some(&"x".repeat(100)), ""), 413),
            (field.clone() + &part("a", None, "12345678901"), 413),
            (file.clone() + &part("f", Some("x"), "123456"), 413),
            (part("f", Some("x"), "12345") + &part("f", Some("x"), "1234"), 413),
            (file.clone() + "--bad", 400),
            (file.clone() + "--b\r\n\r\n\r\n", 400),
        ] {
            let before = notes.count();
            let mut client = server.client();
            let (answered, text) = ask(&mut client, &post("/form", &parts));
            assert_eq!(answered, status, "{parts} {text}");
            assert!(client.rest().expect("closed").is_empty());
            eventually("the end is told", || notes.count() > before);
            let told = notes.last().expect("something");
            assert!(told.ends_with(&format!("Refused(Status({status}))")), "{told}");
        }
        let before = notes.count();
        let cut = post("/form", &field).replace("--b--", "--b\r\n");
        assert_eq!(ask(&mut server.client(), &cut).0, 400);
        assert_eq!(notes.count(), before + 1);
        assert_eq!(ask(&mut server.client(), &post("/form", &(field + &file))).0, 200);
    });
}

/// The beginning of a form whose end does not come.
fn half_a_form() -> String {
    let whole = post("/form", &part("f", Some("x"), &"x".repeat(1000)));
    whole[..whole.len() - 500].to_owned()
}

#[test]
fn a_client_that_goes_away_ends_its_form() {
    each_placement(|setup| {
        let notes = Arc::<Notes>::default();
        let setup = setup.options(|options| options.drain_timeout = Duration::from_millis(500));
        let server = serve(setup, &notes, |_| {});
        let begun = || !notes.open.lock().is_empty();
        for way in ["reset", "half-close", "bad chunk"] {
            let before = notes.count();
            let mut client = server.client();
            if way == "bad chunk" {
                let whole = post("/form", &part("f", Some("x"), "content"));
                let (head, body) = whole.split_once("\r\n\r\n").expect("a head");
                let head = head.replace(&format!("Content-Length: {}", body.len()), "Transfer-Encoding: chunked");
                client.send(format!("{head}\r\n\r\n{:x}\r\n{body}", body.len())).expect("sent");
            } else {
                client.send(half_a_form()).expect("sent");
            }
            eventually("a part has begun", begun);
            match way {
                "reset" => drop(client),
                "half-close" => client.finish().expect("closed"),
                _ => {
                    client.send("bad").expect("sent");
                    assert_eq!(client.response().expect("an answer").status, 400);
                }
            }
            eventually(way, || notes.count() == before + 1);
            let told = notes.last().expect("something");
            assert!(told.ends_with("Gone"), "{way}: {told}");
        }
        // A server that stops waits for its forms as long as for other requests.
        let mut client = server.client();
        client.send(half_a_form()).expect("sent");
        eventually("a part has begun", begun);
        let before = notes.count();
        drop(server);
        assert_eq!(notes.count(), before + 1);
    });
}

#[test]
fn a_client_that_stalls_ends_its_form() {
    each_placement(|setup| {
        let notes = Arc::<Notes>::default();
        let server = serve(setup, &notes, |options| {
            options.body_rate = 10_000;
            options.body_grace = Duration::from_millis(500);
        });
        let mut client = server.client();
        client.send(half_a_form()).expect("sent");
        assert_eq!(client.response().expect("an answer").status, 408);
        // On a machine that is busy its handler may not have been called in that time: then there is nothing to tell.
        eventually("the end is told", || notes.open.lock().is_empty());
        assert!(notes.last().is_none_or(|told| told.ends_with("Gone")));
    });
}

#[test]
fn an_answer_ends_the_form() {
    each_placement(|setup| {
        let notes = Arc::new(Notes { stops_at: b"stop", ..Notes::default() });
        let server = serve(setup, &notes, |_| {});
        let mut client = server.client();
        let short = post("/form", &(part("stop", None, "x") + &part("a", None, "never seen")));
        for _ in 0..2 {
            client.send(&short).expect("sent");
            let response = client.response().expect("an answer");
            assert_eq!((response.status, response.header("X-Own")), (403, Some("1")));
        }
        eventually("told twice", || notes.count() == 2);
        assert_eq!(notes.last().as_deref(), Some("stopped"), "form_ends is not called");
        let long = post("/form", &part("stop", Some("x"), &"x".repeat(1 << 20)));
        assert_eq!(ask(&mut server.client(), &long).0, 403);
    });
}

/// Waits in the middle of the form.
struct Slow(Mutex<mpsc::Receiver<()>>);

impl PartReader for Slow {
    fn part_begins(&self, _: Exchange, _: usize) {}

    fn part_bytes(&self, _: Exchange, _: usize, _: &[u8]) {
        let _ = self.0.lock().recv_timeout(Duration::from_secs(20));
    }

    fn part_ends(&self, _: Exchange, _: usize) {}

    fn form_ends(&self, exchange: Exchange, end: FormEnd) {
        if end == FormEnd::Complete {
            let size = exchange.request(|request| request.parts().expect("parts").all()[0].size());
            answer(exchange, size.expect("there").to_string());
        }
    }
}

#[test]
fn a_slow_reader_slows_the_client() {
    alone("form_streams::a_slow_reader_slows_the_client", None, || {
        const SIZE: usize = 32 << 20;
        let (go_on, wait) = mpsc::channel();
        let route = Route::new("/form");
        route.handle(Method::Post, Arc::new(|_: Exchange| {}));
        route.stream_parts(Arc::new(Slow(Mutex::new(wait))));
        route.set_body_limit(SIZE * 2);
        let server = Setup::new(Placement::Pool { threads: 1 }).route(&route).start();
        let socket = TcpStream::connect(("127.0.0.1", server.port())).expect("connected");
        socket.set_write_timeout(Some(Duration::from_millis(300))).expect("set");
        let mut writer = socket.try_clone().expect("another handle");
        let mut client = Client::over(socket);
        let before = Usage::now().resident;
        let whole = post("/form", &part("f", Some("x"), &"x".repeat(SIZE)));
        let mut rest = whole.as_bytes();
        let stopped = loop {
            match writer.write(&rest[..rest.len().min(64 * 1024)]) {
                Ok(count) => rest = &rest[count..],
                Err(error) => break error,
            }
        };
        assert!(matches!(stopped.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut), "{stopped}");
        assert!(rest.len() > SIZE / 2, "{} bytes were taken", whole.len() - rest.len());
        let more = Usage::now().resident.saturating_sub(before + whole.len() as u64);
        assert!(more < 4 << 20, "{more} bytes more");
        drop(go_on);
        writer.set_write_timeout(Some(Duration::from_secs(20))).expect("set");
        writer.write_all(rest).expect("taken now");
        assert_eq!(client.response().expect("an answer").text(), SIZE.to_string());
    });
}

fn named(setup: Setup, folder: &TempDir, change: impl FnOnce(&App)) -> TestServer {
    let route = Route::new("/upload");
    route.set_multipart(true);
    route.handle(Method::Post, Arc::new(tell));
    let panics = Route::new("/panics");
    panics.set_multipart(true);
    panics.handle(Method::Post, Arc::new(|_: Exchange| panic!("by the test")));
    let setup = setup.app(|app| {
        app.set_uploads_folder(Some(folder.path())).expect("it is there");
        change(app);
    });
    setup.limits(|limits| limits.uploads.file_limit = 5000).route(&route).route(&panics).start()
}

/// Tells where the parts are.
fn tell(exchange: Exchange) {
    let text = exchange.request(|request| {
        let Some(parts) = request.parts() else { return format!("whole {}", request.body().len()) };
        let describe = |part: &cerver_core::http::Part| match part.path() {
            Some(path) => {
                let content = fs::read_to_string(path).expect("it is there");
                format!("{}={}", part.stored_name().unwrap_or_default(), content.len())
            }
            None => format!("{}", part.value().len()),
        };
        let told: Vec<String> = parts.all().iter().map(describe).collect();
        format!("{}: {}", parts.folder_name().unwrap_or("-"), told.join(" "))
    });
    answer(exchange, text.expect("the request is there"));
}

fn names(folder: &TempDir) -> Vec<String> {
    let entries = fs::read_dir(folder.path()).expect("a folder");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("an entry").file_name().into_string().expect("UTF-8")).collect();
    names.sort();
    names
}

#[test]
fn the_application_names_files_and_folders() {
    each_placement(|setup| {
        let folder = TempDir::new("named");
        let server = named(setup, &folder, |app| {
            app.set_folder_namer(Some(Arc::new(|exchange: Exchange| {
                let wanted = exchange.request(|request| request.header_by_name(b"X-Folder").map(<[u8]>::to_vec));
                if let Some(wanted) = wanted.expect("there") {
                    let _ = exchange.name_folder(&wanted);
                }
            })));
            app.set_file_namer(Some(Arc::new(|exchange: Exchange| {
                let (part, name) = exchange
                    .request(|request| {
                        let parts = request.parts().expect("parts");
                        let current = parts.current().expect("one is coming");
                        (current, parts.all()[current].file_name().expect("a file").to_vec())
                    })
                    .expect("there");
                match exchange.name_file(part, &name) {
                    Ok(()) => {}
                    Err(error) => assert_eq!((error.code(), &name[..]), (Code::Argument, &b".."[..])),
                }
                if name == b"refused" {
                    exchange.respond(Response::error(Status::CONFLICT, "no")).expect("the first answer");
                }
                assert_eq!(exchange.name_file(part + 1, b"x").map_err(|error| error.code()), Err(Code::State));
            })));
        });
        let mut client = server.client();
        let in_folder =
            |name: &str, parts: &str| post("/upload", parts).replacen("Host", &format!("X-Folder: {name}\r\nHost"), 1);
        let file = |name: &str| part("f", Some(name), "content");
        let two = file("a.txt") + &part("a", None, "field") + &file("a.txt");
        assert_eq!(ask(&mut client, &post("/upload", &two)).1, "-: a.txt=7 5 a-2.txt=7");
        assert_eq!(ask(&mut client, &post("/upload", &file("../../etc/pass wd"))).1, "-: passwd=7");
        assert_eq!(ask(&mut client, &in_folder("../alice", &file("a"))).1, "alice: a=7");
        assert_eq!(ask(&mut client, &in_folder("alice", &file("a"))).1, "alice: a-2=7", "the same folder");
        assert_eq!(ask(&mut client, &in_folder("..", &file("b"))).1, "-: b=7");
        assert_eq!(ask(&mut client, &in_folder("never", &part("a", None, "1"))).1, "-: 1", "no file, no folder");
        let other = "POST /upload HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\nabc";
        assert_eq!(ask(&mut client, other).1, "whole 3");
        let random = ask(&mut client, &post("/upload", &file(".."))).1;
        assert_eq!(random.len(), "-: =7".len() + 32, "{random}");
        let kept = names(&folder);
        let named: Vec<&String> = kept.iter().filter(|name| name.len() < 32).collect();
        assert_eq!(named, ["a-2.txt", "a.txt", "alice", "b", "passwd"]);
        for (parts, status) in [
            (file("gone") + &file("refused"), 409),
            (file("gone") + &part("f", Some("x"), &"x".repeat(5001)), 413),
            (file("gone") + "--bad", 400),
        ] {
            assert_eq!(ask(&mut server.client(), &in_folder("gone", &parts)).0, status);
            eventually("all of it is removed", || names(&folder) == kept);
        }
        assert_eq!(ask(&mut server.client(), &post("/panics", &file("gone"))).0, 500);
        eventually("what the handler had is removed", || names(&folder) == kept);
        let whole = post("/upload", &file("gone").repeat(60));
        let mut client = server.client();
        client.send(&whole[..whole.len() / 2]).expect("sent");
        eventually("files are being written", || names(&folder) != kept);
        drop(client);
        eventually("the client has gone", || names(&folder) == kept);
    });
}

#[test]
fn a_namer_that_fails_fails_the_request() {
    each_placement(|setup| {
        let folder = TempDir::new("named");
        let server =
            named(setup, &folder, |app| app.set_file_namer(Some(Arc::new(|_: Exchange| panic!("by the test")))));
        assert_eq!(ask(&mut server.client(), &post("/upload", &part("f", Some("a"), "1"))).0, 500);
        assert_eq!(ask(&mut server.client(), &post("/upload", &part("f", None, "1"))).0, 200);
        assert!(names(&folder).is_empty());
    });
}
