//! Options of a server. All of them are read when the server starts and refused while it runs.

use std::ffi::{c_char, c_int};

use crate::{
    boundary::guard::{guard, status},
    constants::CerverHandlerType,
    server::CerverServer,
    status::{CerverStatus, pending},
};

/// Largest chunk handed to a raw protocol at once, in bytes; default CERVER_DEFAULT_RECEIVE_BUFFER_SIZE. No limit on
/// the size of a request, see http_cerver_set_body_limit().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_receive_buffer_size(server: *mut CerverServer, size: usize) {
    guard("cerver_set_receive_buffer_size", || pending((server, size)))
}

/// Runs handlers on a pool of `n_threads` threads, 1 to 4096; 0, the default, runs them on the reactor's thread.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_thpool_n_threads(server: *mut CerverServer, n_threads: u16) {
    guard("cerver_set_thpool_n_threads", || pending((server, n_threads)))
}

/// Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants; default CERVER_HANDLER_TYPE_POLL.
///
/// CERVER_HANDLER_TYPE_NONE is accepted here and makes the start fail.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_handler_type(server: *mut CerverServer, handler_type: CerverHandlerType) {
    guard("cerver_set_handler_type", || pending((server, handler_type)))
}

/// Whether listeners set SO_REUSEADDR and SO_REUSEPORT; default CERVER_DEFAULT_REUSABLE_FLAGS.
///
/// Without them a second server on the port fails to start; with them the system shares connections out between
/// servers and between the reactors of one server (socket(7)).
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_reusable_address_flags(server: *mut CerverServer, value: bool) {
    guard("cerver_set_reusable_address_flags", || pending((server, value)))
}

/// Short name, used for the names of the server's threads; copied, at most 31 bytes of UTF-8. Default "my-cerver".
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_NULL for the alias, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_alias(server: *mut CerverServer, alias: *const c_char) {
    guard("cerver_set_alias", || pending((server, alias)))
}

/// Address of the main listener as a number, IPv4 ("127.0.0.1") or IPv6 ("::1"); copied. Default `0.0.0.0`, or `::` when
/// the server was made with `use_ipv6`.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_bind_address(server: *mut CerverServer, address: *const c_char) -> CerverStatus {
    status("cerver_set_bind_address", || pending((server, address)))
}

/// Adds a listener on a numeric IPv4 or IPv6 address and a port in host order, 0 for a free one. The text is copied.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_listen_tcp(
    server: *mut CerverServer,
    address: *const c_char,
    port: u16,
) -> CerverStatus {
    status("cerver_listen_tcp", || pending((server, address, port)))
}

/// Adds a listener on a Unix socket (unix(7)). `path` is copied, at most 107 bytes; `mode` has the permission bits of the
/// socket's file, for example 0660. The file is removed when the server stops.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_listen_unix(server: *mut CerverServer, path: *const c_char, mode: u32) -> CerverStatus {
    status("cerver_listen_unix", || pending((server, path, mode)))
}

/// Adds a listener on a socket that is bound and listens already, for example one given by systemd. The descriptor is
/// duplicated: the caller keeps and closes its own.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT when it is no listening socket, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_listen_fd(server: *mut CerverServer, fd: c_int) -> CerverStatus {
    status("cerver_listen_fd", || pending((server, fd)))
}

/// Leaves out the listener on the port of cerver_create(): only those added by the cerver_listen functions remain.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_disable_main_listener(server: *mut CerverServer) -> CerverStatus {
    status("cerver_disable_main_listener", || pending(server))
}

/// Number of reactors, each with a thread of its own: 1 to 1024, 0 for one per core. Default 1.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_reactors(server: *mut CerverServer, n_reactors: u16) -> CerverStatus {
    status("cerver_set_reactors", || pending((server, n_reactors)))
}

/// Largest number of open connections; above it the server stops accepting until one ends. 0 for no limit.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_max_connections(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_max_connections", || pending((server, max)))
}

/// Largest number of handler threads with CERVER_HANDLER_TYPE_THREADS; above it the server stops accepting until one ends.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_max_handler_threads(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_max_handler_threads", || pending((server, max)))
}

/// Requests that may wait for a thread of the pool; when it is full, connections are not read until there is room.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_pool_queue(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_pool_queue", || pending((server, max)))
}

/// Bytes a reactor reads from a socket at once.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0 or more than 16 MiB, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_read_size(server: *mut CerverServer, size: usize) -> CerverStatus {
    status("cerver_set_read_size", || pending((server, size)))
}

/// Marks of a connection's send queue in bytes: above `high` it takes nothing more and the connection is not read; below
/// `low` it goes on. `low` must be smaller than `high`.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_send_queue_marks(
    server: *mut CerverServer,
    high: usize,
    low: usize,
) -> CerverStatus {
    status("cerver_set_send_queue_marks", || pending((server, high, low)))
}

/// Time after which a connection without a request is closed, in milliseconds; 0 for never.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_idle_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_idle_timeout", || pending((server, timeout_ms)))
}

/// Time after which a client that takes nothing of its answer is cut off, in milliseconds; 0 for never.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_write_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_write_timeout", || pending((server, timeout_ms)))
}

/// Time cerver_teardown() gives running requests, in milliseconds.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_drain_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_drain_timeout", || pending((server, timeout_ms)))
}
