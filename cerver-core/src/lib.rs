//! The server core of cerver: reactors, connections, and protocols as state machines without sockets.
//!
//! The rooms, from below: [`sys`](self) (the operating system), the vocabulary ([`protocol`], [`events`], [`error`],
//! [`config`], [`stats`], [`host`], [`table`]), `reactor`, `buffer` and `threads`, `connection`, [`server`], and the
//! protocols above, which do not know each other. A room imports only from rooms below it.

pub mod buffer;
pub mod config;
mod connection;
pub mod error;
pub mod events;
pub mod host;
pub mod http;
pub mod protocol;
mod reactor;
pub mod server;
pub mod stats;
pub mod stream;
pub mod sys;
pub mod table;
#[cfg(feature = "testing")]
#[doc(hidden)]
pub mod testing;
pub mod threads;
pub mod tls;
