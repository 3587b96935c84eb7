"""Authentication: the functions that take callbacks, the decoded data of requests, and tokens out of dicts."""

from __future__ import annotations

from _ctypes import CFuncPtr
from ctypes import CDLL, c_void_p, cast, string_at

from .. import _bindings
from .._handlers import answer_failure, note_failure
from .._registry import keep
from ..errors import last_error
from ._custom_data import _entries, entry_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from .._aliases import Authenticate, DecodeData, DeleteData, Http, Receive, Request, Route, StaticPath, Text
    from .._bindings import CerverHttpJwt, CerverHttpStatus, CerverJwtAlgorithm, CerverStatus

__all__ = [
    "http_cerver_admin_routes_auth_set_decode_data",
    "http_cerver_admin_routes_set_authentication_handler",
    "http_cerver_auth_configuration",
    "http_jwt_create",
    "http_jwt_create_and_send",
    "http_jwt_token_decode",
    "http_request_get_decoded_data",
    "http_request_set_decoded_data",
    "http_request_set_default_delete_decoded_data",
    "http_request_set_delete_decoded_data",
    "http_route_set_authentication_handler",
    "http_route_set_decode_data",
    "http_static_path_set_authentication_handler",
]

_SLOT = (
    _bindings.http_request_get_decoded_data,
    _bindings.http_request_set_decoded_data,
    _bindings.http_request_set_delete_decoded_data,
)


def http_cerver_auth_configuration(
    http_cerver: Http,
    jwt_algorithm: CerverJwtAlgorithm = 0,
    priv_key_filename: Text = None,
    pub_key_filename: Text = None,
) -> None:
    """Sets the algorithm of tokens and, unless it is JWT_ALG_NONE, the files of the keys that are given."""
    _bindings.http_cerver_auth_set_jwt_algorithm(http_cerver, jwt_algorithm)
    if jwt_algorithm != _bindings.JWT_ALG_NONE:
        if priv_key_filename is not None:
            _bindings.http_cerver_auth_set_jwt_priv_key_filename(http_cerver, priv_key_filename)
        if pub_key_filename is not None:
            _bindings.http_cerver_auth_set_jwt_pub_key_filename(http_cerver, pub_key_filename)


def http_jwt_create(values: Mapping[str, int | bool | str] | None = None) -> CerverHttpJwt:
    """Makes a token with these claims, to be freed by `http_cerver_auth_jwt_delete`.

    TypeError for a value that is no int, bool or str; CerverError for what the library refuses.
    """
    token = _bindings.http_cerver_auth_jwt_new()
    if token is None:
        raise last_error()
    try:
        for name, value in (values or {}).items():
            _add(token, name, value)
    except BaseException:
        _bindings.http_cerver_auth_jwt_delete(token)
        raise
    return token


def http_jwt_create_and_send(
    http_receive: Receive, status_code: CerverHttpStatus = 200, values: Mapping[str, int | bool | str] | None = None
) -> None:
    """Answers with `{"token": "Bearer ..."}`, a token with these claims. CerverError when it cannot be made."""
    token = http_jwt_create(values)
    try:
        http_cerver = _bindings.http_receive_get_cerver(http_receive)
        if _bindings.http_cerver_auth_generate_bearer_jwt_json(http_cerver, token) != 0:
            raise last_error()
        text = _bindings.http_jwt_get_json(token)
        if _bindings.http_response_render_json(http_receive, status_code, text, len(text or b"")) != 0:
            raise last_error()
    finally:
        _bindings.http_cerver_auth_jwt_delete(token)


def http_jwt_token_decode(request: Request) -> Any:
    """The claims of the request's token as a dict, on a route with `http_route_set_decode_data_into_json`.

    ValueError when the request has none.
    """
    import json

    pointer = http_request_get_decoded_data(request)
    if not pointer:
        raise ValueError("the request has no decoded data")
    return json.loads(string_at(pointer))


def http_route_set_authentication_handler(route: Route, authentication_handler: Authenticate | None, /) -> None:
    """Sets the function for HTTP_ROUTE_AUTH_TYPE_CUSTOM: `(receive, request)`, 0 accepts, another number refuses.

    A function that raises refuses the request with 500.
    """
    callback = _authentication_callback(authentication_handler)
    keep(route, callback)
    _bindings.http_route_set_authentication_handler(route, callback)


def http_cerver_admin_routes_set_authentication_handler(
    http_cerver: Http, authentication_handler: Authenticate | None, /
) -> None:
    """The same for the admin routes of a server."""
    callback = _authentication_callback(authentication_handler)
    keep(http_cerver, callback)
    _bindings.http_cerver_admin_routes_set_authentication_handler(http_cerver, callback)


