"""Echo over the events of cerver.esockets. Prints its port, and an event on each line; ends when its input does."""

import sys
import threading
import time

import cerver.esockets as ESocketS


def tell(*words):
    """Prints a line with one write: events come from several threads."""
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


class Client(ESocketS.Connection):
    name = "client"


class Server(ESocketS.Socket):
    def on_start(self):
        tell("start")

    def on_client_connect(self, fileno):
        client = self.clients[fileno]
        tell("connect", client.name, client.getip().split(":")[0], client.fileno() == fileno)

    def on_message_recv(self, fileno, msg):
        if msg == b"block":
            time.sleep(1)
        elif msg == b"raise":
            raise ValueError("asked for")
        elif msg == b"much":
            # From several threads, more than the system takes at once: whole messages, in order for each.
            def send_many(letter):
                for _ in range(50):
                    self.clients[fileno].send(letter * 1000 + "\n")

            threads = [threading.Thread(target=send_many, args=(letter,)) for letter in "abcdefgh"]
            for thread in threads:
                thread.start()
            return
        elif msg == b"wrong":
            try:
                self.clients[fileno].send(7)
            except TypeError as error:
                msg = str(error)
        elif msg == b"kick":
            self.unregister(fileno)
            return
        self.clients[fileno].send(msg)

    def on_client_disconnect(self, fileno):
        tell("disconnect", fileno in self.clients)
        try:
            self.clients[fileno].send(b"late")
        except ESocketS.Broken:
            tell("broken")
        del self.clients[fileno]

    def on_server_shutting_down(self):
        tell("shutting down")

    def on_server_shut_down(self):
        tell("shut down")


options = {key: int(value) for key, _, value in (argument.partition("=") for argument in sys.argv[1:])}
server = Server(port=0, host="127.0.0.1", clients_class=Client, **options)
tell("port", server.port)
server.start()
sys.stdin.read()
server.stop()
server.stop()
