"""Stream servers: events pulled by the program and pushed to a function."""

from __future__ import annotations

import subprocess

import pytest


def _run(python: str, program: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([python, "-c", program], capture_output=True, text=True, timeout=60)


_PREPARE = """
import socket, threading, time
from cerver import *

def talk(port, *texts):
    with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
        for text in texts:
            client.sendall(text)
            got = b""
            while len(got) < len(text):
                more = client.recv(65536)
                assert more, "the server closed"
                got += more
            assert got == text, got
        client.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""

server = cerver_create_stream("stream", 0, 16)
check(cerver_set_bind_address(server, "127.0.0.1"))
"""

_PULL = (
    _PREPARE
    + """
check(cerver_open(server))
client = threading.Thread(target=talk, args=(cerver_get_port(server), b"hello", bytes(range(256)) * 400))
client.start()
events = (CerverEvent * 16)()
closed = 0
while not closed:
    count = cerver_next_events(server, events, 16, 1000)
    assert count >= 0, cerver_last_error_message()
    for event in events[:count]:
        if event.kind == CERVER_EVENT_DATA:
            check(cerver_connection_send(event.connection, bytes(event), event.size))
        elif event.kind == CERVER_EVENT_HALF_CLOSED:
            check(cerver_connection_close(event.connection))
        elif event.kind == CERVER_EVENT_CLOSED:
            closed += 1
client.join()
assert cerver_connection_send(events[0].connection, b"late", 4) == CERVER_ERROR_HANDLE
assert cerver_teardown(server) == 0
"""
)

_PUSH = (
    _PREPARE
    + """
def on_event(event):
    if event.kind == CERVER_EVENT_DATA:
        if bytes(event) == b"raise":
            raise ValueError("asked for")
        check(cerver_connection_send(event.connection, bytes(event), event.size))
    elif event.kind == CERVER_EVENT_HALF_CLOSED:
        cerver_connection_close(event.connection)

check(cerver_set_event_handler(server, on_event))
check(cerver_start_background(server))
port = cerver_get_port(server)
with socket.create_connection(("127.0.0.1", port), timeout=10) as bad:
    bad.sendall(b"raise")
    try:
        assert bad.recv(1) == b""
    except ConnectionResetError:
        pass
clients = [threading.Thread(target=talk, args=(port, b"a", b"b" * 100_000, b"c")) for _ in range(8)]
for client in clients: client.start()
for client in clients: client.join()
assert cerver_teardown(server) == 0
"""
)

_FRAMES = (
    _PREPARE
    + """
seen = []

def on_event(event):
    if event.kind == CERVER_EVENT_OPENED:
        check(cerver_connection_read_until_match(event.connection, lambda data: data.find(b"!") + 1))
    elif event.kind == CERVER_EVENT_DATA:
        seen.append(bytes(event))
        if event.size == 0:
            check(cerver_connection_shutdown(event.connection))
            return
        check(cerver_connection_send_frame(event.connection, bytes(event), event.size))
        check(cerver_connection_tell_when_sent(event.connection))
        if bytes(event) == b"bad":
            def fail(data):
                raise ValueError("asked for")
            check(cerver_connection_read_until_match(event.connection, fail))
    elif event.kind == CERVER_EVENT_SENT:
        seen.append("sent")

check(cerver_set_event_handler(server, on_event))
check(cerver_set_framing(server, CERVER_FRAMING_PREFIX_LITTLE, 2))
check(cerver_set_frame_limit(server, 100))
check(cerver_start_background(server))
port = cerver_get_port(server)
with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
    for piece in (b"he", b"llo!\\x02", b"\\x00ab\\x00", b"\\x00"):
        client.sendall(piece)
        time.sleep(0.01)
    got = b""
    while more := client.recv(100):
        got += more
    assert got == b"\\x06\\x00hello!\\x02\\x00ab", got
assert [text for text in seen if text != "sent"] == [b"hello!", b"ab", b""] and "sent" in seen
with socket.create_connection(("127.0.0.1", port), timeout=10) as client:
    client.sendall(b"!\\x03\\x00bad!")
    try:
        while client.recv(100): pass
    except ConnectionResetError:
        pass
try:
    cerver_connection_read_until_match(None, 7)
    raise SystemExit("taken")
except TypeError:
    pass
assert cerver_teardown(server) == 0
"""
)

_LENT = (
    _PREPARE
    + """
check(cerver_set_lent_limit(server, 4))
check(cerver_set_read_timeout(server, 20_000))
check(cerver_open(server))
client = socket.create_connection(("127.0.0.1", cerver_get_port(server)), timeout=10)
reader = threading.Thread(target=lambda: got.append(client.makefile("rb").read(8 << 20)))
got, lent, released = [], {}, []
events = (CerverEvent * 16)()
closed = 0
while not closed:
    count = cerver_next_events(server, events, 16, 1000)
    assert count >= 0, cerver_last_error_message()
    for event in events[:count]:
        if event.kind == CERVER_EVENT_OPENED:
            for number in (1, 2, 3, 4):
                lent[number] = bytes([number]) * (2 << 20)  # kept where it is until it is released
                if cerver_connection_send_lent(event.connection, lent[number], 2 << 20, number) == CERVER_ERROR_AGAIN:
                    del lent[number]
            left = [number for number in (1, 2, 3, 4) if number not in lent]
            reader.start()
        elif event.kind == CERVER_EVENT_RELEASED:
            del lent[event.id]
            released.append(event.id)
            if left:
                number = left.pop(0)
                lent[number] = bytes([number]) * (2 << 20)
                check(cerver_connection_send_lent(event.connection, lent[number], 2 << 20, number))
            elif not lent:
                check(cerver_connection_set_read_timeout(event.connection, 50))
                check(cerver_connection_read_bytes(event.connection, 10, False))
        elif event.kind == CERVER_EVENT_CLOSED:
            assert event.reason == CERVER_CLOSED_BY_TIMEOUT, event.reason
            closed += 1
reader.join()
assert released == [1, 2, 3, 4] and not lent
assert got[0] == b"".join(bytes([number]) * (2 << 20) for number in (1, 2, 3, 4))
client.close()
assert cerver_teardown(server) == 0
"""
)

_CONNECT = (
    _PREPARE
    + """
check(cerver_open(server))
with socket.create_server(("127.0.0.1", 0)) as listener:
    connection = cerver_connect(server, "127.0.0.1", listener.getsockname()[1], 5000)
    assert connection, cerver_last_error_message()
    check(cerver_connection_send(connection, b"hello", 5))
    kinds = []
    event = CerverEvent()
    while not kinds or kinds[-1] == CERVER_EVENT_SENT:
        if cerver_next_events(server, event, 1, 1000) == 1:
            kinds.append(event.kind)
    assert kinds == [CERVER_EVENT_CONNECTED], kinds
    cerver_next_events(server, event, 1, 0)
    peer, _ = listener.accept()
    with peer:
        peer.settimeout(10)
        assert peer.recv(5) == b"hello"
assert cerver_teardown(server) == 0
"""
)

_LISTENER = (
    _PREPARE
    + """
check(cerver_set_listening(server, False))
check(cerver_open(server))
with socket.create_server(("127.0.0.1", 0)) as listener:
    port = listener.getsockname()[1]
    watch = cerver_watch_listener(server, listener.fileno(), 77)
client = threading.Thread(target=talk, args=(port, b"hello"))
client.start()
events = (CerverEvent * 16)()
seen = []
while CERVER_EVENT_CLOSED not in seen:
    for event in events[: cerver_next_events(server, events, 16, 1000)]:
        seen.append(event.kind)
        assert event.tag == 77
        if event.kind == CERVER_EVENT_DATA:
            check(cerver_connection_send(event.connection, bytes(event), event.size))
        elif event.kind == CERVER_EVENT_HALF_CLOSED:
            check(cerver_connection_close(event.connection))
assert seen[0] == CERVER_EVENT_OPENED, seen
client.join()
check(cerver_unwatch(server, watch))
assert cerver_unwatch(server, watch) == CERVER_ERROR_NOT_FOUND
try:
    socket.create_connection(("127.0.0.1", port), timeout=10)
    raise SystemExit("somebody listens")
except ConnectionRefusedError:
    pass
assert cerver_teardown(server) == 0
"""
)

_AT_EXIT = (
    _PREPARE
    + """
check(cerver_set_event_handler(server, lambda event: None))
check(cerver_start_background(server))
kept = socket.create_connection(("127.0.0.1", cerver_get_port(server)), timeout=10)
"""
)


def test_events_are_pulled(python: str) -> None:
    done = _run(python, _PULL)
    assert (done.returncode, done.stderr) == (0, "")


def test_events_are_pushed_and_an_exception_ends_its_connection_alone(python: str) -> None:
    done = _run(python, _PUSH)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("ValueError: asked for") == 1


def test_frames_and_reads(python: str) -> None:
    done = _run(python, _FRAMES)
    assert done.returncode == 0, done.stderr
    assert done.stderr.count("ValueError: asked for") == 1


def test_memory_is_lent_and_a_read_has_a_time(python: str) -> None:
    done = _run(python, _LENT)
    assert (done.returncode, done.stderr) == (0, "")


def test_connections_of_the_program(python: str) -> None:
    done = _run(python, _CONNECT)
    assert (done.returncode, done.stderr) == (0, "")


def test_listeners_of_the_program(python: str) -> None:
    done = _run(python, _LISTENER)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_stream_server_is_torn_down_at_exit(python: str) -> None:
    done = _run(python, _AT_EXIT)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("handler", [7, "text"])
def test_an_event_handler_is_a_function(python: str, handler: object) -> None:
    done = _run(python, f"{_PREPARE}\ncerver_set_event_handler(server, {handler!r})")
    assert "TypeError: an event handler is a function of an event" in done.stderr


def test_a_port_is_sixteen_bits(python: str) -> None:
    done = _run(python, "from cerver import *\ncerver_create_stream('x', 70000, 1)")
    assert "ValueError: a port is a number" in done.stderr
