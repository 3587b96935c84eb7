//! Answers that pages of other sites may read, and preflights (Fetch standard, section 3.3).

use super::{
    header::{self, KnownHeader},
    method::Method,
    request::Request,
    response::Fields,
};
use crate::{
    config::CorsOptions,
    error::{Code, Error, Result},
};
use std::borrow::Cow;

/// In place of an origin: the pages of all of them.
pub const EVERY_PAGE: &str = "*";
/// The name of a header that says on what an answer depends.
const VARY: &[u8] = b"Vary";

/// An origin as browsers write it in the Origin header (Fetch, RFC 6454 section 6.2): scheme, host, and a port that is not
/// the usual one, in lower case. [`Code::Argument`] when the text is none, has a path, or is `null` or `*`.
pub fn origin(text: &str) -> Result<String> {
    let refused =
        || Error::new(Code::Argument, format!("{text:?} is no origin, which is scheme://host or scheme://host:port"));
    let lower = text.to_ascii_lowercase();
    let (scheme, authority) = lower.split_once("://").ok_or_else(refused)?;
    let (host, port) = match authority.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse::<u16>().map_err(|_| refused())?)),
        _ => (authority, None),
    };
    let is_scheme = scheme.starts_with(|first: char| first.is_ascii_lowercase())
        && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    let is_address = host.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_host = match is_address {
        Some(address) => address.parse::<std::net::Ipv6Addr>().is_ok(),
        None => !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%".contains(&byte)),
    };
    if !is_scheme || !is_host {
        return Err(refused());
    }
    Ok(match (scheme, port) {
        ("http", Some(80)) | ("https", Some(443)) | (_, None) => format!("{scheme}://{host}"),
        (_, Some(port)) => format!("{scheme}://{host}:{port}"),
    })
}

/// Lets pages of an origin read the answer; `*` for every page, which cannot be together with credentials. The answer then
/// depends on the Origin of its request, unless it is for every page.
pub fn allow_origin(fields: &mut Fields, allowed: &str) -> Result<()> {
    let allowed = match allowed {
        EVERY_PAGE if fields.value(KnownHeader::AccessControlAllowCredentials).is_some() => return Err(no_star()),
        EVERY_PAGE | "null" => allowed.to_owned(),
        _ => origin(allowed)?,
    };
    fields.set(KnownHeader::AccessControlAllowOrigin, allowed.as_bytes())?;
    if allowed != EVERY_PAGE {
        vary_by_origin(fields);
    }
    Ok(())
}

/// Says that the answer would be another one for another Origin: a cache must not give it to everybody.
pub fn vary_by_origin(fields: &mut Fields) {
    let names =
        |value: &[u8]| value.split(|byte| *byte == b',').any(|name| name.trim_ascii().eq_ignore_ascii_case(b"origin"));
    if !fields.named(VARY).any(names) {
        fields.push("Vary", b"Origin");
    }
}

/// Lets pages read the answer to a request with cookies or Authorization.
pub fn allow_credentials(fields: &mut Fields) -> Result<()> {
    if fields.value(KnownHeader::AccessControlAllowOrigin) == Some(b"*") {
        return Err(no_star());
    }
    fields.set(KnownHeader::AccessControlAllowCredentials, b"true")
}

/// Names the methods that pages may use; `methods` are tokens, separated by commas.
pub fn allow_methods(fields: &mut Fields, methods: &str) -> Result<()> {
    check_names(methods)?;
    fields.set(KnownHeader::AccessControlAllowMethods, methods.as_bytes())
}

/// [`Code::Argument`] when the text is no list of names.
pub fn check_names(names: &str) -> Result<()> {
    if names.split(',').all(|name| header::is_token(name.trim_matches([' ', '\t']).as_bytes())) {
        return Ok(());
    }
    Err(Error::new(Code::Argument, "names are tokens, separated by commas (RFC 9110 section 5.6.2)"))
}

/// The Origin of a request, if it is one of these.
pub(super) fn whitelisted<'r>(origins: &[String], request: &'r Request) -> Option<&'r str> {
    let value = std::str::from_utf8(request.header(KnownHeader::Origin)?).ok()?;
    origins.iter().any(|origin| origin == value).then_some(value)
}

/// What the library adds to answers of one run.
#[derive(Clone)]
pub(super) struct Cors(CorsOptions);

impl Cors {
    /// None when nothing is to be added. An error when browsers would not take what is.
    pub(super) fn of(options: &CorsOptions) -> Result<Option<Self>> {
        if !options.is_on {
            return Ok(None);
        }
        let mut options = options.clone();
        for names in [&options.headers, &options.exposed] {
            if !names.is_empty() {
                check_names(names)?;
            }
        }
        for allowed in options.origins.iter_mut().filter(|allowed| *allowed != EVERY_PAGE) {
            *allowed = origin(allowed)?;
        }
        if options.credentials && options.origins.iter().any(|allowed| allowed == EVERY_PAGE) {
            return Err(no_star());
        }
        Ok(Some(Self(options)))
    }

