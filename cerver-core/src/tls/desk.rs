//! What the TLS connections of one reactor share: how each one is secured, and which clients may begin a handshake in this
//! turn.

use super::setup::Setup;
use crate::{
    events::{ConnectionId, TlsSession},
    protocol::Notifier,
};
use parking_lot::Mutex;
use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
};

/// How each connection of a reactor is secured. The lock is for those who ask from other threads.
#[derive(Default)]
pub(crate) struct Sessions(Mutex<HashMap<ConnectionId, Arc<TlsSession>>>);

impl Sessions {
    pub(crate) fn get(&self, id: ConnectionId) -> Option<Arc<TlsSession>> {
        self.0.lock().get(&id).cloned()
    }

    /// Notes it; None when the connection has ended.
    pub(crate) fn note(&self, id: ConnectionId, session: Option<TlsSession>) {
        let mut sessions = self.0.lock();
        match session {
            Some(session) => sessions.insert(id, Arc::new(session)),
            None => sessions.remove(&id),
        };
    }
}

/// What the connections of clients share beside that.
pub(crate) struct Desk {
    pub(super) setup: Arc<Setup>,
    gate: Mutex<Gate>,
}

struct Gate {
    /// Handshakes that may still begin in this turn.
    left: u32,
    /// Those that have to wait, at most every connection once.
    waiting: VecDeque<ConnectionId>,
}

impl Desk {
    pub(crate) fn new(setup: Arc<Setup>) -> Arc<Self> {
        let gate = Gate { left: setup.handshakes_per_turn, waiting: VecDeque::new() };
        Arc::new(Self { setup, gate: Mutex::new(gate) })
    }

    /// Whether a connection may begin its handshake now; otherwise it is notified when it may.
    pub(super) fn enter(&self, id: ConnectionId) -> bool {
        let mut gate = self.gate.lock();
        if gate.left > 0 {
            gate.left -= 1;
            return true;
        }
        gate.waiting.push_back(id);
        false
    }

    /// A turn is over: those who waited longest may go on in the next one, before anybody new.
    pub(crate) fn end_turn(&self, notifier: &Notifier) {
        let mut gate = self.gate.lock();
        gate.left = self.setup.handshakes_per_turn;
        while gate.left > 0
            && let Some(id) = gate.waiting.pop_front()
        {
            gate.left -= 1;
            notifier.notify(id);
        }
    }
}
