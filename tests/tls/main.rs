//! TLS end to end: HTTP and streams through it, certificates, sessions, and peers that mean no good.

mod adopting;
mod certificates;
mod client_certificates;
mod dialing;
mod files;
mod hostile;
mod requests;
mod sequences;
mod sessions;
mod streams;
mod support;
mod tools;
