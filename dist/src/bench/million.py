#!/usr/bin/env python3
"""One mailbox of a million messages, through the packaged server: import, opening, and the large commands.

usage: million.py [--messages 1000000] [--heap 512m] [--installation dist/target/posthorn] [--dir FOLDER]

Makes an mbox of messages of about 2 KiB, imports it with `posthorn message import` into a stopped store, and starts the
server under -Xmx (POSTHORN_JAVA_OPTS). All else goes over IMAP on loopback, the connection clear. Printed, one JSON
line each: seconds of the import and octets of disk per message; seconds of a start until it accepts; LOGIN, which checks the password and
loads the account (and of an empty one before it), and the first SELECT, the page cache dropped when this runs as root; a warm SELECT (median of 20); STORE of one flag on all; MOVE of a tenth; EXPUNGE of half;
and the process's highest resident size. The heap's peak is in FOLDER/gc.log. FOLDER is left there when it was named.
"""
import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import tempfile
import time

ACCOUNT, EMPTY, PASSWORD = "big@bench.example", "empty@bench.example", "secret"


class Imap:
    def __init__(self, port, account=ACCOUNT):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.buffer = b""
        self.until(b"* OK")
        self.login = self.command(f"LOGIN {account} {PASSWORD}")

    def until(self, start):
        """Reads up to the line that starts so, and keeps no more than the end of what comes before it."""
        while True:
            at = 0 if self.buffer.startswith(start) else self.buffer.find(b"\n" + start)
            end = self.buffer.find(b"\r\n", at + 1) if at >= 0 else -1
            if at >= 0 and end >= 0:
                line, self.buffer = self.buffer[at:end].strip(), self.buffer[end + 2:]
                return line
            self.buffer = self.buffer[-4096:] if at < 0 else self.buffer
            more = self.socket.recv(1 << 20)
            if not more:
                raise SystemExit("the server closed the connection")
            self.buffer += more

    def command(self, text):
        started = time.perf_counter()
        self.socket.sendall(b"t " + text.encode() + b"\r\n")
        line = self.until(b"t ")
        if not line.startswith(b"t OK"):
            raise SystemExit(f"{text}: {line.decode()}")
        return time.perf_counter() - started


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def disk(folder):
    return sum(os.path.getsize(os.path.join(root, name)) for root, _, names in os.walk(folder) for name in names)


def make_mbox(path, messages):
    line = "A line of text that is there to be stored and listed, number %d of them.\n"
    with open(path, "w", encoding="ascii") as out:
        for i in range(messages):
            out.write(f"From bench@example.org Mon Nov 23 10:00:00 2026\nFrom: Bench <bench@example.org>\n"
                      f"To: you@example.org\nSubject: number {i}\nMessage-ID: <{i}@bench.example>\n"
                      f"Date: Mon, 23 Nov 2026 10:00:00 +0000\n\n" + "".join(line % (i + n) for n in range(24)) + "\n")


class Server:
    def __init__(self, posthorn, folder, port, options):
        self.log = open(os.path.join(folder, "server.log"), "ab")
        self.process = subprocess.Popen([posthorn, "serve", "-c", os.path.join(folder, "posthorn.toml")],
                                        stdout=self.log, stderr=self.log, env=dict(os.environ, POSTHORN_JAVA_OPTS=options))
        for _ in range(600):
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                return
            except OSError:
                if self.process.poll() is not None:
                    raise SystemExit("the server ended: see " + self.log.name)
                time.sleep(0.1)
        raise SystemExit("the server does not answer: see " + self.log.name)

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmHWM:\s+(\d+)", status.read()).group(1)) * 1024

    def stop(self):
        self.process.terminate()
        self.process.wait(120)


def say(what, **facts):
    print(json.dumps({"what": what, **{k: round(v, 4) if isinstance(v, float) else v for k, v in facts.items()}}), flush=True)


