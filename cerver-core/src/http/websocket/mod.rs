//! WebSocket (RFC 6455) with compression of messages (RFC 7692), without sockets.

mod deflate;
mod event;
mod extension;
mod frame;
mod handshake;
mod here;
mod job;
mod link;
mod mask;
mod protocol;
mod reader;
mod route;
mod socket;
mod utf8;
mod violation;

pub use deflate::{Deflater, Direction, Inflater};
pub use event::{Event, Failure, OnEvent};
pub use extension::{Agreement, Wanted, accept};
pub use frame::{MAX_CONTROL, MAX_HEAD};
pub(super) use link::Link;
pub use reader::{Incoming, Reader, Rules, Taken};
pub use route::WebSocketRoute;
pub(super) use route::{Accepted, Endpoint};
pub use socket::WebSocket;
pub use violation::{CloseCode, Violation};
