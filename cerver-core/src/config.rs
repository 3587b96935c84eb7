//! Every option, limit and default in one place.
//!
//! The published constants of cerver come first; each is the default of a live option or takes effect with
//! packets (see `docs/constants.md`).

mod admin;
mod cors;
mod jwt;
mod packets;
mod tls;
mod updates;
mod uploads;
mod web_socket;

pub use admin::*;
pub use cors::*;
pub use jwt::*;
pub use packets::*;
pub use tls::*;
pub use updates::*;
pub use uploads::*;
pub use web_socket::*;

use crate::error::{Code, Error, Result};
use std::{net::SocketAddr, path::PathBuf, time::Duration};

/// Port of a server created without one.
pub const DEFAULT_PORT: u16 = 7000;
/// TCP.
pub const DEFAULT_PROTOCOL: i32 = 6;
/// Listen on IPv4 unless asked otherwise.
pub const DEFAULT_USE_IPV6: bool = false;
/// Length of the kernel's queue of connections not accepted yet.
pub const DEFAULT_CONNECTION_QUEUE: u16 = 10;
/// Largest chunk handed to raw protocols, in bytes.
pub const DEFAULT_RECEIVE_BUFFER_SIZE: usize = 4096;
/// Largest packet, header included, in bytes.
pub const DEFAULT_MAX_RECEIVED_PACKET_SIZE: usize = 65515;
/// One listener, and a second server on the port is refused.
pub const DEFAULT_REUSABLE_FLAGS: bool = false;
/// The published size of the worker pool.
pub const DEFAULT_POOL_THREADS: u16 = 4;
/// Connections for which room is made at start.
pub const DEFAULT_SOCKETS_INIT: usize = 10;
/// Readiness events taken from the kernel in one turn.
pub const DEFAULT_POLL_FDS: usize = 128;
/// Longest wait of one turn, in milliseconds.
pub const DEFAULT_POLL_TIMEOUT: u32 = 2000;
/// Seconds without a request after which a connection is closed.
pub const DEFAULT_MAX_INACTIVE_TIME: u32 = 60;

/// Bytes asked from the kernel in one read of a reactor.
pub const DEFAULT_READ_SIZE: usize = 64 * 1024;
/// Connections at a time.
pub const DEFAULT_MAX_CONNECTIONS: u32 = 16_384;
/// Threads of their own that connections may have.
pub const DEFAULT_MAX_HANDLER_THREADS: u32 = 512;
/// Requests that may wait for a thread of the pool.
pub const DEFAULT_POOL_QUEUE: u32 = 1024;
/// Bytes waiting for a client above which a sender is told to wait.
pub const DEFAULT_SEND_HIGH: usize = 256 * 1024;
/// Bytes waiting for a client below which it may go on.
pub const DEFAULT_SEND_LOW: usize = 64 * 1024;
/// A client that takes none of the bytes that wait for it is cut off after this.
pub const DEFAULT_WRITE_TIMEOUT: Duration = Duration::from_secs(30);
/// Bytes a second that a client must take while an answer waits for it.
pub const DEFAULT_MIN_SEND_RATE: u32 = 256;
/// Connections of one address at a time: 0, no limit, because a proxy has one address for everybody.
pub const DEFAULT_MAX_CONNECTIONS_PER_ADDRESS: u32 = 0;
/// Whether a server listens.
pub const DEFAULT_LISTENS: bool = true;
/// Descriptors, timers and signals that a server watches for the program.
pub const DEFAULT_WATCH_LIMIT: u32 = 1024;
/// What a graceful stop waits for.
pub const DEFAULT_DRAIN_TIMEOUT: Duration = Duration::from_secs(5);
/// Reactors of one server.
pub const DEFAULT_REACTORS: u16 = 1;

/// Least bytes of one read of a reactor.
pub const MIN_READ_SIZE: usize = 1024;
/// Most bytes of one read of a reactor.
pub const MAX_READ_SIZE: usize = 16 << 20;
/// Most connections at a time: their identities have room for so many.
pub const MAX_CONNECTIONS: u32 = 1 << 22;
/// Most reactors of one server: identities of connections have room for so many.
pub const MAX_REACTORS: u16 = 256;

