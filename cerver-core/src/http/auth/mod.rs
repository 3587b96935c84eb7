//! Who may ask for what: tokens, passwords, and the rules of routes and folders.

mod base64;
pub mod basic;
mod challenge;
mod claims;
mod jwt;
mod key;
mod rule;

pub use claims::Claims;
pub use jwt::{ClaimValue, Rejection, Tokens, claims_text};
pub(super) use rule::{AuthRule, Check, Guards, UpgradeCheck};
pub use rule::{AuthType, Authenticator, ClaimsHook, Keep};
