//! What the HTTP connections of one reactor share: the site and the spare exchanges.

use super::{
    app::Site,
    exchange::{Exchange, Guard},
    request::Attachment,
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
    /// Of a request that has ended, for one that begins.
    attachment: Option<Box<dyn Attachment>>,
}

impl Local {
    pub(super) fn new(site: Arc<Site>) -> Self {
        Self { site, spares: Vec::new(), attachment: None }
    }

    /// An exchange to parse a head into; None when there are too many.
    #[inline]
    pub(super) fn take(&mut self, origin: Origin<'_>) -> Option<(Exchange, Guard)> {
        match self.spares.pop() {
            Some(exchange) => {
                let mut guard = exchange.lock();
                if self.attachment.is_some() {
                    guard.request.give_attachment(self.attachment.take());
                }
                Some((exchange, guard))
            }
            None => Exchange::make(&self.site, origin),
        }
    }

    /// Takes back an exchange that came to nothing.
    pub(super) fn put_back(&mut self, exchange: Exchange) {
        self.spares.push(exchange);
    }

    /// Takes back an exchange that is over.
    #[inline]
    pub(super) fn end(&mut self, exchange: Exchange, mut guard: Guard) {
        let fresh = exchange.retire(&mut guard);
        if self.spares.len() >= SPARES {
            return fresh.discard(guard);
        }
        self.spares.push(fresh);
        if let Some(mut attachment) = guard.request.take_attachment() {
            // It may run code of the application: not under the lock.
            drop(guard);
            attachment.clear();
            self.attachment = Some(attachment);
        }
    }
}

impl Drop for Local {
    fn drop(&mut self) {
        for exchange in self.spares.drain(..) {
            exchange.discard(exchange.lock());
        }
    }
}
