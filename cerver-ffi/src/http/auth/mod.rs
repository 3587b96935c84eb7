//! Who may ask for what: rules of servers, routes and folders, and what they leave with a request.

pub mod basic;
pub mod decoded;
pub mod route;
pub mod settings;
