package org.posthorn.dist.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.dist.transfer.LetterFrames;

/// Transfer through a server that runs. It speaks HTTP by the old client of the JDK: that one takes a body as it is
/// written.
final class RemoteTransfer implements MailTransfer {
    private static final int CONNECT_MILLIS = 5_000;
    private static final int CHUNK = 64 << 10;
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunFile server;

    RemoteTransfer(RunFile server) {
        this.server = server;
    }

    /// Works with an open connection.
    private interface Exchange<T, X extends Exception> {
        T with(HttpURLConnection http) throws IOException, X, AdministrationFailed;
    }

    @Override
    public Opened open(String address, String mailbox) throws AdministrationFailed {
        return call("open?account=" + part(address) + "&mailbox=" + part(mailbox), http -> {
            http.setRequestMethod("POST");
            try (InputStream body = answer(http)) {
                return JSON.readValue(body, Opened.class);
            }
        });
    }

    @Override
    public Appended append(Target target, Iterator<Letter> letters) throws AdministrationFailed {
        String resource = "append?account=" + part(target.address()) + "&mailbox=" + part(target.mailbox()) + "&since="
                + target.since();
        return call(resource, http -> {
            http.setRequestMethod("POST");
            http.setDoOutput(true);
            http.setChunkedStreamingMode(CHUNK);
            try (OutputStream out = new BufferedOutputStream(http.getOutputStream(), CHUNK)) {
                while (letters.hasNext()) {
                    LetterFrames.write(letters.next(), out);
                }
                LetterFrames.end(out);
            }
            try (InputStream body = answer(http)) {
                return JSON.readValue(body, Appended.class);
            }
        });
    }

    @Override
    public List<Folder> folders(String address) throws AdministrationFailed {
        return call("folders?account=" + part(address), http -> {
            try (InputStream body = answer(http)) {
                return List.of(JSON.readValue(body, Folder[].class));
            }
        });
    }

    @Override
    public <X extends Exception> void read(String address, String mailbox, Letter.Visitor<X> visitor)
            throws X, AdministrationFailed {
        this.<Boolean, X>call("letters?account=" + part(address) + "&mailbox=" + part(mailbox), http -> {
            try (InputStream body = answer(http)) {
                Iterator<Letter> letters = new LetterFrames.Reader(body);
                while (letters.hasNext()) {
                    visitor.letter(letters.next());
                }
                return true;
            }
        });
    }

    private <T, X extends Exception> T call(String resource, Exchange<T, X> exchange) throws X, AdministrationFailed {
        try {
            HttpURLConnection http =
                    (HttpURLConnection) URI.create("http://" + server.admin() + "/api/v1/mail/" + resource)
                            .toURL()
                            .openConnection();
            http.setConnectTimeout(CONNECT_MILLIS);
            http.setRequestProperty("Authorization", "Bearer " + server.token());
            return exchange.with(http);
        } catch (LetterFrames.BrokenOff broken) {
            throw unreachable(broken.getCause());
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    private static InputStream answer(HttpURLConnection http) throws IOException, AdministrationFailed {
        int status = http.getResponseCode();
        if (status == HttpURLConnection.HTTP_OK) {
            return http.getInputStream();
        }
        try (InputStream error = http.getErrorStream()) {
            throw new AdministrationFailed(
                    Kind.ofHttpStatus(status),
                    JSON.readTree(error).path("error").asText("status " + status));
        }
    }

    private AdministrationFailed unreachable(IOException broken) {
        return new AdministrationFailed(
                Kind.UNAVAILABLE,
                "the server (process " + server.pid() + ") broke off (" + broken.getMessage()
                        + "); what it acknowledged is kept: run the same command again");
    }

    private static String part(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
