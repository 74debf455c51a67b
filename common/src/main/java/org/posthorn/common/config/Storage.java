package org.posthorn.common.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// How the store keeps mail.
///
/// @param memory      for caches and write buffers of the store, outside of the JVM's heap; empty: by the machine's
/// @param keepDeleted so long expunged messages and deleted mailboxes can be brought back; zero: not at all
public record Storage(Optional<ByteSize> memory, Duration keepDeleted) {
    private static final ByteSize SMALLEST = ByteSize.parse("64 MiB");
    private static final Duration LONGEST = Duration.ofDays(3_650);

    static final Key<Optional<ByteSize>> MEMORY = Key.of(
            "memory",
            Form.optional(Form.SIZE.where(size -> size.compareTo(SMALLEST) >= 0, "must be at least " + SMALLEST)),
            "",
            "For the store's caches, outside of the JVM's heap, such as \"1 GiB\". Empty: an eighth of the machine's.");
    static final Key<Duration> KEEP_DELETED = Key.of(
            "keep_deleted",
            Form.DURATION.where(time -> time.compareTo(LONGEST) <= 0, "must be at most " + Durations.print(LONGEST)),
            "14 d",
            "So long deleted mail can be brought back: posthorn message undelete. \"0 s\": not at all.");

    static final Section SECTION = new Section("storage", "", List.of(MEMORY, KEEP_DELETED));

    /// What holds when the file says nothing of it.
    public static final Storage DEFAULTS = new Storage(MEMORY.otherwise(), KEEP_DELETED.otherwise());

    static Storage of(Values values) {
        return new Storage(values.get(MEMORY), values.get(KEEP_DELETED));
    }
}
