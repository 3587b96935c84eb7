//! What happens to the connections of a stream server, as C reads it.

use std::{
    ffi::{c_int, c_void},
    ptr,
};

use cerver_core::{
    events::{CloseReason, Occurrence},
    stream::{Event, Stream},
};

use super::connection::CerverConnection;
use crate::boundary::handle::{Kind, stream_token};

/// What happened: one of the `CERVER_EVENT_` constants. Later versions add kinds: ignore what you do not know.
pub type CerverEventKind = c_int;
/// A connection is open: `code` is its descriptor, for options of the system; it stays the library's.
pub const CERVER_EVENT_OPENED: CerverEventKind = 1;
/// Bytes have come: `data` and `size`; a piece, a frame (which may be empty), or what was to be read. See
/// cerver_set_framing().
pub const CERVER_EVENT_DATA: CerverEventKind = 2;
/// A cerver_connection_send() that failed with CERVER_ERROR_AGAIN may be tried again.
pub const CERVER_EVENT_DRAINED: CerverEventKind = 3;
/// The peer will send nothing more; it still takes what is sent. Answer what is owed, then close.
pub const CERVER_EVENT_HALF_CLOSED: CerverEventKind = 4;
/// The server stops gracefully: finish, then close. What is open when its time is over is cut off.
pub const CERVER_EVENT_DRAINING: CerverEventKind = 5;
/// The connection is gone, for `reason`: its last event, and its handle is stale from now on.
pub const CERVER_EVENT_CLOSED: CerverEventKind = 6;

/// Everything sent before cerver_connection_tell_when_sent() or cerver_connection_shutdown() has gone to the system.
pub const CERVER_EVENT_SENT: CerverEventKind = 7;

/// The connection that cerver_connect() was to make, or cerver_adopt() has taken over, is open.
pub const CERVER_EVENT_CONNECTED: CerverEventKind = 8;
/// It is not: `data` and `size` are a text that says why, `code` is the system's number of the error (errno), or 0 when
/// it has none, as for names without an address. The last event of its handle.
pub const CERVER_EVENT_CONNECT_FAILED: CerverEventKind = 9;
/// What cerver_resolve() has found: `data` and `size` are the addresses, one on each line. With a `reason` other than 0
/// there are none, and text and `code` are as in CERVER_EVENT_CONNECT_FAILED. The event of no connection: its handle is
/// NULL, and `tag` is that of the call.
pub const CERVER_EVENT_RESOLVED: CerverEventKind = 10;

/// A descriptor of cerver_watch_descriptor() is ready: `code` is the descriptor, `reason` a sum of `CERVER_READY_`
/// constants, `id` the watch. Like the two kinds below the event of no connection, with the `tag` of the call.
pub const CERVER_EVENT_READY: CerverEventKind = 11;
/// The time of cerver_add_timer() has come: `code` times since it was told last; `id` is the timer.
pub const CERVER_EVENT_TIMER: CerverEventKind = 12;
/// A signal of cerver_watch_signal() has come: `code` is its number, `size` how often since it was told last.
pub const CERVER_EVENT_SIGNAL: CerverEventKind = 13;

/// A client could not be secured by TLS: `data` and `size` are a text, its address and why. The event of no connection: its
/// handle is NULL.
pub const CERVER_EVENT_TLS_FAILED: CerverEventKind = 14;

/// A listener cannot accept connections: `data` and `size` are a text that says why, `code` is the system's number of the
/// error (errno), `reason` the listener as for cerver_get_listener_port(). It tries again by itself, ten times a second, and
/// is told of every ten seconds while that lasts. The event of no connection: its handle is NULL.
pub const CERVER_EVENT_LISTENER_ERROR: CerverEventKind = 15;
/// Something is not as the one who runs the server wants it, as `data` and `size` say: a certificate has expired or will
/// soon. The log has it as well. The event of no connection: its handle is NULL.
pub const CERVER_EVENT_WARNING: CerverEventKind = 16;

/// What cerver_connection_send_lent() has borrowed under the number `id` is the program's again: the system has all of it,
/// or will never get it. Comes once for each, and before the last event of the connection.
pub const CERVER_EVENT_RELEASED: CerverEventKind = 17;

/// A descriptor can be read, or has ended.
pub const CERVER_READY_TO_READ: c_int = 1;
/// A descriptor can be written to.
pub const CERVER_READY_TO_WRITE: c_int = 2;
/// A descriptor has an error, or both its sides are closed.
pub const CERVER_READY_FAILED: c_int = 4;

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
/// The peer sent more without an end than the limit of a frame.
pub const CERVER_CLOSED_BY_LIMIT: CerverCloseReason = 6;
/// The peer's side of a TLS connection ended without its farewell (close_notify): what came may not be all that was sent.
pub const CERVER_CLOSED_BY_TRUNCATION: CerverCloseReason = 7;
/// What came broke the rules of TLS, or was changed on its way.
pub const CERVER_CLOSED_BY_TLS: CerverCloseReason = 8;

/// One event. 64 bytes, for good.
#[repr(C)]
#[derive(Clone, Copy, Debug)]
pub struct CerverEvent {
    /// What happened.
    pub kind: CerverEventKind,
    /// Why the connection ended, in CERVER_EVENT_CLOSED; see CERVER_EVENT_RESOLVED, CERVER_EVENT_READY and
    /// CERVER_EVENT_LISTENER_ERROR.
    pub reason: CerverCloseReason,
    /// The connection. A handle, stale after its CERVER_EVENT_CLOSED; NULL in events of none.
    pub connection: *mut CerverConnection,
    /// The program's number for it: see cerver_connection_set_tag().
    pub tag: u64,
    /// The bytes of CERVER_EVENT_DATA, or a text; the library's: valid until the next cerver_next_events() of this server, or
    /// while the event handler runs. NULL in other events.
    pub data: *const c_void,
    /// Their number; see CERVER_EVENT_SIGNAL.
    pub size: usize,
    /// The system's number of an error; see CERVER_EVENT_OPENED, CERVER_EVENT_READY and those after it; 0 in other events.
    pub code: i64,
    /// The watch or timer; the number of what was released; 0 in other events.
    pub id: u64,
    /// Room for later versions; 0.
    pub reserved: u64,
}

