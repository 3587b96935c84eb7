//! Options of TLS. But for cerver_reload_tls() they are read when the server starts and refused while it runs.

use std::{
    ffi::c_char,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use cerver_core::{
    config::{CertificateFiles, ClientAuth, Listen, TlsOptions, TlsVersion},
    tls,
};

use crate::{
    boundary::{
        guard::status,
        strings::{null, text},
    },
    objects::ServerObject,
    server::CerverServer,
    server_options::address_of,
    status::{CerverStatus, Code, Error},
};

/// Whether clients show certificates: one of the `CERVER_TLS_CLIENT_AUTH_` constants.
pub type CerverTlsClientAuth = i32;

/// They are not asked for one. The default.
pub const CERVER_TLS_CLIENT_AUTH_OFF: CerverTlsClientAuth = 0;
/// They may show one; one that is shown must be good.
pub const CERVER_TLS_CLIENT_AUTH_OPTIONAL: CerverTlsClientAuth = 1;
/// A client without a good one is refused.
pub const CERVER_TLS_CLIENT_AUTH_REQUIRED: CerverTlsClientAuth = 2;

/// A version of TLS: one of the `CERVER_TLS_VERSION_` constants.
pub type CerverTlsVersion = i32;

/// TLS 1.2 (RFC 5246). The default, and the oldest that there is.
pub const CERVER_TLS_VERSION_1_2: CerverTlsVersion = 12;
/// TLS 1.3 (RFC 8446).
pub const CERVER_TLS_VERSION_1_3: CerverTlsVersion = 13;

/// Most names in a list of application protocols, and the longest one (RFC 7301).
const MAX_PROTOCOLS: usize = 32;
const MAX_PROTOCOL: usize = 255;

/// Secures the main listener, and adds a certificate: cerver_add_tls_certificate() and cerver_set_listener_tls() for the
/// listener on the port of cerver_create(). Listeners that were added stay as they are.
///
/// Thread: any.
/// Errors: those of cerver_add_tls_certificate().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls(
    server: *mut CerverServer,
    certificate_file: *const c_char,
    key_file: *const c_char,
) -> CerverStatus {
    status("cerver_set_tls", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let files = unsafe { files_of(certificate_file, key_file) }?;
        server.set(|settings| settings.is_main_tls = true)?;
        change(&server, |options| options.certificates.push(files))
    })
}

/// Adds a certificate for listeners with TLS. `certificate_file` has the server's certificate and behind it those that lead to
/// a known authority, `key_file` the private key, both in PEM form and at most 1 MiB. The paths are copied. Both are read
/// now, to tell of errors, and again at every start and by cerver_reload_tls().
///
/// A client gets the first certificate that has the name it asks for (SNI; `*.` stands for one label) and an algorithm that it
/// knows; without such a name the first one whose algorithm it knows.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the paths, CERVER_ERROR_TLS for files that cannot be
/// read or do not belong together (the message says who must change what), CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_add_tls_certificate(
    server: *mut CerverServer,
    certificate_file: *const c_char,
    key_file: *const c_char,
) -> CerverStatus {
    status("cerver_add_tls_certificate", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or texts with a NUL.
        let files = unsafe { files_of(certificate_file, key_file) }?;
        change(&server, |options| options.certificates.push(files))
    })
}

/// Adds a listener with TLS on a numeric IPv4 or IPv6 address and a port in host order, 0 for a free one. The text is
/// copied. At least one certificate must be added before the start.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_listen_tls(
    server: *mut CerverServer,
    address: *const c_char,
    port: u16,
) -> CerverStatus {
    status("cerver_listen_tls", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let address = unsafe { address_of(address) }?;
        let listen = Listen::Tcp(SocketAddr::new(address, port));
        server.set(|settings| settings.listeners.push(Listen::Tls(Box::new(listen))))
    })
}

/// Whether a listener of any kind speaks TLS. `index` counts as for cerver_get_listener_port(): from 0 in the order of
/// addition, the main listener first unless it is disabled.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NOT_FOUND for the index, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_listener_tls(server: *mut CerverServer, index: u32, is_tls: bool) -> CerverStatus {
    status("cerver_set_listener_tls", || ServerObject::of(server)?.set_listener_tls(index as usize, is_tls))
}

/// Whether clients show certificates: one of the `CERVER_TLS_CLIENT_AUTH_` constants; default CERVER_TLS_CLIENT_AUTH_OFF.
/// `ca_file` has the authorities that theirs must lead to, in PEM form and at most 1 MiB; the path is copied, and the file is
/// read at every start and by cerver_reload_tls(). NULL only for CERVER_TLS_CLIENT_AUTH_OFF. Who has come: see
/// http_request_get_tls() and cerver_connection_get_tls().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the file, CERVER_ERROR_ARGUMENT for the number, CERVER_ERROR_STATE while it
/// runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_client_auth(
    server: *mut CerverServer,
    mode: CerverTlsClientAuth,
    ca_file: *const c_char,
) -> CerverStatus {
    status("cerver_set_tls_client_auth", || {
        let server = ServerObject::of(server)?;
        if ca_file.is_null() && mode != CERVER_TLS_CLIENT_AUTH_OFF {
            return Err(null("ca_file"));
        }
        let mode = match mode {
            CERVER_TLS_CLIENT_AUTH_OFF => ClientAuth::Off,
            CERVER_TLS_CLIENT_AUTH_OPTIONAL => ClientAuth::Optional,
            CERVER_TLS_CLIENT_AUTH_REQUIRED => ClientAuth::Required,
            _ => return Err(Error::new(Code::Argument, format!("{mode} is no mode of client certificates"))),
        };
        let file = if ca_file.is_null() {
            None
        } else {
            // SAFETY: the caller passes NULL or a text with a NUL.
            Some(PathBuf::from(unsafe { text(ca_file, "ca_file") }?))
        };
        change(&server, |options| (options.client_auth, options.client_ca) = (mode, file))
    })
}

