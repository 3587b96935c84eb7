//! The way back to the client.

use std::{
    ffi::{c_char, c_int, c_void},
    ptr,
    time::Duration,
};

use super::{cerver::CerverHttp, companion::companion, draft::ResponseObject, response::CerverHttpResponse};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, exchange},
        strings::{bytes, fill, text},
    },
    objects::HttpObject,
    server::CerverServer,
    status::CerverStatus,
};

/// The way back to the client of one request. A handle, valid until the handler returns or, after http_receive_detach(),
/// until the request has its answer.
pub struct CerverHttpReceive {
    _private: (),
}

/// The HTTP side of the server the request came to; NULL on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_get_cerver(receive: *const CerverHttpReceive) -> *const CerverHttp {
    guard("http_receive_get_cerver", || Ok(HttpObject::handle_of(exchange(Kind::Receive, receive)?)?.cast_const()))
}

/// What a request came by, as programs written for cerver's C framework see it. The library's memory, only to be read.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CerverReceive {
    /// One of the `CERVER_RECEIVE_TYPE_` constants.
    pub r#type: CerverReceiveType,
    /// The server that the request came to.
    pub cerver: *mut CerverServer,
    /// NULL: http_receive_get_sock_fd() has the descriptor.
    pub socket: *mut c_void,
    /// NULL, as are all that follow: they belong to servers of packets.
    pub connection: *mut c_void,
    /// NULL.
    pub client: *mut c_void,
    /// NULL.
    pub admin: *mut c_void,
    /// NULL.
    pub lobby: *mut c_void,
}

/// Who has sent what came: one of the `CERVER_RECEIVE_TYPE_` constants.
pub type CerverReceiveType = i32;

/// Not known.
pub const CERVER_RECEIVE_TYPE_NONE: CerverReceiveType = 0;
/// A client.
pub const CERVER_RECEIVE_TYPE_NORMAL: CerverReceiveType = 1;

/// What the request came by; NULL on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_get_cerver_receive(receive: *const CerverHttpReceive) -> *const CerverReceive {
    guard("http_receive_get_cerver_receive", || {
        let exchange = exchange(Kind::Receive, receive)?;
        let cerver = HttpObject::server_of(exchange)?;
        let null = ptr::null_mut();
        let made = CerverReceive {
            r#type: CERVER_RECEIVE_TYPE_NORMAL,
            cerver,
            socket: null,
            connection: null,
            client: null,
            admin: null,
            lobby: null,
        };
        exchange.request(|request| companion(request).receive(made))
    })
}

/// Descriptor of the client's socket, to ask the system about it. Owned by the library: do not read, write or close it.
/// -1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_get_sock_fd(receive: *const CerverHttpReceive) -> c_int {
    guard("http_receive_get_sock_fd", || exchange(Kind::Receive, receive)?.descriptor())
}

/// Lets the answer come later, from any thread: the request and this handle stay valid until it is given.
///
/// It must be given, or http_receive_close() called, in any case, also when the client is gone: until then the request
/// keeps its memory.
///
/// Thread: any, before the handler returns.
/// Errors: handle errors; CERVER_ERROR_STATE when the handler has returned.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_detach(receive: *const CerverHttpReceive) -> CerverStatus {
    status("http_receive_detach", || exchange(Kind::Receive, receive)?.detach())
}

/// Gives no answer: the connection is closed. The request of a detached handle ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ANSWERED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_close(receive: *const CerverHttpReceive) -> CerverStatus {
    status("http_receive_close", || exchange(Kind::Receive, receive)?.close())
}

/// Whether the client can still be reached, as far as the server knows.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_is_connected(receive: *const CerverHttpReceive) -> bool {
    guard("http_receive_is_connected", || {
        let exchange = exchange(Kind::Receive, receive)?;
        exchange.request(|_| ())?;
        Ok(exchange.is_connected())
    })
}

