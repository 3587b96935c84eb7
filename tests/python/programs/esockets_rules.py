"""What the class with events does and has, in one process. Prints a line when all of it holds."""

import inspect
import os
import queue
import resource
import socket
import sys
import threading
import time
import traceback

import cerver._esockets_client as clients_of
import cerver.esockets as ESocketS


def until(condition, what):
    """Waits for what is not told by an event."""
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline, what
        time.sleep(0.002)


class Server(ESocketS.Socket):
    """Tells of its events in a queue."""

    def __init__(self, **options):
        super().__init__(port=0, host="127.0.0.1", **options)
        self.told = queue.Queue()
        self.warnings = queue.Queue()
        self.asked = []

    def on_client_connect(self, fileno):
        self.told.put(("connect", fileno))

    def on_message_recv(self, fileno, msg):
        self.told.put(("message", fileno, msg))

    def on_client_disconnect(self, fileno):
        self.told.put(("disconnect", fileno))

    def on_warning(self, msg):
        self.warnings.put(msg)

    def next(self, kind):
        event = self.told.get(timeout=20)
        assert event[0] == kind, event
        return event[1:] if len(event) > 2 else event[1]

    def connect(self):
        """A client, and its number."""
        client = self.dial()
        return client, self.next("connect")

    def dial(self):
        return socket.create_connection(("127.0.0.1", self.port), timeout=20)


def defaults():
    parameters = inspect.signature(ESocketS.Socket).parameters
    assert {name: parameter.default for name, parameter in list(parameters.items())[:8]} == {
        "port": 1234,
        "host": None,
        "BUFFER_SIZE": 2048,
        "QUEUE_SIZE": 100,
        "SERVER_EPOLL_BLOCK_TIME": 10,
        "CLIENT_EPOLL_BLOCK_TIME": 1,
        "QUEUE_RECV_MESSAGES": False,
        "clients_class": ESocketS.Connection,
    }
    own = socket.gethostbyname(socket.gethostname())
    server = ESocketS.Socket(port=0)
    # The address of this host, not all of them.
    assert server.host == own
    assert (server.BUFFER_SIZE, server.QUEUE_RECV_MESSAGES, server.clients, server.serve) == (2048, False, {}, False)
    assert (server.SERVER_EPOLL_BLOCK_TIME, server.CLIENT_EPOLL_BLOCK_TIME) == (10, 1)
    with server, socket.create_connection((own, server.port), timeout=20):
        assert server.serve
        if not own.startswith("127.0.0.1"):
            try:
                socket.create_connection(("127.0.0.1", server.port), timeout=20)
                raise AssertionError("it listens everywhere")
            except ConnectionRefusedError:
                pass
    assert not server.serve
    assert ESocketS.connection.Broken is ESocketS.Broken
    assert ESocketS.connection.Connection is ESocketS.Connection


def it_listens_from_the_beginning_and_starts_once():
    server = Server()
    try:
        ESocketS.Socket(port=server.port, host="127.0.0.1")
        raise AssertionError("two on one port")
    except OSError:
        pass
    # It waits in the backlog.
    early = server.dial()
    early.sendall(b"early")
    assert server.clients == {}
    assert threading.active_count() == 1
    server.start()
    fileno = server.next("connect")
    assert server.next("message") == (fileno, b"early")
    for _ in range(2):
        try:
            server.start()
            raise AssertionError("started twice")
        except RuntimeError:
            pass
        server.stop()
    # Who was there is told of the end; no thread is left over.
    assert early.recv(1) == b""
    until(lambda: threading.active_count() == 1, threading.enumerate)


def a_connection():
    with Server() as server:
        client, fileno = server.connect()
        made = server.clients[fileno]
        assert made.fileno() == fileno == made.conn.fileno()
        assert made.address == client.getsockname()
        assert made.getip() == f"127.0.0.1:{client.getsockname()[1]}"
        assert isinstance(made.send_buffer, queue.Queue) and made.flushing_send_buffer is False
        assert made.recv_buffer is None and made.recv_queue is None
        for message, sent in (
            ("grüße", "grüße".encode()),
            (b"bytes", b"bytes"),
            (bytearray(b"array"), b"array"),
            ("", b""),
        ):
            made.send(message)
            assert not sent or client.recv(100) == sent
        for wrong in (7, None, ["text"]):
            try:
                made.send(wrong)
                raise AssertionError(wrong)
            except TypeError as error:
                assert str(error) == "The message should be either a string or bytes object"
        made.shutdown(socket.SHUT_WR)
        assert client.recv(1) == b""
        client.sendall(b"the other side is open")
        assert server.next("message") == (fileno, b"the other side is open")
        client.close()
        assert server.next("disconnect") == fileno
        try:
            made.recv(1)
            raise AssertionError("received")
        except ESocketS.Broken:
            pass
        # close() sends what waits before it ends the connection.
        client, fileno = server.connect()
        made, message = server.clients[fileno], bytes(1_000_000)
        for _ in range(24):
            made.send(message)
        assert made.flushing_send_buffer and made.send_buffer.qsize() > 0
        made.close()
        try:
            made.send(b"late")
            raise AssertionError("sent")
        except ESocketS.Broken:
            pass
        with client, client.makefile("rb") as answer:
            assert len(answer.read()) == 24_000_000


