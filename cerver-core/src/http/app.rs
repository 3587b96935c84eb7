//! The application: routes, folders and rules, collected while the server is stopped and compiled at its start.

use super::{
    connection::HttpConnection,
    exchange::{Exchange, Local},
    head,
    method::Method,
    response::Fields,
    router::{Router, RouterBuilder},
    static_files::StaticFolder,
};
use crate::{
    config::HttpOptions,
    error::{Code, Error, Result},
    events::Peer,
    protocol::{Factory, Protocol},
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
    children: Vec<Arc<Route>>,
    has_parent: bool,
}

impl Route {
    /// A route without handlers; the leading slash may be left out.
    pub fn new(text: impl Into<String>) -> Arc<Self> {
        let inner = RouteInner {
            text: text.into(),
            handlers: [const { None }; Method::COUNT],
            children: Vec::new(),
            has_parent: false,
        };
        Arc::new(Self { inner: Mutex::new(inner) })
    }

    /// Sets the handler of a method; it counts from the next start of the server on.
    pub fn handle(&self, method: Method, handler: Handler) {
        self.inner.lock().handlers[method as usize] = Some(handler);
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
    fn compile(&self, router: &mut RouterBuilder<u32>, handlers: &mut Vec<Handler>, parent: Option<usize>) {
        let inner = self.inner.lock();
        let entries = Method::ALL.into_iter().filter_map(|method| {
            let handler = inner.handlers[method as usize].as_ref()?;
            handlers.push(Arc::clone(handler));
            Some((method, handlers.len() as u32 - 1))
        });
        let entries: Vec<_> = entries.collect();
        let this = router.add(parent, &inner.text, entries);
        let children = inner.children.clone();
        drop(inner);
        for child in children {
            child.compile(router, handlers, Some(this));
        }
    }
}

/// What is built while the server is stopped.
#[derive(Default)]
struct Building {
    routes: Vec<Arc<Route>>,
    folders: Vec<Arc<StaticFolder>>,
    catch_all: Option<Handler>,
    not_found: Option<Handler>,
    common: Fields,
    options: HttpOptions,
}

/// What a running server serves; nothing of it changes any more.
pub(super) struct Site {
    pub(super) router: Router<u32>,
    pub(super) handlers: Vec<Handler>,
    pub(super) folders: Vec<Arc<StaticFolder>>,
    /// Place of the handler for requests without a route, if there is one.
    pub(super) fallback: Option<u32>,
    pub(super) common: Fields,
    pub(super) options: HttpOptions,
    pub(super) head_limits: head::Limits,
}

/// An HTTP application; the factory of a server's connections. All methods may be called from any thread; changes count
/// from the next start on.
#[derive(Default)]
pub struct App {
    building: Mutex<Building>,
    site: Mutex<Option<Arc<Site>>>,
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
        let folder = Arc::new(StaticFolder::open(path)?);
        self.building.lock().folders.push(folder);
        Ok(())
    }

    /// Forgets a folder; [`Code::NotFound`] when it was not added under this path.
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

    /// Changes the header fields that every answer gets unless it has its own of the name.
    pub fn configure_fields<R>(&self, change: impl FnOnce(&mut Fields) -> R) -> R {
        change(&mut self.building.lock().common)
    }

    /// Changes limits and time-outs.
    pub fn configure<R>(&self, change: impl FnOnce(&mut HttpOptions) -> R) -> R {
        change(&mut self.building.lock().options)
    }

    fn compile(&self) -> Site {
        let building = self.building.lock();
        let mut router = RouterBuilder::new();
        let mut handlers = Vec::new();
        for route in &building.routes {
            route.compile(&mut router, &mut handlers, None);
        }
        let fallback = building.not_found.as_ref().or(building.catch_all.as_ref()).map(|handler| {
            handlers.push(Arc::clone(handler));
            handlers.len() as u32 - 1
        });
        let options = building.options.clone();
        Site {
            router: router.build(),
            handlers,
            folders: building.folders.clone(),
            fallback,
            common: building.common.clone(),
            head_limits: head::Limits {
                request_line: options.request_line_limit,
                head: options.head_limit,
                fields: options.header_count_limit as usize,
            },
            options,
        }
    }

    fn current(&self) -> Arc<Site> {
        let mut site = self.site.lock();
        Arc::clone(site.get_or_insert_with(|| Arc::new(self.compile())))
    }
}

impl Factory for App {
    fn prepare(&self) -> Result<()> {
        *self.site.lock() = Some(Arc::new(self.compile()));
        Ok(())
    }

    fn local(&self) -> Box<dyn Any + Send> {
        Box::new(Local::new(self.current()))
    }

    fn connect(&self, _peer: Peer) -> Box<dyn Protocol> {
        Box::new(HttpConnection::new())
    }
}

pub(super) fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}
