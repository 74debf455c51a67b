package org.posthorn.imap.grammar;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A row per rule and per refusal; positions count from the command's first byte.
class ImapParserTest {
    private static ImapParser parser(String line) {
        return new ImapParser(line.getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.SEVEN_BIT);
    }

    /// What follows the first line, in turn literals and lines.
    private static ImapParser parser(String line, String... behind) {
        Deque<String> rest = new ArrayDeque<>(List.of(behind));
        var source = new LiteralSource() {
            @Override
            public byte[] literal(long size, boolean sync) {
                byte[] bytes = rest.removeFirst().getBytes(StandardCharsets.UTF_8);
                assertEquals(size, bytes.length);
                return bytes;
            }

            @Override
            public byte[] nextLine() {
                return rest.removeFirst().getBytes(StandardCharsets.UTF_8);
            }
        };
        return new ImapParser(line.getBytes(StandardCharsets.UTF_8), source, Dialect.SEVEN_BIT);
    }

    private static void refused(String line, ImapParser.Rule<?> rule, String message) {
        var in = parser(line);
        var e = assertThrows(BadCommand.class, () -> rule.read(in));
        assertEquals(message, e.getMessage());
    }

    @Test
    void readsAtomsTagsAndWords() throws Exception {
        var in = parser("a.1] FETCH BODY.PEEK[HEADER]<0.1>");
        assertEquals("a.1]", in.tag());
        in.space();
        assertEquals("FETCH", in.atom());
        in.space();
        assertEquals("BODY.PEEK", in.word());
        in.expect('[');
        assertTrue(in.tryWord("header"));
        refused("+a", ImapParser::tag, "at byte 0: expected a tag");
        refused("]", ImapParser::atom, "at byte 0: expected an atom");
        refused("\"a\"", ImapParser::atom, "at byte 0: expected an atom");
    }

    @Test
    void aWordIsNotTheBeginningOfALongerOne() {
        assertEquals(false, parser("NILS").tryWord("NIL"));
        assertEquals(true, parser("nil)").tryWord("NIL"));
        assertEquals(false, parser("NI").tryWord("NIL"));
    }

    @ParameterizedTest
    @CsvSource({"0,0", "4294967295,4294967295", "007,7"})
    void readsNumbers(String text, long value) throws Exception {
        assertEquals(value, parser(text).number());
    }

    @Test
    void refusesNumbersThatAreNone() throws Exception {
        refused("4294967296", ImapParser::number, "at byte 0: expected a number from 0 to 4294967295");
        refused("0", ImapParser::nzNumber, "at byte 0: expected a number from 1 to 4294967295");
        refused("-1", ImapParser::number, "at byte 0: expected a number from 0 to 4294967295");
        refused(
                "99999999999999999999",
                ImapParser::number64,
                "at byte 0: expected a number from 0 to " + Long.MAX_VALUE);
        assertEquals(Long.MAX_VALUE, parser(Long.toString(Long.MAX_VALUE)).number64());
    }

    @Test
    void readsSets() throws Exception {
        assertEquals(
                List.of(new NumberRange(2, 2), new NumberRange(7, 4), new NumberRange(12, NumberRange.STAR)),
                parser("2,7:4,12:*").sequenceSet().ranges());
        assertTrue(parser("$").uidSet().isSaved());
        refused("1,,2", ImapParser::sequenceSet, "at byte 2: expected a number from 1 to 4294967295");
        refused("0", ImapParser::uidSet, "at byte 0: expected a number from 1 to 4294967295");
        refused("1:", ImapParser::uidSet, "at byte 2: expected a number from 1 to 4294967295");
        var range = new NumberRange(3291, NumberRange.STAR);
        assertEquals(7, range.first(7));
        assertEquals(3291, range.last(7));
    }

    @Test
    void readsStrings() throws Exception {
        assertEquals("a]b", parser("a]b c").astring());
        assertEquals("", parser("\"\"").astring());
        assertEquals("a\"b\\c", parser("\"a\\\"b\\\\c\"").string());
        assertEquals("ü", parser("\"ü\"").string());
        assertEquals(java.util.Optional.empty(), parser("nil").nstring());
        assertEquals(java.util.Optional.of("NIL"), parser("\"NIL\"").nstring());
        refused("\"a", ImapParser::string, "at byte 2: expected the end of a quoted string");
        refused("\"a\\b\"", ImapParser::string, "at byte 3: expected '\"' or '\\' behind '\\'");
        refused("\"a\0\"", ImapParser::string, "at byte 2: expected the end of a quoted string");
        refused("atom", ImapParser::string, "at byte 0: expected a string");
        var in = new ImapParser(new byte[] {'"', (byte) 0xff, '"'}, LiteralSource.NONE, Dialect.SEVEN_BIT);
        assertEquals(
                "at byte 0: expected UTF-8",
                assertThrows(BadCommand.class, in::string).getMessage());
    }

