"""What streams are secured with: one side of TLS, its options checked at once."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from typing import Any

from . import _bindings
from .errors import check, last_error

SERVER_OPTIONS = ("cert_file", "key_file", "client_ca", "client_auth", "alpn")
CLIENT_OPTIONS = ("ca_file", "verify", "cert_file", "key_file", "alpn")


class Tls:
    """The library's part is made when it is needed first: after a fork."""

    _handle: int | None = None
    # Until the end of the interpreter, when modules may have lost their names.
    _delete: Callable[[int], int] = staticmethod(_bindings.cerver_tls_delete)

    def __init__(self, options: Mapping[str, Any], *, is_server: bool) -> None:
        known = SERVER_OPTIONS if is_server else CLIENT_OPTIONS
        if unknown := [name for name in options if name not in known]:
            raise ValueError(f"ssl_options has no {unknown[0]!r}: there are {', '.join(known)}")
        self.is_server = is_server
        self._options = dict(options)
        certificate, key = _path(options, "cert_file"), _path(options, "key_file")
        if is_server and (certificate is None or key is None):
            raise ValueError("ssl_options of a server need cert_file and key_file")
        if certificate is not None or key is not None:
            check(_bindings.cerver_tls_check_files(certificate, key))

    def handle(self) -> int:
        """The library's part; CerverError for files that are of no use."""
        if self._handle is None:
            options = _bindings.cerver_create_stream(b"tls", 0, 0)
            if not options:
                raise last_error()
            try:
                self._set_up(options)
                handle = (
                    _bindings.cerver_tls_create_server_side(options)
                    if self.is_server
                    else _bindings.cerver_tls_create_client_side(options)
                )
                if not handle:
                    raise last_error()
            finally:
                _bindings.cerver_teardown(options)
            self._handle = handle
        return self._handle

    def _set_up(self, server: int) -> None:
        options = self._options
        certificate, key = _path(options, "cert_file"), _path(options, "key_file")
        protocols = ",".join(options.get("alpn") or ()).encode() or None
        if not self.is_server:
            check(_bindings.cerver_set_connect_tls_unverified(server, not options.get("verify", True)))
            check(_bindings.cerver_set_connect_tls_ca(server, _path(options, "ca_file")))
            check(_bindings.cerver_set_connect_tls_certificate(server, certificate, key))
            check(_bindings.cerver_set_connect_tls_alpn(server, protocols))
            return
        check(_bindings.cerver_add_tls_certificate(server, certificate, key))
        if authority := _path(options, "client_ca"):
            modes = {
                "optional": _bindings.CERVER_TLS_CLIENT_AUTH_OPTIONAL,
                "required": _bindings.CERVER_TLS_CLIENT_AUTH_REQUIRED,
            }
            mode = modes[options.get("client_auth", "required")]
            check(_bindings.cerver_set_tls_client_auth(server, mode, authority))
        check(_bindings.cerver_set_tls_alpn(server, protocols))

    def __del__(self) -> None:
        if self._handle is not None:
            self._delete(self._handle)


def _path(options: Mapping[str, Any], name: str) -> bytes | None:
    value = options.get(name)
    return None if value is None else os.fsencode(value)


def client_side(options: Mapping[str, Any] | bool | Tls) -> Tls:
    """For connections: True for the options that hold without any."""
    if isinstance(options, Tls):
        return options
    return Tls({} if isinstance(options, bool) else options, is_server=False)
