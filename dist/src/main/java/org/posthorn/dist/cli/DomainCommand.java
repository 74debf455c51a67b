package org.posthorn.dist.cli;

import java.util.List;
import java.util.Map;
import org.posthorn.dist.admin.Administration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// The domains whose mail is ours.
@Command(
        name = "domain",
        description = "Add, list and remove the domains whose mail is kept here.",
        subcommands = {DomainCommand.Add.class, DomainCommand.Names.class, DomainCommand.Remove.class},
        footer = {"", "Examples:", "  posthorn domain add example.org", "  posthorn domain list --json"})
final class DomainCommand extends Action {

    @Override
    public Integer call() {
        throw incomplete();
    }

    @Command(name = "add", description = "Take mail for a domain.")
    static final class Add extends Action {
        @Parameters(paramLabel = "DOMAIN")
        private String domain;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                administration.addDomain(domain);
            }
            print("added " + domain, Map.of("added", domain));
            return 0;
        }
    }

    @Command(name = "list", description = "List them.")
    static final class Names extends Action {
        @Override
        public Integer call() throws Exception {
            List<String> domains;
            try (Administration administration = administration()) {
                domains = administration.domains();
            }
            if (root().json()) {
                print("", domains);
            } else {
                domains.forEach(out()::println);
            }
            return 0;
        }
    }

    @Command(name = "remove", description = "Take no more mail for a domain that has no accounts.")
    static final class Remove extends Action {
        @Parameters(paramLabel = "DOMAIN")
        private String domain;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                administration.removeDomain(domain);
            }
            print("removed " + domain, Map.of("removed", domain));
            return 0;
        }
    }
}
