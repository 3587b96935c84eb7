"""Turns Python functions into callbacks of the library."""

from __future__ import annotations

import sys
from _ctypes import CFuncPtr
from collections.abc import Callable
from typing import Any, Union

from . import _bindings

Handler = Union[Callable[[Any, Any], object], CFuncPtr]
"""A handler of requests: a function `(receive, request)`, or a ctypes callback object of that shape."""

_FAILURE = b"Internal server error"

# An interrupt that a handler ended with on the main thread, for the call that runs handlers there to raise.
interrupts: list[BaseException] = []


def handler_callback(handler: Handler | None) -> Any:
    """The callback object for a handler.

    An exception in a plain function never reaches the library: it is logged and the client gets a 500. A callback
    object comes back as it is; what its function raises is only printed, and the client's connection is closed.
    """
    if handler is None or isinstance(handler, CFuncPtr):
        return handler
    if not callable(handler):
        raise TypeError(f"a handler is a function of (receive, request), not {handler!r}")
    function = handler

    def call(receive: int, request: int) -> None:
        try:
            function(receive, request)
        except BaseException as error:
            _failed(function, receive, error)

    return _bindings.CerverHttpHandler(call)


# The code all wrapped handlers share.
_CALL = next(part for part in handler_callback.__code__.co_consts if getattr(part, "co_name", "") == "call")


def inside_handler() -> bool:
    """Whether this code was called, directly or not, by a handler that this module wrapped."""
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code is _CALL:
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _failed(handler: Any, receive: int, error: BaseException) -> None:
    """Answers 500, or closes the connection when an answer has begun, and reports the exception."""
    if _bindings.http_response_json_error_send(receive, 500, _FAILURE) != 0:
        _bindings.http_receive_close(receive)
    if isinstance(error, (KeyboardInterrupt, SystemExit)) and _on_main_thread():
        interrupts.append(error)
        return
    try:
        import logging

        name = getattr(handler, "__qualname__", None) or repr(handler)
        logging.getLogger("cerver").error("handler %s raised", name, exc_info=error)
    except Exception as second:
        sys.__excepthook__(type(second), second, second.__traceback__)


def _on_main_thread() -> bool:
    import threading

    return threading.current_thread() is threading.main_thread()
