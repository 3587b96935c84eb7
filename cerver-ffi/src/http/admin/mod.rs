//! What a server tells who runs it.

mod pages;
pub mod routes;
pub mod statistics;

pub(crate) use pages::{AdminObject, connect};
