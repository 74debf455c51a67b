package org.posthorn.dist.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import jakarta.mail.Authenticator;
import jakarta.mail.Flags;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.PasswordAuthentication;
import jakarta.mail.Session;
import jakarta.mail.Store;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeBodyPart;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import jakarta.mail.search.SubjectTerm;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.dist.process.ServerProcess;

/// Angus Mail, the Java world's client: it reads ENVELOPE and BODYSTRUCTURE where others only fetch bytes.
class AngusMailIT {
    private static final String USER = "alice@example.org";

    @TempDir
    Path folder;

    @Test
    void sendsReadsFlagsAndMoves() throws Exception {
        try (ServerProcess server = ServerProcess.start(folder)) {
            server.account(USER, "secret");
            Session session = session(server);
            Transport.send(letter(session));
            read(session);
            assertTrue(server.posthorn("check").orFail().out().startsWith("the store is sound"));
        }
    }

    private static Session session(ServerProcess server) {
        Properties settings = new Properties();
        settings.put("mail.transport.protocol", "smtp");
        settings.put("mail.smtp.host", "127.0.0.1");
        settings.put("mail.smtp.port", String.valueOf(server.port("submission")));
        settings.put("mail.smtp.auth", "true");
        settings.put("mail.smtp.starttls.enable", "true");
        settings.put("mail.smtp.starttls.required", "true");
        settings.put("mail.smtp.ssl.trust", "127.0.0.1");
        settings.put("mail.smtp.ssl.checkserveridentity", "false");
        settings.put("mail.store.protocol", "imaps");
        settings.put("mail.imaps.host", "127.0.0.1");
        settings.put("mail.imaps.port", String.valueOf(server.port("imaps")));
        settings.put("mail.imaps.ssl.trust", "127.0.0.1");
        settings.put("mail.imaps.ssl.checkserveridentity", "false");
        return Session.getInstance(settings, new Authenticator() {
            @Override
            protected PasswordAuthentication getPasswordAuthentication() {
                return new PasswordAuthentication(USER, "secret");
            }
        });
    }

    private static MimeMessage letter(Session session) throws Exception {
        MimeMessage message = new MimeMessage(session);
        message.setFrom(new InternetAddress(USER, "Alice \u00C4pfel"));
        message.setRecipient(Message.RecipientType.TO, new InternetAddress(USER));
        message.setSubject("Gr\u00FC\u00DFe und mehr", "UTF-8");
        MimeBodyPart text = new MimeBodyPart();
        text.setText("Hallo \u2014 Welt", "UTF-8");
        MimeBodyPart attachment = new MimeBodyPart();
        attachment.setContent(new byte[10_000], "application/octet-stream");
        attachment.setFileName("null.bin");
        message.setContent(new MimeMultipart(text, attachment));
        return message;
    }

    private static void read(Session session) throws Exception {
        try (Store store = session.getStore()) {
            store.connect(USER, "secret");
            try (Folder inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_WRITE);
                Message[] found = inbox.search(new SubjectTerm("Gr\u00FC\u00DFe"));
                assertEquals(1, found.length);
                Message message = found[0];
                assertEquals("Gr\u00FC\u00DFe und mehr", message.getSubject());
                assertEquals("Alice \u00C4pfel", ((InternetAddress) message.getFrom()[0]).getPersonal());
                MimeMultipart parts = (MimeMultipart) message.getContent();
                assertEquals(2, parts.getCount());
                assertEquals("Hallo \u2014 Welt", parts.getBodyPart(0).getContent());
                assertEquals("null.bin", parts.getBodyPart(1).getFileName());
                assertEquals(10_000, parts.getBodyPart(1).getInputStream().readAllBytes().length);
                message.setFlag(Flags.Flag.FLAGGED, true);
                Folder archive = store.getFolder("Archive");
                inbox.copyMessages(found, archive);
                message.setFlag(Flags.Flag.DELETED, true);
                assertEquals(1, inbox.expunge().length);
                archive.open(Folder.READ_ONLY);
                assertTrue(archive.getMessage(1).isSet(Flags.Flag.FLAGGED));
                archive.close();
            }
        }
    }
}
