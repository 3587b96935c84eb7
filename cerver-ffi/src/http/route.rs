//! Routes: a path with a handler for each method, and children below it.

use std::{
    ffi::{c_char, c_void},
    mem,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use cerver_core::http::{Handler, Route, method::Method};
use parking_lot::Mutex;

use super::cerver::{CerverDelete, CerverHttpHandler};
use crate::{
    boundary::{
        guard::guard,
        handle::{Handle, Kind, Table},
        strings::{null, text},
    },
    callback::{self, CustomData, HandlerFunction},
    constants::{CerverRequestMethod, REQUEST_METHOD_UNDEFINED},
    status::{Code, Error},
};

static ROUTES: Table<Arc<RouteObject>> = Table::new(Kind::Route);

/// A route. A handle of the caller's until it is registered or becomes a child, of the server's or parent's from then
/// on; valid until the server's teardown or http_route_delete().
pub struct CerverHttpRoute {
    _private: (),
}

/// Makes a route for one method; http_route_set_handler() adds others.
///
/// `route` is the path, its first slash may be left out; "/" or "" is the root. It is copied. Its parts are separated
/// by slashes: ":name" takes any one part and captures it, "*" as the last part takes the rest, also nothing, and
/// elsewhere any one part. Spaces and control characters are refused: no path has them. `method` is one of the `REQUEST_METHOD_` constants, not REQUEST_METHOD_UNDEFINED. `handler`
/// may be NULL: then the method has none.
///
/// Returns a handle of the caller's, NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_ARGUMENT for the method,
/// CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_create(
    method: CerverRequestMethod,
    route: *const c_char,
    handler: CerverHttpHandler,
) -> *mut CerverHttpRoute {
    guard("http_route_create", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let text = unsafe { text(route, "route") }?;
        RouteObject::create(needed_method(method)?, text, handler)
    })
}

/// Sets the handler of a method, in place of one before.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the method, CERVER_ERROR_NULL for the handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_handler(
    route: *mut CerverHttpRoute,
    method: CerverRequestMethod,
    handler: CerverHttpHandler,
) {
    guard("http_route_set_handler", || {
        let route = RouteObject::of(route)?;
        let function = handler.ok_or_else(|| null("the handler"))?;
        route.handle(needed_method(method)?, function);
        Ok(())
    })
}

/// Puts `child` below `parent`: its path is the parent's, a slash, and its own. The parent owns the child from now on.
///
/// Children are tried in the order of addition.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_STATE when the child is registered or has a parent, CERVER_ERROR_ARGUMENT when
/// it is above the parent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_child_add(parent: *mut CerverHttpRoute, child: *mut CerverHttpRoute) {
    guard("http_route_child_add", || {
        let parent = RouteObject::of(parent)?;
        let object = RouteObject::of(child)?;
        parent.core.add_child(&object.core)?;
        parent.adopt(child);
        object.set_owned();
        Ok(())
    })
}

/// The pointer of http_route_set_custom_data(), NULL before it and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_get_custom_data(route: *const CerverHttpRoute) -> *const c_void {
    guard("http_route_get_custom_data", || Ok(RouteObject::of(route)?.custom_data.get()))
}

/// Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
/// set. A pointer set before is dropped without deleting it.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_custom_data(route: *mut CerverHttpRoute, custom_data: *mut c_void) {
    guard("http_route_set_custom_data", || {
        RouteObject::of(route)?.custom_data.set(custom_data);
        Ok(())
    })
}

/// Function called once with the custom data when the route is freed; NULL for none.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_delete_custom_data(
    route: *mut CerverHttpRoute,
    delete_custom_data: CerverDelete,
) {
    guard("http_route_set_delete_custom_data", || {
        RouteObject::of(route)?.custom_data.set_delete(delete_custom_data);
        Ok(())
    })
}

/// Frees a route that was never registered and has no parent, with its children. Other routes go with their server.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_delete(route: *mut CerverHttpRoute) {
    guard("http_route_delete", || {
        if RouteObject::of(route)?.is_owned() {
            return Err(Error::new(Code::State, "the route belongs to a server or to a parent"));
        }
        RouteObject::release(route)
    })
}

/// Behind a CerverHttpRoute.
pub(crate) struct RouteObject {
    pub(crate) core: Arc<Route>,
    /// Lives on with the handlers that may look at it.
    pub(crate) custom_data: Arc<CustomData>,
    children: Mutex<Vec<Handle<CerverHttpRoute>>>,
    is_owned: AtomicBool,
}

impl RouteObject {
    /// The object behind a handle.
    pub(crate) fn of(handle: *const CerverHttpRoute) -> Result<Arc<Self>, Error> {
        ROUTES.get(handle)
    }

    /// Takes the handles of a route and of its children back.
    pub(crate) fn release(handle: *mut CerverHttpRoute) -> Result<(), Error> {
        let route = ROUTES.remove(handle)?;
        let children = mem::take(&mut *route.children.lock());
        children.into_iter().try_for_each(|child| Self::release(child.0))
    }

    fn create(method: Method, text: &str, handler: CerverHttpHandler) -> Result<*mut CerverHttpRoute, Error> {
        if text.chars().any(|character| character == ' ' || character.is_control()) {
            return Err(Error::new(Code::Argument, "the path of a route has no space and no control character"));
        }
        let route = Arc::new(Self {
            core: Route::new(text),
            custom_data: Arc::default(),
            children: Mutex::new(Vec::new()),
            is_owned: AtomicBool::new(false),
        });
        if let Some(function) = handler {
            route.handle(method, function);
        }
        ROUTES.insert(route)
    }

    /// A route without path and handlers, and without a handle: its rules are those of other routes.
    pub(crate) fn nowhere() -> Arc<Self> {
        Arc::new(Self {
            core: Route::new(""),
            custom_data: Arc::default(),
            children: Mutex::new(Vec::new()),
            is_owned: AtomicBool::new(true),
        })
    }

    fn handle(&self, method: Method, function: HandlerFunction) {
        self.core.handle(method, self.handler(function));
    }

    /// A function of the program that belongs to this route.
    pub(crate) fn handler(&self, function: HandlerFunction) -> Handler {
        callback::handler(function, Some(Arc::clone(&self.custom_data)))
    }

    fn adopt(&self, child: *mut CerverHttpRoute) {
        self.children.lock().push(Handle(child));
    }

    pub(crate) fn set_owned(&self) {
        self.is_owned.store(true, Ordering::Release);
    }

    fn is_owned(&self) -> bool {
        self.is_owned.load(Ordering::Acquire)
    }
}

/// The method of a number of C that may have a handler.
fn needed_method(number: CerverRequestMethod) -> Result<Method, Error> {
    let known = u8::try_from(number).ok().filter(|known| usize::from(*known) < Method::COUNT);
    match known {
        Some(known) if number != REQUEST_METHOD_UNDEFINED => Ok(Method::from_number(known)),
        _ => Err(Error::new(Code::Argument, format!("{number} is no method that a route can have"))),
    }
}
