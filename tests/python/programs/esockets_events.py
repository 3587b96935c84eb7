"""Echo over the events of cerver.esockets. Prints its port, and an event on each line; ends when its input does."""

import sys
import threading
import time

import cerver.esockets as ESocketS


class Client(ESocketS.Connection):
    name = "client"


class Server(ESocketS.Socket):
    def on_start(self):
        print("start", flush=True)

    def on_client_connect(self, fileno):
        client = self.clients[fileno]
        print("connect", client.name, client.getip().split(":")[0], client.fileno() == fileno, flush=True)

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
        print("disconnect", fileno in self.clients, flush=True)
        try:
            self.clients[fileno].send(b"late")
        except ESocketS.Broken:
            print("broken", flush=True)
        del self.clients[fileno]

    def on_server_shutting_down(self):
        print("shutting down", flush=True)

    def on_server_shut_down(self):
        print("shut down", flush=True)


options = {key: int(value) for key, _, value in (argument.partition("=") for argument in sys.argv[1:])}
server = Server(port=0, host="127.0.0.1", clients_class=Client, **options)
print("port", server.port, flush=True)
server.start()
sys.stdin.read()
server.stop()
server.stop()
