package org.posthorn.storage.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.engine.BytesReader;
import org.posthorn.storage.engine.BytesWriter;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// One thing that a commit changed. However many messages it touches, it is a few bitmaps.
///
///     change := kind u8, mailbox varint, rest       (kind 7: no mailbox; kind 8: 0 is the server)
///     kind   := 1 added: uids, flag sets | 2 flags: flag sets set, flag sets taken | 3 expunged: uids
///             | 4 created: name text | 5 renamed: name text | 6 deleted | 7 subscription: name text, on u8
///             | 8 annotated: account varint, count varint, entry text*
///             | 9 shared | 10 seen by: account varint, uids seen, uids unseen
///     flag sets := count varint, (name text, uids)*
public sealed interface Change {

    /// Messages came into the mailbox.
    record Added(MailboxId mailbox, Uids uids, Map<Flag, Uids> flags) implements InMailbox {}

    /// Flags were set on some messages and taken from some.
    record FlagsChanged(MailboxId mailbox, Map<Flag, Uids> set, Map<Flag, Uids> taken) implements Flagging {

        @Override
        public Uids uids(Predicate<Flag> flags) {
            var uids = new UidsBuilder();
            set.forEach((flag, members) -> uids.addAll(flags.test(flag) ? members : Uids.NONE));
            taken.forEach((flag, members) -> uids.addAll(flags.test(flag) ? members : Uids.NONE));
            return uids.build();
        }
    }

    /// Another user than the owner has seen messages, or has them unseen again: his own `\Seen`.
    record SeenBy(MailboxId mailbox, AccountId user, Uids seen, Uids unseen) implements Flagging {
        @Override
        public Uids uids(Predicate<Flag> flags) {
            return flags.test(Flag.SEEN) ? seen.or(unseen) : Uids.NONE;
        }
    }

    /// Messages left the mailbox.
    record Expunged(MailboxId mailbox, Uids uids) implements InMailbox {}

    record Created(MailboxId mailbox, MailboxName name) implements Change {}

    record Renamed(MailboxId mailbox, MailboxName name) implements Change {}

    /// The mailbox went, with what was in it.
    record Deleted(MailboxId mailbox) implements Change {}

    record Subscription(MailboxName name, boolean on) implements Change {}

    /// Who may do what with the mailbox is otherwise now; its row says how.
    record Shared(MailboxId mailbox) implements Change {}

    /// Annotations were set or removed.
    ///
    /// @param of empty: the server's
    /// @param by whose they are, where they are private
    record Annotated(Optional<MailboxId> of, AccountId by, List<EntryName> names) implements Change {}

    /// A change of what a mailbox holds.
    sealed interface InMailbox extends Change {
        MailboxId mailbox();

        /// The state behind the change; its counters are not touched.
        default MailboxState applyTo(MailboxState state) {
            return switch (this) {
                case Added added -> state.added(added.uids(), added.flags());
                case FlagsChanged flags -> state.flagged(flags.set(), flags.taken());
                case SeenBy(var _, var user, var seen, var unseen) -> state.seenBy(user, seen, unseen);
                case Expunged expunged -> state.expunged(expunged.uids());
            };
        }
    }

    /// A change of messages that are there.
    sealed interface Flagging extends InMailbox {
        /// The messages of which one of these flags was set or taken.
        Uids uids(Predicate<Flag> flags);
    }

    default void writeTo(BytesWriter out) {
        switch (this) {
            case Added(var mailbox, var uids, var flags) -> {
                out.u8(1).varint(mailbox.value());
                uids.writeTo(out);
                writeFlags(out, flags);
            }
            case FlagsChanged(var mailbox, var set, var taken) -> {
                out.u8(2).varint(mailbox.value());
                writeFlags(out, set);
                writeFlags(out, taken);
            }
            case Expunged(var mailbox, var uids) -> {
                out.u8(3).varint(mailbox.value());
                uids.writeTo(out);
            }
            case Created(var mailbox, var name) ->
                out.u8(4).varint(mailbox.value()).text(name.text());
            case Renamed(var mailbox, var name) ->
                out.u8(5).varint(mailbox.value()).text(name.text());
            case Deleted(var mailbox) -> out.u8(6).varint(mailbox.value());
            case Subscription(var name, boolean on) ->
                out.u8(7).text(name.text()).u8(on ? 1 : 0);
            case Shared(var mailbox) -> out.u8(9).varint(mailbox.value());
            case SeenBy(var mailbox, var user, var seen, var unseen) -> {
                out.u8(10).varint(mailbox.value()).varint(user.value());
                seen.writeTo(out);
                unseen.writeTo(out);
            }
            case Annotated(var of, var by, var names) -> {
                out.u8(8).varint(of.map(MailboxId::value).orElse(0));
                out.varint(by.value()).varint(names.size());
                names.forEach(name -> out.text(name.text()));
            }
        }
    }

    static Change readFrom(BytesReader in) {
        int kind = in.u8();
        return switch (kind) {
            case 1 -> new Added(mailbox(in), Uids.readFrom(in), readFlags(in));
            case 2 -> new FlagsChanged(mailbox(in), readFlags(in), readFlags(in));
            case 3 -> new Expunged(mailbox(in), Uids.readFrom(in));
            case 4 -> new Created(mailbox(in), new MailboxName(in.text()));
            case 5 -> new Renamed(mailbox(in), new MailboxName(in.text()));
            case 6 -> new Deleted(mailbox(in));
            case 7 -> new Subscription(new MailboxName(in.text()), in.u8() == 1);
            case 8 -> new Annotated(anyMailbox(in), account(in), readNames(in));
            case 9 -> new Shared(mailbox(in));
            case 10 -> new SeenBy(mailbox(in), account(in), Uids.readFrom(in), Uids.readFrom(in));
            default -> throw new BytesReader.Malformed("change of kind " + kind);
        };
    }

    private static MailboxId mailbox(BytesReader in) {
        return new MailboxId(Math.toIntExact(in.varint()));
    }

    private static AccountId account(BytesReader in) {
        return new AccountId(Math.toIntExact(in.varint()));
    }

    private static Optional<MailboxId> anyMailbox(BytesReader in) {
        int id = Math.toIntExact(in.varint());
        return id == 0 ? Optional.empty() : Optional.of(new MailboxId(id));
    }

    private static List<EntryName> readNames(BytesReader in) {
        var names = new ArrayList<EntryName>();
        for (long left = in.varint(); left > 0; left--) {
            names.add(new EntryName(in.text()));
        }
        return names;
    }

    private static void writeFlags(BytesWriter out, Map<Flag, Uids> flags) {
        out.varint(flags.size());
        flags.forEach((flag, uids) -> {
            out.text(flag.name());
            uids.writeTo(out);
        });
    }

    private static Map<Flag, Uids> readFlags(BytesReader in) {
        var flags = new LinkedHashMap<Flag, Uids>();
        for (long left = in.varint(); left > 0; left--) {
            flags.put(Flag.of(in.text()), Uids.readFrom(in));
        }
        return flags;
    }
}
