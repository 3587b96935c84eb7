//! The way into a reactor from other threads: a list of messages and one wake for all that arrive before it looks.

use super::accept::Entry;
use crate::{
    events::{ConnectionId, WatchId},
    sys::{Accepted, Listener},
};
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
    /// A socket accepted by another reactor, and what becomes of it.
    Adopt(Accepted, Entry),
    /// A listener of the program, with the name by which it is taken away again.
    Listen(Listener, WatchId, Entry),
    /// The end of that.
    Unlisten(WatchId),
    /// A connection that the program has made, and what comes with it, for the tenant.
    Join(Accepted, Box<dyn Any + Send>),
    /// Something to be done on the reactor's thread.
    Run(Box<dyn FnOnce() + Send>),
    /// Something is ready for this connection.
    Notify(ConnectionId),
    /// Accept nothing more; connections live on.
    StopListening,
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
    /// Who turns the reactor is elsewhere, and looks here before the next wait: nobody need be woken.
    is_away: AtomicBool,
    waker: Waker,
}

/// The sending end; cheap to clone, usable from any thread, never blocks.
#[derive(Clone)]
pub(crate) struct Remote(Arc<Shared>);

impl Remote {
    pub(crate) fn new(registry: &Registry, token: Token) -> io::Result<Self> {
        let waker = Waker::new(registry, token)?;
        let messages = Mutex::new(Some(Vec::new()));
        let (is_woken, is_away) = (AtomicBool::new(false), AtomicBool::new(false));
        Ok(Self(Arc::new(Shared { messages, is_woken, is_away, waker })))
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
        // In this order, against come_back(): one of the two sees what the other has written.
        if !self.0.is_woken.swap(true, Ordering::SeqCst) && !self.0.is_away.load(Ordering::SeqCst) {
            // The eventfd behind it can only be full, which wakes too.
            let _ = self.0.waker.wake();
        }
    }

    /// The same where somebody watches the descriptor, who would not come otherwise.
    pub(crate) fn wake_watcher(&self) {
        if !self.0.is_away.load(Ordering::SeqCst) {
            self.wake();
        }
    }

    /// From here on nobody is woken, until [`Remote::come_back`]. Only for a reactor whose descriptor nobody watches.
    pub(crate) fn go_away(&self) {
        self.0.is_away.store(true, Ordering::SeqCst);
    }

    /// Before the reactor waits: true when it would have been woken since [`Remote::go_away`].
    pub(crate) fn come_back(&self) -> bool {
        self.0.is_away.store(false, Ordering::SeqCst);
        self.0.is_woken.load(Ordering::SeqCst)
    }

    /// Wakes the reactor, even when it was to look by itself before it waits.
    pub(crate) fn wake_surely(&self) {
        self.0.is_woken.store(true, Ordering::SeqCst);
        let _ = self.0.waker.wake();
    }

    /// Takes all messages, behind those that are left in the list (which is reused); only the reactor calls this.
    #[inline(always)]
    pub(crate) fn take(&self, into: &mut Vec<Message>) {
        // Who leaves a message wakes after it, so that none is missed without looking.
        if self.0.is_woken.load(Ordering::Acquire) {
            self.0.is_woken.store(false, Ordering::Release);
            if let Some(messages) = &mut *self.0.messages.lock() {
                if into.is_empty() { std::mem::swap(messages, into) } else { into.append(messages) }
            }
        }
    }

    /// Takes no more messages, unless some are left: then false, and nothing changes.
    pub(crate) fn close_when_empty(&self) -> bool {
        let mut messages = self.0.messages.lock();
        let is_empty = messages.as_ref().is_none_or(Vec::is_empty);
        if is_empty {
            *messages = None;
        }
        is_empty
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

#[cfg(test)]
mod tests {
    use super::*;
    use mio::Poll;

    #[test]
    fn what_was_left_before_the_end_is_not_lost() {
        let poll = Poll::new().unwrap();
        let remote = Remote::new(poll.registry(), Token(0)).unwrap();
        assert!(remote.post(Message::StopListening).is_ok());
        assert!(!remote.close_when_empty());
        assert!(remote.post(Message::Drain(7)).is_ok(), "it was not closed");
        let mut messages = Vec::new();
        remote.take(&mut messages);
        assert!(matches!(messages[..], [Message::StopListening, Message::Drain(7)]));
        assert!(remote.close_when_empty());
        assert!(matches!(remote.post(Message::Stop), Err(Message::Stop)), "who leaves it has it back");
        assert!(remote.close_when_empty() && remote.close().is_empty());
    }
}
