#!/usr/bin/env python3
"""Times IMAP commands on one large mailbox, on Posthorn and on Dovecot beside it: same machine, same run, same mail.

usage: beside_dovecot.py DATA_FOLDER [--messages 100000] [--rounds 5] [--heap 1g] [--posthorn dist/target/posthorn]

Needs Dovecot (Debian: dovecot-imapd), and root, because Dovecot's master process does. Both servers run on loopback
ports of their own with their data below DATA_FOLDER, which must be new; both are ended, and the folder is deleted, at
the end. Dovecot keeps its mail in mdbox with mail_fsync=always and reuses its processes. Both sides have the same
messages, appended by the same client in the same order. For each command the rounds of the two servers are
interleaved after a warm-up; the medians stand side by side, and the ratio is Dovecot's time through Posthorn's.
"""
import argparse
import os
import pathlib
import pwd
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time

ROOT = pathlib.Path(__file__).resolve().parents[3]
LOGIN, PASSWORD = "bench@example.org", "correct horse"


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


class Imap:
    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.number = 0
        self.buffer = b""
        self.until(b"* ")
        self.command(f"LOGIN {LOGIN} \"{PASSWORD}\"")

    def until(self, start):
        """Reads to the line that starts so; says how many octets came before it."""
        read, buffer = 0, self.buffer
        while True:
            at = 0 if buffer.startswith(start) else buffer.find(b"\r\n" + start)
            if at >= 0:
                end = buffer.find(b"\r\n", at + 2)
                if end >= 0:
                    self.buffer = buffer[end + 2:]
                    return read + at, buffer[at:end].strip()
                keep = at
            else:
                keep = max(0, len(buffer) - 128)
            read, buffer = read + keep, buffer[keep:]
            more = self.socket.recv(1 << 20)
            if not more:
                raise SystemExit("the server closed the connection")
            buffer += more

    def command(self, text):
        self.number += 1
        tag = b"t%d " % self.number
        self.socket.sendall(tag + text.encode() + b"\r\n")
        octets, line = self.until(tag)
        if b" OK" not in line:
            raise SystemExit(f"{text}: {line.decode(errors='replace')}")
        return octets

    def time(self, text):
        started = time.perf_counter()
        octets = self.command(text)
        return time.perf_counter() - started, octets

    def append(self, messages, mailbox):
        waiting = []
        for message in messages:
            self.number += 1
            waiting.append(b"t%d OK" % self.number)
            self.socket.sendall(b"t%d APPEND %s {%d+}\r\n" % (self.number, mailbox.encode(), len(message))
                                + message + b"\r\n")
            if len(waiting) == 200:
                for line in waiting:
                    self.until(line)
                waiting = []
        for line in waiting:
            self.until(line)


