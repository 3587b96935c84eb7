//! Routes as they are built, and what they become: numbered handlers with what they want of bodies.

use super::{
    app::{Handler, millis},
    auth::{AuthRule, AuthType, Authenticator, Check, ClaimsHook, Guards},
    exchange::Exchange,
    header,
    method::Method,
    metrics::RouteLabels,
    router::{self, Routes},
    upgrade::{Offer, Taker, Upgrader},
    upload::{Outlet, PartReader, UploadSite},
    websocket::{Endpoint, WebSocketRoute},
};
use crate::{
    config::HttpOptions,
    error::{Code, Error, Result},
};
use parking_lot::Mutex;
use std::{sync::Arc, time::Duration};

/// A route: the text of its path, a handler for each method, and children below it.
///
/// Parts are separated by `/`; `:name` takes one part, `*` as the last part takes the rest, `*` elsewhere any one part.
pub struct Route {
    inner: Mutex<RouteInner>,
}

struct RouteInner {
    text: String,
    body: BodyRules,
    auth: AuthRule,
    handlers: [Option<Handler>; Method::COUNT],
    /// Protocols that a client may change to.
    offers: Vec<Offer>,
    web_socket: Option<WebSocketRoute>,
    children: Vec<Arc<Route>>,
    has_parent: bool,
    compression: Option<bool>,
}

impl Route {
    /// A route without handlers; the leading slash may be left out.
    pub fn new(text: impl Into<String>) -> Arc<Self> {
        let inner = RouteInner {
            text: text.into(),
            body: BodyRules::default(),
            auth: AuthRule::default(),
            handlers: [const { None }; Method::COUNT],
            offers: Vec::new(),
            web_socket: None,
            children: Vec::new(),
            has_parent: false,
            compression: None,
        };
        Arc::new(Self { inner: Mutex::new(inner) })
    }

    /// Sets the handler of a method; it counts from the next start of the server on.
    pub fn handle(&self, method: Method, handler: Handler) {
        self.inner.lock().handlers[method as usize] = Some(handler);
    }

    /// Switches the compression of this route's answers on or off, and of those below it that have no switch of their own;
    /// without one [`HttpOptions::compression`] counts. It counts from the next start of the server on.
    pub fn set_compression(&self, is_on: bool) {
        self.inner.lock().compression = Some(is_on);
    }

    /// Lets clients change to another protocol with GET and `Upgrade: protocol` (RFC 9110 section 7.8); the name in any
    /// case, perhaps with a version behind a slash. It counts from the next start of the server on.
    ///
    /// A request that does not ask for it goes to the handler for GET; without one it is answered with 426. A request of
    /// HTTP/1.0, one with a body, and the last one of its connection cannot change the protocol.
    ///
    /// [`Code::Argument`] when the name is no token.
    pub fn take_upgrade(&self, protocol: impl Into<String>, upgrader: Upgrader) -> Result<()> {
        let protocol = protocol.into();
        if !protocol.splitn(2, '/').all(|part| header::is_token(part.as_bytes())) {
            return Err(Error::new(
                Code::Argument,
                "the protocol of an upgrade must be a token (RFC 9110 section 7.8)",
            ));
        }
        self.inner.lock().offers.push(Offer::new(protocol, Taker::Upgrader(upgrader)));
        Ok(())
    }

    /// How clients show who they are: by a token, which is looked at before a byte of the body is taken and before the
    /// gate, or as [`Route::set_authenticator`] says. It counts for all methods of this route, not for its children.
    ///
    /// The server does not start when a token is asked for and no key checks it, or a function and there is none.
    pub fn set_auth(&self, kind: AuthType) {
        self.inner.lock().auth.kind = kind;
    }

    /// The function for [`AuthType::Custom`]. It sees the complete request, also its body, right before the handler.
    ///
    /// On a route with [`Route::set_multipart`] and an uploads folder no file is made before it has let the request pass: until
    /// then files wait in memory, and when more bytes of them have come than
    /// [`UploadOptions::waiting_files_limit`](crate::config::UploadOptions::waiting_files_limit), it is asked at once, with the
    /// fields that have come.
    pub fn set_authenticator(&self, authenticator: Option<Authenticator>) {
        let _old = std::mem::replace(&mut self.inner.lock().auth.authenticator, authenticator);
    }

    /// A function that sees the claims of each good token of [`AuthType::Bearer`]. Upgrades do not call it.
    pub fn set_claims_hook(&self, hook: Option<ClaimsHook>) {
        let _old = std::mem::replace(&mut self.inner.lock().auth.claims_hook, hook);
    }

