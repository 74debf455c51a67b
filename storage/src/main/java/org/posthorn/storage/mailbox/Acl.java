package org.posthorn.storage.mailbox;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.Refused;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;

/// Who may do what with a mailbox: an access control list (RFC 4314 §2). Immutable.
///
/// A user has the rights that his own entry and that of everybody give together, without those that the negative
/// entries of either take away. The owner can lose all but two, so that he never locks himself out.
///
/// Stored, unless it is [#ofOwner]'s:
///
///     acl := version u8 = 1, entries varint, (account varint, sign u8, rights varint)*
///
/// An account of 0 is everybody; a sign of 1 takes away; rights are bits in the order of [Right].
///
/// @param entries none without rights is kept
public record Acl(SortedMap<Grantee, Rights> entries) {
    /// What the owner has whatever the list says.
    public static final Rights OWNERS = Rights.of(Right.LOOKUP, Right.ADMINISTER);

    /// The most entries of a mailbox.
    static final int LIMIT = 1_000;

    private static final int VERSION = 1;

    public Acl {
        entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /// Of a mailbox that nobody shares: its owner may do all.
    public static Acl ofOwner(AccountId owner) {
        return new Acl(new TreeMap<>(Map.of(Grantee.of(owner), Rights.ALL)));
    }

    public Rights of(Grantee grantee) {
        return entries.getOrDefault(grantee, Rights.NONE);
    }

    /// What a user may do.
    public Rights of(AccountId user, AccountId owner) {
        var own = Grantee.of(user);
        var anyone = Grantee.anyone();
        var rights = of(own).plus(of(anyone)).minus(of(own.negative())).minus(of(anyone.negative()));
        return user.equals(owner) ? rights.plus(OWNERS) : rights;
    }

    /// The list with these rights for that one; none remove the entry.
    ///
    /// @throws Refused OVER_QUOTA
    public Acl with(Grantee grantee, Rights rights) {
        var next = new TreeMap<>(entries);
        if (rights.isEmpty()) {
            next.remove(grantee);
        } else {
            next.put(grantee, rights);
        }
        if (next.size() > LIMIT) {
            throw new Refused(Refused.Why.OVER_QUOTA, "a mailbox's rights may have " + LIMIT + " entries");
        }
        return new Acl(next);
    }

    /// The list without any entry of that account.
    public Acl without(AccountId account) {
        return with(Grantee.of(account), Rights.NONE).with(Grantee.of(account).negative(), Rights.NONE);
    }

    /// Those to whom it gives something, [Grantee#EVERYBODY] among them; not the owner.
    public Set<Integer> grantees(AccountId owner) {
        var numbers = new TreeSet<Integer>();
        entries.keySet().stream()
                .filter(grantee -> grantee.sign() == Grantee.Sign.GIVEN)
                .map(Grantee::number)
                .filter(number -> number != owner.value())
                .forEach(numbers::add);
        return numbers;
    }

    public byte[] toBytes() {
        var out = new BytesWriter(64).u8(VERSION).varint(entries.size());
        entries.forEach((grantee, rights) ->
                out.varint(grantee.number()).u8(grantee.sign().ordinal()).varint(rights.toBits()));
        return out.toRow();
    }

    /// @throws BytesReader.Malformed damaged
    public static Acl ofBytes(byte[] row) {
        var in = new BytesReader(row);
        in.version(VERSION);
        var entries = new TreeMap<Grantee, Rights>();
        for (long left = in.varint(); left > 0; left--) {
            int account = Math.toIntExact(in.varint());
            var who = account == Grantee.EVERYBODY ? Optional.<AccountId>empty() : Optional.of(new AccountId(account));
            var sign = in.u8() == 0 ? Grantee.Sign.GIVEN : Grantee.Sign.TAKEN;
            entries.put(new Grantee(who, sign), Rights.ofBits(Math.toIntExact(in.varint())));
        }
        return new Acl(entries);
    }
}
