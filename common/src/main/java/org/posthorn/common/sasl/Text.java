package org.posthorn.common.sasl;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Names and passwords in a response: UTF-8 (RFC 4616 §2), not empty, of a bounded length.
final class Text {
    /// RFC 4616 §2 allows 255 octets as the smallest limit.
    private static final int LONGEST_LOGIN = 255;

    /// Long enough for application passwords and tokens; hashing cost stays the same for all.
    private static final int LONGEST_PASSWORD = 1024;

    /// Says what is wrong, without the text: it may be a password.
    static final class NotText extends Exception {
        private static final long serialVersionUID = 1;

        NotText(String why) {
            super(why, null, false, false);
        }
    }

    private Text() {}

    static String login(byte[] bytes, int from, int to) throws NotText {
        return required("login name", bytes, from, to, LONGEST_LOGIN);
    }

    static String password(byte[] bytes, int from, int to) throws NotText {
        return required("password", bytes, from, to, LONGEST_PASSWORD);
    }

    static String optional(byte[] bytes, int from, int to) throws NotText {
        return from == to ? "" : required("authorization identity", bytes, from, to, LONGEST_LOGIN);
    }

    static void refuseNul(byte[] bytes) throws NotText {
        for (byte b : bytes) {
            if (b == 0) {
                throw new NotText("NUL is not allowed");
            }
        }
    }

    private static String required(String what, byte[] bytes, int from, int to, int longest) throws NotText {
        if (from == to) {
            throw new NotText("the " + what + " is empty");
        }
        if (to - from > longest) {
            throw new NotText("the " + what + " is longer than " + longest + " bytes");
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes, from, to - from))
                    .toString();
        } catch (CharacterCodingException malformed) {
            throw new NotText("the " + what + " is not UTF-8");
        }
    }
}
