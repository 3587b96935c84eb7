//! Packet servers: packets, clients, options, update functions.

pub mod client;
pub mod constants;
mod memory;
pub(crate) mod object;
pub mod packet;
mod running;
pub mod server;
pub mod stats;
pub mod update;

pub(crate) use running::HandlerCode;
