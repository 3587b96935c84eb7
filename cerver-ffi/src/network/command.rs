//! Ticks, and what is sent.

use std::{
    ffi::{c_int, c_void},
    time::Duration,
};

use super::{
    server::live,
    session::{Client, Step},
};
use crate::{
    boundary::{
        guard::{guard, status},
        strings::{bytes, out},
    },
    callback::Data,
    host,
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
    stream::{event::CerverEvent, server::CerverEventHandler},
};

/// The program's function for events.
#[derive(Clone, Copy)]
pub(super) struct Handler {
    function: unsafe extern "C" fn(event: *const CerverEvent, user_data: *mut c_void),
    user_data: Data,
}

/// Has cerver_network_tick() call `handler` for each event, with `user_data`, which the library never looks behind; NULL = the
/// program takes them by cerver_network_next_event(). cerver_network_save() and cerver_park() forget it.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_set_handler(
    server: *mut CerverServer,
    handler: CerverEventHandler,
    user_data: *mut c_void,
) -> CerverStatus {
    status("cerver_network_set_handler", || {
        host::attach();
        let server = ServerObject::of(server)?;
        let user_data = Data(user_data);
        *server.network()?.handler.lock() = handler.map(|function| Handler { function, user_data });
        Ok(())
    })
}

/// One step, which never waits: sends what waits to be sent, and calls the handler with what has happened. Returns the number of
/// events; 0 also while the server is neither open nor connected; -1 on error.
///
/// The events are CERVER_EVENT_OPENED for a client, CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED for
/// cerver_network_connect(), CERVER_EVENT_DATA, CERVER_EVENT_DRAINED, CERVER_EVENT_TLS_FAILED and CERVER_EVENT_CLOSED, with
/// the system's number in `code` where the end is an error. What comes and what goes has a tick of its own: nothing else
/// happens in it. When the client has ended its side, what the program has sent by then is still delivered.
///
/// The handler may call everything, also cerver_teardown(), cerver_network_save() and cerver_park(); then the tick ends
/// with it, and what was not told yet comes after cerver_network_restore().
///
/// Thread: any, one at a time.
/// Errors: handle errors; CERVER_ERROR_BUSY inside itself or while another thread is here, CERVER_ERROR_STATE without a
/// handler, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_tick(server: *mut CerverServer) -> c_int {
    guard("cerver_network_tick", || {
        let handle = server;
        let server = ServerObject::of(handle)?;
        let session = server.network()?;
        let _telling = session.begin_telling()?;
        let none = || Error::new(Code::State, "there is no handler: take the events by cerver_network_next_event()");
        if session.handler.lock().is_none() {
            return Err(none());
        }
        let mut count = 0;
        while let Some(event) = next(&server)? {
            // The handler may have been changed or taken away by the call before.
            let Some(handler) = *session.handler.lock() else { break };
            // SAFETY: the program registered the function with this data for events of this form.
            unsafe { (handler.function)(&raw const event, handler.user_data.get()) };
            count += 1;
            if ServerObject::of(handle).is_err() {
                break;
            }
        }
        Ok(count)
    })
}

/// The same without a handler: writes the next event of a tick to `event` and returns 1; 0 when the tick is over, or the server
/// is neither open nor connected; -1 on error. The first call after that begins the next tick:
///
///     while (cerver_network_next_event(server, &event) == 1) ...
///
/// Data of an event is the library's, and valid until the next call with this server.
///
/// Thread: any, one at a time.
/// Errors: handle errors; CERVER_ERROR_NULL for `event`, CERVER_ERROR_BUSY inside cerver_network_tick() or while another thread
/// is here, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_next_event(server: *mut CerverServer, event: *mut CerverEvent) -> c_int {
    guard("cerver_network_next_event", || {
        let server = ServerObject::of(server)?;
        let session = server.network()?;
        let place = out(event, "event")?;
        let _telling = session.begin_telling()?;
        let Some(event) = next(&server)? else { return Ok(0) };
        // SAFETY: the caller passes NULL, which was refused, or the place of an event.
        unsafe { place.write(event) };
        Ok(1)
    })
}

/// The next event of the present tick; None when it is over.
fn next(server: &ServerObject) -> Result<Option<CerverEvent>, Error> {
    let session = server.network()?;
    loop {
        match session.step() {
            Step::Turn => turn(server)?,
            Step::Flush => flush(server)?,
            Step::Tell(event) => return Ok(Some(event)),
            Step::End(gone) => {
                if let Some(stream) = gone.and_then(|connection| live(connection)) {
                    // One that has ended already needs no closing.
                    let _ = stream.close();
                }
                return Ok(None);
            }
        }
    }
}

fn turn(server: &ServerObject) -> Result<(), Error> {
    if !server.core.is_running() {
        return Ok(());
    }
    let mut events = Vec::new();
    server.stream()?.next_events(&server.core, usize::MAX, Some(Duration::ZERO), |stream, tag, event| {
        events.push(CerverEvent::new(stream, tag, event));
    })?;
    events.into_iter().for_each(|event| server.network().map_or((), |session| session.add(event)));
    Ok(())
}

fn flush(server: &ServerObject) -> Result<(), Error> {
    if server.core.is_running() { server.core.turn(Some(Duration::ZERO)) } else { Ok(()) }
}

/// Sends a copy of `size` bytes at `data`, whole or not at all. Never waits: what the system does not take leaves with the
/// ticks that follow. Of 0 bytes nothing is sent, and that is CERVER_OK.
///
/// While more than the high mark waits to be sent (256 KiB; cerver_set_send_queue_marks()) nothing is taken: CERVER_ERROR_AGAIN, and
/// CERVER_EVENT_DRAINED tells when to try again. A client that takes nothing for 30 seconds (cerver_set_write_timeout()) is
/// disconnected.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the data, CERVER_ERROR_STATE without a connection, CERVER_ERROR_AGAIN,
/// CERVER_ERROR_CLOSED when the connection has ended, of which the next tick tells, CERVER_ERROR_UNSUPPORTED for a server
/// of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_send(
    server: *mut CerverServer,
    data: *const c_void,
    size: usize,
) -> CerverStatus {
    status("cerver_network_send", || {
        let client = ServerObject::of(server)?.network()?.client();
        // SAFETY: the caller passes `size` readable bytes.
        let data = unsafe { bytes(data, size, "data") }?;
        if client == Client::None {
            return Err(Error::new(Code::State, "there is no connection to send to"));
        }
        if data.is_empty() {
            return Ok(());
        }
        match live(client.connection()).map(|stream| stream.send(data)) {
            Some(Err(error)) if error.code() == Code::Handle => Err(Code::Closed.into()),
            None => Err(Code::Closed.into()),
            Some(result) => result,
        }
    })
}
