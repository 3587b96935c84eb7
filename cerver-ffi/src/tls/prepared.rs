//! TLS of connections that the program hands over, or makes with settings of their own.

use std::{
    ffi::{c_char, c_int},
    time::Duration,
};

use cerver_core::tls::Prepared;

use super::{connect::optional, options::files_of};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, Table, stream_token},
        strings::text,
    },
    objects::ServerObject,
    server::CerverServer,
    status::CerverStatus,
    stream::{
        connection::CerverConnection,
        dial::{take_over, target},
    },
};

static PREPARED: Table<Prepared> = Table::new(Kind::Tls);

/// One side of TLS with its files read, for cerver_adopt_tls() and cerver_connect_tls_with(). A handle, valid until
/// cerver_tls_delete(); any number of connections of any servers may be secured with it.
pub struct CerverTls {
    _private: (),
}

/// Whether a certificate and its key can be read and belong together, without a server: as cerver_add_tls_certificate(), but
/// nothing is kept.
///
/// Thread: any; also in a process that forks before it makes its first server.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the paths, CERVER_ERROR_TLS for files that are of no use.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_tls_check_files(
    certificate_file: *const c_char,
    key_file: *const c_char,
) -> CerverStatus {
    status("cerver_tls_check_files", || {
        // SAFETY: the caller passes NULL or texts with a NUL.
        unsafe { files_of(certificate_file, key_file) }.map(drop)
    })
}

/// Makes the server's side of TLS from the options that `server` has now: its certificates, what clients must show,
/// application protocols, version, tickets, time and bytes of the handshake. The files are read once. `server` may be one that
/// is there to hold options only; it may change and go afterwards. cerver_set_tls_handshakes_per_turn() counts of the server that takes
/// a connection over.
///
/// Returns a handle of the caller's, to be given to cerver_tls_delete(); NULL on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_TLS for files that are of no use, CERVER_ERROR_STATE without a certificate,
/// CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_tls_create_server_side(server: *mut CerverServer) -> *mut CerverTls {
    guard("cerver_tls_create_server_side", || {
        PREPARED.insert(Prepared::server(&ServerObject::of(server)?.core.options().tls)?)
    })
}

/// Makes the client's side of TLS from the options that `server` has now, those of cerver_set_connect_tls_ca() and its kin;
/// otherwise as cerver_tls_create_server_side(). Sessions of earlier connections are resumed.
///
/// Returns a handle of the caller's, to be given to cerver_tls_delete(); NULL on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_TLS for files that are of no use, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_tls_create_client_side(server: *mut CerverServer) -> *mut CerverTls {
    guard("cerver_tls_create_client_side", || {
        PREPARED.insert(Prepared::client(&ServerObject::of(server)?.core.options().tls)?)
    })
}

/// Lets go of what cerver_tls_create_server_side() or cerver_tls_create_client_side() has made. Connections that are secured
/// with it go on.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_tls_delete(tls: *mut CerverTls) -> CerverStatus {
    status("cerver_tls_delete", || PREPARED.remove(tls).map(drop))
}

/// Takes over a stream socket as cerver_adopt() does, with TLS. CERVER_EVENT_CONNECTED tells that the connection is secured, and
/// cerver_connection_get_tls() how; CERVER_EVENT_CONNECT_FAILED, with a text, that it cannot be. What is sent before is kept
/// until then; cerver_connection_abort() ends the handshake at once, and so does cerver_connection_close() when nothing waits to be
/// sent.
///
/// For the client's side `server_name` is what the server is asked for (SNI) and what its certificate must be for, a name or an
/// address; for the server's side it is NULL.
///
/// Returns the handle of the connection, which takes commands at once; NULL on error, and then the descriptor stays the
/// program's.
///
/// Thread: any.
/// Errors: those of cerver_adopt(); CERVER_ERROR_ARGUMENT for a name with the server's side, and for none, or what is no name
/// of a server, with the client's.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_adopt_tls(
    server: *mut CerverServer,
    descriptor: c_int,
    tls: *mut CerverTls,
    server_name: *const c_char,
) -> *mut CerverConnection {
    guard("cerver_adopt_tls", || {
        let server = ServerObject::of(server)?;
        let (app, tls) = (server.stream()?, PREPARED.get(tls)?);
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { optional(server_name, "server_name") }?;
        // SAFETY: the program gives the descriptor away.
        unsafe { take_over(descriptor, |socket| app.adopt_tls(&server.core, socket, &tls, name)) }
    })
}

/// Connects as a client as cerver_connect_tls() does, secured by a client's side of TLS in place of the server's options.
///
/// Thread: any.
/// Errors: those of cerver_connect_tls(); CERVER_ERROR_ARGUMENT also for the server's side of TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connect_tls_with(
    server: *mut CerverServer,
    host: *const c_char,
    port: u16,
    timeout_ms: u32,
    tls: *mut CerverTls,
    server_name: *const c_char,
) -> *mut CerverConnection {
    guard("cerver_connect_tls_with", || {
        let server = ServerObject::of(server)?;
        let (app, tls) = (server.stream()?, PREPARED.get(tls)?);
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (host, name) = unsafe { (text(host, "host")?, optional(server_name, "server_name")?) };
        let target = target(host, port, timeout_ms)?;
        let time = Duration::from_millis(timeout_ms.into());
        let stream = app.connect_tls_with(&server.core, target, time, &tls, name)?;
        Ok(stream_token(Kind::Connection, stream))
    })
}
