"""Programs under test in processes of their own, and clients for them."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import time
from pathlib import Path
from typing import Any

TIMEOUT = 20.0

# What ends at once ends in less than this many seconds, also on a busy machine: who waits for connections takes five.
AT_ONCE = 4.0


class App:
    """A server program that prints its port as its first line and then serves until a signal ends it."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]) -> None:
        self._errors = open(folder / f"errors-{time.monotonic_ns()}", "w+b")
        self.process = subprocess.Popen(
            command,
            cwd=folder,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line, f"the program did not start: {self.errors()}"
        self.port = int(line.rstrip("/\n").rpartition(":")[2])

    def errors(self) -> str:
        """What the program wrote to its standard error so far."""
        self._errors.seek(0)
        return self._errors.read().decode()

    def end(self, number: int = signal.SIGTERM) -> float:
        """Sends a signal and waits for the end; the seconds it took."""
        begun = time.monotonic()
        self.process.send_signal(number)
        self.process.wait(TIMEOUT)
        return time.monotonic() - begun

    def kill(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()

    def memory(self) -> int:
        """Resident memory in KiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.partition("VmRSS:")[2].split()[0])


class Answer:
    def __init__(self, response: http.client.HTTPResponse) -> None:
        self.status = response.status
        self.headers = response.headers
        self.body = response.read()

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def json(self) -> Any:
        return json.loads(self.body)


class Client(http.client.HTTPConnection):
    """A keep-alive connection."""

    def __init__(self, port: int) -> None:
        super().__init__("127.0.0.1", port, timeout=TIMEOUT)

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def ask(self, method: str, path: str, body: bytes | str | None = None, **headers: str) -> Answer:
        self.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        return Answer(self.getresponse())

    def get(self, path: str) -> Answer:
        return self.ask("GET", path)


class TlsClient(Client):
    """The same by TLS; it trusts one certificate."""

    def __init__(self, port: int, certificate: Path, own: tuple[Path, Path] | None = None) -> None:
        super().__init__(port)
        self.context = ssl.create_default_context(cafile=str(certificate))
        if own is not None:
            self.context.load_cert_chain(*own)

    def connect(self) -> None:
        super().connect()
        self.sock = self.context.wrap_socket(self.sock, server_hostname="localhost")


def make_certificate(
    folder: Path, name: str = "server", subject: str = "/CN=localhost", days: int = 30
) -> tuple[Path, Path]:
    """Makes a certificate for localhost that vouches for itself, and its key."""
    certificate, key = folder / f"{name}.pem", folder / f"{name}.key"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    command += ["-days", str(days), "-subj", subject, "-addext", "subjectAltName=DNS:localhost"]
    command += ["-addext", "basicConstraints=critical,CA:FALSE", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(command, check=True, capture_output=True, timeout=TIMEOUT)
    return certificate, key


def raw(port: int, data: bytes) -> bytes:
    """Sends bytes and reads until the server closes."""
    with socket.create_connection(("127.0.0.1", port), TIMEOUT) as connection:
        connection.sendall(data)
        parts = []
        while part := connection.recv(65536):
            parts.append(part)
        return b"".join(parts)
