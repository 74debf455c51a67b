package org.posthorn.storage.mailbox;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// What a mailbox is for (RFC 6154 §2).
public enum SpecialUse {
    ARCHIVE("\\Archive"),
    DRAFTS("\\Drafts"),
    FLAGGED("\\Flagged"),
    JUNK("\\Junk"),
    SENT("\\Sent"),
    TRASH("\\Trash");

    private final String attribute;

    SpecialUse(String attribute) {
        this.attribute = attribute;
    }

    /// As LIST writes it.
    public String attribute() {
        return attribute;
    }

    /// `\Drafts \Sent`, as an annotation has them (RFC 6154 §4).
    public static String write(Set<SpecialUse> uses) {
        return uses.stream().sorted().map(SpecialUse::attribute).collect(Collectors.joining(" "));
    }

    /// Empty when there is any that we do not have.
    public static Optional<Set<SpecialUse>> parse(String text) {
        var uses = EnumSet.noneOf(SpecialUse.class);
        for (String attribute : text.strip().split(" +")) {
            var use = of(attribute);
            if (use.isEmpty() && !attribute.isEmpty()) {
                return Optional.empty();
            }
            use.ifPresent(uses::add);
        }
        return Optional.of(uses);
    }

    public static Optional<SpecialUse> of(String attribute) {
        return Arrays.stream(values())
                .filter(use -> use.attribute.equalsIgnoreCase(attribute))
                .findFirst();
    }
}
