"""Generated from include/cerver.h by bindings/gen. Do not edit.

The C functions are attributes of this module; each is bound when it is asked for the first time.
cerver_connection_send and http_response_render* are built-in functions, without `restype` and `argtypes`.
"""

from ctypes import (
    CFUNCTYPE,
    POINTER,
    Structure,
    c_bool,
    c_char,
    c_char_p,
    c_double,
    c_int,
    c_int32,
    c_int64,
    c_long,
    c_size_t,
    c_uint,
    c_uint16,
    c_uint32,
    c_uint64,
    c_uint8,
    c_void_p,
)

from ._library import bind
from ._types import (
    Callback,
    Data,
    EventMethods,
    Int,
    PacketMethods,
    StringMethods,
    Text,
)

CERVER_DEFAULT_PORT = 7000
CERVER_DEFAULT_USE_IPV6 = False
CERVER_DEFAULT_CONNECTION_QUEUE = 10
CERVER_DEFAULT_RECEIVE_BUFFER_SIZE = 4096
CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE = 65515
CERVER_DEFAULT_REUSABLE_FLAGS = False
CERVER_DEFAULT_POOL_THREADS = 4
CERVER_DEFAULT_SOCKETS_INIT = 10
CERVER_DEFAULT_POLL_FDS = 128
CERVER_DEFAULT_POLL_TIMEOUT = 2000
CERVER_DEFAULT_MAX_INACTIVE_TIME = 60
CERVER_DEFAULT_CHECK_INACTIVE_INTERVAL = 30
CERVER_DEFAULT_AUTH_REQUIRED = False
CERVER_DEFAULT_MAX_AUTH_TRIES = 2
CERVER_DEFAULT_ON_HOLD_POLL_FDS = 64
CERVER_DEFAULT_ON_HOLD_TIMEOUT = 2000
CERVER_DEFAULT_ON_HOLD_MAX_BAD_PACKETS = 4
CERVER_DEFAULT_ON_HOLD_CHECK_PACKETS = False
CERVER_DEFAULT_ON_HOLD_RECEIVE_BUFFER_SIZE = 4096
CERVER_DEFAULT_USE_SESSIONS = False
CERVER_DEFAULT_MULTIPLE_HANDLERS = False
CERVER_DEFAULT_CHECK_PACKETS = False
CERVER_DEFAULT_UPDATE_TICKS = 30
CERVER_DEFAULT_UPDATE_INTERVAL_SECS = 1
CERVER_VERSION_MAJOR = 0
CERVER_VERSION_MINOR = 1
CERVER_VERSION_PATCH = 0
CERVER_DEFAULT_LOG_UPDATE_INTERVAL = 1
CERVER_PACKET_TYPE_INFO = 1
CERVER_PACKET_TYPE_TEARDOWN = 2
CLIENT_PACKET_TYPE_CLOSE_CONNECTION = 1
CLIENT_PACKET_TYPE_DISCONNECT = 2
CERVER_PACKET_ERROR = 2
CERVER_PACKET_HEADER_SIZE = 32
CERVER_DEFAULT_HANDLER_QUEUE = 1024
CERVER_DEFAULT_CLIENT_PACKETS = 64
CERVER_DEFAULT_CLIENT_SEND_LIMIT = 1048576
CERVER_DEFAULT_PACKET_TIMEOUT = 30000
CERVER_READY_TO_READ = 1
CERVER_READY_TO_WRITE = 2
CERVER_READY_FAILED = 4
CERVER_DEFAULT_JOB_QUEUE_LIMIT = 1048576
CERVER_TYPE_NONE = 0
CERVER_TYPE_CUSTOM = 1
CERVER_TYPE_GAME = 2
CERVER_TYPE_WEB = 3
CERVER_TYPE_FILES = 4
CERVER_HANDLER_TYPE_NONE = 0
CERVER_HANDLER_TYPE_POLL = 1
CERVER_HANDLER_TYPE_THREADS = 2
PROTOCOL_NONE = 0
PROTOCOL_TCP = 6
PROTOCOL_UDP = 17
REQUEST_METHOD_DELETE = 0
REQUEST_METHOD_GET = 1
REQUEST_METHOD_HEAD = 2
REQUEST_METHOD_POST = 3
REQUEST_METHOD_PUT = 4
REQUEST_METHOD_CONNECT = 5
REQUEST_METHOD_OPTIONS = 6
REQUEST_METHOD_TRACE = 7
REQUEST_METHOD_UNDEFINED = 8
REQUEST_METHOD_PATCH = 9
CERVER_DEFAULT_PROTOCOL = 6
HTTP_ROUTE_MODIFIER_NONE = 0
HTTP_ROUTE_MODIFIER_MULTI_PART = 1
HTTP_ROUTE_MODIFIER_WEB_SOCKET = 2
MULTI_PART_TYPE_NONE = 0
MULTI_PART_TYPE_FILE = 1
MULTI_PART_TYPE_VALUE = 2
IMAGE_TYPE_NONE = 0
IMAGE_TYPE_PNG = 1
IMAGE_TYPE_JPEG = 2
IMAGE_TYPE_GIF = 3
IMAGE_TYPE_BMP = 4
HTTP_ACCESS_LOG_COMMON = 0
HTTP_ACCESS_LOG_COMBINED = 1
HTTP_ACCESS_LOG_JSON = 2
HTTP_ACCESS_LOG_BRIEF = 3
HTTP_ROUTE_AUTH_TYPE_NONE = 0
HTTP_ROUTE_AUTH_TYPE_BEARER = 1
HTTP_ROUTE_AUTH_TYPE_CUSTOM = 2
JWT_ALG_NONE = 0
JWT_ALG_HS256 = 1
JWT_ALG_HS384 = 2
JWT_ALG_HS512 = 3
JWT_ALG_RS256 = 4
JWT_ALG_RS384 = 5
JWT_ALG_RS512 = 6
JWT_ALG_ES256 = 7
JWT_ALG_ES384 = 8
JWT_ALG_ES512 = 9
JWT_ALG_TERM = 10
HTTP_CONTENT_TYPE_NONE = 0
HTTP_CONTENT_TYPE_AAC = 1
HTTP_CONTENT_TYPE_ABIWORD = 2
HTTP_CONTENT_TYPE_ARCHIVE = 3
HTTP_CONTENT_TYPE_AVI = 4
HTTP_CONTENT_TYPE_KINDLE = 5
HTTP_CONTENT_TYPE_BIN = 6
HTTP_CONTENT_TYPE_BMP = 7
HTTP_CONTENT_TYPE_BZIP = 8
HTTP_CONTENT_TYPE_BZIP2 = 9
HTTP_CONTENT_TYPE_CSHELL = 10
HTTP_CONTENT_TYPE_CSS = 11
HTTP_CONTENT_TYPE_CSV = 12
HTTP_CONTENT_TYPE_DOC = 13
HTTP_CONTENT_TYPE_DOCX = 14
HTTP_CONTENT_TYPE_EOT = 15
HTTP_CONTENT_TYPE_EPUB = 16
HTTP_CONTENT_TYPE_GZIP = 17
HTTP_CONTENT_TYPE_GIF = 18
HTTP_CONTENT_TYPE_HTML = 19
HTTP_CONTENT_TYPE_ICO = 20
HTTP_CONTENT_TYPE_ICS = 21
HTTP_CONTENT_TYPE_JAR = 22
HTTP_CONTENT_TYPE_JPG = 23
HTTP_CONTENT_TYPE_JPEG = 24
HTTP_CONTENT_TYPE_JS = 25
HTTP_CONTENT_TYPE_JSON = 26
HTTP_CONTENT_TYPE_JSONLD = 27
HTTP_CONTENT_TYPE_MIDI = 28
HTTP_CONTENT_TYPE_MJS = 29
HTTP_CONTENT_TYPE_MP3 = 30
HTTP_CONTENT_TYPE_CDA = 31
HTTP_CONTENT_TYPE_MP4 = 32
HTTP_CONTENT_TYPE_MPEG = 33
HTTP_CONTENT_TYPE_MPKG = 34
HTTP_CONTENT_TYPE_ODP = 35
HTTP_CONTENT_TYPE_ODS = 36
HTTP_CONTENT_TYPE_ODT = 37
HTTP_CONTENT_TYPE_OGA = 38
HTTP_CONTENT_TYPE_OGV = 39
HTTP_CONTENT_TYPE_OGX = 40
HTTP_CONTENT_TYPE_OPUS = 41
HTTP_CONTENT_TYPE_OTF = 42
HTTP_CONTENT_TYPE_PNG = 43
HTTP_CONTENT_TYPE_PDF = 44
HTTP_CONTENT_TYPE_PHP = 45
HTTP_CONTENT_TYPE_PPT = 46
HTTP_CONTENT_TYPE_PPTX = 47
HTTP_CONTENT_TYPE_RAR = 48
HTTP_CONTENT_TYPE_RTF = 49
HTTP_CONTENT_TYPE_SHELL = 50
HTTP_CONTENT_TYPE_SVG = 51
HTTP_CONTENT_TYPE_SWF = 52
HTTP_CONTENT_TYPE_TAR = 53
HTTP_CONTENT_TYPE_TIFF = 54
HTTP_CONTENT_TYPE_TS = 55
HTTP_CONTENT_TYPE_TTF = 56
HTTP_CONTENT_TYPE_TXT = 57
HTTP_CONTENT_TYPE_VSD = 58
HTTP_CONTENT_TYPE_WAV = 59
HTTP_CONTENT_TYPE_WEBA = 60
HTTP_CONTENT_TYPE_WEBM = 61
HTTP_CONTENT_TYPE_WEBP = 62
HTTP_CONTENT_TYPE_WOFF = 63
HTTP_CONTENT_TYPE_WOFF2 = 64
HTTP_CONTENT_TYPE_XHTML = 65
HTTP_CONTENT_TYPE_XLS = 66
HTTP_CONTENT_TYPE_XLSX = 67
HTTP_CONTENT_TYPE_XML = 68
HTTP_CONTENT_TYPE_XUL = 69
HTTP_CONTENT_TYPE_ZIP = 70
HTTP_CONTENT_TYPE_3GP = 71
HTTP_CONTENT_TYPE_3G2 = 72
HTTP_CONTENT_TYPE_7Z = 73
HTTP_HEADER_AUTHENTICATE = 0
HTTP_HEADER_AUTHORIZATION = 1
HTTP_HEADER_PROXY_AUTHENTICATE = 2
HTTP_HEADER_PROXY_AUTHORIZATION = 3
HTTP_HEADER_AGE = 4
HTTP_HEADER_CACHE_CONTROL = 5
HTTP_HEADER_CLEAR_SITE_DATA = 6
HTTP_HEADER_EXPIRES = 7
HTTP_HEADER_WARNING = 8
HTTP_HEADER_CONNECTION = 9
HTTP_HEADER_KEEP_ALIVE = 10
HTTP_HEADER_ACCEPT = 11
HTTP_HEADER_ACCEPT_CHARSET = 12
HTTP_HEADER_ACCEPT_ENCODING = 13
HTTP_HEADER_ACCEPT_LANGUAGE = 14
HTTP_HEADER_EXPECT = 15
HTTP_HEADER_COOKIE = 16
HTTP_HEADER_SET_COOKIE = 17
HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN = 18
HTTP_HEADER_ACCESS_CONTROL_ALLOW_CREDENTIALS = 19
HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS = 20
HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS = 21
HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADER = 22
HTTP_HEADER_ACCESS_CONTROL_MAX_AGE = 23
HTTP_HEADER_ACCESS_CONTROL_REQUEST_HEADERS = 24
HTTP_HEADER_ACCESS_CONTROL_REQUEST_METHOD = 25
HTTP_HEADER_ORIGIN = 26
HTTP_HEADER_TIMING_ALLOW_ORIGIN = 27
HTTP_HEADER_CONTENT_DISPOSITION = 28
HTTP_HEADER_CONTENT_LENGTH = 29
HTTP_HEADER_CONTENT_TYPE = 30
HTTP_HEADER_CONTENT_ENCODING = 31
HTTP_HEADER_CONTENT_LANGUAGE = 32
HTTP_HEADER_CONTENT_LOCATION = 33
HTTP_HEADER_FORWARDED = 34
HTTP_HEADER_VIA = 35
HTTP_HEADER_LOCATION = 36
HTTP_HEADER_FROM = 37
HTTP_HEADER_HOST = 38
HTTP_HEADER_REFERER = 39
HTTP_HEADER_REFERRER_POLICY = 40
HTTP_HEADER_USER_AGENT = 41
HTTP_HEADER_ALLOW = 42
HTTP_HEADER_SERVER = 43
HTTP_HEADER_ACCEPT_RANGES = 44
HTTP_HEADER_RANGE = 45
HTTP_HEADER_IF_RANGE = 46
HTTP_HEADER_CONTENT_RANGE = 47
HTTP_HEADER_SEC_WEBSOCKET_KEY = 48
HTTP_HEADER_SEC_WEBSOCKET_EXTENSIONS = 49
HTTP_HEADER_SEC_WEBSOCKET_ACCEPT = 50
HTTP_HEADER_SEC_WEBSOCKET_PROTOCOL = 51
HTTP_HEADER_SEC_WEBSOCKET_VERSION = 52
HTTP_HEADER_DATE = 53
HTTP_HEADER_UPGRADE = 54
HTTP_HEADER_UNDEFINED = 63
CERVER_RECEIVE_TYPE_NONE = 0
CERVER_RECEIVE_TYPE_NORMAL = 1
HTTP_REQUEST_IDS_OFF = 0
HTTP_REQUEST_IDS_GENERATE = 1
HTTP_REQUEST_IDS_TRUST = 2
HTTP_STATUS_NONE = 0
HTTP_STATUS_CONTINUE = 100
HTTP_STATUS_SWITCHING_PROTOCOLS = 101
HTTP_STATUS_PROCESSING = 102
HTTP_STATUS_OK = 200
HTTP_STATUS_CREATED = 201
HTTP_STATUS_ACCEPTED = 202
HTTP_STATUS_NON_AUTHORITATIVE_INFORMATION = 203
HTTP_STATUS_NO_CONTENT = 204
HTTP_STATUS_RESET_CONTENT = 205
HTTP_STATUS_PARTIAL_CONTENT = 206
HTTP_STATUS_MULTI_STATUS = 207
HTTP_STATUS_ALREADY_REPORTED = 208
HTTP_STATUS_IM_USED = 226
HTTP_STATUS_MULTIPLE_CHOICES = 300
HTTP_STATUS_MOVED_PERMANENTLY = 301
HTTP_STATUS_FOUND = 302
HTTP_STATUS_SEE_OTHER = 303
HTTP_STATUS_NOT_MODIFIED = 304
HTTP_STATUS_USE_PROXY = 305
HTTP_STATUS_TEMPORARY_REDIRECT = 307
HTTP_STATUS_PERMANENT_REDIRECT = 308
HTTP_STATUS_BAD_REQUEST = 400
HTTP_STATUS_UNAUTHORIZED = 401
HTTP_STATUS_PAYMENT_REQUIRED = 402
HTTP_STATUS_FORBIDDEN = 403
HTTP_STATUS_NOT_FOUND = 404
HTTP_STATUS_METHOD_NOT_ALLOWED = 405
HTTP_STATUS_NOT_ACCEPTABLE = 406
HTTP_STATUS_PROXY_AUTHENTICATION_REQUIRED = 407
HTTP_STATUS_REQUEST_TIMEOUT = 408
HTTP_STATUS_CONFLICT = 409
HTTP_STATUS_GONE = 410
HTTP_STATUS_LENGTH_REQUIRED = 411
HTTP_STATUS_PRECONDITION_FAILED = 412
HTTP_STATUS_PAYLOAD_TOO_LARGE = 413
HTTP_STATUS_URI_TOO_LONG = 414
HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE = 415
HTTP_STATUS_RANGE_NOT_SATISFIABLE = 416
HTTP_STATUS_EXPECTATION_FAILED = 417
HTTP_STATUS_MISDIRECTED_REQUEST = 421
HTTP_STATUS_UNPROCESSABLE_ENTITY = 422
HTTP_STATUS_LOCKED = 423
HTTP_STATUS_FAILED_DEPENDENCY = 424
HTTP_STATUS_UPGRADE_REQUIRED = 426
HTTP_STATUS_PRECONDITION_REQUIRED = 428
HTTP_STATUS_TOO_MANY_REQUESTS = 429
HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE = 431
HTTP_STATUS_UNAVAILABLE_FOR_LEGAL_REASONS = 451
HTTP_STATUS_INTERNAL_SERVER_ERROR = 500
HTTP_STATUS_NOT_IMPLEMENTED = 501
HTTP_STATUS_BAD_GATEWAY = 502
HTTP_STATUS_SERVICE_UNAVAILABLE = 503
HTTP_STATUS_GATEWAY_TIMEOUT = 504
HTTP_STATUS_HTTP_VERSION_NOT_SUPPORTED = 505
HTTP_STATUS_VARIANT_ALSO_NEGOTIATES = 506
HTTP_STATUS_INSUFFICIENT_STORAGE = 507
HTTP_STATUS_LOOP_DETECTED = 508
HTTP_STATUS_NOT_EXTENDED = 510
HTTP_STATUS_NETWORK_AUTHENTICATION_REQUIRED = 511
HTTP_WEB_SOCKET_ERROR_NONE = 0
HTTP_WEB_SOCKET_ERROR_READ_HANDSHAKE = 1
HTTP_WEB_SOCKET_ERROR_WRITE_HANDSHAKE = 2
HTTP_WEB_SOCKET_ERROR_PROTOCOL = 3
HTTP_WEB_SOCKET_ERROR_DATA = 4
HTTP_WEB_SOCKET_ERROR_TOO_BIG = 5
HTTP_WEB_SOCKET_ERROR_TIMEOUT = 6
LOG_TYPE_NONE = 0
LOG_TYPE_ERROR = 1
LOG_TYPE_WARNING = 2
LOG_TYPE_SUCCESS = 3
LOG_TYPE_DEBUG = 4
LOG_TYPE_TEST = 5
LOG_TYPE_CERVER = 6
LOG_TYPE_CLIENT = 7
LOG_TYPE_CONNECTION = 8
LOG_TYPE_HANDLER = 9
LOG_TYPE_ADMIN = 10
LOG_TYPE_EVENT = 11
LOG_TYPE_PACKET = 12
LOG_TYPE_REQ = 13
LOG_TYPE_FILE = 14
LOG_TYPE_HTTP = 15
LOG_TYPE_GAME = 16
LOG_TYPE_PLAYER = 17
LOG_OUTPUT_TYPE_NONE = 0
LOG_OUTPUT_TYPE_STD = 1
LOG_OUTPUT_TYPE_FILE = 2
LOG_OUTPUT_TYPE_BOTH = 3
LOG_TIME_TYPE_NONE = 0
LOG_TIME_TYPE_TIME = 1
LOG_TIME_TYPE_DATE = 2
LOG_TIME_TYPE_BOTH = 3
CERVER_LOG_LEVEL_OFF = 0
CERVER_LOG_LEVEL_ERROR = 1
CERVER_LOG_LEVEL_WARNING = 2
CERVER_LOG_LEVEL_INFO = 3
CERVER_LOG_LEVEL_DEBUG = 4
CERVER_DEFAULT_LOG_LEVEL = 2
PACKET_TYPE_NONE = 0
PACKET_TYPE_CERVER = 1
PACKET_TYPE_CLIENT = 2
PACKET_TYPE_ERROR = 3
PACKET_TYPE_REQUEST = 4
PACKET_TYPE_AUTH = 5
PACKET_TYPE_GAME = 6
PACKET_TYPE_APP = 7
PACKET_TYPE_APP_ERROR = 8
PACKET_TYPE_CUSTOM = 9
PACKET_TYPE_TEST = 10
PACKET_TYPE_BAD = 11
CERVER_OK = 0
CERVER_ERROR_PANIC = 1
CERVER_ERROR_NULL = 2
CERVER_ERROR_HANDLE = 3
CERVER_ERROR_TYPE = 4
CERVER_ERROR_ARGUMENT = 5
CERVER_ERROR_STATE = 6
CERVER_ERROR_BUSY = 7
CERVER_ERROR_AGAIN = 8
CERVER_ERROR_CLOSED = 9
CERVER_ERROR_TIMEOUT = 10
CERVER_ERROR_UNSUPPORTED = 11
CERVER_ERROR_ADDRESS = 12
CERVER_ERROR_SYSTEM = 13
CERVER_ERROR_NOT_FOUND = 14
CERVER_ERROR_MEMORY = 15
CERVER_ERROR_FORKED = 16
CERVER_ERROR_ANSWERED = 17
CERVER_ERROR_HANDLERS = 18
CERVER_ERROR_INTERRUPTED = 19
CERVER_ERROR_TLS = 20
CERVER_EVENT_OPENED = 1
CERVER_EVENT_DATA = 2
CERVER_EVENT_DRAINED = 3
CERVER_EVENT_HALF_CLOSED = 4
CERVER_EVENT_DRAINING = 5
CERVER_EVENT_CLOSED = 6
CERVER_EVENT_SENT = 7
CERVER_EVENT_CONNECTED = 8
CERVER_EVENT_CONNECT_FAILED = 9
CERVER_EVENT_RESOLVED = 10
CERVER_EVENT_READY = 11
CERVER_EVENT_TIMER = 12
CERVER_EVENT_SIGNAL = 13
CERVER_EVENT_TLS_FAILED = 14
CERVER_EVENT_LISTENER_ERROR = 15
CERVER_EVENT_WARNING = 16
CERVER_EVENT_RELEASED = 17
CERVER_CLOSED_BY_PEER = 1
CERVER_CLOSED_BY_RESET = 2
CERVER_CLOSED_BY_PROGRAM = 3
CERVER_CLOSED_BY_TIMEOUT = 4
CERVER_CLOSED_BY_SHUTDOWN = 5
CERVER_CLOSED_BY_LIMIT = 6
CERVER_CLOSED_BY_TRUNCATION = 7
CERVER_CLOSED_BY_TLS = 8
CERVER_FRAMING_PIECES = 0
CERVER_FRAMING_LINES = 1
CERVER_FRAMING_PREFIX_BIG = 2
CERVER_FRAMING_PREFIX_LITTLE = 3
CERVER_FRAMING_FIXED = 4
CERVER_FRAMING_ON_DEMAND = 5
JOB_QUEUE_TYPE_NONE = 0
JOB_QUEUE_TYPE_JOBS = 1
JOB_QUEUE_TYPE_HANDLERS = 2
WORKER_STATE_NONE = 0
WORKER_STATE_AVAILABLE = 1
WORKER_STATE_WORKING = 2
WORKER_STATE_STOPPED = 3
WORKER_STATE_ENDED = 4
CERVER_TLS_CLIENT_AUTH_OFF = 0
CERVER_TLS_CLIENT_AUTH_OPTIONAL = 1
CERVER_TLS_CLIENT_AUTH_REQUIRED = 2
CERVER_TLS_VERSION_1_2 = 12
CERVER_TLS_VERSION_1_3 = 13
CERVER_TLS_VERSION = 0
CERVER_TLS_CIPHER = 1
CERVER_TLS_SERVER_NAME = 2
CERVER_TLS_PROTOCOL = 3
CERVER_TLS_PEER_SUBJECT = 4
CERVER_TLS_PEER_CERTIFICATE = 5
CERVER_TLS_RESUMED = 6

