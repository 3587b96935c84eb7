//! Statistics of a server.

use std::ffi::c_char;

use crate::{
    boundary::guard::{guard, status},
    server::CerverServer,
    status::{CerverStatus, pending},
};

/// Counters of a server since its creation. Later versions add fields at the end only: `size` tells how many the caller
/// knows.
#[repr(C)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CerverStats {
    /// Set by the caller to sizeof(CerverStats) before the call.
    pub size: usize,
    /// Connections accepted.
    pub connections_accepted: u64,
    /// Connections open now.
    pub connections_open: u64,
    /// Connections closed because a time or a limit was reached.
    pub connections_timed_out: u64,
    /// Complete requests.
    pub requests: u64,
    /// Answers given.
    pub responses: u64,
    /// Requests refused because they were not well formed.
    pub bad_requests: u64,
    /// Handlers that failed.
    pub handler_failures: u64,
    /// Bytes read from sockets.
    pub bytes_received: u64,
    /// Bytes written to sockets.
    pub bytes_sent: u64,
}

/// Copies the counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverStats).
///
/// The counters are summed over the server's threads while those go on: each is exact, their sum is of no single moment.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_get_stats(server: *const CerverServer, stats: *mut CerverStats) -> CerverStatus {
    status("cerver_get_stats", || pending((server, stats)))
}

/// Writes the counters of a server as a JSON object (RFC 8259) with a NUL into `buffer` of `size` bytes.
///
/// `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
/// `size` of 0 (and NULL) asks for it.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for `length`, CERVER_ERROR_ARGUMENT when the buffer is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_stats_json(
    server: *const CerverServer,
    buffer: *mut c_char,
    size: usize,
    length: *mut usize,
) -> CerverStatus {
    status("cerver_stats_json", || pending((server, buffer, size, length)))
}

/// Prints the counters of a server to standard output; `received` and `sent` add those of each direction.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_stats_print(server: *mut CerverServer, received: bool, sent: bool) {
    guard("cerver_stats_print", || pending((server, received, sent)))
}
