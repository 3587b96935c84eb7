//! Which pages of other sites may use a server (the Fetch standard's CORS protocol).

/// Whether the library itself answers for pages of other sites.
pub const DEFAULT_CORS: bool = false;
/// Header fields that such pages may send.
pub const DEFAULT_CORS_HEADERS: &str = "Authorization, Content-Type";
/// Seconds for which browsers may keep the answer to a preflight.
pub const DEFAULT_CORS_MAX_AGE: u32 = 600;

/// What the library says to pages of other sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CorsOptions {
    /// Answer for pages of the whitelisted origins: header fields in every answer that has none of its own, and preflights
    /// for routes without a handler for OPTIONS. See [`DEFAULT_CORS`].
    pub is_on: bool,
    /// The whitelist: origins as browsers write them, `https://example.com`, or `*` alone for every page. See
    /// [`cors::origin`](crate::http::cors::origin).
    pub origins: Vec<String>,
    /// Let pages send cookies and read the answer; not possible together with `*`. False unless it is set.
    pub credentials: bool,
    /// Header fields that pages may send, separated by commas: see [`DEFAULT_CORS_HEADERS`].
    pub headers: String,
    /// Header fields of answers that pages may read beside those that Fetch always lets them, separated by commas; none unless
    /// it is set.
    pub exposed: String,
    /// See [`DEFAULT_CORS_MAX_AGE`]; 0: browsers ask each time.
    pub max_age: u32,
}

impl Default for CorsOptions {
    fn default() -> Self {
        Self {
            is_on: DEFAULT_CORS,
            origins: Vec::new(),
            credentials: false,
            headers: DEFAULT_CORS_HEADERS.to_owned(),
            exposed: String::new(),
            max_age: DEFAULT_CORS_MAX_AGE,
        }
    }
}
