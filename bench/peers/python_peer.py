"""python_peer.py bjoern|granian PORT WORKERS: the benchmark's paths on servers for Python."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

GREETING = b"Hello, World!"


def wsgi(environ, start_response):
    path = environ["PATH_INFO"]
    if path == "/plaintext":
        kind, body = "text/plain", GREETING
    elif path == "/json":
        kind, body = "application/json", json.dumps({"message": GREETING.decode()}).encode()
    elif path == "/echo":
        kind, body = "application/octet-stream", environ["wsgi.input"].read()
    else:
        start_response("404 Not Found", [("Content-Length", "0")])
        return [b""]
    start_response("200 OK", [("Content-Type", kind), ("Content-Length", str(len(body)))])
    return [body]


async def rsgi(scope, protocol):
    if scope.path == "/plaintext":
        kind, body = "text/plain", GREETING
    elif scope.path == "/json":
        kind, body = "application/json", json.dumps({"message": GREETING.decode()}).encode()
    elif scope.path == "/echo":
        kind, body = "application/octet-stream", await protocol()
    else:
        protocol.response_empty(404, [])
        return
    protocol.response_bytes(200, [("content-type", kind)], body)


def serve_bjoern(port: int, workers: int) -> None:
    import bjoern

    for _ in range(workers - 1):
        if os.fork() == 0:
            break
    bjoern.run(wsgi, "127.0.0.1", port, reuse_port=True)


def serve_granian(port: int, workers: int) -> None:
    from granian import Granian

    Granian(
        "python_peer:rsgi",
        address="127.0.0.1",
        port=port,
        workers=workers,
        interface="rsgi",
        http="1",
        websockets=False,
        log_enabled=False,
        backlog=4096,
        working_dir=Path(__file__).resolve().parent,
    ).serve()


if __name__ == "__main__":
    {"bjoern": serve_bjoern, "granian": serve_granian}[sys.argv[1]](int(sys.argv[2]), int(sys.argv[3]))
