//! Routes that take WebSocket connections (RFC 6455).

use std::{
    ffi::{c_char, c_int},
    sync::Arc,
};

use cerver_core::http::{
    header,
    websocket::{Event, Failure, Violation, WebSocketRoute},
};

use super::{
    receive::CerverHttpReceive,
    request::CerverHttpRequest,
    route::{CerverHttpRoute, RouteObject},
};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::handler_tokens,
        strings::text,
    },
    callback::CustomData,
    host::call,
    status::{CerverStatus, Code, Error},
};

/// Why a WebSocket connection fails: one of the `HTTP_WEB_SOCKET_ERROR_` constants.
pub type CerverHttpWebSocketError = c_int;
/// Nothing.
pub const HTTP_WEB_SOCKET_ERROR_NONE: CerverHttpWebSocketError = 0;
/// Published; a handshake that is wrong is answered with its status and becomes no connection.
pub const HTTP_WEB_SOCKET_ERROR_READ_HANDSHAKE: CerverHttpWebSocketError = 1;
/// Published; as above.
pub const HTTP_WEB_SOCKET_ERROR_WRITE_HANDSHAKE: CerverHttpWebSocketError = 2;
/// The client has broken a rule of the protocol.
pub const HTTP_WEB_SOCKET_ERROR_PROTOCOL: CerverHttpWebSocketError = 3;
/// A text that is not UTF-8, or compressed data that is none.
pub const HTTP_WEB_SOCKET_ERROR_DATA: CerverHttpWebSocketError = 4;
/// A frame or message above its limit.
pub const HTTP_WEB_SOCKET_ERROR_TOO_BIG: CerverHttpWebSocketError = 5;
/// The client did not answer a ping.
pub const HTTP_WEB_SOCKET_ERROR_TIMEOUT: CerverHttpWebSocketError = 6;

/// A function for a connection's events without data. `receive` is the connection's handle, valid up to the end of the
/// function of http_route_set_ws_on_close(). It runs where the server's handlers run, without any lock of the library
/// held; the functions of one connection run one after the other.
pub type CerverHttpWebSocketEvent = Option<unsafe extern "C" fn(receive: *const CerverHttpReceive)>;

/// A function for messages. `msg` has `len` bytes, behind which stands a NUL; it is the library's and valid during the
/// call. Else as CerverHttpWebSocketEvent.
pub type CerverHttpWebSocketMessage =
    Option<unsafe extern "C" fn(receive: *const CerverHttpReceive, msg: *const c_char, len: usize)>;

/// A function for the end of a connection. `reason` is what the client gave as its reason, empty when it gave none; it is
/// the library's and valid during the call. Else as CerverHttpWebSocketEvent.
pub type CerverHttpWebSocketClose =
    Option<unsafe extern "C" fn(receive: *const CerverHttpReceive, reason: *const c_char)>;

/// A function for the failure of a connection. Else as CerverHttpWebSocketEvent.
pub type CerverHttpWebSocketFailure =
    Option<unsafe extern "C" fn(receive: *const CerverHttpReceive, error: CerverHttpWebSocketError)>;

/// Calls the route's handler for GET with each handshake before it is answered, when `value` is true; default false. The
/// handler sees the request, may keep something with http_request_set_custom_data(), and may refuse by answering, which closes
/// the connection. When it returns without an answer, the handshake is accepted.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_execute_handler(route: *mut CerverHttpRoute, value: bool) {
    guard("http_route_set_execute_handler", || change(route, |settings| settings.asks_handler = value))
}

/// Sets the function that is called when a connection is open, before any other. NULL for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_open(route: *mut CerverHttpRoute, on_open: CerverHttpWebSocketEvent) {
    guard("http_route_set_ws_on_open", || change(route, |settings| settings.functions.on_open = on_open))
}

/// Sets the function that is called once when a connection is gone, however it ended, after all others. NULL for none.
/// http_web_sockets_get_close_code() tells the code in it.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_close(route: *mut CerverHttpRoute, on_close: CerverHttpWebSocketClose) {
    guard("http_route_set_ws_on_close", || change(route, |settings| settings.functions.on_close = on_close))
}

