//! What the TLS connections of one reactor share: how each one is secured, and which of them may begin a handshake in this
//! turn.

use crate::{
    events::{ConnectionId, TlsSession},
    protocol::Notifier,
};
use parking_lot::Mutex;
use std::{
    collections::{HashMap, VecDeque},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
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

/// Counts the handshakes that begin in a turn, whoever has made the connection.
pub(crate) struct Gate {
    per_turn: u32,
    /// Somebody has come since the last turn, or waits.
    is_used: AtomicBool,
    state: Mutex<GateState>,
}

struct GateState {
    /// Handshakes that may still begin in this turn.
    left: u32,
    /// Those that have to wait, at most every connection once.
    waiting: VecDeque<ConnectionId>,
}

impl Gate {
    /// At most so many in a turn, at least 1.
    pub(crate) fn new(per_turn: u32) -> Arc<Self> {
        let per_turn = per_turn.max(1);
        let state = Mutex::new(GateState { left: per_turn, waiting: VecDeque::new() });
        Arc::new(Self { per_turn, is_used: AtomicBool::new(false), state })
    }

    /// Whether a connection may begin its handshake now; otherwise it is notified when it may.
    pub(super) fn enter(&self, id: ConnectionId) -> bool {
        let mut state = self.state.lock();
        self.is_used.store(true, Ordering::Relaxed);
        if state.left > 0 {
            state.left -= 1;
            return true;
        }
        state.waiting.push_back(id);
        false
    }

    /// A turn is over: those who waited longest may go on in the next one, before anybody new.
    #[inline]
    pub(crate) fn end_turn(&self, notifier: &Notifier) {
        if self.is_used.load(Ordering::Relaxed) {
            self.admit_more(notifier);
        }
    }

    fn admit_more(&self, notifier: &Notifier) {
        let mut state = self.state.lock();
        state.left = self.per_turn;
        while state.left > 0
            && let Some(id) = state.waiting.pop_front()
        {
            state.left -= 1;
            notifier.notify(id);
        }
        self.is_used.store(state.left < self.per_turn, Ordering::Relaxed);
    }
}
