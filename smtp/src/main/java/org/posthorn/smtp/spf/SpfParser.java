package org.posthorn.smtp.spf;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads a record by the grammar of RFC 7208 §12. One mistake anywhere makes the whole record an error, also behind
/// what would decide (§4.6).
final class SpfParser {
    private static final String VERSION = "v=spf1";
    /// `name` of a modifier, and of anything that might be a mechanism.
    private static final Pattern MODIFIER = Pattern.compile("([A-Za-z][A-Za-z0-9._-]*)=(.*)");

    private static final Pattern MECHANISM = Pattern.compile("([-+?~]?)([A-Za-z][A-Za-z0-9]*)(:?)(.*)");
    /// `dual-cidr-length`, at the end: a domain can't end so.
    private static final Pattern PREFIXES = Pattern.compile("(?:/(0|[1-9][0-9]?))?(?://(0|[1-9][0-9]{0,2}))?$");

    private static final Pattern IP4 = Pattern.compile("([0-9.]+)(?:/(0|[1-9][0-9]?))?");
    private static final Pattern IP6 = Pattern.compile("([0-9A-Fa-f:.]+)(?:/(0|[1-9][0-9]{0,2}))?");
    private static final Pattern QUAD = Pattern.compile("(?:(?:0|[1-9][0-9]{0,2})(?:\\.(?!$)|$)){4}");

    private final List<SpfRecord.Directive> directives = new ArrayList<>();
    private Optional<MacroString> redirect = Optional.empty();
    private Optional<MacroString> explanation = Optional.empty();

    private SpfParser() {}

    /// Whether a TXT record is one of SPF at all (RFC 7208 §4.5).
    static boolean isSpf(String text) {
        return text.regionMatches(true, 0, VERSION, 0, VERSION.length())
                && (text.length() == VERSION.length() || text.charAt(VERSION.length()) == ' ');
    }

    /// @param text for which [#isSpf(String)] holds
    static SpfRecord parse(String text) throws SpfError {
        var parser = new SpfParser();
        for (String term : text.substring(VERSION.length()).split(" ")) {
            if (!term.isEmpty()) {
                parser.term(term);
            }
        }
        return new SpfRecord(List.copyOf(parser.directives), parser.redirect, parser.explanation);
    }

    private void term(String term) throws SpfError {
        var modifier = MODIFIER.matcher(term);
        if (modifier.matches()) {
            modifier(modifier.group(1).toLowerCase(Locale.ROOT), modifier.group(2), term);
            return;
        }
        var parts = MECHANISM.matcher(term);
        if (!parts.matches() || parts.group(3).isEmpty() && parts.group(4).startsWith(":")) {
            throw wrong(term);
        }
        directives.add(new SpfRecord.Directive(qualifier(parts.group(1)), mechanism(parts, term), term));
    }

    private void modifier(String name, String value, String term) throws SpfError {
        switch (name) {
            case "redirect" -> {
                once(redirect, term);
                redirect = Optional.of(MacroString.domain(value));
            }
            case "exp" -> {
                once(explanation, term);
                explanation = Optional.of(MacroString.domain(value));
            }
            default -> MacroString.ofAny(value); // RFC 7208 §6: passed over, but not when it is no modifier
        }
    }

    private static void once(Optional<MacroString> already, String term) throws SpfError {
        if (already.isPresent()) {
            throw SpfError.permanent("twice in one record: " + shown(term)); // RFC 7208 §6
        }
    }

    private static Qualifier qualifier(String sign) {
        for (var qualifier : Qualifier.values()) {
            if (sign.equals(String.valueOf(qualifier.sign()))) {
                return qualifier;
            }
        }
        return Qualifier.PASS;
    }

    private static Mechanism mechanism(Matcher parts, String term) throws SpfError {
        boolean colon = !parts.group(3).isEmpty();
        String rest = parts.group(4);
        if (colon && rest.isEmpty()) {
            throw wrong(term);
        }
        return switch (parts.group(2).toLowerCase(Locale.ROOT)) {
            case "all" -> all(colon, rest, term);
            case "include" -> new Mechanism.Include(required(colon, rest, term));
            case "exists" -> new Mechanism.Exists(required(colon, rest, term));
            case "ptr" -> new Mechanism.Ptr(optional(colon, rest, term));
            case "ip4" -> ip4(colon, rest, term);
            case "ip6" -> ip6(colon, rest, term);
            case "a" -> {
                var found = prefixes(rest, term);
                yield new Mechanism.A(optional(colon, found.before(), term), found.prefixes());
            }
            case "mx" -> {
                var found = prefixes(rest, term);
                yield new Mechanism.Mx(optional(colon, found.before(), term), found.prefixes());
            }
            default -> throw SpfError.permanent("no such mechanism: " + shown(term));
        };
    }

    private static Mechanism all(boolean colon, String rest, String term) throws SpfError {
        if (colon || !rest.isEmpty()) {
            throw wrong(term);
        }
        return new Mechanism.All();
    }

    private static MacroString required(boolean colon, String rest, String term) throws SpfError {
        return optional(colon, rest, term).orElseThrow(() -> wrong(term));
    }

    private static Optional<MacroString> optional(boolean colon, String rest, String term) throws SpfError {
        if (colon != !rest.isEmpty()) {
            throw wrong(term);
        }
        return colon ? Optional.of(MacroString.domain(rest)) : Optional.empty();
    }

    private record BeforePrefixes(String before, Mechanism.Prefixes prefixes) {}

    private static BeforePrefixes prefixes(String rest, String term) throws SpfError {
        var match = PREFIXES.matcher(rest);
        if (!match.find()) {
            throw wrong(term);
        }
        return new BeforePrefixes(
                rest.substring(0, match.start()),
                new Mechanism.Prefixes(prefix(match.group(1), 32, term), prefix(match.group(2), 128, term)));
    }

    private static int prefix(String digits, int most, String term) throws SpfError {
        int bits = digits == null ? most : Integer.parseInt(digits);
        if (bits > most) {
            throw wrong(term);
        }
        return bits;
    }

    private static Mechanism ip4(boolean colon, String rest, String term) throws SpfError {
        var match = IP4.matcher(rest);
        if (!colon || !match.matches() || !QUAD.matcher(match.group(1)).matches()) {
            throw wrong(term);
        }
        return new Mechanism.Ip4(literal(match.group(1), term), prefix(match.group(2), 32, term));
    }

    private static Mechanism ip6(boolean colon, String rest, String term) throws SpfError {
        var match = IP6.matcher(rest);
        if (!colon || !match.matches() || !match.group(1).contains(":")) {
            throw wrong(term);
        }
        return new Mechanism.Ip6(literal(match.group(1), term), prefix(match.group(2), 128, term));
    }

    private static InetAddress literal(String text, String term) throws SpfError {
        try {
            return InetAddress.ofLiteral(text);
        } catch (IllegalArgumentException e) {
            throw wrong(term);
        }
    }

    private static SpfError wrong(String term) {
        return SpfError.permanent("not understood: " + shown(term));
    }

    /// What somebody else published goes into our log and header fields: short, and printable.
    private static String shown(String term) {
        String cut = term.length() > 60 ? term.substring(0, 60) + "..." : term;
        return cut.replaceAll("[^!-~]", "?");
    }
}
