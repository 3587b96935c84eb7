//! What another thread does for a WebSocket connection: its events in order, one thread at a time.

use super::{
    event::{self, Event, Failure},
    link::{self, Batch, Shared},
    socket::WebSocket,
    violation::CloseCode,
};
use crate::{
    http::exchange::{Exchange, Guard},
    threads::{Job, Run},
};
use std::sync::Arc;

/// The work of a connection whose mailbox has something, and is marked as busy.
pub(super) fn of(exchange: Exchange, shared: &Arc<Shared>) -> Job {
    Job { runner: Arc::clone(shared) as Arc<dyn Run>, ticket: exchange.token() }
}

impl Run for Shared {
    fn run(&self, ticket: u64) {
        let Some(exchange) = Exchange::from_token(ticket) else { return };
        while let Some(mut guard) = exchange.slot_state() {
            let Some(link) = &mut guard.web_socket else { return };
            let Some(batch) = link.mailbox.take() else {
                match link.mailbox.closed.take() {
                    Some((code, reason)) => {
                        drop(guard);
                        self.end(exchange, code, &reason);
                    }
                    None => {
                        link.mailbox.is_busy = false;
                        // It may wait for that, to go on reading or to stop.
                        guard.notify();
                    }
                }
                return;
            };
            if link.mailbox.is_stalled {
                guard.notify();
            }
            drop(guard);
            if !self.work(exchange, batch) {
                return;
            }
        }
    }

    /// What waits is given up, but the program learns of the end.
    fn discard(&self, ticket: u64) {
        let Some(exchange) = Exchange::from_token(ticket) else { return };
        let Some(mut guard) = exchange.slot_state() else { return };
        let Some(link) = &mut guard.web_socket else { return };
        while link.mailbox.take().is_some() {}
        match link.mailbox.closed.take() {
            Some((code, reason)) => {
                drop(guard);
                self.end(exchange, code, &reason);
            }
            None => link.mailbox.is_busy = false,
        }
    }
}

impl Shared {
    /// Tells of the events of a batch; false when the client takes too little: then the rest waits for another job.
    fn work(&self, exchange: Exchange, mut batch: Batch) -> bool {
        loop {
            let mut state = exchange.lock();
            let must_wait = state.is_full() && !state.is_gone && !self.is_closing();
            let Some(link) = &mut state.web_socket else { return false };
            if batch.is_empty() {
                link.mailbox.give_back(batch);
                return true;
            }
            if must_wait {
                link.mailbox.rest = Some(batch);
                link.mailbox.is_busy = false;
                return false;
            }
            drop(state);
            let Some(event) = batch.next() else { return true };
            if !event::tell(&self.on_event, WebSocket(exchange), event) {
                self.fail(exchange.lock());
            }
        }
    }

    /// The program's function has panicked.
    fn fail(&self, mut state: Guard) {
        state.has_panicked = true;
        link::write_close(&mut state, CloseCode::INTERNAL_ERROR, b"");
        if let Some(link) = &mut state.web_socket {
            link.mailbox.waiting.push(Event::Failed(Failure::Panic));
        }
        state.notify();
    }

    /// The last event, and the end of the exchange.
    fn end(&self, exchange: Exchange, code: CloseCode, reason: &[u8]) {
        event::tell(&self.on_event, WebSocket(exchange), Event::Closed(code, &reason[..reason.len() - 1]));
        // It may run code of the application at its end: not under the lock.
        let _link = exchange.lock().web_socket.take();
        exchange.returned();
    }
}
