//! Servers of the core inside the test's own process: set up in a few words, on a port of their own, stopped at the
//! end of the test.

use crate::{
    http::{Client, Response},
    slack,
};
use cerver_core::{
    config::{HttpOptions, Listen, Options, Placement},
    error::Code,
    http::{App, Exchange, Route, content_type::ContentType, method::Method, status::Status},
    server::Server,
};
use std::{
    net::Ipv4Addr,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

/// Every place where handlers can run.
pub const PLACEMENTS: [Placement; 3] = [Placement::Reactor, Placement::Pool { threads: 4 }, Placement::OwnThread];

/// Runs a test once for each placement.
pub fn each_placement(test: impl Fn(Setup)) {
    for placement in PLACEMENTS {
        // Shown only when the test fails.
        eprintln!("handlers: {placement:?}");
        test(Setup::new(placement));
    }
}

/// For the time-outs of clients: on a slow machine they wait for their test for longer than the defaults.
const LONG: Duration = Duration::from_secs(600);

/// What a server will be: one listener on a free port of this machine, and the routes that are added.
pub struct Setup {
    app: Arc<App>,
    options: Options,
}

impl Setup {
    /// A server without routes.
    pub fn new(placement: Placement) -> Self {
        let listen = vec![Listen::Tcp((Ipv4Addr::LOCALHOST, 0).into())];
        let options = Options {
            listen,
            placement,
            backlog: 4096,
            drain_timeout: Duration::from_secs(8),
            idle_timeout: LONG,
            write_timeout: LONG,
            max_handler_threads: 2000,
            pool_queue: 4096,
            ..Options::default()
        };
        let app = App::new();
        app.configure(|limits| (limits.head_timeout, limits.web_socket.ping_interval) = (LONG, LONG));
        Self { app, options }
    }

    /// Where the handlers run.
    pub fn placement(&self) -> Placement {
        self.options.placement
    }

    /// Adds a handler.
    pub fn handle(self, method: Method, path: &str, handler: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        let route = Route::new(path);
        route.handle(method, Arc::new(handler));
        self.route(&route)
    }

    /// Adds a handler for GET.
    pub fn get(self, path: &str, handler: impl Fn(Exchange) + Send + Sync + 'static) -> Self {
        self.handle(Method::Get, path, handler)
    }

    /// Adds a route for GET that answers with `body`.
    pub fn text(self, path: &str, body: &'static str) -> Self {
        self.get(path, move |exchange| answer(exchange, body))
    }

    /// Adds `/echo`, which answers a POST with its body.
    pub fn echo(self) -> Self {
        self.handle(Method::Post, "/echo", |exchange| {
            let body = exchange.request(|request| request.body().to_vec()).expect("the request is there");
            answer(exchange, body);
        })
    }

    /// Adds a route that is made elsewhere.
    pub fn route(self, route: &Arc<Route>) -> Self {
        self.app.add_route(route).expect("the route is new");
        self
    }

    /// Changes the application.
    pub fn app(self, change: impl FnOnce(&App)) -> Self {
        change(&self.app);
        self
    }

    /// The same for what keeps the application.
    pub fn shared_app(self, change: impl FnOnce(Arc<App>)) -> Self {
        change(Arc::clone(&self.app));
        self
    }

    /// Changes the options of the server.
    pub fn options(mut self, change: impl FnOnce(&mut Options)) -> Self {
        change(&mut self.options);
        self
    }

    /// Changes the limits and time-outs of HTTP.
    pub fn limits(self, change: impl FnOnce(&mut HttpOptions)) -> Self {
        self.app.configure(change);
        self
    }

    /// The application alone, for tests without sockets.
    pub fn application(self) -> Arc<App> {
        self.app
    }

    /// The server, not started, and without anybody who stops it.
    pub fn server(self) -> Server {
        Server::new("test", self.options, self.app)
    }

    /// The server, not started.
    pub fn build(self) -> TestServer {
        TestServer(Arc::new(self.server()))
    }

    /// The server, started.
    ///
    /// # Panics
    /// When it does not start.
    #[track_caller]
    pub fn start(self) -> TestServer {
        let server = self.build();
        server.0.start().expect("the server starts");
        server
    }
}

/// A server that is stopped when it is dropped.
pub struct TestServer(pub Arc<Server>);

impl TestServer {
    /// The port of its first listener.
    pub fn port(&self) -> u16 {
        self.0.port(0).expect("the server listens")
    }

    /// A new connection to its first listener.
    pub fn client(&self) -> Client {
        Client::tcp(self.port()).expect("the server accepts")
    }

    /// The answer to a GET on a connection of its own.
    pub fn get(&self, path: &str) -> Response {
        self.client().get(path).expect("an answer")
    }
}

impl Drop for TestServer {
    fn drop(&mut self) {
        let stopped = self.0.stop();
        if !thread::panicking() {
            stopped.expect("the server stops");
        }
    }
}

/// Answers 200 with a text, unless the client has gone.
pub fn answer(exchange: Exchange, body: impl AsRef<[u8]>) {
    match exchange.answer(Status::OK, ContentType::Txt, body.as_ref()) {
        Err(error) if error.code() == Code::Closed => {}
        result => result.expect("the first answer"),
    }
}

/// A GET request that keeps the connection.
pub fn get(path: &str) -> String {
    format!("GET {path} HTTP/1.1\r\nHost: h\r\n\r\n")
}

/// A POST request with a body.
pub fn post(path: &str, body: &str) -> String {
    format!("POST {path} HTTP/1.1\r\nHost: h\r\nContent-Length: {}\r\n\r\n{body}", body.len())
}

/// Looks every few milliseconds until `holds` does.
///
/// # Panics
/// With `what` when that takes more than twenty seconds (times [`slack`]).
#[track_caller]
pub fn eventually(what: &str, mut holds: impl FnMut() -> bool) {
    let start = Instant::now();
    while !holds() {
        assert!(start.elapsed() < Duration::from_secs(20) * slack(), "not seen in time: {what}");
        thread::sleep(Duration::from_millis(3));
    }
}

/// Connects until that is refused. A child process that another test just starts holds a copy of each descriptor until
/// it runs its program, so that a listener may live on for a moment.
#[track_caller]
pub fn expect_closed(mut connect: impl FnMut() -> std::io::Result<()>) {
    eventually("connections are refused", || connect().is_err());
}
