"""Interpreters that end while their server is under load: exit code 0, at once."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException

import pytest

from support import AT_ONCE, App, Client

EXITS = 200
WAYS = ["return", "exit", "thread", "slow"]


def load(port: int) -> None:
    """Asks until the server is gone."""
    try:
        with Client(port) as client:
            while True:
                client.get("/")
    except (OSError, HTTPException):
        pass


def one_exit(start: Callable[..., App], placement: str, way: str) -> tuple[int, float, str]:
    """Runs a program that ends itself under load; its exit code, the seconds from its last word, its errors."""
    app = start("leaving.py", placement, way)
    clients = [threading.Thread(target=load, args=(app.port,)) for _ in range(2)]
    for client in clients:
        client.start()
    assert app.process.stdout is not None
    assert app.process.stdout.readline() == "leaving\n"
    begun = time.monotonic()
    code = app.process.wait(30)
    took = time.monotonic() - begun
    for client in clients:
        client.join()
    return code, took, app.errors()


@pytest.mark.parametrize("way", WAYS)
def test_exits_under_load(start: Callable[..., App], way: str) -> None:
    placements = ["reactor", "pool", "own", "own"]
    with ThreadPoolExecutor(2) as pool:
        runs = [pool.submit(one_exit, start, placements[number % 4], way) for number in range(EXITS // len(WAYS))]
        results = [run.result() for run in runs]
    assert [code for code, _, _ in results] == [0] * len(results)
    assert {errors for _, _, errors in results} == {""}
    assert max(took for _, took, _ in results) < AT_ONCE


@pytest.mark.parametrize("kind", ["thread", "worker", "update", "request"])
def test_a_function_that_runs_for_ever_does_not_abort_the_end(start: Callable[..., App], kind: str) -> None:
    """Python ends threads that come back to it then by pthread_exit, through frames of the library (before 3.14)."""
    app = start("endless.py", kind)
    asking = threading.Thread(target=load, args=(app.port,))
    if kind == "request":
        asking.start()
    assert app.process.stdout is not None
    assert app.process.stdout.readline() == "leaving\n"
    code = app.process.wait(30)
    assert (code, app.errors()) == (0, "")
    if kind == "request":
        asking.join()


def test_fork_leaves_the_server_to_the_parent(python: str) -> None:
    """A child made by fork ends without touching the parent's server."""
    program = (
        "import os, sys\n"
        "from cerver import *\n"
        "server = cerver_create_web('x', 0, 10)\n"
        "check(cerver_start_background(server))\n"
        "if os.fork() == 0:\n"
        "    sys.exit(cerver_start(server) != 1 or cerver_last_error() != CERVER_ERROR_FORKED)\n"
        "assert os.wait()[1] == 0\n"
        "assert cerver_is_running(server)\n"
        "sys.exit(cerver_teardown(server))\n"
    )
    done = subprocess.run([python, "-c", program], capture_output=True, text=True, timeout=20)
    assert (done.returncode, done.stderr) == (0, ""), sys.version
