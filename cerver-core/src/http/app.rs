//! The application: routes, folders and rules, collected while the server is stopped and compiled at its start.

use super::{
    access_log::AccessLog,
    compress,
    connection::HttpConnection,
    error_page::ErrorPageHook,
    exchange::Exchange,
    head,
    header::{self, KnownHeader},
    local::Local,
    method::Method,
    metrics::{self, Meters, RouteLabels},
    observer::Observer,
    response::Fields,
    router::{self, Router, Routes},
    static_files::{ServedFolder, StaticFolder},
    upgrade::{Offer, Upgrader, Upgrades},
};
use crate::{
    config::HttpOptions,
    error::{Code, Error, Result},
    events::Peer,
    protocol::{Factory, Protocol},
    stats::Counters,
};
use parking_lot::Mutex;
use std::{any::Any, path::Path, sync::Arc, time::Duration};

/// User code for a request. It is called on the thread that the server's placement says.
pub type Handler = Arc<dyn Fn(Exchange) + Send + Sync>;

/// A route: the text of its path, a handler for each method, and children below it.
///
/// Parts are separated by `/`; `:name` takes one part, `*` as the last part takes the rest, `*` elsewhere any one part.
pub struct Route {
    inner: Mutex<RouteInner>,
}

struct RouteInner {
    text: String,
    handlers: [Option<Handler>; Method::COUNT],
    /// Protocols that a client may change to.
    offers: Vec<Offer>,
    children: Vec<Arc<Route>>,
    has_parent: bool,
    compression: Option<bool>,
}

impl Route {
    /// A route without handlers; the leading slash may be left out.
    pub fn new(text: impl Into<String>) -> Arc<Self> {
        let inner = RouteInner {
            text: text.into(),
            handlers: [const { None }; Method::COUNT],
            offers: Vec::new(),
            children: Vec::new(),
            has_parent: false,
            compression: None,
        };
        Arc::new(Self { inner: Mutex::new(inner) })
    }

    /// Sets the handler of a method; it counts from the next start of the server on.
    pub fn handle(&self, method: Method, handler: Handler) {
        self.inner.lock().handlers[method as usize] = Some(handler);
    }

    /// Switches the compression of this route's answers on or off, and of those below it that have no switch of their own;
    /// without one [`HttpOptions::compression`] counts. It counts from the next start of the server on.
    pub fn set_compression(&self, is_on: bool) {
        self.inner.lock().compression = Some(is_on);
    }

    /// Lets clients change to another protocol with GET and `Upgrade: protocol` (RFC 9110 section 7.8); the name in any
    /// case, perhaps with a version behind a slash. It counts from the next start of the server on.
    ///
    /// A request that does not ask for it goes to the handler for GET; without one it is answered with 426. A request of
    /// HTTP/1.0, one with a body, and the last one of its connection cannot change the protocol.
    ///
    /// [`Code::Argument`] when the name is no token.
    pub fn take_upgrade(&self, protocol: impl Into<String>, upgrader: Upgrader) -> Result<()> {
        let protocol = protocol.into();
        if !protocol.splitn(2, '/').all(|part| header::is_token(part.as_bytes())) {
            return Err(Error::new(
                Code::Argument,
                "the protocol of an upgrade must be a token (RFC 9110 section 7.8)",
            ));
        }
        self.inner.lock().offers.push(Offer { protocol, upgrader });
        Ok(())
    }

    /// Puts a route below this one; refused when it has a parent already or would contain itself.
    pub fn add_child(self: &Arc<Self>, child: &Arc<Self>) -> Result<()> {
        if child.contains(self) {
            return Err(Error::new(Code::Argument, "a route cannot be placed below itself"));
        }
        if std::mem::replace(&mut child.inner.lock().has_parent, true) {
            return Err(Error::new(Code::State, "the route has been registered already"));
        }
        self.inner.lock().children.push(Arc::clone(child));
        Ok(())
    }

    fn contains(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        if Arc::ptr_eq(self, other) {
            return true;
        }
        let children = self.inner.lock().children.clone();
        children.iter().any(|child| child.contains(other))
    }

