//! Limits and time-outs of WebSocket.

use std::time::Duration;

/// Bytes of one message, uncompressed.
pub const DEFAULT_WEB_SOCKET_MESSAGE_LIMIT: usize = 16 * 1024 * 1024;
/// Bytes of one frame.
pub const DEFAULT_WEB_SOCKET_FRAME_LIMIT: usize = 16 * 1024 * 1024;
/// Bytes of messages that wait for a handler on another thread before the connection is read no further.
pub const DEFAULT_WEB_SOCKET_QUEUE: usize = 256 * 1024;
/// A connection on which nothing comes for so long is asked by a ping whether it is still there.
pub const DEFAULT_WEB_SOCKET_PING_INTERVAL: Duration = Duration::from_secs(30);
/// It is closed when nothing comes for so long after the ping.
pub const DEFAULT_WEB_SOCKET_PONG_TIMEOUT: Duration = Duration::from_secs(30);
/// How long the client has to answer a close frame.
pub const DEFAULT_WEB_SOCKET_CLOSE_TIMEOUT: Duration = Duration::from_secs(5);
/// Messages are not compressed unless asked.
pub const DEFAULT_WEB_SOCKET_COMPRESSION: bool = false;
/// Effort of compression, 1 (fast) to 9 (small).
pub const DEFAULT_WEB_SOCKET_COMPRESSION_LEVEL: u8 = 5;
/// Bytes of a message below which it is not compressed.
pub const DEFAULT_WEB_SOCKET_COMPRESSION_MIN_SIZE: usize = 64;
/// The window of compression has 2 to this power of bytes.
pub const DEFAULT_WEB_SOCKET_COMPRESSION_WINDOW_BITS: u8 = 15;
/// Connections keep no window between messages: each would take up to 300 KiB of memory.
pub const DEFAULT_WEB_SOCKET_COMPRESSION_CONTEXT: bool = false;

/// Limits and time-outs of the WebSocket connections of a server.
#[derive(Clone, Debug)]
pub struct WebSocketOptions {
    /// A larger message ends the connection with 1009. See [`DEFAULT_WEB_SOCKET_MESSAGE_LIMIT`].
    pub message_limit: usize,
    /// A larger frame ends the connection with 1009. See [`DEFAULT_WEB_SOCKET_FRAME_LIMIT`].
    pub frame_limit: usize,
    /// See [`DEFAULT_WEB_SOCKET_QUEUE`]. One message may be larger.
    pub queue: usize,
    /// See [`DEFAULT_WEB_SOCKET_PING_INTERVAL`]; 0 = no pings, and the idle time-out of the server counts instead.
    pub ping_interval: Duration,
    /// See [`DEFAULT_WEB_SOCKET_PONG_TIMEOUT`].
    pub pong_timeout: Duration,
    /// See [`DEFAULT_WEB_SOCKET_CLOSE_TIMEOUT`].
    pub close_timeout: Duration,
    /// Compress messages for clients that can it (RFC 7692), but for routes that say otherwise. See
    /// [`DEFAULT_WEB_SOCKET_COMPRESSION`].
    pub compression: bool,
    /// 1 to 9. See [`DEFAULT_WEB_SOCKET_COMPRESSION_LEVEL`].
    pub compression_level: u8,
    /// See [`DEFAULT_WEB_SOCKET_COMPRESSION_MIN_SIZE`].
    pub compression_min_size: usize,
    /// 9 to 15. See [`DEFAULT_WEB_SOCKET_COMPRESSION_WINDOW_BITS`].
    pub compression_window_bits: u8,
    /// Messages may refer to earlier ones, in both directions, when the client likes that, too. See
    /// [`DEFAULT_WEB_SOCKET_COMPRESSION_CONTEXT`].
    pub compression_context: bool,
}

impl Default for WebSocketOptions {
    fn default() -> Self {
        Self {
            message_limit: DEFAULT_WEB_SOCKET_MESSAGE_LIMIT,
            frame_limit: DEFAULT_WEB_SOCKET_FRAME_LIMIT,
            queue: DEFAULT_WEB_SOCKET_QUEUE,
            ping_interval: DEFAULT_WEB_SOCKET_PING_INTERVAL,
            pong_timeout: DEFAULT_WEB_SOCKET_PONG_TIMEOUT,
            close_timeout: DEFAULT_WEB_SOCKET_CLOSE_TIMEOUT,
            compression: DEFAULT_WEB_SOCKET_COMPRESSION,
            compression_level: DEFAULT_WEB_SOCKET_COMPRESSION_LEVEL,
            compression_min_size: DEFAULT_WEB_SOCKET_COMPRESSION_MIN_SIZE,
            compression_window_bits: DEFAULT_WEB_SOCKET_COMPRESSION_WINDOW_BITS,
            compression_context: DEFAULT_WEB_SOCKET_COMPRESSION_CONTEXT,
        }
    }
}
