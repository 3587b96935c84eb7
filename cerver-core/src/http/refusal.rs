//! Why a request is not accepted: what every parser here answers with.

use super::status::Status;

/// The answer to a request that breaks a rule or a limit. The connection has to be closed after it, because where the next request would start
/// is not certain any more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The status to answer with, 400 to 505.
    pub status: Status,
    /// One short sentence for the client's side: what it has to change. Never empty, no CR or LF.
    pub reason: &'static str,
}

impl Refusal {
    pub(super) const fn new(status: Status, reason: &'static str) -> Self {
        Self { status, reason }
    }

    pub(super) const fn bad_request(reason: &'static str) -> Self {
        Self::new(Status::BAD_REQUEST, reason)
    }
}