    @Test
    void pullsLiteralsInAndCountsOn() throws Exception {
        var in = parser("x {3}", "a b", " {2+}", "cd", " e");
        assertEquals("x", in.atom());
        in.space();
        assertEquals("a b", in.astring());
        in.space();
        assertArrayEquals("cd".getBytes(StandardCharsets.UTF_8), in.astringBytes());
        in.space();
        assertEquals("e", in.atom());
        // x {3} CRLF, 3, SP {2+} CRLF, 2, SP e
        assertEquals(
                "at byte 21: expected a space",
                assertThrows(BadCommand.class, in::space).getMessage());
        refused("{3} ", ImapParser::astring, "at byte 3: expected the end of the line");
        refused("{x}", ImapParser::astring, "at byte 1: expected a number from 0 to " + Long.MAX_VALUE);
        var nul = parser("{1}", "\0", "");
        assertThrows(BadCommand.class, nul::astring);
    }

    @ParameterizedTest
    @CsvSource({
        "a {3},3,true",
        "a {3+},3,false",
        "a ~{3+},3,false",
        "{0},0,true",
        "a {x}{12+},12,false",
    })
    void findsWhatALineAnnounces(String line, long size, boolean sync) {
        assertEquals(
                new Literal(size, sync),
                Literal.announcedBy(line.getBytes(StandardCharsets.UTF_8)).orElseThrow());
    }

    @ParameterizedTest
    @CsvSource({"a {3", "a {}", "a {-3}", "'a {3+} '", "a {99999999999999999999}", "}", "''"})
    void findsNothingWhereNothingIsAnnounced(String line) {
        assertTrue(Literal.announcedBy(line.getBytes(StandardCharsets.UTF_8)).isEmpty());
    }

    @Test
    void readsFlags() throws Exception {
        assertEquals(
                "[\\Seen, Work, \\Deleted]",
                parser("(\\seen Work \\Recent \\DELETED)").flagList().stream()
                        .map(flag -> flag.name())
                        .toList()
                        .toString());
        assertTrue(parser("()").flagList().isEmpty());
        refused("(a  b)", ImapParser::flagList, "at byte 3: expected an atom");
        refused("(a", ImapParser::flagList, "at byte 2: expected ')'");
        refused("x".repeat(256), ImapParser::flag, "at byte 0: expected a keyword of at most 255 characters");
    }

    @ParameterizedTest
    @CsvSource({
        "' 1-Feb-1994 21:52:25 -0800',1994-02-02T05:52:25Z",
        "'17-jul-1996 02:44:25 +0000',1996-07-17T02:44:25Z",
        "'1-Feb-1994 23:59:60 +0000',1994-02-01T23:59:59Z",
    })
    void readsTimes(String text, String instant) throws Exception {
        assertEquals(instant, parser('"' + text + '"').dateTime().toString());
    }

    @Test
    void refusesTimesThatThereAreNot() {
        refused("31-Feb-2020", ImapParser::date, "at byte 11: expected a date that there is");
        refused("1-Foo-2020", ImapParser::date, "at byte 2: expected a month, Jan to Dec");
        refused("\"1-Feb-2020", ImapParser::date, "at byte 11: expected '\"'");
        refused("\"1-Feb-2020 25:00:00 +0000\"", ImapParser::dateTime, "at byte 27: expected a time that there is");
        refused(
                "\"1-Feb-2020 20:00:00 +9900\"",
                ImapParser::dateTime,
                "at byte 26: expected a zone from -1800 to +1800");
    }

    @Test
    void nestsSoFarAndNoFarther() throws Exception {
        var in = parser("(".repeat(100));
        for (int i = 0; i < ImapParser.MAX_DEPTH; i++) {
            in.open();
        }
        assertEquals(
                "at byte 65: expected no more than 64 levels",
                assertThrows(BadCommand.class, in::open).getMessage());
    }

    @Test
    void readsMailboxNamesInBothForms() throws Exception {
        assertEquals("Entwürfe", parser("Entw&APw-rfe").mailbox().text());
        assertEquals("Entwürfe", parser("\"Entwürfe\"").mailbox().text());
        assertEquals("INBOX", parser("iNbOx").mailbox().text());
        assertEquals("a%b*", parser("a%b*").listMailbox());
        refused("a&b", ImapParser::mailbox, "at byte 0: expected a mailbox name in modified UTF-7");
        var utf8 = new ImapParser("a&b".getBytes(StandardCharsets.UTF_8), LiteralSource.NONE, Dialect.UTF8);
        assertEquals("a&b", utf8.mailbox().text());
    }
}
