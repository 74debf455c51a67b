package org.posthorn.dist.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Map;

/// What is answered to one request: one JSON value, or lines of JSON as they come.
final class Answer {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpExchange exchange;
    private boolean begun;

    Answer(HttpExchange exchange) {
        this.exchange = exchange;
    }

    void json(int status, Object value) throws IOException {
        byte[] body = JSON.writeValueAsBytes(value);
        begin("application/json", status, body.length);
        exchange.getResponseBody().write(body);
    }

    /// Done, with nothing to tell.
    void done() throws IOException {
        json(200, Map.of());
    }

    /// Once lines have begun the status can't change any more: then the broken-off body tells that it failed.
    void error(int status, String message) throws IOException {
        if (!begun) {
            json(status, Map.of("error", message));
        }
    }

    /// Begins an answer of lines.
    OutputStream lines() throws IOException {
        begin("application/x-ndjson", 200, 0);
        return exchange.getResponseBody();
    }

    /// Begins an answer of octets.
    OutputStream octets() throws IOException {
        begin("application/octet-stream", 200, 0);
        return exchange.getResponseBody();
    }

    static byte[] line(Object value) throws IOException {
        byte[] json = JSON.writeValueAsBytes(value);
        byte[] line = Arrays.copyOf(json, json.length + 1);
        line[json.length] = '\n';
        return line;
    }

    private void begin(String type, int status, long length) throws IOException {
        begun = true;
        exchange.getResponseHeaders().set("Content-Type", type);
        exchange.getResponseHeaders().set("Cache-Control", "no-store");
        exchange.sendResponseHeaders(status, length);
    }
}
