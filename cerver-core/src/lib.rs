//! Core.

pub mod http;
