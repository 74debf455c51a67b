#!/usr/bin/env python3
"""Shows that disk space comes back when mail is deleted: fills a mailbox, deletes nine messages in ten, and waits.

usage: disk_shrink.py POSTHORN FOLDER [MEGABYTES]      (the launcher; an empty folder; 5000)

Starts a server of its own on FOLDER with keep_deleted = "0 s", appends messages of 2 KB to 2 MB (median 20 KB) whose
bodies can't be compressed through two IMAP connections, deletes those whose number is not divisible by ten, and prints
the size of the store every few seconds until it does not shrink any more. A third connection appends a small message
every 50 ms from the expunge on: how long the slowest one and the 99th percentile took is printed at the end.
"""
import os
import random
import socket
import subprocess
import sys
import threading
import time
import json


class Imap:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.lines = self.socket.makefile("rb")
        self.lines.readline()
        self.command("LOGIN alice@example.org secret")

    def command(self, text):
        self.socket.sendall(b"t " + text.encode() + b"\r\n")
        self.until(b"t")

    def until(self, tag):
        while True:
            line = self.lines.readline()
            if not line:
                raise SystemExit("the server closed the connection")
            if line.startswith(tag + b" "):
                if b" OK" not in line[:20]:
                    raise SystemExit(line.decode())
                return

    def append(self, mailbox, messages):
        for message in messages:
            self.socket.sendall(b"a APPEND %s {%d+}\r\n" % (mailbox.encode(), len(message)))
            self.socket.sendall(message)
            self.socket.sendall(b"\r\n")
        for _ in messages:
            self.until(b"a")


def message(dice, number):
    size = int(min(2_000_000, max(2_000, dice.lognormvariate(9.9, 1.4))))
    # Bytes that no compression makes smaller, without the two that end a line.
    body = dice.randbytes(size).replace(b"\r", b"x").replace(b"\n", b"y").replace(b"\0", b"z")
    lines = b"\r\n".join(body[i:i + 900] for i in range(0, len(body), 900))
    return (f"From: Bench <bench@example.org>\r\nTo: alice@example.org\r\nSubject: number {number}\r\n"
            f"Message-ID: <{number}@bench.example>\r\nDate: Mon, 23 Nov 2026 10:00:00 +0000\r\n\r\n").encode() + lines


def fill(port, mailbox, octets, seed, sizes):
    imap, dice = Imap(port), random.Random(seed)
    imap.command(f"CREATE {mailbox}")
    while sum(sizes) < octets:
        burst = [message(dice, len(sizes) + i + 1) for i in range(10)]
        imap.append(mailbox, burst)
        sizes += [len(each) for each in burst]


def size(folder):
    """What the disk gives for it, not what the files say."""
    total = 0
    for where, _, names in os.walk(folder):
        for name in names:
            try:
                total += os.stat(os.path.join(where, name)).st_blocks * 512
            except FileNotFoundError:
                pass
    return total


def serve(posthorn, folder):
    config = os.path.join(folder, "posthorn.toml")
    with open(config, "w") as out:
        out.write('hostname = "mx.test"\ndata = "data"\n[storage]\nkeep_deleted = "0 s"\n[listen]\n')
        for name in ("smtp", "submission", "submissions", "imap", "imaps", "pop3", "pop3s", "admin"):
            out.write(f'{name} = ["127.0.0.1:0"]\n')
        out.write("[auth]\nallow_plaintext = true\n")
    environment = dict(os.environ, POSTHORN_JAVA_OPTS="-Xmx512m")
    server = subprocess.Popen([posthorn, "serve", "-c", config], stdout=subprocess.PIPE, env=environment)
    for line in server.stdout:
        if b" ready: " in line:
            break
    threading.Thread(target=lambda: [show(line) for line in server.stdout], daemon=True).start()
    subprocess.run([posthorn, "account", "add", "alice@example.org", "--password-stdin", "-c", config],
                   input=b"secret\n", check=True, stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "data", "run", "admin.json")) as run:
        listeners = json.load(run)["listeners"]
    return server, int(next(each["address"] for each in listeners if each["name"] == "imap").rsplit(":", 1)[1])


def show(line):
    if b"disk space" in line or b"ERROR" in line:
        print("server:", line.decode().strip(), flush=True)


def appending(port, times, done):
    imap = Imap(port)
    while not done.is_set():
        started = time.perf_counter()
        imap.append("INBOX", [b"Subject: meanwhile\r\n\r\nhello\r\n"])
        times.append(time.perf_counter() - started)
        time.sleep(0.05)


def main():
    if len(sys.argv) < 3:
        raise SystemExit(__doc__)
    posthorn, folder = os.path.abspath(sys.argv[1]), os.path.abspath(sys.argv[2])
    octets = int(sys.argv[3] if len(sys.argv) > 3 else 5000) * 1_000_000
    os.makedirs(folder, exist_ok=True)
    server, port = serve(posthorn, folder)
    store = os.path.join(folder, "data", "store")
    try:
        started = time.time()
        filled = {f"bench-{i}": [] for i in range(2)}
        threads = [threading.Thread(target=fill, args=(port, name, octets / 2, i, sizes))
                   for i, (name, sizes) in enumerate(filled.items())]
        [thread.start() for thread in threads]
        [thread.join() for thread in threads]
        mail = sum(map(sum, filled.values()))
        before = size(store)
        print(f"{sum(map(len, filled.values()))} messages, {mail / 1e6:.0f} MB, appended in {time.time() - started:.0f} s; "
              f"on the disk {before / 1e6:.0f} MB", flush=True)
        times, done = [], threading.Event()
        meanwhile = threading.Thread(target=appending, args=(port, times, done))
        meanwhile.start()
        started, imap, left = time.time(), Imap(port), 0
        for name, sizes in filled.items():
            left += sum(sizes[9::10])
            imap.command(f"SELECT {name}")
            imap.command("STORE 1:* +FLAGS.SILENT (\\Deleted)")
            for first in range(10, len(sizes) + 1, 1000):
                last = min(first + 990, len(sizes))
                imap.command("STORE " + ",".join(map(str, range(first, last + 1, 10))) + " -FLAGS.SILENT (\\Deleted)")
            imap.command("CLOSE")
        print(f"deleted in {time.time() - started:.1f} s, {left / 1e6:.0f} MB of mail left", flush=True)
        smallest, since = before, time.time()
        while time.time() - since < 45:
            time.sleep(3)
            now = size(store)
            if now < smallest * 0.99:
                smallest, since = now, time.time()
                print(f"{time.time() - started:5.0f} s: {now / 1e6:.0f} MB", flush=True)
        done.set()
        meanwhile.join()
        after = size(store)
        times.sort()
        print(f"on the disk {before / 1e6:.0f} MB before, {after / 1e6:.0f} MB after: {after / left:.2f} times the "
              f"{left / 1e6:.0f} MB that are left; appends meanwhile: {len(times)}, "
              f"99th percentile {times[len(times) * 99 // 100] * 1000:.0f} ms, slowest {times[-1] * 1000:.0f} ms")
    finally:
        server.terminate()
        server.wait()


main()