/// Writes the client's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or
/// "unix" for a Unix socket. 64 bytes are always enough.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_get_remote_address(
    receive: *const CerverHttpReceive,
    buffer: *mut c_char,
    size: usize,
) -> CerverStatus {
    status("http_receive_get_remote_address", || {
        let peer = exchange(Kind::Receive, receive)?.request(|request| request.peer())?;
        // SAFETY: the caller passes NULL or a buffer of that size.
        unsafe { fill(buffer, size, peer.to_string().as_bytes()) }
    })
}

/// Begins an answer whose body comes in pieces: sends the status and headers of `response` now, the body by
/// http_receive_stream_write(), its end by http_receive_stream_end().
///
/// The body is chunked for HTTP/1.1 and ends with the connection for HTTP/1.0 (RFC 9112 section 6). The response's own
/// data and Content-Length are not sent, and the response stays the caller's. To go on after the handler has returned,
/// call http_receive_detach() as well.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_response_stream(
    response: *mut CerverHttpResponse,
    receive: *const CerverHttpReceive,
) -> CerverStatus {
    status("http_response_stream", || {
        let response = ResponseObject::of(response)?;
        let exchange = exchange(Kind::Receive, receive)?;
        let draft = response.draft.lock();
        exchange.stream(draft.status, &draft.fields)
    })
}

/// Sends `len` bytes of a streamed body; copies them. With 0 bytes nothing is sent.
///
/// Thread: any; the pieces of several threads stay whole and go out in the order of the calls.
/// Errors: handle errors; CERVER_ERROR_AGAIN above the high mark of cerver_set_send_queue_marks() (nothing was taken),
/// CERVER_ERROR_CLOSED when the client is gone, CERVER_ERROR_STATE when no stream was begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_stream_write(
    receive: *const CerverHttpReceive,
    data: *const c_void,
    len: usize,
) -> CerverStatus {
    status("http_receive_stream_write", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes `len` readable bytes.
        exchange.stream_write(unsafe { bytes(data, len, "data") }?)
    })
}

/// Waits until the client has taken enough of a streamed body that its queue is below the low mark. `timeout_ms` is -1
/// for no limit, or 0 and more milliseconds.
///
/// Thread: any but a reactor's (CERVER_ERROR_STATE): that one has to do the sending.
/// Errors: handle errors; CERVER_ERROR_TIMEOUT, CERVER_ERROR_CLOSED, CERVER_ERROR_STATE.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_stream_wait(receive: *const CerverHttpReceive, timeout_ms: i32) -> CerverStatus {
    status("http_receive_stream_wait", || {
        let timeout = u64::try_from(timeout_ms).ok().map(Duration::from_millis);
        exchange(Kind::Receive, receive)?.stream_wait(timeout)
    })
}

/// Adds a header field that http_receive_stream_end() sends behind a streamed body (RFC 9110 section 6.5). Both texts are
/// copied.
///
/// Such fields are sent in chunks only, so not to HTTP/1.0, and only when the client has said `TE: trailers` or the
/// response has a Trailer header that announces them; else they are dropped.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for a text; CERVER_ERROR_ARGUMENT for what is no header name or value, and for
/// headers that must come before a body, such as Content-Type or Set-Cookie (section 6.5.1); CERVER_ERROR_CLOSED,
/// CERVER_ERROR_STATE when no stream was begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_stream_trailer(
    receive: *const CerverHttpReceive,
    name: *const c_char,
    value: *const c_char,
) -> CerverStatus {
    status("http_receive_stream_trailer", || {
        let exchange = exchange(Kind::Receive, receive)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text(name, "name") }?;
        // SAFETY: as above.
        let value = unsafe { text(value, "value") }?;
        exchange.stream_trailer(name.as_bytes(), value.as_bytes())
    })
}

/// Ends a streamed body. The request ends; this handle is stale once the handler, if it still runs, has returned.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_CLOSED, CERVER_ERROR_STATE when no stream was begun.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_receive_stream_end(receive: *const CerverHttpReceive) -> CerverStatus {
    status("http_receive_stream_end", || exchange(Kind::Receive, receive)?.stream_end())
}
