"""What streams and servers of cerver.tcpserver do with TLS. Arguments: a certificate, its key, another one, its key,
and the certificate of a client, its key. Prints a line when all of it holds.
"""

import asyncio
import os
import socket
import ssl
import sys
import threading
import time

from cerver import CERVER_TLS_PEER_SUBJECT, CERVER_TLS_PROTOCOL, CERVER_TLS_VERSION, CerverError
from cerver.tcpserver import IOLoop, SSLIOStream, StreamClosedError, TCPServer, connect

CERT, KEY, OTHER_CERT, OTHER_KEY, ALICE, ALICE_KEY = sys.argv[1:]
FIRST = {"cert_file": CERT, "key_file": KEY}
SECOND = {"cert_file": OTHER_CERT, "key_file": OTHER_KEY}
TRUSTING = {"ca_file": CERT}


class Server(TCPServer):
    def __init__(self, handle, ssl_options, **options):
        super().__init__(ssl_options=ssl_options, **options)
        self.handle = handle

    def handle_stream(self, stream, address):
        return self.handle(stream, address)


async def fails(error, awaitable):
    try:
        await awaitable
    except error as raised:
        return str(raised)
    raise AssertionError(f"no {error}")


async def both_ways():
    much = bytes(range(256)) * 2000

    async def handle(stream, address):
        assert address == "127.0.0.1" and isinstance(stream, SSLIOStream)
        # It waits for the handshake.
        await stream.write(b"welcome\n")
        assert stream.get_tls(CERVER_TLS_VERSION) == b"TLSv1.3"
        data = await stream.read_bytes(len(much))
        await stream.write(data)
        assert await stream.read_until_close() == b"bye"

    port = Server(handle, FIRST).listen(0, "127.0.0.1")
    for options in (TRUSTING, {"verify": False}):
        client = await connect("localhost", port, ssl_options=options)
        assert isinstance(client, SSLIOStream)
        assert await client.read_until(b"\n") == b"welcome\n"
        await client.write(much)
        assert await client.read_bytes(len(much)) == much
        client.write(b"bye")
        client.close()
    # With the module ssl on the other side.
    context = ssl.create_default_context(cafile=CERT)
    reader, writer = await asyncio.open_connection("127.0.0.1", port, ssl=context, server_hostname="localhost")
    assert await reader.readline() == b"welcome\n"
    writer.write(much)
    assert await reader.readexactly(len(much)) == much
    writer.write(b"bye")
    writer.close()


async def a_certificate_for_each_server():
    for options, name in ((FIRST, b"first"), (SECOND, b"second")):
        port = Server(lambda stream, _, name=name: stream.write(name, stream.close), options).listen(0, "127.0.0.1")
        client = await connect("localhost", port, ssl_options={"ca_file": options["cert_file"]})
        assert await client.read_until_close() == name
        other = OTHER_CERT if options is FIRST else CERT
        text = await fails(OSError, connect("localhost", port, ssl_options={"ca_file": other}))
        assert "invalid peer certificate" in text, text


async def who_is_not_verified_is_refused():
    closed = []

    async def handle(stream, _):
        stream.set_close_callback(lambda: closed.append(stream.error))
        await fails(StreamClosedError, stream.wait_for_handshake())
        await fails(StreamClosedError, stream.read_bytes(1))
        await fails(StreamClosedError, stream.wait_for_handshake())

    port = Server(handle, FIRST).listen(0, "127.0.0.1")
    assert "not valid for name" in await fails(OSError, connect("127.0.0.1", port, ssl_options=TRUSTING))
    assert "not valid for name" in await fails(
        OSError, connect("localhost", port, ssl_options=TRUSTING, server_hostname="example.org")
    )
    # The authorities of the system.
    assert "certificate" in await fails(OSError, connect("localhost", port, ssl_options=True))
    plain = await connect("127.0.0.1", port)
    plain.write(b"GET / HTTP/1.1\r\n\r\n")
    await plain.read_until_close()
    while len(closed) < 4:
        await asyncio.sleep(0.01)
    assert all(isinstance(error, OSError) for error in closed), closed
    assert not [stream for stream in IOLoop.instance()._streams.values() if isinstance(stream, SSLIOStream)]


