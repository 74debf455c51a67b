package org.posthorn.dist.admin;

import org.posthorn.storage.Quota;

/// What an account holds, and the most that it may hold.
///
/// @param octets of all its messages
/// @param limits that count for it: its own, or its domain's
public record QuotaFacts(long octets, long messages, LimitFacts limits) {
    static QuotaFacts of(Quota quota) {
        return new QuotaFacts(
                quota.octets().used(),
                quota.messages().used(),
                LimitFacts.of(quota.octets().limit(), quota.messages().limit()));
    }
}
