/* cerver: one server core for C and every language that can load a shared library.
 * Generated from cerver-ffi by cbindgen. Do not edit: change the Rust side and run `make header`.
 *
 * Rules for all functions; each says only what it adds to them.
 *
 * Handles. A pointer to CerverServer, CerverHttp, CerverHttpRoute, CerverHttpStaticPath, CerverHttpResponse,
 * CerverHttpReceive, CerverHttpRequest, CerverMultiPart, CerverPairs, CerverConnection, CerverBsem, CerverMutex, CerverCond,
 * CerverJobHandler, CerverJobQueue, CerverWorker, CerverHttpJwt, CerverHandler, CerverClient, CerverPacketConnection,
 * CerverOrphan or CerverTls is a handle: a number that is never dereferenced. NULL gives CERVER_ERROR_NULL, the handle of a freed object or any other number
 * CERVER_ERROR_HANDLE, the handle of another kind of object CERVER_ERROR_TYPE, and any handle CERVER_ERROR_FORKED in a process
 * that was forked after the first handle was made. These four are the handle errors. Only CerverString, CerverStats,
 * CerverEvent, CerverHttpErrorPage, CerverHttpOrigin, CerverReceive, CerverJob, CerverPacket, CerverHandlerData, CerverUpdate,
 * CerverPacketStats and CerverClientStats are memory that a program reads.
 *
 * Errors. A function that returns CerverStatus returns the error. Others return 1 (uint8_t, CerverOutcome), NULL, 0, false,
 * -1 or nothing, as their comment says. All set the thread's last error: see cerver_last_error(). Out-parameters come last and are written
 * only on success. A fault inside the library never leaves it: it gives CERVER_ERROR_PANIC.
 *
 * Texts. A `const char *` that goes in ends with a NUL, is UTF-8 and at most 64 KiB long unless said otherwise, and is copied;
 * data with a length may hold any bytes, and may be NULL when the length is 0.
 *
 * Threads. "Thread: any" means any thread at any time, also several at once and from inside a handler. No lock is held while
 * a handler or delete function runs.
 */

#ifndef CERVER_H
#define CERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/**
 * Port of a server that was given none.
 */
#define CERVER_DEFAULT_PORT 7000

/**
 * Whether a server binds `::` instead of `0.0.0.0`.
 */
#define CERVER_DEFAULT_USE_IPV6 false

/**
 * Connections that may wait to be accepted: the backlog of listen(2).
 */
#define CERVER_DEFAULT_CONNECTION_QUEUE 10

/**
 * Largest chunk handed to the protocol at once, in bytes.
 */
#define CERVER_DEFAULT_RECEIVE_BUFFER_SIZE 4096

/**
 * Largest packet with its header, in bytes.
 */
#define CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE 65515

/**
 * Whether listeners set SO_REUSEADDR and SO_REUSEPORT.
 */
#define CERVER_DEFAULT_REUSABLE_FLAGS false

/**
 * Published size of a worker pool; a pool is made only when cerver_set_thpool_n_threads() is called.
 */
#define CERVER_DEFAULT_POOL_THREADS 4

/**
 * Sockets prepared in advance by a packet server.
 */
#define CERVER_DEFAULT_SOCKETS_INIT 10

/**
 * First size of the table of watched descriptors.
 */
#define CERVER_DEFAULT_POLL_FDS 128

/**
 * Longest wait of one round, in milliseconds.
 */
#define CERVER_DEFAULT_POLL_TIMEOUT 2000

/**
 * Seconds without activity after which a client of a packet server counts as inactive.
 */
#define CERVER_DEFAULT_MAX_INACTIVE_TIME 60

/**
 * Seconds between two looks for inactive clients.
 */
#define CERVER_DEFAULT_CHECK_INACTIVE_INTERVAL 30

/**
 * Whether clients of a packet server have to authenticate.
 */
#define CERVER_DEFAULT_AUTH_REQUIRED false

/**
 * Failed tries after which a client that has to authenticate is dropped.
 */
#define CERVER_DEFAULT_MAX_AUTH_TRIES 2

/**
 * First size of the table of clients that have not authenticated yet.
 */
#define CERVER_DEFAULT_ON_HOLD_POLL_FDS 64

/**
 * Longest wait of one round over those clients, in milliseconds.
 */
#define CERVER_DEFAULT_ON_HOLD_TIMEOUT 2000

/**
 * Bad packets after which such a client is dropped.
 */
#define CERVER_DEFAULT_ON_HOLD_MAX_BAD_PACKETS 4

/**
 * Whether the version of packets of such clients is checked.
 */
#define CERVER_DEFAULT_ON_HOLD_CHECK_PACKETS false

/**
 * Largest chunk read from such a client at once, in bytes.
 */
#define CERVER_DEFAULT_ON_HOLD_RECEIVE_BUFFER_SIZE 4096

/**
 * Whether clients get session tokens.
 */
#define CERVER_DEFAULT_USE_SESSIONS false

/**
 * Whether packets name the handler they are for.
 */
#define CERVER_DEFAULT_MULTIPLE_HANDLERS false

/**
 * Whether packets carry a version that is checked.
 */
#define CERVER_DEFAULT_CHECK_PACKETS false

/**
 * Calls of the update callback per second.
 */
#define CERVER_DEFAULT_UPDATE_TICKS 30

/**
 * Seconds between two calls of the interval callback.
 */
#define CERVER_DEFAULT_UPDATE_INTERVAL_SECS 1

/**
 * Major version of this header; cerver_version() has the version of the loaded library.
 */
#define CERVER_VERSION_MAJOR 0

/**
 * Minor version of this header.
 */
#define CERVER_VERSION_MINOR 1

/**
 * Patch version of this header.
 */
#define CERVER_VERSION_PATCH 0

/**
 * Seconds that a line waits in memory at most before it is written to the log file.
 */
#define CERVER_DEFAULT_LOG_UPDATE_INTERVAL 1

/**
 * Request of PACKET_TYPE_CERVER: who the server is, the first packet of every connection. Its data are 656 bytes: 32-bit
 * type, name of 128 bytes, welcome of 512 bytes, 8-bit "uses IPv6" at 644, 32-bit protocol at 648, 16-bit port at 652.
 */
#define CERVER_PACKET_TYPE_INFO 1

/**
 * Request of PACKET_TYPE_CERVER: the server stops, and this is the last packet.
 */
#define CERVER_PACKET_TYPE_TEARDOWN 2

/**
 * Request of PACKET_TYPE_CLIENT: the client ends the connection.
 */
#define CLIENT_PACKET_TYPE_CLOSE_CONNECTION 1

/**
 * Request of PACKET_TYPE_CLIENT: the client ends all its connections.
 */
#define CLIENT_PACKET_TYPE_DISCONNECT 2

/**
 * Request of PACKET_TYPE_ERROR: a packet of the client's was refused.
 */
#define CERVER_PACKET_ERROR 2

/**
 * Bytes of a packet's header.
 */
#define CERVER_PACKET_HEADER_SIZE 32

/**
 * Packets of all clients that may wait for one handler with a thread of its own.
 */
#define CERVER_DEFAULT_HANDLER_QUEUE 1024

/**
 * Packets of one client that may be with handlers on other threads.
 */
#define CERVER_DEFAULT_CLIENT_PACKETS 64

/**
 * Bytes that may wait for a client before packets for it are refused.
 */
#define CERVER_DEFAULT_CLIENT_SEND_LIMIT 1048576

/**
 * Milliseconds from the first byte of a packet to its last one.
 */
#define CERVER_DEFAULT_PACKET_TIMEOUT 30000

/**
 * A descriptor can be read, or has ended.
 */
#define CERVER_READY_TO_READ 1

/**
 * A descriptor can be written to.
 */
#define CERVER_READY_TO_WRITE 2

/**
 * A descriptor has an error, or both its sides are closed.
 */
#define CERVER_READY_FAILED 4

/**
 * Jobs that may wait in a queue or at a worker.
 */
#define CERVER_DEFAULT_JOB_QUEUE_LIMIT 1048576

/**
 * A binary semaphore: 0 or 1. A handle, valid from bsem_new() until bsem_delete().
 */
typedef struct CerverBsem CerverBsem;

/**
 * A client of a packet server. A handle, valid from its connection to the end of that; after that it is stale and never
 * means another client.
 */
typedef struct CerverClient CerverClient;

/**
 * A condition that threads wait for. A handle, valid from thread_cond_new() until thread_cond_delete(); not a
 * pthread_cond_t.
 */
typedef struct CerverCond CerverCond;

/**
 * A connection of a stream server. A handle, valid from its CERVER_EVENT_OPENED to its CERVER_EVENT_CLOSED; after that it
 * is stale and never means another connection.
 */
typedef struct CerverConnection CerverConnection;

/**
 * A handler of packets. A handle: the program's from handler_create() to handler_delete(), or until a server takes it
 * over, which frees it in cerver_teardown().
 */
typedef struct CerverHandler CerverHandler;

/**
 * The HTTP side of a server of type CERVER_TYPE_WEB. A handle, valid as long as the server's.
 */
typedef struct CerverHttp CerverHttp;

/**
 * A token that is being made (RFC 7519). A handle of the caller's, valid until http_cerver_auth_jwt_delete().
 */
typedef struct CerverHttpJwt CerverHttpJwt;

/**
 * The way back to the client of one request. A handle, valid until the handler returns or, after http_receive_detach(),
 * until the request has its answer.
 */
typedef struct CerverHttpReceive CerverHttpReceive;

/**
 * A request. A handle, valid until its handler returns or, after http_receive_detach(), until it has its answer.
 */
typedef struct CerverHttpRequest CerverHttpRequest;

/**
 * A response. A handle of the caller's, valid until http_response_delete() or http_response_return(). It does not
 * belong to a request: the same response may be sent many times.
 */
typedef struct CerverHttpResponse CerverHttpResponse;

/**
 * A route. A handle of the caller's until it is registered or becomes a child, of the server's or parent's from then
 * on; valid until the server's teardown or http_route_delete().
 */
typedef struct CerverHttpRoute CerverHttpRoute;

/**
 * A folder whose files are served. A handle, valid until it is removed or the server is torn down.
 */
typedef struct CerverHttpStaticPath CerverHttpStaticPath;

/**
 * Data for the handler of a queue. A handle, valid from job_handler_new(), job_handler_create(), job_handler_get() or
 * job_queue_pull() until it is given to job_handler_delete(), job_handler_return() or job_queue_push().
 */
typedef struct CerverJobHandler CerverJobHandler;

/**
 * A queue of jobs or handlers, first in, first out. A handle, valid from job_queue_new() or job_queue_create() until
 * job_queue_delete().
 */
typedef struct CerverJobQueue CerverJobQueue;

/**
 * A part of a multipart request: a field or a file. A handle, valid until the request ends.
 */
typedef struct CerverMultiPart CerverMultiPart;

/**
 * A mutex. A handle, valid from thread_mutex_new() until thread_mutex_delete(); not a pthread_mutex_t.
 */
typedef struct CerverMutex CerverMutex;

/**
 * A server that cerver_network_save() has taken away from the program: it keeps its listener, its client and what waits for
 * either, and refers to nothing of the program. A handle, valid until cerver_network_restore() or cerver_orphan_delete().
 */
typedef struct CerverOrphan CerverOrphan;

/**
 * The connection of a client of a packet server. A handle, valid as long as the connection.
 */
typedef struct CerverPacketConnection CerverPacketConnection;

/**
 * The decoded pairs of a query or of a form. A handle, valid until the request ends.
 */
typedef struct CerverPairs CerverPairs;

/**
 * A server: listeners, connections and the threads that turn them. A handle, valid from cerver_create() until
 * cerver_teardown() returns.
 */
typedef struct CerverServer CerverServer;

/**
 * One side of TLS with its files read, for cerver_adopt_tls() and cerver_connect_tls_with(). A handle, valid until
 * cerver_tls_delete(); any number of connections of any servers may be secured with it.
 */
typedef struct CerverTls CerverTls;

/**
 * A thread with a queue of jobs, first in, first out. A handle, valid from worker_create() until worker_delete().
 */
typedef struct CerverWorker CerverWorker;

/**
 * Result of a published function: 0 on success, 1 on failure; the last error says why.
 */
typedef uint32_t CerverOutcome;

/**
 * Kind of an image: one of the `IMAGE_TYPE_` constants.
 */
typedef int32_t CerverImageType;

/**
 * A function of the program with one argument; what that is says who calls it.
 */
typedef void (*CerverAction)(void *args);

/**
 * Makes the data of a handler.
 */
typedef void *(*CerverDataCreate)(void *args);

/**
 * Result of a call: 0 is success, every other value one of the `CERVER_ERROR_` constants.
 */
typedef int32_t CerverStatus;

/**
 * Form of the access log: one of the `HTTP_ACCESS_LOG_` constants.
 */
typedef int32_t CerverHttpAccessLogFormat;

/**
 * Takes whole lines of the access log, `length` bytes, which end with a line feed (and have no NUL behind them). They
 * are the library's and valid until it returns. `data` is what it was registered with.
 *
 * It runs on the threads of the reactors, on several at once when there are several, and holds up the connections of its
 * reactor: it must be quick. No lock of the library is held, and it may call any function.
 */
typedef void (*CerverHttpAccessLogFunction)(const void *lines, size_t length, void *data);

/**
 * How clients show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants.
 */
typedef int32_t CerverHttpRouteAuthType;

/**
 * Makes of the claims of a good token what http_request_get_decoded_data() gives; NULL refuses the request with 401.
 * `claims` is a text with a NUL, an object of JSON, and valid until the function returns. It runs where handlers run.
 */
typedef void *(*CerverHttpDecodeData)(void *claims);

/**
 * Frees data that was given to the library together with this function. Called once, on any thread.
 */
typedef void (*CerverDelete)(void *data);

/**
 * Says whether a request may pass: 0 accepts it, anything else refuses it with 401. It may answer itself, and then the
 * request does not pass. Both arguments are those of a handler, and it runs where handlers run.
 *
 * It must return in the way of C: what a foreign language throws out of it cannot be seen here, and its result is then
 * chance. (In Python, register it through the package cerver, not as a ctypes callback of your own: there an
 * exception refuses the request.)
 */
typedef unsigned int (*CerverHttpAuthenticationHandler)(const CerverHttpReceive *receive,
                                                        const CerverHttpRequest *request);

/**
 * A text of a request: real memory of the library's, valid until the request ends. `str` has a NUL after `len` bytes
 * and may have others before it.
 */
typedef struct {
  /**
   * Bytes of memory at `str`, the NUL included.
   */
  size_t max_len;
  /**
   * Length in bytes without the NUL.
   */
  size_t len;
  /**
   * The bytes; not to be changed.
   */
  char *str;
} CerverString;

/**
 * How tokens are signed (RFC 7518 section 3): one of the `JWT_ALG_` constants.
 */
typedef int32_t CerverJwtAlgorithm;

/**
 * What a route does with bodies: one of the `HTTP_ROUTE_MODIFIER_` constants.
 */
typedef int32_t CerverHttpRouteModifier;

/**
 * A handler: answers `request` through `receive` with one of the http_response functions.
 *
 * Both arguments are valid until it returns, or, after http_receive_detach(), until the request has its answer. When it
 * returns without an answer and without detaching, the client gets a 500. It runs where cerver_set_handler_type()
 * and cerver_set_thpool_n_threads() say; no lock of the library is held, and it may call any function. It must not
 * throw through the library.
 */
typedef void (*CerverHttpHandler)(const CerverHttpReceive *receive, const CerverHttpRequest *request);

/**
 * A header of the table: one of the `HTTP_HEADER_` constants.
 */
typedef int32_t CerverHttpHeader;

/**
 * A content type of the table: one of the `HTTP_CONTENT_TYPE_` constants.
 */
typedef int32_t CerverContentType;

/**
 * An origin: a text of the program's, made by http_origin_new(). Whoever fills it in keeps the text as long as the origin is
 * used.
 */
typedef struct {
  /**
   * Bytes of the text.
   */
  int len;
  /**
   * The text, for example "https://example.com"; NULL: none.
   */
  const char *value;
} CerverHttpOrigin;

/**
 * Status code of a response: one of the `HTTP_STATUS_` constants, or any other number; an answer has 200 to 599.
 */
typedef int32_t CerverHttpStatus;

/**
 * An error that the library is about to answer. All texts end with a NUL and are valid until the function returns.
 * Later versions add members at the end only: `size` tells how many there are.
 */
typedef struct {
  /**
   * sizeof(CerverHttpErrorPage) in the library.
   */
  size_t size;
  /**
   * The status, 400 to 599.
   */
  CerverHttpStatus status;
  /**
   * Content type that the client likes best by its Accept field: HTTP_CONTENT_TYPE_JSON, HTTP_CONTENT_TYPE_HTML or
   * HTTP_CONTENT_TYPE_TXT; JSON when it does not say.
   */
  CerverContentType accepted;
  /**
   * One sentence for the client's side; never anything that the client sent.
   */
  const char *text;
  /**
   * The method as the client wrote it; NULL when the request could not be read.
   */
  const char *method;
  /**
   * The path, not decoded: escape it before it goes into a page. NULL when the request could not be read.
   */
  const char *path;
  /**
   * The request's id; NULL without http_cerver_set_request_ids().
   */
  const char *request_id;
} CerverHttpErrorPage;

/**
 * Makes an error page: fills `response`, a handle of the library's that is valid until the function returns, with a
 * body, a content type and other headers, and returns true; false leaves the page to the library. The status stays that
 * of the error. A body of http_response_set_data_ref() that does not live on must be compiled before. `data` is what it
 * was registered with.
 *
 * It runs on the reactor's thread and holds up the connections of its reactor: it must be quick. No lock of the library
 * is held, and it may call any function.
 */
typedef bool (*CerverHttpErrorPageFunction)(const CerverHttpErrorPage *page, CerverHttpResponse *response, void *data);

/**
 * What a part of a multipart request is: one of the `MULTI_PART_TYPE_` constants.
 */
typedef int32_t CerverMultiPartType;

/**
 * Is told that a part of a form begins or ends; `part` is a handle, valid until the request ends. Name, file name and
 * type are known when it begins; http_multi_part_get_size() has the bytes that have come.
 */
typedef void (*CerverHttpPartFunction)(const CerverHttpReceive *receive,
                                       const CerverHttpRequest *request,
                                       const CerverMultiPart *part);

/**
 * Gets the next `len` bytes of a part, never 0; `data` is valid until the function returns.
 */
typedef void (*CerverHttpPartBytes)(const CerverHttpReceive *receive,
                                    const CerverHttpRequest *request,
                                    const CerverMultiPart *part,
                                    const void *data,
                                    size_t len);

/**
 * Is told that nothing more comes of a form: HTTP_STATUS_OK when it is complete, and an answer is due; HTTP_STATUS_NONE
 * when the client has gone, was too slow or broke the framing, so that there is nobody to answer; any other status when a
 * rule or a limit is broken, which the library answers with unless the function does: 400, 413, 500, 503 or 507.
 */
typedef void (*CerverHttpFormEnd)(const CerverHttpReceive *receive,
                                  const CerverHttpRequest *request,
                                  CerverHttpStatus status);

/**
 * Who has sent what came: one of the `CERVER_RECEIVE_TYPE_` constants.
 */
typedef int32_t CerverReceiveType;

/**
 * What a request came by, as programs written for cerver's C framework see it. The library's memory, only to be read.
 */
typedef struct {
  /**
   * One of the `CERVER_RECEIVE_TYPE_` constants.
   */
  CerverReceiveType type;
  /**
   * The server that the request came to.
   */
  CerverServer *cerver;
  /**
   * NULL: http_receive_get_sock_fd() has the descriptor.
   */
  void *socket;
  /**
   * NULL, as are all that follow: they belong to servers of packets.
   */
  void *connection;
  /**
   * NULL.
   */
  void *client;
  /**
   * NULL.
   */
  void *admin;
  /**
   * NULL.
   */
  void *lobby;
} CerverReceive;

/**
 * HTTP request method (RFC 9110 section 9, RFC 5789): one of the `REQUEST_METHOD_` constants.
 */
typedef int32_t CerverRequestMethod;

/**
 * Whether requests get ids: one of the `HTTP_REQUEST_IDS_` constants.
 */
typedef int32_t CerverHttpRequestIds;

/**
 * What happened: one of the `CERVER_EVENT_` constants. Later versions add kinds: ignore what you do not know.
 */
typedef int CerverEventKind;

/**
 * Why a connection ended: one of the `CERVER_CLOSED_` constants; 0 in events of other kinds.
 */
typedef int CerverCloseReason;

/**
 * One event. 64 bytes, for good.
 */
typedef struct {
  /**
   * What happened.
   */
  CerverEventKind kind;
  /**
   * Why the connection ended, in CERVER_EVENT_CLOSED; see CERVER_EVENT_RESOLVED, CERVER_EVENT_READY and
   * CERVER_EVENT_LISTENER_ERROR.
   */
  CerverCloseReason reason;
  /**
   * The connection. A handle, stale after its CERVER_EVENT_CLOSED; NULL in events of none.
   */
  CerverConnection *connection;
  /**
   * The program's number for it: see cerver_connection_set_tag().
   */
  uint64_t tag;
  /**
   * The bytes of CERVER_EVENT_DATA, or a text; the library's: valid until the next cerver_next_events() of this server, or
   * while the event handler runs. NULL in other events.
   */
  const void *data;
  /**
   * Their number; see CERVER_EVENT_SIGNAL.
   */
  size_t size;
  /**
   * The system's number of an error; see CERVER_EVENT_OPENED, CERVER_EVENT_READY and those after it; 0 in other events.
   */
  int64_t code;
  /**
   * The watch or timer; the number of what was released; 0 in other events.
   */
  uint64_t id;
  /**
   * Room for later versions; 0.
   */
  uint64_t reserved;
} CerverEvent;

/**
 * A program's function for events. `event` and what it points to are the library's and valid during the call. Called on
 * the thread of a reactor, without any lock held; all functions may be called from it, and it must not block: the other
 * connections of that reactor wait meanwhile.
 */
typedef void (*CerverEventHandler)(const CerverEvent *event, void *user_data);

/**
 * A function for a connection's events without data. `receive` is the connection's handle, valid up to the end of the
 * function of http_route_set_ws_on_close(). It runs where the server's handlers run, without any lock of the library
 * held; the functions of one connection run one after the other.
 */
typedef void (*CerverHttpWebSocketEvent)(const CerverHttpReceive *receive);

/**
 * A function for the end of a connection. `reason` is what the client gave as its reason, empty when it gave none; it is
 * the library's and valid during the call. Else as CerverHttpWebSocketEvent.
 */
typedef void (*CerverHttpWebSocketClose)(const CerverHttpReceive *receive, const char *reason);

/**
 * A function for messages. `msg` has `len` bytes, behind which stands a NUL; it is the library's and valid during the
 * call. Else as CerverHttpWebSocketEvent.
 */
typedef void (*CerverHttpWebSocketMessage)(const CerverHttpReceive *receive, const char *msg, size_t len);

/**
 * Why a WebSocket connection fails: one of the `HTTP_WEB_SOCKET_ERROR_` constants.
 */
typedef int CerverHttpWebSocketError;

/**
 * A function for the failure of a connection. Else as CerverHttpWebSocketEvent.
 */
typedef void (*CerverHttpWebSocketFailure)(const CerverHttpReceive *receive, CerverHttpWebSocketError error);

/**
 * Where lines of the log go: one of the `LOG_OUTPUT_TYPE_` constants.
 */
typedef int32_t CerverLogOutputType;

/**
 * What of the time stands before each line: one of the `LOG_TIME_TYPE_` constants.
 */
typedef int32_t CerverLogTimeType;

/**
 * What a line of the log is about: one of the `LOG_TYPE_` constants. A number outside the list is taken as
 * LOG_TYPE_NONE.
 */
typedef int32_t CerverLogType;

/**
 * A program's function for the library's own lines. `type` is LOG_TYPE_ERROR, LOG_TYPE_WARNING, LOG_TYPE_CERVER (what is
 * worth knowing) or LOG_TYPE_DEBUG; `text` has no line feed at its end, is the library's and valid during the call. Called
 * on the thread that has something to say, of the library or of the program, on several at the same time; it must not
 * block. All functions may be called from it; what the library has to say meanwhile on the same thread is written as
 * without a function.
 */
typedef void (*CerverLogHandler)(CerverLogType type, const char *text, void *user_data);

/**
 * Which lines of the library's own are written: one of the `CERVER_LOG_LEVEL_` constants, each with those before it.
 */
typedef int32_t CerverLogLevel;

/**
 * Counters of a client. Later versions add members at the end only: `size` tells how many the caller knows.
 */
typedef struct {
  /**
   * Set by the caller to sizeof(CerverClientStats) before the call.
   */
  size_t size;
  /**
   * Packets that have come.
   */
  uint64_t packets_received;
  /**
   * Their bytes.
   */
  uint64_t bytes_received;
  /**
   * Packets that were sent.
   */
  uint64_t packets_sent;
  /**
   * Bytes that were sent, whether the system has taken them or not.
   */
  uint64_t bytes_sent;
} CerverClientStats;

/**
 * What a packet is: one of the `PACKET_TYPE_` constants.
 */
typedef int32_t CerverPacketType;

/**
 * The first 32 bytes of a packet, as they are on the wire (little-endian).
 */
typedef struct {
  /**
   * What the packet is.
   */
  CerverPacketType packet_type;
  /**
   * Its bytes, these 32 included.
   */
  size_t packet_size;
  /**
   * Which handler it is for: see cerver_set_multiple_handlers().
   */
  uint8_t handler_id;
  /**
   * What is asked for.
   */
  uint32_t request_type;
  /**
   * 0.
   */
  uint16_t sock_fd;
} CerverPacketHeader;

/**
 * A version of a protocol.
 */
typedef struct {
  /**
   * Major version.
   */
  uint16_t major;
  /**
   * Minor version.
   */
  uint16_t minor;
} CerverProtocolVersion;

/**
 * Which protocol, and which version of it.
 */
typedef struct {
  /**
   * The protocol.
   */
  uint32_t protocol_id;
  /**
   * Its version.
   */
  CerverProtocolVersion protocol_version;
} CerverPacketVersion;

/**
 * A packet: memory that the program reads, and may write to while it owns the packet.
 *
 * One from packet_new() or packet_create() is the program's until packet_delete(). One that a handler gets is the
 * library's: it is to be read only, on the thread that runs the handler, until the handler returns. Handed to a function,
 * the pointer is looked up before it is followed: one of neither kind is an error. Two threads must not use one packet at
 * the same time.
 */
typedef struct {
  /**
   * The server that it came to, or is sent by.
   */
  CerverServer *cerver;
  /**
   * Who sent it, or gets it.
   */
  CerverClient *client;
  /**
   * The connection on which it came, or goes.
   */
  CerverPacketConnection *connection;
  /**
   * NULL.
   */
  void *lobby;
  /**
   * What the packet is.
   */
  CerverPacketType packet_type;
  /**
   * What is asked for.
   */
  uint32_t req_type;
  /**
   * Bytes at `data`.
   */
  size_t data_size;
  /**
   * The data, aligned to 8 bytes and with a NUL behind them; NULL when there are none. The packet's own: it goes with
   * the packet, and moves when packet_append_data() or packet_set_data() changes it.
   */
  void *data;
  /**
   * The beginning of the data.
   */
  char *data_ptr;
  /**
   * Behind the last byte of the data.
   */
  char *data_end;
  /**
   * false: the data belong to the packet.
   */
  bool data_ref;
  /**
   * 0.
   */
  size_t remaining_data;
  /**
   * The header that came, or that packet_generate() has made.
   */
  CerverPacketHeader header;
  /**
   * The version that came in front of the data, when the server checks packets; otherwise 0.
   */
  CerverPacketVersion version;
  /**
   * Bytes at `packet`.
   */
  size_t packet_size;
  /**
   * Header and data as packet_generate() has made them; NULL before.
   */
  void *packet;
  /**
   * false: what `packet` points to belongs to the packet.
   */
  bool packet_ref;
} CerverPacket;

/**
 * Packets of a server since its last start, by their type: `PACKET_TYPE_` constants are the places, and 12 is for types
 * that there are not. Later versions add members at the end only: `size` tells how many the caller knows.
 */
typedef struct {
  /**
   * Set by the caller to sizeof(CerverPacketStats) before the call.
   */
  size_t size;
  /**
   * Packets that have come.
   */
  uint64_t received[13];
  /**
   * Packets that were sent.
   */
  uint64_t sent[13];
} CerverPacketStats;

/**
 * What a server speaks: one of the `CERVER_TYPE_` constants.
 */
typedef int32_t CerverType;

/**
 * Transport protocol: one of the `PROTOCOL_` constants (the numbers of IP, RFC 790).
 */
typedef int32_t CerverProtocol;

/**
 * Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants.
 */
typedef int32_t CerverHandlerType;

/**
 * Counters of a server since its last start. Later versions add members at the end only: `size` tells how many the
 * caller knows.
 */
typedef struct {
  /**
   * Set by the caller to sizeof(CerverStats) before the call.
   */
  size_t size;
  /**
   * Milliseconds since the last start.
   */
  uint64_t uptime_ms;
  /**
   * Connections accepted.
   */
  uint64_t accepted;
  /**
   * Connections open now.
   */
  uint64_t connections;
  /**
   * Failed accepts: descriptors or memory exhausted, or the client was gone already.
   */
  uint64_t accept_errors;
  /**
   * Bytes read from clients.
   */
  uint64_t bytes_received;
  /**
   * Bytes the system took for clients.
   */
  uint64_t bytes_sent;
  /**
   * Requests with a complete head that were not refused.
   */
  uint64_t requests;
  /**
   * Answers given; streamed ones count when they begin.
   */
  uint64_t responses;
  /**
   * Requests refused because they break the protocol or a limit.
   */
  uint64_t refused;
  /**
   * Requests answered with 503 because no handler thread or place in the queue was free.
   */
  uint64_t overloaded;
  /**
   * Requests whose handler returned without an answer.
   */
  uint64_t unanswered;
  /**
   * Handlers that failed inside the library.
   */
  uint64_t handler_panics;
  /**
   * Connections closed because the client was too slow.
   */
  uint64_t timeouts;
  /**
   * Connections closed at once because their address had too many: see cerver_set_max_connections_per_address().
   */
  uint64_t rejected;
  /**
   * Requests with a complete head that ended without a complete answer of their handler: refused, given up, or cut
   * off. Those in flight are `requests - responses - ended_early`.
   */
  uint64_t ended_early;
  /**
   * TLS handshakes completed.
   */
  uint64_t tls_handshakes;
  /**
   * TLS handshakes completed with a ticket of an earlier session.
   */
  uint64_t tls_resumed;
  /**
   * TLS handshakes that failed: no TLS, no common version, no certificate, too slow, broken off.
   */
  uint64_t tls_failed;
} CerverStats;

/**
 * How bytes that come are cut into CERVER_EVENT_DATA: one of the `CERVER_FRAMING_` constants.
 */
typedef int CerverFraming;

/**
 * Finds the end of what is to be read in the `size` bytes at `data`: the number of bytes up to it, or 0 when it is not
 * there yet. Called on the thread of a reactor with all bytes that are there, again when more have come.
 */
typedef size_t (*CerverMatcher)(const uint8_t *data, size_t size, void *user_data);

/**
 * A piece of work: called with the pointer it was handed over with, on a thread of the library.
 */
typedef void (*CerverWork)(void *args);

/**
 * A function and what it is called with: memory that the program may read and write while it owns the job.
 *
 * A job comes from job_new(), job_create() or job_get(), and belongs to the program until it is given to job_delete(),
 * job_return() or job_queue_push(). A queue's job becomes the program's with job_queue_pull() and job_queue_request().
 * Handed to a function, the pointer is looked up before it is followed: one that is not the program's is an error. Two
 * threads must not use one job at the same time.
 */
typedef struct {
  /**
   * What is called; NULL for nothing.
   */
  CerverWork work;
  /**
   * Its argument. The library never looks behind it.
   */
  void *args;
  /**
   * By which job_queue_request() finds the job; 0 for none.
   */
  uint64_t id;
} CerverJob;

/**
 * What a queue holds: one of the `JOB_QUEUE_TYPE_` constants.
 */
typedef int32_t CerverJobQueueType;

