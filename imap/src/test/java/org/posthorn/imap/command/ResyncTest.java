package org.posthorn.imap.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.storage.Account;
import org.posthorn.storage.mailbox.MailboxId;
import org.posthorn.storage.mailbox.MailboxState;
import org.posthorn.storage.mailbox.Uids;
import org.posthorn.storage.mailbox.UidsBuilder;

/// What a client that comes back is told of messages that vanished, when the log goes so far and when it does not.
class ResyncTest {
    private static final LiteralSource NONE = new LiteralSource() {
        @Override
        public byte[] literal(long size, boolean sync) throws BadCommand {
            throw new BadCommand("no literals here");
        }

        @Override
        public byte[] nextLine() throws PeerGone {
            throw new PeerGone("no lines here");
        }
    };

    /// RFC 7162 §3.2.5.2: of 30,012 messages every third is there.
    private static final MailboxState THIRDS = thirds();

    @Test
    void withoutALogAllThatIsNotThereMayHaveVanished() throws Exception {
        var vanished = vanished("(7 1 1:29997)", false);
        assertEquals(19_998, vanished.count());
        assertEquals(Uids.of(1, 2, 4, 5, 7, 8), vanished.and(Uids.range(1, 8)));
        assertEquals(Uids.of(29_996), vanished.minus(Uids.range(1, 29_995)));
    }

    @Test
    void pairsThatMatchSayHowFarTheClientKnows() throws Exception {
        assertEquals(
                Uids.NONE,
                vanished(
                        "(7 1 1:29997 (5000,7500,9000,9990:9999 15000,22500,27000,29970,29973,29976,29979,29982,29985,"
                                + "29988,29991,29994,29997))",
                        false));
        assertEquals(10, vanished("(7 1 1:10 (1,2,3,4 1,6,9,12))", false).last());
        assertEquals(7, vanished("(7 1 1:10 (1:2,3 3,6,8))", false).first());
        assertEquals(
                4, vanished("(7 1 1:10 (1,2000000000 3,2000000000))", false).first());
    }

    /// No more is built than the mailbox ever had messages.
    @Test
    void whatNeverWasDidNotVanish() throws Exception {
        assertEquals(30_011, vanished("(7 1 1:4294967295)", false).last());
        assertEquals(30_011, vanished("(7 1)", false).last());
    }

    @Test
    void withTheLogOnlyWhatVanishedSince() throws Exception {
        assertEquals(Uids.of(4, 5), vanished("(7 1 3:5)", true));
        assertEquals(Uids.of(1, 2, 4, 5), vanished("(7 1 (1 3))", true));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "()",
                "(0 1)",
                "(7)",
                "(7 x)",
                "(7 1 1:*)",
                "(7 1 $)",
                "(7 1 1:2 (1 *))",
                "(7 1 (2,1 2,3))",
                "(7 1 (1:2 4:3))",
                "(7 1 (1))",
                "(7 1 1 1)",
                "(7 9223372036854775808)",
                "7 1"
            })
    void refusesWhatIsNone(String parameter) {
        assertThrows(BadCommand.class, () -> parse(parameter));
    }

    private static Uids vanished(String parameter, boolean whole) throws BadCommand {
        var changes = new Account.ChangesSince(Uids.NONE, Uids.of(1, 2, 4, 5), whole);
        var resync = parse(parameter);
        return resync.vanished(changes, resync.uids(THIRDS), THIRDS);
    }

    private static Resync parse(String parameter) throws BadCommand {
        var in = new ImapParser(parameter.getBytes(StandardCharsets.US_ASCII), NONE, Dialect.SEVEN_BIT);
        var resync = Resync.parse(in);
        in.end();
        return resync;
    }

    private static MailboxState thirds() {
        var uids = new UidsBuilder();
        for (long uid = 3; uid <= 30_012; uid += 3) {
            uids.add(uid);
        }
        return MailboxState.empty(new MailboxId(1), 7, 1)
                .added(uids.build(), Map.of())
                .counted(new MailboxState.Counters(30_013, 9, 0));
    }
}
