//! The application that the connection targets talk to. What it should answer is said in `routes.rs`.

use cerver_core::{
    config::{HttpOptions, RequestIds, UploadOptions},
    http::{
        AccessLog, App, Exchange, Fields, LogFormat, Request, Response, Route, content_type::ContentType,
        header::KnownHeader, method::Method, status::Status,
    },
    protocol::{Context, Protocol},
};
use std::{
    collections::HashMap,
    fs,
    path::PathBuf,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};

/// Limits small enough for short inputs to meet them.
pub const BODY_LIMIT: usize = 200;
/// Bytes of a body of `/form` and `/vault`.
pub const FORM_LIMIT: usize = 600;
/// Bytes of a request line.
pub const LINE_LIMIT: usize = 100;
/// Bytes of a head.
pub const HEAD_LIMIT: usize = 400;
/// Fields of a head.
pub const FIELD_LIMIT: u32 = 12;
/// Bytes of chunk extensions, and of trailers.
pub const EXTRA_LIMIT: usize = 30;
/// Bytes of an answer from which on it is compressed.
pub const CODED_FROM: usize = 256;

/// Body of `/large`, enough to fill a small send queue.
pub const LARGE: &[u8] = &[b'l'; 3000];
/// Pieces of `/flow`, which may be compressed.
pub const FLOW: [&[u8]; 4] = [b"one\n", b"", b"two and one\n", &[b'f'; 500]];

/// Limits of multipart bodies.
pub fn upload_options() -> UploadOptions {
    UploadOptions {
        part_limit: 4,
        part_head_limit: 150,
        part_name_limit: 10,
        field_bytes_limit: 60,
        file_count_limit: 2,
        file_limit: 80,
        files_limit: 120,
        delete_when_done: true,
        ..UploadOptions::default()
    }
}

/// What the handlers share with those who drive the site.
pub struct Backstage {
    /// Exchanges that were detached and wait, for their answer or for the gate.
    detached: Mutex<Vec<(Exchange, Waiting)>>,
    /// What has come of the bodies of `/pieces`.
    bodies: Mutex<HashMap<u64, Vec<u8>>>,
    lines: Mutex<Vec<u8>>,
    /// Where files are stored; None: in memory.
    uploads: Option<PathBuf>,
}

enum Waiting {
    ForAnswer,
    AtGate,
}

impl Backstage {
    /// Uploads are stored in this folder, which is made, or in memory.
    pub fn new(uploads: Option<PathBuf>) -> Arc<Self> {
        if let Some(folder) = &uploads {
            fs::create_dir_all(folder).expect("a folder for uploads");
        }
        Arc::new(Self { detached: Mutex::default(), bodies: Mutex::default(), lines: Mutex::default(), uploads })
    }

    /// Decides about the oldest of the detached exchanges; false when there is none.
    pub fn go_on(&self) -> bool {
        let mut detached = locked(&self.detached);
        if detached.is_empty() {
            return false;
        }
        let (exchange, waiting) = detached.remove(0);
        drop(detached);
        match waiting {
            Waiting::ForAnswer => text(exchange, b"later"),
            Waiting::AtGate => drop(exchange.pass()),
        }
        true
    }

    /// The lines of the access log since the last call. Between two connections nothing of the first one is left.
    pub fn end(&self) -> Vec<u8> {
        locked(&self.bodies).clear();
        assert!(self.has_no_files(), "an uploaded file was left over");
        std::mem::take(&mut *locked(&self.lines))
    }

    fn has_no_files(&self) -> bool {
        self.uploads.as_ref().is_none_or(|folder| fs::read_dir(folder).expect("the folder").next().is_none())
    }
}

