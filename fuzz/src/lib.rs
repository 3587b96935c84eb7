//! What the fuzz targets check. Each module has one function `check(data)`, which panics when something does not hold;
//! the files in `targets` only hand it the bytes. How to run them: docs/testing.md.
//!
//! The last four bytes of an input are no text: they choose how the text is cut, and what happens between the pieces.
//! So a good seed is a text as a client would send it, with any four bytes behind it.

pub mod answers;
pub mod choices;
pub mod chunked;
pub mod conditions;
pub mod connection;
pub mod cookie;
pub mod files;
pub mod form;
pub mod head;
pub mod json;
pub mod log;
pub mod model;
pub mod multipart;
pub mod negotiate;
pub mod packets;
pub mod pages;
pub mod percent;
pub mod query;
pub mod range;
pub mod router;
pub mod routes;
pub mod server;
pub mod site;
pub mod stream;
pub mod verdicts;
pub mod websocket;
