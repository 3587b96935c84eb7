"""A line protocol: ADD a b, QUIT. python lines.py PORT"""

import re
import sys

from cerver.tcpserver import IOLoop, TCPServer


class Calculator(TCPServer):
    def handle_stream(self, stream, address):
        def on_line(line):
            if numbers := re.fullmatch(rb"ADD (-?\d{1,9}) (-?\d{1,9})\r\n", line):
                stream.write(b"%d\r\n" % (int(numbers[1]) + int(numbers[2])))
            elif line == b"QUIT\r\n":
                stream.write(b"BYE\r\n", stream.close)
                return
            else:
                stream.write(b"ERROR\r\n")
            stream.read_until(b"\r\n", on_line)

        stream.read_until(b"\r\n", on_line)


Calculator(max_buffer_size=65536).listen(int(sys.argv[1]), "127.0.0.1")
IOLoop.instance().start()
