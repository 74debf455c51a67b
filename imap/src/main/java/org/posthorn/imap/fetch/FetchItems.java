package org.posthorn.imap.fetch;

import static org.posthorn.imap.fetch.FetchItem.Plain.BODY;
import static org.posthorn.imap.fetch.FetchItem.Plain.ENVELOPE;
import static org.posthorn.imap.fetch.FetchItem.Plain.FLAGS;
import static org.posthorn.imap.fetch.FetchItem.Plain.INTERNALDATE;
import static org.posthorn.imap.fetch.FetchItem.Plain.MODSEQ;
import static org.posthorn.imap.fetch.FetchItem.Plain.SIZE;
import static org.posthorn.imap.fetch.FetchItem.Plain.UID;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;

/// What a FETCH asks for, each item once, in the order asked.
public record FetchItems(List<FetchItem> items) {

    /// What an item comes with, of those that may be hidden.
    private static final Map<String, String> CAPABILITIES = Map.of(
            "EMAILID", "OBJECTID",
            "THREADID", "OBJECTID",
            "MODSEQ", "CONDSTORE",
            "PREVIEW", "PREVIEW",
            "SAVEDATE", "SAVEDATE");

    public FetchItems {
        items = items.stream().distinct().toList();
    }

    /// Reads a macro, an item, or a list of items (RFC 9051 §9 `fetch`).
    public static FetchItems parse(ImapParser in) throws PeerGone, BadCommand {
        if (in.peek() == '(') {
            return new FetchItems(in.list(FetchItems::item));
        }
        String word = in.word();
        // RFC 9051 §6.4.5: a macro stands by itself.
        return switch (word) {
            case "ALL" -> new FetchItems(List.of(FLAGS, INTERNALDATE, SIZE, ENVELOPE));
            case "FAST" -> new FetchItems(List.of(FLAGS, INTERNALDATE, SIZE));
            case "FULL" -> new FetchItems(List.of(FLAGS, INTERNALDATE, SIZE, ENVELOPE, BODY));
            default -> new FetchItems(List.of(item(in, word)));
        };
    }

    private static FetchItem item(ImapParser in) throws PeerGone, BadCommand {
        return item(in, in.word());
    }

    private static FetchItem item(ImapParser in, String word) throws PeerGone, BadCommand {
        return switch (word) {
            case "BODY" -> in.peek() == '[' ? body(in, true) : BODY;
            case "BODY.PEEK" -> body(in, false);
            case "BINARY" -> binary(in, true);
            case "BINARY.PEEK" -> binary(in, false);
            case "BINARY.SIZE" -> {
                var part = Section.parsePart(in);
                yield new FetchItem.BinarySize("BINARY.SIZE[" + Section.number(part) + "]", part);
            }
            case "PREVIEW" -> new FetchItem.Preview(in.tryPhrase(" (LAZY)")); // RFC 8970 §6
            // RFC 3501 §6.4.5: "functionally equivalent" to BODY[], BODY.PEEK[HEADER] and BODY[TEXT]
            case "RFC822" -> new FetchItem.Body("RFC822", Section.MESSAGE, Optional.empty(), true);
            case "RFC822.HEADER" -> new FetchItem.Body("RFC822.HEADER", Section.HEADER, Optional.empty(), false);
            case "RFC822.TEXT" -> new FetchItem.Body("RFC822.TEXT", Section.TEXT, Optional.empty(), true);
            default ->
                Arrays.<FetchItem>stream(FetchItem.Plain.values())
                        .filter(item -> item.label().equals(word) && in.offers(CAPABILITIES.getOrDefault(word, "")))
                        .findFirst()
                        .orElseThrow(() -> in.bad("a data item of FETCH in place of " + word));
        };
    }

    private static FetchItem body(ImapParser in, boolean marksSeen) throws PeerGone, BadCommand {
        var section = Section.parse(in);
        var partial = partial(in);
        return new FetchItem.Body("BODY" + section.label() + origin(partial), section, partial, marksSeen);
    }

    private static FetchItem binary(ImapParser in, boolean marksSeen) throws BadCommand {
        var part = Section.parsePart(in);
        var partial = partial(in);
        String label = "BINARY[" + Section.number(part) + "]" + origin(partial);
        return new FetchItem.Binary(label, part, partial, marksSeen);
    }

    private static Optional<Partial> partial(ImapParser in) throws BadCommand {
        return in.peek() == '<' ? Optional.of(Partial.parse(in)) : Optional.empty();
    }

    /// RFC 9051 §7.5.2: the response tells where the octets begin when, and only when, a partial was asked for.
    private static String origin(Optional<Partial> partial) {
        return partial.map(p -> "<" + p.offset() + ">").orElse("");
    }

    /// With the UID in front, as the responses to UID FETCH have it (RFC 9051 §6.4.9).
    public FetchItems withUid() {
        return new FetchItems(Stream.concat(Stream.of(UID), items.stream()).toList());
    }

    /// With the flags, which go along when asking has changed them (RFC 9051 §6.4.5).
    FetchItems withFlags() {
        return new FetchItems(Stream.concat(items.stream(), Stream.of(FLAGS)).toList());
    }

    /// With MODSEQs, as CHANGEDSINCE implies (RFC 7162 §3.1.4.1).
    public FetchItems withModSeq() {
        return new FetchItems(Stream.concat(items.stream(), Stream.of(MODSEQ)).toList());
    }

    /// Whether MODSEQs are asked for.
    public boolean hasModSeq() {
        return items.contains(MODSEQ);
    }

    /// Whether asking sets `\Seen`, unless the mailbox is selected read-only.
    public boolean marksSeen() {
        return items.stream().anyMatch(item -> switch (item) {
            case FetchItem.Body body -> body.marksSeen();
            case FetchItem.Binary binary -> binary.marksSeen();
            case FetchItem.BinarySize _, FetchItem.Preview _, FetchItem.Plain _ -> false;
        });
    }

    /// The deepest of its items.
    FetchItem.Depth depth() {
        return items.stream()
                .map(FetchItem::depth)
                .max(Comparator.naturalOrder())
                .orElse(FetchItem.Depth.STATE);
    }
}
