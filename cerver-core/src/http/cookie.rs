//! Cookies (RFC 6265, and its successor draft for SameSite, Partitioned and the prefixes of names).

mod attributes;
#[cfg(test)]
mod tests;

use super::{date, header::is_token};
use crate::error::{Code, Error, Result};

/// Cookies of one request that are looked at; further ones are ignored.
pub const MAX_COOKIES: usize = 256;
/// Most bytes of a name and its value together: clients drop cookies that are longer.
pub const MAX_COOKIE_BYTES: usize = 4096;
/// Most bytes of the value of an attribute: clients ignore attributes that are longer.
pub const MAX_ATTRIBUTE_BYTES: usize = 1024;

/// The end of the year 9999: dates have four digits for the year.
const LAST_SECOND: u64 = 253_402_300_799;

/// The cookies in the values of all `Cookie` lines of a request, names and values in the order in which they came, at most
/// [`MAX_COOKIES`].
///
/// Read as leniently as clients send them: white space around names and values does not matter, quotes are a part of the
/// value, and what has no name or no `=` is skipped. One pass, without memory of its own; the limit of the head is that of
/// the bytes.
pub fn cookies<'a>(lines: impl Iterator<Item = &'a [u8]>) -> impl Iterator<Item = (&'a [u8], &'a [u8])> {
    let pieces = lines.flat_map(|line| line.split(|byte| *byte == b';'));
    let pairs = pieces.filter_map(|piece| {
        let equals = memchr::memchr(b'=', piece)?;
        let (name, value) = (piece[..equals].trim_ascii(), piece[equals + 1..].trim_ascii());
        (!name.is_empty()).then_some((name, value))
    });
    pairs.take(MAX_COOKIES)
}

/// When a client sends a cookie with requests that another site caused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SameSite {
    /// Never.
    Strict,
    /// Only when the user goes from there to here.
    Lax,
    /// Always; the cookie must be [`Cookie::secure`].
    None,
}

/// A cookie to be set.
///
/// Its texts are checked when it is written: see [`Cookie::field_value`].
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cookie {
    /// A token.
    pub name: String,
    /// Visible ASCII without comma, semicolon, backslash and quotes, perhaps in a pair of quotes; may be empty.
    pub value: String,
    /// The paths that it is sent to: this one and those below it. None: those of the folder of the request.
    pub path: Option<String>,
    /// The host that it is sent to, with its subdomains. None: the very host of the request.
    pub domain: Option<String>,
    /// Seconds until it ends; 0 ends it at once. It counts before [`Cookie::expires`]. With neither it ends with the
    /// client's session.
    pub max_age: Option<u32>,
    /// When it ends, in seconds since 1970.
    pub expires: Option<u64>,
    /// Sent over TLS only.
    pub secure: bool,
    /// Out of the reach of scripts.
    pub http_only: bool,
    /// None: the client decides, most take Lax.
    pub same_site: Option<SameSite>,
    /// Kept apart for each site that embeds this one; it must be [`Cookie::secure`].
    pub partitioned: bool,
}

impl Cookie {
    /// A cookie without attributes.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self { name: name.into(), value: value.into(), ..Self::default() }
    }

    /// The same cookie with nothing in it and at its end: it makes a client forget the one with this name, path and domain.
    #[must_use]
    pub fn removal(self) -> Self {
        Self { value: String::new(), max_age: Some(0), expires: Some(0), ..self }
    }

    /// The value of a `Set-Cookie` field; [`Code::Argument`] for what clients would not take or read as something else:
    ///
    /// - a name or value with other bytes than those above, or longer than [`MAX_COOKIE_BYTES`] together;
    /// - a path that does not begin with a slash or has control bytes, a semicolon or bytes beyond ASCII, a domain that is no
    ///   host name, either longer than [`MAX_ATTRIBUTE_BYTES`];
    /// - SameSite=None or Partitioned without Secure;
    /// - a name that begins with `__Secure-` (in any case) without Secure, and one that begins with `__Host-` without Secure
    ///   and Path=/ or with a Domain.
    pub fn field_value(&self) -> Result<Vec<u8>> {
        self.check().map_err(|text| Error::new(Code::Argument, text))?;
        let mut out = format!("{}={}", self.name, self.value);
        let mut add = |name: &str, value: &str| out.extend(["; ", name, value]);
        if let Some(path) = &self.path {
            add("Path=", path);
        }
        if let Some(domain) = &self.domain {
            add("Domain=", domain);
        }
        if let Some(seconds) = self.max_age {
            add("Max-Age=", &seconds.to_string());
        }
        if let Some(seconds) = self.expires {
            add("Expires=", &String::from_utf8_lossy(&date::text(seconds)));
        }
        for (is_set, name) in [(self.secure, "Secure"), (self.http_only, "HttpOnly"), (self.partitioned, "Partitioned")]
        {
            if is_set {
                add(name, "");
            }
        }
        if let Some(same_site) = self.same_site {
            add("SameSite=", &format!("{same_site:?}"));
        }
        Ok(out.into_bytes())
    }

    fn check(&self) -> std::result::Result<(), &'static str> {
        let inner = self.value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(&self.value);
        let has_prefix =
            |prefix: &str| self.name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix));
        let is_for_host = self.secure && self.path.as_deref() == Some("/") && self.domain.is_none();
        let is_date = |seconds| seconds <= LAST_SECOND;
        let rules = [
            (self.expires.is_none_or(is_date), "a cookie ends before the year 10000"),
            (is_token(self.name.as_bytes()), "the name of a cookie is a token (RFC 6265 section 4.1.1)"),
            (
                inner.bytes().all(is_value_byte),
                "the value of a cookie is ASCII without spaces, control bytes, commas, semicolons, quotes and backslashes",
            ),
            (self.name.len() + self.value.len() <= MAX_COOKIE_BYTES, "a cookie has at most 4096 bytes"),
            (self.path.as_deref().is_none_or(is_path), "the path of a cookie begins with a slash and has no semicolon"),
            (self.domain.as_deref().is_none_or(is_domain), "the domain of a cookie is a host name"),
            (self.secure || self.same_site != Some(SameSite::None), "a cookie with SameSite=None must be Secure"),
            (self.secure || !self.partitioned, "a cookie that is Partitioned must be Secure"),
            (self.secure || !has_prefix("__Secure-"), "a cookie named __Secure- must be Secure"),
            (
                is_for_host || !has_prefix("__Host-"),
                "a cookie named __Host- must be Secure, have the path / and no domain",
            ),
        ];
        rules.into_iter().find(|(holds, _)| !holds).map_or(Ok(()), |(_, text)| Err(text))
    }
}

/// A cookie-octet (RFC 6265 section 4.1.1).
const fn is_value_byte(byte: u8) -> bool {
    matches!(byte, 0x21 | 0x23..=0x2b | 0x2d..=0x3a | 0x3c..=0x5b | 0x5d..=0x7e)
}

fn is_path(text: &str) -> bool {
    let is_good = |byte| matches!(byte, b' '..=b'~') && byte != b';';
    text.starts_with('/') && text.len() <= MAX_ATTRIBUTE_BYTES && text.bytes().all(is_good)
}

/// Labels of letters, digits and hyphens; a dot before them is allowed as of old.
fn is_domain(text: &str) -> bool {
    let name = text.strip_prefix('.').unwrap_or(text);
    let is_label = |label: &str| {
        !label.is_empty()
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    name.len() <= 253 && name.split('.').all(is_label)
}
