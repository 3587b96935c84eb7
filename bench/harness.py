"""Starting, checking and observing one server process; shared by run.py, instructions.py and idle.py."""

from __future__ import annotations

import json
import os
import re
import resource
import shlex
import signal
import socket
import subprocess
import time
from collections.abc import Iterable, Sequence
from pathlib import Path

from servers import FILES, GREETING, OUT, ROOT, Spec

START_LIMIT = 60.0  # seconds until the first answer; Python under callgrind needs half of them
STOP_LIMIT = 5.0  # seconds between SIGTERM and SIGKILL
PIPELINED = 16


class BenchError(Exception):
    """A server did not start, did not answer as it must, or the load generator refused an answer."""


class Client:
    """One keep-alive connection that reads whole answers."""

    def __init__(self, port: int, timeout: float = 5.0) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout)
        self.rest = b""

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def send(self, path: str, body: bytes | None = None, times: int = 1) -> None:
        head = f"{'GET' if body is None else 'POST'} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        if body is not None:
            head += f"Content-Type: application/octet-stream\r\nContent-Length: {len(body)}\r\n"
        self.socket.sendall((head.encode() + b"\r\n" + (body or b"")) * times)

    def answer(self) -> tuple[int, str, bytes]:
        """The next answer: status, head, body."""
        while b"\r\n\r\n" not in self.rest:
            self._read()
        head, self.rest = self.rest.split(b"\r\n\r\n", 1)
        length = re.search(rb"(?im)^content-length:\s*(\d+)\s*$", head)
        if not length:
            raise BenchError(f"an answer without Content-Length: {head[:80]!r}")
        size = int(length[1])
        while len(self.rest) < size:
            self._read()
        body, self.rest = self.rest[:size], self.rest[size:]
        return int(head.split(b" ", 2)[1]), head.decode("latin-1").lower(), body

    def get(self, path: str, body: bytes | None = None) -> tuple[int, str, bytes]:
        self.send(path, body)
        return self.answer()

    def _read(self) -> None:
        part = self.socket.recv(1 << 20)
        if not part:
            raise BenchError("the server closed the connection")
        self.rest += part


