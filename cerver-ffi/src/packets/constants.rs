//! Numbers of cerver's packets.

/// What a packet is: one of the `PACKET_TYPE_` constants.
pub type CerverPacketType = i32;

/// Ignored.
pub const PACKET_TYPE_NONE: CerverPacketType = 0;
/// About the server; its requests are the `CERVER_PACKET_TYPE_` constants.
pub const PACKET_TYPE_CERVER: CerverPacketType = 1;
/// From a client about itself; its requests are the `CLIENT_PACKET_TYPE_` constants.
pub const PACKET_TYPE_CLIENT: CerverPacketType = 2;
/// An error; its request is what kind of error, its data 144 bytes: 64-bit Unix time, 32-bit kind, 128 bytes of text.
pub const PACKET_TYPE_ERROR: CerverPacketType = 3;
/// About files.
pub const PACKET_TYPE_REQUEST: CerverPacketType = 4;
/// About authentication.
pub const PACKET_TYPE_AUTH: CerverPacketType = 5;
/// About games.
pub const PACKET_TYPE_GAME: CerverPacketType = 6;
/// For the program.
pub const PACKET_TYPE_APP: CerverPacketType = 7;
/// For the program: an error.
pub const PACKET_TYPE_APP_ERROR: CerverPacketType = 8;
/// For the program: of a kind of its own.
pub const PACKET_TYPE_CUSTOM: CerverPacketType = 9;
/// Comes back as it is.
pub const PACKET_TYPE_TEST: CerverPacketType = 10;
/// A bad one.
pub const PACKET_TYPE_BAD: CerverPacketType = 11;

/// Request of PACKET_TYPE_CERVER: who the server is, the first packet of every connection. Its data are 656 bytes: 32-bit
/// type, name of 128 bytes, welcome of 512 bytes, 8-bit "uses IPv6" at 644, 32-bit protocol at 648, 16-bit port at 652.
pub const CERVER_PACKET_TYPE_INFO: u32 = 1;
/// Request of PACKET_TYPE_CERVER: the server stops, and this is the last packet.
pub const CERVER_PACKET_TYPE_TEARDOWN: u32 = 2;
/// Request of PACKET_TYPE_CLIENT: the client ends the connection.
pub const CLIENT_PACKET_TYPE_CLOSE_CONNECTION: u32 = 1;
/// Request of PACKET_TYPE_CLIENT: the client ends all its connections.
pub const CLIENT_PACKET_TYPE_DISCONNECT: u32 = 2;
/// Request of PACKET_TYPE_ERROR: a packet of the client's was refused.
pub const CERVER_PACKET_ERROR: u32 = 2;

/// Bytes of a packet's header.
pub const CERVER_PACKET_HEADER_SIZE: u32 = 32;
/// Packets of all clients that may wait for one handler with a thread of its own.
pub const CERVER_DEFAULT_HANDLER_QUEUE: u32 = 1024;
/// Packets of one client that may be with handlers on other threads.
pub const CERVER_DEFAULT_CLIENT_PACKETS: u32 = 64;
/// Bytes that may wait for a client before packets for it are refused.
pub const CERVER_DEFAULT_CLIENT_SEND_LIMIT: u32 = 1_048_576;
/// Milliseconds from the first byte of a packet to its last one.
pub const CERVER_DEFAULT_PACKET_TIMEOUT: u32 = 30_000;
