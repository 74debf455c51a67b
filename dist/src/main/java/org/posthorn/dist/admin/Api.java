package org.posthorn.dist.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.posthorn.dist.admin.AdministrationFailed.Kind;

/// `/api/v1`: the methods of [Administration] as resources.
///
///     GET    /api/v1/domains                      ["example.org", …]
///     POST   /api/v1/domains                      {"domain": "example.org"}
///     DELETE /api/v1/domains/example.org
///     GET    /api/v1/accounts                     [{"id": 1, "address": "alice@example.org", "quota": …}, …]
///     POST   /api/v1/accounts                     {"address": …, "password": …}
///     DELETE /api/v1/accounts/alice@example.org
///     POST   /api/v1/shared-accounts              {"address": …}
///     PUT    /api/v1/rights                       {"account": …, "mailbox": …, "identifier": …, "rights": …}
/// [{"identifier": "anyone", "rights": "lr"}, …]
///     PUT    /api/v1/passwords                    {"address": …, "password": …}
///     GET    /api/v1/account-quotas/alice@example.org
/// {"octets": 5, "messages": 1, "limits": {"octets": 9, "messages": -1}}
///     PUT    /api/v1/account-quotas               {"subject": …, "size": "2 GiB", "messages": ""}
///     GET    /api/v1/account-hidden/alice@example.org       ["NOTIFY", …]
///     PUT    /api/v1/account-hidden               {"subject": …, "capabilities": ["NOTIFY"]}
///     GET    /api/v1/domain-quotas/example.org    {"octets": 9, "messages": -1}
///     PUT    /api/v1/domain-quotas                {"subject": …, "size": …, "messages": …}
///     POST   /api/v1/check                        {"repair": false}; answers lines as [CheckLine] says
///     POST   /api/v1/backups                      {"folder": "/absolute/path", "keep": 7}
/// {"id": 1, "taken": …, "octets": …} when it is made
///     GET    /api/v1/status
///     …      /api/v1/mail/…                       see [TransferApi]
///     …      /api/v1/deleted/…                    see [RecoveryApi]
///
/// What fails answers `{"error": …}` with a status of [AdministrationFailed.Kind].
final class Api {
    /// No request of ours is longer than an address and a password.
    private static final int LONGEST_BODY = 16_384;

    private static final ObjectMapper JSON = new ObjectMapper();

    /// @param method  of HTTP
    /// @param path    its group, if it has one, is handed to the action
    private record Route(String method, Pattern path, Action action) {}

    private interface Action {
        void serve(Request request, Answer answer) throws AdministrationFailed, IOException;
    }

    /// @param subject what the path names after the resource; empty when nothing
    private record Request(String subject, byte[] body) {
        <T> T as(Class<T> type) throws AdministrationFailed, IOException {
            try {
                return JSON.readValue(body, type);
            } catch (JsonProcessingException malformed) {
                throw new AdministrationFailed(
                        Kind.INVALID, "the request's body is not what was expected: " + malformed.getOriginalMessage());
            }
        }
    }

    private record DomainName(String domain) {}

    private record Address(String address) {}

    private final Administration administration;
    private final List<Route> routes;

