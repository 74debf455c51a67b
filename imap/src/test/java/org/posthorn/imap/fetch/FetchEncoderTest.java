package org.posthorn.imap.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapEncoder;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.imap.search.Shelf;
import org.posthorn.imap.view.SelectedMailbox;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.mailbox.FlagChange;
import org.posthorn.storage.mailbox.Uids;

/// FETCH on a real store.
class FetchEncoderTest {
    private static final Instant DATE = Instant.parse("2020-02-04T07:30:00Z");

    @TempDir
    Path folder;

    private Shelf shelf;
    private Set<Trouble> troubles = Set.of();

    @BeforeEach
    void open() throws Exception {
        shelf = new Shelf(folder);
    }

    @AfterEach
    void close() {
        shelf.close();
    }

    private String fetch(SelectedMailbox view, Uids uids, Uids newly, String items) throws Exception {
        var in = new ImapParser(items.getBytes(StandardCharsets.US_ASCII), LiteralSource.NONE, Dialect.SEVEN_BIT);
        var out = new Written();
        var encoder = new FetchEncoder(shelf.account(), view, shelf.state(), new ImapEncoder(out, Dialect.SEVEN_BIT));
        troubles = encoder.run(FetchItems.parse(in), uids, newly);
        return out.toString();
    }

    private void addThree() {
        shelf.add("Subject: one\n\nfirst\n", DATE, Flag.SEEN, Flag.of("$Work"));
        shelf.add("Subject: two\n\nsecond\n", DATE);
        shelf.add("Subject: three\n\nthird\n", DATE, Flag.DELETED, Flag.SEEN);
    }

    @Test
    void tellsWhatIsAsked() throws Exception {
        addThree();
        var view = shelf.select();
        assertEquals(
                "* 1 FETCH (UID 1 RFC822.SIZE 23 INTERNALDATE \" 4-Feb-2020 07:30:00 +0000\" THREADID (T1))\r\n",
                fetch(view, Uids.of(1), Uids.NONE, "(UID RFC822.SIZE INTERNALDATE THREADID)"));
        assertEquals(
                "* 3 FETCH (BODY[TEXT] {7}\r\nthird\r\n FLAGS (\\Deleted \\Seen) UID 3)\r\n",
                fetch(view, Uids.of(3), Uids.NONE, "(BODY.PEEK[TEXT] FLAGS UID)"));
        assertEquals(
                "* 2 FETCH (ENVELOPE (NIL \"two\" NIL NIL NIL NIL NIL NIL NIL NIL) BODYSTRUCTURE (\"TEXT\" \"PLAIN\""
                        + " (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 8 1 NIL NIL NIL NIL))\r\n",
                fetch(view, Uids.of(2), Uids.NONE, "(ENVELOPE BODYSTRUCTURE)"));
        assertEquals(Set.of(), troubles);
    }

    @Test
    void tellsFlagsOfAllFromBitmaps() throws Exception {
        addThree();
        var view = shelf.select();
        assertEquals(
                "* 1 FETCH (FLAGS (\\Seen $Work))\r\n* 2 FETCH (FLAGS ())\r\n* 3 FETCH (FLAGS (\\Deleted \\Seen))\r\n",
                fetch(view, view.uids(), Uids.NONE, "FLAGS"));
        assertEquals(
                "* 1 FETCH (UID 1 FLAGS (\\Seen $Work))\r\n* 3 FETCH (UID 3 FLAGS (\\Deleted \\Seen))\r\n",
                fetch(view, Uids.of(1, 3), Uids.NONE, "(UID FLAGS)"));
    }

    @Test
    void flagsGoAlongWhereTheyChanged() throws Exception {
        addThree();
        var view = shelf.select();
        shelf.account().store(shelf.inbox(), Uids.of(2), new FlagChange(FlagChange.Kind.ADD, Set.of(Flag.SEEN)));
        assertEquals(
                "* 1 FETCH (UID 1)\r\n* 2 FETCH (UID 2 FLAGS (\\Seen))\r\n",
                fetch(view, Uids.of(1, 2), Uids.of(2), "UID"));
    }

    @Test
    void passesOverMessagesThatAreGone() throws Exception {
        addThree();
        var view = shelf.select();
        shelf.account().expunge(shelf.inbox(), Uids.of(1));
        for (String items : List.of("UID", "(UID RFC822.SIZE)", "(UID BODY.PEEK[TEXT])")) {
            String told = fetch(view, view.uids(), Uids.NONE, items);
            assertEquals(Set.of(Trouble.EXPUNGED), troubles);
            assertTrue(told.startsWith("* 2 FETCH (UID 2") && told.contains("\r\n* 3 FETCH (UID 3"), told);
        }
    }

