"""What TCPServer.stop() ends, and what goes on. tcpserver_stopping.py callbacks|asyncio"""

import asyncio
import contextlib
import os
import signal
import socket
import sys
import time

from cerver.tcpserver import IOLoop, TCPServer


class Number(TCPServer):
    """Tells the number of its process, and that it has stopped when it was asked to."""

    def handle_stream(self, stream, _):
        def on_line(line):
            if line == b"stop\n":
                self.stop()
            stream.write(b"%d\n" % os.getpid())
            stream.read_until(b"\n", on_line)

        stream.read_until(b"\n", on_line)


class Client:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.lines = self.socket.makefile("rb")

    def ask(self, line=b"who\n"):
        self.socket.sendall(line)
        return int(self.lines.readline())


def serve(server, processes):
    """Runs the server in so many processes until they are ended; returns in the program itself, with the first of them."""
    child = os.fork()
    if child:
        return child
    if sys.argv[1] == "asyncio":
        # As there, before each process has its loop.
        for _ in range(1, processes):
            if os.fork():
                break

        async def run():
            server.start()
            await asyncio.sleep(30)

        asyncio.run(run())
    else:
        server.start(processes)
        loop = IOLoop.instance()
        loop.add_timeout(30, loop.stop)
        loop.start()
    os._exit(0)


def one_process_stops_and_the_other_goes_on():
    server = Number()
    port = server.bind(0, "127.0.0.1")
    child = serve(server, 2)
    for listener in server._pending:
        # The processes have their own.
        listener.close()
    clients = {}
    deadline = time.monotonic() + 20
    while len(clients) < 2:
        assert time.monotonic() < deadline, clients
        client = Client(port)
        clients.setdefault(client.ask(), client)
    stopped, other = clients
    try:
        for line in (b"stop\n", b"stop\n"):
            assert clients[stopped].ask(line) == stopped
        for _ in range(20):
            assert Client(port).ask() == other
        # Those it has are still served.
        assert clients[stopped].ask() == stopped
        assert clients[other].ask(b"stop\n") == other
        with contextlib.suppress(ConnectionRefusedError):
            Client(port)
            raise AssertionError("somebody still listens")
    finally:
        for process in clients:
            os.kill(process, signal.SIGKILL)
        os.waitpid(child, 0)


def nothing_listens_after_a_stop_before_the_loop():
    first, second = Number(), Number()
    ports = [first.listen(0, "127.0.0.1"), first.bind(0, "127.0.0.1"), second.bind(0, "127.0.0.1")]
    for server in (first, second):
        server.stop()
    for port in ports:
        with contextlib.suppress(ConnectionRefusedError):
            Client(port)
            raise AssertionError("it still listens")
    again = Number()
    port = again.listen(0, "127.0.0.1")
    loop = IOLoop.instance()
    loop.add_timeout(0, loop.stop)
    loop.start()
    client = Client(port)
    client.socket.sendall(b"who\n")
    loop.add_timeout(0.05, loop.stop)
    loop.start()
    assert int(client.lines.readline()) == os.getpid()
    again.stop()
    loop.close()


one_process_stops_and_the_other_goes_on()
nothing_listens_after_a_stop_before_the_loop()
print("all of it holds")
