//! Servers with one client, and clients: how they are made, opened and connected.

use std::{
    ffi::{c_char, c_int},
    net::IpAddr,
    time::Duration,
};

use cerver_core::{
    config::MAX_READ_SIZE,
    server::Server,
    stream::{Stream, Target},
};

use super::{
    session::{Client, Session},
    set_tick_bytes,
};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, stream_token},
        strings::{text, text_cut},
    },
    host,
    objects::ServerObject,
    server::{CerverServer, MAX_NAME},
    server_options::address_of,
    status::{CerverStatus, Code, Error},
    stream::connection::{CerverConnection, of},
};

/// Makes a server with one client at a time, for a program that turns it by ticks: cerver_network_next_event(), or
/// cerver_network_tick() with a handler. The next client waits in the system's queue until the one before has gone.
///
/// It neither listens nor is connected at first: cerver_network_open() or cerver_network_connect() follows. It is a stream
/// server, whose options apply; these begin otherwise: one connection, no idle time-out, and no time for a graceful stop.
/// Its events are for ticks alone: leave cerver_next_events() and the handler of a stream server to others.
/// Returns a handle of the caller's, to be given to cerver_teardown(), which closes the connection and the listener, also
/// inside a handler of it; NULL on error.
///
/// Thread: any.
/// Errors: those of cerver_create().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_create_network(name: *const c_char) -> *mut CerverServer {
    guard("cerver_create_network", || {
        host::attach();
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text_cut(name, MAX_NAME, "name") }?;
        ServerObject::create_network(name)
    })
}

/// Listens on a numeric address (NULL = that of cerver_set_bind_address(), at first all of IPv4) and a port, 0 to 65535, 0 for a
/// free one that cerver_get_port() tells. What was open or connected before is closed, without an event.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for an address or port that is none, CERVER_ERROR_ADDRESS when the port
/// cannot be listened on, with the system's number (cerver_last_error_number()), CERVER_ERROR_UNSUPPORTED for a server of
/// another kind, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_open(
    server: *mut CerverServer,
    address: *const c_char,
    port: u32,
) -> CerverStatus {
    status("cerver_network_open", || {
        let server = ServerObject::of(server)?;
        let session = server.network()?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let address = if address.is_null() { None } else { Some(unsafe { address_of(address) }?) };
        let port = u16::try_from(port).map_err(|_| Error::new(Code::Argument, "a port is at most 65535"))?;
        close(&server, session);
        listen(&server, address, port)
    })
}

fn listen(server: &ServerObject, address: Option<IpAddr>, port: u16) -> Result<(), Error> {
    server.configure(|options| options.listens = true)?;
    server.set(|settings| {
        settings.has_main_listener = true;
        settings.address.set_port(port);
        if let Some(address) = address {
            settings.address.set_ip(address);
        }
    })?;
    server.begin(Server::open)
}

/// Connects as a client, to a name or a numeric address; CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED follows, and
/// what is sent meanwhile leaves then. `timeout_ms` is at least 1. What was open or connected before is closed, without an
/// event.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a port that is not 1 to 65535 and for no time,
/// CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_connect(
    server: *mut CerverServer,
    host: *const c_char,
    port: u32,
    timeout_ms: u32,
) -> CerverStatus {
    status("cerver_network_connect", || {
        let server = ServerObject::of(server)?;
        let session = server.network()?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let host = unsafe { text(host, "host") }?;
        let port = u16::try_from(port).ok().filter(|port| *port > 0);
        let (Some(port), 1..) = (port, timeout_ms) else {
            return Err(Error::new(Code::Argument, "a port is 1 to 65535, and a time at least 1 ms"));
        };
        close(&server, session);
        server.configure(|options| options.listens = false)?;
        server.begin(Server::open)?;
        let target = Target::Host(host.to_owned(), port);
        let timeout = Duration::from_millis(timeout_ms.into());
        session.dial(|| {
            let stream = server.stream()?.connect(&server.core, target, timeout)?;
            Ok(stream_token(Kind::Connection, stream))
        })
    })
}

/// Closes what is open. What was sent is given to the system first, as far as it takes it at once.
fn close(server: &ServerObject, session: &Session) {
    session.reset();
    if server.core.is_running() {
        // Neither can fail in a way that matters to what is closed.
        let _ = server.core.turn(Some(Duration::ZERO));
        let _ = server.core.shutdown();
    }
}

/// Closes the connection when everything is sent, without an event; a server goes on to listen. CERVER_OK also without one.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_disconnect(server: *mut CerverServer) -> CerverStatus {
    status("cerver_network_disconnect", || {
        let connection = ServerObject::of(server)?.network()?.give_up().connection();
        if let Some(stream) = live(connection) {
            // One that has ended by itself needs no closing.
            let _ = stream.close();
        }
        Ok(())
    })
}

/// The connection behind a handle, if there is one.
pub(super) fn live(connection: *const CerverConnection) -> Option<Stream> {
    of(connection).ok()
}

/// Whether the handle is that of a server: false for NULL, after cerver_network_save(), cerver_park() and cerver_teardown().
/// It says nothing about a client.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_has_session(server: *const CerverServer) -> bool {
    guard("cerver_network_has_session", || {
        ServerObject::of(server)?.network()?;
        Ok(true)
    })
}

/// Whether it listens.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_is_open(server: *const CerverServer) -> bool {
    guard("cerver_network_is_open", || {
        let server = ServerObject::of(server)?;
        server.network()?;
        Ok(server.core.is_running() && server.core.options().listens)
    })
}

/// Whether there is a connection: from its CERVER_EVENT_OPENED or CERVER_EVENT_CONNECTED until the program has been told of its
/// CERVER_EVENT_CLOSED, during which it still is.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_is_connected(server: *const CerverServer) -> bool {
    guard("cerver_network_is_connected", || {
        Ok(matches!(ServerObject::of(server)?.network()?.client(), Client::Connected(_) | Client::Leaving(_)))
    })
}

/// Bytes that one tick gives, 1 to 16,777,216; default 65536. What else has come stays with the connection until the next one.
/// It counts from the next cerver_network_open() or cerver_network_connect() on.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE
/// while it is open.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_network_set_tick_bytes(server: *mut CerverServer, size: c_int) -> CerverStatus {
    status("cerver_network_set_tick_bytes", || {
        let server = ServerObject::of(server)?;
        server.network()?;
        let size = usize::try_from(size).ok().filter(|size| (1..=MAX_READ_SIZE).contains(size));
        let size = size.ok_or_else(|| Error::new(Code::Argument, "a tick gives 1 byte to 16 MiB"))?;
        set_tick_bytes(&server, size)
    })
}
