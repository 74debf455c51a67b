package org.posthorn.dist.bench;

import java.util.concurrent.atomic.LongAdder;

/// Octets that all connections of a load sent and received, before encryption. Thread-safe.
record Traffic(LongAdder sent, LongAdder received) {
    Traffic() {
        this(new LongAdder(), new LongAdder());
    }
}
