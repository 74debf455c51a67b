package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.message.StoredEnvelope;
import org.posthorn.storage.message.StoredMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads what of an account was deleted and can be brought back. Holds a page at a time, however much there is.
/// Thread-safe.
record DeletedMail(Engine engine, AccountWriter account) {
    private static final int PAGE = 256;
    /// Message records read at once.
    private static final int RECORDS = 64;

    private static final Logger log = LoggerFactory.getLogger(DeletedMail.class);

    /// In which order deleted messages are visited.
    enum Order {
        NEWEST_FIRST,
        OLDEST_FIRST
    }

    /// Visits pages of messages deleted since a moment, until the visitor returns false. Each page is what it was when
    /// it was read; what is restored or swept meanwhile does not come again, nor is anything left out.
    void visit(Order order, Instant since, Predicate<List<DeletedMessage>> visitor) {
        var names = new Names();
        var rest = Deletion.since(since);
        while (true) {
            var page = switch (order) {
                case NEWEST_FIRST -> engine.lastPage(scope(), Table.ACCOUNT, rest, PAGE);
                case OLDEST_FIRST -> engine.page(scope(), Table.ACCOUNT, rest, PAGE);
            };
            var messages = messages(page.entries(), names);
            if (!messages.isEmpty() && !visitor.test(messages) || !page.more()) {
                return;
            }
            byte[] last = page.entries().getLast().key();
            rest = switch (order) {
                case NEWEST_FIRST -> new Range(rest.from(), last);
                case OLDEST_FIRST -> rest.after(last);
            };
        }
    }

    /// Those whose name is free now, the last deleted first.
    List<DeletedMailbox> mailboxes() {
        var there = account.published().names();
        return engine.all(scope(), Table.ACCOUNT, Range.prefix(Keys.deletedMailboxes())).stream()
                .map(DeletedMail::mailbox)
                .filter(mailbox -> !there.containsKey(mailbox.name()))
                .sorted((one, other) -> other.deletedAt().compareTo(one.deletedAt()))
                .toList();
    }

    /// What was called so when it was deleted.
    Optional<DeletedMailbox> mailbox(MailboxId id) {
        return engine.get(scope(), Table.ACCOUNT, Keys.deletedMailbox(id.value()))
                .map(row -> DeletedMailbox.ofBytes(id, row));
    }

    /// The places that are deleted ones still, in the order asked for.
    List<Optional<DeletedPlace>> places(List<DeletedId> ids) {
        var keys = ids.stream()
                .map(id -> Keys.place(id.messageId(), id.mailbox().value(), id.uid()))
                .toList();
        var places = new ArrayList<Optional<DeletedPlace>>();
        var rows = engine.multiGet(scope(), Table.ACCOUNT, keys);
        for (int i = 0; i < rows.size(); i++) {
            places.add(place(ids.get(i), rows.get(i)));
        }
        return places;
    }

    /// What tells a person which message it is: by message id, without those whose record can't be read.
    Map<Long, Account.About> about(List<DeletedMessage> messages) {
        var found = new HashMap<Long, Account.About>();
        for (int from = 0; from < messages.size(); from += RECORDS) {
            var some = messages.subList(from, Math.min(from + RECORDS, messages.size()));
            var keys = some.stream()
                    .map(each -> Keys.message(each.id().messageId()))
                    .toList();
            var rows = engine.multiGet(scope(), Table.MESSAGE, keys);
            for (int i = 0; i < rows.size(); i++) {
                var id = some.get(i).id();
                rows.get(i).flatMap(row -> about(id, row)).ifPresent(about -> found.put(id.messageId(), about));
            }
        }
        return found;
    }

    private Optional<Account.About> about(DeletedId id, byte[] row) {
        return readable(id, () -> {
            var envelope = StoredMessage.ofBytes(id.messageId(), row).root().envelope();
            envelope.text(); // Date
            var subject = envelope.text().toString();
            var from = envelope.entries() == 0 ? "" : name(envelope.entry());
            return Optional.of(new Account.About(subject, from));
        });
    }

    private static String name(StoredEnvelope.Entry entry) {
        return entry.name().isPresent() ? entry.name().toString() : entry.local() + "@" + entry.domain();
    }

    private List<DeletedMessage> messages(List<Engine.Entry> entries, Names names) {
        var ids = new ArrayList<DeletedId>();
        for (var entry : entries) {
            if (Deletion.of(entry.key()) instanceof Deletion.OfMessage message) {
                ids.add(message.id());
            }
        }
        var messages = new ArrayList<DeletedMessage>();
        var places = places(ids);
        for (int i = 0; i < ids.size(); i++) {
            var id = ids.get(i);
            places.get(i)
                    .map(place -> new DeletedMessage(
                            id,
                            names.of(id.mailbox()),
                            place.deletedAt(),
                            place.size(),
                            place.internalDate(),
                            place.savedAt(),
                            place.flags()))
                    .ifPresent(messages::add);
        }
        return messages;
    }

    private Optional<DeletedPlace> place(DeletedId id, Optional<byte[]> row) {
        return readable(id, () -> row.flatMap(DeletedPlace::ofBytes));
    }

    /// One damaged row must not hide all the others.
    private <T> Optional<T> readable(DeletedId id, Supplier<Optional<T>> reading) {
        try {
            return reading.get();
        } catch (BytesReader.Malformed | Refused e) {
            log.atWarn()
                    .addKeyValue("account", account.id().value())
                    .addKeyValue("deleted", id)
                    .addKeyValue("why", e.getMessage())
                    .log("damaged row of a deleted message");
            return Optional.empty();
        }
    }

    private static DeletedMailbox mailbox(Engine.Entry row) {
        return DeletedMailbox.ofBytes(
                new MailboxId((int) Keys.behindKind(row.key()).u32()), row.value());
    }

    private Scope scope() {
        return account.scope();
    }

    /// The names of mailboxes, each looked up once.
    private final class Names {
        private final Map<MailboxId, MailboxName> known = new HashMap<>();

        MailboxName of(MailboxId id) {
            return known.computeIfAbsent(
                    id,
                    _ -> account.published()
                            .held(id)
                            .map(held -> held.mailbox().name())
                            .or(() -> mailbox(id).map(DeletedMailbox::name))
                            .orElse(Undeletion.WHERE_THE_NAME_IS_LOST));
        }
    }
}
