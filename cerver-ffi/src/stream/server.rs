//! Stream servers: how they are made, and how their events reach the program.

use std::{
    ffi::{c_char, c_int, c_void},
    sync::Arc,
    time::Duration,
};

use cerver_core::stream::OnEvent;

use super::event::CerverEvent;
use crate::{
    boundary::{
        guard::{guard, status},
        strings::{null, text_cut},
    },
    callback::Data,
    host,
    objects::ServerObject,
    server::{CerverServer, MAX_NAME, limit},
    status::{CerverStatus, Code, Error},
};

/// A program's function for events. `event` and what it points to are the library's and valid during the call. Called on
/// the thread of a reactor, without any lock held; all functions may be called from it, and it must not block: the other
/// connections of that reactor wait meanwhile.
pub type CerverEventHandler = Option<unsafe extern "C" fn(event: *const CerverEvent, user_data: *mut c_void)>;

/// Makes a server for a protocol of the program's own: connections carry bytes without framing, what happens comes as
/// events, and commands (`cerver_connection_` functions) answer.
///
/// With cerver_set_event_handler() the events go to a function, and the server runs by cerver_start(). Without one the
/// program opens it by cerver_open() and pulls the events by cerver_next_events(), on one thread at a time, alone or from
/// an event loop of its own through cerver_get_poll_fd(). All options of a server apply; the handler type does not.
///
/// `name`, `port` and `connection_queue` are as in cerver_create(). Returns a handle of the caller's, to be given to
/// cerver_teardown(); NULL on error.
///
/// Thread: any.
/// Errors: those of cerver_create().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_create_stream(
    name: *const c_char,
    port: u16,
    connection_queue: u16,
) -> *mut CerverServer {
    guard("cerver_create_stream", || {
        host::attach();
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text_cut(name, MAX_NAME, "name") }?;
        ServerObject::create_stream(name, port, connection_queue)
    })
}

/// Sends the events of a stream server to `handler`, with `user_data`, which the library never looks behind; NULL = they
/// wait for cerver_next_events(). It counts from the next start on. Both must stay valid until cerver_teardown() returns.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_event_handler(
    server: *mut CerverServer,
    handler: CerverEventHandler,
    user_data: *mut c_void,
) -> CerverStatus {
    status("cerver_set_event_handler", || {
        host::attach();
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        let on_event = handler.map(|handler| on_event(handler, user_data));
        server.core.configure(|_| app.set_on_event(on_event))
    })
}

/// Bytes of a stream server that may wait to be pulled, at least 1; default 1 MiB. What does not find
/// room stays with its connection, which is not read meanwhile.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_UNSUPPORTED for a server of another kind,
/// CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_event_bytes(server: *mut CerverServer, size: usize) -> CerverStatus {
    status("cerver_set_event_bytes", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        server.core.configure(|_| app.set_event_bytes(size))?
    })
}

/// How long a frame that has begun, or a read that was asked for, may take on the connections of a stream server, in
/// milliseconds: after that the connection is closed with CERVER_CLOSED_BY_TIMEOUT. Default 0, as long as it likes;
/// cerver_connection_set_read_timeout() is for one connection.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_read_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_read_timeout", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        server.core.configure(|_| app.set_read_timeout(Duration::from_millis(timeout_ms.into())))
    })
}

/// Pieces of memory that one connection of a stream server may have borrowed at a time by cerver_connection_send_lent().
/// Default 256.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_lent_limit(server: *mut CerverServer, limit: u32) -> CerverStatus {
    status("cerver_set_lent_limit", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        server.core.configure(|_| app.set_lent_limit(limit))
    })
}

/// Whether a pulled stream server may tell what a new connection has sent already, and even its end, by the same
/// cerver_next_events() as its CERVER_EVENT_OPENED, which saves a tenth of a short connection. A tag set at that event comes
/// too late for those: go by `connection`, and expect that its commands say CERVER_ERROR_HANDLE. Default false: they come
/// by a later call (except on a listener with TLS, where a client may speak in one go with the end of its handshake).
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_early_events(server: *mut CerverServer, may_be_early: bool) -> CerverStatus {
    status("cerver_set_early_events", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        server.core.configure(|_| app.set_early_events(may_be_early))
    })
}

/// The next events of an opened stream server: at most `max_events` are written to `events`, in their order. Events that
/// are left over come with the next call, before anything new.
///
/// When none is left the call is one round of the server: it waits at most `max_wait_ms` milliseconds (0 does not wait,
/// -1 has no limit), reads, and writes what was sent since the last call. Returns the number of events; 0 when nothing
/// happened: the time is over, a signal came, or the library had work of its own; -1 on error. The data of the events of
/// the call before is gone.
///
/// Thread: any, one at a time.
/// Errors: handle errors; CERVER_ERROR_NULL for `events`, CERVER_ERROR_ARGUMENT when `max_events` is 0,
/// CERVER_ERROR_BUSY inside itself or while another thread is here, CERVER_ERROR_UNSUPPORTED for a server of another
/// kind, CERVER_ERROR_STATE when the server is not opened or has an event handler, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_next_events(
    server: *mut CerverServer,
    events: *mut CerverEvent,
    max_events: u32,
    max_wait_ms: i32,
) -> c_int {
    guard("cerver_next_events", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        if events.is_null() {
            return Err(null("events"));
        }
        if max_events == 0 {
            return Err(Error::new(Code::Argument, "there must be room for one event"));
        }
        let mut place = events;
        let most = max_events.min(c_int::MAX as u32) as usize;
        let count = app.next_events(&server.core, most, limit(max_wait_ms), |stream, tag, event| {
            // SAFETY: the caller passes room for `max_events` events, and no more than `most` are given.
            unsafe {
                place.write(CerverEvent::new(stream, tag, event));
                place = place.add(1);
            }
        })?;
        Ok(count as c_int)
    })
}

/// The program's function for events, as the core calls it.
pub(crate) fn on_event(
    handler: unsafe extern "C" fn(event: *const CerverEvent, user_data: *mut c_void),
    user_data: *mut c_void,
) -> OnEvent {
    let user_data = Data(user_data);
    Arc::new(move |stream, tag, event| {
        let event = CerverEvent::new(stream, tag, event);
        // SAFETY: the program registered the function with this data for events of this form.
        unsafe { host::call(handler, (&raw const event, user_data.get())) };
    })
}
