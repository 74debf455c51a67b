#!/usr/bin/env python3
"""What Python's imaplib speaks of IMAP's extensions, by its own methods, in its own spelling.

Ports come from PORT_IMAPS, … and the certificate to trust from CERTIFICATE.
The accounts alice@example.org and bob@example.org have the password "secret".
"""
import imaplib
import os
import re
import ssl

ALICE, BOB, PASSWORD = "alice@example.org", "bob@example.org", "secret"
TLS = ssl.create_default_context(cafile=os.environ["CERTIFICATE"])


def ok(answer):
    assert answer[0] == "OK", answer
    return answer[1]


def login(user):
    client = imaplib.IMAP4_SSL("127.0.0.1", int(os.environ["PORT_IMAPS"]), ssl_context=TLS)
    ok(client.login(user, PASSWORD))
    return client


def letter(number, subject, reference=""):
    return (f"Date: Mon, {number} Mar 2021 10:00:00 +0000\r\nFrom: {subject[-1]} <a@example.org>\r\n"
            f"Subject: {subject}\r\nMessage-ID: <{number}@example.org>\r\n{reference}\r\nhello\r\n").encode()


def main():
    alice = login(ALICE)
    capabilities = ok(alice.capability())[0].split()
    for extension in ("NAMESPACE", "SORT", "THREAD=REFERENCES", "ACL", "QUOTA", "UNSELECT", "UIDPLUS", "MOVE"):
        assert extension.encode() in capabilities, (extension, capabilities)

    # NAMESPACE (RFC 2342)
    assert ok(alice.namespace())[0].startswith(b'(("" "/"))'), alice.namespace()

    ok(alice.create("list"))
    for number, subject, reference in ((3, "beta", ""), (1, "alpha", ""),
                                       (2, "Re: beta", "References: <3@example.org>\r\n")):
        found = ok(alice.append("list", None, None, letter(number, subject, reference)))
        assert re.search(rb"APPENDUID \d+ \d", found[0]), found
    ok(alice.select("list"))

    # SORT and THREAD (RFC 5256)
    assert ok(alice.sort("(SUBJECT REVERSE DATE)", "UTF-8", "ALL")) == [b"2 1 3"]
    assert ok(alice.uid("SORT", "(DATE)", "UTF-8", "SUBJECT", "beta")) == [b"3 1"]
    assert ok(alice.thread("REFERENCES", "UTF-8", "ALL")) == [b"(2)(1 3)"], alice.thread("REFERENCES", "UTF-8", "ALL")
    assert ok(alice.thread("ORDEREDSUBJECT", "UTF-8", "ALL")) == [b"(2)(3 1)"]

    # QUOTA (RFC 9208)
    root, quota = ok(alice.getquotaroot("list"))
    assert root[0].startswith(b"list "), root
    assert b"STORAGE" in quota[0] and b"51200" in quota[0], quota

    # ACL (RFC 4314)
    assert b"list" in ok(alice.myrights("list"))[0]
    ok(alice.setacl("list", BOB, "lr"))
    assert BOB.encode() in ok(alice.getacl("list"))[0]
    bob = login(BOB)
    theirs = f'"Other Users/{ALICE}/list"'
    assert any(ALICE.encode() in line for line in ok(bob.list()))
    ok(bob.select(theirs, readonly=True))
    assert ok(bob.search(None, "ALL")) == [b"1 2 3"]
    assert bob.append(theirs, None, None, letter(4, "gamma"))[0] == "NO"
    ok(alice.deleteacl("list", BOB))
    bob.shutdown()

    # UNSELECT (RFC 3691): what is \\Deleted stays; MOVE (RFC 6851); UID EXPUNGE (RFC 4315)
    ok(alice.store("1", "+FLAGS", r"(\Deleted)"))
    ok(alice.unselect())
    assert ok(alice.select("list")) == [b"3"]
    ok(alice.uid("EXPUNGE", "2"))
    assert ok(alice.search(None, "ALL")) == [b"1 2 3"]
    ok(alice.create("other"))
    ok(alice.uid("MOVE", "2:3", "other"))
    assert ok(alice.search(None, "ALL")) == [b"1"]

    # UTF8=ACCEPT (RFC 6855)
    ok(alice.unselect())
    ok(alice.enable("UTF8=ACCEPT"))
    ok(alice.create('"Entwürfe"'))
    assert any("Entwürfe".encode() in line for line in ok(alice.list()))
    ok(alice.append('"Entwürfe"', None, None, "Subject: grün\r\n\r\nfür dich\r\n".encode()))
    assert alice.logout()[0] == "BYE"
    print("all went well")


main()
