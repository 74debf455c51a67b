package org.posthorn.dist.admin;

import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.posthorn.common.config.Imap;
import org.posthorn.dist.admin.AdministrationFailed.Kind;

/// Capabilities to be hidden from an account's clients, as they were typed; all others are offered.
///
/// @param subject an account's address
public record HideOrder(String subject, List<String> capabilities) {
    public HideOrder {
        // What JSON leaves out.
        subject = Objects.requireNonNullElse(subject, "");
        capabilities = List.copyOf(Objects.requireNonNullElse(capabilities, List.of()));
    }

    /// By their own names.
    TreeSet<String> names() throws AdministrationFailed {
        var names = new TreeSet<String>();
        for (String each : capabilities) {
            try {
                names.add(Imap.extension(each));
            } catch (IllegalArgumentException e) {
                throw new AdministrationFailed(Kind.INVALID, "\"" + each + "\": " + e.getMessage());
            }
        }
        return names;
    }
}
