package org.posthorn.imap.command;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.ImapParser;
import org.posthorn.imap.grammar.Literal;
import org.posthorn.storage.Account;
import org.posthorn.storage.Refused;
import org.posthorn.storage.mailbox.Flag;
import org.posthorn.storage.message.IncomingMessage;

/// The messages of one command on their way into the store. Their bytes pass through chunk by chunk; what can be
/// refused without them is refused before the client sends them. Nothing is visible until all are there and the caller
/// appends them; closed without that, nothing was sent (RFC 3502: no partial appending).
final class Upload implements AutoCloseable {
    /// Of each message its head and its last chunk are held until the commit, so a command can't bring any number.
    private static final long MOST_HELD = 16 << 20;

    private static final long HELD_OF_ONE = 128 << 10;
    private static final long LEAST_HELD = 4 << 10;

    private final State.LoggedIn session;
    private final Reached into;
    private final ImapParser in;
    private final Freed freed;
    private final List<Account.Append> messages = new ArrayList<>();
    private long held;
    private long size;

    /// A message that was understood and is not taken.
    static final class Declined extends Exception {
        private static final long serialVersionUID = 1;

        private final String code;

        Declined(String code, String why) {
            super(why, null, false, false);
            this.code = code;
        }

        /// The response code, or empty.
        String code() {
            return code;
        }
    }

    /// @param in behind the head of the first message
    Upload(State.LoggedIn session, Reached into, ImapParser in) {
        this(session, into, in, Freed.NOTHING);
    }

    Upload(State.LoggedIn session, Reached into, ImapParser in, Freed freed) {
        this.session = session;
        this.into = into;
        this.in = in;
        this.freed = freed;
    }

    /// What leaves the account in the same commit.
    record Freed(long messages, long octets) {
        static final Freed NOTHING = new Freed(0, 0);
    }

    /// Finished, in the order they came.
    List<Account.Append> messages() {
        return List.copyOf(messages);
    }

    /// Octets of all of them.
    long size() {
        return size;
    }

    /// Reads the message whose head was read, and what stands behind it up to the next one or the end of the line.
    void take(AppendMessage head) throws PeerGone, BadCommand, Declined {
        if (held > MOST_HELD) {
            throw new Declined("LIMIT", "these are too many messages for one command"); // RFC 5530 §3
        }
        switch (head.data()) {
            case AppendMessage.Data.Whole(var literal) -> whole(literal, head);
            case AppendMessage.Data.Catenated() -> new Catenation(session, in, this::stream).read(begin(head));
            case AppendMessage.Data.Utf8(var literal) -> {
                whole(literal, head);
                in.close();
            }
        }
        var message = messages.getLast().message();
        message.finish();
        size += message.size();
        held += LEAST_HELD + Math.min(message.size(), HELD_OF_ONE);
    }

    private void whole(Literal literal, AppendMessage head) throws PeerGone, BadCommand, Declined {
        if (literal.size() == 0) {
            throw new Declined("", "a message without octets cancels the command"); // RFC 3502 §6.3.11
        }
        stream(literal, begin(head));
    }

    private IncomingMessage begin(AppendMessage head) {
        var message = into.account().receive();
        messages.add(new Account.Append(message, flags(head), head.date().orElseGet(Instant::now)));
        return message;
    }

    /// RFC 4314 §4: flags that the user may not set are left out.
    private Set<Flag> flags(AppendMessage head) {
        return head.flags().stream().filter(into.rights()::allow).collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /// What the store refuses midway is read to its end all the same, so that the stream stays in step.
    private void stream(Literal literal, IncomingMessage message) throws PeerGone, BadCommand {
        long limit = session.dialogue().service().messageSize();
        if (literal.size() > limit - message.size()) {
            throw new Refused(Refused.Why.TOO_BIG, "a message may have " + limit + " octets"); // RFC 7889 §4
        }
        // RFC 9208 §4.3.1. The store refuses exactly, once all is there; this saves the client sending it.
        long more = Math.max(0, size + message.size() + literal.size() - freed.octets());
        if (!into.account().quota().hasRoom(Math.max(0, messages.size() - freed.messages()), more)) {
            throw new Refused(Refused.Why.OVER_QUOTA, "the account holds as much as it may");
        }
        Optional<Refused> refused = Optional.empty();
        try (var body = session.dialogue().reader().open(literal)) {
            for (var chunk = body.next(); chunk.hasRemaining(); chunk = body.next()) {
                refused = refused.isPresent() ? refused : write(chunk, message);
            }
        }
        in.behind(literal);
        if (refused.isPresent()) {
            throw refused.get();
        }
    }

    private static Optional<Refused> write(ByteBuffer chunk, IncomingMessage message) {
        try {
            message.write(chunk);
            return Optional.empty();
        } catch (Refused e) {
            return Optional.of(e);
        }
    }

    @Override
    public void close() {
        messages.forEach(append -> append.message().close());
    }
}
