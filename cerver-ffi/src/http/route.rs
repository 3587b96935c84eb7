//! Routes: a path with a handler for each method, and children below it.

use std::ffi::{c_char, c_void};

use super::cerver::{CerverDelete, CerverHttpHandler};
use crate::{boundary::guard::guard, constants::CerverRequestMethod, status::pending};

/// A route. A handle of the caller's until it is registered or becomes a child, of the server's or parent's from then on;
/// valid until the server's teardown or http_route_delete().
pub struct CerverHttpRoute {
    _private: (),
}

/// Makes a route for one method; http_route_set_handler() adds others.
///
/// `route` is the path without its first slash, "/" or "" for the root; copied. Its parts are separated by slashes: ":name" takes any one
/// part and captures it, "*" as the last part takes the rest, also nothing, and elsewhere any one part.
/// `method` is one of the `REQUEST_METHOD_` constants, not REQUEST_METHOD_UNDEFINED. `handler` may be NULL: then the method
/// has none.
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
    guard("http_route_create", || pending((method, route, handler)))
}

/// Sets the handler of a method; NULL takes it out.
///
/// Thread: any; before the start.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the method, CERVER_ERROR_STATE while the route's server runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_handler(
    route: *mut CerverHttpRoute,
    method: CerverRequestMethod,
    handler: CerverHttpHandler,
) {
    guard("http_route_set_handler", || pending((route, method, handler)))
}

/// Puts `child` below `parent`: its path is the parent's, a slash, and its own. The parent owns the child from now on.
///
/// Children are tried in the order of addition.
///
/// Thread: any; before the start.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT when the child is registered, has a parent, or is above the parent,
/// CERVER_ERROR_STATE while the route's server runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_child_add(parent: *mut CerverHttpRoute, child: *mut CerverHttpRoute) {
    guard("http_route_child_add", || pending((parent, child)))
}

/// The pointer of http_route_set_custom_data(), NULL before it and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_get_custom_data(route: *const CerverHttpRoute) -> *const c_void {
    guard("http_route_get_custom_data", || pending(route))
}

/// Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
/// set. A pointer set before is dropped without deleting it.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_custom_data(route: *mut CerverHttpRoute, custom_data: *mut c_void) {
    guard("http_route_set_custom_data", || pending((route, custom_data)))
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
    guard("http_route_set_delete_custom_data", || pending((route, delete_custom_data)))
}

/// Frees a route that was never registered and has no parent, with its children. Other routes go with their server.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_delete(route: *mut CerverHttpRoute) {
    guard("http_route_delete", || pending(route))
}
