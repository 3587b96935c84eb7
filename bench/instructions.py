#!/usr/bin/env python3
"""Counts user-space instructions per request with callgrind: one request per write, and 16 per write.

    bench/instructions.py --servers cerver,hyper
    bench/instructions.py --servers cerver --functions 25 --files 15

Each server runs twice with different numbers of requests on one connection; the difference of the counts, divided by
the difference of the numbers, is free of start and end. `--functions` does the same for each function (with what was
inlined into it), `--files` for each source file (where inlined code was written).
"""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
import sys
from collections import Counter
from pathlib import Path

from harness import BenchError, Client, Server, table
from servers import OUT, RAW, Spec, build, choose, make_files

FEW, MANY = 320, 3200
DEPTHS = (1, 16)


Costs = Counter[tuple[str, str]]
"""Instructions of each pair of source file and function."""


def count(spec: Spec, path: str, requests: int, depth: int) -> Costs:
    """The costs of a run with so many requests."""
    profile = OUT / f"{spec.name}.callgrind"
    profile.unlink(missing_ok=True)
    prefix = ["valgrind", "--quiet", "--tool=callgrind", f"--callgrind-out-file={profile}"]
    with Server(spec, prefix=prefix) as server:
        with Client(server.port, timeout=60) as client:
            for _ in range(requests // depth):
                client.send(path, times=depth)
                for _ in range(depth):
                    if client.answer()[0] != 200:
                        raise BenchError(f"{spec.name}: {path}: not 200")
    if not profile.exists():
        raise BenchError(f"{spec.name} did not end on SIGTERM, so callgrind wrote nothing")
    return read(profile)


def read(profile: Path) -> Costs:
    text = subprocess.run(
        ["callgrind_annotate", "--threshold=100", "--auto=no", str(profile)], capture_output=True, text=True, check=True
    ).stdout
    found: Costs = Counter()
    for line in text.splitlines():
        match = re.match(r"\s*([\d,]+)\s+\([\s\d.]+%\)\s+(\S+?):(.+)", line)
        if match:
            function = re.sub(r"\s*\[\S*\]$", "", match[3])
            found[shorten(match[2]), function] += int(match[1].replace(",", ""))
    return found


def shorten(file: str) -> str:
    """The end of the path, which is enough to find the file; `???` stands for code without line tables."""
    return "/".join(file.split("/")[-3:])


def per_request(spec: Spec, path: str, depth: int) -> Costs:
    few, many = count(spec, path, FEW, depth), count(spec, path, MANY, depth)
    return Counter({key: many[key] - few[key] for key in many if many[key] > few[key]})


def listing(title: str, costs: Costs, part: int, most: int) -> str:
    """A table of the costliest files (part 0) or functions (part 1)."""
    sums: Counter[str] = Counter()
    for key, number in costs.items():
        sums[key[part]] += number
    lines = [[name, f"{number / (MANY - FEW):.1f}"] for name, number in sums.most_common(most)]
    return f"\n{title}\n\n" + table(["file" if part == 0 else "function", "instructions/request"], lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--servers", default="cerver", help="comma-separated (default: %(default)s)")
    parser.add_argument("--path", default="/plaintext", help="what is asked for (default: %(default)s)")
    parser.add_argument("--functions", type=int, default=0, metavar="N", help="list the N most costly functions")
    parser.add_argument("--files", type=int, default=0, metavar="N", help="list the N most costly source files")
    parser.add_argument("--no-build", action="store_true", help="measure what lies in target/bench")
    options = parser.parse_args()
    if not shutil.which("valgrind"):
        sys.exit("valgrind is not installed")
    if not options.no_build:
        build(options.servers.split(","))
    make_files()

    rows, lists = [], []
    for spec in choose(options.servers):
        if not spec.native or (spec is RAW and options.path != "/plaintext"):
            continue
        cells = [spec.name]
        for depth in DEPTHS:
            costs = per_request(spec, options.path, depth)
            cells.append(f"{sum(costs.values()) / (MANY - FEW):,.0f}")
            for part, most in ((1, options.functions), (0, options.files)):
                if most:
                    lists.append(listing(f"{spec.name}, {depth} per write", costs, part, most))
        rows.append(cells)
    print(table(["server", *(f"{depth} per write" for depth in DEPTHS)], rows))
    print("\n".join(lists))


if __name__ == "__main__":
    main()
