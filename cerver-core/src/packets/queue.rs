//! The queue of a handler with a thread of its own, and what that thread does.

use super::{
    client::Client,
    handler::{Carried, Handler, Packet, call},
};
use crate::threads::Attendant;
use parking_lot::{Condvar, Mutex};
use std::{collections::VecDeque, mem, sync::Arc};

/// A bounded queue of packets. It lives as long as one run of the server.
pub(super) struct Queue {
    handler: Handler,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    packets: VecDeque<Carried>,
    /// Clients with a packet that found no room.
    blocked: Vec<Client>,
    is_over: bool,
}

impl Queue {
    pub(super) fn new(handler: &Handler) -> Arc<Self> {
        Arc::new(Self { handler: handler.clone(), state: Mutex::default(), changed: Condvar::new() })
    }

    /// Whether it is the queue of that handler.
    pub(super) fn is_of(&self, handler: &Handler) -> bool {
        Arc::ptr_eq(&self.handler.code, &handler.code)
    }

    /// Adds a packet; false when there is no room: its client is told when there is.
    pub(super) fn push(&self, packet: &Packet<'_>) -> bool {
        let mut state = self.state.lock();
        if state.packets.len() >= self.limit() {
            state.blocked.push(packet.client);
            return false;
        }
        state.packets.push_back(Carried::new(packet));
        drop(state);
        self.changed.notify_one();
        true
    }

    fn limit(&self) -> usize {
        self.handler.queue_limit.max(1) as usize
    }

    /// The next packet, and the clients that can go on; None at the end.
    fn next(&self) -> Option<(Carried, Vec<Client>)> {
        let mut state = self.state.lock();
        loop {
            if let Some(packet) = state.packets.pop_front() {
                let is_half_empty = state.packets.len() <= self.limit() / 2;
                let freed = if is_half_empty { mem::take(&mut state.blocked) } else { Vec::new() };
                return Some((packet, freed));
            }
            if state.is_over {
                return None;
            }
            self.changed.wait(&mut state);
        }
    }
}

impl Attendant for Queue {
    fn name(&self) -> &'static str {
        "h"
    }

    fn attend(&self) {
        call(|| self.handler.code.begin());
        while let Some((packet, freed)) = self.next() {
            for client in freed {
                client.make_room();
            }
            if !call(|| self.handler.code.handle(packet.packet())) {
                packet.client.fail();
            }
            packet.client.release(1);
        }
        call(|| self.handler.code.end());
    }

    fn dismiss(&self, at_once: bool) {
        let mut state = self.state.lock();
        state.is_over = true;
        let dropped = if at_once { mem::take(&mut state.packets) } else { VecDeque::new() };
        drop(state);
        self.changed.notify_all();
        drop(dropped);
    }
}
