"""Errors of the library as Python exceptions."""

from __future__ import annotations

from . import _bindings

__all__ = ["CerverError", "check"]


class CerverError(Exception):
    """A call of the library failed. `code` is one of the CERVER_ERROR_ numbers, `message` says what went wrong."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({_text(_bindings.cerver_status_name(self.code))})"


def check(status: int, /) -> None:
    """Raises CerverError unless `status` is CERVER_OK.

    The C functions keep returning numbers in Python; wrap a call that must succeed: `check(cerver_start(server))`.
    Functions that only know 0 and 1 are understood too: the code is then the thread's last error.
    """
    if status == _bindings.CERVER_OK:
        return
    last = _bindings.cerver_last_error()
    code = last if status == 1 and last != _bindings.CERVER_OK else status
    text = _bindings.cerver_last_error_message() if code == last else _bindings.cerver_status_message(code)
    raise CerverError(code, _text(text))


def last_error() -> CerverError:
    """The last error of this thread as an exception."""
    return CerverError(_bindings.cerver_last_error(), _text(_bindings.cerver_last_error_message()))


def _text(value: bytes | None) -> str:
    return (value or b"").decode(errors="replace")