# Callbacks in structs.
CerverWork = CFUNCTYPE(None, c_void_p)


class CerverString(StringMethods, Structure):
    _fields_ = (
        ("max_len", c_size_t),
        ("len", c_size_t),
        ("str", c_char_p),
    )


class CerverHttpOrigin(Structure):
    _fields_ = (
        ("len", c_int),
        ("value", c_char_p),
    )


class CerverHttpErrorPage(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("status", c_int32),
        ("accepted", c_int32),
        ("text", c_char_p),
        ("method", c_char_p),
        ("path", c_char_p),
        ("request_id", c_char_p),
    )


class CerverReceive(Structure):
    _fields_ = (
        ("type", c_int32),
        ("cerver", c_void_p),
        ("socket", c_void_p),
        ("connection", c_void_p),
        ("client", c_void_p),
        ("admin", c_void_p),
        ("lobby", c_void_p),
    )


class CerverEvent(EventMethods, Structure):
    _fields_ = (
        ("kind", c_int),
        ("reason", c_int),
        ("connection", c_void_p),
        ("tag", c_uint64),
        ("data", c_void_p),
        ("size", c_size_t),
        ("code", c_int64),
        ("id", c_uint64),
        ("reserved", c_uint64),
    )


class CerverClientStats(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("packets_received", c_uint64),
        ("bytes_received", c_uint64),
        ("packets_sent", c_uint64),
        ("bytes_sent", c_uint64),
    )


class CerverPacketHeader(Structure):
    _fields_ = (
        ("packet_type", c_int32),
        ("packet_size", c_size_t),
        ("handler_id", c_uint8),
        ("request_type", c_uint32),
        ("sock_fd", c_uint16),
    )


class CerverProtocolVersion(Structure):
    _fields_ = (
        ("major", c_uint16),
        ("minor", c_uint16),
    )


class CerverPacketVersion(Structure):
    _fields_ = (
        ("protocol_id", c_uint32),
        ("protocol_version", CerverProtocolVersion),
    )


class CerverPacket(PacketMethods, Structure):
    _fields_ = (
        ("cerver", c_void_p),
        ("client", c_void_p),
        ("connection", c_void_p),
        ("lobby", c_void_p),
        ("packet_type", c_int32),
        ("req_type", c_uint32),
        ("data_size", c_size_t),
        ("data", c_void_p),
        ("data_ptr", c_char_p),
        ("data_end", c_char_p),
        ("data_ref", c_bool),
        ("remaining_data", c_size_t),
        ("header", CerverPacketHeader),
        ("version", CerverPacketVersion),
        ("packet_size", c_size_t),
        ("packet", c_void_p),
        ("packet_ref", c_bool),
    )


class CerverPacketStats(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("received", c_uint64 * 13),
        ("sent", c_uint64 * 13),
    )


class CerverStats(Structure):
    _fields_ = (
        ("size", c_size_t),
        ("uptime_ms", c_uint64),
        ("accepted", c_uint64),
        ("connections", c_uint64),
        ("accept_errors", c_uint64),
        ("bytes_received", c_uint64),
        ("bytes_sent", c_uint64),
        ("requests", c_uint64),
        ("responses", c_uint64),
        ("refused", c_uint64),
        ("overloaded", c_uint64),
        ("unanswered", c_uint64),
        ("handler_panics", c_uint64),
        ("timeouts", c_uint64),
        ("rejected", c_uint64),
        ("ended_early", c_uint64),
        ("tls_handshakes", c_uint64),
        ("tls_resumed", c_uint64),
        ("tls_failed", c_uint64),
    )


class CerverJob(Structure):
    _fields_ = (
        ("work", CerverWork),
        ("args", c_void_p),
        ("id", c_uint64),
    )


class CerverHandlerData(Structure):
    _fields_ = (
        ("handler_id", c_int),
        ("data", c_void_p),
        ("packet", POINTER(CerverPacket)),
    )


class CerverUpdate(Structure):
    _fields_ = (
        ("cerver", c_void_p),
        ("args", c_void_p),
    )


# Number types of the header.
CerverOutcome = c_uint32
CerverImageType = c_int32
CerverStatus = c_int32
CerverHttpAccessLogFormat = c_int32
CerverHttpRouteAuthType = c_int32
CerverJwtAlgorithm = c_int32
CerverHttpRouteModifier = c_int32
CerverHttpHeader = c_int32
CerverContentType = c_int32
CerverHttpStatus = c_int32
CerverMultiPartType = c_int32
CerverReceiveType = c_int32
CerverRequestMethod = c_int32
CerverHttpRequestIds = c_int32
CerverEventKind = c_int
CerverCloseReason = c_int
CerverHttpWebSocketError = c_int
CerverLogOutputType = c_int32
CerverLogTimeType = c_int32
CerverLogType = c_int32
CerverLogLevel = c_int32
CerverPacketType = c_int32
CerverType = c_int32
CerverProtocol = c_int32
CerverHandlerType = c_int32
CerverFraming = c_int
CerverJobQueueType = c_int32
CerverWorkerState = c_int32
CerverTlsClientAuth = c_int32
CerverTlsVersion = c_int32
CerverTlsFact = c_int32

# Handles.
CerverBsem = int
CerverClient = int
CerverCond = int
CerverConnection = int
CerverHandler = int
CerverHttp = int
CerverHttpJwt = int
CerverHttpReceive = int
CerverHttpRequest = int
CerverHttpResponse = int
CerverHttpRoute = int
CerverHttpStaticPath = int
CerverJobHandler = int
CerverJobQueue = int
CerverMultiPart = int
CerverMutex = int
CerverOrphan = int
CerverPacketConnection = int
CerverPairs = int
CerverServer = int
CerverTls = int
CerverWorker = int

