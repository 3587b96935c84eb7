//! Connections: a socket below, a protocol above, and the rules of reading, writing and closing between them.

mod admission;
mod connection_state;
mod table;

pub(crate) use admission::Admission;
pub(crate) use table::{Connections, Limits, Newcomer, Shared};
