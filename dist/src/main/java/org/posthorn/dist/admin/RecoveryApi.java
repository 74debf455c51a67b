package org.posthorn.dist.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import org.posthorn.dist.admin.AdministrationFailed.Kind;

/// `/api/v1/deleted`: the methods of [Recovery]; each is sent an order.
///
///     POST /api/v1/deleted/list       lines {"item": {"id": …, "mailbox": …, …}}, at last {"end": {}}
///     POST /api/v1/deleted/restore    {"messages": {"INBOX": 3}, "mailboxes": [], "octets": 4711}
///     POST /api/v1/deleted/purge      the same
///
///     order := {"choice": {"address": …, "mailbox": "", "since": 0, "ids": []}, "into": ""}
final class RecoveryApi {
    static final String PATH = "/api/v1/deleted/";

    /// Some ten thousand ids.
    private static final int LONGEST_BODY = 256 << 10;

    private static final ObjectMapper JSON = new ObjectMapper();

    record Order(Recovery.Choice choice, String into) {}

    private final Recovery recovery;

    RecoveryApi(Recovery recovery) {
        this.recovery = recovery;
    }

    void serve(HttpExchange exchange, Answer answer) throws AdministrationFailed, IOException {
        String what = exchange.getRequestURI().getPath().substring(PATH.length());
        switch (exchange.getRequestMethod() + " " + what) {
            case "POST list" -> list(order(exchange), answer);
            case "POST restore" -> {
                Order order = order(exchange);
                answer.json(200, recovery.restore(order.choice(), order.into()));
            }
            case "POST purge" -> answer.json(200, recovery.purge(order(exchange).choice()));
            default -> answer.error(404, "no such resource");
        }
    }

    private void list(Order order, Answer answer) throws AdministrationFailed, IOException {
        OutputStream[] out = new OutputStream[1];
        try {
            // What is refused is so before the first item, and said by the status.
            recovery.list(order.choice(), item -> {
                try {
                    out[0] = out[0] == null ? answer.lines() : out[0];
                    out[0].write(Answer.line(Map.of("item", item)));
                } catch (IOException gone) {
                    throw new UncheckedIOException(gone);
                }
            });
            OutputStream end = out[0] == null ? answer.lines() : out[0];
            end.write(Answer.line(Map.of("end", Map.of())));
        } catch (UncheckedIOException gone) {
            throw gone.getCause();
        }
    }

    private static Order order(HttpExchange exchange) throws AdministrationFailed, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new AdministrationFailed(Kind.INVALID, "that many ids at once are too many");
        }
        try {
            return JSON.readValue(body, Order.class);
        } catch (com.fasterxml.jackson.core.JsonProcessingException malformed) {
            throw new AdministrationFailed(
                    Kind.INVALID, "the request's body is not what was expected: " + malformed.getOriginalMessage());
        }
    }
}
