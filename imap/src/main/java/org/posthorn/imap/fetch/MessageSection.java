package org.posthorn.imap.fetch;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Dialect;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.LiteralSource;
import org.posthorn.storage.Account;
import org.posthorn.storage.message.StoredMessage;

/// A section of a message for others than FETCH: the same octets as `BODY[…]` has (RFC 4469 §3).
public final class MessageSection {
    private final Section section;

    private MessageSection(Section section) {
        this.section = section;
    }

    /// @param text what stands between the brackets of `BODY[…]`
    /// @throws BadCommand it is no section
    public static MessageSection parse(String text) throws PeerGone, BadCommand {
        byte[] bracketed = ("[" + text + "]").getBytes(StandardCharsets.UTF_8);
        var in = new ImapParser(bracketed, LiteralSource.NONE, Dialect.UTF8);
        var section = Section.parse(in);
        in.end();
        return new MessageSection(section);
    }

    /// Gives its octets in order.
    ///
    /// @return false when the message has no such section
    /// @throws org.posthorn.storage.Refused DAMAGED, NOT_FOUND
    public boolean read(Account account, StoredMessage message, Account.ChunkConsumer<PeerGone> to) throws PeerGone {
        var span = PartTree.locate(message.root(), message.size(), section);
        if (span.isEmpty()) {
            return false;
        }
        var bytes = MessageBytes.of(account, message, Optional.empty());
        switch (section.kind()) {
            case CONTENT, HEADER, TEXT, MIME ->
                bytes.read(span.get().from(), span.get().to(), to);
            case FIELDS, FIELDS_NOT -> {
                var filter = new FieldFilter(section.fields(), section.kind() == Section.Kind.FIELDS_NOT, to::accept);
                bytes.<PeerGone>read(span.get().from(), span.get().to(), filter::accept);
                filter.finish();
            }
        }
        return true;
    }
}