/**
 * What a thread does; the result is ignored.
 */
typedef void *(*CerverThreadWork)(void *args);

/**
 * What a worker does: one of the `WORKER_STATE_` constants.
 */
typedef int32_t CerverWorkerState;

/**
 * Called after each job with the reference of worker_set_reference().
 */
typedef void (*CerverRemoveReference)(const void *reference);

/**
 * Whether clients show certificates: one of the `CERVER_TLS_CLIENT_AUTH_` constants.
 */
typedef int32_t CerverTlsClientAuth;

/**
 * A version of TLS: one of the `CERVER_TLS_VERSION_` constants.
 */
typedef int32_t CerverTlsVersion;

/**
 * What a TLS session tells: one of the `CERVER_TLS_` constants below.
 */
typedef int32_t CerverTlsFact;

/**
 * What a handler with a thread of its own gets: memory of the library's, valid until it returns.
 */
typedef struct {
  /**
   * The number of handler_create_with_id(); -1 for a handler without one.
   */
  int handler_id;
  /**
   * The data of handler_set_data() or handler_set_data_create(); NULL when there are none.
   */
  void *data;
  /**
   * The packet. Its client may have gone meanwhile: then its handles are stale.
   */
  CerverPacket *packet;
} CerverHandlerData;

/**
 * What an update function gets: memory of the library's, valid until it returns.
 */
typedef struct {
  /**
   * The server.
   */
  CerverServer *cerver;
  /**
   * The `update_args` that were given with the function.
   */
  void *args;
} CerverUpdate;

/**
 * No kind.
 */
#define CERVER_TYPE_NONE 0

/**
 * Packets handled by the program.
 */
#define CERVER_TYPE_CUSTOM 1

/**
 * Packets of games.
 */
#define CERVER_TYPE_GAME 2

/**
 * HTTP/1.1.
 */
#define CERVER_TYPE_WEB 3

/**
 * Packets that move files.
 */
#define CERVER_TYPE_FILES 4

/**
 * No handlers: a server set to this does not start.
 */
#define CERVER_HANDLER_TYPE_NONE 0

/**
 * On the reactor's thread, or on the pool when cerver_set_thpool_n_threads() made one. The default.
 */
#define CERVER_HANDLER_TYPE_POLL 1

/**
 * On a thread of the connection's own.
 */
#define CERVER_HANDLER_TYPE_THREADS 2

/**
 * No protocol.
 */
#define PROTOCOL_NONE 0

/**
 * TCP.
 */
#define PROTOCOL_TCP 6

/**
 * UDP: refused by cerver_create().
 */
#define PROTOCOL_UDP 17

/**
 * DELETE.
 */
#define REQUEST_METHOD_DELETE 0

/**
 * GET.
 */
#define REQUEST_METHOD_GET 1

/**
 * HEAD.
 */
#define REQUEST_METHOD_HEAD 2

/**
 * POST.
 */
#define REQUEST_METHOD_POST 3

/**
 * PUT.
 */
#define REQUEST_METHOD_PUT 4

/**
 * CONNECT.
 */
#define REQUEST_METHOD_CONNECT 5

/**
 * OPTIONS.
 */
#define REQUEST_METHOD_OPTIONS 6

/**
 * TRACE.
 */
#define REQUEST_METHOD_TRACE 7

/**
 * Another token; http_request_get_method_string() has its text.
 */
#define REQUEST_METHOD_UNDEFINED 8

/**
 * PATCH (RFC 5789).
 */
#define REQUEST_METHOD_PATCH 9

/**
 * Transport protocol of a server that was given none.
 */
#define CERVER_DEFAULT_PROTOCOL PROTOCOL_TCP

/**
 * The handler gets the whole body. The default.
 */
#define HTTP_ROUTE_MODIFIER_NONE 0

/**
 * Bodies of the type multipart/form-data are taken apart.
 */
#define HTTP_ROUTE_MODIFIER_MULTI_PART 1

/**
 * The route takes WebSocket connections: see http_route_set_ws_on_message().
 */
#define HTTP_ROUTE_MODIFIER_WEB_SOCKET 2

/**
 * No part.
 */
#define MULTI_PART_TYPE_NONE 0

/**
 * A file.
 */
#define MULTI_PART_TYPE_FILE 1

/**
 * A field of the form.
 */
#define MULTI_PART_TYPE_VALUE 2

/**
 * No image, or of no kind in this list.
 */
#define IMAGE_TYPE_NONE 0

/**
 * PNG.
 */
#define IMAGE_TYPE_PNG 1

/**
 * JPEG.
 */
#define IMAGE_TYPE_JPEG 2

/**
 * GIF.
 */
#define IMAGE_TYPE_GIF 3

/**
 * BMP.
 */
#define IMAGE_TYPE_BMP 4

/**
 * `address - - [06/Nov/1994:08:49:37 +0000] "GET / HTTP/1.1" 200 12`: the time in UTC at the end of the request, its
 * first line, the status, the bytes of the body.
 */
#define HTTP_ACCESS_LOG_COMMON 0

/**
 * The same with `"referer" "user agent"` behind it.
 */
#define HTTP_ACCESS_LOG_COMBINED 1

/**
 * One object of JSON (RFC 8259) with these and: port, connection, whether the answer was complete, duration in
 * microseconds, request id, trace id and parent id.
 */
#define HTTP_ACCESS_LOG_JSON 2

/**
 * `address -> [METHOD] path - bytes received -> seconds -> status - bytes of the body`; `address -> Bad request -> status
 * - bytes of the body` for what could not be read as a request.
 */
#define HTTP_ACCESS_LOG_BRIEF 3

/**
 * Not at all. The default.
 */
#define HTTP_ROUTE_AUTH_TYPE_NONE 0

/**
 * By a token in the Authorization header (RFC 6750).
 */
#define HTTP_ROUTE_AUTH_TYPE_BEARER 1

/**
 * As a function of the program says.
 */
#define HTTP_ROUTE_AUTH_TYPE_CUSTOM 2

/**
 * No token is made or accepted.
 */
#define JWT_ALG_NONE 0

/**
 * HMAC with SHA-256; the same secret of at least 32 bytes makes and checks. The default.
 */
#define JWT_ALG_HS256 1

/**
 * HMAC with SHA-384; a secret of at least 48 bytes.
 */
#define JWT_ALG_HS384 2

/**
 * HMAC with SHA-512; a secret of at least 64 bytes.
 */
#define JWT_ALG_HS512 3

/**
 * RSASSA-PKCS1-v1_5 with SHA-256; keys of 2048 to 8192 bits.
 */
#define JWT_ALG_RS256 4

/**
 * RSASSA-PKCS1-v1_5 with SHA-384; keys of 2048 to 8192 bits.
 */
#define JWT_ALG_RS384 5

/**
 * RSASSA-PKCS1-v1_5 with SHA-512; keys of 2048 to 8192 bits.
 */
#define JWT_ALG_RS512 6

/**
 * ECDSA with SHA-256; keys on the curve P-256.
 */
#define JWT_ALG_ES256 7

/**
 * ECDSA with SHA-384; keys on the curve P-384.
 */
#define JWT_ALG_ES384 8

/**
 * ECDSA with SHA-512; keys on the curve P-521.
 */
#define JWT_ALG_ES512 9

/**
 * Behind the last one; refused.
 */
#define JWT_ALG_TERM 10

/**
 * Not known.
 */
#define HTTP_CONTENT_TYPE_NONE 0

/**
 * .aac, audio/aac.
 */
#define HTTP_CONTENT_TYPE_AAC 1

/**
 * .abw, application/x-abiword.
 */
#define HTTP_CONTENT_TYPE_ABIWORD 2

/**
 * .arc, application/x-freearc.
 */
#define HTTP_CONTENT_TYPE_ARCHIVE 3

/**
 * .avi, video/x-msvideo.
 */
#define HTTP_CONTENT_TYPE_AVI 4

/**
 * .azw, application/vnd.amazon.ebook.
 */
#define HTTP_CONTENT_TYPE_KINDLE 5

/**
 * .bin, application/octet-stream.
 */
#define HTTP_CONTENT_TYPE_BIN 6

/**
 * .bmp, image/bmp.
 */
#define HTTP_CONTENT_TYPE_BMP 7

/**
 * .bz, application/x-bzip.
 */
#define HTTP_CONTENT_TYPE_BZIP 8

/**
 * .bz2, application/x-bzip2.
 */
#define HTTP_CONTENT_TYPE_BZIP2 9

/**
 * .csh, application/x-csh.
 */
#define HTTP_CONTENT_TYPE_CSHELL 10

/**
 * .css, text/css.
 */
#define HTTP_CONTENT_TYPE_CSS 11

/**
 * .csv, text/csv.
 */
#define HTTP_CONTENT_TYPE_CSV 12

/**
 * .doc, application/msword.
 */
#define HTTP_CONTENT_TYPE_DOC 13

/**
 * .docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document.
 */
#define HTTP_CONTENT_TYPE_DOCX 14

/**
 * .eot, application/vnd.ms-fontobject.
 */
#define HTTP_CONTENT_TYPE_EOT 15

/**
 * .epub, application/epub+zip.
 */
#define HTTP_CONTENT_TYPE_EPUB 16

/**
 * .gz, application/gzip.
 */
#define HTTP_CONTENT_TYPE_GZIP 17

/**
 * .gif, image/gif.
 */
#define HTTP_CONTENT_TYPE_GIF 18

/**
 * .html, text/html; charset=UTF-8.
 */
#define HTTP_CONTENT_TYPE_HTML 19

/**
 * .ico, image/x-icon.
 */
#define HTTP_CONTENT_TYPE_ICO 20

/**
 * .ics, text/calendar.
 */
#define HTTP_CONTENT_TYPE_ICS 21

/**
 * .jar, application/java-archive.
 */
#define HTTP_CONTENT_TYPE_JAR 22

/**
 * .jpg, image/jpeg.
 */
#define HTTP_CONTENT_TYPE_JPG 23

/**
 * .jpeg, image/jpeg.
 */
#define HTTP_CONTENT_TYPE_JPEG 24

/**
 * .js, application/javascript.
 */
#define HTTP_CONTENT_TYPE_JS 25

/**
 * .json, application/json.
 */
#define HTTP_CONTENT_TYPE_JSON 26

/**
 * .jsonld, application/ld+json.
 */
#define HTTP_CONTENT_TYPE_JSONLD 27

/**
 * .midi, audio/x-midi.
 */
#define HTTP_CONTENT_TYPE_MIDI 28

/**
 * .mjs, text/javascript.
 */
#define HTTP_CONTENT_TYPE_MJS 29

/**
 * .mp3, audio/mpeg.
 */
#define HTTP_CONTENT_TYPE_MP3 30

/**
 * .cda, application/x-cdf.
 */
#define HTTP_CONTENT_TYPE_CDA 31

/**
 * .mp4, video/mp4.
 */
#define HTTP_CONTENT_TYPE_MP4 32

/**
 * .mpeg, video/mpeg.
 */
#define HTTP_CONTENT_TYPE_MPEG 33

/**
 * .mpkg, application/vnd.apple.installer+xml.
 */
#define HTTP_CONTENT_TYPE_MPKG 34

/**
 * .odp, application/vnd.oasis.opendocument.presentation.
 */
#define HTTP_CONTENT_TYPE_ODP 35

/**
 * .ods, application/vnd.oasis.opendocument.spreadsheet.
 */
#define HTTP_CONTENT_TYPE_ODS 36

/**
 * .odt, application/vnd.oasis.opendocument.text.
 */
#define HTTP_CONTENT_TYPE_ODT 37

/**
 * .oga, audio/ogg.
 */
#define HTTP_CONTENT_TYPE_OGA 38

/**
 * .ogv, video/ogg.
 */
#define HTTP_CONTENT_TYPE_OGV 39

/**
 * .ogx, application/ogg.
 */
#define HTTP_CONTENT_TYPE_OGX 40

/**
 * .opus, audio/opus.
 */
#define HTTP_CONTENT_TYPE_OPUS 41

/**
 * .otf, font/otf.
 */
#define HTTP_CONTENT_TYPE_OTF 42

/**
 * .png, image/png.
 */
#define HTTP_CONTENT_TYPE_PNG 43

/**
 * .pdf, application/pdf.
 */
#define HTTP_CONTENT_TYPE_PDF 44

/**
 * .php, application/x-httpd-php.
 */
#define HTTP_CONTENT_TYPE_PHP 45

/**
 * .ppt, application/vnd.ms-powerpoint.
 */
#define HTTP_CONTENT_TYPE_PPT 46

/**
 * .pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation.
 */
#define HTTP_CONTENT_TYPE_PPTX 47

/**
 * .rar, application/vnd.rar.
 */
#define HTTP_CONTENT_TYPE_RAR 48

/**
 * .rtf, application/rtf.
 */
#define HTTP_CONTENT_TYPE_RTF 49

/**
 * .sh, application/x-sh.
 */
#define HTTP_CONTENT_TYPE_SHELL 50

/**
 * .svg, image/svg+xml.
 */
#define HTTP_CONTENT_TYPE_SVG 51

/**
 * .swf, application/x-shockwave-flash.
 */
#define HTTP_CONTENT_TYPE_SWF 52

/**
 * .tar, application/x-tar.
 */
#define HTTP_CONTENT_TYPE_TAR 53

/**
 * .tiff, image/tiff.
 */
#define HTTP_CONTENT_TYPE_TIFF 54

/**
 * .ts, video/mp2t.
 */
#define HTTP_CONTENT_TYPE_TS 55

/**
 * .ttf, font/ttf.
 */
#define HTTP_CONTENT_TYPE_TTF 56

/**
 * .txt, text/plain.
 */
#define HTTP_CONTENT_TYPE_TXT 57

/**
 * .vsd, application/vnd.visio.
 */
#define HTTP_CONTENT_TYPE_VSD 58

/**
 * .wav, audio/wav.
 */
#define HTTP_CONTENT_TYPE_WAV 59

/**
 * .weba, audio/webm.
 */
#define HTTP_CONTENT_TYPE_WEBA 60

/**
 * .webm, video/webm.
 */
#define HTTP_CONTENT_TYPE_WEBM 61

/**
 * .webp, image/webp.
 */
#define HTTP_CONTENT_TYPE_WEBP 62

/**
 * .woff, font/woff.
 */
#define HTTP_CONTENT_TYPE_WOFF 63

/**
 * .woff2, font/woff2.
 */
#define HTTP_CONTENT_TYPE_WOFF2 64

/**
 * .xhtml, application/xhtml+xml.
 */
#define HTTP_CONTENT_TYPE_XHTML 65

/**
 * .xls, application/vnd.ms-excel.
 */
#define HTTP_CONTENT_TYPE_XLS 66

/**
 * .xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.
 */
#define HTTP_CONTENT_TYPE_XLSX 67

/**
 * .xml, text/xml.
 */
#define HTTP_CONTENT_TYPE_XML 68

/**
 * .xul, application/vnd.mozilla.xul+xml.
 */
#define HTTP_CONTENT_TYPE_XUL 69

/**
 * .zip, application/zip.
 */
#define HTTP_CONTENT_TYPE_ZIP 70

/**
 * .3gp, video/3gpp.
 */
#define HTTP_CONTENT_TYPE_3GP 71

/**
 * .3g2, video/3gpp2.
 */
#define HTTP_CONTENT_TYPE_3G2 72

/**
 * .7z, application/x-7z-compressed.
 */
#define HTTP_CONTENT_TYPE_7Z 73

/**
 * WWW-Authenticate.
 */
#define HTTP_HEADER_AUTHENTICATE 0

/**
 * Authorization.
 */
#define HTTP_HEADER_AUTHORIZATION 1

/**
 * Proxy-Authenticate.
 */
#define HTTP_HEADER_PROXY_AUTHENTICATE 2

/**
 * Proxy-Authorization.
 */
#define HTTP_HEADER_PROXY_AUTHORIZATION 3

/**
 * Age.
 */
#define HTTP_HEADER_AGE 4

/**
 * Cache-Control.
 */
#define HTTP_HEADER_CACHE_CONTROL 5

/**
 * Clear-Site-Data.
 */
#define HTTP_HEADER_CLEAR_SITE_DATA 6

/**
 * Expires.
 */
#define HTTP_HEADER_EXPIRES 7

/**
 * Warning.
 */
#define HTTP_HEADER_WARNING 8

/**
 * Connection.
 */
#define HTTP_HEADER_CONNECTION 9

/**
 * Keep-Alive.
 */
#define HTTP_HEADER_KEEP_ALIVE 10

/**
 * Accept.
 */
#define HTTP_HEADER_ACCEPT 11

/**
 * Accept-Charset.
 */
#define HTTP_HEADER_ACCEPT_CHARSET 12

/**
 * Accept-Encoding.
 */
#define HTTP_HEADER_ACCEPT_ENCODING 13

/**
 * Accept-Language.
 */
#define HTTP_HEADER_ACCEPT_LANGUAGE 14

/**
 * Expect.
 */
#define HTTP_HEADER_EXPECT 15

/**
 * Cookie.
 */
#define HTTP_HEADER_COOKIE 16

/**
 * Set-Cookie.
 */
#define HTTP_HEADER_SET_COOKIE 17

/**
 * Access-Control-Allow-Origin.
 */
#define HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN 18

/**
 * Access-Control-Allow-Credentials.
 */
#define HTTP_HEADER_ACCESS_CONTROL_ALLOW_CREDENTIALS 19

/**
 * Access-Control-Allow-Headers.
 */
#define HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS 20

/**
 * Access-Control-Allow-Methods.
 */
#define HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS 21

/**
 * Access-Control-Expose-Headers.
 */
#define HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADER 22

/**
 * Access-Control-Max-Age.
 */
#define HTTP_HEADER_ACCESS_CONTROL_MAX_AGE 23

/**
 * Access-Control-Request-Headers.
 */
#define HTTP_HEADER_ACCESS_CONTROL_REQUEST_HEADERS 24

/**
 * Access-Control-Request-Method.
 */
#define HTTP_HEADER_ACCESS_CONTROL_REQUEST_METHOD 25

/**
 * Origin.
 */
#define HTTP_HEADER_ORIGIN 26

/**
 * Timing-Allow-Origin.
 */
#define HTTP_HEADER_TIMING_ALLOW_ORIGIN 27

/**
 * Content-Disposition.
 */
#define HTTP_HEADER_CONTENT_DISPOSITION 28

/**
 * Content-Length.
 */
#define HTTP_HEADER_CONTENT_LENGTH 29

/**
 * Content-Type.
 */
#define HTTP_HEADER_CONTENT_TYPE 30

/**
 * Content-Encoding.
 */
#define HTTP_HEADER_CONTENT_ENCODING 31

/**
 * Content-Language.
 */
#define HTTP_HEADER_CONTENT_LANGUAGE 32

/**
 * Content-Location.
 */
#define HTTP_HEADER_CONTENT_LOCATION 33

/**
 * Forwarded.
 */
#define HTTP_HEADER_FORWARDED 34

/**
 * Via.
 */
#define HTTP_HEADER_VIA 35

/**
 * Location.
 */
#define HTTP_HEADER_LOCATION 36

/**
 * From.
 */
#define HTTP_HEADER_FROM 37

/**
 * Host.
 */
#define HTTP_HEADER_HOST 38

/**
 * Referer.
 */
#define HTTP_HEADER_REFERER 39

/**
 * Referrer-Policy.
 */
#define HTTP_HEADER_REFERRER_POLICY 40

/**
 * User-Agent.
 */
#define HTTP_HEADER_USER_AGENT 41

/**
 * Allow.
 */
#define HTTP_HEADER_ALLOW 42

/**
 * Server.
 */
#define HTTP_HEADER_SERVER 43

/**
 * Accept-Ranges.
 */
#define HTTP_HEADER_ACCEPT_RANGES 44

/**
 * Range.
 */
#define HTTP_HEADER_RANGE 45

/**
 * If-Range.
 */
#define HTTP_HEADER_IF_RANGE 46

/**
 * Content-Range.
 */
#define HTTP_HEADER_CONTENT_RANGE 47

/**
 * Sec-WebSocket-Key.
 */
#define HTTP_HEADER_SEC_WEBSOCKET_KEY 48

/**
 * Sec-WebSocket-Extensions.
 */
#define HTTP_HEADER_SEC_WEBSOCKET_EXTENSIONS 49

/**
 * Sec-WebSocket-Accept.
 */
#define HTTP_HEADER_SEC_WEBSOCKET_ACCEPT 50

/**
 * Sec-WebSocket-Protocol.
 */
#define HTTP_HEADER_SEC_WEBSOCKET_PROTOCOL 51

/**
 * Sec-WebSocket-Version.
 */
#define HTTP_HEADER_SEC_WEBSOCKET_VERSION 52

/**
 * Date.
 */
#define HTTP_HEADER_DATE 53

/**
 * Upgrade.
 */
#define HTTP_HEADER_UPGRADE 54

/**
 * A name outside the table.
 */
#define HTTP_HEADER_UNDEFINED 63

/**
 * Not known.
 */
#define CERVER_RECEIVE_TYPE_NONE 0

/**
 * A client.
 */
#define CERVER_RECEIVE_TYPE_NORMAL 1

/**
 * They have none, and X-Request-Id is a header like any other. The default.
 */
#define HTTP_REQUEST_IDS_OFF 0

/**
 * Each gets a new one, whatever the client says.
 */
#define HTTP_REQUEST_IDS_GENERATE 1

/**
 * The client's X-Request-Id is taken when it has 1 to 128 letters, digits and `-_.~+/=:@`; otherwise a new one is made.
 * For clients that can be trusted not to use the id of another's request, such as a proxy of one's own.
 */
#define HTTP_REQUEST_IDS_TRUST 2

/**
 * No status.
 */
#define HTTP_STATUS_NONE 0

/**
 * 100 Continue.
 */
#define HTTP_STATUS_CONTINUE 100

/**
 * 101 Switching Protocols.
 */
#define HTTP_STATUS_SWITCHING_PROTOCOLS 101

/**
 * 102 Processing.
 */
#define HTTP_STATUS_PROCESSING 102

/**
 * 200 OK.
 */
#define HTTP_STATUS_OK 200

/**
 * 201 Created.
 */
#define HTTP_STATUS_CREATED 201

/**
 * 202 Accepted.
 */
#define HTTP_STATUS_ACCEPTED 202

/**
 * 203 Non-Authoritative Information.
 */
#define HTTP_STATUS_NON_AUTHORITATIVE_INFORMATION 203

/**
 * 204 No Content.
 */
#define HTTP_STATUS_NO_CONTENT 204

/**
 * 205 Reset Content.
 */
#define HTTP_STATUS_RESET_CONTENT 205

/**
 * 206 Partial Content.
 */
#define HTTP_STATUS_PARTIAL_CONTENT 206

/**
 * 207 Multi-Status.
 */
#define HTTP_STATUS_MULTI_STATUS 207

/**
 * 208 Already Reported.
 */
#define HTTP_STATUS_ALREADY_REPORTED 208

/**
 * 226 IM Used.
 */
#define HTTP_STATUS_IM_USED 226

/**
 * 300 Multiple Choices.
 */
#define HTTP_STATUS_MULTIPLE_CHOICES 300

/**
 * 301 Moved Permanently.
 */
#define HTTP_STATUS_MOVED_PERMANENTLY 301

/**
 * 302 Found.
 */
#define HTTP_STATUS_FOUND 302

/**
 * 303 See Other.
 */
#define HTTP_STATUS_SEE_OTHER 303

/**
 * 304 Not Modified.
 */
#define HTTP_STATUS_NOT_MODIFIED 304

/**
 * 305 Use Proxy.
 */
#define HTTP_STATUS_USE_PROXY 305

/**
 * 307 Temporary Redirect.
 */
#define HTTP_STATUS_TEMPORARY_REDIRECT 307

/**
 * 308 Permanent Redirect.
 */
#define HTTP_STATUS_PERMANENT_REDIRECT 308

/**
 * 400 Bad Request.
 */
#define HTTP_STATUS_BAD_REQUEST 400

/**
 * 401 Unauthorized.
 */
#define HTTP_STATUS_UNAUTHORIZED 401

/**
 * 402 Payment Required.
 */
#define HTTP_STATUS_PAYMENT_REQUIRED 402

/**
 * 403 Forbidden.
 */
#define HTTP_STATUS_FORBIDDEN 403

/**
 * 404 Not Found.
 */
#define HTTP_STATUS_NOT_FOUND 404

/**
 * 405 Method Not Allowed.
 */
#define HTTP_STATUS_METHOD_NOT_ALLOWED 405

/**
 * 406 Not Acceptable.
 */
#define HTTP_STATUS_NOT_ACCEPTABLE 406

/**
 * 407 Proxy Authentication Required.
 */
#define HTTP_STATUS_PROXY_AUTHENTICATION_REQUIRED 407

/**
 * 408 Request Timeout.
 */
#define HTTP_STATUS_REQUEST_TIMEOUT 408

/**
 * 409 Conflict.
 */
#define HTTP_STATUS_CONFLICT 409

/**
 * 410 Gone.
 */
#define HTTP_STATUS_GONE 410

/**
 * 411 Length Required.
 */
#define HTTP_STATUS_LENGTH_REQUIRED 411

/**
 * 412 Precondition Failed.
 */
#define HTTP_STATUS_PRECONDITION_FAILED 412

/**
 * 413 Payload Too Large.
 */
#define HTTP_STATUS_PAYLOAD_TOO_LARGE 413

/**
 * 414 URI Too Long.
 */
#define HTTP_STATUS_URI_TOO_LONG 414

/**
 * 415 Unsupported Media Type.
 */
#define HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE 415

/**
 * 416 Range Not Satisfiable.
 */
#define HTTP_STATUS_RANGE_NOT_SATISFIABLE 416

/**
 * 417 Expectation Failed.
 */
#define HTTP_STATUS_EXPECTATION_FAILED 417

/**
 * 421 Misdirected Request.
 */
#define HTTP_STATUS_MISDIRECTED_REQUEST 421

/**
 * 422 Unprocessable Entity.
 */
#define HTTP_STATUS_UNPROCESSABLE_ENTITY 422

/**
 * 423 Locked.
 */
#define HTTP_STATUS_LOCKED 423

/**
 * 424 Failed Dependency.
 */
#define HTTP_STATUS_FAILED_DEPENDENCY 424

/**
 * 426 Upgrade Required.
 */
#define HTTP_STATUS_UPGRADE_REQUIRED 426

/**
 * 428 Precondition Required.
 */
#define HTTP_STATUS_PRECONDITION_REQUIRED 428

/**
 * 429 Too Many Requests.
 */
#define HTTP_STATUS_TOO_MANY_REQUESTS 429

/**
 * 431 Request Header Fields Too Large.
 */
#define HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE 431

/**
 * 451 Unavailable For Legal Reasons.
 */
#define HTTP_STATUS_UNAVAILABLE_FOR_LEGAL_REASONS 451

/**
 * 500 Internal Server Error.
 */
#define HTTP_STATUS_INTERNAL_SERVER_ERROR 500

/**
 * 501 Not Implemented.
 */
#define HTTP_STATUS_NOT_IMPLEMENTED 501

/**
 * 502 Bad Gateway.
 */
#define HTTP_STATUS_BAD_GATEWAY 502

/**
 * 503 Service Unavailable.
 */
#define HTTP_STATUS_SERVICE_UNAVAILABLE 503

/**
 * 504 Gateway Timeout.
 */
#define HTTP_STATUS_GATEWAY_TIMEOUT 504

/**
 * 505 HTTP Version Not Supported.
 */
#define HTTP_STATUS_HTTP_VERSION_NOT_SUPPORTED 505

/**
 * 506 Variant Also Negotiates.
 */
#define HTTP_STATUS_VARIANT_ALSO_NEGOTIATES 506

/**
 * 507 Insufficient Storage.
 */
#define HTTP_STATUS_INSUFFICIENT_STORAGE 507

/**
 * 508 Loop Detected.
 */
#define HTTP_STATUS_LOOP_DETECTED 508

/**
 * 510 Not Extended.
 */
#define HTTP_STATUS_NOT_EXTENDED 510

/**
 * 511 Network Authentication Required.
 */
#define HTTP_STATUS_NETWORK_AUTHENTICATION_REQUIRED 511

/**
 * Nothing.
 */
#define HTTP_WEB_SOCKET_ERROR_NONE 0

/**
 * Published; a handshake that is wrong is answered with its status and becomes no connection.
 */
#define HTTP_WEB_SOCKET_ERROR_READ_HANDSHAKE 1

/**
 * Published; as above.
 */
#define HTTP_WEB_SOCKET_ERROR_WRITE_HANDSHAKE 2

/**
 * The client has broken a rule of the protocol.
 */
#define HTTP_WEB_SOCKET_ERROR_PROTOCOL 3

/**
 * A text that is not UTF-8, or compressed data that is none.
 */
#define HTTP_WEB_SOCKET_ERROR_DATA 4

/**
 * A frame or message above its limit.
 */
#define HTTP_WEB_SOCKET_ERROR_TOO_BIG 5

/**
 * The client did not answer a ping.
 */
#define HTTP_WEB_SOCKET_ERROR_TIMEOUT 6

/**
 * No prefix.
 */
#define LOG_TYPE_NONE 0

/**
 * `[ERROR]`, red, to standard error.
 */
#define LOG_TYPE_ERROR 1

/**
 * `[WARNING]`, yellow, to standard error.
 */
#define LOG_TYPE_WARNING 2

/**
 * `[SUCCESS]`, green.
 */
#define LOG_TYPE_SUCCESS 3

/**
 * `[DEBUG]`, magenta.
 */
#define LOG_TYPE_DEBUG 4

/**
 * `[TEST]`, cyan.
 */
#define LOG_TYPE_TEST 5

/**
 * `[CERVER]`, blue.
 */
#define LOG_TYPE_CERVER 6

/**
 * `[CLIENT]`.
 */
#define LOG_TYPE_CLIENT 7

/**
 * `[CONNECTION]`.
 */
#define LOG_TYPE_CONNECTION 8

/**
 * `[HANDLER]`.
 */
#define LOG_TYPE_HANDLER 9

/**
 * `[ADMIN]`.
 */
#define LOG_TYPE_ADMIN 10

/**
 * `[EVENT]`, magenta.
 */
#define LOG_TYPE_EVENT 11

/**
 * `[PACKET]`.
 */
#define LOG_TYPE_PACKET 12

/**
 * `[REQ]`.
 */
#define LOG_TYPE_REQ 13

/**
 * `[FILE]`.
 */
#define LOG_TYPE_FILE 14

/**
 * `[HTTP]`.
 */
#define LOG_TYPE_HTTP 15

/**
 * `[GAME]`.
 */
#define LOG_TYPE_GAME 16

/**
 * `[PLAYER]`.
 */
#define LOG_TYPE_PLAYER 17

/**
 * Nowhere.
 */
#define LOG_OUTPUT_TYPE_NONE 0

/**
 * To the standard streams. The default.
 */
#define LOG_OUTPUT_TYPE_STD 1

/**
 * To a file.
 */
#define LOG_OUTPUT_TYPE_FILE 2

/**
 * To both.
 */
#define LOG_OUTPUT_TYPE_BOTH 3

/**
 * Nothing. The default.
 */
#define LOG_TIME_TYPE_NONE 0

/**
 * `[HH:MM:SS]`.
 */
#define LOG_TIME_TYPE_TIME 1

/**
 * `[dd/mm/yy]`.
 */
#define LOG_TIME_TYPE_DATE 2

/**
 * `[dd/mm/yy - HH:MM:SS]`.
 */
#define LOG_TIME_TYPE_BOTH 3

/**
 * None.
 */
#define CERVER_LOG_LEVEL_OFF 0

/**
 * What has failed: a function of the program that panicked, a file of the log that cannot be written.
 */
#define CERVER_LOG_LEVEL_ERROR 1

/**
 * What wants to be looked after: a listener without descriptors, a certificate that ends soon. The default.
 */
#define CERVER_LOG_LEVEL_WARNING 2

/**
 * What is worth knowing.
 */
#define CERVER_LOG_LEVEL_INFO 3

/**
 * What helps to find a fault, such as each client that could not be secured by TLS. Peers can bring many such lines about.
 */
#define CERVER_LOG_LEVEL_DEBUG 4

/**
 * Which lines of the library's own are written, unless the program says otherwise: CERVER_LOG_LEVEL_WARNING.
 */
