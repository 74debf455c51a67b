package org.posthorn.common.address;

import static org.posthorn.common.address.EmailAddress.MAX_LENGTH;
import static org.posthorn.common.address.EmailAddress.octets;

/// Reads RFC 5321's `Mailbox` (§4.1.2, with the UTF-8 of RFC 6531 §3.3) from left to right. No comments, no
/// white space, no obsolete forms: those live in header fields only.
final class AddressReader {

    private final String text;
    private int at;

    AddressReader(String text) {
        this.text = text;
    }

    EmailAddress address() {
        if (text.isEmpty()) {
            throw wrong("the address is empty", 0);
        }
        var local = text.charAt(0) == '"' ? quotedString() : dotString();
        if (at == text.length()) {
            throw wrong("there is no @ and no domain after the local part", at);
        }
        int domainAt = ++at;
        var domain = domain();
        if (octets(EmailAddress.localOnTheWire(local)) + 1 + domain.length() > MAX_LENGTH) {
            throw wrong("the address is longer than " + MAX_LENGTH + " octets", domainAt);
        }
        return new EmailAddress(local, domain);
    }

    private String domain() {
        if (at == text.length()) {
            throw wrong("there is no domain after the @", at);
        }
        return text.charAt(at) == '[' ? AddressLiteral.read(text, at) : DomainName.read(text, at);
    }

    /// `Dot-string = Atom *("." Atom)`; ends at the `@`.
    private String dotString() {
        for (; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '@') {
                break;
            }
            if (c == '.' && (at == 0 || text.charAt(at - 1) == '.')) {
                throw wrong(at == 0 ? "the local part begins with a dot" : "two dots stand together", at);
            }
            if (c != '.' && !isAtext(c)) {
                throw wrong(shown(c) + " can't stand in a local part without quotes", at);
            }
        }
        if (at == 0) {
            throw wrong("there is nothing before the @", 0);
        }
        if (text.charAt(at - 1) == '.') {
            throw wrong("the local part ends with a dot", at - 1);
        }
        return text.substring(0, at);
    }

    /// `Quoted-string = DQUOTE *QcontentSMTP DQUOTE`; ends behind the closing quote, which the `@` must
    /// follow.
    private String quotedString() {
        var out = new StringBuilder();
        for (at = 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == '"') {
                at++;
                if (at < text.length() && text.charAt(at) != '@') {
                    throw wrong("an @ must follow the closing quote, not " + shown(text.charAt(at)), at);
                }
                return out.toString();
            }
            if (c == '\\' && ++at < text.length()) {
                c = text.charAt(at);
                // quoted-pairSMTP = %d92 %d32-126: never UTF-8, never a control character.
                if (c >= 0x7F) {
                    throw wrong(shown(c) + " can't follow a backslash", at);
                }
            }
            if (isControl(c)) {
                throw wrong(shown(c) + " can't stand in a quoted local part", at);
            }
            out.append(c);
        }
        throw wrong("the quoted local part has no closing quote", text.length());
    }

    static boolean isDotString(String local) {
        if (local.isEmpty() || local.startsWith(".") || local.endsWith(".") || local.contains("..")) {
            return false;
        }
        return local.chars().allMatch(c -> c == '.' || isAtext((char) c));
    }

    static void checkLocal(String local) {
        for (int i = 0; i < local.length(); i++) {
            char c = local.charAt(i);
            if (isControl(c) || isLoneSurrogate(local, i)) {
                throw new IllegalArgumentException(shown(c) + " can't stand in a local part");
            }
        }
    }

    private static boolean isLoneSurrogate(String text, int i) {
        char c = text.charAt(i);
        if (Character.isHighSurrogate(c)) {
            return i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1));
        }
        return Character.isLowSurrogate(c) && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    }

    /// RFC 5322 §3.2.3 `atext`; RFC 6531 §3.3 adds all that is not ASCII. C1 controls are UTF-8 too, but
    /// nobody's name.
    private static boolean isAtext(char c) {
        return switch (c) {
            case '!', '#', '$', '%', '&', '\'', '*', '+', '-', '/', '=', '?', '^', '_', '`', '{', '|', '}', '~' -> true;
            default -> c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || c >= 0xA0;
        };
    }

    private static boolean isControl(char c) {
        return c < 0x20 || c >= 0x7F && c < 0xA0;
    }

    static String shown(char c) {
        return c == ' ' ? "a space" : c > 0x20 && c < 0x7F ? "'" + c + "'" : "U+%04X".formatted((int) c);
    }

    /// @param index counted from 0; a person counts from 1
    static IllegalArgumentException wrong(String what, int index) {
        return new IllegalArgumentException(what + " (character " + (index + 1) + ")");
    }
}
