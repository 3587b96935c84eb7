//! The application: routes, folders and rules, collected while the server is stopped and compiled at its start.

use super::{
    connection::HttpConnection,
    exchange::Exchange,
    head,
    header::KnownHeader,
    local::Local,
    response::Fields,
    route::{BodyRules, Entries, Entry, Route},
    router::{Router, Routes},
    static_files::{ServedFolder, StaticFolder},
    upgrade::{Offer, Upgrades},
    upload::{UploadFolder, UploadSite},
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

/// The texts of routes that take upgrades, and which ones.
pub(super) type UpgradeRoutes = Vec<(String, Box<[Offer]>)>;

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
    uploads: Option<Arc<UploadFolder>>,
    companion: Option<Companion>,
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
    pub(super) options: HttpOptions,
    pub(super) uploads: Arc<UploadSite>,
    pub(super) head_limits: head::Limits,
}

/// An HTTP application; the factory of a server's connections. All methods may be called from any thread; changes count
/// from the next start on.
#[derive(Default)]
pub struct App {
    building: Mutex<Building>,
    site: Mutex<Option<Site>>,
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

    /// Adds a header that every answer gets unless it has its own of the name. Refused: Connection and Content-Length,
    /// which belong to each answer, and what [`Fields::add`] refuses.
    pub fn add_field(&self, name: &[u8], value: &[u8]) -> Result<()> {
        if matches!(KnownHeader::lookup(name), Some(KnownHeader::Connection | KnownHeader::ContentLength)) {
            return Err(Error::new(Code::Argument, "Connection and Content-Length belong to each answer"));
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

    /// Changes limits and time-outs.
    pub fn configure<R>(&self, change: impl FnOnce(&mut HttpOptions) -> R) -> R {
        change(&mut self.building.lock().options)
    }

    /// Keeps something of a foreign language's: it lives until the last exchange that may look at it has ended.
    pub fn set_companion(&self, companion: Companion) {
        self.building.lock().companion = Some(companion);
    }

    fn compile(&self) -> Site {
        let building = self.building.lock();
        let options = building.options.clone();
        let mut routes = Routes::new();
        let mut entries = Entries::new(&options);
        let mut upgrades = Vec::new();
        for route in &building.routes {
            route.compile(&mut routes, &mut entries, &mut upgrades, "");
        }
        let fallback = building.not_found.as_ref().or(building.catch_all.as_ref());
        let fallback = fallback.map(|handler| entries.add(handler, &[], &BodyRules::default()));
        Site {
            router: routes.compile(),
            upgrades: Upgrades::of(upgrades),
            entries: entries.finish(),
            folders: building.folders.iter().map(ServedFolder::of).collect(),
            fallback,
            common: building.common.clone(),
            companion: building.companion.clone(),
            head_limits: head::Limits {
                request_line: options.request_line_limit,
                head: options.head_limit,
                fields: options.header_count_limit as usize,
            },
            uploads: Arc::new(UploadSite { options: options.uploads.clone(), folder: building.uploads.clone() }),
            options,
        }
    }
}

impl Factory for App {
    fn prepare(&self) -> Result<()> {
        *self.site.lock() = Some(self.compile());
        Ok(())
    }

    fn local(&self) -> Box<dyn Any + Send> {
        let site = self.site.lock().clone().unwrap_or_else(|| self.compile());
        Box::new(Local::new(Arc::new(site)))
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
