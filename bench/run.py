#!/usr/bin/env python3
"""Measures servers against raw.c, the bare epoll loop, and prints one table for each kind of load.

    bench/run.py                                       all servers that can run here, all loads
    bench/run.py --servers cerver,hyper --loads plaintext,pipelined --rounds 5

Every server runs on one processor, the load generator on another. A round of one server is cut in slices, and each
slice stands between two slices of raw: the ratio to raw is taken between neighbours, so it survives a machine whose
speed changes. The ratio compares requests per second of processor time of the server. Messages of WebSocket are compared
with raw_ws.c, which gets the same ones.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from dataclasses import asdict, dataclass

from harness import BenchError, Server, bound_to, machine, raise_descriptor_limit, table
from servers import LOAD, OUT, RAW, RAW_WS, WS_LOAD, Spec, build, choose, make_files

WARM_UP = 0.3  # seconds


@dataclass(frozen=True)
class Load:
    """One kind of load. `needs` names what a server must be able to do."""

    name: str
    path: str = "/plaintext"
    connections: int = 64
    depth: int = 1
    body: int = 0
    needs: str = ""

    @property
    def is_web_socket(self) -> bool:
        """Messages that come back, compared with raw_ws under the same load."""
        return self.needs == "web_socket"


LOADS = {
    load.name: load
    for load in (
        Load("plaintext"),
        Load("pipelined", depth=16, needs="pipelined"),
        Load("many", connections=512),
        Load("json", path="/json", needs="json"),
        Load("echo", path="/echo", body=4096, needs="echo"),
        Load("file-1k", path="/1k.bin", needs="static"),
        Load("file-1m", path="/1m.bin", needs="static"),
        Load("ws", path="/ws", body=64, needs="web_socket"),
        Load("ws-pipelined", path="/ws", body=64, depth=16, needs="web_socket"),
        Load("ws-4k", path="/ws", body=4096, needs="web_socket"),
    )
}


@dataclass(frozen=True)
class Slice:
    """What one run of the load generator saw."""

    requests: int
    rate: float  # requests per second
    cpu_us: float  # processor time of the server per request
    p50_us: float
    p99_us: float
    ratio: float = 1.0  # to the neighbouring slices of raw, by processor time

    @property
    def per_cpu_second(self) -> float:
        return 1e6 / self.cpu_us


def measure(server: Server, load: Load, seconds: float, cpu: set[int]) -> Slice:
    program = [WS_LOAD] if load.is_web_socket else [LOAD, "-p", load.path]
    command = [*program, "-c", load.connections, "-d", load.depth, "-b", load.body, "-s", seconds]
    before = server.cpu_seconds()
    with bound_to(cpu):
        done = subprocess.run(
            [*map(str, command), str(server.port)], capture_output=True, text=True, timeout=seconds + 30
        )
    used = server.cpu_seconds() - before
    if done.returncode:
        raise BenchError(f"{server.spec.name}: {load.name}: {done.stderr.strip()}")
    seen = json.loads(done.stdout)
    if not seen["requests"] or seen["starved"]:
        raise BenchError(f"{server.spec.name}: {load.name}: {seen['starved']} connections without an answer")
    return Slice(seen["requests"], seen["rate"], used / seen["requests"] * 1e6, seen["p50_us"], seen["p99_us"])


def round_of(spec: Spec, raw: Server, load: Load, options: argparse.Namespace) -> list[Slice]:
    """raw, server, raw, server ... raw; each slice of the server is compared with both neighbours."""
    reference = load if load.is_web_socket else Load(load.name, connections=load.connections, depth=load.depth)
    with Server(spec, options.workers, options.server_cpus) as server:
        server.check()
        measure(server, load, WARM_UP, options.load_cpus)
        slices, before = [], measure(raw, reference, options.seconds, options.load_cpus)
        for _ in range(options.slices):
            own = measure(server, load, options.seconds, options.load_cpus)
            after = measure(raw, reference, options.seconds, options.load_cpus)
            ratio = (before.cpu_us + after.cpu_us) / 2 / own.cpu_us
            slices.append(Slice(**asdict(own) | {"ratio": ratio}))
            before = after
    return slices


def rows(results: dict[str, list[Slice]]) -> list[list[str]]:
    lines = []
    for name, slices in sorted(results.items(), key=lambda item: -statistics.median(s.ratio for s in item[1])):
        ratios = [s.ratio for s in slices]
        lines.append(
            [
                name,
                f"{statistics.median(s.rate for s in slices):,.0f}",
                f"{statistics.median(s.per_cpu_second for s in slices):,.0f}",
                f"{statistics.median(ratios):.2f}",
                f"{min(ratios):.2f}",
                f"{max(ratios):.2f}",
                f"{statistics.median(s.cpu_us for s in slices):.2f}",
                f"{statistics.median(s.p50_us for s in slices):,.0f}",
                f"{statistics.median(s.p99_us for s in slices):,.0f}",
            ]
        )
    return lines


HEADER = ["server", "requests/s", "requests/CPU-s", "to raw", "min", "max", "CPU us/request", "p50 us", "p99 us"]


def run(specs: list[Spec], loads: list[Load], options: argparse.Namespace) -> bool:
    """Prints the tables; False when a server failed."""
    failures: list[str] = []
    everything: dict[str, dict[str, list[Slice]]] = {}
    bare = [Server(spec, options.workers, options.server_cpus) for spec in (RAW, RAW_WS)]
    with bare[0] as raw, bare[1] as raw_ws:
        raw.check()
        for load in loads:
            results: dict[str, list[Slice]] = defaultdict(list)
            for _ in range(options.rounds):
                for spec in specs:
                    if load.needs and load.needs not in spec.can:
                        continue
                    try:
                        slices = round_of(spec, raw_ws if load.is_web_socket else raw, load, options)
                        results[spec.name].extend(slices)
                    except (BenchError, OSError, subprocess.SubprocessError) as error:
                        failures.append(f"{load.name}: {spec.name}: {error}")
            everything[load.name] = results
            what = f"{load.connections} connections, {load.depth} in flight" + (
                f", {load.body} byte body" if load.body else ""
            )
            print(f"\n### {load.name}: {load.path}, {what}\n\n{table(HEADER, rows(results))}", flush=True)
    plain = {
        load: {name: [asdict(s) for s in slices] for name, slices in found.items()}
        for load, found in everything.items()
    }
    (OUT / "results.json").write_text(
        json.dumps({"machine": machine(), "arguments": sys.argv[1:], "slices": plain}, indent=1)
    )
    for failure in failures:
        print(f"FAILED {failure}")
    return not failures


def numbers(text: str) -> set[int]:
    return {int(number) for number in text.split(",") if number}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", default="", help="comma-separated; default: all that can run here")
    parser.add_argument("--loads", default=",".join(LOADS), help="comma-separated (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=3, help="starts of each server per load")
    parser.add_argument("--slices", type=int, default=4, help="slices per round")
    parser.add_argument("--seconds", type=float, default=1.0, help="length of a slice")
    parser.add_argument("--workers", type=int, default=1, help="threads or processes of each server")
    parser.add_argument("--server-cpus", type=numbers, default={0}, help="processors of the servers; '' = any")
    parser.add_argument("--load-cpus", type=numbers, default={1}, help="processors of the load generator; '' = any")
    parser.add_argument("--no-build", action="store_true", help="measure what lies in target/bench")
    options = parser.parse_args()

    loads = [LOADS[name] for name in options.loads.split(",") if name in LOADS]
    if not loads:
        sys.exit(f"no such load; known: {', '.join(LOADS)}")
    if not options.no_build:
        build(options.servers.split(",") if options.servers else ["hyper", "may_minihttp"])
    make_files()
    raise_descriptor_limit()
    specs = [spec for spec in choose(options.servers) if spec is not RAW]
    print(f"{time.strftime('%Y-%m-%d')}, {machine()}")
    print(f"{options.workers} worker(s), {options.rounds} rounds of {options.slices} slices of {options.seconds:g} s")
    sys.exit(0 if run(specs, loads, options) else 1)


if __name__ == "__main__":
    main()
