# Generated from include/cerver.h by bindings/gen. Do not edit.

import builtins
from collections.abc import Callable
from ctypes import Array, Structure, c_bool, c_char, c_char_p, c_double, c_int, c_int32, c_int64, c_long, c_size_t, c_uint, c_uint16, c_uint32, c_uint64, c_uint8, c_void_p
from typing import Any, Final, TypeVar

from _ctypes import CFuncPtr, _CArgObject, _CData, _Pointer
from typing_extensions import TypeAlias

from ._types import EventMethods as EventMethods, PacketMethods as PacketMethods, StringMethods as StringMethods

_T = TypeVar("_T", bound=_CData)
_Null: TypeAlias = c_void_p | None
_Text: TypeAlias = str | bytes | c_char_p | Array[Any] | None
_Data: TypeAlias = bytes | bytearray | c_void_p | c_char_p | Array[Any] | int | None
_Address: TypeAlias = int | bytes | c_void_p | Array[Any] | _Pointer[Any] | CFuncPtr | _CArgObject | None
_Out: TypeAlias = _T | Array[_T] | _Pointer[_T] | _CArgObject | None

CERVER_NAMES: tuple[str, ...]
HTTP_NAMES: tuple[str, ...]

CERVER_DEFAULT_PORT: Final = 7000
"""Port of a server that was given none."""
CERVER_DEFAULT_USE_IPV6: Final = False
"""Whether a server binds `::` instead of `0.0.0.0`."""
CERVER_DEFAULT_CONNECTION_QUEUE: Final = 10
"""Connections that may wait to be accepted: the backlog of listen(2)."""
CERVER_DEFAULT_RECEIVE_BUFFER_SIZE: Final = 4096
"""Largest chunk handed to the protocol at once, in bytes."""
CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE: Final = 65515
"""Largest packet with its header, in bytes."""
CERVER_DEFAULT_REUSABLE_FLAGS: Final = False
"""Whether listeners set SO_REUSEADDR and SO_REUSEPORT."""
CERVER_DEFAULT_POOL_THREADS: Final = 4
"""Published size of a worker pool; a pool is made only when cerver_set_thpool_n_threads() is called."""
CERVER_DEFAULT_SOCKETS_INIT: Final = 10
"""Sockets prepared in advance by a packet server."""
CERVER_DEFAULT_POLL_FDS: Final = 128
"""First size of the table of watched descriptors."""
CERVER_DEFAULT_POLL_TIMEOUT: Final = 2000
"""Longest wait of one round, in milliseconds."""
CERVER_DEFAULT_MAX_INACTIVE_TIME: Final = 60
"""Seconds without activity after which a client of a packet server counts as inactive."""
CERVER_DEFAULT_CHECK_INACTIVE_INTERVAL: Final = 30
"""Seconds between two looks for inactive clients."""
CERVER_DEFAULT_AUTH_REQUIRED: Final = False
"""Whether clients of a packet server have to authenticate."""
CERVER_DEFAULT_MAX_AUTH_TRIES: Final = 2
"""Failed tries after which a client that has to authenticate is dropped."""
CERVER_DEFAULT_ON_HOLD_POLL_FDS: Final = 64
"""First size of the table of clients that have not authenticated yet."""
CERVER_DEFAULT_ON_HOLD_TIMEOUT: Final = 2000
"""Longest wait of one round over those clients, in milliseconds."""
CERVER_DEFAULT_ON_HOLD_MAX_BAD_PACKETS: Final = 4
"""Bad packets after which such a client is dropped."""
CERVER_DEFAULT_ON_HOLD_CHECK_PACKETS: Final = False
"""Whether the version of packets of such clients is checked."""
CERVER_DEFAULT_ON_HOLD_RECEIVE_BUFFER_SIZE: Final = 4096
"""Largest chunk read from such a client at once, in bytes."""
CERVER_DEFAULT_USE_SESSIONS: Final = False
"""Whether clients get session tokens."""
CERVER_DEFAULT_MULTIPLE_HANDLERS: Final = False
"""Whether packets name the handler they are for."""
CERVER_DEFAULT_CHECK_PACKETS: Final = False
"""Whether packets carry a version that is checked."""
CERVER_DEFAULT_UPDATE_TICKS: Final = 30
"""Calls of the update callback per second."""
CERVER_DEFAULT_UPDATE_INTERVAL_SECS: Final = 1
"""Seconds between two calls of the interval callback."""
CERVER_VERSION_MAJOR: Final = 0
"""Major version of this header; cerver_version() has the version of the loaded library."""
CERVER_VERSION_MINOR: Final = 1
"""Minor version of this header."""
CERVER_VERSION_PATCH: Final = 0
"""Patch version of this header."""
CERVER_DEFAULT_LOG_UPDATE_INTERVAL: Final = 1
"""Seconds that a line waits in memory at most before it is written to the log file."""
CERVER_PACKET_TYPE_INFO: Final = 1
"""Request of PACKET_TYPE_CERVER: who the server is, the first packet of every connection. Its data are 656 bytes: 32-bit
type, name of 128 bytes, welcome of 512 bytes, 8-bit "uses IPv6" at 644, 32-bit protocol at 648, 16-bit port at 652.
"""
CERVER_PACKET_TYPE_TEARDOWN: Final = 2
"""Request of PACKET_TYPE_CERVER: the server stops, and this is the last packet."""
CLIENT_PACKET_TYPE_CLOSE_CONNECTION: Final = 1
"""Request of PACKET_TYPE_CLIENT: the client ends the connection."""
CLIENT_PACKET_TYPE_DISCONNECT: Final = 2
"""Request of PACKET_TYPE_CLIENT: the client ends all its connections."""
CERVER_PACKET_ERROR: Final = 2
"""Request of PACKET_TYPE_ERROR: a packet of the client's was refused."""
CERVER_PACKET_HEADER_SIZE: Final = 32
"""Bytes of a packet's header."""
CERVER_DEFAULT_HANDLER_QUEUE: Final = 1024
"""Packets of all clients that may wait for one handler with a thread of its own."""
CERVER_DEFAULT_CLIENT_PACKETS: Final = 64
"""Packets of one client that may be with handlers on other threads."""
CERVER_DEFAULT_CLIENT_SEND_LIMIT: Final = 1048576
"""Bytes that may wait for a client before packets for it are refused."""
CERVER_DEFAULT_PACKET_TIMEOUT: Final = 30000
"""Milliseconds from the first byte of a packet to its last one."""
CERVER_READY_TO_READ: Final = 1
"""A descriptor can be read, or has ended."""
CERVER_READY_TO_WRITE: Final = 2
"""A descriptor can be written to."""
CERVER_READY_FAILED: Final = 4
"""A descriptor has an error, or both its sides are closed."""
CERVER_DEFAULT_JOB_QUEUE_LIMIT: Final = 1048576
"""Jobs that may wait in a queue or at a worker."""
CERVER_TYPE_NONE: Final = 0
"""No kind."""
CERVER_TYPE_CUSTOM: Final = 1
"""Packets handled by the program."""
CERVER_TYPE_GAME: Final = 2
"""Packets of games."""
CERVER_TYPE_WEB: Final = 3
"""HTTP/1.1."""
CERVER_TYPE_FILES: Final = 4
"""Packets that move files."""
CERVER_HANDLER_TYPE_NONE: Final = 0
"""No handlers: a server set to this does not start."""
CERVER_HANDLER_TYPE_POLL: Final = 1
"""On the reactor's thread, or on the pool when cerver_set_thpool_n_threads() made one. The default."""
CERVER_HANDLER_TYPE_THREADS: Final = 2
"""On a thread of the connection's own."""
PROTOCOL_NONE: Final = 0
"""No protocol."""
PROTOCOL_TCP: Final = 6
"""TCP."""
PROTOCOL_UDP: Final = 17
"""UDP: refused by cerver_create()."""
REQUEST_METHOD_DELETE: Final = 0
"""DELETE."""
REQUEST_METHOD_GET: Final = 1
"""GET."""
REQUEST_METHOD_HEAD: Final = 2
"""HEAD."""
REQUEST_METHOD_POST: Final = 3
"""POST."""
REQUEST_METHOD_PUT: Final = 4
"""PUT."""
REQUEST_METHOD_CONNECT: Final = 5
"""CONNECT."""
REQUEST_METHOD_OPTIONS: Final = 6
"""OPTIONS."""
REQUEST_METHOD_TRACE: Final = 7
"""TRACE."""
REQUEST_METHOD_UNDEFINED: Final = 8
"""Another token; http_request_get_method_string() has its text."""
REQUEST_METHOD_PATCH: Final = 9
"""PATCH (RFC 5789)."""
CERVER_DEFAULT_PROTOCOL: Final = 6
"""Transport protocol of a server that was given none."""
HTTP_ROUTE_MODIFIER_NONE: Final = 0
"""The handler gets the whole body. The default."""
HTTP_ROUTE_MODIFIER_MULTI_PART: Final = 1
"""Bodies of the type multipart/form-data are taken apart."""
HTTP_ROUTE_MODIFIER_WEB_SOCKET: Final = 2
"""The route takes WebSocket connections: see http_route_set_ws_on_message()."""
MULTI_PART_TYPE_NONE: Final = 0
"""No part."""
MULTI_PART_TYPE_FILE: Final = 1
"""A file."""
MULTI_PART_TYPE_VALUE: Final = 2
"""A field of the form."""
IMAGE_TYPE_NONE: Final = 0
"""No image, or of no kind in this list."""
IMAGE_TYPE_PNG: Final = 1
"""PNG."""
IMAGE_TYPE_JPEG: Final = 2
"""JPEG."""
IMAGE_TYPE_GIF: Final = 3
"""GIF."""
IMAGE_TYPE_BMP: Final = 4
"""BMP."""
HTTP_ACCESS_LOG_COMMON: Final = 0
"""`address - - [06/Nov/1994:08:49:37 +0000] "GET / HTTP/1.1" 200 12`: the time in UTC at the end of the request, its
first line, the status, the bytes of the body.
"""
HTTP_ACCESS_LOG_COMBINED: Final = 1
"""The same with `"referer" "user agent"` behind it."""
HTTP_ACCESS_LOG_JSON: Final = 2
"""One object of JSON (RFC 8259) with these and: port, connection, whether the answer was complete, duration in
microseconds, request id, trace id and parent id.
"""
HTTP_ACCESS_LOG_BRIEF: Final = 3
"""`address -> [METHOD] path - bytes received -> seconds -> status - bytes of the body`; `address -> Bad request -> status
- bytes of the body` for what could not be read as a request.
"""
HTTP_ROUTE_AUTH_TYPE_NONE: Final = 0
"""Not at all. The default."""
HTTP_ROUTE_AUTH_TYPE_BEARER: Final = 1
"""By a token in the Authorization header (RFC 6750)."""
HTTP_ROUTE_AUTH_TYPE_CUSTOM: Final = 2
"""As a function of the program says."""
JWT_ALG_NONE: Final = 0
"""No token is made or accepted."""
JWT_ALG_HS256: Final = 1
"""HMAC with SHA-256; the same secret of at least 32 bytes makes and checks. The default."""
JWT_ALG_HS384: Final = 2
"""HMAC with SHA-384; a secret of at least 48 bytes."""
JWT_ALG_HS512: Final = 3
"""HMAC with SHA-512; a secret of at least 64 bytes."""
JWT_ALG_RS256: Final = 4
"""RSASSA-PKCS1-v1_5 with SHA-256; keys of 2048 to 8192 bits."""
JWT_ALG_RS384: Final = 5
"""RSASSA-PKCS1-v1_5 with SHA-384; keys of 2048 to 8192 bits."""
JWT_ALG_RS512: Final = 6
"""RSASSA-PKCS1-v1_5 with SHA-512; keys of 2048 to 8192 bits."""
JWT_ALG_ES256: Final = 7
"""ECDSA with SHA-256; keys on the curve P-256."""
JWT_ALG_ES384: Final = 8
"""ECDSA with SHA-384; keys on the curve P-384."""
JWT_ALG_ES512: Final = 9
"""ECDSA with SHA-512; keys on the curve P-521."""
JWT_ALG_TERM: Final = 10
"""Behind the last one; refused."""
HTTP_CONTENT_TYPE_NONE: Final = 0
"""Not known."""
HTTP_CONTENT_TYPE_AAC: Final = 1
""".aac, audio/aac."""
HTTP_CONTENT_TYPE_ABIWORD: Final = 2
""".abw, application/x-abiword."""
HTTP_CONTENT_TYPE_ARCHIVE: Final = 3
""".arc, application/x-freearc."""
HTTP_CONTENT_TYPE_AVI: Final = 4
""".avi, video/x-msvideo."""
HTTP_CONTENT_TYPE_KINDLE: Final = 5
""".azw, application/vnd.amazon.ebook."""
HTTP_CONTENT_TYPE_BIN: Final = 6
""".bin, application/octet-stream."""
HTTP_CONTENT_TYPE_BMP: Final = 7
""".bmp, image/bmp."""
HTTP_CONTENT_TYPE_BZIP: Final = 8
""".bz, application/x-bzip."""
HTTP_CONTENT_TYPE_BZIP2: Final = 9
""".bz2, application/x-bzip2."""
HTTP_CONTENT_TYPE_CSHELL: Final = 10
""".csh, application/x-csh."""
HTTP_CONTENT_TYPE_CSS: Final = 11
""".css, text/css."""
HTTP_CONTENT_TYPE_CSV: Final = 12
""".csv, text/csv."""
HTTP_CONTENT_TYPE_DOC: Final = 13
""".doc, application/msword."""
HTTP_CONTENT_TYPE_DOCX: Final = 14
""".docx, application/vnd.openxmlformats-officedocument.wordprocessingml.document."""
HTTP_CONTENT_TYPE_EOT: Final = 15
""".eot, application/vnd.ms-fontobject."""
HTTP_CONTENT_TYPE_EPUB: Final = 16
""".epub, application/epub+zip."""
HTTP_CONTENT_TYPE_GZIP: Final = 17
""".gz, application/gzip."""
HTTP_CONTENT_TYPE_GIF: Final = 18
""".gif, image/gif."""
HTTP_CONTENT_TYPE_HTML: Final = 19
""".html, text/html; charset=UTF-8."""
HTTP_CONTENT_TYPE_ICO: Final = 20
""".ico, image/x-icon."""
HTTP_CONTENT_TYPE_ICS: Final = 21
""".ics, text/calendar."""
HTTP_CONTENT_TYPE_JAR: Final = 22
""".jar, application/java-archive."""
HTTP_CONTENT_TYPE_JPG: Final = 23
""".jpg, image/jpeg."""
HTTP_CONTENT_TYPE_JPEG: Final = 24
""".jpeg, image/jpeg."""
HTTP_CONTENT_TYPE_JS: Final = 25
""".js, application/javascript."""
HTTP_CONTENT_TYPE_JSON: Final = 26
""".json, application/json."""
HTTP_CONTENT_TYPE_JSONLD: Final = 27
""".jsonld, application/ld+json."""
HTTP_CONTENT_TYPE_MIDI: Final = 28
""".midi, audio/x-midi."""
HTTP_CONTENT_TYPE_MJS: Final = 29
""".mjs, text/javascript."""
HTTP_CONTENT_TYPE_MP3: Final = 30
""".mp3, audio/mpeg."""
HTTP_CONTENT_TYPE_CDA: Final = 31
""".cda, application/x-cdf."""
HTTP_CONTENT_TYPE_MP4: Final = 32
""".mp4, video/mp4."""
HTTP_CONTENT_TYPE_MPEG: Final = 33
""".mpeg, video/mpeg."""
HTTP_CONTENT_TYPE_MPKG: Final = 34
""".mpkg, application/vnd.apple.installer+xml."""
HTTP_CONTENT_TYPE_ODP: Final = 35
""".odp, application/vnd.oasis.opendocument.presentation."""
HTTP_CONTENT_TYPE_ODS: Final = 36
""".ods, application/vnd.oasis.opendocument.spreadsheet."""
HTTP_CONTENT_TYPE_ODT: Final = 37
""".odt, application/vnd.oasis.opendocument.text."""
HTTP_CONTENT_TYPE_OGA: Final = 38
""".oga, audio/ogg."""
HTTP_CONTENT_TYPE_OGV: Final = 39
""".ogv, video/ogg."""
HTTP_CONTENT_TYPE_OGX: Final = 40
""".ogx, application/ogg."""
HTTP_CONTENT_TYPE_OPUS: Final = 41
""".opus, audio/opus."""
HTTP_CONTENT_TYPE_OTF: Final = 42
""".otf, font/otf."""
HTTP_CONTENT_TYPE_PNG: Final = 43
""".png, image/png."""
HTTP_CONTENT_TYPE_PDF: Final = 44
""".pdf, application/pdf."""
HTTP_CONTENT_TYPE_PHP: Final = 45
""".php, application/x-httpd-php."""
HTTP_CONTENT_TYPE_PPT: Final = 46
""".ppt, application/vnd.ms-powerpoint."""
HTTP_CONTENT_TYPE_PPTX: Final = 47
""".pptx, application/vnd.openxmlformats-officedocument.presentationml.presentation."""
HTTP_CONTENT_TYPE_RAR: Final = 48
""".rar, application/vnd.rar."""
HTTP_CONTENT_TYPE_RTF: Final = 49
""".rtf, application/rtf."""
HTTP_CONTENT_TYPE_SHELL: Final = 50
""".sh, application/x-sh."""
HTTP_CONTENT_TYPE_SVG: Final = 51
""".svg, image/svg+xml."""
HTTP_CONTENT_TYPE_SWF: Final = 52
""".swf, application/x-shockwave-flash."""
HTTP_CONTENT_TYPE_TAR: Final = 53
""".tar, application/x-tar."""
HTTP_CONTENT_TYPE_TIFF: Final = 54
""".tiff, image/tiff."""
HTTP_CONTENT_TYPE_TS: Final = 55
""".ts, video/mp2t."""
HTTP_CONTENT_TYPE_TTF: Final = 56
""".ttf, font/ttf."""
HTTP_CONTENT_TYPE_TXT: Final = 57
""".txt, text/plain."""
HTTP_CONTENT_TYPE_VSD: Final = 58
""".vsd, application/vnd.visio."""
HTTP_CONTENT_TYPE_WAV: Final = 59
""".wav, audio/wav."""
HTTP_CONTENT_TYPE_WEBA: Final = 60
""".weba, audio/webm."""
HTTP_CONTENT_TYPE_WEBM: Final = 61
""".webm, video/webm."""
HTTP_CONTENT_TYPE_WEBP: Final = 62
""".webp, image/webp."""
HTTP_CONTENT_TYPE_WOFF: Final = 63
""".woff, font/woff."""
HTTP_CONTENT_TYPE_WOFF2: Final = 64
""".woff2, font/woff2."""
HTTP_CONTENT_TYPE_XHTML: Final = 65
""".xhtml, application/xhtml+xml."""
HTTP_CONTENT_TYPE_XLS: Final = 66
""".xls, application/vnd.ms-excel."""
HTTP_CONTENT_TYPE_XLSX: Final = 67
""".xlsx, application/vnd.openxmlformats-officedocument.spreadsheetml.sheet."""
HTTP_CONTENT_TYPE_XML: Final = 68
""".xml, text/xml."""
HTTP_CONTENT_TYPE_XUL: Final = 69
""".xul, application/vnd.mozilla.xul+xml."""
HTTP_CONTENT_TYPE_ZIP: Final = 70
""".zip, application/zip."""
HTTP_CONTENT_TYPE_3GP: Final = 71
""".3gp, video/3gpp."""
HTTP_CONTENT_TYPE_3G2: Final = 72
""".3g2, video/3gpp2."""
HTTP_CONTENT_TYPE_7Z: Final = 73
""".7z, application/x-7z-compressed."""
HTTP_HEADER_AUTHENTICATE: Final = 0
"""WWW-Authenticate."""
HTTP_HEADER_AUTHORIZATION: Final = 1
"""Authorization."""
HTTP_HEADER_PROXY_AUTHENTICATE: Final = 2
"""Proxy-Authenticate."""
HTTP_HEADER_PROXY_AUTHORIZATION: Final = 3
"""Proxy-Authorization."""
HTTP_HEADER_AGE: Final = 4
"""Age."""
HTTP_HEADER_CACHE_CONTROL: Final = 5
"""Cache-Control."""
HTTP_HEADER_CLEAR_SITE_DATA: Final = 6
"""Clear-Site-Data."""
HTTP_HEADER_EXPIRES: Final = 7
"""Expires."""
HTTP_HEADER_WARNING: Final = 8
"""Warning."""
HTTP_HEADER_CONNECTION: Final = 9
"""Connection."""
HTTP_HEADER_KEEP_ALIVE: Final = 10
"""Keep-Alive."""
HTTP_HEADER_ACCEPT: Final = 11
"""Accept."""
HTTP_HEADER_ACCEPT_CHARSET: Final = 12
"""Accept-Charset."""
HTTP_HEADER_ACCEPT_ENCODING: Final = 13
"""Accept-Encoding."""
HTTP_HEADER_ACCEPT_LANGUAGE: Final = 14
"""Accept-Language."""
HTTP_HEADER_EXPECT: Final = 15
"""Expect."""
HTTP_HEADER_COOKIE: Final = 16
"""Cookie."""
HTTP_HEADER_SET_COOKIE: Final = 17
"""Set-Cookie."""
HTTP_HEADER_ACCESS_CONTROL_ALLOW_ORIGIN: Final = 18
"""Access-Control-Allow-Origin."""
HTTP_HEADER_ACCESS_CONTROL_ALLOW_CREDENTIALS: Final = 19
"""Access-Control-Allow-Credentials."""
HTTP_HEADER_ACCESS_CONTROL_ALLOW_HEADERS: Final = 20
"""Access-Control-Allow-Headers."""
HTTP_HEADER_ACCESS_CONTROL_ALLOW_METHODS: Final = 21
"""Access-Control-Allow-Methods."""
HTTP_HEADER_ACCESS_CONTROL_EXPOSE_HEADER: Final = 22
"""Access-Control-Expose-Headers."""
HTTP_HEADER_ACCESS_CONTROL_MAX_AGE: Final = 23
"""Access-Control-Max-Age."""
HTTP_HEADER_ACCESS_CONTROL_REQUEST_HEADERS: Final = 24
"""Access-Control-Request-Headers."""
HTTP_HEADER_ACCESS_CONTROL_REQUEST_METHOD: Final = 25
"""Access-Control-Request-Method."""
HTTP_HEADER_ORIGIN: Final = 26
"""Origin."""
HTTP_HEADER_TIMING_ALLOW_ORIGIN: Final = 27
"""Timing-Allow-Origin."""
HTTP_HEADER_CONTENT_DISPOSITION: Final = 28
"""Content-Disposition."""
HTTP_HEADER_CONTENT_LENGTH: Final = 29
"""Content-Length."""
HTTP_HEADER_CONTENT_TYPE: Final = 30
"""Content-Type."""
HTTP_HEADER_CONTENT_ENCODING: Final = 31
"""Content-Encoding."""
HTTP_HEADER_CONTENT_LANGUAGE: Final = 32
"""Content-Language."""
HTTP_HEADER_CONTENT_LOCATION: Final = 33
"""Content-Location."""
HTTP_HEADER_FORWARDED: Final = 34
"""Forwarded."""
HTTP_HEADER_VIA: Final = 35
"""Via."""
HTTP_HEADER_LOCATION: Final = 36
"""Location."""
HTTP_HEADER_FROM: Final = 37
"""From."""
HTTP_HEADER_HOST: Final = 38
"""Host."""
HTTP_HEADER_REFERER: Final = 39
"""Referer."""
HTTP_HEADER_REFERRER_POLICY: Final = 40
"""Referrer-Policy."""
HTTP_HEADER_USER_AGENT: Final = 41
"""User-Agent."""
HTTP_HEADER_ALLOW: Final = 42
"""Allow."""
HTTP_HEADER_SERVER: Final = 43
"""Server."""
HTTP_HEADER_ACCEPT_RANGES: Final = 44
"""Accept-Ranges."""
HTTP_HEADER_RANGE: Final = 45
"""Range."""
HTTP_HEADER_IF_RANGE: Final = 46
"""If-Range."""
HTTP_HEADER_CONTENT_RANGE: Final = 47
"""Content-Range."""
HTTP_HEADER_SEC_WEBSOCKET_KEY: Final = 48
"""Sec-WebSocket-Key."""
HTTP_HEADER_SEC_WEBSOCKET_EXTENSIONS: Final = 49
"""Sec-WebSocket-Extensions."""
HTTP_HEADER_SEC_WEBSOCKET_ACCEPT: Final = 50
"""Sec-WebSocket-Accept."""
HTTP_HEADER_SEC_WEBSOCKET_PROTOCOL: Final = 51
"""Sec-WebSocket-Protocol."""
HTTP_HEADER_SEC_WEBSOCKET_VERSION: Final = 52
"""Sec-WebSocket-Version."""
HTTP_HEADER_DATE: Final = 53
"""Date."""
HTTP_HEADER_UPGRADE: Final = 54
"""Upgrade."""
HTTP_HEADER_UNDEFINED: Final = 63
"""A name outside the table."""
CERVER_RECEIVE_TYPE_NONE: Final = 0
"""Not known."""
CERVER_RECEIVE_TYPE_NORMAL: Final = 1
"""A client."""
HTTP_REQUEST_IDS_OFF: Final = 0
"""They have none, and X-Request-Id is a header like any other. The default."""
HTTP_REQUEST_IDS_GENERATE: Final = 1
"""Each gets a new one, whatever the client says."""
HTTP_REQUEST_IDS_TRUST: Final = 2
"""The client's X-Request-Id is taken when it has 1 to 128 letters, digits and `-_.~+/=:@`; otherwise a new one is made.
For clients that can be trusted not to use the id of another's request, such as a proxy of one's own.
"""
HTTP_STATUS_NONE: Final = 0
"""No status."""
HTTP_STATUS_CONTINUE: Final = 100
"""100 Continue."""
HTTP_STATUS_SWITCHING_PROTOCOLS: Final = 101
"""101 Switching Protocols."""
HTTP_STATUS_PROCESSING: Final = 102
"""102 Processing."""
HTTP_STATUS_OK: Final = 200
"""200 OK."""
HTTP_STATUS_CREATED: Final = 201
"""201 Created."""
HTTP_STATUS_ACCEPTED: Final = 202
"""202 Accepted."""
HTTP_STATUS_NON_AUTHORITATIVE_INFORMATION: Final = 203
"""203 Non-Authoritative Information."""
HTTP_STATUS_NO_CONTENT: Final = 204
"""204 No Content."""
HTTP_STATUS_RESET_CONTENT: Final = 205
"""205 Reset Content."""
HTTP_STATUS_PARTIAL_CONTENT: Final = 206
"""206 Partial Content."""
HTTP_STATUS_MULTI_STATUS: Final = 207
"""207 Multi-Status."""
HTTP_STATUS_ALREADY_REPORTED: Final = 208
"""208 Already Reported."""
HTTP_STATUS_IM_USED: Final = 226
"""226 IM Used."""
HTTP_STATUS_MULTIPLE_CHOICES: Final = 300
"""300 Multiple Choices."""
HTTP_STATUS_MOVED_PERMANENTLY: Final = 301
"""301 Moved Permanently."""
HTTP_STATUS_FOUND: Final = 302
"""302 Found."""
HTTP_STATUS_SEE_OTHER: Final = 303
"""303 See Other."""
HTTP_STATUS_NOT_MODIFIED: Final = 304
"""304 Not Modified."""
HTTP_STATUS_USE_PROXY: Final = 305
"""305 Use Proxy."""
HTTP_STATUS_TEMPORARY_REDIRECT: Final = 307
"""307 Temporary Redirect."""
HTTP_STATUS_PERMANENT_REDIRECT: Final = 308
"""308 Permanent Redirect."""
HTTP_STATUS_BAD_REQUEST: Final = 400
"""400 Bad Request."""
HTTP_STATUS_UNAUTHORIZED: Final = 401
"""401 Unauthorized."""
HTTP_STATUS_PAYMENT_REQUIRED: Final = 402
"""402 Payment Required."""
HTTP_STATUS_FORBIDDEN: Final = 403
"""403 Forbidden."""
HTTP_STATUS_NOT_FOUND: Final = 404
"""404 Not Found."""
HTTP_STATUS_METHOD_NOT_ALLOWED: Final = 405
"""405 Method Not Allowed."""
HTTP_STATUS_NOT_ACCEPTABLE: Final = 406
"""406 Not Acceptable."""
HTTP_STATUS_PROXY_AUTHENTICATION_REQUIRED: Final = 407
"""407 Proxy Authentication Required."""
HTTP_STATUS_REQUEST_TIMEOUT: Final = 408
"""408 Request Timeout."""
HTTP_STATUS_CONFLICT: Final = 409
"""409 Conflict."""
HTTP_STATUS_GONE: Final = 410
"""410 Gone."""
HTTP_STATUS_LENGTH_REQUIRED: Final = 411
"""411 Length Required."""
HTTP_STATUS_PRECONDITION_FAILED: Final = 412
"""412 Precondition Failed."""
HTTP_STATUS_PAYLOAD_TOO_LARGE: Final = 413
"""413 Payload Too Large."""
HTTP_STATUS_URI_TOO_LONG: Final = 414
"""414 URI Too Long."""
HTTP_STATUS_UNSUPPORTED_MEDIA_TYPE: Final = 415
"""415 Unsupported Media Type."""
HTTP_STATUS_RANGE_NOT_SATISFIABLE: Final = 416
"""416 Range Not Satisfiable."""
HTTP_STATUS_EXPECTATION_FAILED: Final = 417
"""417 Expectation Failed."""
HTTP_STATUS_MISDIRECTED_REQUEST: Final = 421
"""421 Misdirected Request."""
HTTP_STATUS_UNPROCESSABLE_ENTITY: Final = 422
"""422 Unprocessable Entity."""
HTTP_STATUS_LOCKED: Final = 423
"""423 Locked."""
HTTP_STATUS_FAILED_DEPENDENCY: Final = 424
"""424 Failed Dependency."""
HTTP_STATUS_UPGRADE_REQUIRED: Final = 426
"""426 Upgrade Required."""
HTTP_STATUS_PRECONDITION_REQUIRED: Final = 428
"""428 Precondition Required."""
HTTP_STATUS_TOO_MANY_REQUESTS: Final = 429
"""429 Too Many Requests."""
HTTP_STATUS_REQUEST_HEADER_FIELDS_TOO_LARGE: Final = 431
"""431 Request Header Fields Too Large."""
HTTP_STATUS_UNAVAILABLE_FOR_LEGAL_REASONS: Final = 451
"""451 Unavailable For Legal Reasons."""
HTTP_STATUS_INTERNAL_SERVER_ERROR: Final = 500
"""500 Internal Server Error."""
HTTP_STATUS_NOT_IMPLEMENTED: Final = 501
"""501 Not Implemented."""
HTTP_STATUS_BAD_GATEWAY: Final = 502
"""502 Bad Gateway."""
HTTP_STATUS_SERVICE_UNAVAILABLE: Final = 503
"""503 Service Unavailable."""
HTTP_STATUS_GATEWAY_TIMEOUT: Final = 504
"""504 Gateway Timeout."""
HTTP_STATUS_HTTP_VERSION_NOT_SUPPORTED: Final = 505
"""505 HTTP Version Not Supported."""
HTTP_STATUS_VARIANT_ALSO_NEGOTIATES: Final = 506
"""506 Variant Also Negotiates."""
HTTP_STATUS_INSUFFICIENT_STORAGE: Final = 507
"""507 Insufficient Storage."""
HTTP_STATUS_LOOP_DETECTED: Final = 508
"""508 Loop Detected."""
HTTP_STATUS_NOT_EXTENDED: Final = 510
"""510 Not Extended."""
HTTP_STATUS_NETWORK_AUTHENTICATION_REQUIRED: Final = 511
"""511 Network Authentication Required."""
HTTP_WEB_SOCKET_ERROR_NONE: Final = 0
"""Nothing."""
HTTP_WEB_SOCKET_ERROR_READ_HANDSHAKE: Final = 1
"""Published; a handshake that is wrong is answered with its status and becomes no connection."""
HTTP_WEB_SOCKET_ERROR_WRITE_HANDSHAKE: Final = 2
"""Published; as above."""
HTTP_WEB_SOCKET_ERROR_PROTOCOL: Final = 3
"""The client has broken a rule of the protocol."""
HTTP_WEB_SOCKET_ERROR_DATA: Final = 4
"""A text that is not UTF-8, or compressed data that is none."""
HTTP_WEB_SOCKET_ERROR_TOO_BIG: Final = 5
"""A frame or message above its limit."""
HTTP_WEB_SOCKET_ERROR_TIMEOUT: Final = 6
"""The client did not answer a ping."""
LOG_TYPE_NONE: Final = 0
"""No prefix."""
LOG_TYPE_ERROR: Final = 1
"""`[ERROR]`, red, to standard error."""
LOG_TYPE_WARNING: Final = 2
"""`[WARNING]`, yellow, to standard error."""
LOG_TYPE_SUCCESS: Final = 3
"""`[SUCCESS]`, green."""
LOG_TYPE_DEBUG: Final = 4
"""`[DEBUG]`, magenta."""
LOG_TYPE_TEST: Final = 5
"""`[TEST]`, cyan."""
LOG_TYPE_CERVER: Final = 6
"""`[CERVER]`, blue."""
LOG_TYPE_CLIENT: Final = 7
"""`[CLIENT]`."""
LOG_TYPE_CONNECTION: Final = 8
"""`[CONNECTION]`."""
LOG_TYPE_HANDLER: Final = 9
"""`[HANDLER]`."""
LOG_TYPE_ADMIN: Final = 10
"""`[ADMIN]`."""
LOG_TYPE_EVENT: Final = 11
"""`[EVENT]`, magenta."""
LOG_TYPE_PACKET: Final = 12
"""`[PACKET]`."""
LOG_TYPE_REQ: Final = 13
"""`[REQ]`."""
LOG_TYPE_FILE: Final = 14
"""`[FILE]`."""
LOG_TYPE_HTTP: Final = 15
"""`[HTTP]`."""
LOG_TYPE_GAME: Final = 16
"""`[GAME]`."""
LOG_TYPE_PLAYER: Final = 17
"""`[PLAYER]`."""
LOG_OUTPUT_TYPE_NONE: Final = 0
"""Nowhere."""
LOG_OUTPUT_TYPE_STD: Final = 1
"""To the standard streams. The default."""
LOG_OUTPUT_TYPE_FILE: Final = 2
"""To a file."""
LOG_OUTPUT_TYPE_BOTH: Final = 3
"""To both."""
LOG_TIME_TYPE_NONE: Final = 0
"""Nothing. The default."""
LOG_TIME_TYPE_TIME: Final = 1
"""`[HH:MM:SS]`."""
LOG_TIME_TYPE_DATE: Final = 2
"""`[dd/mm/yy]`."""
LOG_TIME_TYPE_BOTH: Final = 3
"""`[dd/mm/yy - HH:MM:SS]`."""
CERVER_LOG_LEVEL_OFF: Final = 0
"""None."""
CERVER_LOG_LEVEL_ERROR: Final = 1
"""What has failed: a function of the program that panicked, a file of the log that cannot be written."""
CERVER_LOG_LEVEL_WARNING: Final = 2
"""What wants to be looked after: a listener without descriptors, a certificate that ends soon. The default."""
CERVER_LOG_LEVEL_INFO: Final = 3
"""What is worth knowing."""
CERVER_LOG_LEVEL_DEBUG: Final = 4
"""What helps to find a fault, such as each client that could not be secured by TLS. Peers can bring many such lines about."""
CERVER_DEFAULT_LOG_LEVEL: Final = 2
"""Which lines of the library's own are written, unless the program says otherwise: CERVER_LOG_LEVEL_WARNING."""
PACKET_TYPE_NONE: Final = 0
"""Ignored."""
PACKET_TYPE_CERVER: Final = 1
"""About the server; its requests are the `CERVER_PACKET_TYPE_` constants."""
PACKET_TYPE_CLIENT: Final = 2
"""From a client about itself; its requests are the `CLIENT_PACKET_TYPE_` constants."""
PACKET_TYPE_ERROR: Final = 3
"""An error; its request is what kind of error, its data 144 bytes: 64-bit Unix time, 32-bit kind, 128 bytes of text."""
PACKET_TYPE_REQUEST: Final = 4
"""About files."""
PACKET_TYPE_AUTH: Final = 5
"""About authentication."""
PACKET_TYPE_GAME: Final = 6
"""About games."""
PACKET_TYPE_APP: Final = 7
"""For the program."""
PACKET_TYPE_APP_ERROR: Final = 8
"""For the program: an error."""
PACKET_TYPE_CUSTOM: Final = 9
"""For the program: of a kind of its own."""
PACKET_TYPE_TEST: Final = 10
"""Comes back as it is."""
PACKET_TYPE_BAD: Final = 11
"""A bad one."""
CERVER_OK: Final = 0
"""The call did what it says."""
CERVER_ERROR_PANIC: Final = 1
"""The library failed inside (a bug: please report it). The server goes on."""
CERVER_ERROR_NULL: Final = 2
"""A handle, string or out-parameter is NULL."""
CERVER_ERROR_HANDLE: Final = 3
"""The handle is stale (its object is gone) or was not made by this library."""
CERVER_ERROR_TYPE: Final = 4
"""The handle belongs to an object of another kind."""
CERVER_ERROR_ARGUMENT: Final = 5
"""An argument is out of its range or not well formed."""
CERVER_ERROR_STATE: Final = 6
"""Not possible in the present state, for example because the server runs, or does not run."""
CERVER_ERROR_BUSY: Final = 7
"""The server is being turned by this or another thread."""
CERVER_ERROR_AGAIN: Final = 8
"""A limit is reached; the same call can succeed later."""
CERVER_ERROR_CLOSED: Final = 9
"""The client has closed the connection."""
CERVER_ERROR_TIMEOUT: Final = 10
"""The time given ended before the call was done."""
CERVER_ERROR_UNSUPPORTED: Final = 11
"""Not supported by this version, or not for this kind of server."""
CERVER_ERROR_ADDRESS: Final = 12
"""An address could not be bound or listened on."""
CERVER_ERROR_SYSTEM: Final = 13
"""A system call failed; the message has the system's text."""
CERVER_ERROR_NOT_FOUND: Final = 14
"""Nothing was found under that name, index or path."""
CERVER_ERROR_MEMORY: Final = 15
"""There is not enough memory, or a table is full."""
CERVER_ERROR_FORKED: Final = 16
"""The handle was made before a fork and used in the child."""
CERVER_ERROR_ANSWERED: Final = 17
"""The request has its answer already."""
CERVER_ERROR_HANDLERS: Final = 18
"""Handlers are still running; their objects live on until they return."""
CERVER_ERROR_INTERRUPTED: Final = 19
"""A signal or cerver_interrupt() ended the wait; the server goes on."""
CERVER_ERROR_TLS: Final = 20
"""TLS cannot be set up: the operator must change the certificate or key files, as the message says."""
CERVER_EVENT_OPENED: Final = 1
"""A connection is open: `code` is its descriptor, for options of the system; it stays the library's."""
CERVER_EVENT_DATA: Final = 2
"""Bytes have come: `data` and `size`; a piece, a frame (which may be empty), or what was to be read. See
cerver_set_framing().
"""
CERVER_EVENT_DRAINED: Final = 3
"""A cerver_connection_send() that failed with CERVER_ERROR_AGAIN may be tried again."""
CERVER_EVENT_HALF_CLOSED: Final = 4
"""The peer will send nothing more; it still takes what is sent. Answer what is owed, then close."""
CERVER_EVENT_DRAINING: Final = 5
"""The server stops gracefully: finish, then close. What is open when its time is over is cut off."""
CERVER_EVENT_CLOSED: Final = 6
"""The connection is gone, for `reason`: its last event, and its handle is stale from now on."""
CERVER_EVENT_SENT: Final = 7
"""Everything sent before cerver_connection_tell_when_sent() or cerver_connection_shutdown() has gone to the system."""
CERVER_EVENT_CONNECTED: Final = 8
"""The connection that cerver_connect() was to make, or cerver_adopt() has taken over, is open."""
CERVER_EVENT_CONNECT_FAILED: Final = 9
"""It is not: `data` and `size` are a text that says why, `code` is the system's number of the error (errno), or 0 when
it has none, as for names without an address. The last event of its handle.
"""
CERVER_EVENT_RESOLVED: Final = 10
"""What cerver_resolve() has found: `data` and `size` are the addresses, one on each line. With a `reason` other than 0
there are none, and text and `code` are as in CERVER_EVENT_CONNECT_FAILED. The event of no connection: its handle is
NULL, and `tag` is that of the call.
"""
CERVER_EVENT_READY: Final = 11
"""A descriptor of cerver_watch_descriptor() is ready: `code` is the descriptor, `reason` a sum of `CERVER_READY_`
constants, `id` the watch. Like the two kinds below the event of no connection, with the `tag` of the call.
"""
CERVER_EVENT_TIMER: Final = 12
"""The time of cerver_add_timer() has come: `code` times since it was told last; `id` is the timer."""
CERVER_EVENT_SIGNAL: Final = 13
"""A signal of cerver_watch_signal() has come: `code` is its number, `size` how often since it was told last."""
CERVER_EVENT_TLS_FAILED: Final = 14
"""A client could not be secured by TLS: `data` and `size` are a text, its address and why. The event of no connection: its
handle is NULL.
"""
CERVER_EVENT_LISTENER_ERROR: Final = 15
"""A listener cannot accept connections: `data` and `size` are a text that says why, `code` is the system's number of the
error (errno), `reason` the listener as for cerver_get_listener_port(). It tries again by itself, ten times a second, and
is told of every ten seconds while that lasts. The event of no connection: its handle is NULL.
"""
CERVER_EVENT_WARNING: Final = 16
"""Something is not as the one who runs the server wants it, as `data` and `size` say: a certificate has expired or will
soon. The log has it as well. The event of no connection: its handle is NULL.
"""
CERVER_EVENT_RELEASED: Final = 17
"""What cerver_connection_send_lent() has borrowed under the number `id` is the program's again: the system has all of it,
or will never get it. Comes once for each, and before the last event of the connection.
"""
CERVER_CLOSED_BY_PEER: Final = 1
"""The peer closed it."""
CERVER_CLOSED_BY_RESET: Final = 2
"""The peer reset it, or the network did."""
CERVER_CLOSED_BY_PROGRAM: Final = 3
"""The program closed it."""
CERVER_CLOSED_BY_TIMEOUT: Final = 4
"""The peer was silent, or took nothing, for too long."""
CERVER_CLOSED_BY_SHUTDOWN: Final = 5
"""The server stopped."""
CERVER_CLOSED_BY_LIMIT: Final = 6
"""The peer sent more without an end than the limit of a frame."""
CERVER_CLOSED_BY_TRUNCATION: Final = 7
"""The peer's side of a TLS connection ended without its farewell (close_notify): what came may not be all that was sent."""
CERVER_CLOSED_BY_TLS: Final = 8
"""What came broke the rules of TLS, or was changed on its way."""
CERVER_FRAMING_PIECES: Final = 0
"""Not at all: in the pieces in which the system gives them."""
CERVER_FRAMING_LINES: Final = 1
"""Lines, without their LF or CR LF; what stands behind the last one is a line, too."""
CERVER_FRAMING_PREFIX_BIG: Final = 2
"""A number of 1, 2, 4 or 8 bytes (the size), the most significant one first, and then as many bytes, which are the frame."""
CERVER_FRAMING_PREFIX_LITTLE: Final = 3
"""The same, the least significant byte first."""
CERVER_FRAMING_FIXED: Final = 4
"""Frames of one size."""
CERVER_FRAMING_ON_DEMAND: Final = 5
"""Nothing comes but what a `cerver_connection_read_` function asks for."""
JOB_QUEUE_TYPE_NONE: Final = 0
"""Nothing."""
JOB_QUEUE_TYPE_JOBS: Final = 1
"""Jobs, each with its own function."""
JOB_QUEUE_TYPE_HANDLERS: Final = 2
"""Data for the one handler of the queue."""
WORKER_STATE_NONE: Final = 0
"""It was not started."""
WORKER_STATE_AVAILABLE: Final = 1
"""It waits for jobs."""
WORKER_STATE_WORKING: Final = 2
"""It does a job."""
WORKER_STATE_STOPPED: Final = 3
"""It pauses: jobs wait."""
WORKER_STATE_ENDED: Final = 4
"""Its thread has ended."""
CERVER_TLS_CLIENT_AUTH_OFF: Final = 0
"""They are not asked for one. The default."""
CERVER_TLS_CLIENT_AUTH_OPTIONAL: Final = 1
"""They may show one; one that is shown must be good."""
CERVER_TLS_CLIENT_AUTH_REQUIRED: Final = 2
"""A client without a good one is refused."""
CERVER_TLS_VERSION_1_2: Final = 12
"""TLS 1.2 (RFC 5246). The default, and the oldest that there is."""
CERVER_TLS_VERSION_1_3: Final = 13
"""TLS 1.3 (RFC 8446)."""
CERVER_TLS_VERSION: Final = 0
"""The version: "TLSv1.2" or "TLSv1.3"."""
CERVER_TLS_CIPHER: Final = 1
"""The cipher suite, such as "TLS13_AES_256_GCM_SHA384"."""
CERVER_TLS_SERVER_NAME: Final = 2
"""The name that the client asked for (SNI), in lower case."""
CERVER_TLS_PROTOCOL: Final = 3
"""The application protocol that was agreed on (ALPN)."""
CERVER_TLS_PEER_SUBJECT: Final = 4
"""The subject of the client's certificate as RFC 4514 writes it, such as "CN=alice,O=Example"."""
CERVER_TLS_PEER_CERTIFICATE: Final = 5
"""The client's certificate in DER form, which may hold any bytes."""
CERVER_TLS_RESUMED: Final = 6
""""1" when the client came back with a ticket of an earlier session, else nothing."""
CerverOutcome: TypeAlias = int
"""Result of a published function: 0 on success, 1 on failure; the last error says why."""
CerverImageType: TypeAlias = int
"""Kind of an image: one of the `IMAGE_TYPE_` constants."""
CerverStatus: TypeAlias = int
"""Result of a call: 0 is success, every other value one of the `CERVER_ERROR_` constants."""
CerverHttpAccessLogFormat: TypeAlias = int
"""Form of the access log: one of the `HTTP_ACCESS_LOG_` constants."""
CerverHttpRouteAuthType: TypeAlias = int
"""How clients show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants."""
CerverJwtAlgorithm: TypeAlias = int
"""How tokens are signed (RFC 7518 section 3): one of the `JWT_ALG_` constants."""
CerverHttpRouteModifier: TypeAlias = int
"""What a route does with bodies: one of the `HTTP_ROUTE_MODIFIER_` constants."""
CerverHttpHeader: TypeAlias = int
"""A header of the table: one of the `HTTP_HEADER_` constants."""
CerverContentType: TypeAlias = int
"""A content type of the table: one of the `HTTP_CONTENT_TYPE_` constants."""
CerverHttpStatus: TypeAlias = int
"""Status code of a response: one of the `HTTP_STATUS_` constants, or any other number; an answer has 200 to 599."""
CerverMultiPartType: TypeAlias = int
"""What a part of a multipart request is: one of the `MULTI_PART_TYPE_` constants."""
CerverReceiveType: TypeAlias = int
"""Who has sent what came: one of the `CERVER_RECEIVE_TYPE_` constants."""
CerverRequestMethod: TypeAlias = int
"""HTTP request method (RFC 9110 section 9, RFC 5789): one of the `REQUEST_METHOD_` constants."""
CerverHttpRequestIds: TypeAlias = int
"""Whether requests get ids: one of the `HTTP_REQUEST_IDS_` constants."""
CerverEventKind: TypeAlias = int
"""What happened: one of the `CERVER_EVENT_` constants. Later versions add kinds: ignore what you do not know."""
CerverCloseReason: TypeAlias = int
"""Why a connection ended: one of the `CERVER_CLOSED_` constants; 0 in events of other kinds."""
CerverHttpWebSocketError: TypeAlias = int
"""Why a WebSocket connection fails: one of the `HTTP_WEB_SOCKET_ERROR_` constants."""
CerverLogOutputType: TypeAlias = int
"""Where lines of the log go: one of the `LOG_OUTPUT_TYPE_` constants."""
CerverLogTimeType: TypeAlias = int
"""What of the time stands before each line: one of the `LOG_TIME_TYPE_` constants."""
CerverLogType: TypeAlias = int
"""What a line of the log is about: one of the `LOG_TYPE_` constants. A number outside the list is taken as
LOG_TYPE_NONE.
"""
CerverLogLevel: TypeAlias = int
"""Which lines of the library's own are written: one of the `CERVER_LOG_LEVEL_` constants, each with those before it."""
CerverPacketType: TypeAlias = int
"""What a packet is: one of the `PACKET_TYPE_` constants."""
CerverType: TypeAlias = int
"""What a server speaks: one of the `CERVER_TYPE_` constants."""
CerverProtocol: TypeAlias = int
"""Transport protocol: one of the `PROTOCOL_` constants (the numbers of IP, RFC 790)."""
CerverHandlerType: TypeAlias = int
"""Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants."""
CerverFraming: TypeAlias = int
"""How bytes that come are cut into CERVER_EVENT_DATA: one of the `CERVER_FRAMING_` constants."""
CerverJobQueueType: TypeAlias = int
"""What a queue holds: one of the `JOB_QUEUE_TYPE_` constants."""
CerverWorkerState: TypeAlias = int
"""What a worker does: one of the `WORKER_STATE_` constants."""
CerverTlsClientAuth: TypeAlias = int
"""Whether clients show certificates: one of the `CERVER_TLS_CLIENT_AUTH_` constants."""
CerverTlsVersion: TypeAlias = int
"""A version of TLS: one of the `CERVER_TLS_VERSION_` constants."""
CerverTlsFact: TypeAlias = int
"""What a TLS session tells: one of the `CERVER_TLS_` constants below."""
CerverBsem: TypeAlias = int
"""A binary semaphore: 0 or 1. A handle, valid from bsem_new() until bsem_delete()."""
CerverClient: TypeAlias = int
"""A client of a packet server. A handle, valid from its connection to the end of that; after that it is stale and never
means another client.
"""
CerverCond: TypeAlias = int
"""A condition that threads wait for. A handle, valid from thread_cond_new() until thread_cond_delete(); not a
pthread_cond_t.
"""
CerverConnection: TypeAlias = int
"""A connection of a stream server. A handle, valid from its CERVER_EVENT_OPENED to its CERVER_EVENT_CLOSED; after that it
is stale and never means another connection.
"""
CerverHandler: TypeAlias = int
"""A handler of packets. A handle: the program's from handler_create() to handler_delete(), or until a server takes it
over, which frees it in cerver_teardown().
"""
CerverHttp: TypeAlias = int
"""The HTTP side of a server of type CERVER_TYPE_WEB. A handle, valid as long as the server's."""
CerverHttpJwt: TypeAlias = int
"""A token that is being made (RFC 7519). A handle of the caller's, valid until http_cerver_auth_jwt_delete()."""
CerverHttpReceive: TypeAlias = int
"""The way back to the client of one request. A handle, valid until the handler returns or, after http_receive_detach(),
until the request has its answer.
"""
CerverHttpRequest: TypeAlias = int
"""A request. A handle, valid until its handler returns or, after http_receive_detach(), until it has its answer."""
CerverHttpResponse: TypeAlias = int
"""A response. A handle of the caller's, valid until http_response_delete() or http_response_return(). It does not
belong to a request: the same response may be sent many times.
"""
CerverHttpRoute: TypeAlias = int
"""A route. A handle of the caller's until it is registered or becomes a child, of the server's or parent's from then
on; valid until the server's teardown or http_route_delete().
"""
CerverHttpStaticPath: TypeAlias = int
"""A folder whose files are served. A handle, valid until it is removed or the server is torn down."""
CerverJobHandler: TypeAlias = int
"""Data for the handler of a queue. A handle, valid from job_handler_new(), job_handler_create(), job_handler_get() or
job_queue_pull() until it is given to job_handler_delete(), job_handler_return() or job_queue_push().
"""
CerverJobQueue: TypeAlias = int
"""A queue of jobs or handlers, first in, first out. A handle, valid from job_queue_new() or job_queue_create() until
job_queue_delete().
"""
CerverMultiPart: TypeAlias = int
"""A part of a multipart request: a field or a file. A handle, valid until the request ends."""
CerverMutex: TypeAlias = int
"""A mutex. A handle, valid from thread_mutex_new() until thread_mutex_delete(); not a pthread_mutex_t."""
CerverOrphan: TypeAlias = int
"""A server that cerver_network_save() has taken away from the program: it keeps its listener, its client and what waits for
either, and refers to nothing of the program. A handle, valid until cerver_network_restore() or cerver_orphan_delete().
"""
CerverPacketConnection: TypeAlias = int
"""The connection of a client of a packet server. A handle, valid as long as the connection."""
CerverPairs: TypeAlias = int
"""The decoded pairs of a query or of a form. A handle, valid until the request ends."""
CerverServer: TypeAlias = int
"""A server: listeners, connections and the threads that turn them. A handle, valid from cerver_create() until
cerver_teardown() returns.
"""
CerverTls: TypeAlias = int
"""One side of TLS with its files read, for cerver_adopt_tls() and cerver_connect_tls_with(). A handle, valid until
cerver_tls_delete(); any number of connections of any servers may be secured with it.
"""
CerverWorker: TypeAlias = int
"""A thread with a queue of jobs, first in, first out. A handle, valid from worker_create() until worker_delete()."""
class CerverString(StringMethods, Structure):
    """A text of a request: real memory of the library's, valid until the request ends. `str` has a NUL after `len` bytes
    and may have others before it.
    """
    max_len: int
    len: int
    str: builtins.bytes | None
