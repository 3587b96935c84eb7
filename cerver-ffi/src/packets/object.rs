//! What a packet server has beside the parts of every server.

use std::sync::{
    Arc,
    atomic::{AtomicPtr, Ordering},
};

use cerver_core::packets::{App, Handler, Handlers, Info};
use parking_lot::Mutex;

use super::HandlerCode;
use crate::{
    boundary::handle::Handle,
    handler::{CerverHandler, HandlerObject},
    server::CerverServer,
    status::{Code, Error},
};

/// The packet side of a server.
pub(crate) struct PacketsObject {
    pub(crate) app: Arc<App>,
    server: AtomicPtr<CerverServer>,
    settings: Mutex<Settings>,
}

#[derive(Default)]
struct Settings {
    welcome: String,
    app: Option<Owned>,
    app_error: Option<Owned>,
    custom: Option<Owned>,
    /// How many there may be; 0 = packets do not name theirs.
    most_numbered: u32,
    numbered: Vec<Owned>,
}

/// Where a handler gets its packets from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Slot {
    App,
    AppError,
    Custom,
}

/// A handler that the server has taken over.
#[derive(Clone)]
struct Owned {
    handle: Handle<CerverHandler>,
    object: Arc<HandlerObject>,
}

impl PacketsObject {
    pub(crate) fn new() -> Arc<Self> {
        Arc::new(Self { app: App::new(), server: AtomicPtr::default(), settings: Mutex::default() })
    }

    /// Notes the handle of the server, which handlers see.
    pub(crate) fn set_server(&self, server: *mut CerverServer) {
        self.server.store(server, Ordering::Release);
    }

    pub(super) fn set_welcome(&self, welcome: &str) {
        welcome.clone_into(&mut self.settings.lock().welcome);
    }

    /// Puts handlers in the place of others, which are freed; NULL = none. One of them may be given twice, also again.
    pub(super) fn set_handlers(&self, handlers: &[(Slot, *mut CerverHandler)]) -> Result<(), Error> {
        let mut settings = self.settings.lock();
        let mut taken = settings.all();
        let before = taken.len();
        let mut places = Vec::new();
        for (slot, handle) in handlers {
            if handle.is_null() {
                places.push((*slot, None));
                continue;
            }
            let object = HandlerObject::of(*handle)?;
            let known = taken.iter().find(|owned| Arc::ptr_eq(&owned.object, &object)).cloned();
            let owned = known.unwrap_or(Owned { handle: Handle(*handle), object });
            taken.push(owned.clone());
            places.push((*slot, Some(owned)));
        }
        let old = &taken[..before];
        for (at, owned) in taken.iter().enumerate().skip(before) {
            if !taken[..at].iter().any(|other| Arc::ptr_eq(&other.object, &owned.object)) {
                owned.object.take_over()?;
            }
        }
        for (slot, owned) in places {
            *settings.place(slot) = owned;
        }
        let kept = settings.all();
        drop(settings);
        for owned in old {
            if !kept.iter().any(|other| Arc::ptr_eq(&other.object, &owned.object)) {
                HandlerObject::release(owned.handle.0);
            }
        }
        Ok(())
    }

    pub(super) fn set_most_numbered(&self, most: u32) -> Result<(), Error> {
        let mut settings = self.settings.lock();
        if most > 256 || (most as usize) < settings.numbered.len() {
            return Err(Error::new(Code::Argument, "there are at most 256 numbers, and no fewer than were added"));
        }
        settings.most_numbered = most;
        Ok(())
    }

    pub(super) fn add_numbered(&self, handle: *mut CerverHandler) -> Result<(), Error> {
        let mut settings = self.settings.lock();
        let object = HandlerObject::of(handle)?;
        let most = settings.most_numbered;
        if !u32::try_from(object.id).is_ok_and(|id| id < most) {
            return Err(Error::new(
                Code::Argument,
                format!("the number of the handler is not one of the first {most}"),
            ));
        }
        if settings.numbered.iter().any(|other| other.object.id == object.id) {
            return Err(Error::new(Code::State, "the server has a handler of that number"));
        }
        object.take_over()?;
        settings.numbered.push(Owned { handle: Handle(handle), object });
        Ok(())
    }

    /// Hands everything to the core, for a start that follows.
    pub(crate) fn settle(&self, info: Info) {
        let server = self.server.load(Ordering::Acquire);
        let settings = self.settings.lock();
        let mut made: Vec<(Arc<HandlerObject>, Handler)> = Vec::new();
        let mut make = |owned: &Owned| {
            if let Some((_, handler)) = made.iter().find(|(object, _)| Arc::ptr_eq(object, &owned.object)) {
                return handler.clone();
            }
            let (object, is_direct) = (Arc::clone(&owned.object), owned.object.is_direct());
            let handler = Handler {
                is_direct,
                queue_limit: object.queue_limit(),
                code: Arc::new(HandlerCode { object: Arc::clone(&object), server: Handle(server), is_direct }),
            };
            made.push((object, handler.clone()));
            handler
        };
        let handlers = Handlers {
            app: settings.app.as_ref().map(&mut make),
            app_error: settings.app_error.as_ref().map(&mut make),
            custom: settings.custom.as_ref().map(&mut make),
            numbered: settings.numbered.iter().map(|owned| (owned.object.id as u8, make(owned))).collect(),
        };
        self.app.set_handlers(handlers);
        self.app.set_info(Info { welcome: settings.welcome.clone(), ..info });
    }

    /// Takes the handles of the handlers back.
    pub(crate) fn release_parts(&self) {
        let all = self.settings.lock().all();
        for owned in all {
            HandlerObject::release(owned.handle.0);
        }
    }
}

impl Settings {
    fn place(&mut self, slot: Slot) -> &mut Option<Owned> {
        match slot {
            Slot::App => &mut self.app,
            Slot::AppError => &mut self.app_error,
            Slot::Custom => &mut self.custom,
        }
    }

    fn all(&self) -> Vec<Owned> {
        let named = [&self.app, &self.app_error, &self.custom];
        named.into_iter().flatten().chain(&self.numbered).cloned().collect()
    }
}
