"""Packet servers and update functions: the functions of the C surface that Python adds something to."""

from __future__ import annotations

import operator
from _ctypes import CFuncPtr
from ctypes import CFUNCTYPE, POINTER, Structure, c_int, c_void_p, cast, py_object

from . import _bindings
from ._handlers import mark_callback, note_failure
from ._registry import adopt, forget, handle_value, keep
from ._server import keeper_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from ._aliases import Address, PacketFunction, PacketHandler, Server, UpdateFunction
    from ._bindings import CerverHandler

__all__ = [
    "HandlerData",
    "HandlerDataCreate",
    "cerver_handlers_add",
    "cerver_set_app_handlers",
    "cerver_set_custom_handler",
    "cerver_set_update",
    "cerver_set_update_interval",
    "handler_create",
    "handler_create_with_id",
    "handler_delete",
    "handler_set_data_create",
    "handler_set_data_delete",
    "handler_set_direct_handle",
]

if TYPE_CHECKING:

    class HandlerDataCreate(CFuncPtr):
        """The callback type of a function that makes the data of a handler, an object."""

        def __init__(self, function: Callable[[Any], object], /) -> None: ...

else:
    HandlerDataCreate = CFUNCTYPE(py_object, c_void_p)


class HandlerData(Structure):
    """A `CerverHandlerData` whose data are an object of Python. ValueError when there are none."""

    _fields_ = (("handler_id", c_int), ("data", py_object), ("packet", POINTER(_bindings.CerverPacket)))


# Handlers that get the packet itself.
_direct: set[int] = set()


def handler_create(handler_method: PacketFunction, /) -> CerverHandler | None:
    """Makes a handler of packets from a function; see `handler_create_with_id`."""
    return handler_create_with_id(-1, handler_method)


def handler_create_with_id(id: int, handler_method: PacketFunction, /) -> CerverHandler | None:
    """Makes a handler of packets with a number; None when the library refuses.

    The function gets a `CerverHandlerData`, on a thread of the handler's own; after `handler_set_direct_handle(handler,
    True)` it gets the `CerverPacket` itself, where handlers of the server run. Both are valid during the call. An
    exception is logged, and the client stays. A callback object comes to the library as it is, and its function gets an
    address.
    """
    if isinstance(handler_method, CFuncPtr):
        handler = _bindings.handler_create_with_id(id, handler_method)
        keep(handler, handler_method)
        return handler
    if not callable(handler_method):
        raise TypeError(f"a handler of packets is a function of one argument, not {handler_method!r}")
    place: list[int] = []
    callback = _handler_callback(handler_method, place)
    handler = _bindings.handler_create_with_id(id, callback)
    if handler is not None:
        place.append(handler)
        _direct.discard(handler)
        keep(handler, callback)
    return handler


def handler_delete(handler: PacketHandler, /) -> None:
    """Frees a handler that no server has taken over."""
    _bindings.cerver_clear_last_error()
    _bindings.handler_delete(handler)
    if _bindings.cerver_last_error() == _bindings.CERVER_OK:
        forget(handler)


def handler_set_direct_handle(handler: PacketHandler, direct_handle: bool, /) -> None:
    """Whether the function gets the packet itself, where handlers of the server run; from the next start on."""
    _bindings.handler_set_direct_handle(handler, direct_handle)
    value = handle_value(handler)
    if direct_handle:
        _direct.add(value)
    else:
        _direct.discard(value)


def handler_set_data_create(
    handler: PacketHandler, data_create: CFuncPtr | None, data_create_args: Address = None, /
) -> None:
    """A callback object that makes the handler's data, on the thread of the handler's own.

    The object that a `HandlerDataCreate` gives is never freed.
    """
    function = None if data_create is None else cast(data_create, _bindings.CerverDataCreate)
    _bindings.handler_set_data_create(handler, function, data_create_args)
    keep(handler, data_create)


def handler_set_data_delete(handler: PacketHandler, data_delete: CFuncPtr | None, /) -> None:
    """A callback object that gets the handler's data after its last packet."""
    _bindings.handler_set_data_delete(handler, data_delete)
    keep(handler, data_delete)


def cerver_set_app_handlers(server: Server, app_handler: PacketHandler, app_error_handler: PacketHandler, /) -> None:
    """Sends packets of the types APP and APP_ERROR to handlers, or None; the server takes them over."""
    _bindings.cerver_set_app_handlers(server, app_handler, app_error_handler)
    _adopt(server, app_handler, app_error_handler)


def cerver_set_custom_handler(server: Server, custom_handler: PacketHandler, /) -> None:
    """Sends packets of the type CUSTOM to a handler, which may be None; the server takes it over."""
    _bindings.cerver_set_custom_handler(server, custom_handler)
    _adopt(server, custom_handler)


def cerver_handlers_add(server: Server, handler: PacketHandler, /) -> int:
    """Adds a handler with a number; the server takes it over. 0 on success, 1 on error."""
    result = _bindings.cerver_handlers_add(server, handler)
    if result == 0:
        _adopt(server, handler)
    return result


def cerver_set_update(
    server: Server,
    update: UpdateFunction,
    update_args: Address,
    delete_update_args: CFuncPtr | None,
    fps: int,
    /,
) -> None:
    """Calls a function of a `CerverUpdate` so many times a second, on a thread of its own, while the server runs.

    An exception is logged, and the calls go on. A callback object comes to the library as it is, and its function gets
    an address. ValueError for more than 255 calls.
    """
    fps = operator.index(fps)
    if not 0 <= fps <= 255:
        raise ValueError(f"an update function is called 1 to 255 times a second, not {fps} times")
    callback = _update_callback(update)
    _bindings.cerver_set_update(server, callback, update_args, delete_update_args, fps)
    _keep(server, callback, delete_update_args)


def cerver_set_update_interval(
    server: Server,
    update: UpdateFunction,
    update_args: Address,
    delete_update_args: CFuncPtr | None,
    interval: int,
    /,
) -> None:
    """Calls a second function of a `CerverUpdate` again and again, with so many seconds in between.

    ValueError for times that are none.
    """
    interval = operator.index(interval)
    if not 0 <= interval <= 0xFFFFFFFF:
        raise ValueError(f"no time between two calls: {interval}")
    callback = _update_callback(update)
    _bindings.cerver_set_update_interval(server, callback, update_args, delete_update_args, interval)
    _keep(server, callback, delete_update_args)


def _handler_callback(function: Any, place: list[int]) -> Any:
    packet, data = _bindings.CerverPacket, _bindings.CerverHandlerData

    def call(argument: int) -> None:
        try:
            kind = packet if place[0] in _direct else data
            function(kind.from_address(argument))
        except BaseException as error:
            note_failure(function, error)

    mark_callback(call)
    return _bindings.CerverAction(call)


def _update_callback(update: UpdateFunction) -> Any:
    if update is None or isinstance(update, CFuncPtr):
        return update
    if not callable(update):
        raise TypeError(f"an update function is a function of one argument, not {update!r}")
    function = update

    def call(argument: int) -> None:
        try:
            function(_bindings.CerverUpdate.from_address(argument))
        except BaseException as error:
            note_failure(function, error, "update function")

    mark_callback(call)
    return _bindings.CerverAction(call)


def _adopt(server: Server, *handlers: PacketHandler) -> None:
    for handler in handlers:
        if handler is not None:
            adopt(keeper_of(server), handler)


def _keep(server: Server, *callbacks: Any) -> None:
    for callback in callbacks:
        if callback is not None:
            keep(keeper_of(server), callback)
