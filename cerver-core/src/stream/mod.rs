//! Streams of bytes for people with a protocol of their own: connections without framing, events out, commands in.
//!
//! An [`App`] is the factory of a [`Server`](crate::server::Server)'s connections. Its events go to a function on the
//! reactor's thread ([`App::push`]), or wait until the program asks for them ([`App::pull`], [`App::next_events`]).
//! Commands ([`Stream`]) never block and are safe from any thread.

mod app;
mod batch;
mod handle;
mod protocol;

pub use app::{App, OnEvent};
pub use handle::Stream;

use crate::events::CloseReason;

/// What happens to a connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// It is open.
    Opened,
    /// Bytes have come, in the pieces in which the system gave them.
    Data(&'a [u8]),
    /// A send that was refused with [`Code::Again`](crate::error::Code::Again) may be tried again.
    Drained,
    /// The peer will send nothing more; it still takes what is sent. Answer what is owed, then close.
    HalfClosed,
    /// The server stops gracefully: finish, then close. What is open when its time is over is cut off.
    Draining,
    /// It is gone, for this reason; the last event of a connection.
    Closed(CloseReason),
    /// In place of [`Event::Opened`]: it could not be secured by TLS. The peer's address and why, as text; only
    /// [`Event::Closed`] follows.
    TlsFailed(&'a str),
}
