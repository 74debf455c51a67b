package org.posthorn.imap.search;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.config.Storage;
import org.posthorn.imap.view.Awareness;
import org.posthorn.imap.view.Recent;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.Account;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.StoreUnavailable;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;

/// An account's INBOX in a real store, as one session sees it.
public final class Shelf implements AutoCloseable {
    private static final String ALICE = "alice@example.org";

    private final MailStore store;
    private final Account account;
    private final MailboxId inbox;

    public Shelf(Path folder) throws StoreUnavailable {
        store = open(folder);
        store.directory().addDomain("example.org");
        account = store.account(store.directory().addAccount(EmailAddress.parse(ALICE), "secret"));
        inbox = account.mailbox(MailboxName.INBOX).orElseThrow().id();
    }

    private Shelf(MailStore store) {
        this.store = store;
        account = store.account(store.directory()
                .recipient(EmailAddress.parse(ALICE))
                .orElseThrow()
                .id());
        inbox = account.mailbox(MailboxName.INBOX).orElseThrow().id();
    }

    /// One that was closed.
    public static Shelf reopen(Path folder) throws StoreUnavailable {
        return new Shelf(open(folder));
    }

    private static MailStore open(Path folder) throws StoreUnavailable {
        return MailStore.open(new MailStore.Settings(folder, 64 << 20, Storage.DEFAULTS, Clock.systemUTC()));
    }

    public Account account() {
        return account;
    }

    public MailboxId inbox() {
        return inbox;
    }

    public MailboxState state() {
        return account.state(inbox);
    }

    /// A session that selects now.
    public SelectedMailbox select() {
        return new SelectedMailbox(account, state(), false, Recent.TOLD, Awareness.NONE);
    }

    /// Appends a message of ISO 8859-1 characters, whose line ends become CRLF.
    public void add(String mail, Instant date, Flag... flags) {
        add(List.of(mail.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1)), List.of(date), flags);
    }

    public Uids add(List<byte[]> mails, List<Instant> dates, Flag... flags) {
        var appends = new ArrayList<Account.Append>();
        for (int i = 0; i < mails.size(); i++) {
            var incoming = account.receive();
            incoming.write(ByteBuffer.wrap(mails.get(i)));
            incoming.finish();
            appends.add(new Account.Append(incoming, Set.of(flags), dates.get(i)));
        }
        var uids = account.append(inbox, appends).uids();
        appends.forEach(append -> append.message().close());
        return uids;
    }

    @Override
    public void close() {
        account.close();
        store.close();
    }
}
