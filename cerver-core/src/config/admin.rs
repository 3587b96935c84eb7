//! Routes for who runs a server.

/// Whether the routes for who runs a server are there.
pub const DEFAULT_ADMIN_ROUTES: bool = false;

/// Routes that tell about the server, below its main route: see [`App::set_main_route`](crate::http::App::set_main_route).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AdminOptions {
    /// Add them: see [`DEFAULT_ADMIN_ROUTES`]. Their answers need what [`AdminOptions::route_statistics`] collects, which this
    /// switches on, too.
    pub routes: bool,
    /// Among them `cerver/info`; true unless it is taken away.
    pub info: bool,
    /// Name HEAD among the methods that browsers may use from elsewhere. (HEAD itself is answered wherever GET is.)
    pub head: bool,
    /// Answer OPTIONS with 204 and, with `cors`, what browsers may do from elsewhere; without authentication, because
    /// browsers ask without showing who they are.
    pub options: bool,
    /// Add the headers for pages of other origins (the Fetch standard's CORS protocol).
    pub cors: bool,
    /// The origin that such pages have, for example `https://admin.example`; None: those of the whitelist of
    /// [`CorsOptions`](super::CorsOptions).
    pub origin: Option<String>,
    /// Collect times and sizes of the requests of each route. A request costs two readings of the clock and some counting, a
    /// route about 200 bytes in each reactor.
    pub route_statistics: bool,
}

impl Default for AdminOptions {
    fn default() -> Self {
        Self {
            routes: DEFAULT_ADMIN_ROUTES,
            info: true,
            head: false,
            options: false,
            cors: false,
            origin: None,
            route_statistics: false,
        }
    }
}
