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
    return [(kind, data, number) for kind, _, data, number in events]

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
