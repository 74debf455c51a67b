package org.posthorn.imap.search;

import java.nio.CharBuffer;

/// Text to be found in other text that comes in pieces, in any case (RFC 5051). Knuth, Morris and Pratt's way: one look
/// at each character and no going back, so it needs no more memory than the text that is sought. Immutable.
final class Needle {
    private final char[] text;
    /// For each length of a match that broke off: the longest shorter one that it ends with.
    private final int[] shorter;

    Needle(String sought) {
        text = UnicodeCasemap.map(sought).toCharArray();
        shorter = new int[text.length + 1];
        for (int i = 1, matched = 0; i < text.length; i++) {
            while (matched > 0 && text[matched] != text[i]) {
                matched = shorter[matched];
            }
            matched += text[matched] == text[i] ? 1 : 0;
            shorter[i + 1] = matched;
        }
    }

    boolean isIn(String other) {
        var search = new Search();
        search.accept(CharBuffer.wrap(other));
        return search.found();
    }

    Search search() {
        return new Search();
    }

    /// One text being searched. Not thread-safe.
    final class Search {
        private int matched;
        private boolean found = text.length == 0; // the empty string is in every text
        private char high;

        boolean found() {
            return found;
        }

        /// Takes the next piece, to its end or to the first match.
        void accept(CharBuffer piece) {
            while (!found && piece.hasRemaining()) {
                char c = piece.get();
                if (c < 0x80) {
                    step(c >= 'a' && c <= 'z' ? (char) (c - 32) : c);
                } else if (Character.isHighSurrogate(c)) {
                    high = c;
                } else if (Character.isLowSurrogate(c) && high != 0) {
                    steps(UnicodeCasemap.map(Character.toCodePoint(high, c)));
                    high = 0;
                } else {
                    steps(UnicodeCasemap.map(c));
                }
            }
        }

        private void steps(String mapped) {
            for (int i = 0; i < mapped.length() && !found; i++) {
                step(mapped.charAt(i));
            }
        }

        private void step(char c) {
            while (matched > 0 && text[matched] != c) {
                matched = shorter[matched];
            }
            matched += text[matched] == c ? 1 : 0;
            found = matched == text.length;
        }
    }
}
