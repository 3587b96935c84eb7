"""Messages behind their length in 4 bytes, with await; each is answered with itself backwards. python prefix.py PORT"""

import asyncio
import sys

from cerver.tcpserver import TCPServer


class Server(TCPServer):
    async def handle_stream(self, stream, address):
        while (length := int.from_bytes(await stream.read_bytes(4), "big")) <= 65536:
            message = await stream.read_bytes(length)
            await stream.write(len(message).to_bytes(4, "big") + message[::-1])


async def main():
    Server().listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
