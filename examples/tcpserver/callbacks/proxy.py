"""Passes connections on to another server. python proxy.py PORT TARGET_HOST TARGET_PORT"""

import sys

from cerver.tcpserver import IOLoop, TCPServer, connect


def pass_on(near, far):
    def on_data(data):
        if not far.closed():
            far.write(data)

    near.read_until_close(lambda _: far.close(), on_data)


class Proxy(TCPServer):
    def handle_stream(self, near, address):
        def on_connect(far):
            pass_on(near, far)
            pass_on(far, near)

        connect(sys.argv[2], int(sys.argv[3]), on_connect, lambda _: near.close())


Proxy().listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.instance().start()