    /// The fields of an answer, with those for the page that asks: unless the handler has decided itself.
    pub(super) fn fields<'a>(&self, request: &Request, fields: &'a Fields) -> Cow<'a, Fields> {
        if fields.value(KnownHeader::AccessControlAllowOrigin).is_some() {
            return Cow::Borrowed(fields);
        }
        let mut fields = fields.clone();
        if let Some(origin) = self.allowed(request) {
            set(&mut fields, KnownHeader::AccessControlAllowOrigin, origin);
            set(&mut fields, KnownHeader::AccessControlExposeHeaders, &self.0.exposed);
            if self.0.credentials {
                set(&mut fields, KnownHeader::AccessControlAllowCredentials, "true");
            }
        }
        if !self.takes_every_page() {
            vary_by_origin(&mut fields);
        }
        Cow::Owned(fields)
    }

    /// Adds to the library's own answer to OPTIONS what a preflight asks for; `methods` are those of the route. The origin
    /// comes with [`Cors::fields`].
    pub(super) fn answer_preflight(&self, request: &Request, methods: &str, fields: &mut Fields) {
        if is_preflight(request) && self.allowed(request).is_some() {
            set(fields, KnownHeader::AccessControlAllowMethods, methods);
            set(fields, KnownHeader::AccessControlAllowHeaders, &self.0.headers);
            set(fields, KnownHeader::AccessControlMaxAge, &self.0.max_age.to_string());
        }
    }

    fn takes_every_page(&self) -> bool {
        self.0.origins.iter().any(|origin| origin == EVERY_PAGE)
    }

    fn allowed<'r>(&self, request: &'r Request) -> Option<&'r str> {
        if self.takes_every_page() { Some(EVERY_PAGE) } else { whitelisted(&self.0.origins, request) }
    }
}

/// Whether a browser asks before the request of a page (Fetch, section 3.3.2).
pub(super) fn is_preflight(request: &Request) -> bool {
    request.method() == Method::Options
        && request.header(KnownHeader::Origin).is_some()
        && request.header(KnownHeader::AccessControlRequestMethod).is_some()
}

/// Sets a value that was looked at before; nothing for an empty one.
fn set(fields: &mut Fields, header: KnownHeader, value: &str) {
    if !value.is_empty() {
        // Refused are only values that were refused before.
        let _ = fields.set(header, value.as_bytes());
    }
}

fn no_star() -> Error {
    Error::new(Code::Argument, "an answer with credentials is for one origin, not for *: name the one of the request")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_as_browsers_write_them() {
        for (text, expected) in [
            ("https://example.com", "https://example.com"),
            ("HTTPS://Example.COM:443", "https://example.com"),
            ("http://example.com:80", "http://example.com"),
            ("http://example.com:443", "http://example.com:443"),
            ("http://localhost:3000", "http://localhost:3000"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("http://[::1]", "http://[::1]"),
            ("app+x://host", "app+x://host"),
        ] {
            assert_eq!(origin(text).as_deref(), Ok(expected), "{text}");
        }
        for text in [
            "",
            "*",
            "null",
            "example.com",
            "localhost:3000",
            "https://",
            "://example.com",
            "https://example.com/",
            "https://a b",
            "https://example.com/path",
            "https://user@example.com",
            "https://example.com:",
            "https://example.com:x",
            "https://example.com:65536",
            "https://example.com?x",
            "https://example.com#x",
            "https://*.example.com",
            "1x://host",
            "https://[::1",
            "https://[x]",
            "https://a\r\nb",
            "https://exa\u{e4}mple.com",
        ] {
            assert_eq!(origin(text).unwrap_err().code(), Code::Argument, "{text}");
        }
    }

    fn written(fields: &Fields) -> String {
        let mut text = Vec::new();
        fields.write(&mut text);
        String::from_utf8(text).unwrap()
    }

    #[test]
    fn one_origin_or_every_page_but_not_with_credentials() {
        let mut fields = Fields::default();
        allow_origin(&mut fields, "https://Example.com").unwrap();
        allow_origin(&mut fields, "https://example.org").unwrap();
        allow_credentials(&mut fields).unwrap();
        assert_eq!(allow_origin(&mut fields, "*").unwrap_err().code(), Code::Argument);
        assert_eq!(
            written(&fields),
            "Access-Control-Allow-Origin: https://example.org\r\nAccess-Control-Allow-Credentials: true\r\nVary: Origin\r\n"
        );
        let mut fields = Fields::default();
        allow_origin(&mut fields, "*").unwrap();
        assert_eq!(allow_credentials(&mut fields).unwrap_err().code(), Code::Argument);
        assert_eq!(written(&fields), "Access-Control-Allow-Origin: *\r\n");
        fields.add(b"Vary", b"Accept, ORIGIN").unwrap();
        allow_origin(&mut fields, "null").unwrap();
        assert_eq!(written(&fields), "Access-Control-Allow-Origin: null\r\nVary: Accept, ORIGIN\r\n");
        assert!(allow_origin(&mut fields, "example.com").is_err());
    }

    #[test]
    fn methods_are_tokens() {
        let mut fields = Fields::default();
        allow_methods(&mut fields, "GET, POST").unwrap();
        for bad in ["", "GET,", "GET POST", "GET\r\n"] {
            assert!(allow_methods(&mut fields, bad).is_err(), "{bad}");
        }
        assert_eq!(written(&fields), "Access-Control-Allow-Methods: GET, POST\r\n");
    }
}
