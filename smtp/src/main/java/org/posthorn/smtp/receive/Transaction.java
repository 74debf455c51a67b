package org.posthorn.smtp.receive;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.common.address.EmailAddress;
import org.posthorn.common.net.Body;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.smtp.reply.Replies;
import org.posthorn.smtp.reply.Reply;
import org.posthorn.storage.AccountId;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.mailbox.MailboxName;
import org.posthorn.storage.message.Delivery;
import org.posthorn.storage.message.IncomingMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One message from MAIL to the commit. Until the commit nothing of it can be seen; after it the message lies in every
/// recipient's INBOX and is on the disk, and only then the client hears `250` (P1). For the connection's command
/// thread.
///
/// On failure: what the store refuses comes out as [org.posthorn.storage.Refused] with the stream in step; what was
/// written until then is left to the store's sweeper.
public final class Transaction {
    private static final Logger log = LoggerFactory.getLogger(Transaction.class);

    /// RFC 5321 §4.5.3.1.8 asks for 100; ten times as many still fit a small list of references.
    static final int MAX_RECIPIENTS = 1_000;

    /// RFC 5321 §6.3: a loop is told by many Received fields; "at least 100" is what it suggests.
    static final int MAX_RECEIVED = 100;

    /// How much of a message that is already refused is read to answer in order; then the connection is closed.
    static final long MAX_DROPPED = 64 << 20;

    private final Reception reception;
    private final Router router;
    private final String id;
    private final Origin origin;
    private final Envelope envelope;
    private final Map<AccountId, EmailAddress> recipients = new LinkedHashMap<>();
    private int taken;

    /// @param id tells this message in trace, log and reply
    public Transaction(Reception reception, String id, Origin origin, Envelope envelope) {
        this.reception = reception;
        this.router = new Router(reception.store().directory(), reception.terms());
        this.id = id;
        this.origin = origin;
        this.envelope = envelope;
    }

    /// Whether the sender may send under this address; [Optional#empty()] when so, else the refusal.
    public Optional<Reply> senderRefusal() {
        // RFC 6409 §6.1. The null path is everybody's: it is how read receipts are sent (RFC 8098 §3).
        var foreign = reception.terms().forUsers()
                && envelope.reversePath().isPresent()
                && !origin.user().filter(this::ownsSender).isPresent();
        return foreign ? Optional.of(Replies.NOT_YOUR_ADDRESS) : Optional.empty();
    }

    private boolean ownsSender(Directory.Entry user) {
        return router.owns(user, envelope.reversePath().orElseThrow());
    }

    public boolean smtpUtf8() {
        return envelope.smtpUtf8();
    }

    /// Adds a recipient. One who is named again, or under another tag, still gets one copy.
    ///
    /// @param recipient empty for `<postmaster>`
    public Reply add(Optional<EmailAddress> recipient) {
        return switch (recipient.map(router::route).orElseGet(router::postmaster)) {
            case Router.Turned(var reply) -> reply;
            case Router.Local(var account, var address) -> add(account.id(), address);
        };
    }

    private Reply add(AccountId account, EmailAddress address) {
        // RFC 5321 §4.5.3.1.10: those already taken stay, the client brings the others in a further transaction.
        if (taken == MAX_RECIPIENTS) {
            return Replies.TOO_MANY_RECIPIENTS;
        }
        // Here, where it is one recipient's refusal: the commit is one for all of them, and refuses only for an account
        // that is full by then.
        if (!recipients.containsKey(account) && !reception.store().hasRoom(account, envelope.size())) {
            return Replies.OVER_QUOTA;
        }
        taken++;
        recipients.putIfAbsent(account, address);
        return Replies.RECIPIENT_OK;
    }

    /// DATA: asks for the message, takes it and commits it for all recipients at once.
    ///
    /// @throws org.posthorn.storage.Refused nobody got it
    public Reply receive(Connection connection) throws PeerGone {
        if (recipients.isEmpty()) {
            return Replies.NO_RECIPIENTS;
        }
        try (var message =
                reception.store().receive(recipients.keySet().iterator().next())) {
            Replies.SEND_DATA.writeTo(connection.out());
            try (var body = connection.data()) {
                return take(body, message);
            }
        }
    }

    private Reply take(Body body, IncomingMessage message) throws PeerGone {
        var header = new HeaderWatch();
        try {
            for (ByteBuffer chunk = body.next(); chunk.hasRemaining(); chunk = body.next()) {
                header.accept(chunk);
                message.write(chunk);
            }
        } catch (RuntimeException e) {
            // RFC 5321 §4.1.1.4: the reply comes after the end of the mail data, so the rest is read and dropped.
            body.discard(MAX_DROPPED);
            throw e;
        }
        // RFC 5321 §2.3.8: kept, such a byte could end the message early at a less strict server.
        if (body.bareNewline()) {
            return Replies.BARE_NEWLINE;
        }
        if (header.received() >= MAX_RECEIVED) {
            return Replies.LOOP;
        }
        message.finish();
        reception.store().deliver(message, deliveries(header, reception.clock().instant()));
        logAccepted(message.size());
        return Replies.stored(id);
    }

    private List<Delivery> deliveries(HeaderWatch header, Instant now) {
        var trace = new TraceHeader(reception.terms(), origin, envelope, id, now);
        return recipients.entrySet().stream()
                .map(to -> new Delivery(
                        to.getKey(), MailboxName.INBOX, trace.forRecipient(to.getValue(), header), Set.of(), now))
                .toList();
    }

    private void logAccepted(long size) {
        log.atInfo()
                .addKeyValue("id", id)
                .addKeyValue(
                        "from",
                        "<" + envelope.reversePath().map(EmailAddress::toString).orElse("") + ">")
                .addKeyValue("recipients", recipients.size())
                .addKeyValue("size", size)
                .addKeyValue(
                        "account",
                        origin.user().map(user -> user.address().toString()).orElse("-"))
                .addKeyValue("conn", origin.connection())
                .addKeyValue("remote", origin.remote().getHostAddress())
                .addKeyValue("tls", origin.tls().map(tls -> tls.protocol()).orElse("-"))
                .log("message stored");
    }
}