class CerverHttpOrigin(Structure):
    """An origin: a text of the program's, made by http_origin_new(). Whoever fills it in keeps the text as long as the origin is
    used.
    """
    len: int
    value: builtins.bytes | None
class CerverHttpErrorPage(Structure):
    """An error that the library is about to answer. All texts end with a NUL and are valid until the function returns.
    Later versions add members at the end only: `size` tells how many there are.
    """
    size: int
    status: int
    accepted: int
    text: builtins.bytes | None
    method: builtins.bytes | None
    path: builtins.bytes | None
    request_id: builtins.bytes | None
class CerverReceive(Structure):
    """What a request came by, as programs written for cerver's C framework see it. The library's memory, only to be read."""
    type: int
    cerver: builtins.int | None
    socket: builtins.int | None
    connection: builtins.int | None
    client: builtins.int | None
    admin: builtins.int | None
    lobby: builtins.int | None
class CerverEvent(EventMethods, Structure):
    """One event. 64 bytes, for good."""
    kind: int
    reason: int
    connection: builtins.int | None
    tag: int
    data: builtins.int | None
    size: int
    code: int
    id: int
    reserved: int
class CerverClientStats(Structure):
    """Counters of a client. Later versions add members at the end only: `size` tells how many the caller knows."""
    size: int
    packets_received: int
    bytes_received: int
    packets_sent: int
    bytes_sent: int
class CerverPacketHeader(Structure):
    """The first 32 bytes of a packet, as they are on the wire (little-endian)."""
    packet_type: int
    packet_size: int
    handler_id: int
    request_type: int
    sock_fd: int
class CerverProtocolVersion(Structure):
    """A version of a protocol."""
    major: int
    minor: int
class CerverPacketVersion(Structure):
    """Which protocol, and which version of it."""
    protocol_id: int
    protocol_version: CerverProtocolVersion
class CerverPacket(PacketMethods, Structure):
    """A packet: memory that the program reads, and may write to while it owns the packet.

    One from packet_new() or packet_create() is the program's until packet_delete(). One that a handler gets is the
    library's: it is to be read only, on the thread that runs the handler, until the handler returns. Handed to a function,
    the pointer is looked up before it is followed: one of neither kind is an error. Two threads must not use one packet at
    the same time.
    """
    cerver: builtins.int | None
    client: builtins.int | None
    connection: builtins.int | None
    lobby: builtins.int | None
    packet_type: int
    req_type: int
    data_size: int
    data: builtins.int | None
    data_ptr: builtins.bytes | None
    data_end: builtins.bytes | None
    data_ref: bool
    remaining_data: int
    header: CerverPacketHeader
    version: CerverPacketVersion
    packet_size: int
    packet: builtins.int | None
    packet_ref: bool
class CerverPacketStats(Structure):
    """Packets of a server since its last start, by their type: `PACKET_TYPE_` constants are the places, and 12 is for types
    that there are not. Later versions add members at the end only: `size` tells how many the caller knows.
    """
    size: int
    received: Array[c_uint64]
    sent: Array[c_uint64]
class CerverStats(Structure):
    """Counters of a server since its last start. Later versions add members at the end only: `size` tells how many the
    caller knows.
    """
    size: int
    uptime_ms: int
    accepted: int
    connections: int
    accept_errors: int
    bytes_received: int
    bytes_sent: int
    requests: int
    responses: int
    refused: int
    overloaded: int
    unanswered: int
    handler_panics: int
    timeouts: int
    rejected: int
    ended_early: int
    tls_handshakes: int
    tls_resumed: int
    tls_failed: int
class CerverJob(Structure):
    """A function and what it is called with: memory that the program may read and write while it owns the job.

    A job comes from job_new(), job_create() or job_get(), and belongs to the program until it is given to job_delete(),
    job_return() or job_queue_push(). A queue's job becomes the program's with job_queue_pull() and job_queue_request().
    Handed to a function, the pointer is looked up before it is followed: one that is not the program's is an error. Two
    threads must not use one job at the same time.
    """
    work: CerverWork
    args: builtins.int | None
    id: int
class CerverHandlerData(Structure):
    """What a handler with a thread of its own gets: memory of the library's, valid until it returns."""
    handler_id: int
    data: builtins.int | None
    packet: _Pointer[CerverPacket]
class CerverUpdate(Structure):
    """What an update function gets: memory of the library's, valid until it returns."""
    cerver: builtins.int | None
    args: builtins.int | None
class CerverAction(CFuncPtr):
    """A function of the program with one argument; what that is says who calls it."""
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverDataCreate(CFuncPtr):
    """Makes the data of a handler."""
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverHttpAccessLogFunction(CFuncPtr):
    """Takes whole lines of the access log, `length` bytes, which end with a line feed (and have no NUL behind them). They
    are the library's and valid until it returns. `data` is what it was registered with.

    It runs on the threads of the reactors, on several at once when there are several, and holds up the connections of its
    reactor: it must be quick. No lock of the library is held, and it may call any function.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverHttpDecodeData(CFuncPtr):
    """Makes of the claims of a good token what http_request_get_decoded_data() gives; NULL refuses the request with 401.
    `claims` is a text with a NUL, an object of JSON, and valid until the function returns. It runs where handlers run.
    """
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverDelete(CFuncPtr):
    """Frees data that was given to the library together with this function. Called once, on any thread."""
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverHttpAuthenticationHandler(CFuncPtr):
    """Says whether a request may pass: 0 accepts it, anything else refuses it with 401. It may answer itself, and then the
    request does not pass. Both arguments are those of a handler, and it runs where handlers run.

    It must return in the way of C: what a foreign language throws out of it cannot be seen here, and its result is then
    chance. (In Python, register it through the package cerver, not as a ctypes callback of your own: there an
    exception refuses the request.)
    """
    def __init__(self, function: Callable[[int, int], object], /) -> None: ...
class CerverHttpHandler(CFuncPtr):
    """A handler: answers `request` through `receive` with one of the http_response functions.

    Both arguments are valid until it returns, or, after http_receive_detach(), until the request has its answer. When it
    returns without an answer and without detaching, the client gets a 500. It runs where cerver_set_handler_type()
    and cerver_set_thpool_n_threads() say; no lock of the library is held, and it may call any function. It must not
    throw through the library.
    """
    def __init__(self, function: Callable[[int, int], object], /) -> None: ...
class CerverHttpErrorPageFunction(CFuncPtr):
    """Makes an error page: fills `response`, a handle of the library's that is valid until the function returns, with a
    body, a content type and other headers, and returns true; false leaves the page to the library. The status stays that
    of the error. A body of http_response_set_data_ref() that does not live on must be compiled before. `data` is what it
    was registered with.

    It runs on the reactor's thread and holds up the connections of its reactor: it must be quick. No lock of the library
    is held, and it may call any function.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverHttpPartFunction(CFuncPtr):
    """Is told that a part of a form begins or ends; `part` is a handle, valid until the request ends. Name, file name and
    type are known when it begins; http_multi_part_get_size() has the bytes that have come.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverHttpPartBytes(CFuncPtr):
    """Gets the next `len` bytes of a part, never 0; `data` is valid until the function returns."""
    def __init__(self, function: Callable[[int, int, int, int, int], object], /) -> None: ...
class CerverHttpFormEnd(CFuncPtr):
    """Is told that nothing more comes of a form: HTTP_STATUS_OK when it is complete, and an answer is due; HTTP_STATUS_NONE
    when the client has gone, was too slow or broke the framing, so that there is nobody to answer; any other status when a
    rule or a limit is broken, which the library answers with unless the function does: 400, 413, 500, 503 or 507.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverEventHandler(CFuncPtr):
    """A program's function for events. `event` and what it points to are the library's and valid during the call. Called on
    the thread of a reactor, without any lock held; all functions may be called from it, and it must not block: the other
    connections of that reactor wait meanwhile.
    """
    def __init__(self, function: Callable[[int, int], object], /) -> None: ...
class CerverHttpWebSocketEvent(CFuncPtr):
    """A function for a connection's events without data. `receive` is the connection's handle, valid up to the end of the
    function of http_route_set_ws_on_close(). It runs where the server's handlers run, without any lock of the library
    held; the functions of one connection run one after the other.
    """
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverHttpWebSocketClose(CFuncPtr):
    """A function for the end of a connection. `reason` is what the client gave as its reason, empty when it gave none; it is
    the library's and valid during the call. Else as CerverHttpWebSocketEvent.
    """
    def __init__(self, function: Callable[[int, int], object], /) -> None: ...
class CerverHttpWebSocketMessage(CFuncPtr):
    """A function for messages. `msg` has `len` bytes, behind which stands a NUL; it is the library's and valid during the
    call. Else as CerverHttpWebSocketEvent.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverHttpWebSocketFailure(CFuncPtr):
    """A function for the failure of a connection. Else as CerverHttpWebSocketEvent."""
    def __init__(self, function: Callable[[int, int], object], /) -> None: ...
class CerverLogHandler(CFuncPtr):
    """A program's function for the library's own lines. `type` is LOG_TYPE_ERROR, LOG_TYPE_WARNING, LOG_TYPE_CERVER (what is
    worth knowing) or LOG_TYPE_DEBUG; `text` has no line feed at its end, is the library's and valid during the call. Called
    on the thread that has something to say, of the library or of the program, on several at the same time; it must not
    block. All functions may be called from it; what the library has to say meanwhile on the same thread is written as
    without a function.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverMatcher(CFuncPtr):
    """Finds the end of what is to be read in the `size` bytes at `data`: the number of bytes up to it, or 0 when it is not
    there yet. Called on the thread of a reactor with all bytes that are there, again when more have come.
    """
    def __init__(self, function: Callable[[int, int, int], object], /) -> None: ...
class CerverWork(CFuncPtr):
    """A piece of work: called with the pointer it was handed over with, on a thread of the library."""
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverThreadWork(CFuncPtr):
    """What a thread does; the result is ignored."""
    def __init__(self, function: Callable[[int], object], /) -> None: ...
