package org.posthorn.dist.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.posthorn.dist.admin.AdministrationFailed;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.dist.admin.MailTransfer;
import org.posthorn.dist.transfer.ImportJournal;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.dist.transfer.Reasons;

/// One import into one account: letters in batches of one mailbox, each a commit. What can't be imported is told,
/// counted and passed over; only a store or a server that fails ends the run.
final class ImportRun implements Letter.Visitor<Exception> {
    /// A commit has one sync, and what it holds until then is in memory.
    private static final int BATCH_LETTERS = 500;

    private static final long BATCH_BYTES = 4 << 20;

    private final MailTransfer mail;
    private final String account;
    private final ImportJournal journal;
    private final Progress progress;
    private final Consumer<String> problems;

    private final List<Letter> batch = new ArrayList<>();
    private final Map<String, Long> next = new HashMap<>();
    private final Set<String> refused = new HashSet<>();
    private long batchBytes;
    private long batchSince;

    private long imported;
    private long before;
    private long skipped;

    /// @param problems takes each letter that was passed over, and why, on one line
    ImportRun(MailTransfer mail, String account, ImportJournal journal, Progress progress, Consumer<String> problems) {
        this.mail = mail;
        this.account = account;
        this.journal = journal;
        this.progress = progress;
        this.problems = problems;
    }

    long imported() {
        return imported;
    }

    /// How many an earlier run had imported.
    long before() {
        return before;
    }

    long skipped() {
        return skipped;
    }

    @Override
    public void letter(Letter letter) throws AdministrationFailed {
        long key = ImportJournal.key(letter);
        if (journal.isDone(key)) {
            before++;
            progress.step(0, letter.bytes());
            return;
        }
        if (refused.contains(letter.mailbox()) || !isOpen(letter.mailbox())) {
            unreadable(letter.name(), "there can be no mailbox \"" + letter.mailbox() + "\"");
            return;
        }
        boolean begun = journal.begunSince(key).isPresent();
        long since = journal.begunSince(key).orElse(next.get(letter.mailbox()));
        if (!batch.isEmpty()
                && (!batch.getFirst().mailbox().equals(letter.mailbox())
                        || batchBytes + letter.bytes() > BATCH_BYTES
                        || batch.size() == BATCH_LETTERS
                        || since != batchSince)) {
            flush();
            since = begun ? since : next.get(letter.mailbox());
        }
        batchSince = since;
        batch.add(letter);
        batchBytes += letter.bytes();
    }

    @Override
    public void unreadable(String name, String why) {
        skipped++;
        problems.accept(name + ": " + why);
    }

    /// Makes sure that everything given so far is in.
    void flush() throws AdministrationFailed {
        if (batch.isEmpty()) {
            return;
        }
        String mailbox = batch.getFirst().mailbox();
        note(() ->
                journal.begin(batchSince, batch.stream().map(ImportJournal::key).toList()));
        MailTransfer.Appended appended =
                mail.append(new MailTransfer.Target(account, mailbox, batchSince), batch.iterator());
        note(() -> journal.acknowledged(
                appended.skipped().stream().map(MailTransfer.Skipped::index).toList()));
        appended.skipped().forEach(each -> unreadable(batch.get(each.index()).name(), each.why()));
        next.put(mailbox, appended.next());
        imported += batch.size() - appended.skipped().size();
        progress.step(batch.size() - appended.skipped().size(), batchBytes);
        batch.clear();
        batchBytes = 0;
    }

    private interface Note {
        void write() throws IOException;
    }

    /// No source's fault: nothing more may be sent when it can't be noted.
    private static void note(Note note) throws AdministrationFailed {
        try {
            note.write();
        } catch (IOException failed) {
            throw new AdministrationFailed(
                    Kind.UNAVAILABLE, "the import's journal can't be written: " + Reasons.of(failed));
        }
    }

    private boolean isOpen(String mailbox) throws AdministrationFailed {
        if (!next.containsKey(mailbox)) {
            try {
                next.put(mailbox, mail.open(account, mailbox).next());
            } catch (AdministrationFailed failed) {
                if (failed.kind() != Kind.CONFLICT) {
                    throw failed;
                }
                refused.add(mailbox);
                return false;
            }
        }
        return true;
    }

    /// A file or folder that can't be read at all.
    void unreadable(Path source, IOException why) {
        unreadable(source.toString(), Reasons.of(why));
    }
}
