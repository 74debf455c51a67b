package org.posthorn.smtp.spf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/// Text with macros in it, such as `%{ir}.%{v}._spf.%{d2}` (RFC 7208 §7).
record MacroString(List<Part> parts) {

    sealed interface Part {
        record Literal(String text) implements Part {}

        /// @param letter     lower case
        /// @param escaped    written in upper case: as in a URI (§7.3)
        /// @param keep       so many of the rightmost labels
        /// @param delimiters where to split
        record Macro(char letter, boolean escaped, int keep, boolean reversed, String delimiters) implements Part {}
    }

    /// What the letters stand for in one check.
    interface Letters {
        String value(char letter) throws SpfError;
    }

    /// Longer names are cut from the left (§7.3).
    private static final int LONGEST_NAME = 253;

    private static final Pattern MACRO = Pattern.compile("%\\{([A-Za-z])([0-9]*)([rR]?)([-.+,/_=]*)}");
    private static final String FOR_NAMES = "slodiphv";
    private static final String FOR_EXPLANATIONS = FOR_NAMES + "crt";

    /// A `domain-spec`.
    static MacroString domain(String text) throws SpfError {
        var parsed = parse(text, FOR_NAMES, false);
        boolean endsInMacro = !parsed.parts.isEmpty()
                && parsed.parts.get(parsed.parts.size() - 1) instanceof Part.Macro
                && text.endsWith("}");
        if (!endsInMacro && !endsInTopLabel(text)) {
            throw SpfError.permanent("no domain: " + (text.length() > 60 ? text.substring(0, 60) : text));
        }
        return parsed;
    }

    /// `domain-end`: letters, digits and inner hyphens, not only digits; the root's dot may follow.
    private static boolean endsInTopLabel(String text) {
        int end = text.endsWith(".") ? text.length() - 1 : text.length();
        int dot = text.lastIndexOf('.', end - 1);
        String label = text.substring(dot + 1, end);
        return dot >= 0
                && !label.isEmpty()
                && !label.startsWith("-")
                && !label.endsWith("-")
                && label.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-'))
                && !label.chars().allMatch(Character::isDigit);
    }

    /// The value of a modifier that means nothing to us.
    static MacroString ofAny(String text) throws SpfError {
        return parse(text, FOR_NAMES, false);
    }

    /// An `explain-string`, which may hold spaces and three more letters.
    static MacroString explanation(String text) throws SpfError {
        return parse(text, FOR_EXPLANATIONS, true);
    }

    private static MacroString parse(String text, String letters, boolean spaces) throws SpfError {
        var parts = new ArrayList<Part>();
        var literal = new StringBuilder();
        var macro = MACRO.matcher(text);
        for (int at = 0; at < text.length(); ) {
            char c = text.charAt(at);
            if (c != '%') {
                if (c > '~' || c < '!' && !(spaces && c == ' ')) {
                    throw SpfError.permanent("not a printable US-ASCII character in a record");
                }
                literal.append(c);
                at++;
            } else if (text.startsWith("%%", at)) {
                literal.append('%');
                at += 2;
            } else if (text.startsWith("%_", at)) {
                literal.append(' ');
                at += 2;
            } else if (text.startsWith("%-", at)) {
                literal.append("%20");
                at += 2;
            } else {
                macro.region(at, text.length());
                if (!macro.lookingAt()) {
                    throw SpfError.permanent("a macro can't be understood");
                }
                parts.add(new Part.Literal(literal.toString()));
                literal.setLength(0);
                parts.add(macro(macro.toMatchResult(), letters));
                at = macro.end();
            }
        }
        parts.add(new Part.Literal(literal.toString()));
        parts.removeIf(part -> part instanceof Part.Literal(var empty) && empty.isEmpty());
        return new MacroString(List.copyOf(parts));
    }

    private static Part macro(MatchResult found, String letters) throws SpfError {
        char letter = Character.toLowerCase(found.group(1).charAt(0));
        String digits = found.group(2);
        if (letters.indexOf(letter) < 0) {
            throw SpfError.permanent("no such macro here: %{" + found.group(1) + "}");
        }
        // More labels than any name has are all of them; zero of them is an error (§7.1).
        int keep = digits.isEmpty() || digits.length() > 3 ? Integer.MAX_VALUE : Integer.parseInt(digits);
        if (keep == 0) {
            throw SpfError.permanent("a macro that keeps no labels");
        }
        return new Part.Macro(
                letter,
                Character.isUpperCase(found.group(1).charAt(0)),
                keep,
                !found.group(3).isEmpty(),
                found.group(4).isEmpty() ? "." : found.group(4));
    }

    /// As text.
    String expand(Letters letters) throws SpfError {
        var text = new StringBuilder();
        for (var part : parts) {
            switch (part) {
                case Part.Literal(var literal) -> text.append(literal);
                case Part.Macro macro -> text.append(value(macro, letters.value(macro.letter())));
            }
        }
        return text.toString();
    }

    /// As a name to ask for: without the root's dot, and not longer than a name can be.
    String expandToName(Letters letters) throws SpfError {
        String name = expand(letters);
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        while (name.length() > LONGEST_NAME && name.indexOf('.') >= 0) {
            name = name.substring(name.indexOf('.') + 1);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static String value(Part.Macro macro, String raw) {
        var labels = new ArrayList<>(Arrays.asList(raw.split("[" + Pattern.quote(macro.delimiters()) + "]", -1)));
        if (macro.reversed()) {
            Collections.reverse(labels);
        }
        var kept = labels.subList(Math.max(0, labels.size() - macro.keep()), labels.size());
        String text = String.join(".", kept);
        return macro.escaped() ? escape(text) : text;
    }

    /// RFC 3986 §2.3: all but the unreserved characters.
    private static String escape(String text) {
        var escaped = new StringBuilder();
        for (char c : text.toCharArray()) {
            if (c < 0x80 && (Character.isLetterOrDigit(c) || "-._~".indexOf(c) >= 0)) {
                escaped.append(c);
            } else {
                escaped.append(String.format(Locale.ROOT, "%%%02X", (int) c));
            }
        }
        return escaped.toString();
    }
}
