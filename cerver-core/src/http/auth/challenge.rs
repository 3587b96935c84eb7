//! The answer to who has not shown who it is: 401 with the way to do so (RFC 9110 section 11.6.1, RFC 6750 section 3).

use super::jwt::Rejection;
use crate::http::{
    header::KnownHeader,
    response::{Fields, Response},
    status::Status,
};

/// What the body of the answer says.
const TEXT: &str = "Failed to authenticate!";

/// No token has come.
pub(super) fn bearer() -> Response {
    refusal(b"Bearer")
}

/// A token has come that is not accepted.
pub(super) fn rejected(rejection: Rejection) -> Response {
    let sentence = rejection.sentence();
    refusal(format!("Bearer error=\"invalid_token\", error_description=\"{sentence}\"").as_bytes())
}

/// A function of the application has refused; `challenge` is a valid value.
pub(super) fn refusal(challenge: &[u8]) -> Response {
    let mut response = Response::error(Status::UNAUTHORIZED, TEXT);
    let fields: &mut Fields = &mut response.fields;
    // Constants, and a value that was checked when it was set.
    let _ = fields.set(KnownHeader::WwwAuthenticate, challenge);
    response
}
