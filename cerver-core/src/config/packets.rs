//! Limits of packet servers.

use std::time::Duration;

/// Packets of all clients that may wait for one handler with a thread of its own.
pub const DEFAULT_HANDLER_QUEUE: u32 = 1024;
/// Packets of one client that may be with handlers on other threads, waiting or being handled.
pub const DEFAULT_CLIENT_PACKETS: u32 = 64;
/// Bytes that may wait for a client before packets for it are refused.
pub const DEFAULT_CLIENT_SEND_LIMIT: usize = 1024 * 1024;
/// From the first byte of a packet to its last one.
pub const DEFAULT_PACKET_TIMEOUT: Duration = Duration::from_secs(30);
/// Whether packets carry a version that is checked.
pub const DEFAULT_CHECK_PACKETS: bool = false;

/// Limits of a packet server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PacketOptions {
    /// Bytes of a packet, header included; at least the 32 of a header. See
    /// [`DEFAULT_MAX_RECEIVED_PACKET_SIZE`](super::DEFAULT_MAX_RECEIVED_PACKET_SIZE).
    pub max_packet_size: u64,
    /// A client that has as many is read no further until one is handled; at least 1. See [`DEFAULT_CLIENT_PACKETS`].
    pub client_packets: u32,
    /// A packet that finds other bytes waiting and does not fit beside them is refused. See
    /// [`DEFAULT_CLIENT_SEND_LIMIT`].
    pub client_send_limit: usize,
    /// A client that takes longer to send a packet is told so, and closed; 0 = it may. See [`DEFAULT_PACKET_TIMEOUT`].
    pub packet_timeout: Duration,
    /// Packets for handlers begin with a version of the protocol, and those with a wrong one are refused. See
    /// [`DEFAULT_CHECK_PACKETS`].
    pub check_packets: bool,
    /// With `check_packets`: the number that clients must name.
    pub protocol_id: u32,
    /// With `check_packets`: major and minor version of this side. A client's major one must not be above, its minor
    /// one not below.
    pub protocol_version: (u16, u16),
}

impl Default for PacketOptions {
    fn default() -> Self {
        Self {
            max_packet_size: super::DEFAULT_MAX_RECEIVED_PACKET_SIZE as u64,
            client_packets: DEFAULT_CLIENT_PACKETS,
            client_send_limit: DEFAULT_CLIENT_SEND_LIMIT,
            packet_timeout: DEFAULT_PACKET_TIMEOUT,
            check_packets: DEFAULT_CHECK_PACKETS,
            protocol_id: 0,
            protocol_version: (0, 0),
        }
    }
}