async def clients_with_certificates():
    subjects = []

    async def handle(stream, _):
        await stream.wait_for_handshake()
        subjects.append((stream.get_tls(CERVER_TLS_PEER_SUBJECT), stream.get_tls(CERVER_TLS_PROTOCOL)))
        await stream.write(b"x")

    for mode in ("required", "optional"):
        options = {**FIRST, "client_ca": ALICE, "client_auth": mode, "alpn": ["mine"]}
        port = Server(handle, options).listen(0, "127.0.0.1")
        alice = {**TRUSTING, "cert_file": ALICE, "key_file": ALICE_KEY, "alpn": ["other", "mine"]}
        client = await connect("localhost", port, ssl_options=alice)
        assert await client.read_bytes(1) == b"x"
        assert client.get_tls(CERVER_TLS_PROTOCOL) == b"mine"
        nobody = await connect("localhost", port, ssl_options=TRUSTING)
        if mode == "required":
            await fails(StreamClosedError, nobody.read_bytes(1))
        else:
            assert await nobody.read_bytes(1) == b"x"
    assert subjects == [(b"CN=alice", b"mine")] * 2 + [(None, None)], subjects


async def sockets_of_the_program():
    near, far = socket.socketpair()
    server = SSLIOStream(far, FIRST)
    client = SSLIOStream(near, TRUSTING, server_hostname="localhost")
    assert await client.wait_for_handshake() is client
    assert await client.wait_for_handshake() is client, "it has been"
    told = asyncio.get_running_loop().create_future()
    server.wait_for_handshake(told.set_result)
    assert await told is server
    server.write(b"hello")
    assert await client.read_bytes(5) == b"hello"
    near, far = socket.socketpair()
    waiting = SSLIOStream(near, TRUSTING, server_hostname="localhost")
    future = waiting.wait_for_handshake()
    assert await asyncio.get_running_loop().run_in_executor(None, far.recv, 1) == b"\x16"
    waiting.close()
    await fails(StreamClosedError, future)
    begun = time.monotonic()
    far.setblocking(True)
    await asyncio.get_running_loop().run_in_executor(None, drain, far)
    assert time.monotonic() - begun < 8, "not after the time of a handshake"


def drain(sock):
    try:
        while sock.recv(4096):
            pass
    except ConnectionResetError:
        pass


def what_is_wrong_is_said():
    for options, error, text in (
        ({}, ValueError, "cert_file and key_file"),
        ({"cert_file": CERT}, ValueError, "cert_file and key_file"),
        ({**FIRST, "certfile": CERT}, ValueError, "certfile"),
        ({"cert_file": "no.pem", "key_file": KEY}, CerverError, "no.pem does not exist"),
        ({"cert_file": CERT, "key_file": OTHER_KEY}, CerverError, "does not belong"),
    ):
        try:
            TCPServer(ssl_options=options)
        except error as raised:
            assert text in str(raised), raised
        else:
            raise AssertionError(options)
    for options in ({**FIRST, "client_ca": "no.pem"}, {**FIRST, "alpn": ["mine", ""]}):
        try:
            TCPServer(ssl_options=options).listen(0, "127.0.0.1")
        except CerverError:
            continue
        raise AssertionError(options)


def callbacks_without_asyncio():
    loop = IOLoop.instance()
    heard = []

    def handle(stream, _):
        stream.read_until(b"\n", lambda line: stream.write(line.upper(), stream.close))

    port = Server(handle, FIRST).listen(0, "127.0.0.1")

    def connected(stream):
        stream.write(b"hello\n")
        stream.read_until_close(lambda data: (heard.append(data), refuse()))

    def refuse():
        connect("localhost", port, None, failed, ssl_options={"ca_file": OTHER_CERT})

    def failed(error):
        heard.append(str(error))
        loop.stop()

    connect("localhost", port, connected, failed, ssl_options=TRUSTING)
    timeout = loop.add_timeout(20, sys.exit, "too late")
    loop.start()
    loop.remove_timeout(timeout)
    assert heard[0] == b"HELLO\n" and "invalid peer certificate" in heard[1], heard
    loop.close()


def several_processes():
    class Number(TCPServer):
        def handle_stream(self, stream, _):
            stream.write(str(os.getpid()).encode(), stream.close)

    server = Number(ssl_options=FIRST)
    port = server.bind(0, "127.0.0.1")
    child = os.fork()
    if child == 0:
        server.start(2)
        loop = IOLoop.instance()
        loop.add_timeout(30, loop.stop)
        loop.start()
        os._exit(0)
    context = ssl.create_default_context(cafile=CERT)
    seen, begun = set(), time.monotonic()
    while len(seen) < 2 and time.monotonic() - begun < 20:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as plain:
            with context.wrap_socket(plain, server_hostname="localhost") as client:
                seen.add(int(client.makefile("rb").read()))
    assert len(seen) == 2, seen
    for process in seen:
        os.kill(process, 9)
    os.waitpid(child, 0)


several_processes()
what_is_wrong_is_said()
for test in (
    both_ways,
    a_certificate_for_each_server,
    who_is_not_verified_is_refused,
    clients_with_certificates,
    sockets_of_the_program,
):
    asyncio.run(asyncio.wait_for(test(), 30))
callbacks_without_asyncio()
assert threading.active_count() == 1, "nobody is left"
print("all of it holds")
