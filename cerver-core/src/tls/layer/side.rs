//! The two sides of TLS, and what each has in common with others of its kind.

use super::{Dialer, Factory, Setup};
use std::sync::Arc;

/// Which side of TLS this is.
pub(super) enum Side {
    Server {
        setup: Arc<Setup>,
        factory: Arc<dyn Factory>,
    },
    /// The server's, of a connection that the program has handed over.
    Adopted(Arc<Setup>),
    Client(Arc<Dialer>),
}

impl Side {
    pub(super) fn handshake_millis(&self) -> u64 {
        match self {
            Self::Server { setup, .. } | Self::Adopted(setup) => setup.handshake_millis,
            Self::Client(dialer) => dialer.handshake_millis,
        }
    }

    pub(super) fn handshake_bytes(&self) -> usize {
        match self {
            Self::Server { setup, .. } | Self::Adopted(setup) => setup.handshake_bytes,
            Self::Client(dialer) => dialer.handshake_bytes,
        }
    }

    /// The other side, in words.
    pub(super) const fn peer(&self) -> &'static str {
        match self {
            Self::Server { .. } | Self::Adopted(_) => "the client",
            Self::Client(_) => "the server",
        }
    }
}
