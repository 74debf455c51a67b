package org.posthorn.storage;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.Annotations.Written;
import org.posthorn.storage.annotation.Annotation;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.change.Change;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Keys;
import org.posthorn.storage.engine.Range;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.SpecialUse;

/// Setting, removing and copying annotations in one draft. Reads rows, so nothing may be on its way.
final class AnnotationChanges {
    private final Draft draft;
    private final Engine engine;
    private final Scope scope;

    AnnotationChanges(Draft draft, Engine engine) {
        this.draft = draft;
        this.engine = engine;
        this.scope = Scope.account(draft.account().value());
    }

    /// @return empty when there would be too many; nothing is drafted then
    Optional<Written> set(Optional<MailboxId> of, AccountId user, Map<EntryName, Optional<byte[]>> values) {
        of.ifPresent(draft::require);
        var rows = new HashMap<>(values);
        var use = Optional.ofNullable(of.isPresent() ? rows.remove(EntryName.SPECIAL_USE) : null);
        if (exceeds(of, user, rows)) {
            return Optional.empty();
        }
        rows.forEach((name, value) -> {
            byte[] key = Annotations.key(of, user, name);
            value.ifPresentOrElse(
                    octets -> draft.batch().put(Table.ACCOUNT, key, new Annotation(name, octets).toBytes()),
                    () -> draft.batch().delete(Table.ACCOUNT, key));
        });
        var deprived = use.map(value -> use(of.orElseThrow(), user, value)).orElse(List.of());
        for (var mailbox : deprived) {
            draft.annotate(new Change.Annotated(Optional.of(mailbox.id()), user, List.of(EntryName.SPECIAL_USE)));
        }
        draft.annotate(new Change.Annotated(of, user, List.copyOf(values.keySet())));
        return Optional.of(new Written(draft.modSeq(), deprived));
    }

    // ---- how much there may be

    /// Whether there would be more annotations than before, and more than there may be.
    ///
    /// @throws Refused OVER_QUOTA when they would hold more octets than before, and more than they may
    private boolean exceeds(Optional<MailboxId> of, AccountId user, Map<EntryName, Optional<byte[]>> values) {
        byte[] shared = Keys.annotations(mailbox(of), Keys.SHARED);
        byte[] own = Keys.annotations(mailbox(of), user.value());
        var sizes = new HashMap<EntryName, Integer>();
        var others = new int[1];
        engine.scan(scope, Table.ACCOUNT, Range.prefix(Keys.annotations()), row -> {
            if (isIn(row, shared) || isIn(row, own)) {
                sizes.put(Annotations.read(row.value()).name(), row.value().length);
            } else {
                others[0] += row.value().length;
            }
            return true;
        });
        var after = new HashMap<>(sizes);
        values.forEach((name, value) -> value.ifPresentOrElse(
                octets -> after.put(name, new Annotation(name, octets).toBytes().length), () -> after.remove(name)));
        int more = octets(after) - octets(sizes);
        if (more > 0 && octets(after) + others[0] > Annotations.MOST_OCTETS) {
            throw new Refused(Refused.Why.OVER_QUOTA, "the account's annotations hold as much as they may");
        }
        return count(after, true) > Math.max(Annotations.MOST, count(sizes, true))
                || count(after, false) > Math.max(Annotations.MOST, count(sizes, false));
    }

    private static int octets(Map<EntryName, Integer> sizes) {
        return sizes.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static long count(Map<EntryName, Integer> sizes, boolean isPrivate) {
        return sizes.keySet().stream()
                .filter(name -> name.isPrivate() == isPrivate)
                .count();
    }

    private static boolean isIn(Engine.Entry row, byte[] prefix) {
        return Arrays.mismatch(row.key(), prefix) == prefix.length;
    }

    private static int mailbox(Optional<MailboxId> of) {
        return of.map(MailboxId::value).orElse(Keys.SERVER);
    }

    // ---- special use

    /// RFC 6154 §4, §5.4: a use that another mailbox has moves here.
    ///
    /// @return those others
    private List<Mailbox> use(MailboxId of, AccountId user, Optional<byte[]> value) {
        var held = draft.require(of);
        var wanted = value.map(octets -> new String(octets, StandardCharsets.ISO_8859_1))
                .map(SpecialUse::parse)
                .orElse(Optional.of(Set.of()))
                .filter(uses -> uses.isEmpty() || held.mailbox().mayHaveUse())
                .filter(_ -> user.equals(draft.account()))
                .orElseThrow(() -> new Refused(Refused.Why.FORBIDDEN, "the mailbox can't have this special use"));
        var deprived = new ArrayList<Mailbox>();
        for (var other : draft.all()) {
            var left = EnumSet.noneOf(SpecialUse.class);
            left.addAll(other.mailbox().use());
            if (!other.mailbox().id().equals(of) && left.removeAll(wanted)) {
                var without = other.mailbox().used(left);
                draft.put(without, other.state());
                deprived.add(without);
            }
        }
        draft.put(held.mailbox().used(wanted), held.state());
        return deprived;
    }

    // ---- a mailbox that becomes another

    /// Copies all that everybody has attached to a mailbox.
    void copy(MailboxId from, MailboxId to) {
        var mailbox = Range.prefix(Keys.annotations(from.value()));
        engine.scan(scope, Table.ACCOUNT, mailbox, row -> {
            var name = Annotations.read(row.value()).name();
            var at = Keys.behindKind(row.key());
            at.u32();
            draft.batch().put(Table.ACCOUNT, Keys.annotation(to.value(), (int) at.u32(), name.path()), row.value());
            return true;
        });
    }
}
