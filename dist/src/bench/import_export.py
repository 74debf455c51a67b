#!/usr/bin/env python3
"""A large Maildir goes in, out, and in again under a small heap, and is the same.

usage: import_export.py [--messages 200000] [--heap 256m] [--installation dist/target/posthorn]

Makes a Maildir with folders, flags, dates and sizes of all sorts, imports it into a stopped store with
POSTHORN_JAVA_OPTS=-Xmx, exports it, imports that into another account, exports it again, and compares the two exports:
names (which hold folder, date and flags), octets and modification times. One JSON line for each step: seconds,
messages a second, the highest resident size, and the most heap in use after a collection, early and late.
"""
import argparse
import hashlib
import json
import os
import random
import re
import resource
import subprocess
import tempfile
import time

FOLDERS = ["", ".Sent", ".Sent.2024", ".Lists.posthorn", ".Archive"]
FLAGS = ["", "S", "RS", "FS", "DS", "PRST"]


def make_maildir(root, messages):
    chance = random.Random(1)
    for folder in FOLDERS:
        for part in ("cur", "new", "tmp"):
            os.makedirs(os.path.join(root, folder, part))
    for i in range(messages):
        path = os.path.join(root, FOLDERS[i % len(FOLDERS)], "cur", f"{i}.M1.host:2,{FLAGS[i % len(FLAGS)]}")
        size = int(min(2_000_000, chance.lognormvariate(7.5, 1.3)))
        body = (f"{chance.getrandbits(256):064x}\r\n" * (size // 66 + 1))[:size]
        with open(path, "w", newline="", encoding="ascii") as out:
            out.write(f"From: Bench <bench@example.org>\r\nSubject: number {i}\r\nMessage-ID: <{i}@bench.example>\r\n\r\n{body}")
        date = 1_000_000_000_000 + i * 1_001
        os.utime(path, ns=(date * 1_000_000, date * 1_000_000))


def contents(root):
    """Path to modification time and hash."""
    files = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = os.path.join(folder, name)
            with open(path, "rb") as file:
                # The second import takes them in the order of dates, so UIDs are others.
                files[re.sub(r"U\d{10}", "", os.path.relpath(path, root))] = (os.stat(path).st_mtime_ns, hashlib.sha256(file.read()).hexdigest())
    return files


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--messages", type=int, default=200_000)
    parser.add_argument("--heap", default="256m")
    parser.add_argument("--installation", default="dist/target/posthorn")
    given = parser.parse_args()
    posthorn = os.path.abspath(os.path.join(given.installation, "bin", "posthorn"))
    with tempfile.TemporaryDirectory(prefix="posthorn-transfer-") as folder:
        measure(posthorn, folder, given)


def measure(posthorn, folder, given):
    config, gc = os.path.join(folder, "posthorn.toml"), os.path.join(folder, "gc.log")
    with open(config, "w", encoding="ascii") as out:
        out.write(f'hostname = "mx.bench.example"\ndata = "{folder}/data"\n')
    os.makedirs(os.path.join(folder, "data"))

    def run(what, *words, **extra):
        environment = dict(os.environ, POSTHORN_JAVA_OPTS=f"-Xmx{given.heap} -Xlog:gc:file={gc}:time:filecount=0")
        started = time.perf_counter()
        subprocess.run([posthorn, *words, "-c", config], env=environment, check=True, stdout=subprocess.DEVNULL, **extra)
        took = time.perf_counter() - started
        with open(gc, encoding="ascii") as lines:
            after = [int(used) for used in re.findall(r"->(\d+)M", lines.read())]
        half = max(1, len(after) // 2)
        print(json.dumps({"what": what, "seconds": round(took, 1), "rate": round(given.messages / took),
                          "heap_mib_first_half": max(after[:half], default=0),
                          "heap_mib_second_half": max(after[half:], default=0),
                          "resident_mib": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss >> 10}), flush=True)

    for account in ("one@bench.example", "two@bench.example"):
        run("account", "account", "add", account, "--password-stdin", input=b"secret\n")
    make_maildir(os.path.join(folder, "maildir"), given.messages)
    run("import", "message", "import", "one@bench.example", os.path.join(folder, "maildir"))
    run("export", "message", "export", "one@bench.example", os.path.join(folder, "first"))
    run("import again", "message", "import", "two@bench.example", os.path.join(folder, "first"))
    run("export again", "message", "export", "two@bench.example", os.path.join(folder, "second"))
    run("check", "check")
    first, second = contents(os.path.join(folder, "first")), contents(os.path.join(folder, "second"))
    same = first == second and len(first) == given.messages
    print(json.dumps({"what": "compared", "messages": len(first), "same": same}))
    if not same:
        raise SystemExit(f"{len(first.keys() ^ second.keys())} names, or octets, or dates are not the same")


if __name__ == "__main__":
    main()
