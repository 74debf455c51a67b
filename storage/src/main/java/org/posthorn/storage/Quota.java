package org.posthorn.storage;

import java.util.OptionalLong;
import org.posthorn.storage.AccountState.Totals;
import org.posthorn.storage.directory.QuotaLimits;

/// What an account holds, and the most that it may hold. What is kept to be undeleted does not count.
///
/// @param octets    of all messages, each as long as it is, in every mailbox that it lies in
/// @param messages  in all mailboxes
/// @param mailboxes whose limit is the same for every account
public record Quota(Part octets, Part messages, Part mailboxes) {

    /// @param limit empty: there is none
    public record Part(long used, OptionalLong limit) {
        static Part of(long used, long most) {
            return new Part(used, most == QuotaLimits.UNLIMITED ? OptionalLong.empty() : OptionalLong.of(most));
        }

        private boolean hasRoom(long more) {
            return more == 0 || limit.isEmpty() || more <= limit.getAsLong() - used;
        }
    }

    /// Whether so many messages, of so many octets together, could be appended.
    public boolean hasRoom(long count, long size) {
        return messages.hasRoom(count) && octets.hasRoom(size);
    }

    static Quota of(Totals totals, QuotaLimits limits) {
        return new Quota(
                Part.of(totals.octets(), limits.mostOctets()),
                Part.of(totals.messages(), limits.mostMessages()),
                Part.of(totals.mailboxes(), MailboxChanges.LIMIT));
    }
}
