"""cerver.network: daslang's server with one client, and the client in its manner."""

from __future__ import annotations

import ast
import subprocess
from pathlib import Path

import pytest

_PROGRAM = Path(__file__).parent / "programs" / "network.py"
_HELPERS = {"opened", "connect", "rest", "tick_until", "reset"}
_CHECKS = [
    node.name
    for node in ast.parse(_PROGRAM.read_text()).body
    if isinstance(node, ast.FunctionDef) and node.name not in _HELPERS
]


@pytest.mark.parametrize("check", _CHECKS)
def test_network(python: str, check: str, tmp_path: Path) -> None:
    """Each in a process of its own: one that dies by a signal fails alone."""
    done = subprocess.run(
        [python, str(_PROGRAM), check, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=90,
        stdin=subprocess.DEVNULL,
    )
    assert (done.returncode, done.stderr) == (0, "")
