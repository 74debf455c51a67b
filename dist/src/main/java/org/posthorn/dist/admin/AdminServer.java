package org.posthorn.dist.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The admin listener: `GET /health` for anybody, `/api/v1/…` for whoever has the token (RFC 6750 §2.1).
///
/// A browser that was lured here by a name that an attacker points at 127.0.0.1 is turned away by its Host
/// field: only addresses and `localhost` are taken. It would have no token either.
public final class AdminServer implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(AdminServer.class);

    /// Seconds in which a request must have arrived as a whole: nobody holds a connection open by trickling.
    private static final String REQUEST_SECONDS = "30";

    private final HttpServer http;
    private final ExecutorService requests = Executors.newVirtualThreadPerTaskExecutor();

    private AdminServer(HttpServer http) {
        this.http = http;
    }

    /// @throws IOException the address can't be had
    public static AdminServer open(InetSocketAddress address, String token, Administration administration)
            throws IOException {
        // The JDK's server takes these from system properties only, once, when its first instance is made.
        System.setProperty("sun.net.httpserver.maxReqTime", REQUEST_SECONDS);
        System.setProperty("jdk.httpserver.maxConnections", "200");
        HttpServer http = HttpServer.create(address, 0);
        AdminServer server = new AdminServer(http);
        Api api = new Api(administration);
        byte[] bearer = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
        http.createContext("/", exchange -> serve(exchange, bearer, api));
        http.setExecutor(server.requests);
        http.start();
        return server;
    }

    /// The bound address; its port is the real one when 0 was asked for.
    public InetSocketAddress address() {
        return http.getAddress();
    }

    private static void serve(HttpExchange exchange, byte[] bearer, Api api) throws IOException {
        try (exchange) {
            Answer answer = new Answer(exchange);
            try {
                if (!namesAnAddress(exchange.getRequestHeaders().getFirst("Host"))) {
                    answer.error(403, "use the server's address, not a name, in the URL");
                } else if (exchange.getRequestURI().getPath().equals("/health")) {
                    answer.json(200, Map.of("status", "ok"));
                } else if (!authorized(exchange, bearer)) {
                    exchange.getResponseHeaders().set("WWW-Authenticate", "Bearer");
                    answer.error(401, "needs the token of the data folder's run/admin.json");
                } else {
                    api.serve(exchange, answer);
                }
            } catch (AdministrationFailed failed) {
                answer.error(failed.kind().httpStatus(), failed.getMessage());
            } catch (RuntimeException ours) {
                LOG.atError()
                        .setCause(ours)
                        .addKeyValue("method", exchange.getRequestMethod())
                        .addKeyValue("path", exchange.getRequestURI().getPath())
                        .log("admin request failed");
                answer.error(Kind.UNAVAILABLE.httpStatus(), "the server failed; its log says why");
            }
        }
    }

    private static boolean authorized(HttpExchange exchange, byte[] bearer) {
        List<String> given = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
        return given.size() == 1 && MessageDigest.isEqual(given.getFirst().getBytes(StandardCharsets.UTF_8), bearer);
    }

    private static boolean namesAnAddress(String host) {
        return host != null && host.matches("(localhost|[0-9.]{7,15}|\\[[0-9A-Fa-f:.]+])(:\\d{1,5})?");
    }

    @Override
    public void close() {
        http.stop(0);
        requests.shutdownNow();
    }
}