class CerverRemoveReference(CFuncPtr):
    """Called after each job with the reference of worker_set_reference()."""
    def __init__(self, function: Callable[[int], object], /) -> None: ...
CerverUpdateCb: TypeAlias = CerverAction
CerverUpdateDelete: TypeAlias = CerverDelete
HandlerDataDelete: TypeAlias = CerverAction
HandlerMethod: TypeAlias = CerverAction
HttpDecodeData: TypeAlias = CerverHttpDecodeData
HttpOrigin: TypeAlias = CerverHttpOrigin
HttpRouteAuthType: TypeAlias = CerverHttpRouteAuthType
Packet: TypeAlias = CerverPacket
PacketHeader: TypeAlias = CerverPacketHeader
PacketType: TypeAlias = CerverPacketType
PacketVersion: TypeAlias = CerverPacketVersion
ProtocolVersion: TypeAlias = CerverProtocolVersion
jwt_alg_t: TypeAlias = CerverJwtAlgorithm
def files_create_dir(dir_path: _Text, mode: int, /) -> CerverOutcome:
    """Makes a folder whose parent is there. 0 when it was made, 1 on error, also when the path exists.

    `mode` has the permission bits of chmod(2), from which the process's umask takes some away.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; CERVER_ERROR_STATE when it exists,
    CERVER_ERROR_SYSTEM when it cannot be made.
    """
def files_create_recursive_dir(dir_path: _Text, mode: int, /) -> CerverOutcome:
    """Makes a folder and all folders above it that are missing, with the same mode. 0 when the last one was made, 1 on
    error, also when the path exists.

    Thread: any.
    Errors: those of files_create_dir().
    """
def files_get_file_extension_reference(filename: _Text, ext_len: _Out[c_uint], /) -> bytes | None:
    """The extension of a file's name: what follows the last dot of the last part of a path. NULL without a dot and on error.

    The result points into `filename`. `ext_len` may be NULL; otherwise it gets the length in bytes.

    Thread: any.
    Errors: CERVER_ERROR_NULL for `filename`, CERVER_ERROR_ARGUMENT when it is longer than 64 KiB.
    """
def file_exists(filename: _Text, /) -> bool:
    """Whether there is something at a path, symbolic links followed; false on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; none when nothing is there.
    """
def files_image_type_to_string(type: CerverImageType, /) -> bytes | None:
    """Name of a kind of image: "PNG", "JPEG", "GIF" or "BMP"; "None" for any other number. Static, never NULL.

    Thread: any.
    Errors: none.
    """
def files_image_type_extension(type: CerverImageType, /) -> bytes | None:
    """Usual file name extension of a kind of image without its dot; "undefined" for IMAGE_TYPE_NONE, NULL for a number
    outside the list. Static.

    Thread: any.
    Errors: none.
    """
def files_image_get_type(filename: _Text, /) -> CerverImageType:
    """Kind of an image by the first bytes of the file, which must have more than 24; IMAGE_TYPE_NONE for any other file and
    on error. Only the beginning is looked at: the rest may be broken.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path; CERVER_ERROR_SYSTEM when the file cannot be read.
    """
def files_image_get_type_by_extension(filename: _Text, /) -> CerverImageType:
    """Kind of an image by the text after the last dot of its name: png, jpg, jpeg, bmp or gif in lower case;
    IMAGE_TYPE_NONE for any other and on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL for the name.
    """
def files_image_is_jpeg(filename: _Text, /) -> bool:
    """Whether files_image_get_type() says IMAGE_TYPE_JPEG; false on error.

    Thread: any.
    Errors: those of files_image_get_type().
    """
def files_image_extension_is_jpeg(filename: _Text, /) -> bool:
    """Whether the extension is jpg or jpeg, in lower case; false on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL for the name.
    """
def files_image_is_png(filename: _Text, /) -> bool:
    """Whether files_image_get_type() says IMAGE_TYPE_PNG; false on error.

    Thread: any.
    Errors: those of files_image_get_type().
    """
def files_image_extension_is_png(filename: _Text, /) -> bool:
    """Whether the extension is png, in lower case; false on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL for the name.
    """
def handler_create(handler_method: CFuncPtr | None, /) -> CerverHandler | None:
    """Makes a handler without a number: handler_create_with_id() with -1.

    Thread: any.
    Errors: those of handler_create_with_id().
    """
def handler_create_with_id(id: int, handler_method: CFuncPtr | None, /) -> CerverHandler | None:
    """Makes a handler that calls `handler_method` for packets. With cerver_set_multiple_handlers(), packets with `id` in their
    header come to it.

    It has a thread of its own while its server runs, which calls the function with a CerverHandlerData for one packet after
    the other; handler_set_direct_handle() changes that. Packets that came are handled also when their client has gone.

    Returns a handle of the program's, to be given to a server or to handler_delete(); NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL for the function, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def handler_delete(handler_ptr: _Address, /) -> None:
    """Frees a handler that no server has taken over. Its data stay the program's.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE for a handler of a server, which frees it.
    """
def handler_set_data(handler: CerverHandler | _Null, data: _Address, /) -> None:
    """Data that come with each packet, in CerverHandlerData. The library never looks behind the pointer.

    Thread: any.
    Errors: handle errors.
    """
def handler_set_data_create(handler: CerverHandler | _Null, data_create: CFuncPtr | None, data_create_args: _Address, /) -> None:
    """A function that makes the data: called with `data_create_args` on the thread of the handler's own, before the first
    packet, at each start of the server. NULL = there is none. It counts from the next start on.

    Thread: any.
    Errors: handle errors.
    """
def handler_set_data_delete(handler: CerverHandler | _Null, data_delete: CFuncPtr | None, /) -> None:
    """A function that gets the data, when there are any, on the thread of the handler's own, after the last packet. NULL =
    they stay the program's.

    Thread: any.
    Errors: handle errors.
    """
def handler_set_direct_handle(handler: CerverHandler | _Null, direct_handle: bool, /) -> None:
    """true: the function runs where handlers of the server run (see cerver_set_handler_type()), for one packet of a client
    after the other, and gets the CerverPacket itself; there is no thread of its own, and no data are made. false, the
    default: as handler_create_with_id() says. It counts from the next start on.

    Thread: any.
    Errors: handle errors.
    """
def handler_set_queue_limit(handler: CerverHandler | _Null, limit: int, /) -> CerverStatus:
    """Packets of all clients that may wait for the thread of the handler's own, at least 1; default
    CERVER_DEFAULT_HANDLER_QUEUE. Clients with further ones are not read until there is room. It counts from the next start
    on.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
    """
def http_cerver_set_access_log(http: CerverHttp | _Null, format: CerverHttpAccessLogFormat, path: _Text, /) -> CerverStatus:
    """Writes a line for each request to the end of the file `path`, which is made with the permissions 0640 when it is not
    there; of a named pipe the reader must be there. It takes the place of a log before; the default is none.

    Each reactor writes its lines together, once in a turn, always whole ones and never longer than 4096 bytes, so that
    several servers may share a file or pipe. What a pipe or socket does not take at once is tried again in the next turn;
    a write to a file that took longer than a millisecond is followed by a pause of nine times as long. Lines that do not
    fit into the buffer meanwhile are dropped and counted (see http_cerver_metrics_text()). A request without an answer has the status 499 when
    the client has gone, 444 when its handler closed the connection. What a client sent is escaped.

    Thread: any; it counts from the next start on, the file is opened at once.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the format, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path,
    CERVER_ERROR_SYSTEM when it cannot be opened.
    """
def http_cerver_set_access_log_fd(http: CerverHttp | _Null, format: CerverHttpAccessLogFormat, fd: int, /) -> CerverStatus:
    """The same to what a descriptor refers to: a file (always at its end), a pipe, a socket or a terminal, for example 2.
    The descriptor is duplicated and stays the caller's; flags such as O_NONBLOCK are not set on it.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the format and for what cannot be written.
    """
def http_cerver_set_access_log_function(http: CerverHttp | _Null, format: CerverHttpAccessLogFormat, function: CFuncPtr | None, data: _Address, /) -> CerverStatus:
    """The same to a function. `data` is only handed back; it stays the caller's and must be good until the server's
    teardown.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the format, CERVER_ERROR_NULL for the function.
    """
def http_cerver_disable_access_log(http: CerverHttp | _Null, /) -> CerverStatus:
    """Writes no access log.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_reopen_access_log(http: CerverHttp | _Null, /) -> CerverStatus:
    """Opens the file of the access log by its path again: for a rotation, after the file was renamed. Lines not yet written
    go to the new file. On an error the old one stays in use.

    Thread: any, also while the server runs.
    Errors: handle errors; CERVER_ERROR_NOT_FOUND without a log, CERVER_ERROR_UNSUPPORTED when it has no path,
    CERVER_ERROR_SYSTEM.
    """
def http_cerver_set_access_log_buffer(http: CerverHttp | _Null, size: int, /) -> CerverStatus:
    """Bytes of lines that each reactor keeps while they cannot be written, at least 4096. Default 64 KiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for less.
    """
def http_cerver_enable_admin_routes_authentication(http: CerverHttp | _Null, auth_type: CerverHttpRouteAuthType, /) -> None:
    """How clients of the admin routes show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants; see
    http_route_set_auth(). Default HTTP_ROUTE_AUTH_TYPE_NONE.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def http_cerver_admin_routes_auth_set_decode_data(http: CerverHttp | _Null, decode_data: CFuncPtr | None, delete_decoded_data: CFuncPtr | None, /) -> None:
    """Makes something of the claims of tokens that come to the admin routes; see http_route_set_decode_data(). A function that
    returns NULL refuses the request.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_admin_routes_auth_decode_to_json(http: CerverHttp | _Null, /) -> None:
    """Makes a text of JSON of those claims; see http_route_set_decode_data_into_json().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_admin_routes_set_authentication_handler(http: CerverHttp | _Null, authentication_handler: CFuncPtr | None, /) -> None:
    """The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM on the admin routes; see http_route_set_authentication_handler().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_enable_admin_routes(http: CerverHttp | _Null, enable: bool, /) -> None:
    """Adds routes that tell who runs the server about it, below the route of http_cerver_set_main_route(). All answer GET and HEAD
    with JSON:

    `cerver/info`: name, alias, times and version; `cerver/stats`: the routes with what was collected of each method;
    `cerver/stats/filesystems`: those of http_cerver_register_admin_file_system() in GiB; `cerver/stats/workers`: those of
    http_cerver_register_admin_worker().

    They come before all routes of the program. Who may use them, http_cerver_enable_admin_routes_authentication() says;
    without that, everybody, and each start writes a warning to the log. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_enable_admin_info_route(http: CerverHttp | _Null, enable: bool, /) -> None:
    """Whether `cerver/info` is among them. Default true.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_enable_admin_head_handlers(http: CerverHttp | _Null, enable: bool, /) -> None:
    """Whether Access-Control-Allow-Methods names HEAD. HEAD itself is answered in any case, as wherever GET is (RFC 9110
    section 9.1). Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_enable_admin_options_handlers(http: CerverHttp | _Null, enable: bool, /) -> None:
    """Whether OPTIONS is answered with 204 and the headers of http_cerver_enable_admin_cors_headers(), without authentication:
    browsers ask before they show who they are. Default false: then OPTIONS is answered as for all routes.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_enable_admin_cors_headers(http: CerverHttp | _Null, enable: bool, /) -> None:
    """Whether answers of the admin routes let pages of another origin read them: Access-Control-Allow-Origin with the origin of
    http_cerver_admin_set_origin() or one of the whitelist, Access-Control-Allow-Methods, with authentication
    Access-Control-Allow-Credentials, and to a preflight what http_cerver_set_cors_headers() and
    http_cerver_set_cors_max_age() say. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_admin_set_origin(http: CerverHttp | _Null, domain: _Text, /) -> None:
    """Names the origin whose pages may read the answers, for example "https://admin.example"; at most 255 bytes, copied. "*"
    stands for every page, then without credentials. "" takes it away: then it is those of
    http_cerver_add_origin_to_whitelist().

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, also when it is no origin.
    """
def http_cerver_admin_routes_set_custom_data(http: CerverHttp | _Null, custom_data: _Address, /) -> None:
    """Keeps a pointer of the caller's with the admin routes; see http_route_set_custom_data().

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_admin_routes_set_delete_custom_data(http: CerverHttp | _Null, delete_custom_data: CFuncPtr | None, /) -> None:
    """Function called once with that pointer when the server has been torn down; NULL for none.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_register_admin_file_system(http: CerverHttp | _Null, path: _Text, /) -> None:
    """Adds the file system that `path` is in to those of `cerver/stats/filesystems`. The path is copied.

    Thread: any; it counts at once.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when there is
    nothing at that path, CERVER_ERROR_SYSTEM.
    """
def http_cerver_register_admin_worker(http: CerverHttp | _Null, worker: CerverWorker | _Null, /) -> None:
    """Adds a worker to those of `cerver/stats/workers`: id, name and state. It stays the caller's; once it is deleted it is left
    out.

    Thread: any; it counts at once.
    Errors: handle errors for both.
    """
def http_cerver_all_stats_print(http: CerverHttp | _Null, /) -> None:
    """Prints statistics of the routes since the last start to standard output: for each route and method the requests, the
    time from the head of a request to the end of its answer, the bytes of requests and of the bodies of answers, and of
    forms the files; then the requests that were not complete, had no route, went to the handler of requests without a
    route, or failed to authenticate.

    They are collected with http_cerver_set_route_statistics() or http_cerver_enable_admin_routes().

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_route_statistics(http: CerverHttp | _Null, value: bool, /) -> CerverStatus:
    """Whether times and sizes of the requests of each route are collected, for http_cerver_all_stats_print() and the admin
    route `cerver/stats`. A request then costs two readings of the clock and some counting, and a route about 200 bytes in
    each reactor. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_request_get_basic_user(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The name of `Authorization: Basic` (RFC 7617), decoded; NULL when the request has none that is well formed, and on
    error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_basic_password(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The password of `Authorization: Basic`, decoded; NULL when the request has none that is well formed, and on error. Valid
    until the request ends. Compare it with http_request_check_basic(), or only its hash: how long strcmp(3) takes tells
    how much of it is right.

    Thread: any.
    Errors: handle errors.
    """
def http_request_check_basic(request: CerverHttpRequest | _Null, user: _Text, password: _Text, /) -> bool:
    """Whether the request has `Authorization: Basic` with exactly this name and password; false on error. How long it takes
    tells nothing about how much of them is right.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the texts.
    """
def http_request_get_decoded_data(request: CerverHttpRequest | _Null, /) -> int | None:
    """What http_route_set_decode_data() or http_route_set_decode_data_into_json() has made of the claims of the request's token,
    or the pointer of http_request_set_decoded_data(); NULL before and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_decoded_data(request: CerverHttpRequest | _Null, decoded_data: _Address, /) -> None:
    """Takes the place of the decoded data; what was there is dropped without deleting it. The delete function stays that
    of the data before: set the right one as well.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_delete_decoded_data(request: CerverHttpRequest | _Null, delete_decoded_data: CFuncPtr | None, /) -> None:
    """Function called once with the decoded data when the request ends; NULL for none.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_default_delete_decoded_data(request: CerverHttpRequest | _Null, /) -> None:
    """Frees the decoded data with free(3) when the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_route_set_auth(route: CerverHttpRoute | _Null, auth_type: CerverHttpRouteAuthType, /) -> None:
    """How the clients of the route show who they are: one of the `HTTP_ROUTE_AUTH_TYPE_` constants, for all methods of the
    route; routes below it need their own.

    With HTTP_ROUTE_AUTH_TYPE_BEARER the token is checked before a byte of the body is taken and before the route's
    gate; a request without a good one is answered with 401 and WWW-Authenticate (RFC 6750 section 3). The server does not
    start without a key that checks tokens. With HTTP_ROUTE_AUTH_TYPE_CUSTOM see http_route_set_authentication_handler(),
    without which the server does not start. On a route that changes the protocol only tokens can be asked for.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def http_route_set_decode_data(route: CerverHttpRoute | _Null, decode_data: CFuncPtr | None, delete_decoded_data: CFuncPtr | None, /) -> None:
    """Calls `decode_data` with the claims of each good token; `delete_decoded_data`, which may be NULL, frees what it returns
    when the request ends. NULL for `decode_data` takes it away.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_decode_data_into_json(route: CerverHttpRoute | _Null, /) -> None:
    """Makes the claims of each good token the decoded data: a text with a NUL, an object of JSON as `{"id": 7, "name": "x"}`,
    made by malloc(3) and freed by free(3) when the request ends.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_authentication_handler(route: CerverHttpRoute | _Null, authentication_handler: CFuncPtr | None, /) -> None:
    """The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM; NULL takes it away.

    It is called when the request is complete, right before the handler, and may read all of it. What must be decided
    before the body is taken belongs into http_route_set_gate(). On a route with HTTP_ROUTE_MODIFIER_MULTI_PART and with a
    folder for uploads no file is made before it has accepted the request: until then files wait in memory, and when more bytes
    of them have come than http_cerver_set_waiting_files_limit() says, it is called at once, with the fields that have come.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_auth_challenge(route: CerverHttpRoute | _Null, challenge: _Text, /) -> CerverStatus:
    """What a refusal by the function of http_route_set_authentication_handler() says in WWW-Authenticate (RFC 9110 section
    11.6.1), for example `Basic realm="office"`. Default `Custom`. The text is copied.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for an empty text or one with control characters.
    """
