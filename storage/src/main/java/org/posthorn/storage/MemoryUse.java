package org.posthorn.storage;

/// How many octets of memory the store uses outside of the heap, for its caches and for rows not yet in files, and how
/// many it may.
public record MemoryUse(long used, long limit) {}
