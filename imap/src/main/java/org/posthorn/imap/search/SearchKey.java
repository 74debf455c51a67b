package org.posthorn.imap.search;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.posthorn.imap.grammar.MessageSet;
import org.posthorn.storage.mailbox.Flag;

/// What SEARCH asks of a message (RFC 9051 §6.4.4). `UNSEEN` and the like are [Not] of what they negate, `NEW` and
/// `OLD` are made of the others too.
public sealed interface SearchKey {

    /// What has to be read to answer, the cheapest first; each includes those before it.
    enum Cost {
        /// Bitmaps in memory.
        SET,
        /// A small row for each message.
        PLACEMENT,
        /// The message's header.
        HEADER,
        /// All of its bytes.
        BODY
    }

    Cost cost();

    /// Whether it is such a key, or made of one.
    default boolean any(Predicate<SearchKey> such) {
        return such.test(this)
                || switch (this) {
                    case Not(var key) -> key.any(such);
                    case Or(var first, var second) -> first.any(such) || second.any(such);
                    case And(var keys) -> keys.stream().anyMatch(key -> key.any(such));
                    case All _,
                            Filter _,
                            Messages _,
                            Flagged _,
                            ModSeq _,
                            Recent _,
                            Received _,
                            Within _,
                            Saved _,
                            Larger _,
                            Smaller _,
                            EmailId _,
                            ThreadId _,
                            Sent _,
                            InEnvelope _,
                            Header _,
                            Body _,
                            Text _ -> false;
                };
    }

    /// Finds what a filter stands for.
    interface Filling<X extends Exception> {
        SearchKey of(Filter filter) throws X;
    }

    /// The same with what they stand for in place of filters.
    default <X extends Exception> SearchKey filled(Filling<X> filling) throws X {
        return switch (this) {
            case Filter filter -> filling.of(filter);
            case Not(var key) -> new Not(key.filled(filling));
            case Or(var first, var second) -> new Or(first.filled(filling), second.filled(filling));
            case And(var keys) -> {
                var filled = new ArrayList<SearchKey>();
                for (var key : keys) {
                    filled.add(key.filled(filling));
                }
                yield new And(filled);
            }
            case All _,
                    Messages _,
                    Flagged _,
                    ModSeq _,
                    Recent _,
                    Received _,
                    Within _,
                    Saved _,
                    Larger _,
                    Smaller _,
                    EmailId _,
                    ThreadId _,
                    Sent _,
                    InEnvelope _,
                    Header _,
                    Body _,
                    Text _ -> this;
        };
    }

    /// How a day compares to the one asked for.
    enum When {
        BEFORE,
        ON,
        SINCE;

        boolean matches(LocalDate day, LocalDate asked) {
            return switch (this) {
                case BEFORE -> day.isBefore(asked);
                case ON -> day.equals(asked);
                case SINCE -> !day.isBefore(asked);
            };
        }
    }

    /// The fields of the envelope that have a key of their own.
    enum Field {
        BCC,
        CC,
        FROM,
        SUBJECT,
        TO
    }

    record All() implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.SET;
        }
    }

    /// By number or by UID.
    record Messages(MessageSet set) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.SET;
        }
    }

    /// A stored search, by its name (RFC 5466 §3.1): to be filled before anything is searched.
    record Filter(String name) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.BODY; // who knows
        }
    }

    record Flagged(Flag flag) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.SET;
        }
    }

    /// Changed since, the MODSEQ itself included (RFC 7162 §3.1.5).
    record ModSeq(long least) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.SET; // read from the log once, and from then on a set
        }
    }

    record Recent() implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.SET;
        }
    }

    /// By the day of the internal date.
    record Received(When when, LocalDate day) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.PLACEMENT;
        }
    }

    /// Compares the age of the internal date with a number of seconds (RFC 5032).
    enum Age {
        OLDER,
        YOUNGER
    }

    record Within(Age age, long seconds) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.PLACEMENT;
        }
    }

    /// By the day when it came into this mailbox (RFC 8514).
    record Saved(When when, LocalDate day) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.PLACEMENT;
        }
    }

    record Larger(long size) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.PLACEMENT;
        }
    }

    record Smaller(long size) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.PLACEMENT;
        }
    }

    /// By the message's number in its account.
    record EmailId(String id) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.PLACEMENT;
        }
    }

    record ThreadId(String id) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.HEADER;
        }
    }

    /// By the day in the Date field.
    record Sent(When when, LocalDate day) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.HEADER;
        }
    }

    record InEnvelope(Field field, String text) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.HEADER;
        }
    }

    record Header(String name, String text) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.HEADER;
        }
    }

    record Body(String text) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.BODY;
        }
    }

    record Text(String text) implements SearchKey {
        @Override
        public Cost cost() {
            return Cost.BODY;
        }
    }

    record Not(SearchKey key) implements SearchKey {
        @Override
        public Cost cost() {
            return key.cost();
        }
    }

    record Or(SearchKey first, SearchKey second) implements SearchKey {
        @Override
        public Cost cost() {
            return first.cost().compareTo(second.cost()) > 0 ? first.cost() : second.cost();
        }
    }

    record And(List<SearchKey> keys) implements SearchKey {
        public And {
            keys = List.copyOf(keys);
        }

        @Override
        public Cost cost() {
            return keys.stream()
                    .map(SearchKey::cost)
                    .max(Comparator.naturalOrder())
                    .orElse(Cost.SET);
        }
    }
}
