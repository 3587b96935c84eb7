"""Web servers and their routes: the functions that take handlers, and short cuts."""

from __future__ import annotations

from .. import _bindings
from .._handlers import handler_callback
from .._registry import adopt, forget, keep
from .._server import cerver_create_web
from ..errors import last_error

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from .._aliases import DeleteData, Handler, Http, Route, Text
    from .._bindings import CerverHttpRoute, CerverHttpRouteAuthType, CerverRequestMethod, CerverServer, CerverStatus

__all__ = [
    "http_cerver_configuration",
    "http_cerver_route_register",
    "http_cerver_set_catch_all_route",
    "http_cerver_set_delete_custom_data",
    "http_cerver_set_not_found_route",
    "http_create_child_route",
    "http_create_route",
    "http_route_child_add",
    "http_route_create",
    "http_route_delete",
    "http_route_set_delete_custom_data",
    "http_route_set_gate",
    "http_route_set_handler",
    "http_route_stream_body",
]

_DeleteCallback = _bindings.CerverDelete


def http_route_create(method: CerverRequestMethod, route: Text, handler: Handler | None, /) -> CerverHttpRoute | None:
    """Makes a route for one method; None when the library refuses. The handler lives as long as the route."""
    callback = handler_callback(handler)
    created = _bindings.http_route_create(method, route, callback)
    if created is not None:
        keep(created, callback)
    return created


def http_route_set_handler(route: Route, method: CerverRequestMethod, handler: Handler | None, /) -> None:
    """Sets the handler of a further method of a route."""
    callback = handler_callback(handler)
    keep(route, callback)
    _bindings.http_route_set_handler(route, method, callback)


def http_route_set_gate(route: Route, gate: Handler | None, /) -> CerverStatus:
    """Sets the gate of a route: a function that sees the head of a request before its body is read.

    It calls `http_receive_pass()` or answers; a gate that does neither refuses with 403, one that raises with 500.
    """
    callback = handler_callback(gate)
    keep(route, callback)
    return _bindings.http_route_set_gate(route, callback)


def http_route_stream_body(route: Route, pieces: Handler | None, /) -> CerverStatus:
    """Calls the handler when the head is complete; `http_request_read_body_bytes()` reads the body as it comes.

    `pieces` is called each time bytes wait or the body has ended; with None the handler itself reads, by waiting.
    """
    callback = handler_callback(pieces)
    keep(route, callback)
    return _bindings.http_route_stream_body(route, callback)


def http_route_child_add(parent: Route, child: Route, /) -> None:
    """Hangs `child` below `parent`, which owns it from now on."""
    _bindings.http_route_child_add(parent, child)
    adopt(parent, child)


def http_route_delete(route: Route, /) -> None:
    """Frees a route that was never registered, and lets go of its handlers."""
    _bindings.cerver_clear_last_error()
    _bindings.http_route_delete(route)
    if _bindings.cerver_last_error() == _bindings.CERVER_OK:
        forget(route)


def http_cerver_route_register(http_cerver: Http, route: Route, /) -> None:
    """Adds a top-level route. The first registered route that matches a request takes it."""
    _bindings.http_cerver_route_register(http_cerver, route)
    adopt(http_cerver, route)


def http_cerver_set_catch_all_route(http_cerver: Http, handler: Handler | None, /) -> None:
    """Sets the handler of requests that no route takes."""
    callback = handler_callback(handler)
    keep(http_cerver, callback)
    _bindings.http_cerver_set_catch_all_route(http_cerver, callback)


def http_cerver_set_not_found_route(http_cerver: Http, handler: Handler | None, /) -> None:
    """Sets the handler that answers 404 requests, and switches it on."""
    callback = handler_callback(handler)
    keep(http_cerver, callback)
    _bindings.http_cerver_set_not_found_route(http_cerver, callback)


def http_cerver_set_delete_custom_data(http_cerver: Http, delete_custom_data: DeleteData, /) -> None:
    """Sets the function that is called once with the custom data when the HTTP server is freed."""
    callback = _delete_callback(delete_custom_data)
    keep(http_cerver, callback)
    _bindings.http_cerver_set_delete_custom_data(http_cerver, callback)


def http_route_set_delete_custom_data(route: Route, delete_custom_data: DeleteData, /) -> None:
    """Sets the function that is called once with the custom data when the route is freed."""
    callback = _delete_callback(delete_custom_data)
    keep(route, callback)
    _bindings.http_route_set_delete_custom_data(route, callback)


def http_cerver_configuration(
    name: str,
    port: int = 8080,
    connection_queue: int = 10,
    buffer_size: int = 4096,
    n_threads: int = 4,
    reusable_address_flags: bool = True,
) -> CerverServer:
    """Makes a web server called `<name>-service` with the alias `name`.

    Sets the size of the receive buffer, the reuse flags, the size of the pool and CERVER_HANDLER_TYPE_THREADS, as
    published. With that type each connection has a thread of its own and no pool is made: `n_threads` counts once the
    type is set to CERVER_HANDLER_TYPE_POLL. CerverError when the library refuses to make the server, ValueError for a port
    outside 0 to 65535.
    """
    server = cerver_create_web(f"{name}-service", port, connection_queue)
    if server is None:
        raise last_error()
    _bindings.cerver_set_alias(server, name)
    _bindings.cerver_set_receive_buffer_size(server, buffer_size)
    _bindings.cerver_set_thpool_n_threads(server, n_threads)
    _bindings.cerver_set_handler_type(server, _bindings.CERVER_HANDLER_TYPE_THREADS)
    _bindings.cerver_set_reusable_address_flags(server, reusable_address_flags)
    return server


def http_create_route(
    http_cerver: Http,
    request_method: CerverRequestMethod,
    route_path: str | bytes,
    handler: Handler,
    auth_method: CerverHttpRouteAuthType = 0,
) -> CerverHttpRoute | None:
    """Makes a top-level route and registers it; with an `auth_method`, claims of tokens are decoded into JSON."""
    route = _create(request_method, route_path, handler, auth_method)
    http_cerver_route_register(http_cerver, route)
    return route


def http_create_child_route(
    parent: Route,
    request_method: CerverRequestMethod,
    route_path: str | bytes,
    handler: Handler,
    auth_method: CerverHttpRouteAuthType = 0,
) -> CerverHttpRoute | None:
    """Makes a route and hangs it below `parent`; `auth_method` as in `http_create_route`."""
    route = _create(request_method, route_path, handler, auth_method)
    http_route_child_add(parent, route)
    return route


def _create(
    method: CerverRequestMethod, path: str | bytes, handler: Handler, auth_method: CerverHttpRouteAuthType
) -> CerverHttpRoute | None:
    route = http_route_create(method, path, handler)
    if auth_method != _bindings.HTTP_ROUTE_AUTH_TYPE_NONE:
        _bindings.http_route_set_auth(route, auth_method)
        _bindings.http_route_set_decode_data_into_json(route)
    return route


def _delete_callback(function: DeleteData) -> Any:
    if function is None or isinstance(function, _DeleteCallback):
        return function
    return _DeleteCallback(function)
