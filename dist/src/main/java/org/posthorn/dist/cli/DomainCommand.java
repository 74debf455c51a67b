package org.posthorn.dist.cli;

import java.util.List;
import java.util.Map;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.LimitFacts;
import org.posthorn.dist.admin.QuotaOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// The domains whose mail is ours.
@Command(
        name = "domain",
        description = "Add, list and remove the domains whose mail is kept here, and set the quota of their accounts.",
        subcommands = {
            DomainCommand.Add.class,
            DomainCommand.Names.class,
            DomainCommand.Remove.class,
            DomainCommand.Quota.class
        },
        footer = {
            "",
            "Examples:",
            "  posthorn domain add example.org",
            "  posthorn domain list --json",
            "  posthorn domain quota example.org --size \"2 GiB\""
        })
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

    @Command(
            name = "quota",
            description = "Show or set what each account of a domain may hold that has no limits of its own.")
    static final class Quota extends Action {
        @Parameters(paramLabel = "DOMAIN")
        private String domain;

        @Mixin
        private QuotaOptions limits;

        @Override
        public Integer call() throws Exception {
            try (Administration administration = administration()) {
                QuotaOrder order = limits.order(domain);
                if (!order.changesNothing()) {
                    administration.limitDomain(order);
                }
                LimitFacts now = administration.domainQuota(domain);
                print(domain + "  " + QuotaOptions.text(now), now);
            }
            return 0;
        }
    }
}
