"""Each line goes to everybody else, with await. python chat.py PORT"""

import asyncio
import sys

from cerver.tcpserver import TCPServer


class Chat(TCPServer):
    def __init__(self):
        super().__init__(max_buffer_size=65536)
        self.streams = set()

    def tell_others(self, sender, text):
        for stream in self.streams - {sender}:
            try:
                stream.write(text)
            except (BufferError, OSError):
                # It takes nothing, or is about to go.
                stream.close()

    async def handle_stream(self, stream, address):
        self.streams.add(stream)
        self.tell_others(stream, f"+ {address}\n".encode())
        try:
            while True:
                self.tell_others(stream, await stream.read_until(b"\n"))
        finally:
            self.streams.discard(stream)
            self.tell_others(stream, f"- {address}\n".encode())


async def main():
    Chat().listen(int(sys.argv[1]), "127.0.0.1")
    await asyncio.Event().wait()


asyncio.run(main())
