"""Sends everything back by TLS. python tls_echo.py PORT CERTIFICATE_FILE KEY_FILE"""

import sys

from cerver.tcpserver import IOLoop, TCPServer


class Echo(TCPServer):
    def handle_stream(self, stream, address):
        stream.read_until_close(None, stream.write)


files = {"cert_file": sys.argv[2], "key_file": sys.argv[3]}
Echo(ssl_options=files).listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.instance().start()