# Callbacks.
CerverAction = CFUNCTYPE(None, c_void_p)
CerverDataCreate = CFUNCTYPE(c_void_p, c_void_p)
CerverHttpAccessLogFunction = CFUNCTYPE(None, c_void_p, c_size_t, c_void_p)
CerverHttpDecodeData = CFUNCTYPE(c_void_p, c_void_p)
CerverDelete = CFUNCTYPE(None, c_void_p)
CerverHttpAuthenticationHandler = CFUNCTYPE(c_uint, c_void_p, c_void_p)
CerverHttpHandler = CFUNCTYPE(None, c_void_p, c_void_p)
CerverHttpErrorPageFunction = CFUNCTYPE(c_bool, POINTER(CerverHttpErrorPage), c_void_p, c_void_p)
CerverHttpPartFunction = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p)
CerverHttpPartBytes = CFUNCTYPE(None, c_void_p, c_void_p, c_void_p, c_void_p, c_size_t)
CerverHttpFormEnd = CFUNCTYPE(None, c_void_p, c_void_p, c_int32)
CerverEventHandler = CFUNCTYPE(None, POINTER(CerverEvent), c_void_p)
CerverHttpWebSocketEvent = CFUNCTYPE(None, c_void_p)
CerverHttpWebSocketClose = CFUNCTYPE(None, c_void_p, c_char_p)
CerverHttpWebSocketMessage = CFUNCTYPE(None, c_void_p, c_char_p, c_size_t)
CerverHttpWebSocketFailure = CFUNCTYPE(None, c_void_p, c_int)
CerverLogHandler = CFUNCTYPE(None, c_int32, c_char_p, c_void_p)
CerverMatcher = CFUNCTYPE(c_size_t, POINTER(c_uint8), c_size_t, c_void_p)
CerverThreadWork = CFUNCTYPE(c_void_p, c_void_p)
CerverRemoveReference = CFUNCTYPE(None, c_void_p)

# Other names.
CerverUpdateCb = CerverAction
CerverUpdateDelete = CerverDelete
HandlerDataDelete = CerverAction
HandlerMethod = CerverAction
HttpDecodeData = CerverHttpDecodeData
HttpOrigin = CerverHttpOrigin
HttpRouteAuthType = CerverHttpRouteAuthType
Packet = CerverPacket
PacketHeader = CerverPacketHeader
PacketType = CerverPacketType
PacketVersion = CerverPacketVersion
ProtocolVersion = CerverProtocolVersion
jwt_alg_t = CerverJwtAlgorithm

