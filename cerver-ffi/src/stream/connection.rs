//! Commands to one connection of a stream server.

use std::{
    ffi::{c_char, c_int, c_void},
    os::fd::IntoRawFd,
    time::Duration,
};

use cerver_core::stream::Stream;

use crate::{
    boundary::{
        guard::{guard, status},
        handle::{Kind, stream},
        strings::{bytes, fill},
    },
    status::{CerverStatus, Error},
};

/// A connection of a stream server. A handle, valid from its CERVER_EVENT_OPENED to its CERVER_EVENT_CLOSED; after that it
/// is stale and never means another connection.
pub struct CerverConnection {
    _private: (),
}

#[inline(always)]
pub(crate) fn of(connection: *const CerverConnection) -> Result<Stream, Error> {
    stream(Kind::Connection, connection)
}

/// Sends a copy of `size` bytes at `data`, whole or not at all. Never blocks: what the system does not take at once waits
/// in the connection's queue.
///
/// Above the high mark of the queue nothing is taken: CERVER_ERROR_AGAIN, and CERVER_EVENT_DRAINED tells when to try
/// again. Messages of several threads stay whole.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the data, CERVER_ERROR_AGAIN, CERVER_ERROR_CLOSED after a close or shutdown.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_send(
    connection: *const CerverConnection,
    data: *const c_void,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_send", || {
        let connection = of(connection)?;
        // SAFETY: the caller passes `size` readable bytes.
        connection.send(unsafe { bytes(data, size, "data") }?)
    })
}

/// Sends the `size` bytes at `data` from where they are, whole or not at all: nothing is copied but by the system, and by
/// TLS. They have to stay as they are until CERVER_EVENT_RELEASED comes with `id`, a number of the program's: when the system
/// has them all, or when the connection ends, also one that never came to be.
///
/// A program that pulls gets these events as long as it pulls, after cerver_shutdown() or cerver_drain() until
/// cerver_next_events() says CERVER_ERROR_STATE. One that pulls no more has its bytes back when cerver_teardown() has returned,
/// outside of a handler: nothing is told from then on, and nothing looked at.
///
/// Worth its event from some 64 KiB on. After an error nothing was borrowed.
///
/// Thread: any.
/// Errors: those of cerver_connection_send(); CERVER_ERROR_AGAIN also at the limit of cerver_set_lent_limit(), and then
/// CERVER_EVENT_RELEASED tells when to try again.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_send_lent(
    connection: *const CerverConnection,
    data: *const c_void,
    size: usize,
    id: u64,
) -> CerverStatus {
    status("cerver_connection_send_lent", || {
        let connection = of(connection)?;
        // SAFETY: the caller passes `size` readable bytes.
        unsafe { bytes(data, size, "data") }?;
        connection.send_lent(Lent { data, size }, id)
    })
}

/// Memory of the program's, which stays as it is while this is not dropped.
struct Lent {
    data: *const c_void,
    size: usize,
}

// SAFETY: it is only read, and the program lent it to threads of the library.
unsafe impl Send for Lent {}

impl AsRef<[u8]> for Lent {
    fn as_ref(&self) -> &[u8] {
        // SAFETY: `size` readable bytes, as was looked at before it was made, and the program keeps them as they are.
        unsafe { bytes(self.data, self.size, "data") }.unwrap_or_default()
    }
}

/// Sends a copy of `size` bytes at `data` as one frame, as the framing of the connection has them: a line gets its LF, and
/// others their number of bytes.
///
/// Thread: any.
/// Errors: those of cerver_connection_send(); CERVER_ERROR_ARGUMENT for a line with LF inside, for more bytes than the
/// number can tell, for another size than that of fixed frames, and where there are no frames.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_send_frame(
    connection: *const CerverConnection,
    data: *const c_void,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_send_frame", || {
        let connection = of(connection)?;
        // SAFETY: the caller passes `size` readable bytes.
        connection.send_frame(unsafe { bytes(data, size, "data") }?)
    })
}

/// Has CERVER_EVENT_SENT come when everything sent so far has gone to the system.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_tell_when_sent(connection: *const CerverConnection) -> CerverStatus {
    status("cerver_connection_tell_when_sent", || of(connection)?.tell_when_sent())
}

/// Ends this side when everything is sent, which CERVER_EVENT_SENT tells: the peer learns that nothing more comes, and may
/// still send. When both sides have ended the connection closes. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_shutdown(connection: *const CerverConnection) -> CerverStatus {
    status("cerver_connection_shutdown", || of(connection)?.shutdown())
}

