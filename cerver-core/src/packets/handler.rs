//! What the application does with packets.

use super::{
    client::Client,
    wire::{Header, Version, packet_type},
};
use crate::host;
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

/// A packet for a handler.
#[derive(Clone, Copy)]
pub struct Packet<'a> {
    /// Who sent it. The handle may be stale when the handler has a thread of its own: a packet that came is handled,
    /// also when its client has gone.
    pub client: Client,
    /// Its header.
    pub header: Header,
    /// The version in front of the data, where packets are checked.
    pub version: Option<Version>,
    /// Its data, without the version.
    pub data: &'a [u8],
}

/// The program's code for packets. No lock of the library is held while it runs. What panics is counted, and the client
/// aborted.
pub trait Code: Send + Sync {
    /// A thread of the handler's own begins, before its first packet.
    fn begin(&self) {}
    /// A packet.
    fn handle(&self, packet: Packet<'_>);
    /// That thread ends, after its last packet.
    fn end(&self) {}
}

/// A handler.
#[derive(Clone)]
pub struct Handler {
    /// true: it runs where handlers of the server run, one packet of a client after the other. false: on one thread of
    /// its own, one packet after the other.
    pub is_direct: bool,
    /// Packets that may wait for the thread of its own; clients with further ones are not read meanwhile. At least 1.
    pub queue_limit: u32,
    /// What it does.
    pub code: Arc<dyn Code>,
}

/// The handlers of a server.
#[derive(Clone, Default)]
pub struct Handlers {
    /// For packets of the type APP.
    pub app: Option<Handler>,
    /// For packets of the type APP_ERROR.
    pub app_error: Option<Handler>,
    /// For packets of the type CUSTOM.
    pub custom: Option<Handler>,
    /// Not empty: packets of the type APP go to the one whose number is in their header, in place of `app`.
    pub numbered: Vec<(u8, Handler)>,
}

impl Handlers {
    /// All of them, each changed.
    pub(super) fn map<T>(&self, mut make: impl FnMut(&Handler) -> T) -> Places<T> {
        Places {
            app: self.app.as_ref().map(&mut make),
            app_error: self.app_error.as_ref().map(&mut make),
            custom: self.custom.as_ref().map(&mut make),
            numbered: self.numbered.iter().map(|(number, handler)| (*number, make(handler))).collect(),
        }
    }
}

/// One of something for each handler.
pub(super) struct Places<T> {
    app: Option<T>,
    app_error: Option<T>,
    custom: Option<T>,
    numbered: Vec<(u8, T)>,
}

impl<T> Places<T> {
    /// The one that a packet is for.
    #[inline]
    pub(super) fn find(&self, header: &Header) -> Option<&T> {
        match header.packet_type {
            packet_type::APP if !self.numbered.is_empty() => {
                let found = self.numbered.iter().find(|(number, _)| *number == header.handler_id);
                found.map(|(_, place)| place)
            }
            packet_type::APP => self.app.as_ref(),
            packet_type::APP_ERROR => self.app_error.as_ref(),
            packet_type::CUSTOM => self.custom.as_ref(),
            _ => None,
        }
    }
}

/// A packet with data of its own, on its way to another thread.
pub(super) struct Carried {
    pub(super) client: Client,
    header: Header,
    version: Option<Version>,
    data: Vec<u8>,
}

impl Carried {
    pub(super) fn new(packet: &Packet<'_>) -> Self {
        Self { client: packet.client, header: packet.header, version: packet.version, data: packet.data.to_vec() }
    }

    pub(super) fn packet(&self) -> Packet<'_> {
        Packet { client: self.client, header: self.header, version: self.version, data: &self.data }
    }
}

/// Calls the program; false when that panicked.
#[inline]
pub(super) fn call(code: impl FnOnce()) -> bool {
    !matches!(host::enter(|| catch_unwind(AssertUnwindSafe(code))), Some(Err(_)))
}
