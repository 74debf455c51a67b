package org.posthorn.dist.admin;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthorn.common.mime.EncodedWord;
import org.posthorn.dist.admin.AdministrationFailed.Kind;
import org.posthorn.storage.Account;
import org.posthorn.storage.DeletedId;
import org.posthorn.storage.DeletedMailbox;
import org.posthorn.storage.DeletedMessage;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxName;

/// Recovery in a store that is open in this process. Thread-safe.
final class StoreRecovery implements Recovery {
    private final MailStore store;

    StoreRecovery(MailStore store) {
        this.store = store;
    }

    private interface Work<T> {
        T with(Account account) throws AdministrationFailed;
    }

    @Override
    public void list(Choice choice, Listing listing) throws AdministrationFailed {
        with(choice, account -> {
            mailboxes(account, choice).forEach(mailbox -> listing.item(item(mailbox)));
            var filter = filter(choice);
            account.deletedMessages(Instant.ofEpochMilli(choice.since()), page -> {
                var chosen = filter.of(page);
                var about = account.about(chosen);
                chosen.forEach(message -> listing.item(
                        item(message, Optional.ofNullable(about.get(message.id().messageId())))));
                return true;
            });
            return choice;
        });
    }

    @Override
    public Outcome restore(Choice choice, String into) throws AdministrationFailed {
        return with(choice, account -> {
            Optional<MailboxName> target = into.isEmpty() ? Optional.empty() : Optional.of(MailboxName.of(into));
            var tally = new Tally();
            var filter = filter(choice);
            var boxes = mailboxes(account, choice);
            // Those deleted first first, so that they get the lower UIDs.
            account.deletedMessagesFromTheFirst(Instant.ofEpochMilli(choice.since()), page -> {
                var chosen = filter.of(page);
                tally.octets += chosen.stream().mapToLong(DeletedMessage::size).sum();
                account.undelete(chosen.stream().map(DeletedMessage::id).toList(), target)
                        .forEach((name, count) -> tally.count(name, count));
                return true;
            });
            if (target.isEmpty()) {
                boxes.forEach(
                        box -> tally.mailboxes.add(account.undelete(box).name().text()));
            }
            return tally.outcome();
        });
    }

    @Override
    public Outcome purge(Choice choice) throws AdministrationFailed {
        return with(choice, account -> {
            var tally = new Tally();
            var filter = filter(choice);
            var boxes = mailboxes(account, choice);
            account.deletedMessagesFromTheFirst(Instant.ofEpochMilli(choice.since()), page -> {
                for (var purged : account.purge(filter.of(page))) {
                    tally.count(purged.mailbox(), 1);
                    tally.octets += purged.size();
                }
                return true;
            });
            if (choice.wholeMailboxes()) {
                boxes.forEach(box -> {
                    account.purge(box);
                    tally.mailboxes.add(box.name().text());
                });
            }
            return tally.outcome();
        });
    }

    /// Deleted mailboxes that are meant; none when single messages are.
    private static List<DeletedMailbox> mailboxes(Account account, Choice choice) {
        if (!choice.ids().isEmpty()) {
            return List.of();
        }
        return account.deletedMailboxes().stream()
                .filter(box -> choice.mailbox().isEmpty() || box.name().equals(MailboxName.of(choice.mailbox())))
                .filter(box -> box.deletedAt().toEpochMilli() >= choice.since())
                .toList();
    }

    private interface Filter {
        List<DeletedMessage> of(List<DeletedMessage> page);
    }

    private static Filter filter(Choice choice) throws AdministrationFailed {
        Optional<MailboxName> mailbox =
                choice.mailbox().isEmpty() ? Optional.empty() : Optional.of(MailboxName.of(choice.mailbox()));
        var ids = new ArrayList<DeletedId>();
        for (String id : choice.ids()) {
            try {
                ids.add(DeletedId.parse(id));
            } catch (IllegalArgumentException _) {
                throw new AdministrationFailed(
                        Kind.INVALID, "\"" + id + "\" is no id: the list shows them, such as 1042.1.977");
            }
        }
        return page -> page.stream()
                .filter(message -> ids.isEmpty() || ids.contains(message.id()))
                .filter(message -> mailbox.isEmpty() || message.mailbox().equals(mailbox.get()))
                .toList();
    }

    private static Item item(DeletedMailbox box) {
        return new Item("", box.name().text(), box.deletedAt().toString(), 0, "", 0, List.of(), "", "");
    }

    private static Item item(DeletedMessage message, Optional<Account.About> about) {
        return new Item(
                message.id().toString(),
                message.mailbox().text(),
                message.deletedAt().toString(),
                message.id().uid(),
                message.internalDate().toString(),
                message.size(),
                message.flags().stream().map(Flag::name).toList(),
                about.map(Account.About::subject).map(EncodedWord::decode).orElse(""),
                about.map(Account.About::from).map(EncodedWord::decode).orElse(""));
    }

    private <T> T with(Choice choice, Work<T> work) throws AdministrationFailed {
        String canonical =
                StoreAdministration.address(choice.address()).canonical().toString();
        var entry = store.directory().accounts().stream()
                .filter(each -> each.address().canonical().toString().equals(canonical))
                .findFirst()
                .orElseThrow(() -> new AdministrationFailed(Kind.NOT_FOUND, choice.address() + " does not exist"));
        try (Account account = store.account(entry.id())) {
            return work.with(account);
        } catch (Refused refused) {
            throw StoreAdministration.failure(choice.address(), refused);
        }
    }

    private static final class Tally {
        private final Map<MailboxName, Long> messages = new TreeMap<>();
        private final List<String> mailboxes = new ArrayList<>();
        private long octets;

        void count(MailboxName mailbox, long more) {
            messages.merge(mailbox, more, Long::sum);
        }

        Outcome outcome() {
            return new Outcome(
                    messages.entrySet().stream()
                            .collect(Collectors.toMap(
                                    each -> each.getKey().text(), Map.Entry::getValue, Long::sum, TreeMap::new)),
                    mailboxes,
                    octets);
        }
    }
}
