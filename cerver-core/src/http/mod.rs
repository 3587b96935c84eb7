//! HTTP/1.1: what is parsed and written, without sockets (RFC 9110, RFC 9112).

pub mod access_log;
mod app;
mod body;
pub mod chunked;
mod compress;
mod connection;
pub mod content_type;
pub mod date;
pub mod error_page;
mod exchange;
pub mod head;
pub mod header;
mod intake;
mod job;
pub mod json;
mod local;
pub mod method;
pub mod metrics;
pub mod multipart;
pub mod negotiate;
mod observer;
pub mod percent;
pub mod query;
pub mod range;
pub mod refusal;
mod request;
pub mod request_id;
mod response;
mod route;
pub mod router;
mod static_files;
pub mod status;
mod target;
pub mod trace_context;
mod trailers;
mod upgrade;
mod upload;
pub mod validators;

mod content_type_table;
mod header_table;
#[cfg(test)]
mod random;
mod text;

pub use access_log::{AccessLog, LogFormat, MAX_LINE};
pub use app::{App, Companion, Handler};
pub use compress::Coding;
pub use error_page::{ErrorPage, ErrorPageHook, PageKind};
pub use exchange::Exchange;
pub use request::{Attachment, Request};
pub use response::{Body, Fields, FileParts, Response};
pub use route::Route;
pub use static_files::StaticFolder;
pub use trailers::Trailers;
pub use upgrade::Upgrader;
pub use upload::{Part, Parts};