def http_static_path_set_authentication_handler(
    static_path: StaticPath, authentication_handler: Authenticate | None, /
) -> CerverStatus:
    """The same for the files of a folder."""
    callback = _authentication_callback(authentication_handler)
    keep(static_path, callback)
    return _bindings.http_static_path_set_authentication_handler(static_path, callback)


def http_route_set_decode_data(
    route: Route, decode_data: DecodeData | None, delete_decoded_data: DeleteData, /
) -> None:
    """Calls `decode_data(claims)` with the claims of each good token: the address of a text of JSON with a NUL.

    It gives a pointer as a number; None, and raising, refuse the request. `delete_decoded_data` is called with the
    pointer when the request ends; None for no function.
    """
    _bindings.http_route_set_decode_data(route, *_decode_callbacks(route, decode_data, delete_decoded_data))


def http_cerver_admin_routes_auth_set_decode_data(
    http_cerver: Http, decode_data: DecodeData | None, delete_decoded_data: DeleteData, /
) -> None:
    """The same for the admin routes of a server."""
    callbacks = _decode_callbacks(http_cerver, decode_data, delete_decoded_data)
    _bindings.http_cerver_admin_routes_auth_set_decode_data(http_cerver, *callbacks)


def _decode_callbacks(owner: Any, decode_data: DecodeData | None, delete_decoded_data: DeleteData) -> tuple[Any, Any]:
    decode, delete = _decode_callback(decode_data), delete_decoded_data
    if delete is not None and not isinstance(delete, CFuncPtr):
        delete = _bindings.CerverDelete(delete)
    keep(owner, decode)
    keep(owner, delete)
    return decode, delete


def http_request_get_decoded_data(request: Request, /) -> int | None:
    """The pointer to what was made of the claims of the request's token, as a number; None without it and on error."""
    pointer = _bindings.http_request_get_decoded_data(request)
    entry = _entries.get(pointer or 0)
    return entry.data if entry else pointer


def http_request_set_decoded_data(request: Request, decoded_data: Any, /) -> None:
    """Keeps a pointer (a number, or anything ctypes takes for a `void *`) in place of the decoded data.

    The object behind it stays the program's to keep alive. What was there is dropped without deleting it.
    """
    address = cast(decoded_data, c_void_p).value
    entry = entry_of(request, _SLOT)
    if entry:
        entry.data = address


def http_request_set_delete_decoded_data(request: Request, delete_decoded_data: DeleteData, /) -> None:
    """Sets the function that is called once with the decoded data when the request ends; None for none."""
    if delete_decoded_data is not None and not callable(delete_decoded_data):
        raise TypeError(f"a delete function is a function of (data), not {delete_decoded_data!r}")
    entry = entry_of(request, _SLOT)
    if entry:
        entry.delete = delete_decoded_data


def http_request_set_default_delete_decoded_data(request: Request, /) -> None:
    """Frees the decoded data with free(3) when the request ends."""
    free = CDLL(None).free
    free.restype, free.argtypes = None, (c_void_p,)
    http_request_set_delete_decoded_data(request, free)


def _add(token: CerverHttpJwt, name: str, value: object) -> None:
    _bindings.cerver_clear_last_error()
    if isinstance(value, bool):
        _bindings.http_cerver_auth_jwt_add_value_bool(token, name, value)
    elif isinstance(value, int):
        if not -(1 << 31) <= value < 1 << 31:
            raise ValueError(f"the claim {name!r} does not fit into 32 bits: {value}")
        _bindings.http_cerver_auth_jwt_add_value_int(token, name, value)
    elif isinstance(value, str):
        _bindings.http_cerver_auth_jwt_add_value(token, name, value)
    else:
        raise TypeError(f"a claim is an int, a bool or a str, not {value!r}")
    if _bindings.cerver_last_error() != _bindings.CERVER_OK:
        raise last_error()


def _authentication_callback(function: Authenticate | None) -> Any:
    if function is None or isinstance(function, CFuncPtr):
        return function
    if not callable(function):
        raise TypeError(f"an authentication handler is a function of (receive, request), not {function!r}")
    check = function

    def call(receive: int, request: int) -> int:
        try:
            answer = check(receive, request)
            return 0 if int(answer) == 0 and answer == 0 else 1
        except BaseException as error:
            answer_failure(check, receive, error)
            return 1

    return _bindings.CerverHttpAuthenticationHandler(call)


def _decode_callback(function: DecodeData | None) -> Any:
    if function is None or isinstance(function, CFuncPtr):
        return function
    if not callable(function):
        raise TypeError(f"a decoder is a function of (claims), not {function!r}")
    decode = function

    def call(claims: int) -> int | None:
        try:
            return cast(decode(claims), c_void_p).value
        except BaseException as error:
            note_failure(decode, error, "decoder")
            return None

    return _bindings.CerverHttpDecodeData(call)
