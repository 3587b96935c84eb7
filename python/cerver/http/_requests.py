"""Reading requests: short cuts that give Python values."""

from __future__ import annotations

from .. import _bindings
from .._words import strtobool
from ..errors import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._aliases import Pairs, Request
    from .._bindings import CerverMultiPart

__all__ = [
    "http_get_params_list",
    "http_request_content_type_is_json",
    "http_request_get_body_json",
    "http_request_get_bool_query_value",
    "http_request_get_float_query_value",
    "http_request_get_int_query_value",
    "http_request_get_param_text",
    "http_request_get_query_value",
    "http_request_multi_parts",
    "http_request_read_body_bytes",
]

# Bytes that one call reads unless the caller says otherwise.
_PIECE = 64 * 1024


def http_get_params_list(request: Request) -> list[str] | None:
    """The parts of the path that the route's parameters took, in order; None when one is not UTF-8."""
    count = _bindings.http_request_get_n_params(request)
    try:
        return [str(_bindings.http_request_get_param_at_idx(request, index).contents) for index in range(count)]
    except ValueError:
        return None


def http_request_get_param_text(request: Request, name: str | bytes) -> str | None:
    """The part of the path that the parameter `name` took, percent-decoded; None when the route has no such parameter.

    ValueError when it is not UTF-8.
    """
    value = _bindings.http_request_get_param(request, name)
    if not value:
        return None
    data = bytes(value.contents)
    if b"%" in data:
        from urllib.parse import unquote_to_bytes

        data = unquote_to_bytes(data)
    return data.decode()


def http_request_content_type_is_json(request: Request) -> bool:
    """True when the Content-Type header names `application/json`, with or without parameters."""
    text = _bindings.http_request_get_content_type_string(request)
    return bool(text) and b"application/json" in bytes(text.contents).lower()


def http_request_get_body_json(request: Request) -> Any:
    """The body, parsed as JSON. ValueError when there is no body or it is no JSON."""
    body = _bindings.http_request_get_body(request)
    if not body:
        raise ValueError("the request has no body")
    import json

    return json.loads(bytes(body.contents))


def http_request_multi_parts(request: Request) -> list[CerverMultiPart]:
    """All parts of a multipart request, in the order in which they came; none for another request."""
    parts: list[CerverMultiPart] = []
    if _bindings.http_request_multi_parts_iter_start(request):
        while part := _bindings.http_request_multi_parts_iter_get_next(request):
            parts.append(part)
    return parts


def http_request_read_body_bytes(request: Request, size: int = _PIECE, timeout_ms: int = -1) -> bytes | None:
    """The next bytes of the body, at most `size`; `b""` at its end, None when none came within `timeout_ms`.

    -1 waits without limit, which a handler on a reactor must not. CerverError when the client has gone.
    """
    from ctypes import byref, c_size_t, create_string_buffer

    buffer, count = create_string_buffer(size), c_size_t()
    status = _bindings.http_request_read_body(request, buffer, size, timeout_ms, byref(count))
    if status == _bindings.CERVER_ERROR_AGAIN:
        return None
    check(status)
    return buffer.raw[: count.value]


def http_request_get_query_value(values: Pairs, query_name: str | bytes) -> str | None:
    """The first value of that name as str, None when there is none; ValueError when it is not UTF-8."""
    value = _bindings.http_query_pairs_get_value(values, query_name)
    return str(value.contents) if value else None


def http_request_get_int_query_value(values: Pairs, query_name: str | bytes) -> int | None:
    """The first value of that name as int, None when there is none; ValueError when it is no number."""
    text = http_request_get_query_value(values, query_name)
    return None if text is None else int(text)


def http_request_get_float_query_value(values: Pairs, query_name: str | bytes) -> float | None:
    """The first value of that name as float, None when there is none; ValueError when it is no number."""
    text = http_request_get_query_value(values, query_name)
    return None if text is None else float(text)


def http_request_get_bool_query_value(values: Pairs, query_name: str | bytes) -> bool | None:
    """The first value of that name as bool (y/yes/t/true/on/1, n/no/f/false/off/0), None when there is none.

    ValueError for any other word.
    """
    text = http_request_get_query_value(values, query_name)
    return None if text is None else bool(strtobool(text))