    /// What a refusal by the function for [`AuthType::Custom`] says in WWW-Authenticate, in place of `Custom`: a scheme with
    /// or without parameters (RFC 9110 section 11.6.1). [`Code::Argument`] when it is no valid value.
    pub fn set_challenge(&self, challenge: &str) -> Result<()> {
        self.inner.lock().auth.set_challenge(challenge)
    }

    /// Takes WebSocket connections (RFC 6455), as [`Route::take_upgrade`] takes those of other protocols; None takes that
    /// back. It counts from the next start of the server on.
    pub fn serve_web_socket(&self, web_socket: Option<WebSocketRoute>) {
        // What is replaced may run code of the application at its end: not under the lock.
        let _old = std::mem::replace(&mut self.inner.lock().web_socket, web_socket);
    }

    /// Puts a route below this one; refused when it has a parent already or would contain itself.
    pub fn add_child(self: &Arc<Self>, child: &Arc<Self>) -> Result<()> {
        if child.contains(self) {
            return Err(Error::new(Code::Argument, "a route cannot be placed below itself"));
        }
        child.claim()?;
        self.inner.lock().children.push(Arc::clone(child));
        Ok(())
    }

    /// Largest body in bytes, in place of the limit of the server. What is larger gets 413.
    pub fn set_body_limit(&self, limit: usize) {
        self.inner.lock().body.limit = Some(limit);
    }

    /// Longest time from the end of the head to that of the body, in place of that of the server; 0 = no limit.
    pub fn set_body_timeout(&self, timeout: Duration) {
        self.inner.lock().body.timeout = Some(timeout);
    }

    /// Refuses chunked bodies with 411 (RFC 9110 section 15.5.12): for handlers that must know the length first. False, the
    /// default, takes that back.
    pub fn require_length(&self, is_required: bool) {
        self.inner.lock().body.needs_length = is_required;
    }

    /// Sets a gate: it sees the head of a request before a byte of the body is read, and `100 Continue` is sent, and
    /// decides: [`Exchange::pass`] lets the request pass, an answer refuses it. Doing neither refuses it with 403, unless
    /// it has called [`Exchange::detach`] and one of the two follows later.
    ///
    /// The gate runs where handlers run, so it may wait for a database on a pool. It counts for all methods of this route,
    /// not for its children. None takes it away.
    pub fn set_gate(&self, gate: Option<Handler>) {
        self.inner.lock().body.gate = gate;
    }

    /// Calls the handler when the head is complete; it reads the body with [`Exchange::read_body`] as it comes.
    ///
    /// `pieces` is called, where handlers run, each time bytes wait or the body has ended, beginning after the handler
    /// has returned: it must read without waiting until nothing is left ([`Code::Again`](crate::error::Code::Again), or 0
    /// at the end), and answer at the end. Without it the handler itself has to read, by waiting.
    pub fn stream_body(&self, pieces: Option<Handler>) {
        let mut inner = self.inner.lock();
        inner.body.mode = BodyMode::Streamed;
        inner.body.pieces = pieces;
    }

    /// Gives the parts of `multipart/form-data` bodies to `reader` as they come. The handler is called before, when the head
    /// is complete; the limits of parts, names, files and bytes hold. Bodies of other types are refused with 415.
    ///
    /// For a request without a body the handler is called, and, if it has not answered, the end of a form without parts is
    /// told.
    pub fn stream_parts(&self, reader: Arc<dyn PartReader>) {
        let mut inner = self.inner.lock();
        inner.body.mode = BodyMode::Parts;
        inner.body.reader = Some(reader);
    }

    /// Takes `multipart/form-data` bodies apart while they come: the handler finds them in [`Request::parts`]. Bodies of
    /// other types stay as they are. False takes that back.
    ///
    /// [`Request::parts`]: crate::http::Request::parts
    pub fn set_multipart(&self, takes_apart: bool) {
        self.inner.lock().body.mode = if takes_apart { BodyMode::Multipart } else { BodyMode::Whole };
    }

    /// A route whose requests come under the same rules, without handlers.
    pub(super) fn sibling(&self, text: &str) -> Arc<Self> {
        let sibling = Self::new(text);
        let own = self.inner.lock();
        let mut inner = sibling.inner.lock();
        (inner.body, inner.auth) = (own.body.clone(), own.auth.clone());
        drop((inner, own));
        sibling
    }

    /// Not everybody may use it.
    pub(super) fn has_auth(&self) -> bool {
        let inner = self.inner.lock();
        inner.body.gate.is_some() || inner.auth.kind != AuthType::None
    }

