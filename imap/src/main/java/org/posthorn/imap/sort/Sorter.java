package org.posthorn.imap.sort;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ToLongFunction;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.message.Placement;
import org.posthorn.storage.message.StoredEnvelope.Field;
import org.posthorn.storage.message.StoredMessage;

/// Sorts messages by what their placements and records hold; no blob is opened. Meanwhile a message takes some dozens
/// of octets and no object. For one SORT.
public final class Sorter {
    private final List<Sorting> sortings = new ArrayList<>();
    private final CollationKey key = new CollationKey();
    private final int[] uids;
    private int count;
    /// Whether a placement did not tell what was asked of it.
    private boolean lacking;

    /// One criterion at work.
    ///
    /// @param filling puts a message's value into the column
    private record Sorting(Column column, Filling filling, boolean reverse) {}

    private interface Filling {
        void add(Placement placement, Optional<StoredMessage> message);
    }

    private Sorter(SortCriteria criteria, int most) {
        this.uids = new int[most];
        criteria.criteria().forEach(criterion -> sortings.add(sorting(criterion, most)));
    }

    /// The messages of a mailbox in order; those that are gone meanwhile are left out.
    public static SortedUids sort(Account account, MailboxId mailbox, SortCriteria criteria, Uids found) {
        if (criteria.criteria().stream().allMatch(each -> each.key().isPlaced())) {
            var sorter = new Sorter(criteria, found.count());
            account.placements(mailbox, found, placement -> sorter.add(placement, Optional.empty()));
            if (!sorter.lacking) {
                return sorter.sorted();
            }
        }
        var sorter = new Sorter(criteria, found.count());
        account.<RuntimeException>messages(
                mailbox, found, (placement, message) -> sorter.add(placement, Optional.of(message)));
        return sorter.sorted();
    }

    private Sorting sorting(SortCriteria.Criterion criterion, int most) {
        boolean reverse = criterion.reverse();
        return switch (criterion.key()) {
            case ARRIVAL -> placed(placement -> placement.internalDate().toEpochMilli(), most, reverse);
            case SIZE -> placed(Placement::size, most, reverse);
            case DATE -> sent(most, reverse);
            case SUBJECT -> text(SortText::subject, most, reverse);
            case FROM -> text((message, text) -> SortText.mailbox(message, Field.FROM, text), most, reverse);
            case TO -> text((message, text) -> SortText.mailbox(message, Field.TO, text), most, reverse);
            case CC -> text((message, text) -> SortText.mailbox(message, Field.CC, text), most, reverse);
            case DISPLAYFROM -> text((message, text) -> SortText.display(message, Field.FROM, text), most, reverse);
            case DISPLAYTO -> text((message, text) -> SortText.display(message, Field.TO, text), most, reverse);
        };
    }

    private static Sorting placed(ToLongFunction<Placement> value, int most, boolean reverse) {
        var column = new Column.Numbers(most);
        return new Sorting(column, (placement, _) -> column.add(value.applyAsLong(placement)), reverse);
    }

    /// RFC 5256 §2.2. Placements of before tell no sent date, then records have to.
    private Sorting sent(int most, boolean reverse) {
        var column = new Column.Numbers(most);
        Filling filling = (placement, message) -> {
            long internal = placement.internalDate().toEpochMilli();
            if (message.isPresent()) {
                column.add(message.get().columnCursor().sent(internal));
            } else {
                lacking |= placement.sent().isEmpty();
                column.add(placement.sent().map(Instant::toEpochMilli).orElse(internal));
            }
        };
        return new Sorting(column, filling, reverse);
    }

    private Sorting text(BiConsumer<StoredMessage, CollationKey> text, int most, boolean reverse) {
        var column = new Column.Texts(most);
        Filling filling = (_, message) -> {
            text.accept(message.orElseThrow(), key);
            column.add(key);
        };
        return new Sorting(column, filling, reverse);
    }

    private void add(Placement placement, Optional<StoredMessage> message) {
        uids[count++] = (int) placement.uid();
        sortings.forEach(each -> each.filling().add(placement, message));
    }

    /// RFC 5256 §3: equals stay in the order of the mailbox, under REVERSE too.
    private SortedUids sorted() {
        var orders = sortings.toArray(Sorting[]::new);
        int[] order = IndexSort.sorted(count, (a, b) -> compare(orders, a, b));
        Arrays.setAll(order, i -> uids[order[i]]);
        return new SortedUids(order);
    }

    private static int compare(Sorting[] orders, int a, int b) {
        for (var each : orders) {
            int compared = each.column().compare(a, b);
            if (compared != 0) {
                return each.reverse() ? -compared : compared;
            }
        }
        return 0;
    }
}
