"""One server on several listeners, IPv4 and IPv6, with await: tells each client its address. python listeners.py PORT"""

import asyncio
import sys

from cerver.tcpserver import TCPServer


class WhoAmI(TCPServer):
    async def handle_stream(self, stream, address):
        await stream.write(f"{address}\n".encode())


async def main():
    server = WhoAmI()
    server.listen(int(sys.argv[1]), "127.0.0.1")
    server.listen(int(sys.argv[1]), "::1")
    await asyncio.Event().wait()


asyncio.run(main())