    /// The text of its path below another one.
    pub(super) fn path_below(&self, above: &str) -> String {
        format!("{above}/{}", self.inner.lock().text)
    }

    /// Shows this route and all below it: text, whether it takes parts, methods with a handler.
    pub(super) fn visit(&self, above: &str, show: &mut impl FnMut(&str, bool, &[Method])) {
        let text = self.path_below(above);
        let inner = self.inner.lock();
        let methods: Vec<Method> =
            Method::ALL.into_iter().filter(|method| inner.handlers[*method as usize].is_some()).collect();
        let takes_parts = matches!(inner.body.mode, BodyMode::Multipart | BodyMode::Parts);
        let children = inner.children.clone();
        drop(inner);
        show(&text, takes_parts, &methods);
        for child in children {
            child.visit(&text, show);
        }
    }

    /// Makes this route a part of something; it can only be once.
    pub(super) fn claim(&self) -> Result<()> {
        match std::mem::replace(&mut self.inner.lock().has_parent, true) {
            true => Err(Error::new(Code::State, "the route has been registered already")),
            false => Ok(()),
        }
    }

    fn contains(self: &Arc<Self>, other: &Arc<Self>) -> bool {
        if Arc::ptr_eq(self, other) {
            return true;
        }
        let children = self.inner.lock().children.clone();
        children.iter().any(|child| child.contains(other))
    }

    /// Adds this route and those below it.
    pub(super) fn compile(&self, into: &mut Compiled<'_>, above: &str, compresses: bool) {
        let inner = self.inner.lock();
        let compresses = inner.compression.unwrap_or(compresses);
        let text = format!("{above}/{}", inner.text);
        let place = format!("the route {}", text.replace("//", "/"));
        let mut offers = inner.offers.clone();
        if let Some(route) = &inner.web_socket {
            let endpoint = Endpoint::new(route, &into.options.web_socket, router::capture_names(&text));
            offers.push(Offer::new("websocket".to_owned(), Taker::WebSocket(endpoint)));
        }
        if !offers.is_empty() {
            let check = into.guards.upgrade(&inner.auth, &place);
            into.upgrades.push((text.clone(), offers.into_iter().map(|offer| offer.behind(check.as_ref())).collect()));
        }
        let gate = into.guards.gate(&inner.auth, &place, inner.body.gate.as_ref());
        let body = BodyRules { gate, ..inner.body.clone() };
        let check = into.guards.check(&inner.auth, &place);
        for method in Method::ALL {
            if let Some(handler) = &inner.handlers[method as usize] {
                let before = into.entries.len();
                let (handler, body) = with_form(handler, check.as_ref(), &body, into.uploads);
                let entry = into.add(&handler, &router::capture_names(&text), &body, compresses);
                into.routes.add(method, &text, entry);
                for _ in before..into.entries.len() {
                    into.labels.add(method, &text);
                }
            }
        }
        let children = inner.children.clone();
        drop(inner);
        for child in children {
            child.compile(into, &text, compresses);
        }
    }
}

/// How a handler gets the body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum BodyMode {
    /// In memory, when it is complete.
    #[default]
    Whole,
    /// While it comes.
    Streamed,
    /// `multipart/form-data` in its parts, when it is complete.
    Multipart,
    /// The same, taken apart where handlers run.
    NamedParts,
    /// The parts of `multipart/form-data`, while they come; nothing else.
    Parts,
}

/// What a route wants of bodies.
#[derive(Clone, Default)]
pub(super) struct BodyRules {
    limit: Option<usize>,
    timeout: Option<Duration>,
    needs_length: bool,
    mode: BodyMode,
    gate: Option<Handler>,
    pieces: Option<Handler>,
    reader: Option<Arc<dyn PartReader>>,
}

/// The same for a running server; handlers are numbers of entries.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rule {
    pub(super) limit: u64,
    pub(super) timeout_millis: u64,
    pub(super) needs_length: bool,
    pub(super) mode: BodyMode,
    pub(super) gate: Option<u32>,
    pub(super) handler: u32,
    pub(super) pieces: Option<u32>,
}

/// A handler, the names of what its route captures, and what becomes of a body.
#[derive(Clone)]
pub(super) struct Entry {
    pub(super) handler: Handler,
    pub(super) names: Box<[Box<str>]>,
    pub(super) rule: Rule,
    /// Its answers may be compressed.
    pub(super) compresses: bool,
}

