//! Connections that the program makes, and addresses of names.

use std::{
    ffi::{c_char, c_int},
    os::fd::{FromRawFd, IntoRawFd, OwnedFd},
    path::PathBuf,
    time::Duration,
};

use cerver_core::stream::{Stream, Target};

use super::connection::CerverConnection;
use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, stream_token},
        strings::text,
    },
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// Connects as a client, on a running or opened stream server, whose events tell of the connection as of the others.
///
/// `host` is a name or an address, and `port` a TCP port from 1; or `host` is the path of a Unix socket, which begins with
/// a slash or `./`, and `port` is 0. The addresses of a name are tried in the system's order, within `timeout_ms`
/// milliseconds in all, at least 1; how long the system looks for them does not count.
///
/// Returns the handle of the connection, which takes commands at once: what is sent leaves when it is open.
/// CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED follows; CERVER_EVENT_CLOSED in their place when the program closes it
/// before, or the server stops. NULL on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a port or time that is not valid,
/// CERVER_ERROR_AGAIN when too many wait to be connected, CERVER_ERROR_UNSUPPORTED for a server of another kind,
/// CERVER_ERROR_STATE when it does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connect(
    server: *mut CerverServer,
    host: *const c_char,
    port: u16,
    timeout_ms: u32,
) -> *mut CerverConnection {
    guard("cerver_connect", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let host = unsafe { text(host, "host") }?;
        let target = target(host, port, timeout_ms)?;
        let stream = app.connect(&server.core, target, Duration::from_millis(timeout_ms.into()))?;
        Ok(stream_token(Kind::Connection, stream))
    })
}

/// Takes over a stream socket that the program has connected or accepted: it becomes a connection of a running or opened
/// stream server, whose CERVER_EVENT_CONNECTED follows, and is closed with it.
///
/// Returns the handle of the connection, which takes commands at once; NULL on error, and then the descriptor stays the
/// program's.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_AGAIN when there are too many connections, CERVER_ERROR_UNSUPPORTED for a server
/// of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM for what is no connected stream socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_adopt(server: *mut CerverServer, descriptor: c_int) -> *mut CerverConnection {
    guard("cerver_adopt", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        // SAFETY: the program gives the descriptor away.
        unsafe { take_over(descriptor, |socket| app.adopt(&server.core, socket)) }
    })
}

/// Looks up the addresses of a name, on a running or opened stream server; CERVER_EVENT_RESOLVED follows, with `tag`.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_AGAIN when too many wait, CERVER_ERROR_UNSUPPORTED for a server
/// of another kind, CERVER_ERROR_STATE when it does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_resolve(server: *mut CerverServer, host: *const c_char, tag: u64) -> CerverStatus {
    status("cerver_resolve", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let host = unsafe { text(host, "host") }?;
        app.resolve(&server.core, host.to_owned(), tag)
    })
}

/// Threads of a stream server that make connections and look up names, at least 1, and how many of those may wait for one
/// of them. Default 8 and 1024. They come when they are needed, and end when they have nothing to do for 5 seconds.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for no thread, CERVER_ERROR_UNSUPPORTED for a server of another kind,
/// CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_connect_threads(
    server: *mut CerverServer,
    threads: u32,
    queue: u32,
) -> CerverStatus {
    status("cerver_set_connect_threads", || {
        let server = ServerObject::of(server)?;
        let app = server.stream()?;
        server.core.configure(|_| app.set_errands(threads, queue))?
    })
}

/// Makes a connection of a descriptor of the program's, which gets it back when it cannot be used.
///
/// # Safety
/// The descriptor, if it is one, is the program's to give away.
pub(crate) unsafe fn take_over(
    descriptor: c_int,
    adopt: impl FnOnce(OwnedFd) -> Result<Stream, (Error, OwnedFd)>,
) -> Result<*mut CerverConnection, Error> {
    if descriptor < 0 {
        return Err(Error::new(Code::System, "the descriptor cannot be taken over: it is negative"));
    }
    // SAFETY: the caller's promise.
    match adopt(unsafe { OwnedFd::from_raw_fd(descriptor) }) {
        Ok(stream) => Ok(stream_token(Kind::Connection, stream)),
        Err((error, socket)) => {
            let _ = socket.into_raw_fd();
            Err(error)
        }
    }
}

/// Where a connection is to go.
pub(crate) fn target(host: &str, port: u16, timeout_ms: u32) -> Result<Target, Error> {
    let is_path = host.starts_with('/') || host.starts_with("./");
    if is_path != (port == 0) || timeout_ms == 0 {
        return Err(Error::new(Code::Argument, "a host has a port, a path has port 0, and a time is at least 1 ms"));
    }
    Ok(if is_path { Target::Unix(PathBuf::from(host)) } else { Target::Host(host.to_owned(), port) })
}
