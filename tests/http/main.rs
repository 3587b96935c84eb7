//! HTTP/1.1 end to end: raw bytes on real sockets, with handlers in every place where they can run.

mod answers;
mod bodies;
mod body_streams;
mod closing;
mod files;
mod half_close;
mod handlers;
mod keep_alive;
mod late;
mod pipelining;
mod queries;
mod routing;
mod streaming;
mod strict_heads;
mod timeouts;
mod uploads;
