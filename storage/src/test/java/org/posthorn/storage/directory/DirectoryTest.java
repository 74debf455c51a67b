package org.posthorn.storage.directory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.Refused;
import org.posthorn.storage.engine.Batch;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.engine.FaultyDisk;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.MemoryEngine;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;

class DirectoryTest {
    private final FaultyDisk disk = new FaultyDisk();
    private Directory directory = open();

    private Directory open() {
        return new Directory(new MemoryEngine(disk), QuickPasswords.with(Clock.systemUTC()), new Directory.Homes() {
            @Override
            public Batch make(AccountId id) {
                return Batch.in(Scope.account(id.value())).build();
            }

            @Override
            public void removed(AccountId id) {}
        });
    }

    @Test
    void loginsAndRecipientsCompareCanonically() {
        var alice = directory.addAccount(EmailAddress.parse("Alice@Example.ORG"), "gr\u00fcn");
        assertTrue(directory.isLocalDomain("EXAMPLE.org"));
        assertEquals(
                alice,
                directory
                        .authenticate("alice@example.org", "gr\u00fcn")
                        .orElseThrow()
                        .id());
        assertEquals(
                alice,
                directory
                        .authenticate("ALICE@EXAMPLE.ORG", "gru\u0308n")
                        .orElseThrow()
                        .id());
        assertEquals(alice, recipient("alice+news@example.org").orElseThrow());
        assertTrue(recipient("alicia@example.org").isEmpty());
        assertTrue(directory.authenticate("alice@example.org", "Gr\u00fcn").isEmpty());
        assertTrue(directory.authenticate("bob@example.org", "gr\u00fcn").isEmpty());
        assertTrue(directory.authenticate("no address", "x").isEmpty());
        assertTrue(
                directory.authenticate("alice@example.org", "x".repeat(9_999)).isEmpty());
    }

    @Test
    void newPasswordCountsAtOnce() {
        var address = EmailAddress.parse("a@example.org");
        directory.addAccount(address, "old");
        assertTrue(directory.authenticate("a@example.org", "old").isPresent());
        directory.setPassword(address, "new");
        assertFalse(directory.authenticate("a@example.org", "old").isPresent());
        assertTrue(directory.authenticate("a@example.org", "new").isPresent());
        directory = open();
        assertTrue(directory.authenticate("a@example.org", "new").isPresent());
        assertThrows(Refused.class, () -> directory.setPassword(address, ""));
    }

    @Test
    void numbersAreNeverGivenAgain() {
        var address = EmailAddress.parse("a@example.org");
        var first = directory.addAccount(address, "x");
        directory.removeAccount(address);
        directory = open();
        assertNotEquals(first, directory.addAccount(address, "x"));
        assertTrue(directory.account(first).isEmpty());
    }

    @Test
    void importIsAllOrNothing() {
        directory.addAccount(EmailAddress.parse("u50@example.org"), "x");
        int syncs = disk.syncs();
        var list = IntStream.range(0, 100)
                .mapToObj(i -> new Directory.NewAccount(EmailAddress.parse("u" + i + "@example.org"), "pw" + i))
                .toList();
        assertEquals(
                Refused.Why.EXISTS,
                assertThrows(Refused.class, () -> directory.addAccounts(list)).why());
        assertEquals(1, directory.accounts().size());
        var rest = list.stream().filter(each -> !each.password().equals("pw50")).toList();
        assertEquals(99, directory.addAccounts(rest).stream().distinct().count());
        assertEquals(1, disk.syncs() - syncs);
        assertTrue(directory.authenticate("u99@example.org", "pw99").isPresent());
    }

    @Test
    void domainsWithAccountsStay() {
        directory.addDomain("example.org");
        assertEquals(Refused.Why.EXISTS, why(() -> directory.addDomain("Example.Org")));
        directory.addAccount(EmailAddress.parse("a@example.org"), "x");
        assertEquals(Refused.Why.IN_USE, why(() -> directory.removeDomain("example.org")));
        directory.removeAccount(EmailAddress.parse("a@example.org"));
        directory.removeDomain("example.org");
        assertEquals(Refused.Why.NOT_FOUND, why(() -> directory.removeDomain("example.org")));
        assertEquals(List.of(), directory.domains());
        assertEquals(Refused.Why.FORBIDDEN, why(() -> directory.addDomain("not a domain")));
    }

    @Test
    void rowsOfTheFirstFormatAreReadForEver() {
        try (var engine = new MemoryEngine(disk)) {
            var account = new BytesWriter()
                    .u8(1)
                    .varint(7)
                    .text("old")
                    .text("example.org")
                    .text(Argon2.STRONG.hash(new byte[] {'x'}, new byte[Argon2.SALT_SIZE]));
            engine.commit(
                            List.of(Batch.in(Scope.DIRECTORY)
                                    .put(Table.DIRECTORY, Keys.domain("example.org"), new byte[] {1})
                                    .put(Table.DIRECTORY, Keys.address("old@example.org"), account.toBytes())
                                    .build()),
                            List.of(),
                            () -> {})
                    .await();
        }
        directory = open();
        assertTrue(directory.isLocalDomain("example.org"));
        var old = directory.authenticate("old@example.org", "x").orElseThrow();
        assertEquals(QuotaLimits.UNSAID, directory.limits(old.id()));
        var limits = new QuotaLimits(OptionalLong.of(1), OptionalLong.of(Long.MAX_VALUE));
        directory.limitAccount(old.address(), _ -> limits);
        directory = open();
        assertTrue(directory.authenticate("old@example.org", "x").isPresent());
        assertEquals(limits, directory.limits(old.id()));
    }

    @Test
    void argon2IsTheOneOfTheRfc() {
        var phc = Argon2.STRONG.hash("password".getBytes(), "somesalt12345678".getBytes());
        assertTrue(phc.startsWith("$argon2id$v=19$m=19456,t=2,p=1$c29tZXNhbHQxMjM0NTY3OA$"), phc);
        assertTrue(Argon2.verify(phc, "password".getBytes()));
        assertFalse(Argon2.verify(phc, "Password".getBytes()));
    }

    private Optional<AccountId> recipient(String address) {
        return directory.recipient(EmailAddress.parse(address)).map(Directory.Entry::id);
    }

    private static Refused.Why why(org.junit.jupiter.api.function.Executable refused) {
        return assertThrows(Refused.class, refused).why();
    }
}
