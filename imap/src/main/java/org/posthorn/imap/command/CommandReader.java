package org.posthorn.imap.command;

import java.io.ByteArrayOutputStream;
import org.posthorn.common.net.BadLine;
import org.posthorn.common.net.Body;
import org.posthorn.common.net.Connection;
import org.posthorn.common.net.PeerGone;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.Literal;
import org.posthorn.imap.grammar.LiteralSource;

/// Reads one command's lines and literals, no more than it may hold, and knows at every moment whether the stream is in
/// step: whatever becomes of the command, the next line must be the next command, never the inside of a literal.
public final class CommandReader implements LiteralSource {
    private final Connection connection;
    private final long skipLimit;
    private final long limit;
    private long read;
    private byte[] line;
    private boolean literalTaken;
    private boolean lost;

    /// @param line      the command's first line
    /// @param limit     bytes of all lines and literals, those of [#open] left out
    /// @param skipLimit the largest literal of a failed command that is read just to be dropped
    CommandReader(Connection connection, byte[] line, long limit, long skipLimit) {
        this.connection = connection;
        this.line = line;
        this.limit = limit;
        this.skipLimit = skipLimit;
        this.read = line.length;
    }

    @Override
    public byte[] literal(long size, boolean sync) throws PeerGone, BadCommand {
        if (size > limit - read) {
            throw tooLong();
        }
        read += size;
        var whole = new ByteArrayOutputStream(); // grows with what comes: a literal only announced holds nothing
        try (var body = open(new Literal(size, sync))) {
            for (var chunk = body.next(); chunk.hasRemaining(); chunk = body.next()) {
                var some = new byte[chunk.remaining()];
                chunk.get(some);
                whole.writeBytes(some);
            }
        }
        return whole.toByteArray();
    }

    /// A literal of any size, chunk by chunk; the caller reads it to its end, then [#nextLine()].
    Body open(Literal literal) throws PeerGone {
        if (literal.sync()) {
            connection.out().ascii("+ go ahead").crlf();
        }
        literalTaken = true;
        return connection.literal(literal.size());
    }

    @Override
    public byte[] nextLine() throws PeerGone, BadCommand {
        try {
            line = connection.nextLine();
        } catch (BadLine bad) {
            lost = true;
            throw tooLong();
        }
        literalTaken = false;
        read += line.length;
        if (read > limit) {
            throw tooLong();
        }
        return line;
    }

    private BadCommand tooLong() {
        return new BadCommand("expected no more than " + limit + " bytes of one command");
    }

    /// Drops what a failed command left unread.
    ///
    /// @return whether the stream is in step; else the connection can only be closed
    public boolean skipRest() throws PeerGone {
        while (!lost && !literalTaken) {
            var left = Literal.announcedBy(line);
            if (left.isEmpty() || left.get().sync()) {
                return true; // RFC 9051 §4.3: told no, the client sends nothing of a literal that waits
            }
            if (left.get().size() > skipLimit) {
                return false;
            }
            literalTaken = true;
            connection.literal(left.get().size()).discard(skipLimit);
            try {
                line = connection.nextLine();
            } catch (BadLine bad) {
                return false;
            }
            literalTaken = false;
        }
        return !lost;
    }
}