/// What the routes of a site are compiled into.
pub(super) struct Compiled<'a> {
    pub(super) routes: Routes<u32>,
    /// All handlers.
    pub(super) entries: Vec<Entry>,
    pub(super) labels: RouteLabels,
    /// The texts of routes that take upgrades, and which ones.
    pub(super) upgrades: Vec<(String, Box<[Offer]>)>,
    pub(super) guards: Guards,
    options: &'a HttpOptions,
    uploads: &'a UploadSite,
}

impl<'a> Compiled<'a> {
    pub(super) fn new(options: &'a HttpOptions, uploads: &'a UploadSite, guards: Guards) -> Self {
        Self {
            routes: Routes::new(),
            entries: Vec::new(),
            labels: RouteLabels::default(),
            upgrades: Vec::new(),
            guards,
            options,
            uploads,
        }
    }

    /// Adds the handler of requests without a route.
    pub(super) fn add_fallback(&mut self, handler: &Handler) -> u32 {
        self.labels.add_fallback();
        self.add(handler, &[], &BodyRules::default(), self.options.compression)
    }

    /// Adds what answers for a folder that not everybody may see.
    pub(super) fn add_folder(&mut self, rule: &AuthRule, place: &str, handler: &Handler) -> u32 {
        let handler = Check::guard(self.guards.check(rule, place).as_ref(), handler);
        let body = BodyRules { gate: self.guards.gate(rule, place, None), ..BodyRules::default() };
        let before = self.entries.len();
        let entry = self.add(&handler, &[], &body, self.options.compression);
        for _ in before..self.entries.len() {
            self.labels.add_fallback();
        }
        entry
    }

    /// Adds a handler; returns the number of what a request without a body comes to.
    fn add(&mut self, handler: &Handler, names: &[Box<str>], body: &BodyRules, compresses: bool) -> u32 {
        let first = self.entries.len() as u32;
        let steps = [Some(handler), body.gate.as_ref(), body.pieces.as_ref()];
        let mut numbers = steps.into_iter().scan(first, |next, step| {
            let number = step.map(|_| *next);
            *next += u32::from(step.is_some());
            Some(number)
        });
        let mut next = || numbers.next().flatten();
        let rule = Rule {
            limit: body.limit.unwrap_or(self.options.body_limit) as u64,
            timeout_millis: millis(body.timeout.unwrap_or(self.options.body_timeout)),
            needs_length: body.needs_length,
            mode: body.mode,
            handler: next().unwrap_or(first),
            gate: next(),
            pieces: next(),
        };
        let mut push = |handler| {
            self.entries.push(Entry { handler, names: names.into(), rule, compresses });
            self.entries.len() as u32 - 1
        };
        for step in steps.into_iter().flatten() {
            push(Arc::clone(step));
        }
        match whole(handler, body) {
            Some(handler) => push(handler),
            None => first,
        }
    }
}

/// What a handler becomes behind the check of its route, and where forms are taken apart where handlers run.
fn with_form(handler: &Handler, check: Option<&Check>, body: &BodyRules, uploads: &UploadSite) -> (Handler, BodyRules) {
    let outlet = Outlet::Store { handler: Arc::clone(handler), check: check.cloned() };
    let handler = Check::guard(check, handler);
    let mut body = body.clone();
    let begin: Handler = match (body.mode, body.reader.take()) {
        (BodyMode::Parts, Some(reader)) => {
            let outlet = Outlet::Reader(reader);
            Arc::new(move |exchange: Exchange| {
                exchange.begin_form(&outlet);
                handler(exchange);
            })
        }
        (BodyMode::Multipart, _) if uploads.asks_application(check.is_some()) => {
            body.mode = BodyMode::NamedParts;
            let folder_namer = uploads.folder_namer.clone();
            Arc::new(move |exchange: Exchange| match (exchange.begin_form(&outlet), &folder_namer) {
                (false, _) => handler(exchange),
                (true, Some(namer)) => namer(exchange),
                (true, None) => {}
            })
        }
        _ => return (handler, body),
    };
    body.pieces = Some(Arc::new(Exchange::take_form));
    (begin, body)
}

/// All steps of a request without a body in one, where there is more than one.
fn whole(handler: &Handler, body: &BodyRules) -> Option<Handler> {
    if body.gate.is_none() && body.pieces.is_none() {
        return None;
    }
    let (handler, body) = (Arc::clone(handler), body.clone());
    Some(Arc::new(move |exchange: Exchange| {
        if body.gate.as_ref().is_some_and(|gate| !exchange.passes(gate)) {
            return;
        }
        handler(exchange);
        if let Some(pieces) = body.pieces.as_ref().filter(|_| exchange.is_reading()) {
            pieces(exchange);
        }
    }))
}
