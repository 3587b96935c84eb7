"""The log of the library: lines with types, on the standard streams and in a file.

A message alone is written as it is, also with a `%` inside; with arguments it is a format. Formats are filled in by
Python, so a wrong one raises TypeError or ValueError instead of reading foreign memory.
"""

from __future__ import annotations

import re
from _ctypes import CFuncPtr

from .. import _bindings
from .._bindings import (
    CERVER_DEFAULT_LOG_LEVEL,
    CERVER_DEFAULT_LOG_UPDATE_INTERVAL,
    CERVER_LOG_LEVEL_DEBUG,
    CERVER_LOG_LEVEL_ERROR,
    CERVER_LOG_LEVEL_INFO,
    CERVER_LOG_LEVEL_OFF,
    CERVER_LOG_LEVEL_WARNING,
    LOG_OUTPUT_TYPE_BOTH,
    LOG_OUTPUT_TYPE_FILE,
    LOG_OUTPUT_TYPE_NONE,
    LOG_OUTPUT_TYPE_STD,
    LOG_TIME_TYPE_BOTH,
    LOG_TIME_TYPE_DATE,
    LOG_TIME_TYPE_NONE,
    LOG_TIME_TYPE_TIME,
    LOG_TYPE_ADMIN,
    LOG_TYPE_CERVER,
    LOG_TYPE_CLIENT,
    LOG_TYPE_CONNECTION,
    LOG_TYPE_DEBUG,
    LOG_TYPE_ERROR,
    LOG_TYPE_EVENT,
    LOG_TYPE_FILE,
    LOG_TYPE_GAME,
    LOG_TYPE_HANDLER,
    LOG_TYPE_HTTP,
    LOG_TYPE_NONE,
    LOG_TYPE_PACKET,
    LOG_TYPE_PLAYER,
    LOG_TYPE_REQ,
    LOG_TYPE_SUCCESS,
    LOG_TYPE_TEST,
    LOG_TYPE_WARNING,
    CerverLogHandler,
    CerverLogLevel,
    CerverLogOutputType,
    CerverLogTimeType,
    CerverLogType,
    cerver_log_get_output_type,
    cerver_log_get_time_config,
    cerver_log_line_break,
    cerver_log_set_level,
    cerver_log_set_local_time,
    cerver_log_set_output_type,
    cerver_log_set_path,
    cerver_log_set_quiet,
    cerver_log_set_time_config,
    cerver_log_set_update_interval,
    cerver_log_text,
    cerver_log_time_type_description,
    cerver_log_time_type_to_string,
)
from .._handlers import note_failure
from ..errors import check

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

__all__ = [
    "CERVER_DEFAULT_LOG_LEVEL",
    "CERVER_DEFAULT_LOG_UPDATE_INTERVAL",
    "CERVER_LOG_LEVEL_DEBUG",
    "CERVER_LOG_LEVEL_ERROR",
    "CERVER_LOG_LEVEL_INFO",
    "CERVER_LOG_LEVEL_OFF",
    "CERVER_LOG_LEVEL_WARNING",
    "LOG_OUTPUT_TYPE_BOTH",
    "LOG_OUTPUT_TYPE_FILE",
    "LOG_OUTPUT_TYPE_NONE",
    "LOG_OUTPUT_TYPE_STD",
    "LOG_TIME_TYPE_BOTH",
    "LOG_TIME_TYPE_DATE",
    "LOG_TIME_TYPE_NONE",
    "LOG_TIME_TYPE_TIME",
    "LOG_TYPE_ADMIN",
    "LOG_TYPE_CERVER",
    "LOG_TYPE_CLIENT",
    "LOG_TYPE_CONNECTION",
    "LOG_TYPE_DEBUG",
    "LOG_TYPE_ERROR",
    "LOG_TYPE_EVENT",
    "LOG_TYPE_FILE",
    "LOG_TYPE_GAME",
    "LOG_TYPE_HANDLER",
    "LOG_TYPE_HTTP",
    "LOG_TYPE_NONE",
    "LOG_TYPE_PACKET",
    "LOG_TYPE_PLAYER",
    "LOG_TYPE_REQ",
    "LOG_TYPE_SUCCESS",
    "LOG_TYPE_TEST",
    "LOG_TYPE_WARNING",
    "CerverLogHandler",
    "CerverLogLevel",
    "CerverLogOutputType",
    "CerverLogTimeType",
    "CerverLogType",
    "LogOutputType",
    "LogTimeType",
    "LogType",
    "cerver_log",
    "cerver_log_both",
    "cerver_log_debug",
    "cerver_log_error",
    "cerver_log_get_output_type",
    "cerver_log_get_time_config",
    "cerver_log_line_break",
    "cerver_log_msg",
    "cerver_log_raw",
    "cerver_log_set_handler",
    "cerver_log_set_level",
    "cerver_log_set_local_time",
    "cerver_log_set_output_type",
    "cerver_log_set_path",
    "cerver_log_set_quiet",
    "cerver_log_set_time_config",
    "cerver_log_set_update_interval",
    "cerver_log_success",
    "cerver_log_text",
    "cerver_log_time_type_description",
    "cerver_log_time_type_to_string",
    "cerver_log_warning",
    "cerver_log_with_date",
]

