//! Names and passwords in the Authorization header (RFC 7617).

use super::base64;
use crate::http::{header::KnownHeader, request::Request};
use aws_lc_rs::{constant_time, digest};

/// What a client gave as its name and password. Any bytes but a colon in the name; usually UTF-8.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Credentials {
    /// The name.
    pub user: Vec<u8>,
    /// The password.
    pub password: Vec<u8>,
}

impl Credentials {
    /// Those of a request; None when there are none, and when they are not well formed.
    pub fn of(request: &Request) -> Option<Self> {
        let pair = base64::decode_standard(after_scheme(request, b"basic")?)?;
        let colon = pair.iter().position(|byte| *byte == b':')?;
        Some(Self { user: pair[..colon].to_vec(), password: pair[colon + 1..].to_vec() })
    }

    /// Whether name and password are these. How long it takes tells nothing about where they differ, nor how long they are.
    pub fn matches(&self, user: &[u8], password: &[u8]) -> bool {
        is_same(&self.user, user) & is_same(&self.password, password)
    }
}

/// What stands behind the scheme in the Authorization header; None when the header is missing, is there twice, or names
/// another scheme.
pub(super) fn after_scheme<'r>(request: &'r Request, scheme: &[u8]) -> Option<&'r [u8]> {
    let mut values = request.header_values(KnownHeader::Authorization);
    let value = values.next().filter(|_| values.next().is_none())?;
    let (name, rest) = value.split_at_checked(scheme.len())?;
    let rest = rest.strip_prefix(b" ").filter(|_| name.eq_ignore_ascii_case(scheme))?;
    Some(rest.trim_ascii())
}

/// Compares digests: those have the same length whatever the texts have.
fn is_same(one: &[u8], other: &[u8]) -> bool {
    let of = |text| digest::digest(&digest::SHA256, text);
    constant_time::verify_slices_are_equal(of(one).as_ref(), of(other).as_ref()).is_ok()
}
