package org.posthorn.dist.admin;

import java.util.Iterator;
import java.util.List;
import org.posthorn.dist.transfer.Letter;

/// Mail of accounts brought in and out. What a method throws, it did not do.
public interface MailTransfer {

    /// @param next the UID that the mailbox's next message will have at least
    record Opened(int account, long next) {}

    /// @param index of the letter among those that were to be appended
    record Skipped(int index, String why) {}

    /// @param next    as of [Opened], behind the appended ones
    /// @param skipped those that could not be appended
    record Appended(long next, List<Skipped> skipped) {}

    /// @param bytes octets of all messages
    record Folder(String name, long messages, long bytes) {}

    /// Where letters go.
    ///
    /// @param since the mailbox's next UID when these letters were first tried: one that came since with the
    /// same size and date is the very letter, put there by a try whose end nobody saw
    record Target(String address, String mailbox, long since) {}

    /// Makes the mailbox, and subscribes to it, unless it is there.
    Opened open(String address, String mailbox) throws AdministrationFailed;

    /// Appends letters in one commit, but for those that can't be.
    Appended append(Target target, Iterator<Letter> letters) throws AdministrationFailed;

    List<Folder> folders(String address) throws AdministrationFailed;

    /// Tells every message of a mailbox as it is now, in the order of UIDs, each named by its UID in ten digits.
    <X extends Exception> void read(String address, String mailbox, Letter.Visitor<X> visitor)
            throws X, AdministrationFailed;
}
