//! Bodies of requests: who wants them, how slow they may be, and how a handler reads them as they come.

use std::{ffi::c_char, slice, time::Duration};

use super::{
    cerver::{CerverHttp, CerverHttpHandler},
    companion::text_of,
    pairs::CerverString,
    receive::CerverHttpReceive,
    request::CerverHttpRequest,
    route::{CerverHttpRoute, RouteObject},
};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, exchange},
        strings::{null, out, text},
    },
    constants::{
        CerverHttpRouteModifier, HTTP_ROUTE_MODIFIER_MULTI_PART, HTTP_ROUTE_MODIFIER_NONE,
        HTTP_ROUTE_MODIFIER_WEB_SOCKET,
    },
    objects::HttpObject,
    status::{CerverStatus, Code, Error},
};

/// Bytes per second that a body must bring, on average, after a grace of `grace_ms` milliseconds; a slower one is
/// answered with 408. Default 240 and 5000; 0 bytes for any rate. http_cerver_set_body_timeout() limits the whole.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_body_rate(http: *mut CerverHttp, bytes: u32, grace_ms: u32) -> CerverStatus {
    status("http_cerver_set_body_rate", || {
        let grace = Duration::from_millis(u64::from(grace_ms));
        HttpObject::of(http)?.app.configure(|options| (options.body_rate, options.body_grace) = (bytes, grace));
        Ok(())
    })
}

/// Bytes of a body read by http_request_read_body() that may wait for its handler; while more do, the client is not read.
/// Default 256 KiB.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_cerver_set_body_window(http: *mut CerverHttp, size: usize) -> CerverStatus {
    status("http_cerver_set_body_window", || {
        HttpObject::of(http)?.app.configure(|options| options.body_window = size);
        Ok(())
    })
}

/// What the route does with bodies and connections: one of the `HTTP_ROUTE_MODIFIER_` constants, which takes an earlier one
/// back. With HTTP_ROUTE_MODIFIER_MULTI_PART a `multipart/form-data` body is taken apart while it comes: see
/// http_request_multi_parts_get(). Bodies of other types stay as they are. With HTTP_ROUTE_MODIFIER_WEB_SOCKET clients may
/// open WebSocket connections: see http_route_set_ws_on_message(). A request that does not ask for one goes to the
/// route's handler for GET; without one it is answered with 426.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_modifier(route: *mut CerverHttpRoute, modifier: CerverHttpRouteModifier) {
    guard("http_route_set_modifier", || {
        let route = RouteObject::of(route)?;
        if !(HTTP_ROUTE_MODIFIER_NONE..=HTTP_ROUTE_MODIFIER_WEB_SOCKET).contains(&modifier) {
            return Err(Error::new(Code::Argument, format!("{modifier} is no modifier of a route")));
        }
        route.core.set_multipart(modifier == HTTP_ROUTE_MODIFIER_MULTI_PART);
        route.set_web_socket(|web_socket| web_socket.is_on = modifier == HTTP_ROUTE_MODIFIER_WEB_SOCKET);
        Ok(())
    })
}

/// Largest body of requests to this route in bytes, in place of http_cerver_set_body_limit().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_body_limit(route: *mut CerverHttpRoute, limit: usize) -> CerverStatus {
    status("http_route_set_body_limit", || {
        RouteObject::of(route)?.core.set_body_limit(limit);
        Ok(())
    })
}

/// Longest time of a body of this route in milliseconds, in place of http_cerver_set_body_timeout(); 0 for no limit.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_body_timeout(route: *mut CerverHttpRoute, timeout_ms: u32) -> CerverStatus {
    status("http_route_set_body_timeout", || {
        RouteObject::of(route)?.core.set_body_timeout(Duration::from_millis(u64::from(timeout_ms)));
        Ok(())
    })
}

/// Sets the gate of the route; NULL takes it away. It sees the head of each request before a byte of its body is read or
/// stored and before `100 Continue` is sent, and decides: http_receive_pass() lets the request on to its handler, an
/// answer refuses it. When it does neither the client gets a 403, unless it has called http_receive_detach() and one of
/// the two follows later.
///
/// It runs where handlers run, for all methods of this route; routes below it need their own.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_gate(route: *mut CerverHttpRoute, gate: CerverHttpHandler) -> CerverStatus {
    status("http_route_set_gate", || {
        let route = RouteObject::of(route)?;
        route.core.set_gate(gate.map(|gate| route.handler(gate)));
        Ok(())
    })
}

/// Calls the handler of the route when the head of a request is complete; it reads the body as it comes, with
/// http_request_read_body().
///
/// With `pieces`, that function is called, where handlers run, each time bytes wait or the body has ended, for the first
/// time after the handler has returned. It must read with a time-out of 0 until nothing is left, and answer at the end.
/// With NULL the handler itself must read, which needs a thread that may wait: not a reactor's.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_stream_body(
    route: *mut CerverHttpRoute,
    pieces: CerverHttpHandler,
) -> CerverStatus {
    status("http_route_stream_body", || {
        let route = RouteObject::of(route)?;
        route.core.stream_body(pieces.map(|pieces| route.handler(pieces)));
        Ok(())
    })
}

/// Lets the request through the gate of its route: see http_route_set_gate().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when no gate has to decide, CERVER_ERROR_ANSWERED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_pass(receive: *const CerverHttpReceive) -> CerverStatus {
    status("http_receive_pass", || exchange(Kind::Receive, receive)?.pass())
}

/// Reads the next bytes of the body into `buffer` of `size` bytes; `read` gets their number, 0 at the end of the body.
/// `timeout_ms` is 0 for what is there already, -1 to wait without limit, or milliseconds.
///
/// On a route of http_route_stream_body() the bytes come as the client sends them, on others out of the whole body.
///
/// Thread: any; on a reactor's only with a `timeout_ms` of 0 (CERVER_ERROR_STATE).
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_AGAIN when no byte has come in time, CERVER_ERROR_CLOSED when the
/// client has gone before the end of the body.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_read_body(
    request: *const CerverHttpRequest,
    buffer: *mut c_char,
    size: usize,
    timeout_ms: i32,
    read: *mut usize,
) -> CerverStatus {
    status("http_request_read_body", || {
        let exchange = exchange(Kind::Request, request)?;
        let read = out(read, "read")?;
        if buffer.is_null() {
            return Err(null("buffer"));
        }
        let timeout = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
        // SAFETY: the caller passes a buffer of that size, which nobody else uses during the call.
        let buffer = unsafe { slice::from_raw_parts_mut(buffer.cast::<u8>(), size.min(isize::MAX as usize)) };
        let count = exchange.read_body(buffer, timeout)?;
        // SAFETY: the caller passes a place for a number.
        unsafe { read.write(count) };
        Ok(())
    })
}

/// Value of a field behind a chunked body by its name, upper and lower case alike (RFC 9110 section 6.5); NULL when there is
/// none or the body has not ended, and on error. Fields that must not come so late (Host, Content-Length,
/// Authorization and others that decide about routing, framing or access) are never there. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the name.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_trailer(
    request: *const CerverHttpRequest,
    name: *const c_char,
) -> *const CerverString {
    guard("http_request_get_trailer", || {
        let exchange = exchange(Kind::Request, request)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        text_of(exchange, |request| request.trailers()?.get(name.as_bytes()))
    })
}
