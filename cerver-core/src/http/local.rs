//! What the HTTP connections of one reactor share: the site and the spare exchanges.

use super::{
    app::Site,
    exchange::{Exchange, Guard},
    request::Attachment,
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
pub(super) struct Spares {
    exchanges: Vec<Exchange>,
    /// Of a request that has ended, for one that begins.
    attachment: Option<Box<dyn Attachment>>,
}

impl Local {
    pub(super) fn new(site: Arc<Site>) -> Self {
        Self { site, spares: Spares { exchanges: Vec::new(), attachment: None } }
    }
}

impl Spares {
    /// An exchange to parse a head into; None when there are too many.
    #[inline]
    pub(super) fn take(&mut self, site: &Arc<Site>, cx: &Context<'_>) -> Option<(Exchange, Guard)> {
        match self.exchanges.pop() {
            Some(exchange) => {
                let mut guard = exchange.lock();
                if self.attachment.is_some() {
                    guard.request.give_attachment(self.attachment.take());
                }
                Some((exchange, guard))
            }
            None => Exchange::make(site, cx.origin()),
        }
    }

    /// Takes back an exchange that came to nothing.
    pub(super) fn put_back(&mut self, exchange: Exchange) {
        self.exchanges.push(exchange);
    }

    /// Takes back an exchange that is over.
    #[inline(always)]
    pub(super) fn end(&mut self, exchange: Exchange, mut guard: Guard) {
        let fresh = exchange.retire(&mut guard);
        if self.exchanges.len() >= SPARES {
            return fresh.discard(guard);
        }
        self.exchanges.push(fresh);
        if let Some(mut attachment) = guard.request.take_attachment() {
            // It may run code of the application: not under the lock.
            drop(guard);
            attachment.clear();
            self.attachment = Some(attachment);
        }
    }
}

impl Drop for Spares {
    fn drop(&mut self) {
        for exchange in self.exchanges.drain(..) {
            exchange.discard(exchange.lock());
        }
    }
}
