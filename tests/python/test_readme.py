"""The Python example of the README runs as it stands and does what it says."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from pathlib import Path

from conftest import ROOT
from support import TIMEOUT, Client


def test_the_example_serves(python: str, tmp_path: Path) -> None:
    readme = (ROOT / "README.md").read_text()
    code = readme.split("<!-- example: python -->\n```python\n")[1].split("```")[0]
    with socket.socket() as probe:
        probe.bind(("", 0))
        port = probe.getsockname()[1]
    program = tmp_path / "example.py"
    program.write_text(code.replace("8080", str(port)))
    process = subprocess.Popen([python, str(program)], cwd=tmp_path)
    try:
        begun = time.monotonic()
        while True:
            try:
                with Client(port) as client:
                    assert client.get("/hello/World").json == {"hello": "World"}
                break
            except ConnectionRefusedError:
                assert process.poll() is None and time.monotonic() - begun < TIMEOUT
        process.send_signal(signal.SIGINT)
        assert process.wait(TIMEOUT) == 0
    finally:
        process.kill()
        process.wait()
