//! cerver's packets: a header of 32 bytes and data, both ways, on one connection.
//!
//! An [`App`] is the factory of a [`Server`](crate::server::Server)'s connections. A new client gets an info packet;
//! packets of the type TEST come back as they are, those of the type CLIENT end the connection, and those for the
//! application go to its [`Handler`]s: where handlers of the server run, or on a thread of the handler's own behind a
//! bounded queue. [`Client`] sends, closes and tells, from any thread.

mod app;
mod batch;
mod client;
mod handler;
mod protocol;
mod queue;
mod stats;
pub mod wire;

pub use app::App;
pub use client::Client;
pub use handler::{Code, Handler, Handlers, Packet};
pub use stats::{ClientStats, PacketStats};
pub use wire::{Header, Info, Version};