/// Sets the function that is called when a ping has come and was answered. NULL for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_ping(route: *mut CerverHttpRoute, on_ping: CerverHttpWebSocketEvent) {
    guard("http_route_set_ws_on_ping", || change(route, |settings| settings.functions.on_ping = on_ping))
}

/// Sets the function that is called when a pong has come. NULL for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_pong(route: *mut CerverHttpRoute, on_pong: CerverHttpWebSocketEvent) {
    guard("http_route_set_ws_on_pong", || change(route, |settings| settings.functions.on_pong = on_pong))
}

/// Sets the function that gets the messages of a route with HTTP_ROUTE_MODIFIER_WEB_SOCKET: texts, which are UTF-8, and,
/// without http_route_set_ws_on_binary(), all others. NULL for none.
///
/// Handshake, control frames, fragmentation, masking, UTF-8, limits and the closing handshake are the library's work
/// (RFC 6455). http_web_sockets_send() answers, from any thread.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_message(
    route: *mut CerverHttpRoute,
    on_message: CerverHttpWebSocketMessage,
) {
    guard("http_route_set_ws_on_message", || change(route, |settings| settings.functions.on_message = on_message))
}

/// Sets the function that gets messages that are no texts. NULL for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_binary(
    route: *mut CerverHttpRoute,
    on_binary: CerverHttpWebSocketMessage,
) {
    guard("http_route_set_ws_on_binary", || change(route, |settings| settings.functions.on_binary = on_binary))
}

/// Sets the function that is called when a send that failed with CERVER_ERROR_AGAIN may be tried again. NULL for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_drained(
    route: *mut CerverHttpRoute,
    on_drained: CerverHttpWebSocketEvent,
) {
    guard("http_route_set_ws_on_drained", || change(route, |settings| settings.functions.on_drained = on_drained))
}

/// Sets the function that is called when a connection fails, before that of http_route_set_ws_on_close(). NULL for none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_on_error(route: *mut CerverHttpRoute, on_error: CerverHttpWebSocketFailure) {
    guard("http_route_set_ws_on_error", || change(route, |settings| settings.functions.on_error = on_error))
}

/// Adds a subprotocol that the program speaks on this route, a token. The first one in a client's list that was added is
/// agreed upon; without one the connection has none.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL for the text, CERVER_ERROR_ARGUMENT when it is no token.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_ws_protocol_add(
    route: *mut CerverHttpRoute,
    protocol: *const c_char,
) -> CerverStatus {
    status("http_route_ws_protocol_add", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let protocol = unsafe { text(protocol, "protocol") }?;
        if !header::is_token(protocol.as_bytes()) {
            return Err(Error::new(Code::Argument, "a subprotocol must be a token (RFC 6455 section 4.1)"));
        }
        change(route, |settings| settings.protocols.push(protocol.to_owned()))
    })
}

/// Adds an origin whose pages may open connections to this route, as browsers write it: "https://example.org". Once there is
/// one, others get 403. Clients that are no browsers tell no origin and may connect. Without any all may.
///
/// A page of any origin can open a connection, and its browser sends the cookies of the user with the handshake: where
/// cookies say who it is, name the origins (RFC 6455 section 10.2).
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors; CERVER_ERROR_NULL for the text.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_ws_origin_add(route: *mut CerverHttpRoute, origin: *const c_char) -> CerverStatus {
    status("http_route_ws_origin_add", || {
        // SAFETY: the caller passes NULL or a text with a NUL.
        let origin = unsafe { text(origin, "origin") }?;
        change(route, |settings| settings.origins.push(origin.to_owned()))
    })
}

/// Switches the compression of this route's messages on or off, whatever http_cerver_set_ws_compression() says.
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_compression(route: *mut CerverHttpRoute, value: bool) -> CerverStatus {
    status("http_route_set_ws_compression", || change(route, |settings| settings.compression = Some(value)))
}

/// Bytes of one message of this route, in place of http_cerver_set_ws_limits().
///
/// Thread: any; it counts from the next start on.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_route_set_ws_message_limit(route: *mut CerverHttpRoute, size: usize) -> CerverStatus {
    status("http_route_set_ws_message_limit", || change(route, |settings| settings.message_limit = Some(size)))
}

