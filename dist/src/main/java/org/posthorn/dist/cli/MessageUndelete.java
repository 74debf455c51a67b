package org.posthorn.dist.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.posthorn.common.config.Durations;
import org.posthorn.dist.admin.Administration;
import org.posthorn.dist.admin.Recovery;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/// Undoes what a user, or a client gone wild, deleted.
@Command(
        name = "undelete",
        description = "Bring deleted mail back: messages that were expunged, and mailboxes that were deleted with what"
            + " was in them. Posthorn keeps both for [storage] keep_deleted, 14 days unless you set it, and only then"
            + " deletes them for good. With no more than an ACCOUNT it lists what can be brought back. What comes back"
            + " has its flags and dates, is new to clients, and goes where it was; a mailbox that is gone is made"
            + " again.",
        footer = {
            "",
            "Examples:",
            "  posthorn message undelete alice@example.org",
            "  posthorn message undelete alice@example.org --since \"2 h\"",
            "  posthorn message undelete alice@example.org --mailbox Projects --into Projects/restored",
            "  posthorn message undelete alice@example.org --id 1042.1.977 --id 1043.1.978",
            "  posthorn message undelete alice@example.org --all --purge",
            "",
            "Messages that are moved, to Trash for example, are not deleted: look there first."
        })
final class MessageUndelete extends Action {
    @Spec
    private CommandSpec spec;

    @Parameters(index = "0", paramLabel = "ACCOUNT")
    private String account;

    @Option(names = "--all", description = "All of it.")
    private boolean all;

    @Option(
            names = "--mailbox",
            paramLabel = "NAME",
            defaultValue = "",
            description = "What was in this mailbox, and the mailbox itself; not those below it.")
    private String mailbox;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            converter = Span.class,
            description = "What was deleted in the last TIME, such as \"2 d\", \"90 m\".")
    private Duration since = Duration.ZERO;

    @Option(names = "--id", paramLabel = "ID", arity = "1..*", description = "These messages, by the list's ids.")
    private List<String> ids = new ArrayList<>();

    @Option(
            names = "--into",
            paramLabel = "NAME",
            defaultValue = "",
            description = "Bring all of it into this mailbox, made if need be, and not back where it was.")
    private String into;

    @Option(names = "--list", description = "Only list what the other options choose.")
    private boolean list;

    @Option(
            names = "--purge",
            description = "Delete it for good, now: to have the space back, or because the law asks for it. Nothing "
                    + "brings it back then but a backup; backups keep it until they are deleted themselves. No client "
                    + "can read it any more, at once; its octets leave the disk when the server rewrites the files "
                    + "they are in, which it does when a tenth of them is of no use.")
    private boolean purge;

    @Override
    public Integer call() throws Exception {
        boolean chosen = all || !mailbox.isEmpty() || !since.isZero() || !ids.isEmpty();
        if (purge && (!chosen || list || !into.isEmpty())) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--purge needs one of --all, --mailbox, --since, --id, and neither --list nor --into");
        }
        long from = since.isZero()
                ? 0
                : InstantSource.system().instant().minus(since).toEpochMilli();
        Recovery.Choice choice = new Recovery.Choice(account, mailbox, from, ids);
        try (Administration administration = administration()) {
            Recovery deleted = administration.deleted();
            if (list || !chosen) {
                list(deleted, choice);
            } else if (purge) {
                purged(deleted.purge(choice));
            } else {
                restored(deleted.restore(choice, into));
            }
        }
        return 0;
    }

    private void list(Recovery deleted, Recovery.Choice choice) throws Exception {
        long[] count = new long[1];
        deleted.list(choice, item -> {
            if (count[0]++ == 0 && !root().json()) {
                out().println(String.format(
                        Locale.ROOT, "%-16s  %-20s  %-20s  %8s  SUBJECT", "ID", "DELETED", "MAILBOX", "SIZE"));
            }
            print(line(item), item);
        });
        if (!root().json()) {
            out().println(
                            count[0] == 0
                                    ? "nothing can be brought back"
                                    : count[0] + " can be brought back: see --help");
            out().flush();
        }
    }

    private static String line(Recovery.Item item) {
        String deletedAt =
                Instant.parse(item.deletedAt()).truncatedTo(ChronoUnit.SECONDS).toString();
        return item.id().isEmpty()
                ? String.format(Locale.ROOT, "%-16s  %-20s  %-20s", "(mailbox)", deletedAt, clean(item.mailbox()))
                : String.format(
                        Locale.ROOT,
                        "%-16s  %-20s  %-20s  %8s  %s",
                        item.id(),
                        deletedAt,
                        clean(item.mailbox()),
                        size(item.size()),
                        clean(item.subject()));
    }

    /// What a stranger wrote must not steer the terminal.
    private static String clean(String text) {
        return text.codePoints()
                .filter(c -> !Character.isISOControl(c))
                .limit(80)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private void restored(Recovery.Outcome outcome) {
        long count = count(outcome);
        String what = count == 0 && outcome.mailboxes().isEmpty()
                ? "nothing was brought back: nothing that was deleted, and is kept, fits; list it with: posthorn"
                        + " message undelete " + account
                : "brought back " + count + (count == 1 ? " message" : " messages") + places(outcome, "into")
                        + boxes(outcome, "made again");
        print(what, Map.of("restored", count, "messages", outcome.messages(), "mailboxes", outcome.mailboxes()));
    }

    private void purged(Recovery.Outcome outcome) {
        long count = count(outcome);
        String what = count == 0 && outcome.mailboxes().isEmpty()
                ? "nothing was deleted: nothing that can be brought back fits"
                : "deleted " + count + (count == 1 ? " message" : " messages") + " for good" + places(outcome, "of")
                        + boxes(outcome, "forgotten") + "; " + size(outcome.octets())
                        + " of mail, whose space a running server gives back by itself";
        print(
                what,
                Map.of(
                        "purged", count,
                        "messages", outcome.messages(),
                        "mailboxes", outcome.mailboxes(),
                        "octets", outcome.octets()));
    }

    private static long count(Recovery.Outcome outcome) {
        return outcome.messages().values().stream().mapToLong(Long::longValue).sum();
    }

    private static String places(Recovery.Outcome outcome, String word) {
        return outcome.messages().isEmpty()
                ? ""
                : outcome.messages().entrySet().stream()
                        .map(each -> outcome.messages().size() == 1
                                ? each.getKey()
                                : each.getKey() + " (" + each.getValue() + ")")
                        .collect(Collectors.joining(", ", " " + word + " ", ""));
    }

    private static String boxes(Recovery.Outcome outcome, String word) {
        return outcome.mailboxes().isEmpty() ? "" : ", " + word + ": " + String.join(", ", outcome.mailboxes());
    }

    private static String size(long octets) {
        return octets < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", octets / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", octets / 1048576.0);
    }

    /// A duration as the configuration writes it.
    static final class Span implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            try {
                return Durations.parse(text);
            } catch (IllegalArgumentException malformed) {
                throw new TypeConversionException(malformed.getMessage());
            }
        }
    }
}
