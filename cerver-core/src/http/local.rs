//! What the HTTP connections of one reactor share: the site and the spare exchanges.

use super::{
    app::Site,
    exchange::{Exchange, Guard, State},
};
use crate::protocol::Context;
use std::sync::Arc;

/// Exchanges that a reactor keeps for its next requests.
const SPARES: usize = 64;

/// See the module.
pub(super) struct Local {
    /// This reactor's own copy: its count of users is not shared with other threads.
    pub(super) site: Arc<Site>,
    pub(super) spares: Spares,
}

/// Exchanges for the next requests of a reactor.
pub(super) struct Spares(Vec<Exchange>);

impl Local {
    pub(super) fn new(site: Arc<Site>) -> Self {
        Self { site, spares: Spares(Vec::new()) }
    }
}

impl Spares {
    /// An exchange to parse a head into; None when there are too many.
    #[inline]
    pub(super) fn take(&mut self, site: &Arc<Site>, cx: &Context<'_>) -> Option<(Exchange, Guard)> {
        match self.0.pop() {
            Some(exchange) => Some((exchange, exchange.lock())),
            None => Exchange::make(site, cx.origin()),
        }
    }

    /// Takes back an exchange that came to nothing.
    pub(super) fn put_back(&mut self, exchange: Exchange) {
        self.0.push(exchange);
    }

    /// Takes back an exchange that is over.
    #[inline(always)]
    pub(super) fn end(&mut self, exchange: Exchange, state: &mut State) {
        let fresh = exchange.retire(state);
        if self.0.len() < SPARES {
            self.0.push(fresh);
        } else {
            fresh.discard(state);
        }
    }
}

impl Drop for Spares {
    fn drop(&mut self) {
        for exchange in self.0.drain(..) {
            exchange.discard(&mut exchange.lock());
        }
    }
}
