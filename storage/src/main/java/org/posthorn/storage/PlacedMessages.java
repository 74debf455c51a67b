package org.posthorn.storage;

import java.util.HashSet;
import java.util.Set;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// The numbers of messages that a check has found a placement of: a bitmap, as long as numbers are like UIDs.
final class PlacedMessages {
    private final UidsBuilder few = new UidsBuilder();
    private final Set<Long> great = new HashSet<>();
    private Uids built = Uids.NONE;

    void add(long messageId) {
        if (messageId > 0 && messageId <= Uids.MAX) {
            few.add(messageId);
        } else {
            great.add(messageId);
        }
    }

    boolean contains(long messageId) {
        if (built == Uids.NONE) {
            built = few.build();
        }
        return built.contains(messageId) || great.contains(messageId);
    }
}
