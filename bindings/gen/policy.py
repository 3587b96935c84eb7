"""What the header does not say: which Python module a name belongs to, and how a function may be called."""

from __future__ import annotations

import fnmatch

from header import Header

# Names of the package `cerver.http`; all others belong to `cerver` itself.
_HTTP = (
    "http_*",
    "HTTP_*",
    "JWT_ALG_*",
    "CerverJwtAlgorithm",
    "REQUEST_METHOD_*",
    "CerverHttp*",
    "CerverMultiPart*",
    "MULTI_PART_TYPE_*",
    "CerverRequestMethod",
    "CerverContentType",
    "CerverPairs",
    "HttpDecodeData",
    "HttpOrigin",
    "HttpRouteAuthType",
    "jwt_alg_t",
    "CerverJwt*",
    "JWT_ALG_*",
)

# Names of the hand-written packages `cerver.threads` and `cerver.utils`, which import what they offer.
_UTILITIES = (
    "bsem_*",
    "job_*",
    "JOB_*",
    "thread_*",
    "worker_*",
    "WORKER_*",
    "cerver_log",
    "cerver_log_*",
    "LOG_*",
    "CERVER_DEFAULT_JOB_*",
    "CERVER_DEFAULT_LOG_*",
    "CERVER_LOG_LEVEL_*",
    "CerverBsem",
    "CerverCond",
    "CerverJob*",
    "CerverLog*",
    "CerverMutex",
    "CerverRemoveReference",
    "CerverThreadWork",
    "CerverWork*",
)

# Functions called with the interpreter lock held. Giving the lock up and taking it again costs little by itself, but
# between the two another Python thread may take it for a whole switch interval (5 ms): with handlers on a pool of four
# threads the spread of the latencies is a third of what it is otherwise. Only functions that neither wait nor read
# files nor print belong here: the library never holds one of its own locks while it calls Python, so a short wait for
# such a lock always ends.
_SHORT = (
    "cerver_last_error*",
    "cerver_clear_last_error",
    "cerver_connection_*",
    "cerver_status_*",
    "cerver_version",
    "cerver_interrupt",
    "client_get_*",
    "packet_*",
    "http_content_type_*",
    "http_header_*",
    "http_cerver_auth_jwt_*",
    "http_jwt_get_*",
    "http_status_*",
    "http_query_pairs_get_value",
    "http_receive_close",
    "http_receive_detach",
    "http_receive_get_*",
    "http_multi_part_get_*",
    "http_multi_part_is_*",
    "http_receive_is_connected",
    "http_receive_pass",
    "http_receive_stream_end",
    "http_receive_stream_write",
    "http_web_sockets_abort",
    "http_web_sockets_close",
    "http_web_sockets_get_*",
    "http_web_sockets_ping",
    "http_web_sockets_send*",
    "http_request_choose_*",
    "http_request_get_*",
    "http_request_query_params_get_value",
    "http_request_body_get_value",
    "http_request_multi_parts_get*",
    "http_request_multi_parts_iter_*",
    "http_response_add_*",
    "http_response_compile*",
    "http_response_copy_header",
    "http_response_create*",
    "http_response_delete",
    "http_response_get",
    "http_response_json_*",
    "http_response_remove_cookie",
    "http_response_render*",
    "http_response_return",
    "http_response_send",
    "http_response_send_split",
    "http_response_set_*",
    "http_response_stream",
)

# Other names of types, which programs written for pycerver use; only those whose type the header has.
ALIASES = {
    "CerverUpdateCb": "CerverAction",
    "CerverUpdateDelete": "CerverDelete",
    "HandlerDataDelete": "CerverAction",
    "HandlerMethod": "CerverAction",
    "HttpDecodeData": "CerverHttpDecodeData",
    "HttpOrigin": "CerverHttpOrigin",
    "HttpRouteAuthType": "CerverHttpRouteAuthType",
    "Packet": "CerverPacket",
    "PacketHeader": "CerverPacketHeader",
    "PacketType": "CerverPacketType",
    "PacketVersion": "CerverPacketVersion",
    "ProtocolVersion": "CerverProtocolVersion",
    "jwt_alg_t": "CerverJwtAlgorithm",
}

# Struct classes that get methods from a class of cerver/_types.py.
STRUCT_BASES = {"CerverEvent": "EventMethods", "CerverPacket": "PacketMethods", "CerverString": "StringMethods"}

