//! HTTP: one C type per file.

mod arena;
pub mod cerver;
mod companion;
pub mod compress;
pub mod content;
pub mod cookie;
mod draft;
pub mod header;
pub mod limits;
pub mod negotiate;
pub mod pairs;
pub mod receive;
pub mod request;
pub mod response;
pub mod response_json;
pub mod route;
pub mod static_folder;
pub mod status;