def http_static_path_set_auth(static_path: CerverHttpStaticPath | _Null, auth_type: CerverHttpRouteAuthType, /) -> None:
    """How clients show who they are before they see a file of the folder: one of the `HTTP_ROUTE_AUTH_TYPE_` constants. For who
    has not shown it every path without a route or a file of another folder is 401, whether it has a file or not.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def http_static_path_set_authentication_handler(static_path: CerverHttpStaticPath | _Null, authentication_handler: CFuncPtr | None, /) -> CerverStatus:
    """The function for HTTP_ROUTE_AUTH_TYPE_CUSTOM of a folder; NULL takes it away.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_auth_set_jwt_algorithm(http: CerverHttp | _Null, jwt_alg: CerverJwtAlgorithm, /) -> None:
    """The one algorithm of all tokens: one of the `JWT_ALG_` constants, default JWT_ALG_HS256. What the header of a token
    says never chooses another one.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def http_cerver_auth_set_jwt_priv_key_filename(http: CerverHttp | _Null, filename: _Text, /) -> None:
    """The file of the key that signs tokens: a private key as PEM (PKCS #8, or the older forms of RSA and EC keys), without a
    passphrase; for the HS algorithms the bytes of the file are the secret, with its line ends. The path is copied.

    The file is read by each start, which fails with CERVER_ERROR_ARGUMENT and names the file when it cannot be used. When no
    file of a public key is set, this key also checks.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_cerver_auth_set_jwt_pub_key_filename(http: CerverHttp | _Null, filename: _Text, /) -> None:
    """The file of the key that checks tokens: a public key as PEM; for the HS algorithms the secret, which must be that of
    the other file when both are set. Two keys that do not belong together fail the start.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_cerver_auth_set_jwt_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of a token; a longer one is refused unread, and none is made. Default 8 KiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_auth_set_jwt_leeway(http: CerverHttp | _Null, seconds: int, /) -> CerverStatus:
    """Seconds by which the clocks of those who make tokens may differ from ours: `exp`, `nbf` and `iat` may miss by that.
    Default 0.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_auth_set_jwt_issuer(http: CerverHttp | _Null, issuer: _Text, /) -> CerverStatus:
    """What the claim `iss` of a token must be (RFC 7519 section 4.1.1); NULL, the default, for anything, also nothing. The
    text is copied.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the text.
    """
def http_cerver_auth_set_jwt_audience(http: CerverHttp | _Null, audience: _Text, /) -> CerverStatus:
    """What the claim `aud` of a token must be or contain (RFC 7519 section 4.1.3); NULL, the default, leaves it to the program.
    The text is copied.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the text.
    """
def http_cerver_set_body_rate(http: CerverHttp | _Null, bytes: int, grace_ms: int, /) -> CerverStatus:
    """Bytes per second that a body must bring, on average, after a grace of `grace_ms` milliseconds; a slower one is
    answered with 408. Default 240 and 5000; 0 bytes for any rate. http_cerver_set_body_timeout() limits the whole.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_body_window(http: CerverHttp | _Null, size: int, /) -> CerverStatus:
    """Bytes of a body read by http_request_read_body() that may wait for its handler; while more do, the client is not read.
    Default 256 KiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_modifier(route: CerverHttpRoute | _Null, modifier: CerverHttpRouteModifier, /) -> None:
    """What the route does with bodies and connections: one of the `HTTP_ROUTE_MODIFIER_` constants, which takes an earlier one
    back. With HTTP_ROUTE_MODIFIER_MULTI_PART a `multipart/form-data` body is taken apart while it comes: see
    http_request_multi_parts_get(). Bodies of other types stay as they are. With HTTP_ROUTE_MODIFIER_WEB_SOCKET clients may
    open WebSocket connections: see http_route_set_ws_on_message(). A request that does not ask for one goes to the
    route's handler for GET; without one it is answered with 426.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def http_route_set_body_limit(route: CerverHttpRoute | _Null, limit: int, /) -> CerverStatus:
    """Largest body of requests to this route in bytes, in place of http_cerver_set_body_limit().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_body_timeout(route: CerverHttpRoute | _Null, timeout_ms: int, /) -> CerverStatus:
    """Longest time of a body of this route in milliseconds, in place of http_cerver_set_body_timeout(); 0 for no limit.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_gate(route: CerverHttpRoute | _Null, gate: CFuncPtr | None, /) -> CerverStatus:
    """Sets the gate of the route; NULL takes it away. It sees the head of each request before a byte of its body is read or
    stored and before `100 Continue` is sent, and decides: http_receive_pass() lets the request on to its handler, an
    answer refuses it. When it does neither the client gets a 403, unless it has called http_receive_detach() and one of
    the two follows later.

    It runs where handlers run, for all methods of this route; routes below it need their own.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_stream_body(route: CerverHttpRoute | _Null, pieces: CFuncPtr | None, /) -> CerverStatus:
    """Calls the handler of the route when the head of a request is complete; it reads the body as it comes, with
    http_request_read_body().

    With `pieces`, that function is called, where handlers run, each time bytes wait or the body has ended, for the first
    time after the handler has returned. It must read with a time-out of 0 until nothing is left, and answer at the end.
    With NULL the handler itself must read, which needs a thread that may wait: not a reactor's.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_receive_pass(receive: CerverHttpReceive | _Null, /) -> CerverStatus:
    """Lets the request through the gate of its route: see http_route_set_gate().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when no gate has to decide, CERVER_ERROR_ANSWERED.
    """
def http_request_read_body(request: CerverHttpRequest | _Null, buffer: _Out[c_char], size: int, timeout_ms: int, read: _Out[c_size_t], /) -> CerverStatus:
    """Reads the next bytes of the body into `buffer` of `size` bytes; `read` gets their number, 0 at the end of the body.
    `timeout_ms` is 0 for what is there already, -1 to wait without limit, or milliseconds.

    On a route of http_route_stream_body() the bytes come as the client sends them, on others out of the whole body.

    Thread: any; on a reactor's only with a `timeout_ms` of 0 (CERVER_ERROR_STATE).
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_AGAIN when no byte has come in time, CERVER_ERROR_CLOSED when the
    client has gone before the end of the body.
    """
def http_request_get_trailer(request: CerverHttpRequest | _Null, name: _Text, /) -> _Pointer[CerverString]:
    """Value of a field behind a chunked body by its name, upper and lower case alike (RFC 9110 section 6.5); NULL when there is
    none or the body has not ended, and on error. Fields that must not come so late (Host, Content-Length,
    Authorization and others that decide about routing, framing or access) are never there. Valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the name.
    """
def http_cerver_get(server: CerverServer | _Null, /) -> CerverHttp | None:
    """The HTTP side of a server; NULL on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED when the server is not of type CERVER_TYPE_WEB.
    """
def http_cerver_static_path_add(http: CerverHttp | _Null, static_path: _Text, /) -> CerverHttpStaticPath | None:
    """Serves the files below the folder `static_path` for GET and HEAD requests that match no route, by the path of the
    request; that of a folder means its index.html. What begins with a dot is not served, and nothing outside the
    folder. Conditional requests and ranges are answered (RFC 9110 sections 13 and 14); the http_static_path_set
    functions have the options.

    The text is copied; folders are tried in the order of addition. Returns a handle of the library's, NULL on error.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when the
    folder does not exist.
    """
def http_receive_public_path_remove(http: CerverHttp | _Null, static_path: _Text, /) -> int:
    """Removes the folder that was added with exactly this text. 0 on success, 1 on error.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NOT_FOUND.
    """
def http_cerver_route_register(http: CerverHttp | _Null, route: CerverHttpRoute | _Null, /) -> None:
    """Adds a route with its children. The server owns it from now on: its handle stays valid until the teardown.

    Routes are tried in the order of registration; the first that matches wins.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent already.
    """
def http_cerver_set_main_route(http: CerverHttp | _Null, route: CerverHttpRoute | _Null, /) -> None:
    """Names the top-level route below which routes of the library itself are added: http_cerver_enable_admin_routes().
    Without it that is the first one registered, and "/" when there is none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_catch_all_route(http: CerverHttp | _Null, catch_all_route: CFuncPtr | None, /) -> None:
    """Handler of requests that match no route; takes the place of the answer 404.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL for the handler.
    """
def http_cerver_set_not_found_handler(http: CerverHttp | _Null, /) -> None:
    """Answers requests that match no route with 404 and `{"error": "Not found!"}`. The default; takes a catch-all handler
    out.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_not_found_route(http: CerverHttp | _Null, not_found: CFuncPtr | None, /) -> None:
    """Handler of requests that match no route; it comes before a catch-all handler and should answer 404 itself.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL for the handler.
    """
def http_cerver_get_custom_data(http: CerverHttp | _Null, /) -> int | None:
    """The pointer of http_cerver_set_custom_data(), NULL before it and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_custom_data(http: CerverHttp | _Null, custom_data: _Address, /) -> None:
    """Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
    set. A pointer set before is dropped without deleting it.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_delete_custom_data(http: CerverHttp | _Null, delete_custom_data: CFuncPtr | None, /) -> None:
    """Function called once with the custom data when the server has been torn down; NULL for none.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_default_delete_custom_data(http: CerverHttp | _Null, /) -> None:
    """Frees the custom data with free(3) when the server has been torn down.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_add_responses_header(http: CerverHttp | _Null, type: CerverHttpHeader, value: _Text, /) -> int:
    """Adds a header to every response that does not have one of that type itself. 0 on success, 1 on error.

    `value` is copied. A second value of the same type takes the place of the first.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table or a value with CR, LF or NUL (RFC 9110
    section 5.5).
    """
def http_cerver_set_body_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Largest body of a request in bytes; a larger one is answered with 413. Default 16 MiB, 0 for no body at all.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_head_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Largest head of a request (request line and header fields) in bytes; a larger one is answered with 431. Default 64
    KiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 256 bytes.
    """
def http_cerver_set_request_line_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Largest request line (method, target and version) in bytes without its CR LF; a larger one is answered with 414.
    Default 16 KiB. The limit of the head counts it, too.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 14 bytes.
    """
def http_cerver_set_chunk_extension_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of all chunk extensions of a request's body together (RFC 9112 section 7.1.1); more are answered with 400.
    Default 4 KiB, 0 for no extension at all.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_trailer_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of the fields behind a chunked body (RFC 9112 section 7.1.2); more are answered with 431. Default 8 KiB, 0
    for no field at all. http_request_get_trailer() reads them.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_header_count_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Largest number of header fields of a request; more are answered with 431. Default 128.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
    """
def http_cerver_set_head_timeout(http: CerverHttp | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time from the first byte of a request to the end of its head, in milliseconds; later it is answered with 408. Default
    10 s, 0 for no limit.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_body_timeout(http: CerverHttp | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time from the end of a request's head to the end of its body, in milliseconds; later it is answered with 408. Default
    120 s, 0 for no limit.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_answer_timeout(http: CerverHttp | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time a handler, or the owner of a detached request, has to answer, in milliseconds; later the client gets 503 and the
    connection is closed. Default 300 s, 0 for no limit.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_compression(http: CerverHttp | _Null, value: bool, /) -> CerverStatus:
    """Compresses responses (RFC 9110 section 8.4) for clients that accept a coding the library was built with: gzip, and
    with its features br and zstd. Off by default; http_route_set_compression() says otherwise for single routes.

    Compressed is what is text by its Content-Type and neither coded already nor partial, nor forbidden to be changed by
    Cache-Control: no-transform. Such a response has Vary: Accept-Encoding whether the client accepts a coding or not, and
    an ETag that is strong becomes weak when the body is coded. A complete body is compressed on the thread that sends the
    response; each http_receive_stream_write() is flushed, so that the client can read it at once.

    Where a response holds a secret together with text that a client chose, the compressed length tells something of the
    secret (BREACH): switch compression off for such routes.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_compression_level(http: CerverHttp | _Null, level: int, /) -> CerverStatus:
    """Effort of compression, from 1 (fast) to 9 (small). Default 5.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another level.
    """
def http_cerver_set_compression_sizes(http: CerverHttp | _Null, min: int, max: int, /) -> CerverStatus:
    """Bytes of a complete body from and up to which it is compressed. Defaults 1 KiB and 1 MiB.

    What is shorter gains nothing. What is longer would keep the thread that sends it busy for long, which with handlers
    on the reactor's thread and for files of a static path is the reactor's: 10 to 20 ms for each MiB. Streams have no
    such limits.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT when `min` is above `max`.
    """
def http_cerver_set_compression_streams(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Streamed responses that are compressed at a time; further ones are sent as they are. Default 1024, 0 for none.

    Each takes about 310 KiB for gzip, about 1 MiB for br, less than 3 MiB for zstd.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_compression(route: CerverHttpRoute | _Null, value: bool, /) -> CerverStatus:
    """Switches compression on or off for the responses of a route and of the children below it that have no switch of their
    own, whatever http_cerver_set_compression() says for the others.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_content_type_extension(content_type: CerverContentType, /) -> bytes | None:
    """Usual file name extension of a content type without its dot; "undefined" for a number outside the table. Static,
    never NULL.

    Thread: any.
    Errors: none.
    """
def http_content_type_description(content_type: CerverContentType, /) -> bytes | None:
    """Short name of a content type for people, in parentheses; "undefined" for a number outside the table. Static, never
    NULL.

    Thread: any.
    Errors: none.
    """
def http_content_type_mime(content_type: CerverContentType, /) -> bytes | None:
    """Media type of a content type, for example "application/json"; "undefined" for a number outside the table. Static,
    never NULL.

    Thread: any.
    Errors: none.
    """
def http_content_type_by_mime(mime: _Text, /) -> CerverContentType:
    """Content type whose media type is exactly this text, parameters included; HTTP_CONTENT_TYPE_NONE for another text and
    on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_content_type_by_extension(extension: _Text, /) -> CerverContentType:
    """Content type of a file name extension without its dot, upper and lower case alike; HTTP_CONTENT_TYPE_NONE for another
    text and on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_content_type_mime_by_extension(extension: _Text, /) -> bytes | None:
    """Media type of a file name extension without its dot, upper and lower case alike; NULL for another text and on error.
    Static.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_content_type_is_json(description: _Text, /) -> bool:
    """Whether a media type is that of JSON, upper and lower case alike, without parameters; false on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_content_type_from_filename(filename: _Text, /) -> CerverContentType:
    """Content type of a file by the text after the last dot of its name; HTTP_CONTENT_TYPE_NONE for another text and on
    error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text.
    """
def http_request_get_cookie(request: CerverHttpRequest | _Null, name: _Text, /) -> _Pointer[CerverString]:
    """Value of the first cookie of exactly this name (of several that of the longest path comes first); NULL when the
    request has none, and on error. As the client sent it: not decoded, with its quotes if it has any. Valid until the
    request ends.

    At most 256 cookies of a request are looked at.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the name.
    """
def http_request_get_cookies_count(request: CerverHttpRequest | _Null, /) -> int:
    """Number of cookies of a request, at most 256; 0 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_cookie_name_at_idx(request: CerverHttpRequest | _Null, idx: int, /) -> _Pointer[CerverString]:
    """Name of a cookie, in the order in which they came; `idx` counts from 0. NULL when there are not so many, and on error.
    Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_cookie_value_at_idx(request: CerverHttpRequest | _Null, idx: int, /) -> _Pointer[CerverString]:
    """Value of a cookie, as http_request_get_cookie_name_at_idx() counts them. NULL when there are not so many, and on error.
    Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_response_set_cookie(response: CerverHttpResponse | _Null, name: _Text, value: _Text, attributes: _Text, /) -> CerverStatus:
    """Adds a Set-Cookie header (RFC 6265); a response may have several. All texts are copied.

    `attributes` is a text as it stands in the header, for example "Path=/; Max-Age=3600; Secure; HttpOnly; SameSite=Lax",
    or NULL for none. Known are Path, Domain, Max-Age (seconds), Expires (a date of HTTP), Secure, HttpOnly,
    SameSite=Strict, Lax or None, and Partitioned, in any case and order.

    What a client would not take is refused: a name that is no token, a value with spaces, control characters, commas,
    semicolons, quotes, backslashes or other than ASCII, more than 4096 bytes of both; attributes that are unknown, twice
    there or not well formed; SameSite=None or Partitioned without Secure; names that begin with __Secure- without Secure,
    or with __Host- without Secure and Path=/ or with Domain.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_NULL for name and value.
    """
def http_response_remove_cookie(response: CerverHttpResponse | _Null, name: _Text, attributes: _Text, /) -> CerverStatus:
    """Makes the client forget a cookie: adds a Set-Cookie header with an empty value and an end in the past. Path and Domain
    in `attributes` must be those the cookie was set with, and a prefix of the name wants its attributes here, too; NULL
    for none.

    Thread: any.
    Errors: those of http_response_set_cookie().
    """
def http_cerver_add_origin_to_whitelist(http: CerverHttp | _Null, domain: _Text, /) -> int:
    """Adds an origin to the whitelist of a server: `scheme://host` or `scheme://host:port`, at most 255 bytes, copied, for
    example "https://example.com". It is kept as browsers write origins (the Fetch standard, RFC 6454 section 6.2): in lower
    case and without the usual port. "*" stands for every page. One that is there already is not added again. 0 on success,
    1 on error.

    Handlers use the whitelist with the functions http_response_add_whitelist_cors_header() and its kin;
    http_cerver_set_cors() lets the library do all of it.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, also when it is no origin.
    """
def http_cerver_print_origins_whitelist(http: CerverHttp | _Null, /) -> None:
    """Prints the whitelist to standard output, one origin in a line.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_cors(http: CerverHttp | _Null, enable: bool, /) -> CerverStatus:
    """Whether the library answers for pages of other sites itself (the Fetch standard's CORS protocol). Default false: such pages
    can send simple requests, and read an answer only when its handler lets them.

    Then every answer, also one of the library's own such as 404, has Access-Control-Allow-Origin with the request's Origin
    when that is on the whitelist, and Vary: Origin; with "*" on the whitelist it is "*" for everybody. An answer whose handler
    has set Access-Control-Allow-Origin stays as it is. A preflight (OPTIONS with Origin and
    Access-Control-Request-Method) for a path with a route that has no handler for OPTIONS is answered with 204, the methods
    of the route, and what http_cerver_set_cors_headers() and http_cerver_set_cors_max_age() say; authentication and gates are
    not asked, because browsers ask without showing who they are.

    It does not refuse requests: what a page may not read it may still have caused. (That is what tokens in headers are for.)

    Thread: any; it counts from the next start on, which fails when credentials and "*" come together.
    Errors: handle errors.
    """
def http_cerver_set_cors_credentials(http: CerverHttp | _Null, enable: bool, /) -> CerverStatus:
    """Whether pages of the whitelist may send cookies and read the answer: Access-Control-Allow-Credentials. Default false. Not
    possible together with "*" on the whitelist.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_cors_headers(http: CerverHttp | _Null, headers: _Text, /) -> CerverStatus:
    """The header fields that pages may send (Access-Control-Allow-Headers): names, separated by commas; copied. "" for none
    beside those that browsers always let them. Default "Authorization, Content-Type".

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for more than 4095 bytes or what is no list of names.
    """
def http_cerver_set_cors_exposed_headers(http: CerverHttp | _Null, headers: _Text, /) -> CerverStatus:
    """The header fields of answers that pages may read beside the usual ones (Access-Control-Expose-Headers): names, separated
    by commas; copied. "" for none, the default.

    Thread: any; it counts from the next start on.
    Errors: those of http_cerver_set_cors_headers().
    """
def http_cerver_set_cors_max_age(http: CerverHttp | _Null, seconds: int, /) -> CerverStatus:
    """Seconds for which browsers may keep the answer to a preflight (Access-Control-Max-Age). Default 600; with 0 they ask
    each time.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_response_add_cors_header(response: CerverHttpResponse | _Null, origin: _Text, /) -> int:
    """Lets pages of an origin read the response: Access-Control-Allow-Origin, and Vary: Origin unless it is "*" for every page.
    `origin` as in http_cerver_add_origin_to_whitelist(), or "null"; copied. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for what is no origin, and for "*" with credentials.
    """
def http_response_add_cors_header_from_origin(response: CerverHttpResponse | _Null, origin: _Out[CerverHttpOrigin], /) -> int:
    """The same with the text of an origin.

    Thread: any.
    Errors: those of http_response_add_cors_header().
    """
def http_response_add_whitelist_cors_header(response: CerverHttpResponse | _Null, domain: _Text, /) -> int:
    """The same for an origin that is on the whitelist of a server of this process; 1 for another one, and nothing is added.
    In a program with several servers http_response_add_whitelist_cors_header_from_request() is right: it looks only at the
    whitelist of the server that the request came to.

    Thread: any.
    Errors: those of http_response_add_cors_header(); CERVER_ERROR_NOT_FOUND when it is not on the whitelist.
    """
def http_response_add_whitelist_cors_header_from_origin(response: CerverHttpResponse | _Null, origin: _Out[CerverHttpOrigin], /) -> int:
    """The same as http_response_add_whitelist_cors_header() with the text of an origin.

    Thread: any.
    Errors: those of http_response_add_whitelist_cors_header().
    """
def http_response_add_whitelist_cors_header_from_request(receive: CerverHttpReceive | _Null, response: CerverHttpResponse | _Null, /) -> int:
    """Lets the page that a request came from read the response, when its Origin is on the whitelist of the server. Else, or
    without an Origin, it returns 1 and adds only Vary: Origin, so that no cache gives this answer to that page.

    Thread: any.
    Errors: handle errors for both; CERVER_ERROR_NOT_FOUND when there is no such Origin.
    """
def http_response_add_cors_allow_credentials_header(response: CerverHttpResponse | _Null, /) -> int:
    """Lets pages read the response to a request with cookies: Access-Control-Allow-Credentials with "true". 0 on success, 1 on
    error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT when the response is for "*": browsers would refuse it.
    """
def http_response_add_cors_allow_methods_header(response: CerverHttpResponse | _Null, methods: _Text, /) -> int:
    """Names the methods that pages may use, in the answer to a preflight: Access-Control-Allow-Methods with `methods`, for
    example "GET, POST"; copied. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for what is no list of methods.
    """
def http_cerver_set_error_page(http: CerverHttp | _Null, function: CFuncPtr | None, data: _Address, /) -> CerverStatus:
    """Registers a function that makes error pages in place of the library's; NULL, the default, for none.

    It is asked for everything that the library itself answers with a status of 400 or more: refused requests, missing
    routes and files, wrong methods, handlers that fail or give no answer, time-outs, and
    http_response_error_page_send(). Without it a page is `{"error": "..."}`, HTML for a client whose Accept field
    prefers that (a browser), or plain text. `data` is only handed back; it stays the caller's and must be good until the
    server's teardown.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_response_error_page_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, text: _Text, /) -> int:
    """Answers with the error page for `status`, 400 to 599: the library's, or that of http_cerver_set_error_page(). 0 on
    success, 1 on error. `text` is copied: one sentence for the client's side; an empty one stands for a usual one.

    Thread: any; the page itself is made on the reactor's thread.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_cerver_set_method_errors(http: CerverHttp | _Null, value: bool, /) -> CerverStatus:
    """Whether a request whose path has routes, but none for its method, is told so with 405 and Allow (RFC 9110 section
    15.5.6), or 204 for OPTIONS. Default true; with false it counts as a request without a route.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_close_unanswered(http: CerverHttp | _Null, value: bool, /) -> CerverStatus:
    """Whether the connection is closed without a byte when a handler returns without an answer and without
    http_receive_detach(). Default false: the client gets a 500, because it cannot tell an empty answer from a broken
    network.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_header_string(header: CerverHttpHeader, /) -> bytes | None:
    """Name of a header as it is written, for example "Content-Type"; "Undefined" for a number outside the table. Static,
    never NULL.

    Thread: any.
    Errors: none.
    """
def http_header_description(header: CerverHttpHeader, /) -> bytes | None:
    """One sentence about a header, in parentheses; "(Undefined Header)" for a number outside the table. Static, never NULL.

    Thread: any.
    Errors: none.
    """
def http_header_type_by_string(name: _Text, /) -> CerverHttpHeader:
    """Number of a header by its name, upper and lower case alike; HTTP_HEADER_UNDEFINED for another name and on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the name.
    """
def http_cerver_auth_jwt_new() -> CerverHttpJwt | None:
    """A token without claims; NULL on error. Returns a handle of the caller's.

    Thread: any.
    Errors: CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_cerver_auth_jwt_delete(http_jwt: CerverHttpJwt | _Null, /) -> None:
    """Frees a token. Its handle is stale afterwards, and so are the texts that it gave.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_auth_jwt_add_value(http_jwt: CerverHttpJwt | _Null, key: _Text, value: _Text, /) -> None:
    """Sets a claim to a text. Both texts are copied, whole; a claim that is there already gets the new value.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the texts, CERVER_ERROR_ARGUMENT above 1024 claims.
    """
def http_cerver_auth_jwt_add_value_bool(http_jwt: CerverHttpJwt | _Null, key: _Text, value: bool, /) -> None:
    """Sets a claim to true or false.

    Thread: any.
    Errors: those of http_cerver_auth_jwt_add_value().
    """
def http_cerver_auth_jwt_add_value_int(http_jwt: CerverHttpJwt | _Null, key: _Text, value: int, /) -> None:
    """Sets a claim to a whole number.

    Thread: any.
    Errors: those of http_cerver_auth_jwt_add_value().
    """
def http_cerver_auth_jwt_set_lifetime(http_jwt: CerverHttpJwt | _Null, seconds: int, /) -> CerverStatus:
    """Makes the token end `seconds` from now: sets `iat` to now and `exp` to the end, in seconds since 1970. Without this a
    token is good as long as the key is.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT above 1024 claims.
    """
def http_cerver_auth_generate_bearer_jwt(http: CerverHttp | _Null, http_jwt: CerverHttpJwt | _Null, /) -> int:
    """Signs the token with the server's private key or secret: http_jwt_get_bearer() then has it. The key is the one that the last
    start has read; before the first start its file is read now. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when no key or algorithm is set, CERVER_ERROR_ARGUMENT for a key file that
    cannot be used and for a token longer than http_cerver_auth_set_jwt_limit().
    """
def http_cerver_auth_generate_bearer_jwt_json(http: CerverHttp | _Null, http_jwt: CerverHttpJwt | _Null, /) -> int:
    """The same, and http_jwt_get_json() then has `{"token": "Bearer ..."}`. 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_cerver_auth_generate_bearer_jwt().
    """
def http_cerver_auth_generate_bearer_jwt_json_with_value(http: CerverHttp | _Null, http_jwt: CerverHttpJwt | _Null, key: _Text, value: _Text, /) -> int:
    """The same, and http_jwt_get_json() then has `{"token": "Bearer ...", "key": "value"}`. 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_cerver_auth_generate_bearer_jwt(); CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the texts.
    """
def http_jwt_get_bearer(http_jwt: CerverHttpJwt | _Null, /) -> bytes | None:
    """`Bearer ` and the token, as it goes into an Authorization header; "" before it was made, NULL on error. Valid until it
    is made again or freed.

    Thread: any.
    Errors: handle errors.
    """
def http_jwt_get_bearer_len(http_jwt: CerverHttpJwt | _Null, /) -> int:
    """Length of http_jwt_get_bearer() in bytes; 0 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_jwt_get_json(http_jwt: CerverHttpJwt | _Null, /) -> bytes | None:
    """The token in an object of JSON, for the body of an answer; "" before it was made, NULL on error. Valid until it is made
    again or freed.

    Thread: any.
    Errors: handle errors.
    """
def http_jwt_get_json_len(http_jwt: CerverHttpJwt | _Null, /) -> int:
    """Length of http_jwt_get_json() in bytes; 0 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_keep_alive_requests(http: CerverHttp | _Null, max: int, /) -> CerverStatus:
    """Requests that one connection may make. The answer to the last one says `Connection: close`; what the client has sent
    behind it is not answered. Default 0: no limit.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_retry_after(http: CerverHttp | _Null, seconds: int, /) -> CerverStatus:
    """When a client that got 503 from the library should come again: what the header Retry-After says (RFC 9110 section
    10.2.3), in seconds. Default 1; 0 leaves the header out.

    The library answers 503 when the queue of the pool is full, when no thread or memory is left for a request, and when a
    handler takes longer than http_cerver_set_answer_timeout() allows.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_half_closed_timeout(http: CerverHttp | _Null, timeout_ms: int, /) -> CerverStatus:
    """How long a streamed answer (http_response_stream()) may have nothing to send after its client has ended its side of the
    connection, in milliseconds; then the client counts as gone: the connection is closed, and the next use of the stream
    gives CERVER_ERROR_CLOSED. Default 1000; 0 for ever.

    The end of one side (TCP's FIN) may mean that the client has gone, or that it only has nothing more to ask. As long as
    the stream sends something it goes on: to a client that has gone the first piece comes back as an error. A reset
    connection is noticed at once in any case.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_length_required(route: CerverHttpRoute | _Null, value: bool, /) -> CerverStatus:
    """Whether a route insists on bodies of a length told before: chunked ones are answered with 411 (RFC 9110 section
    15.5.12) then, and nothing of them is read. Default false. It does not count for children.

    A request with neither Content-Length nor Transfer-Encoding has no body (RFC 9112 section 6.3), so it is taken.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_metrics_text(http: CerverHttp | _Null, buffer: _Out[c_char], size: int, length: _Out[c_size_t], /) -> CerverStatus:
    """Writes the metrics of a server with a NUL into `buffer` of `size` bytes, in the text format of Prometheus, version
    0.0.4: requests, those in flight, bytes, connections, refusals by status, time-outs, lines of the access log, and with
    http_cerver_set_route_metrics() requests and a histogram of latencies by route and status.

    `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
    `size` of 0, where `buffer` may be NULL, asks for it; the text may have grown before the next one. The counters begin
    with the last start and are summed over the server's threads while those go on.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT
    when the buffer is too small.
    """
def http_cerver_metrics_json(http: CerverHttp | _Null, buffer: _Out[c_char], size: int, length: _Out[c_size_t], /) -> CerverStatus:
    """The same as a JSON object (RFC 8259).

    Thread: any.
    Errors: as for http_cerver_metrics_text().
    """
def http_cerver_add_metrics_route(http: CerverHttp | _Null, path: _Text, /) -> CerverStatus:
    """Adds a route that answers GET and HEAD with the metrics: as JSON when the client's Accept field prefers
    `application/json`, else as text for Prometheus. `path` is copied. Who may ask is not checked: serve it on an address
    that is not public, or write a route of your own with http_cerver_metrics_text().

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the path.
    """
def http_cerver_set_route_metrics(http: CerverHttp | _Null, value: bool, /) -> CerverStatus:
    """Whether the answers of each route are counted by status and their latency is measured: from the end of the request's
    head to the end of its answer, in buckets of 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 25, 50, 100, 250 and 500 milliseconds, 1,
    2.5, 5 and 10 seconds. A route has about 1 KiB in each reactor, and a request costs two readings of the clock. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_multi_part_is_not_empty(multi_part: CerverMultiPart | _Null, /) -> bool:
    """Whether the part has a name, a file name or content.

    Thread: any.
    Errors: handle errors (false).
    """
def http_multi_part_get_type(multi_part: CerverMultiPart | _Null, /) -> CerverMultiPartType:
    """One of the `MULTI_PART_TYPE_` constants; MULTI_PART_TYPE_NONE on error.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_is_file(multi_part: CerverMultiPart | _Null, /) -> bool:
    """Whether the part is a file: it has a file name, perhaps an empty one.

    Thread: any.
    Errors: handle errors (false).
    """
def http_multi_part_is_value(multi_part: CerverMultiPart | _Null, /) -> bool:
    """Whether the part is no file.

    Thread: any.
    Errors: handle errors (false).
    """
def http_multi_part_get_name(multi_part: CerverMultiPart | _Null, /) -> _Pointer[CerverString]:
    """Name of the form's field; NULL on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_filename(multi_part: CerverMultiPart | _Null, /) -> bytes | None:
    """Harmless part of the file name: ASCII letters, digits, `-`, `_` and `.` of what is behind the last slash, without a
    dot at its start, at most 100 bytes. "" for a part that is no file, NULL on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_filename_len(multi_part: CerverMultiPart | _Null, /) -> int:
    """Length of http_multi_part_get_filename() in bytes.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_original_filename(multi_part: CerverMultiPart | _Null, /) -> _Pointer[CerverString]:
    """The file name as the client wrote it, to show it to people: it may hold anything and must not become part of a path.
    NULL for a part that is no file, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_content_type(multi_part: CerverMultiPart | _Null, /) -> _Pointer[CerverString]:
    """Content type of the part, as the client says; NULL when it says none, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_generated_filename(multi_part: CerverMultiPart | _Null, /) -> bytes | None:
    """Name under which the file was stored in its folder; "" when it was not, NULL on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_generated_filename_len(multi_part: CerverMultiPart | _Null, /) -> int:
    """Length of http_multi_part_get_generated_filename() in bytes.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_set_generated_filename(multi_part: CerverMultiPart | _Null, format: _Text, /, *arguments: Any) -> None:
    """Calls the file of a part by a name that printf(3) makes of `format` and its arguments: only in a function of
    http_cerver_set_uploads_filename_generator(), for the part that is coming.

    Of the name only what is harmless is taken, by the rules of http_multi_part_get_filename() with up to 240 bytes. When a
    file of that name is there, a number is added before the last dot.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the format, CERVER_ERROR_ARGUMENT when nothing is left of the name,
    CERVER_ERROR_STATE for another part or at another time.
    """
def http_multi_part_get_n_reads(multi_part: CerverMultiPart | _Null, /) -> int:
    """In how many pieces the content came.

    Thread: any.
    Errors: handle errors (0).
    """
def http_multi_part_get_total_wrote(multi_part: CerverMultiPart | _Null, /) -> int:
    """Bytes of the content, UINT32_MAX for 4 GiB and more; http_multi_part_get_size() has them all.

    Thread: any.
    Errors: handle errors (0).
    """
def http_multi_part_get_size(multi_part: CerverMultiPart | _Null, /) -> int:
    """Bytes of the content.

    Thread: any.
    Errors: handle errors (0).
    """
def http_multi_part_get_saved_filename(multi_part: CerverMultiPart | _Null, /) -> bytes | None:
    """Path of the stored file, or where it was moved to; "" when it is not on the disk, NULL on error. Valid until the request
    ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_saved_filename_len(multi_part: CerverMultiPart | _Null, /) -> int:
    """Length of http_multi_part_get_saved_filename() in bytes.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_moved_file(multi_part: CerverMultiPart | _Null, /) -> bool:
    """Whether http_multi_part_move_file() has moved the file.

    Thread: any.
    Errors: handle errors (false).
    """
def http_multi_part_get_value(multi_part: CerverMultiPart | _Null, /) -> bytes | None:
    """Content of the part with a NUL behind it, "" for a file on the disk, NULL on error; it may hold others, see
    http_multi_part_get_value_len(). Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_get_value_len(multi_part: CerverMultiPart | _Null, /) -> int:
    """Length of http_multi_part_get_value() in bytes.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_move_file(mpart: CerverMultiPart | _Null, destination_path: _Text, /) -> int:
    """Moves the stored file to a path; a file that is there is replaced, folders are not made. 0 on success, 1 on error.

    Across file systems it is copied beside its new place and then renamed. From now on it is the program's.

    Thread: any; it may take as long as copying the file does.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND when the part
    is not on the disk or the folder does not exist, CERVER_ERROR_SYSTEM.
    """
def http_multi_part_print(mpart: CerverMultiPart | _Null, /) -> None:
    """Prints the part to standard output as http_request_multi_parts_print() does.

    Thread: any.
    Errors: handle errors.
    """
def http_multi_part_headers_print(mpart: CerverMultiPart | _Null, /) -> None:
    """Prints the headers of the part to standard output, as far as they count: Content-Disposition and Content-Type.

    Thread: any.
    Errors: handle errors.
    """
def http_request_choose_type(request: CerverHttpRequest | _Null, offers: _Text, /) -> int:
    """The best of several media types for the client, after its Accept header (RFC 9110 section 12.5.1).

    `offers` are the media types separated by commas, the one that the program likes best first, at most 64:
    "application/json, text/html". Returns the place of the best, counted from 0; -1 when the client takes none of them
    (then cerver_last_error() is not set) and on error. Without an Accept header it is 0. Of offers that the client
    likes equally the one that it names more specifically wins, then the first.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the offers, CERVER_ERROR_ARGUMENT for none or too many.
    """
def http_request_choose_encoding(request: CerverHttpRequest | _Null, offers: _Text, /) -> int:
    """The best of several content codings for the client, after its Accept-Encoding header (RFC 9110 section 12.5.3), for
    programs that have coded bodies ready; http_cerver_set_compression() needs no help.

    `offers` and the result are as for http_request_choose_type(); "identity" stands for no coding: "br, gzip, identity".
    Without the header, and with one that names none of the offers, identity is the best.

    Thread: any.
    Errors: those of http_request_choose_type().
    """
def http_request_choose_language(request: CerverHttpRequest | _Null, offers: _Text, /) -> int:
    """The best of several languages for the client, after its Accept-Language header (RFC 9110 section 12.5.4, RFC 4647).

    `offers` and the result are as for http_request_choose_type(), with language tags: "en, de-CH". A range takes the tags
    that it equals or begins ("en" takes "en-GB") and a longer range the tag that begins it ("de-CH" takes "de"). With -1
    the program's own default is a better answer than an error.

    Thread: any.
    Errors: those of http_request_choose_type().
    """
def http_origin_new() -> _Pointer[CerverHttpOrigin]:
    """An origin without a text; NULL on error. The program's until http_origin_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED.
    """
def http_origin_delete(origin_ptr: _Address, /) -> None:
    """Frees an origin; its text stays the program's.

    Thread: any.
    Errors: handle errors.
    """
def http_origin_get_len(origin: _Out[CerverHttpOrigin], /) -> int:
    """Bytes of the text; -1 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_origin_get_value(origin: _Out[CerverHttpOrigin], /) -> bytes | None:
    """The text, which is the program's; NULL when there is none and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_origin_print(origin: _Out[CerverHttpOrigin], /) -> None:
    """Prints an origin to standard output: `(19) https://example.com`.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL without a text; CERVER_ERROR_ARGUMENT when it is not UTF-8 or its length is below
    0.
    """
def http_query_pairs_get_value(pairs: CerverPairs | _Null, key: _Text, /) -> _Pointer[CerverString]:
    """Value of the first pair with exactly this key, decoded; NULL when there is none (CERVER_ERROR_NOT_FOUND is not set
    for that) and on error.

    Owned by the request and valid until it ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_query_pairs_print(pairs: CerverPairs | _Null, /) -> None:
    """Prints the pairs to standard output, one line each: `[index] - key = value`.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_param_decoded(request: CerverHttpRequest | _Null, name: _Text, /) -> _Pointer[CerverString]:
    """The part of the path that the route captured as ":name", percent-decoded (RFC 3986 section 2.1); NULL when the route has
    no such name, and on error. Valid until the request ends.

    A "%" without two hexadecimal digits behind it stays as it is. The text may hold any bytes, NUL and "/" included: use
    its length.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the name.
    """
def http_route_stream_parts(route: CerverHttpRoute | _Null, begins: CFuncPtr | None, bytes: CFuncPtr | None, ends: CFuncPtr | None, form_ends: CFuncPtr | None, /) -> CerverStatus:
    """Gives the parts of `multipart/form-data` bodies to functions as they come. Bodies of other types are refused with 415.

    Nothing is called before the route is found and its gate has passed. Then the handler of the route is called, when the
    head is complete; then for each part `begins`, `bytes` any number of times, and `ends`; at last `form_ends`, which
    answers. They run where handlers run, one at a time for a form. Each may answer or call http_receive_close(): then
    nothing more is called for this request. `form_ends` is called once in any other case; with HTTP_STATUS_NONE it may run on
    a reactor's thread. `begins`, `bytes` and `ends` may be NULL.

    While a function runs the client is held up once http_cerver_set_body_window() bytes wait, and that time does not count
    against its rate. The limits of parts, names, files and bytes hold (http_cerver_set_part_limit() and its kin). Nothing is
    stored; values of fields are kept in memory, so that http_request_multi_parts_get_value() finds them at the end.

    A request without a body is a form without parts, unless the handler answers it.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL for `form_ends`.
    """
def http_receive_get_cerver(receive: CerverHttpReceive | _Null, /) -> CerverHttp | None:
    """The HTTP side of the server the request came to; NULL on error.

    Thread: any.
    Errors: handle errors.
    """
def http_receive_get_cerver_receive(receive: CerverHttpReceive | _Null, /) -> _Pointer[CerverReceive]:
    """What the request came by; NULL on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_receive_get_sock_fd(receive: CerverHttpReceive | _Null, /) -> int:
    """Descriptor of the client's socket, to ask the system about it. Owned by the library: do not read, write or close it.
    -1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_CLOSED.
    """
def http_receive_detach(receive: CerverHttpReceive | _Null, /) -> CerverStatus:
    """Lets the answer come later, from any thread: the request and this handle stay valid until it is given.

    It must be given, or http_receive_close() called, in any case, also when the client is gone: until then the request
    keeps its memory.

    Thread: any, before the handler returns.
    Errors: handle errors; CERVER_ERROR_STATE when the handler has returned.
    """
def http_receive_close(receive: CerverHttpReceive | _Null, /) -> CerverStatus:
    """Gives no answer: the connection is closed. The request of a detached handle ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ANSWERED.
    """
def http_receive_is_connected(receive: CerverHttpReceive | _Null, /) -> bool:
    """Whether the client can still be reached, as far as the server knows.

    Thread: any.
    Errors: handle errors (false).
    """
def http_receive_get_remote_address(receive: CerverHttpReceive | _Null, buffer: _Out[c_char], size: int, /) -> CerverStatus:
    """Writes the client's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or
    "unix" for a Unix socket. 64 bytes are always enough.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
    """
def http_response_stream(response: CerverHttpResponse | _Null, receive: CerverHttpReceive | _Null, /) -> CerverStatus:
    """Begins an answer whose body comes in pieces: sends the status and headers of `response` now, the body by
    http_receive_stream_write(), its end by http_receive_stream_end().

    The body is chunked for HTTP/1.1 and ends with the connection for HTTP/1.0 (RFC 9112 section 6). The response's own
    data and Content-Length are not sent, and the response stays the caller's. To go on after the handler has returned,
    call http_receive_detach() as well.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_receive_stream_write(receive: CerverHttpReceive | _Null, data: _Data, len: int, /) -> CerverStatus:
    """Sends `len` bytes of a streamed body; copies them. With 0 bytes nothing is sent.

    Thread: any; the pieces of several threads stay whole and go out in the order of the calls.
    Errors: handle errors; CERVER_ERROR_AGAIN above the high mark of cerver_set_send_queue_marks() (nothing was taken),
    CERVER_ERROR_CLOSED when the client is gone, CERVER_ERROR_STATE when no stream was begun.
    """
def http_receive_stream_wait(receive: CerverHttpReceive | _Null, timeout_ms: int, /) -> CerverStatus:
    """Waits until the client has taken enough of a streamed body that its queue is below the low mark. `timeout_ms` is -1
    for no limit, or 0 and more milliseconds.

    Thread: any but a reactor's (CERVER_ERROR_STATE): that one has to do the sending.
    Errors: handle errors; CERVER_ERROR_TIMEOUT, CERVER_ERROR_CLOSED, CERVER_ERROR_STATE.
    """
def http_receive_stream_trailer(receive: CerverHttpReceive | _Null, name: _Text, value: _Text, /) -> CerverStatus:
    """Adds a header field that http_receive_stream_end() sends behind a streamed body (RFC 9110 section 6.5). Both texts are
    copied.

    Such fields are sent in chunks only, so not to HTTP/1.0, and only when the client has said `TE: trailers` or the
    response has a Trailer header that announces them; else they are dropped.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for a text; CERVER_ERROR_ARGUMENT for what is no header name or value, and for
    headers that must come before a body, such as Content-Type or Set-Cookie (section 6.5.1); CERVER_ERROR_CLOSED,
    CERVER_ERROR_STATE when no stream was begun.
    """
def http_receive_stream_end(receive: CerverHttpReceive | _Null, /) -> CerverStatus:
    """Ends a streamed body. The request ends; this handle is stale once the handler, if it still runs, has returned.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_CLOSED, CERVER_ERROR_STATE when no stream was begun.
    """
def http_request_get_method(request: CerverHttpRequest | _Null, /) -> CerverRequestMethod:
    """Method: one of the `REQUEST_METHOD_` constants, REQUEST_METHOD_UNDEFINED for another token and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_method_string(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """Method as the client wrote it, for example "GET"; NULL on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_url(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """Path of the request without its query, not percent-decoded; NULL on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_query(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """Text after the first question mark, not decoded; NULL without one and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_query_params(request: CerverHttpRequest | _Null, /) -> CerverPairs | None:
    """Decoded pairs of the query; NULL without a question mark and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_n_params(request: CerverHttpRequest | _Null, /) -> int:
    """Number of parts of the path that the route captured; 0 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_param_at_idx(request: CerverHttpRequest | _Null, idx: int, /) -> _Pointer[CerverString]:
    """A part of the path that the route captured, not percent-decoded; `idx` counts from 0. NULL when there are not so
    many, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_param(request: CerverHttpRequest | _Null, name: _Text, /) -> _Pointer[CerverString]:
    """The part of the path that the route captured as ":name", not percent-decoded; NULL when the route has no such name,
    and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the name.
    """
def http_request_get_header(request: CerverHttpRequest | _Null, header: CerverHttpHeader, /) -> _Pointer[CerverString]:
    """Value of a header of the table; NULL when the request has none, and on error. Valid until the request ends.

    Of a header that appears more than once the first value counts.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a number outside the table.
    """
def http_request_get_custom_headers_count(request: CerverHttpRequest | _Null, /) -> int:
    """Number of headers of the request that are not in the table; 0 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_custom_header(request: CerverHttpRequest | _Null, header: _Text, /) -> bytes | None:
    """Value of a header by its name, upper and lower case alike (RFC 9110 section 5.1); NULL when the request has none,
    and on error. NUL-terminated, valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the name.
    """
def http_request_get_content_type(request: CerverHttpRequest | _Null, /) -> CerverContentType:
    """Content type of the body: the one whose media type is the whole Content-Type header, otherwise
    HTTP_CONTENT_TYPE_NONE, also on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_content_type_string(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The Content-Type header; NULL without one and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_body(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The whole body, unchanged, whatever its content type; NULL when it is empty, and on error. Valid until the request
    ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_body_values(request: CerverHttpRequest | _Null, /) -> CerverPairs | None:
    """Decoded pairs of a body of the type application/x-www-form-urlencoded (WHATWG URL section 5); NULL for other types
    and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_custom_data(request: CerverHttpRequest | _Null, /) -> int | None:
    """The pointer of http_request_set_custom_data(), NULL before it and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_custom_data(request: CerverHttpRequest | _Null, custom_data: _Address, /) -> None:
    """Keeps a pointer of the caller's with the request. The library never looks behind it; it stays the caller's unless a
    delete function is set. A pointer set before is dropped without deleting it.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_delete_custom_data(request: CerverHttpRequest | _Null, delete_custom_data: CFuncPtr | None, /) -> None:
    """Function called once with the custom data when the request ends; NULL for none.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_default_delete_custom_data(request: CerverHttpRequest | _Null, /) -> None:
    """Frees the custom data with free(3) when the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_query_params_get_value(request: CerverHttpRequest | _Null, key: _Text, /) -> _Pointer[CerverString]:
    """Value of the first pair of the query with exactly this key, decoded; NULL when there is none, and on error. Valid
    until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_request_body_get_value(request: CerverHttpRequest | _Null, key: _Text, /) -> _Pointer[CerverString]:
    """Value of the first pair of the form with exactly this key, decoded; NULL when there is none, and on error. Valid
    until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_request_headers_print(request: CerverHttpRequest | _Null, /) -> None:
    """Prints the request's headers of the table to standard output, one line each: `Name: value`.

    Thread: any.
    Errors: handle errors.
    """
def http_request_headers_print_full(request: CerverHttpRequest | _Null, /) -> None:
    """Prints every header of the table to standard output, those the request does not have as `Name: None`.

    Thread: any.
    Errors: handle errors.
    """
def http_request_query_params_print(request: CerverHttpRequest | _Null, /) -> None:
    """Prints the pairs of the query to standard output, one line each: `[index] - key = value`.

    Thread: any.
    Errors: handle errors.
    """
def http_cerver_set_request_ids(http: CerverHttp | _Null, mode: CerverHttpRequestIds, /) -> CerverStatus:
    """Gives each request an id, which the client finds in X-Request-Id of its answer, the handler with
    http_request_get_id(), and the access log of the format HTTP_ACCESS_LOG_JSON has. A new one has 32 hexadecimal digits
    that cannot be guessed from others.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def http_request_get_id(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """Id of the request; NULL without http_cerver_set_request_ids() and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_trace_parent(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The `traceparent` of the request as the client sent it (W3C Trace Context); NULL when there is none, more than one or
    a malformed one, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_trace_id(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The trace id in the `traceparent` of the request: 32 hexadecimal digits; NULL as above. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_trace_state(request: CerverHttpRequest | _Null, /) -> _Pointer[CerverString]:
    """The `tracestate` of the request, of several fields joined by commas; NULL when there is none, a malformed one or no
    good `traceparent`, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_n_files(request: CerverHttpRequest | _Null, /) -> int:
    """Number of files of a multipart request, at most 255; 0 for another request and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_n_values(request: CerverHttpRequest | _Null, /) -> int:
    """Number of parts of a multipart request that are no files, at most 255; 0 for another request and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_dirname(request: CerverHttpRequest | _Null, /) -> bytes | None:
    """Name of the folder that the request has of its own in the uploads folder; "" when it has none, NULL on error. Valid
    until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_get_dirname_len(request: CerverHttpRequest | _Null, /) -> int:
    """Length of http_request_get_dirname() in bytes.

    Thread: any.
    Errors: handle errors.
    """
def http_request_set_dirname(request: CerverHttpRequest | _Null, format: _Text, /, *arguments: Any) -> None:
    """Puts the files of the request into a folder of its own in the uploads folder, called by what printf(3) makes of
    `format` and its arguments: in a function of http_cerver_set_uploads_dirname_generator(), or later until the first file
    is made. A folder of that name may be there already.

    Of the name only what is harmless is taken: see http_multi_part_set_generated_filename().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the format, CERVER_ERROR_ARGUMENT when nothing is left of the name,
    CERVER_ERROR_STATE at another time.
    """
def http_request_get_current_mpart(request: CerverHttpRequest | _Null, /) -> CerverMultiPart | None:
    """The part that is coming: in the functions of http_cerver_set_uploads_filename_generator() and
    http_route_stream_parts(). NULL at other times and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors.
    """
def http_request_multi_parts_get(request: CerverHttpRequest | _Null, key: _Text, /) -> CerverMultiPart | None:
    """First part with exactly this name; NULL when there is none, and on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_request_multi_parts_get_value(request: CerverHttpRequest | _Null, key: _Text, /) -> bytes | None:
    """Content of the first part with exactly this name, "" for a file on the disk; NULL when there is none, and on error.
    NUL-terminated, valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_request_multi_parts_get_filename(request: CerverHttpRequest | _Null, key: _Text, /) -> bytes | None:
    """Harmless part of the file name of the first part with exactly this name, "" for a part that is no file; NULL when
    there is none, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_request_multi_parts_get_saved_filename(request: CerverHttpRequest | _Null, key: _Text, /) -> bytes | None:
    """Path of the stored file of the first part with exactly this name, "" for a part that is not on the disk; NULL when
    there is none, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the key.
    """
def http_request_multi_parts_iter_start(request: CerverHttpRequest | _Null, /) -> bool:
    """Goes back before the first part; false when there is none, and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_multi_parts_iter_get_next(request: CerverHttpRequest | _Null, /) -> CerverMultiPart | None:
    """The next part, in the order in which they came; NULL behind the last one, and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_request_multi_part_keep_files(request: CerverHttpRequest | _Null, /) -> None:
    """Keeps the stored files when the request ends, whatever http_cerver_set_uploads_delete_when_done() says.

    Thread: any.
    Errors: handle errors.
    """
def http_request_multi_part_discard_files(request: CerverHttpRequest | _Null, /) -> None:
    """Removes every stored file that was not moved, now.

    Thread: any.
    Errors: handle errors.
    """
def http_request_multi_parts_print(request: CerverHttpRequest | _Null, /) -> None:
    """Prints the parts to standard output, one line each: `name = value`, `name: file name -> path` for files.

    Thread: any.
    Errors: handle errors.
    """
def http_request_multi_parts_files_print(request: CerverHttpRequest | _Null, /) -> None:
    """Prints the parts that are files to standard output, one line each: `name: file name -> path`.

    Thread: any.
    Errors: handle errors.
    """
def http_response_get() -> CerverHttpResponse | None:
    """An empty response with status 200; NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_return(response: CerverHttpResponse | _Null, /) -> None:
    """Frees a response: the same as http_response_delete().

    Thread: any.
    Errors: handle errors.
    """
def http_response_delete(res_ptr: _Address, /) -> None:
    """Frees a response made by any function. Its handle is stale afterwards; what was sent is not touched.

    Thread: any.
    Errors: handle errors.
    """
def http_response_create(status: CerverHttpStatus, data: _Data, data_len: int, /) -> CerverHttpResponse | None:
    """A response with a status and `data_len` bytes of body, copied; NULL and 0 for no body. NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_set_status(response: CerverHttpResponse | _Null, status: CerverHttpStatus, /) -> None:
    """Sets the status code, 200 to 599.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT.
    """
def http_response_set_header(response: CerverHttpResponse | _Null, header: _Data, header_len: int, /) -> None:
    """Takes a ready header block of `header_len` bytes that was made by malloc(3): a status line, which may be left out,
    header lines, and an empty line, all with CR LF. They take the place of the status and headers set before;
    Content-Length, Connection, Date and Server stay the library's.

    The library copies it and frees the memory with free(3); on an error it stays the caller's. In a process whose calls
    come from Python through ctypes it stays the caller's in any case: there it is a bytes object. Everywhere else never
    pass memory that malloc(3) did not give: http_response_copy_header().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a block that is not well formed.
    """
def http_response_copy_header(response: CerverHttpResponse | _Null, header: _Data, header_len: int, /) -> CerverStatus:
    """The same as http_response_set_header(), with memory that stays the caller's.

    Thread: any.
    Errors: those of http_response_set_header().
    """
def http_response_add_header(response: CerverHttpResponse | _Null, type: CerverHttpHeader, actual_header: _Text, /) -> int:
    """Sets a header of the table. `actual_header` is its value, copied; a second value of the same type takes the place of
    the first, except for Set-Cookie. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table or a value with CR, LF or another control
    character (RFC 9110 section 5.5), CERVER_ERROR_NULL.
    """
def http_response_add_custom_header(response: CerverHttpResponse | _Null, name: _Text, value: _Text, /) -> CerverStatus:
    """Adds a header by its name. Both texts are copied; a name may be added more than once.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a name that is no token or a value with CR, LF or another control
    character (RFC 9110 section 5), CERVER_ERROR_NULL.
    """
def http_response_add_content_type_header(response: CerverHttpResponse | _Null, type: CerverContentType, /) -> int:
    """Sets Content-Type to the media type of a content type. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a type outside the table.
    """
def http_response_add_content_length_header(response: CerverHttpResponse | _Null, length: int, /) -> int:
    """Sets Content-Length, in bytes. Not needed for a response with data: there the length is known. 0 on success, 1 on
    error.

    Thread: any.
    Errors: handle errors.
    """
def http_response_add_json_headers(response: CerverHttpResponse | _Null, json_len: int, /) -> None:
    """Sets Content-Type to application/json and Content-Length to `json_len` bytes.

    Thread: any.
    Errors: handle errors.
    """
def http_response_set_data(response: CerverHttpResponse | _Null, data: _Data, data_len: int, /) -> None:
    """Takes a body of `data_len` bytes that was made by malloc(3), in place of the one before.

    The library copies it and frees the memory with free(3); on an error it stays the caller's. In a process whose calls
    come from Python through ctypes it stays the caller's in any case: there it is a bytes object. Everywhere else never
    pass memory that malloc(3) did not give: http_response_set_data_ref().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL.
    """
def http_response_set_data_ref(response: CerverHttpResponse | _Null, data: _Data, data_size: int, /) -> int:
    """Refers to a body of `data_size` bytes, in place of the one before. 0 on success, 1 on error.

    The memory stays the caller's and must not change until the response was compiled or sent.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL.
    """
def http_response_compile_header(response: CerverHttpResponse | _Null, /) -> None:
    """Only checks the handle: the header block is built anew by each sending. Calling it is optional.

    Thread: any.
    Errors: handle errors.
    """
def http_response_compile(response: CerverHttpResponse | _Null, /) -> int:
    """Copies a body of http_response_set_data_ref(), so that the caller's memory may change from now on. Optional: sending
    copies it, too. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors.
    """
def http_response_print(response: CerverHttpResponse | _Null, /) -> None:
    """Prints the response to standard output: the status line, the headers that were set, an empty line, the body and a
    line feed. What only the sending adds is missing: Date, Server, Content-Length unless it was set, and the headers of
    http_cerver_add_responses_header().

    Thread: any.
    Errors: handle errors.
    """
def http_response_send(response: CerverHttpResponse | _Null, receive: CerverHttpReceive | _Null, /) -> int:
    """Answers a request with a response; copies it, so it stays the caller's and may be changed, sent again or deleted at
    once. 0 on success, 1 on error.

    Content-Length, Date, Server and the headers of http_cerver_add_responses_header() are added where they are missing.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_send_split(response: CerverHttpResponse | _Null, receive: CerverHttpReceive | _Null, /) -> int:
    """The same as http_response_send() for a response that has a body.

    Thread: any.
    Errors: those of http_response_send(); CERVER_ERROR_STATE without a body.
    """
def http_response_create_and_send(status: CerverHttpStatus, data: _Data, data_len: int, receive: CerverHttpReceive | _Null, /) -> int:
    """Answers a request with a status and `data_len` bytes of body, copied. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_ANSWERED,
    CERVER_ERROR_CLOSED.
    """
def http_response_send_file(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, filename: _Text, /) -> int:
    """Answers a request with a file, its content type by the extension of its name. 0 on success, 1 on error; on an error
    nothing is sent, so that another answer can be given.

    With HTTP_STATUS_OK a GET or HEAD request gets what its conditions and ranges ask for: 206 with parts, 304, 412 or 416
    (RFC 9110 sections 13 and 14).

    A file of up to 8 KiB is read before the call returns. A larger one is opened before that and read later, with
    sendfile(2): when it changes until then, the connection is closed.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NOT_FOUND when there is no such file or when it is a folder or a device,
    CERVER_ERROR_SYSTEM when it cannot be opened or read for another reason (EACCES, EMFILE, EIO and others),
    CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_handle_video(receive: CerverHttpReceive | _Null, filename: _Text, /) -> int:
    """Answers a request with a video: as http_response_send_file() with HTTP_STATUS_OK. A player that asks for ranges gets
    206 with exactly those (RFC 9110 section 14), one that asks for a range that does not exist 416, and a request
    without any the whole file. 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_send_file().
    """
def http_response_render_text(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, text: _Data, text_len: int, /) -> int:
    """Answers a request with `text_len` bytes of text as "text/html; charset=UTF-8", copied. 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_create_and_send().
    """
def http_response_render_json(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, json: _Data, json_len: int, /) -> int:
    """Answers a request with `json_len` bytes of JSON as "application/json", copied and not looked at. 0 on success, 1 on
    error.

    Thread: any.
    Errors: those of http_response_create_and_send().
    """
def http_response_render(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, type: CerverContentType, data: _Data, len: int, /) -> int:
    """Answers a request with `len` bytes of any content type, copied. 0 on success, 1 on error.

    HTTP_CONTENT_TYPE_NONE leaves Content-Type out.

    Thread: any.
    Errors: those of http_response_create_and_send().
    """
def http_response_create_json(status: CerverHttpStatus, json: _Data, json_len: int, /) -> CerverHttpResponse | None:
    """A response with the body `json` of `json_len` bytes, copied and not looked at. A handle of the caller's, NULL on
    error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_create_json_key_value(status: CerverHttpStatus, key: _Text, value: _Text, /) -> CerverHttpResponse | None:
    """A response with the body `{"<key>": "<value>"}`. The value has at most 16 MiB. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_int_value(status: CerverHttpStatus, key: _Text, value: int, /) -> CerverHttpResponse | None:
    """A response with the body `{"<key>": <value>}`, a number. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_int_value_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, key: _Text, value: int, /) -> int:
    """Answers a request with the response of http_response_json_int_value(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_int_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_large_int_value(status: CerverHttpStatus, key: _Text, value: int, /) -> CerverHttpResponse | None:
    """A response with the body `{"<key>": <value>}`, a number. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_large_int_value_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, key: _Text, value: int, /) -> int:
    """Answers a request with the response of http_response_json_large_int_value(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_large_int_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_real_value(status: CerverHttpStatus, key: _Text, value: float, /) -> CerverHttpResponse | None:
    """A response with the body `{"<key>": <value>}`, a number with six decimals; one that is not finite gives null. A
    handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_real_value_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, key: _Text, value: float, /) -> int:
    """Answers a request with the response of http_response_json_real_value(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_real_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_bool_value(status: CerverHttpStatus, key: _Text, value: bool, /) -> CerverHttpResponse | None:
    """A response with the body `{"<key>": <value>}`, true or false. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_bool_value_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, key: _Text, value: bool, /) -> int:
    """Answers a request with the response of http_response_json_bool_value(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_bool_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_msg(status: CerverHttpStatus, msg: _Text, /) -> CerverHttpResponse | None:
    """A response with the body `{"msg": "<msg>"}`. The text has at most 16 MiB. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_msg_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, msg: _Text, /) -> int:
    """Answers a request with the response of http_response_json_msg(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_msg(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_error(status: CerverHttpStatus, error_msg: _Text, /) -> CerverHttpResponse | None:
    """A response with the body `{"error": "<error_msg>"}`. The text has at most 16 MiB. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_error_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, error_msg: _Text, /) -> int:
    """Answers a request with the response of http_response_json_error(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_error(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_key_value(status: CerverHttpStatus, key: _Text, value: _Text, /) -> CerverHttpResponse | None:
    """A response with the body `{"<key>": "<value>"}`. The value has at most 16 MiB. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_key_value_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, key: _Text, value: _Text, /) -> int:
    """Answers a request with the response of http_response_json_key_value(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_key_value(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_custom(status: CerverHttpStatus, json: _Text, /) -> CerverHttpResponse | None:
    """A response with the body `json`, at most 16 MiB, copied and not looked at. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_custom_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, json: _Text, /) -> int:
    """Answers a request with the response of http_response_json_custom(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_custom(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_response_json_custom_reference(status: CerverHttpStatus, json: _Data, json_len: int, /) -> CerverHttpResponse | None:
    """A response with the body `json` of `json_len` bytes. The memory stays the caller's
    and must not change until the response was sent. A handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the status, CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text,
    CERVER_ERROR_MEMORY, CERVER_ERROR_FORKED.
    """
def http_response_json_custom_reference_send(receive: CerverHttpReceive | _Null, status: CerverHttpStatus, json: _Data, json_len: int, /) -> int:
    """Answers a request with the response of http_response_json_custom_reference(). 0 on success, 1 on error.

    Thread: any.
    Errors: those of http_response_json_custom_reference(); handle errors, CERVER_ERROR_ANSWERED, CERVER_ERROR_CLOSED.
    """
def http_route_create(method: CerverRequestMethod, route: _Text, handler: CFuncPtr | None, /) -> CerverHttpRoute | None:
    """Makes a route for one method; http_route_set_handler() adds others.

    `route` is the path, its first slash may be left out; "/" or "" is the root. It is copied. Its parts are separated
    by slashes: ":name" takes any one part and captures it, "*" as the last part takes the rest, also nothing, and
    elsewhere any one part. Spaces and control characters are refused: no path has them. `method` is one of the `REQUEST_METHOD_` constants, not REQUEST_METHOD_UNDEFINED. `handler`
    may be NULL: then the method has none.

    Returns a handle of the caller's, NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_ARGUMENT for the method,
    CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def http_route_set_handler(route: CerverHttpRoute | _Null, method: CerverRequestMethod, handler: CFuncPtr | None, /) -> None:
    """Sets the handler of a method, in place of one before.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the method, CERVER_ERROR_NULL for the handler.
    """
def http_route_child_add(parent: CerverHttpRoute | _Null, child: CerverHttpRoute | _Null, /) -> None:
    """Puts `child` below `parent`: its path is the parent's, a slash, and its own. The parent owns the child from now on.

    Children are tried in the order of addition.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_STATE when the child is registered or has a parent, CERVER_ERROR_ARGUMENT when
    it is above the parent.
    """
def http_route_get_custom_data(route: CerverHttpRoute | _Null, /) -> int | None:
    """The pointer of http_route_set_custom_data(), NULL before it and on error.

    Thread: any.
    Errors: handle errors.
    """
def http_route_set_custom_data(route: CerverHttpRoute | _Null, custom_data: _Address, /) -> None:
    """Keeps a pointer of the caller's. The library never looks behind it; it stays the caller's unless a delete function is
    set. A pointer set before is dropped without deleting it.

    Thread: any.
    Errors: handle errors.
    """
def http_route_set_delete_custom_data(route: CerverHttpRoute | _Null, delete_custom_data: CFuncPtr | None, /) -> None:
    """Function called once with the custom data when the route is freed; NULL for none.

    Thread: any.
    Errors: handle errors.
    """
def http_route_delete(route: CerverHttpRoute | _Null, /) -> None:
    """Frees a route that was never registered and has no parent, with its children. Other routes go with their server.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the route belongs to a server or parent.
    """
def http_static_path_set_max_age(static_path: CerverHttpStaticPath | _Null, seconds: int, /) -> CerverStatus:
    """How long clients may use a file of the folder without asking again, in seconds: `Cache-Control: max-age`. -1, the
    default, sends none; 0 makes them ask each time.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT below -1.
    """
def http_static_path_set_immutable(static_path: CerverHttpStaticPath | _Null, value: bool, /) -> CerverStatus:
    """Whether files of the folder never change under their names: adds `immutable` (RFC 8246) to a `max-age`, so that
    clients do not ask again even when the user reloads. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_static_path_set_listing(static_path: CerverHttpStaticPath | _Null, value: bool, /) -> CerverStatus:
    """Whether a folder without an index.html shows the names of what is in it. Default false: 404.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_static_path_set_listing_limit(static_path: CerverHttpStaticPath | _Null, limit: int, /) -> CerverStatus:
    """Most names that a listing shows. Default 1000.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_static_path_set_dot_files(static_path: CerverHttpStaticPath | _Null, value: bool, /) -> CerverStatus:
    """Whether files and folders are served whose names begin with a dot. Default false: 404.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_static_path_set_precompressed(static_path: CerverHttpStaticPath | _Null, value: bool, /) -> CerverStatus:
    """Whether a client that takes brotli or gzip gets `name.br` or `name.gz` in place of `name` when there is such a file
    that is not older. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_static_path_set_kept_files(static_path: CerverHttpStaticPath | _Null, count: int, /) -> CerverStatus:
    """Files of up to 8 KiB that each reactor keeps in memory as long as those in the folder are still the same: each request
    looks at the file's number, size and times, so a change is served at once. Default 128;
    0 for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_static_path_set_range_limit(static_path: CerverHttpStaticPath | _Null, limit: int, /) -> CerverStatus:
    """Most ranges of one request; one that asks for more gets the whole file. Default 16; 0 for no ranges at all.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_status_string(status: CerverHttpStatus, /) -> bytes | None:
    """Reason phrase of a status code, for example "Not Found"; "Undefined" for a code without one. Static, never NULL.

    Thread: any.
    Errors: none.
    """
def http_route_take_upgrade(route: CerverHttpRoute | _Null, protocol: _Text, handler: CFuncPtr | None, user_data: _Address, /) -> CerverStatus:
    """Lets clients change to a protocol of the program's with GET and `Upgrade: protocol`; the name in any case, perhaps with a
    version behind a slash. The library answers 101; what comes then goes to `handler` as events, with `user_data`, as those
    of cerver_set_event_handler(), and `cerver_connection_` functions answer.

    A request that does not ask for it goes to the route's handler for GET; without one it is answered with 426.

    Thread: any; it counts from the next start on. Both pointers must stay valid until the server's teardown.
    Errors: handle errors; CERVER_ERROR_NULL for the text and the handler, CERVER_ERROR_ARGUMENT when the text is no token.
    """
def http_cerver_set_uploads_path(http: CerverHttp | _Null, uploads_path: _Text, /) -> None:
    """Stores the files of multipart requests below the folder `uploads_path`, which must exist; it is opened now. Without
    one they stay in memory. Only routes with HTTP_ROUTE_MODIFIER_MULTI_PART take multipart bodies apart.

    A file is made when its part begins, under a name of the library's own, with O_EXCL and O_NOFOLLOW, and never before
    the route is found and its gate has passed. It is removed when the request fails, breaks a limit, or the client goes
    away before its handler is called. The reactor's thread writes it: choose a folder on a local disk.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text, CERVER_ERROR_NOT_FOUND,
    CERVER_ERROR_SYSTEM.
    """
def http_cerver_set_uploads_file_mode(http: CerverHttp | _Null, file_mode: int, /) -> None:
    """Permission bits of uploaded files; default 0600.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for other bits than 07777.
    """
def http_cerver_set_uploads_dir_mode(http: CerverHttp | _Null, dir_mode: int, /) -> None:
    """Permission bits of folders that http_cerver_set_default_uploads_dirname_generator() lets the library make; default
    0700.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for other bits than 07777.
    """
def http_cerver_generate_uploads_path(http: CerverHttp | _Null, format: _Text, /, *arguments: Any) -> None:
    """The same with a path that printf(3) makes of `format` and its arguments, cut at 64 KiB.

    Thread: any; it counts from the next start on.
    Errors: those of http_cerver_set_uploads_path(); CERVER_ERROR_NULL for the format.
    """
def http_cerver_set_uploads_filename_generator(http: CerverHttp | _Null, uploads_filename_generator: CFuncPtr | None, /) -> None:
    """Names stored files by a function of the program; NULL takes it away.

    It is called when the headers of a file have come: http_request_get_current_mpart() is that part, and
    http_multi_part_set_generated_filename() names its file. Without that the file is called as it would be without the
    function. It may also answer, which refuses the request: what was stored of it is removed.

    It runs where handlers run. With it, or http_cerver_set_uploads_dirname_generator(), the files are written there too,
    in place of the reactor's thread. Nothing is called without http_cerver_set_uploads_path().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_uploads_dirname_generator(http: CerverHttp | _Null, uploads_dirname_generator: CFuncPtr | None, /) -> None:
    """Names the folder for the files of a request by a function of the program; NULL takes it away.

    It is called once for each request with a multipart body, when its head has come and the gate of its route has passed,
    and names the folder by http_request_set_dirname(). For the rest see http_cerver_set_uploads_filename_generator().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_default_uploads_filename_generator(http: CerverHttp | _Null, /) -> None:
    """Calls stored files `<socket>-<Unix time>-<harmless part of the client's name>`, with a number where that name is
    taken. Without this they are called by 32 random hexadecimal digits. Takes a function of
    http_cerver_set_uploads_filename_generator() away.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_default_uploads_dirname_generator(http: CerverHttp | _Null, /) -> None:
    """Gives each request with files a folder of its own in the uploads folder: `<socket>-<Unix time>`, with a number where
    that name is taken. Takes a function of http_cerver_set_uploads_dirname_generator() away.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_uploads_delete_when_done(http: CerverHttp | _Null, value: bool, /) -> None:
    """Whether files are removed when their request ends, unless http_request_multi_part_keep_files() was called or the file
    was moved. Default false.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_part_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most parts of a multipart body; more are answered with 413. Default 1000.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_part_head_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of the headers of one part; more are answered with 413. Default 8 KiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_part_name_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of the name of a part; more are answered with 413. Default 256.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_field_bytes_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of all parts together that are no files; more are answered with 413. Default 1 MiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_file_count_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most files of a multipart body; more are answered with 413. Default 64.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_file_limits(http: CerverHttp | _Null, each: int, sum: int, /) -> CerverStatus:
    """Most bytes of one uploaded file, and of all of a request; more are answered with 413. Default UINT64_MAX for both:
    the limit of the body counts.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_waiting_files_limit(http: CerverHttp | _Null, limit: int, /) -> CerverStatus:
    """Most bytes of files that wait in memory on a route with http_route_set_authentication_handler(), which may look at fields
    behind a file: with more it is called at once. Default 1 MiB; 0 calls it at the first byte of a file. Before it has accepted
    the request no file is made.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_form_limits(http: CerverHttp | _Null, bytes: int, pairs: int, /) -> CerverStatus:
    """Most bytes and pairs of an application/x-www-form-urlencoded body; more are answered with 413. Default 1 MiB and 1024.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_execute_handler(route: CerverHttpRoute | _Null, value: bool, /) -> None:
    """Calls the route's handler for GET with each handshake before it is answered, when `value` is true; default false. The
    handler sees the request, may keep something with http_request_set_custom_data(), and may refuse by answering, which closes
    the connection. When it returns without an answer, the handshake is accepted.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_open(route: CerverHttpRoute | _Null, on_open: CFuncPtr | None, /) -> None:
    """Sets the function that is called when a connection is open, before any other. NULL for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_close(route: CerverHttpRoute | _Null, on_close: CFuncPtr | None, /) -> None:
    """Sets the function that is called once when a connection is gone, however it ended, after all others. NULL for none.
    http_web_sockets_get_close_code() tells the code in it.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_ping(route: CerverHttpRoute | _Null, on_ping: CFuncPtr | None, /) -> None:
    """Sets the function that is called when a ping has come and was answered. NULL for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_pong(route: CerverHttpRoute | _Null, on_pong: CFuncPtr | None, /) -> None:
    """Sets the function that is called when a pong has come. NULL for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_message(route: CerverHttpRoute | _Null, on_message: CFuncPtr | None, /) -> None:
    """Sets the function that gets the messages of a route with HTTP_ROUTE_MODIFIER_WEB_SOCKET: texts, which are UTF-8, and,
    without http_route_set_ws_on_binary(), all others. NULL for none.

    Handshake, control frames, fragmentation, masking, UTF-8, limits and the closing handshake are the library's work
    (RFC 6455). http_web_sockets_send() answers, from any thread.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_binary(route: CerverHttpRoute | _Null, on_binary: CFuncPtr | None, /) -> None:
    """Sets the function that gets messages that are no texts. NULL for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_drained(route: CerverHttpRoute | _Null, on_drained: CFuncPtr | None, /) -> None:
    """Sets the function that is called when a send that failed with CERVER_ERROR_AGAIN may be tried again. NULL for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_on_error(route: CerverHttpRoute | _Null, on_error: CFuncPtr | None, /) -> None:
    """Sets the function that is called when a connection fails, before that of http_route_set_ws_on_close(). NULL for none.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_ws_protocol_add(route: CerverHttpRoute | _Null, protocol: _Text, /) -> CerverStatus:
    """Adds a subprotocol that the program speaks on this route, a token. The first one in a client's list that was added is
    agreed upon; without one the connection has none.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL for the text, CERVER_ERROR_ARGUMENT when it is no token.
    """
def http_route_ws_origin_add(route: CerverHttpRoute | _Null, origin: _Text, /) -> CerverStatus:
    """Adds an origin whose pages may open connections to this route, as browsers write it: "https://example.org". Once there is
    one, others get 403. Clients that are no browsers tell no origin and may connect. Without any all may.

    A page of any origin can open a connection, and its browser sends the cookies of the user with the handshake: where
    cookies say who it is, name the origins (RFC 6455 section 10.2).

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_NULL for the text.
    """
def http_route_set_ws_compression(route: CerverHttpRoute | _Null, value: bool, /) -> CerverStatus:
    """Switches the compression of this route's messages on or off, whatever http_cerver_set_ws_compression() says.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_route_set_ws_message_limit(route: CerverHttpRoute | _Null, size: int, /) -> CerverStatus:
    """Bytes of one message of this route, in place of http_cerver_set_ws_limits().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_web_sockets_send(receive: CerverHttpReceive | _Null, msg: _Data, len: int, /) -> CerverStatus:
    """Sends a text of `len` bytes, which must be UTF-8, as one message, whole or not at all; it is copied. Never blocks: what
    the system does not take at once waits in the connection's queue.

    Above the high mark of cerver_set_send_queue_marks() nothing is taken: CERVER_ERROR_AGAIN, and the function of
    http_route_set_ws_on_drained() or http_web_sockets_wait() tells when to try again. Messages of several threads stay
    whole.

    Thread: any.
    Errors: handle errors, also when the connection is gone; CERVER_ERROR_NULL for the text, CERVER_ERROR_ARGUMENT when it
    is not UTF-8, CERVER_ERROR_AGAIN, CERVER_ERROR_CLOSED after a close of either side, CERVER_ERROR_STATE for a request that
    is no WebSocket connection.
    """
def http_web_sockets_send_binary(receive: CerverHttpReceive | _Null, msg: _Data, len: int, /) -> CerverStatus:
    """The same for a message of any bytes.

    Thread: any.
    Errors: those of http_web_sockets_send(), but for UTF-8.
    """
def http_web_sockets_ping(receive: CerverHttpReceive | _Null, data: _Data, len: int, /) -> CerverStatus:
    """Sends a ping with `len` bytes, at most 125; the pong brings them back. The library pings by itself what is silent: see
    http_cerver_set_ws_ping().

    Thread: any.
    Errors: those of http_web_sockets_send(); CERVER_ERROR_ARGUMENT for more bytes.
    """
def http_web_sockets_close(receive: CerverHttpReceive | _Null, code: int, reason: _Text, /) -> CerverStatus:
    """Begins the closing handshake with a code, 1000 for the usual end, and a reason of at most 123 bytes of UTF-8, "" for none.
    No message comes or goes after that. Harmless a second time.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the reason; CERVER_ERROR_ARGUMENT for a code that must not be sent (allowed are
    1000 to 1003, 1007 to 1014 and 3000 to 4999) and for the reason; CERVER_ERROR_STATE for a request that is no WebSocket
    connection.
    """
def http_web_sockets_abort(receive: CerverHttpReceive | _Null, /) -> CerverStatus:
    """Cuts the connection off; what is not sent is lost. Harmless a second time.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE for a request that is no WebSocket connection.
    """
def http_web_sockets_wait(receive: CerverHttpReceive | _Null, timeout_ms: int, /) -> CerverStatus:
    """Waits until a send that failed with CERVER_ERROR_AGAIN may be tried again. `timeout_ms` is -1 for no limit, or 0 and
    more milliseconds.

    Thread: any but a reactor's (CERVER_ERROR_STATE): that one has to do the sending.
    Errors: handle errors; CERVER_ERROR_TIMEOUT, CERVER_ERROR_CLOSED, CERVER_ERROR_STATE.
    """
def http_web_sockets_get_request(receive: CerverHttpReceive | _Null, /) -> CerverHttpRequest | None:
    """The request of the handshake: its path, parameters, headers and cookies can be read as long as the connection lives.
    NULL on error.

    Thread: any.
    Errors: handle errors.
    """
def http_web_sockets_get_close_code(receive: CerverHttpReceive | _Null, /) -> int:
    """The code of the client's close frame, for the function of http_route_set_ws_on_close(): 1005 when there was none in it,
    1006 when the connection was lost without a close frame. -1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE before.
    """
def http_cerver_set_ws_limits(http: CerverHttp | _Null, message: int, frame: int, /) -> CerverStatus:
    """Most bytes of one message, uncompressed, and of one frame; a larger one ends its connection with 1009. Default 16 MiB
    each. Memory is taken as the bytes come.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_ws_queue(http: CerverHttp | _Null, size: int, /) -> CerverStatus:
    """Bytes of messages of one connection that may wait for handlers on other threads; while more do, the client is not read.
    Default 256 KiB.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_ws_ping(http: CerverHttp | _Null, interval_ms: int, timeout_ms: int, /) -> CerverStatus:
    """A connection on which nothing comes for `interval_ms` milliseconds gets a ping, and is cut off when nothing comes for
    `timeout_ms` more. Default 30,000 each. With an interval of 0 there are no pings, and the connection is closed after
    cerver_set_idle_timeout().

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_ws_close_timeout(http: CerverHttp | _Null, timeout_ms: int, /) -> CerverStatus:
    """Milliseconds that a client has to answer a close frame before its connection is cut off. Default 5,000.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_ws_compression(http: CerverHttp | _Null, value: bool, /) -> CerverStatus:
    """Compresses messages for clients that offer it: permessage-deflate (RFC 7692). Default false;
    http_route_set_ws_compression() says otherwise for single routes. The limit of messages counts what comes out.

    Where a message holds a secret together with text that a client chose, the compressed length tells something of the
    secret: leave compression off there.

    Thread: any; it counts from the next start on.
    Errors: handle errors.
    """
def http_cerver_set_ws_compression_effort(http: CerverHttp | _Null, level: int, min_size: int, /) -> CerverStatus:
    """Effort of compression, from 1 (fast) to 9 (small), and the bytes below which a message is sent as it is. Defaults 5 and
    64.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another level.
    """
def http_cerver_set_ws_compression_window(http: CerverHttp | _Null, bits: int, keep: bool, /) -> CerverStatus:
    """The window of compression has 2 to the power of `bits` bytes, 9 to 15; default 15. With `keep`, messages may refer to
    those before them, in both directions, unless the client declines: they become smaller, and each connection that has
    sent and received messages keeps up to 300 KiB (with 15 bits). Default false: the memory is that of the threads.

    Thread: any; it counts from the next start on.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number of bits.
    """
def cerver_init() -> None:
    """Prepares the library and opens the log file, when cerver_log_set_output_type() chose one. Optional: every function
    works without it, and it may be called more than once.

    Thread: any.
    Errors: CERVER_ERROR_SYSTEM when the log file cannot be opened.
    """
def cerver_end() -> None:
    """Ends the use of the library: writes what waits for the log file and closes it. Servers, workers and queues that still
    exist are not touched: tear them down first.

    Thread: any.
    Errors: none.
    """
def cerver_version() -> bytes | None:
    """Version of the loaded library, "MAJOR.MINOR.PATCH" (Semantic Versioning 2.0.0).

    The text is static. Compare it with the `CERVER_VERSION_` macros to find out whether header and library agree.

    Thread: any.
    Errors: none.
    """
def cerver_last_error() -> CerverStatus:
    """Code of the last call on this thread that failed; CERVER_OK when none did. A call that succeeds leaves it alone.

    Thread: any; each thread has its own.
    Errors: none.
    """
def cerver_last_error_message() -> bytes | None:
    """Sentence of the last call on this thread that failed: the function's name, then what was wrong. Never NULL; empty
    when there is no error.

    Owned by the library and valid until the next failing call or cerver_clear_last_error() on this thread.

    Thread: any; each thread has its own.
    Errors: none.
    """
def cerver_last_error_number() -> int:
    """The system's number (errno) of what led to the last error of this thread, such as EADDRINUSE; 0 when it has none.

    Thread: any; each thread has its own.
    Errors: none.
    """
def cerver_clear_last_error() -> None:
    """Forgets the last error of this thread: cerver_last_error() is CERVER_OK afterwards.

    Thread: any; each thread has its own.
    Errors: none.
    """
def cerver_status_name(status: CerverStatus, /) -> bytes | None:
    """Name of the constant of a status code, for example "CERVER_ERROR_NULL". Static, never NULL; a number that is no
    status gives "CERVER_ERROR_UNKNOWN".

    Thread: any.
    Errors: none.
    """
def cerver_status_message(status: CerverStatus, /) -> bytes | None:
    """General sentence of a status code. Static, never NULL.

    Thread: any.
    Errors: none.
    """
def cerver_python_builtin(name: _Text, fallback: _Address, /) -> int | None:
    """For bindings of Python: a new built-in function that does what the C function `name` does, several times faster than
    a call through ctypes. NULL when there is none of that name or no Python with the needed functions in the process.

    There are http_response_render, http_response_render_text, http_response_render_json and cerver_connection_send.
    `fallback` is the ctypes function of the same name; calls with other arguments than numbers, a bytes object and a
    length it covers go there.

    And there is pull_events(server, max_wait_ms), cerver_next_events() for Python: a list of tuples (kind, connection,
    data, number), or None on error. Where an event has no connection, its tag is there. The data is bytes, in
    CERVER_EVENT_OPENED the text of the peer's host, or None; the number is the reason of CERVER_EVENT_CLOSED and
    CERVER_EVENT_READY, and of others the code. Python's lock is given up while it waits. `fallback` is a function of the
    same form.

    The result is a reference that belongs to the caller (PyObject *).

    Thread: a thread of Python's that holds the interpreter lock (ctypes: PyDLL).
    Errors: CERVER_ERROR_NULL; CERVER_ERROR_UNSUPPORTED without Python; CERVER_ERROR_NOT_FOUND for another name.
    """
def cerver_log_get_output_type() -> CerverLogOutputType:
    """Where lines of the log go.

    Thread: any.
    Errors: none.
    """
def cerver_log_set_output_type(type: CerverLogOutputType, /) -> None:
    """Chooses where lines of the log go, from the next line on. The file is opened with its first line, or by cerver_init().

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
    """
def cerver_log_set_path(pathname: _Text, /) -> CerverOutcome:
    """Chooses the folder of the log files, "/var/log/cerver" when this was never called. 0 on success, 1 on error.

    The folder is made with mode 0755 when it is missing; its parent must be there. A file is called `<seconds since
    1970>.log` after the moment it is opened, and lines are added to one that exists. A file that is open is closed; the
    next line opens one in the new folder.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the text; CERVER_ERROR_SYSTEM when the folder cannot be made.
    """
def cerver_log_set_update_interval(interval: int, /) -> None:
    """Longest time in seconds that a line waits in memory before it is written to the log file; 0 writes each line at once.
    Default CERVER_DEFAULT_LOG_UPDATE_INTERVAL. 64 KiB of waiting lines are written before that. What waits is also
    written by cerver_end() and when the process ends by exit(3); a process that is killed loses it.

    Thread: any; counts for lines that come later.
    Errors: none.
    """
def cerver_log_time_type_to_string(type: CerverLogTimeType, /) -> bytes | None:
    """Name of a way to show the time: "None", "Time", "Date" or "Both"; NULL for a number outside the list. Static.

    Thread: any.
    Errors: none.
    """
def cerver_log_time_type_description(type: CerverLogTimeType, /) -> bytes | None:
    """Sentence on a way to show the time, for example "Logs with date"; NULL for a number outside the list. Static.

    Thread: any.
    Errors: none.
    """
def cerver_log_get_time_config() -> CerverLogTimeType:
    """What of the time stands before each line.

    Thread: any.
    Errors: none.
    """
def cerver_log_set_time_config(type: CerverLogTimeType, /) -> None:
    """Chooses what of the time stands before each line, from the next line on.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
    """
def cerver_log_set_local_time(value: bool, /) -> None:
    """Whether times are those of the system's time zone (TZ) instead of UTC, the default.

    Thread: any.
    Errors: none.
    """
def cerver_log_set_quiet(value: bool, /) -> None:
    """With true, only lines of the types error, warning and success are written, and those of cerver_log_both(). Default
    false.

    Thread: any.
    Errors: none.
    """
def cerver_log_text(first_type: CerverLogType, second_type: CerverLogType, text: _Text, /) -> None:
    """Writes a line as it is: a `%` in `text` means itself. For texts that come from elsewhere, and for languages that
    cannot call functions with a variable number of arguments. See cerver_log().

    Thread: any.
    Errors: those of cerver_log().
    """
def cerver_log(first_type: CerverLogType, second_type: CerverLogType, format: _Text, /, *arguments: Any) -> None:
    """Writes a line: `[time][FIRST][SECOND]: text`.

    `format` and what follows are those of printf(3); never pass a text of somebody else's as the format. Bytes of any
    encoding are written as they are, a text of more than 64 KiB is cut there. Lines of several threads do not mix.
    Errors and warnings go to standard error, all others to standard output; only a terminal gets colours. When the file
    cannot be opened, lines that were meant for it alone go to the standard streams.

    Thread: any, also in a forked child.
    Errors: CERVER_ERROR_NULL for the format; CERVER_ERROR_ARGUMENT when printf(3) refuses it; CERVER_ERROR_SYSTEM when the
    log file cannot be opened.
    """
def cerver_log_with_date(first_type: CerverLogType, second_type: CerverLogType, format: _Text, /, *arguments: Any) -> None:
    """Writes a line with date and time, whatever cerver_log_set_time_config() says. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_both(first_type: CerverLogType, second_type: CerverLogType, format: _Text, /, *arguments: Any) -> None:
    """Writes a line to the standard streams and, when one is open or chosen, to the file, also while the log is quiet. See
    cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_msg(msg: _Text, /, *arguments: Any) -> None:
    """Writes a line without a type. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_error(msg: _Text, /, *arguments: Any) -> None:
    """Writes a line of the type error. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_warning(msg: _Text, /, *arguments: Any) -> None:
    """Writes a line of the type warning. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_success(msg: _Text, /, *arguments: Any) -> None:
    """Writes a line of the type success. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_debug(msg: _Text, /, *arguments: Any) -> None:
    """Writes a line of the type debug. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_raw(msg: _Text, /, *arguments: Any) -> None:
    """Writes a text without time, type and line feed. See cerver_log().

    Thread: any, also in a forked child.
    Errors: those of cerver_log().
    """
def cerver_log_line_break() -> None:
    """Writes an empty line.

    Thread: any, also in a forked child.
    Errors: CERVER_ERROR_SYSTEM when the log file cannot be opened.
    """
def cerver_log_set_handler(handler: CFuncPtr | None, user_data: _Address, /) -> CerverStatus:
    """Gives the library's own lines to `handler`, with `user_data`, which the library never looks behind. NULL, as at first,
    writes them like those of cerver_log_warning() and its kin: to standard error, unless cerver_log_set_output_type() says
    otherwise.

    A handler that was replaced may still be at work on other threads for a moment.

    Thread: any, also inside a handler.
    Errors: none.
    """
def cerver_log_set_level(level: CerverLogLevel, /) -> CerverStatus:
    """Chooses which lines of the library's own are written, from the next line on. Default CERVER_DEFAULT_LOG_LEVEL. The
    program's own lines are not concerned.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for a number outside the list.
    """
def cerver_network_set_handler(server: CerverServer | _Null, handler: CFuncPtr | None, user_data: _Address, /) -> CerverStatus:
    """Has cerver_network_tick() call `handler` for each event, with `user_data`, which the library never looks behind; NULL = the
    program takes them by cerver_network_next_event(). cerver_network_save() and cerver_park() forget it.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind.
    """
def cerver_network_tick(server: CerverServer | _Null, /) -> int:
    """One step, which never waits: sends what waits to be sent, and calls the handler with what has happened. Returns the number of
    events; 0 also while the server is neither open nor connected; -1 on error.

    The events are CERVER_EVENT_OPENED for a client, CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED for
    cerver_network_connect(), CERVER_EVENT_DATA, CERVER_EVENT_DRAINED, CERVER_EVENT_TLS_FAILED and CERVER_EVENT_CLOSED, with
    the system's number in `code` where the end is an error. What comes and what goes has a tick of its own: nothing else
    happens in it. When the client has ended its side, what the program has sent by then is still delivered.

    The handler may call everything, also cerver_teardown(), cerver_network_save() and cerver_park(); then the tick ends
    with it, and what was not told yet comes after cerver_network_restore().

    Thread: any, one at a time.
    Errors: handle errors; CERVER_ERROR_BUSY inside itself or while another thread is here, CERVER_ERROR_STATE without a
    handler, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
    """
def cerver_network_next_event(server: CerverServer | _Null, event: _Out[CerverEvent], /) -> int:
    """The same without a handler: writes the next event of a tick to `event` and returns 1; 0 when the tick is over, or the server
    is neither open nor connected; -1 on error. The first call after that begins the next tick:

        while (cerver_network_next_event(server, &event) == 1) ...

    Data of an event is the library's, and valid until the next call with this server.

    Thread: any, one at a time.
    Errors: handle errors; CERVER_ERROR_NULL for `event`, CERVER_ERROR_BUSY inside cerver_network_tick() or while another thread
    is here, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
    """
def cerver_network_send(server: CerverServer | _Null, data: _Data, size: int, /) -> CerverStatus:
    """Sends a copy of `size` bytes at `data`, whole or not at all. Never waits: what the system does not take leaves with the
    ticks that follow. Of 0 bytes nothing is sent, and that is CERVER_OK.

    While more than the high mark waits to be sent (256 KiB; cerver_set_send_queue_marks()) nothing is taken: CERVER_ERROR_AGAIN, and
    CERVER_EVENT_DRAINED tells when to try again. A client that takes nothing for 30 seconds (cerver_set_write_timeout()) is
    disconnected.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the data, CERVER_ERROR_STATE without a connection, CERVER_ERROR_AGAIN,
    CERVER_ERROR_CLOSED when the connection has ended, of which the next tick tells, CERVER_ERROR_UNSUPPORTED for a server
    of another kind.
    """
def cerver_network_save(server: CerverServer | _Null, /) -> CerverOrphan | None:
    """Takes a server away from the program, so that a script can be loaded anew. Nothing happens with it meanwhile; its handler
    is forgotten, and its handle is stale from now on. To put it aside under a name in place of a handle, use cerver_park()
    and cerver_unpark().

    Returns a handle of the caller's, for cerver_network_restore() or cerver_orphan_delete(); other functions refuse it. NULL
    on error, and then the server stays as it is.

    Thread: any, also in its handler.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE for one that runs on
    threads of the library.
    """
def cerver_network_restore(orphan: CerverOrphan | _Null, /) -> CerverServer | None:
    """Gives a saved server back to the program, under a new handle that is the caller's, to be given to cerver_teardown(). The handle
    of the saved one is stale from now on; of several callers one gets it. NULL on error.

    No event tells of a client that is there: cerver_network_is_connected() does.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_MEMORY, and then it stays saved.
    """
def cerver_orphan_delete(orphan: CerverOrphan | _Null, /) -> CerverStatus:
    """Closes a saved server that nobody will restore: its client and its listener.

    Thread: any.
    Errors: handle errors.
    """
def cerver_create_network(name: _Text, /) -> CerverServer | None:
    """Makes a server with one client at a time, for a program that turns it by ticks: cerver_network_next_event(), or
    cerver_network_tick() with a handler. The next client waits in the system's queue until the one before has gone.

    It neither listens nor is connected at first: cerver_network_open() or cerver_network_connect() follows. It is a stream
    server, whose options apply; these begin otherwise: one connection, no idle time-out, and no time for a graceful stop.
    Its events are for ticks alone: leave cerver_next_events() and the handler of a stream server to others.
    Returns a handle of the caller's, to be given to cerver_teardown(), which closes the connection and the listener, also
    inside a handler of it; NULL on error.

    Thread: any.
    Errors: those of cerver_create().
    """
def cerver_network_open(server: CerverServer | _Null, address: _Text, port: int, /) -> CerverStatus:
    """Listens on a numeric address (NULL = that of cerver_set_bind_address(), at first all of IPv4) and a port, 0 to 65535, 0 for a
    free one that cerver_get_port() tells. What was open or connected before is closed, without an event.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for an address or port that is none, CERVER_ERROR_ADDRESS when the port
    cannot be listened on, with the system's number (cerver_last_error_number()), CERVER_ERROR_UNSUPPORTED for a server of
    another kind, CERVER_ERROR_SYSTEM.
    """
def cerver_network_connect(server: CerverServer | _Null, host: _Text, port: int, timeout_ms: int, /) -> CerverStatus:
    """Connects as a client, to a name or a numeric address; CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED follows, and
    what is sent meanwhile leaves then. `timeout_ms` is at least 1. What was open or connected before is closed, without an
    event.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a port that is not 1 to 65535 and for no time,
    CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_SYSTEM.
    """
def cerver_network_disconnect(server: CerverServer | _Null, /) -> CerverStatus:
    """Closes the connection when everything is sent, without an event; a server goes on to listen. CERVER_OK also without one.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind.
    """
def cerver_network_has_session(server: CerverServer | _Null, /) -> bool:
    """Whether the handle is that of a server: false for NULL, after cerver_network_save(), cerver_park() and cerver_teardown().
    It says nothing about a client.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
    """
def cerver_network_is_open(server: CerverServer | _Null, /) -> bool:
    """Whether it listens.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
    """
def cerver_network_is_connected(server: CerverServer | _Null, /) -> bool:
    """Whether there is a connection: from its CERVER_EVENT_OPENED or CERVER_EVENT_CONNECTED until the program has been told of its
    CERVER_EVENT_CLOSED, during which it still is.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind (false).
    """
def cerver_network_set_tick_bytes(server: CerverServer | _Null, size: int, /) -> CerverStatus:
    """Bytes that one tick gives, 1 to 16,777,216; default 65536. What else has come stays with the connection until the next one.
    It counts from the next cerver_network_open() or cerver_network_connect() on.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE
    while it is open.
    """
def client_get_id(client: CerverClient | _Null, /) -> int:
    """A number of the client's that no other client has at the same time, and that is not used again soon; 0 on error.

    Thread: any.
    Errors: handle errors.
    """
def client_get_connection(client: CerverClient | _Null, /) -> CerverPacketConnection | None:
    """The connection of a client. NULL on error.

    Thread: any.
    Errors: handle errors.
    """
def client_set_data(client: CerverClient | _Null, data: _Address, delete_data: CFuncPtr | None, /) -> CerverStatus:
    """Gives the client data of the program's. When the client goes, or gets others, they are given to `delete_data`, which
    may be NULL, once: on a thread of the library in the first case.

    Thread: any.
    Errors: handle errors; then nothing is taken.
    """
def client_get_data(client: CerverClient | _Null, /) -> int | None:
    """The data of client_set_data(); NULL when there are none, and on error. They are the program's, which sees to it that
    they are not used after their deletion.

    Thread: any.
    Errors: handle errors.
    """
def client_get_stats(client: CerverClient | _Null, stats: _Out[CerverClientStats], /) -> CerverStatus:
    """Copies the counters of a client into `*stats`, whose `size` the caller has set to sizeof(CerverClientStats).

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
    """
def packet_connection_get_client(connection: CerverPacketConnection | _Null, /) -> CerverClient | None:
    """The client of a connection. NULL on error.

    Thread: any.
    Errors: handle errors.
    """
def packet_connection_close(connection: CerverPacketConnection | _Null, /) -> CerverStatus:
    """Closes a connection when everything is sent; packets that still come are dropped. Harmless a second time.

    Thread: any.
    Errors: handle errors.
    """
def packet_connection_abort(connection: CerverPacketConnection | _Null, /) -> CerverStatus:
    """Closes a connection at once; what is not sent is lost. Harmless a second time.

    Thread: any.
    Errors: handle errors.
    """
def packet_connection_get_remote_address(connection: CerverPacketConnection | _Null, buffer: _Out[c_char], size: int, /) -> CerverStatus:
    """Writes the peer's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or "unix".
    64 bytes are always enough.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
    """
def packet_new() -> _Pointer[CerverPacket]:
    """Makes an empty packet. NULL on error. The program's, to be given to packet_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED.
    """
def packet_create(packet_type: CerverPacketType, req_type: int, data: _Data, data_size: int, /) -> _Pointer[CerverPacket]:
    """Makes a packet with a copy of `data_size` bytes at `data`. NULL on error. The program's, to be given to
    packet_delete().

    Thread: any.
    Errors: CERVER_ERROR_NULL for the data, CERVER_ERROR_ARGUMENT for a type that is none, CERVER_ERROR_FORKED.
    """
def packet_create_request(packet_type: CerverPacketType, req_type: int, /) -> _Pointer[CerverPacket]:
    """Makes a packet without data: packet_create() without any.

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for a type that is none, CERVER_ERROR_FORKED.
    """
def packet_create_ping() -> _Pointer[CerverPacket]:
    """Makes a packet of the type PACKET_TYPE_TEST, which the other side sends back.

    Thread: any.
    Errors: CERVER_ERROR_FORKED.
    """
def packet_delete(packet_ptr: _Address, /) -> None:
    """Frees a packet of the program's, with its data.

    Thread: any.
    Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a pointer that is no packet of the program's (any more), as the one
    that a handler got, CERVER_ERROR_TYPE for a handle.
    """
def packet_set_network_values(packet: _Out[CerverPacket], cerver: CerverServer | _Null, client: CerverClient | _Null, connection: CerverPacketConnection | _Null, lobby: _Address, /) -> None:
    """Says to whom a packet goes: to `connection`, or else to `client`. All but the packet may be NULL, and take the place
    of what was there.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_HANDLE for the packet.
    """
def packet_set_data(packet: _Out[CerverPacket], data: _Data, data_size: int, /) -> int:
    """Puts a copy of `data_size` bytes at `data` in the place of a packet's data. 0 on success, 1 on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
    """
def packet_append_data(packet: _Out[CerverPacket], data: _Data, data_size: int, /) -> int:
    """Appends a copy of `data_size` bytes at `data` to a packet's data. 0 on success, 1 on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
    """
def packet_generate(packet: _Out[CerverPacket], /) -> int:
    """Makes header and data as they are sent: `header`, `packet` and `packet_size` of the packet. packet_send() needs no
    such call before. 0 on success, 1 on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a packet that is not the program's.
    """
def packet_send(packet: _Out[CerverPacket], flags: int, total_sent: _Out[c_size_t], raw: bool, /) -> int:
    """Sends a copy of a packet to its connection, or else to its client: whole or not at all, and without waiting. What the
    system does not take at once waits in the connection's queue; `raw` sends the data without a header. `*total_sent` is
    the number of bytes, and may be NULL; `flags` has no effect. 0 on success, 1 on error.

    The packet is one of the program's, or the one that the handler has which runs on this thread: that one goes back to
    who sent it.

    Thread: any.
    Errors: handle errors for connection and client, CERVER_ERROR_HANDLE also when the client has gone;
    CERVER_ERROR_NULL when the packet has neither, and for the packet; CERVER_ERROR_HANDLE for a pointer that is no packet;
    CERVER_ERROR_AGAIN when too much waits for the client already: see cerver_set_client_send_limit();
    CERVER_ERROR_CLOSED after a close.
    """
def packet_send_request(packet_type: CerverPacketType, request_type: int, cerver: CerverServer | _Null, client: CerverClient | _Null, connection: CerverPacketConnection | _Null, lobby: _Address, /) -> int:
    """Sends a packet without data to `connection`, or else to `client`; one of them, `cerver` and `lobby` may be NULL. 0 on
    success, 1 on error.

    Thread: any.
    Errors: handle errors, CERVER_ERROR_HANDLE also when the client has gone; CERVER_ERROR_NULL when there is neither
    connection nor client; CERVER_ERROR_ARGUMENT for a type that is none; CERVER_ERROR_AGAIN when too much waits for the
    client already, CERVER_ERROR_CLOSED after a close.
    """
def cerver_set_welcome_msg(server: CerverServer | _Null, msg: _Text, /) -> int:
    """A greeting that every client gets in the info packet, the first one of its connection; at most 511 bytes of the text
    are copied, a longer one is cut between two characters. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the text, CERVER_ERROR_UNSUPPORTED
    for a server without packets, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_app_handlers(server: CerverServer | _Null, app_handler: CerverHandler | _Null, app_error_handler: CerverHandler | _Null, /) -> None:
    """Sends packets of the type PACKET_TYPE_APP to `app_handler`, those of PACKET_TYPE_APP_ERROR to `app_error_handler`;
    each may be NULL, and both may be the same. The server takes them over, and frees those that were there before.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE for a handler of another server, and while the server runs;
    CERVER_ERROR_UNSUPPORTED for a server without packets. Then nothing is taken over.
    """
def cerver_set_custom_handler(server: CerverServer | _Null, custom_handler: CerverHandler | _Null, /) -> None:
    """Sends packets of the type PACKET_TYPE_CUSTOM to `custom_handler`, which may be NULL. As cerver_set_app_handlers().

    Thread: any.
    Errors: those of cerver_set_app_handlers().
    """
def cerver_set_multiple_handlers(server: CerverServer | _Null, n_handlers: int, /) -> CerverStatus:
    """Allows for so many handlers with numbers, at most 256: 0 to `n_handlers` - 1. Those that cerver_handlers_add() adds get
    the packets of the type PACKET_TYPE_APP that have their number in the header, in place of the handler of
    cerver_set_app_handlers(). Default 0.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for more than 256, or fewer than were added, CERVER_ERROR_UNSUPPORTED for a
    server without packets, CERVER_ERROR_STATE while it runs.
    """
def cerver_handlers_add(server: CerverServer | _Null, handler: CerverHandler | _Null, /) -> int:
    """Adds a handler with a number, made by handler_create_with_id(); see cerver_set_multiple_handlers(). The server takes it
    over. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a number that the server does not allow, CERVER_ERROR_STATE for one
    that it has, for a handler of a server, and while it runs; CERVER_ERROR_UNSUPPORTED for a server without packets.
    """
def cerver_set_max_received_packet_size(server: CerverServer | _Null, size: int, /) -> None:
    """Largest packet that clients may send, in bytes with its header, at least 32; default
    CERVER_DEFAULT_MAX_RECEIVED_PACKET_SIZE. A client that announces a larger one is told so and closed.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_UNSUPPORTED for a server without packets, CERVER_ERROR_STATE
    while it runs.
    """
def cerver_set_client_packets(server: CerverServer | _Null, limit: int, /) -> CerverStatus:
    """Packets of one client that may be with handlers that do not run on the reactor's thread, waiting or being handled; at
    least 1, default CERVER_DEFAULT_CLIENT_PACKETS. A client with more is not read until one is handled.

    Thread: any.
    Errors: those of cerver_set_max_received_packet_size().
    """
def cerver_set_client_send_limit(server: CerverServer | _Null, size: int, /) -> CerverStatus:
    """Bytes that may wait for a client; default CERVER_DEFAULT_CLIENT_SEND_LIMIT. A packet that finds some waiting and does
    not fit beside them is refused with CERVER_ERROR_AGAIN.

    Thread: any.
    Errors: those of cerver_set_max_received_packet_size().
    """
def cerver_set_packet_timeout(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time from the first byte of a packet to its last one, in milliseconds; 0 for any. Default
    CERVER_DEFAULT_PACKET_TIMEOUT. A client that takes longer is told so and closed.

    Thread: any.
    Errors: those of cerver_set_max_received_packet_size().
    """
def cerver_set_check_packets(server: CerverServer | _Null, check_packets: bool, /) -> None:
    """Whether the data of packets for handlers begin with a CerverPacketVersion; default CERVER_DEFAULT_CHECK_PACKETS. A
    client whose protocol is another one, whose major version is above, or whose minor version is below that of
    cerver_set_packet_version() is told so and closed. Handlers get the data without it.

    Thread: any.
    Errors: those of cerver_set_max_received_packet_size().
    """
def cerver_set_packet_version(server: CerverServer | _Null, protocol_id: int, major: int, minor: int, /) -> CerverStatus:
    """The protocol and its version that cerver_set_check_packets() compares with; default 0, version 0.0.

    Thread: any.
    Errors: those of cerver_set_max_received_packet_size().
    """
def cerver_get_packet_stats(server: CerverServer | _Null, stats: _Out[CerverPacketStats], /) -> CerverStatus:
    """Copies the packet counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverPacketStats).

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size, CERVER_ERROR_UNSUPPORTED for a
    server without packets.
    """
def cerver_set_update(server: CerverServer | _Null, update: CFuncPtr | None, update_args: _Address, delete_update_args: CFuncPtr | None, fps: int, /) -> None:
    """Calls `update` with a CerverUpdate while the server runs, `fps` times a second, on a thread that only does this. Each
    server, whatever its type, has one such function; a later call replaces it, and NULL removes it.

    The first call comes one tick after the start. A call that takes longer than a tick delays the next one; what was missed
    is not made up for. `delete_update_args`, which may be NULL, gets `update_args` once, when they are not NULL: in
    cerver_teardown(), or when the function is replaced. It counts from the next start on.

    Thread: any.
    Errors: handle errors, and CERVER_ERROR_ARGUMENT for 0 ticks: then nothing is taken; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_update_interval(server: CerverServer | _Null, update: CFuncPtr | None, update_args: _Address, delete_update_args: CFuncPtr | None, interval: int, /) -> None:
    """The same as cerver_set_update() with a time of `interval` seconds between two calls, for a second function.

    Thread: any.
    Errors: handle errors, and CERVER_ERROR_ARGUMENT for an interval of 0: then nothing is taken; CERVER_ERROR_STATE while
    it runs.
    """
def cerver_use_published_defaults(value: bool, /) -> None:
    """Chooses the defaults of servers that are made from now on: with true those that cerver's C framework and pycerver
    published, with false the library's own. docs/published-defaults.md lists both; setters change either as usual.

    A process that never calls this has the library's own, unless its environment has CERVER_PUBLISHED_DEFAULTS=1 when it
    makes its first server.

    Thread: any.
    Errors: none.
    """
def cerver_create(type: CerverType, name: _Text, port: int, protocol: CerverProtocol, use_ipv6: bool, connection_queue: int, /) -> CerverServer | None:
    """Makes a server that does not listen yet.

    `type` is one of the `CERVER_TYPE_` constants: this version has CERVER_TYPE_WEB and CERVER_TYPE_CUSTOM. `name` is UTF-8
    and shows in logs and statistics; at most 127 bytes of it are copied, a longer one is cut between two characters. `port` is 0 to 65535 in host order; 0 lets the system choose, and
    cerver_get_port() tells which. `protocol` is PROTOCOL_TCP. `use_ipv6` binds `::` instead of `0.0.0.0`.
    `connection_queue` is the backlog of listen(2), 0 for CERVER_DEFAULT_CONNECTION_QUEUE.

    Returns a handle of the caller's, to be given to cerver_teardown(); NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the name, CERVER_ERROR_UNSUPPORTED for a type or protocol
    this version does not have, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def cerver_create_web(name: _Text, port: int, connection_queue: int, /) -> CerverServer | None:
    """Makes an HTTP server on TCP and IPv4: cerver_create() with CERVER_TYPE_WEB and PROTOCOL_TCP.

    Thread: any.
    Errors: those of cerver_create().
    """
def cerver_start(server: CerverServer | _Null, /) -> int:
    """Listens and serves until the server stops, or a signal's handler ran, or cerver_interrupt() was called.

    Blocks the calling thread; the work is done on threads of the library, which block all signals that can be blocked
    usefully. Returns 0 when it ended normally, also after a signal: then the server goes on until cerver_shutdown(),
    cerver_drain() or cerver_teardown(), and cerver_wait() waits for it again. Returns 1 on an error; why a server does not
    start, a missing key or an address in use, is written to the library's log, too: see cerver_log_set_level().

    Thread: any but the library's own; call it on the thread that gets the program's signals.
    Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
    can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
    server runs already, CERVER_ERROR_BUSY from a handler.
    """
def cerver_start_background(server: CerverServer | _Null, /) -> CerverStatus:
    """Listens and serves on threads of the library; returns as soon as every listener accepts, so that cerver_get_port()
    has the real port.

    Thread: any but the library's own.
    Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
    can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
    server runs already.
    """
def cerver_wait(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Waits until a running server has stopped. `timeout_ms` is -1 for no limit, or 0 and more milliseconds.

    Returns CERVER_OK when it has stopped, CERVER_ERROR_TIMEOUT, or CERVER_ERROR_INTERRUPTED after a signal's handler ran
    or cerver_interrupt() was called; the server goes on in the last two cases.

    Thread: any but the library's own.
    Errors: handle errors; CERVER_ERROR_BUSY from a handler.
    """
def cerver_open(server: CerverServer | _Null, /) -> CerverStatus:
    """Listens without any thread of the library: the caller serves by calling cerver_turn() again and again.

    Handlers run inside cerver_turn() on the caller's thread. The server has one reactor this time, whatever
    cerver_set_reactors() said; a later start has as many as were set.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ADDRESS, CERVER_ERROR_SYSTEM, CERVER_ERROR_ARGUMENT for options that no server
    can work with, CERVER_ERROR_STATE when the handler type is CERVER_HANDLER_TYPE_NONE, without a listener, or when the
    server runs already.
    """
def cerver_turn(server: CerverServer | _Null, max_wait_ms: int, /) -> CerverStatus:
    """One round of an opened server on this thread: waits at most `max_wait_ms` milliseconds (0 does not wait, -1 has no
    limit) for something to do, then reads, runs handlers and writes.

    A signal only ends the wait early: the round is CERVER_OK.

    Thread: any, one at a time.
    Errors: handle errors; CERVER_ERROR_BUSY inside itself or while another thread turns, CERVER_ERROR_STATE when the
    server was not opened by cerver_open(), CERVER_ERROR_SYSTEM.
    """
def cerver_get_poll_fd(server: CerverServer | _Null, /) -> int:
    """A descriptor that is readable when cerver_turn() of an opened server has work, for another program's poll(2) or
    epoll(7).

    Owned by the library: do not read, write or close it; it is gone when the server stops. -1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the server was not opened by cerver_open().
    """
def cerver_wake(server: CerverServer | _Null, /) -> CerverStatus:
    """Has a cerver_turn() or cerver_next_events() that waits come back at once, or the next one when none does.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the server does not run.
    """
def cerver_stop_listening(server: CerverServer | _Null, /) -> CerverStatus:
    """Closes the listeners of a running server, and serves on the connections that are open. A listener of cerver_listen_fd()
    is forgotten for good, and goes on in other processes that have it, too; the others listen again at the next start.

    A server that the program turns has closed them when this returns, unless it is inside a turn; others close them
    soon after. Harmless a second time.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the server does not run.
    """
def cerver_drain(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Stops gracefully: accepts what is queued, closes the listeners and idle connections, finishes running requests.

    `timeout_ms` is the longest wait in milliseconds, 0 for the time of cerver_set_drain_timeout(). What is not done
    then is cut off and the server stops all the same. From a handler the call only begins to drain and returns
    CERVER_OK.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_TIMEOUT when requests were cut off, CERVER_ERROR_STATE when it does not run.
    """
def cerver_shutdown(server: CerverServer | _Null, /) -> int:
    """Stops at once: closes listeners and connections, drops queued jobs, waits for nothing. 0 on success, 1 on error.

    A handler that runs goes on; its answer is lost. The server may be started again when cerver_wait() says that it has
    stopped.

    Thread: any, also a handler.
    Errors: handle errors; CERVER_ERROR_STATE when it does not run.
    """
def cerver_teardown(server: CerverServer | _Null, /) -> int:
    """Ends a server: drains it for the time of cerver_set_drain_timeout(), stops it, joins its threads and frees it with
    its routes and custom data. Its handle and those of its parts are stale afterwards, whatever the result.

    0 on success; 1 when the handle was none, or when handlers were still running, for which it waits as long again: those
    keep what they use alive until they return. From a handler it only stops the server, and the memory is freed when the handler has returned.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_HANDLERS with the number of handlers in the message.
    """
def cerver_is_running(server: CerverServer | _Null, /) -> bool:
    """Whether the server listens: true from a successful start or open until it has stopped.

    Thread: any.
    Errors: handle errors (false).
    """
def cerver_get_port(server: CerverServer | _Null, /) -> int:
    """Port of the main listener in host order; 0 before the start, or without a main TCP listener.

    Thread: any.
    Errors: handle errors (0).
    """
def cerver_get_listener_port(server: CerverServer | _Null, index: int, port: _Out[c_uint16], /) -> CerverStatus:
    """Port of a listener in host order, 0 for one that has none (a Unix socket).

    `index` counts from 0 in the order of addition, the main listener first unless it is disabled.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `port`, CERVER_ERROR_NOT_FOUND for the index, CERVER_ERROR_STATE when
    the server does not run.
    """
def cerver_interrupt() -> None:
    """Ends every cerver_start() and cerver_wait() in progress in this process; the servers go on.

    When there is none in progress, the next one ends at once, so that no interruption is lost. Async-signal-safe
    (signal-safety(7)): it may be called from a signal handler.

    Thread: any, also a signal handler.
    Errors: none.
    """
def cerver_set_receive_buffer_size(server: CerverServer | _Null, size: int, /) -> None:
    """Largest chunk handed to a raw protocol at once, in bytes; default CERVER_DEFAULT_RECEIVE_BUFFER_SIZE. HTTP is none:
    it has cerver_set_read_size() and http_cerver_set_body_limit().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_thpool_n_threads(server: CerverServer | _Null, n_threads: int, /) -> None:
    """Runs handlers on a pool of `n_threads` threads, 1 to 4096; 0, the default, runs them on the reactor's thread.

    The pool serves CERVER_HANDLER_TYPE_POLL. With CERVER_HANDLER_TYPE_THREADS each connection has a thread of its own,
    and the number has no effect.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_handler_type(server: CerverServer | _Null, handler_type: CerverHandlerType, /) -> None:
    """Where handlers run: one of the `CERVER_HANDLER_TYPE_` constants; default CERVER_HANDLER_TYPE_POLL.

    CERVER_HANDLER_TYPE_POLL runs them on the reactor's thread, or on the pool of cerver_set_thpool_n_threads().
    CERVER_HANDLER_TYPE_THREADS gives each connection a thread of its own, at most cerver_set_max_handler_threads(), and
    makes no pool. CERVER_HANDLER_TYPE_NONE is accepted here and makes the start fail.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_reusable_address_flags(server: CerverServer | _Null, value: bool, /) -> None:
    """Whether listeners set SO_REUSEADDR and SO_REUSEPORT; default CERVER_DEFAULT_REUSABLE_FLAGS.

    Without them a second server on the port fails to start; with them the system shares connections out between
    servers and between the reactors of one server (socket(7)).

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_alias(server: CerverServer | _Null, alias: _Text, /) -> None:
    """Short name in UTF-8, shown in the statistics; at most 31 bytes of it are copied, a longer one is cut between two
    characters. Default "my-cerver".

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the alias, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_bind_address(server: CerverServer | _Null, address: _Text, /) -> CerverStatus:
    """Address of the main listener as a number, IPv4 ("127.0.0.1") or IPv6 ("::1"); copied. Default `0.0.0.0`, or `::` when
    the server was made with `use_ipv6`.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
    """
def cerver_listen_tcp(server: CerverServer | _Null, address: _Text, port: int, /) -> CerverStatus:
    """Adds a listener on a numeric IPv4 or IPv6 address and a port in host order, 0 for a free one. The text is copied.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_listening(server: CerverServer | _Null, value: bool, /) -> CerverStatus:
    """Whether the server listens; default true. Without it there are only connections that the program makes with
    cerver_connect() and cerver_adopt().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_listen_unix(server: CerverServer | _Null, path: _Text, mode: int, /) -> CerverStatus:
    """Adds a listener on a Unix socket (unix(7)). `path` is copied, at most 107 bytes; `mode` has the permission bits of
    the socket's file, for example 0660. The file is removed when the server stops.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
    """
def cerver_listen_fd(server: CerverServer | _Null, fd: int, /) -> CerverStatus:
    """Adds a listener on a socket that is bound and listens already, for example one given by systemd. The descriptor is
    duplicated: the caller keeps and closes its own.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT when it is no listening socket, CERVER_ERROR_STATE while it runs.
    """
def cerver_disable_main_listener(server: CerverServer | _Null, /) -> CerverStatus:
    """Leaves out the listener on the port of cerver_create(): only those added by the cerver_listen functions remain.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_reactors(server: CerverServer | _Null, n_reactors: int, /) -> CerverStatus:
    """Number of reactors, each with a thread of its own: 1 to 256, 0 for one per core. Default 1.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_max_connections(server: CerverServer | _Null, max: int, /) -> CerverStatus:
    """Largest number of open connections, 1 to 4,194,304; at the limit the server stops accepting until one ends. Default
    16384; 0 is the greatest number, 4,194,304.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for more, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_max_handler_threads(server: CerverServer | _Null, max: int, /) -> CerverStatus:
    """Largest number of handler threads with CERVER_HANDLER_TYPE_THREADS; above it the server stops accepting until one
    ends. Default 512.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_pool_queue(server: CerverServer | _Null, max: int, /) -> CerverStatus:
    """Requests that may wait for a thread of the pool; further ones are answered with 503. Default 1024.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_read_size(server: CerverServer | _Null, size: int, /) -> CerverStatus:
    """Bytes a reactor reads from a socket at once, 1 KiB to 16 MiB. Default 64 KiB.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for less or more, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_send_queue_marks(server: CerverServer | _Null, high: int, low: int, /) -> CerverStatus:
    """Marks of a connection's send queue in bytes: above `high` it takes nothing more and the connection is not read; below
    `low` it goes on. `low` must be smaller than `high`. Default 256 KiB and 64 KiB.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_idle_timeout(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time after which a connection without a request is closed, in milliseconds; 0 for never. Default 60 s.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_write_timeout(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time after which a client that takes too little of its answer is cut off, in milliseconds; 0 for never. Default 30 s.

    While something waits for the client, its system must acknowledge in each such time what
    cerver_set_min_send_rate() asks for, and at least one byte.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_min_send_rate(server: CerverServer | _Null, bytes_per_second: int, /) -> CerverStatus:
    """Bytes a second that a client has to take on average over each time of cerver_set_write_timeout() in which an answer
    waits for it, or else it is cut off: `n` bytes hold a connection for no longer than `n` / rate plus one such time.
    Default 256; 0 lets any progress do.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_max_connections_per_address(server: CerverServer | _Null, max: int, /) -> CerverStatus:
    """Largest number of open connections of one IPv4 address, or of one /64 of IPv6 addresses; further ones are closed as
    soon as they are accepted, and counted as `rejected` in CerverStats. Default 0: no limit. Behind a proxy all clients
    have its address. Connections on a Unix socket are not counted.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_drain_timeout(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time cerver_teardown() gives running requests, in milliseconds. Default 5 s.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_get_stats(server: CerverServer | _Null, stats: _Out[CerverStats], /) -> CerverStatus:
    """Copies the counters of a server into `*stats`, whose `size` the caller has set to sizeof(CerverStats).

    The counters are summed over the server's threads while those go on: each is exact, their sum is of no single moment.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `stats`, CERVER_ERROR_ARGUMENT for its size.
    """
def cerver_stats_json(server: CerverServer | _Null, buffer: _Out[c_char], size: int, length: _Out[c_size_t], /) -> CerverStatus:
    """Writes the counters of a server as a JSON object (RFC 8259) with a NUL into `buffer` of `size` bytes.

    `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a
    `size` of 0, where `buffer` may be NULL, asks for it. 1024 bytes are enough for most names.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT
    when the buffer is too small.
    """
def cerver_stats_print(server: CerverServer | _Null, received: bool, sent: bool, /) -> None:
    """Prints the name, the alias and the counters of a server to standard output; `received` and `sent` add those of each
    direction.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_send(connection: CerverConnection | _Null, data: _Data, size: int, /) -> CerverStatus:
    """Sends a copy of `size` bytes at `data`, whole or not at all. Never blocks: what the system does not take at once waits
    in the connection's queue.

    Above the high mark of the queue nothing is taken: CERVER_ERROR_AGAIN, and CERVER_EVENT_DRAINED tells when to try
    again. Messages of several threads stay whole.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the data, CERVER_ERROR_AGAIN, CERVER_ERROR_CLOSED after a close or shutdown.
    """
def cerver_connection_send_lent(connection: CerverConnection | _Null, data: _Data, size: int, id: int, /) -> CerverStatus:
    """Sends the `size` bytes at `data` from where they are, whole or not at all: nothing is copied but by the system, and by
    TLS. They have to stay as they are until CERVER_EVENT_RELEASED comes with `id`, a number of the program's: when the system
    has them all, or when the connection ends, also one that never came to be.

    A program that pulls gets these events as long as it pulls, after cerver_shutdown() or cerver_drain() until
    cerver_next_events() says CERVER_ERROR_STATE. One that pulls no more has its bytes back when cerver_teardown() has returned,
    outside of a handler: nothing is told from then on, and nothing looked at.

    Worth its event from some 64 KiB on. After an error nothing was borrowed.

    Thread: any.
    Errors: those of cerver_connection_send(); CERVER_ERROR_AGAIN also at the limit of cerver_set_lent_limit(), and then
    CERVER_EVENT_RELEASED tells when to try again.
    """
def cerver_connection_send_frame(connection: CerverConnection | _Null, data: _Data, size: int, /) -> CerverStatus:
    """Sends a copy of `size` bytes at `data` as one frame, as the framing of the connection has them: a line gets its LF, and
    others their number of bytes.

    Thread: any.
    Errors: those of cerver_connection_send(); CERVER_ERROR_ARGUMENT for a line with LF inside, for more bytes than the
    number can tell, for another size than that of fixed frames, and where there are no frames.
    """
def cerver_connection_tell_when_sent(connection: CerverConnection | _Null, /) -> CerverStatus:
    """Has CERVER_EVENT_SENT come when everything sent so far has gone to the system.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_shutdown(connection: CerverConnection | _Null, /) -> CerverStatus:
    """Ends this side when everything is sent, which CERVER_EVENT_SENT tells: the peer learns that nothing more comes, and may
    still send. When both sides have ended the connection closes. Harmless a second time.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_close(connection: CerverConnection | _Null, /) -> CerverStatus:
    """Closes the connection when everything is sent; input that still comes is dropped. Harmless a second time. One that is not
    made yet, and has nothing to send, is given up.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_abort(connection: CerverConnection | _Null, /) -> CerverStatus:
    """Closes the connection at once, also one that is not made yet; what is not sent is lost. Harmless a second time.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_set_paused(connection: CerverConnection | _Null, is_paused: bool, /) -> CerverStatus:
    """Stops reading from the peer, or goes on. What was read already may still come as an event.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_set_idle_timeout(connection: CerverConnection | _Null, timeout_ms: int, /) -> CerverStatus:
    """Closes the connection when nothing has come for `timeout_ms` milliseconds, 0 = never; in place of
    cerver_set_idle_timeout(), which holds at first.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_set_read_timeout(connection: CerverConnection | _Null, timeout_ms: int, /) -> CerverStatus:
    """Closes the connection when a frame that has begun, or a read that was asked for, is not complete after `timeout_ms`
    milliseconds, 0 = never; in place of cerver_set_read_timeout(), which holds at first. Of a read in pieces it is the
    time for the next piece.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_set_write_timeout(connection: CerverConnection | _Null, timeout_ms: int, /) -> CerverStatus:
    """Closes the connection when the peer takes too little of what waits for it in `timeout_ms` milliseconds, 0 = never; in
    place of cerver_set_write_timeout(), which holds at first. How little is too little, cerver_set_min_send_rate() says.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_is_reading(connection: CerverConnection | _Null, /) -> bool:
    """Whether a `cerver_connection_read_` function has asked for something that has not come yet, and still can.

    Thread: any.
    Errors: handle errors (false).
    """
def cerver_connection_is_writing(connection: CerverConnection | _Null, /) -> bool:
    """Whether something that was sent waits in the library: for the next round of the server, or for the peer to take some of
    it. What the system has taken counts as written, as it does for CERVER_EVENT_SENT.

    Thread: any.
    Errors: handle errors (false).
    """
def cerver_connection_is_open(connection: CerverConnection | _Null, /) -> bool:
    """Whether the connection is there, or being made, and was not told to end by cerver_connection_close() or
    cerver_connection_abort().

    Thread: any.
    Errors: handle errors (false): it has ended.
    """
def cerver_connection_set_tag(connection: CerverConnection | _Null, tag: int, /) -> CerverStatus:
    """Gives the connection a number of the program's, which stands in every later event of it; 0 at first.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_get_tag(connection: CerverConnection | _Null, /) -> int:
    """The program's number for the connection; 0 when none was set, and on error.

    Thread: any.
    Errors: handle errors.
    """
def cerver_connection_duplicate(connection: CerverConnection | _Null, /) -> int:
    """Another descriptor of the connection's socket, the caller's to close: for socket options, or so that the number is given
    to nobody else while the program keeps it. The peer learns of the end of the connection only when it is closed, too.
    -1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE before the connection is made, CERVER_ERROR_SYSTEM.
    """
def cerver_connection_get_remote_address(connection: CerverConnection | _Null, buffer: _Out[c_char], size: int, /) -> CerverStatus:
    """Writes the peer's address with a NUL into `buffer` of `size` bytes: "192.0.2.1:50000", "[2001:db8::1]:50000", or "unix".
    64 bytes are always enough.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the buffer, CERVER_ERROR_ARGUMENT when it is too small.
    """
def cerver_connect(server: CerverServer | _Null, host: _Text, port: int, timeout_ms: int, /) -> CerverConnection | None:
    """Connects as a client, on a running or opened stream server, whose events tell of the connection as of the others.

    `host` is a name or an address, and `port` a TCP port from 1; or `host` is the path of a Unix socket, which begins with
    a slash or `./`, and `port` is 0. The addresses of a name are tried in the system's order, within `timeout_ms`
    milliseconds in all, at least 1; how long the system looks for them does not count.

    Returns the handle of the connection, which takes commands at once: what is sent leaves when it is open.
    CERVER_EVENT_CONNECTED or CERVER_EVENT_CONNECT_FAILED follows; CERVER_EVENT_CLOSED in their place when the program closes it
    before, or the server stops. NULL on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for a port or time that is not valid,
    CERVER_ERROR_AGAIN when too many wait to be connected, CERVER_ERROR_UNSUPPORTED for a server of another kind,
    CERVER_ERROR_STATE when it does not run.
    """
def cerver_adopt(server: CerverServer | _Null, descriptor: int, /) -> CerverConnection | None:
    """Takes over a stream socket that the program has connected or accepted: it becomes a connection of a running or opened
    stream server, whose CERVER_EVENT_CONNECTED follows, and is closed with it.

    Returns the handle of the connection, which takes commands at once; NULL on error, and then the descriptor stays the
    program's.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_AGAIN when there are too many connections, CERVER_ERROR_UNSUPPORTED for a server
    of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM for what is no connected stream socket.
    """
def cerver_resolve(server: CerverServer | _Null, host: _Text, tag: int, /) -> CerverStatus:
    """Looks up the addresses of a name, on a running or opened stream server; CERVER_EVENT_RESOLVED follows, with `tag`.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_AGAIN when too many wait, CERVER_ERROR_UNSUPPORTED for a server
    of another kind, CERVER_ERROR_STATE when it does not run.
    """
def cerver_set_connect_threads(server: CerverServer | _Null, threads: int, queue: int, /) -> CerverStatus:
    """Threads of a stream server that make connections and look up names, at least 1, and how many of those may wait for one
    of them. Default 8 and 1024. They come when they are needed, and end when they have nothing to do for 5 seconds.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for no thread, CERVER_ERROR_UNSUPPORTED for a server of another kind,
    CERVER_ERROR_STATE while it runs.
    """
def cerver_park(server: CerverServer | _Null, name: _Text, /) -> CerverStatus:
    """Puts a stream server that is pulled aside under a name, with its listeners, its connections and what waits for them, so
    that a script can be loaded anew. Nothing happens with it meanwhile. The handle is stale from now on, those of its
    connections stay good. At most 256 servers are put aside at a time; those that are never taken again end with the process.

    Thread: any, but none may be in cerver_next_events() of this server.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_BUSY for a name that is taken, CERVER_ERROR_AGAIN when there are
    too many, CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE for one that runs on threads of the
    library.
    """
def cerver_unpark(name: _Text, /) -> CerverServer | None:
    """Takes a server that cerver_park() has put aside; returns its new handle, which is the caller's, to be given to
    cerver_teardown(). Of several callers one gets it. NULL on error.

    Thread: any.
    Errors: CERVER_ERROR_NULL, CERVER_ERROR_NOT_FOUND when there is none of that name.
    """
def cerver_set_tag(server: CerverServer | _Null, tag: int, /) -> CerverStatus:
    """Gives the server a number of the program's, which stays with it while it is parked: for example the handle of its one
    connection. 0 at first.

    Thread: any.
    Errors: handle errors.
    """
def cerver_get_tag(server: CerverServer | _Null, /) -> int:
    """The program's number for the server; 0 when none was set, and on error.

    Thread: any.
    Errors: handle errors.
    """
def cerver_set_framing(server: CerverServer | _Null, framing: CerverFraming, size: int, /) -> CerverStatus:
    """How the bytes of each connection of a stream server are cut, unless the connection says otherwise. Default
    CERVER_FRAMING_PIECES. `size` is that of the number before a frame, or of fixed frames; other framings ignore it.

    What a peer leaves incomplete at its end is dropped, except the last line.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for an unknown framing and for a size that it cannot have,
    CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_frame_limit(server: CerverServer | _Null, size: int, /) -> CerverStatus:
    """Most bytes of a frame or of one read of a stream server's connections, at least 1; default 1 MiB. A peer that sends
    more without an end is cut off (CERVER_CLOSED_BY_LIMIT). A connection from which nothing is asked keeps so many bytes;
    then its peer has to wait.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_UNSUPPORTED for a server of another kind,
    CERVER_ERROR_STATE while it runs.
    """
def cerver_connection_set_framing(connection: CerverConnection | _Null, framing: CerverFraming, size: int, /) -> CerverStatus:
    """Cuts what comes on one connection from now on in another way, as cerver_set_framing() says; bytes that are there and
    were not told of count as coming.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for an unknown framing and for a size that it cannot have.
    """
def cerver_connection_set_frame_limit(connection: CerverConnection | _Null, size: int, /) -> CerverStatus:
    """Most bytes of a frame or of one read of this connection, at least 1, in place of cerver_set_frame_limit().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
    """
def cerver_connection_read_until(connection: CerverConnection | _Null, delimiter: _Data, size: int, /) -> CerverStatus:
    """Reads everything up to the `size` bytes at `delimiter`, and with them: one CERVER_EVENT_DATA. Then the framing of the
    connection counts again. A read that is not done yet is given up, here and in the other `cerver_connection_read_`
    functions; at the end of the peer's side it never is.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for no byte.
    """
def cerver_connection_read_until_any(connection: CerverConnection | _Null, set: _Data, size: int, /) -> CerverStatus:
    """Reads everything up to the first byte that is one of the `size` at `set`, and with it: one CERVER_EVENT_DATA.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL, CERVER_ERROR_ARGUMENT for no byte.
    """
def cerver_connection_read_until_match(connection: CerverConnection | _Null, matcher: CFuncPtr | None, user_data: _Address, /) -> CerverStatus:
    """Reads everything up to the place that `matcher` finds: one CERVER_EVENT_DATA. `user_data` is handed to it; both must
    stay valid until the read is done or the connection has ended.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the function.
    """
def cerver_connection_read_bytes(connection: CerverConnection | _Null, size: int, in_pieces: bool, /) -> CerverStatus:
    """Reads `size` bytes, at least 1: one CERVER_EVENT_DATA; `in_pieces`, several as they arrive, `size` bytes in all.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0.
    """
def cerver_connection_read_to_end(connection: CerverConnection | _Null, in_pieces: bool, /) -> CerverStatus:
    """Reads everything until the peer ends its side, which CERVER_EVENT_HALF_CLOSED tells afterwards: one
    CERVER_EVENT_DATA, or none for nothing; `in_pieces`, several as they arrive.

    Thread: any.
    Errors: handle errors.
    """
def cerver_create_stream(name: _Text, port: int, connection_queue: int, /) -> CerverServer | None:
    """Makes a server for a protocol of the program's own: connections carry bytes without framing, what happens comes as
    events, and commands (`cerver_connection_` functions) answer.

    With cerver_set_event_handler() the events go to a function, and the server runs by cerver_start(). Without one the
    program opens it by cerver_open() and pulls the events by cerver_next_events(), on one thread at a time, alone or from
    an event loop of its own through cerver_get_poll_fd(). All options of a server apply; the handler type does not.

    `name`, `port` and `connection_queue` are as in cerver_create(). Returns a handle of the caller's, to be given to
    cerver_teardown(); NULL on error.

    Thread: any.
    Errors: those of cerver_create().
    """
def cerver_set_event_handler(server: CerverServer | _Null, handler: CFuncPtr | None, user_data: _Address, /) -> CerverStatus:
    """Sends the events of a stream server to `handler`, with `user_data`, which the library never looks behind; NULL = they
    wait for cerver_next_events(). It counts from the next start on. Both must stay valid until cerver_teardown() returns.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_event_bytes(server: CerverServer | _Null, size: int, /) -> CerverStatus:
    """Bytes of a stream server that may wait to be pulled, at least 1; default 1 MiB. What does not find
    room stays with its connection, which is not read meanwhile.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_UNSUPPORTED for a server of another kind,
    CERVER_ERROR_STATE while it runs.
    """
def cerver_set_read_timeout(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """How long a frame that has begun, or a read that was asked for, may take on the connections of a stream server, in
    milliseconds: after that the connection is closed with CERVER_CLOSED_BY_TIMEOUT. Default 0, as long as it likes;
    cerver_connection_set_read_timeout() is for one connection.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_lent_limit(server: CerverServer | _Null, limit: int, /) -> CerverStatus:
    """Pieces of memory that one connection of a stream server may have borrowed at a time by cerver_connection_send_lent().
    Default 256.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_early_events(server: CerverServer | _Null, may_be_early: bool, /) -> CerverStatus:
    """Whether a pulled stream server may tell what a new connection has sent already, and even its end, by the same
    cerver_next_events() as its CERVER_EVENT_OPENED, which saves a tenth of a short connection. A tag set at that event comes
    too late for those: go by `connection`, and expect that its commands say CERVER_ERROR_HANDLE. Default false: they come
    by a later call (except on a listener with TLS, where a client may speak in one go with the end of its handshake).

    Thread: any.
    Errors: handle errors; CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE while it runs.
    """
def cerver_next_events(server: CerverServer | _Null, events: _Out[CerverEvent], max_events: int, max_wait_ms: int, /) -> int:
    """The next events of an opened stream server: at most `max_events` are written to `events`, in their order. Events that
    are left over come with the next call, before anything new.

    When none is left the call is one round of the server: it waits at most `max_wait_ms` milliseconds (0 does not wait,
    -1 has no limit), reads, and writes what was sent since the last call. Returns the number of events; 0 when nothing
    happened: the time is over, a signal came, or the library had work of its own; -1 on error. The data of the events of
    the call before is gone.

    Thread: any, one at a time.
    Errors: handle errors; CERVER_ERROR_NULL for `events`, CERVER_ERROR_ARGUMENT when `max_events` is 0,
    CERVER_ERROR_BUSY inside itself or while another thread is here, CERVER_ERROR_UNSUPPORTED for a server of another
    kind, CERVER_ERROR_STATE when the server is not opened or has an event handler, CERVER_ERROR_SYSTEM.
    """
def cerver_watch_descriptor(server: CerverServer | _Null, descriptor: int, interest: int, tag: int, /) -> int:
    """Watches a descriptor of the program for a running or opened stream server: CERVER_EVENT_READY, with `tag`, comes in each
    turn in which it is ready for what `interest` says, CERVER_READY_TO_READ, CERVER_READY_TO_WRITE or their sum. It stays
    the program's, and must be open until cerver_unwatch().

    Returns the number of the watch; 0 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another interest, CERVER_ERROR_AGAIN at the limit of
    cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE when it does not
    run, CERVER_ERROR_SYSTEM for a descriptor that cannot be waited for, such as that of a file.
    """
def cerver_add_timer(server: CerverServer | _Null, first_ms: int, every_ms: int, tag: int, /) -> int:
    """Sets a timer of a running or opened stream server: CERVER_EVENT_TIMER, with `tag`, comes after `first_ms` milliseconds,
    and then after each `every_ms`; 0 = only once. One that comes once is over then.

    Returns the number of the timer, for cerver_unwatch(); 0 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a
    server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM.
    """
def cerver_watch_signal(server: CerverServer | _Null, signal: int, tag: int, /) -> int:
    """Catches a signal of the process for a running or opened stream server: CERVER_EVENT_SIGNAL, with `tag`, comes in place
    of what was to happen; cerver_unwatch() brings that back, and so does the stop of the server.

    Returns the number of the watch; 0 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for a signal that cannot be caught or tells of a fault of the program,
    CERVER_ERROR_BUSY when it is watched already, CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(),
    CERVER_ERROR_UNSUPPORTED for a server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM.
    """
def cerver_watch_listener(server: CerverServer | _Null, descriptor: int, tag: int, /) -> int:
    """Accepts from a listening stream socket of the program for a running or opened stream server: each connection comes as
    CERVER_EVENT_OPENED, and `tag` is its number until cerver_connection_set_tag(). Limits and errors are those of the
    server's own listeners, and there may be any number of these on servers that do not listen by themselves
    (cerver_set_listening()). The descriptor is duplicated: the caller keeps and closes its own. A socket that waits is made one
    that does not. cerver_unwatch() ends it; connections that came before that live on.

    Returns the number of the watch; 0 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_AGAIN at the limit of cerver_set_watch_limit(), CERVER_ERROR_UNSUPPORTED for a
    server of another kind, CERVER_ERROR_STATE when it does not run, CERVER_ERROR_SYSTEM for what is no listening stream
    socket.
    """
def cerver_unwatch(server: CerverServer | _Null, id: int, /) -> CerverStatus:
    """Ends a watch or a timer. An event of it that waits to be pulled still comes, and so do connections that a listener has
    accepted already. Between two calls that turn an opened server a listener ends at once, elsewhere a moment later.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NOT_FOUND when it is over already, CERVER_ERROR_STATE when the server does not run.
    """
def cerver_set_watch_limit(server: CerverServer | _Null, limit: int, /) -> CerverStatus:
    """Most descriptors, listeners, timers and signals that a server watches at a time. Default 1024.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while the server runs.
    """
def bsem_new() -> CerverBsem | None:
    """Makes a semaphore of value 0. NULL on error. The caller's, to be given to bsem_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def bsem_delete(bsem_ptr: _Address, /) -> None:
    """Frees a semaphore. Threads that wait for it go on with an error.

    Thread: any.
    Errors: handle errors.
    """
def bsem_init(bsem_p: CerverBsem | _Null, value: int, /) -> None:
    """Sets the value to 0 or 1; a semaphore needs no other preparation.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for any other value.
    """
def bsem_reset(bsem_p: CerverBsem | _Null, /) -> None:
    """Sets the value to 0. Threads that wait go on waiting.

    Thread: any.
    Errors: handle errors.
    """
def bsem_post(bsem_p: CerverBsem | _Null, /) -> None:
    """Sets the value to 1 and wakes one thread that waits.

    Thread: any.
    Errors: handle errors.
    """
def bsem_post_all(bsem_p: CerverBsem | _Null, /) -> None:
    """Sets the value to 1 and wakes all threads that wait. One of them gets it, the others go on waiting.

    Thread: any.
    Errors: handle errors.
    """
def bsem_wait(bsem_p: CerverBsem | _Null, /) -> None:
    """Waits until the value is 1 and sets it to 0.

    Thread: any; in a handler it keeps the handler's thread from other work. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_CLOSED when the semaphore was deleted meanwhile.
    """
def job_new() -> int | None:
    """Makes a job without work. NULL on error. The caller's, to be given to job_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED.
    """
def job_delete(job_ptr: _Address, /) -> None:
    """Frees a job of the program's. What `args` points to stays.

    Thread: any.
    Errors: CERVER_ERROR_NULL; CERVER_ERROR_HANDLE for a pointer that is no job of the program's (any more),
    CERVER_ERROR_TYPE for a handle.
    """
def job_comparator(a: _Address, b: _Address, /) -> int:
    """Compares two jobs of the program's by their ids: -1, 0 or 1. -1 too when the second one is none, 1 when the first one
    is none; the last error tells such a result from a real one.

    Thread: any.
    Errors: those of job_delete().
    """
def job_create(work: CFuncPtr | None, args: _Address, /) -> _Pointer[CerverJob]:
    """Makes a job that calls `work(args)`. NULL on error. The caller's, to be given to job_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED.
    """
def job_get(job_queue: CerverJobQueue | _Null, /) -> _Pointer[CerverJob]:
    """Makes a job without work for a queue. NULL on error. The caller's, to be given to job_queue_push() or job_return().

    Thread: any.
    Errors: handle errors.
    """
def job_reset(job: _Out[CerverJob], /) -> None:
    """Takes work and argument from a job of the program's; the id stays.

    Thread: any.
    Errors: those of job_delete().
    """
def job_return(job_queue: CerverJobQueue | _Null, job: _Out[CerverJob], /) -> None:
    """Gives a job of the program's back. What `args` points to stays.

    Thread: any.
    Errors: handle errors for the queue; those of job_delete() for the job.
    """
def job_handler_new() -> int | None:
    """Makes a job handler without data: job_handler_create().

    Thread: any.
    Errors: those of job_handler_create().
    """
def job_handler_delete(job_handler_ptr: _Address, /) -> None:
    """Frees a job handler of the program's, and its data when that has a delete function.

    Thread: any.
    Errors: handle errors.
    """
def job_handler_create() -> int | None:
    """Makes a job handler without data. NULL on error. The caller's, to be given to job_handler_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def job_handler_get(job_queue: CerverJobQueue | _Null, /) -> CerverJobHandler | None:
    """Makes a job handler without data for a queue. NULL on error. The caller's, to be given to job_queue_push() or
    job_handler_return().

    Thread: any.
    Errors: handle errors, CERVER_ERROR_MEMORY.
    """
def job_handler_reset(job_handler: CerverJobHandler | _Null, /) -> None:
    """Deletes the data of a job handler of the program's when it has a delete function, and forgets both; it counts as not
    done.

    Thread: any.
    Errors: handle errors.
    """
def job_handler_signal(handler: CerverJobHandler | _Null, /) -> None:
    """Marks a job handler that was pulled from a queue as done: who waits for it in job_handler_wait() goes on.

    Thread: any.
    Errors: handle errors.
    """
def job_handler_return(job_queue: CerverJobQueue | _Null, job_handler: CerverJobHandler | _Null, /) -> None:
    """Gives a job handler of the program's back: job_handler_delete().

    Thread: any.
    Errors: handle errors for both.
    """
def job_handler_wait(job_queue: CerverJobQueue | _Null, data: _Address, data_delete: CFuncPtr | None, /) -> None:
    """Lets the handler of a queue of JOB_QUEUE_TYPE_HANDLERS work on `data`, and waits until it has: job_queue_start() must
    have been called, or be called by another thread. `data_delete`, if not NULL, is then called with `data` on this
    thread.

    Thread: any but the queue's own; in a handler of a server it keeps the handler's thread from other work. Signals do not
    end the wait.
    Errors: handle errors; CERVER_ERROR_STATE for a queue of another type, and on the queue's own thread; CERVER_ERROR_AGAIN
    when the queue is at its limit; `data` is not deleted then. CERVER_ERROR_CLOSED when the queue was cleared or deleted
    before the handler had its turn; `data` is deleted.
    """
def job_queue_new() -> int | None:
    """Makes a queue of JOB_QUEUE_TYPE_NONE, which takes nothing. NULL on error. The caller's, to be given to
    job_queue_delete().

    Thread: any.
    Errors: those of job_queue_create().
    """
def job_queue_delete(job_queue_ptr: _Address, /) -> None:
    """Stops and frees a queue. Its thread is waited for, unless this is that thread; jobs that wait are freed, the data of
    handlers that wait is deleted, and threads that wait for something of this queue go on with an error.

    Thread: any.
    Errors: handle errors.
    """
def job_queue_create(type: CerverJobQueueType, /) -> CerverJobQueue | None:
    """Makes a queue. NULL on error. The caller's, to be given to job_queue_delete().

    `type` is one of the `JOB_QUEUE_TYPE_` constants. At most CERVER_DEFAULT_JOB_QUEUE_LIMIT jobs wait; see
    job_queue_set_limit().

    Thread: any.
    Errors: CERVER_ERROR_ARGUMENT for the type, CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def job_queue_set_handler(queue: CerverJobQueue | _Null, handler: CFuncPtr | None, /) -> None:
    """Sets the function that a queue of JOB_QUEUE_TYPE_HANDLERS calls with the data of each handler; NULL for none.

    A queue of another type keeps it without using it.

    Thread: any; counts from the next handler on.
    Errors: handle errors.
    """
def job_queue_set_limit(queue: CerverJobQueue | _Null, limit: int, /) -> CerverStatus:
    """Sets how many jobs may wait in a queue; 0 for none at all. Default CERVER_DEFAULT_JOB_QUEUE_LIMIT. What waits already
    stays.

    Thread: any.
    Errors: handle errors.
    """
def job_queue_push(job_queue: CerverJobQueue | _Null, job_ptr: _Address, /) -> CerverOutcome:
    """Adds a job, or in a queue of JOB_QUEUE_TYPE_HANDLERS a job handler, of the program's. 0 on success: it belongs to the
    queue from then on, which frees it after its work. 1 on error.

    Thread: any.
    Errors: handle errors for both; CERVER_ERROR_STATE for a queue without a type; CERVER_ERROR_AGAIN when the queue is at
    its limit.
    """
def job_queue_push_job(job_queue: CerverJobQueue | _Null, work: CFuncPtr | None, args: _Address, /) -> CerverOutcome:
    """Adds a job that calls `work(args)`. 0 on success, 1 on error. `args` stays the caller's.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `work`; CERVER_ERROR_STATE for a queue of another type than
    JOB_QUEUE_TYPE_JOBS; CERVER_ERROR_AGAIN when the queue is at its limit.
    """
def job_queue_push_job_with_id(job_queue: CerverJobQueue | _Null, job_id: int, work: CFuncPtr | None, args: _Address, /) -> CerverOutcome:
    """Adds a job for a thread that asks for it with job_queue_request(). 0 on success, 1 on error.

    The queue's own thread leaves jobs with an id alone; job_queue_pull() gives them in their turn. The id 0 stands for
    none: job_queue_push_job().

    Thread: any.
    Errors: those of job_queue_push_job().
    """
def job_queue_push_handler(job_queue: CerverJobQueue | _Null, cerver: CerverServer | _Null, connection: _Address, data: _Address, data_delete: CFuncPtr | None, /) -> CerverOutcome:
    """Adds data for the handler of a queue of JOB_QUEUE_TYPE_HANDLERS without waiting for it. 0 on success: `data_delete`, if
    not NULL, is then called once with `data`, on the queue's thread after the handler, or when the queue is cleared or
    deleted. 1 on error.

    `cerver` is NULL or a server; `connection` is not looked at.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE for a queue of another type; CERVER_ERROR_AGAIN when the queue is at its
    limit.
    """
def job_queue_pull(job_queue: CerverJobQueue | _Null, /) -> int | None:
    """Takes the first job, or in a queue of JOB_QUEUE_TYPE_HANDLERS the first job handler, out of a queue without waiting;
    NULL when the queue is empty. It belongs to the program from then on: give a job to job_return() or job_delete(), a
    job handler to job_handler_signal() and job_handler_return().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_MEMORY. None for an empty queue.
    """
def job_queue_request(job_queue: CerverJobQueue | _Null, job_id: int, /) -> int | None:
    """Takes the first job with that id out of a queue and waits for one when there is none. NULL on error. The job belongs
    to the program: give it to job_return() or job_delete().

    Thread: any; in a handler of a server it keeps the handler's thread from other work. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_STATE for a queue of another type than JOB_QUEUE_TYPE_JOBS; CERVER_ERROR_CLOSED when
    the queue was deleted meanwhile.
    """
def job_queue_start(job_queue: CerverJobQueue | _Null, /) -> CerverOutcome:
    """Starts the one thread of a queue: it does the jobs, or calls the handler, one after the other. 0 on success, 1 on
    error. After job_queue_stop() this waits until the thread before has ended.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the queue is running, has no type, or no handler for its handlers;
    CERVER_ERROR_SYSTEM when the system has no thread left.
    """
def job_queue_wait(job_queue: CerverJobQueue | _Null, /) -> None:
    """Waits until something was added to a queue (jobs with an id do not count), or job_queue_signal() was called, since the
    last such wait: for programs that work on a queue themselves.

    Thread: any; in a handler of a server it keeps the handler's thread from other work. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_CLOSED when the queue was deleted meanwhile.
    """
def job_queue_signal(job_queue: CerverJobQueue | _Null, /) -> None:
    """Lets one job_queue_wait() go on.

    Thread: any.
    Errors: handle errors.
    """
def job_queue_stop(job_queue: CerverJobQueue | _Null, /) -> CerverOutcome:
    """Tells the thread of a queue to end after its present job, and does not wait for it. What waits in the queue stays. 0 on
    success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the queue is not running.
    """
def job_queue_clear(job_queue: CerverJobQueue | _Null, /) -> None:
    """Drops all that waits in a queue: jobs are freed, the data of handlers is deleted, and who waits in job_handler_wait()
    goes on with an error.

    Thread: any.
    Errors: handle errors.
    """
def thread_mutex_new() -> CerverMutex | None:
    """Makes a mutex that nobody holds. NULL on error. The caller's, to be given to thread_mutex_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def thread_mutex_delete(mutex: CerverMutex | _Null, /) -> None:
    """Frees a mutex that nobody holds.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_BUSY while a thread holds it: it stays.
    """
def thread_mutex_lock(mutex: CerverMutex | _Null, /) -> None:
    """Waits until nobody holds the mutex and takes it.

    Thread: any; in a handler it keeps the handler's thread from other work. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_STATE when this thread holds it already, CERVER_ERROR_CLOSED when it was deleted
    meanwhile: then the mutex is not taken (again).
    """
def thread_mutex_unlock(mutex: CerverMutex | _Null, /) -> None:
    """Gives the mutex up.

    Thread: the one that took it.
    Errors: handle errors; CERVER_ERROR_STATE when this thread does not hold it.
    """
def thread_cond_new() -> CerverCond | None:
    """Makes a condition. NULL on error. The caller's, to be given to thread_cond_delete().

    Thread: any.
    Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def thread_cond_delete(cond: CerverCond | _Null, /) -> None:
    """Frees a condition. Threads that wait for it go on with an error.

    Thread: any.
    Errors: handle errors.
    """
def thread_cond_wait(cond: CerverCond | _Null, mutex: CerverMutex | _Null, /) -> None:
    """Gives the mutex up, waits until the condition is signalled, and takes the mutex again. Threads are woken in the order
    in which they came, and never without a signal.

    Thread: one that holds the mutex. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_STATE when this thread does not hold the mutex; CERVER_ERROR_CLOSED when the
    condition was deleted meanwhile (the mutex is held again), or the mutex was (it is not).
    """
def thread_cond_signal(cond: CerverCond | _Null, /) -> None:
    """Wakes the thread that waits for the condition the longest, if one does.

    Thread: any.
    Errors: handle errors.
    """
def thread_cond_broadcast(cond: CerverCond | _Null, /) -> None:
    """Wakes all threads that wait for the condition.

    Thread: any.
    Errors: handle errors.
    """
def thread_create_detached(work: CFuncPtr | None, args: _Address, /) -> int:
    """Starts a thread that calls `work(args)` once and ends; nobody waits for it. The thread leaves signals to the others.

    Returns its number (pthread_t), 0 on error. The number is good for as long as the thread runs. `args` stays the
    caller's.

    Thread: any. The process may end while the thread runs.
    Errors: CERVER_ERROR_NULL for `work`; CERVER_ERROR_SYSTEM when the system has no thread left.
    """
def worker_state_to_string(state: CerverWorkerState, /) -> bytes | None:
    """Name of a state, for example "Available"; "None" for a number outside the list. Static, never NULL.

    Thread: any.
    Errors: none.
    """
def worker_delete(worker_ptr: _Address, /) -> None:
    """Frees a worker. One that runs is ended first: worker_end(). Jobs that were never begun are given up: their data is
    deleted by the function of worker_set_delete_data(). On the worker's own thread nothing is waited for, and the thread
    ends after its present job.

    Thread: any.
    Errors: handle errors.
    """
def worker_create() -> CerverWorker | None:
    """Makes a worker with the name "worker-0" in WORKER_STATE_NONE. NULL on error. The caller's, to be given to
    worker_delete().

    At most CERVER_DEFAULT_JOB_QUEUE_LIMIT jobs wait; see worker_set_queue_limit().

    Thread: any.
    Errors: CERVER_ERROR_FORKED, CERVER_ERROR_MEMORY.
    """
def worker_create_with_id(id: int, /) -> CerverWorker | None:
    """Makes a worker with the name `worker-<id>`: worker_create().

    Thread: any.
    Errors: those of worker_create().
    """
def worker_set_name(worker: CerverWorker | _Null, name: _Text, /) -> None:
    """Names a worker and, when it is started later, its thread. At most 63 bytes are copied.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT (not UTF-8) for the name.
    """
def worker_get_state(worker: CerverWorker | _Null, /) -> CerverWorkerState:
    """What a worker does now; WORKER_STATE_NONE on error.

    Thread: any.
    Errors: handle errors.
    """
def worker_set_work(worker: CerverWorker | _Null, work: CFuncPtr | None, /) -> None:
    """Sets the work of jobs that were pushed without one of their own; NULL for none.

    Thread: any; counts from the next job on.
    Errors: handle errors.
    """
def worker_set_delete_data(worker: CerverWorker | _Null, delete_data: CFuncPtr | None, /) -> None:
    """Sets a function that is called once with the data of each job: after its work on the worker's thread, or when the job
    is given up. NULL for none.

    Thread: any; counts from the next job on.
    Errors: handle errors.
    """
def worker_set_reference(worker: CerverWorker | _Null, reference: _Address, /) -> None:
    """Sets what the function of worker_set_remove_reference() is called with. It stays the caller's.

    Thread: any; counts from the next job on.
    Errors: handle errors.
    """
def worker_set_remove_reference(worker: CerverWorker | _Null, remove_reference: CFuncPtr | None, /) -> None:
    """Sets a function that is called on the worker's thread after each job that was done, behind that of
    worker_set_delete_data(): once for each job, in the order in which they were pushed. NULL for none.

    Thread: any; counts from the next job on.
    Errors: handle errors.
    """
def worker_set_queue_limit(worker: CerverWorker | _Null, limit: int, /) -> CerverStatus:
    """Sets how many jobs may wait at a worker; 0 for none at all. Default CERVER_DEFAULT_JOB_QUEUE_LIMIT. What waits already
    stays.

    Thread: any.
    Errors: handle errors.
    """
def worker_start_with_state(worker: CerverWorker | _Null, worker_state: CerverWorkerState, /) -> CerverOutcome:
    """Starts a worker with WORKER_STATE_AVAILABLE, or with WORKER_STATE_STOPPED: then jobs wait for worker_resume(). 0 on
    success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another state; CERVER_ERROR_STATE when it was started before, also when
    it has ended; CERVER_ERROR_SYSTEM when the system has no thread left.
    """
def worker_start(worker: CerverWorker | _Null, /) -> CerverOutcome:
    """Starts a worker with WORKER_STATE_AVAILABLE. 0 on success, 1 on error.

    Thread: any.
    Errors: those of worker_start_with_state().
    """
def worker_resume(worker: CerverWorker | _Null, /) -> CerverOutcome:
    """Lets a worker in WORKER_STATE_STOPPED go on. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE in any other state.
    """
def worker_stop(worker: CerverWorker | _Null, /) -> CerverOutcome:
    """Lets a worker pause after its present job, and waits until it does; on its own thread it does not wait. 0 on success,
    1 on error.

    Thread: any. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_STATE when the worker is not in WORKER_STATE_AVAILABLE or WORKER_STATE_WORKING.
    """
def worker_end(worker: CerverWorker | _Null, /) -> CerverOutcome:
    """Ends the thread of a worker after its present job, and waits for it; on its own thread it does not wait. Jobs that were
    not begun are given up: see worker_delete(). 0 on success, 1 on error.

    Thread: any. Signals do not end the wait.
    Errors: handle errors; CERVER_ERROR_STATE when the worker was not started, or has ended.
    """
def worker_push_job(worker: CerverWorker | _Null, args: _Address, /) -> CerverOutcome:
    """Adds a job: the work of worker_set_work(), called with `args`, which stays the caller's unless there is a delete
    function. A worker that was not started or is stopped keeps it for later. 0 on success, 1 on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE when the worker has ended; CERVER_ERROR_AGAIN when it is at its limit.
    """
def worker_push_job_with_work(worker: CerverWorker | _Null, work: CFuncPtr | None, args: _Address, /) -> CerverOutcome:
    """Adds a job with work of its own. See worker_push_job().

    Thread: any.
    Errors: those of worker_push_job(); CERVER_ERROR_NULL for `work`.
    """
def timer_sleep_for_seconds(seconds: float, /) -> None:
    """Sleeps; signals do not shorten it. 0 and negative numbers return at once.

    Thread: any; in a handler it keeps the handler's thread from other work.
    Errors: CERVER_ERROR_ARGUMENT for a number that is not finite, or too large for a duration.
    """
def timer_get_current_time() -> float:
    """Seconds since 1970 by the system's clock, with a precision of microseconds. The clock may be set back; 0 before 1970.

    Thread: any.
    Errors: none.
    """
def cerver_connect_tls(server: CerverServer | _Null, host: _Text, port: int, timeout_ms: int, server_name: _Text, /) -> CerverConnection | None:
    """Connects as a client with TLS; otherwise as cerver_connect(). CERVER_EVENT_CONNECTED tells that the connection is
    secured, and cerver_connection_get_tls() how; CERVER_EVENT_CONNECT_FAILED tells also of certificates that are not good
    and of files of the options that are of no use.

    `server_name` is what the server is asked for (SNI) and what its certificate must be for, a name or an address; NULL =
    `host`, when that is no path. The certificate must lead to an authority of cerver_set_connect_tls_ca(). The versions and
    limits of the handshake are those of cerver_set_tls_min_version(), cerver_set_tls_handshake_timeout() and
    cerver_set_tls_handshake_bytes(). Sessions of earlier connections of the run are resumed. Files are read for the first
    such connection of a run.

    Thread: any.
    Errors: those of cerver_connect(); CERVER_ERROR_ARGUMENT also for what is no name of a server.
    """
def cerver_set_connect_tls_ca(server: CerverServer | _Null, ca_file: _Text, /) -> CerverStatus:
    """Connections that the program makes: the authorities that certificates of servers must lead to, in PEM form and at most
    1 MiB; NULL, the default, = those that the system trusts (the file of SSL_CERT_FILE, or the one of the distribution).
    The path is copied.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for the path, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_connect_tls_certificate(server: CerverServer | _Null, certificate_file: _Text, key_file: _Text, /) -> CerverStatus:
    """Connections that the program makes: the certificate that is shown to servers that ask for one, and its key, in PEM form;
    both NULL, the default, = none. The files are read now, to tell of errors, and again when they are used.

    Thread: any.
    Errors: those of cerver_add_tls_certificate().
    """
def cerver_set_connect_tls_alpn(server: CerverServer | _Null, protocols: _Text, /) -> CerverStatus:
    """Connections that the program makes: names of application protocols that are offered (ALPN, RFC 7301), the best first,
    with commas between them; "" or NULL, the default, = none. What was agreed on: CERVER_TLS_PROTOCOL.

    Thread: any.
    Errors: those of cerver_set_tls_alpn().
    """
def cerver_set_connect_tls_unverified(server: CerverServer | _Null, value: bool, /) -> CerverStatus:
    """With true, connections that the program makes take any certificate of any name: whoever is between them and the server
    can read and change everything. For tests. Default false.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_connect_tls_any_issuer(server: CerverServer | _Null, value: bool, /) -> CerverStatus:
    """With true, connections that the program makes take certificates of any issuer and age, which are still verified for the
    name of the server: whoever is between them can make such a one. For tests. Default false.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_connect_tls_any_name(server: CerverServer | _Null, value: bool, /) -> CerverStatus:
    """With true, connections that the program makes take certificates for any name, which must still lead to an authority of
    cerver_set_connect_tls_ca(): every server that it vouches for can stand in for the one that is meant. For authorities of
    one's own. Default false.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls(server: CerverServer | _Null, certificate_file: _Text, key_file: _Text, /) -> CerverStatus:
    """Secures the main listener, and adds a certificate: cerver_add_tls_certificate() and cerver_set_listener_tls() for the
    listener on the port of cerver_create(). Listeners that were added stay as they are.

    Thread: any.
    Errors: those of cerver_add_tls_certificate().
    """
def cerver_add_tls_certificate(server: CerverServer | _Null, certificate_file: _Text, key_file: _Text, /) -> CerverStatus:
    """Adds a certificate for listeners with TLS. `certificate_file` has the server's certificate and behind it those that lead to
    a known authority, `key_file` the private key, both in PEM form and at most 1 MiB. The paths are copied. Both are read
    now, to tell of errors, and again at every start and by cerver_reload_tls().

    A client gets the first certificate that has the name it asks for (SNI; `*.` stands for one label) and an algorithm that it
    knows; without such a name the first one whose algorithm it knows.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the paths, CERVER_ERROR_TLS for files that cannot be
    read or do not belong together (the message says who must change what), CERVER_ERROR_STATE while it runs.
    """
def cerver_listen_tls(server: CerverServer | _Null, address: _Text, port: int, /) -> CerverStatus:
    """Adds a listener with TLS on a numeric IPv4 or IPv6 address and a port in host order, 0 for a free one. The text is
    copied. At least one certificate must be added before the start.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for text that is no address, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_listener_tls(server: CerverServer | _Null, index: int, is_tls: bool, /) -> CerverStatus:
    """Whether a listener of any kind speaks TLS. `index` counts as for cerver_get_listener_port(): from 0 in the order of
    addition, the main listener first unless it is disabled.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NOT_FOUND for the index, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_client_auth(server: CerverServer | _Null, mode: CerverTlsClientAuth, ca_file: _Text, /) -> CerverStatus:
    """Whether clients show certificates: one of the `CERVER_TLS_CLIENT_AUTH_` constants; default CERVER_TLS_CLIENT_AUTH_OFF.
    `ca_file` has the authorities that theirs must lead to, in PEM form and at most 1 MiB; the path is copied, and the file is
    read at every start and by cerver_reload_tls(). NULL only for CERVER_TLS_CLIENT_AUTH_OFF. Who has come: see
    http_request_get_tls() and cerver_connection_get_tls().

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for the file, CERVER_ERROR_ARGUMENT for the number, CERVER_ERROR_STATE while it
    runs.
    """
def cerver_set_tls_alpn(server: CerverServer | _Null, protocols: _Text, /) -> CerverStatus:
    """Names of the application protocols that are agreed on in the handshake (ALPN, RFC 7301), the best first, with commas
    between them: "http/1.1". A client that offers some, but none of these, is refused. "" = none; NULL = those of the server:
    "http/1.1,http/1.0" for CERVER_TYPE_WEB, else none.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for an empty name, one of more than 255 bytes and more than 32 of them,
    CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_min_version(server: CerverServer | _Null, version: CerverTlsVersion, /) -> CerverStatus:
    """Oldest version of TLS that is spoken: CERVER_TLS_VERSION_1_2, the default, or CERVER_TLS_VERSION_1_3.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_tickets(server: CerverServer | _Null, value: bool, /) -> CerverStatus:
    """Whether clients get tickets by which they resume their sessions, which spares both sides most of the next handshake;
    default true. The keys of tickets are the server's own, change every few hours, and end with it.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_handshake_timeout(server: CerverServer | _Null, timeout_ms: int, /) -> CerverStatus:
    """Time from the acceptance of a connection to the end of its TLS handshake, in milliseconds; 0 for no limit. Default 10 s.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_handshakes_per_turn(server: CerverServer | _Null, max: int, /) -> CerverStatus:
    """TLS handshakes that a reactor begins in one round, those of connections that the program makes or hands over included, at
    least 1; further ones wait for the next, so that many new clients do not hold up those that are there. Default 16.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for 0, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_handshake_bytes(server: CerverServer | _Null, max: int, /) -> CerverStatus:
    """Bytes that a client may send before its TLS handshake is complete, certificates included. Default 64 KiB.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for less than 1 KiB, CERVER_ERROR_STATE while it runs.
    """
def cerver_set_tls_expiry_warning(server: CerverServer | _Null, days: int, /) -> CerverStatus:
    """Days before the end of a certificate's life from which on every start and reload warns in the log. One that has expired
    is always warned of. Default 14.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_STATE while it runs.
    """
def cerver_reload_tls(server: CerverServer | _Null, /) -> CerverStatus:
    """Reads all certificates, keys and authorities of a running server again, from the same files. Connections that come later
    get them; those that are open go on. On an error everything stays as it was.

    Tickets stay good, unless clients show certificates: then all have to show them again.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_TLS as for cerver_add_tls_certificate(), CERVER_ERROR_STATE when the server does not run
    or has no listener with TLS.
    """
def cerver_tls_check_files(certificate_file: _Text, key_file: _Text, /) -> CerverStatus:
    """Whether a certificate and its key can be read and belong together, without a server: as cerver_add_tls_certificate(), but
    nothing is kept.

    Thread: any; also in a process that forks before it makes its first server.
    Errors: CERVER_ERROR_NULL and CERVER_ERROR_ARGUMENT for the paths, CERVER_ERROR_TLS for files that are of no use.
    """
def cerver_tls_create_server_side(server: CerverServer | _Null, /) -> CerverTls | None:
    """Makes the server's side of TLS from the options that `server` has now: its certificates, what clients must show,
    application protocols, version, tickets, time and bytes of the handshake. The files are read once. `server` may be one that
    is there to hold options only; it may change and go afterwards. cerver_set_tls_handshakes_per_turn() counts of the server that takes
    a connection over.

    Returns a handle of the caller's, to be given to cerver_tls_delete(); NULL on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_TLS for files that are of no use, CERVER_ERROR_STATE without a certificate,
    CERVER_ERROR_MEMORY.
    """
def cerver_tls_create_client_side(server: CerverServer | _Null, /) -> CerverTls | None:
    """Makes the client's side of TLS from the options that `server` has now, those of cerver_set_connect_tls_ca() and its kin;
    otherwise as cerver_tls_create_server_side(). Sessions of earlier connections are resumed.

    Returns a handle of the caller's, to be given to cerver_tls_delete(); NULL on error.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_TLS for files that are of no use, CERVER_ERROR_MEMORY.
    """
def cerver_tls_delete(tls: CerverTls | _Null, /) -> CerverStatus:
    """Lets go of what cerver_tls_create_server_side() or cerver_tls_create_client_side() has made. Connections that are secured
    with it go on.

    Thread: any.
    Errors: handle errors.
    """
def cerver_adopt_tls(server: CerverServer | _Null, descriptor: int, tls: CerverTls | _Null, server_name: _Text, /) -> CerverConnection | None:
    """Takes over a stream socket as cerver_adopt() does, with TLS. CERVER_EVENT_CONNECTED tells that the connection is secured, and
    cerver_connection_get_tls() how; CERVER_EVENT_CONNECT_FAILED, with a text, that it cannot be. What is sent before is kept
    until then; cerver_connection_abort() ends the handshake at once, and so does cerver_connection_close() when nothing waits to be
    sent.

    For the client's side `server_name` is what the server is asked for (SNI) and what its certificate must be for, a name or an
    address; for the server's side it is NULL.

    Returns the handle of the connection, which takes commands at once; NULL on error, and then the descriptor stays the
    program's.

    Thread: any.
    Errors: those of cerver_adopt(); CERVER_ERROR_ARGUMENT for a name with the server's side, and for none, or what is no name
    of a server, with the client's.
    """
def cerver_connect_tls_with(server: CerverServer | _Null, host: _Text, port: int, timeout_ms: int, tls: CerverTls | _Null, server_name: _Text, /) -> CerverConnection | None:
    """Connects as a client as cerver_connect_tls() does, secured by a client's side of TLS in place of the server's options.

    Thread: any.
    Errors: those of cerver_connect_tls(); CERVER_ERROR_ARGUMENT also for the server's side of TLS.
    """
def http_request_is_secure(request: CerverHttpRequest | _Null, /) -> bool:
    """Whether the request came by TLS: its scheme is https.

    Thread: any.
    Errors: handle errors (false).
    """
def http_request_get_tls(request: CerverHttpRequest | _Null, fact: CerverTlsFact, /) -> _Pointer[CerverString]:
    """What the TLS session of a request tells: one of the constants above. NULL when the request did not come by TLS, when there
    is no such thing, and on error. Valid until the request ends.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_ARGUMENT for another number.
    """
def cerver_connection_get_tls(connection: CerverConnection | _Null, fact: CerverTlsFact, buffer: _Address, size: int, length: _Out[c_size_t], /) -> CerverStatus:
    """Writes what the TLS session of a connection tells, one of the constants above, with a NUL into `buffer` of `size` bytes.

    `*length` is the length without the NUL. It is also written when the buffer is too small, so a first call with a `size`
    of 0, where `buffer` may be NULL, asks for it.

    Thread: any.
    Errors: handle errors; CERVER_ERROR_NULL for `length`, and for `buffer` unless `size` is 0; CERVER_ERROR_ARGUMENT for
    another number and when the buffer is too small; CERVER_ERROR_NOT_FOUND when the connection is not secured by TLS or there
    is no such thing.
    """
def cerver_version_print_full() -> None:
    """Writes name, version and licence through the log, as cerver_log_both() does.

    Thread: any.
    Errors: those of cerver_log_both().
    """
def cerver_version_print_version_id() -> None:
    """Writes the number of the version through the log, as cerver_log_both() does.

    Thread: any.
    Errors: those of cerver_log_both().
    """
def cerver_version_print_version_name() -> None:
    """Writes the name of the version through the log, as cerver_log_both() does.

    Thread: any.
    Errors: those of cerver_log_both().
    """