/// Closes the connection when everything is sent; input that still comes is dropped. Harmless a second time. One that is not
/// made yet, and has nothing to send, is given up.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_close(connection: *const CerverConnection) -> CerverStatus {
    status("cerver_connection_close", || of(connection)?.close())
}

/// Closes the connection at once, also one that is not made yet; what is not sent is lost. Harmless a second time.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_abort(connection: *const CerverConnection) -> CerverStatus {
    status("cerver_connection_abort", || of(connection)?.abort())
}

/// Stops reading from the peer, or goes on. What was read already may still come as an event.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_paused(
    connection: *const CerverConnection,
    is_paused: bool,
) -> CerverStatus {
    status("cerver_connection_set_paused", || of(connection)?.set_paused(is_paused))
}

/// Closes the connection when nothing has come for `timeout_ms` milliseconds, 0 = never; in place of
/// cerver_set_idle_timeout(), which holds at first.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_idle_timeout(
    connection: *const CerverConnection,
    timeout_ms: u32,
) -> CerverStatus {
    status("cerver_connection_set_idle_timeout", || {
        of(connection)?.set_idle_timeout(Duration::from_millis(timeout_ms.into()))
    })
}

/// Closes the connection when a frame that has begun, or a read that was asked for, is not complete after `timeout_ms`
/// milliseconds, 0 = never; in place of cerver_set_read_timeout(), which holds at first. Of a read in pieces it is the
/// time for the next piece.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_read_timeout(
    connection: *const CerverConnection,
    timeout_ms: u32,
) -> CerverStatus {
    status("cerver_connection_set_read_timeout", || {
        of(connection)?.set_read_timeout(Duration::from_millis(timeout_ms.into()))
    })
}

/// Closes the connection when the peer takes too little of what waits for it in `timeout_ms` milliseconds, 0 = never; in
/// place of cerver_set_write_timeout(), which holds at first. How little is too little, cerver_set_min_send_rate() says.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_write_timeout(
    connection: *const CerverConnection,
    timeout_ms: u32,
) -> CerverStatus {
    status("cerver_connection_set_write_timeout", || {
        of(connection)?.set_write_timeout(Duration::from_millis(timeout_ms.into()))
    })
}

/// Whether a `cerver_connection_read_` function has asked for something that has not come yet, and still can.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_is_reading(connection: *const CerverConnection) -> bool {
    guard("cerver_connection_is_reading", || of(connection)?.is_reading())
}

/// Whether something that was sent waits in the library: for the next round of the server, or for the peer to take some of
/// it. What the system has taken counts as written, as it does for CERVER_EVENT_SENT.
///
/// Thread: any.
/// Errors: handle errors (false).
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_is_writing(connection: *const CerverConnection) -> bool {
    guard("cerver_connection_is_writing", || of(connection)?.is_writing())
}

/// Whether the connection is there, or being made, and was not told to end by cerver_connection_close() or
/// cerver_connection_abort().
///
/// Thread: any.
/// Errors: handle errors (false): it has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_is_open(connection: *const CerverConnection) -> bool {
    guard("cerver_connection_is_open", || of(connection)?.is_open())
}

/// Gives the connection a number of the program's, which stands in every later event of it; 0 at first.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_set_tag(connection: *const CerverConnection, tag: u64) -> CerverStatus {
    status("cerver_connection_set_tag", || of(connection)?.set_tag(tag))
}

/// The program's number for the connection; 0 when none was set, and on error.
///
/// Thread: any.
/// Errors: handle errors.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_get_tag(connection: *const CerverConnection) -> u64 {
    guard("cerver_connection_get_tag", || of(connection)?.tag())
}

/// Another descriptor of the connection's socket, the caller's to close: for socket options, or so that the number is given
/// to nobody else while the program keeps it. The peer learns of the end of the connection only when it is closed, too.
/// -1 on error.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_STATE before the connection is made, CERVER_ERROR_SYSTEM.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_duplicate(connection: *const CerverConnection) -> c_int {
    guard("cerver_connection_duplicate", || Ok(of(connection)?.duplicate()?.into_raw_fd()))
}

/// Writes the peer's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or "unix".
/// 64 bytes are always enough.
///
/// Thread: any.
/// Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn cerver_connection_get_remote_address(
    connection: *const CerverConnection,
    buffer: *mut c_char,
    size: usize,
) -> CerverStatus {
    status("cerver_connection_get_remote_address", || {
        let peer = of(connection)?.peer()?;
        // SAFETY: the caller passes `size` writable bytes.
        unsafe { fill(buffer, size, peer.to_string().as_bytes()) }
    })
}
