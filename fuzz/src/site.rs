//! The application that the connection targets talk to, and what it answers.

use cerver_core::{
    config::HttpOptions,
    http::{App, Exchange, Fields, Route, content_type::ContentType, method::Method, status::Status},
};
use std::sync::{Arc, Mutex, PoisonError};

/// Limits small enough for short inputs to meet them.
pub const BODY_LIMIT: usize = 200;
/// Bytes of a request line.
pub const LINE_LIMIT: usize = 100;
/// Bytes of a head.
pub const HEAD_LIMIT: usize = 400;
/// Fields of a head.
pub const FIELD_LIMIT: u32 = 12;
/// Bytes of chunk extensions, and of trailers.
pub const EXTRA_LIMIT: usize = 30;

/// Body of `/large`, enough to fill a small send queue.
pub const LARGE: &[u8] = &[b'l'; 3000];

/// Exchanges that were detached and wait for their answer.
pub type Detached = Arc<Mutex<Vec<Exchange>>>;

/// The application.
pub fn app(detached: &Detached) -> Arc<App> {
    let app = App::new();
    app.configure(|options: &mut HttpOptions| {
        options.body_limit = BODY_LIMIT;
        options.request_line_limit = LINE_LIMIT;
        options.head_limit = HEAD_LIMIT;
        options.header_count_limit = FIELD_LIMIT;
        options.chunk_extension_limit = EXTRA_LIMIT;
        options.trailer_limit = EXTRA_LIMIT;
    });
    add(&app, Method::Get, "/", |exchange| text(exchange, b"hello"));
    add(&app, Method::Post, "/", echo);
    add(&app, Method::Put, "/*", echo);
    add(&app, Method::Get, "/large", |exchange| text(exchange, LARGE));
    add(&app, Method::Get, "/field", field);
    add(&app, Method::Get, "/param/:name", |exchange| {
        let take = exchange.named_param(b"name", |request, index| request.param(index).map(<[u8]>::to_vec));
        text(exchange, &take.ok().flatten().flatten().unwrap_or_default());
    });
    add(&app, Method::Get, "/stream", |exchange| stream(exchange, &[b"one", b"", b"three"]));
    add(&app, Method::Get, "/silent", |_| {});
    add(&app, Method::Get, "/close", |exchange| drop(exchange.close()));
    let later = Arc::clone(detached);
    add(&app, Method::Get, "/later", move |exchange| {
        if exchange.detach().is_ok() {
            later.lock().unwrap_or_else(PoisonError::into_inner).push(exchange);
        }
    });
    app
}

/// Answers the oldest of the detached exchanges; false when there is none.
pub fn answer_detached(detached: &Detached) -> bool {
    let mut waiting = detached.lock().unwrap_or_else(PoisonError::into_inner);
    let oldest = (!waiting.is_empty()).then(|| waiting.remove(0));
    drop(waiting);
    oldest.map(|exchange| text(exchange, b"later")).is_some()
}

fn add(app: &App, method: Method, path: &str, handler: impl Fn(Exchange) + Send + Sync + 'static) {
    let route = Route::new(path);
    route.handle(method, Arc::new(handler));
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

fn stream(exchange: Exchange, pieces: &[&[u8]]) {
    if exchange.stream(Status::OK, &Fields::default()).is_ok() {
        for piece in pieces {
            let _ = exchange.stream_write(piece);
        }
        let _ = exchange.stream_end();
    }
}
