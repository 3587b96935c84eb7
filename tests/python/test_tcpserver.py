"""cerver.tcpserver: servers and streams with callbacks, and awaited on asyncio."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

from support import make_certificate

_PROGRAM = Path(__file__).parent / "programs" / "tcpserver_rules.py"


def test_servers_and_streams(python: str) -> None:
    done = subprocess.run([python, str(_PROGRAM)], capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "all of it holds\n"
    assert "ValueError: on purpose" in done.stderr


@pytest.mark.parametrize("loop", ["callbacks", "asyncio"])
def test_a_process_stops_accepting_alone(python: str, loop: str) -> None:
    command = [python, str(_PROGRAM.with_name("tcpserver_stopping.py")), loop]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "all of it holds\n", "")


_FALLBACK = """
import runpy, sys
from cerver import _pull

assert type(_pull.pull_events) is type(len), "no built-in function was made"
_pull.pull_events = _pull._pull_events
runpy.run_path(sys.argv[1], run_name="__main__")
"""


def test_without_the_built_in_function(python: str) -> None:
    command = [python, "-c", _FALLBACK, str(_PROGRAM)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "all of it holds\n"


_PULLED = """
import ctypes, socket
from cerver import _bindings, _pull, cerver_last_error

puller = _pull.Puller("pulled", ("127.0.0.1", 0))
puller.open()
port = _bindings.cerver_get_port(puller.server)

def told(pull):
    events = []
    client = socket.create_connection(("127.0.0.1", port), timeout=10)
    client.sendall(b"bytes")
    while _pull.HALF_CLOSED not in [event[0] for event in events]:
        for event in pull(puller.server, 10_000):
            events.append(event)
            if event[0] == _pull.DATA:
                client.close()
    _bindings.cerver_connection_close(events[0][1])
    while events[-1][0] != _pull.CLOSED:
        events += pull(puller.server, 10_000)
    assert len({handle for _, handle, _, _ in events}) == 1, events
    assert events[0][3] > 2, "the descriptor of the connection"
    return [(kind, data, number if kind != _pull.OPENED else 0) for kind, _, data, number in events]

expected = [
    (_pull.OPENED, "127.0.0.1", 0),
    (_pull.DATA, b"bytes", 0),
    (_pull.HALF_CLOSED, None, 0),
    (_pull.CLOSED, None, _bindings.CERVER_CLOSED_BY_PEER),
]
for pull in (_pull.pull_events, _pull._pull_events):
    assert told(pull) == expected, pull
    timer = _bindings.cerver_add_timer(puller.server, 1, 0, 77)
    assert pull(puller.server, 10_000) == [(_bindings.CERVER_EVENT_TIMER, 77, None, 1)]
    assert pull(puller.server, 0) == []
    assert pull(puller.server, 0, 100) == []
    assert pull(5, 0) is None and cerver_last_error() != 0
    for wrong in ((1.5, 0), (puller.server, "text"), (puller.server,)):
        try:
            pull(*wrong)
            raise SystemExit(f"{wrong} was taken")
        except (TypeError, ctypes.ArgumentError):
            pass
puller.close()
print("done")
"""


def test_events_as_python_has_them(python: str) -> None:
    done = subprocess.run([python, "-c", _PULLED], capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, "done\n", "")


def test_streams_with_tls(python: str, tmp_path: Path) -> None:
    server, other = make_certificate(tmp_path), make_certificate(tmp_path, "other")
    alice = make_certificate(tmp_path, "alice", "/CN=alice")
    command = [python, str(_PROGRAM.with_name("tcpserver_tls.py")), *map(str, (*server, *other, *alice))]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout) == (0, "all of it holds\n"), done.stderr
    assert "Traceback" not in done.stderr, done.stderr


_BY_ENVIRONMENT = """
import asyncio, sys
from cerver.tcpserver import TCPServer, connect

class Echo(TCPServer):
    async def handle_stream(self, stream, address):
        await stream.write(await stream.read_until(b"\\n"))

async def main():
    port = Echo(ssl_options={"cert_file": sys.argv[1], "key_file": sys.argv[2]}).listen(0, "127.0.0.1")
    client = await connect("localhost", port, ssl_options=True)
    await client.write(b"trusted\\n")
    print((await client.read_until(b"\\n")).decode(), end="")

asyncio.run(main())
"""


def test_the_environment_names_the_authorities(python: str, tmp_path: Path) -> None:
    certificate, key = make_certificate(tmp_path)
    command = [python, "-c", _BY_ENVIRONMENT, str(certificate), str(key)]
    environment = {**os.environ, "SSL_CERT_FILE": str(certificate)}
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert (done.returncode, done.stdout) == (0, "trusted\n"), done.stderr
    environment["SSL_CERT_FILE"] = str(make_certificate(tmp_path, "other")[0])
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode != 0 and "invalid peer certificate" in done.stderr, done.stderr
