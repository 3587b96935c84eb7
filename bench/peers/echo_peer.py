"""Servers in Python that send back what comes: the faces of cerver, and others to compare them with.

echo_peer.py PORT tcpserver|await|esockets|uvloop|asyncio|ESocketS
"""

from __future__ import annotations

import asyncio
import importlib
import sys
from typing import Any


def tcpserver(port: int) -> None:
    from cerver.tcpserver import IOLoop, IOStream, TCPServer

    class Echo(TCPServer):
        def handle_stream(self, stream: IOStream, address: str) -> None:
            stream.read_until_close(None, stream.write)

    Echo().listen(port, "127.0.0.1", 1024)
    IOLoop.instance().start()


def awaiting(port: int) -> None:
    from cerver.tcpserver import IOStream, TCPServer

    size = int(sys.argv[3])

    class Echo(TCPServer):
        async def handle_stream(self, stream: IOStream, address: str) -> None:
            while True:
                stream.write(await stream.read_bytes(size))

    async def serve() -> None:
        Echo().listen(port, "127.0.0.1", 1024)
        await asyncio.Event().wait()

    asyncio.run(serve())


class Protocol(asyncio.Protocol):
    def connection_made(self, transport: Any) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.transport.write(data)


def protocol(port: int, run: Any) -> None:
    async def serve() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(Protocol, "127.0.0.1", port, backlog=1024)
        await server.serve_forever()

    run(serve())


def events(port: int, module: Any) -> None:
    class Echo(module.Socket):  # type: ignore[misc]
        def on_message_recv(self, fileno: int, msg: bytes) -> None:
            client = self.clients.get(fileno)
            if client is not None:
                client.send(msg)

        def on_client_disconnect(self, fileno: int) -> None:
            client = self.clients.pop(fileno, None)
            if client is not None:
                client.close()

    Echo(port=port, host="127.0.0.1", BUFFER_SIZE=65536, QUEUE_SIZE=1024).start()


def main() -> None:
    port, how = int(sys.argv[1]), sys.argv[2]
    if how == "tcpserver":
        tcpserver(port)
    elif how == "await":
        awaiting(port)
    elif how == "esockets":
        from cerver import esockets

        events(port, esockets)
    elif how == "ESocketS":
        events(port, importlib.import_module("ESocketS"))
    elif how == "uvloop":
        protocol(port, importlib.import_module("uvloop").run)
    else:
        protocol(port, asyncio.run)


if __name__ == "__main__":
    main()
