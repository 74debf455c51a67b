#!/usr/bin/env python3
"""Ten thousand connections in IDLE on the packaged server: what each holds, and how soon it is told of new mail.

usage: idle.py [--connections 10000] [--tls] [--together 1] [--deliveries 1000] [--rate 50] [--accounts 100] [--heap 512m]
               [--installation dist/target/posthorn]

Makes a store with that many accounts and starts the server on it. The connections select a mailbox and send IDLE;
--together of them share each mailbox, by default each has its own. Then messages are delivered one after the other, every second one by
SMTP, into an INBOX, and every second one by APPEND, into any of those mailboxes, --rate in a second. The time from the server's 250 or OK
to `* n EXISTS` is taken for every connection that is to be told (0 when EXISTS came first). A message that some connection was not told of within 10
seconds counts as lost.

Memory is what of the heap is in use after a full collection (jcmd, of the JDK that runs the server) with the connections in IDLE, less the same
after as many others came and went, by their number; and what is resident (/proc) before and with
them, which also goes by how far the heap grew for the password hashes of the logins. One JSON line for each measurement.

The script and the server need an open file for each connection: `ulimit -n` beyond 10,000, which this raises to the hard limit.
"""
import argparse
import collections
import gc
import json
import os
import re
import resource
import select
import shutil
import socket
import ssl
import subprocess
import tempfile
import time

PASSWORD = "secret"
LOST_AFTER = 10.0


def say(what, **facts):
    print(json.dumps({"what": what, **{k: round(v, 3) if isinstance(v, float) else v for k, v in facts.items()}}), flush=True)


class Talk:
    """A connection that sends and waits for the answer."""

    def __init__(self, port, tls=None):
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if tls:
            self.socket = tls.wrap_socket(self.socket)
        self.buffer = b""

    def until(self, pattern):
        while True:
            found = re.search(rb"(?m)^" + pattern + rb".*\r\n", self.buffer)
            if found:
                self.buffer = self.buffer[found.end():]
                return found.group()
            more = self.socket.recv(65536)
            if not more:
                raise SystemExit("the server closed a connection")
            self.buffer += more

    def ask(self, text, pattern):
        self.socket.sendall(text.encode() + b"\r\n")
        return self.until(pattern)


class Server:
    def __init__(self, installation, folder, accounts, heap):
        self.posthorn = os.path.abspath(os.path.join(installation, "bin", "posthorn"))
        self.folder = folder
        config = os.path.join(folder, "posthorn.toml")
        with open(config, "w", encoding="ascii") as out:
            out.write(f'hostname = "mx.bench.example"\ndata = "{folder}/data"\n[auth]\nallow_plaintext = true\n[listen]\n'
                      f'submission = []\nsubmissions = []\npop3 = []\npop3s = []\nadmin = ["127.0.0.1:0"]\n'
                      f'imap = ["127.0.0.1:0"]\nimaps = ["127.0.0.1:0"]\nsmtp = ["127.0.0.1:0"]\n')
        os.makedirs(os.path.join(folder, "data"))
        csv = os.path.join(folder, "accounts.csv")
        with open(csv, "w", encoding="ascii") as out:
            out.write("address,password\n" + "".join(f"u{n}@bench.example,{PASSWORD}\n" for n in range(accounts)))
        for command in (["domain", "add", "bench.example"], ["account", "import", csv]):
            subprocess.run([self.posthorn, *command, "-c", config], check=True, capture_output=True)
        self.log = open(os.path.join(folder, "server.log"), "ab")
        self.process = subprocess.Popen([self.posthorn, "serve", "-c", config], stdout=self.log, stderr=self.log,
                                        env=dict(os.environ, POSTHORN_JAVA_OPTS=f"-Xmx{heap}"))
        ready = self.awaited(r" ready: (.*)")
        self.imap, self.imaps, self.smtp = (int(re.search(rf"\b{name} 127\.0\.0\.1:(\d+)", ready).group(1))
                                            for name in ("imap", "imaps", "smtp"))
        self.jcmd = os.path.join(os.path.dirname(os.readlink(f"/proc/{self.process.pid}/exe")), "jcmd")

    def awaited(self, line):
        while True:
            with open(self.log.name, encoding="utf-8") as log:
                text = log.read()
            found = re.search(line, text)
            if found:
                return found.group(1)
            if self.process.poll() is not None:
                raise SystemExit("the server ended: " + text[-2000:])
            time.sleep(0.1)

    def heap(self):
        """Octets in use after a full collection; twice, since the first one finds objects that only wait for their cleaner."""
        pid = str(self.process.pid)
        for _ in range(2):
            subprocess.run([self.jcmd, pid, "GC.run"], check=True, stdout=subprocess.DEVNULL)
        told = subprocess.run([self.jcmd, pid, "GC.heap_info"], check=True, capture_output=True, text=True).stdout
        return sum(int(used) for used in re.findall(r"total \d+K, used (\d+)K", told.split("Metaspace")[0])) * 1024

    def resident(self):
        with open(f"/proc/{self.process.pid}/status", encoding="ascii") as status:
            return int(re.search(r"VmRSS:\s+(\d+)", status.read()).group(1)) * 1024

    def errors(self):
        with open(self.log.name, encoding="utf-8") as log:
            return sum(" ERROR " in line or " WARN " in line for line in log)

    def stop(self):
        self.process.terminate()
        self.process.wait(60)