#define CERVER_DEFAULT_LOG_LEVEL 2

/**
 * Ignored.
 */
#define PACKET_TYPE_NONE 0

/**
 * About the server; its requests are the `CERVER_PACKET_TYPE_` constants.
 */
#define PACKET_TYPE_CERVER 1

/**
 * From a client about itself; its requests are the `CLIENT_PACKET_TYPE_` constants.
 */
#define PACKET_TYPE_CLIENT 2

/**
 * An error; its request is what kind of error, its data 144 bytes: 64-bit Unix time, 32-bit kind, 128 bytes of text.
 */
#define PACKET_TYPE_ERROR 3

/**
 * About files.
 */
#define PACKET_TYPE_REQUEST 4

/**
 * About authentication.
 */
#define PACKET_TYPE_AUTH 5

/**
 * About games.
 */
#define PACKET_TYPE_GAME 6

/**
 * For the program.
 */
#define PACKET_TYPE_APP 7

/**
 * For the program: an error.
 */
#define PACKET_TYPE_APP_ERROR 8

/**
 * For the program: of a kind of its own.
 */
#define PACKET_TYPE_CUSTOM 9

/**
 * Comes back as it is.
 */
#define PACKET_TYPE_TEST 10

/**
 * A bad one.
 */
#define PACKET_TYPE_BAD 11

/**
 * The call did what it says.
 */
#define CERVER_OK 0

/**
 * The library failed inside (a bug: please report it). The server goes on.
 */
#define CERVER_ERROR_PANIC 1

/**
 * A handle, string or out-parameter is NULL.
 */
#define CERVER_ERROR_NULL 2

/**
 * The handle is stale (its object is gone) or was not made by this library.
 */
#define CERVER_ERROR_HANDLE 3

/**
 * The handle belongs to an object of another kind.
 */
#define CERVER_ERROR_TYPE 4

/**
 * An argument is out of its range or not well formed.
 */
#define CERVER_ERROR_ARGUMENT 5

/**
 * Not possible in the present state, for example because the server runs, or does not run.
 */
#define CERVER_ERROR_STATE 6

/**
 * The server is being turned by this or another thread.
 */
#define CERVER_ERROR_BUSY 7

/**
 * A limit is reached; the same call can succeed later.
 */
#define CERVER_ERROR_AGAIN 8

/**
 * The client has closed the connection.
 */
#define CERVER_ERROR_CLOSED 9

/**
 * The time given ended before the call was done.
 */
#define CERVER_ERROR_TIMEOUT 10

/**
 * Not supported by this version, or not for this kind of server.
 */
#define CERVER_ERROR_UNSUPPORTED 11

/**
 * An address could not be bound or listened on.
 */
#define CERVER_ERROR_ADDRESS 12

/**
 * A system call failed; the message has the system's text.
 */
#define CERVER_ERROR_SYSTEM 13

/**
 * Nothing was found under that name, index or path.
 */
#define CERVER_ERROR_NOT_FOUND 14

/**
 * There is not enough memory, or a table is full.
 */
#define CERVER_ERROR_MEMORY 15

/**
 * The handle was made before a fork and used in the child.
 */
#define CERVER_ERROR_FORKED 16

/**
 * The request has its answer already.
 */
#define CERVER_ERROR_ANSWERED 17

/**
 * Handlers are still running; their objects live on until they return.
 */
#define CERVER_ERROR_HANDLERS 18

/**
 * A signal or cerver_interrupt() ended the wait; the server goes on.
 */
#define CERVER_ERROR_INTERRUPTED 19

/**
 * TLS cannot be set up: the operator must change the certificate or key files, as the message says.
 */
#define CERVER_ERROR_TLS 20

/**
 * A connection is open: `code` is its descriptor, for options of the system; it stays the library's.
 */
#define CERVER_EVENT_OPENED 1

/**
 * Bytes have come: `data` and `size`; a piece, a frame (which may be empty), or what was to be read. See
 * cerver_set_framing().
 */
#define CERVER_EVENT_DATA 2

/**
 * A cerver_connection_send() that failed with CERVER_ERROR_AGAIN may be tried again.
 */
#define CERVER_EVENT_DRAINED 3

/**
 * The peer will send nothing more; it still takes what is sent. Answer what is owed, then close.
 */
#define CERVER_EVENT_HALF_CLOSED 4

/**
 * The server stops gracefully: finish, then close. What is open when its time is over is cut off.
 */
#define CERVER_EVENT_DRAINING 5

/**
 * The connection is gone, for `reason`: its last event, and its handle is stale from now on.
 */
#define CERVER_EVENT_CLOSED 6

/**
 * Everything sent before cerver_connection_tell_when_sent() or cerver_connection_shutdown() has gone to the system.
 */
#define CERVER_EVENT_SENT 7

/**
 * The connection that cerver_connect() was to make, or cerver_adopt() has taken over, is open.
 */
#define CERVER_EVENT_CONNECTED 8

/**
 * It is not: `data` and `size` are a text that says why, `code` is the system's number of the error (errno), or 0 when
 * it has none, as for names without an address. The last event of its handle.
 */
#define CERVER_EVENT_CONNECT_FAILED 9

/**
 * What cerver_resolve() has found: `data` and `size` are the addresses, one on each line. With a `reason` other than 0
 * there are none, and text and `code` are as in CERVER_EVENT_CONNECT_FAILED. The event of no connection: its handle is
 * NULL, and `tag` is that of the call.
 */
#define CERVER_EVENT_RESOLVED 10

/**
 * A descriptor of cerver_watch_descriptor() is ready: `code` is the descriptor, `reason` a sum of `CERVER_READY_`
 * constants, `id` the watch. Like the two kinds below the event of no connection, with the `tag` of the call.
 */
#define CERVER_EVENT_READY 11

/**
 * The time of cerver_add_timer() has come: `code` times since it was told last; `id` is the timer.
 */
#define CERVER_EVENT_TIMER 12

/**
 * A signal of cerver_watch_signal() has come: `code` is its number, `size` how often since it was told last.
 */
#define CERVER_EVENT_SIGNAL 13

/**
 * A client could not be secured by TLS: `data` and `size` are a text, its address and why. The event of no connection: its
 * handle is NULL.
 */
#define CERVER_EVENT_TLS_FAILED 14

/**
 * A listener cannot accept connections: `data` and `size` are a text that says why, `code` is the system's number of the
 * error (errno), `reason` the listener as for cerver_get_listener_port(). It tries again by itself, ten times a second, and
 * is told of every ten seconds while that lasts. The event of no connection: its handle is NULL.
 */
#define CERVER_EVENT_LISTENER_ERROR 15

/**
 * Something is not as the one who runs the server wants it, as `data` and `size` say: a certificate has expired or will
 * soon. The log has it as well. The event of no connection: its handle is NULL.
 */
#define CERVER_EVENT_WARNING 16

/**
 * What cerver_connection_send_lent() has borrowed under the number `id` is the program's again: the system has all of it,
 * or will never get it. Comes once for each, and before the last event of the connection.
 */
#define CERVER_EVENT_RELEASED 17

/**
 * The peer closed it.
 */
#define CERVER_CLOSED_BY_PEER 1

/**
 * The peer reset it, or the network did.
 */
#define CERVER_CLOSED_BY_RESET 2

/**
 * The program closed it.
 */
#define CERVER_CLOSED_BY_PROGRAM 3

/**
 * The peer was silent, or took nothing, for too long.
 */
#define CERVER_CLOSED_BY_TIMEOUT 4

/**
 * The server stopped.
 */
#define CERVER_CLOSED_BY_SHUTDOWN 5

/**
 * The peer sent more without an end than the limit of a frame.
 */
#define CERVER_CLOSED_BY_LIMIT 6

/**
 * The peer's side of a TLS connection ended without its farewell (close_notify): what came may not be all that was sent.
 */
#define CERVER_CLOSED_BY_TRUNCATION 7

/**
 * What came broke the rules of TLS, or was changed on its way.
 */
#define CERVER_CLOSED_BY_TLS 8

/**
 * Not at all: in the pieces in which the system gives them.
 */
#define CERVER_FRAMING_PIECES 0

/**
 * Lines, without their LF or CR LF; what stands behind the last one is a line, too.
 */
#define CERVER_FRAMING_LINES 1

/**
 * A number of 1, 2, 4 or 8 bytes (the size), the most significant one first, and then as many bytes, which are the frame.
 */
#define CERVER_FRAMING_PREFIX_BIG 2

/**
 * The same, the least significant byte first.
 */
#define CERVER_FRAMING_PREFIX_LITTLE 3

/**
 * Frames of one size.
 */
#define CERVER_FRAMING_FIXED 4

/**
 * Nothing comes but what a `cerver_connection_read_` function asks for.
 */
#define CERVER_FRAMING_ON_DEMAND 5

/**
 * Nothing.
 */
#define JOB_QUEUE_TYPE_NONE 0

/**
 * Jobs, each with its own function.
 */
#define JOB_QUEUE_TYPE_JOBS 1

/**
 * Data for the one handler of the queue.
 */
#define JOB_QUEUE_TYPE_HANDLERS 2

/**
 * It was not started.
 */
#define WORKER_STATE_NONE 0

/**
 * It waits for jobs.
 */
#define WORKER_STATE_AVAILABLE 1

/**
 * It does a job.
 */
#define WORKER_STATE_WORKING 2

/**
 * It pauses: jobs wait.
 */
#define WORKER_STATE_STOPPED 3

/**
 * Its thread has ended.
 */
#define WORKER_STATE_ENDED 4

/**
 * They are not asked for one. The default.
 */
#define CERVER_TLS_CLIENT_AUTH_OFF 0

/**
 * They may show one; one that is shown must be good.
 */
#define CERVER_TLS_CLIENT_AUTH_OPTIONAL 1

/**
 * A client without a good one is refused.
 */
#define CERVER_TLS_CLIENT_AUTH_REQUIRED 2

/**
 * TLS 1.2 (RFC 5246). The default, and the oldest that there is.
 */
#define CERVER_TLS_VERSION_1_2 12

/**
 * TLS 1.3 (RFC 8446).
 */
#define CERVER_TLS_VERSION_1_3 13

/**
 * The version: "TLSv1.2" or "TLSv1.3".
 */
#define CERVER_TLS_VERSION 0

/**
 * The cipher suite, such as "TLS13_AES_256_GCM_SHA384".
 */
#define CERVER_TLS_CIPHER 1

/**
 * The name that the client asked for (SNI), in lower case.
 */
#define CERVER_TLS_SERVER_NAME 2

/**
 * The application protocol that was agreed on (ALPN).
 */
#define CERVER_TLS_PROTOCOL 3

/**
 * The subject of the client's certificate as RFC 4514 writes it, such as "CN=alice,O=Example".
 */
#define CERVER_TLS_PEER_SUBJECT 4

/**
 * The client's certificate in DER form, which may hold any bytes.
 */
#define CERVER_TLS_PEER_CERTIFICATE 5

/**
 * "1" when the client came back with a ticket of an earlier session, else nothing.
 */
#define CERVER_TLS_RESUMED 6

