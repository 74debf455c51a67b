package org.posthorn.storage;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongPredicate;
import org.posthorn.storage.annotation.Annotation;
import org.posthorn.storage.annotation.Depth;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.change.ChangeLog;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.SpecialUse;

/// The annotations of an account's mailboxes, and of the server as its owner sees it (RFC 5464). Private ones are
/// those of one user each: an account that shares a mailbox keeps those of the users who see it. Thread-safe.
///
/// They lie in rows and not in memory; a change of one is an entry of the change log, which is how others learn of it.
/// `/private/specialuse` is no row but the mailbox's special use.
public final class Annotations {
    /// Octets of a value; a command that sets one has to hold it.
    public static final int LARGEST = 32 << 10;

    /// Of each mailbox and of the server: so many shared ones, and so many private ones of each user.
    public static final int MOST = 100;

    /// Octets of all names and values of an account, so that they can't fill the disk past every quota.
    static final int MOST_OCTETS = 8 << 20;

    private static final int PAGE = 64;

    private final Engine engine;
    private final AccountWriter writer;

    Annotations(Engine engine, AccountWriter writer) {
        this.engine = engine;
        this.writer = writer;
    }

    /// Takes annotations, one after the other.
    public interface Visitor<X extends Exception> {
        void visit(Annotation annotation) throws X;
    }

    /// Visits the annotation of this name and those below it, in the order of their names. A page of them is in memory.
    ///
    /// @param of     empty: the server's
    /// @param reader whose private ones
    /// @throws Refused DAMAGED
    public <X extends Exception> void read(
            Optional<MailboxId> of, AccountId reader, EntryName name, Depth depth, Visitor<X> visitor) throws X {
        if (name.isPrivate() && name.reaches(EntryName.SPECIAL_USE, depth)) {
            var use = of.flatMap(id -> specialUse(id, reader));
            if (use.isPresent()) {
                visitor.visit(use.get());
            }
        }
        byte[] first = key(of, reader, name);
        if (name.isWhole()) {
            var row = engine.get(writer.scope(), Table.ACCOUNT, first);
            if (row.isPresent()) {
                visitor.visit(read(row.get()));
            }
        }
        if (depth != Depth.ITSELF) {
            var below = new EntryName(name.text() + "/");
            var rest = Range.prefix(key(of, reader, below));
            for (boolean more = true; more; ) {
                var page = engine.page(writer.scope(), Table.ACCOUNT, rest, PAGE);
                for (var row : page.entries()) {
                    var annotation = read(row.value());
                    if (name.reaches(annotation.name(), depth)) {
                        visitor.visit(annotation);
                    }
                    rest = rest.after(row.key());
                }
                more = page.more() && !page.entries().isEmpty();
            }
        }
    }

    /// @throws Refused DAMAGED
    static Annotation read(byte[] row) {
        return RowReader.decoded(() -> Annotation.ofBytes(row), _ -> {})
                .orElseThrow(() -> new Refused(Refused.Why.DAMAGED, "an annotation is damaged"));
    }

    private Optional<Annotation> specialUse(MailboxId of, AccountId reader) {
        return writer.published()
                .held(of)
                .map(held -> held.mailbox().use())
                .filter(use -> reader.equals(writer.id()) && !use.isEmpty())
                .map(use -> new Annotation(
                        EntryName.SPECIAL_USE, SpecialUse.write(use).getBytes(StandardCharsets.US_ASCII)));
    }

    /// What setting annotations came to.
    ///
    /// @param modSeq   of the commit; 0 when all was so already
    /// @param deprived the mailboxes whose special use went to this one
    public record Written(long modSeq, List<Mailbox> deprived) {}

    /// Sets and removes annotations in one commit: all or none. A special use is taken from the mailbox that has it.
    ///
    /// @param of     empty: the server's
    /// @param values empty ones remove; at most [#LARGEST] octets each, special uses well written
    /// @return empty when there would be more than [#MOST]
    /// @throws Refused NOT_FOUND; FORBIDDEN: a special use that the mailbox can't have; OVER_QUOTA
    public Optional<Written> set(Optional<MailboxId> of, AccountId user, Map<EntryName, Optional<byte[]>> values) {
        return writer.changeOfRows(draft -> new AnnotationChanges(draft, engine).set(of, user, values));
    }

    /// Annotations that were changed.
    ///
    /// @param upTo    the account's MODSEQ by now
    /// @param changed each name once, by mailbox; those of the server under no mailbox
    public record News(long upTo, Map<Optional<MailboxId>, Set<EntryName>> changed) {}

    /// What of one user's annotations and the shared ones was changed behind a MODSEQ, as far as the log goes.
    ///
    /// @param wanted the MODSEQs of commits that count
    public News since(long modSeq, AccountId reader, LongPredicate wanted) {
        long upTo = writer.published().counters().modSeq();
        var changed = new LinkedHashMap<Optional<MailboxId>, Set<EntryName>>();
        new ChangeLog(engine, writer.scope()).read(modSeq, upTo, (entry, _) -> {
            for (var change : entry.changes()) {
                if (change instanceof Change.Annotated(var of, var by, var names) && wanted.test(entry.modSeq())) {
                    names.stream()
                            .filter(name -> !name.isPrivate() || by.equals(reader))
                            .forEach(name -> changed.computeIfAbsent(of, _ -> new LinkedHashSet<>())
                                    .add(name));
                }
            }
            return true;
        });
        return new News(upTo, changed);
    }

    /// The MODSEQ from which on [#since] tells what comes.
    public long now() {
        return writer.published().counters().modSeq();
    }

    static byte[] key(Optional<MailboxId> of, AccountId user, EntryName name) {
        int reader = name.isPrivate() ? user.value() : Keys.SHARED;
        return Keys.annotation(of.map(MailboxId::value).orElse(Keys.SERVER), reader, name.path());
    }
}
