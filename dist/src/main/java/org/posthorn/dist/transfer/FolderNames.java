package org.posthorn.dist.transfer;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.posthorn.imap.grammar.ModifiedUtf7;

/// Mailbox names as names of folders. A dot that would mean something else is written `%2E`, and `%` is `%25`.
final class FolderNames {
    private static final String INBOX = "INBOX";

    private FolderNames() {}

    /// `.Sent.2024` of a mailbox `Sent/2024`; the empty text of INBOX, which is the Maildir itself.
    static String maildir(String mailbox) {
        return mailbox.equals(INBOX)
                ? ""
                : "."
                        + ModifiedUtf7.encode(mailbox.replace("%", "%25").replace(".", "%2E"))
                                .replace('/', '.');
    }

    /// @param folder begins with a dot, or is empty
    static String ofMaildir(String folder) {
        if (folder.isEmpty()) {
            return INBOX;
        }
        String dotted = folder.substring(1);
        // Base64 between & and - has no dot, so levels may be parted before they are decoded.
        return unescape(ModifiedUtf7.decode(dotted).orElse(dotted).replace('.', '/'));
    }

    /// A relative path, `Sent/2024`, that never leaves its folder: no level begins with a dot.
    static String tree(String mailbox) {
        return Arrays.stream(mailbox.split("/"))
                .map(level -> level.replace("%", "%25"))
                .map(level -> level.startsWith(".") ? "%2E" + level.substring(1) : level)
                .collect(Collectors.joining("/"));
    }

    static String ofTree(Path relative) {
        return unescape(relative.toString().replace(relative.getFileSystem().getSeparator(), "/"));
    }

    /// A name below another one: what is in INBOX comes into `base` itself, INBOX when that is empty.
    static String below(String base, String mailbox) {
        if (base.isEmpty()) {
            return mailbox.isEmpty() ? INBOX : mailbox;
        }
        return mailbox.isEmpty() || mailbox.equals(INBOX) ? base : base + "/" + mailbox;
    }

    private static String unescape(String name) {
        return name.replace("%2E", ".").replace("%25", "%");
    }
}
