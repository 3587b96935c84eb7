"""What the class of the later versions, with two functions, does and has. Prints a line when all of it holds."""

import inspect
import os
import queue
import socket
import struct
import sys
import threading
import time
import traceback

from cerver.esockets import SocketServer


def until(condition, what):
    """Waits for what is not told by an event."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.002)


def serve(**options):
    server = SocketServer(port=0, host="127.0.0.1", **options)
    server.start()
    return server


def dial(server):
    return socket.create_connection(("127.0.0.1", server.port), timeout=20)


def echo(client):
    data = client.recv(65536)
    client.send(data)
    return bool(data)


def check_echo(client, text):
    client.sendall(text)
    got = b""
    while len(got) < len(text):
        got += client.recv(100)
    assert got == text, got


def defaults():
    parameters = inspect.signature(SocketServer).parameters
    names = [
        "port",
        "host",
        "queue_size",
        "block_time",
        "selector",
        "handle_readable",
        "handle_incoming",
        "max_subthreads",
    ]
    assert list(parameters) == names
    made = [parameters[name].default for name in ("port", "queue_size", "block_time", "max_subthreads")]
    assert made == [1234, 1000, 2, -1], made
    assert parameters["handle_readable"].default(None) is True
    assert parameters["handle_incoming"].default(None, None) is True
    server = SocketServer()
    assert server.host == socket.gethostbyname(socket.gethostname()) and server.clients == {}


def a_lone_client_is_served():
    server = serve(handle_readable=echo)
    with dial(server) as client:
        check_echo(client, b"alone")
        (known,) = server.clients
        assert server.clients[known] == client.getsockname() == known.getpeername()
    until(lambda: not server.clients, "it is gone from the clients")
    server.stop()


def incoming_is_asked_with_a_blocking_socket():
    asked = queue.Queue()

    def incoming(client, address):
        asked.put((client.gettimeout(), address, threading.current_thread()))
        return client.recv(1) == b"+"

    def readable(client):
        asked.put((client.gettimeout(), None, threading.current_thread()))
        return echo(client)

    server = serve(handle_incoming=incoming, handle_readable=readable)
    with dial(server) as refused, dial(server) as kept:
        # The first is not heard of yet: others are asked meanwhile.
        kept.sendall(b"+")
        check_echo(kept, b"kept")
        refused.sendall(b"-")
        assert refused.recv(1) == b""
        told = [asked.get(timeout=20) for _ in range(3)]
        assert sorted(client[1] for client in told if client[1]) == sorted([refused.getsockname(), kept.getsockname()])
        assert [client[0] for client in told if client[1]] == [None, None], "blocking"
        assert [client[0] for client in told if not client[1]] == [0.0], "not blocking"
        assert threading.main_thread() not in [client[2] for client in told]
    server.stop()


def a_false_answer_or_an_exception_disconnects():
    def readable(client):
        data = client.recv(100)
        if data == b"raise":
            raise ValueError("asked for")
        client.send(data)
        return data != b"no"

    def incoming(_, address):
        if address[1] == failing:
            raise ValueError("asked for")
        return True

    failing = 0
    server = serve(handle_readable=readable, handle_incoming=incoming)
    with dial(server) as ended, dial(server) as raising, dial(server) as kept:
        check_echo(ended, b"no")
        assert ended.recv(1) == b""
        raising.sendall(b"raise")
        assert raising.recv(1) == b""
        check_echo(kept, b"others are served")
        until(lambda: len(server.clients) == 1, server.clients)
        with socket.socket() as unwanted:
            unwanted.settimeout(20)
            unwanted.bind(("127.0.0.1", 0))
            failing = unwanted.getsockname()[1]
            unwanted.connect(("127.0.0.1", server.port))
            assert unwanted.recv(1) == b""
    server.stop()


def one_call_at_a_time_for_a_client():
    gate, entered = threading.Event(), queue.Queue()
    calls = []

    def readable(client):
        calls.append(client)
        most = calls.count(client)
        data = client.recv(1)
        entered.put(data)
        if data == b"w":
            gate.wait(20)
        calls.remove(client)
        return most == 1 and bool(data)

    server = serve(handle_readable=readable)
    with dial(server) as slow, dial(server) as quick:
        slow.sendall(b"wxy")
        assert entered.get(timeout=20) == b"w"
        quick.sendall(b"abc")
        assert [entered.get(timeout=20) for _ in range(3)] == [b"a", b"b", b"c"]
        gate.set()
        assert [entered.get(timeout=20) for _ in range(2)] == [b"x", b"y"]
        assert len(server.clients) == 2
    server.stop()


def at_most_so_many_workers():
    gate, entered = threading.Event(), queue.Queue()

    def readable(client):
        entered.put(client.recv(1))
        return gate.wait(20)

    # Those of the servers before, which still wait for work.
    others = set(threading.enumerate())
    server = serve(handle_readable=readable, max_subthreads=2)
    clients = [dial(server) for _ in range(4)]
    until(lambda: len(server.clients) == 4, server.clients)
    for client in clients:
        client.sendall(b"x")
    for _ in range(2):
        entered.get(timeout=20)
    workers = [thread for thread in threading.enumerate() if thread.name == "esockets-worker" and thread not in others]
    assert len(workers) == 2, workers
    try:
        entered.get(timeout=0.05)
        raise AssertionError("a third one")
    except queue.Empty:
        pass
    gate.set()
    for _ in range(2):
        entered.get(timeout=20)
    server.stop()
    for client in clients:
        assert client.recv(1) == b"", "stop() disconnects"
        client.close()


def sockets_of_the_program():
    server = serve(handle_readable=echo)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        near = socket.create_connection(listener.getsockname(), timeout=20)
        far, _ = listener.accept()
    server.register(near)
    check_echo(far, b"registered")
    try:
        server.register(near)
        raise AssertionError("registered twice")
    except KeyError as error:
        assert error.args == ("Client already registered",)
    server.register(near, silent=True)
    server.unregister(near)
    assert near not in server.clients
    try:
        server.unregister(near)
        raise AssertionError("unregistered twice")
    except KeyError as error:
        assert error.args == ("Client not registered",)
    server.unregister(near, silent=True)
    near.sendall(b"still open")
    assert far.recv(100) == b"still open"
    server.register(near)
    server.disconnect([near])
    assert far.recv(1) == b"" and near.fileno() == -1
    far.close()
    server.stop()


def resets_are_noticed():
    """Also of a client whose data nobody takes; and nothing spins meanwhile."""
    server = serve(handle_readable=lambda client: bool(client.recv(100)))
    for _ in range(20):
        client = dial(server)
        client.sendall(b"abc")
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
    with dial(server) as last:
        until(lambda: [address for address in server.clients.values()] == [last.getsockname()], server.clients)
        used = time.process_time()
        time.sleep(0.1)
        assert time.process_time() - used < 0.08
    server.stop()


def it_can_be_started_again():
    server = serve(handle_readable=echo)
    port = server.port
    for _ in range(2):
        assert server.port == port
        with dial(server) as client:
            check_echo(client, b"served")
        server.stop()
        try:
            dial(server)
            raise AssertionError("it listens")
        except ConnectionRefusedError:
            pass
        server.start()
    server.stop()
    server.stop()


def who_is_gone_before_it_is_watched_leaves_nothing():
    """A reset while it is being asked for: nobody keeps its socket, or its worker."""
    asked, go_on = threading.Semaphore(0), threading.Semaphore(0)

    def incoming(client, address):
        asked.release()
        go_on.acquire()
        return True

    server = serve(handle_incoming=incoming, handle_readable=echo, max_subthreads=1)
    before = len(os.listdir("/proc/self/fd"))
    for _ in range(3):
        client = dial(server)
        assert asked.acquire(timeout=20)
        client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        client.close()
        go_on.release()
    until(lambda: len(os.listdir("/proc/self/fd")) == before, "its descriptor")
    assert not server.clients
    # And a server that is stopped meanwhile.
    with dial(server) as client:
        assert asked.acquire(timeout=20)
        server.stop()
        go_on.release()
        assert client.recv(1) == b""
    until(lambda: not server.clients, server.clients)
    server.start()
    with dial(server) as client:
        go_on.release()
        check_echo(client, b"by the only worker")
    server.stop()


for test in (
    defaults,
    a_lone_client_is_served,
    incoming_is_asked_with_a_blocking_socket,
    a_false_answer_or_an_exception_disconnects,
    one_call_at_a_time_for_a_client,
    at_most_so_many_workers,
    sockets_of_the_program,
    resets_are_noticed,
    who_is_gone_before_it_is_watched_leaves_nothing,
    it_can_be_started_again,
):
    begun = time.monotonic()
    try:
        test()
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
        # Threads of a server that was not stopped would go on.
        os._exit(1)
    if "-v" in sys.argv:
        print(test.__name__, round(time.monotonic() - begun, 3))
print("all of it holds")
