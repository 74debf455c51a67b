package org.posthorn.imap.search;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.posthorn.common.mime.EncodedWord;
import org.posthorn.common.mime.MailDate;
import org.posthorn.imap.fetch.FetchEncoder;
import org.posthorn.storage.mailbox.Uids;

/// A key made ready to be asked of one message after the other.
interface Criterion {

    boolean matches(Candidate message);

    /// @param sets the messages that a key of [SearchKey.Cost#SET] matches
    static Criterion of(SearchKey key, Function<SearchKey, Uids> sets) {
        if (key.cost() == SearchKey.Cost.SET) {
            var uids = sets.apply(key);
            return message -> uids.contains(message.placement().uid());
        }
        return switch (key) {
            case SearchKey.Not(var inner) -> {
                var criterion = of(inner, sets);
                yield message -> !criterion.matches(message);
            }
            case SearchKey.Or(var first, var second) -> any(cheapestFirst(List.of(first, second), sets));
            case SearchKey.And(var keys) -> all(cheapestFirst(keys, sets));
            case SearchKey.Larger(long size) -> message -> message.placement().size() > size;
            case SearchKey.Smaller(long size) -> message -> message.placement().size() < size;
            case SearchKey.EmailId(String id) ->
                message -> id.equals(FetchEncoder.emailId(
                        message.account(), message.placement().messageId()));
            case SearchKey.ThreadId(String id) ->
                message -> id.equals(FetchEncoder.threadId(
                        message.account(), message.stored().orElseThrow()));
            case SearchKey.Received(var when, var day) ->
                message -> when.matches(dayOf(message.placement().internalDate()), day);
            case SearchKey.Saved(var when, var day) ->
                message -> when.matches(dayOf(message.placement().savedAt()), day);
            case SearchKey.Within(var age, long seconds) ->
                within(age, Instant.now().getEpochSecond() - seconds);
            case SearchKey.Sent(var when, var day) ->
                message -> MailDate.day(date(message))
                        .filter(sent -> when.matches(sent, day))
                        .isPresent();
            case SearchKey.InEnvelope(var field, String text) -> inEnvelope(field, new Needle(text));
            case SearchKey.Header(String name, String text) -> {
                var needle = new Needle(text);
                yield message -> MessageText.inField(message.bytes(), message.root(), name, needle);
            }
            case SearchKey.Body(String text) -> {
                var needle = new Needle(text);
                yield message -> MessageText.inBody(message.bytes(), message.root(), needle);
            }
            case SearchKey.Text(String text) -> {
                var needle = new Needle(text);
                yield message -> MessageText.inHeaders(message.bytes(), message.root(), needle)
                        || MessageText.inBody(message.bytes(), message.root(), needle);
            }
            case SearchKey.All _,
                    SearchKey.Filter _,
                    SearchKey.Messages _,
                    SearchKey.Flagged _,
                    SearchKey.ModSeq _,
                    SearchKey.Recent _,
                    SearchKey.ThreadId _ -> throw new IllegalStateException("a set that is none: " + key);
        };
    }

    private static List<Criterion> cheapestFirst(List<SearchKey> keys, Function<SearchKey, Uids> sets) {
        return keys.stream()
                .sorted(Comparator.comparing(SearchKey::cost))
                .map(key -> of(key, sets))
                .toList();
    }

    private static Criterion all(List<Criterion> criteria) {
        return message -> {
            for (var criterion : criteria) {
                if (!criterion.matches(message)) {
                    return false;
                }
            }
            return true;
        };
    }

    private static Criterion any(List<Criterion> criteria) {
        return message -> {
            for (var criterion : criteria) {
                if (criterion.matches(message)) {
                    return true;
                }
            }
            return false;
        };
    }

    /// RFC 9051 §6.4.4 disregards the zone; FETCH tells dates in UTC, so UTC's days are what the client sees.
    private static LocalDate dayOf(Instant instant) {
        return LocalDate.ofInstant(instant, ZoneOffset.UTC);
    }

    /// RFC 5032 §2: exact to the second, and a message of that very second is both.
    private static Criterion within(SearchKey.Age age, long second) {
        return message -> {
            long received = message.placement().internalDate().getEpochSecond();
            return switch (age) {
                case OLDER -> received <= second;
                case YOUNGER -> received >= second;
            };
        };
    }

    private static String date(Candidate message) {
        return message.root().envelope().text().toString();
    }

    private static Criterion inEnvelope(SearchKey.Field field, Needle needle) {
        return switch (field) {
            case SUBJECT ->
                message -> {
                    var envelope = message.root().envelope();
                    envelope.text(); // Date
                    var subject = envelope.text();
                    return subject.isPresent() && needle.isIn(EncodedWord.decode(subject.toString()));
                };
            case BCC, CC, FROM, TO ->
                message -> MessageText.inFirst(message.bytes(), message.root(), field.name(), needle);
        };
    }
}
