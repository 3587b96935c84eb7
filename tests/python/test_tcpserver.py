"""cerver.tcpserver: servers and streams with callbacks, and awaited on asyncio."""

from __future__ import annotations

import subprocess
from pathlib import Path

_PROGRAM = Path(__file__).parent / "programs" / "tcpserver_rules.py"


def test_servers_and_streams(python: str) -> None:
    done = subprocess.run([python, str(_PROGRAM)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "all of it holds\n"
    assert "ValueError: on purpose" in done.stderr
