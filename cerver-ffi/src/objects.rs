//! What the handles of a server stand for, and the settings that C gives one by one before the start.

use std::{
    mem,
    net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    os::fd::OwnedFd,
    path::Path,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicPtr, Ordering},
    },
};

use cerver_core::{
    config::{DEFAULT_CONNECTION_QUEUE, Listen, Options, Placement},
    http::{App, Exchange, StaticFolder},
    packets::Info,
    server::Server,
    stream,
};
use parking_lot::Mutex;

use crate::{
    boundary::handle::{Handle, Kind, Table},
    callback::CustomData,
    constants::{
        CERVER_HANDLER_TYPE_NONE, CERVER_HANDLER_TYPE_POLL, CERVER_HANDLER_TYPE_THREADS, CERVER_TYPE_CUSTOM,
        CERVER_TYPE_WEB, CerverHandlerType, CerverProtocol, CerverType, PROTOCOL_TCP,
    },
    http::{
        admin::{self, AdminObject},
        cerver::{CerverHttp, CerverHttpStaticPath},
        route::{CerverHttpRoute, RouteObject},
    },
    network::{self, Session},
    packets::{object::PacketsObject, update::Updates},
    published,
    server::CerverServer,
    status::{Code, Error},
};

pub(crate) static SERVERS: Table<Arc<ServerObject>> = Table::new(Kind::Server);
static STATIC_PATHS: Table<Arc<StaticFolder>> = Table::new(Kind::StaticPath);
static HTTP: Table<Arc<HttpObject>> = Table::new(Kind::Http);

/// Behind a CerverServer.
pub(crate) struct ServerObject {
    pub(crate) core: Server,
    pub(crate) settings: Mutex<Settings>,
    pub(crate) updates: Updates,
    /// One client, turned by ticks; only of a server that was made for that.
    network: Option<Session>,
    face: Face,
}

/// What a server speaks.
enum Face {
    Http(Arc<HttpObject>),
    Stream(Arc<stream::App>),
    Packets(Arc<PacketsObject>),
}

/// Behind a CerverHttp.
pub(crate) struct HttpObject {
    pub(crate) app: Arc<App>,
    pub(crate) shared: Arc<HttpShared>,
    /// Who may use the library's own routes; made when it is first asked for.
    admin_rules: OnceLock<Arc<RouteObject>>,
    routes: Mutex<Vec<Handle<CerverHttpRoute>>>,
    static_paths: Mutex<Vec<(String, Handle<CerverHttpStaticPath>)>>,
}

/// What a request can reach of its HTTP server. Lives on with the last request after a teardown.
pub(crate) struct HttpShared {
    pub(crate) custom_data: CustomData,
    handle: AtomicPtr<CerverHttp>,
    server: AtomicPtr<CerverServer>,
    pub(crate) admin: AdminObject,
}

/// What the core wants to know only at the start.
pub(crate) struct Settings {
    pub(crate) alias: String,
    pub(crate) handler_type: CerverHandlerType,
    pub(crate) pool_threads: u16,
    pub(crate) has_main_listener: bool,
    /// The main listener is secured.
    pub(crate) is_main_tls: bool,
    pub(crate) address: SocketAddr,
    pub(crate) listeners: Vec<Listen>,
    /// Descriptors that stand in the list by their number.
    pub(crate) inherited: Vec<OwnedFd>,
    /// A number of the program's.
    pub(crate) tag: u64,
    /// Start and teardown are told to the log.
    pub(crate) is_talkative: bool,
}

impl ServerObject {
    /// The object behind a handle.
    pub(crate) fn of(handle: *const CerverServer) -> Result<Arc<Self>, Error> {
        SERVERS.get(handle)
    }

