package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.posthorn.storage.NaiveMail.Box;
import org.posthorn.storage.NaiveMail.Mail;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// What one session was last told of its mailbox. Between two looks others change it; what is new, gone and flagged
/// differently comes out of two states by bitmap algebra, and has to be the difference of two lists.
final class ModelSession {
    final String owner;
    private Account account;
    private MailboxState told;
    private Map<Long, Set<Flag>> toldNaively;

    ModelSession(String owner, Account account, Box box) {
        this.owner = owner;
        this.account = account;
        select(box);
    }

    int mailbox() {
        return told.id().value();
    }

    Account account() {
        return account;
    }

    /// The store has another life; what was told stays told.
    void reopened(Account now) {
        account = now;
    }

    void select(Box box) {
        told = account.state(new MailboxId(box.id));
        toldNaively = flags(box);
        assertEquals(uids(toldNaively.keySet()), told.uids());
    }

    /// @return whether the mailbox is still there
    boolean update(Optional<Box> box) {
        if (box.isEmpty()) {
            var gone = assertThrows(Refused.class, () -> account.state(told.id()));
            assertEquals(Refused.Why.NOT_FOUND, gone.why());
            return false;
        }
        var now = account.state(told.id());
        assertTrue(now.highestModSeq() >= told.highestModSeq(), "MODSEQ went back");
        assertEquals(told.uidValidity(), now.uidValidity());
        var naively = flags(box.get());
        assertEquals(uids(without(naively, toldNaively)), now.uids().minus(told.uids()), "new");
        assertEquals(uids(without(toldNaively, naively)), told.uids().minus(now.uids()), "gone");
        assertEquals(uids(changed(naively)), now.flagsChangedSince(told), "flagged differently");
        compareLog(box.get(), now);
        told = now;
        toldNaively = naively;
        return true;
    }

    /// RFC 7162: what a client is told that comes back with a MODSEQ.
    private void compareLog(Box box, MailboxState now) {
        var since = account.changesSince(now, told.highestModSeq());
        var changed = new HashSet<Long>();
        for (var mail : box.mails) {
            if (mail.modSeq() > told.highestModSeq()) {
                changed.add(mail.uid());
            }
        }
        assertEquals(uids(changed), since.changed(), "changed since " + told.highestModSeq());
        if (since.whole()) {
            var gone = told.uids().minus(now.uids());
            assertTrue(gone.minus(since.vanished()).isEmpty(), "vanished since " + told.highestModSeq());
            assertTrue(since.vanished().and(now.uids()).isEmpty(), "vanished, and there");
        }
    }

    /// Such as a client names that was told no more than this session: some are gone, and some were never there.
    Set<Long> someUids(Random random) {
        var some = new HashSet<Long>();
        for (long uid = 1; uid <= told.uidNext(); uid++) {
            if (random.nextInt(3) == 0) {
                some.add(uid);
            }
        }
        return some;
    }

    static Uids uids(Set<Long> members) {
        var uids = new UidsBuilder();
        members.forEach(uids::add);
        return uids.build();
    }

    private static Map<Long, Set<Flag>> flags(Box box) {
        var flags = new HashMap<Long, Set<Flag>>();
        for (Mail mail : box.mails) {
            flags.put(mail.uid(), mail.flags());
        }
        return flags;
    }

    private static Set<Long> without(Map<Long, Set<Flag>> some, Map<Long, Set<Flag>> others) {
        var left = new HashSet<>(some.keySet());
        left.removeAll(others.keySet());
        return left;
    }

    private Set<Long> changed(Map<Long, Set<Flag>> now) {
        var changed = new HashSet<>(now.keySet());
        changed.removeIf(
                uid -> !toldNaively.containsKey(uid) || toldNaively.get(uid).equals(now.get(uid)));
        return changed;
    }
}
