#!/usr/bin/env python3
"""Shows with strace that 250 comes after the log's sync, and that one sync serves many senders.

usage: syncs.py PID SMTP_PORT RECIPIENT [SENDERS [MESSAGES_EACH]]

PID is a running Posthorn, SMTP_PORT its MX port on 127.0.0.1. Needs strace and the right to attach.
Prints the system calls between the last byte of one message's DATA and its 250, then, for SENDERS (32)
that send MESSAGES_EACH (50) at once, how many syncs of the write-ahead log there were.
"""
import re
import socket
import subprocess
import sys
import tempfile
import threading
import time


def reply(f):
    while True:
        line = f.readline()
        if not line:
            raise SystemExit("the server closed the connection")
        if line[3:4] != b"-":
            return line


def send(port, recipient, count, mark):
    with socket.create_connection(("127.0.0.1", port)) as s, s.makefile("rb") as f:
        reply(f)
        s.sendall(b"EHLO bench.example\r\n")
        reply(f)
        for i in range(count):
            for command in (b"MAIL FROM:<bench@elsewhere.example>", b"RCPT TO:<%s>" % recipient.encode(), b"DATA"):
                s.sendall(command + b"\r\n")
                answer = reply(f)
                assert answer[:1] in b"23", answer
            s.sendall(b"Subject: sync %d\r\n\r\n" % i + b"x" * 70 + b"\r\n" + mark + b"\r\n.\r\n")
            answer = reply(f)
            assert answer.startswith(b"250"), answer
        s.sendall(b"QUIT\r\n")
        reply(f)


def traced(pid, work):
    """Runs the work with strace attached; the trace's lines in order of time."""
    with tempfile.NamedTemporaryFile("r", suffix=".strace") as out:
        strace = subprocess.Popen(
            ["strace", "-f", "-ttt", "-y", "-s", "400", "-o", out.name,
             "-e", "trace=fsync,fdatasync,sync_file_range,read,recvfrom,write,writev,sendto,sendmsg", "-p", str(pid)],
            stderr=subprocess.PIPE, text=True)
        for line in strace.stderr:
            if "attached" in line:
                break
        threading.Thread(target=strace.stderr.read, daemon=True).start()
        time.sleep(1)
        try:
            work()
        finally:
            strace.terminate()
            strace.wait()
        return out.read().splitlines()


def syncs(lines):
    return sum(1 for l in lines if re.search(r"f(data)?sync\(\d+<[^>]*\.log>\)", l) and "resumed" not in l)


def main():
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    pid, port, recipient = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    senders = int(sys.argv[4]) if len(sys.argv) > 4 else 32
    each = int(sys.argv[5]) if len(sys.argv) > 5 else 50

    lines = traced(pid, lambda: send(port, recipient, 1, b"last-line-of-data"))
    inside = False
    print("one message, from the last byte of DATA to the 250:")
    for line in lines:
        inside = inside or "last-line-of-data" in line
        if inside and re.search(r"sync|last-line-of-data|\b(write|writev|sendto|sendmsg)\(\d+<(TCP|socket).*250|250 2", line):
            print("   ", line[:160])
        if inside and re.search(r'"250 ', line):
            break

    started = time.time()

    def flood():
        threads = [threading.Thread(target=send, args=(port, recipient, each, b"y")) for _ in range(senders)]
        for t in threads:
            t.start()
        for t in threads:
            t.join()

    lines = traced(pid, flood)
    print(f"{senders} senders, {senders * each} messages: {syncs(lines)} syncs of the log "
          f"({time.time() - started:.1f} s under strace)")


main()
