//! The routes of the library itself.

use super::{
    super::{
        app::Handler,
        content_type::ContentType,
        exchange::Exchange,
        header::KnownHeader,
        method::Method,
        response::{Body, Fields, Response},
        route::Route,
        status::Status,
    },
    Admin,
};
use crate::config::AdminOptions;
use std::sync::Arc;

/// The routes to be added below the main route; who may use them is as `rules` says.
pub(in super::super) fn routes(admin: &Arc<Admin>, options: &AdminOptions, rules: &Route) -> Vec<Arc<Route>> {
    let cors = options.cors.then(|| {
        Arc::new(Cors {
            origin: options.origin.clone(),
            methods: if options.head { "GET, HEAD, OPTIONS" } else { "GET, OPTIONS" },
            has_credentials: rules.has_auth(),
        })
    });
    let mut routes = Vec::new();
    for (text, is_wanted, page) in PAGES {
        if !is_wanted(options) {
            continue;
        }
        let (admin, own) = (Arc::clone(admin), cors.clone());
        let route = rules.sibling(text);
        route.handle(Method::Get, Arc::new(move |exchange| answer(exchange, page(&admin), own.as_deref())));
        routes.push(route);
        if options.options {
            // Not behind the rules: a browser asks without showing who it is.
            let route = Route::new(text);
            route.handle(Method::Options, preflight(cors.clone()));
            routes.push(route);
        }
    }
    routes
}

type Page = (&'static str, fn(&AdminOptions) -> bool, fn(&Admin) -> String);

const PAGES: [Page; 4] = [
    ("cerver/info", |options| options.info, Admin::info_json),
    ("cerver/stats", |_| true, Admin::stats_json),
    ("cerver/stats/filesystems", |_| true, Admin::file_systems_json),
    ("cerver/stats/workers", |_| true, Admin::workers_json),
];

/// The headers for pages of other origins.
struct Cors {
    origin: Option<String>,
    methods: &'static str,
    has_credentials: bool,
}

impl Cors {
    fn add(&self, fields: &mut Fields) {
        let Some(origin) = &self.origin else { return };
        let credentials = self.has_credentials.then_some("true");
        for (header, value) in [
            (KnownHeader::AccessControlAllowOrigin, Some(&**origin)),
            (KnownHeader::AccessControlAllowMethods, Some(self.methods)),
            (KnownHeader::AccessControlAllowCredentials, credentials),
        ] {
            if let Some(value) = value {
                // Constants, and an origin that was looked at when it was set.
                let _ = fields.set(header, value.as_bytes());
            }
        }
    }
}

fn answer(exchange: Exchange, json: String, cors: Option<&Cors>) {
    let mut response = Response { body: Body::Bytes(json.into_bytes()), ..Response::default() };
    for (header, value) in
        [(KnownHeader::ContentType, ContentType::Json.mime()), (KnownHeader::CacheControl, "no-store")]
    {
        response.fields.set(header, value.as_bytes()).expect("constants of the right form");
    }
    if let Some(cors) = cors {
        cors.add(&mut response.fields);
    }
    // The client may have gone.
    let _ = exchange.respond(response);
}

fn preflight(cors: Option<Arc<Cors>>) -> Handler {
    Arc::new(move |exchange: Exchange| {
        let mut response = Response { status: Status::NO_CONTENT, ..Response::default() };
        response.fields.set(KnownHeader::Allow, b"GET, HEAD, OPTIONS").expect("a constant of the right form");
        if let Some(cors) = &cors {
            cors.add(&mut response.fields);
        }
        let _ = exchange.respond(response);
    })
}