    Api(Administration administration) {
        this.administration = administration;
        this.routes = List.of(
                route("GET", "/domains", (request, answer) -> answer.json(200, administration.domains())),
                route("POST", "/domains", (request, answer) -> {
                    administration.addDomain(request.as(DomainName.class).domain());
                    answer.done();
                }),
                route("DELETE", "/domains/([^/]+)", (request, answer) -> {
                    administration.removeDomain(request.subject());
                    answer.done();
                }),
                route("GET", "/accounts", (request, answer) -> answer.json(200, administration.accounts())),
                route("POST", "/accounts", (request, answer) -> {
                    administration.addAccount(request.as(Credentials.class));
                    answer.done();
                }),
                route("POST", "/shared-accounts", (request, answer) -> {
                    administration.addShared(request.as(Address.class).address());
                    answer.done();
                }),
                route(
                        "PUT",
                        "/rights",
                        (request, answer) -> answer.json(200, administration.rights(request.as(RightsOrder.class)))),
                route("DELETE", "/accounts/(.+)", (request, answer) -> {
                    administration.removeAccount(request.subject());
                    answer.done();
                }),
                route("PUT", "/passwords", (request, answer) -> {
                    administration.setPassword(request.as(Credentials.class));
                    answer.done();
                }),
                route(
                        "GET",
                        "/account-quotas/(.+)",
                        (request, answer) -> answer.json(200, administration.accountQuota(request.subject()))),
                route("PUT", "/account-quotas", (request, answer) -> {
                    administration.limitAccount(request.as(QuotaOrder.class));
                    answer.done();
                }),
                route(
                        "GET",
                        "/account-hidden/(.+)",
                        (request, answer) -> answer.json(200, administration.hidden(request.subject()))),
                route("PUT", "/account-hidden", (request, answer) -> {
                    administration.hide(request.as(HideOrder.class));
                    answer.done();
                }),
                route(
                        "GET",
                        "/domain-quotas/([^/]+)",
                        (request, answer) -> answer.json(200, administration.domainQuota(request.subject()))),
                route("PUT", "/domain-quotas", (request, answer) -> {
                    administration.limitDomain(request.as(QuotaOrder.class));
                    answer.done();
                }),
                route("POST", "/check", (request, answer) -> check(request.as(CheckOrder.class), answer)),
                route(
                        "POST",
                        "/backups",
                        (request, answer) -> answer.json(200, administration.backup(request.as(BackupOrder.class)))),
                route("GET", "/status", (request, answer) -> answer.json(200, administration.status())));
    }

    private static Route route(String method, String path, Action action) {
        return new Route(method, Pattern.compile("/api/v1" + path), action);
    }

    void serve(HttpExchange exchange, Answer answer) throws AdministrationFailed, IOException {
        String path = exchange.getRequestURI().getPath();
        if (path.startsWith("/api/v1/mail/")) {
            new TransferApi(administration.mail()).serve(exchange, answer);
            return;
        }
        if (path.startsWith(RecoveryApi.PATH)) {
            new RecoveryApi(administration.deleted()).serve(exchange, answer);
            return;
        }
        boolean known = false;
        for (Route route : routes) {
            Matcher matcher = route.path().matcher(path);
            if (matcher.matches()) {
                known = true;
                if (route.method().equals(exchange.getRequestMethod())) {
                    String subject = matcher.groupCount() == 0 ? "" : matcher.group(1);
                    route.action().serve(new Request(subject, body(exchange)), answer);
                    return;
                }
            }
        }
        answer.error(known ? 405 : 404, known ? "not with this method" : "no such resource");
    }

    private static byte[] body(HttpExchange exchange) throws AdministrationFailed, IOException {
        byte[] body = exchange.getRequestBody().readNBytes(LONGEST_BODY + 1);
        if (body.length > LONGEST_BODY) {
            throw new AdministrationFailed(Kind.INVALID, "the request is too long");
        }
        return body;
    }

    /// A check reads all of the store: on a platform thread, since its reads would hold a carrier that
    /// sessions need.
    private void check(CheckOrder order, Answer answer) throws IOException {
        OutputStream out = answer.lines();
        RuntimeException[] failure = new RuntimeException[1];
        Thread checker = Thread.ofPlatform().name("check").start(() -> {
            try {
                write(out, CheckLine.of(administration.check(order, new CheckLines(line -> write(out, line)))));
            } catch (AdministrationFailed failed) {
                write(out, CheckLine.failed(failed.getMessage()));
            } catch (RuntimeException failed) {
                failure[0] = failed;
            }
        });
        try {
            checker.join();
        } catch (InterruptedException stopping) {
            Thread.currentThread().interrupt();
        }
        if (failure[0] != null) {
            throw failure[0];
        }
    }

    private static void write(OutputStream out, Object value) {
        try {
            out.write(Answer.line(value));
            out.flush();
        } catch (IOException gone) {
            throw new UncheckedIOException(gone);
        }
    }
}
