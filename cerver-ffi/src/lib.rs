//! The C ABI of cerver: libcerver.so and include/cerver.h.
//!
//! One file for each C type. Every exported function is plain Rust with a guard closure as body (`boundary::guard`),
//! takes handles that are never dereferenced (`boundary::handle`) and sets the thread's last error when it fails.
//!
//! Safety of every exported function that is `unsafe`: pointers are NULL or point to memory as its documentation says,
//! valid for the call; handles may be any value.
#![allow(clippy::missing_safety_doc, reason = "the rule above holds for all; the documentation becomes the C header")]

mod boundary;
mod callback;
mod host;
mod objects;

pub mod constants;
pub mod files;
pub mod handler;
pub mod http;
pub mod library;
pub mod log;
pub mod network;
pub mod packets;
pub mod published;
pub mod server;
pub mod server_options;
pub mod stats;
pub mod status;
pub mod stream;
pub mod threads;
pub mod timer;
pub mod tls;
pub mod version;

#[cfg(test)]
mod tests;
