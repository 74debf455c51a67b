package org.posthorn.storage;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthorn.storage.NaiveMail.Box;
import org.posthorn.storage.NaiveMail.Mail;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;

/// One account's mail in the store beside the same in lists.
record ModelComparison(Account account, NaiveMail naive) {

    /// Learns from the store what it decides: ids, UIDVALIDITYs, and the MODSEQ of what the last change touched, which
    /// is one for all and greater than every one before.
    void settle() {
        long last = naive.modSeq;
        naive.boxes.forEach((name, box) -> {
            if (box.id == 0) {
                var mailbox = account.mailbox(MailboxName.of(name)).orElseThrow();
                box.id = mailbox.id().value();
                box.uidValidity = mailbox.uidValidity();
                assertTrue(naive.validities.add(box.uidValidity), "UIDVALIDITY " + box.uidValidity + " again");
            }
            long modSeq = account.state(new MailboxId(box.id)).highestModSeq();
            if (box.modSeq == NaiveMail.PENDING) {
                // Of a new account the first mailboxes come with one commit.
                assertTrue(modSeq > last, "MODSEQ " + modSeq + " behind " + last);
                assertTrue(naive.modSeq == last || naive.modSeq == modSeq, "two MODSEQs of one change");
                naive.modSeq = modSeq;
                box.modSeq = modSeq;
                box.mails.replaceAll(mail -> mail.modSeq() == NaiveMail.PENDING
                        ? new Mail(mail.uid(), mail.bytes(), mail.flags(), modSeq)
                        : mail);
            }
            assertEquals(box.modSeq, modSeq, "HIGHESTMODSEQ of " + name);
        });
    }

    void compare() {
        assertEquals(List.copyOf(naive.boxes.keySet()), names(account.mailboxes()));
        assertEquals(
                naive.subscriptions,
                account.subscriptions().stream().map(MailboxName::text).collect(Collectors.toSet()));
        assertEquals(
                new Quota.Part(naive.octets(), naive.limits.octets()),
                account.quota().octets());
        assertEquals(
                new Quota.Part(naive.messages(), naive.limits.messages()),
                account.quota().messages());
        assertEquals(naive.boxes.size(), account.quota().mailboxes().used());
        for (var mailbox : account.mailboxes()) {
            compare(mailbox, naive.boxes.get(mailbox.name().text()));
        }
    }

    private void compare(Mailbox mailbox, Box box) {
        assertEquals(naive.subscriptions.contains(mailbox.name().text()), mailbox.subscribed());
        var state = account.state(mailbox.id());
        assertEquals(box.id, mailbox.id().value());
        assertEquals(box.uidValidity, state.uidValidity(), "UIDVALIDITY is stable");
        assertEquals(box.uidNext, state.uidNext());
        assertEquals(box.mails.size(), mailbox.messages());
        assertEquals(box.mails.size(), state.uids().count());
        var modSeqs = new TreeMap<Long, Long>();
        account.modSeqs(state, state.uids(), modSeqs::put);
        for (int i = 0; i < box.mails.size(); i++) {
            var mail = box.mails.get(i);
            assertEquals(mail.uid(), state.uids().at(i + 1));
            assertEquals(i + 1, state.uids().rank(mail.uid()));
            assertEquals(mail.flags(), Set.copyOf(new HashSet<>(state.flagsOf(mail.uid()))));
            assertEquals(mail.modSeq(), modSeqs.get(mail.uid()), "MODSEQ of UID " + mail.uid());
            assertArrayEquals(mail.bytes(), TestStore.read(account, mailbox.id(), mail.uid()));
        }
    }

    private static List<String> names(List<Mailbox> mailboxes) {
        return mailboxes.stream().map(each -> each.name().text()).toList();
    }
}
