#!/usr/bin/env python3
"""Runs all tests, stage by stage, and counts them.

The last line says "N passed, M failed": the sum over cargo's tests (each C program in each of its modes is one of them)
and pytest's. A stage that cannot be built, times out or runs no test at all counts as one failure. TEST_SUMMARY names a
file that gets the last line too.

    tools/test.py            everything
    tools/test.py rust       only the stages whose name starts so
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARGO_RESULT = re.compile(r"^test result: \w+\. (\d+) passed; (\d+) failed;", re.M)
PYTEST_RESULT = re.compile(r"^=+ .*\b(?:passed|failed|errors?)\b.* in [\d.]+s.*=+$", re.M)
# What tells a failure from the rest of the output of cargo, pytest and the sanitizers.
FAILURE = re.compile(
    r"^(?:test .* \.\.\. FAILED|(?:FAILED|ERROR) tests/.*|SUMMARY: \w+Sanitizer: .*|error(?:\[\w+\])?: .*)$", re.M
)
PYTEST_COUNT = re.compile(r"(\d+) (passed|failed|error)")


def cargo_count(output):
    results = CARGO_RESULT.findall(output)
    return sum(int(passed) for passed, _ in results), sum(int(failed) for _, failed in results)


def pytest_count(output):
    lines = PYTEST_RESULT.findall(output)
    counts = {"passed": 0, "failed": 0, "error": 0}
    for number, word in PYTEST_COUNT.findall(lines[-1] if lines else ""):
        counts[word] += int(number)
    return counts["passed"], counts["failed"] + counts["error"]


TARGET = Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target")).resolve()
PYTEST = ["env", f"CERVER_LIBRARY={TARGET}/release/libcerver.so", ".venv/bin/python", "-m", "pytest"]

# Of the failures of a stage the table at the end shows this much.
MOST_SHOWN = 20
MOST_COLUMNS = 200

# What a complete run takes of the disk, with some to spare.
NEEDED_GIB = 8

# Name, seconds it may take, command, how its tests are counted. Without a count the stage only has to succeed.
STAGES = [
    ("format", 120, ["cargo", "fmt", "--all", "--check"], None),
    ("clippy", 1200, ["cargo", "clippy", "--locked", "--workspace", "--all-targets", "--", "-D", "warnings"], None),
    ("release library", 1800, ["cargo", "build", "--locked", "--release", "--package", "cerver-ffi"], None),
    ("rust and c tests", 2400, ["cargo", "test", "--locked", "--workspace", "--no-fail-fast"], cargo_count),
    ("python tools", 600, ["make", ".venv/tools"], None),
    ("python tests", 1800, PYTEST, pytest_count),
    ("address sanitizer", 1500, ["tools/sanitizer.sh", "address"], cargo_count),
    ("thread sanitizer", 1500, ["tools/sanitizer.sh", "thread"], cargo_count),
    ("fuzz format", 60, ["cargo", "fmt", "--manifest-path", "fuzz/Cargo.toml", "--check"], None),
    ("fuzz targets", 1500, ["tools/fuzz.sh", "smoke"], cargo_count),
]


def run(command, limit):
    """Runs the command in a process group of its own, shows and returns its output; None as code: out of time."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    output = []
    signal.signal(signal.SIGALRM, lambda *_: os.killpg(process.pid, signal.SIGKILL))
    start = time.monotonic()
    signal.alarm(limit)
    for line in process.stdout:
        text = line.decode(errors="replace")
        sys.stdout.write(text)
        sys.stdout.flush()
        output.append(text)
    code = process.wait()
    signal.alarm(0)
    return (code if time.monotonic() - start < limit else None), "".join(output)


def stage(name, limit, command, count):
    print(f"\n##### {name}: {' '.join(command)}", flush=True)
    start = time.monotonic()
    try:
        code, output = run(command, limit)
    except OSError as error:
        code, output = 127, str(error)
    passed, failed = count(output) if count else (0, 0)
    reason = ""
    if code is None:
        reason = f"killed after {limit} s"
    elif code != 0 and failed == 0:
        reason = f"exit code {code}"
    elif count and passed + failed == 0:
        reason = "no test was run"
    if reason:
        failed += 1
    took = time.monotonic() - start
    print(f"##### {name}: {took:.0f} s, {passed} passed, {failed} failed{', ' + reason if reason else ''}", flush=True)
    return name, took, passed, failed, reason, FAILURE.findall(output)[:MOST_SHOWN] if failed else []


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    free = shutil.disk_usage(ROOT).free >> 30
    if free < NEEDED_GIB:
        print(f"##### warning: {free} GiB of the disk are free, and a complete run may take {NEEDED_GIB}", flush=True)
    results = [stage(*entry) for entry in STAGES if entry[0].startswith(wanted)]
    print()
    for name, took, passed, failed, reason, shown in results:
        print(f"{name:20} {took:6.0f} s {passed:6} passed {failed:4} failed  {reason}")
        for line in shown:
            print(f"    {line[:MOST_COLUMNS]}")
    passed = sum(result[2] for result in results)
    failed = sum(result[3] for result in results) + (passed == 0)
    summary = f"{passed} passed, {failed} failed"
    if os.environ.get("TEST_SUMMARY"):
        Path(os.environ["TEST_SUMMARY"]).write_text(summary + "\n")
    print(summary)
    return failed > 0


if __name__ == "__main__":
    # A shell starts background jobs with interrupts ignored, and tests that send them would inherit that.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    sys.exit(main())
