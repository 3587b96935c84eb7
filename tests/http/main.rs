//! HTTP/1.1 end to end: raw bytes on real sockets, with handlers in every place where they can run.

mod access_log;
mod answers;
mod bodies;
mod bodiless;
mod closing;
mod compression;
mod conditional;
mod errors;
mod files;
mod folder_options;
mod half_close;
mod handlers;
mod keep_alive;
mod late;
mod metrics;
mod page_ends;
mod pipelining;
mod queries;
mod ranges;
mod response_trailers;
mod routing;
mod splits;
mod streaming;
mod strict_heads;
mod timeouts;
mod upgrade;
