//! Options of a server. All of them are read when the server starts and refused while it runs.

use std::{
    ffi::{c_char, c_int},
    net::{IpAddr, SocketAddr},
    os::fd::{AsRawFd, BorrowedFd, OwnedFd},
    path::PathBuf,
    time::Duration,
};

use cerver_core::config::{Listen, MAX_CONNECTIONS};

use crate::{
    boundary::{
        guard::{guard, status},
        strings::{text_cut, text_up_to},
    },
    constants::{CERVER_HANDLER_TYPE_NONE, CERVER_HANDLER_TYPE_THREADS, CerverHandlerType},
    objects::ServerObject,
    server::CerverServer,
    status::{CerverStatus, Code, Error},
};

const MAX_POOL_THREADS: u16 = 4096;
/// Longest alias, in bytes.
const MAX_ALIAS: usize = 31;
/// Longest path of a Unix socket, in bytes (unix(7)).
const MAX_UNIX_PATH: usize = 107;
/// Longest text of a numeric address, in bytes.
const MAX_ADDRESS: usize = 64;

/// Largest chunk handed to a raw protocol at once, in bytes; default CERVER_DEFAULT_RECEIVE_BUFFER_SIZE. HTTP is none:
/// it has cerver_set_read_size() and http_cerver_set_body_limit().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_receive_buffer_size(server: *mut CerverServer, size: usize) {
    guard("cerver_set_receive_buffer_size", || {
        ServerObject::of(server)?.configure(|options| options.receive_buffer_size = size)
    })
}

/// Runs handlers on a pool of `n_threads` threads, 1 to 4096; 0, the default, runs them on the reactor's thread.
///
/// The pool serves CERVER_HANDLER_TYPE_POLL. With CERVER_HANDLER_TYPE_THREADS each connection has a thread of its own,
/// and the number has no effect.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_thpool_n_threads(server: *mut CerverServer, n_threads: u16) {
    guard("cerver_set_thpool_n_threads", || {
        let server = ServerObject::of(server)?;
        if n_threads > MAX_POOL_THREADS {
            return Err(Error::new(Code::Argument, format!("a pool has at most {MAX_POOL_THREADS} threads")));
        }
        server.set(|settings| settings.pool_threads = n_threads)
    })
}

/// Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants; default CERVER_HANDLER_TYPE_POLL.
///
/// CERVER_HANDLER_TYPE_POLL runs them on the reactor's thread, or on the pool of cerver_set_thpool_n_threads().
/// CERVER_HANDLER_TYPE_THREADS gives each connection a thread of its own, at most cerver_set_max_handler_threads(), and
/// makes no pool. CERVER_HANDLER_TYPE_NONE is accepted here and makes the start fail.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_handler_type(server: *mut CerverServer, handler_type: CerverHandlerType) {
    guard("cerver_set_handler_type", || {
        let server = ServerObject::of(server)?;
        if !(CERVER_HANDLER_TYPE_NONE..=CERVER_HANDLER_TYPE_THREADS).contains(&handler_type) {
            return Err(Error::new(Code::Argument, format!("{handler_type} is no handler type")));
        }
        server.set(|settings| settings.handler_type = handler_type)
    })
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
    guard("cerver_set_reusable_address_flags", || {
        ServerObject::of(server)?.core.configure(|options| options.reuse_address = value)
    })
}

/// Short name in UTF-8, shown in the statistics; at most 31 bytes of it are copied, a longer one is cut between two
/// characters. Default "my-cerver".
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the alias, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_alias(server: *mut CerverServer, alias: *const c_char) {
    guard("cerver_set_alias", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let alias = unsafe { text_cut(alias, MAX_ALIAS, "alias") }?.to_owned();
        server.set(|settings| settings.alias = alias)
    })
}

/// Address of the main listener as a number, IPv4 ("127.0.0.1") or IPv6 ("::1"); copied. Default `0.0.0.0`, or `::` when
/// the server was made with `use_ipv6`.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_bind_address(server: *mut CerverServer, address: *const c_char) -> CerverStatus {
    status("cerver_set_bind_address", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let address = unsafe { address_of(address) }?;
        server.set(|settings| settings.address.set_ip(address))
    })
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
    status("cerver_listen_tcp", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let address = unsafe { address_of(address) }?;
        server.set(|settings| settings.listeners.push(Listen::Tcp(SocketAddr::new(address, port))))
    })
}

