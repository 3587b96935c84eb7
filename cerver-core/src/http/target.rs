//! Who answers a request.

use super::{
    app::Site,
    cors,
    exchange::{FOLDER, LIBRARY, State},
    header::KnownHeader,
    method::Method,
    request::Request,
    response::{Fields, Response},
    router::Match,
    status::Status,
    upgrade::{self, Upgraded, Wish},
};

/// Who answers a request.
pub(super) enum Target {
    Handler(u32),
    /// The library itself.
    Ready(Box<Response>),
    /// Another protocol takes the connection over.
    Upgrade(Box<Upgraded>),
}

/// Who answers: a route, a folder, the fallback, or the library with 404, 405 or 501.
#[inline(always)]
pub(super) fn find_target(site: &Site, state: &mut State) -> Target {
    let request = &mut state.request;
    let path = request.head.path.of(&request.head_bytes);
    match site.router.find_fixed(request.head.method, path, &mut request.params) {
        Some(handler) if !request.head.upgrade => Target::Handler(*handler),
        _ => find_other(site, state),
    }
}

#[inline(never)]
fn find_other(site: &Site, state: &mut State) -> Target {
    if state.request.head.upgrade {
        match upgrade::find_upgrade(site, state) {
            Wish::Granted(upgraded) => {
                state.handler = LIBRARY;
                return Target::Upgrade(Box::new(upgraded));
            }
            Wish::Refused(response) => {
                state.handler = LIBRARY;
                return Target::Ready(Box::new(response));
            }
            Wish::Ignored => {}
        }
    }
    let request = &mut state.request;
    let method = request.method();
    let path = request.head.path.of(&request.head_bytes);
    match site.router.find(method, path, &mut request.params) {
        Match::Found { value, .. } => Target::Handler(*value),
        Match::MethodNotAllowed { .. } if !site.options.method_errors && !answers_preflight(site, &state.request) => {
            state.handler = LIBRARY;
            without_route(site, method, state.request.path())
        }
        Match::MethodNotAllowed { allow } => {
            state.handler = LIBRARY;
            let request = &mut state.request;
            Target::Ready(Box::new(
                upgrade::required(site, request).unwrap_or_else(|| other_method(site, request, allow)),
            ))
        }
        Match::NotFound => {
            state.handler = LIBRARY;
            match of_upgrades(site, state) {
                Some(response) => Target::Ready(Box::new(response)),
                None => {
                    of_folders(site, method, state).unwrap_or_else(|| without_route(site, method, state.request.path()))
                }
            }
        }
    }
}

/// What a route answers that has other protocols and no handler; None when there is no such route.
fn of_upgrades(site: &Site, state: &mut State) -> Option<Response> {
    let (upgrades, request) = (site.upgrades.as_deref()?, &mut state.request);
    let has_route = upgrades.has(request);
    upgrade::required(site, request).or_else(|| has_route.then(|| other_method(site, request, "GET, OPTIONS")))
}

/// What the folders have for a request; None when it is nothing of theirs.
#[inline(never)]
fn of_folders(site: &Site, method: Method, state: &mut State) -> Option<Target> {
    let (request, now) = (&state.request, state.unix_seconds);
    let ready = |response| Target::Ready(Box::new(response));
    let target = match method {
        Method::Get | Method::Head => {
            let mut folders = site.folders.iter();
            let found = folders.find_map(|folder| match folder.guard {
                None => folder.answer(request, now).map(ready),
                Some(guard) => folder.has(request.path()).then_some(Target::Handler(guard)),
            });
            found.or_else(|| of_guards(site))
        }
        _ => {
            let mut open = site.folders.iter().filter(|folder| folder.guard.is_none());
            open.any(|folder| folder.has(request.path()))
                .then(|| ready(other_method(site, request, "GET, HEAD, OPTIONS")))
        }
    };
    if let Some(Target::Ready(_)) = target {
        state.handler = FOLDER;
    }
    target
}

/// Who may not see a folder is not told what is missing in it either.
fn of_guards(site: &Site) -> Option<Target> {
    let guard = site.folders.iter().find_map(|folder| folder.guard)?;
    site.fallback.is_none().then_some(Target::Handler(guard))
}

/// The answer of something that is there, but not for this method.
#[cold]
fn other_method(site: &Site, request: &Request, allow: &str) -> Response {
    let mut response = match request.method() {
        Method::Options => Response { status: Status::NO_CONTENT, ..Response::default() },
        Method::Undefined => Response::error(Status::NOT_IMPLEMENTED, "This method is not known here."),
        _ => Response::error(Status::METHOD_NOT_ALLOWED, "This method is not allowed here."),
    };
    // Built from method names, which are valid values.
    let _ = response.fields.set(KnownHeader::Allow, allow.as_bytes());
    if let Some(cors) = &site.cors {
        cors.answer_preflight(request, allow, &mut response.fields);
    }
    response
}

#[cold]
fn answers_preflight(site: &Site, request: &Request) -> bool {
    site.cors.is_some() && cors::is_preflight(request)
}

#[cold]
fn without_route(site: &Site, method: Method, path: &[u8]) -> Target {
    let ready = |response| Target::Ready(Box::new(response));
    if let (Method::Options, b"*") = (method, path) {
        let mut fields = Fields::default();
        // The text is a valid value.
        let _ = fields.set(KnownHeader::Allow, b"DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
        return ready(Response { status: Status::NO_CONTENT, fields, ..Response::default() });
    }
    match site.fallback {
        // A 2xx to CONNECT would make a tunnel of the connection (RFC 9110 section 9.3.6): not for a handler of the rest.
        Some(handler) if method != Method::Connect => Target::Handler(handler),
        _ if matches!(method, Method::Undefined | Method::Connect) => {
            ready(Response::error(Status::NOT_IMPLEMENTED, "This method is not known here."))
        }
        _ => ready(Response::error(Status::NOT_FOUND, "Not found!")),
    }
}