    @Test
    void givesBytesBackAsTheyCame() throws Exception {
        var mail = new byte[700_000];
        for (int i = 0; i < mail.length; i++) {
            mail[i] = (byte) (i * 31 + i / 7);
        }
        System.arraycopy("A: b\r\n\r\n".getBytes(StandardCharsets.US_ASCII), 0, mail, 0, 8);
        shelf.add(List.of(mail), List.of(DATE));
        var view = shelf.select();
        String all = new String(mail, StandardCharsets.ISO_8859_1);
        assertEquals(
                "* 1 FETCH (BODY[] {700000}\r\n" + all + ")\r\n", fetch(view, Uids.of(1), Uids.NONE, "BODY.PEEK[]"));
        assertEquals(
                "* 1 FETCH (BODY[]<3> {400000}\r\n" + all.substring(3, 400_003) + ")\r\n",
                fetch(view, Uids.of(1), Uids.NONE, "BODY.PEEK[]<3.400000>"));
        assertEquals(
                "* 1 FETCH (BODY[]<699999> {1}\r\n" + all.substring(699_999) + ")\r\n",
                fetch(view, Uids.of(1), Uids.NONE, "BODY.PEEK[]<699999.5>"));
    }

    /// A thousand and more at once, in holes: each with its own number and flags.
    @Test
    void numbersManyMessages() throws Exception {
        byte[] mail = "Subject: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        shelf.add(Collections.nCopies(2_500, mail), Collections.nCopies(2_500, DATE));
        shelf.account().expunge(shelf.inbox(), Uids.range(10, 19));
        var view = shelf.select();
        for (String items : List.of("(UID FLAGS)", "(UID FLAGS RFC822.SIZE)", "(UID FLAGS BODY.PEEK[TEXT])")) {
            var told = new ArrayList<String>(fetch(view, view.uids(), Uids.NONE, items)
                    .lines()
                    .filter(line -> line.startsWith("* "))
                    .toList());
            assertEquals(2_490, told.size());
            assertTrue(told.get(8).startsWith("* 9 FETCH (UID 9 "), told.get(8));
            assertTrue(told.get(9).startsWith("* 10 FETCH (UID 20 "), told.get(9));
            assertTrue(told.get(2_489).startsWith("* 2490 FETCH (UID 2500 "), told.get(2_489));
        }
        assertTrue(fetch(view, Uids.of(9, 20, 2_500), Uids.NONE, "UID").startsWith("* 9 FETCH (UID 9)\r\n* 10 FETCH"));
    }

    /// Bodies are read many at once, records as their numbers run: whatever the order and the sizes, each message has
    /// its own bytes.
    @Test
    void givesEachItsOwnBytes() throws Exception {
        var mails = new ArrayList<byte[]>();
        for (int i = 0; i < 150; i++) {
            String body = i % 7 == 0 ? "" : ("line of " + i + "\r\n").repeat(i % 50 == 49 ? 9_000 : i);
            mails.add(("Subject: " + i + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
        }
        shelf.add(mails, Collections.nCopies(mails.size(), DATE));
        for (long uid = 150; uid > 100; uid--) {
            shelf.account().copy(shelf.inbox(), Uids.of(uid), shelf.inbox());
        }
        shelf.account().expunge(shelf.inbox(), Uids.of(3, 20, 21, 22, 23, 24, 25, 26, 120, 160));
        var expected = new ArrayList<byte[]>(mails);
        expected.addAll(mails.subList(100, 150).reversed());
        var view = shelf.select();
        var told = new StringBuilder();
        var uids = view.uids().iterator();
        for (int number = 1; uids.hasNext(); number++) {
            String mail = new String(expected.get((int) uids.nextLong() - 1), StandardCharsets.US_ASCII);
            String text = mail.substring(mail.indexOf("\r\n\r\n") + 4);
            told.append("* " + number + " FETCH (BODY[] {" + mail.length() + "}\r\n" + mail + " BODY[TEXT] {"
                    + text.length() + "}\r\n" + text + ")\r\n");
        }
        assertEquals(told.toString(), fetch(view, view.uids(), Uids.NONE, "(BODY.PEEK[] BODY.PEEK[TEXT])"));
        assertEquals(Set.of(), troubles);
    }
}