/// Whether the server listens; default true. Without it there are only connections that the program makes with
/// cerver_connect() and cerver_adopt().
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_listening(server: *mut CerverServer, value: bool) -> CerverStatus {
    status("cerver_set_listening", || ServerObject::of(server)?.core.configure(|options| options.listens = value))
}

/// Adds a listener on a Unix socket (unix(7)). `path` is copied, at most 107 bytes; `mode` has the permission bits of
/// the socket's file, for example 0660. The file is removed when the server stops.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_listen_unix(server: *mut CerverServer, path: *const c_char, mode: u32) -> CerverStatus {
    status("cerver_listen_unix", || {
        let server = ServerObject::of(server)?;
        // SAFETY: the caller passes NULL or a text with a NUL.
        let path = PathBuf::from(unsafe { text_up_to(path, MAX_UNIX_PATH, "path") }?);
        if path.as_os_str().is_empty() || mode > 0o777 {
            return Err(Error::new(Code::Argument, "a Unix socket needs a path and a mode of permission bits"));
        }
        server.set(|settings| settings.listeners.push(Listen::Unix { path, mode }))
    })
}

/// Adds a listener on a socket that is bound and listens already, for example one given by systemd. The descriptor is
/// duplicated: the caller keeps and closes its own.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT when it is no listening socket, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_listen_fd(server: *mut CerverServer, fd: c_int) -> CerverStatus {
    status("cerver_listen_fd", || {
        let server = ServerObject::of(server)?;
        let copy = duplicate_listening(fd)?;
        server.set(|settings| {
            settings.listeners.push(Listen::Inherited(copy.as_raw_fd()));
            settings.inherited.push(copy);
        })
    })
}

/// Leaves out the listener on the port of cerver_create(): only those added by the cerver_listen functions remain.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_disable_main_listener(server: *mut CerverServer) -> CerverStatus {
    status("cerver_disable_main_listener", || {
        ServerObject::of(server)?.set(|settings| settings.has_main_listener = false)
    })
}

/// Number of reactors, each with a thread of its own: 1 to 256, 0 for one per core. Default 1.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_reactors(server: *mut CerverServer, n_reactors: u16) -> CerverStatus {
    status("cerver_set_reactors", || ServerObject::of(server)?.configure(|options| options.reactors = n_reactors))
}

/// Largest number of open connections, 1 to 4,194,304; at the limit the server stops accepting until one ends. Default
/// 16384; 0 is the greatest number, 4,194,304.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for more, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_max_connections(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_max_connections", || {
        let max = if max == 0 { MAX_CONNECTIONS } else { max };
        ServerObject::of(server)?.configure(|options| options.max_connections = max)
    })
}

/// Largest number of handler threads with CERVER_HANDLER_TYPE_THREADS; above it the server stops accepting until one
/// ends. Default 512.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_max_handler_threads(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_max_handler_threads", || {
        let server = ServerObject::of(server)?;
        if max == 0 {
            return Err(Error::new(Code::Argument, "at least one handler thread is needed"));
        }
        server.core.configure(|options| options.max_handler_threads = max)
    })
}

/// Requests that may wait for a thread of the pool; further ones are answered with 503. Default 1024.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_pool_queue(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_pool_queue", || {
        let server = ServerObject::of(server)?;
        if max == 0 {
            return Err(Error::new(Code::Argument, "at least one request must be able to wait"));
        }
        server.core.configure(|options| options.pool_queue = max)
    })
}

/// Bytes a reactor reads from a socket at once, 1 KiB to 16 MiB. Default 64 KiB.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT for less or more, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_read_size(server: *mut CerverServer, size: usize) -> CerverStatus {
    status("cerver_set_read_size", || ServerObject::of(server)?.configure(|options| options.read_size = size))
}