    /// Makes a server and its handles.
    pub(crate) fn create(
        kind: CerverType,
        name: &str,
        port: u16,
        protocol: CerverProtocol,
        use_ipv6: bool,
        queue: u16,
    ) -> Result<*mut CerverServer, Error> {
        if kind != CERVER_TYPE_WEB && kind != CERVER_TYPE_CUSTOM {
            let text = "this version has servers of the types CERVER_TYPE_WEB and CERVER_TYPE_CUSTOM only";
            return Err(Error::new(Code::Unsupported, text));
        }
        if protocol != PROTOCOL_TCP {
            return Err(Error::new(Code::Unsupported, "the protocol must be PROTOCOL_TCP"));
        }
        let ip = if use_ipv6 { IpAddr::V6(Ipv6Addr::UNSPECIFIED) } else { IpAddr::V4(Ipv4Addr::UNSPECIFIED) };
        let address = SocketAddr::new(ip, port);
        let mut options = Options { backlog: backlog(queue), ..Options::default() };
        if kind == CERVER_TYPE_CUSTOM {
            let packets = PacketsObject::new();
            let mut settings = Settings::new(address);
            if published::are_chosen() {
                published::change(&mut options, &mut settings);
            }
            let core = Server::new(name, options, packets.app.clone());
            let handle = SERVERS.insert(Arc::new(Self::new(core, settings, Face::Packets(Arc::clone(&packets)))))?;
            packets.set_server(handle);
            return Ok(handle);
        }
        let app = App::new();
        let shared = Arc::new(HttpShared {
            custom_data: CustomData::default(),
            handle: AtomicPtr::default(),
            server: AtomicPtr::default(),
            admin: AdminObject::default(),
        });
        app.set_companion(shared.clone());
        admin::connect(&app, &shared);
        let http = Arc::new(HttpObject {
            app: Arc::clone(&app),
            shared: Arc::clone(&shared),
            admin_rules: OnceLock::new(),
            routes: Mutex::new(Vec::new()),
            static_paths: Mutex::new(Vec::new()),
        });
        let mut options = options;
        let mut settings = Settings::new(address);
        if published::are_chosen() {
            published::change(&mut options, &mut settings);
            published::change_app(&app);
        }
        let face = Face::Http(Arc::clone(&http));
        let server = Arc::new(Self::new(Server::new(name, options, app), settings, face));
        let handle = HTTP.insert(http)?;
        shared.handle.store(handle, Ordering::Release);
        let made = SERVERS.insert(server).inspect_err(|_| {
            let _ = HTTP.remove(handle);
        })?;
        shared.server.store(made, Ordering::Release);
        Ok(made)
    }

    /// Makes a stream server and its handle.
    pub(crate) fn create_stream(name: &str, port: u16, queue: u16) -> Result<*mut CerverServer, Error> {
        SERVERS.insert(Arc::new(Self::stream_server(name, port, queue)))
    }

    /// Makes a stream server that has one client at a time, and its handle.
    pub(crate) fn create_network(name: &str) -> Result<*mut CerverServer, Error> {
        let server = Self { network: Some(Session::default()), ..Self::stream_server(name, 0, 0) };
        network::choose_options(&server)?;
        SERVERS.insert(Arc::new(server))
    }

    fn stream_server(name: &str, port: u16, queue: u16) -> Self {
        let app = stream::App::new();
        let options = Options { backlog: backlog(queue), ..Options::default() };
        let address = SocketAddr::from((Ipv4Addr::UNSPECIFIED, port));
        Self::new(Server::new(name, options, app.clone()), Settings::new(address), Face::Stream(app))
    }

    fn new(core: Server, settings: Settings, face: Face) -> Self {
        Self { core, settings: Mutex::new(settings), updates: Updates::default(), network: None, face }
    }

    /// The HTTP side of a web server.
    pub(crate) fn http(&self) -> Result<&Arc<HttpObject>, Error> {
        match &self.face {
            Face::Http(http) => Ok(http),
            _ => Err(Error::new(Code::Unsupported, "the server is none of type CERVER_TYPE_WEB")),
        }
    }

    /// The stream side of a stream server.
    pub(crate) fn stream(&self) -> Result<&Arc<stream::App>, Error> {
        match &self.face {
            Face::Stream(app) => Ok(app),
            _ => Err(Error::new(Code::Unsupported, "the server was not made by cerver_create_stream()")),
        }
    }

    /// The session of a server that has one client.
    pub(crate) fn network(&self) -> Result<&Session, Error> {
        self.network
            .as_ref()
            .ok_or_else(|| Error::new(Code::Unsupported, "the server was not made by cerver_create_network()"))
    }

    /// The packet side of a server with packets.
    pub(crate) fn packets(&self) -> Result<&Arc<PacketsObject>, Error> {
        match &self.face {
            Face::Packets(packets) => Ok(packets),
            _ => Err(Error::new(Code::Unsupported, "the server is none of type CERVER_TYPE_CUSTOM")),
        }
    }

    /// Stops the server and takes its handles back, also when handlers are left: the objects live on as long as those
    /// run.
    pub(crate) fn teardown(handle: *mut CerverServer) -> Result<(), Error> {
        let server = SERVERS.remove(handle)?;
        let stopped = server.core.stop();
        if server.settings.lock().is_talkative {
            published::tell_teardown(server.core.name());
        }
        match &server.face {
            Face::Http(http) => {
                HTTP.remove(http.shared.handle())?;
                http.release_parts();
            }
            Face::Packets(packets) => packets.release_parts(),
            Face::Stream(_) => {}
        }
        stopped
    }

