"""Answering: the functions that take data with its length count it themselves here, and short cuts."""

from __future__ import annotations

from ctypes import Array

from .. import _bindings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._aliases import Body, Receive, Response
    from .._bindings import CerverContentType, CerverHttpResponse, CerverHttpStatus

__all__ = [
    "http_response_json_custom_reference",
    "http_response_render",
    "http_response_render_json",
    "http_response_render_text",
    "http_response_set_data",
    "http_response_set_data_ref",
    "http_response_set_header",
    "http_send_response",
]

_LENGTH = "the length is negative or larger than the data"

_render = _bindings.http_response_render
_render_text = _bindings.http_response_render_text
_render_json = _bindings.http_response_render_json


def http_response_render(
    http_receive: Receive,
    status: CerverHttpStatus,
    content_type: CerverContentType,
    data: Body,
    length: int | None = None,
    /,
) -> int:
    """Answers with a body of any content type. 0 on success, 1 when nothing can be sent (the last error says why).

    str is sent as UTF-8. `length` counts bytes and may be left out; it is ignored for str. ValueError when it is
    negative or larger than the data.
    """
    if not isinstance(data, bytes):
        data, length = _encoded(data, length)
    size = len(data)
    if length is None:
        length = size
    elif not 0 <= length <= size:
        raise ValueError(_LENGTH)
    return _render(http_receive, status, content_type, data, length)


def http_response_render_text(
    http_receive: Receive, status: CerverHttpStatus, text: Body, text_len: int | None = None, /
) -> int:
    """Answers with HTML text; see `http_response_render`."""
    body, length = _sized(text, text_len)
    return _render_text(http_receive, status, body, length)


def http_response_render_json(
    http_receive: Receive, status: CerverHttpStatus, json: Body, json_len: int | None = None, /
) -> int:
    """Answers with JSON text; see `http_response_render`."""
    body, length = _sized(json, json_len)
    return _render_json(http_receive, status, body, length)


def http_response_set_data(response: Response, data: Body, data_len: int | None = None, /) -> None:
    """Gives the response a body in place of the one before. The data is copied."""
    http_response_set_data_ref(response, data, data_len)


def http_response_set_data_ref(response: Response, data: Body, data_size: int | None = None, /) -> int:
    """The same with a result: 0 on success. In Python this copies too, so that no dead object is referred to."""
    body, length = _sized(data, data_size)
    return _bindings.http_response_set_data_ref(response, body, length) or _bindings.http_response_compile(response)


def http_response_set_header(response: Response, header: Body, header_len: int | None = None, /) -> None:
    """Gives the response a ready header block, from the status line to the empty line. The block is copied."""
    block, length = _sized(header, header_len)
    _bindings.http_response_copy_header(response, block, length)


def http_response_json_custom_reference(
    status: CerverHttpStatus, json: Body, json_len: int | None = None, /
) -> CerverHttpResponse | None:
    """A response with JSON text as its body. In Python the text is copied, so that no dead object is referred to."""
    body, length = _sized(json, json_len)
    return _bindings.http_response_create_json(status, body, length)


def http_send_response(
    http_receive: Receive,
    status_code: CerverHttpStatus,
    body: Body | dict[Any, Any] | list[Any] = None,
    body_len: int | None = None,
    content_type: CerverContentType = _bindings.HTTP_CONTENT_TYPE_HTML,
) -> int:
    """Answers with a dict or list as JSON, or with text or bytes of the given content type; no body is an empty one."""
    if isinstance(body, (dict, list)):
        import json

        return http_response_render_json(http_receive, status_code, json.dumps(body))
    return http_response_render(http_receive, status_code, content_type, body, body_len)


def _sized(data: Body, length: int | None) -> tuple[bytes, int]:
    body, length = _encoded(data, length)
    if length is None:
        return body, len(body)
    if not 0 <= length <= len(body):
        raise ValueError(_LENGTH)
    return body, length


def _encoded(data: Body, length: int | None) -> tuple[bytes, int | None]:
    """The bytes to send. The length given with a str counts characters or bytes, nobody knows: it is dropped."""
    if isinstance(data, str):
        return data.encode(), None
    if data is None:
        return b"", None
    if not isinstance(data, (bytes, bytearray, memoryview, Array)):
        raise TypeError(f"str or bytes expected, not {type(data).__name__}")
    return bytes(data), length