#ifdef __cplusplus
extern "C" {
#endif // __cplusplus

/**
 * Makes a folder whose parent is there. 0 when it was made, 1 on error, also when the path exists.
 *
 * `mode` has the permission bits of chmod(2), from which the process's umask takes some away.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; CERVER_ERROR_STATE when it exists,
 * CERVER_ERROR_SYSTEM when it cannot be made.
 */
CerverOutcome files_create_dir(const char *dir_path, unsigned int mode);

/**
 * Makes a folder and all folders above it that are missing, with the same mode. 0 when the last one was made, 1 on
 * error, also when the path exists.
 *
 * Thread: any.
 * Errors: those of files_create_dir().
 */
CerverOutcome files_create_recursive_dir(const char *dir_path, unsigned int mode);

/**
 * The extension of a file's name: what follows the last dot of the last part of a path. NULL without a dot and on error.
 *
 * The result points into `filename`. `ext_len` may be NULL; otherwise it gets the length in bytes.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL for `filename`, CERVER_ERROR_ARGUMENT when it is longer than 64 KiB.
 */
const char *files_get_file_extension_reference(const char *filename,
                                               unsigned int *ext_len);

/**
 * Whether there is something at a path, symbolic links followed; false on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; none when nothing is there.
 */
bool file_exists(const char *filename);

/**
 * Name of a kind of image: "PNG", "JPEG", "GIF" or "BMP"; "None" for any other number. Static, never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *files_image_type_to_string(CerverImageType type);

/**
 * Usual file name extension of a kind of image without its dot; "undefined" for IMAGE_TYPE_NONE, NULL for a number
 * outside the list. Static.
 *
 * Thread: any.
 * Errors: none.
 */
const char *files_image_type_extension(CerverImageType type);

/**
 * Kind of an image by the first bytes of the file, which must have more than 24; IMAGE_TYPE_NONE for any other file and
 * on error. Only the beginning is looked at: the rest may be broken.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; CERVER_ERROR_SYSTEM when the file cannot be read.
 */
CerverImageType files_image_get_type(const char *filename);

/**
 * Kind of an image by the text after the last dot of its name: png, jpg, jpeg, bmp or gif in lower case;
 * IMAGE_TYPE_NONE for any other and on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL for the name.
 */
CerverImageType files_image_get_type_by_extension(const char *filename);

/**
 * Whether files_image_get_type() says IMAGE_TYPE_JPEG; false on error.
 *
 * Thread: any.
 * Errors: those of files_image_get_type().
 */
bool files_image_is_jpeg(const char *filename);

/**
 * Whether the extension is jpg or jpeg, in lower case; false on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL for the name.
 */
bool files_image_extension_is_jpeg(const char *filename);

/**
 * Whether files_image_get_type() says IMAGE_TYPE_PNG; false on error.
 *
 * Thread: any.
 * Errors: those of files_image_get_type().
 */
bool files_image_is_png(const char *filename);

/**
 * Whether the extension is png, in lower case; false on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL for the name.
 */
bool files_image_extension_is_png(const char *filename);

/**
 * Makes a handler without a number: handler_create_with_id() with -1.
 *
 * Thread: any.
 * Errors: those of handler_create_with_id().
 */
CerverHandler *handler_create(CerverAction handler_method);

/**
 * Makes a handler that calls `handler_method` for packets. With cerver_set_multiple_handlers(), packets with `id` in their
 * header come to it.
 *
 * It has a thread of its own while its server runs, which calls the function with a CerverHandlerData for one packet after
 * the other; handler_set_direct_handle() changes that. Packets that came are handled also when their client has gone.
 *
 * Returns a handle of the program's, to be given to a server or to handler_delete(); NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL for the function, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverHandler *handler_create_with_id(int id,
                                      CerverAction handler_method);

/**
 * Frees a handler that no server has taken over. Its data stay the program's.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE for a handler of a server, which frees it.
 */
void handler_delete(void *handler_ptr);

/**
 * Data that come with each packet, in CerverHandlerData. The library never looks behind the pointer.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void handler_set_data(CerverHandler *handler, void *data);

/**
 * A function that makes the data: called with `data_create_args` on the thread of the handler's own, before the first
 * packet, at each start of the server. NULL = there is none. It counts from the next start on.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void handler_set_data_create(CerverHandler *handler, CerverDataCreate data_create, void *data_create_args);

/**
 * A function that gets the data, when there are any, on the thread of the handler's own, after the last packet. NULL =
 * they stay the program's.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void handler_set_data_delete(CerverHandler *handler, CerverAction data_delete);

/**
 * true: the function runs where handlers of the server run (see cerver_set_handler_type()), for one packet of a client
 * after the other, and gets the CerverPacket itself; there is no thread of its own, and no data are made. false, the
 * default: as handler_create_with_id() says. It counts from the next start on.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void handler_set_direct_handle(CerverHandler *handler, bool direct_handle);

/**
 * Packets of all clients that may wait for the thread of the handler's own, at least 1; default
 * CERVER_DEFAULT_HANDLER_QUEUE. Clients with further ones are not read until there is room. It counts from the next start
 * on.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
 */
CerverStatus handler_set_queue_limit(CerverHandler *handler,
                                     uint32_t limit);

/**
 * Writes a line for each request to the end of the file `path`, which is made with the permissions 0640 when it is not
 * there; of a named pipe the reader must be there. It takes the place of a log before; the default is none.
 *
 * Each reactor writes its lines together, once in a turn, always whole ones and never longer than 4096 bytes, so that
 * several servers may share a file or pipe. What a pipe or socket does not take at once is tried again in the next turn;
 * a write to a file that took longer than a millisecond is followed by a pause of nine times as long. Lines that do not
 * fit into the buffer meanwhile are dropped and counted (see http_cerver_metrics_text()). A request without an answer has the status 499 when
 * the client has gone, 444 when its handler closed the connection. What a client sent is escaped.
 *
 * Thread: any; it counts from the next start on, the file is opened at once.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the format, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path,
 * CERVER_ERROR_SYSTEM when it cannot be opened.
 */
CerverStatus http_cerver_set_access_log(CerverHttp *http,
                                        CerverHttpAccessLogFormat format,
                                        const char *path);

/**
 * The same to what a descriptor refers to: a file (always at its end), a pipe, a socket or a terminal, for example 2.
 * The descriptor is duplicated and stays the caller's; flags such as O_NONBLOCK are not set on it.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the format and for what cannot be written.
 */
CerverStatus http_cerver_set_access_log_fd(CerverHttp *http, CerverHttpAccessLogFormat format, int fd);

/**
 * The same to a function. `data` is only handed back; it stays the caller's and must be good until the server's
 * teardown.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the format, CERVER_ERROR_NULL for the function.
 */
CerverStatus http_cerver_set_access_log_function(CerverHttp *http,
                                                 CerverHttpAccessLogFormat format,
                                                 CerverHttpAccessLogFunction function,
                                                 void *data);

/**
 * Writes no access log.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_disable_access_log(CerverHttp *http);

/**
 * Opens the file of the access log by its path again: for a rotation, after the file was renamed. Lines not yet written
 * go to the new file. On an error the old one stays in use.
 *
 * Thread: any, also while the server runs.
 * Errors: handle errors; CERVER_ERROR_NOT_FOUND without a log, CERVER_ERROR_UNSUPPORTED when it has no path,
 * CERVER_ERROR_SYSTEM.
 */
CerverStatus http_cerver_reopen_access_log(CerverHttp *http);

/**
 * Bytes of lines that each reactor keeps while they cannot be written, at least 4096. Default 64 KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for less.
 */
CerverStatus http_cerver_set_access_log_buffer(CerverHttp *http, size_t size);

/**
 * How clients of the admin routes show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants; see
 * http_route_set_auth(). Default HTTP_ROUTE_AUTH_TYPE_NONE.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
void http_cerver_enable_admin_routes_authentication(CerverHttp *http, CerverHttpRouteAuthType auth_type);

/**
 * Makes something of the claims of tokens that come to the admin routes; see http_route_set_decode_data(). A function that
 * returns NULL refuses the request.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_admin_routes_auth_set_decode_data(CerverHttp *http,
                                                   CerverHttpDecodeData decode_data,
                                                   CerverDelete delete_decoded_data);

/**
 * Makes a text of JSON of those claims; see http_route_set_decode_data_into_json().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_admin_routes_auth_decode_to_json(CerverHttp *http);

/**
 * The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM on the admin routes; see http_route_set_authentication_handler().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_admin_routes_set_authentication_handler(CerverHttp *http,
                                                         CerverHttpAuthenticationHandler authentication_handler);

/**
 * Adds routes that tell who runs the server about it, below the route of http_cerver_set_main_route(). All answer GET and HEAD
 * with JSON:
 *
 * `cerver/info`: name, alias, times and version; `cerver/stats`: the routes with what was collected of each method;
 * `cerver/stats/filesystems`: those of http_cerver_register_admin_file_system() in GiB; `cerver/stats/workers`: those of
 * http_cerver_register_admin_worker().
 *
 * They come before all routes of the program. Who may use them, http_cerver_enable_admin_routes_authentication() says;
 * without that, everybody, and each start writes a warning to the log. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_enable_admin_routes(CerverHttp *http,
                                     bool enable);

/**
 * Whether `cerver/info` is among them. Default true.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_enable_admin_info_route(CerverHttp *http, bool enable);

/**
 * Whether Access-Control-Allow-Methods names HEAD. HEAD itself is answered in any case, as wherever GET is (RFC 9110
 * section 9.1). Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_enable_admin_head_handlers(CerverHttp *http, bool enable);

/**
 * Whether OPTIONS is answered with 204 and the headers of http_cerver_enable_admin_cors_headers(), without authentication:
 * browsers ask before they show who they are. Default false: then OPTIONS is answered as for all routes.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_enable_admin_options_handlers(CerverHttp *http,
                                               bool enable);

/**
 * Whether answers of the admin routes let pages of another origin read them: Access-Control-Allow-Origin with the origin of
 * http_cerver_admin_set_origin() or one of the whitelist, Access-Control-Allow-Methods, with authentication
 * Access-Control-Allow-Credentials, and to a preflight what http_cerver_set_cors_headers() and
 * http_cerver_set_cors_max_age() say. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_enable_admin_cors_headers(CerverHttp *http,
                                           bool enable);

/**
 * Names the origin whose pages may read the answers, for example "https://admin.example"; at most 255 bytes, copied. "*"
 * stands for every page, then without credentials. "" takes it away: then it is those of
 * http_cerver_add_origin_to_whitelist().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, also when it is no origin.
 */
void http_cerver_admin_set_origin(CerverHttp *http,
                                  const char *domain);

/**
 * Keeps a pointer of the caller's with the admin routes; see http_route_set_custom_data().
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_admin_routes_set_custom_data(CerverHttp *http, void *custom_data);

/**
 * Function called once with that pointer when the server has been torn down; NULL for none.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_admin_routes_set_delete_custom_data(CerverHttp *http, CerverDelete delete_custom_data);

/**
 * Adds the file system that `path` is in to those of `cerver/stats/filesystems`. The path is copied.
 *
 * Thread: any; it counts at once.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when there is
 * nothing at that path, CERVER_ERROR_SYSTEM.
 */
void http_cerver_register_admin_file_system(CerverHttp *http, const char *path);

/**
 * Adds a worker to those of `cerver/stats/workers`: id, name and state. It stays the caller's; once it is deleted it is left
 * out.
 *
 * Thread: any; it counts at once.
 * Errors: handle errors for both.
 */
void http_cerver_register_admin_worker(CerverHttp *http,
                                       const CerverWorker *worker);

/**
 * Prints statistics of the routes since the last start to standard output: for each route and method the requests, the
 * time from the head of a request to the end of its answer, the bytes of requests and of the bodies of answers, and of
 * forms the files; then the requests that were not complete, had no route, went to the handler of requests without a
 * route, or failed to authenticate.
 *
 * They are collected with http_cerver_set_route_statistics() or http_cerver_enable_admin_routes().
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_all_stats_print(const CerverHttp *http);

/**
 * Whether times and sizes of the requests of each route are collected, for http_cerver_all_stats_print() and the admin
 * route `cerver/stats`. A request then costs two readings of the clock and some counting, and a route about 200 bytes in
 * each reactor. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_route_statistics(CerverHttp *http,
                                              bool value);

/**
 * The name of `Authorization: Basic` (RFC 7617), decoded; NULL when the request has none that is well formed, and on
 * error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_basic_user(const CerverHttpRequest *request);

/**
 * The password of `Authorization: Basic`, decoded; NULL when the request has none that is well formed, and on error. Valid
 * until the request ends. Compare it with http_request_check_basic(), or only its hash: how long strcmp(3) takes tells
 * how much of it is right.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_basic_password(const CerverHttpRequest *request);

/**
 * Whether the request has `Authorization: Basic` with exactly this name and password; false on error. How long it takes
 * tells nothing about how much of them is right.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the texts.
 */
bool http_request_check_basic(const CerverHttpRequest *request, const char *user, const char *password);

/**
 * What http_route_set_decode_data() or http_route_set_decode_data_into_json() has made of the claims of the request's token,
 * or the pointer of http_request_set_decoded_data(); NULL before and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const void *http_request_get_decoded_data(const CerverHttpRequest *request);

/**
 * Takes the place of the decoded data; what was there is dropped without deleting it. The delete function stays that
 * of the data before: set the right one as well.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_set_decoded_data(CerverHttpRequest *request, void *decoded_data);

/**
 * Function called once with the decoded data when the request ends; NULL for none.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_set_delete_decoded_data(CerverHttpRequest *request, CerverDelete delete_decoded_data);

/**
 * Frees the decoded data with free(3) when the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_set_default_delete_decoded_data(CerverHttpRequest *request);

/**
 * How the clients of the route show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants, for all methods of the
 * route; routes below it need their own.
 *
 * With HTTP_ROUTE_AUTH_TYPE_BEARER the token is checked before a byte of the body is taken and before the route's
 * gate; a request without a good one is answered with 401 and WWW-Authenticate (RFC 6750 section 3). The server does not
 * start without a key that checks tokens. With HTTP_ROUTE_AUTH_TYPE_CUSTOM see http_route_set_authentication_handler(),
 * without which the server does not start. On a route that changes the protocol only tokens can be asked for.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
void http_route_set_auth(CerverHttpRoute *route,
                         CerverHttpRouteAuthType auth_type);

/**
 * Calls `decode_data` with the claims of each good token; `delete_decoded_data`, which may be NULL, frees what it returns
 * when the request ends. NULL for `decode_data` takes it away.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_decode_data(CerverHttpRoute *route,
                                CerverHttpDecodeData decode_data,
                                CerverDelete delete_decoded_data);

/**
 * Makes the claims of each good token the decoded data: a text with a NUL, an object of JSON as `{"id": 7, "name": "x"}`,
 * made by malloc(3) and freed by free(3) when the request ends.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_decode_data_into_json(CerverHttpRoute *route);

/**
 * The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM; NULL takes it away.
 *
 * It is called when the request is complete, right before the handler, and may read all of it. What must be decided
 * before the body is taken belongs into http_route_set_gate(). On a route with HTTP_ROUTE_MODIFIER_MULTI_PART and with a
 * folder for uploads no file is made before it has accepted the request: until then files wait in memory, and when more bytes
 * of them have come than http_cerver_set_waiting_files_limit() says, it is called at once, with the fields that have come.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_authentication_handler(CerverHttpRoute *route,
                                           CerverHttpAuthenticationHandler authentication_handler);

/**
 * What a refusal by the function of http_route_set_authentication_handler() says in WWW-Authenticate (RFC 9110 section
 * 11.6.1), for example `Basic realm="office"`. Default `Custom`. The text is copied.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for an empty text or one with control characters.
 */
CerverStatus http_route_set_auth_challenge(CerverHttpRoute *route, const char *challenge);

/**
 * How clients show who they are before they see a file of the folder: one of the `HTTP_ROUTE_AUTH_TYPE_` constants. For who
 * has not shown it every path without a route or a file of another folder is 401, whether it has a file or not.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
void http_static_path_set_auth(CerverHttpStaticPath *static_path,
                               CerverHttpRouteAuthType auth_type);

/**
 * The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM of a folder; NULL takes it away.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_authentication_handler(CerverHttpStaticPath *static_path,
                                                         CerverHttpAuthenticationHandler authentication_handler);

/**
 * The one algorithm of all tokens: one of the `JWT_ALG_` constants, default JWT_ALG_HS256. What the header of a token
 * says never chooses another one.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
void http_cerver_auth_set_jwt_algorithm(CerverHttp *http, CerverJwtAlgorithm jwt_alg);

/**
 * The file of the key that signs tokens: a private key as PEM (PKCS #8, or the older forms of RSA and EC keys), without a
 * passphrase; for the HS algorithms the bytes of the file are the secret, with its line ends. The path is copied.
 *
 * The file is read by each start, which fails with CERVER_ERROR_ARGUMENT and names the file when it cannot be used. When no
 * file of a public key is set, this key also checks.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
void http_cerver_auth_set_jwt_priv_key_filename(CerverHttp *http,
                                                const char *filename);

/**
 * The file of the key that checks tokens: a public key as PEM; for the HS algorithms the secret, which must be that of
 * the other file when both are set. Two keys that do not belong together fail the start.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
void http_cerver_auth_set_jwt_pub_key_filename(CerverHttp *http, const char *filename);

/**
 * Most bytes of a token; a longer one is refused unread, and none is made. Default 8 KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_auth_set_jwt_limit(CerverHttp *http, size_t limit);

/**
 * Seconds by which the clocks of those who make tokens may differ from ours: `exp`, `nbf` and `iat` may miss by that.
 * Default 0.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_auth_set_jwt_leeway(CerverHttp *http, uint32_t seconds);

/**
 * What the claim `iss` of a token must be (RFC 7519 section 4.1.1); NULL, the default, for anything, also nothing. The
 * text is copied.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the text.
 */
CerverStatus http_cerver_auth_set_jwt_issuer(CerverHttp *http, const char *issuer);

/**
 * What the claim `aud` of a token must be or contain (RFC 7519 section 4.1.3); NULL, the default, leaves it to the program.
 * The text is copied.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the text.
 */
CerverStatus http_cerver_auth_set_jwt_audience(CerverHttp *http,
                                               const char *audience);

/**
 * Bytes per second that a body must bring, on average, after a grace of `grace_ms` milliseconds; a slower one is
 * answered with 408. Default 240 and 5000; 0 bytes for any rate. http_cerver_set_body_timeout() limits the whole.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_body_rate(CerverHttp *http, uint32_t bytes, uint32_t grace_ms);

/**
 * Bytes of a body read by http_request_read_body() that may wait for its handler; while more do, the client is not read.
 * Default 256 KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_body_window(CerverHttp *http,
                                         size_t size);

/**
 * What the route does with bodies and connections: one of the `HTTP_ROUTE_MODIFIER_` constants, which takes an earlier one
 * back. With HTTP_ROUTE_MODIFIER_MULTI_PART a `multipart/form-data` body is taken apart while it comes: see
 * http_request_multi_parts_get(). Bodies of other types stay as they are. With HTTP_ROUTE_MODIFIER_WEB_SOCKET clients may
 * open WebSocket connections: see http_route_set_ws_on_message(). A request that does not ask for one goes to the
 * route's handler for GET; without one it is answered with 426.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
void http_route_set_modifier(CerverHttpRoute *route,
                             CerverHttpRouteModifier modifier);

/**
 * Largest body of requests to this route in bytes, in place of http_cerver_set_body_limit().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_body_limit(CerverHttpRoute *route, size_t limit);

/**
 * Longest time of a body of this route in milliseconds, in place of http_cerver_set_body_timeout(); 0 for no limit.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_body_timeout(CerverHttpRoute *route, uint32_t timeout_ms);

/**
 * Sets the gate of the route; NULL takes it away. It sees the head of each request before a byte of its body is read or
 * stored and before `100 Continue` is sent, and decides: http_receive_pass() lets the request on to its handler, an
 * answer refuses it. When it does neither the client gets a 403, unless it has called http_receive_detach() and one of
 * the two follows later.
 *
 * It runs where handlers run, for all methods of this route; routes below it need their own.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_gate(CerverHttpRoute *route, CerverHttpHandler gate);

/**
 * Calls the handler of the route when the head of a request is complete; it reads the body as it comes, with
 * http_request_read_body().
 *
 * With `pieces`, that function is called, where handlers run, each time bytes wait or the body has ended, for the first
 * time after the handler has returned. It must read with a time-out of 0 until nothing is left, and answer at the end.
 * With NULL the handler itself must read, which needs a thread that may wait: not a reactor's.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_stream_body(CerverHttpRoute *route, CerverHttpHandler pieces);

/**
 * Lets the request through the gate of its route: see http_route_set_gate().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when no gate has to decide, CERVER_ERROR_ANSWERED.
 */
CerverStatus http_receive_pass(const CerverHttpReceive *receive);

/**
 * Reads the next bytes of the body into `buffer` of `size` bytes; `read` gets their number, 0 at the end of the body.
 * `timeout_ms` is 0 for what is there already, -1 to wait without limit, or milliseconds.
 *
 * On a route of http_route_stream_body() the bytes come as the client sends them, on others out of the whole body.
 *
 * Thread: any; on a reactor's only with a `timeout_ms` of 0 (CERVER_ERROR_STATE).
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_AGAIN when no byte has come in time, CERVER_ERROR_CLOSED when the
 * client has gone before the end of the body.
 */
CerverStatus http_request_read_body(const CerverHttpRequest *request,
                                    char *buffer,
                                    size_t size,
                                    int32_t timeout_ms,
                                    size_t *read);

/**
 * Value of a field behind a chunked body by its name, upper and lower case alike (RFC 9110 section 6.5); NULL when there is
 * none or the body has not ended, and on error. Fields that must not come so late (Host, Content-Length,
 * Authorization and others that decide about routing, framing or access) are never there. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the name.
 */
const CerverString *http_request_get_trailer(const CerverHttpRequest *request,
                                             const char *name);

/**
 * The HTTP side of a server; NULL on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED when the server is not of type CERVER_TYPE_WEB.
 */
CerverHttp *http_cerver_get(CerverServer *server);

/**
 * Serves the files below the folder `static_path` for GET and HEAD requests that match no route, by the path of the
 * request; that of a folder means its index.html. What begins with a dot is not served, and nothing outside the
 * folder. Conditional requests and ranges are answered (RFC 9110 sections 13 and 14); the http_static_path_set
 * functions have the options.
 *
 * The text is copied; folders are tried in the order of addition. Returns a handle of the library's, NULL on error.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when the
 * folder does not exist.
 */
CerverHttpStaticPath *http_cerver_static_path_add(CerverHttp *http, const char *static_path);

/**
 * Removes the folder that was added with exactly this text. 0 on success, 1 on error.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NOT_FOUND.
 */
uint8_t http_receive_public_path_remove(CerverHttp *http, const char *static_path);

/**
 * Adds a route with its children. The server owns it from now on: its handle stays valid until the teardown.
 *
 * Routes are tried in the order of registration; the first that matches wins.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent already.
 */
void http_cerver_route_register(CerverHttp *http, CerverHttpRoute *route);

/**
 * Names the top-level route below which routes of the library itself are added: http_cerver_enable_admin_routes().
 * Without it that is the first one registered, and "/" when there is none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_main_route(CerverHttp *http, const CerverHttpRoute *route);

/**
 * Handler of requests that match no route; takes the place of the answer 404.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL for the handler.
 */
void http_cerver_set_catch_all_route(CerverHttp *http, CerverHttpHandler catch_all_route);

/**
 * Answers requests that match no route with 404 and `{"error": "Not found!"}`. The default; takes a catch-all handler
 * out.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_not_found_handler(CerverHttp *http);

/**
 * Handler of requests that match no route; it comes before a catch-all handler and should answer 404 itself.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL for the handler.
 */
void http_cerver_set_not_found_route(CerverHttp *http, CerverHttpHandler not_found);

/**
 * The pointer of http_cerver_set_custom_data(), NULL before it and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const void *http_cerver_get_custom_data(const CerverHttp *http);

/**
 * Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
 * set. A pointer set before is dropped without deleting it.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_set_custom_data(CerverHttp *http, void *custom_data);

/**
 * Function called once with the custom data when the server has been torn down; NULL for none.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_set_delete_custom_data(CerverHttp *http, CerverDelete delete_custom_data);

/**
 * Frees the custom data with free(3) when the server has been torn down.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_set_default_delete_custom_data(CerverHttp *http);

/**
 * Adds a header to every response that does not have one of that type itself. 0 on success, 1 on error.
 *
 * `value` is copied. A second value of the same type takes the place of the first.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table or a value with CR, LF or NUL (RFC 9110
 * section 5.5).
 */
uint8_t http_cerver_add_responses_header(CerverHttp *http, CerverHttpHeader type, const char *value);

/**
 * Largest body of a request in bytes; a larger one is answered with 413. Default 16 MiB, 0 for no body at all.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_body_limit(CerverHttp *http, size_t limit);

/**
 * Largest head of a request (request line and header fields) in bytes; a larger one is answered with 431. Default 64
 * KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 256 bytes.
 */
CerverStatus http_cerver_set_head_limit(CerverHttp *http, size_t limit);

/**
 * Largest request line (method, target and version) in bytes without its CR LF; a larger one is answered with 414.
 * Default 16 KiB. The limit of the head counts it, too.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 14 bytes.
 */
CerverStatus http_cerver_set_request_line_limit(CerverHttp *http, size_t limit);

/**
 * Most bytes of all chunk extensions of a request's body together (RFC 9112 section 7.1.1); more are answered with 400.
 * Default 4 KiB, 0 for no extension at all.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_chunk_extension_limit(CerverHttp *http, size_t limit);

/**
 * Most bytes of the fields behind a chunked body (RFC 9112 section 7.1.2); more are answered with 431. Default 8 KiB, 0
 * for no field at all. http_request_get_trailer() reads them.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_trailer_limit(CerverHttp *http, size_t limit);

/**
 * Largest number of header fields of a request; more are answered with 431. Default 128.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
 */
CerverStatus http_cerver_set_header_count_limit(CerverHttp *http, uint32_t limit);

/**
 * Time from the first byte of a request to the end of its head, in milliseconds; later it is answered with 408. Default
 * 10 s, 0 for no limit.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_head_timeout(CerverHttp *http, uint32_t timeout_ms);

/**
 * Time from the end of a request's head to the end of its body, in milliseconds; later it is answered with 408. Default
 * 120 s, 0 for no limit.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_body_timeout(CerverHttp *http, uint32_t timeout_ms);

/**
 * Time a handler, or the owner of a detached request, has to answer, in milliseconds; later the client gets 503 and the
 * connection is closed. Default 300 s, 0 for no limit.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_answer_timeout(CerverHttp *http, uint32_t timeout_ms);

/**
 * Compresses responses (RFC 9110 section 8.4) for clients that accept a coding the library was built with: gzip, and
 * with its features br and zstd. Off by default; http_route_set_compression() says otherwise for single routes.
 *
 * Compressed is what is text by its Content-Type and neither coded already nor partial, nor forbidden to be changed by
 * Cache-Control: no-transform. Such a response has Vary: Accept-Encoding whether the client accepts a coding or not, and
 * an ETag that is strong becomes weak when the body is coded. A complete body is compressed on the thread that sends the
 * response; each http_receive_stream_write() is flushed, so that the client can read it at once.
 *
 * Where a response holds a secret together with text that a client chose, the compressed length tells something of the
 * secret (BREACH): switch compression off for such routes.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_compression(CerverHttp *http,
                                         bool value);

/**
 * Effort of compression, from 1 (fast) to 9 (small). Default 5.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another level.
 */
CerverStatus http_cerver_set_compression_level(CerverHttp *http, uint8_t level);

/**
 * Bytes of a complete body from and up to which it is compressed. Defaults 1 KiB and 1 MiB.
 *
 * What is shorter gains nothing. What is longer would keep the thread that sends it busy for long, which with handlers
 * on the reactor's thread and for files of a static path is the reactor's: 10 to 20 ms for each MiB. Streams have no
 * such limits.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT when `min` is above `max`.
 */
CerverStatus http_cerver_set_compression_sizes(CerverHttp *http, size_t min, size_t max);

/**
 * Streamed responses that are compressed at a time; further ones are sent as they are. Default 1024, 0 for none.
 *
 * Each takes about 310 KiB for gzip, about 1 MiB for br, less than 3 MiB for zstd.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_compression_streams(CerverHttp *http, uint32_t limit);

/**
 * Switches compression on or off for the responses of a route and of the children below it that have no switch of their
 * own, whatever http_cerver_set_compression() says for the others.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_compression(CerverHttpRoute *route, bool value);

/**
 * Usual file name extension of a content type without its dot; "undefined" for a number outside the table. Static,
 * never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *http_content_type_extension(CerverContentType content_type);

/**
 * Short name of a content type for people, in parentheses; "undefined" for a number outside the table. Static, never
 * NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *http_content_type_description(CerverContentType content_type);

/**
 * Media type of a content type, for example "application/json"; "undefined" for a number outside the table. Static,
 * never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *http_content_type_mime(CerverContentType content_type);

/**
 * Content type whose media type is exactly this text, parameters included; HTTP_CONTENT_TYPE_NONE for another text and
 * on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
CerverContentType http_content_type_by_mime(const char *mime);

/**
 * Content type of a file name extension without its dot, upper and lower case alike; HTTP_CONTENT_TYPE_NONE for another
 * text and on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
CerverContentType http_content_type_by_extension(const char *extension);

/**
 * Media type of a file name extension without its dot, upper and lower case alike; NULL for another text and on error.
 * Static.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
const char *http_content_type_mime_by_extension(const char *extension);

/**
 * Whether a media type is that of JSON, upper and lower case alike, without parameters; false on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
bool http_content_type_is_json(const char *description);

/**
 * Content type of a file by the text after the last dot of its name; HTTP_CONTENT_TYPE_NONE for another text and on
 * error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
 */
CerverContentType http_content_type_from_filename(const char *filename);

/**
 * Value of the first cookie of exactly this name (of several that of the longest path comes first); NULL when the
 * request has none, and on error. As the client sent it: not decoded, with its quotes if it has any. Valid until the
 * request ends.
 *
 * At most 256 cookies of a request are looked at.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the name.
 */
const CerverString *http_request_get_cookie(const CerverHttpRequest *request, const char *name);

/**
 * Number of cookies of a request, at most 256; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
unsigned int http_request_get_cookies_count(const CerverHttpRequest *request);

/**
 * Name of a cookie, in the order in which they came; `idx` counts from 0. NULL when there are not so many, and on error.
 * Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_cookie_name_at_idx(const CerverHttpRequest *request,
                                                        unsigned int idx);

/**
 * Value of a cookie, as http_request_get_cookie_name_at_idx() counts them. NULL when there are not so many, and on error.
 * Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_cookie_value_at_idx(const CerverHttpRequest *request,
                                                         unsigned int idx);

/**
 * Adds a Set-Cookie header (RFC 6265); a response may have several. All texts are copied.
 *
 * `attributes` is a text as it stands in the header, for example "Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax",
 * or NULL for none. Known are Path, Domain, Max-Age (seconds), Expires (a date of HTTP), Secure, HttpOnly,
 * SameSite=Strict, Lax or None, and Partitioned, in any case and order.
 *
 * What a client would not take is refused: a name that is no token, a value with spaces, control characters, commas,
 * semicolons, quotes, backslashes or other than ASCII, more than 4096 bytes of both; attributes that are unknown, twice
 * there or not well formed; SameSite=None or Partitioned without Secure; names that begin with __Secure- without Secure,
 * or with __Host- without Secure and Path=/ or with Domain.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_NULL for name and value.
 */
CerverStatus http_response_set_cookie(CerverHttpResponse *response,
                                      const char *name,
                                      const char *value,
                                      const char *attributes);

/**
 * Makes the client forget a cookie: adds a Set-Cookie header with an empty value and an end in the past. Path and Domain
 * in `attributes` must be those the cookie was set with, and a prefix of the name wants its attributes here, too; NULL
 * for none.
 *
 * Thread: any.
 * Errors: those of http_response_set_cookie().
 */
CerverStatus http_response_remove_cookie(CerverHttpResponse *response,
                                         const char *name,
                                         const char *attributes);

/**
 * Adds an origin to the whitelist of a server: `scheme://host` or `scheme://host:port`, at most 255 bytes, copied, for
 * example "https://example.com". It is kept as browsers write origins (the Fetch standard, RFC 6454 section 6.2): in lower
 * case and without the usual port. "*" stands for every page. One that is there already is not added again. 0 on success,
 * 1 on error.
 *
 * Handlers use the whitelist with the functions http_response_add_whitelist_cors_header() and its kin;
 * http_cerver_set_cors() lets the library do all of it.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, also when it is no origin.
 */
uint8_t http_cerver_add_origin_to_whitelist(CerverHttp *http,
                                            const char *domain);

/**
 * Prints the whitelist to standard output, one origin in a line.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_print_origins_whitelist(const CerverHttp *http);

/**
 * Whether the library answers for pages of other sites itself (the Fetch standard's CORS protocol). Default false: such pages
 * can send simple requests, and read an answer only when its handler lets them.
 *
 * Then every answer, also one of the library's own such as 404, has Access-Control-Allow-Origin with the request's Origin
 * when that is on the whitelist, and Vary: Origin; with "*" on the whitelist it is "*" for everybody. An answer whose handler
 * has set Access-Control-Allow-Origin stays as it is. A preflight (OPTIONS with Origin and
 * Access-Control-Request-Method) for a path with a route that has no handler for OPTIONS is answered with 204, the methods
 * of the route, and what http_cerver_set_cors_headers() and http_cerver_set_cors_max_age() say; authentication and gates are
 * not asked, because browsers ask without showing who they are.
 *
 * It does not refuse requests: what a page may not read it may still have caused. (That is what tokens in headers are for.)
 *
 * Thread: any; it counts from the next start on, which fails when credentials and "*" come together.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_cors(CerverHttp *http,
                                  bool enable);

/**
 * Whether pages of the whitelist may send cookies and read the answer: Access-Control-Allow-Credentials. Default false. Not
 * possible together with "*" on the whitelist.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_cors_credentials(CerverHttp *http,
                                              bool enable);

/**
 * The header fields that pages may send (Access-Control-Allow-Headers): names, separated by commas; copied. "" for none
 * beside those that browsers always let them. Default "Authorization, Content-Type".
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for more than 4095 bytes or what is no list of names.
 */
CerverStatus http_cerver_set_cors_headers(CerverHttp *http, const char *headers);

/**
 * The header fields of answers that pages may read beside the usual ones (Access-Control-Expose-Headers): names, separated
 * by commas; copied. "" for none, the default.
 *
 * Thread: any; it counts from the next start on.
 * Errors: those of http_cerver_set_cors_headers().
 */
CerverStatus http_cerver_set_cors_exposed_headers(CerverHttp *http,
                                                  const char *headers);

/**
 * Seconds for which browsers may keep the answer to a preflight (Access-Control-Max-Age). Default 600; with 0 they ask
 * each time.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_cors_max_age(CerverHttp *http, uint32_t seconds);

/**
 * Lets pages of an origin read the response: Access-Control-Allow-Origin, and Vary: Origin unless it is "*" for every page.
 * `origin` as in http_cerver_add_origin_to_whitelist(), or "null"; copied. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for what is no origin, and for "*" with credentials.
 */
uint8_t http_response_add_cors_header(CerverHttpResponse *response,
                                      const char *origin);

/**
 * The same with the text of an origin.
 *
 * Thread: any.
 * Errors: those of http_response_add_cors_header().
 */
uint8_t http_response_add_cors_header_from_origin(CerverHttpResponse *response, const CerverHttpOrigin *origin);

/**
 * The same for an origin that is on the whitelist of a server of this process; 1 for another one, and nothing is added.
 * In a program with several servers http_response_add_whitelist_cors_header_from_request() is right: it looks only at the
 * whitelist of the server that the request came to.
 *
 * Thread: any.
 * Errors: those of http_response_add_cors_header(); CERVER_ERROR_NOT_FOUND when it is not on the whitelist.
 */
uint8_t http_response_add_whitelist_cors_header(CerverHttpResponse *response,
                                                const char *domain);

/**
 * The same as http_response_add_whitelist_cors_header() with the text of an origin.
 *
 * Thread: any.
 * Errors: those of http_response_add_whitelist_cors_header().
 */
uint8_t http_response_add_whitelist_cors_header_from_origin(CerverHttpResponse *response,
                                                            const CerverHttpOrigin *origin);

/**
 * Lets the page that a request came from read the response, when its Origin is on the whitelist of the server. Else, or
 * without an Origin, it returns 1 and adds only Vary: Origin, so that no cache gives this answer to that page.
 *
 * Thread: any.
 * Errors: handle errors for both; CERVER_ERROR_NOT_FOUND when there is no such Origin.
 */
uint8_t http_response_add_whitelist_cors_header_from_request(const CerverHttpReceive *receive,
                                                             CerverHttpResponse *response);

/**
 * Lets pages read the response to a request with cookies: Access-Control-Allow-Credentials with "true". 0 on success, 1 on
 * error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT when the response is for "*": browsers would refuse it.
 */
uint8_t http_response_add_cors_allow_credentials_header(CerverHttpResponse *response);

/**
 * Names the methods that pages may use, in the answer to a preflight: Access-Control-Allow-Methods with `methods`, for
 * example "GET, POST"; copied. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for what is no list of methods.
 */
uint8_t http_response_add_cors_allow_methods_header(CerverHttpResponse *response, const char *methods);

/**
 * Registers a function that makes error pages in place of the library's; NULL, the default, for none.
 *
 * It is asked for everything that the library itself answers with a status of 400 or more: refused requests, missing
 * routes and files, wrong methods, handlers that fail or give no answer, time-outs, and
 * http_response_error_page_send(). Without it a page is `{"error": "..."}`, HTML for a client whose Accept field
 * prefers that (a browser), or plain text. `data` is only handed back; it stays the caller's and must be good until the
 * server's teardown.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_error_page(CerverHttp *http, CerverHttpErrorPageFunction function, void *data);

/**
 * Answers with the error page for `status`, 400 to 599: the library's, or that of http_cerver_set_error_page(). 0 on
 * success, 1 on error. `text` is copied: one sentence for the client's side; an empty one stands for a usual one.
 *
 * Thread: any; the page itself is made on the reactor's thread.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_error_page_send(const CerverHttpReceive *receive,
                                      CerverHttpStatus status,
                                      const char *text);

/**
 * Whether a request whose path has routes, but none for its method, is told so with 405 and Allow (RFC 9110 section
 * 15.5.6), or 204 for OPTIONS. Default true; with false it counts as a request without a route.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_method_errors(CerverHttp *http, bool value);

/**
 * Whether the connection is closed without a byte when a handler returns without an answer and without
 * http_receive_detach(). Default false: the client gets a 500, because it cannot tell an empty answer from a broken
 * network.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_close_unanswered(CerverHttp *http, bool value);

/**
 * Name of a header as it is written, for example "Content-Type"; "Undefined" for a number outside the table. Static,
 * never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *http_header_string(CerverHttpHeader header);

/**
 * One sentence about a header, in parentheses; "(Undefined Header)" for a number outside the table. Static, never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *http_header_description(CerverHttpHeader header);

/**
 * Number of a header by its name, upper and lower case alike; HTTP_HEADER_UNDEFINED for another name and on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the name.
 */
CerverHttpHeader http_header_type_by_string(const char *name);

/**
 * A token without claims; NULL on error. Returns a handle of the caller's.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpJwt *http_cerver_auth_jwt_new(void);

/**
 * Frees a token. Its handle is stale afterwards, and so are the texts that it gave.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_cerver_auth_jwt_delete(CerverHttpJwt *http_jwt);

/**
 * Sets a claim to a text. Both texts are copied, whole; a claim that is there already gets the new value.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the texts, CERVER_ERROR_ARGUMENT above 1024 claims.
 */
void http_cerver_auth_jwt_add_value(CerverHttpJwt *http_jwt,
                                    const char *key,
                                    const char *value);

/**
 * Sets a claim to true or false.
 *
 * Thread: any.
 * Errors: those of http_cerver_auth_jwt_add_value().
 */
void http_cerver_auth_jwt_add_value_bool(CerverHttpJwt *http_jwt, const char *key, bool value);

/**
 * Sets a claim to a whole number.
 *
 * Thread: any.
 * Errors: those of http_cerver_auth_jwt_add_value().
 */
void http_cerver_auth_jwt_add_value_int(CerverHttpJwt *http_jwt, const char *key, int value);

/**
 * Makes the token end `seconds` from now: sets `iat` to now and `exp` to the end, in seconds since 1970. Without this a
 * token is good as long as the key is.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT above 1024 claims.
 */
CerverStatus http_cerver_auth_jwt_set_lifetime(CerverHttpJwt *http_jwt, uint32_t seconds);

/**
 * Signs the token with the server's private key or secret: http_jwt_get_bearer() then has it. The key is the one that the last
 * start has read; before the first start its file is read now. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when no key or algorithm is set, CERVER_ERROR_ARGUMENT for a key file that
 * cannot be used and for a token longer than http_cerver_auth_set_jwt_limit().
 */
uint8_t http_cerver_auth_generate_bearer_jwt(CerverHttp *http,
                                             CerverHttpJwt *http_jwt);

/**
 * The same, and http_jwt_get_json() then has `{"token": "Bearer ..."}`. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_cerver_auth_generate_bearer_jwt().
 */
uint8_t http_cerver_auth_generate_bearer_jwt_json(CerverHttp *http, CerverHttpJwt *http_jwt);

/**
 * The same, and http_jwt_get_json() then has `{"token": "Bearer ...", "key": "value"}`. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_cerver_auth_generate_bearer_jwt(); CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the texts.
 */
uint8_t http_cerver_auth_generate_bearer_jwt_json_with_value(CerverHttp *http,
                                                             CerverHttpJwt *http_jwt,
                                                             const char *key,
                                                             const char *value);

/**
 * `Bearer ` and the token, as it goes into an Authorization header; "" before it was made, NULL on error. Valid until it
 * is made again or freed.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_jwt_get_bearer(const CerverHttpJwt *http_jwt);

/**
 * Length of http_jwt_get_bearer() in bytes; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
size_t http_jwt_get_bearer_len(const CerverHttpJwt *http_jwt);

/**
 * The token in an object of JSON, for the body of an answer; "" before it was made, NULL on error. Valid until it is made
 * again or freed.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_jwt_get_json(const CerverHttpJwt *http_jwt);

/**
 * Length of http_jwt_get_json() in bytes; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
size_t http_jwt_get_json_len(const CerverHttpJwt *http_jwt);

/**
 * Requests that one connection may make. The answer to the last one says `Connection: close`; what the client has sent
 * behind it is not answered. Default 0: no limit.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_keep_alive_requests(CerverHttp *http, uint32_t max);

/**
 * When a client that got 503 from the library should come again: what the header Retry-After says (RFC 9110 section
 * 10.2.3), in seconds. Default 1; 0 leaves the header out.
 *
 * The library answers 503 when the queue of the pool is full, when no thread or memory is left for a request, and when a
 * handler takes longer than http_cerver_set_answer_timeout() allows.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_retry_after(CerverHttp *http,
                                         uint32_t seconds);

/**
 * How long a streamed answer (http_response_stream()) may have nothing to send after its client has ended its side of the
 * connection, in milliseconds; then the client counts as gone: the connection is closed, and the next use of the stream
 * gives CERVER_ERROR_CLOSED. Default 1000; 0 for ever.
 *
 * The end of one side (TCP's FIN) may mean that the client has gone, or that it only has nothing more to ask. As long as
 * the stream sends something it goes on: to a client that has gone the first piece comes back as an error. A reset
 * connection is noticed at once in any case.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_half_closed_timeout(CerverHttp *http,
                                                 uint32_t timeout_ms);

/**
 * Whether a route insists on bodies of a length told before: chunked ones are answered with 411 (RFC 9110 section
 * 15.5.12) then, and nothing of them is read. Default false. It does not count for children.
 *
 * A request with neither Content-Length nor Transfer-Encoding has no body (RFC 9112 section 6.3), so it is taken.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_length_required(CerverHttpRoute *route, bool value);

/**
 * Writes the metrics of a server with a NUL into `buffer` of `size` bytes, in the text format of Prometheus, version
 * 0.0.4: requests, those in flight, bytes, connections, refusals by status, time-outs, lines of the access log, and with
 * http_cerver_set_route_metrics() requests and a histogram of latencies by route and status.
 *
 * `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
 * `size` of 0, where `buffer` may be NULL, asks for it; the text may have grown before the next one. The counters begin
 * with the last start and are summed over the server's threads while those go on.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT
 * when the buffer is too small.
 */
CerverStatus http_cerver_metrics_text(const CerverHttp *http,
                                      char *buffer,
                                      size_t size,
                                      size_t *length);

/**
 * The same as a JSON object (RFC 8259).
 *
 * Thread: any.
 * Errors: as for http_cerver_metrics_text().
 */
CerverStatus http_cerver_metrics_json(const CerverHttp *http, char *buffer, size_t size, size_t *length);

/**
 * Adds a route that answers GET and HEAD with the metrics: as JSON when the client's Accept field prefers
 * `application/json`, else as text for Prometheus. `path` is copied. Who may ask is not checked: serve it on an address
 * that is not public, or write a route of your own with http_cerver_metrics_text().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path.
 */
CerverStatus http_cerver_add_metrics_route(CerverHttp *http, const char *path);

/**
 * Whether the answers of each route are counted by status and their latency is measured: from the end of the request's
 * head to the end of its answer, in buckets of 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250 and 500 milliseconds, 1,
 * 2.5, 5 and 10 seconds. A route has about 1 KiB in each reactor, and a request costs two readings of the clock. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_route_metrics(CerverHttp *http,
                                           bool value);

/**
 * Whether the part has a name, a file name or content.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool http_multi_part_is_not_empty(const CerverMultiPart *multi_part);

/**
 * One of the `MULTI_PART_TYPE_` constants; MULTI_PART_TYPE_NONE on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverMultiPartType http_multi_part_get_type(const CerverMultiPart *multi_part);

/**
 * Whether the part is a file: it has a file name, perhaps an empty one.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool http_multi_part_is_file(const CerverMultiPart *multi_part);

/**
 * Whether the part is no file.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool http_multi_part_is_value(const CerverMultiPart *multi_part);

/**
 * Name of the form's field; NULL on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_multi_part_get_name(const CerverMultiPart *multi_part);

/**
 * Harmless part of the file name: ASCII letters, digits, `-`, `_` and `.` of what is behind the last slash, without a
 * dot at its start, at most 100 bytes. "" for a part that is no file, NULL on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_multi_part_get_filename(const CerverMultiPart *multi_part);

/**
 * Length of http_multi_part_get_filename() in bytes.
 *
 * Thread: any.
 * Errors: handle errors.
 */
int http_multi_part_get_filename_len(const CerverMultiPart *multi_part);

/**
 * The file name as the client wrote it, to show it to people: it may hold anything and must not become part of a path.
 * NULL for a part that is no file, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_multi_part_get_original_filename(const CerverMultiPart *multi_part);

/**
 * Content type of the part, as the client says; NULL when it says none, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_multi_part_get_content_type(const CerverMultiPart *multi_part);

/**
 * Name under which the file was stored in its folder; "" when it was not, NULL on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_multi_part_get_generated_filename(const CerverMultiPart *multi_part);

/**
 * Length of http_multi_part_get_generated_filename() in bytes.
 *
 * Thread: any.
 * Errors: handle errors.
 */
int http_multi_part_get_generated_filename_len(const CerverMultiPart *multi_part);

/**
 * Calls the file of a part by a name that printf(3) makes of `format` and its arguments: only in a function of
 * http_cerver_set_uploads_filename_generator(), for the part that is coming.
 *
 * Of the name only what is harmless is taken, by the rules of http_multi_part_get_filename() with up to 240 bytes. When a
 * file of that name is there, a number is added before the last dot.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the format, CERVER_ERROR_ARGUMENT when nothing is left of the name,
 * CERVER_ERROR_STATE for another part or at another time.
 */
void http_multi_part_set_generated_filename(const CerverMultiPart *multi_part,
                                            const char *format,
                                            ...);

/**
 * In how many pieces the content came.
 *
 * Thread: any.
 * Errors: handle errors (0).
 */
uint32_t http_multi_part_get_n_reads(const CerverMultiPart *multi_part);

/**
 * Bytes of the content, UINT32_MAX for 4 GiB and more; http_multi_part_get_size() has them all.
 *
 * Thread: any.
 * Errors: handle errors (0).
 */
uint32_t http_multi_part_get_total_wrote(const CerverMultiPart *multi_part);

/**
 * Bytes of the content.
 *
 * Thread: any.
 * Errors: handle errors (0).
 */
uint64_t http_multi_part_get_size(const CerverMultiPart *multi_part);

/**
 * Path of the stored file, or where it was moved to; "" when it is not on the disk, NULL on error. Valid until the request
 * ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_multi_part_get_saved_filename(const CerverMultiPart *multi_part);

/**
 * Length of http_multi_part_get_saved_filename() in bytes.
 *
 * Thread: any.
 * Errors: handle errors.
 */
int http_multi_part_get_saved_filename_len(const CerverMultiPart *multi_part);

/**
 * Whether http_multi_part_move_file() has moved the file.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool http_multi_part_get_moved_file(const CerverMultiPart *multi_part);

/**
 * Content of the part with a NUL behind it, "" for a file on the disk, NULL on error; it may hold others, see
 * http_multi_part_get_value_len(). Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_multi_part_get_value(const CerverMultiPart *multi_part);

/**
 * Length of http_multi_part_get_value() in bytes.
 *
 * Thread: any.
 * Errors: handle errors.
 */
int http_multi_part_get_value_len(const CerverMultiPart *multi_part);

/**
 * Moves the stored file to a path; a file that is there is replaced, folders are not made. 0 on success, 1 on error.
 *
 * Across file systems it is copied beside its new place and then renamed. From now on it is the program's.
 *
 * Thread: any; it may take as long as copying the file does.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when the part
 * is not on the disk or the folder does not exist, CERVER_ERROR_SYSTEM.
 */
unsigned int http_multi_part_move_file(CerverMultiPart *mpart, const char *destination_path);

/**
 * Prints the part to standard output as http_request_multi_parts_print() does.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_multi_part_print(const CerverMultiPart *mpart);

/**
 * Prints the headers of the part to standard output, as far as they count: Content-Disposition and Content-Type.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_multi_part_headers_print(const CerverMultiPart *mpart);

/**
 * The best of several media types for the client, after its Accept header (RFC 9110 section 12.5.1).
 *
 * `offers` are the media types separated by commas, the one that the program likes best first, at most 64:
 * "application/json, text/html". Returns the place of the best, counted from 0; -1 when the client takes none of them
 * (then cerver_last_error() is not set) and on error. Without an Accept header it is 0. Of offers that the client
 * likes equally the one that it names more specifically wins, then the first.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the offers, CERVER_ERROR_ARGUMENT for none or too many.
 */
int http_request_choose_type(const CerverHttpRequest *request, const char *offers);

/**
 * The best of several content codings for the client, after its Accept-Encoding header (RFC 9110 section 12.5.3), for
 * programs that have coded bodies ready; http_cerver_set_compression() needs no help.
 *
 * `offers` and the result are as for http_request_choose_type(); "identity" stands for no coding: "br, gzip, identity".
 * Without the header, and with one that names none of the offers, identity is the best.
 *
 * Thread: any.
 * Errors: those of http_request_choose_type().
 */
int http_request_choose_encoding(const CerverHttpRequest *request, const char *offers);

/**
 * The best of several languages for the client, after its Accept-Language header (RFC 9110 section 12.5.4, RFC 4647).
 *
 * `offers` and the result are as for http_request_choose_type(), with language tags: "en, de-CH". A range takes the tags
 * that it equals or begins ("en" takes "en-GB") and a longer range the tag that begins it ("de-CH" takes "de"). With -1
 * the program's own default is a better answer than an error.
 *
 * Thread: any.
 * Errors: those of http_request_choose_type().
 */
int http_request_choose_language(const CerverHttpRequest *request,
                                 const char *offers);

/**
 * An origin without a text; NULL on error. The program's until http_origin_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED.
 */
CerverHttpOrigin *http_origin_new(void);

/**
 * Frees an origin; its text stays the program's.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_origin_delete(void *origin_ptr);

/**
 * Bytes of the text; -1 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
int http_origin_get_len(const CerverHttpOrigin *origin);

/**
 * The text, which is the program's; NULL when there is none and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_origin_get_value(const CerverHttpOrigin *origin);

/**
 * Prints an origin to standard output: `(19) https://example.com`.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL without a text; CERVER_ERROR_ARGUMENT when it is not UTF-8 or its length is below
 * 0.
 */
void http_origin_print(const CerverHttpOrigin *origin);

/**
 * Value of the first pair with exactly this key, decoded; NULL when there is none (CERVER_ERROR_NOT_FOUND is not set
 * for that) and on error.
 *
 * Owned by the request and valid until it ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const CerverString *http_query_pairs_get_value(const CerverPairs *pairs, const char *key);

/**
 * Prints the pairs to standard output, one line each: `[index] - key = value`.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_query_pairs_print(const CerverPairs *pairs);

/**
 * The part of the path that the route captured as ":name", percent-decoded (RFC 3986 section 2.1); NULL when the route has
 * no such name, and on error. Valid until the request ends.
 *
 * A "%" without two hexadecimal digits behind it stays as it is. The text may hold any bytes, NUL and "/" included: use
 * its length.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the name.
 */
const CerverString *http_request_get_param_decoded(const CerverHttpRequest *request,
                                                   const char *name);

/**
 * Gives the parts of `multipart/form-data` bodies to functions as they come. Bodies of other types are refused with 415.
 *
 * Nothing is called before the route is found and its gate has passed. Then the handler of the route is called, when the
 * head is complete; then for each part `begins`, `bytes` any number of times, and `ends`; at last `form_ends`, which
 * answers. They run where handlers run, one at a time for a form. Each may answer or call http_receive_close(): then
 * nothing more is called for this request. `form_ends` is called once in any other case; with HTTP_STATUS_NONE it may run on
 * a reactor's thread. `begins`, `bytes` and `ends` may be NULL.
 *
 * While a function runs the client is held up once http_cerver_set_body_window() bytes wait, and that time does not count
 * against its rate. The limits of parts, names, files and bytes hold (http_cerver_set_part_limit() and its kin). Nothing is
 * stored; values of fields are kept in memory, so that http_request_multi_parts_get_value() finds them at the end.
 *
 * A request without a body is a form without parts, unless the handler answers it.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL for `form_ends`.
 */
CerverStatus http_route_stream_parts(CerverHttpRoute *route,
                                     CerverHttpPartFunction begins,
                                     CerverHttpPartBytes bytes,
                                     CerverHttpPartFunction ends,
                                     CerverHttpFormEnd form_ends);

/**
 * The HTTP side of the server the request came to; NULL on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverHttp *http_receive_get_cerver(const CerverHttpReceive *receive);

/**
 * What the request came by; NULL on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverReceive *http_receive_get_cerver_receive(const CerverHttpReceive *receive);

/**
 * Descriptor of the client's socket, to ask the system about it. Owned by the library: do not read, write or close it.
 * -1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_CLOSED.
 */
int http_receive_get_sock_fd(const CerverHttpReceive *receive);

/**
 * Lets the answer come later, from any thread: the request and this handle stay valid until it is given.
 *
 * It must be given, or http_receive_close() called, in any case, also when the client is gone: until then the request
 * keeps its memory.
 *
 * Thread: any, before the handler returns.
 * Errors: handle errors; CERVER_ERROR_STATE when the handler has returned.
 */
CerverStatus http_receive_detach(const CerverHttpReceive *receive);

/**
 * Gives no answer: the connection is closed. The request of a detached handle ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ANSWERED.
 */
CerverStatus http_receive_close(const CerverHttpReceive *receive);

/**
 * Whether the client can still be reached, as far as the server knows.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool http_receive_is_connected(const CerverHttpReceive *receive);

/**
 * Writes the client's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or
 * "unix" for a Unix socket. 64 bytes are always enough.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
 */
CerverStatus http_receive_get_remote_address(const CerverHttpReceive *receive, char *buffer, size_t size);

/**
 * Begins an answer whose body comes in pieces: sends the status and headers of `response` now, the body by
 * http_receive_stream_write(), its end by http_receive_stream_end().
 *
 * The body is chunked for HTTP/1.1 and ends with the connection for HTTP/1.0 (RFC 9112 section 6). The response's own
 * data and Content-Length are not sent, and the response stays the caller's. To go on after the handler has returned,
 * call http_receive_detach() as well.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
CerverStatus http_response_stream(CerverHttpResponse *response, const CerverHttpReceive *receive);

/**
 * Sends `len` bytes of a streamed body; copies them. With 0 bytes nothing is sent.
 *
 * Thread: any; the pieces of several threads stay whole and go out in the order of the calls.
 * Errors: handle errors; CERVER_ERROR_AGAIN above the high mark of cerver_set_send_queue_marks() (nothing was taken),
 * CERVER_ERROR_CLOSED when the client is gone, CERVER_ERROR_STATE when no stream was begun.
 */
CerverStatus http_receive_stream_write(const CerverHttpReceive *receive, const void *data, size_t len);

/**
 * Waits until the client has taken enough of a streamed body that its queue is below the low mark. `timeout_ms` is -1
 * for no limit, or 0 and more milliseconds.
 *
 * Thread: any but a reactor's (CERVER_ERROR_STATE): that one has to do the sending.
 * Errors: handle errors; CERVER_ERROR_TIMEOUT, CERVER_ERROR_CLOSED, CERVER_ERROR_STATE.
 */
CerverStatus http_receive_stream_wait(const CerverHttpReceive *receive, int32_t timeout_ms);

/**
 * Adds a header field that http_receive_stream_end() sends behind a streamed body (RFC 9110 section 6.5). Both texts are
 * copied.
 *
 * Such fields are sent in chunks only, so not to HTTP/1.0, and only when the client has said `TE: trailers` or the
 * response has a Trailer header that announces them; else they are dropped.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for a text; CERVER_ERROR_ARGUMENT for what is no header name or value, and for
 * headers that must come before a body, such as Content-Type or Set-Cookie (section 6.5.1); CERVER_ERROR_CLOSED,
 * CERVER_ERROR_STATE when no stream was begun.
 */
CerverStatus http_receive_stream_trailer(const CerverHttpReceive *receive,
                                         const char *name,
                                         const char *value);

/**
 * Ends a streamed body. The request ends; this handle is stale once the handler, if it still runs, has returned.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_CLOSED, CERVER_ERROR_STATE when no stream was begun.
 */
CerverStatus http_receive_stream_end(const CerverHttpReceive *receive);

/**
 * Method: one of the `REQUEST_METHOD_` constants, REQUEST_METHOD_UNDEFINED for another token and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverRequestMethod http_request_get_method(const CerverHttpRequest *request);

/**
 * Method as the client wrote it, for example "GET"; NULL on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_method_string(const CerverHttpRequest *request);

/**
 * Path of the request without its query, not percent-decoded; NULL on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_url(const CerverHttpRequest *request);

/**
 * Text after the first question mark, not decoded; NULL without one and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_query(const CerverHttpRequest *request);

/**
 * Decoded pairs of the query; NULL without a question mark and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverPairs *http_request_get_query_params(const CerverHttpRequest *request);

/**
 * Number of parts of the path that the route captured; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
unsigned int http_request_get_n_params(const CerverHttpRequest *request);

/**
 * A part of the path that the route captured, not percent-decoded; `idx` counts from 0. NULL when there are not so
 * many, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_param_at_idx(const CerverHttpRequest *request, unsigned int idx);

/**
 * The part of the path that the route captured as ":name", not percent-decoded; NULL when the route has no such name,
 * and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the name.
 */
const CerverString *http_request_get_param(const CerverHttpRequest *request, const char *name);

/**
 * Value of a header of the table; NULL when the request has none, and on error. Valid until the request ends.
 *
 * Of a header that appears more than once the first value counts.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a number outside the table.
 */
const CerverString *http_request_get_header(const CerverHttpRequest *request, CerverHttpHeader header);

/**
 * Number of headers of the request that are not in the table; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
size_t http_request_get_custom_headers_count(const CerverHttpRequest *request);

/**
 * Value of a header by its name, upper and lower case alike (RFC 9110 section 5.1); NULL when the request has none,
 * and on error. NUL-terminated, valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the name.
 */
const char *http_request_get_custom_header(const CerverHttpRequest *request, const char *header);

/**
 * Content type of the body: the one whose media type is the whole Content-Type header, otherwise
 * HTTP_CONTENT_TYPE_NONE, also on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverContentType http_request_get_content_type(const CerverHttpRequest *request);

/**
 * The Content-Type header; NULL without one and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_content_type_string(const CerverHttpRequest *request);

/**
 * The whole body, unchanged, whatever its content type; NULL when it is empty, and on error. Valid until the request
 * ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_body(const CerverHttpRequest *request);

/**
 * Decoded pairs of a body of the type application/x-www-form-urlencoded (WHATWG URL section 5); NULL for other types
 * and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverPairs *http_request_get_body_values(const CerverHttpRequest *request);

/**
 * The pointer of http_request_set_custom_data(), NULL before it and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const void *http_request_get_custom_data(const CerverHttpRequest *request);

/**
 * Keeps a pointer of the caller's with the request. The library never looks behind it; it stays the caller's unless a
 * delete function is set. A pointer set before is dropped without deleting it.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_set_custom_data(CerverHttpRequest *request, void *custom_data);

/**
 * Function called once with the custom data when the request ends; NULL for none.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_set_delete_custom_data(CerverHttpRequest *request, CerverDelete delete_custom_data);

/**
 * Frees the custom data with free(3) when the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_set_default_delete_custom_data(CerverHttpRequest *request);

/**
 * Value of the first pair of the query with exactly this key, decoded; NULL when there is none, and on error. Valid
 * until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const CerverString *http_request_query_params_get_value(const CerverHttpRequest *request, const char *key);

/**
 * Value of the first pair of the form with exactly this key, decoded; NULL when there is none, and on error. Valid
 * until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const CerverString *http_request_body_get_value(const CerverHttpRequest *request, const char *key);

/**
 * Prints the request's headers of the table to standard output, one line each: `Name: value`.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_headers_print(const CerverHttpRequest *request);

/**
 * Prints every header of the table to standard output, those the request does not have as `Name: None`.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_headers_print_full(const CerverHttpRequest *request);

/**
 * Prints the pairs of the query to standard output, one line each: `[index] - key = value`.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_query_params_print(const CerverHttpRequest *request);

/**
 * Gives each request an id, which the client finds in X-Request-Id of its answer, the handler with
 * http_request_get_id(), and the access log of the format HTTP_ACCESS_LOG_JSON has. A new one has 32 hexadecimal digits
 * that cannot be guessed from others.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
CerverStatus http_cerver_set_request_ids(CerverHttp *http, CerverHttpRequestIds mode);

/**
 * Id of the request; NULL without http_cerver_set_request_ids() and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_id(const CerverHttpRequest *request);

/**
 * The `traceparent` of the request as the client sent it (W3C Trace Context); NULL when there is none, more than one or
 * a malformed one, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_trace_parent(const CerverHttpRequest *request);

/**
 * The trace id in the `traceparent` of the request: 32 hexadecimal digits; NULL as above. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_trace_id(const CerverHttpRequest *request);

/**
 * The `tracestate` of the request, of several fields joined by commas; NULL when there is none, a malformed one or no
 * good `traceparent`, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverString *http_request_get_trace_state(const CerverHttpRequest *request);

/**
 * Number of files of a multipart request, at most 255; 0 for another request and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint8_t http_request_get_n_files(const CerverHttpRequest *request);

/**
 * Number of parts of a multipart request that are no files, at most 255; 0 for another request and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint8_t http_request_get_n_values(const CerverHttpRequest *request);

/**
 * Name of the folder that the request has of its own in the uploads folder; "" when it has none, NULL on error. Valid
 * until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const char *http_request_get_dirname(const CerverHttpRequest *request);

/**
 * Length of http_request_get_dirname() in bytes.
 *
 * Thread: any.
 * Errors: handle errors.
 */
int http_request_get_dirname_len(const CerverHttpRequest *request);

/**
 * Puts the files of the request into a folder of its own in the uploads folder, called by what printf(3) makes of
 * `format` and its arguments: in a function of http_cerver_set_uploads_dirname_generator(), or later until the first file
 * is made. A folder of that name may be there already.
 *
 * Of the name only what is harmless is taken: see http_multi_part_set_generated_filename().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the format, CERVER_ERROR_ARGUMENT when nothing is left of the name,
 * CERVER_ERROR_STATE at another time.
 */
void http_request_set_dirname(const CerverHttpRequest *request,
                              const char *format,
                              ...);

/**
 * The part that is coming: in the functions of http_cerver_set_uploads_filename_generator() and
 * http_route_stream_parts(). NULL at other times and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverMultiPart *http_request_get_current_mpart(const CerverHttpRequest *request);

/**
 * First part with exactly this name; NULL when there is none, and on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const CerverMultiPart *http_request_multi_parts_get(const CerverHttpRequest *request, const char *key);

/**
 * Content of the first part with exactly this name, "" for a file on the disk; NULL when there is none, and on error.
 * NUL-terminated, valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const char *http_request_multi_parts_get_value(const CerverHttpRequest *request, const char *key);

/**
 * Harmless part of the file name of the first part with exactly this name, "" for a part that is no file; NULL when
 * there is none, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const char *http_request_multi_parts_get_filename(const CerverHttpRequest *request, const char *key);

/**
 * Path of the stored file of the first part with exactly this name, "" for a part that is not on the disk; NULL when
 * there is none, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the key.
 */
const char *http_request_multi_parts_get_saved_filename(const CerverHttpRequest *request, const char *key);

/**
 * Goes back before the first part; false when there is none, and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
bool http_request_multi_parts_iter_start(const CerverHttpRequest *request);

/**
 * The next part, in the order in which they came; NULL behind the last one, and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverMultiPart *http_request_multi_parts_iter_get_next(const CerverHttpRequest *request);

/**
 * Keeps the stored files when the request ends, whatever http_cerver_set_uploads_delete_when_done() says.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_multi_part_keep_files(CerverHttpRequest *request);

/**
 * Removes every stored file that was not moved, now.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_multi_part_discard_files(const CerverHttpRequest *request);

/**
 * Prints the parts to standard output, one line each: `name = value`, `name: file name -> path` for files.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_multi_parts_print(const CerverHttpRequest *request);

/**
 * Prints the parts that are files to standard output, one line each: `name: file name -> path`.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_request_multi_parts_files_print(const CerverHttpRequest *request);

/**
 * An empty response with status 200; NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_get(void);

/**
 * Frees a response: the same as http_response_delete().
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_response_return(CerverHttpResponse *response);

/**
 * Frees a response made by any function. Its handle is stale afterwards; what was sent is not touched.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_response_delete(void *res_ptr);

/**
 * A response with a status and `data_len` bytes of body, copied; NULL and 0 for no body. NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_create(CerverHttpStatus status, const void *data, size_t data_len);

/**
 * Sets the status code, 200 to 599.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT.
 */
void http_response_set_status(CerverHttpResponse *response, CerverHttpStatus status);

/**
 * Takes a ready header block of `header_len` bytes that was made by malloc(3): a status line, which may be left out,
 * header lines, and an empty line, all with CR LF. They take the place of the status and headers set before;
 * Content-Length, Connection, Date and Server stay the library's.
 *
 * The library copies it and frees the memory with free(3); on an error it stays the caller's. In a process whose calls
 * come from Python through ctypes it stays the caller's in any case: there it is a bytes object. Everywhere else never
 * pass memory that malloc(3) did not give: http_response_copy_header().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a block that is not well formed.
 */
void http_response_set_header(CerverHttpResponse *response, const void *header, size_t header_len);

/**
 * The same as http_response_set_header(), with memory that stays the caller's.
 *
 * Thread: any.
 * Errors: those of http_response_set_header().
 */
CerverStatus http_response_copy_header(CerverHttpResponse *response, const void *header, size_t header_len);

/**
 * Sets a header of the table. `actual_header` is its value, copied; a second value of the same type takes the place of
 * the first, except for Set-Cookie. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table or a value with CR, LF or another control
 * character (RFC 9110 section 5.5), CERVER_ERROR_NULL.
 */
uint8_t http_response_add_header(CerverHttpResponse *response, CerverHttpHeader type, const char *actual_header);

/**
 * Adds a header by its name. Both texts are copied; a name may be added more than once.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a name that is no token or a value with CR, LF or another control
 * character (RFC 9110 section 5), CERVER_ERROR_NULL.
 */
CerverStatus http_response_add_custom_header(CerverHttpResponse *response, const char *name, const char *value);

/**
 * Sets Content-Type to the media type of a content type. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table.
 */
uint8_t http_response_add_content_type_header(CerverHttpResponse *response, CerverContentType type);

/**
 * Sets Content-Length, in bytes. Not needed for a response with data: there the length is known. 0 on success, 1 on
 * error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint8_t http_response_add_content_length_header(CerverHttpResponse *response, size_t length);

/**
 * Sets Content-Type to application/json and Content-Length to `json_len` bytes.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_response_add_json_headers(CerverHttpResponse *response, size_t json_len);

/**
 * Takes a body of `data_len` bytes that was made by malloc(3), in place of the one before.
 *
 * The library copies it and frees the memory with free(3); on an error it stays the caller's. In a process whose calls
 * come from Python through ctypes it stays the caller's in any case: there it is a bytes object. Everywhere else never
 * pass memory that malloc(3) did not give: http_response_set_data_ref().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL.
 */
void http_response_set_data(CerverHttpResponse *response, const void *data, size_t data_len);

/**
 * Refers to a body of `data_size` bytes, in place of the one before. 0 on success, 1 on error.
 *
 * The memory stays the caller's and must not change until the response was compiled or sent.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL.
 */
uint8_t http_response_set_data_ref(CerverHttpResponse *response, const void *data, size_t data_size);

/**
 * Only checks the handle: the header block is built anew by each sending. Calling it is optional.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_response_compile_header(CerverHttpResponse *response);

/**
 * Copies a body of http_response_set_data_ref(), so that the caller's memory may change from now on. Optional: sending
 * copies it, too. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint8_t http_response_compile(CerverHttpResponse *response);

/**
 * Prints the response to standard output: the status line, the headers that were set, an empty line, the body and a
 * line feed. What only the sending adds is missing: Date, Server, Content-Length unless it was set, and the headers of
 * http_cerver_add_responses_header().
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_response_print(const CerverHttpResponse *response);

/**
 * Answers a request with a response; copies it, so it stays the caller's and may be changed, sent again or deleted at
 * once. 0 on success, 1 on error.
 *
 * Content-Length, Date, Server and the headers of http_cerver_add_responses_header() are added where they are missing.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_send(CerverHttpResponse *response, const CerverHttpReceive *receive);

/**
 * The same as http_response_send() for a response that has a body.
 *
 * Thread: any.
 * Errors: those of http_response_send(); CERVER_ERROR_STATE without a body.
 */
uint8_t http_response_send_split(CerverHttpResponse *response, const CerverHttpReceive *receive);

/**
 * Answers a request with a status and `data_len` bytes of body, copied. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_ANSWERED,
 * CERVER_ERROR_CLOSED.
 */
uint8_t http_response_create_and_send(CerverHttpStatus status,
                                      const void *data,
                                      size_t data_len,
                                      const CerverHttpReceive *receive);

/**
 * Answers a request with a file, its content type by the extension of its name. 0 on success, 1 on error; on an error
 * nothing is sent, so that another answer can be given.
 *
 * With HTTP_STATUS_OK a GET or HEAD request gets what its conditions and ranges ask for: 206 with parts, 304, 412 or 416
 * (RFC 9110 sections 13 and 14).
 *
 * A file of up to 8 KiB is read before the call returns. A larger one is opened before that and read later, with
 * sendfile(2): when it changes until then, the connection is closed.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NOT_FOUND when there is no such file or when it is a folder or a device,
 * CERVER_ERROR_SYSTEM when it cannot be opened or read for another reason (EACCES, EMFILE, EIO and others),
 * CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_send_file(const CerverHttpReceive *receive,
                                CerverHttpStatus status,
                                const char *filename);

/**
 * Answers a request with a video: as http_response_send_file() with HTTP_STATUS_OK. A player that asks for ranges gets
 * 206 with exactly those (RFC 9110 section 14), one that asks for a range that does not exist 416, and a request
 * without any the whole file. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_send_file().
 */
uint8_t http_response_handle_video(const CerverHttpReceive *receive, const char *filename);

/**
 * Answers a request with `text_len` bytes of text as "text/html; charset=UTF-8", copied. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_create_and_send().
 */
uint8_t http_response_render_text(const CerverHttpReceive *receive,
                                  CerverHttpStatus status,
                                  const char *text,
                                  size_t text_len);

/**
 * Answers a request with `json_len` bytes of JSON as "application/json", copied and not looked at. 0 on success, 1 on
 * error.
 *
 * Thread: any.
 * Errors: those of http_response_create_and_send().
 */
uint8_t http_response_render_json(const CerverHttpReceive *receive,
                                  CerverHttpStatus status,
                                  const char *json,
                                  size_t json_len);

/**
 * Answers a request with `len` bytes of any content type, copied. 0 on success, 1 on error.
 *
 * HTTP_CONTENT_TYPE_NONE leaves Content-Type out.
 *
 * Thread: any.
 * Errors: those of http_response_create_and_send().
 */
uint8_t http_response_render(const CerverHttpReceive *receive,
                             CerverHttpStatus status,
                             CerverContentType type,
                             const void *data,
                             size_t len);

/**
 * A response with the body `json` of `json_len` bytes, copied and not looked at. A handle of the caller's, NULL on
 * error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_create_json(CerverHttpStatus status, const char *json, size_t json_len);

/**
 * A response with the body `{"<key>": "<value>"}`. The value has at most 16 MiB. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_create_json_key_value(CerverHttpStatus status,
                                                        const char *key,
                                                        const char *value);

/**
 * A response with the body `{"<key>": <value>}`, a number. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_int_value(CerverHttpStatus status, const char *key, int value);

/**
 * Answers a request with the response of http_response_json_int_value(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_int_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_int_value_send(const CerverHttpReceive *receive,
                                          CerverHttpStatus status,
                                          const char *key,
                                          int value);

/**
 * A response with the body `{"<key>": <value>}`, a number. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_large_int_value(CerverHttpStatus status, const char *key, long value);

/**
 * Answers a request with the response of http_response_json_large_int_value(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_large_int_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_large_int_value_send(const CerverHttpReceive *receive,
                                                CerverHttpStatus status,
                                                const char *key,
                                                long value);

/**
 * A response with the body `{"<key>": <value>}`, a number with six decimals; one that is not finite gives null. A
 * handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_real_value(CerverHttpStatus status, const char *key, double value);

/**
 * Answers a request with the response of http_response_json_real_value(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_real_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_real_value_send(const CerverHttpReceive *receive,
                                           CerverHttpStatus status,
                                           const char *key,
                                           double value);

/**
 * A response with the body `{"<key>": <value>}`, true or false. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_bool_value(CerverHttpStatus status, const char *key, bool value);

/**
 * Answers a request with the response of http_response_json_bool_value(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_bool_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_bool_value_send(const CerverHttpReceive *receive,
                                           CerverHttpStatus status,
                                           const char *key,
                                           bool value);

/**
 * A response with the body `{"msg": "<msg>"}`. The text has at most 16 MiB. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_msg(CerverHttpStatus status, const char *msg);

/**
 * Answers a request with the response of http_response_json_msg(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_msg(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_msg_send(const CerverHttpReceive *receive, CerverHttpStatus status, const char *msg);

/**
 * A response with the body `{"error": "<error_msg>"}`. The text has at most 16 MiB. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_error(CerverHttpStatus status,
                                             const char *error_msg);

/**
 * Answers a request with the response of http_response_json_error(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_error(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_error_send(const CerverHttpReceive *receive, CerverHttpStatus status, const char *error_msg);

/**
 * A response with the body `{"<key>": "<value>"}`. The value has at most 16 MiB. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_key_value(CerverHttpStatus status,
                                                 const char *key,
                                                 const char *value);

/**
 * Answers a request with the response of http_response_json_key_value(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_key_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_key_value_send(const CerverHttpReceive *receive,
                                          CerverHttpStatus status,
                                          const char *key,
                                          const char *value);

/**
 * A response with the body `json`, at most 16 MiB, copied and not looked at. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_custom(CerverHttpStatus status, const char *json);

/**
 * Answers a request with the response of http_response_json_custom(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_custom(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_custom_send(const CerverHttpReceive *receive, CerverHttpStatus status, const char *json);

/**
 * A response with the body `json` of `json_len` bytes. The memory stays the caller's
 * and must not change until the response was sent. A handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
 * CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
 */
CerverHttpResponse *http_response_json_custom_reference(CerverHttpStatus status, const char *json, size_t json_len);

/**
 * Answers a request with the response of http_response_json_custom_reference(). 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of http_response_json_custom_reference(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
 */
uint8_t http_response_json_custom_reference_send(const CerverHttpReceive *receive,
                                                 CerverHttpStatus status,
                                                 const char *json,
                                                 size_t json_len);

/**
 * Makes a route for one method; http_route_set_handler() adds others.
 *
 * `route` is the path, its first slash may be left out; "/" or "" is the root. It is copied. Its parts are separated
 * by slashes: ":name" takes any one part and captures it, "*" as the last part takes the rest, also nothing, and
 * elsewhere any one part. Spaces and control characters are refused: no path has them. `method` is one of the `REQUEST_METHOD_` constants, not REQUEST_METHOD_UNDEFINED. `handler`
 * may be NULL: then the method has none.
 *
 * Returns a handle of the caller's, NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_ARGUMENT for the method,
 * CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverHttpRoute *http_route_create(CerverRequestMethod method,
                                   const char *route,
                                   CerverHttpHandler handler);

/**
 * Sets the handler of a method, in place of one before.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the method, CERVER_ERROR_NULL for the handler.
 */
void http_route_set_handler(CerverHttpRoute *route, CerverRequestMethod method, CerverHttpHandler handler);

/**
 * Puts `child` below `parent`: its path is the parent's, a slash, and its own. The parent owns the child from now on.
 *
 * Children are tried in the order of addition.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_STATE when the child is registered or has a parent, CERVER_ERROR_ARGUMENT when
 * it is above the parent.
 */
void http_route_child_add(CerverHttpRoute *parent, CerverHttpRoute *child);

/**
 * The pointer of http_route_set_custom_data(), NULL before it and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const void *http_route_get_custom_data(const CerverHttpRoute *route);

/**
 * Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
 * set. A pointer set before is dropped without deleting it.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_route_set_custom_data(CerverHttpRoute *route, void *custom_data);

/**
 * Function called once with the custom data when the route is freed; NULL for none.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void http_route_set_delete_custom_data(CerverHttpRoute *route, CerverDelete delete_custom_data);

/**
 * Frees a route that was never registered and has no parent, with its children. Other routes go with their server.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent.
 */
void http_route_delete(CerverHttpRoute *route);

/**
 * How long clients may use a file of the folder without asking again, in seconds: `Cache-Control: max-age`. -1, the
 * default, sends none; 0 makes them ask each time.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT below -1.
 */
CerverStatus http_static_path_set_max_age(CerverHttpStaticPath *static_path, int32_t seconds);

/**
 * Whether files of the folder never change under their names: adds `immutable` (RFC 8246) to a `max-age`, so that
 * clients do not ask again even when the user reloads. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_immutable(CerverHttpStaticPath *static_path, bool value);

/**
 * Whether a folder without an index.html shows the names of what is in it. Default false: 404.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_listing(CerverHttpStaticPath *static_path, bool value);

/**
 * Most names that a listing shows. Default 1000.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_listing_limit(CerverHttpStaticPath *static_path, uint32_t limit);

/**
 * Whether files and folders are served whose names begin with a dot. Default false: 404.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_dot_files(CerverHttpStaticPath *static_path, bool value);

/**
 * Whether a client that takes brotli or gzip gets `name.br` or `name.gz` in place of `name` when there is such a file
 * that is not older. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_precompressed(CerverHttpStaticPath *static_path, bool value);

/**
 * Files of up to 8 KiB that each reactor keeps in memory as long as those in the folder are still the same: each request
 * looks at the file's number, size and times, so a change is served at once. Default 128;
 * 0 for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_kept_files(CerverHttpStaticPath *static_path,
                                             uint32_t count);

/**
 * Most ranges of one request; one that asks for more gets the whole file. Default 16; 0 for no ranges at all.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_static_path_set_range_limit(CerverHttpStaticPath *static_path, uint32_t limit);

/**
 * Reason phrase of a status code, for example "Not Found"; "Undefined" for a code without one. Static, never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *http_status_string(CerverHttpStatus status);

/**
 * Lets clients change to a protocol of the program's with GET and `Upgrade: protocol`; the name in any case, perhaps with a
 * version behind a slash. The library answers 101; what comes then goes to `handler` as events, with `user_data`, as those
 * of cerver_set_event_handler(), and `cerver_connection_` functions answer.
 *
 * A request that does not ask for it goes to the route's handler for GET; without one it is answered with 426.
 *
 * Thread: any; it counts from the next start on. Both pointers must stay valid until the server's teardown.
 * Errors: handle errors; CERVER_ERROR_NULL for the text and the handler, CERVER_ERROR_ARGUMENT when the text is no token.
 */
CerverStatus http_route_take_upgrade(CerverHttpRoute *route,
                                     const char *protocol,
                                     CerverEventHandler handler,
                                     void *user_data);

/**
 * Stores the files of multipart requests below the folder `uploads_path`, which must exist; it is opened now. Without
 * one they stay in memory. Only routes with HTTP_ROUTE_MODIFIER_MULTI_PART take multipart bodies apart.
 *
 * A file is made when its part begins, under a name of the library's own, with O_EXCL and O_NOFOLLOW, and never before
 * the route is found and its gate has passed. It is removed when the request fails, breaks a limit, or the client goes
 * away before its handler is called. The reactor's thread writes it: choose a folder on a local disk.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND,
 * CERVER_ERROR_SYSTEM.
 */
void http_cerver_set_uploads_path(CerverHttp *http, const char *uploads_path);

/**
 * Permission bits of uploaded files; default 0600.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for other bits than 07777.
 */
void http_cerver_set_uploads_file_mode(CerverHttp *http, unsigned int file_mode);

/**
 * Permission bits of folders that http_cerver_set_default_uploads_dirname_generator() lets the library make; default
 * 0700.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for other bits than 07777.
 */
void http_cerver_set_uploads_dir_mode(CerverHttp *http, unsigned int dir_mode);

/**
 * The same with a path that printf(3) makes of `format` and its arguments, cut at 64 KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: those of http_cerver_set_uploads_path(); CERVER_ERROR_NULL for the format.
 */
void http_cerver_generate_uploads_path(CerverHttp *http, const char *format, ...);

/**
 * Names stored files by a function of the program; NULL takes it away.
 *
 * It is called when the headers of a file have come: http_request_get_current_mpart() is that part, and
 * http_multi_part_set_generated_filename() names its file. Without that the file is called as it would be without the
 * function. It may also answer, which refuses the request: what was stored of it is removed.
 *
 * It runs where handlers run. With it, or http_cerver_set_uploads_dirname_generator(), the files are written there too,
 * in place of the reactor's thread. Nothing is called without http_cerver_set_uploads_path().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_uploads_filename_generator(CerverHttp *http, CerverHttpHandler uploads_filename_generator);

/**
 * Names the folder for the files of a request by a function of the program; NULL takes it away.
 *
 * It is called once for each request with a multipart body, when its head has come and the gate of its route has passed,
 * and names the folder by http_request_set_dirname(). For the rest see http_cerver_set_uploads_filename_generator().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_uploads_dirname_generator(CerverHttp *http,
                                               CerverHttpHandler uploads_dirname_generator);

/**
 * Calls stored files `<socket>-<Unix time>-<harmless part of the client's name>`, with a number where that name is
 * taken. Without this they are called by 32 random hexadecimal digits. Takes a function of
 * http_cerver_set_uploads_filename_generator() away.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_default_uploads_filename_generator(CerverHttp *http);

/**
 * Gives each request with files a folder of its own in the uploads folder: `<socket>-<Unix time>`, with a number where
 * that name is taken. Takes a function of http_cerver_set_uploads_dirname_generator() away.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_default_uploads_dirname_generator(CerverHttp *http);

/**
 * Whether files are removed when their request ends, unless http_request_multi_part_keep_files() was called or the file
 * was moved. Default false.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_cerver_set_uploads_delete_when_done(CerverHttp *http, bool value);

/**
 * Most parts of a multipart body; more are answered with 413. Default 1000.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_part_limit(CerverHttp *http, uint32_t limit);

/**
 * Most bytes of the headers of one part; more are answered with 413. Default 8 KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_part_head_limit(CerverHttp *http, size_t limit);

/**
 * Most bytes of the name of a part; more are answered with 413. Default 256.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_part_name_limit(CerverHttp *http, size_t limit);

/**
 * Most bytes of all parts together that are no files; more are answered with 413. Default 1 MiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_field_bytes_limit(CerverHttp *http, size_t limit);

/**
 * Most files of a multipart body; more are answered with 413. Default 64.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_file_count_limit(CerverHttp *http, uint32_t limit);

/**
 * Most bytes of one uploaded file, and of all of a request; more are answered with 413. Default UINT64_MAX for both:
 * the limit of the body counts.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_file_limits(CerverHttp *http, uint64_t each, uint64_t sum);

/**
 * Most bytes of files that wait in memory on a route with http_route_set_authentication_handler(), which may look at fields
 * behind a file: with more it is called at once. Default 1 MiB; 0 calls it at the first byte of a file. Before it has accepted
 * the request no file is made.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_waiting_files_limit(CerverHttp *http,
                                                 uint64_t limit);

/**
 * Most bytes and pairs of an application/x-www-form-urlencoded body; more are answered with 413. Default 1 MiB and 1024.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_form_limits(CerverHttp *http,
                                         size_t bytes,
                                         size_t pairs);

/**
 * Calls the route's handler for GET with each handshake before it is answered, when `value` is true; default false. The
 * handler sees the request, may keep something with http_request_set_custom_data(), and may refuse by answering, which closes
 * the connection. When it returns without an answer, the handshake is accepted.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_execute_handler(CerverHttpRoute *route,
                                    bool value);

/**
 * Sets the function that is called when a connection is open, before any other. NULL for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_open(CerverHttpRoute *route, CerverHttpWebSocketEvent on_open);

/**
 * Sets the function that is called once when a connection is gone, however it ended, after all others. NULL for none.
 * http_web_sockets_get_close_code() tells the code in it.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_close(CerverHttpRoute *route, CerverHttpWebSocketClose on_close);

/**
 * Sets the function that is called when a ping has come and was answered. NULL for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_ping(CerverHttpRoute *route, CerverHttpWebSocketEvent on_ping);

/**
 * Sets the function that is called when a pong has come. NULL for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_pong(CerverHttpRoute *route, CerverHttpWebSocketEvent on_pong);

/**
 * Sets the function that gets the messages of a route with HTTP_ROUTE_MODIFIER_WEB_SOCKET: texts, which are UTF-8, and,
 * without http_route_set_ws_on_binary(), all others. NULL for none.
 *
 * Handshake, control frames, fragmentation, masking, UTF-8, limits and the closing handshake are the library's work
 * (RFC 6455). http_web_sockets_send() answers, from any thread.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_message(CerverHttpRoute *route, CerverHttpWebSocketMessage on_message);

/**
 * Sets the function that gets messages that are no texts. NULL for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_binary(CerverHttpRoute *route, CerverHttpWebSocketMessage on_binary);

/**
 * Sets the function that is called when a send that failed with CERVER_ERROR_AGAIN may be tried again. NULL for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_drained(CerverHttpRoute *route, CerverHttpWebSocketEvent on_drained);

/**
 * Sets the function that is called when a connection fails, before that of http_route_set_ws_on_close(). NULL for none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
void http_route_set_ws_on_error(CerverHttpRoute *route, CerverHttpWebSocketFailure on_error);

/**
 * Adds a subprotocol that the program speaks on this route, a token. The first one in a client's list that was added is
 * agreed upon; without one the connection has none.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL for the text, CERVER_ERROR_ARGUMENT when it is no token.
 */
CerverStatus http_route_ws_protocol_add(CerverHttpRoute *route, const char *protocol);

/**
 * Adds an origin whose pages may open connections to this route, as browsers write it: "https://example.org". Once there is
 * one, others get 403. Clients that are no browsers tell no origin and may connect. Without any all may.
 *
 * A page of any origin can open a connection, and its browser sends the cookies of the user with the handshake: where
 * cookies say who it is, name the origins (RFC 6455 section 10.2).
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_NULL for the text.
 */
CerverStatus http_route_ws_origin_add(CerverHttpRoute *route,
                                      const char *origin);

/**
 * Switches the compression of this route's messages on or off, whatever http_cerver_set_ws_compression() says.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_ws_compression(CerverHttpRoute *route, bool value);

/**
 * Bytes of one message of this route, in place of http_cerver_set_ws_limits().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_route_set_ws_message_limit(CerverHttpRoute *route, size_t size);

/**
 * Sends a text of `len` bytes, which must be UTF-8, as one message, whole or not at all; it is copied. Never blocks: what
 * the system does not take at once waits in the connection's queue.
 *
 * Above the high mark of cerver_set_send_queue_marks() nothing is taken: CERVER_ERROR_AGAIN, and the function of
 * http_route_set_ws_on_drained() or http_web_sockets_wait() tells when to try again. Messages of several threads stay
 * whole.
 *
 * Thread: any.
 * Errors: handle errors, also when the connection is gone; CERVER_ERROR_NULL for the text, CERVER_ERROR_ARGUMENT when it
 * is not UTF-8, CERVER_ERROR_AGAIN, CERVER_ERROR_CLOSED after a close of either side, CERVER_ERROR_STATE for a request that
 * is no WebSocket connection.
 */
CerverStatus http_web_sockets_send(const CerverHttpReceive *receive,
                                   const char *msg,
                                   size_t len);

/**
 * The same for a message of any bytes.
 *
 * Thread: any.
 * Errors: those of http_web_sockets_send(), but for UTF-8.
 */
CerverStatus http_web_sockets_send_binary(const CerverHttpReceive *receive, const void *msg, size_t len);

/**
 * Sends a ping with `len` bytes, at most 125; the pong brings them back. The library pings by itself what is silent: see
 * http_cerver_set_ws_ping().
 *
 * Thread: any.
 * Errors: those of http_web_sockets_send(); CERVER_ERROR_ARGUMENT for more bytes.
 */
CerverStatus http_web_sockets_ping(const CerverHttpReceive *receive,
                                   const void *data,
                                   size_t len);

/**
 * Begins the closing handshake with a code, 1000 for the usual end, and a reason of at most 123 bytes of UTF-8, "" for none.
 * No message comes or goes after that. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the reason; CERVER_ERROR_ARGUMENT for a code that must not be sent (allowed are
 * 1000 to 1003, 1007 to 1014 and 3000 to 4999) and for the reason; CERVER_ERROR_STATE for a request that is no WebSocket
 * connection.
 */
CerverStatus http_web_sockets_close(const CerverHttpReceive *receive,
                                    uint16_t code,
                                    const char *reason);

/**
 * Cuts the connection off; what is not sent is lost. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE for a request that is no WebSocket connection.
 */
CerverStatus http_web_sockets_abort(const CerverHttpReceive *receive);

/**
 * Waits until a send that failed with CERVER_ERROR_AGAIN may be tried again. `timeout_ms` is -1 for no limit, or 0 and
 * more milliseconds.
 *
 * Thread: any but a reactor's (CERVER_ERROR_STATE): that one has to do the sending.
 * Errors: handle errors; CERVER_ERROR_TIMEOUT, CERVER_ERROR_CLOSED, CERVER_ERROR_STATE.
 */
CerverStatus http_web_sockets_wait(const CerverHttpReceive *receive, int32_t timeout_ms);

/**
 * The request of the handshake: its path, parameters, headers and cookies can be read as long as the connection lives.
 * NULL on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const CerverHttpRequest *http_web_sockets_get_request(const CerverHttpReceive *receive);

/**
 * The code of the client's close frame, for the function of http_route_set_ws_on_close(): 1005 when there was none in it,
 * 1006 when the connection was lost without a close frame. -1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE before.
 */
int http_web_sockets_get_close_code(const CerverHttpReceive *receive);

/**
 * Most bytes of one message, uncompressed, and of one frame; a larger one ends its connection with 1009. Default 16 MiB
 * each. Memory is taken as the bytes come.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_ws_limits(CerverHttp *http, size_t message, size_t frame);

/**
 * Bytes of messages of one connection that may wait for handlers on other threads; while more do, the client is not read.
 * Default 256 KiB.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_ws_queue(CerverHttp *http,
                                      size_t size);

/**
 * A connection on which nothing comes for `interval_ms` milliseconds gets a ping, and is cut off when nothing comes for
 * `timeout_ms` more. Default 30,000 each. With an interval of 0 there are no pings, and the connection is closed after
 * cerver_set_idle_timeout().
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_ws_ping(CerverHttp *http, uint32_t interval_ms, uint32_t timeout_ms);

/**
 * Milliseconds that a client has to answer a close frame before its connection is cut off. Default 5,000.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_ws_close_timeout(CerverHttp *http, uint32_t timeout_ms);

/**
 * Compresses messages for clients that offer it: permessage-deflate (RFC 7692). Default false;
 * http_route_set_ws_compression() says otherwise for single routes. The limit of messages counts what comes out.
 *
 * Where a message holds a secret together with text that a client chose, the compressed length tells something of the
 * secret: leave compression off there.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors.
 */
CerverStatus http_cerver_set_ws_compression(CerverHttp *http, bool value);

/**
 * Effort of compression, from 1 (fast) to 9 (small), and the bytes below which a message is sent as it is. Defaults 5 and
 * 64.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another level.
 */
CerverStatus http_cerver_set_ws_compression_effort(CerverHttp *http,
                                                   uint8_t level,
                                                   size_t min_size);

/**
 * The window of compression has 2 to the power of `bits` bytes, 9 to 15; default 15. With `keep`, messages may refer to
 * those before them, in both directions, unless the client declines: they become smaller, and each connection that has
 * sent and received messages keeps up to 300 KiB (with 15 bits). Default false: the memory is that of the threads.
 *
 * Thread: any; it counts from the next start on.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number of bits.
 */
CerverStatus http_cerver_set_ws_compression_window(CerverHttp *http, uint8_t bits, bool keep);

/**
 * Prepares the library and opens the log file, when cerver_log_set_output_type() chose one. Optional: every function
 * works without it, and it may be called more than once.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_SYSTEM when the log file cannot be opened.
 */
void cerver_init(void);

/**
 * Ends the use of the library: writes what waits for the log file and closes it. Servers, workers and queues that still
 * exist are not touched: tear them down first.
 *
 * Thread: any.
 * Errors: none.
 */
void cerver_end(void);

/**
 * Version of the loaded library, "MAJOR.MINOR.PATCH" (Semantic Versioning 2.0.0).
 *
 * The text is static. Compare it with the `CERVER_VERSION_` macros to find out whether header and library agree.
 *
 * Thread: any.
 * Errors: none.
 */
const char *cerver_version(void);

/**
 * Code of the last call on this thread that failed; CERVER_OK when none did. A call that succeeds leaves it alone.
 *
 * Thread: any; each thread has its own.
 * Errors: none.
 */
CerverStatus cerver_last_error(void);

/**
 * Sentence of the last call on this thread that failed: the function's name, then what was wrong. Never NULL; empty
 * when there is no error.
 *
 * Owned by the library and valid until the next failing call or cerver_clear_last_error() on this thread.
 *
 * Thread: any; each thread has its own.
 * Errors: none.
 */
const char *cerver_last_error_message(void);

/**
 * The system's number (errno) of what led to the last error of this thread, such as EADDRINUSE; 0 when it has none.
 *
 * Thread: any; each thread has its own.
 * Errors: none.
 */
int cerver_last_error_number(void);

/**
 * Forgets the last error of this thread: cerver_last_error() is CERVER_OK afterwards.
 *
 * Thread: any; each thread has its own.
 * Errors: none.
 */
void cerver_clear_last_error(void);

/**
 * Name of the constant of a status code, for example "CERVER_ERROR_NULL". Static, never NULL; a number that is no
 * status gives "CERVER_ERROR_UNKNOWN".
 *
 * Thread: any.
 * Errors: none.
 */
const char *cerver_status_name(CerverStatus status);

/**
 * General sentence of a status code. Static, never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *cerver_status_message(CerverStatus status);

/**
 * For bindings of Python: a new built-in function that does what the C function `name` does, several times faster than
 * a call through ctypes. NULL when there is none of that name or no Python with the needed functions in the process.
 *
 * There are http_response_render, http_response_render_text, http_response_render_json and cerver_connection_send.
 * `fallback` is the ctypes function of the same name; calls with other arguments than numbers, a bytes object and a
 * length it covers go there.
 *
 * And there is pull_events(server, max_wait_ms), cerver_next_events() for Python: a list of tuples (kind, connection,
 * data, number), or None on error. Where an event has no connection, its tag is there. The data is bytes, in
 * CERVER_EVENT_OPENED the text of the peer's host, or None; the number is the reason of CERVER_EVENT_CLOSED and
 * CERVER_EVENT_READY, and of others the code. Python's lock is given up while it waits. `fallback` is a function of the
 * same form.
 *
 * The result is a reference that belongs to the caller (PyObject *).
 *
 * Thread: a thread of Python's that holds the interpreter lock (ctypes: PyDLL).
 * Errors: CERVER_ERROR_NULL; CERVER_ERROR_UNSUPPORTED without Python; CERVER_ERROR_NOT_FOUND for another name.
 */
void *cerver_python_builtin(const char *name, void *fallback);

/**
 * Where lines of the log go.
 *
 * Thread: any.
 * Errors: none.
 */
CerverLogOutputType cerver_log_get_output_type(void);

/**
 * Chooses where lines of the log go, from the next line on. The file is opened with its first line, or by cerver_init().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
 */
void cerver_log_set_output_type(CerverLogOutputType type);

/**
 * Chooses the folder of the log files, "/var/log/cerver" when this was never called. 0 on success, 1 on error.
 *
 * The folder is made with mode 0755 when it is missing; its parent must be there. A file is called `<seconds since
 * 1970>.log` after the moment it is opened, and lines are added to one that exists. A file that is open is closed; the
 * next line opens one in the new folder.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text; CERVER_ERROR_SYSTEM when the folder cannot be made.
 */
CerverOutcome cerver_log_set_path(const char *pathname);

/**
 * Longest time in seconds that a line waits in memory before it is written to the log file; 0 writes each line at once.
 * Default CERVER_DEFAULT_LOG_UPDATE_INTERVAL. 64 KiB of waiting lines are written before that. What waits is also
 * written by cerver_end() and when the process ends by exit(3); a process that is killed loses it.
 *
 * Thread: any; counts for lines that come later.
 * Errors: none.
 */
void cerver_log_set_update_interval(uint32_t interval);

/**
 * Name of a way to show the time: "None", "Time", "Date" or "Both"; NULL for a number outside the list. Static.
 *
 * Thread: any.
 * Errors: none.
 */
const char *cerver_log_time_type_to_string(CerverLogTimeType type);

/**
 * Sentence on a way to show the time, for example "Logs with date"; NULL for a number outside the list. Static.
 *
 * Thread: any.
 * Errors: none.
 */
const char *cerver_log_time_type_description(CerverLogTimeType type);

/**
 * What of the time stands before each line.
 *
 * Thread: any.
 * Errors: none.
 */
CerverLogTimeType cerver_log_get_time_config(void);

/**
 * Chooses what of the time stands before each line, from the next line on.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
 */
void cerver_log_set_time_config(CerverLogTimeType type);

/**
 * Whether times are those of the system's time zone (TZ) instead of UTC, the default.
 *
 * Thread: any.
 * Errors: none.
 */
void cerver_log_set_local_time(bool value);

/**
 * With true, only lines of the types error, warning and success are written, and those of cerver_log_both(). Default
 * false.
 *
 * Thread: any.
 * Errors: none.
 */
void cerver_log_set_quiet(bool value);

/**
 * Writes a line as it is: a `%` in `text` means itself. For texts that come from elsewhere, and for languages that
 * cannot call functions with a variable number of arguments. See cerver_log().
 *
 * Thread: any.
 * Errors: those of cerver_log().
 */
void cerver_log_text(CerverLogType first_type, CerverLogType second_type, const char *text);

/**
 * Writes a line: `[time][FIRST][SECOND]: text`.
 *
 * `format` and what follows are those of printf(3); never pass a text of somebody else's as the format. Bytes of any
 * encoding are written as they are, a text of more than 64 KiB is cut there. Lines of several threads do not mix.
 * Errors and warnings go to standard error, all others to standard output; only a terminal gets colours. When the file
 * cannot be opened, lines that were meant for it alone go to the standard streams.
 *
 * Thread: any, also in a forked child.
 * Errors: CERVER_ERROR_NULL for the format; CERVER_ERROR_ARGUMENT when printf(3) refuses it; CERVER_ERROR_SYSTEM when the
 * log file cannot be opened.
 */
void cerver_log(CerverLogType first_type,
                CerverLogType second_type,
                const char *format,
                ...);

/**
 * Writes a line with date and time, whatever cerver_log_set_time_config() says. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_with_date(CerverLogType first_type,
                          CerverLogType second_type,
                          const char *format,
                          ...);

/**
 * Writes a line to the standard streams and, when one is open or chosen, to the file, also while the log is quiet. See
 * cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_both(CerverLogType first_type, CerverLogType second_type, const char *format, ...);

/**
 * Writes a line without a type. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_msg(const char *msg, ...);

/**
 * Writes a line of the type error. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_error(const char *msg, ...);

/**
 * Writes a line of the type warning. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_warning(const char *msg, ...);

/**
 * Writes a line of the type success. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_success(const char *msg, ...);

/**
 * Writes a line of the type debug. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_debug(const char *msg, ...);

/**
 * Writes a text without time, type and line feed. See cerver_log().
 *
 * Thread: any, also in a forked child.
 * Errors: those of cerver_log().
 */
void cerver_log_raw(const char *msg, ...);

/**
 * Writes an empty line.
 *
 * Thread: any, also in a forked child.
 * Errors: CERVER_ERROR_SYSTEM when the log file cannot be opened.
 */
void cerver_log_line_break(void);

/**
 * Gives the library's own lines to `handler`, with `user_data`, which the library never looks behind. NULL, as at first,
 * writes them like those of cerver_log_warning() and its kin: to standard error, unless cerver_log_set_output_type() says
 * otherwise.
 *
 * A handler that was replaced may still be at work on other threads for a moment.
 *
 * Thread: any, also inside a handler.
 * Errors: none.
 */
CerverStatus cerver_log_set_handler(CerverLogHandler handler,
                                    void *user_data);

/**
 * Chooses which lines of the library's own are written, from the next line on. Default CERVER_DEFAULT_LOG_LEVEL. The
 * program's own lines are not concerned.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
 */
CerverStatus cerver_log_set_level(CerverLogLevel level);

/**
 * Has cerver_network_tick() call `handler` for each event, with `user_data`, which the library never looks behind; NULL = the
 * program takes them by cerver_network_next_event(). cerver_network_save() and cerver_park() forget it.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind.
 */
CerverStatus cerver_network_set_handler(CerverServer *server,
                                        CerverEventHandler handler,
                                        void *user_data);

/**
 * One step, which never waits: sends what waits to be sent, and calls the handler with what has happened. Returns the number of
 * events; 0 also while the server is neither open nor connected; -1 on error.
 *
 * The events are CERVER_EVENT_OPENED for a client, CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED for
 * cerver_network_connect(), CERVER_EVENT_DATA, CERVER_EVENT_DRAINED, CERVER_EVENT_TLS_FAILED and CERVER_EVENT_CLOSED, with
 * the system's number in `code` where the end is an error. What comes and what goes has a tick of its own: nothing else
 * happens in it. When the client has ended its side, what the program has sent by then is still delivered.
 *
 * The handler may call everything, also cerver_teardown(), cerver_network_save() and cerver_park(); then the tick ends
 * with it, and what was not told yet comes after cerver_network_restore().
 *
 * Thread: any, one at a time.
 * Errors: handle errors; CERVER_ERROR_BUSY inside itself or while another thread is here, CERVER_ERROR_STATE without a
 * handler, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
 */
int cerver_network_tick(CerverServer *server);

/**
 * The same without a handler: writes the next event of a tick to `event` and returns 1; 0 when the tick is over, or the server
 * is neither open nor connected; -1 on error. The first call after that begins the next tick:
 *
 *     while (cerver_network_next_event(server, &event) == 1) ...
 *
 * Data of an event is the library's, and valid until the next call with this server.
 *
 * Thread: any, one at a time.
 * Errors: handle errors; CERVER_ERROR_NULL for `event`, CERVER_ERROR_BUSY inside cerver_network_tick() or while another thread
 * is here, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
 */
int cerver_network_next_event(CerverServer *server,
                              CerverEvent *event);

/**
 * Sends a copy of `size` bytes at `data`, whole or not at all. Never waits: what the system does not take leaves with the
 * ticks that follow. Of 0 bytes nothing is sent, and that is CERVER_OK.
 *
 * While more than the high mark waits to be sent (256 KiB; cerver_set_send_queue_marks()) nothing is taken: CERVER_ERROR_AGAIN, and
 * CERVER_EVENT_DRAINED tells when to try again. A client that takes nothing for 30 seconds (cerver_set_write_timeout()) is
 * disconnected.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the data, CERVER_ERROR_STATE without a connection, CERVER_ERROR_AGAIN,
 * CERVER_ERROR_CLOSED when the connection has ended, of which the next tick tells, CERVER_ERROR_UNSUPPORTED for a server
 * of another kind.
 */
CerverStatus cerver_network_send(CerverServer *server,
                                 const void *data,
                                 size_t size);

/**
 * Takes a server away from the program, so that a script can be loaded anew. Nothing happens with it meanwhile; its handler
 * is forgotten, and its handle is stale from now on. To put it aside under a name in place of a handle, use cerver_park()
 * and cerver_unpark().
 *
 * Returns a handle of the caller's, for cerver_network_restore() or cerver_orphan_delete(); other functions refuse it. NULL
 * on error, and then the server stays as it is.
 *
 * Thread: any, also in its handler.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE for one that runs on
 * threads of the library.
 */
CerverOrphan *cerver_network_save(CerverServer *server);

/**
 * Gives a saved server back to the program, under a new handle that is the caller's, to be given to cerver_teardown(). The handle
 * of the saved one is stale from now on; of several callers one gets it. NULL on error.
 *
 * No event tells of a client that is there: cerver_network_is_connected() does.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_MEMORY, and then it stays saved.
 */
CerverServer *cerver_network_restore(CerverOrphan *orphan);

/**
 * Closes a saved server that nobody will restore: its client and its listener.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_orphan_delete(CerverOrphan *orphan);

/**
 * Makes a server with one client at a time, for a program that turns it by ticks: cerver_network_next_event(), or
 * cerver_network_tick() with a handler. The next client waits in the system's queue until the one before has gone.
 *
 * It neither listens nor is connected at first: cerver_network_open() or cerver_network_connect() follows. It is a stream
 * server, whose options apply; these begin otherwise: one connection, no idle time-out, and no time for a graceful stop.
 * Its events are for ticks alone: leave cerver_next_events() and the handler of a stream server to others.
 * Returns a handle of the caller's, to be given to cerver_teardown(), which closes the connection and the listener, also
 * inside a handler of it; NULL on error.
 *
 * Thread: any.
 * Errors: those of cerver_create().
 */
CerverServer *cerver_create_network(const char *name);

/**
 * Listens on a numeric address (NULL = that of cerver_set_bind_address(), at first all of IPv4) and a port, 0 to 65535, 0 for a
 * free one that cerver_get_port() tells. What was open or connected before is closed, without an event.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for an address or port that is none, CERVER_ERROR_ADDRESS when the port
 * cannot be listened on, with the system's number (cerver_last_error_number()), CERVER_ERROR_UNSUPPORTED for a server of
 * another kind, CERVER_ERROR_SYSTEM.
 */
CerverStatus cerver_network_open(CerverServer *server,
                                 const char *address,
                                 uint32_t port);

/**
 * Connects as a client, to a name or a numeric address; CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED follows, and
 * what is sent meanwhile leaves then. `timeout_ms` is at least 1. What was open or connected before is closed, without an
 * event.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a port that is not 1 to 65535 and for no time,
 * CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
 */
CerverStatus cerver_network_connect(CerverServer *server,
                                    const char *host,
                                    uint32_t port,
                                    uint32_t timeout_ms);

/**
 * Closes the connection when everything is sent, without an event; a server goes on to listen. CERVER_OK also without one.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind.
 */
CerverStatus cerver_network_disconnect(CerverServer *server);

/**
 * Whether the handle is that of a server: false for NULL, after cerver_network_save(), cerver_park() and cerver_teardown().
 * It says nothing about a client.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
 */
bool cerver_network_has_session(const CerverServer *server);

/**
 * Whether it listens.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
 */
bool cerver_network_is_open(const CerverServer *server);

/**
 * Whether there is a connection: from its CERVER_EVENT_OPENED or CERVER_EVENT_CONNECTED until the program has been told of its
 * CERVER_EVENT_CLOSED, during which it still is.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
 */
bool cerver_network_is_connected(const CerverServer *server);

/**
 * Bytes that one tick gives, 1 to 16,777,216; default 65536. What else has come stays with the connection until the next one.
 * It counts from the next cerver_network_open() or cerver_network_connect() on.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE
 * while it is open.
 */
CerverStatus cerver_network_set_tick_bytes(CerverServer *server,
                                           int size);

/**
 * A number of the client's that no other client has at the same time, and that is not used again soon; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint64_t client_get_id(const CerverClient *client);

/**
 * The connection of a client. NULL on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverPacketConnection *client_get_connection(const CerverClient *client);

/**
 * Gives the client data of the program's. When the client goes, or gets others, they are given to `delete_data`, which
 * may be NULL, once: on a thread of the library in the first case.
 *
 * Thread: any.
 * Errors: handle errors; then nothing is taken.
 */
CerverStatus client_set_data(CerverClient *client, void *data, CerverDelete delete_data);

/**
 * The data of client_set_data(); NULL when there are none, and on error. They are the program's, which sees to it that
 * they are not used after their deletion.
 *
 * Thread: any.
 * Errors: handle errors.
 */
const void *client_get_data(const CerverClient *client);

/**
 * Copies the counters of a client into `*stats`, whose `size` the caller has set to sizeof(CerverClientStats).
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
 */
CerverStatus client_get_stats(const CerverClient *client, CerverClientStats *stats);

/**
 * The client of a connection. NULL on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverClient *packet_connection_get_client(const CerverPacketConnection *connection);

/**
 * Closes a connection when everything is sent; packets that still come are dropped. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus packet_connection_close(CerverPacketConnection *connection);

/**
 * Closes a connection at once; what is not sent is lost. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus packet_connection_abort(CerverPacketConnection *connection);

/**
 * Writes the peer's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or "unix".
 * 64 bytes are always enough.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
 */
CerverStatus packet_connection_get_remote_address(const CerverPacketConnection *connection,
                                                  char *buffer,
                                                  size_t size);

/**
 * Makes an empty packet. NULL on error. The program's, to be given to packet_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED.
 */
CerverPacket *packet_new(void);

/**
 * Makes a packet with a copy of `data_size` bytes at `data`. NULL on error. The program's, to be given to
 * packet_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL for the data, CERVER_ERROR_ARGUMENT for a type that is none, CERVER_ERROR_FORKED.
 */
CerverPacket *packet_create(CerverPacketType packet_type, uint32_t req_type, const void *data, size_t data_size);

/**
 * Makes a packet without data: packet_create() without any.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for a type that is none, CERVER_ERROR_FORKED.
 */
CerverPacket *packet_create_request(CerverPacketType packet_type, uint32_t req_type);

/**
 * Makes a packet of the type PACKET_TYPE_TEST, which the other side sends back.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED.
 */
CerverPacket *packet_create_ping(void);

/**
 * Frees a packet of the program's, with its data.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a pointer that is no packet of the program's (any more), as the one
 * that a handler got, CERVER_ERROR_TYPE for a handle.
 */
void packet_delete(void *packet_ptr);

/**
 * Says to whom a packet goes: to `connection`, or else to `client`. All but the packet may be NULL, and take the place
 * of what was there.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_HANDLE for the packet.
 */
void packet_set_network_values(CerverPacket *packet,
                               CerverServer *cerver,
                               CerverClient *client,
                               CerverPacketConnection *connection,
                               void *lobby);

/**
 * Puts a copy of `data_size` bytes at `data` in the place of a packet's data. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
 */
uint8_t packet_set_data(CerverPacket *packet, const void *data, size_t data_size);

/**
 * Appends a copy of `data_size` bytes at `data` to a packet's data. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
 */
uint8_t packet_append_data(CerverPacket *packet, const void *data, size_t data_size);

/**
 * Makes header and data as they are sent: `header`, `packet` and `packet_size` of the packet. packet_send() needs no
 * such call before. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
 */
uint8_t packet_generate(CerverPacket *packet);

/**
 * Sends a copy of a packet to its connection, or else to its client: whole or not at all, and without waiting. What the
 * system does not take at once waits in the connection's queue; `raw` sends the data without a header. `*total_sent` is
 * the number of bytes, and may be NULL; `flags` has no effect. 0 on success, 1 on error.
 *
 * The packet is one of the program's, or the one that the handler has which runs on this thread: that one goes back to
 * who sent it.
 *
 * Thread: any.
 * Errors: handle errors for connection and client, CERVER_ERROR_HANDLE also when the client has gone;
 * CERVER_ERROR_NULL when the packet has neither, and for the packet; CERVER_ERROR_HANDLE for a pointer that is no packet;
 * CERVER_ERROR_AGAIN when too much waits for the client already: see cerver_set_client_send_limit();
 * CERVER_ERROR_CLOSED after a close.
 */
uint8_t packet_send(const CerverPacket *packet,
                    int flags,
                    size_t *total_sent,
                    bool raw);

/**
 * Sends a packet without data to `connection`, or else to `client`; one of them, `cerver` and `lobby` may be NULL. 0 on
 * success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors, CERVER_ERROR_HANDLE also when the client has gone; CERVER_ERROR_NULL when there is neither
 * connection nor client; CERVER_ERROR_ARGUMENT for a type that is none; CERVER_ERROR_AGAIN when too much waits for the
 * client already, CERVER_ERROR_CLOSED after a close.
 */
uint8_t packet_send_request(CerverPacketType packet_type,
                            uint32_t request_type,
                            CerverServer *cerver,
                            CerverClient *client,
                            CerverPacketConnection *connection,
                            void *lobby);

/**
 * A greeting that every client gets in the info packet, the first one of its connection; at most 511 bytes of the text
 * are copied, a longer one is cut between two characters. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the text, CERVER_ERROR_UNSUPPORTED
 * for a server without packets, CERVER_ERROR_STATE while it runs.
 */
uint8_t cerver_set_welcome_msg(CerverServer *server, const char *msg);

/**
 * Sends packets of the type PACKET_TYPE_APP to `app_handler`, those of PACKET_TYPE_APP_ERROR to `app_error_handler`;
 * each may be NULL, and both may be the same. The server takes them over, and frees those that were there before.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE for a handler of another server, and while the server runs;
 * CERVER_ERROR_UNSUPPORTED for a server without packets. Then nothing is taken over.
 */
void cerver_set_app_handlers(CerverServer *server, CerverHandler *app_handler, CerverHandler *app_error_handler);

/**
 * Sends packets of the type PACKET_TYPE_CUSTOM to `custom_handler`, which may be NULL. As cerver_set_app_handlers().
 *
 * Thread: any.
 * Errors: those of cerver_set_app_handlers().
 */
void cerver_set_custom_handler(CerverServer *server, CerverHandler *custom_handler);

/**
 * Allows for so many handlers with numbers, at most 256: 0 to `n_handlers` - 1. Those that cerver_handlers_add() adds get
 * the packets of the type PACKET_TYPE_APP that have their number in the header, in place of the handler of
 * cerver_set_app_handlers(). Default 0.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for more than 256, or fewer than were added, CERVER_ERROR_UNSUPPORTED for a
 * server without packets, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_multiple_handlers(CerverServer *server,
                                          uint32_t n_handlers);

/**
 * Adds a handler with a number, made by handler_create_with_id(); see cerver_set_multiple_handlers(). The server takes it
 * over. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a number that the server does not allow, CERVER_ERROR_STATE for one
 * that it has, for a handler of a server, and while it runs; CERVER_ERROR_UNSUPPORTED for a server without packets.
 */
uint8_t cerver_handlers_add(CerverServer *server,
                            CerverHandler *handler);

/**
 * Largest packet that clients may send, in bytes with its header, at least 32; default
 * CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE. A client that announces a larger one is told so and closed.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_UNSUPPORTED for a server without packets, CERVER_ERROR_STATE
 * while it runs.
 */
void cerver_set_max_received_packet_size(CerverServer *server,
                                         size_t size);

/**
 * Packets of one client that may be with handlers that do not run on the reactor's thread, waiting or being handled; at
 * least 1, default CERVER_DEFAULT_CLIENT_PACKETS. A client with more is not read until one is handled.
 *
 * Thread: any.
 * Errors: those of cerver_set_max_received_packet_size().
 */
CerverStatus cerver_set_client_packets(CerverServer *server, uint32_t limit);

/**
 * Bytes that may wait for a client; default CERVER_DEFAULT_CLIENT_SEND_LIMIT. A packet that finds some waiting and does
 * not fit beside them is refused with CERVER_ERROR_AGAIN.
 *
 * Thread: any.
 * Errors: those of cerver_set_max_received_packet_size().
 */
CerverStatus cerver_set_client_send_limit(CerverServer *server, size_t size);

/**
 * Time from the first byte of a packet to its last one, in milliseconds; 0 for any. Default
 * CERVER_DEFAULT_PACKET_TIMEOUT. A client that takes longer is told so and closed.
 *
 * Thread: any.
 * Errors: those of cerver_set_max_received_packet_size().
 */
CerverStatus cerver_set_packet_timeout(CerverServer *server, uint32_t timeout_ms);

/**
 * Whether the data of packets for handlers begin with a CerverPacketVersion; default CERVER_DEFAULT_CHECK_PACKETS. A
 * client whose protocol is another one, whose major version is above, or whose minor version is below that of
 * cerver_set_packet_version() is told so and closed. Handlers get the data without it.
 *
 * Thread: any.
 * Errors: those of cerver_set_max_received_packet_size().
 */
void cerver_set_check_packets(CerverServer *server, bool check_packets);

/**
 * The protocol and its version that cerver_set_check_packets() compares with; default 0, version 0.0.
 *
 * Thread: any.
 * Errors: those of cerver_set_max_received_packet_size().
 */
CerverStatus cerver_set_packet_version(CerverServer *server, uint32_t protocol_id, uint16_t major, uint16_t minor);

/**
 * Copies the packet counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverPacketStats).
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size, CERVER_ERROR_UNSUPPORTED for a
 * server without packets.
 */
CerverStatus cerver_get_packet_stats(const CerverServer *server,
                                     CerverPacketStats *stats);

/**
 * Calls `update` with a CerverUpdate while the server runs, `fps` times a second, on a thread that only does this. Each
 * server, whatever its type, has one such function; a later call replaces it, and NULL removes it.
 *
 * The first call comes one tick after the start. A call that takes longer than a tick delays the next one; what was missed
 * is not made up for. `delete_update_args`, which may be NULL, gets `update_args` once, when they are not NULL: in
 * cerver_teardown(), or when the function is replaced. It counts from the next start on.
 *
 * Thread: any.
 * Errors: handle errors, and CERVER_ERROR_ARGUMENT for 0 ticks: then nothing is taken; CERVER_ERROR_STATE while it runs.
 */
void cerver_set_update(CerverServer *server,
                       CerverAction update,
                       void *update_args,
                       CerverDelete delete_update_args,
                       uint8_t fps);

/**
 * The same as cerver_set_update() with a time of `interval` seconds between two calls, for a second function.
 *
 * Thread: any.
 * Errors: handle errors, and CERVER_ERROR_ARGUMENT for an interval of 0: then nothing is taken; CERVER_ERROR_STATE while
 * it runs.
 */
void cerver_set_update_interval(CerverServer *server,
                                CerverAction update,
                                void *update_args,
                                CerverDelete delete_update_args,
                                uint32_t interval);

/**
 * Chooses the defaults of servers that are made from now on: with true those that cerver's C framework and pycerver
 * published, with false the library's own. docs/published-defaults.md lists both; setters change either as usual.
 *
 * A process that never calls this has the library's own, unless its environment has CERVER_PUBLISHED_DEFAULTS=1 when it
 * makes its first server.
 *
 * Thread: any.
 * Errors: none.
 */
void cerver_use_published_defaults(bool value);

/**
 * Makes a server that does not listen yet.
 *
 * `type` is one of the `CERVER_TYPE_` constants: this version has CERVER_TYPE_WEB and CERVER_TYPE_CUSTOM. `name` is UTF-8
 * and shows in logs and statistics; at most 127 bytes of it are copied, a longer one is cut between two characters. `port` is 0 to 65535 in host order; 0 lets the system choose, and
 * cerver_get_port() tells which. `protocol` is PROTOCOL_TCP. `use_ipv6` binds `::` instead of `0.0.0.0`.
 * `connection_queue` is the backlog of listen(2), 0 for CERVER_DEFAULT_CONNECTION_QUEUE.
 *
 * Returns a handle of the caller's, to be given to cerver_teardown(); NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the name, CERVER_ERROR_UNSUPPORTED for a type or protocol
 * this version does not have, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverServer *cerver_create(CerverType type,
                            const char *name,
                            uint16_t port,
                            CerverProtocol protocol,
                            bool use_ipv6,
                            uint16_t connection_queue);

/**
 * Makes an HTTP server on TCP and IPv4: cerver_create() with CERVER_TYPE_WEB and PROTOCOL_TCP.
 *
 * Thread: any.
 * Errors: those of cerver_create().
 */
CerverServer *cerver_create_web(const char *name, uint16_t port, uint16_t connection_queue);

/**
 * Listens and serves until the server stops, or a signal's handler ran, or cerver_interrupt() was called.
 *
 * Blocks the calling thread; the work is done on threads of the library, which block all signals that can be blocked
 * usefully. Returns 0 when it ended normally, also after a signal: then the server goes on until cerver_shutdown(),
 * cerver_drain() or cerver_teardown(), and cerver_wait() waits for it again. Returns 1 on an error; why a server does not
 * start, a missing key or an address in use, is written to the library's log, too: see cerver_log_set_level().
 *
 * Thread: any but the library's own; call it on the thread that gets the program's signals.
 * Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
 * can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
 * server runs already, CERVER_ERROR_BUSY from a handler.
 */
uint8_t cerver_start(CerverServer *server);

/**
 * Listens and serves on threads of the library; returns as soon as every listener accepts, so that cerver_get_port()
 * has the real port.
 *
 * Thread: any but the library's own.
 * Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
 * can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
 * server runs already.
 */
CerverStatus cerver_start_background(CerverServer *server);

/**
 * Waits until a running server has stopped. `timeout_ms` is -1 for no limit, or 0 and more milliseconds.
 *
 * Returns CERVER_OK when it has stopped, CERVER_ERROR_TIMEOUT, or CERVER_ERROR_INTERRUPTED after a signal's handler ran
 * or cerver_interrupt() was called; the server goes on in the last two cases.
 *
 * Thread: any but the library's own.
 * Errors: handle errors; CERVER_ERROR_BUSY from a handler.
 */
CerverStatus cerver_wait(CerverServer *server, int32_t timeout_ms);

/**
 * Listens without any thread of the library: the caller serves by calling cerver_turn() again and again.
 *
 * Handlers run inside cerver_turn() on the caller's thread. The server has one reactor this time, whatever
 * cerver_set_reactors() said; a later start has as many as were set.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
 * can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
 * server runs already.
 */
CerverStatus cerver_open(CerverServer *server);

/**
 * One round of an opened server on this thread: waits at most `max_wait_ms` milliseconds (0 does not wait, -1 has no
 * limit) for something to do, then reads, runs handlers and writes.
 *
 * A signal only ends the wait early: the round is CERVER_OK.
 *
 * Thread: any, one at a time.
 * Errors: handle errors; CERVER_ERROR_BUSY inside itself or while another thread turns, CERVER_ERROR_STATE when the
 * server was not opened by cerver_open(), CERVER_ERROR_SYSTEM.
 */
CerverStatus cerver_turn(CerverServer *server, int32_t max_wait_ms);

/**
 * A descriptor that is readable when cerver_turn() of an opened server has work, for another program's poll(2) or
 * epoll(7).
 *
 * Owned by the library: do not read, write or close it; it is gone when the server stops. -1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the server was not opened by cerver_open().
 */
int cerver_get_poll_fd(const CerverServer *server);

/**
 * Has a cerver_turn() or cerver_next_events() that waits come back at once, or the next one when none does.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the server does not run.
 */
CerverStatus cerver_wake(CerverServer *server);

/**
 * Closes the listeners of a running server, and serves on the connections that are open. A listener of cerver_listen_fd()
 * is forgotten for good, and goes on in other processes that have it, too; the others listen again at the next start.
 *
 * A server that the program turns has closed them when this returns, unless it is inside a turn; others close them
 * soon after. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the server does not run.
 */
CerverStatus cerver_stop_listening(CerverServer *server);

/**
 * Stops gracefully: accepts what is queued, closes the listeners and idle connections, finishes running requests.
 *
 * `timeout_ms` is the longest wait in milliseconds, 0 for the time of cerver_set_drain_timeout(). What is not done
 * then is cut off and the server stops all the same. From a handler the call only begins to drain and returns
 * CERVER_OK.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_TIMEOUT when requests were cut off, CERVER_ERROR_STATE when it does not run.
 */
CerverStatus cerver_drain(CerverServer *server, uint32_t timeout_ms);

/**
 * Stops at once: closes listeners and connections, drops queued jobs, waits for nothing. 0 on success, 1 on error.
 *
 * A handler that runs goes on; its answer is lost. The server may be started again when cerver_wait() says that it has
 * stopped.
 *
 * Thread: any, also a handler.
 * Errors: handle errors; CERVER_ERROR_STATE when it does not run.
 */
uint8_t cerver_shutdown(CerverServer *server);

/**
 * Ends a server: drains it for the time of cerver_set_drain_timeout(), stops it, joins its threads and frees it with
 * its routes and custom data. Its handle and those of its parts are stale afterwards, whatever the result.
 *
 * 0 on success; 1 when the handle was none, or when handlers were still running, for which it waits as long again: those
 * keep what they use alive until they return. From a handler it only stops the server, and the memory is freed when the handler has returned.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_HANDLERS with the number of handlers in the message.
 */
uint8_t cerver_teardown(CerverServer *server);

/**
 * Whether the server listens: true from a successful start or open until it has stopped.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool cerver_is_running(const CerverServer *server);

/**
 * Port of the main listener in host order; 0 before the start, or without a main TCP listener.
 *
 * Thread: any.
 * Errors: handle errors (0).
 */
uint16_t cerver_get_port(const CerverServer *server);

/**
 * Port of a listener in host order, 0 for one that has none (a Unix socket).
 *
 * `index` counts from 0 in the order of addition, the main listener first unless it is disabled.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `port`, CERVER_ERROR_NOT_FOUND for the index, CERVER_ERROR_STATE when
 * the server does not run.
 */
CerverStatus cerver_get_listener_port(const CerverServer *server, uint32_t index, uint16_t *port);

/**
 * Ends every cerver_start() and cerver_wait() in progress in this process; the servers go on.
 *
 * When there is none in progress, the next one ends at once, so that no interruption is lost. Async-signal-safe
 * (signal-safety(7)): it may be called from a signal handler.
 *
 * Thread: any, also a signal handler.
 * Errors: none.
 */
void cerver_interrupt(void);

/**
 * Largest chunk handed to a raw protocol at once, in bytes; default CERVER_DEFAULT_RECEIVE_BUFFER_SIZE. HTTP is none:
 * it has cerver_set_read_size() and http_cerver_set_body_limit().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
 */
void cerver_set_receive_buffer_size(CerverServer *server, size_t size);

/**
 * Runs handlers on a pool of `n_threads` threads, 1 to 4096; 0, the default, runs them on the reactor's thread.
 *
 * The pool serves CERVER_HANDLER_TYPE_POLL. With CERVER_HANDLER_TYPE_THREADS each connection has a thread of its own,
 * and the number has no effect.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
 */
void cerver_set_thpool_n_threads(CerverServer *server, uint16_t n_threads);

/**
 * Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants; default CERVER_HANDLER_TYPE_POLL.
 *
 * CERVER_HANDLER_TYPE_POLL runs them on the reactor's thread, or on the pool of cerver_set_thpool_n_threads().
 * CERVER_HANDLER_TYPE_THREADS gives each connection a thread of its own, at most cerver_set_max_handler_threads(), and
 * makes no pool. CERVER_HANDLER_TYPE_NONE is accepted here and makes the start fail.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
 */
void cerver_set_handler_type(CerverServer *server, CerverHandlerType handler_type);

/**
 * Whether listeners set SO_REUSEADDR and SO_REUSEPORT; default CERVER_DEFAULT_REUSABLE_FLAGS.
 *
 * Without them a second server on the port fails to start; with them the system shares connections out between
 * servers and between the reactors of one server (socket(7)).
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
void cerver_set_reusable_address_flags(CerverServer *server, bool value);

/**
 * Short name in UTF-8, shown in the statistics; at most 31 bytes of it are copied, a longer one is cut between two
 * characters. Default "my-cerver".
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the alias, CERVER_ERROR_STATE while it runs.
 */
void cerver_set_alias(CerverServer *server,
                      const char *alias);

/**
 * Address of the main listener as a number, IPv4 ("127.0.0.1") or IPv6 ("::1"); copied. Default `0.0.0.0`, or `::` when
 * the server was made with `use_ipv6`.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_bind_address(CerverServer *server, const char *address);

/**
 * Adds a listener on a numeric IPv4 or IPv6 address and a port in host order, 0 for a free one. The text is copied.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_listen_tcp(CerverServer *server, const char *address, uint16_t port);

/**
 * Whether the server listens; default true. Without it there are only connections that the program makes with
 * cerver_connect() and cerver_adopt().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_listening(CerverServer *server, bool value);

/**
 * Adds a listener on a Unix socket (unix(7)). `path` is copied, at most 107 bytes; `mode` has the permission bits of
 * the socket's file, for example 0660. The file is removed when the server stops.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_listen_unix(CerverServer *server, const char *path, uint32_t mode);

/**
 * Adds a listener on a socket that is bound and listens already, for example one given by systemd. The descriptor is
 * duplicated: the caller keeps and closes its own.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT when it is no listening socket, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_listen_fd(CerverServer *server, int fd);

/**
 * Leaves out the listener on the port of cerver_create(): only those added by the cerver_listen functions remain.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_disable_main_listener(CerverServer *server);

/**
 * Number of reactors, each with a thread of its own: 1 to 256, 0 for one per core. Default 1.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_reactors(CerverServer *server, uint16_t n_reactors);

/**
 * Largest number of open connections, 1 to 4,194,304; at the limit the server stops accepting until one ends. Default
 * 16384; 0 is the greatest number, 4,194,304.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for more, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_max_connections(CerverServer *server, uint32_t max);

/**
 * Largest number of handler threads with CERVER_HANDLER_TYPE_THREADS; above it the server stops accepting until one
 * ends. Default 512.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_max_handler_threads(CerverServer *server, uint32_t max);

/**
 * Requests that may wait for a thread of the pool; further ones are answered with 503. Default 1024.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_pool_queue(CerverServer *server, uint32_t max);

/**
 * Bytes a reactor reads from a socket at once, 1 KiB to 16 MiB. Default 64 KiB.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for less or more, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_read_size(CerverServer *server, size_t size);

/**
 * Marks of a connection's send queue in bytes: above `high` it takes nothing more and the connection is not read; below
 * `low` it goes on. `low` must be smaller than `high`. Default 256 KiB and 64 KiB.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_send_queue_marks(CerverServer *server, size_t high, size_t low);

/**
 * Time after which a connection without a request is closed, in milliseconds; 0 for never. Default 60 s.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_idle_timeout(CerverServer *server, uint32_t timeout_ms);

/**
 * Time after which a client that takes too little of its answer is cut off, in milliseconds; 0 for never. Default 30 s.
 *
 * While something waits for the client, its system must acknowledge in each such time what
 * cerver_set_min_send_rate() asks for, and at least one byte.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_write_timeout(CerverServer *server, uint32_t timeout_ms);

/**
 * Bytes a second that a client has to take on average over each time of cerver_set_write_timeout() in which an answer
 * waits for it, or else it is cut off: `n` bytes hold a connection for no longer than `n` / rate plus one such time.
 * Default 256; 0 lets any progress do.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_min_send_rate(CerverServer *server, uint32_t bytes_per_second);

/**
 * Largest number of open connections of one IPv4 address, or of one /64 of IPv6 addresses; further ones are closed as
 * soon as they are accepted, and counted as `rejected` in CerverStats. Default 0: no limit. Behind a proxy all clients
 * have its address. Connections on a Unix socket are not counted.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_max_connections_per_address(CerverServer *server, uint32_t max);

/**
 * Time cerver_teardown() gives running requests, in milliseconds. Default 5 s.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_drain_timeout(CerverServer *server, uint32_t timeout_ms);

/**
 * Copies the counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverStats).
 *
 * The counters are summed over the server's threads while those go on: each is exact, their sum is of no single moment.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
 */
CerverStatus cerver_get_stats(const CerverServer *server, CerverStats *stats);

/**
 * Writes the counters of a server as a JSON object (RFC 8259) with a NUL into `buffer` of `size` bytes.
 *
 * `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
 * `size` of 0, where `buffer` may be NULL, asks for it. 1024 bytes are enough for most names.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT
 * when the buffer is too small.
 */
CerverStatus cerver_stats_json(const CerverServer *server, char *buffer, size_t size, size_t *length);

/**
 * Prints the name, the alias and the counters of a server to standard output; `received` and `sent` add those of each
 * direction.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void cerver_stats_print(CerverServer *server, bool received, bool sent);

/**
 * Sends a copy of `size` bytes at `data`, whole or not at all. Never blocks: what the system does not take at once waits
 * in the connection's queue.
 *
 * Above the high mark of the queue nothing is taken: CERVER_ERROR_AGAIN, and CERVER_EVENT_DRAINED tells when to try
 * again. Messages of several threads stay whole.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the data, CERVER_ERROR_AGAIN, CERVER_ERROR_CLOSED after a close or shutdown.
 */
CerverStatus cerver_connection_send(const CerverConnection *connection,
                                    const void *data,
                                    size_t size);

/**
 * Sends the `size` bytes at `data` from where they are, whole or not at all: nothing is copied but by the system, and by
 * TLS. They have to stay as they are until CERVER_EVENT_RELEASED comes with `id`, a number of the program's: when the system
 * has them all, or when the connection ends, also one that never came to be.
 *
 * A program that pulls gets these events as long as it pulls, after cerver_shutdown() or cerver_drain() until
 * cerver_next_events() says CERVER_ERROR_STATE. One that pulls no more has its bytes back when cerver_teardown() has returned,
 * outside of a handler: nothing is told from then on, and nothing looked at.
 *
 * Worth its event from some 64 KiB on. After an error nothing was borrowed.
 *
 * Thread: any.
 * Errors: those of cerver_connection_send(); CERVER_ERROR_AGAIN also at the limit of cerver_set_lent_limit(), and then
 * CERVER_EVENT_RELEASED tells when to try again.
 */
CerverStatus cerver_connection_send_lent(const CerverConnection *connection,
                                         const void *data,
                                         size_t size,
                                         uint64_t id);

/**
 * Sends a copy of `size` bytes at `data` as one frame, as the framing of the connection has them: a line gets its LF, and
 * others their number of bytes.
 *
 * Thread: any.
 * Errors: those of cerver_connection_send(); CERVER_ERROR_ARGUMENT for a line with LF inside, for more bytes than the
 * number can tell, for another size than that of fixed frames, and where there are no frames.
 */
CerverStatus cerver_connection_send_frame(const CerverConnection *connection,
                                          const void *data,
                                          size_t size);

/**
 * Has CERVER_EVENT_SENT come when everything sent so far has gone to the system.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_tell_when_sent(const CerverConnection *connection);

/**
 * Ends this side when everything is sent, which CERVER_EVENT_SENT tells: the peer learns that nothing more comes, and may
 * still send. When both sides have ended the connection closes. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_shutdown(const CerverConnection *connection);

/**
 * Closes the connection when everything is sent; input that still comes is dropped. Harmless a second time. One that is not
 * made yet, and has nothing to send, is given up.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_close(const CerverConnection *connection);

/**
 * Closes the connection at once, also one that is not made yet; what is not sent is lost. Harmless a second time.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_abort(const CerverConnection *connection);

/**
 * Stops reading from the peer, or goes on. What was read already may still come as an event.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_set_paused(const CerverConnection *connection, bool is_paused);

/**
 * Closes the connection when nothing has come for `timeout_ms` milliseconds, 0 = never; in place of
 * cerver_set_idle_timeout(), which holds at first.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_set_idle_timeout(const CerverConnection *connection, uint32_t timeout_ms);

/**
 * Closes the connection when a frame that has begun, or a read that was asked for, is not complete after `timeout_ms`
 * milliseconds, 0 = never; in place of cerver_set_read_timeout(), which holds at first. Of a read in pieces it is the
 * time for the next piece.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_set_read_timeout(const CerverConnection *connection, uint32_t timeout_ms);

/**
 * Closes the connection when the peer takes too little of what waits for it in `timeout_ms` milliseconds, 0 = never; in
 * place of cerver_set_write_timeout(), which holds at first. How little is too little, cerver_set_min_send_rate() says.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_set_write_timeout(const CerverConnection *connection, uint32_t timeout_ms);

/**
 * Whether a `cerver_connection_read_` function has asked for something that has not come yet, and still can.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool cerver_connection_is_reading(const CerverConnection *connection);

/**
 * Whether something that was sent waits in the library: for the next round of the server, or for the peer to take some of
 * it. What the system has taken counts as written, as it does for CERVER_EVENT_SENT.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool cerver_connection_is_writing(const CerverConnection *connection);

/**
 * Whether the connection is there, or being made, and was not told to end by cerver_connection_close() or
 * cerver_connection_abort().
 *
 * Thread: any.
 * Errors: handle errors (false): it has ended.
 */
bool cerver_connection_is_open(const CerverConnection *connection);

/**
 * Gives the connection a number of the program's, which stands in every later event of it; 0 at first.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_set_tag(const CerverConnection *connection, uint64_t tag);

/**
 * The program's number for the connection; 0 when none was set, and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint64_t cerver_connection_get_tag(const CerverConnection *connection);

/**
 * Another descriptor of the connection's socket, the caller's to close: for socket options, or so that the number is given
 * to nobody else while the program keeps it. The peer learns of the end of the connection only when it is closed, too.
 * -1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE before the connection is made, CERVER_ERROR_SYSTEM.
 */
int cerver_connection_duplicate(const CerverConnection *connection);

/**
 * Writes the peer's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or "unix".
 * 64 bytes are always enough.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
 */
CerverStatus cerver_connection_get_remote_address(const CerverConnection *connection,
                                                  char *buffer,
                                                  size_t size);

/**
 * Connects as a client, on a running or opened stream server, whose events tell of the connection as of the others.
 *
 * `host` is a name or an address, and `port` a TCP port from 1; or `host` is the path of a Unix socket, which begins with
 * a slash or `./`, and `port` is 0. The addresses of a name are tried in the system's order, within `timeout_ms`
 * milliseconds in all, at least 1; how long the system looks for them does not count.
 *
 * Returns the handle of the connection, which takes commands at once: what is sent leaves when it is open.
 * CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED follows; CERVER_EVENT_CLOSED in their place when the program closes it
 * before, or the server stops. NULL on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a port or time that is not valid,
 * CERVER_ERROR_AGAIN when too many wait to be connected, CERVER_ERROR_UNSUPPORTED for a server of another kind,
 * CERVER_ERROR_STATE when it does not run.
 */
CerverConnection *cerver_connect(CerverServer *server,
                                 const char *host,
                                 uint16_t port,
                                 uint32_t timeout_ms);

/**
 * Takes over a stream socket that the program has connected or accepted: it becomes a connection of a running or opened
 * stream server, whose CERVER_EVENT_CONNECTED follows, and is closed with it.
 *
 * Returns the handle of the connection, which takes commands at once; NULL on error, and then the descriptor stays the
 * program's.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_AGAIN when there are too many connections, CERVER_ERROR_UNSUPPORTED for a server
 * of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM for what is no connected stream socket.
 */
CerverConnection *cerver_adopt(CerverServer *server, int descriptor);

/**
 * Looks up the addresses of a name, on a running or opened stream server; CERVER_EVENT_RESOLVED follows, with `tag`.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_AGAIN when too many wait, CERVER_ERROR_UNSUPPORTED for a server
 * of another kind, CERVER_ERROR_STATE when it does not run.
 */
CerverStatus cerver_resolve(CerverServer *server,
                            const char *host,
                            uint64_t tag);

/**
 * Threads of a stream server that make connections and look up names, at least 1, and how many of those may wait for one
 * of them. Default 8 and 1024. They come when they are needed, and end when they have nothing to do for 5 seconds.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for no thread, CERVER_ERROR_UNSUPPORTED for a server of another kind,
 * CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_connect_threads(CerverServer *server,
                                        uint32_t threads,
                                        uint32_t queue);

/**
 * Puts a stream server that is pulled aside under a name, with its listeners, its connections and what waits for them, so
 * that a script can be loaded anew. Nothing happens with it meanwhile. The handle is stale from now on, those of its
 * connections stay good. At most 256 servers are put aside at a time; those that are never taken again end with the process.
 *
 * Thread: any, but none may be in cerver_next_events() of this server.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_BUSY for a name that is taken, CERVER_ERROR_AGAIN when there are
 * too many, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE for one that runs on threads of the
 * library.
 */
CerverStatus cerver_park(CerverServer *server,
                         const char *name);

/**
 * Takes a server that cerver_park() has put aside; returns its new handle, which is the caller's, to be given to
 * cerver_teardown(). Of several callers one gets it. NULL on error.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL, CERVER_ERROR_NOT_FOUND when there is none of that name.
 */
CerverServer *cerver_unpark(const char *name);

/**
 * Gives the server a number of the program's, which stays with it while it is parked: for example the handle of its one
 * connection. 0 at first.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_set_tag(CerverServer *server, uint64_t tag);

/**
 * The program's number for the server; 0 when none was set, and on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
uint64_t cerver_get_tag(const CerverServer *server);

/**
 * How the bytes of each connection of a stream server are cut, unless the connection says otherwise. Default
 * CERVER_FRAMING_PIECES. `size` is that of the number before a frame, or of fixed frames; other framings ignore it.
 *
 * What a peer leaves incomplete at its end is dropped, except the last line.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for an unknown framing and for a size that it cannot have,
 * CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_framing(CerverServer *server, CerverFraming framing, size_t size);

/**
 * Most bytes of a frame or of one read of a stream server's connections, at least 1; default 1 MiB. A peer that sends
 * more without an end is cut off (CERVER_CLOSED_BY_LIMIT). A connection from which nothing is asked keeps so many bytes;
 * then its peer has to wait.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_UNSUPPORTED for a server of another kind,
 * CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_frame_limit(CerverServer *server,
                                    size_t size);

/**
 * Cuts what comes on one connection from now on in another way, as cerver_set_framing() says; bytes that are there and
 * were not told of count as coming.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for an unknown framing and for a size that it cannot have.
 */
CerverStatus cerver_connection_set_framing(const CerverConnection *connection, CerverFraming framing, size_t size);

/**
 * Most bytes of a frame or of one read of this connection, at least 1, in place of cerver_set_frame_limit().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
 */
CerverStatus cerver_connection_set_frame_limit(const CerverConnection *connection, size_t size);

/**
 * Reads everything up to the `size` bytes at `delimiter`, and with them: one CERVER_EVENT_DATA. Then the framing of the
 * connection counts again. A read that is not done yet is given up, here and in the other `cerver_connection_read_`
 * functions; at the end of the peer's side it never is.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for no byte.
 */
CerverStatus cerver_connection_read_until(const CerverConnection *connection, const void *delimiter, size_t size);

/**
 * Reads everything up to the first byte that is one of the `size` at `set`, and with it: one CERVER_EVENT_DATA.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for no byte.
 */
CerverStatus cerver_connection_read_until_any(const CerverConnection *connection, const void *set, size_t size);

/**
 * Reads everything up to the place that `matcher` finds: one CERVER_EVENT_DATA. `user_data` is handed to it; both must
 * stay valid until the read is done or the connection has ended.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the function.
 */
CerverStatus cerver_connection_read_until_match(const CerverConnection *connection,
                                                CerverMatcher matcher,
                                                void *user_data);

/**
 * Reads `size` bytes, at least 1: one CERVER_EVENT_DATA; `in_pieces`, several as they arrive, `size` bytes in all.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
 */
CerverStatus cerver_connection_read_bytes(const CerverConnection *connection, size_t size, bool in_pieces);

/**
 * Reads everything until the peer ends its side, which CERVER_EVENT_HALF_CLOSED tells afterwards: one
 * CERVER_EVENT_DATA, or none for nothing; `in_pieces`, several as they arrive.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_connection_read_to_end(const CerverConnection *connection, bool in_pieces);

/**
 * Makes a server for a protocol of the program's own: connections carry bytes without framing, what happens comes as
 * events, and commands (`cerver_connection_` functions) answer.
 *
 * With cerver_set_event_handler() the events go to a function, and the server runs by cerver_start(). Without one the
 * program opens it by cerver_open() and pulls the events by cerver_next_events(), on one thread at a time, alone or from
 * an event loop of its own through cerver_get_poll_fd(). All options of a server apply; the handler type does not.
 *
 * `name`, `port` and `connection_queue` are as in cerver_create(). Returns a handle of the caller's, to be given to
 * cerver_teardown(); NULL on error.
 *
 * Thread: any.
 * Errors: those of cerver_create().
 */
CerverServer *cerver_create_stream(const char *name,
                                   uint16_t port,
                                   uint16_t connection_queue);

/**
 * Sends the events of a stream server to `handler`, with `user_data`, which the library never looks behind; NULL = they
 * wait for cerver_next_events(). It counts from the next start on. Both must stay valid until cerver_teardown() returns.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_event_handler(CerverServer *server,
                                      CerverEventHandler handler,
                                      void *user_data);

/**
 * Bytes of a stream server that may wait to be pulled, at least 1; default 1 MiB. What does not find
 * room stays with its connection, which is not read meanwhile.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_UNSUPPORTED for a server of another kind,
 * CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_event_bytes(CerverServer *server, size_t size);

/**
 * How long a frame that has begun, or a read that was asked for, may take on the connections of a stream server, in
 * milliseconds: after that the connection is closed with CERVER_CLOSED_BY_TIMEOUT. Default 0, as long as it likes;
 * cerver_connection_set_read_timeout() is for one connection.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_read_timeout(CerverServer *server, uint32_t timeout_ms);

/**
 * Pieces of memory that one connection of a stream server may have borrowed at a time by cerver_connection_send_lent().
 * Default 256.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_lent_limit(CerverServer *server, uint32_t limit);

/**
 * Whether a pulled stream server may tell what a new connection has sent already, and even its end, by the same
 * cerver_next_events() as its CERVER_EVENT_OPENED, which saves a tenth of a short connection. A tag set at that event comes
 * too late for those: go by `connection`, and expect that its commands say CERVER_ERROR_HANDLE. Default false: they come
 * by a later call (except on a listener with TLS, where a client may speak in one go with the end of its handshake).
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_early_events(CerverServer *server,
                                     bool may_be_early);

/**
 * The next events of an opened stream server: at most `max_events` are written to `events`, in their order. Events that
 * are left over come with the next call, before anything new.
 *
 * When none is left the call is one round of the server: it waits at most `max_wait_ms` milliseconds (0 does not wait,
 * -1 has no limit), reads, and writes what was sent since the last call. Returns the number of events; 0 when nothing
 * happened: the time is over, a signal came, or the library had work of its own; -1 on error. The data of the events of
 * the call before is gone.
 *
 * Thread: any, one at a time.
 * Errors: handle errors; CERVER_ERROR_NULL for `events`, CERVER_ERROR_ARGUMENT when `max_events` is 0,
 * CERVER_ERROR_BUSY inside itself or while another thread is here, CERVER_ERROR_UNSUPPORTED for a server of another
 * kind, CERVER_ERROR_STATE when the server is not opened or has an event handler, CERVER_ERROR_SYSTEM.
 */
int cerver_next_events(CerverServer *server, CerverEvent *events, uint32_t max_events, int32_t max_wait_ms);

/**
 * Watches a descriptor of the program for a running or opened stream server: CERVER_EVENT_READY, with `tag`, comes in each
 * turn in which it is ready for what `interest` says, CERVER_READY_TO_READ, CERVER_READY_TO_WRITE or their sum. It stays
 * the program's, and must be open until cerver_unwatch().
 *
 * Returns the number of the watch; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another interest, CERVER_ERROR_AGAIN at the limit of
 * cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE when it does not
 * run, CERVER_ERROR_SYSTEM for a descriptor that cannot be waited for, such as that of a file.
 */
uint64_t cerver_watch_descriptor(CerverServer *server,
                                 int descriptor,
                                 int interest,
                                 uint64_t tag);

/**
 * Sets a timer of a running or opened stream server: CERVER_EVENT_TIMER, with `tag`, comes after `first_ms` milliseconds,
 * and then after each `every_ms`; 0 = only once. One that comes once is over then.
 *
 * Returns the number of the timer, for cerver_unwatch(); 0 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a
 * server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM.
 */
uint64_t cerver_add_timer(CerverServer *server,
                          uint64_t first_ms,
                          uint64_t every_ms,
                          uint64_t tag);

/**
 * Catches a signal of the process for a running or opened stream server: CERVER_EVENT_SIGNAL, with `tag`, comes in place
 * of what was to happen; cerver_unwatch() brings that back, and so does the stop of the server.
 *
 * Returns the number of the watch; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for a signal that cannot be caught or tells of a fault of the program,
 * CERVER_ERROR_BUSY when it is watched already, CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(),
 * CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM.
 */
uint64_t cerver_watch_signal(CerverServer *server,
                             int signal,
                             uint64_t tag);

/**
 * Accepts from a listening stream socket of the program for a running or opened stream server: each connection comes as
 * CERVER_EVENT_OPENED, and `tag` is its number until cerver_connection_set_tag(). Limits and errors are those of the
 * server's own listeners, and there may be any number of these on servers that do not listen by themselves
 * (cerver_set_listening()). The descriptor is duplicated: the caller keeps and closes its own. A socket that waits is made one
 * that does not. cerver_unwatch() ends it; connections that came before that live on.
 *
 * Returns the number of the watch; 0 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a
 * server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM for what is no listening stream
 * socket.
 */
uint64_t cerver_watch_listener(CerverServer *server,
                               int descriptor,
                               uint64_t tag);

/**
 * Ends a watch or a timer. An event of it that waits to be pulled still comes, and so do connections that a listener has
 * accepted already. Between two calls that turn an opened server a listener ends at once, elsewhere a moment later.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NOT_FOUND when it is over already, CERVER_ERROR_STATE when the server does not run.
 */
CerverStatus cerver_unwatch(CerverServer *server,
                            uint64_t id);

/**
 * Most descriptors, listeners, timers and signals that a server watches at a time. Default 1024.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while the server runs.
 */
CerverStatus cerver_set_watch_limit(CerverServer *server, uint32_t limit);

/**
 * Makes a semaphore of value 0. NULL on error. The caller's, to be given to bsem_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverBsem *bsem_new(void);

/**
 * Frees a semaphore. Threads that wait for it go on with an error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void bsem_delete(void *bsem_ptr);

/**
 * Sets the value to 0 or 1; a semaphore needs no other preparation.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for any other value.
 */
void bsem_init(CerverBsem *bsem_p, int value);

/**
 * Sets the value to 0. Threads that wait go on waiting.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void bsem_reset(CerverBsem *bsem_p);

/**
 * Sets the value to 1 and wakes one thread that waits.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void bsem_post(CerverBsem *bsem_p);

/**
 * Sets the value to 1 and wakes all threads that wait. One of them gets it, the others go on waiting.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void bsem_post_all(CerverBsem *bsem_p);

/**
 * Waits until the value is 1 and sets it to 0.
 *
 * Thread: any; in a handler it keeps the handler's thread from other work. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_CLOSED when the semaphore was deleted meanwhile.
 */
void bsem_wait(CerverBsem *bsem_p);

/**
 * Makes a job without work. NULL on error. The caller's, to be given to job_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED.
 */
void *job_new(void);

/**
 * Frees a job of the program's. What `args` points to stays.
 *
 * Thread: any.
 * Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a pointer that is no job of the program's (any more),
 * CERVER_ERROR_TYPE for a handle.
 */
void job_delete(void *job_ptr);

/**
 * Compares two jobs of the program's by their ids: -1, 0 or 1. -1 too when the second one is none, 1 when the first one
 * is none; the last error tells such a result from a real one.
 *
 * Thread: any.
 * Errors: those of job_delete().
 */
int job_comparator(const void *a, const void *b);

/**
 * Makes a job that calls `work(args)`. NULL on error. The caller's, to be given to job_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED.
 */
CerverJob *job_create(CerverWork work, void *args);

/**
 * Makes a job without work for a queue. NULL on error. The caller's, to be given to job_queue_push() or job_return().
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverJob *job_get(CerverJobQueue *job_queue);

/**
 * Takes work and argument from a job of the program's; the id stays.
 *
 * Thread: any.
 * Errors: those of job_delete().
 */
void job_reset(CerverJob *job);

/**
 * Gives a job of the program's back. What `args` points to stays.
 *
 * Thread: any.
 * Errors: handle errors for the queue; those of job_delete() for the job.
 */
void job_return(CerverJobQueue *job_queue, CerverJob *job);

/**
 * Makes a job handler without data: job_handler_create().
 *
 * Thread: any.
 * Errors: those of job_handler_create().
 */
void *job_handler_new(void);

/**
 * Frees a job handler of the program's, and its data when that has a delete function.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void job_handler_delete(void *job_handler_ptr);

/**
 * Makes a job handler without data. NULL on error. The caller's, to be given to job_handler_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
void *job_handler_create(void);

/**
 * Makes a job handler without data for a queue. NULL on error. The caller's, to be given to job_queue_push() or
 * job_handler_return().
 *
 * Thread: any.
 * Errors: handle errors, CERVER_ERROR_MEMORY.
 */
CerverJobHandler *job_handler_get(CerverJobQueue *job_queue);

/**
 * Deletes the data of a job handler of the program's when it has a delete function, and forgets both; it counts as not
 * done.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void job_handler_reset(CerverJobHandler *job_handler);

/**
 * Marks a job handler that was pulled from a queue as done: who waits for it in job_handler_wait() goes on.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void job_handler_signal(CerverJobHandler *handler);

/**
 * Gives a job handler of the program's back: job_handler_delete().
 *
 * Thread: any.
 * Errors: handle errors for both.
 */
void job_handler_return(CerverJobQueue *job_queue, CerverJobHandler *job_handler);

/**
 * Lets the handler of a queue of JOB_QUEUE_TYPE_HANDLERS work on `data`, and waits until it has: job_queue_start() must
 * have been called, or be called by another thread. `data_delete`, if not NULL, is then called with `data` on this
 * thread.
 *
 * Thread: any but the queue's own; in a handler of a server it keeps the handler's thread from other work. Signals do not
 * end the wait.
 * Errors: handle errors; CERVER_ERROR_STATE for a queue of another type, and on the queue's own thread; CERVER_ERROR_AGAIN
 * when the queue is at its limit; `data` is not deleted then. CERVER_ERROR_CLOSED when the queue was cleared or deleted
 * before the handler had its turn; `data` is deleted.
 */
void job_handler_wait(CerverJobQueue *job_queue,
                      void *data,
                      CerverDelete data_delete);

/**
 * Makes a queue of JOB_QUEUE_TYPE_NONE, which takes nothing. NULL on error. The caller's, to be given to
 * job_queue_delete().
 *
 * Thread: any.
 * Errors: those of job_queue_create().
 */
void *job_queue_new(void);

/**
 * Stops and frees a queue. Its thread is waited for, unless this is that thread; jobs that wait are freed, the data of
 * handlers that wait is deleted, and threads that wait for something of this queue go on with an error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void job_queue_delete(void *job_queue_ptr);

/**
 * Makes a queue. NULL on error. The caller's, to be given to job_queue_delete().
 *
 * `type` is one of the `JOB_QUEUE_TYPE_` constants. At most CERVER_DEFAULT_JOB_QUEUE_LIMIT jobs wait; see
 * job_queue_set_limit().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_ARGUMENT for the type, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverJobQueue *job_queue_create(CerverJobQueueType type);

/**
 * Sets the function that a queue of JOB_QUEUE_TYPE_HANDLERS calls with the data of each handler; NULL for none.
 *
 * A queue of another type keeps it without using it.
 *
 * Thread: any; counts from the next handler on.
 * Errors: handle errors.
 */
void job_queue_set_handler(CerverJobQueue *queue, CerverWork handler);

/**
 * Sets how many jobs may wait in a queue; 0 for none at all. Default CERVER_DEFAULT_JOB_QUEUE_LIMIT. What waits already
 * stays.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus job_queue_set_limit(CerverJobQueue *queue, uint32_t limit);

/**
 * Adds a job, or in a queue of JOB_QUEUE_TYPE_HANDLERS a job handler, of the program's. 0 on success: it belongs to the
 * queue from then on, which frees it after its work. 1 on error.
 *
 * Thread: any.
 * Errors: handle errors for both; CERVER_ERROR_STATE for a queue without a type; CERVER_ERROR_AGAIN when the queue is at
 * its limit.
 */
CerverOutcome job_queue_push(CerverJobQueue *job_queue,
                             void *job_ptr);

/**
 * Adds a job that calls `work(args)`. 0 on success, 1 on error. `args` stays the caller's.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `work`; CERVER_ERROR_STATE for a queue of another type than
 * JOB_QUEUE_TYPE_JOBS; CERVER_ERROR_AGAIN when the queue is at its limit.
 */
CerverOutcome job_queue_push_job(CerverJobQueue *job_queue, CerverWork work, void *args);

/**
 * Adds a job for a thread that asks for it with job_queue_request(). 0 on success, 1 on error.
 *
 * The queue's own thread leaves jobs with an id alone; job_queue_pull() gives them in their turn. The id 0 stands for
 * none: job_queue_push_job().
 *
 * Thread: any.
 * Errors: those of job_queue_push_job().
 */
CerverOutcome job_queue_push_job_with_id(CerverJobQueue *job_queue, uint64_t job_id, CerverWork work, void *args);

/**
 * Adds data for the handler of a queue of JOB_QUEUE_TYPE_HANDLERS without waiting for it. 0 on success: `data_delete`, if
 * not NULL, is then called once with `data`, on the queue's thread after the handler, or when the queue is cleared or
 * deleted. 1 on error.
 *
 * `cerver` is NULL or a server; `connection` is not looked at.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE for a queue of another type; CERVER_ERROR_AGAIN when the queue is at its
 * limit.
 */
CerverOutcome job_queue_push_handler(CerverJobQueue *job_queue,
                                     const CerverServer *cerver,
                                     void *connection,
                                     void *data,
                                     CerverDelete data_delete);

/**
 * Takes the first job, or in a queue of JOB_QUEUE_TYPE_HANDLERS the first job handler, out of a queue without waiting;
 * NULL when the queue is empty. It belongs to the program from then on: give a job to job_return() or job_delete(), a
 * job handler to job_handler_signal() and job_handler_return().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_MEMORY. None for an empty queue.
 */
void *job_queue_pull(CerverJobQueue *job_queue);

/**
 * Takes the first job with that id out of a queue and waits for one when there is none. NULL on error. The job belongs
 * to the program: give it to job_return() or job_delete().
 *
 * Thread: any; in a handler of a server it keeps the handler's thread from other work. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_STATE for a queue of another type than JOB_QUEUE_TYPE_JOBS; CERVER_ERROR_CLOSED when
 * the queue was deleted meanwhile.
 */
void *job_queue_request(CerverJobQueue *job_queue,
                        uint64_t job_id);

/**
 * Starts the one thread of a queue: it does the jobs, or calls the handler, one after the other. 0 on success, 1 on
 * error. After job_queue_stop() this waits until the thread before has ended.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the queue is running, has no type, or no handler for its handlers;
 * CERVER_ERROR_SYSTEM when the system has no thread left.
 */
CerverOutcome job_queue_start(CerverJobQueue *job_queue);

/**
 * Waits until something was added to a queue (jobs with an id do not count), or job_queue_signal() was called, since the
 * last such wait: for programs that work on a queue themselves.
 *
 * Thread: any; in a handler of a server it keeps the handler's thread from other work. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_CLOSED when the queue was deleted meanwhile.
 */
void job_queue_wait(CerverJobQueue *job_queue);

/**
 * Lets one job_queue_wait() go on.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void job_queue_signal(CerverJobQueue *job_queue);

/**
 * Tells the thread of a queue to end after its present job, and does not wait for it. What waits in the queue stays. 0 on
 * success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the queue is not running.
 */
CerverOutcome job_queue_stop(CerverJobQueue *job_queue);

/**
 * Drops all that waits in a queue: jobs are freed, the data of handlers is deleted, and who waits in job_handler_wait()
 * goes on with an error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void job_queue_clear(CerverJobQueue *job_queue);

/**
 * Makes a mutex that nobody holds. NULL on error. The caller's, to be given to thread_mutex_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverMutex *thread_mutex_new(void);

/**
 * Frees a mutex that nobody holds.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_BUSY while a thread holds it: it stays.
 */
void thread_mutex_delete(CerverMutex *mutex);

/**
 * Waits until nobody holds the mutex and takes it.
 *
 * Thread: any; in a handler it keeps the handler's thread from other work. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_STATE when this thread holds it already, CERVER_ERROR_CLOSED when it was deleted
 * meanwhile: then the mutex is not taken (again).
 */
void thread_mutex_lock(CerverMutex *mutex);

/**
 * Gives the mutex up.
 *
 * Thread: the one that took it.
 * Errors: handle errors; CERVER_ERROR_STATE when this thread does not hold it.
 */
void thread_mutex_unlock(CerverMutex *mutex);

/**
 * Makes a condition. NULL on error. The caller's, to be given to thread_cond_delete().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverCond *thread_cond_new(void);

/**
 * Frees a condition. Threads that wait for it go on with an error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void thread_cond_delete(CerverCond *cond);

/**
 * Gives the mutex up, waits until the condition is signalled, and takes the mutex again. Threads are woken in the order
 * in which they came, and never without a signal.
 *
 * Thread: one that holds the mutex. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_STATE when this thread does not hold the mutex; CERVER_ERROR_CLOSED when the
 * condition was deleted meanwhile (the mutex is held again), or the mutex was (it is not).
 */
void thread_cond_wait(CerverCond *cond, CerverMutex *mutex);

/**
 * Wakes the thread that waits for the condition the longest, if one does.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void thread_cond_signal(CerverCond *cond);

/**
 * Wakes all threads that wait for the condition.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void thread_cond_broadcast(CerverCond *cond);

/**
 * Starts a thread that calls `work(args)` once and ends; nobody waits for it. The thread leaves signals to the others.
 *
 * Returns its number (pthread_t), 0 on error. The number is good for as long as the thread runs. `args` stays the
 * caller's.
 *
 * Thread: any. The process may end while the thread runs.
 * Errors: CERVER_ERROR_NULL for `work`; CERVER_ERROR_SYSTEM when the system has no thread left.
 */
size_t thread_create_detached(CerverThreadWork work, void *args);

/**
 * Name of a state, for example "Available"; "None" for a number outside the list. Static, never NULL.
 *
 * Thread: any.
 * Errors: none.
 */
const char *worker_state_to_string(CerverWorkerState state);

/**
 * Frees a worker. One that runs is ended first: worker_end(). Jobs that were never begun are given up: their data is
 * deleted by the function of worker_set_delete_data(). On the worker's own thread nothing is waited for, and the thread
 * ends after its present job.
 *
 * Thread: any.
 * Errors: handle errors.
 */
void worker_delete(void *worker_ptr);

/**
 * Makes a worker with the name "worker-0" in WORKER_STATE_NONE. NULL on error. The caller's, to be given to
 * worker_delete().
 *
 * At most CERVER_DEFAULT_JOB_QUEUE_LIMIT jobs wait; see worker_set_queue_limit().
 *
 * Thread: any.
 * Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
 */
CerverWorker *worker_create(void);

/**
 * Makes a worker with the name `worker-<id>`: worker_create().
 *
 * Thread: any.
 * Errors: those of worker_create().
 */
CerverWorker *worker_create_with_id(uint32_t id);

/**
 * Names a worker and, when it is started later, its thread. At most 63 bytes are copied.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the name.
 */
void worker_set_name(CerverWorker *worker, const char *name);

/**
 * What a worker does now; WORKER_STATE_NONE on error.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverWorkerState worker_get_state(CerverWorker *worker);

/**
 * Sets the work of jobs that were pushed without one of their own; NULL for none.
 *
 * Thread: any; counts from the next job on.
 * Errors: handle errors.
 */
void worker_set_work(CerverWorker *worker, CerverWork work);

/**
 * Sets a function that is called once with the data of each job: after its work on the worker's thread, or when the job
 * is given up. NULL for none.
 *
 * Thread: any; counts from the next job on.
 * Errors: handle errors.
 */
void worker_set_delete_data(CerverWorker *worker, CerverWork delete_data);

/**
 * Sets what the function of worker_set_remove_reference() is called with. It stays the caller's.
 *
 * Thread: any; counts from the next job on.
 * Errors: handle errors.
 */
void worker_set_reference(CerverWorker *worker, const void *reference);

/**
 * Sets a function that is called on the worker's thread after each job that was done, behind that of
 * worker_set_delete_data(): once for each job, in the order in which they were pushed. NULL for none.
 *
 * Thread: any; counts from the next job on.
 * Errors: handle errors.
 */
void worker_set_remove_reference(CerverWorker *worker, CerverRemoveReference remove_reference);

/**
 * Sets how many jobs may wait at a worker; 0 for none at all. Default CERVER_DEFAULT_JOB_QUEUE_LIMIT. What waits already
 * stays.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus worker_set_queue_limit(CerverWorker *worker,
                                    uint32_t limit);

/**
 * Starts a worker with WORKER_STATE_AVAILABLE, or with WORKER_STATE_STOPPED: then jobs wait for worker_resume(). 0 on
 * success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another state; CERVER_ERROR_STATE when it was started before, also when
 * it has ended; CERVER_ERROR_SYSTEM when the system has no thread left.
 */
CerverOutcome worker_start_with_state(CerverWorker *worker,
                                      CerverWorkerState worker_state);

/**
 * Starts a worker with WORKER_STATE_AVAILABLE. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: those of worker_start_with_state().
 */
CerverOutcome worker_start(CerverWorker *worker);

/**
 * Lets a worker in WORKER_STATE_STOPPED go on. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE in any other state.
 */
CerverOutcome worker_resume(CerverWorker *worker);

/**
 * Lets a worker pause after its present job, and waits until it does; on its own thread it does not wait. 0 on success,
 * 1 on error.
 *
 * Thread: any. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_STATE when the worker is not in WORKER_STATE_AVAILABLE or WORKER_STATE_WORKING.
 */
CerverOutcome worker_stop(CerverWorker *worker);

/**
 * Ends the thread of a worker after its present job, and waits for it; on its own thread it does not wait. Jobs that were
 * not begun are given up: see worker_delete(). 0 on success, 1 on error.
 *
 * Thread: any. Signals do not end the wait.
 * Errors: handle errors; CERVER_ERROR_STATE when the worker was not started, or has ended.
 */
CerverOutcome worker_end(CerverWorker *worker);

/**
 * Adds a job: the work of worker_set_work(), called with `args`, which stays the caller's unless there is a delete
 * function. A worker that was not started or is stopped keeps it for later. 0 on success, 1 on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE when the worker has ended; CERVER_ERROR_AGAIN when it is at its limit.
 */
CerverOutcome worker_push_job(CerverWorker *worker, void *args);

/**
 * Adds a job with work of its own. See worker_push_job().
 *
 * Thread: any.
 * Errors: those of worker_push_job(); CERVER_ERROR_NULL for `work`.
 */
CerverOutcome worker_push_job_with_work(CerverWorker *worker, CerverWork work, void *args);

/**
 * Sleeps; signals do not shorten it. 0 and negative numbers return at once.
 *
 * Thread: any; in a handler it keeps the handler's thread from other work.
 * Errors: CERVER_ERROR_ARGUMENT for a number that is not finite, or too large for a duration.
 */
void timer_sleep_for_seconds(double seconds);

/**
 * Seconds since 1970 by the system's clock, with a precision of microseconds. The clock may be set back; 0 before 1970.
 *
 * Thread: any.
 * Errors: none.
 */
double timer_get_current_time(void);

/**
 * Connects as a client with TLS; otherwise as cerver_connect(). CERVER_EVENT_CONNECTED tells that the connection is
 * secured, and cerver_connection_get_tls() how; CERVER_EVENT_CONNECT_FAILED tells also of certificates that are not good
 * and of files of the options that are of no use.
 *
 * `server_name` is what the server is asked for (SNI) and what its certificate must be for, a name or an address; NULL =
 * `host`, when that is no path. The certificate must lead to an authority of cerver_set_connect_tls_ca(). The versions and
 * limits of the handshake are those of cerver_set_tls_min_version(), cerver_set_tls_handshake_timeout() and
 * cerver_set_tls_handshake_bytes(). Sessions of earlier connections of the run are resumed. Files are read for the first
 * such connection of a run.
 *
 * Thread: any.
 * Errors: those of cerver_connect(); CERVER_ERROR_ARGUMENT also for what is no name of a server.
 */
CerverConnection *cerver_connect_tls(CerverServer *server,
                                     const char *host,
                                     uint16_t port,
                                     uint32_t timeout_ms,
                                     const char *server_name);

/**
 * Connections that the program makes: the authorities that certificates of servers must lead to, in PEM form and at most
 * 1 MiB; NULL, the default, = those that the system trusts (the file of SSL_CERT_FILE, or the one of the distribution).
 * The path is copied.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for the path, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_connect_tls_ca(CerverServer *server,
                                       const char *ca_file);

/**
 * Connections that the program makes: the certificate that is shown to servers that ask for one, and its key, in PEM form;
 * both NULL, the default, = none. The files are read now, to tell of errors, and again when they are used.
 *
 * Thread: any.
 * Errors: those of cerver_add_tls_certificate().
 */
CerverStatus cerver_set_connect_tls_certificate(CerverServer *server,
                                                const char *certificate_file,
                                                const char *key_file);

/**
 * Connections that the program makes: names of application protocols that are offered (ALPN, RFC 7301), the best first,
 * with commas between them; "" or NULL, the default, = none. What was agreed on: CERVER_TLS_PROTOCOL.
 *
 * Thread: any.
 * Errors: those of cerver_set_tls_alpn().
 */
CerverStatus cerver_set_connect_tls_alpn(CerverServer *server, const char *protocols);

/**
 * With true, connections that the program makes take any certificate of any name: whoever is between them and the server
 * can read and change everything. For tests. Default false.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_connect_tls_unverified(CerverServer *server,
                                               bool value);

/**
 * With true, connections that the program makes take certificates of any issuer and age, which are still verified for the
 * name of the server: whoever is between them can make such a one. For tests. Default false.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_connect_tls_any_issuer(CerverServer *server,
                                               bool value);

/**
 * With true, connections that the program makes take certificates for any name, which must still lead to an authority of
 * cerver_set_connect_tls_ca(): every server that it vouches for can stand in for the one that is meant. For authorities of
 * one's own. Default false.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_connect_tls_any_name(CerverServer *server,
                                             bool value);

/**
 * Secures the main listener, and adds a certificate: cerver_add_tls_certificate() and cerver_set_listener_tls() for the
 * listener on the port of cerver_create(). Listeners that were added stay as they are.
 *
 * Thread: any.
 * Errors: those of cerver_add_tls_certificate().
 */
CerverStatus cerver_set_tls(CerverServer *server, const char *certificate_file, const char *key_file);

/**
 * Adds a certificate for listeners with TLS. `certificate_file` has the server's certificate and behind it those that lead to
 * a known authority, `key_file` the private key, both in PEM form and at most 1 MiB. The paths are copied. Both are read
 * now, to tell of errors, and again at every start and by cerver_reload_tls().
 *
 * A client gets the first certificate that has the name it asks for (SNI; `*.` stands for one label) and an algorithm that it
 * knows; without such a name the first one whose algorithm it knows.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the paths, CERVER_ERROR_TLS for files that cannot be
 * read or do not belong together (the message says who must change what), CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_add_tls_certificate(CerverServer *server,
                                        const char *certificate_file,
                                        const char *key_file);

/**
 * Adds a listener with TLS on a numeric IPv4 or IPv6 address and a port in host order, 0 for a free one. The text is
 * copied. At least one certificate must be added before the start.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_listen_tls(CerverServer *server, const char *address, uint16_t port);

/**
 * Whether a listener of any kind speaks TLS. `index` counts as for cerver_get_listener_port(): from 0 in the order of
 * addition, the main listener first unless it is disabled.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NOT_FOUND for the index, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_listener_tls(CerverServer *server, uint32_t index, bool is_tls);

/**
 * Whether clients show certificates: one of the `CERVER_TLS_CLIENT_AUTH_` constants; default CERVER_TLS_CLIENT_AUTH_OFF.
 * `ca_file` has the authorities that theirs must lead to, in PEM form and at most 1 MiB; the path is copied, and the file is
 * read at every start and by cerver_reload_tls(). NULL only for CERVER_TLS_CLIENT_AUTH_OFF. Who has come: see
 * http_request_get_tls() and cerver_connection_get_tls().
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for the file, CERVER_ERROR_ARGUMENT for the number, CERVER_ERROR_STATE while it
 * runs.
 */
CerverStatus cerver_set_tls_client_auth(CerverServer *server,
                                        CerverTlsClientAuth mode,
                                        const char *ca_file);

/**
 * Names of the application protocols that are agreed on in the handshake (ALPN, RFC 7301), the best first, with commas
 * between them: "http/1.1". A client that offers some, but none of these, is refused. "" = none; NULL = those of the server:
 * "http/1.1,http/1.0" for CERVER_TYPE_WEB, else none.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for an empty name, one of more than 255 bytes and more than 32 of them,
 * CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_alpn(CerverServer *server,
                                 const char *protocols);

/**
 * Oldest version of TLS that is spoken: CERVER_TLS_VERSION_1_2, the default, or CERVER_TLS_VERSION_1_3.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_min_version(CerverServer *server, CerverTlsVersion version);

/**
 * Whether clients get tickets by which they resume their sessions, which spares both sides most of the next handshake;
 * default true. The keys of tickets are the server's own, change every few hours, and end with it.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_tickets(CerverServer *server, bool value);

/**
 * Time from the acceptance of a connection to the end of its TLS handshake, in milliseconds; 0 for no limit. Default 10 s.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_handshake_timeout(CerverServer *server,
                                              uint32_t timeout_ms);

/**
 * TLS handshakes that a reactor begins in one round, those of connections that the program makes or hands over included, at
 * least 1; further ones wait for the next, so that many new clients do not hold up those that are there. Default 16.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_handshakes_per_turn(CerverServer *server,
                                                uint32_t max);

/**
 * Bytes that a client may send before its TLS handshake is complete, certificates included. Default 64 KiB.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 1 KiB, CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_handshake_bytes(CerverServer *server, size_t max);

/**
 * Days before the end of a certificate's life from which on every start and reload warns in the log. One that has expired
 * is always warned of. Default 14.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_STATE while it runs.
 */
CerverStatus cerver_set_tls_expiry_warning(CerverServer *server,
                                           uint32_t days);

/**
 * Reads all certificates, keys and authorities of a running server again, from the same files. Connections that come later
 * get them; those that are open go on. On an error everything stays as it was.
 *
 * Tickets stay good, unless clients show certificates: then all have to show them again.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_TLS as for cerver_add_tls_certificate(), CERVER_ERROR_STATE when the server does not run
 * or has no listener with TLS.
 */
CerverStatus cerver_reload_tls(CerverServer *server);

/**
 * Whether a certificate and its key can be read and belong together, without a server: as cerver_add_tls_certificate(), but
 * nothing is kept.
 *
 * Thread: any; also in a process that forks before it makes its first server.
 * Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the paths, CERVER_ERROR_TLS for files that are of no use.
 */
CerverStatus cerver_tls_check_files(const char *certificate_file,
                                    const char *key_file);

/**
 * Makes the server's side of TLS from the options that `server` has now: its certificates, what clients must show,
 * application protocols, version, tickets, time and bytes of the handshake. The files are read once. `server` may be one that
 * is there to hold options only; it may change and go afterwards. cerver_set_tls_handshakes_per_turn() counts of the server that takes
 * a connection over.
 *
 * Returns a handle of the caller's, to be given to cerver_tls_delete(); NULL on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_TLS for files that are of no use, CERVER_ERROR_STATE without a certificate,
 * CERVER_ERROR_MEMORY.
 */
CerverTls *cerver_tls_create_server_side(CerverServer *server);

/**
 * Makes the client's side of TLS from the options that `server` has now, those of cerver_set_connect_tls_ca() and its kin;
 * otherwise as cerver_tls_create_server_side(). Sessions of earlier connections are resumed.
 *
 * Returns a handle of the caller's, to be given to cerver_tls_delete(); NULL on error.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_TLS for files that are of no use, CERVER_ERROR_MEMORY.
 */
CerverTls *cerver_tls_create_client_side(CerverServer *server);

/**
 * Lets go of what cerver_tls_create_server_side() or cerver_tls_create_client_side() has made. Connections that are secured
 * with it go on.
 *
 * Thread: any.
 * Errors: handle errors.
 */
CerverStatus cerver_tls_delete(CerverTls *tls);

/**
 * Takes over a stream socket as cerver_adopt() does, with TLS. CERVER_EVENT_CONNECTED tells that the connection is secured, and
 * cerver_connection_get_tls() how; CERVER_EVENT_CONNECT_FAILED, with a text, that it cannot be. What is sent before is kept
 * until then; cerver_connection_abort() ends the handshake at once, and so does cerver_connection_close() when nothing waits to be
 * sent.
 *
 * For the client's side `server_name` is what the server is asked for (SNI) and what its certificate must be for, a name or an
 * address; for the server's side it is NULL.
 *
 * Returns the handle of the connection, which takes commands at once; NULL on error, and then the descriptor stays the
 * program's.
 *
 * Thread: any.
 * Errors: those of cerver_adopt(); CERVER_ERROR_ARGUMENT for a name with the server's side, and for none, or what is no name
 * of a server, with the client's.
 */
CerverConnection *cerver_adopt_tls(CerverServer *server,
                                   int descriptor,
                                   CerverTls *tls,
                                   const char *server_name);

/**
 * Connects as a client as cerver_connect_tls() does, secured by a client's side of TLS in place of the server's options.
 *
 * Thread: any.
 * Errors: those of cerver_connect_tls(); CERVER_ERROR_ARGUMENT also for the server's side of TLS.
 */
CerverConnection *cerver_connect_tls_with(CerverServer *server,
                                          const char *host,
                                          uint16_t port,
                                          uint32_t timeout_ms,
                                          CerverTls *tls,
                                          const char *server_name);

/**
 * Whether the request came by TLS: its scheme is https.
 *
 * Thread: any.
 * Errors: handle errors (false).
 */
bool http_request_is_secure(const CerverHttpRequest *request);

/**
 * What the TLS session of a request tells: one of the constants above. NULL when the request did not come by TLS, when there
 * is no such thing, and on error. Valid until the request ends.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
 */
const CerverString *http_request_get_tls(const CerverHttpRequest *request,
                                         CerverTlsFact fact);

/**
 * Writes what the TLS session of a connection tells, one of the constants above, with a NUL into `buffer` of `size` bytes.
 *
 * `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a `size`
 * of 0, where `buffer` may be NULL, asks for it.
 *
 * Thread: any.
 * Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT for
 * another number and when the buffer is too small; CERVER_ERROR_NOT_FOUND when the connection is not secured by TLS or there
 * is no such thing.
 */
CerverStatus cerver_connection_get_tls(const CerverConnection *connection,
                                       CerverTlsFact fact,
                                       void *buffer,
                                       size_t size,
                                       size_t *length);

/**
 * Writes name, version and licence through the log, as cerver_log_both() does.
 *
 * Thread: any.
 * Errors: those of cerver_log_both().
 */
void cerver_version_print_full(void);

/**
 * Writes the number of the version through the log, as cerver_log_both() does.
 *
 * Thread: any.
 * Errors: those of cerver_log_both().
 */
void cerver_version_print_version_id(void);

/**
 * Writes the name of the version through the log, as cerver_log_both() does.
 *
 * Thread: any.
 * Errors: those of cerver_log_both().
 */
void cerver_version_print_version_name(void);

#ifdef __cplusplus
}  // extern "C"
#endif  // __cplusplus

#endif  /* CERVER_H */