    /// Adds this route and those below it to a router.
    fn compile(&self, parts: &mut Parts, above: &str, compresses: bool) {
        let inner = self.inner.lock();
        let compresses = inner.compression.unwrap_or(compresses);
        let text = format!("{above}/{}", inner.text);
        if !inner.offers.is_empty() {
            parts.upgrades.push((text.clone(), inner.offers.clone().into()));
        }
        for method in Method::ALL {
            if let Some(handler) = &inner.handlers[method as usize] {
                parts.routes.add(method, &text, parts.entries.len() as u32);
                parts.labels.add(method, &text);
                let (handler, names) = (Arc::clone(handler), router::capture_names(&text));
                parts.entries.push(Entry { handler, names, compresses });
            }
        }
        let children = inner.children.clone();
        drop(inner);
        for child in children {
            child.compile(parts, &text, compresses);
        }
    }
}

/// What the routes are compiled into.
#[derive(Default)]
struct Parts {
    routes: Routes<u32>,
    entries: Vec<Entry>,
    labels: RouteLabels,
    /// The texts of routes that take upgrades, and which ones.
    upgrades: Vec<(String, Box<[Offer]>)>,
}

/// What a foreign language keeps with an application.
pub type Companion = Arc<dyn Any + Send + Sync>;

/// What is built while the server is stopped.
#[derive(Default)]
struct Building {
    routes: Vec<Arc<Route>>,
    folders: Vec<Arc<StaticFolder>>,
    catch_all: Option<Handler>,
    not_found: Option<Handler>,
    common: Fields,
    options: HttpOptions,
    companion: Option<Companion>,
    error_page: Option<ErrorPageHook>,
    access_log: Option<AccessLog>,
}

/// A handler and the names of what its route captures.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) handler: Handler,
    pub(super) names: Box<[Box<str>]>,
    /// Its answers may be compressed.
    pub(super) compresses: bool,
}

/// What a running server serves; nothing of it changes any more.
#[derive(Clone)]
pub(super) struct Site {
    pub(super) router: Router<u32>,
    pub(super) upgrades: Option<Box<Upgrades>>,
    pub(super) entries: Vec<Entry>,
    pub(super) folders: Vec<ServedFolder>,
    /// Place of the handler for requests without a route, if there is one.
    pub(super) fallback: Option<u32>,
    pub(super) common: Fields,
    pub(super) companion: Option<Companion>,
    pub(super) error_page: Option<ErrorPageHook>,
    pub(super) access_log: Option<AccessLog>,
    pub(super) options: HttpOptions,
    pub(super) head_limits: head::Limits,
    /// Some answer may be compressed.
    pub(super) may_compress: bool,
    pub(super) compression: compress::Settings,
}

/// An HTTP application; the factory of a server's connections. All methods may be called from any thread; changes count
/// from the next start on.
#[derive(Default)]
pub struct App {
    building: Mutex<Building>,
    site: Mutex<Option<Site>>,
    meters: Mutex<Meters>,
}

impl App {
    /// An application without routes: everything is 404.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Appends a top-level route; the first one registered wins.
    pub fn add_route(&self, route: &Arc<Route>) -> Result<()> {
        if std::mem::replace(&mut route.inner.lock().has_parent, true) {
            return Err(Error::new(Code::State, "the route has been registered already"));
        }
        self.building.lock().routes.push(Arc::clone(route));
        Ok(())
    }

    /// Serves the files of a folder under their relative paths, after the routes.
    pub fn add_folder(&self, path: &Path) -> Result<()> {
        self.add_static_folder(&StaticFolder::open(path)?);
        Ok(())
    }

    /// The same for a folder that may have options of its own. Folders are tried in the order of their addition.
    pub fn add_static_folder(&self, folder: &Arc<StaticFolder>) {
        self.building.lock().folders.push(Arc::clone(folder));
    }

    /// Forgets the first folder that was added under this path; [`Code::NotFound`] when there is none.
    pub fn remove_folder(&self, path: &Path) -> Result<()> {
        let folders = &mut self.building.lock().folders;
        let place = folders.iter().position(|folder| folder.path() == path);
        folders.remove(place.ok_or(Code::NotFound)?);
        Ok(())
    }

    /// Answers every request without a route, in place of 404; None takes it away.
    pub fn set_catch_all(&self, handler: Option<Handler>) {
        self.building.lock().catch_all = handler;
    }

    /// Answers requests without a route; it comes before the catch-all handler.
    pub fn set_not_found(&self, handler: Option<Handler>) {
        self.building.lock().not_found = handler;
    }

    /// Adds a header that every answer gets unless it has its own of the name. Refused: Connection, Content-Length, Trailer
    /// and Upgrade, which belong to each answer, and what [`Fields::add`] refuses.
    pub fn add_field(&self, name: &[u8], value: &[u8]) -> Result<()> {
        use KnownHeader::{Connection, ContentLength, Upgrade};
        let known = KnownHeader::lookup(name);
        if matches!(known, Some(Connection | ContentLength | Upgrade)) || name.eq_ignore_ascii_case(b"trailer") {
            let text = "Connection, Content-Length, Trailer and Upgrade belong to each answer";
            return Err(Error::new(Code::Argument, text));
        }
        self.building.lock().common.add(name, value)
    }