def messages(count):
    """About 4 KiB each, a quarter of them multipart, in threads of about five."""
    chance = random.Random(7)
    words = [f"{a}{b}{c}" for a in ("bar", "lo", "mi", "ten", "quo") for b in ("ka", "ri", "ste", "vu")
             for c in ("n", "ra", "sh", "lt")]
    for i in range(count):
        root = i - i % 5
        text = "".join(" ".join(chance.choices(words, k=10)) + "\r\n" for _ in range(55))
        sent = time.strftime("%a, %d %b %Y %H:%M:%S +0000", time.gmtime(1_700_000_000 + chance.randrange(60_000_000)))
        head = (f"Return-Path: <sender{i % 97}@example.net>\r\n"
                f"Received: from a.example.net by mx.example.org with ESMTPS id {i:x}; {sent}\r\n"
                f"From: \"Sender {i % 97}\" <sender{i % 97}@example.net>\r\n"
                f"To: Bench <bench@example.org>, Other <other{i % 31}@example.org>\r\n"
                f"Cc: list@example.org\r\nDate: {sent}\r\n"
                f"Subject: {'Re: ' if i % 5 else ''}{words[root % 80]} {words[root // 80 % 80]} {root}\r\n"
                f"Message-ID: <{i}.bench@example.net>\r\n"
                + (f"In-Reply-To: <{i - 1}.bench@example.net>\r\nReferences: <{root}.bench@example.net>"
                   f" <{i - 1}.bench@example.net>\r\n" if i % 5 else "")
                + "MIME-Version: 1.0\r\n")
        if i % 4:
            yield (head + "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text).encode()
        else:
            yield (head + "Content-Type: multipart/alternative; boundary=\"=_b\"\r\n\r\n--=_b\r\n"
                   "Content-Type: text/plain; charset=utf-8\r\n\r\n" + text[:1800]
                   + "\r\n--=_b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n<p>"
                   + text[1800:3400] + "</p>\r\n--=_b--\r\n").encode()


class Posthorn:
    name = "Posthorn"

    def __init__(self, folder, home, heap):
        self.port = free_port()
        config = folder / "posthorn.toml"
        config.write_text(
            f'hostname = "bench.example.org"\ndata = "{folder}/data"\n[listen]\nsmtp = []\nsubmission = []\n'
            f'submissions = []\nimap = ["127.0.0.1:{self.port}"]\nimaps = []\npop3 = []\npop3s = []\n'
            f'admin = ["127.0.0.1:{free_port()}"]\n[auth]\nallow_plaintext = true\n')
        program = str(home / "bin/posthorn")
        self.process = subprocess.Popen([program, "serve", "--config", str(config)], stdout=open(folder / "log", "w"),
                                        stderr=subprocess.STDOUT, env={**os.environ, "POSTHORN_JAVA_OPTS": f"-Xmx{heap}"})
        while "ready" not in (folder / "log").read_text():
            if self.process.poll() is not None:
                raise SystemExit("Posthorn did not start:\n" + (folder / "log").read_text())
            time.sleep(0.1)
        for arguments, given in ((["domain", "add", "example.org"], ""),
                                 (["account", "add", LOGIN, "--password-stdin"], PASSWORD)):
            subprocess.run([program, *arguments, "--config", str(config)], input=given, text=True, check=True,
                           stdout=subprocess.DEVNULL)


class Dovecot:
    name = "Dovecot"

    def __init__(self, folder):
        self.port = free_port()
        for name in ("run", "state", "mail"):
            (folder / name).mkdir()
        owner = pwd.getpwnam("nobody")
        os.chown(folder / "mail", owner.pw_uid, owner.pw_gid)
        (folder / "users").write_text(f"{LOGIN}:{{PLAIN}}{PASSWORD}\n")
        config = folder / "dovecot.conf"
        config.write_text(f"""
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/state
log_path = {folder}/log
ssl = no
disable_plaintext_auth = no
first_valid_uid = 1
mail_uid = {owner.pw_uid}
mail_gid = {owner.pw_gid}
mail_location = mdbox:{folder}/mail/%u
mail_fsync = always
mdbox_rotate_size = 64M
passdb {{
  driver = passwd-file
  args = {folder}/users
}}
userdb {{
  driver = static
  args = uid={owner.pw_uid} gid={owner.pw_gid} home={folder}/mail/%u
}}
service imap-login {{
  inet_listener imap {{
    port = {self.port}
  }}
  inet_listener imaps {{
    port = 0
  }}
  service_count = 0
}}
service imap {{
  service_count = 1000
  vsz_limit = 2G
}}
""")
        self.process = subprocess.Popen(["dovecot", "-F", "-c", str(config)], stderr=subprocess.DEVNULL)


def connect(server):
    for _ in range(600):
        try:
            return Imap(server.port)
        except ConnectionRefusedError:
            time.sleep(0.1)
    raise SystemExit(f"{server.name} did not start")


def measure(clients, rows, rounds, what, command, undo=None):
    """Interleaves the rounds; the first one stands apart."""
    taken = {name: [] for name in clients}
    for _ in range(rounds):
        for name, client in clients.items():
            taken[name].append(client.time(command)[0])
            if undo:
                client.command(undo)
    show(rows, f"{what}, first time", {name: times[0] for name, times in taken.items()})
    if rounds > 1:
        show(rows, what, {name: statistics.median(times[1:]) for name, times in taken.items()})


def show(rows, what, seconds):
    dovecot, posthorn = seconds["Dovecot"] * 1000, seconds["Posthorn"] * 1000
    row = f"| {what} | {dovecot:.1f} | {posthorn:.1f} | {dovecot / posthorn:.1f} |"
    rows.append(row)
    print(row, flush=True)


def main():
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("folder", type=pathlib.Path)
    options.add_argument("--messages", type=int, default=100_000)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--heap", default="1g")
    options.add_argument("--posthorn", type=pathlib.Path, default=ROOT / "dist/target/posthorn")
    given = options.parse_args()
    if os.geteuid() != 0:
        sys.exit("run this as root: Dovecot's master process needs it")
    given.folder.mkdir(parents=True)
    os.chmod(given.folder, 0o755)
    servers = []
    try:
        for name in ("posthorn", "dovecot"):
            (given.folder / name).mkdir()
        servers.append(Dovecot(given.folder / "dovecot"))
        servers.append(Posthorn(given.folder / "posthorn", given.posthorn, given.heap))
        run(servers, given)
    finally:
        for server in servers:
            server.process.terminate()
            server.process.wait()
        shutil.rmtree(given.folder)


def warm_up(clients):
    """Both serve a small mailbox first, until the JVM has compiled what the rounds measure."""
    for client in clients:
        client.command("CREATE warm")
        client.append(messages(3_000), "warm")
        client.command("SELECT warm")
        for _ in range(15):
            for command in ("FETCH 1:* (FLAGS)", "FETCH 1:* (UID FLAGS ENVELOPE INTERNALDATE RFC822.SIZE)",
                            "FETCH 1:* (BODYSTRUCTURE)", "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM SUBJECT)])",
                            "FETCH 1:* (BODY.PEEK[])", "SEARCH SUBJECT quovult", "SEARCH BODY quovult",
                            "STORE 1:* +FLAGS.SILENT (\\Flagged)", "STORE 1:* -FLAGS.SILENT (\\Flagged)"):
                client.command(command)
        client.command("CLOSE")
        client.command("DELETE warm")


def run(servers, given):
    clients = {server.name: connect(server) for server in servers}
    warm_up(clients.values())
    rows = []
    count, rounds = given.messages, given.rounds
    print(f"| {count} messages | Dovecot ms | Posthorn ms | ratio |\n|---|---|---|---|")
    filled = {}
    for name, client in clients.items():
        client.command("CREATE big")
        started = time.perf_counter()
        client.append(messages(count), "big")
        filled[name] = time.perf_counter() - started
    show(rows, "APPEND, pipelined by one client", filled)
    fresh = {}
    for server in servers:
        times = []
        for _ in range(20):
            started = time.perf_counter()
            client = Imap(server.port)
            client.command("SELECT big")
            times.append(time.perf_counter() - started)
            client.command("LOGOUT")
        fresh[server.name] = statistics.median(times)
    show(rows, "connect + LOGIN + SELECT", fresh)
    for client in clients.values():
        client.command("SELECT big")
    tenth = count // 10
    measure(clients, rows, rounds, "FETCH 1:* (FLAGS)", "FETCH 1:* (FLAGS)")
    measure(clients, rows, rounds, "FETCH list with ENVELOPE",
            "FETCH 1:* (UID FLAGS ENVELOPE INTERNALDATE RFC822.SIZE)")
    measure(clients, rows, rounds, "FETCH BODYSTRUCTURE", "FETCH 1:* (BODYSTRUCTURE)")
    measure(clients, rows, rounds, "FETCH header fields",
            "FETCH 1:* (BODY.PEEK[HEADER.FIELDS (FROM TO CC SUBJECT DATE MESSAGE-ID REFERENCES)])")
    measure(clients, rows, rounds, "FETCH whole messages", "FETCH 1:* (BODY.PEEK[])")
    for what in ("SUBJECT quovult", "FROM sender42@", "BODY quovult", "UNSEEN"):
        measure(clients, rows, rounds, f"SEARCH {what}", f"SEARCH {what}")
    for what in ("SORT (REVERSE DATE) UTF-8 ALL", "SORT (SUBJECT) UTF-8 ALL", "THREAD REFERENCES UTF-8 ALL",
                 "THREAD ORDEREDSUBJECT UTF-8 ALL"):
        try:
            measure(clients, rows, rounds, what, what)
        except SystemExit as e:
            print(f"| {what} | | not there: {e} | |")
            for server in servers:
                clients[server.name] = connect(server)
                clients[server.name].command("SELECT big")
    measure(clients, rows, rounds, f"STORE flag on {count}", "STORE 1:* +FLAGS.SILENT (\\Flagged)",
            "STORE 1:* -FLAGS.SILENT (\\Flagged)")
    for client in clients.values():
        client.command("CREATE copies")
        client.command("CREATE moved")
    measure(clients, rows, min(rounds, 3), f"COPY of {tenth}", f"COPY 1:{tenth} copies")
    measure(clients, rows, min(rounds, 3), f"MOVE of {tenth}", f"MOVE 1:{tenth} moved")
    deleted = {}
    for name, client in clients.items():
        client.command(f"STORE 1:{tenth} +FLAGS.SILENT (\\Deleted)")
        deleted[name] = client.time("EXPUNGE")[0]
    show(rows, f"EXPUNGE of {tenth}", deleted)


main()
