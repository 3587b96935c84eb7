#!/usr/bin/env python3
"""Packets that a server sends back per second of its processor time, beside a bare epoll loop in the same rounds.

    bench/packets.py [SERVER]    SERVER: target/bench/packets; `make bench-packets` builds it

The servers take turns, and the median of the rounds counts. A row has so many connections, bytes of data, and packets
in one write. The load is a Python program; what it costs is not counted.
"""

from __future__ import annotations

import os
import select
import signal
import socket
import statistics
import struct
import subprocess
import sys
import time

HOW = ("bare", "test", "direct", "queued")
ROWS = ((50, 64, 1), (50, 64, 16), (50, 4096, 1))
ROUNDS, SECONDS, PORT = 5, 1.5, 17070
GREETING = 688


def processor_seconds(process: subprocess.Popen[bytes]) -> float:
    with open(f"/proc/{process.pid}/stat", "rb") as stat:
        fields = stat.read().rpartition(b") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def connect(port: int) -> socket.socket:
    for _ in range(200):
        try:
            client = socket.create_connection(("127.0.0.1", port), timeout=20)
        except ConnectionRefusedError:
            time.sleep(0.05)
            continue
        got = 0
        while got < GREETING:
            got += len(client.recv(GREETING - got))
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return client
    raise SystemExit("the server does not listen")


def measure(server: str, how: str, row: tuple[int, int, int]) -> float:
    """Packets for each second of the server's processor time."""
    connections, size, depth = row
    kind = 10 if how == "test" else 7
    write = (struct.pack("<I4xQB3xIH6x", kind, 32 + size, 0, 0, 0) + b"x" * size) * depth
    process = subprocess.Popen([server, str(PORT), how])
    try:
        clients = [connect(PORT) for _ in range(connections)]
        poll, owed = select.epoll(), {}
        for client in clients:
            client.setblocking(False)
            poll.register(client, select.EPOLLIN)
            owed[client.fileno()] = [client, len(write)]
        begun, end, done = processor_seconds(process), time.monotonic() + SECONDS, 0
        for client in clients:
            client.send(write)
        while time.monotonic() < end:
            for number, _ in poll.poll(1):
                entry = owed[number]
                entry[1] -= len(entry[0].recv(1 << 20))
                if entry[1] == 0:
                    done += depth
                    entry[1] = len(write)
                    entry[0].send(write)
        return done / (processor_seconds(process) - begun)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(20)


def main() -> None:
    server = sys.argv[1] if len(sys.argv) > 1 else "target/bench/packets"
    print("| connections, bytes, packets in one write | " + " | ".join(HOW) + " |")
    print("|---|" + "---:|" * len(HOW))
    for row in ROWS:
        rounds = [{how: measure(server, how, row) for how in HOW} for _ in range(ROUNDS)]
        cells = [statistics.median(found[how] / found["bare"] for found in rounds) for how in HOW]
        rate = statistics.median(found["bare"] for found in rounds)
        shown = [f"{rate:,.0f}/s", *(f"{cell:.2f}" for cell in cells[1:])]
        print(f"| {row[0]} x {row[1]} x {row[2]} | " + " | ".join(shown) + " |", flush=True)


if __name__ == "__main__":
    main()
