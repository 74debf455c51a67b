package org.posthorn.storage.engine;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.OptionalLong;

/// How much memory the engine may use off heap, all of it: cached blocks with their indexes, and rows that are not in
/// files yet.
///
/// @param octets in all
public record StoreMemory(long octets) {
    private static final long LEAST = 96L << 20;
    private static final long MOST = 4L << 30;
    /// Rows not yet in files at most; more would only make opening after a crash longer.
    private static final long WRITE_BUFFERS = 64L << 20;

    public StoreMemory {
        if (octets < 1) {
            throw new IllegalArgumentException("memory " + octets);
        }
    }

    /// What the operator set, or an eighth of the machine's or container's memory, 96 MiB to 4 GiB.
    public static StoreMemory of(OptionalLong set) {
        return new StoreMemory(set.orElseGet(() -> Math.clamp(machine() / 8, LEAST, MOST)));
    }

    /// A share of it is for rows not yet in files. They are charged to the cache, which holds the rest.
    long writeBuffers() {
        return Math.min(octets / 3, WRITE_BUFFERS);
    }

    private static long machine() {
        return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getTotalMemorySize();
    }
}
