//! HTTP/1.1 end to end: raw bytes on real sockets, with handlers in every place where they can run.

mod answers;
mod bodies;
mod files;
mod keep_alive;
mod pipelining;
mod queries;
mod routing;
mod strict_heads;
