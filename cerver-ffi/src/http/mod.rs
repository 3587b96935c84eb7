//! HTTP: one C type per file.

pub mod access_log;
mod arena;
pub mod body;
pub mod cerver;
pub(crate) mod companion;
pub mod compress;
pub mod content;
pub mod cookie;
mod draft;
pub mod error_page;
pub mod header;
pub mod limits;
pub mod metrics;
pub mod multipart;
pub mod negotiate;
pub mod pairs;
pub mod param;
pub mod receive;
pub mod request;
pub mod request_id;
pub mod request_parts;
pub mod response;
pub mod response_json;
pub mod route;
pub mod static_folder;
pub mod status;
pub mod uploads;