    /// Changes limits and time-outs.
    pub fn configure<R>(&self, change: impl FnOnce(&mut HttpOptions) -> R) -> R {
        change(&mut self.building.lock().options)
    }

    /// Keeps something of a foreign language's: it lives until the last exchange that may look at it has ended.
    pub fn set_companion(&self, companion: Companion) {
        self.building.lock().companion = Some(companion);
    }

    /// Makes error pages in place of the library's own; None takes the function away.
    pub fn set_error_page(&self, hook: Option<ErrorPageHook>) {
        self.building.lock().error_page = hook;
    }

    /// Writes a line for each request; None for no log.
    pub fn set_access_log(&self, log: Option<AccessLog>) {
        self.building.lock().access_log = log;
    }

    /// Opens the file of the access log by its path again: see [`AccessLog::reopen`]. [`Code::NotFound`] without a log.
    pub fn reopen_access_log(&self) -> Result<()> {
        let log = self.building.lock().access_log.clone();
        log.ok_or_else(|| Error::new(Code::NotFound, "there is no access log"))?.reopen()
    }

    /// The counters since the last start in the text format of Prometheus, version 0.0.4.
    pub fn metrics_text(&self) -> String {
        self.meters.lock().text()
    }

    /// The same as an object of JSON.
    pub fn metrics_json(&self) -> String {
        self.meters.lock().json()
    }

    /// Adds a route that answers GET with the metrics: as JSON when the client likes that better, else as text.
    pub fn add_metrics_route(self: &Arc<Self>, path: &str) -> Result<()> {
        let route = Route::new(path);
        let app = Arc::downgrade(self);
        route.handle(Method::Get, Arc::new(move |exchange| metrics::answer(exchange, app.upgrade().as_deref())));
        self.add_route(&route)
    }

    fn compile(&self) -> (Site, RouteLabels) {
        let building = self.building.lock();
        let mut parts = Parts::default();
        for route in &building.routes {
            route.compile(&mut parts, "", building.options.compression);
        }
        let fallback = building.not_found.as_ref().or(building.catch_all.as_ref()).map(|handler| {
            parts.labels.add_fallback();
            let compresses = building.options.compression;
            parts.entries.push(Entry { handler: Arc::clone(handler), names: Box::default(), compresses });
            parts.entries.len() as u32 - 1
        });
        let options = building.options.clone();
        let site = Site {
            router: parts.routes.compile(),
            may_compress: options.compression || parts.entries.iter().any(|entry| entry.compresses),
            compression: compress::Settings::new(&options),
            upgrades: Upgrades::of(parts.upgrades),
            entries: parts.entries,
            folders: building.folders.iter().map(ServedFolder::of).collect(),
            fallback,
            common: building.common.clone(),
            companion: building.companion.clone(),
            error_page: building.error_page.clone(),
            access_log: building.access_log.clone(),
            head_limits: head::Limits {
                request_line: options.request_line_limit,
                head: options.head_limit,
                fields: options.header_count_limit as usize,
            },
            options,
        };
        (site, parts.labels)
    }
}

impl Factory for App {
    fn prepare(&self) -> Result<()> {
        let (site, labels) = self.compile();
        *self.meters.lock() = Meters::begin(labels);
        *self.site.lock() = Some(site);
        Ok(())
    }

    fn local(&self, counters: &Arc<Counters>) -> Box<dyn Any + Send> {
        let site = self.site.lock().clone().unwrap_or_else(|| self.compile().0);
        let meter = self.meters.lock().add_reactor(counters, site.options.route_metrics);
        let observer = Observer::new(&site, Arc::clone(counters), meter);
        Box::new(Local::new(Arc::new(site), observer))
    }

    fn has_end_of_turn(&self) -> bool {
        self.site.lock().as_ref().is_some_and(|site| site.access_log.is_some())
    }

    fn end_turn(&self, local: &mut (dyn Any + Send)) {
        if let Some(local) = local.downcast_mut::<Local>() {
            local.observer.flush();
        }
    }

    fn takes_chunks(&self) -> bool {
        false
    }

    fn connect(&self, _peer: Peer) -> Box<dyn Protocol> {
        Box::new(HttpConnection::new())
    }
}

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