fn change(route: *mut CerverHttpRoute, change: impl FnOnce(&mut WebSocketSettings)) -> Result<(), Error> {
    RouteObject::of(route)?.set_web_socket(change);
    Ok(())
}

/// What C has said of the WebSocket connections of a route.
#[derive(Default)]
pub(crate) struct WebSocketSettings {
    pub(crate) is_on: bool,
    functions: Functions,
    protocols: Vec<String>,
    origins: Vec<String>,
    compression: Option<bool>,
    message_limit: Option<usize>,
    asks_handler: bool,
}

/// The functions of the program.
#[derive(Clone, Copy, Default)]
struct Functions {
    on_open: CerverHttpWebSocketEvent,
    on_close: CerverHttpWebSocketClose,
    on_ping: CerverHttpWebSocketEvent,
    on_pong: CerverHttpWebSocketEvent,
    on_message: CerverHttpWebSocketMessage,
    on_binary: CerverHttpWebSocketMessage,
    on_drained: CerverHttpWebSocketEvent,
    on_error: CerverHttpWebSocketFailure,
}

impl WebSocketSettings {
    /// The same for the core. `kept` is what the program's functions may look at while they run.
    pub(crate) fn route(&self, kept: &Arc<CustomData>) -> Option<WebSocketRoute> {
        if !self.is_on {
            return None;
        }
        let (functions, kept) = (self.functions, Arc::clone(kept));
        let on_event = Arc::new(move |socket: cerver_core::http::websocket::WebSocket, event: Event<'_>| {
            let _kept = &kept;
            let (receive, _): (_, *mut CerverHttpRequest) = handler_tokens(socket.exchange());
            // SAFETY: the program registered the functions for these events.
            unsafe { functions.call(receive, event) };
        });
        Some(WebSocketRoute {
            on_event,
            protocols: self.protocols.clone(),
            origins: self.origins.clone(),
            compression: self.compression,
            message_limit: self.message_limit,
            asks_handler: self.asks_handler,
        })
    }
}

impl Functions {
    /// # Safety
    /// The functions are the program's for events of a WebSocket connection, and a NUL stands behind the bytes of the event.
    #[inline]
    unsafe fn call(&self, receive: *const CerverHttpReceive, event: Event<'_>) {
        // SAFETY: the caller's promise.
        unsafe {
            match event {
                Event::Text(msg) => message(self.on_message, receive, msg),
                Event::Binary(msg) => message(self.on_binary.or(self.on_message), receive, msg),
                Event::Opened => plain(self.on_open, receive),
                Event::Ping(_) => plain(self.on_ping, receive),
                Event::Pong(_) => plain(self.on_pong, receive),
                Event::Drained => plain(self.on_drained, receive),
                Event::Failed(failure) => {
                    if let Some(on_error) = self.on_error {
                        on_error(receive, number(failure));
                    }
                }
                Event::Closed(_, reason) => {
                    if let Some(on_close) = self.on_close {
                        on_close(receive, reason.as_ptr().cast());
                    }
                }
            }
        }
    }
}

/// # Safety
/// The function is one for events.
unsafe fn plain(function: CerverHttpWebSocketEvent, receive: *const CerverHttpReceive) {
    if let Some(function) = function {
        // SAFETY: the caller's promise.
        unsafe { call(function, (receive,)) };
    }
}

/// # Safety
/// The function is one for messages, and a NUL stands behind this one.
#[inline]
unsafe fn message(function: CerverHttpWebSocketMessage, receive: *const CerverHttpReceive, msg: &[u8]) {
    if let Some(function) = function {
        // SAFETY: the caller's promise.
        unsafe { call(function, (receive, msg.as_ptr().cast(), msg.len())) };
    }
}

const fn number(failure: Failure) -> CerverHttpWebSocketError {
    match failure {
        Failure::Violation(Violation::Text | Violation::Compression) => HTTP_WEB_SOCKET_ERROR_DATA,
        Failure::Violation(Violation::TooBig) => HTTP_WEB_SOCKET_ERROR_TOO_BIG,
        Failure::Violation(_) => HTTP_WEB_SOCKET_ERROR_PROTOCOL,
        Failure::Silence => HTTP_WEB_SOCKET_ERROR_TIMEOUT,
        Failure::Panic => HTTP_WEB_SOCKET_ERROR_NONE,
    }
}
