package org.posthorn.dist.admin;

import java.util.OptionalLong;

/// The most that an account may hold, or each account of a domain.
///
/// @param octets   -1: any number
/// @param messages -1: any number
public record LimitFacts(long octets, long messages) {
    /// There is no limit.
    public static final long NONE = -1;

    static LimitFacts of(OptionalLong octets, OptionalLong messages) {
        return new LimitFacts(octets.orElse(NONE), messages.orElse(NONE));
    }
}
