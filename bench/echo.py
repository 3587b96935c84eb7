#!/usr/bin/env python3
"""Messages that a server sends back per second of its processor time, beside a bare epoll loop and others.

    bench/echo.py [--rounds N] [--seconds S] [NAME ...]    NAME: of SERVERS; `make bench-echo` builds what it needs

All servers run at once and take turns, the order moves from round to round, and the median of the rounds counts. The
load is a program in C whose cost is not counted; every byte is compared. What is not installed is left out.
"""

from __future__ import annotations

import argparse
import os
import re
import socket
import statistics
import subprocess
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "target/bench"
PYTHON = OUT / "venv/bin/python"
PEER = ROOT / "bench/peers/echo_peer.py"
SERVERS = {
    "bare": (OUT / "echo", "{port}", "bare"),
    "C push": (OUT / "echo", "{port}", "push"),
    "C pull": (OUT / "echo", "{port}", "pull"),
    "LuaJIT turbo": ("luajit", ROOT / "examples/lua/echo.lua", "{port}"),
    "Python tcpserver": (PYTHON, PEER, "{port}", "tcpserver"),
    "Python esockets": (PYTHON, PEER, "{port}", "esockets"),
    "uvloop Protocol": (PYTHON, PEER, "{port}", "uvloop"),
    "asyncio Protocol": (PYTHON, PEER, "{port}", "asyncio"),
    "ESocketS 0.1.7": (PYTHON, PEER, "{port}", "ESocketS"),
}
REFERENCE = "uvloop Protocol"
LOADS = {"50 x 64 B": ("50", "64"), "50 x 4 KiB": ("50", "4096"), "connect": ("4", "64", "connect")}
CONNECTIONS = 10_000


class Server:
    def __init__(self, name: str, port: int) -> None:
        command = [str(part).format(port=port) for part in SERVERS[name]]
        environment = os.environ | {
            "PYTHONPATH": str(ROOT / "python"),
            "CERVER_LIBRARY": str(ROOT / "target/release/libcerver.so"),
            "LUA_PATH": f"{ROOT}/bindings/lua/?.lua;{ROOT}/bindings/lua/?/init.lua;;",
        }
        self.name, self.port = name, port
        self.process = subprocess.Popen(
            command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )

    def is_up(self) -> bool:
        for _ in range(100):
            try:
                socket.create_connection(("127.0.0.1", self.port), 1).close()
            except OSError:
                if self.process.poll() is not None:
                    return False
                time.sleep(0.05)
            else:
                return True
        return False

    def seconds(self) -> float:
        """Processor time of all threads so far."""
        tasks = Path(f"/proc/{self.process.pid}/task")
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks.iterdir()) / 1e9

    def ended_threads_count(self) -> bool:
        """Whether threads come and go, so that only the coarse time of the whole process has them all."""
        return self.name.startswith("ESocketS")

    def coarse_seconds(self) -> float:
        fields = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(") ")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def used(self) -> float:
        return self.coarse_seconds() if self.ended_threads_count() else self.seconds()

    def memory(self) -> int:
        """Proportional set size in KiB."""
        text = Path(f"/proc/{self.process.pid}/smaps_rollup").read_text()
        found = re.search(r"Pss:\s+(\d+)", text)
        return int(found[1]) if found else 0

    def measure(self, load: tuple[str, ...], seconds: float) -> float:
        """Messages per second of processor time."""
        connections, size, *more = load
        begun = self.used()
        command = [str(OUT / "echo_load"), str(self.port), connections, size, str(seconds), *more]
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, timeout=seconds + 30, check=True)
        return int(done.stdout.split()[0]) / max(self.used() - begun, 0.01)

    def hold(self) -> str:
        """What so many connections at once, that have each sent one message, cost."""
        before = self.memory()
        command = [str(OUT / "echo_load"), str(self.port), str(CONNECTIONS), "64", "60", "once"]
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdin and process.stdout
            messages, errors = process.stdout.readline().split()
            held = self.memory() - before
            process.stdin.write("\n")
            process.stdin.close()
        each = held * 1024 / CONNECTIONS
        return f"{self.name}: {messages} of {CONNECTIONS} connections answered, {errors} errors, {each:.0f} bytes each"


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=1.5)
    parser.add_argument("--port", type=int, default=17100, help="the first of as many ports as there are servers")
    parser.add_argument("names", nargs="*", default=list(SERVERS))
    options = parser.parse_args()
    servers: list[Server] = []
    try:
        for place, name in enumerate(options.names):
            try:
                servers.append(Server(name, options.port + place))
            except FileNotFoundError:
                print(f"left out: {name} is not installed", flush=True)
        for server in [server for server in servers if not server.is_up()]:
            print(f"left out: {server.name} does not start", flush=True)
            servers.remove(server)
        show(servers, options.rounds, options.seconds)
        for server in servers:
            if server.name.startswith("C "):
                print(server.hold(), flush=True)
    finally:
        for server in servers:
            server.process.kill()
            server.process.wait()


def show(servers: list[Server], rounds: int, seconds: float) -> None:
    print(f"load average {os.getloadavg()[0]:.1f}; messages per second of processor time, and to {REFERENCE}")
    found: dict[tuple[str, str], list[float]] = {}
    for turn in range(rounds):
        for load, arguments in LOADS.items():
            first = turn % len(servers)
            for server in servers[first:] + servers[:first]:
                found.setdefault((load, server.name), []).append(server.measure(arguments, seconds))
    print("| server | " + " | ".join(LOADS) + " |")
    print("|---|" + "---:|" * len(LOADS))
    for server in servers:
        cells = []
        for load in LOADS:
            own, reference = found[load, server.name], found.get((load, REFERENCE))
            ratio = f" ({statistics.median(a / b for a, b in zip(own, reference)):.2f})" if reference else ""
            cells.append(f"{statistics.median(own):,.0f}{ratio}")
        print(f"| {server.name} | " + " | ".join(cells) + " |", flush=True)


if __name__ == "__main__":
    main()
