#!/usr/bin/env python3
"""Runs the Autobahn suite for WebSocket, all 517 cases, against bench/hello with compression, and tells the score.

    tools/autobahn.py [--groups 1,2,...] [--limit SECONDS] [--port PORT]

The suite (autobahntestsuite 25.10.1) is a program for Python 2.7: that of AUTOBAHN_PYTHON in the environment, of
pyenv, or python2.7 on the path. It is installed once below target/conformance. --port names a server that runs already
and echoes at /ws. The exit code is 1 when a case failed, is not implemented or did not run, and 2 when the suite cannot
run here.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BUILD = ROOT / "target" / "conformance"
HOME = BUILD / "autobahn"
SUITE = "autobahntestsuite==25.10.1"
CASES = 517
GROUPS = ("1", "2", "3", "4", "5", "6", "7", "9", "10", "12", "13")
LIMIT = 3600  # seconds for all groups: ten minutes on a quiet machine
INSTALL_LIMIT = 600  # seconds
GOOD = {"OK", "INFORMATIONAL", "NON-STRICT"}


class Missing(Exception):
    """Why the suite cannot run here."""


def python() -> str:
    """A Python 2.7."""
    pyenv = sorted(str(path) for path in Path.home().glob(".pyenv/versions/2.7.*/bin/python"))
    for found in (os.environ.get("AUTOBAHN_PYTHON"), *pyenv, shutil.which("python2.7"), shutil.which("python2")):
        check = "import sys; sys.exit(sys.version_info[:2] != (2, 7))"
        if found and subprocess.run([found, "-c", check], stderr=subprocess.DEVNULL, check=False).returncode == 0:
            return found
    raise Missing("it needs Python 2.7 (AUTOBAHN_PYTHON names it; pyenv install 2.7.18)")


def install(interpreter: str) -> None:
    if not (HOME / "bin" / "wstest").exists():
        print(f"installing {SUITE}: about two minutes", flush=True)
        command = [interpreter, "-m", "pip", "install", "--quiet", "--target", str(HOME), SUITE]
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_LIMIT, check=False)
        if done.returncode:
            raise Missing(f"it could not be installed: {done.stderr.strip()[-300:]}")
    # A package of several distributions, whose own file pip leaves out with --target.
    (HOME / "zope" / "__init__.py").touch()


@contextmanager
def server() -> Iterator[int]:
    """The echo of the benchmark's server, with compression; gives its port."""
    subprocess.run(["make", "-f", "bench/bench.mk", "target/bench/hello"], cwd=ROOT, check=True)
    port = 9900 + os.getpid() % 90
    environment = {**os.environ, "COMPRESS": "1"}
    with subprocess.Popen([ROOT / "target/bench/hello", str(port), "1"], env=environment) as process:
        try:
            yield port
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(20)


def run_group(interpreter: str, port: int, group: str, seconds: float) -> dict[str, dict[str, object]]:
    """Results by case; those of a group that took too long are missing."""
    folder = BUILD / "autobahn-report" / group
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    wanted = {
        "outdir": str(folder / "report"),
        "servers": [{"agent": "cerver", "url": f"ws://127.0.0.1:{port}/ws"}],
        "cases": [f"{group}.*"],
        "exclude-cases": [],
        "exclude-agent-cases": {},
    }
    (folder / "spec.json").write_text(json.dumps(wanted))
    command = [interpreter, str(HOME / "bin" / "wstest"), "-m", "fuzzingclient", "-s", "spec.json"]
    with (folder / "log").open("w") as log:
        try:
            environment = {**os.environ, "PYTHONPATH": str(HOME)}
            subprocess.run(command, cwd=folder, env=environment, stdout=log, stderr=log, timeout=seconds, check=False)
        except subprocess.TimeoutExpired:
            print(f"group {group} took longer than {seconds:.0f} s", flush=True)
    index = folder / "report" / "index.json"
    return json.loads(index.read_text()).get("cerver", {}) if index.exists() else {}


def verdict(result: dict[str, object]) -> str:
    """OK, INFORMATIONAL, NON-STRICT, UNIMPLEMENTED or FAILED."""
    behavior, closing = str(result["behavior"]), str(result["behaviorClose"])
    if behavior in GOOD and closing not in ("OK", "INFORMATIONAL"):
        return "FAILED"
    return behavior if behavior in GOOD or behavior == "UNIMPLEMENTED" else "FAILED"


def key(case: str) -> list[int]:
    return [int(number) for number in re.findall(r"\d+", case)]


def run(groups: tuple[str, ...] = GROUPS, limit: float = LIMIT, port: int = 0) -> Counter[str]:
    """Runs the groups; returns how many cases have which verdict. Raises Missing."""
    interpreter = python()
    install(interpreter)
    if not port:
        with server() as own:
            return run(groups, limit, own)
    end = time.monotonic() + limit
    score: Counter[str] = Counter()
    for group in groups:
        begun = time.monotonic()
        results = run_group(interpreter, port, group, max(end - begun, 1))
        found = {case: verdict(result) for case, result in results.items()}
        for case in sorted(found, key=key):
            if found[case] not in ("OK", "INFORMATIONAL"):
                print(f"  {case}: {found[case]}: {results[case]}")
        counted = Counter(found.values())
        score += counted
        print(f"autobahn {group}.*: {dict(counted)}, {time.monotonic() - begun:.0f} s", flush=True)
    return score


def is_right(score: Counter[str]) -> bool:
    return set(score) <= GOOD


def main() -> int:
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("--groups", default=",".join(GROUPS), help="comma-separated (default: %(default)s)")
    arguments.add_argument("--limit", type=float, default=LIMIT, help="seconds for all groups (default: %(default)s)")
    arguments.add_argument("--port", type=int, default=0)
    wanted = arguments.parse_args()
    groups = tuple(wanted.groups.split(","))
    try:
        score = run(groups, wanted.limit, wanted.port)
    except Missing as why:
        print(f"the Autobahn suite is left out: {why}")
        return 2
    total = sum(score.values())
    print(f"autobahn: {dict(score)}, {total} of {CASES if groups == GROUPS else 'some'} cases")
    return 0 if is_right(score) and (groups != GROUPS or total == CASES) else 1


if __name__ == "__main__":
    sys.exit(main())
