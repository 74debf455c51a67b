package org.posthorn.dist.bench;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;

/// Makes messages of one size: a header that differs from message to message, and a text of words that compresses about
/// as English does. The same seed, so every run sends the same. Thread-safe.
final class Letter {
    static final int SMALLEST = 512;
    private static final int COLUMNS = 72;
    private static final int VOCABULARY = 4_000;

    private static final String HEADER = """
        From: Bench <bench@example.com>\r
        To: Bench <bench@example.com>\r
        Subject: Message %08d of a load\r
        Date: Mon, 02 Mar 2026 10:00:00 +0000\r
        Message-ID: <%016x@bench.example.com>\r
        MIME-Version: 1.0\r
        Content-Type: text/plain; charset=us-ascii\r
        \r
        """;

    private final byte[] text;
    private final int size;

    Letter(int size) {
        this.size = size;
        this.text = text(size).getBytes(StandardCharsets.US_ASCII);
    }

    /// Exactly of the size; no line of it begins with a dot.
    byte[] number(long n) {
        byte[] header = String.format(Locale.ROOT, HEADER, n, n).getBytes(StandardCharsets.US_ASCII);
        byte[] letter = new byte[size];
        System.arraycopy(header, 0, letter, 0, header.length);
        System.arraycopy(text, 0, letter, header.length, size - header.length - 2);
        // A CR that lost its LF at the cut would stand alone.
        if (letter[size - 3] == '\r') {
            letter[size - 3] = 'x';
        }
        letter[size - 2] = '\r';
        letter[size - 1] = '\n';
        return letter;
    }

    private static String text(int size) {
        var random = new Random(size);
        var words = new String[VOCABULARY];
        for (int i = 0; i < VOCABULARY; i++) {
            words[i] = random.ints(2 + random.nextInt(8), 'a', 'z' + 1)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
        }
        var text = new StringBuilder(size + COLUMNS);
        int column = 0;
        while (text.length() < size) {
            // Few words are many of the text's, as in any language.
            var word = words[(int) (VOCABULARY * Math.pow(random.nextDouble(), 3))];
            text.append(word).append(column > COLUMNS ? "\r\n" : " ");
            column = column > COLUMNS ? 0 : column + word.length() + 1;
        }
        return text.toString();
    }
}