def drop_caches():
    if os.geteuid() != 0:
        return False
    os.sync()
    with open("/proc/sys/vm/drop_caches", "w", encoding="ascii") as caches:
        caches.write("3")
    return True


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--installation", default="dist/target/posthorn")
    parser.add_argument("--dir")
    given = parser.parse_args()
    posthorn = os.path.abspath(os.path.join(given.installation, "bin", "posthorn"))
    folder = os.path.abspath(given.dir or tempfile.mkdtemp(prefix="posthorn-million-"))
    os.makedirs(folder, exist_ok=True)
    try:
        measure(posthorn, folder, given.messages, given.heap)
    finally:
        if not given.dir:
            shutil.rmtree(folder)


def measure(posthorn, folder, messages, heap):
    imap = free_port()
    config = os.path.join(folder, "posthorn.toml")
    with open(config, "w", encoding="ascii") as out:
        out.write(f'hostname = "mx.bench.example"\ndata = "{folder}/data"\n[auth]\nallow_plaintext = true\n[listen]\n'
                  f'smtp = []\nsubmission = []\nsubmissions = []\nimaps = []\npop3 = []\npop3s = []\n'
                  f'imap = ["127.0.0.1:{imap}"]\nadmin = ["127.0.0.1:0"]\n')
    os.makedirs(os.path.join(folder, "data"), exist_ok=True)
    options = f"-Xmx{heap} -Xlog:gc:file={folder}/gc.log"
    run = dict(env=dict(os.environ, POSTHORN_JAVA_OPTS=f"-Xmx{heap}"), check=True)
    for account in (ACCOUNT, EMPTY):
        subprocess.run([posthorn, "account", "add", account, "--password-stdin", "-c", config],
                       input=PASSWORD.encode() + b"\n", **run)
    mbox = os.path.join(folder, "big.mbox")
    make_mbox(mbox, messages)
    started = time.perf_counter()
    subprocess.run([posthorn, "message", "import", ACCOUNT, mbox, "--mailbox", "big", "-c", config],
                   stdout=subprocess.DEVNULL, **run)
    took = time.perf_counter() - started
    os.remove(mbox)
    octets = disk(os.path.join(folder, "data"))
    say("import", messages=messages, seconds=took, rate=messages / took, disk_per_message=octets / messages)

    server = Server(posthorn, folder, imap, options)
    server.stop()
    dropped = drop_caches()
    started = time.perf_counter()
    server = Server(posthorn, folder, imap, options)
    say("start", page_cache_dropped=dropped, seconds_to_accept=time.perf_counter() - started)
    # The first password of a process takes its time; the second LOGIN is one more, and loading the account.
    empty = Imap(imap, EMPTY)
    client = Imap(imap)
    say("first SELECT after a start", page_cache_dropped=dropped, seconds=client.command("SELECT big"),
        login=client.login, login_of_an_empty_account=empty.login)
    warm = [client.command("SELECT big") for _ in range(20)]
    say("warm SELECT", seconds=statistics.median(warm), worst=max(warm))
    say("STORE +FLAGS.SILENT one flag on all", seconds=client.command(r"STORE 1:* +FLAGS.SILENT (\Flagged)"))
    client.command("CREATE other")
    say("MOVE", messages=messages // 10, seconds=client.command(f"MOVE 1:{messages // 10} other"))
    half = (messages - messages // 10) // 2
    say("STORE \\Deleted", messages=half, seconds=client.command(f"STORE 1:{half} +FLAGS.SILENT (\\Deleted)"))
    say("EXPUNGE", messages=half, seconds=client.command("EXPUNGE"))
    say("memory", heap=heap, resident_peak=server.resident(), heap_peak_mib=heap_peak(os.path.join(folder, "gc.log")))
    server.stop()
    subprocess.run([posthorn, "check", "-c", config], **run)


def heap_peak(log):
    """The most that was in use in front of a collection, in MiB."""
    with open(log, encoding="ascii") as lines:
        return max((int(used) for used in re.findall(r"(\d+)M->\d+M", lines.read())), default=0)


if __name__ == "__main__":
    main()
