//! TLS: how listeners and the program's own connections are secured, and what a connection tells of it.

pub mod connect;
pub mod options;
pub mod prepared;
pub mod session;