impl Drop for Backstage {
    fn drop(&mut self) {
        if let Some(folder) = &self.uploads {
            let _ = fs::remove_dir_all(folder);
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The application, with a log in this format. Requests have names when that can hold them.
pub fn app(backstage: &Arc<Backstage>, format: LogFormat) -> Arc<App> {
    let app = App::new();
    app.configure(|options: &mut HttpOptions| {
        options.body_limit = BODY_LIMIT;
        options.request_line_limit = LINE_LIMIT;
        options.head_limit = HEAD_LIMIT;
        options.header_count_limit = FIELD_LIMIT;
        options.chunk_extension_limit = EXTRA_LIMIT;
        options.trailer_limit = EXTRA_LIMIT;
        options.body_window = 50;
        options.uploads = upload_options();
        options.compression = true;
        options.compression_level = 1;
        options.compression_min_size = CODED_FROM;
        options.request_ids = if format == LogFormat::Json { RequestIds::Trust } else { RequestIds::Off };
    });
    let keeper = Arc::clone(backstage);
    let take = move |lines: &[u8]| locked(&keeper.lines).extend_from_slice(lines);
    app.set_access_log(Some(AccessLog::to_function(format, Arc::new(take))));
    app.set_uploads_folder(backstage.uploads.as_deref()).expect("the folder is there");
    add(&app, Method::Get, "/", |exchange| text(exchange, b"hello"));
    add(&app, Method::Post, "/", echo);
    add(&app, Method::Put, "/*", echo);
    add(&app, Method::Get, "/large", |exchange| text(exchange, LARGE));
    add(&app, Method::Get, "/field", field);
    add(&app, Method::Get, "/param/:name", |exchange| {
        let take = exchange.named_param(b"name", |request, index| request.param(index).map(<[u8]>::to_vec));
        text(exchange, &take.ok().flatten().flatten().unwrap_or_default());
    });
    add(&app, Method::Get, "/stream", |exchange| stream(exchange, &Fields::default(), &[b"one", b"", b"three"]));
    add(&app, Method::Get, "/flow", |exchange| {
        let mut fields = Fields::default();
        fields.set(KnownHeader::ContentType, b"text/plain").expect("a type");
        stream(exchange, &fields, &FLOW);
    });
    add(&app, Method::Get, "/silent", |_| {});
    add(&app, Method::Get, "/close", |exchange| drop(exchange.close()));
    let keeper = Arc::clone(backstage);
    add(&app, Method::Get, "/later", move |exchange| detach(&keeper, exchange, Waiting::ForAnswer));
    add_uploads(&app, backstage);
    add_pieces(&app, backstage);
    let switch = Route::new("/switch");
    switch.handle(Method::Get, Arc::new(|exchange| text(exchange, b"no echo")));
    switch.take_upgrade("echo", Arc::new(|_: &mut Request, _: &mut Fields| become_echo())).expect("a token");
    app.add_route(&switch).expect("the route is new");
    app
}

fn add(app: &App, method: Method, path: &str, handler: impl Fn(Exchange) + Send + Sync + 'static) {
    let route = Route::new(path);
    route.handle(method, Arc::new(handler));
    app.add_route(&route).expect("the route is new");
}

/// Forms, for all and behind a gate.
fn add_uploads(app: &App, backstage: &Arc<Backstage>) {
    for path in ["/form", "/vault"] {
        let route = Route::new(path);
        route.handle(Method::Post, Arc::new(tell_parts));
        route.handle(Method::Get, Arc::new(tell_parts));
        route.set_multipart(true);
        route.set_body_limit(FORM_LIMIT);
        if path == "/vault" {
            let keeper = Arc::clone(backstage);
            route.set_gate(Some(Arc::new(move |exchange| gate(&keeper, exchange))));
        }
        app.add_route(&route).expect("the route is new");
    }
}

fn gate(backstage: &Backstage, exchange: Exchange) {
    assert!(backstage.has_no_files(), "a file was stored before the gate had been asked");
    let ticket = exchange.request(|request| request.header_by_name(b"authorization").map(<[u8]>::to_vec));
    match ticket.ok().flatten().as_deref() {
        Some(b"yes") => drop(exchange.pass()),
        Some(b"no") => drop(exchange.answer(Status::UNAUTHORIZED, ContentType::Txt, b"who are you?")),
        Some(b"later") => detach(backstage, exchange, Waiting::AtGate),
        _ => {}
    }
}

fn detach(backstage: &Backstage, exchange: Exchange, waiting: Waiting) {
    if exchange.detach().is_ok() {
        locked(&backstage.detached).push((exchange, waiting));
    }
}

/// Answers with the parts of a form.
fn tell_parts(exchange: Exchange) {
    let told = exchange.request(|request| {
        let Some(parts) = request.parts() else { return [b"whole:", request.body()].concat() };
        let mut told = Vec::new();
        for part in parts.all() {
            let stored = part.path().map(|path| fs::read(path).expect("a stored file"));
            let name = part.is_file().then(|| part.safe_name());
            tell_part(part.name(), name, stored.as_deref().unwrap_or_else(|| part.value()), &mut told);
        }
        told
    });
    text(exchange, &told.unwrap_or_default());
}

/// What `/form` says of one part.
pub fn tell_part(name: &[u8], file: Option<&str>, content: &[u8], told: &mut Vec<u8>) {
    told.extend_from_slice(name);
    told.extend_from_slice(file.map_or(String::new(), |name| format!(" in {name}")).as_bytes());
    told.extend_from_slice(format!(" of {}:", content.len()).as_bytes());
    told.extend_from_slice(content);
}

/// Reads the body as it comes, and answers with it at its end.
fn add_pieces(app: &App, backstage: &Arc<Backstage>) {
    let keeper = Arc::clone(backstage);
    let take = move |exchange: Exchange| {
        let mut buffer = [0; 20];
        while let Ok(count) = exchange.read_body(&mut buffer, Some(Duration::ZERO)) {
            let mut bodies = locked(&keeper.bodies);
            bodies.entry(exchange.token()).or_default().extend_from_slice(&buffer[..count]);
            if count == 0 {
                let body = bodies.remove(&exchange.token()).unwrap_or_default();
                return text(exchange, &body);
            }
        }
    };
    let route = Route::new("/pieces");
    route.handle(Method::Post, Arc::new(|_| {}));
    route.stream_body(Some(Arc::new(take)));
    app.add_route(&route).expect("the route is new");
}

/// The client may have gone: then nobody needs it.
fn text(exchange: Exchange, body: &[u8]) {
    let _ = exchange.answer(Status::OK, ContentType::Txt, body);
}

fn echo(exchange: Exchange) {
    text(exchange, &exchange.request(|request| request.body().to_vec()).unwrap_or_default());
}

/// Puts the decoded pairs of the query into header fields, as a careless application does it.
fn field(exchange: Exchange) {
    let mut fields = Fields::default();
    let filled = exchange.request(|request| {
        let pairs = request.query().into_iter().flat_map(|pairs| pairs.iter());
        pairs.filter(|(name, value)| fields.add(name, value).is_ok()).count()
    });
    let body = format!("{} fields", filled.unwrap_or_default());
    let _ = exchange.respond_parts(Status::OK, &fields, body.as_bytes());
}

fn stream(exchange: Exchange, fields: &Fields, pieces: &[&[u8]]) {
    if exchange.stream(Status::OK, fields).is_ok() {
        for piece in pieces {
            let _ = exchange.stream_write(piece);
        }
        let _ = exchange.stream_end();
    }
}

/// Sends back what comes.
struct Echo;

fn become_echo() -> Result<Box<dyn Protocol>, Response> {
    Ok(Box::new(Echo))
}

impl Protocol for Echo {
    fn receive(&mut self, cx: &mut Context<'_>, input: &[u8]) -> usize {
        cx.output.write(input);
        input.len()
    }

    fn half_closed(&mut self, cx: &mut Context<'_>, _left: usize) {
        cx.close();
    }

    fn expired(&mut self, cx: &mut Context<'_>) {
        cx.close();
    }

    fn draining(&mut self, cx: &mut Context<'_>) {
        cx.close();
    }
}