/// Bytes of a request body.
pub const DEFAULT_BODY_LIMIT: usize = 16 * 1024 * 1024;
/// Bytes of a request line.
pub const DEFAULT_REQUEST_LINE_LIMIT: usize = 16 * 1024;
/// Bytes of a request head.
pub const DEFAULT_HEAD_LIMIT: usize = 64 * 1024;
/// Header fields of a request.
pub const DEFAULT_HEADER_COUNT_LIMIT: u32 = 128;
/// Bytes of chunk extensions of one request in sum.
pub const DEFAULT_CHUNK_EXTENSION_LIMIT: usize = 4 * 1024;
/// Bytes of the trailer section of one request.
pub const DEFAULT_TRAILER_LIMIT: usize = 8 * 1024;
/// Requests on one connection: 0, no limit, because memory does not grow with their number.
pub const DEFAULT_KEEP_ALIVE_REQUESTS: u32 = 0;
/// When a client that is answered 503 for want of room should come again.
pub const DEFAULT_RETRY_AFTER: Duration = Duration::from_secs(1);
/// From the first byte of a request to the end of its head.
pub const DEFAULT_HEAD_TIMEOUT: Duration = Duration::from_secs(10);
/// From the end of the head to the end of the body.
pub const DEFAULT_BODY_TIMEOUT: Duration = Duration::from_secs(120);
/// Bytes per second that a body must bring on average.
pub const DEFAULT_BODY_RATE: u32 = 240;
/// How long a body may be slower than that.
pub const DEFAULT_BODY_GRACE: Duration = Duration::from_secs(5);
/// Bytes of a streamed body that wait for the handler before the connection is read no further.
pub const DEFAULT_BODY_WINDOW: usize = 256 * 1024;
/// Bytes of lines for the access log that a reactor keeps while they cannot be written.
pub const DEFAULT_ACCESS_LOG_BUFFER: usize = 64 * 1024;
/// Whether requests get names.
pub const DEFAULT_REQUEST_IDS: RequestIds = RequestIds::Off;
/// Whether the latency of each route is measured.
pub const DEFAULT_ROUTE_METRICS: bool = false;
/// Whether a request whose path has routes, but none for its method, is told so (405).
pub const DEFAULT_METHOD_ERRORS: bool = true;
/// Whether a request that its handler leaves without an answer has its connection closed in place of a 500.
pub const DEFAULT_CLOSE_UNANSWERED: bool = false;
/// From the request to its answer.
pub const DEFAULT_ANSWER_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a streamed answer may have nothing to send after its client has ended its side of the connection. That may be
/// a client that has gone, as when a browser leaves a page of server-sent events, or one that only has nothing more to ask,
/// as `nc -N`: what is sent to the former comes back as an error at once, so only silence needs a limit.
pub const DEFAULT_HALF_CLOSED_TIMEOUT: Duration = Duration::from_secs(1);

/// Bytes of a stream server that may wait to be pulled.
pub const DEFAULT_EVENT_BYTES: usize = 1024 * 1024;

/// Bytes of a frame, or of one read, of a stream connection.
pub const DEFAULT_FRAME_LIMIT: usize = 1024 * 1024;
/// From the first byte of a frame, or from the request for a read, to its end: zero, no limit, because a program may wait
/// for its peer to speak.
pub const DEFAULT_READ_TIMEOUT: Duration = Duration::ZERO;
/// Pieces of memory that a stream connection may have borrowed of the program at a time.
pub const DEFAULT_LENT_LIMIT: u32 = 256;
/// What a new connection of a pulled stream server has sent already is told of in a later round than the connection.
pub const DEFAULT_EARLY_EVENTS: bool = false;

/// Threads that make connections and look up names for stream servers.
pub const DEFAULT_ERRAND_THREADS: u32 = 8;
/// Connections and look-ups that wait for such a thread.
pub const DEFAULT_ERRAND_QUEUE: u32 = 1024;