def a_client_that_takes_nothing():
    """send() waits, and gives up; who waits when the client goes learns of it at once."""
    with Server() as server:
        client, fileno = server.connect()
        made, message = server.clients[fileno], bytes(100_000)
        clients_of._SEND_TIMEOUT = 0.1
        sent = 0
        try:
            while sent < 5000:
                made.send(message)
                sent += 1
            raise AssertionError("there is no limit")
        except ESocketS.Broken:
            assert sent >= 1024, sent
        clients_of._SEND_TIMEOUT = 30.0
        ended = threading.Event()

        def send_on():
            try:
                while True:
                    made.send(message)
            except ESocketS.Broken:
                ended.set()

        thread = threading.Thread(target=send_on)
        thread.start()
        client.close()
        assert ended.wait(20)
        thread.join()
        assert server.next("disconnect") == fileno


def a_number_is_kept_until_it_is_deleted():
    with Server() as server:
        client, fileno = server.connect()
        client.close()
        assert server.next("disconnect") == fileno
        others = [server.connect() for _ in range(5)]
        assert fileno not in [number for _, number in others]
        assert server.clients[fileno].fileno() == fileno
        # Nobody else holds it: its number is free as soon as it is deleted.
        until(lambda: sys.getrefcount(server.clients[fileno]) <= 3, "the library lets go")
        del server.clients[fileno]
        duplicate = socket.socket()
        assert duplicate.fileno() == fileno, (duplicate, fileno)
        duplicate.close()
        for other, _ in others:
            other.close()


def close_gives_the_number_to_nobody_before_the_end_is_told():
    with Server() as server:
        slow = [server.connect() for _ in range(9)]
        for _, fileno in slow:
            for _ in range(24):
                server.clients[fileno].send(bytes(1_000_000))
            server.clients[fileno].close()
        # What waits is still being sent: their ends come later.
        others = [server.connect() for _ in range(4)]
        numbers = [fileno for _, fileno in slow + others]
        assert len(set(numbers)) == len(numbers), numbers
        for client, fileno in slow:
            client.close()
            assert server.next("disconnect") == fileno
        # Nothing more is told of them: their numbers are free.
        for _, fileno in slow:
            until(lambda made=server.clients[fileno]: made.conn.fileno() == -1, "it is closed")
            server.clients[fileno].close()
        for other, fileno in others:
            other.sendall(b"here")
            assert server.next("message") == (fileno, b"here")
            other.close()
            assert server.next("disconnect") == fileno
    apart, far = socket.socketpair()
    ESocketS.Connection(apart, ("", 0)).close()
    assert apart.fileno() == -1
    far.close()


def who_waits_for_room_is_not_forgotten():
    """There may be room again just before somebody waits for it, and nobody tells of it afterwards."""
    with Server() as server:
        client, fileno = server.connect()
        made, has_room, sent = server.clients[fileno], threading.Event(), []
        real_send, clients_of._pull.send = clients_of._pull.send, None

        def send(handle, data, size):
            if not has_room.is_set():
                return clients_of._bindings.CERVER_ERROR_AGAIN
            sent.append(data)
            return real_send(handle, data, size)

        def put(item, block=True, timeout=None):
            if block:
                has_room.set()
                made._flush()
            queue.Queue.put(made.send_buffer, item, block, timeout)

        clients_of._pull.send = send
        try:
            while made.send_buffer.qsize() < made.send_buffer.maxsize:
                made.send(b"x")
            made.send_buffer.put = put
            made.send(b"the last one")
            made.send(b"behind")
        finally:
            clients_of._pull.send = real_send
        assert sent[-2:] == [b"the last one", b"behind"], sent[-2:]
        assert made.send_buffer.empty() and not made.flushing_send_buffer
        client.close()


def clients_are_kept_but_not_without_end():
    with Server(QUEUE_RECV_MESSAGES=True, max_kept=2) as server:
        for number in range(4):
            client, fileno = server.connect()
            client.sendall(b"%d" % number)
            assert server.next("message") == (fileno, b"%d" % number)
            client.close()
            assert server.next("disconnect") == fileno
        assert "it is let go" in server.warnings.get(timeout=20)
        assert "it is let go" in server.warnings.get(timeout=20)
        left = [made.recv_queue.get_nowait() for made in server.clients.values()]
        assert sorted(left) == [b"2", b"3"], left


