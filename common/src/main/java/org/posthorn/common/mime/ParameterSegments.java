package org.posthorn.common.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/// Parameters as written, `name*0*=…`, joined and decoded (RFC 2231 §3 to §4.1). Of two with the same name
/// the first counts, but an RFC 2231 one goes before a plain one, which is there for readers that don't
/// know the RFC.
final class ParameterSegments {

    /// A name with more segments is nobody's: the rest is dropped.
    private static final int MAX_SEGMENTS = 1000;

    /// One segment.
    ///
    /// @param percents whether `%XX` stands for a byte in it
    private record Segment(String value, boolean percents) {}

    private final TreeMap<Integer, Segment> segments = new TreeMap<>();

    private ParameterSegments() {}

    static List<Parameter> join(List<Parameter> written) {
        var plain = new LinkedHashMap<String, String>();
        var extended = new LinkedHashMap<String, ParameterSegments>();
        for (var parameter : written) {
            var name = parameter.name().toUpperCase(Locale.ROOT);
            int star = name.indexOf('*');
            if (star <= 0) {
                plain.putIfAbsent(name, parameter.value());
            } else {
                var base = name.substring(0, star);
                plain.putIfAbsent(base, "");
                extended.computeIfAbsent(base, _ -> new ParameterSegments())
                        .add(name.substring(star), parameter.value());
            }
        }
        var joined = new ArrayList<Parameter>(plain.size());
        plain.forEach((name, value) -> joined.add(new Parameter(
                name, extended.containsKey(name) ? extended.get(name).text() : value)));
        return List.copyOf(joined);
    }

    /// @param suffix `*`, `*0` or `*0*`
    private void add(String suffix, String value) {
        boolean percents = suffix.endsWith("*");
        var digits = suffix.substring(1, Math.max(1, percents ? suffix.length() - 1 : suffix.length()));
        boolean numbered =
                !digits.isEmpty() && digits.length() <= 4 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        int number = numbered ? Integer.parseInt(digits) : 0;
        if (number < MAX_SEGMENTS) {
            segments.putIfAbsent(number, new Segment(value, percents));
        }
    }

    /// RFC 2231 §4: the first segment begins with `charset'language'`. Where the quotes are missing all of
    /// it is text.
    private String text() {
        var first = segments.isEmpty() ? "" : segments.firstEntry().getValue().value();
        boolean named = !segments.isEmpty() && segments.firstEntry().getValue().percents();
        int quote = named ? first.indexOf('\'') : -1;
        int second = quote < 0 ? -1 : first.indexOf('\'', quote + 1);
        return second < 0
                ? decoded(0, StandardCharsets.UTF_8)
                : decoded(second + 1, quote == 0 ? StandardCharsets.UTF_8 : Charsets.of(first.substring(0, quote)));
    }

    /// @param skip characters of the first segment that are no text
    private String decoded(int skip, Charset charset) {
        var bytes = new ByteArrayOutputStream();
        var text = new StringBuilder();
        int start = skip;
        for (var segment : segments.values()) {
            var value = segment.value().substring(start);
            start = 0;
            if (segment.percents()) {
                unescape(value, bytes, charset);
            } else {
                // Bytes of one character may be in two segments, but not with plain text between them.
                text.append(bytes.toString(charset)).append(value);
                bytes.reset();
            }
        }
        return text.append(bytes.toString(charset)).toString();
    }

    private static void unescape(String value, ByteArrayOutputStream out, Charset charset) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            int high = c == '%' && i + 2 < value.length() ? Character.digit(value.charAt(i + 1), 16) : -1;
            int low = high < 0 ? -1 : Character.digit(value.charAt(i + 2), 16);
            if (low >= 0) {
                out.write(high * 16 + low);
                i += 2;
            } else {
                out.writeBytes(String.valueOf(c).getBytes(charset));
            }
        }
    }
}