class Server:
    """A server process in a session of its own, bound to the given processors."""

    def __init__(self, spec: Spec, workers: int = 1, cpus: Iterable[int] = (), prefix: Sequence[str] = ()) -> None:
        self.spec = spec
        self.workers = workers
        self.cpus = set(cpus)
        self.prefix = list(prefix)
        self.port = 0
        self.log = OUT / f"{spec.name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Server:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> float:
        """Starts the process; returns the seconds until its first answer."""
        self.port = free_port()
        command = self.prefix + shlex.split(self.spec.fill(self.spec.command, self.port, self.workers))
        if self.spec.config:
            text = (ROOT / self.spec.config).read_text()
            (OUT / Path(self.spec.config).name).write_text(self.spec.fill(text, self.port, self.workers))
        with self.log.open("wb") as log, bound_to(self.cpus):
            begin = time.perf_counter()
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=OUT,
                env=os.environ | self.spec.environment,
                start_new_session=True,
            )
        while True:
            try:
                with Client(self.port) as client:
                    if client.get("/plaintext")[0] == 200:
                        return time.perf_counter() - begin
            except (OSError, BenchError):
                if self.process.poll() is not None or time.perf_counter() - begin > START_LIMIT:
                    self.stop()
                    raise BenchError(f"{self.spec.name} did not start: see {self.log}") from None
            time.sleep(0.0002)

    def stop(self) -> None:
        if self.process is None:
            return
        for number, limit in ((signal.SIGTERM, STOP_LIMIT), (signal.SIGKILL, None)):
            try:
                os.killpg(self.process.pid, number)
            except ProcessLookupError:
                pass
            try:
                self.process.wait(limit)
                if not self.members():
                    break
            except subprocess.TimeoutExpired:
                print(f"{self.spec.name} ignored SIGTERM for {STOP_LIMIT:.0f} s")
        self.process = None

    def members(self) -> list[int]:
        """The processes of the server's session."""
        found = []
        for entry in os.listdir("/proc"):
            try:
                if entry.isdigit() and os.getsid(int(entry)) == self.pid:
                    found.append(int(entry))
            except ProcessLookupError:
                pass
        return found

    @property
    def pid(self) -> int:
        if self.process is None:
            raise BenchError(f"{self.spec.name} is not running")
        return self.process.pid

    def cpu_seconds(self) -> float:
        """Processor time of all its threads, user and kernel."""
        total = 0
        for pid in self.members():
            for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
                try:
                    total += int(task.read_text().split()[0])
                except OSError:
                    pass
        return total / 1e9

    def memory(self) -> int:
        """Bytes of memory of all its processes, shared pages counted in part (Pss)."""
        total = 0
        for pid in self.members():
            text = Path(f"/proc/{pid}/smaps_rollup").read_text()
            total += int(re.search(r"^Pss:\s+(\d+) kB", text, re.M)[1]) * 1024
        return total

    def check(self) -> None:
        """Compares the answers byte for byte, so that no figure stands for wrong work."""
        name = self.spec.name

        def expect(got: tuple[int, str, bytes], body: bytes, what: str) -> None:
            if got[0] != 200 or got[2] != body:
                raise BenchError(f"{name}: {what}: status {got[0]}, {len(got[2])} bytes: {got[2][:60]!r}")

        with Client(self.port) as client:
            for _ in range(2):
                answer = client.get("/plaintext")
                expect(answer, GREETING, "plaintext")
                if "content-type: text/" not in answer[1]:
                    raise BenchError(f"{name}: plaintext: no text")
            if "pipelined" in self.spec.can:
                client.send("/plaintext", times=PIPELINED)
                for _ in range(PIPELINED):
                    expect(client.answer(), GREETING, "pipelined")
            if "json" in self.spec.can:
                status, head, body = client.get("/json")
                if status != 200 or json.loads(body) != {"message": GREETING.decode()}:
                    raise BenchError(f"{name}: json: status {status}, {body[:60]!r}")
                if "content-type: application/json" not in head:
                    raise BenchError(f"{name}: json: not application/json")
            if "echo" in self.spec.can:
                for size in (1, 4096, 300_000):
                    body = os.urandom(size)
                    expect(client.get("/echo", body), body, f"echo of {size} bytes")
            if "static" in self.spec.can:
                for file in sorted(FILES.iterdir()):
                    expect(client.get(f"/{file.name}"), file.read_bytes(), file.name)


class bound_to:
    """Children started inside the block run on these processors (all, when none is named)."""

    def __init__(self, cpus: Iterable[int]) -> None:
        self.cpus = set(cpus)

    def __enter__(self) -> None:
        self.before = os.sched_getaffinity(0)
        if self.cpus:
            os.sched_setaffinity(0, self.cpus)

    def __exit__(self, *_: object) -> None:
        os.sched_setaffinity(0, self.before)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def raise_descriptor_limit() -> int:
    """Takes the highest number of descriptors that is allowed, for itself and its children."""
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def machine() -> str:
    """One line about where the figures come from."""
    model = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    load = os.getloadavg()[0]
    name = model[1] if model else "unknown processor"
    return f"{name}, {os.cpu_count()} processors, Linux {os.uname().release}, load average {load:.2f}"


def table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, first column left, the others right."""
    widths = [max(len(row[i]) for row in [header, *rows]) for i in range(len(header))]

    def line(cells: Sequence[str]) -> str:
        padded = [c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(cells, widths, strict=True))]
        return "| " + " | ".join(padded) + " |"

    rule = "|" + "|".join("-" * (w + 2) if i == 0 else "-" * (w + 1) + ":" for i, w in enumerate(widths)) + "|"
    return "\n".join([line(header), rule, *map(line, rows)])
