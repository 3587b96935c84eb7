//! HTTP/1.1 end to end: raw bytes on real sockets, with handlers in every place where they can run.

mod answers;
mod bodies;
mod bodiless;
mod body_streams;
mod closing;
mod conditional;
mod files;
mod folder_options;
mod half_close;
mod handlers;
mod keep_alive;
mod late;
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
mod uploads;
