package org.posthorn.common.dns;

import java.util.List;

/// What the DNS says to one question. Whoever asks must tell "there is none" from "nobody knows just now": the first
/// decides, the second only delays.
public sealed interface Answer<T> {

    /// At least one record, in the order in which they came; aliases (CNAME) were followed.
    record Found<T>(List<T> records) implements Answer<T> {
        public Found {
            records = List.copyOf(records);
            if (records.isEmpty()) {
                throw new IllegalArgumentException("no records");
            }
        }
    }

    /// No such record.
    ///
    /// @param domain whether the name exists: it has other records, or names below it (RFC 8020)
    record Absent<T>(boolean domain) implements Answer<T> {
        @Override
        public List<T> records() {
            return List.of();
        }
    }

    /// No answer, or one that can't be believed: worth asking again later.
    record Failed<T>(String why) implements Answer<T> {
        @Override
        public List<T> records() {
            return List.of();
        }
    }

    /// None unless found.
    List<T> records();
}
