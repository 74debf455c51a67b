package org.posthorn.dist.admin;

import java.util.Objects;

/// Asks for the rights on a mailbox, or changes somebody's.
///
/// @param account    whose mailbox
/// @param identifier `anyone` or an address, with a `-` in front for what is taken away; empty: nothing changes
/// @param rights     the letters of IMAP's SETACL; `+` in front adds, `-` removes
public record RightsOrder(String account, String mailbox, String identifier, String rights) {
    public RightsOrder {
        // What JSON leaves out.
        account = Objects.requireNonNullElse(account, "");
        mailbox = Objects.requireNonNullElse(mailbox, "");
        identifier = Objects.requireNonNullElse(identifier, "");
        rights = Objects.requireNonNullElse(rights, "");
    }

    boolean changesNothing() {
        return identifier.isEmpty();
    }
}
