#!/usr/bin/env python3
"""Memory of idle keep-alive connections, memory at rest, and the time until the first answer.

    bench/idle.py --servers cerver,nginx --connections 10000

Memory is the proportional set size of all processes of the server. Each connection has had one answer; the bytes per
connection are the growth from 16 connections to all of them. Starts alternate with starts of raw.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import time

from harness import BenchError, Client, Server, machine, raise_descriptor_limit, table
from servers import GREETING, RAW, Spec, build, choose, make_files

FIRST = 16
SETTLE = 0.5  # seconds; buffers that are given back after a while do not count as idle memory


def idle_memory(spec: Spec, connections: int, cpus: set[int]) -> tuple[int, float]:
    """Bytes with few connections, and bytes for each further one."""
    clients: list[Client] = []
    with Server(spec, cpus=cpus) as server:
        try:
            for number in range(connections):
                clients.append(Client(server.port, timeout=20))
                if clients[-1].get("/plaintext")[2] != GREETING:
                    raise BenchError(f"{spec.name}: connection {number} got a wrong answer")
                if number == FIRST - 1:
                    time.sleep(SETTLE)
                    base = server.memory()
            time.sleep(SETTLE)
            return base, (server.memory() - base) / (connections - FIRST)
        finally:
            for client in clients:
                client.socket.close()


def first_answer(spec: Spec, starts: int, cpus: set[int]) -> tuple[float, float]:
    """Median milliseconds until the first answer of the server, and of raw in between."""
    own, reference = [], []
    for _ in range(starts):
        for times, each in ((reference, RAW), (own, spec)):
            server = Server(each, cpus=cpus)
            try:
                times.append(server.start() * 1e3)
            finally:
                server.stop()
    return statistics.median(own), statistics.median(reference)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", default="", help="comma-separated; default: all that can run here")
    parser.add_argument("--connections", type=int, default=10000, help="idle connections (default: %(default)s)")
    parser.add_argument("--starts", type=int, default=9, help="starts of each server (default: %(default)s)")
    parser.add_argument("--no-build", action="store_true", help="measure what lies in target/bench")
    options = parser.parse_args()
    limit = raise_descriptor_limit()
    if options.connections + 100 > limit or options.connections <= FIRST:
        sys.exit(f"the number of connections must lie between {FIRST + 1} and {limit - 100}")
    if not options.no_build:
        build(options.servers.split(",") if options.servers else ["hyper", "may_minihttp"])
    make_files()

    rows, failures = [], []
    for spec in choose(options.servers):
        try:
            base, each = idle_memory(spec, options.connections, {0})
            own, raw = first_answer(spec, options.starts, {0})
            rows.append([spec.name, f"{each:,.0f}", f"{base / 1e6:.1f}", f"{own:.1f}", f"{raw:.1f}"])
        except (BenchError, OSError) as error:
            failures.append(f"{spec.name}: {error}")
    print(f"{time.strftime('%Y-%m-%d')}, {machine()}, {options.connections} connections\n")
    print(table(["server", "bytes/idle connection", "MB at rest", "first answer ms", "raw ms"], rows))
    for failure in failures:
        print(f"FAILED {failure}")
    sys.exit(1 if failures else 0)


if __name__ == "__main__":
    main()
