//! Servers: creation, start and stop, turning by hand.

use std::{
    ffi::{c_char, c_int},
    os::fd::AsRawFd,
    time::Duration,
};

use cerver_core::server::{self, Server, WaitEnd};

use crate::{
    boundary::{
        guard::{guard, outcome, status},
        strings::{out, text_cut},
    },
    constants::{CERVER_DEFAULT_USE_IPV6, CERVER_TYPE_WEB, CerverProtocol, CerverType, PROTOCOL_TCP},
    host,
    objects::ServerObject,
    status::{CerverStatus, Code, Error},
};

/// Longest name of a server, in bytes.
pub(crate) const MAX_NAME: usize = 127;

/// A server: listeners, connections and the threads that turn them. A handle, valid from cerver_create() until
/// cerver_teardown() returns.
pub struct CerverServer {
    _private: (),
}

/// Makes a server that does not listen yet.
///
/// `type` is one of the `CERVER_TYPE_` constants: this version has CERVER_TYPE_WEB and CERVER_TYPE_CUSTOM. `name` is UTF-8
/// and shows in logs and statistics; at most 127 bytes of it are copied, a longer one is cut between two characters. `port` is 0 to 65535 in host order; 0 lets the system choose, and
/// cerver_get_port() tells which. `protocol` is PROTOCOL_TCP. `use_ipv6` binds `::` instead of `0.0.0.0`.
/// `connection_queue` is the backlog of listen(2), 0 for CERVER_DEFAULT_CONNECTION_QUEUE.
///
/// Returns a handle of the caller's, to be given to cerver_teardown(); NULL on error.
///
/// Thread: any.
/// Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the name, CERVER_ERROR_UNSUPPORTED for a type or protocol
/// this version does not have, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_create(
    r#type: CerverType,
    name: *const c_char,
    port: u16,
    protocol: CerverProtocol,
    use_ipv6: bool,
    connection_queue: u16,
) -> *mut CerverServer {
    guard("cerver_create", || {
        host::attach();
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text_cut(name, MAX_NAME, "name") }?;
        ServerObject::create(r#type, name, port, protocol, use_ipv6, connection_queue)
    })
}

/// Makes an HTTP server on TCP and IPv4: cerver_create() with CERVER_TYPE_WEB and PROTOCOL_TCP.
///
/// Thread: any.
/// Errors: those of cerver_create().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_create_web(name: *const c_char, port: u16, connection_queue: u16) -> *mut CerverServer {
    guard("cerver_create_web", || {
        host::attach();
        // SAFETY: the caller passes NULL or a text with a NUL.
        let name = unsafe { text_cut(name, MAX_NAME, "name") }?;
        ServerObject::create(CERVER_TYPE_WEB, name, port, PROTOCOL_TCP, CERVER_DEFAULT_USE_IPV6, connection_queue)
    })
}

/// Listens and serves until the server stops, or a signal's handler ran, or cerver_interrupt() was called.
///
/// Blocks the calling thread; the work is done on threads of the library, which block all signals that can be blocked
/// usefully. Returns 0 when it ended normally, also after a signal: then the server goes on until cerver_shutdown(),
/// cerver_drain() or cerver_teardown(), and cerver_wait() waits for it again. Returns 1 on an error; why a server does not
/// start, a missing key or an address in use, is written to the library's log, too: see cerver_log_set_level().
///
/// Thread: any but the library's own; call it on the thread that gets the program's signals.
/// Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
/// can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
/// server runs already, CERVER_ERROR_BUSY from a handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_start(server: *mut CerverServer) -> u8 {
    outcome("cerver_start", || {
        host::attach();
        let server = ServerObject::of(server)?;
        server::check_may_wait()?;
        // Before the listeners accept, so that no signal sent by somebody who could connect is lost.
        let wakeup = host::wakeup();
        // Programs in languages without cerver_last_error_message() would end without a word.
        server
            .begin(Server::start)
            .inspect_err(|error| log::error!("{} does not start: {error}", server.core.name()))?;
        wait(&server.core, None, wakeup).map(|_| ())
    })
}

