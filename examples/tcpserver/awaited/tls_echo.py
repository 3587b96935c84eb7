"""Sends everything back by TLS, with await. python tls_echo.py PORT CERTIFICATE_FILE KEY_FILE"""

import asyncio
import sys

from cerver.tcpserver import TCPServer


class Echo(TCPServer):
    async def handle_stream(self, stream, address):
        # Each piece as it comes; the end of it all is awaited.
        ended = asyncio.get_running_loop().create_future()
        stream.read_until_close(ended.set_result, stream.write)
        await ended


async def main():
    files = {"cert_file": sys.argv[2], "key_file": sys.argv[3]}
    Echo(ssl_options=files).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