LogType = CerverLogType
LogOutputType = CerverLogOutputType
LogTimeType = CerverLogTimeType

# A conversion of printf(3): flags, width and precision, then a length that Python does not know.
_CONVERSION = re.compile(rb"%([-+ #0-9.*]*)(?:hh|h|ll|l|q|L|j|z|Z|t)?([a-zA-Z%])")


def cerver_log(
    first_type: CerverLogType, second_type: CerverLogType, format: str | bytes, /, *arguments: object
) -> None:
    """Writes a line `[time][FIRST][SECOND]: text`."""
    _bindings.cerver_log(first_type, second_type, b"%s", _text(format, arguments))


def cerver_log_with_date(
    first_type: CerverLogType, second_type: CerverLogType, format: str | bytes, /, *arguments: object
) -> None:
    """Writes a line with date and time, whatever the time configuration says."""
    _bindings.cerver_log_with_date(first_type, second_type, b"%s", _text(format, arguments))


def cerver_log_both(
    first_type: CerverLogType, second_type: CerverLogType, format: str | bytes, /, *arguments: object
) -> None:
    """Writes a line to the standard streams and the file, also while the log is quiet."""
    _bindings.cerver_log_both(first_type, second_type, b"%s", _text(format, arguments))


def cerver_log_msg(msg: str | bytes, /, *arguments: object) -> None:
    """Writes a line without a type."""
    _bindings.cerver_log_msg(b"%s", _text(msg, arguments))


def cerver_log_error(msg: str | bytes, /, *arguments: object) -> None:
    """Writes a line of the type error."""
    _bindings.cerver_log_error(b"%s", _text(msg, arguments))


def cerver_log_warning(msg: str | bytes, /, *arguments: object) -> None:
    """Writes a line of the type warning."""
    _bindings.cerver_log_warning(b"%s", _text(msg, arguments))


def cerver_log_success(msg: str | bytes, /, *arguments: object) -> None:
    """Writes a line of the type success."""
    _bindings.cerver_log_success(b"%s", _text(msg, arguments))


def cerver_log_debug(msg: str | bytes, /, *arguments: object) -> None:
    """Writes a line of the type debug."""
    _bindings.cerver_log_debug(b"%s", _text(msg, arguments))


def cerver_log_raw(msg: str | bytes, /, *arguments: object) -> None:
    """Writes a text without time, type and line feed."""
    _bindings.cerver_log_raw(b"%s", _text(msg, arguments))


def cerver_log_set_handler(handler: Callable[[CerverLogType, str], object] | None) -> None:
    """Gives the library's own lines to `handler`, with their type and text; None writes them to standard error, as at first.

    It runs on the thread that has something to say, also on several at the same time. An exception in it is logged.
    """
    callback: Any = handler
    if handler is not None and not isinstance(handler, CFuncPtr):
        function = handler

        def call(kind: Any, text: Any, _user_data: Any) -> None:
            try:
                function(kind, text.decode(errors="replace"))
            except BaseException as error:
                note_failure(function, error, "handler of the log")

        callback = CerverLogHandler(call)
    check(_bindings.cerver_log_set_handler(callback, None))
    # Those that were replaced lately may still be at work.
    _handlers.append(callback)
    del _handlers[:-_KEPT]


# The handlers of the log, the present one last.
_handlers: list[Any] = []
_KEPT = 8


def _text(format: str | bytes, arguments: tuple[object, ...]) -> bytes:
    text = format.encode() if isinstance(format, str) else bytes(format)
    if arguments:
        text = _CONVERSION.sub(rb"%\1\2", text) % tuple(_value(argument) for argument in arguments)
    return text.replace(b"\0", b" ")


def _value(argument: object) -> object:
    """An argument for a format of bytes; numbers and texts of ctypes count as what they hold."""
    argument = getattr(argument, "value", argument)
    return argument.encode() if isinstance(argument, str) else argument
