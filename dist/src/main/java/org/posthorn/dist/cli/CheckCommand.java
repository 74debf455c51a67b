package org.posthorn.dist.cli;

import java.util.Map;
import org.posthorn.dist.admin.Administration;
import picocli.CommandLine.Command;

/// Verifies the store.
@Command(
        name = "check",
        description = "Verify every invariant of the store, running or not. Exit code 1 when anything is wrong.",
        footer = {"", "Example:", "  posthorn check -c /etc/posthorn/posthorn.toml"})
final class CheckCommand extends Action {

    @Override
    public Integer call() throws Exception {
        try (Administration administration = administration()) {
            long findings = administration.check(finding -> print(finding, Map.of("finding", finding)));
            print(findings == 0 ? "the store is sound" : findings + " findings", Map.of("findings", findings));
            return findings == 0 ? 0 : PosthornCommand.FAILED;
        }
    }
}
