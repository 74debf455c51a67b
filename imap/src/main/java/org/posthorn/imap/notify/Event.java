package org.posthorn.imap.notify;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;

/// What a client can ask to be told of, as far as it happens here (RFC 5465 §5).
public enum Event {
    MESSAGE_NEW("MessageNew"),
    MESSAGE_EXPUNGE("MessageExpunge"),
    FLAG_CHANGE("FlagChange"),
    MAILBOX_NAME("MailboxName"),
    SUBSCRIPTION_CHANGE("SubscriptionChange"),
    MAILBOX_METADATA_CHANGE("MailboxMetadataChange"),
    SERVER_METADATA_CHANGE("ServerMetadataChange");

    private final String word;

    Event(String word) {
        this.word = word;
    }

    /// As the grammar has it.
    public String word() {
        return word;
    }

    static Optional<Event> of(String word) {
        return Arrays.stream(values())
                .filter(event -> event.word.equalsIgnoreCase(word))
                .findFirst();
    }

    /// Whether there is such an event where only these capabilities are.
    public boolean isAmong(Predicate<String> offered) {
        return switch (this) {
            case MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE, MAILBOX_NAME, SUBSCRIPTION_CHANGE -> true;
            case MAILBOX_METADATA_CHANGE, SERVER_METADATA_CHANGE -> offered.test("METADATA");
        };
    }

    /// Whether it happens to messages; the others happen to mailboxes.
    boolean isOfMessages() {
        return switch (this) {
            case MESSAGE_NEW, MESSAGE_EXPUNGE, FLAG_CHANGE -> true;
            case MAILBOX_NAME, SUBSCRIPTION_CHANGE, MAILBOX_METADATA_CHANGE, SERVER_METADATA_CHANGE -> false;
        };
    }
}
