"""A line protocol with await: ADD a b, QUIT. python lines.py PORT"""

import asyncio
import re
import sys

from cerver.tcpserver import TCPServer


class Calculator(TCPServer):
    async def handle_stream(self, stream, address):
        while (line := await stream.read_until(b"\r\n")) != b"QUIT\r\n":
            numbers = re.fullmatch(rb"ADD (-?\d{1,9}) (-?\d{1,9})\r\n", line)
            await stream.write(b"%d\r\n" % (int(numbers[1]) + int(numbers[2])) if numbers else b"ERROR\r\n")
        # The stream is closed when this returns; what was written is still sent.
        stream.write(b"BYE\r\n")


async def main():
    Calculator(max_buffer_size=65536).listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
