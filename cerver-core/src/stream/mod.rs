//! Streams of bytes for people with a protocol of their own: connections without framing, events out, commands in.
//!
//! An [`App`] is the factory of a [`Server`](crate::server::Server)'s connections. Its events go to a function on the
//! reactor's thread ([`App::push`]), or wait until the program asks for them ([`App::pull`], [`App::next_events`]).
//! Commands ([`Stream`]) never block and are safe from any thread.

mod app;
mod batch;
mod dial;
mod handle;
mod protocol;
mod reading;
mod telling;
mod underway;

pub use app::{App, OnEvent};
pub use dial::Target;
pub use handle::Stream;
pub use reading::{ByteSet, Framing, Matcher, Read};

use crate::events::{CloseReason, Occurrence};

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// A client has connected.
    Opened,
    /// The connection that [`App::connect`] was to make, or [`App::adopt`] has taken over, is open.
    Connected,
    /// It is not, for this reason; the last event of its handle.
    ConnectFailed {
        /// The system's number of the error; 0 when it has none, as for names without an address.
        os_error: i32,
        /// The reason.
        text: &'a str,
    },
    /// What [`App::resolve`] has found; it belongs to no connection.
    Resolved {
        /// None: found. Otherwise as in [`Event::ConnectFailed`].
        os_error: Option<i32>,
        /// The addresses, one on each line, or the reason.
        text: &'a str,
    },
    /// Something has happened to what the server watches for the program; it belongs to no connection.
    Occurred(Occurrence),
    /// Bytes have come: a piece, a frame, or what was to be read ([`Framing`], [`Read`]).
    Data(&'a [u8]),
    /// A send that was refused with [`Code::Again`](crate::error::Code::Again) may be tried again.
    Drained,
    /// Everything that was sent before [`Stream::tell_when_sent`] or [`Stream::shutdown`] has gone to the system.
    Sent,
    /// What was sent with [`Stream::send_lent`] under this number is the program's again: the system has it all, or never
    /// will. It comes once for each, and before the last event of the connection.
    Released(u64),
    /// The peer will send nothing more; it still takes what is sent. Answer what is owed, then close.
    HalfClosed,
    /// The server stops gracefully: finish, then close. What is open when its time is over is cut off.
    Draining,
    /// It is gone, for this reason; the last event of a connection.
    Closed(CloseReason),
    /// The listener at this place, counted from 0 in the order of the options, cannot accept connections: it lacks
    /// descriptors, for example. It tries again by itself, and is told of every ten seconds while that lasts. The event of
    /// no connection.
    ListenerFailed {
        /// The place.
        place: usize,
        /// The system's number of the error.
        os_error: i32,
        /// The reason.
        text: &'a str,
    },
    /// Something is not as the one who runs the server wants it: a certificate has expired or will soon. The event of no
    /// connection; the log has it as well.
    Warning(&'a str),
    /// A client could not be secured by TLS: its address and why, as text. The event of no connection.
    TlsFailed(&'a str),
}
