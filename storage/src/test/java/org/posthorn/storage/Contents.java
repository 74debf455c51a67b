package org.posthorn.storage;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.StoredMessage;

/// All that a client could see of one account, to be compared before and after.
record Contents(Map<String, Box> mailboxes, Set<String> subscriptions) {

    record Box(long uidValidity, long uidNext, Map<Long, Letter> letters) {}

    /// @param text what the message is; `damaged` when it can't be read
    record Letter(String text, Instant date, Set<String> flags) {}

    static final String DAMAGED = "damaged";

    static Contents of(TestStore store, String address) {
        try (var account = store.open(address)) {
            var mailboxes = new TreeMap<String, Box>();
            for (var mailbox : account.mailboxes()) {
                var state = account.state(mailbox.id());
                var letters = new TreeMap<Long, Letter>();
                state.uids().iterator().forEachRemaining((long uid) -> letters.put(uid, letter(account, state, uid)));
                mailboxes.put(mailbox.name().text(), new Box(mailbox.uidValidity(), mailbox.uidNext(), letters));
            }
            var subscriptions =
                    account.subscriptions().stream().map(Object::toString).collect(Collectors.toSet());
            return new Contents(mailboxes, subscriptions);
        }
    }

    static boolean isReachable(TestStore store, String address) {
        return store.store().directory().recipient(EmailAddress.parse(address)).isPresent();
    }

    private static Letter letter(Account account, MailboxState state, long uid) {
        var flags = state.flagsOf(uid).stream().map(Flag::name).collect(Collectors.toCollection(HashSet::new));
        var dates = new ArrayList<Instant>();
        var found = new ArrayList<StoredMessage>();
        String text;
        try {
            account.placements(state.id(), Uids.of(uid), placement -> dates.add(placement.internalDate()));
            account.messages(state.id(), Uids.of(uid), (_, message) -> found.add(message));
            byte[] bytes = TestStore.read(account, found.getFirst(), 0, Long.MAX_VALUE);
            text = new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
        } catch (Refused _) {
            text = DAMAGED;
        }
        return new Letter(text, dates.isEmpty() ? Instant.EPOCH : dates.getFirst(), flags);
    }
}
