package org.posthorn.dist.admin;

import java.util.List;
import java.util.Map;

/// Deleted mail of an account: listed, brought back, deleted for good. Whatever there is streams; a page of it is in
/// memory at a time.
public interface Recovery {

    /// Which deleted mail is meant: what fits all that is named.
    ///
    /// @param mailbox where it was; empty: anywhere
    /// @param since   deleted at this moment or later, in milliseconds since 1970; 0: whenever
    /// @param ids     of messages; empty: all
    record Choice(String address, String mailbox, long since, List<String> ids) {

        /// Whether it means mailboxes as a whole, and not just some messages.
        boolean wholeMailboxes() {
            return since == 0 && ids.isEmpty();
        }
    }

    /// A deleted message or, when it has no id, a deleted mailbox.
    ///
    /// @param mailbox   where it was
    /// @param deletedAt and the other times as in `2026-11-23T10:00:00Z`
    /// @param date      INTERNALDATE
    /// @param subject   decoded; empty when there is none
    record Item(
            String id,
            String mailbox,
            String deletedAt,
            long uid,
            String date,
            long size,
            List<String> flags,
            String subject,
            String from) {}

    /// Takes one after the other.
    interface Listing {
        void item(Item item);
    }

    /// What was done.
    ///
    /// @param messages  how many, by the mailbox into which they came, or where they had been
    /// @param mailboxes that were made again, or forgotten
    /// @param octets    of the messages
    record Outcome(Map<String, Long> messages, List<String> mailboxes, long octets) {}

    /// Lists mailboxes first, then messages, those deleted last first.
    void list(Choice choice, Listing listing) throws AdministrationFailed;

    /// Brings it back, some hundred messages in a commit; broken off, what is done is done, and the rest can be brought
    /// back by asking again.
    ///
    /// @param into a mailbox; empty: each message where it was
    Outcome restore(Choice choice, String into) throws AdministrationFailed;

    /// Deletes it for good.
    Outcome purge(Choice choice) throws AdministrationFailed;
}
