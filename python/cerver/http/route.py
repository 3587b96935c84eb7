"""Routes. The names are part of `cerver.http`, too.

Generated from include/cerver.h by bindings/gen. Do not edit.
"""

from . import (
    HTTP_ROUTE_MODIFIER_MULTI_PART,
    HTTP_ROUTE_MODIFIER_NONE,
    HTTP_ROUTE_MODIFIER_WEB_SOCKET,
    HttpDeleteDecoded,
    HttpHandler,
    HttpRouteModifier,
    RouteDeleteCustom,
    http_route_child_add,
    http_route_create,
    http_route_delete,
    http_route_get_custom_data,
    http_route_set_body_limit,
    http_route_set_body_timeout,
    http_route_set_compression,
    http_route_set_custom_data,
    http_route_set_delete_custom_data,
    http_route_set_gate,
    http_route_set_handler,
    http_route_set_length_required,
    http_route_set_modifier,
    http_route_stream_body,
    http_route_stream_parts,
)

__all__ = [
    "HTTP_ROUTE_MODIFIER_MULTI_PART", "HTTP_ROUTE_MODIFIER_NONE", "HTTP_ROUTE_MODIFIER_WEB_SOCKET", "HttpDeleteDecoded",
    "HttpHandler", "HttpRouteModifier", "RouteDeleteCustom", "http_route_child_add", "http_route_create",
    "http_route_delete", "http_route_get_custom_data", "http_route_set_body_limit", "http_route_set_body_timeout",
    "http_route_set_compression", "http_route_set_custom_data", "http_route_set_delete_custom_data",
    "http_route_set_gate", "http_route_set_handler", "http_route_set_length_required", "http_route_set_modifier",
    "http_route_stream_body", "http_route_stream_parts",
]