    /// Changes the settings; refused while the server runs.
    pub(crate) fn set<R>(&self, change: impl FnOnce(&mut Settings) -> R) -> Result<R, Error> {
        self.core.configure(|_| change(&mut self.settings.lock()))
    }

    /// Closes the listeners of the present run, and forgets those that were handed over.
    pub(crate) fn stop_listening(&self) -> Result<(), Error> {
        self.core.stop_listening()?;
        let mut settings = self.settings.lock();
        settings.listeners.retain(|listen| !is_inherited(listen));
        settings.inherited.clear();
        Ok(())
    }

    /// Changes options of the core; refused while the server runs, and when no server can work with them.
    pub(crate) fn configure(&self, change: impl FnOnce(&mut Options)) -> Result<(), Error> {
        self.core.configure(|options| {
            let mut changed = options.clone();
            change(&mut changed);
            changed.check()?;
            *options = changed;
            Ok(())
        })?
    }

    /// Hands the settings to the core, for a start that follows.
    fn settle(&self) -> Result<(), Error> {
        if self.core.is_running() {
            return Err(Error::new(Code::State, "the server is running already"));
        }
        let settings = self.settings.lock();
        let placement = match (settings.handler_type, settings.pool_threads) {
            // Events come on the reactor, or are pulled.
            _ if matches!(self.face, Face::Stream(_)) => Placement::Reactor,
            (CERVER_HANDLER_TYPE_NONE, _) => {
                return Err(Error::new(Code::State, "the handler type is CERVER_HANDLER_TYPE_NONE: choose another"));
            }
            (CERVER_HANDLER_TYPE_THREADS, _) => Placement::OwnThread,
            (_, 0) => Placement::Reactor,
            (_, threads) => Placement::Pool { threads },
        };
        let main = settings.has_main_listener.then_some(Listen::Tcp(settings.address));
        let main = main.map(|listen| if settings.is_main_tls { Listen::Tls(Box::new(listen)) } else { listen });
        let listen: Vec<_> = main.into_iter().chain(settings.listeners.iter().cloned()).collect();
        if let Face::Packets(packets) = &self.face {
            packets.settle(settings.info(self.core.name()));
        }
        let updates = self.updates.all();
        self.core.configure(|options| {
            options.placement = placement;
            options.listen = listen;
            options.updates = updates;
        })
    }

    /// Starts or opens the server with its settings.
    pub(crate) fn begin(&self, start: impl FnOnce(&Server) -> Result<(), Error>) -> Result<(), Error> {
        self.settle()?;
        if !self.settings.lock().is_talkative {
            return start(&self.core);
        }
        let has_own_threads = self.settings.lock().handler_type == CERVER_HANDLER_TYPE_THREADS;
        let r#type = match &self.face {
            Face::Http(_) => "Web",
            Face::Stream(_) => "Stream",
            Face::Packets(_) => "Custom",
        };
        published::tell_start(self.core.name(), r#type, has_own_threads);
        start(&self.core)?;
        published::tell_ready(self.core.name(), self.main_port().unwrap_or(0));
        Ok(())
    }

    /// Port of the main listener, when there is one and the server has started.
    pub(crate) fn main_port(&self) -> Option<u16> {
        if self.settings.lock().has_main_listener { self.core.port(0) } else { None }
    }
}

impl ServerObject {
    /// Port of a listener of a running server, 0 for one without a port.
    pub(crate) fn listener_port(&self, index: u32) -> Result<u16, Error> {
        let settings = self.settings.lock();
        let count = settings.listeners.len() + usize::from(settings.has_main_listener);
        match index as usize {
            index if index < count => Ok(self.core.port(index).unwrap_or(0)),
            _ => Err(Error::new(Code::NotFound, format!("the server has {count} listeners"))),
        }
    }
}

impl ServerObject {
    /// Secures a listener, or no more.
    pub(crate) fn set_listener_tls(&self, index: usize, is_tls: bool) -> Result<(), Error> {
        self.set(|settings| {
            let others = match (settings.has_main_listener, index) {
                (true, 0) => {
                    settings.is_main_tls = is_tls;
                    return Ok(());
                }
                (has_main, index) => index - usize::from(has_main),
            };
            let count = settings.listeners.len() + usize::from(settings.has_main_listener);
            let none = || Error::new(Code::NotFound, format!("the server has {count} listeners"));
            let listen = settings.listeners.get_mut(others).ok_or_else(none)?;
            *listen = match listen.clone() {
                Listen::Tls(plain) if !is_tls => *plain,
                plain if is_tls && !matches!(plain, Listen::Tls(_)) => Listen::Tls(Box::new(plain)),
                same => same,
            };
            Ok(())
        })?
    }
}

