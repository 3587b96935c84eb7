//! What a server tells who runs it.

pub mod auth;
mod pages;
pub mod routes;
pub mod statistics;

pub(crate) use pages::{AdminObject, connect};
