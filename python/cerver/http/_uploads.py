"""Forms whose parts come to Python functions, and names of stored files."""

from __future__ import annotations

from ctypes import string_at

from .. import _bindings
from .._handlers import form_callback, handler_callback
from .._registry import keep

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from .._aliases import Handler, Http, Route
    from .._bindings import CerverStatus

__all__ = [
    "http_cerver_set_uploads_dirname_generator",
    "http_cerver_set_uploads_filename_generator",
    "http_route_stream_parts",
]


def http_route_stream_parts(
    route: Route,
    begins: Callable[[Any, Any, Any], object] | None,
    data: Callable[[Any, Any, Any, bytes], object] | None,
    ends: Callable[[Any, Any, Any], object] | None,
    form_ends: Callable[[Any, Any, int], object],
    /,
) -> CerverStatus:
    """Gives the parts of `multipart/form-data` bodies to functions as they come; the handler is called before.

    `begins(receive, request, part)`, `data(receive, request, part, piece)` with a piece of bytes, `ends(receive, request,
    part)`, at last `form_ends(receive, request, status)`: with 200 the form is complete and an answer is due, with 0 the
    client has gone, any other status is what the library answers unless the function does. A function that answers, or
    raises (500), ends the form; then `form_ends` is not called.
    """
    bindings = _bindings
    callbacks = (
        form_callback(bindings.CerverHttpPartFunction, begins),
        form_callback(bindings.CerverHttpPartBytes, data and _with_bytes(data)),
        form_callback(bindings.CerverHttpPartFunction, ends),
        form_callback(bindings.CerverHttpFormEnd, form_ends),
    )
    keep(route, callbacks)
    return bindings.http_route_stream_parts(route, *callbacks)


def http_cerver_set_uploads_filename_generator(http_cerver: Http, generator: Handler | None, /) -> None:
    """Names stored files: `generator(receive, request)` is called when the headers of a file have come.

    It calls `http_multi_part_set_generated_filename(http_request_get_current_mpart(request), name)`. None takes it away.
    """
    callback = handler_callback(generator)
    keep(http_cerver, callback)
    _bindings.http_cerver_set_uploads_filename_generator(http_cerver, callback)


def http_cerver_set_uploads_dirname_generator(http_cerver: Http, generator: Handler | None, /) -> None:
    """Names the folder of a request's files: `generator(receive, request)` is called when the head has come.

    It calls `http_request_set_dirname(request, name)`. None takes it away.
    """
    callback = handler_callback(generator)
    keep(http_cerver, callback)
    _bindings.http_cerver_set_uploads_dirname_generator(http_cerver, callback)


def _with_bytes(function: Any) -> Any:
    """The function with bytes in place of an address and a length; a callback object as it is."""
    if isinstance(function, _bindings.CerverHttpPartBytes):
        return function

    def give(receive: int, request: int, part: int, address: int, length: int) -> None:
        function(receive, request, part, string_at(address, length))

    give.__qualname__ = getattr(function, "__qualname__", repr(function))
    return give
