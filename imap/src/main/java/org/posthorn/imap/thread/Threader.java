package org.posthorn.imap.thread;

import java.util.Arrays;
import java.util.BitSet;
import org.posthorn.imap.sort.CollationKey;
import org.posthorn.imap.sort.IndexSort;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.ColumnCursor;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.Slice;
import org.posthorn.storage.message.StoredMessage;

/// Puts messages into threads by what their records hold; no blob is opened. For one THREAD.
public final class Threader {
    private final ThreadAlgorithm algorithm;
    private final int[] uids;
    private final long[] sent;
    private final long[] arrived;
    private final int[] subjects;
    private final BitSet replies = new BitSet();
    private final Fingerprints subjectNumbers = new Fingerprints();
    private final Ancestry ancestry;
    private final CollationKey key = new CollationKey();
    private long[] references = new long[16];
    private int highestSubject;
    private int count;

    Threader(ThreadAlgorithm algorithm, int most) {
        this.algorithm = algorithm;
        this.uids = new int[most];
        this.sent = new long[most];
        this.arrived = new long[algorithm == ThreadAlgorithm.REFS ? most : 0];
        this.subjects = new int[algorithm == ThreadAlgorithm.REFS ? 0 : most];
        this.ancestry = new Ancestry(algorithm == ThreadAlgorithm.ORDEREDSUBJECT ? 0 : most);
    }

    /// The messages of a mailbox in threads; those that are gone meanwhile are left out.
    public static ThreadTree thread(Account account, MailboxId mailbox, ThreadAlgorithm algorithm, Uids found) {
        var threader = new Threader(algorithm, found.count());
        account.<RuntimeException>messages(mailbox, found, threader::add);
        return threader.threaded();
    }

    void add(Placement placement, StoredMessage message) {
        var columns = message.columnCursor();
        long internal = placement.internalDate().toEpochMilli();
        uids[count] = (int) placement.uid();
        sent[count] = columns.sent(internal);
        replies.set(count, columns.replyOrForward());
        var subject = columns.baseSubject();
        switch (algorithm) {
            case ORDEREDSUBJECT -> subjects[count] = subjectNumber(subject);
            case REFERENCES -> {
                subjects[count] = subjectNumber(subject);
                addReferences(columns);
            }
            case REFS -> {
                arrived[count] = internal;
                addReferences(columns);
            }
        }
        count++;
    }

    /// Base subjects are the same when they collate the same.
    private int subjectNumber(Slice subject) {
        if (subject.length() == 0) {
            return 0;
        }
        key.set(subject);
        long print = Fingerprints.of(key.octets(), 0, key.length());
        int number = subjectNumbers.find(print);
        if (number == Fingerprints.UNKNOWN) {
            number = ++highestSubject;
            subjectNumbers.put(print, number);
        }
        return number;
    }

    private void addReferences(ColumnCursor columns) {
        var id = columns.messageId();
        int referring = columns.references();
        if (referring >= references.length) {
            references = new long[referring + 1];
        }
        for (int i = 0; i < referring; i++) {
            references[i] = print(columns.reference());
        }
        var repliedTo = columns.inReplyTo();
        if (referring == 0 && repliedTo.isPresent()) {
            references[referring++] = print(repliedTo);
        }
        ancestry.add(id.isPresent(), id.isPresent() ? print(id) : 0, references, referring);
    }

    private static long print(Slice text) {
        return Fingerprints.of(text.bytes(), text.from(), text.to());
    }

    ThreadTree threaded() {
        int[] order = IndexSort.sorted(count, (a, b) -> Long.compare(sent[a], sent[b]));
        var forest = algorithm == ThreadAlgorithm.ORDEREDSUBJECT ? bySubject(order) : ancestry.pruned();
        if (algorithm == ThreadAlgorithm.REFERENCES) {
            new SubjectMerge(subjects, highestSubject, replies).run(forest, forest.roots(order));
        }
        var roots = forest.roots(order);
        if (algorithm == ThreadAlgorithm.REFS) {
            long[] latest = latest(forest, order);
            roots = roots.sorted((a, b) -> Long.compare(latest[a], latest[b]));
        }
        return forest.tree(order, roots, Arrays.copyOf(uids, count));
    }

    /// The first message of a subject is above all others.
    private Forest bySubject(int[] order) {
        var forest = new Forest(count);
        var first = new int[highestSubject + 1];
        Arrays.fill(first, Forest.ROOT);
        for (int message : order) {
            int above = first[subjects[message]];
            if (above == Forest.ROOT) {
                first[subjects[message]] = message;
            } else {
                forest.parent(message, above);
            }
        }
        return forest;
    }

    /// When the newest message of each thread arrived, by what is at its top.
    private long[] latest(Forest forest, int[] order) {
        int[] tops = forest.tops();
        var latest = new long[forest.entries()];
        Arrays.fill(latest, Long.MIN_VALUE);
        for (int message : order) {
            latest[tops[message]] = Math.max(latest[tops[message]], arrived[message]);
        }
        return latest;
    }
}
