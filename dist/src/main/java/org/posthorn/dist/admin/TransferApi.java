package org.posthorn.dist.admin;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.dist.transfer.LetterFrames;

/// `/api/v1/mail`: the methods of [MailTransfer]. Letters stream both ways as [LetterFrames] says, none is held.
///
///     POST /api/v1/mail/open?account=A&mailbox=M            {"account": 1, "next": 12}
///     POST /api/v1/mail/append?account=A&mailbox=M&since=12  letters; {"next": 13, "skipped": []}
///     GET  /api/v1/mail/folders?account=A                   [{"name": "INBOX", "messages": 11, "bytes": 4711}, …]
///     GET  /api/v1/mail/letters?account=A&mailbox=M         letters
final class TransferApi {
    private final MailTransfer mail;

    TransferApi(MailTransfer mail) {
        this.mail = mail;
    }

    void serve(HttpExchange exchange, Answer answer) throws AdministrationFailed, IOException {
        Map<String, String> query = query(exchange);
        String account = query.getOrDefault("account", "");
        String mailbox = query.getOrDefault("mailbox", "");
        switch (exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath()) {
            case "POST /api/v1/mail/open" -> answer.json(200, mail.open(account, mailbox));
            case "POST /api/v1/mail/append" -> append(exchange, answer, account, mailbox);
            case "GET /api/v1/mail/folders" -> answer.json(200, mail.folders(account));
            case "GET /api/v1/mail/letters" -> letters(answer, account, mailbox);
            default -> answer.error(404, "no such resource");
        }
    }

    private void append(HttpExchange exchange, Answer answer, String account, String mailbox)
            throws AdministrationFailed, IOException {
        MailTransfer.Target target = new MailTransfer.Target(account, mailbox, since(query(exchange)));
        try {
            answer.json(200, mail.append(target, new LetterFrames.Reader(exchange.getRequestBody())));
        } catch (LetterFrames.BrokenOff broken) {
            throw broken.getCause();
        }
    }

    private static long since(Map<String, String> query) throws AdministrationFailed {
        try {
            long since = Long.parseLong(query.getOrDefault("since", ""));
            if (since >= 1) {
                return since;
            }
        } catch (NumberFormatException malformed) {
            // said below
        }
        throw new AdministrationFailed(Kind.INVALID, "since has to be a UID: a number from 1 up");
    }

    private void letters(Answer answer, String account, String mailbox) throws AdministrationFailed, IOException {
        // Asked for before the answer begins, so that what is missing is said by the status.
        mail.folders(account).stream()
                .filter(folder -> folder.name().equals(mailbox))
                .findFirst()
                .orElseThrow(() -> new AdministrationFailed(Kind.NOT_FOUND, mailbox + " does not exist"));
        OutputStream out = answer.octets();
        mail.read(account, mailbox, new Letter.Visitor<IOException>() {
            @Override
            public void letter(Letter letter) throws IOException {
                LetterFrames.write(letter, out);
            }

            @Override
            public void unreadable(String name, String why) throws IOException {
                LetterFrames.write(LetterFrames.unreadable(name, why), out);
            }
        });
        LetterFrames.end(out);
    }

    private static Map<String, String> query(HttpExchange exchange) {
        Map<String, String> values = new HashMap<>();
        String raw = exchange.getRequestURI().getRawQuery();
        for (String pair : (raw == null ? "" : raw).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                values.put(
                        pair.substring(0, equals),
                        URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
            }
        }
        return values;
    }
}
