package org.posthorn.storage;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Acl;
import org.posthorn.storage.mailbox.Grantee;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Right;
import org.posthorn.storage.mailbox.Rights;
import org.posthorn.storage.mailbox.Uids;

/// Who may do what with an account's mailboxes (RFC 4314). Thread-safe.
///
/// An [Acl] is a row beside its mailbox, held in memory with the account. So that a user's LIST need not look at every
/// account, the directory's scope has a row for each pair of accounts of which one shares something with the other;
/// it is written in the commit that changes the list ([Draft]):
///
///     share := version u8 = 1
public final class Sharing {
    static final byte[] SHARE = {1};

    private final AccountWriter writer;
    private final AccountId user;

    /// @param user who asks
    Sharing(AccountWriter writer, AccountId user) {
        this.writer = writer;
        this.user = user;
    }

    /// What the user may do with the mailbox; nothing when it is gone.
    public Rights rights(MailboxId mailbox) {
        var state = writer.published();
        if (state.held(mailbox).isEmpty()) {
            return Rights.NONE;
        }
        var acl = state.acls().get(mailbox);
        if (acl == null) {
            return user.equals(writer.id()) ? Rights.ALL : Rights.NONE; // nearly all mailboxes
        }
        return acl.of(user, writer.id());
    }

    public Acl acl(MailboxId mailbox) {
        return writer.published().acl(mailbox, writer.id());
    }

    /// Gives one other rights. Who may not read any more what he has seen is forgotten.
    ///
    /// @throws Refused NOT_FOUND; OVER_QUOTA: the list is full
    public void change(MailboxId mailbox, Grantee grantee, UnaryOperator<Rights> change) {
        writer.change(draft -> {
            draft.require(mailbox);
            var acl = draft.acl(mailbox);
            set(draft, mailbox, acl.with(grantee, change.apply(acl.of(grantee))));
            return mailbox;
        });
    }

    /// Takes an account out of all lists, since it is no more; its private annotations go with that.
    void forget(AccountId gone) {
        writer.change(draft -> {
            for (var held : draft.all()) {
                var mailbox = held.mailbox().id();
                set(draft, mailbox, draft.acl(mailbox).without(gone));
                forgetSeen(draft, mailbox, gone);
                draft.batch().deletePrefix(Table.ACCOUNT, Keys.annotations(mailbox.value(), gone.value()));
            }
            return gone;
        });
    }

    private static void set(Draft draft, MailboxId mailbox, Acl acl) {
        if (acl.equals(draft.acl(mailbox))) {
            return;
        }
        draft.share(mailbox, acl);
        draft.log(new Change.Shared(mailbox));
        for (var other : List.copyOf(draft.require(mailbox).state().users())) {
            if (!acl.of(other, draft.account()).has(Right.READ)) {
                forgetSeen(draft, mailbox, other);
            }
        }
    }

    private static void forgetSeen(Draft draft, MailboxId mailbox, AccountId other) {
        var seen = draft.require(mailbox).state().seenBy(other);
        if (!seen.isEmpty()) {
            draft.change(new Change.SeenBy(mailbox, other, Uids.NONE, seen), 0);
        }
    }

    // ---- who shares with whom

    /// The accounts that share something with a user, or with everybody; he himself may be among them.
    static Set<AccountId> owners(Engine engine, AccountId user) {
        var owners = new TreeSet<Integer>();
        for (int grantee : new int[] {user.value(), Grantee.EVERYBODY}) {
            engine.scan(Scope.DIRECTORY, Table.DIRECTORY, Range.prefix(Keys.shares(grantee)), row -> {
                var key = Keys.behindKind(row.key());
                key.u32();
                owners.add((int) key.u32());
                return true;
            });
        }
        var ids = new LinkedHashSet<AccountId>();
        owners.forEach(id -> ids.add(new AccountId(id)));
        return ids;
    }

    /// Whether the owner shares anything with the user. Takes the same time whether there is such an owner or not.
    static boolean sharesWith(Engine engine, int owner, AccountId user) {
        var keys = new ArrayList<byte[]>();
        keys.add(Keys.share(user.value(), owner));
        keys.add(Keys.share(Grantee.EVERYBODY, owner));
        return engine.multiGet(Scope.DIRECTORY, Table.DIRECTORY, keys).stream().anyMatch(row -> row.isPresent());
    }
}
