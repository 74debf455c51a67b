#!/usr/bin/env python3
"""Times SELECT and FETCH 1:* (FLAGS) in mailboxes of different sizes, side by side.

usage: mailbox_size.py IMAP_PORT LOGIN PASSWORD [SIZE ...]      (sizes: 1000 100000)

Appends what is missing to the mailboxes bench-SIZE of the account (the connection is clear: allow_plaintext = true),
then prints the median of several rounds for each size, the rounds interleaved. Messages are about 1 KiB.
"""
import socket
import statistics
import sys
import time


class Imap:
    def __init__(self, port, login, password):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.left = b""
        self.until(b"* OK")
        self.command(f"LOGIN {login} {password}")

    def until(self, start):
        """Reads to the line that starts so; how many bytes that were, and the line."""
        read, buffer = 0, self.left
        while True:
            at = 0 if buffer.startswith(start) else buffer.find(b"\n" + start)
            end = buffer.find(b"\r\n", at + 1) if at >= 0 else -1
            if at >= 0 and end >= 0:
                self.left = buffer[end + 2:]
                return read + end, buffer[at:end].strip()
            if len(buffer) > 1 << 20:
                read += len(buffer) - 4096
                buffer = buffer[-4096:]
            more = self.socket.recv(1 << 20)
            if not more:
                raise SystemExit("the server closed the connection")
            buffer += more

    def command(self, text, tag=b"t"):
        self.socket.sendall(tag + b" " + text.encode() + b"\r\n")
        size, line = self.until(tag + b" ")
        if b" OK" not in line:
            raise SystemExit(f"{text}: {line.decode()}")
        return size

    def count(self, mailbox):
        self.socket.sendall(b"t STATUS " + mailbox.encode() + b" (MESSAGES)\r\n")
        _, line = self.until(b"* STATUS")
        self.until(b"t ")
        return int(line.split(b"(MESSAGES ")[1].rstrip(b")"))

    def fill(self, mailbox, size):
        try:
            self.command(f"CREATE {mailbox}")
        except SystemExit as e:
            if "ALREADYEXISTS" not in str(e):
                raise
        missing = size - self.count(mailbox)
        started = time.time()
        for first in range(0, missing, 500):
            burst = min(500, missing - first)
            for i in range(first, first + burst):
                message = (f"From: Bench <bench@example.org>\r\nTo: you@example.org\r\nSubject: number {i}\r\n"
                           f"Message-ID: <{i}.{size}@bench.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n"
                           + "A line of text that is there to be stored and listed.\r\n" * 15).encode()
                self.socket.sendall(b"x%d APPEND %s {%d+}\r\n" % (i, mailbox.encode(), len(message)) + message + b"\r\n")
            for i in range(first, first + burst):
                self.until(b"x%d OK" % i)
        if missing > 0:
            print(f"{mailbox}: {missing} appended by one client in {time.time() - started:.1f} s "
                  f"({missing / (time.time() - started):.0f}/s)")


def main():
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    port, login, password = int(sys.argv[1]), sys.argv[2], sys.argv[3]
    sizes = [int(s) for s in sys.argv[4:]] or [1000, 100000]
    client = Imap(port, login, password)
    for size in sizes:
        client.fill(f"bench-{size}", size)
    times = {(size, what): [] for size in sizes for what in ("SELECT", "FETCH")}
    first = {}
    for round in range(11):
        for size in sizes:
            started = time.perf_counter()
            client.command(f"SELECT bench-{size}")
            times[size, "SELECT"].append(time.perf_counter() - started)
            started = time.perf_counter()
            client.command("FETCH 1:* (FLAGS)")
            times[size, "FETCH"].append(time.perf_counter() - started)
            if round == 0:
                first[size] = (times[size, "SELECT"][0], times[size, "FETCH"][0])
    for size in sizes:
        select, fetch = (statistics.median(times[size, what]) for what in ("SELECT", "FETCH"))
        print(f"{size:>8} messages: SELECT {select * 1000:.2f} ms (first {first[size][0] * 1000:.2f}), "
              f"FETCH 1:* (FLAGS) {fetch * 1000:.1f} ms = {size / fetch / 1e6:.2f} M messages/s")


main()