class Idlers:
    """All the connections in IDLE, each with what it was told."""

    def __init__(self, server, given):
        self.server, self.given = server, given
        self.sockets = {}
        self.epoll = select.epoll()
        self.listeners = collections.defaultdict(list)
        self.counts = collections.Counter()
        self.tls = None
        if given.tls:
            self.tls = ssl.create_default_context()
            self.tls.check_hostname = False
            self.tls.verify_mode = ssl.CERT_NONE
        self.boxes = []
        for n in range((given.connections + given.together - 1) // given.together):
            name = f"box{n // given.accounts}" if n >= given.accounts else "INBOX"
            self.boxes.append((f"u{n % given.accounts}@bench.example", name))

    def mailboxes(self):
        appenders = {}
        for account, box in self.boxes:
            if account not in appenders:
                appenders[account] = Talk(self.server.imap)
                appenders[account].ask(f"a LOGIN {account} {PASSWORD}", b"a OK")
            if box != "INBOX":
                appenders[account].ask(f"a CREATE {box}", b"a OK")
        return appenders

    def connect(self):
        port = self.server.imaps if self.given.tls else self.server.imap
        for n in range(self.given.connections):
            number = n // self.given.together
            account, box = self.boxes[number]
            talk = Talk(port, self.tls)
            talk.ask(f"a LOGIN {account} {PASSWORD}", b"a OK")
            talk.ask(f"a SELECT {box}", b"a OK")
            talk.ask("a IDLE", rb"\+")
            talk.socket.setblocking(False)
            fd = talk.socket.fileno()
            self.sockets[fd] = (talk.socket, number)
            self.listeners[number].append(fd)
            self.epoll.register(fd, select.EPOLLIN)

    def read(self, timeout, told):
        """Notes when each connection was told of how many messages; returns when something came or the time is over.

        @return others that have something to read
        """
        others = []
        for fd, _ in self.epoll.poll(timeout):
            now = time.perf_counter()
            if fd not in self.sockets:
                others.append(fd)
                continue
            try:
                while True:
                    octets = self.sockets[fd][0].recv(65536)
                    if not octets:
                        raise SystemExit("the server closed an idling connection")
                    for exists in re.findall(rb"\* (\d+) EXISTS", octets):
                        told[fd, int(exists)] = now
            except (BlockingIOError, ssl.SSLWantReadError):
                pass
        return others


class Sender:
    """Delivers, and reads meanwhile what the idling connections are told."""

    def __init__(self, idlers, server, appenders):
        self.idlers, self.appenders = idlers, appenders
        self.smtp = Talk(server.smtp)
        self.smtp.until(b"220 ")
        self.smtp.ask("EHLO bench.example", b"250 ")

    def send(self, number, box, told):
        """Delivers a message: by SMTP when the number is odd, which must be into an INBOX.

        @return when that was acknowledged
        """
        letter = f"From: bench@bench.example\r\nSubject: {number}\r\n\r\n" + "A line of a small message.\r\n" * 40
        account, name = box
        if number % 2:
            self.smtp.ask("MAIL FROM:<bench@elsewhere.example>", b"250")
            self.smtp.ask(f"RCPT TO:<{account}>", b"250")
            self.smtp.ask("DATA", b"354")
            return self.acknowledged(self.smtp, letter + ".\r\n", b"250 ", told)
        append = f"a APPEND {name} {{{len(letter)}+}}\r\n{letter}\r\n"
        return self.acknowledged(self.appenders[account], append, b"a OK", told)

    def acknowledged(self, talk, text, wanted, told):
        fd = talk.socket.fileno()
        self.idlers.epoll.register(fd, select.EPOLLIN)
        talk.socket.sendall(text.encode())
        answer = b""
        while not answer.endswith(b"\r\n"):
            if fd in self.idlers.read(1.0, told):
                answer += talk.socket.recv(65536)
                at = time.perf_counter()
        self.idlers.epoll.unregister(fd)
        if not re.search(rb"(?m)^" + wanted, answer):
            raise SystemExit("refused: " + answer.decode())
        return at


def latencies(idlers, sender, given):
    """One message after the other, into mailboxes that lie far apart."""
    told, sent, counts = {}, [], idlers.counts
    begun = time.perf_counter()
    for number in range(given.deliveries):
        while (left := begun + number / given.rate - time.perf_counter()) > 0:
            idlers.read(left, told)
        place = number * 7919 % (min(given.accounts, len(idlers.boxes)) if number % 2 else len(idlers.boxes))
        at = sender.send(number, idlers.boxes[place], told)
        counts[place] += 1
        sent.append((at, place, counts[place], number % 2))
    deadline = time.perf_counter() + LOST_AFTER
    wanted = {(fd, count) for _, place, count, _ in sent for fd in idlers.listeners[place]}
    # One EXISTS may tell of several messages: then those before are told too.
    def missing():
        highest = collections.Counter()
        for fd, count in told:
            highest[fd] = max(highest[fd], count)
        return [each for each in wanted if highest[each[0]] < each[1]]
    while missing() and time.perf_counter() < deadline:
        idlers.read(0.2, told)
    lost = len(missing())
    for by, way in (("APPEND", 0), ("SMTP", 1)):
        values = []
        for at, place, count, how in sent:
            for fd in idlers.listeners[place] if how == way else ():
                later = [told[fd, n] for n in range(count, counts[place] + 1) if (fd, n) in told]
                if later:
                    values.append(max(0.0, min(later) - at))
        values.sort()
        p50, p90, p99, most = (1000 * values[min(len(values) - 1, int(part * len(values)))] for part in (0.5, 0.9, 0.99, 1))
        say("from the acknowledgement to EXISTS", by=by, connections=len(idlers.sockets), tls=given.tls,
            together=given.together, told=len(values), lost=lost, p50_ms=p50, p90_ms=p90, p99_ms=p99, max_ms=most,
            load=os.getloadavg()[0])
    return lost


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--connections", type=int, default=10_000)
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--together", type=int, default=1)
    parser.add_argument("--deliveries", type=int, default=1_000)
    parser.add_argument("--rate", type=float, default=50)
    parser.add_argument("--accounts", type=int, default=100)
    parser.add_argument("--heap", default="512m")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--installation", default="dist/target/posthorn")
    given = parser.parse_args()
    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    folder = tempfile.mkdtemp(prefix="posthorn-idle-")
    try:
        server = Server(given.installation, folder, given.accounts, given.heap)
        try:
            lost = measure(server, given)
        finally:
            server.stop()
    finally:
        shutil.rmtree(folder)
    raise SystemExit(1 if lost else 0)


def measure(server, given):
    idlers = Idlers(server, given)
    appenders = idlers.mailboxes()
    sender = Sender(idlers, server, appenders)
    # Classes, compiled code and caches are no connection's: as many connections come and go first.
    warm = Idlers(server, given)
    warm.connect()
    for each, _ in warm.sockets.values():
        each.close()
    time.sleep(3)
    before = server.heap(), server.resident()
    started = time.perf_counter()
    idlers.connect()
    took = time.perf_counter() - started
    after = server.heap(), server.resident()
    say("memory of connections in IDLE", connections=given.connections, tls=given.tls, together=given.together,
        heap_of_each=(after[0] - before[0]) // given.connections, heap_mib=after[0] >> 20,
        resident_mib_before_and_with=[before[1] >> 20, after[1] >> 20], seconds_to_connect=took)
    gc.disable()
    lost = 0
    for _ in range(given.rounds):
        lost += latencies(idlers, sender, given)
    say("the server's log", warnings_and_errors=server.errors())
    return lost


if __name__ == "__main__":
    main()