# Hand-written modules whose `__all__` is part of the public names of a package; they win over the C function of
# the same name.
PUBLIC_MODULES = {
    "cerver": ("errors", "_names", "_packets", "_server", "_stream", "version"),
    "cerver.threads": ("bsem", "job", "threads", "worker"),
    "cerver.utils": ("log", "utils"),
    "cerver.http": (
        "_routes",
        "_responses",
        "_requests",
        "_encoding",
        "_forms",
        "_custom_data",
        "_names",
        "_observing",
        "_uploads",
        "_auth",
        "_websockets",
        "redirect",
        "validation",
    ),
}

# Modules that only have a share of the names of their package, for programs that import from them.
SHARES = {
    "cerver.cerver": ("Servers", ("cerver_*", "CERVER_*", "CerverType", "CerverHandlerType", "CerverUpdate*")),
    "cerver.handler": ("Handlers of packets", ("handler_*", "Handler*", "CerverHandlerData")),
    "cerver.packets": (
        "Packets",
        ("packet_*", "PACKET_*", "Packet*", "ProtocolID", "ProtocolVersion", "CerverPacket*"),
    ),
    "cerver.http.alg": ("Algorithms of JSON web tokens", ("JWT_ALG_*", "jwt_alg_t")),
    "cerver.http.content": ("Types of content", ("http_content_*", "HTTP_CONTENT_*", "ContentType")),
    "cerver.http.headers": ("Header fields", ("http_header_*", "HTTP_HEADER_*", "http_header")),
    "cerver.http.http": (
        "The HTTP side of a server",
        (
            "http_cerver_*",
            "http_create_*",
            "http_jwt_*",
            "http_receive_*",
            "http_static_path_*",
            "CatchAllHandler",
            "HttpDecodeData",
            "HttpDelete*",
            "HttpHandler",
            "NotFoundHandler",
            "Uploads*Generator",
        ),
    ),
    "cerver.http.multipart": ("Parts of forms", ("http_multi_part_*", "MULTI_PART_TYPE_*", "MultiPartType")),
    "cerver.http.origin": ("Origins", ("http_origin_*", "HttpOrigin")),
    "cerver.http.query": ("Pairs of queries and forms", ("http_query_*",)),
    "cerver.http.request": (
        "Requests",
        ("http_request_*", "http_get_params_list", "REQUEST_METHOD_*", "RequestMethod", "RequestDelete*"),
    ),
    "cerver.http.response": ("Responses", ("http_response_*", "http_send_response")),
    "cerver.http.route": (
        "Routes",
        (
            "http_route_*",
            "HTTP_ROUTE_*",
            "HttpRoute*",
            "HttpHandler",
            "HttpDecodeData",
            "HttpDeleteDecoded",
            "RouteDelete*",
        ),
    ),
    "cerver.http.status": ("Status codes", ("http_status_*", "HTTP_STATUS_*", "http_status")),
}


def package_of(name: str) -> str:
    """The package that exports `name`; empty for a name that hand-written modules import."""
    if _matches(name, _UTILITIES):
        return ""
    return "cerver.http" if _matches(name, _HTTP) else "cerver"


def names_by_package(header: Header) -> dict[str, list[str]]:
    """All names of the header, sorted, by the package that exports them."""
    names: dict[str, list[str]] = {"": [], **{package: [] for package in PUBLIC_MODULES}}
    groups = (header.constants, header.structs, header.opaques, header.numbers, header.callbacks, header.functions)
    for name in sorted([*(name for group in groups for name in group), *aliases(header)]):
        names[package_of(name)].append(name)
    return names


def aliases(header: Header) -> dict[str, str]:
    """The other names, with the types that they stand for."""
    types = {*header.structs, *header.opaques, *header.numbers, *header.callbacks}
    return {alias: name for alias, name in ALIASES.items() if name in types}


def share(module: str, names: list[str]) -> list[str]:
    """Those of the names of its package that the module has."""
    return [name for name in names if _matches(name, SHARES[module][1])]


def bases(struct: str) -> str:
    """The base classes of the class for a struct."""
    return f"{STRUCT_BASES[struct]}, Structure" if struct in STRUCT_BASES else "Structure"


def is_short(name: str) -> bool:
    """True when the function is called with the interpreter lock held."""
    return _matches(name, _SHORT)


def _matches(name: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatch.fnmatchcase(name, pattern) for pattern in patterns)