/// Listens and serves on threads of the library; returns as soon as every listener accepts, so that cerver_get_port()
/// has the real port.
///
/// Thread: any but the library's own.
/// Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
/// can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
/// server runs already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_start_background(server: *mut CerverServer) -> CerverStatus {
    status("cerver_start_background", || {
        host::attach();
        ServerObject::of(server)?.begin(Server::start)
    })
}

/// Waits until a running server has stopped. `timeout_ms` is -1 for no limit, or 0 and more milliseconds.
///
/// Returns CERVER_OK when it has stopped, CERVER_ERROR_TIMEOUT, or CERVER_ERROR_INTERRUPTED after a signal's handler ran
/// or cerver_interrupt() was called; the server goes on in the last two cases.
///
/// Thread: any but the library's own.
/// Errors: handle errors; CERVER_ERROR_BUSY from a handler.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_wait(server: *mut CerverServer, timeout_ms: i32) -> CerverStatus {
    status("cerver_wait", || {
        host::attach();
        let server = ServerObject::of(server)?;
        server::check_may_wait()?;
        match wait(&server.core, limit(timeout_ms), host::wakeup())? {
            WaitEnd::Stopped => Ok(()),
            WaitEnd::Interrupted => Err(Code::Interrupted.into()),
            WaitEnd::Timeout => Err(Code::Timeout.into()),
        }
    })
}

/// Listens without any thread of the library: the caller serves by calling cerver_turn() again and again.
///
/// Handlers run inside cerver_turn() on the caller's thread. The server has one reactor this time, whatever
/// cerver_set_reactors() said; a later start has as many as were set.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
/// can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
/// server runs already.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_open(server: *mut CerverServer) -> CerverStatus {
    status("cerver_open", || {
        host::attach();
        ServerObject::of(server)?.begin(Server::open)
    })
}

/// One round of an opened server on this thread: waits at most `max_wait_ms` milliseconds (0 does not wait, -1 has no
/// limit) for something to do, then reads, runs handlers and writes.
///
/// A signal only ends the wait early: the round is CERVER_OK.
///
/// Thread: any, one at a time.
/// Errors: handle errors; CERVER_ERROR_BUSY inside itself or while another thread turns, CERVER_ERROR_STATE when the
/// server was not opened by cerver_open(), CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_turn(server: *mut CerverServer, max_wait_ms: i32) -> CerverStatus {
    status("cerver_turn", || ServerObject::of(server)?.core.turn(limit(max_wait_ms)))
}

/// A descriptor that is readable when cerver_turn() of an opened server has work, for another program's poll(2) or
/// epoll(7).
///
/// Owned by the library: do not read, write or close it; it is gone when the server stops. -1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the server was not opened by cerver_open().
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_poll_fd(server: *const CerverServer) -> c_int {
    guard("cerver_get_poll_fd", || ServerObject::of(server)?.core.poll_descriptor())
}

/// Has a cerver_turn() or cerver_next_events() that waits come back at once, or the next one when none does.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the server does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_wake(server: *mut CerverServer) -> CerverStatus {
    status("cerver_wake", || ServerObject::of(server)?.core.wake())
}

/// Closes the listeners of a running server, and serves on the connections that are open. A listener of cerver_listen_fd()
/// is forgotten for good, and goes on in other processes that have it, too; the others listen again at the next start.
///
/// A server that the program turns has closed them when this returns, unless it is inside a turn; others close them
/// soon after. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE when the server does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_stop_listening(server: *mut CerverServer) -> CerverStatus {
    status("cerver_stop_listening", || ServerObject::of(server)?.stop_listening())
}

