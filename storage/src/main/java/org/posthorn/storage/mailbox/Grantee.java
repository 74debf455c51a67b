package org.posthorn.storage.mailbox;

import java.util.Comparator;
import java.util.Optional;
import org.posthorn.storage.AccountId;

/// Whom an entry of an access control list is about (RFC 4314 §2).
///
/// @param account empty: everybody who can log in (`anyone`)
public record Grantee(Optional<AccountId> account, Sign sign) implements Comparable<Grantee> {

    /// Whether the entry gives rights, or takes away what others give ("negative rights").
    public enum Sign {
        GIVEN,
        TAKEN
    }

    /// What stands for everybody where there would be the number of an account.
    public static final int EVERYBODY = 0;

    private static final Comparator<Grantee> ORDER =
            Comparator.comparingInt(Grantee::number).thenComparing(Grantee::sign);

    public static Grantee of(AccountId account) {
        return new Grantee(Optional.of(account), Sign.GIVEN);
    }

    public static Grantee anyone() {
        return new Grantee(Optional.empty(), Sign.GIVEN);
    }

    /// The entry that takes away.
    public Grantee negative() {
        return new Grantee(account, Sign.TAKEN);
    }

    int number() {
        return account.map(AccountId::value).orElse(EVERYBODY);
    }

    @Override
    public int compareTo(Grantee other) {
        return ORDER.compare(this, other);
    }
}
