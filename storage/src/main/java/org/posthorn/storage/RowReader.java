package org.posthorn.storage;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.message.StoredMessage;

/// Reads the rows of one scope for a check: where damage stops every other reader, this one goes on.
record RowReader(Engine engine, Scope scope) {
    /// Numbers tried behind a row that can't be read before all of the rest is given up.
    private static final int PASSED_OVER = 100_000;

    /// The row's meaning; empty when it is damaged.
    static <T> Optional<T> decoded(Supplier<T> reading, Consumer<String> damaged) {
        try {
            return Optional.of(reading.get());
        } catch (RuntimeException e) {
            // Whatever a decoder trips over, the row is not what was written.
            damaged.accept(Findings.why(e));
            return Optional.empty();
        }
    }

    int scopeId() {
        return scope instanceof Scope.Account account ? account.id() : 0;
    }

    List<Engine.Entry> all(byte[] prefix) {
        return engine.all(scope, Table.ACCOUNT, Range.prefix(prefix));
    }

    boolean isThere(Table table, byte[] key) {
        return engine.get(scope, table, key).isPresent();
    }

    /// The record, when it is there and sound.
    Optional<StoredMessage> message(long messageId) {
        return engine.get(scope, Table.MESSAGE, Keys.message(messageId))
                .flatMap(row -> message(messageId, row, _ -> {}));
    }

    /// All of a record, or why it can't be read.
    static Optional<StoredMessage> message(long messageId, byte[] row, Consumer<String> damaged) {
        return decoded(
                () -> {
                    var message = StoredMessage.ofBytes(messageId, row);
                    message.verify();
                    return message;
                },
                damaged);
    }

    /// Visits the numbers that keys have behind the prefix, each once, jumping from one to the next. A row
    /// that can't be read is passed over: what is behind it is looked for number by number.
    ///
    /// @param width of the number: 4 or 8 octets
    void numbers(Table table, byte[] prefix, int width, LongConsumer visitor) {
        var end = Range.prefix(prefix).to();
        int unreadable = 0;
        for (long at = 0; ; at++) {
            Engine.Page page;
            try {
                page = engine.page(scope, table, new Range(number(prefix, width, at), end), 1);
                unreadable = 0;
            } catch (Refused e) {
                if (++unreadable > PASSED_OVER) {
                    throw e;
                }
                continue;
            }
            if (page.entries().isEmpty()) {
                return;
            }
            byte[] key = page.entries().getFirst().key();
            var in = new BytesReader(key, prefix.length, key.length - prefix.length);
            at = width == 4 ? in.u32() : in.u64();
            visitor.accept(at);
        }
    }

    /// Whether there is any row in the range, one that can be read or not.
    boolean any(Table table, Range range) {
        try {
            return !engine.page(scope, table, range, 1).entries().isEmpty();
        } catch (Refused e) {
            return e.why() == Refused.Why.DAMAGED;
        }
    }

    /// The greatest number that a key has behind the prefix, 0 when there is none: by halving, since an engine only
    /// reads forwards.
    long last(Table table, byte[] prefix) {
        long none = Long.MAX_VALUE;
        long some = 0;
        byte[] end = Range.prefix(prefix).to();
        while (none - some > 1) {
            long middle = some + (none - some) / 2;
            var rest = new Range(number(prefix, Long.BYTES, middle), end);
            if (any(table, rest)) {
                some = middle;
            } else {
                none = middle;
            }
        }
        return some;
    }

    private static byte[] number(byte[] prefix, int width, long number) {
        var key = new BytesWriter(prefix.length + width).raw(prefix);
        return (width == 4 ? key.u32(number) : key.u64(number)).toBytes();
    }
}
