package org.posthorn.dist.cli;

import java.util.Locale;
import org.posthorn.common.config.ByteSize;
import org.posthorn.dist.admin.LimitFacts;
import org.posthorn.dist.admin.QuotaFacts;
import org.posthorn.dist.admin.QuotaOrder;
import picocli.CommandLine.Option;

/// The limits of `account quota` and `domain quota`, and how limits and use are printed.
final class QuotaOptions {
    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "",
            description = "At most so much mail, such as \"2 GiB\"; none: any amount.")
    private String size;

    @Option(
            names = "--messages",
            paramLabel = "N",
            defaultValue = "",
            description = "At most so many messages; none: any number.")
    private String messages;

    QuotaOrder order(String subject) {
        return new QuotaOrder(subject, size, messages);
    }

    static String text(QuotaFacts quota) {
        return quota.messages()
                + of(Long.toString(quota.limits().messages()), quota.limits().messages())
                + " messages, " + size(quota.octets())
                + of(exact(quota.limits().octets()), quota.limits().octets());
    }

    static String text(LimitFacts limits) {
        return (limits.messages() == LimitFacts.NONE ? "any number of" : "at most " + limits.messages()) + " messages, "
                + (limits.octets() == LimitFacts.NONE ? "any size" : "at most " + exact(limits.octets()));
    }

    private static String of(String text, long limit) {
        return limit == LimitFacts.NONE ? "" : " of " + text;
    }

    private static String exact(long octets) {
        return octets == LimitFacts.NONE ? "" : new ByteSize(octets).toString();
    }

    private static String size(long octets) {
        return octets < 1 << 20
                ? String.format(Locale.ROOT, "%.1f KiB", octets / 1024.0)
                : String.format(Locale.ROOT, "%.1f MiB", octets / 1048576.0);
    }
}
