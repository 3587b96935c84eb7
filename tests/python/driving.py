"""Services in processes of their own, driven with libcurl from Python and from C."""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pycurl

from support import AT_ONCE, TIMEOUT

CLIENTS = 8


@dataclass(frozen=True)
class Request:
    """A request, and what its answer must be."""

    method: str
    path: str
    status: int = 200
    contains: str | None = None
    size: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    data: Path | None = None
    fields: Sequence[tuple[str, str]] = ()
    files: Sequence[tuple[str, Path]] = ()

    def text(self) -> str:
        """As tests/published/drive.c reads it."""
        lines = [f"{self.method} {self.path}", f"status {self.status}"]
        lines += [f"header {name}: {value}" for name, value in self.headers.items()]
        lines += [f"field {name}={value}" for name, value in self.fields]
        lines += [f"file {name}={path}" for name, path in self.files]
        lines += [f"data {self.data}"] if self.data else []
        lines += [f"contains {self.contains}"] if self.contains else []
        lines += [f"size {self.size}"] if self.size is not None else []
        return "\n".join(lines) + "\n\n"


class Answer:
    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.status = status
        self.headers = headers
        self.body = body

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Curl:
    """A client with a connection that it keeps."""

    def __init__(self, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._curl = pycurl.Curl()
        self.connections = 0

    def perform(self, request: Request) -> Answer:
        """Sends a request and looks whether the answer is the expected one."""
        curl, body, lines = self._curl, io.BytesIO(), []
        curl.reset()
        options: dict[int, Any] = {
            pycurl.URL: self._base + request.path,
            pycurl.TIMEOUT: 60,
            pycurl.NOSIGNAL: 1,
            pycurl.WRITEFUNCTION: body.write,
            pycurl.HEADERFUNCTION: lines.append,
            pycurl.HTTPHEADER: [f"{name}: {value}" for name, value in request.headers.items()],
        }
        if request.fields or request.files:
            options[pycurl.MIMEPOST] = self._form(request)
        elif request.data is not None:
            data = request.data.read_bytes()
            options[pycurl.POST] = 1
            options[pycurl.POSTFIELDSIZE] = len(data)
            options[pycurl.READFUNCTION] = io.BytesIO(data).read
        if request.method == "HEAD":
            options[pycurl.NOBODY] = 1
        else:
            options[pycurl.CUSTOMREQUEST] = request.method
        for option, value in options.items():
            curl.setopt(option, value)
        curl.perform()
        self.connections += curl.getinfo(pycurl.NUM_CONNECTS)
        pairs = [line.decode("latin-1").partition(":") for line in lines]
        headers = {name.lower(): value.strip() for name, colon, value in pairs if colon}
        answer = Answer(curl.getinfo(pycurl.RESPONSE_CODE), headers, body.getvalue())
        assert answer.status == request.status, (request, answer.status, answer.body[:200])
        assert request.contains is None or request.contains.encode() in answer.body, (request, answer.body[:500])
        assert request.size is None or request.size == len(answer.body), (request, len(answer.body))
        return answer

    def _form(self, request: Request) -> Any:
        form = pycurl.CurlMime(self._curl)
        for name, value in request.fields:
            form.add_field(name, value)
        for name, path in request.files:
            part = form.addpart()
            part.name(name)
            part.filedata(str(path))
        return form


class Service:
    """A service that listens on the first port that it is given."""

    def __init__(self, command: Sequence[str], ports: Sequence[int], folder: Path, environment: dict[str, str]) -> None:
        self.ports = ports
        self.folder = folder
        self.command = command
        self.environment = {**os.environ, **environment}
        self._log = open(folder / "log", "w+b")
        self.process = subprocess.Popen(
            command, cwd=folder, env=self.environment, stdout=self._log, stderr=subprocess.STDOUT
        )
        for port in ports:
            self._await(port)
        self.client = Curl(ports[0])

    def _await(self, port: int) -> None:
        end = time.monotonic() + 3 * TIMEOUT
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), TIMEOUT).close()
                return
            except ConnectionRefusedError:
                assert self.process.poll() is None and time.monotonic() < end, self.log()
                time.sleep(0.02)

    def log(self) -> str:
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def client_of(self, index: int) -> Curl:
        """A further client, of the port of that number."""
        return Curl(self.ports[index])

    def get(self, path: str, **more: Any) -> Answer:
        return self.client.perform(Request("GET", path, **more))

    def perform(self, request: Request) -> Answer:
        return self.client.perform(request)

    def drive(self, program: Path, requests: Sequence[Request], rounds: int = 3) -> None:
        """Sends all requests by eight clients at a time, from C and from Python. Each keeps one connection."""
        text = "".join(request.text() for request in requests)
        command = [program, f"http://127.0.0.1:{self.ports[0]}", str(CLIENTS), str(rounds)]
        done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, (done.stdout, done.stderr[-2000:], self.log()[-2000:])
        assert done.stdout == f"{CLIENTS * rounds * len(requests)} requests, {CLIENTS} connections, 0 failures\n"
        with ThreadPoolExecutor(CLIENTS) as pool:
            counts = list(pool.map(lambda _: self._client(requests, rounds), range(CLIENTS)))
        assert counts == [1] * CLIENTS

    def _client(self, requests: Sequence[Request], rounds: int) -> int:
        client = Curl(self.ports[0])
        for _ in range(rounds):
            for request in requests:
                client.perform(request)
        return client.connections

    def end(self) -> str:
        """Ends the service by SIGTERM; what it has printed."""
        begun = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(TIMEOUT)
        assert time.monotonic() - begun < AT_ONCE
        assert self.process.returncode == 1, (self.process.returncode, self.log())
        return self.log()

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()


# Sockets that hold the ports of services: they share them, because all of them may, and do not listen.
_held: list[socket.socket] = []


def free_ports(count: int) -> list[int]:
    """Ports that the services are told, and that the system gives to nobody else meanwhile."""
    sockets = [socket.socket() for _ in range(count)]
    _held.extend(sockets)
    for each in sockets:
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        each.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        each.bind(("127.0.0.1", 0))
    return [each.getsockname()[1] for each in sockets]
