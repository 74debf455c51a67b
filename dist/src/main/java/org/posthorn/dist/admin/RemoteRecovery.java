package org.posthorn.dist.admin;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.posthorn.dist.admin.AdministrationFailed.Kind;

/// Recovery through a server that runs, over its admin listener.
final class RemoteRecovery implements Recovery {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final RemoteAdministration server;

    RemoteRecovery(RemoteAdministration server) {
        this.server = server;
    }

    @Override
    public void list(Choice choice, Listing listing) throws AdministrationFailed {
        var order = new RecoveryApi.Order(choice, "");
        try (var lines = new BufferedReader(
                new InputStreamReader(server.call("POST", "deleted/list", order), StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode value = JSON.readTree(line);
                if (value.has("end")) {
                    return;
                }
                listing.item(JSON.treeToValue(value.get("item"), Item.class));
            }
        } catch (IOException broken) {
            throw server.unreachable(broken);
        }
        throw new AdministrationFailed(Kind.UNAVAILABLE, "the list broke off; the server's log says why");
    }

    @Override
    public Outcome restore(Choice choice, String into) throws AdministrationFailed {
        return outcome("deleted/restore", new RecoveryApi.Order(choice, into));
    }

    @Override
    public Outcome purge(Choice choice) throws AdministrationFailed {
        return outcome("deleted/purge", new RecoveryApi.Order(choice, ""));
    }

    private Outcome outcome(String resource, RecoveryApi.Order order) throws AdministrationFailed {
        try (InputStream done = server.call("POST", resource, order)) {
            return JSON.readValue(done, Outcome.class);
        } catch (IOException broken) {
            throw server.unreachable(broken);
        }
    }
}
