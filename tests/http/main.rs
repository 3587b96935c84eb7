//! HTTP/1.1 end to end: raw bytes on real sockets, with handlers in every place where they can run.

mod bodies;
mod keep_alive;
mod pipelining;
mod strict_heads;
