package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.Refused;

class AclTest {
    private static final AccountId OWNER = new AccountId(1);
    private static final AccountId BOB = new AccountId(2);
    private static final AccountId CAROL = new AccountId(3);
    private static final Acl ALONE = Acl.ofOwner(OWNER);

    @Test
    void ofTheOwnerAlone() {
        assertEquals(Rights.ALL, ALONE.of(OWNER, OWNER));
        assertEquals(Rights.NONE, ALONE.of(BOB, OWNER));
        assertEquals(Set.of(), ALONE.grantees(OWNER));
    }

    /// RFC 4314 §2: what several entries give is put together, and what negative ones name is taken away.
    @Test
    void entriesTogether() {
        var acl = ALONE.with(Grantee.anyone(), Rights.parse("lr"))
                .with(Grantee.of(BOB), Rights.parse("iw"))
                .with(Grantee.of(BOB).negative(), Rights.parse("wr"))
                .with(Grantee.anyone().negative(), Rights.parse("a"));
        assertEquals(Rights.parse("li"), acl.of(BOB, OWNER));
        assertEquals(Rights.parse("lr"), acl.of(CAROL, OWNER));
        assertEquals(Rights.ALL, acl.of(OWNER, OWNER), "the owner keeps a");
        assertEquals(Set.of(Grantee.EVERYBODY, 2), acl.grantees(OWNER));
        assertEquals(acl, Acl.ofBytes(acl.toBytes()));
        assertEquals(Rights.parse("lr"), acl.without(BOB).of(BOB, OWNER));
    }

    @Test
    void theOwnerCannotLockHimselfOut() {
        var acl = ALONE.with(Grantee.of(OWNER), Rights.NONE)
                .with(Grantee.of(OWNER).negative(), Rights.ALL);
        assertEquals(Acl.OWNERS, acl.of(OWNER, OWNER));
        assertEquals(Optional.empty(), Optional.ofNullable(acl.entries().get(Grantee.of(OWNER))));
    }

    @Test
    void hasALimit() {
        var acl = ALONE;
        for (int i = 2; i <= Acl.LIMIT; i++) {
            acl = acl.with(Grantee.of(new AccountId(i)), Rights.parse("l"));
        }
        var full = acl;
        var refused =
                assertThrows(Refused.class, () -> full.with(Grantee.of(new AccountId(100_000)), Rights.parse("l")));
        assertEquals(Refused.Why.OVER_QUOTA, refused.why());
    }
}
