package org.posthorn.dist.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Locale;

/// A message inside an mbox: without its `Status` fields, and with one `>` less before a quoted `From `.
record MboxContent(Path file, long offset, long length) implements Letter.Content {

    @Override
    public void writeTo(OutputStream out) throws IOException {
        try (FileChannel channel = FileChannel.open(file)) {
            channel.position(offset);
            LineSegments line = new LineSegments(new Slice(Channels.newInputStream(channel), length));
            CrlfOutput lines = new CrlfOutput(out);
            boolean inHeader = true;
            boolean dropping = false;
            while (line.next()) {
                if (line.startsLine()) {
                    inHeader = inHeader && !line.isBlankLine();
                    dropping = inHeader && isStatus(line);
                }
                if (!dropping) {
                    int unquoted = line.isFromLine(1) ? 1 : 0;
                    lines.write(line.bytes(), unquoted, line.length() - unquoted);
                }
            }
            lines.finish();
        }
    }

    /// Whether a line of the header tells flags and is not a part of the message.
    static boolean isStatus(LineSegments line) {
        if (line.length() < 7 || Character.toLowerCase(line.bytes()[0]) != 's' && line.bytes()[1] != '-') {
            return false;
        }
        String text = line.text().toLowerCase(Locale.ROOT);
        return text.startsWith("status:") || text.startsWith("x-status:");
    }

    /// So many octets of a stream.
    private static final class Slice extends InputStream {
        private final InputStream in;
        private long left;

        Slice(InputStream in, long left) {
            this.in = in;
            this.left = left;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] bytes, int from, int count) throws IOException {
            int got = left == 0 ? -1 : in.read(bytes, from, (int) Math.min(count, left));
            left -= Math.max(0, got);
            return got;
        }
    }
}