# Name: (result, arguments). Called with the interpreter lock given up.
_CALLS = {
    "files_create_dir": (c_uint32, (Text, c_uint)),
    "files_create_recursive_dir": (c_uint32, (Text, c_uint)),
    "files_get_file_extension_reference": (c_char_p, (Text, POINTER(c_uint))),
    "file_exists": (c_bool, (Text,)),
    "files_image_type_to_string": (c_char_p, (Int,)),
    "files_image_type_extension": (c_char_p, (Int,)),
    "files_image_get_type": (c_int32, (Text,)),
    "files_image_get_type_by_extension": (c_int32, (Text,)),
    "files_image_is_jpeg": (c_bool, (Text,)),
    "files_image_extension_is_jpeg": (c_bool, (Text,)),
    "files_image_is_png": (c_bool, (Text,)),
    "files_image_extension_is_png": (c_bool, (Text,)),
    "handler_create": (c_void_p, (Callback(CerverAction),)),
    "handler_create_with_id": (c_void_p, (Int, Callback(CerverAction))),
    "handler_delete": (None, (c_void_p,)),
    "handler_set_data": (None, (c_void_p, c_void_p)),
    "handler_set_data_create": (None, (c_void_p, Callback(CerverDataCreate), c_void_p)),
    "handler_set_data_delete": (None, (c_void_p, Callback(CerverAction))),
    "handler_set_direct_handle": (None, (c_void_p, c_bool)),
    "handler_set_queue_limit": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_access_log": (c_int32, (c_void_p, Int, Text)),
    "http_cerver_set_access_log_fd": (c_int32, (c_void_p, Int, Int)),
    "http_cerver_set_access_log_function": (c_int32, (c_void_p, Int, Callback(CerverHttpAccessLogFunction), c_void_p)),
    "http_cerver_disable_access_log": (c_int32, (c_void_p,)),
    "http_cerver_reopen_access_log": (c_int32, (c_void_p,)),
    "http_cerver_set_access_log_buffer": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_enable_admin_routes_authentication": (None, (c_void_p, Int)),
    "http_cerver_admin_routes_auth_set_decode_data": (None, (c_void_p, Callback(CerverHttpDecodeData), Callback(CerverDelete))),
    "http_cerver_admin_routes_auth_decode_to_json": (None, (c_void_p,)),
    "http_cerver_admin_routes_set_authentication_handler": (None, (c_void_p, Callback(CerverHttpAuthenticationHandler))),
    "http_cerver_enable_admin_routes": (None, (c_void_p, c_bool)),
    "http_cerver_enable_admin_info_route": (None, (c_void_p, c_bool)),
    "http_cerver_enable_admin_head_handlers": (None, (c_void_p, c_bool)),
    "http_cerver_enable_admin_options_handlers": (None, (c_void_p, c_bool)),
    "http_cerver_enable_admin_cors_headers": (None, (c_void_p, c_bool)),
    "http_cerver_admin_set_origin": (None, (c_void_p, Text)),
    "http_cerver_admin_routes_set_custom_data": (None, (c_void_p, c_void_p)),
    "http_cerver_admin_routes_set_delete_custom_data": (None, (c_void_p, Callback(CerverDelete))),
    "http_cerver_register_admin_file_system": (None, (c_void_p, Text)),
    "http_cerver_register_admin_worker": (None, (c_void_p, c_void_p)),
    "http_cerver_all_stats_print": (None, (c_void_p,)),
    "http_cerver_set_route_statistics": (c_int32, (c_void_p, c_bool)),
    "http_request_check_basic": (c_bool, (c_void_p, Text, Text)),
    "http_request_set_decoded_data": (None, (c_void_p, c_void_p)),
    "http_request_set_delete_decoded_data": (None, (c_void_p, Callback(CerverDelete))),
    "http_request_set_default_delete_decoded_data": (None, (c_void_p,)),
    "http_route_set_auth": (None, (c_void_p, Int)),
    "http_route_set_decode_data": (None, (c_void_p, Callback(CerverHttpDecodeData), Callback(CerverDelete))),
    "http_route_set_decode_data_into_json": (None, (c_void_p,)),
    "http_route_set_authentication_handler": (None, (c_void_p, Callback(CerverHttpAuthenticationHandler))),
    "http_route_set_auth_challenge": (c_int32, (c_void_p, Text)),
    "http_static_path_set_auth": (None, (c_void_p, Int)),
    "http_static_path_set_authentication_handler": (c_int32, (c_void_p, Callback(CerverHttpAuthenticationHandler))),
    "http_cerver_auth_set_jwt_algorithm": (None, (c_void_p, Int)),
    "http_cerver_auth_set_jwt_priv_key_filename": (None, (c_void_p, Text)),
    "http_cerver_auth_set_jwt_pub_key_filename": (None, (c_void_p, Text)),
    "http_cerver_auth_set_jwt_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_auth_set_jwt_leeway": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_auth_set_jwt_issuer": (c_int32, (c_void_p, Text)),
    "http_cerver_auth_set_jwt_audience": (c_int32, (c_void_p, Text)),
    "http_cerver_set_body_rate": (c_int32, (c_void_p, c_uint32, c_uint32)),
    "http_cerver_set_body_window": (c_int32, (c_void_p, c_size_t)),
    "http_route_set_modifier": (None, (c_void_p, Int)),
    "http_route_set_body_limit": (c_int32, (c_void_p, c_size_t)),
    "http_route_set_body_timeout": (c_int32, (c_void_p, c_uint32)),
    "http_route_set_gate": (c_int32, (c_void_p, Callback(CerverHttpHandler))),
    "http_route_stream_body": (c_int32, (c_void_p, Callback(CerverHttpHandler))),
    "http_request_read_body": (c_int32, (c_void_p, POINTER(c_char), c_size_t, Int, POINTER(c_size_t))),
    "http_cerver_get": (c_void_p, (c_void_p,)),
    "http_cerver_static_path_add": (c_void_p, (c_void_p, Text)),
    "http_receive_public_path_remove": (c_uint8, (c_void_p, Text)),
    "http_cerver_route_register": (None, (c_void_p, c_void_p)),
    "http_cerver_set_main_route": (None, (c_void_p, c_void_p)),
    "http_cerver_set_catch_all_route": (None, (c_void_p, Callback(CerverHttpHandler))),
    "http_cerver_set_not_found_handler": (None, (c_void_p,)),
    "http_cerver_set_not_found_route": (None, (c_void_p, Callback(CerverHttpHandler))),
    "http_cerver_get_custom_data": (c_void_p, (c_void_p,)),
    "http_cerver_set_custom_data": (None, (c_void_p, c_void_p)),
    "http_cerver_set_delete_custom_data": (None, (c_void_p, Callback(CerverDelete))),
    "http_cerver_set_default_delete_custom_data": (None, (c_void_p,)),
    "http_cerver_add_responses_header": (c_uint8, (c_void_p, Int, Text)),
    "http_cerver_set_body_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_head_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_request_line_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_chunk_extension_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_trailer_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_header_count_limit": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_head_timeout": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_body_timeout": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_answer_timeout": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_compression": (c_int32, (c_void_p, c_bool)),
    "http_cerver_set_compression_level": (c_int32, (c_void_p, c_uint8)),
    "http_cerver_set_compression_sizes": (c_int32, (c_void_p, c_size_t, c_size_t)),
    "http_cerver_set_compression_streams": (c_int32, (c_void_p, c_uint32)),
    "http_route_set_compression": (c_int32, (c_void_p, c_bool)),
    "http_cerver_add_origin_to_whitelist": (c_uint8, (c_void_p, Text)),
    "http_cerver_print_origins_whitelist": (None, (c_void_p,)),
    "http_cerver_set_cors": (c_int32, (c_void_p, c_bool)),
    "http_cerver_set_cors_credentials": (c_int32, (c_void_p, c_bool)),
    "http_cerver_set_cors_headers": (c_int32, (c_void_p, Text)),
    "http_cerver_set_cors_exposed_headers": (c_int32, (c_void_p, Text)),
    "http_cerver_set_cors_max_age": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_error_page": (c_int32, (c_void_p, Callback(CerverHttpErrorPageFunction), c_void_p)),
    "http_response_error_page_send": (c_uint8, (c_void_p, Int, Text)),
    "http_cerver_set_method_errors": (c_int32, (c_void_p, c_bool)),
    "http_cerver_set_close_unanswered": (c_int32, (c_void_p, c_bool)),
    "http_cerver_auth_generate_bearer_jwt": (c_uint8, (c_void_p, c_void_p)),
    "http_cerver_auth_generate_bearer_jwt_json": (c_uint8, (c_void_p, c_void_p)),
    "http_cerver_auth_generate_bearer_jwt_json_with_value": (c_uint8, (c_void_p, c_void_p, Text, Text)),
    "http_cerver_set_keep_alive_requests": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_retry_after": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_half_closed_timeout": (c_int32, (c_void_p, c_uint32)),
    "http_route_set_length_required": (c_int32, (c_void_p, c_bool)),
    "http_cerver_metrics_text": (c_int32, (c_void_p, POINTER(c_char), c_size_t, POINTER(c_size_t))),
    "http_cerver_metrics_json": (c_int32, (c_void_p, POINTER(c_char), c_size_t, POINTER(c_size_t))),
    "http_cerver_add_metrics_route": (c_int32, (c_void_p, Text)),
    "http_cerver_set_route_metrics": (c_int32, (c_void_p, c_bool)),
    "http_multi_part_set_generated_filename": (None, (c_void_p, Text)),
    "http_multi_part_move_file": (c_uint, (c_void_p, Text)),
    "http_multi_part_print": (None, (c_void_p,)),
    "http_multi_part_headers_print": (None, (c_void_p,)),
    "http_origin_new": (POINTER(CerverHttpOrigin), ()),
    "http_origin_delete": (None, (c_void_p,)),
    "http_origin_get_len": (c_int, (POINTER(CerverHttpOrigin),)),
    "http_origin_get_value": (c_char_p, (POINTER(CerverHttpOrigin),)),
    "http_origin_print": (None, (POINTER(CerverHttpOrigin),)),
    "http_query_pairs_print": (None, (c_void_p,)),
    "http_route_stream_parts": (c_int32, (c_void_p, Callback(CerverHttpPartFunction), Callback(CerverHttpPartBytes), Callback(CerverHttpPartFunction), Callback(CerverHttpFormEnd))),
    "http_receive_stream_wait": (c_int32, (c_void_p, Int)),
    "http_receive_stream_trailer": (c_int32, (c_void_p, Text, Text)),
    "http_request_set_custom_data": (None, (c_void_p, c_void_p)),
    "http_request_set_delete_custom_data": (None, (c_void_p, Callback(CerverDelete))),
    "http_request_set_default_delete_custom_data": (None, (c_void_p,)),
    "http_request_headers_print": (None, (c_void_p,)),
    "http_request_headers_print_full": (None, (c_void_p,)),
    "http_request_query_params_print": (None, (c_void_p,)),
    "http_cerver_set_request_ids": (c_int32, (c_void_p, Int)),
    "http_request_set_dirname": (None, (c_void_p, Text)),
    "http_request_multi_part_keep_files": (None, (c_void_p,)),
    "http_request_multi_part_discard_files": (None, (c_void_p,)),
    "http_request_multi_parts_print": (None, (c_void_p,)),
    "http_request_multi_parts_files_print": (None, (c_void_p,)),
    "http_response_print": (None, (c_void_p,)),
    "http_response_send_file": (c_uint8, (c_void_p, Int, Text)),
    "http_response_handle_video": (c_uint8, (c_void_p, Text)),
    "http_route_create": (c_void_p, (Int, Text, Callback(CerverHttpHandler))),
    "http_route_set_handler": (None, (c_void_p, Int, Callback(CerverHttpHandler))),
    "http_route_child_add": (None, (c_void_p, c_void_p)),
    "http_route_get_custom_data": (c_void_p, (c_void_p,)),
    "http_route_set_custom_data": (None, (c_void_p, c_void_p)),
    "http_route_set_delete_custom_data": (None, (c_void_p, Callback(CerverDelete))),
    "http_route_delete": (None, (c_void_p,)),
    "http_static_path_set_max_age": (c_int32, (c_void_p, Int)),
    "http_static_path_set_immutable": (c_int32, (c_void_p, c_bool)),
    "http_static_path_set_listing": (c_int32, (c_void_p, c_bool)),
    "http_static_path_set_listing_limit": (c_int32, (c_void_p, c_uint32)),
    "http_static_path_set_dot_files": (c_int32, (c_void_p, c_bool)),
    "http_static_path_set_precompressed": (c_int32, (c_void_p, c_bool)),
    "http_static_path_set_kept_files": (c_int32, (c_void_p, c_uint32)),
    "http_static_path_set_range_limit": (c_int32, (c_void_p, c_uint32)),
    "http_route_take_upgrade": (c_int32, (c_void_p, Text, Callback(CerverEventHandler), c_void_p)),
    "http_cerver_set_uploads_path": (None, (c_void_p, Text)),
    "http_cerver_set_uploads_file_mode": (None, (c_void_p, c_uint)),
    "http_cerver_set_uploads_dir_mode": (None, (c_void_p, c_uint)),
    "http_cerver_generate_uploads_path": (None, (c_void_p, Text)),
    "http_cerver_set_uploads_filename_generator": (None, (c_void_p, Callback(CerverHttpHandler))),
    "http_cerver_set_uploads_dirname_generator": (None, (c_void_p, Callback(CerverHttpHandler))),
    "http_cerver_set_default_uploads_filename_generator": (None, (c_void_p,)),
    "http_cerver_set_default_uploads_dirname_generator": (None, (c_void_p,)),
    "http_cerver_set_uploads_delete_when_done": (None, (c_void_p, c_bool)),
    "http_cerver_set_part_limit": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_part_head_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_part_name_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_field_bytes_limit": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_file_count_limit": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_file_limits": (c_int32, (c_void_p, c_uint64, c_uint64)),
    "http_cerver_set_waiting_files_limit": (c_int32, (c_void_p, c_uint64)),
    "http_cerver_set_form_limits": (c_int32, (c_void_p, c_size_t, c_size_t)),
    "http_route_set_execute_handler": (None, (c_void_p, c_bool)),
    "http_route_set_ws_on_open": (None, (c_void_p, Callback(CerverHttpWebSocketEvent))),
    "http_route_set_ws_on_close": (None, (c_void_p, Callback(CerverHttpWebSocketClose))),
    "http_route_set_ws_on_ping": (None, (c_void_p, Callback(CerverHttpWebSocketEvent))),
    "http_route_set_ws_on_pong": (None, (c_void_p, Callback(CerverHttpWebSocketEvent))),
    "http_route_set_ws_on_message": (None, (c_void_p, Callback(CerverHttpWebSocketMessage))),
    "http_route_set_ws_on_binary": (None, (c_void_p, Callback(CerverHttpWebSocketMessage))),
    "http_route_set_ws_on_drained": (None, (c_void_p, Callback(CerverHttpWebSocketEvent))),
    "http_route_set_ws_on_error": (None, (c_void_p, Callback(CerverHttpWebSocketFailure))),
    "http_route_ws_protocol_add": (c_int32, (c_void_p, Text)),
    "http_route_ws_origin_add": (c_int32, (c_void_p, Text)),
    "http_route_set_ws_compression": (c_int32, (c_void_p, c_bool)),
    "http_route_set_ws_message_limit": (c_int32, (c_void_p, c_size_t)),
    "http_web_sockets_wait": (c_int32, (c_void_p, Int)),
    "http_cerver_set_ws_limits": (c_int32, (c_void_p, c_size_t, c_size_t)),
    "http_cerver_set_ws_queue": (c_int32, (c_void_p, c_size_t)),
    "http_cerver_set_ws_ping": (c_int32, (c_void_p, c_uint32, c_uint32)),
    "http_cerver_set_ws_close_timeout": (c_int32, (c_void_p, c_uint32)),
    "http_cerver_set_ws_compression": (c_int32, (c_void_p, c_bool)),
    "http_cerver_set_ws_compression_effort": (c_int32, (c_void_p, c_uint8, c_size_t)),
    "http_cerver_set_ws_compression_window": (c_int32, (c_void_p, c_uint8, c_bool)),
    "cerver_init": (None, ()),
    "cerver_end": (None, ()),
    "cerver_python_builtin": (c_void_p, (Text, c_void_p)),
    "cerver_log_get_output_type": (c_int32, ()),
    "cerver_log_set_output_type": (None, (Int,)),
    "cerver_log_set_path": (c_uint32, (Text,)),
    "cerver_log_set_update_interval": (None, (c_uint32,)),
    "cerver_log_time_type_to_string": (c_char_p, (Int,)),
    "cerver_log_time_type_description": (c_char_p, (Int,)),
    "cerver_log_get_time_config": (c_int32, ()),
    "cerver_log_set_time_config": (None, (Int,)),
    "cerver_log_set_local_time": (None, (c_bool,)),
    "cerver_log_set_quiet": (None, (c_bool,)),
    "cerver_log_text": (None, (Int, Int, Text)),
    "cerver_log": (None, (Int, Int, Text)),
    "cerver_log_with_date": (None, (Int, Int, Text)),
    "cerver_log_both": (None, (Int, Int, Text)),
    "cerver_log_msg": (None, (Text,)),
    "cerver_log_error": (None, (Text,)),
    "cerver_log_warning": (None, (Text,)),
    "cerver_log_success": (None, (Text,)),
    "cerver_log_debug": (None, (Text,)),
    "cerver_log_raw": (None, (Text,)),
    "cerver_log_line_break": (None, ()),
    "cerver_log_set_handler": (c_int32, (Callback(CerverLogHandler), c_void_p)),
    "cerver_log_set_level": (c_int32, (Int,)),
    "cerver_network_set_handler": (c_int32, (c_void_p, Callback(CerverEventHandler), c_void_p)),
    "cerver_network_tick": (c_int, (c_void_p,)),
    "cerver_network_next_event": (c_int, (c_void_p, POINTER(CerverEvent))),
    "cerver_network_send": (c_int32, (c_void_p, Data, c_size_t)),
    "cerver_network_save": (c_void_p, (c_void_p,)),
    "cerver_network_restore": (c_void_p, (c_void_p,)),
    "cerver_orphan_delete": (c_int32, (c_void_p,)),
    "cerver_create_network": (c_void_p, (Text,)),
    "cerver_network_open": (c_int32, (c_void_p, Text, c_uint32)),
    "cerver_network_connect": (c_int32, (c_void_p, Text, c_uint32, c_uint32)),
    "cerver_network_disconnect": (c_int32, (c_void_p,)),
    "cerver_network_has_session": (c_bool, (c_void_p,)),
    "cerver_network_is_open": (c_bool, (c_void_p,)),
    "cerver_network_is_connected": (c_bool, (c_void_p,)),
    "cerver_network_set_tick_bytes": (c_int32, (c_void_p, Int)),
    "client_set_data": (c_int32, (c_void_p, c_void_p, Callback(CerverDelete))),
    "cerver_set_welcome_msg": (c_uint8, (c_void_p, Text)),
    "cerver_set_app_handlers": (None, (c_void_p, c_void_p, c_void_p)),
    "cerver_set_custom_handler": (None, (c_void_p, c_void_p)),
    "cerver_set_multiple_handlers": (c_int32, (c_void_p, c_uint32)),
    "cerver_handlers_add": (c_uint8, (c_void_p, c_void_p)),
    "cerver_set_max_received_packet_size": (None, (c_void_p, c_size_t)),
    "cerver_set_client_packets": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_client_send_limit": (c_int32, (c_void_p, c_size_t)),
    "cerver_set_packet_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_check_packets": (None, (c_void_p, c_bool)),
    "cerver_set_packet_version": (c_int32, (c_void_p, c_uint32, c_uint16, c_uint16)),
    "cerver_get_packet_stats": (c_int32, (c_void_p, POINTER(CerverPacketStats))),
    "cerver_set_update": (None, (c_void_p, Callback(CerverAction), c_void_p, Callback(CerverDelete), c_uint8)),
    "cerver_set_update_interval": (None, (c_void_p, Callback(CerverAction), c_void_p, Callback(CerverDelete), c_uint32)),
    "cerver_use_published_defaults": (None, (c_bool,)),
    "cerver_create": (c_void_p, (Int, Text, c_uint16, Int, c_bool, c_uint16)),
    "cerver_create_web": (c_void_p, (Text, c_uint16, c_uint16)),
    "cerver_start": (c_uint8, (c_void_p,)),
    "cerver_start_background": (c_int32, (c_void_p,)),
    "cerver_wait": (c_int32, (c_void_p, Int)),
    "cerver_open": (c_int32, (c_void_p,)),
    "cerver_turn": (c_int32, (c_void_p, Int)),
    "cerver_get_poll_fd": (c_int, (c_void_p,)),
    "cerver_wake": (c_int32, (c_void_p,)),
    "cerver_stop_listening": (c_int32, (c_void_p,)),
    "cerver_drain": (c_int32, (c_void_p, c_uint32)),
    "cerver_shutdown": (c_uint8, (c_void_p,)),
    "cerver_teardown": (c_uint8, (c_void_p,)),
    "cerver_is_running": (c_bool, (c_void_p,)),
    "cerver_get_port": (c_uint16, (c_void_p,)),
    "cerver_get_listener_port": (c_int32, (c_void_p, c_uint32, POINTER(c_uint16))),
    "cerver_set_receive_buffer_size": (None, (c_void_p, c_size_t)),
    "cerver_set_thpool_n_threads": (None, (c_void_p, c_uint16)),
    "cerver_set_handler_type": (None, (c_void_p, Int)),
    "cerver_set_reusable_address_flags": (None, (c_void_p, c_bool)),
    "cerver_set_alias": (None, (c_void_p, Text)),
    "cerver_set_bind_address": (c_int32, (c_void_p, Text)),
    "cerver_listen_tcp": (c_int32, (c_void_p, Text, c_uint16)),
    "cerver_set_listening": (c_int32, (c_void_p, c_bool)),
    "cerver_listen_unix": (c_int32, (c_void_p, Text, c_uint32)),
    "cerver_listen_fd": (c_int32, (c_void_p, Int)),
    "cerver_disable_main_listener": (c_int32, (c_void_p,)),
    "cerver_set_reactors": (c_int32, (c_void_p, c_uint16)),
    "cerver_set_max_connections": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_max_handler_threads": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_pool_queue": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_read_size": (c_int32, (c_void_p, c_size_t)),
    "cerver_set_send_queue_marks": (c_int32, (c_void_p, c_size_t, c_size_t)),
    "cerver_set_idle_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_write_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_min_send_rate": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_max_connections_per_address": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_drain_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_get_stats": (c_int32, (c_void_p, POINTER(CerverStats))),
    "cerver_stats_json": (c_int32, (c_void_p, POINTER(c_char), c_size_t, POINTER(c_size_t))),
    "cerver_stats_print": (None, (c_void_p, c_bool, c_bool)),
    "cerver_connect": (c_void_p, (c_void_p, Text, c_uint16, c_uint32)),
    "cerver_adopt": (c_void_p, (c_void_p, Int)),
    "cerver_resolve": (c_int32, (c_void_p, Text, c_uint64)),
    "cerver_set_connect_threads": (c_int32, (c_void_p, c_uint32, c_uint32)),
    "cerver_park": (c_int32, (c_void_p, Text)),
    "cerver_unpark": (c_void_p, (Text,)),
    "cerver_set_tag": (c_int32, (c_void_p, c_uint64)),
    "cerver_get_tag": (c_uint64, (c_void_p,)),
    "cerver_set_framing": (c_int32, (c_void_p, Int, c_size_t)),
    "cerver_set_frame_limit": (c_int32, (c_void_p, c_size_t)),
    "cerver_create_stream": (c_void_p, (Text, c_uint16, c_uint16)),
    "cerver_set_event_handler": (c_int32, (c_void_p, Callback(CerverEventHandler), c_void_p)),
    "cerver_set_event_bytes": (c_int32, (c_void_p, c_size_t)),
    "cerver_set_read_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_lent_limit": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_early_events": (c_int32, (c_void_p, c_bool)),
    "cerver_next_events": (c_int, (c_void_p, POINTER(CerverEvent), c_uint32, Int)),
    "cerver_watch_descriptor": (c_uint64, (c_void_p, Int, Int, c_uint64)),
    "cerver_add_timer": (c_uint64, (c_void_p, c_uint64, c_uint64, c_uint64)),
    "cerver_watch_signal": (c_uint64, (c_void_p, Int, c_uint64)),
    "cerver_watch_listener": (c_uint64, (c_void_p, Int, c_uint64)),
    "cerver_unwatch": (c_int32, (c_void_p, c_uint64)),
    "cerver_set_watch_limit": (c_int32, (c_void_p, c_uint32)),
    "bsem_new": (c_void_p, ()),
    "bsem_delete": (None, (c_void_p,)),
    "bsem_init": (None, (c_void_p, Int)),
    "bsem_reset": (None, (c_void_p,)),
    "bsem_post": (None, (c_void_p,)),
    "bsem_post_all": (None, (c_void_p,)),
    "bsem_wait": (None, (c_void_p,)),
    "job_new": (c_void_p, ()),
    "job_delete": (None, (c_void_p,)),
    "job_comparator": (c_int, (c_void_p, c_void_p)),
    "job_create": (POINTER(CerverJob), (Callback(CerverWork), c_void_p)),
    "job_get": (POINTER(CerverJob), (c_void_p,)),
    "job_reset": (None, (POINTER(CerverJob),)),
    "job_return": (None, (c_void_p, POINTER(CerverJob))),
    "job_handler_new": (c_void_p, ()),
    "job_handler_delete": (None, (c_void_p,)),
    "job_handler_create": (c_void_p, ()),
    "job_handler_get": (c_void_p, (c_void_p,)),
    "job_handler_reset": (None, (c_void_p,)),
    "job_handler_signal": (None, (c_void_p,)),
    "job_handler_return": (None, (c_void_p, c_void_p)),
    "job_handler_wait": (None, (c_void_p, c_void_p, Callback(CerverDelete))),
    "job_queue_new": (c_void_p, ()),
    "job_queue_delete": (None, (c_void_p,)),
    "job_queue_create": (c_void_p, (Int,)),
    "job_queue_set_handler": (None, (c_void_p, Callback(CerverWork))),
    "job_queue_set_limit": (c_int32, (c_void_p, c_uint32)),
    "job_queue_push": (c_uint32, (c_void_p, c_void_p)),
    "job_queue_push_job": (c_uint32, (c_void_p, Callback(CerverWork), c_void_p)),
    "job_queue_push_job_with_id": (c_uint32, (c_void_p, c_uint64, Callback(CerverWork), c_void_p)),
    "job_queue_push_handler": (c_uint32, (c_void_p, c_void_p, c_void_p, c_void_p, Callback(CerverDelete))),
    "job_queue_pull": (c_void_p, (c_void_p,)),
    "job_queue_request": (c_void_p, (c_void_p, c_uint64)),
    "job_queue_start": (c_uint32, (c_void_p,)),
    "job_queue_wait": (None, (c_void_p,)),
    "job_queue_signal": (None, (c_void_p,)),
    "job_queue_stop": (c_uint32, (c_void_p,)),
    "job_queue_clear": (None, (c_void_p,)),
    "thread_mutex_new": (c_void_p, ()),
    "thread_mutex_delete": (None, (c_void_p,)),
    "thread_mutex_lock": (None, (c_void_p,)),
    "thread_mutex_unlock": (None, (c_void_p,)),
    "thread_cond_new": (c_void_p, ()),
    "thread_cond_delete": (None, (c_void_p,)),
    "thread_cond_wait": (None, (c_void_p, c_void_p)),
    "thread_cond_signal": (None, (c_void_p,)),
    "thread_cond_broadcast": (None, (c_void_p,)),
    "thread_create_detached": (c_size_t, (Callback(CerverThreadWork), c_void_p)),
    "worker_state_to_string": (c_char_p, (Int,)),
    "worker_delete": (None, (c_void_p,)),
    "worker_create": (c_void_p, ()),
    "worker_create_with_id": (c_void_p, (c_uint32,)),
    "worker_set_name": (None, (c_void_p, Text)),
    "worker_get_state": (c_int32, (c_void_p,)),
    "worker_set_work": (None, (c_void_p, Callback(CerverWork))),
    "worker_set_delete_data": (None, (c_void_p, Callback(CerverWork))),
    "worker_set_reference": (None, (c_void_p, c_void_p)),
    "worker_set_remove_reference": (None, (c_void_p, Callback(CerverRemoveReference))),
    "worker_set_queue_limit": (c_int32, (c_void_p, c_uint32)),
    "worker_start_with_state": (c_uint32, (c_void_p, Int)),
    "worker_start": (c_uint32, (c_void_p,)),
    "worker_resume": (c_uint32, (c_void_p,)),
    "worker_stop": (c_uint32, (c_void_p,)),
    "worker_end": (c_uint32, (c_void_p,)),
    "worker_push_job": (c_uint32, (c_void_p, c_void_p)),
    "worker_push_job_with_work": (c_uint32, (c_void_p, Callback(CerverWork), c_void_p)),
    "timer_sleep_for_seconds": (None, (c_double,)),
    "timer_get_current_time": (c_double, ()),
    "cerver_connect_tls": (c_void_p, (c_void_p, Text, c_uint16, c_uint32, Text)),
    "cerver_set_connect_tls_ca": (c_int32, (c_void_p, Text)),
    "cerver_set_connect_tls_certificate": (c_int32, (c_void_p, Text, Text)),
    "cerver_set_connect_tls_alpn": (c_int32, (c_void_p, Text)),
    "cerver_set_connect_tls_unverified": (c_int32, (c_void_p, c_bool)),
    "cerver_set_connect_tls_any_issuer": (c_int32, (c_void_p, c_bool)),
    "cerver_set_connect_tls_any_name": (c_int32, (c_void_p, c_bool)),
    "cerver_set_tls": (c_int32, (c_void_p, Text, Text)),
    "cerver_add_tls_certificate": (c_int32, (c_void_p, Text, Text)),
    "cerver_listen_tls": (c_int32, (c_void_p, Text, c_uint16)),
    "cerver_set_listener_tls": (c_int32, (c_void_p, c_uint32, c_bool)),
    "cerver_set_tls_client_auth": (c_int32, (c_void_p, Int, Text)),
    "cerver_set_tls_alpn": (c_int32, (c_void_p, Text)),
    "cerver_set_tls_min_version": (c_int32, (c_void_p, Int)),
    "cerver_set_tls_tickets": (c_int32, (c_void_p, c_bool)),
    "cerver_set_tls_handshake_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_tls_handshakes_per_turn": (c_int32, (c_void_p, c_uint32)),
    "cerver_set_tls_handshake_bytes": (c_int32, (c_void_p, c_size_t)),
    "cerver_set_tls_expiry_warning": (c_int32, (c_void_p, c_uint32)),
    "cerver_reload_tls": (c_int32, (c_void_p,)),
    "cerver_tls_check_files": (c_int32, (Text, Text)),
    "cerver_tls_create_server_side": (c_void_p, (c_void_p,)),
    "cerver_tls_create_client_side": (c_void_p, (c_void_p,)),
    "cerver_tls_delete": (c_int32, (c_void_p,)),
    "cerver_adopt_tls": (c_void_p, (c_void_p, Int, c_void_p, Text)),
    "cerver_connect_tls_with": (c_void_p, (c_void_p, Text, c_uint16, c_uint32, c_void_p, Text)),
    "http_request_is_secure": (c_bool, (c_void_p,)),
    "cerver_version_print_full": (None, ()),
    "cerver_version_print_version_id": (None, ()),
    "cerver_version_print_version_name": (None, ()),
}

