package org.posthorn.imap.search;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.storage.mailbox.Flag;

/// The criteria of a SEARCH.
///
/// @param key            all of them, as one
/// @param charsetNamed   whether there was a CHARSET
/// @param unknownCharset the CHARSET whose text we can't read: there is nothing to search for, and the answer is
///                       `NO [BADCHARSET (…)]` (RFC 9051 §6.4.4)
/// @param unicode        whether text is UTF-8, or the ASCII in it
public record SearchKeys(SearchKey key, boolean charsetNamed, Optional<String> unknownCharset, boolean unicode) {

    /// For BADCHARSET: those that clients ask for. Any other that Java knows is read as well.
    public static final String CHARSETS = "(US-ASCII UTF-8 ISO-8859-1 ISO-8859-15 WINDOWS-1252 ISO-2022-JP SHIFT_JIS"
            + " EUC-JP GB18030 BIG5 EUC-KR KOI8-R WINDOWS-1251)";

    /// Reads an optional CHARSET and the keys (RFC 9051 §9 `search-program`), up to what can't be one.
    public static SearchKeys parse(ImapParser in) throws PeerGone, BadCommand {
        if (in.tryWord("CHARSET")) {
            in.space();
            return parseWithCharset(in);
        }
        // RFC 9051 §6.4.4: UTF-8, a superset of RFC 3501's US-ASCII
        var keys = new Reader(Optional.of(StandardCharsets.UTF_8), false).keys(in);
        return new SearchKeys(keys, false, Optional.empty(), true);
    }

    /// Reads a charset, by its name alone, and the keys (RFC 5256 §5 `search-criteria`).
    public static SearchKeys parseWithCharset(ImapParser in) throws PeerGone, BadCommand {
        String name = in.astring();
        in.space();
        var charset = charset(name);
        var keys = new Reader(charset, true).keys(in);
        return new SearchKeys(
                keys,
                true,
                charset.isPresent() ? Optional.empty() : Optional.of(name),
                charset.equals(Optional.of(StandardCharsets.UTF_8)));
    }

    /// The same with what they stand for in place of filters.
    public <X extends Exception> SearchKeys filled(SearchKey.Filling<X> filling) throws X {
        return new SearchKeys(key.filled(filling), charsetNamed, unknownCharset, unicode);
    }

    /// Whether there are filters left to be filled.
    public boolean hasFilters() {
        return key.any(SearchKey.Filter.class::isInstance);
    }

    private static Optional<Charset> charset(String name) {
        if (name.equalsIgnoreCase("US-ASCII")) {
            return Optional.of(StandardCharsets.UTF_8); // what does not fit is not worth an error
        }
        try {
            return Optional.of(Charset.forName(name));
        } catch (IllegalCharsetNameException | UnsupportedCharsetException none) {
            return Optional.empty();
        }
    }

    /// @param charset of strings; none when it is unknown, and then they are only passed over
    /// @param named   by the client
    private record Reader(Optional<Charset> charset, boolean named) {

        /// Keys beside each other: all must match.
        SearchKey keys(ImapParser in) throws PeerGone, BadCommand {
            var keys = new ArrayList<SearchKey>();
            do {
                keys.add(key(in));
            } while (in.trySpace());
            return keys.size() == 1 ? keys.getFirst() : new SearchKey.And(keys);
        }

        private SearchKey key(ImapParser in) throws PeerGone, BadCommand {
            int next = in.peek();
            if (next == '(') {
                in.open();
                var keys = keys(in);
                in.close();
                return keys;
            }
            if (next == '*' || next == '$' || (next >= '0' && next <= '9')) {
                return new SearchKey.Messages(in.sequenceSet());
            }
            return key(in, in.word());
        }

        private SearchKey key(ImapParser in, String word) throws PeerGone, BadCommand {
            return switch (word) {
                case "ALL" -> new SearchKey.All();
                case "ANSWERED" -> new SearchKey.Flagged(Flag.ANSWERED);
                case "DELETED" -> new SearchKey.Flagged(Flag.DELETED);
                case "DRAFT" -> new SearchKey.Flagged(Flag.DRAFT);
                case "FLAGGED" -> new SearchKey.Flagged(Flag.FLAGGED);
                case "SEEN" -> new SearchKey.Flagged(Flag.SEEN);
                case "UNANSWERED", "UNDELETED", "UNDRAFT", "UNFLAGGED", "UNSEEN" ->
                    new SearchKey.Not(key(in, word.substring(2)));
                case "RECENT" -> new SearchKey.Recent();
                case "SAVEDATESUPPORTED" -> {
                    needs("SAVEDATE", in);
                    yield new SearchKey.All();
                }
                case "OLD" -> new SearchKey.Not(new SearchKey.Recent());
                case "NEW" ->
                    new SearchKey.And(
                            List.of(new SearchKey.Recent(), new SearchKey.Not(new SearchKey.Flagged(Flag.SEEN))));
                default -> {
                    in.space(); // the others have arguments
                    yield withArgument(in, word);
                }
            };
        }

