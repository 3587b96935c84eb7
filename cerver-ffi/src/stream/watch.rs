//! Descriptors, times and signals that a stream server watches for the program.

use std::{ffi::c_int, time::Duration};

use cerver_core::events::{Interest, WatchId};

use super::event::{CERVER_READY_TO_READ, CERVER_READY_TO_WRITE};
use crate::{
    boundary::guard::{guard, status},
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

/// Watches a descriptor of the program for a running or opened stream server: CERVER_EVENT_READY, with `tag`, comes in each
/// turn in which it is ready for what `interest` says, CERVER_READY_TO_READ, CERVER_READY_TO_WRITE or their sum. It stays
/// the program's, and must be open until cerver_unwatch().
///
/// Returns the number of the watch; 0 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another interest, CERVER_ERROR_AGAIN at the limit of
/// cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE when it does not
/// run, CERVER_ERROR_SYSTEM for a descriptor that cannot be waited for, such as that of a file.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_watch_descriptor(
    server: *mut CerverServer,
    descriptor: c_int,
    interest: c_int,
    tag: u64,
) -> u64 {
    guard("cerver_watch_descriptor", || {
        let server = ServerObject::of(server)?;
        server.stream()?;
        if !(CERVER_READY_TO_READ..=CERVER_READY_TO_READ | CERVER_READY_TO_WRITE).contains(&interest) {
            return Err(Error::new(Code::Argument, "a descriptor is watched for reading, writing or both"));
        }
        let interest = Interest {
            readable: interest & CERVER_READY_TO_READ != 0,
            writable: interest & CERVER_READY_TO_WRITE != 0,
        };
        Ok(server.core.watch(descriptor, interest, tag)?.0)
    })
}

/// Sets a timer of a running or opened stream server: CERVER_EVENT_TIMER, with `tag`, comes after `first_ms` milliseconds,
/// and then after each `every_ms`; 0 = only once. One that comes once is over then.
///
/// Returns the number of the timer, for cerver_unwatch(); 0 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a
/// server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_add_timer(server: *mut CerverServer, first_ms: u64, every_ms: u64, tag: u64) -> u64 {
    guard("cerver_add_timer", || {
        let server = ServerObject::of(server)?;
        server.stream()?;
        let every = (every_ms > 0).then(|| Duration::from_millis(every_ms));
        Ok(server.core.add_timer(Duration::from_millis(first_ms), every, tag)?.0)
    })
}

/// Catches a signal of the process for a running or opened stream server: CERVER_EVENT_SIGNAL, with `tag`, comes in place
/// of what was to happen; cerver_unwatch() brings that back, and so does the stop of the server.
///
/// Returns the number of the watch; 0 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for a signal that cannot be caught or tells of a fault of the program,
/// CERVER_ERROR_BUSY when it is watched already, CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(),
/// CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_watch_signal(server: *mut CerverServer, signal: c_int, tag: u64) -> u64 {
    guard("cerver_watch_signal", || {
        let server = ServerObject::of(server)?;
        server.stream()?;
        Ok(server.core.watch_signal(signal, tag)?.0)
    })
}

/// Accepts from a listening stream socket of the program for a running or opened stream server: each connection comes as
/// CERVER_EVENT_OPENED, and `tag` is its number until cerver_connection_set_tag(). Limits and errors are those of the
/// server's own listeners, and there may be any number of these on servers that do not listen by themselves
/// (cerver_set_listening()). The descriptor is duplicated: the caller keeps and closes its own. A socket that waits is made one
/// that does not. cerver_unwatch() ends it; connections that came before that live on.
///
/// Returns the number of the watch; 0 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a
/// server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM for what is no listening stream
/// socket.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_watch_listener(server: *mut CerverServer, descriptor: c_int, tag: u64) -> u64 {
    guard("cerver_watch_listener", || {
        let server = ServerObject::of(server)?;
        Ok(server.stream()?.watch_listener(&server.core, descriptor, tag)?.0)
    })
}

/// Ends a watch or a timer. An event of it that waits to be pulled still comes, and so do connections that a listener has
/// accepted already. Between two calls that turn an opened server a listener ends at once, elsewhere a moment later.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NOT_FOUND when it is over already, CERVER_ERROR_STATE when the server does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_unwatch(server: *mut CerverServer, id: u64) -> CerverStatus {
    status("cerver_unwatch", || ServerObject::of(server)?.core.unwatch(WatchId(id)))
}

/// Most descriptors, listeners, timers and signals that a server watches at a time. Default 1024.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while the server runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_watch_limit(server: *mut CerverServer, limit: u32) -> CerverStatus {
    status("cerver_set_watch_limit", || ServerObject::of(server)?.core.configure(|options| options.watch_limit = limit))
}
