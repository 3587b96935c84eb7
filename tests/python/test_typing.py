"""Type checkers see the installed package the way users do."""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
from pathlib import Path

import pytest

from conftest import ROOT

USER_CODE = [ROOT / "examples" / "demo.py", Path(__file__).parent / "fixtures" / "typed.py"]

WRONG = """
from cerver import *
from cerver.http import *
cerver_create_web("x", "8080", 10)
http_response_render(5, 200, HTTP_CONTENT_TYPE_TXT, 5)
http_route_create(REQUEST_METHOD_GET, "a", lambda only_one: None)
length: str = http_request_get_n_params(5)
cerver_no_such_function()
"""


def mypy(python: str, *files: Path) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--no-incremental",
        "--config-file=",
        "--python-executable",
        python,
    ]
    return subprocess.run([*command, *map(str, files)], capture_output=True, text=True, timeout=300, cwd="/")


def test_mypy_strict_accepts_user_code(python: str) -> None:
    done = mypy(python, *USER_CODE)
    assert done.returncode == 0, done.stdout


def test_mypy_finds_wrong_calls(python: str, tmp_path: Path) -> None:
    program = tmp_path / "wrong.py"
    program.write_text(WRONG)
    done = mypy(python, program)
    lines = {int(line.split(":")[1]) for line in done.stdout.splitlines() if ": error:" in line}
    assert lines == {4, 5, 6, 7, 8}, done.stdout


@pytest.mark.skipif(importlib.util.find_spec("pyright") is None, reason="pyright is not installed")
def test_pyright_accepts_user_code(python: str) -> None:
    command = [sys.executable, "-m", "pyright", "--outputjson", "--pythonpath", python, *map(str, USER_CODE)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, cwd="/")
    found = json.loads(done.stdout)["generalDiagnostics"]  # star imports are only warned about
    assert [problem for problem in found if problem["severity"] == "error"] == []


@pytest.mark.parametrize("check", [["check"], ["format", "--check"]])
def test_the_sources_are_tidy(check: list[str]) -> None:
    command = [sys.executable, "-m", "ruff", *check, "."]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stdout


def test_the_package_itself() -> None:
    done = subprocess.run([sys.executable, "-m", "mypy"], cwd=ROOT, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout
