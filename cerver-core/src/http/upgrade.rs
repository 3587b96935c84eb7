//! Changes of the protocol on a connection (RFC 9110 section 7.8): ignored unless a route takes them.

use super::{
    app::Site,
    auth::UpgradeCheck,
    error_page,
    exchange::State,
    header::KnownHeader,
    method::Method,
    request::Request,
    response::{Fields, Response},
    router::{Match, Router, Routes},
    status::Status,
    websocket::{Accepted, Endpoint},
};
use crate::protocol::Protocol;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// Makes the protocol that takes a connection over, or the answer that refuses it.
///
/// It is called on the reactor's thread, so it must be quick. The fields that it adds go into the answer 101, which has
/// Connection and Upgrade already. It gets a request without a body; the first bytes that the client has sent behind it
/// are for the new protocol.
pub type Upgrader = Arc<dyn Fn(&mut Request, &mut Fields) -> Result<Box<dyn Protocol>, Response> + Send + Sync>;

/// What is added by [`Route::take_upgrade`](super::Route::take_upgrade): the name of a protocol and who makes it.
#[derive(Clone)]
pub(super) struct Offer {
    pub(super) protocol: String,
    taker: Taker,
    /// What a request has to pass first.
    check: Option<Arc<UpgradeCheck>>,
}

/// Who takes connections over.
#[derive(Clone)]
pub(super) enum Taker {
    Upgrader(Upgrader),
    WebSocket(Arc<Endpoint>),
}

impl Offer {
    pub(super) const fn new(protocol: String, taker: Taker) -> Self {
        Self { protocol, taker, check: None }
    }

    /// The same for requests that pass a check.
    pub(super) fn behind(self, check: Option<&Arc<UpgradeCheck>>) -> Self {
        Self { check: check.cloned(), ..self }
    }
}

/// The routes that take an upgrade, all of them for GET.
#[derive(Clone)]
pub(super) struct Upgrades {
    router: Router<u32>,
    offers: Vec<Box<[Offer]>>,
}

/// A connection that changes its protocol: the answer 101 and who takes it over.
pub(super) struct Upgraded {
    pub(super) answer: Response,
    pub(super) successor: Successor,
    /// The number of the handler that is asked first.
    pub(super) asks: Option<u32>,
}

/// Who takes a connection over.
pub(super) enum Successor {
    Protocol(Box<dyn Protocol>),
    WebSocket(Accepted),
}

/// What came of the wish for another protocol.
pub(super) enum Wish {
    Granted(Upgraded),
    Refused(Response),
    /// No route here takes it: the request is one like any other.
    Ignored,
}

impl Upgrades {
    /// Of the texts of routes and what each of them takes; None when there is nothing.
    pub(super) fn of(routes: Vec<(String, Box<[Offer]>)>) -> Option<Box<Self>> {
        if routes.is_empty() {
            return None;
        }
        let mut texts = Routes::new();
        let mut offers = Vec::new();
        for (text, offered) in routes {
            texts.add(Method::Get, &text, offers.len() as u32);
            offers.push(offered);
        }
        Some(Box::new(Self { router: texts.compile(), offers }))
    }

    /// Whether GET of the path of `request` is for other protocols.
    pub(super) fn has(&self, request: &mut Request) -> bool {
        self.find(request).is_some()
    }

    fn find(&self, request: &mut Request) -> Option<&[Offer]> {
        let path = request.head.path.of(&request.head_bytes);
        match self.router.find(Method::Get, path, &mut request.params) {
            Match::Found { value, .. } => self.offers.get(*value as usize).map(|offers| &**offers),
            _ => None,
        }
    }
}

/// Takes the first protocol of the client's list that the route takes too.
#[cold]
pub(super) fn find_upgrade(site: &Site, state: &mut State) -> Wish {
    let request = &mut state.request;
    let Some(upgrades) = site.upgrades.as_deref() else { return Wish::Ignored };
    if request.method() != Method::Get || !state.keep_alive || !request.head.is_bodiless() {
        return Wish::Ignored;
    }
    let Some(offers) = upgrades.find(request) else { return Wish::Ignored };
    let Some(Offer { protocol, taker, check }) = choose(offers, request) else { return Wish::Ignored };
    if let Some(refusal) = check.as_ref().and_then(|check| check.check(request).err()) {
        return Wish::Refused(refusal);
    }
    let mut answer = Response { status: Status::SWITCHING_PROTOCOLS, ..Response::default() };
    let (taken, asks) = match taker {
        Taker::Upgrader(upgrader) => {
            let call = || upgrader(request, &mut answer.fields).map(Successor::Protocol);
            (catch_unwind(AssertUnwindSafe(call)), None)
        }
        Taker::WebSocket(endpoint) => {
            let taken = endpoint.accept(request, &mut answer.fields).map(Successor::WebSocket);
            (Ok(taken), endpoint.asks_handler.then(|| own_handler(site, request)).flatten())
        }
    };
    match taken {
        Ok(Ok(successor)) => {
            // Checked when the route was told.
            let _ = answer.fields.set(KnownHeader::Upgrade, protocol.as_bytes());
            Wish::Granted(Upgraded { answer, successor, asks })
        }
        Ok(Err(refusal)) => Wish::Refused(refusal),
        Err(_) => {
            state.has_panicked = true;
            Wish::Refused(Response::error(Status::INTERNAL_SERVER_ERROR, error_page::INTERNAL_ERROR))
        }
    }
}

/// The handler for GET of the same path.
fn own_handler(site: &Site, request: &mut Request) -> Option<u32> {
    let path = request.head.path.of(&request.head_bytes);
    match site.router.find(Method::Get, path, &mut request.params) {
        Match::Found { value, .. } => Some(*value),
        _ => None,
    }
}

/// The first of the client's names that is offered.
fn choose<'a>(offers: &'a [Offer], request: &Request) -> Option<&'a Offer> {
    let values = request.headers().filter(|(_, _, known)| *known == Some(KnownHeader::Upgrade));
    let mut names = values.flat_map(|(_, value, _)| value.split(|byte| *byte == b',')).map(<[u8]>::trim_ascii);
    names.find_map(|name| offers.iter().find(|offer| offer.protocol.as_bytes().eq_ignore_ascii_case(name)))
}

/// The answer to a request for something that is there for other protocols only; None when there is no such thing, or
/// the method is wrong for those, too.
#[cold]
pub(super) fn required(site: &Site, request: &mut Request) -> Option<Response> {
    let offers = site.upgrades.as_deref()?.find(request)?;
    if !matches!(request.method(), Method::Get | Method::Head) {
        return None;
    }
    let mut answer = Response::error(Status::UPGRADE_REQUIRED, "Ask for an upgrade of the protocol.");
    let names: Vec<_> = offers.iter().map(|offer| offer.protocol.as_str()).collect();
    // Checked when the routes were told.
    let _ = answer.fields.set(KnownHeader::Upgrade, names.join(", ").as_bytes());
    Some(answer)
}
