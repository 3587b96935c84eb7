//! Numbers of the published interface: kinds of servers and handlers, protocols, methods, defaults.
//!
//! Enums are plain 32-bit numbers with constants, so that no value from C can be undefined behaviour in Rust; a value
//! outside its list is refused with CERVER_ERROR_ARGUMENT where it matters.

/// What a server speaks: one of the `CERVER_TYPE_` constants.
pub type CerverType = i32;

/// No kind.
pub const CERVER_TYPE_NONE: CerverType = 0;
/// Packets handled by the program.
pub const CERVER_TYPE_CUSTOM: CerverType = 1;
/// Packets of games.
pub const CERVER_TYPE_GAME: CerverType = 2;
/// HTTP/1.1.
pub const CERVER_TYPE_WEB: CerverType = 3;
/// Packets that move files.
pub const CERVER_TYPE_FILES: CerverType = 4;

/// Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants.
pub type CerverHandlerType = i32;

/// No handlers: a server set to this does not start.
pub const CERVER_HANDLER_TYPE_NONE: CerverHandlerType = 0;
/// On the reactor's thread, or on the pool when cerver_set_thpool_n_threads() made one. The default.
pub const CERVER_HANDLER_TYPE_POLL: CerverHandlerType = 1;
/// On a thread of the connection's own.
pub const CERVER_HANDLER_TYPE_THREADS: CerverHandlerType = 2;

/// Transport protocol: one of the `PROTOCOL_` constants (the numbers of IP, RFC 790).
pub type CerverProtocol = i32;

/// No protocol.
pub const PROTOCOL_NONE: CerverProtocol = 0;
/// TCP.
pub const PROTOCOL_TCP: CerverProtocol = 6;
/// UDP: refused by cerver_create().
pub const PROTOCOL_UDP: CerverProtocol = 17;

/// HTTP request method (RFC 9110 section 9, RFC 5789): one of the `REQUEST_METHOD_` constants.
pub type CerverRequestMethod = i32;

/// DELETE.
pub const REQUEST_METHOD_DELETE: CerverRequestMethod = 0;
/// GET.
pub const REQUEST_METHOD_GET: CerverRequestMethod = 1;
/// HEAD.
pub const REQUEST_METHOD_HEAD: CerverRequestMethod = 2;
/// POST.
pub const REQUEST_METHOD_POST: CerverRequestMethod = 3;
/// PUT.
pub const REQUEST_METHOD_PUT: CerverRequestMethod = 4;
/// CONNECT.
pub const REQUEST_METHOD_CONNECT: CerverRequestMethod = 5;
/// OPTIONS.
pub const REQUEST_METHOD_OPTIONS: CerverRequestMethod = 6;
/// TRACE.
pub const REQUEST_METHOD_TRACE: CerverRequestMethod = 7;
/// Another token; http_request_get_method_string() has its text.
pub const REQUEST_METHOD_UNDEFINED: CerverRequestMethod = 8;
/// PATCH (RFC 5789).
pub const REQUEST_METHOD_PATCH: CerverRequestMethod = 9;