/// Stops gracefully: accepts what is queued, closes the listeners and idle connections, finishes running requests.
///
/// `timeout_ms` is the longest wait in milliseconds, 0 for the time of cerver_set_drain_timeout(). What is not done
/// then is cut off and the server stops all the same. From a handler the call only begins to drain and returns
/// CERVER_OK.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_TIMEOUT when requests were cut off, CERVER_ERROR_STATE when it does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_drain(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_drain", || {
        let server = ServerObject::of(server)?;
        let timeout = match timeout_ms {
            0 => server.core.options().drain_timeout,
            given => Duration::from_millis(u64::from(given)),
        };
        server.core.drain(timeout)
    })
}

/// Stops at once: closes listeners and connections, drops queued jobs, waits for nothing. 0 on success, 1 on error.
///
/// A handler that runs goes on; its answer is lost. The server may be started again when cerver_wait() says that it has
/// stopped.
///
/// Thread: any, also a handler.
/// Errors: handle errors; CERVER_ERROR_STATE when it does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_shutdown(server: *mut CerverServer) -> u8 {
    outcome("cerver_shutdown", || ServerObject::of(server)?.core.shutdown())
}

/// Ends a server: drains it for the time of cerver_set_drain_timeout(), stops it, joins its threads and frees it with
/// its routes and custom data. Its handle and those of its parts are stale afterwards, whatever the result.
///
/// 0 on success; 1 when the handle was none, or when handlers were still running, for which it waits as long again: those
/// keep what they use alive until they return. From a handler it only stops the server, and the memory is freed when the handler has returned.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_HANDLERS with the number of handlers in the message.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_teardown(server: *mut CerverServer) -> u8 {
    outcome("cerver_teardown", || ServerObject::teardown(server))
}

/// Whether the server listens: true from a successful start or open until it has stopped.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_is_running(server: *const CerverServer) -> bool {
    guard("cerver_is_running", || Ok(ServerObject::of(server)?.core.is_running()))
}

/// Port of the main listener in host order; 0 before the start, or without a main TCP listener.
///
/// Thread: any.
/// Errors: handle errors (0).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_port(server: *const CerverServer) -> u16 {
    guard("cerver_get_port", || Ok(ServerObject::of(server)?.main_port().unwrap_or(0)))
}

/// Port of a listener in host order, 0 for one that has none (a Unix socket).
///
/// `index` counts from 0 in the order of addition, the main listener first unless it is disabled.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `port`, CERVER_ERROR_NOT_FOUND for the index, CERVER_ERROR_STATE when
/// the server does not run.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_listener_port(
    server: *const CerverServer,
    index: u32,
    port: *mut u16,
) -> CerverStatus {
    status("cerver_get_listener_port", || {
        let server = ServerObject::of(server)?;
        let port = out(port, "port")?;
        if !server.core.is_running() {
            return Err(Error::new(Code::State, "the server does not run"));
        }
        let number = server.listener_port(index)?;
        // SAFETY: the caller passes NULL, which was refused, or the place of a port.
        unsafe { port.write(number) };
        Ok(())
    })
}

/// Ends every cerver_start() and cerver_wait() in progress in this process; the servers go on.
///
/// When there is none in progress, the next one ends at once, so that no interruption is lost. Async-signal-safe
/// (signal-safety(7)): it may be called from a signal handler.
///
/// Thread: any, also a signal handler.
/// Errors: none.
#[unsafe(no_mangle)]
pub extern "C" fn cerver_interrupt() {
    guard("cerver_interrupt", || {
        server::interrupt();
        Ok(())
    })
}

/// Waits on this thread, also for Python's signals when Python gave a descriptor for them.
fn wait(server: &Server, timeout: Option<Duration>, wakeup: Option<host::Wakeup>) -> Result<WaitEnd, Error> {
    match &wakeup {
        Some(wakeup) => server.wait(timeout, &[wakeup.fd().as_raw_fd()]),
        None => server.wait(timeout, &[]),
    }
}

/// A time of C: -1 and below for no limit.
pub(crate) fn limit(timeout_ms: i32) -> Option<Duration> {
    u64::try_from(timeout_ms).ok().map(Duration::from_millis)
}
