package org.posthorn.storage;

/// What a check came to.
///
/// @param octets   of message bodies, read and compared with their checksums
/// @param findings all of them
/// @param repaired those that are no more
public record CheckSummary(long accounts, long messages, long octets, long findings, long repaired) {}
