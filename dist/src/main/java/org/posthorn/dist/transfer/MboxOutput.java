package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// A message's body of an mbox: CRLF becomes LF, a line of `>`, so many times or none, and `From ` gets one `>` more
/// (mboxrd), and an empty line ends it.
final class MboxOutput extends OutputStream {
    private static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

    private final OutputStream out;
    /// How much of `From ` matched since the line began; -1 when this line is none, or is settled.
    private int matched;
    private boolean afterCr;
    private boolean inLine;

    MboxOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        for (int i = offset; i < offset + length; i++) {
            write(bytes[i]);
        }
    }

    @Override
    public void write(int octet) throws IOException {
        if (afterCr && octet != '\n') {
            plain('\r');
        }
        afterCr = octet == '\r';
        if (!afterCr) {
            plain(octet);
        }
    }

    private void plain(int octet) throws IOException {
        if (matched >= 0 && octet == FROM[matched]) {
            matched++;
            if (matched == FROM.length) {
                out.write('>');
                settle();
            }
            return;
        }
        boolean leading = matched == 0 && octet == '>';
        settle();
        out.write(octet);
        inLine = octet != '\n';
        if (leading || octet == '\n') {
            matched = 0;
        }
    }

    private void settle() throws IOException {
        if (matched > 0) {
            out.write(FROM, 0, matched);
            inLine = true;
        }
        matched = -1;
    }

    void finish() throws IOException {
        if (afterCr) {
            plain('\r');
        }
        settle();
        out.write(inLine ? new byte[] {'\n', '\n'} : new byte[] {'\n'});
    }
}