/// Answers are not compressed unless asked.
pub const DEFAULT_COMPRESSION: bool = false;
/// Effort of compression, 1 (fast) to 9 (small).
pub const DEFAULT_COMPRESSION_LEVEL: u8 = 5;
/// Bytes of a complete body below which it is not compressed.
pub const DEFAULT_COMPRESSION_MIN_SIZE: usize = 1024;
/// Bytes of a complete body above which it is not compressed.
pub const DEFAULT_COMPRESSION_MAX_SIZE: usize = 1024 * 1024;
/// Streamed answers that are being compressed at a time.
pub const DEFAULT_COMPRESSION_STREAMS: u32 = 1024;

/// `Cache-Control: max-age` of the files of a folder, in seconds: none is sent.
pub const DEFAULT_FOLDER_MAX_AGE: Option<u32> = None;
/// Whether the files of a folder never change under their names.
pub const DEFAULT_FOLDER_IMMUTABLE: bool = false;
/// Whether a folder without an index.html shows what is in it.
pub const DEFAULT_FOLDER_LISTING: bool = false;
/// Names on one page of a listing.
pub const DEFAULT_FOLDER_LISTING_LIMIT: u32 = 1000;
/// Whether names that begin with a dot are served.
pub const DEFAULT_FOLDER_DOT_FILES: bool = false;
/// Whether `.br` and `.gz` files beside a file are sent in its place to clients that take them.
pub const DEFAULT_FOLDER_PRECOMPRESSED: bool = false;
/// Files of up to 8 KiB of a folder that each reactor keeps in memory.
pub const DEFAULT_FOLDER_KEPT_FILES: u32 = 128;
/// Ranges of one request; one that asks for more gets the whole file.
pub const DEFAULT_RANGE_LIMIT: u32 = 16;

/// Where the application's handlers run. Reading, parsing and writing stay on the reactor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Placement {
    /// On the reactor's thread: fastest; a handler that blocks delays the other connections of that reactor.
    Reactor,
    /// On one of `threads` workers behind a bounded queue.
    Pool {
        /// Number of workers, at least 1.
        threads: u16,
    },
    /// On a thread of the connection's own, made at its first request.
    OwnThread,
}

/// Whether requests get names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestIds {
    /// They have none; X-Request-Id is a header like any other.
    Off,
    /// Each gets a new one, whatever the client says.
    Generate,
    /// The client's is taken when it is good (see [`is_good`](crate::http::request_id::is_good)); otherwise a new one is made. For clients that can be
    /// trusted not to use the name of another's request, such as a proxy of one's own.
    Trust,
}

/// Where a server listens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Listen {
    /// TCP on a numeric address; port 0 lets the system choose.
    Tcp(SocketAddr),
    /// A Unix stream socket: made at start with these permission bits, removed at stop.
    Unix {
        /// Path in the file system, at most 107 bytes.
        path: PathBuf,
        /// Permission bits of the socket file.
        mode: u32,
    },
    /// A descriptor that is bound and listening already; it is duplicated at start and stays the caller's.
    Inherited(i32),
    /// One of the others, whose connections are secured by TLS as [`Options::tls`] says.
    Tls(Box<Self>),
}

impl Default for Listen {
    /// All IPv4 addresses, [`DEFAULT_PORT`].
    fn default() -> Self {
        Self::Tcp(SocketAddr::from(([0, 0, 0, 0], DEFAULT_PORT)))
    }
}

