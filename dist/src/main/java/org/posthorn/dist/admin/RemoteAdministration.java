package org.posthorn.dist.admin;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.storage.CheckListener;
import org.posthorn.storage.CheckSummary;

/// Administration of a server that runs, over its admin listener.
public final class RemoteAdministration implements Administration {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final RunFile server;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();

    /// @param server one with an admin listener
    public RemoteAdministration(RunFile server) {
        this.server = server;
    }

    @Override
    public List<String> domains() throws AdministrationFailed {
        return List.of(get("domains", String[].class));
    }

    @Override
    public void addDomain(String domain) throws AdministrationFailed {
        call("POST", "domains", Map.of("domain", domain));
    }

    @Override
    public void removeDomain(String domain) throws AdministrationFailed {
        call("DELETE", "domains/" + inPath(domain), Map.of());
    }

    @Override
    public List<AccountFacts> accounts() throws AdministrationFailed {
        return List.of(get("accounts", AccountFacts[].class));
    }

    @Override
    public void addAccount(Credentials account) throws AdministrationFailed {
        call("POST", "accounts", account);
    }

    @Override
    public void addShared(String address) throws AdministrationFailed {
        call("POST", "shared-accounts", Map.of("address", address));
    }

    @Override
    public List<RightsFacts> rights(RightsOrder order) throws AdministrationFailed {
        try (InputStream list = call("PUT", "rights", order)) {
            return List.of(JSON.readValue(list, RightsFacts[].class));
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    @Override
    public void removeAccount(String address) throws AdministrationFailed {
        call("DELETE", "accounts/" + inPath(address), Map.of());
    }

    @Override
    public void setPassword(Credentials account) throws AdministrationFailed {
        call("PUT", "passwords", account);
    }

    @Override
    public QuotaFacts accountQuota(String address) throws AdministrationFailed {
        return get("account-quotas/" + inPath(address), QuotaFacts.class);
    }

    @Override
    public void limitAccount(QuotaOrder order) throws AdministrationFailed {
        call("PUT", "account-quotas", order);
    }

    @Override
    public List<String> hidden(String address) throws AdministrationFailed {
        return List.of(get("account-hidden/" + inPath(address), String[].class));
    }

    @Override
    public void hide(HideOrder order) throws AdministrationFailed {
        call("PUT", "account-hidden", order);
    }

    @Override
    public LimitFacts domainQuota(String domain) throws AdministrationFailed {
        return get("domain-quotas/" + inPath(domain), LimitFacts.class);
    }

    @Override
    public void limitDomain(QuotaOrder order) throws AdministrationFailed {
        call("PUT", "domain-quotas", order);
    }

    @Override
    public CheckSummary check(CheckOrder order, CheckListener listener) throws AdministrationFailed {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(call("POST", "check", order), StandardCharsets.UTF_8))) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                CheckLine line = JSON.readValue(text, CheckLine.class);
                if (line.summary() != null) {
                    return line.summary();
                }
                if (line.error() != null) {
                    throw new AdministrationFailed(Kind.UNAVAILABLE, line.error());
                }
                if (line.finding() != null) {
                    listener.found(line.finding());
                } else {
                    CheckLine.Verified verified = line.verified();
                    listener.verified(verified.messages(), verified.octets(), verified.total());
                }
            }
        } catch (IOException broken) {
            throw unreachable(broken);
        }
        throw new AdministrationFailed(Kind.UNAVAILABLE, "the check broke off; the server's log says why");
    }

    @Override
    public BackupFacts backup(BackupOrder order) throws AdministrationFailed {
        try (InputStream made = call("POST", "backups", order)) {
            return JSON.readValue(made, BackupFacts.class);
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    @Override
    public Status status() throws AdministrationFailed {
        return get("status", Status.class);
    }

    @Override
    public MailTransfer mail() {
        return new RemoteTransfer(server);
    }

    @Override
    public Recovery deleted() {
        return new RemoteRecovery(this);
    }

    @Override
    public void close() {
        http.close();
    }

    private <T> T get(String resource, Class<T> type) throws AdministrationFailed {
        try (InputStream body = call("GET", resource, null)) {
            return JSON.readValue(body, type);
        } catch (IOException broken) {
            throw unreachable(broken);
        }
    }

    InputStream call(String method, String resource, Object body) throws AdministrationFailed {
        try {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + server.admin() + "/api/v1/" + resource))
                    .header("Authorization", "Bearer " + server.token())
                    .method(
                            method,
                            body == null
                                    ? BodyPublishers.noBody()
                                    : BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
                    .build();
            HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
            if (response.statusCode() == 200) {
                return response.body();
            }
            try (InputStream error = response.body()) {
                throw new AdministrationFailed(
                        Kind.ofHttpStatus(response.statusCode()),
                        JSON.readTree(error).path("error").asText("status " + response.statusCode()));
            }
        } catch (IOException broken) {
            throw unreachable(broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AdministrationFailed(Kind.UNAVAILABLE, "interrupted");
        }
    }

    AdministrationFailed unreachable(IOException broken) {
        String why = broken.getMessage() == null ? broken.getClass().getSimpleName() : broken.getMessage();
        return new AdministrationFailed(
                Kind.UNAVAILABLE,
                "the server (process " + server.pid() + ") does not answer at " + server.admin() + " (" + why
                        + "); wait, or stop it and try again");
    }

    private static String inPath(String subject) {
        return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
