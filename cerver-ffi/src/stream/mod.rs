//! Stream servers: raw connections, events and commands.

pub mod connection;
pub mod dial;
pub mod event;
pub mod reading;
pub mod server;
pub mod watch;