/// Options of a server; read once by each start.
#[derive(Clone, Debug)]
pub struct Options {
    /// All listeners, in the order in which they were added.
    pub listen: Vec<Listen>,
    /// Kernel queue of each listener.
    pub backlog: u32,
    /// true: SO_REUSEPORT, and with several reactors a listener for each; other processes that set it too may listen on
    /// the same port. false: one listener, and a second one on the port is refused.
    pub reuse_address: bool,
    /// Number of reactors, at most [`MAX_REACTORS`]; 0 = one for each core. A server that the caller turns has one.
    pub reactors: u16,
    /// Where handlers run.
    pub placement: Placement,
    /// Requests that may wait for the pool.
    pub pool_queue: u32,
    /// Limit of threads of [`Placement::OwnThread`]; accepting pauses at the limit.
    pub max_handler_threads: u32,
    /// Limit of open connections, 1 to [`MAX_CONNECTIONS`]; accepting pauses at the limit.
    pub max_connections: u32,
    /// Limit of open connections from one IPv4 address, or from one /64 of IPv6 addresses; above it they are closed as
    /// soon as they are accepted. 0 = no limit. Clients on a Unix socket have no address and are not counted.
    pub max_connections_per_address: u32,
    /// Descriptors, timers and signals that the server watches for the program.
    pub watch_limit: u32,
    /// Whether the server listens; without it there are only connections that the program makes.
    pub listens: bool,
    /// Bytes of one read from a socket, [`MIN_READ_SIZE`] to [`MAX_READ_SIZE`].
    pub read_size: usize,
    /// Most bytes handed at once to a protocol that takes its input in chunks; see
    /// [`Factory::takes_chunks`](crate::protocol::Factory::takes_chunks).
    pub receive_buffer_size: usize,
    /// High mark of a connection's send queue, in bytes.
    pub send_high: usize,
    /// Low mark of a connection's send queue, in bytes; below the high mark.
    pub send_low: usize,
    /// See [`DEFAULT_WRITE_TIMEOUT`]; 0 = never.
    pub write_timeout: Duration,
    /// Bytes a second that a client must acknowledge on average over each [`Options::write_timeout`] in which something
    /// waits for it, or else it is cut off. So `n` bytes wait for no longer than `n` / rate + `write_timeout`. 0 = any
    /// progress will do. Without effect when the write time-out is 0.
    pub min_send_rate: u32,
    /// See [`DEFAULT_MAX_INACTIVE_TIME`].
    pub idle_timeout: Duration,
    /// See [`DEFAULT_DRAIN_TIMEOUT`].
    pub drain_timeout: Duration,
    /// What is called again and again while the server runs, each on a thread of its own.
    pub updates: Vec<Update>,
    /// What the listeners of the kind [`Listen::Tls`] need.
    pub tls: TlsOptions,
}

impl Options {
    /// Refuses values that no server can work with; each start looks, too.
    pub fn check(&self) -> Result<()> {
        let rules = [
            ((MIN_READ_SIZE..=MAX_READ_SIZE).contains(&self.read_size), "the read size must be 1 KiB to 16 MiB"),
            (self.receive_buffer_size > 0, "a chunk must have at least one byte"),
            (self.max_connections > 0, "at least one connection must be allowed"),
            (self.max_connections <= MAX_CONNECTIONS, "at most 4,194,304 connections can be allowed"),
            (self.reactors <= MAX_REACTORS, "a server has at most 256 reactors"),
            (self.send_low < self.send_high, "the low mark of the send queue must be below the high mark"),
        ];
        match rules.into_iter().find(|(holds, _)| !holds) {
            Some((_, text)) => Err(Error::new(Code::Argument, text)),
            None => Ok(()),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            listen: Vec::new(),
            backlog: u32::from(DEFAULT_CONNECTION_QUEUE),
            reuse_address: DEFAULT_REUSABLE_FLAGS,
            reactors: DEFAULT_REACTORS,
            placement: Placement::Reactor,
            pool_queue: DEFAULT_POOL_QUEUE,
            max_handler_threads: DEFAULT_MAX_HANDLER_THREADS,
            max_connections: DEFAULT_MAX_CONNECTIONS,
            max_connections_per_address: DEFAULT_MAX_CONNECTIONS_PER_ADDRESS,
            watch_limit: DEFAULT_WATCH_LIMIT,
            listens: DEFAULT_LISTENS,
            read_size: DEFAULT_READ_SIZE,
            receive_buffer_size: DEFAULT_RECEIVE_BUFFER_SIZE,
            send_high: DEFAULT_SEND_HIGH,
            send_low: DEFAULT_SEND_LOW,
            write_timeout: DEFAULT_WRITE_TIMEOUT,
            min_send_rate: DEFAULT_MIN_SEND_RATE,
            idle_timeout: Duration::from_secs(DEFAULT_MAX_INACTIVE_TIME as u64),
            drain_timeout: DEFAULT_DRAIN_TIMEOUT,
            updates: Vec::new(),
            tls: TlsOptions::default(),
        }
    }
}