/// Marks of a connection's send queue in bytes: above `high` it takes nothing more and the connection is not read; below
/// `low` it goes on. `low` must be smaller than `high`. Default 256 KiB and 64 KiB.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_send_queue_marks(
    server: *mut CerverServer,
    high: usize,
    low: usize,
) -> CerverStatus {
    status("cerver_set_send_queue_marks", || {
        ServerObject::of(server)?.configure(|options| (options.send_high, options.send_low) = (high, low))
    })
}

/// Time after which a connection without a request is closed, in milliseconds; 0 for never. Default 60 s.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_idle_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_idle_timeout", || {
        let server = ServerObject::of(server)?;
        server.core.configure(|options| options.idle_timeout = Duration::from_millis(timeout_ms.into()))
    })
}

/// Time after which a client that takes too little of its answer is cut off, in milliseconds; 0 for never. Default 30 s.
///
/// While something waits for the client, its system must acknowledge in each such time what
/// cerver_set_min_send_rate() asks for, and at least one byte.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_write_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_write_timeout", || {
        let server = ServerObject::of(server)?;
        server.core.configure(|options| options.write_timeout = Duration::from_millis(timeout_ms.into()))
    })
}

/// Bytes a second that a client has to take on average over each time of cerver_set_write_timeout() in which an answer
/// waits for it, or else it is cut off: `n` bytes hold a connection for no longer than `n` / rate plus one such time.
/// Default 256; 0 lets any progress do.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_min_send_rate(server: *mut CerverServer, bytes_per_second: u32) -> CerverStatus {
    status("cerver_set_min_send_rate", || {
        ServerObject::of(server)?.core.configure(|options| options.min_send_rate = bytes_per_second)
    })
}

/// Largest number of open connections of one IPv4 address, or of one /64 of IPv6 addresses; further ones are closed as
/// soon as they are accepted, and counted as `rejected` in CerverStats. Default 0: no limit. Behind a proxy all clients
/// have its address. Connections on a Unix socket are not counted.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_max_connections_per_address(server: *mut CerverServer, max: u32) -> CerverStatus {
    status("cerver_set_max_connections_per_address", || {
        ServerObject::of(server)?.core.configure(|options| options.max_connections_per_address = max)
    })
}

/// Time cerver_teardown() gives running requests, in milliseconds. Default 5 s.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE while it runs.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_set_drain_timeout(server: *mut CerverServer, timeout_ms: u32) -> CerverStatus {
    status("cerver_set_drain_timeout", || {
        let server = ServerObject::of(server)?;
        server.core.configure(|options| options.drain_timeout = Duration::from_millis(timeout_ms.into()))
    })
}

/// A numeric address.
///
/// # Safety
/// `address` is NULL or a text with a NUL.
pub(crate) unsafe fn address_of(address: *const c_char) -> Result<IpAddr, Error> {
    // SAFETY: the caller's promise.
    let text = unsafe { text_up_to(address, MAX_ADDRESS, "address") }?;
    let refused = |_| Error::new(Code::Argument, format!("{text:?} is no numeric IPv4 or IPv6 address"));
    text.trim_start_matches('[').trim_end_matches(']').parse().map_err(refused)
}

/// A copy of a descriptor that is a listening socket.
fn duplicate_listening(fd: c_int) -> Result<OwnedFd, Error> {
    let mut is_listening: c_int = 0;
    let mut size = size_of::<c_int>() as libc::socklen_t;
    // SAFETY: any number may be asked about; the out-parameters are a c_int and its size.
    let asked = unsafe {
        let value = (&raw mut is_listening).cast();
        libc::getsockopt(fd, libc::SOL_SOCKET, libc::SO_ACCEPTCONN, value, &raw mut size)
    };
    if asked != 0 || is_listening == 0 {
        return Err(Error::new(Code::Argument, format!("descriptor {fd} is no listening socket")));
    }
    // SAFETY: the descriptor was a socket a moment ago, and stays open for the call.
    let borrowed = unsafe { BorrowedFd::borrow_raw(fd) };
    borrowed.try_clone_to_owned().map_err(|error| Error::system("the descriptor cannot be duplicated", &error))
}