# The same; short calls that keep the interpreter lock.
_SHORT_CALLS = {
    "http_request_get_basic_user": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_basic_password": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_decoded_data": (c_void_p, (c_void_p,)),
    "http_receive_pass": (c_int32, (c_void_p,)),
    "http_request_get_trailer": (POINTER(CerverString), (c_void_p, Text)),
    "http_content_type_extension": (c_char_p, (Int,)),
    "http_content_type_description": (c_char_p, (Int,)),
    "http_content_type_mime": (c_char_p, (Int,)),
    "http_content_type_by_mime": (c_int32, (Text,)),
    "http_content_type_by_extension": (c_int32, (Text,)),
    "http_content_type_mime_by_extension": (c_char_p, (Text,)),
    "http_content_type_is_json": (c_bool, (Text,)),
    "http_content_type_from_filename": (c_int32, (Text,)),
    "http_request_get_cookie": (POINTER(CerverString), (c_void_p, Text)),
    "http_request_get_cookies_count": (c_uint, (c_void_p,)),
    "http_request_get_cookie_name_at_idx": (POINTER(CerverString), (c_void_p, c_uint)),
    "http_request_get_cookie_value_at_idx": (POINTER(CerverString), (c_void_p, c_uint)),
    "http_response_set_cookie": (c_int32, (c_void_p, Text, Text, Text)),
    "http_response_remove_cookie": (c_int32, (c_void_p, Text, Text)),
    "http_response_add_cors_header": (c_uint8, (c_void_p, Text)),
    "http_response_add_cors_header_from_origin": (c_uint8, (c_void_p, POINTER(CerverHttpOrigin))),
    "http_response_add_whitelist_cors_header": (c_uint8, (c_void_p, Text)),
    "http_response_add_whitelist_cors_header_from_origin": (c_uint8, (c_void_p, POINTER(CerverHttpOrigin))),
    "http_response_add_whitelist_cors_header_from_request": (c_uint8, (c_void_p, c_void_p)),
    "http_response_add_cors_allow_credentials_header": (c_uint8, (c_void_p,)),
    "http_response_add_cors_allow_methods_header": (c_uint8, (c_void_p, Text)),
    "http_header_string": (c_char_p, (Int,)),
    "http_header_description": (c_char_p, (Int,)),
    "http_header_type_by_string": (c_int32, (Text,)),
    "http_cerver_auth_jwt_new": (c_void_p, ()),
    "http_cerver_auth_jwt_delete": (None, (c_void_p,)),
    "http_cerver_auth_jwt_add_value": (None, (c_void_p, Text, Text)),
    "http_cerver_auth_jwt_add_value_bool": (None, (c_void_p, Text, c_bool)),
    "http_cerver_auth_jwt_add_value_int": (None, (c_void_p, Text, Int)),
    "http_cerver_auth_jwt_set_lifetime": (c_int32, (c_void_p, c_uint32)),
    "http_jwt_get_bearer": (c_char_p, (c_void_p,)),
    "http_jwt_get_bearer_len": (c_size_t, (c_void_p,)),
    "http_jwt_get_json": (c_char_p, (c_void_p,)),
    "http_jwt_get_json_len": (c_size_t, (c_void_p,)),
    "http_multi_part_is_not_empty": (c_bool, (c_void_p,)),
    "http_multi_part_get_type": (c_int32, (c_void_p,)),
    "http_multi_part_is_file": (c_bool, (c_void_p,)),
    "http_multi_part_is_value": (c_bool, (c_void_p,)),
    "http_multi_part_get_name": (POINTER(CerverString), (c_void_p,)),
    "http_multi_part_get_filename": (c_char_p, (c_void_p,)),
    "http_multi_part_get_filename_len": (c_int, (c_void_p,)),
    "http_multi_part_get_original_filename": (POINTER(CerverString), (c_void_p,)),
    "http_multi_part_get_content_type": (POINTER(CerverString), (c_void_p,)),
    "http_multi_part_get_generated_filename": (c_char_p, (c_void_p,)),
    "http_multi_part_get_generated_filename_len": (c_int, (c_void_p,)),
    "http_multi_part_get_n_reads": (c_uint32, (c_void_p,)),
    "http_multi_part_get_total_wrote": (c_uint32, (c_void_p,)),
    "http_multi_part_get_size": (c_uint64, (c_void_p,)),
    "http_multi_part_get_saved_filename": (c_char_p, (c_void_p,)),
    "http_multi_part_get_saved_filename_len": (c_int, (c_void_p,)),
    "http_multi_part_get_moved_file": (c_bool, (c_void_p,)),
    "http_multi_part_get_value": (c_char_p, (c_void_p,)),
    "http_multi_part_get_value_len": (c_int, (c_void_p,)),
    "http_request_choose_type": (c_int, (c_void_p, Text)),
    "http_request_choose_encoding": (c_int, (c_void_p, Text)),
    "http_request_choose_language": (c_int, (c_void_p, Text)),
    "http_query_pairs_get_value": (POINTER(CerverString), (c_void_p, Text)),
    "http_request_get_param_decoded": (POINTER(CerverString), (c_void_p, Text)),
    "http_receive_get_cerver": (c_void_p, (c_void_p,)),
    "http_receive_get_cerver_receive": (POINTER(CerverReceive), (c_void_p,)),
    "http_receive_get_sock_fd": (c_int, (c_void_p,)),
    "http_receive_detach": (c_int32, (c_void_p,)),
    "http_receive_close": (c_int32, (c_void_p,)),
    "http_receive_is_connected": (c_bool, (c_void_p,)),
    "http_receive_get_remote_address": (c_int32, (c_void_p, POINTER(c_char), c_size_t)),
    "http_response_stream": (c_int32, (c_void_p, c_void_p)),
    "http_receive_stream_write": (c_int32, (c_void_p, Data, c_size_t)),
    "http_receive_stream_end": (c_int32, (c_void_p,)),
    "http_request_get_method": (c_int32, (c_void_p,)),
    "http_request_get_method_string": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_url": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_query": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_query_params": (c_void_p, (c_void_p,)),
    "http_request_get_n_params": (c_uint, (c_void_p,)),
    "http_request_get_param_at_idx": (POINTER(CerverString), (c_void_p, c_uint)),
    "http_request_get_param": (POINTER(CerverString), (c_void_p, Text)),
    "http_request_get_header": (POINTER(CerverString), (c_void_p, Int)),
    "http_request_get_custom_headers_count": (c_size_t, (c_void_p,)),
    "http_request_get_custom_header": (c_char_p, (c_void_p, Text)),
    "http_request_get_content_type": (c_int32, (c_void_p,)),
    "http_request_get_content_type_string": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_body": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_body_values": (c_void_p, (c_void_p,)),
    "http_request_get_custom_data": (c_void_p, (c_void_p,)),
    "http_request_query_params_get_value": (POINTER(CerverString), (c_void_p, Text)),
    "http_request_body_get_value": (POINTER(CerverString), (c_void_p, Text)),
    "http_request_get_id": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_trace_parent": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_trace_id": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_trace_state": (POINTER(CerverString), (c_void_p,)),
    "http_request_get_n_files": (c_uint8, (c_void_p,)),
    "http_request_get_n_values": (c_uint8, (c_void_p,)),
    "http_request_get_dirname": (c_char_p, (c_void_p,)),
    "http_request_get_dirname_len": (c_int, (c_void_p,)),
    "http_request_get_current_mpart": (c_void_p, (c_void_p,)),
    "http_request_multi_parts_get": (c_void_p, (c_void_p, Text)),
    "http_request_multi_parts_get_value": (c_char_p, (c_void_p, Text)),
    "http_request_multi_parts_get_filename": (c_char_p, (c_void_p, Text)),
    "http_request_multi_parts_get_saved_filename": (c_char_p, (c_void_p, Text)),
    "http_request_multi_parts_iter_start": (c_bool, (c_void_p,)),
    "http_request_multi_parts_iter_get_next": (c_void_p, (c_void_p,)),
    "http_response_get": (c_void_p, ()),
    "http_response_return": (None, (c_void_p,)),
    "http_response_delete": (None, (c_void_p,)),
    "http_response_create": (c_void_p, (Int, Data, c_size_t)),
    "http_response_set_status": (None, (c_void_p, Int)),
    "http_response_set_header": (None, (c_void_p, Data, c_size_t)),
    "http_response_copy_header": (c_int32, (c_void_p, Data, c_size_t)),
    "http_response_add_header": (c_uint8, (c_void_p, Int, Text)),
    "http_response_add_custom_header": (c_int32, (c_void_p, Text, Text)),
    "http_response_add_content_type_header": (c_uint8, (c_void_p, Int)),
    "http_response_add_content_length_header": (c_uint8, (c_void_p, c_size_t)),
    "http_response_add_json_headers": (None, (c_void_p, c_size_t)),
    "http_response_set_data": (None, (c_void_p, Data, c_size_t)),
    "http_response_set_data_ref": (c_uint8, (c_void_p, Data, c_size_t)),
    "http_response_compile_header": (None, (c_void_p,)),
    "http_response_compile": (c_uint8, (c_void_p,)),
    "http_response_send": (c_uint8, (c_void_p, c_void_p)),
    "http_response_send_split": (c_uint8, (c_void_p, c_void_p)),
    "http_response_create_and_send": (c_uint8, (Int, Data, c_size_t, c_void_p)),
    "http_response_render_text": (c_uint8, (c_void_p, Int, Data, c_size_t)),
    "http_response_render_json": (c_uint8, (c_void_p, Int, Data, c_size_t)),
    "http_response_render": (c_uint8, (c_void_p, Int, Int, Data, c_size_t)),
    "http_response_create_json": (c_void_p, (Int, Data, c_size_t)),
    "http_response_create_json_key_value": (c_void_p, (Int, Text, Text)),
    "http_response_json_int_value": (c_void_p, (Int, Text, Int)),
    "http_response_json_int_value_send": (c_uint8, (c_void_p, Int, Text, Int)),
    "http_response_json_large_int_value": (c_void_p, (Int, Text, c_long)),
    "http_response_json_large_int_value_send": (c_uint8, (c_void_p, Int, Text, c_long)),
    "http_response_json_real_value": (c_void_p, (Int, Text, c_double)),
    "http_response_json_real_value_send": (c_uint8, (c_void_p, Int, Text, c_double)),
    "http_response_json_bool_value": (c_void_p, (Int, Text, c_bool)),
    "http_response_json_bool_value_send": (c_uint8, (c_void_p, Int, Text, c_bool)),
    "http_response_json_msg": (c_void_p, (Int, Text)),
    "http_response_json_msg_send": (c_uint8, (c_void_p, Int, Text)),
    "http_response_json_error": (c_void_p, (Int, Text)),
    "http_response_json_error_send": (c_uint8, (c_void_p, Int, Text)),
    "http_response_json_key_value": (c_void_p, (Int, Text, Text)),
    "http_response_json_key_value_send": (c_uint8, (c_void_p, Int, Text, Text)),
    "http_response_json_custom": (c_void_p, (Int, Text)),
    "http_response_json_custom_send": (c_uint8, (c_void_p, Int, Text)),
    "http_response_json_custom_reference": (c_void_p, (Int, Data, c_size_t)),
    "http_response_json_custom_reference_send": (c_uint8, (c_void_p, Int, Data, c_size_t)),
    "http_status_string": (c_char_p, (Int,)),
    "http_web_sockets_send": (c_int32, (c_void_p, Data, c_size_t)),
    "http_web_sockets_send_binary": (c_int32, (c_void_p, Data, c_size_t)),
    "http_web_sockets_ping": (c_int32, (c_void_p, Data, c_size_t)),
    "http_web_sockets_close": (c_int32, (c_void_p, c_uint16, Text)),
    "http_web_sockets_abort": (c_int32, (c_void_p,)),
    "http_web_sockets_get_request": (c_void_p, (c_void_p,)),
    "http_web_sockets_get_close_code": (c_int, (c_void_p,)),
    "cerver_version": (c_char_p, ()),
    "cerver_last_error": (c_int32, ()),
    "cerver_last_error_message": (c_char_p, ()),
    "cerver_last_error_number": (c_int, ()),
    "cerver_clear_last_error": (None, ()),
    "cerver_status_name": (c_char_p, (Int,)),
    "cerver_status_message": (c_char_p, (Int,)),
    "client_get_id": (c_uint64, (c_void_p,)),
    "client_get_connection": (c_void_p, (c_void_p,)),
    "client_get_data": (c_void_p, (c_void_p,)),
    "client_get_stats": (c_int32, (c_void_p, POINTER(CerverClientStats))),
    "packet_connection_get_client": (c_void_p, (c_void_p,)),
    "packet_connection_close": (c_int32, (c_void_p,)),
    "packet_connection_abort": (c_int32, (c_void_p,)),
    "packet_connection_get_remote_address": (c_int32, (c_void_p, POINTER(c_char), c_size_t)),
    "packet_new": (POINTER(CerverPacket), ()),
    "packet_create": (POINTER(CerverPacket), (Int, c_uint32, Data, c_size_t)),
    "packet_create_request": (POINTER(CerverPacket), (Int, c_uint32)),
    "packet_create_ping": (POINTER(CerverPacket), ()),
    "packet_delete": (None, (c_void_p,)),
    "packet_set_network_values": (None, (POINTER(CerverPacket), c_void_p, c_void_p, c_void_p, c_void_p)),
    "packet_set_data": (c_uint8, (POINTER(CerverPacket), Data, c_size_t)),
    "packet_append_data": (c_uint8, (POINTER(CerverPacket), Data, c_size_t)),
    "packet_generate": (c_uint8, (POINTER(CerverPacket),)),
    "packet_send": (c_uint8, (POINTER(CerverPacket), Int, POINTER(c_size_t), c_bool)),
    "packet_send_request": (c_uint8, (Int, c_uint32, c_void_p, c_void_p, c_void_p, c_void_p)),
    "cerver_interrupt": (None, ()),
    "cerver_connection_send": (c_int32, (c_void_p, Data, c_size_t)),
    "cerver_connection_send_lent": (c_int32, (c_void_p, Data, c_size_t, c_uint64)),
    "cerver_connection_send_frame": (c_int32, (c_void_p, Data, c_size_t)),
    "cerver_connection_tell_when_sent": (c_int32, (c_void_p,)),
    "cerver_connection_shutdown": (c_int32, (c_void_p,)),
    "cerver_connection_close": (c_int32, (c_void_p,)),
    "cerver_connection_abort": (c_int32, (c_void_p,)),
    "cerver_connection_set_paused": (c_int32, (c_void_p, c_bool)),
    "cerver_connection_set_idle_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_connection_set_read_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_connection_set_write_timeout": (c_int32, (c_void_p, c_uint32)),
    "cerver_connection_is_reading": (c_bool, (c_void_p,)),
    "cerver_connection_is_writing": (c_bool, (c_void_p,)),
    "cerver_connection_is_open": (c_bool, (c_void_p,)),
    "cerver_connection_set_tag": (c_int32, (c_void_p, c_uint64)),
    "cerver_connection_get_tag": (c_uint64, (c_void_p,)),
    "cerver_connection_duplicate": (c_int, (c_void_p,)),
    "cerver_connection_get_remote_address": (c_int32, (c_void_p, POINTER(c_char), c_size_t)),
    "cerver_connection_set_framing": (c_int32, (c_void_p, Int, c_size_t)),
    "cerver_connection_set_frame_limit": (c_int32, (c_void_p, c_size_t)),
    "cerver_connection_read_until": (c_int32, (c_void_p, Data, c_size_t)),
    "cerver_connection_read_until_any": (c_int32, (c_void_p, Data, c_size_t)),
    "cerver_connection_read_until_match": (c_int32, (c_void_p, Callback(CerverMatcher), c_void_p)),
    "cerver_connection_read_bytes": (c_int32, (c_void_p, c_size_t, c_bool)),
    "cerver_connection_read_to_end": (c_int32, (c_void_p, c_bool)),
    "http_request_get_tls": (POINTER(CerverString), (c_void_p, Int)),
    "cerver_connection_get_tls": (c_int32, (c_void_p, Int, c_void_p, c_size_t, POINTER(c_size_t))),
}