/// Limits and time-outs of HTTP.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// See [`DEFAULT_BODY_LIMIT`].
    pub body_limit: usize,
    /// See [`DEFAULT_REQUEST_LINE_LIMIT`].
    pub request_line_limit: usize,
    /// See [`DEFAULT_HEAD_LIMIT`].
    pub head_limit: usize,
    /// See [`DEFAULT_HEADER_COUNT_LIMIT`].
    pub header_count_limit: u32,
    /// See [`DEFAULT_CHUNK_EXTENSION_LIMIT`].
    pub chunk_extension_limit: usize,
    /// See [`DEFAULT_TRAILER_LIMIT`].
    pub trailer_limit: usize,
    /// Requests that one connection may make; the answer to the last one says so and closes. 0 = no limit. See
    /// [`DEFAULT_KEEP_ALIVE_REQUESTS`].
    pub keep_alive_requests: u32,
    /// What Retry-After of a 503 says, in whole seconds rounded up; 0 = there is no such header. See
    /// [`DEFAULT_RETRY_AFTER`].
    pub retry_after: Duration,
    /// See [`DEFAULT_HEAD_TIMEOUT`].
    pub head_timeout: Duration,
    /// See [`DEFAULT_BODY_TIMEOUT`].
    pub body_timeout: Duration,
    /// See [`DEFAULT_BODY_RATE`]; 0 = any rate.
    pub body_rate: u32,
    /// See [`DEFAULT_BODY_GRACE`].
    pub body_grace: Duration,
    /// See [`DEFAULT_BODY_WINDOW`].
    pub body_window: usize,
    /// See [`DEFAULT_FORM_LIMIT`].
    pub form_limit: usize,
    /// See [`DEFAULT_FORM_PAIRS_LIMIT`].
    pub form_pairs_limit: usize,
    /// Multipart bodies and uploaded files.
    pub uploads: UploadOptions,
    /// Tokens.
    pub jwt: JwtOptions,
    /// Routes for who runs the server.
    pub admin: AdminOptions,
    /// Pages of other sites.
    pub cors: CorsOptions,
    /// See [`DEFAULT_ANSWER_TIMEOUT`].
    pub answer_timeout: Duration,
    /// How long a streamed answer may have nothing to send after its client has ended its side of the connection; 0 = for
    /// ever. See [`DEFAULT_HALF_CLOSED_TIMEOUT`].
    pub half_closed_timeout: Duration,
    /// Compress answers, but for routes that say otherwise. See [`DEFAULT_COMPRESSION`].
    pub compression: bool,
    /// 1 to 9. See [`DEFAULT_COMPRESSION_LEVEL`].
    pub compression_level: u8,
    /// See [`DEFAULT_COMPRESSION_MIN_SIZE`].
    pub compression_min_size: usize,
    /// A body is compressed in one go by the thread that answers, so this bounds how long it is busy; see
    /// [`DEFAULT_COMPRESSION_MAX_SIZE`].
    pub compression_max_size: usize,
    /// Further streams are not compressed. See [`DEFAULT_COMPRESSION_STREAMS`].
    pub compression_streams: u32,
    /// Whether requests get names, which clients find in X-Request-Id.
    pub request_ids: RequestIds,
    /// See [`DEFAULT_ACCESS_LOG_BUFFER`]; at least 4096.
    pub access_log_buffer: usize,
    /// Measures how long the answers of each route take.
    pub route_metrics: bool,
    /// WebSocket connections.
    pub web_socket: WebSocketOptions,
    /// false: what a path has no route for with this method counts as a request without a route. See
    /// [`DEFAULT_METHOD_ERRORS`].
    pub method_errors: bool,
    /// See [`DEFAULT_CLOSE_UNANSWERED`].
    pub close_unanswered: bool,
}

