package org.posthorn.common.mime;

/// What a subject is about, without what replying and forwarding put around it (RFC 5256 §2.1).
///
/// @param text            may be empty; case as written
/// @param replyOrForward  whether a `Re:`, a `Fwd:` or the like was taken away (RFC 5256 §3)
public record BaseSubject(String text, boolean replyOrForward) {
    /// Of a longer subject only the beginning counts: no person's is longer.
    private static final int MOST = 1_000;

    private static final String FORWARD = "[fwd:";
    private static final String FORWARDED = "(fwd)";

    /// @param field a raw, unfolded Subject field
    public static BaseSubject of(String field) {
        var decoded = EncodedWord.decode(field);
        var reader = new Reader(spaced(decoded));
        reader.strip();
        return new BaseSubject(reader.text.substring(reader.from, reader.to), reader.replyOrForward);
    }

    /// Step 1: each run of white space is a space.
    private static String spaced(String text) {
        var out = new StringBuilder(Math.min(text.length(), MOST));
        boolean space = false;
        for (int i = 0; i < text.length() && out.length() < MOST; i++) {
            char c = text.charAt(i);
            boolean white = c == ' ' || c == '\t' || c == '\r' || c == '\n';
            if (!white || !space) {
                out.append(white ? ' ' : c);
            }
            space = white;
        }
        return out.toString();
    }

    /// The steps of the RFC, on what is left between two indices.
    private static final class Reader {
        private final String text;
        private int from;
        private int to;
        private boolean replyOrForward;

        Reader(String text) {
            this.text = text;
            this.to = text.length();
        }

        void strip() {
            do {
                trailers(); // step 2
                while (leader() || blob()) { // steps 3 to 5
                    // once more
                }
            } while (forward()); // step 6
        }

        private void trailers() {
            while (to > from) {
                if (text.charAt(to - 1) == ' ') {
                    to--;
                } else if (to - from >= FORWARDED.length() && matches(FORWARDED, to - FORWARDED.length())) {
                    to -= FORWARDED.length();
                    replyOrForward = true;
                } else {
                    return;
                }
            }
        }

        /// `subj-leader`: a space, or blobs and then `Re:`, `Fw [blob]:`, `Fwd :`
        private boolean leader() {
            if (from < to && text.charAt(from) == ' ') {
                from++;
                return true;
            }
            int at = from;
            for (int end = blobEnd(at); end > at; end = blobEnd(at)) {
                at = end;
            }
            if (matches("re", at)) {
                at += 2;
            } else if (matches("fwd", at)) {
                at += 3;
            } else if (matches("fw", at)) {
                at += 2;
            } else {
                return false;
            }
            at = blobEnd(spaceEnd(at));
            if (at == to || text.charAt(at) != ':') {
                return false;
            }
            from = at + 1;
            replyOrForward = true;
            return true;
        }

        /// A blob, where that leaves something.
        private boolean blob() {
            int end = blobEnd(from);
            if (end == from || end == to) {
                return false;
            }
            from = end;
            return true;
        }

        /// Behind `[…]` and spaces, or where it was to begin.
        private int blobEnd(int at) {
            if (at >= to || text.charAt(at) != '[') {
                return at;
            }
            int end = at + 1;
            while (end < to && text.charAt(end) != '[' && text.charAt(end) != ']') {
                end++;
            }
            return end < to && text.charAt(end) == ']' ? spaceEnd(end + 1) : at;
        }

        private int spaceEnd(int at) {
            int end = at;
            while (end < to && text.charAt(end) == ' ') {
                end++;
            }
            return end;
        }

        private boolean forward() {
            if (!matches(FORWARD, from) || text.charAt(to - 1) != ']') {
                return false;
            }
            from += FORWARD.length();
            to--;
            replyOrForward = true;
            return true;
        }

        private boolean matches(String lower, int at) {
            return at + lower.length() <= to && text.regionMatches(true, at, lower, 0, lower.length());
        }
    }
}
