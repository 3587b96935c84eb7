//! Commands to one WebSocket connection.

use std::{
    ffi::{c_char, c_int, c_void},
    time::Duration,
};

use cerver_core::http::websocket::{CloseCode, WebSocket};

use super::{receive::CerverHttpReceive, request::CerverHttpRequest};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, exchange, handler_tokens},
        strings::{bytes, text},
    },
    status::{CerverStatus, Error},
};

/// Sends a text of `len` bytes, which must be UTF-8, as one message, whole or not at all; it is copied. Never blocks: what
/// the system does not take at once waits in the connection's queue.
///
/// Above the high mark of cerver_set_send_queue_marks() nothing is taken: CERVER_ERROR_AGAIN, and the function of
/// http_route_set_ws_on_drained() or http_web_sockets_wait() tells when to try again. Messages of several threads stay
/// whole.
///
/// Thread: any.
/// Errors: handle errors, also when the connection is gone; CERVER_ERROR_NULL for the text, CERVER_ERROR_ARGUMENT when it
/// is not UTF-8, CERVER_ERROR_AGAIN, CERVER_ERROR_CLOSED after a close of either side, CERVER_ERROR_STATE for a request that
/// is no WebSocket connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_send(
    receive: *const CerverHttpReceive,
    msg: *const c_char,
    len: usize,
) -> CerverStatus {
    status("http_web_sockets_send", || {
        let socket = of(receive)?;
        // SAFETY: the caller passes `len` readable bytes.
        socket.send_text(unsafe { bytes(msg.cast(), len, "msg") }?)
    })
}

/// The same for a message of any bytes.
///
/// Thread: any.
/// Errors: those of http_web_sockets_send(), but for UTF-8.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_send_binary(
    receive: *const CerverHttpReceive,
    msg: *const c_void,
    len: usize,
) -> CerverStatus {
    status("http_web_sockets_send_binary", || {
        let socket = of(receive)?;
        // SAFETY: the caller passes `len` readable bytes.
        socket.send_binary(unsafe { bytes(msg, len, "msg") }?)
    })
}

/// Sends a ping with `len` bytes, at most 125; the pong brings them back. The library pings by itself what is silent: see
/// http_cerver_set_ws_ping().
///
/// Thread: any.
/// Errors: those of http_web_sockets_send(); CERVER_ERROR_ARGUMENT for more bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_ping(
    receive: *const CerverHttpReceive,
    data: *const c_void,
    len: usize,
) -> CerverStatus {
    status("http_web_sockets_ping", || {
        let socket = of(receive)?;
        // SAFETY: the caller passes `len` readable bytes.
        socket.ping(unsafe { bytes(data, len, "data") }?)
    })
}

/// Begins the closing handshake with a code, 1000 for the usual end, and a reason of at most 123 bytes of UTF-8, "" for none.
/// No message comes or goes after that. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the reason; CERVER_ERROR_ARGUMENT for a code that must not be sent (allowed are
/// 1000 to 1003, 1007 to 1014 and 3000 to 4999) and for the reason; CERVER_ERROR_STATE for a request that is no WebSocket
/// connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_close(
    receive: *const CerverHttpReceive,
    code: u16,
    reason: *const c_char,
) -> CerverStatus {
    status("http_web_sockets_close", || {
        let socket = of(receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        socket.close(CloseCode(code), unsafe { text(reason, "reason") }?.as_bytes())
    })
}

/// Cuts the connection off; what is not sent is lost. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE for a request that is no WebSocket connection.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_abort(receive: *const CerverHttpReceive) -> CerverStatus {
    status("http_web_sockets_abort", || of(receive)?.abort())
}

/// Waits until a send that failed with CERVER_ERROR_AGAIN may be tried again. `timeout_ms` is -1 for no limit, or 0 and
/// more milliseconds.
///
/// Thread: any but a reactor's (CERVER_ERROR_STATE): that one has to do the sending.
/// Errors: handle errors; CERVER_ERROR_TIMEOUT, CERVER_ERROR_CLOSED, CERVER_ERROR_STATE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_wait(receive: *const CerverHttpReceive, timeout_ms: i32) -> CerverStatus {
    status("http_web_sockets_wait", || {
        let timeout = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
        of(receive)?.wait(timeout)
    })
}

/// The request of the handshake: its path, parameters, headers and cookies can be read as long as the connection lives.
/// NULL on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_get_request(receive: *const CerverHttpReceive) -> *const CerverHttpRequest {
    guard("http_web_sockets_get_request", || {
        let exchange = exchange(Kind::Receive, receive)?;
        exchange.connection()?;
        let (_, request): (*mut CerverHttpReceive, *mut CerverHttpRequest) = handler_tokens(exchange);
        Ok(request.cast_const())
    })
}

/// The code of the client's close frame, for the function of http_route_set_ws_on_close(): 1005 when there was none in it,
/// 1006 when the connection was lost without a close frame. -1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE before.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_web_sockets_get_close_code(receive: *const CerverHttpReceive) -> c_int {
    guard("http_web_sockets_get_close_code", || Ok(c_int::from(of(receive)?.close_code()?.0)))
}

#[inline]
fn of(receive: *const CerverHttpReceive) -> Result<WebSocket, Error> {
    Ok(WebSocket::of(exchange(Kind::Receive, receive)?))
}
