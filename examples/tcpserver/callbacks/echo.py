"""Sends everything back. python echo.py PORT"""

import sys

from cerver.tcpserver import IOLoop, TCPServer


class Echo(TCPServer):
    def handle_stream(self, stream, address):
        stream.read_until_close(None, stream.write)


Echo().listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.instance().start()
