//! What a program is told of its WebSocket connections.

use super::{
    socket::WebSocket,
    violation::{CloseCode, Violation},
};
use crate::host;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// What happens to a connection. The events of one connection come one after the other, in order. A NUL stands behind the
/// bytes of each event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Event<'a> {
    /// The handshake is done: the first event.
    Opened,
    /// A message that is UTF-8.
    Text(&'a [u8]),
    /// Any other message.
    Binary(&'a [u8]),
    /// A ping, which is answered already.
    Ping(&'a [u8]),
    /// The answer to a ping, or a sign of life.
    Pong(&'a [u8]),
    /// A send that was refused with [`Code::Again`](crate::error::Code::Again) may be tried again.
    Drained,
    /// The connection fails; [`Event::Closed`] follows.
    Failed(Failure),
    /// The last event: the connection is gone. The code and reason of the client's close frame;
    /// [`CloseCode::ABNORMAL`] when it sent none.
    Closed(CloseCode, &'a [u8]),
}

/// Why a connection fails.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Failure {
    /// The client broke a rule.
    Violation(Violation),
    /// Nothing came after a ping.
    Silence,
    /// The program's function panicked.
    Panic,
}

/// The program's function for events, called where the server's handlers run, without any lock of the library held. Bytes of
/// the event are valid during the call.
pub type OnEvent = Arc<dyn Fn(WebSocket, Event<'_>) + Send + Sync>;

/// Calls the program; false when that panicked.
#[inline]
pub(super) fn tell(on_event: &OnEvent, socket: WebSocket, event: Event<'_>) -> bool {
    let call = || on_event(socket, event);
    !matches!(host::enter(|| catch_unwind(AssertUnwindSafe(call))), Some(Err(_)))
}
