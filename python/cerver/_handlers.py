"""Turns Python functions into callbacks of the library."""

from __future__ import annotations

import sys
from _ctypes import CFuncPtr

from . import _bindings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from ._aliases import Handler


# What ended a handler on the main thread and was meant for the program: a signal's handler had raised it.
_interrupts: list[BaseException] = []
_Interrupt = (KeyboardInterrupt, SystemExit)


def handler_callback(handler: Handler | None) -> Any:
    """The callback object for a handler.

    An exception in a plain function never reaches the library: it is logged and the client gets a 500. A callback
    object comes back as it is: what its function raises Python gives to `sys.unraisablehook`, which prints the
    traceback, and the library answers 500 because there is no answer.
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
            _bindings.http_request_multi_part_discard_files(request)
            _failed(function, receive, error)

    return _bindings.CerverHttpHandler(call)


def form_callback(kind: Any, function: Any) -> Any:
    """The callback object of the type `kind` for a function that is told of a form: (receive, request, ...).

    An exception in it is treated as one in a handler, and ends the form.
    """
    if function is None or isinstance(function, CFuncPtr):
        return function
    if not callable(function):
        raise TypeError(f"a function of a form is needed, not {function!r}")

    def call(receive: int, request: int, *more: Any) -> None:
        try:
            function(receive, request, *more)
        except BaseException as error:
            _failed(function, receive, error)

    return kind(call)


# The codes that all wrapped handlers share, and those of other callbacks.
_calls = {
    part
    for function in (handler_callback, form_callback)
    for part in function.__code__.co_consts
    if getattr(part, "co_name", "") == "call"
}


def mark_callback(call: Any) -> None:
    """From now on code that `call` calls is inside a handler."""
    _calls.add(call.__code__)


def raise_interrupt() -> None:
    """Raises again what a signal's handler had raised while a handler ran on this thread, the main thread."""
    if _interrupts:
        error = _interrupts[0]
        _interrupts.clear()
        raise error


def watch_for_interrupts() -> None:
    """From now on an interrupt that hits a callback before or after its own code is not lost either.

    A signal's handler can run, and raise, between any two steps of Python, also where no `try` of the callback reaches;
    ctypes then gives the exception to `sys.unraisablehook`.
    """
    previous = sys.unraisablehook

    def hook(unraisable: Any, /) -> None:
        if isinstance(unraisable.exc_value, _Interrupt) and _on_main_thread():
            _interrupts.append(unraisable.exc_value)
        else:
            previous(unraisable)

    sys.unraisablehook = hook


def inside_handler() -> bool:
    """Whether this code was called, directly or not, by a handler that this module wrapped."""
    frame = sys._getframe()
    while frame is not None:
        if frame.f_code in _calls:
            return True
        frame = frame.f_back  # type: ignore[assignment]
    return False


def _failed(handler: Any, receive: int, error: BaseException) -> None:
    """Answers with the error page for 500, or closes the connection when an answer has begun; reports the exception."""
    if _bindings.http_response_error_page_send(receive, 500, b"") != 0:
        _bindings.http_receive_close(receive)
    note_failure(handler, error)


def note_failure(function: Any, error: BaseException, kind: str = "handler") -> None:
    """Reports an exception that a function of the program has raised inside a callback."""
    if isinstance(error, _Interrupt) and _on_main_thread():
        _interrupts.append(error)
        return
    try:
        import logging

        name = getattr(function, "__qualname__", None) or repr(function)
        logging.getLogger("cerver").error("%s %s raised", kind, name, exc_info=error)
    except Exception as second:
        sys.__excepthook__(type(second), second, second.__traceback__)


def _on_main_thread() -> bool:
    import threading

    return threading.current_thread() is threading.main_thread()