const _: () = assert!(size_of::<CerverEvent>() == 64);

impl CerverEvent {
    #[inline(always)]
    pub(crate) fn new(stream: Option<Stream>, tag: u64, event: Event<'_>) -> Self {
        if let (Some(stream), Event::Data(data)) = (stream, event) {
            return Self {
                kind: CERVER_EVENT_DATA,
                reason: 0,
                connection: stream_token(Kind::Connection, stream),
                tag,
                data: if data.is_empty() { ptr::null() } else { data.as_ptr().cast() },
                size: data.len(),
                code: 0,
                id: 0,
                reserved: 0,
            };
        }
        Self::of_another(stream, tag, event)
    }

    #[inline(never)]
    fn of_another(stream: Option<Stream>, tag: u64, event: Event<'_>) -> Self {
        let (data, code) = match event {
            Event::Data(data) => (data, 0),
            Event::ConnectFailed { os_error, text } => (text.as_bytes(), os_error),
            Event::Resolved { os_error, text } => (text.as_bytes(), os_error.unwrap_or(0)),
            Event::TlsFailed(text) | Event::Warning(text) => (text.as_bytes(), 0),
            Event::ListenerFailed { os_error, text, .. } => (text.as_bytes(), os_error),
            Event::Opened => (&[][..], stream.map_or(-1, Stream::descriptor)),
            _ => (&[][..], 0),
        };
        let reason = match event {
            Event::Closed(reason) => self::reason(reason),
            Event::Resolved { os_error: Some(_), .. } => 1,
            Event::ListenerFailed { place, .. } => place as c_int,
            _ => 0,
        };
        if let Event::Occurred(occurrence) = event {
            return Self::of_occurrence(tag, occurrence);
        }
        Self {
            kind: kind(event),
            reason,
            connection: stream.map_or(ptr::null_mut(), |stream| stream_token(Kind::Connection, stream)),
            tag,
            data: if data.is_empty() { ptr::null() } else { data.as_ptr().cast() },
            size: data.len(),
            code: code.into(),
            id: if let Event::Released(id) = event { id } else { 0 },
            reserved: 0,
        }
    }

    fn of_occurrence(tag: u64, occurrence: Occurrence) -> Self {
        let none = Self {
            kind: CERVER_EVENT_READY,
            reason: 0,
            connection: ptr::null_mut(),
            tag,
            data: ptr::null(),
            size: 0,
            code: 0,
            id: 0,
            reserved: 0,
        };
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        match occurrence {
            Occurrence::Ready { id, fd, interest, failed } => {
                let flag = |is_set: bool, flag| if is_set { flag } else { 0 };
                let reason = flag(interest.readable, CERVER_READY_TO_READ)
                    | flag(interest.writable, CERVER_READY_TO_WRITE)
                    | flag(failed, CERVER_READY_FAILED);
                Self { reason, code: fd.into(), id: id.0, ..none }
            }
            Occurrence::Timer { id, count } => Self { kind: CERVER_EVENT_TIMER, code: number(count), id: id.0, ..none },
            Occurrence::Signal { id, number, count } => Self {
                kind: CERVER_EVENT_SIGNAL,
                code: number.into(),
                size: usize::try_from(count).unwrap_or(usize::MAX),
                id: id.0,
                ..none
            },
        }
    }
}

const fn kind(event: Event<'_>) -> CerverEventKind {
    match event {
        Event::Opened => CERVER_EVENT_OPENED,
        Event::Connected => CERVER_EVENT_CONNECTED,
        Event::Occurred(_) => CERVER_EVENT_READY,
        Event::ConnectFailed { .. } => CERVER_EVENT_CONNECT_FAILED,
        Event::Resolved { .. } => CERVER_EVENT_RESOLVED,
        Event::Data(_) => CERVER_EVENT_DATA,
        Event::Drained => CERVER_EVENT_DRAINED,
        Event::Sent => CERVER_EVENT_SENT,
        Event::Released(_) => CERVER_EVENT_RELEASED,
        Event::HalfClosed => CERVER_EVENT_HALF_CLOSED,
        Event::Draining => CERVER_EVENT_DRAINING,
        Event::Closed(_) => CERVER_EVENT_CLOSED,
        Event::TlsFailed(_) => CERVER_EVENT_TLS_FAILED,
        Event::ListenerFailed { .. } => CERVER_EVENT_LISTENER_ERROR,
        Event::Warning(_) => CERVER_EVENT_WARNING,
    }
}

const fn reason(reason: CloseReason) -> CerverCloseReason {
    match reason {
        CloseReason::Peer => CERVER_CLOSED_BY_PEER,
        CloseReason::Reset => CERVER_CLOSED_BY_RESET,
        CloseReason::Local => CERVER_CLOSED_BY_PROGRAM,
        CloseReason::Timeout => CERVER_CLOSED_BY_TIMEOUT,
        CloseReason::Shutdown => CERVER_CLOSED_BY_SHUTDOWN,
        CloseReason::TooLong => CERVER_CLOSED_BY_LIMIT,
        CloseReason::Truncated => CERVER_CLOSED_BY_TRUNCATION,
        CloseReason::Tls => CERVER_CLOSED_BY_TLS,
    }
}
