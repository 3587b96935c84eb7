//! Routes that give connections to a protocol of the program's (RFC 9110 section 7.8).

use std::{
    ffi::{c_char, c_void},
    sync::Arc,
};

use cerver_core::{protocol::Factory, stream};

use super::route::{CerverHttpRoute, RouteObject};
use crate::{
    boundary::{
        guard::status,
        strings::{null, text},
    },
    status::CerverStatus,
    stream::server::{CerverEventHandler, on_event},
};

/// Lets clients change to a protocol of the program's with GET and `Upgrade: protocol`; the name in any case, perhaps with a
/// version behind a slash. The library answers 101; what comes then goes to `handler` as events, with `user_data`, as those
/// of cerver_set_event_handler(), and `cerver_connection_` functions answer.
///
/// A request that does not ask for it goes to the route's handler for GET; without one it is answered with 426.
///
/// Thread: any; it counts from the next start on. Both pointers must stay valid until the server's teardown.
/// Errors: handle errors; CERVER_ERROR_NULL for the text and the handler, CERVER_ERROR_ARGUMENT when the text is no token.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_take_upgrade(
    route: *mut CerverHttpRoute,
    protocol: *const c_char,
    handler: CerverEventHandler,
    user_data: *mut c_void,
) -> CerverStatus {
    status("http_route_take_upgrade", || {
        let route = RouteObject::of(route)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let protocol = unsafe { text(protocol, "protocol") }?;
        let handler = handler.ok_or_else(|| null("the handler"))?;
        let app = stream::App::new();
        app.set_on_event(Some(on_event(handler, user_data)));
        app.prepare()?;
        route.core.take_upgrade(protocol, Arc::new(move |request, _| Ok(Factory::connect(&*app, request.peer()))))
    })
}
