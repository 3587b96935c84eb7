//! What the TLS connections of one reactor share: who may begin a handshake in this turn, and how each one is secured.

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

/// See the module. The locks are for those who ask from other threads.
pub(crate) struct Desk {
    pub(super) setup: Arc<Setup>,
    gate: Mutex<Gate>,
    sessions: Mutex<HashMap<ConnectionId, Arc<TlsSession>>>,
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
        Arc::new(Self { setup, gate: Mutex::new(gate), sessions: Mutex::default() })
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

    /// How a connection is secured.
    pub(crate) fn session(&self, id: ConnectionId) -> Option<Arc<TlsSession>> {
        self.sessions.lock().get(&id).cloned()
    }

    pub(super) fn note(&self, id: ConnectionId, session: TlsSession) {
        self.sessions.lock().insert(id, Arc::new(session));
    }

    pub(super) fn forget(&self, id: ConnectionId) {
        self.sessions.lock().remove(&id);
    }
}
