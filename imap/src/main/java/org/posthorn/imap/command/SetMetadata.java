package org.posthorn.imap.command;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.response.Reply;
import org.posthorn.imap.response.Tag;
import org.posthorn.storage.Annotations;
import org.posthorn.storage.annotation.EntryName;
import org.posthorn.storage.mailbox.Mailbox;
import org.posthorn.storage.mailbox.SpecialUse;

/// SETMETADATA sets and removes annotations of a mailbox or of the server, all or none (RFC 5464 §4.3).
///
/// @param mailbox its name; empty: the server
/// @param values  empty ones remove
/// @param tooLong a value is longer than may be; what is behind it was not read
record SetMetadata(Tag tag, String mailbox, Map<EntryName, Optional<byte[]>> values, boolean tooLong)
        implements Command.AfterLogin {

    static SetMetadata parse(Tag tag, ImapParser in) throws PeerGone, BadCommand {
        in.space();
        String mailbox = in.mailboxText();
        in.space();
        in.open();
        var values = new LinkedHashMap<EntryName, Optional<byte[]>>();
        do {
            var entry = AnnotatedPlace.entry(in);
            if (!entry.isWhole()) {
                throw in.bad("a name of at least two levels, of a vendor of four, in front");
            }
            in.space();
            if (isTooLong(in)) {
                return new SetMetadata(tag, mailbox, values, true);
            }
            values.put(entry, in.value());
        } while (in.trySpace());
        in.close();
        in.end();
        return new SetMetadata(tag, mailbox, values, false);
    }

    private static boolean isTooLong(ImapParser in) throws BadCommand {
        boolean literal = in.peek() == '{' || in.peek() == '~';
        return literal && in.literal().size() > Annotations.LARGEST;
    }

    @Override
    public Reply run(State.LoggedIn session) throws PeerGone {
        var place = AnnotatedPlace.of(session, mailbox);
        if (tooLong || values.values().stream().anyMatch(SetMetadata::isTooLong)) {
            return Reply.no(tag, "METADATA MAXSIZE " + Annotations.LARGEST, "a value is too long");
        }
        if (values.keySet().stream().anyMatch(place::isOperators)) {
            return Reply.no(tag, "NOPERM", "what all users read of the server is its operator's to set");
        }
        var wrong = wrongFilter(session, place);
        if (wrong.isPresent()) {
            return Reply.no(tag, "", wrong.get());
        }
        var use = Optional.ofNullable(values.get(EntryName.SPECIAL_USE)).flatMap(value -> value);
        if (use.isPresent()
                && place.mailbox().isPresent()
                && !canBe(place.mailbox().get(), use.get())) {
            return Reply.no(tag, "USEATTR", "the mailbox can't have this special use"); // RFC 6154 §4
        }
        var written = place.annotations().set(place.mailbox().map(Mailbox::id), place.user(), values);
        if (written.isEmpty()) {
            return Reply.no(tag, "METADATA TOOMANY", "there are " + Annotations.MOST + " already");
        }
        session.dialogue().news().annotations().own(written.get().modSeq());
        tellDeprived(session, written.get().deprived());
        return Reply.ok(tag, "SETMETADATA done");
    }

    private static boolean isTooLong(Optional<byte[]> value) {
        return value.isPresent() && value.get().length > Annotations.LARGEST;
    }

    /// RFC 5466 §3.2: why a value is no search, where it should be one.
    private Optional<String> wrongFilter(State.LoggedIn session, AnnotatedPlace place) {
        for (var each : values.entrySet()) {
            if (Filters.isFilter(place, each.getKey()) && each.getValue().isPresent()) {
                try {
                    Filters.parse(session, each.getValue().get());
                } catch (BadCommand e) {
                    return Optional.of(each.getKey() + " is no search: " + e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private static boolean canBe(Mailbox mailbox, byte[] use) {
        return SpecialUse.parse(new String(use, StandardCharsets.ISO_8859_1))
                .filter(uses -> uses.isEmpty() || mailbox.mayHaveUse())
                .isPresent();
    }

    /// RFC 6154 §5.4: the mailboxes that had the special use until now.
    private static void tellDeprived(State.LoggedIn session, List<Mailbox> deprived) throws PeerGone {
        for (var mailbox : deprived) {
            var place = new AnnotatedPlace(
                    session.account(),
                    Optional.of(mailbox),
                    mailbox.name().text(),
                    session.account().id());
            try (var line = new AnnotatedPlace.Line(session.dialogue().out(), place)) {
                var left = Optional.of(mailbox.use())
                        .filter(uses -> !uses.isEmpty())
                        .map(uses -> SpecialUse.write(uses).getBytes(StandardCharsets.US_ASCII));
                line.add(EntryName.SPECIAL_USE, left);
            }
        }
    }
}
