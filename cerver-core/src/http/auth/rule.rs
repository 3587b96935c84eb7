//! Rules of routes and folders, and the steps of a request that they become.

use super::{
    basic::after_scheme,
    challenge,
    claims::Claims,
    jwt::{Rejection, Tokens},
};
use crate::{
    error::{Code, Error, Result},
    http::{
        app::Handler,
        exchange::{Answer, Exchange},
        header,
        request::Request,
        response::Response,
        upload::Parts,
    },
};
use std::sync::Arc;

/// How the clients of a route or folder show who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AuthType {
    /// Not at all.
    #[default]
    None,
    /// By a token: `Authorization: Bearer ...` (RFC 6750). It is looked at before a byte of the body is taken.
    Bearer,
    /// As a function of the application says.
    Custom,
}

/// Says whether a request may pass; it may answer itself, and then the request does not pass. It runs where handlers run,
/// right before the handler, and before a file of the request is made.
pub type Authenticator = Arc<dyn Fn(Exchange) -> bool + Send + Sync>;

/// Looks at the claims of a good token; None refuses the request. It runs where handlers run, with no lock held.
pub type ClaimsHook = Arc<dyn Fn(&Claims) -> Option<Keep> + Send + Sync>;

/// Keeps with the request what was made of its claims. It must be quick and must not use the exchange, which is locked.
pub type Keep = Box<dyn FnOnce(&mut Request) + Send>;

/// The rule of one route or folder.
#[derive(Clone, Default)]
pub(in super::super) struct AuthRule {
    pub(in super::super) kind: AuthType,
    pub(in super::super) authenticator: Option<Authenticator>,
    pub(in super::super) claims_hook: Option<ClaimsHook>,
    /// The challenge of a refusal by the application's function.
    pub(in super::super) challenge: Option<Box<[u8]>>,
}

impl AuthRule {
    pub(in super::super) fn set_challenge(&mut self, challenge: &str) -> Result<()> {
        if challenge.trim().is_empty() || !header::valid_value(challenge.as_bytes()) {
            return Err(Error::new(Code::Argument, "a challenge has a scheme and no control characters"));
        }
        self.challenge = Some(challenge.as_bytes().into());
        Ok(())
    }
}

/// The challenge of a function that was given none: RFC 9110 section 11.6.1 wants one.
const UNNAMED: &[u8] = b"Custom";

/// Makes steps of rules, with the keys of one run of a server.
pub(in super::super) struct Guards {
    tokens: Arc<Tokens>,
    /// The first rule that cannot be kept.
    broken: Option<Error>,
}

impl Guards {
    pub(in super::super) const fn new(tokens: Arc<Tokens>) -> Self {
        Self { tokens, broken: None }
    }

    /// What a request comes to before its body is taken: the token, then the gate of the application.
    pub(in super::super) fn gate(&mut self, rule: &AuthRule, place: &str, next: Option<&Handler>) -> Option<Handler> {
        if rule.kind != AuthType::Bearer {
            return next.cloned();
        }
        let (bearer, next) = (self.bearer(rule, place), next.cloned());
        Some(Arc::new(move |exchange: Exchange| {
            // An answer comes too late only when the client has gone, and so does passing.
            let _ = match (bearer.check(exchange), &next) {
                (Err(refusal), _) => exchange.respond(refusal),
                (Ok(()), None) => exchange.pass(),
                (Ok(()), Some(gate)) => return gate(exchange),
            };
        }))
    }

    /// What asks the function of the application, before the handler.
    pub(in super::super) fn check(&mut self, rule: &AuthRule, place: &str) -> Option<Check> {
        (rule.kind == AuthType::Custom).then(|| Check(Arc::new(self.custom(rule, place))))
    }

    /// What looks at a request that changes the protocol: a token, which is all that can be asked for there.
    pub(in super::super) fn upgrade(&mut self, rule: &AuthRule, place: &str) -> Option<Arc<UpgradeCheck>> {
        match rule.kind {
            AuthType::None => None,
            AuthType::Bearer => Some(Arc::new(UpgradeCheck(self.bearer(rule, place)))),
            AuthType::Custom => {
                let text = format!("{place} changes the protocol: only a token can be asked for there");
                self.note(Error::new(Code::State, text));
                Some(Arc::new(UpgradeCheck(self.bearer(rule, place))))
            }
        }
    }