/// Names of the application protocols that are agreed on in the handshake (ALPN, RFC 7301), the best first, with commas
/// between them: "http/1.1". A client that offers some, but none of these, is refused. "" = none; NULL = those of the server:
/// "http/1.1,http/1.0" for CERVER_TYPE_WEB, else none.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for an empty name, one of more than 255 bytes and more than 32 of them,
/// CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_alpn(server: *mut CerverServer, protocols: *const c_char) -> CerverStatus {
    status("cerver_set_tls_alpn", || {
        let server = ServerObject::of(server)?;
        let names = if protocols.is_null() {
            None
        } else {
            // SAFETY: the caller passes NULL or a text with a NUL.
            Some(protocols_of(unsafe { text(protocols, "protocols") }?)?)
        };
        change(&server, |options| options.alpn = names)
    })
}

/// Oldest version of TLS that is spoken: CERVER_TLS_VERSION_1_2, the default, or CERVER_TLS_VERSION_1_3.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_min_version(
    server: *mut CerverServer,
    version: CerverTlsVersion,
) -> CerverStatus {
    status("cerver_set_tls_min_version", || {
        let server = ServerObject::of(server)?;
        let version = match version {
            CERVER_TLS_VERSION_1_2 => TlsVersion::Tls12,
            CERVER_TLS_VERSION_1_3 => TlsVersion::Tls13,
            _ => return Err(Error::new(Code::Argument, format!("{version} is no version of TLS that there is here"))),
        };
        change(&server, |options| options.min_version = version)
    })
}

/// Whether clients get tickets by which they resume their sessions, which spares both sides most of the next handshake;
/// default true. The keys of tickets are the server's own, change every few hours, and end with it.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_tickets(server: *mut CerverServer, value: bool) -> CerverStatus {
    status("cerver_set_tls_tickets", || change(&*ServerObject::of(server)?, |options| options.tickets = value))
}

/// Time from the acceptance of a connection to the end of its TLS handshake, in milliseconds; 0 for no limit. Default 10 s.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_handshake_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_tls_handshake_timeout", || {
        let timeout = Duration::from_millis(timeout_ms.into());
        change(&*ServerObject::of(server)?, |options| options.handshake_timeout = timeout)
    })
}

/// TLS handshakes that a reactor begins in one round, those of connections that the program makes or hands over included, at
/// least 1; further ones wait for the next, so that many new clients do not hold up those that are there. Default 16.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_handshakes_per_turn(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_tls_handshakes_per_turn", || {
        let server = ServerObject::of(server)?;
        if max == 0 {
            return Err(Error::new(Code::Argument, "at least one handshake must be able to begin"));
        }
        change(&server, |options| options.handshakes_per_turn = max)
    })
}

/// Bytes that a client may send before its TLS handshake is complete, certificates included. Default 64 KiB.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 1 KiB, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_handshake_bytes(server: *mut CerverServer, max: usize) -> CerverStatus {
    status("cerver_set_tls_handshake_bytes", || {
        let server = ServerObject::of(server)?;
        if max < 1024 {
            return Err(Error::new(Code::Argument, "a handshake needs at least 1 KiB"));
        }
        change(&server, |options| options.handshake_bytes = max)
    })
}

/// Days before the end of a certificate's life from which on every start and reload warns in the log. One that has expired
/// is always warned of. Default 14.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_tls_expiry_warning(server: *mut CerverServer, days: u32) -> CerverStatus {
    status("cerver_set_tls_expiry_warning", || {
        change(&*ServerObject::of(server)?, |options| options.expiry_warning = days)
    })
}

/// Reads all certificates, keys and authorities of a running server again, from the same files. Connections that come later
/// get them; those that are open go on. On an error everything stays as it was.
///
/// Tickets stay good, unless clients show certificates: then all have to show them again.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_TLS as for cerver_add_tls_certificate(), CERVER_ERROR_STATE when the server does not run
/// or has no listener with TLS.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_reload_tls(server: *mut CerverServer) -> CerverStatus {
    status("cerver_reload_tls", || ServerObject::of(server)?.core.reload_tls())
}

pub(super) fn change(server: &ServerObject, change: impl FnOnce(&mut TlsOptions)) -> Result<(), Error> {
    server.core.configure(|options| change(&mut options.tls))
}

/// The two files, which were read to see whether they are good.
///
/// # Safety
/// Both are NULL or texts with a NUL.
pub(super) unsafe fn files_of(
    certificate_file: *const c_char,
    key_file: *const c_char,
) -> Result<CertificateFiles, Error> {
    // SAFETY: the caller's promise.
    let (chain, key) = unsafe { (text(certificate_file, "certificate_file")?, text(key_file, "key_file")?) };
    tls::check_files(Path::new(chain), Path::new(key))?;
    Ok(CertificateFiles { chain: chain.into(), key: key.into() })
}

pub(super) fn protocols_of(text: &str) -> Result<Vec<Vec<u8>>, Error> {
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let names: Vec<_> = text.split(',').map(|name| name.trim().as_bytes().to_vec()).collect();
    if names.len() > MAX_PROTOCOLS || names.iter().any(|name| !(1..=MAX_PROTOCOL).contains(&name.len())) {
        let text = "application protocols are at most 32 names of 1 to 255 bytes with commas between them";
        return Err(Error::new(Code::Argument, text));
    }
    Ok(names)
}
