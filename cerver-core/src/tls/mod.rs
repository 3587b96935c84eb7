//! TLS between a socket and a protocol: rustls, fed bytes.
//!
//! A [`Layer`] is a [`Protocol`](crate::protocol::Protocol) that wraps another one, so neither reactor nor connection knows
//! of it, and a plain connection pays nothing. What is shared: a [`Setup`] by the connections of a run, a [`Gate`] by those
//! of a reactor, a [`Dialer`] by the connections that the program makes.

mod certificates;
mod der;
mod desk;
mod dialer;
mod layer;
mod prepared;
mod setup;

pub(crate) use desk::{Gate, Sessions};
pub(crate) use dialer::{Dialer, server_name};
pub(crate) use layer::Layer;
pub use prepared::Prepared;
pub(crate) use prepared::Secure;
pub(crate) use setup::Setup;
pub use setup::check_files;
