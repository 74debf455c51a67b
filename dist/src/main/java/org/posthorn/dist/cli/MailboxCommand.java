package org.posthorn.dist.cli;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.RightsOrder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// Mailboxes, from the operator's side.
@Command(
        name = "mailbox",
        description = "Show and change who may do what with a mailbox.",
        subcommands = {MailboxCommand.Rights.class},
        footer = {
            "",
            "Examples:",
            "  posthorn account add team@example.org --shared",
            "  posthorn mailbox rights team@example.org INBOX alice@example.org lrswite",
            "  posthorn mailbox rights team@example.org INBOX anyone +lr",
            "  posthorn mailbox rights team@example.org INBOX"
        })
final class MailboxCommand extends Action {
    @Override
    public Integer call() {
        throw incomplete();
    }

    @Command(
            name = "rights",
            description = {
                "Show who may do what with a mailbox, or change it for one. Mailboxes that are made below it "
                        + "have the same rights.",
                "Rights are letters: l look it up, r read, s keep what was seen, w set other flags, i put messages in, "
                        + "k make mailboxes below, x delete it, t mark as deleted, e expunge, a give rights."
            })
    static final class Rights extends Action {
        @Parameters(index = "0", paramLabel = "ACCOUNT", description = "Whose mailbox.")
        private String account;

        @Parameters(index = "1", paramLabel = "MAILBOX", description = "Such as INBOX or Projects/2026.")
        private String mailbox;

        @Parameters(
                index = "2",
                arity = "0..1",
                paramLabel = "IDENTIFIER",
                description = "An address, or anyone; with - in front what is taken away, behind --.")
        private Optional<String> identifier = Optional.empty();

        @Parameters(
                index = "3",
                arity = "0..1",
                paramLabel = "RIGHTS",
                description = "Such as lrs; +lrs adds, -lrs behind -- removes; \"\" takes all.")
        private Optional<String> rights = Optional.empty();

        @Override
        public Integer call() throws Exception {
            if (identifier.isPresent() != rights.isPresent()) {
                throw new Failed("name an identifier and its rights, such as alice@example.org lrs, or neither");
            }
            try (Administration administration = administration()) {
                var list = administration.rights(
                        new RightsOrder(account, mailbox, identifier.orElse(""), rights.orElse("")));
                String text = list.stream()
                        .map(each -> each.identifier() + "  " + each.rights())
                        .collect(Collectors.joining(System.lineSeparator()));
                print(text, Map.of("account", account, "mailbox", mailbox, "rights", list));
            }
            return 0;
        }
    }
}
