//! What the HTTP connections of one reactor share: the site and the spare exchanges.

use super::{
    app::{Site, millis},
    exchange::{Exchange, Guard, State},
    observer::Observer,
    request::Attachment,
    route::Rule,
};
use crate::protocol::Context;
use std::sync::Arc;

/// Exchanges that a reactor keeps for its next requests.
const SPARES: usize = 64;
/// A buffer for messages that is larger is given back.
const BUFFER_KEPT: usize = 256 * 1024;

/// See the module.
pub(super) struct Local {
    /// This reactor's own copy: its count of users is not shared with other threads.
    pub(super) site: Arc<Site>,
    pub(super) observer: Observer,
    spares: Spares,
    /// The bytes of the message that is looked at.
    buffer: Vec<u8>,
}

/// Exchanges for the next requests of a reactor.
struct Spares {
    exchanges: Vec<Exchange>,
    /// Of a request that has ended, for one that begins.
    attachment: Option<Box<dyn Attachment>>,
}

impl Local {
    pub(super) fn new(site: Arc<Site>, observer: Observer) -> Self {
        Self {
            site,
            observer,
            spares: Spares { exchanges: Vec::with_capacity(SPARES), attachment: None },
            buffer: Vec::new(),
        }
    }

    /// A buffer for messages, to be given back.
    pub(super) fn take_buffer(&mut self) -> Vec<u8> {
        std::mem::take(&mut self.buffer)
    }

    /// Keeps the buffer unless it is large.
    pub(super) fn give_buffer_back(&mut self, buffer: Vec<u8>) {
        if buffer.capacity() <= BUFFER_KEPT {
            self.buffer = buffer;
        }
    }
}

/// What a connection works with during one call: what its reactor shares, and the exchange of a request that has just
/// ended, which stays locked for the next one. (A pipelined request then costs one locking less.)
pub(super) struct Desk<'a> {
    pub(super) site: &'a Arc<Site>,
    pub(super) observer: &'a mut Observer,
    spares: &'a mut Spares,
    kept: Option<(Exchange, Guard)>,
}

impl<'a> Desk<'a> {
    /// Works with what the reactor shares.
    #[inline(always)]
    pub(super) fn with<R>(local: &'a mut Local, work: impl FnOnce(&mut Self) -> R) -> R {
        let mut desk = Self { site: &local.site, observer: &mut local.observer, spares: &mut local.spares, kept: None };
        let result = work(&mut desk);
        if let Some((exchange, guard)) = desk.kept {
            desk.spares.keep(exchange, guard);
        }
        result
    }

    /// What the route of a request wants of bodies; None for what is no route's.
    pub(super) fn rule(&self, state: &State) -> Option<Rule> {
        self.site.entries.get(state.handler as usize).map(|entry| entry.rule)
    }

    /// Milliseconds that a handler has for its answer.
    pub(super) fn answer_timeout(&self) -> u64 {
        millis(self.site.options.answer_timeout)
    }

    /// An exchange to parse a head into; None when there are too many.
    #[inline]
    pub(super) fn take(&mut self, cx: &Context<'_>) -> Option<(Exchange, Guard)> {
        if let Some(kept) = self.kept.take() {
            return Some(kept);
        }
        match self.spares.exchanges.pop() {
            Some(exchange) => {
                let mut guard = exchange.lock();
                if self.spares.attachment.is_some() {
                    guard.request.give_attachment(self.spares.attachment.take());
                }
                Some((exchange, guard))
            }
            None => Exchange::make(self.site, cx.origin()),
        }
    }

    /// Takes back an exchange that came to nothing.
    #[inline]
    pub(super) fn put_back(&mut self, exchange: Exchange, guard: Guard) {
        self.kept = Some((exchange, guard));
    }

    /// The head that comes next to what was just taken back may have an https address.
    pub(super) fn expect_https(&mut self) {
        if let Some((_, guard)) = &mut self.kept {
            guard.request.head.may_be_https = true;
        }
    }

    /// Unlocks what is kept: code of the application is about to run.
    pub(super) fn release(&mut self) {
        if let Some((exchange, guard)) = self.kept.take() {
            self.spares.keep(exchange, guard);
        }
    }

    /// Takes back an exchange that is over.
    #[inline(always)]
    pub(super) fn end(&mut self, exchange: Exchange, mut guard: Guard) {
        let fresh = exchange.retire(&mut guard);
        if fresh.is_used_up() {
            return fresh.discard(guard);
        }
        match guard.request.take_attachment() {
            None => self.kept = Some((fresh, guard)),
            Some(mut attachment) => {
                self.spares.keep(fresh, guard);
                // It may run code of the application: not under the lock.
                attachment.clear();
                self.spares.attachment = Some(attachment);
            }
        }
    }
}

impl Spares {
    #[inline(always)]
    fn keep(&mut self, exchange: Exchange, guard: Guard) {
        // Room for all was made at first: no more is ever needed.
        if self.exchanges.len() == self.exchanges.capacity() {
            return exchange.discard(guard);
        }
        self.exchanges.push(exchange);
    }
}

impl Drop for Spares {
    fn drop(&mut self) {
        for exchange in self.exchanges.drain(..) {
            exchange.discard(exchange.lock());
        }
    }
}
