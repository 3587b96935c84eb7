//! HTTP/1.1: what is parsed and written, without sockets (RFC 9110, RFC 9112).

pub mod chunked;
pub mod content_type;
pub mod head;
pub mod header;
pub mod method;
pub mod refusal;
pub mod status;

mod content_type_table;
mod header_table;
#[cfg(test)]
mod random;
mod text;
