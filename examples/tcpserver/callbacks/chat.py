"""Each line goes to everybody else. python chat.py PORT"""

import sys

from cerver.tcpserver import IOLoop, TCPServer


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

    def handle_stream(self, stream, address):
        def on_line(line):
            self.tell_others(stream, line)
            stream.read_until(b"\n", on_line)

        def on_close():
            self.streams.discard(stream)
            self.tell_others(stream, f"- {address}\n".encode())

        self.streams.add(stream)
        self.tell_others(stream, f"+ {address}\n".encode())
        stream.set_close_callback(on_close)
        stream.read_until(b"\n", on_line)


Chat().listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.instance().start()
