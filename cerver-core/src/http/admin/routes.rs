//! The routes of the library itself.

use super::{
    super::{
        app::Handler,
        content_type::ContentType,
        cors,
        exchange::Exchange,
        header::KnownHeader,
        method::Method,
        request::Request,
        response::{Body, Fields, Response},
        route::Route,
        status::Status,
    },
    Admin,
};
use crate::config::{AdminOptions, HttpOptions};
use std::sync::Arc;

/// The routes to be added below the main route; who may use them is as `rules` says.
pub(in super::super) fn routes(admin: &Arc<Admin>, site_options: &HttpOptions, rules: &Route) -> Vec<Arc<Route>> {
    let options = &site_options.admin;
    let cors = options.cors.then(|| {
        let shared = &site_options.cors;
        Arc::new(Cors {
            origin: options.origin.clone(),
            origins: shared.origins.clone(),
            methods: if options.head { "GET, HEAD, OPTIONS" } else { "GET, OPTIONS" },
            headers: shared.headers.clone(),
            max_age: shared.max_age,
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
    /// None: those of the whitelist.
    origin: Option<String>,
    origins: Vec<String>,
    methods: &'static str,
    headers: String,
    max_age: u32,
    has_credentials: bool,
}

impl Cors {
    fn add(&self, request: &Request, fields: &mut Fields) {
        let origin = match &self.origin {
            Some(origin) => Some(&**origin),
            None => {
                cors::vary_by_origin(fields);
                cors::whitelisted(&self.origins, request)
            }
        };
        let Some(origin) = origin else { return };
        // What was looked at when it was set.
        let _ = cors::allow_origin(fields, origin);
        let _ = cors::allow_methods(fields, self.methods);
        if self.has_credentials && origin != cors::EVERY_PAGE {
            let _ = cors::allow_credentials(fields);
        }
        if cors::is_preflight(request) {
            let _ = fields.set(KnownHeader::AccessControlAllowHeaders, self.headers.as_bytes());
            let _ = fields.set(KnownHeader::AccessControlMaxAge, self.max_age.to_string().as_bytes());
        }
    }
}

/// Adds them to an answer.
fn add_cors(exchange: Exchange, cors: Option<&Cors>, fields: &mut Fields) {
    if let Some(cors) = cors {
        // The client may have gone, and then nobody gets the answer.
        let _ = exchange.request(|request| cors.add(request, fields));
    }
}

fn answer(exchange: Exchange, json: String, cors: Option<&Cors>) {
    let mut response = Response { body: Body::Bytes(json.into_bytes()), ..Response::default() };
    for (header, value) in
        [(KnownHeader::ContentType, ContentType::Json.mime()), (KnownHeader::CacheControl, "no-store")]
    {
        response.fields.set(header, value.as_bytes()).expect("constants of the right form");
    }
    add_cors(exchange, cors, &mut response.fields);
    // The client may have gone.
    let _ = exchange.respond(response);
}

fn preflight(cors: Option<Arc<Cors>>) -> Handler {
    Arc::new(move |exchange: Exchange| {
        let mut response = Response { status: Status::NO_CONTENT, ..Response::default() };
        response.fields.set(KnownHeader::Allow, b"GET, HEAD, OPTIONS").expect("a constant of the right form");
        add_cors(exchange, cors.as_deref(), &mut response.fields);
        let _ = exchange.respond(response);
    })
}
