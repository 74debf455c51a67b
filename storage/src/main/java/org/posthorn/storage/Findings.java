package org.posthorn.storage;

import java.util.Arrays;
import java.util.Optional;
import org.posthorn.common.mime.HeaderFields;
import org.posthorn.storage.Finding.Letter;
import org.posthorn.storage.Finding.Where;
import org.posthorn.storage.message.StoredMessage;

/// What one check has found so far, and how much it has looked at. For the checking thread.
final class Findings {
    private static final int LONGEST = 100;

    private final CheckListener listener;
    private final boolean repairing;
    private final long total;
    private long accounts;
    private long messages;
    private long octets;
    private long count;
    private long repaired;

    /// @param total octets that there are to be read, about
    Findings(CheckListener listener, boolean repairing, long total) {
        this.listener = listener;
        this.repairing = repairing;
        this.total = total;
    }

    /// Whether what can be mended is to be mended.
    boolean repairing() {
        return repairing;
    }

    void tell(Damage damage, Where where, String what) {
        boolean mended = repairing && damage.fate() == Damage.Fate.MENDED;
        count++;
        repaired += mended ? 1 : 0;
        listener.found(new Finding(damage, where, what, mended));
    }

    void account() {
        accounts++;
    }

    void verified(long moreMessages, long moreOctets) {
        messages += moreMessages;
        octets += moreOctets;
        listener.verified(moreMessages, moreOctets, total);
    }

    CheckSummary summary() {
        return new CheckSummary(accounts, messages, octets, count, repaired);
    }

    /// What a person knows the message by.
    static Letter letter(Optional<StoredMessage> message) {
        return message.map(stored -> {
                    var head = stored.head();
                    var fields = HeaderFields.of(Arrays.copyOfRange(head.bytes(), head.from(), head.to()));
                    return new Letter(shown(fields, "Subject"), shown(fields, "Message-ID"), shown(fields, "Date"));
                })
                .orElse(Letter.UNKNOWN);
    }

    /// Controls of a terminal are nothing for a report.
    private static String shown(HeaderFields fields, String name) {
        String value = fields.first(name).orElse("").strip().replaceAll("\\p{Cntrl}", "?");
        return value.length() <= LONGEST ? value : value.substring(0, LONGEST) + "…";
    }

    /// Why something can't be read, for a person.
    static String why(RuntimeException e) {
        String text = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
        return e instanceof Refused refused && !refused.detail().isEmpty()
                ? text + " (" + refused.detail() + ")"
                : text;
    }
}
