package org.posthorn.dist.admin;

import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.posthorn.common.config.ByteSize;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.storage.directory.QuotaLimits;

/// Limits to be set, as they were typed. `none` is no limit; of an account, `default` is its domain's; empty leaves
/// what is there.
///
/// @param subject  an account's address, or a domain
/// @param size     such as `2 GiB`
/// @param messages such as `100000`
public record QuotaOrder(String subject, String size, String messages) {
    private static final String NONE = "none";
    private static final String DEFAULT = "default";

    public QuotaOrder {
        // What JSON leaves out.
        subject = Objects.requireNonNullElse(subject, "");
        size = Objects.requireNonNullElse(size, "");
        messages = Objects.requireNonNullElse(messages, "");
    }

    public boolean changesNothing() {
        return size.isEmpty() && messages.isEmpty();
    }

    /// For an account: no limit is something that it says.
    UnaryOperator<QuotaLimits> forAccount() throws AdministrationFailed {
        return change(OptionalLong.of(QuotaLimits.UNLIMITED));
    }

    /// For a domain: no limit is saying nothing.
    UnaryOperator<QuotaLimits> forDomain() throws AdministrationFailed {
        if (size.equals(DEFAULT) || messages.equals(DEFAULT)) {
            throw invalid("a domain has no default above it; without a limit is none");
        }
        return change(OptionalLong.empty());
    }

    private UnaryOperator<QuotaLimits> change(OptionalLong none) throws AdministrationFailed {
        var octets = size.isEmpty() ? OptionalLong.empty() : limit(size, none, QuotaOrder::octets);
        var count = messages.isEmpty() ? OptionalLong.empty() : limit(messages, none, QuotaOrder::count);
        return had ->
                new QuotaLimits(size.isEmpty() ? had.octets() : octets, messages.isEmpty() ? had.messages() : count);
    }

    private interface Reading {
        long number(String text) throws AdministrationFailed;
    }

    private static OptionalLong limit(String text, OptionalLong none, Reading reading) throws AdministrationFailed {
        return switch (text) {
            case NONE -> none;
            case DEFAULT -> OptionalLong.empty();
            default -> OptionalLong.of(reading.number(text));
        };
    }

    private static long octets(String text) throws AdministrationFailed {
        try {
            return ByteSize.parse(text).bytes();
        } catch (IllegalArgumentException malformed) {
            throw invalid("the size \"" + text + "\": " + malformed.getMessage() + ", or none");
        }
    }

    private static long count(String text) throws AdministrationFailed {
        if (!text.matches("[0-9]{1,18}")) {
            throw invalid("the number of messages \"" + text + "\" is not a whole number, nor none");
        }
        return Long.parseLong(text);
    }

    private static AdministrationFailed invalid(String message) {
        return new AdministrationFailed(Kind.INVALID, message);
    }
}
