package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.search.SubjectTerm;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.eclipse.angus.mail.imap.ACL;
import org.eclipse.angus.mail.imap.IMAPFolder;
import org.eclipse.angus.mail.imap.IMAPStore;
import org.eclipse.angus.mail.imap.Rights;
import org.eclipse.angus.mail.imap.SortTerm;
import org.eclipse.angus.mail.imap.YoungerTerm;
import org.posthorn.dist.process.ServerProcess;

/// What Angus Mail speaks of IMAP's extensions, compressed (RFC 4978) from the login on.
final class AngusExtensions {
    private AngusExtensions() {}

    /// @param user   has a quota of 50 MiB and 1,000 messages
    /// @param friend has nothing shared with the user yet
    static void use(ServerProcess server, String user, String friend) throws MessagingException {
        try (var store = connect(server, user);
                var other = connect(server, friend)) {
            assertTrue(store.hasCapability("COMPRESS=DEFLATE"));
            assertEquals("Posthorn", store.id(Map.of("name", "a test")).get("name"));
            assertEquals("", store.getPersonalNamespaces()[0].getFullName());
            var list = (IMAPFolder) store.getFolder("list");
            assertTrue(list.create(Folder.HOLDS_MESSAGES));
            var uids = list.appendUIDMessages(new Message[] {letter("beta"), letter("alpha"), letter("Re: beta")});
            assertArrayEquals(
                    new long[] {1, 2, 3},
                    Arrays.stream(uids).mapToLong(each -> each.uid).toArray());
            list.open(Folder.READ_WRITE);
            sortAndSearch(list);
            quota(list);
            move(store, list);
            share(list, other, user, friend);
        }
    }

    private static void sortAndSearch(IMAPFolder list) throws MessagingException {
        assertEquals(List.of(2, 1, 3), numbers(list.getSortedMessages(new SortTerm[] {SortTerm.SUBJECT})));
        assertEquals(
                List.of(3, 1),
                numbers(list.getSortedMessages(
                        new SortTerm[] {SortTerm.REVERSE, SortTerm.SIZE}, new SubjectTerm("beta"))));
        assertEquals(3, list.search(new YoungerTerm(3_600)).length);
    }

    private static List<Integer> numbers(Message[] messages) {
        return Arrays.stream(messages).map(Message::getMessageNumber).toList();
    }

    private static void quota(IMAPFolder list) throws MessagingException {
        var storage = Arrays.stream(list.getQuota()[0].resources)
                .filter(each -> each.name.equals("STORAGE"))
                .findFirst()
                .orElseThrow();
        assertEquals(51_200, storage.limit);
    }

    private static void move(IMAPStore store, IMAPFolder list) throws MessagingException {
        var target = store.getFolder("moved");
        assertTrue(target.create(Folder.HOLDS_MESSAGES));
        var message = list.getMessage(2);
        assertEquals(1, list.moveUIDMessages(new Message[] {message}, target)[0].uid);
        assertTrue(message.isExpunged());
        assertEquals(1, target.getMessageCount());
    }

    private static void share(IMAPFolder list, IMAPStore other, String user, String friend) throws MessagingException {
        assertTrue(list.myRights().contains(Rights.Right.ADMINISTER));
        list.addACL(new ACL(friend, new Rights("lrsw")));
        assertTrue(Arrays.stream(list.getACL()).anyMatch(each -> each.getName().equals(friend)));
        assertTrue(list.listRights(friend).length > 0);
        var shared = (IMAPFolder) other.getFolder("Other Users/" + user + "/list");
        assertTrue(Arrays.stream(other.getUserNamespaces(user))
                .anyMatch(each -> each.getFullName().contains(user)));
        shared.open(Folder.READ_WRITE);
        assertEquals(2, shared.getMessageCount());
        assertEquals("lrsw", shared.myRights().toString());
        assertThrows(MessagingException.class, () -> shared.appendMessages(new Message[] {letter("no")}));
        shared.close(false);
        list.removeACL(friend);
        assertThrows(MessagingException.class, () -> shared.open(Folder.READ_ONLY));
    }

    private static MimeMessage letter(String subject) throws MessagingException {
        var message = new MimeMessage((Session) null);
        message.setFrom(new InternetAddress("a@example.org"));
        message.setSubject(subject);
        message.setText("hello");
        return message;
    }

    private static IMAPStore connect(ServerProcess server, String user) throws MessagingException {
        var settings = new Properties();
        settings.put("mail.imaps.host", "127.0.0.1");
        settings.put("mail.imaps.port", String.valueOf(server.port("imaps")));
        settings.put("mail.imaps.ssl.trust", "127.0.0.1");
        settings.put("mail.imaps.ssl.checkserveridentity", "false");
        settings.put("mail.imaps.compress.enable", "true");
        var store = (IMAPStore) Session.getInstance(settings).getStore("imaps");
        store.connect(user, "secret");
        return store;
    }
}
