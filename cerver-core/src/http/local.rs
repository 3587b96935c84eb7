//! What the HTTP connections of one reactor share: the site and the spare exchanges.

use super::{
    app::Site,
    exchange::{Exchange, Guard, State},
};
use crate::protocol::Origin;
use std::sync::Arc;

/// Exchanges that a reactor keeps for its next requests.
const SPARES: usize = 64;

/// See the module.
pub(super) struct Local {
    /// This reactor's own copy: its count of users is not shared with other threads.
    pub(super) site: Arc<Site>,
    spares: Vec<Exchange>,
}

impl Local {
    pub(super) fn new(site: Arc<Site>) -> Self {
        Self { site, spares: Vec::new() }
    }

    /// An exchange to parse a head into; None when there are too many.
    #[inline]
    pub(super) fn take(&mut self, origin: Origin<'_>) -> Option<(Exchange, Guard)> {
        match self.spares.pop() {
            Some(exchange) => Some((exchange, exchange.lock())),
            None => Exchange::make(&self.site, origin),
        }
    }

    /// Takes back an exchange that came to nothing.
    pub(super) fn put_back(&mut self, exchange: Exchange) {
        self.spares.push(exchange);
    }

    /// Takes back an exchange that is over.
    #[inline]
    pub(super) fn end(&mut self, exchange: Exchange, state: &mut State) {
        let fresh = exchange.retire(state);
        if self.spares.len() < SPARES {
            self.spares.push(fresh);
        } else {
            fresh.discard(state);
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        for exchange in self.spares.drain(..) {
            exchange.discard(&mut exchange.lock());
        }
    }
}
