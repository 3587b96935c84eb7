//! What happens to a connection, in words that every protocol and face shares.

use std::{fmt, net::SocketAddr};

/// Names one connection for its whole life and no other one after it.
///
/// 8 bits reactor, 24 bits place, 32 bits generation: a late command to a connection that is gone finds nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ConnectionId(pub(crate) u64);

impl ConnectionId {
    pub(crate) const fn new(reactor: u8, index: u32, generation: u32) -> Self {
        Self((reactor as u64) << 56 | (index as u64) << 32 | generation as u64)
    }

    pub(crate) const fn index(self) -> u32 {
        (self.0 >> 32) as u32 & 0x00ff_ffff
    }

    pub(crate) const fn generation(self) -> u32 {
        self.0 as u32
    }

    /// The identity as one number, for logs and foreign languages.
    pub const fn as_u64(self) -> u64 {
        self.0
    }
}

/// Why a connection ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CloseReason {
    /// The peer closed it.
    Peer,
    /// The peer reset it, or the network did.
    Reset,
    /// The protocol or the application closed it.
    Local,
    /// The peer was too slow to send or to take.
    Timeout,
    /// The server stopped.
    Shutdown,
    /// The peer sent more without an end than the limit for a frame.
    TooLong,
    /// The peer's side of a TLS connection ended without its farewell: what came may not be all that was sent.
    Truncated,
    /// What came broke the rules of TLS, or was changed on its way.
    Tls,
}

/// How a connection is secured by TLS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsSession {
    /// `TLSv1.2` or `TLSv1.3`.
    pub version: &'static str,
    /// The cipher suite by its registered name, such as `TLS13_AES_256_GCM_SHA384`.
    pub cipher: String,
    /// The name that the client asked for (SNI), in lower case.
    pub server_name: Option<Box<str>>,
    /// The application protocol that was agreed on.
    pub alpn: Option<Box<[u8]>>,
    /// The client came back with a ticket of an earlier session.
    pub is_resumed: bool,
    /// The certificate that the client has shown, which was verified.
    pub peer: Option<Box<TlsPeer>>,
}

/// A client's certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsPeer {
    /// In DER form.
    pub certificate: Box<[u8]>,
    /// Its subject as RFC 4514 writes it, such as `CN=alice,O=Example`.
    pub subject: Box<str>,
}

/// Names a descriptor, timer or signal that a server watches for the program; 0 is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct WatchId(pub u64);

/// What of a descriptor is of interest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// It can be read, or has ended.
    pub readable: bool,
    /// It can be written to.
    pub writable: bool,
}

impl Interest {
    /// Reading alone.
    pub const READABLE: Self = Self { readable: true, writable: false };
}

/// What has happened to something that is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Occurrence {
    /// A descriptor is ready for this.
    Ready {
        /// The watch.
        id: WatchId,
        /// The descriptor.
        fd: i32,
        /// For what.
        interest: Interest,
        /// It has an error, or both its sides are closed.
        failed: bool,
    },
    /// A timer's time has come.
    Timer {
        /// The timer; gone, if it does not repeat.
        id: WatchId,
        /// How often, since it was told last.
        count: u64,
    },
    /// A signal has come.
    Signal {
        /// The watch.
        id: WatchId,
        /// Its number.
        number: i32,
        /// How often, since it was told last.
        count: u64,
    },
}

/// The other end of a connection.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Peer {
    /// A TCP client.
    Inet(SocketAddr),
    /// A client on a Unix socket.
    Unix,
}

impl From<Option<SocketAddr>> for Peer {
    /// An accepted socket without an address is that of a Unix client.
    fn from(address: Option<SocketAddr>) -> Self {
        address.map_or(Self::Unix, Self::Inet)
    }
}

impl fmt::Display for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Inet(address) => address.fmt(f),
            Self::Unix => f.write_str("unix"),
        }
    }
}

impl fmt::Debug for Peer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn identity_keeps_its_parts() {
        let id = ConnectionId::new(255, 0x00ff_fffe, u32::MAX);
        assert_eq!((id.index(), id.generation()), (0x00ff_fffe, u32::MAX));
        assert_eq!(ConnectionId::new(1, 2, 3).as_u64(), 0x0100_0002_0000_0003);
    }
}
