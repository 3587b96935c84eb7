//! Packets counted by their type.

use super::wire::packet_type::COUNT;
use std::sync::atomic::{AtomicU64, Ordering};

/// Packets of a server by type; the last place is for types that there are not.
#[derive(Debug, Default)]
pub(super) struct Totals {
    received: [AtomicU64; COUNT + 1],
    sent: [AtomicU64; COUNT + 1],
}

/// Packets of a server by type since its last start; the last place is for types that there are not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PacketStats {
    /// Complete packets of clients.
    pub received: [u64; COUNT + 1],
    /// Packets given to clients' connections.
    pub sent: [u64; COUNT + 1],
}

/// Packets and bytes of one client.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ClientStats {
    /// Complete packets from the client.
    pub packets_received: u64,
    /// Bytes of those packets.
    pub bytes_received: u64,
    /// Packets for the client.
    pub packets_sent: u64,
    /// Bytes for the client, whether the system has taken them or not.
    pub bytes_sent: u64,
}

impl Totals {
    #[inline]
    pub(super) fn received(&self, packet_type: u32) {
        count(&self.received, packet_type);
    }

    #[inline]
    pub(super) fn sent(&self, packet_type: u32) {
        count(&self.sent, packet_type);
    }

    pub(super) fn snapshot(&self) -> PacketStats {
        let read = |counters: &[AtomicU64; COUNT + 1]| counters.each_ref().map(|count| count.load(Ordering::Relaxed));
        PacketStats { received: read(&self.received), sent: read(&self.sent) }
    }
}

#[inline]
fn count(counters: &[AtomicU64; COUNT + 1], packet_type: u32) {
    counters[(packet_type as usize).min(COUNT)].fetch_add(1, Ordering::Relaxed);
}
