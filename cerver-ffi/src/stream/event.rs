//! What happens to the connections of a stream server, as C reads it.

use std::{
    ffi::{c_int, c_void},
    ptr,
};

use cerver_core::{
    events::CloseReason,
    stream::{Event, Stream},
};

use super::connection::CerverConnection;
use crate::boundary::handle::{Kind, stream_token};

/// What happened: one of the `CERVER_EVENT_` constants. Later versions add kinds: ignore what you do not know.
pub type CerverEventKind = c_int;
/// A connection is open.
pub const CERVER_EVENT_OPENED: CerverEventKind = 1;
/// Bytes have come: `data` and `size`, at least one, in the pieces in which the system gave them.
pub const CERVER_EVENT_DATA: CerverEventKind = 2;
/// A cerver_connection_send() that failed with CERVER_ERROR_AGAIN may be tried again.
pub const CERVER_EVENT_DRAINED: CerverEventKind = 3;
/// The peer will send nothing more; it still takes what is sent. Answer what is owed, then close.
pub const CERVER_EVENT_HALF_CLOSED: CerverEventKind = 4;
/// The server stops gracefully: finish, then close. What is open when its time is over is cut off.
pub const CERVER_EVENT_DRAINING: CerverEventKind = 5;
/// The connection is gone, for `reason`: its last event, and its handle is stale from now on.
pub const CERVER_EVENT_CLOSED: CerverEventKind = 6;
/// In place of CERVER_EVENT_OPENED: a client could not be secured by TLS. `data` and `size` are its address and why, as text;
/// only CERVER_EVENT_CLOSED follows.
pub const CERVER_EVENT_TLS_FAILED: CerverEventKind = 7;

/// Why a connection ended: one of the `CERVER_CLOSED_` constants; 0 in events of other kinds.
pub type CerverCloseReason = c_int;
/// The peer closed it.
pub const CERVER_CLOSED_BY_PEER: CerverCloseReason = 1;
/// The peer reset it, or the network did.
pub const CERVER_CLOSED_BY_RESET: CerverCloseReason = 2;
/// The program closed it.
pub const CERVER_CLOSED_BY_PROGRAM: CerverCloseReason = 3;
/// The peer was silent, or took nothing, for too long.
pub const CERVER_CLOSED_BY_TIMEOUT: CerverCloseReason = 4;
/// The server stopped.
pub const CERVER_CLOSED_BY_SHUTDOWN: CerverCloseReason = 5;
/// The peer's side of a TLS connection ended without its farewell (close_notify): what came may not be all that was sent.
pub const CERVER_CLOSED_BY_TRUNCATION: CerverCloseReason = 6;
/// What came broke the rules of TLS or was changed on its way, or the connection could not be secured.
pub const CERVER_CLOSED_BY_TLS: CerverCloseReason = 7;

/// One event. 64 bytes, for good.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CerverEvent {
    /// What happened.
    pub kind: CerverEventKind,
    /// Why the connection ended, in CERVER_EVENT_CLOSED.
    pub reason: CerverCloseReason,
    /// The connection. A handle, stale after its CERVER_EVENT_CLOSED.
    pub connection: *mut CerverConnection,
    /// The program's number for it: see cerver_connection_set_tag().
    pub tag: u64,
    /// The bytes of CERVER_EVENT_DATA and CERVER_EVENT_TLS_FAILED, the library's: valid until the next cerver_next_events() of this server, or
    /// while the event handler runs. NULL in other events.
    pub data: *const c_void,
    /// Their number.
    pub size: usize,
    /// Room for later versions; 0.
    pub reserved: [u64; 3],
}

const _: () = assert!(size_of::<CerverEvent>() == 64);

impl CerverEvent {
    pub(super) fn new(stream: Stream, tag: u64, event: Event<'_>) -> Self {
        let (data, size) = match event {
            Event::Data(data) => (data.as_ptr().cast(), data.len()),
            Event::TlsFailed(text) => (text.as_ptr().cast(), text.len()),
            _ => (ptr::null(), 0),
        };
        Self {
            kind: kind(event),
            reason: if let Event::Closed(reason) = event { self::reason(reason) } else { 0 },
            connection: stream_token(Kind::Connection, stream),
            tag,
            data,
            size,
            reserved: [0; 3],
        }
    }
}

const fn kind(event: Event<'_>) -> CerverEventKind {
    match event {
        Event::Opened => CERVER_EVENT_OPENED,
        Event::Data(_) => CERVER_EVENT_DATA,
        Event::Drained => CERVER_EVENT_DRAINED,
        Event::HalfClosed => CERVER_EVENT_HALF_CLOSED,
        Event::Draining => CERVER_EVENT_DRAINING,
        Event::Closed(_) => CERVER_EVENT_CLOSED,
        Event::TlsFailed(_) => CERVER_EVENT_TLS_FAILED,
    }
}

const fn reason(reason: CloseReason) -> CerverCloseReason {
    match reason {
        CloseReason::Peer => CERVER_CLOSED_BY_PEER,
        CloseReason::Reset => CERVER_CLOSED_BY_RESET,
        CloseReason::Local => CERVER_CLOSED_BY_PROGRAM,
        CloseReason::Timeout => CERVER_CLOSED_BY_TIMEOUT,
        CloseReason::Shutdown => CERVER_CLOSED_BY_SHUTDOWN,
        CloseReason::Truncated => CERVER_CLOSED_BY_TRUNCATION,
        CloseReason::Tls => CERVER_CLOSED_BY_TLS,
    }
}
