//! The way into a running server from threads that are none of its own.

use super::run::Run;
use crate::{
    connection::Newcomer,
    error::{Code, Error, Result},
    protocol::Protocol,
    reactor::Message,
    sys::Accepted,
    tls::Secure,
};
use std::sync::{Arc, Weak};

/// Reaches one run of a server, and nobody when it is over. Any thread may use it, and it never blocks.
#[derive(Clone)]
pub struct Door(Weak<Run>);

impl Door {
    pub(super) fn new(run: &Arc<Run>) -> Self {
        Self(Arc::downgrade(run))
    }

    fn run(&self) -> Result<Arc<Run>> {
        self.0.upgrade().ok_or_else(|| Error::new(Code::State, "the server has stopped"))
    }

    /// Gives a connection that the program has made to one of the reactors, to be secured there in case; [`Code::State`]
    /// when the server has stopped, and then all is dropped.
    pub(crate) fn join(&self, accepted: Accepted, protocol: Box<dyn Protocol>, secure: Option<Secure>) -> Result<()> {
        self.run()?.post(Message::Join(accepted, Box::new(Newcomer { protocol, secure })))
    }

    /// Has a task done on the thread of a reactor; [`Code::State`] when the server has stopped.
    pub(crate) fn post(&self, task: impl FnOnce() + Send + 'static) -> Result<()> {
        self.run()?.post(Message::Run(Box::new(task)))
    }
}