impl Settings {
    fn new(address: SocketAddr) -> Self {
        Self {
            alias: "my-cerver".to_owned(),
            handler_type: CERVER_HANDLER_TYPE_POLL,
            pool_threads: 0,
            has_main_listener: true,
            is_main_tls: false,
            address,
            listeners: Vec::new(),
            inherited: Vec::new(),
            tag: 0,
            is_talkative: false,
        }
    }
}

impl Settings {
    /// What clients of a packet server are told.
    fn info(&self, name: &str) -> Info {
        Info {
            kind: CERVER_TYPE_CUSTOM as u32,
            name: name.to_owned(),
            welcome: String::new(),
            uses_ipv6: self.address.is_ipv6(),
            protocol: PROTOCOL_TCP as u32,
            port: if self.has_main_listener { self.address.port() } else { 0 },
        }
    }
}

/// Whether it is a descriptor that was handed over.
fn is_inherited(listen: &Listen) -> bool {
    match listen {
        Listen::Inherited(_) => true,
        Listen::Tls(plain) => is_inherited(plain),
        Listen::Tcp(_) | Listen::Unix { .. } => false,
    }
}

/// The backlog that is meant by a queue length.
fn backlog(queue: u16) -> u32 {
    u32::from(if queue == 0 { DEFAULT_CONNECTION_QUEUE } else { queue })
}

impl HttpShared {
    pub(crate) fn handle(&self) -> *mut CerverHttp {
        self.handle.load(Ordering::Acquire)
    }

    /// The handle of the server; stale after its teardown.
    pub(crate) fn server(&self) -> *mut CerverServer {
        self.server.load(Ordering::Acquire)
    }
}

impl HttpObject {
    /// The object behind a handle.
    pub(crate) fn of(handle: *const CerverHttp) -> Result<Arc<Self>, Error> {
        HTTP.get(handle)
    }

    /// The rules of the library's own routes.
    pub(crate) fn admin_rules(&self) -> &RouteObject {
        self.admin_rules.get_or_init(|| {
            let rules = RouteObject::nowhere();
            self.app.set_admin_rules(&rules.core);
            rules
        })
    }

    /// The handle of the HTTP server that a request came to.
    pub(crate) fn handle_of(exchange: Exchange) -> Result<*mut CerverHttp, Error> {
        let shared = exchange.companion()?.and_then(|shared| shared.downcast::<HttpShared>().ok());
        shared.map(|shared| shared.handle()).ok_or_else(|| Code::NotFound.into())
    }

    /// The handle of the server that a request came to.
    pub(crate) fn server_of(exchange: Exchange) -> Result<*mut CerverServer, Error> {
        let shared = exchange.companion()?.and_then(|shared| shared.downcast::<HttpShared>().ok());
        shared.map(|shared| shared.server()).ok_or_else(|| Code::NotFound.into())
    }

    /// Keeps the handle of a route, to take it back with the server's.
    pub(crate) fn adopt(&self, route: *mut CerverHttpRoute) {
        self.routes.lock().push(Handle(route));
    }

    /// Adds a folder and gives its handle.
    pub(crate) fn add_static_path(&self, path: &str) -> Result<*mut CerverHttpStaticPath, Error> {
        let folder = StaticFolder::open(Path::new(path))?;
        let handle = STATIC_PATHS.insert(Arc::clone(&folder))?;
        self.app.add_static_folder(&folder);
        self.static_paths.lock().push((path.to_owned(), Handle(handle)));
        Ok(handle)
    }

    /// The folder behind a handle.
    pub(crate) fn static_folder(handle: *const CerverHttpStaticPath) -> Result<Arc<StaticFolder>, Error> {
        STATIC_PATHS.get(handle)
    }

    /// Removes a folder and takes its handle back.
    pub(crate) fn remove_static_path(&self, path: &str) -> Result<(), Error> {
        self.app.remove_folder(Path::new(path))?;
        let mut paths = self.static_paths.lock();
        if let Some(place) = paths.iter().position(|(other, _)| other == path) {
            let (_, handle) = paths.remove(place);
            STATIC_PATHS.remove(handle.0)?;
        }
        Ok(())
    }

    fn release_parts(&self) {
        // Taken out first: what is freed here may call the program back.
        let routes = mem::take(&mut *self.routes.lock());
        let paths = mem::take(&mut *self.static_paths.lock());
        for route in routes {
            // Nothing to do for one that is gone already.
            let _ = RouteObject::release(route.0);
        }
        for (_, path) in paths {
            let _ = STATIC_PATHS.remove(path.0);
        }
    }
}