    /// The error of the rules, if there is one.
    pub(in super::super) fn finish(self) -> Result<()> {
        self.broken.map_or(Ok(()), Err)
    }

    fn bearer(&mut self, rule: &AuthRule, place: &str) -> Bearer {
        if !self.tokens.can_check() {
            let text = format!(
                "{place} wants tokens, and no key checks them: set the algorithm of tokens and the file of a public key or \
                 secret"
            );
            self.note(Error::new(Code::State, text));
        }
        Bearer { tokens: Arc::clone(&self.tokens), hook: rule.claims_hook.clone() }
    }

    fn custom(&mut self, rule: &AuthRule, place: &str) -> Custom {
        if rule.authenticator.is_none() {
            let text = format!("{place} wants a function that authenticates, and none is set");
            self.note(Error::new(Code::State, text));
        }
        let challenge = rule.challenge.clone().unwrap_or_else(|| UNNAMED.into());
        Custom { authenticator: rule.authenticator.clone(), challenge }
    }

    fn note(&mut self, error: Error) {
        self.broken.get_or_insert(error);
    }
}

/// Asks for a token.
struct Bearer {
    tokens: Arc<Tokens>,
    hook: Option<ClaimsHook>,
}

impl Bearer {
    fn check(&self, exchange: Exchange) -> std::result::Result<(), Response> {
        let token = exchange.request(|request| token_of(request).map(<[u8]>::to_vec)).ok().flatten();
        let claims = self.claims(token.as_deref())?;
        let keep = match &self.hook {
            None => None,
            Some(hook) => Some(hook(&claims).ok_or_else(|| challenge::rejected(Rejection::Invalid))?),
        };
        // An exchange that has ended is nobody's.
        let _ = exchange.request(|request| {
            if let Some(keep) = keep {
                keep(request);
            }
            request.set_claims(claims);
        });
        Ok(())
    }

    fn claims(&self, token: Option<&[u8]>) -> std::result::Result<Claims, Response> {
        let token = token.ok_or_else(challenge::bearer)?;
        self.tokens.check(token).map_err(challenge::rejected)
    }
}

/// See [`Guards::upgrade`].
pub(in super::super) struct UpgradeCheck(Bearer);

impl UpgradeCheck {
    /// Keeps the claims with the request, or refuses it.
    pub(in super::super) fn check(&self, request: &mut Request) -> std::result::Result<(), Response> {
        let claims = self.0.claims(token_of(request))?;
        request.set_claims(claims);
        Ok(())
    }
}

fn token_of(request: &Request) -> Option<&[u8]> {
    after_scheme(request, b"bearer")
}

/// Asks the application whether a request may pass.
#[derive(Clone)]
pub(in super::super) struct Check(Arc<Custom>);

impl Check {
    /// False when it may not, and then it is answered.
    pub(in super::super) fn passes(&self, exchange: Exchange) -> bool {
        self.0.passes(exchange)
    }

    /// A handler behind the function of the application.
    pub(in super::super) fn guard(check: Option<&Self>, handler: &Handler) -> Handler {
        let handler = Arc::clone(handler);
        let Some(check) = check.cloned() else { return handler };
        Arc::new(move |exchange: Exchange| {
            if check.passes(exchange) {
                handler(exchange);
            }
        })
    }
}

struct Custom {
    authenticator: Option<Authenticator>,
    challenge: Box<[u8]>,
}

impl Custom {
    fn passes(&self, exchange: Exchange) -> bool {
        let is_accepted = self.authenticator.as_ref().is_some_and(|authenticator| authenticator(exchange));
        if !is_accepted {
            // What it has uploaded does not stay.
            let _ = exchange.request(|request| request.parts_mut().map(Parts::discard));
            // It may have answered itself.
            let _ = exchange.respond(challenge::refusal(&self.challenge));
        }
        is_accepted && exchange.slot_state().is_some_and(|state| state.answer == Answer::None)
    }
}
