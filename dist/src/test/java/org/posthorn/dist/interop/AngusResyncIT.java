package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.UIDFolder;
import jakarta.mail.event.MailEvent;
import jakarta.mail.event.MessageChangedEvent;
import jakarta.mail.internet.MimeMessage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Properties;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.MessageVanishedEvent;
import org.eclipse.angus.mail.imap.ResyncData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.ServerProcess;

/// Angus Mail comes back to a mailbox by QRESYNC, and hears of expunges by VANISHED while it is there.
class AngusResyncIT {
    private static final String USER = "alice@example.org";

    @TempDir
    Path folder;

    @Test
    void hearsWhatChangedWhileItWasAway() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.account(USER, "secret");
            try (Store mine = connect(server);
                    Store other = connect(server)) {
                var inbox = (IMAPFolder) mine.getFolder("INBOX");
                fill(inbox, 10);
                inbox.open(Folder.READ_WRITE, ResyncData.CONDSTORE);
                long validity = inbox.getUIDValidity();
                long known = inbox.getHighestModSeq();
                inbox.close(false);
                flag(other, Flags.Flag.DELETED, true, 2, 3, 7);
                flag(other, Flags.Flag.FLAGGED, false, 1, 7);

                var events = inbox.open(Folder.READ_WRITE, new ResyncData(validity, known));
                assertArrayEquals(new long[] {2, 3, 7}, vanished(events));
                // UIDs 1 and 10 have numbers 1 and 7 now.
                assertEquals(List.of(1, 7), changed(events));
                assertTrue(inbox.getHighestModSeq() > known);
                assertEquals(7, inbox.getMessageCount());
                assertEquals(
                        List.of(1L, 10L), uids(inbox, inbox.getMessagesByUIDChangedSince(1, UIDFolder.LASTUID, known)));

                assertEquals(List.of(1L, 4L, 5L, 6L, 8L, 9L, 10L), uids(inbox, inbox.getMessages()));
                var second = inbox.getMessage(2);
                flag(other, Flags.Flag.DELETED, true, 2);
                inbox.doCommand(protocol -> {
                    protocol.noop();
                    return protocol;
                });
                assertTrue(second.isExpunged());
            }
            assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
        }
    }

    private static Store connect(ServerProcess server) throws Exception {
        var settings = new Properties();
        settings.put("mail.imaps.host", "127.0.0.1");
        settings.put("mail.imaps.port", String.valueOf(server.port("imaps")));
        settings.put("mail.imaps.ssl.trust", "127.0.0.1");
        settings.put("mail.imaps.ssl.checkserveridentity", "false");
        var store = Session.getInstance(settings).getStore("imaps");
        store.connect(USER, "secret");
        return store;
    }

    private static void fill(Folder inbox, int messages) throws Exception {
        for (int i = 0; i < messages; i++) {
            var message = new MimeMessage((Session) null);
            message.setSubject("letter " + i);
            message.setText("hello");
            inbox.appendMessages(new Message[] {message});
        }
    }

    private static void flag(Store store, Flags.Flag flag, boolean expunge, int... numbers) throws Exception {
        try (Folder inbox = store.getFolder("INBOX")) {
            inbox.open(Folder.READ_WRITE);
            inbox.setFlags(numbers, new Flags(flag), true);
            if (expunge) {
                inbox.expunge();
            }
        }
    }

    private static long[] vanished(List<MailEvent> events) {
        return events.stream()
                .filter(MessageVanishedEvent.class::isInstance)
                .flatMapToLong(event -> Arrays.stream(((MessageVanishedEvent) event).getUIDs()))
                .toArray();
    }

    private static List<Integer> changed(List<MailEvent> events) {
        return events.stream()
                .filter(MessageChangedEvent.class::isInstance)
                .map(event -> ((MessageChangedEvent) event).getMessage().getMessageNumber())
                .toList();
    }

    private static List<Long> uids(UIDFolder inbox, Message[] messages) throws Exception {
        var uids = new ArrayList<Long>();
        for (var message : messages) {
            uids.add(inbox.getUID(message));
        }
        return uids;
    }
}