# Public names by package.
CERVER_NAMES = (
    "CERVER_CLOSED_BY_LIMIT", "CERVER_CLOSED_BY_PEER", "CERVER_CLOSED_BY_PROGRAM", "CERVER_CLOSED_BY_RESET",
    "CERVER_CLOSED_BY_SHUTDOWN", "CERVER_CLOSED_BY_TIMEOUT", "CERVER_CLOSED_BY_TLS", "CERVER_CLOSED_BY_TRUNCATION",
    "CERVER_DEFAULT_AUTH_REQUIRED", "CERVER_DEFAULT_CHECK_INACTIVE_INTERVAL", "CERVER_DEFAULT_CHECK_PACKETS",
    "CERVER_DEFAULT_CLIENT_PACKETS", "CERVER_DEFAULT_CLIENT_SEND_LIMIT", "CERVER_DEFAULT_CONNECTION_QUEUE",
    "CERVER_DEFAULT_HANDLER_QUEUE", "CERVER_DEFAULT_MAX_AUTH_TRIES", "CERVER_DEFAULT_MAX_INACTIVE_TIME",
    "CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE", "CERVER_DEFAULT_MULTIPLE_HANDLERS",
    "CERVER_DEFAULT_ON_HOLD_CHECK_PACKETS", "CERVER_DEFAULT_ON_HOLD_MAX_BAD_PACKETS", "CERVER_DEFAULT_ON_HOLD_POLL_FDS",
    "CERVER_DEFAULT_ON_HOLD_RECEIVE_BUFFER_SIZE", "CERVER_DEFAULT_ON_HOLD_TIMEOUT", "CERVER_DEFAULT_PACKET_TIMEOUT",
    "CERVER_DEFAULT_POLL_FDS", "CERVER_DEFAULT_POLL_TIMEOUT", "CERVER_DEFAULT_POOL_THREADS", "CERVER_DEFAULT_PORT",
    "CERVER_DEFAULT_PROTOCOL", "CERVER_DEFAULT_RECEIVE_BUFFER_SIZE", "CERVER_DEFAULT_REUSABLE_FLAGS",
    "CERVER_DEFAULT_SOCKETS_INIT", "CERVER_DEFAULT_UPDATE_INTERVAL_SECS", "CERVER_DEFAULT_UPDATE_TICKS",
    "CERVER_DEFAULT_USE_IPV6", "CERVER_DEFAULT_USE_SESSIONS", "CERVER_ERROR_ADDRESS", "CERVER_ERROR_AGAIN",
    "CERVER_ERROR_ANSWERED", "CERVER_ERROR_ARGUMENT", "CERVER_ERROR_BUSY", "CERVER_ERROR_CLOSED", "CERVER_ERROR_FORKED",
    "CERVER_ERROR_HANDLE", "CERVER_ERROR_HANDLERS", "CERVER_ERROR_INTERRUPTED", "CERVER_ERROR_MEMORY",
    "CERVER_ERROR_NOT_FOUND", "CERVER_ERROR_NULL", "CERVER_ERROR_PANIC", "CERVER_ERROR_STATE", "CERVER_ERROR_SYSTEM",
    "CERVER_ERROR_TIMEOUT", "CERVER_ERROR_TLS", "CERVER_ERROR_TYPE", "CERVER_ERROR_UNSUPPORTED", "CERVER_EVENT_CLOSED",
    "CERVER_EVENT_CONNECTED", "CERVER_EVENT_CONNECT_FAILED", "CERVER_EVENT_DATA", "CERVER_EVENT_DRAINED",
    "CERVER_EVENT_DRAINING", "CERVER_EVENT_HALF_CLOSED", "CERVER_EVENT_LISTENER_ERROR", "CERVER_EVENT_OPENED",
    "CERVER_EVENT_READY", "CERVER_EVENT_RELEASED", "CERVER_EVENT_RESOLVED", "CERVER_EVENT_SENT", "CERVER_EVENT_SIGNAL",
    "CERVER_EVENT_TIMER", "CERVER_EVENT_TLS_FAILED", "CERVER_EVENT_WARNING", "CERVER_FRAMING_FIXED",
    "CERVER_FRAMING_LINES", "CERVER_FRAMING_ON_DEMAND", "CERVER_FRAMING_PIECES", "CERVER_FRAMING_PREFIX_BIG",
    "CERVER_FRAMING_PREFIX_LITTLE", "CERVER_HANDLER_TYPE_NONE", "CERVER_HANDLER_TYPE_POLL",
    "CERVER_HANDLER_TYPE_THREADS", "CERVER_OK", "CERVER_PACKET_ERROR", "CERVER_PACKET_HEADER_SIZE",
    "CERVER_PACKET_TYPE_INFO", "CERVER_PACKET_TYPE_TEARDOWN", "CERVER_READY_FAILED", "CERVER_READY_TO_READ",
    "CERVER_READY_TO_WRITE", "CERVER_RECEIVE_TYPE_NONE", "CERVER_RECEIVE_TYPE_NORMAL", "CERVER_TLS_CIPHER",
    "CERVER_TLS_CLIENT_AUTH_OFF", "CERVER_TLS_CLIENT_AUTH_OPTIONAL", "CERVER_TLS_CLIENT_AUTH_REQUIRED",
    "CERVER_TLS_PEER_CERTIFICATE", "CERVER_TLS_PEER_SUBJECT", "CERVER_TLS_PROTOCOL", "CERVER_TLS_RESUMED",
    "CERVER_TLS_SERVER_NAME", "CERVER_TLS_VERSION", "CERVER_TLS_VERSION_1_2", "CERVER_TLS_VERSION_1_3",
    "CERVER_TYPE_CUSTOM", "CERVER_TYPE_FILES", "CERVER_TYPE_GAME", "CERVER_TYPE_NONE", "CERVER_TYPE_WEB",
    "CERVER_VERSION_MAJOR", "CERVER_VERSION_MINOR", "CERVER_VERSION_PATCH", "CLIENT_PACKET_TYPE_CLOSE_CONNECTION",
    "CLIENT_PACKET_TYPE_DISCONNECT", "CerverAction", "CerverClient", "CerverClientStats", "CerverCloseReason",
    "CerverConnection", "CerverDataCreate", "CerverDelete", "CerverEvent", "CerverEventHandler", "CerverEventKind",
    "CerverFraming", "CerverHandler", "CerverHandlerData", "CerverHandlerType", "CerverImageType", "CerverMatcher",
    "CerverOrphan", "CerverOutcome", "CerverPacket", "CerverPacketConnection", "CerverPacketHeader",
    "CerverPacketStats", "CerverPacketType", "CerverPacketVersion", "CerverProtocol", "CerverProtocolVersion",
    "CerverReceive", "CerverReceiveType", "CerverServer", "CerverStats", "CerverStatus", "CerverString", "CerverTls",
    "CerverTlsClientAuth", "CerverTlsFact", "CerverTlsVersion", "CerverType", "CerverUpdate", "CerverUpdateCb",
    "CerverUpdateDelete", "HandlerDataDelete", "HandlerMethod", "IMAGE_TYPE_BMP", "IMAGE_TYPE_GIF", "IMAGE_TYPE_JPEG",
    "IMAGE_TYPE_NONE", "IMAGE_TYPE_PNG", "PACKET_TYPE_APP", "PACKET_TYPE_APP_ERROR", "PACKET_TYPE_AUTH",
    "PACKET_TYPE_BAD", "PACKET_TYPE_CERVER", "PACKET_TYPE_CLIENT", "PACKET_TYPE_CUSTOM", "PACKET_TYPE_ERROR",
    "PACKET_TYPE_GAME", "PACKET_TYPE_NONE", "PACKET_TYPE_REQUEST", "PACKET_TYPE_TEST", "PROTOCOL_NONE", "PROTOCOL_TCP",
    "PROTOCOL_UDP", "Packet", "PacketHeader", "PacketType", "PacketVersion", "ProtocolVersion", "cerver_add_timer",
    "cerver_add_tls_certificate", "cerver_adopt", "cerver_adopt_tls", "cerver_clear_last_error", "cerver_connect",
    "cerver_connect_tls", "cerver_connect_tls_with", "cerver_connection_abort", "cerver_connection_close",
    "cerver_connection_duplicate", "cerver_connection_get_remote_address", "cerver_connection_get_tag",
    "cerver_connection_get_tls", "cerver_connection_is_open", "cerver_connection_is_reading",
    "cerver_connection_is_writing", "cerver_connection_read_bytes", "cerver_connection_read_to_end",
    "cerver_connection_read_until", "cerver_connection_read_until_any", "cerver_connection_read_until_match",
    "cerver_connection_send", "cerver_connection_send_frame", "cerver_connection_send_lent",
    "cerver_connection_set_frame_limit", "cerver_connection_set_framing", "cerver_connection_set_idle_timeout",
    "cerver_connection_set_paused", "cerver_connection_set_read_timeout", "cerver_connection_set_tag",
    "cerver_connection_set_write_timeout", "cerver_connection_shutdown", "cerver_connection_tell_when_sent",
    "cerver_create", "cerver_create_network", "cerver_create_stream", "cerver_create_web",
    "cerver_disable_main_listener", "cerver_drain", "cerver_end", "cerver_get_listener_port", "cerver_get_packet_stats",
    "cerver_get_poll_fd", "cerver_get_port", "cerver_get_stats", "cerver_get_tag", "cerver_handlers_add", "cerver_init",
    "cerver_interrupt", "cerver_is_running", "cerver_last_error", "cerver_last_error_message",
    "cerver_last_error_number", "cerver_listen_fd", "cerver_listen_tcp", "cerver_listen_tls", "cerver_listen_unix",
    "cerver_network_connect", "cerver_network_disconnect", "cerver_network_has_session", "cerver_network_is_connected",
    "cerver_network_is_open", "cerver_network_next_event", "cerver_network_open", "cerver_network_restore",
    "cerver_network_save", "cerver_network_send", "cerver_network_set_handler", "cerver_network_set_tick_bytes",
    "cerver_network_tick", "cerver_next_events", "cerver_open", "cerver_orphan_delete", "cerver_park",
    "cerver_python_builtin", "cerver_reload_tls", "cerver_resolve", "cerver_set_alias", "cerver_set_app_handlers",
    "cerver_set_bind_address", "cerver_set_check_packets", "cerver_set_client_packets", "cerver_set_client_send_limit",
    "cerver_set_connect_threads", "cerver_set_connect_tls_alpn", "cerver_set_connect_tls_any_issuer",
    "cerver_set_connect_tls_any_name", "cerver_set_connect_tls_ca", "cerver_set_connect_tls_certificate",
    "cerver_set_connect_tls_unverified", "cerver_set_custom_handler", "cerver_set_drain_timeout",
    "cerver_set_early_events", "cerver_set_event_bytes", "cerver_set_event_handler", "cerver_set_frame_limit",
    "cerver_set_framing", "cerver_set_handler_type", "cerver_set_idle_timeout", "cerver_set_lent_limit",
    "cerver_set_listener_tls", "cerver_set_listening", "cerver_set_max_connections",
    "cerver_set_max_connections_per_address", "cerver_set_max_handler_threads", "cerver_set_max_received_packet_size",
    "cerver_set_min_send_rate", "cerver_set_multiple_handlers", "cerver_set_packet_timeout",
    "cerver_set_packet_version", "cerver_set_pool_queue", "cerver_set_reactors", "cerver_set_read_size",
    "cerver_set_read_timeout", "cerver_set_receive_buffer_size", "cerver_set_reusable_address_flags",
    "cerver_set_send_queue_marks", "cerver_set_tag", "cerver_set_thpool_n_threads", "cerver_set_tls",
    "cerver_set_tls_alpn", "cerver_set_tls_client_auth", "cerver_set_tls_expiry_warning",
    "cerver_set_tls_handshake_bytes", "cerver_set_tls_handshake_timeout", "cerver_set_tls_handshakes_per_turn",
    "cerver_set_tls_min_version", "cerver_set_tls_tickets", "cerver_set_update", "cerver_set_update_interval",
    "cerver_set_watch_limit", "cerver_set_welcome_msg", "cerver_set_write_timeout", "cerver_shutdown", "cerver_start",
    "cerver_start_background", "cerver_stats_json", "cerver_stats_print", "cerver_status_message", "cerver_status_name",
    "cerver_stop_listening", "cerver_teardown", "cerver_tls_check_files", "cerver_tls_create_client_side",
    "cerver_tls_create_server_side", "cerver_tls_delete", "cerver_turn", "cerver_unpark", "cerver_unwatch",
    "cerver_use_published_defaults", "cerver_version", "cerver_version_print_full", "cerver_version_print_version_id",
    "cerver_version_print_version_name", "cerver_wait", "cerver_wake", "cerver_watch_descriptor",
    "cerver_watch_listener", "cerver_watch_signal", "client_get_connection", "client_get_data", "client_get_id",
    "client_get_stats", "client_set_data", "file_exists", "files_create_dir", "files_create_recursive_dir",
    "files_get_file_extension_reference", "files_image_extension_is_jpeg", "files_image_extension_is_png",
    "files_image_get_type", "files_image_get_type_by_extension", "files_image_is_jpeg", "files_image_is_png",
    "files_image_type_extension", "files_image_type_to_string", "handler_create", "handler_create_with_id",
    "handler_delete", "handler_set_data", "handler_set_data_create", "handler_set_data_delete",
    "handler_set_direct_handle", "handler_set_queue_limit", "packet_append_data", "packet_connection_abort",
    "packet_connection_close", "packet_connection_get_client", "packet_connection_get_remote_address", "packet_create",
    "packet_create_ping", "packet_create_request", "packet_delete", "packet_generate", "packet_new", "packet_send",
    "packet_send_request", "packet_set_data", "packet_set_network_values", "timer_get_current_time",
    "timer_sleep_for_seconds",
)
HTTP_NAMES = (
    "CerverContentType", "CerverHttp", "CerverHttpAccessLogFormat", "CerverHttpAccessLogFunction",
    "CerverHttpAuthenticationHandler", "CerverHttpDecodeData", "CerverHttpErrorPage", "CerverHttpErrorPageFunction",
    "CerverHttpFormEnd", "CerverHttpHandler", "CerverHttpHeader", "CerverHttpJwt", "CerverHttpOrigin",
    "CerverHttpPartBytes", "CerverHttpPartFunction", "CerverHttpReceive", "CerverHttpRequest", "CerverHttpRequestIds",
    "CerverHttpResponse", "CerverHttpRoute", "CerverHttpRouteAuthType", "CerverHttpRouteModifier",
    "CerverHttpStaticPath", "CerverHttpStatus", "CerverHttpWebSocketClose", "CerverHttpWebSocketError",
    "CerverHttpWebSocketEvent", "CerverHttpWebSocketFailure", "CerverHttpWebSocketMessage", "CerverJwtAlgorithm",
    "CerverMultiPart", "CerverMultiPartType", "CerverPairs", "CerverRequestMethod", "HTTP_ACCESS_LOG_BRIEF",
    "HTTP_ACCESS_LOG_COMBINED", "HTTP_ACCESS_LOG_COMMON", "HTTP_ACCESS_LOG_JSON", "HTTP_CONTENT_TYPE_3G2",
    "HTTP_CONTENT_TYPE_3GP", "HTTP_CONTENT_TYPE_7Z", "HTTP_CONTENT_TYPE_AAC", "HTTP_CONTENT_TYPE_ABIWORD",
    "HTTP_CONTENT_TYPE_ARCHIVE", "HTTP_CONTENT_TYPE_AVI", "HTTP_CONTENT_TYPE_BIN", "HTTP_CONTENT_TYPE_BMP",
    "HTTP_CONTENT_TYPE_BZIP", "HTTP_CONTENT_TYPE_BZIP2", "HTTP_CONTENT_TYPE_CDA", "HTTP_CONTENT_TYPE_CSHELL",
    "HTTP_CONTENT_TYPE_CSS", "HTTP_CONTENT_TYPE_CSV", "HTTP_CONTENT_TYPE_DOC", "HTTP_CONTENT_TYPE_DOCX",
    "HTTP_CONTENT_TYPE_EOT", "HTTP_CONTENT_TYPE_EPUB", "HTTP_CONTENT_TYPE_GIF", "HTTP_CONTENT_TYPE_GZIP",
    "HTTP_CONTENT_TYPE_HTML", "HTTP_CONTENT_TYPE_ICO", "HTTP_CONTENT_TYPE_ICS", "HTTP_CONTENT_TYPE_JAR",
    "HTTP_CONTENT_TYPE_JPEG", "HTTP_CONTENT_TYPE_JPG", "HTTP_CONTENT_TYPE_JS", "HTTP_CONTENT_TYPE_JSON",
    "HTTP_CONTENT_TYPE_JSONLD", "HTTP_CONTENT_TYPE_KINDLE", "HTTP_CONTENT_TYPE_MIDI", "HTTP_CONTENT_TYPE_MJS",
    "HTTP_CONTENT_TYPE_MP3", "HTTP_CONTENT_TYPE_MP4", "HTTP_CONTENT_TYPE_MPEG", "HTTP_CONTENT_TYPE_MPKG",
    "HTTP_CONTENT_TYPE_NONE", "HTTP_CONTENT_TYPE_ODP", "HTTP_CONTENT_TYPE_ODS", "HTTP_CONTENT_TYPE_ODT",
    "HTTP_CONTENT_TYPE_OGA", "HTTP_CONTENT_TYPE_OGV", "HTTP_CONTENT_TYPE_OGX", "HTTP_CONTENT_TYPE_OPUS",
    "HTTP_CONTENT_TYPE_OTF", "HTTP_CONTENT_TYPE_PDF", "HTTP_CONTENT_TYPE_PHP", "HTTP_CONTENT_TYPE_PNG",
    "HTTP_CONTENT_TYPE_PPT", "HTTP_CONTENT_TYPE_PPTX", "HTTP_CONTENT_TYPE_RAR", "HTTP_CONTENT_TYPE_RTF",
    "HTTP_CONTENT_TYPE_SHELL", "HTTP_CONTENT_TYPE_SVG", "HTTP_CONTENT_TYPE_SWF", "HTTP_CONTENT_TYPE_TAR",
    "HTTP_CONTENT_TYPE_TIFF", "HTTP_CONTENT_TYPE_TS", "HTTP_CONTENT_TYPE_TTF", "HTTP_CONTENT_TYPE_TXT",
    "HTTP_CONTENT_TYPE_VSD", "HTTP_CONTENT_TYPE_WAV", "HTTP_CONTENT_TYPE_WEBA", "HTTP_CONTENT_TYPE_WEBM",
    "HTTP_CONTENT_TYPE_WEBP", "HTTP_CONTENT_TYPE_WOFF", "HTTP_CONTENT_TYPE_WOFF2", "HTTP_CONTENT_TYPE_XHTML",
    "HTTP_CONTENT_TYPE_XLS", "HTTP_CONTENT_TYPE_XLSX", "HTTP_CONTENT_TYPE_XML", "HTTP_CONTENT_TYPE_XUL",
    "HTTP_CONTENT_TYPE_ZIP", "HTTP_HEADER_ACCEPT", "HTTP_HEADER_ACCEPT_CHARSET", "HTTP_HEADER_ACCEPT_ENCODING",
    "HTTP_HEADER_ACCEPT_LANGUAGE", "HTTP_HEADER_ACCEPT_RANGES", "HTTP_HEADER_ACCESS_CONTROL_ALLOW_CREDENTIALS",
    "HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS", "HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS",
    "HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN", "HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADER",
    "HTTP_HEADER_ACCESS_CONTROL_MAX_AGE", "HTTP_HEADER_ACCESS_CONTROL_REQUEST_HEADERS",
    "HTTP_HEADER_ACCESS_CONTROL_REQUEST_METHOD", "HTTP_HEADER_AGE", "HTTP_HEADER_ALLOW", "HTTP_HEADER_AUTHENTICATE",
    "HTTP_HEADER_AUTHORIZATION", "HTTP_HEADER_CACHE_CONTROL", "HTTP_HEADER_CLEAR_SITE_DATA", "HTTP_HEADER_CONNECTION",
    "HTTP_HEADER_CONTENT_DISPOSITION", "HTTP_HEADER_CONTENT_ENCODING", "HTTP_HEADER_CONTENT_LANGUAGE",
    "HTTP_HEADER_CONTENT_LENGTH", "HTTP_HEADER_CONTENT_LOCATION", "HTTP_HEADER_CONTENT_RANGE",
    "HTTP_HEADER_CONTENT_TYPE", "HTTP_HEADER_COOKIE", "HTTP_HEADER_DATE", "HTTP_HEADER_EXPECT", "HTTP_HEADER_EXPIRES",
    "HTTP_HEADER_FORWARDED", "HTTP_HEADER_FROM", "HTTP_HEADER_HOST", "HTTP_HEADER_IF_RANGE", "HTTP_HEADER_KEEP_ALIVE",
    "HTTP_HEADER_LOCATION", "HTTP_HEADER_ORIGIN", "HTTP_HEADER_PROXY_AUTHENTICATE", "HTTP_HEADER_PROXY_AUTHORIZATION",
    "HTTP_HEADER_RANGE", "HTTP_HEADER_REFERER", "HTTP_HEADER_REFERRER_POLICY", "HTTP_HEADER_SEC_WEBSOCKET_ACCEPT",
    "HTTP_HEADER_SEC_WEBSOCKET_EXTENSIONS", "HTTP_HEADER_SEC_WEBSOCKET_KEY", "HTTP_HEADER_SEC_WEBSOCKET_PROTOCOL",
    "HTTP_HEADER_SEC_WEBSOCKET_VERSION", "HTTP_HEADER_SERVER", "HTTP_HEADER_SET_COOKIE",
    "HTTP_HEADER_TIMING_ALLOW_ORIGIN", "HTTP_HEADER_UNDEFINED", "HTTP_HEADER_UPGRADE", "HTTP_HEADER_USER_AGENT",
    "HTTP_HEADER_VIA", "HTTP_HEADER_WARNING", "HTTP_REQUEST_IDS_GENERATE", "HTTP_REQUEST_IDS_OFF",
    "HTTP_REQUEST_IDS_TRUST", "HTTP_ROUTE_AUTH_TYPE_BEARER", "HTTP_ROUTE_AUTH_TYPE_CUSTOM", "HTTP_ROUTE_AUTH_TYPE_NONE",
    "HTTP_ROUTE_MODIFIER_MULTI_PART", "HTTP_ROUTE_MODIFIER_NONE", "HTTP_ROUTE_MODIFIER_WEB_SOCKET",
    "HTTP_STATUS_ACCEPTED", "HTTP_STATUS_ALREADY_REPORTED", "HTTP_STATUS_BAD_GATEWAY", "HTTP_STATUS_BAD_REQUEST",
    "HTTP_STATUS_CONFLICT", "HTTP_STATUS_CONTINUE", "HTTP_STATUS_CREATED", "HTTP_STATUS_EXPECTATION_FAILED",
    "HTTP_STATUS_FAILED_DEPENDENCY", "HTTP_STATUS_FORBIDDEN", "HTTP_STATUS_FOUND", "HTTP_STATUS_GATEWAY_TIMEOUT",
    "HTTP_STATUS_GONE", "HTTP_STATUS_HTTP_VERSION_NOT_SUPPORTED", "HTTP_STATUS_IM_USED",
    "HTTP_STATUS_INSUFFICIENT_STORAGE", "HTTP_STATUS_INTERNAL_SERVER_ERROR", "HTTP_STATUS_LENGTH_REQUIRED",
    "HTTP_STATUS_LOCKED", "HTTP_STATUS_LOOP_DETECTED", "HTTP_STATUS_METHOD_NOT_ALLOWED",
    "HTTP_STATUS_MISDIRECTED_REQUEST", "HTTP_STATUS_MOVED_PERMANENTLY", "HTTP_STATUS_MULTIPLE_CHOICES",
    "HTTP_STATUS_MULTI_STATUS", "HTTP_STATUS_NETWORK_AUTHENTICATION_REQUIRED", "HTTP_STATUS_NONE",
    "HTTP_STATUS_NON_AUTHORITATIVE_INFORMATION", "HTTP_STATUS_NOT_ACCEPTABLE", "HTTP_STATUS_NOT_EXTENDED",
    "HTTP_STATUS_NOT_FOUND", "HTTP_STATUS_NOT_IMPLEMENTED", "HTTP_STATUS_NOT_MODIFIED", "HTTP_STATUS_NO_CONTENT",
    "HTTP_STATUS_OK", "HTTP_STATUS_PARTIAL_CONTENT", "HTTP_STATUS_PAYLOAD_TOO_LARGE", "HTTP_STATUS_PAYMENT_REQUIRED",
    "HTTP_STATUS_PERMANENT_REDIRECT", "HTTP_STATUS_PRECONDITION_FAILED", "HTTP_STATUS_PRECONDITION_REQUIRED",
    "HTTP_STATUS_PROCESSING", "HTTP_STATUS_PROXY_AUTHENTICATION_REQUIRED", "HTTP_STATUS_RANGE_NOT_SATISFIABLE",
    "HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE", "HTTP_STATUS_REQUEST_TIMEOUT", "HTTP_STATUS_RESET_CONTENT",
    "HTTP_STATUS_SEE_OTHER", "HTTP_STATUS_SERVICE_UNAVAILABLE", "HTTP_STATUS_SWITCHING_PROTOCOLS",
    "HTTP_STATUS_TEMPORARY_REDIRECT", "HTTP_STATUS_TOO_MANY_REQUESTS", "HTTP_STATUS_UNAUTHORIZED",
    "HTTP_STATUS_UNAVAILABLE_FOR_LEGAL_REASONS", "HTTP_STATUS_UNPROCESSABLE_ENTITY",
    "HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE", "HTTP_STATUS_UPGRADE_REQUIRED", "HTTP_STATUS_URI_TOO_LONG",
    "HTTP_STATUS_USE_PROXY", "HTTP_STATUS_VARIANT_ALSO_NEGOTIATES", "HTTP_WEB_SOCKET_ERROR_DATA",
    "HTTP_WEB_SOCKET_ERROR_NONE", "HTTP_WEB_SOCKET_ERROR_PROTOCOL", "HTTP_WEB_SOCKET_ERROR_READ_HANDSHAKE",
    "HTTP_WEB_SOCKET_ERROR_TIMEOUT", "HTTP_WEB_SOCKET_ERROR_TOO_BIG", "HTTP_WEB_SOCKET_ERROR_WRITE_HANDSHAKE",
    "HttpDecodeData", "HttpOrigin", "HttpRouteAuthType", "JWT_ALG_ES256", "JWT_ALG_ES384", "JWT_ALG_ES512",
    "JWT_ALG_HS256", "JWT_ALG_HS384", "JWT_ALG_HS512", "JWT_ALG_NONE", "JWT_ALG_RS256", "JWT_ALG_RS384",
    "JWT_ALG_RS512", "JWT_ALG_TERM", "MULTI_PART_TYPE_FILE", "MULTI_PART_TYPE_NONE", "MULTI_PART_TYPE_VALUE",
    "REQUEST_METHOD_CONNECT", "REQUEST_METHOD_DELETE", "REQUEST_METHOD_GET", "REQUEST_METHOD_HEAD",
    "REQUEST_METHOD_OPTIONS", "REQUEST_METHOD_PATCH", "REQUEST_METHOD_POST", "REQUEST_METHOD_PUT",
    "REQUEST_METHOD_TRACE", "REQUEST_METHOD_UNDEFINED", "http_cerver_add_metrics_route",
    "http_cerver_add_origin_to_whitelist", "http_cerver_add_responses_header",
    "http_cerver_admin_routes_auth_decode_to_json", "http_cerver_admin_routes_auth_set_decode_data",
    "http_cerver_admin_routes_set_authentication_handler", "http_cerver_admin_routes_set_custom_data",
    "http_cerver_admin_routes_set_delete_custom_data", "http_cerver_admin_set_origin", "http_cerver_all_stats_print",
    "http_cerver_auth_generate_bearer_jwt", "http_cerver_auth_generate_bearer_jwt_json",
    "http_cerver_auth_generate_bearer_jwt_json_with_value", "http_cerver_auth_jwt_add_value",
    "http_cerver_auth_jwt_add_value_bool", "http_cerver_auth_jwt_add_value_int", "http_cerver_auth_jwt_delete",
    "http_cerver_auth_jwt_new", "http_cerver_auth_jwt_set_lifetime", "http_cerver_auth_set_jwt_algorithm",
    "http_cerver_auth_set_jwt_audience", "http_cerver_auth_set_jwt_issuer", "http_cerver_auth_set_jwt_leeway",
    "http_cerver_auth_set_jwt_limit", "http_cerver_auth_set_jwt_priv_key_filename",
    "http_cerver_auth_set_jwt_pub_key_filename", "http_cerver_disable_access_log",
    "http_cerver_enable_admin_cors_headers", "http_cerver_enable_admin_head_handlers",
    "http_cerver_enable_admin_info_route", "http_cerver_enable_admin_options_handlers",
    "http_cerver_enable_admin_routes", "http_cerver_enable_admin_routes_authentication",
    "http_cerver_generate_uploads_path", "http_cerver_get", "http_cerver_get_custom_data", "http_cerver_metrics_json",
    "http_cerver_metrics_text", "http_cerver_print_origins_whitelist", "http_cerver_register_admin_file_system",
    "http_cerver_register_admin_worker", "http_cerver_reopen_access_log", "http_cerver_route_register",
    "http_cerver_set_access_log", "http_cerver_set_access_log_buffer", "http_cerver_set_access_log_fd",
    "http_cerver_set_access_log_function", "http_cerver_set_answer_timeout", "http_cerver_set_body_limit",
    "http_cerver_set_body_rate", "http_cerver_set_body_timeout", "http_cerver_set_body_window",
    "http_cerver_set_catch_all_route", "http_cerver_set_chunk_extension_limit", "http_cerver_set_close_unanswered",
    "http_cerver_set_compression", "http_cerver_set_compression_level", "http_cerver_set_compression_sizes",
    "http_cerver_set_compression_streams", "http_cerver_set_cors", "http_cerver_set_cors_credentials",
    "http_cerver_set_cors_exposed_headers", "http_cerver_set_cors_headers", "http_cerver_set_cors_max_age",
    "http_cerver_set_custom_data", "http_cerver_set_default_delete_custom_data",
    "http_cerver_set_default_uploads_dirname_generator", "http_cerver_set_default_uploads_filename_generator",
    "http_cerver_set_delete_custom_data", "http_cerver_set_error_page", "http_cerver_set_field_bytes_limit",
    "http_cerver_set_file_count_limit", "http_cerver_set_file_limits", "http_cerver_set_form_limits",
    "http_cerver_set_half_closed_timeout", "http_cerver_set_head_limit", "http_cerver_set_head_timeout",
    "http_cerver_set_header_count_limit", "http_cerver_set_keep_alive_requests", "http_cerver_set_main_route",
    "http_cerver_set_method_errors", "http_cerver_set_not_found_handler", "http_cerver_set_not_found_route",
    "http_cerver_set_part_head_limit", "http_cerver_set_part_limit", "http_cerver_set_part_name_limit",
    "http_cerver_set_request_ids", "http_cerver_set_request_line_limit", "http_cerver_set_retry_after",
    "http_cerver_set_route_metrics", "http_cerver_set_route_statistics", "http_cerver_set_trailer_limit",
    "http_cerver_set_uploads_delete_when_done", "http_cerver_set_uploads_dir_mode",
    "http_cerver_set_uploads_dirname_generator", "http_cerver_set_uploads_file_mode",
    "http_cerver_set_uploads_filename_generator", "http_cerver_set_uploads_path", "http_cerver_set_waiting_files_limit",
    "http_cerver_set_ws_close_timeout", "http_cerver_set_ws_compression", "http_cerver_set_ws_compression_effort",
    "http_cerver_set_ws_compression_window", "http_cerver_set_ws_limits", "http_cerver_set_ws_ping",
    "http_cerver_set_ws_queue", "http_cerver_static_path_add", "http_content_type_by_extension",
    "http_content_type_by_mime", "http_content_type_description", "http_content_type_extension",
    "http_content_type_from_filename", "http_content_type_is_json", "http_content_type_mime",
    "http_content_type_mime_by_extension", "http_header_description", "http_header_string",
    "http_header_type_by_string", "http_jwt_get_bearer", "http_jwt_get_bearer_len", "http_jwt_get_json",
    "http_jwt_get_json_len", "http_multi_part_get_content_type", "http_multi_part_get_filename",
    "http_multi_part_get_filename_len", "http_multi_part_get_generated_filename",
    "http_multi_part_get_generated_filename_len", "http_multi_part_get_moved_file", "http_multi_part_get_n_reads",
    "http_multi_part_get_name", "http_multi_part_get_original_filename", "http_multi_part_get_saved_filename",
    "http_multi_part_get_saved_filename_len", "http_multi_part_get_size", "http_multi_part_get_total_wrote",
    "http_multi_part_get_type", "http_multi_part_get_value", "http_multi_part_get_value_len",
    "http_multi_part_headers_print", "http_multi_part_is_file", "http_multi_part_is_not_empty",
    "http_multi_part_is_value", "http_multi_part_move_file", "http_multi_part_print",
    "http_multi_part_set_generated_filename", "http_origin_delete", "http_origin_get_len", "http_origin_get_value",
    "http_origin_new", "http_origin_print", "http_query_pairs_get_value", "http_query_pairs_print",
    "http_receive_close", "http_receive_detach", "http_receive_get_cerver", "http_receive_get_cerver_receive",
    "http_receive_get_remote_address", "http_receive_get_sock_fd", "http_receive_is_connected", "http_receive_pass",
    "http_receive_public_path_remove", "http_receive_stream_end", "http_receive_stream_trailer",
    "http_receive_stream_wait", "http_receive_stream_write", "http_request_body_get_value", "http_request_check_basic",
    "http_request_choose_encoding", "http_request_choose_language", "http_request_choose_type",
    "http_request_get_basic_password", "http_request_get_basic_user", "http_request_get_body",
    "http_request_get_body_values", "http_request_get_content_type", "http_request_get_content_type_string",
    "http_request_get_cookie", "http_request_get_cookie_name_at_idx", "http_request_get_cookie_value_at_idx",
    "http_request_get_cookies_count", "http_request_get_current_mpart", "http_request_get_custom_data",
    "http_request_get_custom_header", "http_request_get_custom_headers_count", "http_request_get_decoded_data",
    "http_request_get_dirname", "http_request_get_dirname_len", "http_request_get_header", "http_request_get_id",
    "http_request_get_method", "http_request_get_method_string", "http_request_get_n_files",
    "http_request_get_n_params", "http_request_get_n_values", "http_request_get_param", "http_request_get_param_at_idx",
    "http_request_get_param_decoded", "http_request_get_query", "http_request_get_query_params", "http_request_get_tls",
    "http_request_get_trace_id", "http_request_get_trace_parent", "http_request_get_trace_state",
    "http_request_get_trailer", "http_request_get_url", "http_request_headers_print", "http_request_headers_print_full",
    "http_request_is_secure", "http_request_multi_part_discard_files", "http_request_multi_part_keep_files",
    "http_request_multi_parts_files_print", "http_request_multi_parts_get", "http_request_multi_parts_get_filename",
    "http_request_multi_parts_get_saved_filename", "http_request_multi_parts_get_value",
    "http_request_multi_parts_iter_get_next", "http_request_multi_parts_iter_start", "http_request_multi_parts_print",
    "http_request_query_params_get_value", "http_request_query_params_print", "http_request_read_body",
    "http_request_set_custom_data", "http_request_set_decoded_data", "http_request_set_default_delete_custom_data",
    "http_request_set_default_delete_decoded_data", "http_request_set_delete_custom_data",
    "http_request_set_delete_decoded_data", "http_request_set_dirname", "http_response_add_content_length_header",
    "http_response_add_content_type_header", "http_response_add_cors_allow_credentials_header",
    "http_response_add_cors_allow_methods_header", "http_response_add_cors_header",
    "http_response_add_cors_header_from_origin", "http_response_add_custom_header", "http_response_add_header",
    "http_response_add_json_headers", "http_response_add_whitelist_cors_header",
    "http_response_add_whitelist_cors_header_from_origin", "http_response_add_whitelist_cors_header_from_request",
    "http_response_compile", "http_response_compile_header", "http_response_copy_header", "http_response_create",
    "http_response_create_and_send", "http_response_create_json", "http_response_create_json_key_value",
    "http_response_delete", "http_response_error_page_send", "http_response_get", "http_response_handle_video",
    "http_response_json_bool_value", "http_response_json_bool_value_send", "http_response_json_custom",
    "http_response_json_custom_reference", "http_response_json_custom_reference_send", "http_response_json_custom_send",
    "http_response_json_error", "http_response_json_error_send", "http_response_json_int_value",
    "http_response_json_int_value_send", "http_response_json_key_value", "http_response_json_key_value_send",
    "http_response_json_large_int_value", "http_response_json_large_int_value_send", "http_response_json_msg",
    "http_response_json_msg_send", "http_response_json_real_value", "http_response_json_real_value_send",
    "http_response_print", "http_response_remove_cookie", "http_response_render", "http_response_render_json",
    "http_response_render_text", "http_response_return", "http_response_send", "http_response_send_file",
    "http_response_send_split", "http_response_set_cookie", "http_response_set_data", "http_response_set_data_ref",
    "http_response_set_header", "http_response_set_status", "http_response_stream", "http_route_child_add",
    "http_route_create", "http_route_delete", "http_route_get_custom_data", "http_route_set_auth",
    "http_route_set_auth_challenge", "http_route_set_authentication_handler", "http_route_set_body_limit",
    "http_route_set_body_timeout", "http_route_set_compression", "http_route_set_custom_data",
    "http_route_set_decode_data", "http_route_set_decode_data_into_json", "http_route_set_delete_custom_data",
    "http_route_set_execute_handler", "http_route_set_gate", "http_route_set_handler", "http_route_set_length_required",
    "http_route_set_modifier", "http_route_set_ws_compression", "http_route_set_ws_message_limit",
    "http_route_set_ws_on_binary", "http_route_set_ws_on_close", "http_route_set_ws_on_drained",
    "http_route_set_ws_on_error", "http_route_set_ws_on_message", "http_route_set_ws_on_open",
    "http_route_set_ws_on_ping", "http_route_set_ws_on_pong", "http_route_stream_body", "http_route_stream_parts",
    "http_route_take_upgrade", "http_route_ws_origin_add", "http_route_ws_protocol_add", "http_static_path_set_auth",
    "http_static_path_set_authentication_handler", "http_static_path_set_dot_files", "http_static_path_set_immutable",
    "http_static_path_set_kept_files", "http_static_path_set_listing", "http_static_path_set_listing_limit",
    "http_static_path_set_max_age", "http_static_path_set_precompressed", "http_static_path_set_range_limit",
    "http_status_string", "http_web_sockets_abort", "http_web_sockets_close", "http_web_sockets_get_close_code",
    "http_web_sockets_get_request", "http_web_sockets_ping", "http_web_sockets_send", "http_web_sockets_send_binary",
    "http_web_sockets_wait", "jwt_alg_t",
)


def __getattr__(name):
    function = globals()[name] = bind(name, _CALLS, _SHORT_CALLS)
    return function
