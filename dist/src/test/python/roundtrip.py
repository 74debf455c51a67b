#!/usr/bin/env python3
"""Python's own smtplib, imaplib and poplib against a server, with and without TLS.

Ports come from PORT_SMTP, PORT_SUBMISSION, … and the certificate to trust from CERTIFICATE.
The accounts alice@example.org and bob@example.org have the password "secret".
"""
import email.message
import email.policy
import imaplib
import os
import poplib
import smtplib
import ssl

HOST = "127.0.0.1"
ALICE, BOB, PASSWORD = "alice@example.org", "bob@example.org", "secret"


def port(name):
    return int(os.environ["PORT_" + name.upper()])


TLS = ssl.create_default_context(cafile=os.environ["CERTIFICATE"])


def letter(subject):
    message = email.message.EmailMessage(policy=email.policy.SMTP)
    message["From"], message["To"], message["Subject"] = ALICE, BOB, subject
    message.set_content("Grüße aus Python\n.\n..dots\n", cte="8bit")
    message.add_attachment(bytes(range(256)) * 40, maintype="application", subtype="octet-stream", filename="ä.bin")
    return message


def send():
    sent = {}
    with smtplib.SMTP(HOST, port("smtp")) as mx:
        mx.ehlo()
        for extension in ("size", "8bitmime", "pipelining", "smtputf8", "starttls", "enhancedstatuscodes"):
            assert mx.has_extn(extension), extension
        sent["mx"] = letter("mx").as_bytes()
        assert mx.sendmail("someone@elsewhere.example", [BOB], sent["mx"]) == {}
        try:
            mx.sendmail("someone@elsewhere.example", ["x@elsewhere.example"], sent["mx"])
            raise AssertionError("relayed")
        except smtplib.SMTPRecipientsRefused as refused:
            assert refused.recipients["x@elsewhere.example"][0] == 550, refused.recipients
    with smtplib.SMTP(HOST, port("submission")) as submission:
        submission.starttls(context=TLS)
        try:
            submission.login(ALICE, "wrong")
            raise AssertionError("logged in with a wrong password")
        except smtplib.SMTPAuthenticationError as refused:
            assert refused.smtp_code == 535, refused
        submission.login(ALICE, PASSWORD)
        sent["starttls"] = letter("starttls").as_bytes()
        assert submission.sendmail(ALICE, [BOB, ALICE], sent["starttls"], ["BODY=8BITMIME"]) == {}
    with smtplib.SMTP_SSL(HOST, port("submissions"), context=TLS) as submissions:
        submissions.login(ALICE, PASSWORD)
        sent["submissions"] = letter("submissions").as_bytes()
        assert submissions.sendmail(ALICE, [BOB], sent["submissions"]) == {}
    return sent


def ok(answer):
    assert answer[0] == "OK", answer
    return answer[1]


def read_imap(sent):
    for security in ("clear", "starttls", "tls"):
        if security == "tls":
            imap = imaplib.IMAP4_SSL(HOST, port("imaps"), ssl_context=TLS)
        else:
            imap = imaplib.IMAP4(HOST, port("imap"))
        if security == "starttls":
            ok(imap.starttls(TLS))
        ok(imap.login(BOB, PASSWORD))
        assert int(ok(imap.select("INBOX"))[0]) == 3
        for subject, octets in sent.items():
            (uid,) = ok(imap.uid("SEARCH", "SUBJECT", '"%s"' % subject))[0].split()[-1:]
            body = ok(imap.uid("FETCH", uid, "(BODY.PEEK[])"))[0][1]
            assert body.endswith(octets), subject
        ok(imap.noop())
        imap.logout()


def change_imap():
    imap = imaplib.IMAP4_SSL(HOST, port("imaps"), ssl_context=TLS)
    ok(imap.login(BOB, PASSWORD))
    ok(imap.create("Work/Plans"))
    ok(imap.append("Work/Plans", r"(\Flagged)", None, b"Subject: appended\r\n\r\nbody\r\n"))
    names = [line.decode().rsplit(" ", 1)[1].strip('"') for line in ok(imap.list())]
    assert {"INBOX", "Work", "Work/Plans", "Sent", "Drafts", "Trash", "Junk", "Archive"} <= set(names), names
    ok(imap.select("INBOX"))
    ok(imap.copy("1", "Work/Plans"))
    ok(imap.store("1", "+FLAGS", r"(\Deleted)"))
    assert ok(imap.expunge()) == [b"1"]
    assert int(ok(imap.select("Work/Plans"))[0]) == 2
    flags = ok(imap.fetch("1", "(FLAGS RFC822.SIZE)"))[0]
    assert rb"\Flagged" in flags and b"RFC822.SIZE 27" in flags, flags
    ok(imap.close())
    ok(imap.rename("Work/Plans", "Plans"))
    ok(imap.delete("Plans"))
    ok(imap.append("INBOX", None, None, b"Subject: again\r\n\r\nbody\r\n"))
    imap.logout()


def read_pop3(sent):
    for security in ("clear", "stls", "tls"):
        if security == "tls":
            pop3 = poplib.POP3_SSL(HOST, port("pop3s"), context=TLS)
        else:
            pop3 = poplib.POP3(HOST, port("pop3"))
        if security == "stls":
            pop3.stls(TLS)
        assert "UIDL" in pop3.capa()
        pop3.user(BOB)
        pop3.pass_(PASSWORD)
        count, octets = pop3.stat()
        assert count == 3, count
        assert sum(int(line.split()[1]) for line in pop3.list()[1]) == octets
        assert len({line.split()[1] for line in pop3.uidl()[1]}) == 3
        whole = [b"".join(line + b"\r\n" for line in pop3.retr(n + 1)[1]) for n in range(count)]
        for subject, message in sent.items():
            assert any(body.endswith(message) for body in whole), subject
        top = pop3.top(1, 0)[1]
        assert top[-1] == b"" and len(top) < 40, top
        pop3.quit()


def delete_pop3():
    pop3 = poplib.POP3_SSL(HOST, port("pop3s"), context=TLS)
    pop3.user(BOB)
    pop3.pass_(PASSWORD)
    pop3.dele(1)
    pop3.quit()
    pop3 = poplib.POP3_SSL(HOST, port("pop3s"), context=TLS)
    pop3.user(BOB)
    pop3.pass_(PASSWORD)
    assert pop3.stat()[0] == 2
    pop3.quit()


def main():
    sent = send()
    read_imap(sent)
    read_pop3(sent)
    change_imap()
    delete_pop3()
    print("all went well")


if __name__ == "__main__":
    main()
