//! TLS: how listeners are secured, and what a connection tells of it.

pub mod options;
pub mod session;
