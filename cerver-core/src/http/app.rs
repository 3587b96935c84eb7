//! The application: routes, folders and rules, collected while the server is stopped and compiled at its start.

use super::{
    access_log::AccessLog,
    admin::{self, Admin, Plan, Source},
    auth::{Guards, Tokens},
    compress,
    connection::HttpConnection,
    cors::{self, Cors},
    error_page::ErrorPageHook,
    exchange::Exchange,
    head,
    header::KnownHeader,
    local::Local,
    method::Method,
    metrics::{self, Meters, RouteLabels},
    observer::Observer,
    response::Fields,
    route::{Compiled, Entry, Route},
    router::Router,
    static_files::{ServedFolder, StaticFolder},
    unsecured,
    upgrade::Upgrades,
    upload::{UploadFolder, UploadSite},
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

/// What a foreign language keeps with an application.
pub type Companion = Arc<dyn Any + Send + Sync>;

/// What is built while the server is stopped.
#[derive(Default)]
struct Building {
    routes: Vec<Arc<Route>>,
    main: Option<Arc<Route>>,
    /// Who may use the library's own routes.
    admin_rules: Option<Arc<Route>>,
    folders: Vec<Arc<StaticFolder>>,
    catch_all: Option<Handler>,
    not_found: Option<Handler>,
    common: Fields,
    options: HttpOptions,
    uploads: Option<Arc<UploadFolder>>,
    file_namer: Option<Handler>,
    folder_namer: Option<Handler>,
    companion: Option<Companion>,
    error_page: Option<ErrorPageHook>,
    access_log: Option<AccessLog>,
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
    pub(super) uploads: Arc<UploadSite>,
    pub(super) head_limits: head::Limits,
    /// Answers may have more or something else than their handlers give: a coding, or fields for pages of other sites.
    pub(super) changes_answers: bool,
    pub(super) cors: Option<Cors>,
    pub(super) compression: compress::Settings,
}

/// An HTTP application; the factory of a server's connections. All methods may be called from any thread; changes count
/// from the next start on.
#[derive(Default)]
pub struct App {
    building: Mutex<Building>,
    site: Mutex<Option<Site>>,
    /// The keys of the last start.
    tokens: Mutex<Option<Arc<Tokens>>>,
    meters: Mutex<Meters>,
    admin: Arc<Admin>,
}

impl App {
    /// An application without routes: everything is 404.
    pub fn new() -> Arc<Self> {
        Arc::default()
    }

    /// Appends a top-level route; the first one registered wins.
    pub fn add_route(&self, route: &Arc<Route>) -> Result<()> {
        route.claim()?;
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

    /// Stores the files of multipart bodies below this folder, which must exist; without one they stay in memory.
    /// Only routes that take multipart bodies store any: see [`Route::set_multipart`].
    pub fn set_uploads_folder(&self, path: Option<&Path>) -> Result<()> {
        let folder = path.map(UploadFolder::open).transpose()?;
        self.building.lock().uploads = folder.map(Arc::new);
        Ok(())
    }

    /// Names stored files: called when the headers of a file of a multipart body have come, it may call
    /// [`Exchange::name_file`] for the part [`Parts::current`], or answer, which ends the request. None takes it away. With a
    /// namer the bodies are taken apart and stored where handlers run, in place of the reactor.
    ///
    /// [`Parts::current`]: crate::http::Parts::current
    pub fn set_file_namer(&self, namer: Option<Handler>) {
        let _old = std::mem::replace(&mut self.building.lock().file_namer, namer);
    }

    /// Names the folder of a request's files: called when the head of a request with a multipart body has come, it may call
    /// [`Exchange::name_folder`]. For the rest as [`App::set_file_namer`].
    pub fn set_folder_namer(&self, namer: Option<Handler>) {
        let _old = std::mem::replace(&mut self.building.lock().folder_namer, namer);
    }

    /// Names the route below which those of [`AdminOptions`](crate::config::AdminOptions) are added; without it that is the first one.
    pub fn set_main_route(&self, route: &Arc<Route>) {
        self.building.lock().main = Some(Arc::clone(route));
    }

    /// Gives those routes the gate, the authentication and the limits of this one, which needs no handlers.
    pub fn set_admin_rules(&self, rules: &Arc<Route>) {
        self.building.lock().admin_rules = Some(Arc::clone(rules));
    }

    /// What to tell who runs the server, when the admin routes are on and everybody may use them.
    fn admin_warning(&self) -> Option<&'static str> {
        let building = self.building.lock();
        let is_guarded = building.admin_rules.as_ref().is_some_and(|rules| rules.has_auth());
        (building.options.admin.routes && !is_guarded).then_some(
            "everybody may use the admin routes: set who may with http_cerver_enable_admin_routes_authentication() or \
             App::set_admin_rules()",
        )
    }

    /// What the admin route `cerver/info` answers: an object of JSON.
    pub fn set_admin_info(&self, info: Source) {
        self.admin.set_info(info);
    }

    /// What the admin route `cerver/stats/workers` answers: an object of JSON.
    pub fn set_admin_workers(&self, workers: Source) {
        self.admin.set_workers(workers);
    }

    /// Adds a file system to those of the admin route `cerver/stats/filesystems`, by the path of something in it; it counts
    /// at once. [`Code::NotFound`] when there is nothing.
    pub fn add_admin_file_system(&self, path: &Path) -> Result<()> {
        self.admin.add_file_system(path.to_owned())
    }

    /// Statistics of the routes since the last start, for people to read.
    pub fn route_statistics_text(&self) -> String {
        self.admin.stats_text()
    }

    /// The same as an object of JSON.
    pub fn route_statistics_json(&self) -> String {
        self.admin.stats_json()
    }

    /// Adds an origin to the whitelist of [`CorsOptions`](crate::config::CorsOptions): see [`cors::origin`], which also says
    /// what is refused; or [`cors::EVERY_PAGE`].
    pub fn whitelist_origin(&self, text: &str) -> Result<()> {
        let origin = if text == cors::EVERY_PAGE { text.to_owned() } else { cors::origin(text)? };
        self.configure(|options| {
            let origins = &mut options.cors.origins;
            if !origins.contains(&origin) {
                origins.push(origin);
            }
        });
        Ok(())
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
        // What is replaced may run code of the application at its end: not under the lock.
        let _old = std::mem::replace(&mut self.building.lock().error_page, hook);
    }

    /// Writes a line for each request; None for no log.
    pub fn set_access_log(&self, log: Option<AccessLog>) {
        let _old = std::mem::replace(&mut self.building.lock().access_log, log);
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

    /// What tokens are made and checked with: the keys that the last start has read, before the first one those that the
    /// options name now.
    pub fn tokens(&self) -> Result<Arc<Tokens>> {
        match &*self.tokens.lock() {
            Some(tokens) => Ok(Arc::clone(tokens)),
            None => Tokens::load(&self.building.lock().options.jwt).map(Arc::new),
        }
    }

    /// What is served, and whether every rule can be kept.
    fn compile(&self, tokens: Arc<Tokens>) -> (Site, RouteLabels, Plan, Result<()>) {
        let building = self.building.lock();
        let options = building.options.clone();
        let uploads = Arc::new(UploadSite {
            options: options.uploads.clone(),
            folder: building.uploads.clone(),
            file_namer: building.file_namer.clone(),
            folder_namer: building.folder_namer.clone(),
        });
        let mut parts = Compiled::new(&options, &uploads, Guards::new(tokens));
        let main = building.main.as_ref();
        let main = main.and_then(|main| building.routes.iter().position(|route| Arc::ptr_eq(route, main))).unwrap_or(0);
        let main_path = building.routes.get(main).map(|route| route.path_below("")).unwrap_or_default();
        let mut own = Vec::new();
        if options.admin.routes {
            let rules = building.admin_rules.clone().unwrap_or_else(|| Route::new(""));
            own = admin::routes(&self.admin, &options, &rules);
        }
        // The library's own routes come first: no route of the application hides them.
        let own_routes = own.iter().map(|route| (route, &*main_path));
        for (route, above) in own_routes.chain(building.routes.iter().map(|route| (route, ""))) {
            route.compile(&mut parts, above, building.options.compression);
        }
        let fallback = building.not_found.as_ref().or(building.catch_all.as_ref());
        let fallback = fallback.map(|handler| parts.add_fallback(handler));
        let mut plan = Plan::of(&building.routes, &parts.labels, fallback);
        plan.add_children(main, &main_path, &own);
        let (cors, cors_rules) = match Cors::of(&options.cors) {
            Ok(cors) => (cors, Ok(())),
            Err(error) => (None, Err(error)),
        };
        let folders = building.folders.iter().map(|folder| ServedFolder::of(folder, &mut parts)).collect();
        let Compiled { routes, entries, labels, upgrades, guards, .. } = parts;
        let site = Site {
            router: routes.compile(),
            changes_answers: cors.is_some() || options.compression || entries.iter().any(|entry| entry.compresses),
            cors,
            compression: compress::Settings::new(&options),
            upgrades: Upgrades::of(upgrades),
            entries,
            folders,
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
            uploads,
            options,
        };
        (site, labels, plan, guards.finish().and(cors_rules))
    }
}

impl Factory for App {
    fn prepare(&self) -> Result<()> {
        let tokens = Arc::new(Tokens::load(&self.building.lock().options.jwt)?);
        let (site, labels, plan, rules) = self.compile(Arc::clone(&tokens));
        rules?;
        if let Some(warning) = self.admin_warning() {
            log::warn!("{warning}");
        }
        *self.tokens.lock() = Some(tokens);
        self.admin.begin(plan);
        *self.meters.lock() = Meters::begin(labels);
        *self.site.lock() = Some(site);
        Ok(())
    }

    fn local(&self, counters: &Arc<Counters>) -> Box<dyn Any + Send> {
        let site = self.site.lock().clone().unwrap_or_else(|| {
            let tokens = self.tokens().unwrap_or_default();
            self.compile(tokens).0
        });
        let meter = self.meters.lock().add_reactor(counters, site.options.route_metrics);
        let ledger = self.admin.add_reactor(&site.options.admin);
        let observer = Observer::new(&site, Arc::clone(counters), meter, ledger);
        Box::new(Local::new(Arc::new(site), observer))
    }

    fn has_end_of_turn(&self) -> bool {
        self.site.lock().as_ref().is_some_and(|site| site.access_log.is_some() || !site.folders.is_empty())
    }

    fn end_turn(&self, local: &mut (dyn Any + Send)) {
        if let Some(local) = local.downcast_mut::<Local>() {
            local.observer.flush();
            local.site.folders.iter().for_each(ServedFolder::end_turn);
        }
    }

    fn takes_chunks(&self) -> bool {
        false
    }

    fn connect(&self, _peer: Peer) -> Box<dyn Protocol> {
        Box::new(HttpConnection::new())
    }

    fn application_protocols(&self) -> &'static [&'static [u8]] {
        &[b"http/1.1", b"http/1.0"]
    }

    fn not_secured_reply(&self, input: &[u8], unix_seconds: u64) -> Option<Vec<u8>> {
        unsecured::reply(input, unix_seconds)
    }
}

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
