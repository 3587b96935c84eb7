//! TLS of connections that the program makes. The options count from the next start on, for all of them.

use std::{ffi::c_char, path::PathBuf, time::Duration};

use super::options::{change, files_of, protocols_of};
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, stream_token},
        strings::text,
    },
    objects::ServerObject,
    server::CerverServer,
    status::CerverStatus,
    stream::{connection::CerverConnection, dial::target},
};

/// Connects as a client with TLS; otherwise as cerver_connect(). CERVER_EVENT_CONNECTED tells that the connection is
/// secured, and cerver_connection_get_tls() how; CERVER_EVENT_CONNECT_FAILED tells also of certificates that are not good
/// and of files of the options that are of no use.
///
/// `server_name` is what the server is asked for (SNI) and what its certificate must be for, a name or an address; NULL =
/// `host`, when that is no path. The certificate must lead to an authority of cerver_set_connect_tls_ca(). The versions and
/// limits of the handshake are those of cerver_set_tls_min_version(), cerver_set_tls_handshake_timeout() and
/// cerver_set_tls_handshake_bytes(). Sessions of earlier connections of the run are resumed. Files are read for the first
/// such connection of a run.
///
/// Thread: any.
/// Errors: those of cerver_connect(); CERVER_ERROR_ARGUMENT also for what is no name of a server.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connect_tls(
    server: *mut CerverServer,
    host: *const c_char,
    port: u16,
    timeout_ms: u32,
    server_name: *const c_char,
) -> *mut CerverConnection {
    guard("cerver_connect_tls", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let (host, name) = unsafe { (text(host, "host")?, optional(server_name, "server_name")?) };
        let target = target(host, port, timeout_ms)?;
        let stream = app.connect_tls(&server.core, target, Duration::from_millis(timeout_ms.into()), name)?;
        Ok(stream_token(Kind::Connection, stream))
    })
}

/// Connections that the program makes: the authorities that certificates of servers must lead to, in PEM form and at most
/// 1 MiB; NULL, the default, = those that the system trusts (the file of SSL_CERT_FILE, or the one of the distribution).
/// The path is copied.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for the path, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_tls_ca(server: *mut CerverServer, ca_file: *const c_char) -> CerverStatus {
    status("cerver_set_connect_tls_ca", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let file = unsafe { optional(ca_file, "ca_file") }?;
        change(&server, |options| options.connect_ca = file.map(PathBuf::from))
    })
}

/// Connections that the program makes: the certificate that is shown to servers that ask for one, and its key, in PEM form;
/// both NULL, the default, = none. The files are read now, to tell of errors, and again when they are used.
///
/// Thread: any.
/// Errors: those of cerver_add_tls_certificate().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_tls_certificate(
    server: *mut CerverServer,
    certificate_file: *const c_char,
    key_file: *const c_char,
) -> CerverStatus {
    status("cerver_set_connect_tls_certificate", || {
        let server = ServerObject::of(server)?;
        let files = if certificate_file.is_null() && key_file.is_null() {
            None
        } else {
            // SAFETY: the caller passes NULL or texts with a NUL.
            Some(unsafe { files_of(certificate_file, key_file) }?)
        };
        change(&server, |options| options.connect_certificate = files)
    })
}

/// Connections that the program makes: names of application protocols that are offered (ALPN, RFC 7301), the best first,
/// with commas between them; "" or NULL, the default, = none. What was agreed on: CERVER_TLS_PROTOCOL.
///
/// Thread: any.
/// Errors: those of cerver_set_tls_alpn().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_tls_alpn(
    server: *mut CerverServer,
    protocols: *const c_char,
) -> CerverStatus {
    status("cerver_set_connect_tls_alpn", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let names = protocols_of(unsafe { optional(protocols, "protocols") }?.unwrap_or_default())?;
        change(&server, |options| options.connect_alpn = names)
    })
}

/// With true, connections that the program makes take any certificate of any name: whoever is between them and the server
/// can read and change everything. For tests. Default false.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_tls_unverified(server: *mut CerverServer, value: bool) -> CerverStatus {
    status("cerver_set_connect_tls_unverified", || {
        change(&*ServerObject::of(server)?, |options| options.connect_unverified = value)
    })
}

/// With true, connections that the program makes take certificates of any issuer and age, which are still verified for the
/// name of the server: whoever is between them can make such a one. For tests. Default false.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_tls_any_issuer(server: *mut CerverServer, value: bool) -> CerverStatus {
    status("cerver_set_connect_tls_any_issuer", || {
        change(&*ServerObject::of(server)?, |options| options.connect_any_issuer = value)
    })
}

/// With true, connections that the program makes take certificates for any name, which must still lead to an authority of
/// cerver_set_connect_tls_ca(): every server that it vouches for can stand in for the one that is meant. For authorities of
/// one's own. Default false.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_tls_any_name(server: *mut CerverServer, value: bool) -> CerverStatus {
    status("cerver_set_connect_tls_any_name", || {
        change(&*ServerObject::of(server)?, |options| options.connect_any_name = value)
    })
}

/// # Safety
/// `pointer` is NULL or a text with a NUL, valid for the call.
pub(super) unsafe fn optional<'a>(pointer: *const c_char, name: &str) -> Result<Option<&'a str>, crate::status::Error> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: the caller's promise.
    unsafe { text(pointer, name) }.map(Some)
}
