"""Echo over the events of cerver.esockets. Prints its port, and an event on each line, behind the port of its client.

A line of its input, "open", lets the handlers that wait go on; it ends when its input does.
"""

import sys
import threading

import cerver.esockets as ESocketS

gate = threading.Event()


def tell(*words):
    """Prints a line with one write: events come from several threads."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Client(ESocketS.Connection):
    name = "client"

    def tell(self, *words):
        tell(self.address[1], *words)


class Server(ESocketS.Socket):
    def on_start(self):
        tell("start", threading.current_thread() is threading.main_thread())

    def on_client_connect(self, fileno):
        client = self.clients[fileno]
        is_named = client.fileno() == fileno and client.getip() == f"127.0.0.1:{client.address[1]}"
        client.tell("connect", client.name, is_named, threading.current_thread() is threading.main_thread())

    def on_message_recv(self, fileno, msg):
        client = self.clients[fileno]
        if len(msg) > self.BUFFER_SIZE:
            raise ValueError("a larger piece than asked for")
        if msg == b"block":
            client.tell("blocked")
            gate.wait(30)
            gate.clear()
        elif msg == b"raise":
            client.tell("raises")
            raise ValueError("asked for")
        elif msg == b"much":
            # From several threads, more than the system takes at once: whole messages, in order for each.
            def send_many(letter):
                for _ in range(50):
                    client.send(letter * 60_000 + "\n")

            threads = [threading.Thread(target=send_many, args=(letter,)) for letter in "abcdefgh"]
            for thread in threads:
                thread.start()
            return
        elif msg == b"wrong":
            try:
                client.send(7)
            except TypeError as error:
                msg = str(error)
        elif msg == b"kick":
            self.unregister(fileno)
            return
        client.send(msg)

    def on_client_disconnect(self, fileno):
        client = self.clients[fileno]
        try:
            client.send(b"late")
        except ESocketS.Broken:
            client.tell("disconnect", "broken")
        del self.clients[fileno]

    def on_server_shutting_down(self):
        tell("shutting down")

    def on_server_shut_down(self):
        tell("shut down")


options = {key: int(value) for key, _, value in (argument.partition("=") for argument in sys.argv[1:])}
server = Server(port=0, host="127.0.0.1", clients_class=Client, **options)
tell("port", server.port)
server.start()
for _ in sys.stdin:
    gate.set()
server.stop()
server.stop()
