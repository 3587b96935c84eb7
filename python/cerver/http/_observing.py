"""Error pages, the access log and metrics: the functions that take Python functions or give Python values."""

from __future__ import annotations

from ctypes import byref, c_size_t, create_string_buffer, string_at

from .. import _bindings
from .._handlers import note_failure
from .._registry import keep
from ..errors import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._aliases import Http
    from .._bindings import CerverContentType, CerverHttpAccessLogFormat, CerverStatus

    PageFunction = Callable[["ErrorPage"], object]

__all__ = [
    "ErrorPage",
    "http_cerver_metrics_json",
    "http_cerver_metrics_text",
    "http_cerver_set_access_log_function",
    "http_cerver_set_error_page",
]


class ErrorPage:
    """An error that the library is about to answer."""

    __slots__ = ("accepted", "method", "path", "request_id", "status", "text")

    status: int
    """400 to 599."""
    text: str
    """One sentence for the client's side; never anything that the client sent."""
    accepted: CerverContentType
    """HTTP_CONTENT_TYPE_JSON, HTTP_CONTENT_TYPE_HTML or HTTP_CONTENT_TYPE_TXT: what the client likes best."""
    method: str | None
    """None when the request could not be read."""
    path: str | None
    """Not decoded: escape it before it goes into a page. None when the request could not be read."""
    request_id: str | None
    """None without `http_cerver_set_request_ids`."""

    def __init__(self, page: Any) -> None:
        self.status = page.status
        self.text = page.text.decode()
        self.accepted = page.accepted
        self.method = _text(page.method)
        self.path = _text(page.path)
        self.request_id = _text(page.request_id)


def http_cerver_set_error_page(http_cerver: Http, function: PageFunction | None, /) -> CerverStatus:
    """Sets the function that makes error pages in place of the library's; None takes it away.

    It gets an `ErrorPage` and returns the body: str or bytes, or a pair of a content type, such as `"text/html"`, and a
    body; without one it is what the client accepts. None leaves the page to the library, and so does an exception,
    which is logged. It runs on the reactor's thread and must be quick.
    """
    if function is None:
        return _bindings.http_cerver_set_error_page(http_cerver, None, None)
    make = function

    def call(page: Any, response: int, _data: Any) -> bool:
        try:
            made = make(ErrorPage(page.contents))
            return made is not None and _fill(response, page.contents.accepted, made)
        except BaseException as error:
            note_failure(make, error, "error page")
            return False

    callback = _bindings.CerverHttpErrorPageFunction(call)
    keep(http_cerver, callback)
    return _bindings.http_cerver_set_error_page(http_cerver, callback, None)


def http_cerver_set_access_log_function(
    http_cerver: Http, format: CerverHttpAccessLogFormat, function: Callable[[bytes], object], /
) -> CerverStatus:
    """Sets the function that takes whole lines of the access log, as bytes.

    It runs on the reactor's thread and must be quick. An exception is logged.
    """

    def call(lines: int, length: int, _data: Any) -> None:
        try:
            function(string_at(lines, length))
        except BaseException as error:
            note_failure(function, error, "access log")

    callback = _bindings.CerverHttpAccessLogFunction(call)
    keep(http_cerver, callback)
    return _bindings.http_cerver_set_access_log_function(http_cerver, format, callback, None)


def http_cerver_metrics_text(http_cerver: Http, /) -> str:
    """The metrics in the text format of Prometheus, version 0.0.4."""
    return _whole(_bindings.http_cerver_metrics_text, http_cerver)


def http_cerver_metrics_json(http_cerver: Http, /) -> Any:
    """The metrics as a dict."""
    import json

    return json.loads(_whole(_bindings.http_cerver_metrics_json, http_cerver))


def _fill(response: int, accepted: CerverContentType, made: Any) -> bool:
    if isinstance(made, tuple):
        kind, made = made
        check(_bindings.http_response_add_custom_header(response, "Content-Type", kind))
    else:
        _bindings.http_response_add_content_type_header(response, accepted)
    body = made.encode() if isinstance(made, str) else bytes(made)
    _bindings.http_response_set_data_ref(response, body, len(body))
    return _bindings.http_response_compile(response) == 0


def _text(value: bytes | None) -> str | None:
    return None if value is None else value.decode(errors="replace")


def _whole(function: Any, http_cerver: Http) -> str:
    size, length = 16 * 1024, c_size_t()
    while True:
        buffer = create_string_buffer(size)
        status = function(http_cerver, buffer, size, byref(length))
        if status == _bindings.CERVER_OK:
            return buffer.value.decode()
        if status != _bindings.CERVER_ERROR_ARGUMENT or length.value < size:
            check(status)
        size = 2 * length.value