        private SearchKey withArgument(ImapParser in, String word) throws PeerGone, BadCommand {
            return switch (word) {
                case "KEYWORD" -> new SearchKey.Flagged(in.flag());
                case "UNKEYWORD" -> new SearchKey.Not(new SearchKey.Flagged(in.flag()));
                case "UID" -> new SearchKey.Messages(in.uidSet());
                case "MODSEQ" -> modSeq(in);
                case "LARGER" -> new SearchKey.Larger(in.number64());
                case "SMALLER" -> new SearchKey.Smaller(in.number64());
                case "BEFORE" -> new SearchKey.Received(SearchKey.When.BEFORE, in.date());
                case "ON" -> new SearchKey.Received(SearchKey.When.ON, in.date());
                case "SINCE" -> new SearchKey.Received(SearchKey.When.SINCE, in.date());
                case "OLDER" -> new SearchKey.Within(SearchKey.Age.OLDER, within(in));
                case "YOUNGER" -> new SearchKey.Within(SearchKey.Age.YOUNGER, within(in));
                case "SAVEDBEFORE" -> saved(SearchKey.When.BEFORE, in);
                case "SAVEDON" -> saved(SearchKey.When.ON, in);
                case "SAVEDSINCE" -> saved(SearchKey.When.SINCE, in);
                case "SENTBEFORE" -> new SearchKey.Sent(SearchKey.When.BEFORE, in.date());
                case "SENTON" -> new SearchKey.Sent(SearchKey.When.ON, in.date());
                case "SENTSINCE" -> new SearchKey.Sent(SearchKey.When.SINCE, in.date());
                case "BCC", "CC", "FROM", "SUBJECT", "TO" ->
                    new SearchKey.InEnvelope(SearchKey.Field.valueOf(word), text(in));
                case "BODY" -> new SearchKey.Body(text(in));
                case "TEXT" -> new SearchKey.Text(text(in));
                case "EMAILID" -> {
                    needs("OBJECTID", in);
                    yield new SearchKey.EmailId(in.atom());
                }
                case "THREADID" -> {
                    needs("OBJECTID", in);
                    yield new SearchKey.ThreadId(in.atom());
                }
                case "HEADER" -> {
                    String name = in.astring();
                    in.space();
                    yield new SearchKey.Header(name, text(in));
                }
                case "FILTER" -> filter(in);
                case "NOT" -> new SearchKey.Not(nested(in));
                case "OR" -> {
                    var first = nested(in);
                    in.space();
                    yield new SearchKey.Or(first, nested(in));
                }
                default -> throw in.bad("a search key in place of " + word);
            };
        }

        /// RFC 7162 §3.1.5: a flag and whose it is may stand before the number; we have one MODSEQ for all of them.
        private SearchKey modSeq(ImapParser in) throws PeerGone, BadCommand {
            needs("CONDSTORE", in);
            if (in.peek() == '"') {
                String entry = in.string();
                in.space();
                if (!entry.startsWith("/flags/")
                        || !in.tryWord("priv") && !in.tryWord("shared") && !in.tryWord("all")) {
                    throw in.bad("\"/flags/…\" and priv, shared or all");
                }
                in.space();
            }
            return new SearchKey.ModSeq(in.number64());
        }

        private static long within(ImapParser in) throws BadCommand {
            needs("WITHIN", in);
            return in.nzNumber();
        }

        private static SearchKey saved(SearchKey.When when, ImapParser in) throws BadCommand {
            needs("SAVEDATE", in);
            return new SearchKey.Saved(when, in.date());
        }

        /// RFC 5466 §4 `filter-name`: as it is part of an entry's name, without a `/`.
        private static SearchKey filter(ImapParser in) throws BadCommand {
            needs("FILTERS", in);
            String name = in.atom();
            if (name.indexOf('/') >= 0) {
                throw in.bad("a filter's name, without '/', in front");
            }
            return new SearchKey.Filter(name);
        }

        private static void needs(String capability, ImapParser in) throws BadCommand {
            if (!in.offers(capability)) {
                throw in.bad("a search key that is known here");
            }
        }

        private SearchKey nested(ImapParser in) throws PeerGone, BadCommand {
            in.descend();
            var key = key(in);
            in.ascend();
            return key;
        }

        private String text(ImapParser in) throws PeerGone, BadCommand {
            byte[] bytes = in.astringBytes();
            var readable = charset.orElse(StandardCharsets.ISO_8859_1);
            try {
                return readable.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            } catch (CharacterCodingException broken) {
                if (!named) {
                    // Angus Mail, once it has enabled UTF8=ACCEPT, sends the low octet of each character.
                    return new String(bytes, StandardCharsets.ISO_8859_1);
                }
                throw in.bad("text in " + readable.name());
            }
        }
    }
}
