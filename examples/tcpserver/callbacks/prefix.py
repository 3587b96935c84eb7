"""Messages behind their length in 4 bytes; each is answered with itself backwards. python prefix.py PORT"""

import sys

from cerver.tcpserver import IOLoop, TCPServer


class Server(TCPServer):
    def handle_stream(self, stream, address):
        def on_length(prefix):
            length = int.from_bytes(prefix, "big")
            if length > 65536:
                stream.close()
            else:
                stream.read_bytes(length, on_message)

        def on_message(message):
            stream.write(len(message).to_bytes(4, "big") + message[::-1])
            stream.read_bytes(4, on_length)

        stream.read_bytes(4, on_length)


Server().listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.instance().start()