/// Port of a server that was given none.
pub const CERVER_DEFAULT_PORT: u16 = 7000;
/// Transport protocol of a server that was given none.
pub const CERVER_DEFAULT_PROTOCOL: CerverProtocol = PROTOCOL_TCP;
/// Whether a server binds `::` instead of `0.0.0.0`.
pub const CERVER_DEFAULT_USE_IPV6: bool = false;
/// Connections that may wait to be accepted: the backlog of listen(2).
pub const CERVER_DEFAULT_CONNECTION_QUEUE: u16 = 10;
/// Largest chunk handed to the protocol at once, in bytes.
pub const CERVER_DEFAULT_RECEIVE_BUFFER_SIZE: u32 = 4096;
/// Largest packet with its header, in bytes.
pub const CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE: u32 = 65515;
/// Whether listeners set SO_REUSEADDR and SO_REUSEPORT.
pub const CERVER_DEFAULT_REUSABLE_FLAGS: bool = false;
/// Published size of a worker pool; a pool is made only when cerver_set_thpool_n_threads() is called.
pub const CERVER_DEFAULT_POOL_THREADS: u16 = 4;
/// Sockets prepared in advance by a packet server.
pub const CERVER_DEFAULT_SOCKETS_INIT: u32 = 10;
/// First size of the table of watched descriptors.
pub const CERVER_DEFAULT_POLL_FDS: u32 = 128;
/// Longest wait of one round, in milliseconds.
pub const CERVER_DEFAULT_POLL_TIMEOUT: u32 = 2000;
/// Seconds without activity after which a client of a packet server counts as inactive.
pub const CERVER_DEFAULT_MAX_INACTIVE_TIME: u32 = 60;
/// Seconds between two looks for inactive clients.
pub const CERVER_DEFAULT_CHECK_INACTIVE_INTERVAL: u32 = 30;
/// Whether clients of a packet server have to authenticate.
pub const CERVER_DEFAULT_AUTH_REQUIRED: bool = false;
/// Failed tries after which a client that has to authenticate is dropped.
pub const CERVER_DEFAULT_MAX_AUTH_TRIES: u32 = 2;
/// First size of the table of clients that have not authenticated yet.
pub const CERVER_DEFAULT_ON_HOLD_POLL_FDS: u32 = 64;
/// Longest wait of one round over those clients, in milliseconds.
pub const CERVER_DEFAULT_ON_HOLD_TIMEOUT: u32 = 2000;
/// Bad packets after which such a client is dropped.
pub const CERVER_DEFAULT_ON_HOLD_MAX_BAD_PACKETS: u32 = 4;
/// Whether the version of packets of such clients is checked.
pub const CERVER_DEFAULT_ON_HOLD_CHECK_PACKETS: bool = false;
/// Largest chunk read from such a client at once, in bytes.
pub const CERVER_DEFAULT_ON_HOLD_RECEIVE_BUFFER_SIZE: u32 = 4096;
/// Whether clients get session tokens.
pub const CERVER_DEFAULT_USE_SESSIONS: bool = false;
/// Whether packets name the handler they are for.
pub const CERVER_DEFAULT_MULTIPLE_HANDLERS: bool = false;
/// Whether packets carry a version that is checked.
pub const CERVER_DEFAULT_CHECK_PACKETS: bool = false;
/// Calls of the update callback per second.
pub const CERVER_DEFAULT_UPDATE_TICKS: u32 = 30;
/// Seconds between two calls of the interval callback.
pub const CERVER_DEFAULT_UPDATE_INTERVAL_SECS: u32 = 1;

/// Major version of this header; cerver_version() has the version of the loaded library.
pub const CERVER_VERSION_MAJOR: u32 = 0;
/// Minor version of this header.
pub const CERVER_VERSION_MINOR: u32 = 1;
/// Patch version of this header.
pub const CERVER_VERSION_PATCH: u32 = 0;

/// What a route does with bodies: one of the `HTTP_ROUTE_MODIFIER_` constants.
pub type CerverHttpRouteModifier = i32;

/// The handler gets the whole body. The default.
pub const HTTP_ROUTE_MODIFIER_NONE: CerverHttpRouteModifier = 0;
/// Bodies of the type multipart/form-data are taken apart.
pub const HTTP_ROUTE_MODIFIER_MULTI_PART: CerverHttpRouteModifier = 1;
/// The route takes WebSocket connections: see http_route_set_ws_on_message().
pub const HTTP_ROUTE_MODIFIER_WEB_SOCKET: CerverHttpRouteModifier = 2;

/// What a part of a multipart request is: one of the `MULTI_PART_TYPE_` constants.
pub type CerverMultiPartType = i32;

/// No part.
pub const MULTI_PART_TYPE_NONE: CerverMultiPartType = 0;
/// A file.
pub const MULTI_PART_TYPE_FILE: CerverMultiPartType = 1;
/// A field of the form.
pub const MULTI_PART_TYPE_VALUE: CerverMultiPartType = 2;
