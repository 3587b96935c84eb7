//! How a request or a connection is secured.

use std::{
    ffi::{c_char, c_void},
    ptr,
};

use cerver_core::events::{TlsPeer, TlsSession};

use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, exchange, stream},
        strings::{fill, null, out},
    },
    http::{companion::store_made, pairs::CerverString, request::CerverHttpRequest},
    status::{CerverStatus, Code, Error},
    stream::connection::CerverConnection,
};

/// What a TLS session tells: one of the `CERVER_TLS_` constants below.
pub type CerverTlsFact = i32;

/// The version: "TLSv1.2" or "TLSv1.3".
pub const CERVER_TLS_VERSION: CerverTlsFact = 0;
/// The cipher suite, such as "TLS13_AES_256_GCM_SHA384".
pub const CERVER_TLS_CIPHER: CerverTlsFact = 1;
/// The name that the client asked for (SNI), in lower case.
pub const CERVER_TLS_SERVER_NAME: CerverTlsFact = 2;
/// The application protocol that was agreed on (ALPN).
pub const CERVER_TLS_PROTOCOL: CerverTlsFact = 3;
/// The subject of the client's certificate as RFC 4514 writes it, such as "CN=alice,O=Example".
pub const CERVER_TLS_PEER_SUBJECT: CerverTlsFact = 4;
/// The client's certificate in DER form, which may hold any bytes.
pub const CERVER_TLS_PEER_CERTIFICATE: CerverTlsFact = 5;
/// "1" when the client came back with a ticket of an earlier session, else nothing.
pub const CERVER_TLS_RESUMED: CerverTlsFact = 6;

/// Whether the request came by TLS: its scheme is https.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_is_secure(request: *const CerverHttpRequest) -> bool {
    guard("http_request_is_secure", || Ok(exchange(Kind::Request, request)?.tls()?.is_some()))
}

/// What the TLS session of a request tells: one of the constants above. NULL when the request did not come by TLS, when there
/// is no such thing, and on error. Valid until the request ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn http_request_get_tls(
    request: *const CerverHttpRequest,
    fact: CerverTlsFact,
) -> *const CerverString {
    guard("http_request_get_tls", || {
        let exchange = exchange(Kind::Request, request)?;
        let session = exchange.tls()?;
        let Some(bytes) = look(fact, session.as_deref())? else { return Ok(ptr::null()) };
        exchange.request(|request| store_made(request, bytes))
    })
}

/// Writes what the TLS session of a connection tells, one of the constants above, with a NUL into `buffer` of `size` bytes.
///
/// `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a `size`
/// of 0, where `buffer` may be NULL, asks for it.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT for
/// another number and when the buffer is too small; CERVER_ERROR_NOT_FOUND when the connection is not secured by TLS or there
/// is no such thing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_get_tls(
    connection: *const CerverConnection,
    fact: CerverTlsFact,
    buffer: *mut c_void,
    size: usize,
    length: *mut usize,
) -> CerverStatus {
    status("cerver_connection_get_tls", || {
        let session = stream(Kind::Connection, connection)?.tls()?;
        let length = out(length, "length")?;
        if buffer.is_null() && size > 0 {
            return Err(null("buffer"));
        }
        let bytes = look(fact, session.as_deref())?.ok_or(Code::NotFound)?;
        // SAFETY: the caller passes NULL, which was refused, or the place of a length.
        unsafe { length.write(bytes.len()) };
        // SAFETY: the caller passes a buffer of that size.
        unsafe { fill(buffer.cast::<c_char>(), size, bytes) }
    })
}

fn look(fact: CerverTlsFact, session: Option<&TlsSession>) -> Result<Option<&[u8]>, Error> {
    if !(CERVER_TLS_VERSION..=CERVER_TLS_RESUMED).contains(&fact) {
        return Err(Error::new(Code::Argument, format!("{fact} is nothing that a TLS session tells")));
    }
    let Some(session) = session else { return Ok(None) };
    let peer: Option<&TlsPeer> = session.peer.as_deref();
    Ok(match fact {
        CERVER_TLS_VERSION => Some(session.version.as_bytes()),
        CERVER_TLS_CIPHER => Some(session.cipher.as_bytes()),
        CERVER_TLS_SERVER_NAME => session.server_name.as_deref().map(str::as_bytes),
        CERVER_TLS_PROTOCOL => session.alpn.as_deref(),
        CERVER_TLS_PEER_SUBJECT => peer.map(|peer| peer.subject.as_bytes()),
        CERVER_TLS_PEER_CERTIFICATE => peer.map(|peer| &*peer.certificate),
        _ => session.is_resumed.then_some(&b"1"[..]),
    })
}
