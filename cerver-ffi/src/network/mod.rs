//! A server with one client at a time, turned by ticks on the caller's thread, that outlives a reload of the script that
//! owns it; and a client of the same manner. A stream server with other options and an order of its own for its events.

pub mod command;
pub mod orphan;
pub mod server;
mod session;

use std::time::Duration;

use cerver_core::config::MIN_READ_SIZE;

pub(crate) use session::Session;

use crate::{objects::ServerObject, status::Error};

/// Bytes that one tick gives, unless cerver_network_set_tick_bytes() says otherwise.
const DEFAULT_TICK_BYTES: usize = 64 * 1024;

/// What makes a stream server one with a single client. A debugger may be silent for hours, so no time ends its connection.
pub(crate) fn choose_options(server: &ServerObject) -> Result<(), Error> {
    server.configure(|options| {
        options.max_connections = 1;
        options.idle_timeout = Duration::ZERO;
        options.drain_timeout = Duration::ZERO;
    })?;
    set_tick_bytes(server, DEFAULT_TICK_BYTES)
}

fn set_tick_bytes(server: &ServerObject, bytes: usize) -> Result<(), Error> {
    server.configure(|options| {
        options.receive_buffer_size = bytes;
        options.read_size = bytes.max(MIN_READ_SIZE);
    })?;
    server.stream()?.set_event_bytes(bytes)
}