def a_queue_that_nobody_takes_from_has_a_limit():
    with Server(QUEUE_RECV_MESSAGES=True, BUFFER_SIZE=1000, max_received=10) as server:
        server.on_message_recv = lambda fileno, msg: None
        client, fileno = server.connect()
        received = server.clients[fileno].recv_queue
        total = 20_000_000
        sender = threading.Thread(target=client.sendall, args=(bytes(total),))
        sender.start()
        assert server.warnings.get(timeout=20) == f"client {fileno} is not read from: 10 messages wait in its queue"
        other, _ = server.connect()
        # What had been pulled comes on top.
        assert received.qsize() < 500, received.qsize()
        got = 0
        while got < total:
            got += len(received.get(timeout=20))
        sender.join()
        client.close()
        other.close()


def a_flood_waits_for_its_handler():
    """While the handler of a client is blocked its messages do not fill the memory, others are served, none is lost."""
    gate = threading.Event()
    with Server(BUFFER_SIZE=1000, max_waiting=10) as server:
        got = []
        tell = server.on_message_recv

        def on_message_recv(fileno, msg):
            if fileno == flooded:
                got.append(len(msg))
                gate.wait(20)
            else:
                tell(fileno, msg)

        server.on_message_recv = on_message_recv
        client, flooded = server.connect()
        total = 20_000_000
        sender = threading.Thread(target=client.sendall, args=(bytes(total),))
        sender.start()
        until(lambda: server.clients[flooded]._paused_by, "it is not read from")
        other, fileno = server.connect()
        other.sendall(b"fine")
        assert server.next("message") == (fileno, b"fine")
        assert sender.is_alive()
        waiting = sum(len(lane.waiting) for lane in server._crew._lanes.values())
        assert waiting < 500, waiting
        gate.set()
        sender.join()
        until(lambda: sum(got) == total, "all of it comes")
        client.close()
        other.close()


def idle_threads_end_and_come_again():
    idle, ESocketS._IDLE = ESocketS._IDLE, 0.02
    with Server(CLIENT_EPOLL_BLOCK_TIME=0.01) as server:
        started = threading.active_count()
        for _ in range(2):
            gates = [threading.Event() for _ in range(3)]
            server.on_message_recv = lambda _, msg, gates=gates: gates[msg[0]].wait(20)
            clients = [server.connect()[0] for _ in gates]
            for number, client in enumerate(clients):
                client.sendall(bytes([number]))
            until(lambda: threading.active_count() >= started + 3, "a thread for each that waits")
            for gate in gates:
                gate.set()
            for client in clients:
                client.close()
                server.next("disconnect")
            until(lambda: threading.active_count() <= started, "they end")
    ESocketS._IDLE = idle


def without_descriptors_it_goes_on():
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with Server() as server:
        first, fileno = server.connect()
        clients = [socket.socket() for _ in range(20)]
        # Each client takes two: the library's own, and the one whose number the program knows.
        resource.setrlimit(resource.RLIMIT_NOFILE, (clients[-1].fileno() + 8, hard))
        for client in clients:
            client.settimeout(20)
            client.connect(("127.0.0.1", server.port))
        # Of clients that were accepted, and of those that cannot be.
        warnings = [server.warnings.get(timeout=20)]
        while len(set(warnings)) < 2:
            warnings.append(server.warnings.get(timeout=20))
        assert "no descriptor for another client" in warnings, warnings
        first.sendall(b"still there")
        while server.told.get(timeout=20) != ("message", fileno, b"still there"):
            pass
        for client in clients:
            client.close()
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        last = server.dial()
        last.sendall(b"last")
        while server.told.get(timeout=20)[2:] != (b"last",):
            pass
        last.close()
        first.close()


def it_can_be_stopped_by_a_handler():
    server = Server()
    told = []
    server.on_server_shutting_down = lambda: told.append((server.serve, "shutting down"))
    server.on_server_shut_down = lambda: told.append((server.serve, "shut down"))
    server.on_message_recv = lambda fileno, msg: server.stop()
    with server:
        client, _ = server.connect()
        client.sendall(b"stop")
        assert client.recv(1) == b""
        until(lambda: threading.active_count() == 1, threading.enumerate)
    assert told == [(True, "shutting down"), (False, "shut down")], told


for test in (
    defaults,
    it_listens_from_the_beginning_and_starts_once,
    a_connection,
    a_client_that_takes_nothing,
    a_number_is_kept_until_it_is_deleted,
    close_gives_the_number_to_nobody_before_the_end_is_told,
    who_waits_for_room_is_not_forgotten,
    clients_are_kept_but_not_without_end,
    a_queue_that_nobody_takes_from_has_a_limit,
    a_flood_waits_for_its_handler,
    idle_threads_end_and_come_again,
    without_descriptors_it_goes_on,
    it_can_be_stopped_by_a_handler,
):
    begun = time.monotonic()
    try:
        test()
    except BaseException:
        traceback.print_exc()
        # Threads of a server that was not stopped would go on.
        sys.stderr.flush()
        os._exit(1)
    if "-v" in sys.argv:
        print(test.__name__, round(time.monotonic() - begun, 3))
print("all of it holds")
