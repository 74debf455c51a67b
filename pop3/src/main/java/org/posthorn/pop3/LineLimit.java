package org.posthorn.pop3;

import java.nio.ByteBuffer;

/// Tells where in a message its header, empty line and so many lines of the body end. One instance per message.
final class LineLimit {
    private long linesLeft;
    private boolean inBody;
    private boolean lineIsEmpty = true;
    private boolean afterCr;

    /// @param bodyLines 0 or more; counted from behind the empty line
    LineLimit(long bodyLines) {
        this.linesLeft = bodyLines;
    }

    boolean reached() {
        return inBody && linesLeft == 0;
    }

    /// Cuts the chunk, setting its limit, where the last line wanted ends.
    void cut(ByteBuffer chunk) {
        for (int i = chunk.position(); i < chunk.limit(); i++) {
            if (reached()) {
                chunk.limit(i);
                return;
            }
            accept(chunk.get(i));
        }
    }

    private void accept(byte b) {
        if (b == '\n' && afterCr) {
            if (inBody) {
                linesLeft--;
            } else {
                inBody = lineIsEmpty;
            }
            lineIsEmpty = true;
        } else if (b != '\r' || afterCr) {
            lineIsEmpty = false;
        }
        afterCr = b == '\r';
    }
}
