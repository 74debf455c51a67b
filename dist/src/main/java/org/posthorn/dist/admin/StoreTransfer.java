package org.posthorn.dist.admin;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.PrimitiveIterator;
import java.util.Set;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.dist.transfer.Letter;
import org.posthorn.dist.transfer.Reasons;
import org.posthorn.storage.Account;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.IncomingMessage;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredMessage;

/// Transfer into and out of a store that is open in this process. Thread-safe.
final class StoreTransfer implements MailTransfer {
    private final MailStore store;

    StoreTransfer(MailStore store) {
        this.store = store;
    }

    private interface Work<T, X extends Exception> {
        T with(Account account) throws X, AdministrationFailed;
    }

    @Override
    public Opened open(String address, String mailbox) throws AdministrationFailed {
        return with(address, mailbox, account -> {
            MailboxName name = MailboxName.of(mailbox);
            if (account.mailbox(name).isEmpty()) {
                account.create(name, Set.of());
                account.subscribe(name);
            }
            return new Opened(account.id().value(), found(account, name).uidNext());
        });
    }

    @Override
    public List<Folder> folders(String address) throws AdministrationFailed {
        return with(
                address,
                address,
                account -> account.mailboxes().stream()
                        .map(each -> new Folder(each.name().text(), each.messages(), each.size()))
                        .toList());
    }

    @Override
    public Appended append(Target target, Iterator<Letter> letters) throws AdministrationFailed {
        return with(target.address(), target.mailbox(), account -> {
            Mailbox mailbox = found(account, MailboxName.of(target.mailbox()));
            List<Account.Append> arrived = new ArrayList<>();
            List<Skipped> skipped = new ArrayList<>();
            try {
                for (int index = 0; letters.hasNext(); index++) {
                    receive(account, letters.next(), index, arrived, skipped);
                }
                List<Account.Append> fresh = without(arrived, there(account, mailbox.id(), target.since()));
                if (!fresh.isEmpty()) {
                    account.append(mailbox.id(), fresh);
                }
            } finally {
                arrived.forEach(each -> each.message().close());
            }
            return new Appended(found(account, mailbox.name()).uidNext(), skipped);
        });
    }

    private static void receive(
            Account account, Letter letter, int index, List<Account.Append> arrived, List<Skipped> skipped) {
        IncomingMessage message = account.receive();
        boolean kept = false;
        try {
            letter.content().writeTo(new MessageOutput(message));
            message.finish();
            arrived.add(new Account.Append(message, letter.flags(), letter.date()));
            kept = true;
        } catch (IOException unreadable) {
            skipped.add(new Skipped(index, Reasons.of(unreadable)));
        } catch (Refused refused) {
            if (refused.why() != Refused.Why.TOO_BIG) {
                throw refused;
            }
            skipped.add(new Skipped(index, refused.getMessage()));
        } finally {
            if (!kept) {
                message.close();
            }
        }
    }

    /// What makes a message the one that was sent before: none other has both, but by design.
    private record Likeness(long size, Instant date) {}

    private static Map<Likeness, Integer> there(Account account, MailboxId mailbox, long since) {
        Map<Likeness, Integer> found = new HashMap<>();
        MailboxState state = account.state(mailbox);
        if (state.uidNext() > since) {
            account.placements(
                    mailbox,
                    state.uids().and(Uids.range(since, state.uidNext() - 1)),
                    each -> found.merge(new Likeness(each.size(), each.internalDate()), 1, Integer::sum));
        }
        return found;
    }

    private static List<Account.Append> without(List<Account.Append> arrived, Map<Likeness, Integer> there) {
        List<Account.Append> fresh = new ArrayList<>();
        for (Account.Append each : arrived) {
            // The store keeps dates to the millisecond.
            Instant date = Instant.ofEpochMilli(each.internalDate().toEpochMilli());
            Integer same = there.computeIfPresent(new Likeness(each.message().size(), date), (_, count) -> count - 1);
            if (same == null || same < 0) {
                fresh.add(each);
            }
        }
        return fresh;
    }

    @Override
    public <X extends Exception> void read(String address, String mailbox, Letter.Visitor<X> visitor)
            throws X, AdministrationFailed {
        this.<Boolean, X>with(address, mailbox, account -> {
            MailboxState state =
                    account.state(found(account, MailboxName.of(mailbox)).id());
            PrimitiveIterator.OfLong uids = state.uids().iterator();
            while (uids.hasNext()) {
                // One by one: what is damaged must not hide its neighbours.
                long uid = uids.nextLong();
                String name = mailbox + " UID " + uid;
                List<Letter> letters = new ArrayList<>();
                try {
                    account.messages(
                            state.id(),
                            Uids.of(uid),
                            (placement, message) -> letters.add(letter(account, state, mailbox, placement, message)));
                } catch (Refused | UncheckedIOException damaged) {
                    visitor.unreadable(name, damaged.getMessage());
                    continue;
                }
                if (letters.isEmpty() && account.state(state.id()).uids().contains(uid)) {
                    visitor.unreadable(name, "where it lies is lost; posthorn check --repair may find it");
                }
                for (Letter letter : letters) {
                    visitor.letter(letter);
                }
            }
            return true;
        });
    }

    private static Letter letter(
            Account account, MailboxState state, String mailbox, Placement placement, StoredMessage message) {
        return new Letter(
                String.format(Locale.ROOT, "%010d", placement.uid()),
                mailbox,
                Set.copyOf(state.flagsOf(placement.uid())),
                placement.internalDate(),
                placement.size(),
                out -> {
                    try {
                        account.read(message, 0, message.size(), chunk -> {
                            byte[] bytes = new byte[chunk.remaining()];
                            chunk.get(bytes);
                            out.write(bytes);
                        });
                    } catch (Refused | UncheckedIOException damaged) {
                        throw new IOException(damaged.getMessage(), damaged);
                    }
                });
    }

    private static Mailbox found(Account account, MailboxName name) {
        return account.mailbox(name).orElseThrow(() -> new Refused(Refused.Why.NOT_FOUND, "no such mailbox"));
    }

    private <T, X extends Exception> T with(String address, String subject, Work<T, X> work)
            throws X, AdministrationFailed {
        String canonical = StoreAdministration.address(address).canonical().toString();
        Directory.Entry entry = store.directory().accounts().stream()
                .filter(each -> each.address().canonical().toString().equals(canonical))
                .findFirst()
                .orElseThrow(() -> new AdministrationFailed(Kind.NOT_FOUND, address + " does not exist"));
        try (Account account = store.account(entry.id())) {
            return work.with(account);
        } catch (Refused refused) {
            throw StoreAdministration.failure(subject, refused);
        }
    }

    /// A message on its way in as a stream.
    private static final class MessageOutput extends OutputStream {
        private final IncomingMessage message;

        MessageOutput(IncomingMessage message) {
            this.message = message;
        }

        @Override
        public void write(int octet) {
            message.write(ByteBuffer.wrap(new byte[] {(byte) octet}));
        }

        @Override
        public void write(byte[] bytes, int offset, int length) {
            message.write(ByteBuffer.wrap(bytes, offset, length));
        }
    }
}
