package org.posthorn.common.mime;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads an address list from left to right, one item between commas at a time. What an item's words mean
/// is only known at its end: with `<…>` they are the name, with `:` that of a group, else the address
/// itself.
final class AddressListReader {

    /// @param text   unquoted
    /// @param quoted never a special, whatever it says
    /// @param apart  whether white space or a comment stands before it
    private record Word(String text, boolean quoted, boolean apart) {

        boolean is(char special) {
            return !quoted && text.length() == 1 && text.charAt(0) == special;
        }
    }

    private final String text;
    private final List<AddressList.Entry> entries = new ArrayList<>();
    private int at;
    private boolean inGroup;

    /// Of the item that is being read.
    private final List<Word> words = new ArrayList<>();

    private Optional<String> comment = Optional.empty();
    private boolean apart;
    private boolean hasAt;

    AddressListReader(String text) {
        this.text = text;
    }

    List<AddressList.Entry> entries() {
        while (at < text.length()) {
            char c = text.charAt(at);
            switch (c) {
                case ',' -> endItem();
                case ';' -> endGroup();
                case ':' -> colon();
                case '<' -> angle();
                default -> word(c);
            }
        }
        at--;
        endItem();
        if (inGroup) {
            entries.add(new AddressList.GroupEnd());
        }
        return List.copyOf(entries);
    }

    /// At the comma behind an item.
    private void endItem() {
        at++;
        if (!words.isEmpty()) {
            entries.add(bareAddress());
        }
        startItem();
    }

    private void startItem() {
        words.clear();
        comment = Optional.empty();
        apart = false;
        hasAt = false;
    }

    /// Outside of a group a semicolon is a comma: some programs separate addresses so.
    private void endGroup() {
        endItem();
        if (inGroup) {
            entries.add(new AddressList.GroupEnd());
            inGroup = false;
        }
    }

    private void colon() {
        if (inGroup || hasAt || words.isEmpty()) {
            add(":", false);
            at++;
            return;
        }
        at++;
        entries.add(new AddressList.GroupStart(joined(words)));
        inGroup = true;
        startItem();
    }

    /// A name and an address in angle brackets: what stood before is the name, what follows up to the comma
    /// says nothing.
    private void angle() {
        at++;
        var name = joined(words);
        words.clear();
        apart = false;
        boolean routed = text.startsWith("@", at);
        Optional<String> route = Optional.empty();
        while (at < text.length() && text.charAt(at) != '>' && (text.charAt(at) != ',' || routed)) {
            char c = text.charAt(at);
            if (c == ':' && routed) {
                route = Optional.of(joined(words).replace(" ", ""));
                words.clear();
                routed = false;
                at++;
            } else if (",:;<".indexOf(c) >= 0) {
                add(String.valueOf(c), false);
                at++;
            } else {
                word(c);
            }
        }
        var address = split(words, words.size());
        var shown = name.isEmpty() ? comment : Optional.of(name);
        skipToSeparator();
        entries.add(new AddressList.Address(shown, route, address.local(), address.domain()));
        startItem();
    }

    private void skipToSeparator() {
        while (at < text.length() && text.charAt(at) != ',' && text.charAt(at) != ';') {
            switch (text.charAt(at)) {
                case '"' -> quoted();
                case '(' -> comment();
                default -> at++;
            }
        }
        if (at < text.length() && text.charAt(at) == ',') {
            at++;
        }
    }

    private AddressList.Address bareAddress() {
        if (!hasAt) {
            return new AddressList.Address(comment, Optional.empty(), joined(words), "");
        }
        // `Bob bob@example.org`: words that no dot ties to the address are the name.
        int start = lastAt(words);
        while (start > 0 && belongs(start)) {
            start--;
        }
        var address = split(words.subList(start, words.size()), words.size() - start);
        var name = joined(words.subList(0, start));
        return new AddressList.Address(
                name.isEmpty() ? comment : Optional.of(name), Optional.empty(), address.local(), address.domain());
    }

    private boolean belongs(int index) {
        var word = words.get(index);
        var before = words.get(index - 1);
        return !word.apart()
                || word.is('@')
                || before.is('@')
                || word.text().startsWith(".")
                || before.text().endsWith(".");
    }

    private record Split(String local, String domain) {}

    /// RFC 5322 §4.4 lets white space stand around the dots and the `@`.
    private static Split split(List<Word> words, int end) {
        int at = lastAt(words);
        return at < 0 ? new Split(glued(words, 0, end), "") : new Split(glued(words, 0, at), glued(words, at + 1, end));
    }

    private static int lastAt(List<Word> words) {
        for (int i = words.size() - 1; i >= 0; i--) {
            if (words.get(i).is('@')) {
                return i;
            }
        }
        return -1;
    }

    private static String glued(List<Word> words, int from, int to) {
        var out = new StringBuilder();
        for (int i = from; i < to; i++) {
            var word = words.get(i);
            boolean dotted = word.text().startsWith(".") || !out.isEmpty() && out.charAt(out.length() - 1) == '.';
            out.append(word.apart() && !out.isEmpty() && !dotted ? " " : "").append(word.text());
        }
        return out.toString();
    }

    private static String joined(List<Word> words) {
        var out = new StringBuilder();
        for (var word : words) {
            out.append(word.apart() && !out.isEmpty() ? " " : "").append(word.text());
        }
        return out.toString();
    }

    /// Reads white space, a comment, or a word that begins here.
    private void word(char c) {
        switch (c) {
            case ' ', '\t', '\r', '\n' -> {
                apart = true;
                at++;
            }
            case '(' -> {
                var inside = comment();
                comment = inside.isEmpty() ? comment : Optional.of(inside);
                apart = true;
            }
            case '"' -> add(quoted(), true);
            case '[' -> add(literal(), false);
            case '@' -> {
                hasAt = true;
                add("@", false);
                at++;
            }
            default -> add(atom(), false);
        }
    }

    private void add(String word, boolean quoted) {
        words.add(new Word(word, quoted, apart));
        apart = false;
    }

    /// At least one character, so that even a stray `>` or `)` is passed.
    private String atom() {
        int start = at++;
        while (at < text.length() && !endsAtom(text.charAt(at))) {
            at++;
        }
        return text.substring(start, at);
    }

    private static boolean endsAtom(char c) {
        return switch (c) {
            case ' ', '\t', '\r', '\n', '(', ')', '<', '>', '[', '"', '@', ',', ';', ':' -> true;
            default -> false;
        };
    }

    private String literal() {
        int end = text.indexOf(']', at);
        int start = at;
        at = end < 0 ? text.length() : end + 1;
        return text.substring(start, at);
    }

    private String quoted() {
        var out = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\' && at + 1 < text.length()) {
                at++;
            }
            out.append(text.charAt(at));
        }
        at = Math.min(at + 1, text.length());
        return out.toString();
    }

    /// RFC 5322 §3.2.2: comments nest, and backslashes quote.
    private String comment() {
        var out = new StringBuilder();
        int depth = 1;
        for (at++; at < text.length(); at++) {
            char c = text.charAt(at);
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth == 0) {
                at++;
                break;
            }
            if (c == '\\' && at + 1 < text.length()) {
                c = text.charAt(++at);
            }
            out.append(c);
        }
        return out.toString().strip();
    }
}
