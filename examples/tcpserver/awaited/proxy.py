"""Passes connections on to another server, with await. python proxy.py PORT TARGET_HOST TARGET_PORT"""

import asyncio
import sys

from cerver.tcpserver import TCPServer, connect


async def pass_on(near, far):
    def on_data(data):
        if not far.closed():
            far.write(data)

    ended = asyncio.get_running_loop().create_future()
    near.read_until_close(ended.set_result, on_data)
    await ended
    far.close()


class Proxy(TCPServer):
    async def handle_stream(self, near, address):
        far = await connect(sys.argv[2], int(sys.argv[3]))
        await asyncio.gather(pass_on(near, far), pass_on(far, near))


async def main():
    Proxy().listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
