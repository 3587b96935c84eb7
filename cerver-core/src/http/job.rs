//! What a thread that is not the reactor's does with a request.

use super::{app::Site, exchange::Exchange};
use crate::threads::Run;

impl Run for Site {
    fn run(&self, ticket: u64) {
        let Some(exchange) = Exchange::from_token(ticket) else { return };
        // A client that is gone already needs no answer.
        let handler = exchange.slot_state().filter(|state| !state.is_gone).map(|mut state| {
            state.hand_over(true);
            state.handler
        });
        if let Some(handler) = handler {
            exchange.run(self, handler);
        }
        exchange.returned();
    }

    fn discard(&self, ticket: u64) {
        if let Some(exchange) = Exchange::from_token(ticket) {
            exchange.returned();
        }
    }
}
