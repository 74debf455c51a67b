package org.posthorn.storage.directory;

import java.util.OptionalLong;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// The most that an account may hold. A part that is empty says nothing: then an account has the limit of its domain,
/// and a domain has none.
///
/// Stored:
///
///     limits := octets limit, messages limit
///     limit  := 0 u8 | 1 u8, the most varint
///
/// @param octets   of all messages, each counted as long as it is, in every mailbox that it lies in
/// @param messages in all mailboxes
public record QuotaLimits(OptionalLong octets, OptionalLong messages) {
    /// Said, and more than there can be: an account that its domain's limit is not for.
    public static final long UNLIMITED = Long.MAX_VALUE;

    public static final QuotaLimits UNSAID = new QuotaLimits(OptionalLong.empty(), OptionalLong.empty());

    public QuotaLimits {
        if (octets.orElse(0) < 0 || messages.orElse(0) < 0) {
            throw new IllegalArgumentException("limits of " + octets + " octets, " + messages + " messages");
        }
    }

    public long mostOctets() {
        return octets.orElse(UNLIMITED);
    }

    public long mostMessages() {
        return messages.orElse(UNLIMITED);
    }

    public boolean isUnlimited() {
        return mostOctets() == UNLIMITED && mostMessages() == UNLIMITED;
    }

    /// What these say, and where they say nothing what the others do.
    public QuotaLimits or(QuotaLimits others) {
        return new QuotaLimits(
                octets.isPresent() ? octets : others.octets, messages.isPresent() ? messages : others.messages);
    }

    BytesWriter writeTo(BytesWriter out) {
        return write(messages, write(octets, out));
    }

    static QuotaLimits readFrom(BytesReader in) {
        return new QuotaLimits(read(in), read(in));
    }

    private static BytesWriter write(OptionalLong limit, BytesWriter out) {
        return limit.isPresent() ? out.u8(1).varint(limit.getAsLong()) : out.u8(0);
    }

    private static OptionalLong read(BytesReader in) {
        return switch (in.u8()) {
            case 0 -> OptionalLong.empty();
            case 1 -> OptionalLong.of(in.varint());
            default -> throw new BytesReader.Malformed("a limit is there or not");
        };
    }
}
