"""Listeners of cerver.tcpserver that speak TLS: each is one of the library, on a server of its own that the loop watches."""

from __future__ import annotations

import logging
import socket
from collections.abc import Mapping
from typing import TYPE_CHECKING

from . import _bindings, _pull
from ._ioloop import IOLoop
from .errors import check, last_error

if TYPE_CHECKING:
    from .tcpserver import TCPServer

_log = logging.getLogger("cerver.tcpserver")

_READ_SIZE = 65536


def check_options(options: Mapping[str, str]) -> None:
    """Raises what is wrong with the files of a server."""
    # A server before a fork is of no use after it: this one only tells of errors.
    server = _bindings.cerver_create_stream(b"tcpserver-tls", 0, 0)
    if server is None:
        raise last_error()
    try:
        _add_certificate(server, options)
    finally:
        _bindings.cerver_teardown(server)


def _add_certificate(server: _bindings.CerverServer, options: Mapping[str, str]) -> None:
    files = (options["cert_file"].encode(), options["key_file"].encode())
    check(_bindings.cerver_add_tls_certificate(server, *files))


class TlsAcceptor:
    """Accepts on a listening socket."""

    def __init__(self, loop: IOLoop, listener: socket.socket, server: TCPServer) -> None:
        self._loop, self._server = loop, server
        assert server.ssl_options
        puller = self._puller = _pull.Puller("tcpserver-tls")
        _add_certificate(puller.server, server.ssl_options)
        check(_bindings.cerver_set_listening(puller.server, True))
        check(_bindings.cerver_disable_main_listener(puller.server))
        check(_bindings.cerver_listen_fd(puller.server, listener.fileno()))
        check(_bindings.cerver_set_listener_tls(puller.server, 0, True))
        check(_bindings.cerver_set_idle_timeout(puller.server, 0))
        _bindings.cerver_set_receive_buffer_size(puller.server, _READ_SIZE)
        puller.open()
        loop._watch(puller.descriptor(), self)

    def ready(self) -> None:
        """Something has happened on the server of the library."""
        for event in self._puller.pull(0):
            kind, key, data, _ = event
            if kind == _pull.OPENED:
                self._server._opened(self._loop._stream(key), data)
            elif kind == _bindings.CERVER_EVENT_TLS_FAILED:
                _log.warning("a client could not be secured: %s", data.decode(errors="replace"))
            else:
                self._loop._tell([event])

    def close(self) -> None:
        """Closes its connections at once."""
        self._puller.close()


IOLoop._tls_acceptor = TlsAcceptor
