package org.posthorn.imap.command;

import java.util.Arrays;
import org.posthorn.imap.grammar.BadCommand;
import org.posthorn.imap.grammar.LiteralSource;

/// Part of a command that was stored before: its lines and literals are all there.
final class StoredText implements LiteralSource {
    private final byte[] bytes;
    private int at;

    StoredText(byte[] bytes) {
        this.bytes = bytes;
    }

    /// Up to the next CRLF, or to the end.
    @Override
    public byte[] nextLine() {
        int end = at;
        while (end < bytes.length && !isCrlf(end)) {
            end++;
        }
        byte[] line = Arrays.copyOfRange(bytes, at, end);
        at = Math.min(bytes.length, end + 2);
        return line;
    }

    private boolean isCrlf(int place) {
        return bytes[place] == '\r' && place + 1 < bytes.length && bytes[place + 1] == '\n';
    }

    @Override
    public byte[] literal(long size, boolean sync) throws BadCommand {
        if (size > bytes.length - at) {
            throw new BadCommand("expected " + size + " octets of a literal");
        }
        at += (int) size;
        return Arrays.copyOfRange(bytes, at - (int) size, at);
    }
}
