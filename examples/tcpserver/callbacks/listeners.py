"""One server on several listeners, IPv4 and IPv6: tells each client its address. python listeners.py PORT"""

import sys

from cerver.tcpserver import IOLoop, TCPServer


class WhoAmI(TCPServer):
    def handle_stream(self, stream, address):
        stream.write(f"{address}\n".encode(), stream.close)


server = WhoAmI()
# Clients wait from here on, and are served from start() on.
server.bind(int(sys.argv[1]), "127.0.0.1")
server.bind(int(sys.argv[1]), "::1")
server.start()
IOLoop.instance().start()
