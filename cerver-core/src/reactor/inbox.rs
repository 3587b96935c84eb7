//! The way into a reactor from other threads: a list of messages and one wake for all that arrive before it looks.

use crate::{events::ConnectionId, sys::Accepted};
use mio::{Registry, Token, Waker};
use parking_lot::Mutex;
use std::{
    any::Any,
    io,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// What another thread has to tell a reactor.
///
/// The list needs no limit of its own: a connection has at most one notice under way, sockets come from a listener that
/// counts them or from threads of which there are few, and a stop is said once.
pub(crate) enum Message {
    /// A socket accepted by another reactor, and whether its connection is to be secured.
    Adopt(Accepted, bool),
    /// A connection that the program has made, and its protocol (in a box of its own, for the tenant).
    Join(Accepted, Box<dyn Any + Send>),
    /// Something to be done on the reactor's thread.
    Run(Box<dyn FnOnce() + Send>),
    /// Something is ready for this connection.
    Notify(ConnectionId),
    /// Stop gracefully: no new connections, end those that are idle, finish the others until this moment
    /// (milliseconds of the monotonic clock).
    Drain(u64),
    /// Stop at once.
    Stop,
}

struct Shared {
    /// None when the reactor has ended.
    messages: Mutex<Option<Vec<Message>>>,
    is_woken: AtomicBool,
    waker: Waker,
}

/// The sending end; cheap to clone, usable from any thread, never blocks.
#[derive(Clone)]
pub(crate) struct Remote(Arc<Shared>);

impl Remote {
    pub(crate) fn new(registry: &Registry, token: Token) -> io::Result<Self> {
        let waker = Waker::new(registry, token)?;
        let shared = Shared { messages: Mutex::new(Some(Vec::new())), is_woken: AtomicBool::new(false), waker };
        Ok(Self(Arc::new(shared)))
    }

    /// Leaves a message, and wakes the reactor unless that has been done since it last looked; gives the message back
    /// when the reactor has ended.
    pub(crate) fn post(&self, message: Message) -> Result<(), Message> {
        match &mut *self.0.messages.lock() {
            Some(messages) => messages.push(message),
            None => return Err(message),
        }
        self.wake();
        Ok(())
    }

    /// Makes the reactor's next wait end at once.
    pub(crate) fn wake(&self) {
        if !self.0.is_woken.swap(true, Ordering::AcqRel) {
            // The eventfd behind it can only be full, which wakes too.
            let _ = self.0.waker.wake();
        }
    }

    /// Takes all messages (into an empty list that is reused); only the reactor calls this.
    #[inline]
    pub(crate) fn take(&self, into: &mut Vec<Message>) {
        // Who leaves a message wakes after it, so that none is missed without looking.
        if self.0.is_woken.load(Ordering::Acquire) {
            self.0.is_woken.store(false, Ordering::Release);
            if let Some(messages) = &mut *self.0.messages.lock() {
                std::mem::swap(messages, into);
            }
        }
    }

    /// Takes no more messages; returns those that were left.
    pub(crate) fn close(&self) -> Vec<Message> {
        self.0.messages.lock().take().unwrap_or_default()
    }

    /// True when both lead to the same reactor.
    pub(crate) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}
