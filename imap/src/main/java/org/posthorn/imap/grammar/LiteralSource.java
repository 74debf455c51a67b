package org.posthorn.imap.grammar;

import org.posthorn.common.net.PeerGone;

/// Where a command goes on that a line did not end: its literals and the lines behind them (RFC 9051 §4.3).
public interface LiteralSource {

    /// Brings a literal in.
    ///
    /// @param sync whether the client waits to be told to go ahead
    /// @throws BadCommand more than a command may hold; nothing of the literal was read, no go-ahead was sent
    byte[] literal(long size, boolean sync) throws PeerGone, BadCommand;

    /// The line behind a literal, without its CRLF.
    byte[] nextLine() throws PeerGone, BadCommand;

    /// For commands that are only a line: a literal in one is an error.
    LiteralSource NONE = new LiteralSource() {
        @Override
        public byte[] literal(long size, boolean sync) throws BadCommand {
            throw new BadCommand("no literal is taken here");
        }

        @Override
        public byte[] nextLine() throws BadCommand {
            throw new BadCommand("no further line is taken here");
        }
    };
}