impl Default for HttpOptions {
    fn default() -> Self {
        Self {
            body_limit: DEFAULT_BODY_LIMIT,
            request_line_limit: DEFAULT_REQUEST_LINE_LIMIT,
            head_limit: DEFAULT_HEAD_LIMIT,
            header_count_limit: DEFAULT_HEADER_COUNT_LIMIT,
            chunk_extension_limit: DEFAULT_CHUNK_EXTENSION_LIMIT,
            trailer_limit: DEFAULT_TRAILER_LIMIT,
            keep_alive_requests: DEFAULT_KEEP_ALIVE_REQUESTS,
            retry_after: DEFAULT_RETRY_AFTER,
            head_timeout: DEFAULT_HEAD_TIMEOUT,
            body_timeout: DEFAULT_BODY_TIMEOUT,
            body_rate: DEFAULT_BODY_RATE,
            body_grace: DEFAULT_BODY_GRACE,
            body_window: DEFAULT_BODY_WINDOW,
            form_limit: DEFAULT_FORM_LIMIT,
            form_pairs_limit: DEFAULT_FORM_PAIRS_LIMIT,
            uploads: UploadOptions::default(),
            jwt: JwtOptions::default(),
            admin: AdminOptions::default(),
            cors: CorsOptions::default(),
            answer_timeout: DEFAULT_ANSWER_TIMEOUT,
            half_closed_timeout: DEFAULT_HALF_CLOSED_TIMEOUT,
            compression: DEFAULT_COMPRESSION,
            compression_level: DEFAULT_COMPRESSION_LEVEL,
            compression_min_size: DEFAULT_COMPRESSION_MIN_SIZE,
            compression_max_size: DEFAULT_COMPRESSION_MAX_SIZE,
            compression_streams: DEFAULT_COMPRESSION_STREAMS,
            request_ids: DEFAULT_REQUEST_IDS,
            access_log_buffer: DEFAULT_ACCESS_LOG_BUFFER,
            route_metrics: DEFAULT_ROUTE_METRICS,
            web_socket: WebSocketOptions::default(),
            method_errors: DEFAULT_METHOD_ERRORS,
            close_unanswered: DEFAULT_CLOSE_UNANSWERED,
        }
    }
}

/// Options of one folder whose files are served.
#[derive(Clone, Debug)]
pub struct FolderOptions {
    /// Seconds for which clients may use a file without asking again. See [`DEFAULT_FOLDER_MAX_AGE`].
    pub max_age: Option<u32>,
    /// Adds `immutable` to a `max_age`: clients do not even ask on a reload. See [`DEFAULT_FOLDER_IMMUTABLE`].
    pub immutable: bool,
    /// See [`DEFAULT_FOLDER_LISTING`].
    pub listing: bool,
    /// More names than this are cut off. See [`DEFAULT_FOLDER_LISTING_LIMIT`].
    pub listing_limit: u32,
    /// See [`DEFAULT_FOLDER_DOT_FILES`].
    pub dot_files: bool,
    /// See [`DEFAULT_FOLDER_PRECOMPRESSED`].
    pub precompressed: bool,
    /// Files of up to 8 KiB that each reactor keeps in memory as long as those in the folder are the same; 0: none. See
    /// [`DEFAULT_FOLDER_KEPT_FILES`].
    pub kept_files: u32,
    /// 0: ranges are neither offered nor served. See [`DEFAULT_RANGE_LIMIT`].
    pub range_limit: u32,
}

impl Default for FolderOptions {
    fn default() -> Self {
        Self {
            max_age: DEFAULT_FOLDER_MAX_AGE,
            immutable: DEFAULT_FOLDER_IMMUTABLE,
            listing: DEFAULT_FOLDER_LISTING,
            listing_limit: DEFAULT_FOLDER_LISTING_LIMIT,
            dot_files: DEFAULT_FOLDER_DOT_FILES,
            precompressed: DEFAULT_FOLDER_PRECOMPRESSED,
            kept_files: DEFAULT_FOLDER_KEPT_FILES,
            range_limit: DEFAULT_RANGE_LIMIT,
        }
    }
}
