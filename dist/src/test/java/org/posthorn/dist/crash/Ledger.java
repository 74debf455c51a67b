package org.posthorn.dist.crash;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// What the server has acknowledged, across all its lives. Thread-safe.
final class Ledger {
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<String, List<String>> delivered = new ConcurrentHashMap<>();
    private final Map<String, Long> appended = new ConcurrentHashMap<>();
    private final Map<String, Integer> kinds = new ConcurrentHashMap<>();

    /// One more of this kind was acknowledged.
    void count(String kind) {
        kinds.merge(kind, 1, Integer::sum);
    }

    Map<String, Integer> kinds() {
        return new TreeMap<>(kinds);
    }

    String nextId() {
        return "m" + ids.incrementAndGet();
    }

    int acknowledged() {
        return kinds.values().stream().mapToInt(Integer::intValue).sum();
    }

    int ids() {
        return ids.get();
    }

    /// `250` was received for it.
    void delivered(String id, List<String> recipients) {
        delivered.put(id, recipients);
    }

    /// `OK [APPENDUID … uid]` was received for it.
    void appended(String id, long uid) {
        appended.put(id, uid);
    }

    Map<String, List<String>> delivered() {
        return delivered;
    }

    Map<String, Long> appended() {
        return appended;
    }
}
